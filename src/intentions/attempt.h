/* Judging attempts: tests, acting at once, plans of two (detente/probe.h: dt_attempt).
 *
 * A staged plot is solved, and the end of the branch of logit responses is looked at
 * with the eyes of the tester, which knows its own type. What it can learn and what
 * that is good for is asked of its *last looks*: the scenes at which it makes its first
 * own choice; in a plan of two, the choice behind the second test, which is taken to be
 * made wherever it can be. Play up to there does not depend on the tester. */
#ifndef DT_INTENTIONS_ATTEMPT_H
#define DT_INTENTIONS_ATTEMPT_H

#include "base/list.h"
#include "intentions/staging.h"

/* Probabilities up to that are taken for 0: the branch ends where actions that do not
 * pay are hardly taken any more. */
#define DT_HARDLY 1e-6
/* Worths that differ by no more than that part of the range of payoffs are equal. */
#define DT_ALIKE 1e-9

/* Games of more nodes, and those of plans, are not asked for all their pure equilibria,
 * which may be many thousands: what does not matter can be done in many ways. */
#define DT_PURE_NODES_MAX 2000u
/* Points of the branch, and steps of the search for pure equilibria, of one game. */
#define DT_STEPS_MAX 20000u

/* What games and plays attempts own. */
typedef struct dt_holdings {
    dt_list games, plays; /* of pointers */
} dt_holdings;

void dt_holdings_release(dt_holdings *holdings);

/* What all attempts have in common. */
typedef struct dt_bench {
    const dt_model *model;
    const dt_probe_question *question; /* zeros where nothing was asked */
    dt_cast_list list;
    dt_arena *arena;
    dt_holdings *holdings; /* in the arena */
} dt_bench;

/* Of which type the tester is: as asked; else its plain self, or where that has no
 * probability the likeliest. */
uint32_t dt_tester_type(const dt_bench *bench, dt_actor_id tester);

/* Judge a plot: all members but for `test`, `second`, `name`, `label`, `gain` and
 * `dominated`. DT_OK, also when it does not apply; DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_attempt_judge(const dt_bench *bench, const dt_plot *plot,
                           dt_attempt *attempt, dt_error *err);

/* Only what it is worth to the tester; NAN where it does not apply. `*n_nodes` is how
 * large the game was, `*range` what the most and least anybody can get in it differ by.
 * Nothing is kept. */
typedef struct dt_glance {
    double worth, range;
    uint32_t n_nodes;
} dt_glance;
dt_status dt_attempt_glance(const dt_bench *bench, const dt_plot *plot,
                            dt_glance *glance, dt_error *err);

/* ---- Between attempt.c and the figures ------------------------------------------- */

/* An attempt while it is judged. */
typedef struct dt_look {
    const dt_staging *s;
    const dt_play *play;
    const dt_equilibrium *e; /* the selected one */
    dt_arena *arena;
    dt_attempt *attempt;
    uint32_t player;  /* the tester */
    const double *mu; /* [n_guises] given the tester's type; 0: not of that type */
    const uint32_t
        *type; /* [n_guises] index in the attempt's types; any where mu is 0 */
    const double *prior; /* [n_types] */
    const double *value; /* [n_nodes][n_players] */
    const double *reach; /* [n_guises][n_scenes] up to last looks; mu included */
    const bool *is_last; /* [n_scenes] */
} dt_look;

static inline double dt_reach_at(const dt_look *look, uint32_t guise, uint32_t scene)
{
    return look->reach[(size_t)guise * look->s->n_scenes + scene];
}

/* What the tester can expect from a scene on, in a guise. */
static inline double dt_worth_in(const dt_look *look, uint32_t guise, uint32_t scene)
{
    const dt_game *const game = look->s->game;
    return look->value[(size_t)dt_stage_node(look->s, guise, scene) * game->n_players +
                       look->player];
}

/* How likely the move to a scene is, in a guise. */
static inline double dt_move_p(const dt_look *look, uint32_t guise, uint32_t scene)
{
    return look->e->p[dt_stage_action(look->s, guise, scene)];
}

/* attempt.c: the scene behind the second test, where the tester can make it at a scene;
 * else DT_NONE. */
uint32_t dt_second_test(const dt_staging *s, uint32_t scene);
/* assay.c: evsi, evpi, loss, best_type, trap, bits, entropy, separation. */
bool dt_look_assay(const dt_look *look);
/* replies.c: replies; dt_attempt::best_type is known. */
bool dt_look_replies(const dt_look *look);

#endif
