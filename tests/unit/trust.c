/* Questions of trust: thresholds are found from models, and compared with those of the
 * formulas that are known for the game of war and peace. */
#include "support/dice.h"
#include "support/probed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Two sides that may attack. Of an attack a side gains g with the chance pi to win, and
 * phi more when it is the only one, less when it is not; war costs c. Worths are
 * written out as decimals. */
typedef struct contender {
    double pi, phi, g, c;
} contender;

static void add_values(dt_text *text, contender s)
{
    dt_text_format(text,
                   "value { %.6f x and not y\n %.6f y and not x\n %.6f not x and not y "
                   "}",
                   (s.pi - s.phi) * s.g - s.c, (s.pi + s.phi) * s.g - s.c,
                   s.pi * s.g - s.c);
}

/* Both may be hawks, which gain 3 from an attack. */
static probed probe_war(contender s, double prior)
{
    dt_text text = {0};
    contender hawk = s;
    hawk.g = 3;
    dt_text_add(&text,
                "actor a { option x }\nactor b { option y }\ntype a.dove 0.5 { ");
    add_values(&text, s);
    dt_text_add(&text, " }\ntype a.hawk 0.5 { ");
    add_values(&text, hawk);
    dt_text_format(&text,
                   " }\ntype b.dove %.6f { value { 1 x and y\n 0.5 not x\n -0.5 y "
                   "and not x } }\n"
                   "type b.hawk %.6f { value { 1 x and not y } }\n"
                   "status quo { }\ntrust peace \"Peace\" : a.x with b.y\n",
                   prior, 1 - prior);
    const probed p = assert_probe(dt_text_string(&text), NULL);
    dt_text_release(&text);
    return p;
}

static void near(double got, double want)
{
    if (!(fabs(got - want) <= 1e-12))
        fail_msg("%.15f instead of %.15f", got, want);
}

static void thresholds_are_those_of_the_formula(void **state)
{
    (void)state;
    static const struct {
        contender s;
        double threshold;
    } cases[] = {{{.5, .1, 1, 1}, .2},
                 {{.5, .2, 1, 1}, .4},
                 {{.7, .1, 1, 1}, 1.0 / 3},
                 {{.5, .1, 1.2, 1}, .3}};
    for (size_t k = 0; k < 4; k++) {
        probed p = probe_war(cases[k].s, 0.5);
        const dt_trust_answer *const a = p.found->trusts;
        assert_int_equal(p.found->n_trusts, 1);
        assert_true(a->applies);
        assert_string_equal(a->label, "Peace");
        assert_int_equal(a->n, 4);
        const dt_truster *const dove = &a->trusters[0];
        assert_int_equal(dove->type, 1);
        assert_true(dove->trustworthy);
        near(dove->threshold, cases[k].threshold);
        assert_false(a->trusters[1].trustworthy);
        assert_true(a->trusters[1].threshold > 1);
        assert_false(a->trusters[1].moves);
        probe_release(&p);
    }
}

/* At the threshold both actions are worth the same. */
static void at_the_threshold_it_is_all_the_same(void **state)
{
    (void)state;
    probed p = probe_war((contender){.5, .1, 1, 1}, 0.2);
    const dt_truster *const dove = p.found->trusts->trusters;
    near(dove->trusts, 0.2);
    near(.2 * dove->reward + .8 * dove->sucker, -.48);
    near(.2 * dove->temptation + .8 * dove->punishment, -.48);
    assert_true(dove->moves);
    probe_release(&p);
}

static void both_move_where_both_trust(void **state)
{
    (void)state;
    static const struct {
        double prior;
        bool moves, holds;
    } cases[] = {{0.199, false, false}, {0.2, true, true}, {0.9, true, true}};
    for (size_t k = 0; k < 3; k++) {
        probed p = probe_war((contender){.5, .1, 1, 1}, cases[k].prior);
        const dt_trust_answer *const a = p.found->trusts;
        assert_int_equal(a->trusters[0].moves, cases[k].moves);
        /* b's dove: R 1, S 0, T 0, P .5, so its threshold is a half of one and a half
         */
        near(a->trusters[2].threshold, 1.0 / 3);
        assert_true(a->trusters[2].moves);
        assert_int_equal(a->holds, cases[k].holds);
        probe_release(&p);
    }
}

/* ---- thresholds of all signs --------------------------------------------------------
 */

