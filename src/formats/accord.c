/* The JSON form of what a model says about negotiating, read: see exchange.c. */
#include "formats/exchange.h"
#include "formats/script.h"

#include <string.h>

static void read_veto(dt_exchange *r, const dt_node *constituency)
{
    const dt_node veto = dt_node_member(constituency, "veto");
    const dt_value_kind kind = dt_node_kind(&veto);
    if (kind == DT_VALUE_TRUE)
        dt_text_add(r->out, " veto");
    else if (veto.value && kind != DT_VALUE_FALSE)
        dt_node_report(&veto, DT_FINDING_json, "expected true or false");
}

static void read_gain(dt_exchange *r, const dt_node *constituency)
{
    static const char *const known[] = {"sign", "number", NULL};
    static const char *const signs[] = {">", ">=", NULL};
    const dt_node gain = dt_node_member(constituency, "gain");
    if (!gain.value || !dt_node_is_object(&gain))
        return;
    dt_node_check_members(&gain, known, DT_FINDING_json);
    const dt_node sign = dt_node_member(&gain, "sign");
    const int which = dt_node_word(&sign, signs);
    dt_text_format(r->out, " gain %s ", which < 0 ? "?" : signs[which]);
    dt_exchange_number(r, &gain);
}

static void read_constituency(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"actor", "name",   "label", "weight", "veto",
                                        "gain",  "prefer", "value", "rank",   NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "constituency %s.", dt_exchange_name(item, "actor"));
    dt_text_add(r->out, dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    const dt_node weight = dt_node_member(item, "weight");
    if (weight.value) {
        dt_text_add(r->out, " weight ");
        dt_exchange_decimal(r, &weight);
    }
    read_veto(r, item);
    read_gain(r, item);
    dt_text_add(r->out, " {\n");
    dt_exchange_blocks(r, item, NULL);
    dt_text_add(r->out, "}\n");
}

static void read_ratify(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"actor", "formula", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "ratify %s : ", dt_exchange_name(item, "actor"));
    const dt_node formula = dt_node_member(item, "formula");
    dt_exchange_formula(r, &formula, true);
    dt_text_add(r->out, "\n");
}

/* Names behind each other, of actors or choices, parted by commas. */
static void put_names(dt_exchange *r, const dt_node *list, bool are_actors)
{
    if (!dt_node_is_filled(list))
        return;
    for (size_t k = 0; k < dt_node_count(list) && !dt_diags_full(r->diags); k++) {
        const dt_node item = dt_node_item(list, k);
        const char *const name = dt_node_string(&item);
        if (name && (are_actors ? dt_exchange_is_name(name, strlen(name))
                                : dt_exchange_is_choice(name)))
            dt_text_format(r->out, "%s%s", k ? ", " : "", name);
        else if (name)
            dt_node_report(&item, DT_FINDING_json, "this names no %s",
                           are_actors ? "actor" : "option or issue");
    }
    dt_text_add(r->out, "\n");
}

static void read_side(dt_exchange *r, const dt_node *root, const char *key,
                      const char *words)
{
    const dt_node list = dt_node_member(root, key);
    if (!list.value)
        return;
    dt_text_add(r->out, words);
    put_names(r, &list, strcmp(key, "table") == 0);
}

static void read_reserve(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"actor", "constituency", "number", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "    worth %s", dt_exchange_name(item, "actor"));
    if (dt_node_member(item, "constituency").value)
        dt_text_format(r->out, ".%s", dt_exchange_name(item, "constituency"));
    dt_text_add(r->out, " ");
    dt_exchange_number(r, item);
    dt_text_add(r->out, "\n");
}

static void read_fallback(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"name",  "label", "probability",
                                        "state", "worth", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "fallback %s", dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    const dt_node probability = dt_node_member(item, "probability");
    if (probability.value) {
        dt_text_add(r->out, " ");
        dt_exchange_decimal(r, &probability);
    }
    dt_text_add(r->out, " {\n");
    const dt_node state = dt_node_member(item, "state");
    dt_exchange_state(r, &state);
    dt_exchange_member(r, item, "worth", read_reserve);
    dt_text_add(r->out, "}\n");
}

static void read_deal(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"title", "state", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    const dt_node title = dt_node_member(item, "title");
    const dt_node state = dt_node_member(item, "state");
    const char *const text = dt_node_string(&title);
    dt_text_add(r->out, "deal ");
    dt_script_string(r->out, text ? text : "");
    dt_text_add(r->out, " {\n");
    dt_exchange_state(r, &state);
    dt_text_add(r->out, "}\n");
}

static void read_arena(dt_exchange *r, const dt_node *item)
{
    static const char *const known[] = {"name", "label", "choices", NULL};
    if (!dt_node_is_object(item))
        return;
    dt_node_check_members(item, known, DT_FINDING_json);
    dt_text_format(r->out, "arena %s", dt_exchange_name(item, "name"));
    dt_exchange_label(r, item);
    dt_text_add(r->out, " : ");
    const dt_node choices = dt_node_member(item, "choices");
    put_names(r, &choices, false);
}

void dt_exchange_talks(dt_exchange *r, const dt_node *root)
{
    dt_exchange_member(r, root, "constituencies", read_constituency);
    dt_exchange_member(r, root, "ratify", read_ratify);
    read_side(r, root, "table", "\ntable ");
    read_side(r, root, "on_the_table", "\non the table : ");
    read_side(r, root, "off_the_table", "\noff the table : ");
    dt_exchange_member(r, root, "fallbacks", read_fallback);
    dt_exchange_member(r, root, "deals", read_deal);
    dt_exchange_member(r, root, "arenas", read_arena);
}
