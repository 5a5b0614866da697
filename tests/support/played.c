/* See played.h. */
#include "support/played.h"

#include "support/tested.h"

#include <math.h>
#include <string.h>

dt_game *played_text(const char *text)
{
    dt_game *game = NULL;
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    const dt_input input = {"game.efg", text, strlen(text), DT_FORMAT_CONFLICT};
    assert_non_null(diags);
    if (dt_game_parse(&input, true, diags, &game, &err) != DT_OK)
        fail_msg("%s", err.text);
    dt_diags_free(diags);
    return game;
}

dt_play *played_by(const dt_game *game, dt_method method,
                   const dt_game_question *question)
{
    dt_game_question asked = question ? *question : (dt_game_question){0};
    dt_play *play = NULL;
    dt_error err;
    asked.methods = 1u << method;
    if (dt_game_solve(game, &asked, &play, &err) != DT_OK)
        fail_msg("%s", err.text);
    return play;
}

void played_near(double x, double wanted, double within, const char *file, int line)
{
    if (fabs(x - wanted) <= within)
        return;
    print_error("%.17g, not %.17g\n", x, wanted);
    _fail(file, line);
}
