/* detente states: the feasible states. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

static dt_status write_states(const session *s, const dt_bits *only, dt_error *err)
{
    output out;
    dt_report_options options = session_report_options(s);
    options.only = only;
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_states(s->space, s->ranks, &options, &out.sink, err);
    return output_close(&out, status, err);
}

dt_status command_states(const arguments *args, dt_error *err)
{
    session s;
    dt_bits *only = NULL;
    dt_status status = session_open(&s, args, err);
    if (status == DT_OK && args->state)
        status = session_find_states(&s, args->state, &only, err);
    if (status == DT_OK)
        status = write_states(&s, only, err);
    dt_bits_free(only);
    session_close(&s);
    return status;
}
