/* Signalling games for tests: from tables to a game tree, and solved. */
#ifndef DT_SUPPORT_SIGNS_H
#define DT_SUPPORT_SIGNS_H

#include "games/refinement.h"
#include "games/signalling.h"
#include "oracle/signals.h"
#include "support/dice.h"

/* A random game of two to `most` types, messages and answers (fewer answers may go with
 * a message): payoffs are small integers, so that ties are common, or large ones; now
 * and then a type has prior 0. */
void random_signals(signals *k, dice *d, size_t most);

/* The game as a tree, in prefix order. The caller's. */
dt_game *game_of_signals(const signals *k);

/* A game with what dt_solve_pure_signalling() answers. */
typedef struct solved_signals {
    dt_game *game;
    dt_arena arena;
    const dt_signalling *s;
    dt_method_answer answer;
} solved_signals;

/* Fails the test when the game is not recognised or something goes wrong. */
void solve_signals(solved_signals *to, const signals *k);
void solve_game(solved_signals *to, dt_game *game); /* which is moved */
void release_signals(solved_signals *of);

/* What is certain in an equilibrium: the message of a type, the answer to a message. */
size_t sent_by(const solved_signals *of, const dt_equilibrium *e, size_t t);
size_t reply_to(const solved_signals *of, const dt_equilibrium *e, size_t m);
signals_profile profile_of(const solved_signals *of, const dt_equilibrium *e);

#endif
