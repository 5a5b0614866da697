#include "deals/additive.h"
static bool term_is(const dt_model *model, const dt_formula *f, uint64_t negotiable,
                    dt_code base)
{
    uint32_t n = 0;
    const uint64_t mask = dt_formula_mask(model, f) & negotiable;
    if (dt_formula_judge(model, f, ~negotiable, base) != DT_OPEN)
        return true;
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        n += (mask & dt_choice_mask(&model->choices[c])) != 0;
    return n <= 1;
}
bool dt_additive_is(const dt_model *model, const dt_preference *preference,
                    uint64_t negotiable, dt_code base, const dt_term **offender)
{
    for (uint32_t t = 0; t < preference->n_terms; t++)
        if (!term_is(model, preference->terms[t].formula, negotiable, base)) {
            *offender = &preference->terms[t];
            return false;
        }
    return true;
}
