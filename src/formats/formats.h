/* The other text formats of a model.
 *
 * There is one way into a model, the language: a foreign file is first written as a
 * .conflict text, which is then read like any other. So a foreign file gets the same
 * checks and the same messages, and what a message shows is what `detente convert`
 * would write. */
#ifndef DT_FORMATS_FORMATS_H
#define DT_FORMATS_FORMATS_H

#include "base/diags.h"
#include "base/text.h"

#include <detente/model.h>

/* Turn a file of GMCR+ or gmcr-py into the language; what cannot be carried over is
 * reported as a warning. DT_OK, DT_EMODEL (see diags), DT_ENOMEM. `conflict` is the
 * caller's, empty at first, and must be released whatever the status. */
dt_status dt_gmcr_to_conflict(const dt_source *source, dt_diags *diags,
                              dt_text *conflict, dt_error *err);

/* The first member of the project's JSON form (docs/json.md) is "detente", and this. */
#define DT_JSON_MODEL "model/1"

/* The same for that form. */
dt_status dt_json_to_conflict(const dt_source *source, dt_diags *diags,
                              dt_text *conflict, dt_error *err);

/* Add what a file holds to a text, which must be released whatever the status; "-" is
 * standard input. DT_OK, DT_EIO, DT_ELIMIT (DT_SOURCE_MAX), DT_ENOMEM. */
dt_status dt_file_read(const char *path, dt_text *text, dt_error *err);

/* Add the model's JSON form to a text. DT_OK, DT_ENOMEM. */
dt_status dt_model_to_json(const dt_model *model, dt_text *text, dt_error *err);

#endif
