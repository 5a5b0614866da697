/**
 * @file
 * @brief Is the other side sincere, and which test would show it?
 *
 * An actor may secretly be of one of several *types*; a *world* says of which type each
 * actor is, and has a probability. From the worlds follow:
 *
 * - *chances*: how likely each state is to be an equilibrium, under each concept;
 * - *beliefs*: how likely each type is after each signal, in the order of dates;
 * - *tests*: for each test of the model, and for acting without one, the game that it
 *   makes: chance draws the world, the tester makes its first move, the other side
 *   answers knowing its own type, the tester follows up, and so on. What everybody does
 *   is the equilibrium at which the branch of logit responses ends; all pure equilibria
 *   are told beside it. Payoffs are the values of the states where a game ends;
 * - *trust*: how sure of the other each side must be to make its move, and how large a
 *   first step tells the types apart.
 *
 * Tests are judged from the tester's point of view; it knows its own type. Everything
 * is asked of the selected equilibrium. A *look* is what the tester has seen by its
 * first own choice after the answer; where it has none, by the end of play. With
 *
 *     mu(w)       how likely the world is, given the tester's type and all signals
 *     J(h, w)     how likely the world and the look h are together
 *     W(h, d, w)  what the tester can expect from there on, when it does d
 *
 * the figures of a test are made of sums over looks h of
 *
 *     informed    max over d of the sum over w of J W
 *     blind       the same sum, for the d that is best by mu in the place of J(h, .)
 *     known       sum over types of the tested actor of the max over d of the sum over
 *                 worlds with that type of J W
 *     actual      sum over d and w of how likely it does d, times J W
 *
 * Where W is the same after every answer, the differences are the textbook's values of
 * sample and of perfect information.
 *
 * A *plan* is a test after which the tester may, at its first own choice, make a second
 * one in the place of a follow-up, where that is possible. Worth and gain are those of
 * the plan, second test or not. What it tells and what that is good for is asked of
 * both tests: the second one is made wherever it can be, and looks are had at the
 * choice behind it. What is stated of its answers holds whatever those to the first
 * were.
 *
 * *Acting at once* is one and the same for all tests of one actor on one other: from
 * the status quo the tester may make any move that one of them lists for its first own
 * choice (any move at all, where one lists none), or stay; then come the turns that
 * follow in the first test that lists it.
 *
 *     dt_probe *probe = NULL;
 *     if (dt_probe_new(model, &question, diags, &probe, &err) == DT_OK)
 *         ...
 *     dt_probe_free(probe);
 */
#ifndef DETENTE_PROBE_H
#define DETENTE_PROBE_H

#include <detente/equilibrium.h>
#include <detente/stability.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is asked. Zero means the default. */
typedef struct dt_probe_question {
    dt_cast cast; /**< of which type testers are: the games are judged with
                       their eyes; 0 the plain self, or, where that has no
                       probability, the likeliest type */
    dt_limits limits;
    bool has_precision;
    double precision; /**< in the place of the model's */
    const char *test; /**< the identifier of the one test to look at; NULL: all */
} dt_probe_question;

/** One way things may be: who is of which type. */
typedef struct dt_world {
    dt_cast cast;
    double prior; /**< before any signal */
    double now;   /**< after all signals; tests start from here */
} dt_world;

/** How likely a state is to be an equilibrium. */
typedef struct dt_chance {
    dt_state state;
    double p[DT_N_CONCEPTS]; /**< given the beliefs after all signals; one is above 0 */
} dt_chance;

/** What happens to beliefs at one step. */
typedef enum dt_belief_step {
    DT_STEP_PRIOR,     /**< before any signal */
    DT_STEP_SIGNAL,    /**< a signal comes in */
    DT_STEP_WITHDRAWAL /**< a signal turns out not to have been one: all is worked out
                            again without it */
} dt_belief_step;

/**
 * Beliefs after one step.
 *
 * Steps stand in the order of dates: on one day signals before withdrawals, and else as
 * written; a signal without a date has that of the one written before it. After a
 * withdrawal beliefs are as if the signal had never come: a move that was seen is taken
 * back as well.
 */
