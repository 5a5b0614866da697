/* Each actor's groups: the cells among which it alone can move (space.h).
 *
 * A group is known by the code without the actor's own bits, and groups are sorted by
 * that key. Codes ascend, so those that agree above the actor's field stand together
 * already, and only inside such a block cells are sorted by what is below the field:
 *
 *      code   above | field | below
 *             block |       | key of the sort inside it
 *
 * The sort keeps the order of equals, so members ascend; everything is linear in the
 * number of cells. */
#include "base/fail.h"
#include "base/sort.h"
#include "base/threads.h"
#include "base/watch.h"
#include "space/space.h"

/* Which of the actor's choices are one-way. */
static bool find_ways(dt_space *space, dt_actor_id a, dt_ways *ways)
{
    const dt_actor *const actor = &space->model->actors[a];
    ways->free = true;
    ways->issue = dt_arena_alloc(&space->arena, actor->n_choices, sizeof *ways->issue);
    if (!ways->issue)
        return false;
    for (uint32_t k = 0; k < actor->n_choices; k++) {
        const dt_choice *const choice = &space->model->choices[actor->first_choice + k];
        if (choice->way == DT_WAY_BOTH)
            continue;
        ways->free = false;
        ways->mask |= dt_choice_mask(choice);
        if (!choice->is_option) {
            ways->issue[ways->n_issues].mask = dt_choice_mask(choice);
            ways->issue[ways->n_issues++].up = choice->way == DT_WAY_UP;
        } else if (choice->way == DT_WAY_UP)
            ways->up |= dt_choice_mask(choice);
        else
            ways->down |= dt_choice_mask(choice);
    }
    return true;
}

/* The groups of a dense space need no list. */
static bool build_dense(dt_space *space, dt_actor_id a)
{
    const dt_actor *const actor = &space->model->actors[a];
    dt_groups *const groups = &space->groups[a];
    groups->largest = 1;
    for (uint32_t k = 0; k < actor->n_choices; k++)
        groups->largest *= space->model->choices[actor->first_choice + k].n_levels;
    return find_ways(space, a, &groups->ways);
}

static bool new_lists(dt_space *space, dt_actor_id a)
{
    dt_groups *const groups = &space->groups[a];
    groups->first = dt_arena_array(&space->arena, uint32_t, (size_t)space->n_cells + 1);
    groups->member = dt_arena_array(&space->arena, uint32_t, space->n_cells);
    return groups->first && groups->member && find_ways(space, a, &groups->ways);
}

/* The end of the cells that, from `begin` on, agree above the actor's field. */
static uint32_t end_of_block(const dt_space *space, uint32_t begin, uint64_t above)
{
    const uint64_t here = space->code.at[begin] & above;
    uint32_t end = begin + 1;
    while (end < space->n_cells && (space->code.at[end] & above) == here)
        end++;
    return end;
}

/* Take over a sorted block, and cut it where the key changes. */
static void cut(dt_groups *groups, const dt_keyed *sorted, uint32_t begin, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        if (k == 0 || sorted[k].key != sorted[k - 1].key)
            groups->first[groups->n++] = begin + k;
        groups->member[begin + k] = sorted[k].value;
    }
}

/* `list` and `scratch` are [n_cells]. */
static void build_sparse(dt_space *space, dt_actor_id a, dt_keyed *list,
                         dt_keyed *scratch)
{
    dt_groups *const groups = &space->groups[a];
    const uint64_t mask = space->model->actors[a].mask;
    const uint64_t below = mask ? (mask & (0 - mask)) - 1 : UINT64_MAX;
    for (uint32_t begin = 0, end; begin < space->n_cells; begin = end) {
        end = end_of_block(space, begin, ~(mask | below));
        for (uint32_t c = begin; c < end; c++)
            list[c - begin] = (dt_keyed){space->code.at[c] & below, c};
        dt_sort_keyed(list, scratch, end - begin);
        cut(groups, list, begin, end - begin);
    }
    groups->first[groups->n] = space->n_cells;
    for (uint32_t g = 0; g < groups->n; g++) {
        const uint32_t size = groups->first[g + 1] - groups->first[g];
        if (size > groups->largest)
            groups->largest = size;
    }
}

/* Actors that are grouped at the same time. */
static uint32_t actors_at_once(uint64_t n_cells, uint32_t n_threads, uint32_t n_actors)
{
    const uint32_t useful = dt_threads_worth(n_threads, n_cells);
    return useful < n_actors ? useful : n_actors;
}

/* Actors [first, first + n), a thread each. */
static void build_some(dt_space *space, dt_actor_id first, uint32_t n, dt_keyed *list)
{
#pragma omp parallel for num_threads(n) schedule(static, 1)
    for (uint32_t k = 0; k < n; k++) {
        dt_keyed *const own = list + 2 * (size_t)space->n_cells * k;
        build_sparse(space, first + k, own, own + space->n_cells);
    }
}

static dt_status build_all_sparse(dt_space *space, dt_error *err)
{
    const uint32_t n_actors = space->model->n_actors;
    const uint32_t at_once =
        actors_at_once(space->n_cells, space->limits.threads, n_actors);
    dt_arena arena = {0};
    dt_keyed *const list =
        dt_arena_array(&arena, dt_keyed, 2 * (size_t)space->n_cells * at_once);
    dt_status status = list ? DT_OK : dt_fail_memory(err);
    for (dt_actor_id a = 0; status == DT_OK && a < n_actors; a++)
        if (!new_lists(space, a))
            status = dt_fail_memory(err);
    for (dt_actor_id a = 0; status == DT_OK && a < n_actors; a += at_once) {
        status = dt_watch(space->limits.monitor, "grouping states",
                          (double)a / n_actors, err);
        if (status == DT_OK)
            build_some(space, a, n_actors - a < at_once ? n_actors - a : at_once, list);
    }
    dt_arena_release(&arena);
    return status;
}

/* What is allocated in this file. Dense: a few words. */
dt_bytes dt_groups_bytes(const dt_extent *e)
{
    const uint32_t n_actors = e->model->n_actors;
    if (e->is_dense)
        return (dt_bytes){0, 0};
    return (dt_bytes){2 * sizeof(uint32_t) * e->n_cells * n_actors,
                      2 * sizeof(dt_keyed) * e->n_cells *
                          actors_at_once(e->n_cells, e->n_threads, n_actors)};
}

dt_status dt_groups_build(dt_space *space, dt_error *err)
{
    const uint32_t n_actors = space->model->n_actors;
    space->groups = dt_arena_array(&space->arena, dt_groups, n_actors);
    bool built = space->groups;
    for (dt_actor_id a = 0; built && space->is_dense && a < n_actors; a++)
        built = build_dense(space, a);
    if (built && !space->is_dense)
        return build_all_sparse(space, err);
    return built ? DT_OK : dt_fail_memory(err);
}

uint32_t dt_group_of(const dt_space *space, dt_actor_id a, uint32_t cell)
{
    const dt_groups *const groups = &space->groups[a];
    const uint64_t others = ~space->model->actors[a].mask;
    const uint64_t key = space->code.at[cell] & others;
    uint32_t low = 0, high = groups->n; /* the group is in [low, high) */
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if ((space->code.at[groups->member[groups->first[middle]]] & others) <= key)
            low = middle;
        else
            high = middle;
    }
    return low;
}
