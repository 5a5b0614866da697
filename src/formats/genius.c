/* Domains and linear-additive profiles of Genius, in XML.
 *
 *     negotiation_template > utility_space > objective > issue > item
 *
 * A domain lists issues with the values they can have. A profile repeats the list with
 * an evaluation for each value and has, beside its issues, the weights; a root
 * `utility_space` of its own; and perhaps a discount and a reservation. Issues join on
 * their index, values on what they say, weights on the index of their issue.
 *
 * Of which type an issue is stands in `type`, `etype` or `vtype`, in whatever mixture;
 * one that is anything but discrete is refused. */
#include "formats/bargain.h"

#include "base/fail.h"
#include "formats/markup.h"

#include <string.h>

/* ---- what both kinds of file have ------------------------------------------------ */

/* The attribute; NULL, and reported, when the element has none of that name. */
static const dt_attribute *demand(dt_bargain *b, const dt_element *element,
                                  const char *name)
{
    const dt_attribute *const found = dt_element_attribute(element, name);
    if (!found)
        dt_report(b->diags, DT_FINDING_missing, element->where,
                  "this '%s' has no attribute '%s'", element->name, name);
    return found;
}

/* An attribute that is a whole number; false, and reported, when it is none. */
static bool read_index(dt_bargain *b, const dt_element *element, uint32_t *index)
{
    enum { DIGITS = 9 };
    const dt_attribute *const found = demand(b, element, "index");
    uint32_t n = 0;
    if (!found)
        return false;
    const size_t length = strlen(found->value);
    if (length == 0 || length > DIGITS ||
        found->value[strspn(found->value, "0123456789")]) {
        dt_report(b->diags, b->wrong, found->where,
                  "an index is a whole number, not '%s'", found->value);
        return false;
    }
    for (const char *c = found->value; *c; c++)
        n = n * 10 + (uint32_t)(*c - '0');
    *index = n;
    return true;
}

/* The child of that name; NULL, and reported, when there is none. */
static const dt_element *child_of(dt_bargain *b, const dt_element *element,
                                  const char *name)
{
    const dt_element *const found = dt_element_find(element->child, name);
    if (!found)
        dt_report(b->diags, DT_FINDING_missing, element->where,
                  "this '%s' has no '%s' in it", element->name, name);
    return found;
}

/* The root itself, or what stands in it. */
static const dt_element *space_of(dt_bargain *b, const dt_element *root)
{
    return strcmp(root->name, "utility_space") == 0
               ? root
               : child_of(b, root, "utility_space");
}

/* The objective that holds all issues; NULL, and reported, when there is none. */
static const dt_element *objective_of(dt_bargain *b, const dt_element *space)
{
    const dt_element *const top = child_of(b, space, "objective");
    const dt_element *const extra =
        top ? dt_element_find(top->child, "objective") : NULL;
    if (extra)
        dt_report(b->diags, b->wrong, extra->where,
                  "an objective within an objective is not read: all issues stand in "
                  "one");
    return extra ? NULL : top;
}

static const dt_element *next_named(const dt_element *element, const char *name)
{
    return dt_element_find(element->next, name);
}

static size_t count_named(const dt_element *parent, const char *name)
{
    size_t n = 0;
    for (const dt_element *e = dt_element_find(parent->child, name); e;
         e = next_named(e, name))
        n++;
    return n;
}

/* Every word for the type says "discrete"; reported if not. */
static bool is_discrete(dt_bargain *b, const dt_element *issue, const char *label)
{
    static const char *const names[] = {"type", "etype", "vtype"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        const dt_attribute *const type = dt_element_attribute(issue, names[k]);
        if (!type || strcmp(type->value, "discrete") == 0)
            continue;
        dt_report(b->diags, b->wrong, type->where,
                  "issue '%s' is of type '%s'; only discrete issues are read", label,
                  type->value);
        return false;
    }
    return true;
}

/* ---- domains ----------------------------------------------------------------- */

static void read_value(dt_bargain *b, const dt_element *item, dt_topic *topic)
{
    const dt_attribute *const value = demand(b, item, "value");
    if (!value || !dt_bargain_label(b, value->value, value->where))
        return;
    if (dt_topic_find(topic, value->value) != DT_NONE)
        dt_report(b->diags, DT_FINDING_duplicate, value->where,
                  "issue '%s' has the value '%s' already", topic->label, value->value);
    else
        topic->labels[topic->n++] = value->value;
}

