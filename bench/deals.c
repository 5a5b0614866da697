/* Frontiers and all fair solutions of 2^size packages: of two and five parties, where
 * worth is drawn at random (deals-2, deals-5), and where what one party gets the others
 * lack, so that most packages are on the frontier (tight-2, tight-5). Then the same
 * from 5^(3/5 size) packages of issues of five levels each, merged without walking them
 * (merge-2, merge-3). The ratio is that to one memcpy of the packages' worth; of the
 * points that come out where issues are merged. */
#include "conflicts.h"
#include "measure.h"

#include "deals/fair.h"
#include "deals/merge.h"

#include <stdlib.h>

enum { MOST = 5, LEVELS = 5, ISSUES = 32, RANGE = 1000000 };

static const int64_t no_fallback[MOST] = {0};

/* ---- packages --------------------------------------------------------------- */

static bool solve(const dt_cloud *cloud, measurement *m, dt_error *err)
{
    dt_arena arena = {0};
    dt_fair fair;
    dt_bits *const efficient = dt_bits_new(cloud->n);
    const double start = seconds_now();
    const bool done =
        efficient && dt_frontier_find(cloud, NULL, efficient, err) == DT_OK &&
        dt_fair_find(cloud, efficient, no_fallback, &arena, &fair, err) == DT_OK;
    m->solve += seconds_now() - start;
    m->merit = m->solve;
    dt_bits_free(efficient);
    dt_arena_release(&arena);
    return done;
}

/* What is left of RANGE when the others have theirs, give or take a hundredth. */
static int64_t rest_of(int64_t *const *column, uint32_t n_others, uint32_t p,
                       uint64_t *seed)
{
    int64_t rest = (int64_t)RANGE * (n_others + 1) + draw(seed, RANGE / 100);
    for (uint32_t i = 0; i < n_others; i++)
        rest -= column[i][p];
    return rest;
}

static void draw_worth(int64_t *const *column, uint32_t k, uint32_t n, bool tight)
{
    uint64_t seed = k;
    for (uint32_t p = 0; p < n; p++)
        for (uint32_t i = 0; i < k; i++)
            column[i][p] =
                tight && i + 1 == k ? rest_of(column, i, p, &seed) : draw(&seed, RANGE);
}

static bool solve_drawn(const bench_task *task, uint32_t k, bool tight, measurement *m,
                        dt_error *err)
{
    const uint32_t n = UINT32_C(1) << task->size;
    dt_arena arena = {0};
    int64_t *column[MOST] = {0};
    bool done = true;
    for (uint32_t i = 0; done && i < k; i++)
        done = (column[i] = dt_arena_array(&arena, int64_t, n)) != NULL;
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    if (done) {
        draw_worth(column, k, n, tight);
        *m = (measurement){
            .n_states = n, .n_done = n, .n_copied = (uint64_t)n * k * sizeof **column};
        const dt_cloud cloud = {k, n, (const int64_t *const *)column, NULL};
        done = solve(&cloud, m, err);
    }
    dt_arena_release(&arena);
    return done;
}

static bool solve_two(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_drawn(task, 2, false, m, err);
}

static bool solve_five(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_drawn(task, 5, false, m, err);
}

static bool solve_tight_two(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_drawn(task, 2, true, m, err);
}

static bool solve_tight_five(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_drawn(task, 5, true, m, err);
}

/* ---- issues ----------------------------------------------------------------- */

typedef struct issues {
    int64_t worth[ISSUES][MOST][LEVELS];
    const int64_t *row[ISSUES][MOST];
    dt_bundle_issue issue[ISSUES];
} issues;

static bool merge_and_solve(const dt_bundle *bundle, measurement *m, dt_error *err)
{
    dt_blend *merged = NULL;
    const double start = seconds_now();
    if (dt_blend_new(bundle, NULL, &merged, err) != DT_OK)
        return false;
    m->space = seconds_now() - start;
    m->n_states = m->n_done = merged->cloud.n;
    m->n_copied = m->n_states * bundle->n_coordinates * sizeof(int64_t);
    const bool done = solve(&merged->cloud, m, err);
    m->merit = m->space + m->solve;
    dt_blend_free(merged);
    return done;
}

static bool merge_drawn(const bench_task *task, uint32_t k, measurement *m,
                        dt_error *err)
{
    issues *const all = malloc(sizeof *all);
    uint64_t seed = k;
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    for (uint32_t j = 0; all && j < ISSUES; j++) {
        for (uint32_t i = 0; i < MOST; i++) {
            all->row[j][i] = all->worth[j][i];
            for (uint32_t v = 0; v < LEVELS; v++)
                all->worth[j][i][v] = draw(&seed, RANGE);
        }
        all->issue[j] = (dt_bundle_issue){LEVELS, all->row[j]};
    }
    const bool done =
        all && merge_and_solve(&(dt_bundle){k, task->size, all->issue}, m, err);
    free(all);
    return done;
}

static bool merge_two(const bench_task *task, measurement *m, dt_error *err)
{
    return merge_drawn(task, 2, m, err);
}

static bool merge_three(const bench_task *task, measurement *m, dt_error *err)
{
    return merge_drawn(task, 3, m, err);
}

bool bench_deals(const bench_task *task)
{
    const bench_task issues_for = {task->size * 3 / 5, task->n_threads};
    return measure("deals-2", 2, solve_two, task) &&
           measure("deals-5", 2, solve_five, task) &&
           measure("tight-2", 2, solve_tight_two, task) &&
           measure("tight-5", 2, solve_tight_five, task) &&
           measure("merge-2", LEVELS, merge_two, &issues_for) &&
           measure("merge-3", LEVELS, merge_three, &issues_for);
}
