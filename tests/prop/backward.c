/* Laws of backward induction, on random trees of perfect information. */
#include "support/forest.h"
#include "support/played.h"
#include "support/tested.h"

#include "oracle/assessor.h"

#include <math.h>

enum { TREES = 500 };

static dt_game *tree(uint64_t seed, uint32_t places)
{
    return forest_tree(seed, (forest_size){.players = 1 + (uint32_t)(seed % 4),
                                           .nodes = 1 + (uint32_t)(seed * 7 % 61),
                                           .chance = 20,
                                           .inner = 20,
                                           .places = places});
}

/* The best that can be had at a node by whoever moves there, if all do so: from the
 * definition. p is filled in with pure choices; `worth` is [players]. */
static void best_of(const dt_game *game, uint32_t node, double *p, double *worth)
{
    const uint32_t h = dt_game_set_of(game, node), n = dt_game_n_players(game);
    double below[FOREST_PLAYERS], most = -INFINITY;
    for (uint32_t i = 0; i < n; i++)
        worth[i] = h == DT_NO_NODE ? dt_game_payoff(game, node, i) : 0;
    if (h == DT_NO_NODE)
        return;
    const uint32_t player = dt_game_set_player(game, h),
                   n_actions = dt_game_n_actions_at(game, h);
    const uint32_t first = dt_game_first_action(game, h);
    for (uint32_t k = 0; k < n_actions; k++) {
        best_of(game, dt_game_child(game, node, k), p, below);
        const bool better = player != DT_CHANCE && below[player] > most;
        if (better)
            most = below[player];
        for (uint32_t i = 0; i < n; i++)
            if (player == DT_CHANCE)
                worth[i] += dt_game_chance(game, first + k) * below[i];
            else if (better)
                worth[i] = below[i];
        for (uint32_t j = 0; better && j < n_actions; j++)
            p[first + j] = j == k;
    }
}

/* Payoffs in hundredths hardly ever tie: there is one equilibrium. */
static void choices_are_those_of_the_definition(void **state)
{
    (void)state;
    uint32_t n_without = 0;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        double p[256] = {0}, worth[FOREST_PLAYERS];
        dt_game *const game = tree(seed, 2);
        dt_play *const play = played_by(game, DT_METHOD_BACKWARD, NULL);
        const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_BACKWARD);
        assert_true(answer->applies && answer->complete && answer->n == 1);
        assert_true(dt_game_n_actions(game) <= 256);
        best_of(game, 0, p, worth);
        for (uint32_t a = 0; answer->n_ties == 0 && a < dt_game_n_actions(game); a++)
            if (!(dt_game_chance(game, a) > 0))
                assert_near(answer->equilibria->p[a], p[a], 0);
        for (uint32_t i = 0; answer->n_ties == 0 && i < dt_game_n_players(game); i++)
            assert_near(answer->equilibria->payoff[i], worth[i], 1e-12);
        n_without += answer->n_ties == 0;
        dt_play_free(play);
        dt_game_free(game);
    }
    assert_true(n_without > TREES / 2);
}

static void nobody_regrets_even_among_equals(void **state)
{
    (void)state;
    uint32_t n_with = 0;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        dt_game *const game = tree(seed, 0);
        dt_play *const play = played_by(game, DT_METHOD_BACKWARD, NULL);
        const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_BACKWARD);
        const dt_equilibrium *const e = answer->equilibria;
        const assessor_figures found = assessor_judge(game, e->p, e->belief, 0);
        assert_true(found.regret <= 1e-12 && found.bayes <= 0 && found.sum <= 0);
        n_with += answer->n_ties > 0;
        dt_play_free(play);
        dt_game_free(game);
    }
    assert_true(n_with > TREES / 20);
}

/* A choice is counted when another action there would be an equilibrium, too. */
static void ties_are_counted(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        dt_game *const game = tree(seed, 0);
        dt_play *const play = played_by(game, DT_METHOD_BACKWARD, NULL);
        const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_BACKWARD);
        const double *const p = answer->equilibria->p;
        uint32_t n_ties = 0;
        for (uint32_t h = 0; h < dt_game_n_sets(game); h++) {
            const uint32_t node = dt_game_members(game, h)[0];
            const uint32_t i = dt_game_set_player(game, h);
            uint32_t n_best = 0;
            for (uint32_t k = 0; i != DT_CHANCE && k < dt_game_n_actions_at(game, h);
                 k++)
                n_best += assessor_value(game, p, dt_game_child(game, node, k), i) >=
                          assessor_value(game, p, node, i) - 1e-9;
            n_ties += n_best > 1;
        }
        assert_int_equal(answer->n_ties, n_ties);
        dt_play_free(play);
        dt_game_free(game);
    }
}

static void ignorance_is_refused(void **state)
{
    (void)state;
    uint32_t n_refused = 0;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        dt_game *const game = forest_tree(
            seed, (forest_size){.players = 2, .nodes = 40, .ignorance = 50});
        dt_play *const play = played_by(game, DT_METHOD_BACKWARD, NULL);
        const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_BACKWARD);
        assert_int_equal(answer->applies, dt_game_is_perfect(game));
        assert_int_equal(answer->n, answer->applies);
        assert_int_equal(answer->why[0] == '\0', answer->applies);
        n_refused += !answer->applies;
        dt_play_free(play);
        dt_game_free(game);
    }
    assert_true(n_refused > TREES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_are_those_of_the_definition),
        cmocka_unit_test(nobody_regrets_even_among_equals),
        cmocka_unit_test(ties_are_counted),
        cmocka_unit_test(ignorance_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
