/* The branch of logit agent quantal responses and its end (McKelvey and Palfrey 1995,
 * 1998; Turocy 2005, 2010).
 *
 * The end lies at infinity, but it can be told from where we are. With e = 1 / lambda
 * the branch is smooth in e at 0, as a rule: a probability or belief x(e) that stays is
 * x(0) + e x' + ..., so x + lambda dx/dlambda is x(0) up to terms in e^2; one that
 * vanishes as e^-lambda or as 1 / lambda comes out below 0, or as good as. Such an
 * extrapolation is taken for the end when
 *
 *   1. nothing that has all but vanished is growing: no probability, no belief,
 *   2. it hardly differs from the point it is drawn from,
 *   3. its regret, as the verifier sees it, is below what the question allows,
 *   4. and it was so where lambda was half as large, with the same result.
 *
 * If that never happens, as where probabilities vanish like log lambda / lambda, the
 * branch is followed until its own regret must be as small: at a set of k actions it is
 * at most log k / lambda, as a logit response is best when the entropy of the choice
 * over lambda is added to its worth. That a point happens to have no regret says
 * little: beliefs where play hardly comes may be on their way to others, that will
 * change what is done.
 *
 * Beliefs where play comes follow from the probabilities; elsewhere they are those of
 * the branch, which has taken all paths there. */
#include "games/branch.h"
#include "games/solvers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double GROWTH = 2;         /* of lambda between two looks at the end */
static const double FAR_FROM_END = 0.1; /* regret, in parts of the range */
static const double VANISHING = 1e-3;   /* what is less is on its way out */
static const double CLOSE = 1e-2;       /* extrapolation moves nothing further */
static const double SAME = 1e-6;        /* two extrapolations agree */
static const double FAR_OUT = 1e6;      /* lambda by range: from here on rounding */
static const double SAME_OUT = 1e-3;    /* is felt, and this is agreement */
enum { MOST_CARE = 4 };                 /* times to begin anew */

/* What was seen of the end. */
typedef struct dt_sight {
    double lambda; /* 0: nothing yet */
    bool good;
    double *p, *belief;
} dt_sight;

typedef struct dt_tracing {
    const dt_task *task;
    const dt_game *game;
    dt_branch branch;
    dt_sight sight, last;
    double far;    /* lambda where all regrets must be as small as they are to be */
    double *reach; /* [n_nodes] scratch */
    double *drift; /* [n_nodes] of the logarithm of reach, by log lambda */
    dt_response *responses;
    uint32_t n_responses;
} dt_tracing;

/* ---- The end, from here -------------------------------------------------------- */

/* How fast an action's logarithm moves as log lambda does. */
static double drift_of(const dt_branch *b, uint32_t action)
{
    return b->ahead.l[action] * b->now.lambda / b->ahead.lambda;
}

static void fill_drift(dt_tracing *t)
{
    t->drift[0] = 0;
    for (uint32_t n = 1; n < t->game->n_nodes; n++)
        t->drift[n] = t->drift[t->game->nodes[n].parent] +
                      drift_of(&t->branch, t->game->nodes[n].action);
}

/* Where x goes that moves by x * drift as log lambda does. */
static double end_of(double x, double drift)
{
    const double end = fmax(0, x * (1 + drift));
    return end < VANISHING * x ? 0 : end;
}

/* True when nothing is against taking `end` for the end of x. */
static bool is_settled(double x, double drift, double end)
{
    return (x > VANISHING || drift <= VANISHING) && fabs(end - x) <= CLOSE;
}

static void normalise(double *x, uint32_t n)
{
    double sum = 0;
    for (uint32_t k = 0; k < n; k++)
        sum += x[k];
    for (uint32_t k = 0; k < n; k++)
        x[k] /= sum;
}

