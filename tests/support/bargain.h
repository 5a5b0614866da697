/* Random negotiations: a random conflict in words, with statements about talks behind
 * it. */
#ifndef DT_SUPPORT_BARGAIN_H
#define DT_SUPPORT_BARGAIN_H

#include "base/text.h"
#include "support/random.h"

#include <detente/model.h>

/* A negotiation and what the library reads in it. */
typedef struct bargain {
    uint64_t seed;
    sketch *sketch; /* of the conflict alone */
    dt_text text;
    dt_diags *diags;
    dt_model *model;
} bargain;

/* The negotiation of that seed, about a conflict of that size: it has a status quo,
 * something is negotiable, nobody ranks states by numbers, and nothing is merged. */
bargain random_bargain(uint64_t seed, random_size size);
void bargain_free(bargain *b);

/* Write it to the standard error, for whoever has to mend what it broke. */
void bargain_show(const bargain *b);

#endif
