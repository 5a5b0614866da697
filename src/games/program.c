/* Sequence form and linear program: two players of whom one gains what the other loses.
 *
 * Whatever plan x a player commits itself to, the other answers with what is worst for
 * it. How bad that is follows from the end of play backwards, by values v of the
 * other's sets; so the best plan solves
 *
 *     maximise    v of the beginning
 *     such that   v of the set of t - values of sets behind t <= what x gets at t
 *                                                  for every sequence t of the other
 *                 x is a plan, v free
 *
 * with as many rows and columns as there are sequences and sets. Each player's program
 * is solved for itself: any two best plans are an equilibrium.
 *
 * A best plan says nothing of sets that the player itself never lets play come to, and
 * nothing sensible of those that the other never lets it come to. Best replies are put
 * in at all of them; unless that would give the other player a reason to come there
 * (what it does not do may be kept from it by a threat), then only at the former.
 *
 * The programs go to lp_solve (Berkelaar, Eikland and Notebaert), which is small, has
 * its own memory, and asks on its way whether to go on.
 *
 * Source: Koller, Megiddo and von Stengel 1996; von Stengel 1996. */
#include "games/sequence.h"
#include "games/solvers.h"

#include <lpsolve/lp_lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const double RESIDUAL = 1e-9;

typedef struct dt_duel {
    const dt_task *task;
    dt_sequences form;
    dt_arena scratch;
    uint64_t n_steps;    /* of the programs before */
    bool stopped, tired; /* by the monitor; after too many steps */
    dt_error *err;
    double *plan[2];
    double *p, *belief;
    bool *filled;
} dt_duel;

/* One player's program: rows are the other's sequences, then own sets. */
typedef struct dt_program {
    const dt_sequences *form;
    uint32_t i;
    lprec *lp;
    uint32_t *first; /* [n_sequences + 1] where own sequence's cells begin */
    uint32_t *cell;  /* [n_cells] by own sequence */
    REAL *value;     /* of a column: [n_rows] */
    int *row;
} dt_program;

static uint32_t own_sequence(const dt_cell *cell, uint32_t i)
{
    return i ? cell->column : cell->row;
}

/* lp_solve counts rows from 1; row 0 is what is maximised. */
static int row_of_sequence(uint32_t t)
{
    return (int)t + 1;
}

static int row_of_fork(const dt_program *q, uint32_t f)
{
    return (int)(q->form->side[1 - q->i].n_sequences + f) + 1;
}

/* ---- Writing a program
 * --------------------------------------------------------------- */

static bool group_cells(dt_program *q, dt_arena *arena)
{
    const dt_sequences *const form = q->form;
    const uint32_t n = form->side[q->i].n_sequences;
    q->first = dt_arena_array(arena, uint32_t, (size_t)n + 2);
    q->cell = dt_arena_array(arena, uint32_t, form->n_cells);
    if (!q->first || !q->cell)
        return false;
    for (uint32_t c = 0; c < form->n_cells; c++)
        q->first[own_sequence(&form->cells[c], q->i) + 2]++;
    for (uint32_t s = 2; s < n + 2; s++)
        q->first[s] += q->first[s - 1];
    for (uint32_t c = 0; c < form->n_cells; c++)
        q->cell[q->first[own_sequence(&form->cells[c], q->i) + 1]++] = c;
    return true;
}

static bool add_sequence(dt_program *q, uint32_t s, const uint32_t *behind,
                         uint32_t n_behind, double unit)
{
    int n = 0;
    for (uint32_t k = q->first[s]; k < q->first[s + 1]; k++) {
        const dt_cell *const cell = &q->form->cells[q->cell[k]];
        q->row[n] = row_of_sequence(own_sequence(cell, 1 - q->i));
        q->value[n++] = cell->payoff[q->i] * unit;
    }
    q->row[n] = row_of_fork(q, q->form->side[q->i].fork[s]);
    q->value[n++] = 1;
    for (uint32_t k = 0; k < n_behind; k++) {
        q->row[n] = row_of_fork(q, behind[k]);
        q->value[n++] = -1;
    }
    return add_columnex(q->lp, n, q->value, q->row);
}

/* The value of a set of the other player. */
static bool add_value(dt_program *q, uint32_t f)
{
    const dt_fork fork = q->form->side[1 - q->i].forks[f];
    int n = 0;
    q->row[n] = f == 0 ? 0 : row_of_sequence(fork.before);
    q->value[n++] = 1;
    for (uint32_t k = 0; k < fork.n; k++) {
        q->row[n] = row_of_sequence(fork.first + k);
        q->value[n++] = -1;
    }
    return add_columnex(q->lp, n, q->value, q->row) &&
           set_unbounded(q->lp, get_Ncolumns(q->lp));
}

/* Sets by the sequence before them: `behind` is [n_forks], the sets behind sequence s
 * are behind[at[s] .. at[s + 1] - 1]. */
