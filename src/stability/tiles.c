/* Tiles: the sweeps' kernels where a cell is a code.
 *
 * An actor's field of w bits from bit `shift` on makes groups of 2^w codes that lie
 * 2^shift apart. Groups side by side are handled together, LANES at a time:
 *
 *                    lane 0    lane 1   ...   lane 15
 *      row 0       |   .         .              .    |   the field is 0
 *      row 1       |   .         .              .    |   the field is 1
 *      ...
 *      row 2^w - 1 |   .         .              .    |
 *
 * A tile is copied into a small buffer, worked on there, and copied back: each line of
 * the columns is touched once a pass, whatever the stride, and rows of the buffer are
 * vectors. Where the field begins below bit 4 a tile's lanes are several runs of
 * neighbours instead of one, and rows are gathered.
 *
 * Best and worst by moves are maxima and minima over rows; one-way choices make them
 * running ones along the choice's levels. Worst by improvements follows `order`, which
 * lists the rows of each group best first (bit TIE: ranked as the row before): what
 * beats a row stands before it. With one-way choices a running minimum is kept for each
 * combination of them.
 *
 * Codes that are no states take part in nothing: they come in as the neutral value and
 * go out as UINT32_MAX. */
#include "stability/tiles.h"

#include "base/threads.h"

#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum {
    LANES = DT_TILE_LANES,
    TIE = 0x8000,
    ROW = 0x7fff,
    KEYS_MAX = 1 << DT_DENSE_ONE_WAY_BITS
};

/* ---- geometry --------------------------------------------------------------- */

static uint32_t width_of(const dt_tiles *t)
{
    uint32_t width = 0;
    while (t->rows >> (width + 1))
        width++;
    return width;
}

static void find_geometry(dt_tiles *t)
{
    const uint32_t n_groups = t->space->n_cells / t->rows;
    const uint32_t neighbours = UINT32_C(1) << t->shift;
    t->lanes = n_groups < LANES ? n_groups : LANES;
    const uint32_t los = neighbours < t->lanes ? neighbours : t->lanes;
    t->across = neighbours / los;
    t->runs = t->lanes / los;
    t->n_tiles = n_groups / t->lanes;
    for (uint32_t l = 0; l < t->lanes; l++)
        t->lane[l] = (l / los * t->rows << t->shift) + l % los;
}

/* The cell of row 0 of lane 0. */
static uint32_t tile_base(const dt_tiles *t, uint32_t tile)
{
    const uint32_t block = t->rows << t->shift;
    return tile / t->across * t->runs * block + tile % t->across * LANES;
}

static uint32_t *buffer_of(const dt_tiles *t)
{
#ifdef _OPENMP
    const size_t thread = (size_t)omp_get_thread_num();
#else
    const size_t thread = 0;
#endif
    return (uint32_t *)t->scratch + thread * LANES * t->rows;
}

/* All lanes of a row lie side by side, sixteen of them: a vector. */
static bool rows_are_runs(const dt_tiles *t)
{
    return t->runs == 1 && t->lanes == LANES;
}

/* ---- in and out ------------------------------------------------------------- */

/* Set what is no state in a row to a neutral value. */
static void blank_row(const dt_tiles *t, uint32_t first, uint32_t *row,
                      uint32_t neutral)
{
    for (uint32_t l = 0; l < t->lanes; l++)
        row[l] = dt_cell_is_feasible(t->space, first + t->lane[l]) ? row[l] : neutral;
}

static void blank(const dt_tiles *t, uint32_t base, uint32_t *tile, uint32_t neutral)
{
    for (uint32_t r = 0; t->space->feasible.n && r < t->rows; r++)
        blank_row(t, base + (r << t->shift), tile + r * LANES, neutral);
}

static void load(const dt_tiles *t, uint32_t base, const uint32_t *column,
                 uint32_t neutral, uint32_t *tile)
{
    const uint32_t *const from = column + base;
    const size_t stride = (size_t)1 << t->shift;
    if (rows_are_runs(t))
        for (uint32_t r = 0; r < t->rows; r++)
            memcpy(tile + r * LANES, from + r * stride, LANES * sizeof *tile);
    else
        for (uint32_t l = 0; l < t->lanes; l++)
            for (uint32_t r = 0; r < t->rows; r++)
                tile[r * LANES + l] = from[t->lane[l] + r * stride];
    blank(t, base, tile, neutral);
}

