/* What a model holds of what is said about negotiating (model/talks.h), and what it
 * answers (detente/model.h). */
#include "model/conflict.h"

#include "base/decimal.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

/* Bits: us.talks 0, us.relief 1 and 2, iran.stop 3, paper.text 4, town.ban 5. */
static const char talks[] =
    "actor us \"We\" {\n"
    "    option talks\n"
    "    issue relief : none, some, full\n"
    "    constituency hawks \"Hawks\" weight 2.5 veto { value { 1 talks } }\n"
    "    constituency doves gain >= 0 { }\n"
    "    ratify : not hawks or weight >= 3\n"
    "}\n"
    "actor iran { option stop }\n"
    "actor paper { option text }\n"
    "actor town { option ban }\n"
    "constituency iran.guards gain > -5 { value { 1 stop } }\n"
    "prefer us { talks }\n"
    "value iran { 3 talks }\n"
    "prefer town { ban }\n"
    "status quo { relief = some; ban }\n"
    "table iran, us\n"
    "on the table : us.relief, text\n"
    "off the table : us.talks\n"
    "fallback calm \"Calm\" 0.25 { }\n"
    "fallback war 0.75 { not ban; relief = none; worth iran -2; worth iran.guards 0.5 "
    "}\n"
    "deal \"A deal\" { text; relief = full }\n"
    "arena one \"One\" : relief\n"
    "arena two : text\n";

static const char nothing[] = "actor a { option x }\n"
                              "actor b { issue y : low, high }\n"
                              "constituency a.c { prefer { x } }\n";

static void seats_and_choices_are_masks(void **state)
{
    (void)state;
    tested t = assert_text(talks);
    const dt_talks *const said = &t.model->talks;
    assert_int_equal(dt_model_seats(t.model), 3);
    assert_int_equal(said->on, 0x16);
    assert_int_equal(said->off, 0x01);
    assert_int_equal(dt_model_negotiable(t.model), 0x16);
    assert_true(dt_actor_has_seat(t.model, 1));
    assert_false(dt_actor_has_seat(t.model, 2));
    assert_false(dt_choice_is_negotiable(t.model, 0));
    assert_true(dt_choice_is_negotiable(t.model, 3));
    assert_true(t.model->actors[2].is_agenda);
    assert_false(t.model->actors[3].is_agenda);
    test_release(&t);
}

static void who_says_nothing_has_the_defaults(void **state)
{
    (void)state;
    tested t = assert_text(nothing);
    const dt_home *const home = &t.model->actors[0].home;
    assert_int_equal(dt_model_seats(t.model), 3);
    assert_int_equal(dt_model_negotiable(t.model), 3);
    assert_int_equal(home->n, 1);
    assert_null(home->rule);
    assert_int_equal(home->constituencies[0].weight, DT_DECIMAL_ONE);
    assert_int_equal(home->constituencies[0].need, 0);
    assert_true(home->constituencies[0].strict);
    assert_false(home->constituencies[0].veto);
    assert_int_equal(dt_model_n_fallbacks(t.model), 0);
    assert_int_equal(dt_model_n_deals(t.model), 0);
    assert_int_equal(dt_model_n_arenas(t.model), 0);
    assert_true(dt_talks_any(t.model));
    test_release(&t);
    t = assert_text("actor a { option x }\n");
    assert_false(dt_talks_any(t.model));
    test_release(&t);
}

static void constituencies_keep_what_is_said(void **state)
{
    (void)state;
    tested t = assert_text(talks);
    const dt_home *const home = &t.model->actors[0].home;
    const dt_constituency *const hawks = &home->constituencies[0];
    const dt_constituency *const guards = &t.model->actors[1].home.constituencies[0];
    assert_int_equal(hawks->weight, 2500000);
    assert_true(hawks->veto && hawks->strict && hawks->has_weight);
    assert_false(hawks->has_need);
    assert_int_equal(hawks->preference.n_terms, 1);
    assert_false(home->constituencies[1].strict);
    assert_true(home->constituencies[1].has_need);
    assert_int_equal(guards->need, -5000000);
    assert_true(guards->strict);
    assert_int_equal(dt_actor_n_constituencies(t.model, 0), 2);
    assert_string_equal(dt_actor_constituency_name(t.model, 0, 0), "hawks");
    assert_string_equal(dt_actor_constituency_label(t.model, 0, 0), "Hawks");
    assert_string_equal(dt_actor_constituency_label(t.model, 0, 1), "doves");
    test_release(&t);
}

