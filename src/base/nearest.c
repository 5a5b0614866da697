/* Damerau-Levenshtein distance (insert, delete, replace, swap neighbours), letter case
 * counting for nothing, on names up to LONGEST bytes; three rows of the usual table.
 * A candidate is near when at most a third of the longer name has to change. */
#include "base/nearest.h"

#include "base/bounds.h"

#include <string.h>

enum { LONGEST = 64 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static uint32_t distance(const char *a, size_t n, const char *b, size_t m)
{
    uint32_t rows[3][LONGEST + 1];
    uint32_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (uint32_t j = 0; j <= m; j++)
        above[j] = j;
    for (uint32_t i = 1; i <= n; i++) {
        row[0] = i;
        for (uint32_t j = 1; j <= m; j++) {
            const uint32_t differ = lower(a[i - 1]) != lower(b[j - 1]);
            row[j] =
                dt_at_most(dt_at_most(above[j], row[j - 1]) + 1, above[j - 1] + differ);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = dt_at_most(row[j], before[j - 2] + 1);
        }
        uint32_t *const oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[m];
}

dt_nearest dt_nearest_to(const char *wanted, size_t n)
{
    return (dt_nearest){.wanted = wanted, .n = n, .distance = UINT32_MAX};
}

void dt_nearest_offer(dt_nearest *search, const char *candidate)
{
    const size_t m = strlen(candidate);
    if (search->n > LONGEST || m > LONGEST)
        return;
    const uint32_t d = distance(search->wanted, search->n, candidate, m);
    const size_t longer = search->n > m ? search->n : m;
    if (d < search->distance && d <= (longer + 2) / 3 && d < longer) {
        search->best = candidate;
        search->distance = d;
    }
}
