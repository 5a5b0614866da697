/* The inside of the binder: looking up names, and saying what is wrong with them. */
#ifndef DT_LANG_BINDER_H
#define DT_LANG_BINDER_H

#include "base/nearest.h"
#include "base/text.h"
#include "lang/syntax.h"

/* A token's text. Not NUL-terminated. */
typedef struct dt_word {
    const char *text;
    size_t n;
} dt_word;

dt_word dt_word_of(const dt_parser *p, const dt_token *token);
bool dt_name_is(const dt_name *name, dt_word word);

/* ---- suggestions (binder.c) ---------------------------------------------------- */

/* The names that would have fitted where a name is not known. */
typedef struct dt_candidates {
    dt_nearest nearest;
    dt_text list; /* the first of them, with commas */
    uint32_t n;
} dt_candidates;

dt_candidates dt_candidates_for(dt_word word);
/* `owner` is the actor of what is to be listed with it, or NULL. */
void dt_candidates_add(dt_candidates *all, const char *owner, const char *name);
/* Help with the nearest, or else with all: `what` says what they are. */
void dt_candidates_suggest(dt_parser *p, dt_candidates *all, const char *what);

/* ---- names (binder.c) ---------------------------------------------------------- */

/* NULL when there is none of that name (reported by dt_bind_actor). */
dt_actor *dt_find_actor(const dt_model *model, dt_word word);
dt_actor *dt_bind_actor(dt_parser *p, const dt_token *token);
const dt_choice *dt_bind_choice(dt_parser *p, const dt_choice_ref *ref);

/* Where the choice is named. */
dt_span dt_ref_span(const dt_parser *p, const dt_choice_ref *ref);

/* Look up the names of assignments (dt_assignment): what they set. Unqualified names
 * are those of the owner, unless it is NULL. */
dt_setting dt_bind_setting(dt_parser *p, const dt_list *assignments,
                           const dt_actor *owner);
/* The same, in a code: `base`, and what they change. */
uint64_t dt_bind_code(dt_parser *p, const dt_list *assignments, uint64_t base);

/* Add the blocks of a statement to what somebody has already. `who`: "an actor". */
void dt_add_blocks(dt_parser *p, const char *who, dt_preference *to,
                   const dt_preference *from);

/* ---- home.c -------------------------------------------------------------------- */

/* Constituencies and rules to ratify. */
void dt_bind_homes(dt_parser *p);
/* NULL when the actor has none of that name: reported, as "unknown constituency". */
const dt_constituency *dt_bind_constituency(dt_parser *p, const dt_actor *actor,
                                            const dt_token *token);

/* ---- talks.c ------------------------------------------------------------------- */

/* The table, fallbacks, deals and arenas; the model is complete otherwise. */
void dt_bind_talks(dt_parser *p);

/* ---- suspicion.c --------------------------------------------------------------- */

/* All of them; the model is complete otherwise. */
void dt_bind_intentions(dt_parser *p);
/* The bits that a move sets, and their owner; NULL, and reported, when it is not one
 * actor's. `owner` is NULL where it may be anybody's. */
const dt_actor *dt_bind_move(dt_parser *p, dt_draft_move *draft, const dt_actor *owner,
                             dt_setting *setting);
/* Likelihoods of something that the actor does, which stands at `where`. False when
 * they are not sound (reported) or there is no memory. */
bool dt_bind_likelihoods(dt_parser *p, const dt_actor *actor, const dt_list *drafts,
                         dt_span where, uint32_t *n, const dt_likelihood **likely);
uint32_t dt_actor_index(const dt_parser *p, const dt_actor *actor);
/* The actor's type of that name + 1; DT_ITSELF when there is none. */
uint32_t dt_find_type(const dt_actor *actor, dt_word word);
/* `with_itself`: the actor's own name would have done, too. */
void dt_report_unknown_type(dt_parser *p, const dt_actor *actor, const dt_token *token,
                            bool with_itself);
/* The name of an actor's type, or of the actor for its plain self (0). */
const char *dt_self_name(const dt_actor *actor, uint32_t type);
/* Report what is more than fits; or that there is no status quo, which `what` needs. */
bool dt_bind_fits(dt_parser *p, size_t n, uint32_t most, dt_span where, const char *who,
                  const char *what);
bool dt_bind_begins(dt_parser *p, dt_span where, const char *what);

/* ---- odds.c -------------------------------------------------------------------- */

void dt_bind_priors(dt_parser *p);
/* Warn of priors that are probably not meant. */
void dt_doubt_priors(dt_parser *p);

/* ---- ordeal.c ------------------------------------------------------------------ */

void dt_bind_tests(dt_parser *p);
void dt_bind_trusts(dt_parser *p);
/* Report first moves that cannot be made; all names are sound. */
void dt_check_moves(dt_parser *p);

#endif
