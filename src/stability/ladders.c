/* Groups of a sparse space, made ready for passes.
 *
 * A group is a list of cells (space.h). Inside a run, cells alike in the actor's
 * one-way choices, every cell reaches every other; between two runs either all the
 * cells of one reach all those of the other or none do, so one look at the ways decides
 * for all:
 *
 *      group  | run 1: not yet signed    | run 2: signed |     'sign' is permanent:
 *             | 9 >  4 = 7 >  2          | 5 >  6 =  1   |     run 1 leads to run 2
 *
 * A pass is then a running maximum or minimum. Members stand best first, so what a
 * cell's owner prefers to it stands before it, and the improvements inside a run are a
 * running minimum too, taken tier by tier (ties improve on nobody). Where tiers begin
 * is marked in the entries: the ranks are not looked at. Between runs, improvements are
 * found by going down both at once, like a merge.
 *
 * All passes work in place. That is sound because reachability is transitive here: a
 * value that another cell has just taken over was reachable anyway.
 *
 * Groups come in the order of the codes without the actor's bits, and so neighbouring
 * groups have neighbouring cells: a column is read in as many streams as a group has
 * members. Both columns of a pair share what a pass costs most, the way to the cells.
 */
#include "stability/ladders.h"

#include "base/sort.h"
#include "base/threads.h"

#include <string.h>

/* Groups that a thread takes at a time: many, because where two threads work on
 * neighbouring groups they write to the same lines of memory. */
enum { PORTION = 1024 };

static uint32_t cell_of_entry(uint32_t entry)
{
    return entry & ~DT_ENTRY_LOWER;
}

/* ---- building --------------------------------------------------------------- */

/* What a thread needs to sort a group; all are [largest group]. */
typedef struct bench {
    uint64_t *key, *spare;
} bench;

/* The cells of a group with their ranks, best first: ~rank : cell. */
static uint32_t sort_group(const dt_ladder *ladder, uint32_t g, const bench *at)
{
    const uint32_t begin = ladder->groups->first[g];
    const uint32_t n = ladder->groups->first[g + 1] - begin;
    const uint32_t *const member = ladder->groups->member + begin;
    for (uint32_t k = 0; k < n; k++)
        at->key[k] = (uint64_t)~ladder->rank[member[k]] << 32 | member[k];
    dt_sort_numbers(at->key, at->spare, n);
    return n;
}

/* Write the entry of a sorted cell; `above` is the one before it in the run. */
static uint32_t entry_of(uint64_t key, uint64_t above)
{
    return (uint32_t)key | (key >> 32 != above >> 32 ? DT_ENTRY_LOWER : 0);
}

static void fill_run(const uint64_t *key, uint32_t n, uint32_t *entry)
{
    for (uint32_t k = 0; k < n; k++)
        entry[k] = entry_of(key[k], key[k ? k - 1 : 0]);
}

/* Take out of the sorted key[n] the cells that are like the first one in the one-way
 * choices, and make a run of them; how many are left. */
static uint32_t take_run(const dt_ladder *ladder, uint64_t *key, uint32_t n,
                         uint32_t *entry)
{
    const uint64_t *const code = ladder->space->code.at;
    const uint64_t mask = ladder->groups->ways.mask;
    const uint64_t way = code[(uint32_t)key[0]] & mask;
    uint64_t above = key[0];
    uint32_t left = 0;
    for (uint32_t k = 0; k < n; k++)
        if ((code[(uint32_t)key[k]] & mask) == way) {
            *entry++ = entry_of(key[k], above);
            above = key[k];
        } else
            key[left++] = key[k];
    return left;
}

/* Cut a sorted group into runs; how many. start[] gets where they begin. */
static uint32_t fill_runs(const dt_ladder *ladder, uint32_t g, uint64_t *key,
                          uint32_t n, uint32_t *start)
{
    const uint32_t end = ladder->groups->first[g + 1];
    uint32_t n_runs = 0;
    for (uint32_t left; n > 0; n = left) {
        start[n_runs++] = end - n;
        left = take_run(ladder, key, n, ladder->entry + (end - n));
    }
    return n_runs;
}

/* Sort all groups. With one-way choices, the runs of group g go to start[first[g] ...],
 * their number to n_runs[g]. */
static void fill(const dt_ladder *ladder, const bench *benches, uint32_t *start,
                 uint32_t *n_runs)
{
    const dt_groups *const groups = ladder->groups;
#pragma omp parallel for num_threads(ladder->n_threads) schedule(dynamic, PORTION)
    for (uint32_t g = 0; g < groups->n; g++) {
        const bench *const at = &benches[dt_thread_number()];
        const uint32_t begin = groups->first[g];
        const uint32_t n = sort_group(ladder, g, at);
        if (groups->ways.free)
            fill_run(at->key, n, ladder->entry + begin);
        else
            n_runs[g] = fill_runs(ladder, g, at->key, n, start + begin);
    }
}

