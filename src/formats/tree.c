/* A node knows its value and, through its parents, its path. Readers stop when the list
 * of findings is full, so that a file in which everything is wrong costs no more than
 * one in which little is. */
#include "formats/tree.h"

#include "base/fail.h"
#include "base/nearest.h"
#include "lang/lexer.h"

#include <stdarg.h>
#include <string.h>

/* ---- reading ----------------------------------------------------------------- */

dt_status dt_tree_read(const dt_source *source, dt_diags *diags, dt_tree *tree,
                       dt_error *err)
{
    *tree = (dt_tree){.source = source, .diags = diags};
    return dt_value_read(source, &tree->arena, diags, &tree->root, err);
}

void dt_tree_release(dt_tree *tree)
{
    dt_arena_release(&tree->arena);
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

/* The value; of an object or a list only the bracket. What is missing is shown where
 * its parent stands. */
static dt_span span_of(const dt_node *node)
{
    const dt_value *const value = node->value ? node->value : node->parent->value;
    const bool brackets =
        value->kind == DT_VALUE_OBJECT || value->kind == DT_VALUE_LIST;
    return (dt_span){node->tree->source->index, value->begin,
                     brackets ? value->begin + 1 : value->end};
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
    va_list args;
    va_start(args, format);
    report_at(node, id, span_of(node), format, args);
    va_end(args);
}

/* The same, and the member's name is shown. */
DT_PRINTF(3, 4)
static void report_key(const dt_node *member, dt_finding_id id, const char *format, ...)
{
    const dt_span where = {member->tree->source->index, member->value->key_begin,
                           member->value->key_end};
    va_list args;
    va_start(args, format);
    report_at(member, id, where, format, args);
    va_end(args);
}

/* ---- going down -------------------------------------------------------------- */

dt_node dt_tree_root(dt_tree *tree)
{
    return (dt_node){.tree = tree, .value = &tree->root};
}

dt_node dt_node_member(const dt_node *object, const char *key)
{
    dt_node member = {.tree = object->tree, .parent = object, .key = key};
    if (dt_node_kind(object) == DT_VALUE_OBJECT)
        for (size_t k = 0; k < object->value->n && !member.value; k++)
            if (strcmp(object->value->items[k].key, key) == 0)
                member.value = &object->value->items[k];
    return member;
}

dt_node dt_node_item(const dt_node *list, size_t k)
{
    const dt_value *const value = &list->value->items[k];
    return (dt_node){.tree = list->tree,
                     .parent = list,
                     .value = value,
                     .key = value->key,
                     .index = k};
}

size_t dt_node_count(const dt_node *list)
{
    return list->value ? list->value->n : 0;
}

dt_value_kind dt_node_kind(const dt_node *node)
{
    return node->value ? node->value->kind : DT_VALUE_NOTHING;
}

/* ---- what it is -------------------------------------------------------------- */

static const char *const kind_names[] = {
    [DT_VALUE_NOTHING] = "nothing", [DT_VALUE_OBJECT] = "an object",
    [DT_VALUE_LIST] = "a list",     [DT_VALUE_STRING] = "a string",
    [DT_VALUE_NUMBER] = "a number", [DT_VALUE_TRUE] = "true",
    [DT_VALUE_FALSE] = "false",     [DT_VALUE_NULL] = "null",
};

static bool is_of_kind(const dt_node *node, dt_value_kind kind)
{
    const dt_value_kind found = dt_node_kind(node);
    if (found == kind)
        return true;
    dt_node_report(node, DT_FINDING_json, "expected %s, found %s", kind_names[kind],
                   kind_names[found]);
    return false;
}

bool dt_node_is_object(const dt_node *node)
{
    return is_of_kind(node, DT_VALUE_OBJECT);
}

bool dt_node_is_list(const dt_node *node)
{
    return is_of_kind(node, DT_VALUE_LIST);
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
    if (!is_of_kind(node, DT_VALUE_STRING))
        return NULL;
    if (!holds_control_characters(node->value->string))
        return node->value->string;
    dt_node_report(node, DT_FINDING_json,
                   "a string cannot hold control characters, such as a line's end");
    return NULL;
}

bool dt_node_is_whole(const dt_node *node, uint32_t *number)
{
    uint64_t found = 0;
    if (dt_node_kind(node) != DT_VALUE_NUMBER)
        return false;
    for (const char *c = node->value->string; *c; c++) {
        if (*c < '0' || *c > '9' || found > UINT32_MAX)
            return false;
        found = found * 10 + (uint64_t)(*c - '0');
    }
    *number = (uint32_t)found;
    return found <= UINT32_MAX;
}

bool dt_node_number(const dt_node *node, uint32_t least, uint32_t most,
                    uint32_t *number)
{
    uint32_t found = 0;
    if (dt_node_kind(node) != DT_VALUE_NUMBER)
        dt_node_report(node, DT_FINDING_json, "expected a whole number, found %s",
                       kind_names[dt_node_kind(node)]);
    else if (!dt_node_is_whole(node, &found) || found < least || found > most)
        dt_node_report(node, DT_FINDING_json,
                       "expected a whole number from %u to %u, found %s", least, most,
                       node->value->string);
    else {
        *number = found;
        return true;
    }
    return false;
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
    for (size_t k = 0; k < dt_node_count(object); k++) {
        const dt_node member = dt_node_item(object, k);
        if (!is_among(member.key, known))
            report_stranger(&member, known, id);
        if (dt_diags_full(object->tree->diags))
            return;
    }
}
