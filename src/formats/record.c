/* A model as JSON (docs/json.md, "The model"). Members stand in one order, and what a
 * model does not have is left out; so the same model gives the same bytes. */
#include "base/decimal.h"
#include "base/fail.h"
#include "base/json.h"
#include "formats/formats.h"
#include "formats/protocol.h"
#include "model/conflict.h"

/* What is written, and room for formulas on their way. */
typedef struct record {
    dt_json json;
    const dt_model *model;
    dt_text scratch;
    bool lost; /* no memory */
} record;

static void put_formula(record *r, const dt_formula *formula)
{
    dt_text_reset(&r->scratch);
    dt_formula_write(r->model, formula, &r->scratch);
    dt_json_string(&r->json, dt_text_string(&r->scratch));
    r->lost = r->lost || r->scratch.failed;
}

static void put_formula_member(record *r, const char *key, const dt_formula *formula)
{
    dt_json_key(&r->json, key);
    put_formula(r, formula);
}

static void put_name(record *r, const dt_name *name)
{
    dt_json_put_string(&r->json, "name", name->id);
    if (name->label)
        dt_json_put_string(&r->json, "label", name->label);
}

static void put_actor_name(record *r, dt_actor_id a)
{
    dt_json_put_string(&r->json, "actor", r->model->actors[a].name.id);
}

/* ---- the conflict ------------------------------------------------------------ */

static const char *way_name(dt_way way)
{
    switch (way) {
    case DT_WAY_BOTH:
        return "both";
    case DT_WAY_UP:
        return "up";
    case DT_WAY_DOWN:
        return "down";
    }
    return "both";
}

static void put_levels(record *r, const dt_choice *choice)
{
    dt_json_key(&r->json, "levels");
    dt_json_array(&r->json);
    for (uint32_t l = 0; l < choice->n_levels; l++) {
        dt_json_object(&r->json);
        put_name(r, &choice->levels[l]);
        dt_json_end_object(&r->json);
    }
    dt_json_end_array(&r->json);
}

static void put_choice(record *r, const dt_choice *choice)
{
    dt_json_object_flat(&r->json);
    dt_json_put_string(&r->json, "kind", choice->is_option ? "option" : "issue");
    put_name(r, &choice->name);
    dt_json_put_string(&r->json, "way", way_name(choice->way));
    if (!choice->is_option)
        put_levels(r, choice);
    dt_json_end_object(&r->json);
}

static void put_actor(record *r, const dt_actor *actor)
{
    dt_json_object(&r->json);
    put_name(r, &actor->name);
    dt_json_key(&r->json, "choices");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < actor->n_choices; k++)
        put_choice(r, &r->model->choices[actor->first_choice + k]);
    dt_json_end_array(&r->json);
    dt_json_end_object(&r->json);
}

static void put_sources(record *r)
{
    dt_json_key(&r->json, "sources");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < r->model->n_sources; k++)
        dt_json_string(&r->json, r->model->sources[k]);
    dt_json_end_array(&r->json);
}

static void put_conflict(record *r)
{
    if (r->model->title)
        dt_json_put_string(&r->json, "conflict", r->model->title);
    if (r->model->n_sources)
        put_sources(r);
    dt_json_key(&r->json, "actors");
    dt_json_array(&r->json);
    for (uint32_t a = 0; a < r->model->n_actors; a++)
        put_actor(r, &r->model->actors[a]);
    dt_json_end_array(&r->json);
}

/* ---- rules ------------------------------------------------------------------- */

static void put_rule_formula(record *r, const dt_rule *rule)
{
    dt_text_reset(&r->scratch);
    dt_rule_write(r->model, rule, &r->scratch);
    dt_json_string(&r->json, dt_text_string(&r->scratch));
    r->lost = r->lost || r->scratch.failed;
}

static void put_rules(record *r)
{
    if (!r->model->n_rules)
        return;
    dt_json_key(&r->json, "rules");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < r->model->n_rules; k++) {
        const dt_rule *const rule = &r->model->rules[k];
        dt_json_object_flat(&r->json);
        dt_json_put_string(&r->json, "kind",
                           rule->impossible ? "impossible" : "always");
        dt_json_key(&r->json, "formula");
        put_rule_formula(r, rule);
        dt_json_end_object(&r->json);
    }
    dt_json_end_array(&r->json);
}

