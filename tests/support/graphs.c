/* Matrices become lists, and sets of states become matrices again. */
#include "support/graphs.h"

#include "stability/graph.h"
#include "stability/solver.h"
#include "support/tested.h"

#include <stdlib.h>

static const literal_concept same_concept[DT_N_CONCEPTS] = {
    [DT_NASH] = LITERAL_NASH, [DT_GMR] = LITERAL_GMR,   [DT_SMR] = LITERAL_SMR,
    [DT_SEQ] = LITERAL_SEQ,   [DT_SSEQ] = LITERAL_SSEQ,
};

static dt_moves list_moves(const literal_graph *g, size_t a, dt_arena *arena)
{
    const size_t n = g->n_states;
    dt_moves moves = {dt_arena_array(arena, size_t, n + 1),
                      dt_arena_array(arena, dt_state, n * n)};
    size_t k = 0;
    for (size_t s = 0; s < n; s++) {
        moves.first[s] = k;
        for (size_t t = 0; t < n; t++)
            if (literal_moves(g, a, s, t))
                moves.to[k++] = (dt_state)t;
    }
    moves.first[n] = k;
    return moves;
}

static dt_bits *new_sets(const literal_graph *g, dt_arena *arena)
{
    dt_bits *const sets = dt_arena_array(arena, dt_bits, g->n_actors);
    for (size_t a = 0; a < g->n_actors; a++)
        sets[a] = (dt_bits){dt_arena_array(arena, uint64_t, (g->n_states + 63) / 64),
                            (uint32_t)g->n_states};
    return sets;
}

void solve_graph(const literal_graph *g, bool *stable)
{
    const size_t n = g->n_states, m = g->n_actors;
    dt_arena arena = {0};
    dt_moves *const moves = dt_arena_array(&arena, dt_moves, m);
    const uint32_t **const rank = dt_arena_array(&arena, const uint32_t *, m);
    dt_bits *sets[DT_N_CONCEPTS];
    for (size_t a = 0; a < m; a++) {
        moves[a] = list_moves(g, a, &arena);
        rank[a] = g->rank + a * n;
    }
    for (size_t c = 0; c < DT_N_CONCEPTS; c++)
        sets[c] = new_sets(g, &arena);
    const dt_graph graph = {(uint32_t)n, (uint32_t)m, moves, rank, NULL};
    assert_true(dt_graph_solve(&graph, sets));
    for (size_t c = 0; c < DT_N_CONCEPTS; c++)
        for (size_t a = 0; a < m; a++)
            for (size_t s = 0; s < n; s++)
                stable[(same_concept[c] * m + a) * n + s] =
                    dt_bits_has(&sets[c][a], (dt_state)s);
    dt_arena_release(&arena);
}

static dt_solver *new_solver(const literal_graph *g)
{
    const size_t n = g->n_states, m = g->n_actors;
    uint64_t *const to = calloc(m * n, sizeof *to);
    assert_non_null(to);
    for (size_t a = 0; a < m; a++)
        for (size_t s = 0; s < n; s++)
            for (size_t t = 0; t < n; t++)
                to[a * n + s] |= (uint64_t)literal_moves(g, a, s, t) << t;
    dt_solver *const solver = dt_solver_of_moves((uint32_t)m, (uint32_t)n, to);
    free(to);
    assert_non_null(solver);
    return solver;
}

void solve_small_graph(const literal_graph *g, bool *stable)
{
    const size_t n = g->n_states, m = g->n_actors;
    dt_solver *const solver = new_solver(g);
    dt_verdicts verdicts;
    dt_solver_run(solver, g->rank, &verdicts);
    for (size_t c = 0; c < DT_N_CONCEPTS; c++)
        for (size_t a = 0; a < m; a++)
            for (size_t s = 0; s < n; s++)
                stable[(same_concept[c] * m + a) * n + s] =
                    verdicts.stable[c][a] >> s & 1;
    dt_solver_free(solver);
}
