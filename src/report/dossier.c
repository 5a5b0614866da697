/* The answer on deals for machines, as JSON (docs/json.md). Packages are told
 * by what they change in the status quo; worths are rounded to millionths, but what is
 * said about who accepts what comes from the exact ones. */
#include "report/settlement.h"

#include "base/decimal.h"
#include "report/frame.h"
#include "report/machine.h"

#include <stdio.h>

/* ---- values -------------------------------------------------------------------- */

static void put_bool(dt_json *json, const char *key, bool value)
{
    dt_json_key(json, key);
    dt_json_bool(json, value);
}

static void put_string_or_null(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    if (value)
        dt_json_string(json, value);
    else
        dt_json_null(json);
}

static void put_count(dt_json *json, const char *key, uint64_t n)
{
    dt_json_key(json, key);
    if (n == DT_UNCOUNTED)
        dt_json_null(json);
    else
        dt_json_number(json, n);
}

static void put_decimal(dt_json *json, const char *key, int64_t units)
{
    char decimal[DT_DECIMAL_ROOM];
    dt_json_key(json, key);
    dt_json_raw(json, dt_decimal_write(units, decimal));
}

static void put_worth(const dt_bargain *b, dt_json *json, const char *key,
                      int64_t worth)
{
    char figure[DT_WORTH_ROOM];
    dt_json_key(json, key);
    dt_json_raw(json, dt_worth_write(b, worth, DT_WORTH_EXACT, figure));
}

/* Computed with floating point: nine digits that matter are more than is known. */
static void put_real(dt_json *json, const char *key, double value)
{
    char digits[32];
    dt_json_key(json, key);
    snprintf(digits, sizeof digits, "%.9g", value);
    if (value - value == 0.0)
        dt_json_raw(json, digits);
    else
        dt_json_null(json);
}

static void put_changes(const dt_bargain *b, dt_json *json, const char *key,
                        dt_code code)
{
    dt_json_key(json, key);
    dt_frame_put_changes(json, b->model, b->base, code);
}

static void put_choice_name(const dt_bargain *b, dt_json *json, dt_choice_id c)
{
    dt_text name = {0};
    dt_text_format(&name, "%s.%s",
                   dt_actor_name(b->model, dt_choice_actor(b->model, c)),
                   dt_choice_name(b->model, c));
    dt_json_string(json, dt_text_string(&name));
    if (name.failed)
        json->out->status = DT_ENOMEM;
    dt_text_release(&name);
}

static void put_choice(const dt_bargain *b, dt_json *json, dt_choice_id c,
                       uint32_t level)
{
    dt_json_key(json, "choice");
    put_choice_name(b, json, c);
    dt_json_put_string(json, "level", dt_choice_level_name(b->model, c, level));
}

/* ---- the table ------------------------------------------------------------------ */

static void put_table(const dt_bargain *b, dt_json *json)
{
    const uint64_t on = dt_model_negotiable(b->model);
    dt_json_key(json, "table");
    dt_json_array_flat(json);
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        dt_json_string(json, dt_side_name(b, s));
    dt_json_end_array(json);
    dt_json_key(json, "negotiable");
    dt_json_array(json);
    for (dt_choice_id c = 0; c < b->model->n_choices; c++)
        if (on & dt_choice_mask(&b->model->choices[c]))
            put_choice_name(b, json, c);
    dt_json_end_array(json);
    dt_json_key(json, "status_quo");
    dt_frame_put_code(json, b->model, b->base);
}

static void put_voice(const dt_bargain *b, dt_json *json, const dt_voice *voice)
{
    static const char *const measures[] = {[DT_MEASURE_NONE] = "none",
                                           [DT_MEASURE_ORDER] = "order",
                                           [DT_MEASURE_WORTH] = "values"};
    const bool itself = voice->constituency == DT_VOICE_ITSELF;
    dt_json_object_flat(json);
    dt_json_put_string(json, "name", voice->name);
    dt_json_put_string(json, "label", voice->label);
    dt_json_put_string(json, "actor", dt_actor_name(b->model, voice->actor));
    put_bool(json, "constituency", !itself);
    dt_json_put_string(json, "measure", measures[voice->measure]);
    put_bool(json, "derived", voice->derived);
    if (!itself) {
        put_bool(json, "veto", voice->veto);
        put_decimal(json, "weight", voice->weight);
    }
    dt_json_end_object(json);
}

static void put_voices(const dt_bargain *b, dt_json *json)
{
    dt_json_key(json, "voices");
    dt_json_array(json);
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        put_voice(b, json, &b->all->voices[v]);
    dt_json_end_array(json);
}

/* ---- disagreement points --------------------------------------------------------- */

