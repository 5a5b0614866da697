/* Attempts side by side, and which is best in which respect. */
#include "intentions/advice.h"

#include "base/fail.h"
#include "base/watch.h"

#include <math.h>
#include <string.h>

/* Information below that is none: what rounding leaves. */
static const double NO_BITS = 1e-6;

/* ---- Who tests whom -------------------------------------------------------------- */

static bool is_asked(const dt_bench *bench, const dt_test *test)
{
    return !bench->question->test || strcmp(bench->question->test, test->name.id) == 0;
}

static bool belongs(const dt_test *test, const dt_agenda *agenda)
{
    return test->tester == agenda->tester && test->turns[0].actor == agenda->tested;
}

/* List the tests of the agenda, and put their plots beside that of acting at once. */
static bool fill_agenda(const dt_bench *bench, dt_agenda *agenda)
{
    const dt_intentions *const all = &bench->model->intentions;
    uint32_t *const tests = dt_arena_array(bench->arena, uint32_t, all->n_tests);
    agenda->plots = dt_arena_array(bench->arena, dt_plot, all->n_tests + 1);
    if (!tests || !agenda->plots)
        return false;
    for (uint32_t k = 0; k < all->n_tests; k++)
        if (belongs(&all->tests[k], agenda) && is_asked(bench, &all->tests[k]))
            tests[agenda->n_tests++] = k;
    agenda->tests = tests;
    for (uint32_t k = 0; k < agenda->n_tests; k++)
        if (!dt_plot_test(bench->model, tests[k], bench->arena, &agenda->plots[k + 1]))
            return false;
    return dt_plot_at_once(bench->model, tests, agenda->n_tests, bench->arena,
                           &agenda->plots[0]);
}

/* ---- Attempts -------------------------------------------------------------------- */

static void name_attempt(const dt_model *model, uint32_t first, uint32_t second,
                         dt_attempt *attempt)
{
    attempt->test = first;
    attempt->second = second;
    attempt->dominated = DT_NO_TEST;
    attempt->name = "";
    attempt->label = "no test";
    if (first == DT_NO_TEST)
        return;
    const dt_name *const name = &model->intentions.tests[first].name;
    attempt->name = name->id;
    attempt->label = name->label ? name->label : name->id;
}

static void set_gain(const dt_attempt *at_once, dt_attempt *attempt)
{
    attempt->gain =
        attempt->applies && at_once->applies ? attempt->worth - at_once->worth : NAN;
}

/* `attempts` is [1 + n_tests]. */
static dt_status judge_attempts(const dt_bench *bench, const dt_agenda *agenda,
                                dt_attempt *attempts, dt_error *err)
{
    const uint32_t n = agenda->n_tests + 1;
    for (uint32_t k = 0; k < n; k++) {
        DT_TRY(dt_watch(bench->list.monitor, "judging tests", (double)k / n, err));
        name_attempt(bench->model, k ? agenda->tests[k - 1] : DT_NO_TEST, DT_NO_TEST,
                     &attempts[k]);
        DT_TRY(dt_attempt_judge(bench, &agenda->plots[k], &attempts[k], err));
        set_gain(&attempts[0], &attempts[k]);
    }
    return DT_OK;
}

static dt_status judge_plan(const dt_bench *bench, uint32_t first, uint32_t second,
                            const dt_attempt *at_once, dt_attempt *plan, dt_error *err)
{
    dt_plot *const plot = dt_arena_new(bench->arena, dt_plot);
    if (!plot || !dt_plot_pair(bench->model, first, second, bench->arena, plot))
        return dt_fail_memory(err);
    name_attempt(bench->model, first, second, plan);
    DT_TRY(dt_attempt_judge(bench, plot, plan, err));
    set_gain(at_once, plan);
    return DT_OK;
}

static dt_status judge_plans(const dt_bench *bench, const dt_agenda *agenda,
                             dt_advice *advice, dt_error *err)
{
    const uint32_t n = agenda->n_tests, all = n * (n - 1);
    const uint32_t some = all < DT_PLANS_MAX ? all : DT_PLANS_MAX;
    dt_attempt *const plans = dt_arena_array(bench->arena, dt_attempt, some);
    if (!plans)
        return dt_fail_memory(err);
    advice->plans_cut = some < all;
    for (uint32_t k = 0; k < n * n && advice->n_plans < some; k++) {
        DT_TRY(dt_watch(bench->list.monitor, "judging plans of two tests",
                        (double)advice->n_plans / some, err));
        if (k / n != k % n)
            DT_TRY(judge_plan(bench, agenda->tests[k / n], agenda->tests[k % n],
                              &advice->attempts[0], &plans[advice->n_plans++], err));
    }
    advice->plans = plans;
    return DT_OK;
}

/* ---- Comparing ------------------------------------------------------------------- */

uint32_t dt_largest_gain(const double *gain, uint32_t n, double alike)
{
    double best = -INFINITY;
    for (uint32_t k = 0; k < n; k++)
        best = fmax(best, gain[k]);
    for (uint32_t k = 0; k < n; k++)
        if (gain[k] >= best - alike)
            return k;
    return DT_NO_TEST;
}

