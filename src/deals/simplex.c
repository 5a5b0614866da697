/* A dual simplex method for few rows and many columns.
 *
 *     maximise    sum of p x u (i, p)
 *     such that   sum of p x u (m, p) - s(m) = must(m)      for every m but i
 *                 sum of p x           = 1                  (row i)
 *                 x, s >= 0
 *
 * A basis is k columns: packages p < n, and n + m for the surplus s(m). The one that
 * dt_simplex_begin() makes, the best package of i and every surplus, satisfies the
 * optimality conditions for whatever `must` is; so does each one that the dual method
 * goes through, and the last one of a step is where the next step, which only changes
 * `must`, begins. No first phase is needed.
 *
 * With at most ten rows the basis is inverted anew at each pivot, which costs nothing
 * beside the one pass over all columns and lets no error build up. The second aim, the
 * sum of what the others get, decides between columns that are equal by the first.
 *
 * GLPK, lp_solve and Clp would do it too; a dependency for a hundred lines whose bases
 * are this small would be the larger part to maintain.
 *
 * Source: Lemke 1954, for the dual method. */
#include "deals/simplex.h"

#include "base/watch.h"

#include <math.h>

enum { K = DT_CLOUD_PARTIES, PIVOTS = 5000, BLOCK = 256 };

/* Shares below zero by that much are rounding; pivots smaller than that are none; and
 * so much makes a difference between two ratios. */
static const double NEGATIVE = 1e-13, NO_PIVOT = 1e-11, SAME = 1e-12;

typedef struct program {
    const dt_shares *shares;
    uint32_t i;
    double inverse[K][K]; /* of the basis: [place in the basis][row] */
    double price[2][K];   /* what a row is worth, by the first and the second aim */
} program;

/* Entry of a column in a row. */
static double entry(const dt_shares *s, uint32_t i, uint32_t column, uint32_t row)
{
    if (column >= s->n)
        return column - s->n == row ? -1 : 0;
    return row == i ? 1 : s->column[row][column];
}

static double others_sum(const dt_shares *s, uint32_t i, uint32_t p)
{
    double sum = 0;
    for (uint32_t m = 0; m < s->k; m++)
        sum += m == i ? 0 : s->column[m][p];
    return sum;
}

void dt_simplex_begin(const dt_shares *shares, uint32_t i, dt_basis *basis)
{
    const double *const u = shares->column[i];
    uint32_t best = 0;
    for (uint32_t p = 1; p < shares->n; p++)
        if (u[p] > u[best] ||
            (u[p] >= u[best] && others_sum(shares, i, p) > others_sum(shares, i, best)))
            best = p;
    for (uint32_t m = 0; m < shares->k; m++)
        basis->at[m] = m == i ? best : shares->n + m;
}

double dt_simplex_share(const dt_shares *shares, const dt_basis *basis, uint32_t m)
{
    double share = 0;
    for (uint32_t c = 0; c < shares->k; c++)
        if (basis->at[c] < shares->n)
            share += basis->x[c] * shares->column[m][basis->at[c]];
    return share;
}

/* ---- the basis -------------------------------------------------------------- */

static void swap_rows(double (*a)[2 * K], uint32_t x, uint32_t y)
{
    for (uint32_t c = 0; c < 2 * K; c++) {
        const double here = a[x][c];
        a[x][c] = a[y][c];
        a[y][c] = here;
    }
}

static uint32_t largest_below(double (*a)[2 * K], uint32_t k, uint32_t c)
{
    uint32_t best = c;
    for (uint32_t r = c + 1; r < k; r++)
        if (fabs(a[r][c]) > fabs(a[best][c]))
            best = r;
    return best;
}

/* Gauss and Jordan on [matrix | unit]. False: there is no inverse. */
static bool reduce(double (*a)[2 * K], uint32_t k)
{
    for (uint32_t c = 0; c < k; c++) {
        swap_rows(a, c, largest_below(a, k, c));
        const double pivot = a[c][c];
        if (fabs(pivot) < 1e-200)
            return false;
        for (uint32_t j = 0; j < 2 * K; j++)
            a[c][j] /= pivot;
        for (uint32_t r = 0; r < k; r++) {
            const double factor = r == c ? 0 : a[r][c];
            for (uint32_t j = 0; j < 2 * K; j++)
                a[r][j] -= factor * a[c][j];
        }
    }
    return true;
}

static bool invert(program *lp, const dt_basis *basis)
{
    const uint32_t k = lp->shares->k;
    double a[K][2 * K] = {{0}};
    for (uint32_t r = 0; r < k; r++) {
        for (uint32_t c = 0; c < k; c++)
            a[r][c] = entry(lp->shares, lp->i, basis->at[c], r);
        a[r][K + r] = 1;
    }
    if (!reduce(a, k))
        return false;
    for (uint32_t c = 0; c < k; c++)
        for (uint32_t r = 0; r < k; r++)
            lp->inverse[c][r] = a[c][K + r];
    return true;
}

