/* One question, many methods: each is asked in turn, and whatever it finds is completed
 * and verified here, so that no method vouches for itself. */
#include "games/solvers.h"

#include <math.h>
#include <string.h>

struct dt_play {
    dt_arena arena;
    const dt_game *game;
    dt_method_answer answers[DT_N_METHODS];
};

/* How each method is asked. */
static dt_method_solver *const solvers[DT_N_METHODS] = {
    [DT_METHOD_BACKWARD] = dt_solve_backward,
    [DT_METHOD_LOGIT] = dt_solve_logit,
    [DT_METHOD_PURE] = dt_solve_pure,
    [DT_METHOD_SIGNALLING] = dt_solve_signalling,
    [DT_METHOD_LEMKE] = dt_solve_lemke,
    [DT_METHOD_LP] = dt_solve_program,
};

/* ---- What is found is completed ------------------------------------------------ */

/* The same profile with chance's probabilities. */
static double *whole_profile(const dt_game *game, dt_arena *arena, const double *p)
{
    double *const whole = dt_arena_array(arena, double, game->n_actions);
    if (whole) {
        memcpy(whole, p, game->n_actions * sizeof *whole);
        dt_fill_chance(game, whole);
    }
    return whole;
}

static double *expected(const dt_game *game, dt_arena *arena, const double *value)
{
    double *const payoff = dt_arena_array(arena, double, game->n_players);
    if (payoff)
        memcpy(payoff, value, game->n_players * sizeof *payoff);
    return payoff;
}

static bool *reached_sets(const dt_game *game, dt_arena *arena, const double *reach)
{
    bool *const reached = dt_arena_array(arena, bool, game->n_sets);
    for (uint32_t n = 0; reached && n < game->n_nodes; n++)
        if (reach[n] > 0 && !dt_is_terminal(game, n))
            reached[game->nodes[n].set] = true;
    return reached;
}

/* Payoffs, where play comes, and proof. `room` is [n_nodes][n_players]. */
static dt_status complete(const dt_game *game, dt_arena *arena, double *room,
                          dt_equilibrium *e, dt_error *err)
{
    double *const p = whole_profile(game, arena, e->p);
    if (!p)
        return dt_fail_memory(err);
    e->p = p;
    dt_fill_reach(game, p, room);
    e->reached = reached_sets(game, arena, room);
    dt_fill_values(game, p, room);
    e->payoff = expected(game, arena, room);
    if (!e->filled)
        e->filled = dt_arena_array(arena, bool, game->n_sets);
    if (!e->reached || !e->payoff || !e->filled)
        return dt_fail_memory(err);
    e->n_alike = e->n_alike ? e->n_alike : 1;
    return dt_game_verify(game, p, e->belief, &e->proof, err);
}

static dt_status complete_all(const dt_task *task, dt_method_answer *answer,
                              dt_error *err)
{
    const dt_game *const game = task->game;
    dt_equilibrium *const all = dt_arena_array(task->arena, dt_equilibrium, answer->n);
    double *const room =
        dt_arena_alloc(task->arena, game->n_nodes, game->n_players * sizeof(double));
    if (!all || !room)
        return dt_fail_memory(err);
    for (uint32_t k = 0; k < answer->n; k++) {
        all[k] = answer->equilibria[k];
        DT_TRY(complete(game, task->arena, room, &all[k], err));
    }
    answer->equilibria = all;
    return DT_OK;
}

/* ---- The question -------------------------------------------------------------- */

static dt_status check_question(const dt_game_question *q, dt_error *err)
{
    if (q->methods >> DT_N_METHODS)
        return dt_fail(err, DT_EUSAGE, "no such method of solving games");
    if (!(q->regret >= 0))
        return dt_fail(err, DT_EUSAGE, "the regret allowed is negative");
    for (uint32_t k = 0; k < q->n_lambdas; k++)
        if (!(q->lambdas[k] > (k ? q->lambdas[k - 1] : 0)) || isinf(q->lambdas[k]))
            return dt_fail(err, DT_EUSAGE,
                           "precisions must be above 0, finite and ascending");
    return DT_OK;
}

static dt_game_question with_defaults(const dt_game_question *q)
{
    static const uint64_t most_steps = 1000000;
    static const double regret = 1e-10;
    dt_game_question whole = *q;
    if (whole.methods == 0)
        whole.methods = (1u << DT_N_METHODS) - 1;
    if (!(whole.regret > 0))
        whole.regret = regret;
    if (whole.max_steps == 0)
        whole.max_steps = most_steps;
    if (whole.limits.memory == 0)
        whole.limits.memory = DT_MEMORY_DEFAULT;
    return whole;
}

static dt_status solve_all(const dt_task *task, dt_play *play, dt_error *err)
{
    for (uint32_t m = 0; m < DT_N_METHODS; m++) {
        dt_method_answer *const answer = &play->answers[m];
        if (!solvers[m] || !(task->question->methods >> m & 1))
            continue;
        DT_TRY(solvers[m](task, answer, err));
        DT_TRY(complete_all(task, answer, err));
    }
    return DT_OK;
}

dt_status dt_game_solve(const dt_game *game, const dt_game_question *question,
                        dt_play **play, dt_error *err)
{
    static const dt_game_question plain = {0};
    question = question ? question : &plain;
    DT_TRY(check_question(question, err));
    dt_play *const made = DT_ARENA_ROOT(dt_play);
    if (!made)
        return dt_fail_memory(err);
    made->game = game;
    const dt_game_question whole = with_defaults(question);
    const dt_task task = {game, &whole, &made->arena};
    const dt_status status = solve_all(&task, made, err);
    if (status == DT_OK)
        *play = made;
    else
        dt_play_free(made);
    return status;
}

void dt_play_free(dt_play *play)
{
    if (play)
        dt_arena_free(play->arena);
}

const dt_method_answer *dt_play_answer(const dt_play *play, dt_method method)
{
    return &play->answers[method];
}

const dt_game *dt_play_game(const dt_play *play)
{
    return play->game;
}
