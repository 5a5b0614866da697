/* Reading the language: the ways in. */
#ifndef DT_LANG_READ_H
#define DT_LANG_READ_H

#include "base/diags.h"
#include "base/text.h"
#include "model/conflict.h"

/* Read a source into a fresh, zeroed model. On failure the model is half filled and fit
 * only to be freed. DT_OK, DT_EMODEL (see diags), DT_ENOMEM. */
dt_status dt_lang_read(const dt_source *source, dt_diags *diags, dt_model *model,
                       dt_error *err);

/* Read a single formula about a finished model, in whose arena it then lives. */
dt_status dt_lang_read_formula(const dt_source *source, dt_diags *diags,
                               dt_model *model, const dt_formula **formula,
                               dt_error *err);

/* Read "{ option, issue = level }", a state of a finished model: what is not named is
 * no, or the first level. */
dt_status dt_lang_read_code(const dt_source *source, dt_diags *diags, dt_model *model,
                            uint64_t *code, dt_error *err);

/* Report why a text is no formula, if it is none. Names are not looked up. */
dt_status dt_lang_check_formula(const dt_source *source, dt_diags *diags,
                                dt_error *err);

/* The same of a rule to ratify. */
dt_status dt_lang_check_ratify(const dt_source *source, dt_diags *diags, dt_error *err);

/* Add the source to a text in the canonical layout (detente/model.h, dt_format_text).
 */
dt_status dt_lang_layout(const dt_source *source, dt_diags *diags, dt_text *text,
                         dt_error *err);

#endif
