/* Radix sort, least significant byte first. A byte in which all keys agree costs one
 * counting pass and no moving: keys of few bits sort in few passes.
 *
 * Numbers, of which there are many short lists, are sorted by insertion in pieces,
 * which are then merged: a radix sort would clear its counters more often than it
 * moves. */
#include "base/sort.h"

#include "base/bounds.h"

#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

static bool all_in_one(const uint32_t count[DIGITS], uint32_t n)
{
    for (uint32_t d = 0; d < DIGITS; d++)
        if (count[d])
            return count[d] == n;
    return true;
}

/* Counts become starts. */
static void add_up(uint32_t count[DIGITS])
{
    uint32_t start = 0;
    for (uint32_t d = 0; d < DIGITS; d++) {
        const uint32_t here = count[d];
        count[d] = start;
        start += here;
    }
}

static void deal(const uint64_t *key, const uint32_t *from, uint32_t *to, uint32_t n,
                 uint32_t shift, uint32_t count[DIGITS])
{
    add_up(count);
    for (uint32_t k = 0; k < n; k++)
        to[count[key[from[k]] >> shift & (DIGITS - 1)]++] = from[k];
}

void dt_sort_by_key(const uint64_t *key, uint32_t *order, uint32_t *scratch, uint32_t n)
{
    uint64_t used = 0;
    for (uint32_t k = 1; k < n; k++)
        used |= key[order[k]] ^ key[order[0]];
    uint32_t *from = order, *to = scratch;
    for (uint32_t shift = 0; shift < 64 && used >> shift; shift += DIGIT_BITS) {
        uint32_t count[DIGITS] = {0};
        for (uint32_t k = 0; k < n; k++)
            count[key[from[k]] >> shift & (DIGITS - 1)]++;
        if (all_in_one(count, n))
            continue;
        deal(key, from, to, n, shift, count);
        uint32_t *const done = to;
        to = from;
        from = done;
    }
    if (from != order)
        memcpy(order, from, n * sizeof *order);
}

/* ---- keys with values ------------------------------------------------------- */

static void sort_few(dt_keyed *list, uint32_t n)
{
    for (uint32_t k = 1; k < n; k++) {
        const dt_keyed here = list[k];
        uint32_t at = k;
        for (; at > 0 && list[at - 1].key > here.key; at--)
            list[at] = list[at - 1];
        list[at] = here;
    }
}

void dt_sort_keyed(dt_keyed *list, dt_keyed *scratch, uint32_t n)
{
    enum { FEW = 32 };
    uint64_t used = 0;
    if (n <= FEW) {
        sort_few(list, n);
        return;
    }
    for (uint32_t k = 1; k < n; k++)
        used |= list[k].key ^ list[0].key;
    dt_keyed *from = list, *to = scratch;
    for (uint32_t shift = 0; shift < 64 && used >> shift; shift += DIGIT_BITS) {
        uint32_t count[DIGITS] = {0};
        if ((used >> shift & (DIGITS - 1)) == 0)
            continue;
        for (uint32_t k = 0; k < n; k++)
            count[from[k].key >> shift & (DIGITS - 1)]++;
        add_up(count);
        for (uint32_t k = 0; k < n; k++)
            to[count[from[k].key >> shift & (DIGITS - 1)]++] = from[k];
        dt_keyed *const done = to;
        to = from;
        from = done;
    }
    if (from != list)
        memcpy(list, from, n * sizeof *list);
}

/* ---- numbers ---------------------------------------------------------------- */

enum { PIECE = 16 };

static void insert_all(uint64_t *number, uint32_t n)
{
    for (uint32_t k = 1; k < n; k++) {
        const uint64_t here = number[k];
        uint32_t at = k;
        for (; at > 0 && number[at - 1] > here; at--)
            number[at] = number[at - 1];
        number[at] = here;
    }
}

static void merge(const uint64_t *x, const uint64_t *x_end, const uint64_t *y,
                  const uint64_t *y_end, uint64_t *to)
{
    while (x < x_end && y < y_end)
        *to++ = *x < *y ? *x++ : *y++;
    while (x < x_end)
        *to++ = *x++;
    while (y < y_end)
        *to++ = *y++;
}

void dt_sort_numbers(uint64_t *number, uint64_t *scratch, uint32_t n)
{
    for (uint32_t k = 0; k < n; k += PIECE)
        insert_all(number + k, dt_at_most(PIECE, n - k));
    uint64_t *from = number, *to = scratch;
    for (uint32_t size = PIECE; size < n; size *= 2) {
        for (uint32_t k = 0; k < n;) {
            const uint32_t middle = k + dt_at_most(size, n - k);
            const uint32_t end = middle + dt_at_most(size, n - middle);
            merge(from + k, from + middle, from + middle, from + end, to + k);
            k = end;
        }
        uint64_t *const done = to;
        to = from;
        from = done;
    }
    if (from != number)
        memcpy(number, from, n * sizeof *number);
}
