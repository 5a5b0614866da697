/* Semi-separating equilibria that can be worked out by hand. */
#include "support/forest.h"
#include "support/played.h"
#include "support/signs.h"
#include "support/tested.h"

#include <string.h>

#define GOOD DT_SOURCE_DIR "/tests/games/good/"

static const double WITHIN = 1e-9;

/* A game with what the method says of it. */
typedef struct solved {
    dt_game *game;
    dt_play *play;
    const dt_method_answer *answer;
} solved;

static solved solve(dt_game *game, const dt_game_question *question)
{
    solved it = {.game = game, .play = played_by(game, DT_METHOD_SIGNALLING, question)};
    it.answer = dt_play_answer(it.play, DT_METHOD_SIGNALLING);
    return it;
}

static solved solve_file(const char *path)
{
    dt_diags *const diags = dt_diags_new();
    dt_game *game = NULL;
    if (dt_game_load(path, true, diags, &game, NULL) != DT_OK)
        fail_msg("%s", findings_of(diags));
    dt_diags_free(diags);
    return solve(game, NULL);
}

static void release(solved *it)
{
    dt_play_free(it->play);
    dt_game_free(it->game);
}

static double at(const solved *it, const dt_equilibrium *e, uint32_t set, uint32_t k)
{
    return e->p[dt_game_first_action(it->game, set) + k];
}

/* The weak bluff: .2 (-4) + .8 s 2 = 0 where s = 1/2; a signal is challenged by half,
 * since it then brings the weak (-2 + 2) / 2 = 0, what silence does. */
static void bluff_in_deterrence(void **state)
{
    (void)state;
    solved it = solve_file(GOOD "bluff-deterrence.efg");
    assert_true(it.answer->applies && it.answer->complete);
    assert_int_equal(it.answer->n, 1);
    const dt_equilibrium *const e = &it.answer->equilibria[0];
    const uint32_t strong = dt_game_set_of(it.game, 1);
    const uint32_t after_signal = dt_game_set_of(it.game, 2);
    const uint32_t after_silence = dt_game_set_of(it.game, 5);
    const uint32_t weak = dt_game_set_of(it.game, 8);
    assert_near(at(&it, e, strong, 0), 1, WITHIN);
    assert_near(at(&it, e, weak, 0), 0.5, WITHIN);
    assert_near(at(&it, e, after_signal, 0), 0.5, WITHIN);
    assert_near(at(&it, e, after_silence, 0), 1, WITHIN);
    assert_near(e->belief[2], 1.0 / 3, WITHIN);
    assert_true(e->proof.regret < WITHIN && e->proof.bayes < WITHIN);
    assert_true(!e->family && e->intuitive.trial == DT_TRIAL_PASSES);
    release(&it);
}

/* After the message of both, the duellist's answer is not mixed, and a mixed one after
 * the other message would make no new outcome. */
static void beer_and_quiche_only_pool(void **state)
{
    (void)state;
    solved it = solve_file(GOOD "beer-quiche.efg");
    assert_true(it.answer->applies && it.answer->complete);
    assert_int_equal(it.answer->n, 0);
    release(&it);
}

/* ---- Three types ------------------------------------------------------------------
 */

/* Find the one equilibrium with these probabilities of messages, [3][n_messages]. */
static const dt_equilibrium *find(const solved *it, const signals *k,
                                  double sends[3][3])
{
    const dt_equilibrium *found = NULL;
    for (uint32_t i = 0; i < it->answer->n; i++) {
        const dt_equilibrium *const e = &it->answer->equilibria[i];
        double off = 0;
        for (uint32_t t = 0; t < 3; t++) {
            const uint32_t set =
                dt_game_set_of(it->game, dt_game_child(it->game, 0, t));
            for (uint32_t m = 0; m < k->n_messages; m++)
                off += (at(it, e, set, m) - sends[t][m]) *
                       (at(it, e, set, m) - sends[t][m]);
        }
        if (off > WITHIN)
            continue;
        assert_null(found);
        found = e;
    }
    return found;
}

/* The set after message m: below the first type. */
static uint32_t heard(const solved *it, uint32_t m)
{
    return dt_game_set_of(it->game,
                          dt_game_child(it->game, dt_game_child(it->game, 0, 0), m));
}

