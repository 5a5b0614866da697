/* A game as an `.efg` file: one node to a line, everything described wherever it
 * stands, as Gambit writes it. */
#include "base/fail.h"
#include "base/out.h"
#include "games/game.h"

#include <string.h>

/* A string between quotes. A backslash at its end would take the quote with it. */
static void put_string(dt_out *out, const char *string)
{
    const size_t n = strlen(string);
    dt_put(out, "\"");
    for (size_t at = 0; at < n; at++) {
        const size_t plain = strcspn(string + at, "\"");
        dt_put_n(out, string + at, plain);
        at += plain;
        dt_put(out, at < n ? "\\\"" : "");
    }
    dt_put(out, n > 0 && string[n - 1] == '\\' ? " \"" : "\"");
}

static void put_prologue(dt_out *out, const dt_game *game)
{
    dt_put(out, "EFG 2 R ");
    put_string(out, game->title);
    dt_put(out, " {");
    for (uint32_t i = 0; i < game->n_players; i++) {
        dt_put(out, " ");
        put_string(out, game->players[i]);
    }
    dt_put(out, " }\n");
    put_string(out, game->comment);
    dt_put(out, "\n\n");
}

static void put_set(dt_out *out, const dt_game *game, const dt_set *set)
{
    if (set->player != DT_CHANCE)
        dt_put_format(out, " %u", set->player + 1);
    dt_put_format(out, " %u ", set->number);
    put_string(out, set->label);
    dt_put(out, " {");
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const dt_action *const action = &game->actions[set->first_action + k];
        dt_put(out, " ");
        put_string(out, action->label);
        if (action->chance.text) {
            dt_put(out, " ");
            dt_put(out, action->chance.text);
        }
    }
    dt_put(out, " }");
}

static void put_outcome(dt_out *out, const dt_game *game, uint32_t o)
{
    if (o == DT_NONE) {
        dt_put(out, " 0\n");
        return;
    }
    const dt_outcome *const outcome = &game->outcomes[o];
    dt_put_format(out, " %u ", outcome->number);
    put_string(out, outcome->label);
    dt_put(out, " { ");
    for (uint32_t i = 0; i < game->n_players; i++) {
        dt_put(out, i ? ", " : "");
        dt_put(out, outcome->payoff[i].text);
    }
    dt_put(out, " }\n");
}

static void put_node(dt_out *out, const dt_game *game, uint32_t n)
{
    const dt_game_node *const node = &game->nodes[n];
    const bool terminal = dt_is_terminal(game, n);
    const dt_set *const set = terminal ? NULL : dt_set_at(game, n);
    dt_put(out, terminal ? "t " : set->player == DT_CHANCE ? "c " : "p ");
    put_string(out, node->label);
    if (set)
        put_set(out, game, set);
    put_outcome(out, game, node->outcome);
}

dt_status dt_game_write(const dt_game *game, const dt_sink *sink, dt_error *err)
{
    dt_out out = dt_out_to(sink);
    put_prologue(&out, game);
    for (uint32_t n = 0; n < game->n_nodes && dt_out_works(&out); n++)
        put_node(&out, game, n);
    const dt_status status = dt_out_end(&out);
    return status == DT_OK ? DT_OK : dt_fail(err, status, "cannot write the game");
}