typedef struct dt_belief {
    dt_belief_step step;
    uint32_t signal;   /**< index in the model; unless DT_STEP_PRIOR */
    uint32_t day;      /**< 10000 x year + 100 x month + day; 0: no date */
    dt_actor_id actor; /**< whose signal it is */
    const char *why;   /**< why the signal says nothing of types (a type has no values,
                            the move cannot be made), so that only time passes by it;
                            NULL: it does say something */
    const double *likelihood; /**< [dt_actor_n_types() + 1] of its actor: the plain
                                 self, then the types; as used, credibility not applied
                                 yet; 0 for types that are in no world. NULL where @ref
                                 why is not, and unless DT_STEP_SIGNAL */
    double ratio; /**< DT_STEP_SIGNAL: by what the signal multiplied the odds of @ref
                       favours to @ref against, its credibility applied; 1 or more,
                       INFINITY possible */
    uint32_t favours, against; /**< the actor's two likeliest types before the signal: 0
                                    the plain self, else type + 1; equal when it has but
                                    one */
    const double *world;       /**< [n_worlds] the beliefs after the step */
} dt_belief;

/** A follow-up after an answer. */
typedef struct dt_next {
    const char *name, *label;
    double p;     /**< how likely the tester does it after the answer */
    bool is_test; /**< in plans: the second test is made */
} dt_next;

/** What follows from one answer to a test: a move of the first turn. */
typedef struct dt_reply {
    const char *name, *label; /**< of the move; where the model lists none, what
                                 changes: by identifiers, and by labels */
    double p; /**< how likely the answer is; 0 when no type gives it with a probability
                   of more than 1e-6 */
    const double
        *by_type; /**< [n_types] how likely from each type of the tested actor */
    const double *belief; /**< [n_types] how likely each is after the answer; where no
                               type gives it, the limit along the branch */
    const double *low, *high; /**< [n_types] where no type gives the answer: the beliefs
                                   between which the follow-up is best, if the selected
                                   equilibrium is a pure one for which that is known;
                                   else NULL */
    double ratio; /**< how likely the answer is from the type the tester would like
                       best, divided by how likely from all others together; INFINITY
                       possible; NAN if p is 0, or there is one type only */
    uint32_t n_next;
    const struct dt_next *next; /**< [n_next] what the tester then does, likeliest
                                   first; none where it has no choice */
    double worth;               /**< to the tester, after this answer */
    uint32_t n_second;
    const struct dt_reply
        *second; /**< [n_second] plans: what follows from each answer to the second
                    test, if it is made after this answer to the first; all of it given
                      that. None where it cannot be made, or others move in between */
} dt_reply;

/** Whether looks tell types apart. */
typedef enum dt_separation {
    DT_SEPARATION_NONE,   /**< all types look alike, or there is one only */
    DT_SEPARATION_PARTLY, /**< neither of the other two */
    DT_SEPARATION_FULL    /**< after every look the type is known */
} dt_separation;

