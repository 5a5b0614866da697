/* detente/space.h: limits, what is wrong with a space, merged states, sets of states.
 */
#include "space/space.h"
#include "base/threads.h"
#include "space/enumerate.h"

#include "support/dice.h"
#include "support/tested.h"

#include <string.h>

/* ---- limits ----------------------------------------------------------------- */

/* An actor with n options o1, o2 ..., and something to say about them. */
static void add_options(dt_text *text, uint32_t n)
{
    dt_text_add(text, "actor a {\n");
    for (uint32_t k = 1; k <= n; k++)
        dt_text_format(text, "    option o%u\n", k);
    dt_text_add(text, "}\n");
}

static dt_status count_states(const char *text, uint64_t memory, uint32_t *n,
                              dt_error *err)
{
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_space *space = NULL;
    dt_status status = dt_model_parse(
        &(dt_input){"test.conflict", text, strlen(text), DT_FORMAT_CONFLICT}, diags,
        &model, err);
    if (status == DT_OK)
        status = dt_space_new(model,
                              &(dt_limits){.memory = memory, .store = DT_STORE_SPARSE},
                              diags, &space, err);
    if (status == DT_OK)
        *n = dt_space_n_states(space);
    dt_space_free(space);
    dt_model_free(model);
    dt_diags_free(diags);
    return status;
}

static void memory_is_a_limit(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_error err = {0};
    uint32_t n = 0;
    add_options(&text, 10);
    assert_int_equal(count_states(text.bytes, 1 << 20, &n, &err), DT_OK);
    assert_int_equal(n, 1024);
    n = 0;
    assert_int_equal(count_states(text.bytes, 1 << 13, &n, &err), DT_ELIMIT);
    assert_int_equal(n, 0);
    assert_non_null(
        strstr(err.text, "the model has 1,024 feasible states; with their "));
    assert_non_null(
        strstr(err.text, "over the limit of 8.0 KiB; allow more with --memory "));
    dt_text_release(&text);
}

/* As many as fit are found; one more is too many. */
static void the_limit_is_exact(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_error err = {0};
    uint32_t n = 0;
    uint64_t memory = 1;
    add_options(&text, 6);
    while (count_states(text.bytes, memory, &n, &err) == DT_ELIMIT)
        memory++;
    assert_int_equal(n, 64);
    assert_true(memory >= 64 * 8 && memory < 64 * 200);
    assert_int_equal(count_states(text.bytes, memory - 1, &n, &err), DT_ELIMIT);
    assert_non_null(strstr(err.text, "the model has 64 feasible states"));
    dt_text_release(&text);
}

/* A vast space is refused at once, and what is said of it is true. */
static void the_vast_is_refused_soon(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_error err = {0};
    uint32_t n = 0;
    add_options(&text, 60);
    assert_int_equal(count_states(text.bytes, 1 << 20, &n, &err), DT_ELIMIT);
    assert_non_null(strstr(err.text, "the model has more than "));
    assert_int_equal(count_states(text.bytes, UINT64_C(1) << 60, &n, &err), DT_ELIMIT);
    assert_non_null(strstr(err.text, "more than 2,147,483,647 feasible states, the "));
    dt_text_release(&text);
}

/* Contradictions among the choices that are set last: once a search of 2^40 branches,
 * each of which found the same. */
static void late_contradictions_are_found_early(void **state)
{
    static const char *const rules[] = {
        "always o1\nimpossible o1\n",
        "always o8 or o9\nimpossible o8\nalways o8 iff o9\n",
        "always o50 implies o1\nalways o50 or o1\nalways o49 iff o2\nimpossible o1\n",
    };
    (void)state;
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        dt_text text = {0};
        dt_error err = {0};
        uint32_t n = 0;
        add_options(&text, 50);
        dt_text_add(&text, rules[k]);
        assert_int_equal(count_states(text.bytes, 1 << 20, &n, &err), DT_EMODEL);
        dt_text_release(&text);
    }
}

