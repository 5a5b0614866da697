/* How far long work has come, as a line on the terminal; and whether the user wants it
 * to stop. */
#ifndef DT_CLI_PROGRESS_H
#define DT_CLI_PROGRESS_H

#include <detente/monitor.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>

typedef struct progress {
    dt_monitor monitor; /* for the library; valid while the progress does not move */
    const volatile sig_atomic_t *stop; /* a signal that asks to stop, or 0 */
    bool is_visible;                   /* a line may be shown */
    int width;                         /* of the line that is shown; 0: none is */
    const char *phase;                 /* what is being done; NULL: nothing yet */
    double done;                       /* of the phase, 0 to 1; negative: not known */
    struct timespec began, phase_began, drawn;
} progress;

/* Begin to look on. */
void progress_start(progress *p, const volatile sig_atomic_t *stop);

/* Take the line away, before anything else is written to the terminal. */
void progress_erase(progress *p);

/* The user wants to stop. */
bool progress_is_stopped(const progress *p);

#endif
