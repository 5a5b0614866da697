/* dt_solve: choose the engine, let it fill in who is stable where, intersect. */
#include "stability/solution.h"
#include "base/fail.h"

#include <assert.h>

static bool new_set(dt_solution *solution, dt_bits *set)
{
    const uint32_t n = solution->space->n_states;
    set->word = dt_arena_array(&solution->arena, uint64_t, ((size_t)n + 63) / 64);
    set->size = n;
    return set->word;
}

static bool new_sets(dt_solution *solution)
{
    const uint32_t n_actors = solution->space->model->n_actors;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        solution->stable[c] = dt_arena_array(&solution->arena, dt_bits, n_actors);
        if (!solution->stable[c] || !new_set(solution, &solution->equilibria[c]))
            return false;
        for (dt_actor_id a = 0; a < n_actors; a++)
            if (!new_set(solution, &solution->stable[c][a]))
                return false;
    }
    return true;
}

static void intersect(dt_solution *solution, dt_concept concept)
{
    dt_bits *const all = &solution->equilibria[concept];
    for (size_t w = 0; w < ((size_t)all->size + 63) / 64; w++) {
        uint64_t word = UINT64_MAX;
        for (dt_actor_id a = 0; a < solution->space->model->n_actors; a++)
            word &= solution->stable[concept][a].word[w];
        all->word[w] = word;
    }
}

static uint32_t threads_of(const dt_solution *solution, const dt_solve_options *options)
{
    return options->limits.threads ? options->limits.threads
                                   : solution->space->limits.threads;
}

static uint64_t memory_of(const dt_solution *solution, const dt_solve_options *options)
{
    return options->limits.memory ? options->limits.memory
                                  : solution->space->limits.memory;
}

static dt_status fill(dt_solution *solution, const dt_ranks *ranks,
                      const dt_solve_options *options, dt_error *err)
{
    const bool apply = dt_sweeps_apply(solution->space, &solution->why);
    solution->engine = options->engine;
    if (options->engine == DT_ENGINE_AUTO)
        solution->engine = apply ? DT_ENGINE_SWEEPS : DT_ENGINE_DEFINITION;
    else if (options->engine == DT_ENGINE_SWEEPS && !apply)
        return dt_fail(err, DT_EAPPLY, "sweeps do not apply: %s", solution->why);
    else
        solution->why = "it was asked for";
    if (!new_sets(solution))
        return dt_fail_memory(err);
    if (solution->engine == DT_ENGINE_SWEEPS)
        DT_TRY(dt_solve_by_sweeps(solution->space, ranks, threads_of(solution, options),
                                  solution, err));
    else
        DT_TRY(dt_solve_by_definition(solution->space, ranks,
                                      memory_of(solution, options), solution, err));
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        intersect(solution, (dt_concept)c);
    return DT_OK;
}

dt_status dt_solve(const dt_space *space, const dt_ranks *ranks,
                   const dt_solve_options *options, dt_solution **solution,
                   dt_error *err)
{
    static const dt_solve_options defaults;
    dt_solution *const draft = DT_ARENA_ROOT(dt_solution);
    if (!draft)
        return dt_fail_memory(err);
    draft->space = space;
    const dt_status status = fill(draft, ranks, options ? options : &defaults, err);
    if (status == DT_OK)
        *solution = draft;
    else
        dt_solution_free(draft);
    return status;
}

void dt_solution_free(dt_solution *solution)
{
    if (solution)
        dt_arena_free(solution->arena);
}

const dt_bits *dt_solution_stable(const dt_solution *solution, dt_concept concept,
                                  dt_actor_id a)
{
    assert(concept < DT_N_CONCEPTS && a < solution->space->model->n_actors);
    return &solution->stable[concept][a];
}

const dt_bits *dt_solution_equilibria(const dt_solution *solution, dt_concept concept)
{
    assert(concept < DT_N_CONCEPTS);
    return &solution->equilibria[concept];
}

dt_engine dt_solution_engine(const dt_solution *solution)
{
    return solution->engine;
}

const char *dt_solution_engine_why(const dt_solution *solution)
{
    return solution->why;
}
