#ifndef DT_DEALS_ADDITIVE_H
#define DT_DEALS_ADDITIVE_H
#include "model/conflict.h"
#include <detente/code.h>
bool dt_additive_is(const dt_model *model, const dt_preference *preference,
                    uint64_t negotiable, dt_code base, const dt_term **offender);
#endif
