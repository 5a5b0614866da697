/**
 * @file
 * @brief The equilibria of a game, each with its beliefs and with proof of its worth.
 *
 * A *behaviour profile* gives each action a probability; *beliefs* give each node of an
 * information set one. Together they are an *assessment*. No assessment is handed out
 * without the figures of a verifier that knows nothing of how it was found: the largest
 * *regret*, by which some player could do better at some information set, given its
 * beliefs there and what everybody does from there on, and the largest *Bayes error*,
 * by which a belief differs from the one that follows from the profile where play can
 * come.
 */
#ifndef DETENTE_EQUILIBRIUM_H
#define DETENTE_EQUILIBRIUM_H

#include <detente/game.h>
#include <detente/space.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How equilibria are found.
 *
 * ::DT_METHOD_PURE asks for a choice at every set that is best for some belief there,
 * given what everybody does from there on. Beliefs follow Bayes' rule where play comes;
 * in every subgame, as if play had come to its root; and at sets from which nothing but
 * choices of their own player keeps play away, since those tell it nothing. Elsewhere
 * they are free. That is the weak perfect Bayesian equilibrium, asked in every subgame,
 * of players whom their own moves do not surprise; sequential equilibria are among
 * them. In signalling games it is the perfect Bayesian equilibrium of the textbooks.
 * There may be none.
 *
 * ::DT_METHOD_SIGNALLING finds the outcomes in which somebody mixes on the path of
 * play, and those that only a mixed answer to an unsent message upholds: one
 * equilibrium for each pair of supports, see dt_equilibrium::family. Together with the
 * pure ones there is always one.
 */
typedef enum dt_method {
    DT_METHOD_BACKWARD,   /**< backward induction; perfect information only */
    DT_METHOD_PURE,       /**< all pure (weak) perfect Bayesian equilibria: see below */
    DT_METHOD_SIGNALLING, /**< the mixed ones of a signalling game: semi-separating */
    DT_METHOD_LOGIT,      /**< the end of the branch of logit agent quantal responses
                               that begins where all actions are equally likely */
    DT_METHOD_LEMKE,      /**< sequence form and complementary pivoting; two players */
    DT_METHOD_LP,         /**< sequence form and linear program; two players whose gains
                               and losses cancel out */
    DT_N_METHODS
} dt_method;

/**
 * What the verifier found. Regret is that of one choice: what the player of a set would
 * gain by another action there, its own later choices staying what they are. Where
 * players remember what they knew and did, and their beliefs at later sets follow from
 * those at earlier ones, nobody gains by changing several choices unless somebody gains
 * by changing one (Hendon, Jacobsen and Sloth 1996).
 */
typedef struct dt_proof {
    double regret; /**< in units of payoff, >= 0 */
    double
        share; /**< the largest regret as a part of the range of its player's payoffs */
    uint32_t
        regret_at;     /**< a set of a player; ::DT_NO_NODE when there is none at all */
    double bayes;      /**< 0 to 1; over sets that are reached */
    uint32_t bayes_at; /**< as @ref regret_at */
} dt_proof;

/** Whether an equilibrium passes a refinement (signalling games only). */
typedef enum dt_trial {
    DT_TRIAL_NONE,   /**< not asked: not a signalling game */
    DT_TRIAL_PASSES, /**< no type could gain by an unsent message */
    DT_TRIAL_FAILS,  /**< some type would; see the other members */
    DT_TRIAL_OPEN    /**< too large to decide, or too close */
} dt_trial;

/** Why a refinement drops an equilibrium. */
typedef struct dt_objection {
    dt_trial trial;
    uint32_t type;    /**< action of the first chance set: the type that would gain */
    uint32_t message; /**< index among the sender's messages */
    uint64_t never;   /**< bit t: type t is ruled out as a sender of the message */
    double has, would_get; /**< that type's payoff, and the least it gets by the message
                                from a receiver that rules the others out; by the answer
                                that deters best where every answer makes some type gain
                                and no type gains by all (D1 only) */
} dt_objection;

