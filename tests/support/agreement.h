/* Whether what the library tells of a negotiation is what the oracle finds. */
#ifndef DT_SUPPORT_AGREEMENT_H
#define DT_SUPPORT_AGREEMENT_H

#include "oracle/haggle.h"

#include <detente/deals.h>

typedef struct agreement {
    const haggle *h;
    size_t point;  /* the disagreement point */
    int64_t scale; /* of the library's worths */
    char why[300]; /* the first thing that was wrong */
} agreement;

/* Note what is wrong; always false. */
DT_PRINTF(2, 3) bool agreement_fail(agreement *t, const char *format, ...);

/* The worth is that of the oracle, over the voice's denominator. */
bool agreement_worth(const agreement *t, size_t voice, int64_t ours, dt_wide theirs);

/* The prices are those of all concessions, in their order. */
bool agreement_on_prices(agreement *t, const dt_price *prices, uint32_t n);
/* The refusals of a deal whose code is a package. */
bool agreement_on_refusals(agreement *t, const dt_deal *deal);
/* The linkage of a model that has arenas. */
bool agreement_on_linkage(agreement *t, const dt_linkage *linkage);

#endif
