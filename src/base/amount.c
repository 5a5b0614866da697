/* See amount.h. */
#include "base/amount.h"

#include <inttypes.h>
#include <stdio.h>

static const char units[] = "KMGTPE";
enum { UNITS_OF_OPTIONS = 4 };

/* The largest unit that goes into `bytes` once: 0 for bytes, 1 for KiB, and so on. */
static uint32_t unit_of(uint64_t bytes)
{
    uint32_t unit = 0;
    while (unit < sizeof units - 1 && bytes >> (10 * (unit + 1)))
        unit++;
    return unit;
}

dt_amount dt_amount_of(uint64_t bytes)
{
    dt_amount a;
    uint32_t unit = unit_of(bytes);
    if (unit == 0) {
        snprintf(a.text, sizeof a.text, "%" PRIu64 " byte%s", bytes,
                 bytes == 1 ? "" : "s");
        return a;
    }
    const uint64_t below = (UINT64_C(1) << (10 * unit)) - 1;
    const uint64_t whole = bytes >> (10 * unit);
    /* the rest in tenths, rounded up, without an overflow for exbibytes */
    uint64_t tenths = ((bytes & below) / 16 * 10 + below / 16) / (below / 16 + 1);
    tenths += whole * 10;
    if (tenths >= 10240 && unit < sizeof units - 1) {
        tenths = 10;
        unit++;
    }
    snprintf(a.text, sizeof a.text, "%" PRIu64 ".%" PRIu64 " %ciB", tenths / 10,
             tenths % 10, units[unit - 1]);
    return a;
}

dt_amount dt_amount_option(uint64_t bytes)
{
    dt_amount a;
    uint32_t unit = unit_of(bytes) ? unit_of(bytes) : 1;
    if (unit > UNITS_OF_OPTIONS)
        unit = UNITS_OF_OPTIONS;
    const uint64_t below = (UINT64_C(1) << (10 * unit)) - 1;
    const uint64_t whole = (bytes >> (10 * unit)) + ((bytes & below) != 0);
    snprintf(a.text, sizeof a.text, "%" PRIu64 "%c", whole, units[unit - 1]);
    return a;
}

dt_amount dt_amount_count(uint64_t n)
{
    dt_amount a;
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%" PRIu64, n);
    int at = 0;
    for (int k = 0; k < length; k++) {
        if (k && (length - k) % 3 == 0)
            a.text[at++] = ',';
        a.text[at++] = digits[k];
    }
    a.text[at] = '\0';
    return a;
}
