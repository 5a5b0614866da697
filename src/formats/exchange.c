/* The JSON form of a model (docs/json.md, "The model"), read.
 *
 * The members become statements of the language, in its order, and the language's
 * reader does the rest. So that a string can become nothing but what it stands for,
 * each is checked before it is written:
 *
 *     a name      is one word, and none that formulas reserve
 *     a level     is one word or number
 *     a label     holds no control character; quotes and backslashes are escaped
 *     a number    is read as a decimal, and written anew
 *     a formula   is read as one formula, with nothing before or behind it */
#include "formats/exchange.h"
#include "base/decimal.h"
#include "base/fail.h"
#include "formats/formats.h"
#include "formats/script.h"
#include "lang/read.h"
#include "lang/syntax.h"

#include <string.h>

static void read_items(dt_exchange *r, const dt_node *list, dt_exchange_item *read)
{
    if (!dt_node_is_list(list))
        return;
    for (size_t k = 0; k < dt_node_count(list) && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(list, k);
        read(r, &item);
    }
}

/* The same for a member that may be missing. */
void dt_exchange_member(dt_exchange *r, const dt_node *object, const char *key,
                        dt_exchange_item *read)
{
    const dt_node list = dt_node_member(object, key);
    if (!list.value)
        return;
    dt_text_add(r->out, "\n");
    read_items(r, &list, read);
}

/* ---- strings ----------------------------------------------------------------- */

bool dt_exchange_is_name(const char *text, size_t n)
{
    return dt_is_word(text, n) && !dt_word_is_reserved(text, n);
}

static void report_name(const dt_node *node, const char *text)
{
    if (dt_word_is_reserved(text, strlen(text)))
        dt_node_report(node, DT_FINDING_reserved_word,
                       "'%s' is a word of formulas and cannot be a name", text);
    else
        dt_node_report(node, DT_FINDING_json,
                       "'%s' is no name: it takes one word of letters, digits and '_'",
                       text);
}

/* A name as it is; "?" when it is none, which is reported. */
const char *dt_exchange_name(const dt_node *object, const char *key)
{
    const dt_node node = dt_node_member(object, key);
    const char *const name = dt_node_string(&node);
    if (!name || dt_exchange_is_name(name, strlen(name)))
        return name ? name : "?";
    report_name(&node, name);
    return "?";
}

const char *dt_exchange_level(const dt_node *node)
{
    const char *const name = dt_node_string(node);
    if (!name || dt_is_word(name, strlen(name)) || dt_is_number(name, strlen(name)))
        return name ? name : "?";
    dt_node_report(node, DT_FINDING_json,
                   "'%s' is no level: it takes one word or one number", name);
    return "?";
}

void dt_exchange_label(dt_exchange *r, const dt_node *object)
{
    const dt_node node = dt_node_member(object, "label");
    if (node.value)
        dt_script_label(r->out, dt_node_string(&node));
}

/* A formula is parsed as a source of its own, named by its path: its findings then show
 * the very place. */
static bool is_formula(dt_exchange *r, const dt_node *node, const char *text,
                       bool is_rule)
{
    dt_text name = {0};
    dt_text_format(&name, "%s: ", r->tree.source->name);
    dt_node_path(node, &name);
    const dt_source *const source =
        name.failed ? NULL
                    : dt_diags_add_source(r->diags, name.bytes, text, strlen(text));
    dt_text_release(&name);
    const dt_status status = !source   ? DT_ENOMEM
                             : is_rule ? dt_lang_check_ratify(source, r->diags, NULL)
                                       : dt_lang_check_formula(source, r->diags, NULL);
    r->tree.lost = r->tree.lost || status == DT_ENOMEM;
    return status == DT_OK;
}

void dt_exchange_formula(dt_exchange *r, const dt_node *node, bool is_rule)
{
    const char *const text = dt_node_string(node);
    if (!text)
        return;
    if (strchr(text, '#'))
        dt_node_report(node, DT_FINDING_json, "a formula cannot hold a comment");
    else if (is_formula(r, node, text, is_rule))
        dt_text_add(r->out, text);
}

static void put_formula(dt_exchange *r, const dt_node *node)
{
    dt_exchange_formula(r, node, false);
}

static void put_formula_member(dt_exchange *r, const dt_node *object, const char *key)
{
    const dt_node node = dt_node_member(object, key);
    put_formula(r, &node);
}

/* ---- the conflict ------------------------------------------------------------ */

