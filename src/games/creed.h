/* What a player may believe at an information set, so that its pure choice there is
 * best.
 *
 * The notion. A pure profile is an equilibrium when there are beliefs such that at
 * every set the choice is best given the beliefs there and what everybody does from
 * there on, and the beliefs are those of Bayes' rule wherever it can be asked:
 *
 *  - on the path of play;
 *  - in every subgame, as if play had come to its root;
 *  - at sets where nothing but choices of the set's own player has kept play away: what
 *    I do tells me nothing about the others. So has a set the beliefs that follow from
 *    those at the sets where its player moved before.
 *
 * Elsewhere beliefs are free. So this is the weak perfect Bayesian equilibrium, asked
 * in every subgame, of players that are not surprised by themselves; no single change
 * at one set pays, and then no change of a whole strategy does.
 *
 * Weights. Let w(n) be the probability that chance and the *other* players bring play
 * from the root of the innermost subgame to node n. With perfect recall the player's
 * own choices weigh on all nodes of a set alike; so if any w is positive, beliefs are
 * w / sum w. Otherwise the set is *free*.
 *
 * Cone. The beliefs y at a free set h, up to scale, that support what its player does
 * at h and behind h are those with
 *
 *     sum over n' in g of  y(n) c(n, n') (U(n', s) - U(n', a))  >=  0
 *
 * for every set g of the player from h on and every action a there: n is the node of h
 * above n', c the probability that chance and the others lead from n to n', U what the
 * player gets. They are linear in y: a small linear program says whether there are any,
 * and between which values each lies. */
#ifndef DT_GAMES_CREED_H
#define DT_GAMES_CREED_H

#include "base/arena.h"
#include "base/fail.h"
#include "games/game.h"

typedef struct dt_creed {
    const dt_game *game;
    uint32_t *choice; /* [n_sets] which action, from 0; DT_NONE: none yet */
    uint32_t *root;   /* [n_sets] of the innermost subgame that the set is in */
    uint32_t *before; /* [n_sets] where the set's player moved last; DT_NONE: nowhere */
    uint32_t *n_rows; /* [n_sets] actions of the player at the set and behind */
    uint32_t *block;  /* [n_sets] scratch: first row of a set */
    double *flow;     /* [n_nodes] scratch: chance of coming to a node */
    double *weight;   /* [n_nodes] scratch */
    bool *is_free;    /* [n_sets] scratch */
    uint64_t n_looks; /* nodes that were looked at so far */
    dt_arena scratch; /* of one linear program */
} dt_creed;

/* Room in the arena, and what is known of the tree: DT_OK or DT_ENOMEM. The game has
 * perfect recall. */
dt_status dt_creed_init(dt_creed *creed, const dt_game *game, dt_arena *arena,
                        dt_error *err);
void dt_creed_release(dt_creed *creed);

/* Whether the choice at set h is best by Bayes' rule: 1 or 0, and -1 when the set is
 * free. All sets above and below h have choices. */
int dt_creed_is_best(dt_creed *creed, uint32_t h);

/* Whether some belief at set h supports what its player does there and behind. All sets
 * below have choices. */
dt_status dt_creed_is_supported(dt_creed *creed, uint32_t h, bool *supported,
                                dt_error *err);

/* Beliefs at all nodes of players, and between which values they may lie (a set where
 * the player must believe what follows from an earlier free set takes its range from
 * that): all are [n_nodes]. All sets have choices, and all free ones are supported. */
dt_status dt_creed_fill(dt_creed *creed, double *belief, double *low, double *high,
                        dt_error *err);

#endif
