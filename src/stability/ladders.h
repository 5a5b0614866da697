/* The kernels of the sweeps on sparse spaces (design: sweeps.c, ladders.c). Each goes
 * once over all cells, group by group; groups are independent, so threads share them
 * and the result is the same for any number of threads. */
#ifndef DT_STABILITY_LADDERS_H
#define DT_STABILITY_LADDERS_H

#include "space/ranks.h"
#include "stability/pair.h"

static inline dt_pair dt_pair_smaller(dt_pair a, dt_pair b)
{
    return (dt_pair){{a.u < b.u ? a.u : b.u, a.m < b.m ? a.m : b.m}};
}

static inline dt_pair dt_pair_larger(dt_pair a, dt_pair b)
{
    return (dt_pair){{a.u > b.u ? a.u : b.u, a.m > b.m ? a.m : b.m}};
}

/* One actor's groups. The cells of a group are cut into runs of those that are alike in
 * the actor's one-way choices (without such choices: one run for each group), and stand
 * best first in each run. */
typedef struct dt_ladder {
    const dt_space *space;
    const dt_groups *groups;
    const uint32_t *rank;      /* [n_cells] the actor's own; borrowed from the ranks */
    const uint32_t *first_run; /* [groups->n + 1]; NULL: group g is run g */
    const uint32_t *run;       /* [n_runs + 1] into entry */
    uint32_t *entry;           /* [n_cells] a cell; DT_ENTRY_LOWER in the topmost bit */
    uint32_t n_threads;
} dt_ladder;

/* A column that is being lowered, and which pass lowered each cell last. A pass leaves
 * a group alone when no cell of it was lowered since the actor was there before. */
typedef struct dt_work {
    dt_pair *column; /* [n_cells] */
    uint8_t *stamp;  /* [n_cells] */
    uint8_t now;     /* number of this pass */
    uint8_t since;   /* number of the actor's pass before; 0: none, all is new */
} dt_work;

/* Lower a cell; true when that changed it. Only what changes is written: a line of
 * memory that was not written need not go back. */
static inline bool dt_work_lower(const dt_work *work, uint32_t cell, dt_pair to)
{
    dt_pair *const value = &work->column[cell];
    if (value->u <= to.u && value->m <= to.m)
        return false;
    *value = dt_pair_smaller(*value, to);
    work->stamp[cell] = work->now;
    return true;
}

/* Marks an entry that is worse than the one before it in its run. */
#define DT_ENTRY_LOWER (UINT32_C(1) << 31)

/* Make the ladder of an actor; everything goes to the arena. False: no memory. */
bool dt_ladder_build(const dt_space *space, const dt_ranks *ranks, dt_actor_id a,
                     uint32_t n_threads, dt_arena *arena, dt_ladder *ladder);

/* Bytes that the ladder of an actor takes. */
dt_bytes dt_ladder_bytes(const dt_space *space, dt_actor_id a, uint32_t n_threads);

/* column[c] = the largest over c and the cells the actor can move to from it. */
void dt_ladder_best(const dt_ladder *ladder, dt_pair *column);

/* column[c] = the smallest over c and the cells the actor can move to. True when
 * something changed. */
bool dt_ladder_moves(const dt_ladder *ladder, const dt_work *work);

/* column[c] = the smallest over c and the cells the actor can move to and prefers to c.
 * True when something changed. */
bool dt_ladder_improvements(const dt_ladder *ladder, const dt_work *work);

/* Either of the two that lower a column. */
typedef bool dt_ladder_lowering(const dt_ladder *ladder, const dt_work *work);

#endif
