/* detente game: the equilibria of a game tree in Gambit's format. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

#include <stddef.h>

static dt_status write_play(const session *s, const dt_play *play, dt_error *err)
{
    output out;
    const dt_report_options options = session_report_options(s);
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_game(play, &options, &out.sink, err);
    return output_close(&out, status, err);
}

static dt_status write_efg(const session *s, const dt_game *game, dt_error *err)
{
    output out;
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_game_write(game, &out.sink, err);
    return output_close(&out, status, err);
}

static dt_status solve_game(const session *s, const dt_game *game, dt_error *err)
{
    const dt_game_question question = {.methods = s->args->methods,
                                       .limits = s->args->limits,
                                       .n_lambdas = s->args->n_lambdas,
                                       .lambdas = s->args->lambdas};
    dt_play *play = NULL;
    dt_status status = dt_game_solve(game, &question, &play, err);
    if (status == DT_OK)
        status = write_play(s, play, err);
    dt_play_free(play);
    return status;
}

dt_status command_game(const arguments *args, dt_error *err)
{
    if (!args->file)
        return complain(err, DT_EUSAGE, "name an .efg file, or '-' for standard input");
    session s = {.args = args, .diags = dt_diags_new()};
    dt_game *game = NULL;
    dt_status status = s.diags
                           ? dt_game_load(args->file, args->strict, s.diags, &game, err)
                           : complain(err, DT_ENOMEM, "out of memory");
    if (status == DT_OK)
        status = args->as_efg ? write_efg(&s, game, err) : solve_game(&s, game, err);
    dt_game_free(game);
    session_close(&s);
    return status;
}
