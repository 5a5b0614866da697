/* detente solve: stability and equilibria; --explain: why. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

static dt_status write_solution(const session *s, const dt_bits *only,
                                const dt_solution *solution, dt_error *err)
{
    output out;
    dt_report_options options = session_report_options(s);
    options.only = only;
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_solution(s->space, s->ranks, solution, &options, &out.sink, err);
    return output_close(&out, status, err);
}

static dt_status solve(session *s, dt_error *err)
{
    const dt_solve_options options = {s->args->limits, s->args->engine};
    dt_solution *solution = NULL;
    dt_bits *only = NULL;
    dt_status status = DT_OK;
    if (s->args->state)
        status = session_find_states(s, s->args->state, &only, err);
    if (status == DT_OK)
        status = dt_solve(s->space, s->ranks, &options, &solution, err);
    if (status == DT_OK)
        status = write_solution(s, only, solution, err);
    dt_solution_free(solution);
    dt_bits_free(only);
    return status;
}

static dt_status explain(session *s, dt_error *err)
{
    output out;
    dt_state state;
    dt_explanation *explanation = NULL;
    const dt_report_options options = session_report_options(s);
    dt_status status = session_find_state(s, s->args->explain, &state, err);
    if (status == DT_OK)
        status = dt_explain(s->space, s->ranks, state, 0, &explanation, err);
    if (status == DT_OK)
        status = output_open(&out, s->args, err);
    if (status == DT_OK) {
        status = dt_report_explanation(s->space, s->ranks, explanation, &options,
                                       &out.sink, err);
        status = output_close(&out, status, err);
    }
    dt_explanation_free(explanation);
    return status;
}

dt_status command_solve(const arguments *args, dt_error *err)
{
    session s;
    dt_status status = DT_OK;
    if (args->explain && (args->state || args->concepts || args->all))
        return complain(err, DT_EUSAGE,
                        "--explain speaks of one state and all concepts: it excludes "
                        "--state, --concept and --all");
    const dt_solve_options options = {args->limits, args->engine};
    status = session_open_space(&s, args, err);
    if (status == DT_OK && !args->explain)
        status = dt_solve_check(s.space, &options, err); /* before the ranks are made */
    if (status == DT_OK)
        status = session_rank(&s, err);
    if (status == DT_OK)
        status = args->explain ? explain(&s, err) : solve(&s, err);
    session_close(&s);
    return status;
}
