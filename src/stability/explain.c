/* Why a state is stable or not: each improvement of each actor, and the shortest answer
 * of the others that deters it, under each concept.
 *
 * The answers are found by the definitions, with a breadth-first search of the legal
 * sequences (pairs of state and last mover, as in definition.c) that remembers where it
 * came from. It looks at nothing further than it must: it ends when both the plain and
 * the symmetric concept have their answer.
 *
 *     improvement s1 --j--> . --k--> t      u(t) <= u(s): deters under GMR, SEQ
 *                                  \--i--> r  no r with u(r) > u(s): under SMR, SSEQ
 * too
 */
#include "base/fail.h"
#include "base/list.h"
#include "base/watch.h"
#include "stability/solution.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NO_PARENT UINT32_MAX

/* A state reached by the others, who moved last, and from which visit. */
typedef struct visit {
    dt_state state;
    dt_actor_id last;
    uint32_t parent;
} visit;

struct dt_explanation {
    dt_arena arena;
    dt_state state;
    dt_actor_reasons *actor; /* [n_actors] */
};

typedef struct explainer {
    const dt_space *space;
    const dt_ranks *ranks;
    dt_explanation *explanation;
    dt_arena scratch;
    dt_actor_id focal;
    uint32_t here;    /* the focal actor's rank of the state explained */
    dt_state *room;   /* [n_states] moves of whoever moves */
    dt_state *reply;  /* [n_states] moves of the focal actor */
    uint64_t *movers; /* [n_states] last movers with which a state was reached */
    dt_list visits;   /* the search, in order */
    bool lost;        /* no memory, or stopped */
} explainer;

/* ---- the search ------------------------------------------------------------- */

/* A pair of concepts that share a search: a plain one and its symmetric form. */
typedef struct pursuit {
    dt_concept plain, symmetric;
    bool improving;
    uint32_t plain_at, symmetric_at; /* visits, or NO_PARENT */
} pursuit;

static const visit *visit_at(const explainer *e, uint32_t k)
{
    return (const visit *)e->visits.items + k;
}

/* The best state that the focal actor can move on to from `t`, if it beats staying
 * where the explanation stands; else DT_NO_STATE. */
static dt_state find_escape(const explainer *e, dt_state t)
{
    const uint32_t n = dt_space_moves(e->space, e->focal, t, e->reply);
    dt_state best = DT_NO_STATE;
    uint32_t rank = e->here;
    for (uint32_t k = 0; k < n; k++)
        if (dt_ranks_at(e->ranks, e->focal, e->reply[k]) > rank) {
            best = e->reply[k];
            rank = dt_ranks_at(e->ranks, e->focal, best);
        }
    return best;
}

static void judge_visit(const explainer *e, pursuit *p, uint32_t at)
{
    const dt_state t = visit_at(e, at)->state;
    if (dt_ranks_at(e->ranks, e->focal, t) > e->here)
        return;
    if (p->plain_at == NO_PARENT)
        p->plain_at = at;
    if (p->symmetric_at == NO_PARENT && find_escape(e, t) == DT_NO_STATE)
        p->symmetric_at = at;
}

static void visit_state(explainer *e, pursuit *p, dt_state t, dt_actor_id mover,
                        uint32_t parent)
{
    if (e->movers[t] >> mover & 1)
        return;
    const bool seen = e->movers[t];
    visit *const v = dt_list_add(&e->visits, &e->scratch, sizeof *v);
    if (!v) {
        e->lost = true;
        return;
    }
    e->movers[t] |= UINT64_C(1) << mover;
    *v = (visit){t, mover, parent};
    if (!seen)
        judge_visit(e, p, (uint32_t)e->visits.n - 1);
}

