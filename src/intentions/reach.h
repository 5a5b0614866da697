/* Where an actor can take the conflict from a code: without a list of all states.
 *
 * A move changes some of the actor's own choices. It keeps the rules, goes with the
 * direction of one-way choices, and no `forbid` statement is against it. Codes that a
 * `merge` makes one state are told apart: values differ between them. */
#ifndef DT_INTENTIONS_REACH_H
#define DT_INTENTIONS_REACH_H

#include "base/watch.h"
#include "model/conflict.h"

typedef struct dt_reach_question {
    const dt_model *model;
    dt_actor_id actor;
    uint64_t from;
    uint32_t most;             /* moves to list */
    const dt_monitor *monitor; /* may be NULL */
} dt_reach_question;

typedef struct dt_reach {
    uint32_t n;
    const uint64_t *code; /* [n] ascending, as states are; `from` is not among them */
} dt_reach;

/* All moves; the list goes into the arena. DT_OK; DT_ELIMIT when there are more than
 * wanted, or may be; DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_reach_find(const dt_reach_question *question, dt_arena *arena,
                        dt_reach *reach, dt_error *err);

/* Whether the actor can make a setting from a code, or has nothing to do for it; if
 * not, `why`, of `room` bytes, says what is against it. The setting is one of its own
 * choices. */
bool dt_reach_allows(const dt_reach_question *question, dt_setting setting, char *why,
                     size_t room);

#endif
