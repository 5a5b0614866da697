/* How long an answer takes: generated conflicts of 2^10 to 2^22 states, four actors,
 * five concepts, every actor.
 *
 * Seconds depend on the machine, so each line also has the time of one memcpy of the
 * payoff columns (four actors, 32 bits a state) in the same process; the figure of
 * merit is the ratio of the two. Each size runs in a process of its own, whose peak
 * memory is what the bytes for a state are made of.
 *
 *     solve [SMALLEST LARGEST]      sizes as powers of two, 10 and 22 by default
 *
 * The conflicts: four actors with as many options each as give the size, one option in
 * eight permanent, no rule (rules make spaces small; the enumeration is timed apart),
 * and for each actor a list of statements over two or three options of anybody. */
#include <detente/detente.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { N_ACTORS = 4, TEXT_MAX = 1 << 16, REPEATS = 3 };

/* ---- a conflict ------------------------------------------------------------- */

typedef struct writer {
    char text[TEXT_MAX];
    size_t n;
    uint64_t seed;
} writer;

/* splitmix64: any repeatable sequence will do. */
static uint32_t draw(writer *w, uint32_t below)
{
    uint64_t z = w->seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ z >> 31) % below);
}

DT_PRINTF(2, 3) static void add(writer *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(w->text + w->n, sizeof w->text - w->n, format, args);
    va_end(args);
    if (n > 0)
        w->n += (size_t)n;
}

/* Option k belongs to actor k % 4: sizes that are no multiple of four come out even. */
static void add_option(writer *w, uint32_t k)
{
    add(w, "a%u.o%u", k % N_ACTORS, k / N_ACTORS);
}

static void add_actor(writer *w, uint32_t a, uint32_t n_options)
{
    add(w, "actor a%u {\n", a);
    for (uint32_t k = a; k < n_options; k += N_ACTORS)
        add(w, "    option o%u%s\n", k / N_ACTORS, k % 8 == 7 ? " permanent" : "");
    add(w, "}\n");
}

static void add_statement(writer *w, uint32_t n_options)
{
    static const char *const joints[] = {" and ", " or ", " iff ", " if "};
    add(w, "    %s", draw(w, 2) ? "not " : "");
    add_option(w, draw(w, n_options));
    add(w, "%s", joints[draw(w, 4)]);
    add_option(w, draw(w, n_options));
    add(w, "\n");
}

static void write_conflict(writer *w, uint32_t n_options)
{
    *w = (writer){.seed = n_options};
    for (uint32_t a = 0; a < N_ACTORS; a++)
        add_actor(w, a, n_options);
    for (uint32_t a = 0; a < N_ACTORS; a++) {
        add(w, "prefer a%u {\n", a);
        for (uint32_t k = 0; k < n_options; k++)
            add_statement(w, n_options);
        add(w, "}\n");
    }
}

/* ---- a measurement ---------------------------------------------------------- */

typedef struct times {
    double space, ranks, solve, copy; /* seconds */
    uint64_t n_states, bytes;         /* bytes: peak of the process */
} times;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The best of some copies, pages touched before. */
static double time_copy(uint64_t n_states)
{
    const size_t n = N_ACTORS * (size_t)n_states * sizeof(uint32_t);
    char *const from = malloc(n), *const to = malloc(n);
    double best = 1e9;
    if (!from || !to)
        exit(4);
    memset(from, 1, n);
    memset(to, 2, n);
    for (int k = 0; k < REPEATS; k++) {
        const double start = now();
        memcpy(to, from, n);
        const double took = now() - start;
        best = took < best ? took : best;
        if (to[n / 2] != 1)
            exit(4);
    }
    free(from);
    free(to);
    return best;
}

static dt_status time_analysis(dt_diags *diags, const writer *w, times *t,
                               dt_error *err)
{
    dt_model *model = NULL;
    dt_space *space = NULL;
    dt_ranks *ranks = NULL;
    dt_solution *solution = NULL;
    const dt_limits limits = {.memory = UINT64_C(64) << 30};
    const dt_solve_options options = {.limits = limits};
    dt_status status =
        dt_model_parse(&(dt_input){"generated", w->text, w->n, DT_FORMAT_CONFLICT},
                       diags, &model, err);
    const double begin = now();
    if (status == DT_OK)
        status = dt_space_new(model, &limits, diags, &space, err);
    const double with_space = now();
    if (status == DT_OK)
        status = dt_ranks_new(space, NULL, diags, &ranks, err);
    const double with_ranks = now();
    if (status == DT_OK)
        status = dt_solve(space, ranks, &options, &solution, err);
    if (status == DT_OK)
        *t = (times){with_space - begin,       with_ranks - with_space,
                     now() - with_ranks,       0,
                     dt_space_n_states(space), 0};
    dt_solution_free(solution);
    dt_ranks_free(ranks);
    dt_space_free(space);
    dt_model_free(model);
    return status;
}

static int measure(uint32_t n_options, times *t)
{
    static writer w;
    struct rusage usage;
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    write_conflict(&w, n_options);
    if (!diags || time_analysis(diags, &w, t, &err) != DT_OK) {
        fprintf(stderr, "solve: 2^%u: %s\n", n_options,
                diags ? err.text : "out of memory");
        return 1;
    }
    dt_diags_free(diags);
    getrusage(RUSAGE_SELF, &usage);
    t->bytes = (uint64_t)usage.ru_maxrss * 1024;
    t->copy = time_copy(t->n_states);
    return 0;
}

/* In a child process, so that the peak of memory is that of this size. */
static int measure_apart(uint32_t n_options, times *t)
{
    int ends[2], child_status;
    if (pipe(ends) != 0)
        return 1;
    const pid_t child = fork();
    if (child == 0) {
        times own = {0};
        const int failed = measure(n_options, &own);
        const ssize_t n = failed ? 0 : write(ends[1], &own, sizeof own);
        _exit(n == (ssize_t)sizeof own ? 0 : 1);
    }
    close(ends[1]);
    const bool got = read(ends[0], t, sizeof *t) == (ssize_t)sizeof *t;
    close(ends[0]);
    waitpid(child, &child_status, 0);
    return got ? 0 : 1;
}

static void print_line(uint32_t n_options, const times *t)
{
    const double all = t->space + t->ranks + t->solve;
    printf("2^%-4u %9" PRIu64 "  %8.4f %8.4f %8.4f %8.4f  %11.0f %8.0f  %9.6f %8.1f\n",
           n_options, t->n_states, t->space, t->ranks, t->solve, all,
           (double)t->n_states / all, (double)t->bytes / (double)t->n_states, t->copy,
           t->solve / t->copy);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const uint32_t smallest = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 10;
    const uint32_t largest = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 22;
    printf("detente %s: five concepts, %d actors; seconds\n", dt_version(), N_ACTORS);
    printf("%-6s %9s  %8s %8s %8s %8s  %11s %8s  %9s %8s\n", "size", "states", "space",
           "ranks", "solve", "all", "states/s", "bytes/st", "memcpy", "solve/mc");
    for (uint32_t k = smallest; k <= largest; k += 2) {
        times t;
        if (measure_apart(k, &t) != 0)
            return 1;
        print_line(k, &t);
    }
    return 0;
}
