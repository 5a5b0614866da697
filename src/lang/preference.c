/* What each actor wants: `prefer`, `value`, `rank`, and `type` with any of these. */
#include "base/decimal.h"
#include "base/nearest.h"
#include "lang/syntax.h"

#include <string.h>

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

/* One formula, or several between braces; false when there is none, which is reported.
 */
static bool parse_group(dt_parser *p, dt_parse_item *item, dt_list *parts,
                        const char *what)
{
    const dt_token *const from = p->at;
    if (from->kind != DT_TOKEN_LBRACE)
        return item(p, parts);
    if (dt_parse_block(p, DT_SEPARATOR_COMMA, item, parts) == 0)
        dt_report(p->diags, DT_FINDING_missing, dt_span_to(p, from, dt_last(p)),
                  "no %s between the braces", what);
    return true;
}

static bool refuse_number(dt_parser *p)
{
    dt_expected(p, "a formula");
    dt_report_help(p->diags,
                   "the order of the lines says what is more important; numbers "
                   "stand in 'value' and 'rank'");
    return false;
}

static bool parse_statement_item(dt_parser *p, void *context)
{
    order_lists *const lists = context;
    const dt_token *const from = p->at;
    dt_list formulas = {0};
    if (from->kind == DT_TOKEN_NUMBER)
        return refuse_number(p);
    if (!parse_group(p, parse_formulas_item, &formulas, "statement"))
        return false;
    dt_statement *const statement = dt_push(p, &lists->statements, sizeof *statement);
    if (statement)
        *statement = (dt_statement){(uint32_t)formulas.n, formulas.items,
                                    dt_span_to(p, from, dt_last(p))};
    return statement;
}

bool dt_parse_decimal(dt_parser *p, const char *what, int64_t *units)
{
    const dt_token *const token = p->at;
    if (token->kind != DT_TOKEN_NUMBER)
        return dt_expected(p, what);
    const char *const text = p->draft->lexed.source->text + token->begin;
    if (!dt_decimal_read(text, token->end - token->begin, units)) {
        dt_report(
            p->diags, DT_FINDING_bad_number, dt_span_of(p, token),
            "'%.*s' does not fit: a number is at most 1000000000 and has at most %d "
            "decimal places",
            (int)(token->end - token->begin), text, DT_DECIMAL_PLACES);
        return false;
    }
    p->at++;
    return true;
}

static bool touch(const dt_token *left, const dt_token *right)
{
    return left->end == right->begin;
}

static bool has_point(const char *text, const dt_token *number)
{
    return memchr(text + number->begin, '.', number->end - number->begin);
}

/* "1,5": past it when it is there. */
static bool pass_decimal_comma(dt_parser *p)
{
    const char *const text = p->draft->lexed.source->text;
    const dt_token *const t = p->at;
    if (t->kind != DT_TOKEN_NUMBER || t[1].kind != DT_TOKEN_COMMA || !touch(t, t + 1) ||
        t[2].kind != DT_TOKEN_NUMBER || !touch(t + 1, t + 2))
        return false;
    dt_report(p->diags, DT_FINDING_bad_number, dt_span_to(p, t, t + 2),
              "a number has a point, not a comma");
    if (!has_point(text, t) && !has_point(text, t + 2))
        dt_report_help(p->diags, "write '%.*s.%.*s'", (int)(t->end - t->begin),
                       text + t->begin, (int)(t[2].end - t[2].begin),
                       text + t[2].begin);
    p->at += 3;
    return true;
}

/* ".5": past it when it is there. */
static bool pass_bare_point(dt_parser *p)
{
    const char *const text = p->draft->lexed.source->text;
    const dt_token *const t = p->at;
    if (t->kind != DT_TOKEN_DOT || t[1].kind != DT_TOKEN_NUMBER || !touch(t, t + 1))
        return false;
    dt_report(p->diags, DT_FINDING_bad_number, dt_span_to(p, t, t + 1),
              "a number has a figure before its point");
    dt_report_help(p->diags, "write '0.%.*s'", (int)(t[1].end - t[1].begin),
                   text + t[1].begin);
    p->at += 2;
    return true;
}

bool dt_parse_figure(dt_parser *p, const char *what, int64_t *units)
{
    return !pass_decimal_comma(p) && !pass_bare_point(p) &&
           dt_parse_decimal(p, what, units);
}

static bool parse_term_item(dt_parser *p, void *context)
{
    order_lists *const lists = context;
    const dt_token *const from = p->at;
    int64_t units;
    if (!dt_parse_figure(p, "a number", &units))
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
        if (!dt_parse_decimal(p, "a number", &units))
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
    dt_list places = {0};
    if (!parse_group(p, parse_place_item, &places, "state"))
        return false;
    dt_tier *const tier = dt_push(p, &lists->tiers, sizeof *tier);
    if (tier)
        *tier = (dt_tier){(uint32_t)places.n, places.items};
    return tier;
}

typedef enum order_kind {
    ORDER_PREFER,
    ORDER_VALUE,
    ORDER_RANK,
    ORDER_NONE
} order_kind;

static const char *const order_words[] = {"prefer", "value", "rank"};

/* Past one of these words, or, once reported, one that is nearly it. */
static order_kind accept_order(dt_parser *p)
{
    dt_nearest nearest = dt_nearest_to(p->draft->lexed.source->text + p->at->begin,
                                       p->at->end - p->at->begin);
    for (int k = 0; k < ORDER_NONE; k++) {
        if (dt_accept_word(p, order_words[k]))
            return (order_kind)k;
        dt_nearest_offer(&nearest, order_words[k]);
    }
    dt_expected(p, "'prefer', 'value' or 'rank'");
    for (int k = 0; k < ORDER_NONE; k++)
        if (nearest.best == order_words[k]) {
            dt_report_help(p->diags, "did you mean '%s'?", nearest.best);
            p->at++;
            return (order_kind)k;
        }
    return ORDER_NONE;
}

