/* detente/game.h on a known game, the corners of reading and writing that no file of
 * tests/games shows, and what happens when memory runs out. */
#include "games/game.h"
#include "support/tested.h"

#include <string.h>

#define QUICHE DT_SOURCE_DIR "/tests/games/good/beer-quiche.efg"

/* ---- Memory ---------------------------------------------------------------------- */

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

/* ---- Reading --------------------------------------------------------------------- */

static dt_status parse_text(const char *text, dt_game **game, dt_error *err)
{
    const dt_input input = {"text.efg", text, strlen(text), DT_FORMAT_CONFLICT};
    dt_diags *const diags = dt_diags_new();
    const dt_status status =
        diags ? dt_game_parse(&input, false, diags, game, err) : DT_ENOMEM;
    dt_diags_free(diags);
    return status;
}

static dt_game *load(const char *path)
{
    dt_diags *const diags = dt_diags_new();
    dt_game *game = NULL;
    if (dt_game_load(path, true, diags, &game, NULL) != DT_OK)
        fail_msg("%s", findings_of(diags));
    dt_diags_free(diags);
    return game;
}

static void assert_action(const dt_game *game, uint32_t action, const char *label,
                          double chance)
{
    assert_string_equal(dt_game_action_label(game, action), label);
    assert_true(dt_game_chance(game, action) == chance);
}

static void questions_are_answered(void **state)
{
    (void)state;
    dt_game *const game = load(QUICHE);
    assert_string_equal(dt_game_title(game), "Beer-Quiche (Cho and Kreps 1987)");
    assert_memory_equal(dt_game_comment(game), "Prior P(surly)=0.9.", 19);
    assert_int_equal(dt_game_n_players(game), 2);
    assert_string_equal(dt_game_player(game, 1), "Receiver");
    assert_int_equal(dt_game_n_nodes(game), 15);
    assert_int_equal(dt_game_n_sets(game), 5);
    assert_int_equal(dt_game_n_actions(game), 10);
    assert_action(game, 0, "wimp", 0.1);
    assert_action(game, 1, "surly", 0.9);
    assert_action(game, 2, "beer", 0);
    assert_int_equal(dt_game_set_player(game, 0), DT_CHANCE);
    assert_int_equal(dt_game_set_player(game, 2), 1);
    assert_string_equal(dt_game_set_label(game, 2), "after beer");
    assert_int_equal(dt_game_n_actions_at(game, 2), 2);
    assert_int_equal(dt_game_first_action(game, 2), 4);
    assert_int_equal(dt_game_n_members(game, 2), 2);
    assert_int_equal(dt_game_members(game, 2)[0], 2);
    assert_int_equal(dt_game_members(game, 2)[1], 9);
    dt_game_free(game);
}

static void the_tree_is_linked(void **state)
{
    (void)state;
    dt_game *const game = load(QUICHE);
    assert_int_equal(dt_game_parent(game, 0), DT_NO_NODE);
    assert_int_equal(dt_game_child(game, 0, 0), 1);
    assert_int_equal(dt_game_child(game, 0, 1), 8);
    assert_int_equal(dt_game_parent(game, 8), 0);
    assert_int_equal(dt_game_child(game, 8, 1), 12);
    assert_int_equal(dt_game_set_of(game, 9), 2);
    assert_int_equal(dt_game_set_of(game, 14), DT_NO_NODE);
    assert_string_equal(dt_game_node_label(game, 14), "");
    assert_true(dt_game_payoff(game, 14, 0) == 2 && dt_game_payoff(game, 14, 1) == 1);
    assert_true(dt_game_has_recall(game, NULL));
    assert_false(dt_game_is_perfect(game));
    assert_false(dt_game_is_constant_sum(game));
    dt_game_free(game);
}

