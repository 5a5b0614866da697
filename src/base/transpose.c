/* Halves are swapped across the diagonal at six scales: 32 x 32 blocks, then 16 x 16
 * ... (Warren, Hacker's Delight, section 7-3, with the bits counted from the low end).
 */
#include "base/transpose.h"

void dt_transpose(uint64_t w[64])
{
    uint64_t mask = UINT64_C(0x00000000ffffffff);
    for (unsigned half = 32; half; half >>= 1, mask ^= mask << half)
        for (unsigned r = 0; r < 64; r = (r + half + 1) & ~half) {
            const uint64_t swapped = ((w[r] >> half) ^ w[r + half]) & mask;
            w[r] ^= swapped << half;
            w[r + half] ^= swapped;
        }
}
