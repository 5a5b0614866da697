/* The inside of the ranks: a column of small integers for each actor. */
#ifndef DT_SPACE_RANKS_H
#define DT_SPACE_RANKS_H

#include "space/space.h"

typedef struct dt_column {
    uint32_t n_tiers;
    uint32_t *rank; /* [n_states], 0 the worst, equal for ties */
} dt_column;

struct dt_ranks {
    const dt_space *space;
    dt_arena arena;
    dt_cast cast;
    dt_column *column; /* [n_actors] */
};

/* ---- keys.c: what an order compares ------------------------------------------------- */

/* Sort keys of all cells: `n_words` columns of 64-bit words, the first the most
 * important, larger is better. */
typedef struct dt_keys {
    uint32_t n_words;
    uint64_t **word; /* [n_words][n_cells] */
} dt_keys;

/* Keys by prioritised statements: truth vectors, first statement the highest bit. */
bool dt_keys_by_statements(const dt_space *space, const dt_preference *preference,
                           dt_arena *arena, dt_keys *keys);

/* Keys by worth. The magnitudes must have been checked (dt_worth_fits). */
bool dt_keys_by_value(const dt_space *space, const dt_preference *preference,
                      dt_arena *arena, dt_keys *keys);

/* The terms of a value block can be added without overflow. */
bool dt_worth_fits(const dt_preference *preference);

/* Less than, equal to or greater than 0 as cell a's key is to cell b's. */
int dt_keys_compare(const dt_keys *keys, uint32_t a, uint32_t b);

/* Rank the states by the keys of their first cells. */
bool dt_keys_rank(const dt_space *space, const dt_keys *keys, dt_arena *scratch,
                  dt_column *column);

/* ---- tiers.c: explicit rankings ------------------------------------------------------ */

/* Fill the column from a `rank` block, reporting states that are ranked twice or not at
 * all. False when there is no memory. */
bool dt_tiers_rank(const dt_space *space, const dt_actor *actor,
                   const dt_preference *preference, dt_diags *diags, dt_arena *scratch,
                   dt_column *column);

#endif