static void group_forks(const dt_side *side, uint32_t *at, uint32_t *behind)
{
    for (uint32_t f = 1; f < side->n_forks; f++)
        at[side->forks[f].before + 2]++;
    for (uint32_t s = 2; s < side->n_sequences + 2; s++)
        at[s] += at[s - 1];
    for (uint32_t f = 1; f < side->n_forks; f++)
        behind[at[side->forks[f].before + 1]++] = f;
}

static bool add_columns(dt_program *q, dt_arena *arena)
{
    const dt_side *const own = &q->form->side[q->i];
    const double range = q->form->game->high - q->form->game->low;
    uint32_t *const at = dt_arena_array(arena, uint32_t, (size_t)own->n_sequences + 2);
    uint32_t *const behind = dt_arena_array(arena, uint32_t, own->n_forks);
    if (!at || !behind)
        return false;
    group_forks(own, at, behind);
    bool ready = true;
    for (uint32_t s = 0; s < own->n_sequences && ready; s++)
        ready = add_sequence(q, s, behind + at[s], at[s + 1] - at[s],
                             range > 0 ? 1 / range : 1);
    for (uint32_t f = 0; f < q->form->side[1 - q->i].n_forks && ready; f++)
        ready = add_value(q, f);
    return ready;
}

static bool set_rows(dt_program *q)
{
    bool ready = true;
    for (uint32_t t = 0; t < q->form->side[1 - q->i].n_sequences && ready; t++)
        ready = set_constr_type(q->lp, row_of_sequence(t), GE);
    for (uint32_t f = 0; f < q->form->side[q->i].n_forks && ready; f++)
        ready = set_constr_type(q->lp, row_of_fork(q, f), EQ);
    return ready && set_rh(q->lp, row_of_fork(q, 0), 1);
}

static bool write_program(dt_program *q, dt_arena *arena)
{
    const uint32_t n_rows =
        q->form->side[1 - q->i].n_sequences + q->form->side[q->i].n_forks;
    q->lp = make_lp((int)n_rows, 0);
    q->row = dt_arena_array(arena, int, (size_t)n_rows + 1);
    q->value = dt_arena_array(arena, REAL, (size_t)n_rows + 1);
    if (!q->lp || !q->row || !q->value || !group_cells(q, arena))
        return false;
    set_verbose(q->lp, NEUTRAL);
    set_maxim(q->lp);
    return set_rows(q) && add_columns(q, arena);
}

/* ---- Solving it
 * ------------------------------------------------------------------------ */

/* lp_solve asks whether to stop. */
static int __WINAPI shall_stop(lprec *lp, void *context)
{
    dt_duel *const duel = context;
    const dt_game_question *const question = duel->task->question;
    duel->tired |= duel->n_steps + (uint64_t)get_total_iter(lp) > question->max_steps;
    duel->stopped |= dt_watch(question->limits.monitor, "solving linear programs", -1,
                              duel->err) != DT_OK;
    return duel->stopped || duel->tired;
}

static bool copy_plan(const dt_program *q, double *plan)
{
    REAL *x = NULL;
    if (!get_ptr_variables(q->lp, &x))
        return false;
    for (uint32_t s = 0; s < q->form->side[q->i].n_sequences; s++)
        plan[s] = x[s] > 0 ? x[s] : 0;
    return true;
}

/* In words why there is no plan, or NULL. */
static const char *run(dt_duel *duel, const dt_program *q, bool *no_memory)
{
    put_abortfunc(q->lp, shall_stop, duel);
    set_epslevel(q->lp, EPS_TIGHT);
    const int end = solve(q->lp);
    duel->n_steps += (uint64_t)get_total_iter(q->lp);
    *no_memory = end == NOMEMORY;
    if (duel->tired)
        return "the linear program takes more steps than are allowed";
    if (end != OPTIMAL && end != PRESOLVED)
        return "rounding has kept the linear program from being solved";
    *no_memory = !copy_plan(q, duel->plan[q->i]);
    return NULL;
}

/* About what lp_solve takes: for each entry, and each row or column. */
static double memory_for(const dt_sequences *form)
{
    enum { ENTRY = 64, LINE = 1024 };
    double lines = 0;
    for (uint32_t i = 0; i < 2; i++)
        lines += (double)form->side[i].n_sequences + form->side[i].n_forks;
    return ENTRY * ((double)form->n_cells + 2 * lines) + LINE * lines;
}

/* lp_solve is not always equal to finding no memory in the middle of its work. So it is
 * not begun unless there is as much as it will want. */
static bool has_memory(double bytes)
{
    dt_arena probe = {0};
    const bool has = dt_arena_alloc(&probe, (size_t)bytes, 1);
    dt_arena_release(&probe);
    return has;
}

