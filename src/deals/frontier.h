/* Packages as points, one coordinate for each party, and the best of them: those that
 * no other package beats.
 *
 * A package beats another when it is worth no less to every party and more to one.
 * Packages that are worth the same to everybody don't beat each other. */
#ifndef DT_DEALS_FRONTIER_H
#define DT_DEALS_FRONTIER_H

#include "base/arena.h"

#include <detente/bits.h>
#include <detente/monitor.h>
#include <detente/status.h>

/* Parties that dt_frontier_find() and what builds on it takes. */
#define DT_CLOUD_PARTIES 10u
/* Coordinates that dt_skyline_find() takes: parties, and groups at home. */
#define DT_CLOUD_COORDINATES 74u
/* Every worth is above -DT_WORTH_LIMIT and below DT_WORTH_LIMIT. */
#define DT_WORTH_LIMIT (INT64_C(1) << 60)

/* n packages as points; all of it borrowed. */
typedef struct dt_cloud {
    uint32_t n_parties, n;
    const int64_t *const *worth; /* [n_parties][n], units of the caller's */
    const dt_monitor *monitor;   /* looks on; NULL: nobody */
} dt_cloud;

/* Some packages of a cloud, in an order that means something. */
typedef struct dt_members {
    uint32_t n;
    uint32_t *at; /* [n], indices of packages; an arena's */
} dt_members;

/* Which members of `among` no other member beats.
 *
 * cloud      1 to DT_CLOUD_PARTIES parties
 * among      over cloud->n; NULL: all packages
 * efficient  over cloud->n, the caller's, not `among`; overwritten on success only
 *
 * DT_OK; DT_EUSAGE (the number of parties, or a set of another size); DT_ESTOPPED;
 * DT_ENOMEM. Time O(n log n) for up to three parties, at worst O(n (log n)^(k - 1)) for
 * k; memory 4 bytes a member, and 8 k + 48 for each member that a few good packages
 * don't beat.
 *
 * Source: Kung, Luccio and Preparata 1975. Oracle: tests/prop/frontier.c. */
dt_status dt_frontier_find(const dt_cloud *cloud, const dt_bits *among,
                           dt_bits *efficient, dt_error *err);

/* The same for up to DT_CLOUD_COORDINATES coordinates and a list of indices, which is
 * reordered. What comes out, in `arena`, descends by the first coordinate, then by the
 * second and so on; equal points are next to each other, the lowest index first. */
dt_status dt_skyline_find(const dt_cloud *cloud, const dt_members *among,
                          dt_arena *arena, dt_members *best, dt_error *err);

#endif
