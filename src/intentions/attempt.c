/* An attempt is staged and solved, and then looked at. */
#include "intentions/attempt.h"

#include "base/fail.h"
#include "games/solvers.h"

#include <math.h>
#include <stdio.h>

/* ---- What is owned --------------------------------------------------------------- */

void dt_holdings_release(dt_holdings *holdings)
{
    dt_play **const plays = holdings->plays.items;
    dt_game **const games = holdings->games.items;
    for (size_t k = 0; k < holdings->plays.n; k++)
        dt_play_free(plays[k]);
    for (size_t k = 0; k < holdings->games.n; k++)
        dt_game_free(games[k]);
    *holdings = (dt_holdings){0};
}

static bool hold_game(const dt_bench *bench, dt_game *game)
{
    dt_game **const slot =
        dt_list_add(&bench->holdings->games, bench->arena, sizeof *slot);
    if (slot)
        *slot = game;
    else
        dt_game_free(game);
    return slot;
}

static bool hold_play(const dt_bench *bench, dt_play *play)
{
    dt_play **const slot =
        dt_list_add(&bench->holdings->plays, bench->arena, sizeof *slot);
    if (slot)
        *slot = play;
    else
        dt_play_free(play);
    return slot;
}

/* ---- With whose eyes ------------------------------------------------------------- */

static double chance_of_type(const dt_bench *bench, dt_actor_id a, uint32_t type)
{
    double sum = 0;
    for (uint32_t w = 0; w < bench->list.n; w++)
        if (bench->list.worlds[w].cast.type[a] == type)
            sum += bench->list.worlds[w].now;
    return sum;
}

uint32_t dt_tester_type(const dt_bench *bench, dt_actor_id tester)
{
    const uint32_t asked = bench->question->cast.type[tester];
    uint32_t best = 0;
    if (asked || chance_of_type(bench, tester, 0) > 0)
        return asked;
    for (uint32_t t = 1; t <= bench->model->actors[tester].n_types; t++)
        if (chance_of_type(bench, tester, t) > chance_of_type(bench, tester, best))
            best = t;
    return best;
}

/* ---- Solving --------------------------------------------------------------------- */

static dt_status solve(const dt_bench *bench, const dt_game *game, uint32_t methods,
                       dt_play **play, dt_error *err)
{
    const dt_game_question question = {.methods = methods,
                                       .limits = bench->question->limits,
                                       .max_steps = DT_STEPS_MAX};
    return dt_game_solve(game, &question, play, err);
}

/* The end of the branch, or where it was left; NULL where nothing was found. */
static const dt_equilibrium *selected(const dt_play *play)
{
    const dt_method_answer *const logit = dt_play_answer(play, DT_METHOD_LOGIT);
    return logit->n > 0 ? &logit->equilibria[0] : NULL;
}

/* Look at a solved game: the tester's own guises, values, and play up to last looks. */
static bool fill_mu(dt_look *look)
{
    const dt_staging *const s = look->s;
    const uint32_t type = look->attempt->tester_type;
    double *const mu = dt_arena_array(look->arena, double, s->n_guises);
    double sum = 0;
    if (!mu)
        return false;
    for (uint32_t g = 0; g < s->n_guises; g++)
        if (s->guises[g].cast.type[s->plot->tester] == type)
            sum += s->guises[g].p;
    for (uint32_t g = 0; g < s->n_guises; g++)
        if (s->guises[g].cast.type[s->plot->tester] == type)
            mu[g] = s->guises[g].p / sum;
    look->mu = mu;
    return true;
}

static bool fill_types(dt_look *look)
{
    const dt_staging *const s = look->s;
    const dt_actor_id tested = s->plot->tested;
    const uint32_t n = s->plot->model->actors[tested].n_types + 1;
    uint32_t *const types = dt_arena_array(look->arena, uint32_t, n);
    uint32_t *const type = dt_arena_array(look->arena, uint32_t, s->n_guises);
    double *const prior = dt_arena_array(look->arena, double, n);
    if (!types || !type || !prior)
        return false;
    uint32_t found = 0;
    for (uint32_t t = 0; t < n; t++) {
        for (uint32_t g = 0; g < s->n_guises; g++)
            if (look->mu[g] > 0 && s->guises[g].cast.type[tested] == t) {
                type[g] = found;
                prior[found] += look->mu[g];
            }
        if (prior[found] > 0)
            types[found++] = t;
    }
    look->attempt->n_types = found;
    look->attempt->types = types;
    look->type = type;
    look->prior = prior;
    return true;
}

