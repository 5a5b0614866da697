/* How likely each state is to be an equilibrium: the sum of the probabilities of the
 * worlds in which it is one.
 *
 * Worlds in which everybody ranks the states alike have the same equilibria. So types
 * are put into classes by their columns of ranks, and each combination of classes that
 * has a probability is solved once:
 *
 *     rank all actors' first types, all actors' second types, ...     rows of columns
 *     class of (actor, type) = the first row whose column is the same
 *     world -> classes of its types -> case                           solved once
 *
 * The ranks of a case are put together from the columns that are there already.
 *
 * Where states cannot be listed, or there is too much to solve, there are no chances,
 * and words instead: the rest of the analysis does without them. */
#include "base/fail.h"
#include "base/text.h"
#include "base/watch.h"
#include "intentions/probe.h"
#include "space/ranks.h"

#include <stdlib.h>
#include <string.h>

/* Most cases times states times actors: half a minute or so at the worst. */
#define WORK_MAX (UINT64_C(1) << 28)

typedef struct counter {
    dt_probe *probe;
    const dt_model *model;
    dt_limits limits;
    dt_arena scratch;
    uint32_t n_rows;
    dt_ranks **rows; /* [n_rows] of the plain selves, the first types, and so on; an
                        actor that has fewer types is its plain self */
    uint32_t n_cases;
    dt_cast *cases; /* [n_cases] as casts: each type the first of its class */
    double *weight; /* [n_cases] */
    double *p;      /* [n_states][DT_N_CONCEPTS] */
    double total;   /* the sum of weights */
} counter;

/* ---- ranks ------------------------------------------------------------------------
 */

/* What is wrong with a preference is reported once, here. */
static dt_status check_preferences(counter *c, dt_diags *diags, dt_error *err)
{
    DT_TRY(dt_ranks_new(c->probe->space, NULL, diags, &c->rows[0], err));
    c->n_rows = 1;
    return dt_ranks_check_types(c->rows[0], diags, err);
}

static dt_status rank_row(counter *c, dt_error *err)
{
    dt_diags *const diags = dt_diags_new(); /* all was reported */
    dt_cast cast = {0};
    if (!diags)
        return dt_fail_memory(err);
    for (dt_actor_id a = 0; a < c->model->n_actors; a++)
        cast.type[a] = c->n_rows <= c->model->actors[a].n_types ? c->n_rows : 0;
    const dt_status status =
        dt_ranks_new(c->probe->space, &cast, diags, &c->rows[c->n_rows], err);
    dt_diags_free(diags);
    c->n_rows += status == DT_OK;
    return status;
}

static uint32_t count_rows(const dt_model *model)
{
    uint32_t most = 0;
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        most = model->actors[a].n_types > most ? model->actors[a].n_types : most;
    return most + 1;
}

static dt_status rank_all(counter *c, dt_diags *diags, dt_error *err)
{
    const uint32_t n = count_rows(c->model);
    c->rows = dt_arena_array(&c->scratch, dt_ranks *, n);
    if (!c->rows)
        return dt_fail_memory(err);
    DT_TRY(check_preferences(c, diags, err));
    while (c->n_rows < n)
        DT_TRY(rank_row(c, err));
    return DT_OK;
}

/* ---- cases ------------------------------------------------------------------------
 */

static uint32_t class_of(const counter *c, dt_actor_id a, uint32_t type)
{
    const size_t bytes = sizeof(uint32_t) * c->probe->space->n_cells;
    uint32_t k = 0;
    while (k < type && memcmp(c->rows[k]->column[a].rank, c->rows[type]->column[a].rank,
                              bytes) != 0)
        k++;
    return k;
}

static uint32_t find_case(const counter *c, const dt_cast *cast)
{
    uint32_t k = 0;
    while (k < c->n_cases && memcmp(&c->cases[k], cast, sizeof *cast) != 0)
        k++;
    return k;
}

/* [n_actors][n_rows]: the class of each type, as a type; NULL: no memory. */
static uint32_t *find_classes(counter *c)
{
    const uint32_t n = c->model->n_actors;
    uint32_t *const classes =
        dt_arena_array(&c->scratch, uint32_t, (size_t)n * c->n_rows);
    for (dt_actor_id a = 0; a < n && classes; a++)
        for (uint32_t t = 0; t <= c->model->actors[a].n_types; t++)
            classes[(size_t)a * c->n_rows + t] = class_of(c, a, t);
    return classes;
}

static dt_status list_cases(counter *c, dt_error *err)
{
    const dt_worlds *const worlds = &c->probe->worlds;
    const uint32_t *const classes = find_classes(c);
    c->cases = dt_arena_array(&c->scratch, dt_cast, worlds->n);
    c->weight = dt_arena_array(&c->scratch, double, worlds->n);
    if (!classes || !c->cases || !c->weight)
        return dt_fail_memory(err);
    for (uint32_t w = 0; w < worlds->n; w++) {
        dt_cast cast = {0};
        if (worlds->at[w].now <= 0)
            continue;
        for (dt_actor_id a = 0; a < c->model->n_actors; a++)
            cast.type[a] = classes[(size_t)a * c->n_rows + worlds->at[w].cast.type[a]];
        const uint32_t k = find_case(c, &cast);
        c->cases[k] = cast;
        c->n_cases += k == c->n_cases;
        c->weight[k] += worlds->at[w].now;
    }
    return DT_OK;
}

/* ---- solving ----------------------------------------------------------------------
 */

static void add_equilibria(counter *c, const dt_solution *solution, double weight)
{
    for (dt_concept concept = 0; concept < DT_N_CONCEPTS; concept ++) {
        const dt_bits *const found = dt_solution_equilibria(solution, concept);
        for (dt_state s = dt_bits_next(found, 0); s != DT_NO_STATE;
             s = dt_bits_next(found, s + 1))
            c->p[(size_t)s * DT_N_CONCEPTS + concept] += weight;
    }
}

