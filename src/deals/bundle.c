/* Merging, and when it may take the place of a list.
 *
 * It may when the worth of a package is a sum over its choices for everybody who is
 * asked, when rules speak of one choice at a time, and when a constituency that is
 * better off never makes a package less ratified. Then what is dominated, coordinate by
 * coordinate for actors and constituencies alike, is accepted by nobody who would not
 * accept what dominates it; so all that is efficient in the zone is, up to equals,
 * among what is left. */
#include "deals/bundle.h"

#include "base/fail.h"
#include "base/sort.h"
#include "base/text.h"
#include "deals/additive.h"
#include "deals/merge.h"
#include "deals/point.h"
#include "deals/worth.h"

/* ---- when it may --------------------------------------------------------------- */

/* True when more yes never turns the rule to no. */
static bool is_monotone(const dt_formula *rule)
{
    bool monotone = true;
    if (rule->op == DT_OP_WEIGHT)
        return rule->compare == DT_COMPARE_GE || rule->compare == DT_COMPARE_GT;
    for (uint32_t k = 0; k < rule->n && monotone; k++)
        monotone = is_monotone(rule->parts[k]);
    switch (rule->op) {
    case DT_OP_AGREES:
    case DT_OP_WEIGHT:
    case DT_OP_AND:
    case DT_OP_OR:
        return monotone;
    case DT_OP_COUNT:
        return monotone && rule->most >= rule->n;
    case DT_OP_IS:
    case DT_OP_NOT:
    case DT_OP_IMPLIES:
    case DT_OP_IF:
    case DT_OP_IFF:
        break;
    }
    return false;
}

/* How many of the choices on the table have bits in the mask; *last is one of them. */
static uint32_t count_choices(const dt_parley *table, uint64_t mask, dt_choice_id *last)
{
    uint32_t n = 0;
    for (dt_choice_id c = 0; c < table->model->n_choices; c++)
        if (mask & table->negotiable & dt_choice_mask(&table->model->choices[c])) {
            *last = c;
            n++;
        }
    return n;
}

/* The rule, once all that is not on the table is known. */
static dt_verdict judge_rule(const dt_parley *table, const dt_rule *rule,
                             uint64_t known, uint64_t code)
{
    const dt_verdict v = dt_formula_judge(table->model, rule->formula, known, code);
    if (v == DT_OPEN || !rule->impossible)
        return v;
    return v == DT_TRUE ? DT_FALSE : DT_TRUE;
}

static bool rule_joins_choices(const dt_parley *table, const dt_rule *rule)
{
    dt_choice_id last = 0;
    return judge_rule(table, rule, ~table->negotiable, table->base) == DT_OPEN &&
           count_choices(table, rule->mask, &last) > 1;
}

/* Lack of memory, which is no obstacle, but known by its place. */
static const char no_memory[] = "";

static const char *say(dt_parley *table, dt_text *text)
{
    const char *const words =
        text->failed ? NULL : dt_arena_copy(&table->arena, text->bytes, text->n);
    dt_text_release(text);
    return words ? words : no_memory;
}

static const char *obstacle_of_rules(dt_parley *table)
{
    dt_text text = {0};
    for (uint32_t r = 0; r < table->model->n_rules; r++)
        if (rule_joins_choices(table, &table->model->rules[r])) {
            dt_text_format(&text, "the rule '%s ",
                           table->model->rules[r].impossible ? "impossible" : "always");
            dt_rule_write(table->model, &table->model->rules[r], &text);
            dt_text_add(&text, "' ties choices together");
            return say(table, &text);
        }
    return NULL;
}

static const char *obstacle_of_caller(dt_parley *table, const dt_caller *caller)
{
    const dt_home *const home = &table->model->actors[caller->voice.actor].home;
    const dt_term *term = NULL;
    dt_text text = {0};
    if (caller->voice.measure == DT_MEASURE_ORDER) {
        dt_text_format(&text, "'%s' has an order and no values", caller->voice.name);
        return say(table, &text);
    }
    if (!caller->constituency && home->rule && !is_monotone(home->rule)) {
        dt_text_format(&text, "what '%s' ratifies may turn on a constituency's no",
                       caller->voice.name);
        return say(table, &text);
    }
    if (caller->voice.measure != DT_MEASURE_WORTH)
        return NULL;
    if (dt_additive_is(table->model, caller->preference, table->negotiable, table->base,
                       &term))
        return NULL;
    dt_text_format(&text, "the value that '%s' gives to '", caller->voice.name);
    dt_formula_write(table->model, term->formula, &text);
    dt_text_add(&text, "' is of several choices at once");
    return say(table, &text);
}

