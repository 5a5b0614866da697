/* detente/stability.h: the engines, the table of concepts, an explanation by hand. */
#include "support/tested.h"

#include <string.h>

/* States: 1 --, 2 the row cooperates, 3 the column does, 4 both. */
static const char dilemma[] = "actor row {\n    option c\n}\n"
                              "actor column {\n    option d\n}\n"
                              "rank row { 3, 4, 1, 2 }\n"
                              "rank column { 2, 4, 1, 3 }\n";

static dt_solution *solve(const tested *t, dt_engine engine)
{
    dt_solution *solution = NULL;
    dt_error err;
    const dt_solve_options options = {.engine = engine};
    if (dt_solve(t->space, t->ranks, &options, &solution, &err) != DT_OK)
        fail_msg("%s", err.text);
    return solution;
}

/* ---- engines ---------------------------------------------------------------- */

static void the_dilemma_is_as_in_the_textbook(void **state)
{
    (void)state;
    tested t = assert_text(dilemma);
    dt_solution *solution = NULL;
    assert_int_equal(dt_solve(t.space, t.ranks, NULL, &solution, &t.err), DT_OK);
    assert_int_equal(dt_solution_equilibria(solution, DT_NASH)->word[0], 1);
    for (uint32_t c = DT_GMR; c < DT_N_CONCEPTS; c++)
        assert_int_equal(dt_solution_equilibria(solution, (dt_concept)c)->word[0], 9);
    assert_int_equal(dt_solution_stable(solution, DT_NASH, 0)->word[0], 5);
    assert_int_equal(dt_solution_stable(solution, DT_NASH, 1)->word[0], 3);
    dt_solution_free(solution);
    test_release(&t);
}

static void the_engine_says_which_it_is_and_why(void **state)
{
    (void)state;
    static const struct {
        const char *way, *rule;
        dt_engine engine;
        const char *why;
    } all[] = {
        {"", "", DT_ENGINE_SWEEPS, "moves are transitive"},
        {"permanent", "", DT_ENGINE_SWEEPS, "moves are transitive"},
        {"", "forbid row from c to not c", DT_ENGINE_DEFINITION,
         "'forbid' leaves moves that are not transitive"},
        {"permanent", "merge c", DT_ENGINE_SWEEPS,
         "moves are transitive, over merged states too"},
        {"", "merge d and (c or not c)", DT_ENGINE_DEFINITION,
         "an actor can pass through a merged state, so moves may not be transitive"},
        {"", "merge c and d", DT_ENGINE_SWEEPS,
         "moves are transitive, over merged states too"},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        dt_text text = {0};
        dt_text_format(
            &text, "actor row {\n option c %s\n}\nactor column {\n option d\n}\n%s\n",
            all[k].way, all[k].rule);
        tested t = assert_text(text.bytes);
        dt_solution *const solution = solve(&t, DT_ENGINE_AUTO);
        assert_int_equal(dt_solution_engine(solution), all[k].engine);
        assert_string_equal(dt_solution_engine_why(solution), all[k].why);
        dt_solution_free(solution);
        test_release(&t);
        dt_text_release(&text);
    }
}

/* A state merged within one actor's choices: passing through it opens nothing new where
 * the actor can go back and forth, but may where a choice is one-way. */
static void a_merge_within_a_group_needs_free_choices(void **state)
{
    (void)state;
    for (int one_way = 0; one_way < 2; one_way++) {
        dt_text text = {0};
        dt_text_format(&text,
                       "actor j {\n    option p %s\n    option q\n}\n"
                       "actor i {\n    option r permanent\n}\n"
                       "merge q and r\n",
                       one_way ? "permanent" : "");
        tested t = assert_text(text.bytes);
        dt_solution *const solution = solve(&t, DT_ENGINE_AUTO);
        assert_int_equal(dt_solution_engine(solution),
                         one_way ? DT_ENGINE_DEFINITION : DT_ENGINE_SWEEPS);
        dt_solution_free(solution);
        test_release(&t);
        dt_text_release(&text);
    }
}

static void a_forced_engine_answers_or_refuses(void **state)
{
    (void)state;
    tested t = assert_text(dilemma);
    for (int engine = DT_ENGINE_SWEEPS; engine <= DT_ENGINE_DEFINITION; engine++) {
        dt_solution *const solution = solve(&t, (dt_engine)engine);
        assert_int_equal(dt_solution_engine(solution), engine);
        assert_string_equal(dt_solution_engine_why(solution), "it was asked for");
        dt_solution_free(solution);
    }
    test_release(&t);

    t = assert_text("actor a {\n    option x\n}\nforbid a from x to not x\n");
    dt_solution *solution = NULL;
    const dt_solve_options options = {.engine = DT_ENGINE_SWEEPS};
    assert_int_equal(dt_solve(t.space, t.ranks, &options, &solution, &t.err),
                     DT_EAPPLY);
    assert_null(solution);
    assert_string_equal(t.err.text,
                        "sweeps do not apply: 'forbid' leaves moves that are not "
                        "transitive");
    test_release(&t);
}

