/* Open addressing with linear probing, at most half full. */
#include "games/lookup.h"

enum { LEAST_SLOTS = 64 };

static size_t slot_of(const dt_lookup *table, uint64_t key)
{
    const size_t last = table->n_slots - 1;
    uint64_t x = key;
    x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
    x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
    size_t at = (size_t)(x ^ x >> 32) & last;
    while (table->slot[at].value != 0 && table->slot[at].key != key)
        at = (at + 1) & last;
    return at;
}

uint32_t dt_lookup_find(const dt_lookup *table, uint64_t key)
{
    return table->n_slots == 0 ? UINT32_MAX
                               : table->slot[slot_of(table, key)].value - 1;
}

static bool grow(dt_lookup *table, dt_arena *arena)
{
    const dt_lookup old = *table;
    table->n_slots = old.n_slots ? 2 * old.n_slots : LEAST_SLOTS;
    table->slot = dt_arena_array(arena, dt_lookup_entry, table->n_slots);
    if (!table->slot) {
        *table = old;
        return false;
    }
    for (size_t k = 0; k < old.n_slots; k++)
        if (old.slot[k].value != 0)
            table->slot[slot_of(table, old.slot[k].key)] = old.slot[k];
    return true;
}

bool dt_lookup_add(dt_lookup *table, dt_arena *arena, uint64_t key, uint32_t value)
{
    if (2 * (table->n + 1) > table->n_slots && !grow(table, arena))
        return false;
    table->slot[slot_of(table, key)] = (dt_lookup_entry){key, value + 1};
    table->n++;
    return true;
}
