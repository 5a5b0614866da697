/* Lemke's method and linear programs: games of the literature, what they do not apply
 * to, and how they end before their time. */
#include "support/forest.h"
#include "support/tested.h"

#include <detente/equilibrium.h>
#include <detente/monitor.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double NEAR = 1e-9;

static void assert_near(double a, double b)
{
    if (!(fabs(a - b) <= NEAR))
        fail_msg("%.17g is not %.17g", a, b);
}

static dt_game *parse(const char *text)
{
    const dt_input input = {"game", text, strlen(text), DT_FORMAT_CONFLICT};
    dt_diags *const diags = dt_diags_new();
    dt_game *game = NULL;
    if (dt_game_parse(&input, false, diags, &game, NULL) != DT_OK)
        fail_msg("%s", findings_of(diags));
    dt_diags_free(diags);
    return game;
}

static dt_game *load(const char *name)
{
    char path[512];
    dt_diags *const diags = dt_diags_new();
    dt_game *game = NULL;
    snprintf(path, sizeof path, "%s/tests/games/good/%s.efg", DT_SOURCE_DIR, name);
    if (dt_game_load(path, false, diags, &game, NULL) != DT_OK)
        fail_msg("%s: %s", path, findings_of(diags));
    dt_diags_free(diags);
    return game;
}

/* ---- Three ways to ask -------------------------------------------------------------
 */

typedef struct way {
    const char *name;
    dt_method method;
    bool float_only;
} way;

static const way ways[] = {{"whole numbers", DT_METHOD_LEMKE, false},
                           {"floating point", DT_METHOD_LEMKE, true},
                           {"linear program", DT_METHOD_LP, false}};
enum { WHOLE, FLOATING, PROGRAM };

static dt_play *ask(const dt_game *game, const way *w)
{
    const dt_game_question question = {.methods = 1u << w->method,
                                       .float_only = w->float_only};
    dt_play *play = NULL;
    dt_error err;
    if (dt_game_solve(game, &question, &play, &err) != DT_OK)
        fail_msg("%s", err.text);
    return play;
}

static const dt_equilibrium *found(const dt_play *play, const way *w)
{
    const dt_method_answer *const answer = dt_play_answer(play, w->method);
    if (answer->n != 1)
        fail_msg("%s: %s", w->name, answer->why);
    assert_true(answer->applies && answer->complete);
    assert_int_equal(answer->exact, w - ways == WHOLE);
    assert_true(answer->residual < NEAR);
    assert_string_equal(answer->why, "");
    return answer->equilibria;
}

static uint32_t set_named(const dt_game *game, const char *label)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        if (strcmp(dt_game_set_label(game, h), label) == 0)
            return h;
    fail_msg("no set '%s'", label);
    return 0;
}

/* The probability of the first action of a set. */
static double first_at(const dt_game *game, const dt_equilibrium *e, const char *label)
{
    return e->p[dt_game_first_action(game, set_named(game, label))];
}

static void assert_sequential(const dt_equilibrium *e)
{
    assert_true(e->proof.regret < NEAR);
    assert_true(e->proof.bayes < NEAR);
}

/* ---- Games of the literature ------------------------------------------------------
 */

/* Koller, Megiddo and von Stengel 1994. */
static void conference_game(void **state)
{
    dt_game *const game = load("sequence-form-stoc94");
    (void)state;
    for (const way *w = ways; w <= &ways[PROGRAM]; w++) {
        dt_play *const play = ask(game, w);
        const dt_equilibrium *const e = found(play, w);
        assert_near(e->payoff[0], 13);
        assert_near(first_at(game, e, "first"), 0);
        assert_near(first_at(game, e, "choice"), 1.0 / 3);
        assert_near(first_at(game, e, "third"), 2.0 / 3);
        assert_near(first_at(game, e, "second"), 5.0 / 6);
        assert_near(first_at(game, e, "reply"), 5.0 / 9);
        assert_sequential(e);
        dt_play_free(play);
    }
    dt_game_free(game);
}

/* Myerson 1991, figure 2.1. */
static void one_card_poker(void **state)
{
    dt_game *const game = load("one-card-poker");
    (void)state;
    for (const way *w = ways; w <= &ways[PROGRAM]; w++) {
        dt_play *const play = ask(game, w);
        const dt_equilibrium *const e = found(play, w);
        assert_near(e->payoff[0], 1.0 / 3);
        assert_near(first_at(game, e, "red"), 1);
        assert_near(first_at(game, e, "black"), 1.0 / 3);
        assert_near(first_at(game, e, "raised"), 2.0 / 3);
        dt_play_free(play);
    }
    dt_game_free(game);
}

