/* Amounts and counts in words. */
#ifndef DT_BASE_AMOUNT_H
#define DT_BASE_AMOUNT_H

#include <stdint.h>

typedef struct dt_amount {
    char text[32];
} dt_amount;

/* "817 bytes", "12.3 MiB": rounded up to a tenth. */
dt_amount dt_amount_of(uint64_t bytes);

/* The next whole size that `--memory` takes: "13M", "2G". */
dt_amount dt_amount_option(uint64_t bytes);

/* "16,777,216" */
dt_amount dt_amount_count(uint64_t n);

#endif
