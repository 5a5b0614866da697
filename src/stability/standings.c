/* See standings.h.
 *
 * Kinds are sorted DT_LANES at a time, each by one of its groups, side by side, by a
 * network of comparisons that does not depend on what is compared: each of its steps is
 * the same for all lanes, a minimum and a maximum of vectors. So that ties need no
 * thought, keys are made different: the rank, then the row, turned round.
 *
 *      key = (rank + 1) << width | (rows - 1 - row)        0 << width ...: no state
 *
 * Where a rank leaves no room for the row in 32 bits, keys of 64 are merge sorted,
 * group by group. Cells that are no states stand last, all tied. */
#include "stability/standings.h"

#include "base/bounds.h"
#include "base/popcount.h"
#include "base/sort.h"
#include "base/threads.h"
#include "base/watch.h"

_Static_assert(1u << DT_DENSE_ONE_WAY_BITS <= DT_KEYS_MAX,
               "the kernels have room for all keys of a dense space");

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
    const dt_squeezer *matters;
    const uint32_t *alive; /* [n_kinds] row 0 of a group that has states, or NULL: all
                              have */
    uint32_t rows, width;
    bool large, narrow; /* entries of 32 bits; keys that fit 32 */
} sorter;

/* ---- kinds ------------------------------------------------------------------- */

/* The bits of a formula count when it speaks of the actor's choices, too. */
static uint64_t bits_with(const dt_model *model, const dt_formula *formula,
                          uint64_t own)
{
    const uint64_t bits = dt_formula_mask(model, formula);
    return bits & own ? bits : 0;
}

static uint64_t bits_of_preference(const dt_model *model, const dt_preference *p,
                                   uint64_t own)
{
    uint64_t bits = 0;
    if (p->has_rank)
        return UINT64_MAX; /* the first line that holds ranks: all lines count */
    for (uint32_t k = 0; p->has_prefer && k < p->n_statements; k++)
        for (uint32_t f = 0; f < p->statements[k].n; f++)
            bits |= bits_with(model, p->statements[k].formulas[f], own);
    for (uint32_t k = 0; !p->has_prefer && k < p->n_terms; k++)
        bits |= bits_with(model, p->terms[k].formula, own);
    return bits;
}

/* What matters to the order of a group: the preference, and the rules, for what is no
 * state stands last. */
static uint64_t bits_that_matter(const dt_space *space, dt_actor_id a, uint32_t type)
{
    const dt_model *const model = space->model;
    const uint64_t own = model->actors[a].mask;
    uint64_t bits =
        bits_of_preference(model, dt_actor_preference(&model->actors[a], type), own);
    for (uint32_t r = 0; space->feasible.n && r < model->n_rules; r++)
        bits |= model->rules[r].mask & own ? model->rules[r].mask : 0;
    return bits & ~own & (((uint64_t)space->n_cells) - 1);
}

/* The code of which squeezing leaves `kind`: row 0 of a group of that kind. */
static uint32_t cell_of_kind(const sorter *s, uint32_t kind)
{
    uint64_t cell = 0;
    for (uint64_t left = s->matters->mask; left; left &= left - 1, kind >>= 1)
        if (kind & 1)
            cell |= left & (0 - left);
    return s->alive ? s->alive[(uint32_t)dt_squeeze(s->matters, cell)] : (uint32_t)cell;
}

static bool has_states(const dt_sorting *given, uint32_t group, uint32_t rows)
{
    for (uint32_t row = 0; row < rows; row++)
        if (dt_cell_is_feasible(given->space, dt_field_put(given->field, group, row)))
            return true;
    return false;
}

/* In a space with holes a whole group may be one, and says nothing of its kind: find
 * for each kind a group that has states. What has none needs no order. */
static const uint32_t *find_alive(const dt_sorting *given, const dt_standings *s,
                                  dt_arena *scratch)
{
    const uint32_t n_groups = given->space->n_cells / s->rows;
    uint32_t *const alive = dt_arena_array(scratch, uint32_t, s->n_kinds);
    uint32_t found = 0;
    for (uint32_t k = 0; alive && k < s->n_kinds; k++)
        alive[k] = DT_HOLE;
    for (uint32_t g = 0; alive && g < n_groups && found < s->n_kinds; g++) {
        const uint32_t cell = dt_field_put(given->field, g, 0);
        uint32_t *const at = &alive[dt_squeeze(&s->matters, cell)];
        if (*at == DT_HOLE && has_states(given, g, s->rows)) {
            *at = cell;
            found++;
        }
    }
    for (uint32_t k = 0; alive && k < s->n_kinds; k++)
        alive[k] = alive[k] == DT_HOLE ? 0 : alive[k];
    return alive;
}

/* ---- side by side ----------------------------------------------------------- */

static uint32_t rank_or_none(const sorter *s, uint32_t cell)
{
    return dt_cell_is_feasible(s->given->space, cell) ? s->rank[cell] + 1 : 0;
}

