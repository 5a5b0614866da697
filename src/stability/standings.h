/* Standings: in which order an actor prefers the cells of each of its groups. The dense
 * engine sorts them once and then asks them for every opponent.
 *
 * Few of the others' choices matter to that order: those that some statement names
 * together with a choice of the actor's own. A statement about others only has one
 * truth value in all of a group. So groups that agree in what matters are of one kind,
 * and a kind is sorted once. */
#ifndef DT_STABILITY_STANDINGS_H
#define DT_STABILITY_STANDINGS_H

#include "space/ranks.h"
#include "stability/kernels.h"

/* What sorting the groups of an actor needs. */
typedef struct dt_sorting {
    const dt_space *space;
    const dt_column *column; /* the actor's ranks */
    uint32_t type;           /* that they are for */
    dt_field field;
    const dt_kernels *kernels;
    uint32_t n_threads;
    const dt_monitor *monitor;
} dt_sorting;

/* All but the orders and the keys; the actor is of that type (0: its plain self). */
dt_standings dt_standings_shape(const dt_space *space, dt_actor_id a, uint32_t type);

/* Bytes that they take. */
uint64_t dt_standings_bytes(const dt_space *space, const dt_standings *standings);

/* Sort the groups of the actor; everything goes to the arena. False: no memory, or the
 * monitor wants to stop. */
bool dt_standings_build(const dt_sorting *sorting, dt_actor_id a, dt_arena *arena,
                        dt_standings *standings);

/* The combination of one-way choices in a field's value: their levels side by side. */
uint32_t dt_key_of(const dt_model *model, dt_actor_id a, uint32_t value);

#endif
