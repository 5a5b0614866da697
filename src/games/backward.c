/* Backward induction (Zermelo 1913; Kuhn 1953): where everybody sees what was done
 * before, each choice can be settled when those below it are. Nodes stand in prefix
 * order, so one pass from the last node to the first does it.
 *
 * Where several actions are best the first is taken; that there were others is counted,
 * for each of them leads to another equilibrium. */
#include "games/solvers.h"

#include <stdio.h>
#include <string.h>

/* Actions of one worth: payoffs that were summed up in another order may differ by as
 * much, as a part of the range of the mover's payoffs. */
static const double SAME = 1e-12;

/* Take the node's best action; true when another is as good. */
static bool choose(const dt_game *game, uint32_t node, double *p, double *value)
{
    const dt_set *const set = dt_set_at(game, node);
    const uint32_t n_players = game->n_players;
    const double same = SAME * game->width[set->player];
    uint32_t best = 0, n_best = 0;
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const size_t here = (size_t)dt_child_at(game, node, k) * n_players;
        const size_t there = (size_t)dt_child_at(game, node, best) * n_players;
        const double more = value[here + set->player] - value[there + set->player];
        if (more > same) {
            best = k;
            n_best = 0;
        }
        n_best += more >= -same;
    }
    p[set->first_action + best] = 1;
    memcpy(value + (size_t)node * n_players,
           value + (size_t)dt_child_at(game, node, best) * n_players,
           n_players * sizeof *value);
    return n_best > 1;
}

static void expect(const dt_game *game, uint32_t node, const double *p, double *value)
{
    const dt_set *const set = dt_set_at(game, node);
    for (uint32_t k = 0; k < set->n_actions; k++)
        for (uint32_t i = 0; i < game->n_players; i++)
            value[(size_t)node * game->n_players + i] +=
                p[set->first_action + k] *
                value[(size_t)dt_child_at(game, node, k) * game->n_players + i];
}

/* The whole pass; value is [n_nodes][n_players] zeros. Answers how many choices were
 * between equals. */
static uint32_t induce(const dt_game *game, double *p, double *belief, double *value)
{
    uint32_t n_ties = 0;
    for (uint32_t n = game->n_nodes; n-- > 0;) {
        if (dt_is_terminal(game, n)) {
            memcpy(value + (size_t)n * game->n_players, dt_payoff_at(game, n),
                   game->n_players * sizeof *value);
        } else if (dt_set_at(game, n)->player == DT_CHANCE) {
            expect(game, n, p, value);
        } else {
            belief[n] = 1;
            n_ties += choose(game, n, p, value);
        }
    }
    return n_ties;
}

dt_status dt_solve_backward(const dt_task *task, dt_method_answer *answer,
                            dt_error *err)
{
    const dt_game *const game = task->game;
    if (!dt_game_is_perfect(game)) {
        snprintf(answer->why, sizeof answer->why,
                 "somebody does not know what was done before");
        return DT_OK;
    }
    dt_equilibrium *const found = dt_arena_new(task->arena, dt_equilibrium);
    double *const p = dt_arena_array(task->arena, double, game->n_actions);
    double *const belief = dt_arena_array(task->arena, double, game->n_nodes);
    double *const value =
        dt_arena_alloc(task->arena, game->n_nodes, game->n_players * sizeof(double));
    if (!found || !p || !belief || !value)
        return dt_fail_memory(err);
    dt_fill_chance(game, p);
    answer->applies = answer->complete = true;
    answer->n_ties = induce(game, p, belief, value);
    *found = (dt_equilibrium){.p = p, .belief = belief};
    answer->equilibria = found;
    answer->n = 1;
    return DT_OK;
}
