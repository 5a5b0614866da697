/* What the reader of `.efg` says of a file: the findings, what kind of game it is, and
 * the game as it is written; else the line that sums the failure up. Last, what changes
 * when reading is strict.
 *
 *     test_games_reading FILE
 *
 * Whatever is read must come back the same when it is written and read again; the exit
 * status is 1 when it does not. */
#include "support/likeness.h"
#include "support/tested.h"

#include <stdio.h>
#include <string.h>

static dt_status print(void *context, const char *bytes, size_t n)
{
    (void)context;
    return fwrite(bytes, 1, n, stdout) == n ? DT_OK : DT_EIO;
}

static dt_game *parse(const dt_text *text, dt_diags *diags)
{
    const dt_input input = {"again", dt_text_string(text), text->n, DT_FORMAT_CONFLICT};
    dt_game *game = NULL;
    dt_error err;
    if (dt_game_parse(&input, false, diags, &game, &err) != DT_OK)
        printf("what is written cannot be read: %s\n", err.text);
    return game;
}

/* Write, read, write: the same game, the same bytes. */
static bool comes_back(const dt_game *game)
{
    dt_text once = {0}, twice = {0};
    const dt_sink first = {write_to_text, &once}, second = {write_to_text, &twice};
    dt_diags *const diags = dt_diags_new();
    bool same = dt_game_write(game, &first, NULL) == DT_OK;
    dt_game *const again = parse(&once, diags);
    const char *const difference = again ? game_difference(game, again) : "all";
    if (difference)
        printf("differs when read again: %s\n", difference);
    same = same && !difference && dt_game_write(again, &second, NULL) == DT_OK &&
           strcmp(dt_text_string(&once), dt_text_string(&twice)) == 0;
    dt_game_free(again);
    dt_diags_free(diags);
    dt_text_release(&once);
    dt_text_release(&twice);
    return same;
}

static void tell_kind(const dt_game *game)
{
    uint32_t h = 0;
    const bool recall = dt_game_has_recall(game, &h);
    printf("%u players, %u nodes, %u sets, %u actions; payoffs from %.15g to %.15g\n",
           game->n_players, game->n_nodes, game->n_sets, game->n_actions, game->low,
           game->high);
    printf("%s recall%s%s, %s information, %s sum\n", recall ? "perfect" : "imperfect",
           recall ? "" : " at set ", recall ? "" : game->sets[h].label,
           dt_game_is_perfect(game) ? "perfect" : "imperfect",
           dt_game_is_constant_sum(game) ? "constant" : "general");
}

static bool tell(const char *path)
{
    const dt_sink out = {print, NULL};
    dt_diags *const diags = dt_diags_new();
    dt_game *game = NULL;
    dt_error err = {0};
    const dt_status status = dt_game_load(path, false, diags, &game, &err);
    bool well = dt_diags_write(diags, &out, false) == DT_OK;
    if (status != DT_OK)
        printf("exit %d: %s\n", dt_status_exit(status), err.text);
    else {
        tell_kind(game);
        well = dt_game_write(game, &out, &err) == DT_OK && comes_back(game) && well;
    }
    dt_game_free(game);
    dt_diags_free(diags);
    return well;
}

static void tell_strict(const char *path)
{
    dt_diags *const diags = dt_diags_new();
    dt_game *game = NULL;
    dt_error err = {0};
    const dt_status status = dt_game_load(path, true, diags, &game, &err);
    printf("strict: %s\n", status == DT_OK ? "read" : err.text);
    dt_game_free(game);
    dt_diags_free(diags);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const bool well = tell(argv[1]);
    tell_strict(argv[1]);
    return well ? 0 : 1;
}
