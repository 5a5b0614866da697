/* Frontiers of packages whose worth is a sum over issues, found without walking the
 * packages: issues are joined one by one, and of the partial packages only those stay
 * that no other beats. Whatever is added later is added to both, so what is beaten
 * stays beaten: the answer is exact.
 *
 * It holds when every combination of levels is feasible. */
#ifndef DT_DEALS_MERGE_H
#define DT_DEALS_MERGE_H

#include "deals/frontier.h"

/* Levels that an issue may have. */
#define DT_BUNDLE_LEVELS 256u

/* What the levels of one issue are worth. */
typedef struct dt_bundle_issue {
    uint32_t n_levels;           /* 1 to DT_BUNDLE_LEVELS */
    const int64_t *const *worth; /* [n_coordinates][n_levels] */
} dt_bundle_issue;

/* Issues, whose worth is added up. All of it borrowed. */
typedef struct dt_bundle {
    uint32_t n_coordinates;       /* parties, then whoever else counts; 1 ...
                                     DT_CLOUD_COORDINATES */
    uint32_t n_issues;            /* 0: one package, worth nothing */
    const dt_bundle_issue *issue; /* [n_issues] */
} dt_bundle;

/* Zero means the default. */
typedef struct dt_merge_options {
    uint64_t memory;           /* bytes; default DT_MEMORY_DEFAULT */
    const dt_monitor *monitor; /* looks on; NULL: nobody */
} dt_merge_options;

/* The frontier: points that differ, in descending order of the first coordinate, then
 * of the second and so on. */
typedef struct dt_blend {
    dt_cloud cloud;              /* n_coordinates for parties; no monitor */
    const uint8_t *const *level; /* [n_issues][n]: one package that is this point */
    const uint64_t *n_packages;  /* [n]: how many packages are; UINT64_MAX: or more */
    const uint32_t *n_partial;   /* [n_issues]: points after each issue */
    dt_arena arena;
} dt_blend;

/* Find the frontier of all packages. dt_blend_free() frees it.
 *
 * DT_OK; DT_EUSAGE (too many coordinates or levels, no level); DT_ELIMIT when the sums
 * would leave the limits of worth, or when more than the memory allowed would be taken
 * (the text says how much, and for which issue); DT_ESTOPPED; DT_ENOMEM.
 * Cost: over all issues, dt_skyline_find() of the points times the levels. */
dt_status dt_blend_new(const dt_bundle *bundle, const dt_merge_options *options,
                       dt_blend **merged, dt_error *err);

/* Accepts NULL. */
void dt_blend_free(dt_blend *merged);

#endif
