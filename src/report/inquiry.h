/* What the parts of the report on intentions share: the findings, the sentence under
 * construction, and how types, tests and probabilities are called. */
#ifndef DT_REPORT_INQUIRY_H
#define DT_REPORT_INQUIRY_H

#include "base/out.h"
#include "base/text.h"
#include "model/conflict.h"
#include "report/words.h"

#include <detente/report.h>

typedef struct dt_inquiry {
    const dt_findings *all;
    const dt_model *model;
    const dt_report_options *options;
    dt_text text; /* the sentence under construction */
    dt_out *out;
} dt_inquiry;

/* ---- the sections, in order ----------------------------------------------------- */

/* What to do first, in words; the tests side by side, then each (trials.c). */
void dt_inquiry_put_advice(dt_inquiry *q);
void dt_inquiry_put_trials(dt_inquiry *q);
/* What the signals say; how likely each state is to hold (prospect.c). */
void dt_inquiry_put_beliefs(dt_inquiry *q);
void dt_inquiry_put_chances(dt_inquiry *q);
/* How sure each side must be of the other (reliance.c). */
void dt_inquiry_put_trust(dt_inquiry *q);

/* The same for machines (deposition.c). */
void dt_inquiry_put_json(dt_inquiry *q);

/* ---- inquiry.c: how things are called ---------------------------------------------
 */

void dt_inquiry_put_heading(dt_inquiry *q, const char *heading);
/* Write the sentence and begin the next one. */
void dt_inquiry_put(dt_inquiry *q, size_t first, size_t rest);

/* "'Plays for time'"; of the plain self "as its own blocks have it". */
void dt_inquiry_add_type(dt_inquiry *q, dt_actor_id a, uint32_t type);
/* For machines, the type's identifier; of the plain self the actor's. */
const char *dt_inquiry_type_name(const dt_inquiry *q, dt_actor_id a, uint32_t type);
/* "72.7%", "less than 0.1%". */
void dt_inquiry_add_percent(dt_inquiry *q, double p);
/* A worth or a ratio, to be read: four digits that matter, never 0 when it is not. */
void dt_inquiry_add_figure(dt_inquiry *q, double value);
/* "2013-09-19" */
void dt_inquiry_add_day(dt_inquiry *q, uint32_t day);
/* "'Direct talks'", "acting at once", "'A', then 'B'". */
void dt_inquiry_add_attempt(dt_inquiry *q, const dt_attempt *attempt);
/* How likely the actor is of the type, in worlds weighted by `world`, [n_worlds]. */
double dt_inquiry_marginal(const dt_inquiry *q, const double *world, dt_actor_id a,
                           uint32_t type);
/* How many types of the actor have a probability in some world; the k-th of them. */
uint32_t dt_inquiry_n_types(const dt_inquiry *q, dt_actor_id a);
uint32_t dt_inquiry_type(const dt_inquiry *q, dt_actor_id a, uint32_t k);

#endif
