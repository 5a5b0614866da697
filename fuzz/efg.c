/* The bytes are a game: what is read is written, and what is written is read as a game
 * that is written alike. What strict reading takes, the other takes, too. */
#include "harness.h"

#include <detente/game.h>
#include <string.h>

static dt_game *read_game(const char *text, size_t n, bool strict)
{
    const dt_input input = {"text.efg", text, n, DT_FORMAT_CONFLICT};
    dt_diags *const diags = dt_diags_new();
    dt_text findings = {0};
    const dt_sink sink = {add_to_text, &findings};
    dt_game *game = NULL;
    dt_error err = {0};
    const dt_status status = dt_game_parse(&input, strict, diags, &game, &err);
    demand((status == DT_OK) == (game != NULL), "a sound text gives a game");
    demand((status == DT_EMODEL) == (dt_diags_count(diags, DT_SEVERITY_ERROR) > 0),
           "what is unsound has an error");
    demand(dt_diags_write(diags, &sink, false) == DT_OK, "findings can be written");
    demand(dt_diags_write_json(diags, &sink) == DT_OK, "findings can be JSON");
    dt_text_release(&findings);
    dt_diags_free(diags);
    return game;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    dt_text once = {0}, twice = {0};
    const dt_sink first = {add_to_text, &once}, second = {add_to_text, &twice};
    dt_game *const game = read_game((const char *)bytes, n, false);
    dt_game *const strict = read_game((const char *)bytes, n, true);
    demand(game || !strict, "what strict reading takes, the other takes, too");
    dt_game_free(strict);
    if (!game)
        return 0;
    demand(dt_game_write(game, &first, NULL) == DT_OK, "a game can be written");
    dt_game *const again = read_game(dt_text_string(&once), once.n, false);
    demand(again != NULL, "what is written can be read");
    demand(dt_game_write(again, &second, NULL) == DT_OK, "and written again");
    demand(once.n == twice.n && memcmp(once.bytes, twice.bytes, once.n) == 0,
           "to the same bytes");
    demand(dt_game_has_recall(game, NULL) == dt_game_has_recall(again, NULL) &&
               dt_game_is_constant_sum(game) == dt_game_is_constant_sum(again),
           "which are a game of the same kind");
    dt_game_free(again);
    dt_game_free(game);
    dt_text_release(&once);
    dt_text_release(&twice);
    return 0;
}