static void parse_order_block(dt_parser *p, order_kind kind, order_lists *lists)
{
    static dt_parse_item *const items[] = {parse_statement_item, parse_term_item,
                                           parse_tier_item};
    const dt_token *const open = p->at;
    if (dt_parse_block(p,
                       kind == ORDER_PREFER ? DT_SEPARATOR_UNCLEAR : DT_SEPARATOR_COMMA,
                       items[kind], lists) > 0 ||
        open->kind != DT_TOKEN_LBRACE)
        return;
    dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, open), "this block is empty");
    dt_report_help(p->diags, "leave it out if the actor is indifferent");
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
    if (!order.actor)
        return false;
    parse_order_block(p, kind, &lists);
    set_block(&order.preference, kind, dt_span_to(p, order.keyword, order.actor),
              &lists);
    dt_order *const slot = dt_push(p, &p->draft->orders, sizeof *slot);
    if (slot)
        *slot = order;
    return slot;
}

bool dt_parse_prefer(dt_parser *p)
{
    return parse_order(p, ORDER_PREFER);
}

bool dt_parse_value(dt_parser *p)
{
    return parse_order(p, ORDER_VALUE);
}

bool dt_parse_rank(dt_parser *p)
{
    return parse_order(p, ORDER_RANK);
}

static bool has_block(const dt_preference *preference, order_kind kind)
{
    return kind == ORDER_PREFER  ? preference->has_prefer
           : kind == ORDER_VALUE ? preference->has_value
                                 : preference->has_rank;
}

/* Inside a type the actor is known. */
static void skip_actor(dt_parser *p, const char *owner)
{
    if (p->at->first || p->at->kind != DT_TOKEN_WORD)
        return;
    dt_expected(p, "'{'");
    dt_report_help(p->diags, "the %s says already whose preference this is", owner);
    p->at++;
}

bool dt_parse_order_item(dt_parser *p, void *context)
{
    dt_preference *const preference = context;
    const char *const owner = p->type_actor ? "type" : "constituency";
    order_lists lists = {0};
    const order_kind kind = accept_order(p);
    const dt_token *const keyword = dt_last(p);
    if (kind == ORDER_NONE)
        return false;
    skip_actor(p, owner);
    const bool twice = has_block(preference, kind);
    if (twice)
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, keyword),
                  "this %s has a '%s' block already", owner, order_words[kind]);
    parse_order_block(p, kind, &lists);
    if (!twice)
        set_block(preference, kind, dt_span_of(p, keyword), &lists);
    return true;
}

/* The number behind a type's name, if there is one; what cannot be read is reported,
 * and is no prior. */
static void accept_prior(dt_parser *p, dt_order *order)
{
    const dt_token *const token = p->at;
    if (token->first || (token->kind != DT_TOKEN_NUMBER && token->kind != DT_TOKEN_DOT))
        return;
    if (dt_parse_figure(p, "a number", &order->prior_units))
        order->prior = token;
    else if (p->at == token)
        p->at++;
    if (order->prior_units < 0 || order->prior_units > DT_DECIMAL_ONE) {
        dt_report(p->diags, DT_FINDING_bad_number, dt_span_of(p, token),
                  "a prior is a probability, from 0 to 1");
        order->prior_units = 0;
    }
}

/* A label is looked for before the prior; one behind it is reported and passed. */
static void pass_late_label(dt_parser *p)
{
    if (p->at->first || p->at->kind != DT_TOKEN_STRING)
        return;
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
              "a label stands before the prior");
    p->at++;
}

/* On the next line stands a block of a type whose own '{' is missing. */
static bool at_bare_block(const dt_parser *p)
{
    bool is_order = false;
    for (int k = 0; k < ORDER_NONE; k++)
        is_order = is_order || dt_token_is(p, p->at, order_words[k]);
    return is_order && p->at[1].kind == DT_TOKEN_LBRACE && !p->at[1].first;
}

/* The type ends with its line: it wants what its actor wants. */
static bool has_no_block(const dt_parser *p)
{
    const dt_token_kind kind = p->at->kind;
    return kind == DT_TOKEN_END ||
           (p->at->first && kind != DT_TOKEN_LBRACE && !at_bare_block(p));
}

static void parse_type_block(dt_parser *p, dt_order *order)
{
    const dt_token *const open = p->at;
    p->type_actor = order->actor;
    const uint32_t n =
        dt_parse_block(p, DT_SEPARATOR_NONE, dt_parse_order_item, &order->preference);
    p->type_actor = NULL;
    if (n > 0 || open->kind != DT_TOKEN_LBRACE)
        return;
    dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, order->type),
              "a type needs 'prefer', 'value' or 'rank'");
    dt_report_help(p->diags, "without braces it wants what its actor wants");
}

bool dt_parse_type(dt_parser *p)
{
    dt_order order = {.keyword = dt_last(p)};
    order.actor = dt_expect_name(p, "an actor, a dot and the name of the type");
    if (!order.actor || !dt_expect(p, DT_TOKEN_DOT, "'.' and the name of the type"))
        return false;
    order.type = dt_expect_name(p, "the name of the type");
    if (!order.type)
        return false;
    order.type_label = dt_accept_label(p, DT_TOKEN_LBRACE);
    accept_prior(p, &order);
    pass_late_label(p);
    order.is_plain = has_no_block(p);
    if (!order.is_plain)
        parse_type_block(p, &order);
    dt_order *const slot = dt_push(p, &p->draft->orders, sizeof *slot);
    if (slot)
        *slot = order;
    return slot;
}
