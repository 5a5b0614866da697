/* Sequence form and complementary pivoting: one equilibrium of a game of two players.
 *
 * Small games are solved in whole numbers (tableau.c), others in floating point
 * (march.c); what comes out of either is checked against the game's own data. Where the
 * reply to the prior is tied in a way that cannot be resolved, or rounding has led
 * astray, another prior is tried.
 *
 * The path ends at plans with levels: limits of plans where every sequence has some
 * probability, however small. What an action has of its set, and what a node has of its
 * set, is decided by the first level that is not 0. So there are probabilities and
 * beliefs at sets where play never comes, too, and they are limits as Kreps and Wilson
 * (1982) ask for: the equilibrium is quasi-perfect (van Damme 1984), hence sequential.
 * Only what chance never lets happen has to be filled in.
 *
 * Source: Koller, Megiddo and von Stengel 1996; von Stengel, van den Elzen and Talman
 * 2002; Miltersen and Sorensen 2010. */
#include "games/prior.h"
#include "games/solvers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Games with more sequences than MOST_EXACT are not begun in whole numbers. From so
 * many priors a path is begun. */
enum { MOST_EXACT = 600, PRIORS = 4 };

/* The largest residual that is let through. Levels below NOTHING are rounding. */
static const double RESIDUAL = 1e-9, NOTHING = 1e-9;

typedef struct dt_search {
    const dt_task *task;
    dt_sequences form;
    dt_arena scratch;
    uint32_t n_levels;
    dt_path path;
    double nothing; /* levels up to that are 0 */
    double *p, *belief;
    bool *filled; /* [n_sets] */
} dt_search;

/* ---- From levels to probabilities and beliefs -------------------------------------
 */

static double level_of(const dt_search *s, uint32_t i, uint32_t sequence,
                       uint32_t level)
{
    const double x = s->path.plan[i][(size_t)sequence * s->n_levels + level];
    return x > s->nothing ? x : 0;
}

/* Share out what the set's actions have at the first level where they have any. */
static void behave_at(const dt_search *s, uint32_t i, const dt_fork *fork)
{
    const dt_side *const side = &s->form.side[i];
    double sum = 0;
    for (uint32_t level = 0; level < s->n_levels && sum <= 0; level++) {
        for (uint32_t k = 0; k < fork->n; k++)
            sum += level_of(s, i, fork->first + k, level);
        for (uint32_t k = 0; k < fork->n && sum > 0; k++)
            s->p[side->action[fork->first + k]] =
                level_of(s, i, fork->first + k, level) / sum;
    }
}

/* What the node has at a level: chance, and the other player's plan. */
static double weight_at(const dt_search *s, uint32_t i, uint32_t node, uint32_t level)
{
    return s->form.chance[node] *
           level_of(s, 1 - i, s->form.side[1 - i].at[node], level);
}

static void believe_at(dt_search *s, uint32_t i, uint32_t h)
{
    const dt_set *const set = &s->task->game->sets[h];
    double sum = 0;
    for (uint32_t level = 0; level < s->n_levels && sum <= 0; level++) {
        for (uint32_t k = 0; k < set->n_members; k++)
            sum += weight_at(s, i, set->members[k], level);
        for (uint32_t k = 0; k < set->n_members && sum > 0; k++)
            s->belief[set->members[k]] = weight_at(s, i, set->members[k], level) / sum;
    }
    s->filled[h] = !(sum > 0);
}

/* Where chance never lets play come: best replies, and beliefs from trembles. */
static dt_status fill_rest(dt_search *s, dt_error *err)
{
    const dt_game *const game = s->task->game;
    bool any = false;
    for (uint32_t h = 0; h < game->n_sets; h++)
        any |= s->filled[h];
    if (!any)
        return DT_OK;
    double *const belief = dt_arena_array(&s->scratch, double, game->n_nodes);
    if (!belief)
        return dt_fail_memory(err);
    DT_TRY(dt_fill_replies(game, s->filled, s->p, belief, err));
    for (uint32_t n = 0; n < game->n_nodes; n++)
        if (!dt_is_terminal(game, n) && s->filled[game->nodes[n].set])
            s->belief[n] = belief[n];
    return DT_OK;
}

static dt_status assess(dt_search *s, dt_error *err)
{
    const dt_game *const game = s->task->game;
    s->p = dt_arena_array(s->task->arena, double, game->n_actions);
    s->belief = dt_arena_array(s->task->arena, double, game->n_nodes);
    s->filled = dt_arena_array(s->task->arena, bool, game->n_sets);
    if (!s->p || !s->belief || !s->filled)
        return dt_fail_memory(err);
    dt_fill_chance(game, s->p);
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t f = 1; f < s->form.side[i].n_forks; f++) {
            behave_at(s, i, &s->form.side[i].forks[f]);
            believe_at(s, i, s->form.side[i].forks[f].set);
        }
    return fill_rest(s, err);
}