static void read_values(dt_bargain *b, const dt_element *issue, dt_topic *topic)
{
    if (!dt_topic_room(b, topic, count_named(issue, "item"), issue->where))
        return;
    for (const dt_element *item = dt_element_find(issue->child, "item"); item;
         item = next_named(item, "item"))
        read_value(b, item, topic);
}

static uint32_t find_index(const dt_bargain *b, uint32_t index)
{
    for (uint32_t i = 0; i < b->n_topics; i++)
        if (b->topics[i].index == index)
            return i;
    return DT_NONE;
}

static void read_topic(dt_bargain *b, const dt_element *issue)
{
    const dt_attribute *const name = demand(b, issue, "name");
    uint32_t index, twin;
    if (!name || !read_index(b, issue, &index) ||
        !dt_bargain_label(b, name->value, name->where) ||
        !is_discrete(b, issue, name->value))
        return;
    twin = find_index(b, index);
    if (twin != DT_NONE) {
        dt_report(b->diags, DT_FINDING_duplicate,
                  dt_element_attribute(issue, "index")->where,
                  "issues '%s' and '%s' have the same index, %u", b->topics[twin].label,
                  name->value, index);
        return;
    }
    dt_topic *const topic = &b->topics[b->n_topics++];
    *topic = (dt_topic){.label = name->value, .index = index, .where = name->where};
    read_values(b, issue, topic);
}

static void read_topics(dt_bargain *b, const dt_element *root)
{
    const dt_element *const space = space_of(b, root);
    const dt_element *const top = space ? objective_of(b, space) : NULL;
    if (!top || !dt_bargain_room(b, count_named(top, "issue"), top->where))
        return;
    for (const dt_element *issue = dt_element_find(top->child, "issue"); issue;
         issue = next_named(issue, "issue"))
        read_topic(b, issue);
}

static dt_status verdict_of(const dt_bargain *b, dt_error *err)
{
    return b->lost ? dt_fail_memory(err) : dt_diags_status(b->diags, err);
}

dt_status dt_genius_domain(dt_bargain *b, const dt_source *source, dt_error *err)
{
    const dt_element *root;
    b->wrong = DT_FINDING_xml;
    DT_TRY(dt_markup_read(source, &b->arena, b->diags, &root, err));
    read_topics(b, root);
    return verdict_of(b, err);
}

/* ---- profiles ---------------------------------------------------------------- */

/* Which values, issues and weights the profile has told, to find what is missing and
 * what is told twice. */
typedef struct ledger {
    uint64_t issues, weights; /* bit i: topic i */
    uint64_t values;          /* bit v: value v of the issue being read */
} ledger;

_Static_assert(DT_MAX_LEVELS <= 64 && DT_MAX_BITS <= 64, "sets of 64 bits");

/* Note bit k; false when it was noted already. */
static bool note(uint64_t *set, uint32_t k)
{
    const bool is_new = !(*set >> k & 1);
    *set |= UINT64_C(1) << k;
    return is_new;
}

/* The topic that an element's index means; DT_NONE, and reported, when it means none.
 */
static uint32_t topic_meant(dt_bargain *b, const dt_element *element)
{
    uint32_t index, i;
    if (!read_index(b, element, &index))
        return DT_NONE;
    i = find_index(b, index);
    if (i == DT_NONE)
        dt_report(b->diags, DT_FINDING_unknown_name,
                  dt_element_attribute(element, "index")->where,
                  "the domain has no issue of index %u", index);
    return i;
}

static void read_evaluation(dt_bargain *b, const dt_element *item,
                            const dt_topic *topic, dt_wide *evaluations, ledger *told)
{
    const dt_attribute *const value = demand(b, item, "value");
    const dt_attribute *const evaluation = demand(b, item, "evaluation");
    if (!value)
        return;
    const uint32_t v = dt_topic_find(topic, value->value);
    if (v == DT_NONE)
        dt_topic_miss(b, topic, value->value, value->where);
    else if (!note(&told->values, v))
        dt_report(b->diags, DT_FINDING_duplicate, value->where,
                  "'%s' of issue '%s' is evaluated twice", value->value, topic->label);
    else if (evaluation)
        (void)dt_bargain_number(b, evaluation->value, evaluation->where,
                                "an evaluation", DT_EVALUATION_MOST, &evaluations[v]);
}

