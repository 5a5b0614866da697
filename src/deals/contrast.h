/* Packages against one state, by an order: for voices without values. */
#ifndef DT_DEALS_CONTRAST_H
#define DT_DEALS_CONTRAST_H

#include "deals/parley.h"

/* Which of 64 states are better than another one, and which are as good. */
typedef struct dt_contrast {
    uint64_t better, equal;
} dt_contrast;

/* The 64 states, by the columns of their bits, against `code`, by the `prefer` or
 * `rank` of the preference, which ranks no state by its number. */
dt_contrast dt_contrast_find(const dt_model *model, const dt_preference *preference,
                             const uint64_t columns[64], dt_code code);

/* Fill the column of ranks of a caller that has an order only. DT_OK; DT_EAPPLY, with
 * its text, when the order is a ranking that leaves a package or a fallback out;
 * DT_ENOMEM, DT_ESTOPPED. */
dt_status dt_contrast_rank(dt_parley *table, uint32_t caller, dt_error *err);

#endif
