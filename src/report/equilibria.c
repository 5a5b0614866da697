/* The answer of `solve`, for people: words first, then the option table, then how it
 * was computed. The same for machines is in machine.c. */
#include "base/fail.h"
#include "base/text.h"
#include "base/watch.h"
#include "report/frame.h"
#include "report/grid.h"
#include "report/machine.h"
#include "report/words.h"
#include "stability/solution.h"

#include <string.h>

enum { USUAL_COLUMNS = 12 };

typedef struct teller {
    const dt_space *space;
    const dt_model *model;
    const dt_ranks *ranks;
    const dt_solution *solution;
    const dt_report_options *options;
    dt_out *out;
} teller;

/* Bit c: the state is an equilibrium under concept c. */
static uint32_t concepts_of(const teller *t, dt_state s)
{
    uint32_t concepts = 0;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        if (dt_bits_has(&t->solution->equilibria[c], s))
            concepts |= 1u << c;
    return concepts;
}

static uint32_t count_states(const teller *t, uint32_t concepts, bool all_of_them)
{
    uint32_t n = 0;
    for (dt_state s = 0; s < t->space->n_states; s++) {
        const uint32_t here = concepts_of(t, s) & concepts;
        n += all_of_them ? here == concepts : here != 0;
    }
    return n;
}

/* ---- words ------------------------------------------------------------------ */

static void tell_counts(const teller *t, dt_text *text)
{
    const uint32_t n = t->space->n_states;
    const uint32_t all = count_states(t, DT_ALL_CONCEPTS, true);
    const uint32_t some = count_states(t, DT_ALL_CONCEPTS, false);
    if (some == 0) {
        dt_text_add(text, "None of the ");
        dt_words_count(n, text);
        dt_text_add(text,
                    " states is an equilibrium under any concept: from each of them "
                    "somebody would move.");
        return;
    }
    if (all)
        dt_words_count(all, text);
    else
        dt_text_add(text, "None");
    dt_text_add(text, " of ");
    dt_words_count(n, text);
    dt_text_format(text, " states %s under every concept",
                   all == 1 ? "is an equilibrium"
                   : all    ? "are equilibria"
                            : "is an equilibrium");
    if (some > all) {
        dt_text_add(text, all ? "; " : ", but ");
        dt_words_count(some - all, text);
        dt_text_format(text, "%s under at least one",
                       all         ? " more"
                       : some == 1 ? " is"
                                   : " are");
    }
    dt_text_add(text, ".");
}

static void tell_status_quo(const teller *t, dt_text *text)
{
    const dt_state s = t->space->status_quo;
    if (s == DT_NO_STATE) {
        dt_text_add(text, " The model declares no status quo.");
        return;
    }
    const uint32_t concepts = concepts_of(t, s);
    dt_text_format(text, " The status quo, state %u, ", s + 1);
    if (concepts == DT_ALL_CONCEPTS)
        dt_text_add(text, "is one of those that hold under every concept.");
    else if (concepts == 0)
        dt_text_add(text, "is not one of them.");
    else {
        dt_text_add(text, "is an equilibrium under ");
        dt_words_concepts(concepts, text);
        dt_text_add(text, " only.");
    }
}

static void tell_concepts(const teller *t, dt_text *text)
{
    dt_text_add(text, " By concept: ");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        dt_text_format(text, "%s%s ", c ? ", " : "", dt_concept_name((dt_concept)c));
        dt_words_count(dt_bits_count(&t->solution->equilibria[c]), text);
    }
    dt_text_add(text, ".");
}

/* What becomes of the states that were asked for. */
static void tell_asked(const teller *t, dt_text *text)
{
    const uint32_t n = dt_bits_count(t->options->only);
    uint32_t some = 0, all = 0;
    for (dt_state s = dt_bits_next(t->options->only, 0); s != DT_NO_STATE;
         s = dt_bits_next(t->options->only, s + 1)) {
        some += concepts_of(t, s) != 0;
        all += concepts_of(t, s) == DT_ALL_CONCEPTS;
    }
    if (n != 1) {
        dt_text_format(
            text,
            "Of the %u states asked for, %u hold%s under every concept and %u "
            "more under at least one. ",
            n, all, all == 1 ? "s" : "", some - all);
        return;
    }
    const dt_state s = dt_bits_next(t->options->only, 0);
    dt_text_format(text, "State %u is ", s + 1);
    if (some)
        dt_text_add(text, "an equilibrium under ");
    dt_text_add(text, all ? "every concept" : some ? "" : "no equilibrium");
    if (!all)
        dt_words_concepts(concepts_of(t, s), text);
    dt_text_add(text, some && !all ? " only. " : ". ");
}

