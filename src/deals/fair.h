/* The fair packages of a frontier: see <detente/fair.h> for what that means.
 *
 * F is the set of the packages on the frontier that are worth no less to anybody than
 * the fallback is; a gain is what a package is worth beyond it. Everything but Raiffa's
 * lotteries and the scores is computed exactly.
 *
 * Rules, and what is done in the corners:
 *
 *   Nash           When some party gains nothing in every package of F, all products
 *                  are 0: then as many parties as possible gain, and the product of
 *                  those that do is greatest.
 *   Kalai-Smorodinsky, egalitarian  The smallest share (gain) is greatest; among those
 *                  the second smallest, and so on. A party whose ideal gain is 0 has no
 *                  share and is left out of the comparison of shares.
 *   utilitarian    The sum of what a package is worth (of the gains: the same package).
 *   Raiffa         Steps from the fallback d: d' is the mean over all parties i of the
 *                  lottery over F that is best for i while the others get at least d,
 *                  and, as there may be several, then best for the sum of the others'
 *                  shares; until nothing is left. Where even that leaves several, one
 * of them counts, which depends on the order of the parties, but not on how packages
 * are numbered. Parties whose ideal gain is 0 are left out. As F is made of packages
 * that all prefer to the fallback, nobody wants to walk away after the draw. The
 * packages of this solution are those of F where the smallest of all ratios of gains to
 * the limit's is greatest.
 *
 * Packages between which a rule cannot choose are tied, and all are told. The first of
 * them is the pick: the smallest gain is greatest, then the second smallest and so on
 * (where all are equal, so are their sums), then the index is lowest. */
#ifndef DT_DEALS_FAIR_H
#define DT_DEALS_FAIR_H

#include "deals/frontier.h"

#include <detente/fair.h>

typedef struct dt_fair_pick {
    uint32_t n;              /* tied packages; 0: F is empty */
    const uint32_t *package; /* [n], the pick, then the others by ascending index */
    double score; /* Nash: the product of all gains; Kalai-Smorodinsky: the smallest
                     share, 0 to 1, 1 when nobody can gain; egalitarian: the smallest
                     gain; utilitarian: the sum of the worth; Raiffa: the smallest ratio
                     to the limit, 1 when nobody can gain. Units are those of worth. */
} dt_fair_pick;

/* Packages, one of which is drawn. */
typedef struct dt_lottery {
    uint32_t n;
    const uint32_t *package;   /* [n], no two alike, ascending */
    const double *probability; /* [n], above 1e-12; what is less is left out */
} dt_lottery;

/* Raiffa's steps, as gains over the fallback. */
typedef struct dt_raiffa {
    uint32_t n_steps;
    const double *step_gain;  /* [n_steps][n_parties]; the fallback itself is no step */
    const double *limit_gain; /* [n_parties], the last step, or all 0 */
    double left; /* the most that any party could still gain at the limit, as a share of
                    its ideal gain */
    bool converged;     /* `left` is at most 1e-12 */
    dt_lottery lottery; /* worth the limit to everybody, but for what is left; empty
                           unless converged */
} dt_raiffa;

/* All that dt_fair_find() answers; in the arena that it was given. */
typedef struct dt_fair {
    uint32_t n;           /* packages in F; 0: nothing below is set but ideal, to 0 */
    const int64_t *ideal; /* [n_parties], each party's greatest gain in F */
    dt_fair_pick pick[DT_N_FAIR];
    dt_raiffa raiffa;
} dt_fair;

/* Find them all.
 *
 * efficient  what dt_frontier_find() has found; other sets are taken for frontiers
 * fallback   [n_parties], in the units of worth, within its limits
 * fair       the caller's; what it points to is the arena's; set on success only
 *
 * DT_OK, also when F is empty; DT_EUSAGE (the number of parties, a set of another
 * size); DT_ESTOPPED; DT_ENOMEM. Time O(n k) for each solution but Raiffa's, which
 * takes O(n log n) for two parties, and for more a small linear program for each party
 * and step, O(n k) for each of its few pivots. Memory O(n k).
 *
 * Oracle: tests/prop/fair.c. */
dt_status dt_fair_find(const dt_cloud *cloud, const dt_bits *efficient,
                       const int64_t *fallback, dt_arena *arena, dt_fair *fair,
                       dt_error *err);

/* Which members of `among` are worth at least `least` to everybody; all sets over
 * cloud->n, `above` the caller's and overwritten. With a fallback for `least`: the zone
 * of agreement. */
void dt_fair_above(const dt_cloud *cloud, const dt_bits *among, const int64_t *least,
                   dt_bits *above);

/* How much more than `point` [n_parties] everybody could have at once: the greatest t
 * such that some package on the frontier is worth at least point + t to all, and among
 * those packages the one of the greatest sum, then of the lowest index. Negative when
 * every package costs somebody something. Exact; DT_BITS_NONE, and `t` untouched, when
 * the frontier is empty. `point` is within the limits of worth. */
uint32_t dt_money_left(const dt_cloud *cloud, const dt_bits *efficient,
                       const int64_t *point, int64_t *t);

/* How far the parties' wishes are apart: the least Euclidean distance of any package of
 * the frontier from the point where everybody has what they wish, each worth as a
 * fraction of the party's wish. `wish` is [n_parties], each above 0 and no package
 * worth more; NULL: each party's greatest worth. 0: one package is best for all.
 * Negative when it is not defined: no package, or a party to which none is worth more
 * than 0. The frontier of the whole domain gives the same as the whole domain. Source:
 * the opposition level of Genius and NegMAS. */
double dt_opposition(const dt_cloud *cloud, const dt_bits *efficient,
                     const int64_t *wish);

#endif