static dt_status solve_case(counter *c, uint32_t k, dt_error *err)
{
    const dt_solve_options options = {.limits = c->limits};
    dt_column columns[DT_MAX_ACTORS];
    dt_ranks ranks = {.space = c->probe->space, .cast = c->cases[k], .column = columns};
    dt_solution *solution = NULL;
    for (dt_actor_id a = 0; a < c->model->n_actors; a++)
        columns[a] = c->rows[ranks.cast.type[a]]->column[a];
    DT_TRY(dt_watch(c->limits.monitor, "solving worlds", (double)k / c->n_cases, err));
    DT_TRY(dt_solve(c->probe->space, &ranks, &options, &solution, err));
    add_equilibria(c, solution, c->weight[k]);
    c->total += c->weight[k];
    dt_solution_free(solution);
    return DT_OK;
}

static dt_status solve_all(counter *c, dt_error *err)
{
    const uint32_t n = dt_space_n_states(c->probe->space);
    c->p = dt_arena_array(&c->scratch, double, (size_t)n *DT_N_CONCEPTS);
    if (!c->p)
        return dt_fail_memory(err);
    for (uint32_t k = 0; k < c->n_cases; k++)
        DT_TRY(solve_case(c, k, err));
    return DT_OK;
}

/* ---- what is too much -------------------------------------------------------------
 */

static dt_status check_memory(const counter *c, dt_error *err)
{
    const dt_extent extent = dt_extent_of(c->probe->space);
    const uint64_t memory = c->limits.memory ? c->limits.memory : DT_MEMORY_DEFAULT;
    const uint64_t bytes =
        dt_ranks_bytes(&extent).kept * count_rows(c->model) +
        sizeof(double) * DT_N_CONCEPTS * dt_space_n_states(c->probe->space);
    if (bytes > memory)
        return dt_fail(err, DT_ELIMIT,
                       "ranking the states for all types takes more than the memory "
                       "allowed");
    return dt_solve_check(c->probe->space, &(dt_solve_options){.limits = c->limits},
                          err);
}

static dt_status check_work(const counter *c, dt_error *err)
{
    const uint64_t each =
        (uint64_t)dt_space_n_states(c->probe->space) * c->model->n_actors;
    return each <= WORK_MAX / c->n_cases
               ? DT_OK
               : dt_fail(err, DT_ELIMIT,
                         "%u states in %u ways to rank them are too many to solve",
                         dt_space_n_states(c->probe->space), c->n_cases);
}

/* ---- the list ---------------------------------------------------------------------
 */

static int compare_chances(const void *x, const void *y)
{
    const dt_chance *const a = x, *const b = y;
    if (a->p[DT_NASH] != b->p[DT_NASH])
        return a->p[DT_NASH] > b->p[DT_NASH] ? -1 : 1;
    return (a->state > b->state) - (a->state < b->state);
}

static bool is_listed(const double *p)
{
    bool any = false;
    for (uint32_t k = 0; k < DT_N_CONCEPTS; k++)
        any = any || p[k] > 0;
    return any;
}

static bool write_chances(const counter *c)
{
    const uint32_t n_states = dt_space_n_states(c->probe->space);
    uint32_t n = 0;
    for (dt_state s = 0; s < n_states; s++)
        n += is_listed(c->p + (size_t)s * DT_N_CONCEPTS);
    dt_chance *const chances = dt_arena_array(&c->probe->arena, dt_chance, n);
    if (!chances)
        return false;
    c->probe->findings.chances = chances;
    for (dt_state s = 0; s < n_states; s++) {
        const double *const p = c->p + (size_t)s * DT_N_CONCEPTS;
        if (!is_listed(p))
            continue;
        dt_chance *const chance = &chances[c->probe->findings.n_chances++];
        chance->state = s;
        for (uint32_t k = 0; k < DT_N_CONCEPTS; k++)
            chance->p[k] = p[k] / c->total; /* exactly 1 where it always is one */
    }
    qsort(chances, n, sizeof *chances, compare_chances);
    return true;
}

/* ---- the whole --------------------------------------------------------------------
 */

static dt_status count(counter *c, dt_diags *diags, dt_error *err)
{
    DT_TRY(check_memory(c, err));
    DT_TRY(rank_all(c, diags, err));
    DT_TRY(list_cases(c, err));
    DT_TRY(check_work(c, err));
    DT_TRY(solve_all(c, err));
    return write_chances(c) ? DT_OK : dt_fail_memory(err);
}

static dt_status list_states(counter *c, dt_diags *diags, dt_error *err)
{
    DT_TRY(dt_space_new(c->model, &c->limits, diags, &c->probe->space, err));
    return count(c, diags, err);
}

static void give_up(dt_probe *probe, const char *why)
{
    dt_findings *const found = &probe->findings;
    dt_text_fit(found->no_chances, sizeof found->no_chances, "%s", why);
    dt_space_free(probe->space);
    probe->space = NULL;
}

dt_status dt_chances_find(dt_probe *probe, dt_diags *diags, dt_error *err)
{
    dt_error own = {0};
    counter c = {
        .probe = probe, .model = probe->model, .limits = probe->question.limits};
    dt_status status = list_states(&c, diags, &own);
    for (uint32_t k = 0; k < c.n_rows; k++)
        dt_ranks_free(c.rows[k]);
    dt_arena_release(&c.scratch);
    if (status == DT_ELIMIT) {
        give_up(probe, own.text);
        return DT_OK;
    }
    probe->findings.space = probe->space;
    return status == DT_OK ? DT_OK : dt_fail(err, status, "%s", own.text);
}
