/* The deals of the answer. */
#ifndef DT_DEALS_SELECTION_H
#define DT_DEALS_SELECTION_H

#include "deals/answer.h"

/* DT_OK, or DT_EUSAGE when the model proposes no deal of that title. */
dt_status dt_deals_check_title(const dt_model *model, const char *title, dt_error *err);

/* Fill deals->deals with what is to be judged: the proposal of that title, or, when it
 * is NULL, all of them and what is fair, or else efficient. DT_OK, DT_ENOMEM. */
dt_status dt_deals_choose(dt_deals *deals, const char *title);

/* Judge them at the main disagreement point, whose sets are given. DT_OK, DT_ESTOPPED,
 * DT_ENOMEM. */
dt_status dt_deals_judge(dt_deals *deals, const dt_ballots *verdicts,
                         const dt_bits *efficient, dt_error *err);

#endif
