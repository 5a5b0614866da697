/* See graph.h. */
#include "stability/graph.h"

#include "base/watch.h"

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

uint64_t dt_graph_bytes(const dt_space *space)
{
    const uint64_t n = (uint64_t)space->n_states + 2;
    uint64_t all = 0, most = 0;
    for (dt_actor_id a = 0; a < space->model->n_actors; a++) {
        const uint64_t pairs = count_pairs(space, &space->groups[a]);
        all += pairs;
        most = pairs > most ? pairs : most;
    }
    return n * sizeof(dt_state) + all * sizeof(dt_state) +
           n * (sizeof(size_t) + sizeof(uint32_t)) * space->model->n_actors +
           n * sizeof(size_t) + most * sizeof(dt_state); /* one actor's, backwards */
}

/* Now and then, at state s: does the monitor want to stop? */
static bool is_stopped(const dt_monitor *monitor, dt_state s)
{
    enum { STATES = 256 };
    return s % STATES == 0 && dt_watch(monitor, "listing moves", -1, NULL) != DT_OK;
}

static bool list_moves(const dt_space *space, dt_actor_id a, dt_state *room,
                       dt_arena *arena, dt_moves *moves, const dt_monitor *monitor)
{
    const uint32_t n = space->n_states;
    moves->first = dt_arena_array(arena, size_t, (size_t)n + 1);
    if (!moves->first)
        return false;
    for (dt_state s = 0; s < n; s++) {
        if (is_stopped(monitor, s))
            return false;
        moves->first[s + 1] = moves->first[s] + dt_space_moves(space, a, s, room);
    }
    moves->to = dt_arena_array(arena, dt_state, moves->first[n]);
    for (dt_state s = 0; moves->to && s < n; s++) {
        if (is_stopped(monitor, s))
            return false;
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

bool dt_graph_build(const dt_space *space, const dt_ranks *ranks,
                    const dt_monitor *monitor, dt_arena *arena, dt_graph *graph)
{
    const uint32_t n_actors = space->model->n_actors;
    dt_state *const room = dt_arena_array(arena, dt_state, space->n_states);
    dt_moves *const moves = dt_arena_array(arena, dt_moves, n_actors);
    const uint32_t **const rank = dt_arena_array(arena, const uint32_t *, n_actors);
    if (!room || !moves || !rank)
        return false;
    for (dt_actor_id a = 0; a < n_actors; a++) {
        rank[a] = ranks_of_states(space, &ranks->column[a], arena);
        if (!rank[a] || !list_moves(space, a, room, arena, &moves[a], monitor))
            return false;
    }
    *graph = (dt_graph){space->n_states, n_actors, moves, rank, monitor};
    return true;
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
