/* A law about conflicts, tried on random ones.
 *
 * A trial holds one sketch and all that the library makes of it. A law looks at the
 * trial and answers whether it holds; it may be asked many times, because a conflict of
 * which it does not hold is cut down before it is shown. */
#ifndef DT_SUPPORT_TRIAL_H
#define DT_SUPPORT_TRIAL_H

#include "base/text.h"
#include "oracle/sketch.h"
#include "support/random.h"

#include <detente/stability.h>

typedef struct trial {
    uint64_t seed;        /* for what the law itself leaves to chance */
    sketch *sketch;       /* a copy */
    sketch_states states; /* what the oracle makes of the sketch */
    dt_text text;         /* the sketch in words, and what the library makes of it */
    dt_diags *diags;
    dt_model *model;
    dt_space *space;
    dt_ranks *ranks;
    char why[400]; /* the first thing that was wrong */
} trial;

/* True when the law holds; false by way of trial_fail. */
typedef bool law(trial *t);

/* Read the sketch with the library; false, with `why`, when it refuses. To be ended in
 * either case. */
bool trial_start(trial *t, const sketch *k, uint64_t seed);
void trial_end(trial *t);

/* Note what is wrong; always false. */
DT_PRINTF(2, 3) bool trial_fail(trial *t, const char *format, ...);

/* Fail the test, with the seed and a conflict cut down, unless the law holds of the
 * conflicts of the seeds from `first` to `last`. */
void assert_law(law *holds, uint64_t first, uint64_t last, random_size size);

#endif