/* The answer to --concept. */
static void tell_chosen(const teller *t, dt_text *text)
{
    const uint32_t asked = t->options->concepts;
    const uint32_t n = count_states(t, asked, false);
    const dt_state s = t->space->status_quo;
    if (n)
        dt_words_count(n, text);
    else
        dt_text_add(text, "None");
    dt_text_add(text, " of ");
    dt_words_count(t->space->n_states, text);
    dt_text_format(text, " states %s under ",
                   n > 1 ? "are equilibria" : "is an equilibrium");
    dt_words_concepts(asked, text);
    if (s != DT_NO_STATE)
        dt_text_format(text, "; the status quo, state %u, is %s", s + 1,
                       concepts_of(t, s) & asked ? n > 1 ? "one of them" : "it"
                                                 : "not");
    dt_text_add(text, ".");
}

static void put_words(const teller *t)
{
    dt_text text = {0};
    if (t->options->only)
        tell_asked(t, &text);
    else if (t->options->concepts)
        tell_chosen(t, &text);
    else {
        tell_counts(t, &text);
        tell_status_quo(t, &text);
        tell_concepts(t, &text);
    }
    dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 0);
    dt_text_release(&text);
}

/* ---- the table -------------------------------------------------------------- */

/* States that are equilibria under the same concepts are told together, those that hold
 * under most concepts first: one by one while there is room, then as patterns. */
typedef struct band {
    uint32_t concepts;
    uint32_t n_states;
} band;

enum { N_BANDS = 1 << DT_N_CONCEPTS };

static bool is_shown(const teller *t, dt_state s)
{
    const uint32_t asked =
        t->options->concepts ? t->options->concepts : DT_ALL_CONCEPTS;
    if (t->options->only)
        return dt_bits_has(t->options->only, s);
    return concepts_of(t, s) & asked || s == t->space->status_quo;
}

static uint32_t count_bits(uint32_t concepts)
{
    uint32_t n = 0;
    for (; concepts; concepts &= concepts - 1)
        n++;
    return n;
}

static bool comes_before(const band *a, const band *b)
{
    const uint32_t x = count_bits(a->concepts), y = count_bits(b->concepts);
    return x != y ? x > y : a->n_states > b->n_states;
}

static void find_bands(const teller *t, band bands[N_BANDS])
{
    for (uint32_t k = 0; k < N_BANDS; k++)
        bands[k] = (band){k, 0};
    for (dt_state s = 0; s < t->space->n_states; s++)
        if (is_shown(t, s))
            bands[concepts_of(t, s)].n_states++;
    for (uint32_t k = 1; k < N_BANDS; k++)
        for (uint32_t j = k; j > 0 && comes_before(&bands[j], &bands[j - 1]); j--) {
            const band swapped = bands[j];
            bands[j] = bands[j - 1];
            bands[j - 1] = swapped;
        }
}

static void add_concept_rows(dt_grid *grid)
{
    dt_grid_add_heading(grid, "Equilibrium under");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        dt_text label = {0};
        dt_text_format(&label, "%s (%s)", dt_concept_name((dt_concept)c),
                       dt_concept_full_name((dt_concept)c));
        const char *const kept =
            label.failed ? NULL : dt_arena_copy(&grid->arena, label.bytes, label.n);
        grid->lost = grid->lost || !kept;
        dt_grid_add_row(grid, kept ? kept : "");
        dt_text_release(&label);
    }
}

static void mark(uint32_t concepts, const char *figures[DT_N_CONCEPTS])
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        figures[c] = concepts >> c & 1 ? "*" : ".";
}

