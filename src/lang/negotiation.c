/* What is said about negotiating: constituency, ratify, fallback, table, on the table,
 * off the table, deal, arena.
 *
 * A constituency and its actor's rule to ratify may stand in the actor's braces, where
 * the actor is not named again; one who names it all the same is told, and understood.
 */
#include "base/decimal.h"
#include "base/nearest.h"
#include "lang/syntax.h"

#include <string.h>

/* ---- names and labels --------------------------------------------------------- */

/* Whose constituency or rule this is: inside an actor's braces, its own. NULL when
 * there is no name (reported). */
static const dt_token *expect_owner(dt_parser *p, dt_token_kind follows,
                                    const char *what)
{
    if (!p->is_home_item)
        return dt_expect_name(p, what);
    if (!p->at->first && p->at->kind == DT_TOKEN_WORD && p->at[1].kind == follows) {
        dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
                  "inside an actor's braces the actor is not named again");
        p->at++;
        if (follows == DT_TOKEN_COLON)
            return p->home;
        p->at++;
    }
    return p->home;
}

/* True where a label cannot be meant. */
typedef bool is_no_label(const dt_parser *p, const dt_token *token);

static bool is_nothing_else(const dt_parser *p, const dt_token *token)
{
    return (void)p, (void)token, false;
}

/* Past the label behind a name, if there is one. Words without quotes, up to one that
 * `stops`, are reported. */
static const char *accept_label(dt_parser *p, is_no_label *stops)
{
    if (p->at->first)
        return NULL;
    if (p->at->kind == DT_TOKEN_STRING)
        return dt_string_text(p, p->at++);
    if (p->at->kind == DT_TOKEN_BAD)
        p->at++;
    const dt_token *const from = p->at;
    while (!p->at->first && p->at->kind == DT_TOKEN_WORD && !stops(p, p->at))
        p->at++;
    if (p->at == from)
        return NULL;
    const dt_span where = dt_span_to(p, from, dt_last(p));
    dt_report(p->diags, DT_FINDING_syntax, where, "a label stands between quotes");
    dt_report_help(p->diags, "write \"%.*s\"", (int)(where.end - where.begin),
                   p->draft->lexed.source->text + where.begin);
    return NULL;
}

/* NAME ["LABEL"] */
static bool parse_name(dt_parser *p, const char *what, is_no_label *stops,
                       dt_name *name)
{
    const dt_token *const token = dt_expect_name(p, what);
    if (!token)
        return false;
    *name = (dt_name){.id = dt_word_text(p, token), .where = dt_span_of(p, token)};
    name->label = accept_label(p, stops);
    return true;
}

/* ---- constituency ------------------------------------------------------------- */

typedef enum trait { TRAIT_WEIGHT, TRAIT_VETO, TRAIT_GAIN, TRAIT_NONE } trait;

static const char *const trait_words[] = {"weight", "veto", "gain"};

/* The trait that a word is, or nearly is. */
static trait find_trait(const dt_parser *p, const dt_token *token)
{
    dt_nearest nearest = dt_nearest_to(p->draft->lexed.source->text + token->begin,
                                       token->end - token->begin);
    if (token->kind != DT_TOKEN_WORD)
        return TRAIT_NONE;
    for (int k = 0; k < TRAIT_NONE; k++)
        dt_nearest_offer(&nearest, trait_words[k]);
    for (int k = 0; k < TRAIT_NONE; k++)
        if (nearest.best == trait_words[k])
            return (trait)k;
    return TRAIT_NONE;
}

static bool is_trait(const dt_parser *p, const dt_token *token)
{
    return find_trait(p, token) != TRAIT_NONE;
}

