/* Whether two sides may trust each other (detente/probe.h says what is computed).
 *
 * Each side's type sees a game of two moves: both, its own alone, the other's alone,
 * none. The worths of the four states are fractions with one denominator, so whether a
 * type is trustworthy is decided exactly. What remains is the arithmetic of lines:
 * whatever pays does so on one side of a point of the axis of trust, or of the sizes of
 * a first step, and which side that is depends on the slope. */
#include "base/fail.h"
#include "base/text.h"
#include "intentions/probe.h"
#include "intentions/reach.h"
#include "intentions/values.h"

#include <math.h>

/* A probability that is so little below the threshold is at it. */
static const double tolerance = 1e-12;

/* The worths of the four states to a type, all over the same `under`. */
typedef struct stakes {
    dt_wide reward, sucker, temptation, punishment, under;
} stakes;

/* An answer while it is worked out. */
typedef struct asking {
    const dt_probe *probe;
    const dt_trust *trust;
    dt_truster *trusters; /* of the answer */
    stakes *stakes;       /* the same, type by type */
    dt_trust_answer *answer;
} asking;

/* ---- the four states --------------------------------------------------------------
 */

/* Whether the moves can be made: each alone, and both together. */
static bool check_moves(const dt_model *model, const dt_trust *trust, char *why,
                        size_t room)
{
    const uint64_t base = model->status_quo;
    const uint64_t first = dt_setting_apply(trust->setting[0], base);
    if (!model->has_status_quo) {
        dt_text_fit(why, room,
                    "the model declares no status quo, from which both move");
        return false;
    }
    const dt_reach_question questions[] = {
        {.model = model, .actor = trust->actor[0], .from = base},
        {.model = model, .actor = trust->actor[1], .from = base},
        {.model = model, .actor = trust->actor[1], .from = first},
    };
    return dt_reach_allows(&questions[0], trust->setting[0], why, room) &&
           dt_reach_allows(&questions[1], trust->setting[1], why, room) &&
           dt_reach_allows(&questions[2], trust->setting[1], why, room);
}

static stakes stakes_of(const dt_valuation *v, const dt_trust *trust, uint32_t side)
{
    const uint64_t base = v->model->status_quo;
    const uint64_t own = dt_setting_apply(trust->setting[side], base);
    const uint64_t other = dt_setting_apply(trust->setting[1 - side], base);
    const uint64_t both = dt_setting_apply(trust->setting[1 - side], own);
    return (stakes){.reward = dt_valuation_at(v, both).over,
                    .sucker = dt_valuation_at(v, own).over,
                    .temptation = dt_valuation_at(v, other).over,
                    .punishment = dt_valuation_at(v, base).over,
                    .under = v->under};
}

static double ratio_of(dt_wide over, dt_wide under)
{
    return dt_fraction_value((dt_fraction){over, under});
}

static void set_threshold(dt_truster *t, const stakes *at)
{
    const dt_wide a = at->punishment - at->sucker, b = at->reward - at->temptation;
    t->below = a + b < 0 && a <= 0 && b < 0;
    if (a + b > 0 || t->below)
        t->threshold = ratio_of(a, a + b);
    else if (a == 0 && b == 0)
        t->threshold = (double)NAN;
    else
        t->threshold = a > 0 ? (double)INFINITY : -(double)INFINITY;
}

static void set_worths(dt_truster *t, const stakes *at)
{
    t->reward = ratio_of(at->reward, at->under);
    t->sucker = ratio_of(at->sucker, at->under);
    t->temptation = ratio_of(at->temptation, at->under);
    t->punishment = ratio_of(at->punishment, at->under);
    t->trustworthy = at->reward >= at->temptation;
    set_threshold(t, at);
}

/* ---- trust ------------------------------------------------------------------------
 */

/* The truster of an actor's type; NULL: it has no probability. */
static const dt_truster *find_truster(const dt_trust_answer *answer, dt_actor_id a,
                                      uint32_t type)
{
    for (uint32_t k = 0; k < answer->n; k++)
        if (answer->trusters[k].actor == a && answer->trusters[k].type == type)
            return &answer->trusters[k];
    return NULL;
}

/* How likely, to the truster, the other side is to be of a trustworthy type. */
static double trust_of(const dt_worlds *worlds, const dt_trust_answer *answer,
                       const dt_truster *t, dt_actor_id other)
{
    double trusted = 0, all = 0;
    for (uint32_t w = 0; w < worlds->n; w++) {
        const dt_world *const world = &worlds->at[w];
        if (world->cast.type[t->actor] != t->type || world->now <= 0)
            continue;
        all += world->now;
        if (find_truster(answer, other, world->cast.type[other])->trustworthy)
            trusted += world->now;
    }
    return trusted / all;
}

/* Whether making its move is a best reply, as far as its trust goes. */
static bool pays(const dt_truster *t)
{
    return isnan(t->threshold) || (t->below ? t->trusts <= t->threshold + tolerance
                                            : t->trusts >= t->threshold - tolerance);
}

/* Whether not to move is one, too. */
static bool rests(const dt_truster *t)
{
    return isnan(t->threshold) || (t->below ? t->trusts >= t->threshold - tolerance
                                            : t->trusts <= t->threshold + tolerance);
}

