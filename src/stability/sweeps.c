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
 * So an answer takes three kernels: best over i's own moves, and two minima over the
 * others' moves, repeated until nothing changes. Each costs one visit of every cell;
 * how often the minima repeat depends on how long the shortest chains of answers are,
 * not on the number of states. There are two sets of them, for the two stores of a
 * space: dense.c and sparse.c.
 *
 * Merged states. A pass works on cells; afterwards the members of a merged state take
 * the largest (best) or smallest value among them. That is right as long as the moves
 * between merged states are still transitive; `proved` says when we know that.
 *
 * Source: the form is this project's; the concepts are those of detente/stability.h. */
#include "base/threads.h"
#include "base/watch.h"
#include "stability/kernels.h"
#include "stability/solution.h"

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
        const uint32_t g = dt_group_of(space, a, cell[k]);
        const uint64_t here = dt_code_of(space, cell[k]);
        b.one_group = b.one_group && g == dt_group_of(space, a, cell[0]);
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

uint64_t dt_sweeps_bytes(const dt_space *space, uint32_t n_threads)
{
    const uint32_t useful = dt_threads_worth(n_threads, space->n_cells);
    return space->is_dense ? dt_dense_bytes(space, useful)
                           : dt_sparse_bytes(space, useful);
}

dt_status dt_solve_by_sweeps(const dt_space *space, const dt_ranks *ranks,
                             const dt_limits *limits, dt_solution *solution,
                             dt_error *err)
{
    dt_limits useful = *limits;
    useful.threads = dt_threads_worth(limits->threads, space->n_cells);
    const bool done =
        space->is_dense
            ? dt_sweep_dense(space, ranks, dt_kernels_here(), &useful, solution)
            : dt_sweep_sparse(space, ranks, &useful, solution);
    return done ? DT_OK : dt_watch_fail(limits->monitor, err);
}
