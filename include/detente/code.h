/**
 * @file
 * @brief One state, named by its choices: without listing all states.
 *
 * A ::dt_code holds a level for every choice of a model. Unlike a ::dt_state it needs
 * no
 * ::dt_space, so it serves models that have more states than could ever be listed.
 */
#ifndef DETENTE_CODE_H
#define DETENTE_CODE_H

#include <detente/model.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A level for every choice of a model. 0: each option is no, each issue at its first
 * level. Anything else is made by the functions below; its bits are their business. */
typedef uint64_t dt_code;

/** @brief The level of a choice. */
DT_API uint32_t dt_code_level(const dt_model *model, dt_code code, dt_choice_id c);
/** @brief The same code but for choice @p c, which gets a level below
 * dt_choice_n_levels(). */
DT_API dt_code dt_code_with(const dt_model *model, dt_code code, dt_choice_id c,
                            uint32_t level);

/** @brief True when the model declares a status quo, which goes to @p code. */
DT_API bool dt_code_status_quo(const dt_model *model, dt_code *code);

/**
 * @brief True when a formula names one state and no other, which goes to @p code.
 *
 * It does when what it joins by 'and' (or 'all of', 'none of') leaves each choice of
 * the model one level. Rules are not looked at, neither for what they leave nor for
 * whether they allow the state.
 *
 * @cost  linear in the formula.
 */
DT_API bool dt_code_find(const dt_model *model, const dt_formula *formula,
                         dt_code *code);

/**
 * @brief Read a state as a `status quo` block names it: "{ talks, iran.level = high }".
 *
 * What is not named is no, or the first level.
 *
 * @param[in,out] model  scratch memory comes from its arena; no other thread may use
 * the model during the call.
 * @param[in]     text   NUL-terminated; begins with '{'.
 * @param[out]    code   set on success only.
 * @return DT_OK, DT_EMODEL (see @p diags), DT_ENOMEM.
 */
DT_API DT_MUST_USE dt_status dt_code_read(dt_model *model, const char *text,
                                          dt_diags *diags, dt_code *code,
                                          dt_error *err);

/**
 * @brief Whether the rules of the model allow a state.
 * @return DT_OK, or DT_EUSAGE with a text that names the first rule it breaks.
 */
DT_API DT_MUST_USE dt_status dt_code_check(const dt_model *model, dt_code code,
                                           dt_error *err);

#ifdef __cplusplus
}
#endif

#endif
