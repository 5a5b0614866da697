/* detente/monitor.h: who looks on is told, and can stop the work at every look; then
 * nothing is left of it. */
#include "support/tested.h"

#include <detente/local.h>
#include <detente/monitor.h>
#include <string.h>

/* Looks on, and stops at the look of that number (0: never). */
typedef struct looker {
    uint32_t n_looks, stop_at;
    double least, most; /* that was done of anything */
    bool was_called_again;
    dt_text phases;
} looker;

static bool look(void *context, const char *phase, double done)
{
    looker *const l = context;
    if (l->stop_at && l->n_looks >= l->stop_at)
        return false;
    if (!strstr(dt_text_string(&l->phases), phase))
        dt_text_format(&l->phases, "%s;", phase);
    l->least = done < l->least ? done : l->least;
    l->most = done > l->most ? done : l->most;
    return ++l->n_looks != l->stop_at;
}

/* An actor with so many options, another with a few; rules, and an order for each. */
static dt_model *read_model(dt_diags *diags, const char *more)
{
    dt_text text = {0};
    dt_error err;
    dt_model *model = NULL;
    dt_text_add(&text, "actor a {\n");
    for (uint32_t k = 1; k <= 7; k++)
        dt_text_format(&text, "    option o%u\n", k);
    dt_text_add(&text, "}\nactor b { option p; option q }\nalways o1 or o2 or p\n"
                       "prefer a { o1; not p }\nprefer b { p; not o1; o3 }\n");
    dt_text_add(&text, more);
    const dt_input input = {"test.conflict", text.bytes, text.n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, diags, &model, &err), DT_OK);
    dt_text_release(&text);
    return model;
}

/* The whole way: states, ranks, solution, explanation. */
static dt_status go(const dt_model *model, dt_engine engine, looker *l, dt_error *err)
{
    const dt_monitor monitor = {look, l};
    const dt_solve_options options = {.limits = {.threads = 2, .monitor = &monitor},
                                      .engine = engine};
    dt_diags *const diags = dt_diags_new();
    dt_space *space = NULL;
    dt_ranks *ranks = NULL;
    dt_solution *solution = NULL;
    dt_explanation *explanation = NULL;
    dt_status status = dt_space_new(model, &options.limits, diags, &space, err);
    if (status == DT_OK)
        status = dt_ranks_new(space, NULL, diags, &ranks, err);
    if (status == DT_OK)
        status = dt_solve(space, ranks, &options, &solution, err);
    if (status == DT_OK)
        status = dt_explain(space, ranks, 3, 0, &explanation, err);
    assert_true((explanation != NULL) == (status == DT_OK));
    assert_int_equal(dt_diags_count(diags, DT_SEVERITY_ERROR), 0);
    dt_explanation_free(explanation);
    dt_solution_free(solution);
    dt_ranks_free(ranks);
    dt_space_free(space);
    dt_diags_free(diags);
    return status;
}

static void stop_at_every_look(const char *more, dt_engine engine)
{
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    dt_model *const model = read_model(diags, more);
    looker all = {0};
    assert_int_equal(go(model, engine, &all, &err), DT_OK);
    assert_true(all.n_looks > 10 && all.n_looks < 10000);
    assert_true(all.least >= -1 && all.most <= 1 && all.most > 0.5);
    assert_non_null(strstr(all.phases.bytes, "counting states;"));
    assert_non_null(strstr(all.phases.bytes, "ranking states;"));
    assert_non_null(strstr(all.phases.bytes, "solving;"));
    assert_non_null(strstr(all.phases.bytes, "explaining;"));
    for (uint32_t k = 1; k <= all.n_looks; k++) {
        looker l = {.stop_at = k};
        err.text[0] = '\0';
        assert_int_equal(go(model, engine, &l, &err), DT_ESTOPPED);
        assert_string_equal(err.text, "stopped; nothing was written");
        dt_text_release(&l.phases);
    }
    dt_text_release(&all.phases);
    dt_model_free(model);
    dt_diags_free(diags);
}