/* Bluff with a middle type. Priors .2, .2, .6; to challenge pays -4, -1, 2. Strong and
 * middle signal, the weak with s: -.8 - .2 + 1.2 s = 0, so that s = 5/6. A signal is
 * challenged by half, as it then brings the weak 0 like silence, and the middle and the
 * strong (-1 + 2.5) / 2 and (1 + 3) / 2, more than silence, which is challenged. */
static void middle_type(void **state)
{
    (void)state;
    static signals k = {
        .n_types = 3,
        .n_messages = 2,
        .n_answers = {2, 2},
        .prior = {0.2, 0.2, 0.6},
        .sends = {{{1, 3}, {1, 3}}, {{-1, 2.5}, {0, 3}}, {{-2, 2}, {0, 3}}},
        .receives = {{{-4, 0}, {-4, 0}}, {{-1, 0}, {-1, 0}}, {{2, 0}, {2, 0}}},
    };
    double sends[3][3] = {{1, 0}, {1, 0}, {5.0 / 6, 1.0 / 6}};
    solved it = solve(game_of_signals(&k), NULL);
    const dt_equilibrium *const e = find(&it, &k, sends);
    assert_non_null(e);
    assert_near(at(&it, e, heard(&it, 0), 0), 0.5, WITHIN);
    assert_near(at(&it, e, heard(&it, 1), 0), 1, WITHIN);
    assert_true(!e->family);
    release(&it);
}

/* A chain: the first type sends x, the second x or y, the third y or z, each with 1/2.
 * Priors are equal. After x accepting pays 1 from the first and -2 from the second, so
 * the second sends it by half; after y 1 from the second and -1 from the third; after z
 * -1 from all. y is accepted by half, as that brings the third (1 - 1) / 2 = 0, what z
 * does. So the second gets (2 + 0) / 2 = 1 by y, and as much by x if that is accepted
 * by 1/3 for 3. The first gets 2 + 1/3 by x, else at most 0. */
static void chain_of_types(void **state)
{
    (void)state;
    static signals k = {
        .n_types = 3,
        .n_messages = 3,
        .n_answers = {2, 2, 2},
        .prior = {1.0 / 3, 1.0 / 3, 1.0 / 3},
        .sends = {{{3, 2}, {0, 0}, {-5, -5}},
                  {{3, 0}, {2, 0}, {-5, -5}},
                  {{-1, -1}, {1, -1}, {1, 0}}},
        .receives = {{{1, 0}, {0, 0}, {-1, 0}},
                     {{-2, 0}, {1, 0}, {-1, 0}},
                     {{0, 0}, {-1, 0}, {-1, 0}}},
    };
    double sends[3][3] = {{1, 0, 0}, {0.5, 0.5, 0}, {0, 0.5, 0.5}};
    solved it = solve(game_of_signals(&k), NULL);
    const dt_equilibrium *const e = find(&it, &k, sends);
    assert_non_null(e);
    assert_near(at(&it, e, heard(&it, 0), 0), 1.0 / 3, WITHIN);
    assert_near(at(&it, e, heard(&it, 1), 0), 0.5, WITHIN);
    assert_near(at(&it, e, heard(&it, 2), 0), 0, WITHIN);
    assert_near(e->belief[dt_game_child(it.game, dt_game_child(it.game, 0, 0), 0)],
                2.0 / 3, WITHIN);
    assert_true(!e->family);
    release(&it);
}

/* ---- Special games -----------------------------------------------------------------
 */

/* Talk that costs nothing and concerns nobody: whatever both mix is an equilibrium. */
static void idle_talk_is_a_family(void **state)
{
    (void)state;
    static signals k = {
        .n_types = 2, .n_messages = 2, .n_answers = {1, 1}, .prior = {0.5, 0.5}};
    solved it = solve(game_of_signals(&k), NULL);
    assert_true(it.answer->complete);
    assert_int_equal(it.answer->n, 5); /* both mix, or one, the other by x or y */
    for (uint32_t i = 0; i < it.answer->n; i++)
        assert_true(it.answer->equilibria[i].family);
    release(&it);
}

