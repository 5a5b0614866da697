/* The deals, side by side in an option table, then each in words: what everybody does,
 * what it is worth to whom, who refuses and what would turn him, what is left on the
 * table. */
#include "report/settlement.h"

#include "base/arena.h"
#include "base/list.h"
#include "report/frame.h"
#include "report/table.h"
#include "report/words.h"

#include <string.h>

enum { USUAL_DEALS = 8, USUAL_ADDITIONS = 3 };

/* ---- the option table --------------------------------------------------------- */

/* A table under construction: a column for the status quo, one for each deal. */
typedef struct sheet {
    dt_bargain *b;
    dt_arena arena;
    dt_list rows;       /* dt_table_row */
    const char ***cell; /* [n_columns], each with room for n_room rows */
    uint32_t n_columns, n_room;
    bool lost;
} sheet;

static void add_row(sheet *s, const char *label, bool is_heading)
{
    dt_table_row *const row = dt_list_add(&s->rows, &s->arena, sizeof *row);
    if (row)
        *row = (dt_table_row){label, is_heading};
    else
        s->lost = true;
}

/* The cell of the last row in column k; the text is copied. */
static void set_cell(sheet *s, uint32_t k, const char *words)
{
    const char *const kept = dt_arena_copy(&s->arena, words, strlen(words));
    if (!kept || s->lost || s->rows.n > s->n_room)
        s->lost = true;
    else
        s->cell[k][s->rows.n - 1] = kept;
}

static bool sheet_begin(sheet *s, uint32_t n_deals)
{
    const dt_bargain *const b = s->b;
    s->n_columns = n_deals + 1;
    s->n_room = b->model->n_choices + b->model->n_actors + b->all->n_voices +
                b->all->n_sides + DT_N_FAIR + 8;
    s->cell = dt_arena_array(&s->arena, const char **, s->n_columns);
    for (uint32_t k = 0; s->cell && k < s->n_columns; k++) {
        s->cell[k] = dt_arena_array(&s->arena, const char *, s->n_room);
        s->lost = s->lost || !s->cell[k];
        for (uint32_t r = 0; !s->lost && r < s->n_room; r++)
            s->cell[k][r] = "";
    }
    s->lost = s->lost || !s->cell;
    return !s->lost;
}

static bool is_changed(const sheet *s, dt_choice_id c)
{
    const dt_bargain *const b = s->b;
    for (uint32_t k = 0; k + 1 < s->n_columns; k++)
        if (dt_code_level(b->model, b->all->deals[k].code, c) !=
            dt_code_level(b->model, b->base, c))
            return true;
    return false;
}

static void add_choice(sheet *s, dt_choice_id c)
{
    const dt_model *const model = s->b->model;
    add_row(s, dt_choice_label(model, c), false);
    for (uint32_t k = 0; k < s->n_columns; k++) {
        const dt_code code = k ? s->b->all->deals[k - 1].code : s->b->base;
        set_cell(s, k, dt_words_level(model, c, dt_code_level(model, code, c)));
    }
}

static void add_choices(sheet *s)
{
    const dt_model *const model = s->b->model;
    for (dt_actor_id a = 0; a < model->n_actors; a++) {
        bool headed = false;
        for (uint32_t k = 0; k < model->actors[a].n_choices; k++) {
            const dt_choice_id c = model->actors[a].first_choice + k;
            if (!is_changed(s, c))
                continue;
            if (!headed)
                add_row(s, dt_actor_label(model, a), true);
            headed = true;
            add_choice(s, c);
        }
    }
}

/* Whether the deal is that solution at the main disagreement point; with ties "(*)". */
static const char *role_of(const dt_deal *deal, dt_fair_kind kind)
{
    for (uint32_t k = 0; k < deal->n_roles; k++)
        if (deal->roles[k].kind == kind && deal->roles[k].disagreement == 0)
            return deal->roles[k].tied ? "=" : "*";
    return ".";
}

static void add_verdicts(sheet *s)
{
    const dt_deal *const deals = s->b->all->deals;
    add_row(s, "Verdict", true);
    add_row(s, "suits everybody at the table", false);
    for (uint32_t k = 1; k < s->n_columns; k++)
        set_cell(s, k, deals[k - 1].in_zone ? "yes" : "no");
    add_row(s, "efficient", false);
    for (uint32_t k = 1; k < s->n_columns; k++)
        set_cell(s, k, deals[k - 1].efficient ? "yes" : "no");
    for (uint32_t kind = 0; s->b->main->has_fair && kind < DT_N_FAIR; kind++) {
        add_row(s, dt_fair_full_name((dt_fair_kind)kind), false);
        for (uint32_t k = 1; k < s->n_columns; k++)
            set_cell(s, k, role_of(&deals[k - 1], (dt_fair_kind)kind));
    }
}

