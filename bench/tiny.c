/* Complete analyses (five concepts, every actor) a second, on one core, with new ranks
 * each time, by dt_solver_run:
 *
 *     elmira   3 actors, 9 states: the aquifer of Elmira, as in
 * examples/elmira.conflict (Hipel, Fang, Kilgour and Haight 1993) cube     6 actors, 64
 * states: an option each, every second one permanent winding  the same with a forbidden
 * move, so that moves are not transitive
 *
 * Ranks are drawn beforehand: permutations, and orders with ties. Each line also has
 * the time of one memcpy of the payoff columns (32 bits for each actor and state) in
 * the same process; the figure of merit is the ratio of the two.
 *
 *     tiny [MILLISECONDS]      for each line, 500 by default */
#include <detente/detente.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ORDERS = 1024, REPEATS = 5 };

static const char elmira[] =
    "actor moe { option modify permanent }\n"
    "actor uniroyal {\n"
    "    option delay only down\n    option accept\n    option abandon permanent\n"
    "}\n"
    "actor local { option insist }\n"
    "always uniroyal.abandon or exactly 1 of (uniroyal.delay, uniroyal.accept)\n"
    "merge uniroyal.abandon\n";

#define CUBE                                                                           \
    "actor a { option o }\nactor b { option o permanent }\nactor c { option o }\n"     \
    "actor d { option o permanent }\nactor e { option o }\n"                           \
    "actor f { option o permanent }\n"

static const char cube[] = CUBE;
static const char winding[] = CUBE "forbid a from a.o and b.o to not a.o\n"
                                   "merge c.o and e.o and f.o and (a.o or not a.o)\n";

/* ---- chance ----------------------------------------------------------------- */

/* splitmix64: any repeatable sequence will do. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ z >> 31) % below);
}

/* A permutation, or numbers of which many are equal. */
static void draw_order(uint64_t *seed, uint32_t n, bool ties, uint32_t *rank)
{
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t other = ties ? k : draw(seed, k + 1);
        rank[k] = rank[other];
        rank[other] = ties ? draw(seed, n / 3) : k;
    }
}

/* ---- measurements ----------------------------------------------------------- */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Conflicts of one size: [ORDERS] times [n_actors][n_states]. */
typedef struct work {
    const dt_solver *solver;
    uint32_t *rank;
    size_t n_each; /* n_actors * n_states */
    uint64_t sum;  /* of what came out: the same on every machine */
} work;

static void analyse_all(work *w)
{
    dt_verdicts verdicts;
    w->sum = 0;
    for (uint32_t k = 0; k < ORDERS; k++) {
        dt_solver_run(w->solver, w->rank + k * w->n_each, &verdicts);
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
            w->sum += verdicts.equilibria[c];
    }
}

/* What is copied is read as volatile, so no copy can be left out. */
static void copy_all(work *w)
{
    static uint32_t to[DT_MAX_ACTORS * DT_SOLVER_STATES];
    for (uint32_t k = 0; k < ORDERS; k++) {
        memcpy(to, w->rank + k * w->n_each, w->n_each * sizeof *to);
        w->sum += ((volatile uint32_t *)to)[k % w->n_each];
    }
}

/* Seconds for one of the ORDERS, the best of some rounds that take `seconds` in all. */
static double time_one(void (*all)(work *w), work *w, double seconds)
{
    double best = 1e9;
    const double end = now() + seconds;
    for (int k = 0; k < REPEATS || now() < end; k++) {
        const double start = now();
        all(w);
        const double took = (now() - start) / ORDERS;
        best = took < best ? took : best;
    }
    return best;
}

static int print_line(const char *name, const dt_space *space, bool ties,
                      double seconds)
{
    dt_error err;
    dt_solver *solver = NULL;
    const uint32_t n_actors = dt_model_n_actors(dt_space_model(space));
    const uint32_t n_states = dt_space_n_states(space);
    if (dt_solver_new(space, &solver, &err) != DT_OK) {
        fprintf(stderr, "tiny: %s: %s\n", name, err.text);
        return 1;
    }
    work w = {.solver = solver, .n_each = (size_t)n_actors * n_states};
    w.rank = malloc(ORDERS * w.n_each * sizeof *w.rank);
    if (!w.rank)
        exit(4);
    uint64_t seed = n_states;
    for (size_t k = 0; k < (size_t)ORDERS * n_actors; k++)
        draw_order(&seed, n_states, ties, w.rank + k * n_states);
    const double copy = time_one(copy_all, &w, seconds / 4);
    const double run = time_one(analyse_all, &w, seconds);
    printf("%-8s %6u %6u  %-5s %10.0f  %9.3f  %9.5f %8.1f  %016llx\n", name, n_actors,
           n_states, ties ? "many" : "none", 1 / run, run * 1e6, copy * 1e6, run / copy,
           (unsigned long long)w.sum);
    free(w.rank);
    dt_solver_free(solver);
    return 0;
}

static int measure(const char *name, const char *text, double seconds)
{
    dt_error err;
    dt_model *model = NULL;
    dt_space *space = NULL;
    dt_diags *const diags = dt_diags_new();
    const dt_input input = {name, text, strlen(text), DT_FORMAT_CONFLICT};
    int failed = 1;
    if (diags && dt_model_parse(&input, diags, &model, &err) == DT_OK &&
        dt_space_new(model, NULL, diags, &space, &err) == DT_OK)
        failed = print_line(name, space, false, seconds) ||
                 print_line(name, space, true, seconds);
    else
        fprintf(stderr, "tiny: %s: %s\n", name, diags ? err.text : "out of memory");
    dt_space_free(space);
    dt_model_free(model);
    dt_diags_free(diags);
    return failed;
}

int main(int argc, char **argv)
{
    const double seconds = 1e-3 * (argc > 1 ? (double)strtoul(argv[1], NULL, 10) : 500);
    printf("detente %s: five concepts, one core; microseconds\n", dt_version());
    printf("%-8s %6s %6s  %-5s %10s  %9s  %9s %8s  %16s\n", "conflict", "actors",
           "states", "ties", "analyses/s", "analysis", "memcpy", "ratio", "sum");
    return measure("elmira", elmira, seconds) || measure("cube", cube, seconds) ||
           measure("winding", winding, seconds);
}
