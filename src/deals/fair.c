/* All solutions are found in the same way: a rule compares two packages, and one pass
 * finds the best, a second one those that are tied with it.
 *
 * Gains are below 2^61, so no comparison may be left to 64 bits or to doubles:
 *
 *   products of ten   as numbers of ten limbs, but where doubles are so far apart that
 *                     their rounding cannot matter
 *   shares            g / I against h / J as g J against h I, 128 bits
 *   sums              128 bits
 *
 * Raiffa's steps (raiffa.c) are over lotteries and in doubles. */
#include "deals/fair.h"

#include "base/fail.h"
#include "base/wide.h"
#include "deals/raiffa.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { K = DT_CLOUD_PARTIES };

/* The packages of F. */
typedef struct deals {
    uint32_t k, n;
    const uint32_t *at;   /* [n], ascending */
    const uint64_t *gain; /* [n][k] */
    uint64_t ideal[K];
    const dt_cloud *cloud;
} deals;

static const uint64_t *gains_of(const deals *d, uint32_t p)
{
    return d->gain + (size_t)p * d->k;
}

/* ---- what packages are compared by ------------------------------------------ */

static int compare_wide(dt_wide_unsigned x, dt_wide_unsigned y)
{
    return (x > y) - (x < y);
}

static int compare_sums(const deals *d, uint32_t p, uint32_t q)
{
    dt_wide_unsigned x = 0, y = 0;
    for (uint32_t i = 0; i < d->k; i++) {
        x += gains_of(d, p)[i];
        y += gains_of(d, q)[i];
    }
    return compare_wide(x, y);
}

static void sort_gains(const uint64_t *gain, uint32_t k, uint64_t *sorted)
{
    for (uint32_t i = 0; i < k; i++) {
        uint32_t at = i;
        for (; at > 0 && sorted[at - 1] > gain[i]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = gain[i];
    }
}

/* The smallest gains, then the second smallest and so on. */
static int compare_smallest(const deals *d, uint32_t p, uint32_t q)
{
    uint64_t x[K], y[K];
    sort_gains(gains_of(d, p), d->k, x);
    sort_gains(gains_of(d, q), d->k, y);
    for (uint32_t i = 0; i < d->k; i++)
        if (x[i] != y[i])
            return x[i] > y[i] ? 1 : -1;
    return 0;
}

/* A gain as a share of the ideal. */
typedef struct share {
    uint64_t gain, ideal;
} share;

static int compare_two_shares(share x, share y)
{
    return compare_wide((dt_wide_unsigned)x.gain * y.ideal,
                        (dt_wide_unsigned)y.gain * x.ideal);
}

/* Ascending, of the parties that can gain; how many. */
static uint32_t sort_shares(const deals *d, uint32_t p, share *sorted)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->k; i++) {
        const share here = {gains_of(d, p)[i], d->ideal[i]};
        if (here.ideal == 0)
            continue;
        uint32_t at = n++;
        for (; at > 0 && compare_two_shares(sorted[at - 1], here) > 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = here;
    }
    return n;
}

static int compare_shares(const deals *d, uint32_t p, uint32_t q)
{
    share x[K], y[K];
    const uint32_t n = sort_shares(d, p, x);
    sort_shares(d, q, y);
    int order = 0;
    for (uint32_t i = 0; i < n && order == 0; i++)
        order = compare_two_shares(x[i], y[i]);
    return order;
}

/* A natural number, the lowest limb first. */
typedef struct product {
    uint64_t limb[K];
} product;

static void multiply(product *x, uint64_t factor)
{
    uint64_t carry = 0;
    for (uint32_t l = 0; l < K; l++) {
        const dt_wide_unsigned here = (dt_wide_unsigned)x->limb[l] * factor + carry;
        x->limb[l] = (uint64_t)here;
        carry = (uint64_t)(here >> 64);
    }
    assert(carry == 0);
}

/* Of all gains above 0. */
static product exact_product(const deals *d, uint32_t p)
{
    product x = {{1}};
    for (uint32_t i = 0; i < d->k; i++)
        if (gains_of(d, p)[i] > 0)
            multiply(&x, gains_of(d, p)[i]);
    return x;
}

/* The same but for rounding; and how many they are. */
static double rough_product(const deals *d, uint32_t p, uint32_t *n)
{
    double x = 1;
    *n = 0;
    for (uint32_t i = 0; i < d->k; i++)
        if (gains_of(d, p)[i] > 0) {
            x *= (double)gains_of(d, p)[i];
            ++*n;
        }
    return x;
}

