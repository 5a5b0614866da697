/* Laws of the fair solutions: each is what its definition picks out of all packages,
 * and Raiffa's lotteries are what trying every set of packages finds. */
#include "deals/fair.h"
#include "base/wide.h"
#include "support/clouds.h"
#include "support/tested.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { K = DT_CLOUD_PARTIES };

/* ---- F, by definition ------------------------------------------------------- */

/* A case: packages, a fallback, what was found. */
typedef struct trial_of_fair {
    test_cloud t;
    uint64_t seed;
    int64_t fallback[K];
    dt_bits *efficient;
    dt_arena arena;
    dt_fair fair;
    uint32_t *f; /* [n_f], F */
    uint32_t n_f;
    int64_t ideal[K];
} trial_of_fair;

static int64_t gain(const trial_of_fair *x, uint32_t p, uint32_t i)
{
    return x->t.cloud.worth[i][p] - x->fallback[i];
}

static bool is_in_f(const trial_of_fair *x, uint32_t p)
{
    bool in = dt_bits_has(x->t.among, p);
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++)
        in = in && gain(x, p, i) >= 0;
    for (uint32_t q = 0; q < x->t.cloud.n; q++)
        in = in && !(dt_bits_has(x->t.among, q) && cloud_beats(&x->t.cloud, q, p));
    return in;
}

/* What some package is worth to each, or less. */
static void draw_fallback(trial_of_fair *x, dice *d)
{
    const dt_cloud *const cloud = &x->t.cloud;
    for (uint32_t i = 0; i < cloud->n_parties; i++) {
        const uint32_t p = (uint32_t)dice_below(d, cloud->n ? cloud->n : 1);
        x->fallback[i] = cloud->n ? cloud->worth[i][p] : 0;
        if (dice_chance(d, 50))
            for (uint32_t q = 0; q < cloud->n; q++)
                x->fallback[i] = cloud->worth[i][q] < x->fallback[i]
                                     ? cloud->worth[i][q]
                                     : x->fallback[i];
    }
}

static void find_f(trial_of_fair *x)
{
    x->f = calloc(x->t.cloud.n + 1, sizeof *x->f);
    assert_non_null(x->f);
    for (uint32_t p = 0; p < x->t.cloud.n; p++) {
        if (!is_in_f(x, p))
            continue;
        x->f[x->n_f++] = p;
        for (uint32_t i = 0; i < x->t.cloud.n_parties; i++)
            if (gain(x, p, i) > x->ideal[i])
                x->ideal[i] = gain(x, p, i);
    }
}

static void begin(trial_of_fair *x, uint64_t seed, uint32_t k, uint32_t n)
{
    dice d = {.seed = seed, .draw = 1000000};
    dice packages = {.seed = seed};
    dt_error err = {0};
    *x = (trial_of_fair){.seed = seed};
    cloud_draw(&x->t, &packages, k, n);
    draw_fallback(x, &d);
    find_f(x);
    x->efficient = dt_bits_new(n);
    assert_non_null(x->efficient);
    assert_int_equal(dt_frontier_find(&x->t.cloud, x->t.among, x->efficient, &err),
                     DT_OK);
    assert_int_equal(
        dt_fair_find(&x->t.cloud, x->efficient, x->fallback, &x->arena, &x->fair, &err),
        DT_OK);
}

static void end(trial_of_fair *x)
{
    dt_arena_release(&x->arena);
    dt_bits_free(x->efficient);
    cloud_free(&x->t);
    free(x->f);
}

/* ---- rules, transcribed ----------------------------------------------------- */

/* Above 0: p is better than q. */
typedef int rule(const trial_of_fair *x, uint32_t p, uint32_t q);

static int by_size(dt_wide a, dt_wide b)
{
    return (a > b) - (a < b);
}

/* A number of base 2^32, as schoolbooks multiply. */
typedef struct big {
    uint64_t digit[2 * K + 1];
} big;