static void read_title(dt_exchange *r, const dt_node *root)
{
    const dt_node title = dt_node_member(root, "conflict");
    const char *const text = title.value ? dt_node_string(&title) : NULL;
    if (!text)
        return;
    dt_text_add(r->out, "conflict ");
    dt_script_string(r->out, text);
    dt_text_add(r->out, "\n");
}

static void read_source(dt_exchange *r, const dt_node *item)
{
    const char *const text = dt_node_string(item);
    if (!text)
        return;
    dt_text_add(r->out, "source ");
    dt_script_string(r->out, text);
    dt_text_add(r->out, "\n");
}

static void read_level(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"name", "label", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    const dt_node name = dt_node_member(item, "name");
    dt_text_format(r->out, "%s%s", item->index ? ", " : "", dt_exchange_level(&name));
    dt_exchange_label(r, item);
}

/* Which way the choice goes; when it is not said, both. */
static dt_way way_of(const dt_node *choice)
{
    static const char *const words[] = {"both", "up", "down", NULL};
    static const dt_way ways[] = {DT_WAY_BOTH, DT_WAY_UP, DT_WAY_DOWN};
    const dt_node way = dt_node_member(choice, "way");
    const int which = way.value ? dt_node_word(&way, words) : 0;
    return which < 0 ? DT_WAY_BOTH : ways[which];
}

static void read_choice(dt_exchange *r, const dt_node *item)
{
    static const char *const kinds[] = {"option", "issue", NULL};
    static const char *const known[][6] = {
        {"kind", "name", "label", "way", NULL},
        {"kind", "name", "label", "way", "levels", NULL}};
    if (!dt_node_is_object(item))
        return;
    const dt_node kind = dt_node_member(item, "kind");
    const int which = dt_node_word(&kind, kinds);
    if (which < 0)
        return;
    dt_node_check_members(item, known[which], DT_FINDING_json);
    dt_text_format(r->out, "    %s %s", kinds[which], dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    dt_script_way(r->out, which == 0, way_of(item));
    if (which == 1) {
        const dt_node levels = dt_node_member(item, "levels");
        dt_text_add(r->out, " : ");
        if (dt_node_is_filled(&levels))
            read_items(r, &levels, read_level);
    }
    dt_text_add(r->out, "\n");
}

static void read_actor(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"name", "label", "choices", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "actor %s", dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    dt_text_add(r->out, " {\n");
    const dt_node choices = dt_node_member(item, "choices");
    read_items(r, &choices, read_choice);
    dt_text_add(r->out, "}\n");
}

/* ---- rules ------------------------------------------------------------------- */

static void read_rule(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"kind", "formula", NULL};
    static const char *const kinds[] = {"always", "impossible", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    const dt_node kind = dt_node_member(item, "kind");
    const int which = dt_node_word(&kind, kinds);
    dt_text_format(r->out, "%s ", which < 0 ? "?" : kinds[which]);
    put_formula_member(r, item, "formula");
    dt_text_add(r->out, "\n");
}

static void read_merge(dt_exchange *r, const dt_node *item)
{
    dt_text_add(r->out, "merge ");
    put_formula(r, item);
    dt_text_add(r->out, "\n");
}

static void read_forbid(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"actor", "from", "to", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "forbid %s from ", dt_exchange_name(item, "actor"));
    put_formula_member(r, item, "from");
    dt_text_add(r->out, " to ");
    put_formula_member(r, item, "to");
    dt_text_add(r->out, "\n");
}

/* `us.relief`, or `relief` */
bool dt_exchange_is_choice(const char *text)
{
    const char *const dot = strchr(text, '.');
    if (!dot)
        return dt_exchange_is_name(text, strlen(text));
    return dt_exchange_is_name(text, (size_t)(dot - text)) &&
           dt_exchange_is_name(dot + 1, strlen(dot + 1));
}

void dt_exchange_state(dt_exchange *r, const dt_node *state)
{
    if (!dt_node_is_object(state))
        return;
    for (size_t k = 0; k < dt_node_count(state); k++) {
        const dt_node level = dt_node_item(state, k);
        if (dt_exchange_is_choice(level.key))
            dt_text_format(r->out, "    %s = %s\n", level.key,
                           dt_exchange_level(&level));
        else
            dt_node_report(&level, DT_FINDING_json, "this names no option or issue");
    }
}

static void read_status_quo(dt_exchange *r, const dt_node *root)
{
    const dt_node status_quo = dt_node_member(root, "status_quo");
    if (!status_quo.value)
        return;
    dt_text_add(r->out, "\nstatus quo {\n");
    dt_exchange_state(r, &status_quo);
    dt_text_add(r->out, "}\n");
}

