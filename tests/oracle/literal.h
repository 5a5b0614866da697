/* The solution concepts transcribed from their definitions: the oracle of both engines.
 *
 * It knows matrices and nothing else, and includes nothing of the project. */
#ifndef DT_ORACLE_LITERAL_H
#define DT_ORACLE_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

typedef enum literal_concept {
    LITERAL_NASH,
    LITERAL_GMR,
    LITERAL_SMR,
    LITERAL_SEQ,
    LITERAL_SSEQ,
    LITERAL_CONCEPTS
} literal_concept;

/* A graph model. Moves need not be transitive; nobody moves from a state to itself. */
typedef struct literal_graph {
    size_t n_states, n_actors;
    bool *move;     /* [n_actors][n_states][n_states] from, to */
    unsigned *rank; /* [n_actors][n_states] larger is better */
} literal_graph;

/* t in R_i(s): i alone can take the conflict from s to t. */
bool literal_moves(const literal_graph *g, size_t i, size_t s, size_t t);
/* t is strictly better than s for i. */
bool literal_prefers(const literal_graph *g, size_t i, size_t t, size_t s);

/* Who is stable where: fills stable[LITERAL_CONCEPTS][n_actors][n_states]. */
void literal_solve(const literal_graph *g, bool *stable);

/* The fewest moves in a legal sequence of everybody but i that leads from s to a state
 * of the set `goal`, [n_states], improving its mover by each step if so wanted. 0:
 * none. */
size_t literal_shortest(const literal_graph *g, size_t i, bool improving, size_t s,
                        const bool *goal);

#endif
