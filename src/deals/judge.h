/* What everybody says to one state, which need not be a package. */
#ifndef DT_DEALS_JUDGE_H
#define DT_DEALS_JUDGE_H

#include "deals/table.h"

/* Fill the opinions [n_callers], signs and ratifies [n_sides] of a deal, from its code,
 * at a disagreement point whose worths are `worth`. */
void dt_deal_judge(const dt_table *table, uint32_t fallback, const int64_t *worth,
                   dt_deal *deal, dt_opinion *opinions, bool *signs, bool *ratifies);

/* How a caller likes `to` compared with `from`: above, at or below 0. */
int dt_caller_compare(const dt_table *table, uint32_t caller, dt_code from, dt_code to);

/* True when no one-way choice of the status quo goes against its way. */
bool dt_deal_is_step(const dt_table *table, dt_code code);

#endif
