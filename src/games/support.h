/* Which beliefs make which answers best.
 *
 * After a message that is never sent the receiver may believe anything, but its answer
 * must be best for something it believes. The beliefs that make an answer to m best are
 * a polytope:
 *
 *     belief(t) >= 0, adding up to 1, and for each other answer b
 *     sum of belief(t) x (receives(t, m, a) - receives(t, m, b))  >=  0
 *
 * What is asked of it, is it empty and how far does it reach, are linear programs, and
 * depends on the game alone. So the answers are kept for all equilibria. */
#ifndef DT_GAMES_SUPPORT_H
#define DT_GAMES_SUPPORT_H

#include "games/polytope.h"
#include "games/signalling.h"

/* How many answers dt_support_program() has room for. */
enum { DT_LOTTERY_ANSWERS = 12 };

typedef struct dt_support dt_support;

/* The beliefs that make answers best. */
typedef struct dt_extent {
    const double *low, *high; /* [n_types] least and largest belief in each type */
    const double *middle;     /* [n_types] a belief well inside: the mean of the corners
                                 that     low and high were found at */
    double width;             /* sum of high - low */
} dt_extent;

/* Nothing is worked out before it is asked for. Lives in the arena, and so does what it
 * keeps; borrows the game. NULL when there is no memory. */
dt_support *dt_support_new(const dt_signalling *s, dt_arena *arena);

/* A linear program to use between calls of what follows: DT_LOTTERY_ANSWERS columns,
 * and a row more than there are types. */
dt_polytope *dt_support_program(dt_support *support);

/* The game it is about. */
const dt_signalling *dt_support_game(const dt_support *support);

/* Whether some belief in these types alone makes all of these answers to m best at
 * once. Neither mask is empty. One linear program. */
bool dt_support_has(dt_support *support, uint32_t m, uint64_t types, uint64_t answers);

/* The answers to m that are best for some belief in these types alone. Kept where these
 * are all types. */
uint64_t dt_support_answers(dt_support *support, uint32_t m, uint64_t types);

/* The answers b that are best together with answer a for some belief; a among them if
 * it is ever best. Kept. */
uint64_t dt_support_partners(dt_support *support, uint32_t m, uint32_t a);

/* The extent of the beliefs that make all of these answers to m best; NULL when there
 * are none, or no memory: dt_support_has() tells them apart. Kept for single answers.
 * Two linear programs for each type. */
const dt_extent *dt_support_extent(dt_support *support, uint32_t m, uint64_t answers);

#endif
