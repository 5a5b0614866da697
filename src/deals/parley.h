/* The table: what is negotiated, by whom and against what; the packages, and what every
 * voice makes of each (detente/deals.h).
 *
 * Packages are the states of a model of their own, which has all rules of the user's
 * model and, besides, one for each choice that cannot be agreed on (it is as in the
 * status quo) and one for each one-way choice (it does not go back). So a package is a
 * dt_state of `space`, and all that is known of packages is a column or a set over
 * them.
 *
 * Worths are exact integers: millionths, times `scale`, which is what the denominators
 * of the lottery and of the weights call for. */
#ifndef DT_DEALS_PARLEY_H
#define DT_DEALS_PARLEY_H

#include "space/space.h"

#include <detente/deals.h>

/* A voice with its columns. */
typedef struct dt_caller {
    dt_voice voice;                      /* what is told of it */
    const dt_constituency *constituency; /* NULL: the actor itself */
    const dt_preference *preference;
    int64_t *worth; /* [n_packages]; NULL without values, derived ones included */
    uint32_t *rank; /* [n_packages]; NULL unless it has an order only */
} dt_caller;

typedef struct dt_parley {
    const dt_model *model; /* the user's */
    dt_arena arena;
    dt_model talks;  /* the packages' model; shares all but the rules with the user's */
    dt_space *space; /* NULL when packages were merged (deals/bundle.h) */
    const dt_code *codes; /* [n_packages]; ascending when they are listed */
    const dt_cast *cast;
    uint64_t negotiable; /* bits of the choices on the table */
    uint64_t base;       /* the status quo */
    int64_t scale;
    uint32_t n_packages, n_callers, n_sides;
    dt_caller *callers;
    uint32_t *side_of;         /* [n_callers] */
    uint32_t *own;             /* [n_sides] the caller that is the actor itself; its
                                  constituencies follow */
    const dt_monitor *monitor; /* looks on; NULL: nobody */
    uint32_t n_fallbacks;      /* at least 1 */
    const dt_fallback *fallbacks;
} dt_parley;

/* What all voices make of all packages at one disagreement point. Sets over packages.
 */
typedef struct dt_ballots {
    int64_t *worth;   /* [n_callers] of the disagreement point; 0 without values */
    dt_bits *accepts; /* [n_callers] */
    dt_bits *signs, *ratifies, *wins; /* [n_sides] */
    dt_bits zone;
} dt_ballots;

/* ---- parley.c ------------------------------------------------------------------- */

/* Set the table: all but the columns of the callers and the space. DT_OK, DT_EUSAGE,
 * DT_EAPPLY, DT_ELIMIT, DT_ENOMEM. Release it whatever the status. */
dt_status dt_parley_set(dt_parley *table, const dt_model *model, const dt_cast *cast,
                        dt_error *err);
/* List the packages, and fill the columns. */
dt_status dt_parley_list(dt_parley *table, const dt_limits *limits, dt_diags *diags,
                         dt_error *err);
void dt_parley_release(dt_parley *table);

/* The name of a fallback that stands for all of them. */
#define DT_LOTTERY UINT32_MAX

/* An empty set over packages in the arena; its word is NULL when there is no memory. */
dt_bits dt_package_set(dt_arena *arena, uint32_t n);

/* The code of a package, and the package that a code is, or DT_NO_STATE. */
dt_code dt_package_code(const dt_parley *table, dt_state package);
dt_state dt_package_find(const dt_parley *table, dt_code code);

/* Which of the 64 packages from 64 w on there are: all but behind the last one. */
static inline uint64_t dt_package_word(const dt_parley *table, uint32_t w)
{
    const uint32_t left = table->n_packages - 64 * w;
    return left < 64 ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
}

/* ---- ballot.c ------------------------------------------------------------------- */

/* The sets at one fallback, or at the lottery, in the arena. DT_OK, DT_ENOMEM. */
dt_status dt_ballots_find(const dt_parley *table, uint32_t fallback, dt_arena *arena,
                          dt_ballots *verdicts);

/* Which of the 64 packages of word w each constituency of a side accepts. */
void dt_ballots_answers(const dt_parley *table, const dt_ballots *verdicts,
                        uint32_t side, uint32_t w, uint64_t yes[DT_HOME_MAX]);

/* ---- quorum.c: what constituencies make of it -------------------------------------
 */

/* Which of 64 packages an actor's constituencies ratify, when yes[k] says which of them
 * constituency k accepts. */
uint64_t dt_home_ratifies(const dt_home *home, const uint64_t *yes);

#endif
