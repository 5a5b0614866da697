/* Many states told as few patterns. */
#ifndef DT_REPORT_PATTERNS_H
#define DT_REPORT_PATTERNS_H

#include "space/space.h"

/* All states that agree with `code` outside of the fields in `any`. */
typedef struct dt_pattern {
    uint64_t code, any;
    uint64_t n_states;
    dt_state state; /* the one state that it is, or DT_NO_STATE */
} dt_pattern;

/* Cover a set of states by patterns that do not overlap, largest first. Merged states
 * stand as they are. The patterns go to the arena; false when there is no memory, or
 * the space's monitor wants to stop. */
bool dt_patterns_find(const dt_space *space, const dt_bits *set, dt_arena *arena,
                      dt_pattern **patterns, uint32_t *n);

#endif
