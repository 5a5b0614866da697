/* A model in the language, and the one way out for every text format.
 *
 * Sections stand in the order of docs/language.md, a blank line before each; a
 * statement stands on one line, unless it is too long to be read: then it goes on on
 * the next, at a comma or before one of the words that join formulas. A line may be cut
 * there and nowhere else, so to cut is to make a blank a line's end. */
#include "formats/script.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "base/out.h"
#include "formats/formats.h"
#include "lang/read.h"
#include "model/conflict.h"

#include <string.h>

enum { LINE_MAX_WIDTH = 76 }; /* without indentation, which takes 12 at most */

/* ---- pieces ------------------------------------------------------------------ */

void dt_script_string(dt_text *text, const char *string)
{
    dt_text_add(text, "\"");
    for (const char *c = string; *c; c++) {
        if (*c == '"' || *c == '\\')
            dt_text_add(text, "\\");
        dt_text_add_n(text, c, 1);
    }
    dt_text_add(text, "\"");
}

void dt_script_label(dt_text *text, const char *label)
{
    if (!label)
        return;
    dt_text_add(text, " ");
    dt_script_string(text, label);
}

void dt_script_way(dt_text *text, bool is_option, dt_way way)
{
    switch (way) {
    case DT_WAY_BOTH:
        break;
    case DT_WAY_UP:
        dt_text_add(text, is_option ? " permanent" : " only up");
        break;
    case DT_WAY_DOWN:
        dt_text_add(text, " only down");
        break;
    }
}

/* ---- long lines -------------------------------------------------------------- */

static bool joins(const char *word)
{
    static const char *const words[] = {"and ", "or ", "if ", "iff ", "implies "};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strncmp(word, words[k], strlen(words[k])) == 0)
            return true;
    return false;
}

/* A level may be called `or`: behind a comparison no line may end. */
static bool may_end_line(const char *begin, const char *blank)
{
    if (*blank != ' ' || blank == begin || strchr("=<>", blank[-1]))
        return false;
    return blank[-1] == ',' || joins(blank + 1);
}

/* No line ends inside a string. */
void dt_script_fold(dt_text *text, size_t begin)
{
    char *cut = NULL, *from = text->bytes + begin;
    bool quoted = false;
    if (text->failed)
        return;
    for (char *c = from; *c; c++) {
        if (quoted && *c == '\\')
            c++; /* and what is escaped */
        else if (*c == '"')
            quoted = !quoted;
        if (!quoted && may_end_line(from, c))
            cut = c;
        if (cut && c - from > LINE_MAX_WIDTH) {
            *cut = '\n';
            from = cut + 1;
            cut = NULL;
        }
    }
}

/* ---- the conflict ------------------------------------------------------------ */

static void put_title(dt_text *text, const dt_model *model)
{
    if (model->title) {
        dt_text_add(text, "conflict ");
        dt_script_string(text, model->title);
        dt_text_add(text, "\n");
    }
    for (uint32_t k = 0; k < model->n_sources; k++) {
        dt_text_add(text, "source ");
        dt_script_string(text, model->sources[k]);
        dt_text_add(text, "\n");
    }
}

static void put_levels(dt_text *text, const dt_choice *choice, const char *blank)
{
    for (uint32_t l = 0; l < choice->n_levels; l++) {
        dt_text_format(text, "%s%s%s", l ? "," : " :", blank, choice->levels[l].id);
        dt_script_label(text, choice->levels[l].label);
    }
}

/* Levels stand behind the issue, or below it when that would be too long. */
static void put_choice(dt_text *text, const dt_choice *choice)
{
    const size_t begin = text->n;
    dt_text_format(text, "%s %s", choice->is_option ? "option" : "issue",
                   choice->name.id);
    dt_script_label(text, choice->name.label);
    dt_script_way(text, choice->is_option, choice->way);
    const size_t end = text->n;
    if (!choice->is_option)
        put_levels(text, choice, " ");
    if (!choice->is_option && text->n - begin > LINE_MAX_WIDTH) {
        text->n = end;
        put_levels(text, choice, "\n");
    }
    dt_text_add(text, "\n");
}

static void put_actor(dt_text *text, const dt_model *model, const dt_actor *actor)
{
    dt_text_format(text, "\nactor %s", actor->name.id);
    dt_script_label(text, actor->name.label);
    dt_text_add(text, actor->n_choices ? " {\n" : " {");
    for (uint32_t k = 0; k < actor->n_choices; k++)
        put_choice(text, &model->choices[actor->first_choice + k]);
    dt_text_add(text, "}\n");
}

/* ---- rules ------------------------------------------------------------------- */

