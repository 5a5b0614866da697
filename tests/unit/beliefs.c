/* What is believed after signals. The figures of the quantal response and of the filter
 * were worked out by hand and with a few lines of another language. */
#include "support/probed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Types: 1 sincere, 2 stalling. */
static const char mullahs[] =
    "actor iran { issue act : offer, stall, escalate }\n"
    "actor us { option talks }\n"
    "type iran.sincere 0.4 { value { 3 act = offer\n 1 act = stall\n -1 act = escalate "
    "} "
    "}\n"
    "type iran.stalling 0.6 { value { 3 act = stall\n 1 act = escalate } }\n"
    "value us { 1 talks }\n"
    "status quo { iran.act = escalate }\n"
    "signal iran \"First\" moves act = stall\n"
    "signal iran \"Second\" moves act = offer\n"
    "signal iran \"Third\" moves act = offer\n";

static void near(double got, double want)
{
    if (!(fabs(got - want) <= 5.1e-7))
        fail_msg("%.9f instead of %.9f", got, want);
}

static void moves_are_judged_by_quantal_response(void **state)
{
    (void)state;
    static const double figures[][4] = {{0, .4, .4, .4},
                                        {0.5, .206083, .551828, .853813},
                                        {1, .084823, .656642, .975284},
                                        {2, .012088, .831842, .999500}};
    for (size_t k = 0; k < 4; k++) {
        probed p =
            assert_probe(mullahs, &(dt_probe_question){.has_precision = true,
                                                       .precision = figures[k][0]});
        assert_int_equal(p.found->n_beliefs, 4);
        near(belief_in(&p, 0, 0, 1), .4);
        for (uint32_t i = 1; i < 4; i++)
            near(belief_in(&p, i, 0, 1), figures[k][i]);
        near(p.found->worlds[0].now, figures[k][3]);
        assert_true(p.found->precision == figures[k][0]);
        probe_release(&p);
    }
}

static void a_step_tells_likelihoods_and_their_ratio(void **state)
{
    (void)state;
    probed p = assert_probe(mullahs, NULL); /* precision 1 */
    const dt_belief *const stall = &p.found->beliefs[1];
    const dt_belief *const offer = &p.found->beliefs[2];
    assert_int_equal(p.found->beliefs[0].step, DT_STEP_PRIOR);
    assert_null(p.found->beliefs[0].likelihood);
    assert_int_equal(stall->step, DT_STEP_SIGNAL);
    assert_int_equal(stall->signal, 0);
    assert_true(stall->likelihood[0] == 0); /* the plain self is in no world */
    near(stall->likelihood[1], .117310);
    near(stall->likelihood[2], .843795);
    assert_int_equal(stall->favours, 2);
    assert_int_equal(stall->against, 1);
    near(stall->ratio, stall->likelihood[2] / stall->likelihood[1]);
    near(offer->likelihood[1], .866813);
    near(offer->likelihood[2], .042010);
    assert_int_equal(offer->favours, 1);
    assert_int_equal(offer->against, 2);
    assert_null(offer->why);
    probe_release(&p);
}

/* A hidden Markov model of two types; the first signal drifts as well. */
static void intentions_drift_before_each_signal(void **state)
{
    (void)state;
    static const double after[] = {.366812, .721811, .583366, .566693};
    probed p =
        assert_probe("actor iran { option talks }\n"
                     "type iran.sincere 0.4\n"
                     "type iran.stalling 0.6\n"
                     "drift 0.9\n"
                     "signal 2020-01-01 iran \"VC\" : sincere 0.4, stalling 0.5\n"
                     "signal 2020-01-02 iran \"MC\" : sincere 0.2, stalling 0.05\n"
                     "signal 2020-01-03 iran \"MF\" : sincere 0.1, stalling 0.15\n"
                     "signal 2020-01-04 iran \"VF\" : sincere 0.3, stalling 0.3\n",
                     NULL);
    assert_int_equal(p.found->n_beliefs, 5);
    for (uint32_t k = 0; k < 4; k++)
        near(belief_in(&p, k + 1, 0, 1), after[k]);
    assert_true(p.found->drift == 0.9);
    assert_int_equal(p.found->beliefs[2].day, 20200102);
    near(p.found->beliefs[2].ratio, 4);
    near(p.found->beliefs[4].ratio, 1);
    probe_release(&p);
}