static big times(big a, uint64_t factor)
{
    big sum = {{0}};
    for (uint32_t half = 0; half < 2; half++) {
        const uint64_t f = half ? factor >> 32 : factor & UINT32_MAX;
        uint64_t carry = 0;
        for (uint32_t d = 0; d + half < 2 * K + 1; d++) {
            carry += a.digit[d] * f + sum.digit[d + half];
            sum.digit[d + half] = carry & UINT32_MAX;
            carry >>= 32;
        }
    }
    return sum;
}

static int by_product(const trial_of_fair *x, uint32_t p, uint32_t q)
{
    big a = {{1}}, b = {{1}};
    int n = 0;
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++) {
        n += (gain(x, p, i) > 0) - (gain(x, q, i) > 0);
        a = gain(x, p, i) > 0 ? times(a, (uint64_t)gain(x, p, i)) : a;
        b = gain(x, q, i) > 0 ? times(b, (uint64_t)gain(x, q, i)) : b;
    }
    for (uint32_t d = 2 * K + 1; n == 0 && d-- > 0;)
        n = by_size(a.digit[d], b.digit[d]);
    return n;
}

static int by_sum(const trial_of_fair *x, uint32_t p, uint32_t q)
{
    dt_wide sum = 0;
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++)
        sum += (dt_wide)gain(x, p, i) - gain(x, q, i);
    return by_size(sum, 0);
}

/* The rank-th smallest of the gains, each divided by its unit; a unit of 0 is left out.
 * An entry is the rank-th when so many are smaller, or equal and before it. */
static uint32_t smallest(const trial_of_fair *x, uint32_t p, const int64_t *unit,
                         uint32_t rank)
{
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++) {
        uint32_t n = 0;
        for (uint32_t j = 0; j < x->t.cloud.n_parties; j++) {
            const int order = by_size((dt_wide)gain(x, p, j) * unit[i],
                                      (dt_wide)gain(x, p, i) * unit[j]);
            n += unit[j] > 0 && (order < 0 || (order == 0 && j < i));
        }
        if (unit[i] > 0 && n == rank)
            return i;
    }
    return UINT32_MAX;
}

static int by_smallest_of(const trial_of_fair *x, uint32_t p, uint32_t q,
                          const int64_t *unit)
{
    int order = 0;
    for (uint32_t rank = 0; rank < x->t.cloud.n_parties && order == 0; rank++) {
        const uint32_t i = smallest(x, p, unit, rank), j = smallest(x, q, unit, rank);
        if (i != UINT32_MAX)
            order = by_size((dt_wide)gain(x, p, i) * unit[j],
                            (dt_wide)gain(x, q, j) * unit[i]);
    }
    return order;
}

static int by_smallest_share(const trial_of_fair *x, uint32_t p, uint32_t q)
{
    return by_smallest_of(x, p, q, x->ideal);
}

static int by_smallest_gain(const trial_of_fair *x, uint32_t p, uint32_t q)
{
    static const int64_t one[K] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    return by_smallest_of(x, p, q, one);
}

static rule *const rules[] = {by_product, by_smallest_share, by_smallest_gain, by_sum};

/* ---- ties ------------------------------------------------------------------- */

static bool is_listed(const dt_fair_pick *pick, uint32_t p)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < pick->n; k++)
        n += pick->package[k] == p;
    assert_true(n <= 1);
    return n;
}

static void assert_pick_first(const trial_of_fair *x, const dt_fair_pick *pick)
{
    for (uint32_t k = 1; k < pick->n; k++) {
        const uint32_t p = pick->package[0], q = pick->package[k];
        const int least = by_smallest_gain(x, p, q), sum = by_sum(x, p, q);
        assert_true(least > 0 || (least == 0 && (sum > 0 || (sum == 0 && p < q))));
        assert_true(k == 1 || pick->package[k - 1] < q);
    }
}

static void assert_picked_by(const trial_of_fair *x, dt_fair_kind kind)
{
    const dt_fair_pick *const pick = &x->fair.pick[kind];
    for (uint32_t k = 0; k < x->n_f; k++) {
        bool best = true;
        for (uint32_t j = 0; j < x->n_f; j++)
            best = best && rules[kind](x, x->f[k], x->f[j]) >= 0;
        if (best != is_listed(pick, x->f[k]))
            fail_msg("seed %llu: %s, package %u", (unsigned long long)x->seed,
                     dt_fair_name(kind), x->f[k]);
    }
    assert_pick_first(x, pick);
}

