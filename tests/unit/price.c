/* Prices, levers and linkage of negotiations that can be checked by hand. */
#include "deals/price.h"
#include "support/tested.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A model, the table set for it, and what everybody says to all packages. */
typedef struct setting {
    tested t;
    dt_cast cast;
    dt_limits limits;
    dt_parley table;
    dt_arena arena;
    dt_ballots v;
} setting;

static void set(setting *s, const char *text)
{
    dt_error err = {0};
    *s = (setting){.t = assert_text(text)};
    assert_int_equal(dt_parley_set(&s->table, s->t.model, &s->cast, &err), DT_OK);
    assert_int_equal(dt_parley_list(&s->table, &s->limits, s->t.diags, &err), DT_OK);
    assert_int_equal(dt_ballots_find(&s->table, 0, &s->arena, &s->v), DT_OK);
}

static void clear(setting *s)
{
    dt_parley_release(&s->table);
    dt_arena_release(&s->arena);
    test_release(&s->t);
}

static dt_code code_of(const setting *s, const char *text)
{
    dt_code code = 0;
    dt_error err;
    assert_int_equal(dt_code_read(s->t.model, text, s->t.diags, &code, &err), DT_OK);
    return code;
}

/* ---- prices -------------------------------------------------------------------- */

static const char sale[] =
    "actor seller { option ship; option insure }\n"
    "actor buyer { issue pay : none, half, full; option thank }\n"
    "impossible insure and not ship\n"
    "status quo { }\n"
    "value seller { -5 ship; -9 insure; 3 pay = half;\n"
    "               6 pay = full; 2 thank }\n"
    "value buyer { 9 ship; -2 pay = half; -4 pay = full }\n";

/* Shipping costs 5: the full price, or half of it and thanks. */
static void a_price_is_paid_in_the_least_sets(void **state)
{
    (void)state;
    setting s;
    dt_price *prices = NULL;
    uint32_t n = 0;
    set(&s, sale);
    assert_int_equal(dt_prices_find(&s.table, &s.v, &s.arena, &prices, &n), DT_OK);
    assert_int_equal(n, 5); /* ship, insure; half, full, thank */
    assert_int_equal(prices[0].n_sets, 2);
    assert_true(prices[0].sets[0].code == code_of(&s, "{ ship, pay = full }"));
    assert_true(prices[0].sets[1].code == code_of(&s, "{ ship, pay = half, thank }"));
    assert_true(prices[0].sets[0].in_zone);
    assert_false(prices[0].accompanied);
    clear(&s);
}

/* Insuring means shipping, and no payment makes up for both. */
static void a_concession_that_has_no_price_says_who_refuses(void **state)
{
    (void)state;
    setting s;
    dt_price *prices = NULL;
    uint32_t n = 0;
    set(&s, sale);
    assert_int_equal(dt_prices_find(&s.table, &s.v, &s.arena, &prices, &n), DT_OK);
    assert_true(prices[1].accompanied);
    assert_int_equal(prices[1].n_sets, 0);
    assert_int_equal(prices[1].voice, 0);
    assert_int_equal(prices[1].best, -6 * 1000000 * s.table.scale);
    clear(&s);
}

/* Of eleven favours any six: 462 sets, of which the first are shown. */
static void all_sets_are_counted(void **state)
{
    (void)state;
    setting s;
    dt_price *prices = NULL;
    uint32_t n = 0;
    set(&s,
        "actor a { option give }\n"
        "actor b { option f1; option f2; option f3; option f4; option f5; option f6\n"
        "          option f7; option f8; option f9; option f10; option f11 }\n"
        "status quo { }\n"
        "value a { -5.5 give; 1 f1; 1 f2; 1 f3; 1 f4; 1 f5; 1 f6; 1 f7; 1 f8; 1 f9\n"
        "          1 f10; 1 f11 }\n"
        "value b { 1 give }\n");
    assert_int_equal(dt_prices_find(&s.table, &s.v, &s.arena, &prices, &n), DT_OK);
    assert_int_equal(prices[0].n_sets, 462);
    assert_int_equal(prices[0].n_shown, DT_SETS_SHOWN);
    assert_true(prices[0].sets[0].code ==
                code_of(&s, "{ give, f1, f2, f3, f4, f5, f6 }"));
    clear(&s);
}

/* ---- refusals and levers ------------------------------------------------------- */

static void a_refusal_says_what_would_be_enough(void **state)
{
    (void)state;
    setting s;
    set(&s, sale);
    dt_deal deal = {.code = code_of(&s, "{ ship, pay = half }")};
    assert_int_equal(dt_refusals_find(&s.table, &s.v, &s.arena, &deal), DT_OK);
    assert_int_equal(deal.n_refusals, 1);
    assert_int_equal(deal.refusals[0].side, 0);
    assert_int_equal(deal.refusals[0].n_additions, 2);
    assert_true(deal.refusals[0].additions[0].code ==
                code_of(&s, "{ ship, pay = full }"));
    assert_true(deal.refusals[0].additions[1].code ==
                code_of(&s, "{ ship, pay = half, thank }"));
    clear(&s);
}