static uint32_t store_row(uint32_t *restrict to, const uint32_t *restrict row)
{
    uint32_t differs = 0;
    for (uint32_t l = 0; l < LANES; l++) {
        differs |= to[l] ^ row[l];
        to[l] = row[l];
    }
    return differs;
}

/* Remember that this pass changed the stretch of a cell. Tiles share stretches. */
static void stamp(const dt_stamps *stamps, size_t cell)
{
    uint32_t *const last = &stamps->last[cell / DT_STAMP_CELLS];
#pragma omp atomic write
    *last = stamps->now;
}

/* Copy back, stamping what differs from what was there; true when something does. */
static bool store(const dt_tiles *t, uint32_t base, uint32_t *tile, uint32_t *column,
                  const dt_stamps *stamps)
{
    const size_t stride = (size_t)1 << t->shift;
    bool changed = false;
    blank(t, base, tile, UINT32_MAX);
    for (uint32_t r = 0; rows_are_runs(t) && r < t->rows; r++)
        if (store_row(column + base + r * stride, tile + r * LANES)) {
            stamp(stamps, base + r * stride);
            changed = true;
        }
    for (uint32_t l = 0; !rows_are_runs(t) && l < t->lanes; l++)
        for (uint32_t r = 0; r < t->rows; r++) {
            const size_t cell = base + t->lane[l] + r * stride;
            if (column[cell] == tile[r * LANES + l])
                continue;
            column[cell] = tile[r * LANES + l];
            stamp(stamps, cell);
            changed = true;
        }
    return changed;
}

/* The same without stamps. */
static void store_all(const dt_tiles *t, uint32_t base, uint32_t *tile,
                      uint32_t *column)
{
    const size_t stride = (size_t)1 << t->shift;
    blank(t, base, tile, UINT32_MAX);
    for (uint32_t r = 0; rows_are_runs(t) && r < t->rows; r++)
        memcpy(column + base + r * stride, tile + r * LANES, LANES * sizeof *tile);
    for (uint32_t l = 0; !rows_are_runs(t) && l < t->lanes; l++)
        for (uint32_t r = 0; r < t->rows; r++)
            column[base + t->lane[l] + r * stride] = tile[r * LANES + l];
}

/* Something in the tile has changed since the actor was there. */
static bool is_stale(const dt_tiles *t, uint32_t base, const dt_stamps *stamps)
{
    const size_t stride = (size_t)1 << t->shift;
    const uint32_t step = t->lanes / t->runs; /* lanes in a run */
    for (uint32_t l = 0; l < t->lanes; l += step)
        for (uint32_t r = 0; r < t->rows; r++) {
            uint32_t last;
            const uint32_t *const at =
                &stamps->last[(base + t->lane[l] + r * stride) / DT_STAMP_CELLS];
#pragma omp atomic read
            last = *at;
            if (last > stamps->since)
                return true;
        }
    return false;
}

/* ---- maxima and minima over rows -------------------------------------------- */

static inline uint32_t pick(bool largest, uint32_t a, uint32_t b)
{
    return largest == (a > b) ? a : b;
}

static inline void pick_row(bool largest, uint32_t *row, const uint32_t *with)
{
    for (uint32_t l = 0; l < LANES; l++)
        row[l] = pick(largest, row[l], with[l]);
}

/* Every row becomes the extreme of all. */
static inline void level_out(bool largest, uint32_t *tile, uint32_t rows)
{
    uint32_t extreme[LANES];
    memcpy(extreme, tile, sizeof extreme);
    for (uint32_t r = 1; r < rows; r++)
        pick_row(largest, extreme, tile + r * LANES);
    for (uint32_t r = 0; r < rows; r++)
        memcpy(tile + r * LANES, extreme, sizeof extreme);
}

/* Along one choice: the levels lie `step` rows apart, `level` is the first of them. */
static inline void along_choice(bool largest, const dt_choice *choice, uint32_t step,
                                uint32_t *level)
{
    const uint32_t last = choice->n_levels - 1, stride = step * LANES;
    if (choice->way != DT_WAY_DOWN)
        for (uint32_t l = last; l-- > 0;)
            pick_row(largest, level + l * stride, level + (l + 1) * stride);
    if (choice->way == DT_WAY_UP)
        return;
    for (uint32_t l = 1; l <= last; l++)
        pick_row(largest, level + l * stride, level + (l - 1) * stride);
}

