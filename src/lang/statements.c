/* The statements of the language, one function for each, and one table that knows them
 * all: a block that a later part needs is one row more.
 *
 * A statement ends with its line. After a mistake reading goes on with the next line of
 * the block, or with the next statement; a block whose '}' is missing is closed where a
 * statement begins. */
#include "base/decimal.h"
#include "base/nearest.h"
#include "lang/syntax.h"

#include <string.h>

typedef bool parse_item(dt_parser *p, void *context);

static bool at_statement(const dt_parser *p);

/* ---- blocks ----------------------------------------------------------------------- */

/* Past the rest of a bad item: up to the next line, ';' or the block's own '}'. */
static void skip_item(dt_parser *p)
{
    uint32_t depth = 0;
    for (bool moved = false; p->at->kind != DT_TOKEN_END; p->at++, moved = true) {
        if (depth == 0 && ((moved && p->at->first) || p->at->kind == DT_TOKEN_SEMICOLON ||
                           p->at->kind == DT_TOKEN_RBRACE))
            return;
        if (moved && p->at->first && at_statement(p))
            return;
        if (p->at->kind == DT_TOKEN_LBRACE)
            depth++;
        if (p->at->kind == DT_TOKEN_RBRACE)
            depth--;
    }
}

/* What stands behind an item: a line's end, ';', where it is allowed ',', or '}'. */
static bool end_item(dt_parser *p, bool commas)
{
    if (p->at->first || p->at->kind == DT_TOKEN_RBRACE)
        return true;
    if (dt_accept(p, DT_TOKEN_SEMICOLON) || (commas && dt_accept(p, DT_TOKEN_COMMA)))
        return true;
    if (p->at->kind == DT_TOKEN_COMMA) {
        dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
                  "a comma does not say which of the two is more important");
        dt_report_help(p->diags, "put each on a line of its own, most important first; "
                                 "or, for equal weight, both between '{' and '}'");
        return false;
    }
    return dt_expected(p, "the end of the line");
}

/* '{' { item } '}'. Bad items are reported and passed over; false only when there is no
 * block at all. */
static bool parse_block(dt_parser *p, bool commas, parse_item *item, void *context)
{
    const dt_token *const open = p->at;
    if (!dt_expect(p, DT_TOKEN_LBRACE, "'{'"))
        return false;
    while (!dt_accept(p, DT_TOKEN_RBRACE)) {
        if (dt_accept(p, DT_TOKEN_SEMICOLON))
            continue;
        if (p->at->kind == DT_TOKEN_END || (p->at->first && at_statement(p))) {
            dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, open),
                      "this block has no '}'");
            return true;
        }
        if (p->lost)
            return false;
        dt_begin_item(p);
        if (!item(p, context) || !end_item(p, commas))
            skip_item(p);
    }
    return true;
}

/* ---- conflict, source ------------------------------------------------------------- */

static const dt_token *expect_string(dt_parser *p, const char *what)
{
    const dt_token *const token = p->at;
    if (token->first || token->kind != DT_TOKEN_STRING) {
        dt_expected(p, what);
        return NULL;
    }
    p->at++;
    return token;
}

static bool parse_conflict(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    const dt_token *const title = expect_string(p, "the title between quotes");
    if (!title)
        return false;
    if (p->draft->title) {
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, keyword),
                  "a model has one title");
        dt_report_note(p->diags, dt_span_of(p, p->draft->title), "the first one");
        return true;
    }
    p->draft->title = title;
    p->draft->model->title = dt_string_text(p, title);
    return true;
}

static bool parse_source(dt_parser *p)
{
    const dt_token *const token = expect_string(p, "the source between quotes");
    if (!token)
        return false;
    const char **const source = dt_push(p, &p->draft->sources, sizeof *source);
    if (source)
        *source = dt_string_text(p, token);
    return true;
}

/* ---- actor, option, issue ---------------------------------------------------------- */

/* NAME ["label"] */
static bool parse_name(dt_parser *p, const char *what, dt_name *name)
{
    const dt_token *const token = dt_expect_name(p, what);
    if (!token)
        return false;
    *name = (dt_name){.id = dt_word_text(p, token), .where = dt_span_of(p, token)};
    if (!p->at->first && p->at->kind == DT_TOKEN_STRING)
        name->label = dt_string_text(p, p->at++);
    return true;
}

