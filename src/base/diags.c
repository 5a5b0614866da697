/* Findings live in an arena of their own, in the order of the text, whoever reported
 * them first; each severity has a budget of DT_DIAGS_MAX, the rest is only counted.
 *
 * Printing follows the compilers: place, line, caret, notes, help. A column counts
 * characters (code points), as editors do; the caret line repeats the tabs of the line
 * above it so that both align whatever a tab is worth. */
#include "base/diags.h"

#include "base/arena.h"
#include "base/fail.h"
#include "base/json.h"
#include "base/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 600, SHOWN_LINE = 160 };

static const struct {
    const char *name;
    dt_severity severity;
} kinds[DT_N_FINDINGS] = {
#define DT_FINDING(id, severity) {#id, DT_SEVERITY_##severity},
#include "base/findings.def"
#undef DT_FINDING
};

typedef struct finding {
    dt_finding_id id;
    dt_span where, note_where;
    const char *text, *note, *help; /* note and help may be NULL */
    struct finding *next;
} finding;

struct dt_diags {
    dt_arena arena;
    const dt_source **sources;
    size_t n_sources, room;
    finding *first;
    finding *newest; /* what notes and help belong to; NULL when it was one too many */
    uint32_t count[2];
    bool lost; /* memory ran out while reporting */
};

dt_diags *dt_diags_new(void)
{
    return calloc(1, sizeof(dt_diags));
}

void dt_diags_free(dt_diags *diags)
{
    if (!diags)
        return;
    dt_arena_release(&diags->arena);
    free(diags);
}

const dt_source *dt_diags_add_source(dt_diags *diags, const char *name,
                                     const char *text, size_t n)
{
    if (n > DT_SOURCE_MAX)
        return NULL;
    dt_source *const source = dt_arena_new(&diags->arena, dt_source);
    char *const name_copy = dt_arena_copy(&diags->arena, name, strlen(name));
    char *const text_copy = dt_arena_copy(&diags->arena, text, n);
    const dt_source **const sources =
        dt_arena_grow(&diags->arena, (void *)diags->sources, diags->n_sources,
                      &diags->room, sizeof *sources);
    if (sources)
        diags->sources = sources; /* it has the new room, whatever else failed */
    if (!source || !name_copy || !text_copy || !sources)
        return NULL;
    *source =
        (dt_source){name_copy, text_copy, (uint32_t)n, (uint32_t)diags->n_sources};
    diags->sources[diags->n_sources++] = source;
    return source;
}

static bool starts_character(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

/* What a user wrote may be quoted in a message; its control characters are not. */
static void clean_text(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
}

DT_PRINTF(2, 0)
static const char *keep_text(dt_diags *diags, const char *format, va_list args)
{
    char line[TEXT_MAX];
    const int n = vsnprintf(line, sizeof line, format, args);
    size_t length = n < 0 ? 0 : (size_t)n;
    if (length >= sizeof line) { /* the last character may be cut */
        length = sizeof line - 1;
        while (length && !starts_character(line[--length]))
            ;
    }
    char *const kept = dt_arena_copy(&diags->arena, line, length);
    if (kept)
        clean_text(kept);
    else
        diags->lost = true;
    return kept;
}

static bool comes_before(dt_span a, dt_span b)
{
    const uint32_t source = a.source + 1, other = b.source + 1; /* nowhere is 0 */
    return source < other || (source == other && a.begin < b.begin);
}

/* Behind all findings that do not stand further down. What has no place stands first.
 */
static void insert(dt_diags *diags, finding *f)
{
    finding **at = &diags->first;
    while (*at && !comes_before(f->where, (*at)->where))
        at = &(*at)->next;
    f->next = *at;
    *at = f;
}

void dt_report(dt_diags *diags, dt_finding_id id, dt_span where, const char *format,
               ...)
{
    diags->newest = NULL;
    if (diags->count[kinds[id].severity]++ >= DT_DIAGS_MAX)
        return;
    finding *const f = dt_arena_new(&diags->arena, finding);
    va_list args;
    va_start(args, format);
    const char *const text = keep_text(diags, format, args);
    va_end(args);
    if (!f || !text) {
        diags->lost = true;
        return;
    }
    *f = (finding){.id = id, .where = where, .note_where = DT_NOWHERE, .text = text};
    insert(diags, f);
    diags->newest = f;
}

void dt_report_note(dt_diags *diags, dt_span where, const char *format, ...)
{
    if (!diags->newest)
        return;
    va_list args;
    va_start(args, format);
    diags->newest->note = keep_text(diags, format, args);
    va_end(args);
    diags->newest->note_where = where;
}

void dt_report_help(dt_diags *diags, const char *format, ...)
{
    if (!diags->newest)
        return;
    va_list args;
    va_start(args, format);
    diags->newest->help = keep_text(diags, format, args);
    va_end(args);
}

uint32_t dt_diags_count(const dt_diags *diags, dt_severity severity)
{
    return diags->count[severity];
}

bool dt_diags_full(const dt_diags *diags)
{
    return diags->count[DT_SEVERITY_ERROR] >= DT_DIAGS_MAX;
}

dt_status dt_diags_status(const dt_diags *diags, dt_error *err)
{
    if (diags->lost)
        return dt_fail_memory(err);
    const uint32_t n = diags->count[DT_SEVERITY_ERROR];
    if (n)
        return dt_fail(err, DT_EMODEL, "the model has %u error%s", n,
                       n == 1 ? "" : "s");
    return DT_OK;
}

/* ---- where a span lies ------------------------------------------------------ */

typedef struct place {
    uint32_t line, column;         /* from 1; columns count characters */
    uint32_t line_begin, line_end; /* bytes of the line, without its end */
} place;

static uint32_t count_characters(const char *text, uint32_t begin, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t k = begin; k < end; k++)
        n += starts_character(text[k]);
    return n;
}

