/* Stability by sweeps on a dense space (the concepts in one form: sweeps.c).
 *
 * Actors are taken in turn: the focal actor is i. Its opponents never touch i's own
 * choices, so what they can bring about from a cell lies in the *slab* of that cell:
 * all codes in which i's field is the same.
 *
 *      cells by i's field (own) and all the rest      a slab is a row, a group of i's
 *                                                     moves a column
 *             rest 0   1   2   3  ...
 *      own 0  |  .   .   .   .       |   -->  what the others can do to i
 *      own 1  |  .   .   .   .       |
 *      ...       |
 *                v  what i can do
 *
 * One after the other, slabs are copied to a buffer that fits a cache and settled there
 * (kernels.c: passes of the opponents until nothing changes), both numbers of a pair
 * together: u, what i has, for GMR and SEQ; M, what it has after its best reply, for
 * SMR and SSEQ. The guarantees that come out are not kept. All that a verdict needs is
 * the largest one in each column, over the cells that i can move to:
 *
 *      top[concept][key][rest] = the largest guarantee over own choices that can be
 *                                reached from those with this key
 *
 * where the key of own choices is their one-way part: what is free can always be
 * reached. s is stable for i iff top <= u(s). M is the same for u itself, so Nash
 * stability comes out on the way.
 *
 * Threads take slabs, a wave of some at a time, and then fold the wave into `top`, each
 * thread other columns; where there are fewer slabs than threads they share each slab's
 * tiles instead. Neither changes the answer: minima and maxima have no order. */
#include "stability/focal.h"

#include <string.h>

/* How much of all actors is done. False when the monitor wants to stop. */
static bool goes_on(const dt_focal *f, double slabs)
{
    const double done = f->actor + slabs / f->n_own;
    return dt_watch(f->dense->monitor, "solving", done / f->dense->n_actors, NULL) ==
           DT_OK;
}

static bool solve_actor(const dt_focal *f, dt_solution *solution)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        memset(f->all->top[c], 0,
               f->n_keys * (size_t)f->n_rest * sizeof *f->all->top[c]);
    dt_columns_prepare(f);
    for (uint32_t first = 0; first < f->n_own; first += f->n_wave) {
        if (!goes_on(f, first))
            return false;
        dt_settle_wave(f, first, dt_at_most(f->n_own - first, f->n_wave));
    }
    if (!goes_on(f, f->n_own))
        return false;
    dt_columns_finish(f);
    dt_columns_judge(f, solution);
    return true;
}

static bool new_columns(dt_columns *all, dt_arena *arena)
{
    all->u = dt_arena_array(arena, uint32_t, all->n_u);
    all->wave = dt_arena_array(arena, uint32_t, all->n_wave);
    all->slabs = dt_arena_array(arena, dt_pair, all->n_slabs);
    bool made = all->u && all->wave && all->slabs;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        all->top[c] = dt_arena_array(arena, uint32_t, all->n_top);
        made = made && all->top[c];
    }
    return made;
}

/* Sort the groups of every actor. */
static bool sort_groups(const dt_dense *d, dt_arena *arena)
{
    for (dt_actor_id a = 0; a < d->n_actors; a++) {
        const dt_sorting sorting = {.space = d->space,
                                    .column = &d->ranks->column[a],
                                    .type = d->ranks->cast.type[a],
                                    .field = dt_field_of(d->space->model, a),
                                    .kernels = d->kernels,
                                    .n_threads = d->n_threads,
                                    .monitor = d->monitor};
        if (!dt_standings_build(&sorting, a, arena, &d->standings[a]))
            return false;
    }
    return true;
}

/* Before the ranks are known, of the type that takes most. */
static dt_standings shape_of(const dt_dense *d, dt_actor_id a)
{
    const uint32_t n_types = d->space->model->actors[a].n_types;
    dt_standings shape =
        dt_standings_shape(d->space, a, d->ranks ? d->ranks->cast.type[a] : 0);
    for (uint32_t t = 1; !d->ranks && t <= n_types; t++) {
        const dt_standings other = dt_standings_shape(d->space, a, t);
        shape = other.n_kinds > shape.n_kinds ? other : shape;
    }
    return shape;
}

/* The geometry of all actors, and the columns they want, which are not made yet. */
static dt_focal *new_focals(dt_dense *d, dt_columns *all, dt_arena *arena)
{
    dt_focal *const focals = dt_arena_array(arena, dt_focal, d->n_actors);
    d->standings = dt_arena_array(arena, dt_standings, d->n_actors);
    *all = (dt_columns){0};
    for (dt_actor_id a = 0; d->standings && a < d->n_actors; a++)
        d->standings[a] = shape_of(d, a);
    for (dt_actor_id a = 0; focals && d->standings && a < d->n_actors; a++) {
        if (!dt_focal_init(&focals[a], d, a, arena))
            return NULL;
        if (focals[a].own.width)
            dt_focal_measure(&focals[a], all);
    }
    return d->standings ? focals : NULL;
}

static bool solve_all(dt_dense *d, dt_arena *arena, dt_solution *solution)
{
    dt_columns all;
    dt_focal *const focals = new_focals(d, &all, arena);
    if (!focals || !sort_groups(d, arena) || !new_columns(&all, arena))
        return false;
    for (dt_actor_id a = 0; a < d->n_actors; a++) {
        dt_arena rooms = {0};
        if (focals[a].own.width == 0) {
            dt_solution_fill(solution, a);
            continue;
        }
        focals[a].all = &all;
        const bool done =
            dt_focal_new_rooms(&focals[a], &rooms) && solve_actor(&focals[a], solution);
        dt_arena_release(&rooms);
        if (!done)
            return false;
    }
    return true;
}

static dt_dense dense_of(const dt_space *space, uint32_t n_threads)
{
    return (dt_dense){.space = space,
                      .n_actors = space->model->n_actors,
                      .n_threads = n_threads,
                      .full = space->feasible.n == 0};
}

bool dt_sweep_dense(const dt_space *space, const dt_ranks *ranks,
                    const dt_kernels *kernels, const dt_limits *limits,
                    dt_solution *solution)
{
    dt_arena arena = {0};
    dt_dense d = dense_of(space, limits->threads);
    d.monitor = limits->monitor;
    d.ranks = ranks;
    d.kernels = kernels;
    const bool done = solve_all(&d, &arena, solution);
    dt_arena_release(&arena);
    return done;
}

uint64_t dt_dense_bytes(const dt_space *space, uint32_t n_threads)
{
    dt_arena arena = {0};
    dt_columns all;
    dt_dense d = dense_of(space, n_threads);
    const dt_focal *const focals = new_focals(&d, &all, &arena);
    uint64_t rooms = 0;
    uint64_t bytes =
        (all.n_u + all.n_wave + DT_N_CONCEPTS * all.n_top) * sizeof(uint32_t) +
        all.n_slabs * sizeof(dt_pair);
    for (dt_actor_id a = 0; focals && a < d.n_actors; a++) {
        const uint64_t room = dt_focal_room_bytes(&focals[a]);
        rooms = room > rooms ? room : rooms;
        bytes += dt_standings_bytes(space, &d.standings[a]);
    }
    dt_arena_release(&arena);
    return bytes + rooms;
}