static bool both_move(const dt_trust *trust, const dt_trust_answer *answer)
{
    bool has[2] = {false, false}, all = true;
    for (uint32_t k = 0; k < answer->n; k++) {
        const dt_truster *const t = &answer->trusters[k];
        has[t->actor == trust->actor[1]] |= t->trustworthy;
        all = all && (t->trustworthy ? t->moves : rests(t));
    }
    return all && has[0] && has[1];
}

/* ---- the first step ---------------------------------------------------------------
 */

/* Cut the sizes x from low to high down to those with x * slope >= least. */
static void cut(dt_wide slope, dt_wide least, double *low, double *high)
{
    if (slope > 0)
        *low = fmax(*low, ratio_of(least, slope));
    else if (slope < 0)
        *high = fmin(*high, ratio_of(least, slope));
    else if (least > 0)
        *low = (double)INFINITY;
}

static void find_step(const asking *q, uint32_t side)
{
    dt_trust_answer *const answer = q->answer;
    bool has[2] = {false, false}; /* untrustworthy, trustworthy types */
    double low = 0, high = 1;
    for (uint32_t k = 0; k < answer->n; k++) {
        const stakes *const at = &q->stakes[k];
        const bool trustworthy = answer->trusters[k].trustworthy;
        if (answer->trusters[k].actor != q->trust->actor[side])
            continue;
        has[trustworthy] = true;
        if (trustworthy)
            cut(at->sucker - at->reward, at->punishment - at->reward, &low, &high);
        else
            cut(at->temptation - at->sucker, at->temptation - at->punishment, &low,
                &high);
    }
    const bool apart = has[0] && has[1];
    answer->step_low[side] = apart ? low : (double)NAN;
    answer->step_high[side] = apart ? high : (double)NAN;
    answer->has_step[side] = apart && low <= high && high > 0;
}

/* ---- the whole --------------------------------------------------------------------
 */

static double now_of(const dt_worlds *worlds, dt_actor_id a, uint32_t type)
{
    double sum = 0;
    for (uint32_t w = 0; w < worlds->n; w++)
        sum += worlds->at[w].cast.type[a] == type ? worlds->at[w].now : 0;
    return sum;
}

/* Add the types of one side; false, with `why`, when one of them has no values. */
static bool add_side(const asking *q, uint32_t side)
{
    const dt_model *const model = q->probe->model;
    dt_trust_answer *const answer = q->answer;
    const dt_actor_id a = q->trust->actor[side];
    for (uint32_t type = 0; type <= model->actors[a].n_types; type++) {
        const double p = now_of(&q->probe->worlds, a, type);
        const dt_valuation v = dt_valuation_of(model, a, type);
        if (p <= 0)
            continue;
        if (v.source == DT_VALUE_NONE) {
            dt_value_missing(model, a, type, answer->why, sizeof answer->why);
            return false;
        }
        q->trusters[answer->n] = (dt_truster){.actor = a, .type = type, .p = p};
        q->stakes[answer->n] = stakes_of(&v, q->trust, side);
        set_worths(&q->trusters[answer->n], &q->stakes[answer->n]);
        answer->n++;
    }
    return true;
}

static bool start(const asking *q)
{
    dt_trust_answer *const answer = q->answer;
    answer->applies =
        check_moves(q->probe->model, q->trust, answer->why, sizeof answer->why) &&
        add_side(q, 0) && add_side(q, 1);
    answer->n = answer->applies ? answer->n : 0;
    return answer->applies;
}

static void answer_trust(const asking *q)
{
    dt_trust_answer *const answer = q->answer;
    if (!start(q))
        return;
    for (uint32_t k = 0; k < answer->n; k++) {
        dt_truster *const t = &q->trusters[k];
        const dt_actor_id other = q->trust->actor[t->actor == q->trust->actor[0]];
        t->trusts = trust_of(&q->probe->worlds, answer, t, other);
        t->moves = t->trustworthy && pays(t);
    }
    answer->holds = both_move(q->trust, answer);
    find_step(q, 0);
    find_step(q, 1);
}

static dt_status ask(dt_probe *probe, uint32_t k, dt_trust_answer *answer,
                     dt_arena *scratch, dt_error *err)
{
    const dt_trust *const trust = &probe->model->intentions.trusts[k];
    const dt_actor *const actors = probe->model->actors;
    const uint32_t room =
        actors[trust->actor[0]].n_types + actors[trust->actor[1]].n_types + 2;
    const asking q = {.probe = probe,
                      .trust = trust,
                      .trusters = dt_arena_array(&probe->arena, dt_truster, room),
                      .stakes = dt_arena_array(scratch, stakes, room),
                      .answer = answer};
    if (!q.trusters || !q.stakes)
        return dt_fail_memory(err);
    answer->name = trust->name.id;
    answer->label = trust->name.label ? trust->name.label : trust->name.id;
    answer->trusters = q.trusters;
    answer_trust(&q);
    return DT_OK;
}

dt_status dt_trusts_find(dt_probe *probe, dt_error *err)
{
    const uint32_t n = probe->model->intentions.n_trusts;
    dt_trust_answer *const answers = dt_arena_array(&probe->arena, dt_trust_answer, n);
    dt_arena scratch = {0};
    dt_status status = answers ? DT_OK : dt_fail_memory(err);
    for (uint32_t k = 0; k < n && status == DT_OK; k++)
        status = ask(probe, k, &answers[k], &scratch, err);
    dt_arena_release(&scratch);
    probe->findings.n_trusts = status == DT_OK ? n : 0;
    probe->findings.trusts = answers;
    return status;
}