static bool extrapolate_actions(const dt_tracing *t, double *p)
{
    const dt_game *const game = t->game;
    bool settled = true;
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        for (uint32_t a = set->first_action; a < set->first_action + set->n_actions;
             a++) {
            const double now = t->branch.q.p[a], drift = drift_of(&t->branch, a);
            p[a] = set->player == DT_CHANCE ? now : end_of(now, drift);
            settled &= is_settled(now, drift, p[a]);
        }
        normalise(p + set->first_action, set->n_actions);
    }
    return settled;
}

/* Beliefs at one set. */
static bool extrapolate_set(dt_tracing *t, const dt_set *set, double *belief)
{
    const double *const now = t->branch.q.belief;
    double mean = 0, sum = 0;
    bool settled = true;
    for (uint32_t m = 0; m < set->n_members; m++)
        mean += now[set->members[m]] * t->drift[set->members[m]];
    for (uint32_t m = 0; m < set->n_members; m++) {
        const uint32_t n = set->members[m];
        const double drift = now[n] > 0 ? t->drift[n] - mean : 0;
        belief[n] = end_of(now[n], drift);
        settled &= is_settled(now[n], drift, belief[n]);
        sum += belief[n];
    }
    for (uint32_t m = 0; m < set->n_members; m++)
        belief[set->members[m]] /= sum;
    return settled;
}

/* Where play comes, beliefs follow from p; elsewhere from the branch. */
static bool extrapolate_beliefs(dt_tracing *t, const double *p, double *belief)
{
    const dt_game *const game = t->game;
    bool settled = true;
    fill_drift(t);
    dt_fill_reach(game, p, t->reach);
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        double sum = 0;
        if (set->player == DT_CHANCE)
            continue;
        settled &= extrapolate_set(t, set, belief);
        for (uint32_t m = 0; m < set->n_members; m++)
            sum += t->reach[set->members[m]];
        for (uint32_t m = 0; sum > 0 && m < set->n_members; m++)
            belief[set->members[m]] = t->reach[set->members[m]] / sum;
    }
    return settled;
}

static bool agree(const dt_tracing *t)
{
    double far = 0;
    for (uint32_t a = 0; a < t->game->n_actions; a++)
        far = fmax(far, fabs(t->sight.p[a] - t->last.p[a]));
    for (uint32_t n = 0; n < t->game->n_nodes; n++)
        far = fmax(far, fabs(t->sight.belief[n] - t->last.belief[n]));
    return far <= (t->sight.lambda * t->branch.range < FAR_OUT ? SAME : SAME_OUT);
}

/* Look ahead from the point of the branch; `*ends` when the end was seen for sure. */
static dt_status look(dt_tracing *t, bool *ends, dt_error *err)
{
    const dt_sight before = t->last;
    dt_proof proof;
    t->last = t->sight;
    t->sight = before;
    t->sight.lambda = t->branch.now.lambda;
    t->sight.good = t->branch.ahead.lambda > 0 && extrapolate_actions(t, t->sight.p) &&
                    extrapolate_beliefs(t, t->sight.p, t->sight.belief);
    if (t->sight.good) {
        DT_TRY(dt_game_verify(t->game, t->sight.p, t->sight.belief, &proof, err));
        t->sight.good = proof.share <= t->task->question->regret;
    }
    *ends = t->sight.good && t->last.good && agree(t);
    return DT_OK;
}

/* ---- Responses on the way ------------------------------------------------------ */

static double *copy_of(dt_arena *arena, const double *x, size_t n)
{
    double *const copy = dt_arena_array(arena, double, n);
    if (copy)
        memcpy(copy, x, n * sizeof *copy);
    return copy;
}

static dt_status record(dt_tracing *t, dt_error *err)
{
    const dt_quantal *const q = &t->branch.q;
    dt_response *const r = &t->responses[t->n_responses];
    r->lambda = t->branch.now.lambda;
    r->p = copy_of(t->task->arena, q->p, t->game->n_actions);
    r->belief = copy_of(t->task->arena, q->belief, t->game->n_nodes);
    r->error = dt_quantal_error(q, &t->branch.now);
    if (!r->p || !r->belief)
        return dt_fail_memory(err);
    t->n_responses++;
    return DT_OK;
}

