/* Divisions by points whose outcome is known, and what is not divided. */
#include <detente/points.h>

#include "support/tested.h"

#include <stdio.h>

typedef struct divided {
    tested t;
    dt_cast cast;
    dt_points *points;
    const dt_division *d;
} divided;

static void take(divided *v)
{
    dt_error err = {0};
    const dt_status status = dt_points_new(v->t.model, &v->cast, &v->points, &err);
    if (status != DT_OK)
        print_error("%s\n", err.text);
    assert_int_equal(status, DT_OK);
    v->d = dt_points_division(v->points);
}

static void divide(divided *v, const char *text)
{
    *v = (divided){.t = assert_text(text)};
    take(v);
}

static void release(divided *v)
{
    dt_points_free(v->points);
    test_release(&v->t);
}

static void assert_ratio(dt_ratio r, int64_t n, int64_t d)
{
    assert_int_equal(r.n, n);
    assert_int_equal(r.d, d);
}

static void assert_both(const dt_ratio r[2], int64_t first, int64_t second)
{
    assert_ratio(r[0], first, 1);
    assert_ratio(r[1], second, 1);
}

static void assert_fair(const dt_division *d)
{
    assert_true(d->efficient && d->equitable && d->envy_free);
}

/* Raiffa 1982; the division is told by Brams and Taylor 1996, chapter 5. */
static void panama_and_the_united_states_get_66_points(void **state)
{
    (void)state;
    static const uint32_t to[] = {0, 0, 2, 0, 1, 0, 1, 1, 1, 1};
    divided v = {.t = test_file(DT_SOURCE_DIR "/examples/panama-canal.conflict")};
    assert_int_equal(v.t.status, DT_OK);
    take(&v);
    assert_both(v.d->total, 100, 100);
    assert_int_equal(v.d->n_items, 10);
    assert_int_equal(v.d->n_contested, 10);
    assert_both(v.d->won, 64, 53);
    assert_int_equal(v.d->n_tied, 1);
    assert_both(v.d->initial, 79, 53);
    assert_int_equal(v.d->leader, 0);
    assert_both(v.d->final, 66, 66);
    assert_int_equal(v.d->split, 2);
    assert_ratio(v.d->items[2].share[0], 2, 15);
    assert_ratio(v.d->items[2].share[1], 13, 15);
    for (uint32_t k = 0; k < 10; k++)
        if (to[k] < 2)
            assert_ratio(v.d->items[k].share[to[k]], 1, 1);
    assert_fair(v.d);
    release(&v);
}

/* Brams and Togman 1996; the table is recalled, not read again. It adds up to 100 and
 * gives the 65.8 points that they report. */
static void camp_david_splits_sinai(void **state)
{
    (void)state;
    divided v;
    divide(&v, "actor israel {}\nactor egypt {}\n"
               "actor accord { option sinai; option ties; option bank;\n"
               "  option linkage; option rights; option jerusalem }\n"
               "table israel, egypt\non the table : accord\nstatus quo { }\n"
               "value israel { 35 sinai; 10 ties; 20 bank; 10 linkage; 5 rights;\n"
               "               20 jerusalem }\n"
               "value egypt { 55 not sinai; 5 not ties; 10 not bank;\n"
               "  5 not linkage; 20 not rights; 5 not jerusalem }\n");
    assert_both(v.d->initial, 60, 75);
    assert_int_equal(v.d->leader, 1);
    assert_int_equal(v.d->split, 0);
    assert_ratio(v.d->items[0].share[0], 1, 6);
    assert_ratio(v.d->final[0], 395, 6);
    assert_ratio(v.d->final[1], 395, 6);
    assert_int_equal(v.d->items[0].level[0], 1);
    assert_int_equal(v.d->items[0].level[1], 0);
    assert_fair(v.d);
    release(&v);
}

#define TWO "actor a { option x; option y }\nactor b { option z }\nstatus quo { }\n"

