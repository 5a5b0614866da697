/* A world takes one option of each factor: one row of the joint table, one type of each
 * actor that has priors of its own. So worlds are numbers whose digits are options, and
 * probabilities are products.
 *
 * Each factor counts its probabilities in units of the largest decimal that they have
 * in common: 0.6 and 0.4 are 3 and 2 of 5. Products of such units are exact as long as
 * they fit 64 bits, which takes priors of many places of many actors to break. */
#include "intentions/worlds.h"

#include "base/bounds.h"
#include "base/decimal.h"
#include "base/fail.h"

/* A few actors whose types go together, or one. */
typedef struct factor {
    uint32_t n_actors, n_options;
    const uint32_t *actors; /* [n_actors] */
    uint32_t *type;         /* [n_options][n_actors] */
    uint64_t *units;        /* [n_options], decimals until they are reduced */
    uint64_t whole;         /* the sum of units */
} factor;

typedef struct lister {
    const dt_model *model;
    dt_arena scratch;
    uint32_t n_factors;
    factor *factors; /* [1 + n_actors] at most */
} lister;

/* ---- factors ------------------------------------------------------------------- */

static bool make_room(lister *l, factor *f, uint32_t n)
{
    f->n_options = n;
    f->type = dt_arena_array(&l->scratch, uint32_t, (size_t)n * f->n_actors);
    f->units = dt_arena_array(&l->scratch, uint64_t, n);
    return f->type && f->units;
}

/* Put the units in lowest terms. */
static void reduce(factor *f)
{
    uint64_t divisor = 0;
    for (uint32_t k = 0; k < f->n_options; k++)
        divisor = dt_common_divisor(divisor, f->units[k]);
    f->whole = 0;
    for (uint32_t k = 0; k < f->n_options; k++)
        f->whole += f->units[k] /= divisor;
}

static bool add_actor(lister *l, dt_actor_id a)
{
    const dt_actor *const actor = &l->model->actors[a];
    factor *const f = &l->factors[l->n_factors++];
    uint32_t *const self = dt_arena_new(&l->scratch, uint32_t);
    if (!self)
        return false;
    *self = a;
    *f = (factor){.n_actors = 1, .actors = self};
    if (!make_room(l, f, actor->n_types + 1))
        return false;
    f->n_options = 0;
    for (uint32_t t = 0; t <= actor->n_types; t++) {
        f->type[f->n_options] = t;
        f->units[f->n_options] = (uint64_t)dt_prior_of(l->model, a, t);
        f->n_options += f->units[f->n_options] > 0;
    }
    reduce(f);
    return true;
}

/* The rows that have a probability. */
static bool add_rows(lister *l, factor *f)
{
    const dt_intentions *const all = &l->model->intentions;
    if (!make_room(l, f, all->n_prior_rows))
        return false;
    f->n_options = 0;
    for (uint32_t r = 0; r < all->n_prior_rows; r++) {
        const dt_prior_row *const row = &all->prior_rows[r];
        if (row->p <= 0)
            continue;
        for (uint32_t k = 0; k < f->n_actors; k++)
            f->type[(size_t)f->n_options * f->n_actors + k] = row->type[k];
        f->units[f->n_options++] = (uint64_t)row->p;
    }
    return true;
}

/* ---- the joint table where intentions drift ------------------------------------- */

static bool is_named(const factor *rows, uint32_t place, uint32_t type)
{
    for (uint32_t r = 0; r < rows->n_options; r++)
        if (rows->type[(size_t)r * rows->n_actors + place] == type)
            return true;
    return false;
}

/* Which types an actor of the table has in it; their number. */
static uint32_t list_named(const lister *l, const factor *rows, uint32_t place,
                           uint32_t *types)
{
    const dt_actor *const actor = &l->model->actors[rows->actors[place]];
    uint32_t n = 0;
    for (uint32_t t = 0; t <= actor->n_types; t++)
        if (is_named(rows, place, t))
            types[n++] = t;
    return n;
}

static uint64_t units_of(const factor *rows, const uint32_t *type)
{
    uint64_t sum = 0;
    for (uint32_t r = 0; r < rows->n_options; r++) {
        bool same = true;
        for (uint32_t k = 0; k < rows->n_actors; k++)
            same = same && rows->type[(size_t)r * rows->n_actors + k] == type[k];
        sum += same ? rows->units[r] : 0;
    }
    return sum;
}

/* All combinations of the types that the rows name, in the place of the rows. */
static dt_status widen(lister *l, factor *f, dt_error *err)
{
    const factor rows = *f;
    const uint32_t **const types =
        dt_arena_array(&l->scratch, const uint32_t *, rows.n_actors);
    uint32_t *const n_types = dt_arena_array(&l->scratch, uint32_t, rows.n_actors);
    uint64_t n = 1;
    if (!types || !n_types)
        return dt_fail_memory(err);
    for (uint32_t k = 0; k < rows.n_actors; k++) {
        const uint32_t most = l->model->actors[rows.actors[k]].n_types + 1;
        uint32_t *const here = dt_arena_array(&l->scratch, uint32_t, most);
        if (!here)
            return dt_fail_memory(err);
        types[k] = here;
        n_types[k] = list_named(l, &rows, k, here);
        n *= n_types[k];
        if (n > DT_WORLDS_MAX)
            return dt_fail(err, DT_ELIMIT,
                           "the types of the joint table combine in more than %u ways, "
                           "each of which may come about where intentions drift",
                           DT_WORLDS_MAX);
    }
    if (!make_room(l, f, (uint32_t)n))
        return dt_fail_memory(err);
    for (uint32_t o = 0; o < n; o++) {
        uint32_t *const type = f->type + (size_t)o * rows.n_actors;
        uint32_t rest = o;
        for (uint32_t k = rows.n_actors; k-- > 0; rest /= n_types[k])
            type[k] = types[k][rest % n_types[k]];
        f->units[o] = units_of(&rows, type);
    }
    return DT_OK;
}