static bool parse_way(dt_parser *p, dt_way *way)
{
    *way = DT_WAY_BOTH;
    if (p->at->first)
        return true;
    if (dt_accept_word(p, "permanent"))
        *way = DT_WAY_UP;
    else if (dt_accept_word(p, "only")) {
        if (dt_accept_word(p, "up"))
            *way = DT_WAY_UP;
        else if (dt_accept_word(p, "down"))
            *way = DT_WAY_DOWN;
        else
            return dt_expected(p, "'up' or 'down'");
    }
    return true;
}

/* A level is a word or a bare figure, and may have a label. */
static bool parse_one_level(dt_parser *p, dt_list *levels)
{
    const dt_token *const token = p->at;
    if (token->kind != DT_TOKEN_WORD && token->kind != DT_TOKEN_NUMBER)
        return dt_expected(p, "the name of a level");
    p->at++;
    const char *const id = dt_word_text(p, token);
    const dt_name *const all = levels->items;
    for (size_t k = 0; id && k < levels->n; k++)
        if (strcmp(all[k].id, id) == 0) {
            dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, token),
                      "level '%s' is listed twice", id);
            return false;
        }
    dt_name *const level = dt_push(p, levels, sizeof *level);
    if (!level || !id)
        return false;
    *level = (dt_name){.id = id, .where = dt_span_of(p, token)};
    if (!p->at->first && p->at->kind == DT_TOKEN_STRING)
        level->label = dt_string_text(p, p->at++);
    return true;
}

static bool parse_levels(dt_parser *p, dt_choice *choice)
{
    dt_list levels = {0};
    if (!dt_expect(p, DT_TOKEN_COLON, "':' and the levels of the issue"))
        return false;
    do
        if (!parse_one_level(p, &levels))
            return false;
    while (dt_accept(p, DT_TOKEN_COMMA));
    if (levels.n < 2 || levels.n > DT_MAX_LEVELS) {
        dt_report(p->diags, levels.n < 2 ? DT_FINDING_missing : DT_FINDING_limit,
                  choice->name.where, "issue '%s' has %zu level%s; it takes 2 to %u",
                  choice->name.id, levels.n, levels.n == 1 ? "" : "s", DT_MAX_LEVELS);
        return true; /* the line is read all the same */
    }
    choice->levels = levels.items;
    choice->n_levels = (uint32_t)levels.n;
    return true;
}

static const dt_name option_levels[] = {
    {.id = "no", .where = {DT_NO_SOURCE, 0, 0}},
    {.id = "yes", .where = {DT_NO_SOURCE, 0, 0}},
};

/* The choice of that name that the actor has already, if any. */
static const dt_choice *find_own(const dt_parser *p, const dt_actor *actor, const char *id)
{
    const dt_choice *const all = p->draft->choices.items;
    for (size_t c = actor->first_choice; c < p->draft->choices.n; c++)
        if (strcmp(all[c].name.id, id) == 0)
            return &all[c];
    return NULL;
}

static bool declare_choice(dt_parser *p, dt_actor *actor, dt_choice *choice)
{
    const dt_choice *const earlier = find_own(p, actor, choice->name.id);
    if (earlier) {
        dt_report(p->diags, DT_FINDING_duplicate, choice->name.where,
                  "'%s' has a choice '%s' already", actor->name.id, choice->name.id);
        dt_report_note(p->diags, earlier->name.where, "declared here");
        return true;
    }
    if (choice->n_levels == 0) { /* reported; any two levels will do to go on */
        choice->n_levels = 2;
        choice->levels = option_levels;
    }
    choice->actor = (dt_actor_id)(p->draft->actors.n - 1);
    dt_choice *const slot = dt_push(p, &p->draft->choices, sizeof *slot);
    if (!slot)
        return false;
    *slot = *choice;
    actor->n_choices++;
    return true;
}

static bool parse_choice_item(dt_parser *p, void *context)
{
    dt_actor *const actor = context;
    dt_choice choice = {0};
    if (dt_accept_word(p, "option"))
        choice.is_option = true;
    else if (!dt_accept_word(p, "issue"))
        return dt_expected(p, "'option' or 'issue'");
    if (!parse_name(p, choice.is_option ? "the option's name" : "the issue's name",
                    &choice.name) ||
        !parse_way(p, &choice.way))
        return false;
    if (choice.is_option) {
        choice.n_levels = 2;
        choice.levels = option_levels;
    } else if (!parse_levels(p, &choice))
        return false;
    return !p->lost && declare_choice(p, actor, &choice);
}

