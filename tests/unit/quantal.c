/* The branch of logit agent quantal responses: published and known points of it, its
 * end, and what is refused. */
#include "support/played.h"
#include "support/tested.h"

#include <math.h>
#include <string.h>

/* Cho and Kreps 1987. Actions 2: the wimp has beer; 4, 6: a duel after beer, after
 * quiche; 8: the surly one has beer. */
static const char beer_quiche[] =
    "EFG 2 R \"Beer-Quiche\" { \"Sender\" \"Receiver\" } \"\"\n"
    "c \"\" 1 \"nature\" { \"wimp\" 1/10 \"surly\" 9/10 } 0\n"
    "p \"\" 1 1 \"wimp\" { \"beer\" \"quiche\" } 0\n"
    "p \"\" 2 1 \"after beer\" { \"duel\" \"dont\" } 0\n"
    "t \"\" 1 \"\" { 0, 1 }\nt \"\" 2 \"\" { 2, 0 }\n"
    "p \"\" 2 2 \"after quiche\" { \"duel\" \"dont\" } 0\n"
    "t \"\" 3 \"\" { 1, 1 }\nt \"\" 4 \"\" { 3, 0 }\n"
    "p \"\" 1 2 \"surly\" { \"beer\" \"quiche\" } 0\n"
    "p \"\" 2 1 \"after beer\" { \"duel\" \"dont\" } 0\n"
    "t \"\" 5 \"\" { 1, 0 }\nt \"\" 6 \"\" { 3, 1 }\n"
    "p \"\" 2 2 \"after quiche\" { \"duel\" \"dont\" } 0\n"
    "t \"\" 7 \"\" { 0, 0 }\nt \"\" 8 \"\" { 2, 1 }\n";

/* A defender that may bluff. Actions 2, 8: the strong, the weak one signals; 4, 6: it
 * is challenged after that, and after silence. */
static const char bluff[] =
    "EFG 2 R \"Bluff\" { \"Defender\" \"Challenger\" } \"\"\n"
    "c \"\" 1 \"nature\" { \"strong\" 1/5 \"weak\" 4/5 } 0\n"
    "p \"\" 1 1 \"strong\" { \"signal\" \"silence\" } 0\n"
    "p \"\" 2 1 \"after signal\" { \"challenge\" \"backoff\" } 0\n"
    "t \"\" 1 \"\" { 1, -4 }\nt \"\" 2 \"\" { 3, 0 }\n"
    "p \"\" 2 2 \"after silence\" { \"challenge\" \"backoff\" } 0\n"
    "t \"\" 3 \"\" { 1, -4 }\nt \"\" 4 \"\" { 3, 0 }\n"
    "p \"\" 1 2 \"weak\" { \"signal\" \"silence\" } 0\n"
    "p \"\" 2 1 \"after signal\" { \"challenge\" \"backoff\" } 0\n"
    "t \"\" 5 \"\" { -2, 2 }\nt \"\" 6 \"\" { 2, 0 }\n"
    "p \"\" 2 2 \"after silence\" { \"challenge\" \"backoff\" } 0\n"
    "t \"\" 7 \"\" { 0, 2 }\nt \"\" 8 \"\" { 3, 0 }\n";

/* Two by two: action 0 the row's first, 2 the column's first. */
#define SQUARE(a, b, c, d)                                                             \
    "EFG 2 R \"\" { \"row\" \"column\" } \"\"\n"                                       \
    "p \"\" 1 1 \"\" { \"up\" \"down\" } 0\n"                                          \
    "p \"\" 2 1 \"\" { \"left\" \"right\" } 0\n"                                       \
    "t \"\" 1 \"\" { " a " }\nt \"\" 2 \"\" { " b " }\n"                               \
    "p \"\" 2 1 \"\" { \"left\" \"right\" } 0\n"                                       \
    "t \"\" 3 \"\" { " c " }\nt \"\" 4 \"\" { " d " }\n"

/* Ochs 1995, as McKelvey and Palfrey 1995 scale it; and a game of Gambit's tests. */
static const char pennies[] =
    SQUARE("1.1141, 0", "0, 1.1141", "0, 1.1141", "0.2785, 0");
static const char constant[] = SQUARE("1, 1", "1, 1", "0, 2", "1, 1");

static dt_play *traced(const dt_game *game, const double *lambdas, uint32_t n)
{
    const dt_game_question question = {.lambdas = lambdas, .n_lambdas = n};
    return played_by(game, DT_METHOD_LOGIT, &question);
}

