/* detente/solver.h: what it takes and refuses, and its answers on conflicts small
 * enough to know them; tests/prop/solver.c has the random ones. */
#include <detente/solver.h>

#include "support/tested.h"

#include <string.h>

/* States: 1 --, 2 the row cooperates, 3 the column does, 4 both. */
static const char dilemma[] = "actor row {\n    option c\n}\n"
                              "actor column {\n    option d\n}\n"
                              "rank row { 3, 4, 1, 2 }\n"
                              "rank column { 2, 4, 1, 3 }\n";

static dt_solver *new_solver(const tested *t)
{
    dt_solver *solver = NULL;
    dt_error err;
    if (dt_solver_new(t->space, &solver, &err) != DT_OK)
        fail_msg("%s", err.text);
    return solver;
}

/* All that the solver says is what dt_solve() says. */
static void assert_same(const tested *t, const dt_verdicts *verdicts)
{
    dt_solution *solution = NULL;
    dt_error err;
    if (dt_solve(t->space, t->ranks, NULL, &solution, &err) != DT_OK)
        fail_msg("%s", err.text);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        assert_int_equal(verdicts->equilibria[c],
                         dt_solution_equilibria(solution, (dt_concept)c)->word[0]);
        for (dt_actor_id a = 0; a < dt_model_n_actors(t->model); a++)
            assert_int_equal(verdicts->stable[c][a],
                             dt_solution_stable(solution, (dt_concept)c, a)->word[0]);
    }
    dt_solution_free(solution);
}

/* The verdicts with the ranks of the model. */
static dt_verdicts run(const tested *t)
{
    static uint32_t rank[DT_MAX_ACTORS * DT_SOLVER_STATES];
    dt_verdicts verdicts;
    dt_solver *const solver = new_solver(t);
    dt_ranks_copy(t->ranks, rank);
    dt_solver_run(solver, rank, &verdicts);
    dt_solver_free(solver);
    return verdicts;
}

static dt_verdicts assert_solved(const char *text)
{
    tested t = assert_text(text);
    const dt_verdicts verdicts = run(&t);
    assert_same(&t, &verdicts);
    test_release(&t);
    return verdicts;
}

/* ---- preferences ------------------------------------------------------------ */

static void the_dilemma_is_as_in_the_textbook(void **state)
{
    (void)state;
    const dt_verdicts verdicts = assert_solved(dilemma);
    assert_int_equal(verdicts.equilibria[DT_NASH], 1);
    for (uint32_t c = DT_GMR; c < DT_N_CONCEPTS; c++)
        assert_int_equal(verdicts.equilibria[c], 9);
    assert_int_equal(verdicts.stable[DT_NASH][0], 5);
    assert_int_equal(verdicts.stable[DT_NASH][1], 3);
}

/* Hipel, Fang, Kilgour and Haight 1993: 5, 8 and 9 hold whatever the concept, 1 and 4
 * by GMR and SMR. */
static void elmira_is_as_published(void **state)
{
    (void)state;
    const uint64_t strong = UINT64_C(1) << 4 | UINT64_C(1) << 7 | UINT64_C(1) << 8;
    tested t = test_file(DT_SOURCE_DIR "/examples/elmira.conflict");
    assert_int_equal(t.status, DT_OK);
    const dt_verdicts verdicts = run(&t);
    assert_int_equal(verdicts.equilibria[DT_NASH], strong);
    assert_int_equal(verdicts.equilibria[DT_GMR], strong | 1 | 8);
    assert_int_equal(verdicts.equilibria[DT_SMR], strong | 1 | 8);
    assert_int_equal(verdicts.equilibria[DT_SEQ], strong);
    assert_int_equal(verdicts.equilibria[DT_SSEQ], strong);
    assert_same(&t, &verdicts);
    test_release(&t);
}

/* The same solver, other ranks, and the space is gone: the dilemma becomes a game of
 * chicken, and then nobody cares. */
static void new_preferences_need_no_new_solver(void **state)
{
    (void)state;
    static const uint32_t chicken[] = {0, 1, 3, 2, 0, 3, 1, 2};
    static const uint32_t indifferent[8];
    tested t = assert_text(dilemma);
    dt_solver *const solver = new_solver(&t);
    dt_verdicts verdicts;
    test_release(&t);
    dt_solver_run(solver, chicken, &verdicts);
    assert_int_equal(verdicts.equilibria[DT_NASH], 6);
    assert_int_equal(verdicts.equilibria[DT_GMR], 14);
    dt_solver_run(solver, indifferent, &verdicts);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        assert_int_equal(verdicts.equilibria[c], 15);
    dt_solver_free(solver);
}

