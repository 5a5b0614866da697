/* What somebody wants: an actor, one of its types, a constituency. */
#ifndef DT_MODEL_PREFERENCE_H
#define DT_MODEL_PREFERENCE_H

#include "model/formula.h"

/* A word of the model, with the place where it was declared. */
typedef struct dt_name {
    const char *id, *label; /* label NULL: none was given */
    dt_span where;
} dt_name;

/* One line of a `prefer` block: a formula, or several of equal weight. */
typedef struct dt_statement {
    uint32_t n;
    const dt_formula **formulas; /* [n] */
    dt_span where;
} dt_statement;

/* One line of a `value` block. */
typedef struct dt_term {
    int64_t units; /* the number, a decimal (base/decimal.h) */
    const dt_formula *formula;
    dt_span where;
} dt_term;

/* One entry of a `rank` block: a state number, or all states of a formula. */
typedef struct dt_place {
    uint32_t number; /* from 1; 0: see formula */
    const dt_formula *formula;
    dt_span where;
} dt_place;

/* Equally ranked entries. */
typedef struct dt_tier {
    uint32_t n;
    const dt_place *places; /* [n] */
} dt_tier;

/* What an actor, or one of its types, wants. A block that is absent has has_x false. */
typedef struct dt_preference {
    bool has_prefer, has_value, has_rank;
    dt_span prefer_where, value_where, rank_where; /* the first words of the block */
    uint32_t n_statements, n_terms, n_tiers;
    const dt_statement *statements; /* most important first */
    const dt_term *terms;
    const dt_tier *tiers; /* best first */
} dt_preference;

/* The terms of a value block can be added without overflow. */
bool dt_worth_fits(const dt_preference *preference);

/* What a code is worth by the value block, a decimal; its terms must fit. */
int64_t dt_preference_worth(const dt_model *model, const dt_preference *preference,
                            uint64_t code);

#endif
