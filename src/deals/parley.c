/* Setting the table: who is asked, about what, against what; then listing the packages.
 *
 * The packages' model is the user's with other rules. Everything else is shared, so its
 * codes are codes of the user's model, and formulas mean the same in both. */
#include "deals/parley.h"

#include "base/bounds.h"
#include "base/decimal.h"
#include "base/fail.h"
#include "base/text.h"
#include "base/watch.h"
#include "deals/contrast.h"
#include "deals/worth.h"
#include "space/bar.h"

#include <string.h>

/* ---- who ------------------------------------------------------------------------- */

static bool has_order(const dt_preference *preference)
{
    return preference->has_prefer || preference->has_rank;
}

static dt_measure measure_of(const dt_preference *preference)
{
    return preference->has_value   ? DT_MEASURE_WORTH
           : has_order(preference) ? DT_MEASURE_ORDER
                                   : DT_MEASURE_NONE;
}

static const char *name_of(dt_parley *table, const dt_actor *actor,
                           const dt_constituency *constituency)
{
    dt_text text = {0};
    dt_text_add(&text, actor->name.id);
    if (constituency)
        dt_text_format(&text, ".%s", constituency->name.id);
    const char *const name =
        text.failed ? NULL : dt_arena_copy(&table->arena, text.bytes, text.n);
    dt_text_release(&text);
    return name;
}

static const char *label_of(const dt_name *name)
{
    return name->label ? name->label : name->id;
}

static bool add_actor(dt_parley *table, dt_actor_id a)
{
    const dt_actor *const actor = &table->model->actors[a];
    dt_caller *const caller = &table->callers[table->n_callers++];
    caller->preference = dt_actor_preference(actor, table->cast->type[a]);
    const bool derived =
        !caller->preference->has_value && dt_home_has_values(&actor->home);
    caller->voice = (dt_voice){
        .actor = a,
        .constituency = DT_VOICE_ITSELF,
        .name = name_of(table, actor, NULL),
        .label = label_of(&actor->name),
        .measure = derived ? DT_MEASURE_WORTH : measure_of(caller->preference),
        .derived = derived,
    };
    return caller->voice.name;
}

static bool add_constituency(dt_parley *table, dt_actor_id a, uint32_t k)
{
    const dt_actor *const actor = &table->model->actors[a];
    const dt_constituency *const constituency = &actor->home.constituencies[k];
    dt_caller *const caller = &table->callers[table->n_callers++];
    caller->constituency = constituency;
    caller->preference = &constituency->preference;
    caller->voice = (dt_voice){
        .actor = a,
        .constituency = k,
        .name = name_of(table, actor, constituency),
        .label = label_of(&constituency->name),
        .measure = measure_of(caller->preference),
        .veto = constituency->veto,
        .weight = constituency->weight,
    };
    return caller->voice.name;
}

static bool add_side(dt_parley *table, dt_actor_id a)
{
    const uint32_t side = table->n_sides++;
    table->own[side] = table->n_callers;
    bool done = add_actor(table, a);
    for (uint32_t k = 0; k < table->model->actors[a].home.n && done; k++)
        done = add_constituency(table, a, k);
    for (uint32_t c = table->own[side]; c < table->n_callers; c++)
        table->side_of[c] = side;
    return done;
}

static bool seat_all(dt_parley *table)
{
    const uint64_t seats = dt_model_seats(table->model);
    uint32_t n = 0;
    bool done = true;
    for (dt_actor_id a = 0; a < table->model->n_actors; a++)
        n += seats >> a & 1 ? 1 + table->model->actors[a].home.n : 0;
    table->callers = dt_arena_array(&table->arena, dt_caller, n);
    table->side_of = dt_arena_array(&table->arena, uint32_t, n);
    table->own = dt_arena_array(&table->arena, uint32_t, DT_MAX_ACTORS);
    if (!table->callers || !table->side_of || !table->own)
        return false;
    for (dt_actor_id a = 0; a < table->model->n_actors && done; a++)
        if (seats >> a & 1)
            done = add_side(table, a);
    return done;
}

