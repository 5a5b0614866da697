/* detente convert: a model in another format. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

#include <string.h>

/* Without --to the ending of the output file decides; a scenario that is printed is one
 * in the language. */
static target target_of(const arguments *args)
{
    static const struct {
        const char *ending;
        target to;
    } endings[] = {{".conflict", TO_CONFLICT}, {".json", TO_JSON}, {".dot", TO_DOT}};
    if (args->to == TO_NOTHING && !args->output && args->n_profiles > 0)
        return TO_CONFLICT;
    if (args->to != TO_NOTHING || !args->output)
        return args->to;
    const char *const dot = strrchr(args->output, '.');
    for (size_t k = 0; dot && k < sizeof endings / sizeof *endings; k++)
        if (strcmp(dot, endings[k].ending) == 0)
            return endings[k].to;
    return TO_NOTHING;
}

static dt_status write_graph(const session *s, const dt_sink *sink, dt_error *err)
{
    const dt_solve_options options = {.limits = s->args->limits};
    dt_solution *solution = NULL;
    dt_status status = DT_OK;
    if (dt_space_n_states(s->space) <= DT_GRAPH_STATES_MAX)
        status = dt_solve(s->space, s->ranks, &options, &solution, err);
    if (status == DT_OK)
        status = dt_report_graph(s->space, solution, sink, err);
    dt_solution_free(solution);
    return status;
}

/* A scenario goes into the language as it is written, with its comment. */
static dt_status write_scenario(const session *s, const dt_sink *sink, dt_error *err)
{
    dt_scenario_file files[DT_MAX_PROFILES];
    const dt_scenario scenario = session_scenario(s->args, files);
    return dt_scenario_write(&scenario, s->diags, sink, err);
}

static dt_status write_to(const session *s, target to, dt_error *err)
{
    output out;
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    if (to == TO_CONFLICT && s->args->n_profiles > 0)
        status = write_scenario(s, &out.sink, err);
    else if (to == TO_DOT)
        status = write_graph(s, &out.sink, err);
    else
        status = dt_model_write(s->model,
                                to == TO_JSON ? DT_FORMAT_JSON : DT_FORMAT_CONFLICT,
                                &out.sink, err);
    return output_close(&out, status, err);
}

/* What has to be known before anything is written. Of a scenario only a graph needs
 * states; as a text it is read while it is written. */
static dt_status open_for(session *s, const arguments *args, target to, dt_error *err)
{
    if (args->n_profiles == 0 || to == TO_DOT)
        return session_open(s, args, err);
    if (to == TO_JSON)
        return session_open_model(s, args, err);
    *s = (session){.args = args, .diags = dt_diags_new()};
    return s->diags ? DT_OK : complain(err, DT_ENOMEM, "out of memory");
}

dt_status command_convert(const arguments *args, dt_error *err)
{
    session s;
    const target to = target_of(args);
    if (to == TO_NOTHING)
        return complain(
            err, DT_EUSAGE, "say which format to write: --to conflict, json or dot%s",
            args->output ? "; the name of the output file does not tell" : "");
    if (args->scale != DT_SCALE_DEFAULT && args->n_profiles == 0)
        return complain(err, DT_EUSAGE, "--scale goes with --profile");
    dt_status status = open_for(&s, args, to, err);
    if (status == DT_OK)
        status = write_to(&s, to, err);
    session_close(&s);
    return status;
}
