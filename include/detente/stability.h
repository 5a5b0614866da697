/**
 * @file
 * @brief Which states would hold, for whom, under which solution concept, and why.
 *
 * Write u(s) for the actor's rank of s, R(s) for its moves, R+(s) for its improvements
 * (moves to a state it strictly prefers), and O(s), O+(s) for the states that the
 * others can reach from s by legal sequences of moves, of improvements: nobody moves
 * twice in a row. An actor's improvement s1 is *deterred* when the others can answer
 * it by something no better for the actor than s. A state is *stable* for the actor
 * when each of its improvements is deterred, and an *equilibrium* when it is stable
 * for every actor.
 */
#ifndef DETENTE_STABILITY_H
#define DETENTE_STABILITY_H

#include <detente/space.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The solution concepts: constant, name in JSON and on the command line, mark in
 * tables, full name, what deters an improvement s1 in words, source.
 */
#define DT_CONCEPTS(X)                                                                 \
    X(DT_NASH, "nash", "N", "Nash stability",                                          \
      "nothing does: the actor must have no improvement at all",                       \
      "Nash 1950; Kilgour, Hipel and Fang 1987")                                       \
    X(DT_GMR, "gmr", "G", "general metarationality",                                   \
      "the others can move to a state that is no better for the actor", "Howard 1971") \
    X(DT_SMR, "smr", "S", "symmetric metarationality",                                 \
      "the others can move to a state that is no better for the actor, and the actor " \
      "cannot move on from there to a better one",                                     \
      "Howard 1971")                                                                   \
    X(DT_SEQ, "seq", "Q", "sequential stability",                                      \
      "the others can move to a state that is no better for the actor, each of them "  \
      "gaining by each step",                                                          \
      "Fraser and Hipel 1979, 1984")                                                   \
    X(DT_SSEQ, "sseq", "Z", "symmetric sequential stability",                          \
      "the others can do so gaining by each step, and the actor cannot move on from "  \
      "there to a better state",                                                       \
      "Rego and Vieira 2017")

/** A solution concept. */
typedef enum dt_concept {
#define DT_CONCEPT_ID(id, name, mark, full, deters, source) id,
    DT_CONCEPTS(DT_CONCEPT_ID)
#undef DT_CONCEPT_ID
        DT_N_CONCEPTS
} dt_concept;

/** @brief The name of a concept, such as "seq". */
DT_API const char *dt_concept_name(dt_concept concept);
/** @brief The mark of a concept in tables: one letter. */
DT_API const char *dt_concept_mark(dt_concept concept);
/** @brief The full name of a concept, such as "sequential stability". */
DT_API const char *dt_concept_full_name(dt_concept concept);
/** @brief What deters an improvement under the concept, in words. */
DT_API const char *dt_concept_deters(dt_concept concept);
/** @brief Who defined the concept. */
DT_API const char *dt_concept_source(dt_concept concept);

/** Which engine answers. */
typedef enum dt_engine {
    DT_ENGINE_AUTO,       /**< sweeps where they are proved to apply */
    DT_ENGINE_SWEEPS,     /**< passes over groups of states; needs transitive moves */
    DT_ENGINE_DEFINITION, /**< legal sequences, searched; any model, much slower */
} dt_engine;

/** Options of dt_solve(); zero means the default. */
typedef struct dt_solve_options {
    dt_limits limits;
    dt_engine engine;
} dt_solve_options;

/**
 * @brief The most memory that solving takes at one time, in bytes.
 *
 * The space, the ranks, the answer and what the engine works with, all together. What
 * is really taken is no more, but for a few kilobytes, and not much less.
 *
 * @param[in] options  may be NULL; their memory does not matter; each thread of a
 * larger space has working memory of its own. NULL: as the space was made.
 */
DT_API uint64_t dt_solve_memory(const dt_space *space, const dt_solve_options *options);

/**
 * @brief Whether dt_solve() would begin: before the ranks are made, say.
 *
 * @return DT_OK; DT_EAPPLY when the forced engine does not apply; DT_ELIMIT when
 *         dt_solve_memory() is more than the memory allowed; the text says how much.
 */
DT_API DT_MUST_USE dt_status dt_solve_check(const dt_space *space,
                                            const dt_solve_options *options,
                                            dt_error *err);

/** Who is stable where. Opaque; free with dt_solution_free(). */
typedef struct dt_solution dt_solution;

