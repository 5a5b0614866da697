/* Each actor's groups: the cells among which it alone can move (space.h).
 *
 * A group is known by the code without the actor's own bits. Cells are sorted by that
 * key with a radix sort that keeps their order, so members ascend and everything is
 * linear in the number of cells. */
#include "base/fail.h"
#include "base/sort.h"
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

/* Cut the sorted members where the key changes. */
static void cut(dt_groups *groups, const uint64_t *key, uint32_t n_cells)
{
    groups->n = 0;
    for (uint32_t k = 0; k < n_cells; k++) {
        if (k == 0 || key[groups->member[k]] != key[groups->member[k - 1]])
            groups->first[groups->n++] = k;
        groups->group_of[groups->member[k]] = groups->n - 1;
    }
    groups->first[groups->n] = n_cells;
    for (uint32_t g = 0; g < groups->n; g++) {
        const uint32_t size = groups->first[g + 1] - groups->first[g];
        if (size > groups->largest)
            groups->largest = size;
    }
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

static bool build_sparse(dt_space *space, dt_actor_id a, uint64_t *key,
                         uint32_t *scratch)
{
    dt_groups *const groups = &space->groups[a];
    const uint64_t others = ~space->model->actors[a].mask;
    groups->first = dt_arena_array(&space->arena, uint32_t, (size_t)space->n_cells + 1);
    groups->member = dt_arena_array(&space->arena, uint32_t, space->n_cells);
    groups->group_of = dt_arena_array(&space->arena, uint32_t, space->n_cells);
    if (!groups->first || !groups->member || !groups->group_of ||
        !find_ways(space, a, &groups->ways))
        return false;
    for (uint32_t c = 0; c < space->n_cells; c++) {
        key[c] = space->code.at[c] & others;
        groups->member[c] = c;
    }
    dt_sort_by_key(key, groups->member, scratch, space->n_cells);
    cut(groups, key, space->n_cells);
    return true;
}

/* What is allocated in this file. Dense: a few words. */
dt_bytes dt_groups_bytes(const dt_extent *e)
{
    enum { ACTOR = 12, WORKING = 12 };
    if (e->is_dense)
        return (dt_bytes){0, 0};
    return (dt_bytes){e->n_cells * ACTOR * e->model->n_actors, e->n_cells * WORKING};
}

dt_status dt_groups_build(dt_space *space, dt_error *err)
{
    const uint32_t n = space->is_dense ? 0 : space->n_cells;
    const uint32_t n_actors = space->model->n_actors;
    dt_arena scratch = {0};
    uint64_t *const key = dt_arena_array(&scratch, uint64_t, n);
    uint32_t *const order = dt_arena_array(&scratch, uint32_t, n);
    space->groups = dt_arena_array(&space->arena, dt_groups, n_actors);
    bool built = key && order && space->groups;
    dt_status status = DT_OK;
    for (dt_actor_id a = 0; built && status == DT_OK && a < n_actors; a++) {
        built = space->is_dense ? build_dense(space, a)
                                : build_sparse(space, a, key, order);
        status = dt_watch(space->limits.monitor, "grouping states",
                          (double)(a + 1) / n_actors, err);
    }
    dt_arena_release(&scratch);
    return built ? status : dt_fail_memory(err);
}