/** One test, or one plan of two, or no test at all. */
typedef struct dt_attempt {
    uint32_t test;   /**< index in the model; DT_NO_TEST: acting at once */
    uint32_t second; /**< index of the test that may follow; DT_NO_TEST: none */
    const char *name, *label; /**< of the first test; "" and "no test" without one */
    dt_actor_id tester, tested;
    uint32_t tester_type; /**< 0: plain self, else type + 1 */
    bool stated; /**< the answers' probabilities are the analyst's, not computed */
    bool applies;
    char why[160];         /**< why it cannot be judged; else empty */
    uint32_t n_types;      /**< of the tested actor that have a probability, given the
                                tester's type */
    const uint32_t *types; /**< [n_types] 0 the plain self, else type + 1; ascending */
    const dt_game *game;   /**< owned by the probe; chance draws the world; only actors
                              who   choose somewhere are players */
    const dt_play *play;   /**< its equilibria: logit and pure */
    double worth_low, worth_high; /**< the least and largest worth in the selected
                                       equilibrium and all pure ones that were found */
    double
        range; /**< from the least to the largest worth that the tester may end with */
    bool settled;    /**< the branch ended in an equilibrium within tolerance; if
                          not, figures are of where it was left, see @ref proof */
    dt_proof proof;  /**< of the selected equilibrium */
    bool has_pure;   /**< it was asked for pure equilibria: a game of no more than 2000
                          nodes, and not that of a plan */
    uint32_t n_pure; /**< then: how many there are, or were found in the time allowed;
                          see @ref play */
    uint32_t n_replies;
    const dt_reply *replies; /**< [n_replies] to the first test; 0 without one */
    double worth;            /**< to the tester, in units of its values */
    double gain;             /**< worth less that of acting at once: the value of the
                                  test for the decision, with what it costs and brings;
                                  may be below 0; NAN unless both apply */
    double evsi;    /**< informed - blind: the part of the gain that comes from knowing
                         the answer; >= 0. Of choices that are equally good without
                         information the first one counts */
    double evpi;    /**< known - blind: the most it could be; >= evsi */
    double bits;    /**< information about the type that looks give, 0 to entropy */
    double entropy; /**< of the beliefs before, in bits: the ceiling */
    const double
        *loss;          /**< [n_types] known - actual, the part of that type: expected
                             loss by not knowing it, weighted by how likely it is; >= 0 */
    uint32_t best_type; /**< index in @ref types: whom the tester would like best to
                             face: the type's part of known, divided by how likely it
                           is, is largest */
    double trap;        /**< the loss over all other types together */
    dt_separation separation;
    uint32_t dominated; /**< index of an attempt of the same advice that is no worse in
                             gain, bits and trap and better in one; DT_NO_TEST: none, or
                             this is a plan */
} dt_attempt;

/** No test. */
#define DT_NO_TEST UINT32_MAX

/** Where along the prior of one type the advice stays the same. */
typedef struct dt_stretch {
    double from, to;  /**< how likely the type is */
    uint32_t attempt; /**< index of the best attempt there */
} dt_stretch;

/** What to do first, for one actor that tests one other. */
typedef struct dt_advice {
    dt_actor_id tester, tested;
    uint32_t n_attempts;
    const dt_attempt *attempts; /**< [n_attempts] acting at once first, then tests */
    uint32_t n_plans;
    const dt_attempt *plans; /**< [n_plans] two tests in a row, either first */
    bool plans_cut;          /**< there are too many pairs of tests to judge all */
    uint32_t by_gain; /**< index in attempts of the largest gain; ties: the first;
                           DT_NO_TEST: acting at once does not apply */
    uint32_t by_bits; /**< of the largest information; DT_NO_TEST: no test tells
                           anything */
    uint32_t by_trap; /**< of the smallest trap among tests; DT_NO_TEST: none applies */
    uint32_t best_plan; /**< index in plans, if its gain is above all attempts'; else
                             DT_NO_TEST */
    uint32_t vary; /**< index in types: whose probability was varied: the best type of
                        the test of largest gain; DT_NO_TEST: none applies */
    double now;    /**< how likely it is, given the tester's type */
    double grain;  /**< how exact the ends of stretches are: 0.001, or 0.1 where games
                      are  large; 0: there are none */
    uint32_t n_stretches;
    const dt_stretch *stretches; /**< [n_stretches] from 0 to 1, the odds of the type
                                      multiplied in every world alike; 0: there is one
                                      type only, or games are too large to be solved
                                      often */
} dt_advice;

/**
 * One side of a question of trust, for one of its types.
 *
 * Let t be how likely the other is to make its move. A move of one's own is worth t R +
 * (1 - t) S, none t T + (1 - t) P. So with the risk a = P - S and the reward b = R - T
 * the move pays when t (a + b) >= a. Where a + b is above 0, as it is where trust is
 * the question, that is when t is at least the threshold a / (a + b); it is 0 or less
 * where the move pays anyway (a <= 0), and above 1 where it never does (b < 0).
 */
