/* Who is not at the table and could undo a deal, and would: cases worked out by hand.
 */
#include "support/tested.h"

#include <detente/detente.h>
#include <stdio.h>
#include <string.h>

/* a and b agree on x and y, worth 3 to each together; what c does costs a 5, so that a
 * would rather have seen the talks fail. */
static const char talks[] = "actor a { option x }\nactor b { option y }\n"
                            "value a { -1 x; 4 y; -5 harm }\nvalue b { 4 x; -1 y }\n"
                            "status quo {}\ntable a, b\ndeal \"D\" { x, y }\n";

typedef struct answer {
    tested t;
    dt_deals *deals;
    const dt_deal *deal;
} answer;

static answer ask(const char *outsider)
{
    char text[1000];
    dt_diags *const diags = dt_diags_new();
    const dt_deals_question question = {.packages = DT_PACKAGES_LISTED};
    answer a = {.deals = NULL};
    dt_error err;
    snprintf(text, sizeof text, "%s%s", talks, outsider);
    a.t = assert_text(text);
    if (dt_deals_new(a.t.model, &question, diags, &a.deals, &err) != DT_OK)
        fail_msg("%s", err.text);
    dt_diags_free(diags);
    a.deal = &dt_deals_summary(a.deals)->deals[0];
    assert_true(a.deal->in_zone);
    return a;
}

static void end(answer *a)
{
    dt_deals_free(a->deals);
    test_release(&a->t);
}

/* What one outsider could and would do; `level` is that of `harm` in the move shown. */
static void assert_spoiler(const char *outsider, uint64_t could, uint64_t would)
{
    answer a = ask(outsider);
    assert_int_equal(a.deal->n_spoilers, 1);
    const dt_spoiler *const spoiler = &a.deal->spoilers[0];
    assert_int_equal(spoiler->actor, 2);
    assert_true(spoiler->searched);
    assert_int_equal(spoiler->n_could, could);
    assert_int_equal(spoiler->n_would, would);
    if (could) {
        const dt_code to = would ? spoiler->would : spoiler->could;
        assert_int_equal(dt_code_level(a.t.model, to, 2), 1);
        assert_int_equal(spoiler->side, 0);
    }
    end(&a);
}

static void an_outsider_would(void **state)
{
    (void)state;
    assert_spoiler("actor c { option harm }\nprefer c { harm }\n", 1, 1);
}

static void an_outsider_could_and_would_not(void **state)
{
    (void)state;
    assert_spoiler("actor c { option harm }\nprefer c { not harm }\n", 1, 0);
    assert_spoiler("actor c { option harm }\nvalue c { -1 harm }\n", 1, 0);
}

/* Indifference is no reason to. */
static void who_does_not_care_would_not(void **state)
{
    (void)state;
    assert_spoiler("actor c { option harm; option other }\nprefer c { not other }\n", 2,
                   0);
}

/* It counts moves, of which other choices make several. */
static void moves_are_counted(void **state)
{
    (void)state;
    assert_spoiler("actor c { option harm; issue other : l0, l1, l2 }\n"
                   "prefer c { other = l2 }\n",
                   3, 1);
}

/* What rules, ways and 'forbid' close is no move. */
static void what_is_closed_is_no_move(void **state)
{
    (void)state;
    assert_spoiler("actor c { option harm }\nprefer c { harm }\n"
                   "impossible harm and x\n",
                   0, 0);
    assert_spoiler("actor c { option harm only down }\nprefer c { harm }\n", 0, 0);
    assert_spoiler("actor c { option harm }\nprefer c { harm }\n"
                   "forbid c from x to harm\n",
                   0, 0);
}

/* What nobody at the table minds undoes nothing. */
static void what_nobody_minds_undoes_nothing(void **state)
{
    (void)state;
    assert_spoiler(
        "actor c { option harm; option noise }\nprefer c { noise; not harm }\n"
        "impossible harm\n",
        0, 0);
}

/* By a move that hurts, but less than the deal gains, nothing is undone. */
static void what_is_outweighed_undoes_nothing(void **state)
{
    (void)state;
    assert_spoiler("actor c { option harm; option sting }\nprefer c { sting }\n"
                   "impossible harm\nconstituency b.g { value { 3 x; -2 sting } }\n",
                   0, 0);
    answer a = ask("actor c { option harm; option sting }\nprefer c { sting }\n"
                   "impossible harm\nconstituency b.g { value { 2 x; -2 sting } }\n");
    assert_int_equal(a.deal->spoilers[0].n_would, 1); /* b.g gains nothing any more */
    assert_int_equal(a.deal->spoilers[0].side, 1);
    end(&a);
}

/* Too many moves are not tried, and that is told. */
static void many_moves_are_not_tried(void **state)
{
    (void)state;
    answer a = ask("actor c { option harm; option o1; option o2; option o3; option o4; "
                   "option o5; option o6; option o7; option o8; option o9; option o10; "
                   "option o11; option o12 }\nprefer c { harm }\n");
    assert_false(a.deal->spoilers[0].searched);
    end(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outsider_would),
        cmocka_unit_test(an_outsider_could_and_would_not),
        cmocka_unit_test(who_does_not_care_would_not),
        cmocka_unit_test(moves_are_counted),
        cmocka_unit_test(what_is_closed_is_no_move),
        cmocka_unit_test(what_nobody_minds_undoes_nothing),
        cmocka_unit_test(what_is_outweighed_undoes_nothing),
        cmocka_unit_test(many_moves_are_not_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
