/* See kernels.h. This file is compiled once for plain vectors, and where the compiler
 * knows them once more for wide ones, with DT_KERNELS set to another name.
 *
 * An opponent's field of w bits from bit `shift` on makes groups of 2^w cells that lie
 * 2^shift apart. A tile is some groups side by side:
 *
 *      shift >= 4    line 0   | a0 b0 c0 ... p0  |    16 groups side by side:
 *                    line 1   | a1 b1 c1 ... p1  |    each line is a row of them
 *                    ...
 *      shift < 4     line 0   | a0 a1 a2 ... a15 |    whole groups, one after the
 *                    line 1   | b0 b1 ...        |    other, or woven
 *
 * Worst by moves is a minimum over rows, the same for all rows; one-way choices make it
 * a running minimum along the choice's levels, and what is no state is passed through.
 * Worst by improvements goes through each group best row first, with a running minimum
 * of what stands above: what beats a row stands before it, ties apart. With one-way
 * choices one such minimum is kept for each combination of them, of the rows that can
 * be reached from it.
 *
 * What is no state stands last in every order, so by improvements nobody gets anything
 * from it, and it needs no attention.
 *
 * An order names for each row the place at which its tier begins, so that ties need no
 * decision: the running minimum is written down place by place, a ladder, and a row
 * takes the rung below its tier. */
#include "stability/kernels.h"

#include "base/compiler.h"

#include <string.h>

#ifndef DT_KERNELS
#define DT_KERNELS dt_kernels_plain
#endif

DT_INLINE uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* ---- tiles ------------------------------------------------------------------ */

/* Lines are handled as plain numbers: compilers make vectors of those. */
enum { NUMBERS = 2 * DT_LINE };

typedef struct whole_line {
    uint32_t v[NUMBERS];
} whole_line;

static void load(const dt_mover *m, uint32_t base, const dt_pair *pair, dt_pair *tile)
{
    for (uint32_t r = 0; r < m->n_lines; r++)
        memcpy(tile + r * DT_LINE, pair + base + r * m->line_step, sizeof(whole_line));
}

/* Copy a line back if something differs; what does. With holes, a hole stays one. */
DT_INLINE uint32_t store_line(bool holes, uint32_t *restrict to,
                              uint32_t *restrict from)
{
    uint32_t differs = 0;
    for (int k = 0; holes && k < NUMBERS; k++)
        from[k] |= to[k] == DT_HOLE ? DT_HOLE : 0;
    for (int k = 0; k < NUMBERS; k++)
        differs |= to[k] ^ from[k];
    if (differs)
        memcpy(to, from, sizeof(whole_line));
    return differs;
}

/* Remember that this pass changed the stretch of a pair. Tiles share stretches. */
static inline void stamp(const dt_slab *slab, uint32_t rest)
{
    uint32_t *const last = &slab->stamp[rest / DT_STRETCH];
#pragma omp atomic write
    *last = slab->now;
}

/* Copy back, stamping what differs from what was there; true when something does. */
DT_INLINE bool store(bool holes, const dt_mover *m, uint32_t base, dt_pair *tile,
                     const dt_slab *slab)
{
    bool changed = false;
    for (uint32_t r = 0; r < m->n_lines; r++) {
        const uint32_t at = base + r * m->line_step;
        if (store_line(holes, slab->pair[at].v, tile[r * DT_LINE].v)) {
            stamp(slab, at);
            changed = true;
        }
    }
    return changed;
}

/* Something in the tile has changed since the mover was there. */
static bool is_stale(const dt_mover *m, uint32_t base, const dt_slab *slab)
{
    const uint32_t lines = m->line_step == DT_LINE ? DT_STRETCH / DT_LINE : 1;
    for (uint32_t r = 0; r < m->n_lines; r += lines) {
        const uint32_t *const at = &slab->stamp[(base + r * m->line_step) / DT_STRETCH];
        uint32_t last;
#pragma omp atomic read
        last = *at;
        if (last > slab->since)
            return true;
    }
    return false;
}

/* ---- worst by moves --------------------------------------------------------- */

DT_INLINE void lower_line(uint32_t *restrict to, const uint32_t *restrict from)
{
    for (int k = 0; k < NUMBERS; k++)
        to[k] = lesser(to[k], from[k]);
}

/* Groups side by side: lines are rows. */
static void level_lines(const dt_mover *m, dt_pair *tile)
{
    whole_line least;
    memcpy(&least, tile, sizeof least);
    for (uint32_t r = 1; r < m->n_lines; r++)
        lower_line(least.v, tile[r * DT_LINE].v);
    for (uint32_t r = 0; r < m->n_lines; r++)
        memcpy(tile + r * DT_LINE, &least, sizeof least);
}

