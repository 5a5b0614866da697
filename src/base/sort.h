/* Sorting in linear time. */
#ifndef DT_BASE_SORT_H
#define DT_BASE_SORT_H

#include <stdint.h>

/* Reorder `order` so that key[order[k]] ascends; equal keys keep their order. `scratch`
 * has the length of `order`, n; `key` is indexed by what `order` holds. */
void dt_sort_by_key(const uint64_t *key, uint32_t *order, uint32_t *scratch,
                    uint32_t n);

#endif
