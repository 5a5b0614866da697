/* What a model says about intentions: how likely each type of an actor is, which first
 * moves would test it, what was seen so far, and where trust is at stake.
 *
 * How likely types are stands at the types (dt_type), or in one joint table where types
 * of several actors go together. */
#ifndef DT_MODEL_INTENTIONS_H
#define DT_MODEL_INTENTIONS_H

#include "model/preference.h"
#include "model/talks.h"

#include <detente/model.h>

/* Most tests, questions of trust and signals of a model; turns of a test; moves that a
 * turn lists; rows of the joint table. */
#define DT_TESTS_MAX 100u
#define DT_TRUSTS_MAX 100u
#define DT_SIGNALS_MAX 10000u
#define DT_TURNS_MAX 4u
#define DT_PLOYS_MAX 64u
#define DT_PRIOR_ROWS_MAX 4096u

/* A calendar day as 10000 x year + 100 x month + day; 0: none was given. */
typedef uint32_t dt_day;

/* Some choices of one actor set: code holds their levels, in the bits of mask. */
typedef struct dt_setting {
    uint64_t mask, code; /* mask 0: stay */
} dt_setting;

/* How likely something is for one type: 0 the actor's plain self, else type + 1. A list
 * of likelihoods names each type that has a prior above 0, none twice, in the order in
 * which they were written. */
typedef struct dt_likelihood {
    uint32_t type;
    int64_t p; /* a decimal, 0 to 1 */
} dt_likelihood;

/* `accept "Admits inspectors" : inspections likely sincere 0.9, stalling 0.7` */
typedef struct dt_ploy {
    dt_name name;
    dt_setting setting; /* of the turn's actor */
    uint32_t n_likely;  /* 0: computed; all moves of a turn or none. Of each type they
                           add up to 1 over the turn */
    const dt_likelihood *likely; /* [n_likely] */
    dt_span where;               /* the name */
} dt_ploy;

/* `answers iran { ... }`, `then us { ... }`: whose turn it is, and among what it
 * chooses. A move that is listed is one that the actor can make: in the first turn from
 * the state after the test, which was checked; in later turns it may be that it cannot
 * be made from some of the states that the moves before lead to. */
typedef struct dt_turn {
    uint32_t actor; /* it has choices */
    uint32_t n_ploys;
    const dt_ploy *ploys; /* [n_ploys]; 0: any of its moves, and to stay */
    dt_span where; /* its words; where the binder put the turn in, the test's name */
} dt_turn;

/* `test talks "Direct talks" : us.talks { ... }`: the owner of the choices moves first,
 * from the status quo; then come the turns. The first turn is the answer, and the
 * actor there the one that is tested. Where the model does not write turns, the binder
 * has put in `answers` by the one other actor that has choices, and types with priors,
 * and `then` the tester, any moves both. The model has a status quo. */
typedef struct dt_test {
    dt_name name;
    uint32_t tester;
    dt_setting setting; /* changes the status quo, and can be made there: rules, one-way
                           choices and `forbid` let it */
    uint32_t n_turns;   /* 1 to DT_TURNS_MAX */
    const dt_turn *turns; /* turns[0].actor is not the tester */
    dt_span where;        /* `test` and the name */
} dt_test;

/* `signal 2013-09-19 iran "Frees prisoners" : sincere 0.7, stalling 0.4 credibility 0.8
 * withdrawn 2013-09-25`; or `... moves inspections` in the place of likelihoods. */
typedef struct dt_signal {
    dt_day day;         /* 0: that of the signal before it */
    uint32_t actor;     /* it has types with priors */
    const char *text;   /* one line */
    bool moves;         /* the likelihood follows from the move; else from `likely` */
    dt_setting setting; /* if moves: of the actor; the model then has a status quo */
    uint32_t n_likely;
    const dt_likelihood *likely; /* unless moves: [n_likely], one of them above 0 */
    bool has_credibility;        /* it was written */
    int64_t credibility;         /* a decimal above 0, at most 1; 1 unless written */
    bool is_withdrawn;
    dt_day withdrawn; /* not before the day; 0: right after the last signal */
    dt_span where;    /* `signal`, and what stands before the text */
} dt_signal;

/* `trust deal "A first deal" : us.relief = some with iran.inspections`: two moves, by
 * two actors, from the status quo; each pays if the other makes its own. Each can be
 * made from the status quo, and changes it; together they break no rule. */
typedef struct dt_trust {
    dt_name name;
    uint32_t actor[2];
    dt_setting setting[2];
    dt_span where; /* `trust` and the name */
} dt_trust;

/* One row of `prior { 0.5 us, iran.stalling ... }`. */
typedef struct dt_prior_row {
    int64_t p;            /* a decimal, 0 to 1; all rows add up to 1 */
    const uint32_t *type; /* [n_prior_actors]: 0 the plain self, else type + 1; no two
                             rows are the same */
    dt_span where;        /* its number */
} dt_prior_row;

typedef struct dt_intentions {
    bool has_drift, has_precision;
    int64_t drift;     /* probability of staying of one type from signal to signal; 1
                          unless written */
    int64_t precision; /* lambda of moves: how surely who moves takes what it likes
                          best; 1 unless written */
    dt_span drift_where, precision_where, prior_where;
    uint32_t n_prior_actors, n_prior_rows, n_tests, n_signals, n_trusts;
    const uint32_t *prior_actors;   /* [n_prior_actors], ascending: who the table is
                                       about; all others are independent. Their types have
                                       no priors of their own */
    const dt_prior_row *prior_rows; /* [n_prior_rows], as written */
    const dt_test *tests;
    const dt_signal *signals; /* as written */
    const dt_trust *trusts;
} dt_intentions;

/* True when the model says anything about intentions, priors at types included. */
bool dt_intentions_any(const dt_model *model);

/* The place of the actor among those of the joint table; DT_ITSELF when it is in none.
 */
uint32_t dt_prior_place(const dt_model *model, uint32_t a);

/* How likely the actor's type is before anything was seen, a decimal: 0 its plain self,
 * else type + 1. Of an actor in the joint table it is the sum of the rows that name the
 * type; of any other what stands at the type, and for the plain self what the types
 * leave of 1. All types of an actor, the plain self included, add up to 1. */
int64_t dt_prior_of(const dt_model *model, uint32_t a, uint32_t type);

/* What a list says of a type; 0 when it does not name it. */
int64_t dt_likelihood_of(const dt_likelihood *likely, uint32_t n, uint32_t type);

/* What a setting makes of a code. */
static inline uint64_t dt_setting_apply(dt_setting setting, uint64_t code)
{
    return (code & ~setting.mask) | setting.code;
}

#endif
