/* The answer of `check`: is the model sound, and what is in it? */
#include "base/amount.h"
#include "base/decimal.h"
#include "base/fail.h"
#include "base/text.h"
#include "report/frame.h"
#include "report/machine.h"
#include "report/outlook.h"
#include "report/words.h"
#include "stability/solution.h"

#include <inttypes.h>

typedef struct teller {
    const dt_space *space;
    const dt_model *model;
    const dt_ranks *ranks;
    const dt_report_options *options;
    dt_out *out;
} teller;

static void put_sources(const teller *t)
{
    dt_text text = {0};
    for (uint32_t k = 0; k < dt_model_n_sources(t->model); k++) {
        dt_text_format(&text, "Source: %s", dt_model_source(t->model, k));
        dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 8);
        dt_text_reset(&text);
    }
    dt_text_release(&text);
}

/* "n thing" or "n things". */
static void add_plural(dt_text *text, uint64_t n, const char *thing)
{
    dt_words_count(n, text);
    dt_text_format(text, " %s%s", thing, n == 1 ? "" : "s");
}

static void put_counts(const teller *t)
{
    dt_text text = {0};
    uint64_t members = 0;
    for (uint32_t m = 0; m < t->space->n_merged; m++)
        members += t->space->merged[m].n;
    dt_text_add(&text, "The model is sound: ");
    add_plural(&text, t->model->n_actors, "actor");
    dt_text_add(&text, ", ");
    add_plural(&text, t->model->n_choices, "choice");
    dt_text_add(&text, ", ");
    add_plural(&text, t->model->n_rules, "rule");
    dt_text_add(&text, ", ");
    add_plural(&text, t->space->n_states, "feasible state");
    if (t->space->n_merged) {
        dt_text_format(&text, " (%u of them merged from ", t->space->n_merged);
        dt_words_count(members, &text);
        dt_text_add(&text, ")");
    }
    if (t->space->status_quo == DT_NO_STATE)
        dt_text_add(&text, "; no status quo is declared.");
    else
        dt_text_format(&text, "; the status quo is state %u.",
                       t->space->status_quo + 1);
    dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 0);
    dt_text_release(&text);
}

static void put_choices(const teller *t, const dt_actor *actor)
{
    static const char *const ways[] = {"", ", only up", ", only down"};
    for (uint32_t k = 0; k < actor->n_choices; k++) {
        const dt_choice_id c = actor->first_choice + k;
        const dt_choice *const choice = &t->model->choices[c];
        dt_text text = {0};
        dt_text_format(&text, "%s.%s  %s", actor->name.id, choice->name.id,
                       dt_choice_label(t->model, c));
        for (uint32_t l = 0; !choice->is_option && l < choice->n_levels; l++)
            dt_text_format(&text, "%s%s", l ? " < " : " : ", choice->levels[l].id);
        dt_text_add(&text, choice->is_option && choice->way == DT_WAY_UP
                               ? ", permanent"
                               : ways[choice->way]);
        dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 2, 6);
        dt_text_release(&text);
    }
}

static void add_blocks(const dt_preference *p, dt_text *text)
{
    if (!p->has_prefer && !p->has_rank && !p->has_value) {
        dt_text_add(text, " has no preference");
        return;
    }
    dt_text_add(text, " prefers by ");
    if (p->has_prefer)
        add_plural(text, p->n_statements, "statement");
    if (p->has_rank)
        dt_text_add(text, "an explicit ranking");
    if (p->has_value) {
        dt_text_add(text, p->has_prefer || p->has_rank ? " and " : "");
        add_plural(text, p->n_terms, "value");
    }
}

/* ---- negotiating ------------------------------------------------------------- */

/* The label, and the name in brackets if there is both. */
static void add_name(dt_text *text, const dt_name *name)
{
    dt_text_add(text, name->label ? name->label : name->id);
    if (name->label)
        dt_text_format(text, " (%s)", name->id);
}

static void add_constituency(dt_text *text, const dt_constituency *c)
{
    char number[DT_DECIMAL_ROOM];
    add_name(text, &c->name);
    if (c->has_weight)
        dt_text_format(text, ", weight %s", dt_decimal_write(c->weight, number));
    dt_text_add(text, c->veto ? ", veto" : "");
    if (c->has_need)
        dt_text_format(text, ", gain %s %s",
                       c->strict ? ">" : ">=", dt_decimal_write(c->need, number));
}

