/* dt_solve: choose the engine, let it fill in who is stable where, intersect. */
#include "stability/solution.h"

#include "base/amount.h"
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

void dt_solution_fill(dt_solution *solution, dt_actor_id a)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        dt_bits_fill(&solution->stable[c][a]);
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

/* The limits of the options; what they leave open is as for the space. */
static dt_limits limits_of(const dt_space *space, const dt_solve_options *options)
{
    dt_limits limits = space->limits;
    if (options && options->limits.memory)
        limits.memory = options->limits.memory;
    if (options && options->limits.threads)
        limits.threads = dt_threads_of(&options->limits);
    if (options && options->limits.monitor)
        limits.monitor = options->limits.monitor;
    return limits;
}

/* Which engine is to answer, and why. */
static dt_engine choose_engine(const dt_space *space, const dt_solve_options *options,
                               const char **why)
{
    if (options && options->engine != DT_ENGINE_AUTO) {
        *why = "it was asked for";
        return options->engine;
    }
    return dt_sweeps_apply(space, why) ? DT_ENGINE_SWEEPS : DT_ENGINE_DEFINITION;
}

uint64_t dt_solve_memory(const dt_space *space, const dt_solve_options *options)
{
    const char *why;
    const dt_extent e = dt_extent_of(space);
    const uint32_t n_actors = space->model->n_actors;
    const uint64_t set = ((uint64_t)space->n_states + 63) / 64 * sizeof(uint64_t);
    const uint64_t held = dt_cells_bytes(&e).kept + dt_groups_bytes(&e).kept +
                          dt_ranks_bytes(&e).kept +
                          set * DT_N_CONCEPTS * (n_actors + 1);
    const uint64_t engine =
        choose_engine(space, options, &why) == DT_ENGINE_SWEEPS
            ? dt_sweeps_bytes(space, limits_of(space, options).threads)
            : dt_definition_bytes(space);
    const uint64_t before = dt_extent_bytes(&e);
    return held + engine > before ? held + engine : before;
}

dt_status dt_solve_check(const dt_space *space, const dt_solve_options *options,
                         dt_error *err)
{
    const char *why;
    const bool apply = dt_sweeps_apply(space, &why);
    const bool sweeps = choose_engine(space, options, &why) == DT_ENGINE_SWEEPS;
    if (sweeps && !apply) {
        (void)dt_sweeps_apply(space, &why);
        return dt_fail(err, DT_EAPPLY, "sweeps do not apply: %s", why);
    }
    const uint64_t bytes = dt_solve_memory(space, options);
    const uint64_t memory = limits_of(space, options).memory;
    if (bytes <= memory)
        return DT_OK;
    const dt_instead instead = dt_instead_of_all(space->model);
    return dt_fail(
        err, DT_ELIMIT,
        "to solve a model of %s feasible states %s takes %s, over the limit "
        "of %s; allow more with --memory %s%s%s%s",
        dt_amount_count(space->n_states).text,
        sweeps ? "by sweeps" : "by the definitions", dt_amount_of(bytes).text,
        dt_amount_of(memory).text, dt_amount_option(bytes).text, instead.before,
        apply ? "add rules" : "do without 'forbid' and 'merge'", instead.behind);
}

static dt_status fill(dt_solution *solution, const dt_ranks *ranks,
                      const dt_solve_options *options, dt_error *err)
{
    const dt_space *const space = solution->space;
    const dt_limits limits = limits_of(space, options);
    DT_TRY(dt_solve_check(space, options, err));
    solution->engine = choose_engine(space, options, &solution->why);
    if (!new_sets(solution))
        return dt_fail_memory(err);
    DT_TRY(solution->engine == DT_ENGINE_SWEEPS
               ? dt_solve_by_sweeps(space, ranks, &limits, solution, err)
               : dt_solve_by_definition(space, ranks, &limits, solution, err));
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        intersect(solution, (dt_concept)c);
    return DT_OK;
}

dt_status dt_solve(const dt_space *space, const dt_ranks *ranks,
                   const dt_solve_options *options, dt_solution **solution,
                   dt_error *err)
{
    dt_solution *const draft = DT_ARENA_ROOT(dt_solution);
    if (!draft)
        return dt_fail_memory(err);
    draft->space = space;
    const dt_status status = fill(draft, ranks, options, err);
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