/* a's plain self gains so much in the four states, in tenths. */
static probed probe_stakes(int r, int s, int t, int p)
{
    char text[500];
    snprintf(
        text, sizeof text,
        "actor a { option x }\nactor b { option y }\n"
        "value a { 0.%d x and y\n 0.%d x and not y\n 0.%d y and not x\n 0.%d not x "
        "and not y }\n"
        "type b.sour 0.5 { value { 1 x and not y } }\nvalue b { 1 x and y }\n"
        "status quo { }\ntrust deal : a.x with b.y\n",
        r, s, t, p);
    return assert_probe(text, NULL);
}

/* Whether moving pays is what the definition says, whatever the signs. */
static void thresholds_say_when_moving_pays(void **state)
{
    (void)state;
    for (int n = 0; n < 256; n++) {
        const int r = n & 3, s = n >> 2 & 3, t = n >> 4 & 3, w = n >> 6 & 3;
        probed p = probe_stakes(r, s, t, w);
        const dt_truster *const a = p.found->trusts->trusters;
        assert_int_equal(a->trustworthy, r >= t);
        for (int k = 0; k <= 24; k++) {
            const int gain = k * (r - t) + (24 - k) * (s - w); /* times 24 */
            const double at = k / 24.0, m = a->threshold;
            if (isnan(m))
                assert_int_equal(gain, 0);
            else if (isinf(m))
                assert_true(m < 0 ? gain >= 0 : gain <= 0);
            else if (fabs(at - m) < 1e-9)
                assert_int_equal(gain, 0);
            else
                assert_int_equal(gain > 0, a->below ? at < m : at > m);
        }
        probe_release(&p);
    }
}

/* ---- the first step -----------------------------------------------------------------
 */

static const char reassurance[] =
    "actor a { option x }\nactor b { option y }\n"
    "type a.good %s { value { 4 x and y\n 1 x and not y\n 3 y and not x\n 2 not x and "
    "not y } }\n"
    "type a.bad %s { value { 3 y and not x\n 2 not x and not y } }\n"
    "value b { 1 x }\nstatus quo { }\n"
    "trust deal : a.x with b.y\n";

static void a_first_step_tells_types_apart(void **state)
{
    (void)state;
    char text[500];
    snprintf(text, sizeof text, reassurance, "0.5", "0.5");
    probed p = assert_probe(text, NULL);
    const dt_trust_answer *const a = p.found->trusts;
    assert_true(a->has_step[0]);
    near(a->step_low[0], 1.0 / 3);
    near(a->step_high[0], 2.0 / 3);
    assert_false(a->has_step[1]); /* b has one type */
    assert_true(isnan(a->step_low[1]) && isnan(a->step_high[1]));
    probe_release(&p);

    snprintf(text, sizeof text, reassurance, "1", "0");
    p = assert_probe(text, NULL);
    assert_false(p.found->trusts->has_step[0]);
    assert_true(isnan(p.found->trusts->step_low[0]));
    assert_int_equal(p.found->trusts->n, 2);
    probe_release(&p);
}

/* Good: R 3, P 2, S 0, so at most a third; bad: T 3, P 2, S 1, so at least a half. */
static void no_step_tells_those_apart_who_risk_more(void **state)
{
    (void)state;
    probed p = assert_probe(
        "actor a { option x }\nactor b { option y }\n"
        "type a.good 0.5 { value { 3 x and y\n 2 y and not x\n 2 not x and not y } }\n"
        "type a.bad 0.5 { value { 1 x and not y\n 3 y and not x\n 2 not x and not y } "
        "}\nvalue b { 1 x }\nstatus quo { }\ntrust deal : a.x with b.y\n",
        NULL);
    const dt_trust_answer *const a = p.found->trusts;
    assert_false(a->has_step[0]);
    near(a->step_low[0], 0.5);
    near(a->step_high[0], 1.0 / 3);
    probe_release(&p);
}

/* ---- steps of all signs -------------------------------------------------------------
 */

/* Worths of the four states, in tenths: both, its own alone, the other's alone, none.
 */
typedef struct stakes {
    int r, s, t, p;
} stakes;

static stakes draw_stakes(dice *d)
{
    return (stakes){(int)dice_below(d, 5), (int)dice_below(d, 5), (int)dice_below(d, 5),
                    (int)dice_below(d, 5)};
}

