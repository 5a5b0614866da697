/* Laws of games in extensive form, on random ones: what is written is read as the same
 * game and written as the same bytes; a player recalls all exactly when a plain
 * comparison of histories says so; and sums are constant exactly when they are. */
#include "games/game.h"
#include "support/dice.h"
#include "support/forest.h"
#include "support/likeness.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

enum { GAMES = 600, MOST_NODES = 120, LARGE = 100000, DEEP = 100000 };

static forest_size size_of(uint64_t seed)
{
    dice d = {.seed = seed + 1000000};
    return (forest_size){.players = (uint32_t)dice_between(&d, 1, 4),
                         .nodes = (uint32_t)dice_between(&d, 1, MOST_NODES),
                         .actions = (uint32_t)dice_between(&d, 2, 5),
                         .chance = (unsigned)dice_below(&d, 40),
                         .ignorance = (unsigned)dice_below(&d, 100),
                         .inner = (unsigned)dice_below(&d, 30),
                         .places = (uint32_t)dice_below(&d, 3)};
}

/* ---- Out and in ------------------------------------------------------------------ */

static dt_game *read_back(const dt_game *game, dt_text *text)
{
    const dt_sink sink = {write_to_text, text};
    dt_diags *const diags = dt_diags_new();
    dt_game *again = NULL;
    assert_int_equal(dt_game_write(game, &sink, NULL), DT_OK);
    const dt_input input = {"it", dt_text_string(text), text->n, DT_FORMAT_CONFLICT};
    if (dt_game_parse(&input, true, diags, &again, NULL) != DT_OK)
        fail_msg("%s\n%s", findings_of(diags), dt_text_string(text));
    dt_diags_free(diags);
    return again;
}

static void assert_comes_back(const dt_game *game)
{
    dt_text once = {0}, twice = {0};
    dt_game *const again = read_back(game, &once);
    const char *const difference = game_difference(game, again);
    if (difference)
        fail_msg("%s differs:\n%s", difference, dt_text_string(&once));
    dt_game *const third = read_back(again, &twice);
    assert_string_equal(dt_text_string(&once), dt_text_string(&twice));
    dt_game_free(third);
    dt_game_free(again);
    dt_text_release(&once);
    dt_text_release(&twice);
}

static void trees_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        dt_game *const game = forest_tree(seed, size_of(seed));
        assert_int_equal(game->n_nodes, size_of(seed).nodes);
        assert_comes_back(game);
        dt_game_free(game);
    }
}

static void signalling_games_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const forest_signals size = {(uint32_t)(1 + seed % 4), (uint32_t)(1 + seed % 5),
                                     (uint32_t)(1 + seed % 3), (uint32_t)(seed % 3)};
        dt_game *const game = forest_signalling(seed, size);
        assert_int_equal(game->n_nodes,
                         1 + size.types * (1 + size.messages * (1 + size.answers)));
        assert_true(dt_game_has_recall(game, NULL));
        assert_comes_back(game);
        dt_game_free(game);
    }
}

static void large_trees_come_back(void **state)
{
    (void)state;
    dt_game *const game = forest_tree(
        1, (forest_size){.players = 3, .nodes = LARGE, .chance = 20, .ignorance = 50});
    assert_comes_back(game);
    dt_game_free(game);
}

/* A path that a recursive reader could not walk. */
static void deep_trees_come_back(void **state)
{
    (void)state;
    static const char *const payoff[] = {"1", "-1"};
    dt_game *const game = dt_game_new("deep", "");
    dt_game_add_player(game, "A");
    dt_game_add_player(game, "B");
    const uint32_t outcome = dt_game_add_outcome(game, 1, "", payoff);
    for (uint32_t k = 0; k < DEEP; k++) {
        const uint32_t set = dt_game_add_set(game, k % 2, k + 1, "", 2);
        dt_game_set_action(game, set, 0, "on", NULL);
        dt_game_set_action(game, set, 1, "off", NULL);
        dt_game_add_node(game, set, DT_NONE, "");
    }
    for (uint32_t k = 0; k <= DEEP; k++)
        dt_game_add_node(game, DT_NONE, outcome, "");
    assert_int_equal(dt_game_finish(game, NULL), DT_OK);
    assert_true(dt_game_has_recall(game, NULL));
    assert_true(dt_game_is_constant_sum(game));
    assert_comes_back(game);
    dt_game_free(game);
}

/* ---- Recall ---------------------------------------------------------------------- */

