/**
 * @file
 * @brief Bargaining over one pie by alternating offers, with parliaments to please.
 *
 * A pie of size 1 is shared by two. The first makes an offer; the second accepts it or
 * makes one in the next round, by which the pie has shrunk by a discount; and so on.
 * What is agreed has to be ratified: legislature i takes no share below its least,
 * m_i. With v1 for the first's share when it offers and w2 for the second's when that
 * one offers,
 *
 *     v1 = 1 - max(m2, d2 w2),   w2 = 1 - max(m1, d1 v1),
 *
 * whose solution is the subgame-perfect equilibrium; without constraints it is
 * Rubinstein's. A constraint helps the one who has it only when it is tighter than
 * impatience: the second's binds when m2 is above d2 w2.
 */
#ifndef DETENTE_OFFERS_H
#define DETENTE_OFFERS_H

#include <detente/export.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the two bring to the talks. */
typedef struct dt_offers {
    double discount[2]; /**< what a share is worth a round later, 0 <= d < 1 */
    double least[2];    /**< least share that can be ratified, 0 <= m <= 1 */
} dt_offers;

/** The shares agreed in the first round. */
typedef struct dt_shares {
    double first;   /**< v1, of who makes the first offer */
    double second;  /**< 1 - v1 */
    double in_turn; /**< w2, what the second would get if it were to offer */
    bool binds;     /**< the second's parliament, not its patience, sets its share */
} dt_shares;

/**
 * @brief The equilibrium of alternating offers under ratification.
 * @param[out] shares  set unless the answer is false.
 * @return false when nothing can be agreed, as least[0] + least[1] > 1, or when a
 *         number is out of its range.
 * @cost   constant.
 * @source Rubinstein 1982, Econometrica 50, for the case without constraints; the
 *         constraint is the one of Iida 1993, J. Conflict Resolution 37, and Tarar
 *         2001, J. Conflict Resolution 45.
 * @oracle tests/unit/offers.c: the offers of a long finite game, from its end.
 */
DT_API bool dt_offers_solve(const dt_offers *offers, dt_shares *shares);

/** The best offer to a parliament whose mind is not known. */
typedef struct dt_gamble {
    double offer;       /**< the share offered, y* */
    double probability; /**< that it is ratified */
    double worth;       /**< to the one who offers: (1 - y*) times that */
} dt_gamble;

/**
 * @brief The offer that is best when the least share is uniform on [low, high].
 *
 * An offer y passes with probability (y - low) / (high - low), so that (1 - y)(y - low)
 * is to be greatest: y* = (1 + low) / 2, at most `high`. If low = high, the share is
 * known and offered.
 *
 * @param[out] gamble  set unless the answer is false.
 * @return false unless 0 <= low <= high <= 1.
 * @source the uncertain ratifier of Iida 1993 and of Milner and Rosendorff 1997,
 *         J. Conflict Resolution 41.
 */
DT_API bool dt_offers_gamble(double low, double high, dt_gamble *gamble);

/** Payments from the first to the second that make a deal pass; negative ones go the
 * other way. */
typedef struct dt_payment {
    double least, most;
} dt_payment;

/**
 * @brief The side payments with which a deal is good for both.
 *
 * The deal gives `first` and `second`; a payment t leaves first - t and second + t,
 * neither negative just when t is from -second to first. For issues that are linked,
 * pass the sums.
 *
 * @param[out] payment  set unless the answer is false.
 * @return false when no payment does: first + second < 0, or one is not a number.
 * @source Tollison and Willett 1979, International Organization 33.
 */
DT_API bool dt_offers_payment(double first, double second, dt_payment *payment);

#ifdef __cplusplus
}
#endif

#endif
