/* Signalling games by the book: every map from types to messages with every map from
 * messages to answers, beliefs by their corners, lotteries by a grid. Like literal.h it
 * includes nothing of the project. */
#ifndef DT_ORACLE_SIGNALS_H
#define DT_ORACLE_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIGNALS_TYPES = 21, SIGNALS_MESSAGES = 10, SIGNALS_ANSWERS = 41 };

typedef struct signals {
    size_t n_types, n_messages;
    size_t n_answers[SIGNALS_MESSAGES];
    double prior[SIGNALS_TYPES];                                    /* adds up to 1 */
    double sends[SIGNALS_TYPES][SIGNALS_MESSAGES][SIGNALS_ANSWERS]; /* the sender's */
    double receives[SIGNALS_TYPES][SIGNALS_MESSAGES][SIGNALS_ANSWERS];
} signals;

/* A pure strategy of both. */
typedef struct signals_profile {
    size_t sent[SIGNALS_TYPES];     /* message of each type */
    size_t reply[SIGNALS_MESSAGES]; /* answer to each message */
} signals_profile;

/* Whether the profile is a perfect Bayesian equilibrium with some beliefs. */
bool signals_is_equilibrium(const signals *k, const signals_profile *p);

/* The beliefs by which all answers of the mask are best after m, all weight on the
 * types of the mask: false when there are none. low, high are [n_types], or NULL. */
bool signals_beliefs(const signals *k, size_t m, unsigned types, unsigned answers,
                     double *low, double *high);

/* Whether some type sends the message with a chance above 0. */
bool signals_is_sent(const signals *k, const signals_profile *p, size_t m);

/* What each type gets: has is [n_types]. */
void signals_payoffs(const signals *k, const signals_profile *p, double *has);

/* The refinements at a message that is not sent, where each type gets has[t] now: 1 it
 * passes, 0 it fails, -1 too close for a grid to tell. At most three answers to m. */
int signals_intuitive(const signals *k, const double *has, size_t m);
int signals_divine(const signals *k, const double *has, size_t m);

#endif