/* Past one of the words, or, once reported, one that is nearly it. */
static trait accept_trait(dt_parser *p)
{
    const trait found = find_trait(p, p->at);
    if (found == TRAIT_NONE) {
        dt_expected(p, "'weight', 'veto', 'gain' or '{'");
        return TRAIT_NONE;
    }
    if (!dt_token_is(p, p->at, trait_words[found])) {
        dt_expected(p, "'weight', 'veto', 'gain' or '{'");
        dt_report_help(p->diags, "did you mean '%s'?", trait_words[found]);
    }
    p->at++;
    return found;
}

/* "weight 30" */
static bool parse_weight(dt_parser *p, dt_constituency *c)
{
    int64_t units;
    if (!dt_parse_decimal(p, "the weight, a number", &units))
        return false;
    if (units < 0)
        dt_report(p->diags, DT_FINDING_bad_number, dt_span_of(p, dt_last(p)),
                  "a weight is not negative");
    c->has_weight = true;
    c->weight = units < 0 ? 0 : units;
    return true;
}

/* "gain >= -5", "gain > 0" */
static bool parse_need(dt_parser *p, dt_constituency *c)
{
    const bool strict = dt_accept(p, DT_TOKEN_GT);
    if (!strict && !dt_accept(p, DT_TOKEN_GE)) {
        dt_expected(p, "'>=' or '>' and the least gain");
        return false;
    }
    c->strict = strict;
    c->has_need = true;
    return dt_parse_decimal(p, "the least gain, a number", &c->need);
}

static bool has_trait(const dt_constituency *c, trait which)
{
    return which == TRAIT_WEIGHT ? c->has_weight
           : which == TRAIT_VETO ? c->veto
                                 : c->has_need;
}

static bool parse_trait(dt_parser *p, dt_draft_constituency *draft)
{
    dt_constituency idle = {0}, *c = &draft->constituency;
    const dt_token *const word = p->at;
    const trait which = accept_trait(p);
    if (which == TRAIT_NONE)
        return false;
    const bool twice = has_trait(c, which);
    if (twice) {
        dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, word),
                  "'%s' is said twice", trait_words[which]);
        c = &idle;
    }
    if (which == TRAIT_WEIGHT)
        return parse_weight(p, c);
    if (which == TRAIT_VETO) {
        c->veto = true;
        return true;
    }
    if (!parse_need(p, c))
        return false;
    if (!twice)
        draft->need = dt_last(p);
    return true;
}

/* To the brace of the line, past traits that cannot be read. */
static void skip_traits(dt_parser *p)
{
    while (!p->at->first && p->at->kind != DT_TOKEN_LBRACE &&
           p->at->kind != DT_TOKEN_END)
        p->at++;
}

static void parse_traits(dt_parser *p, dt_draft_constituency *draft)
{
    while (!p->at->first && p->at->kind != DT_TOKEN_LBRACE &&
           p->at->kind != DT_TOKEN_END)
        if (!parse_trait(p, draft))
            skip_traits(p);
}

/* The block; what stands in it is no item of the actor's own. */
static void parse_constituency_block(dt_parser *p, dt_preference *preference)
{
    const bool at_home = p->is_home_item;
    p->is_home_item = false;
    dt_parse_block(p, DT_SEPARATOR_NONE, dt_parse_order_item, preference);
    p->is_home_item = at_home;
}