/* ---- against what --------------------------------------------------------------- */

/* The fallbacks of the model, or the status quo in their place. */
static bool set_fallbacks(dt_parley *table)
{
    const dt_talks *const talks = &table->model->talks;
    dt_fallback *const only = dt_arena_new(&table->arena, dt_fallback);
    if (!only)
        return false;
    *only = (dt_fallback){.name = {.id = "status_quo", .label = "the status quo"},
                          .probability = DT_DECIMAL_ONE,
                          .code = table->base};
    table->n_fallbacks = dt_at_least(talks->n_fallbacks, 1);
    table->fallbacks = talks->n_fallbacks ? talks->fallbacks : only;
    return true;
}

/* ---- about what --------------------------------------------------------------- */

/* The levels that a choice may have in a package. */
static uint64_t levels_open(const dt_parley *table, const dt_choice *choice)
{
    const uint32_t level = dt_choice_level(choice, table->base);
    const dt_compare compare = !(table->negotiable & dt_choice_mask(choice))
                                   ? DT_COMPARE_EQ
                               : choice->way == DT_WAY_UP   ? DT_COMPARE_GE
                               : choice->way == DT_WAY_DOWN ? DT_COMPARE_LE
                                                            : DT_COMPARE_NONE;
    return compare == DT_COMPARE_NONE
               ? UINT64_MAX
               : dt_compare_levels(compare, level, choice->n_levels);
}

static bool add_pin(dt_parley *table, dt_choice_id c)
{
    const dt_choice *const choice = &table->model->choices[c];
    const uint64_t levels = levels_open(table, choice);
    dt_formula *const formula = dt_arena_new(&table->arena, dt_formula);
    if (!formula)
        return false;
    *formula = (dt_formula){.op = DT_OP_IS,
                            .where = choice->name.where,
                            .choice = c,
                            .compare = DT_COMPARE_EQ,
                            .level = dt_choice_level(choice, table->base),
                            .levels = levels};
    if (levels != UINT64_MAX)
        table->talks.rules[table->talks.n_rules++] =
            (dt_rule){.formula = formula,
                      .mask = dt_choice_mask(choice),
                      .where = choice->name.where};
    return true;
}

static bool set_rules(dt_parley *table)
{
    const dt_model *const model = table->model;
    const uint32_t n = model->n_rules + model->n_choices;
    table->talks = *model;
    table->talks.n_merges = table->talks.n_forbids = 0;
    table->talks.rules = dt_arena_array(&table->arena, dt_rule, n);
    if (!table->talks.rules)
        return false;
    if (model->n_rules)
        memcpy(table->talks.rules, model->rules, model->n_rules * sizeof *model->rules);
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        if (!add_pin(table, c))
            return false;
    return true;
}

/* ---- the whole ---------------------------------------------------------------- */

static dt_status check_model(dt_parley *table, dt_error *err)
{
    const dt_model *const model = table->model;
    if (!model->has_status_quo)
        return dt_fail(err, DT_EAPPLY,
                       "the model declares no status quo, from which packages differ");
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (table->cast->type[a] > model->actors[a].n_types)
            return dt_fail(err, DT_EUSAGE, "'%s' has no such type",
                           model->actors[a].name.id);
    table->base = model->status_quo;
    table->negotiable = dt_model_negotiable(model);
    if (table->negotiable == 0)
        return dt_fail(err, DT_EAPPLY, "no choice of the model is on the table");
    return DT_OK;
}

static dt_status check_callers(const dt_parley *table, dt_error *err)
{
    for (uint32_t c = 0; c < table->n_callers; c++)
        if (table->callers[c].voice.measure == DT_MEASURE_ORDER &&
            !dt_bar_applies(table->callers[c].preference))
            return dt_fail(err, DT_EAPPLY,
                           "'%s' ranks states by their numbers, which packages do not "
                           "have; rank them by formulas",
                           table->callers[c].voice.name);
    return DT_OK;
}

