/* Along the prior of one type, the advice is a function with steps: it is asked on a
 * grid, and between two neighbours that answer differently the step is bisected.
 *
 * A type's prior is varied by multiplying its odds, in every world alike: the other
 * types of its actor keep their proportions, other actors theirs. */
#include "intentions/advice.h"

#include "base/fail.h"
#include "base/watch.h"

#include <math.h>

/* How fine the answer is; where games have more nodes together than the first number,
 * the grid alone must do; beyond the second it is not asked. */
static const double FINE = 0.001;
enum { SMALL = 2000, LARGE = 20000, GRID_FINE = 20, GRID_COARSE = 10 };

typedef struct dt_sweep {
    dt_bench bench;   /* with a list of its own */
    dt_world *worlds; /* [n] what that list holds */
    const dt_bench *original;
    const dt_agenda *agenda;
    const bool *applies; /* [1 + n_tests] */
    double *gain;        /* [1 + n_tests] scratch */
    uint32_t type;       /* of the tested actor: 0 its plain self, else type + 1 */
    double now;          /* how likely it is */
    bool is_fine;
    dt_list stretches;
} dt_sweep;

/* ---- One point ------------------------------------------------------------------- */

static void set_prior(dt_sweep *sweep, double p)
{
    for (uint32_t w = 0; w < sweep->bench.list.n; w++) {
        const dt_world *const before = &sweep->original->list.worlds[w];
        const bool is = before->cast.type[sweep->agenda->tested] == sweep->type;
        sweep->worlds[w].now =
            before->now * (is ? p / sweep->now : (1 - p) / (1 - sweep->now));
    }
}

/* Which attempt is best when the type is that likely. */
static dt_status best_at(dt_sweep *sweep, double p, uint32_t *best, dt_error *err)
{
    double range = 0;
    set_prior(sweep, p);
    for (uint32_t k = 0; k <= sweep->agenda->n_tests; k++) {
        dt_glance glance = {.worth = NAN};
        if (sweep->applies[k])
            DT_TRY(dt_attempt_glance(&sweep->bench, &sweep->agenda->plots[k], &glance,
                                     err));
        sweep->gain[k] = glance.worth;
        range = fmax(range, glance.range);
    }
    *best = dt_largest_gain(sweep->gain, sweep->agenda->n_tests + 1, DT_ALIKE * range);
    return DT_OK;
}

/* ---- Steps ----------------------------------------------------------------------- */

/* From p on the attempt is best. */
static bool step_to(dt_sweep *sweep, double p, uint32_t attempt)
{
    dt_stretch *const last = (dt_stretch *)sweep->stretches.items;
    const size_t n = sweep->stretches.n;
    if (n > 0 && last[n - 1].attempt == attempt)
        return true;
    if (n > 0)
        last[n - 1].to = p;
    dt_stretch *const slot =
        dt_list_add(&sweep->stretches, sweep->bench.arena, sizeof *slot);
    if (slot)
        *slot = (dt_stretch){p, 1, attempt};
    return slot;
}

typedef struct dt_point_of {
    double p;
    uint32_t best;
} dt_point_of;

/* Note all steps between two points. As deep as there are halves down to FINE. */
static dt_status bisect(dt_sweep *sweep, dt_point_of low, dt_point_of high,
                        dt_error *err)
{
    if (low.best == high.best)
        return DT_OK;
    dt_point_of middle = {(low.p + high.p) / 2, 0};
    if (!sweep->is_fine || high.p - low.p <= FINE)
        return step_to(sweep, middle.p, high.best) ? DT_OK : dt_fail_memory(err);
    DT_TRY(best_at(sweep, middle.p, &middle.best, err));
    DT_TRY(bisect(sweep, low, middle, err));
    return bisect(sweep, middle, high, err);
}

