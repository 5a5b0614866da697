/* What may happen in an attempt, as a plan of steps: a test, acting at once, or a plan
 * of two tests.
 *
 * A step is somebody's turn. Each move it lists says which step follows, so that a plan
 * branches where the tester decides:
 *
 *     test             answers --- then us --- then iran
 *
 *     acting at once   us (all that its tests list) --+-- then iran   (first test)
 *                                                     +-- then iran   (second test)
 *
 *     plan of two      answers --- then us --+-- then iran            (first test)
 *                                            +-- second test
 *                                                  answers --- then us --- then iran
 *
 * Acting at once is one and the same for all tests of one actor on one other: from the
 * status quo the tester may make any move that one of them lists for its first own
 * choice, or stay; what follows is what follows in the first test that lists it. */
#ifndef DT_INTENTIONS_PLOT_H
#define DT_INTENTIONS_PLOT_H

#include "base/arena.h"
#include "model/conflict.h"

typedef struct dt_act dt_act;

/* A move that a step lists. */
typedef struct dt_cue {
    const char *name, *label;
    dt_setting setting;
    uint32_t n_likely;           /* as in dt_ploy */
    const dt_likelihood *likely; /* [n_likely] */
    const dt_act *next;          /* NULL: that was all */
    bool is_test; /* the second test of a plan: to be made it must change something */
} dt_cue;

struct dt_act {
    dt_actor_id actor;
    bool decides;       /* the tester's first choice of its own, after the answer */
    bool is_stated;     /* how likely the moves are is stated, by the actor's type */
    bool is_free;       /* any move of the actor, too, and to stay */
    const dt_act *next; /* after a move that is not listed; NULL: that was all */
    uint32_t n_cues;
    const dt_cue *cues; /* [n_cues] */
};

typedef struct dt_plot {
    const dt_model *model;
    const char *title;   /* in the model's words */
    const char *opening; /* the label of the first move; "" when acting at once */
    dt_actor_id tester, tested;
    bool is_pair;        /* a plan of two tests */
    uint64_t from;       /* the state in which the first step begins */
    const dt_act *first; /* its turn is next */
} dt_plot;

/* Each fills in a plot whose parts are made in the arena; false when there is no
 * memory. Tests are indices in the model. */
bool dt_plot_test(const dt_model *model, uint32_t test, dt_arena *arena, dt_plot *plot);
/* `tests` is [n], n > 0, all by one actor on one other. */
bool dt_plot_at_once(const dt_model *model, const uint32_t *tests, uint32_t n,
                     dt_arena *arena, dt_plot *plot);
/* The two tests are by one actor on one other. */
bool dt_plot_pair(const dt_model *model, uint32_t first, uint32_t second,
                  dt_arena *arena, dt_plot *plot);

#endif