/* A model of sums modulo two, each of some options: nothing a search by levels gets
 * through. */
static void add_sums(dt_text *text, uint32_t n_options)
{
    enum { PARTS = 7 };
    dice d = {.seed = 1};
    add_options(text, n_options);
    for (uint32_t k = 0; k < n_options; k++) {
        dt_text_add(text, "always ((((((o1");
        for (uint32_t j = 1; j < PARTS; j++)
            dt_text_format(text, " iff %so%zu)", dice_chance(&d, 50) ? "not " : "",
                           dice_between(&d, 2, n_options));
        dt_text_add(text, "\n");
    }
}

static dt_status take_none(void *context, uint64_t base, uint64_t word)
{
    (void)context, (void)base, (void)word;
    return DT_OK;
}

static void hopeless_searches_are_given_up(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_error err = {0};
    dt_sieves sieves;
    const dt_block_sink sink = {take_none, NULL};
    const dt_effort effort = {.phase = "testing", .budget = 1 << 20};
    add_sums(&text, 62);
    tested t = {.diags = dt_diags_new()};
    const dt_input input = {"test.conflict", text.bytes, text.n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, t.diags, &t.model, &err), DT_OK);
    assert_int_equal(dt_sieves_build(t.model, &effort, &sieves, &err), DT_OK);
    assert_int_equal(dt_enumerate(&sieves, &sink, &effort, &err), DT_ELIMIT);
    assert_non_null(strstr(err.text, "rules exclude too late, most often 'always "));
    dt_sieves_release(&sieves);
    test_release(&t);
    dt_text_release(&text);
}

/* Rules over many different choices: making them ready is a part of the effort, and
 * ends before it is too much. */
static void too_many_rules_are_refused(void **state)
{
    enum { OPTIONS = 60, EACH = 6, RULES = 3000 };
    (void)state;
    dice d = {.seed = 1};
    dt_text text = {0};
    dt_error err = {0};
    dt_sieves sieves;
    const dt_effort effort = {.phase = "testing", .budget = 1 << 19};
    add_options(&text, OPTIONS);
    for (uint32_t k = 0; k < RULES; k++) {
        dt_text_add(&text, "always o1");
        for (uint32_t j = 1; j < EACH; j++)
            dt_text_format(&text, " or o%zu", dice_between(&d, 2, OPTIONS));
        dt_text_add(&text, "\n");
    }
    tested t = {.diags = dt_diags_new()};
    const dt_input input = {"test.conflict", text.bytes, text.n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, t.diags, &t.model, &err), DT_OK);
    assert_int_equal(dt_sieves_build(t.model, &effort, &sieves, &err), DT_ELIMIT);
    assert_non_null(strstr(err.text, "the model has too many rules, 3,000 of them"));
    dt_sieves_release(&sieves);
    test_release(&t);
    dt_text_release(&text);
}

static void threads_have_a_limit(void **state)
{
    static const struct {
        uint32_t wished, got;
    } cases[] = {{1, 1},
                 {2, 2},
                 {DT_THREADS_MAX, DT_THREADS_MAX},
                 {DT_THREADS_MAX + 1, DT_THREADS_MAX},
                 {UINT32_MAX, DT_THREADS_MAX}};
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_int_equal(dt_threads_of(&(dt_limits){.threads = cases[k].wished}),
                         dt_threads_possible(cases[k].got));
    const uint32_t usual = dt_threads_of(&(dt_limits){0});
    assert_true(usual >= 1 && usual <= DT_THREADS_MAX);
    assert_int_equal(dt_threads_worth(UINT32_MAX, DT_WORTH_THREADS - 1), 1);
    assert_int_equal(dt_threads_worth(UINT32_MAX, DT_WORTH_THREADS), 2);
    assert_int_equal(dt_threads_worth(3, 10 * DT_WORTH_THREADS), 3);
}