static void put_sides(const dt_bargain *b, dt_json *json, const dt_disagreement *at)
{
    dt_json_key(json, "sides");
    dt_json_object(json);
    for (uint32_t s = 0; s < b->all->n_sides; s++) {
        dt_json_key(json, dt_side_name(b, s));
        dt_json_object_flat(json);
        put_count(json, "signs", at->sides[s].signs);
        put_count(json, "ratifies", at->sides[s].ratifies);
        put_count(json, "wins", at->sides[s].wins);
        dt_json_end_object(json);
    }
    dt_json_end_object(json);
}

static void put_tally(const dt_bargain *b, dt_json *json, const dt_tally *tally)
{
    put_count(json, "accepts", tally->accepts);
    put_count(json, "pivotal", tally->pivotal);
    put_count(json, "blocks", tally->blocks);
    if (tally->lever.n == 0)
        return;
    dt_json_key(json, "lever");
    dt_json_object_flat(json);
    put_choice(b, json, tally->lever.choice, tally->lever.level);
    dt_json_put_number(json, "wins", tally->lever.n);
    dt_json_end_object(json);
}

static void put_tallies(const dt_bargain *b, dt_json *json, const dt_disagreement *at)
{
    dt_json_key(json, "voices");
    dt_json_object(json);
    for (uint32_t v = 0; v < b->all->n_voices; v++) {
        dt_json_key(json, b->all->voices[v].name);
        dt_json_object_flat(json);
        if (dt_bargain_has_worth(b, v))
            put_worth(b, json, "worth", at->worth[v]);
        put_tally(b, json, &at->tallies[v]);
        dt_json_end_object(json);
    }
    dt_json_end_object(json);
}

static void put_packages(const dt_bargain *b, dt_json *json, const char *key,
                         const dt_code *codes, uint32_t n)
{
    dt_json_key(json, key);
    dt_json_array(json);
    for (uint32_t k = 0; k < n && dt_out_works(json->out); k++)
        dt_frame_put_changes(json, b->model, b->base, codes[k]);
    dt_json_end_array(json);
}

static void put_solutions(const dt_bargain *b, dt_json *json, const dt_disagreement *at)
{
    dt_json_key(json, "ideal");
    dt_json_object_flat(json);
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        put_worth(b, json, dt_side_name(b, s), at->ideal[s]);
    dt_json_end_object(json);
    dt_json_key(json, "fair");
    dt_json_object(json);
    for (uint32_t f = 0; f < DT_N_FAIR; f++) {
        dt_json_key(json, dt_fair_name((dt_fair_kind)f));
        dt_json_object(json);
        put_real(json, "score", at->fair[f].score);
        put_packages(b, json, "packages", at->fair[f].packages, at->fair[f].n);
        dt_json_end_object(json);
    }
    dt_json_end_object(json);
}

