/* The inside of a solution, and the two engines that fill it in. */
#ifndef DT_STABILITY_SOLUTION_H
#define DT_STABILITY_SOLUTION_H

#include "space/ranks.h"
#include "space/space.h"

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

/* Fill in `stable`. The sets are empty at first. */
dt_status dt_solve_by_sweeps(const dt_space *space, const dt_ranks *ranks,
                             uint32_t n_threads, dt_solution *solution, dt_error *err);
/* The same on a sparse space. False when there is no memory. */
bool dt_sweep_sparse(const dt_space *space, const dt_ranks *ranks, uint32_t n_threads,
                     dt_solution *solution);
dt_status dt_solve_by_definition(const dt_space *space, const dt_ranks *ranks,
                                 uint64_t memory, dt_solution *solution, dt_error *err);

#endif
