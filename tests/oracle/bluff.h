/* Mixed equilibria of small signalling games, by every pair of supports: whether there
 * are any with just these is seen from all corners of the two polytopes of strategies,
 * found by trying every basis. Includes nothing of the project. */
#ifndef DT_ORACLE_BLUFF_H
#define DT_ORACLE_BLUFF_H

#include "oracle/signals.h"

/* Which messages each type sends, and which answers each message gets, with a positive
 * probability. Types of prior 0 send nothing, and what nobody sends gets no answer. */
typedef struct bluff_supports {
    unsigned sent[SIGNALS_TYPES], replies[SIGNALS_MESSAGES];
} bluff_supports;

/* What there is with given supports: the mean of all corners. */
typedef struct bluff_cell {
    bool exists;
    bool varies;       /* more than one distribution on the path */
    bool pure_threats; /* unsent messages need no mixed answers */
    double sends[SIGNALS_TYPES][SIGNALS_MESSAGES];
    double replies[SIGNALS_MESSAGES][SIGNALS_ANSWERS]; /* to what is sent */
} bluff_cell;

/* Look for equilibria with these supports. */
void bluff_look(const signals *k, const bluff_supports *at, bluff_cell *cell);

/* The first supports, and the next ones; false behind the last. */
void bluff_first(const signals *k, bluff_supports *at);
bool bluff_next(const signals *k, bluff_supports *at);

/* Whether somebody mixes. */
bool bluff_is_mixed(const signals *k, const bluff_supports *at);

/* A whole assessment, and the most that anybody could gain, or that a belief is off. */
typedef struct bluff_assessment {
    double sends[SIGNALS_TYPES][SIGNALS_MESSAGES];
    double replies[SIGNALS_MESSAGES][SIGNALS_ANSWERS];
    double belief[SIGNALS_MESSAGES][SIGNALS_TYPES];
} bluff_assessment;

double bluff_regret(const signals *k, const bluff_assessment *of);
double bluff_bayes_error(const signals *k, const bluff_assessment *of);

#endif
