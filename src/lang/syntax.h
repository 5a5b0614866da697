/* What the reader of the language hands from stage to stage.
 *
 *     bytes --lexer--> tokens --statements, formulas--> draft --binder--> model
 *
 * The draft is a model whose names are not looked up yet: declarations may stand in any
 * order, so names are bound when all of them are known. */
#ifndef DT_LANG_SYNTAX_H
#define DT_LANG_SYNTAX_H

#include "base/list.h"
#include "lang/lexer.h"
#include "model/conflict.h"

/* Most levels of brackets, `not` and counts in a formula. */
#define DT_NESTING_MAX 200u

/* A choice named in the text, `us.relief` or `relief`. */
typedef struct dt_choice_ref {
    const dt_token *actor; /* NULL: unqualified */
    const dt_actor *owner; /* NULL, or whose an unqualified choice is: set by the binder
                              where one actor alone can be meant */
    const dt_token *choice;
    dt_compare compare;
    const dt_token *level; /* NULL unless compared */
} dt_choice_ref;

/* An atom that waits for its choice and levels. */
typedef struct dt_atom {
    dt_formula *formula;
    dt_choice_ref ref;
} dt_atom;

/* One line of `status quo`, of a fallback or a deal. */
typedef struct dt_assignment {
    bool repeated; /* of a status quo after the first: only its names are checked */
    bool negated;  /* `not us.talks` */
    dt_choice_ref ref;
    const dt_choice *choice; /* set by the binder; NULL: it is not sound */
    uint32_t level;          /* set by the binder */
} dt_assignment;

/* An atom of a rule to ratify that waits for its constituency: `guards`,
 * `iran.guards`, or `weight >= 60`. */
typedef struct dt_answer {
    dt_formula *formula;
    const dt_token *actor; /* NULL: unqualified */
    const dt_token *name;  /* the constituency, or the number of a weight */
} dt_answer;

typedef struct dt_draft_ratify {
    const dt_token *keyword, *actor;
    dt_span where;
    const dt_formula *rule;
    dt_list answers; /* dt_answer */
} dt_draft_ratify;

typedef struct dt_draft_constituency {
    const dt_token *actor, *name;
    const dt_token *need; /* the number behind `gain`; NULL: there is none */
    dt_constituency constituency;
} dt_draft_constituency;

/* `worth iran.guards -5` */
typedef struct dt_draft_reserve {
    const dt_token *actor;
    const dt_token *constituency; /* NULL: the actor itself */
    int64_t units;
} dt_draft_reserve;

typedef struct dt_draft_fallback {
    const dt_token *probability; /* NULL: it was not written */
    dt_fallback fallback;
    dt_list assignments; /* dt_assignment */
    dt_list reserves;    /* dt_draft_reserve */
} dt_draft_fallback;

typedef struct dt_draft_deal {
    dt_proposal deal;
    dt_list assignments; /* dt_assignment */
} dt_draft_deal;

/* Choices, or actors for all of their choices, that stand in a list. */
typedef struct dt_listing {
    const dt_token *keyword; /* NULL: the statement was not written */
    dt_span where;           /* its words */
    dt_list refs;            /* dt_choice_ref, without comparison */
} dt_listing;

typedef struct dt_draft_arena {
    dt_forum arena;
    dt_listing choices;
} dt_draft_arena;

/* What is said about negotiating. */
typedef struct dt_draft_talks {
    dt_list constituencies; /* dt_draft_constituency */
    dt_list ratifies;       /* dt_draft_ratify */
    dt_list fallbacks;      /* dt_draft_fallback */
    dt_list deals;          /* dt_draft_deal */
    dt_list arenas;         /* dt_draft_arena */
    dt_listing table;       /* its refs are actors */
    dt_listing on, off;
} dt_draft_talks;

/* `iran`, or `iran.stalling`: somebody's plain self, or one of its types. */
typedef struct dt_self_ref {
    const dt_token *actor;
    const dt_token *type; /* NULL: the plain self */
} dt_self_ref;

/* One row of `prior { 0.5 us, iran.stalling }` */
typedef struct dt_draft_row {
    const dt_token *number;
    int64_t p;
    dt_list selves; /* dt_self_ref */
} dt_draft_row;

/* `stay`, or the choices that a move sets. */
typedef struct dt_draft_move {
    const dt_token *stay; /* NULL: it is not that */
    dt_list assignments;  /* dt_assignment */
    dt_span where;
} dt_draft_move;

/* `stalling 0.4` */
typedef struct dt_draft_likelihood {
    const dt_token *name; /* of a type, or of its actor: the plain self */
    const dt_token *number;
    int64_t p;
} dt_draft_likelihood;

typedef struct dt_draft_ploy {
    dt_ploy ploy;
    dt_draft_move move;
    const dt_token *likely; /* NULL: likelihoods are not written */
    dt_list likelihoods;    /* dt_draft_likelihood */
} dt_draft_ploy;

typedef struct dt_draft_turn {
    const dt_token *keyword, *actor;
    bool answers;  /* else `then` */
    dt_list ploys; /* dt_draft_ploy */
} dt_draft_turn;