static void the_definition_keeps_to_the_memory(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_add(&text, "actor a {\n");
    for (uint32_t k = 1; k <= 10; k++)
        dt_text_format(&text, "    option o%u\n", k);
    dt_text_add(&text, "}\nprefer a { o1 }\nforbid a from o1 to not o1\n");
    tested t = assert_text(text.bytes);
    dt_space_free(t.space);
    t.space = NULL;
    dt_ranks_free(t.ranks);
    t.ranks = NULL;
    const dt_limits limits = {.memory = 1 << 20}; /* enough for states, not for moves */
    const dt_limits more = {.memory = 1 << 24};
    assert_int_equal(dt_space_new(t.model, &limits, t.diags, &t.space, &t.err), DT_OK);
    assert_int_equal(dt_ranks_new(t.space, NULL, t.diags, &t.ranks, &t.err), DT_OK);
    dt_solution *solution = NULL;
    assert_int_equal(dt_solve(t.space, t.ranks, NULL, &solution, &t.err), DT_ELIMIT);
    assert_null(solution);
    assert_non_null(strstr(t.err.text, "to solve a model of 1,024 feasible states by "
                                       "the definitions takes "));
    assert_non_null(strstr(t.err.text, "do without 'forbid' and 'merge'"));
    const dt_solve_options roomy = {.limits = more};
    assert_true(dt_solve_memory(t.space, NULL) > 1 << 20);
    assert_int_equal(dt_solve(t.space, t.ranks, &roomy, &solution, &t.err), DT_OK);
    dt_solution_free(solution);
    test_release(&t);
    dt_text_release(&text);
}

/* Bits behind the last state are 0 in every set. */
static void sets_end_with_the_states(void **state)
{
    (void)state;
    tested t = assert_text("actor a {\n    issue i : 0, 1, 2\n}\n"
                           "actor b {\n    option x\n}\nalways not x or i = 0\n");
    for (int engine = DT_ENGINE_SWEEPS; engine <= DT_ENGINE_DEFINITION; engine++) {
        dt_solution *const solution = solve(&t, (dt_engine)engine);
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
            const dt_bits *const all = dt_solution_equilibria(solution, (dt_concept)c);
            assert_int_equal(all->size, 4);
            assert_int_equal(all->word[0], 15); /* nobody cares: all are stable */
            assert_int_equal(dt_solution_stable(solution, (dt_concept)c, 1)->word[0],
                             15);
        }
        dt_solution_free(solution);
    }
    test_release(&t);
}

/* ---- explanations ----------------------------------------------------------- */

/* At state 4 the row gains by defecting (3); then the column defects too (1). */
static void an_explanation_names_the_steps(void **state)
{
    (void)state;
    tested t = assert_text(dilemma);
    dt_explanation *e = NULL;
    assert_int_equal(dt_explain(t.space, t.ranks, 3, 0, &e, &t.err), DT_OK);
    assert_int_equal(dt_explanation_state(e), 3);
    const dt_actor_reasons *const row = dt_explanation_actor(e, 0);
    assert_int_equal(row->n_moves, 1);
    assert_int_equal(row->n_improvements, 1);
    assert_int_equal(row->n_reasons, 1);
    assert_int_equal(row->reasons[0].to, 2);
    assert_false(row->stable[DT_NASH]);
    assert_false(row->reasons[0].answer[DT_NASH].deters);
    for (uint32_t c = DT_GMR; c < DT_N_CONCEPTS; c++) {
        const dt_answer *const answer = &row->reasons[0].answer[c];
        assert_true(row->stable[c]);
        assert_true(answer->deters);
        assert_int_equal(answer->n_steps, 1);
        assert_int_equal(answer->steps[0].mover, 1);
        assert_int_equal(answer->steps[0].from, 2);
        assert_int_equal(answer->steps[0].to, 0);
        assert_int_equal(answer->escape, DT_NO_STATE);
    }
    dt_explanation_free(e);
    test_release(&t);
}

/* Nobody can be explained a state that is not there. */
static void there_must_be_such_a_state(void **state)
{
    (void)state;
    tested t = assert_text(dilemma);
    dt_explanation *e = NULL;
    assert_int_equal(dt_explain(t.space, t.ranks, 4, 0, &e, &t.err), DT_EUSAGE);
    assert_null(e);
    assert_string_equal(t.err.text, "there is no state 5: the model has 4");
    assert_int_equal(dt_explain(t.space, t.ranks, DT_NO_STATE, 0, &e, &t.err),
                     DT_EUSAGE);
    test_release(&t);
}

/* ---- the table -------------------------------------------------------------- */

static void concepts_have_names_of_their_own(void **state)
{
    (void)state;
    static const char *const names[] = {"nash", "gmr", "smr", "seq", "sseq"};
    assert_int_equal(DT_N_CONCEPTS, 5);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        const dt_concept concept = (dt_concept)c;
        assert_string_equal(dt_concept_name(concept), names[c]);
        assert_int_equal(strlen(dt_concept_mark(concept)), 1);
        assert_true(strlen(dt_concept_full_name(concept)) > 4);
        assert_true(strlen(dt_concept_deters(concept)) > 10);
        assert_non_null(strpbrk(dt_concept_source(concept), "0123456789"));
        for (uint32_t d = 0; d < c; d++) {
            assert_string_not_equal(dt_concept_mark(concept),
                                    dt_concept_mark((dt_concept)d));
            assert_string_not_equal(dt_concept_full_name(concept),
                                    dt_concept_full_name((dt_concept)d));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dilemma_is_as_in_the_textbook),
        cmocka_unit_test(the_engine_says_which_it_is_and_why),
        cmocka_unit_test(a_merge_within_a_group_needs_free_choices),
        cmocka_unit_test(a_forced_engine_answers_or_refuses),
        cmocka_unit_test(the_definition_keeps_to_the_memory),
        cmocka_unit_test(sets_end_with_the_states),
        cmocka_unit_test(an_explanation_names_the_steps),
        cmocka_unit_test(there_must_be_such_a_state),
        cmocka_unit_test(concepts_have_names_of_their_own),
    };
    return cmocka_run_group_tests_name("solution", tests, NULL, NULL);
}
