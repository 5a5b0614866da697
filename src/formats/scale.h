/* Exact products and quotients of decimals that are longer than those of the language:
 * evaluations, weights and utilities of foreign profiles ("0.5000620591183125").
 *
 * Such a number is a natural number of units of 10^-DT_WIDE_PLACES. What scales an
 * evaluation is a quotient of two products of them, and is rounded once. */
#ifndef DT_FORMATS_SCALE_H
#define DT_FORMATS_SCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DT_WIDE_PLACES 24
#define DT_WIDE_LIMBS 10

/* A natural number, lowest limb first. All zero is 0. */
typedef struct dt_wide {
    uint32_t limb[DT_WIDE_LIMBS];
} dt_wide;

/* Read "12", "0.25", "+1.5E-3" as units; digits behind the DT_WIDE_PLACES-th place are
 * dropped. No locale is asked. */
typedef enum dt_wide_verdict {
    DT_WIDE_READ,
    DT_WIDE_MISSPELT, /* no number at all */
    DT_WIDE_NEGATIVE,
    DT_WIDE_HUGE, /* 10^12 or more */
} dt_wide_verdict;

dt_wide_verdict dt_wide_read(const char *text, size_t n, dt_wide *number);

/* 1, in units. */
dt_wide dt_wide_one(void);

bool dt_wide_is_zero(const dt_wide *x);
/* < 0, 0, > 0 */
int dt_wide_compare(const dt_wide *x, const dt_wide *y);
/* The sum of up to 64 numbers that were read, or of products of two, fits. */
dt_wide dt_wide_sum(const dt_wide *x, const dt_wide *y);
/* The product of two numbers that were read, or of sums of them, fits. */
dt_wide dt_wide_product(const dt_wide *x, const dt_wide *y);

/* x / y times `factor`, rounded to a whole number, halves up; INT64_MAX when it is
 * 2^47 or more. 0 < y; both are such products, or sums of them, and factor < 2^30. */
int64_t dt_wide_quotient(const dt_wide *x, const dt_wide *y, uint32_t factor);

#endif
