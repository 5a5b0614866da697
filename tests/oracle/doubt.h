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

/* The root of the innermost subgame that a player's set belongs to. */
uint32_t doubt_root(const dt_game *game, uint32_t h);

/* What player i can expect from a node on. */
double doubt_value(const dt_game *game, const uint32_t *choice, uint32_t node,
                   uint32_t i);

#endif
