/* One pass over the bytes. Line ends matter (a statement ends with its line), so each
 * token knows whether it is the first of its line; blanks and comments are no tokens,
 * but comments are kept for the formatter.
 *
 * A word is made of letters, digits and '_', any letter beyond ASCII included. A number
 * followed directly by letters is a word too ("20pct"), so that levels can be figures.
 *
 * Signs that other languages have, and this one not, are known: each is reported with
 * what is written here instead, and where that is plain, reading goes on as if it had
 * been written. All else that belongs to nothing becomes a bad token, about which the
 * parser is silent. Bytes that are not UTF-8 mean that the file was saved wrongly; then
 * only the lexer speaks. */
#include "lang/lexer.h"

#include "base/list.h"
#include "base/utf8.h"

#include <string.h>

typedef struct lexer {
    const dt_source *source;
    const char *text;
    uint32_t n, at, line;
    bool first;
    dt_arena *arena;
    dt_diags *diags;
    dt_list tokens, comments;
    bool not_utf8;
    bool lost; /* no memory */
} lexer;

static char peek(const lexer *lex, uint32_t ahead)
{
    return lex->at + ahead < lex->n ? lex->text[lex->at + ahead] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Beyond ASCII everything may stand in a word but blanks, quotes and other marks. */
static bool is_foreign_letter(uint32_t c)
{
    if (c < 0xc0)
        return c == 0xaa || c == 0xb5 || c == 0xba;
    return c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c < 0x2070) &&
           !(c >= 0x2190 && c < 0x2c00) && !(c >= 0x3000 && c < 0x3040) &&
           !(c >= 0xe000 && c < 0xf900) && !(c >= 0xfe00 && c < 0xfe10) &&
           !(c >= 0xff00 && c < 0xff10) && c != 0xfeff && c < 0xe0000;
}

uint32_t dt_word_character(const char *text, size_t n)
{
    if (n == 0)
        return 0;
    if ((unsigned char)*text < 0x80)
        return is_ascii_letter(*text) || is_digit(*text) ? 1 : 0;
    uint32_t code_point;
    const size_t length = dt_utf8_decode(text, n, &code_point);
    return length && is_foreign_letter(code_point) ? (uint32_t)length : 0;
}

/* Bytes of the word character at the place, 0 when there is none. */
static uint32_t word_character(const lexer *lex)
{
    return dt_word_character(lex->text + lex->at, lex->n - lex->at);
}

static dt_span span_from(const lexer *lex, uint32_t begin)
{
    return (dt_span){lex->source->index, begin, lex->at};
}

static void add_token(lexer *lex, dt_token_kind kind, uint32_t begin)
{
    dt_token *const token = dt_list_add(&lex->tokens, lex->arena, sizeof *token);
    if (!token) {
        lex->lost = true;
        return;
    }
    *token = (dt_token){kind, begin, lex->at, lex->line, lex->first};
    lex->first = false;
}

static void lex_comment(lexer *lex)
{
    const uint32_t begin = lex->at;
    const char *const nl = memchr(lex->text + begin, '\n', lex->n - begin);
    lex->at = nl ? (uint32_t)(nl - lex->text) : lex->n;
    uint32_t end = lex->at;
    while (end > begin && strchr(" \t\r", lex->text[end - 1]) && lex->text[end - 1])
        end--;
    dt_comment *const comment =
        dt_list_add(&lex->comments, lex->arena, sizeof *comment);
    if (comment)
        *comment = (dt_comment){begin, end, lex->line, lex->first};
    else
        lex->lost = true;
}

static void skip_word(lexer *lex)
{
    for (uint32_t length; (length = word_character(lex)) > 0;)
        lex->at += length;
}

/* A '-' right between two parts of a word. */
static bool at_hyphen(const lexer *lex)
{
    return peek(lex, 0) == '-' &&
           dt_word_character(lex->text + lex->at + 1, lex->n - lex->at - 1) > 0;
}