/* 70, 30 against 20, 80, with z wanted by both and values 10 times as large for b. */
static void points_are_scaled_and_what_both_want_is_left_out(void **state)
{
    (void)state;
    divided v;
    divide(&v, TWO "value a { 70 x; 30 y; 7 z }\n"
                   "value b { 200 not x; -800 y; 50 z }\n");
    assert_both(v.d->total, 100, 1000);
    assert_int_equal(v.d->n_contested, 2);
    assert_false(v.d->items[2].contested);
    assert_int_equal(v.d->items[2].level[0], 1);
    assert_both(v.d->initial, 70, 80);
    assert_both(v.d->items[0].points, 70, 20);
    assert_int_equal(v.d->split, 1);
    assert_ratio(v.d->items[1].share[0], 1, 11);
    assert_ratio(v.d->final[0], 800, 11);
    assert_ratio(v.d->final[1], 800, 11);
    assert_fair(v.d);
    release(&v);
}

/* The tied item goes to the first, as neither is ahead, and then half of it back. */
static void a_level_start_favours_nobody(void **state)
{
    (void)state;
    divided v;
    divide(&v, TWO "value a { 50 x; 30 y; 20 z }\n"
                   "value b { 50 not x; 20 not y; 30 not z }\n");
    assert_both(v.d->won, 30, 30);
    assert_both(v.d->initial, 80, 30);
    assert_int_equal(v.d->split, 0);
    assert_ratio(v.d->items[0].share[0], 1, 2);
    assert_both(v.d->final, 55, 55);
    assert_fair(v.d);
    release(&v);
}

static void an_item_may_be_handed_over_whole(void **state)
{
    (void)state;
    divided v;
    divide(&v, TWO "value a { 40 x; 10 y; 50 z }\n"
                   "value b { 40 not x; 10 not y; 50 not z }\n");
    assert_both(v.d->won, 0, 0);
    assert_both(v.d->initial, 100, 0);
    assert_int_equal(v.d->split, DT_NO_ITEM);
    assert_true(v.d->items[0].moved && v.d->items[1].moved && !v.d->items[2].moved);
    assert_both(v.d->final, 50, 50);
    assert_fair(v.d);
    release(&v);
}

/* x cannot be taken up, y not be given up: the rule and the way say so, and neither is
 * an item. */
static void only_allowed_levels_are_wanted(void **state)
{
    (void)state;
    divided v;
    divide(&v, "actor a { option x; option y permanent }\n"
               "actor b { option z }\nstatus quo { y }\nimpossible x\n"
               "value a { 70 x; 30 y; 7 z }\n"
               "value b { 200 not x; 800 not y; 50 not z }\n");
    assert_int_equal(v.d->n_items, 1);
    assert_int_equal(v.d->n_contested, 1);
    assert_int_equal(v.d->items[0].choice, 2);
    assert_int_equal(v.d->split, 0);
    assert_both(v.d->final, 50, 50);
    release(&v);
}

static void constituencies_lend_their_values(void **state)
{
    (void)state;
    divided v;
    divide(&v, TWO "constituency a.left weight 1 { value { 40 x } }\n"
                   "constituency a.right weight 3 { value { 20 y } }\n"
                   "value b { 1 not x; 1 not y }\n");
    assert_int_equal(v.d->total[0].n, 25);
    assert_both(v.d->items[0].points, 40, 50);
    release(&v);
}

/* Two levels are best for a; that which suits b better is what a wants. */
static void who_does_not_mind_suits_the_other(void **state)
{
    (void)state;
    divided v;
    divide(&v, "actor a { issue x : p, q, r, s; option y }\nactor b { option z }\n"
               "status quo { }\n"
               "value a { 3 x = p; 3 x = q; 1 y; 1 z }\n"
               "value b { 2 x = q; 9 x = r; 9 x = s; -1 y; -1 z }\n");
    assert_int_equal(v.d->items[0].level[0], 1);
    assert_int_equal(v.d->items[0].level[1], 2);
    assert_ratio(v.d->items[0].points[0], 60, 1);
    assert_ratio(v.d->items[0].points[1], 700, 9);
    assert_fair(v.d);
    release(&v);
}

/* Nobody cares about idle, and stay cannot be undone; of what is best for both it is
 * what is so already. */
