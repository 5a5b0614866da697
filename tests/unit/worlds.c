/* Worlds, values and moves: what the analysis of intentions is made of. */
#include "intentions/worlds.h"
#include "intentions/reach.h"
#include "intentions/values.h"
#include "support/tested.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- worlds --------------------------------------------------------------------- */

static dt_worlds list(const tested *t, dt_arena *arena)
{
    dt_worlds worlds;
    dt_error err;
    if (dt_worlds_list(t->model, arena, &worlds, &err) != DT_OK)
        fail_msg("%s", err.text);
    return worlds;
}

static void types_are_drawn_independently(void **state)
{
    (void)state;
    tested t = assert_text("actor a { option x }\nactor b { option y }\n"
                           "actor c { option z }\n"
                           "type a.one 0.6\ntype a.two 0.4\ntype b.one 0.3\n"
                           "type b.never 0\ntype c.idle\n");
    static const uint32_t types[][2] = {{1, 0}, {1, 1}, {2, 0}, {2, 1}};
    static const double priors[] = {0.42, 0.18, 0.28, 0.12};
    dt_arena arena = {0};
    const dt_worlds w = list(&t, &arena);
    assert_int_equal(w.n, 4); /* what the types leave of 1 is for the plain self */
    assert_int_equal(w.whole, 50);
    for (uint32_t k = 0; k < 4; k++) {
        assert_int_equal(w.at[k].cast.type[0], types[k][0]);
        assert_int_equal(w.at[k].cast.type[1], types[k][1]);
        assert_int_equal(w.at[k].cast.type[2], 0);
        assert_true(w.at[k].prior == priors[k]); /* the double nearest to it */
        assert_true(w.at[k].now == w.at[k].prior);
        assert_int_equal(w.units[k], lround(priors[k] * 50));
    }
    assert_true(dt_worlds_have(&w, 0, 2));
    assert_false(dt_worlds_have(&w, 0, 0));
    assert_false(dt_worlds_have(&w, 1, 2));
    const double p[] = {0.1, 0.2, 0.3, 0.4};
    assert_true(dt_worlds_marginal(&w, p, 1, 1) == 0.2 + 0.4);
    dt_arena_release(&arena);
    test_release(&t);
}

static void without_priors_there_is_one_world(void **state)
{
    (void)state;
    tested t = assert_text("actor a { option x }\ntype a.one\nprefer a { x }\n");
    dt_arena arena = {0};
    const dt_worlds w = list(&t, &arena);
    assert_int_equal(w.n, 1);
    assert_true(w.at[0].prior == 1);
    assert_int_equal(w.at[0].cast.type[0], 0);
    dt_arena_release(&arena);
    test_release(&t);
}

static const char joint[] = "actor a { option x }\nactor b { option y }\n"
                            "actor c { option z }\n"
                            "type a.one\ntype b.one\ntype b.two\ntype c.one 0.5\n"
                            "prior {\n 0.5 a, b\n 0.5 a.one, b.two\n 0 a, b.one\n}\n";

static void rows_of_the_table_go_together(void **state)
{
    (void)state;
    tested t = assert_text(joint);
    dt_arena arena = {0};
    const dt_worlds w = list(&t, &arena);
    assert_int_equal(w.n, 4);
    assert_int_equal(w.at[3].cast.type[0], 1);
    assert_int_equal(w.at[3].cast.type[1], 2);
    assert_int_equal(w.at[3].cast.type[2], 1);
    assert_true(w.at[3].prior == 0.25);
    dt_arena_release(&arena);
    test_release(&t);
}

/* Where intentions drift a and b.two may come to go together; b.one may not. */
static void with_drift_rows_mix(void **state)
{
    (void)state;
    char text[400];
    snprintf(text, sizeof text, "%sdrift 0.9\n", joint);
    tested t = assert_text(text);
    dt_arena arena = {0};
    const dt_worlds w = list(&t, &arena);
    static const uint32_t types[][2] = {{0, 0}, {0, 2}, {1, 0}, {1, 2}};
    static const double priors[] = {0.25, 0, 0, 0.25};
    assert_int_equal(w.n, 8);
    for (uint32_t k = 0; k < 8; k++) {
        assert_int_equal(w.at[k].cast.type[0], types[k / 2][0]);
        assert_int_equal(w.at[k].cast.type[1], types[k / 2][1]);
        assert_int_equal(w.at[k].cast.type[2], k % 2);
        assert_true(w.at[k].prior == priors[k / 2]);
    }
    dt_arena_release(&arena);
    test_release(&t);
}

