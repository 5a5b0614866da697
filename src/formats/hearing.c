/* The JSON form of what a model says about intentions, read: see exchange.c. */
#include "formats/exchange.h"
#include "formats/script.h"

#include <string.h>

/* ---- pieces ------------------------------------------------------------------- */

/* What a move sets, parted by commas; an empty object, where that is a move, is to
 * stay.
 */
static void put_setting(dt_exchange *r, const dt_node *move, bool may_stay)
{
    if (!dt_node_is_object(move))
        return;
    if (dt_node_count(move) == 0 && may_stay)
        dt_text_add(r->out, "stay");
    else if (dt_node_count(move) == 0)
        dt_node_report(move, DT_FINDING_json, "this move sets nothing");
    for (size_t k = 0; k < dt_node_count(move); k++) {
        const dt_node level = dt_node_item(move, k);
        if (dt_exchange_is_choice(level.key))
            dt_text_format(r->out, "%s%s = %s", k ? ", " : "", level.key,
                           dt_exchange_level(&level));
        else
            dt_node_report(&level, DT_FINDING_json, "this names no option or issue");
    }
}

static void put_move(dt_exchange *r, const dt_node *object, bool may_stay)
{
    const dt_node move = dt_node_member(object, "move");
    put_setting(r, &move, may_stay);
}

/* How likely something is of each type, parted by commas. */
static void put_likely(dt_exchange *r, const dt_node *likely)
{
    if (!dt_node_is_object(likely))
        return;
    if (dt_node_count(likely) == 0)
        dt_node_report(likely, DT_FINDING_json, "this names no type");
    for (size_t k = 0; k < dt_node_count(likely); k++) {
        const dt_node p = dt_node_item(likely, k);
        if (!dt_exchange_is_name(p.key, strlen(p.key))) {
            dt_node_report(&p, DT_FINDING_json, "this names no type");
            continue;
        }
        dt_text_format(r->out, "%s%s ", k ? ", " : "", p.key);
        dt_exchange_decimal(r, &p);
    }
}

/* A decimal behind a word, if it is there. */
static void put_decimal_member(dt_exchange *r, const dt_node *object, const char *key,
                               const char *word)
{
    const dt_node number = dt_node_member(object, key);
    if (!number.value)
        return;
    dt_text_add(r->out, word);
    dt_exchange_decimal(r, &number);
}

/* ---- the joint table ------------------------------------------------------------ */

static void read_row(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"probability", "types", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    const dt_node probability = dt_node_member(item, "probability");
    const dt_node types = dt_node_member(item, "types");
    dt_text_add(r->out, "    ");
    dt_exchange_decimal(r, &probability);
    if (!dt_node_is_filled(&types))
        return;
    for (size_t k = 0; k < dt_node_count(&types); k++) {
        const dt_node type = dt_node_item(&types, k);
        const char *const name = dt_node_string(&type);
        if (name && dt_exchange_is_choice(name))
            dt_text_format(r->out, "%s%s", k ? ", " : " ", name);
        else if (name)
            dt_node_report(&type, DT_FINDING_json,
                           "this names no actor, and no type of one");
    }
    dt_text_add(r->out, "\n");
}

static void read_table(dt_exchange *r, const dt_node *root)
{
    const dt_node rows = dt_node_member(root, "prior");
    if (!rows.value || !dt_node_is_filled(&rows))
        return;
    dt_text_add(r->out, "\nprior {");
    dt_exchange_member(r, root, "prior", read_row);
    dt_text_add(r->out, "}\n");
}

/* ---- tests ---------------------------------------------------------------------- */

static void read_ploy(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"name", "label", "move", "likely", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "        %s", dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    dt_text_add(r->out, " : ");
    put_move(r, item, true);
    const dt_node likely = dt_node_member(item, "likely");
    if (likely.value) {
        dt_text_add(r->out, " likely ");
        put_likely(r, &likely);
    }
    dt_text_add(r->out, "\n");
}

static void read_turn(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"actor", "moves", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    const dt_node moves = dt_node_member(item, "moves");
    dt_text_format(r->out, "    %s %s", item->index ? "then" : "answers",
                   dt_exchange_name(item, "actor"));
    if (moves.value && dt_node_is_filled(&moves)) {
        dt_text_add(r->out, " {");
        dt_exchange_member(r, item, "moves", read_ploy);
        dt_text_add(r->out, "    }");
    }
    dt_text_add(r->out, "\n");
}

