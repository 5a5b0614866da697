/* The division of issues by points: who gets what, what is split, and whether that is
 * what the procedure promises; then the points of each item. Fractions are told as they
 * are, and as decimals where they are not whole. */
#include "report/settlement.h"

#include "base/fail.h"
#include "report/frame.h"
#include "report/machine.h"
#include "report/words.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct divider {
    dt_bargain b; /* its model, options, sentence and output are set */
    const dt_division *d;
} divider;

static const char *label_of(const divider *v, uint32_t party)
{
    return dt_actor_label(v->b.model, v->d->party[party]);
}

/* ---- fractions ------------------------------------------------------------------ */

enum { RATIO_ROOM = 80 };

/* "66", "2/15". */
static const char *write_ratio(dt_ratio r, char buffer[RATIO_ROOM])
{
    if (r.d == 1)
        snprintf(buffer, RATIO_ROOM, "%" PRId64, r.n);
    else
        snprintf(buffer, RATIO_ROOM, "%" PRId64 "/%" PRId64, r.n, r.d);
    return buffer;
}

/* "66", "395/6 (65.83)". */
static const char *write_points(dt_ratio r, char buffer[RATIO_ROOM])
{
    if (r.d == 1)
        return write_ratio(r, buffer);
    snprintf(buffer, RATIO_ROOM, "%" PRId64 "/%" PRId64 " (%.2f)", r.n, r.d,
             (double)r.n / (double)r.d);
    return buffer;
}

static void add_points(divider *v, dt_ratio r)
{
    char points[RATIO_ROOM];
    dt_text_add(&v->b.text, write_points(r, points));
}

/* ---- in words ------------------------------------------------------------------- */

static bool is_whole_for(const dt_item *item, uint32_t party)
{
    return item->contested && item->share[1 - party].n == 0;
}

static void put_part(divider *v, uint32_t party)
{
    uint32_t n = 0, k = 0;
    for (uint32_t j = 0; j < v->d->n_items; j++)
        n += is_whole_for(&v->d->items[j], party);
    dt_text_format(&v->b.text, "%s gets ", label_of(v, party));
    dt_text_add(&v->b.text, n ? "" : "no item whole");
    for (uint32_t j = 0; j < v->d->n_items; j++) {
        const dt_item *const item = &v->d->items[j];
        if (!is_whole_for(item, party))
            continue;
        dt_text_add(&v->b.text, dt_joint(k++, n));
        dt_bargain_add_item(&v->b, item->choice, item->level[party]);
    }
    dt_text_add(&v->b.text, ".");
    dt_bargain_put(&v->b, 0, 2);
}

static void put_split(divider *v)
{
    char first[RATIO_ROOM], second[RATIO_ROOM];
    if (v->d->split == DT_NO_ITEM) {
        dt_text_add(&v->b.text, "Nothing has to be split.");
        dt_bargain_put(&v->b, 0, 2);
        return;
    }
    const dt_item *const item = &v->d->items[v->d->split];
    dt_text_format(&v->b.text, "'%s' is split: %s of it goes to %s, %s to %s.",
                   dt_choice_label(v->b.model, item->choice),
                   write_ratio(item->share[0], first), label_of(v, 0),
                   write_ratio(item->share[1], second), label_of(v, 1));
    dt_bargain_put(&v->b, 0, 2);
}

static void put_agreed(divider *v)
{
    const uint32_t n = v->d->n_items - v->d->n_contested;
    uint32_t k = 0;
    if (n == 0)
        return;
    dt_text_add(&v->b.text, "Both want ");
    for (uint32_t j = 0; j < v->d->n_items; j++)
        if (!v->d->items[j].contested) {
            dt_text_add(&v->b.text, dt_joint(k++, n));
            dt_bargain_add_item(&v->b, v->d->items[j].choice, v->d->items[j].level[0]);
        }
    dt_text_add(&v->b.text, ", which needs no division.");
    dt_bargain_put(&v->b, 0, 2);
}

static void add_both(divider *v, const dt_ratio points[2])
{
    dt_text_format(&v->b.text, "%s ", label_of(v, 0));
    add_points(v, points[0]);
    dt_text_format(&v->b.text, ", %s ", label_of(v, 1));
    add_points(v, points[1]);
}

