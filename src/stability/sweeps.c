/* Stability by sweeps.
 *
 * For actor i with rank u(s), and moves that are transitive for every actor, each
 * classical concept has the same form:
 *
 *     s is stable for i   iff   max over s1 in R_i(s) u {s} of f(s1)  <=  u(s)
 *
 * where f(s1) is what i can be sure to keep on arriving at s1. With O(s1), O+(s1) the
 * states that the others reach from s1 by moves, by improvements, s1 itself included,
 * and M(t) = max of u over t and R_i(t):
 *
 *     Nash  f = u                               GMR   f = min of u over O
 *     SEQ   f = min of u over O+                SMR   f = min(u, min of M over O)
 *                                               SSEQ  f = min(u, min of M over O+)
 *
 * Why: an improvement s1 of s is deterred iff f(s1) <= u(s); a move that is no
 * improvement has f(s1) <= u(s1) <= u(s) anyway. Counting s1 itself into O is harmless
 * for the same reason. And a legal sequence (nobody twice in a row) reaches what any
 * sequence reaches, because two moves of one actor in a row are one move: that is where
 * transitivity is needed.
 *
 * So an answer takes three kernels (passes.h): best over i's own moves, and two minima
 * over the others' moves, repeated until nothing changes. Each costs one visit of every
 * cell; how often the minima repeat depends on how long the shortest chains of answers
 * are, not on the number of states.
 *
 * Merged states. A pass works on cells; afterwards the members of a merged state take
 * the largest (best) or smallest value among them. That is right as long as the moves
 * between merged states are still transitive; `proved` says when we know that.
 *
 * Source: the form is this project's; the concepts are those of detente/stability.h. */
#include "base/fail.h"
#include "base/threads.h"
#include "base/watch.h"
#include "stability/passes.h"
#include "stability/solution.h"

#include <string.h>

/* ---- when they apply -------------------------------------------------------- */

/* How the actor's moves cross the border of a merged state. */
typedef struct border {
    bool entered, left;
    bool one_group; /* all members lie in one group of the actor */
} border;

static border find_border(const dt_space *space, dt_actor_id a, dt_state s)
{
    const dt_groups *const groups = &space->groups[a];
    const dt_merged *const merged = dt_merged_at(space, s);
    const uint32_t *const cell = space->member_cell + merged->first;
    border b = {.one_group = true};
    for (uint32_t k = 0; k < merged->n; k++) {
        const uint32_t g = groups->group_of[cell[k]];
        const uint64_t here = dt_code_of(space, cell[k]);
        b.one_group = b.one_group && g == groups->group_of[cell[0]];
        for (uint32_t m = groups->first[g]; m < groups->first[g + 1]; m++) {
            const uint32_t other = groups->member[m];
            if (space->state_of[other] == s)
                continue;
            b.entered |= dt_ways_allow(&groups->ways, dt_code_of(space, other), here);
            b.left |= dt_ways_allow(&groups->ways, here, dt_code_of(space, other));
        }
    }
    return b;
}

/* Moves over the merged state stay transitive for the actor: it never passes through,
 * or it passes only among cells that reach one another directly anyway. */
static bool proved(const dt_space *space, dt_actor_id a, dt_state s)
{
    const border b = find_border(space, a, s);
    return !b.entered || !b.left || (b.one_group && space->groups[a].ways.free);
}

bool dt_sweeps_apply(const dt_space *space, const char **why)
{
    if (space->model->n_forbids) {
        *why = "'forbid' leaves moves that are not transitive";
        return false;
    }
    for (uint32_t m = 0; m < space->n_merged; m++)
        for (dt_actor_id a = 0; a < space->model->n_actors; a++)
            if (!proved(space, a, space->n_states - space->n_merged + m)) {
                *why = "an actor can pass through a merged state, so moves may not be "
                       "transitive";
                return false;
            }
    *why = space->n_merged ? "moves are transitive, over merged states too"
                           : "moves are transitive";
    return true;
}

/* ---- the sweeps ------------------------------------------------------------- */

typedef struct sweep {
    const dt_space *space;
    uint32_t n_actors, n_threads;
    dt_lane *lane;                /* [n_actors] */
    uint32_t *own_best;           /* [n_cells] M */
    uint32_t *guarantee, *result; /* [n_cells] working columns */
    uint32_t *stamp;              /* [n_cells / DT_STAMP_CELLS] for dt_stamps */
    uint32_t *pass_of;            /* [n_actors] number of an actor's last pass */
    const dt_monitor *monitor;
} sweep;

static void fold_best(const dt_space *space, uint32_t *column)
{
    for (uint32_t m = 0; m < space->n_merged; m++) {
        const uint32_t *const cell = space->member_cell + space->merged[m].first;
        uint32_t best = 0;
        for (uint32_t k = 0; k < space->merged[m].n; k++)
            best = column[cell[k]] > best ? column[cell[k]] : best;
        for (uint32_t k = 0; k < space->merged[m].n; k++)
            column[cell[k]] = best;
    }
}

