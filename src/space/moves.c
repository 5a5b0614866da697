/* Which states an actor can reach from a state in one move (gmcr: R_i). */
#include "space/space.h"

#include <assert.h>
#include <string.h>

bool dt_move_is_open(const dt_model *model, dt_actor_id a, uint64_t from, uint64_t to)
{
    for (uint32_t k = 0; k < model->n_forbids; k++) {
        const dt_forbid *const forbid = &model->forbids[k];
        if (forbid->actor == a && dt_formula_holds(model, forbid->from, from) &&
            dt_formula_holds(model, forbid->to, to))
            return false;
    }
    return true;
}

/* Insert a state into the ascending to[n] unless it is there. */
static uint32_t insert_once(dt_state *to, uint32_t n, dt_state t)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (to[middle] < t)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < n && to[low] == t)
        return n;
    memmove(to + low + 1, to + low, (n - low) * sizeof *to);
    to[low] = t;
    return n + 1;
}

/* Add the states that are reached from one cell of state `s`. Without merges they come
 * in order, each once. */
static uint32_t add_moves(const dt_space *space, dt_actor_id a, dt_state s,
                          uint32_t cell, dt_state *to, uint32_t n)
{
    const dt_groups *const groups = &space->groups[a];
    const uint32_t g = dt_group_of(space, a, cell);
    const uint64_t here = dt_code_of(space, cell);
    for (uint32_t k = groups->first[g]; k < groups->first[g + 1]; k++) {
        const uint32_t other = groups->member[k];
        const dt_state t = dt_state_of(space, other);
        if (t == s || !dt_ways_allow(&groups->ways, here, dt_code_of(space, other)) ||
            !dt_move_is_open(space->model, a, here, dt_code_of(space, other)))
            continue;
        if (space->n_merged)
            n = insert_once(to, n, t);
        else
            to[n++] = t;
    }
    return n;
}

/* The same where a cell is a code: the actor's field takes all its values in turn. */
static uint32_t moves_in_dense(const dt_space *space, dt_actor_id a, uint32_t cell,
                               dt_state *to)
{
    const uint32_t mask = (uint32_t)space->model->actors[a].mask;
    const uint32_t others = cell & ~mask;
    uint32_t field = 0, n = 0;
    do {
        const uint32_t other = others | field;
        if (other != cell && dt_cell_is_feasible(space, other) &&
            dt_ways_allow(&space->groups[a].ways, cell, other))
            to[n++] = dt_state_of(space, other);
        field = (field - mask) & mask; /* the next value of the field */
    } while (field);
    return n;
}

uint32_t dt_space_moves(const dt_space *space, dt_actor_id a, dt_state s, dt_state *to)
{
    assert(a < space->model->n_actors && s < space->n_states);
    if (space->is_dense)
        return moves_in_dense(space, a, dt_cell_of(space, s), to);
    const dt_merged *const merged = dt_merged_at(space, s);
    if (!merged)
        return add_moves(space, a, s, dt_cell_of(space, s), to, 0);
    uint32_t n = 0;
    for (uint32_t k = 0; k < merged->n; k++)
        n = add_moves(space, a, s, space->member_cell[merged->first + k], to, n);
    return n;
}
