/**
 * @file
 * @brief Sets of numbered things, one bit each: states above all.
 */
#ifndef DETENTE_BITS_H
#define DETENTE_BITS_H

#include <detente/export.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** No member at all. */
#define DT_BITS_NONE UINT32_MAX

/** A set over 0 ... size - 1: member k is bit k % 64 of word k / 64. */
typedef struct dt_bits {
    uint64_t *word; /**< [(size + 63) / 64]; bits from `size` on are 0 */
    uint32_t size;  /**< how many things the set ranges over */
} dt_bits;

/** @brief True when k is in the set, 0 <= k < size. */
static inline bool dt_bits_has(const dt_bits *set, uint32_t k)
{
    return (set->word[k >> 6] >> (k & 63)) & 1u;
}

/** @brief An empty set, the caller's; NULL: no memory. */
DT_API dt_bits *dt_bits_new(uint32_t size);
/** @brief Free a set that dt_bits_new() made. Accepts NULL. */
DT_API void dt_bits_free(dt_bits *set);
/** @brief Put k into the set, 0 <= k < size. */
DT_API void dt_bits_add(dt_bits *set, uint32_t k);
/** @brief Put 0 ... size - 1 into the set. */
DT_API void dt_bits_fill(dt_bits *set);
/** @brief How many members the set has. */
DT_API uint32_t dt_bits_count(const dt_bits *set);
/** @brief The first member that is no less than @p from, or ::DT_BITS_NONE. */
DT_API uint32_t dt_bits_next(const dt_bits *set, uint32_t from);

#ifdef __cplusplus
}
#endif

#endif
