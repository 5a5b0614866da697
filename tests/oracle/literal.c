/* Plain loops over matrices: no early exit, nothing shared between concepts, no speed.
 *
 * Legal sequences follow the two-clause induction of Fang, Hipel and Kilgour 1993. For
 * H, here everybody but i, R_H(s) are the states at the end of a legal sequence from s
 * and L_H(s, t) those who can be the last to move in one that ends at t:
 *
 *  1. if j in H and t in R_j(s):
 *         t enters R_H(s) and j enters L_H(s, t);
 *  2. if t in R_H(s), j in H, u in R_j(t) and L_H(s, t) is not {j}:
 *         u enters R_H(s) and j enters L_H(s, u);
 *
 * until neither an R_H nor an L_H grows. R_H+ has R_j+ in the place of R_j. */
#include "oracle/literal.h"

#include <stdlib.h>

bool literal_moves(const literal_graph *g, size_t i, size_t s, size_t t)
{
    return g->move[(i * g->n_states + s) * g->n_states + t];
}

bool literal_prefers(const literal_graph *g, size_t i, size_t t, size_t s)
{
    return g->rank[i * g->n_states + t] > g->rank[i * g->n_states + s];
}

/* t in R_j(s), or t in R_j+(s). */
static bool steps(const literal_graph *g, size_t j, size_t s, size_t t, bool improving)
{
    return literal_moves(g, j, s, t) && (!improving || literal_prefers(g, j, t, s));
}

/* ---- legal sequences -------------------------------------------------------- */

/* R_H(s) and L_H(s, .) for one s. */
typedef struct reached {
    bool *state; /* [n_states]: t in R_H(s) */
    bool *last;  /* [n_states][n_actors]: j in L_H(s, t) */
} reached;

/* L_H(s, t) = {j} */
static bool is_only_last(const literal_graph *g, const reached *r, size_t t, size_t j)
{
    bool same = true;
    for (size_t k = 0; k < g->n_actors; k++)
        same = same && r->last[t * g->n_actors + k] == (k == j);
    return same;
}

/* u enters R_H(s), j enters L_H(s, u); true when one of them is new there. */
static bool enter(const literal_graph *g, reached *r, size_t u, size_t j)
{
    const bool grew = !r->state[u] || !r->last[u * g->n_actors + j];
    r->state[u] = true;
    r->last[u * g->n_actors + j] = true;
    return grew;
}

static void apply_first_clause(const literal_graph *g, size_t i, size_t s,
                               bool improving, reached *r)
{
    for (size_t j = 0; j < g->n_actors; j++)
        for (size_t t = 0; t < g->n_states; t++)
            if (j != i && steps(g, j, s, t, improving))
                enter(g, r, t, j);
}

/* True when something grew. */
static bool apply_second_clause(const literal_graph *g, size_t i, bool improving,
                                reached *r)
{
    bool grew = false;
    for (size_t t = 0; t < g->n_states; t++)
        for (size_t j = 0; j < g->n_actors; j++)
            for (size_t u = 0; u < g->n_states; u++)
                if (r->state[t] && j != i && steps(g, j, t, u, improving) &&
                    !is_only_last(g, r, t, j))
                    grew = enter(g, r, u, j) || grew;
    return grew;
}

/* R_{N-i}(s) of every s, or R+_{N-i}(s): [n_states][n_states]. The caller's. */
static bool *find_reachable(const literal_graph *g, size_t i, bool improving)
{
    const size_t n = g->n_states;
    bool *const reachable = calloc(n * n, sizeof *reachable);
    for (size_t s = 0; s < n; s++) {
        reached r = {.state = reachable + s * n,
                     .last = calloc(n * g->n_actors, sizeof *r.last)};
        apply_first_clause(g, i, s, improving, &r);
        while (apply_second_clause(g, i, improving, &r))
            ;
        free(r.last);
    }
    return reachable;
}

/* ---- concepts --------------------------------------------------------------- */

/* Every s3 in R_i(s2) is no better than s for i. */
static bool has_no_escape(const literal_graph *g, size_t i, size_t s2, size_t s)
{
    bool none = true;
    for (size_t s3 = 0; s3 < g->n_states; s3++)
        if (literal_moves(g, i, s2, s3) && literal_prefers(g, i, s3, s))
            none = false;
    return none;
}