static const char *obstacle_of_number(dt_parley *table)
{
    uint32_t n = 0;
    dt_text text = {0};
    for (uint32_t c = 0; c < table->n_callers; c++)
        n += table->callers[c].voice.measure == DT_MEASURE_WORTH;
    if (n > 0 && n <= DT_CLOUD_COORDINATES)
        return NULL;
    if (n == 0)
        dt_text_add(&text, "nobody has values");
    else
        dt_text_format(&text, "%u voices have values, and %u is the limit", n,
                       DT_CLOUD_COORDINATES);
    return say(table, &text);
}

dt_status dt_bundle_obstacle(dt_parley *table, const char **obstacle)
{
    *obstacle = obstacle_of_rules(table);
    for (uint32_t c = 0; c < table->n_callers && !*obstacle; c++)
        *obstacle = obstacle_of_caller(table, &table->callers[c]);
    if (!*obstacle)
        *obstacle = obstacle_of_number(table);
    return *obstacle == no_memory ? DT_ENOMEM : DT_OK;
}

/* ---- merging -------------------------------------------------------------------- */

/* One choice as an issue: the levels that it may have, and what each adds to the worth
 * of the base, for every coordinate. */
typedef struct column {
    dt_choice_id choice;
    uint32_t n;
    uint32_t level[DT_MAX_LEVELS];
} column;

typedef struct merger {
    dt_parley *table;
    dt_arena arena;
    uint32_t n_columns, n_coordinates;
    column *columns;
    uint32_t *coordinate; /* [n_coordinates] the callers with worths */
    dt_bundle_issue *issues;
} merger;

static dt_code with_level(const dt_parley *table, dt_choice_id c, uint32_t level)
{
    return dt_code_with(table->model, table->base, c, level);
}

/* Rules of one choice alone are kept here, all others hold whatever is agreed. */
static bool level_is_open(const dt_parley *table, dt_choice_id c, uint32_t level)
{
    const uint64_t known =
        ~table->negotiable | dt_choice_mask(&table->model->choices[c]);
    bool open = true;
    for (uint32_t r = 0; r < table->talks.n_rules && open; r++)
        open = judge_rule(table, &table->talks.rules[r], known,
                          with_level(table, c, level)) != DT_FALSE;
    return open;
}

static void set_column(merger *m, dt_choice_id c)
{
    column *const col = &m->columns[m->n_columns++];
    col->choice = c;
    for (uint32_t l = 0; l < m->table->model->choices[c].n_levels; l++)
        if (level_is_open(m->table, c, l))
            col->level[col->n++] = l;
}

static bool set_columns(merger *m)
{
    const dt_model *const model = m->table->model;
    m->columns = dt_arena_array(&m->arena, column, model->n_choices);
    m->issues = dt_arena_array(&m->arena, dt_bundle_issue, model->n_choices);
    m->coordinate = dt_arena_array(&m->arena, uint32_t, m->table->n_callers);
    if (!m->columns || !m->issues || !m->coordinate)
        return false;
    for (uint32_t c = 0; c < m->table->n_callers; c++)
        if (dt_voice_has_worth(&m->table->callers[c].voice))
            m->coordinate[m->n_coordinates++] = c;
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        if (m->table->negotiable & dt_choice_mask(&model->choices[c]))
            set_column(m, c);
    return true;
}

/* What the levels of a column add, for one coordinate. */
static const int64_t *added_worth(merger *m, const column *col, uint32_t caller)
{
    int64_t *const worth = dt_arena_array(&m->arena, int64_t, col->n);
    const int64_t base = dt_worth_of(m->table, caller, m->table->base);
    for (uint32_t k = 0; worth && k < col->n; k++)
        worth[k] = dt_worth_of(m->table, caller,
                               with_level(m->table, col->choice, col->level[k])) -
                   base;
    return worth;
}

