/* A square sparse matrix that can be divided by, and one column of which can be changed
 * at a time. */
#ifndef DT_GAMES_FACTORS_H
#define DT_GAMES_FACTORS_H

#include "base/arena.h"

#include <detente/status.h>
#include <suitesparse/klu.h>

/* Columns: entries first[c] to first[c + 1] - 1, rows ascending or not, none twice. */
typedef struct dt_columns {
    int *first, *row;
    double *value;
} dt_columns;

/* A column that has been changed since. */
typedef struct dt_change dt_change;

/* All zero holds nothing. */
typedef struct dt_factors {
    int n;
    klu_common common;
    klu_symbolic *symbolic;
    klu_numeric *numeric;
    dt_arena arena; /* changes */
    dt_change *oldest, *newest;
    uint32_t n_changes;
    uint64_t n_changed; /* entries of all changes */
} dt_factors;

/* How it went. */
typedef enum dt_factoring {
    DT_FACTORED,
    DT_SINGULAR,
    DT_FACTORS_LARGE, /* factors would take more than allowed */
    DT_FACTORS_MEMORY /* there is none */
} dt_factoring;

/* Factorise the n x n matrix, instead of what was before. `most` is how many bytes
 * factors may take. */
dt_factoring dt_factors_make(dt_factors *factors, const dt_columns *matrix, int n,
                             double most);

/* v = matrix^-1 v, for `k` vectors of n one behind the other. */
void dt_factors_solve(dt_factors *factors, double *v, int k);

/* Column `column` becomes the one that dt_factors_solve() has made `solved` of: [n],
 * whose entries at[0 .. k - 1] are not 0. False when there is no memory. */
bool dt_factors_change(dt_factors *factors, uint32_t column, const double *solved,
                       const uint32_t *at, uint32_t k);

void dt_factors_release(dt_factors *factors);

#endif
