/* Walking through the moves from one code without a space.
 *
 * A walk hands out the feasible codes that differ from `from` in nothing but `fields`,
 * as directions allow, and that meet some wishes, each a bar that is to be cleared, or
 * not to be. With a mover, its `forbid` statements hold; without one the walk is
 * through what several actors could reach together if every code between were a state.
 */
#ifndef DT_SPACE_WALK_H
#define DT_SPACE_WALK_H

#include "base/watch.h"
#include "space/bar.h"

#define DT_NO_ACTOR UINT32_MAX

typedef struct dt_wish {
    const dt_bar *bar;
    bool clears; /* the bar is to be cleared; else it is not to be */
} dt_wish;

enum { DT_WISHES_MAX = 2 };

typedef struct dt_walk {
    const dt_model *model;
    uint64_t from, fields;
    dt_actor_id mover; /* or DT_NO_ACTOR */
    uint32_t n_wishes;
    dt_wish wish[DT_WISHES_MAX]; /* the first says in which order choices are set */
    uint64_t *left;  /* partial codes that may be looked at yet; counted down */
    dt_vigil *vigil; /* takes a step with each of them */
} dt_walk;

/* How a walk ended. */
typedef enum dt_walk_end {
    DT_WALK_DONE,    /* all were handed out */
    DT_WALK_TAKEN,   /* the taker had enough */
    DT_WALK_SPENT,   /* nothing was left to look at */
    DT_WALK_STOPPED, /* whoever looks on wants it so */
} dt_walk_end;

/* Takes a code; false: enough. */
typedef bool dt_walk_take(void *context, uint64_t code);

/* Hand the codes out, in an order that depends on the walk only. */
dt_walk_end dt_walk_run(const dt_walk *walk, dt_walk_take *take, void *context);

/* How many codes dt_walk_run() would hand out, as far as they could be counted; those
 * that nothing distinguishes any more are multiplied. True when they are all. */
bool dt_walk_count(const dt_walk *walk, uint64_t *n);

#endif
