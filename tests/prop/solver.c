/* Laws of the solver of small spaces, over random conflicts: it gives the verdicts of
 * the oracle (oracle/literal.c) and of every engine, with the ranks of the model and
 * with others. tests/prop/graph.c has moves that no conflict has. */
#include <detente/solver.h>

#include "support/graphs.h"
#include "support/tested.h"
#include "support/trial.h"

#include <stdlib.h>

/* Options and issues, one-way choices, ties, forbidden states. */
static const random_size plain = {
    .actors = 5, .vectors = 64, .states = 28, .lines = 1, .more_lines = 5};
/* Up to the last bit of a word. */
static const random_size full = {.actors = 6,
                                 .vectors = 128,
                                 .states = DT_SOLVER_STATES,
                                 .lines = 2,
                                 .more_lines = 8};
/* Merged states and forbidden moves too. */
static const random_size merged = {.actors = 4,
                                   .vectors = 64,
                                   .states = 40,
                                   .lines = 1,
                                   .more_lines = 4,
                                   .merges = true};
static const random_size mixed = {.actors = 4,
                                  .vectors = 64,
                                  .states = 32,
                                  .lines = 1,
                                  .more_lines = 4,
                                  .merges = true,
                                  .forbids = true};

static const dt_concept same_concept[LITERAL_CONCEPTS] = {
    [LITERAL_NASH] = DT_NASH, [LITERAL_GMR] = DT_GMR,   [LITERAL_SMR] = DT_SMR,
    [LITERAL_SEQ] = DT_SEQ,   [LITERAL_SSEQ] = DT_SSEQ,
};

/* How many other orders each conflict gets. */
enum { ORDERS = 3 };

/* ---- matrices --------------------------------------------------------------- */

/* The verdicts are those of stable[LITERAL_CONCEPTS][n_actors][n_states]. */
static bool are_these(trial *t, const dt_verdicts *verdicts, const bool *stable,
                      const char *whose)
{
    const size_t n = t->states.n_states, m = t->sketch->n_actors;
    for (size_t c = 0; c < LITERAL_CONCEPTS; c++) {
        uint64_t all = UINT64_MAX >> (DT_SOLVER_STATES - n);
        for (size_t a = 0; a < m; a++) {
            uint64_t right = 0;
            for (size_t s = 0; s < n; s++)
                right |= (uint64_t)stable[(c * m + a) * n + s] << s;
            if (verdicts->stable[same_concept[c]][a] != right)
                return trial_fail(
                    t, "%s: actor %zu, %s: %llx instead of %llx", whose, a,
                    dt_concept_name(same_concept[c]),
                    (unsigned long long)verdicts->stable[same_concept[c]][a],
                    (unsigned long long)right);
            all &= right;
        }
        if (verdicts->equilibria[same_concept[c]] != all)
            return trial_fail(t, "%s: equilibria, %s", whose,
                              dt_concept_name(same_concept[c]));
    }
    return true;
}

/* With the ranks of the graph the solver says what oracle and definitions say. */
static bool is_literal(trial *t, const dt_solver *solver, const literal_graph *graph,
                       const uint32_t *rank)
{
    dt_verdicts verdicts;
    bool *const stable =
        calloc(LITERAL_CONCEPTS * graph->n_actors * graph->n_states, sizeof *stable);
    dt_solver_run(solver, rank, &verdicts);
    literal_solve(graph, stable);
    bool holds = are_these(t, &verdicts, stable, "oracle");
    solve_graph(graph, stable);
    holds = holds && are_these(t, &verdicts, stable, "definition");
    free(stable);
    return holds;
}

/* ---- engines ---------------------------------------------------------------- */

