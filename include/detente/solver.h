/**
 * @file
 * @brief The same states, new preferences: which of them are equilibria?
 *
 * For analyses that ask this very often (preferences that are uncertain, or drawn) of a
 * space of at most 64 states. A ::dt_solver keeps what follows from the moves alone; a
 * run gets everybody's ranks and answers in sets of states that are one word each:
 * state s is bit s. A run allocates nothing and cannot fail.
 *
 *     dt_solver *solver = NULL;
 *     if (dt_solver_new(space, &solver, &err) == DT_OK) {
 *         uint32_t rank[N_ACTORS * N_STATES];
 *         dt_verdicts verdicts;
 *         dt_ranks_copy(ranks, rank);
 *         for (int k = 0; k < 100000; k++) {
 *             change(rank, k);
 *             dt_solver_run(solver, rank, &verdicts);
 *             count += verdicts.equilibria[DT_SEQ] >> state & 1;
 *         }
 *     }
 *     dt_solver_free(solver);
 *
 * Threads: a solver never changes once it is made, so any number of them may run one
 * solver at the same time, each with ranks and verdicts of its own.
 */
#ifndef DETENTE_SOLVER_H
#define DETENTE_SOLVER_H

#include <detente/stability.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most states of a solver: as many as a word has bits. */
#define DT_SOLVER_STATES 64u

/** What follows from the moves of a small space. Opaque; free with dt_solver_free(). */
typedef struct dt_solver dt_solver;

/**
 * Who is stable where: sets of states, state s is bit s; bits from n_states on are 0.
 * Storage is the caller's; what lies behind the actors of the model is not touched.
 */
typedef struct dt_verdicts {
    uint64_t equilibria[DT_N_CONCEPTS];            /**< stable for every actor */
    uint64_t stable[DT_N_CONCEPTS][DT_MAX_ACTORS]; /**< [concept][actor] */
} dt_verdicts;

/**
 * @brief Make a solver for the states and moves of a space.
 *
 * Any model will do: merged states, forbidden moves and one-way choices included.
 *
 * @param[in]  space   of at most ::DT_SOLVER_STATES states; borrowed for the call.
 * @param[out] solver  the caller's; set on success only.
 * @return DT_OK; DT_ELIMIT when there are more states; DT_ENOMEM.
 * @cost   for each actor and state a search of what the others can reach.
 */
DT_API DT_MUST_USE dt_status dt_solver_new(const dt_space *space, dt_solver **solver,
                                           dt_error *err);

/** @brief Free the solver. Accepts NULL. */
DT_API void dt_solver_free(dt_solver *solver);

/**
 * @brief Decide for every state, actor and concept whether the state is stable.
 *
 * The answers are those of dt_solve() for a model with these ranks.
 *
 * @param[in]  rank      [n_actors][n_states], row-major: the actor's rank of the state,
 *                       any numbers; higher is better, equal is a tie, and only the
 *                       order counts. Borrowed for the call.
 * @param[out] verdicts  the caller's; overwritten.
 * @cost   under a microsecond for 3 actors and 9 states, about ten for 6 actors and 64
 *         states, a few times as much where moves are not transitive. No allocation; up
 *         to 64 KiB of stack.
 * @source the sources of ::DT_CONCEPTS; legal sequences: Fang, Hipel, Kilgour 1993.
 * @oracle tests/oracle/literal.c
 */
DT_API void dt_solver_run(const dt_solver *solver, const uint32_t *rank,
                          dt_verdicts *verdicts);

#ifdef __cplusplus
}
#endif

#endif