/* At each lambda the probabilities of these actions: [n][n_actions]. */
static void assert_path(const char *text, const double *lambdas, uint32_t n,
                        const uint32_t *actions, uint32_t n_actions, const double *p,
                        double within)
{
    dt_game *const game = played_text(text);
    dt_play *const play = traced(game, lambdas, n);
    const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_LOGIT);
    assert_int_equal(answer->n_responses, n);
    for (uint32_t k = 0; k < n; k++) {
        const dt_response *const r = &answer->responses[k];
        assert_near(r->lambda, lambdas[k], 0);
        assert_true(r->error < 1e-12);
        for (uint32_t a = 0; a < n_actions; a++)
            if (!(fabs(r->p[actions[a]] - p[k * n_actions + a]) <= within))
                fail_msg("lambda %g, action %u: %.7f, not %.7f", lambdas[k], actions[a],
                         r->p[actions[a]], p[k * n_actions + a]);
    }
    dt_play_free(play);
    dt_game_free(game);
}

#define N_OF(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

static void points_of_the_branch_are_the_known_ones(void **state)
{
    (void)state;
    static const uint32_t senders_first[] = {2, 8, 4, 6}, square[] = {0, 2};
    static const double at[] = {0.5, 1, 2, 3, 5, 10}, three[] = {1, 2, 3};
    static const double two[] = {1, 2, 5};
    static const double beer[] = {
        0.382763, 0.627653, 0.392566, 0.414726, 0.305847, 0.765018, 0.285991, 0.376187,
        0.610035, 0.988427, 0.148894, 0.760759, 0.900133, 0.999725, 0.079122, 0.945573,
        0.991459, 1.000000, 0.017851, 0.993280, 0.999954, 1.000000, 0.000335, 0.999955};
    static const double bluffs[] = {0.630530, 0.329062, 0.514170, 0.781417,
                                    0.862285, 0.435171, 0.506190, 0.964790,
                                    0.993264, 0.496811, 0.500600, 0.999950};
    static const double coins[] = {0.586784, 0.451807, 0.617522,
                                   0.371982, 0.616897, 0.314016};
    static const double sums[] = {0.643, 0.5883, 0.7727, 0.6117, 0.8595, 0.6038};
    assert_path(beer_quiche, at, N_OF(at), senders_first, 4, beer, 5e-7);
    assert_path(bluff, two, N_OF(two), senders_first, 4, bluffs, 5e-7);
    assert_path(pennies, three, N_OF(three), square, 2, coins, 5e-7);
    assert_path(constant, three, N_OF(three), square, 2, sums, 5e-5);
}

/* The end of the branch, verified. */
static dt_play *ended(const dt_game *game, double regret)
{
    dt_play *const play = played_by(game, DT_METHOD_LOGIT, NULL);
    const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_LOGIT);
    assert_true(answer->applies);
    assert_true(answer->complete);
    assert_string_equal(answer->why, "");
    assert_int_equal(answer->n, 1);
    assert_true(answer->equilibria->proof.regret <= regret);
    assert_true(answer->equilibria->proof.bayes <= 1e-12);
    return play;
}

static void beer_quiche_ends_in_beer(void **state)
{
    (void)state;
    dt_game *const game = played_text(beer_quiche);
    dt_play *const play = ended(game, 1e-9);
    const dt_equilibrium *const e = dt_play_answer(play, DT_METHOD_LOGIT)->equilibria;
    assert_near(e->p[2], 1, 1e-9);
    assert_near(e->p[8], 1, 1e-9);
    assert_near(e->p[4], 0, 1e-9);
    assert_near(e->p[6], 1, 1e-9);
    /* Who is seen with quiche is a wimp: nodes 5 and 12. */
    assert_false(e->reached[3]);
    assert_near(e->belief[5], 1, 1e-6);
    assert_near(e->belief[2], 0.1, 1e-9);
    assert_near(e->payoff[0], 0.1 * 2 + 0.9 * 3, 1e-9);
    assert_near(e->payoff[1], 0.9, 1e-9);
    dt_play_free(play);
    dt_game_free(game);
}

static void a_bluff_ends_half_seen_through(void **state)
{
    (void)state;
    dt_game *const game = played_text(bluff);
    dt_play *const play = ended(game, 1e-9);
    const dt_equilibrium *const e = dt_play_answer(play, DT_METHOD_LOGIT)->equilibria;
    assert_near(e->p[2], 1, 1e-8);
    assert_near(e->p[8], 0.5, 1e-8);
    assert_near(e->p[4], 0.5, 1e-8);
    assert_near(e->p[6], 1, 1e-8);
    assert_near(e->belief[2], 1.0 / 3, 1e-8);
    assert_true(e->reached[2] && e->reached[3]);
    dt_play_free(play);
    dt_game_free(game);
}

