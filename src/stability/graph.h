/* A conflict as a plain graph: states, each actor's moves, each actor's ranks. What the
 * definitions speak of, and nothing else; moves need not be transitive. */
#ifndef DT_STABILITY_GRAPH_H
#define DT_STABILITY_GRAPH_H

#include "base/arena.h"
#include "space/ranks.h"

#include <detente/stability.h>

/* Moves as lists: those from s are to[first[s]] ... to[first[s + 1] - 1]. */
typedef struct dt_moves {
    size_t *first; /* [n_states + 1] */
    dt_state *to;
} dt_moves;

typedef struct dt_graph {
    uint32_t n_states, n_actors;
    const dt_moves *moves;       /* [n_actors] */
    const uint32_t *const *rank; /* [n_actors][n_states] */
    const dt_monitor *monitor;   /* of those who solve it; may be NULL */
} dt_graph;

/* The graph of a space. False when there is no memory, or the monitor wants to stop. */
bool dt_graph_build(const dt_space *space, const dt_ranks *ranks,
                    const dt_monitor *monitor, dt_arena *arena, dt_graph *graph);

/* The most bytes that a graph and its solution take. */
uint64_t dt_graph_bytes(const dt_space *space);

/* The same moves backwards: who leads to s. False when there is no memory. */
bool dt_moves_reverse(const dt_moves *moves, uint32_t n_states, dt_arena *arena,
                      dt_moves *back);

/* Stability by the definitions, for each concept and actor: sets of size n_states,
 * empty at first, stable[concept][actor]. False when there is no memory, or the monitor
 * wants to stop. */
bool dt_graph_solve(const dt_graph *graph, dt_bits *const stable[DT_N_CONCEPTS]);

#endif