/** One assessment. */
typedef struct dt_equilibrium {
    const double *p;          /**< [n_actions] */
    const double *belief;     /**< [n_nodes] at nodes of players; 0 elsewhere */
    const double *low, *high; /**< [n_nodes] the beliefs between which what is chosen at
                                   the node's set is best, others fitting; both NULL
                                   where a method does not ask; equal to @ref belief
                                   where Bayes' rule decides */
    const double *payoff;     /**< [n_players] */
    const bool *reached; /**< [n_sets] play comes there with positive probability */
    const bool *filled;  /**< [n_sets] play never comes there and the method says
                              nothing of it: a best reply was filled in */
    dt_proof proof;
    bool family;      /**< ::DT_METHOD_SIGNALLING: one of infinitely many with the same
                           supports on the path of play */
    uint64_t n_alike; /**< pure equilibria that this one stands for: they differ only in
                           what answers messages that are never sent; saturates; 1
                           unless found by ::DT_METHOD_PURE in a signalling game */
    const uint64_t *answers; /**< [n_sets] where n_alike > 1: bit k, the set's action k
                                  would do as well; else NULL */
    dt_objection intuitive, divine; /**< the intuitive criterion, and D1 */
} dt_equilibrium;

/** A point of the logit branch. */
typedef struct dt_response {
    double lambda;
    const double *p;      /**< [n_actions] */
    const double *belief; /**< [n_nodes] */
    double error;         /**< the largest deviation from the logit equations */
} dt_response;

/** What one method answers. */
typedef struct dt_method_answer {
    bool applies;
    bool complete; /**< nothing was cut short */
    bool exact;    /**< computed in rationals */
    char why[160]; /**< why it does not apply, or was cut short; else empty */
    uint32_t n;
    const dt_equilibrium *equilibria; /**< [n] */
    uint32_t n_ties;  /**< backward: at so many sets another action does as well as the
                           one chosen, the first: there are other equilibria */
    double lambda;    /**< logit: where the branch was left */
    bool turned;      /**< logit: the branch turned back in lambda on its way */
    uint64_t n_steps; /**< pivots, or points of the branch */
    double residual;  /**< Lemke: the largest deviation from complementarity */
    uint32_t n_responses;
    const dt_response *responses; /**< [n_responses] logit: at the lambdas asked for, as
                                       the branch first passes them */
} dt_method_answer;

/** What is asked of a game. Zero means the default. */
typedef struct dt_game_question {
    uint32_t
        methods; /**< bit m: method m; 0: all that apply and are worth their time */
    dt_limits limits; /**< memory, and who looks on */
    uint32_t n_lambdas;
    const double *lambdas; /**< [n_lambdas] > 0, ascending: responses to report */
    double regret; /**< that the end of the branch may have, as a part of the range of
                      the player's payoffs; default 1e-10 */
    uint64_t
        max_steps;   /**< of any one method; default 10^6 points, pivots, linear
                          programs, or thousands of candidates or of looks at nodes */
    bool float_only; /**< no rationals, for measurements */
} dt_game_question;

/** The answers of all methods that were asked. Opaque; free with dt_play_free(). */
typedef struct dt_play dt_play;

/**
 * @brief Find equilibria of a game.
 *
 * @param[in]  game      borrowed for the life of the answer.
 * @param[in]  question  may be NULL.
 * @param[out] play      the caller's; set on success only.
 * @return DT_OK (a method that does not apply, or gave up, says so in its answer),
 *         DT_EUSAGE, DT_ESTOPPED, DT_ENOMEM.
 */
DT_API DT_MUST_USE dt_status dt_game_solve(const dt_game *game,
                                           const dt_game_question *question,
                                           dt_play **play, dt_error *err);
/** @brief Free the answers. Accepts NULL. */
DT_API void dt_play_free(dt_play *play);
/** @brief What the method answered; all zero when it was not asked. */
DT_API const dt_method_answer *dt_play_answer(const dt_play *play, dt_method method);
/** @brief The game it is about. */
DT_API const dt_game *dt_play_game(const dt_play *play);

/**
 * @brief The verifier: how good an assessment is, whoever found it.
 *
 * A set counts as reached when play comes there with a probability above 1e-291, the
 * least whose parts a double tells apart.
 *
 * @param[in] p       [n_actions] probabilities; those of chance are taken from the
 * game.
 * @param[in] belief  [n_nodes].
 * @param[out] proof  the caller's.
 * @return DT_OK; DT_EUSAGE when probabilities or beliefs of a set are negative, or do
 *         not add up to 1 within 1e-6; DT_ENOMEM.
 * @cost   O(nodes x players) time.
 */
DT_API DT_MUST_USE dt_status dt_game_verify(const dt_game *game, const double *p,
                                            const double *belief, dt_proof *proof,
                                            dt_error *err);

#ifdef __cplusplus
}
#endif

#endif
