/* Ranks without sorting.
 *
 * Option prioritisation compares truth vectors, the first statement first (Fang, Hipel,
 * Kilgour and Peng 2003). Such a vector can have any length, so it is taken in chunks:
 * the rank r by the chunks so far and the next chunk of bits make a short key
 *
 *      key = r : chunk                      (r first: it matters more)
 *
 * and the rank by it is the number of different smaller keys in use. That number comes
 * from a set of marks, one bit for each possible key, with a running count for each
 * word of it: mark all keys, count, look each key up. Two passes over the cells a
 * chunk, each linear; usually there is one chunk.
 *
 * Statements are evaluated for 64 cells at a time, which gives rows of bits;
 * transposing 64 rows gives 64 chunks:
 *
 *              cell 0 1 2 ... 63
 *   statement 1     1 1 0 ...  1        chunk of cell 0 = 1 0 1
 *   statement 2     0 1 0 ...  0   -->  chunk of cell 1 = 1 1 0
 *   statement 3     1 0 1 ...  1
 *
 * Statements of equal weight give the number that hold, as a few bits. Worth is summed
 * exactly and taken in chunks of its bits, after what all sums have in common (an
 * offset and a common divisor) is taken out.
 *
 * What was tried before: whole vectors as sort keys, radix sorted; several times slower
 * from a million states on, because sorting scatters. */
#include "base/bounds.h"
#include "base/fail.h"
#include "base/threads.h"
#include "base/transpose.h"
#include "base/watch.h"
#include "space/ranks.h"

#include <string.h>

enum { SPARE_BITS = 4, LEAST_BITS = 12, MOST_BITS = 28, CELLS = 64 };

/* Blocks of 64 cells between two looks at the monitor: some milliseconds. */
enum { STRETCH = 1 << 13 };

static uint32_t bits_of(uint64_t n)
{
    uint32_t bits = 0;
    while (bits < 64 && n >> bits)
        bits++;
    return bits;
}

/* ---- marks ------------------------------------------------------------------ */

/* 64 keys: which are in use, and how many smaller ones are. A key is looked up in one
 * place of memory. */
typedef struct drawer {
    uint64_t mark;
    uint64_t before;
} drawer;

typedef struct marks {
    const dt_space *space;
    dt_arena arena;
    drawer *drawer; /* [2^bits / 64] */
    uint32_t bits, n_threads;
    dt_column *column;
} marks;

/* Keys have a few bits more than it takes to tell the cells apart, at least one. */
static uint32_t bits_of_keys(uint64_t n_cells)
{
    const uint32_t least = bits_of(n_cells) + 1;
    const uint32_t usual = dt_at_least(least + SPARE_BITS, LEAST_BITS);
    return dt_at_least(dt_at_most(usual, MOST_BITS), least);
}

uint64_t dt_order_bytes(uint64_t n_cells)
{
    return (UINT64_C(1) << bits_of_keys(n_cells)) / 64 * sizeof(drawer);
}

static bool marks_init(marks *m, const dt_space *space, dt_column *column)
{
    *m = (marks){.space = space, .column = column};
    m->n_threads = dt_threads_worth(space->limits.threads, space->n_cells);
    m->bits = bits_of_keys(space->n_cells);
    m->drawer = dt_arena_array(&m->arena, drawer, ((size_t)1 << m->bits) / 64);
    memset(column->rank, 0, space->n_cells * sizeof *column->rank);
    column->n_tiers = 1;
    return m->drawer;
}

static void mark_key(const marks *m, uint32_t key)
{
    uint64_t *const word = &m->drawer[key >> 6].mark;
    const uint64_t bit = UINT64_C(1) << (key & 63);
    uint64_t now;
#pragma omp atomic read
    now = *word;
    if ((now & bit) == 0) {
#pragma omp atomic update
        *word |= bit;
    }
}

/* Count the keys below n_keys that are in use. */
static uint32_t count_marks(const marks *m, uint64_t n_keys)
{
    uint32_t n = 0;
    for (size_t d = 0; d < (n_keys + 63) / 64; d++) {
        m->drawer[d].before = n;
        n += dt_popcount(m->drawer[d].mark);
    }
    return n;
}

static uint32_t rank_of_key(const marks *m, uint32_t key)
{
    const drawer *const d = &m->drawer[key >> 6];
    const uint64_t below = (UINT64_C(1) << (key & 63)) - 1;
    return (uint32_t)d->before + dt_popcount(d->mark & below);
}

/* What is done with 64 cells from `base` on. */
typedef void block_work(const marks *m, const void *context, uint32_t base);