static void payoffs_are_collected_on_the_way(void **state)
{
    (void)state;
    dt_game *game = NULL;
    assert_int_equal(parse_text("EFG 2 R \"\" { \"A\" }\n"
                                "p \"\" 1 1 \"\" { \"x\" } 1 \"\" { 1/2 }\n"
                                "p \"\" 1 2 \"\" { \"x\" \"y\" } 2 \"\" { -1/4 }\n"
                                "t \"\" 1\n"
                                "t \"\" 0\n",
                                &game, NULL),
                     DT_OK);
    assert_true(dt_game_payoff(game, 2, 0) == 0.75);
    assert_true(dt_game_payoff(game, 3, 0) == 0.25);
    assert_true(game->low == 0.25 && game->high == 0.75);
    dt_game_free(game);
}

static void failures_have_their_status(void **state)
{
    (void)state;
    dt_diags *const diags = dt_diags_new();
    dt_game *game = NULL;
    dt_error err = {0};
    assert_int_equal(dt_game_load("no such file", false, diags, &game, &err), DT_EIO);
    assert_non_null(strstr(err.text, "no such file"));
    assert_int_equal(parse_text("EFG", &game, &err), DT_EMODEL);
    assert_int_equal(err.status, DT_EMODEL);
    assert_null(game);
    dt_game_free(NULL);
    dt_diags_free(diags);
}

/* Every beginning of a file is refused, but for those that lack blanks at the end. */
static void beginnings_are_refused(void **state)
{
    (void)state;
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_game *const game = load(QUICHE);
    assert_int_equal(dt_game_write(game, &sink, NULL), DT_OK);
    dt_game_free(game);
    for (size_t n = text.n - 2; n > 0; n--) {
        dt_game *none = NULL;
        text.bytes[n] = '\0';
        assert_int_equal(parse_text(text.bytes, &none, NULL), DT_EMODEL);
        assert_null(none);
    }
    dt_text_release(&text);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_game *game = load(QUICHE);
    assert_int_equal(dt_game_write(game, &sink, NULL), DT_OK);
    dt_game_free(game);
    dt_status status = DT_ENOMEM;
    unsigned long k = 0;
    for (; status == DT_ENOMEM; k++) {
        calls = 0;
        failing = k + 1;
        game = NULL;
        status = parse_text(text.bytes, &game, NULL);
        failing = 0;
        assert_true((status == DT_OK) == (game != NULL));
    }
    assert_int_equal(status, DT_OK);
    assert_true(k > 1); /* blocks are shared: few calls ask the system */
    dt_game_free(game);
    dt_text_release(&text);
}

/* ---- Writing --------------------------------------------------------------------- */

static dt_status refuse(void *context, const char *bytes, size_t n)
{
    (void)context;
    (void)bytes;
    (void)n;
    return DT_EIO;
}

static void a_sink_may_refuse(void **state)
{
    (void)state;
    const dt_sink sink = {refuse, NULL};
    dt_game *const game = load(QUICHE);
    dt_error err = {0};
    assert_int_equal(dt_game_write(game, &sink, &err), DT_EIO);
    assert_int_equal(err.status, DT_EIO);
    dt_game_free(game);
}

/* Labels of a program may hold what no file can. */
static void hard_labels_are_written(void **state)
{
    (void)state;
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_game *const game = dt_game_new("ends in \\", "\"");
    dt_game_add_player(game, "\\\\");
    dt_game_add_node(game, DT_NONE, DT_NONE, "a\"b\"");
    assert_int_equal(dt_game_finish(game, NULL), DT_OK);
    assert_int_equal(dt_game_write(game, &sink, NULL), DT_OK);
    assert_string_equal(text.bytes, "EFG 2 R \"ends in \\ \" { \"\\\\ \" }\n"
                                    "\"\\\"\"\n\n"
                                    "t \"a\\\"b\\\"\" 0\n");
    dt_game *again = NULL;
    assert_int_equal(parse_text(text.bytes, &again, NULL), DT_OK);
    assert_string_equal(again->nodes[0].label, "a\"b\"");
    assert_string_equal(again->title, "ends in \\ ");
    dt_game_free(again);
    dt_game_free(game);
    dt_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_answered),
        cmocka_unit_test(the_tree_is_linked),
        cmocka_unit_test(payoffs_are_collected_on_the_way),
        cmocka_unit_test(failures_have_their_status),
        cmocka_unit_test(beginnings_are_refused),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(a_sink_may_refuse),
        cmocka_unit_test(hard_labels_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
