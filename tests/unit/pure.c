/* Pure equilibria of games of the literature and of small games made to tell notions
 * apart, and how the search ends before its time. */
#include "support/played.h"
#include "support/tested.h"

#include <string.h>

static const dt_method_answer *pure_of(dt_game *game, const dt_game_question *question,
                                       dt_play **play)
{
    *play = played_by(game, DT_METHOD_PURE, question);
    return dt_play_answer(*play, DT_METHOD_PURE);
}

/* The set and the choice by their labels: whether it is taken for sure. */
static bool takes(const dt_game *game, const dt_equilibrium *e, const char *set,
                  const char *action)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        for (uint32_t k = 0; k < dt_game_n_actions_at(game, h); k++) {
            const uint32_t a = dt_game_first_action(game, h) + k;
            if (strcmp(dt_game_set_label(game, h), set) == 0 &&
                strcmp(dt_game_action_label(game, a), action) == 0)
                return e->p[a] == 1;
        }
    fail_msg("no '%s' at '%s'", action, set);
    return false;
}

/* Selten's horse. If the first goes down, the third chooses without knowing whether the
 * second was asked. (down, across, left) is a Nash equilibrium in which the second
 * would forgo 4 for 1; with (across, across, right) everybody is content as long as the
 * third believes by at most 1/3 that the first has moved: left gives it 2 b, right 1 -
 * b. */
static void horse(void **state)
{
    (void)state;
    dt_game *const game = played_text(
        "EFG 2 R \"horse\" { \"1\" \"2\" \"3\" }\n"
        "p \"\" 1 1 \"first\" { \"down\" \"across\" } 0\n"
        "p \"\" 3 1 \"third\" { \"left\" \"right\" } 0\n"
        "t \"\" 1 \"\" { 3 3 2 }\nt \"\" 2 \"\" { 0 0 0 }\n"
        "p \"\" 2 1 \"second\" { \"down\" \"across\" } 0\n"
        "p \"\" 3 1 \"third\" { \"left\" \"right\" } 0\n"
        "t \"\" 3 \"\" { 4 4 0 }\nt \"\" 4 \"\" { 0 0 1 }\nt \"\" 5 \"\" { 1 1 1 }\n");
    dt_play *play;
    const dt_method_answer *const answer = pure_of(game, NULL, &play);
    assert_true(answer->applies && answer->complete);
    assert_int_equal(answer->n, 1);
    const dt_equilibrium *const e = &answer->equilibria[0];
    assert_true(takes(game, e, "first", "across") &&
                takes(game, e, "second", "across"));
    assert_true(takes(game, e, "third", "right"));
    assert_near(e->low[1], 0, 1e-9);
    assert_near(e->high[1], 1.0 / 3, 1e-9);
    assert_near(e->low[5], 2.0 / 3, 1e-9);
    assert_true(!e->reached[dt_game_set_of(game, 1)]);
    dt_play_free(play);
    dt_game_free(game);
}

/* Entry, where both then choose at once. Out, with an incumbent that would fight since
 * it believes that the entrant would, is no equilibrium in the subgame after entry. */
static void subgames_count(void **state)
{
    (void)state;
    dt_game *const game =
        played_text("EFG 2 R \"entry\" { \"entrant\" \"incumbent\" }\n"
                    "p \"\" 1 1 \"entry\" { \"out\" \"in\" } 0\n"
                    "t \"\" 1 \"\" { 0 2 }\n"
                    "p \"\" 1 2 \"entrant\" { \"fight\" \"share\" } 0\n"
                    "p \"\" 2 1 \"incumbent\" { \"fight\" \"share\" } 0\n"
                    "t \"\" 2 \"\" { -3 -1 }\nt \"\" 3 \"\" { 1 -2 }\n"
                    "p \"\" 2 1 \"incumbent\" { \"fight\" \"share\" } 0\n"
                    "t \"\" 4 \"\" { -2 -1 }\nt \"\" 5 \"\" { 3 1 }\n");
    dt_play *play;
    const dt_method_answer *const answer = pure_of(game, NULL, &play);
    assert_int_equal(answer->n, 1);
    assert_true(takes(game, answer->equilibria, "entry", "in"));
    assert_true(takes(game, answer->equilibria, "incumbent", "share"));
    dt_play_free(play);
    dt_game_free(game);
}

/* The second always goes left. So the first, which does not see it, must believe in
 * left when it has come in, though the second does not know by which door and there is
 * no subgame: it goes left for 3, and does not stay out for 2. */