DT_INLINE dt_pair lesser_pair(dt_pair a, dt_pair b)
{
    const dt_pair least = {{lesser(a.v[0], b.v[0]), lesser(a.v[1], b.v[1])}};
    return least;
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

static void lower_run(uint32_t *restrict to, const uint32_t *restrict from, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        to[k] = lesser(to[k], from[k]);
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
                lower_run(level[l * step].v, level[(l + 1) * step].v, 2 * step);
        if (choice->way != DT_WAY_UP)
            for (uint32_t l = 1; l <= last; l++)
                lower_run(level[l * step].v, level[(l - 1) * step].v, 2 * step);
    }
}

static void lower_along_choices(const dt_mover *m, dt_pair *tile)
{
    const dt_choice *const choices = m->model->choices + m->actor->first_choice;
    for (uint32_t k = 0; k < m->actor->n_choices; k++) {
        const uint32_t bit = choices[k].shift - m->natural.shift;
        lower_along(&choices[k], UINT32_C(1) << (bit + m->stride), m->n_lines * DT_LINE,
                    tile);
    }
}

static bool moves(const dt_mover *m, const dt_slab *slab, uint32_t from, uint32_t to,
                  dt_pair *tile)
{
    bool changed = false;
    for (uint32_t t = from; t < to; t++) {
        const uint32_t base = dt_tile_base(m, t);
        if (!is_stale(m, base, slab))
            continue;
        load(m, base, slab->pair, tile);
        if (m->standings->n_keys > 1)
            lower_along_choices(m, tile);
        else if (m->stride == DT_LINE_BITS)
            level_lines(m, tile);
        else
            level_groups(m, tile);
        changed |= store(true, m, base, tile, slab);
    }
    return changed;
}

/* ---- worst by improvements -------------------------------------------------- */

/* A group's order; `large` is known when compiled. */
typedef struct sequence {
    const dt_standings *standings;
    size_t first;
    bool large;
} sequence;

DT_INLINE dt_seat seat_at(sequence o, uint32_t k)
{
    return dt_seat_at(o.large, o.standings, o.first + k);
}

/* Rung k of a ladder: the least of the k best rows of a group. A row takes the rung
 * below its tier. */
DT_INLINE void improve_group(sequence o, const dt_mover *m, dt_pair *restrict group,
                             dt_pair *restrict rung)
{
    dt_pair least = {{DT_HOLE, DT_HOLE}};
    rung[0] = least;
    for (uint32_t k = 0; k < o.standings->rows; k++) {
        const dt_seat seat = seat_at(o, k);
        dt_pair *const at = group + ((size_t)seat.row << m->stride);
        const dt_pair was = *at, *const above = &rung[seat.tier];
        for (int c = 0; c < 2; c++) {
            least.v[c] = lesser(least.v[c], was.v[c]);
            at->v[c] = lesser(was.v[c], above->v[c]);
        }
        rung[k + 1] = least;
    }
}

/* The rung above `least`, n numbers; it is kept in `least` as well, where it need not
 * be fetched from when the next one is made. */
DT_INLINE void make_rung(uint32_t n, dt_pair was, const uint32_t *restrict apart,
                         uint32_t *restrict least, uint32_t *restrict rung)
{
    for (uint32_t c = 0; c < n; c++)
        rung[c] = least[c] = lesser(least[c], was.v[c & 1] | apart[c]);
}

/* The same with a rung for each of n combinations of one-way choices, of the rows that
 * can be reached from it; n pairs lie side by side. */
DT_INLINE void improve_keyed(sequence o, uint32_t n, const dt_mover *m,
                             dt_pair *restrict group, dt_pair *restrict rungs,
                             uint32_t *restrict least)
{
    const dt_standings *const s = o.standings;
    memset(least, 0xff, 2 * n * sizeof *least);
    memset(rungs, 0xff, n * sizeof *rungs);
    for (uint32_t k = 0; k < s->rows; k++) {
        const dt_seat seat = seat_at(o, k);
        const uint32_t key = s->key[seat.row];
        const dt_pair above = rungs[(size_t)n * seat.tier + key];
        dt_pair *const at = &group[(size_t)seat.row << m->stride];
        const dt_pair was = *at;
        make_rung(2 * n, was, s->apart + (size_t)2 * n * key, least,
                  rungs[(size_t)n * (k + 1)].v);
        for (int c = 0; c < 2; c++)
            at->v[c] = lesser(was.v[c], above.v[c]);
    }
}