/* "12.5", in brackets when that does not do; "yes" or "no" of an order. */
static void add_gain(sheet *s, uint32_t v)
{
    const dt_bargain *const b = s->b;
    char figure[DT_WORTH_ROOM];
    for (uint32_t k = 1; k < s->n_columns; k++) {
        const dt_opinion *const o = &b->all->deals[k - 1].opinions[v];
        dt_text cell = {0};
        if (b->all->voices[v].measure == DT_MEASURE_WORTH || b->all->voices[v].derived)
            dt_text_format(&cell, o->accepts ? "%s" : "(%s)",
                           dt_worth_write(b, o->gain, DT_WORTH_READ, figure));
        else
            dt_text_add(&cell, o->accepts ? "yes" : "(no)");
        set_cell(s, k, dt_text_string(&cell));
        s->lost = s->lost || cell.failed;
        dt_text_release(&cell);
    }
}

static void add_gains(sheet *s)
{
    const dt_bargain *const b = s->b;
    add_row(s,
            b->all->no_worth
                ? "Against what follows if the talks fail (refusals in brackets)"
                : "Gain over what follows if the talks fail (refusals in brackets)",
            true);
    for (uint32_t side = 0; side < b->all->n_sides; side++) {
        const dt_side *const about = &b->main->sides[side];
        for (uint32_t v = about->voice; v <= about->voice + about->n_constituencies;
             v++) {
            add_row(s, dt_voice_label(b, v), false);
            add_gain(s, v);
        }
    }
}

static void sheet_write(sheet *s)
{
    dt_table_column *const columns =
        dt_arena_array(&s->arena, dt_table_column, s->n_columns);
    for (uint32_t k = 0; columns && k < s->n_columns; k++) {
        dt_text head = {0};
        if (k == 0)
            dt_text_add(&head, "now");
        else
            dt_deal_add_head(s->b, k - 1, &head);
        const char *const kept =
            dt_arena_copy(&s->arena, dt_text_string(&head), head.n);
        s->lost = s->lost || head.failed || !kept;
        columns[k] = (dt_table_column){kept, s->cell[k]};
        dt_text_release(&head);
    }
    const dt_table table = {(uint32_t)s->rows.n, s->n_columns, s->rows.items, columns};
    if (s->lost || !columns)
        s->b->out->status = DT_ENOMEM;
    else
        dt_table_write(s->b->out, &table, dt_frame_width(s->b->options));
}

static void put_sheet(dt_bargain *b, uint32_t n_deals)
{
    sheet s = {.b = b};
    if (sheet_begin(&s, n_deals)) {
        add_choices(&s);
        add_verdicts(&s);
        add_gains(&s);
    }
    if (s.lost)
        b->out->status = DT_ENOMEM;
    else
        sheet_write(&s);
    dt_arena_release(&s.arena);
}

/* ---- one deal in words -------------------------------------------------------- */

/* The solutions that it is at one disagreement point, in brackets; how many. */
static uint32_t tell_roles_at(dt_bargain *b, const dt_deal *deal, uint32_t d)
{
    const dt_disagreement *const at = &b->all->disagreements[d];
    uint32_t n = 0, k = 0;
    for (uint32_t r = 0; r < deal->n_roles; r++)
        n += deal->roles[r].disagreement == d;
    if (n == 0)
        return 0;
    dt_text_add(&b->text, "; fair");
    if (d)
        dt_text_format(&b->text, " if failure were '%s'",
                       at->label ? at->label : at->name);
    for (uint32_t r = 0; r < deal->n_roles; r++)
        if (deal->roles[r].disagreement == d) {
            dt_text_format(&b->text, "%s%s%s", k ? dt_joint(k, n) : " (",
                           dt_fair_full_name(deal->roles[r].kind),
                           deal->roles[r].tied ? ", where others tie" : "");
            k++;
        }
    dt_text_add(&b->text, ")");
    return n;
}

static void put_title(dt_bargain *b, uint32_t k)
{
    const dt_deal *const deal = &b->all->deals[k];
    dt_text_add(&b->text, deal->title ? "" : "Package ");
    dt_deal_add_head(b, k, &b->text);
    dt_text_add(&b->text, deal->origin == DT_ORIGIN_PROPOSED    ? ", proposed"
                          : deal->origin == DT_ORIGIN_EFFICIENT ? ", efficient"
                                                                : "");
    if (deal->code == b->base)
        dt_text_add(&b->text, ", the status quo");
    bool told = false;
    for (uint32_t d = 0; d < b->all->n_disagreements && !told; d++)
        told = tell_roles_at(b, deal, d) > 0;
    dt_put(b->out, "\n");
    dt_bargain_put(b, 0, 2);
}