/* A name with hyphens is reported and taken for a name all the same. */
static void lex_word(lexer *lex)
{
    const uint32_t begin = lex->at;
    bool hyphens = false;
    skip_word(lex);
    for (; at_hyphen(lex); hyphens = true) {
        lex->at++;
        skip_word(lex);
    }
    if (hyphens) {
        dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
                  "'%.*s' is no name: names are made of letters, digits and '_'",
                  (int)(lex->at - begin), lex->text + begin);
        dt_report_help(lex->diags, "write '_' in place of '-'");
    }
    add_token(lex, DT_TOKEN_WORD, begin);
}

static uint32_t digits_ahead(const lexer *lex, uint32_t from)
{
    uint32_t n = 0;
    while (is_digit(peek(lex, from + n)))
        n++;
    return n;
}

/* How long the day is that stands here, "2013-09-19"; 0 when there is none. */
static uint32_t length_of_day(const lexer *lex)
{
    uint32_t n = 0;
    for (int part = 0; part < 3; part++) {
        const uint32_t dash = part > 0;
        const uint32_t digits = digits_ahead(lex, n + dash);
        if (digits == 0 || (dash && peek(lex, n) != '-'))
            return 0;
        n += dash + digits;
    }
    const uint32_t end = lex->at + n;
    return dt_word_character(lex->text + end, lex->n - end) ? 0 : n;
}

static void lex_number(lexer *lex)
{
    const uint32_t begin = lex->at, day = length_of_day(lex);
    if (day) {
        lex->at += day;
        add_token(lex, DT_TOKEN_DAY, begin);
        return;
    }
    if (!is_digit(peek(lex, 0)))
        lex->at++;
    while (is_digit(peek(lex, 0)))
        lex->at++;
    if (peek(lex, 0) == '.' && is_digit(peek(lex, 1))) {
        lex->at++;
        while (is_digit(peek(lex, 0)))
            lex->at++;
    } else if (is_digit(lex->text[begin]) && word_character(lex)) {
        lex->at = begin;
        lex_word(lex);
        return;
    }
    add_token(lex, DT_TOKEN_NUMBER, begin);
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || c == 0x7f;
}

/* Past the bytes from the place on that are not UTF-8, if there are any. */
static bool skip_not_utf8(lexer *lex)
{
    uint32_t code_point;
    const uint32_t begin = lex->at;
    while (lex->at < lex->n &&
           dt_utf8_decode(lex->text + lex->at, lex->n - lex->at, &code_point) == 0)
        lex->at++;
    if (lex->at == begin)
        return false;
    dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
              lex->at - begin == 1 ? "this byte is not UTF-8 text"
                                   : "these bytes are not UTF-8 text");
    dt_report_help(lex->diags, "save the file as UTF-8");
    lex->not_utf8 = true;
    return true;
}

/* Past one character of a string; what is wrong with it, or NULL. */
static const char *string_trouble(lexer *lex)
{
    const char c = peek(lex, 0);
    uint32_t code_point;
    if (c == '\\') {
        const char next = peek(lex, 1);
        lex->at += next == '"' || next == '\\' ? 2 : 1;
        return next == '"' || next == '\\'
                   ? NULL
                   : "a backslash stands only before '\"' or another backslash";
    }
    lex->at +=
        (uint32_t)dt_utf8_decode(lex->text + lex->at, lex->n - lex->at, &code_point);
    return is_control((unsigned char)c) && c != '\t'
               ? "a string cannot hold control characters"
               : NULL;
}

static bool at_line_end(const lexer *lex)
{
    return lex->at >= lex->n || peek(lex, 0) == '\n' ||
           (peek(lex, 0) == '\r' && peek(lex, 1) == '\n');
}

static void lex_string(lexer *lex)
{
    const uint32_t begin = lex->at++;
    bool bad = false;
    while (!at_line_end(lex) && peek(lex, 0) != '"') {
        const uint32_t from = lex->at;
        if (skip_not_utf8(lex))
            continue;
        const char *const trouble = string_trouble(lex);
        if (trouble && !bad)
            dt_report(lex->diags, DT_FINDING_bad_string, span_from(lex, from), "%s",
                      trouble);
        bad = bad || trouble;
    }
    if (at_line_end(lex)) {
        dt_report(lex->diags, DT_FINDING_bad_string, span_from(lex, begin),
                  "this string has no end");
        dt_report_help(lex->diags, "close it with '\"' on the same line");
        bad = true;
    } else
        lex->at++;
    add_token(lex, bad ? DT_TOKEN_BAD : DT_TOKEN_STRING, begin);
}

