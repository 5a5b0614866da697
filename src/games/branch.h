/* Walking along the branch of logit agent quantal responses that begins where lambda is
 * 0 and all actions are equally likely. */
#ifndef DT_GAMES_BRANCH_H
#define DT_GAMES_BRANCH_H

#include "games/jacobian.h"

typedef struct dt_tangent {
    double *l; /* [n_actions] */
    double lambda;
} dt_tangent;

typedef struct dt_branch {
    const dt_game *game;
    double range; /* of payoffs, 1 if they are all the same: the unit of 1 / lambda */
    dt_quantal q; /* of the point `now` */
    dt_jacobian jacobian;
    dt_point now, next;
    dt_tangent ahead, after; /* at `now` and at `next`; largest scaled part 1 */
    int orientation;         /* dt_jacobian_orientation() at `now` */
    double *by;              /* [n_actions] scratch */
    double care;             /* 1 at first: steps are chosen by this more carefully */
    double step;             /* how far to go along the tangent next */
    bool turned;             /* lambda has gone down once */
    bool stuck;              /* no step is small enough */
    uint64_t n_steps;
} dt_branch;

/* At the beginning of the branch. dt_branch_release() is the caller's duty even on
 * failure: DT_ENOMEM, DT_ELIMIT (dt_jacobian_init()). */
dt_status dt_branch_init(dt_branch *b, const dt_game *game, uint64_t memory,
                         dt_arena *arena, dt_error *err);
/* Back to the beginning, with more care. */
dt_status dt_branch_restart(dt_branch *b, dt_error *err);
void dt_branch_release(dt_branch *b);

/* Go on to the next point. Where the step would pass lambda = `stop` upwards (infinity:
 * never) it ends there exactly. When that fails however small the step, `stuck` is
 * true and the branch is where it was. DT_OK or DT_ENOMEM. */
dt_status dt_branch_step(dt_branch *b, double stop, dt_error *err);

#endif
