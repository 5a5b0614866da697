/* Files of GMCR+ and gmcr-py, read (docs/language.md, "Files of GMCR+").
 *
 * The file is one JSON object: a list of options, a list of decision makers, each with
 * the numbers of its options (from 0) and what it wants, and a list of conditions that
 * no state may satisfy. A condition is a list of [option, "Y" or "N"] that all hold, or
 * an object that lists conditions of which one holds.
 *
 * State numbers carry over as they are. gmcr-py puts the options in the order of the
 * decision makers before it numbers the feasible states by their codes, the first
 * option being the least significant; and so do we. So nothing has to be renumbered,
 * even where the file lists its options in another order. */
#include "formats/gmcr.h"

#include "base/fail.h"
#include "formats/formats.h"
#include "formats/script.h"
#include "formats/slug.h"

#include <string.h>

/* ---- names ------------------------------------------------------------------- */

static const char *keep(dt_gmcr *r, dt_text *id)
{
    const char *const copy =
        id->failed ? NULL : dt_arena_copy(&r->arena, dt_text_string(id), id->n);
    r->tree.lost = r->tree.lost || !copy;
    dt_text_release(id);
    return copy ? copy : "?";
}

static const char *make_id(dt_gmcr *r, const char *label, const char *otherwise)
{
    dt_text id = {0};
    dt_slug(label, otherwise, &id);
    return keep(r, &id);
}

static const char *number_id(dt_gmcr *r, const char *id, uint32_t number)
{
    dt_text text = {0};
    dt_text_format(&text, "%s_%u", id, number);
    return keep(r, &text);
}

static bool is_maker_id(const dt_gmcr *r, uint32_t before, const char *id)
{
    for (uint32_t m = 0; m < before; m++)
        if (strcmp(r->makers[m].id, id) == 0)
            return true;
    return false;
}

static bool is_option_id(const dt_gmcr *r, const dt_gmcr_maker *of, uint32_t before,
                         const char *id)
{
    for (uint32_t k = 0; k < before; k++)
        if (strcmp(r->options[of->options[k]].id, id) == 0)
            return true;
    return false;
}

/* Decision makers differ from each other, options from the others of their owner: the
 * second of a name gets _2 behind it, the third _3. */
static void make_ids(dt_gmcr *r, uint32_t m)
{
    dt_gmcr_maker *const of = &r->makers[m];
    const char *const id = make_id(r, of->name, "actor");
    of->id = id;
    for (uint32_t j = 2; is_maker_id(r, m, of->id) && !r->tree.lost; j++)
        of->id = number_id(r, id, j);
    for (uint32_t k = 0; k < of->n_options; k++) {
        dt_gmcr_option *const o = &r->options[of->options[k]];
        const char *const plain = make_id(r, o->name, "option");
        o->id = plain;
        for (uint32_t j = 2; is_option_id(r, of, k, o->id) && !r->tree.lost; j++)
            o->id = number_id(r, plain, j);
    }
}

/* ---- options ----------------------------------------------------------------- */

