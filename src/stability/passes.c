/* Inside a group without one-way choices every cell reaches every other, and a pass is
 * a running maximum or minimum. With one-way choices cells are compared in pairs.
 *
 * Members stand best first, so what a cell's owner prefers to it stands before it: the
 * improvements are a running minimum too, taken tier by tier (ties improve on nobody).
 *
 * All passes but `best` work in place. That is sound because reachability is transitive
 * here: a value that another cell has just taken over was reachable anyway. */
#include "stability/passes.h"

#include "base/threads.h"

/* ---- lanes ------------------------------------------------------------------ */

/* All cells, best first, by counting; `start` is [n_tiers]. */
static void sort_best_first(const uint32_t *rank, uint32_t n_cells, uint32_t n_tiers,
                            uint32_t *start, uint32_t *order)
{
    for (uint32_t c = 0; c < n_cells; c++)
        start[rank[c]]++;
    for (uint32_t t = n_tiers, at = 0; t-- > 0;) {
        const uint32_t here = start[t];
        start[t] = at;
        at += here;
    }
    for (uint32_t c = 0; c < n_cells; c++)
        order[start[rank[c]]++] = c;
}

/* Deal sorted cells into their groups: each group stays sorted. */
static void deal(const dt_groups *groups, const uint32_t *order, uint32_t n_cells,
                 uint32_t *next, uint32_t *member)
{
    for (uint32_t g = 0; g < groups->n; g++)
        next[g] = groups->first[g];
    for (uint32_t k = 0; k < n_cells; k++)
        member[next[groups->group_of[order[k]]]++] = order[k];
}

static bool build_sparse(dt_lane *lane, uint32_t n_tiers, dt_arena *arena)
{
    const uint32_t n = lane->space->n_cells;
    dt_arena scratch = {0};
    uint32_t *const start = dt_arena_array(&scratch, uint32_t, n_tiers);
    uint32_t *const order = dt_arena_array(&scratch, uint32_t, n);
    uint32_t *const next = dt_arena_array(&scratch, uint32_t, lane->groups->n);
    lane->member = dt_arena_array(arena, uint32_t, n);
    const bool built = start && order && next && lane->member;
    if (built) {
        sort_best_first(lane->rank, n, n_tiers, start, order);
        deal(lane->groups, order, n, next, lane->member);
    }
    dt_arena_release(&scratch);
    return built;
}

bool dt_lane_build(const dt_space *space, const dt_ranks *ranks, dt_actor_id a,
                   uint32_t n_threads, dt_arena *arena, dt_lane *lane)
{
    const dt_column *const column = &ranks->column[a];
    *lane = (dt_lane){.space = space,
                      .rank = column->rank,
                      .groups = &space->groups[a],
                      .n_threads = n_threads};
    return space->is_dense
               ? dt_tiles_build(space, a, column->rank, n_threads, arena, &lane->tiles)
               : build_sparse(lane, column->n_tiers, arena);
}

dt_bytes dt_lane_bytes(const dt_space *space, dt_actor_id a, uint32_t n_threads)
{
    const uint64_t column = (uint64_t)space->n_cells * sizeof(uint32_t);
    if (space->is_dense)
        return dt_tiles_bytes(space, a, n_threads);
    return (dt_bytes){column, 2 * column + space->groups[a].n * sizeof(uint32_t)};
}

/* ---- best ------------------------------------------------------------------- */

static void best_free(const uint32_t *member, const uint32_t *end, const uint32_t *in,
                      uint32_t *out)
{
    uint32_t best = 0;
    for (const uint32_t *c = member; c < end; c++)
        best = in[*c] > best ? in[*c] : best;
    for (const uint32_t *c = member; c < end; c++)
        out[*c] = best;
}

static void best_one_way(const dt_lane *lane, const uint32_t *member,
                         const uint32_t *end, const uint32_t *in, uint32_t *out)
{
    for (const uint32_t *c = member; c < end; c++) {
        uint32_t best = in[*c];
        for (const uint32_t *t = member; t < end; t++)
            if (in[*t] > best &&
                dt_ways_allow(&lane->groups->ways, lane->space->code.at[*c],
                              lane->space->code.at[*t]))
                best = in[*t];
        out[*c] = best;
    }
}