typedef struct dt_draft_test {
    dt_test test;
    dt_draft_move move;
    bool has_block;
    dt_list turns; /* dt_draft_turn */
} dt_draft_test;

typedef struct dt_draft_signal {
    const dt_token *actor;
    dt_signal signal;
    dt_draft_move move;                      /* if signal.moves */
    dt_list likelihoods;                     /* dt_draft_likelihood, unless */
    const dt_token *credibility, *withdrawn; /* their words; NULL: not written */
} dt_draft_signal;

typedef struct dt_draft_trust {
    dt_trust trust;
    dt_draft_move sides[2];
} dt_draft_trust;

/* What is said about intentions, but for the priors of single types. */
typedef struct dt_draft_intentions {
    const dt_token *prior;             /* the word; NULL: there is no joint table */
    dt_list rows;                      /* dt_draft_row */
    dt_list tests;                     /* dt_draft_test */
    dt_list signals;                   /* dt_draft_signal */
    dt_list trusts;                    /* dt_draft_trust */
    const dt_token *drift, *precision; /* their words; NULL: not written */
    int64_t drift_units, precision_units;
    bool priors_are_sound; /* set by the binder */
} dt_draft_intentions;

/* A `prefer`, `value` or `rank` block, or a `type` with several of them. */
typedef struct dt_order {
    const dt_token *keyword, *actor;
    const dt_token *type; /* NULL: the actor's plain self */
    const char *type_label;
    bool is_plain;         /* a type without a block */
    const dt_token *prior; /* its number; NULL: it was not written */
    int64_t prior_units;
    dt_preference preference;
} dt_order;

typedef struct dt_draft_forbid {
    const dt_token *actor;
    dt_forbid forbid;
} dt_draft_forbid;

typedef struct dt_draft {
    dt_model *model; /* title and n_bits apart, filled in by the binder */
    dt_lexed lexed;
    const dt_token *title;
    dt_list sources;     /* const char * */
    dt_list actors;      /* dt_actor */
    dt_list choices;     /* dt_choice */
    dt_list rules;       /* dt_rule */
    dt_list merges;      /* dt_merge */
    dt_list forbids;     /* dt_draft_forbid */
    dt_list orders;      /* dt_order */
    dt_list assignments; /* dt_assignment, of the status quo */
    dt_draft_talks talks;
    dt_draft_intentions intentions;
    dt_list atoms;              /* dt_atom */
    const dt_token *status_quo; /* NULL: there is none */
} dt_draft;

/* The state of reading: a place in the tokens, and where things go. */
typedef struct dt_parser {
    dt_draft *draft;
    dt_arena *arena; /* the model's */
    dt_diags *diags;
    const dt_token *at;
    const dt_token *item;       /* with which the present statement or item began */
    const dt_token *type_actor; /* inside a type: whose it is; else NULL */
    const dt_token *home;       /* inside an actor: its name; else NULL */
    bool is_home_item;          /* directly inside: among its choices */
    dt_list *answers;           /* inside a rule to ratify: its dt_answer; else NULL */
    bool alone;                 /* the text is a formula, no model */
    uint32_t depth;             /* of formulas */
    bool lost;                  /* no memory */
    bool *begins; /* NULL, or [n_tokens]: set where a statement or an item begins */
} dt_parser;

/* ---- parser.c: helpers that every grammar rule uses ----------------------------- */

/* Cut the source into tokens and stand before the first. `model` is the one to fill in,
 * or about which a formula is. False when there is no memory. */
bool dt_parser_start(dt_parser *p, dt_draft *draft, const dt_source *source,
                     dt_model *model, dt_arena *arena, dt_diags *diags);
/* Note that a statement or an item begins where the parser stands. */
void dt_begin_item(dt_parser *p);
/* True when the token is that word. */
bool dt_token_is(const dt_parser *p, const dt_token *token, const char *word);
/* The same, whatever the case of its letters. */
bool dt_token_resembles(const dt_parser *p, const dt_token *token, const char *word);
/* Go past the token if it is of that kind. */
bool dt_accept(dt_parser *p, dt_token_kind kind);
/* The same for a word. */
bool dt_accept_word(dt_parser *p, const char *word);
/* Go past the token, or report that `what` was expected. */
bool dt_expect(dt_parser *p, dt_token_kind kind, const char *what);
/* Report that `what` was expected where the parser stands; always false. */
bool dt_expected(dt_parser *p, const char *what);
/* A name on the same line. NULL when there is none (reported); a word that formulas
 * reserve is reported, and taken for a name to go on. */
const dt_token *dt_expect_name(dt_parser *p, const char *what);
bool dt_token_is_reserved(const dt_parser *p, const dt_token *token);
/* A new item of a list; remembers lack of memory. */
void *dt_push(dt_parser *p, dt_list *list, size_t each);
dt_span dt_span_of(const dt_parser *p, const dt_token *token);
/* From one token to the end of another. */
dt_span dt_span_to(const dt_parser *p, const dt_token *from, const dt_token *to);
/* The token before the place: the last one that was read. */
const dt_token *dt_last(const dt_parser *p);
/* A copy of a token's text, of a string's content. NULL when there is no memory. */
const char *dt_word_text(dt_parser *p, const dt_token *token);
const char *dt_string_text(dt_parser *p, const dt_token *token);

