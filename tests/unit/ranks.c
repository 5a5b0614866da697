/* Orders (detente/space.h, dt_ranks): what the blocks of a model make of the states. */
#include "support/tested.h"

#include <string.h>

/* States: 1 --, 2 x, 3 y, 4 xy. */
#define TWO "actor us {\n    option x\n    option y\n}\n"

/* The ranks of us, state by state. */
static void assert_ranks(const tested *t, const char *wanted)
{
    dt_text text = {0};
    for (dt_state s = 0; s < dt_space_n_states(t->space); s++)
        dt_text_format(&text, "%s%u", s ? " " : "", dt_ranks_at(t->ranks, 0, s));
    assert_string_equal(text.bytes, wanted);
    dt_text_release(&text);
}

static void assert_order(const char *text, const char *wanted)
{
    tested t = assert_text(text);
    assert_ranks(&t, wanted);
    test_release(&t);
}

static void assert_refused(const char *text, const char *words)
{
    tested t = test_text(text);
    assert_int_equal(t.status, DT_EMODEL);
    assert_null(t.ranks);
    assert_finding(t.diags, words);
    test_release(&t);
}

static void assert_warned(const char *text, const char *words)
{
    tested t = assert_text(text);
    assert_finding(t.diags, words);
    test_release(&t);
}

static void assert_silent(const char *text)
{
    tested t = assert_text(text);
    assert_int_equal(dt_diags_count(t.diags, DT_SEVERITY_WARNING), 0);
    test_release(&t);
}

/* ---- prefer ----------------------------------------------------------------- */

static void the_first_statement_counts_most(void **state)
{
    (void)state;
    assert_order(TWO "prefer us { x; y }\n", "0 2 1 3");
    assert_order(TWO "prefer us {\n    y\n    not x\n}\n", "1 0 3 2");
    assert_order(TWO "prefer us { x iff y }\n", "1 0 0 1");
    assert_order(TWO "prefer us { x if y }\n", "1 1 0 1");
    assert_order(TWO "prefer us { at least 1 of (x, y) }\n", "0 1 1 1");
}

static void statements_of_equal_weight_are_counted(void **state)
{
    (void)state;
    assert_order(TWO "prefer us { { x, y } }\n", "0 1 1 2");
    assert_order(TWO "prefer us {\n    { x, y }\n    y\n}\n", "0 1 2 3");
    assert_order(TWO "prefer us { { x, x, y } }\n", "0 2 1 3");
    assert_order(TWO "prefer us {\n    y\n    { x, not x }\n}\n", "0 0 1 1");
}

/* Only the last of many statements tells two states apart: no number holds 2^69. */
static void no_statement_is_too_far_down(void **state)
{
    (void)state;
    for (uint32_t n = 60; n <= 200; n += 7) {
        dt_text text = {0};
        dt_text_add(&text, TWO "prefer us {\n");
        for (uint32_t k = 0; k + 1 < n; k++)
            dt_text_add(&text, k % 2 ? "    y\n" : "    y or not y\n");
        dt_text_add(&text, "    not x\n}\n");
        assert_order(text.bytes, "1 0 3 2");
        dt_text_release(&text);
    }
}

/* ---- value ------------------------------------------------------------------ */

static void worth_is_added_exactly(void **state)
{
    (void)state;
    assert_order(TWO "value us { 10 x; -20 y }\n", "2 3 0 1");
    assert_order(TWO "value us { 1 x, 2 y, -3 x and y }\n", "0 1 2 0");
    /* 0.1 + 0.2 is 0.3, which it is not in binary fractions */
    assert_order(TWO "value us { 0.1 x; 0.2 x; 0.3 y }\n", "0 1 1 2");
    assert_order(TWO "value us { 0.000001 x; -0.000001 y }\n", "1 2 0 1");
    assert_order(TWO "value us { 1000000000 x; 1000000000 y; -1 not x }\n", "0 2 1 3");
}

