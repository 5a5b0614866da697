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

/* Position of the lowest bit; w is not 0. The factor is a sequence of 64 bits in which
 * every six in a row are different (de Bruijn): shifted by the position, its first six
 * say which. */
static inline uint32_t dt_lowest_bit(uint64_t w)
{
    static const uint8_t position[64] = {
        0,  1,  48, 2,  57, 49, 28, 3,  61, 58, 50, 42, 38, 29, 17, 4,
        62, 55, 59, 36, 53, 51, 43, 22, 45, 39, 33, 30, 24, 18, 12, 5,
        63, 47, 56, 27, 60, 41, 37, 16, 54, 35, 52, 21, 44, 32, 23, 11,
        46, 26, 40, 15, 34, 20, 31, 10, 25, 14, 19, 9,  13, 8,  7,  6};
    return position[(w & (0 - w)) * UINT64_C(0x03f79d71b4cb0a89) >> 58];
}

#endif
