/* See assessor.h. */
#include "oracle/assessor.h"

#include <math.h>

/* The action that leads from a node to one of its children. */
static uint32_t action_to(const dt_game *game, uint32_t child)
{
    const uint32_t parent = dt_game_parent(game, child);
    const uint32_t h = dt_game_set_of(game, parent);
    uint32_t k = 0;
    while (dt_game_child(game, parent, k) != child)
        k++;
    return dt_game_first_action(game, h) + k;
}

static double probability(const dt_game *game, const double *p, uint32_t h, uint32_t a)
{
    return dt_game_set_player(game, h) == DT_CHANCE ? dt_game_chance(game, a) : p[a];
}

double assessor_reach(const dt_game *game, const double *p, uint32_t from, uint32_t to)
{
    double product = 1;
    while (to != from) {
        const uint32_t parent = dt_game_parent(game, to);
        if (parent == DT_NO_NODE)
            return 0;
        product *=
            probability(game, p, dt_game_set_of(game, parent), action_to(game, to));
        to = parent;
    }
    return product;
}

double assessor_value(const dt_game *game, const double *p, uint32_t node, uint32_t i)
{
    double sum = 0;
    for (uint32_t n = node; n < dt_game_n_nodes(game); n++)
        if (dt_game_set_of(game, n) == DT_NO_NODE)
            sum += assessor_reach(game, p, node, n) * dt_game_payoff(game, n, i);
    return sum;
}

static double worth(const dt_game *game, const double *p, const double *belief,
                    uint32_t h, uint32_t k)
{
    double sum = 0;
    for (uint32_t m = 0; m < dt_game_n_members(game, h); m++) {
        const uint32_t n = dt_game_members(game, h)[m];
        sum += belief[n] * assessor_value(game, p, dt_game_child(game, n, k),
                                          dt_game_set_player(game, h));
    }
    return sum;
}

static double regret_at(const dt_game *game, const double *p, const double *belief,
                        uint32_t h)
{
    double now = 0, best = -INFINITY;
    for (uint32_t k = 0; k < dt_game_n_actions_at(game, h); k++) {
        const double it = worth(game, p, belief, h, k);
        now += p[dt_game_first_action(game, h) + k] * it;
        best = it > best ? it : best;
    }
    return best - now;
}

static double bayes_at(const dt_game *game, const double *p, const double *belief,
                       uint32_t h, double least)
{
    const uint32_t *const members = dt_game_members(game, h);
    double all = 0, error = 0;
    for (uint32_t m = 0; m < dt_game_n_members(game, h); m++)
        all += assessor_reach(game, p, 0, members[m]);
    if (all <= least)
        return 0;
    for (uint32_t m = 0; m < dt_game_n_members(game, h); m++) {
        const double right = assessor_reach(game, p, 0, members[m]) / all;
        error = fmax(error, fabs(belief[members[m]] - right));
    }
    return error;
}

static double sum_error_at(const dt_game *game, const double *p, const double *belief,
                           uint32_t h)
{
    double chosen = 0, believed = 0;
    for (uint32_t k = 0; k < dt_game_n_actions_at(game, h); k++)
        chosen += p[dt_game_first_action(game, h) + k];
    for (uint32_t m = 0; m < dt_game_n_members(game, h); m++)
        believed += belief[dt_game_members(game, h)[m]];
    return fmax(fabs(chosen - 1), fabs(believed - 1));
}

assessor_figures assessor_judge(const dt_game *game, const double *p,
                                const double *belief, double least)
{
    assessor_figures all = {0, 0, 0};
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++) {
        if (dt_game_set_player(game, h) == DT_CHANCE)
            continue;
        all.regret = fmax(all.regret, regret_at(game, p, belief, h));
        all.bayes = fmax(all.bayes, bayes_at(game, p, belief, h, least));
        all.sum = fmax(all.sum, sum_error_at(game, p, belief, h));
    }
    return all;
}
