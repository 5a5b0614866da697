/* The definitional engine, and the solver of small spaces, on arbitrary graphs, whose
 * moves need not be transitive, against the literal induction. */
#include "stability/graph.h"
#include "oracle/literal.h"
#include "support/graphs.h"
#include "support/random.h"
#include "support/tested.h"

#include <detente/solver.h>

#include <stdio.h>
#include <stdlib.h>

static void show(const literal_graph *g)
{
    for (size_t a = 0; a < g->n_actors; a++) {
        fprintf(stderr, "actor %zu ranks", a);
        for (size_t s = 0; s < g->n_states; s++)
            fprintf(stderr, " %zu:%u", s + 1, g->rank[a * g->n_states + s]);
        fprintf(stderr, ", moves");
        for (size_t s = 0; s < g->n_states; s++)
            for (size_t t = 0; t < g->n_states; t++)
                if (literal_moves(g, a, s, t))
                    fprintf(stderr, " %zu-%zu", s + 1, t + 1);
        fprintf(stderr, "\n");
    }
}

typedef void solve(const literal_graph *g, bool *stable);

/* The number of verdicts in which the engine and the oracle differ. */
static size_t count_differences(const literal_graph *g, solve *engine)
{
    const size_t n = LITERAL_CONCEPTS * g->n_actors * g->n_states;
    bool *const right = calloc(n, sizeof *right), *const found =
                                                      calloc(n, sizeof *found);
    size_t differences = 0;
    literal_solve(g, right);
    engine(g, found);
    for (size_t k = 0; k < n; k++)
        differences += right[k] != found[k];
    free(found);
    free(right);
    return differences;
}

/* Take moves away while the trouble stays. */
static void shrink(literal_graph *g, solve *engine)
{
    for (size_t k = 0; k < g->n_actors * g->n_states * g->n_states; k++)
        if (g->move[k]) {
            g->move[k] = false;
            g->move[k] = count_differences(g, engine) == 0;
        }
}

static void assert_graphs(solve *engine, uint64_t first, uint64_t last, size_t actors,
                          size_t states)
{
    for (uint64_t seed = first; seed <= last; seed++) {
        literal_graph g = random_graph(seed, actors, states);
        const bool agree = count_differences(&g, engine) == 0;
        if (!agree) {
            shrink(&g, engine);
            fprintf(stderr, "seed %llu\n", (unsigned long long)seed);
            show(&g);
        }
        sketch_graph_free(&g);
        assert_true(agree);
    }
}

static void definition_is_literal_on_small_graphs(void **state)
{
    (void)state;
    assert_graphs(solve_graph, 1, 3000, 4, 7);
}

static void definition_is_literal_on_larger_graphs(void **state)
{
    (void)state;
    assert_graphs(solve_graph, 10001, 10060, 6, 40);
}

static void solver_is_literal_on_small_graphs(void **state)
{
    (void)state;
    assert_graphs(solve_small_graph, 20001, 24000, 4, 7);
}

static void solver_is_literal_on_larger_graphs(void **state)
{
    (void)state;
    assert_graphs(solve_small_graph, 30001, 30040, 6, DT_SOLVER_STATES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definition_is_literal_on_small_graphs),
        cmocka_unit_test(definition_is_literal_on_larger_graphs),
        cmocka_unit_test(solver_is_literal_on_small_graphs),
        cmocka_unit_test(solver_is_literal_on_larger_graphs),
    };
    return cmocka_run_group_tests_name("laws of graphs", tests, NULL, NULL);
}
