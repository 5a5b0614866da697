/* See graph.h. */
#include "stability/graph.h"

#include "base/fail.h"

#include <inttypes.h>
#include <string.h>

/* Moves that the actor has at most: all pairs inside its groups. */
static uint64_t count_pairs(const dt_space *space, const dt_groups *groups)
{
    uint64_t pairs = 0;
    if (space->is_dense)
        return (uint64_t)space->n_states * (groups->largest - 1);
    for (uint32_t g = 0; g < groups->n; g++) {
        const uint64_t size = groups->first[g + 1] - groups->first[g];
        pairs += size * (size - 1);
    }
    return pairs;
}

static dt_status check_size(const dt_space *space, uint64_t memory, dt_error *err)
{
    uint64_t pairs = 0;
    for (dt_actor_id a = 0; a < space->model->n_actors; a++)
        pairs += count_pairs(space, &space->groups[a]);
    const uint64_t bytes = 2 * pairs * sizeof(dt_state);
    if (bytes > memory)
        return dt_fail(err, DT_ELIMIT,
                       "the definitional engine would list %" PRIu64
                       " moves in %" PRIu64
                       " MiB; allow more with --memory, or do without 'forbid' and "
                       "'merge'",
                       pairs, bytes >> 20);
    return DT_OK;
}

static bool list_moves(const dt_space *space, dt_actor_id a, dt_state *room,
                       dt_arena *arena, dt_moves *moves)
{
    const uint32_t n = space->n_states;
    moves->first = dt_arena_array(arena, size_t, (size_t)n + 1);
    if (!moves->first)
        return false;
    for (dt_state s = 0; s < n; s++)
        moves->first[s + 1] = moves->first[s] + dt_space_moves(space, a, s, room);
    moves->to = dt_arena_array(arena, dt_state, moves->first[n]);
    for (dt_state s = 0; moves->to && s < n; s++) {
        const uint32_t count = dt_space_moves(space, a, s, room);
        memcpy(moves->to + moves->first[s], room, count * sizeof *room);
    }
    return moves->to;
}

/* The rank column by states; the column itself where cells are states. */
static const uint32_t *ranks_of_states(const dt_space *space, const dt_column *column,
                                       dt_arena *arena)
{
    if (dt_cells_are_states(space))
        return column->rank;
    uint32_t *const rank = dt_arena_array(arena, uint32_t, space->n_states);
    for (dt_state s = 0; rank && s < space->n_states; s++)
        rank[s] = column->rank[dt_cell_of(space, s)];
    return rank;
}

dt_status dt_graph_build(const dt_space *space, const dt_ranks *ranks, uint64_t memory,
                         dt_arena *arena, dt_graph *graph, dt_error *err)
{
    const uint32_t n_actors = space->model->n_actors;
    DT_TRY(check_size(space, memory, err));
    dt_state *const room = dt_arena_array(arena, dt_state, space->n_states);
    dt_moves *const moves = dt_arena_array(arena, dt_moves, n_actors);
    const uint32_t **const rank = dt_arena_array(arena, const uint32_t *, n_actors);
    if (!room || !moves || !rank)
        return dt_fail_memory(err);
    for (dt_actor_id a = 0; a < n_actors; a++) {
        rank[a] = ranks_of_states(space, &ranks->column[a], arena);
        if (!rank[a] || !list_moves(space, a, room, arena, &moves[a]))
            return dt_fail_memory(err);
    }
    *graph = (dt_graph){space->n_states, n_actors, moves, rank};
    return DT_OK;
}

bool dt_moves_reverse(const dt_moves *moves, uint32_t n_states, dt_arena *arena,
                      dt_moves *back)
{
    const size_t n_moves = moves->first[n_states];
    back->first = dt_arena_array(arena, size_t, (size_t)n_states + 2);
    back->to = dt_arena_array(arena, dt_state, n_moves);
    if (!back->first || !back->to)
        return false;
    for (size_t k = 0; k < n_moves; k++)
        back->first[moves->to[k] + 2]++;
    for (uint32_t s = 1; s < n_states; s++)
        back->first[s + 1] += back->first[s];
    for (dt_state s = 0; s < n_states; s++)
        for (size_t k = moves->first[s]; k < moves->first[s + 1]; k++)
            back->to[back->first[moves->to[k] + 1]++] = s;
    return true;
}
