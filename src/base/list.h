/* A growing array in an arena, for readers that don't know how much will come.
 *
 * Items move when the list grows: keep indices, not pointers, until it is complete. */
#ifndef DT_BASE_LIST_H
#define DT_BASE_LIST_H

#include "base/arena.h"

/* All zero is an empty list. */
typedef struct dt_list {
    void *items; /* [n] of whatever the owner says */
    size_t n, room;
} dt_list;

/* A new zeroed item at the end; NULL when there is no memory. */
static inline void *dt_list_add(dt_list *list, dt_arena *arena, size_t each)
{
    char *const items = dt_arena_grow(arena, list->items, list->n, &list->room, each);
    if (!items)
        return NULL;
    list->items = items;
    return items + each * list->n++;
}

#endif