/* Kuhn 1950: the first player bets with the knave with some probability up to 1/3, with
 * the king three times as often, and calls with the queen so often and a third; what
 * the second does is unique. */
static void kuhn_poker(void **state)
{
    dt_game *const game = load("kuhn-poker");
    (void)state;
    for (const way *w = ways; w <= &ways[PROGRAM]; w++) {
        dt_play *const play = ask(game, w);
        const dt_equilibrium *const e = found(play, w);
        const double bluff = 1 - first_at(game, e, "1:J");
        assert_near(e->payoff[0], -1.0 / 18);
        assert_true(bluff > -NEAR && bluff < 1.0 / 3 + NEAR);
        assert_near(1 - first_at(game, e, "1:K"), 3 * bluff);
        assert_near(1 - first_at(game, e, "2:J after check"), 1.0 / 3);
        assert_near(1 - first_at(game, e, "2:Q after bet"), 1.0 / 3);
        dt_play_free(play);
    }
    dt_game_free(game);
}

/* Cho and Kreps 1987: both types have the same breakfast. */
static void beer_and_quiche(void **state)
{
    dt_game *const game = load("beer-quiche");
    (void)state;
    for (const way *w = ways; w <= &ways[FLOATING]; w++) {
        dt_play *const play = ask(game, w);
        const dt_equilibrium *const e = found(play, w);
        const double beer = first_at(game, e, "wimp");
        assert_near(first_at(game, e, "surly"), beer);
        assert_true(beer < NEAR || beer > 1 - NEAR);
        assert_sequential(e);
        for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
            assert_false(e->filled[h]);
        dt_play_free(play);
    }
    dt_game_free(game);
}

/* The one that is not pooling, or pooling on silence; sequential either way. */
static void bluff_in_deterrence(void **state)
{
    dt_game *const game = load("bluff-deterrence");
    (void)state;
    for (const way *w = ways; w <= &ways[FLOATING]; w++) {
        dt_play *const play = ask(game, w);
        const dt_equilibrium *const e = found(play, w);
        const double signal = first_at(game, e, "strong");
        assert_near(first_at(game, e, "weak"), signal / 2);
        assert_true(signal < NEAR || signal > 1 - NEAR);
        assert_near(first_at(game, e, "after silence"), 1);
        assert_sequential(e);
        dt_play_free(play);
    }
    dt_game_free(game);
}

/* A game of two rows and two columns as a tree, payoffs row by row. */
static dt_game *bimatrix(const int a[4], const int b[4])
{
    char text[512];
    snprintf(text, sizeof text,
             "EFG 2 R \"\" { \"row\" \"column\" }\n"
             "p \"\" 1 1 \"row\" { \"U\" \"D\" } 0\n"
             "p \"\" 2 1 \"column\" { \"L\" \"R\" } 0\n"
             "t \"\" 1 \"\" { %d, %d }\nt \"\" 2 \"\" { %d, %d }\n"
             "p \"\" 2 1 \"column\" { \"L\" \"R\" } 0\n"
             "t \"\" 3 \"\" { %d, %d }\nt \"\" 4 \"\" { %d, %d }\n",
             a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]);
    return parse(text);
}

static void assert_bimatrix(const int a[4], const int b[4], double up, double left)
{
    dt_game *const game = bimatrix(a, b);
    for (const way *w = ways; w <= &ways[FLOATING]; w++) {
        dt_play *const play = ask(game, w);
        const dt_equilibrium *const e = found(play, w);
        assert_near(first_at(game, e, "row"), up);
        assert_near(first_at(game, e, "column"), left);
        dt_play_free(play);
    }
    dt_game_free(game);
}

static void tables_of_two(void **state)
{
    (void)state;
    /* The prisoner's dilemma: strictly dominant. */
    assert_bimatrix((const int[]){3, 0, 5, 1}, (const int[]){3, 5, 0, 1}, 0, 0);
    /* Matching pennies with unequal stakes: indifference. */
    assert_bimatrix((const int[]){4, -1, -1, 1}, (const int[]){-1, 1, 1, -1}, 0.5,
                    2.0 / 7);
    /* Solved by dominance in two steps. */
    assert_bimatrix((const int[]){1, 1, 0, 2}, (const int[]){1, 0, 1, 0}, 1, 1);
}