static void put_final(divider *v)
{
    dt_text_add(&v->b.text, "Points of 100: ");
    add_both(v, v->d->final);
    dt_text_format(&v->b.text,
                   ". The division is %sefficient, %sequitable and %senvy-free.",
                   v->d->efficient ? "" : "not ", v->d->equitable ? "" : "not ",
                   v->d->envy_free ? "" : "not ");
    dt_bargain_put(&v->b, 0, 2);
}

static void put_words(divider *v)
{
    put_part(v, 0);
    put_part(v, 1);
    put_split(v);
    put_agreed(v);
    put_final(v);
}

/* ---- how it came about ---------------------------------------------------------- */

static void add_tied(divider *v)
{
    uint32_t k = 0;
    dt_text_add(&v->b.text, " ");
    for (uint32_t j = 0; j < v->d->n_items; j++)
        if (v->d->items[j].contested && v->d->items[j].tied)
            dt_text_format(&v->b.text, "%s'%s'", dt_joint(k++, v->d->n_tied),
                           dt_choice_label(v->b.model, v->d->items[j].choice));
    dt_text_format(&v->b.text, " %s to %s, who is %s: ",
                   v->d->n_tied == 1 ? "is worth as much to both, and goes"
                                     : "are worth as much to both, and go",
                   label_of(v, v->d->leader),
                   v->d->won[0].n == v->d->won[1].n && v->d->won[0].d == v->d->won[1].d
                       ? "named first, as neither is ahead"
                       : "ahead");
    add_both(v, v->d->initial);
    dt_text_add(&v->b.text, ".");
}

static void add_moves(divider *v)
{
    uint32_t n = 0, k = 0;
    for (uint32_t j = 0; j < v->d->n_items; j++)
        n += v->d->items[j].moved;
    if (n == 0) {
        dt_text_add(&v->b.text, " Nothing has to be handed over.");
        return;
    }
    dt_text_format(&v->b.text, " Then %s hands over ", label_of(v, v->d->leader));
    for (uint32_t j = 0; j < v->d->n_items; j++)
        if (v->d->items[j].moved)
            dt_text_format(&v->b.text, "%s%s'%s'", dt_joint(k++, n),
                           j == v->d->split ? "a part of " : "",
                           dt_choice_label(v->b.model, v->d->items[j].choice));
    dt_text_add(&v->b.text, ", what costs it least for what it brings.");
}

static void put_course(divider *v)
{
    dt_bargain_put_heading(&v->b, "How it came about");
    dt_text_add(&v->b.text, "Each item goes to whoever gave it more points: ");
    add_both(v, v->d->won);
    dt_text_add(&v->b.text, ".");
    if (v->d->n_tied)
        add_tied(v);
    add_moves(v);
    dt_bargain_put(&v->b, 2, 2);
}

/* ---- the table ------------------------------------------------------------------ */

enum { COLUMNS = 3 };

static size_t columns_of(const char *string)
{
    size_t n = 0;
    for (; *string; string++)
        n += ((unsigned char)*string & 0xC0) != 0x80;
    return n;
}

static const char *cell_of(const divider *v, uint32_t k, uint32_t column,
                           char buffer[RATIO_ROOM])
{
    const dt_item *const item = &v->d->items[k];
    if (!item->contested)
        return column < 2 ? "0" : "-";
    return column < 2 ? write_points(item->points[column], buffer)
                      : write_ratio(item->share[column - 2], buffer);
}

static size_t width_of(const divider *v, uint32_t column, const char *head)
{
    char buffer[RATIO_ROOM];
    size_t width = columns_of(head);
    for (uint32_t k = 0; k < v->d->n_items; k++) {
        const size_t n = columns_of(cell_of(v, k, column, buffer));
        width = n > width ? n : width;
    }
    return width;
}

static void put_cell(divider *v, const char *cell, size_t width)
{
    dt_put_repeat(v->b.out, ' ', 2 + width - columns_of(cell));
    dt_put(v->b.out, cell);
}

static void put_label(divider *v, const char *label, size_t width)
{
    dt_put_format(v->b.out, "  %s", label);
    dt_put_repeat(v->b.out, ' ', width - columns_of(label));
}

static void put_rows(divider *v, size_t labels, const char *const heads[COLUMNS])
{
    char buffer[RATIO_ROOM];
    size_t width[COLUMNS];
    put_label(v, "", labels);
    for (uint32_t c = 0; c < COLUMNS; c++) {
        width[c] = width_of(v, c, heads[c]);
        put_cell(v, heads[c], width[c]);
    }
    dt_put(v->b.out, "\n");
    for (uint32_t k = 0; k < v->d->n_items; k++) {
        put_label(v, dt_choice_label(v->b.model, v->d->items[k].choice), labels);
        for (uint32_t c = 0; c < COLUMNS; c++)
            put_cell(v, cell_of(v, k, c, buffer), width[c]);
        dt_put(v->b.out, "\n");
    }
}

