/* Memory with one owner: blocks that are all freed together.
 *
 * A model, a space, a result, a list of findings each own one arena. Scratch space is
 * an arena in the caller's frame. What is allocated is zeroed. */
#ifndef DT_BASE_ARENA_H
#define DT_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dt_block dt_block;

/* All zero is an empty arena. */
typedef struct dt_arena {
    dt_block *last;   /* newest block first */
    size_t allocated; /* bytes handed out, for tests and reports */
} dt_arena;

/* `n` objects of `each` bytes, zeroed and aligned for any type; NULL when there is no
 * memory or the product overflows. A request for nothing gets a valid pointer. */
void *dt_arena_alloc(dt_arena *arena, size_t n, size_t each);

#define dt_arena_array(arena, type, n)                                                 \
    ((type *)dt_arena_alloc((arena), (n), sizeof(type)))
#define dt_arena_new(arena, type) dt_arena_array((arena), type, 1)

/* Room for one more of `n` objects: `old` itself when it fits, else a copy of twice the
 * size. `*room` is how many fit. NULL when there is no memory; `old` stays valid. */
void *dt_arena_grow(dt_arena *arena, void *old, size_t n, size_t *room, size_t each);

/* A copy of `n` bytes with a NUL behind. NULL when there is no memory. */
char *dt_arena_copy(dt_arena *arena, const char *bytes, size_t n);

/* Free everything; the arena is empty again. */
void dt_arena_release(dt_arena *arena);

/* An object that lives in an arena of its own, which it holds as its member `arena`:
 * NULL when there is no memory. dt_arena_free(object->arena) ends both. */
#define DT_ARENA_ROOT(type) ((type *)dt_arena_root(sizeof(type), offsetof(type, arena)))
void *dt_arena_root(size_t size, size_t offset_of_arena);
void dt_arena_free(dt_arena arena);

#endif
