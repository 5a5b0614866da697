/* Blanks and line ends separate words and mean nothing else; strings may go over
 * several lines. A word that is no string, brace or comma is an atom, which ends at the
 * next of these. */
#include "games/scan.h"

#include "base/utf8.h"

#include <string.h>

enum { MOST_SHOWN = 40 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20 && !is_blank(c)) || c == 0x7f;
}

static bool ends_atom(char c)
{
    return is_blank(c) || c == '"' || c == '{' || c == '}' || c == ',';
}

dt_span dt_scan_span(const dt_scan *scan)
{
    return (dt_span){scan->source->index, scan->begin, scan->end};
}

/* Report bytes [at, at + n) and look at a bad word from now on. */
static void spoil(dt_scan *scan, uint32_t at, uint32_t n, const char *what)
{
    const dt_span where = {scan->source->index, at, at + n};
    scan->kind = DT_SCAN_BAD;
    dt_report(scan->diags, DT_FINDING_bad_string, where, "%s", what);
}

static void scan_string(dt_scan *scan)
{
    const char *const text = scan->source->text;
    uint32_t at = scan->begin + 1;
    scan->kind = DT_SCAN_STRING;
    while (at < scan->source->n && text[at] != '"') {
        if (is_control(text[at]) && scan->kind != DT_SCAN_BAD)
            spoil(scan, at, 1, "a string cannot hold control characters");
        at += text[at] == '\\' && text[at + 1] == '"' ? 2 : 1;
    }
    if (at >= scan->source->n) {
        scan->end = scan->source->n;
        spoil(scan, scan->begin, 1, "this string has no end");
        dt_report_help(scan->diags, "a quote within a string is written '\\\"'");
        return;
    }
    scan->end = at + 1;
}

static bool begins_foreign_string(const char *text)
{
    static const char *const quotes[] = {"'",
                                         "`",
                                         "\xe2\x80\x9c",
                                         "\xe2\x80\x9d",
                                         "\xe2\x80\x9e",
                                         "\xe2\x80\x98",
                                         "\xe2\x80\x99",
                                         "\xc2\xab"};
    for (size_t k = 0; k < sizeof quotes / sizeof *quotes; k++)
        if (strncmp(text, quotes[k], strlen(quotes[k])) == 0)
            return true;
    return false;
}

static void scan_atom(dt_scan *scan)
{
    const char *const text = scan->source->text;
    scan->kind = DT_SCAN_ATOM;
    while (scan->end < scan->source->n && !ends_atom(text[scan->end]))
        scan->end++;
    if (begins_foreign_string(text + scan->begin))
        spoil(scan, scan->begin, scan->end - scan->begin,
              "strings stand between plain quotes, '\"'");
}

void dt_scan_next(dt_scan *scan)
{
    const char *const text = scan->source->text;
    const uint32_t before = scan->end;
    scan->begin = before;
    while (scan->begin < scan->source->n && is_blank(text[scan->begin]))
        scan->begin++;
    scan->end = scan->begin + 1;
    if (scan->begin >= scan->source->n) {
        scan->kind = DT_SCAN_END;
        scan->begin = scan->end = before;
    } else if (text[scan->begin] == '"')
        scan_string(scan);
    else if (text[scan->begin] == '{')
        scan->kind = DT_SCAN_LEFT;
    else if (text[scan->begin] == '}')
        scan->kind = DT_SCAN_RIGHT;
    else if (text[scan->begin] == ',')
        scan->kind = DT_SCAN_COMMA;
    else
        scan_atom(scan);
}

dt_scan dt_scan_of(const dt_source *source, dt_diags *diags)
{
    dt_scan scan = {source, diags, DT_SCAN_END, 0, 0};
    if (strncmp(source->text, DT_BYTE_ORDER_MARK, 3) == 0)
        scan.end = 3;
    dt_scan_next(&scan);
    return scan;
}

/* The bytes, those that are no UTF-8 and control characters as '?'. */
static void add_shown(dt_text *text, const char *bytes, size_t n)
{
    for (size_t at = 0; at < n;) {
        uint32_t code_point;
        const size_t length = dt_utf8_decode(bytes + at, n - at, &code_point);
        if (length && code_point >= 0x20)
            dt_text_add_n(text, bytes + at, length);
        else
            dt_text_add(text, "?");
        at += length ? length : 1;
    }
}

void dt_scan_describe(const dt_scan *scan, dt_text *text)
{
    const uint32_t n = scan->end - scan->begin;
    const bool quoted = scan->kind == DT_SCAN_STRING;
    if (scan->kind == DT_SCAN_END) {
        dt_text_add(text, "the end of the file");
        return;
    }
    dt_text_add(text, quoted ? "the string " : "'");
    add_shown(text, scan->source->text + scan->begin, n > MOST_SHOWN ? MOST_SHOWN : n);
    dt_text_add(text, n > MOST_SHOWN ? "..." : "");
    dt_text_add(text, quoted ? "" : "'");
}

/* One character of a string, at `at`; how many bytes it takes, 0 when not UTF-8. */
static size_t add_character(dt_text *text, const char *bytes, size_t n)
{
    uint32_t code_point;
    const size_t length = dt_utf8_decode(bytes, n, &code_point);
    if (length) {
        dt_text_add_n(text, bytes, length);
        return length;
    }
    const unsigned char c = (unsigned char)*bytes;
    const char latin[2] = {(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f))};
    dt_text_add_n(text, latin, sizeof latin);
    return 0;
}

bool dt_scan_string(const dt_scan *scan, dt_text *text)
{
    const char *at = scan->source->text + scan->begin + 1;
    const char *const end = scan->source->text + scan->end - 1;
    bool unicode = true;
    dt_text_reset(text);
    while (at < end) {
        at += (at[0] == '\\' && at[1] == '"' && at + 1 < end) ||
              (at[0] == '\r' && at[1] == '\n');
        const size_t length = add_character(text, at, (size_t)(end - at));
        unicode = unicode && length;
        at += length ? length : 1;
    }
    return unicode;
}
