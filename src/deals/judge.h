/* What everybody says to one state, which need not be a package. */
#ifndef DT_DEALS_JUDGE_H
#define DT_DEALS_JUDGE_H

#include "deals/parley.h"

/* Where the answers about a deal go. */
typedef struct dt_answers {
    dt_opinion *opinions;   /* [n_callers] */
    bool *signs, *ratifies; /* [n_sides] */
} dt_answers;

/* Room for them in the arena; false when there is no memory. */
bool dt_answers_init(dt_answers *answers, const dt_parley *table, dt_arena *arena);

/* Fill the opinions, signs and ratifies of a deal, from its code, at a disagreement
 * point whose worths are `worth`; they become those of `answers`. */
void dt_deal_judge(const dt_parley *table, uint32_t fallback, const int64_t *worth,
                   const dt_answers *answers, dt_deal *deal);

/* How a caller likes `to` compared with `from`: above, at or below 0. */
int dt_caller_compare(const dt_parley *table, uint32_t caller, dt_code from,
                      dt_code to);

/* True when no one-way choice of the status quo goes against its way. */
bool dt_deal_is_step(const dt_parley *table, dt_code code);

#endif