/* One choice after the other; levels that do not exist hold the neutral value. */
static inline void along_choices(bool largest, const dt_tiles *t, uint32_t *tile)
{
    const dt_choice *const choices = t->space->model->choices + t->actor->first_choice;
    for (uint32_t k = 0; k < t->actor->n_choices; k++) {
        const uint32_t step = UINT32_C(1) << (choices[k].shift - t->shift);
        const uint32_t mask = ((UINT32_C(1) << choices[k].width) - 1) * step;
        for (uint32_t r = 0; r < t->rows; r++)
            if ((r & mask) == 0)
                along_choice(largest, &choices[k], step, tile + r * LANES);
    }
}

static inline void spread(bool largest, const dt_tiles *t, uint32_t *tile)
{
    if (t->n_keys == 1)
        level_out(largest, tile, t->rows);
    else
        along_choices(largest, t, tile);
}

void dt_tiles_best(const dt_tiles *tiles, const uint32_t *in, uint32_t *out)
{
#pragma omp parallel for num_threads(tiles->n_threads) schedule(dynamic, DT_PORTION)
    for (uint32_t k = 0; k < tiles->n_tiles; k++) {
        uint32_t *const tile = buffer_of(tiles);
        const uint32_t base = tile_base(tiles, k);
        load(tiles, base, in, 0, tile);
        spread(true, tiles, tile);
        store_all(tiles, base, tile, out);
    }
}

bool dt_tiles_moves(const dt_tiles *tiles, uint32_t *column, const dt_stamps *stamps)
{
    bool changed = false;
#pragma omp parallel for num_threads(tiles->n_threads) schedule(dynamic, DT_PORTION)   \
    reduction(||                                                                       \
              : changed)
    for (uint32_t k = 0; k < tiles->n_tiles; k++) {
        uint32_t *const tile = buffer_of(tiles);
        const uint32_t base = tile_base(tiles, k);
        if (!is_stale(tiles, base, stamps))
            continue;
        load(tiles, base, column, UINT32_MAX, tile);
        spread(false, tiles, tile);
        const bool here = store(tiles, base, tile, column, stamps);
        changed = changed || here;
    }
    return changed;
}

/* ---- improvements ----------------------------------------------------------- */

/* All lanes side by side, so that their chains of comparisons overlap. */
static inline void improve_lanes(const dt_tiles *t, const uint16_t *order,
                                 uint32_t n_lanes, const uint32_t *lane, uint32_t *tile)
{
    const size_t stride = (size_t)1 << t->shift;
    uint32_t above[LANES], here[LANES]; /* smallest so far: of better tiers, of all */
    memset(above, 0xff, sizeof above);
    memset(here, 0xff, sizeof here);
    for (uint32_t k = 0; k < t->rows; k++, order += stride)
        for (uint32_t l = 0; l < n_lanes; l++) {
            const uint16_t entry = order[lane[l]];
            uint32_t *const value = &tile[(entry & ROW) * LANES + l];
            above[l] = entry & TIE ? above[l] : here[l];
            const uint32_t v = *value < above[l] ? *value : above[l];
            *value = v;
            here[l] = v < here[l] ? v : here[l];
        }
}

static void improve_tile(const dt_tiles *t, const uint16_t *order, uint32_t *tile)
{
    static const uint32_t neighbours[LANES] = {0, 1, 2,  3,  4,  5,  6,  7,
                                               8, 9, 10, 11, 12, 13, 14, 15};
    if (rows_are_runs(t))
        improve_lanes(t, order, LANES, neighbours, tile);
    else
        improve_lanes(t, order, t->lanes, t->lane, tile);
}

/* With one-way choices the smallest values are kept for each combination of them: what
 * can be moved to from rows of that key. */
typedef struct reach {
    uint32_t above[KEYS_MAX], here[KEYS_MAX];
} reach;

static void start_tier(const dt_tiles *t, reach *own)
{
    for (uint32_t j = 0; j < t->n_keys; j++)
        own->above[j] = own->here[j];
}

static void improve_lane(const dt_tiles *t, const uint16_t *order, uint32_t *lane,
                         reach *own)
{
    const size_t stride = (size_t)1 << t->shift;
    memset(own->here, 0xff, t->n_keys * sizeof *own->here);
    for (uint32_t k = 0; k < t->rows; k++, order += stride) {
        const uint32_t row = *order & ROW, key = t->key[row];
        uint32_t *const value = &lane[row * LANES];
        if ((*order & TIE) == 0)
            start_tier(t, own);
        const uint32_t v = *value < own->above[key] ? *value : own->above[key];
        *value = v;
        for (uint32_t j = t->first[key]; j < t->first[key + 1]; j++)
            if (v < own->here[t->leading[j]])
                own->here[t->leading[j]] = v;
    }
}

