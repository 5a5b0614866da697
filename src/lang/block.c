/* Blocks: '{', items, '}'. A mistake costs its own item: reading goes on with the next
 * line or ';' of the block. A brace that is missing is reported once; where it must
 * have been meant is plain from the lines that follow. */
#include "base/nearest.h"
#include "lang/syntax.h"

/* ---- items -------------------------------------------------------------------- */

/* Past the rest of the bad item that began at `from`: up to the next line, ';' or the
 * block's own '}'. */
static void skip_item(dt_parser *p, const dt_token *from)
{
    uint32_t depth = 0;
    for (; p->at->kind != DT_TOKEN_END; p->at++) {
        const bool next_line = p->at->first && p->at != from;
        if (depth == 0 && (next_line || p->at->kind == DT_TOKEN_SEMICOLON ||
                           p->at->kind == DT_TOKEN_RBRACE))
            return;
        if (next_line && dt_at_statement(p))
            return;
        if (p->at->kind == DT_TOKEN_LBRACE)
            depth++;
        if (p->at->kind == DT_TOKEN_RBRACE)
            depth--;
    }
}

static void report_unclear_comma(dt_parser *p)
{
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, p->at),
              "a comma does not say which of the two is more important");
    dt_report_help(p->diags, "put each on a line of its own, most important first; "
                             "or, for equal weight, both between '{' and '}'");
}

/* What stands behind an item: a line's end, ';', where it is allowed ',', or '}'. */
static bool end_item(dt_parser *p, dt_separator separator)
{
    if (p->at->first || p->at->kind == DT_TOKEN_RBRACE)
        return true;
    if (p->at->kind == DT_TOKEN_COMMA && separator == DT_SEPARATOR_UNCLEAR)
        report_unclear_comma(p);
    else if (p->at->kind == DT_TOKEN_COMMA && separator == DT_SEPARATOR_NONE)
        dt_expected(p, "the end of the line");
    if (dt_accept(p, DT_TOKEN_SEMICOLON) || dt_accept(p, DT_TOKEN_COMMA))
        return true;
    return dt_expected(p, separator == DT_SEPARATOR_COMMA ? "',' or the end of the line"
                                                          : "the end of the line");
}

/* ---- braces ------------------------------------------------------------------- */

/* Without a brace here the next one of the line is taken, or else the line's end. */
static bool open_block(dt_parser *p)
{
    if (dt_expect(p, DT_TOKEN_LBRACE, "'{'"))
        return true;
    while (!p->at->first && p->at->kind != DT_TOKEN_LBRACE)
        p->at++;
    dt_accept(p, DT_TOKEN_LBRACE);
    return false;
}

static void report_unclosed(dt_parser *p, const dt_token *open)
{
    dt_report(p->diags, DT_FINDING_syntax, dt_span_of(p, open),
              "this block has no '}'");
    if (p->at->kind != DT_TOKEN_END)
        dt_report_note(p->diags, dt_span_of(p, p->at), "it should end before this");
}

void dt_parse_block(dt_parser *p, dt_separator separator, dt_parse_item *item,
                    void *context)
{
    const dt_token *const open = p->at;
    const bool opened = open_block(p);
    while (!p->lost && !dt_accept(p, DT_TOKEN_RBRACE)) {
        if (dt_accept(p, DT_TOKEN_SEMICOLON))
            continue;
        if (p->at->kind == DT_TOKEN_END || (p->at->first && dt_at_statement(p))) {
            if (opened)
                report_unclosed(p, open);
            return;
        }
        dt_begin_item(p);
        const dt_token *const from = p->at;
        if (!item(p, context) || !end_item(p, separator))
            skip_item(p, from);
    }
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
    if (t->kind == kind)
        return true;
    return kind == DT_TOKEN_END && (t->first || t->kind == DT_TOKEN_SEMICOLON ||
                                    t->kind == DT_TOKEN_RBRACE || begins_way(p, t));
}

/* One word that is nearly a way is none of a label. */
static bool suggest_way(dt_parser *p)
{
    const char *const word = p->draft->lexed.source->text + p->at->begin;
    dt_nearest nearest = dt_nearest_to(word, p->at->end - p->at->begin);
    dt_nearest_offer(&nearest, "permanent");
    dt_nearest_offer(&nearest, "only");
    if (!nearest.best)
        return false;
    dt_expected(p, "the end of the line");
    dt_report_help(p->diags, "did you mean '%s'?", nearest.best);
    return true;
}

/* Words without quotes where a label can stand, and nothing else. */
static void skip_bare_label(dt_parser *p, dt_token_kind follows)
{
    const dt_token *const end = behind_words(p);
    if (end == p->at || p->at->kind != DT_TOKEN_WORD ||
        !fits_behind_label(p, end, follows))
        return;
    if (follows != DT_TOKEN_END || end - p->at > 1 || !suggest_way(p)) {
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
