/* Random conflicts. */
#ifndef DT_SUPPORT_RANDOM_H
#define DT_SUPPORT_RANDOM_H

#include "oracle/sketch.h"
#include "support/dice.h"

/* How large a conflict may get, and what may be in it. */
typedef struct random_size {
    size_t actors;        /* at most, at least 2 */
    size_t vectors;       /* of choices, feasible or not, at most */
    size_t states;        /* at most */
    size_t lines;         /* of an order, at least and */
    size_t more_lines;    /* so many more at most */
    bool merges, forbids; /* there may be some */
    bool only_prefer;     /* no other kind of order */
} random_size;

/* The conflict of that seed: always sound (sketch_is_sound). */
void random_sketch(sketch *k, uint64_t seed, random_size size);

/* A new formula about the choices of the sketch, nested that deep at most. */
size_t random_formula(sketch *k, dice *d, size_t depth);

/* A graph whose moves need not be transitive; free with sketch_graph_free(). */
literal_graph random_graph(uint64_t seed, size_t most_actors, size_t most_states);

#endif