/* A type of the actor that owns x, the other owning y; so many tenths likely. */
static void add_type(dt_text *text, const char *name, int prior, stakes w)
{
    const bool is_a = name[0] == 'a';
    const char *const x = is_a ? "x" : "y", *const y = is_a ? "y" : "x";
    dt_text_format(
        text,
        "type %s %d.%d { value { 0.%d x and y\n 0.%d %s and not %s\n 0.%d %s "
        "and not %s\n 0.%d not x and not y } }\n",
        name, prior / 10, prior % 10, w.r, w.s, x, y, w.t, y, x, w.p);
}

/* Whether a step of k of 24 parts is what the type should do with it: make it when
 * trustworthy, or else gain nothing by it. */
static bool fits(stakes w, int k)
{
    return w.r >= w.t ? k * w.s + (24 - k) * w.r >= 24 * w.p
                      : k * w.s + (24 - k) * w.t <= 24 * w.p;
}

static void check_steps(const dt_trust_answer *a, stakes one, stakes two)
{
    if ((one.r >= one.t) == (two.r >= two.t)) {
        assert_true(isnan(a->step_low[0]) && isnan(a->step_high[0]));
        assert_false(a->has_step[0]);
        return;
    }
    bool any = false;
    for (int k = 0; k <= 24; k++) {
        const double x = k / 24.0;
        const bool inside = x >= a->step_low[0] - 1e-9 && x <= a->step_high[0] + 1e-9;
        assert_int_equal(inside, fits(one, k) && fits(two, k));
        any = any || (k && inside);
    }
    assert_true(!any || a->has_step[0]); /* one may lie between the parts */
    assert_int_equal(a->has_step[0],
                     a->step_low[0] <= a->step_high[0] && a->step_high[0] > 0);
}

static void steps_are_those_of_the_definition(void **state)
{
    (void)state;
    uint32_t n_steps = 0, n_none = 0;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        dice d = {.seed = seed};
        const stakes one = draw_stakes(&d), two = draw_stakes(&d);
        dt_text text = {0};
        dt_text_add(&text, "actor a { option x }\nactor b { option y }\n");
        add_type(&text, "a.one", 5, one);
        add_type(&text, "a.two", 5, two);
        dt_text_add(&text, "value b { 1 x }\nstatus quo { }\n"
                           "trust deal : a.x with b.y\n");
        probed p = assert_probe(dt_text_string(&text), NULL);
        check_steps(p.found->trusts, one, two);
        n_steps += p.found->trusts->has_step[0];
        n_none += !p.found->trusts->has_step[0];
        probe_release(&p);
        dt_text_release(&text);
    }
    assert_true(n_steps > 50 && n_none > 50);
}

/* ---- equilibria ---------------------------------------------------------------------
 */

/* By how much it pays a type to move, in hundredths, when of the other side the
 * trustworthy types move and the others do not. */
static int gain_of(stakes w, const stakes other[2], const int prior[2])
{
    int gain = 0;
    for (size_t k = 0; k < 2; k++)
        gain += prior[k] * (other[k].r >= other[k].t ? w.r - w.t : w.s - w.p);
    return gain;
}

/* Whether nobody could do better, and each side has somebody who moves. */
static bool is_equilibrium(const stakes side[2][2], const int prior[2][2])
{
    bool all = true, has[2] = {false, false};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++) {
            const stakes w = side[i][k];
            const int gain = gain_of(w, side[1 - i], prior[1 - i]);
            if (prior[i][k] == 0)
                continue;
            has[i] = has[i] || w.r >= w.t;
            all = all && (w.r >= w.t ? gain >= 0 : gain <= 0);
        }
    return all && has[0] && has[1];
}

static void equilibria_are_those_of_the_definition(void **state)
{
    (void)state;
    uint32_t n_hold = 0;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        dice d = {.seed = seed};
        stakes side[2][2];
        int prior[2][2];
        dt_text text = {0};
        dt_text_add(&text, "actor a { option x }\nactor b { option y }\n");
        for (size_t i = 0; i < 2; i++) {
            prior[i][0] = (int)dice_below(&d, 11);
            prior[i][1] = 10 - prior[i][0];
            side[i][0] = draw_stakes(&d);
            side[i][1] = draw_stakes(&d);
            add_type(&text, i ? "b.one" : "a.one", prior[i][0], side[i][0]);
            add_type(&text, i ? "b.two" : "a.two", prior[i][1], side[i][1]);
        }
        dt_text_add(&text, "status quo { }\ntrust deal : a.x with b.y\n");
        probed p = assert_probe(dt_text_string(&text), NULL);
        n_hold += p.found->trusts->holds;
        if (p.found->trusts->holds !=
            is_equilibrium((const stakes(*)[2])side, (const int(*)[2])prior))
            fail_msg("seed %llu:\n%s", (unsigned long long)seed, dt_text_string(&text));
        probe_release(&p);
        dt_text_release(&text);
    }
    assert_in_range(n_hold, 50, 950);
}