/* Put the runs of all groups side by side. */
static bool close_gaps(dt_ladder *ladder, const uint32_t *start, const uint32_t *n_runs,
                       dt_arena *arena)
{
    const dt_groups *const groups = ladder->groups;
    uint32_t *const first_run = dt_arena_array(arena, uint32_t, (size_t)groups->n + 1);
    for (uint32_t g = 0; first_run && g < groups->n; g++)
        first_run[g + 1] = first_run[g] + n_runs[g];
    const size_t n = first_run ? first_run[groups->n] : 0;
    uint32_t *const run = dt_arena_array(arena, uint32_t, n + 1);
    if (!first_run || !run)
        return false;
    for (uint32_t g = 0; g < groups->n; g++)
        memcpy(run + first_run[g], start + groups->first[g], n_runs[g] * sizeof *run);
    run[n] = ladder->space->n_cells;
    ladder->first_run = first_run;
    ladder->run = run;
    return true;
}

static bench *set_up_benches(const dt_ladder *ladder, dt_arena *arena)
{
    const uint32_t n = ladder->groups->largest;
    bench *const benches = dt_arena_array(arena, bench, ladder->n_threads);
    for (uint32_t t = 0; benches && t < ladder->n_threads; t++) {
        benches[t].key = dt_arena_array(arena, uint64_t, n);
        benches[t].spare = dt_arena_array(arena, uint64_t, n);
        if (!benches[t].key || !benches[t].spare)
            return NULL;
    }
    return benches;
}

/* What building a ladder allocates: entries and, with one-way choices, where runs
 * begin, for each group and for each run. */
dt_bytes dt_ladder_bytes(const dt_space *space, dt_actor_id a, uint32_t n_threads)
{
    const dt_groups *const groups = &space->groups[a];
    const uint64_t n = space->n_cells, runs = groups->ways.free ? 0 : n + groups->n + 2;
    return (dt_bytes){(n + runs) * sizeof(uint32_t),
                      runs * sizeof(uint32_t) +
                          2 * sizeof(uint64_t) * groups->largest * n_threads};
}

bool dt_ladder_build(const dt_space *space, const dt_ranks *ranks, dt_actor_id a,
                     uint32_t n_threads, dt_arena *arena, dt_ladder *ladder)
{
    const dt_groups *const groups = &space->groups[a];
    const bool is_free = groups->ways.free;
    dt_arena scratch = {0};
    *ladder = (dt_ladder){.space = space,
                          .groups = groups,
                          .rank = ranks->column[a].rank,
                          .run = groups->first,
                          .entry = dt_arena_array(arena, uint32_t, space->n_cells),
                          .n_threads = n_threads};
    const bench *const benches = set_up_benches(ladder, &scratch);
    uint32_t *const start =
        dt_arena_array(&scratch, uint32_t, is_free ? 0 : space->n_cells);
    uint32_t *const n_runs =
        dt_arena_array(&scratch, uint32_t, is_free ? 0 : groups->n);
    bool built = ladder->entry && benches && start && n_runs;
    if (built)
        fill(ladder, benches, start, n_runs);
    if (built && !is_free)
        built = close_gaps(ladder, start, n_runs, arena);
    dt_arena_release(&scratch);
    return built;
}

/* ---- runs ------------------------------------------------------------------- */

/* Some entries, the best first. */
typedef struct run {
    const uint32_t *begin, *end;
} run;

static run run_at(const dt_ladder *ladder, uint32_t r)
{
    return (run){ladder->entry + ladder->run[r], ladder->entry + ladder->run[r + 1]};
}

/* The actor can move from the cells of one run to those of the other. */
static bool leads(const dt_ladder *ladder, run from, run to)
{
    const uint64_t *const code = ladder->space->code.at;
    return dt_ways_allow(&ladder->groups->ways, code[cell_of_entry(*from.begin)],
                         code[cell_of_entry(*to.begin)]);
}

static const dt_pair lowest = {{0, 0}}, highest = {{UINT32_MAX, UINT32_MAX}};

/* ---- best ------------------------------------------------------------------- */

static dt_pair best_of(run r, const dt_pair *column, dt_pair best)
{
    for (const uint32_t *e = r.begin; e < r.end; e++)
        best = dt_pair_larger(best, column[cell_of_entry(*e)]);
    return best;
}

static void raise_all(run r, dt_pair *column, dt_pair to)
{
    for (const uint32_t *e = r.begin; e < r.end; e++)
        column[cell_of_entry(*e)] = to;
}

static void best_of_runs(const dt_ladder *ladder, uint32_t g, dt_pair *column)
{
    const uint32_t begin = ladder->first_run[g], end = ladder->first_run[g + 1];
    for (uint32_t r = begin; r < end; r++) {
        const run here = run_at(ladder, r);
        dt_pair best = lowest;
        for (uint32_t t = begin; t < end; t++)
            if (t == r || leads(ladder, here, run_at(ladder, t)))
                best = best_of(run_at(ladder, t), column, best);
        raise_all(here, column, best);
    }
}