bool dt_parse_constituency(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    dt_draft_constituency draft = {0};
    dt_constituency *const c = &draft.constituency;
    c->weight = DT_DECIMAL_ONE;
    c->strict = true;
    draft.actor = expect_owner(p, DT_TOKEN_DOT,
                               "an actor, a dot and the name of the constituency");
    if (!draft.actor ||
        (!p->is_home_item &&
         !dt_expect(p, DT_TOKEN_DOT, "'.' and the name of the constituency")))
        return false;
    draft.name = p->at;
    if (!parse_name(p, "the constituency's name", is_trait, &c->name))
        return false;
    c->where = dt_span_to(p, keyword, draft.name);
    parse_traits(p, &draft);
    parse_constituency_block(p, &c->preference);
    dt_draft_constituency *const slot =
        dt_push(p, &p->draft->talks.constituencies, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}

/* ---- ratify ------------------------------------------------------------------- */

bool dt_parse_ratify(dt_parser *p)
{
    dt_draft_ratify draft = {.keyword = dt_last(p)};
    draft.actor = expect_owner(p, DT_TOKEN_COLON, "an actor");
    if (!draft.actor || !dt_expect(p, DT_TOKEN_COLON, "':' and the rule"))
        return false;
    p->answers = &draft.answers;
    draft.rule = dt_parse_formula(p);
    p->answers = NULL;
    if (!draft.rule)
        return false;
    draft.where = dt_span_to(p, draft.keyword, dt_last(p));
    dt_draft_ratify *const slot = dt_push(p, &p->draft->talks.ratifies, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}

/* ---- fallback, deal ----------------------------------------------------------- */

/* "worth us 35", and not an option of that name. */
static bool at_reserve(const dt_parser *p)
{
    const dt_token *const next = p->at + 1;
    return dt_token_is(p, p->at, "worth") && !next->first &&
           (next->kind == DT_TOKEN_WORD || next->kind == DT_TOKEN_NUMBER);
}

static bool parse_reserve(dt_parser *p, dt_list *reserves)
{
    dt_draft_reserve reserve = {0};
    p->at++;
    reserve.actor = dt_expect_name(p, "an actor and what this is worth to it");
    if (!reserve.actor)
        return false;
    if (dt_accept(p, DT_TOKEN_DOT)) {
        reserve.constituency = dt_expect_name(p, "a constituency of that actor");
        if (!reserve.constituency)
            return false;
    }
    if (!dt_parse_decimal(p, "a number", &reserve.units))
        return false;
    dt_draft_reserve *const slot = dt_push(p, reserves, sizeof *slot);
    if (slot)
        *slot = reserve;
    return slot;
}

static bool parse_fallback_item(dt_parser *p, void *context)
{
    dt_draft_fallback *const draft = context;
    return at_reserve(p)
               ? parse_reserve(p, &draft->reserves)
               : dt_parse_assignment(p, "a fallback says", &draft->assignments);
}

bool dt_parse_fallback(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    dt_draft_fallback draft = {0};
    dt_fallback *const fallback = &draft.fallback;
    fallback->probability = DT_DECIMAL_ONE;
    if (!parse_name(p, "the fallback's name", is_nothing_else, &fallback->name))
        return false;
    fallback->where = dt_span_to(p, keyword, keyword + 1);
    if (!p->at->first && p->at->kind == DT_TOKEN_NUMBER) {
        draft.probability = p->at;
        fallback->has_probability =
            dt_parse_decimal(p, "a number", &fallback->probability);
        p->at = draft.probability + 1;
    }
    dt_parse_block(p, DT_SEPARATOR_COMMA, parse_fallback_item, &draft);
    dt_draft_fallback *const slot =
        dt_push(p, &p->draft->talks.fallbacks, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}

static bool parse_deal_item(dt_parser *p, void *context)
{
    return dt_parse_assignment(p, "a deal says", context);
}

bool dt_parse_deal(dt_parser *p)
{
    dt_draft_deal draft = {0};
    const dt_token *const title =
        dt_expect_string(p, "the deal's title between quotes");
    if (!title)
        return false;
    draft.deal.title = dt_string_text(p, title);
    draft.deal.where = dt_span_of(p, title);
    dt_parse_block(p, DT_SEPARATOR_COMMA, parse_deal_item, &draft.assignments);
    dt_draft_deal *const slot = dt_push(p, &p->draft->talks.deals, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}

/* ---- lists of names ----------------------------------------------------------- */

/* The next line begins something else: no list goes on there. */
static bool expect_listed(dt_parser *p, const char *what)
{
    const bool is_name =
        p->at->kind == DT_TOKEN_WORD && !dt_token_is_reserved(p, p->at);
    return (is_name && !(p->at->first && dt_at_statement(p))) || dt_expected(p, what);
}

static bool parse_listed_choice(dt_parser *p, void *context)
{
    dt_listing *const listing = context;
    if (!expect_listed(p, "an option, an issue or an actor"))
        return false;
    dt_choice_ref ref = {.choice = p->at++};
    if (dt_accept(p, DT_TOKEN_DOT)) {
        ref.actor = ref.choice;
        ref.choice = dt_expect_name(p, "an option or issue of that actor");
        if (!ref.choice)
            return false;
    }
    dt_choice_ref *const slot = dt_push(p, &listing->refs, sizeof *slot);
    if (slot)
        *slot = ref;
    return slot;
}

static bool parse_listed_actor(dt_parser *p, void *context)
{
    dt_listing *const listing = context;
    if (!expect_listed(p, "an actor"))
        return false;
    dt_choice_ref *const slot = dt_push(p, &listing->refs, sizeof *slot);
    if (slot)
        *slot = (dt_choice_ref){.choice = p->at++};
    return slot;
}

/* A list that a model has once. What was read before stays. */
static bool keep_once(dt_parser *p, const dt_listing *read, dt_listing *slot,
                      const char *words)
{
    if (slot->keyword) {
        dt_report(p->diags, DT_FINDING_duplicate, read->where, "a model says '%s' once",
                  words);
        dt_report_note(p->diags, slot->where, "the first one");
    } else
        *slot = *read;
    return true;
}

bool dt_parse_table(dt_parser *p)
{
    dt_listing table = {.keyword = dt_last(p), .where = dt_span_of(p, dt_last(p))};
    if (p->at->first)
        return dt_expected(p, "an actor");
    return dt_parse_list(p, parse_listed_actor, &table) &&
           keep_once(p, &table, &p->draft->talks.table, "table");
}

/* "the table", or, once reported, what stands in its place. */
static bool accept_the_table(dt_parser *p)
{
    if (!p->at->first && dt_accept_word(p, "the") && !p->at->first &&
        dt_accept_word(p, "table"))
        return true;
    dt_expected(p, dt_token_is(p, dt_last(p), "the") ? "'table'" : "'the table'");
    while (!p->at->first && p->at->kind == DT_TOKEN_WORD)
        p->at++;
    return !p->at->first && p->at->kind == DT_TOKEN_COLON;
}

static bool parse_choices(dt_parser *p, dt_listing *listing)
{
    return dt_expect(p, DT_TOKEN_COLON, "':' and the choices") &&
           dt_parse_list(p, parse_listed_choice, listing);
}

static bool parse_side(dt_parser *p, dt_listing *slot, const char *words)
{
    dt_listing side = {.keyword = dt_last(p)};
    if (!accept_the_table(p))
        return false;
    side.where = dt_span_to(p, side.keyword, dt_last(p));
    return parse_choices(p, &side) && keep_once(p, &side, slot, words);
}

bool dt_parse_on(dt_parser *p)
{
    return parse_side(p, &p->draft->talks.on, "on the table");
}

bool dt_parse_off(dt_parser *p)
{
    return parse_side(p, &p->draft->talks.off, "off the table");
}

bool dt_parse_arena(dt_parser *p)
{
    const dt_token *const keyword = dt_last(p);
    dt_draft_arena draft = {0};
    if (!parse_name(p, "the arena's name", is_nothing_else, &draft.arena.name))
        return false;
    draft.arena.where = dt_span_to(p, keyword, keyword + 1);
    draft.choices.where = draft.arena.name.where;
    if (!parse_choices(p, &draft.choices))
        return false;
    dt_draft_arena *const slot = dt_push(p, &p->draft->talks.arenas, sizeof *slot);
    if (slot)
        *slot = draft;
    return slot;
}
