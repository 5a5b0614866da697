/* What follows if the talks fail, point by point: what that is worth, how many packages
 * suit whom against it, and which of them is fair. */
#include "report/settlement.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "base/list.h"
#include "report/frame.h"
#include "report/table.h"
#include "report/words.h"

/* The table under construction: a column for each disagreement point. */
typedef struct sheet {
    dt_bargain *b;
    dt_arena arena;
    dt_list rows, cells; /* dt_table_row; const char *, row by row */
    bool lost;
} sheet;

static void add_row(sheet *s, const char *label, bool is_heading)
{
    dt_table_row *const row = dt_list_add(&s->rows, &s->arena, sizeof *row);
    if (row)
        *row = (dt_table_row){label, is_heading};
    else
        s->lost = true;
    for (uint32_t d = 0; is_heading && d < s->b->all->n_disagreements; d++) {
        const char **const cell = dt_list_add(&s->cells, &s->arena, sizeof *cell);
        if (cell)
            *cell = "";
        else
            s->lost = true;
    }
}

/* The next cell of the last row; the text is released. */
static void add_cell(sheet *s, dt_text *text)
{
    const char **const cell = dt_list_add(&s->cells, &s->arena, sizeof *cell);
    const char *const kept = dt_arena_copy(&s->arena, dt_text_string(text), text->n);
    if (!cell || !kept || text->failed)
        s->lost = true;
    else
        *cell = kept;
    dt_text_release(text);
}

/* ---- rows ---------------------------------------------------------------------- */

static void add_probabilities(sheet *s)
{
    char decimal[DT_DECIMAL_ROOM];
    add_row(s, "Probability", false);
    for (uint32_t d = 0; d < s->b->all->n_disagreements; d++) {
        const dt_disagreement *const at = &s->b->all->disagreements[d];
        dt_text text = {0};
        if (!at->lottery)
            dt_text_add(&text, dt_decimal_write(at->probability, decimal));
        add_cell(s, &text);
    }
}

static void add_worths(sheet *s)
{
    char figure[DT_WORTH_ROOM];
    add_row(s, "What it is worth to", true);
    for (uint32_t side = 0; side < s->b->all->n_sides; side++) {
        add_row(s, dt_side_label(s->b, side), false);
        for (uint32_t d = 0; d < s->b->all->n_disagreements; d++) {
            const dt_disagreement *const at = &s->b->all->disagreements[d];
            dt_text text = {0};
            dt_text_add(&text, dt_worth_write(s->b, at->worth[at->sides[side].voice],
                                              DT_WORTH_READ, figure));
            add_cell(s, &text);
        }
    }
}

static void add_count(sheet *s, uint64_t n)
{
    dt_text text = {0};
    if (n == DT_UNCOUNTED)
        dt_text_add(&text, "?");
    else
        dt_words_count(n, &text);
    add_cell(s, &text);
}

static void add_suited(sheet *s)
{
    const dt_summary *const all = s->b->all;
    add_row(s, "Packages that suit", true);
    for (uint32_t side = 0; side < all->n_sides; side++) {
        add_row(s, dt_side_label(s->b, side), false);
        for (uint32_t d = 0; d < all->n_disagreements; d++)
            add_count(s, all->disagreements[d].sides[side].wins);
    }
    add_row(s, "everybody", false);
    for (uint32_t d = 0; d < all->n_disagreements; d++)
        add_count(s, all->disagreements[d].zone);
}

static void add_efficient(sheet *s)
{
    const dt_summary *const all = s->b->all;
    if (all->listed && !all->no_worth) {
        add_row(s, "and are no loss to any side", false);
        for (uint32_t d = 0; d < all->n_disagreements; d++)
            add_count(s, all->disagreements[d].rational);
    }
    add_row(s, all->listed ? "and are efficient" : "Efficient packages", false);
    for (uint32_t d = 0; d < all->n_disagreements; d++)
        add_count(s, all->disagreements[d].n_efficient);
}

/* "Interim", "2", "2 (1 of 3)" where the rule cannot tell three apart. */
static void add_pick(sheet *s, const dt_disagreement *at, uint32_t kind)
{
    dt_text text = {0};
    if (at->has_fair) {
        const dt_fair_answer *const pick = &at->fair[kind];
        const uint32_t deal = dt_deal_find(s->b, pick->packages[0]);
        if (deal == UINT32_MAX)
            dt_text_add(&text, "?");
        else
            dt_deal_add_head(s->b, deal, &text);
        if (pick->n > 1)
            dt_text_format(&text, " (1 of %u)", pick->n);
    } else
        dt_text_add(&text, "none");
    add_cell(s, &text);
}

