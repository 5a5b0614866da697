/* Counting bits, in plain C: compilers know the pattern where the machine has it. */
#ifndef DT_BASE_POPCOUNT_H
#define DT_BASE_POPCOUNT_H

#include <stdint.h>

static inline uint32_t dt_popcount(uint64_t w)
{
    w -= w >> 1 & UINT64_C(0x5555555555555555);
    w = (w & UINT64_C(0x3333333333333333)) + (w >> 2 & UINT64_C(0x3333333333333333));
    w = (w + (w >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(w * UINT64_C(0x0101010101010101) >> 56);
}

/* Position of the lowest bit; w is not 0. */
static inline uint32_t dt_lowest_bit(uint64_t w)
{
    return dt_popcount((w & (0 - w)) - 1);
}

#endif
