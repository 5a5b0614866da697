/* The dense engine: stability by sweeps where a cell is a code. */
#ifndef DT_STABILITY_SLABS_H
#define DT_STABILITY_SLABS_H

#include "stability/kernels.h"
#include "stability/solution.h"

/* Fill in `stable`; the sets are empty at first. The space is dense. Whichever kernels
 * are taken, and however many threads, the answer is the same. */
dt_status dt_solve_by_slabs(const dt_space *space, const dt_ranks *ranks,
                            const dt_kernels *kernels, uint32_t n_threads,
                            dt_solution *solution, dt_error *err);

/* Bytes that it takes for that, beside the solution. */
uint64_t dt_slabs_bytes(const dt_space *space, uint32_t n_threads);

#endif
