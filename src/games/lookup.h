/* Numbers by keys: a hash table in an arena that only grows. */
#ifndef DT_GAMES_LOOKUP_H
#define DT_GAMES_LOOKUP_H

#include "base/arena.h"

typedef struct dt_lookup_entry {
    uint64_t key;
    uint32_t value; /* plus 1; 0: a free slot */
} dt_lookup_entry;

/* All zero is an empty table. */
typedef struct dt_lookup {
    dt_lookup_entry *slot; /* [n_slots] */
    size_t n, n_slots;
} dt_lookup;

/* The value of a key, UINT32_MAX when it has none. */
uint32_t dt_lookup_find(const dt_lookup *table, uint64_t key);
/* Give a value below UINT32_MAX to a key that has none. False when there is no memory.
 */
bool dt_lookup_add(dt_lookup *table, dt_arena *arena, uint64_t key, uint32_t value);

#endif