static void read_option(const dt_node *item, dt_gmcr_option *o)
{
    static const char *const known[] = {"name", "permittedDirection", NULL};
    static const char *const words[] = {"both", "fwd", "back", NULL};
    static const dt_way ways[] = {DT_WAY_BOTH, DT_WAY_UP, DT_WAY_DOWN};
    *o = (dt_gmcr_option){.name = "", .id = "?", .owner = DT_NOBODY};
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

static bool read_options(dt_gmcr *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "options");
    uint32_t n;
    if (!count_items(&list, DT_MAX_BITS, &n))
        return false;
    r->options = dt_arena_array(&r->arena, dt_gmcr_option, n);
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

/* ---- decision makers --------------------------------------------------------- */

static void give_option(dt_gmcr *r, const dt_node *item, uint32_t m)
{
    uint32_t k;
    if (!dt_gmcr_index(item, "option", r->n_options, &k))
        return;
    dt_gmcr_option *const o = &r->options[k];
    if (o->owner != DT_NOBODY) {
        dt_node_report(
            item, DT_FINDING_json,
            "option %u, '%s', belongs to '%s' already, and can have one owner", k,
            o->name, r->makers[o->owner].name);
        return;
    }
    o->owner = m;
    r->makers[m].options[r->makers[m].n_options++] = k;
}

static void read_maker(dt_gmcr *r, const dt_node *item, uint32_t m)
{
    static const char *const known[] = {"name",
                                        "options",
                                        "preferences",
                                        "preferenceRanking",
                                        "preferenceVector",
                                        "payoffs",
                                        "misperceptions",
                                        NULL};
    r->makers[m] = (dt_gmcr_maker){.name = "", .id = "?"};
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

static bool read_makers(dt_gmcr *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "decisionMakers");
    if (!count_items(&list, DT_MAX_ACTORS, &r->n_makers))
        return false;
    r->makers = dt_arena_array(&r->arena, dt_gmcr_maker, r->n_makers);
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
static void check_owners(dt_gmcr *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "options");
    for (uint32_t k = 0; k < r->n_options; k++) {
        const dt_node item = dt_node_item(&list, k);
        if (r->options[k].owner != DT_NOBODY)
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
static void put_label(dt_gmcr *r, const char *id, const char *label)
{
    if (*label && strcmp(id, label) != 0)
        dt_script_label(r->out, label);
}

static void put_makers(dt_gmcr *r)
{
    for (uint32_t m = 0; m < r->n_makers; m++) {
        const dt_gmcr_maker *const of = &r->makers[m];
        dt_text_format(r->out, "actor %s", of->id);
        put_label(r, of->id, of->name);
        dt_text_add(r->out, " {\n");
        for (uint32_t k = 0; k < of->n_options; k++) {
            const dt_gmcr_option *const o = &r->options[of->options[k]];
            dt_text_format(r->out, "    option %s", o->id);
            put_label(r, o->id, o->name);
            dt_script_way(r->out, true, o->way);
            dt_text_add(r->out, "\n");
        }
        dt_text_add(r->out, "}\n\n");
    }
}

/* ---- rules ------------------------------------------------------------------- */

/* A line for each condition of a list, behind a word. */
static void read_conditions(dt_gmcr *r, const dt_node *list, const char *word)
{
    if (!dt_node_is_list(list))
        return;
    for (size_t k = 0; k < dt_node_count(list) && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(list, k);
        dt_text_add(r->out, word);
        dt_gmcr_condition(r, &item, r->out);
        dt_text_add(r->out, "\n");
    }
}

static void read_infeasibles(dt_gmcr *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "infeasibles");
    if (list.value)
        read_conditions(r, &list, "impossible ");
}

/* ---- preferences ------------------------------------------------------------- */

static void read_state(dt_gmcr *r, const dt_node *item, const char *before)
{
    uint32_t number;
    if (dt_node_number(item, 1, UINT32_MAX - 1, &number))
        dt_text_format(r->out, "%s%u", before, number);
}

/* A state number, or a list of them that tie. */
static void read_tier(dt_gmcr *r, const dt_node *item)
{
    dt_text_add(r->out, "    ");
    if (dt_node_kind(item) != DT_VALUE_LIST)
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

static void read_ranking(dt_gmcr *r, const dt_node *list, const dt_gmcr_maker *of)
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

static void read_statements(dt_gmcr *r, const dt_node *list, const dt_gmcr_maker *of)
{
    if (!dt_node_is_list(list) || dt_node_count(list) == 0)
        return;
    dt_text_format(r->out, "\nprefer %s {\n", of->id);
    read_conditions(r, list, "    ");
    dt_text_add(r->out, "}\n");
}

/* The ranking where rankings count and there is one, else the statements. True when
 * there are statements, too, which do not count. */
static bool read_wants(dt_gmcr *r, const dt_node *item, const dt_gmcr_maker *of)
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

static void read_preferences(dt_gmcr *r, const dt_node *root)
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
static void read_manual(dt_gmcr *r, const dt_node *root)
{
    const dt_node newer = dt_node_member(root, "useManualPreferenceRanking");
    const dt_node older = dt_node_member(root, "useManualPreferenceVectors");
    const dt_node *const manual = newer.value ? &newer : &older;
    const dt_value_kind kind = dt_node_kind(manual);
    if (kind != DT_VALUE_NOTHING && kind != DT_VALUE_TRUE && kind != DT_VALUE_FALSE)
        dt_node_report(manual, DT_FINDING_json, "expected true or false");
    r->manual = kind == DT_VALUE_TRUE;
}

/* ---- what cannot be carried over --------------------------------------------- */

static void report_coalition(dt_gmcr *r, const dt_node *list)
{
    const size_t n = dt_node_count(list);
    dt_text names = {0};
    for (size_t k = 0; k < n; k++) {
        const dt_node item = dt_node_item(list, k);
        uint32_t m = 0;
        if (!dt_gmcr_index(&item, "decision maker", r->n_makers, &m))
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

static void check_coalitions(dt_gmcr *r, const dt_node *root)
{
    const dt_node list = dt_node_member(root, "coalitions");
    if (!list.value || !dt_node_is_list(&list))
        return;
    for (size_t k = 0; k < dt_node_count(&list) && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(&list, k);
        uint32_t alone;
        if (dt_node_kind(&item) != DT_VALUE_LIST)
            dt_gmcr_index(&item, "decision maker", r->n_makers, &alone);
        else if (dt_node_count(&item) > 1)
            report_coalition(r, &item);
    }
}

static void check_misperceptions(dt_gmcr *r, const dt_node *root)
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

/* ---- the whole --------------------------------------------------------------- */

static void read_file(dt_gmcr *r)
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
    if (dt_diags_count(r->diags, DT_SEVERITY_ERROR) == 0)
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
    dt_gmcr r = {.diags = diags, .out = conflict};
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