static void only_the_order_of_ranks_counts(void **state)
{
    (void)state;
    static const uint32_t spread[] = {7,          0x80000000, 5, UINT32_MAX,
                                      0x7fffffff, 0,          9, 0x80000001};
    static const uint32_t dense[] = {1, 2, 0, 3, 2, 0, 1, 3};
    tested t = assert_text(dilemma);
    dt_solver *const solver = new_solver(&t);
    dt_verdicts x, y;
    memset(&x, 0, sizeof x);
    memset(&y, 0, sizeof y);
    dt_solver_run(solver, spread, &x);
    dt_solver_run(solver, dense, &y);
    assert_memory_equal(&x, &y, sizeof x);
    assert_int_equal(x.equilibria[DT_NASH], 8);
    dt_solver_free(solver);
    test_release(&t);
}

static void ranks_are_copied_by_actor(void **state)
{
    (void)state;
    static const uint32_t wanted[] = {1, 0, 3, 2, 1, 3, 0, 2};
    uint32_t rank[8];
    tested t = assert_text(dilemma);
    dt_ranks_copy(t.ranks, rank);
    assert_memory_equal(rank, wanted, sizeof wanted);
    test_release(&t);
}

/* ---- conflicts -------------------------------------------------------------- */

static void any_model_will_do(void **state)
{
    (void)state;
    static const struct {
        const char *way, *rule;
    } all[] = {
        {"", ""},
        {"permanent", ""},
        {"only down", "always c or d"},
        {"", "forbid row from c to not c"},
        {"", "forbid row from c and d to not c\nforbid third from d to e"},
        {"permanent", "merge c"},
        {"", "merge d and (c or not c)"},
        {"", "merge c and d"},
        {"permanent", "merge e and c\nforbid column from d to not d"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        dt_text text = {0};
        dt_text_format(&text,
                       "actor row {\n option c %s\n}\nactor column {\n option d\n}\n"
                       "actor third {\n option e\n}\n%s\n"
                       "prefer row { d iff e; not c }\nprefer column { c; not d }\n"
                       "prefer third { e iff c; d; not e }\n",
                       all[k].way, all[k].rule);
        assert_solved(text.bytes);
        dt_text_release(&text);
    }
}

static void one_actor_stays_where_it_has_nothing_better(void **state)
{
    (void)state;
    const dt_verdicts verdicts =
        assert_solved("actor a {\n issue i only up : 0, 1, 2, 3\n}\n"
                      "rank a { 2, 1, { 3, 4 } }\n");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        assert_int_equal(verdicts.equilibria[c], 2 | 4 | 8);
}

static void one_state_is_an_equilibrium(void **state)
{
    (void)state;
    const dt_verdicts verdicts =
        assert_solved("actor a {\n option x\n}\nactor b {\n option y\n}\n"
                      "always x and not y\nprefer a { x }\nprefer b { y }\n");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        assert_int_equal(verdicts.equilibria[c], 1);
}

/* What is behind the last state is 0; what is behind the last actor is left alone. */
static void nothing_is_written_behind_the_end(void **state)
{
    (void)state;
    tested t = assert_text(dilemma);
    dt_solver *const solver = new_solver(&t);
    dt_verdicts verdicts;
    static const uint32_t rank[8];
    memset(&verdicts, 0xff, sizeof verdicts);
    dt_solver_run(solver, rank, &verdicts);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        assert_int_equal(verdicts.equilibria[c], 15);
        assert_int_equal(verdicts.stable[c][1], 15);
        assert_int_equal(verdicts.stable[c][2], UINT64_MAX);
    }
    dt_solver_free(solver);
    test_release(&t);
}

/* ---- limits ----------------------------------------------------------------- */