static const dt_actor *find_actor(const dt_parser *p, const char *id)
{
    const dt_actor *const all = p->draft->actors.items;
    for (size_t a = 0; a < p->draft->actors.n; a++)
        if (strcmp(all[a].name.id, id) == 0)
            return &all[a];
    return NULL;
}

/* A second actor of a name is reported, and kept: what is said of it can be checked. */
static bool parse_actor(dt_parser *p)
{
    dt_actor actor = {.first_choice = (uint32_t)p->draft->choices.n};
    if (!parse_name(p, "the actor's name", &actor.name) || p->lost)
        return false;
    const dt_actor *const earlier = find_actor(p, actor.name.id);
    if (earlier) {
        dt_report(p->diags, DT_FINDING_duplicate, actor.name.where,
                  "there is an actor '%s' already", actor.name.id);
        dt_report_note(p->diags, earlier->name.where, "declared here");
    }
    if (p->draft->actors.n == DT_MAX_ACTORS)
        dt_report(p->diags, DT_FINDING_limit, actor.name.where,
                  "a model has at most %u actors", DT_MAX_ACTORS);
    if (!dt_push(p, &p->draft->actors, sizeof actor))
        return false;
    const bool block = parse_block(p, false, parse_choice_item, &actor);
    dt_actor *const all = p->draft->actors.items;
    all[p->draft->actors.n - 1] = actor;
    return block;
}

/* ---- rules ------------------------------------------------------------------------ */

static bool parse_rule(dt_parser *p, bool impossible)
{
    const dt_token *const keyword = dt_last(p);
    const dt_formula *const formula = dt_parse_formula(p);
    if (!formula)
        return false;
    dt_rule *const rule = dt_push(p, &p->draft->rules, sizeof *rule);
    if (rule)
        *rule = (dt_rule){impossible, formula, 0, dt_span_to(p, keyword, dt_last(p))};
    return rule;
}

static bool parse_impossible(dt_parser *p)
{
    return parse_rule(p, true);
}

static bool parse_always(dt_parser *p)
{
    return parse_rule(p, false);
}

static bool parse_merge(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    const dt_formula *const formula = dt_parse_formula(p);
    if (!formula)
        return false;
    dt_merge *const merge = dt_push(p, &p->draft->merges, sizeof *merge);
    if (merge)
        *merge = (dt_merge){formula, dt_span_to(p, keyword, dt_last(p))};
    return merge;
}

static bool parse_forbid(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    const dt_token *const actor = dt_expect_name(p, "an actor");
    if (!actor)
        return false;
    if (!dt_accept_word(p, "from"))
        return dt_expected(p, "'from' and the states that the move starts from");
    const dt_formula *const from = dt_parse_formula(p);
    if (!from)
        return false;
    if (!dt_accept_word(p, "to"))
        return dt_expected(p, "'to' and the states that cannot be reached directly");
    const dt_formula *const to = dt_parse_formula(p);
    if (!to)
        return false;
    dt_draft_forbid *const forbid = dt_push(p, &p->draft->forbids, sizeof *forbid);
    if (forbid)
        *forbid = (dt_draft_forbid){
            actor, {.from = from, .to = to, .where = dt_span_to(p, keyword, dt_last(p))}};
    return forbid;
}

/* ---- status quo ------------------------------------------------------------------- */

static bool parse_assignment(dt_parser *p, void *context)
{
    (void)context;
    dt_assignment assignment = {.negated = dt_accept_word(p, "not")};
    if (!dt_parse_choice(p, &assignment.ref))
        return false;
    const dt_compare compare = assignment.ref.compare;
    if (compare != DT_COMPARE_NONE && (assignment.negated || compare != DT_COMPARE_EQ)) {
        dt_report(p->diags, DT_FINDING_wrong_kind,
                  dt_span_to(p, assignment.ref.choice, dt_last(p)),
                  "the status quo says what is, not what is not");
        dt_report_help(p->diags, "write 'option', 'not option' or 'issue = level'");
        return false;
    }
    dt_assignment *const slot = dt_push(p, &p->draft->assignments, sizeof *slot);
    if (slot)
        *slot = assignment;
    return slot;
}

