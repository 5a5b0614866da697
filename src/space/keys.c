/* Orders as sort keys.
 *
 * Option prioritisation compares truth vectors, the first statement first (Fang, Hipel,
 * Kilgour and Peng 2003). A key is that vector, in as many words as it takes: a list of
 * statements may be longer than a word has bits, and the usual sum of powers of two
 * would then overflow. Statements are evaluated for 64 cells at a time, which gives rows
 * of bits; transposing 64 rows gives 64 keys:
 *
 *              cell 0 1 2 ... 63
 *   statement 1     1 1 0 ...  1        key of cell 0 = 1 0 1 ...
 *   statement 2     0 1 0 ...  0   -->  key of cell 1 = 1 1 0 ...
 *   statement 3     1 0 1 ...  1
 *
 * Statements of equal weight give the number that hold, as a few bits, the highest first.
 * Worth is one word: the exact sum, with the sign bit turned so that it sorts. */
#include "base/sort.h"
#include "base/transpose.h"
#include "space/ranks.h"

#include <string.h>

/* Bits that the count of n formulas takes. */
static uint32_t bits_of_count(uint32_t n)
{
    uint32_t bits = 0;
    while (n >> bits)
        bits++;
    return bits;
}

static uint32_t bits_of_key(const dt_preference *preference)
{
    uint32_t bits = 0;
    for (uint32_t k = 0; k < preference->n_statements; k++)
        bits += bits_of_count(preference->statements[k].n);
    return bits;
}

static bool new_keys(const dt_space *space, uint32_t n_words, dt_arena *arena,
                     dt_keys *keys)
{
    keys->n_words = n_words;
    keys->word = dt_arena_array(arena, uint64_t *, n_words);
    for (uint32_t w = 0; keys->word && w < n_words; w++) {
        keys->word[w] = dt_arena_array(arena, uint64_t, space->n_cells);
        if (!keys->word[w])
            return false;
    }
    return keys->word;
}

/* Rows of a statement, the lowest bit of its count first; how many there are. */
static uint32_t rows_of_statement(const dt_model *model, const dt_statement *statement,
                                  const uint64_t columns[64], uint64_t rows[32])
{
    const uint32_t n_rows = bits_of_count(statement->n);
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

/* Transpose the filled rows and hand the keys of 64 cells out. */
static void hand_out(const dt_space *space, uint64_t rows[64], uint32_t base,
                     uint64_t *word)
{
    const uint32_t left = space->n_cells - base;
    dt_transpose(rows);
    memcpy(word + base, rows, (left < 64 ? left : 64) * sizeof *rows);
}

static void fill_block(const dt_space *space, const dt_preference *preference,
                       uint32_t base, const dt_keys *keys)
{
    uint64_t columns[64], rows[64] = {0}, own[32];
    uint32_t filled = 0, w = 0;
    dt_space_columns(space, base, columns);
    for (uint32_t k = 0; k < preference->n_statements; k++) {
        uint32_t n = rows_of_statement(space->model, &preference->statements[k], columns, own);
        while (n > 0) {
            rows[63 - filled++] = own[--n];
            if (filled == 64) {
                hand_out(space, rows, base, keys->word[w++]);
                memset(rows, 0, sizeof rows);
                filled = 0;
            }
        }
    }
    if (filled)
        hand_out(space, rows, base, keys->word[w]);
}

bool dt_keys_by_statements(const dt_space *space, const dt_preference *preference,
                           dt_arena *arena, dt_keys *keys)
{
    const uint32_t bits = bits_of_key(preference);
    if (!new_keys(space, (bits + 63) / 64, arena, keys))
        return false;
    for (uint32_t base = 0; base < space->n_cells; base += 64)
        fill_block(space, preference, base, keys);
    return true;
}

bool dt_worth_fits(const dt_preference *preference)
{
    uint64_t sum = 0;
    for (uint32_t k = 0; k < preference->n_terms; k++) {
        const int64_t units = preference->terms[k].units;
        sum += units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
        if (sum > INT64_MAX)
            return false;
    }
    return true;
}

/* Add one term to the words of up to 64 cells. */
static void add_term(const dt_model *model, const dt_term *term,
                     const uint64_t columns[64], uint64_t *word, uint32_t n)
{
    const uint64_t holds = dt_formula_slice(model, term->formula, columns);
    for (uint32_t k = 0; k < n; k++)
        if (holds >> k & 1)
            word[k] += (uint64_t)term->units;
}

bool dt_keys_by_value(const dt_space *space, const dt_preference *preference,
                      dt_arena *arena, dt_keys *keys)
{
    if (!new_keys(space, 1, arena, keys))
        return false;
    for (uint32_t base = 0; base < space->n_cells; base += 64) {
        const uint32_t left = space->n_cells - base, n = left < 64 ? left : 64;
        uint64_t *const word = keys->word[0] + base;
        uint64_t columns[64];
        dt_space_columns(space, base, columns);
        for (uint32_t k = 0; k < n; k++)
            word[k] = UINT64_C(1) << 63;
        for (uint32_t t = 0; t < preference->n_terms; t++)
            add_term(space->model, &preference->terms[t], columns, word, n);
    }
    return true;
}

int dt_keys_compare(const dt_keys *keys, uint32_t a, uint32_t b)
{
    for (uint32_t w = 0; w < keys->n_words; w++)
        if (keys->word[w][a] != keys->word[w][b])
            return keys->word[w][a] < keys->word[w][b] ? -1 : 1;
    return 0;
}

bool dt_keys_rank(const dt_space *space, const dt_keys *keys, dt_arena *scratch,
                  dt_column *column)
{
    const uint32_t n = space->n_states;
    uint32_t *const order = dt_arena_array(scratch, uint32_t, n);
    uint32_t *const room = dt_arena_array(scratch, uint32_t, n);
    if (!order || !room)
        return false;
    for (dt_state s = 0; s < n; s++)
        order[s] = dt_cell_of(space, s);
    for (uint32_t w = keys->n_words; w-- > 0;)
        dt_sort_by_key(keys->word[w], order, room, n);
    uint32_t rank = 0;
    for (uint32_t k = 0; k < n; k++) {
        if (k && dt_keys_compare(keys, order[k - 1], order[k]) != 0)
            rank++;
        column->rank[dt_state_of(space, order[k])] = rank;
    }
    column->n_tiers = rank + 1;
    return true;
}