static int compare_exact_products(const deals *d, uint32_t p, uint32_t q)
{
    const product x = exact_product(d, p), y = exact_product(d, q);
    for (uint32_t l = K; l-- > 0;)
        if (x.limb[l] != y.limb[l])
            return x.limb[l] > y.limb[l] ? 1 : -1;
    return 0;
}

/* Who gains at all, then the product. Ten factors are rounded twenty times. */
static int compare_products(const deals *d, uint32_t p, uint32_t q)
{
    static const double ROUNDED = 1e-13;
    uint32_t n_x, n_y;
    const double x = rough_product(d, p, &n_x), y = rough_product(d, q, &n_y);
    if (n_x != n_y)
        return n_x > n_y ? 1 : -1;
    if (fabs(x - y) > ROUNDED * (x + y))
        return x > y ? 1 : -1;
    return compare_exact_products(d, p, q);
}

static int compare_by(dt_fair_kind kind, const deals *d, uint32_t p, uint32_t q)
{
    switch (kind) {
    case DT_FAIR_NASH:
        return compare_products(d, p, q);
    case DT_FAIR_KALAI:
        return compare_shares(d, p, q);
    case DT_FAIR_EGAL:
        return compare_smallest(d, p, q);
    case DT_FAIR_UTIL:
        return compare_sums(d, p, q);
    case DT_FAIR_RAIFFA:
    case DT_N_FAIR:
        break;
    }
    return 0;
}

/* ---- ties ------------------------------------------------------------------- */

static bool goes_first(const deals *d, uint32_t p, uint32_t q)
{
    const int order = compare_smallest(d, p, q);
    return order ? order > 0 : p < q;
}

/* Positions in F become packages, the pick first. */
static void tell_ties(const deals *d, uint32_t *tied, uint32_t n)
{
    uint32_t pick = 0;
    for (uint32_t t = 1; t < n; t++)
        if (goes_first(d, tied[t], tied[pick]))
            pick = t;
    const uint32_t first = tied[pick];
    memmove(tied + 1, tied, pick * sizeof *tied);
    tied[0] = first;
    for (uint32_t t = 0; t < n; t++)
        tied[t] = d->at[tied[t]];
}

static uint32_t find_best(dt_fair_kind kind, const deals *d, uint32_t *n_tied)
{
    uint32_t best = 0;
    *n_tied = 1;
    for (uint32_t p = 1; p < d->n; p++) {
        const int order = compare_by(kind, d, p, best);
        *n_tied = order > 0 ? 1 : *n_tied + (order == 0);
        best = order > 0 ? p : best;
    }
    return best;
}

static double least_share(const deals *d, uint32_t p)
{
    share sorted[K];
    return sort_shares(d, p, sorted) ? (double)sorted[0].gain / (double)sorted[0].ideal
                                     : 1;
}

static double score_of(dt_fair_kind kind, const deals *d, uint32_t p)
{
    uint64_t sorted[K];
    dt_wide sum = 0;
    uint32_t n;
    sort_gains(gains_of(d, p), d->k, sorted);
    for (uint32_t i = 0; i < d->k; i++)
        sum += d->cloud->worth[i][d->at[p]];
    if (kind == DT_FAIR_NASH)
        return sorted[0] == 0 ? 0 : rough_product(d, p, &n);
    if (kind == DT_FAIR_KALAI)
        return least_share(d, p);
    return kind == DT_FAIR_EGAL ? (double)sorted[0] : (double)sum;
}

static bool pick_by(dt_fair_kind kind, const deals *d, dt_arena *arena,
                    dt_fair_pick *pick)
{
    const uint32_t best = find_best(kind, d, &pick->n);
    uint32_t *const tied = dt_arena_array(arena, uint32_t, pick->n);
    if (!tied)
        return false;
    for (uint32_t p = 0, n = 0; n < pick->n; p++)
        if (compare_by(kind, d, p, best) == 0)
            tied[n++] = p;
    pick->score = score_of(kind, d, best);
    tell_ties(d, tied, pick->n);
    pick->package = tied;
    return true;
}

/* ---- Raiffa ----------------------------------------------------------------- */

/* Parties that can gain. */
typedef struct gainers {
    uint32_t n;
    uint32_t party[K];
} gainers;