static void codes_take_up_to_62_bits(void **state)
{
    (void)state;
    dt_text text = {0};
    add_options(&text, 62);
    dt_text_add(&text, "always at most 1 of (o1");
    for (uint32_t k = 2; k <= 62; k++)
        dt_text_format(&text, ", o%u", k);
    dt_text_add(&text, ")\nprefer a { o62 }\n");
    tested t = assert_text(text.bytes);
    assert_int_equal(dt_space_n_states(t.space), 63);
    assert_int_equal(dt_space_level(t.space, 62, 61), 1); /* the last state has o62 */
    assert_int_equal(dt_ranks_at(t.ranks, 0, 62), 1);
    dt_state to[63];
    assert_int_equal(dt_space_moves(t.space, 0, 62, to), 62);
    test_release(&t);
    dt_text_release(&text);
}

static void more_bits_are_refused(void **state)
{
    (void)state;
    dt_text text = {0};
    add_options(&text, 63);
    tested t = test_text(text.bytes);
    assert_int_equal(t.status, DT_EMODEL);
    assert_finding(t.diags, "the choices take 63 bits together, and 62 is the limit");
    test_release(&t);
    dt_text_release(&text);
}

/* 2^60 vectors; whoever walked them would not come back. */
static void tight_rules_make_vast_products_small(void **state)
{
    (void)state;
    dt_text text = {0};
    add_options(&text, 60);
    for (uint32_t k = 2; k <= 60; k++)
        dt_text_format(&text, "always o%u implies o%u\n", k, k - 1);
    tested t = assert_text(text.bytes);
    assert_int_equal(dt_space_n_states(t.space), 61);
    test_release(&t);

    dt_text_reset(&text);
    add_options(&text, 60);
    dt_text_add(&text, "always exactly 2 of (o1");
    for (uint32_t k = 2; k <= 60; k++)
        dt_text_format(&text, ", o%u", k);
    dt_text_add(&text, ")\n");
    t = assert_text(text.bytes);
    assert_int_equal(dt_space_n_states(t.space), 60 * 59 / 2);
    test_release(&t);
    dt_text_release(&text);
}

/* ---- what is wrong ---------------------------------------------------------- */

#define TWO "actor us {\n    option x\n    option y\n}\n"

static void assert_refused(const char *text, const char *words)
{
    tested t = test_text(text);
    assert_int_equal(t.status, DT_EMODEL);
    assert_null(t.space);
    assert_finding(t.diags, words);
    test_release(&t);
}

static void rules_must_leave_a_state(void **state)
{
    (void)state;
    assert_refused(
        TWO "always x\nimpossible x\n",
        "test.conflict:6:1: error: no state can keep this rule and those before it\n"
        "    6 | impossible x\n");
}

static void the_status_quo_must_be_feasible(void **state)
{
    (void)state;
    assert_refused(TWO "always y\nimpossible x and y\nstatus quo { x, y }\n",
                   "test.conflict:7:1: error: the status quo breaks a rule\n"
                   "    7 | status quo { x, y }\n"
                   "      | ^~~~~~~~~~\n"
                   "test.conflict:6:1: note: this one\n");
    assert_refused(TWO "always x or y\nstatus quo { not x }\n",
                   "help: what a status quo does not name is no, or the first level\n");
}

static void the_status_quo_is_found(void **state)
{
    (void)state;
    tested t = assert_text(TWO);
    assert_int_equal(dt_space_status_quo(t.space), DT_NO_STATE);
    test_release(&t);
    t = assert_text(TWO "always x or y\nstatus quo { y }\n");
    assert_int_equal(dt_space_status_quo(t.space), 1);
    test_release(&t);
    t = assert_text(TWO "merge x\nstatus quo { x; y }\n");
    assert_int_equal(dt_space_status_quo(t.space), 2); /* 1: --, 2: y, 3: x merged */
    test_release(&t);
}

