/* What a model says about negotiating: who sits at the table, what may be agreed there,
 * who at home has a say, what follows if the talks fail, and which deals were proposed.
 *
 * A model that says nothing has the defaults: every actor is at the table, all that
 * they choose is negotiable, nobody at home has a say, and failure leaves the status
 * quo. */
#ifndef DT_MODEL_TALKS_H
#define DT_MODEL_TALKS_H

#include "model/preference.h"

/* Most constituencies of one actor, and most `weight` comparisons in one rule. */
#define DT_HOME_MAX 32u
/* Most fallbacks, and deals, of a model. */
#define DT_FALLBACKS_MAX 64u
#define DT_DEALS_MAX 1000u

/* `constituency iran.guards "Guard" weight 30 veto gain >= -5 { ... }`: a group inside
 * an actor. It agrees to what it gains enough by, against what follows if talks fail.
 */
typedef struct dt_constituency {
    dt_name name;
    bool has_weight, has_need; /* they were written */
    bool veto;                 /* without it nothing is ratified */
    bool strict;               /* it must gain more than `need`, not just as much */
    int64_t weight;            /* a decimal, >= 0; DT_DECIMAL_ONE unless written */
    int64_t need;              /* a decimal; 0, and strict, unless written */
    dt_preference preference;
    dt_span where;
} dt_constituency;

/* The domestic side of an actor: dt_actor::home.
 *
 * `rule` is a formula whose atoms are DT_OP_AGREES, level k: constituency k agrees, and
 * DT_OP_WEIGHT, level DT_HOME_MAX + j: so much weight agrees as weighing[j] asks for.
 * NULL: all have to agree. */
typedef struct dt_home {
    uint32_t n, n_weighings;
    dt_constituency *constituencies; /* [n] */
    const dt_formula *rule;
    const dt_formula **weighings; /* [n_weighings], the DT_OP_WEIGHT atoms of `rule` */
    dt_span rule_where;
} dt_home;

/* The index that stands for an actor itself, and no constituency of it. */
#define DT_ITSELF UINT32_MAX

/* `worth us 35` in a fallback: it is worth that to the actor (or to its constituency),
 * whatever the state is worth by its values. */
typedef struct dt_reserve {
    uint32_t actor, constituency; /* DT_ITSELF: the actor itself */
    int64_t units;
    dt_span where;
} dt_reserve;

/* `fallback war "War" 0.2 { ... }`: what follows if the talks fail, with which
 * probability. All probabilities of a model add up to 1. */
typedef struct dt_fallback {
    dt_name name;
    bool has_probability; /* it was written */
    int64_t probability;  /* a decimal */
    uint64_t code;        /* what the block does not set is as in the status quo */
    uint32_t n_reserves;
    const dt_reserve *reserves;
    dt_span where;
} dt_fallback;

/* `deal "Interim" { ... }`: what the block does not set is as in the status quo. */
typedef struct dt_proposal {
    const char *title;
    uint64_t code;
    dt_span where;
} dt_proposal;

/* `arena nuclear "The programme" : us.relief, iran.fordow`: choices that are, or were,
 * negotiated by themselves. No choice is in two arenas. */
typedef struct dt_forum {
    dt_name name;
    uint64_t mask; /* the bits of its choices */
    dt_span where;
} dt_forum;

typedef struct dt_talks {
    bool has_table, has_on, has_off; /* the statements were written */
    dt_span table_where, on_where, off_where;
    uint64_t seats;   /* bit a: actor a was named by `table` */
    uint64_t on, off; /* bits of the choices that were listed */
    uint32_t n_fallbacks, n_proposals, n_forums;
    dt_fallback *fallbacks;
    dt_proposal *proposals;
    dt_forum *forums;
} dt_talks;

/* True when an actor without values can be given those of its constituencies: all have
 * values, and not all weights are 0. */
bool dt_home_has_values(const dt_home *home);

/* What the weights have in common; *sum is the sum of what is left of each. 0, and a
 * sum of 0, when all weights are 0. */
uint64_t dt_home_divisor(const dt_home *home, uint64_t *sum);

/* True when the weight of those who agree is what a DT_OP_WEIGHT atom asks for. */
bool dt_weight_holds(const dt_formula *weighing, int64_t weight);

/* True when the model says anything about negotiating, constituencies included. */
bool dt_talks_any(const dt_model *model);

#endif