static place find_place(const dt_source *source, uint32_t offset)
{
    const size_t mark = strlen(DT_BYTE_ORDER_MARK);
    place p = {.line = 1};
    if (strncmp(source->text, DT_BYTE_ORDER_MARK, mark) == 0 && offset >= mark)
        p.line_begin = (uint32_t)mark; /* no editor counts it */
    for (uint32_t k = 0; k < offset; k++)
        if (source->text[k] == '\n') {
            p.line++;
            p.line_begin = k + 1;
        }
    p.line_end = p.line_begin;
    while (p.line_end < source->n && source->text[p.line_end] != '\n')
        p.line_end++;
    if (p.line_end > p.line_begin && source->text[p.line_end - 1] == '\r')
        p.line_end--;
    p.column = 1 + count_characters(source->text, p.line_begin, offset);
    return p;
}

static const dt_source *source_of(const dt_diags *diags, dt_span where)
{
    return where.source < diags->n_sources ? diags->sources[where.source] : NULL;
}

/* ---- for people ------------------------------------------------------------- */

typedef struct printer {
    const dt_diags *diags;
    dt_out *out;
    bool colour;
} printer;

static void put_colour(const printer *p, const char *code)
{
    if (p->colour)
        dt_put(p->out, code);
}

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define MAGENTA "\033[1;35m"
#define CYAN "\033[1;36m"
#define GREEN "\033[1;32m"
#define PLAIN "\033[0m"

/* Control characters of the user's file never reach the terminal. */
static void put_clean(dt_out *out, const char *text, uint32_t begin, uint32_t end)
{
    for (uint32_t k = begin; k < end; k++) {
        const unsigned char c = (unsigned char)text[k];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            dt_put(out, "?");
        else
            dt_put_n(out, text + k, 1);
    }
}

/* A long line is shown around the place only. */
static uint32_t shown_from(const dt_source *source, place p, uint32_t offset)
{
    if (p.line_end - p.line_begin <= SHOWN_LINE ||
        offset - p.line_begin < SHOWN_LINE / 2)
        return p.line_begin;
    uint32_t from = offset - SHOWN_LINE / 2;
    while (from < offset && !starts_character(source->text[from]))
        from++;
    return from;
}

static uint32_t shown_to(const dt_source *source, place p, uint32_t from)
{
    uint32_t to = p.line_end - from > SHOWN_LINE ? from + SHOWN_LINE : p.line_end;
    while (to < p.line_end && !starts_character(source->text[to]))
        to++;
    return to;
}

/* Columns that a terminal gives one character, cleaned as above. */
static size_t columns_of(const dt_source *source, uint32_t at)
{
    char one[5] = {source->text[at] ? source->text[at] : '?'};
    for (uint32_t k = 1; k < 4 && at + k < source->n; k++) {
        if (starts_character(source->text[at + k]))
            break;
        one[k] = source->text[at + k];
    }
    return dt_utf8_width(one);
}

static size_t columns_between(const dt_source *source, uint32_t begin, uint32_t end)
{
    size_t columns = 0;
    for (uint32_t k = begin; k < end; k++)
        if (starts_character(source->text[k]))
            columns += columns_of(source, k);
    return columns;
}

