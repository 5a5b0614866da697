/* The worlds of a model: who may be of which type, and how likely that is.
 *
 * An actor of which no prior speaks is its plain self. The types of any other actor
 * that have a probability are drawn independently, those of the joint table together.
 */
#ifndef DT_INTENTIONS_WORLDS_H
#define DT_INTENTIONS_WORLDS_H

#include "model/conflict.h"

#include <detente/probe.h>

#define DT_WORLDS_MAX 4096u

/* Worlds have a probability above 0, before any signal. Where intentions drift, those
 * are among them as well that the joint table leaves out but whose types it names: they
 * may come about. The order: by the rows of the joint table, or where intentions drift
 * by its actors' types; then by the types of each actor outside it; ascending, the last
 * actor's vary fastest. */
typedef struct dt_worlds {
    const dt_model *model;
    uint32_t n;      /* at least 1 */
    dt_world *at;    /* [n]; `now` is the prior as yet */
    uint64_t whole;  /* the priors are units[k] / whole exactly, units adding up to it;
                        0: their decimals are too many for that */
    uint64_t *units; /* [n]; NULL where whole is 0 */
} dt_worlds;

/* List them; arrays go into the arena. DT_OK, DT_ELIMIT (more than DT_WORLDS_MAX),
 * DT_ENOMEM. */
dt_status dt_worlds_list(const dt_model *model, dt_arena *arena, dt_worlds *worlds,
                         dt_error *err);

/* Whether the actor is of the type (0 the plain self, else type + 1) in some world. */
bool dt_worlds_have(const dt_worlds *worlds, dt_actor_id a, uint32_t type);

/* How likely the actor is to be of the type, by beliefs over the worlds: p is [n]. */
double dt_worlds_marginal(const dt_worlds *worlds, const double *p, dt_actor_id a,
                          uint32_t type);

#endif
