/* detente solve: stability and equilibria; --explain: why. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

#include <stdio.h>
#include <string.h>

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

/* ---- one state, without listing any ------------------------------------------- */

static dt_status write_local(const session *s, const dt_local *local, dt_error *err)
{
    output out;
    const dt_report_options options = session_report_options(s);
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_local(local, &options, &out.sink, err);
    return output_close(&out, status, err);
}

/* The option that asks for a list of states, though only one is spoken of; or NULL. */
static const char *find_lister(const arguments *args)
{
    return args->explain                    ? "--explain"
           : args->all                      ? "--all"
           : args->form == DT_FORM_CSV      ? "--format csv"
           : args->engine != DT_ENGINE_AUTO ? "--engine"
                                            : NULL;
}

/* DT_EAPPLY when the states have to be listed after all; the text says why. */
static dt_status solve_locally(session *s, dt_error *err)
{
    bool named = false;
    dt_code code = 0;
    dt_local *local = NULL;
    const char *const lister = find_lister(s->args);
    if (lister)
        return complain(err, DT_EAPPLY, "a list of states is needed because of %s",
                        lister);
    dt_status status = session_name_state(s, s->args->state, &named, &code, err);
    if (status == DT_OK && !named)
        return complain(err, DT_EAPPLY,
                        "a list of states is needed because --state does not name one "
                        "state, as '{ ... }' would");
    if (status == DT_OK)
        status = dt_local_new(s->model,
                              &(dt_local_question){code, &s->cast, s->args->limits},
                              s->diags, &local, err);
    if (status == DT_OK)
        status = write_local(s, local, err);
    dt_local_free(local);
    return status;
}

/* ---- with a list of them ------------------------------------------------------ */

static dt_status answer_from_list(session *s, dt_error *err)
{
    const dt_solve_options options = {s->args->limits, s->args->engine};
    dt_status status = session_list_states(s, err);
    if (status == DT_OK && !s->args->explain)
        status =
            dt_solve_check(s->space, &options, err); /* before the ranks are made */
    if (status == DT_OK)
        status = session_rank(s, err);
    if (status == DT_OK)
        status = s->args->explain ? explain(s, err) : solve(s, err);
    return status;
}

/* What is said about a limit ends with why the states were listed at all. */
static dt_status answer(session *s, dt_error *err)
{
    if (!s->args->state && !s->args->explain)
        return answer_from_list(s, err);
    dt_error why = {.status = DT_OK};
    dt_status status = solve_locally(s, &why);
    if (status != DT_EAPPLY) {
        *err = why;
        return status;
    }
    status = answer_from_list(s, err);
    const size_t n = strlen(err->text);
    if (status == DT_ELIMIT)
        (void)snprintf(err->text + n, sizeof err->text - n, "; %s", why.text);
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
    status = session_open_model(&s, args, err);
    if (status == DT_OK)
        status = session_read_cast(&s, err);
    if (status == DT_OK)
        status = answer(&s, err);
    session_close(&s);
    return status;
}
