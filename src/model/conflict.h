/* The model: what a conflict consists of, after all names are resolved.
 *
 * Everything lives in the model's arena. Readers (src/lang) fill it in; nobody changes
 * it afterwards, but dt_formula_read(), which adds to the arena.
 *
 * Codes. A state of choices is one 64-bit code. Each choice has a field of `width` bits
 * from `shift` on that holds its level; the fields stand in the order of the model, the
 * first choice the least significant, so an actor's fields stand side by side:
 *
 *      63 ........ | iran: enrichment(2) fordow(1) | us: talks(1) relief(1) |  0
 *
 * Invariants (asserted by dt_model_finish):
 *  M1  the fields of an actor's choices are adjacent and actors are in ascending order
 *  M2  the fields take at most DT_MAX_BITS bits
 *  M3  a choice has 2 to DT_MAX_LEVELS levels, an option exactly 2 */
#ifndef DT_MODEL_CONFLICT_H
#define DT_MODEL_CONFLICT_H

#include "base/arena.h"
#include "base/diags.h"
#include "model/intentions.h"
#include "model/talks.h"

#include <detente/model.h>

typedef struct dt_choice {
    dt_name name;
    bool is_option;
    dt_way way;
    dt_actor_id actor;
    uint32_t n_levels;
    const dt_name *levels; /* [n_levels], ascending */
    uint32_t shift, width; /* the field in a code, in bits */
} dt_choice;

/* `type iran.stalling "Plays for time" 0.4 { ... }` */
typedef struct dt_type {
    dt_name name;
    bool is_plain;  /* no block was written: it wants what the actor itself wants, see
                       dt_actor_preference(); `preference` is empty */
    bool has_prior; /* it was written */
    int64_t prior;  /* a decimal, 0 to 1; 0 unless written. What the types of an actor
                       leave of 1 is for its plain self; see dt_prior_of() */
    dt_span prior_where; /* if has_prior */
    dt_preference preference;
} dt_type;

typedef struct dt_actor {
    dt_name name;
    uint32_t first_choice, n_choices;
    uint64_t mask; /* the bits of its choices */
    dt_preference preference;
    uint32_t n_types;
    dt_type *types; /* [n_types] */
    bool is_agenda; /* nobody: its choices are what others agree on (model/talks.h) */
    dt_home home;
} dt_actor;

/* `always F`, or `impossible F`. */
typedef struct dt_rule {
    bool impossible;
    const dt_formula *formula;
    uint64_t mask; /* the bits of the choices it speaks of */
    dt_span where;
} dt_rule;

/* `merge F` */
typedef struct dt_merge {
    const dt_formula *formula;
    dt_span where;
} dt_merge;

/* `forbid ACTOR from F to G` */
typedef struct dt_forbid {
    dt_actor_id actor;
    const dt_formula *from, *to;
    dt_span where;
} dt_forbid;

struct dt_model {
    dt_arena arena;
    const char *file;
    char hash[65];
    const char *title; /* NULL: none was given */
    uint32_t n_sources, n_actors, n_choices, n_rules, n_merges, n_forbids;
    const char **sources;
    dt_actor *actors;   /* [n_actors] */
    dt_choice *choices; /* [n_choices], grouped by actor */
    dt_rule *rules;
    dt_merge *merges;
    dt_forbid *forbids;
    bool has_status_quo;
    uint64_t status_quo; /* a code */
    dt_span status_quo_where;
    dt_talks talks;
    dt_intentions intentions;
    uint32_t n_bits; /* of a code that are in use */
};

/* Give every choice its field, every actor its mask. False when the fields do not fit
 * DT_MAX_BITS; n_bits then holds the number wanted. */
bool dt_model_finish(dt_model *model);

/* The formula of a rule in the words of the language; a conditional that is impossible
 * stands in brackets, lest it be misread. */
void dt_rule_write(const dt_model *model, const dt_rule *rule, dt_text *text);

/* The level of a choice in a code. */
static inline uint32_t dt_choice_level(const dt_choice *choice, uint64_t code)
{
    return (uint32_t)(code >> choice->shift & ((UINT64_C(1) << choice->width) - 1));
}

/* The bits of a choice's field. */
static inline uint64_t dt_choice_mask(const dt_choice *choice)
{
    return ((UINT64_C(1) << choice->width) - 1) << choice->shift;
}

/* Who sits at the table: bit a for actor a. */
uint64_t dt_model_seats(const dt_model *model);

/* The bits of the choices that can be agreed on: those listed as `on the table`, or
 * else all choices of the actors at it, but for those that are `off the table`. */
uint64_t dt_model_negotiable(const dt_model *model);

/* How many bits the one-way choices of an actor take. */
uint32_t dt_one_way_bits(const dt_model *model, dt_actor_id a);

/* The preference of an actor's type: 0 for its plain self, else type - 1; that of the
 * actor itself if the type has no block. */
const dt_preference *dt_actor_preference(const dt_actor *actor, uint32_t type);

#endif
