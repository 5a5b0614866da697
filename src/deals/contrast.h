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

/* Which of the 64 states a caller that has an order only accepts: better than each
 * fallback that counts (one of them, or all for DT_LOTTERY), or as good where that is
 * enough. An order does not say how much better, so this is cautious: a lottery is
 * only surely worse than what is better than each of its states. */
uint64_t dt_contrast_accepts(const dt_parley *table, uint32_t caller, uint32_t fallback,
                             const uint64_t columns[64]);

/* Fill the column of ranks of a caller that has an order only. DT_OK; DT_EAPPLY, with
 * its text, when the order is a ranking that leaves a package or a fallback out;
 * DT_ENOMEM, DT_ESTOPPED. */
dt_status dt_contrast_rank(dt_parley *table, uint32_t caller, dt_error *err);

#endif