/* Twelve reports of four kinds; at half credibility their odds count by the root. */
static void credibility_tempers(void **state)
{
    (void)state;
    static const struct {
        const char *credibility;
        double belief;
    } cases[] = {{"1", .650854}, {"0.5", .527140}, {"0.000001", .4}};
    static const char *const kinds[] = {"0.4, stalling 0.5", "0.2, stalling 0.05",
                                        "0.3, stalling 0.3", "0.1, stalling 0.15"};
    static const int counts[] = {6, 2, 3, 1};
    for (size_t c = 0; c < 3; c++) {
        dt_text text = {0};
        dt_text_add(&text, "actor iran { option talks }\ntype iran.sincere 0.4\n"
                           "type iran.stalling 0.6\n");
        for (size_t k = 0; k < 4; k++)
            for (int n = 0; n < counts[k]; n++)
                dt_text_format(&text, "signal iran \"r\" : sincere %s credibility %s\n",
                               kinds[k], cases[c].credibility);
        probed p = assert_probe(dt_text_string(&text), NULL);
        assert_int_equal(p.found->n_beliefs, 13);
        near(belief_in(&p, 12, 0, 1), cases[c].belief);
        dt_text_release(&text);
        probe_release(&p);
    }
}

static const char dated[] =
    "actor iran { option talks\n issue act : offer, stall, escalate }\n"
    "type iran.sincere 0.4 { value { 3 act = offer\n 1 act = stall\n 2 talks } }\n"
    "type iran.stalling 0.5 { value { 3 act = stall\n 1 act = escalate\n -1 talks } }\n"
    "value iran { 1 talks }\n"
    "drift 0.8\n"
    "status quo { }\n"
    "signal 2020-03-01 iran \"C\" moves act = offer\n"
    "%s"
    "signal iran \"D\" : iran 0.5, sincere 0.5, stalling 0.1\n"
    "signal 2020-01-01 iran \"A\" moves talks\n";

static probed probe_dated(const char *line)
{
    dt_text text = {0};
    const char *const at = strstr(dated, "%s");
    dt_text_add_n(&text, dated, (size_t)(at - dated));
    dt_text_add(&text, line);
    dt_text_add(&text, at + 2);
    const probed p = assert_probe(dt_text_string(&text), NULL);
    dt_text_release(&text);
    return p;
}

static void signals_come_in_by_date(void **state)
{
    (void)state;
    probed p = probe_dated("signal 2020-02-01 iran \"B\" moves act = stall\n");
    /* as written: C, B, D, A; D has no date and goes with B */
    static const uint32_t order[] = {3, 1, 2, 0},
                          days[] = {20200101, 20200201, 0, 20200301};
    assert_int_equal(p.found->n_beliefs, 5);
    for (uint32_t k = 0; k < 4; k++) {
        assert_int_equal(p.found->beliefs[k + 1].signal, order[k]);
        assert_int_equal(p.found->beliefs[k + 1].day, days[k]);
    }
    probe_release(&p);
}

static void same_beliefs(const probed *a, uint32_t i, const probed *b, uint32_t j)
{
    assert_int_equal(a->found->n_worlds, b->found->n_worlds);
    for (uint32_t w = 0; w < a->found->n_worlds; w++)
        assert_true(a->found->beliefs[i].world[w] == b->found->beliefs[j].world[w]);
}

