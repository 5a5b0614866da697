/* Small linear programs against the enumeration of all corners. */
#include "games/polytope.h"

#include "support/dice.h"
#include "support/tested.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 4, ROWS = 6, TRIALS = 6000 };

typedef struct program {
    size_t n, m;
    double a[ROWS][COLUMNS], b[ROWS], c[COLUMNS];
    dt_row_kind kind[ROWS];
} program;

/* Small integers, so that corners coincide; the last row bounds everything. */
static program random_program(uint64_t seed)
{
    dice d = {.seed = seed};
    program p = {.n = dice_between(&d, 1, COLUMNS), .m = dice_between(&d, 1, ROWS)};
    for (size_t j = 0; j < p.n; j++)
        p.c[j] = (double)dice_below(&d, 9) - 4;
    for (size_t r = 0; r < p.m; r++) {
        p.kind[r] = (dt_row_kind)dice_below(&d, 3);
        p.b[r] = (double)dice_below(&d, 7) - 2;
        for (size_t j = 0; j < p.n; j++)
            p.a[r][j] = (double)dice_below(&d, 7) - 3;
    }
    for (size_t j = 0; j < p.n; j++)
        p.a[p.m - 1][j] = 1;
    p.kind[p.m - 1] = DT_ROW_MOST;
    p.b[p.m - 1] = 9;
    return p;
}

static double times(const double *a, const double *x, size_t n)
{
    double sum = 0;
    for (size_t j = 0; j < n; j++)
        sum += a[j] * x[j];
    return sum;
}

static bool keeps(const program *p, const double *x)
{
    bool yes = true;
    for (size_t j = 0; j < p->n; j++)
        yes = yes && x[j] >= -1e-7;
    for (size_t r = 0; r < p->m; r++) {
        const double off = times(p->a[r], x, p->n) - p->b[r];
        yes = yes && (p->kind[r] == DT_ROW_MOST    ? off <= 1e-7
                      : p->kind[r] == DT_ROW_LEAST ? off >= -1e-7
                                                   : fabs(off) <= 1e-7);
    }
    return yes;
}

/* The point where these n of the m + n bounds are met, if there is one. */
static bool corner(const program *p, unsigned bounds, double *x)
{
    double a[COLUMNS][COLUMNS + 1] = {{0}};
    size_t n = 0;
    for (size_t k = 0; k < p->m + p->n; k++) {
        if (!(bounds >> k & 1))
            continue;
        for (size_t j = 0; j < p->n; j++)
            a[n][j] = k < p->m ? p->a[k][j] : k - p->m == j;
        a[n++][p->n] = k < p->m ? p->b[k] : 0;
    }
    for (size_t c = 0; c < n; c++) {
        size_t best = c;
        for (size_t r = c; r < n; r++)
            best = fabs(a[r][c]) > fabs(a[best][c]) ? r : best;
        for (size_t j = 0; j <= n; j++) {
            const double here = a[c][j];
            a[c][j] = a[best][j];
            a[best][j] = here;
        }
        if (fabs(a[c][c]) < 1e-9)
            return false;
        for (size_t r = 0; r < n; r++) {
            const double factor = r == c ? 0 : a[r][c] / a[c][c];
            for (size_t j = 0; j <= n; j++)
                a[r][j] -= factor * a[c][j];
        }
    }
    for (size_t j = 0; j < n; j++)
        x[j] = a[j][n] / a[j][j];
    return true;
}

static unsigned bits_in(unsigned set)
{
    return set ? (set & 1) + bits_in(set >> 1) : 0;
}

/* The best corner's value; false when there is none. */
static bool best_corner(const program *p, const double *c, double *value)
{
    bool any = false;
    for (unsigned bounds = 0; bounds < 1u << (p->m + p->n); bounds++) {
        double x[COLUMNS];
        if (bits_in(bounds) != p->n || !corner(p, bounds, x) || !keeps(p, x))
            continue;
        const double here = times(c, x, p->n);
        *value = any ? fmax(*value, here) : here;
        any = true;
    }
    return any;
}