/* Whoever meets in the dark: other branches leave at lambda = 2, and the one that is as
 * much for one place as for the other goes on. */
static void a_branch_goes_straight_on_where_others_leave(void **state)
{
    (void)state;
    static const char meeting[] = SQUARE("1, 1", "0, 0", "0, 0", "1, 1");
    dt_game *const game = played_text(meeting);
    dt_play *const play = ended(game, 1e-9);
    const dt_equilibrium *const e = dt_play_answer(play, DT_METHOD_LOGIT)->equilibria;
    for (uint32_t a = 0; a < 4; a++)
        assert_near(e->p[a], 0.5, 1e-9);
    dt_play_free(play);
    dt_game_free(game);
}

/* ---- A fit to data ------------------------------------------------------------- */

typedef struct fit {
    double likelihood, up, left;
} fit;

/* How likely the frequencies 0.527 of up and 0.366 of left are in 128 rounds. */
static fit fit_at(const dt_game *game, double lambda)
{
    dt_play *const play = traced(game, &lambda, 1);
    const double *const p = dt_play_answer(play, DT_METHOD_LOGIT)->responses[0].p;
    const fit it = {128 * (0.527 * log(p[0]) + 0.473 * log(p[1]) + 0.366 * log(p[2]) +
                           0.634 * log(p[3])),
                    p[0], p[2]};
    dt_play_free(play);
    return it;
}

static void the_likeliest_lambda_is_found_along_the_branch(void **state)
{
    (void)state;
    dt_game *const game = played_text(pennies);
    const double golden = (sqrt(5) - 1) / 2;
    double low = 0.5, high = 4;
    while (high - low > 1e-6) {
        const double a = high - golden * (high - low), b = low + golden * (high - low);
        if (fit_at(game, a).likelihood > fit_at(game, b).likelihood)
            high = b;
        else
            low = a;
    }
    const fit best = fit_at(game, (low + high) / 2);
    assert_near((low + high) / 2, 1.84561, 5e-6);
    assert_near(best.up, 0.615651, 5e-7);
    assert_near(best.left, 0.383291, 5e-7);
    assert_near(best.likelihood, -174.764532, 5e-6);
    dt_game_free(game);
}

/* ---- Far out ------------------------------------------------------------------- */

/* Beliefs where play hardly comes. The wimp loses 1 by quiche and a duel, the surly one
 * 3, so it is believed to be the wimp by exp(2 lambda) to 9. */
static void beliefs_mean_something_where_nobody_comes(void **state)
{
    (void)state;
    static const double far[] = {200};
    dt_game *const game = played_text(beer_quiche);
    dt_play *const play = traced(game, far, 1);
    const dt_response *const r = dt_play_answer(play, DT_METHOD_LOGIT)->responses;
    assert_true(r->p[9] < 1e-250);
    assert_true(r->error < 1e-12);
    assert_near(r->belief[5] + r->belief[12], 1, 1e-12);
    assert_near(r->belief[12] / r->belief[5] * exp(400), 9, 1e-8);
    dt_play_free(play);
    dt_game_free(game);
}

static void games_without_a_choice_have_an_answer(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "EFG 2 R \"\" { \"a\" } \"\"\nt \"\" 1 \"\" { 3 }\n",
        "EFG 2 R \"\" { \"a\" } \"\"\nc \"\" 1 \"\" { \"x\" 1/2 \"y\" 1/2 } 0\n"
        "t \"\" 1 \"\" { 2 }\nt \"\" 2 \"\" { 4 }\n",
        "EFG 2 R \"\" { \"a\" } \"\"\np \"\" 1 1 \"\" { \"x\" } 0\nt \"\" 1 \"\" { 3 "
        "}\n",
        "EFG 2 R \"\" { \"a\" } \"\"\np \"\" 1 1 \"\" { \"x\" \"y\" } 0\n"
        "t \"\" 1 \"\" { 3 }\nt \"\" 2 \"\" { 3 }\n"};
    for (size_t k = 0; k < N_OF(texts); k++) {
        dt_game *const game = played_text(texts[k]);
        dt_play *const play = ended(game, 0);
        const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_LOGIT);
        assert_near(answer->equilibria->payoff[0], 3, 1e-12);
        dt_play_free(play);
        dt_game_free(game);
    }
}

