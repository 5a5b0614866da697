/* The plain questions that can be put to a model (detente/model.h), and the layout of
 * its codes (conflict.h). */
#include "model/conflict.h"

#include <assert.h>

static uint32_t bits_for(uint32_t n_levels)
{
    uint32_t width = 1;
    while (UINT64_C(1) << width < n_levels)
        width++;
    return width;
}

bool dt_model_finish(dt_model *model)
{
    model->n_bits = 0;
    for (dt_choice_id c = 0; c < model->n_choices; c++) {
        dt_choice *const choice = &model->choices[c];
        assert(choice->n_levels >= 2 && choice->n_levels <= DT_MAX_LEVELS); /* M3 */
        assert(!choice->is_option || choice->n_levels == 2);
        assert(c == 0 || choice->actor >= choice[-1].actor); /* M1 */
        choice->shift = model->n_bits;
        choice->width = bits_for(choice->n_levels);
        model->n_bits += choice->width;
        if (model->n_bits <= DT_MAX_BITS)
            model->actors[choice->actor].mask |= dt_choice_mask(choice);
    }
    return model->n_bits <= DT_MAX_BITS; /* M2 */
}

void dt_rule_write(const dt_model *model, const dt_rule *rule, dt_text *text)
{
    const dt_op op = rule->formula->op;
    const bool brackets =
        rule->impossible && (op == DT_OP_IF || op == DT_OP_IFF || op == DT_OP_IMPLIES);
    dt_text_add(text, brackets ? "(" : "");
    dt_formula_write(model, rule->formula, text);
    dt_text_add(text, brackets ? ")" : "");
}

uint32_t dt_one_way_bits(const dt_model *model, dt_actor_id a)
{
    const dt_actor *const actor = &model->actors[a];
    uint32_t bits = 0;
    for (uint32_t k = 0; k < actor->n_choices; k++) {
        const dt_choice *const choice = &model->choices[actor->first_choice + k];
        bits += choice->way == DT_WAY_BOTH ? 0 : choice->width;
    }
    return bits;
}

const dt_preference *dt_actor_preference(const dt_actor *actor, uint32_t type)
{
    return type == 0 || actor->types[type - 1].is_plain
               ? &actor->preference
               : &actor->types[type - 1].preference;
}

bool dt_worth_fits(const dt_preference *preference)
{
    uint64_t sum = 0;
    for (uint32_t k = 0; k < preference->n_terms; k++) {
        const int64_t units = preference->terms[k].units;
        sum += units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
        if (sum > INT64_MAX)
            return false;
    }
    return true;
}

int64_t dt_preference_worth(const dt_model *model, const dt_preference *preference,
                            uint64_t code)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < preference->n_terms; k++)
        if (dt_formula_holds(model, preference->terms[k].formula, code))
            sum += preference->terms[k].units;
    return sum;
}

uint64_t dt_model_seats(const dt_model *model)
{
    const uint32_t idle = 64 - model->n_actors;
    return model->talks.has_table ? model->talks.seats : UINT64_MAX >> idle;
}

uint64_t dt_model_negotiable(const dt_model *model)
{
    const uint64_t seats = dt_model_seats(model);
    uint64_t mask = model->talks.on;
    for (dt_actor_id a = 0; a < model->n_actors && !model->talks.has_on; a++)
        mask |= seats >> a & 1 ? model->actors[a].mask : 0;
    return mask & ~model->talks.off;
}

void dt_model_free(dt_model *model)
{
    if (model)
        dt_arena_free(model->arena);
}

static const char *label_of(const dt_name *name)
{
    return name->label ? name->label : name->id;
}

const char *dt_model_title(const dt_model *model)
{
    return model->title ? model->title : model->file;
}

const char *dt_model_file(const dt_model *model)
{
    return model->file;
}

const char *dt_model_hash(const dt_model *model)
{
    return model->hash;
}

uint32_t dt_model_n_sources(const dt_model *model)
{
    return model->n_sources;
}

const char *dt_model_source(const dt_model *model, uint32_t k)
{
    assert(k < model->n_sources);
    return model->sources[k];
}

uint32_t dt_model_n_actors(const dt_model *model)
{
    return model->n_actors;
}

static const dt_actor *actor_at(const dt_model *model, dt_actor_id a)
{
    assert(a < model->n_actors);
    return &model->actors[a];
}

const char *dt_actor_name(const dt_model *model, dt_actor_id a)
{
    return actor_at(model, a)->name.id;
}

const char *dt_actor_label(const dt_model *model, dt_actor_id a)
{
    return label_of(&actor_at(model, a)->name);
}

uint32_t dt_actor_n_types(const dt_model *model, dt_actor_id a)
{
    return actor_at(model, a)->n_types;
}

const char *dt_actor_type_name(const dt_model *model, dt_actor_id a, uint32_t t)
{
    assert(t < actor_at(model, a)->n_types);
    return actor_at(model, a)->types[t].name.id;
}

const char *dt_actor_type_label(const dt_model *model, dt_actor_id a, uint32_t t)
{
    assert(t < actor_at(model, a)->n_types);
    return label_of(&actor_at(model, a)->types[t].name);
}

uint32_t dt_model_n_choices(const dt_model *model)
{
    return model->n_choices;
}

static const dt_choice *choice_at(const dt_model *model, dt_choice_id c)
{
    assert(c < model->n_choices);
    return &model->choices[c];
}

dt_actor_id dt_choice_actor(const dt_model *model, dt_choice_id c)
{
    return choice_at(model, c)->actor;
}

const char *dt_choice_name(const dt_model *model, dt_choice_id c)
{
    return choice_at(model, c)->name.id;
}

const char *dt_choice_label(const dt_model *model, dt_choice_id c)
{
    return label_of(&choice_at(model, c)->name);
}

uint32_t dt_choice_n_levels(const dt_model *model, dt_choice_id c)
{
    return choice_at(model, c)->n_levels;
}

bool dt_choice_is_option(const dt_model *model, dt_choice_id c)
{
    return choice_at(model, c)->is_option;
}

const char *dt_choice_level_name(const dt_model *model, dt_choice_id c, uint32_t l)
{
    assert(l < choice_at(model, c)->n_levels);
    return choice_at(model, c)->levels[l].id;
}

const char *dt_choice_level_label(const dt_model *model, dt_choice_id c, uint32_t l)
{
    assert(l < choice_at(model, c)->n_levels);
    return label_of(&choice_at(model, c)->levels[l]);
}

dt_way dt_choice_way(const dt_model *model, dt_choice_id c)
{
    return choice_at(model, c)->way;
}
