/* detente fmt: a model in canonical layout, comments kept. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

#include <unistd.h>

dt_status command_fmt(const arguments *args, dt_error *err)
{
    output out;
    if (!args->file)
        return complain(err, DT_EUSAGE, "name a model file, or '-' for standard input");
    session s = {.args = args, .diags = dt_diags_new()};
    dt_status status = s.diags ? output_open(&out, args, err)
                               : complain(err, DT_ENOMEM, "out of memory");
    if (status == DT_OK) {
        status = dt_format_file(args->file, s.diags, &out.sink, err);
        status = output_close(&out, status, err);
    }
    session_close(&s);
    return status;
}
