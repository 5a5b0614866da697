/* Who is not at the table and could undo a deal alone. */
#ifndef DT_DEALS_SPOILER_H
#define DT_DEALS_SPOILER_H

#include "deals/answer.h"

/* Fill the spoilers of a deal that has been judged, at the main disagreement point.
 * False when there is no memory. */
bool dt_spoilers_find(dt_deals *deals, dt_deal *deal);

#endif
