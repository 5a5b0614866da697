/* Asking whoever looks on (detente/monitor.h) whether to go on. */
#ifndef DT_BASE_WATCH_H
#define DT_BASE_WATCH_H

#include <detente/monitor.h>
#include <detente/status.h>

/* Tell the monitor, which may be NULL, how much of the phase is done: DT_OK, or
 * DT_ESTOPPED with its text. Only from the thread that called the library; costs a call
 * through a pointer. */
dt_status dt_watch(const dt_monitor *monitor, const char *phase, double done,
                   dt_error *err);

/* What to fail with when work has ended before its time: DT_ESTOPPED when the monitor
 * wants that, else DT_ENOMEM. */
dt_status dt_watch_fail(const dt_monitor *monitor, dt_error *err);

#endif
