/* Laws of states, moves, formulas and orders, over random conflicts: what the library
 * finds by pruning, grouping, slicing and sorting is what plain loops find. */
#include "space/space.h"
#include "support/spelling.h"
#include "support/tested.h"
#include "support/trial.h"

#include <stdlib.h>
#include <string.h>

static const random_size usual = {.actors = 5,
                                  .vectors = 300,
                                  .states = 150,
                                  .lines = 1,
                                  .more_lines = 6,
                                  .merges = true,
                                  .forbids = true};
/* Up to 2^14 vectors, most of which no rule leaves. */
static const random_size vast = {
    .actors = 5, .vectors = 1 << 14, .states = 4000, .lines = 1, .more_lines = 1};
/* More statements than a word has bits. */
static const random_size long_lists = {.actors = 2,
                                       .vectors = 128,
                                       .states = 100,
                                       .lines = 60,
                                       .more_lines = 90,
                                       .merges = true,
                                       .only_prefer = true};

/* ---- states ----------------------------------------------------------------- */

/* The level that all members of a state have, or DT_LEVEL_ANY. */
static uint32_t common_level(const trial *t, size_t s, size_t choice)
{
    uint32_t level = DT_LEVEL_ANY;
    bool any = false, differ = false;
    for (size_t c = 0; c < t->states.n_cells; c++)
        if (t->states.state[c] == s) {
            const uint32_t here = (uint32_t)t->states.cell[c].level[choice];
            differ = differ || (any && here != level);
            level = here;
            any = true;
        }
    return differ ? DT_LEVEL_ANY : level;
}

static bool state_is_right(trial *t, size_t s)
{
    if (dt_space_n_members(t->space, (dt_state)s) !=
        sketch_count_members(&t->states, s))
        return trial_fail(t, "state %zu has the wrong number of members", s + 1);
    for (size_t c = 0; c < t->sketch->n_choices; c++)
        if (dt_space_level(t->space, (dt_state)s, (dt_choice_id)c) !=
            common_level(t, s, c))
            return trial_fail(t, "state %zu has the wrong level in choice %zu", s + 1,
                              c);
    return true;
}

static bool status_quo_is_right(trial *t)
{
    dt_state expected = DT_NO_STATE;
    if (t->sketch->has_status_quo)
        expected = (dt_state)t->states.state[t->sketch->status_quo % t->states.n_cells];
    return dt_space_status_quo(t->space) == expected ||
           trial_fail(t, "the status quo is %u", dt_space_status_quo(t->space) + 1);
}

static bool states_are_right_in(trial *t)
{
    for (size_t s = 0; s < t->states.n_states; s++)
        if (!state_is_right(t, s))
            return false;
    return status_quo_is_right(t);
}

/* Every feasible vector, in ascending order, each once; merged ones last. */
static void states_are_those_of_brute_force(void **state)
{
    (void)state;
    assert_law(states_are_right_in, 1, 600, usual);
}

/* The same without looking at merged states, which is too slow here. */
static bool cells_are_right_in(trial *t)
{
    for (size_t s = 0; s < t->states.n_cells; s++)
        for (size_t c = 0; c < t->sketch->n_choices; c++)
            if (dt_space_level(t->space, (dt_state)s, (dt_choice_id)c) !=
                t->states.cell[s].level[c])
                return trial_fail(t, "state %zu differs", s + 1);
    return status_quo_is_right(t);
}

static void vast_products_are_pruned_rightly(void **state)
{
    (void)state;
    assert_law(cells_are_right_in, 1001, 1040, vast);
}

/* ---- moves ------------------------------------------------------------------ */

static bool moves_are(trial *t, const literal_graph *graph, size_t a, size_t s,
                      dt_state *room)
{
    const uint32_t n = dt_space_moves(t->space, (dt_actor_id)a, (dt_state)s, room);
    uint32_t k = 0;
    for (size_t to = 0; to < graph->n_states; to++)
        if (literal_moves(graph, a, s, to)) {
            if (k >= n || room[k] != to)
                return trial_fail(t, "actor %zu, from %zu: not to %zu", a, s + 1,
                                  to + 1);
            k++;
        }
    return k == n || trial_fail(t, "actor %zu, from %zu: %u moves", a, s + 1, n);
}

static bool moves_are_right_in(trial *t)
{
    literal_graph graph = sketch_find_graph(t->sketch, &t->states);
    dt_state *const room = calloc(graph.n_states, sizeof *room);
    bool holds = true;
    for (size_t a = 0; a < graph.n_actors; a++)
        for (size_t s = 0; s < graph.n_states; s++)
            holds = holds && moves_are(t, &graph, a, s, room);
    free(room);
    sketch_graph_free(&graph);
    return holds;
}

static void moves_are_those_of_the_definition(void **state)
{
    (void)state;
    assert_law(moves_are_right_in, 2001, 2500, usual);
}

/* ---- formulas --------------------------------------------------------------- */

