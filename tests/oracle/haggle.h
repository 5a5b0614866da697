/* The oracle of src/deals: the definitions of a negotiation in plain loops over all
 * codes of a model, for small ones. Unlike the other oracles it takes a model as the
 * library reads it, and evaluates formulas with the library; it lists, compares, counts
 * and asks by itself.
 *
 * Worths are whole numbers of dt_wide, and what is written of a voice's worth is to be
 * divided by the voice's `denominator`: nothing is rounded.
 *
 * Packages are named by their place in `package`, voices, sides and disagreement points
 * by their places as in dt_summary. */
#ifndef DT_ORACLE_HAGGLE_H
#define DT_ORACLE_HAGGLE_H

#include "base/wide.h"
#include "model/conflict.h"

#include <detente/code.h>
#include <detente/space.h>

#include <stddef.h>

/* No fallback, but the lottery of all; no voice; no package. */
#define HAGGLE_NONE SIZE_MAX

typedef enum haggle_measure {
    HAGGLE_NOTHING,
    HAGGLE_ORDER,
    HAGGLE_WORTH
} haggle_measure;

typedef struct haggle_voice {
    size_t actor, side;
    const dt_constituency *constituency; /* NULL: the actor itself */
    const dt_preference *preference;
    haggle_measure measure;
    bool derived; /* it has no values of its own, but the mean of those at home */
    dt_wide denominator;
    dt_wide *worth; /* [n_packages]; all 0 without */
} haggle_voice;

/* A disagreement point, and what everybody makes of every package there. */
typedef struct haggle_point {
    size_t fallback;                   /* HAGGLE_NONE: the lottery */
    dt_wide *worth;                    /* [n_voices] */
    bool *accepts;                     /* [n_voices][n_packages] */
    bool *signs, *ratifies, *wins;     /* [n_sides][n_packages] */
    bool *zone, *rational, *efficient; /* [n_packages] */
} haggle_point;

typedef struct haggle {
    const dt_model *model;
    dt_code base;
    dt_cast cast;
    size_t n_packages, n_voices, n_sides, n_points;
    dt_code *package;    /* [n_packages], ascending */
    haggle_voice *voice; /* [n_voices] */
    size_t *own;         /* [n_sides] the voice that is the actor itself */
    haggle_point *point; /* [n_points] */
} haggle;

/* Ask everybody about everything. The model has a status quo, something is negotiable,
 * and nobody ranks states by numbers. Free with haggle_free(). */
haggle haggle_new(const dt_model *model, const dt_cast *cast);
void haggle_free(haggle *h);

/* The package, or HAGGLE_NONE. */
size_t haggle_find(const haggle *h, dt_code code);
/* Members of a row of bools, [n_packages]. */
size_t haggle_count(const haggle *h, const bool *row);
/* x is above y for the voice (1), below (-1), or as good (0). */
int haggle_compare(const haggle *h, const haggle_voice *v, dt_code x, dt_code y);

/* ---- voices --------------------------------------------------------------------- */

/* The packages whose ratification the voice alone decides; of an actor: those that are
 * ratified. And those that only its no keeps out of the zone. Fill [n_packages]. */
void haggle_pivotal(const haggle *h, size_t point, size_t voice, bool *pivotal);
void haggle_blocked(const haggle *h, size_t point, size_t voice, bool *blocked);

typedef struct haggle_lever {
    size_t choice, level, n;
} haggle_lever;

/* The one change that wins the voice for most of the packages `blocked`. */
haggle_lever haggle_find_lever(const haggle *h, size_t point, size_t voice,
                               const bool *blocked);

/* ---- prices --------------------------------------------------------------------- */

/* Smallest sets, as packages: fewest changes first, then the nearest, then by code. */
typedef struct haggle_sets {
    size_t n;
    dt_code *code; /* the caller's, to be freed */
} haggle_sets;

typedef struct haggle_price {
    size_t n_packages;
    bool accompanied, unwelcome;
    haggle_sets sets;
    size_t
        voice; /* when there is no set: see dt_price, HAGGLE_NONE when none refuses */
    dt_wide best; /* over the voice's denominator */
} haggle_price;

/* The choice is the side's own and on the table, the level is not that of the status
 * quo, and some package has it. */
bool haggle_concedes(const haggle *h, size_t side, size_t choice, size_t level);

/* What a side asks in return for a choice of its actor at a level. */
haggle_price haggle_find_price(const haggle *h, size_t point, size_t side,
                               size_t choice, size_t level);

/* The smallest additions to a package that make the side accept it. */
haggle_sets haggle_find_additions(const haggle *h, size_t point, size_t side,
                                  size_t package);

/* ---- linkage -------------------------------------------------------------------- */

/* The bits that are negotiable in arena f; f == n_forums: those in no arena. */
uint64_t haggle_arena(const haggle *h, size_t f);
/* Only bits of the mask differ from the status quo in it. */
bool haggle_is_part(const haggle *h, uint64_t mask, size_t package);
/* Each part of it, arena by arena, is in the zone, or the status quo. */
bool haggle_is_separable(const haggle *h, size_t point, size_t package);
/* The voice's gain by a package, over its denominator. */
dt_wide haggle_gain(const haggle *h, size_t point, size_t voice, size_t package);
/* The package is of that arena, in the zone, not the status quo, and no loss to any
 * actor: the Nash solution is looked for among these. */
bool haggle_has_nash(const haggle *h, size_t point, uint64_t mask, size_t package);
/* Which of two such packages is better by Nash's rule (sign): more actors gain by it,
 * or the same ones, and the product of what they gain is larger. 0, too, when others
 * gain, but as many. */
int haggle_compare_products(const haggle *h, size_t point, size_t x, size_t y);

#endif
