/* Failures are plain values in the caller's frame (detente/status.h). */
#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>

#ifndef DT_VERSION
#error "DT_VERSION comes from the build"
#endif

dt_status dt_fail(dt_error *err, dt_status status, const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    va_list args;
    va_start(args, format);
    if (vsnprintf(err->text, sizeof err->text, format, args) < 0)
        err->text[0] = '\0';
    va_end(args);
    return status;
}

dt_status dt_fail_memory(dt_error *err)
{
    return dt_fail(err, DT_ENOMEM, "out of memory");
}

dt_status dt_fail_plainly(dt_error *err, dt_status status)
{
    return status == DT_ESTOPPED ? dt_fail(err, status, "stopped; nothing was written")
                                 : dt_fail_memory(err);
}

int dt_status_exit(dt_status status)
{
    switch (status) {
    case DT_OK:
        return 0;
    case DT_EMODEL:
        return 1;
    case DT_EUSAGE:
        return 2;
    case DT_EAPPLY:
    case DT_ELIMIT:
        return 3;
    case DT_ENOMEM:
    case DT_EIO:
        return 4;
    case DT_ESTOPPED:
        return 130;
    }
    return 4;
}

const char *dt_version(void)
{
    return DT_VERSION;
}
