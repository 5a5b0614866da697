/* The answer of `deals`: what each side can offer, and which deals would hold.
 *
 * First the words that somebody needs who reads nothing else: how many packages suit
 * whom, who blocks the rest and what would win it, what becomes of the deals that were
 * proposed. Then the parts, each in a file of its own: the table and its voices, the
 * deals, what is fair, what a concession costs, what linking adds, how it was found. */
#include "report/settlement.h"

#include "base/fail.h"
#include "report/frame.h"
#include "report/words.h"

#include <string.h>

/* ---- how many packages suit whom ---------------------------------------------- */

static void add_count_or_none(dt_bargain *b, uint64_t n)
{
    if (n)
        dt_bargain_add_count(b, n);
    else
        dt_text_add(&b->text, "none");
}

static void tell_counts(dt_bargain *b)
{
    const uint32_t n = b->all->n_sides;
    dt_text_add(&b->text, "Of ");
    dt_bargain_add_count(b, b->all->n_packages);
    dt_text_format(&b->text, " package%s, ", b->all->n_packages == 1 ? "" : "s");
    for (uint32_t k = 0; k < n; k++) {
        const uint64_t wins = b->main->sides[k].wins;
        dt_text_add(&b->text, k ? ", " : "");
        add_count_or_none(b, wins);
        dt_text_format(&b->text, "%s %s",
                       k           ? ""
                       : wins == 1 ? " suits"
                                   : " suit",
                       dt_side_label(b, k));
    }
    if (n > 1) {
        dt_text_add(&b->text, " and ");
        add_count_or_none(b, b->main->zone);
        dt_text_add(&b->text, n == 2 ? " both" : " all of them");
    }
    dt_text_add(&b->text, ".");
}

/* Issues were merged, and packages never listed. */
static void tell_merged(dt_bargain *b)
{
    const uint32_t n = b->main->n_efficient;
    dt_text_add(&b->text, "There are ");
    dt_bargain_add_count(b, b->all->n_packages);
    dt_text_add(&b->text,
                " packages, too many to list. They were merged issue by issue: "
                "which are efficient is known, but not how many suit whom, who "
                "blocks what, and what concessions cost. ");
    if (n)
        dt_words_count(n, &b->text);
    dt_text_add(&b->text, n == 0   ? "No package suits everybody."
                          : n == 1 ? " efficient package suits everybody."
                                   : " efficient packages suit everybody.");
}

/* ---- who stands in the way ---------------------------------------------------- */

static uint64_t blocks_of(const dt_bargain *b, uint32_t v)
{
    const uint64_t n = b->main->tallies[v].blocks;
    return n == DT_UNCOUNTED ? 0 : n;
}

/* The voice that blocks most, but for `other`; UINT32_MAX when none blocks anything. */
static uint32_t find_blocker(const dt_bargain *b, uint32_t other)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        if (v != other && blocks_of(b, v) &&
            (best == UINT32_MAX || blocks_of(b, v) > blocks_of(b, best)))
            best = v;
    return best;
}

static void tell_blocker(dt_bargain *b, uint32_t v)
{
    const dt_lever *const lever = &b->main->tallies[v].lever;
    const uint64_t n = blocks_of(b, v);
    dt_text_add(&b->text, " ");
    dt_words_count(n, &b->text);
    dt_text_format(&b->text, " of the rest %s blocked by %s alone",
                   n == 1 ? "is" : "are", dt_voice_label(b, v));
    if (lever->n) {
        dt_text_add(&b->text, "; ");
        dt_bargain_add_item(b, lever->choice, lever->level);
        dt_text_add(&b->text, " would win ");
        if (lever->n == n)
            dt_text_add(&b->text, n == 1 ? "it" : "all of them");
        else {
            dt_words_count(lever->n, &b->text);
            dt_text_add(&b->text, " of them");
        }
    }
    dt_text_add(&b->text, ".");
}

static void tell_blockers(dt_bargain *b)
{
    const uint32_t first = find_blocker(b, UINT32_MAX);
    if (first == UINT32_MAX)
        return;
    tell_blocker(b, first);
    const uint32_t second = find_blocker(b, first);
    if (second != UINT32_MAX)
        tell_blocker(b, second);
}

/* ---- what becomes of the deals ------------------------------------------------ */

