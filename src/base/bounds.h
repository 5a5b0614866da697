/* The smaller and the larger of two numbers, said as what they are wanted for. */
#ifndef DT_BASE_BOUNDS_H
#define DT_BASE_BOUNDS_H

#include <stdint.h>

static inline uint32_t dt_at_most(uint32_t n, uint32_t most)
{
    return n < most ? n : most;
}

static inline uint32_t dt_at_least(uint32_t n, uint32_t least)
{
    return n > least ? n : least;
}

/* The greatest common divisor; of 0 and n it is n. */
static inline uint64_t dt_common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        const uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* How many pieces of `size` cover n. */
static inline uint32_t dt_pieces(uint32_t n, uint32_t size)
{
    return n / size + (n % size != 0);
}

#endif
