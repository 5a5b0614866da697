/* What the fuzz targets share: reading a model, and laws that hold of each. A law that
 * does not hold ends the process, with its words. */
#ifndef DT_FUZZ_HARNESS_H
#define DT_FUZZ_HARNESS_H

#include "base/text.h"

#include <detente/deals.h>
#include <detente/report.h>
#include <detente/scenario.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* End the process unless that holds. */
void demand(bool holds, const char *law);

/* Adds to the dt_text that is its context. */
dt_status add_to_text(void *context, const char *bytes, size_t n);

/* The text as a model, or NULL. Either way what is found can be written, and a text is
 * refused only with a reason. `name` is what messages call it. */
dt_model *read_model(const char *name, const char *text, size_t n, dt_format format);

/* The text as a scenario: it is the domain, and the profile of both parties. NULL
 * unless it is sound. The same holds as of read_model(); and what is written in the
 * language is in canonical layout and is the model that is read. */
dt_model *read_scenario(const char *name, const char *text, size_t n, dt_scale scale);

/* Laws: a model that goes out in JSON or in the language and comes in again is the same
 * model, to the byte; and what goes out is in canonical layout. */
void demand_exchange(const dt_model *model);

/* A model with its states and orders. */
typedef struct analysis {
    dt_diags *diags;
    const dt_model *model;
    dt_space *space;
    dt_ranks *ranks;
} analysis;

/* Find states and orders, if the model is sound and has so many vectors of choices at
 * most: false if not. To be ended in either case. */
bool analysis_start(analysis *x, const dt_model *model, uint64_t most_vectors,
                    dt_store store);
void analysis_end(analysis *x);

/* Law: where the sweeps apply, they agree with the definitional engine, and so does the
 * solver of small spaces where that one does. */
void demand_engines_agree(const analysis *x);

/* Laws: an analysis of deals ends with an answer or a reason; the answer can be told in
 * all forms; listed and merged packages agree on whether there is a zone. The model has
 * few vectors of choices. */
void demand_deals(const dt_model *model);

/* Law: what is answered on each state alone is what the engines answer. */
void demand_local_answers_agree(const analysis *x);

/* Law: two analyses of a model agree on its states, orders and stability. */
void demand_same(const analysis *x, const analysis *y);

#endif