static gainers find_gainers(const deals *d)
{
    gainers g = {0};
    for (uint32_t i = 0; i < d->k; i++)
        if (d->ideal[i] > 0)
            g.party[g.n++] = i;
    return g;
}

static bool list_shares(const deals *d, const gainers *g, dt_arena *arena, dt_shares *s)
{
    *s = (dt_shares){.k = g->n, .n = d->n, .monitor = d->cloud->monitor};
    for (uint32_t m = 0; m < g->n; m++) {
        const uint32_t i = g->party[m];
        double *const column = dt_arena_array(arena, double, d->n);
        if (!column)
            return false;
        for (uint32_t p = 0; p < d->n; p++)
            column[p] = (double)gains_of(d, p)[i] / (double)d->ideal[i];
        s->column[m] = column;
    }
    return true;
}

/* Shares of those that can gain become gains of all. */
static void to_gains(const deals *d, const gainers *g, const double *shares,
                     double *gain)
{
    for (uint32_t m = 0; m < g->n; m++)
        gain[g->party[m]] = shares[m] * (double)d->ideal[g->party[m]];
}

static bool tell_steps(const deals *d, const gainers *g, dt_arena *arena,
                       dt_raiffa *raiffa)
{
    double *const gain =
        dt_arena_array(arena, double, ((size_t)raiffa->n_steps + 1) * d->k);
    if (!gain)
        return false;
    to_gains(d, g, raiffa->limit_gain, gain);
    raiffa->limit_gain = gain;
    for (uint32_t s = 0; s < raiffa->n_steps; s++)
        to_gains(d, g, raiffa->step_gain + (size_t)s * g->n,
                 gain + (s + 1) * (size_t)d->k);
    raiffa->step_gain = gain + d->k;
    return true;
}

static double least_ratio(const dt_shares *s, const double *limit, uint32_t p)
{
    double least = s->k ? INFINITY : 1;
    for (uint32_t m = 0; m < s->k; m++)
        least = fmin(least, s->column[m][p] / limit[m]);
    return least;
}

/* The limit is not exact, so what is as near but for rounding is tied. */
static bool pick_nearest(const deals *d, const dt_shares *s, const double *limit,
                         dt_arena *arena, dt_fair_pick *pick)
{
    double best = 0;
    uint32_t *const tied = dt_arena_array(arena, uint32_t, d->n);
    if (!tied)
        return false;
    for (uint32_t p = 0; p < d->n; p++)
        best = fmax(best, least_ratio(s, limit, p));
    *pick = (dt_fair_pick){.score = best, .package = tied};
    for (uint32_t p = 0; p < d->n; p++)
        if (least_ratio(s, limit, p) >= best - DT_RAIFFA_LEFT)
            tied[pick->n++] = p;
    tell_ties(d, tied, pick->n);
    return true;
}

/* Nobody can gain: the fallback is the limit, and every package reaches it. */
static dt_status stand_still(dt_arena *arena, dt_raiffa *raiffa, dt_error *err)
{
    uint32_t *const package = dt_arena_new(arena, uint32_t);
    double *const probability = dt_arena_new(arena, double);
    if (!package || !probability)
        return dt_fail_memory(err);
    *probability = 1;
    *raiffa = (dt_raiffa){.converged = true, .lottery = {1, package, probability}};
    return DT_OK;
}

static dt_status find_raiffa(const deals *d, dt_arena *arena, dt_fair *fair,
                             dt_error *err)
{
    const gainers g = find_gainers(d);
    dt_shares shares;
    dt_raiffa *const raiffa = &fair->raiffa;
    if (!list_shares(d, &g, arena, &shares))
        return dt_fail_memory(err);
    DT_TRY(g.n ? dt_raiffa_find(&shares, arena, raiffa, err)
               : stand_still(arena, raiffa, err));
    uint32_t *const drawn = dt_arena_array(arena, uint32_t, raiffa->lottery.n);
    if (!drawn || !pick_nearest(d, &shares, raiffa->limit_gain, arena,
                                &fair->pick[DT_FAIR_RAIFFA]))
        return dt_fail_memory(err);
    for (uint32_t k = 0; k < raiffa->lottery.n; k++)
        drawn[k] = d->at[raiffa->lottery.package[k]];
    raiffa->lottery.package = drawn;
    return tell_steps(d, &g, arena, raiffa) ? DT_OK : dt_fail_memory(err);
}

/* ---- F ---------------------------------------------------------------------- */

