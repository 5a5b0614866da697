/* Where Lemke's path begins: what both players think of each other before they think.
 *
 * The *prior* takes all actions of a set as nearly equally likely. They are not quite:
 * small differences, always the same, make the best reply to the prior unique unless
 * actions are worth the same whatever happens. Probabilities are whole numbers over a
 * power of two, so that a double holds them as they are.
 *
 * The path ends at plans that are limits of plans in which every sequence of length n
 * has at least e^(n+1). Numbers on the way are polynomials in an e that is as small as
 * anything can be; their coefficients are *levels*, and level 0 is what the number is.
 */
#ifndef DT_GAMES_PRIOR_H
#define DT_GAMES_PRIOR_H

#include "base/watch.h"
#include "games/sequence.h"

typedef struct dt_prior {
    const dt_sequences *form;
    uint32_t n_pairs;       /* sequences of both players: first those of player 0 */
    uint32_t n_levels;      /* powers of e: 0 to the longest sequence + 1 */
    uint32_t *weight[2];    /* [n_sequences] of the action among those of its set */
    uint32_t *bits[2];      /* [n_forks] the set's weights add up to 2 to so much */
    uint32_t whole_bits[2]; /* 2 to so much is a denominator of all of the plan */
    double *plan[2];        /* [n_sequences] */
    uint32_t *best[2];      /* [n_forks] the set's sequence in the reply to the prior */
} dt_prior;

/* How a path ended. */
typedef enum dt_path_end {
    DT_PATH_FOUND,
    DT_PATH_TIED,  /* the reply to this prior is not unique: try another */
    DT_PATH_LOST,  /* rounding led astray */
    DT_PATH_LARGE, /* more memory or time than allowed */
    DT_PATH_STEPS  /* more steps than allowed */
} dt_path_end;

/* How far a path may go, and what came of it. */
typedef struct dt_path {
    const dt_monitor *monitor; /* may be NULL */
    uint64_t memory;           /* bytes that may be taken */
    uint64_t most_steps;
    dt_path_end end;  /* set on DT_OK */
    uint64_t n_steps; /* pivots taken */
    double *plan[2];  /* if found: [n_sequences][n_levels], from the arena */
} dt_path;

/* Prior number `seed` of a game. DT_OK or DT_ENOMEM. O(nodes) time. */
dt_status dt_prior_new(const dt_sequences *form, dt_arena *arena, uint32_t seed,
                       dt_prior *prior, dt_error *err);

/* Numbers from 1 to 2^16 that have nothing to do with each other, one for each pair and
 * for z0: the last resort between ties. */
uint32_t dt_prior_jitter(uint32_t pair);

/* Pair number of a sequence of a side. */
static inline uint32_t dt_pair_of(const dt_prior *prior, uint32_t i, uint32_t s)
{
    return i ? prior->form->side[0].n_sequences + s : s;
}

/* Follow the path in whole numbers (tableau.c), or in floating point (march.c). Answers
 * go to the arena. DT_OK, DT_ESTOPPED or DT_ENOMEM. */
dt_status dt_path_exact(const dt_prior *prior, dt_arena *arena, dt_path *path,
                        dt_error *err);
dt_status dt_path_float(const dt_prior *prior, dt_arena *arena, dt_path *path,
                        dt_error *err);

#endif