static void put_home(const teller *t, const dt_home *home)
{
    dt_text text = {0};
    if (home->n == 0)
        return;
    for (uint32_t k = 0; k < home->n; k++) {
        dt_text_add(&text, k ? "; " : "At home: ");
        add_constituency(&text, &home->constituencies[k]);
    }
    dt_text_add(&text, ". To ratify: ");
    if (home->rule)
        dt_formula_write(t->model, home->rule, &text);
    else
        dt_text_add(&text, "all of them");
    dt_text_add(&text, ".");
    dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 2, 6);
    dt_text_release(&text);
}

/* Add the names of the choices. */
static void add_choices(const teller *t, uint64_t mask, dt_text *text)
{
    const char *apart = "";
    for (dt_choice_id c = 0; c < t->model->n_choices; c++) {
        const dt_choice *const choice = &t->model->choices[c];
        if (!(dt_choice_mask(choice) & mask))
            continue;
        dt_text_format(text, "%s%s.%s", apart, t->model->actors[choice->actor].name.id,
                       choice->name.id);
        apart = ", ";
    }
}

static void add_table(const teller *t, dt_text *text)
{
    const uint64_t seats = dt_model_seats(t->model);
    const uint64_t mask = dt_model_negotiable(t->model);
    const char *apart = "At the table: ";
    uint32_t n = 0;
    for (dt_actor_id a = 0; a < t->model->n_actors; a++)
        if (seats >> a & 1) {
            dt_text_format(text, "%s%s", apart, dt_actor_label(t->model, a));
            apart = ", ";
        }
    for (dt_choice_id c = 0; c < t->model->n_choices; c++)
        n += (dt_choice_mask(&t->model->choices[c]) & mask) != 0;
    dt_text_add(text, ". Negotiable: ");
    dt_words_count(n, text);
    dt_text_add(text, " of ");
    add_plural(text, t->model->n_choices, "choice");
    if (t->model->talks.off) {
        dt_text_add(text, "; off the table: ");
        add_choices(t, t->model->talks.off, text);
    }
    dt_text_add(text, ".");
}

static void add_fallbacks(const teller *t, dt_text *text)
{
    const dt_talks *const talks = &t->model->talks;
    char number[DT_DECIMAL_ROOM];
    dt_text_add(text, "If talks fail: ");
    for (uint32_t k = 0; k < talks->n_fallbacks; k++) {
        const dt_fallback *const fallback = &talks->fallbacks[k];
        dt_text_add(text, k ? "; " : "");
        add_name(text, &fallback->name);
        if (fallback->has_probability)
            dt_text_format(text, ", probability %s",
                           dt_decimal_write(fallback->probability, number));
    }
    dt_text_add(text, talks->n_fallbacks                    ? "."
                      : t->space->status_quo == DT_NO_STATE ? "nothing is declared."
                                                            : "the status quo.");
}

static void add_deals(const teller *t, dt_text *text)
{
    const dt_talks *const talks = &t->model->talks;
    for (uint32_t k = 0; k < talks->n_proposals; k++)
        dt_text_format(text, "%s'%s'",
                       k ? ", " : "Deals proposed: ", talks->proposals[k].title);
    dt_text_add(text, talks->n_proposals ? "." : "");
}

static void add_arenas(const teller *t, dt_text *text)
{
    const dt_talks *const talks = &t->model->talks;
    for (uint32_t k = 0; k < talks->n_forums; k++) {
        dt_text_add(text, k ? "; " : "Arenas: ");
        add_name(text, &talks->forums[k].name);
        dt_text_add(text, ", of ");
        add_choices(t, talks->forums[k].mask, text);
    }
    dt_text_add(text, talks->n_forums ? "." : "");
}

static void put_talks(const teller *t)
{
    static void (*const parts[])(const teller *t, dt_text *text) = {
        add_table, add_fallbacks, add_deals, add_arenas};
    if (!dt_talks_any(t->model))
        return;
    dt_put(t->out, "\n");
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        dt_text text = {0};
        parts[k](t, &text);
        if (text.n)
            dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 2);
        dt_text_release(&text);
    }
}

/* ---- actors ------------------------------------------------------------------ */

static void add_wants(const teller *t, dt_actor_id a, dt_text *text)
{
    const dt_actor *const actor = &t->model->actors[a];
    const uint32_t n_ranks = dt_ranks_n_tiers(t->ranks, a);
    if (actor->is_agenda && t->ranks->cast.type[a] == 0) {
        dt_text_add(text, " wants nothing: its choices are what the table agrees on.");
        return;
    }
    add_blocks(dt_actor_preference(actor, t->ranks->cast.type[a]), text);
    dt_text_add(text, ": ");
    add_plural(text, n_ranks, "different rank");
    dt_text_add(text, n_ranks == 1 && t->space->n_states > 1
                          ? ", which is to like all states alike."
                          : ".");
}

