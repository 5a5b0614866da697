/* Raiffa's steps over lotteries, in shares: see fair.h. */
#ifndef DT_DEALS_RAIFFA_H
#define DT_DEALS_RAIFFA_H

#include "deals/fair.h"
#include "deals/simplex.h"

/* What is left of a share when the steps have reached their limit. */
#define DT_RAIFFA_LEFT 1e-12

/* The steps of parties each of which can have a share of 1.
 *
 * raiffa->step_gain and ->limit_gain are filled with shares, [..][k]; raiffa->lottery
 * with positions among the shares' packages. All in the arena. DT_OK; DT_ESTOPPED;
 * DT_ENOMEM. */
dt_status dt_raiffa_find(const dt_shares *shares, dt_arena *arena, dt_raiffa *raiffa,
                         dt_error *err);

#endif
