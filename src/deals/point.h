/* One disagreement point of the answer. */
#ifndef DT_DEALS_POINT_H
#define DT_DEALS_POINT_H

#include "deals/answer.h"

/* The fallback, or DT_LOTTERY, that a disagreement point stands for. */
uint32_t dt_point_fallback(const dt_deals *deals, uint32_t point);

/* Whether the voice has worths, its own or derived ones. */
bool dt_voice_has_worth(const dt_voice *voice);

/* Fill deals->points[point]. The sets over packages, and the frontier of the zone, are
 * left in `verdicts` and `efficient`, in `scratch`. DT_OK, DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_point_find(dt_deals *deals, uint32_t point, dt_ballots *verdicts,
                        dt_bits *efficient, dt_arena *scratch, dt_error *err);

#endif
