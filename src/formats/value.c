/* Recursive descent, a function for each rule of the grammar. Reading stops at the
 * first mistake: what follows a misplaced bracket seldom means anything.
 *
 * Tried and dropped: jansson 2.14. It keeps no places, so a finding could not be shown
 * where it is; and when memory runs out while it reads a string, it loses characters
 * without a word, or reads and writes beyond its buffers. */
#include "formats/value.h"

#include "base/fail.h"
#include "base/list.h"
#include "base/sort.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct json_reader {
    const dt_source *source;
    const char *text; /* [n], NUL behind it */
    uint32_t n, at, depth;
    dt_arena *arena;
    dt_diags *diags;
    bool lost; /* no memory */
} json_reader;

/* Report what is wrong with the bytes from `begin` to the place; always false. */
DT_PRINTF(3, 4)
static bool refuse(json_reader *r, uint32_t begin, const char *format, ...)
{
    char text[160];
    va_list args;
    va_start(args, format);
    if (vsnprintf(text, sizeof text, format, args) < 0)
        text[0] = '\0';
    va_end(args);
    dt_report(r->diags, DT_FINDING_json, (dt_span){r->source->index, begin, r->at},
              "%s", text);
    return false;
}

static bool lose(json_reader *r)
{
    r->lost = true;
    return false;
}

static char peek(const json_reader *r)
{
    return r->at < r->n ? r->text[r->at] : '\0';
}

static bool accept(json_reader *r, char c)
{
    if (r->at >= r->n || r->text[r->at] != c)
        return false;
    r->at++;
    return true;
}

static void skip_blanks(json_reader *r)
{
    while (r->at < r->n && strchr(" \t\r\n", r->text[r->at]) && r->text[r->at])
        r->at++;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Go past what stands where something else was expected, a word or one character. */
static void skip_stranger(json_reader *r)
{
    uint32_t code_point;
    const uint32_t begin = r->at;
    while (is_letter(peek(r)) || is_digit(peek(r)))
        r->at++;
    if (r->at > begin || r->at >= r->n)
        return;
    const size_t length = dt_utf8_decode(r->text + begin, r->n - begin, &code_point);
    r->at += length ? (uint32_t)length : 1;
}

static bool expected(json_reader *r, const char *what)
{
    const uint32_t begin = r->at;
    skip_stranger(r);
    const int n = (int)(r->at - begin);
    if (n == 0)
        return refuse(r, begin, "expected %s, found the end of the file", what);
    if (n > 40 || (unsigned char)r->text[begin] < 0x20 || r->text[begin] == 0x7f)
        return refuse(r, begin, "expected %s", what);
    uint32_t code_point;
    if (!dt_utf8_decode(r->text + begin, r->n - begin, &code_point))
        return refuse(r, begin, "these bytes are not UTF-8 text");
    return refuse(r, begin, "expected %s, found '%.*s'", what, n, r->text + begin);
}

/* ---- strings ----------------------------------------------------------------- */

static bool read_hex(json_reader *r, uint32_t *code_point)
{
    *code_point = 0;
    for (int k = 0; k < 4; k++) {
        const char c = peek(r);
        const char *const digits = "0123456789abcdef";
        const char lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
        const char *const digit = c ? strchr(digits, lower) : NULL;
        if (!digit)
            return false;
        *code_point = *code_point << 4 | (uint32_t)(digit - digits);
        r->at++;
    }
    return true;
}

static size_t encode(uint32_t c, char *to)
{
    static const unsigned char lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    const size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t k = length - 1; k > 0; k--, c >>= 6)
        to[k] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)(lead[length] | c);
    return length;
}