/* ---- preferences ------------------------------------------------------------- */

/* Items side by side, braces around them when there are several. */
static void put_group(dt_exchange *r, const dt_node *list, dt_exchange_item *put)
{
    const size_t n = dt_node_count(list);
    dt_text_add(r->out, n > 1 ? "    { " : "    ");
    for (size_t k = 0; k < n && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(list, k);
        dt_text_add(r->out, k ? ", " : "");
        put(r, &item);
    }
    dt_text_add(r->out, n > 1 ? " }\n" : "\n");
}

static void read_statement(dt_exchange *r, const dt_node *item)
{
    if (dt_node_kind(item) == DT_VALUE_LIST) {
        if (dt_node_is_filled(item))
            put_group(r, item, put_formula);
        return;
    }
    dt_text_add(r->out, "    ");
    put_formula(r, item);
    dt_text_add(r->out, "\n");
}

/* The digits with their point moved to the right by `shift`, which may be negative. */
static bool shift_point(const char *digits, size_t n, long shift, dt_text *plain)
{
    const char *const point = memchr(digits, '.', n);
    const bool negative = n > 0 && *digits == '-';
    long before = (point ? point - digits : (long)n) - negative + shift;
    dt_text_add(plain, negative ? "-0" : "0");
    for (long zeros = before; zeros < 0; zeros++)
        dt_text_add(plain, zeros == before ? ".0" : "0");
    for (size_t k = negative; k < n; k++) {
        if (digits + k == point)
            continue;
        if (before-- == 0)
            dt_text_add(plain, ".");
        dt_text_add_n(plain, digits + k, 1);
    }
    if (before > 0)
        dt_text_repeat(plain, '0', (size_t)before);
    return !plain->failed;
}

/* Exponents up to two digits: beyond, the number is too large or too small anyway. */
static bool read_exponent(const char *digits, long *exponent)
{
    int64_t units;
    const size_t n = strlen(digits);
    if (n > 3 || !dt_decimal_read(digits, n, &units) || units % DT_DECIMAL_ONE != 0)
        return false;
    *exponent = (long)(units / DT_DECIMAL_ONE);
    return true;
}

/* A term's number: "40", "-0.5", or a JSON number, which may have an exponent. */
static bool read_decimal(dt_exchange *r, const dt_node *node, int64_t *units)
{
    const dt_value_kind kind = dt_node_kind(node);
    if (kind != DT_VALUE_NUMBER && kind != DT_VALUE_STRING)
        return false;
    const char *const digits = node->value->string;
    const size_t n = strlen(digits), mantissa = strcspn(digits, "eE");
    if (kind == DT_VALUE_STRING || mantissa == n)
        return dt_decimal_read(digits, n, units);
    dt_text plain = {0};
    long exponent;
    const bool read = read_exponent(digits + mantissa + 1, &exponent) &&
                      shift_point(digits, mantissa, exponent, &plain) &&
                      dt_decimal_read(plain.bytes, plain.n, units);
    r->tree.lost = r->tree.lost || plain.failed;
    dt_text_release(&plain);
    return read;
}

void dt_exchange_decimal(dt_exchange *r, const dt_node *number)
{
    char digits[DT_DECIMAL_ROOM];
    int64_t units = 0;
    if (!read_decimal(r, number, &units))
        dt_node_report(number, DT_FINDING_bad_number,
                       "expected a number up to %d with at most %d decimal places",
                       (int)DT_DECIMAL_MAX, DT_DECIMAL_PLACES);
    dt_text_add(r->out, dt_decimal_write(units, digits));
}

void dt_exchange_number(dt_exchange *r, const dt_node *object)
{
    const dt_node number = dt_node_member(object, "number");
    dt_exchange_decimal(r, &number);
}

static void read_term(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"number", "formula", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_add(r->out, "    ");
    dt_exchange_number(r, item);
    dt_text_add(r->out, " ");
    put_formula_member(r, item, "formula");
    dt_text_add(r->out, "\n");
}

/* A state number, or a formula. */
static void put_place(dt_exchange *r, const dt_node *item)
{
    uint32_t number;
    if (dt_node_kind(item) == DT_VALUE_STRING)
        put_formula(r, item);
    else if (dt_node_number(item, 1, UINT32_MAX - 1, &number))
        dt_text_format(r->out, "%u", number);
}

