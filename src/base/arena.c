/* An arena is a list of blocks. Small requests share a block of BLOCK bytes, a large
 * one gets its own, so that one list walk frees all.
 *
 *     last -> [ header | used ..... | free ] -> [ header | large ] -> ...
 *
 * Under a sanitizer every request is a block of its own: the tools then see each
 * overrun. Blocks come from calloc, huge ones from the system (pages.h): neither costs
 * a pass over zero pages. */
#include "base/arena.h"

#include "base/pages.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define SHARED_BLOCKS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHARED_BLOCKS 0
#endif
#endif
#ifndef SHARED_BLOCKS
#define SHARED_BLOCKS 1
#endif

enum {
    BLOCK = 1 << 14,
    LARGE = BLOCK / 4,
    HUGE = 1 << 22,
    ALIGN = alignof(max_align_t)
};

struct dt_block {
    dt_block *next;
    size_t used, room; /* bytes behind the header */
};

enum { HEADER = (sizeof(dt_block) + ALIGN - 1) / ALIGN * ALIGN };

static dt_block *new_block(size_t room)
{
    if (room > SIZE_MAX - HEADER)
        return NULL;
    dt_block *const block = SHARED_BLOCKS && room >= HUGE ? dt_pages_new(HEADER + room)
                                                          : calloc(1, HEADER + room);
    if (block)
        block->room = room;
    return block;
}

static void free_block(dt_block *block)
{
    if (SHARED_BLOCKS && block->room >= HUGE)
        dt_pages_free(block, HEADER + block->room);
    else
        free(block);
}

/* A block with `size` bytes to spare: the newest one, or a new one in front of or,
 * for a large request, behind it (the newest goes on being filled). */
static dt_block *block_for(dt_arena *arena, size_t size)
{
    dt_block *const last = arena->last;
    if (last && last->room - last->used >= size)
        return last;
    const bool alone = !SHARED_BLOCKS || size >= LARGE;
    dt_block *const block = new_block(alone ? size : BLOCK);
    if (!block)
        return NULL;
    if (alone && last) {
        block->next = last->next;
        last->next = block;
    } else {
        block->next = last;
        arena->last = block;
    }
    return block;
}

void *dt_arena_alloc(dt_arena *arena, size_t n, size_t each)
{
    if (each && n > (SIZE_MAX - ALIGN) / each)
        return NULL;
    const size_t size = (n * each + ALIGN - 1) / ALIGN * ALIGN;
    dt_block *const block = block_for(arena, size ? size : ALIGN);
    if (!block)
        return NULL;
    char *const at = (char *)block + HEADER + block->used;
    block->used += size ? size : ALIGN;
    arena->allocated += size;
    return at;
}

void *dt_arena_grow(dt_arena *arena, void *old, size_t n, size_t *room, size_t each)
{
    if (n < *room)
        return old;
    const size_t bigger = n ? 2 * n : 8;
    void *const copy = dt_arena_alloc(arena, bigger, each);
    if (!copy)
        return NULL;
    if (n)
        memcpy(copy, old, n * each);
    *room = bigger;
    return copy;
}

char *dt_arena_copy(dt_arena *arena, const char *bytes, size_t n)
{
    if (n == SIZE_MAX)
        return NULL;
    char *const copy = dt_arena_alloc(arena, n + 1, 1);
    if (copy && n)
        memcpy(copy, bytes, n);
    return copy;
}

void dt_arena_release(dt_arena *arena)
{
    for (dt_block *block = arena->last, *next; block; block = next) {
        next = block->next;
        free_block(block);
    }
    *arena = (dt_arena){0};
}

void *dt_arena_root(size_t size, size_t offset_of_arena)
{
    dt_arena arena = {0};
    char *const object = dt_arena_alloc(&arena, 1, size);
    if (object)
        memcpy(object + offset_of_arena, &arena, sizeof arena);
    return object;
}

void dt_arena_free(dt_arena arena)
{
    dt_arena_release(&arena);
}
