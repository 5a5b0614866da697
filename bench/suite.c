/* The benchmarks as one program: `bench [CASE [SMALLEST [LARGEST [THREADS]]]]`.
 *
 * Without arguments all cases run, in the sizes of the table below. One line goes out
 * for each measurement, in columns that do not change; the first line names them. What
 * they mean is in docs/performance.md. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bench_case {
    const char *name;
    bool (*run)(const bench_task *task);
    uint32_t smallest, largest, step;
} bench_case;

static const bench_case cases[] = {
    {"dense", bench_dense, 16, 26, 2},
    {"sparse", bench_sparse, 5, 7, 1},
    {"tiny", bench_tiny, 0, 50, 50},
    {"deals", bench_deals, 16, 20, 4},
    {"signalling", bench_signalling, 5, 10, 5},
    {"definition", bench_definition, 8, 12, 2},
    {"enumeration", bench_enumeration, 5, 7, 1},
    {"games", bench_games, 4, 10, 2},
    {"language", bench_language, 64, 1024, 960},
    {"lemke", bench_lemke, 2, 4, 1},
    {"envoys", bench_envoys, 5, 20, 5},
};
enum { N_CASES = sizeof cases / sizeof *cases };

static bool run_case(const bench_case *c, uint32_t smallest, uint32_t largest,
                     uint32_t n_threads)
{
    for (uint32_t size = smallest; size <= largest; size += c->step)
        if (!c->run(&(bench_task){size, n_threads}))
            return false;
    return true;
}

static bool run_all(void)
{
    for (size_t k = 0; k < N_CASES; k++)
        if (!run_case(&cases[k], cases[k].smallest, cases[k].largest, 0))
            return false;
    return true;
}

static const bench_case *find_case(const char *name)
{
    for (size_t k = 0; k < N_CASES; k++)
        if (strcmp(cases[k].name, name) == 0)
            return &cases[k];
    return NULL;
}

static int usage(void)
{
    fputs("usage: bench [CASE [SMALLEST [LARGEST [THREADS]]]]; cases:", stderr);
    for (size_t k = 0; k < N_CASES; k++)
        fprintf(stderr, " %s", cases[k].name);
    fputs("\n", stderr);
    return 2;
}

static uint32_t number_at(int argc, char **argv, int k, uint32_t otherwise)
{
    return k < argc ? (uint32_t)strtoul(argv[k], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
    const bench_case *const chosen = argc > 1 ? find_case(argv[1]) : NULL;
    if (argc > 5 || (argc > 1 && !chosen))
        return usage();
    print_columns();
    if (!chosen)
        return run_all() ? 0 : 1;
    const uint32_t smallest = number_at(argc, argv, 2, chosen->smallest);
    const uint32_t largest =
        number_at(argc, argv, 3, argc > 2 ? smallest : chosen->largest);
    return run_case(chosen, smallest, largest, number_at(argc, argv, 4, 0)) ? 0 : 1;
}
