/* The methods, one function each, and what they share.
 *
 * A method gets a game and fills in a dt_method_answer, whose arrays it takes from the
 * task's arena. It finds whole assessments: every set of a player has probabilities
 * that add up to 1, and beliefs that do. It leaves payoff, reached and proof to
 * dt_game_solve() (src/games/play.c), which completes and verifies whatever comes.
 *
 * A method that does not apply, or gives up, says why in `why` and returns DT_OK; what
 * it has found by then stays, with `complete` false. */
#ifndef DT_GAMES_SOLVERS_H
#define DT_GAMES_SOLVERS_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/watch.h"
#include "games/game.h"

#include <detente/equilibrium.h>

/* What all methods get. */
typedef struct dt_task {
    const dt_game *game;
    const dt_game_question *question; /* all defaults filled in */
    dt_arena *arena;                  /* answers are made here; so may scratch be */
} dt_task;

typedef dt_status dt_method_solver(const dt_task *task, dt_method_answer *answer,
                                   dt_error *err);

dt_method_solver dt_solve_backward;   /* backward.c */
dt_method_solver dt_solve_pure;       /* pure.c; cover.c for signalling games */
dt_method_solver dt_solve_signalling; /* hybrid.c */
dt_method_solver dt_solve_logit;      /* logit.c */
dt_method_solver dt_solve_lemke;      /* lemke.c */
dt_method_solver dt_solve_program;    /* program.c */

/* ---- Shared (assessment.c) ------------------------------------------------------ */

/* Fill chance's probabilities into p, [n_actions]. */
void dt_fill_chance(const dt_game *game, double *p);

/* The probability with which play comes to each node: reach is [n_nodes]. */
void dt_fill_reach(const dt_game *game, const double *p, double *reach);

/* Beliefs by Bayes' rule where a set is reached; elsewhere as if every player had
 * trembled equally at each action of probability 0 (the fewest trembles count). belief
 * is [n_nodes]; reach is [n_nodes] scratch. */
void dt_fill_beliefs(const dt_game *game, const double *p, double *belief,
                     double *reach);

/* What everybody can expect from each node on: value is [n_nodes][n_players]. */
void dt_fill_values(const dt_game *game, const double *p, double *value);

/* What the player of a set can expect from the set's k-th action, given its beliefs and
 * the values of dt_fill_values(). */
double dt_value_at(const dt_game *game, const dt_set *set, uint32_t k,
                   const double *belief, const double *value);

/* Where `open` says so ([n_sets]; chance's sets are not), choose best replies from the
 * end of the tree upwards; all beliefs are filled in, too, by dt_fill_beliefs(). Where
 * play comes to none of these sets, the others stay as good as they were. What is
 * chosen at one open set may undo what is best at another: it is gone over a few times,
 * and if that does not end, the last choice stands. DT_OK or DT_ENOMEM. */
dt_status dt_fill_replies(const dt_game *game, const bool *open, double *p,
                          double *belief, dt_error *err);

#endif