static void put_changes(dt_bargain *b, const dt_deal *deal)
{
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        if ((deal->code ^ b->base) & b->model->actors[a].mask ||
            dt_bargain_seats(b, a)) {
            dt_text_format(&b->text, "%s ", dt_actor_label(b->model, a));
            dt_bargain_add_move(b, a, b->base, deal->code);
            dt_text_add(&b->text, ".");
            dt_bargain_put(b, 2, 4);
        }
}

/* ---- who accepts it ------------------------------------------------------------ */

static const dt_preference *preference_of(const dt_bargain *b, const dt_voice *voice)
{
    const dt_actor *const actor = &b->model->actors[voice->actor];
    return voice->constituency == DT_VOICE_ITSELF
               ? dt_actor_preference(actor, b->cast->type[voice->actor])
               : &actor->home.constituencies[voice->constituency].preference;
}

/* By an order: which fallback it would rather have, and why. */
static void tell_objection(dt_bargain *b, const dt_deal *deal, const dt_voice *voice)
{
    const dt_disagreement *const points = b->all->disagreements;
    const uint32_t first = b->all->n_disagreements > 1;
    for (uint32_t d = first; d < b->all->n_disagreements; d++) {
        dt_text why = {0};
        if (dt_words_rather(b->model, preference_of(b, voice), points[d].code,
                            deal->code, &why)) {
            dt_text_format(&b->text, "would rather have %s, %s",
                           points[d].label ? points[d].label : points[d].name,
                           dt_text_string(&why));
            dt_text_release(&why);
            return;
        }
        dt_text_release(&why);
    }
    dt_text_add(&b->text, "no better than failure");
}

static void tell_refuser(dt_bargain *b, const dt_deal *deal, uint32_t v)
{
    const dt_opinion *const o = &deal->opinions[v];
    dt_text_format(&b->text, "%s (", dt_voice_label(b, v));
    if (!dt_bargain_has_worth(b, v))
        tell_objection(b, deal, &b->all->voices[v]);
    else if (o->margin == 0)
        dt_text_add(&b->text, "would have to gain something, and gains nothing");
    else {
        dt_bargain_add_worth(b, -o->margin);
        dt_text_add(&b->text, " short");
    }
    dt_text_add(&b->text, ")");
}

static void put_refusers(dt_bargain *b, const dt_deal *deal)
{
    uint32_t n = 0, k = 0;
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        n += !deal->opinions[v].accepts;
    if (n == 0)
        return;
    dt_text_add(&b->text, deal->in_zone ? "Outvoted: " : "Against it: ");
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        if (!deal->opinions[v].accepts) {
            dt_text_add(&b->text, k++ ? "; " : "");
            tell_refuser(b, deal, v);
        }
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

/* Of the constituencies with values that accept it, the one with the least to spare;
 * where there are none, of the actors. UINT32_MAX: nobody. */
static uint32_t find_reluctant(const dt_bargain *b, const dt_deal *deal, bool at_home)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        if (dt_bargain_has_worth(b, v) && !b->all->voices[v].derived &&
            deal->opinions[v].accepts &&
            (b->all->voices[v].constituency != DT_VOICE_ITSELF) == at_home &&
            (best == UINT32_MAX ||
             deal->opinions[v].margin < deal->opinions[best].margin))
            best = v;
    return best;
}

static void put_reluctant(dt_bargain *b, const dt_deal *deal)
{
    uint32_t v = find_reluctant(b, deal, true);
    v = v == UINT32_MAX ? find_reluctant(b, deal, false) : v;
    if (v == UINT32_MAX)
        return;
    dt_text_format(&b->text, "Most reluctant: %s, with ", dt_voice_label(b, v));
    if (deal->opinions[v].margin == 0)
        dt_text_add(&b->text, "nothing");
    else
        dt_bargain_add_worth(b, deal->opinions[v].margin);
    dt_text_add(&b->text, " to spare.");
    dt_bargain_put(b, 2, 4);
}

