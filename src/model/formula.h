/* Formulas over choices: the statements that rules, preferences and questions are made
 * of, and the three ways to evaluate them.
 *
 *  - on one state:            dt_formula_holds
 *  - on 64 states at once:    dt_formula_slice   (bit k of a word belongs to state k)
 *  - on a state half chosen:  dt_formula_judge   (Kleene's three values) */
#ifndef DT_MODEL_FORMULA_H
#define DT_MODEL_FORMULA_H

#include "base/arena.h"
#include "base/diags.h"
#include "base/text.h"

#include <detente/model.h>

typedef enum dt_op {
    DT_OP_IS, /* the level of `choice` is in `levels` */
    DT_OP_NOT,
    DT_OP_AND,
    DT_OP_OR,
    DT_OP_IMPLIES, /* parts[0] implies parts[1] */
    DT_OP_IF,      /* parts[0] if parts[1] */
    DT_OP_IFF,
    DT_OP_COUNT,  /* from `least` to `most` parts hold */
    DT_OP_AGREES, /* in a rule to ratify (model/talks.h): bit `level` of the code */
    DT_OP_WEIGHT, /* the same; the weight of those who agree compares with `units` */
} dt_op;

/* How an atom compares, for printing it as it was written. DT_COMPARE_NONE: the bare
 * name of an option. */
typedef enum dt_compare {
    DT_COMPARE_NONE,
    DT_COMPARE_EQ,
    DT_COMPARE_NE,
    DT_COMPARE_LT,
    DT_COMPARE_LE,
    DT_COMPARE_GT,
    DT_COMPARE_GE,
} dt_compare;

/* Which words a count was written with. */
typedef enum dt_quantifier {
    DT_AT_LEAST,
    DT_AT_MOST,
    DT_EXACTLY,
    DT_ALL_OF,
    DT_ANY_OF,
    DT_NONE_OF,
} dt_quantifier;

struct dt_formula {
    dt_op op;
    dt_span where;
    /* DT_OP_IS */
    dt_choice_id choice;
    dt_compare compare;
    uint32_t level;  /* compared with */
    uint64_t levels; /* bit l: holds at level l */
    /* DT_OP_WEIGHT: its sign is `compare` */
    int64_t units; /* a decimal */
    /* DT_OP_AGREES */
    const char *name; /* of the constituency */
    /* DT_OP_COUNT */
    dt_quantifier quantifier;
    uint32_t least, most;
    /* all but DT_OP_IS */
    uint32_t n;
    dt_formula **parts; /* [n] */
};

/* True, false, or not decided yet. */
typedef enum dt_verdict {
    DT_FALSE,
    DT_TRUE,
    DT_OPEN,
} dt_verdict;

/* The levels, as a set, at which a comparison with `level` holds; of n_levels. */
uint64_t dt_compare_levels(dt_compare compare, uint32_t level, uint32_t n_levels);

bool dt_formula_holds(const dt_model *model, const dt_formula *formula, uint64_t code);

/* Bit k of the result: the formula holds in state k. `bit[b]` is bit b of the 64 codes.
 */
uint64_t dt_formula_slice(const dt_model *model, const dt_formula *formula,
                          const uint64_t *bit);

/* What can be said when only the fields in `known` of `code` are set. */
dt_verdict dt_formula_judge(const dt_model *model, const dt_formula *formula,
                            uint64_t known, uint64_t code);

/* The bits of all choices that the formula speaks of. */
uint64_t dt_formula_mask(const dt_model *model, const dt_formula *formula);

/* In the words of the language, names qualified, with no bracket too many. */
void dt_formula_write(const dt_model *model, const dt_formula *formula, dt_text *text);

#endif