static bool parse_status_quo(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    if (!dt_accept_word(p, "quo"))
        return dt_expected(p, "'quo'");
    if (p->draft->status_quo) {
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_to(p, keyword, dt_last(p)),
                  "a model has one status quo");
        dt_report_note(p->diags, dt_span_of(p, p->draft->status_quo), "the first one");
    } else
        p->draft->status_quo = keyword;
    return parse_block(p, true, parse_assignment, NULL);
}

/* ---- prefer, value, rank, type ------------------------------------------------------ */

/* What an item of a preference block adds to. */
typedef struct order_lists {
    dt_list statements, terms, tiers;
} order_lists;

/* Formulas between '{' and '}', separated by commas or lines. */
static bool parse_formulas_item(dt_parser *p, void *context)
{
    const dt_formula *const formula = dt_parse_formula(p);
    if (!formula)
        return false;
    const dt_formula **const slot = dt_push(p, context, sizeof *slot);
    if (slot)
        *slot = formula;
    return slot;
}

static bool parse_statement_item(dt_parser *p, void *context)
{
    order_lists *const lists = context;
    const dt_token *const from = p->at;
    dt_list formulas = {0};
    const bool read = from->kind == DT_TOKEN_LBRACE
                          ? parse_block(p, true, parse_formulas_item, &formulas)
                          : parse_formulas_item(p, &formulas);
    if (!read)
        return false;
    if (formulas.n == 0) {
        dt_report(p->diags, DT_FINDING_missing, dt_span_to(p, from, dt_last(p)),
                  "no statement between the braces");
        return true;
    }
    dt_statement *const statement = dt_push(p, &lists->statements, sizeof *statement);
    if (statement)
        *statement = (dt_statement){(uint32_t)formulas.n, formulas.items,
                                    dt_span_to(p, from, dt_last(p))};
    return statement;
}

static bool parse_decimal(dt_parser *p, int64_t *units)
{
    const dt_token *const token = p->at;
    if (token->kind != DT_TOKEN_NUMBER)
        return dt_expected(p, "a number");
    const char *const text = p->draft->lexed.source->text + token->begin;
    if (!dt_decimal_read(text, token->end - token->begin, units)) {
        dt_report(p->diags, DT_FINDING_bad_number, dt_span_of(p, token),
                  "'%.*s' is too long a number: at most 1000000000 and %d decimal places",
                  (int)(token->end - token->begin), text, DT_DECIMAL_PLACES);
        return false;
    }
    p->at++;
    return true;
}

static bool parse_term_item(dt_parser *p, void *context)
{
    order_lists *const lists = context;
    const dt_token *const from = p->at;
    int64_t units;
    if (!parse_decimal(p, &units))
        return false;
    const dt_formula *const formula = dt_parse_formula(p);
    if (!formula)
        return false;
    dt_term *const term = dt_push(p, &lists->terms, sizeof *term);
    if (term)
        *term = (dt_term){units, formula, dt_span_to(p, from, dt_last(p))};
    return term;
}

/* A state number, or a formula. */
static bool parse_place_item(dt_parser *p, void *context)
{
    dt_place place = {.where = dt_span_of(p, p->at)};
    if (p->at->kind == DT_TOKEN_NUMBER) {
        int64_t units;
        if (!parse_decimal(p, &units))
            return false;
        if (units < DT_DECIMAL_ONE || units % DT_DECIMAL_ONE ||
            units / DT_DECIMAL_ONE >= UINT32_MAX) {
            dt_report(p->diags, DT_FINDING_bad_number, place.where,
                      "a state number is a whole number from 1 on");
            return false;
        }
        place.number = (uint32_t)(units / DT_DECIMAL_ONE);
    } else {
        place.formula = dt_parse_formula(p);
        if (!place.formula)
            return false;
        place.where = place.formula->where;
    }
    dt_place *const slot = dt_push(p, context, sizeof *slot);
    if (slot)
        *slot = place;
    return slot;
}

static bool parse_tier_item(dt_parser *p, void *context)
{
    order_lists *const lists = context;
    const dt_token *const from = p->at;
    dt_list places = {0};
    const bool read = from->kind == DT_TOKEN_LBRACE
                          ? parse_block(p, true, parse_place_item, &places)
                          : parse_place_item(p, &places);
    if (!read)
        return false;
    if (places.n == 0) {
        dt_report(p->diags, DT_FINDING_missing, dt_span_to(p, from, dt_last(p)),
                  "no state between the braces");
        return true;
    }
    dt_tier *const tier = dt_push(p, &lists->tiers, sizeof *tier);
    if (tier)
        *tier = (dt_tier){(uint32_t)places.n, places.items};
    return tier;
}