static bool set_issue(merger *m, uint32_t k)
{
    const int64_t **const worth =
        dt_arena_array(&m->arena, const int64_t *, m->n_coordinates);
    bool done = worth;
    for (uint32_t j = 0; j < m->n_coordinates && done; j++) {
        worth[j] = added_worth(m, &m->columns[k], m->coordinate[j]);
        done = worth[j];
    }
    m->issues[k] = (dt_bundle_issue){m->columns[k].n, worth};
    return done;
}

static dt_code code_of_point(const merger *m, const dt_blend *blend, uint32_t p)
{
    dt_code code = m->table->base;
    for (uint32_t k = 0; k < m->n_columns; k++)
        code = dt_code_with(m->table->model, code, m->columns[k].choice,
                            m->columns[k].level[blend->level[k][p]]);
    return code;
}

/* The points, by ascending codes; NULL when memory is out. */
static const uint32_t *order_of(merger *m, const dt_blend *blend)
{
    const uint32_t n = blend->cloud.n;
    uint64_t *const code = dt_arena_array(&m->arena, uint64_t, n);
    uint32_t *const order = dt_arena_array(&m->arena, uint32_t, n);
    uint32_t *const scratch = dt_arena_array(&m->arena, uint32_t, n);
    if (!code || !order || !scratch)
        return NULL;
    for (uint32_t p = 0; p < n; p++) {
        code[p] = code_of_point(m, blend, p);
        order[p] = p;
    }
    dt_sort_by_key(code, order, scratch, n);
    return order;
}

/* The points become the packages of the table, their coordinates its columns. As in a
 * list, codes ascend. */
static bool take_points(merger *m, const dt_blend *blend)
{
    dt_parley *const table = m->table;
    const uint32_t n = blend->cloud.n;
    const uint32_t *const order = order_of(m, blend);
    dt_code *const codes = dt_arena_array(&table->arena, dt_code, n);
    bool done = order && codes;
    for (uint32_t p = 0; p < n && done; p++)
        codes[p] = code_of_point(m, blend, order[p]);
    for (uint32_t j = 0; j < m->n_coordinates && done; j++) {
        const uint32_t c = m->coordinate[j];
        const int64_t base = dt_worth_of(table, c, table->base);
        int64_t *const worth = dt_arena_array(&table->arena, int64_t, n);
        for (uint32_t p = 0; worth && p < n; p++)
            worth[p] = base + blend->cloud.worth[j][order[p]];
        table->callers[c].worth = worth;
        done = worth;
    }
    table->codes = codes;
    table->n_packages = n;
    return done;
}

static dt_status merge(merger *m, const dt_limits *limits, dt_error *err)
{
    const dt_merge_options options = {limits->memory, limits->monitor};
    dt_blend *blend = NULL;
    if (!set_columns(m))
        return dt_fail_memory(err);
    for (uint32_t k = 0; k < m->n_columns; k++)
        if (!set_issue(m, k))
            return dt_fail_memory(err);
    const dt_bundle bundle = {m->n_coordinates, m->n_columns, m->issues};
    DT_TRY(dt_blend_new(&bundle, &options, &blend, err));
    const bool done = take_points(m, blend);
    dt_blend_free(blend);
    return done ? DT_OK : dt_fail_memory(err);
}

dt_status dt_bundle_merge(dt_parley *table, const dt_limits *limits, dt_error *err)
{
    merger m = {.table = table};
    const dt_status status = merge(&m, limits, err);
    dt_arena_release(&m.arena);
    return status;
}

uint64_t dt_bundle_count(const dt_parley *table)
{
    uint64_t n = 1;
    for (dt_choice_id c = 0; c < table->model->n_choices; c++) {
        uint64_t levels = 0;
        if (!(table->negotiable & dt_choice_mask(&table->model->choices[c])))
            continue;
        for (uint32_t l = 0; l < table->model->choices[c].n_levels; l++)
            levels += level_is_open(table, c, l);
        n *= levels; /* DT_MAX_BITS: no overflow */
    }
    return n;
}
