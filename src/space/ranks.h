/* The inside of the ranks: a column of small integers for each actor. */
#ifndef DT_SPACE_RANKS_H
#define DT_SPACE_RANKS_H

#include "space/space.h"

typedef struct dt_column {
    uint32_t n_tiers;
    uint32_t *rank; /* [n_cells], 0 the worst, equal for ties; the members of a merged
                       state are equal; 0 where no state is */
} dt_column;

struct dt_ranks {
    const dt_space *space;
    dt_arena arena;
    dt_cast cast;
    dt_column *column; /* [n_actors] */
};

/* Report what is wrong with a preference of the actor, or worth a word, that can be
 * said without ranking states. False when there is no memory. */
bool dt_preference_report(const dt_actor *actor, uint32_t type, dt_diags *diags);

/* ---- order.c: ranks by comparing cells -------------------------------------- */

/* Rank all cells by prioritised statements, or by worth (whose magnitudes must have
 * been checked, dt_worth_fits). Members of a merged state are ranked each by itself.
 * DT_OK, DT_ENOMEM, DT_ESTOPPED. */
dt_status dt_order_by_statements(const dt_space *space, const dt_preference *preference,
                                 dt_column *column);
dt_status dt_order_by_value(const dt_space *space, const dt_preference *preference,
                            dt_column *column);

/* Bytes that either of them takes while it works. */
uint64_t dt_order_bytes(uint64_t n_cells);

/* Close the gaps: the ranks in use become 0, 1, 2 ... False when there is no memory. */
bool dt_order_close(const dt_space *space, dt_column *column);

/* ---- tiers.c: explicit rankings --------------------------------------------- */

/* Fill the column from a `rank` block, reporting states that are ranked twice or not at
 * all. False when there is no memory. */
bool dt_tiers_rank(const dt_space *space, const dt_actor *actor,
                   const dt_preference *preference, dt_diags *diags, dt_arena *scratch,
                   dt_column *column);

#endif
