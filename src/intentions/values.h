/* What a state is worth to an actor that is of some type: exactly, and as a double.
 *
 * A type has the values of its block; a type without a block, and the plain self, those
 * of the actor; an actor without values the mean of its constituencies' values by their
 * weights. */
#ifndef DT_INTENTIONS_VALUES_H
#define DT_INTENTIONS_VALUES_H

#include "base/wide.h"
#include "model/conflict.h"

/* over / under, under > 0; not in lowest terms. The magnitudes stay below 2^120. */
typedef struct dt_fraction {
    dt_wide over, under;
} dt_fraction;

typedef enum dt_value_source {
    DT_VALUE_NONE, /* dt_value_missing() says why */
    DT_VALUE_OWN,
    DT_VALUE_HOME /* of its constituencies */
} dt_value_source;

typedef struct dt_valuation {
    const dt_model *model;
    dt_value_source source;
    const dt_preference *own;
    const dt_home *home;
    uint64_t divisor; /* of the constituencies' weights */
    dt_wide under;    /* of all its fractions */
} dt_valuation;

/* Where the values of an actor come from; type: 0 the plain self, else type + 1. */
dt_valuation dt_valuation_of(const dt_model *model, dt_actor_id a, uint32_t type);

/* What a code is worth; there is a source. All worths of one valuation have the same
 * `under`, so that comparing them is comparing `over`. */
dt_fraction dt_valuation_at(const dt_valuation *valuation, uint64_t code);

/* The same as a double. */
double dt_valuation_value(const dt_valuation *valuation, uint64_t code);

/* Say in `why`, of `room` bytes, who has no values and what to do about it. */
void dt_value_missing(const dt_model *model, dt_actor_id a, uint32_t type, char *why,
                      size_t room);

static inline double dt_fraction_value(dt_fraction f)
{
    return (double)f.over / (double)f.under;
}

/* Write it exactly: as a decimal where it has one of no more than DT_FRACTION_PLACES
 * places, else as a fraction in lowest terms. Returns `buffer`. */
enum { DT_FRACTION_PLACES = 24, DT_FRACTION_ROOM = 96 };
const char *dt_fraction_write(dt_fraction f, char buffer[DT_FRACTION_ROOM]);

#endif
