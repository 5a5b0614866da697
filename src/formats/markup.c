/* Expat reads, we keep: each start tag becomes an element behind its elder siblings.
 *
 * Expat tells where a tag begins but not where its attributes stand. The tag is known
 * to be well-formed by then, so its quotes pair: the k-th pair is the k-th attribute.
 */
#include "formats/markup.h"

#include "base/fail.h"
#include "base/utf8.h"

#include <expat.h>
#include <string.h>

typedef struct reader {
    const dt_source *source;
    dt_arena *arena;
    dt_diags *diags;
    XML_Parser parser;
    uint32_t skipped; /* bytes before what expat was given */
    dt_element *open; /* innermost element that has begun */
    dt_element *root;
    bool lost, refused; /* no memory; reported already */
} reader;

/* ---- places ------------------------------------------------------------------ */

static uint32_t here(const reader *r)
{
    const XML_Index at = XML_GetCurrentByteIndex(r->parser);
    const uint32_t n = r->source->n;
    if (at < 0 || (uint64_t)at > n - r->skipped)
        return n;
    return r->skipped + (uint32_t)at;
}

static dt_span span_of_name(const reader *r, const char *name)
{
    const uint32_t begin = here(r);
    return (dt_span){r->source->index, begin, begin + 1 + (uint32_t)strlen(name)};
}

/* What stands between the next pair of quotes; `*at` goes behind it. */
static dt_span span_of_value(const reader *r, uint32_t *at)
{
    const char *const text = r->source->text;
    const uint32_t n = r->source->n;
    uint32_t begin = *at;
    while (begin < n && text[begin] != '"' && text[begin] != '\'')
        begin++;
    uint32_t end = begin + 1;
    while (end < n && text[end] != text[begin])
        end++;
    *at = end + 1;
    return (dt_span){r->source->index, begin + 1, end > begin + 1 ? end : begin + 2};
}

/* ---- what expat tells -------------------------------------------------------- */

