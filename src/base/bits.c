/* Sets, one bit a member (detente/bits.h). */
#include <detente/bits.h>

#include <stdlib.h>
#include <string.h>

/* The words stand behind the set, in one piece. */
dt_bits *dt_bits_new(uint32_t size)
{
    const size_t n_words = ((size_t)size + 63) / 64;
    dt_bits *const set = calloc(1, sizeof *set + n_words * sizeof *set->word);
    if (set)
        *set = (dt_bits){(uint64_t *)(set + 1), size};
    return set;
}

void dt_bits_free(dt_bits *set)
{
    free(set);
}

void dt_bits_add(dt_bits *set, uint32_t k)
{
    set->word[k >> 6] |= UINT64_C(1) << (k & 63);
}

void dt_bits_fill(dt_bits *set)
{
    const uint32_t n_words = set->size / 64, left = set->size % 64;
    memset(set->word, 0xff, n_words * sizeof *set->word);
    if (left)
        set->word[n_words] = (UINT64_C(1) << left) - 1;
}

uint32_t dt_bits_count(const dt_bits *set)
{
    uint32_t n = 0;
    for (uint32_t w = 0; w < (set->size + 63) / 64; w++)
        for (uint64_t word = set->word[w]; word; word &= word - 1)
            n++;
    return n;
}

uint32_t dt_bits_next(const dt_bits *set, uint32_t from)
{
    for (uint64_t k = from; k < set->size; k++) {
        if ((k & 63) == 0 && set->word[k >> 6] == 0)
            k |= 63; /* an empty word is passed over at once */
        else if (dt_bits_has(set, (uint32_t)k))
            return (uint32_t)k;
    }
    return DT_BITS_NONE;
}