static void put_acceptance(dt_bargain *b, const dt_deal *deal)
{
    if (!deal->on_table)
        dt_text_add(&b->text, "It changes what is not on the table, so it cannot be "
                              "agreed.");
    else if (!deal->feasible_step)
        dt_text_add(&b->text, "It goes back on a step that cannot be taken back.");
    else if (deal->in_zone)
        dt_text_add(&b->text, deal->efficient
                                  ? "It suits everybody at the table, and is efficient."
                                  : "It suits everybody at the table.");
    for (uint32_t s = 0; !deal->in_zone && s < b->all->n_sides; s++)
        if (!deal->signs[s] || !deal->ratifies[s])
            dt_text_format(&b->text, "%s%s would not %s it.", b->text.n ? " " : "",
                           dt_side_label(b, s),
                           deal->signs[s]      ? "ratify"
                           : deal->ratifies[s] ? "sign"
                                               : "sign or ratify");
    dt_bargain_put(b, 2, 4);
    put_refusers(b, deal);
    if (deal->in_zone)
        put_reluctant(b, deal);
}

/* ---- what would turn who refuses ---------------------------------------------- */

static void put_additions(dt_bargain *b, const dt_deal *deal, const dt_refusal *refusal)
{
    const uint64_t shown = refusal->n_shown;
    const uint32_t limit = dt_frame_limit(b->options, USUAL_ADDITIONS);
    const uint32_t n = shown < limit ? (uint32_t)shown : limit;
    if (refusal->n_additions == 0) {
        dt_text_format(&b->text, "Nothing that others could add would win %s.",
                       dt_side_label(b, refusal->side));
        dt_bargain_put(b, 2, 4);
        return;
    }
    dt_text_format(&b->text, "%s would be won by ", dt_side_label(b, refusal->side));
    for (uint32_t k = 0; k < n; k++) {
        dt_text_add(&b->text, k ? "; or by " : "");
        (void)dt_bargain_add_items(b, deal->code, refusal->additions[k].code,
                                   UINT64_MAX);
        dt_text_add(&b->text, refusal->additions[k].in_zone
                                  ? ", and all would then accept"
                                  : ", but not all others would then accept");
    }
    if (refusal->n_additions > n) {
        const uint64_t more = refusal->n_additions - n;
        dt_text_add(&b->text, "; or in ");
        dt_words_count(more, &b->text);
        dt_text_add(&b->text, more == 1 ? " other way" : " other ways");
    }
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

/* Actors gain as wholes; at home somebody may lose. */
static void put_money(dt_bargain *b, const dt_deal *deal)
{
    if (!deal->has_money_left || deal->money_left <= 0)
        return;
    dt_text_add(&b->text, "It leaves something on the table: each side as a whole "
                          "would gain at least ");
    dt_bargain_add_worth(b, deal->money_left);
    dt_text_add(&b->text, " more by ");
    dt_bargain_add_package(b, deal->better);
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

static void put_deal(dt_bargain *b, uint32_t k)
{
    const dt_deal *const deal = &b->all->deals[k];
    put_title(b, k);
    put_changes(b, deal);
    put_acceptance(b, deal);
    for (uint32_t r = 0; r < deal->n_refusals; r++)
        put_additions(b, deal, &deal->refusals[r]);
    put_money(b, deal);
    dt_bargain_put_hold(b, deal);
}

/* In words only what was proposed, or is fair by what the model says of failure; a
 * table has room for the others. */
static bool is_told(const dt_bargain *b, const dt_deal *deal)
{
    bool is = deal->origin != DT_ORIGIN_FAIR || b->options->verbose;
    for (uint32_t k = 0; k < deal->n_roles; k++)
        is = is || deal->roles[k].disagreement == 0;
    return is;
}

/* ---- all of them --------------------------------------------------------------- */

/* Proposed deals are always shown; of the others as many as there is room for. */
static uint32_t count_shown(const dt_bargain *b)
{
    const uint32_t limit = dt_frame_limit(b->options, USUAL_DEALS);
    uint32_t n = 0;
    while (n < b->all->n_deals && (b->all->deals[n].title || n < limit))
        n++;
    return n;
}

void dt_bargain_put_deals(dt_bargain *b)
{
    const uint32_t n = count_shown(b);
    if (n == 0)
        return;
    dt_bargain_put_heading(b, n == 1 ? "The deal" : "The deals");
    put_sheet(b, n);
    if (b->main->has_fair) {
        dt_text_add(&b->text,
                    "* marks the fair solution by each rule; = one of several "
                    "that tie.");
        dt_put(b->out, "\n");
        dt_bargain_put(b, 0, 0);
    }
    for (uint32_t k = 0; k < n && dt_out_works(b->out); k++)
        if (is_told(b, &b->all->deals[k]))
            put_deal(b, k);
    if (n < b->all->n_deals) {
        dt_text_add(&b->text, "Not shown: ");
        dt_words_count(b->all->n_deals - n, &b->text);
        dt_text_add(&b->text, " more; a larger --limit shows more, --limit 0 all.");
        dt_put(b->out, "\n");
        dt_bargain_put(b, 0, 0);
    }
}