static void give_up(reader *r)
{
    r->lost = true;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static const char *keep(reader *r, const char *string)
{
    const char *const copy = dt_arena_copy(r->arena, string, strlen(string));
    r->lost = r->lost || !copy;
    return copy;
}

static void read_attributes(reader *r, const char **pairs, dt_element *element)
{
    uint32_t n = 0, at = element->where.end;
    while (pairs[2 * n])
        n++;
    dt_attribute *const list = dt_arena_array(r->arena, dt_attribute, n);
    r->lost = r->lost || !list;
    for (uint32_t k = 0; k < n && !r->lost; k++) {
        list[k].name = keep(r, pairs[2 * k]);
        list[k].value = keep(r, pairs[2 * k + 1]);
        list[k].where = span_of_value(r, &at);
    }
    element->attributes = list;
    element->n = n;
}

static void hang(reader *r, dt_element *element)
{
    dt_element *const parent = r->open;
    element->parent = parent;
    if (!parent)
        r->root = element;
    else if (parent->last)
        parent->last->next = element;
    else
        parent->child = element;
    if (parent)
        parent->last = element;
    r->open = element;
}

static void XMLCALL begin_element(void *context, const char *name, const char **pairs)
{
    reader *const r = context;
    dt_element *const element = dt_arena_new(r->arena, dt_element);
    if (!element) {
        give_up(r);
        return;
    }
    element->name = keep(r, name);
    element->where = span_of_name(r, name);
    read_attributes(r, pairs, element);
    hang(r, element);
    if (r->lost)
        give_up(r);
}

static void XMLCALL end_element(void *context, const char *name)
{
    reader *const r = context;
    (void)name;
    if (!r->lost) /* a parser that is stopped may yet end what it has not begun */
        r->open = r->open->parent;
}

/* Where "<!DOCTYPE" stands: expat tells of it at its end. */
static dt_span span_of_type(const reader *r)
{
    static const char word[] = "<!DOCTYPE";
    uint32_t at = here(r);
    while (at > r->skipped && strncmp(r->source->text + at, word, strlen(word)) != 0)
        at--;
    return (dt_span){r->source->index, at, at + (uint32_t)strlen(word)};
}

static void XMLCALL refuse_type(void *context, const char *name, const char *system,
                                const char *public_id, int has_subset)
{
    reader *const r = context;
    (void)name, (void)system, (void)public_id, (void)has_subset;
    dt_report(r->diags, DT_FINDING_xml, span_of_type(r),
              "a document type is declared, which no file of Genius has");
    dt_report_help(r->diags,
                   "entities are not expanded: write out what they stand for");
    r->refused = true;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

/* ---- the whole --------------------------------------------------------------- */

/* True when all bytes are UTF-8; reported if not. */
static bool is_utf8(const dt_source *source, dt_diags *diags)
{
    uint32_t code_point;
    for (uint32_t at = 0; at < source->n;) {
        const size_t n = dt_utf8_decode(source->text + at, source->n - at, &code_point);
        if (n == 0) {
            dt_report(diags, DT_FINDING_bad_character,
                      (dt_span){source->index, at, at + 1},
                      "this is not UTF-8, the one encoding that is read");
            return false;
        }
        at += (uint32_t)n;
    }
    return true;
}

/* Bytes before the first that is neither of a byte order mark nor blank. */
static uint32_t count_blanks(const dt_source *source)
{
    const size_t mark = strlen(DT_BYTE_ORDER_MARK);
    uint32_t at = 0;
    if (source->n >= mark && memcmp(source->text, DT_BYTE_ORDER_MARK, mark) == 0)
        at = (uint32_t)mark;
    while (at < source->n && strchr(" \t\r\n", source->text[at]) && source->text[at])
        at++;
    return at;
}

static dt_status fail_parse(reader *r, dt_error *err)
{
    const enum XML_Error code = XML_GetErrorCode(r->parser);
    const uint32_t at = here(r), n = r->source->n;
    if (r->lost || code == XML_ERROR_NO_MEMORY)
        return dt_fail_memory(err);
    if (!r->refused)
        dt_report(r->diags, DT_FINDING_xml,
                  (dt_span){r->source->index, at, at < n ? at + 1 : n},
                  "this is not well-formed XML: %s", XML_ErrorString(code));
    return dt_diags_status(r->diags, err);
}

static dt_status parse(reader *r, dt_error *err)
{
    const dt_source *const source = r->source;
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, begin_element, end_element);
    XML_SetStartDoctypeDeclHandler(r->parser, refuse_type);
    const enum XML_Status status = XML_Parse(r->parser, source->text + r->skipped,
                                             (int)(source->n - r->skipped), XML_TRUE);
    return status == XML_STATUS_OK ? DT_OK : fail_parse(r, err);
}

dt_status dt_markup_read(const dt_source *source, dt_arena *arena, dt_diags *diags,
                         const dt_element **root, dt_error *err)
{
    reader r = {.source = source, .arena = arena, .diags = diags};
    if (!is_utf8(source, diags))
        return dt_diags_status(diags, err);
    r.skipped = count_blanks(source);
    r.parser = XML_ParserCreate("UTF-8");
    if (!r.parser)
        return dt_fail_memory(err);
    const dt_status status = parse(&r, err);
    XML_ParserFree(r.parser);
    if (status == DT_OK)
        *root = r.root;
    return status;
}

const dt_attribute *dt_element_attribute(const dt_element *element, const char *name)
{
    for (uint32_t k = 0; k < element->n; k++)
        if (strcmp(element->attributes[k].name, name) == 0)
            return &element->attributes[k];
    return NULL;
}

const dt_element *dt_element_find(const dt_element *element, const char *name)
{
    while (element && strcmp(element->name, name) != 0)
        element = element->next;
    return element;
}
