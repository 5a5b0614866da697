/* What a model holds of what is said about intentions (model/intentions.h), and what it
 * answers (detente/model.h). */
#include "model/conflict.h"

#include "base/decimal.h"
#include "support/tested.h"

#include <string.h>

#define DECIMAL(millionths) (DT_DECIMAL_ONE * (millionths) / 1000000)

/* Bits: us.talks 0, us.relief 1 and 2, iran.yield 3, iran.stay 4. */
static const char overture[] =
    "actor us \"We\" {\n"
    "    option talks\n"
    "    issue relief : none, some, full\n"
    "}\n"
    "actor iran { option yield; option stay }\n"
    "status quo { talks; stay }\n"
    "value us { 1 yield }\n"
    "value iran { 1 talks }\n"
    "type iran.soft \"Soft\" 0.25\n"
    "type iran.hard 0.5 { prefer { not yield } }\n"
    "test off \"Break off\" : relief = full, not us.talks {\n"
    "    answers iran {\n"
    "        beg \"Begs\" : yield, not iran.stay likely iran 1, hard 0, soft 0.75\n"
    "        sit : stay likely soft 0.25, hard 1, iran 0\n"
    "    }\n"
    "    then us { stay : stay; talk : talks }\n"
    "    then iran\n"
    "}\n"
    "test pay : relief = some\n"
    "signal 2013-09-18 iran \"Smiles\" : hard 0.25, iran 1, soft 0.5 credibility 0.75\n"
    "signal iran \"Yields\" moves yield withdrawn 2013-09-18\n"
    "signal 2012-02-29 iran \"Waits\" moves stay withdrawn\n"
    "drift 0.9\n"
    "trust deal \"A deal\" : relief = some with yield\n"
    "trust other : iran.yield with us.relief = full\n";

static const char joint[] = "actor a { option x }\n"
                            "actor b { option y }\n"
                            "actor c { option z }\n"
                            "type a.firm { prefer { x } }\n"
                            "type c.mild { prefer { not z } }\n"
                            "type c.wild { prefer { z } }\n"
                            "type b.calm 0.125 { prefer { y } }\n"
                            "prior { 0.5 c.mild, a\n"
                            "    0.25 a, c.wild\n"
                            "    0.25 a.firm, c }\n"
                            "precision 0\n";

static const char nothing[] = "actor a { option x }\n"
                              "actor b { option y }\n"
                              "prefer a { x }\n"
                              "prefer b { y }\n"
                              "type b.calm { prefer { not y } }\n";

/* The model of a text; findings other than errors do not matter. */
static tested sound(const char *text)
{
    tested t = test_text(text);
    if (t.status != DT_OK)
        fail_msg("%s", t.err.text);
    return t;
}

/* ---- priors -------------------------------------------------------------------- */

static void what_types_leave_is_for_the_plain_self(void **state)
{
    (void)state;
    tested t = sound(overture);
    assert_int_equal(dt_prior_of(t.model, 1, 0), DECIMAL(250000));
    assert_int_equal(dt_prior_of(t.model, 1, 1), DECIMAL(250000));
    assert_int_equal(dt_prior_of(t.model, 1, 2), DECIMAL(500000));
    assert_int_equal(dt_prior_of(t.model, 0, 0), DT_DECIMAL_ONE);
    assert_true(dt_actor_has_priors(t.model, 1));
    assert_false(dt_actor_has_priors(t.model, 0));
    assert_true(dt_actor_type_prior(t.model, 1, 1) == 0.5);
    assert_true(dt_actor_plain_prior(t.model, 1) == 0.25);
    assert_int_equal(dt_prior_place(t.model, 1), DT_ITSELF);
    test_release(&t);
}