/* ---- the example ------------------------------------------------------------------
 */

/* The West's threshold is .1 x 1 / (1 - .5), the East's .2 x 1 / (1 - .5). The second
 * signal makes the East trustworthy enough: .15 to .85 is less than 1 to 4, twice that
 * is more. */
static void the_example_tells_thresholds_and_steps(void **state)
{
    (void)state;
    probed p = probe_file(DT_SOURCE_DIR "/examples/reassurance.conflict", NULL);
    assert_int_equal(p.t.status, DT_OK);
    const dt_trust_answer *const a = p.found->trusts;
    assert_int_equal(a->n, 4);
    near(a->trusters[0].threshold, .2);
    near(a->trusters[0].trusts, .3 / 1.15);
    near(a->trusters[2].threshold, .4);
    near(a->trusters[2].trusts, .5);
    assert_false(a->trusters[1].trustworthy || a->trusters[3].trustworthy);
    assert_true(a->holds);
    near(a->step_low[0], .5);
    near(a->step_high[0], .5 / .6);
    near(a->step_low[1], .5);
    near(a->step_high[1], .5 / .7);
    assert_true(p.found->beliefs[1].ratio == 1);
    near(p.found->beliefs[2].ratio, 2);
    near(belief_in(&p, 1, 1, 1), .15);
    /* peace is an equilibrium where both are trustworthy, war always is */
    assert_int_equal(p.found->chances[0].state, 0);
    assert_true(p.found->chances[0].p[DT_NASH] == 1);
    assert_int_equal(p.found->chances[1].state, 3);
    near(p.found->chances[1].p[DT_NASH], .5 * .3 / 1.15);
    probe_release(&p);
}

/* ---- what stands in the way
 * ------------------------------------------------------------ */

static void a_question_without_values_is_told(void **state)
{
    (void)state;
    probed p = assert_probe("actor a { option x }\nactor b { option y }\n"
                            "prefer a { x }\nvalue b { 1 x }\ntype b.t 0.5\n"
                            "status quo { }\ntrust deal : a.x with b.y\n",
                            NULL);
    const dt_trust_answer *const a = p.found->trusts;
    assert_false(a->applies);
    assert_int_equal(a->n, 0);
    assert_string_equal(a->why, "'a' has no values: give it a 'value' block");
    probe_release(&p);
}

/* Trust depends on one's own type where the table says so. */
static void types_that_go_together_trust_differently(void **state)
{
    (void)state;
    probed p = assert_probe(
        "actor a { option x }\nactor b { option y }\n"
        "value a { 2 x and y\n 1 y\n 1 not x }\nvalue b { 2 x and y\n 1 x }\n"
        "type a.t\ntype b.bad { value { 1 x and not y } }\n"
        "prior {\n 0.4 a, b\n 0.1 a, b.bad\n 0.1 a.t, b\n 0.4 a.t, b.bad\n}\n"
        "status quo { }\ntrust deal : a.x with b.y\n",
        NULL);
    const dt_trust_answer *const a = p.found->trusts;
    assert_true(a->applies);
    assert_int_equal(a->n, 4);
    near(a->trusters[0].trusts, 0.8);
    near(a->trusters[1].trusts, 0.2);
    near(a->trusters[2].trusts, 1); /* both types of a answer */
    probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_are_those_of_the_formula),
        cmocka_unit_test(at_the_threshold_it_is_all_the_same),
        cmocka_unit_test(both_move_where_both_trust),
        cmocka_unit_test(thresholds_say_when_moving_pays),
        cmocka_unit_test(a_first_step_tells_types_apart),
        cmocka_unit_test(no_step_tells_those_apart_who_risk_more),
        cmocka_unit_test(steps_are_those_of_the_definition),
        cmocka_unit_test(equilibria_are_those_of_the_definition),
        cmocka_unit_test(the_example_tells_thresholds_and_steps),
        cmocka_unit_test(a_question_without_values_is_told),
        cmocka_unit_test(types_that_go_together_trust_differently),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
