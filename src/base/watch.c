/* See watch.h. */
#include "base/watch.h"

#include "base/fail.h"

#include <stddef.h>

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

bool dt_vigil_ask(dt_vigil *vigil)
{
    const double part = (double)vigil->n / (double)vigil->n_whole;
    const double done = vigil->from + (vigil->to - vigil->from) * (part < 1 ? part : 1);
    vigil->stopped =
        vigil->stopped || dt_watch(vigil->monitor, vigil->phase, done, NULL) != DT_OK;
    return !vigil->stopped;
}