static void worth_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_add(&text, TWO "value us {\n");
    for (uint32_t k = 0; k < 9223; k++)
        dt_text_add(&text, k % 2 ? "    1000000000 x\n" : "    -1000000000 x\n");
    dt_text_add(&text, "}\n");
    assert_order(text.bytes, "1 0 1 0");
    text.n -= 2;
    dt_text_add(&text, "    1000000000 y\n}\n");
    assert_refused(text.bytes,
                   "the numbers of this block are too large to be added exactly");
    dt_text_release(&text);
}

/* ---- rank ------------------------------------------------------------------- */

static void rankings_are_taken_as_they_stand(void **state)
{
    (void)state;
    assert_order(TWO "rank us { 4, 1, 3, 2 }\n", "2 0 1 3");
    assert_order(TWO "rank us { 4, { 1, 2 }, 3 }\n", "1 1 0 2");
    assert_order(TWO "rank us {\n    { 1, 2, 3, 4 }\n}\n", "0 0 0 0");
    assert_order(TWO "rank us {\n    x and y\n    x\n    not x\n}\n", "0 1 0 2");
    assert_order(TWO "rank us { 3; x; x or not x }\n", "0 1 2 1");
    assert_order(TWO "rank us { { 3, x and not y }, x, not x }\n", "0 2 2 1");
}

static void every_state_is_ranked_once(void **state)
{
    (void)state;
    assert_refused(TWO "rank us { 4, 1 }\n",
                   "error: 'us' ranks 2 of 4 states; missing: 2, 3\n");
    assert_refused(TWO "rank us { 4, 1, 3, 2, 1 }\n",
                   "error: state 1 is ranked already\n");
    assert_refused(TWO "rank us { x, 2, not x }\n", "note: ranked here\n");
    assert_refused(TWO "rank us { 4, 1, 3, 2, 5 }\n",
                   "error: there is no state 5: the model has 4\n");
    assert_refused(TWO "rank us { 0, 1, 2, 3 }\n",
                   "a state number is a whole number from 1 on");
    assert_refused(TWO "rank us { 1.5 }\n",
                   "a state number is a whole number from 1 on");
}

static void many_missing_states_are_cut_short(void **state)
{
    (void)state;
    assert_refused(
        "actor us {\n    issue i : 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11\n}\n"
        "rank us { 12 }\n",
        "'us' ranks 1 of 12 states; missing: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...\n");
    assert_refused(
        "actor us {\n    issue i : 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10\n}\n"
        "rank us { 11 }\n",
        "'us' ranks 1 of 11 states; missing: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10\n");
}

static void idle_lines_of_a_ranking_are_named(void **state)
{
    (void)state;
    assert_warned(TWO "rank us { x, x and y, not x }\n",
                  "warning: this ranks no state that is not ranked above\n");
}

/* ---- what deserves a word --------------------------------------------------- */

static void an_actor_without_preference_is_named(void **state)
{
    (void)state;
    tested t = assert_text(TWO "actor iran {\n    option z\n}\nprefer us { x }\n");
    assert_finding(t.diags,
                   "warning: 'iran' has no preference: it is indifferent between "
                   "all states\n");
    assert_int_equal(dt_diags_count(t.diags, DT_SEVERITY_WARNING), 1);
    assert_int_equal(dt_ranks_n_tiers(t.ranks, 0), 2);
    assert_int_equal(dt_ranks_n_tiers(t.ranks, 1), 1);
    test_release(&t);
}

static void orders_and_values_that_disagree_are_named(void **state)
{
    (void)state;
    assert_warned(
        TWO "prefer us { x; y }\nvalue us { 1 x; 2 y }\n",
        "warning: 'us' puts state 2 above state 3 by 'prefer', but below it by "
        "'value'\n");
    assert_warned(TWO "value us { 1 x; 2 y }\nrank us { 4, 2, 3, 1 }\n",
                  "warning: 'us' puts state 2 above state 3 by 'rank', but below it by "
                  "'value'\n");
    /* The order comes from `prefer`, whatever the values say. */
    assert_order(TWO "prefer us { x; y }\nvalue us { 1 x; 2 y }\n", "0 2 1 3");
}

