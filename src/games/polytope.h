/* Small dense linear programs.
 *
 *     maximise    c.x
 *     such that   a(r).x  <=, = or >=  b(r)      for each row r
 *                 x >= 0
 *
 * For up to a few dozen rows and columns, tens of thousands of times: all room is taken
 * once, and the next aim over the same rows starts from where the last one ended.
 *
 *     dt_polytope *const lp = dt_polytope_new(arena, n, 2);
 *     dt_polytope_begin(lp, n);
 *     double *const sum = dt_polytope_row(lp, DT_ROW_EXACT, 1);   [n], zeroed: fill in
 *     ...
 *     if (dt_polytope_best(lp, c, x) == DT_POLYTOPE_FOUND) ...
 *
 * Tolerance: rows are scaled so that their largest coefficient is 1, and may then be
 * missed by DT_POLYTOPE_SLACK; so may x >= 0. */
#ifndef DT_GAMES_POLYTOPE_H
#define DT_GAMES_POLYTOPE_H

#include "base/arena.h"

#define DT_POLYTOPE_SLACK 1e-9

typedef struct dt_polytope dt_polytope;

typedef enum dt_row_kind {
    DT_ROW_MOST,  /* a.x <= b */
    DT_ROW_EXACT, /* a.x = b */
    DT_ROW_LEAST  /* a.x >= b */
} dt_row_kind;

typedef enum dt_polytope_end {
    DT_POLYTOPE_FOUND,
    DT_POLYTOPE_EMPTY,   /* no x keeps all rows */
    DT_POLYTOPE_ENDLESS, /* c.x has no bound */
    DT_POLYTOPE_LOST     /* rounding has got the better of it; not seen in practice */
} dt_polytope_end;

/* A program with room for so many columns and rows, in the arena for as long as that
 * lives; it has no row yet. NULL when there is no memory. */
dt_polytope *dt_polytope_new(dt_arena *arena, uint32_t max_columns, uint32_t max_rows);

/* Forget all rows; x is [n_columns] from now on. */
void dt_polytope_begin(dt_polytope *lp, uint32_t n_columns);

/* One more row: its coefficients, [n_columns], all zero, to be filled in before the
 * next call of dt_polytope_best(). */
double *dt_polytope_row(dt_polytope *lp, dt_row_kind kind, double b);

/* The best x for the aim c, [n_columns]. c NULL: any x that keeps all rows. x, which
 * may be NULL, is filled in when it is found. */
dt_polytope_end dt_polytope_best(dt_polytope *lp, const double *c, double *x);

/* Whether any x keeps all rows. */
bool dt_polytope_is_empty(dt_polytope *lp);

#endif
