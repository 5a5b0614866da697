/* The least of some packages: those of which nothing can be taken back. */
#ifndef DT_DEALS_LEAST_H
#define DT_DEALS_LEAST_H

#include "deals/table.h"

/* Packages that agree with `code` in all bits of the mask, into `found`; how many. */
uint32_t dt_packages_like(const dt_table *table, uint64_t mask, dt_code code,
                          dt_bits *found);

/* How many least packages there are, and the first of them. */
typedef struct dt_least {
    uint64_t n;
    uint32_t n_shown;         /* at most DT_SETS_SHOWN */
    const dt_addition *shown; /* [n_shown]; an arena's */
} dt_least;

/* The least packages in `among` that the side accepts.
 *
 * A package y is below x, seen from `from`, when every choice of y is as in `from`, or
 * on the same side of it as in x and no farther; a package is least when no other one
 * of those asked about is below it. Shown first is what changes fewest choices, then
 * what changes them least, then what has the lowest code.
 *
 * DT_OK; DT_ENOMEM. Time O(n k^2) where n packages fill the space of the k choices in
 * which they differ, and little more than the least packages call for elsewhere.
 *
 * Oracle: tests/oracle/haggle.c, all pairs. */
dt_status dt_least_find(const dt_table *table, const dt_verdicts *verdicts,
                        uint32_t side, dt_code from, const dt_bits *among,
                        dt_arena *arena, dt_least *least);

#endif
