/* The inside of a solution, and the two engines that fill it in. */
#ifndef DT_STABILITY_SOLUTION_H
#define DT_STABILITY_SOLUTION_H

#include "space/ranks.h"
#include "space/space.h"
#include "stability/kernels.h"

#include <detente/stability.h>

struct dt_solution {
    dt_arena arena;
    const dt_space *space;
    dt_bits *stable[DT_N_CONCEPTS]; /* [n_actors] sets each */
    dt_bits equilibria[DT_N_CONCEPTS];
    dt_engine engine;
    const char *why; /* static */
};

/* Whether sweeps give what the definitions say: every actor's moves must be transitive.
 * `why` gets a clause in words. */
bool dt_sweeps_apply(const dt_space *space, const char **why);

/* Who has no choice never moves: stable everywhere, under every concept. */
void dt_solution_fill(dt_solution *solution, dt_actor_id a);

/* Fill in `stable`. The sets are empty at first; the limits have all defaults filled
 * in. DT_OK, DT_ENOMEM, DT_ESTOPPED. */
dt_status dt_solve_by_sweeps(const dt_space *space, const dt_ranks *ranks,
                             const dt_limits *limits, dt_solution *solution,
                             dt_error *err);
/* The same on a dense space, and on a sparse one. False when there is no memory, or the
 * monitor wants to stop. Whichever kernels are taken, and however many threads, the
 * answer is the same. */
bool dt_sweep_dense(const dt_space *space, const dt_ranks *ranks,
                    const dt_kernels *kernels, const dt_limits *limits,
                    dt_solution *solution);
bool dt_sweep_sparse(const dt_space *space, const dt_ranks *ranks,
                     const dt_limits *limits, dt_solution *solution);
dt_status dt_solve_by_definition(const dt_space *space, const dt_ranks *ranks,
                                 const dt_limits *limits, dt_solution *solution,
                                 dt_error *err);

/* The most bytes that each takes at one time. */
uint64_t dt_sweeps_bytes(const dt_space *space, uint32_t n_threads);
uint64_t dt_dense_bytes(const dt_space *space, uint32_t n_threads);
uint64_t dt_sparse_bytes(const dt_space *space, uint32_t n_threads);
uint64_t dt_definition_bytes(const dt_space *space);

#endif
