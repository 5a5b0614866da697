/* detente check: is the model sound, and what does it contain? */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

static dt_status write_check(const session *s, dt_error *err)
{
    output out;
    const dt_check check = {s->args->file, s->diags, s->ranks};
    const dt_report_options options = session_report_options(s);
    dt_status status = output_open(&out, s->args, err);
    if (status != DT_OK)
        return status;
    status = dt_report_check(&check, &options, &out.sink, err);
    return output_close(&out, status, err);
}

dt_status command_check(const arguments *args, dt_error *err)
{
    session s;
    dt_error writing;
    dt_status status = session_open(&s, args, err);
    if (status == DT_OK)
        status = dt_ranks_check_types(s.ranks, s.diags, err);
    if (status == DT_OK)
        status = write_check(&s, err);
    else if (status == DT_EMODEL && args->form == DT_FORM_JSON) {
        session_forget_ranks(&s);
        const dt_status written = write_check(&s, &writing);
        if (written != DT_OK) {
            status = written;
            *err = writing;
        }
    }
    session_close(&s);
    return status;
}