/* Behind `\u`: four hexadecimal digits, or twice as many for what UTF-16 halves. */
static bool read_code_point(json_reader *r, uint32_t begin, uint32_t *code_point)
{
    uint32_t low = 0;
    if (!read_hex(r, code_point))
        return refuse(r, begin, "'\\u' takes four hexadecimal digits");
    if (*code_point == 0)
        return refuse(r, begin, "a string cannot hold the character \\u0000");
    if (*code_point < 0xd800 || *code_point >= 0xe000)
        return true;
    const bool paired = *code_point < 0xdc00 && accept(r, '\\') && accept(r, 'u') &&
                        read_hex(r, &low) && low >= 0xdc00 && low < 0xe000;
    if (!paired)
        return refuse(r, begin,
                      "this is half a character, and the other half is missing");
    *code_point = 0x10000 + ((*code_point - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

/* An escape, whose backslash stands at the place, to `to`. */
static bool read_escape(json_reader *r, char *to, size_t *n)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const uint32_t begin = r->at++;
    const char c = peek(r);
    const char *const name = c ? strchr(names, c) : NULL;
    uint32_t code_point;
    r->at += r->at < r->n && c != '\n';
    if (name) {
        to[(*n)++] = values[name - names];
        return true;
    }
    if (c != 'u')
        return refuse(r, begin, "this escape is unknown");
    if (!read_code_point(r, begin, &code_point))
        return false;
    *n += encode(code_point, to + *n);
    return true;
}

/* A character that stands for itself. */
static bool read_character(json_reader *r, char *to, size_t *n)
{
    uint32_t code_point;
    const uint32_t begin = r->at;
    const size_t length = dt_utf8_decode(r->text + begin, r->n - begin, &code_point);
    r->at += length ? (uint32_t)length : 1;
    if (length == 0)
        return refuse(r, begin, "these bytes are not UTF-8 text");
    if (code_point < 0x20)
        return refuse(r, begin, "a string cannot hold a bare control character");
    memcpy(to + *n, r->text + begin, length);
    *n += length;
    return true;
}

/* Bytes to the closing quote, or to the end of the line: a decoded string is no longer.
 */
static size_t longest_string(const json_reader *r)
{
    uint32_t at = r->at;
    while (at < r->n && r->text[at] != '"' && r->text[at] != '\n')
        at += r->text[at] == '\\' ? 2 : 1;
    return at - r->at;
}

/* A string, whose quote stands at the place. NULL when reported, or no memory. */
static const char *read_string(json_reader *r)
{
    const uint32_t begin = r->at++;
    char *const string = dt_arena_alloc(r->arena, longest_string(r) + 4, 1);
    size_t n = 0;
    if (!string) {
        r->lost = true;
        return NULL;
    }
    while (!accept(r, '"')) {
        if (r->at >= r->n || peek(r) == '\n') {
            refuse(r, begin, "this string has no end");
            return NULL;
        }
        if (!(peek(r) == '\\' ? read_escape(r, string, &n)
                              : read_character(r, string, &n)))
            return NULL;
    }
    return string;
}

/* ---- numbers and words ------------------------------------------------------- */

static bool read_digits(json_reader *r)
{
    const uint32_t begin = r->at;
    while (is_digit(peek(r)))
        r->at++;
    return r->at > begin;
}

static bool read_number(json_reader *r)
{
    const uint32_t begin = r->at;
    accept(r, '-');
    const uint32_t whole = r->at;
    bool sound = read_digits(r) && (r->text[whole] != '0' || r->at == whole + 1);
    if (accept(r, '.'))
        sound = read_digits(r) && sound;
    if (accept(r, 'e') || accept(r, 'E')) {
        if (!accept(r, '-'))
            accept(r, '+');
        sound = read_digits(r) && sound;
    }
    return sound || refuse(r, begin, "this is no number of JSON");
}

static bool read_word(json_reader *r, dt_value *value)
{
    static const struct {
        const char *word;
        dt_value_kind kind;
    } words[] = {
        {"true", DT_VALUE_TRUE}, {"false", DT_VALUE_FALSE}, {"null", DT_VALUE_NULL}};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        const size_t n = strlen(words[k].word);
        if (r->n - r->at < n || memcmp(r->text + r->at, words[k].word, n) != 0)
            continue;
        r->at += (uint32_t)n;
        value->kind = words[k].kind;
        return true;
    }
    return expected(r, "a value");
}

/* ---- lists and objects ------------------------------------------------------- */

static bool read_value(json_reader *r, dt_value *value);

static bool read_key(json_reader *r, dt_value *member)
{
    skip_blanks(r);
    if (peek(r) != '"')
        return expected(r, "the name of a member between quotes");
    member->key_begin = r->at;
    member->key = read_string(r);
    member->key_end = r->at;
    if (!member->key)
        return false;
    skip_blanks(r);
    return accept(r, ':') || expected(r, "':'");
}

/* Items up to the closing bracket; the opening one was read. */
static bool read_items(json_reader *r, dt_value *value, char close)
{
    const char *const wanted = close == '}' ? "',' or '}'" : "',' or ']'";
    dt_list items = {0};
    skip_blanks(r);
    for (bool more = !accept(r, close); more; more = !accept(r, close)) {
        if (items.n && !accept(r, ','))
            return expected(r, wanted);
        dt_value item = {0};
        if ((close == '}' && !read_key(r, &item)) || !read_value(r, &item))
            return false;
        dt_value *const slot = dt_list_add(&items, r->arena, sizeof *slot);
        if (!slot)
            return lose(r);
        *slot = item;
        skip_blanks(r);
    }
    value->n = items.n;
    value->items = items.items;
    return true;
}

static uint64_t hash_of(const char *key)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
    return hash;
}