static void put_raiffa(const dt_bargain *b, dt_json *json, const dt_raiffa_end *raiffa)
{
    dt_json_key(json, "raiffa");
    dt_json_object(json);
    dt_json_put_number(json, "steps", raiffa->n_steps);
    put_bool(json, "converged", raiffa->converged);
    dt_json_key(json, "worth");
    dt_json_object_flat(json);
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        put_real(json, dt_side_name(b, s), raiffa->worth[s]);
    dt_json_end_object(json);
    dt_json_key(json, "lottery");
    dt_json_array(json);
    for (uint32_t k = 0; k < raiffa->n; k++) {
        dt_json_object(json);
        put_real(json, "probability", raiffa->probability[k]);
        put_changes(b, json, "changes", raiffa->packages[k]);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
    dt_json_end_object(json);
}

static void put_disagreement(const dt_bargain *b, dt_json *json,
                             const dt_disagreement *at)
{
    dt_json_object(json);
    dt_json_put_string(json, "name", at->name);
    dt_json_put_string(json, "label", at->label ? at->label : at->name);
    put_bool(json, "lottery", at->lottery);
    if (!at->lottery) {
        put_decimal(json, "probability", at->probability);
        put_changes(b, json, "changes", at->code);
    }
    put_sides(b, json, at);
    put_tallies(b, json, at);
    put_count(json, "zone", at->zone);
    put_count(json, "rational", at->rational);
    put_packages(b, json, "efficient", at->efficient, at->n_efficient);
    if (at->has_fair) {
        put_solutions(b, json, at);
        put_raiffa(b, json, &at->raiffa);
    }
    dt_json_end_object(json);
}

static void put_disagreements(const dt_bargain *b, dt_json *json)
{
    dt_json_key(json, "disagreements");
    dt_json_array(json);
    for (uint32_t d = 0; d < b->all->n_disagreements; d++)
        put_disagreement(b, json, &b->all->disagreements[d]);
    dt_json_end_array(json);
}

/* ---- deals ----------------------------------------------------------------------- */

static void put_roles(const dt_bargain *b, dt_json *json, const dt_deal *deal)
{
    dt_json_key(json, "roles");
    dt_json_array(json);
    for (uint32_t k = 0; k < deal->n_roles; k++) {
        dt_json_object_flat(json);
        dt_json_put_string(json, "fair", dt_fair_name(deal->roles[k].kind));
        dt_json_put_string(json, "disagreement",
                           b->all->disagreements[deal->roles[k].disagreement].name);
        put_bool(json, "tied", deal->roles[k].tied);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

static void put_opinions(const dt_bargain *b, dt_json *json, const dt_deal *deal)
{
    dt_json_key(json, "voices");
    dt_json_object(json);
    for (uint32_t v = 0; v < b->all->n_voices; v++) {
        dt_json_key(json, b->all->voices[v].name);
        dt_json_object_flat(json);
        put_bool(json, "accepts", deal->opinions[v].accepts);
        if (dt_bargain_has_worth(b, v)) {
            put_worth(b, json, "gain", deal->opinions[v].gain);
            put_worth(b, json, "margin", deal->opinions[v].margin);
        }
        dt_json_end_object(json);
    }
    dt_json_end_object(json);
    dt_json_key(json, "sides");
    dt_json_object(json);
    for (uint32_t s = 0; s < b->all->n_sides; s++) {
        dt_json_key(json, dt_side_name(b, s));
        dt_json_object_flat(json);
        put_bool(json, "signs", deal->signs[s]);
        put_bool(json, "ratifies", deal->ratifies[s]);
        dt_json_end_object(json);
    }
    dt_json_end_object(json);
}

/* Each addition by what it changes in `from`. */
static void put_additions(const dt_bargain *b, dt_json *json, dt_code from,
                          const dt_addition *additions, uint32_t n)
{
    dt_json_array(json);
    for (uint32_t k = 0; k < n; k++) {
        dt_json_object(json);
        dt_json_key(json, "changes");
        dt_frame_put_changes(json, b->model, from, additions[k].code);
        put_bool(json, "in_zone", additions[k].in_zone);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

static void put_refusals(const dt_bargain *b, dt_json *json, const dt_deal *deal)
{
    dt_json_key(json, "refusals");
    dt_json_array(json);
    for (uint32_t k = 0; k < deal->n_refusals; k++) {
        const dt_refusal *const r = &deal->refusals[k];
        dt_json_object(json);
        dt_json_put_string(json, "actor", dt_side_name(b, r->side));
        dt_json_put_number(json, "n_additions", r->n_additions);
        dt_json_key(json, "additions");
        put_additions(b, json, deal->code, r->additions, r->n_shown);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

static void put_hold(dt_json *json, const dt_deal *deal)
{
    if (!deal->hold) {
        put_string_or_null(json, "hold_why", deal->hold_why);
        return;
    }
    dt_json_key(json, "hold");
    dt_json_object(json);
    dt_machine_put_local(json, deal->hold);
    dt_json_end_object(json);
}

static void put_spoiler(const dt_bargain *b, dt_json *json, const dt_deal *deal,
                        const dt_spoiler *spoiler)
{
    dt_json_object(json);
    dt_json_put_string(json, "actor", dt_actor_name(b->model, spoiler->actor));
    put_bool(json, "searched", spoiler->searched);
    dt_json_put_number(json, "could", spoiler->n_could);
    dt_json_put_number(json, "would", spoiler->n_would);
    if (spoiler->n_could) {
        dt_json_put_string(
            json, "loser",
            dt_actor_name(b->model, b->main->sides[spoiler->side].actor));
        dt_json_key(json, "changes");
        dt_frame_put_changes(json, b->model, deal->code,
                             spoiler->n_would ? spoiler->would : spoiler->could);
    }
    dt_json_end_object(json);
}

static void put_spoilers(const dt_bargain *b, dt_json *json, const dt_deal *deal)
{
    dt_json_key(json, "spoilers");
    dt_json_array(json);
    for (uint32_t k = 0; k < deal->n_spoilers; k++)
        put_spoiler(b, json, deal, &deal->spoilers[k]);
    dt_json_end_array(json);
}

static void put_harmless(const dt_bargain *b, dt_json *json, const dt_deal *deal)
{
    dt_json_key(json, "harmless");
    dt_json_array_flat(json);
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        if (deal->harmless >> a & 1)
            dt_json_string(json, dt_actor_name(b->model, a));
    dt_json_end_array(json);
}

static void put_deal(const dt_bargain *b, dt_json *json, const dt_deal *deal)
{
    dt_json_object(json);
    put_string_or_null(json, "title", deal->title);
    dt_json_put_string(json, "origin", dt_origin_name(deal->origin));
    put_changes(b, json, "changes", deal->code);
    put_bool(json, "on_table", deal->on_table);
    put_bool(json, "feasible_step", deal->feasible_step);
    put_bool(json, "in_zone", deal->in_zone);
    put_bool(json, "efficient", deal->efficient);
    put_roles(b, json, deal);
    put_opinions(b, json, deal);
    if (deal->has_money_left) {
        put_worth(b, json, "money_left", deal->money_left);
        put_changes(b, json, "better", deal->better);
    }
    put_refusals(b, json, deal);
    put_spoilers(b, json, deal);
    put_harmless(b, json, deal);
    put_hold(json, deal);
    dt_json_end_object(json);
}

static void put_deals(const dt_bargain *b, dt_json *json)
{
    dt_json_key(json, "deals");
    dt_json_array(json);
    for (uint32_t k = 0; k < b->all->n_deals; k++)
        put_deal(b, json, &b->all->deals[k]);
    dt_json_end_array(json);
}

/* ---- prices and arenas ---------------------------------------------------------- */

static void put_price(const dt_bargain *b, dt_json *json, const dt_price *price)
{
    dt_json_object(json);
    dt_json_put_string(json, "actor", dt_side_name(b, price->side));
    put_choice(b, json, price->choice, price->level);
    put_bool(json, "accompanied", price->accompanied);
    put_bool(json, "unwelcome", price->unwelcome);
    put_count(json, "packages", price->n_packages);
    put_count(json, "n_sets", price->n_sets);
    dt_json_key(json, "sets");
    put_additions(b, json, dt_code_with(b->model, b->base, price->choice, price->level),
                  price->sets, price->n_shown);
    if (price->n_sets == 0 && price->n_packages && price->voice != DT_VOICE_ITSELF) {
        dt_json_put_string(json, "refused_by", b->all->voices[price->voice].name);
        if (b->all->voices[price->voice].measure == DT_MEASURE_WORTH)
            put_worth(b, json, "best", price->best);
    }
    dt_json_end_object(json);
}

static void put_prices(const dt_bargain *b, dt_json *json)
{
    dt_json_key(json, "prices");
    dt_json_array(json);
    for (uint32_t k = 0; k < b->all->n_prices && dt_out_works(json->out); k++)
        put_price(b, json, &b->all->prices[k]);
    dt_json_end_array(json);
}

static void put_forum(const dt_bargain *b, dt_json *json, const dt_forum_view *forum)
{
    dt_json_object(json);
    dt_json_put_string(json, "name", forum->name);
    dt_json_put_string(json, "label", forum->label ? forum->label : forum->name);
    put_count(json, "packages", forum->n_packages);
    put_count(json, "zone", forum->zone);
    if (forum->has_best)
        put_changes(b, json, "best", forum->best);
    if (forum->has_payment) {
        put_changes(b, json, "payable", forum->payable);
        dt_json_key(json, "gains");
        dt_json_object_flat(json);
        put_worth(b, json, dt_side_name(b, 0), forum->gain[0]);
        put_worth(b, json, dt_side_name(b, 1), forum->gain[1]);
        dt_json_end_object(json);
    }
    dt_json_end_object(json);
}

static void put_linkage(const dt_bargain *b, dt_json *json)
{
    const dt_linkage *const linkage = b->all->linkage;
    if (!linkage)
        return;
    dt_json_key(json, "linkage");
    dt_json_object(json);
    dt_json_key(json, "arenas");
    dt_json_array(json);
    for (uint32_t k = 0; k < linkage->n_forums; k++)
        put_forum(b, json, &linkage->forums[k]);
    dt_json_end_array(json);
    put_count(json, "separable", linkage->separable);
    put_count(json, "linked", linkage->linked);
    put_packages(b, json, "shown", linkage->shown, linkage->n_shown);
    dt_json_end_object(json);
}

void dt_bargain_put_json(dt_bargain *b)
{
    dt_json json = dt_json_to(b->out);
    dt_json_object(&json);
    dt_frame_put_program(&json);
    dt_frame_put_model_of(&json, b->model, b->cast);
    dt_frame_put_actors(&json, b->model);
    put_table(b, &json);
    put_bool(&json, "listed", b->all->listed);
    if (b->all->listed_why)
        dt_json_put_string(&json, "listed_why", b->all->listed_why);
    put_count(&json, "packages", b->all->n_packages);
    put_voices(b, &json);
    put_disagreements(b, &json);
    put_deals(b, &json);
    put_prices(b, &json);
    put_linkage(b, &json);
    if (b->all->has_opposition)
        put_real(&json, "opposition", b->all->opposition);
    put_string_or_null(&json, "no_values", b->all->no_worth);
    dt_json_end_object(&json);
}
