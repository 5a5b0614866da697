/* detente/monitor.h: who looks on is told, and can stop the work at every look; then
 * nothing is left of it. */
#include "base/threads.h"
#include "support/dice.h"
#include "support/tested.h"

#include <detente/local.h>
#include <detente/monitor.h>
#include <detente/report.h>
#include <string.h>

/* Looks on, and stops at the look of that number (0: never). */
typedef struct looker {
    uint32_t n_looks, stop_at;
    uint32_t n_passes;  /* looks while solving that could not say how much is done */
    double least, most; /* that was done of anything */
    dt_text phases;
} looker;

static bool look(void *context, const char *phase, double done)
{
    looker *const l = context;
    if (l->stop_at && l->n_looks >= l->stop_at)
        return false;
    if (!strstr(dt_text_string(&l->phases), phase))
        dt_text_format(&l->phases, "%s;", phase);
    l->n_passes += done < 0 && strcmp(phase, "solving") == 0;
    l->least = done < l->least ? done : l->least;
    l->most = done > l->most ? done : l->most;
    return ++l->n_looks != l->stop_at;
}

/* What is watched: an actor with so many options, two others with two each, something
 * more to say; and how it is solved. */
typedef struct work {
    uint32_t n_options;
    const char *more;
    dt_engine engine;
    dt_store store;
    uint32_t n_threads;
    bool is_explained; /* one state of it, too */
} work;

static dt_model *parse(const dt_text *text, dt_diags *diags)
{
    dt_error err;
    dt_model *model = NULL;
    const dt_input input = {"test.conflict", text->bytes, text->n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, diags, &model, &err), DT_OK);
    return model;
}

static dt_model *read_model(dt_diags *diags, const work *w)
{
    dt_text text = {0};
    dt_text_add(&text, "actor a {\n");
    for (uint32_t k = 1; k <= w->n_options; k++)
        dt_text_format(&text, "    option o%u\n", k);
    dt_text_add(&text, "}\nactor b { option p; option q }\n"
                       "actor c { option r; option s }\nalways o1 or o2 or p\n"
                       "prefer a { o1 iff p; not r; o2 iff q }\n"
                       "prefer b { p iff not o1; not o1; q iff s; o3 }\n"
                       "prefer c { r iff p; s iff not q; not o2 }\n");
    dt_text_add(&text, w->more);
    dt_model *const model = parse(&text, diags);
    dt_text_release(&text);
    return model;
}

/* The whole way: states, ranks, solution, explanation. */
static dt_status go(const dt_model *model, const work *w, looker *l, dt_error *err)
{
    const dt_monitor monitor = {look, l};
    const dt_solve_options options = {
        .limits = {.threads = w->n_threads, .store = w->store, .monitor = &monitor},
        .engine = w->engine};
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
    if (status == DT_OK && w->is_explained)
        status = dt_explain(space, ranks, 3, 0, &explanation, err);
    assert_true(solution || status != DT_OK);
    assert_true((explanation != NULL) == (w->is_explained && status == DT_OK));
    assert_int_equal(dt_diags_count(diags, DT_SEVERITY_ERROR), 0);
    dt_explanation_free(explanation);
    dt_solution_free(solution);
    dt_ranks_free(ranks);
    dt_space_free(space);
    dt_diags_free(diags);
    return status;
}

/* Do the work, then stop it at every look; how many passes there were. */
static uint32_t stop_at_every_look(work w)
{
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    dt_model *const model = read_model(diags, &w);
    looker all = {0};
    assert_int_equal(go(model, &w, &all, &err), DT_OK);
    assert_true(all.n_looks > 10 && all.n_looks < 10000);
    assert_true(all.least >= -1 && all.most <= 1 && all.most > 0.5);
    assert_non_null(strstr(all.phases.bytes, "counting states;"));
    assert_non_null(strstr(all.phases.bytes, "ranking states;"));
    assert_non_null(strstr(all.phases.bytes, "solving;"));
    assert_true(!w.is_explained || strstr(all.phases.bytes, "explaining;"));
    for (uint32_t k = 1; k <= all.n_looks; k++) {
        looker l = {.stop_at = k};
        err.text[0] = '\0';
        assert_int_equal(go(model, &w, &l, &err), DT_ESTOPPED);
        assert_string_equal(err.text, "stopped; nothing was written");
        dt_text_release(&l.phases);
    }
    dt_text_release(&all.phases);
    dt_model_free(model);
    dt_diags_free(diags);
    return all.n_passes;
}

/* Passes of the opponents over a column, when none is repeated: for each of three
 * actors and two kinds of answers, two. */
enum { PASSES_ONCE = 3 * 2 * 2 };

static void dense_sweeps_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    stop_at_every_look((work){5, "", DT_ENGINE_SWEEPS, DT_STORE_DENSE, 2, true});
}

static void sparse_sweeps_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    const work w = {5, "", DT_ENGINE_SWEEPS, DT_STORE_SPARSE, 2, true};
    assert_true(stop_at_every_look(w) > PASSES_ONCE);
}

/* With cells for several threads: three of them find something to do. */
static void threads_can_be_stopped_at_every_look(void **state)
{
    enum { OPTIONS = 10 };
    (void)state;
    assert_int_equal(dt_threads_worth(3, (uint64_t)1 << (OPTIONS + 4)), 3);
    stop_at_every_look((work){OPTIONS, "", DT_ENGINE_SWEEPS, DT_STORE_DENSE, 3, false});
    const work w = {OPTIONS, "", DT_ENGINE_SWEEPS, DT_STORE_SPARSE, 3, false};
    assert_true(stop_at_every_look(w) > PASSES_ONCE);
}

