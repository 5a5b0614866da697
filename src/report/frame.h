/* What the reports share: their beginning, their sets, their choice of states. */
#ifndef DT_REPORT_FRAME_H
#define DT_REPORT_FRAME_H

#include "base/json.h"
#include "base/out.h"
#include "space/ranks.h"

#include <detente/report.h>

enum { DT_WIDTH_DEFAULT = 80, DT_WIDTH_LEAST = 40 };

/* The width to use: the default for 0, never absurdly small. */
uint32_t dt_frame_width(const dt_report_options *options);

/* At most how many states to show: the option, or `usual`. */
uint32_t dt_frame_limit(const dt_report_options *options, uint32_t usual);

/* True when the report is to speak of the state. */
bool dt_frame_speaks_of(const dt_report_options *options, dt_state s);

/* The title, and who is of a type other than its plain self. */
void dt_frame_put_title(dt_out *out, const dt_ranks *ranks);
void dt_frame_put_title_of(dt_out *out, const dt_model *model, const dt_cast *cast);

/* "program"; "model", and "as" where there are types; both. Inside an open object. */
void dt_frame_put_program(dt_json *json);
void dt_frame_put_model(dt_json *json, const dt_ranks *ranks);
void dt_frame_put_model_of(dt_json *json, const dt_model *model, const dt_cast *cast);
void dt_frame_put_json(dt_json *json, const dt_ranks *ranks);

/* "actors": [{name, label}]. */
void dt_frame_put_actors(dt_json *json, const dt_model *model);

/* An array of state numbers, on one line. */
void dt_frame_put_set(dt_json *json, const dt_bits *set,
                      const dt_report_options *options);

/* {"us.relief": "yes", ...} of a state. */
void dt_frame_put_choices(dt_json *json, const dt_space *space, dt_state s);

/* The same of a code, and of it only what is not as in another one. */
void dt_frame_put_code(dt_json *json, const dt_model *model, dt_code code);
void dt_frame_put_changes(dt_json *json, const dt_model *model, dt_code from,
                          dt_code to);

/* A CSV field: quoted where it must be. */
void dt_frame_put_csv(dt_out *out, const char *field);

/* The CSV columns "state" and one for each choice, and a state's values for them. */
void dt_frame_put_csv_head(dt_out *out, const dt_model *model);
void dt_frame_put_csv_state(dt_out *out, const dt_space *space, dt_state s);

/* The last CSV column: its head says where the figures come from, its cells are empty.
 */
void dt_frame_put_csv_provenance(dt_out *out, const dt_model *model);

/* How many threads work on the space: what it takes depends on that. Small spaces have
 * one, whatever the limits say. */
uint32_t dt_frame_threads(const dt_space *space);

#endif
