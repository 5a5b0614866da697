/* The plain questions about what a model says of negotiating (detente/model.h,
 * talks.h). */
#include "base/bounds.h"
#include "model/conflict.h"

#include <assert.h>

bool dt_home_has_values(const dt_home *home)
{
    int64_t weight = 0;
    bool all = home->n > 0;
    for (uint32_t k = 0; k < home->n; k++) {
        all = all && home->constituencies[k].preference.has_value;
        weight += home->constituencies[k].weight;
    }
    return all && weight > 0;
}

uint64_t dt_home_divisor(const dt_home *home, uint64_t *sum)
{
    uint64_t divisor = 0;
    *sum = 0;
    for (uint32_t k = 0; k < home->n; k++)
        divisor = dt_common_divisor(divisor, (uint64_t)home->constituencies[k].weight);
    for (uint32_t k = 0; k < home->n && divisor; k++)
        *sum += (uint64_t)home->constituencies[k].weight / divisor;
    return divisor;
}

bool dt_weight_holds(const dt_formula *weighing, int64_t weight)
{
    switch (weighing->compare) {
    case DT_COMPARE_NONE:
    case DT_COMPARE_EQ:
        return weight == weighing->units;
    case DT_COMPARE_NE:
        return weight != weighing->units;
    case DT_COMPARE_LT:
        return weight < weighing->units;
    case DT_COMPARE_LE:
        return weight <= weighing->units;
    case DT_COMPARE_GT:
        return weight > weighing->units;
    case DT_COMPARE_GE:
        return weight >= weighing->units;
    }
    return false;
}

bool dt_talks_any(const dt_model *model)
{
    const dt_talks *const talks = &model->talks;
    bool any = talks->has_table || talks->has_on || talks->has_off ||
               talks->n_fallbacks || talks->n_proposals || talks->n_forums;
    for (uint32_t a = 0; a < model->n_actors; a++)
        any = any || model->actors[a].home.n;
    return any;
}

static const char *label_of(const dt_name *name)
{
    return name->label ? name->label : name->id;
}

bool dt_actor_has_seat(const dt_model *model, dt_actor_id a)
{
    assert(a < model->n_actors);
    return dt_model_seats(model) >> a & 1;
}

bool dt_choice_is_negotiable(const dt_model *model, dt_choice_id c)
{
    assert(c < model->n_choices);
    return dt_model_negotiable(model) & dt_choice_mask(&model->choices[c]);
}

uint32_t dt_actor_n_constituencies(const dt_model *model, dt_actor_id a)
{
    assert(a < model->n_actors);
    return model->actors[a].home.n;
}

static const dt_name *constituency_at(const dt_model *model, dt_actor_id a, uint32_t k)
{
    assert(k < dt_actor_n_constituencies(model, a));
    return &model->actors[a].home.constituencies[k].name;
}

const char *dt_actor_constituency_name(const dt_model *model, dt_actor_id a, uint32_t k)
{
    return constituency_at(model, a, k)->id;
}

const char *dt_actor_constituency_label(const dt_model *model, dt_actor_id a,
                                        uint32_t k)
{
    return label_of(constituency_at(model, a, k));
}

uint32_t dt_model_n_fallbacks(const dt_model *model)
{
    return model->talks.n_fallbacks;
}

const char *dt_model_fallback_name(const dt_model *model, uint32_t k)
{
    assert(k < model->talks.n_fallbacks);
    return model->talks.fallbacks[k].name.id;
}

const char *dt_model_fallback_label(const dt_model *model, uint32_t k)
{
    assert(k < model->talks.n_fallbacks);
    return label_of(&model->talks.fallbacks[k].name);
}

uint32_t dt_model_n_deals(const dt_model *model)
{
    return model->talks.n_proposals;
}

const char *dt_model_deal(const dt_model *model, uint32_t k)
{
    assert(k < model->talks.n_proposals);
    return model->talks.proposals[k].title;
}

uint32_t dt_model_n_arenas(const dt_model *model)
{
    return model->talks.n_forums;
}

const char *dt_model_arena_name(const dt_model *model, uint32_t k)
{
    assert(k < model->talks.n_forums);
    return model->talks.forums[k].name.id;
}

const char *dt_model_arena_label(const dt_model *model, uint32_t k)
{
    assert(k < model->talks.n_forums);
    return label_of(&model->talks.forums[k].name);
}