static bool fold_worst(const dt_space *space, uint32_t *column)
{
    bool changed = false;
    for (uint32_t m = 0; m < space->n_merged; m++) {
        const uint32_t *const cell = space->member_cell + space->merged[m].first;
        uint32_t worst = UINT32_MAX;
        for (uint32_t k = 0; k < space->merged[m].n; k++)
            worst = column[cell[k]] < worst ? column[cell[k]] : worst;
        for (uint32_t k = 0; k < space->merged[m].n; k++) {
            changed |= column[cell[k]] > worst;
            column[cell[k]] = worst;
        }
    }
    return changed;
}

/* Moves of different actors go along different axes of the space. Where every code is a
 * state, going once along each is all there is. */
static bool once_is_enough(const sweep *w, dt_lowering *pass)
{
    return pass == dt_pass_moves && w->space->is_dense && w->space->feasible.n == 0;
}

/* All of the column is new. */
static void reset_stamps(const sweep *w, dt_stamps *stamps)
{
    const uint32_t n = (w->space->n_cells + DT_STAMP_CELLS - 1) / DT_STAMP_CELLS;
    for (uint32_t k = 0; k < n; k++)
        w->stamp[k] = 1;
    for (dt_actor_id j = 0; j < w->n_actors; j++)
        w->pass_of[j] = 0;
    *stamps = (dt_stamps){.last = w->stamp, .now = 1};
}

/* Let the opponents of i lower the column in turn until none of them can. A pass that
 * has just run would change nothing more, unless a fold came in between. */
static void settle(const sweep *w, dt_actor_id i, uint32_t *column, dt_lowering *pass)
{
    const uint32_t settled_by_itself = w->space->n_merged ? 0 : 1;
    const bool once = once_is_enough(w, pass);
    uint32_t quiet = 0;
    dt_stamps stamps;
    reset_stamps(w, &stamps);
    for (dt_actor_id j = 0; quiet + 1 < w->n_actors; j = (j + 1) % w->n_actors) {
        if (j == i)
            continue;
        if (dt_watch(w->monitor, "solving", -1, NULL) != DT_OK)
            return; /* whoever asks next is told the same */
        stamps.since = w->pass_of[j];
        w->pass_of[j] = ++stamps.now;
        const bool lowered = pass(&w->lane[j], column, &stamps);
        const bool folded = fold_worst(w->space, column);
        quiet = !once && (lowered || folded) ? settled_by_itself : quiet + 1;
    }
}

/* Bit k: the result of cell base + k is no better than its rank. */
static uint64_t no_better(const uint32_t *result, const uint32_t *rank, uint32_t n)
{
    uint64_t word = 0;
    for (uint32_t k = 0; k < n; k++)
        word |= (uint64_t)(result[k] <= rank[k]) << k;
    return word;
}

/* s is stable iff the best guarantee among its moves is no better than s. */
static void judge(const sweep *w, dt_actor_id i, const uint32_t *guarantee,
                  dt_bits *stable)
{
    const dt_space *const space = w->space;
    const bool cells_are_states = dt_cells_are_states(space);
    dt_pass_best(&w->lane[i], guarantee, w->result);
    fold_best(space, w->result);
#pragma omp parallel for num_threads(w->n_threads)                                     \
    schedule(dynamic, DT_PORTION) if (cells_are_states)
    for (uint32_t block = 0; block < (space->n_cells + 63) / 64; block++) {
        const uint32_t base = block * 64, left = space->n_cells - base;
        uint64_t word =
            no_better(w->result + base, w->lane[i].rank + base, left < 64 ? left : 64);
        word &= dt_space_word(space, base);
        if (cells_are_states)
            stable->word[block] = word;
        else
            for (; word; word &= word - 1)
                dt_bits_add(stable, dt_state_of(space, base + dt_lowest_bit(word)));
    }
}

/* A copy of a rank column that can be lowered. */
static void copy_ranks(const sweep *w, const uint32_t *rank, uint32_t *to)
{
    const dt_space *const space = w->space;
    const bool holes = space->feasible.n;
#pragma omp parallel for num_threads(w->n_threads) schedule(dynamic, DT_PORTION)
    for (uint32_t block = 0; block < (space->n_cells + 63) / 64; block++) {
        const uint32_t base = block * 64, left = space->n_cells - base;
        memcpy(to + base, rank + base, (left < 64 ? left : 64) * sizeof *to);
        for (uint32_t k = 0; holes && k < 64 && k < left; k++)
            if (!dt_cell_is_feasible(space, base + k))
                to[base + k] = UINT32_MAX;
    }
}

/* guarantee = min(guarantee, rank) */
static void lower_to_ranks(const sweep *w, const uint32_t *rank)
{
    uint32_t *const guarantee = w->guarantee;
#pragma omp parallel for num_threads(w->n_threads) schedule(static)
    for (uint32_t c = 0; c < w->space->n_cells; c++)
        guarantee[c] = rank[c] < guarantee[c] ? rank[c] : guarantee[c];
}

