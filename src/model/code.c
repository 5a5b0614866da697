/* States by their choices (detente/code.h), and whether a formula names one.
 *
 * A formula names a state when what it joins by 'and' leaves one level of each choice.
 * So the levels that are left are kept as a set for each choice, and each comparison
 * that must hold, or must not, takes some away. What is joined in other ways takes
 * nothing away; whether it holds is seen in the end, on the state that is left. */
#include "base/fail.h"
#include "base/text.h"
#include "model/conflict.h"

#include <assert.h>
#include <detente/code.h>

uint32_t dt_code_level(const dt_model *model, dt_code code, dt_choice_id c)
{
    assert(c < model->n_choices);
    return dt_choice_level(&model->choices[c], code);
}

dt_code dt_code_with(const dt_model *model, dt_code code, dt_choice_id c,
                     uint32_t level)
{
    assert(c < model->n_choices && level < model->choices[c].n_levels);
    const dt_choice *const choice = &model->choices[c];
    return (code & ~dt_choice_mask(choice)) | (uint64_t)level << choice->shift;
}

bool dt_code_status_quo(const dt_model *model, dt_code *code)
{
    if (model->has_status_quo)
        *code = model->status_quo;
    return model->has_status_quo;
}

/* ---- formulas that name a state ----------------------------------------------- */

static void narrow(const dt_formula *f, bool holds, uint64_t left[DT_MAX_BITS]);

static void narrow_all(const dt_formula *f, bool holds, uint64_t left[DT_MAX_BITS])
{
    for (uint32_t k = 0; k < f->n; k++)
        narrow(f->parts[k], holds, left);
}

/* Take away the levels with which the formula would not be what it must be. */
static void narrow(const dt_formula *f, bool holds, uint64_t left[DT_MAX_BITS])
{
    switch (f->op) {
    case DT_OP_IS:
        left[f->choice] &= holds ? f->levels : ~f->levels;
        return;
    case DT_OP_NOT:
        narrow(f->parts[0], !holds, left);
        return;
    case DT_OP_AND:
        if (holds)
            narrow_all(f, true, left);
        return;
    case DT_OP_OR:
        if (!holds)
            narrow_all(f, false, left);
        return;
    case DT_OP_COUNT:
        if (holds && f->least == f->n)
            narrow_all(f, true, left);
        if (holds && f->most == 0)
            narrow_all(f, false, left);
        return;
    case DT_OP_IMPLIES:
    case DT_OP_IF:
    case DT_OP_IFF:
    case DT_OP_AGREES:
    case DT_OP_WEIGHT:
        return;
    }
}

bool dt_code_find(const dt_model *model, const dt_formula *formula, dt_code *code)
{
    uint64_t left[DT_MAX_BITS];
    dt_code draft = 0;
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        left[c] = dt_compare_levels(DT_COMPARE_GE, 0, model->choices[c].n_levels);
    narrow(formula, true, left);
    for (dt_choice_id c = 0; c < model->n_choices; c++) {
        uint32_t level = 0;
        if (left[c] == 0 || (left[c] & (left[c] - 1)) != 0)
            return false;
        while (left[c] >> level != 1)
            level++;
        draft |= (uint64_t)level << model->choices[c].shift;
    }
    if (!dt_formula_holds(model, formula, draft))
        return false;
    *code = draft;
    return true;
}

/* ---- rules -------------------------------------------------------------------- */

dt_status dt_code_check(const dt_model *model, dt_code code, dt_error *err)
{
    for (uint32_t r = 0; r < model->n_rules; r++) {
        const dt_rule *const rule = &model->rules[r];
        if (dt_formula_holds(model, rule->formula, code) != rule->impossible)
            continue;
        dt_text words = {0};
        dt_rule_write(model, rule, &words);
        const dt_status status =
            words.failed ? dt_fail_memory(err)
                         : dt_fail(err, DT_EUSAGE, "that state breaks a rule: '%s %s'",
                                   rule->impossible ? "impossible" : "always",
                                   dt_text_string(&words));
        dt_text_release(&words);
        return status;
    }
    return DT_OK;
}
