/* A solver for any graph of at most 64 states, for tests: spaces give only some. */
#ifndef DT_STABILITY_SOLVER_H
#define DT_STABILITY_SOLVER_H

#include <detente/solver.h>

/* `to`, [n_actors][n_states]: the states that the actor can move to from the state, as
 * bits; nobody moves from a state to itself. NULL: no memory. */
dt_solver *dt_solver_of_moves(uint32_t n_actors, uint32_t n_states, const uint64_t *to);

#endif
