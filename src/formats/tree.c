/* jansson reads the text and forgets where things stood. That is asked for only when
 * something is wrong, so it is not kept but found again: a walk along the path over the
 * text, which is known to be JSON by then. Members of an object are counted, not
 * compared: jansson keeps their order, and a key may be spelt with escapes.
 *
 * Readers stop when the list of findings is full, and a walk is made for findings that
 * are kept only; so a file in which everything is wrong costs some dozen walks. */
#include "formats/tree.h"

#include "base/fail.h"
#include "base/nearest.h"
#include "lang/lexer.h"

#include <stdarg.h>
#include <string.h>

/* ---- where a value stands ---------------------------------------------------- */

static uint32_t skip_blanks(const char *text, uint32_t at)
{
    return at + (uint32_t)strspn(text + at, " \t\r\n");
}

/* Behind the string whose quote stands at the place. */
static uint32_t skip_string(const char *text, uint32_t at)
{
    for (at++; text[at] != '"'; at++)
        if (text[at] == '\\')
            at++;
    return at + 1;
}

/* Behind the value that begins at the place. */
static uint32_t skip_value(const char *text, uint32_t at)
{
    uint32_t depth = 0;
    do {
        const char c = text[at];
        if (c == '"') {
            at = skip_string(text, at);
            continue;
        }
        if (c == '[' || c == '{')
            depth++;
        else if (c == ']' || c == '}')
            depth--;
        else if (depth == 0)
            return at + (uint32_t)strcspn(text + at, ",]} \t\r\n");
        at++;
    } while (depth > 0);
    return at;
}

/* The number of the node among its parent's items or members. */
static size_t ordinal(const dt_node *node)
{
    const char *key;
    json_t *value;
    size_t k = 0;
    if (!node->key)
        return node->index;
    json_object_foreach(node->parent->value, key, value)
    {
        if (strcmp(key, node->key) == 0)
            break;
        k++;
    }
    return k;
}

/* Behind the key and the colon of a member, where its value begins. */
static uint32_t skip_key(const char *text, uint32_t at)
{
    return skip_blanks(text, skip_blanks(text, skip_string(text, at)) + 1);
}

/* The first byte of item `k` of the container that begins at the place; of a member's
 * key. */
static uint32_t find_child(const char *text, uint32_t at, size_t k)
{
    const bool has_keys = text[at] == '{';
    at = skip_blanks(text, at + 1);
    for (; k > 0; k--) {
        at = has_keys ? skip_key(text, at) : at;
        at = skip_blanks(text, skip_value(text, at));
        at = skip_blanks(text, at + 1); /* past the comma */
    }
    return at;
}