/* A random formula, in the sketch and read by the library. */
typedef struct asked {
    sketch *sketch; /* the trial's, with the formula */
    size_t node;
    const dt_formula *formula;
    dt_text text;
} asked;

static bool ask(trial *t, asked *a)
{
    dice d = {.seed = t->seed};
    dt_error err;
    *a = (asked){.sketch = malloc(sizeof *a->sketch)};
    *a->sketch = *t->sketch;
    a->node = random_formula(a->sketch, &d, 3);
    spell_formula(a->sketch, a->node, &a->text);
    return dt_formula_read(t->model, a->text.bytes, t->diags, &a->formula, &err) ==
               DT_OK ||
           trial_fail(t, "'%s': %s", a->text.bytes, err.text);
}

static void end_asking(asked *a)
{
    dt_text_release(&a->text);
    free(a->sketch);
}

static uint64_t code_of(const dt_model *model, const sketch_cell *cell)
{
    uint64_t code = 0;
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        code |= (uint64_t)cell->level[c] << model->choices[c].shift;
    return code;
}

static bool is_truth(trial *t, const asked *a, const dt_formula *formula,
                     const char *what)
{
    for (size_t v = 0; v < sketch_raw(a->sketch); v++) {
        const sketch_cell cell = sketch_cell_at(a->sketch, v);
        if (dt_formula_holds(t->model, formula, code_of(t->model, &cell)) !=
            sketch_holds(a->sketch, a->node, &cell))
            return trial_fail(t, "'%s' of vector %zu: %s", a->text.bytes, v, what);
    }
    return true;
}

static bool formula_holds_rightly_in(trial *t)
{
    asked a;
    const bool holds = ask(t, &a) && is_truth(t, &a, a.formula, "wrong");
    end_asking(&a);
    return holds;
}

static void formulas_hold_where_they_should(void **state)
{
    (void)state;
    assert_law(formula_holds_rightly_in, 3001, 3500, usual);
}

static bool written_formula_means_the_same_in(trial *t)
{
    asked a;
    dt_error err;
    dt_text first = {0}, second = {0};
    const dt_formula *again = NULL;
    bool holds = ask(t, &a);
    if (holds) {
        dt_formula_write(t->model, a.formula, &first);
        holds =
            dt_formula_read(t->model, first.bytes, t->diags, &again, &err) == DT_OK ||
            trial_fail(t, "'%s' was written as '%s'", a.text.bytes, first.bytes);
    }
    if (holds) {
        dt_formula_write(t->model, again, &second);
        holds = is_truth(t, &a, again, first.bytes);
        if (holds && strcmp(first.bytes, second.bytes) != 0)
            holds = trial_fail(t, "'%s' is written '%s' the second time", first.bytes,
                               second.bytes);
    }
    dt_text_release(&second);
    dt_text_release(&first);
    end_asking(&a);
    return holds;
}

static void written_formulas_mean_the_same(void **state)
{
    (void)state;
    assert_law(written_formula_means_the_same_in, 3501, 4000, usual);
}

/* 64 vectors at once, as columns. */
static bool slices_are_right_in(trial *t)
{
    asked a;
    dice d = {.seed = t->seed, .draw = 1000};
    bool holds = ask(t, &a);
    uint64_t code[64], column[64] = {0};
    for (size_t k = 0; k < 64; k++) {
        const sketch_cell cell =
            sketch_cell_at(t->sketch, dice_below(&d, sketch_raw(t->sketch)));
        code[k] = code_of(t->model, &cell);
        for (size_t b = 0; b < 64; b++)
            column[b] |= (code[k] >> b & 1) << k;
    }
    const uint64_t slice = holds ? dt_formula_slice(t->model, a.formula, column) : 0;
    for (size_t k = 0; holds && k < 64; k++)
        if ((slice >> k & 1) != dt_formula_holds(t->model, a.formula, code[k]))
            holds = trial_fail(t, "'%s': bit %zu of the slice", a.text.bytes, k);
    end_asking(&a);
    return holds;
}

static void slices_hold_the_truth_of_each_state(void **state)
{
    (void)state;
    assert_law(slices_are_right_in, 4001, 4500, usual);
}

/* Vectors agree with `code` in the fields of `known`. */
static dt_verdict judge_all(const trial *t, const asked *a, uint64_t known,
                            uint64_t code)
{
    bool any_true = false, any_false = false;
    for (size_t v = 0; v < sketch_raw(a->sketch); v++) {
        const sketch_cell cell = sketch_cell_at(a->sketch, v);
        if ((code_of(t->model, &cell) & known) != (code & known))
            continue;
        if (sketch_holds(a->sketch, a->node, &cell))
            any_true = true;
        else
            any_false = true;
    }
    return any_true && any_false ? DT_OPEN : any_true ? DT_TRUE : DT_FALSE;
}

/* A verdict on a vector half chosen holds of all its completions; one on a vector that
 * is chosen altogether is no longer open; and the mask names all choices that matter.
 */
