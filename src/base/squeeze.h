/* Taking some bits of a word out, side by side, in order.
 *
 *      mask  1 0 1 1 0 1      word  a b c d e f      squeezed  0 0 a c d f
 *
 * A mask is prepared once for many words: in round k the bits that have an odd multiple
 * of 2^k zeros below them move down by 2^k.
 * Source: H. S. Warren, Hacker's Delight, 2nd edition, section 7-4 (compress). */
#ifndef DT_BASE_SQUEEZE_H
#define DT_BASE_SQUEEZE_H

#include <stdint.h>

enum { DT_SQUEEZE_ROUNDS = 6 };

typedef struct dt_squeezer {
    uint64_t mask, moves[DT_SQUEEZE_ROUNDS];
} dt_squeezer;

static inline dt_squeezer dt_squeezer_for(uint64_t mask)
{
    dt_squeezer s = {.mask = mask};
    uint64_t zeros = ~mask << 1; /* what has a zero just below */
    for (int k = 0; k < DT_SQUEEZE_ROUNDS; k++) {
        uint64_t odd = zeros; /* parity of the zeros below, by doubling */
        for (int shift = 1; shift < 64; shift *= 2)
            odd ^= odd << shift;
        s.moves[k] = odd & mask;
        mask = (mask ^ s.moves[k]) | s.moves[k] >> (1 << k);
        zeros &= ~odd;
    }
    return s;
}

static inline uint64_t dt_squeeze(const dt_squeezer *s, uint64_t word)
{
    word &= s->mask;
    for (int k = 0; k < DT_SQUEEZE_ROUNDS; k++) {
        const uint64_t moving = word & s->moves[k];
        word = (word ^ moving) | moving >> (1 << k);
    }
    return word;
}

#endif
