/* Whether a deal would hold once it is made. */
#ifndef DT_DEALS_HOLD_H
#define DT_DEALS_HOLD_H

#include "deals/answer.h"

/* Judge the stability of a deal's state by itself (detente/local.h), for everybody, at
 * the table or not. Fills its hold, and who is harmless, or hold_why. DT_OK,
 * DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_hold_find(dt_deals *deals, dt_deal *deal, dt_error *err);

#endif