static void put_table(divider *v)
{
    dt_text head[COLUMNS] = {{0}};
    size_t labels = 0;
    bool lost = false;
    for (uint32_t k = 0; k < v->d->n_items; k++) {
        const size_t n = columns_of(dt_choice_label(v->b.model, v->d->items[k].choice));
        labels = n > labels ? n : labels;
    }
    dt_bargain_put_heading(&v->b, "Points given, and the share that the first gets");
    for (uint32_t c = 0; c < COLUMNS; c++) {
        dt_text_format(&head[c], "%s %s", label_of(v, c % 2), c < 2 ? "gives" : "gets");
        lost = lost || head[c].failed;
    }
    if (lost)
        v->b.out->status = DT_ENOMEM;
    else
        put_rows(
            v, labels,
            (const char *const[COLUMNS]){head[0].bytes, head[1].bytes, head[2].bytes});
    for (uint32_t c = 0; c < COLUMNS; c++)
        dt_text_release(&head[c]);
}

/* ---- where it comes from -------------------------------------------------------- */

static void put_totals(divider *v)
{
    for (uint32_t i = 0; i < 2; i++) {
        if (v->d->total[i].n == 100 && v->d->total[i].d == 1)
            continue;
        dt_text_add(&v->b.text, "What is contested is worth ");
        add_points(v, v->d->total[i]);
        dt_text_format(&v->b.text, " to %s, scaled to 100 points.", label_of(v, i));
        dt_bargain_put(&v->b, 2, 4);
    }
}

static void put_basis(divider *v)
{
    dt_bargain_put_heading(&v->b, "How it was computed");
    put_totals(v);
    dt_text_add(&v->b.text,
                "A party's points for an item are what its own way is worth to it more "
                "than the other's way; levels in between are not looked at. An item of "
                "as many points from both goes to who is ahead. The one ahead hands "
                "items over in increasing order of its own points per point of the "
                "other, the last in part, until both have equally many. All fractions "
                "are exact.");
    dt_bargain_put(&v->b, 2, 4);
    dt_text_add(&v->b.text,
                "Efficient: no exchange, even of parts, is better for both. Equitable: "
                "both have equally many points. Envy-free: neither has fewer than 50. "
                "This holds of the points as they were given, which may not be the "
                "true ones.");
    dt_bargain_put(&v->b, 2, 4);
    dt_text_add(&v->b.text, "Source: Adjusted Winner (Brams and Taylor 1996).");
    dt_bargain_put(&v->b, 2, 4);
}

static void put_text(divider *v)
{
    dt_frame_put_title_of(v->b.out, v->b.model, v->b.cast);
    put_words(v);
    put_course(v);
    put_table(v);
    put_basis(v);
    dt_put(v->b.out, "\n");
    dt_put_provenance(v->b.out, v->b.model);
}

/* ---- for machines --------------------------------------------------------------- */

static void put_ratio_json(dt_json *json, dt_ratio r)
{
    char buffer[RATIO_ROOM];
    dt_json_string(json, write_ratio(r, buffer));
}

static void put_pair_json(dt_json *json, const char *key, const dt_ratio pair[2])
{
    dt_json_key(json, key);
    dt_json_array_flat(json);
    put_ratio_json(json, pair[0]);
    put_ratio_json(json, pair[1]);
    dt_json_end_array(json);
}

static void put_bool_json(dt_json *json, const char *key, bool value)
{
    dt_json_key(json, key);
    dt_json_bool(json, value);
}

/* "treaty.land", in place of what the sentence held. */
static const char *name_choice(divider *v, dt_choice_id c)
{
    dt_text_reset(&v->b.text);
    dt_text_format(&v->b.text, "%s.%s",
                   dt_actor_name(v->b.model, dt_choice_actor(v->b.model, c)),
                   dt_choice_name(v->b.model, c));
    if (v->b.text.failed)
        v->b.out->status = DT_ENOMEM;
    return dt_text_string(&v->b.text);
}

