/* Random packages as points, for tests of src/deals. */
#ifndef DT_SUPPORT_CLOUDS_H
#define DT_SUPPORT_CLOUDS_H

#include "deals/frontier.h"
#include "support/dice.h"

/* What the worth of a package is like. */
typedef enum cloud_kind {
    CLOUD_TIES,    /* a few small numbers: many ties */
    CLOUD_ANY,     /* anything up to a million */
    CLOUD_OPPOSED, /* what one gets another lacks: nearly all are on the frontier */
    CLOUD_HUGE,    /* near the limits of worth, often by the same small numbers */
    N_CLOUD_KINDS
} cloud_kind;

typedef struct test_cloud {
    dt_cloud cloud;
    dt_bits *among; /* some packages */
    int64_t *column[DT_CLOUD_COORDINATES];
} test_cloud;

/* k coordinates and n packages, of a kind that the dice choose. */
void cloud_draw(test_cloud *t, dice *d, uint32_t k, uint32_t n);
void cloud_free(test_cloud *t);

/* The definition: q is worth no less to all and more to one. */
bool cloud_beats(const dt_cloud *cloud, uint32_t q, uint32_t p);

#endif
