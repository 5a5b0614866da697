/* "Did you mean": the nearest of some names by edit distance. */
#ifndef DT_BASE_NEAREST_H
#define DT_BASE_NEAREST_H

#include <stddef.h>
#include <stdint.h>

/* A search for the name nearest to `wanted`. Offer the candidates one by one. */
typedef struct dt_nearest {
    const char *wanted; /* [n], not NUL-terminated */
    size_t n;
    const char *best; /* NULL: none is near enough */
    uint32_t distance;
} dt_nearest;

dt_nearest dt_nearest_to(const char *wanted, size_t n);

/* The first of equally near candidates wins. `candidate` must outlive the search. */
void dt_nearest_offer(dt_nearest *search, const char *candidate);

#endif
