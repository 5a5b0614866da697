/* Issues between two, as items to divide: who wants what of each, and what it is worth.
 *
 * The table (deals/parley.h) says who sits there, what is negotiable, and what a state
 * is worth. As values are additive, a level is worth what the status quo with that
 * level is worth; as no rule ties choices together, a level is allowed when the status
 * quo with it is. */
#include "deals/additive.h"
#include "deals/parley.h"
#include "deals/winner.h"
#include "deals/worth.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "base/text.h"

struct dt_points {
    dt_arena arena;
    const dt_model *model;
    dt_cast cast;
    dt_parley table;
    dt_item *items;
    int64_t *worth[2]; /* [n_items] by the scale of the table */
    dt_division division;
};

/* ---- whether it applies --------------------------------------------------------- */

static dt_status check_parties(const dt_points *p, dt_error *err)
{
    if (p->table.n_sides != 2)
        return dt_fail(err, DT_EAPPLY,
                       "division by points is for two parties at the table, not for %u",
                       p->table.n_sides);
    for (uint32_t s = 0; s < 2; s++) {
        const dt_voice *const voice = &p->table.callers[p->table.own[s]].voice;
        if (voice->measure != DT_MEASURE_WORTH)
            return dt_fail(err, DT_EAPPLY,
                           "'%s' has no 'value' block to take its points from",
                           voice->name);
    }
    return DT_OK;
}

/* Fail with that text, which is released. */
static dt_status fail_saying(dt_text *text, dt_error *err)
{
    const dt_status status = text->failed
                                 ? dt_fail_memory(err)
                                 : dt_fail(err, DT_EAPPLY, "%s", dt_text_string(text));
    dt_text_release(text);
    return status;
}

static dt_status check_values(const dt_points *p, const dt_caller *caller,
                              dt_error *err)
{
    const dt_term *term = NULL;
    dt_text text = {0};
    if (dt_additive_is(p->model, caller->preference, p->table.negotiable, p->table.base,
                       &term))
        return DT_OK;
    dt_text_format(&text, "the values of '%s' cannot be divided among the choices: '",
                   caller->voice.name);
    dt_formula_write(p->model, term->formula, &text);
    dt_text_add(&text, "' is of several at once");
    return fail_saying(&text, err);
}

static dt_status fail_rule(const dt_points *p, const dt_rule *rule, const char *before,
                           const char *behind, dt_error *err)
{
    dt_text text = {0};
    dt_text_format(&text, "%s '%s ", before,
                   rule->impossible ? "impossible" : "always");
    dt_rule_write(p->model, rule, &text);
    dt_text_format(&text, "'%s", behind);
    return fail_saying(&text, err);
}

static dt_status check_rules(const dt_points *p, dt_error *err)
{
    for (uint32_t r = 0; r < p->model->n_rules; r++) {
        const dt_rule *const rule = &p->model->rules[r];
        if (!dt_additive_formula(p->model, rule->formula, p->table.negotiable,
                                 p->table.base))
            return fail_rule(p, rule, "the rule",
                             " ties choices on the table together, so they cannot be "
                             "divided freely",
                             err);
        if (dt_formula_holds(p->model, rule->formula, p->table.base) ==
            rule->impossible)
            return fail_rule(p, rule, "the status quo breaks the rule", "", err);
    }
    return DT_OK;
}

static dt_status check(const dt_points *p, dt_error *err)
{
    DT_TRY(check_parties(p, err));
    for (uint32_t c = 0; c < p->table.n_callers; c++) {
        const dt_caller *const caller = &p->table.callers[c];
        const dt_caller *const own =
            &p->table.callers[p->table.own[p->table.side_of[c]]];
        if (!caller->constituency || own->voice.derived)
            DT_TRY(check_values(p, caller, err));
    }
    return check_rules(p, err);
}

/* ---- items ---------------------------------------------------------------------- */

/* The rules of the packages pin one-way choices, too (deals/parley.h). */
static bool is_allowed(const dt_points *p, dt_code code)
{
    bool allowed = true;
    for (uint32_t r = 0; r < p->table.talks.n_rules && allowed; r++)
        allowed = dt_formula_holds(p->model, p->table.talks.rules[r].formula, code) !=
                  p->table.talks.rules[r].impossible;
    return allowed;
}

static int64_t worth_of(const dt_points *p, uint32_t side, dt_choice_id c,
                        uint32_t level)
{
    return dt_worth_of(&p->table, p->table.own[side],
                       dt_code_with(p->model, p->table.base, c, level));
}

static uint64_t allowed_levels(const dt_points *p, dt_choice_id c)
{
    uint64_t allowed = 0;
    for (uint32_t l = 0; l < p->model->choices[c].n_levels; l++)
        if (is_allowed(p, dt_code_with(p->model, p->table.base, c, l)))
            allowed |= UINT64_C(1) << l;
    return allowed;
}

/* The levels among some that are worth most to the party. */
static uint64_t best_levels(const dt_points *p, uint32_t side, dt_choice_id c,
                            uint64_t among)
{
    uint64_t best = 0;
    int64_t most = INT64_MIN;
    for (uint32_t l = 0; l < p->model->choices[c].n_levels; l++) {
        if (!(among >> l & 1))
            continue;
        const int64_t worth = worth_of(p, side, c, l);
        best = worth > most    ? UINT64_C(1) << l
               : worth == most ? best | UINT64_C(1) << l
                               : best;
        most = worth > most ? worth : most;
    }
    return best;
}