/* Do it with all cells, in stretches that threads share. DT_OK or DT_ESTOPPED. */
static dt_status for_all_blocks(const marks *m, block_work *work, const void *context)
{
    const uint32_t n_blocks = (m->space->n_cells + CELLS - 1) / CELLS;
    for (uint32_t from = 0; from < n_blocks; from += STRETCH) {
        const uint32_t to = n_blocks - from < STRETCH ? n_blocks : from + STRETCH;
        DT_TRY(dt_watch(m->space->limits.monitor, "ranking states", -1, NULL));
#pragma omp parallel for num_threads(m->n_threads) schedule(dynamic, DT_PORTION)
        for (uint32_t block = from; block < to; block++)
            work(m, context, block * CELLS);
    }
    return DT_OK;
}

static void look_up_keys(const marks *m, const void *context, uint32_t base)
{
    uint32_t *const rank = m->column->rank;
    uint64_t word = dt_space_word(m->space, base);
    (void)context;
    for (; word; word &= word - 1) {
        uint32_t *const r = &rank[base + dt_lowest_bit(word)];
        *r = rank_of_key(m, *r);
    }
}

/* Turn the keys in the column, whose last chunk had so many bits, into ranks. */
static dt_status keys_to_ranks(const marks *m, uint32_t n_bits)
{
    const uint64_t n_keys = (uint64_t)m->column->n_tiers << n_bits;
    m->column->n_tiers = count_marks(m, n_keys);
    DT_TRY(for_all_blocks(m, look_up_keys, NULL));
    memset(m->drawer, 0, (n_keys + 63) / 64 * sizeof *m->drawer);
    return DT_OK;
}

/* Bits that the ranks so far leave for a chunk. */
static uint32_t room_for_chunk(const marks *m)
{
    return m->bits - bits_of(m->column->n_tiers - 1);
}

/* Append the chunks of 64 cells to the keys in the column, and mark the new keys. */
static void append_chunks(const marks *m, uint32_t base, const uint64_t chunk[CELLS],
                          uint32_t n_bits)
{
    uint32_t *const rank = m->column->rank;
    uint64_t word = dt_space_word(m->space, base);
    for (; word; word &= word - 1) {
        const uint32_t k = dt_lowest_bit(word);
        const uint32_t key = (uint32_t)((uint64_t)rank[base + k] << n_bits | chunk[k]);
        rank[base + k] = key;
        mark_key(m, key);
    }
}

/* ---- statements ------------------------------------------------------------- */

/* Rows of a statement, the lowest bit of its count first; how many there are. */
static uint32_t rows_of_statement(const dt_model *model, const dt_statement *statement,
                                  const uint64_t columns[64], uint64_t rows[32])
{
    const uint32_t n_rows = bits_of(statement->n);
    memset(rows, 0, n_rows * sizeof *rows);
    for (uint32_t k = 0; k < statement->n; k++) {
        uint64_t carry = dt_formula_slice(model, statement->formulas[k], columns);
        for (uint32_t r = 0; r < n_rows; r++) {
            const uint64_t sum = rows[r] ^ carry;
            carry &= rows[r];
            rows[r] = sum;
        }
    }
    return n_rows;
}

/* A list of statements, and where the bits of each begin; bit 0 matters most. */
typedef struct listing {
    const dt_preference *preference;
    uint32_t *start;       /* [n_statements + 1] */
    uint32_t from, n_bits; /* the chunk */
} listing;

static bool list_bits(const dt_preference *preference, dt_arena *arena, listing *list)
{
    const uint32_t n = preference->n_statements;
    *list = (listing){preference, dt_arena_array(arena, uint32_t, (size_t)n + 1), 0, 0};
    for (uint32_t k = 0; list->start && k < n; k++)
        list->start[k + 1] = list->start[k] + bits_of(preference->statements[k].n);
    return list->start;
}

/* The chunks of 64 cells: bits [from, from + n_bits) of their truth vectors. */
static void chunks_of_statements(const marks *m, const void *context, uint32_t base)
{
    const listing *const list = context;
    uint64_t columns[64], rows[64] = {0}, own[32];
    const uint32_t from = list->from, to = from + list->n_bits;
    dt_space_columns(m->space, base, columns);
    for (uint32_t k = 0; k < list->preference->n_statements; k++) {
        const uint32_t begin = list->start[k], end = list->start[k + 1];
        if (end <= from || begin >= to)
            continue;
        rows_of_statement(m->space->model, &list->preference->statements[k], columns,
                          own);
        for (uint32_t b = begin < from ? from : begin; b < end && b < to; b++)
            rows[to - 1 - b] = own[end - 1 - b];
    }
    dt_transpose(rows);
    append_chunks(m, base, rows, list->n_bits);
}

