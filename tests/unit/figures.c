/* report/figures.c: how the report on deals writes worths, and tells moves. */
#include "report/settlement.h"
#include "support/tested.h"

#include <string.h>

/* ---- worths ------------------------------------------------------------------- */

static void assert_worth(int64_t worth, int64_t scale, unsigned places,
                         const char *written)
{
    char buffer[DT_WORTH_ROOM];
    const dt_summary all = {.scale = scale};
    const dt_bargain b = {.all = &all};
    assert_string_equal(dt_worth_write(&b, worth, places, buffer), written);
}

static void worths_are_rounded(void **state)
{
    (void)state;
    assert_worth(0, 1, DT_WORTH_READ, "0");
    assert_worth(12500000, 1, DT_WORTH_READ, "12.5");
    assert_worth(-12500000, 1, DT_WORTH_READ, "-12.5");
    assert_worth(1000000, 3, DT_WORTH_READ, "0.33");
    assert_worth(2000000, 3, DT_WORTH_READ, "0.67");
    assert_worth(-2000000, 3, DT_WORTH_READ, "-0.67");
    assert_worth(1000000, 3, DT_WORTH_EXACT, "0.333333");
    assert_worth(5000, 1, DT_WORTH_READ, "0.01"); /* halves go away from 0 */
    assert_worth(-5000, 1, DT_WORTH_READ, "-0.01");
    assert_worth(14999, 1, DT_WORTH_READ, "0.01");
    assert_worth(300000000, 3, DT_WORTH_READ, "100");
}

/* What somebody gains or lacks is never told to be nothing. */
static void what_is_not_nothing_is_not_0(void **state)
{
    (void)state;
    assert_worth(4999, 1, DT_WORTH_READ, "0.005");
    assert_worth(-4, 1, DT_WORTH_READ, "-0.000004");
    assert_worth(1, 1000, DT_WORTH_READ, "0.000001");
    assert_worth(-1, 1000, DT_WORTH_EXACT, "-0.000001");
}

static void large_scales_do_not_overflow(void **state)
{
    (void)state;
    assert_worth(INT64_MAX, INT64_MAX, DT_WORTH_EXACT, "0.000001");
    assert_worth(INT64_C(3) << 50, INT64_C(1) << 50, DT_WORTH_EXACT, "0.000003");
    assert_worth(INT64_MAX, 1, DT_WORTH_EXACT, "9223372036854.775807");
    assert_worth(INT64_MIN + 1, 1, DT_WORTH_EXACT, "-9223372036854.775807");
}

/* ---- moves --------------------------------------------------------------------- */

static const char text[] =
    "actor us { option talks \"Talk\"; option invite \"Invite\"; "
    "issue relief \"Lift\" : none, some; option lobby \"Lobby\" }\n"
    "prefer us { talks }\n"
    "status quo { lobby }\n"
    "deal \"All\" { talks, invite, relief = some, not lobby }\n"
    "deal \"Less\" { not lobby }\n";

static dt_model *parse(void)
{
    dt_model *model = NULL;
    dt_diags *const diags = dt_diags_new();
    const dt_input input = {"model", text, sizeof text - 1, DT_FORMAT_CONFLICT};
    assert_non_null(diags);
    assert_int_equal(dt_model_parse(&input, diags, &model, NULL), DT_OK);
    dt_diags_free(diags);
    return model;
}

static void assert_said(dt_bargain *b, const char *wanted)
{
    assert_string_equal(dt_text_string(&b->text), wanted);
    dt_text_reset(&b->text);
}

static void moves_are_told_by_verbs(void **state)
{
    (void)state;
    const dt_summary all = {.scale = 1};
    dt_model *const model = parse();
    dt_bargain b = {.all = &all, .model = model, .base = model->status_quo};
    const dt_code whole = model->talks.proposals[0].code;
    const dt_code less = model->talks.proposals[1].code;
    dt_bargain_add_move(&b, 0, b.base, whole);
    assert_said(&b, "takes up 'Talk' and 'Invite', and drops 'Lobby', and sets 'Lift: "
                    "some'");
    dt_bargain_add_move(&b, 0, whole, less);
    assert_said(&b, "drops 'Talk' and 'Invite', and sets 'Lift: none'");
    dt_bargain_add_move(&b, 0, less, less);
    assert_said(&b, "changes nothing");
    dt_text_release(&b.text);
    dt_model_free(model);
}

static void packages_are_told_by_name_or_by_items(void **state)
{
    (void)state;
    const dt_summary all = {.scale = 1};
    dt_model *const model = parse();
    dt_bargain b = {.all = &all, .model = model, .base = model->status_quo};
    const dt_code whole = model->talks.proposals[0].code;
    assert_int_equal(dt_bargain_add_items(&b, b.base, whole, 1), 4);
    assert_said(&b, "'Talk', 'Invite', 'Lift: some' and no 'Lobby'");
    assert_int_equal(dt_bargain_add_items(&b, b.base, whole, 0), 0);
    assert_said(&b, "");
    dt_bargain_add_package(&b, whole);
    assert_said(&b, "'All'");
    dt_bargain_add_package(&b, b.base);
    assert_said(&b, "the status quo");
    dt_bargain_add_package(&b, dt_code_with(model, b.base, 0, 1));
    assert_said(&b, "'Talk'");
    dt_text_release(&b.text);
    dt_model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worths_are_rounded),
        cmocka_unit_test(what_is_not_nothing_is_not_0),
        cmocka_unit_test(large_scales_do_not_overflow),
        cmocka_unit_test(moves_are_told_by_verbs),
        cmocka_unit_test(packages_are_told_by_name_or_by_items),
    };
    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}