static void improve_one_way(const dt_tiles *t, const uint16_t *order, uint32_t *tile)
{
    reach own;
    for (uint32_t l = 0; l < t->lanes; l++)
        improve_lane(t, order + t->lane[l], tile + l, &own);
}

bool dt_tiles_improvements(const dt_tiles *tiles, uint32_t *column,
                           const dt_stamps *stamps)
{
    bool changed = false;
#pragma omp parallel for num_threads(tiles->n_threads) schedule(dynamic, DT_PORTION)   \
    reduction(||                                                                       \
              : changed)
    for (uint32_t k = 0; k < tiles->n_tiles; k++) {
        uint32_t *const tile = buffer_of(tiles);
        const uint32_t base = tile_base(tiles, k);
        if (!is_stale(tiles, base, stamps))
            continue;
        load(tiles, base, column, UINT32_MAX, tile);
        if (tiles->n_keys == 1)
            improve_tile(tiles, tiles->order + base, tile);
        else
            improve_one_way(tiles, tiles->order + base, tile);
        const bool here = store(tiles, base, tile, column, stamps);
        changed = changed || here;
    }
    return changed;
}

/* ---- building --------------------------------------------------------------- */

/* What a group is sorted by: better ranks first, then rows; what is no state last. */
static uint64_t sort_key(const dt_space *space, const uint32_t *rank, uint32_t cell,
                         uint32_t row)
{
    const uint64_t depth =
        dt_cell_is_feasible(space, cell) ? UINT32_MAX - rank[cell] : UINT64_C(1) << 32;
    return depth << 16 | row;
}

static void merge(const uint64_t *a, const uint64_t *a_end, const uint64_t *b,
                  const uint64_t *b_end, uint64_t *to)
{
    while (a < a_end && b < b_end)
        *to++ = *b < *a ? *b++ : *a++;
    while (a < a_end)
        *to++ = *a++;
    while (b < b_end)
        *to++ = *b++;
}

static void sort_runs(uint64_t *key, uint32_t n, uint32_t run)
{
    for (uint32_t from = 0; from < n; from += run)
        for (uint32_t k = from + 1; k < from + run && k < n; k++) {
            const uint64_t here = key[k];
            uint32_t j = k;
            for (; j > from && key[j - 1] > here; j--)
                key[j] = key[j - 1];
            key[j] = here;
        }
}

/* Sort n keys, a power of two; the result stands in `key` or in `spare`. */
static const uint64_t *sort_keys(uint64_t *key, uint64_t *spare, uint32_t n)
{
    enum { RUN = 8 };
    sort_runs(key, n, RUN);
    for (uint32_t run = RUN; run < n; run *= 2) {
        for (uint32_t from = 0; from < n; from += 2 * run)
            merge(key + from, key + from + run, key + from + run, key + from + 2 * run,
                  spare + from);
        uint64_t *const sorted = spare;
        spare = key;
        key = sorted;
    }
    return key;
}

/* Write the order of the group whose row 0 is `cell`. */
static void order_group(const dt_tiles *t, const uint32_t *rank, uint32_t cell,
                        uint64_t *room)
{
    for (uint32_t r = 0; r < t->rows; r++)
        room[r] = sort_key(t->space, rank, cell + (r << t->shift), r);
    const uint64_t *const sorted = sort_keys(room, room + t->rows, t->rows);
    for (uint32_t k = 0; k < t->rows; k++) {
        const bool tie = k && sorted[k] >> 16 == sorted[k - 1] >> 16;
        t->order[cell + (k << t->shift)] =
            (uint16_t)((sorted[k] & ROW) | (tie ? (uint32_t)TIE : 0u));
    }
}

/* Sorting needs two lists of keys for each thread. */
static bool order_groups(const dt_tiles *t, const uint32_t *rank)
{
    dt_arena arena = {0};
    uint64_t *const room =
        dt_arena_array(&arena, uint64_t, 2 * (size_t)t->rows * t->n_threads);
    const uint32_t n_groups = t->space->n_cells / t->rows;
    const uint32_t low = (UINT32_C(1) << t->shift) - 1, width = width_of(t);
#pragma omp parallel for num_threads(t->n_threads) schedule(dynamic, DT_PORTION)
    for (uint32_t g = 0; g < n_groups; g++) {
#ifdef _OPENMP
        uint64_t *const own = room + 2 * (size_t)t->rows * (size_t)omp_get_thread_num();
#else
        uint64_t *const own = room;
#endif
        if (room)
            order_group(t, rank, (g & ~low) << width | (g & low), own);
    }
    dt_arena_release(&arena);
    return room;
}

