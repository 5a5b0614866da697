/* Asking whoever looks on (detente/monitor.h) whether to go on. */
#ifndef DT_BASE_WATCH_H
#define DT_BASE_WATCH_H

#include <detente/monitor.h>
#include <detente/status.h>
#include <stdint.h>

/* Tell the monitor, which may be NULL, how much of the phase is done: DT_OK, or
 * DT_ESTOPPED with its text. Only from the thread that called the library; costs a call
 * through a pointer. */
dt_status dt_watch(const dt_monitor *monitor, const char *phase, double done,
                   dt_error *err);

/* What to fail with when work has ended before its time: DT_ESTOPPED when the monitor
 * wants that, else DT_ENOMEM. */
dt_status dt_watch_fail(const dt_monitor *monitor, dt_error *err);

/* Watching over many small steps: the monitor is asked once in DT_VIGIL_STEPS of them.
 * The steps go from one part of the phase to another; how many it takes is guessed. */
typedef struct dt_vigil {
    const dt_monitor *monitor; /* may be NULL */
    const char *phase;
    double from, to;  /* parts of the phase that these steps lead from and to */
    uint64_t n_whole; /* steps from the one to the other, at least 1; more may come */
    uint64_t n;       /* steps taken */
    bool stopped;     /* the monitor wants no more */
} dt_vigil;

enum { DT_VIGIL_STEPS = 1024 };

/* Ask the monitor now, unless it has refused: true to go on. */
bool dt_vigil_ask(dt_vigil *vigil);

/* Take a step: true to go on. */
static inline bool dt_vigil_step(dt_vigil *vigil)
{
    return ++vigil->n % DT_VIGIL_STEPS ? !vigil->stopped : dt_vigil_ask(vigil);
}

#endif