static void rows_are_added_up(void **state)
{
    (void)state;
    tested t = sound(joint);
    static const uint32_t rows[3][2] = {{0, 1}, {0, 2}, {1, 0}};
    const dt_intentions *const all = &t.model->intentions;
    assert_int_equal(all->n_prior_actors, 2);
    assert_int_equal(all->prior_actors[0], 0);
    assert_int_equal(all->prior_actors[1], 2);
    assert_int_equal(all->n_prior_rows, 3);
    for (int r = 0; r < 3; r++)
        assert_memory_equal(all->prior_rows[r].type, rows[r], sizeof rows[r]);
    assert_int_equal(dt_prior_place(t.model, 2), 1);
    assert_int_equal(dt_prior_of(t.model, 0, 0), DECIMAL(750000));
    assert_int_equal(dt_prior_of(t.model, 2, 1), DECIMAL(500000));
    assert_true(dt_actor_plain_prior(t.model, 2) == 0.25);
    assert_true(dt_actor_plain_prior(t.model, 1) == 0.875);
    assert_true(dt_actor_has_priors(t.model, 0));
    assert_true(all->has_precision);
    assert_int_equal(all->precision, 0);
    test_release(&t);
}

static void a_type_without_a_block_wants_what_its_actor_wants(void **state)
{
    (void)state;
    tested t = sound(overture);
    const dt_actor *const iran = &t.model->actors[1];
    assert_true(iran->types[0].is_plain);
    assert_string_equal(iran->types[0].name.label, "Soft");
    assert_ptr_equal(dt_actor_preference(iran, 1), &iran->preference);
    assert_false(iran->types[1].is_plain);
    assert_ptr_equal(dt_actor_preference(iran, 2), &iran->types[1].preference);
    test_release(&t);
}

/* ---- tests --------------------------------------------------------------------- */

static void settings_are_bits(void **state)
{
    (void)state;
    tested t = sound(overture);
    const dt_test *const test = &t.model->intentions.tests[0];
    const dt_turn *const answer = &test->turns[0];
    assert_int_equal(test->setting.mask, 0x07);
    assert_int_equal(test->setting.code, 0x04);
    assert_int_equal(dt_setting_apply(test->setting, t.model->status_quo), 0x14);
    assert_int_equal(test->tester, 0);
    assert_int_equal(test->n_turns, 3);
    assert_int_equal(answer->actor, 1);
    assert_int_equal(answer->n_ploys, 2);
    assert_int_equal(answer->ploys[0].setting.mask, 0x18);
    assert_int_equal(answer->ploys[0].setting.code, 0x08);
    assert_int_equal(answer->ploys[1].setting.mask, 0);
    assert_int_equal(test->turns[2].n_ploys, 0);
    test_release(&t);
}

static void likelihoods_are_found_by_type(void **state)
{
    (void)state;
    tested t = sound(overture);
    const dt_ploy *const beg = t.model->intentions.tests[0].turns[0].ploys;
    assert_int_equal(beg->n_likely, 3);
    assert_int_equal(beg->likely[0].type, 0);
    assert_int_equal(dt_likelihood_of(beg->likely, 3, 0), DT_DECIMAL_ONE);
    assert_int_equal(dt_likelihood_of(beg->likely, 3, 1), DECIMAL(750000));
    assert_int_equal(dt_likelihood_of(beg->likely, 3, 2), 0);
    assert_int_equal(dt_likelihood_of(beg->likely, 0, 0), 0);
    assert_int_equal(t.model->intentions.tests[0].turns[1].ploys[1].n_likely, 0);
    test_release(&t);
}

static void turns_that_are_not_written_are_put_in(void **state)
{
    (void)state;
    tested t = sound(overture);
    const dt_test *const test = &t.model->intentions.tests[1];
    assert_int_equal(test->n_turns, 2);
    assert_int_equal(test->turns[0].actor, 1);
    assert_int_equal(test->turns[1].actor, 0);
    assert_int_equal(test->turns[0].n_ploys, 0);
    assert_int_equal(test->turns[1].n_ploys, 0);
    test_release(&t);
}

