/* model/formula.h: what binds more strongly, what holds where, and how it is written.
 */
#include "model/formula.h"

#include "model/conflict.h"
#include "support/tested.h"

#include <string.h>

static const char three[] =
    "actor p {\n    option a\n    option b\n}\n"
    "actor q {\n    option c\n    issue i : low, mid, high\n}\n";

/* Where a formula of a, b and c holds, as bits: bit 4 c + 2 b + a. */
static uint32_t truth_of(tested *t, const char *text)
{
    const dt_formula *const formula = assert_formula(t, text);
    uint32_t truth = 0;
    for (uint32_t code = 0; code < 8; code++)
        truth |= (uint32_t)dt_formula_holds(t->model, formula, code) << code;
    return truth;
}

enum { A = 0xaa, B = 0xcc, C = 0xf0, ALL = 0xff };

static void operators_mean_what_they_say(void **state)
{
    (void)state;
    tested t = assert_text(three);
    assert_int_equal(truth_of(&t, "a"), A);
    assert_int_equal(truth_of(&t, "p.b"), B);
    assert_int_equal(truth_of(&t, "not a"), ALL & ~A);
    assert_int_equal(truth_of(&t, "a and b"), A & B);
    assert_int_equal(truth_of(&t, "a or b"), A | B);
    assert_int_equal(truth_of(&t, "a implies b"), (ALL & ~A) | B);
    assert_int_equal(truth_of(&t, "a if b"), A | (ALL & ~B));
    assert_int_equal(truth_of(&t, "a iff b"), ALL & ~(A ^ B));
    assert_int_equal(truth_of(&t, "a = yes"), A);
    assert_int_equal(truth_of(&t, "a = no"), ALL & ~A);
    assert_int_equal(truth_of(&t, "a != no"), A);
    assert_int_equal(truth_of(&t, "a < yes"), ALL & ~A);
    assert_int_equal(truth_of(&t, "a >= no"), ALL);
    test_release(&t);
}

static void stronger_operators_bind_first(void **state)
{
    (void)state;
    tested t = assert_text(three);
    assert_int_equal(truth_of(&t, "a or b and c"), A | (B & C));
    assert_int_equal(truth_of(&t, "a and b or c"), (A & B) | C);
    assert_int_equal(truth_of(&t, "(a or b) and c"), (A | B) & C);
    assert_int_equal(truth_of(&t, "not a and b"), (ALL & ~A) & B);
    assert_int_equal(truth_of(&t, "not (a and b)"), ALL & ~(A & B));
    assert_int_equal(truth_of(&t, "not a or b"), (ALL & ~A) | B);
    assert_int_equal(truth_of(&t, "not not a"), A);
    assert_int_equal(truth_of(&t, "a if b or c"), A | (ALL & ~(B | C)));
    assert_int_equal(truth_of(&t, "a or b if c"), A | B | (ALL & ~C));
    assert_int_equal(truth_of(&t, "a implies b and c"), (ALL & ~A) | (B & C));
    assert_int_equal(truth_of(&t, "not a iff b or c"), ALL & ~((ALL & ~A) ^ (B | C)));
    assert_int_equal(truth_of(&t, "a if (b if c)"), A | (ALL & ~(B | (ALL & ~C))));
    assert_int_equal(truth_of(&t, "(a if b) if c"), A | (ALL & ~B) | (ALL & ~C));
    test_release(&t);
}

static void conditionals_do_not_chain(void **state)
{
    (void)state;
    static const char *const chains[] = {"a if b if c", "a implies b implies c",
                                         "a iff b if c", "a if b iff c"};
    for (size_t k = 0; k < sizeof chains / sizeof *chains; k++) {
        tested t = assert_text(three);
        const dt_formula *formula = NULL;
        dt_error err;
        assert_int_equal(dt_formula_read(t.model, chains[k], t.diags, &formula, &err),
                         DT_EMODEL);
        assert_null(formula);
        assert_finding(t.diags, "'if', 'iff' and 'implies' do not chain");
        test_release(&t);
    }
}