uint32_t dt_second_test(const dt_staging *s, uint32_t scene)
{
    const dt_scene *const it = &s->scenes[scene];
    for (uint32_t k = 0; k < it->n; k++)
        if (s->scenes[it->first + k].is_test)
            return it->first + k;
    return DT_NONE;
}

static void pass_on(const dt_look *look, uint32_t scene, double *reach)
{
    const dt_scene *const it = &look->s->scenes[scene];
    const uint32_t second = dt_second_test(look->s, scene);
    for (uint32_t g = 0; g < look->s->n_guises; g++) {
        double *const row = reach + (size_t)g * look->s->n_scenes;
        for (uint32_t k = 0; k < it->n; k++)
            row[it->first + k] = second == it->first + k ? row[scene]
                                 : second != DT_NONE
                                     ? 0
                                     : row[scene] * dt_move_p(look, g, it->first + k);
    }
}

static bool is_last(const dt_staging *s, uint32_t scene)
{
    const dt_act *const act = s->scenes[scene].step;
    return !act || (act->decides && dt_second_test(s, scene) == DT_NONE);
}

/* Below last looks, and where the second test was not made, reach stays 0 and no scene
 * is a last look. */
static bool fill_reach(dt_look *look)
{
    const dt_staging *const s = look->s;
    double *const reach =
        dt_arena_array(look->arena, double, (size_t)s->n_guises * s->n_scenes);
    bool *const is_open = dt_arena_array(look->arena, bool, s->n_scenes);
    bool *const last = dt_arena_array(look->arena, bool, s->n_scenes);
    if (!reach || !is_open || !last)
        return false;
    for (uint32_t g = 0; g < s->n_guises; g++)
        reach[(size_t)g * s->n_scenes] = look->mu[g];
    is_open[0] = true;
    for (uint32_t k = 0; k < s->n_scenes; k++) {
        const dt_scene *const it = &s->scenes[k];
        last[k] = is_open[k] && is_last(s, k);
        if (!is_open[k] || last[k])
            continue;
        pass_on(look, k, reach);
        const uint32_t second = dt_second_test(s, k);
        for (uint32_t c = it->first; c < it->first + it->n; c++)
            is_open[c] = second == DT_NONE || second == c;
    }
    look->reach = reach;
    look->is_last = last;
    return true;
}

static bool fill_values(dt_look *look)
{
    const dt_game *const game = look->s->game;
    double *const value =
        dt_arena_alloc(look->arena, game->n_nodes, game->n_players * sizeof *value);
    if (value)
        dt_fill_values(game, look->e->p, value);
    look->value = value;
    look->player = dt_stage_player(look->s, look->s->plot->tester);
    return value;
}

static double worth_of(const dt_look *look)
{
    double sum = 0;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            sum += look->mu[g] * dt_worth_in(look, g, 0);
    return sum;
}

/* ---- Judging --------------------------------------------------------------------- */

static void refuse(dt_attempt *attempt, const char *why)
{
    attempt->applies = false;
    snprintf(attempt->why, sizeof attempt->why, "%s", why);
}

static void note_play(const dt_play *play, dt_attempt *attempt)
{
    const dt_method_answer *const logit = dt_play_answer(play, DT_METHOD_LOGIT);
    attempt->game = dt_play_game(play);
    attempt->play = play;
    attempt->settled = logit->complete;
    attempt->n_pure = dt_play_answer(play, DT_METHOD_PURE)->n;
}

/* What the test is worth in the pure equilibria, too: which of them is played no model
 * says for certain. */
static bool widen_worth(const dt_look *look)
{
    const dt_method_answer *const pure = dt_play_answer(look->play, DT_METHOD_PURE);
    const dt_game *const game = look->s->game;
    dt_attempt *const attempt = look->attempt;
    double *const value =
        dt_arena_alloc(look->arena, game->n_nodes, game->n_players * sizeof *value);
    dt_look other = *look;
    other.value = value;
    attempt->worth_low = attempt->worth_high = attempt->worth;
    for (uint32_t k = 0; value && k < pure->n; k++) {
        other.e = &pure->equilibria[k];
        dt_fill_values(game, other.e->p, value);
        const double worth = worth_of(&other);
        attempt->worth_low = fmin(attempt->worth_low, worth);
        attempt->worth_high = fmax(attempt->worth_high, worth);
    }
    return value;
}

static dt_status look_at(const dt_bench *bench, const dt_staging *s,
                         const dt_play *play, dt_attempt *attempt, dt_error *err)
{
    dt_look look = {.s = s,
                    .play = play,
                    .e = selected(play),
                    .arena = bench->arena,
                    .attempt = attempt};
    attempt->applies = true;
    attempt->proof = look.e->proof;
    if (!fill_mu(&look) || !fill_types(&look) || !fill_values(&look) ||
        !fill_reach(&look))
        return dt_fail_memory(err);
    attempt->worth = worth_of(&look);
    attempt->range = s->game->width[look.player];
    return widen_worth(&look) && dt_look_assay(&look) && dt_look_replies(&look)
               ? DT_OK
               : dt_fail_memory(err);
}