/* GMR and SEQ: f is the worst rank that the others can bring about. */
static void judge_worst(const sweep *w, dt_actor_id i, dt_lowering *pass,
                        dt_bits *stable)
{
    copy_ranks(w, w->lane[i].rank, w->guarantee);
    settle(w, i, w->guarantee, pass);
    judge(w, i, w->guarantee, stable);
}

/* SMR and SSEQ: f is the worst that the others can bring about when i may reply. */
static void judge_worst_after_reply(const sweep *w, dt_actor_id i, dt_lowering *pass,
                                    dt_bits *stable)
{
    memcpy(w->guarantee, w->own_best, w->space->n_cells * sizeof *w->guarantee);
    settle(w, i, w->guarantee, pass);
    lower_to_ranks(w, w->lane[i].rank);
    judge(w, i, w->guarantee, stable);
}

/* One concept of one actor, after a look at the monitor. */
static dt_status sweep_concept(const sweep *w, dt_actor_id i, dt_concept concept,
                               dt_solution *solution, dt_error *err)
{
    dt_bits *const stable = &solution->stable[concept][i];
    const double done = i + (double)concept / DT_N_CONCEPTS;
    DT_TRY(dt_watch(w->monitor, "solving", done / w->n_actors, err));
    switch (concept) {
    case DT_NASH:
        judge(w, i, w->lane[i].rank, stable);
        break;
    case DT_GMR:
        judge_worst(w, i, dt_pass_moves, stable);
        break;
    case DT_SMR:
        judge_worst_after_reply(w, i, dt_pass_moves, stable);
        break;
    case DT_SEQ:
        judge_worst(w, i, dt_pass_improvements, stable);
        break;
    case DT_SSEQ:
        judge_worst_after_reply(w, i, dt_pass_improvements, stable);
        break;
    case DT_N_CONCEPTS:
        break;
    }
    return DT_OK;
}

static dt_status sweep_actor(const sweep *w, dt_actor_id i, dt_solution *solution,
                             dt_error *err)
{
    dt_pass_best(&w->lane[i], w->lane[i].rank, w->own_best);
    fold_best(w->space, w->own_best);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        DT_TRY(sweep_concept(w, i, (dt_concept)c, solution, err));
    return dt_watch(w->monitor, "solving", (double)(i + 1) / w->n_actors, err);
}

static bool prepare(sweep *w, const dt_ranks *ranks, dt_arena *arena)
{
    const uint32_t n = w->space->n_cells;
    w->lane = dt_arena_array(arena, dt_lane, w->n_actors);
    w->own_best = dt_arena_array(arena, uint32_t, n);
    w->guarantee = dt_arena_array(arena, uint32_t, n);
    w->result = dt_arena_array(arena, uint32_t, n);
    w->stamp = dt_arena_array(arena, uint32_t, (size_t)n / DT_STAMP_CELLS + 1);
    w->pass_of = dt_arena_array(arena, uint32_t, w->n_actors);
    if (!w->lane || !w->own_best || !w->guarantee || !w->result || !w->stamp ||
        !w->pass_of)
        return false;
    for (dt_actor_id a = 0; a < w->n_actors; a++)
        if (dt_watch(w->monitor, "solving", 0, NULL) != DT_OK ||
            !dt_lane_build(w->space, ranks, a, w->n_threads, arena, &w->lane[a]))
            return false;
    return true;
}

/* What prepare() allocates. */
uint64_t dt_sweeps_bytes(const dt_space *space, uint32_t n_threads)
{
    const uint64_t n = space->n_cells, n_actors = space->model->n_actors;
    uint64_t kept = (3 * n + n / DT_STAMP_CELLS + 1) * sizeof(uint32_t) +
                    n_actors * (sizeof(dt_lane) + sizeof(uint32_t)),
             working = 0;
    for (dt_actor_id a = 0; a < n_actors; a++) {
        const dt_bytes lane = dt_lane_bytes(space, a, n_threads);
        kept += lane.kept;
        working = lane.working > working ? lane.working : working;
    }
    return kept + working;
}

dt_status dt_solve_by_sweeps(const dt_space *space, const dt_ranks *ranks,
                             const dt_limits *limits, dt_solution *solution,
                             dt_error *err)
{
    dt_arena scratch = {0};
    sweep w = {.space = space,
               .n_actors = space->model->n_actors,
               .n_threads = space->n_cells < DT_WORTH_THREADS ? 1 : limits->threads,
               .monitor = limits->monitor};
    dt_status status = DT_OK;
    if (!prepare(&w, ranks, &scratch))
        status = dt_watch_fail(w.monitor, err);
    for (dt_actor_id i = 0; status == DT_OK && i < w.n_actors; i++)
        status = sweep_actor(&w, i, solution, err);
    dt_arena_release(&scratch);
    return status;
}
