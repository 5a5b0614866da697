/* Files of GMCR+ and gmcr-py, read (docs/gmcr.md).
 *
 * The file is one JSON object: a list of options, a list of decision makers, each with
 * the numbers of its options (from 0) and what it wants, and a list of conditions that
 * no state may satisfy. A condition is a list of [option, "Y" or "N"] that all hold, or
 * an object that lists conditions of which one holds.
 *
 * State numbers carry over as they are. gmcr-py puts the options in the order of the
 * decision makers before it numbers the feasible states by their codes, the first
 * option being the least significant; and so do we. So nothing has to be renumbered,
 * even where the file lists its options in another order.
 *
 * A condition on two options that lists two or three of their four cases is what that
 * program makes of `iff` and `if`; it becomes one of these again. What it means is the
 * same either way. */
#include "base/fail.h"
#include "formats/formats.h"
#include "formats/script.h"
#include "formats/slug.h"
#include "formats/tree.h"

#include <string.h>

#define NOBODY UINT32_MAX

typedef struct option {
    const char *name, *id; /* the id is made when the owner is known */
    dt_way way;
    uint32_t owner; /* a decision maker, or NOBODY */
} option;

typedef struct maker {
    const char *name, *id;
    uint32_t n_options;
    uint32_t *options; /* [n_options], in the order in which the maker lists them */
} maker;

typedef struct reader {
    dt_tree tree;
    dt_diags *diags;
    dt_text *out;
    dt_arena arena;
    uint32_t n_options, n_makers;
    option *options;
    maker *makers;
    bool manual; /* rankings count, not statements */
} reader;

/* ---- names ------------------------------------------------------------------------
 */

static const char *keep(reader *r, dt_text *id)
{
    const char *const copy =
        id->failed ? NULL : dt_arena_copy(&r->arena, dt_text_string(id), id->n);
    r->tree.lost = r->tree.lost || !copy;
    dt_text_release(id);
    return copy ? copy : "?";
}

static const char *make_id(reader *r, const char *label, const char *otherwise)
{
    dt_text id = {0};
    dt_slug(label, otherwise, &id);
    return keep(r, &id);
}

static const char *number_id(reader *r, const char *id, uint32_t number)
{
    dt_text text = {0};
    dt_text_format(&text, "%s_%u", id, number);
    return keep(r, &text);
}

static bool is_maker_id(const reader *r, uint32_t before, const char *id)
{
    for (uint32_t m = 0; m < before; m++)
        if (strcmp(r->makers[m].id, id) == 0)
            return true;
    return false;
}

static bool is_option_id(const reader *r, const maker *of, uint32_t before,
                         const char *id)
{
    for (uint32_t k = 0; k < before; k++)
        if (strcmp(r->options[of->options[k]].id, id) == 0)
            return true;
    return false;
}

/* Decision makers differ from each other, options from the others of their owner: the
 * second of a name gets _2 behind it, the third _3. */
static void make_ids(reader *r, uint32_t m)
{
    maker *const of = &r->makers[m];
    const char *const id = make_id(r, of->name, "actor");
    of->id = id;
    for (uint32_t j = 2; is_maker_id(r, m, of->id) && !r->tree.lost; j++)
        of->id = number_id(r, id, j);
    for (uint32_t k = 0; k < of->n_options; k++) {
        option *const o = &r->options[of->options[k]];
        const char *const plain = make_id(r, o->name, "option");
        o->id = plain;
        for (uint32_t j = 2; is_option_id(r, of, k, o->id) && !r->tree.lost; j++)
            o->id = number_id(r, plain, j);
    }
}

/* ---- options ----------------------------------------------------------------------
 */

static void read_option(const dt_node *item, option *o)
{
    static const char *const known[] = {"name", "permittedDirection", NULL};
    static const char *const words[] = {"both", "fwd", "back", NULL};
    static const dt_way ways[] = {DT_WAY_BOTH, DT_WAY_UP, DT_WAY_DOWN};
    *o = (option){.name = "", .id = "?", .owner = NOBODY};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_not_carried);
    const dt_node name = dt_node_member(item, "name");
    const dt_node way = dt_node_member(item, "permittedDirection");
    const char *const text = dt_node_string(&name);
    const int which = way.value ? dt_node_word(&way, words) : 0;
    o->name = text ? text : "";
    o->way = which < 0 ? DT_WAY_BOTH : ways[which];
}

