/* See kernels.h. This file is compiled once for plain vectors, and where the compiler
 * knows them once more for wide ones, with DT_KERNELS set to another name.
 *
 * An opponent's field of w bits from bit `shift` on makes groups of 2^w cells that lie
 * 2^shift apart. A tile is some groups side by side:
 *
 *      shift >= 3        line 0      |  a0 b0 c0 d0 e0 f0 g0 h0  |   8 groups, each line
 *                        line 1      |  a1 b1 c1 d1 e1 f1 g1 h1  |   a row of them
 *                        ...
 *      shift < 3         line 0      |  a0 a1 a2 a3 a4 a5 a6 a7  |   whole groups, one
 *                        line 1      |  b0 b1 ...                |   after the other
 *
 * Worst by moves is a minimum over rows, the same for all rows; one-way choices make it
 * a running minimum along the choice's levels, and what is no state is passed through.
 * Worst by improvements goes through each group best row first, with a running minimum
 * of what stands above: what beats a row stands before it, ties apart. With one-way
 * choices one such minimum is kept for each combination of them, of the rows that can be
 * reached from it.
 *
 * What is no state stands last in every order, so by improvements nobody gets anything
 * from it, and it needs no attention.
 *
 * Four groups at a time: the minima of one group form a chain, and a processor can work
 * on several chains at once. */
#include "stability/kernels.h"

#include <string.h>

#ifndef DT_KERNELS
#define DT_KERNELS dt_kernels_plain
#define DT_KERNELS_NAME "plain"
#endif

static inline uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static inline dt_pair lesser_pair(dt_pair a, dt_pair b)
{
    dt_pair least;
    for (int c = 0; c < 2; c++)
        least.v[c] = lesser(a.v[c], b.v[c]);
    return least;
}

/* ---- tiles ------------------------------------------------------------------ */

static inline uint32_t tile_pairs(const dt_mover *m)
{
    return m->n_lines * DT_LINE;
}

static void load(const dt_mover *m, const dt_pair *from, dt_pair *tile)
{
    for (uint32_t r = 0; r < m->n_lines; r++)
        memcpy(tile + r * DT_LINE, from + (size_t)r * m->line_step,
               DT_LINE * sizeof *tile);
}

/* Copy a line back; what differed. A hole stays one. */
static inline uint32_t store_line(dt_pair *restrict to, const dt_pair *restrict line)
{
    uint32_t differs = 0;
    for (int l = 0; l < DT_LINE; l++)
        for (int c = 0; c < 2; c++) {
            const uint32_t was = to[l].v[c];
            const uint32_t is = was == DT_HOLE ? DT_HOLE : line[l].v[c];
            differs |= was ^ is;
            to[l].v[c] = is;
        }
    return differs;
}

/* Remember that this pass changed the stretch of a pair. Tiles share stretches. */
static inline void stamp(const dt_stamps *stamps, size_t pair)
{
    uint32_t *const last = &stamps->last[pair / DT_STRETCH];
#pragma omp atomic write
    *last = stamps->now;
}

/* Copy back, stamping what differs from what was there; true when something does. */
static bool store(const dt_mover *m, uint32_t base, const dt_pair *tile, dt_pair *slab,
                  const dt_stamps *stamps)
{
    bool changed = false;
    for (uint32_t r = 0; r < m->n_lines; r++) {
        const size_t at = base + (size_t)r * m->line_step;
        if (store_line(slab + at, tile + r * DT_LINE)) {
            stamp(stamps, at);
            changed = true;
        }
    }
    return changed;
}

/* Something in the tile has changed since the mover was there. */
static bool is_stale(const dt_mover *m, uint32_t base, const dt_stamps *stamps)
{
    const uint32_t lines = m->line_step == DT_LINE ? DT_STRETCH / DT_LINE : 1;
    for (uint32_t r = 0; r < m->n_lines; r += lines) {
        const uint32_t *const at =
            &stamps->last[(base + (size_t)r * m->line_step) / DT_STRETCH];
        uint32_t last;
#pragma omp atomic read
        last = *at;
        if (last > stamps->since)
            return true;
    }
    return false;
}

/* ---- worst by moves --------------------------------------------------------- */

/* Groups side by side: lines are rows. */
static void level_lines(const dt_mover *m, dt_pair *tile)
{
    dt_pair least[DT_LINE];
    memcpy(least, tile, sizeof least);
    for (uint32_t r = 1; r < m->n_lines; r++)
        for (uint32_t l = 0; l < DT_LINE; l++)
            least[l] = lesser_pair(least[l], tile[r * DT_LINE + l]);
    for (uint32_t r = 0; r < m->n_lines; r++)
        memcpy(tile + r * DT_LINE, least, sizeof least);
}

/* Groups one after the other, or woven into lines. */
static void level_groups(const dt_mover *m, dt_pair *tile)
{
    const uint32_t rows = m->standings->rows;
    for (uint32_t g = 0; g < m->n_groups; g++) {
        dt_pair *const row = tile + m->at[g];
        dt_pair least = row[0];
        for (uint32_t r = 1; r < rows; r++)
            least = lesser_pair(least, row[(size_t)r << m->stride]);
        for (uint32_t r = 0; r < rows; r++)
            row[(size_t)r << m->stride] = least;
    }
}

