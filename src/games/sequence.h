/* The sequence form of a game of two players with perfect recall.
 *
 * A *sequence* of a player is all it has done on the way to some node: the empty one,
 * 0, or that before one of its sets and one action there. Who remembers everything
 * comes to each of its sets by one sequence only, so a sequence is as good as its last
 * action, and there are as many as actions, and the empty one.
 *
 * A *plan* gives each sequence the product of the probabilities along it: x[0] = 1, and
 * at every set the actions' x add up to that of the sequence before it. Payoffs are
 * linear in the plan of either player, which they are not in probabilities:
 *
 *     a player's payoff = sum over cells of x[row] * y[column] * cell.payoff
 *
 * Sequences of a set are neighbours, and sets come after the sets that lead to them.
 *
 * Source: Koller, Megiddo and von Stengel 1996. */
#ifndef DT_GAMES_SEQUENCE_H
#define DT_GAMES_SEQUENCE_H

#include "base/fail.h"
#include "games/game.h"

/* A set of the player, or, in place 0, the beginning of play with the empty sequence.
 */
typedef struct dt_fork {
    uint32_t set;    /* of the game; place 0: DT_NONE */
    uint32_t before; /* the sequence that leads there; place 0: unused */
    uint32_t first;  /* first sequence of the set */
    uint32_t n;      /* how many */
} dt_fork;

/* One player's side. */
typedef struct dt_side {
    uint32_t n_sequences, n_forks; /* at least 1 */
    dt_fork *forks;                /* [n_forks] */
    uint32_t *action;              /* [n_sequences] of the game; 0: DT_NONE */
    uint32_t *fork;                /* [n_sequences] where it ends */
    uint32_t *length;              /* [n_sequences] how many actions */
    uint32_t *at;     /* [n_nodes] the sequence by which a node is reached */
    uint32_t *of;     /* [n_actions] the sequence that ends with it, of own actions */
    uint32_t longest; /* most actions of a sequence */
} dt_side;

/* What both players get where a sequence of the first meets one of the second, times
 * the probability that chance lets them. */
typedef struct dt_cell {
    uint32_t row, column;
    double payoff[2];
} dt_cell;

typedef struct dt_sequences {
    const dt_game *game;
    dt_side side[2];
    double *chance; /* [n_nodes] probability of what chance does on the way */
    uint32_t n_cells;
    dt_cell *cells; /* by row, then column; every pair once */
} dt_sequences;

/* Why the game has no sequence form, or NULL. */
const char *dt_sequences_why_not(const dt_game *game);

/* The form of a game that has one. Takes memory from the arena; O(nodes) time.
 * DT_OK or DT_ENOMEM. */
dt_status dt_sequences_new(const dt_game *game, dt_arena *arena, dt_sequences *form,
                           dt_error *err);

/* The plan of side i when actions have the probabilities p: plan is [n_sequences]. */
void dt_sequences_plan(const dt_sequences *form, uint32_t i, const double *p,
                       double *plan);

/* What a player gets from each of its sequences, against the other's plan, where play
 * then ends: gain is [n_sequences of i]. */
void dt_sequences_gain(const dt_sequences *form, uint32_t i, const double *other,
                       double *gain);

/* The most that each own sequence is worth to a player when it goes on as well as it
 * can: worth is [n_sequences of i], `gain` as dt_sequences_gain() has it. worth[0] is
 * the value of a best reply. */
void dt_sequences_worth(const dt_sequences *form, uint32_t i, const double *gain,
                        double *worth);

/* How far two plans are from an equilibrium, from the data of the game alone, as a part
 * of the range of payoffs: plan is [2][n_sequences]. The largest of: what is missing
 * for the plans to be plans; what a best reply would gain; and at any sequence the
 * smaller of its probability and what it falls behind the best at its set. `scratch`
 * takes memory. NAN when there is none. */
double dt_sequences_residual(const dt_sequences *form, double *const plan[2],
                             dt_arena *scratch);

/* From plans to probabilities: where own play comes (plan > 0), actions get their
 * parts; elsewhere equal ones. p is [n_actions], written at the actions of side i. */
void dt_sequences_behave(const dt_sequences *form, uint32_t i, const double *plan,
                         double *p);

#endif