/* Down is as good as up if the other plays left, else worse; right the same: the only
 * equilibrium without dominated actions is the one where nothing can go wrong. */
static void dominated_actions_are_not_played(void **state)
{
    (void)state;
    assert_bimatrix((const int[]){1, 0, 0, 0}, (const int[]){1, 0, 0, 0}, 1, 1);
}

/* ---- Ties --------------------------------------------------------------------------
 */

/* Everything is worth the same: all ratios are tied, and the path must end. */
static void nothing_matters(void **state)
{
    static const dt_number nothing[] = {{.text = "0"}, {.text = "0"}};
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        dt_game *const game = forest_tree(seed, (forest_size){.players = 2,
                                                              .nodes = 150,
                                                              .chance = 15,
                                                              .ignorance = 60,
                                                              .opposed = true});
        memset(game->payoff, 0, 2 * game->n_nodes * sizeof *game->payoff);
        game->low = game->high = 0;
        for (uint32_t k = 0; k < game->n_outcomes; k++)
            game->outcomes[k].payoff = nothing;
        for (const way *w = ways; w <= &ways[PROGRAM]; w++) {
            dt_play *const play = ask(game, w);
            assert_near(found(play, w)->payoff[0], 0);
            dt_play_free(play);
        }
        dt_game_free(game);
    }
}

/* What chance does with probability 0 leaves sets that nothing is said of. */
static void what_chance_never_does_is_filled_in(void **state)
{
    dt_game *const game = parse("EFG 2 R \"\" { \"a\" \"b\" }\n"
                                "c \"\" 1 \"\" { \"never\" 0 \"always\" 1 } 0\n"
                                "p \"\" 1 1 \"x\" { \"l\" \"r\" } 0\n"
                                "t \"\" 1 \"\" { 1, 1 }\n"
                                "t \"\" 2 \"\" { 2, 1 }\n"
                                "p \"\" 2 1 \"y\" { \"l\" \"r\" } 0\n"
                                "t \"\" 3 \"\" { 1, 1 }\n"
                                "t \"\" 4 \"\" { 1, 2 }\n");
    (void)state;
    for (const way *w = ways; w <= &ways[FLOATING]; w++) {
        dt_play *const play = ask(game, w);
        const dt_equilibrium *const e = found(play, w);
        assert_true(e->filled[set_named(game, "x")]);
        assert_false(e->filled[set_named(game, "y")]);
        assert_near(first_at(game, e, "x"), 0);
        assert_near(first_at(game, e, "y"), 0);
        dt_play_free(play);
    }
    dt_game_free(game);
}

/* ---- What the methods do not apply to -----------------------------------------------
 */

static void assert_refused(const dt_game *game, const way *w, const char *why)
{
    dt_play *const play = ask(game, w);
    const dt_method_answer *const answer = dt_play_answer(play, w->method);
    assert_false(answer->applies);
    assert_int_equal(answer->n, 0);
    assert_string_equal(answer->why, why);
    dt_play_free(play);
}

/* Selten 1975. */
static void three_players_are_too_many(void **state)
{
    dt_game *const horse = parse("EFG 2 R \"Selten's horse\" { \"1\" \"2\" \"3\" }\n"
                                 "p \"\" 1 1 \"\" { \"D\" \"C\" } 0\n"
                                 "p \"\" 3 1 \"\" { \"L\" \"R\" } 0\n"
                                 "t \"\" 1 \"\" { 3, 3, 2 }\n"
                                 "t \"\" 2 \"\" { 0, 0, 0 }\n"
                                 "p \"\" 2 1 \"\" { \"d\" \"c\" } 0\n"
                                 "p \"\" 3 1 \"\" { \"L\" \"R\" } 0\n"
                                 "t \"\" 3 \"\" { 4, 4, 0 }\n"
                                 "t \"\" 4 \"\" { 0, 0, 1 }\n"
                                 "t \"\" 5 \"\" { 1, 1, 1 }\n");
    (void)state;
    for (const way *w = ways; w <= &ways[PROGRAM]; w++)
        assert_refused(horse, w, "the game does not have two players");
    dt_game_free(horse);
}

