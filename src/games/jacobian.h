/* One step of Newton's method for the equations of quantal.h, as a sparse linear
 * system.
 *
 * Its unknowns are changes: of l for each action of a player, of c for each of its
 * sets, and two kinds that stand in between, so that every equation is short: of what a
 * node is worth to a player who has moved above it, and of the logarithm of a node's
 * reach where beliefs depend on it. There are O(nodes x players) entries. One more
 * column is lambda's. Of all columns one is *held*: it stands on the right side. */
#ifndef DT_GAMES_JACOBIAN_H
#define DT_GAMES_JACOBIAN_H

#include "base/fail.h"
#include "base/watch.h"
#include "games/quantal.h"

#include <suitesparse/klu.h>

/* What is held: an action's l, or lambda. */
#define DT_HOLD_LAMBDA UINT32_MAX

typedef struct dt_jacobian {
    const dt_game *game;
    uint32_t n;         /* unknowns, lambda not among them */
    uint32_t *of_l;     /* [n_actions] unknowns; DT_NONE: none */
    uint32_t *of_c;     /* [n_sets] */
    uint32_t *of_value; /* [n_nodes][n_players] */
    uint32_t *of_reach; /* [n_nodes] */
    uint32_t held;      /* an unknown, or n: lambda */
    uint32_t n_entries, at;
    int *row, *column;           /* [n_entries] in the order they are written */
    int *slot;                   /* [n_entries] where they stand in `entries` */
    int *begin;                  /* [n + 2] of each column; the held one is column n */
    int *rows;                   /* [n_entries] */
    double *entries;             /* [n_entries] */
    double *side;                /* [n] right side, then the solution */
    bool *seen;                  /* [n] scratch */
    klu_symbolic *usual, *other; /* of lambda held, and of another unknown */
    klu_symbolic *symbolic;      /* the one of the two that is in use */
    klu_numeric *numeric;
    klu_common common;
} dt_jacobian;

/* Number the unknowns; DT_ENOMEM, or DT_ELIMIT when there are too many for KLU's
 * indices or for the memory allowed. dt_jacobian_release() is the caller's duty either
 * way. */
dt_status dt_jacobian_init(dt_jacobian *j, const dt_game *game, uint64_t memory,
                           dt_arena *arena, dt_error *err);
void dt_jacobian_release(dt_jacobian *j);

/* Choose what is held: an action, or DT_HOLD_LAMBDA. */
dt_status dt_jacobian_hold(dt_jacobian *j, uint32_t action, dt_error *err);

/* Factorise at a point. `*singular` instead of a failure when it can't be done. Unless
 * `anew`, with the pivots of the point before, which must be near. */
dt_status dt_jacobian_factor(dt_jacobian *j, const dt_quantal *q, double lambda,
                             bool anew, bool *singular, dt_error *err);

/* Newton's step from the errors of the point: `by` is [n_actions]; what is held does
 * not move. */
bool dt_jacobian_step(dt_jacobian *j, const dt_quantal *q, double *by,
                      double *by_lambda);
/* The sign of the determinant of the matrix of the last factorisation times that of the
 * held unknown's part of a tangent, or what that would be with lambda held: it is the
 * same all along a branch, but for points where branches cross. */
int dt_jacobian_orientation(const dt_jacobian *j, double by_held);

/* How the rest moves when what is held moves by 1. */
bool dt_jacobian_tangent(dt_jacobian *j, double *by, double *by_lambda);

#endif
