/* From a point of the branch to beliefs, values and errors: a pass down the tree for
 * the logarithms of reach, beliefs set by set, and a pass up for values.
 *
 * Beliefs come from differences of logarithms, so that they mean something however
 * unlikely the set is. Where chance would have to do what it does with probability 0,
 * the nodes where it has to least often are believed. */
#include "games/quantal.h"

#include "games/solvers.h"

#include <math.h>
#include <string.h>

/* ---- Sums of two doubles ------------------------------------------------------- */

/* (high, low) += by, exactly but for the last digit of low (Knuth's two-sum). */
static void add_to(double *high, double *low, double by)
{
    const double sum = *high + by;
    const double part = sum - *high;
    *low += (*high - (sum - part)) + (by - part);
    *high = sum;
    const double whole = *high + *low;
    *low -= whole - *high;
    *high = whole;
}

/* ---- Points -------------------------------------------------------------------- */

bool dt_point_init(dt_point *point, const dt_game *game, dt_arena *arena)
{
    point->l = dt_arena_array(arena, double, game->n_actions);
    point->low = dt_arena_array(arena, double, game->n_actions);
    point->lambda = 0;
    return point->l && point->low;
}

void dt_point_copy(dt_point *to, const dt_point *from, uint32_t n_actions)
{
    memcpy(to->l, from->l, n_actions * sizeof *to->l);
    memcpy(to->low, from->low, n_actions * sizeof *to->low);
    to->lambda = from->lambda;
}

void dt_point_start(dt_point *point, const dt_game *game)
{
    for (uint32_t a = 0; a < game->n_actions; a++) {
        const dt_set *const set = &game->sets[game->actions[a].set];
        point->l[a] = set->player == DT_CHANCE ? 0 : -log((double)set->n_actions);
        point->low[a] = 0;
    }
    point->lambda = 0;
}

void dt_point_add(dt_point *point, uint32_t action, double by)
{
    add_to(&point->l[action], &point->low[action], by);
}

bool dt_quantal_init(dt_quantal *q, const dt_game *game, dt_arena *arena)
{
    const size_t n_nodes = game->n_nodes, n_actions = game->n_actions;
    q->game = game;
    q->p = dt_arena_array(arena, double, n_actions);
    q->log_chance = dt_arena_array(arena, double, n_actions);
    q->weight = dt_arena_array(arena, double, n_nodes);
    q->weight_low = dt_arena_array(arena, double, n_nodes);
    q->never = dt_arena_array(arena, uint32_t, n_nodes);
    q->belief = dt_arena_array(arena, double, n_nodes);
    q->value = dt_arena_alloc(arena, n_nodes, game->n_players * sizeof(double));
    q->worth = dt_arena_array(arena, double, n_actions);
    q->best = dt_arena_array(arena, uint32_t, game->n_sets);
    q->error = dt_arena_array(arena, double, n_actions);
    q->excess = dt_arena_array(arena, double, game->n_sets);
    if (!q->p || !q->log_chance || !q->weight || !q->weight_low || !q->never ||
        !q->belief || !q->value || !q->worth || !q->best || !q->error || !q->excess)
        return false;
    dt_fill_chance(game, q->p);
    for (uint32_t a = 0; a < game->n_actions; a++)
        q->log_chance[a] = q->p[a] > 0 ? log(q->p[a]) : 0;
    for (uint32_t n = 1; n < game->n_nodes; n++) {
        const uint32_t a = game->nodes[n].action;
        q->never[n] = q->never[game->nodes[n].parent] +
                      (!dt_is_players(game, game->actions[a].set) && !(q->p[a] > 0));
    }
    return true;
}

/* ---- Working out --------------------------------------------------------------- */

static void fill_probabilities(dt_quantal *q, const dt_point *point)
{
    const dt_game *const game = q->game;
    for (uint32_t a = 0; a < game->n_actions; a++)
        if (dt_is_players(game, game->actions[a].set))
            q->p[a] = exp(point->l[a] + point->low[a]);
}