/* To the last bit: whether the withdrawal comes after all or between signals. */
static void a_withdrawn_signal_has_never_come(void **state)
{
    (void)state;
    probed without = probe_dated("");
    /* D has the date of C now: written behind it */
    probed late = probe_dated("signal 2020-03-01 iran \"B\" moves act = escalate "
                              "withdrawn\n");
    probed soon = probe_dated("signal 2020-03-01 iran \"B\" moves act = escalate "
                              "withdrawn 2020-03-01\n");
    assert_int_equal(late.found->n_beliefs, 6);
    assert_int_equal(late.found->beliefs[5].step, DT_STEP_WITHDRAWAL);
    assert_int_equal(late.found->beliefs[5].signal, 1);
    assert_int_equal(late.found->beliefs[5].day, 0);
    assert_int_equal(soon.found->beliefs[5].day, 20200301);
    assert_null(late.found->beliefs[5].likelihood);
    same_beliefs(&late, 5, &without, 3);
    same_beliefs(&soon, 5, &without, 3);
    assert_false(late.found->beliefs[4].world[0] == late.found->beliefs[5].world[0]);
    probe_release(&without);
    probe_release(&late);
    probe_release(&soon);
}

static void all_withdrawn_leaves_the_prior(void **state)
{
    (void)state;
    probed p = assert_probe(
        "actor iran { option talks }\ntype iran.b 0.3\n"
        "signal 2020-01-01 iran \"A\" : iran 0.1, b 0.7 withdrawn 2020-01-02\n",
        NULL);
    assert_int_equal(p.found->n_beliefs, 3);
    assert_true(belief_in(&p, 2, 0, 1) == 0.3);
    assert_true(p.found->worlds[0].now == p.found->worlds[0].prior);
    probe_release(&p);
}

/* The state of the second move is that of the first, until it is taken back. */
static void moves_lead_on(void **state)
{
    (void)state;
    static const char model[] =
        "actor iran { option a\n option b }\nalways a or not b\n"
        "type iran.keen 0.5 { value { 1 b } }\ntype iran.lame 0.5 { value { 1 a } }\n"
        "status quo { }\n"
        "signal iran \"A\" moves a%s\n"
        "signal iran \"B\" moves b\n";
    char text[600];
    snprintf(text, sizeof text, model, "");
    probed p = assert_probe(text, NULL);
    assert_null(p.found->beliefs[1].why);
    assert_null(p.found->beliefs[2].why);
    /* keen, at {a}: {} 0, {a} 0, {a, b} 1; lame: 0, 1, 1 */
    near(p.found->beliefs[2].likelihood[1], exp(1) / (2 + exp(1)));
    near(p.found->beliefs[2].likelihood[2], exp(1) / (1 + 2 * exp(1)));
    probe_release(&p);

    snprintf(text, sizeof text, model, " withdrawn");
    p = assert_probe(text, NULL);
    assert_int_equal(p.found->n_beliefs, 4);
    /* without the first the second cannot be made: it says nothing */
    near(belief_in(&p, 3, 0, 1), 0.5);
    probe_release(&p);
}

static void a_move_that_cannot_be_made_says_nothing(void **state)
{
    (void)state;
    probed p = assert_probe(
        "actor iran { option a\n option b }\nalways a or not b\n"
        "type iran.keen 0.5 { value { 1 b } }\ntype iran.lame 0.5 { value { 1 a } }\n"
        "status quo { }\n"
        "signal iran \"B\" moves b\n"
        "signal iran \"A\" moves a\n",
        NULL);
    assert_non_null(strstr(p.found->beliefs[1].why, "breaks a rule"));
    assert_null(p.found->beliefs[1].likelihood);
    assert_true(p.found->beliefs[1].ratio == 1);
    near(belief_in(&p, 1, 0, 1), 0.5);
    assert_null(p.found->beliefs[2].why);
    probe_release(&p);
}

static void a_type_without_values_is_told(void **state)
{
    (void)state;
    probed p =
        assert_probe("actor iran { option a }\ntype iran.keen 0.5 { prefer { a } }\n"
                     "value iran { 1 not a }\nstatus quo { }\n"
                     "signal iran \"A\" moves a\n"
                     "signal iran \"A again\" : iran 0.2, keen 0.8\n",
                     NULL);
    assert_string_equal(p.found->beliefs[1].why,
                        "'iran.keen' has no values: give it a 'value' block");
    near(belief_in(&p, 1, 0, 1), 0.5);
    near(belief_in(&p, 2, 0, 1), 0.8);
    near(p.found->beliefs[2].ratio, 4);
    probe_release(&p);
}

