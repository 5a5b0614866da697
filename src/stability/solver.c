/* Stability of a small space: a set of states is one word.
 *
 * An analysis is a few passes over the states of each actor, in the order in which it
 * likes them. For the focal actor i with rank u let
 *
 *     rung[s]   the number of states that i finds worse than s: ties share a rung
 *     tier[k]   the states on rung k; upto[k] those on the rungs 0 ... k
 *
 * With R(s) for i's moves from s, and k = rung[s], all concepts are one question:
 *
 *     s is stable   iff   R(s) lies in the union of upto[k] and answered[k]
 *
 * upto[k] is what is no better than s, and answered[k] are the states from which the
 * others can reach a *goal*: a state bad enough for i to deter it. What is bad enough
 * on one rung is so on all higher ones, so it only has to be said where goals enter:
 *
 *     concept  goals that enter on rung k                          steps of the others
 *     Nash     none
 *     GMR      tier[k]                                             moves
 *     SMR      settled[k]: t where the best of t and R(t) is on k  moves
 *     SEQ      tier[k]                                             improvements
 *     SSEQ     settled[k]                                          improvements
 *
 * Goals themselves may be counted as answered, because they lie in upto[k].
 *
 * From where a goal is reached by moves does not depend on preferences: `reaching` is
 * worked out once, and a run takes one OR for each goal. By improvements it is searched
 * backwards, from the goals as they enter; for all rungs together that meets every
 * state once.
 *
 * Legal sequences: nobody moves twice in a row. If the moves of all opponents are
 * transitive so are their improvements, two of one mover in a row are one, and any
 * sequence will do. Otherwise the search remembers who moves first (struct trail). For
 * `reaching` it always does: it need not be fast.
 *
 * Measured with bench/tiny.c, and dropped: one loop for each concept instead of two
 * concepts at a time (a fifth slower: the two do not wait for one another); collecting
 * `reaching` by rung and then summing up, without loops over bits (slower for 9 states,
 * faster for 64). */
#include "stability/solver.h"
#include "base/arena.h"
#include "base/fail.h"
#include "base/popcount.h"

#include <assert.h>
#include <string.h>

enum { STATES = DT_SOLVER_STATES, ACTORS = DT_MAX_ACTORS };

struct dt_solver {
    dt_arena arena;
    uint32_t n_actors, n_states;
    uint64_t all;       /* every state */
    uint64_t movers;    /* actors that have a move */
    uint64_t winding;   /* actors whose moves are not transitive */
    uint64_t *to;       /* [n_actors][n_states] where the actor can go from the state */
    uint64_t *from;     /* [n_actors][n_states] from where it can come to the state */
    uint64_t *reaching; /* [n_actors][n_states] from where its opponents can */
};

static uint64_t bit(uint32_t k)
{
    return UINT64_C(1) << k;
}

static uint64_t *row(uint64_t *table, const dt_solver *solver, dt_actor_id a)
{
    return table + (size_t)a * solver->n_states;
}

/* ---- legal sequences, backwards --------------------------------------------- */

/* Legal sequences to the goals so far, for each opponent as the first to move. */
typedef struct trail {
    uint64_t first[ACTORS]; /* from where they start */
    uint64_t open[ACTORS];  /* where its move may end: at a goal, or where another one
                               goes on */
    uint64_t done[ACTORS];  /* where that has been followed */
} trail;

static void open_for(trail *p, uint64_t actors, uint64_t states)
{
    for (uint64_t w = actors; w; w &= w - 1) {
        const dt_actor_id j = dt_lowest_bit(w);
        p->open[j] |= states & ~p->done[j];
    }
}

/* Follow the steps of j into what is open to it; the answer are new starts. */
static uint64_t step_back(trail *p, const uint64_t *into, dt_actor_id j)
{
    uint64_t begins = 0;
    for (uint64_t t = p->open[j]; t; t &= t - 1)
        begins |= into[dt_lowest_bit(t)];
    begins &= ~p->first[j];
    p->first[j] |= begins;
    p->done[j] |= p->open[j];
    p->open[j] = 0;
    return begins;
}

/* Add goals; the answer are all states from which they can be reached and others could
 * not be before, at least not with the same first mover. `into`, [n_actors][n_states],
 * has the steps: from where the actor can come to the state. */