static void put_item_json(divider *v, dt_json *json, const dt_item *item)
{
    dt_json_object_flat(json);
    dt_json_put_string(json, "choice", name_choice(v, item->choice));
    dt_json_key(json, "wanted");
    dt_json_array_flat(json);
    for (uint32_t i = 0; i < 2; i++)
        dt_json_string(json,
                       dt_choice_level_name(v->b.model, item->choice, item->level[i]));
    dt_json_end_array(json);
    put_bool_json(json, "contested", item->contested);
    if (item->contested) {
        put_pair_json(json, "points", item->points);
        put_bool_json(json, "tied", item->tied);
        dt_json_put_string(json, "winner",
                           dt_actor_name(v->b.model, v->d->party[item->winner]));
        put_bool_json(json, "moved", item->moved);
        put_pair_json(json, "share", item->share);
    }
    dt_json_end_object(json);
}

static void put_parties_json(divider *v, dt_json *json)
{
    dt_json_key(json, "parties");
    dt_json_array_flat(json);
    for (uint32_t i = 0; i < 2; i++)
        dt_json_string(json, dt_actor_name(v->b.model, v->d->party[i]));
    dt_json_end_array(json);
}

static void put_division_json(divider *v, dt_json *json)
{
    put_parties_json(v, json);
    put_pair_json(json, "total", v->d->total);
    dt_json_key(json, "items");
    dt_json_array(json);
    for (uint32_t k = 0; k < v->d->n_items && dt_out_works(v->b.out); k++)
        put_item_json(v, json, &v->d->items[k]);
    dt_json_end_array(json);
    put_pair_json(json, "won", v->d->won);
    dt_json_put_string(json, "leader",
                       dt_actor_name(v->b.model, v->d->party[v->d->leader]));
    put_pair_json(json, "initial", v->d->initial);
    dt_json_key(json, "split");
    if (v->d->split == DT_NO_ITEM)
        dt_json_null(json);
    else
        dt_json_string(json, name_choice(v, v->d->items[v->d->split].choice));
    put_pair_json(json, "final", v->d->final);
    put_bool_json(json, "efficient", v->d->efficient);
    put_bool_json(json, "equitable", v->d->equitable);
    put_bool_json(json, "envy_free", v->d->envy_free);
}

static void put_json(divider *v)
{
    dt_json json = dt_json_to(v->b.out);
    dt_json_object(&json);
    dt_frame_put_program(&json);
    dt_frame_put_model_of(&json, v->b.model, v->b.cast);
    put_division_json(v, &json);
    dt_json_end_object(&json);
}

static void put_csv_head(divider *v)
{
    static const char *const groups[] = {"wants", "points", "share"};
    dt_put(v->b.out, "item");
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        for (uint32_t i = 0; i < 2; i++)
            dt_put_format(v->b.out, ",%s %s", dt_actor_name(v->b.model, v->d->party[i]),
                          groups[g]);
    dt_frame_put_csv_provenance(v->b.out, v->b.model);
}

static void put_csv_pair(divider *v, const dt_item *item, const dt_ratio pair[2])
{
    char buffer[RATIO_ROOM];
    for (uint32_t i = 0; i < 2; i++)
        dt_put_format(v->b.out, ",%s",
                      item->contested ? write_ratio(pair[i], buffer) : "");
}

static void put_csv(divider *v)
{
    put_csv_head(v);
    for (uint32_t k = 0; k < v->d->n_items && dt_out_works(v->b.out); k++) {
        const dt_item *const item = &v->d->items[k];
        dt_frame_put_csv(v->b.out, name_choice(v, item->choice));
        for (uint32_t i = 0; i < 2; i++)
            dt_put_format(
                v->b.out, ",%s",
                dt_choice_level_name(v->b.model, item->choice, item->level[i]));
        put_csv_pair(v, item, item->points);
        put_csv_pair(v, item, item->share);
        dt_put(v->b.out, ",\n");
    }
}

dt_status dt_report_points(const dt_points *points, const dt_report_options *options,
                           const dt_sink *sink, dt_error *err)
{
    static void (*const forms[])(divider * v) = {
        [DT_FORM_TEXT] = put_text, [DT_FORM_JSON] = put_json, [DT_FORM_CSV] = put_csv};
    dt_out out = dt_out_to(sink);
    divider v = {.b = {.model = dt_points_model(points),
                       .cast = dt_points_cast(points),
                       .options = options,
                       .out = &out},
                 .d = dt_points_division(points)};
    forms[options->form](&v);
    dt_text_release(&v.b.text);
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
