/* Laws of the verifier and of what the methods share, on random assessments. */
#include "games/solvers.h"

#include "support/dice.h"
#include "support/forest.h"
#include "support/played.h"
#include "support/tested.h"

#include "oracle/assessor.h"

#include <math.h>
#include <stdlib.h>

enum { TREES = 1000 };

typedef struct drawn {
    dt_game *game;
    double *p, *belief, *reach;
} drawn;

/* Some of n numbers, in sum 1; some are 0. */
static void draw_shares(dice *d, double *share, const uint32_t *at, uint32_t n)
{
    double sum = 0;
    const size_t sure = dice_below(d, n);
    for (uint32_t k = 0; k < n; k++) {
        share[at[k]] =
            k == sure || dice_chance(d, 50) ? (double)dice_between(d, 1, 9) : 0;
        sum += share[at[k]];
    }
    for (uint32_t k = 0; k < n; k++)
        share[at[k]] /= sum;
}

static void draw_choices(dice *d, double *p, uint32_t first, uint32_t n)
{
    uint32_t at[64];
    assert_true(n <= 64);
    for (uint32_t k = 0; k < n; k++)
        at[k] = first + k;
    draw_shares(d, p, at, n);
}

static drawn draw_assessment(uint64_t seed)
{
    dice d = {seed, 1000};
    dt_game *const game =
        forest_tree(seed, (forest_size){.players = 1 + (uint32_t)(seed % 4),
                                        .nodes = 1 + (uint32_t)(seed * 7 % 61),
                                        .chance = 15,
                                        .ignorance = 60,
                                        .inner = 10});
    const drawn it = {game, calloc(game->n_actions + 1, sizeof(double)),
                      calloc(game->n_nodes, sizeof(double)),
                      calloc(game->n_nodes, sizeof(double))};
    dt_fill_chance(game, it.p);
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        if (set->player == DT_CHANCE)
            continue;
        draw_choices(&d, it.p, set->first_action, set->n_actions);
        draw_shares(&d, it.belief, set->members, set->n_members);
    }
    return it;
}

static void release(drawn *it)
{
    free(it->p);
    free(it->belief);
    free(it->reach);
    dt_game_free(it->game);
}

static void assert_proof(uint64_t seed, const drawn *it)
{
    dt_proof proof;
    const assessor_figures right = assessor_judge(it->game, it->p, it->belief, 0);
    assert_int_equal(dt_game_verify(it->game, it->p, it->belief, &proof, NULL), DT_OK);
    if (fabs(proof.regret - fmax(0, right.regret)) > 1e-12 ||
        fabs(proof.bayes - right.bayes) > 1e-12)
        fail_msg("tree %llu: regret %g, not %g; bayes %g, not %g",
                 (unsigned long long)seed, proof.regret, right.regret, proof.bayes,
                 right.bayes);
}

static void figures_are_those_of_the_definition(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        drawn it = draw_assessment(seed);
        assert_proof(seed, &it);
        dt_fill_beliefs(it.game, it.p, it.belief, it.reach);
        assert_proof(seed, &it);
        assert_true(assessor_judge(it.game, it.p, it.belief, 0).bayes < 1e-12);
        release(&it);
    }
}

/* Beliefs of trembles are those of Bayes' rule for a profile that trembles a little. */
static void beliefs_are_limits(void **state)
{
    (void)state;
    const double e = 1e-7;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        drawn it = draw_assessment(seed);
        dt_fill_beliefs(it.game, it.p, it.belief, it.reach);
        for (uint32_t a = 0; a < it.game->n_actions; a++)
            it.p[a] = fmax(it.p[a], e);
        const assessor_figures found = assessor_judge(it.game, it.p, it.belief, 0);
        if (found.bayes > 1e-4)
            fail_msg("tree %llu: %g", (unsigned long long)seed, found.bayes);
        release(&it);
    }
}

/* Where play never comes, replies are best, unless they chase one another. */
static void replies_are_best(void **state)
{
    (void)state;
    uint32_t n_open = 0, n_good = 0;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        drawn it = draw_assessment(seed);
        const dt_game *const game = it.game;
        bool *const open = calloc(game->n_sets + 1, sizeof *open);
        double *const before = calloc(game->n_actions + 1, sizeof *before);
        dt_fill_reach(game, it.p, it.reach);
        for (uint32_t h = 0; h < game->n_sets; h++) {
            double sum = 0;
            for (uint32_t m = 0; m < game->sets[h].n_members; m++)
                sum += it.reach[game->sets[h].members[m]];
            open[h] = game->sets[h].player != DT_CHANCE && sum <= 0;
        }
        for (uint32_t a = 0; a < game->n_actions; a++)
            before[a] = it.p[a];
        assert_int_equal(dt_fill_replies(game, open, it.p, it.belief, NULL), DT_OK);
        double *const value = calloc((size_t)game->n_nodes * game->n_players, 8);
        dt_fill_values(game, it.p, value);
        for (uint32_t h = 0; h < game->n_sets; h++) {
            const dt_set *const set = &game->sets[h];
            double most = -INFINITY, now = 0;
            for (uint32_t k = 0; k < set->n_actions; k++) {
                const uint32_t a = set->first_action + k;
                if (!open[h]) {
                    assert_near(it.p[a], before[a], 0);
                    continue;
                }
                const double worth = dt_value_at(game, set, k, it.belief, value);
                most = fmax(most, worth);
                now += it.p[a] * worth;
            }
            n_open += open[h];
            n_good += open[h] && now >= most - 1e-9;
        }
        assert_true(assessor_judge(game, it.p, it.belief, 0).bayes < 1e-12);
        free(value);
        free(before);
        free(open);
        release(&it);
    }
    assert_true(n_open > TREES);
    assert_true(n_good > n_open * 97 / 100);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        drawn it = draw_assessment(seed);
        dice d = {seed, 5000};
        dt_proof proof = {7, 7, 7, 7, 7};
        const uint32_t a = (uint32_t)dice_below(&d, it.game->n_actions + 1);
        const bool own = a < it.game->n_actions &&
                         it.game->sets[it.game->actions[a].set].player != DT_CHANCE;
        it.p[a] += dice_chance(&d, 50) ? 0.01 : -2;
        assert_int_equal(dt_game_verify(it.game, it.p, it.belief, &proof, NULL),
                         own ? DT_EUSAGE : DT_OK);
        if (own)
            assert_near(proof.regret, 7, 0);
        release(&it);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_the_definition),
        cmocka_unit_test(beliefs_are_limits),
        cmocka_unit_test(replies_are_best),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
