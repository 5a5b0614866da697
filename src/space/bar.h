/* What an actor compares codes with, where no space ranks them: a code that is the bar,
 * and whether another one clears it, that is, is strictly better for the actor. */
#ifndef DT_SPACE_BAR_H
#define DT_SPACE_BAR_H

#include "space/space.h"

typedef struct dt_bar {
    const dt_preference *preference;
    uint32_t
        *held; /* [n_statements] how many formulas of a statement hold at the bar */
    int64_t worth;
    uint32_t tier; /* from the best, n_tiers: none */
} dt_bar;

/* True when the preference can be compared without a list of all states: no state is
 * ranked by its number. */
bool dt_bar_applies(const dt_preference *preference);

/* True when that holds for everybody, of whatever type, and no states are merged: one
 * state can then be judged without a list (detente/local.h). */
bool dt_bar_suffices(const dt_model *model);

/* A bar for the preference, not set yet. False when there is no memory. */
bool dt_bar_init(dt_bar *bar, const dt_preference *preference, dt_arena *arena);

/* Put the bar at a code. */
void dt_bar_set(dt_bar *bar, const dt_model *model, uint64_t code);

/* Whether a code clears the bar, of which only the fields in `known` are set yet: each
 * completion does (true), none does (false), or it is not clear. It is always one of
 * the first two when all fields are known. */
dt_verdict dt_bar_judge(const dt_bar *bar, const dt_model *model, uint64_t known,
                        uint64_t code);

/* True when the preference is a ranking that leaves the code out. */
bool dt_bar_misses(const dt_bar *bar, const dt_model *model, uint64_t code);

#endif
