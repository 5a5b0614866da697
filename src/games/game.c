/* A game is put together in lists, which become arrays when it is finished.
 *
 * One pass in prefix order with the path from the root as a stack is enough to link
 * everything: a node's parent is the deepest node on the path that still lacks a child,
 * and when a node lacks none any more its tree is complete. */
#include "games/game.h"

#include "base/fail.h"
#include "base/ratio.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* ---- Building ------------------------------------------------------------------ */

static const char *keep(dt_game *game, const char *text)
{
    return dt_arena_copy(&game->arena, text ? text : "", text ? strlen(text) : 0);
}

dt_game *dt_game_new(const char *title, const char *comment)
{
    dt_game *const game = DT_ARENA_ROOT(dt_game);
    if (!game)
        return NULL;
    game->title = keep(game, title);
    game->comment = keep(game, comment);
    if (game->title && game->comment)
        return game;
    dt_game_free(game);
    return NULL;
}

void dt_game_free(dt_game *game)
{
    if (game)
        dt_arena_free(game->arena);
}

uint32_t dt_game_add_player(dt_game *game, const char *label)
{
    const char **const player =
        dt_list_add(&game->player_list, &game->arena, sizeof *player);
    if (!player || !(*player = keep(game, label)))
        return DT_NONE;
    game->players = game->player_list.items;
    return game->n_players++;
}

uint32_t dt_game_add_set(dt_game *game, uint32_t player, uint32_t number,
                         const char *label, uint32_t n_actions)
{
    dt_set *const set = dt_list_add(&game->set_list, &game->arena, sizeof *set);
    const char *const copy = keep(game, label);
    if (!set || !copy)
        return DT_NONE;
    *set = (dt_set){copy, number, player, game->n_actions, n_actions, 0, NULL};
    game->sets = game->set_list.items;
    for (uint32_t k = 0; k < n_actions; k++) {
        dt_action *const action =
            dt_list_add(&game->action_list, &game->arena, sizeof *action);
        if (!action)
            return DT_NONE;
        *action = (dt_action){"", game->n_sets, {NULL, 0}};
        game->n_actions++;
    }
    game->actions = game->action_list.items;
    return game->n_sets++;
}

bool dt_game_set_action(dt_game *game, uint32_t set, uint32_t k, const char *label,
                        const char *chance)
{
    dt_action *const action = &game->actions[game->sets[set].first_action + k];
    action->label = keep(game, label);
    if (chance) {
        action->chance.text = keep(game, chance);
        action->chance.value = dt_number_value(chance);
    }
    return action->label && (!chance || action->chance.text);
}

uint32_t dt_game_add_outcome(dt_game *game, uint32_t number, const char *label,
                             const char *const *payoff)
{
    dt_outcome *const outcome =
        dt_list_add(&game->outcome_list, &game->arena, sizeof *outcome);
    dt_number *const numbers = dt_arena_array(&game->arena, dt_number, game->n_players);
    if (!outcome || !numbers)
        return DT_NONE;
    for (uint32_t i = 0; i < game->n_players; i++) {
        numbers[i] = (dt_number){keep(game, payoff[i]), dt_number_value(payoff[i])};
        if (!numbers[i].text)
            return DT_NONE;
    }
    *outcome = (dt_outcome){keep(game, label), number, numbers};
    game->outcomes = game->outcome_list.items;
    return outcome->label ? game->n_outcomes++ : DT_NONE;
}

uint32_t dt_game_add_node(dt_game *game, uint32_t set, uint32_t outcome,
                          const char *label)
{
    dt_game_node *const node =
        dt_list_add(&game->node_list, &game->arena, sizeof *node);
    if (!node)
        return DT_NONE;
    *node = (dt_game_node){keep(game, label), set, outcome, DT_NONE, DT_NONE, 0, 0};
    game->nodes = game->node_list.items;
    if (set != DT_NONE)
        game->sets[set].n_members++;
    return node->label ? game->n_nodes++ : DT_NONE;
}

/* ---- Finishing ----------------------------------------------------------------- */

/* How many children a node on the path has found. */
typedef struct dt_open {
    uint32_t node, n;
} dt_open;

static uint32_t fan_of(const dt_game *game, uint32_t node)
{
    return dt_is_terminal(game, node) ? 0 : dt_set_at(game, node)->n_actions;
}

/* Hang the node below the deepest open one; answers how deep the path is now. */
static uint32_t hang(dt_game *game, dt_open *path, uint32_t depth, uint32_t node)
{
    dt_game_node *const it = &game->nodes[node];
    if (depth > 0) {
        dt_open *const above = &path[depth - 1];
        it->parent = above->node;
        it->action = dt_set_at(game, above->node)->first_action + above->n;
        game->child[game->nodes[above->node].children + above->n++] = node;
    }
    path[depth++] = (dt_open){node, 0};
    while (depth > 0 && path[depth - 1].n == fan_of(game, path[depth - 1].node))
        game->nodes[path[--depth].node].end = node + 1;
    return depth;
}

/* Link all nodes; true when they make one tree. */
static bool link_nodes(dt_game *game, dt_open *path)
{
    uint32_t depth = 0, children = 0;
    for (uint32_t n = 0; n < game->n_nodes; n++) {
        game->nodes[n].children = children;
        children += fan_of(game, n);
        if ((n > 0 && depth == 0) || children >= game->n_nodes)
            return false;
        depth = hang(game, path, depth, n);
    }
    return game->n_nodes > 0 && depth == 0;
}

