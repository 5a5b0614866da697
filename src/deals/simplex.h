/* The lottery over packages that is best for one party while no other gets less than it
 * must: a linear program with as many rows as parties and as many columns as packages.
 */
#ifndef DT_DEALS_SIMPLEX_H
#define DT_DEALS_SIMPLEX_H

#include "deals/frontier.h"

/* What packages give, as shares from 0 to 1 of the most that a party can have. */
typedef struct dt_shares {
    uint32_t k, n;                          /* 1 to DT_CLOUD_PARTIES parties */
    const double *column[DT_CLOUD_PARTIES]; /* [k][n] */
    const dt_monitor *monitor;
} dt_shares;

/* A lottery: entry c is package at[c], drawn with probability x[c] (0 possible), when
 * at[c] < n. The others say what a party gets beyond what it must. */
typedef struct dt_basis {
    uint32_t at[DT_CLOUD_PARTIES]; /* [k] */
    double x[DT_CLOUD_PARTIES];
} dt_basis;

typedef enum dt_simplex_end {
    DT_SIMPLEX_FOUND,
    DT_SIMPLEX_LOST,   /* rounding has made a way out of what should have one */
    DT_SIMPLEX_STOPPED /* the monitor wants no more */
} dt_simplex_end;

/* Begin with the package that is best for party i, then for the sum of all others. */
void dt_simplex_begin(const dt_shares *shares, uint32_t i, dt_basis *basis);

/* Go on from the best for some lower `must` to the best for this one: of all lotteries
 * that give every other party m at least must[m], the one that gives i most, and among
 * these the others most in sum. There has to be one. `must` is [k], must[i] unused. */
dt_simplex_end dt_simplex_best(const dt_shares *shares, uint32_t i, const double *must,
                               dt_basis *basis);

/* What the lottery gives party m. */
double dt_simplex_share(const dt_shares *shares, const dt_basis *basis, uint32_t m);

#endif