static uint64_t follow(trail *p, const uint64_t *into, uint32_t n_states,
                       uint64_t opponents, uint64_t goals)
{
    uint64_t reaching = 0, fresh = goals;
    open_for(p, opponents, goals);
    while (fresh) {
        fresh = 0;
        for (uint64_t w = opponents; w; w &= w - 1) {
            const dt_actor_id j = dt_lowest_bit(w);
            const uint64_t begins = step_back(p, into + j * n_states, j);
            open_for(p, opponents & ~bit(j), begins);
            fresh |= begins;
        }
        reaching |= fresh;
    }
    return reaching;
}

/* ---- what follows from the moves -------------------------------------------- */

static bool are_transitive(const uint64_t *to, uint32_t n_states)
{
    for (dt_state s = 0; s < n_states; s++)
        for (uint64_t w = to[s]; w; w &= w - 1)
            if (to[dt_lowest_bit(w)] & ~(to[s] | bit(s)))
                return false;
    return true;
}

static void digest_moves(dt_solver *solver, dt_actor_id a)
{
    const uint64_t *const to = row(solver->to, solver, a);
    uint64_t *const from = row(solver->from, solver, a);
    uint64_t any = 0;
    for (dt_state s = 0; s < solver->n_states; s++) {
        any |= to[s];
        for (uint64_t w = to[s]; w; w &= w - 1)
            from[dt_lowest_bit(w)] |= bit(s);
    }
    if (any)
        solver->movers |= bit(a);
    if (!are_transitive(to, solver->n_states))
        solver->winding |= bit(a);
}

static void find_reaching(dt_solver *solver, dt_actor_id i)
{
    uint64_t *const reaching = row(solver->reaching, solver, i);
    for (dt_state t = 0; t < solver->n_states; t++) {
        trail p = {.first = {0}};
        reaching[t] = follow(&p, solver->from, solver->n_states,
                             solver->movers & ~bit(i), bit(t));
    }
}

/* A solver whose moves are still to be filled in. NULL: no memory. */
static dt_solver *new_draft(uint32_t n_actors, uint32_t n_states)
{
    const size_t n = (size_t)n_actors * n_states;
    dt_solver *const draft = DT_ARENA_ROOT(dt_solver);
    assert(n_actors <= ACTORS && 0 < n_states && n_states <= STATES);
    if (!draft)
        return NULL;
    draft->n_actors = n_actors;
    draft->n_states = n_states;
    draft->all = UINT64_MAX >> (STATES - n_states);
    draft->to = dt_arena_array(&draft->arena, uint64_t, n);
    draft->from = dt_arena_array(&draft->arena, uint64_t, n);
    draft->reaching = dt_arena_array(&draft->arena, uint64_t, n);
    if (draft->to && draft->from && draft->reaching)
        return draft;
    dt_solver_free(draft);
    return NULL;
}

static void finish(dt_solver *draft)
{
    for (dt_actor_id a = 0; a < draft->n_actors; a++)
        digest_moves(draft, a);
    for (dt_actor_id i = 0; i < draft->n_actors; i++)
        find_reaching(draft, i);
}

dt_solver *dt_solver_of_moves(uint32_t n_actors, uint32_t n_states, const uint64_t *to)
{
    dt_solver *const solver = new_draft(n_actors, n_states);
    if (!solver)
        return NULL;
    memcpy(solver->to, to, (size_t)n_actors * n_states * sizeof *to);
    finish(solver);
    return solver;
}

static uint64_t moves_from(const dt_space *space, dt_actor_id a, dt_state s)
{
    dt_state target[STATES];
    const uint32_t n = dt_space_moves(space, a, s, target);
    uint64_t to = 0;
    for (uint32_t k = 0; k < n; k++)
        to |= bit(target[k]);
    return to;
}

dt_status dt_solver_new(const dt_space *space, dt_solver **solver, dt_error *err)
{
    const uint32_t n_states = dt_space_n_states(space);
    if (n_states > STATES)
        return dt_fail(err, DT_ELIMIT,
                       "a solver takes up to %u states, and the model has %u",
                       DT_SOLVER_STATES, n_states);
    dt_solver *const draft =
        new_draft(dt_model_n_actors(dt_space_model(space)), n_states);
    if (!draft)
        return dt_fail_memory(err);
    for (dt_actor_id a = 0; a < draft->n_actors; a++)
        for (dt_state s = 0; s < n_states; s++)
            row(draft->to, draft, a)[s] = moves_from(space, a, s);
    finish(draft);
    *solver = draft;
    return DT_OK;
}