static dt_status add_table(lister *l, dt_error *err)
{
    const dt_intentions *const all = &l->model->intentions;
    factor *const f = &l->factors[l->n_factors++];
    *f = (factor){.n_actors = all->n_prior_actors, .actors = all->prior_actors};
    if (!add_rows(l, f))
        return dt_fail_memory(err);
    if (all->has_drift && all->drift < DT_DECIMAL_ONE)
        DT_TRY(widen(l, f, err));
    reduce(f);
    return DT_OK;
}

static dt_status list_factors(lister *l, dt_error *err)
{
    const dt_model *const model = l->model;
    l->factors = dt_arena_array(&l->scratch, factor, (size_t)model->n_actors + 1);
    if (!l->factors)
        return dt_fail_memory(err);
    if (model->intentions.n_prior_rows)
        DT_TRY(add_table(l, err));
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (dt_prior_place(model, a) == DT_ITSELF && !add_actor(l, a))
            return dt_fail_memory(err);
    return DT_OK;
}

/* ---- worlds -------------------------------------------------------------------- */

static dt_status count_worlds(const lister *l, uint32_t *n, dt_error *err)
{
    uint64_t product = 1;
    for (uint32_t f = 0; f < l->n_factors; f++) {
        product *= l->factors[f].n_options;
        if (product > DT_WORLDS_MAX)
            return dt_fail(err, DT_ELIMIT,
                           "the types of all actors combine in more than %u ways; give "
                           "fewer types a prior above 0",
                           DT_WORLDS_MAX);
    }
    *n = (uint32_t)product;
    return DT_OK;
}

/* What all units multiply to; 0 when that does not fit. */
static uint64_t find_whole(const lister *l)
{
    uint64_t whole = 1;
    for (uint32_t f = 0; f < l->n_factors && whole; f++)
        whole =
            whole > UINT64_MAX / l->factors[f].whole ? 0 : whole * l->factors[f].whole;
    return whole;
}

static void set_world(const lister *l, uint32_t number, dt_worlds *worlds)
{
    dt_world *const world = &worlds->at[number];
    uint64_t units = 1;
    double p = 1;
    uint32_t rest = number;
    for (uint32_t k = l->n_factors; k-- > 0; rest /= l->factors[k].n_options) {
        const factor *const f = &l->factors[k];
        const uint32_t option = rest % f->n_options;
        for (uint32_t m = 0; m < f->n_actors; m++)
            world->cast.type[f->actors[m]] = f->type[(size_t)option * f->n_actors + m];
        p *= (double)f->units[option] / (double)f->whole;
        units *= worlds->whole ? f->units[option] : 0;
    }
    if (worlds->whole) {
        worlds->units[number] = units;
        p = (double)units / (double)worlds->whole;
    }
    world->prior = world->now = p;
}

static dt_status fill(const lister *l, dt_arena *arena, dt_worlds *worlds,
                      dt_error *err)
{
    DT_TRY(count_worlds(l, &worlds->n, err));
    worlds->whole = find_whole(l);
    worlds->at = dt_arena_array(arena, dt_world, worlds->n);
    if (worlds->whole)
        worlds->units = dt_arena_array(arena, uint64_t, worlds->n);
    if (!worlds->at || (worlds->whole && !worlds->units))
        return dt_fail_memory(err);
    for (uint32_t w = 0; w < worlds->n; w++)
        set_world(l, w, worlds);
    return DT_OK;
}

dt_status dt_worlds_list(const dt_model *model, dt_arena *arena, dt_worlds *worlds,
                         dt_error *err)
{
    lister l = {.model = model};
    dt_worlds draft = {.model = model};
    dt_status status = list_factors(&l, err);
    if (status == DT_OK)
        status = fill(&l, arena, &draft, err);
    if (status == DT_OK)
        *worlds = draft;
    dt_arena_release(&l.scratch);
    return status;
}

bool dt_worlds_have(const dt_worlds *worlds, dt_actor_id a, uint32_t type)
{
    for (uint32_t w = 0; w < worlds->n; w++)
        if (worlds->at[w].cast.type[a] == type)
            return true;
    return false;
}

double dt_worlds_marginal(const dt_worlds *worlds, const double *p, dt_actor_id a,
                          uint32_t type)
{
    double sum = 0;
    for (uint32_t w = 0; w < worlds->n; w++)
        if (worlds->at[w].cast.type[a] == type)
            sum += p[w];
    return sum;
}
