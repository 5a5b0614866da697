/* What a model says about intentions, told by `check`. */
#ifndef DT_REPORT_OUTLOOK_H
#define DT_REPORT_OUTLOOK_H

#include "base/out.h"
#include "model/conflict.h"

#include <detente/report.h>

/* An empty line, and a paragraph for each of: the joint table, tests, signals, drift
 * and precision, trust; nothing where the model says none of them. (Priors are told
 * with the actors.) */
void dt_outlook_put(dt_out *out, const dt_model *model,
                    const dt_report_options *options);

#endif
