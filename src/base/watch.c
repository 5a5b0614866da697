/* See watch.h. */
#include "base/watch.h"

#include "base/fail.h"

dt_status dt_watch(const dt_monitor *monitor, const char *phase, double done,
                   dt_error *err)
{
    if (!monitor || monitor->report(monitor->context, phase, done))
        return DT_OK;
    return dt_fail_plainly(err, DT_ESTOPPED);
}

dt_status dt_watch_fail(const dt_monitor *monitor, dt_error *err)
{
    DT_TRY(dt_watch(monitor, "stopping", -1, err));
    return dt_fail_memory(err);
}