void dt_solver_free(dt_solver *solver)
{
    if (solver)
        dt_arena_free(solver->arena);
}

/* ---- ladders ---------------------------------------------------------------- */

/* One actor's order of the states. Rungs may be empty. */
typedef struct ladder {
    const uint32_t *rung;  /* of each state */
    uint64_t tier[STATES]; /* of each rung, 0 ... n_states - 1 */
    uint64_t upto[STATES];
} ladder;

/* So many counts at a time: compilers keep them in registers. */
enum { LANES = 16 };

/* Every state is compared with every other, which takes no branch. */
static void find_rungs(const uint32_t *rank, uint32_t n_states, uint32_t *rung)
{
    uint32_t column[STATES];
    const uint32_t end = (n_states + LANES - 1) / LANES * LANES;
    for (dt_state s = 0; s < end; s++)
        column[s] = s < n_states ? rank[s] : 0;
    for (uint32_t base = 0; base < n_states; base += LANES) {
        uint32_t n_worse[LANES] = {0};
        for (dt_state t = 0; t < n_states; t++)
            for (uint32_t k = 0; k < LANES; k++)
                n_worse[k] += column[t] < column[base + k];
        memcpy(rung + base, n_worse, sizeof n_worse);
    }
}

static void build_ladder(const uint32_t *rung, uint32_t n_states, ladder *l)
{
    l->rung = rung;
    memset(l->tier, 0, n_states * sizeof *l->tier);
    for (dt_state s = 0; s < n_states; s++)
        l->tier[rung[s]] |= bit(s);
    uint64_t upto = 0;
    for (uint32_t k = 0; k < n_states; k++)
        l->upto[k] = upto |= l->tier[k];
}

/* From where the actor would come to each state, gaining by it. */
static void find_gains(const ladder *l, const uint64_t *from, uint32_t n_states,
                       uint64_t *gains)
{
    for (dt_state t = 0; t < n_states; t++) {
        const uint32_t k = l->rung[t];
        gains[t] = from[t] & l->upto[k] & ~l->tier[k];
    }
}

/* settled[k]: where the best that the actor can have, by a move or by none, is on k. */
static void find_settled(const ladder *l, const uint64_t *from, uint32_t n_states,
                         uint64_t *settled)
{
    uint64_t left = UINT64_MAX;
    for (uint32_t k = n_states; k-- > 0;) {
        uint64_t best = l->tier[k];
        for (uint64_t w = l->tier[k]; w; w &= w - 1)
            best |= from[dt_lowest_bit(w)];
        settled[k] = best & left;
        left &= ~best;
    }
}

/* ---- answers ---------------------------------------------------------------- */

/* What one run works on. */
typedef struct run {
    const dt_solver *solver;
    uint64_t gains[ACTORS * STATES]; /* [n_actors][n_states] */
    uint32_t rung[ACTORS][STATES];
    ladder own; /* of the focal actor, and what belongs to it */
    dt_actor_id focal;
    uint64_t settled[STATES];
    uint64_t improving[STATES]; /* gains of its opponents together */
} run;

/* By concept and rung: the states that are answered. That of Nash is not used. */
typedef uint64_t answers[DT_N_CONCEPTS][STATES];

static uint64_t reach_by_moves(const uint64_t *reaching, uint64_t goals)
{
    uint64_t found = 0;
    for (uint64_t w = goals; w; w &= w - 1)
        found |= reaching[dt_lowest_bit(w)];
    return found;
}

static void answer_by_moves(const run *r, answers answered)
{
    const uint64_t *const reaching = row(r->solver->reaching, r->solver, r->focal);
    uint64_t gmr = 0, smr = 0;
    for (uint32_t k = 0; k < r->solver->n_states; k++) {
        answered[DT_GMR][k] = gmr |= reach_by_moves(reaching, r->own.tier[k]);
        answered[DT_SMR][k] = smr |= reach_by_moves(reaching, r->settled[k]);
    }
}

