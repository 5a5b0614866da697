/* Settling slabs: what the opponents can do to the focal actor while it keeps its own
 * choices (dense.c). */
#include "stability/focal.h"

#include <string.h>

static bool run_pass(const dt_focal *f, const dt_mover *m, const dt_room *r,
                     dt_pass *pass)
{
    bool changed = false;
#pragma omp parallel for num_threads(f->in_slab) if (f->in_slab > 1) schedule(dynamic) \
    reduction(||                                                                       \
              : changed)
    for (uint32_t k = 0; k < dt_pieces(m->n_tiles, DT_PORTION); k++) {
        const uint32_t from = k * DT_PORTION;
        const uint32_t to = from + dt_at_most(m->n_tiles - from, DT_PORTION);
        const uint32_t thread = f->in_slab > 1 ? dt_thread_number() : 0;
        const bool here = pass(m, &r->slab, from, to, r->work + thread * f->work_pairs);
        changed = changed || here;
    }
    return changed;
}

/* Let the opponents lower the slab in turn until none of them can. A pass that has just
 * run would change nothing more. */
static void settle(const dt_focal *f, dt_room *r, bool once, dt_pass *pass)
{
    r->slab.now = 1;
    for (uint32_t k = 0; k < dt_pieces(f->n_rest, DT_STRETCH); k++)
        r->slab.stamp[k] = 1;
    memset(r->since, 0, f->n_movers * sizeof *r->since);
    for (uint32_t k = 0, quiet = 0; quiet < f->n_movers; k = (k + 1) % f->n_movers) {
        r->slab.since = r->since[k];
        r->since[k] = ++r->slab.now;
        if (f->by_slab == 1 &&
            dt_watch(f->dense->monitor, "solving", -1, NULL) != DT_OK)
            return; /* whoever asks next is told the same */
        const bool changed = run_pass(f, &f->mover[k], r, pass);
        quiet = changed && !once ? 1 : quiet + 1;
    }
}

static void pair_up(const dt_focal *f, const dt_slab *slab, uint32_t hole)
{
    const uint32_t *const u = f->all->u + (size_t)slab->own * f->n_rest;
    const uint32_t *const best =
        f->all->top[DT_NASH] + (size_t)f->key[slab->own] * f->n_rest;
#pragma omp parallel for num_threads(f->in_slab) if (f->in_slab > 1) schedule(dynamic)
    for (uint32_t at = 0; at < f->n_rest; at += DT_CHUNK)
        f->dense->kernels->pair_up(u + at, best + at, hole,
                                   dt_at_most(f->n_rest - at, DT_CHUNK),
                                   slab->pair + at);
}

static void take_apart(const dt_focal *f, const dt_slab *slab, uint32_t *first,
                       uint32_t *second)
{
    const uint32_t *const u = f->all->u + (size_t)slab->own * f->n_rest;
#pragma omp parallel for num_threads(f->in_slab) if (f->in_slab > 1) schedule(dynamic)
    for (uint32_t at = 0; at < f->n_rest; at += DT_CHUNK)
        f->dense->kernels->take_apart(u + at, slab->pair + at,
                                      dt_at_most(f->n_rest - at, DT_CHUNK), first + at,
                                      second + at);
}

/* The guarantees of one slab. Moves of different actors go along different axes, so
 * where every code is a state a pass of each is all there is to moves. */
static void solve_slab(const dt_focal *f, uint32_t own, dt_room *r, uint32_t *guarantee)
{
    const dt_kernels *const kernels = f->dense->kernels;
    const size_t n = f->n_rest;
    r->slab.own = own;
    pair_up(f, &r->slab, DT_HOLE);
    settle(f, r, f->dense->full, kernels->moves);
    take_apart(f, &r->slab, guarantee, guarantee + n);
    pair_up(f, &r->slab, 0);
    settle(f, r, false, kernels->improvements);
    take_apart(f, &r->slab, guarantee + 2 * n, guarantee + 3 * n);
}

/* Fold part of the guarantees of slabs [first, first + n) into `top`. */
static void fold_part(const dt_focal *f, uint32_t first, uint32_t n, uint32_t part)
{
    const uint32_t n_parts = dt_pieces(f->n_rest, DT_CHUNK);
    const uint32_t c = part / n_parts, at = part % n_parts * DT_CHUNK;
    for (uint32_t k = 0; k < n; k++)
        f->dense->kernels->lift(f->all->wave + ((size_t)4 * k + c) * f->n_rest + at,
                                dt_at_most(f->n_rest - at, DT_CHUNK),
                                f->all->top[DT_GMR + c] +
                                    (size_t)f->key[first + k] * f->n_rest + at);
}

void dt_settle_wave(const dt_focal *f, uint32_t first, uint32_t n)
{
#pragma omp parallel for num_threads(f->by_slab) schedule(dynamic)
    for (uint32_t k = 0; k < n; k++)
        solve_slab(f, first + k, &f->rooms[f->by_slab > 1 ? dt_thread_number() : 0],
                   f->all->wave + (size_t)4 * k * f->n_rest);
#pragma omp parallel for num_threads(f->dense->n_threads) schedule(dynamic)
    for (uint32_t part = 0; part < 4 * dt_pieces(f->n_rest, DT_CHUNK); part++)
        fold_part(f, first, n, part);
}