/* The columns so far. */
typedef struct telling {
    dt_grid grid;
    uint32_t room;        /* columns left */
    uint32_t n_patterns;  /* columns that are patterns */
    uint64_t left_states; /* states without a column, and in how many patterns */
    uint64_t left_patterns;
} telling;

static void add_state(telling *w, const band *b, dt_state s)
{
    const char *figures[DT_N_CONCEPTS];
    mark(b->concepts, figures);
    dt_grid_add_state(&w->grid, s, figures);
    w->room -= w->room > 0;
}

static void add_patterns(telling *w, const band *b, const dt_pattern *patterns,
                         uint32_t n)
{
    const char *figures[DT_N_CONCEPTS];
    mark(b->concepts, figures);
    for (uint32_t k = 0; k < n; k++)
        if (w->room && patterns[k].state != DT_NO_STATE) {
            dt_grid_add_state(&w->grid, patterns[k].state, figures);
            w->room--;
        } else if (w->room) {
            dt_grid_add_pattern(&w->grid, &patterns[k], figures);
            w->room--;
            w->n_patterns++;
        } else {
            w->left_states += patterns[k].n_states;
            w->left_patterns++;
        }
}

/* States of the band in patterns; the status quo has a column of its own all the same.
 */
static bool add_band_as_patterns(const teller *t, telling *w, const band *b,
                                 dt_arena *arena)
{
    const uint32_t n_states = t->space->n_states;
    const dt_state quo = t->space->status_quo;
    dt_bits set = {dt_arena_array(arena, uint64_t, ((size_t)n_states + 63) / 64),
                   n_states};
    dt_pattern *patterns;
    uint32_t n;
    if (!set.word)
        return false;
    for (dt_state s = 0; s < n_states; s++) {
        if (!is_shown(t, s) || concepts_of(t, s) != b->concepts)
            continue;
        if (s == quo)
            add_state(w, b, s);
        else
            dt_bits_add(&set, s);
    }
    if (!dt_patterns_find(t->space, &set, arena, &patterns, &n))
        return false;
    add_patterns(w, b, patterns, n);
    return true;
}

static bool add_band(const teller *t, telling *w, const band *b)
{
    dt_arena arena = {0};
    bool done = true;
    if (b->n_states > w->room)
        done = add_band_as_patterns(t, w, b, &arena);
    else
        for (dt_state s = 0; s < t->space->n_states; s++)
            if (is_shown(t, s) && concepts_of(t, s) == b->concepts)
                add_state(w, b, s);
    dt_arena_release(&arena);
    return done;
}

static void put_legend(const teller *t, const telling *w)
{
    dt_text text = {0};
    if (w->n_patterns)
        dt_text_add(&text,
                    "A column headed by x and a number is a pattern: it stands for "
                    "that many states, with '-' where the choice does not matter. ");
    if (w->left_states) {
        dt_text_add(&text, "Not shown: ");
        dt_words_count(w->left_states, &text);
        dt_text_format(&text, " state%s, in ", w->left_states == 1 ? "" : "s");
        dt_words_count(w->left_patterns, &text);
        dt_text_format(&text, " column%s; a larger --limit shows more, --limit 0 all.",
                       w->left_patterns == 1 ? "" : "s");
    }
    if (text.n || text.failed) {
        dt_put(t->out, "\n");
        dt_put_wrapped(t->out, &text, dt_frame_width(t->options), 0, 0);
    }
    dt_text_release(&text);
}

static void put_table(const teller *t)
{
    band bands[N_BANDS];
    telling w = {.room = dt_frame_limit(t->options, USUAL_COLUMNS)};
    bool done = true;
    find_bands(t, bands);
    dt_grid_init(&w.grid, t->space);
    add_concept_rows(&w.grid);
    for (uint32_t k = 0; done && k < N_BANDS; k++)
        done = add_band(t, &w, &bands[k]);
    if (!done)
        t->out->status = dt_watch_fail(t->space->limits.monitor, NULL);
    else if (dt_grid_write(&w.grid, t->out, dt_frame_width(t->options)) != DT_OK)
        t->out->status = DT_ENOMEM;
    put_legend(t, &w);
    dt_grid_release(&w.grid);
}

/* ---- the matrix ------------------------------------------------------------- */

