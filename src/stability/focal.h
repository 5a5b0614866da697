/* The dense engine's view of one actor, the focal one (design: dense.c): where its own
 * choices and those of its opponents lie, and the arrays it works on. */
#ifndef DT_STABILITY_FOCAL_H
#define DT_STABILITY_FOCAL_H

#include "base/bounds.h"
#include "base/threads.h"
#include "base/watch.h"
#include "stability/solution.h"
#include "stability/standings.h"

enum {
    DT_FETCH = 16,  /* ranks that are fetched together: a cache line */
    DT_CHUNK = 4096 /* numbers of a column that a thread takes at a time */
};

/* What all actors share. */
typedef struct dt_dense {
    const dt_space *space;
    const dt_ranks *ranks;
    const dt_kernels *kernels;
    dt_standings *standings; /* [n_actors] */
    uint32_t n_actors, n_threads;
    const dt_monitor *monitor;
    bool full; /* every code is a state */
} dt_dense;

/* The large arrays, which the actors use in turn, and how long they must be. */
typedef struct dt_columns {
    size_t n_u, n_top, n_wave, n_slabs;
    uint32_t *u;                  /* [n_own][n_rest] ranks, DT_HOLE where no state is */
    uint32_t *top[DT_N_CONCEPTS]; /* [n_keys][n_rest] each; for Nash it is M */
    uint32_t *wave;               /* [n_wave][4][n_rest] guarantees from DT_GMR on */
    dt_pair *slabs;               /* [by_slab][slab_pairs] */
} dt_columns;

/* Working room of a thread that settles slabs. */
typedef struct dt_room {
    dt_slab slab;
    uint32_t *since; /* [n_movers] number of the mover's last pass */
    dt_pair *work;   /* [in_slab][work_pairs] for passes */
} dt_room;

typedef struct dt_focal {
    const dt_dense *dense;
    dt_actor_id actor;
    dt_field own;
    uint32_t n_own, n_rest, n_keys;
    uint32_t *key;           /* [n_own] the one-way part of own choices */
    uint32_t cell[DT_FETCH]; /* of a rest code < DT_FETCH and own choices 0 */
    uint32_t n_movers;
    dt_mover *mover;   /* [n_movers] opponents with choices */
    uint32_t n_wave;   /* slabs in a wave */
    uint32_t by_slab;  /* threads that take slabs, */
    uint32_t in_slab;  /* and that share each; one of the two is 1 */
    size_t slab_pairs; /* of a slab, rounded up to a line */
    size_t work_pairs; /* room that passes need */
    dt_room *rooms;    /* [by_slab] */
    const dt_columns *all;
} dt_focal;

/* The geometry of an actor, once the standings are known; `rooms` and `all` are left
 * out. False: no memory. */
bool dt_focal_init(dt_focal *focal, const dt_dense *dense, dt_actor_id a,
                   dt_arena *arena);

/* Make the columns as long as the actor needs them. */
void dt_focal_measure(const dt_focal *focal, dt_columns *all);

/* Room for the threads that settle the actor's slabs. False: no memory. */
bool dt_focal_new_rooms(dt_focal *focal, dt_arena *arena);

/* Bytes that these take. */
uint64_t dt_focal_room_bytes(const dt_focal *focal);

/* ---- columns.c: before slabs are settled, and after ------------------------- */

/* Fill u and M. */
void dt_columns_prepare(const dt_focal *focal);

/* Let `top` have, for each combination of one-way choices, what those have that can be
 * reached from it. */
void dt_columns_finish(const dt_focal *focal);

/* Write down who is stable where. */
void dt_columns_judge(const dt_focal *focal, dt_solution *solution);

/* ---- settle.c ---------------------------------------------------------------- */

/* Settle slabs [first, first + n), a wave, and fold their guarantees into `top`. */
void dt_settle_wave(const dt_focal *focal, uint32_t first, uint32_t n);

#endif
