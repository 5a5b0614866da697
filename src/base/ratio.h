/* Exact fractions: what is written as 1/3 is a third, and 0.1 a tenth.
 *
 * A fraction is an mpq_t of GMP, which the caller inits and clears, always in lowest
 * terms with a positive denominator. GMP ends the program when there is no memory, so
 * whoever computes with fractions bounds their size: what is read here has at most
 * about DT_RATIO_DIGITS + DT_RATIO_EXPONENT digits above and below the line. */
#ifndef DT_BASE_RATIO_H
#define DT_BASE_RATIO_H

#include "base/arena.h"

#include <gmp.h>
#include <stddef.h>

/* Most digits of a number, of either part of a fraction; the largest exponent of ten;
 * and the largest magnitude, far enough from the last double to add many. */
#define DT_RATIO_DIGITS 300
#define DT_RATIO_EXPONENT 300
#define DT_RATIO_MAX 1e300

/* What is wrong with the text of a number. */
typedef enum dt_ratio_fault {
    DT_RATIO_OK,
    DT_RATIO_MISSPELT,
    DT_RATIO_LONG,    /* more than DT_RATIO_DIGITS digits */
    DT_RATIO_FAR,     /* an exponent beyond DT_RATIO_EXPONENT */
    DT_RATIO_BIG,     /* beyond DT_RATIO_MAX */
    DT_RATIO_DIVIDED, /* a fraction of nothing: its denominator is 0 */
} dt_ratio_fault;

/* Read text ([n]) as a whole number, decimal ("-0.5", ".5", "5."), number with an
 * exponent ("1e-3") or fraction of whole numbers ("-1/3"). One sign may stand in front.
 * No locale is asked. When something is wrong, q is any fraction. Quadratic in n, which
 * DT_RATIO_DIGITS bounds. */
dt_ratio_fault dt_ratio_read(const char *text, size_t n, mpq_t q);

/* The same for a text ending with NUL that has been read before: nothing is wrong. */
void dt_ratio_set(mpq_t q, const char *text);

/* The double nearest to q, of two the even one. Magnitudes beyond the largest double
 * become infinite. */
double dt_ratio_double(const mpq_t q);

/* "3" or "-1/3", as dt_ratio_read takes it; NULL when there is no memory. */
const char *dt_ratio_text(dt_arena *arena, const mpq_t q);

#endif
