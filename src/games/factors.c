/* KLU (Davis and Palamadai Natarajan 2010) orders the matrix into triangular blocks,
 * which is all there is in most parts of a matrix of sequences, and factorises the
 * blocks. A changed column is kept as a factor of its own: if B' is B with column r
 * replaced by a, and d = B^-1 a, then B'^-1 v is B^-1 v after
 *
 *     v[r] = v[r] / d[r],  v[k] = v[k] - d[k] v[r]     (the product form of the
 * inverse)
 *
 * KLU has its own memory, and answers when there is none. */
#include "games/factors.h"

#include <string.h>

struct dt_change {
    dt_change *next;
    uint32_t column, n;
    double pivot;
    uint32_t *at;  /* [n] other rows */
    double *value; /* [n] */
};

static void forget_changes(dt_factors *f)
{
    dt_arena_release(&f->arena);
    f->oldest = f->newest = NULL;
    f->n_changes = 0;
    f->n_changed = 0;
}

void dt_factors_release(dt_factors *f)
{
    forget_changes(f);
    if (f->numeric)
        klu_free_numeric(&f->numeric, &f->common);
    if (f->symbolic)
        klu_free_symbolic(&f->symbolic, &f->common);
}

static dt_factoring fault_of(const dt_factors *f)
{
    switch (f->common.status) {
    case KLU_SINGULAR:
        return DT_SINGULAR;
    case KLU_TOO_LARGE:
        return DT_FACTORS_LARGE;
    default:
        return DT_FACTORS_MEMORY;
    }
}

dt_factoring dt_factors_make(dt_factors *f, const dt_columns *matrix, int n,
                             double most)
{
    static const double entry = sizeof(double) + sizeof(int);
    dt_factors_release(f);
    f->n = n;
    if (!klu_defaults(&f->common))
        return DT_FACTORS_MEMORY;
    f->symbolic = klu_analyze(n, matrix->first, matrix->row, &f->common);
    if (!f->symbolic)
        return fault_of(f);
    if ((f->symbolic->lnz + f->symbolic->unz) * entry > most)
        return DT_FACTORS_LARGE;
    f->numeric =
        klu_factor(matrix->first, matrix->row, matrix->value, f->symbolic, &f->common);
    return f->numeric ? DT_FACTORED : fault_of(f);
}

static void apply(const dt_change *change, double *v)
{
    const double x = v[change->column] / change->pivot;
    v[change->column] = x;
    if (x == 0)
        return;
    for (uint32_t k = 0; k < change->n; k++)
        v[change->at[k]] -= change->value[k] * x;
}

void dt_factors_solve(dt_factors *f, double *v, int k)
{
    klu_solve(f->symbolic, f->numeric, f->n, k, v, &f->common);
    for (int j = 0; j < k; j++)
        for (const dt_change *c = f->oldest; c; c = c->next)
            apply(c, v + (size_t)j * (size_t)f->n);
}

bool dt_factors_change(dt_factors *f, uint32_t column, const double *solved,
                       const uint32_t *at, uint32_t k)
{
    dt_change *const change = dt_arena_new(&f->arena, dt_change);
    uint32_t *const rows = dt_arena_array(&f->arena, uint32_t, k);
    double *const values = dt_arena_array(&f->arena, double, k);
    if (!change || !rows || !values)
        return false;
    *change = (dt_change){NULL, column, 0, solved[column], rows, values};
    for (uint32_t j = 0; j < k; j++)
        if (at[j] != column) {
            rows[change->n] = at[j];
            values[change->n++] = solved[at[j]];
        }
    if (f->newest)
        f->newest->next = change;
    else
        f->oldest = change;
    f->newest = change;
    f->n_changes++;
    f->n_changed += k;
    return true;
}
