/* One equilibrium by Lemke's method in floating point. Case lemke: random trees of
 * 10^size nodes for two players (lemke), and for two whose payoffs add up to nothing,
 * by linear programs (program). Case envoys: signalling games with `size` types,
 * messages and answers (envoys), and the same in whole numbers as far as that is done
 * (envoys-exact). The columns count nodes; payoffs are what is copied. */
#include "measure.h"

#include "support/forest.h"

#include <detente/equilibrium.h>

/* Whether it was done, and a found equilibrium; else `err` says why. */
static bool solve(const dt_game *game, dt_method method, bool float_only,
                  measurement *m, dt_error *err)
{
    const dt_game_question question = {.methods = 1u << method,
                                       .float_only = float_only};
    dt_play *play = NULL;
    *m = (measurement){.n_states = game->n_nodes,
                       .n_done = game->n_nodes,
                       .n_copied = 2 * sizeof(double) * (uint64_t)game->n_nodes};
    const double start = seconds_now();
    if (dt_game_solve(game, &question, &play, err) != DT_OK)
        return false;
    m->solve = m->merit = seconds_now() - start;
    const bool found = dt_play_answer(play, method)->n == 1;
    if (!found)
        *err = (dt_error){.status = DT_EUSAGE, .text = "no equilibrium was found"};
    dt_play_free(play);
    return found;
}

/* Solve a game of ours, and free it. */
static bool solve_grown(dt_game *game, dt_method method, bool float_only,
                        measurement *m, dt_error *err)
{
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    const bool done = game && solve(game, method, float_only, m, err);
    dt_game_free(game);
    return done;
}

static dt_game *grow_tree(uint32_t size, bool opposed)
{
    uint32_t nodes = 1;
    for (uint32_t k = 0; k < size; k++)
        nodes *= 10;
    return forest_tree(1, (forest_size){.players = 2,
                                        .nodes = nodes,
                                        .chance = 20,
                                        .ignorance = 40,
                                        .places = 2,
                                        .opposed = opposed});
}

static bool solve_tree(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_grown(grow_tree(task->size, false), DT_METHOD_LEMKE, true, m, err);
}

static bool solve_opposed(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_grown(grow_tree(task->size, true), DT_METHOD_LP, true, m, err);
}

static dt_game *grow_signals(uint32_t n)
{
    return forest_signalling(1, (forest_signals){n, n, n, 2});
}

static bool solve_signals(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_grown(grow_signals(task->size), DT_METHOD_LEMKE, true, m, err);
}

static bool solve_signals_exactly(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_grown(grow_signals(task->size), DT_METHOD_LEMKE, false, m, err);
}

bool bench_lemke(const bench_task *task)
{
    return measure("lemke", 10, solve_tree, task) &&
           measure("program", 10, solve_opposed, task);
}

bool bench_envoys(const bench_task *task)
{
    return measure("envoys", 0, solve_signals, task) &&
           measure("envoys-exact", 0, solve_signals_exactly, task);
}
