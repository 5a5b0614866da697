/* Formulas, by recursive descent; each function is a rule of the grammar:
 *
 *     formula     = disjunction [ ( "if" | "iff" | "implies" ) disjunction ] .
 *     disjunction = conjunction { "or" conjunction } .
 *     conjunction = negation { "and" negation } .
 *     negation    = "not" negation | atom .
 *     atom        = "(" formula ")" | count | choice [ comparison level ] .
 *     count       = ( "at" ( "least" | "most" ) NUMBER | "exactly" NUMBER
 *                   | "all" | "any" | "none" ) "of" "(" formula { "," formula } ")" .
 *     choice      = [ NAME "." ] NAME .
 *
 * The three conditionals don't associate: "a if b if c" wants brackets, because readers
 * disagree about it. A formula may run over several lines wherever it cannot end. */
#include "lang/syntax.h"

#include <string.h>

static const char *const reserved[] = {"not", "and",     "or",  "implies", "iff", "if",
                                       "at",  "exactly", "all", "any",     "none"};

bool dt_word_is_reserved(const char *word, size_t n)
{
    for (size_t k = 0; k < sizeof reserved / sizeof *reserved; k++)
        if (strlen(reserved[k]) == n && memcmp(reserved[k], word, n) == 0)
            return true;
    return false;
}

static dt_formula *new_formula(dt_parser *p, dt_op op)
{
    dt_formula *const f = dt_arena_new(p->arena, dt_formula);
    if (!f) {
        p->lost = true;
        return NULL;
    }
    f->op = op;
    return f;
}

/* A formula of the parts in a list, from its first part to the last token read. */
static dt_formula *with_parts(dt_parser *p, dt_formula *f, const dt_list *parts,
                              const dt_token *from)
{
    if (!f || p->lost)
        return NULL;
    f->n = (uint32_t)parts->n;
    f->parts = parts->items;
    f->where = dt_span_to(p, from, dt_last(p));
    return f;
}

static bool add_part(dt_parser *p, dt_list *parts, dt_formula *part)
{
    if (!part)
        return false;
    dt_formula **const slot = dt_push(p, parts, sizeof *slot);
    if (!slot)
        return false;
    *slot = part;
    return true;
}

/* ---- atoms -------------------------------------------------------------------- */

static bool at_plain_name(const dt_parser *p)
{
    return p->at->kind == DT_TOKEN_WORD &&
           !dt_word_is_reserved(p->draft->lexed.source->text + p->at->begin,
                                p->at->end - p->at->begin);
}

