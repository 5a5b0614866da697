/* What an actor can be sure to keep in a cell, as two numbers side by side. */
#ifndef DT_STABILITY_PAIR_H
#define DT_STABILITY_PAIR_H

#include <stdint.h>

/* `u` is the actor's rank there, `m` the rank of its best reply: GMR and SEQ ask for
 * the worst u that the others can bring about, SMR and SSEQ for the worst m. Two
 * columns in one, because all passes over the one are passes over the other as well. */
typedef union dt_pair {
    struct {
        uint32_t u, m;
    };
    uint32_t v[2];
} dt_pair;

#endif