static void each_pick_is_what_its_rule_says(void **state)
{
    (void)state;
    uint32_t n_empty = 0, n_tied = 0;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        trial_of_fair x;
        begin(&x, seed, 1 + (uint32_t)seed % K, (uint32_t)(seed * 7 % 50));
        assert_int_equal(x.fair.n, x.n_f);
        for (uint32_t i = 0; i < x.t.cloud.n_parties; i++)
            assert_int_equal(x.fair.ideal[i], x.ideal[i]);
        for (dt_fair_kind kind = 0; kind < DT_FAIR_RAIFFA && x.n_f; kind++) {
            assert_picked_by(&x, kind);
            n_tied += x.fair.pick[kind].n > 1;
        }
        n_empty += x.n_f == 0;
        end(&x);
    }
    assert_in_range(n_empty, 50, 2500);
    assert_in_range(n_tied, 50, 10000);
}

static double worth_sum(const trial_of_fair *x, uint32_t p)
{
    double sum = 0;
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++)
        sum += (double)x->t.cloud.worth[i][p];
    return sum;
}

static void scores_are_what_they_are_called(void **state)
{
    (void)state;
    for (uint64_t seed = 4001; seed <= 4500; seed++) {
        trial_of_fair x;
        begin(&x, seed, 1 + (uint32_t)seed % K, 20);
        double product = 1, share = 1, least = INFINITY;
        for (uint32_t i = 0; i < x.t.cloud.n_parties && x.n_f; i++) {
            product *= (double)gain(&x, x.fair.pick[DT_FAIR_NASH].package[0], i);
            least =
                fmin(least, (double)gain(&x, x.fair.pick[DT_FAIR_EGAL].package[0], i));
            if (x.ideal[i])
                share = fmin(
                    share, (double)gain(&x, x.fair.pick[DT_FAIR_KALAI].package[0], i) /
                               (double)x.ideal[i]);
        }
        if (x.n_f) {
            const double sum = worth_sum(&x, x.fair.pick[DT_FAIR_UTIL].package[0]);
            assert_true(fabs(x.fair.pick[DT_FAIR_NASH].score - product) <=
                        1e-13 * product);
            assert_true(x.fair.pick[DT_FAIR_EGAL].score == least);
            assert_true(x.fair.pick[DT_FAIR_KALAI].score == share);
            assert_true(fabs(x.fair.pick[DT_FAIR_UTIL].score - sum) <= 4096);
        }
        end(&x);
    }
}

/* ---- Raiffa, by trying every set of packages -------------------------------- */

/* Shares of the parties that can gain. */
typedef struct small {
    uint32_t k, n;
    double share[K][64];
} small;

static small shares_of(const trial_of_fair *x)
{
    small s = {.n = x->n_f};
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++)
        if (x->ideal[i] > 0) {
            for (uint32_t p = 0; p < x->n_f; p++)
                s.share[s.k][p] = (double)gain(x, x->f[p], i) / (double)x->ideal[i];
            s.k++;
        }
    return s;
}

/* Solve a x = b by elimination; false when there is no one solution. */
static bool solve(double a[K][K + 1], uint32_t k, double *x)
{
    for (uint32_t c = 0; c < k; c++) {
        uint32_t best = c;
        for (uint32_t r = c; r < k; r++)
            best = fabs(a[r][c]) > fabs(a[best][c]) ? r : best;
        if (fabs(a[best][c]) < 1e-9)
            return false;
        for (uint32_t j = 0; j <= k; j++) {
            const double here = a[c][j];
            a[c][j] = a[best][j];
            a[best][j] = here;
        }
        for (uint32_t r = 0; r < k; r++)
            for (uint32_t j = k + 1; r != c && j-- > c;)
                a[r][j] -= a[r][c] / a[c][c] * a[c][j];
    }
    for (uint32_t c = 0; c < k; c++)
        x[c] = a[c][k] / a[c][c];
    return true;
}

/* Of the lottery over `column` (n and more: a surplus) what everybody gets; false when
 * there is none with at least `must` for all but i. */