enum { USUAL_ROWS = 1000 };

static void put_matrix_row(const teller *t, dt_state s)
{
    dt_put_format(t->out, "%8u", s + 1);
    for (dt_actor_id a = 0; a <= t->model->n_actors; a++) {
        const bool last = a == t->model->n_actors;
        const size_t width = last ? 0 : strlen(dt_actor_name(t->model, a));
        dt_put(t->out, "  ");
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
            const dt_bits *const set =
                last ? &t->solution->equilibria[c] : &t->solution->stable[c][a];
            dt_put(t->out, dt_bits_has(set, s) ? dt_concept_mark((dt_concept)c) : ".");
        }
        if (width > DT_N_CONCEPTS)
            dt_put_repeat(t->out, ' ', width - DT_N_CONCEPTS);
    }
    dt_put(t->out, s == t->space->status_quo ? "  status quo\n" : "\n");
}

static void put_matrix_head(const teller *t)
{
    dt_put(t->out, "\nStable for each actor, and equilibria:");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        dt_put_format(t->out, " %s %s%s", dt_concept_mark((dt_concept)c),
                      dt_concept_name((dt_concept)c),
                      c + 1 < DT_N_CONCEPTS ? "," : "\n\n");
    dt_put(t->out, "   state");
    for (dt_actor_id a = 0; a < t->model->n_actors; a++) {
        const char *const name = dt_actor_name(t->model, a);
        const size_t width = strlen(name);
        dt_put_format(t->out, "  %s", name);
        if (width < DT_N_CONCEPTS)
            dt_put_repeat(t->out, ' ', DT_N_CONCEPTS - width);
    }
    dt_put(t->out, "  all\n");
}

static void put_matrix(const teller *t)
{
    const uint32_t limit = dt_frame_limit(t->options, USUAL_ROWS);
    uint32_t rows = 0;
    put_matrix_head(t);
    for (dt_state s = 0; s < t->space->n_states && dt_out_works(t->out); s++) {
        if (!dt_frame_speaks_of(t->options, s))
            continue;
        if (rows++ == limit) {
            dt_put(t->out, "Further states are left out; --limit 0 shows all.\n");
            return;
        }
        put_matrix_row(t, s);
    }
}

/* ---- how it was computed ---------------------------------------------------- */

static void put_method(const teller *t)
{
    dt_put(t->out,
           "\nA state is stable for an actor when each of its improvements (moves "
           "to a state it\nprefers) is deterred. What deters:\n");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        dt_text text = {0};
        dt_text_format(&text, "%s (%s).", dt_concept_deters((dt_concept)c),
                       dt_concept_source((dt_concept)c));
        dt_put_format(t->out, "  %-6s", dt_concept_name((dt_concept)c));
        dt_put_wrapped_from(t->out, &text, dt_frame_width(t->options), 8, 8);
        dt_text_release(&text);
    }
    dt_put_format(t->out, "Engine: %s, because %s.\n",
                  t->solution->engine == DT_ENGINE_SWEEPS ? "sweeps" : "definition",
                  t->solution->why);
}

static void put_text(const teller *t)
{
    dt_frame_put_title(t->out, t->ranks);
    put_words(t);
    dt_put(t->out, "\n");
    put_table(t);
    if (t->options->matrix)
        put_matrix(t);
    if (t->options->verbose)
        put_method(t);
    dt_put(t->out, "\n");
    dt_put_provenance(t->out, t->model);
}

dt_status dt_report_solution(const dt_space *space, const dt_ranks *ranks,
                             const dt_solution *solution,
                             const dt_report_options *options, const dt_sink *sink,
                             dt_error *err)
{
    dt_out out = dt_out_to(sink);
    const teller t = {space, space->model, ranks, solution, options, &out};
    switch (options->form) {
    case DT_FORM_TEXT:
        put_text(&t);
        break;
    case DT_FORM_JSON:
        dt_machine_put_solution_json(&out, space, ranks, solution, options);
        break;
    case DT_FORM_CSV:
        dt_machine_put_solution_csv(&out, space, solution, options);
        break;
    }
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM || status == DT_ESTOPPED
               ? dt_watch_fail(space->limits.monitor, err)
               : status;
}
