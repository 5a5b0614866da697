/* Blocks: '{', items, '}'. A mistake costs its own item: reading goes on with the next
 * line or ';' of the block. A brace that is missing is reported once; where it must
 * have been meant is plain from the lines that follow. */
#include "base/nearest.h"
#include "lang/syntax.h"

/* ---- items -------------------------------------------------------------------- */

/* How many brackets are open between two tokens. */
static uint32_t count_open(const dt_token *from, const dt_token *to)
{
    uint32_t n = 0;
    for (; from < to; from++) {
        n += from->kind == DT_TOKEN_LPAREN;
        n -= from->kind == DT_TOKEN_RPAREN && n;
    }
    return n;
}

/* A token at which another item may begin, or the block end. */
static bool parts_items(const dt_token *token, dt_separator separator)
{
    return token->kind == DT_TOKEN_SEMICOLON || token->kind == DT_TOKEN_RBRACE ||
           (token->kind == DT_TOKEN_COMMA && separator == DT_SEPARATOR_COMMA);
}

/* Past the rest of the bad item that began at `from`. */
static void skip_item(dt_parser *p, const dt_token *from, dt_separator separator)
{
    uint32_t braces = 0, brackets = count_open(from, p->at);
    if (p->at == from)
        dt_accept(p, DT_TOKEN_COMMA); /* a comma behind nothing must not stop us here */
    for (; p->at->kind != DT_TOKEN_END; p->at++) {
        const bool next_line = p->at->first && p->at != from;
        if (braces == 0 && (next_line || parts_items(p->at, separator)) &&
            (brackets == 0 || p->at->kind != DT_TOKEN_COMMA))
            return;
        if (next_line && dt_at_statement(p))
            return;
        braces += p->at->kind == DT_TOKEN_LBRACE;
        braces -= p->at->kind == DT_TOKEN_RBRACE;
        brackets += p->at->kind == DT_TOKEN_LPAREN;
        brackets -= p->at->kind == DT_TOKEN_RPAREN && brackets;
    }
}

static void report_unclear_comma(dt_parser *p)
{
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
              "a comma does not say which of the two is more important");
    dt_report_help(p->diags, "put each on a line of its own, most important first; "
                             "or, for equal weight, both between '{' and '}'");
}

/* A comma that separates nothing here: reading goes on if another item seems to follow.
 */
static bool pass_wrong_comma(dt_parser *p)
{
    dt_expected(p, "the end of the line");
    p->at++;
    return p->at->first || (p->at->kind == DT_TOKEN_WORD &&
                            p->at[1].kind == DT_TOKEN_WORD && !p->at[1].first);
}

/* What stands behind an item: a line's end, ';', where it is allowed ',', or '}'. */
static bool end_item(dt_parser *p, dt_separator separator)
{
    if (p->at->first || p->at->kind == DT_TOKEN_RBRACE)
        return true;
    if (p->at->kind == DT_TOKEN_COMMA && separator == DT_SEPARATOR_NONE)
        return pass_wrong_comma(p);
    if (p->at->kind == DT_TOKEN_COMMA && separator == DT_SEPARATOR_UNCLEAR)
        report_unclear_comma(p);
    if (dt_accept(p, DT_TOKEN_SEMICOLON) || dt_accept(p, DT_TOKEN_COMMA))
        return true;
    return dt_expected(p, separator == DT_SEPARATOR_COMMA ? "',' or the end of the line"
                                                          : "the end of the line");
}

/* ---- braces ------------------------------------------------------------------- */

/* How far a block goes. */
typedef enum extent {
    TO_BRACE,     /* to its '}' */
    TO_LINE_END,  /* it has no brace, but stands on this line */
    TO_STATEMENT, /* it has no '{': to '}', or while lines are indented */
} extent;

/* Without a brace here the next one of the line is taken. Otherwise the items are meant
 * to stand on this line, behind whatever sign there is, or on the lines below. */
static extent open_block(dt_parser *p)
{
    if (dt_expect(p, DT_TOKEN_LBRACE, "'{'"))
        return TO_BRACE;
    const dt_token *t = p->at;
    while (!t->first && t->kind != DT_TOKEN_LBRACE)
        t++;
    if (!t->first) {
        p->at = t + 1;
        return TO_BRACE;
    }
    if (!p->at->first && p->at->kind != DT_TOKEN_WORD && p->at->kind != DT_TOKEN_NUMBER)
        p->at++;
    return p->at->first ? TO_STATEMENT : TO_LINE_END;
}

static bool is_indented(const dt_parser *p, const dt_token *token)
{
    return token->begin > 0 && p->draft->lexed.source->text[token->begin - 1] != '\n';
}

