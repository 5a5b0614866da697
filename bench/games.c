/* Tracing the branch of logit responses of a game of perfect information, from its
 * beginning to its end: three players in turn, three actions each, and payoffs at
 * random. The size is how deep the tree is; states are nodes. What it is compared with
 * is not a memcpy but backward induction of the same game. */
#include "conflicts.h"
#include "measure.h"

#include "games/game.h"

#include <detente/equilibrium.h>

#include <stdio.h>

enum { PLAYERS = 3, ACTIONS = 3 };

static bool add_end(dt_game *game, uint64_t *seed)
{
    char text[PLAYERS][16];
    const char *payoff[PLAYERS];
    for (uint32_t i = 0; i < PLAYERS; i++) {
        snprintf(text[i], sizeof text[i], "%u.%02u", draw(seed, 10), draw(seed, 100));
        payoff[i] = text[i];
    }
    const uint32_t outcome =
        dt_game_add_outcome(game, game->n_outcomes + 1, "", payoff);
    return outcome != DT_NONE &&
           dt_game_add_node(game, DT_NONE, outcome, "") != DT_NONE;
}

/* The tree below the next node, that deep. */
static bool grow(dt_game *game, uint64_t *seed, uint32_t depth)
{
    if (depth == 0)
        return add_end(game, seed);
    const uint32_t set =
        dt_game_add_set(game, depth % PLAYERS, game->n_sets + 1, "", ACTIONS);
    if (set == DT_NONE || dt_game_add_node(game, set, DT_NONE, "") == DT_NONE)
        return false;
    for (uint32_t k = 0; k < ACTIONS; k++)
        if (!dt_game_set_action(game, set, k, "", NULL) || !grow(game, seed, depth - 1))
            return false;
    return true;
}

/* Seconds that a method takes; below 0 when it fails. */
static double time_of(const dt_game *game, dt_method method, dt_error *err)
{
    const dt_game_question question = {.methods = 1u << method};
    dt_play *play = NULL;
    const double start = seconds_now();
    const bool done = dt_game_solve(game, &question, &play, err) == DT_OK &&
                      dt_play_answer(play, method)->complete;
    const double took = seconds_now() - start;
    dt_play_free(play);
    return done ? took : -1;
}

static bool trace(const bench_task *task, measurement *m, dt_error *err)
{
    uint64_t seed = task->size;
    dt_game *const game = dt_game_new("", "");
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    bool done = game;
    for (uint32_t i = 0; done && i < PLAYERS; i++)
        done = dt_game_add_player(game, "") != DT_NONE;
    done = done && grow(game, &seed, task->size) && dt_game_finish(game, err) == DT_OK;
    if (done) {
        m->n_states = m->n_done = game->n_nodes;
        m->copy = time_of(game, DT_METHOD_BACKWARD, err);
        m->solve = m->merit = time_of(game, DT_METHOD_LOGIT, err);
        done = m->copy >= 0 && m->solve >= 0;
    }
    dt_game_free(game);
    return done;
}

bool bench_games(const bench_task *task)
{
    return measure("games", ACTIONS, trace, task);
}