static void merges_must_not_overlap(void **state)
{
    (void)state;
    assert_refused(
        TWO "merge x\nmerge y\n",
        "test.conflict:6:1: error: this merges states that are merged already\n"
        "    6 | merge y\n"
        "      | ^~~~~~~\n"
        "test.conflict:5:1: note: merged here\n");
    tested t =
        assert_text(TWO "impossible x and y\nmerge x\nmerge y\n"); /* now they don't */
    test_release(&t);
}

/* ---- merged states ---------------------------------------------------------- */

static void merged_states_come_last(void **state)
{
    (void)state;
    tested t = assert_text("actor us {\n    option x\n    issue i : low, mid, high\n}\n"
                           "merge i = mid\nmerge x and i = high\n");
    /* low, x low, high; then mid with or without x; then x high */
    assert_int_equal(dt_space_n_states(t.space), 5);
    assert_int_equal(dt_space_level(t.space, 2, 0), 0);
    assert_int_equal(dt_space_level(t.space, 2, 1), 2);
    assert_int_equal(dt_space_level(t.space, 3, 0), DT_LEVEL_ANY);
    assert_int_equal(dt_space_level(t.space, 3, 1), 1);
    assert_int_equal(dt_space_level(t.space, 4, 0), 1);
    assert_int_equal(dt_space_n_members(t.space, 2), 1);
    assert_int_equal(dt_space_n_members(t.space, 3), 2);
    assert_int_equal(dt_space_n_members(t.space, 4), 1);
    assert_finding(t.diags, "warning: this merges nothing: only one feasible state "
                            "satisfies it\n");
    test_release(&t);
}

static void idle_merges_make_no_state(void **state)
{
    (void)state;
    tested t = assert_text(TWO "impossible x and y\nmerge x and y\nmerge not x\n");
    assert_int_equal(dt_space_n_states(t.space), 2);
    assert_int_equal(dt_space_n_members(t.space, 1), 2);
    assert_finding(t.diags,
                   "warning: this merges nothing: no feasible state satisfies it\n");
    test_release(&t);
}

static void merged_states_satisfy_as_a_member_does(void **state)
{
    (void)state;
    tested t = assert_text(TWO "merge x\n");
    uint64_t word = UINT64_MAX;
    dt_bits found = {&word, 3};
    dt_space_find(t.space, assert_formula(&t, "x and y"), &found);
    assert_int_equal(word, 4);
    dt_space_find(t.space, assert_formula(&t, "not y"), &found);
    assert_int_equal(word, 5);
    dt_space_find(t.space, assert_formula(&t, "y and not y"), &found);
    assert_int_equal(word, 0);
    test_release(&t);
}

static void moves_lead_into_and_out_of_merged_states(void **state)
{
    (void)state;
    tested t = assert_text("actor us {\n    option x permanent\n}\n"
                           "actor them {\n    option y\n}\nmerge x\n");
    dt_state to[3];
    assert_int_equal(dt_space_moves(t.space, 0, 0, to), 1);
    assert_int_equal(to[0], 2);
    assert_int_equal(dt_space_moves(t.space, 0, 2, to), 0); /* permanent */
    assert_int_equal(dt_space_moves(t.space, 1, 2, to), 0); /* stays inside */
    assert_int_equal(dt_space_moves(t.space, 1, 0, to), 1);
    assert_int_equal(to[0], 1);
    test_release(&t);
}

static void forbidden_moves_are_not_there(void **state)
{
    (void)state;
    tested t = assert_text(TWO "forbid us from not x to x and y\n"
                               "forbid us from y to not y\n");
    /* states: 0 --, 1 x, 2 y, 3 xy */
    dt_state to[4];
    assert_int_equal(dt_space_moves(t.space, 0, 0, to), 2);
    assert_int_equal(to[0], 1);
    assert_int_equal(to[1], 2);
    assert_int_equal(dt_space_moves(t.space, 0, 1, to), 3);
    assert_int_equal(dt_space_moves(t.space, 0, 2, to), 0);
    assert_int_equal(dt_space_moves(t.space, 0, 3, to), 1);
    assert_int_equal(to[0], 2);
    test_release(&t);
}

/* ---- one-way choices -------------------------------------------------------- */

