/* Domains and linear-additive profiles of GeniusWeb, in JSON.
 *
 * A domain is {"name", "issuesValues": {ISSUE: {"values": [VALUE, ...]}}}. A profile is
 * {"LinearAdditiveUtilitySpace": {...}}, which contains its domain, for each issue the
 * utilities of its values (from 0 to 1) and a weight, and perhaps a bid, not a number,
 * whose utility the party has without agreement. The key of the utilities has changed
 * with the versions of GeniusWeb; both spellings are known.
 *
 * Everything joins on what it is called. The domain that a profile contains must be the
 * one that is negotiated, whatever the order in which it lists things. */
#include "formats/bargain.h"

#include "base/fail.h"
#include "formats/tree.h"

#include <string.h>

#define PROFILE "LinearAdditiveUtilitySpace"

/* ---- domains ----------------------------------------------------------------- */

static dt_span span_of(const dt_node *node)
{
    const dt_value *const value = node->value ? node->value : node->parent->value;
    return (dt_span){node->tree->source->index, value->begin, value->begin + 1};
}

/* The text, in the bargain's memory. */
static const char *keep(dt_bargain *b, const char *string)
{
    const char *const copy = dt_arena_copy(&b->arena, string, strlen(string));
    b->lost = b->lost || !copy;
    return copy ? copy : "";
}

static void read_value(dt_bargain *b, const dt_node *item, dt_topic *topic)
{
    const char *const label = dt_node_string(item);
    if (!label)
        return;
    if (dt_topic_find(topic, label) != DT_NONE)
        dt_node_report(item, DT_FINDING_duplicate, "'%s' stands here twice", label);
    else
        topic->labels[topic->n++] = keep(b, label);
}

/* The list of an issue's values; false, and reported, when it has none. */
static bool find_values(const dt_node *issue, const char *label, dt_node *values)
{
    const dt_node range = dt_node_member(issue, "range");
    if (!dt_node_is_object(issue))
        return false;
    if (range.value) {
        dt_node_report(&range, DT_FINDING_json,
                       "issue '%s' is a range of numbers; only discrete issues are "
                       "read",
                       label);
        return false;
    }
    *values = dt_node_member(issue, "values");
    return dt_node_is_list(values);
}

static void read_topic(dt_bargain *b, const dt_node *issue)
{
    dt_node values;
    dt_topic *const topic = &b->topics[b->n_topics++];
    *topic = (dt_topic){
        .label = keep(b, issue->key), .index = b->n_topics, .where = span_of(issue)};
    if (!dt_bargain_label(b, topic->label, topic->where) ||
        !find_values(issue, topic->label, &values) ||
        !dt_topic_room(b, topic, dt_node_count(&values), span_of(&values)))
        return;
    for (size_t v = 0; v < dt_node_count(&values); v++) {
        const dt_node item = dt_node_item(&values, v);
        read_value(b, &item, topic);
    }
}

static void read_domain(dt_bargain *b, const dt_node *domain)
{
    const dt_node name = dt_node_member(domain, "name");
    const dt_node issues = dt_node_member(domain, "issuesValues");
    const char *const title = name.value ? dt_node_string(&name) : NULL;
    if (title && *title)
        b->title = keep(b, title);
    if (!dt_node_is_object(&issues) ||
        !dt_bargain_room(b, dt_node_count(&issues), span_of(&issues)))
        return;
    for (size_t i = 0; i < dt_node_count(&issues) && !b->lost; i++) {
        const dt_node issue = dt_node_item(&issues, i);
        read_topic(b, &issue);
    }
}

static dt_status verdict_of(dt_bargain *b, const dt_tree *tree, dt_error *err)
{
    b->lost = b->lost || tree->lost;
    return b->lost ? dt_fail_memory(err) : dt_diags_status(b->diags, err);
}