static dt_compare accept_comparison(dt_parser *p)
{
    static const struct {
        dt_token_kind kind;
        dt_compare compare;
    } all[] = {
        {DT_TOKEN_EQ, DT_COMPARE_EQ}, {DT_TOKEN_NE, DT_COMPARE_NE},
        {DT_TOKEN_LT, DT_COMPARE_LT}, {DT_TOKEN_LE, DT_COMPARE_LE},
        {DT_TOKEN_GT, DT_COMPARE_GT}, {DT_TOKEN_GE, DT_COMPARE_GE},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (dt_accept(p, all[k].kind))
            return all[k].compare;
    return DT_COMPARE_NONE;
}

/* A level is a word or a bare figure. */
static bool parse_level(dt_parser *p, dt_choice_ref *ref)
{
    if (p->at->first ||
        (p->at->kind != DT_TOKEN_WORD && p->at->kind != DT_TOKEN_NUMBER))
        return dt_expected(p, "a level to compare with");
    ref->level = p->at++;
    return true;
}

bool dt_parse_choice(dt_parser *p, dt_choice_ref *ref)
{
    if (!at_plain_name(p))
        return dt_expected(p, "an option or issue");
    *ref = (dt_choice_ref){.choice = p->at++};
    if (dt_accept(p, DT_TOKEN_DOT)) {
        ref->actor = ref->choice;
        ref->choice = dt_expect_name(p, "an option or issue of that actor");
        if (!ref->choice)
            return false;
    }
    ref->compare = accept_comparison(p);
    return ref->compare == DT_COMPARE_NONE || parse_level(p, ref);
}

static dt_formula *parse_atom_choice(dt_parser *p)
{
    dt_choice_ref ref;
    const dt_token *const from = p->at;
    if (!dt_parse_choice(p, &ref))
        return NULL;
    dt_formula *const f = new_formula(p, DT_OP_IS);
    dt_atom *const atom = dt_push(p, &p->draft->atoms, sizeof *atom);
    if (!f || !atom)
        return NULL;
    f->compare = ref.compare;
    f->where = dt_span_to(p, from, dt_last(p));
    *atom = (dt_atom){f, ref};
    return f;
}

/* ---- atoms of a rule to ratify ------------------------------------------------ */

/* `weight` before a sign, or, as a slip, before a number. */
static bool at_weight(const dt_parser *p)
{
    const dt_token_kind next = p->at[1].kind;
    return dt_token_is(p, p->at, "weight") &&
           (next == DT_TOKEN_NUMBER || (next >= DT_TOKEN_EQ && next <= DT_TOKEN_GE));
}

/* "weight >= 60" */
static bool parse_weight(dt_parser *p, dt_formula *f)
{
    p->at++;
    f->op = DT_OP_WEIGHT;
    f->compare = accept_comparison(p);
    if (f->compare == DT_COMPARE_NONE)
        return dt_expected(p, "a sign such as '>='");
    return dt_parse_decimal(p, "the number to compare the weight with", &f->units);
}

/* "guards", "iran.guards" */
static bool parse_agreement(dt_parser *p, dt_formula *f, dt_answer *answer)
{
    f->op = DT_OP_AGREES;
    answer->name = p->at++;
    if (dt_accept(p, DT_TOKEN_DOT)) {
        answer->actor = answer->name;
        answer->name = dt_expect_name(p, "a constituency of that actor");
    }
    if (!answer->name)
        return false;
    f->name = dt_word_text(p, answer->name);
    if (p->at->kind < DT_TOKEN_EQ || p->at->kind > DT_TOKEN_GE)
        return true;
    dt_report(p->diags, DT_FINDING_wrong_kind, dt_span_of(p, p->at),
              "a constituency agrees or does not: there is nothing to compare");
    dt_report_help(p->diags, "write 'weight >= NUMBER' to compare the weight of all "
                             "who agree");
    return false;
}

static dt_formula *parse_answer(dt_parser *p)
{
    const dt_token *const from = p->at;
    dt_answer answer = {.formula = new_formula(p, DT_OP_AGREES)};
    if (!answer.formula)
        return NULL;
    const bool is_weight = at_weight(p);
    if (is_weight ? !parse_weight(p, answer.formula)
                  : !parse_agreement(p, answer.formula, &answer))
        return NULL;
    if (is_weight)
        answer.name = dt_last(p);
    answer.formula->where = dt_span_to(p, from, dt_last(p));
    dt_answer *const slot = dt_push(p, p->answers, sizeof *slot);
    if (!slot)
        return NULL;
    *slot = answer;
    return answer.formula;
}

/* ---- counts, brackets --------------------------------------------------------- */

/* The K of "at least K of"; about LARGE when it is larger than any list. */
enum { LARGE = 100000000 };

static bool parse_bound(dt_parser *p, uint32_t *bound)
{
    const dt_token *const token = p->at;
    if (token->kind != DT_TOKEN_NUMBER)
        return dt_expected(p, "a whole number");
    const char *const text = p->draft->lexed.source->text;
    *bound = 0;
    for (uint32_t k = token->begin; k < token->end; k++) {
        if (text[k] < '0' || text[k] > '9')
            return dt_expected(p, "a whole number");
        if (*bound < LARGE)
            *bound = *bound * 10 + (uint32_t)(text[k] - '0');
    }
    p->at++;
    return true;
}

static bool parse_quantifier(dt_parser *p, dt_quantifier *quantifier, uint32_t *bound)
{
    *bound = 0;
    if (dt_accept_word(p, "all"))
        *quantifier = DT_ALL_OF;
    else if (dt_accept_word(p, "any"))
        *quantifier = DT_ANY_OF;
    else if (dt_accept_word(p, "none"))
        *quantifier = DT_NONE_OF;
    else if (dt_accept_word(p, "exactly")) {
        *quantifier = DT_EXACTLY;
        return parse_bound(p, bound);
    } else {
        if (!dt_accept_word(p, "at"))
            dt_expected(p, "'at'");
        if (dt_accept_word(p, "least"))
            *quantifier = DT_AT_LEAST;
        else if (dt_accept_word(p, "most"))
            *quantifier = DT_AT_MOST;
        else
            return dt_expected(p, "'least' or 'most'");
        return parse_bound(p, bound);
    }
    return true;
}

static void set_bounds(dt_formula *f, uint32_t bound)
{
    switch (f->quantifier) {
    case DT_AT_LEAST:
        f->least = bound;
        f->most = f->n;
        break;
    case DT_AT_MOST:
        f->most = bound;
        break;
    case DT_EXACTLY:
        f->least = f->most = bound;
        break;
    case DT_ALL_OF:
        f->least = f->most = f->n;
        break;
    case DT_ANY_OF:
        f->least = 1;
        f->most = f->n;
        break;
    case DT_NONE_OF:
        break;
    }
}

static void check_bound(dt_parser *p, const dt_formula *f, const dt_token *number,
                        uint32_t bound)
{
    if (bound > f->n)
        dt_report(p->diags, DT_FINDING_bad_count, dt_span_of(p, number),
                  "%.*s of %u formula%s: there are not that many",
                  (int)(number->end - number->begin),
                  p->draft->lexed.source->text + number->begin, f->n,
                  f->n == 1 ? "" : "s");
}

static dt_formula *parse_count(dt_parser *p)
{
    const dt_token *const from = p->at;
    dt_formula *const f = new_formula(p, DT_OP_COUNT);
    dt_list parts = {0};
    uint32_t bound;
    if (!f || !parse_quantifier(p, &f->quantifier, &bound))
        return NULL;
    const dt_token *const number = dt_last(p);
    if (!dt_accept_word(p, "of")) {
        dt_expected(p, "'of'");
        return NULL;
    }
    if (!dt_expect(p, DT_TOKEN_LPAREN, "'('"))
        return NULL;
    do
        if (!add_part(p, &parts, dt_parse_formula(p)))
            return NULL;
    while (dt_accept(p, DT_TOKEN_COMMA));
    if (!dt_expect(p, DT_TOKEN_RPAREN, "',' or ')'") || !with_parts(p, f, &parts, from))
        return NULL;
    check_bound(p, f, number, bound);
    set_bounds(f, bound);
    return f;
}

static dt_formula *parse_brackets(dt_parser *p)
{
    const dt_token *const open = p->at++;
    dt_formula *const f = dt_parse_formula(p);
    if (!f)
        return NULL;
    if (!dt_accept(p, DT_TOKEN_RPAREN)) {
        const uint32_t before = dt_diags_count(p->diags, DT_SEVERITY_ERROR);
        dt_expected(p, "')'");
        if (dt_diags_count(p->diags, DT_SEVERITY_ERROR) > before)
            dt_report_note(p->diags, dt_span_of(p, open), "to match this '('");
        return NULL;
    }
    f->where = dt_span_to(p, open, dt_last(p));
    return f;
}

static bool at_count(const dt_parser *p)
{
    static const char *const openers[] = {"at", "exactly", "all", "any", "none"};
    for (size_t k = 0; k < sizeof openers / sizeof *openers; k++)
        if (dt_token_is(p, p->at, openers[k]))
            return true;
    /* somebody forgot the 'at' */
    return (dt_token_is(p, p->at, "least") || dt_token_is(p, p->at, "most")) &&
           (p->at + 1)->kind == DT_TOKEN_NUMBER;
}

static dt_formula *parse_atom(dt_parser *p)
{
    if (p->at->kind == DT_TOKEN_LPAREN)
        return parse_brackets(p);
    if (at_count(p))
        return parse_count(p);
    if (!at_plain_name(p)) {
        dt_expected(p, "a formula");
        return NULL;
    }
    return p->answers ? parse_answer(p) : parse_atom_choice(p);
}

/* ---- operators ---------------------------------------------------------------- */

static dt_formula *parse_negation(dt_parser *p);

static dt_formula *parse_negated(dt_parser *p)
{
    const dt_token *const from = p->at++;
    dt_formula *const f = new_formula(p, DT_OP_NOT);
    dt_list parts = {0};
    if (!f || !add_part(p, &parts, parse_negation(p)))
        return NULL;
    return with_parts(p, f, &parts, from);
}

/* 'NOT' before something that could be denied: no choice of that name stands so. */
static bool at_capital_not(const dt_parser *p)
{
    const dt_token *const next = p->at + 1;
    return dt_token_resembles(p, p->at, "not") && !next->first &&
           (next->kind == DT_TOKEN_LPAREN ||
            (next->kind == DT_TOKEN_WORD && !dt_token_is_reserved(p, next)));
}

static void report_capitals(dt_parser *p, const char *word)
{
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
              "expected '%s' in small letters", word);
}

