/* See words.h. */
#include "report/words.h"

#include "base/amount.h"
#include "base/decimal.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *dt_words_level(const dt_model *model, dt_choice_id c, uint32_t level)
{
    if (level == DT_LEVEL_ANY)
        return "-";
    if (dt_choice_is_option(model, c))
        return level ? "Y" : "N";
    return dt_choice_level_name(model, c, level);
}

/* ---- states and moves ------------------------------------------------------- */

static void add_separator(dt_text *text, size_t from)
{
    if (text->n > from)
        dt_text_add(text, "; ");
}

/* The levels of all choices in a state, and in a code. */
static void find_levels(const dt_space *space, dt_state s, uint32_t level[DT_MAX_BITS])
{
    for (dt_choice_id c = 0; c < dt_model_n_choices(dt_space_model(space)); c++)
        level[c] = dt_space_level(space, s, c);
}

static void find_levels_of_code(const dt_model *model, uint64_t code,
                                uint32_t level[DT_MAX_BITS])
{
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++)
        level[c] = dt_code_level(model, code, c);
}

static void add_levels(const dt_model *model, dt_actor_id a, const uint32_t *levels,
                       dt_text *text)
{
    const size_t from = text->n;
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++) {
        const uint32_t level = levels[c];
        if (dt_choice_actor(model, c) != a)
            continue;
        if (dt_choice_is_option(model, c) && level == 0)
            continue;
        add_separator(text, from);
        if (level == DT_LEVEL_ANY)
            dt_text_format(text, "%s or not", dt_choice_label(model, c));
        else if (dt_choice_is_option(model, c))
            dt_text_add(text, dt_choice_label(model, c));
        else
            dt_text_format(text, "%s: %s", dt_choice_label(model, c),
                           dt_choice_level_label(model, c, level));
    }
    if (text->n == from)
        dt_text_add(text, "none of its options");
}

void dt_words_actor_state(const dt_space *space, dt_actor_id a, dt_state s,
                          dt_text *text)
{
    uint32_t level[DT_MAX_BITS];
    find_levels(space, s, level);
    add_levels(dt_space_model(space), a, level, text);
}

void dt_words_actor_code(const dt_model *model, dt_actor_id a, dt_code code,
                         dt_text *text)
{
    uint32_t level[DT_MAX_BITS];
    find_levels_of_code(model, code, level);
    add_levels(model, a, level, text);
}

static void add_change(const dt_model *model, dt_choice_id c, uint32_t from,
                       uint32_t to, dt_text *text)
{
    const char *const label = dt_choice_label(model, c);
    if (dt_choice_is_option(model, c))
        dt_text_format(text, "%s '%s'", to ? "takes up" : "drops", label);
    else if (from == DT_LEVEL_ANY)
        dt_text_format(text, "sets '%s' to %s", label,
                       dt_choice_level_label(model, c, to));
    else
        dt_text_format(text, "changes '%s' from %s to %s", label,
                       dt_choice_level_label(model, c, from),
                       dt_choice_level_label(model, c, to));
}

/* Only the actor's own choices are told, and of a move into a merged state only what
 * all its members share. */
static void add_changes(const dt_model *model, dt_actor_id a, const uint32_t *before,
                        const uint32_t *after, dt_text *text)
{
    const size_t start = text->n;
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++) {
        if (dt_choice_actor(model, c) != a || before[c] == after[c] ||
            after[c] == DT_LEVEL_ANY)
            continue;
        add_separator(text, start);
        add_change(model, c, before[c], after[c], text);
    }
    if (text->n == start)
        dt_text_add(text, "moves");
}

void dt_words_move(const dt_space *space, dt_actor_id a, dt_state from, dt_state to,
                   dt_text *text)
{
    uint32_t before[DT_MAX_BITS], after[DT_MAX_BITS];
    find_levels(space, from, before);
    find_levels(space, to, after);
    add_changes(dt_space_model(space), a, before, after, text);
}

void dt_words_change(const dt_model *model, dt_actor_id a, dt_code from, dt_code to,
                     dt_text *text)
{
    uint32_t before[DT_MAX_BITS], after[DT_MAX_BITS];
    find_levels_of_code(model, from, before);
    find_levels_of_code(model, to, after);
    add_changes(model, a, before, after, text);
}

/* ---- preferences ------------------------------------------------------------ */

static uint32_t count_holding(const dt_model *model, const dt_statement *statement,
                              uint64_t code)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < statement->n; k++)
        n += dt_formula_holds(model, statement->formulas[k], code);
    return n;
}

static void add_statement(const dt_model *model, const dt_statement *statement,
                          dt_text *text)
{
    for (uint32_t k = 0; k < statement->n; k++) {
        dt_text_add(text, k ? ", " : "");
        dt_formula_write(model, statement->formulas[k], text);
    }
}