/* x is worth 1 to both types. y is worth 3 or -1 to the first and -1 or 3 to the
 * second, as it is answered: each single answer tempts one of them, half of each
 * neither. The receiver is indifferent where it believes in both alike. */
static void only_a_mixed_threat_deters(void **state)
{
    (void)state;
    static signals k = {
        .n_types = 2,
        .n_messages = 2,
        .n_answers = {1, 2},
        .prior = {0.25, 0.75},
        .sends = {{{1}, {3, -1}}, {{1}, {-1, 3}}},
        .receives = {{{0}, {1, 0}}, {{0}, {0, 1}}},
    };
    solved it = solve(game_of_signals(&k), NULL);
    uint32_t n = 0;
    for (uint32_t i = 0; i < it.answer->n; i++) {
        const dt_equilibrium *const e = &it.answer->equilibria[i];
        if (e->reached[heard(&it, 1)])
            continue;
        assert_near(at(&it, e, heard(&it, 1), 0), 0.5, WITHIN);
        assert_near(e->belief[dt_game_child(it.game, 1, 1)], 0.5, WITHIN);
        n++;
    }
    assert_int_equal(n, 1);
    release(&it);
}

/* ---- Memory ------------------------------------------------------------------------
 */

void *__real_calloc(size_t n, size_t each);
void *__real_realloc(void *old, size_t size);
void *__wrap_calloc(size_t n, size_t each);
void *__wrap_realloc(void *old, size_t size);

static unsigned long calls, failing; /* the call that fails, from 1; 0: none */

void *__wrap_calloc(size_t n, size_t each)
{
    return ++calls == failing ? NULL : __real_calloc(n, each);
}

void *__wrap_realloc(void *old, size_t size)
{
    return ++calls == failing ? NULL : __real_realloc(old, size);
}

/* Solve again and again, the k-th allocation failing, until none does. */
static void fail_everywhere(const dt_game *game)
{
    const dt_game_question question = {.methods = 1u << DT_METHOD_PURE |
                                                  1u << DT_METHOD_SIGNALLING};
    dt_status status = DT_ENOMEM;
    unsigned long k = 0;
    for (; status == DT_ENOMEM; k++) {
        dt_play *play = NULL;
        calls = 0;
        failing = k + 1;
        status = dt_game_solve(game, &question, &play, NULL);
        failing = 0;
        assert_true((status == DT_OK) == (play != NULL));
        dt_play_free(play);
    }
    assert_int_equal(status, DT_OK);
    assert_true(k > 10);
}

static void lack_of_memory_is_told(void **state)
{
    (void)state;
    static signals k;
    dice d = {.seed = 3};
    random_signals(&k, &d, 3);
    dt_game *const game = game_of_signals(&k);
    fail_everywhere(game);
    dt_game_free(game);
    const forest_size size = {.players = 3, .nodes = 60, .ignorance = 70};
    dt_game *const tree = forest_tree(5, size);
    fail_everywhere(tree);
    dt_game_free(tree);
}

/* ---- Limits ------------------------------------------------------------------------
 */

static void limits_are_told(void **state)
{
    (void)state;
    static signals k;
    dice d = {.seed = 8};
    const dt_game_question question = {.max_steps = 20};
    do
        random_signals(&k, &d, 4);
    while (k.n_types < 4 || k.n_messages < 4);
    solved it = solve(game_of_signals(&k), &question);
    assert_true(it.answer->applies && !it.answer->complete);
    assert_true(it.answer->n_steps <= 20);
    assert_string_equal(it.answer->why,
                        "there may be others: the search took more steps than allowed");
    release(&it);
}

static void other_games_are_refused(void **state)
{
    (void)state;
    solved it = solve_file(GOOD "kuhn-poker.efg");
    assert_false(it.answer->applies);
    assert_non_null(strstr(it.answer->why, "not a signalling game: "));
    release(&it);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bluff_in_deterrence),
        cmocka_unit_test(beer_and_quiche_only_pool),
        cmocka_unit_test(middle_type),
        cmocka_unit_test(chain_of_types),
        cmocka_unit_test(idle_talk_is_a_family),
        cmocka_unit_test(only_a_mixed_threat_deters),
        cmocka_unit_test(lack_of_memory_is_told),
        cmocka_unit_test(limits_are_told),
        cmocka_unit_test(other_games_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
