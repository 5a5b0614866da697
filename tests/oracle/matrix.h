/* A small game of two players as a table: all pure strategies of one against all of the
 * other, and what can be told from that. */
#ifndef DT_ORACLE_MATRIX_H
#define DT_ORACLE_MATRIX_H

#include <detente/game.h>

/* Most strategies of a player. */
enum { MATRIX_MOST = 4096 };

/* How many pure strategies the player has; more than MATRIX_MOST: at least that. */
uint32_t matrix_size(const dt_game *game, uint32_t player);

/* What the player expects when all actions have the probabilities p ([n_actions]). */
double matrix_payoff(const dt_game *game, const double *p, uint32_t player);

/* The most that the player could gain by any of its pure strategies, while everybody
 * else does what p says. It must have at most MATRIX_MOST. */
double matrix_gain(const dt_game *game, const double *p, uint32_t player);

/* The value to player 0 of a constant-sum game of two with at most 6 strategies each:
 * some square part of the table has weights for its rows and columns that make all of
 * them equal and the rest no better (Shapley and Snow 1950). Tries all parts. */
double matrix_value(const dt_game *game);

#endif