dt_status dt_parley_set(dt_parley *table, const dt_model *model, const dt_cast *cast,
                        dt_error *err)
{
    *table = (dt_parley){.model = model, .cast = cast};
    DT_TRY(check_model(table, err));
    if (!set_fallbacks(table) || !seat_all(table) || !set_rules(table))
        return dt_fail_memory(err);
    DT_TRY(check_callers(table, err));
    return dt_worth_scale(table, err);
}

static dt_status fill_columns(dt_parley *table, dt_error *err)
{
    for (uint32_t c = 0; c < table->n_callers; c++) {
        const dt_voice *const voice = &table->callers[c].voice;
        dt_status status = dt_watch(table->monitor, "weighing packages",
                                    (double)c / table->n_callers, err);
        if (status != DT_OK)
            return status;
        if (voice->measure == DT_MEASURE_WORTH)
            status = dt_worth_fill(table, c) ? DT_OK : DT_ENOMEM;
        if (status == DT_OK && voice->measure == DT_MEASURE_ORDER)
            status = dt_contrast_rank(table, c, err);
        if (status == DT_EAPPLY)
            return status;
        if (status != DT_OK)
            return dt_fail_plainly(err, status);
    }
    return DT_OK;
}

/* What is kept of each package: its code; a worth or rank for each voice; at two
 * disagreement points at a time, a bit for each voice's answer and three for each side;
 * columns of ranks for the frontier, and what it works with. */
static uint64_t bytes_of(const dt_parley *table)
{
    const uint64_t bits = 2 * ((uint64_t)table->n_callers + 3 * table->n_sides + 4);
    return table->n_packages *
               (8 + 8 * (uint64_t)table->n_callers + 16 * (uint64_t)table->n_sides) +
           table->n_packages / 8 * bits;
}

static dt_status check_memory(const dt_parley *table, const dt_limits *limits,
                              dt_error *err)
{
    enum { MIB_BITS = 20 };
    const uint64_t memory = limits->memory ? limits->memory : DT_MEMORY_DEFAULT;
    const uint64_t bytes = bytes_of(table);
    if (bytes <= memory)
        return DT_OK;
    return dt_fail(err, DT_ELIMIT,
                   "%u packages and %u voices take about %llu MiB, over the limit of "
                   "%llu MiB; take choices off the table, or allow more by --memory",
                   table->n_packages, table->n_callers,
                   (unsigned long long)(bytes >> MIB_BITS),
                   (unsigned long long)(memory >> MIB_BITS));
}

dt_status dt_parley_list(dt_parley *table, const dt_limits *limits, dt_diags *diags,
                         dt_error *err)
{
    dt_limits sparse = *limits;
    sparse.store = DT_STORE_SPARSE; /* so that a package's number is its place */
    table->monitor = limits->monitor;
    DT_TRY(dt_space_new(&table->talks, &sparse, diags, &table->space, err));
    table->n_packages = dt_space_n_states(table->space);
    table->codes = table->space->code.at;
    DT_TRY(check_memory(table, limits, err));
    return fill_columns(table, err);
}

void dt_parley_release(dt_parley *table)
{
    dt_space_free(table->space);
    dt_arena_release(&table->arena);
}

dt_bits dt_package_set(dt_arena *arena, uint32_t n)
{
    return (dt_bits){dt_arena_array(arena, uint64_t, ((size_t)n + 63) / 64), n};
}

dt_code dt_package_code(const dt_parley *table, dt_state package)
{
    return table->codes[package];
}

/* Merged packages are few, and nobody looks for many. */
static dt_state look_through(const dt_parley *table, dt_code code)
{
    for (uint32_t p = 0; p < table->n_packages; p++)
        if (table->codes[p] == code)
            return p;
    return DT_NO_STATE;
}

dt_state dt_package_find(const dt_parley *table, dt_code code)
{
    return table->space ? dt_space_find_code(table->space, code)
                        : look_through(table, code);
}