static void who_forgets_has_no_sequences(void **state)
{
    dt_game *const game = parse("EFG 2 R \"\" { \"1\" \"2\" }\n"
                                "p \"\" 1 1 \"\" { \"a\" \"b\" } 0\n"
                                "p \"\" 1 2 \"\" { \"c\" \"d\" } 0\n"
                                "t \"\" 1 \"\" { 1, -1 }\nt \"\" 2 \"\" { 0, 0 }\n"
                                "p \"\" 1 2 \"\" { \"c\" \"d\" } 0\n"
                                "t \"\" 3 \"\" { 0, 0 }\nt \"\" 4 \"\" { 1, -1 }\n");
    (void)state;
    for (const way *w = ways; w <= &ways[PROGRAM]; w++)
        assert_refused(game, w,
                       "a player does not remember what it knew or did: there are no "
                       "sequences");
    dt_game_free(game);
}

static void programs_want_opposed_players(void **state)
{
    dt_game *const game = load("beer-quiche");
    (void)state;
    assert_refused(game, &ways[PROGRAM],
                   "one player's gain is not always the other's loss");
    dt_game_free(game);
}

/* ---- Before their time
 * --------------------------------------------------------------- */

static void assert_given_up(const dt_game *game, const dt_game_question *question,
                            dt_method method, const char *why)
{
    dt_play *play = NULL;
    assert_int_equal(dt_game_solve(game, question, &play, NULL), DT_OK);
    const dt_method_answer *const answer = dt_play_answer(play, method);
    assert_true(answer->applies);
    assert_false(answer->complete);
    assert_int_equal(answer->n, 0);
    assert_string_equal(answer->why, why);
    dt_play_free(play);
}

static void limits_are_kept(void **state)
{
    dt_game *const game = load("kuhn-poker");
    (void)state;
    for (const way *w = ways; w <= &ways[PROGRAM]; w++) {
        const dt_game_question short_path = {
            .methods = 1u << w->method, .max_steps = 2, .float_only = w->float_only};
        const dt_game_question small = {.methods = 1u << w->method,
                                        .limits = {.memory = 1000},
                                        .float_only = w->float_only};
        assert_given_up(game, &short_path, w->method,
                        w - ways == PROGRAM
                            ? "the linear program takes more steps than are allowed"
                            : "the path takes more steps than are allowed");
        assert_given_up(game, &small, w->method,
                        "the game needs more memory than is allowed");
    }
    dt_game_free(game);
}

static bool refuse(void *context, const char *phase, double done)
{
    (void)phase;
    (void)done;
    ++*(int *)context;
    return false;
}

static void the_monitor_can_stop_it(void **state)
{
    dt_game *const game = forest_tree(3, (forest_size){.players = 2,
                                                       .nodes = 3000,
                                                       .ignorance = 60,
                                                       .places = 1,
                                                       .opposed = true});
    (void)state;
    for (const way *w = ways; w <= &ways[PROGRAM]; w++) {
        int n_calls = 0;
        const dt_monitor monitor = {refuse, &n_calls};
        const dt_game_question question = {.methods = 1u << w->method,
                                           .limits = {.monitor = &monitor},
                                           .float_only = w->float_only};
        dt_play *play = NULL;
        assert_int_equal(dt_game_solve(game, &question, &play, NULL), DT_ESTOPPED);
        assert_null(play);
        assert_true(n_calls > 0);
    }
    dt_game_free(game);
}

/* Larger than what is done in whole numbers: then in floating point, which says so. */
static void large_games_are_not_exact(void **state)
{
    dt_game *const game = forest_signalling(1, (forest_signals){20, 20, 20, 1});
    dt_play *const play = ask(game, &ways[WHOLE]);
    const dt_method_answer *const answer = dt_play_answer(play, DT_METHOD_LEMKE);
    (void)state;
    assert_int_equal(answer->n, 1);
    assert_false(answer->exact);
    assert_true(answer->n_steps > 0);
    assert_true(answer->residual < NEAR);
    assert_sequential(answer->equilibria);
    dt_play_free(play);
    dt_game_free(game);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conference_game),
        cmocka_unit_test(one_card_poker),
        cmocka_unit_test(kuhn_poker),
        cmocka_unit_test(beer_and_quiche),
        cmocka_unit_test(bluff_in_deterrence),
        cmocka_unit_test(tables_of_two),
        cmocka_unit_test(dominated_actions_are_not_played),
        cmocka_unit_test(nothing_matters),
        cmocka_unit_test(what_chance_never_does_is_filled_in),
        cmocka_unit_test(three_players_are_too_many),
        cmocka_unit_test(who_forgets_has_no_sequences),
        cmocka_unit_test(programs_want_opposed_players),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(the_monitor_can_stop_it),
        cmocka_unit_test(large_games_are_not_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
