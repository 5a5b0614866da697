/* See signals.h. */
#include "oracle/signals.h"

#include <math.h>

static const double SMALL = 1e-9;

/* ---- Beliefs by their corners ------------------------------------------------------
 */

enum { N = 5, CONSTRAINTS = 24 }; /* types, and what bounds a belief */

/* a.belief >= 0 for each constraint. */
typedef struct bounds {
    size_t n_types, n;
    double a[CONSTRAINTS][N];
} bounds;

static bool has(unsigned mask, size_t k)
{
    return mask >> k & 1;
}

static void add_contest(const signals *k, size_t m, bounds *b, size_t better,
                        size_t worse)
{
    for (size_t t = 0; t < k->n_types; t++)
        b->a[b->n][t] = k->receives[t][m][better] - k->receives[t][m][worse];
    b->n++;
}

static bounds bounds_of(const signals *k, size_t m, unsigned types, unsigned answers)
{
    bounds b = {.n_types = k->n_types};
    for (size_t t = 0; t < k->n_types; t++) {
        b.a[b.n++][t] = 1;
        if (!has(types, t))
            b.a[b.n++][t] = -1;
    }
    size_t first = 0;
    while (!has(answers, first))
        first++;
    for (size_t a = 0; a < k->n_answers[m]; a++) {
        if (a != first)
            add_contest(k, m, &b, first, a);
        if (a != first && has(answers, a))
            add_contest(k, m, &b, a, first);
    }
    return b;
}

/* Solve a x = b by Gauss and Jordan; false: no single solution. */
static bool solve(double a[N][N + 1], size_t n, double *x)
{
    for (size_t c = 0; c < n; c++) {
        size_t best = c;
        for (size_t r = c; r < n; r++)
            if (fabs(a[r][c]) > fabs(a[best][c]))
                best = r;
        if (fabs(a[best][c]) < SMALL)
            return false;
        for (size_t j = 0; j <= n; j++) {
            const double here = a[c][j];
            a[c][j] = a[best][j];
            a[best][j] = here;
        }
        for (size_t r = 0; r < n; r++) {
            const double factor = a[r][c] / a[c][c];
            for (size_t j = 0; j <= n && r != c; j++)
                a[r][j] -= factor * a[c][j];
        }
    }
    for (size_t c = 0; c < n; c++)
        x[c] = a[c][n] / a[c][c];
    return true;
}

/* The belief that meets the chosen constraints with equality; true when it is one and
 * keeps all. */
static bool corner(const bounds *b, unsigned chosen, double *x)
{
    double a[N][N + 1] = {{0}};
    size_t n = 0;
    for (size_t c = 0; c < b->n; c++)
        if (has(chosen, c)) {
            for (size_t t = 0; t < b->n_types; t++)
                a[n][t] = b->a[c][t];
            n++;
        }
    for (size_t t = 0; t < b->n_types; t++)
        a[n][t] = 1;
    a[n][b->n_types] = 1;
    if (!solve(a, b->n_types, x))
        return false;
    for (size_t c = 0; c < b->n; c++) {
        double sum = 0;
        for (size_t t = 0; t < b->n_types; t++)
            sum += b->a[c][t] * x[t];
        if (sum < -SMALL)
            return false;
    }
    return true;
}

static size_t count(unsigned mask)
{
    return mask ? (mask & 1) + count(mask >> 1) : 0;
}

bool signals_beliefs(const signals *k, size_t m, unsigned types, unsigned answers,
                     double *low, double *high)
{
    const bounds b = bounds_of(k, m, types, answers);
    bool any = false;
    for (unsigned chosen = 0; chosen < 1u << b.n; chosen++) {
        double x[N];
        if (count(chosen) + 1 != k->n_types || !corner(&b, chosen, x))
            continue;
        for (size_t t = 0; low && t < k->n_types; t++) {
            low[t] = any ? fmin(low[t], x[t]) : x[t];
            high[t] = any ? fmax(high[t], x[t]) : x[t];
        }
        any = true;
    }
    return any;
}

/* ---- Equilibria ---------------------------------------------------------------------
 */

bool signals_is_sent(const signals *k, const signals_profile *p, size_t m)
{
    for (size_t t = 0; t < k->n_types; t++)
        if (p->sent[t] == m && k->prior[t] > 0)
            return true;
    return false;
}

static double earns(const signals *k, const signals_profile *p, size_t t, size_t m)
{
    return k->sends[t][m][p->reply[m]];
}

/* The receiver's expected payoff, times the chance that m is sent. */
static double expects(const signals *k, const signals_profile *p, size_t m, size_t a)
{
    double sum = 0;
    for (size_t t = 0; t < k->n_types; t++)
        if (p->sent[t] == m)
            sum += k->prior[t] * k->receives[t][m][a];
    return sum;
}

bool signals_is_equilibrium(const signals *k, const signals_profile *p)
{
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t m = 0; m < k->n_messages; m++)
            if (earns(k, p, t, m) > earns(k, p, t, p->sent[t]) + SMALL)
                return false;
    for (size_t m = 0; m < k->n_messages; m++) {
        for (size_t a = 0; signals_is_sent(k, p, m) && a < k->n_answers[m]; a++)
            if (expects(k, p, m, a) > expects(k, p, m, p->reply[m]) + SMALL)
                return false;
        if (!signals_is_sent(k, p, m) &&
            !signals_beliefs(k, m, (1u << k->n_types) - 1, 1u << p->reply[m], NULL,
                             NULL))
            return false;
    }
    return true;
}

