/* Branch and bound over the choices that may change.
 *
 * They are set one after the other, those first that matter most to whoever has the
 * first wish: with prioritised statements the first ones decide, so a branch that
 * cannot gain is seen to be one near the root. After each choice it is asked, of the
 * code half chosen, whether a rule is surely broken, a `forbid` surely applies, or a
 * wish surely fails (dt_formula_judge, dt_bar_judge); then the branch ends.
 *
 * For counting, the opposite is asked as well: where rules are surely kept and wishes
 * surely met, the rest of the branch is a product. */
#include "space/walk.h"

#include <assert.h>

typedef struct walker {
    const dt_walk *walk;
    const dt_model *model;
    uint32_t n_fields;
    dt_choice_id field[DT_MAX_BITS]; /* in the order in which they are set */
    dt_walk_take *take;              /* NULL: counting */
    void *context;
    uint64_t n;
} walker;

/* ---- the order of choices ----------------------------------------------------- */

/* Add the choices in `mask` that are not there yet. */
static void add_fields(walker *w, uint64_t *waiting, uint64_t mask)
{
    for (dt_choice_id c = 0; c < w->model->n_choices; c++) {
        const uint64_t own = dt_choice_mask(&w->model->choices[c]);
        if ((own & mask & *waiting) == 0)
            continue;
        w->field[w->n_fields++] = c;
        *waiting &= ~own;
    }
}

static void add_by_statements(walker *w, const dt_preference *p, uint64_t *waiting)
{
    for (uint32_t k = 0; k < p->n_statements && *waiting; k++)
        for (uint32_t f = 0; f < p->statements[k].n; f++)
            add_fields(w, waiting,
                       dt_formula_mask(w->model, p->statements[k].formulas[f]));
}

static uint64_t size_of(const dt_term *term)
{
    return term->units < 0 ? 0 - (uint64_t)term->units : (uint64_t)term->units;
}

/* The largest term first: sizes descend from one round to the next. */
static void add_by_terms(walker *w, const dt_preference *p, uint64_t *waiting)
{
    uint64_t below = UINT64_MAX, largest = 1;
    for (; *waiting && largest; below = largest) {
        largest = 0;
        for (uint32_t k = 0; k < p->n_terms; k++)
            if (size_of(&p->terms[k]) < below && size_of(&p->terms[k]) > largest)
                largest = size_of(&p->terms[k]);
        for (uint32_t k = 0; k < p->n_terms && largest; k++)
            if (size_of(&p->terms[k]) == largest)
                add_fields(w, waiting, dt_formula_mask(w->model, p->terms[k].formula));
    }
}

static void add_by_tiers(walker *w, const dt_preference *p, uint64_t *waiting)
{
    for (uint32_t t = 0; t < p->n_tiers && *waiting; t++)
        for (uint32_t k = 0; k < p->tiers[t].n; k++)
            add_fields(w, waiting,
                       dt_formula_mask(w->model, p->tiers[t].places[k].formula));
}

static void order_fields(walker *w)
{
    uint64_t waiting = w->walk->fields;
    for (uint32_t k = 0; k < w->walk->n_wishes; k++) {
        const dt_preference *const p = w->walk->wish[k].bar->preference;
        if (p->has_rank)
            add_by_tiers(w, p, &waiting);
        else if (p->has_prefer)
            add_by_statements(w, p, &waiting);
        else if (p->has_value)
            add_by_terms(w, p, &waiting);
    }
    add_fields(w, &waiting, waiting);
}

/* ---- bounds ------------------------------------------------------------------- */

/* DT_FALSE: nothing of the branch is wanted; DT_TRUE: all of it is, as far as rules go
 * that speak of the choices in `mask`. */
static dt_verdict judge_rules(const walker *w, uint64_t mask, uint64_t known,
                              uint64_t code)
{
    dt_verdict all = DT_TRUE;
    for (uint32_t r = 0; r < w->model->n_rules; r++) {
        const dt_rule *const rule = &w->model->rules[r];
        if ((rule->mask & mask) == 0)
            continue;
        const dt_verdict v = dt_formula_judge(w->model, rule->formula, known, code);
        if (v == (rule->impossible ? DT_TRUE : DT_FALSE))
            return DT_FALSE;
        if (v == DT_OPEN)
            all = DT_OPEN;
    }
    return all;
}

static dt_verdict judge_forbids(const walker *w, uint64_t known, uint64_t code)
{
    dt_verdict all = DT_TRUE;
    if (w->walk->mover == DT_NO_ACTOR)
        return DT_TRUE;
    for (uint32_t k = 0; k < w->model->n_forbids; k++) {
        const dt_forbid *const forbid = &w->model->forbids[k];
        if (forbid->actor != w->walk->mover ||
            !dt_formula_holds(w->model, forbid->from, w->walk->from))
            continue;
        const dt_verdict v = dt_formula_judge(w->model, forbid->to, known, code);
        if (v == DT_TRUE)
            return DT_FALSE;
        if (v == DT_OPEN)
            all = DT_OPEN;
    }
    return all;
}