typedef struct dt_truster {
    dt_actor_id actor;
    uint32_t type; /**< 0: plain self, else type + 1 */
    double p;      /**< how likely it is of that type, after all signals */
    double reward, sucker, temptation,
        punishment;   /**< R, S, T, P, the worth of: both moves, its own
                           alone, the other's alone, none */
    bool trustworthy; /**< R >= T, compared exactly: it answers the other's move by its
                           own; also when it does not care */
    double threshold; /**< how likely the other must be to move for its own move to pay;
                           > 1, INFINITY too: never, 0 or less, -INFINITY too: always;
                           NAN: it does not care */
    bool below; /**< the other way round: its move pays while the other is no likelier
                     to move than the threshold, 0 to 1 (a <= 0, b < 0: each would
                     rather move alone than nobody, but not along with the other) */
    double trusts; /**< how likely it holds the other to be of a trustworthy type, which
                        depends on its own type where the joint table says so */
    bool moves;    /**< trustworthy, and trusts enough; within 1e-12 */
} dt_truster;

/**
 * A question of trust.
 *
 * A first step: of all that is at stake a share of size x is put forward alone, before
 * the rest is played for; whoever makes it shows that he is trustworthy, and the rest
 * is answered by trust. A trustworthy type is willing to do that when x S + (1 - x) R
 * >= P, an untrustworthy one gains nothing by the pretence when x S + (1 - x) T <= P.
 * Where each R - S and T - S is above 0, the first are upper bounds (R - P) / (R - S),
 * the second lower bounds (T - P) / (T - S).
 *
 * @source Kydd 2000, 2005.
 */
typedef struct dt_trust_answer {
    const char *name, *label;
    bool applies;
    char why[160]; /**< why it cannot be answered; else empty */
    uint32_t n;
    const dt_truster *trusters; /**< [n] the types of both sides that have a probability
                                     after all signals, side by side, each side's in
                                     order */
    bool holds;       /**< it is an equilibrium that the trustworthy types of both sides
                           move and all others do not; each side has a trustworthy one */
    bool has_step[2]; /**< a first step by side k can tell its types apart */
    double step_low[2], step_high[2]; /**< the sizes that do, from 0 to 1; low > high
                                         where none does; NAN where all its types are
                                         trustworthy, or none is */
} dt_trust_answer;

/** The analysis. Opaque; free with dt_probe_free(). */
typedef struct dt_probe dt_probe;

/** What the analysis consists of; all borrowed from the probe. */
typedef struct dt_findings {
    const dt_model *model;
    const dt_space *space; /**< the states of chances; NULL: too many to list */
    char no_chances[400];  /**< why there are none; else empty */
    dt_cast cast;          /**< as asked */
    double precision, drift;
    uint32_t n_worlds;
    const dt_world *worlds;
    uint32_t n_chances;
    const dt_chance *chances; /**< [n_chances] likeliest Nash first, then by state */
    uint32_t n_beliefs;
    const dt_belief *beliefs; /**< [n_beliefs] at least the prior */
    uint32_t n_advices;
    const dt_advice *advices; /**< [n_advices] one for each actor that tests, and each
                                  that it tests */
    uint32_t n_trusts;
    const dt_trust_answer *trusts;
} dt_findings;

/**
 * @brief Analyse what a model says about intentions.
 *
 * @param[in]     model     borrowed for the life of the probe.
 * @param[in]     question  may be NULL.
 * @param[in,out] diags     receives findings; not NULL.
 * @param[out]    probe     the caller's; set on success only.
 * @return DT_OK; DT_EMODEL; DT_EUSAGE (no such test or type); DT_EAPPLY (the model says
 *         nothing about intentions); DT_ELIMIT, DT_ESTOPPED, DT_ENOMEM.
 */
DT_API DT_MUST_USE dt_status dt_probe_new(const dt_model *model,
                                          const dt_probe_question *question,
                                          dt_diags *diags, dt_probe **probe,
                                          dt_error *err);
/** @brief Free the analysis. Accepts NULL. */
DT_API void dt_probe_free(dt_probe *probe);
/** @brief What was found. */
DT_API const dt_findings *dt_probe_findings(const dt_probe *probe);

#ifdef __cplusplus
}
#endif

#endif
