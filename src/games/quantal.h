/* The equations of logit agent quantal responses, and their derivatives.
 *
 * At each set of a player, the logarithm l of each action's probability and lambda obey
 *
 *     l(a) + c = lambda U(a)  for every action a        sum of exp l(a) = 1
 *
 * with one number c for the set; U(a) is what the set's player expects from a, given
 * its beliefs there and what everybody does from there on. The point (l, lambda) is
 * where we are; c follows. */
#ifndef DT_GAMES_QUANTAL_H
#define DT_GAMES_QUANTAL_H

#include "base/arena.h"
#include "games/game.h"

/* A point. Logarithms are sums of two doubles, `l` and `low`: that of an action that
 * hardly anybody takes goes to -1e9, and how it compares with another such action,
 * which decides beliefs, has to be known far more precisely than a double at -1e9. */
typedef struct dt_point {
    double *l, *low; /* [n_actions]; 0 at actions of chance */
    double lambda;
} dt_point;

/* Everything that follows from a point. */
typedef struct dt_quantal {
    const dt_game *game;
    double *p; /* [n_actions], chance's included */
    double
        *log_chance; /* [n_actions]; 0 where chance takes it never, or is not asked */
    double *weight, *weight_low; /* [n_nodes] logarithm of the reach, two doubles */
    uint32_t *never; /* [n_nodes] how often chance would have to do the impossible */
    double *belief;  /* [n_nodes] */
    double *value;   /* [n_nodes][n_players] */
    double *worth;   /* [n_actions] U */
    uint32_t *best;  /* [n_sets] the likeliest action */
    double *error;   /* [n_actions] l(a) - l(best) - lambda (U(a) - U(best)) */
    double *excess;  /* [n_sets] sum of probabilities - 1 */
} dt_quantal;

/* Room for everything; false when there is no memory. */
bool dt_quantal_init(dt_quantal *q, const dt_game *game, dt_arena *arena);
bool dt_point_init(dt_point *point, const dt_game *game, dt_arena *arena);
void dt_point_copy(dt_point *to, const dt_point *from, uint32_t n_actions);
/* The point where lambda is 0 and all actions are equally likely. */
void dt_point_start(dt_point *point, const dt_game *game);
/* l(a) += by. */
void dt_point_add(dt_point *point, uint32_t action, double by);

/* Work everything out: O(nodes x players). */
void dt_quantal_update(dt_quantal *q, const dt_point *point);

/* The largest regret at any set. */
double dt_quantal_regret(const dt_quantal *q);
/* The largest error, logarithms of probabilities as far as they are below 1 taken as
 * relative. */
double dt_quantal_error(const dt_quantal *q, const dt_point *point);

static inline bool dt_is_players(const dt_game *game, uint32_t set)
{
    return game->sets[set].player != DT_CHANCE;
}

#endif