static void nobody_is_surprised_by_itself(void **state)
{
    (void)state;
    dt_game *const game =
        played_text("EFG 2 R \"doors\" { \"1\" \"2\" }\n"
                    "p \"\" 1 1 \"door\" { \"out\" \"front\" \"back\" } 0\n"
                    "t \"\" 1 \"\" { 2 0 }\n"
                    "p \"\" 2 1 \"second\" { \"left\" \"right\" } 0\n"
                    "p \"\" 1 2 \"front\" { \"left\" \"right\" } 0\n"
                    "t \"\" 2 \"\" { 3 1 }\nt \"\" 3 \"\" { 0 1 }\n"
                    "p \"\" 1 2 \"front\" { \"left\" \"right\" } 0\n"
                    "t \"\" 4 \"\" { 0 0 }\nt \"\" 5 \"\" { 1 0 }\n"
                    "p \"\" 2 1 \"second\" { \"left\" \"right\" } 0\n"
                    "p \"\" 1 3 \"back\" { \"left\" \"right\" } 0\n"
                    "t \"\" 6 \"\" { 0 1 }\nt \"\" 7 \"\" { -1 1 }\n"
                    "p \"\" 1 3 \"back\" { \"left\" \"right\" } 0\n"
                    "t \"\" 8 \"\" { 0 0 }\nt \"\" 9 \"\" { -1 0 }\n");
    dt_play *play;
    const dt_method_answer *const answer = pure_of(game, NULL, &play);
    assert_int_equal(answer->n, 1);
    assert_true(takes(game, answer->equilibria, "door", "front"));
    assert_true(takes(game, answer->equilibria, "front", "left"));
    dt_play_free(play);
    dt_game_free(game);
}

static void who_forgets_is_named(void **state)
{
    (void)state;
    dt_game *const game = played_text("EFG 2 R \"drive\" { \"driver\" }\n"
                                      "p \"\" 1 7 \"crossing\" { \"exit\" \"on\" } 0\n"
                                      "t \"\" 1 \"\" { 0 }\n"
                                      "p \"\" 1 7 \"crossing\" { \"exit\" \"on\" } 0\n"
                                      "t \"\" 2 \"\" { 4 }\nt \"\" 3 \"\" { 1 }\n");
    dt_play *play;
    const dt_method_answer *const answer = pure_of(game, NULL, &play);
    assert_false(answer->applies);
    assert_string_equal(answer->why,
                        "player 'driver' forgets something before information set 7");
    dt_play_free(play);
    dt_game_free(game);
}

/* A path of so many choices to which its player is indifferent. */
static dt_game *indifference(unsigned n)
{
    dt_text text = {0};
    dt_text_add(&text, "EFG 2 R \"whatever\" { \"1\" }\n");
    for (unsigned k = 1; k <= n; k++)
        dt_text_format(&text, "p \"\" 1 %u \"\" { \"stop\" \"go\" } 0\nt \"\" 0\n", k);
    dt_text_add(&text, "t \"\" 0\n");
    dt_game *const game = played_text(text.bytes);
    dt_text_release(&text);
    return game;
}

static void limits_are_told(void **state)
{
    (void)state;
    dt_game *const game = indifference(14);
    const dt_game_question short_of_steps = {.max_steps = 1};
    dt_play *play;
    const dt_method_answer *answer = pure_of(game, NULL, &play);
    assert_false(answer->complete);
    assert_int_equal(answer->n, 10000);
    assert_string_equal(answer->why, "there are more equilibria than these");
    dt_play_free(play);

    answer = pure_of(game, &short_of_steps, &play);
    assert_true(!answer->complete && answer->n > 0 && answer->n < 100);
    assert_string_equal(answer->why,
                        "there may be others: the search took more steps than allowed");
    dt_play_free(play);
    dt_game_free(game);
}

static bool refuse(void *context, const char *phase, double done)
{
    (void)context;
    (void)phase;
    (void)done;
    return false;
}

static void stops_when_told(void **state)
{
    (void)state;
    const dt_monitor monitor = {.report = refuse};
    const dt_game_question question = {.methods = 1u << DT_METHOD_PURE,
                                       .limits.monitor = &monitor};
    dt_game *const game = indifference(14);
    dt_play *play = NULL;
    dt_error err;
    assert_int_equal(dt_game_solve(game, &question, &play, &err), DT_ESTOPPED);
    assert_null(play);
    dt_game_free(game);
}

static void a_game_without_choices_has_one(void **state)
{
    (void)state;
    dt_game *const game = played_text("EFG 2 R \"\" { \"1\" }\nt \"\" 1 \"\" { 5 }\n");
    dt_play *play;
    const dt_method_answer *const answer = pure_of(game, NULL, &play);
    assert_true(answer->complete);
    assert_int_equal(answer->n, 1);
    assert_true(answer->equilibria[0].payoff[0] == 5);
    dt_play_free(play);
    dt_game_free(game);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(horse),
        cmocka_unit_test(subgames_count),
        cmocka_unit_test(nobody_is_surprised_by_itself),
        cmocka_unit_test(who_forgets_is_named),
        cmocka_unit_test(limits_are_told),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(a_game_without_choices_has_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