/* Fill a line with the keys of a row of n groups, given where their rows 0 are. */
static void fill_line(const sorter *s, const uint32_t *first, uint32_t n, uint32_t row,
                      uint32_t *line)
{
    const uint32_t step = row << s->given->field.shift;
    for (uint32_t g = 0; g < n; g++)
        line[g] = rank_or_none(s, first[g] + step) << s->width | (s->rows - 1 - row);
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
static void fill_lane(const sorter *s, uint32_t first, const room *r, uint32_t *lane)
{
    const uint32_t half = dt_seat_half(s->large);
    for (uint32_t row = 0; row < s->rows; row++) {
        const uint32_t cell = first + (row << s->given->field.shift);
        r->wide[row] = (uint64_t)(UINT32_MAX - rank_or_none(s, cell)) << 16 | row;
    }
    uint64_t *const sorted = r->wide;
    dt_sort_numbers(sorted, sorted + s->rows, s->rows);
    for (uint32_t k = 0, tier = 0; k < s->rows; k++) {
        tier = sorted[k] >> 16 == sorted[tier] >> 16 ? tier : k;
        lane[k * DT_LANES] = tier << half | ((uint32_t)sorted[k] & 0xffff);
    }
}

/* ---- all kinds --------------------------------------------------------------- */

/* Kinds [first, first + n), at most DT_LANES. */
static void sort_kinds(const sorter *s, uint32_t first, uint32_t n, const room *r)
{
    uint32_t cell[DT_LANES];
    for (uint32_t g = 0; g < n; g++)
        cell[g] = cell_of_kind(s, first + g);
    for (uint32_t row = 0; s->narrow && row < s->rows; row++)
        fill_line(s, cell, n, row, r->line + row * DT_LANES);
    if (s->narrow)
        s->given->kernels->order_lanes(s->width, dt_seat_half(s->large), r->line);
    for (uint32_t g = 0; !s->narrow && g < n; g++)
        fill_lane(s, cell[g], r, r->line + g);
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

/* Kinds [from, to). */
static void sort_stretch(const sorter *s, uint32_t from, uint32_t to, const room *rooms)
{
#pragma omp parallel for num_threads(s->given->n_threads) schedule(dynamic)
    for (uint32_t first = from; first < to; first += DT_LANES) {
        const room own = room_of_thread(rooms, s->rows);
        sort_kinds(s, first, dt_at_most(to - first, DT_LANES), &own);
    }
}

static bool sort_all(const sorter *s, uint32_t n_kinds)
{
    dt_arena arena = {0};
    room rooms;
    const uint32_t stretch = dt_at_least(STRETCH / s->rows, DT_LANES);
    bool ready = new_rooms(s, &arena, &rooms);
    for (uint32_t from = 0; ready && from < n_kinds; from += stretch) {
        sort_stretch(s, from, from + dt_at_most(n_kinds - from, stretch), &rooms);
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

dt_standings dt_standings_shape(const dt_space *space, dt_actor_id a, uint32_t type)
{
    const uint32_t width = dt_field_of(space->model, a).width;
    const uint64_t matters = bits_that_matter(space, a, type);
    dt_standings s = {.rows = UINT32_C(1) << width,
                      .large = width > 8,
                      .matters = dt_squeezer_for(matters),
                      .n_kinds = UINT32_C(1) << dt_popcount(matters),
                      .n_keys = UINT32_C(1) << dt_one_way_bits(space->model, a)};
    s.n_tallies = dt_at_least(s.n_keys, DT_TALLIES_LEAST);
    return s;
}

static size_t entry_size(const dt_standings *s)
{
    return s->large ? sizeof(uint32_t) : sizeof(uint16_t);
}

uint64_t dt_standings_bytes(const dt_space *space, const dt_standings *s)
{
    const uint64_t apart = s->n_keys > 1 ? (uint64_t)2 * s->n_keys * s->n_tallies : 0;
    const uint64_t alive = space->feasible.n ? s->n_kinds * sizeof(uint32_t) : 0;
    return (uint64_t)s->n_kinds * s->rows * entry_size(s) + apart * sizeof *s->apart +
           alive;
}

bool dt_standings_build(const dt_sorting *sorting, dt_actor_id a, dt_arena *arena,
                        dt_standings *standings)
{
    const dt_space *const space = sorting->space;
    dt_standings *const s = standings;
    dt_arena scratch = {0};
    *s = dt_standings_shape(space, a, sorting->type);
    s->order = dt_arena_alloc(arena, (size_t)s->n_kinds * s->rows, entry_size(s));
    const uint64_t keys = ((uint64_t)sorting->column->n_tiers + 1) * s->rows;
    sorter all = {.given = sorting,
                  .rank = sorting->column->rank,
                  .order = s->order,
                  .matters = &s->matters,
                  .rows = s->rows,
                  .width = sorting->field.width,
                  .large = s->large,
                  .narrow = keys - 1 <= UINT32_MAX};
    if (space->feasible.n)
        all.alive = find_alive(sorting, s, &scratch);
    const bool done = s->order && (all.alive || !space->feasible.n) &&
                      sort_all(&all, s->n_kinds) &&
                      (s->n_keys == 1 || list_keys(space, a, arena, s));
    dt_arena_release(&scratch);
    return done;
}