/**
 * @brief Decide for every state, actor and concept whether the state is stable.
 *
 * @param[in]  space     borrowed for the life of the solution.
 * @param[in]  ranks     borrowed for the call.
 * @param[in]  options   may be NULL.
 * @param[out] solution  the caller's; set on success only.
 * @return DT_OK; DT_EAPPLY when the forced engine does not apply; DT_ELIMIT when it
 * would take more than the memory allowed; DT_ESTOPPED; DT_ENOMEM.
 * @cost   sweeps: a few dozen passes over the states for each actor, linear in their
 *         number; definition: for each actor and state a search of the moves of all.
 * @source the sources of ::DT_CONCEPTS; legal sequences: Fang, Hipel, Kilgour 1993.
 * @oracle tests/oracle/literal.c
 */
DT_API DT_MUST_USE dt_status dt_solve(const dt_space *space, const dt_ranks *ranks,
                                      const dt_solve_options *options,
                                      dt_solution **solution, dt_error *err);

/** @brief Free the solution. Accepts NULL. */
DT_API void dt_solution_free(dt_solution *solution);

/** @brief The states that are stable for the actor: a set over states, borrowed. */
DT_API const dt_bits *dt_solution_stable(const dt_solution *solution,
                                         dt_concept concept, dt_actor_id a);
/** @brief The equilibria: the states that are stable for all. Borrowed. */
DT_API const dt_bits *dt_solution_equilibria(const dt_solution *solution,
                                             dt_concept concept);
/** @brief Which engine gave the answer. */
DT_API dt_engine dt_solution_engine(const dt_solution *solution);
/** @brief Why that engine, in words: one clause. */
DT_API const char *dt_solution_engine_why(const dt_solution *solution);

/** One move of a sequence. */
typedef struct dt_step {
    dt_actor_id mover;
    dt_state from, to;
} dt_step;

/**
 * The answer of the others to one improvement, under one concept.
 *
 * When nothing deters the improvement but the weaker concept (GMR for SMR, SEQ for
 * SSEQ) would call it deterred, `steps` is that answer and `escape` the state to which
 * the actor then moves on; without such an answer there are no steps and no escape.
 */
typedef struct dt_answer {
    bool deters;          /**< they can answer it badly enough */
    uint32_t n_steps;     /**< length of a shortest answer, 0 when there is none */
    const dt_step *steps; /**< [n_steps]; the first starts at the improvement */
    dt_state escape;      /**< see above, else ::DT_NO_STATE */
} dt_answer;

/** An improvement of the actor, and how it is answered. */
typedef struct dt_reason {
    dt_state to;
    dt_answer answer[DT_N_CONCEPTS];
} dt_reason;

/** Why a state is stable for one actor, or not. */
typedef struct dt_actor_reasons {
    uint32_t n_moves;         /**< moves of the actor from the state */
    uint32_t n_improvements;  /**< those to a state it prefers */
    uint32_t n_reasons;       /**< those examined below: all, up to the limit */
    const dt_reason *reasons; /**< [n_reasons], best target first */
    bool stable[DT_N_CONCEPTS];
} dt_actor_reasons;

/** Why a state is stable or not. Opaque but for its accessors. */
typedef struct dt_explanation dt_explanation;

/**
 * @brief Work out the reasons for the verdicts on one state.
 *
 * The shortest answer of the others to each improvement is searched by the
 * definitions, whichever engine gave the verdicts. It needs no ::dt_solution.
 *
 * @param[in]  s            state, 0 <= s < n_states.
 * @param[in]  max_reasons  improvements to examine for each actor, 0: all.
 *                          Verdicts always rest on all of them.
 * @param[out] explanation  the caller's; free with dt_explanation_free().
 * @return DT_OK, DT_EUSAGE (no such state), DT_ESTOPPED, DT_ENOMEM.
 * @cost   for each improvement, a search of what the others can reach.
 */
DT_API DT_MUST_USE dt_status dt_explain(const dt_space *space, const dt_ranks *ranks,
                                        dt_state s, uint32_t max_reasons,
                                        dt_explanation **explanation, dt_error *err);

/** @brief Free the explanation. Accepts NULL. */
DT_API void dt_explanation_free(dt_explanation *explanation);
/** @brief The state that is explained. */
DT_API dt_state dt_explanation_state(const dt_explanation *explanation);
/** @brief The reasons of one actor; borrowed. */
DT_API const dt_actor_reasons *dt_explanation_actor(const dt_explanation *explanation,
                                                    dt_actor_id a);

#ifdef __cplusplus
}
#endif

#endif