static void read_evaluations(dt_bargain *b, const dt_element *issue,
                             const dt_topic *topic, dt_wide *evaluations)
{
    ledger told = {0};
    for (const dt_element *item = dt_element_find(issue->child, "item"); item;
         item = next_named(item, "item"))
        read_evaluation(b, item, topic, evaluations, &told);
    for (uint32_t v = 0; v < topic->n; v++)
        if (!(told.values >> v & 1))
            dt_report(b->diags, DT_FINDING_missing, issue->where,
                      "'%s' of issue '%s' has no evaluation", topic->labels[v],
                      topic->label);
}

static void read_issue(dt_bargain *b, const dt_element *issue, dt_party *party,
                       ledger *told)
{
    const uint32_t i = topic_meant(b, issue);
    const dt_attribute *const name = dt_element_attribute(issue, "name");
    if (i == DT_NONE)
        return;
    const dt_topic *const topic = &b->topics[i];
    if (!note(&told->issues, i)) {
        dt_report(b->diags, DT_FINDING_duplicate, issue->where,
                  "issue '%s' stands here twice", topic->label);
        return;
    }
    if (name && strcmp(name->value, topic->label) != 0)
        dt_report(b->diags, DT_FINDING_two_readings, name->where,
                  "issue %u is '%s' in the domain; issues join on their index",
                  topic->index, topic->label);
    if (is_discrete(b, issue, topic->label))
        read_evaluations(b, issue, topic, party->evaluations[i]);
}

static void read_weight(dt_bargain *b, const dt_element *weight, dt_party *party,
                        ledger *told)
{
    const uint32_t i = topic_meant(b, weight);
    const dt_attribute *const value = demand(b, weight, "value");
    if (i == DT_NONE)
        return;
    if (!note(&told->weights, i))
        dt_report(b->diags, DT_FINDING_duplicate, weight->where,
                  "issue '%s' has two weights", b->topics[i].label);
    else if (value)
        (void)dt_bargain_number(b, value->value, value->where, "a weight",
                                DT_WEIGHT_MOST, &party->weights[i]);
}

static void check_told(dt_bargain *b, const dt_element *top, const ledger *told)
{
    for (uint32_t i = 0; i < b->n_topics; i++) {
        if (!(told->issues >> i & 1))
            dt_report(b->diags, DT_FINDING_missing, top->where,
                      "issue '%s' of the domain is missing", b->topics[i].label);
        else if (!(told->weights >> i & 1))
            dt_report(b->diags, DT_FINDING_missing, top->where,
                      "issue '%s' has no weight", b->topics[i].label);
    }
}

static void read_objective(dt_bargain *b, const dt_element *top, dt_party *party)
{
    ledger told = {0};
    for (const dt_element *e = top->child; e && !dt_diags_full(b->diags); e = e->next) {
        if (strcmp(e->name, "issue") == 0)
            read_issue(b, e, party, &told);
        else if (strcmp(e->name, "weight") == 0)
            read_weight(b, e, party, &told);
    }
    check_told(b, top, &told);
}

/* The number in an element's `value`; false when there is no such element, or no
 * number. */
static bool read_share(dt_bargain *b, const dt_element *space, const char *name,
                       const char *what, dt_wide *number)
{
    const dt_element *const element = dt_element_find(space->child, name);
    const dt_attribute *const value = element ? demand(b, element, "value") : NULL;
    return value && dt_bargain_number(b, value->value, value->where, what, 1, number);
}

static void read_shares(dt_bargain *b, const dt_element *space, dt_party *party)
{
    const dt_wide one = dt_wide_one();
    dt_wide discount;
    if (!read_share(b, space, "reservation", "a reservation value",
                    &party->reservation))
        party->reservation = (dt_wide){{0}};
    if (read_share(b, space, "discount_factor", "a discount factor", &discount) &&
        dt_wide_compare(&discount, &one) != 0)
        dt_report(b->diags, DT_FINDING_not_carried,
                  dt_element_find(space->child, "discount_factor")->where,
                  "the discount factor is not carried over: an agreement is worth the "
                  "same whenever it comes");
}

dt_status dt_genius_profile(dt_bargain *b, dt_party *party, dt_error *err)
{
    const dt_element *root;
    b->wrong = DT_FINDING_xml;
    DT_TRY(dt_markup_read(party->source, &b->arena, b->diags, &root, err));
    const dt_element *const space = space_of(b, root);
    const dt_element *const top = space ? objective_of(b, space) : NULL;
    if (top && dt_party_room(b, party)) {
        read_objective(b, top, party);
        read_shares(b, space, party);
    }
    return verdict_of(b, err);
}