/* Concepts under which the deal is an equilibrium. */
static uint32_t holding_under(const dt_deal *deal)
{
    uint32_t concepts = 0;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        if (dt_local_equilibrium(deal->hold, (dt_concept)c) == DT_STABLE)
            concepts |= 1u << c;
    return concepts;
}

static void tell_holding(dt_bargain *b, const dt_deal *deal)
{
    if (!deal->hold)
        return;
    const uint32_t concepts = holding_under(deal);
    if (concepts == 0) {
        dt_text_add(&b->text, ", and would not hold as it stands");
        return;
    }
    dt_text_add(&b->text, ", and would hold under ");
    if (concepts == DT_ALL_CONCEPTS)
        dt_text_add(&b->text, "every concept");
    else
        dt_words_concepts(concepts, &b->text);
}

/* "Iran's constituencies would not ratify it". */
static void tell_refusers(dt_bargain *b, const dt_deal *deal)
{
    uint32_t n = 0, k = 0;
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        n += !deal->signs[s] || !deal->ratifies[s];
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        if (!deal->signs[s] || !deal->ratifies[s])
            dt_text_format(&b->text, "%s%s would not %s it", dt_joint(k++, n),
                           dt_side_label(b, s), deal->signs[s] ? "ratify" : "sign");
}

static void tell_deal(dt_bargain *b, uint32_t k)
{
    const dt_deal *const deal = &b->all->deals[k];
    dt_text_format(&b->text, " '%s' ", deal->title);
    if (!deal->on_table || !deal->feasible_step)
        dt_text_add(&b->text, deal->on_table ? "goes back on a step that cannot be "
                                               "taken back"
                                             : "changes what is not on the table");
    else if (deal->in_zone) {
        dt_text_add(&b->text, b->all->n_sides == 2 ? "suits both" : "suits all");
        tell_holding(b, deal);
    } else {
        dt_text_add(&b->text, "fails: ");
        tell_refusers(b, deal);
    }
    dt_text_add(&b->text, ".");
}

/* A type wants something else, but its constituencies do not. */
static void tell_types(dt_bargain *b)
{
    for (uint32_t s = 0; s < b->all->n_sides; s++) {
        const dt_side *const side = &b->main->sides[s];
        if (b->all->voices[side->voice].derived && b->cast->type[side->actor])
            dt_text_format(&b->text,
                           " What %s would agree to is up to its constituencies, of "
                           "whatever type it is; its type says how it would move once "
                           "a deal is made.",
                           dt_side_label(b, s));
    }
}

static void put_words(dt_bargain *b)
{
    if (b->all->listed) {
        tell_counts(b);
        tell_blockers(b);
    } else
        tell_merged(b);
    for (uint32_t k = 0; k < b->all->n_deals; k++)
        if (b->all->deals[k].title)
            tell_deal(b, k);
    tell_types(b);
    dt_bargain_put(b, 0, 0);
}

/* ---- the whole ---------------------------------------------------------------- */

static void put_text(dt_bargain *b)
{
    dt_frame_put_title_of(b->out, b->model, b->cast);
    put_words(b);
    dt_bargain_put_empty(b);
    if (!b->options->deal) {
        dt_bargain_put_table(b);
        dt_bargain_put_voices(b);
    }
    dt_bargain_put_deals(b);
    if (!b->options->deal) {
        dt_bargain_put_fairness(b);
        dt_bargain_put_tariff(b);
    }
    dt_bargain_put_bridge(b);
    if (b->options->verbose)
        dt_bargain_put_basis(b);
    dt_put(b->out, "\n");
    dt_put_provenance(b->out, b->model);
}

dt_status dt_report_deals(const dt_deals *deals, const dt_report_options *options,
                          const dt_sink *sink, dt_error *err)
{
    dt_out out = dt_out_to(sink);
    const dt_summary *const all = dt_deals_summary(deals);
    dt_bargain b = {.deals = deals,
                    .all = all,
                    .main = &all->disagreements[0],
                    .model = dt_deals_model(deals),
                    .cast = dt_deals_cast(deals),
                    .options = options,
                    .out = &out};
    (void)dt_code_status_quo(b.model, &b.base);
    switch (options->form) {
    case DT_FORM_TEXT:
        put_text(&b);
        break;
    case DT_FORM_JSON:
        dt_bargain_put_json(&b);
        break;
    case DT_FORM_CSV:
        dt_bargain_put_csv(&b);
        break;
    }
    dt_text_release(&b.text);
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
