/* Worths of packages and of disagreement points: exact integers, scaled. */
#ifndef DT_DEALS_WORTH_H
#define DT_DEALS_WORTH_H

#include "deals/parley.h"

/* Find dt_parley::scale. DT_OK, or DT_ELIMIT when scaled worths would not fit. */
dt_status dt_worth_scale(dt_parley *table, dt_error *err);

/* What a state is worth to a caller that has values. */
int64_t dt_worth_of(const dt_parley *table, uint32_t caller, dt_code code);

/* What a fallback, or the lottery of all (DT_LOTTERY), is worth to it. */
int64_t dt_worth_at(const dt_parley *table, uint32_t caller, uint32_t fallback);

/* Fill the caller's column. False when there is no memory. */
bool dt_worth_fill(dt_parley *table, uint32_t caller);

#endif