/* ---- The intuitive criterion
 * ---------------------------------------------------------- */

static unsigned best_answers(const signals *k, size_t m, unsigned types)
{
    unsigned found = 0;
    for (size_t a = 0; a < k->n_answers[m]; a++)
        if (signals_beliefs(k, m, types, 1u << a, NULL, NULL))
            found |= 1u << a;
    return found;
}

void signals_payoffs(const signals *k, const signals_profile *p, double *has)
{
    for (size_t t = 0; t < k->n_types; t++)
        has[t] = earns(k, p, t, p->sent[t]);
}

static double gain(const signals *k, const double *now, size_t t, size_t m, size_t a)
{
    return k->sends[t][m][a] - now[t];
}

int signals_intuitive(const signals *k, const double *now, size_t m)
{
    const unsigned all = best_answers(k, m, (1u << k->n_types) - 1);
    unsigned left = 0;
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t a = 0; a < k->n_answers[m]; a++)
            if (has(all, a) && gain(k, now, t, m, a) >= -SMALL)
                left |= 1u << t;
    const unsigned answers = left ? best_answers(k, m, left) : 0;
    for (size_t t = 0; t < k->n_types; t++) {
        bool always = has(left, t);
        for (size_t a = 0; a < k->n_answers[m]; a++)
            if (has(answers, a) && gain(k, now, t, m, a) <= SMALL)
                always = false;
        if (always)
            return 0;
    }
    return 1;
}

/* ---- D1 on a grid
 * ---------------------------------------------------------------------- */

enum { GRID = 60, POINTS = 4000, MOST_ANSWERS = 3 };

/* What each type gains by lotteries that are best for some belief. */
typedef struct sample {
    size_t n;
    double gain[POINTS][N];
} sample;

static void add_lottery(const signals *k, const double *now, size_t m,
                        const double *share, sample *to)
{
    for (size_t t = 0; t < k->n_types; t++) {
        to->gain[to->n][t] = 0;
        for (size_t a = 0; a < k->n_answers[m]; a++)
            to->gain[to->n][t] += share[a] * gain(k, now, t, m, a);
    }
    to->n++;
}

static void draw_lotteries(const signals *k, const double *now, size_t m,
                           unsigned types, sample *to)
{
    to->n = 0;
    for (unsigned set = 1; set < 1u << k->n_answers[m]; set++) {
        if (!signals_beliefs(k, m, types, set, NULL, NULL))
            continue;
        for (size_t i = 0; i <= GRID; i++)
            for (size_t j = 0; i + j <= GRID; j++) {
                const size_t h = GRID - i - j;
                if ((i && !has(set, 0)) || (j && !has(set, 1)) || (h && !has(set, 2)))
                    continue;
                const double share[MOST_ANSWERS] = {(double)i / GRID, (double)j / GRID,
                                                    (double)h / GRID};
                add_lottery(k, now, m, share, to);
            }
    }
}

/* Between a lottery and the next of the grid a gain changes by no more. */
static double margin_of(const signals *k, size_t m)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t a = 0; a < k->n_answers[m]; a++) {
            low = fmin(low, k->sends[t][m][a]);
            high = fmax(high, k->sends[t][m][a]);
        }
    return 1.5 * (high - low) / GRID;
}

/* Whether u gains whenever t does not lose: 1, 0 or -1. */
static int is_keener(const sample *s, size_t u, size_t t, double margin)
{
    int verdict = 1;
    for (size_t i = 0; i < s->n; i++) {
        if (s->gain[i][t] >= -SMALL && s->gain[i][u] <= SMALL)
            return 0;
        if (s->gain[i][t] >= -margin && s->gain[i][u] <= margin)
            verdict = -1;
    }
    return verdict;
}

/* Whether type t always loses. */
static int is_loser(const sample *s, size_t t, double margin)
{
    int verdict = 1;
    for (size_t i = 0; i < s->n; i++) {
        if (s->gain[i][t] >= -SMALL)
            return 0;
        if (s->gain[i][t] >= -margin)
            verdict = -1;
    }
    return verdict;
}

static int is_ruled_out(const signals *k, const sample *s, size_t t, double margin)
{
    int verdict = is_loser(s, t, margin);
    for (size_t u = 0; u < k->n_types && verdict != 1; u++) {
        const int keener = u == t ? 0 : is_keener(s, u, t, margin);
        verdict = keener ? keener : verdict;
    }
    return verdict;
}

static int is_deterred(const signals *k, const sample *s, double margin)
{
    int verdict = 0;
    for (size_t i = 0; i < s->n; i++) {
        double most = -INFINITY;
        for (size_t t = 0; t < k->n_types; t++)
            most = fmax(most, s->gain[i][t]);
        if (most <= SMALL)
            return 1;
        if (most <= margin)
            verdict = -1;
    }
    return verdict;
}

int signals_divine(const signals *k, const double *now, size_t m)
{
    static sample s;
    const double margin = margin_of(k, m);
    unsigned left = 0;
    draw_lotteries(k, now, m, (1u << k->n_types) - 1, &s);
    for (size_t t = 0; t < k->n_types; t++) {
        const int out = is_ruled_out(k, &s, t, margin);
        if (out < 0)
            return -1;
        left |= out ? 0 : 1u << t;
    }
    if (!left)
        return 1;
    draw_lotteries(k, now, m, left, &s);
    return is_deterred(k, &s, margin);
}