/* A byte order mark is harmless, though jansson does not think so. */
static uint32_t length_of_mark(const dt_source *source)
{
    return source->n >= 3 && memcmp(source->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* The first byte of the node's value. */
static uint32_t find_begin(const dt_node *node)
{
    const dt_source *const source = node->tree->source;
    if (!node->parent)
        return skip_blanks(source->text, length_of_mark(source));
    const uint32_t at = find_child(source->text, find_begin(node->parent), ordinal(node));
    return node->key ? skip_key(source->text, at) : at;
}

/* The node's value; of an object or a list only the bracket. What is missing is shown
 * where its parent stands. */
static dt_span find_span(const dt_node *node)
{
    const dt_source *const source = node->tree->source;
    const dt_node *const there = node->value ? node : node->parent;
    const uint32_t begin = find_begin(there);
    const bool is_container =
        json_is_object(there->value) || json_is_array(there->value);
    const uint32_t end = is_container ? begin + 1 : skip_value(source->text, begin);
    return (dt_span){source->index, begin, end};
}

static dt_span find_key_span(const dt_node *member)
{
    const dt_source *const source = member->tree->source;
    const uint32_t begin =
        find_child(source->text, find_begin(member->parent), ordinal(member));
    return (dt_span){source->index, begin, skip_string(source->text, begin)};
}

/* ---- what it is called ------------------------------------------------------- */

void dt_node_path(const dt_node *node, dt_text *text)
{
    if (!node->parent)
        return;
    dt_node_path(node->parent, text);
    if (!node->key)
        dt_text_format(text, "[%zu]", node->index);
    else if (dt_is_word(node->key, strlen(node->key)))
        dt_text_format(text, "%s%s", node->parent->parent ? "." : "", node->key);
    else
        dt_text_format(text, "[\"%s\"]", node->key);
}

/* Only findings that will be shown are worth a walk. */
static bool is_kept(const dt_diags *diags, dt_finding_id id)
{
    static const dt_severity severity[DT_N_FINDINGS] = {
#define DT_FINDING(id, severity) DT_SEVERITY_##severity,
#include "base/findings.def"
#undef DT_FINDING
    };
    return dt_diags_count(diags, severity[id]) < DT_DIAGS_MAX;
}

DT_PRINTF(4, 0)
static void report_at(const dt_node *node, dt_finding_id id, dt_span where,
                      const char *format, va_list args)
{
    dt_tree *const tree = node->tree;
    dt_text text = {0};
    dt_node_path(node, &text);
    dt_text_add(&text, text.n ? ": " : "");
    dt_text_vformat(&text, format, args);
    dt_report(tree->diags, id, where, "%s", dt_text_string(&text));
    tree->lost = tree->lost || text.failed;
    dt_text_release(&text);
}

void dt_node_report(const dt_node *node, dt_finding_id id, const char *format, ...)
{
    const bool kept = is_kept(node->tree->diags, id);
    va_list args;
    va_start(args, format);
    report_at(node, id, kept ? find_span(node) : DT_NOWHERE, format, args);
    va_end(args);
}

/* The same, and the member's key is shown. */
DT_PRINTF(3, 4)
static void report_key(const dt_node *member, dt_finding_id id, const char *format, ...)
{
    const bool kept = is_kept(member->tree->diags, id);
    va_list args;
    va_start(args, format);
    report_at(member, id, kept ? find_key_span(member) : DT_NOWHERE, format, args);
    va_end(args);
}

/* ---- going down -------------------------------------------------------------- */

dt_node dt_tree_root(dt_tree *tree)
{
    return (dt_node){.tree = tree, .value = tree->root};
}

dt_node dt_node_member(const dt_node *object, const char *key)
{
    return (dt_node){.tree = object->tree,
                     .parent = object,
                     .value = json_object_get(object->value, key),
                     .key = key};
}

dt_node dt_node_item(const dt_node *list, size_t k)
{
    return (dt_node){.tree = list->tree,
                     .parent = list,
                     .value = json_array_get(list->value, k),
                     .index = k};
}

size_t dt_node_count(const dt_node *list)
{
    return json_array_size(list->value);
}

/* ---- what it is -------------------------------------------------------------- */

static const char *kind_of(const json_t *value)
{
    if (!value)
        return "nothing";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
        return "a number";
    case JSON_REAL:
        return "a decimal number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        return "null";
    }
    return "something else";
}

static void report_kind(const dt_node *node, const char *wanted)
{
    dt_node_report(node, DT_FINDING_json, "expected %s, found %s", wanted,
                   kind_of(node->value));
}

bool dt_node_is_object(const dt_node *node)
{
    if (json_is_object(node->value))
        return true;
    report_kind(node, "an object");
    return false;
}

bool dt_node_is_list(const dt_node *node)
{
    if (json_is_array(node->value))
        return true;
    report_kind(node, "a list");
    return false;
}

bool dt_node_is_filled(const dt_node *node)
{
    if (!dt_node_is_list(node))
        return false;
    if (dt_node_count(node) == 0)
        dt_node_report(node, DT_FINDING_missing, "this list is empty");
    return dt_node_count(node) > 0;
}

static bool holds_control_characters(const char *string)
{
    for (; *string; string++)
        if (((unsigned char)*string < 0x20 && *string != '\t') || *string == 0x7f)
            return true;
    return false;
}

const char *dt_node_string(const dt_node *node)
{
    if (!json_is_string(node->value)) {
        report_kind(node, "a string");
        return NULL;
    }
    const char *const string = json_string_value(node->value);
    if (holds_control_characters(string)) {
        dt_node_report(node, DT_FINDING_json,
                       "a string cannot hold control characters, such as a line's end");
        return NULL;
    }
    return string;
}

bool dt_node_number(const dt_node *node, uint32_t least, uint32_t most,
                    uint32_t *number)
{
    if (!json_is_integer(node->value)) {
        report_kind(node, "a whole number");
        return false;
    }
    const json_int_t value = json_integer_value(node->value);
    if (value < least || value > most) {
        dt_node_report(
            node, DT_FINDING_json,
            "expected a whole number from %u to %u, found %" JSON_INTEGER_FORMAT, least,
            most, value);
        return false;
    }
    *number = (uint32_t)value;
    return true;
}

static void put_words(const char *const *words, dt_text *text)
{
    for (size_t k = 0; words[k]; k++)
        dt_text_format(text, "%s'%s'",
                       k == 0         ? ""
                       : words[k + 1] ? ", "
                                      : " or ",
                       words[k]);
}

int dt_node_word(const dt_node *node, const char *const *words)
{
    const char *const string = dt_node_string(node);
    if (!string)
        return -1;
    for (int k = 0; words[k]; k++)
        if (strcmp(words[k], string) == 0)
            return k;
    dt_text all = {0};
    put_words(words, &all);
    dt_node_report(node, DT_FINDING_json, "expected %s, found '%s'",
                   dt_text_string(&all), string);
    node->tree->lost = node->tree->lost || all.failed;
    dt_text_release(&all);
    return -1;
}

/* ---- strange members --------------------------------------------------------- */

static bool is_among(const char *key, const char *const *known)
{
    for (size_t k = 0; known[k]; k++)
        if (strcmp(known[k], key) == 0)
            return true;
    return false;
}

static void report_stranger(const dt_node *member, const char *const *known,
                            dt_finding_id id)
{
    dt_nearest nearest = dt_nearest_to(member->key, strlen(member->key));
    for (size_t k = 0; known[k]; k++)
        dt_nearest_offer(&nearest, known[k]);
    if (id == DT_FINDING_not_carried)
        report_key(member, id, "not known, and not carried over");
    else
        report_key(member, id, "no member of that name is known here");
    if (nearest.best)
        dt_report_help(member->tree->diags, "did you mean '%s'?", nearest.best);
}

void dt_node_check_members(const dt_node *object, const char *const *known,
                           dt_finding_id id)
{
    const char *key;
    json_t *value;
    json_object_foreach(object->value, key, value)
    {
        const dt_node member = dt_node_member(object, key);
        if (!is_among(key, known))
            report_stranger(&member, known, id);
        if (dt_diags_full(object->tree->diags))
            return;
    }
}

/* ---- reading ----------------------------------------------------------------- */

/* Split what jansson says, "']' expected near 'x'", into its words and the length of
 * what it quotes. */
static size_t cut_quote(char *text)
{
    char *const near = strstr(text, " near ");
    if (!near)
        return 0;
    const char *const quote = near + strlen(" near '");
    const size_t n = near[strlen(" near ")] == '\'' ? strlen(quote) : 0;
    *near = '\0';
    return n ? n - 1 : 0;
}

/* What is said, in our words where jansson's would not help. */
static const char *say(enum json_error_code code)
{
    switch (code) {
    case json_error_invalid_utf8:
        return "these bytes are not UTF-8 text";
    case json_error_end_of_input_expected:
        return "the JSON text is complete before this";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a string cannot hold the character \\u0000";
    case json_error_duplicate_key:
        return "a member of this name stands here already";
    case json_error_numeric_overflow:
        return "this number is too large";
    case json_error_stack_overflow:
        return "brackets are nested too deep to be read";
    case json_error_unknown:
    case json_error_out_of_memory:
    case json_error_cannot_open_file:
    case json_error_invalid_argument:
    case json_error_premature_end_of_input:
    case json_error_invalid_syntax:
    case json_error_invalid_format:
    case json_error_wrong_type:
    case json_error_null_value:
    case json_error_item_not_found:
    case json_error_index_out_of_range:
        return NULL;
    }
    return NULL;
}

/* jansson's position is behind the word it stumbled over, or before a bad byte. */
static void report_syntax(const dt_source *source, dt_diags *diags,
                          json_error_t *trouble)
{
    const enum json_error_code code = json_error_code(trouble);
    const uint32_t at = (uint32_t)trouble->position + length_of_mark(source);
    const uint32_t end = at < source->n ? at : source->n;
    const uint32_t quoted = (uint32_t)cut_quote(trouble->text);
    dt_span where = {source->index, end > quoted ? end - quoted : 0, end};
    if (code == json_error_invalid_utf8)
        where = (dt_span){source->index, end, end + 1};
    const char *const words = say(code);
    dt_report(diags,
              code == json_error_stack_overflow ? DT_FINDING_too_deep : DT_FINDING_json,
              where, "%s%s", words ? "" : "not JSON: ", words ? words : trouble->text);
}

dt_status dt_tree_read(const dt_source *source, dt_diags *diags, dt_tree *tree,
                       dt_error *err)
{
    json_error_t trouble = {0};
    const uint32_t mark = length_of_mark(source);
    *tree = (dt_tree){.source = source, .diags = diags};
    tree->root = json_loadb(source->text + mark, source->n - mark,
                            JSON_REJECT_DUPLICATES, &trouble);
    if (tree->root)
        return DT_OK;
    const enum json_error_code code = json_error_code(&trouble);
    if (code == json_error_out_of_memory || code == json_error_unknown)
        return dt_fail_memory(err); /* it does not always say so */
    report_syntax(source, diags, &trouble);
    return dt_diags_status(diags, err);
}

void dt_tree_release(dt_tree *tree)
{
    json_decref(tree->root);
    tree->root = NULL;
}