static void counts_count(void **state)
{
    (void)state;
    tested t = assert_text(three);
    const uint32_t two = (A & B) | (A & C) | (B & C), three_hold = A & B & C;
    assert_int_equal(truth_of(&t, "at least 2 of (a, b, c)"), two);
    assert_int_equal(truth_of(&t, "at most 2 of (a, b, c)"), ALL & ~three_hold);
    assert_int_equal(truth_of(&t, "exactly 2 of (a, b, c)"), two & ~three_hold);
    assert_int_equal(truth_of(&t, "all of (a, b, c)"), three_hold);
    assert_int_equal(truth_of(&t, "any of (a, b, c)"), A | B | C);
    assert_int_equal(truth_of(&t, "none of (a, b, c)"), ALL & ~(A | B | C));
    assert_int_equal(truth_of(&t, "at least 0 of (a, b)"), ALL);
    assert_int_equal(truth_of(&t, "at most 0 of (a, b)"), ALL & ~(A | B));
    assert_int_equal(truth_of(&t, "exactly 0 of (a)"), ALL & ~A);
    assert_int_equal(truth_of(&t, "exactly 3 of (a, b, c)"), three_hold);
    assert_int_equal(truth_of(&t, "at most 3 of (a, b, c)"), ALL);
    assert_int_equal(truth_of(&t, "exactly 2 of (a, a, b)"),
                     A & ~B); /* each part counts */
    assert_int_equal(truth_of(&t, "not exactly 1 of (a, b)"), ALL & ~(A ^ B));
    test_release(&t);
}

/* Counts of many parts, beyond what a few bits hold. */
static void long_counts_count(void **state)
{
    (void)state;
    tested t = assert_text(three);
    dt_text text = {0};
    dt_text_add(&text, "exactly 70 of (a");
    for (uint32_t k = 1; k < 100; k++)
        dt_text_add(&text, k < 70 ? ", a" : ", b");
    dt_text_add(&text, ")");
    assert_int_equal(truth_of(&t, text.bytes), A & ~B);
    const dt_formula *const formula = assert_formula(&t, text.bytes);
    uint64_t column[64] = {A, B, C};
    assert_int_equal(dt_formula_slice(t.model, formula, column) & ALL, A & ~B);
    dt_text_release(&text);
    test_release(&t);
}

static void levels_compare_in_their_order(void **state)
{
    (void)state;
    /* bit l: holds at level l of low, mid, high */
    static const struct {
        const char *text;
        uint32_t levels;
    } all[] = {
        {"i = mid", 2},   {"i != mid", 5}, {"i < mid", 1},  {"i <= mid", 3},
        {"i > mid", 4},   {"i >= mid", 6}, {"i < low", 0},  {"i >= low", 7},
        {"i <= high", 7}, {"i > high", 0}, {"i = high", 4}, {"not i = low", 6},
    };
    tested t = assert_text(three);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const dt_formula *const formula = assert_formula(&t, all[k].text);
        for (uint64_t l = 0; l < 3; l++)
            assert_int_equal(dt_formula_holds(t.model, formula, l << 3),
                             all[k].levels >> l & 1);
    }
    test_release(&t);
}

static void comparisons_are_sets_of_levels(void **state)
{
    (void)state;
    for (uint32_t n = 2; n <= 64; n++)
        for (uint32_t level = 0; level < n; level++)
            for (uint32_t here = 0; here < 64; here++) {
                const bool is = here < n;
#define HOLDS(compare) (dt_compare_levels(compare, level, n) >> here & 1)
                assert_int_equal(HOLDS(DT_COMPARE_EQ), here == level);
                assert_int_equal(HOLDS(DT_COMPARE_NE), is && here != level);
                assert_int_equal(HOLDS(DT_COMPARE_LT), here < level);
                assert_int_equal(HOLDS(DT_COMPARE_LE), here <= level);
                assert_int_equal(HOLDS(DT_COMPARE_GT), is && here > level);
                assert_int_equal(HOLDS(DT_COMPARE_GE), is && here >= level);
#undef HOLDS
            }
}