static void fill_weights(dt_quantal *q, const dt_point *point)
{
    const dt_game *const game = q->game;
    for (uint32_t n = 1; n < game->n_nodes; n++) {
        const uint32_t up = game->nodes[n].parent, a = game->nodes[n].action;
        q->weight[n] = q->weight[up];
        q->weight_low[n] = q->weight_low[up];
        add_to(&q->weight[n], &q->weight_low[n], point->l[a] + q->log_chance[a]);
        add_to(&q->weight[n], &q->weight_low[n], point->low[a]);
    }
}

/* The member that is believed most. */
static uint32_t heaviest(const dt_quantal *q, const dt_set *set)
{
    uint32_t top = set->members[0];
    for (uint32_t m = 1; m < set->n_members; m++) {
        const uint32_t n = set->members[m];
        if (q->never[n] < q->never[top] ||
            (q->never[n] == q->never[top] && q->weight[n] > q->weight[top]))
            top = n;
    }
    return top;
}

static void believe(dt_quantal *q, const dt_set *set)
{
    const uint32_t top = heaviest(q, set);
    double sum = 0;
    for (uint32_t m = 0; m < set->n_members; m++) {
        const uint32_t n = set->members[m];
        q->belief[n] = q->never[n] > q->never[top]
                           ? 0
                           : exp((q->weight[n] - q->weight[top]) +
                                 (q->weight_low[n] - q->weight_low[top]));
        sum += q->belief[n];
    }
    for (uint32_t m = 0; m < set->n_members; m++)
        q->belief[set->members[m]] /= sum;
}

/* What the actions of a set are worth, and how far the equations are from true. */
static void compare(dt_quantal *q, const dt_point *point, uint32_t h)
{
    const dt_set *const set = &q->game->sets[h];
    uint32_t best = set->first_action;
    double sum = 0;
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const uint32_t a = set->first_action + k;
        q->worth[a] = dt_value_at(q->game, set, k, q->belief, q->value);
        best = point->l[a] > point->l[best] ? a : best;
        sum += q->p[a];
    }
    q->best[h] = best;
    q->excess[h] = sum - 1;
    for (uint32_t a = set->first_action; a < set->first_action + set->n_actions; a++)
        q->error[a] = (point->l[a] - point->l[best]) +
                      (point->low[a] - point->low[best]) -
                      point->lambda * (q->worth[a] - q->worth[best]);
}

void dt_quantal_update(dt_quantal *q, const dt_point *point)
{
    const dt_game *const game = q->game;
    fill_probabilities(q, point);
    fill_weights(q, point);
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (dt_is_players(game, h) && game->sets[h].n_members > 0)
            believe(q, &game->sets[h]);
    dt_fill_values(game, q->p, q->value);
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (dt_is_players(game, h))
            compare(q, point, h);
}

/* ---- Figures ------------------------------------------------------------------- */

double dt_quantal_regret(const dt_quantal *q)
{
    double largest = 0;
    for (uint32_t h = 0; h < q->game->n_sets; h++) {
        const dt_set *const set = &q->game->sets[h];
        double now = 0, best = -INFINITY;
        for (uint32_t k = 0; k < set->n_actions; k++) {
            now += q->p[set->first_action + k] * q->worth[set->first_action + k];
            best = fmax(best, q->worth[set->first_action + k]);
        }
        if (set->player != DT_CHANCE)
            largest = fmax(largest, best - now);
    }
    return largest;
}

double dt_quantal_error(const dt_quantal *q, const dt_point *point)
{
    double largest = 0;
    for (uint32_t a = 0; a < q->game->n_actions; a++) {
        const uint32_t h = q->game->actions[a].set;
        if (!dt_is_players(q->game, h))
            continue;
        const double size = fmax(1, fabs(point->l[a]));
        largest = fmax(largest, fabs(q->error[a]) / size);
        largest = fmax(largest, fabs(q->excess[h]));
    }
    return largest;
}
