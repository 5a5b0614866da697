/* Whether what packages are worth is a sum over the choices. */
#ifndef DT_DEALS_ADDITIVE_H
#define DT_DEALS_ADDITIVE_H

#include "model/preference.h"

#include <detente/code.h>

/* True when the `value` block is additive by choice: with all choices outside the bits
 * `negotiable` as in `base`, the truth of each term depends on one choice at most. Then
 * a worth is that of `base` plus what each choice adds by itself. A block that is
 * absent, or empty, is additive. *offender is the first term that depends on several,
 * untouched if there is none; NULL: nobody wants to know.
 *
 * Exact for terms of up to 2^16 combinations of levels. A larger one is taken for one
 * of several choices unless Kleene's values decide it by one choice alone, so that
 * "true" is always right. Cost: those combinations, for terms that name several
 * choices.
 *
 * Oracle: tests/prop/additive.c. */
bool dt_additive_is(const dt_model *model, const dt_preference *preference,
                    uint64_t negotiable, dt_code base, const dt_term **offender);

/* The same of one formula, such as that of a rule. */
bool dt_additive_formula(const dt_model *model, const dt_formula *formula,
                         uint64_t negotiable, dt_code base);

#endif