static bool list_members(dt_game *game)
{
    uint32_t *const room = dt_arena_array(&game->arena, uint32_t, game->n_nodes);
    uint32_t at = 0;
    if (!room)
        return false;
    for (uint32_t h = 0; h < game->n_sets; h++) {
        game->sets[h].members = room + at;
        at += game->sets[h].n_members;
        game->sets[h].n_members = 0;
    }
    for (uint32_t n = 0; n < game->n_nodes; n++)
        if (!dt_is_terminal(game, n)) {
            dt_set *const set = &game->sets[game->nodes[n].set];
            room[(size_t)(set->members - room) + set->n_members++] = n;
        }
    return true;
}

static void collect(dt_game *game, uint32_t node)
{
    const dt_game_node *const it = &game->nodes[node];
    double *const here = game->payoff + (size_t)node * game->n_players;
    for (uint32_t i = 0; i < game->n_players; i++) {
        const double above =
            it->parent == DT_NONE ? 0 : dt_payoff_at(game, it->parent)[i];
        const double more =
            it->outcome == DT_NONE ? 0 : game->outcomes[it->outcome].payoff[i].value;
        here[i] = above + more;
        if (dt_is_terminal(game, node)) {
            game->low = fmin(game->low, here[i]);
            game->high = fmax(game->high, here[i]);
        }
    }
}

/* Stakes differ from player to player, so each has a width of its own. */
static void measure_widths(dt_game *game)
{
    for (uint32_t i = 0; i < game->n_players; i++) {
        double low = INFINITY, high = -INFINITY;
        for (uint32_t n = 0; n < game->n_nodes; n++)
            if (dt_is_terminal(game, n)) {
                low = fmin(low, dt_payoff_at(game, n)[i]);
                high = fmax(high, dt_payoff_at(game, n)[i]);
            }
        game->width[i] = high > low ? high - low : 1;
    }
}

dt_status dt_game_finish(dt_game *game, dt_error *err)
{
    dt_open *const path = dt_arena_array(&game->arena, dt_open, game->n_nodes);
    game->child = dt_arena_array(&game->arena, uint32_t, game->n_nodes);
    game->payoff =
        dt_arena_alloc(&game->arena, game->n_nodes, game->n_players * sizeof(double));
    game->width = dt_arena_array(&game->arena, double, game->n_players);
    if (!path || !game->child || !game->payoff || !game->width || !list_members(game))
        return dt_fail_memory(err);
    const bool whole = link_nodes(game, path);
    assert(whole);
    (void)whole;
    game->low = INFINITY;
    game->high = -INFINITY;
    for (uint32_t n = 0; n < game->n_nodes; n++)
        collect(game, n);
    measure_widths(game);
    return dt_game_judge(game, err);
}

double dt_number_value(const char *text)
{
    mpq_t exact;
    mpq_init(exact);
    dt_ratio_set(exact, text);
    const double value = dt_ratio_double(exact);
    mpq_clear(exact);
    return value;
}

/* ---- Questions ----------------------------------------------------------------- */

const char *dt_game_title(const dt_game *game)
{
    return game->title;
}

const char *dt_game_comment(const dt_game *game)
{
    return game->comment;
}

uint32_t dt_game_n_players(const dt_game *game)
{
    return game->n_players;
}

const char *dt_game_player(const dt_game *game, uint32_t i)
{
    return game->players[i];
}

uint32_t dt_game_n_nodes(const dt_game *game)
{
    return game->n_nodes;
}

const char *dt_game_node_label(const dt_game *game, uint32_t node)
{
    return game->nodes[node].label;
}

uint32_t dt_game_parent(const dt_game *game, uint32_t node)
{
    return game->nodes[node].parent;
}

uint32_t dt_game_set_of(const dt_game *game, uint32_t node)
{
    return game->nodes[node].set;
}

uint32_t dt_game_child(const dt_game *game, uint32_t node, uint32_t k)
{
    return dt_child_at(game, node, k);
}

uint32_t dt_game_action_to(const dt_game *game, uint32_t node)
{
    return game->nodes[node].action;
}

double dt_game_payoff(const dt_game *game, uint32_t node, uint32_t i)
{
    return dt_payoff_at(game, node)[i];
}

uint32_t dt_game_n_sets(const dt_game *game)
{
    return game->n_sets;
}

uint32_t dt_game_set_player(const dt_game *game, uint32_t h)
{
    return game->sets[h].player;
}

const char *dt_game_set_label(const dt_game *game, uint32_t h)
{
    return game->sets[h].label;
}

uint32_t dt_game_n_members(const dt_game *game, uint32_t h)
{
    return game->sets[h].n_members;
}

const uint32_t *dt_game_members(const dt_game *game, uint32_t h)
{
    return game->sets[h].members;
}

uint32_t dt_game_n_actions_at(const dt_game *game, uint32_t h)
{
    return game->sets[h].n_actions;
}

uint32_t dt_game_first_action(const dt_game *game, uint32_t h)
{
    return game->sets[h].first_action;
}

uint32_t dt_game_n_actions(const dt_game *game)
{
    return game->n_actions;
}

const char *dt_game_action_label(const dt_game *game, uint32_t action)
{
    return game->actions[action].label;
}

uint32_t dt_game_action_set(const dt_game *game, uint32_t action)
{
    return game->actions[action].set;
}

double dt_game_chance(const dt_game *game, uint32_t action)
{
    return game->actions[action].chance.value;
}
