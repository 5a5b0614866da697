/* What all benchmarks share: a clock, the time of a memcpy, a process of its own for
 * each measurement, and the form of a line.
 *
 * Seconds depend on the machine, so each line also has the time of one memcpy in the
 * same process: of the payoff columns (32 bits for each actor and state), or of the
 * text where text is read. The figure of merit is the ratio of the two. */
#ifndef DT_BENCH_MEASURE_H
#define DT_BENCH_MEASURE_H

#include <detente/detente.h>

/* One measurement. What does not apply is 0 and printed as '-'. */
typedef struct measurement {
    double text, space, ranks, solve; /* seconds */
    double merit;                     /* of these, the seconds that the ratio is of */
    uint64_t n_states;
    uint64_t n_copied; /* bytes for the memcpy that it is compared with */
    uint64_t n_done;   /* states, or bytes where text is read; in all seconds */
    double copy; /* seconds of the memcpy; measure() fills it in unless n_copied is 0 */
    uint64_t peak; /* filled in by measure(): most bytes the process had */
} measurement;

/* What to measure: the size means what the case says. */
typedef struct bench_task {
    uint32_t size, n_threads; /* 0 threads: one for each processor */
} bench_task;

/* Does the work; fills in what it knows of `m`. False, with `err`, when it fails. */
typedef bool measured_work(const bench_task *task, measurement *m, dt_error *err);

/* Seconds since some point in the past. */
double seconds_now(void);

/* Print the line that names the columns. */
void print_columns(void);

/* Do the work in a process of its own and print its line, which begins with `name` and
 * the base to the power of the size (base 0: the size itself). When it fails, say why
 * to stderr. */
bool measure(const char *name, uint32_t base, measured_work *work,
             const bench_task *task);

/* ---- the cases: one line for each measurement ------------------------------- */

bool bench_dense(const bench_task *task);
bool bench_sparse(const bench_task *task);
bool bench_definition(const bench_task *task);
bool bench_enumeration(const bench_task *task);
bool bench_games(const bench_task *task);
bool bench_language(const bench_task *task);
bool bench_tiny(const bench_task *task);
bool bench_deals(const bench_task *task);
bool bench_signalling(const bench_task *task);
bool bench_lemke(const bench_task *task);
bool bench_envoys(const bench_task *task);

#endif
