/* Adjusted Winner on a table of whole numbers. */
#ifndef DT_DEALS_WINNER_H
#define DT_DEALS_WINNER_H

#include "base/wide.h"

#include <detente/points.h>

/* Every sum of worths, once what they have in common is taken out, is below that. */
#define DT_POINTS_LIMIT (INT64_C(1) << 55)

/* Divide. The items that are contested have worths above 0 for both, in worth[0] and
 * worth[1], [n_items] each; the other worths are 0. `items` is the caller's, with what
 * is contested set; it gets the rest. Of `division` items and n_items are set, and all
 * is set but the parties and the total. Some item is contested. DT_OK, or DT_ELIMIT
 * with a text. */
dt_status dt_winner_find(int64_t *const worth[2], dt_item *items, dt_division *division,
                         dt_error *err);

/* n / d in lowest terms, 0 <= n, 0 < d, both below 2^126. False when it does not fit.
 */
bool dt_ratio_of(dt_wide n, dt_wide d, dt_ratio *ratio);

/* Below 0: a < b; 0: equal; above 0: a > b. */
int dt_ratio_compare(dt_ratio a, dt_ratio b);

#endif
