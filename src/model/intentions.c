/* The plain questions about what a model says of intentions (detente/model.h,
 * intentions.h).
 *
 * Priors stand at types or in the joint table, never in both for one actor: so what one
 * actor is likely to be is a sum of rows, or a number and what is left. */
#include "base/decimal.h"
#include "model/conflict.h"

#include <assert.h>

/* ---- priors -------------------------------------------------------------------- */

uint32_t dt_prior_place(const dt_model *model, uint32_t a)
{
    const dt_intentions *const all = &model->intentions;
    for (uint32_t k = 0; k < all->n_prior_actors; k++)
        if (all->prior_actors[k] == a)
            return k;
    return DT_ITSELF;
}

static int64_t sum_of_rows(const dt_intentions *all, uint32_t place, uint32_t type)
{
    int64_t sum = 0;
    for (uint32_t r = 0; r < all->n_prior_rows; r++)
        if (all->prior_rows[r].type[place] == type)
            sum += all->prior_rows[r].p;
    return sum;
}

static int64_t rest_of(const dt_actor *actor)
{
    int64_t rest = DT_DECIMAL_ONE;
    for (uint32_t t = 0; t < actor->n_types; t++)
        rest -= actor->types[t].prior;
    return rest;
}

int64_t dt_prior_of(const dt_model *model, uint32_t a, uint32_t type)
{
    const dt_actor *const actor = &model->actors[a];
    const uint32_t place = dt_prior_place(model, a);
    assert(type <= actor->n_types);
    if (place != DT_ITSELF)
        return sum_of_rows(&model->intentions, place, type);
    return type ? actor->types[type - 1].prior : rest_of(actor);
}

bool dt_actor_has_priors(const dt_model *model, dt_actor_id a)
{
    assert(a < model->n_actors);
    bool has = dt_prior_place(model, a) != DT_ITSELF;
    for (uint32_t t = 0; t < model->actors[a].n_types; t++)
        has = has || model->actors[a].types[t].has_prior;
    return has;
}

double dt_actor_plain_prior(const dt_model *model, dt_actor_id a)
{
    assert(a < model->n_actors);
    return (double)dt_prior_of(model, a, 0) / (double)DT_DECIMAL_ONE;
}

double dt_actor_type_prior(const dt_model *model, dt_actor_id a, uint32_t t)
{
    assert(a < model->n_actors && t < model->actors[a].n_types);
    return (double)dt_prior_of(model, a, t + 1) / (double)DT_DECIMAL_ONE;
}

int64_t dt_likelihood_of(const dt_likelihood *likely, uint32_t n, uint32_t type)
{
    for (uint32_t k = 0; k < n; k++)
        if (likely[k].type == type)
            return likely[k].p;
    return 0;
}

bool dt_intentions_any(const dt_model *model)
{
    const dt_intentions *const all = &model->intentions;
    bool any = all->has_drift || all->has_precision || all->n_prior_rows ||
               all->n_tests || all->n_signals || all->n_trusts;
    for (uint32_t a = 0; a < model->n_actors; a++)
        any = any || dt_actor_has_priors(model, a);
    return any;
}

/* ---- tests, signals, trust ----------------------------------------------------- */

static const char *label_of(const dt_name *name)
{
    return name->label ? name->label : name->id;
}

uint32_t dt_model_n_tests(const dt_model *model)
{
    return model->intentions.n_tests;
}

const char *dt_model_test_name(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_tests);
    return model->intentions.tests[k].name.id;
}

const char *dt_model_test_label(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_tests);
    return label_of(&model->intentions.tests[k].name);
}

dt_actor_id dt_model_test_actor(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_tests);
    return model->intentions.tests[k].tester;
}

dt_actor_id dt_model_test_answerer(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_tests);
    return model->intentions.tests[k].turns[0].actor;
}

uint32_t dt_model_n_signals(const dt_model *model)
{
    return model->intentions.n_signals;
}

const char *dt_model_signal(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_signals);
    return model->intentions.signals[k].text;
}

dt_actor_id dt_model_signal_actor(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_signals);
    return model->intentions.signals[k].actor;
}

uint32_t dt_model_signal_day(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_signals);
    return model->intentions.signals[k].day;
}

uint32_t dt_model_n_trusts(const dt_model *model)
{
    return model->intentions.n_trusts;
}

const char *dt_model_trust_name(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_trusts);
    return model->intentions.trusts[k].name.id;
}

const char *dt_model_trust_label(const dt_model *model, uint32_t k)
{
    assert(k < model->intentions.n_trusts);
    return label_of(&model->intentions.trusts[k].name);
}