static void find_values(const program *lp, const double *must, dt_basis *basis)
{
    for (uint32_t c = 0; c < lp->shares->k; c++) {
        basis->x[c] = 0;
        for (uint32_t r = 0; r < lp->shares->k; r++)
            basis->x[c] += lp->inverse[c][r] * (r == lp->i ? 1 : must[r]);
    }
}

static void find_prices(program *lp, const dt_basis *basis)
{
    const dt_shares *const s = lp->shares;
    for (uint32_t r = 0; r < s->k; r++) {
        lp->price[0][r] = lp->price[1][r] = 0;
        for (uint32_t c = 0; c < s->k; c++) {
            if (basis->at[c] >= s->n)
                continue;
            lp->price[0][r] += s->column[lp->i][basis->at[c]] * lp->inverse[c][r];
            lp->price[1][r] += others_sum(s, lp->i, basis->at[c]) * lp->inverse[c][r];
        }
    }
}

/* ---- a pivot ---------------------------------------------------------------- */

/* Which column comes in: what it costs, by both aims, for each unit of what is missing.
 */
typedef struct entrant {
    uint32_t column; /* UINT32_MAX: none */
    double pivot, cost[2];
} entrant;

static bool is_better(const entrant *x, const entrant *y)
{
    for (uint32_t aim = 0; aim < 2; aim++)
        if (fabs(x->cost[aim] - y->cost[aim]) > SAME)
            return x->cost[aim] < y->cost[aim];
    return x->pivot < y->pivot;
}

static void consider(entrant *best, uint32_t column, double pivot, double loss,
                     double second_loss)
{
    if (pivot > -NO_PIVOT)
        return;
    const double cost = (loss > 0 ? loss : 0) / -pivot;
    const entrant here = {column, pivot, {cost, second_loss / -pivot}};
    if (best->column == UINT32_MAX || is_better(&here, best))
        *best = here;
}

/* What a block of packages does to the row that leaves, and what they lose. */
static void price_block(const program *lp, const double *row, uint32_t from, uint32_t n,
                        double (*to)[BLOCK])
{
    const dt_shares *const s = lp->shares;
    for (uint32_t j = 0; j < n; j++) {
        to[0][j] = row[lp->i];
        to[1][j] = lp->price[0][lp->i] - s->column[lp->i][from + j];
        to[2][j] = lp->price[1][lp->i];
    }
    for (uint32_t m = 0; m < s->k; m++) {
        if (m == lp->i)
            continue;
        const double *const u = s->column[m] + from;
        const double r = row[m], first = lp->price[0][m], second = lp->price[1][m] - 1;
        for (uint32_t j = 0; j < n; j++) {
            to[0][j] += r * u[j];
            to[1][j] += first * u[j];
            to[2][j] += second * u[j];
        }
    }
}

static bool is_in(const dt_basis *basis, uint32_t k, uint32_t column)
{
    for (uint32_t c = 0; c < k; c++)
        if (basis->at[c] == column)
            return true;
    return false;
}

static entrant find_entrant(const program *lp, const dt_basis *basis, uint32_t leaving)
{
    const dt_shares *const s = lp->shares;
    const double *const row = lp->inverse[leaving];
    entrant best = {.column = UINT32_MAX};
    double block[3][BLOCK];
    for (uint32_t m = 0; m < s->k; m++)
        if (m != lp->i && !is_in(basis, s->k, s->n + m))
            consider(&best, s->n + m, -row[m], -lp->price[0][m], -lp->price[1][m]);
    for (uint32_t from = 0; from < s->n; from += BLOCK) {
        const uint32_t n = s->n - from < BLOCK ? s->n - from : BLOCK;
        price_block(lp, row, from, n, block);
        for (uint32_t j = 0; j < n; j++)
            consider(&best, from + j, block[0][j], block[1][j], block[2][j]);
    }
    return best;
}

/* The place of the basis that lacks most, or k. */
static uint32_t find_leaving(const dt_basis *basis, uint32_t k)
{
    uint32_t worst = k;
    for (uint32_t c = 0; c < k; c++)
        if (basis->x[c] < (worst < k ? basis->x[worst] : -NEGATIVE))
            worst = c;
    return worst;
}

dt_simplex_end dt_simplex_best(const dt_shares *shares, uint32_t i, const double *must,
                               dt_basis *basis)
{
    program lp = {.shares = shares, .i = i};
    for (uint32_t pivots = 0; pivots < PIVOTS; pivots++) {
        if (!invert(&lp, basis))
            return DT_SIMPLEX_LOST;
        find_values(&lp, must, basis);
        const uint32_t leaving = find_leaving(basis, shares->k);
        if (leaving == shares->k)
            return DT_SIMPLEX_FOUND;
        if (dt_watch(shares->monitor, "finding Raiffa's steps", -1, NULL) != DT_OK)
            return DT_SIMPLEX_STOPPED;
        find_prices(&lp, basis);
        const entrant in = find_entrant(&lp, basis, leaving);
        if (in.column == UINT32_MAX)
            return DT_SIMPLEX_LOST;
        basis->at[leaving] = in.column;
    }
    return DT_SIMPLEX_LOST;
}