static bool try_lottery(const small *s, uint32_t i, const double *must,
                        const uint32_t *column, double *gets)
{
    double a[K][K + 1] = {{0}}, x[K];
    for (uint32_t r = 0; r < s->k; r++) {
        for (uint32_t c = 0; c < s->k; c++)
            a[r][c] = column[c] < s->n ? (r == i ? 1 : s->share[r][column[c]])
                                       : (r != i && column[c] - s->n == r ? -1 : 0);
        a[r][s->k] = r == i ? 1 : must[r];
    }
    if (!solve(a, s->k, x))
        return false;
    memset(gets, 0, K * sizeof *gets);
    for (uint32_t c = 0; c < s->k; c++) {
        if (x[c] < -1e-11)
            return false;
        for (uint32_t m = 0; m < s->k && column[c] < s->n; m++)
            gets[m] += x[c] * s->share[m][column[c]];
    }
    return true;
}

/* The next set of k columns out of n; false after the last. */
static bool next_set(uint32_t *column, uint32_t k, uint32_t n)
{
    for (uint32_t c = k; c-- > 0;)
        if (column[c] < n - k + c) {
            column[c]++;
            for (uint32_t j = c + 1; j < k; j++)
                column[j] = column[j - 1] + 1;
            return true;
        }
    return false;
}

static double sum_of(const double *x, uint32_t k)
{
    double sum = 0;
    for (uint32_t m = 0; m < k; m++)
        sum += x[m];
    return sum;
}

static bool is_as_good(const small *s, uint32_t i, const double *x, const double *best)
{
    return x[i] > best[i] - 1e-10 && sum_of(x, s->k) > sum_of(best, s->k) - 1e-9;
}

static double farthest(const double *x, const double *y, uint32_t k)
{
    double most = 0;
    for (uint32_t m = 0; m < k; m++)
        most = fmax(most, fabs(x[m] - y[m]));
    return most;
}

/* The best lottery for i; false when by both aims another one is as good and gives
 * something else, which is left open. */
static bool best_by_trying(const small *s, uint32_t i, const double *must, double *best)
{
    bool only_one = true;
    for (uint32_t pass = 0; pass < 2; pass++) {
        uint32_t column[K];
        double gets[K] = {0};
        for (uint32_t c = 0; c < s->k; c++)
            column[c] = c;
        if (pass == 0)
            best[i] = -1;
        do {
            if (!try_lottery(s, i, must, column, gets))
                continue;
            if (pass == 1 && is_as_good(s, i, gets, best))
                only_one = only_one && farthest(gets, best, s->k) < 1e-7;
            if (pass == 0 && (gets[i] > best[i] + 1e-10 ||
                              (gets[i] > best[i] - 1e-10 &&
                               sum_of(gets, s->k) > sum_of(best, s->k) + 1e-10)))
                memcpy(best, gets, sizeof gets);
        } while (next_set(column, s->k, s->n + s->k));
    }
    return only_one;
}

/* Gains as shares of those that can gain. */
static void to_shares(const trial_of_fair *x, const double *gains, double *share)
{
    uint32_t m = 0;
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++)
        if (x->ideal[i] > 0)
            share[m++] = gains[i] / (double)x->ideal[i];
}

/* Where everybody goes on the average; false when that is left open. */
static bool mean_by_trying(const small *s, const double *here, double *mean)
{
    bool only_one = true;
    memset(mean, 0, K * sizeof *mean);
    for (uint32_t i = 0; i < s->k; i++) {
        double best[K] = {0};
        only_one = best_by_trying(s, i, here, best) && only_one;
        for (uint32_t m = 0; m < s->k; m++)
            mean[m] += best[m] / s->k;
    }
    return only_one;
}

/* How many steps are what trying finds, up to the first that is left open. */
static uint32_t assert_steps(const trial_of_fair *x, const small *s)
{
    const dt_raiffa *const r = &x->fair.raiffa;
    double here[K] = {0}, told[K] = {0}, mean[K];
    for (uint32_t step = 0; step < r->n_steps; step++) {
        if (!mean_by_trying(s, here, mean))
            return step;
        to_shares(x, r->step_gain + (size_t)step * x->t.cloud.n_parties, told);
        if (farthest(told, mean, s->k) > 1e-8)
            fail_msg("seed %llu: step %u", (unsigned long long)x->seed, step);
        memcpy(here, told, sizeof here);
    }
    return r->n_steps;
}

