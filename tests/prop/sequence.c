/* Laws of the sequence form on random games of two players: what Lemke's method finds
 * is an equilibrium, sequential even, whether in whole numbers or in floating point,
 * and the same either way unless the game is degenerate; what linear programs find is
 * worth the same; and a table of all pure strategies knows nothing better. */
#include "games/sequence.h"
#include "oracle/matrix.h"
#include "support/dice.h"
#include "support/forest.h"
#include "support/tested.h"

#include <detente/equilibrium.h>
#include <math.h>
#include <stdlib.h>

enum { GAMES = 500, MOST_NODES = 80, TINY = 6 };

static const double NEAR = 1e-9, SAME = 1e-7;

/* Few places: many ties. */
static forest_size size_of(uint64_t seed, bool opposed)
{
    dice d = {.seed = seed + 2000000};
    return (forest_size){.players = 2,
                         .nodes = (uint32_t)dice_between(&d, 1, MOST_NODES),
                         .actions = (uint32_t)dice_between(&d, 2, 4),
                         .chance = (unsigned)dice_below(&d, 40),
                         .ignorance = (unsigned)dice_below(&d, 100),
                         .inner = (unsigned)dice_below(&d, 30),
                         .places = (uint32_t)dice_below(&d, 3),
                         .opposed = opposed};
}

static void assert_near(double a, double b, double most)
{
    if (!(fabs(a - b) <= most))
        fail_msg("%.17g is not %.17g", a, b);
}

static double range_of(const dt_game *game)
{
    return game->high > game->low ? game->high - game->low : 1;
}

static dt_play *solve(const dt_game *game, dt_method method, bool float_only)
{
    const dt_game_question question = {.methods = 1u << method,
                                       .float_only = float_only};
    dt_play *play = NULL;
    dt_error err;
    if (dt_game_solve(game, &question, &play, &err) != DT_OK)
        fail_msg("%s", err.text);
    return play;
}

/* It has one equilibrium, and a plain look at all strategies finds nothing better. */
static const dt_equilibrium *assert_found(const dt_play *play, dt_method method,
                                          uint64_t seed)
{
    const dt_game *const game = dt_play_game(play);
    const dt_method_answer *const answer = dt_play_answer(play, method);
    if (answer->n != 1)
        fail_msg("seed %u, method %d: %s", (unsigned)seed, (int)method, answer->why);
    assert_true(answer->complete);
    assert_true(answer->residual < NEAR);
    for (uint32_t i = 0; i < 2; i++)
        if (matrix_size(game, i) <= MATRIX_MOST &&
            matrix_gain(game, answer->equilibria->p, i) > NEAR * range_of(game))
            fail_msg("seed %u, method %d: player %u can do better", (unsigned)seed,
                     (int)method, i);
    return answer->equilibria;
}

/* Best replies at every set, reached or not, beliefs as Bayes has them. */
static void assert_sequential(const dt_game *game, const dt_equilibrium *e,
                              uint64_t seed)
{
    if (e->proof.regret > NEAR * range_of(game))
        fail_msg("seed %u: regret %g at set %u", (unsigned)seed, e->proof.regret,
                 e->proof.regret_at);
    assert_true(e->proof.bayes < NEAR);
    for (uint32_t h = 0; h < game->n_sets; h++)
        assert_false(e->filled[h]);
}

static bool are_same(const dt_game *game, const double *p, const double *q)
{
    for (uint32_t a = 0; a < game->n_actions; a++)
        if (fabs(p[a] - q[a]) > SAME)
            return false;
    return true;
}

/* How many games have different answers in whole numbers and in floating point. */
static uint32_t compare_ways(dt_game *(*grow)(uint64_t seed))
{
    uint32_t n_differ = 0;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        dt_game *const game = grow(seed);
        dt_play *const whole = solve(game, DT_METHOD_LEMKE, false);
        dt_play *const floating = solve(game, DT_METHOD_LEMKE, true);
        const dt_equilibrium *const a = assert_found(whole, DT_METHOD_LEMKE, seed);
        const dt_equilibrium *const b = assert_found(floating, DT_METHOD_LEMKE, seed);
        assert_true(dt_play_answer(whole, DT_METHOD_LEMKE)->exact);
        assert_false(dt_play_answer(floating, DT_METHOD_LEMKE)->exact);
        assert_sequential(game, a, seed);
        assert_sequential(game, b, seed);
        n_differ += !are_same(game, a->p, b->p);
        dt_play_free(whole);
        dt_play_free(floating);
        dt_game_free(game);
    }
    return n_differ;
}

