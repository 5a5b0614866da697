/* Laws of pure equilibria, over random trees of two to four players: the solver finds
 * those profiles, and only those, that are equilibria by the definition; each is a Nash
 * equilibrium in every subgame, against all strategies; its beliefs pass the verifier
 * and lie within their ranges. */
#include "games/solvers.h"
#include "oracle/doubt.h"
#include "support/dice.h"
#include "support/forest.h"
#include "support/tested.h"

#include <math.h>

enum { TREES = 1000, SETS = 40, MOST_PROFILES = 4096, ENOUGH = 300 };
static const double CLOSE = 1e-7;

typedef struct odds {
    size_t trees, equilibria, free, ranges;
} odds;

static bool is_ours(const dt_game *game, uint32_t h, uint32_t i)
{
    const uint32_t player = dt_game_set_player(game, h);
    return player != DT_CHANCE && (i == DT_NO_NODE || player == i);
}

/* The next profile of player i, or of all; false behind the last. */
static bool next_profile(const dt_game *game, uint32_t i, uint32_t *choice)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++) {
        if (!is_ours(game, h, i))
            continue;
        if (++choice[h] < dt_game_n_actions_at(game, h))
            return true;
        choice[h] = 0;
    }
    return false;
}

static double n_profiles(const dt_game *game)
{
    double n = 1;
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        n *= is_ours(game, h, DT_NO_NODE) ? dt_game_n_actions_at(game, h) : 1;
    return n;
}

static bool is_small(const dt_game *game)
{
    if (dt_game_n_sets(game) > SETS || n_profiles(game) > MOST_PROFILES)
        return false;
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        if (dt_game_n_members(game, h) > DOUBT_NODES)
            return false;
    return true;
}

static bool is_profile(const dt_game *game, const dt_equilibrium *e,
                       const uint32_t *choice)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        if (is_ours(game, h, DT_NO_NODE) &&
            e->p[dt_game_first_action(game, h) + choice[h]] != 1)
            return false;
    return true;
}

static size_t times_found(const dt_game *game, const dt_method_answer *answer,
                          const uint32_t *choice)
{
    size_t n = 0;
    for (uint32_t k = 0; k < answer->n; k++)
        n += is_profile(game, &answer->equilibria[k], choice);
    return n;
}

/* Law: nobody gains by any other strategy, in any subgame. */
static void check_subgames(uint64_t seed, const dt_game *game, const uint32_t *choice)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++) {
        const uint32_t i = dt_game_set_player(game, h);
        if (i == DT_CHANCE)
            continue;
        const uint32_t root = doubt_root(game, h);
        const double has = doubt_value(game, choice, root, i);
        uint32_t other[SETS] = {0};
        for (uint32_t g = 0; g < dt_game_n_sets(game); g++)
            other[g] = is_ours(game, g, i) ? 0 : choice[g];
        do {
            if (doubt_value(game, other, root, i) > has + CLOSE)
                fail_msg("seed %llu: player %u gains below node %u",
                         (unsigned long long)seed, i, root);
        } while (next_profile(game, i, other));
    }
}

static void check_range(uint64_t seed, const dt_game *game, const uint32_t *choice,
                        uint32_t h, const dt_equilibrium *e)
{
    double low[DOUBT_NODES], high[DOUBT_NODES];
    doubt_range(game, choice, h, low, high);
    for (uint32_t j = 0; j < dt_game_n_members(game, h); j++) {
        const uint32_t n = dt_game_members(game, h)[j];
        if (fabs(e->low[n] - low[j]) > CLOSE || fabs(e->high[n] - high[j]) > CLOSE)
            fail_msg("seed %llu: node %u from %g to %g, not %g to %g",
                     (unsigned long long)seed, n, e->low[n], e->high[n], low[j],
                     high[j]);
        if (e->belief[n] < low[j] - CLOSE || e->belief[n] > high[j] + CLOSE)
            fail_msg("seed %llu: belief %g at node %u", (unsigned long long)seed,
                     e->belief[n], n);
    }
}

/* Law: the verifier agrees; beliefs follow from earlier ones, and lie in their ranges.
 */
static void check_assessment(uint64_t seed, const dt_game *game,
                             const dt_equilibrium *e, odds *seen)
{
    uint32_t choice[SETS] = {0};
    if (e->proof.regret > 1e-8 || e->proof.bayes > 1e-8)
        fail_msg("seed %llu: regret %g, Bayes %g", (unsigned long long)seed,
                 e->proof.regret, e->proof.bayes);
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        while (is_ours(game, h, DT_NO_NODE) &&
               e->p[dt_game_first_action(game, h) + choice[h]] != 1)
            choice[h]++;
    if (doubt_belief_error(game, choice, e->belief) > CLOSE)
        fail_msg("seed %llu: beliefs do not follow", (unsigned long long)seed);
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        if (is_ours(game, h, DT_NO_NODE) && doubt_is_free(game, choice, h)) {
            check_range(seed, game, choice, h, e);
            seen->free += dt_game_n_members(game, h) > 1;
        }
    for (uint32_t n = 0; n < dt_game_n_nodes(game); n++)
        seen->ranges += e->low[n] < e->high[n] && (e->low[n] > 0 || e->high[n] < 1);
}

static void check_game(uint64_t seed, const dt_game *game, odds *seen)
{
    const dt_game_question question = {.methods = 1u << DT_METHOD_PURE};
    dt_play *play;
    dt_error err;
    assert_int_equal(dt_game_solve(game, &question, &play, &err), DT_OK);
    const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_PURE);
    assert_true(answer->applies && answer->complete);
    uint32_t choice[SETS] = {0};
    size_t n = 0;
    do {
        const bool is = doubt_is_equilibrium(game, choice);
        if (times_found(game, answer, choice) != (is ? 1 : 0))
            fail_msg("seed %llu: equilibrium %d, found %zu", (unsigned long long)seed,
                     is, times_found(game, answer, choice));
        if (is)
            check_subgames(seed, game, choice);
        n += is;
    } while (next_profile(game, DT_NO_NODE, choice));
    assert_int_equal(answer->n, n);
    for (uint32_t k = 0; k < answer->n; k++)
        check_assessment(seed, game, &answer->equilibria[k], seen);
    seen->trees++;
    seen->equilibria += n;
    dt_play_free(play);
}

static dt_game *draw(uint64_t seed)
{
    dice d = {seed, 0};
    const forest_size size = {
        .players = (uint32_t)dice_between(&d, 2, 4),
        .nodes = (uint32_t)dice_between(&d, 8, 48),
        .actions = (uint32_t)dice_between(&d, 2, 3),
        .chance = (unsigned)dice_between(&d, 0, 30),
        .ignorance = (unsigned)dice_between(&d, 20, 95),
        .inner = 20,
        .places = (uint32_t)dice_between(&d, 0, 2),
    };
    dt_game *const game = forest_tree(seed, size);
    assert_non_null(game);
    return game;
}

static void finds_all_and_only_equilibria(void **state)
{
    (void)state;
    odds seen = {0};
    for (uint64_t seed = 1; seen.trees < TREES; seed++) {
        dt_game *const game = draw(seed);
        if (is_small(game))
            check_game(seed, game, &seen);
        dt_game_free(game);
    }
    print_message("%zu trees %zu eq %zu free %zu ranges\n", seen.trees, seen.equilibria,
                  seen.free, seen.ranges);
    assert_true(seen.equilibria > TREES / 2);
    assert_true(seen.free > ENOUGH && seen.ranges > ENOUGH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_all_and_only_equilibria)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