/* Past a word between operands; capitals are reported. */
static bool accept_operator(dt_parser *p, const char *word)
{
    if (dt_accept_word(p, word))
        return true;
    if (p->at->first || !dt_token_resembles(p, p->at, word))
        return false;
    report_capitals(p, word);
    p->at++;
    return true;
}

/* Every nesting passes through here: brackets, counts and `not` alike. */
static dt_formula *parse_negation(dt_parser *p)
{
    if (p->depth == DT_NESTING_MAX) {
        dt_report(p->diags, DT_FINDING_too_deep, dt_span_of(p, p->at),
                  "formulas may be nested %u deep, not more", DT_NESTING_MAX);
        return NULL;
    }
    if (p->at->first && p->at != p->item && dt_at_statement(p)) {
        dt_expected(p, "a formula");
        return NULL;
    }
    const bool negated = dt_token_is(p, p->at, "not");
    const bool in_capitals = !negated && at_capital_not(p);
    if (in_capitals)
        report_capitals(p, "not");
    p->depth++;
    dt_formula *const f = negated || in_capitals ? parse_negated(p) : parse_atom(p);
    p->depth--;
    return f;
}

/* operand { word operand }: the operand itself when the word does not come. */
static dt_formula *parse_chain(dt_parser *p, const char *word, dt_op op,
                               dt_formula *(*parse_operand)(dt_parser *p))
{
    const dt_token *const from = p->at;
    dt_formula *const first = parse_operand(p);
    dt_list parts = {0};
    if (!first || !accept_operator(p, word))
        return first;
    if (!add_part(p, &parts, first))
        return NULL;
    do
        if (!add_part(p, &parts, parse_operand(p)))
            return NULL;
    while (accept_operator(p, word));
    return with_parts(p, new_formula(p, op), &parts, from);
}