static dt_game *grow_tree(uint64_t seed)
{
    return forest_tree(seed, size_of(seed, false));
}

static dt_game *grow_fine_tree(uint64_t seed)
{
    forest_size size = size_of(seed, false);
    size.places = 2;
    return forest_tree(seed, size);
}

static dt_game *grow_signals(uint64_t seed)
{
    dice d = {.seed = seed + 3000000};
    const forest_signals size = {.types = (uint32_t)dice_between(&d, 1, 4),
                                 .messages = (uint32_t)dice_between(&d, 1, 4),
                                 .answers = (uint32_t)dice_between(&d, 1, 4),
                                 .places = (uint32_t)dice_below(&d, 3)};
    return forest_signalling(seed, size);
}

/* Where payoffs are tied, both may end at different equilibria; seldom. */
static void both_ways_find_equilibria(void **state)
{
    (void)state;
    assert_true(compare_ways(grow_tree) <= GAMES / 50);
    assert_true(compare_ways(grow_signals) <= GAMES / 50);
}

static void without_ties_both_ways_agree(void **state)
{
    (void)state;
    assert_int_equal(compare_ways(grow_fine_tree), 0);
}

static void opposed_players_have_one_value(void **state)
{
    uint32_t n_tiny = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        dt_game *const game = forest_tree(seed, size_of(seed, true));
        dt_play *const by_lemke = solve(game, DT_METHOD_LEMKE, false);
        dt_play *const by_program = solve(game, DT_METHOD_LP, false);
        const dt_equilibrium *const a = assert_found(by_lemke, DT_METHOD_LEMKE, seed);
        const dt_equilibrium *const b = assert_found(by_program, DT_METHOD_LP, seed);
        assert_near(a->payoff[0], b->payoff[0], NEAR * range_of(game));
        assert_near(a->payoff[1], -b->payoff[0], NEAR * range_of(game));
        if (matrix_size(game, 0) <= TINY && matrix_size(game, 1) <= TINY) {
            n_tiny++;
            assert_near(b->payoff[0], matrix_value(game), 1e-8);
        }
        dt_play_free(by_lemke);
        dt_play_free(by_program);
        dt_game_free(game);
    }
    assert_true(n_tiny > GAMES / 10);
}

/* ---- The form itself ----------------------------------------------------------------
 */

/* Any probabilities. */
static double *any_profile(const dt_game *game, uint64_t seed)
{
    dice d = {.seed = seed};
    double *const p = calloc(game->n_actions + 1, sizeof *p);
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        double sum = 0;
        for (uint32_t k = 0; k < set->n_actions; k++)
            sum += p[set->first_action + k] = (double)dice_between(&d, 1, 9);
        for (uint32_t k = 0; k < set->n_actions; k++)
            p[set->first_action + k] /= sum;
    }
    return p;
}

/* What plans are worth is what probabilities are, and the best reply to a plan is the
 * best of all strategies. */
static void plans_are_worth_what_probabilities_are(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        dt_game *const game = grow_tree(seed);
        double *const p = any_profile(game, seed);
        dt_arena arena = {0};
        dt_sequences form;
        double *plan[2];
        assert_int_equal(dt_sequences_new(game, &arena, &form, NULL), DT_OK);
        for (uint32_t i = 0; i < 2; i++) {
            plan[i] = dt_arena_array(&arena, double, form.side[i].n_sequences);
            dt_sequences_plan(&form, i, p, plan[i]);
        }
        for (uint32_t i = 0; i < 2; i++) {
            const uint32_t n = form.side[i].n_sequences;
            double *const gain = dt_arena_array(&arena, double, n);
            double *const worth = dt_arena_array(&arena, double, n);
            double sum = 0;
            dt_sequences_gain(&form, i, plan[1 - i], gain);
            dt_sequences_worth(&form, i, gain, worth);
            for (uint32_t s = 0; s < n; s++)
                sum += plan[i][s] * gain[s];
            assert_near(sum, matrix_payoff(game, p, i), NEAR * range_of(game));
            if (matrix_size(game, i) <= MATRIX_MOST)
                assert_near(worth[0] - sum, matrix_gain(game, p, i),
                            NEAR * range_of(game));
        }
        dt_arena_release(&arena);
        free(p);
        dt_game_free(game);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_are_worth_what_probabilities_are),
        cmocka_unit_test(both_ways_find_equilibria),
        cmocka_unit_test(without_ties_both_ways_agree),
        cmocka_unit_test(opposed_players_have_one_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