static void step_from(explainer *e, pursuit *p, dt_state from, dt_actor_id mover,
                      uint32_t parent)
{
    const uint32_t n = dt_space_moves(e->space, mover, from, e->room);
    const uint32_t rank = dt_ranks_at(e->ranks, mover, from);
    for (uint32_t k = 0; k < n; k++)
        if (!p->improving || dt_ranks_at(e->ranks, mover, e->room[k]) > rank)
            visit_state(e, p, e->room[k], mover, parent);
}

static void forget_visits(explainer *e)
{
    for (uint32_t k = 0; k < e->visits.n; k++)
        e->movers[visit_at(e, k)->state] = 0;
    e->visits.n = 0;
}

/* Now and then, at visit k: does the monitor want to stop? */
static bool is_stopped(explainer *e, uint32_t k)
{
    enum { VISITS = 64 };
    if (k % VISITS == 0 &&
        dt_watch(e->space->limits.monitor, "explaining", -1, NULL) != DT_OK)
        e->lost = true;
    return e->lost;
}

static void search_answers(explainer *e, pursuit *p, dt_state s1)
{
    const uint32_t n_actors = e->space->model->n_actors;
    p->plain_at = p->symmetric_at = NO_PARENT;
    forget_visits(e);
    for (dt_actor_id j = 0; j < n_actors; j++)
        if (j != e->focal)
            step_from(e, p, s1, j, NO_PARENT);
    for (uint32_t k = 0; k < e->visits.n && p->symmetric_at == NO_PARENT && !e->lost;
         k++)
        for (dt_actor_id j = 0; j < n_actors && !is_stopped(e, k); j++) {
            const visit v = *visit_at(e, k); /* the list may move */
            if (j != e->focal && j != v.last)
                step_from(e, p, v.state, j, k);
        }
}

/* ---- answers ---------------------------------------------------------------- */

static uint32_t count_steps(const explainer *e, uint32_t at)
{
    uint32_t n = 0;
    for (; at != NO_PARENT; at = visit_at(e, at)->parent)
        n++;
    return n;
}

/* The steps from s1 to visit `at`, in order. */
static void write_steps(explainer *e, dt_state s1, uint32_t at, dt_answer *answer)
{
    const uint32_t n = count_steps(e, at);
    dt_step *const steps = dt_arena_array(&e->explanation->arena, dt_step, n);
    if (!steps) {
        e->lost = true;
        return;
    }
    for (uint32_t k = n; k-- > 0; at = visit_at(e, at)->parent) {
        const uint32_t parent = visit_at(e, at)->parent;
        steps[k] = (dt_step){visit_at(e, at)->last,
                             parent == NO_PARENT ? s1 : visit_at(e, parent)->state,
                             visit_at(e, at)->state};
    }
    answer->n_steps = n;
    answer->steps = steps;
}

static void write_answers(explainer *e, const pursuit *p, dt_reason *reason)
{
    dt_answer *const plain = &reason->answer[p->plain];
    dt_answer *const symmetric = &reason->answer[p->symmetric];
    if (p->plain_at == NO_PARENT)
        return;
    plain->deters = true;
    write_steps(e, reason->to, p->plain_at, plain);
    symmetric->deters = p->symmetric_at != NO_PARENT;
    if (symmetric->deters)
        write_steps(e, reason->to, p->symmetric_at, symmetric);
    else {
        symmetric->n_steps = plain->n_steps;
        symmetric->steps = plain->steps;
        symmetric->escape = find_escape(e, visit_at(e, p->plain_at)->state);
    }
}

static void explain_improvement(explainer *e, dt_state s1, dt_reason *reason)
{
    pursuit by_moves = {.plain = DT_GMR, .symmetric = DT_SMR};
    pursuit by_improvements = {
        .plain = DT_SEQ, .symmetric = DT_SSEQ, .improving = true};
    *reason = (dt_reason){.to = s1};
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        reason->answer[c].escape = DT_NO_STATE;
    search_answers(e, &by_moves, s1);
    write_answers(e, &by_moves, reason);
    search_answers(e, &by_improvements, s1);
    write_answers(e, &by_improvements, reason);
}

/* ---- actors ----------------------------------------------------------------- */

