/* Alternating offers under ratification: figures worked out by hand, and a long game of
 * finitely many rounds solved from its end. */
#include <detente/offers.h>

#include "support/tested.h"

#include <math.h>

static void assert_close(double a, double b)
{
    if (!(fabs(a - b) < 1e-9))
        fail_msg("%.12g is not %.12g", a, b);
}

static void assert_shares(dt_offers o, double first, double second)
{
    dt_shares s;
    assert_true(dt_offers_solve(&o, &s));
    assert_close(s.first, first);
    assert_close(s.second, second);
}

static dt_offers with(double d, double m1, double m2)
{
    return (dt_offers){.discount = {d, d}, .least = {m1, m2}};
}

/* The equations of detente/offers.h, solved by hand for a discount of 0.9. */
static void constraints_help_when_they_bind(void **state)
{
    (void)state;
    assert_shares(with(.9, 0, 0), 10. / 19, 9. / 19);
    assert_shares(with(.9, 0, .3), 10. / 19, 9. / 19);
    assert_shares(with(.9, 0, .6), .4, .6);
    assert_shares(with(.9, .3, .6), .4, .6);
    assert_shares(with(.9, .45, .55), .45, .55);
}

/* Rubinstein 1982 */
static void the_first_mover_gets_rubinsteins_share(void **state)
{
    (void)state;
    const dt_offers o = {.discount = {.9, .8}};
    dt_shares s;
    assert_shares(o, .2 / .28, .08 / .28);
    assert_true(dt_offers_solve(&o, &s));
    assert_false(s.binds);
    assert_close(s.in_turn, 1 - .9 * s.first);
}

static void what_nobody_can_ratify_is_not_agreed(void **state)
{
    (void)state;
    static const dt_offers wrong[] = {
        {.discount = {.9, .9}, .least = {.5, .6}},
        {.discount = {1, .9}},
        {.discount = {.9, -.1}},
        {.discount = {.9, .9}, .least = {-.1, 0}},
        {.discount = {.9, .9}, .least = {0, 1.1}},
        {.discount = {NAN, .9}},
        {.discount = {.9, .9}, .least = {0, NAN}},
    };
    dt_shares s;
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        assert_false(dt_offers_solve(&wrong[k], &s));
}

/* The share of who offers first when so many rounds are left; `me` offers now. */
static double play(const dt_offers *o, int me, unsigned rounds)
{
    double share = 1 - o->least[1 - me]; /* the last offer is taken or all is lost */
    for (unsigned k = 1; k < rounds; k++) {
        /* From the end: k rounds are left to the other, who got `share`. */
        const int mover = (rounds - 1 - k) % 2 == 0 ? me : 1 - me;
        const int other = 1 - mover;
        share = 1 - fmax(o->least[other], o->discount[other] * share);
    }
    return share;
}

static void the_solution_is_the_limit_of_finite_games(void **state)
{
    (void)state;
    for (int k = 0; k < 9 * 9 * 10 * 10; k++) {
        const dt_offers o = {.discount = {k % 9 / 10., k / 9 % 9 / 10.},
                             .least = {k / 81 % 10 / 10., k / 810 / 10.}};
        dt_shares s;
        if (!dt_offers_solve(&o, &s)) {
            assert_true(o.least[0] + o.least[1] > 1);
            continue;
        }
        assert_close(s.first, play(&o, 0, 401));
        assert_close(s.in_turn, play(&o, 1, 401));
        const double slack = o.discount[1] * s.in_turn - o.least[1];
        assert_true(fabs(slack) < 1e-12 || s.binds == (slack < 0));
    }
}

static void a_gamble_is_the_best_of_all_offers(void **state)
{
    (void)state;
    dt_gamble g;
    assert_true(dt_offers_gamble(0, 1, &g));
    assert_close(g.offer, .5);
    assert_close(g.probability, .5);
    assert_close(g.worth, .25);
    for (int k = 0; k < 100; k++) {
        const double low = k % 10 / 10., high = (k / 10 + 1) / 10.;
        assert_int_equal(dt_offers_gamble(low, high, &g), low <= high);
        for (int y = 0; y <= 1000 && low < high; y++) {
            const double passes = (y / 1000. - low) / (high - low);
            assert_true((1 - y / 1000.) * fmin(1, fmax(0, passes)) <= g.worth + 1e-12);
        }
    }
    assert_true(dt_offers_gamble(.3, .3, &g));
    assert_close(g.worth, .7);
    assert_false(dt_offers_gamble(NAN, 1, &g));
}

/* Two issues, (10, -4) and (-3, 8): neither is good for both, together they are. */
static void payments_make_up_for_losses(void **state)
{
    (void)state;
    dt_payment p;
    assert_true(dt_offers_payment(10, -4, &p));
    assert_close(p.least, 4);
    assert_close(p.most, 10);
    assert_true(dt_offers_payment(7, 4, &p)); /* the link: none is needed */
    assert_true(p.least <= 0 && p.most >= 0);
    assert_true(dt_offers_payment(-3, 8, &p));
    assert_close(p.most, -3);
    assert_false(dt_offers_payment(1, -2, &p));
    assert_false(dt_offers_payment(NAN, 1, &p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constraints_help_when_they_bind),
        cmocka_unit_test(the_first_mover_gets_rubinsteins_share),
        cmocka_unit_test(what_nobody_can_ratify_is_not_agreed),
        cmocka_unit_test(the_solution_is_the_limit_of_finite_games),
        cmocka_unit_test(a_gamble_is_the_best_of_all_offers),
        cmocka_unit_test(payments_make_up_for_losses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