static double next_stop(const dt_tracing *t)
{
    const dt_game_question *const question = t->task->question;
    return t->n_responses < question->n_lambdas ? question->lambdas[t->n_responses]
                                                : INFINITY;
}

/* ---- Tracing ------------------------------------------------------------------- */

/* Why the branch was left. */
typedef enum dt_leave {
    DT_LEAVE_NOT,
    DT_LEAVE_SEEN, /* the end was seen */
    DT_LEAVE_NEAR, /* the point itself is as good */
    DT_LEAVE_STUCK,
    DT_LEAVE_LOST, /* back where it began: this is another branch, or the wrong way */
    DT_LEAVE_STEPS
} dt_leave;

/* At a new point: what is there to do, and is it time to leave? */
static dt_status consider(dt_tracing *t, dt_leave *leave, dt_error *err)
{
    const dt_branch *const b = &t->branch;
    const dt_game_question *const question = t->task->question;
    const double stop = next_stop(t);
    if (b->now.lambda >= stop)
        DT_TRY(record(t, err));
    const bool all = t->n_responses == question->n_lambdas;
    const double regret = dt_quantal_regret(&b->q);
    bool ends = false;
    if (all && regret <= FAR_FROM_END * b->range &&
        b->now.lambda >= GROWTH * t->sight.lambda)
        DT_TRY(look(t, &ends, err));
    if (ends)
        *leave = DT_LEAVE_SEEN;
    else if (all && b->now.lambda >= t->far)
        *leave = DT_LEAVE_NEAR;
    return DT_OK;
}

/* The branch from its beginning, until it is left. */
static dt_status trace_once(dt_tracing *t, dt_leave *leave, dt_error *err)
{
    const dt_game_question *const question = t->task->question;
    *leave = DT_LEAVE_NOT;
    while (*leave == DT_LEAVE_NOT) {
        DT_TRY(dt_watch(question->limits.monitor, "tracing the branch", -1, err));
        if (t->branch.n_steps >= question->max_steps) {
            *leave = DT_LEAVE_STEPS;
            return DT_OK;
        }
        DT_TRY(dt_branch_step(&t->branch, next_stop(t), err));
        if (t->branch.stuck)
            *leave = DT_LEAVE_STUCK;
        else if (t->branch.now.lambda < 0)
            *leave = DT_LEAVE_LOST;
        else
            DT_TRY(consider(t, leave, err));
    }
    return DT_OK;
}

/* Whoever comes back to the beginning has jumped to another branch, or turned round, as
 * lambda is 0 at one point only: begin anew, and step more carefully. */
static dt_status trace(dt_tracing *t, dt_leave *leave, dt_error *err)
{
    DT_TRY(trace_once(t, leave, err));
    for (int care = 1; care < MOST_CARE && *leave == DT_LEAVE_LOST; care++) {
        t->sight.lambda = t->last.lambda = 0;
        t->sight.good = t->last.good = false;
        t->n_responses = 0;
        DT_TRY(dt_branch_restart(&t->branch, err));
        DT_TRY(trace_once(t, leave, err));
    }
    return DT_OK;
}

/* ---- The answer ---------------------------------------------------------------- */

static void explain(dt_method_answer *answer, dt_leave leave, double lambda)
{
    if (leave == DT_LEAVE_LOST)
        snprintf(answer->why, sizeof answer->why, "the branch was lost, several times");
    else if (leave == DT_LEAVE_STUCK)
        snprintf(answer->why, sizeof answer->why,
                 "the branch could not be followed beyond lambda = %g", lambda);
    else if (leave == DT_LEAVE_STEPS)
        snprintf(answer->why, sizeof answer->why,
                 "the branch was left at lambda = %g: no more steps were allowed",
                 lambda);
}

