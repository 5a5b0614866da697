/* One pass over the bytes. Line ends matter (a statement ends with its line), so each
 * token knows whether it is the first of its line; blanks and comments are no tokens,
 * but comments are kept for the formatter.
 *
 * A word is made of letters, digits and '_', any letter beyond ASCII included. A number
 * followed directly by letters is a word too ("20pct"), so that levels can be figures.
 * Runs of bytes that belong to nothing become one bad token and one finding. */
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
    dt_comment *const comment = dt_list_add(&lex->comments, lex->arena, sizeof *comment);
    if (comment)
        *comment = (dt_comment){begin, end, lex->line, lex->first};
    else
        lex->lost = true;
}

static void lex_word(lexer *lex)
{
    const uint32_t begin = lex->at;
    for (uint32_t length; (length = word_character(lex)) > 0;)
        lex->at += length;
    add_token(lex, DT_TOKEN_WORD, begin);
}

static void lex_number(lexer *lex)
{
    const uint32_t begin = lex->at;
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

/* What is wrong with the character at the place inside a string; NULL: nothing. */
static const char *string_trouble(const lexer *lex, uint32_t *length)
{
    const char c = peek(lex, 0);
    *length = 1;
    if (c == '\\') {
        *length = 2;
        return peek(lex, 1) == '"' || peek(lex, 1) == '\\'
                   ? NULL
                   : "only \\\" and \\\\ may follow a backslash in a string";
    }
    if ((unsigned char)c < 0x20 && c != '\t')
        return "a string cannot hold control characters";
    if (c == 0x7f)
        return "a string cannot hold control characters";
    uint32_t code_point;
    *length = (uint32_t)dt_utf8_decode(lex->text + lex->at, lex->n - lex->at, &code_point);
    if (*length == 0) {
        *length = 1;
        return "these bytes are not UTF-8 text";
    }
    return NULL;
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
        uint32_t length;
        const char *const trouble = string_trouble(lex, &length);
        const uint32_t from = lex->at;
        lex->at += length;
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
    {"!=", DT_TOKEN_NE},     {"<=", DT_TOKEN_LE},       {">=", DT_TOKEN_GE},
    {"{", DT_TOKEN_LBRACE},  {"}", DT_TOKEN_RBRACE},    {"(", DT_TOKEN_LPAREN},
    {")", DT_TOKEN_RPAREN},  {",", DT_TOKEN_COMMA},     {";", DT_TOKEN_SEMICOLON},
    {":", DT_TOKEN_COLON},   {".", DT_TOKEN_DOT},       {"=", DT_TOKEN_EQ},
    {"<", DT_TOKEN_LT},      {">", DT_TOKEN_GT},
};

/* Signs of other languages, and what is written here instead. */
static const struct {
    const char *sign, *help;
} strangers[] = {
    {"&&", "write 'and'"},
    {"||", "write 'or'"},
    {"==", "write '='"},
    {"<>", "write '!='"},
    {"->", "write 'implies'"},
    {"=>", "write 'implies', or '>=' to compare"},
    {"&", "write 'and'"},
    {"|", "write 'or'"},
    {"!", "write 'not'"},
    {"-", "write 'not'; a minus stands directly before the digits of a number"},
    {"//", "comments start with '#'"},
    {"/*", "comments start with '#'"},
    {"[", "blocks are written with '{' and '}', groups with '(' and ')'"},
    {"'", "strings stand between '\"'"},
    {"\xe2\x80\x9c", "use the plain quote '\"'"},
    {"\xe2\x80\x9d", "use the plain quote '\"'"},
    {"\xe2\x80\x9e", "use the plain quote '\"'"},
    {"\xe2\x80\x98", "use the plain quote '\"'"},
    {"\xe2\x80\x99", "use the plain quote '\"'"},
    {"\xe2\x89\xa5", "write '>='"},
    {"\xe2\x89\xa4", "write '<='"},
    {"\xe2\x89\xa0", "write '!='"},
    {"\xc2\xac", "write 'not'"},
    {"\xc2\xa0", "this is a non-breaking space; use a plain one"},
};

static bool follows(const lexer *lex, const char *sign)
{
    const size_t n = strlen(sign);
    return lex->n - lex->at >= n && memcmp(lex->text + lex->at, sign, n) == 0;
}

static void lex_stranger(lexer *lex)
{
    const uint32_t begin = lex->at;
    for (size_t k = 0; k < sizeof strangers / sizeof *strangers; k++)
        if (follows(lex, strangers[k].sign)) {
            lex->at += (uint32_t)strlen(strangers[k].sign);
            dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
                      "'%s' is no sign of the language", strangers[k].sign);
            dt_report_help(lex->diags, "%s", strangers[k].help);
            add_token(lex, DT_TOKEN_BAD, begin);
            return;
        }
    uint32_t code_point;
    const size_t length =
        dt_utf8_decode(lex->text + lex->at, lex->n - lex->at, &code_point);
    lex->at += length ? (uint32_t)length : 1;
    if (length == 0)
        dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
                  "byte 0x%02x is not UTF-8 text", (unsigned char)lex->text[begin]);
    else if (code_point < 0x20 || code_point == 0x7f)
        dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
                  "control character 0x%02x", (unsigned)code_point);
    else
        dt_report(lex->diags, DT_FINDING_bad_character, span_from(lex, begin),
                  "'%.*s' is no sign of the language", (int)length, lex->text + begin);
    add_token(lex, DT_TOKEN_BAD, begin);
}

static void lex_sign(lexer *lex)
{
    const uint32_t begin = lex->at;
    const bool doubled = follows(lex, "==") || follows(lex, "=>") || follows(lex, "<>");
    for (size_t k = 0; !doubled && k < sizeof signs / sizeof *signs; k++)
        if (follows(lex, signs[k].sign)) {
            lex->at += (uint32_t)strlen(signs[k].sign);
            add_token(lex, signs[k].kind, begin);
            return;
        }
    lex_stranger(lex);
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
    else
        lex_sign(lex);
}

bool dt_lex(const dt_source *source, dt_arena *arena, dt_diags *diags, dt_lexed *lexed)
{
    lexer lex = {.source = source, .text = source->text, .n = source->n, .line = 1,
                 .first = true, .arena = arena, .diags = diags};
    if (follows(&lex, "\xef\xbb\xbf"))
        lex.at = 3; /* a byte order mark is harmless */
    while (lex.at < lex.n && !lex.lost && !dt_diags_full(diags))
        lex_one(&lex);
    lex.at = lex.n;
    lex.first = true;
    add_token(&lex, DT_TOKEN_END, lex.n);
    *lexed = (dt_lexed){source, (uint32_t)lex.tokens.n, (uint32_t)lex.comments.n,
                        lex.tokens.items, lex.comments.items};
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
