/* Two rounds of the finaliser of splitmix64 (Steele, Lea and Flood 2014). */
#include "support/dice.h"

static uint64_t stir(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

uint64_t dice_bits(uint64_t seed, uint64_t draw)
{
    return stir(stir(seed) ^ draw);
}

uint64_t dice_word(dice *d)
{
    return dice_bits(d->seed, d->draw++);
}

size_t dice_below(dice *d, size_t n)
{
    return (size_t)(dice_word(d) % n);
}

size_t dice_between(dice *d, size_t least, size_t most)
{
    return least + dice_below(d, most - least + 1);
}

bool dice_chance(dice *d, unsigned percent)
{
    return dice_below(d, 100) < percent;
}