static void assert_written(tested *t, const char *text, const char *wanted)
{
    dt_text written = {0};
    dt_formula_write(t->model, assert_formula(t, text), &written);
    assert_string_equal(written.bytes, wanted);
    dt_text_release(&written);
}

static void formulas_are_written_with_no_bracket_too_many(void **state)
{
    (void)state;
    tested t = assert_text(three);
    assert_written(&t, "a", "p.a");
    assert_written(&t, "((a))", "p.a");
    assert_written(&t, "(a and b) or c", "p.a and p.b or q.c");
    assert_written(&t, "a and (b or c)", "p.a and (p.b or q.c)");
    assert_written(&t, "a and b and c", "p.a and p.b and q.c");
    assert_written(&t, "not (a)", "not p.a");
    assert_written(&t, "not(not a)", "not not p.a");
    assert_written(&t, "not (a or b)", "not (p.a or p.b)");
    assert_written(&t, "not at least 1 of (a)", "not at least 1 of (p.a)");
    assert_written(&t, "(a or b) if (not c)", "p.a or p.b if not q.c");
    assert_written(&t, "(a if b) or c", "(p.a if p.b) or q.c");
    assert_written(&t, "a implies (b implies c)", "p.a implies (p.b implies q.c)");
    assert_written(&t, "i=mid", "q.i = mid");
    assert_written(&t, "not i>=mid", "not q.i >= mid");
    assert_written(&t, "a = yes", "p.a = yes");
    assert_written(&t, "at most 1 of (a if b,c)", "at most 1 of (p.a if p.b, q.c)");
    assert_written(&t, "exactly 1 of(a,b)", "exactly 1 of (p.a, p.b)");
    assert_written(&t, "all of (a)", "all of (p.a)");
    assert_written(&t, "any of (a, b) and none of (c, a)",
                   "any of (p.a, p.b) and none of (q.c, p.a)");
    test_release(&t);
}

static void a_bad_formula_leaves_the_model_as_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } all[] = {
        {"", "expected a formula"},
        {"a and", "expected a formula"},
        {"a b", "expected the end of the formula"},
        {"strke", "unknown option or issue 'strke'"},
        {"p.c", "unknown option or issue 'p.c'"},
        {"z.a", "unknown actor 'z'"},
        {"i", "'q.i' is an issue, neither true nor false"},
        {"i = hihg", "did you mean 'high'?"},
        {"at least 3 of (a, b)", "3 of 2 formulas: there are not that many"},
        {"(a", "expected ')'"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        tested t = assert_text(three);
        const dt_formula *formula = NULL;
        dt_error err = {0};
        assert_int_equal(dt_formula_read(t.model, all[k].text, t.diags, &formula, &err),
                         DT_EMODEL);
        assert_null(formula);
        assert_true(err.text[0] != '\0');
        assert_finding(t.diags, all[k].said);
        assert_int_equal(truth_of(&t, "a and b"), A & B); /* the next one is read */
        test_release(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_mean_what_they_say),
        cmocka_unit_test(stronger_operators_bind_first),
        cmocka_unit_test(conditionals_do_not_chain),
        cmocka_unit_test(counts_count),
        cmocka_unit_test(long_counts_count),
        cmocka_unit_test(levels_compare_in_their_order),
        cmocka_unit_test(comparisons_are_sets_of_levels),
        cmocka_unit_test(formulas_are_written_with_no_bracket_too_many),
        cmocka_unit_test(a_bad_formula_leaves_the_model_as_it_was),
    };
    return cmocka_run_group_tests_name("formula", tests, NULL, NULL);
}