/* A line of one formula: what stands before it, and the formula. */
static void put_formula_line(dt_text *text, const dt_model *model, const char *word,
                             const dt_formula *formula)
{
    const size_t begin = text->n;
    dt_text_add(text, word);
    dt_formula_write(model, formula, text);
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_rule(dt_text *text, const dt_model *model, const dt_rule *rule)
{
    const size_t begin = text->n;
    dt_text_add(text, rule->impossible ? "impossible " : "always ");
    dt_rule_write(model, rule, text);
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_forbid(dt_text *text, const dt_model *model, const dt_forbid *forbid)
{
    const size_t begin = text->n;
    dt_text_format(text, "forbid %s from ", model->actors[forbid->actor].name.id);
    dt_formula_write(model, forbid->from, text);
    dt_text_add(text, " to ");
    dt_formula_write(model, forbid->to, text);
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_rules(dt_text *text, const dt_model *model)
{
    dt_text_add(text, model->n_rules ? "\n" : "");
    for (uint32_t k = 0; k < model->n_rules; k++)
        put_rule(text, model, &model->rules[k]);
    dt_text_add(text, model->n_merges ? "\n" : "");
    for (uint32_t k = 0; k < model->n_merges; k++)
        put_formula_line(text, model, "merge ", model->merges[k].formula);
    dt_text_add(text, model->n_forbids ? "\n" : "");
    for (uint32_t k = 0; k < model->n_forbids; k++)
        put_forbid(text, model, &model->forbids[k]);
}

/* What is no or at its first level goes without saying. */
static void put_status_quo(dt_text *text, const dt_model *model)
{
    if (!model->has_status_quo)
        return;
    dt_text_add(text, model->status_quo ? "\nstatus quo {\n" : "\nstatus quo {");
    for (uint32_t c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        const uint32_t level = dt_choice_level(choice, model->status_quo);
        if (level == 0)
            continue;
        dt_text_format(text, "%s.%s", model->actors[choice->actor].name.id,
                       choice->name.id);
        if (!choice->is_option)
            dt_text_format(text, " = %s", choice->levels[level].id);
        dt_text_add(text, "\n");
    }
    dt_text_add(text, "}\n");
}

/* ---- preferences ------------------------------------------------------------- */

static void put_statement(dt_text *text, const dt_model *model,
                          const dt_statement *statement)
{
    const size_t begin = text->n;
    dt_text_add(text, statement->n > 1 ? "{ " : "");
    for (uint32_t k = 0; k < statement->n; k++) {
        dt_text_add(text, k ? ", " : "");
        dt_formula_write(model, statement->formulas[k], text);
    }
    dt_text_add(text, statement->n > 1 ? " }" : "");
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_term(dt_text *text, const dt_model *model, const dt_term *term)
{
    char number[DT_DECIMAL_ROOM];
    const size_t begin = text->n;
    dt_text_format(text, "%s ", dt_decimal_write(term->units, number));
    dt_formula_write(model, term->formula, text);
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_tier(dt_text *text, const dt_model *model, const dt_tier *tier)
{
    dt_text_add(text, tier->n > 1 ? "{ " : "");
    for (uint32_t k = 0; k < tier->n; k++) {
        dt_text_add(text, k ? ", " : "");
        if (tier->places[k].number)
            dt_text_format(text, "%u", tier->places[k].number);
        else
            dt_formula_write(model, tier->places[k].formula, text);
    }
    dt_text_add(text, tier->n > 1 ? " }" : "");
}

static bool holds_formulas(const dt_preference *wants)
{
    for (uint32_t t = 0; t < wants->n_tiers; t++)
        for (uint32_t k = 0; k < wants->tiers[t].n; k++)
            if (wants->tiers[t].places[k].formula)
                return true;
    return false;
}

/* State numbers stand side by side, in one line with the braces if they fit; formulas
 * below each other. */
static void put_tiers(dt_text *text, const dt_model *model, const dt_preference *wants)
{
    const bool tall = holds_formulas(wants);
    const size_t begin = text->n;
    for (uint32_t t = 0; t < wants->n_tiers; t++) {
        dt_text_add(text, t == 0 ? " " : tall ? "\n" : ", ");
        put_tier(text, model, &wants->tiers[t]);
    }
    if (text->n - begin <= LINE_MAX_WIDTH && !tall) {
        dt_text_add(text, " ");
        return;
    }
    if (!text->failed)
        text->bytes[begin] = '\n';
    dt_script_fold(text, begin + 1);
    dt_text_add(text, "\n");
}

/* `name` is the actor's, or empty inside a type. */
static void put_preference(dt_text *text, const dt_model *model, const char *name,
                           const dt_preference *wants)
{
    const char *const apart = *name ? "\n" : "", *const blank = *name ? " " : "";
    if (wants->has_prefer) {
        dt_text_format(text, "%sprefer%s%s {\n", apart, blank, name);
        for (uint32_t k = 0; k < wants->n_statements; k++)
            put_statement(text, model, &wants->statements[k]);
        dt_text_add(text, "}\n");
    }
    if (wants->has_value) {
        dt_text_format(text, "%svalue%s%s {\n", apart, blank, name);
        for (uint32_t k = 0; k < wants->n_terms; k++)
            put_term(text, model, &wants->terms[k]);
        dt_text_add(text, "}\n");
    }
    if (wants->has_rank) {
        dt_text_format(text, "%srank%s%s {", apart, blank, name);
        put_tiers(text, model, wants);
        dt_text_add(text, "}\n");
    }
}

static void put_types(dt_text *text, const dt_model *model, const dt_actor *actor)
{
    char number[DT_DECIMAL_ROOM];
    for (uint32_t t = 0; t < actor->n_types; t++) {
        const dt_type *const type = &actor->types[t];
        dt_text_format(text, "\ntype %s.%s", actor->name.id, type->name.id);
        dt_script_label(text, type->name.label);
        if (type->has_prior)
            dt_text_format(text, " %s", dt_decimal_write(type->prior, number));
        dt_text_add(text, type->is_plain ? "\n" : " {\n");
        put_preference(text, model, "", &type->preference);
        dt_text_add(text, type->is_plain ? "" : "}\n");
    }
}

/* ---- negotiating ------------------------------------------------------------- */

static void put_traits(dt_text *text, const dt_constituency *c)
{
    char number[DT_DECIMAL_ROOM];
    if (c->has_weight)
        dt_text_format(text, " weight %s", dt_decimal_write(c->weight, number));
    dt_text_add(text, c->veto ? " veto" : "");
    if (c->has_need)
        dt_text_format(text, " gain %s %s",
                       c->strict ? ">" : ">=", dt_decimal_write(c->need, number));
}

static void put_home(dt_text *text, const dt_model *model, const dt_actor *actor)
{
    const dt_home *const home = &actor->home;
    for (uint32_t k = 0; k < home->n; k++) {
        const dt_constituency *const c = &home->constituencies[k];
        const dt_preference *const wants = &c->preference;
        const bool any = wants->has_prefer || wants->has_value || wants->has_rank;
        dt_text_format(text, "\nconstituency %s.%s", actor->name.id, c->name.id);
        dt_script_label(text, c->name.label);
        put_traits(text, c);
        dt_text_add(text, any ? " {\n" : " {");
        put_preference(text, model, "", wants);
        dt_text_add(text, "}\n");
    }
    if (!home->rule)
        return;
    const size_t begin = text->n;
    dt_text_format(text, "\nratify %s : ", actor->name.id);
    dt_formula_write(model, home->rule, text);
    dt_script_fold(text, begin + 1);
    dt_text_add(text, "\n");
}

/* "WORDS : choice, choice" */
static void put_choices(dt_text *text, const dt_model *model, uint64_t mask)
{
    const char *apart = " : ";
    for (uint32_t c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        if (!(dt_choice_mask(choice) & mask))
            continue;
        dt_text_format(text, "%s%s.%s", apart, model->actors[choice->actor].name.id,
                       choice->name.id);
        apart = ", ";
    }
}

static void put_side(dt_text *text, const dt_model *model, const char *words,
                     uint64_t mask)
{
    const size_t begin = text->n;
    dt_text_add(text, words);
    put_choices(text, model, mask);
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_seats(dt_text *text, const dt_model *model)
{
    const size_t begin = text->n;
    const char *apart = "table ";
    for (uint32_t a = 0; a < model->n_actors; a++)
        if (model->talks.seats >> a & 1) {
            dt_text_format(text, "%s%s", apart, model->actors[a].name.id);
            apart = ", ";
        }
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_table(dt_text *text, const dt_model *model)
{
    const dt_talks *const talks = &model->talks;
    if (talks->has_table || talks->has_on || talks->has_off)
        dt_text_add(text, "\n");
    if (talks->has_table)
        put_seats(text, model);
    if (talks->has_on)
        put_side(text, model, "on the table", talks->on);
    if (talks->has_off)
        put_side(text, model, "off the table", talks->off);
}

/* What is otherwise than in the status quo. */
static void put_changes(dt_text *text, const dt_model *model, uint64_t code)
{
    for (uint32_t c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        const uint32_t level = dt_choice_level(choice, code);
        if (level == dt_choice_level(choice, model->status_quo))
            continue;
        dt_text_format(text, "%s%s.%s", choice->is_option && !level ? "not " : "",
                       model->actors[choice->actor].name.id, choice->name.id);
        if (!choice->is_option)
            dt_text_format(text, " = %s", choice->levels[level].id);
        dt_text_add(text, "\n");
    }
}

static void put_reserve(dt_text *text, const dt_model *model, const dt_reserve *reserve)
{
    const dt_actor *const actor = &model->actors[reserve->actor];
    const uint32_t k = reserve->constituency;
    char number[DT_DECIMAL_ROOM];
    dt_text_format(text, "worth %s%s%s %s\n", actor->name.id, k == DT_ITSELF ? "" : ".",
                   k == DT_ITSELF ? "" : actor->home.constituencies[k].name.id,
                   dt_decimal_write(reserve->units, number));
}

static void put_fallback(dt_text *text, const dt_model *model,
                         const dt_fallback *fallback)
{
    const bool any = fallback->n_reserves || fallback->code != model->status_quo;
    char number[DT_DECIMAL_ROOM];
    dt_text_format(text, "\nfallback %s", fallback->name.id);
    dt_script_label(text, fallback->name.label);
    if (fallback->has_probability)
        dt_text_format(text, " %s", dt_decimal_write(fallback->probability, number));
    dt_text_add(text, any ? " {\n" : " {");
    put_changes(text, model, fallback->code);
    for (uint32_t k = 0; k < fallback->n_reserves; k++)
        put_reserve(text, model, &fallback->reserves[k]);
    dt_text_add(text, "}\n");
}

static void put_deal(dt_text *text, const dt_model *model, const dt_proposal *deal)
{
    dt_text_add(text, "\ndeal ");
    dt_script_string(text, deal->title);
    dt_text_add(text, deal->code != model->status_quo ? " {\n" : " {");
    put_changes(text, model, deal->code);
    dt_text_add(text, "}\n");
}

static void put_arena(dt_text *text, const dt_model *model, const dt_forum *arena)
{
    const size_t begin = text->n;
    dt_text_format(text, "arena %s", arena->name.id);
    dt_script_label(text, arena->name.label);
    put_choices(text, model, arena->mask);
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_talks(dt_text *text, const dt_model *model)
{
    const dt_talks *const talks = &model->talks;
    put_table(text, model);
    for (uint32_t k = 0; k < talks->n_fallbacks; k++)
        put_fallback(text, model, &talks->fallbacks[k]);
    for (uint32_t k = 0; k < talks->n_proposals; k++)
        put_deal(text, model, &talks->proposals[k]);
    dt_text_add(text, talks->n_forums ? "\n" : "");
    for (uint32_t k = 0; k < talks->n_forums; k++)
        put_arena(text, model, &talks->forums[k]);
}

/* ---- the whole --------------------------------------------------------------- */

void dt_script_model(dt_text *text, const dt_model *model)
{
    put_title(text, model);
    for (uint32_t a = 0; a < model->n_actors; a++)
        put_actor(text, model, &model->actors[a]);
    put_rules(text, model);
    put_status_quo(text, model);
    for (uint32_t a = 0; a < model->n_actors; a++) {
        const dt_actor *const actor = &model->actors[a];
        put_preference(text, model, actor->name.id, &actor->preference);
        put_types(text, model, actor);
    }
    for (uint32_t a = 0; a < model->n_actors; a++)
        put_home(text, model, &model->actors[a]);
    put_talks(text, model);
    dt_script_intentions(text, model);
}

/* ---- the way out ------------------------------------------------------------- */

static dt_status write_script(const dt_model *model, dt_text *text, dt_error *err)
{
    dt_text raw = {0};
    dt_diags *const diags = dt_diags_new();
    dt_script_model(&raw, model);
    const dt_source *const source =
        diags && !raw.failed
            ? dt_diags_add_source(diags, model->file, dt_text_string(&raw), raw.n)
            : NULL;
    const dt_status status =
        source ? dt_lang_layout(source, diags, text, err) : dt_fail_memory(err);
    dt_text_release(&raw);
    dt_diags_free(diags);
    return status;
}

dt_status dt_model_write(const dt_model *model, dt_format format, const dt_sink *sink,
                         dt_error *err)
{
    dt_text text = {0};
    dt_status status = DT_OK;
    switch (format) {
    case DT_FORMAT_CONFLICT:
        status = write_script(model, &text, err);
        break;
    case DT_FORMAT_JSON:
        status = dt_model_to_json(model, &text, err);
        break;
    case DT_FORMAT_GMCR:
        return dt_fail(err, DT_EUSAGE, "the format of GMCR+ is read, not written");
    }
    if (status == DT_OK) { /* all of it or nothing */
        dt_out out = dt_out_to(sink);
        dt_put_n(&out, dt_text_string(&text), text.n);
        status = dt_out_end(&out);
        if (status != DT_OK)
            dt_fail(err, status, "the model could not be written");
    }
    dt_text_release(&text);
    return status;
}