static void put_merges(record *r)
{
    if (!r->model->n_merges)
        return;
    dt_json_key(&r->json, "merge");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < r->model->n_merges; k++)
        put_formula(r, r->model->merges[k].formula);
    dt_json_end_array(&r->json);
}

static void put_forbids(record *r)
{
    if (!r->model->n_forbids)
        return;
    dt_json_key(&r->json, "forbid");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < r->model->n_forbids; k++) {
        const dt_forbid *const forbid = &r->model->forbids[k];
        dt_json_object_flat(&r->json);
        put_actor_name(r, forbid->actor);
        put_formula_member(r, "from", forbid->from);
        put_formula_member(r, "to", forbid->to);
        dt_json_end_object(&r->json);
    }
    dt_json_end_array(&r->json);
}

/* "us.talks" */
static const char *full_name(record *r, const dt_choice *choice)
{
    dt_text_reset(&r->scratch);
    dt_text_format(&r->scratch, "%s.%s", r->model->actors[choice->actor].name.id,
                   choice->name.id);
    r->lost = r->lost || r->scratch.failed;
    return dt_text_string(&r->scratch);
}

static void put_code(record *r, const char *key, uint64_t code)
{
    dt_json_key(&r->json, key);
    dt_json_object(&r->json);
    for (uint32_t c = 0; c < r->model->n_choices; c++) {
        const dt_choice *const choice = &r->model->choices[c];
        dt_json_put_string(&r->json, full_name(r, choice),
                           choice->levels[dt_choice_level(choice, code)].id);
    }
    dt_json_end_object(&r->json);
}

static void put_status_quo(record *r)
{
    if (r->model->has_status_quo)
        put_code(r, "status_quo", r->model->status_quo);
}

/* ---- preferences ------------------------------------------------------------- */

static void put_statements(record *r, const dt_preference *wants)
{
    dt_json_key(&r->json, "prefer");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < wants->n_statements; k++) {
        const dt_statement *const statement = &wants->statements[k];
        if (statement->n > 1)
            dt_json_array_flat(&r->json);
        for (uint32_t j = 0; j < statement->n; j++)
            put_formula(r, statement->formulas[j]);
        if (statement->n > 1)
            dt_json_end_array(&r->json);
    }
    dt_json_end_array(&r->json);
}

/* Numbers are strings, so that a reader's binary fractions do not touch them. */
static void put_decimal(record *r, const char *key, int64_t units)
{
    char number[DT_DECIMAL_ROOM];
    dt_json_put_string(&r->json, key, dt_decimal_write(units, number));
}

static void put_terms(record *r, const dt_preference *wants)
{
    dt_json_key(&r->json, "value");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < wants->n_terms; k++) {
        dt_json_object_flat(&r->json);
        put_decimal(r, "number", wants->terms[k].units);
        put_formula_member(r, "formula", wants->terms[k].formula);
        dt_json_end_object(&r->json);
    }
    dt_json_end_array(&r->json);
}

static void put_tier(record *r, const dt_tier *tier)
{
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < tier->n; k++)
        if (tier->places[k].number)
            dt_json_number(&r->json, tier->places[k].number);
        else
            put_formula(r, tier->places[k].formula);
    dt_json_end_array(&r->json);
}

static void put_wants(record *r, const dt_preference *wants)
{
    if (wants->has_prefer)
        put_statements(r, wants);
    if (wants->has_value)
        put_terms(r, wants);
    if (!wants->has_rank)
        return;
    dt_json_key(&r->json, "rank");
    dt_json_array_flat(&r->json);
    for (uint32_t k = 0; k < wants->n_tiers; k++)
        put_tier(r, &wants->tiers[k]);
    dt_json_end_array(&r->json);
}

static bool has_any(const dt_preference *wants)
{
    return wants->has_prefer || wants->has_value || wants->has_rank;
}