static dt_formula *parse_conjunction(dt_parser *p)
{
    return parse_chain(p, "and", DT_OP_AND, parse_negation);
}

static dt_formula *parse_disjunction(dt_parser *p)
{
    return parse_chain(p, "or", DT_OP_OR, parse_conjunction);
}

static bool accept_conditional(dt_parser *p, dt_op *op)
{
    if (accept_operator(p, "implies"))
        *op = DT_OP_IMPLIES;
    else if (accept_operator(p, "iff"))
        *op = DT_OP_IFF;
    else if (accept_operator(p, "if"))
        *op = DT_OP_IF;
    else
        return false;
    return true;
}

dt_formula *dt_parse_formula(dt_parser *p)
{
    const dt_token *const from = p->at;
    dt_list parts = {0};
    dt_op op;
    dt_formula *const left = parse_disjunction(p);
    if (!left || !accept_conditional(p, &op))
        return left;
    if (!add_part(p, &parts, left) || !add_part(p, &parts, parse_disjunction(p)))
        return NULL;
    dt_formula *const f = with_parts(p, new_formula(p, op), &parts, from);
    const dt_token *const second = p->at;
    if (f && accept_conditional(p, &op)) {
        dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, second),
                  "'if', 'iff' and 'implies' do not chain");
        dt_report_help(p->diags, "say with brackets what belongs together");
        return NULL;
    }
    return f;
}