/* Those that it may turn out to be; how likely each is, and what is left for its plain
 * self. */
static void add_types(const teller *t, dt_actor_id a, dt_text *text)
{
    const dt_actor *const actor = &t->model->actors[a];
    const bool has_priors = dt_actor_has_priors(t->model, a);
    const int64_t rest = dt_prior_of(t->model, a, 0);
    char number[DT_DECIMAL_ROOM];
    for (uint32_t k = 0; k < actor->n_types; k++) {
        dt_text_format(text, "%s%s", k ? ", " : " Types: ", actor->types[k].name.id);
        if (has_priors)
            dt_text_format(text, " %s",
                           dt_decimal_write(dt_prior_of(t->model, a, k + 1), number));
    }
    if (has_priors && actor->n_types && rest)
        dt_text_format(text, "; its plain self %s", dt_decimal_write(rest, number));
    dt_text_add(text, actor->n_types ? "." : "");
}

static void put_actor(const teller *t, dt_actor_id a)
{
    const dt_actor *const actor = &t->model->actors[a];
    dt_text text = {0};
    dt_text_add(&text, dt_actor_label(t->model, a));
    if (actor->name.label)
        dt_text_format(&text, " (%s)", actor->name.id);
    add_wants(t, a, &text);
    add_types(t, a, &text);
    dt_put(t->out, "\n");
    dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 2);
    dt_text_release(&text);
    put_choices(t, actor);
    put_home(t, &actor->home);
}

static void put_store(const teller *t)
{
    dt_text text = {0};
    uint64_t feasible = t->space->n_states - t->space->n_merged;
    for (uint32_t m = 0; m < t->space->n_merged; m++)
        feasible += t->space->merged[m].n;
    dt_text_add(&text, t->space->is_dense ? "Stored densely: " : "Stored as a list: ");
    dt_words_count(feasible, &text);
    dt_text_add(&text, " of ");
    dt_words_count(dt_space_n_codes(t->space), &text);
    dt_text_format(&text, " codes are feasible, %s.", dt_space_store_why(t->space));
    dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 0);
    dt_text_reset(&text);
    dt_text_format(&text,
                   "The states and their ranks take %s of memory; to solve the model "
                   "takes %s in all",
                   dt_amount_of(dt_space_memory(t->space)).text,
                   dt_amount_of(dt_solve_memory(t->space, NULL)).text);
    if (dt_frame_threads(t->space) > 1)
        dt_text_format(&text, ", with %u threads", dt_frame_threads(t->space));
    dt_text_add(&text, ".");
    dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 0);
    dt_text_release(&text);
}

static void put_method(const teller *t)
{
    const char *why;
    const bool sweeps = dt_sweeps_apply(t->space, &why);
    uint64_t moves = 0;
    for (dt_actor_id a = 0; a < t->model->n_actors; a++)
        moves += t->space->groups[a].largest - 1;
    dt_put_format(t->out,
                  "\nA code takes %u bits. A state has at most %" PRIu64
                  " moves.\nStability is found by %s: %s.\n",
                  t->model->n_bits, moves,
                  sweeps ? "sweeps" : "the definitions, move by move", why);
    put_store(t);
}

static void put_text(const teller *t)
{
    dt_frame_put_title(t->out, t->ranks);
    put_sources(t);
    put_counts(t);
    for (dt_actor_id a = 0; a < t->model->n_actors; a++)
        put_actor(t, a);
    put_talks(t);
    dt_outlook_put(t->out, t->model, t->options);
    if (t->options->verbose)
        put_method(t);
    dt_put(t->out, "\n");
    dt_put_provenance(t->out, t->model);
}

dt_status dt_report_check(const dt_check *check, const dt_report_options *options,
                          const dt_sink *sink, dt_error *err)
{
    dt_out out = dt_out_to(sink);
    switch (options->form) {
    case DT_FORM_TEXT:
        if (check->ranks) {
            const teller t = {check->ranks->space, check->ranks->space->model,
                              check->ranks, options, &out};
            put_text(&t);
        }
        break;
    case DT_FORM_JSON:
        dt_machine_put_check_json(&out, check, options->verbose);
        break;
    case DT_FORM_CSV:
        return dt_fail(err, DT_EUSAGE, "a model is no table: use text or json");
    }
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