static void add_picks(sheet *s)
{
    add_row(s, "The fair package by", true);
    for (uint32_t kind = 0; kind < DT_N_FAIR; kind++) {
        add_row(s, dt_fair_full_name((dt_fair_kind)kind), false);
        for (uint32_t d = 0; d < s->b->all->n_disagreements; d++)
            add_pick(s, &s->b->all->disagreements[d], kind);
    }
}

/* ---- the table ----------------------------------------------------------------- */

static void sheet_write(sheet *s)
{
    const uint32_t n = s->b->all->n_disagreements, n_rows = (uint32_t)s->rows.n;
    dt_table_column *const columns = dt_arena_array(&s->arena, dt_table_column, n);
    const char **const cells = dt_arena_array(&s->arena, const char *, s->cells.n);
    if (s->lost || !columns || !cells) {
        s->b->out->status = DT_ENOMEM;
        return;
    }
    for (uint32_t r = 0; r < n_rows; r++)
        for (uint32_t d = 0; d < n; d++)
            cells[(size_t)d * n_rows + r] =
                ((const char **)s->cells.items)[(size_t)r * n + d];
    for (uint32_t d = 0; d < n; d++)
        columns[d] = (dt_table_column){s->b->all->disagreements[d].name,
                                       &cells[(size_t)d * n_rows]};
    const dt_table table = {n_rows, n, s->rows.items, columns};
    dt_table_write(s->b->out, &table, dt_frame_width(s->b->options));
}

static void put_sheet(dt_bargain *b)
{
    sheet s = {.b = b};
    if (b->all->n_disagreements > 1)
        add_probabilities(&s);
    if (!b->all->no_worth)
        add_worths(&s);
    if (b->all->listed)
        add_suited(&s);
    add_efficient(&s);
    if (!b->all->no_worth)
        add_picks(&s);
    sheet_write(&s);
    dt_arena_release(&s.arena);
}

/* ---- Raiffa's steps ------------------------------------------------------------- */

/* What the actor gains at the end of the steps. */
static double gain_of(const dt_bargain *b, uint32_t side)
{
    const double failure = (double)b->main->worth[b->main->sides[side].voice];
    return b->main->raiffa.worth[side] -
           failure / (double)b->all->scale / (double)DT_DECIMAL_ONE;
}

static void tell_lottery(dt_bargain *b, const dt_raiffa_end *raiffa)
{
    for (uint32_t k = 0; k < raiffa->n; k++) {
        dt_text_add(&b->text, k == 0 ? "" : k + 1 == raiffa->n ? ", or " : ", ");
        if (dt_deal_find(b, raiffa->packages[k]) == UINT32_MAX)
            dt_text_add(&b->text, "the package of ");
        dt_bargain_add_package(b, raiffa->packages[k]);
        if (raiffa->n > 1)
            dt_text_format(&b->text, " (probability %.3f)", raiffa->probability[k]);
    }
}

static void put_raiffa(dt_bargain *b)
{
    const dt_raiffa_end *const raiffa = &b->main->raiffa;
    const uint32_t n = b->all->n_sides;
    if (raiffa->n == 0)
        return;
    dt_text_add(&b->text, "Raiffa's steps lead to gains of ");
    for (uint32_t s = 0; s < n; s++)
        dt_text_format(&b->text, "%s%.2f for %s", dt_joint(s, n), gain_of(b, s),
                       dt_side_label(b, s));
    dt_text_add(&b->text, raiffa->n == 1 ? ", which is what they have by "
                                         : ", by drawing one of these: ");
    tell_lottery(b, raiffa);
    dt_text_add(&b->text, ".");
    if (!raiffa->converged)
        dt_text_add(&b->text, " (The steps were broken off before they came to rest.)");
    dt_put(b->out, "\n");
    dt_bargain_put(b, 0, 0);
}

void dt_bargain_put_fairness(dt_bargain *b)
{
    const bool has_several = b->all->n_disagreements > 1;
    dt_bargain_put_heading(b, has_several
                                  ? "What is fair, by what follows if the talks fail"
                                  : "What is fair");
    if (has_several || !b->all->no_worth)
        put_sheet(b);
    if (b->main->has_fair)
        put_raiffa(b);
    if (b->all->no_worth) {
        dt_text_format(
            &b->text,
            "Fair solutions need values: %s has none. Add a `value` block, to "
            "it or to each of its constituencies.",
            b->all->no_worth);
        dt_put(b->out, has_several ? "\n" : "");
        dt_bargain_put(b, 0, 0);
    }
}