/* A number of keys that is known when compiled makes vectors of their rung. */
DT_INLINE void improve_few_keys(sequence o, const dt_mover *m, dt_pair *group,
                                dt_pair *rungs)
{
    uint32_t least[2 * DT_TALLIES_LEAST];
    improve_keyed(o, DT_TALLIES_LEAST, m, group, rungs, least);
}

static void improve_many_keys(sequence o, const dt_mover *m, dt_pair *group,
                              dt_pair *rungs)
{
    uint32_t least[2 * DT_KEYS_MAX];
    improve_keyed(o, o.standings->n_tallies, m, group, rungs, least);
}

/* What the veil covers gives nothing. */
DT_INLINE void lower_unveiled(uint32_t *restrict to, const uint32_t *restrict from,
                              const uint32_t *restrict over)
{
    for (int k = 0; k < NUMBERS; k++)
        to[k] = lesser(to[k], from[k] | over[k]);
}

/* For each key from which the actor can go to `key`. */
static void lower_keys(const dt_standings *s, uint32_t key, const uint32_t *line,
                       const uint32_t *over, dt_pair *least)
{
    const uint32_t *const apart = s->apart + (size_t)2 * s->n_tallies * key;
    for (uint32_t j = 0; j < s->n_keys; j++)
        if (apart[2 * j] == 0)
            lower_unveiled(least[(size_t)j * DT_LINE].v, line, over);
}

/* All groups of a line that stand in the same order; tiers are the same for all, so
 * each can be handled as one: its rows take over the least of what is above, then add
 * to it. There is a least for each combination of one-way choices. */
DT_INLINE void improve_side_by_side(sequence o, bool keyed, const uint32_t *over,
                                    dt_pair *tile, dt_pair *least)
{
    const dt_standings *const s = o.standings;
    memset(least, 0xff, (keyed ? s->n_keys : 1) * sizeof(whole_line));
    for (uint32_t k = 0, next; k < s->rows; k = next) {
        for (next = k; next < s->rows && seat_at(o, next).tier == k; next++) {
            const uint32_t row = seat_at(o, next).row, key = keyed ? s->key[row] : 0;
            lower_line(tile[(size_t)row * DT_LINE].v, least[(size_t)key * DT_LINE].v);
        }
        for (uint32_t at = k; at < next; at++) {
            const uint32_t row = seat_at(o, at).row;
            const uint32_t *const line = tile[(size_t)row * DT_LINE].v;
            if (!keyed)
                lower_unveiled(least->v, line, over);
            else
                lower_keys(s, s->key[row], line, over, least);
        }
    }
}

/* Begin to fetch the order of a group of the tile that comes next. */
DT_INLINE void fetch_order(bool large, const dt_standings *s, uint32_t kind)
{
    enum { CACHE_LINE = 64, FEW = 8 };
    const size_t each = large ? sizeof(uint32_t) : sizeof(uint16_t);
    const char *const order = (const char *)s->order + (size_t)kind * s->rows * each;
    for (size_t k = 0; k < s->rows * each && k < FEW * CACHE_LINE; k += CACHE_LINE)
        DT_PREFETCH(order + k);
}

DT_INLINE void improve_groups(bool large, const dt_mover *m, uint32_t first,
                              uint32_t next, dt_pair *tile, dt_pair *ladder)
{
    const dt_standings *const s = m->standings;
    for (uint32_t v = 0; v < m->n_veils; v++) {
        const sequence o = {s, (size_t)(first + m->veil[v].kind) * s->rows, large};
        if (s->n_keys == 1)
            improve_side_by_side(o, false, m->veil[v].over, tile, ladder);
        else
            improve_side_by_side(o, true, m->veil[v].over, tile, ladder);
    }
    for (uint32_t g = 0; m->n_veils == 0 && g < m->n_groups; g++) {
        const sequence o = {s, (size_t)(first + m->kind[g]) * s->rows, large};
        dt_pair *const group = tile + m->at[g];
        fetch_order(large, s, next + m->kind[g]);
        if (s->n_keys == 1)
            improve_group(o, m, group, ladder);
        else if (s->n_tallies == DT_TALLIES_LEAST)
            improve_few_keys(o, m, group, ladder);
        else
            improve_many_keys(o, m, group, ladder);
    }
}

/* The kind of the mover's group that has the slab's code `rest`. */
static uint32_t kind_at(const dt_mover *m, uint32_t own, uint32_t rest)
{
    const uint32_t code = dt_field_put(m->own, rest, own);
    return (uint32_t)dt_squeeze(&m->standings->matters, code);
}