static void definitions_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    stop_at_every_look((work){3, "", DT_ENGINE_DEFINITION, DT_STORE_AUTO, 2, true});
    stop_at_every_look((work){3, "forbid a from o1 to not o1\n", DT_ENGINE_AUTO,
                              DT_STORE_AUTO, 2, true});
}

static void lists_of_states_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    stop_at_every_look(
        (work){3, "merge o1 and o2\n", DT_ENGINE_AUTO, DT_STORE_AUTO, 2, true});
}

/* ---- reports ------------------------------------------------------------------ */

/* Nobody wants anything, so that all states are equilibria, more than fit a table. */
static void telling_many_equilibria_can_be_stopped(void **state)
{
    (void)state;
    dt_error err;
    dt_text text = {0}, said = {0};
    const dt_sink sink = {write_to_text, &said};
    const dt_report_options options = {.form = DT_FORM_TEXT};
    dt_diags *const diags = dt_diags_new();
    dt_text_add(&text, "actor a { option o; option p; option q }\n"
                       "actor b { option o; option p; option q }\n");
    dt_model *const model = parse(&text, diags);
    looker l = {0};
    const dt_monitor monitor = {look, &l};
    const dt_limits limits = {.monitor = &monitor};
    dt_space *space = NULL;
    dt_ranks *ranks = NULL;
    dt_solution *solution = NULL;
    assert_int_equal(dt_space_new(model, &limits, diags, &space, &err), DT_OK);
    assert_int_equal(dt_ranks_new(space, NULL, diags, &ranks, &err), DT_OK);
    assert_int_equal(dt_solve(space, ranks, NULL, &solution, &err), DT_OK);
    const uint32_t before = l.n_looks;
    assert_int_equal(dt_report_solution(space, ranks, solution, &options, &sink, &err),
                     DT_OK);
    assert_non_null(strstr(l.phases.bytes, "joining states to patterns;"));
    const uint32_t n_looks = l.n_looks - before;
    assert_in_range(n_looks, 12, 100);
    for (uint32_t k = 1; k <= n_looks; k++) {
        l.n_looks = 0;
        l.stop_at = k;
        assert_int_equal(
            dt_report_solution(space, ranks, solution, &options, &sink, &err),
            DT_ESTOPPED);
    }
    dt_solution_free(solution);
    dt_ranks_free(ranks);
    dt_space_free(space);
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
    dt_text_release(&said);
    dt_text_release(&l.phases);
}

/* ---- before there are states ---------------------------------------------------- */

static dt_status find_states(const dt_model *model, looker *l)
{
    dt_error err;
    const dt_monitor monitor = {look, l};
    dt_diags *const diags = dt_diags_new();
    dt_space *space = NULL;
    const dt_status status =
        dt_space_new(model, &(dt_limits){.monitor = &monitor}, diags, &space, &err);
    assert_true((space != NULL) == (status == DT_OK));
    assert_int_equal(dt_diags_count(diags, DT_SEVERITY_ERROR), 0);
    dt_space_free(space);
    dt_diags_free(diags);
    return status;
}

/* Thousands of rules over four options of many: making them ready is work, too. All of
 * them are kept where every option is no. */
static void add_rules(dt_text *text, uint32_t n)
{
    enum { OPTIONS = 40, EACH = 4 };
    dice d = {.seed = 1};
    dt_text_add(text, "actor a {\n");
    for (uint32_t k = 1; k <= OPTIONS; k++)
        dt_text_format(text, "    option o%u\n", k);
    dt_text_add(text, "}\n");
    for (uint32_t k = 0; k < n; k++) {
        dt_text_format(text, "always not o%zu", dice_between(&d, 1, OPTIONS));
        for (uint32_t j = 1; j < EACH; j++)
            dt_text_format(text, " or %so%zu", dice_chance(&d, 50) ? "not " : "",
                           dice_between(&d, 1, OPTIONS));
        dt_text_add(text, "\n");
    }
}

static void many_rules_can_be_stopped_at_every_look(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_diags *const diags = dt_diags_new();
    add_rules(&text, 2000);
    dt_model *const model = parse(&text, diags);
    looker all = {0};
    assert_int_equal(find_states(model, &all), DT_OK);
    uint32_t n_early = 0;
    for (uint32_t k = 1; k <= all.n_looks; k++) {
        looker l = {.stop_at = k};
        assert_int_equal(find_states(model, &l), DT_ESTOPPED);
        n_early += strcmp(l.phases.bytes, "preparing rules;") == 0;
        dt_text_release(&l.phases);
    }
    assert_true(n_early > 2);
    dt_text_release(&all.phases);
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
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
    dt_diags *const diags = dt_diags_new();
    const work w = {.n_options = 7, .more = "impossible q\nalways q\n"};
    dt_model *const model = read_model(diags, &w);
    for (uint32_t k = 1; k <= 4; k++) {
        looker l = {.stop_at = k};
        assert_int_equal(find_states(model, &l), DT_ESTOPPED);
        dt_text_release(&l.phases);
    }
    dt_model_free(model);
    dt_diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_sweeps_can_be_stopped_at_every_look),
        cmocka_unit_test(sparse_sweeps_can_be_stopped_at_every_look),
        cmocka_unit_test(threads_can_be_stopped_at_every_look),
        cmocka_unit_test(definitions_can_be_stopped_at_every_look),
        cmocka_unit_test(lists_of_states_can_be_stopped_at_every_look),
        cmocka_unit_test(telling_many_equilibria_can_be_stopped),
        cmocka_unit_test(judging_a_state_can_be_stopped_at_every_look),
        cmocka_unit_test(many_rules_can_be_stopped_at_every_look),
        cmocka_unit_test(a_search_for_a_contradiction_can_be_stopped),
    };
    return cmocka_run_group_tests_name("monitors", tests, NULL, NULL);
}
