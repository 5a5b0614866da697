/* Conflicts to measure with, as text: the same for the same arguments, everywhere. */
#ifndef DT_BENCH_CONFLICTS_H
#define DT_BENCH_CONFLICTS_H

#include "base/text.h"

#include <stdint.h>

/* How much of everything a conflict has. */
typedef struct conflict_size {
    uint32_t n_actors, n_options; /* in all; option k is actor k % n_actors' */
    uint32_t at_most;             /* options that an actor takes at once; 0: any */
    uint32_t n_exclusions;        /* `impossible x and y`, of different actors */
    uint32_t n_implications;      /* `always x implies y`, of different actors */
    uint32_t n_statements;        /* in each actor's list of preferences */
} conflict_size;

/* A random number below `below`; the seed moves on. */
uint32_t draw(uint64_t *seed, uint32_t below);

/* Write the conflict of that size and seed. One option in eight is permanent; each
 * statement is about two options of anybody. text->failed when memory runs out. */
void write_conflict(dt_text *text, const conflict_size *size, uint64_t seed);

/* 40 choices of five actors under rules that leave about 10^power states, where the
 * seed is the power; 4 to 7. */
conflict_size sparse_conflict(uint32_t power);

#endif
