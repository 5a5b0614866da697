/* A list beside a hash table of places in it: open addressing, linear probing, at most
 * half full. Emptying it clears the slots of what was in it, or all of them, whichever
 * is less. */
#include "base/roster.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_ROOM = 64 };

static size_t hash(uint64_t code, uint32_t tag)
{
    uint64_t x = code + tag * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
    x = (x ^ x >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return (size_t)(x ^ x >> 32);
}

/* The slot where the entry is, or where it would go. */
static size_t find_slot(const dt_roster *r, uint64_t code, uint32_t tag)
{
    const size_t last = r->n_slots - 1;
    size_t at = hash(code, tag) & last;
    while (r->slot[at]) {
        const dt_roster_entry *const e = &r->entry[r->slot[at] - 1];
        if (e->code == code && e->tag == tag)
            break;
        at = (at + 1) & last;
    }
    return at;
}

static bool grow_slots(dt_roster *r, size_t n_slots)
{
    uint32_t *const slot = calloc(n_slots, sizeof *slot);
    if (!slot)
        return false;
    free(r->slot);
    r->slot = slot;
    r->n_slots = n_slots;
    for (size_t k = 0; k < r->n; k++)
        slot[find_slot(r, r->entry[k].code, r->entry[k].tag)] = (uint32_t)k + 1;
    return true;
}

/* Twice the room. The old list is there while the new one is made, and so counts. */
static dt_status grow(dt_roster *r)
{
    const size_t room = r->room ? 2 * r->room : LEAST_ROOM, n_slots = 2 * room;
    const uint64_t bytes =
        (uint64_t)(room + r->room) * sizeof *r->entry + n_slots * sizeof *r->slot;
    if (bytes > r->most || room >= DT_ROSTER_NONE)
        return DT_ELIMIT;
    dt_roster_entry *const entry = realloc(r->entry, room * sizeof *entry);
    if (!entry)
        return DT_ENOMEM;
    r->entry = entry;
    if (!grow_slots(r, n_slots))
        return DT_ENOMEM;
    r->room = room;
    return DT_OK;
}

dt_status dt_roster_add(dt_roster *r, dt_roster_entry entry)
{
    if (r->n_slots && r->slot[find_slot(r, entry.code, entry.tag)])
        return DT_OK;
    if (r->n == r->room) {
        const dt_status status = grow(r);
        if (status != DT_OK)
            return status;
    }
    r->entry[r->n++] = entry;
    r->slot[find_slot(r, entry.code, entry.tag)] = (uint32_t)r->n;
    return DT_OK;
}

void dt_roster_reset(dt_roster *r)
{
    if (r->n > r->n_slots / 16)
        memset(r->slot, 0, r->n_slots * sizeof *r->slot);
    else
        for (size_t k = r->n; k-- > 0;)
            r->slot[find_slot(r, r->entry[k].code, r->entry[k].tag)] = 0;
    r->n = 0;
}

void dt_roster_release(dt_roster *r)
{
    free(r->entry);
    free(r->slot);
    r->entry = NULL;
    r->slot = NULL;
    r->n = r->room = r->n_slots = 0;
}