static void put_preferences(record *r)
{
    uint32_t n = 0;
    for (uint32_t a = 0; a < r->model->n_actors; a++) {
        const dt_preference *const wants = &r->model->actors[a].preference;
        if (!has_any(wants))
            continue;
        if (n++ == 0) {
            dt_json_key(&r->json, "preferences");
            dt_json_array(&r->json);
        }
        dt_json_object(&r->json);
        put_actor_name(r, a);
        put_wants(r, wants);
        dt_json_end_object(&r->json);
    }
    if (n)
        dt_json_end_array(&r->json);
}

static void put_actor_types(record *r, dt_actor_id a)
{
    const dt_actor *const actor = &r->model->actors[a];
    for (uint32_t t = 0; t < actor->n_types; t++) {
        dt_json_object(&r->json);
        put_actor_name(r, a);
        put_name(r, &actor->types[t].name);
        if (actor->types[t].has_prior)
            put_decimal(r, "prior", actor->types[t].prior);
        put_wants(r, &actor->types[t].preference);
        dt_json_end_object(&r->json);
    }
}

static void put_types(record *r)
{
    uint32_t n = 0;
    for (uint32_t a = 0; a < r->model->n_actors; a++)
        n += r->model->actors[a].n_types;
    if (!n)
        return;
    dt_json_key(&r->json, "types");
    dt_json_array(&r->json);
    for (uint32_t a = 0; a < r->model->n_actors; a++)
        put_actor_types(r, a);
    dt_json_end_array(&r->json);
}

/* ---- negotiating ------------------------------------------------------------- */

static void put_veto(record *r)
{
    dt_json_key(&r->json, "veto");
    dt_json_bool(&r->json, true);
}

static void put_constituency(record *r, dt_actor_id a, const dt_constituency *c)
{
    dt_json_object(&r->json);
    put_actor_name(r, a);
    put_name(r, &c->name);
    if (c->has_weight)
        put_decimal(r, "weight", c->weight);
    if (c->veto)
        put_veto(r);
    if (c->has_need) {
        dt_json_key(&r->json, "gain");
        dt_json_object_flat(&r->json);
        dt_json_put_string(&r->json, "sign", c->strict ? ">" : ">=");
        put_decimal(r, "number", c->need);
        dt_json_end_object(&r->json);
    }
    put_wants(r, &c->preference);
    dt_json_end_object(&r->json);
}

static void put_ratify(record *r, dt_actor_id a)
{
    dt_json_object_flat(&r->json);
    put_actor_name(r, a);
    put_formula_member(r, "formula", r->model->actors[a].home.rule);
    dt_json_end_object(&r->json);
}

static void put_homes(record *r)
{
    uint32_t n_constituencies = 0, n_rules = 0;
    for (uint32_t a = 0; a < r->model->n_actors; a++) {
        n_constituencies += r->model->actors[a].home.n;
        n_rules += r->model->actors[a].home.rule != NULL;
    }
    if (n_constituencies) {
        dt_json_key(&r->json, "constituencies");
        dt_json_array(&r->json);
        for (uint32_t a = 0; a < r->model->n_actors; a++)
            for (uint32_t k = 0; k < r->model->actors[a].home.n; k++)
                put_constituency(r, a, &r->model->actors[a].home.constituencies[k]);
        dt_json_end_array(&r->json);
    }
    if (!n_rules)
        return;
    dt_json_key(&r->json, "ratify");
    dt_json_array(&r->json);
    for (uint32_t a = 0; a < r->model->n_actors; a++)
        if (r->model->actors[a].home.rule)
            put_ratify(r, a);
    dt_json_end_array(&r->json);
}

static void put_choices(record *r, const char *key, uint64_t mask)
{
    dt_json_key(&r->json, key);
    dt_json_array(&r->json);
    for (uint32_t c = 0; c < r->model->n_choices; c++)
        if (dt_choice_mask(&r->model->choices[c]) & mask)
            dt_json_string(&r->json, full_name(r, &r->model->choices[c]));
    dt_json_end_array(&r->json);
}

