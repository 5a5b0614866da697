/* The three kernels of the sweeps (design: sweeps.c). Each goes once over all cells,
 * group by group; groups are independent, so threads share them and the result is the
 * same for any number of threads. */
#ifndef DT_STABILITY_PASSES_H
#define DT_STABILITY_PASSES_H

#include "stability/tiles.h"

/* One actor's way through the cells. */
typedef struct dt_lane {
    const dt_space *space;
    const uint32_t *rank; /* [n_cells] the actor's own; borrowed from the ranks */
    dt_tiles tiles;       /* dense: the rest */
    const dt_groups *groups;
    uint32_t
        *member; /* sparse: [n_cells] like groups->member, best first in each group */
    uint32_t n_threads;
} dt_lane;

/* Make the lane of an actor; everything goes to the arena. False: no memory. */
bool dt_lane_build(const dt_space *space, const dt_ranks *ranks, dt_actor_id a,
                   uint32_t n_threads, dt_arena *arena, dt_lane *lane);

/* Bytes that the lane takes: kept, and while it is made. */
dt_bytes dt_lane_bytes(const dt_space *space, dt_actor_id a, uint32_t n_threads);

/* out[c] = the largest of in[] over c and the cells the actor can move to from it. */
void dt_pass_best(const dt_lane *lane, const uint32_t *in, uint32_t *out);

/* column[c] = the smallest over c and the cells the actor can move to. True when
 * something changed. Cells that are no states hold UINT32_MAX before and after.
 * `stamps` says what need not be looked at again; sparse passes look at everything. */
bool dt_pass_moves(const dt_lane *lane, uint32_t *column, const dt_stamps *stamps);

/* column[c] = the smallest over c and the cells the actor can move to and prefers to c.
 * True when something changed. */
bool dt_pass_improvements(const dt_lane *lane, uint32_t *column,
                          const dt_stamps *stamps);

/* Either of the two that lower a column. */
typedef bool dt_lowering(const dt_lane *lane, uint32_t *column,
                         const dt_stamps *stamps);

#endif
