/* What follows from a profile: where play comes, what each can believe and expect.
 *
 * Nodes stand in prefix order, so a pass forwards sees every node after the one above
 * it, and a pass backwards after those below it; each of these functions is one or two
 * such passes.
 *
 * Beliefs where play never comes take trembles. Whoever has to have trembled least
 * often is believed: a node's weight is e^(number of trembles) times the product of
 * the probabilities that are not 0, for an e that goes to 0. These are limits of
 * beliefs from fully mixed profiles, so they are consistent in the sense of Kreps and
 * Wilson (1982). That chance does what it does with probability 0 is less likely than
 * any number of trembles. Weights are kept as logarithms: a product of small
 * probabilities may be too small for a double, and what counts is their ratio.
 *
 * Replies are filled in from the end of play upwards, by depth: a set is dealt with
 * when all deeper ones are. Where a set has nodes at several depths, its shallowest
 * counts, and values between are worked out again. */
#include "games/solvers.h"

#include <math.h>

void dt_fill_chance(const dt_game *game, double *p)
{
    for (uint32_t a = 0; a < game->n_actions; a++)
        if (game->sets[game->actions[a].set].player == DT_CHANCE)
            p[a] = game->actions[a].chance.value;
}

void dt_fill_reach(const dt_game *game, const double *p, double *reach)
{
    reach[0] = 1;
    for (uint32_t n = 1; n < game->n_nodes; n++)
        reach[n] = reach[game->nodes[n].parent] * p[game->nodes[n].action];
}

/* ---- Beliefs ------------------------------------------------------------------- */

/* How unlikely it is that an action of probability 0 is taken: so many trembles. */
static double trembles_of(const dt_game *game, uint32_t action)
{
    return game->sets[game->actions[action].set].player == DT_CHANCE
               ? (double)game->n_nodes
               : 1;
}

/* Weights of all nodes: so many trembles, and the logarithm of the other factors. */
static void weigh_nodes(const dt_game *game, const double *p, double *trembles,
                        double *weight)
{
    trembles[0] = weight[0] = 0;
    for (uint32_t n = 1; n < game->n_nodes; n++) {
        const dt_game_node *const node = &game->nodes[n];
        const bool never = !(p[node->action] > 0);
        trembles[n] =
            trembles[node->parent] + (never ? trembles_of(game, node->action) : 0);
        weight[n] = weight[node->parent] + (never ? 0 : log(p[node->action]));
    }
}

/* In belief: trembles, and out: the set's beliefs. */
static void share_out(const dt_set *set, const double *weight, double *belief)
{
    double least = INFINITY, largest = -INFINITY, sum = 0;
    for (uint32_t k = 0; k < set->n_members; k++)
        least = fmin(least, belief[set->members[k]]);
    for (uint32_t k = 0; k < set->n_members; k++)
        if (belief[set->members[k]] <= least)
            largest = fmax(largest, weight[set->members[k]]);
    for (uint32_t k = 0; k < set->n_members; k++) {
        const uint32_t n = set->members[k];
        belief[n] = belief[n] <= least ? exp(weight[n] - largest) : 0;
        sum += belief[n];
    }
    for (uint32_t k = 0; k < set->n_members; k++)
        belief[set->members[k]] /= sum;
}

void dt_fill_beliefs(const dt_game *game, const double *p, double *belief,
                     double *reach)
{
    weigh_nodes(game, p, belief, reach);
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (game->sets[h].player != DT_CHANCE)
            share_out(&game->sets[h], reach, belief);
    for (uint32_t n = 0; n < game->n_nodes; n++)
        if (dt_is_terminal(game, n) || dt_set_at(game, n)->player == DT_CHANCE)
            belief[n] = 0;
}

/* ---- Values -------------------------------------------------------------------- */

/* What a node is worth, when those below it are known. */
static void fill_value(const dt_game *game, const double *p, uint32_t node,
                       double *value)
{
    const uint32_t n_players = game->n_players;
    double *const here = value + (size_t)node * n_players;
    const bool ends = dt_is_terminal(game, node);
    for (uint32_t i = 0; i < n_players; i++)
        here[i] = ends ? dt_payoff_at(game, node)[i] : 0;
    if (ends)
        return;
    const dt_set *const set = dt_set_at(game, node);
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const double *const next =
            value + (size_t)dt_child_at(game, node, k) * n_players;
        for (uint32_t i = 0; i < n_players; i++)
            here[i] += p[set->first_action + k] * next[i];
    }
}

void dt_fill_values(const dt_game *game, const double *p, double *value)
{
    for (uint32_t n = game->n_nodes; n-- > 0;)
        fill_value(game, p, n, value);
}

double dt_value_at(const dt_game *game, const dt_set *set, uint32_t k,
                   const double *belief, const double *value)
{
    double sum = 0;
    for (uint32_t m = 0; m < set->n_members; m++) {
        const uint32_t n = set->members[m];
        sum += belief[n] *
               value[(size_t)dt_child_at(game, n, k) * game->n_players + set->player];
    }
    return sum;
}