/* 13 actors of two types each make 8192 worlds. */
static void there_are_not_too_many(void **state)
{
    (void)state;
    for (int n = 12; n <= 13; n++) {
        dt_text text = {0};
        for (int a = 0; a < n; a++)
            dt_text_format(&text, "actor a%d { option x }\ntype a%d.t 0.123457\n", a,
                           a);
        tested t = assert_text(dt_text_string(&text));
        dt_arena arena = {0};
        dt_worlds w;
        dt_error err;
        const dt_status status = dt_worlds_list(t.model, &arena, &w, &err);
        assert_int_equal(status, n == 12 ? DT_OK : DT_ELIMIT);
        double sum = 0;
        for (uint32_t k = 0; n == 12 && k < w.n; k++)
            sum += w.at[k].prior;
        if (n == 12) {
            assert_true(fabs(sum - 1) < 1e-12);
            assert_int_equal(w.whole, 0); /* ten to the 72nd */
            assert_null(w.units);
        } else
            assert_string_equal(err.text,
                                "the types of all actors combine in more than 4096 "
                                "ways; give fewer types a prior above 0");
        dt_arena_release(&arena);
        test_release(&t);
        dt_text_release(&text);
    }
}

/* ---- values -----------------------------------------------------------------------
 */

static void values_come_from_the_type_the_actor_or_its_home(void **state)
{
    (void)state;
    tested t = assert_text(
        "actor a { option x\n option y\n"
        "    constituency one weight 2 { value { 1 x\n 0.5 y } }\n"
        "    constituency two weight 1 { value { 0.25 y } }\n}\n"
        "actor b { option z }\nvalue b { -1.5 z }\n"
        "type a.own { value { 7 x } }\ntype a.order { prefer { x } }\ntype a.plain\n"
        "type b.plain\n");
    static const struct {
        dt_actor_id a;
        uint32_t type;
        uint64_t code;
        dt_value_source source;
        const char *text;
    } cases[] = {
        {0, 0, 1, DT_VALUE_HOME, "2/3"}, {0, 0, 2, DT_VALUE_HOME, "5/12"},
        {0, 0, 0, DT_VALUE_HOME, "0"},   {0, 3, 3, DT_VALUE_HOME, "13/12"},
        {0, 1, 1, DT_VALUE_OWN, "7"},    {0, 2, 1, DT_VALUE_NONE, NULL},
        {1, 0, 4, DT_VALUE_OWN, "-1.5"}, {1, 1, 4, DT_VALUE_OWN, "-1.5"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const dt_valuation v = dt_valuation_of(t.model, cases[k].a, cases[k].type);
        char buffer[DT_FRACTION_ROOM];
        assert_int_equal(v.source, cases[k].source);
        if (cases[k].text)
            assert_string_equal(
                dt_fraction_write(dt_valuation_at(&v, cases[k].code), buffer),
                cases[k].text);
    }
    const dt_valuation home = dt_valuation_of(t.model, 0, 0);
    assert_true(dt_valuation_value(&home, 1) == 2.0 / 3);
    test_release(&t);
}

static void who_has_no_values_is_told(void **state)
{
    (void)state;
    tested t = assert_text("actor a { option x\n constituency one { prefer { x } } }\n"
                           "actor b { option y }\n"
                           "type a.order { prefer { x } }\ntype a.plain\n");
    char why[160];
    dt_value_missing(t.model, 0, 0, why, sizeof why);
    assert_string_equal(why,
                        "'a' has no values: give it a 'value' block, or each of its "
                        "constituencies one");
    dt_value_missing(t.model, 0, 1, why, sizeof why);
    assert_string_equal(why, "'a.order' has no values: give it a 'value' block");
    dt_value_missing(t.model, 0, 2, why, sizeof why);
    assert_string_equal(why,
                        "'a' has no values: give it a 'value' block, or each of its "
                        "constituencies one");
    dt_value_missing(t.model, 1, 0, why, sizeof why);
    assert_string_equal(why, "'b' has no values: give it a 'value' block");
    test_release(&t);
}

static void fractions_are_written_exactly(void **state)
{
    (void)state;
    static const struct {
        dt_fraction f;
        const char *text;
    } cases[] = {
        {{0, 7}, "0"},
        {{-6, 4}, "-1.5"},
        {{1, 3}, "1/3"},
        {{-10, 30}, "-1/3"},
        {{1, (dt_wide)1 << 24}, "0.000000059604644775390625"},
        {{1, (dt_wide)1 << 25}, "1/33554432"},
        {{1000000, 1}, "1000000"},
        {{((dt_wide)1 << 118) + 1, (dt_wide)3 << 60},
         "332306998946228968225951765070086145/3458764513820540928"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char buffer[DT_FRACTION_ROOM];
        assert_string_equal(dt_fraction_write(cases[k].f, buffer), cases[k].text);
    }
}

/* ---- moves ------------------------------------------------------------------------
 */

static const char yard[] = "actor a { option x\n option y permanent\n"
                           " issue n : none, some, all }\n"
                           "actor b { option z }\n"
                           "impossible x and n = all\n"
                           "forbid a from y to n = some\n";

static dt_reach reach_of(const tested *t, uint64_t from, uint32_t most, dt_arena *arena,
                         dt_status want)
{
    const dt_reach_question q = {.model = t->model, .from = from, .most = most};
    dt_reach reach = {0};
    dt_error err;
    assert_int_equal(dt_reach_find(&q, arena, &reach, &err), want);
    if (want == DT_ELIMIT)
        assert_string_equal(err.text, "'a' has more than 3 moves");
    return reach;
}

/* Bits: x 0, y 1, n 2 and 3, z 4. */
static void moves_keep_rules_and_directions(void **state)
{
    (void)state;
    tested t = assert_text(yard);
    static const uint64_t from_0[] = {1, 2, 3, 4, 5, 6, 7, 8, 10};
    static const uint64_t from_y[] = {16 + 3, 16 + 10};
    dt_arena arena = {0};
    dt_reach reach = reach_of(&t, 0, 100, &arena, DT_OK);
    assert_int_equal(reach.n, 9);
    for (uint32_t k = 0; k < 9; k++)
        assert_int_equal(reach.code[k], from_0[k]);
    reach = reach_of(&t, 16 + 2, 2, &arena, DT_OK);
    assert_int_equal(reach.n, 2);
    for (uint32_t k = 0; k < 2; k++)
        assert_int_equal(reach.code[k], from_y[k]);
    reach_of(&t, 0, 3, &arena, DT_ELIMIT);
    dt_arena_release(&arena);
    test_release(&t);
}

static void what_is_against_a_move_is_told(void **state)
{
    (void)state;
    tested t = assert_text(yard);
    static const struct {
        uint64_t from;
        dt_setting setting;
        const char *why; /* NULL: nothing */
    } cases[] = {
        {0, {1, 1}, NULL},
        {0, {0, 0}, NULL},
        {2, {2, 2}, NULL},
        {2, {2, 0}, "'a.y' cannot be changed that way"},
        {2, {12, 4}, "a 'forbid' keeps 'a' from that move"},
        {8, {1, 1}, "that state breaks a rule: 'impossible a.x and a.n = all'"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const dt_reach_question q = {.model = t.model, .from = cases[k].from};
        char why[160] = "";
        assert_int_equal(dt_reach_allows(&q, cases[k].setting, why, sizeof why),
                         cases[k].why == NULL);
        assert_string_equal(why, cases[k].why ? cases[k].why : "");
    }
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_drawn_independently),
        cmocka_unit_test(without_priors_there_is_one_world),
        cmocka_unit_test(rows_of_the_table_go_together),
        cmocka_unit_test(with_drift_rows_mix),
        cmocka_unit_test(there_are_not_too_many),
        cmocka_unit_test(values_come_from_the_type_the_actor_or_its_home),
        cmocka_unit_test(who_has_no_values_is_told),
        cmocka_unit_test(fractions_are_written_exactly),
        cmocka_unit_test(moves_keep_rules_and_directions),
        cmocka_unit_test(what_is_against_a_move_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
