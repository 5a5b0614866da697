/* Laws of the logit branch: its end is an equilibrium with fitting beliefs, whatever
 * the game, and so says a verifier that shares nothing with the library. */
#include "support/forest.h"
#include "support/played.h"
#include "support/tested.h"

#include "oracle/assessor.h"

#include <math.h>

enum { TREES = 500 };
static const double REGRET = 1e-8, BAYES = 1e-8, LEAST = 1e-280;

/* Two to four players; every second one has payoffs that often tie. */
static dt_game *tree(uint64_t seed)
{
    return forest_tree(seed, (forest_size){.players = 2 + (uint32_t)(seed % 3),
                                           .nodes = 4 + (uint32_t)(seed * 7 % 61),
                                           .chance = 15,
                                           .ignorance = 60,
                                           .inner = 10,
                                           .places = seed % 2 ? 2 : 0});
}

static void assert_end(uint64_t seed, const dt_game *game,
                       const dt_method_answer *answer)
{
    if (!answer->applies || !answer->complete || answer->n != 1)
        fail_msg("tree %llu: %s", (unsigned long long)seed, answer->why);
    const dt_equilibrium *const e = answer->equilibria;
    const assessor_figures found = assessor_judge(game, e->p, e->belief, LEAST);
    if (found.regret > REGRET || found.bayes > BAYES || found.sum > 1e-12)
        fail_msg("tree %llu: regret %g, bayes %g, sum %g", (unsigned long long)seed,
                 found.regret, found.bayes, found.sum);
    assert_near(e->proof.regret, fmax(0, found.regret), 1e-12);
    assert_near(e->proof.bayes, found.bayes, 1e-12);
}

static void the_end_of_the_branch_is_an_equilibrium(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        dt_game *const game = tree(seed);
        dt_play *const play = played_by(game, DT_METHOD_LOGIT, NULL);
        assert_end(seed, game, dt_play_answer(play, DT_METHOD_LOGIT));
        dt_play_free(play);
        dt_game_free(game);
    }
}

/* What an action is worth at a set, from the definition. */
static double worth(const dt_game *game, const dt_response *r, uint32_t h, uint32_t k)
{
    double sum = 0;
    for (uint32_t m = 0; m < dt_game_n_members(game, h); m++) {
        const uint32_t n = dt_game_members(game, h)[m];
        sum += r->belief[n] * assessor_value(game, r->p, dt_game_child(game, n, k),
                                             dt_game_set_player(game, h));
    }
    return sum;
}

/* log p(a) - log p(b) = lambda (U(a) - U(b)) for all actions of the set. */
static void assert_response(uint64_t seed, const dt_game *game, const dt_response *r,
                            uint32_t h)
{
    const double *const p = r->p + dt_game_first_action(game, h);
    for (uint32_t k = 1; k < dt_game_n_actions_at(game, h); k++) {
        const double left = log(p[k]) - log(p[0]);
        const double right = r->lambda * (worth(game, r, h, k) - worth(game, r, h, 0));
        if (!(fabs(left - right) <= 1e-10 * fmax(1, fabs(right))))
            fail_msg("tree %llu, lambda %g, set %u: %.12g, not %.12g",
                     (unsigned long long)seed, r->lambda, h, left, right);
    }
}

static void responses_obey_the_equations(void **state)
{
    (void)state;
    static const double lambdas[] = {0.01, 0.1, 0.5, 1, 3};
    const dt_game_question question = {.lambdas = lambdas, .n_lambdas = 5};
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        dt_game *const game = tree(seed);
        dt_play *const play = played_by(game, DT_METHOD_LOGIT, &question);
        const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_LOGIT);
        assert_int_equal(answer->n_responses, 5);
        for (uint32_t k = 0; k < answer->n_responses; k++) {
            const dt_response *const r = &answer->responses[k];
            assert_true(assessor_judge(game, r->p, r->belief, LEAST).bayes < 1e-10);
            for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
                if (dt_game_set_player(game, h) != DT_CHANCE)
                    assert_response(seed, game, r, h);
        }
        dt_play_free(play);
        dt_game_free(game);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_the_branch_is_an_equilibrium),
        cmocka_unit_test(responses_obey_the_equations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