static void put_table(record *r)
{
    const dt_talks *const talks = &r->model->talks;
    if (talks->has_table) {
        dt_json_key(&r->json, "table");
        dt_json_array_flat(&r->json);
        for (uint32_t a = 0; a < r->model->n_actors; a++)
            if (talks->seats >> a & 1)
                dt_json_string(&r->json, r->model->actors[a].name.id);
        dt_json_end_array(&r->json);
    }
    if (talks->has_on)
        put_choices(r, "on_the_table", talks->on);
    if (talks->has_off)
        put_choices(r, "off_the_table", talks->off);
}

static void put_reserve(record *r, const dt_reserve *reserve)
{
    const dt_actor *const actor = &r->model->actors[reserve->actor];
    dt_json_object_flat(&r->json);
    put_actor_name(r, reserve->actor);
    if (reserve->constituency != DT_ITSELF)
        dt_json_put_string(&r->json, "constituency",
                           actor->home.constituencies[reserve->constituency].name.id);
    put_decimal(r, "number", reserve->units);
    dt_json_end_object(&r->json);
}

static void put_fallback(record *r, const dt_fallback *fallback)
{
    dt_json_object(&r->json);
    put_name(r, &fallback->name);
    if (fallback->has_probability)
        put_decimal(r, "probability", fallback->probability);
    put_code(r, "state", fallback->code);
    if (fallback->n_reserves) {
        dt_json_key(&r->json, "worth");
        dt_json_array(&r->json);
        for (uint32_t k = 0; k < fallback->n_reserves; k++)
            put_reserve(r, &fallback->reserves[k]);
        dt_json_end_array(&r->json);
    }
    dt_json_end_object(&r->json);
}

static void put_fallbacks(record *r)
{
    const dt_talks *const talks = &r->model->talks;
    if (!talks->n_fallbacks)
        return;
    dt_json_key(&r->json, "fallbacks");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < talks->n_fallbacks; k++)
        put_fallback(r, &talks->fallbacks[k]);
    dt_json_end_array(&r->json);
}

static void put_deals(record *r)
{
    const dt_talks *const talks = &r->model->talks;
    if (!talks->n_proposals)
        return;
    dt_json_key(&r->json, "deals");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < talks->n_proposals; k++) {
        dt_json_object(&r->json);
        dt_json_put_string(&r->json, "title", talks->proposals[k].title);
        put_code(r, "state", talks->proposals[k].code);
        dt_json_end_object(&r->json);
    }
    dt_json_end_array(&r->json);
}

static void put_arenas(record *r)
{
    const dt_talks *const talks = &r->model->talks;
    if (!talks->n_forums)
        return;
    dt_json_key(&r->json, "arenas");
    dt_json_array(&r->json);
    for (uint32_t k = 0; k < talks->n_forums; k++) {
        dt_json_object(&r->json);
        put_name(r, &talks->forums[k].name);
        put_choices(r, "choices", talks->forums[k].mask);
        dt_json_end_object(&r->json);
    }
    dt_json_end_array(&r->json);
}

/* ---- the whole --------------------------------------------------------------- */

static dt_status add_to_text(void *context, const char *bytes, size_t n)
{
    dt_text *const text = context;
    dt_text_add_n(text, bytes, n);
    return text->failed ? DT_ENOMEM : DT_OK;
}

dt_status dt_model_to_json(const dt_model *model, dt_text *text, dt_error *err)
{
    const dt_sink sink = {add_to_text, text};
    dt_out out = dt_out_to(&sink);
    record r = {.json = dt_json_to(&out), .model = model};
    dt_json_object(&r.json);
    dt_json_put_string(&r.json, "detente", DT_JSON_MODEL);
    put_conflict(&r);
    put_rules(&r);
    put_merges(&r);
    put_forbids(&r);
    put_status_quo(&r);
    put_preferences(&r);
    put_types(&r);
    put_homes(&r);
    put_table(&r);
    put_fallbacks(&r);
    put_deals(&r);
    put_arenas(&r);
    r.lost = !dt_protocol_put(&r.json, model) || r.lost;
    dt_json_end_object(&r.json);
    dt_text_release(&r.scratch);
    return r.lost || dt_out_end(&out) != DT_OK ? dt_fail_memory(err) : DT_OK;
}