static bool is_over(const dt_parser *p, extent to)
{
    if (p->at->kind == DT_TOKEN_END)
        return true;
    return p->at->first && (to == TO_LINE_END || dt_at_statement(p) ||
                            (to == TO_STATEMENT && !is_indented(p, p->at)));
}

static void report_unclosed(dt_parser *p, const dt_token *open)
{
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, open),
              "this block has no '}'");
    if (p->at->kind != DT_TOKEN_END)
        dt_report_note(p->diags, dt_span_of(p, p->at), "it should end before this");
}

uint32_t dt_parse_block(dt_parser *p, dt_separator separator, dt_parse_item *item,
                        void *context)
{
    uint32_t n = 0;
    const extent to = open_block(p);
    const dt_token *const open = dt_last(p);
    while (!p->lost && !dt_accept(p, DT_TOKEN_RBRACE)) {
        if (is_over(p, to)) {
            if (to == TO_BRACE)
                report_unclosed(p, open);
            break;
        }
        if (dt_accept(p, DT_TOKEN_SEMICOLON))
            continue;
        n++;
        dt_begin_item(p);
        const dt_token *const from = p->at;
        if (!item(p, context) || !end_item(p, separator)) {
            skip_item(p, from, separator);
            if (separator == DT_SEPARATOR_COMMA)
                dt_accept(p, DT_TOKEN_COMMA);
        }
    }
    return n;
}

/* ---- lists -------------------------------------------------------------------- */

bool dt_parse_list(dt_parser *p, dt_parse_item *item, void *context)
{
    do
        if (!item(p, context))
            return false;
    while (dt_accept(p, DT_TOKEN_COMMA));
    return true;
}

/* ---- labels ------------------------------------------------------------------- */

static bool begins_way(const dt_parser *p, const dt_token *token)
{
    return dt_token_is(p, token, "permanent") || dt_token_is(p, token, "only");
}

/* The token behind words that stand where a label can. */
static const dt_token *behind_words(const dt_parser *p)
{
    const dt_token *t = p->at;
    while (!t->first && !begins_way(p, t) &&
           (t->kind == DT_TOKEN_WORD || t->kind == DT_TOKEN_NUMBER ||
            t->kind == DT_TOKEN_BAD))
        t++;
    return t;
}

/* What is expected behind a label: the kind of token, or an item's end. */
static bool fits_behind_label(const dt_parser *p, const dt_token *t, dt_token_kind kind)
{
    if (t->kind == kind || (kind == DT_TOKEN_LBRACE && t->first))
        return true;
    return kind == DT_TOKEN_END && (t->first || t->kind == DT_TOKEN_SEMICOLON ||
                                    t->kind == DT_TOKEN_RBRACE || begins_way(p, t));
}

static bool is_direction(const dt_parser *p, const dt_token *token)
{
    return dt_token_is(p, token, "up") || dt_token_is(p, token, "down");
}

/* Words up to `end` that are nearly 'permanent' or 'only up' are no label. */
static bool suggest_way(dt_parser *p, const dt_token *end)
{
    const dt_token *const word = p->at, *const last = end - 1;
    const char *const text = p->draft->lexed.source->text;
    dt_nearest nearest = dt_nearest_to(text + word->begin, word->end - word->begin);
    const bool directed = is_direction(p, last);
    dt_nearest_offer(&nearest, directed ? "only" : "permanent");
    if (last - word > 1 || (last > word && !directed) ||
        (!nearest.best && !(directed && last == word)))
        return false;
    dt_expected(p, "'permanent' or 'only'");
    if (directed)
        dt_report_help(p->diags, "did you mean 'only %.*s'?",
                       (int)(last->end - last->begin), text + last->begin);
    else
        dt_report_help(p->diags, "did you mean 'permanent'?");
    return true;
}

/* Words without quotes where a label can stand, and nothing else. */
static void skip_bare_label(dt_parser *p, dt_token_kind follows)
{
    const dt_token *const end = behind_words(p);
    if (end == p->at || p->at->kind != DT_TOKEN_WORD ||
        !fits_behind_label(p, end, follows))
        return;
    if (follows == DT_TOKEN_LBRACE || !suggest_way(p, end)) {
        const dt_span where = dt_span_to(p, p->at, end - 1);
        dt_report(p->diags, DT_FINDING_syntax, where, "a label stands between quotes");
        dt_report_help(p->diags, "write \"%.*s\"", (int)(where.end - where.begin),
                       p->draft->lexed.source->text + where.begin);
    }
    p->at = end;
}

const char *dt_accept_label(dt_parser *p, dt_token_kind follows)
{
    if (p->at->first)
        return NULL;
    if (p->at->kind == DT_TOKEN_STRING)
        return dt_string_text(p, p->at++);
    if (p->at->kind == DT_TOKEN_BAD)
        p->at++;
    else
        skip_bare_label(p, follows);
    return NULL;
}