/* How many items a list has; false, and reported, when it is none or too long. */
static bool count_items(const dt_node *list, uint32_t most, uint32_t *n)
{
    if (!dt_node_is_list(list))
        return false;
    const size_t count = dt_node_count(list);
    if (count > most) {
        dt_node_report(list, DT_FINDING_limit, "%zu are listed, and %u is the limit",
                       count, most);
        return false;
    }
    *n = (uint32_t)count;
    return true;
}

static bool read_options(reader *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "options");
    uint32_t n;
    if (!count_items(&list, DT_MAX_BITS, &n))
        return false;
    r->options = dt_arena_array(&r->arena, option, n);
    if (!r->options) {
        r->tree.lost = true;
        return false;
    }
    for (uint32_t k = 0; k < n; k++) {
        const dt_node item = dt_node_item(&list, k);
        read_option(&item, &r->options[k]);
    }
    r->n_options = n;
    return true;
}

/* ---- decision makers --------------------------------------------------------------
 */

/* One of `n` things of that name, counted from 0. */
static bool read_index(const dt_node *node, const char *what, uint32_t n,
                       uint32_t *index)
{
    if (!json_is_integer(node->value))
        return dt_node_number(node, 0, n, index); /* reports the kind */
    const json_int_t number = json_integer_value(node->value);
    if (number < 0 || number >= n) {
        dt_node_report(node, DT_FINDING_json,
                       "there is no %s %" JSON_INTEGER_FORMAT
                       ": the file lists %u, counted from 0",
                       what, number, n);
        return false;
    }
    *index = (uint32_t)number;
    return true;
}

static void give_option(reader *r, const dt_node *item, uint32_t m)
{
    uint32_t k;
    if (!read_index(item, "option", r->n_options, &k))
        return;
    option *const o = &r->options[k];
    if (o->owner != NOBODY) {
        dt_node_report(
            item, DT_FINDING_json,
            "option %u, '%s', belongs to '%s' already, and can have one owner", k,
            o->name, r->makers[o->owner].name);
        return;
    }
    o->owner = m;
    r->makers[m].options[r->makers[m].n_options++] = k;
}

static void read_maker(reader *r, const dt_node *item, uint32_t m)
{
    static const char *const known[] = {"name",
                                        "options",
                                        "preferences",
                                        "preferenceRanking",
                                        "preferenceVector",
                                        "payoffs",
                                        "misperceptions",
                                        NULL};
    r->makers[m] = (maker){.name = "", .id = "?"};
    r->makers[m].options = dt_arena_array(&r->arena, uint32_t, r->n_options);
    if (!r->makers[m].options) {
        r->tree.lost = true;
        return;
    }
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_not_carried);
    const dt_node name = dt_node_member(item, "name");
    const dt_node options = dt_node_member(item, "options");
    const char *const text = dt_node_string(&name);
    r->makers[m].name = text ? text : "";
    if (!dt_node_is_list(&options))
        return;
    for (size_t k = 0; k < dt_node_count(&options) && !dt_diags_full(r->diags); k++) {
        const dt_node index = dt_node_item(&options, k);
        give_option(r, &index, m);
    }
}

static bool read_makers(reader *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "decisionMakers");
    if (!count_items(&list, DT_MAX_ACTORS, &r->n_makers))
        return false;
    r->makers = dt_arena_array(&r->arena, maker, r->n_makers);
    if (!r->makers) {
        r->tree.lost = true;
        return false;
    }
    for (uint32_t m = 0; m < r->n_makers && !r->tree.lost; m++) {
        const dt_node item = dt_node_item(&list, m);
        read_maker(r, &item, m);
    }
    for (uint32_t m = 0; m < r->n_makers && !r->tree.lost; m++)
        make_ids(r, m);
    return !r->tree.lost;
}

/* Nobody can change an option that nobody owns: without it the conflict is the same.
 * But rankings count its states. */
static void check_owners(reader *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "options");
    for (uint32_t k = 0; k < r->n_options; k++) {
        const dt_node item = dt_node_item(&list, k);
        if (r->options[k].owner != NOBODY)
            continue;
        if (r->manual)
            dt_node_report(&item, DT_FINDING_json,
                           "'%s' belongs to no decision maker, but the rankings number "
                           "the states with and without it",
                           r->options[k].name);
        else
            dt_node_report(&item, DT_FINDING_not_carried,
                           "'%s' belongs to no decision maker and is left out",
                           r->options[k].name);
    }
}