/* Some s2 that is reachable from s1 is no better than s for i. */
static bool is_deterred(const literal_graph *g, size_t i, size_t s, size_t s1,
                        const bool *reachable)
{
    bool deterred = false;
    for (size_t s2 = 0; s2 < g->n_states; s2++)
        if (reachable[s1 * g->n_states + s2] && !literal_prefers(g, i, s2, s))
            deterred = true;
    return deterred;
}

/* The same with no escape from s2. */
static bool is_deterred_for_good(const literal_graph *g, size_t i, size_t s, size_t s1,
                                 const bool *reachable)
{
    bool deterred = false;
    for (size_t s2 = 0; s2 < g->n_states; s2++)
        if (reachable[s1 * g->n_states + s2] && !literal_prefers(g, i, s2, s) &&
            has_no_escape(g, i, s2, s))
            deterred = true;
    return deterred;
}

static bool is_stable(const literal_graph *g, literal_concept concept, size_t i,
                      size_t s, const bool *by_moves, const bool *by_improvements)
{
    bool stable = true;
    for (size_t s1 = 0; s1 < g->n_states; s1++) {
        bool deterred = false;
        if (!literal_moves(g, i, s, s1) || !literal_prefers(g, i, s1, s))
            continue;
        if (concept == LITERAL_GMR)
            deterred = is_deterred(g, i, s, s1, by_moves);
        if (concept == LITERAL_SMR)
            deterred = is_deterred_for_good(g, i, s, s1, by_moves);
        if (concept == LITERAL_SEQ)
            deterred = is_deterred(g, i, s, s1, by_improvements);
        if (concept == LITERAL_SSEQ)
            deterred = is_deterred_for_good(g, i, s, s1, by_improvements);
        stable = stable && deterred;
    }
    return stable;
}

void literal_solve(const literal_graph *g, bool *stable)
{
    const size_t n = g->n_states;
    for (size_t i = 0; i < g->n_actors; i++) {
        bool *const by_moves = find_reachable(g, i, false);
        bool *const by_improvements = find_reachable(g, i, true);
        for (int c = 0; c < LITERAL_CONCEPTS; c++)
            for (size_t s = 0; s < n; s++)
                stable[((size_t)c * g->n_actors + i) * n + s] =
                    is_stable(g, (literal_concept)c, i, s, by_moves, by_improvements);
        free(by_improvements);
        free(by_moves);
    }
}

/* ---- how long --------------------------------------------------------------- */

/* at[t][j]: some legal sequence of exactly so many moves ends at t, j the last to move.
 * Makes of it `next`, the same for one move more; true when anything is reached. */
static bool move_once_more(const literal_graph *g, size_t i, bool improving,
                           const bool *at, bool *next)
{
    const size_t m = g->n_actors;
    bool any = false;
    for (size_t t = 0; t < g->n_states; t++)
        for (size_t last = 0; last < m; last++)
            for (size_t j = 0; j < m; j++)
                for (size_t u = 0; u < g->n_states; u++)
                    if (at[t * m + last] && j != i && j != last &&
                        steps(g, j, t, u, improving))
                        any = next[u * m + j] = true;
    return any;
}

static bool meets(const literal_graph *g, const bool *at, const bool *goal)
{
    bool met = false;
    for (size_t t = 0; t < g->n_states; t++)
        for (size_t j = 0; j < g->n_actors; j++)
            met = met || (at[t * g->n_actors + j] && goal[t]);
    return met;
}

size_t literal_shortest(const literal_graph *g, size_t i, bool improving, size_t s,
                        const bool *goal)
{
    const size_t pairs = g->n_states * g->n_actors;
    bool *at = calloc(pairs, sizeof *at);
    size_t length = 1, found = 0;
    for (size_t j = 0; j < g->n_actors; j++)
        for (size_t t = 0; t < g->n_states; t++)
            at[t * g->n_actors + j] = j != i && steps(g, j, s, t, improving);
    bool any = true;
    /* A shortest sequence comes to no (state, last mover) twice. */
    while (any && !found && length <= pairs) {
        bool *const next = calloc(pairs, sizeof *next);
        found = meets(g, at, goal) ? length : 0;
        any = move_once_more(g, i, improving, at, next);
        length++;
        free(at);
        at = next;
    }
    free(at);
    return found;
}
