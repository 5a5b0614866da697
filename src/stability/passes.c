/* The kernels of dense spaces are in tiles.c; these are the names the sweeps know. */
#include "stability/passes.h"

bool dt_lane_build(const dt_space *space, const dt_ranks *ranks, dt_actor_id a,
                   uint32_t n_threads, dt_arena *arena, dt_lane *lane)
{
    const uint32_t *const rank = ranks->column[a].rank;
    *lane = (dt_lane){.rank = rank};
    return dt_tiles_build(space, a, rank, n_threads, arena, &lane->tiles);
}

void dt_pass_best(const dt_lane *lane, const uint32_t *in, uint32_t *out)
{
    dt_tiles_best(&lane->tiles, in, out);
}

bool dt_pass_moves(const dt_lane *lane, uint32_t *column, const dt_stamps *stamps)
{
    return dt_tiles_moves(&lane->tiles, column, stamps);
}

bool dt_pass_improvements(const dt_lane *lane, uint32_t *column,
                          const dt_stamps *stamps)
{
    return dt_tiles_improvements(&lane->tiles, column, stamps);
}
