/* Packages without a list of them: where values are additive, issue by issue. */
#ifndef DT_DEALS_BUNDLE_H
#define DT_DEALS_BUNDLE_H

#include "deals/parley.h"

/* What keeps the packages of a table from being merged: a clause, in the arena of the
 * table; NULL when nothing does. DT_OK, DT_ENOMEM. */
dt_status dt_bundle_obstacle(dt_parley *table, const char **obstacle);

/* Merge issue by issue: the packages of the table become those that no other one
 * equals or beats for every actor and every constituency, one for each point. Among
 * them are, point for point, all Pareto-optimal packages of any zone. DT_OK, DT_ELIMIT,
 * DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_bundle_merge(dt_parley *table, const dt_limits *limits, dt_error *err);

/* How many packages there are, merged or listed: at most UINT64_MAX - 1. */
uint64_t dt_bundle_count(const dt_parley *table);

#endif