static void orders_and_values_that_agree_are_not(void **state)
{
    (void)state;
    assert_silent(TWO "prefer us { x; y }\nvalue us { 2 x; 1 y }\n");
    assert_silent(TWO "prefer us { x; y }\nvalue us { 1 x }\n");   /* coarser */
    assert_silent(TWO "prefer us { x }\nvalue us { 2 x; 1 y }\n"); /* finer */
    assert_silent(TWO "prefer us { x; y }\nvalue us { 0 x }\n");
}

static void merged_states_that_differ_are_named(void **state)
{
    (void)state;
    assert_warned(
        TWO "merge x\nprefer us { y }\n",
        "test.conflict:5:1: warning: 'us' would rank the states that are merged "
        "here apart");
    assert_order(TWO "merge x\nprefer us { y }\n", "0 1 0"); /* first: x without y */
    assert_warned(TWO "merge x\nvalue us { 1 y }\n", "'us' would rank the states");
    assert_silent(TWO "merge x\nprefer us { x }\n");
    assert_silent(TWO "merge x\nrank us { 1, 2, 3 }\n");
}

/* ---- types ------------------------------------------------------------------ */

static const char with_types[] = TWO "prefer us { x; y }\n"
                                     "type us.meek { prefer { not x; not y } }\n"
                                     "type us.keen \"Keen on y\" { value { 1 y } }\n"
                                     "type us.stern { rank { 3, 4, { 1, 2 } } }\n";

static void types_have_orders_of_their_own(void **state)
{
    (void)state;
    static const char *const wanted[] = {"0 2 1 3", "3 1 2 0", "0 0 1 1", "0 0 2 1"};
    tested t = assert_text(with_types);
    for (uint32_t type = 0; type < 4; type++) {
        const dt_cast cast = {.type = {type}};
        dt_ranks_free(t.ranks);
        t.ranks = NULL;
        assert_int_equal(dt_ranks_new(t.space, &cast, t.diags, &t.ranks, &t.err),
                         DT_OK);
        assert_ranks(&t, wanted[type]);
        assert_int_equal(dt_ranks_cast(t.ranks)->type[0], type);
    }
    test_release(&t);
}

static void there_must_be_such_a_type(void **state)
{
    (void)state;
    tested t = assert_text(with_types);
    dt_ranks *ranks = NULL;
    const dt_cast cast = {.type = {4}};
    assert_int_equal(dt_ranks_new(t.space, &cast, t.diags, &ranks, &t.err), DT_EUSAGE);
    assert_null(ranks);
    assert_string_equal(t.err.text, "'us' has no type 4");
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_statement_counts_most),
        cmocka_unit_test(statements_of_equal_weight_are_counted),
        cmocka_unit_test(no_statement_is_too_far_down),
        cmocka_unit_test(worth_is_added_exactly),
        cmocka_unit_test(worth_that_does_not_fit_is_refused),
        cmocka_unit_test(rankings_are_taken_as_they_stand),
        cmocka_unit_test(every_state_is_ranked_once),
        cmocka_unit_test(many_missing_states_are_cut_short),
        cmocka_unit_test(idle_lines_of_a_ranking_are_named),
        cmocka_unit_test(an_actor_without_preference_is_named),
        cmocka_unit_test(orders_and_values_that_disagree_are_named),
        cmocka_unit_test(orders_and_values_that_agree_are_not),
        cmocka_unit_test(merged_states_that_differ_are_named),
        cmocka_unit_test(types_have_orders_of_their_own),
        cmocka_unit_test(there_must_be_such_a_type),
    };
    return cmocka_run_group_tests_name("ranks", tests, NULL, NULL);
}
