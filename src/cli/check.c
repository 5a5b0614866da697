/* detente check: is the model sound, and what does it contain? */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

dt_status command_check(const arguments *args, dt_error *err)
{
    session s;
    output out;
    dt_status status = session_open(&s, args, err);
    if (status == DT_OK)
        status = dt_ranks_check_types(s.ranks, s.diags, err);
    const bool findings = status == DT_EMODEL && args->form == DT_FORM_JSON;
    if (status == DT_OK || findings) {
        const dt_report_options options = session_report_options(&s);
        dt_status written = output_open(&out, args->output, err);
        if (written == DT_OK) {
            written = findings
                          ? dt_diags_write_json(s.diags, &out.sink)
                          : dt_report_model(s.space, s.ranks, &options, &out.sink, err);
            written = output_close(&out, written, err);
        }
        if (written != DT_OK)
            status = written;
    }
    session_close(&s);
    return status;
}