static dt_status fill_answer(dt_tracing *t, dt_leave leave, dt_method_answer *answer,
                             dt_error *err)
{
    const dt_branch *const b = &t->branch;
    dt_equilibrium *const found = dt_arena_new(t->task->arena, dt_equilibrium);
    if (!found)
        return dt_fail_memory(err);
    const bool seen = leave == DT_LEAVE_SEEN;
    *found = (dt_equilibrium){.p = seen ? t->sight.p : b->q.p,
                              .belief = seen ? t->sight.belief : b->q.belief};
    answer->n = 1;
    answer->equilibria = found;
    answer->complete = seen || leave == DT_LEAVE_NEAR;
    answer->lambda = b->now.lambda;
    answer->turned = b->turned;
    answer->n_steps = b->n_steps;
    answer->responses = t->responses;
    answer->n_responses = t->n_responses;
    explain(answer, leave, b->now.lambda);
    return DT_OK;
}

static bool has_choices(const dt_game *game)
{
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (dt_is_players(game, h))
            return true;
    return false;
}

/* Nobody has a choice: the branch is a point. */
static dt_status answer_idly(const dt_task *task, dt_method_answer *answer,
                             dt_error *err)
{
    dt_equilibrium *const found = dt_arena_new(task->arena, dt_equilibrium);
    double *const p = dt_arena_array(task->arena, double, task->game->n_actions);
    double *const belief = dt_arena_array(task->arena, double, task->game->n_nodes);
    if (!found || !p || !belief)
        return dt_fail_memory(err);
    *found = (dt_equilibrium){.p = p, .belief = belief};
    answer->equilibria = found;
    answer->n = 1;
    answer->applies = answer->complete = true;
    return DT_OK;
}

static bool sight_init(dt_sight *sight, const dt_game *game, dt_arena *arena)
{
    sight->p = dt_arena_array(arena, double, game->n_actions);
    sight->belief = dt_arena_array(arena, double, game->n_nodes);
    return sight->p && sight->belief;
}

/* The most actions of a set. */
static uint32_t most_actions(const dt_game *game)
{
    uint32_t most = 1;
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (dt_is_players(game, h) && game->sets[h].n_actions > most)
            most = game->sets[h].n_actions;
    return most;
}

/* Of the player with the least at stake. */
static double least_width(const dt_game *game)
{
    double least = INFINITY;
    for (uint32_t i = 0; i < game->n_players; i++)
        least = fmin(least, game->width[i]);
    return least;
}

static bool tracing_init(dt_tracing *t, dt_arena *arena)
{
    const size_t n_nodes = t->game->n_nodes;
    t->far =
        log(most_actions(t->game)) / (t->task->question->regret * least_width(t->game));
    t->reach = dt_arena_array(arena, double, n_nodes);
    t->drift = dt_arena_array(arena, double, n_nodes);
    t->responses = dt_arena_array(arena, dt_response, t->task->question->n_lambdas);
    return t->reach && t->drift && t->responses &&
           sight_init(&t->sight, t->game, arena) &&
           sight_init(&t->last, t->game, arena);
}

static dt_status solve(dt_tracing *t, dt_method_answer *answer, dt_error *err)
{
    const dt_task *const task = t->task;
    dt_leave leave;
    const dt_status status = dt_branch_init(
        &t->branch, t->game, task->question->limits.memory, task->arena, err);
    if (status == DT_ELIMIT) {
        snprintf(answer->why, sizeof answer->why,
                 "its equations would take more memory than is allowed");
        return DT_OK;
    }
    DT_TRY(status);
    if (!tracing_init(t, task->arena))
        return dt_fail_memory(err);
    answer->applies = true;
    DT_TRY(trace(t, &leave, err));
    return fill_answer(t, leave, answer, err);
}

dt_status dt_solve_logit(const dt_task *task, dt_method_answer *answer, dt_error *err)
{
    dt_tracing t = {.task = task, .game = task->game};
    if (!dt_game_has_recall(task->game, NULL)) {
        snprintf(answer->why, sizeof answer->why,
                 "somebody forgets what it knew or did, and beliefs make no sense");
        return DT_OK;
    }
    if (!has_choices(task->game))
        return answer_idly(task, answer, err);
    const dt_status status = solve(&t, answer, err);
    dt_branch_release(&t.branch);
    return status;
}