static void what_matters_to_nobody_is_no_item(void **state)
{
    (void)state;
    divided v;
    divide(&v, "actor a { option x; option idle; issue t : p, q, r }\n"
               "actor b { option y; option stay permanent }\n"
               "status quo { idle; stay; t = r }\n"
               "value a { 3 x; 1 y; 5 stay; 2 t >= q }\n"
               "value b { -1 x; -2 y; -5 stay; 1 t >= q }\n");
    assert_int_equal(v.d->n_items, 3);
    assert_int_equal(v.d->n_contested, 2);
    assert_int_equal(v.d->items[0].choice, 0);
    assert_int_equal(v.d->items[1].choice, 2);
    assert_int_equal(v.d->items[1].level[0], 2);
    assert_int_equal(v.d->items[1].level[1], 2);
    assert_int_equal(v.d->items[2].choice, 3);
    release(&v);
}

/* ---- what is not divided -------------------------------------------------------- */

static void assert_refused(const char *text, const char *words)
{
    tested t = assert_text(text);
    dt_cast cast = {0};
    dt_points *points = NULL;
    dt_error err = {0};
    assert_int_equal(dt_points_new(t.model, &cast, &points, &err), DT_EAPPLY);
    assert_string_equal(err.text, words);
    assert_null(points);
    test_release(&t);
}

static void what_cannot_be_divided_is_refused(void **state)
{
    (void)state;
    assert_refused(TWO "actor c {}\nvalue a { 1 x }\nvalue b { 1 not x }\n",
                   "division by points is for two parties at the table, not for 3");
    assert_refused(TWO "value a { 1 x }\nprefer b { not x }\n",
                   "'b' has no 'value' block to take its points from");
    assert_refused(TWO "value a { 1 x; 2 x and z }\nvalue b { 1 not x }\n",
                   "the values of 'a' cannot be divided among the choices: 'a.x and "
                   "b.z' is of several at once");
    assert_refused(TWO "impossible x and z\nvalue a { 1 x }\nvalue b { 1 not x }\n",
                   "the rule 'impossible a.x and b.z' ties choices on the table "
                   "together, so they cannot be divided freely");
    assert_refused(TWO "value a { 1 x }\nvalue b { 0 x }\n",
                   "all that is on the table is worth the same to 'b', so it has no "
                   "points to give");
    assert_refused(TWO "value a { 1 x }\nvalue b { 3 x }\n",
                   "both parties want the same of every choice on the table, so there "
                   "is nothing to divide");
}

/* Off the table, z is known: x and z is of one choice. */
static void what_is_off_the_table_ties_nothing(void **state)
{
    (void)state;
    divided v;
    divide(&v, TWO "off the table : b.z\nimpossible x and z\n"
                   "value a { 1 x; 2 y and not z }\nvalue b { 1 not x; 5 not y }\n");
    assert_int_equal(v.d->n_items, 2);
    assert_ratio(v.d->total[0], 3, 1);
    release(&v);
}

/* Two primes above 10^8 for sums: the fraction does not fit. */
static void fractions_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    tested t = assert_text(TWO "value a { 999999999.999989 x; 3 y; 1000000000 z }\n"
                               "value b { 7 not x; 999999999.999983 not y;\n"
                               "          999999999.999961 not z }\n");
    dt_cast cast = {0};
    dt_points *points = NULL;
    dt_error err = {0};
    assert_int_equal(dt_points_new(t.model, &cast, &points, &err), DT_ELIMIT);
    assert_string_equal(err.text,
                        "the values have too many digits to be divided exactly");
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panama_and_the_united_states_get_66_points),
        cmocka_unit_test(camp_david_splits_sinai),
        cmocka_unit_test(points_are_scaled_and_what_both_want_is_left_out),
        cmocka_unit_test(a_level_start_favours_nobody),
        cmocka_unit_test(an_item_may_be_handed_over_whole),
        cmocka_unit_test(only_allowed_levels_are_wanted),
        cmocka_unit_test(constituencies_lend_their_values),
        cmocka_unit_test(who_does_not_mind_suits_the_other),
        cmocka_unit_test(what_matters_to_nobody_is_no_item),
        cmocka_unit_test(what_cannot_be_divided_is_refused),
        cmocka_unit_test(what_is_off_the_table_ties_nothing),
        cmocka_unit_test(fractions_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