/* The tester may be of the type. */
static bool has_type(const dt_staging *s, uint32_t type)
{
    for (uint32_t g = 0; g < s->n_guises; g++)
        if (s->guises[g].cast.type[s->plot->tester] == type)
            return true;
    return false;
}

static bool has_second(const dt_staging *s)
{
    for (uint32_t k = 0; k < s->n_scenes; k++)
        if (s->scenes[k].is_test)
            return true;
    return false;
}

/* Build the game, which is owned from then on; if there is none worth solving, say why.
 */
static dt_status stage(const dt_bench *bench, const dt_plot *plot, dt_staging *s,
                       dt_attempt *attempt, dt_error *err)
{
    DT_TRY(dt_staging_build(plot, &bench->list, bench->arena, s, err));
    if (!s->game)
        refuse(attempt, s->why);
    else if (!hold_game(bench, s->game))
        return dt_fail_memory(err);
    else if (!has_type(s, attempt->tester_type))
        snprintf(
            attempt->why, sizeof attempt->why, "'%s' is certainly not of type '%s'",
            bench->model->actors[plot->tester].name.id,
            dt_actor_type_name(bench->model, plot->tester, attempt->tester_type - 1));
    else if (plot->is_pair && !has_second(s))
        refuse(attempt,
               "the second test is not possible after any answer to the first");
    return DT_OK;
}

static dt_status solve_and_look(const dt_bench *bench, const dt_staging *s,
                                dt_attempt *attempt, dt_error *err)
{
    uint32_t methods = 1u << DT_METHOD_LOGIT;
    dt_play *play = NULL;
    attempt->has_pure = !s->plot->is_pair && s->game->n_nodes <= DT_PURE_NODES_MAX;
    if (attempt->has_pure)
        methods |= 1u << DT_METHOD_PURE;
    DT_TRY(solve(bench, s->game, methods, &play, err));
    if (!hold_play(bench, play))
        return dt_fail_memory(err);
    note_play(play, attempt);
    if (selected(play))
        return look_at(bench, s, play, attempt, err);
    refuse(attempt, dt_play_answer(play, DT_METHOD_LOGIT)->why);
    return DT_OK;
}

dt_status dt_attempt_judge(const dt_bench *bench, const dt_plot *plot,
                           dt_attempt *attempt, dt_error *err)
{
    dt_staging *const s = dt_arena_new(bench->arena, dt_staging);
    if (!s)
        return dt_fail_memory(err);
    attempt->tester = plot->tester;
    attempt->tested = plot->tested;
    attempt->tester_type = dt_tester_type(bench, plot->tester);
    attempt->stated = plot->first->is_stated;
    DT_TRY(stage(bench, plot, s, attempt, err));
    return attempt->why[0] ? DT_OK : solve_and_look(bench, s, attempt, err);
}

/* ---- Glances --------------------------------------------------------------------- */

static dt_status glance_at(const dt_bench *bench, const dt_staging *s,
                           dt_arena *scratch, dt_glance *glance, dt_error *err)
{
    dt_attempt attempt = {.tester_type = dt_tester_type(bench, s->plot->tester)};
    dt_look look = {.s = s, .arena = scratch, .attempt = &attempt};
    dt_play *play = NULL;
    DT_TRY(solve(bench, s->game, 1u << DT_METHOD_LOGIT, &play, err));
    look.e = selected(play);
    const bool seen = look.e && has_type(s, attempt.tester_type);
    const bool ok = !seen || (fill_mu(&look) && fill_values(&look));
    if (ok && seen)
        *glance =
            (dt_glance){worth_of(&look), s->game->width[look.player], s->game->n_nodes};
    dt_play_free(play);
    return ok ? DT_OK : dt_fail_memory(err);
}

dt_status dt_attempt_glance(const dt_bench *bench, const dt_plot *plot,
                            dt_glance *glance, dt_error *err)
{
    dt_arena scratch = {0};
    dt_staging s = {0};
    *glance = (dt_glance){.worth = NAN};
    dt_status status = dt_staging_build(plot, &bench->list, &scratch, &s, err);
    if (status == DT_OK && s.game)
        status = glance_at(bench, &s, &scratch, glance, err);
    dt_game_free(s.game);
    dt_arena_release(&scratch);
    return status;
}
