/* detente probe: is the other side sincere, and which test would show it? */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static dt_status write_probe(const session *s, const dt_probe *probe, dt_error *err)
{
    output out;
    const dt_report_options options = session_report_options(s);
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_probe(probe, &options, &out.sink, err);
    return output_close(&out, status, err);
}

/* ---- the games of the tests, as files ----------------------------------------------
 */

/* DIR/us-talks.efg, DIR/us-none.efg, DIR/us-talks-invite.efg */
static bool name_file(const dt_findings *all, const dt_attempt *t, const char *dir,
                      char path[OUTPUT_PATH_MAX])
{
    const char *const tester = dt_actor_name(all->model, t->tester);
    const char *const first = t->test == DT_NO_TEST ? "none" : t->name;
    const char *const second =
        t->second == DT_NO_TEST ? NULL : dt_model_test_name(all->model, t->second);
    const int n = snprintf(path, OUTPUT_PATH_MAX, "%s/%s-%s%s%s.efg", dir, tester,
                           first, second ? "-" : "", second ? second : "");
    return n > 0 && n < OUTPUT_PATH_MAX;
}

static dt_status write_game(const session *s, const dt_findings *all,
                            const dt_attempt *t, dt_error *err)
{
    char path[OUTPUT_PATH_MAX];
    output out;
    arguments args = *s->args;
    if (!t->game)
        return DT_OK;
    if (!name_file(all, t, s->args->efg, path))
        return complain(err, DT_EIO, "'%s' is too long a name", s->args->efg);
    args.output = path;
    dt_status status = output_open(&out, &args, err);
    if (status != DT_OK)
        return status;
    status = dt_game_write(t->game, &out.sink, err);
    return output_close(&out, status, err);
}

static dt_status write_games(const session *s, const dt_findings *all, dt_error *err)
{
    dt_status status = DT_OK;
    for (uint32_t k = 0; k < all->n_advices; k++) {
        const dt_advice *const advice = &all->advices[k];
        for (uint32_t t = 0; t < advice->n_attempts && status == DT_OK; t++)
            status = write_game(s, all, &advice->attempts[t], err);
        for (uint32_t t = 0; t < advice->n_plans && status == DT_OK; t++)
            status = write_game(s, all, &advice->plans[t], err);
    }
    return status;
}

/* ---- the command
 * --------------------------------------------------------------------- */

static dt_status probe_model(session *s, dt_error *err)
{
    const dt_probe_question question = {.cast = s->cast,
                                        .limits = s->args->limits,
                                        .has_precision = s->args->has_precision,
                                        .precision = s->args->precision,
                                        .test = s->args->test};
    dt_probe *probe = NULL;
    dt_status status = dt_probe_new(s->model, &question, s->diags, &probe, err);
    if (status == DT_OK && s->args->efg)
        status = write_games(s, dt_probe_findings(probe), err);
    if (status == DT_OK)
        status = write_probe(s, probe, err);
    dt_probe_free(probe);
    return status;
}

dt_status command_probe(const arguments *args, dt_error *err)
{
    session s;
    dt_status status = session_open_model(&s, args, err);
    if (status == DT_OK)
        status = session_read_cast(&s, err);
    if (status == DT_OK)
        status = probe_model(&s, err);
    session_close(&s);
    return status;
}