typedef enum order_kind { ORDER_PREFER, ORDER_VALUE, ORDER_RANK, ORDER_NONE } order_kind;

static order_kind accept_order(dt_parser *p)
{
    if (dt_accept_word(p, "prefer"))
        return ORDER_PREFER;
    if (dt_accept_word(p, "value"))
        return ORDER_VALUE;
    return dt_accept_word(p, "rank") ? ORDER_RANK : ORDER_NONE;
}

static bool parse_order_block(dt_parser *p, order_kind kind, order_lists *lists)
{
    static parse_item *const items[] = {parse_statement_item, parse_term_item,
                                        parse_tier_item};
    const dt_token *const open = p->at;
    const uint32_t before = dt_diags_count(p->diags, DT_SEVERITY_ERROR);
    if (!parse_block(p, kind != ORDER_PREFER, items[kind], lists))
        return false;
    const dt_list *const filled = kind == ORDER_PREFER  ? &lists->statements
                                  : kind == ORDER_VALUE ? &lists->terms
                                                        : &lists->tiers;
    if (filled->n == 0 && dt_diags_count(p->diags, DT_SEVERITY_ERROR) == before) {
        dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, open), "this block is empty");
        dt_report_help(p->diags, "leave it out if the actor is indifferent");
    }
    return true;
}

static void set_block(dt_preference *preference, order_kind kind, dt_span where,
                      const order_lists *lists)
{
    if (kind == ORDER_PREFER) {
        preference->has_prefer = true;
        preference->prefer_where = where;
        preference->n_statements = (uint32_t)lists->statements.n;
        preference->statements = lists->statements.items;
    } else if (kind == ORDER_VALUE) {
        preference->has_value = true;
        preference->value_where = where;
        preference->n_terms = (uint32_t)lists->terms.n;
        preference->terms = lists->terms.items;
    } else {
        preference->has_rank = true;
        preference->rank_where = where;
        preference->n_tiers = (uint32_t)lists->tiers.n;
        preference->tiers = lists->tiers.items;
    }
}

static bool parse_order(dt_parser *p, order_kind kind)
{
    dt_order order = {.keyword = dt_last(p)};
    order_lists lists = {0};
    order.actor = dt_expect_name(p, "an actor");
    if (!order.actor || !parse_order_block(p, kind, &lists))
        return false;
    set_block(&order.preference, kind, dt_span_to(p, order.keyword, order.actor), &lists);
    dt_order *const slot = dt_push(p, &p->draft->orders, sizeof *slot);
    if (slot)
        *slot = order;
    return slot;
}

static bool parse_prefer(dt_parser *p)
{
    return parse_order(p, ORDER_PREFER);
}

static bool parse_value(dt_parser *p)
{
    return parse_order(p, ORDER_VALUE);
}

static bool parse_rank(dt_parser *p)
{
    return parse_order(p, ORDER_RANK);
}

static bool has_block(const dt_preference *preference, order_kind kind)
{
    return kind == ORDER_PREFER  ? preference->has_prefer
           : kind == ORDER_VALUE ? preference->has_value
                                 : preference->has_rank;
}

/* A block inside a type: like the statement, without the actor. */
static bool parse_type_item(dt_parser *p, void *context)
{
    dt_order *const order = context;
    order_lists lists = {0};
    const order_kind kind = accept_order(p);
    const dt_token *const keyword = dt_last(p);
    if (kind == ORDER_NONE)
        return dt_expected(p, "'prefer', 'value' or 'rank'");
    if (has_block(&order->preference, kind)) {
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, keyword),
                  "this type has such a block already");
        return parse_order_block(p, kind, &lists);
    }
    if (!parse_order_block(p, kind, &lists))
        return false;
    set_block(&order->preference, kind, dt_span_of(p, keyword), &lists);
    return true;
}

