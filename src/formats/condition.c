/* A condition on two options that lists two or three of their four cases is what that
 * program makes of `iff` and `if`; it becomes one of these again. What it means is the
 * same either way. */
#include "formats/gmcr.h"

bool dt_gmcr_index(const dt_node *node, const char *what, uint32_t n, uint32_t *index)
{
    uint32_t found = 0;
    if (dt_node_kind(node) != DT_VALUE_NUMBER)
        return dt_node_number(node, 0, n, index); /* says what was expected */
    if (!dt_node_is_whole(node, &found) || found >= n) {
        dt_node_report(node, DT_FINDING_json,
                       "there is no %s %s: the file lists %u, counted from 0", what,
                       node->value->string, n);
        return false;
    }
    *index = found;
    return true;
}

typedef struct literal {
    uint32_t option;
    bool taken;
} literal;

static bool read_literal(dt_gmcr *r, const dt_node *item, literal *found)
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
    if (!dt_gmcr_index(&index, "option", r->n_options, &found->option))
        return false;
    const int which = dt_node_word(&value, words);
    found->taken = which == 0;
    if (which >= 0 && r->options[found->option].owner == DT_NOBODY) {
        dt_node_report(&index, DT_FINDING_json,
                       "option %u, '%s', belongs to no decision maker", found->option,
                       r->options[found->option].name);
        return false;
    }
    return which >= 0;
}

static void put_literal(const dt_gmcr *r, literal l, dt_text *text)
{
    const dt_gmcr_option *const o = &r->options[l.option];
    dt_text_format(text, "%s%s.%s", l.taken ? "" : "not ", r->makers[o->owner].id,
                   o->id);
}

/* A list of literals that all hold. */
static bool read_conjunction(dt_gmcr *r, const dt_node *list, dt_text *text)
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

static bool add_case(dt_gmcr *r, const dt_node *list, cases *c)
{
    literal pair[2];
    if (dt_node_count(list) != 2)
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
static bool put_cases(const dt_gmcr *r, const cases *c, dt_text *text)
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
static bool read_disjunction(dt_gmcr *r, const dt_node *members, dt_text *text)
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

bool dt_gmcr_condition(dt_gmcr *r, const dt_node *item, dt_text *text)
{
    static const char *const known[] = {"compound", "members", NULL};
    if (dt_node_kind(item) == DT_VALUE_LIST)
        return read_conjunction(r, item, text);
    if (dt_node_kind(item) != DT_VALUE_OBJECT) {
        dt_node_report(item, DT_FINDING_json,
                       "a condition is a list of options, or an object with 'members'");
        return false;
    }
    dt_node_check_members(item, known, DT_FINDING_not_carried);
    const dt_node members = dt_node_member(item, "members");
    return read_disjunction(r, &members, text);
}