static void load(dt_polytope *lp, const program *p)
{
    dt_polytope_begin(lp, (uint32_t)p->n);
    for (size_t r = 0; r < p->m; r++) {
        double *const row = dt_polytope_row(lp, p->kind[r], p->b[r]);
        for (size_t j = 0; j < p->n; j++)
            row[j] = p->a[r][j];
    }
}

static void assert_best(dt_polytope *lp, const program *p, const double *c)
{
    double x[COLUMNS], value = 0;
    const dt_polytope_end end = dt_polytope_best(lp, c, x);
    if (!best_corner(p, c, &value)) {
        assert_int_equal(end, DT_POLYTOPE_EMPTY);
        return;
    }
    assert_int_equal(end, DT_POLYTOPE_FOUND);
    assert_true(keeps(p, x));
    assert_true(fabs(times(c, x, p->n) - value) < 1e-7);
}

/* Law: the best x is the best corner, for one aim after the other. */
static void agrees_with_the_corners(void **state)
{
    (void)state;
    dt_arena arena = {0};
    dt_polytope *const lp = dt_polytope_new(&arena, COLUMNS, ROWS);
    size_t n_empty = 0;
    assert_non_null(lp);
    for (uint64_t seed = 1; seed <= TRIALS; seed++) {
        const program p = random_program(seed);
        double back[COLUMNS];
        load(lp, &p);
        for (size_t j = 0; j < p.n; j++)
            back[j] = -p.c[j];
        n_empty += dt_polytope_is_empty(lp);
        assert_best(lp, &p, p.c);
        assert_best(lp, &p, back);
    }
    assert_in_range(n_empty, TRIALS / 10, TRIALS * 9 / 10);
    dt_arena_release(&arena);
}

static void says_when_there_is_no_end(void **state)
{
    (void)state;
    dt_arena arena = {0};
    dt_polytope *const lp = dt_polytope_new(&arena, 2, 2);
    assert_non_null(lp);
    dt_polytope_begin(lp, 2);
    double *const row = dt_polytope_row(lp, DT_ROW_LEAST, 1); /* x - y >= 1 */
    row[0] = 1;
    row[1] = -1;
    const double up[] = {1, 0}, down[] = {-1, 0};
    double x[2];
    assert_int_equal(dt_polytope_best(lp, up, NULL), DT_POLYTOPE_ENDLESS);
    assert_int_equal(dt_polytope_best(lp, down, x), DT_POLYTOPE_FOUND);
    assert_true(fabs(x[0] - 1) < 1e-9 && fabs(x[1]) < 1e-9);
    dt_arena_release(&arena);
}

/* Kuhn's and Beale's example, on which the plain method goes round for ever. */
static void ends_where_the_plain_method_cycles(void **state)
{
    (void)state;
    static const double a[3][4] = {
        {0.25, -60, -1. / 25, 9}, {0.5, -90, -1. / 50, 3}, {0, 0, 1, 0}};
    static const double c[4] = {0.75, -150, 0.02, -6};
    dt_arena arena = {0};
    dt_polytope *const lp = dt_polytope_new(&arena, 4, 3);
    assert_non_null(lp);
    dt_polytope_begin(lp, 4);
    for (size_t r = 0; r < 3; r++)
        memcpy(dt_polytope_row(lp, DT_ROW_MOST, r == 2), a[r], sizeof a[r]);
    double x[4];
    assert_int_equal(dt_polytope_best(lp, c, x), DT_POLYTOPE_FOUND);
    assert_true(fabs(times(c, x, 4) - 0.05) < 1e-9);
    dt_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_corners),
        cmocka_unit_test(says_when_there_is_no_end),
        cmocka_unit_test(ends_where_the_plain_method_cycles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