static bool is_above(const dt_cloud *cloud, uint32_t p, const int64_t *least)
{
    for (uint32_t i = 0; i < cloud->n_parties; i++)
        if (cloud->worth[i][p] < least[i])
            return false;
    return true;
}

void dt_fair_above(const dt_cloud *cloud, const dt_bits *among, const int64_t *least,
                   dt_bits *above)
{
    for (uint32_t w = 0; w < (cloud->n + 63) / 64; w++) {
        uint64_t word = 0;
        const uint32_t n = cloud->n - w * 64 < 64 ? cloud->n - w * 64 : 64;
        for (uint32_t b = 0; among->word[w] && b < n; b++)
            if (among->word[w] >> b & 1)
                word |= (uint64_t)is_above(cloud, w * 64 + b, least) << b;
        above->word[w] = word;
    }
}

static uint32_t next_above(const dt_cloud *cloud, const dt_bits *efficient,
                           const int64_t *least, uint32_t from)
{
    uint32_t p = dt_bits_next(efficient, from);
    while (p != DT_BITS_NONE && !is_above(cloud, p, least))
        p = dt_bits_next(efficient, p + 1);
    return p;
}

static uint32_t count_above(const dt_cloud *cloud, const dt_bits *efficient,
                            const int64_t *least)
{
    uint32_t n = 0;
    for (uint32_t p = next_above(cloud, efficient, least, 0); p != DT_BITS_NONE;
         p = next_above(cloud, efficient, least, p + 1))
        n++;
    return n;
}

static bool gather(const dt_cloud *cloud, const dt_bits *efficient,
                   const int64_t *fallback, dt_arena *arena, deals *d)
{
    *d = (deals){.k = cloud->n_parties, .cloud = cloud};
    d->n = count_above(cloud, efficient, fallback);
    uint32_t *const at = dt_arena_array(arena, uint32_t, d->n);
    uint64_t *const gain = dt_arena_array(arena, uint64_t, (size_t)d->n * d->k);
    if (!at || !gain)
        return false;
    uint32_t p = next_above(cloud, efficient, fallback, 0);
    for (uint32_t f = 0; f < d->n; f++) {
        at[f] = p;
        for (uint32_t i = 0; i < d->k; i++) {
            const uint64_t here = (uint64_t)(cloud->worth[i][p] - fallback[i]);
            gain[(size_t)f * d->k + i] = here;
            d->ideal[i] = here > d->ideal[i] ? here : d->ideal[i];
        }
        p = next_above(cloud, efficient, fallback, p + 1);
    }
    d->at = at;
    d->gain = gain;
    return true;
}

static bool tell_ideal(const deals *d, dt_arena *arena, dt_fair *fair)
{
    int64_t *const ideal = dt_arena_array(arena, int64_t, d->k);
    for (uint32_t i = 0; ideal && i < d->k; i++)
        ideal[i] = (int64_t)d->ideal[i];
    *fair = (dt_fair){.n = d->n, .ideal = ideal};
    return ideal;
}

static dt_status find_all(const dt_cloud *cloud, const dt_bits *efficient,
                          const int64_t *fallback, dt_arena *arena, dt_fair *fair,
                          dt_error *err)
{
    deals d;
    if (!gather(cloud, efficient, fallback, arena, &d) || !tell_ideal(&d, arena, fair))
        return dt_fail_memory(err);
    if (d.n == 0)
        return DT_OK;
    for (dt_fair_kind kind = 0; kind < DT_FAIR_RAIFFA; kind++)
        if (!pick_by(kind, &d, arena, &fair->pick[kind]))
            return dt_fail_memory(err);
    return find_raiffa(&d, arena, fair, err);
}

dt_status dt_fair_find(const dt_cloud *cloud, const dt_bits *efficient,
                       const int64_t *fallback, dt_arena *arena, dt_fair *fair,
                       dt_error *err)
{
    dt_fair draft;
    if (cloud->n_parties < 1 || cloud->n_parties > K)
        return dt_fail(err, DT_EUSAGE, "%u parties are not from 1 to %u",
                       cloud->n_parties, DT_CLOUD_PARTIES);
    if (efficient->size != cloud->n)
        return dt_fail(err, DT_EUSAGE, "a set is not over all %u packages", cloud->n);
    DT_TRY(find_all(cloud, efficient, fallback, arena, &draft, err));
    *fair = draft;
    return DT_OK;
}