static bool judgement_is_right_in(trial *t)
{
    asked a;
    dice d = {.seed = t->seed, .draw = 2000};
    bool holds = ask(t, &a);
    for (size_t n = 0; holds && n < 20; n++) {
        const sketch_cell cell =
            sketch_cell_at(t->sketch, dice_below(&d, sketch_raw(t->sketch)));
        const uint64_t code = code_of(t->model, &cell);
        uint64_t known = n == 0 ? dt_formula_mask(t->model, a.formula) : 0;
        for (dt_choice_id c = 0; c < t->model->n_choices; c++)
            if (dice_chance(&d, 50))
                known |= dt_choice_mask(&t->model->choices[c]);
        const dt_verdict verdict =
            dt_formula_judge(t->model, a.formula, known, code & known);
        const dt_verdict right = judge_all(t, &a, known, code);
        if (verdict != right && (verdict != DT_OPEN || n == 0))
            holds = trial_fail(t, "'%s' was judged %d instead of %d", a.text.bytes,
                               (int)verdict, (int)right);
    }
    end_asking(&a);
    return holds;
}

static void judgements_hold_of_all_completions(void **state)
{
    (void)state;
    assert_law(judgement_is_right_in, 5001, 5400, usual);
}

static bool found_states_satisfy_in(trial *t)
{
    asked a;
    const size_t n = t->states.n_states;
    bool holds = ask(t, &a);
    dt_bits found = {calloc((n + 63) / 64, sizeof *found.word), (uint32_t)n};
    size_t count = 0;
    if (holds)
        dt_space_find(t->space, a.formula, &found);
    for (size_t s = 0; holds && s < n; s++) {
        const bool right = sketch_holds_of_state(a.sketch, &t->states, a.node, s);
        count += right;
        if (right != dt_bits_has(&found, (dt_state)s))
            holds = trial_fail(t, "'%s': state %zu", a.text.bytes, s + 1);
    }
    if (holds && dt_bits_count(&found) != count)
        holds =
            trial_fail(t, "'%s': %u states found", a.text.bytes, dt_bits_count(&found));
    free(found.word);
    end_asking(&a);
    return holds;
}

static void found_states_are_those_that_satisfy(void **state)
{
    (void)state;
    assert_law(found_states_satisfy_in, 6001, 6500, usual);
}

/* ---- orders ----------------------------------------------------------------- */

/* Tiers below a state: ranks are 0, 1, 2 ... without gaps. */
static uint32_t tiers_below(const literal_graph *graph, size_t a, size_t s)
{
    const unsigned *const rank = graph->rank + a * graph->n_states;
    uint32_t n = 0;
    for (size_t t = 0; t < graph->n_states; t++) {
        bool first = true;
        for (size_t u = 0; u < t; u++)
            first = first && rank[u] != rank[t];
        n += first && rank[t] < rank[s];
    }
    return n;
}

static bool ranks_are_right_in(trial *t)
{
    literal_graph graph = sketch_find_graph(t->sketch, &t->states);
    bool holds = true;
    for (size_t a = 0; a < graph.n_actors; a++) {
        const dt_actor_id actor = (dt_actor_id)a;
        uint32_t highest = 0;
        for (size_t s = 0; holds && s < graph.n_states; s++) {
            const uint32_t rank = dt_ranks_at(t->ranks, actor, (dt_state)s);
            const uint32_t right = tiers_below(&graph, a, s);
            highest = right > highest ? right : highest;
            if (rank != right)
                holds = trial_fail(t, "actor %zu ranks state %zu %u, not %u", a, s + 1,
                                   rank, right);
        }
        if (holds && dt_ranks_n_tiers(t->ranks, actor) != highest + 1)
            holds = trial_fail(t, "actor %zu has %u tiers", a,
                               dt_ranks_n_tiers(t->ranks, actor));
    }
    sketch_graph_free(&graph);
    return holds;
}

static void ranks_are_those_of_the_orders(void **state)
{
    (void)state;
    assert_law(ranks_are_right_in, 7001, 7500, usual);
}

static void long_lists_of_statements_are_compared_whole(void **state)
{
    (void)state;
    assert_law(ranks_are_right_in, 8001, 8060, long_lists);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_those_of_brute_force),
        cmocka_unit_test(vast_products_are_pruned_rightly),
        cmocka_unit_test(moves_are_those_of_the_definition),
        cmocka_unit_test(formulas_hold_where_they_should),
        cmocka_unit_test(written_formulas_mean_the_same),
        cmocka_unit_test(slices_hold_the_truth_of_each_state),
        cmocka_unit_test(judgements_hold_of_all_completions),
        cmocka_unit_test(found_states_are_those_that_satisfy),
        cmocka_unit_test(ranks_are_those_of_the_orders),
        cmocka_unit_test(long_lists_of_statements_are_compared_whole),
    };
    return cmocka_run_group_tests_name("laws of states and orders", tests, NULL, NULL);
}