static dt_status rank_chunk_by_chunk(marks *m, listing *list)
{
    const uint32_t n_all = list->start[list->preference->n_statements];
    for (; list->from < n_all; list->from += list->n_bits) {
        const uint32_t room = room_for_chunk(m), left = n_all - list->from;
        list->n_bits = left < room ? left : room;
        DT_TRY(for_all_blocks(m, chunks_of_statements, list));
        DT_TRY(keys_to_ranks(m, list->n_bits));
    }
    return DT_OK;
}

dt_status dt_order_by_statements(const dt_space *space, const dt_preference *preference,
                                 dt_column *column)
{
    marks m;
    listing list;
    const bool ready =
        marks_init(&m, space, column) && list_bits(preference, &m.arena, &list);
    const dt_status status = ready ? rank_chunk_by_chunk(&m, &list) : DT_ENOMEM;
    dt_arena_release(&m.arena);
    return status;
}

/* ---- worth ------------------------------------------------------------------ */

/* What all sums have in common: they are lowest + a multiple of divisor. */
typedef struct worth_scale {
    uint64_t lowest, divisor,
        steps; /* two's complement; steps from lowest to highest */
} worth_scale;

static worth_scale find_scale(const dt_preference *preference)
{
    worth_scale s = {0, 0, 0};
    uint64_t span = 0;
    for (uint32_t k = 0; k < preference->n_terms; k++) {
        const int64_t units = preference->terms[k].units;
        const uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
        s.divisor = dt_common_divisor(size, s.divisor);
        s.lowest += units < 0 ? (uint64_t)units : 0;
        span += size;
    }
    if (s.divisor == 0)
        s.divisor = 1; /* every term is nought */
    s.steps = span / s.divisor;
    return s;
}

/* The sums of 64 cells, in steps from the lowest. */
static void sum_terms(const dt_space *space, const dt_preference *preference,
                      const worth_scale *scale, uint32_t base, uint64_t sum[CELLS])
{
    uint64_t columns[64];
    dt_space_columns(space, base, columns);
    for (uint32_t k = 0; k < CELLS; k++)
        sum[k] = 0 - scale->lowest;
    for (uint32_t t = 0; t < preference->n_terms; t++) {
        const dt_term *const term = &preference->terms[t];
        uint64_t holds = dt_formula_slice(space->model, term->formula, columns);
        for (; holds; holds &= holds - 1)
            sum[dt_lowest_bit(holds)] += (uint64_t)term->units;
    }
    for (uint32_t k = 0; k < CELLS; k++)
        sum[k] /= scale->divisor;
}

/* A chunk of all sums: their bits [low, low + n_bits). */
typedef struct digits {
    const dt_preference *preference;
    worth_scale scale;
    uint32_t low, n_bits;
} digits;

/* The chunks of 64 cells. */
static void chunks_of_worth(const marks *m, const void *context, uint32_t base)
{
    const digits *const d = context;
    uint64_t sum[CELLS];
    sum_terms(m->space, d->preference, &d->scale, base, sum);
    for (uint32_t k = 0; k < CELLS; k++)
        sum[k] = sum[k] >> d->low & ((UINT64_C(1) << d->n_bits) - 1);
    append_chunks(m, base, sum, d->n_bits);
}

static dt_status rank_digit_by_digit(marks *m, digits *d)
{
    while (d->low > 0) {
        const uint32_t room = room_for_chunk(m);
        d->n_bits = d->low < room ? d->low : room;
        d->low -= d->n_bits;
        DT_TRY(for_all_blocks(m, chunks_of_worth, d));
        DT_TRY(keys_to_ranks(m, d->n_bits));
    }
    return DT_OK;
}

dt_status dt_order_by_value(const dt_space *space, const dt_preference *preference,
                            dt_column *column)
{
    marks m;
    digits d = {.preference = preference, .scale = find_scale(preference)};
    d.low = bits_of(d.scale.steps);
    const bool ready = marks_init(&m, space, column);
    const dt_status status = ready ? rank_digit_by_digit(&m, &d) : DT_ENOMEM;
    dt_arena_release(&m.arena);
    return status;
}

/* ---- gaps ------------------------------------------------------------------- */

bool dt_order_close(const dt_space *space, dt_column *column)
{
    dt_arena arena = {0};
    const uint32_t n_ranks = space->n_cells + 1;
    uint32_t *const used = dt_arena_array(&arena, uint32_t, n_ranks);
    for (uint32_t c = 0; used && c < space->n_cells; c++)
        if (dt_cell_is_feasible(space, c))
            used[column->rank[c]] = 1;
    uint32_t n = 0;
    for (uint32_t r = 0; used && r < n_ranks; r++) {
        const uint32_t here = used[r];
        used[r] = n;
        n += here;
    }
    for (uint32_t c = 0; used && c < space->n_cells; c++)
        if (dt_cell_is_feasible(space, c))
            column->rank[c] = used[column->rank[c]];
    column->n_tiers = n;
    dt_arena_release(&arena);
    return used;
}
