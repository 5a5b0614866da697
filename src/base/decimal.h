/* Exact decimals: what a user writes as 0.1 is a tenth.
 *
 * Worth is added and compared for equality (a tie is a result), so binary fractions
 * will not do. A decimal is units x 10^-DT_DECIMAL_PLACES. */
#ifndef DT_BASE_DECIMAL_H
#define DT_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DT_DECIMAL_PLACES 6
#define DT_DECIMAL_ONE INT64_C(1000000)
/* The largest magnitude a user may write. 64 such terms and more fit an int64_t. */
#define DT_DECIMAL_MAX INT64_C(1000000000)

/* Read "-12.5". False when it is misspelt, beyond DT_DECIMAL_MAX, or has more than
 * DT_DECIMAL_PLACES places that matter. No locale is asked. */
bool dt_decimal_read(const char *text, size_t n, int64_t *units);

/* Write it without idle zeros; returns `buffer`, which must hold DT_DECIMAL_ROOM. */
#define DT_DECIMAL_ROOM 32
const char *dt_decimal_write(int64_t units, char buffer[DT_DECIMAL_ROOM]);

#endif
