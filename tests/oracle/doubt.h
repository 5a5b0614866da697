/* Whether a pure profile of a small game is an equilibrium, by the definition of
 * src/games/creed.h and slowly: values by recursion, beliefs at sets where Bayes' rule
 * does not decide by looking at every corner of the set of all that support what is
 * chosen there and later. Knows the public header of games only. */
#ifndef DT_ORACLE_DOUBT_H
#define DT_ORACLE_DOUBT_H

#include <detente/game.h>

enum { DOUBT_ROWS = 64, DOUBT_NODES = 12 };

/* choice is [n_sets], from 0; that of chance is not read. No set has more than
 * DOUBT_NODES nodes, and no player more than DOUBT_ROWS actions (asserted). */
bool doubt_is_equilibrium(const dt_game *game, const uint32_t *choice);

/* Whether Bayes' rule says nothing of a player's set. */
bool doubt_is_free(const dt_game *game, const uint32_t *choice, uint32_t h);

/* Between which values the beliefs at a free set lie: both are [n_members]. */
void doubt_range(const dt_game *game, const uint32_t *choice, uint32_t h, double *low,
                 double *high);

/* By how much beliefs, [n_nodes], differ from what follows from those at sets where the
 * same player moved before. */
double doubt_belief_error(const dt_game *game, const uint32_t *choice,
                          const double *belief);

/* The root of the innermost subgame that a player's set belongs to. */
uint32_t doubt_root(const dt_game *game, uint32_t h);

/* What player i can expect from a node on. */
double doubt_value(const dt_game *game, const uint32_t *choice, uint32_t node,
                   uint32_t i);

#endif