static void tests_have_names(void **state)
{
    (void)state;
    tested t = sound(overture);
    assert_int_equal(dt_model_n_tests(t.model), 2);
    assert_string_equal(dt_model_test_name(t.model, 0), "off");
    assert_string_equal(dt_model_test_label(t.model, 0), "Break off");
    assert_string_equal(dt_model_test_label(t.model, 1), "pay");
    assert_int_equal(dt_model_test_actor(t.model, 1), 0);
    assert_int_equal(dt_model_test_answerer(t.model, 1), 1);
    test_release(&t);
}

/* ---- signals, trust ------------------------------------------------------------ */

static void signals_are_kept_as_written(void **state)
{
    (void)state;
    tested t = sound(overture);
    const dt_signal *const all = t.model->intentions.signals;
    assert_int_equal(dt_model_n_signals(t.model), 3);
    assert_int_equal(dt_model_signal_day(t.model, 0), 20130918);
    assert_int_equal(dt_model_signal_day(t.model, 1), 0);
    assert_int_equal(dt_model_signal_day(t.model, 2), 20120229);
    assert_string_equal(dt_model_signal(t.model, 1), "Yields");
    assert_int_equal(dt_model_signal_actor(t.model, 2), 1);
    assert_int_equal(all[0].credibility, DECIMAL(750000));
    assert_int_equal(all[1].credibility, DT_DECIMAL_ONE);
    assert_false(all[0].moves || all[0].is_withdrawn || all[1].has_credibility);
    assert_true(all[1].moves && all[1].is_withdrawn && all[2].is_withdrawn);
    assert_int_equal(all[1].withdrawn, 20130918);
    assert_int_equal(all[2].withdrawn, 0);
    assert_int_equal(all[1].setting.mask, 0x08);
    assert_int_equal(all[2].setting.mask, 0);
    assert_int_equal(dt_likelihood_of(all[0].likely, all[0].n_likely, 2),
                     DECIMAL(250000));
    test_release(&t);
}

static void trust_is_between_two(void **state)
{
    (void)state;
    tested t = sound(overture);
    const dt_trust *const all = t.model->intentions.trusts;
    assert_int_equal(dt_model_n_trusts(t.model), 2);
    assert_string_equal(dt_model_trust_name(t.model, 0), "deal");
    assert_string_equal(dt_model_trust_label(t.model, 0), "A deal");
    assert_string_equal(dt_model_trust_label(t.model, 1), "other");
    assert_int_equal(all[1].actor[0], 1);
    assert_int_equal(all[1].actor[1], 0);
    assert_int_equal(all[1].setting[1].code, 0x04);
    assert_true(t.model->intentions.has_drift);
    assert_int_equal(t.model->intentions.drift, DECIMAL(900000));
    assert_false(t.model->intentions.has_precision);
    assert_int_equal(t.model->intentions.precision, DT_DECIMAL_ONE);
    test_release(&t);
}

static void who_says_nothing_has_no_doubts(void **state)
{
    (void)state;
    tested t = sound(nothing);
    assert_false(dt_intentions_any(t.model));
    assert_int_equal(t.model->intentions.drift, DT_DECIMAL_ONE);
    assert_int_equal(t.model->intentions.precision, DT_DECIMAL_ONE);
    assert_true(dt_actor_plain_prior(t.model, 1) == 1);
    assert_true(dt_actor_type_prior(t.model, 1, 0) == 0);
    test_release(&t);
    t = sound(overture);
    assert_true(dt_intentions_any(t.model));
    test_release(&t);
    t = sound(joint);
    assert_true(dt_intentions_any(t.model));
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_types_leave_is_for_the_plain_self),
        cmocka_unit_test(rows_are_added_up),
        cmocka_unit_test(a_type_without_a_block_wants_what_its_actor_wants),
        cmocka_unit_test(settings_are_bits),
        cmocka_unit_test(likelihoods_are_found_by_type),
        cmocka_unit_test(turns_that_are_not_written_are_put_in),
        cmocka_unit_test(tests_have_names),
        cmocka_unit_test(signals_are_kept_as_written),
        cmocka_unit_test(trust_is_between_two),
        cmocka_unit_test(who_says_nothing_has_no_doubts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
