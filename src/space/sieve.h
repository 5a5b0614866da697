/* Rules made ready for a search that sets choices from the highest down.
 *
 * Rules that speak of the same few choices become one sieve: a machine that reads the
 * levels of these choices, highest choice first, and is in state 0 as soon as no levels
 * of the others can keep its rules any more. So a sieve refuses as early as can be, and
 * a step is one look into a table. The lowest choices of the model, up to six bits, are
 * not read one by one: the last state of a sieve has a word that says which of their
 * combinations keep its rules.
 *
 *      rule: always c implies a       choices: c (high)    a, b (low)
 *      state 1 --c=0--> state 1, word 1111
 *              --c=1--> state 2, word 1010         (bit k: b a = k in binary)
 *
 * There are two kinds of machines: one remembers all levels so far, for rules over few
 * choices; one remembers how many parts of a count hold, for "at most 3 of (...)" over
 * many. Rules that fit neither are left as they are, and judged in three values. */
#ifndef DT_SPACE_SIEVE_H
#define DT_SPACE_SIEVE_H

#include "model/conflict.h"

#include <detente/monitor.h>

enum { DT_LOW_BITS = 6 };

/* Some seconds of work, in steps: a look into a table, a rule's part judged on 64 codes
 * at once. And how many of them are taken between two looks at the monitor. */
enum { DT_EFFORT_STEPS = 1 << 29, DT_EFFORT_LOOK = 1 << 18 };

/* How much work rules may make, and who looks on. */
typedef struct dt_effort {
    const dt_monitor *monitor; /* may be NULL */
    const char *phase;         /* what the work is good for, for the monitor */
    uint64_t budget;           /* steps it may take for nothing; 0: DT_EFFORT_STEPS */
} dt_effort;

/* What a sieve does when a certain choice is set. */
typedef struct dt_stage {
    uint32_t sieve; /* whose */
    uint32_t place; /* its state is at[place] before, at[place + 1] after */
    uint64_t mask;  /* the bits of all choices of the sieve */
    uint32_t *next; /* [states][n_levels] the state after; 0: its rules are broken */
    uint64_t *word; /* [states] by the state after; NULL: there are stages to come */
} dt_stage;

/* A rule, or a part of one, that became no sieve. */
typedef struct dt_piece {
    const dt_formula *formula;
    bool wanted;   /* whether it must hold, or must not */
    uint32_t rule; /* of the model */
    uint64_t mask; /* the bits of its choices */
} dt_piece;

typedef struct dt_sieves {
    const dt_model *model;
    dt_arena arena;
    uint32_t n_low;       /* choices 0 ... n_low - 1 are low */
    uint64_t low_mask;    /* their bits */
    uint64_t valid;       /* low codes whose levels exist, and keep the rules on them */
    uint64_t columns[64]; /* bits of the low codes, as dt_formula_slice wants; the
                             high ones are nought */
    uint32_t n, n_places; /* sieves, and room for their states */
    uint32_t *rule;       /* [n] the first rule of each */
    uint32_t *start;      /* [n_places] states at the beginning */
    uint32_t *first;      /* [n_choices + 1] into stage, by choice */
    dt_stage *stage;
    uint32_t n_wide;
    dt_piece *wide; /* [n_wide] */
    uint64_t steps; /* of the effort that making them took; dt_enumerate goes on from
                       there */
} dt_sieves;

/* Make the sieves of the rules of a model; release with dt_sieves_release() in any
 * case. DT_OK, DT_ELIMIT when the rules are so many that making them ready is more work
 * than the effort may be, DT_ESTOPPED, DT_ENOMEM. */
dt_status dt_sieves_build(const dt_model *model, const dt_effort *effort,
                          dt_sieves *sieves, dt_error *err);
void dt_sieves_release(dt_sieves *sieves);

/* Set the bits of `columns` that belong to the choice. */
void dt_set_columns(const dt_choice *choice, uint32_t level, uint64_t columns[64]);

#endif
