/* Is one improvement of an actor deterred? The search behind detente/local.h.
 *
 * A pursuit is for one state and one actor, the focal one. It follows what the others
 * can do about an improvement until it finds an answer that deters, and no further. */
#ifndef DT_STABILITY_PURSUIT_H
#define DT_STABILITY_PURSUIT_H

#include "base/roster.h"
#include "space/walk.h"

#include <detente/local.h>

/* By any moves (gmr, smr), or each step a gain for its mover (seq, sseq). */
typedef enum dt_manner { DT_BY_MOVES, DT_BY_GAINS, DT_MANNERS } dt_manner;

typedef struct dt_pursuit {
    const dt_model *model;
    dt_actor_id focal;
    dt_bar *here;              /* [n_actors] at the state in question */
    dt_bar *there;             /* [n_actors] at whatever is left by a move; scratch */
    bool transitive;           /* the model forbids no move */
    uint64_t left[DT_MANNERS]; /* partial codes that may be looked at yet */
    dt_roster roster;          /* what was reached */
    dt_vigil vigil;            /* whoever looks on */
    uint64_t n_visited;        /* codes looked at */
    bool lost;                 /* no memory */
    bool missed;               /* met a code that a ranking leaves out: this one, and */
    dt_actor_id missed_by;     /* this actor's */
    uint64_t missed_code;
} dt_pursuit;

/* Where an answer ends: a move of `mover` to `code`, from an entry of the roster, or in
 * one move of each actor in `order` after the other. */
typedef struct dt_ending {
    uint32_t entry;
    dt_actor_id mover;
    uint64_t code;
    uint32_t n_order;
    uint8_t order[DT_MAX_ACTORS];
} dt_ending;

/* What is known of the answers to an improvement: whether one leaves the focal actor no
 * better off than the state in question, and whether from one it cannot even move on to
 * something better. */
typedef struct dt_answers {
    dt_standing plain, symmetric;       /* DT_STABLE: deterred */
    dt_ending plain_end, symmetric_end; /* where deterred; as long as the roster is */
} dt_answers;

/* Search the answers to the improvement `s1`; the symmetric ones only if wanted. */
dt_answers dt_pursue(dt_pursuit *p, uint64_t s1, dt_manner manner, bool symmetric);

/* The moves of an answer, first to last; how many they are. steps: room for as many as
 * the roster has entries and actors together, or NULL to count only. */
uint32_t dt_pursuit_steps(const dt_pursuit *p, const dt_ending *end,
                          dt_local_step *steps);

/* True when what is found no longer matters: no memory, a code that is not ranked, or
 * whoever looks on wants it to end. */
static inline bool dt_pursuit_fails(const dt_pursuit *p)
{
    return p->lost || p->missed || p->vigil.stopped;
}

/* True, and noted, when the ranking of the actor leaves the code out. */
bool dt_pursuit_misses(dt_pursuit *p, dt_actor_id a, uint64_t code);

#endif
