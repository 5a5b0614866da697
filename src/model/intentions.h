/* What a model says about intentions: how likely each type of an actor is, which first
 * moves would test it, what was seen so far, and where trust is at stake.
 *
 * How likely types are stands at the types (dt_type), or in one joint table where types
 * of several actors go together. */
#ifndef DT_MODEL_INTENTIONS_H
#define DT_MODEL_INTENTIONS_H

#include "model/preference.h"

/* Most tests, signals and questions of trust of a model; turns of a test; moves that a
 * turn lists; rows of the joint table. */
#define DT_TESTS_MAX 100u
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

/* How likely something is for one type: 0 the actor's plain self, else type + 1. */
typedef struct dt_likelihood {
    uint32_t type;
    int64_t p; /* a decimal, 0 to 1 */
} dt_likelihood;

/* `accept "Admits inspectors" : inspections likely sincere 0.9, stalling 0.7` */
typedef struct dt_ploy {
    dt_name name;
    dt_setting setting;
    uint32_t n_likely;
    const dt_likelihood
        *likely; /* [n_likely], 0: computed; all moves of a turn or none */
    dt_span where;
} dt_ploy;

/* `answers iran { ... }`, `then us { ... }`: whose turn it is, and among what it
 * chooses.
 */
typedef struct dt_turn {
    uint32_t actor;
    uint32_t n_ploys;
    const dt_ploy *ploys; /* [n_ploys]; 0: any of its moves, and to stay */
    dt_span where;
} dt_turn;

/* `test talks "Direct talks" : us.talks { ... }`: the owner of the choices moves first,
 * from the status quo; then come the turns. The first turn is the answer, and the
 * actor there the one that is tested. Where the model does not write turns, the binder
 * has put in `answers` by the one other actor that has types with priors, and `then`
 * the tester, any moves both. */
typedef struct dt_test {
    dt_name name;
    uint32_t tester;
    dt_setting setting;
    uint32_t n_turns; /* 1 to DT_TURNS_MAX */
    const dt_turn *turns;
    dt_span where;
} dt_test;

/* `signal 2013-09-19 iran "Frees prisoners" : sincere 0.7, stalling 0.4 credibility 0.8
 * withdrawn 2013-09-25`; or `... moves inspections` in the place of likelihoods. */
typedef struct dt_signal {
    dt_day day; /* 0: that of the signal before it */
    uint32_t actor;
    const char *text;
    bool moves;         /* the likelihood follows from the move; else from `likely` */
    dt_setting setting; /* if moves */
    uint32_t n_likely;
    const dt_likelihood *likely; /* unless moves: [n_likely], each type with a prior */
    int64_t credibility;         /* a decimal above 0, at most 1; 1 unless written */
    bool is_withdrawn;
    dt_day withdrawn; /* 0: right after the last signal of the model */
    dt_span where;
} dt_signal;

/* `trust deal "A first deal" : us.relief = some with iran.inspections`: two moves, by
 * two actors, from the status quo; each pays if the other makes its own. */
typedef struct dt_trust {
    dt_name name;
    uint32_t actor[2];
    dt_setting setting[2];
    dt_span where;
} dt_trust;

/* One row of `prior { 0.5 us, iran.stalling ... }`. */
typedef struct dt_prior_row {
    int64_t p;            /* a decimal, 0 to 1; all rows add up to 1 */
    const uint32_t *type; /* [n_prior_actors]: 0 the plain self, else type + 1 */
    dt_span where;
} dt_prior_row;

typedef struct dt_intentions {
    bool has_drift, has_precision;
    int64_t drift;     /* probability of staying of one type from signal to signal; 1
                          unless written */
    int64_t precision; /* lambda of moves: how surely who moves takes what it likes
                          best; 1 unless written */
    dt_span drift_where, precision_where, prior_where;
    uint32_t n_prior_actors, n_prior_rows, n_tests, n_signals, n_trusts;
    const uint32_t *prior_actors; /* [n_prior_actors], ascending: who the table is
                                     about; all others are independent */
    const dt_prior_row *prior_rows;
    const dt_test *tests;
    const dt_signal *signals; /* as written */
    const dt_trust *trusts;
} dt_intentions;

/* True when the model says anything about intentions, priors at types included. */
bool dt_intentions_any(const dt_model *model);

/* What a setting makes of a code. */
static inline uint64_t dt_setting_apply(dt_setting setting, uint64_t code)
{
    return (code & ~setting.mask) | setting.code;
}

#endif
