/* The analysis of intentions while it is made: each part fills in its own findings.
 *
 *   worlds.c    who may be of which type
 *   beliefs.c   how likely that is after the signals: dt_world::now
 *   chances.c   how likely each state is to be an equilibrium
 *   trust.c     how sure each side must be of the other
 *   advice.c    which test tells most, and what to do first
 */
#ifndef DT_INTENTIONS_PROBE_H
#define DT_INTENTIONS_PROBE_H

#include "intentions/attempt.h"
#include "intentions/worlds.h"

struct dt_probe {
    dt_arena arena; /* of all findings */
    const dt_model *model;
    dt_probe_question question; /* as asked, zeros where nothing was */
    double precision;           /* lambda of moves */
    dt_worlds worlds;
    dt_space *space;      /* NULL: not listed */
    dt_holdings holdings; /* games and plays of attempts */
    dt_findings findings;
};

/* Each needs what those before it found. DT_OK, DT_EMODEL, DT_ELIMIT, DT_ESTOPPED,
 * DT_ENOMEM. */
dt_status dt_beliefs_find(dt_probe *probe, dt_diags *diags, dt_error *err);
dt_status dt_chances_find(dt_probe *probe, dt_diags *diags, dt_error *err);
dt_status dt_trusts_find(dt_probe *probe, dt_error *err);

#endif