static bool agrees(trial *t, const dt_verdicts *verdicts, dt_engine engine)
{
    dt_solution *solution = NULL;
    dt_error err;
    const dt_solve_options options = {.limits.threads = 1, .engine = engine};
    const dt_status status = dt_solve(t->space, t->ranks, &options, &solution, &err);
    if (status == DT_EAPPLY)
        return true;
    if (status != DT_OK)
        return trial_fail(t, "dt_solve: %s", err.text);
    bool same = true;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        for (dt_actor_id a = 0; a < t->sketch->n_actors; a++)
            same = same && verdicts->stable[c][a] ==
                               dt_solution_stable(solution, (dt_concept)c, a)->word[0];
        same = same && verdicts->equilibria[c] ==
                           dt_solution_equilibria(solution, (dt_concept)c)->word[0];
    }
    dt_solution_free(solution);
    return same || trial_fail(t, "engine %d differs", (int)engine);
}

static bool every_engine_agrees(trial *t, const dt_solver *solver, const uint32_t *rank)
{
    dt_verdicts verdicts;
    dt_solver_run(solver, rank, &verdicts);
    return agrees(t, &verdicts, DT_ENGINE_AUTO) &&
           agrees(t, &verdicts, DT_ENGINE_SWEEPS) &&
           agrees(t, &verdicts, DT_ENGINE_DEFINITION);
}

/* ---- other orders ----------------------------------------------------------- */

/* Sometimes strict, sometimes with few tiers, over all numbers there are. */
static void draw_ranks(dice *d, literal_graph *graph, uint32_t *rank)
{
    const size_t n = graph->n_actors * graph->n_states;
    const size_t tiers = dice_between(d, 1, 2 * graph->n_states);
    const uint32_t apart = UINT32_MAX / (uint32_t)tiers;
    for (size_t k = 0; k < n; k++) {
        graph->rank[k] = (unsigned)dice_below(d, tiers);
        rank[k] = graph->rank[k] * apart + (uint32_t)tiers;
    }
}

static bool solver_is_right(trial *t)
{
    static uint32_t rank[SKETCH_ACTORS * DT_SOLVER_STATES];
    dt_solver *solver = NULL;
    dt_error err;
    dice d = {.seed = t->seed};
    if (dt_solver_new(t->space, &solver, &err) != DT_OK)
        return trial_fail(t, "dt_solver_new: %s", err.text);
    literal_graph graph = sketch_find_graph(t->sketch, &t->states);
    dt_ranks_copy(t->ranks, rank);
    bool holds =
        every_engine_agrees(t, solver, rank) && is_literal(t, solver, &graph, rank);
    for (size_t k = 0; holds && k < ORDERS; k++) {
        draw_ranks(&d, &graph, rank);
        holds = is_literal(t, solver, &graph, rank);
    }
    sketch_graph_free(&graph);
    dt_solver_free(solver);
    return holds;
}

static void solver_is_right_about_plain_conflicts(void **state)
{
    (void)state;
    assert_law(solver_is_right, 1, 1200, plain);
}

static void solver_is_right_up_to_the_last_state(void **state)
{
    (void)state;
    assert_law(solver_is_right, 2001, 2040, full);
}

static void solver_is_right_about_merged_states(void **state)
{
    (void)state;
    assert_law(solver_is_right, 3001, 3500, merged);
}

static void solver_is_right_about_forbidden_moves(void **state)
{
    (void)state;
    assert_law(solver_is_right, 4001, 4800, mixed);
}

/* The law above would say little of the last bits if none were used. */
static void some_conflicts_fill_the_word(void **state)
{
    (void)state;
    size_t most = 0;
    sketch *const k = malloc(sizeof *k);
    for (uint64_t seed = 2001; seed <= 2040; seed++) {
        random_sketch(k, seed, full);
        sketch_states states = sketch_find_states(k);
        most = states.n_states > most ? states.n_states : most;
        sketch_states_free(&states);
    }
    free(k);
    assert_int_equal(most, DT_SOLVER_STATES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solver_is_right_about_plain_conflicts),
        cmocka_unit_test(solver_is_right_up_to_the_last_state),
        cmocka_unit_test(solver_is_right_about_merged_states),
        cmocka_unit_test(solver_is_right_about_forbidden_moves),
        cmocka_unit_test(some_conflicts_fill_the_word),
    };
    return cmocka_run_group_tests_name("laws of the solver", tests, NULL, NULL);
}
