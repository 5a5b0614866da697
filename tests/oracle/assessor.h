/* How good an assessment of a game is, from the definition: sums over all ends of play,
 * for each information set and each action anew. Knows games by their public functions
 * only. */
#ifndef DT_ORACLE_ASSESSOR_H
#define DT_ORACLE_ASSESSOR_H

#include <detente/game.h>

typedef struct assessor_figures {
    double regret; /* the most anybody gains by another action at one set */
    double bayes;  /* the largest difference of a belief from Bayes' rule where a set is
                      reached with a probability above `least` */
    double sum;    /* the largest difference of a set's probabilities or beliefs from
                      adding up to 1 */
} assessor_figures;

/* p is [n_actions], belief [n_nodes]. */
assessor_figures assessor_judge(const dt_game *game, const double *p,
                                const double *belief, double least);

/* The probability of getting from the node `from` to the node `to` below it; 0 when it
 * does not lie below. */
double assessor_reach(const dt_game *game, const double *p, uint32_t from, uint32_t to);

/* What player i expects when play is at a node. */
double assessor_value(const dt_game *game, const double *p, uint32_t node, uint32_t i);

#endif