static void raiffas_steps_are_those_of_trying(void **state)
{
    (void)state;
    uint32_t n_steps = 0;
    for (uint64_t seed = 5001; seed <= 6500; seed++) {
        trial_of_fair x;
        const uint32_t k = 1 + (uint32_t)seed % 4;
        begin(&x, seed, k, k > 3 ? 9 : 16);
        const small s = shares_of(&x);
        if (x.n_f > 0 && s.k > 0)
            n_steps += assert_steps(&x, &s);
        end(&x);
    }
    assert_in_range(n_steps, 1000, 100000);
}

/* ---- what must hold at Raiffa's limit --------------------------------------- */

/* As a share: as good as nothing. */
#define NEAR 1e-9

static void assert_reached(const trial_of_fair *x)
{
    const dt_raiffa *const r = &x->fair.raiffa;
    double sum = 0;
    for (uint32_t k = 0; k < r->lottery.n; k++) {
        assert_true(r->lottery.probability[k] > 0);
        assert_true(k == 0 || r->lottery.package[k - 1] < r->lottery.package[k]);
        sum += r->lottery.probability[k];
    }
    assert_true(fabs(sum - 1) < 2e-11);
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++) {
        double mean = 0;
        for (uint32_t k = 0; k < r->lottery.n; k++)
            mean +=
                r->lottery.probability[k] * (double)gain(x, r->lottery.package[k], i);
        const double limit = r->limit_gain[i];
        if (fabs(mean - limit) > NEAR * (double)x->ideal[i])
            fail_msg("seed %llu: party %u gets %f, not %f", (unsigned long long)x->seed,
                     i, mean, limit);
    }
}

/* No step takes anything away, and the last one is the limit. */
static void assert_upward(const trial_of_fair *x)
{
    const dt_raiffa *const r = &x->fair.raiffa;
    const uint32_t k = x->t.cloud.n_parties;
    for (uint32_t i = 0; i < k; i++) {
        double before = 0;
        for (uint32_t s = 0; s < r->n_steps; s++) {
            const double here = r->step_gain[(size_t)s * k + i];
            assert_true(here >= before - NEAR * (double)x->ideal[i]);
            before = here;
        }
        assert_true(before == r->limit_gain[i]);
    }
}

static double ratio(const trial_of_fair *x, uint32_t p)
{
    double least = 1, n = 0;
    for (uint32_t i = 0; i < x->t.cloud.n_parties; i++)
        if (x->ideal[i] > 0) {
            const double here = (double)gain(x, p, i) / x->fair.raiffa.limit_gain[i];
            least = n++ == 0 || here < least ? here : least;
        }
    return least;
}

static void assert_nearest(const trial_of_fair *x)
{
    const dt_fair_pick *const pick = &x->fair.pick[DT_FAIR_RAIFFA];
    double best = 0;
    for (uint32_t k = 0; k < x->n_f; k++)
        best = fmax(best, ratio(x, x->f[k]));
    assert_true(fabs(best - pick->score) < NEAR);
    for (uint32_t k = 0; k < x->n_f; k++) {
        if (ratio(x, x->f[k]) < best - NEAR)
            assert_false(is_listed(pick, x->f[k]));
        if (ratio(x, x->f[k]) >= best)
            assert_true(is_listed(pick, x->f[k]));
    }
    assert_pick_first(x, pick);
}

static void raiffas_limit_is_reached_by_its_lottery(void **state)
{
    (void)state;
    uint32_t n = 0, n_lost = 0;
    for (uint64_t seed = 7001; seed <= 9000; seed++) {
        trial_of_fair x;
        begin(&x, seed, 1 + (uint32_t)seed % K, 1 + (uint32_t)(seed * 7 % 60));
        if (x.n_f > 0) {
            assert_upward(&x);
            assert_nearest(&x);
            n_lost += !x.fair.raiffa.converged;
            n++;
        }
        if (x.n_f > 0 && x.fair.raiffa.converged)
            assert_reached(&x);
        end(&x);
    }
    assert_in_range(n, 1000, 2000);
    assert_int_equal(n_lost, 0);
}

