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
