/* Stability straight from the definitions, on a plain graph.
 *
 * For actor i, R(s) its moves and u its rank, an improvement is an s1 in R(s) with
 * u(s1) > u(s). O(s1) is what the others can reach from s1 by a *legal sequence*: moves
 * of theirs, any number, but never the same mover twice in succession. O+(s1) is the
 * same with each step an improvement of its mover over the state it leaves.
 *
 *     Nash  s has no improvement
 *     GMR   each improvement s1 has some t in O(s1)  with u(t) <= u(s)
 *     SEQ                        some t in O+(s1) with u(t) <= u(s)
 *     SMR   ... some t in O(s1)  with u(t) <= u(s) and u(r) <= u(s) for every r in R(t)
 *     SSEQ  ... some t in O+(s1) with the same
 *
 * "Some t with u(t) <= u(s)" asks for the least u(t), whatever s is; so for each s1 the
 * sets are searched once and four numbers are kept. In SMR and SSEQ the number of t is
 * the larger of u(t) and its best reply.
 *
 * The search is breadth first over pairs (state, last mover); movers[t] holds, as bits,
 * the last movers with which t was reached. The sets are the same as by the two-clause
 * induction of Fang, Hipel and Kilgour 1993 (tests/oracle/literal.c). The state s
 * itself may be among the answers: returning to it is no better than staying. */
#include "base/fail.h"
#include "base/watch.h"
#include "stability/graph.h"
#include "stability/solution.h"

#include <string.h>

typedef struct pair {
    dt_state state;
    dt_actor_id last;
} pair;

/* A search of what the others can reach. */
typedef struct search {
    const dt_graph *graph;
    dt_actor_id focal;
    bool improving;   /* each step must improve its mover */
    uint64_t *movers; /* [n_states] */
    pair *queue;      /* [n_states * n_actors] */
    size_t n;         /* pairs reached */
} search;

static void reach(search *s, dt_state t, dt_actor_id mover)
{
    if (s->movers[t] >> mover & 1)
        return;
    s->movers[t] |= UINT64_C(1) << mover;
    s->queue[s->n++] = (pair){t, mover};
}

static void step_from(search *s, dt_state from, dt_actor_id mover)
{
    const dt_moves *const moves = &s->graph->moves[mover];
    const uint32_t *const rank = s->graph->rank[mover];
    for (size_t k = moves->first[from]; k < moves->first[from + 1]; k++)
        if (!s->improving || rank[moves->to[k]] > rank[from])
            reach(s, moves->to[k], mover);
}

/* Pairs between two looks at the monitor: some milliseconds. */
enum { PAIRS = 1 << 12 };

static bool is_stopped(const search *s, double done)
{
    return dt_watch(s->graph->monitor, "solving", done, NULL) != DT_OK;
}

/* Fill the queue with all (state, last mover) that legal sequences from `start` reach.
 */
static void explore(search *s, dt_state start, bool improving)
{
    for (size_t k = 0; k < s->n; k++)
        s->movers[s->queue[k].state] = 0;
    s->n = 0;
    s->improving = improving;
    for (dt_actor_id j = 0; j < s->graph->n_actors; j++)
        if (j != s->focal)
            step_from(s, start, j);
    for (size_t k = 0; k < s->n; k++) {
        if (k % PAIRS == PAIRS - 1 && is_stopped(s, -1))
            return; /* whoever asks next is told the same */
        for (dt_actor_id j = 0; j < s->graph->n_actors; j++)
            if (j != s->focal && j != s->queue[k].last)
                step_from(s, s->queue[k].state, j);
    }
}

/* The least of a column over what was reached; UINT32_MAX when nothing was. */
static uint32_t least(const search *s, const uint32_t *column)
{
    uint32_t worst = UINT32_MAX;
    for (size_t k = 0; k < s->n; k++)
        if (column[s->queue[k].state] < worst)
            worst = column[s->queue[k].state];
    return worst;
}