static bool parse_type(dt_parser *p)
{
    dt_order order = {.keyword = dt_last(p)};
    order.actor = dt_expect_name(p, "an actor, a dot and the name of the type");
    if (!order.actor || !dt_expect(p, DT_TOKEN_DOT, "'.' and the name of the type"))
        return false;
    order.type = dt_expect_name(p, "the name of the type");
    if (!order.type)
        return false;
    if (!p->at->first && p->at->kind == DT_TOKEN_STRING)
        order.type_label = dt_string_text(p, p->at++);
    if (!parse_block(p, false, parse_type_item, &order))
        return false;
    const dt_preference *const wants = &order.preference;
    if (!wants->has_prefer && !wants->has_value && !wants->has_rank)
        dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, order.type),
                  "a type needs 'prefer', 'value' or 'rank'");
    dt_order *const slot = dt_push(p, &p->draft->orders, sizeof *slot);
    if (slot)
        *slot = order;
    return slot;
}

/* ---- the table ---------------------------------------------------------------------- */

static const struct {
    const char *word;
    bool (*parse)(dt_parser *p); /* called behind the word */
} statements[] = {
    {"conflict", parse_conflict},     {"source", parse_source},
    {"actor", parse_actor},           {"impossible", parse_impossible},
    {"always", parse_always},         {"merge", parse_merge},
    {"forbid", parse_forbid},         {"status", parse_status_quo},
    {"prefer", parse_prefer},         {"value", parse_value},
    {"rank", parse_rank},             {"type", parse_type},
};

enum { N_STATEMENTS = sizeof statements / sizeof *statements };

/* A word that begins a statement, and behind it what only a statement has there: inside
 * a block a choice may well be called 'value'. */
static bool at_statement(const dt_parser *p)
{
    const dt_token *const next = p->at + 1;
    if (p->at->kind != DT_TOKEN_WORD || next->first ||
        (next->kind != DT_TOKEN_WORD && next->kind != DT_TOKEN_STRING))
        return false;
    if (next->kind == DT_TOKEN_WORD &&
        dt_word_is_reserved(p->draft->lexed.source->text + next->begin,
                            next->end - next->begin) &&
        !dt_token_is(p, p->at, "always") && !dt_token_is(p, p->at, "impossible"))
        return false;
    for (size_t k = 0; k < N_STATEMENTS; k++)
        if (dt_token_is(p, p->at, statements[k].word))
            return true;
    return false;
}

static bool begins_line(const dt_parser *p)
{
    return p->at->kind == DT_TOKEN_END || p->at->first;
}

/* To the next line outside of braces that can begin a statement. */
static void skip_statement(dt_parser *p)
{
    const dt_token *const from = p->at;
    uint32_t depth = 0;
    for (; p->at->kind != DT_TOKEN_END; p->at++) {
        if (p->at->first && (at_statement(p) || (depth == 0 && p->at > from &&
                                                 p->at->kind == DT_TOKEN_WORD)))
            return;
        if (p->at->kind == DT_TOKEN_LBRACE)
            depth++;
        if (p->at->kind == DT_TOKEN_RBRACE && depth)
            depth--;
    }
}

static void report_unknown_statement(dt_parser *p)
{
    const dt_token *const token = p->at;
    const char *const word = p->draft->lexed.source->text + token->begin;
    const size_t n = token->end - token->begin;
    if (token->kind != DT_TOKEN_WORD) {
        dt_expected(p, "a statement");
        return;
    }
    dt_nearest nearest = dt_nearest_to(word, n);
    for (size_t k = 0; k < N_STATEMENTS; k++)
        dt_nearest_offer(&nearest, statements[k].word);
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, token),
              "no statement begins with '%.*s'", (int)n, word);
    if (dt_token_is(p, token, "option") || dt_token_is(p, token, "issue"))
        dt_report_help(p->diags, "options and issues stand inside an actor's braces");
    else if (nearest.best)
        dt_report_help(p->diags, "did you mean '%s'?", nearest.best);
}

static bool parse_statement(dt_parser *p)
{
    for (size_t k = 0; k < N_STATEMENTS; k++)
        if (dt_accept_word(p, statements[k].word))
            return statements[k].parse(p);
    report_unknown_statement(p);
    if (p->at->kind != DT_TOKEN_END)
        p->at++;
    return false;
}

void dt_parse_statements(dt_parser *p)
{
    while (p->at->kind != DT_TOKEN_END && !p->lost && !dt_diags_full(p->diags)) {
        dt_begin_item(p);
        if (!parse_statement(p))
            skip_statement(p);
        else if (!begins_line(p)) {
            dt_expected(p, "the end of the line");
            skip_statement(p);
        }
    }
}
