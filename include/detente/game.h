/**
 * @file
 * @brief Games in extensive form: who moves when, knowing what, and what it is worth.
 *
 * A game is a tree. At each node chance or a player chooses one of the actions of the
 * *information set* that the node belongs to; a player does not know at which of its
 * nodes it is. Payoffs are collected on the way: an outcome may stand on any node.
 *
 * Everything has an index. Nodes stand in prefix order, the root is 0. Information sets
 * are numbered as they appear in that order, those of chance among them. The actions of
 * set h are dt_game_first_action(h) and the dt_game_n_actions_at(h) - 1 that follow, so
 * that a behaviour profile is one array of numbers, one for each action of the game.
 *
 * A finished game does not change and may be shared between threads. Games come from
 * Gambit's `.efg` format (dt_game_load()) and from the tests of a conflict
 * (detente/probe.h); all go out as `.efg` (dt_game_write()).
 */
#ifndef DETENTE_GAME_H
#define DETENTE_GAME_H

#include <detente/diags.h>
#include <detente/export.h>
#include <detente/model.h>
#include <detente/sink.h>
#include <detente/status.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A game tree. Opaque; free with dt_game_free(). */
typedef struct dt_game dt_game;

/** The player whose moves are drawn by chance. */
#define DT_CHANCE UINT32_MAX
/** No node, no information set. */
#define DT_NO_NODE UINT32_MAX

/**
 * @brief Read a game from an `.efg` file.
 *
 * @param[in]     path    the file.
 * @param[in]     strict  refuse what old files do and the format does not allow: labels
 *                        that are missing or occur twice among the actions of a set or
 *                        among players, another letter than R or D in the first line,
 *                        text that is not UTF-8 (it is taken for Latin-1). Otherwise
 *                        that is a warning.
 * @param[in,out] diags   receives findings with line and column; not NULL.
 * @param[out]    game    the caller's; set on success only.
 * @return DT_OK, DT_EMODEL (see @p diags), DT_EIO, DT_ELIMIT (the file is too long),
 *         DT_ENOMEM.
 * @cost   linear in the file.
 * @source Gambit project, "The extensive game (.efg) file format".
 */
DT_API DT_MUST_USE dt_status dt_game_load(const char *path, bool strict,
                                          dt_diags *diags, dt_game **game,
                                          dt_error *err);

/** @brief The same for a text in memory; as dt_game_load(), but never DT_EIO. */
DT_API DT_MUST_USE dt_status dt_game_parse(const dt_input *input, bool strict,
                                           dt_diags *diags, dt_game **game,
                                           dt_error *err);

/**
 * @brief Write the game as `.efg`.
 *
 * Numbers stand as they were written, so that reading them back gives the same game. A
 * label that ends in a backslash, which no file can hold, gets a blank behind it.
 *
 * @return DT_OK, DT_ENOMEM, or what the sink answered.
 */
DT_API DT_MUST_USE dt_status dt_game_write(const dt_game *game, const dt_sink *sink,
                                           dt_error *err);

/** @brief Free the game. Accepts NULL. */
DT_API void dt_game_free(dt_game *game);

/** @brief The title; may be empty. */
DT_API const char *dt_game_title(const dt_game *game);
/** @brief The comment behind the players; may be empty. */
DT_API const char *dt_game_comment(const dt_game *game);

/** @brief How many players there are, chance not counted; at least 1. */
DT_API uint32_t dt_game_n_players(const dt_game *game);
/** @brief The name of player @p i, 0 <= i < dt_game_n_players(). */
DT_API const char *dt_game_player(const dt_game *game, uint32_t i);

/** @brief How many nodes the tree has, terminal ones included; at least 1. */
DT_API uint32_t dt_game_n_nodes(const dt_game *game);
/** @brief The node's label; may be empty. */
DT_API const char *dt_game_node_label(const dt_game *game, uint32_t node);
/** @brief The node above, ::DT_NO_NODE for the root. */
DT_API uint32_t dt_game_parent(const dt_game *game, uint32_t node);
/** @brief The node's information set, ::DT_NO_NODE for a terminal node. */
DT_API uint32_t dt_game_set_of(const dt_game *game, uint32_t node);
/** @brief Where action @p k of the node's set leads, 0 <= k < dt_game_n_actions_at().
 */
DT_API uint32_t dt_game_child(const dt_game *game, uint32_t node, uint32_t k);
/** @brief The action that leads to the node, ::DT_NO_NODE for the root. */
DT_API uint32_t dt_game_action_to(const dt_game *game, uint32_t node);
/** @brief What player @p i has collected when play ends at this terminal node. */
DT_API double dt_game_payoff(const dt_game *game, uint32_t node, uint32_t i);

/** @brief How many information sets there are, those of chance included. */
DT_API uint32_t dt_game_n_sets(const dt_game *game);
/** @brief Who moves at the set: a player, or ::DT_CHANCE. */
DT_API uint32_t dt_game_set_player(const dt_game *game, uint32_t h);
/** @brief The set's label; may be empty. */
DT_API const char *dt_game_set_label(const dt_game *game, uint32_t h);
/** @brief How many nodes the set has, at least 1. */
DT_API uint32_t dt_game_n_members(const dt_game *game, uint32_t h);
/** @brief The nodes of the set, [dt_game_n_members()], ascending. */
DT_API const uint32_t *dt_game_members(const dt_game *game, uint32_t h);
/** @brief How many actions there are to choose from at the set, at least 1. */
DT_API uint32_t dt_game_n_actions_at(const dt_game *game, uint32_t h);
/** @brief The first of them; the others follow. */
DT_API uint32_t dt_game_first_action(const dt_game *game, uint32_t h);

/** @brief How many actions all sets have together. */
DT_API uint32_t dt_game_n_actions(const dt_game *game);
/** @brief The action's label; may be empty. */
DT_API const char *dt_game_action_label(const dt_game *game, uint32_t action);
/** @brief The set at which the action is taken. */
DT_API uint32_t dt_game_action_set(const dt_game *game, uint32_t action);
/** @brief With which probability chance takes the action; 0 for actions of players. */
DT_API double dt_game_chance(const dt_game *game, uint32_t action);

/**
 * @brief Whether every player always remembers what it knew and did.
 *
 * @param[out] h  if not NULL and the answer is no: an information set where somebody
 *                has forgotten.
 */
DT_API bool dt_game_has_recall(const dt_game *game, uint32_t *h);
/** @brief Whether every set of a player has one node. */
DT_API bool dt_game_is_perfect(const dt_game *game);
/** @brief Whether there are two players and one's gain is always the other's loss, up
 *         to a constant. Exact; but no, too, when the payoffs' common denominator grows
 *         beyond 2^16384. */
DT_API bool dt_game_is_constant_sum(const dt_game *game);

#ifdef __cplusplus
}
#endif

#endif