/* Of several levels the one of the status quo, or else the first. */
static uint32_t pick(const dt_points *p, dt_choice_id c, uint64_t levels)
{
    uint32_t level = dt_code_level(p->model, p->table.base, c);
    if (levels >> level & 1)
        return level;
    for (level = 0; !(levels >> level & 1);)
        level++;
    return level;
}

/* Where several levels are best for one party, it wants the one of them that is best
 * for the other: anything else would waste what costs nobody anything. */
static void set_item(dt_points *p, dt_choice_id c, uint64_t allowed)
{
    const uint32_t k = p->division.n_items++;
    const uint64_t best[2] = {best_levels(p, 0, c, allowed),
                              best_levels(p, 1, c, allowed)};
    const uint64_t common = best[0] & best[1];
    dt_item *const item = &p->items[k];
    *item = (dt_item){.choice = c, .contested = common == 0};
    for (uint32_t i = 0; i < 2; i++) {
        item->level[i] =
            pick(p, c, common ? common : best_levels(p, 1 - i, c, best[i]));
        item->points[i] = item->share[i] = (dt_ratio){0, 1};
    }
    for (uint32_t i = 0; i < 2; i++)
        p->worth[i][k] =
            worth_of(p, i, c, item->level[i]) - worth_of(p, i, c, item->level[1 - i]);
}

/* Some party cares which of the levels it is. */
static bool matters(const dt_points *p, dt_choice_id c, uint64_t allowed)
{
    return best_levels(p, 0, c, allowed) != allowed ||
           best_levels(p, 1, c, allowed) != allowed;
}

static bool set_items(dt_points *p)
{
    p->items = dt_arena_array(&p->arena, dt_item, p->model->n_choices);
    p->worth[0] = dt_arena_array(&p->arena, int64_t, p->model->n_choices);
    p->worth[1] = dt_arena_array(&p->arena, int64_t, p->model->n_choices);
    if (!p->items || !p->worth[0] || !p->worth[1])
        return false;
    for (dt_choice_id c = 0; c < p->model->n_choices; c++) {
        const uint64_t allowed = allowed_levels(p, c);
        if (p->table.negotiable & dt_choice_mask(&p->model->choices[c]) &&
            matters(p, c, allowed))
            set_item(p, c, allowed);
    }
    p->division.items = p->items;
    return true;
}

/* ---- the whole ------------------------------------------------------------------ */

static bool is_indifferent(const dt_points *p, uint32_t side)
{
    for (uint32_t k = 0; k < p->division.n_items; k++) {
        const dt_choice_id c = p->items[k].choice;
        for (uint32_t l = 0; l < p->model->choices[c].n_levels; l++)
            if (is_allowed(p, dt_code_with(p->model, p->table.base, c, l)) &&
                worth_of(p, side, c, l) != worth_of(p, side, c, p->items[k].level[0]))
                return false;
    }
    return true;
}

static dt_status set_totals(dt_points *p, dt_error *err)
{
    for (uint32_t i = 0; i < 2; i++) {
        int64_t sum = 0;
        for (uint32_t k = 0; k < p->division.n_items; k++)
            sum += p->worth[i][k];
        p->division.party[i] = p->table.callers[p->table.own[i]].voice.actor;
        if (is_indifferent(p, i))
            return dt_fail(err, DT_EAPPLY,
                           "all that is on the table is worth the same to '%s', so it "
                           "has no points to give",
                           p->table.callers[p->table.own[i]].voice.name);
        if (!dt_ratio_of(sum, (dt_wide)p->table.scale * DT_DECIMAL_ONE,
                         &p->division.total[i]))
            return dt_fail(err, DT_ELIMIT,
                           "the values have too many digits to be divided exactly");
    }
    for (uint32_t k = 0; k < p->division.n_items; k++)
        if (p->items[k].contested)
            return DT_OK;
    return dt_fail(err, DT_EAPPLY,
                   "both parties want the same of every choice on the table, so there "
                   "is nothing to divide");
}

static dt_status divide(dt_points *p, dt_error *err)
{
    DT_TRY(dt_parley_set(&p->table, p->model, &p->cast, err));
    DT_TRY(check(p, err));
    if (!set_items(p))
        return dt_fail_memory(err);
    DT_TRY(set_totals(p, err));
    return dt_winner_find(p->worth, p->items, &p->division, err);
}

dt_status dt_points_new(const dt_model *model, const dt_cast *cast, dt_points **points,
                        dt_error *err)
{
    dt_points *const p = DT_ARENA_ROOT(dt_points);
    if (!p)
        return dt_fail_memory(err);
    p->model = model;
    p->cast = *cast;
    const dt_status status = divide(p, err);
    if (status == DT_OK)
        *points = p;
    else
        dt_points_free(p);
    return status;
}

void dt_points_free(dt_points *points)
{
    if (!points)
        return;
    dt_parley_release(&points->table);
    dt_arena_free(points->arena);
}

const dt_model *dt_points_model(const dt_points *points)
{
    return points->model;
}

const dt_cast *dt_points_cast(const dt_points *points)
{
    return &points->cast;
}

const dt_division *dt_points_division(const dt_points *points)
{
    return &points->division;
}