static dt_verdict judge_wishes(const walker *w, uint64_t known, uint64_t code)
{
    dt_verdict all = DT_TRUE;
    for (uint32_t k = 0; k < w->walk->n_wishes; k++) {
        const dt_wish *const wish = &w->walk->wish[k];
        const dt_verdict v = dt_bar_judge(wish->bar, w->model, known, code);
        if (v == (wish->clears ? DT_FALSE : DT_TRUE))
            return DT_FALSE;
        if (v == DT_OPEN)
            all = DT_OPEN;
    }
    return all;
}

/* The least welcome of the three; nothing more is asked than needed. */
static dt_verdict judge(const walker *w, uint64_t mask, uint64_t known, uint64_t code)
{
    const dt_verdict rules = judge_rules(w, mask, known, code);
    if (rules == DT_FALSE)
        return DT_FALSE;
    const dt_verdict forbids = judge_forbids(w, known, code);
    if (forbids == DT_FALSE)
        return DT_FALSE;
    const dt_verdict wishes = judge_wishes(w, known, code);
    if (wishes == DT_FALSE)
        return DT_FALSE;
    return rules == DT_TRUE && forbids == DT_TRUE && wishes == DT_TRUE ? DT_TRUE
                                                                       : DT_OPEN;
}

/* ---- the walk ----------------------------------------------------------------- */

static bool way_allows(const dt_choice *choice, uint32_t before, uint32_t level)
{
    return (choice->way != DT_WAY_UP || level >= before) &&
           (choice->way != DT_WAY_DOWN || level <= before);
}

/* The levels a choice may take, up to the last and from the first. */
static uint32_t count_levels(const walker *w, dt_choice_id c)
{
    const dt_choice *const choice = &w->model->choices[c];
    const uint32_t before = dt_choice_level(choice, w->walk->from);
    return choice->way == DT_WAY_UP     ? choice->n_levels - before
           : choice->way == DT_WAY_DOWN ? before + 1
                                        : choice->n_levels;
}

/* All of the branch in which `n_set` fields are set is wanted, but for staying. */
static void add_product(walker *w, uint32_t n_set, uint64_t known, uint64_t code)
{
    uint64_t n = 1;
    for (uint32_t k = n_set; k < w->n_fields; k++)
        n *= count_levels(w, w->field[k]); /* DT_MAX_BITS: no overflow */
    w->n += n - ((code & known) == (w->walk->from & known));
}

static dt_walk_end hand_out(walker *w, uint64_t code)
{
    if (code == w->walk->from)
        return DT_WALK_DONE;
    w->n++;
    return !w->take || w->take(w->context, code) ? DT_WALK_DONE : DT_WALK_TAKEN;
}

static dt_walk_end go_on(walker *w, uint32_t n_set, uint64_t known, uint64_t code);

static dt_walk_end set_level(walker *w, uint32_t n_set, uint32_t level, uint64_t known,
                             uint64_t code)
{
    const dt_choice *const choice = &w->model->choices[w->field[n_set]];
    const uint64_t mask = dt_choice_mask(choice), now = known | mask;
    const uint64_t next = code | (uint64_t)level << choice->shift;
    if (*w->walk->left == 0)
        return DT_WALK_SPENT;
    --*w->walk->left;
    if (!dt_vigil_step(w->walk->vigil))
        return DT_WALK_STOPPED;
    /* what remains open may have been open before: for a product all rules count */
    const dt_verdict verdict = judge(w, w->take ? mask : w->walk->fields, now, next);
    if (verdict == DT_FALSE)
        return DT_WALK_DONE;
    if (verdict == DT_TRUE && !w->take) {
        add_product(w, n_set + 1, now, next);
        return DT_WALK_DONE;
    }
    return go_on(w, n_set + 1, now, next);
}

static dt_walk_end go_on(walker *w, uint32_t n_set, uint64_t known, uint64_t code)
{
    if (n_set == w->n_fields)
        return hand_out(w, code);
    const dt_choice *const choice = &w->model->choices[w->field[n_set]];
    const uint32_t before = dt_choice_level(choice, w->walk->from);
    dt_walk_end end = DT_WALK_DONE;
    for (uint32_t l = 0; l < choice->n_levels && end == DT_WALK_DONE; l++)
        if (way_allows(choice, before, l))
            end = set_level(w, n_set, l, known, code);
    return end;
}

static dt_walk_end start(walker *w)
{
    const uint64_t known = ~w->walk->fields;
    assert(w->walk->n_wishes <= DT_WISHES_MAX);
    order_fields(w);
    return go_on(w, 0, known, w->walk->from & known);
}

dt_walk_end dt_walk_run(const dt_walk *walk, dt_walk_take *take, void *context)
{
    walker w = {.walk = walk, .model = walk->model, .take = take, .context = context};
    return start(&w);
}

bool dt_walk_count(const dt_walk *walk, uint64_t *n)
{
    walker w = {.walk = walk, .model = walk->model};
    const dt_walk_end end = start(&w);
    *n = w.n;
    return end == DT_WALK_DONE;
}
