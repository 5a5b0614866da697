/* The game of an attempt: a plot played by everybody in each of their guises.
 *
 * Moves are open, so what everybody sees is a tree of its own, of *scenes*: a scene is
 * a state that was come to in one way, and whose turn it is there. The game is one copy
 * of that tree for each *guise*, which says of which type the actors are that have a
 * turn; chance draws the guise. Whoever has a turn knows its own type and the scene, so
 * its information set has one node in each copy where it is of that type:
 *
 *     chance --+-- sincere  -- scene 0 --+-- scene 1 --+-- scene 3
 *              |                         |             +-- scene 4
 *              |                         +-- scene 2 -- ...
 *              +-- stalling -- scene 0 --+-- scene 1 --+-- ...
 *
 * The tester's first move is made already: it is no node. A move that is not possible
 * in a state is left out; where none is, the actor stays. Where probabilities are
 * stated, chance moves in the actor's place; what is stated for a move that is not
 * possible goes to staying, and a move that no type makes is left out. Who chooses
 * nowhere is no player, and needs no values. */
#ifndef DT_INTENTIONS_STAGING_H
#define DT_INTENTIONS_STAGING_H

#include "games/game.h"
#include "intentions/plot.h"

#include <detente/probe.h>

/* Most nodes of a game. */
#define DT_STAGE_NODES_MAX 100000u

typedef struct dt_scene {
    uint64_t code;
    const dt_act *step; /* whose turn is next; NULL: play ends */
    uint32_t parent;    /* DT_NONE: the first scene */
    uint32_t first, n;  /* scenes that follow: first, first + 1, ... */
    /* the move that led here; not of the first scene */
    const char *name, *label;
    uint32_t cue; /* of the parent's step; DT_NONE: a move it does not list */
    bool is_test; /* the second test was made */
} dt_scene;

typedef struct dt_guise {
    dt_cast cast; /* 0 for actors that have no turn */
    double p;
    const char *text; /* p, in digits; all add up to 1 exactly */
} dt_guise;

typedef struct dt_staging {
    const dt_plot *plot;
    uint32_t n_scenes, n_guises, n_players;
    dt_scene *scenes; /* [n_scenes], a scene before those that follow it */
    dt_guise *guises; /* [n_guises], of positive probability */
    dt_actor_id players[DT_MAX_ACTORS]; /* [n_players] */
    dt_game *game;  /* whoever asked for it frees it; NULL: see why */
    uint32_t *node; /* [n_guises][n_scenes] */
    char why[160];  /* why there is no game; else empty */
} dt_staging;

/* What a game is made of. */
typedef struct dt_cast_list {
    uint32_t n;
    const dt_world *worlds; /* [n]; `now` is what counts, and need not add up to 1 */
    const dt_monitor *monitor;
} dt_cast_list;

/* Build the game; but for it all is made in the arena. DT_OK, also when there is none
 * for want of values or because it would be too large; DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_staging_build(const dt_plot *plot, const dt_cast_list *list,
                           dt_arena *arena, dt_staging *staging, dt_error *err);

/* The node of a scene in a guise. */
static inline uint32_t dt_stage_node(const dt_staging *s, uint32_t guise,
                                     uint32_t scene)
{
    return s->node[(size_t)guise * s->n_scenes + scene];
}

/* The player that an actor is; DT_NONE: it is none. */
uint32_t dt_stage_player(const dt_staging *s, dt_actor_id a);

/* The action of the game that leads to a scene, which is not the first, in a guise. */
uint32_t dt_stage_action(const dt_staging *s, uint32_t guise, uint32_t scene);

#endif