/* The own action of the node's player that is last above it. */
static uint32_t last_own(const dt_game *game, uint32_t node, uint32_t player)
{
    for (uint32_t n = node; game->nodes[n].parent != DT_NONE; n = game->nodes[n].parent)
        if (dt_set_at(game, game->nodes[n].parent)->player == player)
            return n;
    return DT_NONE;
}

/* The whole own history of two nodes: sets and actions, one after the other. */
static bool same_history(const dt_game *game, uint32_t a, uint32_t b, uint32_t player)
{
    for (;;) {
        a = last_own(game, a, player);
        b = last_own(game, b, player);
        if (a == DT_NONE || b == DT_NONE)
            return a == b;
        if (game->nodes[a].action != game->nodes[b].action)
            return false;
        a = game->nodes[a].parent;
        b = game->nodes[b].parent;
    }
}

static bool recalls(const dt_game *game, uint32_t h)
{
    const dt_set *const set = &game->sets[h];
    for (uint32_t k = 1; set->player != DT_CHANCE && k < set->n_members; k++)
        if (!same_history(game, set->members[0], set->members[k], set->player))
            return false;
    return true;
}

static bool all_recall(const dt_game *game)
{
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (!recalls(game, h))
            return false;
    return true;
}

/* The game with some sets merged that have the same player and number of actions. */
static dt_game *blur(const dt_game *game, dice *d)
{
    dt_game *const copy = dt_game_new("blurred", "");
    uint32_t *const to = calloc(game->n_sets + 1, sizeof *to);
    for (uint32_t i = 0; i < game->n_players; i++)
        dt_game_add_player(copy, game->players[i]);
    for (uint32_t o = 0; o < game->n_outcomes; o++) {
        const char *payoff[FOREST_PLAYERS];
        for (uint32_t i = 0; i < game->n_players; i++)
            payoff[i] = game->outcomes[o].payoff[i].text;
        dt_game_add_outcome(copy, o + 1, "", payoff);
    }
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        to[h] = DT_NONE;
        for (uint32_t g = 0; g < h && set->player != DT_CHANCE; g++)
            if (game->sets[g].player == set->player &&
                game->sets[g].n_actions == set->n_actions && dice_chance(d, 10))
                to[h] = to[g];
        if (to[h] != DT_NONE)
            continue;
        to[h] = dt_game_add_set(copy, set->player, set->number, "", set->n_actions);
        for (uint32_t k = 0; k < set->n_actions; k++)
            dt_game_set_action(copy, to[h], k, "a",
                               game->actions[set->first_action + k].chance.text);
    }
    for (uint32_t n = 0; n < game->n_nodes; n++)
        dt_game_add_node(copy,
                         dt_is_terminal(game, n) ? DT_NONE : to[game->nodes[n].set],
                         game->nodes[n].outcome, "");
    assert_int_equal(dt_game_finish(copy, NULL), DT_OK);
    free(to);
    return copy;
}

static void recall_is_what_histories_say(void **state)
{
    (void)state;
    int forgetful = 0;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        dice d = {.seed = seed};
        dt_game *const game = forest_tree(seed, size_of(seed));
        dt_game *const other = blur(game, &d);
        uint32_t h = DT_NONE;
        assert_true(all_recall(game) && dt_game_has_recall(game, &h));
        assert_int_equal(h, DT_NONE);
        assert_int_equal(dt_game_has_recall(other, &h), all_recall(other));
        if (!all_recall(other))
            assert_false(recalls(other, h));
        forgetful += h != DT_NONE;
        dt_game_free(other);
        dt_game_free(game);
    }
    assert_in_range(forgetful, GAMES / 5, GAMES - 1);
}

/* ---- Sums ------------------------------------------------------------------------ */

static void opposed_players_have_a_constant_sum(void **state)
{
    (void)state;
    int general = 0;
    for (uint64_t seed = 1; seed <= GAMES / 2; seed++) {
        forest_size size = size_of(seed);
        size.players = 2;
        size.opposed = true;
        dt_game *const opposed = forest_tree(seed, size);
        assert_true(dt_game_is_constant_sum(opposed));
        dt_game_free(opposed);
        size.opposed = false;
        dt_game *const game = forest_tree(seed, size);
        general += !dt_game_is_constant_sum(game);
        dt_game_free(game);
    }
    assert_in_range(general, GAMES / 4, GAMES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_come_back),
        cmocka_unit_test(signalling_games_come_back),
        cmocka_unit_test(large_trees_come_back),
        cmocka_unit_test(deep_trees_come_back),
        cmocka_unit_test(recall_is_what_histories_say),
        cmocka_unit_test(opposed_players_have_a_constant_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
