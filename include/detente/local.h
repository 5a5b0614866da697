/**
 * @file
 * @brief Would this one state hold? An answer that does not list the states.
 *
 * dt_solve() decides for every state, and so needs them all. dt_local_new() decides for
 * one, and looks at no more than the definitions (stability.h) ask for: the actor's
 * moves, and what others can do about those that the actor prefers. A model with 2^60
 * combinations of choices is answered as quickly as a small one, where that is little.
 *
 * Where it is much, the search for an actor's verdict under a concept ends when it has
 * looked at as many partial states (of which only some choices are set) as are allowed,
 * and the verdict is *undecided*: it is never guessed.
 */
#ifndef DETENTE_LOCAL_H
#define DETENTE_LOCAL_H

#include <detente/code.h>
#include <detente/stability.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Whether a state holds. */
typedef enum dt_standing {
    DT_UNSTABLE,  /**< it does not: somebody has an improvement that nobody deters */
    DT_STABLE,    /**< it does */
    DT_UNDECIDED, /**< the allowance was used up before that was settled */
} dt_standing;

/** One move of a sequence. */
typedef struct dt_local_step {
    dt_actor_id mover;
    dt_code from, to;
} dt_local_step;

/** The verdict on one actor under one concept. */
typedef struct dt_local_verdict {
    dt_standing standing;
    uint64_t n_deterred; /**< improvements found deterred before the search ended;
                              all of them where the state is stable */
    bool has_example;    /**< `example` is set */
    dt_code example;     /**< unstable: an improvement that nobody deters; stable:
                              the first improvement, if there is any; undecided: one of
                              which it is not known, or with steps one that is deterred
                              while others were not looked at */
    uint32_t n_steps; /**< length of the answer that deters the example, if one does */
    const dt_local_step *steps; /**< [n_steps]; the first starts at the example */
} dt_local_verdict;

/** How a state stands for one actor. */
typedef struct dt_local_actor {
    uint64_t n_moves;        /**< moves of the actor from the state */
    uint64_t n_improvements; /**< those to a state it prefers */
    bool more_moves;         /**< there may be more than counted */
    bool more_improvements;  /**< the same */
    dt_local_verdict verdict[DT_N_CONCEPTS];
} dt_local_actor;

/** Which state, and for whom; zero means the default but for the state. */
typedef struct dt_local_question {
    dt_code code;        /**< the state; the rules must allow it */
    const dt_cast *cast; /**< who is of which type; NULL: everybody's plain self */
    dt_limits limits; /**< only the memory, which sets how many partial states a search
                           may look at, and the monitor matter */
} dt_local_question;

/** How one state stands for all. Opaque; free with dt_local_free(). */
typedef struct dt_local dt_local;

/**
 * @brief Decide for every actor and concept whether one state is stable.
 *
 * The verdicts are those of dt_solve(), or undecided. For each actor and each pair of
 * concepts (gmr and smr, seq and sseq) a search may look at one partial state for every
 * KiB of dt_limits::memory, at least at one (dt_local_allowance()). That bounds the
 * time; the states that it holds at a time take less than a tenth of the memory, but
 * for the first few kilobytes.
 *
 * Progress is told by actors, in words "judging the state". An actor's part is what its
 * searches have used of what they may, so it ends early where they find what they want.
 *
 * @param[in]     model   borrowed for the life of the answer.
 * @param[in]     question  borrowed for the call.
 * @param[in,out] diags   receives findings (the status quo breaks a rule, an actor
 *                        without preference, a state met on the way that a ranking
 *                        leaves out); not NULL. What takes all states to find out is
 *                        not reported.
 * @param[out]    local   the caller's; set on success only.
 * @return DT_OK; DT_EMODEL; DT_EUSAGE (no such type, or the state breaks a rule);
 *         DT_EAPPLY when the model merges states or ranks them by number, which has a
 *         meaning only once all are listed (the text says which); DT_ESTOPPED;
 *         DT_ENOMEM.
 * @cost   what the definitions ask for: for each actor, its improvements, and for each
 *         of these what the others can reach until the first answer that deters it.
 *         Choices are set one after the other and a branch is left as soon as the rules
 *         forbid it or the mover cannot gain by it any more.
 * @source the sources of ::DT_CONCEPTS; for states that are too many to be listed:
 *         the individual stability of Fang, Hipel, Kilgour 1993, which is defined state
 *         by state.
 * @oracle tests/oracle/literal.c
 */
DT_API DT_MUST_USE dt_status dt_local_new(const dt_model *model,
                                          const dt_local_question *question,
                                          dt_diags *diags, dt_local **local,
                                          dt_error *err);

/** @brief Free the answer. Accepts NULL. */
DT_API void dt_local_free(dt_local *local);

/** @brief The model. */
DT_API const dt_model *dt_local_model(const dt_local *local);
/** @brief The state. */
DT_API dt_code dt_local_code(const dt_local *local);
/** @brief The cast. */
DT_API const dt_cast *dt_local_cast(const dt_local *local);
/** @brief How it stands for one actor; borrowed. */
DT_API const dt_local_actor *dt_local_actor_at(const dt_local *local, dt_actor_id a);
/** @brief Whether it is an equilibrium: stable for all. Undecided unless it is that, or
 * unstable for somebody. */
DT_API dt_standing dt_local_equilibrium(const dt_local *local, dt_concept concept);
/** @brief How many states were looked at, each time that they were. */
DT_API uint64_t dt_local_n_visited(const dt_local *local);
/** @brief How many partial states one search might look at; after so many, what was not
 * settled was given up as undecided. */
DT_API uint64_t dt_local_allowance(const dt_local *local);

#ifdef __cplusplus
}
#endif

#endif