static inline void lower_run(dt_pair *to, const dt_pair *from, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        to[k] = lesser_pair(to[k], from[k]);
}

/* Along one choice, whose levels lie `step` pairs apart in the tile. */
static void lower_along(const dt_choice *choice, uint32_t step, uint32_t n,
                        dt_pair *tile)
{
    const uint32_t last = choice->n_levels - 1;
    for (uint32_t k = 0; k < n; k += step << choice->width) {
        dt_pair *const level = tile + k;
        if (choice->way != DT_WAY_DOWN)
            for (uint32_t l = last; l-- > 0;)
                lower_run(level + l * step, level + (l + 1) * step, step);
        if (choice->way != DT_WAY_UP)
            for (uint32_t l = 1; l <= last; l++)
                lower_run(level + l * step, level + (l - 1) * step, step);
    }
}

static void lower_along_choices(const dt_mover *m, dt_pair *tile)
{
    const dt_choice *const choices = m->model->choices + m->actor->first_choice;
    for (uint32_t k = 0; k < m->actor->n_choices; k++) {
        const uint32_t bit = choices[k].shift - m->natural.shift;
        lower_along(&choices[k], UINT32_C(1) << (bit + m->stride), tile_pairs(m), tile);
    }
}

static bool moves(const dt_mover *m, uint32_t own, uint32_t from, uint32_t to,
                  dt_pair *slab, const dt_stamps *stamps, dt_pair *tile)
{
    bool changed = false;
    (void)own;
    for (uint32_t t = from; t < to; t++) {
        const uint32_t base = dt_tile_base(m, t);
        if (!is_stale(m, base, stamps))
            continue;
        load(m, slab + base, tile);
        if (m->standings->n_keys > 1)
            lower_along_choices(m, tile);
        else if (m->line_step == DT_LINE)
            level_groups(m, tile);
        else
            level_lines(m, tile);
        changed |= store(m, base, tile, slab, stamps);
    }
    return changed;
}

/* ---- worst by improvements -------------------------------------------------- */

/* Or-ed to what stands at this row's tier and above: hides it when the tier is that of
 * the row before. */
static const dt_pair veil[2] = {{{0, 0}}, {{DT_HOLE, DT_HOLE}}};

/* The least of the rows above, and of those and the present tier. */
typedef struct tally {
    dt_pair above, here;
} tally;

static inline void improve_row(tally *t, uint32_t entry, dt_pair *row)
{
    const dt_pair was = *row, *const hide = &veil[entry / DT_TIE];
    for (int c = 0; c < 2; c++) {
        t->above.v[c] = lesser(t->above.v[c], t->here.v[c] | hide->v[c]);
        row->v[c] = lesser(was.v[c], t->above.v[c]);
        t->here.v[c] = lesser(t->here.v[c], was.v[c]);
    }
}

/* N groups whose orders stand at order[0 ... N) and rows at row[0 ... N). */
static inline void improve_together(uint32_t n_groups, const uint16_t *const order[],
                                    dt_pair *const row[], uint32_t rows,
                                    uint32_t stride)
{
    const dt_pair none = {{DT_HOLE, DT_HOLE}};
    tally t[4] = {{none, none}, {none, none}, {none, none}, {none, none}};
    for (uint32_t k = 0; k < rows; k++)
        for (uint32_t g = 0; g < n_groups; g++) {
            const uint32_t entry = order[g][k];
            improve_row(&t[g], entry, row[g] + ((size_t)(entry & DT_ROW) << stride));
        }
}

static void improve_free(const dt_mover *m, const uint16_t *first, dt_pair *tile)
{
    const uint32_t rows = m->standings->rows;
    uint32_t g = 0;
    for (; g + 4 <= m->n_groups; g += 4) {
        const uint16_t *order[4];
        dt_pair *row[4];
        for (uint32_t k = 0; k < 4; k++) {
            order[k] = first + (size_t)m->group[g + k] * rows;
            row[k] = tile + m->at[g + k];
        }
        improve_together(4, order, row, rows, m->stride);
    }
    for (; g < m->n_groups; g++) {
        const uint16_t *const order = first + (size_t)m->group[g] * rows;
        dt_pair *const row = tile + m->at[g];
        improve_together(1, &order, &row, rows, m->stride);
    }
}

enum { KEYS_MAX = 512 };

/* One tally for each combination of one-way choices. */
typedef struct tallies {
    uint32_t above[2 * KEYS_MAX], here[2 * KEYS_MAX];
} tallies;

