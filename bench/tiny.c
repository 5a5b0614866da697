/* Complete analyses (five concepts, every actor) on one core, with new ranks each time,
 * by dt_solver_run:
 *
 *   tiny-elmira   3 actors, 9 states: the aquifer of Elmira, as in
 *                 examples/elmira.conflict (Hipel, Fang, Kilgour and Haight 1993)
 *   tiny-cube     6 actors, 64 states: an option each, every second one permanent
 *   tiny-winding  the same with a forbidden move and merged states, 57 in all, so that
 *                 moves are not transitive
 *
 * Ranks are drawn beforehand: the size is per cent of ranks that are ties. The seconds
 * are those of ROUNDS analyses, compared with as many memcpys of the payoff columns. */
#include "conflicts.h"
#include "measure.h"

#include <stdlib.h>
#include <string.h>

enum { ORDERS = 1024, REPEATS = 2, ROUNDS = ORDERS * REPEATS };

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

/* A permutation; then some ranks are made equal to others. */
static void draw_order(uint64_t *seed, uint32_t n, uint32_t ties, uint32_t *rank)
{
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t other = draw(seed, k + 1);
        rank[k] = rank[other];
        rank[other] = k;
    }
    for (uint32_t k = 0; k < n; k++)
        if (draw(seed, 100) < ties)
            rank[k] = rank[draw(seed, n)];
}

/* ---- measurements ----------------------------------------------------------- */

/* Orders of one conflict: [ORDERS] times [n_actors][n_states]. */
typedef struct orders {
    const dt_solver *solver;
    uint32_t *rank;
    size_t n_each; /* n_actors * n_states */
    uint64_t sum;  /* of what came out, so that nothing is left out */
} orders;

static void analyse_all(orders *o)
{
    dt_verdicts verdicts;
    for (uint32_t k = 0; k < ROUNDS; k++) {
        dt_solver_run(o->solver, o->rank + k % ORDERS * o->n_each, &verdicts);
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
            o->sum += verdicts.equilibria[c];
    }
}

/* What is copied is read as volatile, so no copy can be left out. */
static void copy_all(orders *o)
{
    static uint32_t to[DT_MAX_ACTORS * DT_SOLVER_STATES];
    for (uint32_t k = 0; k < ROUNDS; k++) {
        memcpy(to, o->rank + k % ORDERS * o->n_each, o->n_each * sizeof *to);
        o->sum += ((volatile uint32_t *)to)[k % o->n_each];
    }
}

/* Seconds, the best of some. */
static double time_all(void (*all)(orders *o), orders *o)
{
    enum { TRIES = 8 };
    double best = 1e9;
    for (int k = 0; k < TRIES; k++) {
        const double start = seconds_now();
        all(o);
        const double took = seconds_now() - start;
        best = took < best ? took : best;
    }
    return best;
}

static bool run_solver(const dt_space *space, uint32_t ties, measurement *m,
                       dt_error *err)
{
    const uint32_t n_actors = dt_model_n_actors(dt_space_model(space));
    const uint32_t n_states = dt_space_n_states(space);
    dt_solver *solver = NULL;
    if (dt_solver_new(space, &solver, err) != DT_OK)
        return false;
    orders o = {.solver = solver, .n_each = (size_t)n_actors * n_states};
    o.rank = malloc(ORDERS * o.n_each * sizeof *o.rank);
    uint64_t seed = n_states;
    for (size_t k = 0; o.rank && k < (size_t)ORDERS * n_actors; k++)
        draw_order(&seed, n_states, ties, o.rank + k * n_states);
    if (o.rank)
        *m = (measurement){.n_states = n_states,
                           .solve = time_all(analyse_all, &o),
                           .copy = time_all(copy_all, &o),
                           .n_done = ROUNDS};
    m->merit = m->solve;
    const bool done = o.rank;
    free(o.rank);
    dt_solver_free(solver);
    return done;
}

static bool solve_text(const char *text, const bench_task *task, measurement *m,
                       dt_error *err)
{
    dt_model *model = NULL;
    dt_space *space = NULL;
    dt_diags *const diags = dt_diags_new();
    const dt_input input = {"generated", text, strlen(text), DT_FORMAT_CONFLICT};
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    const bool done = diags && dt_model_parse(&input, diags, &model, err) == DT_OK &&
                      dt_space_new(model, NULL, diags, &space, err) == DT_OK &&
                      run_solver(space, task->size, m, err);
    dt_space_free(space);
    dt_model_free(model);
    dt_diags_free(diags);
    return done;
}

static bool solve_elmira(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_text(elmira, task, m, err);
}

static bool solve_cube(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_text(cube, task, m, err);
}

static bool solve_winding(const bench_task *task, measurement *m, dt_error *err)
{
    return solve_text(winding, task, m, err);
}

bool bench_tiny(const bench_task *task)
{
    return measure("tiny-elmira", 0, solve_elmira, task) &&
           measure("tiny-cube", 0, solve_cube, task) &&
           measure("tiny-winding", 0, solve_winding, task);
}
