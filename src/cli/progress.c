/* The line is shown when standard error is a terminal and work has lasted a second:
 *
 *     solving 43 %, about 12 s left
 *
 * It is written over itself a few times a second, and erased with blanks: no terminal
 * is too simple for that. The time left is what the rest of the phase takes at the pace
 * of the phase so far. */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_COLUMNS = 78 };

/* In seconds: when the first line is shown, and how often it changes. */
static const double patience = 1, pause_between = 0.2;

/* Less of a phase than that tells nothing of its pace. */
static const double pace_is_known = 0.02;

static struct timespec now(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t;
}

static double seconds_between(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) +
           1e-9 * (double)(to.tv_nsec - from.tv_nsec);
}

static int write_left(char *line, size_t room, double left)
{
    if (left < 100)
        return snprintf(line, room, ", about %.0f s left", left < 1 ? 1 : left);
    if (left < 6000)
        return snprintf(line, room, ", about %.0f min left", left / 60);
    return snprintf(line, room, ", about %.0f h left", left / 3600);
}

static void draw(progress *p, struct timespec at)
{
    char line[LINE_MAX_COLUMNS + 1];
    int n = snprintf(line, sizeof line, "%.40s", p->phase);
    if (p->done >= 0)
        n += snprintf(line + n, sizeof line - (size_t)n, " %.0f %%", 100 * p->done);
    if (p->done >= pace_is_known) {
        const double spent = seconds_between(p->phase_began, at);
        n += write_left(line + n, sizeof line - (size_t)n,
                        spent * (1 - p->done) / p->done);
    }
    fprintf(stderr, "\r%-*s", p->width, line);
    fflush(stderr);
    p->width = n > p->width ? n : p->width;
    p->drawn = at;
}

static bool look_on(void *context, const char *phase, double done)
{
    progress *const p = context;
    if (*p->stop)
        return false;
    if (!p->is_visible)
        return true;
    const struct timespec at = now();
    if (!p->phase || strcmp(phase, p->phase) != 0) {
        p->phase = phase;
        p->phase_began = at;
        p->done = -1;
    }
    if (done >= 0)
        p->done = done < 1 ? done : 1;
    if (seconds_between(p->began, at) >= patience &&
        seconds_between(p->drawn, at) >= pause_between)
        draw(p, at);
    return true;
}

void progress_start(progress *p, const volatile sig_atomic_t *stop)
{
    *p = (progress){.monitor = {look_on, p},
                    .stop = stop,
                    .is_visible = isatty(STDERR_FILENO),
                    .began = now()};
}

void progress_erase(progress *p)
{
    if (p->width == 0)
        return;
    fprintf(stderr, "\r%*s\r", p->width, "");
    fflush(stderr);
    p->width = 0;
}

bool progress_is_stopped(const progress *p)
{
    return *p->stop;
}