/* By what worths of the advice's games may differ and still be equal. */
static double alike_in(const dt_advice *advice)
{
    double range = 0;
    for (uint32_t k = 0; k < advice->n_attempts; k++)
        range = fmax(range, advice->attempts[k].range);
    return DT_ALIKE * range;
}

/* The attempt from `from` on with the most of a figure; of equal ones the first. */
static uint32_t most_of(const dt_advice *advice, uint32_t from, double alike,
                        double (*figure)(const dt_attempt *attempt))
{
    double best = -INFINITY;
    for (uint32_t k = from; k < advice->n_attempts; k++)
        if (advice->attempts[k].applies)
            best = fmax(best, figure(&advice->attempts[k]));
    for (uint32_t k = from; k < advice->n_attempts; k++)
        if (advice->attempts[k].applies && figure(&advice->attempts[k]) >= best - alike)
            return k;
    return DT_NO_TEST;
}

static double gain_of(const dt_attempt *attempt)
{
    return attempt->gain;
}

static double bits_of(const dt_attempt *attempt)
{
    return attempt->bits;
}

static double safety_of(const dt_attempt *attempt)
{
    return -attempt->trap;
}

/* `other` is no worse in anything, and better in something. */
static bool is_dominated(const dt_attempt *a, const dt_attempt *other, double alike)
{
    const bool better = other->gain > a->gain + alike ||
                        other->bits > a->bits + NO_BITS ||
                        other->trap < a->trap - alike;
    const bool worse = other->gain < a->gain - alike ||
                       other->bits < a->bits - NO_BITS || other->trap > a->trap + alike;
    return better && !worse;
}

static void mark_dominated(const dt_advice *advice, double alike, dt_attempt *attempts)
{
    for (uint32_t k = 0; k < advice->n_attempts; k++)
        for (uint32_t o = 0; o < advice->n_attempts; o++)
            if (attempts[k].applies && attempts[o].applies &&
                attempts[k].dominated == DT_NO_TEST &&
                is_dominated(&attempts[k], &attempts[o], alike))
                attempts[k].dominated = o;
}

static uint32_t find_best_plan(const dt_advice *advice, double alike)
{
    uint32_t best = DT_NO_TEST;
    double most = advice->by_gain == DT_NO_TEST
                      ? INFINITY
                      : advice->attempts[advice->by_gain].gain + alike;
    for (uint32_t k = 0; k < advice->n_plans; k++)
        if (advice->plans[k].gain > most) {
            most = advice->plans[k].gain + alike;
            best = k;
        }
    return best;
}

static void compare(dt_advice *advice, dt_attempt *attempts)
{
    const double alike = alike_in(advice);
    const bool any = attempts[0].applies;
    advice->by_gain = any ? most_of(advice, 0, alike, gain_of) : DT_NO_TEST;
    advice->by_bits = most_of(advice, 1, NO_BITS, bits_of);
    advice->by_trap = most_of(advice, 1, alike, safety_of);
    if (advice->by_bits != DT_NO_TEST && attempts[advice->by_bits].bits <= NO_BITS)
        advice->by_bits = DT_NO_TEST;
    if (any)
        mark_dominated(advice, alike, attempts);
    advice->best_plan = find_best_plan(advice, alike);
}

/* ---- The whole ------------------------------------------------------------------- */

static dt_status advise(const dt_bench *bench, dt_agenda *agenda, dt_advice *advice,
                        dt_error *err)
{
    dt_attempt *attempts = NULL;
    if (fill_agenda(bench, agenda))
        attempts = dt_arena_array(bench->arena, dt_attempt, agenda->n_tests + 1);
    if (!attempts)
        return dt_fail_memory(err);
    advice->tester = agenda->tester;
    advice->tested = agenda->tested;
    advice->n_attempts = agenda->n_tests + 1;
    advice->attempts = attempts;
    DT_TRY(judge_attempts(bench, agenda, attempts, err));
    DT_TRY(judge_plans(bench, agenda, advice, err));
    compare(advice, attempts);
    return dt_range_find(bench, agenda, advice, err);
}

/* Whether an earlier test belongs to the same agenda. */
static bool is_first(const dt_bench *bench, uint32_t k, const dt_agenda *agenda)
{
    for (uint32_t j = 0; j < k; j++) {
        const dt_test *const test = &bench->model->intentions.tests[j];
        if (belongs(test, agenda) && is_asked(bench, test))
            return false;
    }
    return true;
}

dt_status dt_advices_find(const dt_bench *bench, dt_advices *advices, dt_error *err)
{
    const dt_intentions *const all = &bench->model->intentions;
    dt_advice *const list = dt_arena_array(bench->arena, dt_advice, all->n_tests);
    uint32_t n = 0;
    if (!list)
        return dt_fail_memory(err);
    for (uint32_t k = 0; k < all->n_tests; k++) {
        dt_agenda agenda = {all->tests[k].tester, all->tests[k].turns[0].actor, 0, NULL,
                            NULL};
        if (is_asked(bench, &all->tests[k]) && is_first(bench, k, &agenda))
            DT_TRY(advise(bench, &agenda, &list[n++], err));
    }
    if (n == 0 && bench->question->test)
        return dt_fail(err, DT_EUSAGE, "the model has no test '%s'",
                       bench->question->test);
    *advices = (dt_advices){n, list};
    return DT_OK;
}
