/* The JSON form of what a model says about intentions, written: part of record.c. */
#ifndef DT_FORMATS_PROTOCOL_H
#define DT_FORMATS_PROTOCOL_H

#include "base/json.h"

#include <detente/model.h>

/* Write the members of the open object, but for the priors of single types. False when
 * there is no memory. */
bool dt_protocol_put(dt_json *json, const dt_model *model);

#endif