static void sixty_four_states_are_taken(void **state)
{
    (void)state;
    const dt_verdicts verdicts =
        assert_solved("actor a {\n option o1\n option o2 permanent\n}\n"
                      "actor b {\n option o3\n option o4 only down\n}\n"
                      "actor c {\n option o5\n option o6\n}\n"
                      "prefer a { o3; o5 iff o1; not o2; not o1 }\n"
                      "prefer b { o1 or o6; not o4; not o3; o2 }\n"
                      "prefer c { o2 iff o4; not o5; o3; o6 }\n");
    assert_true(verdicts.stable[DT_NASH][0] >> 63 ||
                verdicts.stable[DT_NASH][1] >> 63 || verdicts.stable[DT_NASH][2] >> 63);
}

static void sixty_five_states_are_refused(void **state)
{
    (void)state;
    tested t = assert_text(
        "actor a {\n issue i : 0, 1, 2, 3, 4\n}\n"
        "actor b {\n issue j : 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12\n}\n");
    dt_solver *solver = NULL;
    assert_int_equal(dt_solver_new(t.space, &solver, &t.err), DT_ELIMIT);
    assert_int_equal(t.err.status, DT_ELIMIT);
    assert_string_equal(t.err.text,
                        "a solver takes up to 64 states, and the model has 65");
    assert_null(solver);
    assert_int_equal(dt_solver_new(t.space, &solver, NULL), DT_ELIMIT);
    test_release(&t);
}

/* As many as there can be, and as many choices: each of 62 can leave the first state;
 * two actors have no choice at all. */
static void as_many_actors_as_a_model_may_have(void **state)
{
    (void)state;
    const uint32_t n_movers = DT_MAX_ACTORS - 2;
    dt_text text = {0};
    for (uint32_t a = 0; a < n_movers; a++)
        dt_text_format(&text, "actor a%u {\n option o\n}\n", a);
    dt_text_add(&text, "actor y {\n}\nactor z {\n}\nalways at most 1 of (a0.o");
    for (uint32_t a = 1; a < n_movers; a++)
        dt_text_format(&text, ", a%u.o", a);
    dt_text_add(&text, ")\n");
    for (uint32_t a = 0; a < n_movers; a++)
        dt_text_format(&text, "prefer a%u { not a%u.o; %s a%u.o }\n", a,
                       (a + 1) % n_movers, a % 3 ? "" : "not", a);
    assert_solved(text.bytes);
    dt_text_release(&text);
}

static void there_may_be_nothing_to_free(void **state)
{
    (void)state;
    dt_solver_free(NULL);
}

/* ---- threads ---------------------------------------------------------------- */

/* One solver for all threads; the thread sanitizer looks on. */
static void threads_can_share_a_solver(void **state)
{
    (void)state;
    enum { RUNS = 256 };
    tested t = assert_text(dilemma);
    dt_solver *const solver = new_solver(&t);
    uint64_t found[RUNS];
#pragma omp parallel for num_threads(4) schedule(static)
    for (uint32_t k = 0; k < RUNS; k++) {
        uint32_t rank[8];
        dt_verdicts verdicts;
        for (uint32_t s = 0; s < 8; s++)
            rank[s] = k >> s & 1;
        dt_solver_run(solver, rank, &verdicts);
        found[k] = verdicts.equilibria[DT_NASH];
    }
    for (uint32_t k = 0; k < RUNS; k++)
        for (uint32_t s = 0; s < 4; s++) {
            const bool row = (k >> s & 1) >= (k >> (s ^ 1) & 1);
            const bool column = (k >> (4 + s) & 1) >= (k >> (4 + (s ^ 2)) & 1);
            assert_int_equal(found[k] >> s & 1, row && column);
        }
    dt_solver_free(solver);
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dilemma_is_as_in_the_textbook),
        cmocka_unit_test(elmira_is_as_published),
        cmocka_unit_test(new_preferences_need_no_new_solver),
        cmocka_unit_test(only_the_order_of_ranks_counts),
        cmocka_unit_test(ranks_are_copied_by_actor),
        cmocka_unit_test(any_model_will_do),
        cmocka_unit_test(one_actor_stays_where_it_has_nothing_better),
        cmocka_unit_test(one_state_is_an_equilibrium),
        cmocka_unit_test(nothing_is_written_behind_the_end),
        cmocka_unit_test(sixty_four_states_are_taken),
        cmocka_unit_test(sixty_five_states_are_refused),
        cmocka_unit_test(as_many_actors_as_a_model_may_have),
        cmocka_unit_test(there_may_be_nothing_to_free),
        cmocka_unit_test(threads_can_share_a_solver),
    };
    return cmocka_run_group_tests_name("the solver", tests, NULL, NULL);
}