/* Bit 0: the hawks agree; bit 32: the weight that agrees is at least 3. */
static void a_rule_is_a_formula_over_answers(void **state)
{
    (void)state;
    tested t = assert_text(talks);
    const dt_home *const home = &t.model->actors[0].home;
    const uint64_t enough = UINT64_C(1) << DT_HOME_MAX;
    assert_int_equal(home->n_weighings, 1);
    assert_true(dt_formula_holds(t.model, home->rule, 0));
    assert_false(dt_formula_holds(t.model, home->rule, 1));
    assert_true(dt_formula_holds(t.model, home->rule, 3 | enough));
    assert_false(dt_weight_holds(home->weighings[0], 2999999));
    assert_true(dt_weight_holds(home->weighings[0], 3000000));
    assert_int_equal(dt_formula_mask(t.model, home->rule), 1 | enough);
    test_release(&t);
}

static void outcomes_begin_with_the_status_quo(void **state)
{
    (void)state;
    tested t = assert_text(talks);
    const dt_talks *const said = &t.model->talks;
    assert_int_equal(t.model->status_quo, 0x22);
    assert_int_equal(dt_model_n_fallbacks(t.model), 2);
    assert_int_equal(said->fallbacks[0].code, 0x22);
    assert_int_equal(said->fallbacks[0].probability, 250000);
    assert_int_equal(said->fallbacks[1].code, 0x00);
    assert_int_equal(said->fallbacks[1].n_reserves, 2);
    assert_int_equal(said->fallbacks[1].reserves[0].actor, 1);
    assert_int_equal(said->fallbacks[1].reserves[0].constituency, DT_ITSELF);
    assert_int_equal(said->fallbacks[1].reserves[0].units, -2000000);
    assert_int_equal(said->fallbacks[1].reserves[1].constituency, 0);
    assert_int_equal(said->proposals[0].code, 0x34);
    assert_string_equal(dt_model_fallback_name(t.model, 0), "calm");
    assert_string_equal(dt_model_fallback_label(t.model, 0), "Calm");
    assert_string_equal(dt_model_fallback_label(t.model, 1), "war");
    assert_int_equal(dt_model_n_deals(t.model), 1);
    assert_string_equal(dt_model_deal(t.model, 0), "A deal");
    test_release(&t);
}

static void arenas_are_masks(void **state)
{
    (void)state;
    tested t = assert_text(talks);
    assert_int_equal(dt_model_n_arenas(t.model), 2);
    assert_int_equal(t.model->talks.forums[0].mask, 0x06);
    assert_int_equal(t.model->talks.forums[1].mask, 0x10);
    assert_string_equal(dt_model_arena_name(t.model, 0), "one");
    assert_string_equal(dt_model_arena_label(t.model, 0), "One");
    assert_string_equal(dt_model_arena_label(t.model, 1), "two");
    test_release(&t);
}

/* The agenda is nobody, so nobody is told that it wants nothing. */
static void the_agenda_is_no_matter_of_concern(void **state)
{
    (void)state;
    tested t = assert_text(talks);
    char *const said = findings_of(t.diags);
    assert_null(strstr(said, "'paper'"));
    assert_non_null(strstr(said, "'us.doves' has no preference"));
    free(said);
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seats_and_choices_are_masks),
        cmocka_unit_test(who_says_nothing_has_the_defaults),
        cmocka_unit_test(constituencies_keep_what_is_said),
        cmocka_unit_test(a_rule_is_a_formula_over_answers),
        cmocka_unit_test(outcomes_begin_with_the_status_quo),
        cmocka_unit_test(arenas_are_masks),
        cmocka_unit_test(the_agenda_is_no_matter_of_concern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
