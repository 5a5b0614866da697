/* Chance for random models: a pure function of a seed and the number of the draw, the
 * same on every machine. */
#ifndef DT_SUPPORT_DICE_H
#define DT_SUPPORT_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dice {
    uint64_t seed, draw;
} dice;

/* 64 random bits: draw number `draw` of `seed`. */
uint64_t dice_bits(uint64_t seed, uint64_t draw);

/* The next draws. */
uint64_t dice_word(dice *d);
size_t dice_below(dice *d, size_t n); /* 0, 1 ... n - 1; n > 0 */
size_t dice_between(dice *d, size_t least, size_t most);
bool dice_chance(dice *d, unsigned percent);

#endif
