/* Where an actor's choices lie, and how work is cut for it. See focal.h. */
#include "stability/focal.h"

#include <assert.h>
#include <string.h>

enum {
    WAVE_CELLS = 1 << 18, /* a wave should have so many, and */
    WAVE_SLABS = 4,       /* so many slabs for each thread, */
    WAVE_SHARE = 8,       /* but is no more than such a part of all */
    TILE_LEAST = 64,      /* pairs of a tile whose groups are not side by side */
    TILE_FEW = 1024       /* from so many on, such a tile is a single group */
};

/* ---- movers ----------------------------------------------------------------- */

/* Where groups lie side by side in lines. */
static void lay_out_lines(dt_mover *m, uint32_t n_rest)
{
    m->line_step = UINT32_C(1) << m->field.shift;
    m->n_lines = m->standings->rows;
    m->n_tiles = n_rest / (m->n_lines * DT_LINE);
    m->stride = DT_LINE_BITS;
    m->n_groups = DT_LINE;
    for (uint32_t g = 0; g < m->n_groups; g++)
        m->at[g] = g;
}

/* Where they stand one after the other, 2^shift of them woven. */
static void lay_out_blocks(dt_mover *m, uint32_t n_rest)
{
    const uint32_t block = m->standings->rows << m->field.shift;
    const uint32_t usual =
        dt_at_least(TILE_LEAST, block < TILE_FEW ? 4 * block : block);
    const uint32_t pairs = dt_at_most(usual, n_rest);
    const uint32_t woven = UINT32_C(1) << m->field.shift;
    m->line_step = DT_LINE;
    m->n_lines = dt_pieces(pairs, DT_LINE);
    m->n_tiles = n_rest / pairs;
    m->stride = m->field.shift;
    m->n_groups = pairs / m->standings->rows;
    assert(m->n_groups <= DT_TILE_GROUPS);
    for (uint32_t g = 0; g < m->n_groups; g++)
        m->at[g] = g / woven * block + g % woven;
}

/* The kinds of a tile's groups, from that of the first: where in the tile a group
 * begins tells which bits of the codes it has, and these do not overlap the base's. */
static void find_kinds(dt_mover *m)
{
    for (uint32_t g = 0; g < m->n_groups; g++)
        m->kind[g] = (uint32_t)dt_squeeze(&m->standings->matters,
                                          dt_field_put(m->own, m->at[g], 0));
}

/* If groups side by side are of few kinds, all of a kind are handled at once. */
static void draw_veils(dt_mover *m)
{
    const bool fits = m->stride == DT_LINE_BITS;
    for (uint32_t g = 0; fits && g < m->n_groups; g++) {
        uint32_t v = 0;
        while (v < m->n_veils && m->veil[v].kind != m->kind[g])
            v++;
        if (v == DT_VEILS_MOST) {
            m->n_veils = 0;
            return;
        }
        if (v == m->n_veils) {
            m->veil[m->n_veils++].kind = m->kind[g];
            memset(m->veil[v].over, 0xff, sizeof m->veil[v].over);
        }
        m->veil[v].over[2 * g] = m->veil[v].over[2 * g + 1] = 0;
    }
}

static dt_mover new_mover(const dt_focal *f, dt_actor_id a)
{
    const dt_model *const model = f->dense->space->model;
    dt_mover m = {.model = model,
                  .actor = &model->actors[a],
                  .standings = &f->dense->standings[a],
                  .natural = dt_field_of(model, a),
                  .own = f->own};
    m.field = dt_field_behind(m.natural, f->own);
    if (m.field.shift < DT_LINE_BITS)
        lay_out_blocks(&m, f->n_rest);
    else
        lay_out_lines(&m, f->n_rest);
    find_kinds(&m);
    draw_veils(&m);
    return m;
}

static void find_movers(dt_focal *f)
{
    for (dt_actor_id a = 0; a < f->dense->n_actors; a++)
        if (a != f->actor && f->dense->standings[a].rows > 1) {
            dt_mover *const m = &f->mover[f->n_movers++];
            *m = new_mover(f, a);
            if (f->work_pairs < dt_mover_room(m))
                f->work_pairs = dt_mover_room(m);
        }
}

/* ---- the actor -------------------------------------------------------------- */

/* Threads take slabs of their own, where a wave has one for each. */
static void share_threads(dt_focal *f)
{
    const uint32_t n_threads = f->dense->n_threads;
    const bool small = f->dense->space->n_cells <= WAVE_CELLS;
    const uint32_t most = small ? f->n_own : dt_at_least(f->n_own / WAVE_SHARE, 1);
    const uint32_t wanted =
        dt_at_least(WAVE_CELLS / f->n_rest, n_threads > 1 ? WAVE_SLABS * n_threads : 1);
    const bool shared = most < n_threads;
    f->by_slab = shared ? 1 : n_threads;
    f->in_slab = shared ? n_threads : 1;
    f->n_wave = shared ? 1 : dt_at_most(wanted, most);
}

/* The actor's geometry, and what it wants of the columns. */
bool dt_focal_init(dt_focal *f, const dt_dense *d, dt_actor_id a, dt_arena *arena)
{
    const dt_model *const model = d->space->model;
    *f = (dt_focal){.dense = d, .actor = a, .own = dt_field_of(model, a)};
    f->n_own = UINT32_C(1) << f->own.width;
    f->n_rest = d->space->n_cells >> f->own.width;
    f->n_keys = UINT32_C(1) << dt_one_way_bits(model, a);
    f->slab_pairs = (size_t)dt_pieces(f->n_rest, DT_LINE) * DT_LINE;
    f->key = dt_arena_array(arena, uint32_t, f->n_own);
    f->mover = dt_arena_array(arena, dt_mover, d->n_actors);
    if (!f->key || !f->mover)
        return false;
    for (uint32_t own = 0; own < f->n_own; own++)
        f->key[own] = dt_key_of(model, a, own);
    for (uint32_t k = 0; k < DT_FETCH; k++)
        f->cell[k] = dt_field_put(f->own, k, 0);
    find_movers(f);
    share_threads(f);
    return true;
}

bool dt_focal_new_rooms(dt_focal *f, dt_arena *arena)
{
    bool made = true;
    f->rooms = dt_arena_array(arena, dt_room, f->by_slab);
    for (uint32_t k = 0; f->rooms && made && k < f->by_slab; k++) {
        dt_room *const r = &f->rooms[k];
        r->slab.pair = f->all->slabs + k * f->slab_pairs;
        r->slab.stamp =
            dt_arena_array(arena, uint32_t, dt_pieces(f->n_rest, DT_STRETCH));
        r->since = dt_arena_array(arena, uint32_t, f->n_movers);
        r->work = dt_arena_array(arena, dt_pair, f->in_slab * f->work_pairs);
        made = r->slab.stamp && r->since && r->work;
    }
    return f->rooms && made;
}

uint64_t dt_focal_room_bytes(const dt_focal *f)
{
    const uint64_t stamps = dt_pieces(f->n_rest, DT_STRETCH) * sizeof(uint32_t);
    const uint64_t work = f->in_slab * f->work_pairs * sizeof(dt_pair);
    return f->by_slab * (stamps + work);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

void dt_focal_measure(const dt_focal *f, dt_columns *all)
{
    const size_t n_rest = f->n_rest;
    all->n_u = larger(all->n_u, f->n_own * n_rest);
    all->n_top = larger(all->n_top, f->n_keys * n_rest);
    all->n_wave = larger(all->n_wave, 4 * f->n_wave * n_rest);
    all->n_slabs = larger(all->n_slabs, f->by_slab * f->slab_pairs);
}