/* ---- expression.c --------------------------------------------------------------- */

/* Read a formula; NULL when there is none (reported) or no memory. */
dt_formula *dt_parse_formula(dt_parser *p);
/* Read `us.relief` or `relief`, and the comparison behind it if there is one. */
bool dt_parse_choice(dt_parser *p, dt_choice_ref *ref);
/* True for the words that formulas are made of. */
bool dt_word_is_reserved(const char *word, size_t n);

/* ---- block.c -------------------------------------------------------------------- */

/* What may stand between two items of a block on one line, besides ';'. */
typedef enum dt_separator {
    DT_SEPARATOR_NONE,
    DT_SEPARATOR_COMMA,
    DT_SEPARATOR_UNCLEAR, /* a comma would leave open which item is more important */
} dt_separator;

/* Reads one item; false when it is bad (reported). */
typedef bool dt_parse_item(dt_parser *p, void *context);

/* '{' { item } '}': how many items there are, good or bad. Bad ones are reported and
 * passed over. A '{' that is missing is reported, and reading goes on as if it were
 * there. */
uint32_t dt_parse_block(dt_parser *p, dt_separator separator, dt_parse_item *item,
                        void *context);
/* One name behind the other, parted by commas, as long as commas come; lines may end on
 * either side of a comma. False when an item is bad. */
bool dt_parse_list(dt_parser *p, dt_parse_item *item, void *context);
/* Past the label that may stand behind a name; NULL when there is none. `follows` is
 * what stands behind it, DT_TOKEN_END for the end of the item. */
const char *dt_accept_label(dt_parser *p, dt_token_kind follows);

/* ---- declaration.c: actor ------------------------------------------------------- */

bool dt_parse_actor(dt_parser *p);
/* An option or issue of the actor last declared, where it does not belong: reported
 * already. */
bool dt_parse_stray_choice(dt_parser *p);

/* ---- preference.c: prefer, value, rank, type ------------------------------------ */

bool dt_parse_prefer(dt_parser *p);
bool dt_parse_value(dt_parser *p);
bool dt_parse_rank(dt_parser *p);
bool dt_parse_type(dt_parser *p);

/* A block inside a type or a constituency, the context (a dt_preference): like the
 * statement, without the actor. */
bool dt_parse_order_item(dt_parser *p, void *preference);
/* A number of up to six places; else, with what it must be, reported. */
bool dt_parse_decimal(dt_parser *p, const char *what, int64_t *units);
/* The same; what is nearly a number, "0,5" or ".5", is reported as that and passed. */
bool dt_parse_figure(dt_parser *p, const char *what, int64_t *units);

/* ---- negotiation.c -------------------------------------------------------------- */

bool dt_parse_constituency(dt_parser *p);
bool dt_parse_ratify(dt_parser *p);
bool dt_parse_fallback(dt_parser *p);
bool dt_parse_table(dt_parser *p);
/* Behind `on`, and behind `off`: "the table : choices". */
bool dt_parse_on(dt_parser *p);
bool dt_parse_off(dt_parser *p);
bool dt_parse_deal(dt_parser *p);
bool dt_parse_arena(dt_parser *p);

/* ---- inquiry.c: intentions ------------------------------------------------------ */

bool dt_parse_prior(dt_parser *p);
bool dt_parse_test(dt_parser *p);
bool dt_parse_signal(dt_parser *p);
bool dt_parse_drift(dt_parser *p);
bool dt_parse_precision(dt_parser *p);
bool dt_parse_trust(dt_parser *p);

/* ---- statements.c --------------------------------------------------------------- */

/* Read all statements of the source into the draft, reporting what is wrong. */
void dt_parse_statements(dt_parser *p);
/* The string between quotes that `what` is; NULL when there is none (reported). */
const dt_token *dt_expect_string(dt_parser *p, const char *what);
/* Read "{ option, issue = level }" into the draft; `repeated`: it is not the first. */
void dt_parse_assignments(dt_parser *p, bool repeated);
/* Read one assignment into a list (dt_assignment). `whose`, such as "the status quo",
 * says what is. */
bool dt_parse_assignment(dt_parser *p, const char *whose, dt_list *assignments);
/* True where a statement begins, and not an item or formula that begins with its word.
 */
bool dt_at_statement(const dt_parser *p);

/* ---- binder.c (its inside: binder.h) -------------------------------------------- */

/* Look up all names and complete the model. */
void dt_bind(dt_parser *p);
/* Look up the names of the atoms only; the model is complete already. */
void dt_bind_atoms(dt_parser *p);
/* Look up the names of the assignments; the code that they make. */
uint64_t dt_bind_assignments(dt_parser *p);

#endif
