/* The kernels of the sweeps on dense spaces, where groups are known by arithmetic. */
#ifndef DT_STABILITY_TILES_H
#define DT_STABILITY_TILES_H

#include "space/ranks.h"

/* Groups that are handled together. */
enum { DT_TILE_LANES = 16 };

/* One actor's way through the codes. */
typedef struct dt_tiles {
    const dt_space *space;
    const dt_actor *actor;
    uint32_t shift, rows; /* of the actor's field; rows = 2^width */
    uint32_t n_tiles;     /* that cover the space */
    uint32_t across;      /* tiles side by side between two values of the field */
    uint32_t lanes, runs; /* groups in a tile, and in how many runs of neighbours */
    uint32_t lane[DT_TILE_LANES]; /* cell of a lane's row 0, from that of lane 0 */
    uint16_t *order;              /* [n_cells] rows of each group, best first */
    uint32_t n_keys;     /* combinations of one-way choices; 1: there are none */
    const uint16_t *key; /* [rows] the combination of a row; NULL when n_keys is 1 */
    const uint16_t
        *leading; /* keys that lead to key k: leading[first[k] ... first[k + 1]) */
    const uint32_t *first; /* [n_keys + 1] */
    uint32_t n_threads;
    void *scratch; /* [n_threads] tiles */
} dt_tiles;

/* Which parts of a column a pass changed last: a pass leaves alone what has not changed
 * since its actor was there. Passes are counted from 1. */
typedef struct dt_stamps {
    uint32_t
        *last; /* [n_cells / DT_STAMP_CELLS, rounded up] pass that changed a stretch */
    uint32_t now;   /* number of this pass */
    uint32_t since; /* number of the actor's pass before, 0: none */
} dt_stamps;

enum { DT_STAMP_CELLS = 64 };

/* Make the tiles of an actor with that rank column. False when there is no memory. */
bool dt_tiles_build(const dt_space *space, dt_actor_id a, const uint32_t *rank,
                    uint32_t n_threads, dt_arena *arena, dt_tiles *tiles);

/* Bytes that the tiles of an actor take: kept, and while they are made. */
dt_bytes dt_tiles_bytes(const dt_space *space, dt_actor_id a, uint32_t n_threads);

/* The kernels: as dt_pass_best and so on (passes.h). Columns that are lowered hold
 * UINT32_MAX where no state is, and go on doing so. */
void dt_tiles_best(const dt_tiles *tiles, const uint32_t *in, uint32_t *out);
bool dt_tiles_moves(const dt_tiles *tiles, uint32_t *column, const dt_stamps *stamps);
bool dt_tiles_improvements(const dt_tiles *tiles, uint32_t *column,
                           const dt_stamps *stamps);

#endif