/* The signs of the language; two-byte ones first. */
static const struct {
    const char *sign;
    dt_token_kind kind;
} signs[] = {
    {"!=", DT_TOKEN_NE},    {"<=", DT_TOKEN_LE},    {">=", DT_TOKEN_GE},
    {"{", DT_TOKEN_LBRACE}, {"}", DT_TOKEN_RBRACE}, {"(", DT_TOKEN_LPAREN},
    {")", DT_TOKEN_RPAREN}, {",", DT_TOKEN_COMMA},  {";", DT_TOKEN_SEMICOLON},
    {":", DT_TOKEN_COLON},  {".", DT_TOKEN_DOT},    {"=", DT_TOKEN_EQ},
    {"<", DT_TOKEN_LT},     {">", DT_TOKEN_GT},
};

/* Signs of other languages, the token to go on with, and what is written here instead.
 * The longer one stands before its beginning. */
static const struct {
    const char *sign;
    dt_token_kind kind;
    const char *help;
} strangers[] = {
    {"&&", DT_TOKEN_BAD, "write 'and'"},
    {"||", DT_TOKEN_BAD, "write 'or'"},
    {"==", DT_TOKEN_EQ, "write '='"},
    {":=", DT_TOKEN_EQ, "write '='"},
    {"<>", DT_TOKEN_NE, "write '!='"},
    {"<=>", DT_TOKEN_BAD, "write 'iff'"},
    {"<->", DT_TOKEN_BAD, "write 'iff'"},
    {"->", DT_TOKEN_BAD, "write 'implies'"},
    {"=>", DT_TOKEN_BAD, "write 'implies', or '>=' to compare"},
    {"=<", DT_TOKEN_LE, "write '<='"},
    {"&", DT_TOKEN_BAD, "write 'and'"},
    {"|", DT_TOKEN_BAD, "write 'or'"},
    {"!", DT_TOKEN_BAD, "write 'not'"},
    {"~", DT_TOKEN_BAD, "write 'not'"},
    {"-", DT_TOKEN_BAD, "write 'not'; a minus stands directly before a number"},
    {"[", DT_TOKEN_BAD, "blocks are written with '{' and '}', groups with '(' and ')'"},
    {"]", DT_TOKEN_BAD, "blocks are written with '{' and '}', groups with '(' and ')'"},
    {"%", DT_TOKEN_BAD, "write the number alone"},
    {"\xe2\x89\xa5", DT_TOKEN_GE, "write '>='"},
    {"\xe2\x89\xa4", DT_TOKEN_LE, "write '<='"},
    {"\xe2\x89\xa0", DT_TOKEN_NE, "write '!='"},
    {"\xc2\xac", DT_TOKEN_BAD, "write 'not'"},
    {"\xe2\x88\xa7", DT_TOKEN_BAD, "write 'and'"},
    {"\xe2\x88\xa8", DT_TOKEN_BAD, "write 'or'"},
    {"\xe2\x86\x92", DT_TOKEN_BAD, "write 'implies'"},
    {"\xe2\x87\x92", DT_TOKEN_BAD, "write 'implies'"},
    {"\xe2\x86\x94", DT_TOKEN_BAD, "write 'iff'"},
    {"\xe2\x87\x94", DT_TOKEN_BAD, "write 'iff'"},
    {"\xe2\x88\x92", DT_TOKEN_BAD, "write the plain minus '-'"},
    {"\xe2\x80\x93", DT_TOKEN_BAD, "write the plain minus '-'"},
    {"\xe2\x80\x94", DT_TOKEN_BAD, "write the plain minus '-'"},
};

