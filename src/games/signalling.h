/* Signalling games: a type is drawn, its sender sends a message, the receiver answers.
 *
 * A game is one when chance moves at the root and draws the *type*; below each type
 * there is an information set of its own where one player, the *sender*, has the same
 * number of actions, the *messages*; all nodes that the m-th message leads to make up
 * one information set of another player, the *receiver*; and behind each of its
 * actions, the *answers*, play ends. Messages and answers go by their position, not by
 * their labels. How many answers there are may differ between messages.
 *
 * A type with prior 0 is a type all the same: it plays a best reply. A message that
 * only such types send is never seen, so that beliefs after it are free.
 *
 * Payoffs that differ by less than 1e-9 of the range of that player's payoffs count as
 * equal everywhere. Sets of types and of answers are masks: bit t, type t. */
#ifndef DT_GAMES_SIGNALLING_H
#define DT_GAMES_SIGNALLING_H

#include "base/popcount.h"
#include "games/solvers.h"

enum { DT_SIGNALS = 64 }; /* types, messages, answers: so many at most */

typedef struct dt_signalling {
    const dt_game *game;
    uint32_t sender, receiver; /* players */
    uint32_t n_types, n_messages;
    uint32_t n_answers[DT_SIGNALS]; /* [n_messages] */
    uint32_t most_answers;
    double prior[DT_SIGNALS];         /* [n_types], adds up to 1 */
    uint32_t type_set[DT_SIGNALS];    /* [n_types] the sender's information sets */
    uint32_t message_set[DT_SIGNALS]; /* [n_messages] the receiver's */
    const uint32_t *node; /* [n_types][n_messages] of the receiver; see dt_seen_at() */
    const double *sends;  /* [n_types][n_messages][most_answers] the sender's payoff */
    const double *receives;              /* the same of the receiver */
    double sender_slack, receiver_slack; /* what counts as equal */
} dt_signalling;

/* The game as a signalling game, in the arena; borrows the game. Where it is none
 * *signalling is NULL and *why, unless NULL, says what differs. DT_OK or DT_ENOMEM. */
dt_status dt_signalling_find(const dt_game *game, dt_arena *arena,
                             const dt_signalling **signalling, const char **why,
                             dt_error *err);

/* The receiver's node after type t has sent message m. */
static inline uint32_t dt_seen_at(const dt_signalling *s, uint32_t t, uint32_t m)
{
    return s->node[t * s->n_messages + m];
}

/* What the sender, and what the receiver gets when type t sends m: [n_answers[m]]. */
static inline const double *dt_sends(const dt_signalling *s, uint32_t t, uint32_t m)
{
    return s->sends + ((size_t)t * s->n_messages + m) * s->most_answers;
}

static inline const double *dt_receives(const dt_signalling *s, uint32_t t, uint32_t m)
{
    return s->receives + ((size_t)t * s->n_messages + m) * s->most_answers;
}

/* The mask of the first n things. */
static inline uint64_t dt_mask_of(uint32_t n)
{
    return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

static inline bool dt_mask_has(uint64_t mask, uint32_t k)
{
    return mask >> k & 1;
}

/* The answers to m that are best when types have these weights, [n_types]; all answers
 * when these are 0. */
uint64_t dt_signalling_best(const dt_signalling *s, uint32_t m, const double *weight);

/* All pure perfect Bayesian equilibria, with beliefs and refinements: what
 * dt_solve_pure() answers for a signalling game (cover.c). */
dt_status dt_solve_pure_signalling(const dt_task *task, const dt_signalling *signalling,
                                   dt_method_answer *answer, dt_error *err);

#endif
