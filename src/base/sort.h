/* Sorting. */
#ifndef DT_BASE_SORT_H
#define DT_BASE_SORT_H

#include <stdint.h>

/* Reorder `order` so that key[order[k]] ascends; equal keys keep their order. `scratch`
 * has the length of `order`, n; `key` is indexed by what `order` holds. */
void dt_sort_by_key(const uint64_t *key, uint32_t *order, uint32_t *scratch,
                    uint32_t n);

/* A value that goes where its key goes. */
typedef struct dt_keyed {
    uint64_t key;
    uint32_t value;
} dt_keyed;

/* Sort by ascending keys; equal keys keep their order. `scratch` is [n]. In linear
 * time, and quicker than dt_sort_by_key where the lists are long, because it never
 * looks up a key elsewhere. */
void dt_sort_keyed(dt_keyed *list, dt_keyed *scratch, uint32_t n);

/* Sort numbers that all differ; `scratch` is [n]. For many short lists. */
void dt_sort_numbers(uint64_t *number, uint64_t *scratch, uint32_t n);

#endif