static bool refuse_twin(json_reader *r, const dt_value *one, const dt_value *other)
{
    const dt_value *const first = one->begin < other->begin ? one : other;
    const dt_value *const second = first == one ? other : one;
    dt_report(r->diags, DT_FINDING_json,
              (dt_span){r->source->index, second->key_begin, second->key_end},
              "a member '%s' stands here already", second->key);
    dt_report_note(r->diags,
                   (dt_span){r->source->index, first->key_begin, first->key_end},
                   "the first one");
    return false;
}

/* Members of one name have one hash, and so stand side by side when sorted by it. */
static bool names_differ(json_reader *r, const dt_value *object)
{
    const uint32_t n = (uint32_t)object->n;
    uint64_t *const hash = dt_arena_array(r->arena, uint64_t, n);
    uint32_t *const order = dt_arena_array(r->arena, uint32_t, n);
    uint32_t *const scratch = dt_arena_array(r->arena, uint32_t, n);
    if (!hash || !order || !scratch)
        return lose(r);
    for (uint32_t k = 0; k < n; k++) {
        hash[k] = hash_of(object->items[k].key);
        order[k] = k;
    }
    dt_sort_by_key(hash, order, scratch, n);
    for (uint32_t k = 1; k < n; k++)
        for (uint32_t j = k; j > 0 && hash[order[j - 1]] == hash[order[k]]; j--) {
            const dt_value *const one = &object->items[order[j - 1]];
            const dt_value *const other = &object->items[order[k]];
            if (strcmp(one->key, other->key) == 0)
                return refuse_twin(r, one, other);
        }
    return true;
}

static bool read_container(json_reader *r, dt_value *value)
{
    const bool is_object = accept(r, '{');
    value->kind = is_object ? DT_VALUE_OBJECT : DT_VALUE_LIST;
    if (!is_object)
        accept(r, '[');
    if (r->depth == DT_VALUE_NESTING) {
        dt_report(r->diags, DT_FINDING_too_deep,
                  (dt_span){r->source->index, r->at - 1, r->at},
                  "brackets may be nested %u deep, not more", DT_VALUE_NESTING);
        return false;
    }
    r->depth++;
    const bool read = read_items(r, value, is_object ? '}' : ']') &&
                      (!is_object || value->n < 2 || names_differ(r, value));
    r->depth--;
    return read;
}

/* ---- the whole --------------------------------------------------------------- */

static bool read_value(json_reader *r, dt_value *value)
{
    skip_blanks(r);
    const char c = peek(r);
    bool read;
    value->begin = r->at;
    if (c == '{' || c == '[')
        read = read_container(r, value);
    else if (c == '"') {
        value->kind = DT_VALUE_STRING;
        value->string = read_string(r);
        read = value->string;
    } else if (c == '-' || is_digit(c)) {
        value->kind = DT_VALUE_NUMBER;
        read = read_number(r);
        value->string =
            dt_arena_copy(r->arena, r->text + value->begin, r->at - value->begin);
        read = value->string ? read : lose(r);
    } else
        read = read_word(r, value);
    value->end = r->at;
    return read;
}

dt_status dt_value_read(const dt_source *source, dt_arena *arena, dt_diags *diags,
                        dt_value *value, dt_error *err)
{
    json_reader r = {.source = source,
                     .text = source->text,
                     .n = source->n,
                     .arena = arena,
                     .diags = diags};
    if (r.n >= 3 && memcmp(r.text, "\xef\xbb\xbf", 3) == 0)
        r.at = 3; /* a byte order mark is harmless */
    *value = (dt_value){0};
    if (read_value(&r, value)) {
        skip_blanks(&r);
        if (r.at < r.n)
            expected(&r, "the end of the file");
    }
    return r.lost ? dt_fail_memory(err) : dt_diags_status(diags, err);
}
