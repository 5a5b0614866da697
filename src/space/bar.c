/* Comparing two codes as order.c and tiers.c would rank them: by the first statement of
 * which more holds in one, by worth, or by the first line of a ranking that covers
 * each.
 *
 * Of a code half chosen, three-valued judgement gives bounds: how many formulas of a
 * statement hold at least and at most, what the code is worth at least and at most, in
 * which tier it is at best and at worst. Each bound is right on its own, so what they
 * say together is right; it may be less than could be said.
 *
 * What holds at the bar is counted once, when it is set. */
#include "space/bar.h"

typedef struct bounds {
    int64_t least, most;
} bounds;

bool dt_bar_applies(const dt_preference *preference)
{
    for (uint32_t t = 0; preference->has_rank && t < preference->n_tiers; t++)
        for (uint32_t k = 0; k < preference->tiers[t].n; k++)
            if (preference->tiers[t].places[k].number)
                return false;
    return true;
}

bool dt_bar_suffices(const dt_model *model)
{
    bool suffices = model->n_merges == 0;
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        for (uint32_t type = 0; type <= model->actors[a].n_types && suffices; type++)
            suffices = dt_bar_applies(dt_actor_preference(&model->actors[a], type));
    return suffices;
}

bool dt_bar_init(dt_bar *bar, const dt_preference *preference, dt_arena *arena)
{
    *bar = (dt_bar){.preference = preference};
    bar->held = dt_arena_array(arena, uint32_t, preference->n_statements);
    return bar->held;
}

/* ---- statements --------------------------------------------------------------- */

static bounds count_holding(const dt_model *model, const dt_statement *statement,
                            uint64_t known, uint64_t code)
{
    bounds n = {0, 0};
    for (uint32_t k = 0; k < statement->n; k++) {
        const dt_verdict v =
            dt_formula_judge(model, statement->formulas[k], known, code);
        n.least += v == DT_TRUE;
        n.most += v != DT_FALSE;
    }
    return n;
}

/* Down the statements, as long as a tie is possible on each. */
static dt_verdict judge_statements(const dt_bar *bar, const dt_model *model,
                                   uint64_t known, uint64_t code)
{
    bool may_clear = false, may_fail = false;
    for (uint32_t k = 0; k < bar->preference->n_statements; k++) {
        const bounds n =
            count_holding(model, &bar->preference->statements[k], known, code);
        may_clear = may_clear || n.most > bar->held[k];
        may_fail = may_fail || n.least < bar->held[k];
        if (may_clear && may_fail)
            return DT_OPEN;
        if (n.least > bar->held[k] || n.most < bar->held[k])
            return may_clear ? DT_TRUE : DT_FALSE;
    }
    return may_clear ? DT_OPEN : DT_FALSE; /* a tie to the end fails */
}

/* ---- worth -------------------------------------------------------------------- */

static bounds find_worth(const dt_preference *preference, const dt_model *model,
                         uint64_t known, uint64_t code)
{
    bounds worth = {0, 0};
    for (uint32_t k = 0; k < preference->n_terms; k++) {
        const int64_t units = preference->terms[k].units;
        const dt_verdict v =
            dt_formula_judge(model, preference->terms[k].formula, known, code);
        worth.least += v == DT_TRUE || (v == DT_OPEN && units < 0) ? units : 0;
        worth.most += v == DT_TRUE || (v == DT_OPEN && units > 0) ? units : 0;
    }
    return worth;
}

/* ---- rankings ----------------------------------------------------------------- */

static dt_verdict judge_tier(const dt_tier *tier, const dt_model *model, uint64_t known,
                             uint64_t code)
{
    dt_verdict any = DT_FALSE;
    for (uint32_t k = 0; k < tier->n && any != DT_TRUE; k++) {
        const dt_verdict v =
            dt_formula_judge(model, tier->places[k].formula, known, code);
        any = v == DT_FALSE ? any : v;
    }
    return any;
}

/* From the best: the first tier that may cover the code, the first that surely does. */
static bounds find_tier(const dt_preference *preference, const dt_model *model,
                        uint64_t known, uint64_t code)
{
    bounds tier = {preference->n_tiers, preference->n_tiers};
    for (uint32_t t = 0; t < preference->n_tiers; t++) {
        const dt_verdict v = judge_tier(&preference->tiers[t], model, known, code);
        if (v != DT_FALSE && t < tier.least)
            tier.least = t;
        if (v == DT_TRUE) {
            tier.most = t;
            break;
        }
    }
    return tier;
}

/* ---- the whole ---------------------------------------------------------------- */

static dt_verdict judge_above(bounds n, int64_t bar)
{
    return n.least > bar ? DT_TRUE : n.most <= bar ? DT_FALSE : DT_OPEN;
}

void dt_bar_set(dt_bar *bar, const dt_model *model, uint64_t code)
{
    const dt_preference *const p = bar->preference;
    if (p->has_rank)
        bar->tier = (uint32_t)find_tier(p, model, UINT64_MAX, code).most;
    else if (p->has_prefer)
        for (uint32_t k = 0; k < p->n_statements; k++)
            bar->held[k] =
                (uint32_t)count_holding(model, &p->statements[k], UINT64_MAX, code)
                    .most;
    else if (p->has_value)
        bar->worth = find_worth(p, model, UINT64_MAX, code).most;
}

dt_verdict dt_bar_judge(const dt_bar *bar, const dt_model *model, uint64_t known,
                        uint64_t code)
{
    const dt_preference *const p = bar->preference;
    if (p->has_rank) {
        const bounds tier = find_tier(p, model, known, code);
        return judge_above((bounds){-tier.most, -tier.least}, -(int64_t)bar->tier);
    }
    if (p->has_prefer)
        return judge_statements(bar, model, known, code);
    if (p->has_value)
        return judge_above(find_worth(p, model, known, code), bar->worth);
    return DT_FALSE;
}

bool dt_bar_misses(const dt_bar *bar, const dt_model *model, uint64_t code)
{
    const dt_preference *const p = bar->preference;
    return p->has_rank && find_tier(p, model, UINT64_MAX, code).most == p->n_tiers;
}