/* The label stays, unless it says no more than the name. */
static void put_label(reader *r, const char *id, const char *label)
{
    if (*label && strcmp(id, label) != 0)
        dt_script_label(r->out, label);
}

static void put_makers(reader *r)
{
    for (uint32_t m = 0; m < r->n_makers; m++) {
        const maker *const of = &r->makers[m];
        dt_text_format(r->out, "actor %s", of->id);
        put_label(r, of->id, of->name);
        dt_text_add(r->out, " {\n");
        for (uint32_t k = 0; k < of->n_options; k++) {
            const option *const o = &r->options[of->options[k]];
            dt_text_format(r->out, "    option %s", o->id);
            put_label(r, o->id, o->name);
            dt_script_way(r->out, true, o->way);
            dt_text_add(r->out, "\n");
        }
        dt_text_add(r->out, "}\n\n");
    }
}

/* ---- conditions -------------------------------------------------------------------
 */

typedef struct literal {
    uint32_t option;
    bool taken;
} literal;

static bool read_literal(reader *r, const dt_node *item, literal *found)
{
    static const char *const words[] = {"Y", "N", NULL};
    if (!dt_node_is_list(item))
        return false;
    if (dt_node_count(item) != 2) {
        dt_node_report(item, DT_FINDING_json,
                       "expected the number of an option, and \"Y\" or \"N\"");
        return false;
    }
    const dt_node index = dt_node_item(item, 0), value = dt_node_item(item, 1);
    if (!read_index(&index, "option", r->n_options, &found->option))
        return false;
    const int which = dt_node_word(&value, words);
    found->taken = which == 0;
    if (which >= 0 && r->options[found->option].owner == NOBODY) {
        dt_node_report(&index, DT_FINDING_json,
                       "option %u, '%s', belongs to no decision maker", found->option,
                       r->options[found->option].name);
        return false;
    }
    return which >= 0;
}

static void put_literal(const reader *r, literal l, dt_text *text)
{
    const option *const o = &r->options[l.option];
    dt_text_format(text, "%s%s.%s", l.taken ? "" : "not ", r->makers[o->owner].id,
                   o->id);
}

/* A list of literals that all hold. */
static bool read_conjunction(reader *r, const dt_node *list, dt_text *text)
{
    if (!dt_node_is_filled(list))
        return false;
    for (size_t k = 0; k < dt_node_count(list); k++) {
        const dt_node item = dt_node_item(list, k);
        literal l;
        if (!read_literal(r, &item, &l))
            return false;
        dt_text_add(text, k ? " and " : "");
        put_literal(r, l, text);
    }
    return true;
}

/* Which of the four cases of two options are listed: bit 2 * a + b, a and b being 1
 * where the first, the second option is taken. */
typedef struct cases {
    uint32_t option[2];
    uint32_t listed;
} cases;

static bool add_case(reader *r, const dt_node *list, cases *c)
{
    literal pair[2];
    if (json_array_size(list->value) != 2)
        return false;
    for (size_t k = 0; k < 2; k++) {
        const dt_node item = dt_node_item(list, k);
        if (!read_literal(r, &item, &pair[k]))
            return false;
    }
    if (!c->listed) {
        c->option[0] = pair[0].option;
        c->option[1] = pair[1].option;
    }
    const size_t first = pair[0].option == c->option[0] ? 0 : 1;
    if (pair[first].option != c->option[0] || pair[1 - first].option != c->option[1] ||
        c->option[0] == c->option[1])
        return false;
    c->listed |= 1u << (2 * pair[first].taken + pair[1 - first].taken);
    return true;
}

/* `a iff b`, `b if a`, when the listed cases are those of one; else false. */
static bool put_cases(const reader *r, const cases *c, dt_text *text)
{
    enum { NN = 1, NY = 2, YN = 4, YY = 8 };
    literal a = {c->option[0], true}, b = {c->option[1], true};
    switch (c->listed) {
    case NN | YY:
    case NY | YN:
        b.taken = c->listed == (NN | YY);
        put_literal(r, a, text);
        dt_text_add(text, " iff ");
        put_literal(r, b, text);
        return true;
    case NY | YN | YY: /* all but one: what is missing must not be */
    case NN | YN | YY:
    case NN | NY | YY:
    case NN | NY | YN:
        a.taken = (c->listed & (YN | YY)) != (YN | YY);
        b.taken = (c->listed & (NY | YY)) == (NY | YY);
        put_literal(r, b, text);
        dt_text_add(text, " if ");
        put_literal(r, a, text);
        return true;
    default:
        return false;
    }
}