void dt_pass_best(const dt_lane *lane, const uint32_t *in, uint32_t *out)
{
    const uint32_t *const first = lane->groups->first;
    const bool is_free = lane->groups->ways.free;
    if (lane->space->is_dense) {
        dt_tiles_best(&lane->tiles, in, out);
        return;
    }
#pragma omp parallel for num_threads(lane->n_threads) schedule(dynamic, DT_PORTION)
    for (uint32_t g = 0; g < lane->groups->n; g++) {
        const uint32_t *const member = lane->member + first[g];
        const uint32_t *const end = lane->member + first[g + 1];
        if (is_free)
            best_free(member, end, in, out);
        else
            best_one_way(lane, member, end, in, out);
    }
}

/* ---- worst by moves --------------------------------------------------------- */

static bool lower(uint32_t *value, uint32_t to)
{
    if (*value <= to)
        return false;
    *value = to;
    return true;
}

static bool moves_free(const uint32_t *member, const uint32_t *end, uint32_t *column)
{
    uint32_t worst = UINT32_MAX;
    bool changed = false;
    for (const uint32_t *c = member; c < end; c++)
        worst = column[*c] < worst ? column[*c] : worst;
    for (const uint32_t *c = member; c < end; c++)
        changed |= lower(&column[*c], worst);
    return changed;
}

static bool moves_one_way(const dt_lane *lane, const uint32_t *member,
                          const uint32_t *end, uint32_t *column)
{
    bool changed = false;
    for (const uint32_t *c = member; c < end; c++)
        for (const uint32_t *t = member; t < end; t++)
            if (column[*t] < column[*c] &&
                dt_ways_allow(&lane->groups->ways, lane->space->code.at[*c],
                              lane->space->code.at[*t]))
                changed |= lower(&column[*c], column[*t]);
    return changed;
}

bool dt_pass_moves(const dt_lane *lane, uint32_t *column, const dt_stamps *stamps)
{
    const uint32_t *const first = lane->groups->first;
    const bool is_free = lane->groups->ways.free;
    bool changed = false;
    if (lane->space->is_dense)
        return dt_tiles_moves(&lane->tiles, column, stamps);
#pragma omp parallel for num_threads(lane->n_threads) schedule(dynamic, DT_PORTION)    \
    reduction(||                                                                       \
              : changed)
    for (uint32_t g = 0; g < lane->groups->n; g++) {
        const uint32_t *const member = lane->member + first[g];
        const uint32_t *const end = lane->member + first[g + 1];
        const bool here = is_free ? moves_free(member, end, column)
                                  : moves_one_way(lane, member, end, column);
        changed = changed || here;
    }
    return changed;
}

/* ---- worst by improvements -------------------------------------------------- */

static bool improvements_free(const uint32_t *rank, const uint32_t *member,
                              const uint32_t *end, uint32_t *column)
{
    uint32_t above = UINT32_MAX; /* the smallest value of strictly better cells */
    bool changed = false;
    for (const uint32_t *c = member; c < end;) {
        const uint32_t tier = rank[*c];
        uint32_t here = above;
        for (; c < end && rank[*c] == tier; c++) {
            changed |= lower(&column[*c], above);
            here = column[*c] < here ? column[*c] : here;
        }
        above = here;
    }
    return changed;
}

static bool improvements_one_way(const dt_lane *lane, const uint32_t *member,
                                 const uint32_t *end, uint32_t *column)
{
    bool changed = false;
    for (const uint32_t *c = member; c < end; c++)
        for (const uint32_t *t = member; lane->rank[*t] > lane->rank[*c]; t++)
            if (column[*t] < column[*c] &&
                dt_ways_allow(&lane->groups->ways, lane->space->code.at[*c],
                              lane->space->code.at[*t]))
                changed |= lower(&column[*c], column[*t]);
    return changed;
}

bool dt_pass_improvements(const dt_lane *lane, uint32_t *column,
                          const dt_stamps *stamps)
{
    const uint32_t *const first = lane->groups->first;
    const bool is_free = lane->groups->ways.free;
    bool changed = false;
    if (lane->space->is_dense)
        return dt_tiles_improvements(&lane->tiles, column, stamps);
#pragma omp parallel for num_threads(lane->n_threads) schedule(dynamic, DT_PORTION)    \
    reduction(||                                                                       \
              : changed)
    for (uint32_t g = 0; g < lane->groups->n; g++) {
        const uint32_t *const member = lane->member + first[g];
        const uint32_t *const end = lane->member + first[g + 1];
        const bool here = is_free ? improvements_free(lane->rank, member, end, column)
                                  : improvements_one_way(lane, member, end, column);
        changed = changed || here;
    }
    return changed;
}