/* What qsort compares: a state and the focal actor's rank of it. */
typedef struct target {
    dt_state state;
    uint32_t rank;
} target;

static int best_first(const void *a, const void *b)
{
    const target *const x = a, *const y = b;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return (x->state > y->state) - (x->state < y->state);
}

/* The focal actor's improvements from the state, best first. NULL: no memory. */
static target *find_improvements(explainer *e, dt_actor_reasons *reasons)
{
    const dt_state s = e->explanation->state;
    const uint32_t n = dt_space_moves(e->space, e->focal, s, e->room);
    target *const targets = dt_arena_array(&e->scratch, target, n);
    if (!targets)
        return NULL;
    reasons->n_moves = n;
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t rank = dt_ranks_at(e->ranks, e->focal, e->room[k]);
        if (rank > e->here)
            targets[reasons->n_improvements++] = (target){e->room[k], rank};
    }
    if (reasons->n_improvements)
        qsort(targets, reasons->n_improvements, sizeof *targets, best_first);
    return targets;
}

static void explain_actor(explainer *e, uint32_t max_reasons, dt_actor_reasons *reasons)
{
    const target *const targets = find_improvements(e, reasons);
    const uint32_t n = reasons->n_improvements;
    reasons->n_reasons = max_reasons && max_reasons < n ? max_reasons : n;
    dt_reason *const kept =
        dt_arena_array(&e->explanation->arena, dt_reason, reasons->n_reasons);
    if (!targets || !kept) {
        e->lost = true;
        return;
    }
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        reasons->stable[c] = true;
    for (uint32_t k = 0; k < n && !e->lost; k++) {
        dt_reason spare;
        dt_reason *const reason = k < reasons->n_reasons ? &kept[k] : &spare;
        explain_improvement(e, targets[k].state, reason);
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
            reasons->stable[c] = reasons->stable[c] && reason->answer[c].deters;
    }
    reasons->reasons = kept;
}

static bool start(explainer *e)
{
    const uint32_t n = e->space->n_states;
    e->room = dt_arena_array(&e->scratch, dt_state, n);
    e->reply = dt_arena_array(&e->scratch, dt_state, n);
    e->movers = dt_arena_array(&e->scratch, uint64_t, n);
    e->explanation->actor = dt_arena_array(&e->explanation->arena, dt_actor_reasons,
                                           e->space->model->n_actors);
    return e->room && e->reply && e->movers && e->explanation->actor;
}

dt_status dt_explain(const dt_space *space, const dt_ranks *ranks, dt_state s,
                     uint32_t max_reasons, dt_explanation **explanation, dt_error *err)
{
    if (s >= space->n_states)
        return dt_fail(err, DT_EUSAGE, "there is no state %llu: the model has %u",
                       (unsigned long long)s + 1, space->n_states);
    explainer e = {.space = space, .ranks = ranks};
    e.explanation = DT_ARENA_ROOT(dt_explanation);
    if (!e.explanation)
        return dt_fail_memory(err);
    e.explanation->state = s;
    e.lost = !start(&e);
    for (; !e.lost && e.focal < space->model->n_actors; e.focal++) {
        e.here = dt_ranks_at(ranks, e.focal, s);
        explain_actor(&e, max_reasons, &e.explanation->actor[e.focal]);
    }
    dt_arena_release(&e.scratch);
    if (e.lost) {
        dt_explanation_free(e.explanation);
        return dt_watch_fail(space->limits.monitor, err);
    }
    *explanation = e.explanation;
    return DT_OK;
}

void dt_explanation_free(dt_explanation *explanation)
{
    if (explanation)
        dt_arena_free(explanation->arena);
}

dt_state dt_explanation_state(const dt_explanation *explanation)
{
    return explanation->state;
}

const dt_actor_reasons *dt_explanation_actor(const dt_explanation *explanation,
                                             dt_actor_id a)
{
    return &explanation->actor[a];
}
