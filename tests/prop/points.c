/* Laws of divisions by points, over random tables of points, checked slowly: shares are
 * added up anew, and of all divisions that split one item at most (among which there is
 * an efficient one for each outcome) none is better for one and no worse for the other.
 */
#include <detente/points.h>

#include "support/dice.h"
#include "support/tested.h"

#include <math.h>

enum { MOST = 8, TABLES = 4000 };
static const double CLOSE = 1e-7;

/* What each item is worth to each party. */
typedef struct game {
    size_t n;
    double worth[2][MOST], sum[2];
    dt_text text;
} game;

static void say_values(game *g, int party, dice *d)
{
    const size_t most = dice_chance(d, 30) ? 3 : 40;
    dt_text_format(&g->text, "value %c {\n", 'a' + party);
    for (size_t k = 0; k < g->n; k++) {
        const size_t worth = dice_between(d, 1, most);
        g->worth[party][k] = (double)worth;
        g->sum[party] += (double)worth;
        dt_text_format(&g->text, "  %zu %sk%zu\n", worth, party ? "not " : "", k);
    }
    dt_text_add(&g->text, "}\n");
}

static void draw(game *g, dice *d)
{
    *g = (game){.n = dice_between(d, 1, MOST)};
    dt_text_add(&g->text, "actor a {\n");
    for (size_t k = 0; k < g->n; k++)
        dt_text_format(&g->text, "  option k%zu\n", k);
    dt_text_add(&g->text, "}\nactor b { option idle }\nstatus quo { }\n");
    say_values(g, 0, d);
    say_values(g, 1, d);
}

static double number(dt_ratio r)
{
    return (double)r.n / (double)r.d;
}

/* The points of a party by a share of each item. */
static double add_up(const game *g, int party, const double *share)
{
    double sum = 0;
    for (size_t k = 0; k < g->n; k++)
        sum += 100 * g->worth[party][k] * share[k] / g->sum[party];
    return sum;
}

/* The first gets the items in `set`, but for item j, of which the second gets just what
 * brings it to `second` points. What the first then has, or less than 0. */
static double divide(const game *g, size_t set, size_t j, double second)
{
    double share[MOST], rest[MOST];
    for (size_t k = 0; k < g->n; k++) {
        share[k] = k == j ? 0 : (double)(set >> k & 1);
        rest[k] = k == j ? 0 : 1 - share[k];
    }
    const double part =
        (second - add_up(g, 1, rest)) / (100 * g->worth[1][j] / g->sum[1]);
    if (part > 1 + CLOSE)
        return -1;
    share[j] = part < 0 ? 1 : 1 - part;
    return add_up(g, 0, share);
}

static double best_for_first(const game *g, double second)
{
    double best = 0;
    for (size_t set = 0; set < (size_t)1 << g->n; set++)
        for (size_t j = 0; j < g->n; j++)
            best = fmax(best, divide(g, set, j, second));
    return best;
}

static void assert_laws(const game *g, const dt_division *d)
{
    double share[2][MOST];
    uint32_t n_split = 0;
    for (size_t k = 0; k < g->n; k++) {
        const dt_item *const item = &d->items[k];
        for (int i = 0; i < 2; i++) {
            share[i][k] = number(item->share[i]);
            assert_true(fabs(number(item->points[i]) -
                             100 * g->worth[i][k] / g->sum[i]) < CLOSE);
        }
        assert_true(fabs(share[0][k] + share[1][k] - 1) < 1e-12);
        n_split += item->share[0].n > 0 && item->share[1].n > 0;
    }
    assert_true(n_split == (d->split != DT_NO_ITEM));
    const double first = add_up(g, 0, share[0]), second = add_up(g, 1, share[1]);
    assert_true(fabs(first - second) < CLOSE);
    assert_true(fabs(first - number(d->final[0])) < CLOSE);
    assert_true(fabs(second - number(d->final[1])) < CLOSE);
    assert_true(first >= add_up(g, 0, share[1]) - CLOSE);
    assert_true(second >= add_up(g, 1, share[0]) - CLOSE);
    assert_true(best_for_first(g, second) <= first + CLOSE);
    assert_true(d->efficient && d->equitable && d->envy_free);
}

/* Who won what, and where ties went. */
static void assert_start(const game *g, const dt_division *d)
{
    double won[2] = {0}, initial[2] = {0};
    for (size_t k = 0; k < g->n; k++) {
        const double a = g->worth[0][k] * g->sum[1], b = g->worth[1][k] * g->sum[0];
        const int winner = a == b ? (int)d->leader : a < b;
        const double points = 100 * g->worth[winner][k] / g->sum[winner];
        assert_int_equal(d->items[k].winner, winner);
        assert_int_equal(d->items[k].tied, a == b);
        won[winner] += a == b ? 0 : points;
        initial[winner] += points;
    }
    for (int i = 0; i < 2; i++) {
        assert_true(fabs(won[i] - number(d->won[i])) < CLOSE);
        assert_true(fabs(initial[i] - number(d->initial[i])) < CLOSE);
    }
    assert_true(won[d->leader] >= won[1 - d->leader] - CLOSE);
}

static void divisions_are_efficient_equitable_and_envy_free(void **state)
{
    (void)state;
    dice d = {.seed = 20};
    unsigned n_split = 0, n_tied = 0;
    for (int k = 0; k < TABLES; k++) {
        game g;
        dt_cast cast = {0};
        dt_points *points = NULL;
        dt_error err;
        draw(&g, &d);
        tested t = assert_text(dt_text_string(&g.text));
        assert_int_equal(dt_points_new(t.model, &cast, &points, &err), DT_OK);
        const dt_division *const division = dt_points_division(points);
        assert_start(&g, division);
        assert_laws(&g, division);
        n_split += division->split != DT_NO_ITEM;
        n_tied += division->n_tied > 0;
        dt_points_free(points);
        dt_text_release(&g.text);
        test_release(&t);
    }
    assert_true(n_split > TABLES / 2 && n_split < TABLES && n_tied > TABLES / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(divisions_are_efficient_equitable_and_envy_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