/* ---- distances -------------------------------------------------------------- */

static void money_left_is_the_best_of_all_packages(void **state)
{
    (void)state;
    for (uint64_t seed = 11001; seed <= 13000; seed++) {
        trial_of_fair x;
        begin(&x, seed, 1 + (uint32_t)seed % K, (uint32_t)(seed * 7 % 50));
        uint32_t best = DT_BITS_NONE;
        int64_t most = INT64_MIN, t = 0;
        for (uint32_t p = 0; p < x.t.cloud.n; p++) {
            int64_t least = INT64_MAX;
            for (uint32_t i = 0; i < x.t.cloud.n_parties; i++)
                least = gain(&x, p, i) < least ? gain(&x, p, i) : least;
            if (dt_bits_has(x.t.among, p) && least > most)
                most = least;
        }
        for (uint32_t p = 0; p < x.t.cloud.n; p++) {
            bool all = dt_bits_has(x.efficient, p);
            for (uint32_t i = 0; i < x.t.cloud.n_parties; i++)
                all = all && gain(&x, p, i) >= most;
            if (all && (best == DT_BITS_NONE || by_sum(&x, p, best) > 0))
                best = p;
        }
        assert_int_equal(dt_money_left(&x.t.cloud, x.efficient, x.fallback, &t), best);
        if (best != DT_BITS_NONE)
            assert_int_equal(t, most);
        end(&x);
    }
}

static void opposition_is_the_same_without_the_beaten(void **state)
{
    (void)state;
    for (uint64_t seed = 14001; seed <= 15000; seed++) {
        trial_of_fair x;
        begin(&x, seed, 1 + (uint32_t)seed % K, 40);
        double most[K] = {0}, least = INFINITY;
        bool defined = dt_bits_count(x.t.among) > 0;
        for (uint32_t i = 0; i < x.t.cloud.n_parties; i++) {
            for (uint32_t p = 0; p < x.t.cloud.n; p++)
                if (dt_bits_has(x.t.among, p))
                    most[i] = fmax(most[i], (double)x.t.cloud.worth[i][p]);
            defined = defined && most[i] > 0;
        }
        for (uint32_t p = 0; p < x.t.cloud.n; p++) {
            double sum = 0;
            for (uint32_t i = 0; i < x.t.cloud.n_parties && defined; i++)
                sum += pow(1 - (double)x.t.cloud.worth[i][p] / most[i], 2);
            if (dt_bits_has(x.t.among, p))
                least = fmin(least, sqrt(sum));
        }
        const double found = dt_opposition(&x.t.cloud, x.efficient, NULL);
        assert_true(defined ? fabs(found - least) <= 1e-12 * (1 + least) : found < 0);
        end(&x);
    }
}

static void what_is_above_is_above_for_all(void **state)
{
    (void)state;
    for (uint64_t seed = 16001; seed <= 16300; seed++) {
        trial_of_fair x;
        begin(&x, seed, 1 + (uint32_t)seed % K, (uint32_t)(seed * 7 % 150));
        dt_fair_above(&x.t.cloud, x.t.among, x.fallback, x.efficient);
        for (uint32_t p = 0; p < x.t.cloud.n; p++) {
            bool above = dt_bits_has(x.t.among, p);
            for (uint32_t i = 0; i < x.t.cloud.n_parties; i++)
                above = above && gain(&x, p, i) >= 0;
            assert_int_equal(dt_bits_has(x.efficient, p), above);
        }
        end(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pick_is_what_its_rule_says),
        cmocka_unit_test(scores_are_what_they_are_called),
        cmocka_unit_test(raiffas_steps_are_those_of_trying),
        cmocka_unit_test(raiffas_limit_is_reached_by_its_lottery),
        cmocka_unit_test(money_left_is_the_best_of_all_packages),
        cmocka_unit_test(opposition_is_the_same_without_the_beaten),
        cmocka_unit_test(what_is_above_is_above_for_all),
    };
    return cmocka_run_group_tests_name("fair", tests, NULL, NULL);
}