static void signals_that_rule_out_all_types_are_an_error(void **state)
{
    (void)state;
    probed p = probe_text("actor iran { option a }\ntype iran.b 0.5\n"
                          "signal iran \"One\" : iran 0, b 1\n"
                          "signal iran \"Two\" : iran 1, b 0\n",
                          NULL);
    assert_int_equal(p.t.status, DT_EMODEL);
    assert_finding(p.t.diags, "the signal 'Two' is impossible: every type that is left "
                              "has a likelihood of 0");
    assert_null(p.probe);
    probe_release(&p);
}

static void what_is_ruled_out_has_an_endless_ratio(void **state)
{
    (void)state;
    probed p = assert_probe("actor iran { option a }\ntype iran.b 0.5\n"
                            "signal iran \"One\" : iran 0, b 0.3\n",
                            NULL);
    assert_true(isinf(p.found->beliefs[1].ratio));
    assert_int_equal(p.found->beliefs[1].favours, 1);
    assert_true(belief_in(&p, 1, 0, 1) == 1);
    assert_true(belief_in(&p, 1, 0, 0) == 0);
    probe_release(&p);
}

/* Large precisions and values neither overflow nor become no numbers. */
static void large_numbers_stay_numbers(void **state)
{
    (void)state;
    probed p = assert_probe(
        "actor iran { option a }\n"
        "type iran.b 0.5 { value { 1000000000 a } }\nvalue iran { 1000000000 not a }\n"
        "status quo { }\nsignal iran \"A\" moves a\nsignal iran \"stays\" moves a\n"
        "signal iran \"B\" moves not a\n",
        &(dt_probe_question){.has_precision = true, .precision = 1e9});
    assert_true(belief_in(&p, 1, 0, 1) == 1);
    assert_true(fabs(belief_in(&p, 3, 0, 1) - 1) < 1e-9); /* 1e18 + 1e18 - 1e18 */
    probe_release(&p);
}

/* What is learnt of one actor tells of another where the table links them. */
static void a_joint_table_links_actors(void **state)
{
    (void)state;
    probed p = assert_probe("actor us { option x }\nactor iran { option y }\n"
                            "type us.hard\ntype iran.hard\n"
                            "prior {\n 0.4 us, iran\n 0.1 us, iran.hard\n"
                            " 0.1 us.hard, iran\n 0.4 us.hard, iran.hard\n}\n"
                            "signal iran \"A\" : iran 0.1, hard 0.9\n",
                            NULL);
    near(belief_in(&p, 0, 0, 1), 0.5);
    near(belief_in(&p, 1, 1, 1), 0.9);
    near(belief_in(&p, 1, 0, 1), 0.9 * 0.8 + 0.1 * 0.2);
    probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_are_judged_by_quantal_response),
        cmocka_unit_test(a_step_tells_likelihoods_and_their_ratio),
        cmocka_unit_test(intentions_drift_before_each_signal),
        cmocka_unit_test(credibility_tempers),
        cmocka_unit_test(signals_come_in_by_date),
        cmocka_unit_test(a_withdrawn_signal_has_never_come),
        cmocka_unit_test(all_withdrawn_leaves_the_prior),
        cmocka_unit_test(moves_lead_on),
        cmocka_unit_test(a_move_that_cannot_be_made_says_nothing),
        cmocka_unit_test(a_type_without_values_is_told),
        cmocka_unit_test(signals_that_rule_out_all_types_are_an_error),
        cmocka_unit_test(what_is_ruled_out_has_an_endless_ratio),
        cmocka_unit_test(large_numbers_stay_numbers),
        cmocka_unit_test(a_joint_table_links_actors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
