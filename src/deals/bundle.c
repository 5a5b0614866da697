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
#include "base/text.h"
#include "deals/additive.h"
#include "deals/merge.h"
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
static uint32_t count_choices(const dt_table *table, uint64_t mask, dt_choice_id *last)
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
static dt_verdict judge_rule(const dt_table *table, const dt_rule *rule, uint64_t known,
                             uint64_t code)
{
    const dt_verdict v = dt_formula_judge(table->model, rule->formula, known, code);
    if (v == DT_OPEN || !rule->impossible)
        return v;
    return v == DT_TRUE ? DT_FALSE : DT_TRUE;
}

static bool rule_joins_choices(const dt_table *table, const dt_rule *rule)
{
    dt_choice_id last = 0;
    return judge_rule(table, rule, ~table->negotiable, table->base) == DT_OPEN &&
           count_choices(table, rule->mask, &last) > 1;
}

static const char *say(dt_table *table, dt_text *text)
{
    const char *const words =
        text->failed ? NULL : dt_arena_copy(&table->arena, text->bytes, text->n);
    dt_text_release(text);
    return words ? words : "no memory";
}

static const char *obstacle_of_rules(dt_table *table)
{
    dt_text text = {0};
    for (uint32_t r = 0; r < table->model->n_rules; r++)
        if (rule_joins_choices(table, &table->model->rules[r])) {
            dt_text_add(&text, "the rule '");
            dt_rule_write(table->model, &table->model->rules[r], &text);
            dt_text_add(&text, "' ties choices together");
            return say(table, &text);
        }
    return NULL;
}

static const char *obstacle_of_caller(dt_table *table, const dt_caller *caller)
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

const char *dt_bundle_obstacle(dt_table *table)
{
    const char *obstacle = obstacle_of_rules(table);
    for (uint32_t c = 0; c < table->n_callers && !obstacle; c++)
        obstacle = obstacle_of_caller(table, &table->callers[c]);
    return obstacle;
}