/* Lists of which one holds. */
static bool read_disjunction(reader *r, const dt_node *members, dt_text *text)
{
    const size_t before = text->n;
    cases c = {0};
    bool plain = true; /* all members speak of the same two options */
    if (!dt_node_is_filled(members))
        return false;
    for (size_t k = 0; k < dt_node_count(members); k++) {
        const dt_node item = dt_node_item(members, k);
        dt_text_add(text, k ? " or " : "");
        if (!read_conjunction(r, &item, text))
            return false;
        plain = plain && add_case(r, &item, &c);
    }
    dt_text shorter = {0};
    if (plain && put_cases(r, &c, &shorter) && !text->failed) {
        text->n = before;
        dt_text_add(text, dt_text_string(&shorter));
    }
    r->tree.lost = r->tree.lost || shorter.failed;
    dt_text_release(&shorter);
    return true;
}

/* Add the condition to a text; false, and reported, when it is none. */
static bool read_condition(reader *r, const dt_node *item, dt_text *text)
{
    static const char *const known[] = {"compound", "members", NULL};
    if (json_is_array(item->value))
        return read_conjunction(r, item, text);
    if (!json_is_object(item->value)) {
        dt_node_report(item, DT_FINDING_json,
                       "a condition is a list of options, or an object with 'members'");
        return false;
    }
    dt_node_check_members(item, known, DT_FINDING_not_carried);
    const dt_node members = dt_node_member(item, "members");
    return read_disjunction(r, &members, text);
}

/* A line for each condition of a list, behind a word. */
static void read_conditions(reader *r, const dt_node *list, const char *word)
{
    if (!dt_node_is_list(list))
        return;
    for (size_t k = 0; k < dt_node_count(list) && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(list, k);
        dt_text_add(r->out, word);
        read_condition(r, &item, r->out);
        dt_text_add(r->out, "\n");
    }
}

static void read_infeasibles(reader *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "infeasibles");
    if (list.value)
        read_conditions(r, &list, "impossible ");
}

/* ---- preferences ------------------------------------------------------------------
 */

static void read_state(reader *r, const dt_node *item, const char *before)
{
    uint32_t number;
    if (dt_node_number(item, 1, UINT32_MAX - 1, &number))
        dt_text_format(r->out, "%s%u", before, number);
}

/* A state number, or a list of them that tie. */
static void read_tier(reader *r, const dt_node *item)
{
    dt_text_add(r->out, "    ");
    if (!json_is_array(item->value))
        read_state(r, item, "");
    else if (dt_node_is_filled(item)) {
        for (size_t k = 0; k < dt_node_count(item) && !dt_diags_full(r->diags); k++) {
            const dt_node state = dt_node_item(item, k);
            read_state(r, &state, k ? ", " : "{ ");
        }
        dt_text_add(r->out, " }");
    }
    dt_text_add(r->out, "\n");
}

static void read_ranking(reader *r, const dt_node *list, const maker *of)
{
    if (!dt_node_is_filled(list))
        return;
    dt_text_format(r->out, "\nrank %s {\n", of->id);
    for (size_t k = 0; k < dt_node_count(list) && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(list, k);
        read_tier(r, &item);
    }
    dt_text_add(r->out, "}\n");
}

static void read_statements(reader *r, const dt_node *list, const maker *of)
{
    if (!dt_node_is_list(list) || dt_node_count(list) == 0)
        return;
    dt_text_format(r->out, "\nprefer %s {\n", of->id);
    read_conditions(r, list, "    ");
    dt_text_add(r->out, "}\n");
}

/* The ranking where rankings count and there is one, else the statements. True when
 * there are statements, too, which do not count. */
static bool read_wants(reader *r, const dt_node *item, const maker *of)
{
    const dt_node newer = dt_node_member(item, "preferenceRanking");
    const dt_node older = dt_node_member(item, "preferenceVector");
    const dt_node *const ranking = newer.value ? &newer : &older;
    const dt_node statements = dt_node_member(item, "preferences");
    if (r->manual && ranking->value) {
        read_ranking(r, ranking, of);
        return dt_node_count(&statements) > 0;
    }
    if (statements.value)
        read_statements(r, &statements, of);
    return false;
}