/* What the actor can make of each state by a reply of its own, or by none. */
static void find_replies(const dt_graph *graph, dt_actor_id i, uint32_t *reply)
{
    const dt_moves *const moves = &graph->moves[i];
    const uint32_t *const rank = graph->rank[i];
    for (dt_state s = 0; s < graph->n_states; s++) {
        reply[s] = rank[s];
        for (size_t k = moves->first[s]; k < moves->first[s + 1]; k++)
            if (rank[moves->to[k]] > reply[s])
                reply[s] = rank[moves->to[k]];
    }
}

static void bits_drop(dt_bits *set, dt_state s)
{
    set->word[s >> 6] &= ~(UINT64_C(1) << (s & 63));
}

/* Every s that improves to s1 is unstable where s1 is not deterred. */
static void judge_improvement(search *s, dt_state s1, const uint32_t *reply,
                              const dt_moves *back,
                              dt_bits *const stable[DT_N_CONCEPTS])
{
    const dt_actor_id i = s->focal;
    const uint32_t *const rank = s->graph->rank[i];
    uint32_t deterrent[DT_N_CONCEPTS] = {UINT32_MAX};
    explore(s, s1, false);
    deterrent[DT_GMR] = least(s, rank);
    deterrent[DT_SMR] = least(s, reply);
    explore(s, s1, true);
    deterrent[DT_SEQ] = least(s, rank);
    deterrent[DT_SSEQ] = least(s, reply);
    for (size_t k = back->first[s1]; k < back->first[s1 + 1]; k++) {
        const dt_state from = back->to[k];
        for (uint32_t c = 0; rank[s1] > rank[from] && c < DT_N_CONCEPTS; c++)
            if (deterrent[c] > rank[from])
                bits_drop(&stable[c][i], from);
    }
}

static bool solve_actor(search *s, dt_arena *scratch,
                        dt_bits *const stable[DT_N_CONCEPTS])
{
    const dt_graph *const graph = s->graph;
    dt_moves back;
    uint32_t *const reply = dt_arena_array(scratch, uint32_t, graph->n_states);
    if (!reply ||
        !dt_moves_reverse(&graph->moves[s->focal], graph->n_states, scratch, &back))
        return false;
    find_replies(graph, s->focal, reply);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        dt_bits_fill(&stable[c][s->focal]);
    for (dt_state s1 = 0; s1 < graph->n_states; s1++) {
        const double done = s->focal + (double)s1 / graph->n_states;
        if (is_stopped(s, done / graph->n_actors))
            return false;
        if (back.first[s1] < back.first[s1 + 1])
            judge_improvement(s, s1, reply, &back, stable);
    }
    return !is_stopped(s, -1);
}

bool dt_graph_solve(const dt_graph *graph, dt_bits *const stable[DT_N_CONCEPTS])
{
    dt_arena arena = {0};
    search s = {.graph = graph,
                .movers = dt_arena_array(&arena, uint64_t, graph->n_states),
                .queue = dt_arena_array(&arena, pair,
                                        (size_t)graph->n_states * graph->n_actors)};
    bool done = s.movers && s.queue;
    for (; done && s.focal < graph->n_actors; s.focal++) {
        dt_arena scratch = {0};
        done = solve_actor(&s, &scratch, stable);
        dt_arena_release(&scratch);
    }
    dt_arena_release(&arena);
    return done;
}

uint64_t dt_definition_bytes(const dt_space *space)
{
    const uint64_t n = space->n_states;
    return dt_graph_bytes(space) + n * sizeof(uint64_t) +
           n * space->model->n_actors * sizeof(pair) + n * sizeof(uint32_t);
}

dt_status dt_solve_by_definition(const dt_space *space, const dt_ranks *ranks,
                                 const dt_limits *limits, dt_solution *solution,
                                 dt_error *err)
{
    dt_arena arena = {0};
    dt_graph graph;
    const bool done = dt_graph_build(space, ranks, limits->monitor, &arena, &graph) &&
                      dt_graph_solve(&graph, solution->stable);
    dt_arena_release(&arena);
    return done ? DT_OK : dt_watch_fail(limits->monitor, err);
}
