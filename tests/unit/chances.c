/* How likely states are to be equilibria, against solving world by world by hand. */
#include "support/probed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Types of different kinds of order; us.same ranks as the plain self does. */
static const char model[] =
    "actor us { option talks\n option sanctions }\n"
    "actor iran { issue work : none, some, much }\n"
    "impossible talks and sanctions and work = much\n"
    "prefer us { work = none\n not sanctions }\n"
    "type us.same 0.2 { prefer { work = none\n not sanctions\n } }\n"
    "type us.hawk 0.3 { prefer { sanctions\n work = none } }\n"
    "prefer iran { not sanctions\n work >= some }\n"
    "type iran.keen 0.25 { value { 2 talks\n -1 work = much\n 3 not sanctions } }\n"
    "type iran.set 0.5 { prefer { work = much } }\n"
    "signal iran \"S\" : iran 0.3, keen 0.9, set 0.5\n";

/* The sum over worlds, each solved by itself. */
static void solve_world(const probed *p, uint32_t w, double *sum)
{
    const dt_world *const world = &p->found->worlds[w];
    dt_ranks *ranks = NULL;
    dt_solution *solution = NULL;
    dt_diags *const diags = dt_diags_new();
    assert_int_equal(dt_ranks_new(p->found->space, &world->cast, diags, &ranks, NULL),
                     DT_OK);
    assert_int_equal(dt_solve(p->found->space, ranks, NULL, &solution, NULL), DT_OK);
    for (dt_state s = 0; s < dt_space_n_states(p->found->space); s++)
        for (dt_concept c = 0; c < DT_N_CONCEPTS; c++)
            if (dt_bits_has(dt_solution_equilibria(solution, c), s))
                sum[s * DT_N_CONCEPTS + c] += world->now;
    dt_solution_free(solution);
    dt_ranks_free(ranks);
    dt_diags_free(diags);
}

static const dt_chance *chance_of(const dt_findings *found, dt_state s)
{
    for (uint32_t k = 0; k < found->n_chances; k++)
        if (found->chances[k].state == s)
            return &found->chances[k];
    return NULL;
}

static void chances_are_sums_over_worlds(void **state)
{
    (void)state;
    probed p = assert_probe(model, NULL);
    double sum[16 * DT_N_CONCEPTS] = {0};
    const uint32_t n = dt_space_n_states(p.found->space);
    uint32_t n_listed = 0, n_open = 0;
    assert_int_equal(n, 11);
    assert_int_equal(p.found->n_worlds, 9);
    for (uint32_t w = 0; w < 9; w++)
        solve_world(&p, w, sum);
    for (dt_state s = 0; s < n; s++) {
        const dt_chance *const chance = chance_of(p.found, s);
        double all = 0;
        for (dt_concept c = 0; c < DT_N_CONCEPTS; c++) {
            const double want = sum[s * DT_N_CONCEPTS + c];
            all += want;
            assert_true(fabs((chance ? chance->p[c] : 0) - want) < 1e-12);
        }
        assert_int_equal(chance != NULL, all > 0);
        n_listed += all > 0;
        n_open += chance && chance->p[DT_NASH] > 0.01 && chance->p[DT_NASH] < 0.99;
    }
    assert_int_equal(p.found->n_chances, n_listed);
    assert_true(n_open > 2); /* or the test would not show much */
    probe_release(&p);
}

static void the_likeliest_come_first(void **state)
{
    (void)state;
    probed p = assert_probe(model, NULL);
    for (uint32_t k = 1; k < p.found->n_chances; k++) {
        const dt_chance *const a = &p.found->chances[k - 1], *const b = a + 1;
        assert_true(a->p[DT_NASH] > b->p[DT_NASH] ||
                    (a->p[DT_NASH] == b->p[DT_NASH] && a->state < b->state));
    }
    assert_string_equal(p.found->no_chances, "");
    probe_release(&p);
}

/* Tenths do not add up to 1 in binary; what is certain is told as certain. */
static void what_is_certain_is_one(void **state)
{
    (void)state;
    probed p = assert_probe("actor a { option x }\nprefer a { x }\ntype a.b 0.1\n"
                            "type a.c 0.1\ntype a.d 0.1\ntype a.e 0.1\ntype a.f 0.1\n"
                            "type a.g 0.1 { prefer { x\n x } }\n",
                            NULL);
    assert_int_equal(p.found->n_worlds, 7);
    assert_int_equal(p.found->n_chances, 1);
    assert_true(p.found->chances[0].p[DT_NASH] == 1);
    probe_release(&p);
}

static void too_many_states_are_told(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_add(&text, "actor a {\n");
    for (int k = 0; k < 40; k++)
        dt_text_format(&text, "option x%d\n", k);
    dt_text_add(&text, "}\nactor b { option y }\ntype b.t 0.5\n"
                       "signal b \"S\" : b 0.2, t 0.6\n");
    probed p = assert_probe(dt_text_string(&text), NULL);
    assert_null(p.found->space);
    assert_int_equal(p.found->n_chances, 0);
    assert_non_null(strstr(p.found->no_chances, "GiB"));
    assert_true(fabs(belief_in(&p, 1, 1, 1) - 0.75) < 1e-12);
    dt_text_release(&text);
    probe_release(&p);
}

static void an_unsound_ranking_is_an_error_once(void **state)
{
    (void)state;
    probed p = probe_text("actor a { option x }\nactor b { option y }\n"
                          "type a.t 0.5 { rank { 1\n 2 } }\ntype b.t 0.5\n",
                          NULL);
    assert_int_equal(p.t.status, DT_EMODEL);
    assert_int_equal(dt_diags_count(p.t.diags, DT_SEVERITY_ERROR), 1);
    probe_release(&p);
}

/* Says no when it has been asked `left` times. */
static bool count_down(void *context, const char *phase, double done)
{
    int *const left = context;
    assert_non_null(phase);
    assert_true(done <= 1);
    return (*left)-- > 0;
}

static void whoever_looks_on_may_stop_it(void **state)
{
    (void)state;
    int n = 0;
    for (dt_status status = DT_ESTOPPED; status == DT_ESTOPPED; n++) {
        int left = n;
        const dt_monitor monitor = {count_down, &left};
        probed p = probe_text(model, &(dt_probe_question){.limits.monitor = &monitor});
        status = p.t.status;
        if (status == DT_ESTOPPED) {
            assert_null(p.probe);
            assert_string_equal(p.t.err.text, "stopped; nothing was written");
        } else
            assert_int_equal(status, DT_OK);
        probe_release(&p);
    }
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_are_sums_over_worlds),
        cmocka_unit_test(the_likeliest_come_first),
        cmocka_unit_test(what_is_certain_is_one),
        cmocka_unit_test(too_many_states_are_told),
        cmocka_unit_test(an_unsound_ranking_is_an_error_once),
        cmocka_unit_test(whoever_looks_on_may_stop_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