static void read_domain_file(dt_bargain *b, dt_tree *tree)
{
    static const char *const known[] = {"name", "issuesValues", NULL};
    const dt_node root = dt_tree_root(tree);
    const dt_node profile = dt_node_member(&root, PROFILE);
    const dt_node inner = dt_node_member(&profile, "domain");
    const dt_node *const domain = profile.value ? &inner : &root;
    if (!dt_node_is_object(domain))
        return;
    dt_node_check_members(domain, known, DT_FINDING_not_carried);
    read_domain(b, domain);
}

dt_status dt_geniusweb_domain(dt_bargain *b, const dt_source *source, dt_error *err)
{
    dt_tree tree = {0};
    b->wrong = DT_FINDING_json;
    dt_status status = dt_tree_read(source, b->diags, &tree, err);
    if (status == DT_OK) {
        read_domain_file(b, &tree);
        status = verdict_of(b, &tree, err);
    }
    dt_tree_release(&tree);
    return status;
}

/* ---- the domain in a profile --------------------------------------------------- */

/* Report members of an object that are none of the domain's issues. */
static void check_keys(const dt_bargain *b, const dt_node *object)
{
    for (size_t k = 0; k < dt_node_count(object) && !dt_diags_full(b->diags); k++) {
        const dt_node member = dt_node_item(object, k);
        if (dt_bargain_find(b, member.key) == DT_NONE)
            dt_node_report(&member, DT_FINDING_unknown_name,
                           "the domain has no issue '%s'", member.key);
    }
}

static void compare_values(dt_bargain *b, const dt_node *values, const dt_topic *topic)
{
    const size_t n = dt_node_count(values);
    for (size_t v = 0; v < n && !dt_diags_full(b->diags); v++) {
        const dt_node item = dt_node_item(values, v);
        const char *const label = dt_node_string(&item);
        if (label && dt_topic_find(topic, label) == DT_NONE)
            dt_topic_miss(b, topic, label, span_of(&item));
    }
    if (n != topic->n)
        dt_node_report(values, DT_FINDING_json,
                       "this lists %zu values, and issue '%s' of the domain has %u", n,
                       topic->label, topic->n);
}

static void compare_domain(dt_bargain *b, const dt_node *domain)
{
    const dt_node issues = dt_node_member(domain, "issuesValues");
    if (!dt_node_is_object(domain) || !dt_node_is_object(&issues))
        return;
    check_keys(b, &issues);
    for (uint32_t i = 0; i < b->n_topics; i++) {
        const dt_node issue = dt_node_member(&issues, b->topics[i].label);
        dt_node values;
        if (find_values(&issue, b->topics[i].label, &values))
            compare_values(b, &values, &b->topics[i]);
    }
}

/* ---- profiles ---------------------------------------------------------------- */

/* A number from 0 to `most`; what is wrong is reported. */
static void read_number(dt_bargain *b, const dt_node *node, const char *what,
                        uint32_t most, dt_wide *number)
{
    const dt_span where = {node->tree->source->index,
                           node->value ? node->value->begin : 0,
                           node->value ? node->value->end : 0};
    if (dt_node_kind(node) != DT_VALUE_NUMBER)
        dt_node_report(node, DT_FINDING_json, "%s is missing, or no number", what);
    else
        (void)dt_bargain_number(b, node->value->string, where, what, most, number);
}

/* Which of the two keys the utilities of an issue have. */
static const char *key_of(const dt_node *issue)
{
    static const char newer[] = "DiscreteValueSetUtilities", older[] = "discreteutils";
    return dt_node_member(issue, newer).value ? newer : older;
}

static void read_utilities(dt_bargain *b, const dt_node *issue, const dt_topic *topic,
                           dt_wide *utilities)
{
    if (!dt_node_is_object(issue))
        return;
    const dt_node discrete = dt_node_member(issue, key_of(issue));
    const dt_node values = dt_node_member(&discrete, "valueUtilities");
    if (!discrete.value) {
        dt_node_report(issue, DT_FINDING_json,
                       "issue '%s' has no 'discreteutils' or "
                       "'DiscreteValueSetUtilities'; only discrete issues are read",
                       topic->label);
        return;
    }
    if (!dt_node_is_object(&discrete) || !dt_node_is_object(&values))
        return;
    for (size_t k = 0; k < dt_node_count(&values) && !dt_diags_full(b->diags); k++) {
        const dt_node member = dt_node_item(&values, k);
        if (dt_topic_find(topic, member.key) == DT_NONE)
            dt_topic_miss(b, topic, member.key, span_of(&member));
    }
    for (uint32_t v = 0; v < topic->n; v++) {
        const dt_node utility = dt_node_member(&values, topic->labels[v]);
        read_number(b, &utility, "a utility", 1, &utilities[v]);
    }
}

