/* See standings.h.
 *
 * Groups are sorted DT_LANES at a time, side by side, by a network of comparisons that
 * does not depend on what is compared: each of its steps is the same for all lanes, a
 * minimum and a maximum of vectors. So that ties need no thought, keys are made
 * different: the rank, then the row, turned round.
 *
 *      key = (rank + 1) << width | (rows - 1 - row)        0 << width ...: no state
 *
 * Where a rank leaves no room for the row in 32 bits, keys of 64 are merge sorted,
 * group by group. Cells that are no states stand last, all tied. */
#include "stability/standings.h"

#include "base/sort.h"
#include "base/threads.h"
#include "base/watch.h"

enum { STRETCH = 1 << 22 /* cells between two looks at the monitor */ };

/* Working room of a thread. */
typedef struct room {
    uint32_t *line; /* [rows][DT_LANES] keys, then entries */
    uint64_t *wide; /* [2][rows] */
} room;

typedef struct sorter {
    const dt_sorting *given;
    const uint32_t *rank;
    void *order;
    uint32_t rows, width;
    uint32_t cell[DT_LANES]; /* of row 0 of group k, from that of group 0 */
    bool large, narrow;      /* entries of 32 bits; keys that fit 32 */
} sorter;

/* ---- side by side ----------------------------------------------------------- */

static uint32_t rank_or_none(const sorter *s, uint32_t cell)
{
    return dt_cell_is_feasible(s->given->space, cell) ? s->rank[cell] + 1 : 0;
}

/* Fill a line with the keys of a row of n groups from `first` on, a multiple of
 * DT_LANES. */
static void fill_line(const sorter *s, uint32_t first, uint32_t n, uint32_t row,
                      uint32_t *line)
{
    const uint32_t from = dt_field_put(s->given->field, first, row);
    const bool full = s->given->space->feasible.n == 0;
    for (uint32_t g = 0; full && g < n; g++)
        line[g] = (s->rank[from + s->cell[g]] + 1) << s->width | (s->rows - 1 - row);
    for (uint32_t g = 0; !full && g < n; g++)
        line[g] = rank_or_none(s, from + s->cell[g]) << s->width | (s->rows - 1 - row);
}

/* Turn lanes into lists, each behind the other. */
static void write_lists(const sorter *s, uint32_t first, uint32_t n,
                        const uint32_t *line)
{
    const size_t at = (size_t)first * s->rows;
    for (uint32_t g = 0; g < n; g++)
        for (uint32_t k = 0; k < s->rows; k++) {
            const uint32_t entry = line[k * DT_LANES + g];
            if (s->large)
                ((uint32_t *)s->order)[at + g * s->rows + k] = entry;
            else
                ((uint16_t *)s->order)[at + g * s->rows + k] = (uint16_t)entry;
        }
}

/* ---- one by one ------------------------------------------------------------- */

/* One group into its lane; what is best comes first, so ranks are turned round. */
static void fill_lane(const sorter *s, uint32_t group, const room *r, uint32_t *lane)
{
    const uint32_t half = dt_seat_half(s->large);
    for (uint32_t row = 0; row < s->rows; row++) {
        const uint32_t cell = dt_field_put(s->given->field, group, row);
        r->wide[row] = (uint64_t)(UINT32_MAX - rank_or_none(s, cell)) << 16 | row;
    }
    uint64_t *const sorted = r->wide;
    dt_sort_numbers(sorted, sorted + s->rows, s->rows);
    for (uint32_t k = 0, tier = 0; k < s->rows; k++) {
        tier = sorted[k] >> 16 == sorted[tier] >> 16 ? tier : k;
        lane[k * DT_LANES] = tier << half | ((uint32_t)sorted[k] & 0xffff);
    }
}

/* ---- all groups ------------------------------------------------------------- */

static void sort_groups(const sorter *s, uint32_t first, uint32_t n, const room *r)
{
    for (uint32_t row = 0; s->narrow && row < s->rows; row++)
        fill_line(s, first, n, row, r->line + row * DT_LANES);
    if (s->narrow)
        s->given->kernels->order_lanes(s->width, dt_seat_half(s->large), r->line);
    for (uint32_t g = 0; !s->narrow && g < n; g++)
        fill_lane(s, first + g, r, r->line + g);
    write_lists(s, first, n, r->line);
}

static bool new_rooms(const sorter *s, dt_arena *arena, room *r)
{
    const size_t n = (size_t)s->rows * s->given->n_threads;
    r->line = dt_arena_array(arena, uint32_t, DT_LANES * n);
    r->wide = dt_arena_array(arena, uint64_t, 2 * n);
    return r->line && r->wide;
}

static room room_of_thread(const room *all, uint32_t rows)
{
    const size_t at = (size_t)dt_thread_number() * rows;
    return (room){all->line + DT_LANES * at, all->wide + 2 * at};
}

/* Groups [from, to). */
static void sort_stretch(const sorter *s, uint32_t from, uint32_t to, const room *rooms)
{
#pragma omp parallel for num_threads(s->given->n_threads) schedule(dynamic, DT_PORTION)
    for (uint32_t first = from; first < to; first += DT_LANES) {
        const room own = room_of_thread(rooms, s->rows);
        const uint32_t left = to - first;
        sort_groups(s, first, left < DT_LANES ? left : DT_LANES, &own);
    }
}

static bool sort_all(const sorter *s)
{
    dt_arena arena = {0};
    room rooms;
    const uint32_t n_groups = s->given->space->n_cells / s->rows;
    const uint32_t stretch =
        s->rows < STRETCH / DT_LANES ? STRETCH / s->rows : DT_LANES;
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
            uint32_t *const pair = apart + 2 * ((size_t)k * s->n_tallies + j);
            pair[0] = pair[1] = leads ? 0 : UINT32_MAX;
        }
}

static bool list_keys(const dt_space *space, dt_actor_id a, dt_arena *arena,
                      dt_standings *s)
{
    const uint32_t shift = dt_field_of(space->model, a).shift;
    uint16_t *const key = dt_arena_array(arena, uint16_t, s->rows);
    uint64_t *const sample = dt_arena_array(arena, uint64_t, s->n_keys);
    uint32_t *const apart =
        dt_arena_array(arena, uint32_t, (size_t)2 * s->n_keys * s->n_tallies);
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
    const uint64_t apart = s->n_keys > 1 ? (uint64_t)2 * s->n_keys * s->n_tallies : 0;
    return (uint64_t)space->n_cells * entry_size(s) + apart * sizeof *s->apart;
}

bool dt_standings_build(const dt_sorting *sorting, dt_actor_id a, dt_arena *arena,
                        dt_standings *standings)
{
    const dt_space *const space = sorting->space;
    *standings = dt_standings_shape(space->model, a);
    standings->order = dt_arena_alloc(arena, space->n_cells, entry_size(standings));
    const uint64_t keys = ((uint64_t)sorting->column->n_tiers + 1) * standings->rows;
    sorter s = {.given = sorting,
                .rank = sorting->column->rank,
                .order = standings->order,
                .rows = standings->rows,
                .width = sorting->field.width,
                .large = standings->large,
                .narrow = keys - 1 <= UINT32_MAX};
    for (uint32_t g = 0; g < DT_LANES; g++)
        s.cell[g] = dt_field_put(sorting->field, g, 0);
    return standings->order && sort_all(&s) &&
           (standings->n_keys == 1 || list_keys(space, a, arena, standings));
}