/* Number the combinations of one-way choices that rows have. */
static void number_keys(const dt_tiles *t, uint16_t *key)
{
    const dt_choice *const choices = t->space->model->choices + t->actor->first_choice;
    for (uint32_t r = 0; r < t->rows; r++) {
        uint32_t shift = 0;
        for (uint32_t k = 0; k < t->actor->n_choices; k++)
            if (choices[k].way != DT_WAY_BOTH) {
                const uint64_t code = (uint64_t)r << t->shift;
                key[r] |= (uint16_t)(dt_choice_level(&choices[k], code) << shift);
                shift += choices[k].width;
            }
    }
}

/* A row of each key, to compare keys by. */
static void find_samples(const dt_tiles *t, const uint16_t *key, uint32_t *sample)
{
    for (uint32_t r = t->rows; r-- > 0;)
        sample[key[r]] = r << t->shift;
}

/* For each key, those from which the actor can move to it. */
static bool list_leading(dt_tiles *t, dt_arena *arena)
{
    const dt_ways *const ways =
        &t->space->groups[t->actor - t->space->model->actors].ways;
    uint16_t *const key = dt_arena_array(arena, uint16_t, t->rows);
    uint32_t *const sample = dt_arena_array(arena, uint32_t, t->n_keys);
    uint32_t *const first = dt_arena_array(arena, uint32_t, (size_t)t->n_keys + 1);
    uint16_t *const leading =
        dt_arena_array(arena, uint16_t, (size_t)t->n_keys * t->n_keys);
    if (!key || !sample || !first || !leading)
        return false;
    number_keys(t, key);
    find_samples(t, key, sample);
    for (uint32_t k = 0, n = 0; k < t->n_keys; k++) {
        for (uint32_t j = 0; j < t->n_keys; j++)
            if (dt_ways_allow(ways, sample[j], sample[k]))
                leading[n++] = (uint16_t)j;
        first[k + 1] = n;
    }
    t->key = key;
    t->leading = leading;
    t->first = first;
    return true;
}

static uint32_t count_keys(const dt_tiles *t)
{
    const dt_choice *const choices = t->space->model->choices + t->actor->first_choice;
    uint32_t n = 1;
    for (uint32_t k = 0; k < t->actor->n_choices; k++)
        if (choices[k].way != DT_WAY_BOTH)
            n <<= choices[k].width;
    return n;
}

bool dt_tiles_build(const dt_space *space, dt_actor_id a, const uint32_t *rank,
                    uint32_t n_threads, dt_arena *arena, dt_tiles *tiles)
{
    const dt_actor *const actor = &space->model->actors[a];
    const uint32_t first_bit =
        actor->n_choices ? space->model->choices[actor->first_choice].shift : 0;
    *tiles = (dt_tiles){.space = space,
                        .actor = actor,
                        .shift = first_bit,
                        .rows = (uint32_t)(actor->mask >> first_bit) + 1,
                        .n_threads = n_threads};
    find_geometry(tiles);
    tiles->n_keys = count_keys(tiles);
    tiles->order = dt_arena_array(arena, uint16_t, space->n_cells);
    tiles->scratch =
        dt_arena_array(arena, uint32_t, (size_t)n_threads * LANES * tiles->rows);
    return tiles->order && tiles->scratch && order_groups(tiles, rank) &&
           (tiles->n_keys == 1 || list_leading(tiles, arena));
}

dt_bytes dt_tiles_bytes(const dt_space *space, dt_actor_id a, uint32_t n_threads)
{
    const dt_actor *const actor = &space->model->actors[a];
    const uint32_t width = dt_popcount(actor->mask);
    dt_tiles t = {.space = space, .actor = actor};
    const uint64_t rows = UINT64_C(1) << width, n_keys = count_keys(&t);
    dt_bytes bytes = {space->n_cells * sizeof *t.order +
                          n_threads * LANES * rows * sizeof(uint32_t),
                      2 * rows * n_threads * sizeof(uint64_t)};
    if (n_keys > 1)
        bytes.kept += (rows + n_keys * n_keys) * sizeof *t.key +
                      (2 * n_keys + 1) * sizeof *t.first;
    return bytes;
}