void dt_ladder_best(const dt_ladder *ladder, dt_pair *column)
{
#pragma omp parallel for num_threads(ladder->n_threads) schedule(dynamic, PORTION)
    for (uint32_t g = 0; g < ladder->groups->n; g++)
        if (ladder->first_run)
            best_of_runs(ladder, g, column);
        else
            raise_all(run_at(ladder, g), column,
                      best_of(run_at(ladder, g), column, lowest));
}

/* ---- what need not be looked at ---------------------------------------------- */

/* No cell of the group was lowered since the actor was there before. */
static bool is_settled(const dt_ladder *ladder, uint32_t g, const dt_work *work)
{
    const uint32_t *e = ladder->entry + ladder->groups->first[g];
    const uint32_t *const end = ladder->entry + ladder->groups->first[g + 1];
    while (e < end && work->stamp[cell_of_entry(*e)] <= work->since)
        e++;
    return e == end;
}

/* ---- worst by moves --------------------------------------------------------- */

static dt_pair worst_of(run r, const dt_pair *column, dt_pair worst)
{
    for (const uint32_t *e = r.begin; e < r.end; e++)
        worst = dt_pair_smaller(worst, column[cell_of_entry(*e)]);
    return worst;
}

static bool lower_all(run r, const dt_work *work, dt_pair to)
{
    bool changed = false;
    for (const uint32_t *e = r.begin; e < r.end; e++)
        changed |= dt_work_lower(work, cell_of_entry(*e), to);
    return changed;
}

static bool moves_of_runs(const dt_ladder *ladder, uint32_t g, const dt_work *work)
{
    const uint32_t begin = ladder->first_run[g], end = ladder->first_run[g + 1];
    bool changed = false;
    for (uint32_t r = begin; r < end; r++) {
        const run here = run_at(ladder, r);
        dt_pair worst = highest;
        for (uint32_t t = begin; t < end; t++)
            if (t == r || leads(ladder, here, run_at(ladder, t)))
                worst = worst_of(run_at(ladder, t), work->column, worst);
        changed |= lower_all(here, work, worst);
    }
    return changed;
}

bool dt_ladder_moves(const dt_ladder *ladder, const dt_work *work)
{
    bool changed = false;
#pragma omp parallel for num_threads(ladder->n_threads) schedule(dynamic, PORTION)     \
    reduction(||                                                                       \
              : changed)
    for (uint32_t g = 0; g < ladder->groups->n; g++) {
        if (is_settled(ladder, g, work))
            continue;
        const bool here =
            ladder->first_run
                ? moves_of_runs(ladder, g, work)
                : lower_all(run_at(ladder, g), work,
                            worst_of(run_at(ladder, g), work->column, highest));
        changed = changed || here;
    }
    return changed;
}

/* ---- worst by improvements -------------------------------------------------- */

/* Among the cells of a run. */
static bool improve_within(run r, const dt_work *work)
{
    dt_pair above = highest; /* the smallest of strictly better cells */
    dt_pair so_far = highest;
    bool changed = false;
    for (const uint32_t *e = r.begin; e < r.end; e++) {
        const uint32_t cell = cell_of_entry(*e);
        if (*e & DT_ENTRY_LOWER)
            above = so_far;
        changed |= dt_work_lower(work, cell, above);
        so_far = dt_pair_smaller(so_far, work->column[cell]);
    }
    return changed;
}

/* From the cells of a run to better ones of another. */
static bool improve_across(const uint32_t *rank, run from, run to, const dt_work *work)
{
    const uint32_t *better = to.begin;
    dt_pair above = highest;
    bool changed = false;
    for (const uint32_t *e = from.begin; e < from.end; e++) {
        const uint32_t here = rank[cell_of_entry(*e)];
        for (; better < to.end && rank[cell_of_entry(*better)] > here; better++)
            above = dt_pair_smaller(above, work->column[cell_of_entry(*better)]);
        changed |= dt_work_lower(work, cell_of_entry(*e), above);
    }
    return changed;
}

static bool improvements_of_runs(const dt_ladder *ladder, uint32_t g,
                                 const dt_work *work)
{
    const uint32_t begin = ladder->first_run[g], end = ladder->first_run[g + 1];
    bool changed = false;
    for (uint32_t r = begin; r < end; r++) {
        const run here = run_at(ladder, r);
        changed |= improve_within(here, work);
        for (uint32_t t = begin; t < end; t++)
            if (t != r && leads(ladder, here, run_at(ladder, t)))
                changed |= improve_across(ladder->rank, here, run_at(ladder, t), work);
    }
    return changed;
}

bool dt_ladder_improvements(const dt_ladder *ladder, const dt_work *work)
{
    bool changed = false;
#pragma omp parallel for num_threads(ladder->n_threads) schedule(dynamic, PORTION)     \
    reduction(||                                                                       \
              : changed)
    for (uint32_t g = 0; g < ladder->groups->n; g++) {
        if (is_settled(ladder, g, work))
            continue;
        const bool here = ladder->first_run ? improvements_of_runs(ladder, g, work)
                                            : improve_within(run_at(ladder, g), work);
        changed = changed || here;
    }
    return changed;
}
