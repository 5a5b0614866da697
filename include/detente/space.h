/**
 * @file
 * @brief The feasible states of a conflict, and what each actor makes of them.
 *
 * A ::dt_space holds the states that the rules allow, numbered as in the literature:
 * ascending, the first choice of the model the least significant; merged states last.
 * A ::dt_ranks holds one order of the states for each actor. Both are finished when
 * they are made and may be shared between threads. Both borrow the model.
 */
#ifndef DETENTE_SPACE_H
#define DETENTE_SPACE_H

#include <detente/bits.h>
#include <detente/code.h>
#include <detente/monitor.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A state's index, 0 <= s < dt_space_n_states(); users see the number s + 1. */
typedef uint32_t dt_state;
/** No state at all; what dt_bits_next() answers behind the last state of a set. */
#define DT_NO_STATE DT_BITS_NONE
/** The members of a merged state differ in this choice. */
#define DT_LEVEL_ANY UINT32_MAX

/** How a space keeps its states. */
typedef enum dt_store {
    DT_STORE_AUTO,   /**< dense where at least one code in 16 is feasible */
    DT_STORE_DENSE,  /**< all codes, the infeasible ones marked */
    DT_STORE_SPARSE, /**< the list of feasible codes */
} dt_store;

/** Limits of an analysis; zero means the default. */
typedef struct dt_limits {
    uint64_t memory;  /**< bytes an analysis may take; default ::DT_MEMORY_DEFAULT;
                           computed before it starts (dt_space_memory()) */
    uint32_t threads; /**< threads to use; default: one for each processor; at most
                           ::DT_THREADS_MAX, and on small spaces fewer, are used; the
                           answers are the same */
    dt_store store; /**< forced for tests and measurements; the answers are the same */
    const dt_monitor *monitor; /**< looks on; NULL: nobody; borrowed as long as the
                                    object that was made with these limits */
} dt_limits;

/** The default of dt_limits::memory, in bytes. */
#define DT_MEMORY_DEFAULT ((uint64_t)4 << 30)
/** The most threads that are used, however many dt_limits::threads asks for. */
#define DT_THREADS_MAX 256u

/** The feasible states. Opaque; free with dt_space_free(). */
typedef struct dt_space dt_space;

/**
 * @brief Find all states that the rules of a model allow.
 *
 * Choices are set one after the other and a branch is left as soon as some rule can
 * no longer be kept, so a tightly ruled model costs what its states cost, not what
 * its raw product would. The states are counted first; the number decides how they are
 * stored and whether they, and ranks for them, fit the memory allowed.
 *
 * @param[in]     model   borrowed for the life of the space.
 * @param[in]     limits  may be NULL.
 * @param[in,out] diags   receives findings (no state is feasible, the status quo breaks
 *                        a rule, merges overlap); not NULL.
 * @param[out]    space   the caller's; set on success only.
 * @return DT_OK; DT_EMODEL; DT_ELIMIT when the states and their ranks would take more
 *         than the memory allowed (the text says how much), or when rules exclude so
 *         late that the search finds too little for its work; DT_EAPPLY when
 *         ::DT_STORE_DENSE is asked for and the model has `merge` or `forbid`, or too
 *         many bits of choices; DT_ESTOPPED; DT_ENOMEM.
 * @cost   time linear in the partial states visited; memory: dt_space_memory().
 */
DT_API DT_MUST_USE dt_status dt_space_new(const dt_model *model,
                                          const dt_limits *limits, dt_diags *diags,
                                          dt_space **space, dt_error *err);

/** @brief Free the space. Accepts NULL. */
DT_API void dt_space_free(dt_space *space);

/** @brief How the states are stored: ::DT_STORE_DENSE or ::DT_STORE_SPARSE. */
DT_API dt_store dt_space_store(const dt_space *space);
/** @brief Why that store, in words behind "so many of so many codes are feasible,". */
DT_API const char *dt_space_store_why(const dt_space *space);
/** @brief How many codes there are, feasible or not: 2 to the bits of all choices. */
DT_API uint64_t dt_space_n_codes(const dt_space *space);
/**
 * @brief The most memory that the space and ranks for it take at one time, in bytes.
 *
 * This is what dt_space_new() compares with dt_limits::memory before it stores a state.
 * It is computed from the number of states; what is really taken is no more, but for
 * a few kilobytes, and not much less.
 */
DT_API uint64_t dt_space_memory(const dt_space *space);

