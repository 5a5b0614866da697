/* Mixed strategies of a signalling game with given supports.
 *
 * Let T(m) be the types that send message m, and R(m) the answers to it, each with a
 * positive probability. Whoever mixes must be indifferent, so two sets of linear
 * conditions remain, which have no unknown in common:
 *
 *  - the sender's: s(m|t), 0 unless t is in T(m), adding up to 1 for each type, such
 *    that at each m with a type in T(m) the answers of R(m) are the receiver's best,
 *
 *        sum over t of  prior(t) s(m|t) (receives(t, m, a) - receives(t, m, b))  =  0
 *
 *    for a and b in R(m), >= 0 for b outside;
 *
 *  - the receiver's: r(a|m), 0 unless a is in R(m), adding up to 1 for each message,
 * and what types get, u(t), such that
 *
 *        u(t)  =  sum over a of  r(a|m) sends(t, m, a)
 *
 *    for t in T(m), >= for the other types.
 *
 * So the equilibria with these supports are the product of two polytopes. Both are
 * asked for the point whose least probability on a support is largest; it must be above
 * DT_MIXTURE_LEAST. After a message that no type sends R(m) is where the answer comes
 * from, and need not be used up.
 *
 * Types of prior 0 have no say. */
#ifndef DT_GAMES_MIXTURE_H
#define DT_GAMES_MIXTURE_H

#include "games/polytope.h"
#include "games/signalling.h"

#define DT_MIXTURE_LEAST 1e-7

typedef struct dt_mixture {
    const dt_signalling *s;
    uint64_t live;                /* the types whose prior is positive */
    uint64_t types[DT_SIGNALS];   /* [n_messages] T(m), of live ones; the caller's */
    uint64_t answers[DT_SIGNALS]; /* [n_messages] R(m); the caller's */
    double *sends;                /* [n_types][n_messages] what was found last */
    double *replies;              /* [n_messages][most_answers] the same */
    double floor;                 /* the sender's least payoff */
    dt_polytope *lp;
    uint32_t n_used;     /* columns of answers in the receiver's program, and which: */
    uint32_t *column;    /* [n_messages][most_answers] */
    double *x, *aim;     /* [columns of lp] */
    uint64_t n_programs; /* solved so far */
} dt_mixture;

/* Room in the arena: DT_OK or DT_ENOMEM. */
dt_status dt_mixture_init(dt_mixture *mixture, const dt_signalling *s, dt_arena *arena,
                          dt_error *err);

/* Whether these types, none of which is to be left out, can make all these answers to m
 * best at once. */
bool dt_mixture_ties(dt_mixture *mixture, uint32_t m, uint64_t types, uint64_t answers);

/* Whether there are such s; fills in `sends`. */
bool dt_mixture_send(dt_mixture *mixture);

/* Whether there are such r; fills in `replies`. */
bool dt_mixture_reply(dt_mixture *mixture);

/* Whether there are several, of either kind: asked right after each found one. Answers
 * to messages that are not sent do not count. */
bool dt_mixture_varies_send(dt_mixture *mixture);
bool dt_mixture_varies_reply(dt_mixture *mixture);

#endif
