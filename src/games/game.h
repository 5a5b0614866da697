/* The game tree, and how one is built.
 *
 * Nodes stand in prefix order: a node, then the trees below its actions one after the
 * other. So a tree is built by naming its nodes in that order, and the nodes below node
 * n are n + 1 to end[n] - 1.
 *
 *     set        0 (chance)          actions 0 1
 *     node 0 ----+---- node 1 .. 7   action 0
 *                +---- node 8 .. 14  action 1
 *
 * Whatever can be looked up along the tree in one pass is worked out once, by
 * dt_game_finish(). */
#ifndef DT_GAMES_GAME_H
#define DT_GAMES_GAME_H

#include "base/list.h"

#include <detente/game.h>

/* A payoff or probability: as it was written, and as near as a double comes. */
typedef struct dt_number {
    const char *text; /* an integer, decimal or fraction, exponents allowed */
    double value;
} dt_number;

/* A node that is none, a set that is none, an outcome that is none. */
#define DT_NONE UINT32_MAX

typedef struct dt_game_node {
    const char *label;
    uint32_t set;      /* DT_NONE: terminal */
    uint32_t outcome;  /* DT_NONE: nothing is collected here */
    uint32_t parent;   /* DT_NONE: the root */
    uint32_t action;   /* that led here; DT_NONE: the root */
    uint32_t end;      /* one behind the last node below */
    uint32_t children; /* first of its set's n_actions entries in dt_game::child */
} dt_game_node;

typedef struct dt_set {
    const char *label;
    uint32_t number; /* as files have it: unique for its player */
    uint32_t player; /* DT_CHANCE: chance */
    uint32_t first_action, n_actions;
    uint32_t n_members;
    const uint32_t *members; /* [n_members] nodes, ascending */
} dt_set;

typedef struct dt_action {
    const char *label;
    uint32_t set;
    dt_number chance; /* text NULL: the action of a player */
} dt_action;

typedef struct dt_outcome {
    const char *label;
    uint32_t number;         /* as files have it, from 1 */
    const dt_number *payoff; /* [n_players] */
} dt_outcome;

struct dt_game {
    dt_arena arena;
    const char *title, *comment;
    uint32_t n_players, n_nodes, n_sets, n_actions, n_outcomes;
    const char **players; /* [n_players] */
    dt_game_node *nodes;  /* [n_nodes] */
    dt_set *sets;         /* [n_sets] */
    dt_action *actions;   /* [n_actions] */
    dt_outcome *outcomes; /* [n_outcomes] */
    uint32_t *child;      /* [n_nodes - 1], by node and action */
    double *payoff;   /* [n_nodes][n_players] collected on the way, this node's too */
    double *width;    /* [n_players] from the least to the largest payoff of each at an
                         end of play; 1 if they are all the same */
    double low, high; /* the least and largest payoff of anybody there */
    uint32_t forgetful; /* a set whose player has forgotten something; DT_NONE: none */
    bool constant_sum;
    dt_list node_list, set_list, action_list, outcome_list,
        player_list; /* while built */
};

/* ---- Building ------------------------------------------------------------------ */

/* An empty game; texts are copied. NULL when there is no memory. */
dt_game *dt_game_new(const char *title, const char *comment);

/* Each adds one thing and answers its index, or DT_NONE when there is no memory. Texts
 * are copied. All players come before the first set and outcome. */
uint32_t dt_game_add_player(dt_game *game, const char *label);
/* A set with room for its actions, which dt_game_set_action() names. `number` is unique
 * for the player. */
uint32_t dt_game_add_set(dt_game *game, uint32_t player, uint32_t number,
                         const char *label, uint32_t n_actions);
/* `payoff` is [n_players] texts of numbers, each as in dt_number. */
uint32_t dt_game_add_outcome(dt_game *game, uint32_t number, const char *label,
                             const char *const *payoff);
/* The next node in prefix order; a set or DT_NONE, an outcome or DT_NONE. */
uint32_t dt_game_add_node(dt_game *game, uint32_t set, uint32_t outcome,
                          const char *label);

/* Name action k of a set; `chance` is the text of a probability, NULL for a player's.
 * False when there is no memory. */
bool dt_game_set_action(dt_game *game, uint32_t set, uint32_t k, const char *label,
                        const char *chance);

/* All is named: link nodes, collect payoffs, judge. The nodes must make one tree
 * (asserted; dt_game_is_whole() asks). DT_OK or DT_ENOMEM. */
dt_status dt_game_finish(dt_game *game, dt_error *err);

/* Find out what dt_game_has_recall() and dt_game_is_constant_sum() tell (recall.c);
 * dt_game_finish() calls it. DT_OK or DT_ENOMEM. */
dt_status dt_game_judge(dt_game *game, dt_error *err);

/* ---- Small questions ----------------------------------------------------------- */

/* The number as a double. The text has the form of dt_number. */
double dt_number_value(const char *text);

static inline bool dt_is_terminal(const dt_game *game, uint32_t node)
{
    return game->nodes[node].set == DT_NONE;
}

/* The set that a node belongs to; the node is not terminal. */
static inline const dt_set *dt_set_at(const dt_game *game, uint32_t node)
{
    return &game->sets[game->nodes[node].set];
}

/* Where the k-th action at a node leads. */
static inline uint32_t dt_child_at(const dt_game *game, uint32_t node, uint32_t k)
{
    return game->child[game->nodes[node].children + k];
}

/* What the players have collected when they have come to a node: [n_players]. */
static inline const double *dt_payoff_at(const dt_game *game, uint32_t node)
{
    return game->payoff + (size_t)node * game->n_players;
}

#endif
