/* See standings.h.
 *
 * A group of up to FEW cells is sorted without comparing and moving: each cell's place
 * is the number of cells that are better, and counting those is a loop of comparisons
 * that vectors do eight at a time. So that ties need no thought, the keys are made
 * different: the rank, then the row, turned round.
 *
 *      key = rank * rows + (rows - 1 - row)
 *
 * Where that does not fit 31 bits, or a group is larger, keys of 64 bits are merge
 * sorted. Cells that are no states stand last, all tied. */
#include "stability/standings.h"

#include "base/threads.h"
#include "base/watch.h"

enum {
    FEW = 128,
    LANES = 16,
    STRETCH = 1 << 22 /* cells between two looks at the monitor */
};

/* Working room of a thread: the groups that are sorted together. */
typedef struct room {
    uint32_t *rank;  /* [LANES][rows] ranks + 1; 0: no state */
    int32_t *key;    /* [rows] */
    uint32_t *above; /* [rows] */
    uint64_t *wide;  /* [2][rows] */
} room;

typedef struct sorter {
    const dt_sorting *given;
    const uint32_t *rank;
    void *order;
    uint32_t rows;
    bool large, by_counting;
} sorter;

/* ---- a group ---------------------------------------------------------------- */

static void write_place(const sorter *s, size_t entry, dt_seat place)
{
    if (s->large)
        ((uint32_t *)s->order)[entry] = place.tier << 16 | place.row;
    else
        ((uint16_t *)s->order)[entry] = (uint16_t)(place.tier << 8 | place.row);
}