static void put_snippet(const printer *p, const dt_source *source, dt_span where,
                        place at)
{
    const uint32_t from = shown_from(source, at, where.begin);
    const uint32_t to = shown_to(source, at, from);
    dt_put_format(p->out, "%5u | ", at.line);
    put_clean(p->out, source->text, from, to);
    dt_put(p->out, "\n      | ");
    for (uint32_t k = from; k < where.begin && k < to; k++)
        if (source->text[k] == '\t')
            dt_put(p->out, "\t");
        else if (starts_character(source->text[k]))
            dt_put_repeat(p->out, ' ', columns_of(source, k));
    put_colour(p, GREEN);
    dt_put(p->out, "^");
    const uint32_t end = where.end < to ? where.end : to;
    const size_t width = columns_between(source, where.begin, end);
    if (width > 1)
        dt_put_repeat(p->out, '~', width - 1);
    put_colour(p, PLAIN);
    dt_put(p->out, "\n");
}

static void put_message(const printer *p, dt_span where, const char *colour,
                        const char *kind, const char *text)
{
    const dt_source *const source = source_of(p->diags, where);
    place at = {0};
    put_colour(p, BOLD);
    if (source) {
        at = find_place(source, where.begin);
        dt_put(p->out, source->name);
        dt_put_format(p->out, ":%u:%u: ", at.line, at.column);
    }
    put_colour(p, colour);
    dt_put_format(p->out, "%s: ", kind);
    put_colour(p, PLAIN);
    dt_put(p->out, text); /* of any length: formatting it could take memory */
    dt_put(p->out, "\n");
    if (source)
        put_snippet(p, source, where, at);
}

static void put_finding(const printer *p, const finding *f)
{
    const bool error = kinds[f->id].severity == DT_SEVERITY_ERROR;
    put_message(p, f->where, error ? RED : MAGENTA, error ? "error" : "warning",
                f->text);
    if (f->note)
        put_message(p, f->note_where, CYAN, "note", f->note);
    if (!f->help)
        return;
    dt_put(p->out, "help: ");
    dt_put(p->out, f->help);
    dt_put(p->out, "\n");
}

static void put_rest(dt_out *out, const dt_diags *diags, dt_severity severity,
                     const char *word)
{
    const uint32_t n = diags->count[severity];
    if (n > DT_DIAGS_MAX)
        dt_put_format(out, "%u more %s%s not shown\n", n - DT_DIAGS_MAX, word,
                      n - DT_DIAGS_MAX == 1 ? " is" : "s are");
}

dt_status dt_diags_write(const dt_diags *diags, const dt_sink *sink, bool colour)
{
    dt_out out = dt_out_to(sink);
    const printer p = {diags, &out, colour};
    for (const finding *f = diags->first; f; f = f->next)
        put_finding(&p, f);
    put_rest(&out, diags, DT_SEVERITY_ERROR, "error");
    put_rest(&out, diags, DT_SEVERITY_WARNING, "warning");
    const dt_status status = dt_out_end(&out);
    return diags->lost ? DT_ENOMEM : status;
}

/* ---- for programs ----------------------------------------------------------- */

static void put_json_place(dt_json *json, const dt_diags *diags, dt_span where)
{
    const dt_source *const source = source_of(diags, where);
    if (!source)
        return;
    const place begin = find_place(source, where.begin);
    const place end = find_place(source, where.end);
    dt_json_put_string(json, "file", source->name);
    dt_json_put_number(json, "line", begin.line);
    dt_json_put_number(json, "column", begin.column);
    dt_json_put_number(json, "end_line", end.line);
    dt_json_put_number(json, "end_column", end.column);
}

void dt_diags_put_json(const dt_diags *diags, dt_json *json)
{
    dt_json_array(json);
    for (const finding *f = diags->first; f; f = f->next) {
        dt_json_object(json);
        dt_json_put_string(json, "severity",
                           kinds[f->id].severity == DT_SEVERITY_ERROR ? "error"
                                                                      : "warning");
        dt_json_put_string(json, "id", kinds[f->id].name);
        dt_json_put_string(json, "message", f->text);
        put_json_place(json, diags, f->where);
        if (f->note)
            dt_json_put_string(json, "note", f->note);
        if (f->help)
            dt_json_put_string(json, "help", f->help);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

dt_status dt_diags_write_json(const dt_diags *diags, const dt_sink *sink)
{
    dt_out out = dt_out_to(sink);
    dt_json json = dt_json_to(&out);
    dt_diags_put_json(diags, &json);
    const dt_status status = dt_out_end(&out);
    return diags->lost ? DT_ENOMEM : status;
}