/* Weights and utilities: an object each, with a member for each issue. */
static void read_worths(dt_bargain *b, const dt_node *profile, dt_party *party)
{
    const dt_node utilities = dt_node_member(profile, "issueUtilities");
    const dt_node weights = dt_node_member(profile, "issueWeights");
    if (!dt_node_is_object(&utilities) || !dt_node_is_object(&weights))
        return;
    check_keys(b, &utilities);
    check_keys(b, &weights);
    for (uint32_t i = 0; i < b->n_topics && !dt_diags_full(b->diags); i++) {
        const dt_topic *const topic = &b->topics[i];
        const dt_node issue = dt_node_member(&utilities, topic->label);
        const dt_node weight = dt_node_member(&weights, topic->label);
        read_utilities(b, &issue, topic, party->evaluations[i]);
        read_number(b, &weight, "a weight", DT_WEIGHT_MOST, &party->weights[i]);
    }
}

static void read_bid_value(dt_bargain *b, const dt_node *value, const dt_topic *topic,
                           uint32_t *bid)
{
    const char *const label = value->value ? dt_node_string(value) : NULL;
    if (!label)
        return;
    *bid = dt_topic_find(topic, label);
    if (*bid == DT_NONE)
        dt_topic_miss(b, topic, label, span_of(value));
}

/* Issues that the bid leaves open add nothing, as in GeniusWeb. */
static void read_bid(dt_bargain *b, const dt_node *profile, dt_party *party)
{
    const dt_node bid = dt_node_member(profile, "reservationBid");
    const dt_node values = dt_node_member(&bid, "issuevalues");
    if (!bid.value || dt_node_kind(&bid) == DT_VALUE_NULL)
        return;
    if (!dt_node_is_object(&bid) || !dt_node_is_object(&values))
        return;
    check_keys(b, &values);
    party->bid = dt_arena_array(&b->arena, uint32_t, b->n_topics);
    b->lost = b->lost || !party->bid;
    for (uint32_t i = 0; i < b->n_topics && !b->lost; i++) {
        const dt_node value = dt_node_member(&values, b->topics[i].label);
        party->bid[i] = DT_NONE;
        read_bid_value(b, &value, &b->topics[i], &party->bid[i]);
    }
}

static void read_profile(dt_bargain *b, dt_tree *tree, dt_party *party)
{
    static const char *const known[] = {"name",   "issueUtilities", "issueWeights",
                                        "domain", "reservationBid", NULL};
    const dt_node root = dt_tree_root(tree);
    const dt_node profile = dt_node_member(&root, PROFILE);
    const dt_node name = dt_node_member(&profile, "name");
    const dt_node domain = dt_node_member(&profile, "domain");
    if (!dt_node_is_object(&root) || !dt_node_is_object(&profile))
        return;
    dt_node_check_members(&profile, known, DT_FINDING_not_carried);
    const char *const label = name.value ? dt_node_string(&name) : NULL;
    if (label && *label)
        party->label = keep(b, label);
    if (domain.value)
        compare_domain(b, &domain);
    if (!dt_party_room(b, party))
        return;
    read_worths(b, &profile, party);
    read_bid(b, &profile, party);
}

dt_status dt_geniusweb_profile(dt_bargain *b, dt_party *party, dt_error *err)
{
    dt_tree tree = {0};
    b->wrong = DT_FINDING_json;
    dt_status status = dt_tree_read(party->source, b->diags, &tree, err);
    if (status == DT_OK) {
        read_profile(b, &tree, party);
        status = verdict_of(b, &tree, err);
    }
    dt_tree_release(&tree);
    return status;
}
