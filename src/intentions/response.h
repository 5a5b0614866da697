/* Quantal response: how likely each type of an actor is to make a move that was seen.
 */
#ifndef DT_INTENTIONS_RESPONSE_H
#define DT_INTENTIONS_RESPONSE_H

#include "intentions/reach.h"
#include "intentions/worlds.h"

typedef struct dt_response_question {
    const dt_worlds *worlds;
    dt_actor_id actor;
    uint64_t from;
    dt_setting setting; /* the move that was seen */
    double precision;   /* lambda, >= 0 */
    const dt_monitor *monitor;
} dt_response_question;

/* Find the logarithms of the likelihoods: [n_types + 1], the plain self first; minus
 * infinity for types that are in no world. Where there are none `why`, of `room` bytes,
 * says why, and else is empty: the move cannot be made, a type has no values, the moves
 * are too many. DT_OK, DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_response_find(const dt_response_question *question, double *log_likelihood,
                           char *why, size_t room, dt_error *err);

#endif