static void read_preferences(reader *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "decisionMakers");
    bool idle = false;
    for (uint32_t m = 0; m < r->n_makers; m++) {
        const dt_node item = dt_node_item(&list, m);
        idle = read_wants(r, &item, &r->makers[m]) || idle;
    }
    if (idle)
        dt_node_report(
            &list, DT_FINDING_not_carried,
            "the file follows its rankings; its statements of preference are "
            "not carried over");
}

/* Whether rankings count. The older name of the member is a synonym. */
static void read_manual(reader *r, const dt_node *root)
{
    const dt_node newer = dt_node_member(root, "useManualPreferenceRanking");
    const dt_node older = dt_node_member(root, "useManualPreferenceVectors");
    const dt_node *const manual = newer.value ? &newer : &older;
    if (manual->value && !json_is_boolean(manual->value))
        dt_node_report(manual, DT_FINDING_json, "expected true or false");
    r->manual = json_is_true(manual->value);
}

/* ---- what cannot be carried over --------------------------------------------------
 */

static void report_coalition(reader *r, const dt_node *list)
{
    const size_t n = dt_node_count(list);
    dt_text names = {0};
    for (size_t k = 0; k < n; k++) {
        const dt_node item = dt_node_item(list, k);
        uint32_t m = 0;
        if (!read_index(&item, "decision maker", r->n_makers, &m))
            goto done;
        dt_text_format(&names, "%s'%s'",
                       k == 0      ? ""
                       : k + 1 < n ? ", "
                                   : " and ",
                       r->makers[m].name);
    }
    dt_node_report(list, DT_FINDING_not_carried,
                   "the coalition of %s is not carried over: each acts alone",
                   dt_text_string(&names));
done:
    r->tree.lost = r->tree.lost || names.failed;
    dt_text_release(&names);
}

static void check_coalitions(reader *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "coalitions");
    if (!list.value || !dt_node_is_list(&list))
        return;
    for (size_t k = 0; k < dt_node_count(&list) && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(&list, k);
        uint32_t alone;
        if (!json_is_array(item.value))
            read_index(&item, "decision maker", r->n_makers, &alone);
        else if (dt_node_count(&item) > 1)
            report_coalition(r, &item);
    }
}

static void check_misperceptions(reader *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "decisionMakers");
    for (uint32_t m = 0; m < r->n_makers; m++) {
        const dt_node item = dt_node_item(&list, m);
        const dt_node unseen = dt_node_member(&item, "misperceptions");
        if (unseen.value && dt_node_is_list(&unseen) && dt_node_count(&unseen) > 0)
            dt_node_report(
                &unseen, DT_FINDING_not_carried,
                "what '%s' misperceives is not carried over: it sees all states",
                r->makers[m].name);
    }
}

/* ---- the whole --------------------------------------------------------------------
 */

static void read_file(reader *r)
{
    static const char *const known[] = {"program",
                                        "version",
                                        "options",
                                        "decisionMakers",
                                        "infeasibles",
                                        "coalitions",
                                        "coalitionsFull",
                                        "useManualPreferenceRanking",
                                        "useManualPreferenceVectors",
                                        NULL};
    const dt_node root = dt_tree_root(&r->tree);
    if (!dt_node_is_object(&root))
        return;
    dt_node_check_members(&root, known, DT_FINDING_not_carried);
    read_manual(r, &root);
    if (!read_options(r, &root) || !read_makers(r, &root))
        return;
    check_owners(r, &root);
    put_makers(r);
    read_infeasibles(r, &root);
    read_preferences(r, &root);
    check_coalitions(r, &root);
    check_misperceptions(r, &root);
}

dt_status dt_gmcr_to_conflict(const dt_source *source, dt_diags *diags,
                              dt_text *conflict, dt_error *err)
{
    reader r = {.diags = diags, .out = conflict};
    dt_status status = dt_tree_read(source, diags, &r.tree, err);
    if (status == DT_OK) {
        read_file(&r);
        status = r.tree.lost || conflict->failed ? dt_fail_memory(err)
                                                 : dt_diags_status(diags, err);
    }
    dt_arena_release(&r.arena);
    dt_tree_release(&r.tree);
    return status;
}
