/* Additive values. A term that names several choices may still turn on one of them: the
 * others can be off the table, or cancel out ("x and (y or not y)"). One pass over all
 * combinations of the levels of the choices that are named notes, for each level of
 * each choice, whether the term has been seen to hold there, and to fail. A choice
 * decides the term by itself when no level of it has seen both. */
#include "deals/additive.h"

#include "model/conflict.h"

/* Most combinations that are tried for one term. */
#define COMBINATIONS_MAX (UINT32_C(1) << 16)

/* The choices of one term that can be agreed on. */
typedef struct subject {
    const dt_model *model;
    const dt_formula *formula;
    uint64_t fixed; /* bits that are as in the base */
    dt_code base;
    uint32_t n;
    dt_choice_id choice[DT_MAX_BITS];
} subject;

static subject subject_of(const dt_model *model, const dt_formula *formula,
                          uint64_t negotiable, dt_code base)
{
    subject s = {
        .model = model, .formula = formula, .fixed = ~negotiable, .base = base};
    const uint64_t named = dt_formula_mask(model, formula) & negotiable;
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        if (named & dt_choice_mask(&model->choices[c]))
            s.choice[s.n++] = c;
    return s;
}

static uint32_t levels_of(const subject *s, uint32_t k)
{
    return s->model->choices[s->choice[k]].n_levels;
}

/* ---- by three values ------------------------------------------------------------ */

static bool is_decided_by(const subject *s, uint32_t k)
{
    const uint64_t mask = dt_choice_mask(&s->model->choices[s->choice[k]]);
    bool decided = true;
    for (uint32_t l = 0; l < levels_of(s, k) && decided; l++)
        decided = dt_formula_judge(s->model, s->formula, s->fixed | mask,
                                   dt_code_with(s->model, s->base, s->choice[k], l)) !=
                  DT_OPEN;
    return decided;
}

/* ---- by trying ------------------------------------------------------------------ */

/* The next combination of levels; false when all have been. */
static bool next(const subject *s, uint32_t *level, dt_code *code)
{
    for (uint32_t k = 0; k < s->n; k++) {
        level[k] = level[k] + 1 == levels_of(s, k) ? 0 : level[k] + 1;
        *code = dt_code_with(s->model, *code, s->choice[k], level[k]);
        if (level[k])
            return true;
    }
    return false;
}

static bool is_of_one_by_trying(const subject *s)
{
    uint32_t level[DT_MAX_BITS] = {0};
    uint64_t seen[DT_MAX_BITS][2] = {{0}}; /* levels where it failed, and held */
    dt_code code = s->base;
    for (uint32_t k = 0; k < s->n; k++)
        code = dt_code_with(s->model, code, s->choice[k], 0);
    do {
        const bool holds = dt_formula_holds(s->model, s->formula, code);
        for (uint32_t k = 0; k < s->n; k++)
            seen[k][holds] |= UINT64_C(1) << level[k];
    } while (next(s, level, &code));
    for (uint32_t k = 0; k < s->n; k++)
        if ((seen[k][0] & seen[k][1]) == 0)
            return true;
    return false;
}

/* ---- terms ---------------------------------------------------------------------- */

static bool is_of_one(const subject *s)
{
    uint64_t n = 1;
    if (s->n <= 1)
        return true;
    for (uint32_t k = 0; k < s->n && n <= COMBINATIONS_MAX; k++)
        n *= levels_of(s, k);
    if (n <= COMBINATIONS_MAX)
        return is_of_one_by_trying(s);
    for (uint32_t k = 0; k < s->n; k++)
        if (is_decided_by(s, k))
            return true;
    return false;
}

bool dt_additive_formula(const dt_model *model, const dt_formula *formula,
                         uint64_t negotiable, dt_code base)
{
    const subject s = subject_of(model, formula, negotiable, base);
    return is_of_one(&s);
}

bool dt_additive_is(const dt_model *model, const dt_preference *preference,
                    uint64_t negotiable, dt_code base, const dt_term **offender)
{
    for (uint32_t t = 0; preference->has_value && t < preference->n_terms; t++) {
        const dt_term *const term = &preference->terms[t];
        if (dt_additive_formula(model, term->formula, negotiable, base))
            continue;
        if (offender)
            *offender = term;
        return false;
    }
    return true;
}
