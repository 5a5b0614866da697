/* The reports as JSON and CSV (docs/json.md). */
#ifndef DT_REPORT_MACHINE_H
#define DT_REPORT_MACHINE_H

#include "base/json.h"

#include <detente/report.h>

void dt_machine_put_check_json(dt_out *out, const dt_check *check, bool verbose);

void dt_machine_put_states_json(dt_out *out, const dt_space *space,
                                const dt_ranks *ranks,
                                const dt_report_options *options);
void dt_machine_put_states_csv(dt_out *out, const dt_space *space,
                               const dt_ranks *ranks, const dt_report_options *options);

void dt_machine_put_solution_json(dt_out *out, const dt_space *space,
                                  const dt_ranks *ranks, const dt_solution *solution,
                                  const dt_report_options *options);
void dt_machine_put_solution_csv(dt_out *out, const dt_space *space,
                                 const dt_solution *solution,
                                 const dt_report_options *options);

void dt_machine_put_explanation_json(dt_out *out, const dt_ranks *ranks,
                                     const dt_explanation *explanation);

/* The members that say how one state stands, inside an open object. */
void dt_machine_put_local(dt_json *json, const dt_local *local);

#endif