static bool follows(const lexer *lex, const char *sign)
{
    const size_t n = strlen(sign);
    return lex->n - lex->at >= n && memcmp(lex->text + lex->at, sign, n) == 0;
}

/* Which of the signs in a list follows: its length, or 0. */
static uint32_t which_follows(const lexer *lex, const char *const *list)
{
    for (; *list; list++)
        if (follows(lex, *list))
            return (uint32_t)strlen(*list);
    return 0;
}

/* Comments of other languages are passed over, once reported. */
static bool lex_foreign_comment(lexer *lex)
{
    const bool block = follows(lex, "/*");
    const uint32_t begin = lex->at;
    if (!block && !follows(lex, "//") && !follows(lex, "--"))
        return false;
    lex->at += 2;
    dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
              "comments do not start with '%.2s'", lex->text + begin);
    dt_report_help(lex->diags, "start them with '#'%s", block ? ", on each line" : "");
    while (lex->at < lex->n && !(block ? follows(lex, "*/") : at_line_end(lex))) {
        lex->line += peek(lex, 0) == '\n';
        lex->first = lex->first || peek(lex, 0) == '\n';
        lex->at++;
    }
    if (block && lex->at < lex->n)
        lex->at += 2;
    return true;
}

/* A string between quotes of another kind becomes one bad token. */
static bool lex_foreign_string(lexer *lex)
{
    static const char *const openers[] = {"'",
                                          "\xe2\x80\x9c",
                                          "\xe2\x80\x9d",
                                          "\xe2\x80\x9e",
                                          "\xe2\x80\x98",
                                          "\xe2\x80\x99",
                                          "\xc2\xab",
                                          "\xc2\xbb",
                                          NULL};
    static const char *const closers[] = {"'",
                                          "\xe2\x80\x9c",
                                          "\xe2\x80\x9d",
                                          "\xe2\x80\x98",
                                          "\xe2\x80\x99",
                                          "\xc2\xab",
                                          "\xc2\xbb",
                                          "\"",
                                          NULL};
    const uint32_t begin = lex->at;
    uint32_t length = which_follows(lex, openers);
    if (length == 0)
        return false;
    const uint32_t alone = lex->at += length;
    while (!at_line_end(lex) && (length = which_follows(lex, closers)) == 0)
        lex->at++;
    lex->at = at_line_end(lex) ? alone : lex->at + length;
    dt_report(lex->diags, DT_FINDING_bad_string, span_from(lex, begin),
              "strings stand between plain quotes, '\"'");
    add_token(lex, DT_TOKEN_BAD, begin);
    return true;
}

static bool lex_known_stranger(lexer *lex)
{
    const uint32_t begin = lex->at;
    for (size_t k = 0; k < sizeof strangers / sizeof *strangers; k++)
        if (follows(lex, strangers[k].sign)) {
            lex->at += (uint32_t)strlen(strangers[k].sign);
            dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
                      "'%s' is no sign of the language", strangers[k].sign);
            dt_report_help(lex->diags, "%s", strangers[k].help);
            add_token(lex, strangers[k].kind, begin);
            return true;
        }
    return false;
}

/* Blanks beyond ASCII, and characters that take no room. */
static bool is_invisible(uint32_t c)
{
    return (c >= 0x80 && c < 0xa1) || c == 0xad || (c >= 0x2000 && c < 0x2010) ||
           (c >= 0x2028 && c < 0x2030) || (c >= 0x205f && c < 0x2070) || c == 0x3000 ||
           c == 0xfeff || c >= 0xe0000;
}

static void lex_unknown(lexer *lex)
{
    const uint32_t begin = lex->at;
    uint32_t c;
    if (!skip_not_utf8(lex)) {
        lex->at += (uint32_t)dt_utf8_decode(lex->text + begin, lex->n - begin, &c);
        const dt_span where = span_from(lex, begin);
        if (is_control(c))
            dt_report(lex->diags, DT_FINDING_bad_character, where,
                      "the control character 0x%02x does not belong here", (unsigned)c);
        else if (is_invisible(c))
            dt_report(lex->diags, DT_FINDING_bad_character, where,
                      "the invisible character U+%04X does not belong here",
                      (unsigned)c);
        else
            dt_report(lex->diags, DT_FINDING_bad_character, where,
                      "'%.*s' is no sign of the language", (int)(lex->at - begin),
                      lex->text + begin);
        if (is_invisible(c))
            dt_report_help(lex->diags, "put a plain blank in its place, or nothing");
    }
    add_token(lex, DT_TOKEN_BAD, begin);
}