/* `met` with more goals, and all from where these are reached. */
static uint64_t reach_by_gains(const uint64_t *improving, uint64_t met, uint64_t goals)
{
    uint64_t fresh = goals & ~met;
    met |= fresh;
    while (fresh) {
        const uint64_t more = improving[dt_lowest_bit(fresh)] & ~met;
        met |= more;
        fresh = (fresh & (fresh - 1)) | more;
    }
    return met;
}

static void answer_by_gains(const run *r, answers answered)
{
    uint64_t seq = 0, sseq = 0;
    for (uint32_t k = 0; k < r->solver->n_states; k++) {
        seq = reach_by_gains(r->improving, seq, r->own.tier[k]);
        sseq = reach_by_gains(r->improving, sseq, r->settled[k]);
        answered[DT_SEQ][k] = seq;
        answered[DT_SSEQ][k] = sseq;
    }
}

/* The same in legal sequences only. */
static void answer_legally(const run *r, const uint64_t *goals, uint64_t *answered)
{
    const uint64_t opponents = r->solver->movers & ~bit(r->focal);
    const uint32_t n_states = r->solver->n_states;
    uint64_t met = 0;
    trail p = {.first = {0}};
    for (uint32_t k = 0; k < n_states; k++)
        answered[k] = met |= follow(&p, r->gains, n_states, opponents, goals[k]);
}

/* s is stable iff each move leads to what is no better, or is answered. */
static void judge(const run *r, answers answered, uint64_t stable[DT_N_CONCEPTS])
{
    const uint64_t *const to = row(r->solver->to, r->solver, r->focal);
    for (dt_state s = 0; s < r->solver->n_states; s++) {
        const uint32_t k = r->own.rung[s];
        const uint64_t better = to[s] & ~r->own.upto[k];
        stable[DT_NASH] |= (uint64_t)(better == 0) << s;
        for (uint32_t c = DT_GMR; c < DT_N_CONCEPTS; c++)
            stable[c] |= (uint64_t)((better & ~answered[c][k]) == 0) << s;
    }
}

/* ---- a run ------------------------------------------------------------------ */

/* From where some opponent would come to each state, gaining by it. */
static void find_improving(run *r)
{
    const uint32_t n_states = r->solver->n_states;
    memset(r->improving, 0, n_states * sizeof *r->improving);
    for (uint64_t w = r->solver->movers & ~bit(r->focal); w; w &= w - 1) {
        const uint64_t *const gains = r->gains + dt_lowest_bit(w) * n_states;
        for (dt_state t = 0; t < n_states; t++)
            r->improving[t] |= gains[t];
    }
}

static void judge_actor(run *r, dt_verdicts *verdicts)
{
    uint64_t stable[DT_N_CONCEPTS] = {0};
    answers answered;
    answer_by_moves(r, answered);
    if (r->solver->winding & ~bit(r->focal)) {
        answer_legally(r, r->own.tier, answered[DT_SEQ]);
        answer_legally(r, r->settled, answered[DT_SSEQ]);
    } else
        answer_by_gains(r, answered);
    judge(r, answered, stable);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        verdicts->stable[c][r->focal] = stable[c];
}

static void intersect(const dt_solver *solver, dt_verdicts *verdicts)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        uint64_t all = solver->all;
        for (dt_actor_id a = 0; a < solver->n_actors; a++)
            all &= verdicts->stable[c][a];
        verdicts->equilibria[c] = all;
    }
}

void dt_solver_run(const dt_solver *solver, const uint32_t *rank, dt_verdicts *verdicts)
{
    const uint32_t n = solver->n_states;
    run r;
    r.solver = solver;
    for (dt_actor_id a = 0; a < solver->n_actors; a++) {
        find_rungs(rank + a * n, n, r.rung[a]);
        build_ladder(r.rung[a], n, &r.own);
        find_gains(&r.own, solver->from + a * n, n, r.gains + a * n);
    }
    for (dt_actor_id i = 0; i < solver->n_actors; i++) {
        r.focal = i;
        build_ladder(r.rung[i], n, &r.own);
        find_settled(&r.own, solver->from + i * n, n, r.settled);
        find_improving(&r);
        judge_actor(&r, verdicts);
    }
    intersect(solver, verdicts);
}