static dt_status walk(dt_sweep *sweep, dt_error *err)
{
    const uint32_t n = sweep->is_fine ? GRID_FINE : GRID_COARSE;
    dt_point_of before = {0, 0};
    DT_TRY(best_at(sweep, 0, &before.best, err));
    if (!step_to(sweep, 0, before.best))
        return dt_fail_memory(err);
    for (uint32_t k = 1; k <= n; k++) {
        dt_point_of here = {(double)k / n, 0};
        DT_TRY(dt_watch(sweep->bench.list.monitor, "varying how likely a type is",
                        (double)k / n, err));
        DT_TRY(best_at(sweep, here.p, &here.best, err));
        DT_TRY(bisect(sweep, before, here, err));
        before = here;
    }
    return DT_OK;
}

/* ---- The whole ------------------------------------------------------------------- */

static uint32_t nodes_of(const dt_advice *advice)
{
    uint64_t n = 0;
    for (uint32_t k = 0; k < advice->n_attempts; k++)
        if (advice->attempts[k].game)
            n += advice->attempts[k].game->n_nodes;
    return n > LARGE ? LARGE + 1 : (uint32_t)n;
}

/* Of the tests the one of largest gain; DT_NO_TEST: none applies. */
static uint32_t best_test(const dt_advice *advice)
{
    uint32_t best = DT_NO_TEST;
    for (uint32_t k = 1; k < advice->n_attempts; k++)
        if (advice->attempts[k].applies &&
            (best == DT_NO_TEST ||
             advice->attempts[k].gain > advice->attempts[best].gain))
            best = k;
    return best;
}

/* How likely the type is, to the tester. */
static double likelihood_of(const dt_sweep *sweep)
{
    const dt_actor_id tester = sweep->agenda->tester, tested = sweep->agenda->tested;
    const uint32_t own = dt_tester_type(sweep->original, tester);
    double is = 0, all = 0;
    for (uint32_t w = 0; w < sweep->original->list.n; w++) {
        const dt_world *const world = &sweep->original->list.worlds[w];
        if (world->cast.type[tester] != own)
            continue;
        all += world->now;
        is += world->cast.type[tested] == sweep->type ? world->now : 0;
    }
    return is / all;
}

static bool prepare(dt_sweep *sweep, const dt_advice *advice)
{
    dt_arena *const arena = sweep->bench.arena;
    const uint32_t n = advice->n_attempts;
    bool *const applies = dt_arena_array(arena, bool, n);
    sweep->gain = dt_arena_array(arena, double, n);
    sweep->worlds = dt_arena_array(arena, dt_world, sweep->bench.list.n);
    if (!applies || !sweep->gain || !sweep->worlds)
        return false;
    for (uint32_t k = 0; k < n; k++)
        applies[k] = advice->attempts[k].applies;
    for (uint32_t w = 0; w < sweep->bench.list.n; w++)
        sweep->worlds[w] = sweep->original->list.worlds[w];
    sweep->applies = applies;
    sweep->bench.list.worlds = sweep->worlds;
    return true;
}

dt_status dt_range_find(const dt_bench *bench, const dt_agenda *agenda,
                        dt_advice *advice, dt_error *err)
{
    const uint32_t test = best_test(advice);
    advice->vary = DT_NO_TEST;
    if (test == DT_NO_TEST || !advice->attempts[0].applies)
        return DT_OK;
    const dt_attempt *const best = &advice->attempts[test];
    dt_sweep sweep = {.bench = *bench,
                      .original = bench,
                      .agenda = agenda,
                      .type = best->types[best->best_type],
                      .is_fine = nodes_of(advice) <= SMALL};
    advice->vary = best->best_type;
    advice->now = sweep.now = likelihood_of(&sweep);
    if (best->n_types < 2 || nodes_of(advice) > LARGE)
        return DT_OK;
    if (!prepare(&sweep, advice))
        return dt_fail_memory(err);
    DT_TRY(walk(&sweep, err));
    advice->grain = sweep.is_fine ? FINE : 1.0 / GRID_COARSE;
    advice->stretches = sweep.stretches.items;
    advice->n_stretches = (uint32_t)sweep.stretches.n;
    return DT_OK;
}
