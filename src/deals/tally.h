/* What each voice does to the packages, counted. */
#ifndef DT_DEALS_TALLY_H
#define DT_DEALS_TALLY_H

#include "deals/parley.h"

/* All of the caller's tally but the lever; `blocked` gets the packages that it blocks.
 */
dt_tally dt_tally_find(const dt_parley *table, const dt_ballots *verdicts,
                       uint32_t caller, dt_bits *blocked);

#endif
