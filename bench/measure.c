/* See measure.h. The process of its own is there for its peak of memory, and so that no
 * measurement finds the heap as another has left it. */
#include "measure.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPEATS = 5 };

double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The best of some copies, pages touched before; 0 when there is no memory for it. */
static double time_copy(size_t n)
{
    char *const from = malloc(n), *const to = malloc(n);
    double best = from && to ? 1e9 : 0;
    if (best > 0) {
        memset(from, 1, n);
        memset(to, 2, n);
    }
    for (int k = 0; best > 0 && k < REPEATS; k++) {
        const double start = seconds_now();
        memcpy(to, from, n);
        const double took = seconds_now() - start;
        if (to[n / 2] == from[k] && took < best) /* looks at it: it is not left out */
            best = took;
    }
    free(from);
    free(to);
    return best;
}

static bool work_and_copy(measured_work *work, const bench_task *task, measurement *m,
                          const char *name)
{
    struct rusage usage;
    dt_error err;
    if (!work(task, m, &err)) {
        fprintf(stderr, "bench: %s %u: %s\n", name, task->size, err.text);
        return false;
    }
    getrusage(RUSAGE_SELF, &usage);
    m->peak = (uint64_t)usage.ru_maxrss * 1024;
    if (m->n_copied)
        m->copy = time_copy((size_t)m->n_copied);
    return true;
}

void print_columns(void)
{
    printf("%-12s %-6s %10s %8s %8s %8s %8s %8s %11s %8s %11s %8s\n", "case", "size",
           "states", "text", "space", "ranks", "solve", "all", "per_s", "bytes",
           "memcpy", "ratio");
}

static void print_seconds(double seconds)
{
    if (seconds > 0)
        printf(" %8.4f", seconds);
    else
        printf(" %8s", "-");
}

static void print_line(const char *name, uint32_t base, const bench_task *task,
                       const measurement *m)
{
    char size[24];
    if (base)
        snprintf(size, sizeof size, "%u^%u", base, task->size);
    else
        snprintf(size, sizeof size, "%u", task->size);
    const double all = m->text + m->space + m->ranks + m->solve;
    const uint64_t each = m->n_states ? m->n_states : m->n_done;
    printf("%-12s %-6s %10" PRIu64, name, size, m->n_states);
    print_seconds(m->text);
    print_seconds(m->space);
    print_seconds(m->ranks);
    print_seconds(m->solve);
    print_seconds(all);
    printf(" %11.0f %8.1f %11.9f %8.1f\n", (double)m->n_done / all,
           (double)m->peak / (double)each, m->copy, m->merit / m->copy);
    fflush(stdout);
}

bool measure(const char *name, uint32_t base, measured_work *work,
             const bench_task *task)
{
    int ends[2], child_status;
    measurement m = {0};
    if (pipe(ends) != 0)
        return false;
    const pid_t child = fork();
    if (child == 0) {
        const bool done = work_and_copy(work, task, &m, name) &&
                          write(ends[1], &m, sizeof m) == (ssize_t)sizeof m;
        _exit(done ? 0 : 1);
    }
    close(ends[1]);
    const bool got = read(ends[0], &m, sizeof m) == (ssize_t)sizeof m;
    close(ends[0]);
    waitpid(child, &child_status, 0);
    if (got)
        print_line(name, base, task, &m);
    return got;
}
