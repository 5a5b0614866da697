/* Radix sort, least significant byte first. A byte in which all keys agree costs one
 * counting pass and no moving: keys of few bits sort in few passes. */
#include "base/sort.h"

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

static void deal(const uint64_t *key, const uint32_t *from, uint32_t *to, uint32_t n,
                 uint32_t shift, uint32_t count[DIGITS])
{
    uint32_t start = 0;
    for (uint32_t d = 0; d < DIGITS; d++) {
        const uint32_t here = count[d];
        count[d] = start;
        start += here;
    }
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