static bool improvements(const dt_mover *m, const dt_slab *slab, uint32_t from,
                         uint32_t to, dt_pair *tile)
{
    bool changed = false;
    for (uint32_t t = from; t < to; t++) {
        const uint32_t base = dt_tile_base(m, t);
        if (!is_stale(m, base, slab))
            continue;
        const uint32_t first = kind_at(m, slab->own, base);
        const uint32_t next =
            kind_at(m, slab->own, dt_tile_base(m, t + 1 < to ? t + 1 : from));
        dt_pair *const ladder = tile + m->n_lines * DT_LINE;
        load(m, base, slab->pair, tile);
        if (m->standings->large)
            improve_groups(true, m, first, next, tile, ladder);
        else
            improve_groups(false, m, first, next, tile, ladder);
        changed |= store(false, m, base, tile, slab);
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
                    dt_pair *pair)
{
    for (uint32_t k = 0; k < n; k++) {
        pair[k].v[0] = u[k] == DT_HOLE ? hole : u[k];
        pair[k].v[1] = u[k] == DT_HOLE ? hole : best[k];
    }
}

static void take_apart(const uint32_t *u, const dt_pair *pair, uint32_t n,
                       uint32_t *first, uint32_t *second)
{
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t most = u[k] == DT_HOLE ? 0 : u[k];
        first[k] = lesser(most, pair[k].v[0]);
        second[k] = lesser(most, pair[k].v[1]);
    }
}

/* Bit k of 32: result[k] <= rank[k]. */
DT_INLINE uint32_t half_no_better(const uint32_t *result, const uint32_t *rank)
{
    uint32_t half = 0;
    for (int k = 0; k < 32; k++)
        half |= result[k] <= rank[k] ? UINT32_C(1) << k : 0;
    return half;
}

static uint64_t no_better(const uint32_t *result, const uint32_t *rank)
{
    return half_no_better(result, rank) |
           (uint64_t)half_no_better(result + 32, rank + 32) << 32;
}

/* ---- orders ----------------------------------------------------------------- */

DT_INLINE void exchange_lines(uint32_t *restrict high, uint32_t *restrict low)
{
    for (int l = 0; l < DT_LANES; l++) {
        const uint32_t a = high[l], b = low[l];
        high[l] = a > b ? a : b;
        low[l] = a > b ? b : a;
    }
}

/* Lines k apart, where both belong to the same 2p lines. */
static void exchange_across(uint32_t n, uint32_t p, uint32_t k, uint32_t *line)
{
    const uint32_t start = k % p;
    for (uint32_t i = start; i + k < n; i++)
        if (((i - start) & k) == 0 && (i ^ (i + k)) < 2 * p)
            exchange_lines(line + i * DT_LANES, line + (i + k) * DT_LANES);
}

/* Sort each lane of n lines, a power of two, the largest first: Batcher's odd-even
 * merge sort, whose comparisons do not depend on what is compared (Knuth, The Art of
 * Computer Programming 3, section 5.2.2, algorithm M). */
static void sort_lanes(uint32_t n, uint32_t *line)
{
    for (uint32_t p = 1; p < n; p *= 2)
        for (uint32_t k = p; k > 0; k /= 2)
            exchange_across(n, p, k, line);
}

/* What was sorted becomes what stands there: the rank of a key counts only by whether
 * it is that of the place before. */
DT_INLINE void seat_line(uint32_t k, uint32_t width, uint32_t half,
                         uint32_t *restrict rank, uint32_t *restrict tier,
                         uint32_t *restrict line)
{
    const uint32_t last = (UINT32_C(1) << width) - 1;
    for (int l = 0; l < DT_LANES; l++) {
        const uint32_t here = line[l] >> width;
        tier[l] = here == rank[l] ? tier[l] : k;
        rank[l] = here;
        line[l] = tier[l] << half | (last - (line[l] & last));
    }
}

static void order_lanes(uint32_t width, uint32_t half, uint32_t *line)
{
    const uint32_t rows = UINT32_C(1) << width;
    uint32_t rank[DT_LANES], tier[DT_LANES] = {0};
    sort_lanes(rows, line);
    for (int l = 0; l < DT_LANES; l++)
        rank[l] = line[l] >> width;
    for (uint32_t k = 0; k < rows; k++)
        seat_line(k, width, half, rank, tier, line + k * DT_LANES);
}

extern const dt_kernels DT_KERNELS;
const dt_kernels DT_KERNELS = {
    .moves = moves,
    .improvements = improvements,
    .lift = lift,
    .lift_states = lift_states,
    .pair_up = pair_up,
    .take_apart = take_apart,
    .no_better = no_better,
    .order_lanes = order_lanes,
};