static void a_lever_wins_for_most(void **state)
{
    (void)state;
    setting s;
    set(&s, sale);
    dt_bits blocked = dt_package_set(&s.arena, s.table.n_packages);
    dt_bits_add(&blocked, dt_package_find(&s.table, code_of(&s, "{ ship }")));
    dt_bits_add(&blocked, dt_package_find(&s.table, code_of(&s, "{ ship, thank }")));
    dt_bits_add(&blocked,
                dt_package_find(&s.table, code_of(&s, "{ ship, pay = half }")));
    const dt_lever lever = dt_lever_find(&s.table, &s.v, 0, &blocked);
    assert_int_equal(lever.choice, 2);
    assert_int_equal(lever.level, 2);
    assert_int_equal(lever.n, 3);
    clear(&s);
}

/* ---- linkage ------------------------------------------------------------------- */

static const char link[] = "actor north { option one }\n"
                           "actor south { option two }\n"
                           "status quo { }\n"
                           "value north { 10 one; -3 two }\n"
                           "value south { -4 one; 8 two }\n";

static dt_status find_linkage(setting *s, dt_linkage *linkage, dt_error *err)
{
    dt_bits efficient = dt_package_set(&s->arena, s->table.n_packages);
    return dt_linkage_find(&s->table, &s->v, &efficient, &s->arena, linkage, err);
}

/* Issues worth (10, -4) and (-3, 8): neither passes alone, both together give (7, 4);
 * the first passes with a payment of 4 to 10 (after Tollison and Willett 1979). */
static void issues_pass_that_are_linked(void **state)
{
    (void)state;
    setting s;
    dt_linkage linkage = {0};
    dt_error err;
    char text[400];
    snprintf(text, sizeof text,
             "%sarena first \"The first\" : one\narena second : two\n", link);
    set(&s, text);
    const int64_t unit = 1000000 * s.table.scale;
    assert_int_equal(find_linkage(&s, &linkage, &err), DT_OK);
    assert_int_equal(linkage.n_forums, 2);
    assert_string_equal(linkage.forums[0].label, "The first");
    for (uint32_t f = 0; f < 2; f++) {
        assert_int_equal(linkage.forums[f].n_packages, 2);
        assert_int_equal(linkage.forums[f].zone, 1); /* the status quo */
        assert_false(linkage.forums[f].has_best);
        assert_true(linkage.forums[f].has_payment);
    }
    assert_int_equal(linkage.forums[0].gain[0], 10 * unit);
    assert_int_equal(linkage.forums[0].gain[1], -4 * unit);
    assert_int_equal(linkage.forums[1].gain[0], -3 * unit);
    assert_int_equal(linkage.forums[1].gain[1], 8 * unit);
    assert_int_equal(linkage.separable, 1);
    assert_int_equal(linkage.linked, 1);
    assert_true(linkage.shown[0] == code_of(&s, "{ one, two }"));
    const dt_state both = dt_package_find(&s.table, linkage.shown[0]);
    assert_int_equal(s.table.callers[0].worth[both] - s.v.worth[0], 7 * unit);
    assert_int_equal(s.table.callers[1].worth[both] - s.v.worth[1], 4 * unit);
    clear(&s);
}

/* What is in no arena is one, and what passes alone has a best package. */
static void the_rest_is_an_arena(void **state)
{
    (void)state;
    setting s;
    dt_linkage linkage = {0};
    dt_error err;
    set(&s, "actor a { option x; issue y : no, some, all }\n"
            "actor b { option z }\n"
            "status quo { }\n"
            "value a { 1 x; 1 y = some; -1 y = all }\n"
            "value b { 1 x; 2 y = some; 3 y = all; -1 z }\n"
            "arena only : x\n");
    assert_int_equal(find_linkage(&s, &linkage, &err), DT_OK);
    assert_int_equal(linkage.n_forums, 2);
    assert_string_equal(linkage.forums[1].name, "rest");
    assert_int_equal(linkage.forums[1].n_packages, 6);
    assert_true(linkage.forums[1].has_best);
    assert_true(linkage.forums[1].best == code_of(&s, "{ y = some }"));
    assert_false(linkage.forums[1].has_payment);
    clear(&s);
}

static void nothing_is_linked_without_arenas(void **state)
{
    (void)state;
    setting s;
    dt_linkage linkage = {0};
    dt_error err;
    set(&s, link);
    assert_int_equal(find_linkage(&s, &linkage, &err), DT_EAPPLY);
    assert_string_equal(err.text,
                        "the model has no 'arena', so there is nothing to link");
    clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_price_is_paid_in_the_least_sets),
        cmocka_unit_test(a_concession_that_has_no_price_says_who_refuses),
        cmocka_unit_test(all_sets_are_counted),
        cmocka_unit_test(a_refusal_says_what_would_be_enough),
        cmocka_unit_test(a_lever_wins_for_most),
        cmocka_unit_test(issues_pass_that_are_linked),
        cmocka_unit_test(the_rest_is_an_arena),
        cmocka_unit_test(nothing_is_linked_without_arenas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