static void read_test(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"name", "label", "move", "turns", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "test %s", dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    dt_text_add(r->out, " : ");
    put_move(r, item, false);
    const dt_node turns = dt_node_member(item, "turns");
    if (turns.value && dt_node_is_filled(&turns)) {
        dt_text_add(r->out, " {");
        dt_exchange_member(r, item, "turns", read_turn);
        dt_text_add(r->out, "}");
    }
    dt_text_add(r->out, "\n");
}

/* ---- signals -------------------------------------------------------------------- */

/* "2013-09-19"; whether there is such a day the language's reader sees. */
static bool is_day(const char *text)
{
    static const char form[] = "0000-00-00";
    for (size_t k = 0; k < sizeof form; k++)
        if (form[k] == '0' ? text[k] < '0' || text[k] > '9' : text[k] != form[k])
            return false;
    return true;
}

static void put_day(dt_exchange *r, const dt_node *node)
{
    const char *const day = dt_node_string(node);
    if (day && is_day(day))
        dt_text_format(r->out, " %s", day);
    else if (day)
        dt_node_report(node, DT_FINDING_bad_day, "expected a day, such as 2013-09-19");
}

static void put_withdrawal(dt_exchange *r, const dt_node *signal)
{
    const dt_node withdrawn = dt_node_member(signal, "withdrawn");
    const dt_value_kind kind = dt_node_kind(&withdrawn);
    if (!withdrawn.value || kind == DT_VALUE_FALSE)
        return;
    dt_text_add(r->out, " withdrawn");
    if (kind == DT_VALUE_STRING)
        put_day(r, &withdrawn);
    else if (kind != DT_VALUE_TRUE)
        dt_node_report(&withdrawn, DT_FINDING_json, "expected a day, or true or false");
}

/* Likelihoods or a move: one of them, and not both. */
static void put_evidence(dt_exchange *r, const dt_node *signal)
{
    const dt_node likely = dt_node_member(signal, "likely");
    const dt_node move = dt_node_member(signal, "move");
    if (!likely.value == !move.value)
        dt_node_report(signal, DT_FINDING_json, "expected either 'likely' or 'move'");
    dt_text_add(r->out, move.value ? " moves " : " : ");
    if (move.value)
        put_setting(r, &move, true);
    else if (likely.value)
        put_likely(r, &likely);
}

static void read_signal(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"day",  "actor",       "text",      "likely",
                                        "move", "credibility", "withdrawn", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    const dt_node day = dt_node_member(item, "day");
    const dt_node text = dt_node_member(item, "text");
    dt_text_add(r->out, "signal");
    if (day.value)
        put_day(r, &day);
    dt_text_format(r->out, " %s", dt_exchange_name(item, "actor"));
    dt_script_label(r->out, dt_node_string(&text));
    put_evidence(r, item);
    put_decimal_member(r, item, "credibility", " credibility ");
    put_withdrawal(r, item);
    dt_text_add(r->out, "\n");
}

/* ---- the rest ------------------------------------------------------------------- */

static void read_trust(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"name", "label", "moves", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "trust %s", dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    const dt_node moves = dt_node_member(item, "moves");
    if (!dt_node_is_list(&moves))
        return;
    if (dt_node_count(&moves) != 2) {
        dt_node_report(&moves, DT_FINDING_json, "expected two moves");
        return;
    }
    for (size_t side = 0; side < 2; side++) {
        const dt_node move = dt_node_item(&moves, side);
        dt_text_add(r->out, side ? " with " : " : ");
        put_setting(r, &move, false);
    }
    dt_text_add(r->out, "\n");
}

void dt_exchange_intentions(dt_exchange *r, const dt_node *root)
{
    read_table(r, root);
    dt_exchange_member(r, root, "tests", read_test);
    dt_exchange_member(r, root, "signals", read_signal);
    put_decimal_member(r, root, "drift", "\ndrift ");
    put_decimal_member(r, root, "precision", "\nprecision ");
    dt_text_add(r->out, "\n");
    dt_exchange_member(r, root, "trust", read_trust);
}