static void ways_close_moves(void **state)
{
    (void)state;
    tested t = assert_text("actor us {\n    option x permanent\n"
                           "    issue i only down : low, mid, high\n}\n");
    dt_state to[6];
    /* states: i is the more significant; 0 low, 1 x low, 2 mid, 3 x mid, 4 high, 5 x
     * high */
    assert_int_equal(dt_space_moves(t.space, 0, 0, to), 1);
    assert_int_equal(to[0], 1);
    assert_int_equal(dt_space_moves(t.space, 0, 1, to), 0);
    assert_int_equal(dt_space_moves(t.space, 0, 4, to), 5);
    assert_int_equal(dt_space_moves(t.space, 0, 5, to), 2);
    assert_int_equal(to[0], 1);
    assert_int_equal(to[1], 3);
    test_release(&t);
}

/* ---- sets ------------------------------------------------------------------- */

static void sets_are_walked_across_words(void **state)
{
    (void)state;
    uint64_t word[4] = {0};
    static const dt_state members[] = {0, 1, 63, 64, 130, 199};
    const dt_bits set = {word, 200};
    assert_int_equal(dt_bits_count(&set), 0);
    assert_int_equal(dt_bits_next(&set, 0), DT_NO_STATE);
    for (size_t k = 0; k < 6; k++)
        word[members[k] / 64] |= UINT64_C(1) << members[k] % 64;
    assert_int_equal(dt_bits_count(&set), 6);
    dt_state s = dt_bits_next(&set, 0);
    for (size_t k = 0; k < 6; k++) {
        assert_int_equal(s, members[k]);
        assert_true(dt_bits_has(&set, s));
        s = dt_bits_next(&set, s + 1);
    }
    assert_int_equal(s, DT_NO_STATE);
    assert_int_equal(dt_bits_next(&set, 131), 199);
    assert_int_equal(dt_bits_next(&set, 200), DT_NO_STATE);
    assert_false(dt_bits_has(&set, 2));
}

static void a_set_may_end_anywhere(void **state)
{
    (void)state;
    uint64_t word[2] = {0, 0};
    for (uint32_t size = 1; size <= 128; size++) {
        const dt_bits set = {word, size};
        assert_int_equal(dt_bits_next(&set, 0), DT_NO_STATE);
        word[(size - 1) / 64] = UINT64_C(1) << (size - 1) % 64;
        assert_int_equal(dt_bits_next(&set, 0), size - 1);
        assert_int_equal(dt_bits_count(&set), 1);
        word[(size - 1) / 64] = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_a_limit),
        cmocka_unit_test(the_vast_is_refused_soon),
        cmocka_unit_test(late_contradictions_are_found_early),
        cmocka_unit_test(hopeless_searches_are_given_up),
        cmocka_unit_test(the_limit_is_exact),
        cmocka_unit_test(too_many_rules_are_refused),
        cmocka_unit_test(threads_have_a_limit),
        cmocka_unit_test(codes_take_up_to_62_bits),
        cmocka_unit_test(more_bits_are_refused),
        cmocka_unit_test(tight_rules_make_vast_products_small),
        cmocka_unit_test(rules_must_leave_a_state),
        cmocka_unit_test(the_status_quo_must_be_feasible),
        cmocka_unit_test(the_status_quo_is_found),
        cmocka_unit_test(merges_must_not_overlap),
        cmocka_unit_test(merged_states_come_last),
        cmocka_unit_test(idle_merges_make_no_state),
        cmocka_unit_test(merged_states_satisfy_as_a_member_does),
        cmocka_unit_test(moves_lead_into_and_out_of_merged_states),
        cmocka_unit_test(forbidden_moves_are_not_there),
        cmocka_unit_test(ways_close_moves),
        cmocka_unit_test(sets_are_walked_across_words),
        cmocka_unit_test(a_set_may_end_anywhere),
    };
    return cmocka_run_group_tests_name("space", tests, NULL, NULL);
}