/** @brief The model the states belong to. */
DT_API const dt_model *dt_space_model(const dt_space *space);
/** @brief How many states are feasible, at least 1. */
DT_API uint32_t dt_space_n_states(const dt_space *space);
/** @brief The state the conflict is in, or ::DT_NO_STATE when the model does not say.
 */
DT_API dt_state dt_space_status_quo(const dt_space *space);
/** @brief Which level the choice has in the state, or ::DT_LEVEL_ANY (merged states).
 */
DT_API uint32_t dt_space_level(const dt_space *space, dt_state s, dt_choice_id c);
/** @brief The state that a code is, or is a member of; ::DT_NO_STATE when the rules
 * exclude it. */
DT_API dt_state dt_space_find_code(const dt_space *space, dt_code code);
/** @brief How many vectors of choices the state stands for: 1 unless it is merged. */
DT_API uint32_t dt_space_n_members(const dt_space *space, dt_state s);

/**
 * @brief The states that satisfy a formula. A merged state does when a member does.
 *
 * @param[out] found  set over states, [n_states]; words the caller's.
 * @cost  one evaluation for each 64 states.
 */
DT_API void dt_space_find(const dt_space *space, const dt_formula *formula,
                          dt_bits *found);

/**
 * @brief Where one actor can take the conflict from a state, alone and in one move.
 *
 * @param[in]  s     state, 0 <= s < n_states.
 * @param[out] to    [n_states] room for the targets, ascending; the caller's.
 * @return how many targets there are.
 * @cost  O(states alike in all that is not the actor's).
 */
DT_API uint32_t dt_space_moves(const dt_space *space, dt_actor_id a, dt_state s,
                               dt_state *to);

/** Which types act: `type[a]` is 0 for actor a's plain self, else its type + 1. */
typedef struct dt_cast {
    uint32_t type[DT_MAX_ACTORS];
} dt_cast;

/** One order of the states for each actor. Opaque; free with dt_ranks_free(). */
typedef struct dt_ranks dt_ranks;

/**
 * @brief Rank the states for every actor.
 *
 * Prioritised statements compare truth vectors, first statement first; a `value` adds
 * exact decimals; a `rank` is taken as it stands. Equal means equally ranked.
 *
 * @param[in]     cast   who is of which type; NULL: everybody's plain self.
 * @param[in,out] diags  receives findings (a ranking that misses a state, an order and
 *                       values that disagree, an actor without preference); not NULL.
 * @param[out]    ranks  the caller's; set on success only; borrows the space.
 * @return DT_OK, DT_EMODEL, DT_EUSAGE (no such type), DT_ESTOPPED, DT_ENOMEM.
 * @cost   time and working memory linear in states and statements.
 * @source Fang, Hipel, Kilgour, Peng 2003, part 1 (option prioritisation).
 */
DT_API DT_MUST_USE dt_status dt_ranks_new(const dt_space *space, const dt_cast *cast,
                                          dt_diags *diags, dt_ranks **ranks,
                                          dt_error *err);

/**
 * @brief Check the rankings of the types that the cast of these ranks leaves out.
 *
 * Whatever would be found if they were cast is reported to @p diags.
 *
 * @return DT_OK, DT_EMODEL, DT_ESTOPPED, DT_ENOMEM.
 * @cost   as dt_ranks_new(), for each type.
 */
DT_API DT_MUST_USE dt_status dt_ranks_check_types(const dt_ranks *ranks,
                                                  dt_diags *diags, dt_error *err);

/** @brief Free the ranks. Accepts NULL. */
DT_API void dt_ranks_free(dt_ranks *ranks);

/** @brief The actor's rank of a state: higher is better, equal is a tie, worst is 0. */
DT_API uint32_t dt_ranks_at(const dt_ranks *ranks, dt_actor_id a, dt_state s);
/**
 * @brief Copy everybody's ranks of all states, as dt_solver_run() takes them.
 *
 * @param[out] rank  [n_actors][n_states], row-major; the caller's, overwritten.
 */
DT_API void dt_ranks_copy(const dt_ranks *ranks, uint32_t *rank);
/** @brief How many classes of equally ranked states the actor tells apart. */
DT_API uint32_t dt_ranks_n_tiers(const dt_ranks *ranks, dt_actor_id a);
/** @brief The cast these ranks were made for. */
DT_API const dt_cast *dt_ranks_cast(const dt_ranks *ranks);

#ifdef __cplusplus
}
#endif

#endif