static void read_tier(dt_exchange *r, const dt_node *item)
{
    if (dt_node_is_filled(item))
        put_group(r, item, put_place);
}

static const struct {
    const char *word;
    dt_exchange_item *read;
} blocks[] = {
    {"prefer", read_statement},
    {"value", read_term},
    {"rank", read_tier},
};

/* The blocks, and how many there are. `actor` is NULL inside a type. */
size_t dt_exchange_blocks(dt_exchange *r, const dt_node *wants, const char *actor)
{
    size_t n = 0;
    for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++) {
        const dt_node block = dt_node_member(wants, blocks[k].word);
        if (!block.value)
            continue;
        n++;
        dt_text_format(r->out, "%s %s {\n", blocks[k].word, actor ? actor : "");
        if (dt_node_is_filled(&block))
            read_items(r, &block, blocks[k].read);
        dt_text_add(r->out, "}\n");
    }
    return n;
}

static void read_wants(dt_exchange *r, const dt_node *wants, const char *actor)
{
    if (dt_exchange_blocks(r, wants, actor) == 0)
        dt_node_report(wants, DT_FINDING_missing,
                       "expected 'prefer', 'value' or 'rank'");
}

static void read_preference(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"actor", "prefer", "value", "rank", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    read_wants(r, item, dt_exchange_name(item, "actor"));
}

static void read_type(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"actor",  "name",  "label", "prior",
                                        "prefer", "value", "rank",  NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "type %s.", dt_exchange_name(item, "actor"));
    dt_text_add(r->out, dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    const dt_node prior = dt_node_member(item, "prior");
    if (prior.value) {
        dt_text_add(r->out, " ");
        dt_exchange_decimal(r, &prior);
    }
    const bool is_plain = !dt_node_member(item, "prefer").value &&
                          !dt_node_member(item, "value").value &&
                          !dt_node_member(item, "rank").value;
    dt_text_add(r->out, is_plain ? "\n" : " {\n");
    if (is_plain)
        return;
    dt_exchange_blocks(r, item, NULL);
    dt_text_add(r->out, "}\n");
}

/* ---- the whole --------------------------------------------------------------- */

static bool is_model(const dt_node *root)
{
    static const char *const versions[] = {DT_JSON_MODEL, NULL};
    if (!dt_node_is_object(root))
        return false;
    const dt_node version = dt_node_member(root, "detente");
    if (dt_node_word(&version, versions) == 0)
        return true;
    if (dt_node_member(root, "decisionMakers").value)
        dt_report_help(root->tree->diags,
                       "a file of GMCR+ is known by its name, which ends with '.gmcr'");
    else
        dt_report_help(root->tree->diags, "a model says '\"detente\": \"%s\"'",
                       DT_JSON_MODEL);
    return false;
}

static void read_model(dt_exchange *r)
{
    static const char *const known[] = {
        "detente",     "conflict", "sources",      "actors",
        "rules",       "merge",    "forbid",       "status_quo",
        "preferences", "types",    "$schema",      "constituencies",
        "ratify",      "table",    "on_the_table", "off_the_table",
        "fallbacks",   "deals",    "arenas",       "prior",
        "tests",       "signals",  "drift",        "precision",
        "trust",       NULL};
    const dt_node root = dt_tree_root(&r->tree);
    if (!is_model(&root))
        return;
    dt_node_check_members(&root, known, DT_FINDING_json);
    const dt_node actors = dt_node_member(&root, "actors");
    read_title(r, &root);
    dt_exchange_member(r, &root, "sources", read_source);
    read_items(r, &actors, read_actor);
    dt_exchange_member(r, &root, "rules", read_rule);
    dt_exchange_member(r, &root, "merge", read_merge);
    dt_exchange_member(r, &root, "forbid", read_forbid);
    read_status_quo(r, &root);
    dt_exchange_member(r, &root, "preferences", read_preference);
    dt_exchange_member(r, &root, "types", read_type);
    dt_exchange_talks(r, &root);
    dt_exchange_intentions(r, &root);
}

dt_status dt_json_to_conflict(const dt_source *source, dt_diags *diags,
                              dt_text *conflict, dt_error *err)
{
    dt_exchange r = {.diags = diags, .out = conflict};
    dt_status status = dt_tree_read(source, diags, &r.tree, err);
    if (status == DT_OK) {
        read_model(&r);
        status = r.tree.lost || conflict->failed ? dt_fail_memory(err)
                                                 : dt_diags_status(diags, err);
    }
    dt_tree_release(&r.tree);
    return status;
}
