/* The tableau of Lemke's path in whole numbers: how it is laid out, and how it begins.
 *
 *                     others, one for each pair    levels, jitter
 *     D * basic[0]  =  a[0][0] ... a[0][n - 1]      a[0][n] ...
 *     ...
 *
 * The pairs are those of the sequences, x and r, and the last is that of z0 and u. */
#ifndef DT_GAMES_TABLEAU_H
#define DT_GAMES_TABLEAU_H

#include "games/prior.h"

#include <gmp.h>

typedef struct dt_tableau {
    const dt_prior *prior;
    uint32_t n;        /* rows: pairs of sequences, and that of z0 */
    uint32_t width;    /* columns: n, levels, jitter */
    mpz_t *a;          /* [n][width] */
    mpz_t d;           /* common denominator, above 0 */
    mpz_t left, right; /* scratch */
    uint32_t *basic;   /* [n] unknowns: 2 * pair for x or z0, 2 * pair + 1 for r or u */
    uint32_t *other;   /* [n] of the columns */
    size_t limbs;      /* of the longest entry, at most */
    double work;       /* done so far, about in nanoseconds */
} dt_tableau;

static inline mpz_t *dt_tableau_row(const dt_tableau *t, uint32_t row)
{
    return t->a + (size_t)row * t->width;
}

/* The column of a level. */
static inline uint32_t dt_tableau_level(const dt_tableau *t, uint32_t level)
{
    return t->n + level;
}

/* Whether the sequence is in the best reply to the prior. */
static inline bool dt_is_best(const dt_prior *prior, uint32_t i, uint32_t s)
{
    return prior->best[i][prior->form->side[i].fork[s]] == s;
}

/* Numbers in an arena, all 0, or NULL; and their end. */
mpz_t *dt_numbers_new(dt_arena *arena, size_t n);
void dt_numbers_clear(mpz_t *numbers, size_t n);

/* Write the first tableau, whose `a` is all 0. False when there is no memory. */
bool dt_tableau_begin(dt_tableau *t);

#endif
