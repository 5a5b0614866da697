/* The least of some packages: those of which nothing can be taken back. */
#ifndef DT_DEALS_LEAST_H
#define DT_DEALS_LEAST_H

#include "deals/parley.h"

/* Packages that agree with `code` in all bits of the mask, into `found`; how many. */
uint32_t dt_packages_like(const dt_parley *table, uint64_t mask, dt_code code,
                          dt_bits *found);

/* What is asked: the least packages in `among` that the side accepts, seen from `from`.
 *
 * A package y is below x when every choice of y is as in `from`, or on the same side of
 * it as in x and no farther; a package is least when no other one of those asked about
 * is below it. */
typedef struct dt_least_question {
    const dt_parley *table; /* whose packages are listed */
    const dt_ballots *verdicts;
    uint32_t side;
    dt_code from;
    dt_bits among;
} dt_least_question;

/* How many there are, and the first of them: what changes fewest choices, then what
 * changes them least, then what has the lowest code. */
typedef struct dt_least {
    uint64_t n;
    uint32_t n_shown;         /* at most DT_SETS_SHOWN */
    const dt_addition *shown; /* [n_shown]; an arena's */
} dt_least;

/* Find them. DT_OK; DT_ENOMEM. Time O(n k^2) where n packages fill the space of the k
 * choices in which they differ; where they are few in a large space, up to the least
 * ones times n at worst.
 *
 * Oracle: tests/oracle/haggle.c, all pairs. */
dt_status dt_least_find(const dt_least_question *question, dt_arena *arena,
                        dt_least *least);

#endif
