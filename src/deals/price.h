/* What has to be given for what: prices of concessions, additions to deals that fail,
 * changes that win over who blocks, and what linking arenas adds. */
#ifndef DT_DEALS_PRICE_H
#define DT_DEALS_PRICE_H

#include "deals/parley.h"

/* Most smallest sets that are kept of each question; all are counted. */
enum { DT_SETS_SHOWN = 64 };

/* ---- price.c ------------------------------------------------------------------- */

/* The price of every concession (a choice of an actor at the table, away from the
 * status quo, that some package holds) of every side: the packages with it that the
 * side would accept and from which no change by others can be dropped, or drawn back
 * towards the status quo. By side, choice and level, in the arena. DT_OK, DT_ENOMEM.
 * Time as of dt_least_find() for each; packages are listed. */
dt_status dt_prices_find(const dt_parley *table, const dt_ballots *verdicts,
                         dt_arena *arena, dt_price **prices, uint32_t *n_prices);

/* ---- refusal.c ------------------------------------------------------------------ */

/* For each side that would not accept a deal: the smallest additions by the others with
 * which it would. Fills the refusals of `deal`, whose code is a package. DT_OK,
 * DT_ENOMEM. */
dt_status dt_refusals_find(const dt_parley *table, const dt_ballots *verdicts,
                           dt_arena *arena, dt_deal *deal);

/* ---- lever.c -------------------------------------------------------------------- */

/* The one change of a negotiable choice that is not the caller's actor's own and that
 * takes most of the packages in `blocked` into the zone; of several the first one. Time
 * linear in packages and in levels of choices; packages are listed. */
dt_lever dt_lever_find(const dt_parley *table, const dt_ballots *verdicts,
                       uint32_t caller, const dt_bits *blocked);

/* ---- linkage.c ------------------------------------------------------------------ */

/* The zone against the zones of each arena alone; `efficient` packages are shown
 * first. What negotiable choices are in no arena are one more, "rest". `linkage` is set
 * on success only. DT_OK; DT_EAPPLY (the model has no arena); DT_ENOMEM. */
dt_status dt_linkage_find(const dt_parley *table, const dt_ballots *verdicts,
                          const dt_bits *efficient, dt_arena *arena,
                          dt_linkage *linkage, dt_error *err);

#endif