/* ---- Paths -------------------------------------------------------------------------
 */

/* The residual of what has been found, from the game's own data. */
static dt_status judge(dt_search *s, double *residual, dt_error *err)
{
    double *plan[2];
    for (uint32_t i = 0; i < 2; i++) {
        plan[i] = dt_arena_array(&s->scratch, double, s->form.side[i].n_sequences);
        if (!plan[i])
            return dt_fail_memory(err);
        dt_sequences_plan(&s->form, i, s->p, plan[i]);
    }
    *residual = dt_sequences_residual(&s->form, plan, &s->scratch);
    return isnan(*residual) ? dt_fail_memory(err) : DT_OK;
}

static dt_status publish(dt_search *s, bool exact, dt_method_answer *answer,
                         dt_error *err)
{
    DT_TRY(assess(s, err));
    DT_TRY(judge(s, &answer->residual, err));
    if (!(answer->residual < RESIDUAL))
        return DT_OK;
    dt_equilibrium *const found = dt_arena_new(s->task->arena, dt_equilibrium);
    if (!found)
        return dt_fail_memory(err);
    found->p = s->p;
    found->belief = s->belief;
    found->filled = s->filled;
    answer->equilibria = found;
    answer->n = 1;
    answer->exact = exact;
    answer->complete = true;
    return DT_OK;
}

/* One path after the other, from different priors, until one comes to its end. */
static dt_status try_priors(dt_search *s, bool exact, dt_method_answer *answer,
                            dt_error *err)
{
    for (uint32_t seed = 0; seed < PRIORS && answer->n == 0; seed++) {
        dt_prior prior;
        DT_TRY(dt_prior_new(&s->form, &s->scratch, seed, &prior, err));
        s->n_levels = prior.n_levels;
        s->nothing = exact ? 0 : NOTHING;
        s->path.n_steps = 0;
        DT_TRY((exact ? dt_path_exact : dt_path_float)(&prior, &s->scratch, &s->path,
                                                       err));
        answer->n_steps += s->path.n_steps;
        if (s->path.end == DT_PATH_FOUND)
            DT_TRY(publish(s, exact, answer, err));
        else if (s->path.end == DT_PATH_LARGE || s->path.end == DT_PATH_STEPS)
            break;
    }
    return DT_OK;
}

static void explain(const dt_search *s, dt_method_answer *answer)
{
    const char *why = "";
    switch (s->path.end) {
    case DT_PATH_FOUND:
        snprintf(answer->why, sizeof answer->why,
                 "rounding: what was found misses an equilibrium by %.1e of the range "
                 "of payoffs",
                 answer->residual);
        return;
    case DT_PATH_TIED:
        why = "replies to the first beliefs are tied, whichever are tried";
        break;
    case DT_PATH_LOST:
        why = "rounding has led the path astray, from whichever beliefs it began";
        break;
    case DT_PATH_LARGE:
        why = "the game needs more memory than is allowed";
        break;
    case DT_PATH_STEPS:
        why = "the path takes more steps than are allowed";
        break;
    }
    snprintf(answer->why, sizeof answer->why, "%s", why);
}

static dt_status search(dt_search *s, dt_method_answer *answer, dt_error *err)
{
    const dt_game_question *const question = s->task->question;
    const uint32_t n_sequences =
        s->form.side[0].n_sequences + s->form.side[1].n_sequences;
    s->path.monitor = question->limits.monitor;
    s->path.memory = question->limits.memory;
    s->path.most_steps = question->max_steps;
    if (!question->float_only && n_sequences <= MOST_EXACT)
        DT_TRY(try_priors(s, true, answer, err));
    if (answer->n == 0)
        DT_TRY(try_priors(s, false, answer, err));
    if (answer->n == 0)
        explain(s, answer);
    return DT_OK;
}

dt_status dt_solve_lemke(const dt_task *task, dt_method_answer *answer, dt_error *err)
{
    const char *const why_not = dt_sequences_why_not(task->game);
    if (why_not) {
        snprintf(answer->why, sizeof answer->why, "%s", why_not);
        return DT_OK;
    }
    answer->applies = true;
    dt_search s = {.task = task};
    dt_status status = dt_sequences_new(task->game, &s.scratch, &s.form, err);
    if (status == DT_OK)
        status = search(&s, answer, err);
    dt_arena_release(&s.scratch);
    return status;
}
