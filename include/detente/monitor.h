/**
 * @file
 * @brief Looking on while the library works, and stopping it.
 *
 * Long work (finding states, ranking them, solving, explaining, judging one state)
 * calls the monitor of its ::dt_limits now and then, if there is one. The call comes
 * from the thread that called the library, never from another, and never while a lock
 * is held.
 */
#ifndef DETENTE_MONITOR_H
#define DETENTE_MONITOR_H

#include <detente/export.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Somebody who looks on. `report` is told what is being done, in words that go before
 * "43 %" ("solving"; static), and how much of it, from 0 to 1, negative when that is
 * not known. It may be called thousands of times in a second and should return at once:
 * true to go on, false to stop. Whoever has answered false once goes on doing so. The
 * work then ends with ::DT_ESTOPPED, and nothing is left of it.
 */
typedef struct dt_monitor {
    bool (*report)(void *context, const char *phase, double done);
    void *context; /**< handed to `report`; the caller's */
} dt_monitor;

#ifdef __cplusplus
}
#endif

#endif