/* ---- Replies ------------------------------------------------------------------- */

typedef struct dt_replies {
    const dt_game *game;
    const bool *open;
    double *p, *belief;
    double *value;   /* [n_nodes][n_players] */
    double *reach;   /* [n_nodes] scratch */
    uint32_t *depth; /* [n_nodes] */
    uint32_t *order; /* [n_nodes] by depth, shallow first */
    uint32_t *head;  /* [n_sets] the set's shallowest node */
} dt_replies;

static uint32_t head_of(const dt_replies *r, const dt_set *set)
{
    uint32_t head = set->n_members > 0 ? set->members[0] : DT_NONE;
    for (uint32_t m = 1; m < set->n_members; m++)
        if (r->depth[set->members[m]] < r->depth[head])
            head = set->members[m];
    return head;
}

/* Counting sort by depth; `first` is [n_nodes + 1] zeros. */
static void order_nodes(dt_replies *r, uint32_t *first)
{
    const uint32_t n_nodes = r->game->n_nodes;
    for (uint32_t n = 0; n < n_nodes; n++)
        first[r->depth[n] + 1]++;
    for (uint32_t d = 1; d < n_nodes; d++)
        first[d] += first[d - 1];
    for (uint32_t n = 0; n < n_nodes; n++)
        r->order[first[r->depth[n]]++] = n;
}

static bool prepare(dt_replies *r, dt_arena *arena)
{
    const dt_game *const game = r->game;
    const size_t n_nodes = game->n_nodes;
    r->value = dt_arena_alloc(arena, n_nodes, game->n_players * sizeof(double));
    r->reach = dt_arena_array(arena, double, n_nodes);
    r->depth = dt_arena_array(arena, uint32_t, n_nodes);
    r->order = dt_arena_array(arena, uint32_t, n_nodes);
    uint32_t *const first = dt_arena_array(arena, uint32_t, n_nodes + 1);
    r->head = dt_arena_array(arena, uint32_t, game->n_sets);
    if (!r->value || !r->reach || !r->depth || !r->order || !r->head || !first)
        return false;
    for (uint32_t n = 1; n < game->n_nodes; n++)
        r->depth[n] = r->depth[game->nodes[n].parent] + 1;
    order_nodes(r, first);
    for (uint32_t h = 0; h < game->n_sets; h++)
        r->head[h] = head_of(r, &game->sets[h]);
    return true;
}

/* The set's first best reply; true when that is news. */
static bool reply(dt_replies *r, const dt_set *set)
{
    uint32_t best = 0;
    double most = -INFINITY;
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const double worth = dt_value_at(r->game, set, k, r->belief, r->value);
        if (worth > most) {
            most = worth;
            best = k;
        }
    }
    double *const p = r->p + set->first_action;
    const bool news = p[best] < 1;
    for (uint32_t k = 0; k < set->n_actions; k++)
        p[k] = k == best;
    return news;
}

/* The set has chosen: bring the values down from its depth up to date. */
static void refresh(dt_replies *r, const dt_set *set, uint32_t depth)
{
    for (uint32_t m = 0; m < set->n_members; m++)
        for (uint32_t n = set->members[m]; n != DT_NONE && r->depth[n] >= depth;
             n = r->game->nodes[n].parent)
            fill_value(r->game, r->p, n, r->value);
}

/* All replies once, from the end of play upwards; true when any is news. */
static bool sweep(dt_replies *r)
{
    const dt_game *const game = r->game;
    bool news = false;
    for (uint32_t k = game->n_nodes; k-- > 0;) {
        const uint32_t n = r->order[k];
        const uint32_t h = game->nodes[n].set;
        fill_value(game, r->p, n, r->value);
        if (h != DT_NONE && r->open[h] && n == r->head[h]) {
            news |= reply(r, &game->sets[h]);
            refresh(r, &game->sets[h], r->depth[n]);
        }
    }
    return news;
}

static void choose_replies(dt_replies *r)
{
    enum { SWEEPS = 16 };
    const dt_game *const game = r->game;
    bool news = true;
    for (uint32_t h = 0; h < game->n_sets; h++)
        for (uint32_t k = 0; r->open[h] && k < game->sets[h].n_actions; k++)
            r->p[game->sets[h].first_action + k] = 1.0 / game->sets[h].n_actions;
    for (uint32_t k = 0; k < SWEEPS && news; k++) {
        dt_fill_beliefs(game, r->p, r->belief, r->reach);
        dt_fill_values(game, r->p, r->value);
        news = sweep(r);
    }
    dt_fill_beliefs(game, r->p, r->belief, r->reach);
}

dt_status dt_fill_replies(const dt_game *game, const bool *open, double *p,
                          double *belief, dt_error *err)
{
    dt_arena arena = {0};
    dt_replies r = {.game = game, .open = open, .p = p, .belief = belief};
    const bool ready = prepare(&r, &arena);
    if (ready)
        choose_replies(&r);
    dt_arena_release(&arena);
    return ready ? DT_OK : dt_fail_memory(err);
}