static bool lex_sign(lexer *lex)
{
    static const char *const longer[] = {"==",  "=>",  "=<", "<>",
                                         "<=>", "<->", ":=", NULL};
    const uint32_t begin = lex->at;
    if (which_follows(lex, longer))
        return false;
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (follows(lex, signs[k].sign)) {
            lex->at += (uint32_t)strlen(signs[k].sign);
            add_token(lex, signs[k].kind, begin);
            return true;
        }
    return false;
}

static void lex_one(lexer *lex)
{
    const char c = peek(lex, 0);
    if (c == '\n') {
        lex->at++;
        lex->line++;
        lex->first = true;
    } else if (c == ' ' || c == '\t' || (c == '\r' && peek(lex, 1) == '\n'))
        lex->at++;
    else if (c == '#')
        lex_comment(lex);
    else if (c == '"')
        lex_string(lex);
    else if (is_digit(c) || ((c == '-' || c == '+') && is_digit(peek(lex, 1))))
        lex_number(lex);
    else if (word_character(lex))
        lex_word(lex);
    else if (!lex_sign(lex) && !lex_foreign_comment(lex) && !lex_foreign_string(lex) &&
             !lex_known_stranger(lex))
        lex_unknown(lex);
}

/* Editors of Windows save "Unicode" so. */
static bool is_utf16(const lexer *lex)
{
    return follows(lex, "\xff\xfe") || follows(lex, "\xfe\xff");
}

static void lex_utf16(lexer *lex)
{
    dt_report(lex->diags, DT_FINDING_bad_character, (dt_span){lex->source->index, 0, 0},
              "this is UTF-16 text");
    dt_report_help(lex->diags, "save the file as UTF-8");
    lex->not_utf8 = true;
    lex->at = lex->n;
}

bool dt_lex(const dt_source *source, dt_arena *arena, dt_diags *diags, dt_lexed *lexed)
{
    lexer lex = {.source = source,
                 .text = source->text,
                 .n = source->n,
                 .line = 1,
                 .first = true,
                 .arena = arena,
                 .diags = diags};
    if (follows(&lex, DT_BYTE_ORDER_MARK))
        lex.at = 3; /* harmless */
    if (is_utf16(&lex))
        lex_utf16(&lex);
    while (lex.at < lex.n && !lex.lost && !dt_diags_full(diags))
        lex_one(&lex);
    lex.at = lex.n;
    lex.first = true;
    add_token(&lex, DT_TOKEN_END, lex.n);
    *lexed =
        (dt_lexed){source,           (uint32_t)lex.tokens.n, (uint32_t)lex.comments.n,
                   lex.tokens.items, lex.comments.items,     lex.not_utf8};
    return !lex.lost;
}

static size_t count_digits(const char *text, size_t n)
{
    size_t at = 0;
    while (at < n && is_digit(text[at]))
        at++;
    return at;
}

bool dt_is_word(const char *text, size_t n)
{
    size_t at = 0;
    for (uint32_t length; (length = dt_word_character(text + at, n - at)) > 0;)
        at += length;
    return at == n && count_digits(text, n) < n;
}

bool dt_is_number(const char *text, size_t n)
{
    const size_t sign = n > 0 && (*text == '-' || *text == '+');
    const size_t whole = count_digits(text + sign, n - sign);
    const size_t at = sign + whole;
    if (whole == 0 || at == n)
        return whole > 0;
    const size_t places = count_digits(text + at + 1, n - at - 1);
    return text[at] == '.' && places > 0 && at + 1 + places == n;
}