static void tell_statement(const dt_model *model, const dt_preference *preference,
                           uint64_t better, uint64_t worse, dt_text *text)
{
    for (uint32_t k = 0; k < preference->n_statements; k++) {
        const dt_statement *const statement = &preference->statements[k];
        if (count_holding(model, statement, better) ==
            count_holding(model, statement, worse))
            continue;
        dt_text_add(text, statement->n > 1 ? "More holds there of {"
                                           : "It prefers that: there '");
        add_statement(model, statement, text);
        dt_text_add(text, statement->n > 1 ? "}" : "' holds");
        return;
    }
}

static int64_t worth_of(const dt_model *model, const dt_preference *preference,
                        uint64_t code)
{
    int64_t units = 0;
    for (uint32_t k = 0; k < preference->n_terms; k++)
        if (dt_formula_holds(model, preference->terms[k].formula, code))
            units += preference->terms[k].units;
    return units;
}

void dt_words_preference(const dt_ranks *ranks, dt_actor_id a, dt_state better,
                         dt_state worse, dt_text *text)
{
    const dt_space *const space = ranks->space;
    dt_words_gain(space->model, &ranks->cast, a,
                  dt_code_of(space, dt_cell_of(space, better)),
                  dt_code_of(space, dt_cell_of(space, worse)), text);
}

void dt_words_gain(const dt_model *model, const dt_cast *cast, dt_actor_id a,
                   dt_code above, dt_code below, dt_text *text)
{
    const dt_preference *const preference =
        dt_actor_preference(&model->actors[a], cast->type[a]);
    char first[DT_DECIMAL_ROOM], second[DT_DECIMAL_ROOM];
    if (preference->has_prefer)
        tell_statement(model, preference, above, below, text);
    else if (preference->has_value && !preference->has_rank)
        dt_text_format(text, "That is worth %s to it, rather than %s",
                       dt_decimal_write(worth_of(model, preference, above), first),
                       dt_decimal_write(worth_of(model, preference, below), second));
    else
        dt_text_add(text, "It ranks that higher");
}

bool dt_words_rather(const dt_model *model, const dt_preference *preference,
                     dt_code above, dt_code below, dt_text *text)
{
    for (uint32_t k = 0; k < preference->n_statements; k++) {
        const dt_statement *const statement = &preference->statements[k];
        const uint32_t here = count_holding(model, statement, above);
        const uint32_t there = count_holding(model, statement, below);
        if (here == there)
            continue;
        if (here < there)
            return false;
        dt_text_add(text, statement->n > 1 ? "where more holds of {" : "where '");
        add_statement(model, statement, text);
        dt_text_add(text, statement->n > 1 ? "}" : "' holds");
        return true;
    }
    return false;
}

/* ---- concepts and counts ---------------------------------------------------- */

void dt_words_concepts(uint32_t concepts, dt_text *text)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        if ((concepts >> c & 1) == 0)
            continue;
        const uint32_t here = 1u << c, below = here - 1;
        const char *const joint = (concepts & below) == 0            ? ""
                                  : (concepts & ~below & ~here) == 0 ? " and "
                                                                     : ", ";
        dt_text_format(text, "%s%s", joint, dt_concept_name((dt_concept)c));
    }
}

/* ---- lines ------------------------------------------------------------------ */

const char *dt_joint(uint32_t k, uint32_t n)
{
    return k == 0 ? "" : k + 1 == n ? " and " : ", ";
}

void dt_words_count(uint64_t n, dt_text *text)
{
    dt_text_add(text, dt_amount_count(n).text);
}

void dt_words_error(double error, dt_text *text)
{
    if (!(error > 0))
        dt_text_add(text, "0");
    else if (error < 1e-9)
        dt_text_add(text, "below 1e-9");
    else
        dt_text_format(text, "%.2g", error);
}

void dt_put_wrapped_from(dt_out *out, const dt_text *text, size_t width, size_t column,
                         size_t rest)
{
    bool fresh = true;
    for (const char *word = dt_text_string(text); *word;) {
        const size_t n = strcspn(word, " ");
        const size_t columns = dt_utf8_width_n(word, n);
        if (!fresh && column + 1 + columns > width) {
            dt_put(out, "\n");
            dt_put_repeat(out, ' ', rest);
            column = rest;
            fresh = true;
        }
        dt_put(out, fresh ? "" : " ");
        column += fresh ? columns : columns + 1;
        dt_put_n(out, word, n);
        fresh = false;
        word += n + strspn(word + n, " ");
    }
    dt_put(out, "\n");
    if (text->failed)
        out->status = DT_ENOMEM;
}

void dt_put_wrapped(dt_out *out, const dt_text *text, size_t width, size_t first,
                    size_t rest)
{
    dt_put_repeat(out, ' ', first);
    dt_put_wrapped_from(out, text, width, first, rest);
}

void dt_put_provenance(dt_out *out, const dt_model *model)
{
    enum { SHOWN = 16 };
    dt_put_format(out, "detente %s, %s, sha256 %.*s\n", dt_version(),
                  dt_model_file(model), SHOWN, dt_model_hash(model));
}