static dt_status best_plan(dt_duel *duel, uint32_t i, const char **why)
{
    dt_arena scratch = {0};
    const double bytes = memory_for(&duel->form);
    if (bytes > (double)duel->task->question->limits.memory) {
        *why = "the game needs more memory than is allowed";
        return DT_OK;
    }
    if (!has_memory(bytes))
        return dt_fail_memory(duel->err);
    dt_program q = {.form = &duel->form, .i = i};
    bool no_memory = !write_program(&q, &scratch);
    if (!no_memory)
        *why = run(duel, &q, &no_memory);
    if (q.lp)
        delete_lp(q.lp);
    dt_arena_release(&scratch);
    if (duel->stopped)
        return DT_ESTOPPED;
    return no_memory ? dt_fail_memory(duel->err) : DT_OK;
}

/* ---- From plans to an assessment
 * -------------------------------------------------------- */

/* Sets where own play never comes, or, with `all`, where no play does. */
static dt_status find_open(dt_duel *duel, bool all)
{
    const dt_game *const game = duel->task->game;
    double *const reach = dt_arena_array(&duel->scratch, double, game->n_nodes);
    if (!reach)
        return dt_fail_memory(duel->err);
    dt_fill_reach(game, duel->p, reach);
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t f = 1; f < duel->form.side[i].n_forks; f++) {
            const dt_fork fork = duel->form.side[i].forks[f];
            const dt_set *const set = &game->sets[fork.set];
            bool reached = false;
            for (uint32_t k = 0; k < set->n_members; k++)
                reached |= reach[set->members[k]] > 0;
            duel->filled[fork.set] = all ? !reached : !(duel->plan[i][fork.before] > 0);
        }
    return DT_OK;
}

static dt_status assess(dt_duel *duel, bool all, double *residual)
{
    double *plan[2];
    dt_fill_chance(duel->task->game, duel->p);
    for (uint32_t i = 0; i < 2; i++)
        dt_sequences_behave(&duel->form, i, duel->plan[i], duel->p);
    DT_TRY(find_open(duel, all));
    DT_TRY(dt_fill_replies(duel->task->game, duel->filled, duel->p, duel->belief,
                           duel->err));
    for (uint32_t i = 0; i < 2; i++) {
        plan[i] =
            dt_arena_array(&duel->scratch, double, duel->form.side[i].n_sequences);
        if (!plan[i])
            return dt_fail_memory(duel->err);
        dt_sequences_plan(&duel->form, i, duel->p, plan[i]);
    }
    *residual = dt_sequences_residual(&duel->form, plan, &duel->scratch);
    return isnan(*residual) ? dt_fail_memory(duel->err) : DT_OK;
}

static dt_status publish(dt_duel *duel, dt_method_answer *answer)
{
    const dt_game *const game = duel->task->game;
    dt_equilibrium *const found = dt_arena_new(duel->task->arena, dt_equilibrium);
    duel->p = dt_arena_array(duel->task->arena, double, game->n_actions);
    duel->belief = dt_arena_array(duel->task->arena, double, game->n_nodes);
    duel->filled = dt_arena_array(duel->task->arena, bool, game->n_sets);
    if (!found || !duel->p || !duel->belief || !duel->filled)
        return dt_fail_memory(duel->err);
    DT_TRY(assess(duel, true, &answer->residual));
    if (!(answer->residual < RESIDUAL))
        DT_TRY(assess(duel, false, &answer->residual));
    if (!(answer->residual < RESIDUAL)) {
        snprintf(answer->why, sizeof answer->why,
                 "rounding: what was found misses an equilibrium by %.1e of the range "
                 "of payoffs",
                 answer->residual);
        return DT_OK;
    }
    *found =
        (dt_equilibrium){.p = duel->p, .belief = duel->belief, .filled = duel->filled};
    answer->equilibria = found;
    answer->n = 1;
    answer->complete = true;
    return DT_OK;
}

static dt_status solve_both(dt_duel *duel, dt_method_answer *answer)
{
    const char *why = NULL;
    for (uint32_t i = 0; i < 2 && !why; i++) {
        duel->plan[i] =
            dt_arena_array(&duel->scratch, double, duel->form.side[i].n_sequences);
        if (!duel->plan[i])
            return dt_fail_memory(duel->err);
        DT_TRY(best_plan(duel, i, &why));
    }
    answer->n_steps = duel->n_steps;
    if (!why)
        return publish(duel, answer);
    snprintf(answer->why, sizeof answer->why, "%s", why);
    return DT_OK;
}

dt_status dt_solve_program(const dt_task *task, dt_method_answer *answer, dt_error *err)
{
    const char *why_not = dt_sequences_why_not(task->game);
    if (!why_not && !dt_game_is_constant_sum(task->game))
        why_not = "one player's gain is not always the other's loss";
    if (why_not) {
        snprintf(answer->why, sizeof answer->why, "%s", why_not);
        return DT_OK;
    }
    dt_error unheard;
    dt_duel duel = {.task = task, .err = err ? err : &unheard};
    answer->applies = true;
    dt_status status = dt_sequences_new(task->game, &duel.scratch, &duel.form, err);
    if (status == DT_OK)
        status = solve_both(&duel, answer);
    dt_arena_release(&duel.scratch);
    return status;
}