static void sweeps_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    stop_at_every_look("", DT_ENGINE_SWEEPS);
}

static void definitions_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    stop_at_every_look("", DT_ENGINE_DEFINITION);
    stop_at_every_look("forbid a from o1 to not o1\n", DT_ENGINE_AUTO);
}

static void lists_of_states_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    stop_at_every_look("merge o1 and o2\n", DT_ENGINE_AUTO);
}

/* ---- one state --------------------------------------------------------------- */

/* Three actors with so many options that walks are long; each answers in several ways.
 */
static dt_model *read_wide(dt_diags *diags)
{
    dt_text text = {0};
    dt_error err;
    dt_model *model = NULL;
    for (uint32_t a = 0; a < 3; a++) {
        dt_text_format(&text, "actor a%u {\n", a);
        for (uint32_t k = 0; k < 6; k++)
            dt_text_format(&text, " option o%u\n", k);
        dt_text_format(&text, "}\nprefer a%u { a%u.o0; not a%u.o1; a%u.o0 }\n", a, a,
                       (a + 1) % 3, (a + 1) % 3);
    }
    dt_text_add(&text, "always not (a0.o2 and a1.o2)\n");
    const dt_input input = {"wide.conflict", text.bytes, text.n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, diags, &model, &err), DT_OK);
    dt_text_release(&text);
    return model;
}

static dt_status judge(const dt_model *model, looker *l, dt_error *err)
{
    const dt_monitor monitor = {look, l};
    dt_diags *const diags = dt_diags_new();
    dt_local *local = NULL;
    const dt_local_question question = {.limits = {.monitor = &monitor}};
    const dt_status status = dt_local_new(model, &question, diags, &local, err);
    assert_true((local != NULL) == (status == DT_OK));
    assert_int_equal(dt_diags_count(diags, DT_SEVERITY_ERROR), 0);
    dt_local_free(local);
    dt_diags_free(diags);
    return status;
}

static void judging_a_state_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    dt_model *const model = read_wide(diags);
    looker all = {.least = 2, .most = -1};
    assert_int_equal(judge(model, &all, &err), DT_OK);
    assert_in_range(all.n_looks, 10, 10000); /* more often than for each actor */
    assert_true(all.least >= 0 && all.most <= 1 && all.most > 0.5);
    assert_string_equal(all.phases.bytes, "judging the state;");
    for (uint32_t k = 1; k <= all.n_looks; k++) {
        looker l = {.stop_at = k};
        err.text[0] = '\0';
        assert_int_equal(judge(model, &l, &err), DT_ESTOPPED);
        assert_string_equal(err.text, "stopped; nothing was written");
        assert_int_equal(l.n_looks, k);
        dt_text_release(&l.phases);
    }
    dt_text_release(&all.phases);
    dt_model_free(model);
    dt_diags_free(diags);
}

/* Stopped while the guilty rule is looked for: no finding is made up. */
static void a_search_for_a_contradiction_can_be_stopped(void **state)
{
    (void)state;
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    dt_model *const model = read_model(diags, "impossible q\nalways q\n");
    for (uint32_t k = 1; k <= 4; k++) {
        looker l = {.stop_at = k};
        const dt_monitor monitor = {look, &l};
        dt_space *space = NULL;
        assert_int_equal(
            dt_space_new(model, &(dt_limits){.monitor = &monitor}, diags, &space, &err),
            DT_ESTOPPED);
        assert_null(space);
        assert_int_equal(dt_diags_count(diags, DT_SEVERITY_ERROR), 0);
        dt_text_release(&l.phases);
    }
    dt_model_free(model);
    dt_diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sweeps_can_be_stopped_at_every_look),
        cmocka_unit_test(definitions_can_be_stopped_at_every_look),
        cmocka_unit_test(lists_of_states_can_be_stopped_at_every_look),
        cmocka_unit_test(judging_a_state_can_be_stopped_at_every_look),
        cmocka_unit_test(a_search_for_a_contradiction_can_be_stopped),
    };
    return cmocka_run_group_tests_name("monitors", tests, NULL, NULL);
}
