/* How long an answer takes, from the text to the equilibria: five concepts, every
 * actor.
 *
 *   dense       2^size states, four actors, no rule: option k is actor k % 4's, so 2^24
 *               is four actors with six options each. No rule, because rules make
 *               spaces small.
 *   sparse      40 choices of five actors, ruled down to about 10^size states: an actor
 *               takes two or three of its eight options at once, and options of
 *               different actors exclude or need one another.
 *   definition  2^size states as in `dense`, by the sweeps and by the definitional
 *               engine, on the small sizes that the latter can do.
 *
 * The ratio is that of the solving to one memcpy of the payoff columns. */
#include "conflicts.h"
#include "measure.h"

/* What the stages of an analysis leave behind. */
typedef struct stages {
    dt_diags *diags;
    dt_model *model;
    dt_space *space;
    dt_ranks *ranks;
    dt_solution *solution;
} stages;

static void release(stages *s)
{
    dt_solution_free(s->solution);
    dt_ranks_free(s->ranks);
    dt_space_free(s->space);
    dt_model_free(s->model);
    dt_diags_free(s->diags);
}

/* Seconds since `*since`, which becomes now. */
static double lap(double *since)
{
    const double start = *since;
    *since = seconds_now();
    return *since - start;
}

static bool run(stages *s, const dt_text *text, const dt_solve_options *options,
                measurement *m, dt_error *err)
{
    const dt_input input = {"generated", text->bytes, text->n, DT_FORMAT_CONFLICT};
    double since = seconds_now();
    if (dt_model_parse(&input, s->diags, &s->model, err) != DT_OK)
        return false;
    m->text = lap(&since);
    if (dt_space_new(s->model, &options->limits, s->diags, &s->space, err) != DT_OK)
        return false;
    m->space = lap(&since);
    if (dt_ranks_new(s->space, NULL, s->diags, &s->ranks, err) != DT_OK)
        return false;
    m->ranks = lap(&since);
    if (dt_solve(s->space, s->ranks, options, &s->solution, err) != DT_OK)
        return false;
    m->solve = m->merit = lap(&since);
    m->n_states = m->n_done = dt_space_n_states(s->space);
    m->n_copied = m->n_states * dt_model_n_actors(s->model) * sizeof(uint32_t);
    return true;
}

static bool analyse(const conflict_size *size, const bench_task *task, dt_engine engine,
                    measurement *m, dt_error *err)
{
    const dt_solve_options options = {
        .limits = {.memory = UINT64_C(64) << 30, .threads = task->n_threads},
        .engine = engine};
    stages s = {.diags = dt_diags_new()};
    dt_text text = {0};
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    write_conflict(&text, size, 5);
    const bool done = s.diags && !text.failed && run(&s, &text, &options, m, err);
    release(&s);
    dt_text_release(&text);
    return done;
}

/* ---- dense ------------------------------------------------------------------ */

static conflict_size dense_size(const bench_task *task)
{
    return (conflict_size){
        .n_actors = 4, .n_options = task->size, .n_statements = task->size};
}

static bool by_sweeps(const bench_task *task, measurement *m, dt_error *err)
{
    const conflict_size size = dense_size(task);
    return analyse(&size, task, DT_ENGINE_SWEEPS, m, err);
}

static bool by_definition(const bench_task *task, measurement *m, dt_error *err)
{
    const conflict_size size = dense_size(task);
    return analyse(&size, task, DT_ENGINE_DEFINITION, m, err);
}

bool bench_dense(const bench_task *task)
{
    return measure("dense", 2, by_sweeps, task);
}

bool bench_definition(const bench_task *task)
{
    return measure("sweeps", 2, by_sweeps, task) &&
           measure("definition", 2, by_definition, task);
}

/* ---- sparse ----------------------------------------------------------------- */

static bool analyse_sparse(const bench_task *task, measurement *m, dt_error *err)
{
    const conflict_size size = sparse_conflict(task->size);
    return analyse(&size, task, DT_ENGINE_SWEEPS, m, err);
}

bool bench_sparse(const bench_task *task)
{
    return measure("sparse", 10, analyse_sparse, task);
}