static inline void improve_group(uint32_t n_keys, const dt_standings *standings,
                                 const uint16_t *order, uint32_t stride, dt_pair *group)
{
    tallies t;
    memset(t.above, 0xff, 2 * n_keys * sizeof *t.above);
    memset(t.here, 0xff, 2 * n_keys * sizeof *t.here);
    for (uint32_t k = 0; k < standings->rows; k++) {
        const uint32_t row = order[k] & DT_ROW, hide = veil[order[k] / DT_TIE].v[0];
        const uint32_t key = standings->key[row];
        const uint32_t *const apart = standings->apart + (size_t)2 * key * n_keys;
        dt_pair *const at = group + ((size_t)row << stride);
        const dt_pair was = *at;
        for (uint32_t c = 0; c < 2 * n_keys; c++) {
            t.above[c] = lesser(t.above[c], t.here[c] | hide);
            t.here[c] = lesser(t.here[c], was.v[c % 2] | apart[c]);
        }
        for (uint32_t c = 0; c < 2; c++)
            at->v[c] = lesser(was.v[c], t.above[2 * key + c]);
    }
}

static void improve_one_way(const dt_mover *m, const uint16_t *first, dt_pair *tile)
{
    const dt_standings *const s = m->standings;
    for (uint32_t g = 0; g < m->n_groups; g++) {
        const uint16_t *const order = first + (size_t)m->group[g] * s->rows;
        dt_pair *const group = tile + m->at[g];
        switch (s->n_keys) { /* few keys: tallies that fit vectors */
        case 2:
            improve_group(2, s, order, m->stride, group);
            break;
        case 4:
            improve_group(4, s, order, m->stride, group);
            break;
        case 8:
            improve_group(8, s, order, m->stride, group);
            break;
        default:
            improve_group(s->n_keys, s, order, m->stride, group);
        }
    }
}

static bool improvements(const dt_mover *m, uint32_t own, uint32_t from, uint32_t to,
                         dt_pair *slab, const dt_stamps *stamps, dt_pair *tile)
{
    bool changed = false;
    for (uint32_t t = from; t < to; t++) {
        const uint32_t base = dt_tile_base(m, t);
        if (!is_stale(m, base, stamps))
            continue;
        const uint32_t group = dt_field_drop(m->natural, dt_field_put(m->own, base, own));
        const uint16_t *const first =
            m->standings->order + (size_t)group * m->standings->rows;
        load(m, slab + base, tile);
        if (m->standings->n_keys > 1)
            improve_one_way(m, first, tile);
        else
            improve_free(m, first, tile);
        changed |= store(m, base, tile, slab, stamps);
    }
    return changed;
}

/* ---- columns ---------------------------------------------------------------- */

static void lift(const uint32_t *from, uint32_t n, uint32_t *to)
{
    for (uint32_t k = 0; k < n; k++)
        to[k] = from[k] > to[k] ? from[k] : to[k];
}

static void lift_states(const uint32_t *from, uint32_t n, uint32_t *to)
{
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t here = from[k] == DT_HOLE ? 0 : from[k];
        to[k] = here > to[k] ? here : to[k];
    }
}

static void pair_up(const uint32_t *u, const uint32_t *best, uint32_t hole, uint32_t n,
                    dt_pair *slab)
{
    for (uint32_t k = 0; k < n; k++) {
        slab[k].v[0] = u[k] == DT_HOLE ? hole : u[k];
        slab[k].v[1] = u[k] == DT_HOLE ? hole : best[k];
    }
}

static void take_apart(const uint32_t *u, const dt_pair *slab, uint32_t n,
                       uint32_t *first, uint32_t *second)
{
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t most = u[k] == DT_HOLE ? 0 : u[k];
        first[k] = lesser(most, slab[k].v[0]);
        second[k] = lesser(most, slab[k].v[1]);
    }
}

/* Eight truth values, one a byte, become eight bits by one multiplication. */
static uint64_t no_better(const uint32_t *result, const uint32_t *rank)
{
    uint8_t holds[64];
    uint64_t word = 0;
    for (int k = 0; k < 64; k++)
        holds[k] = result[k] <= rank[k];
    for (int k = 0; k < 8; k++) {
        uint64_t eight = 0;
        for (int b = 0; b < 8; b++)
            eight |= (uint64_t)holds[8 * k + b] << 8 * b;
        word |= (eight * UINT64_C(0x0102040810204080) >> 56) << 8 * k;
    }
    return word;
}

/* Four keys at a time are compared with all. */
static void count_above(const int32_t *key, uint32_t n, uint32_t *above)
{
    for (uint32_t r = 0; r < n; r += 4) {
        const int32_t a = key[r], b = key[r + 1], c = key[r + 2], d = key[r + 3];
        uint32_t n_a = 0, n_b = 0, n_c = 0, n_d = 0;
        for (uint32_t t = 0; t < n; t++) {
            n_a += key[t] > a;
            n_b += key[t] > b;
            n_c += key[t] > c;
            n_d += key[t] > d;
        }
        above[r] = n_a;
        above[r + 1] = n_b;
        above[r + 2] = n_c;
        above[r + 3] = n_d;
    }
}

extern const dt_kernels DT_KERNELS;
const dt_kernels DT_KERNELS = {
    .name = DT_KERNELS_NAME,
    .moves = moves,
    .improvements = improvements,
    .lift = lift,
    .lift_states = lift_states,
    .pair_up = pair_up,
    .take_apart = take_apart,
    .no_better = no_better,
    .count_above = count_above,
};