/* The place of each row is how many keys are larger. */
static void sort_by_counting(const sorter *s, const uint32_t *rank, const room *r,
                             size_t first)
{
    const uint32_t rows = s->rows;
    uint32_t sorted[FEW]; /* ranks, best first */
    uint8_t row_at[FEW] = {0};
    for (uint32_t k = 0; k < rows; k++)
        r->key[k] = (int32_t)(rank[k] * rows + (rows - 1 - k));
    s->given->kernels->count_above(r->key, rows, r->above);
    for (uint32_t k = 0; k < rows; k++) {
        row_at[r->above[k]] = (uint8_t)k;
        sorted[r->above[k]] = rank[k];
    }
    for (uint32_t k = 0, tier = 0; k < rows; k++) {
        tier = sorted[k] == sorted[tier] ? tier : k;
        write_place(s, first + k, (dt_seat){row_at[k], tier});
    }
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

/* Sort n keys, a power of two; the result stands in `key` or in `spare`. */
static const uint64_t *sort_keys(uint64_t *key, uint64_t *spare, uint32_t n)
{
    for (uint32_t run = 1; run < n; run *= 2) {
        for (uint32_t from = 0; from < n; from += 2 * run)
            merge(key + from, key + from + run, key + from + run, key + from + 2 * run,
                  spare + from);
        uint64_t *const sorted = spare;
        spare = key;
        key = sorted;
    }
    return key;
}

static void sort_by_merging(const sorter *s, const uint32_t *rank, const room *r,
                            size_t first)
{
    for (uint32_t k = 0; k < s->rows; k++)
        r->wide[k] = (uint64_t)(UINT32_MAX - rank[k]) << 16 | k;
    const uint64_t *const sorted = sort_keys(r->wide, r->wide + s->rows, s->rows);
    for (uint32_t k = 0, tier = 0; k < s->rows; k++) {
        tier = sorted[k] >> 16 == sorted[tier] >> 16 ? tier : k;
        write_place(s, first + k, (dt_seat){(uint32_t)sorted[k] & 0xffff, tier});
    }
}

/* ---- all groups ------------------------------------------------------------- */

static uint32_t rank_or_none(const sorter *s, uint32_t cell)
{
    return dt_cell_is_feasible(s->given->space, cell) ? s->rank[cell] + 1 : 0;
}

/* Take the ranks of groups [first, first + n) out of the column, group by group. Where
 * the field is high these lie side by side, so lines are read whole. */
static void gather(const sorter *s, uint32_t first, uint32_t n, const room *r)
{
    const dt_field field = s->given->field;
    for (uint32_t row = 0; row < s->rows; row++)
        for (uint32_t g = 0; g < n; g++)
            r->rank[g * s->rows + row] =
                rank_or_none(s, dt_field_put(field, first + g, row));
}

static void sort_groups(const sorter *s, uint32_t first, uint32_t n, const room *r)
{
    gather(s, first, n, r);
    for (uint32_t g = 0; g < n; g++) {
        const size_t entry = (size_t)(first + g) * s->rows;
        if (s->by_counting)
            sort_by_counting(s, r->rank + g * s->rows, r, entry);
        else
            sort_by_merging(s, r->rank + g * s->rows, r, entry);
    }
}

static bool new_rooms(const sorter *s, dt_arena *arena, room *r)
{
    const size_t n = (size_t)s->rows * s->given->n_threads;
    r->rank = dt_arena_array(arena, uint32_t, LANES * n);
    r->key = dt_arena_array(arena, int32_t, n);
    r->above = dt_arena_array(arena, uint32_t, n);
    r->wide = dt_arena_array(arena, uint64_t, 2 * n);
    return r->rank && r->key && r->above && r->wide;
}

static room room_of_thread(const room *all, uint32_t rows)
{
    const size_t at = (size_t)dt_thread_number() * rows;
    return (room){all->rank + LANES * at, all->key + at, all->above + at,
                  all->wide + 2 * at};
}

/* Groups [from, to). */
static void sort_stretch(const sorter *s, uint32_t from, uint32_t to, const room *rooms)
{
#pragma omp parallel for num_threads(s->given->n_threads) schedule(dynamic, DT_PORTION)
    for (uint32_t first = from; first < to; first += LANES) {
        const room own = room_of_thread(rooms, s->rows);
        const uint32_t left = to - first;
        sort_groups(s, first, left < LANES ? left : LANES, &own);
    }
}

static bool sort_all(const sorter *s)
{
    dt_arena arena = {0};
    room rooms;
    const uint32_t n_groups = s->given->space->n_cells / s->rows;
    const uint32_t stretch = s->rows < STRETCH / LANES ? STRETCH / s->rows : LANES;
    bool ready = new_rooms(s, &arena, &rooms);
    for (uint32_t from = 0; ready && from < n_groups; from += stretch) {
        const uint32_t left = n_groups - from;
        sort_stretch(s, from, from + (left < stretch ? left : stretch), &rooms);
        ready = dt_watch(s->given->monitor, "solving", -1, NULL) == DT_OK;
    }
    dt_arena_release(&arena);
    return ready;
}

/* ---- one-way choices -------------------------------------------------------- */

uint32_t dt_key_of(const dt_model *model, dt_actor_id a, uint32_t value)
{
    const dt_actor *const actor = &model->actors[a];
    const uint64_t code = (uint64_t)value << dt_field_of(model, a).shift;
    uint32_t key = 0, shift = 0;
    for (uint32_t k = 0; k < actor->n_choices; k++) {
        const dt_choice *const choice = &model->choices[actor->first_choice + k];
        if (choice->way == DT_WAY_BOTH)
            continue;
        key |= dt_choice_level(choice, code) << shift;
        shift += choice->width;
    }
    return key;
}

uint32_t dt_key_bits(const dt_model *model, dt_actor_id a)
{
    const dt_actor *const actor = &model->actors[a];
    uint32_t bits = 0;
    for (uint32_t k = 0; k < actor->n_choices; k++) {
        const dt_choice *const choice = &model->choices[actor->first_choice + k];
        bits += choice->way == DT_WAY_BOTH ? 0 : choice->width;
    }
    return bits;
}

/* Whether the actor can go from key j to key k, told by a field's value of each. */
static void compare_keys(const dt_space *space, dt_actor_id a, const uint64_t *sample,
                         const dt_standings *s, uint32_t *apart)
{
    const dt_ways *const ways = &space->groups[a].ways;
    for (uint32_t k = 0; k < s->n_keys; k++)
        for (uint32_t j = 0; j < s->n_tallies; j++) {
            const bool leads =
                j < s->n_keys && dt_ways_allow(ways, sample[j], sample[k]);
            apart[(size_t)k * s->n_tallies + j] = leads ? 0 : UINT32_MAX;
        }
}

static bool list_keys(const dt_space *space, dt_actor_id a, dt_arena *arena,
                      dt_standings *s)
{
    const uint32_t shift = dt_field_of(space->model, a).shift;
    uint16_t *const key = dt_arena_array(arena, uint16_t, s->rows);
    uint64_t *const sample = dt_arena_array(arena, uint64_t, s->n_keys);
    uint32_t *const apart =
        dt_arena_array(arena, uint32_t, (size_t)s->n_keys * s->n_tallies);
    if (!key || !sample || !apart)
        return false;
    for (uint32_t r = s->rows; r-- > 0;) {
        key[r] = (uint16_t)dt_key_of(space->model, a, r);
        sample[key[r]] = (uint64_t)r << shift;
    }
    compare_keys(space, a, sample, s, apart);
    s->key = key;
    s->apart = apart;
    return true;
}

dt_standings dt_standings_shape(const dt_model *model, dt_actor_id a)
{
    const uint32_t width = dt_field_of(model, a).width;
    dt_standings s = {.rows = UINT32_C(1) << width,
                      .large = width > 8,
                      .n_keys = UINT32_C(1) << dt_key_bits(model, a)};
    s.n_tallies = s.n_keys > DT_TALLIES_LEAST ? s.n_keys : DT_TALLIES_LEAST;
    return s;
}

static size_t entry_size(const dt_standings *s)
{
    return s->large ? sizeof(uint32_t) : sizeof(uint16_t);
}

uint64_t dt_standings_bytes(const dt_space *space, const dt_standings *s)
{
    const uint64_t apart = s->n_keys > 1 ? (uint64_t)s->n_keys * s->n_tallies : 0;
    return (uint64_t)space->n_cells * entry_size(s) + apart * sizeof *s->apart;
}

bool dt_standings_build(const dt_sorting *sorting, dt_actor_id a, dt_arena *arena,
                        dt_standings *standings)
{
    const dt_space *const space = sorting->space;
    *standings = dt_standings_shape(space->model, a);
    standings->order = dt_arena_alloc(arena, space->n_cells, entry_size(standings));
    const uint64_t largest_key =
        ((uint64_t)sorting->column->n_tiers + 1) * standings->rows;
    const sorter s = {
        .given = sorting,
        .rank = sorting->column->rank,
        .order = standings->order,
        .rows = standings->rows,
        .large = standings->large,
        .by_counting =
            standings->rows >= 4 && standings->rows <= FEW && largest_key <= INT32_MAX,
    };
    return standings->order && sort_all(&s) &&
           (standings->n_keys == 1 || list_keys(space, a, arena, standings));
}