/* A type of probability 0 is believed in only where nobody else could be. */
static void the_impossible_is_believed_last(void **state)
{
    (void)state;
    char text[sizeof beer_quiche];
    memcpy(text, beer_quiche, sizeof text);
    memcpy(strstr(text, "1/10"), "0   ", 4);
    memcpy(strstr(text, "9/10"), "1   ", 4);
    dt_game *const game = played_text(text);
    dt_play *const play = ended(game, 1e-9);
    const dt_equilibrium *const e = dt_play_answer(play, DT_METHOD_LOGIT)->equilibria;
    assert_near(e->belief[2], 0, 0);
    assert_near(e->belief[5], 0, 0);
    assert_near(e->p[7], 1, 1e-9);
    dt_play_free(play);
    dt_game_free(game);
}

/* ---- What is refused, and cut short -------------------------------------------- */

static void nonsense_is_refused(void **state)
{
    (void)state;
    static const double same[] = {1, 1}, zero[] = {0}, large[] = {INFINITY};
    const dt_game_question wrong[] = {{.lambdas = same, .n_lambdas = 2},
                                      {.lambdas = zero, .n_lambdas = 1},
                                      {.lambdas = large, .n_lambdas = 1},
                                      {.regret = -1},
                                      {.methods = 1u << DT_N_METHODS}};
    dt_game *const game = played_text(bluff);
    for (size_t k = 0; k < N_OF(wrong); k++) {
        dt_play *play = NULL;
        dt_error err;
        assert_int_equal(dt_game_solve(game, &wrong[k], &play, &err), DT_EUSAGE);
        assert_null(play);
    }
    dt_game_free(game);
}

static void what_is_cut_short_says_so(void **state)
{
    (void)state;
    dt_game *const game = played_text(bluff);
    const dt_game_question question = {.max_steps = 5};
    dt_play *const play = played_by(game, DT_METHOD_LOGIT, &question);
    const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_LOGIT);
    assert_true(answer->applies);
    assert_false(answer->complete);
    assert_int_equal(answer->n_steps, 5);
    assert_non_null(strstr(answer->why, "no more steps were allowed"));
    assert_true(answer->equilibria->proof.regret > 1e-3);
    dt_play_free(play);
    dt_game_free(game);
}

static bool refuse(void *context, const char *phase, double done)
{
    (void)done;
    (void)context;
    return strcmp(phase, "tracing the branch") != 0;
}

static void a_monitor_stops_it(void **state)
{
    (void)state;
    const dt_monitor monitor = {refuse, NULL};
    const dt_game_question question = {.limits = {.monitor = &monitor}};
    dt_game *const game = played_text(bluff);
    dt_play *play = NULL;
    dt_error err;
    assert_int_equal(dt_game_solve(game, &question, &play, &err), DT_ESTOPPED);
    dt_game_free(game);
}

static void little_memory_is_too_little(void **state)
{
    (void)state;
    const dt_game_question question = {.limits = {.memory = 1000}};
    dt_game *const game = played_text(bluff);
    dt_play *const play = played_by(game, DT_METHOD_LOGIT, &question);
    const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_LOGIT);
    assert_false(answer->applies);
    assert_non_null(strstr(answer->why, "memory"));
    dt_play_free(play);
    dt_game_free(game);
}

/* Who moves twice and forgets the first move. */
static void forgetting_is_refused(void **state)
{
    (void)state;
    dt_game *const game =
        played_text("EFG 2 R \"\" { \"a\" } \"\"\np \"\" 1 1 \"\" { \"x\" \"y\" } 0\n"
                    "p \"\" 1 2 \"\" { \"l\" \"r\" } 0\nt \"\" 1 \"\" { 1 }\n"
                    "t \"\" 2 \"\" { 0 }\np \"\" 1 2 \"\" { \"l\" \"r\" } 0\n"
                    "t \"\" 3 \"\" { 0 }\nt \"\" 4 \"\" { 2 }\n");
    dt_play *const play = played_by(game, DT_METHOD_LOGIT, NULL);
    assert_false(dt_play_answer(play, DT_METHOD_LOGIT)->applies);
    assert_non_null(strstr(dt_play_answer(play, DT_METHOD_LOGIT)->why, "forgets"));
    dt_play_free(play);
    dt_game_free(game);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_of_the_branch_are_the_known_ones),
        cmocka_unit_test(beer_quiche_ends_in_beer),
        cmocka_unit_test(a_bluff_ends_half_seen_through),
        cmocka_unit_test(a_branch_goes_straight_on_where_others_leave),
        cmocka_unit_test(the_likeliest_lambda_is_found_along_the_branch),
        cmocka_unit_test(beliefs_mean_something_where_nobody_comes),
        cmocka_unit_test(games_without_a_choice_have_an_answer),
        cmocka_unit_test(the_impossible_is_believed_last),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(what_is_cut_short_says_so),
        cmocka_unit_test(a_monitor_stops_it),
        cmocka_unit_test(little_memory_is_too_little),
        cmocka_unit_test(forgetting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
