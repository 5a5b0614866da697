/* What each concession costs: for every choice that a side could concede, the smallest
 * sets of counter-concessions with which it would still accept, or that there is none.
 */
#include "report/settlement.h"

#include "report/frame.h"
#include "report/words.h"

enum { USUAL_SETS = 3 };

/* ---- what the actor itself has to change, too ----------------------------------- */

static dt_code alone(const dt_bargain *b, const dt_price *price)
{
    return dt_code_with(b->model, b->base, price->choice, price->level);
}

/* The bits of the actor's other changes in the k-th set. */
static uint64_t companions(const dt_bargain *b, const dt_price *price, uint32_t k)
{
    const dt_actor_id a = b->main->sides[price->side].actor;
    return price->accompanied
               ? (price->sets[k].code ^ alone(b, price)) & b->model->actors[a].mask
               : 0;
}

static bool have_same_companions(const dt_bargain *b, const dt_price *price, uint32_t n)
{
    for (uint32_t k = 1; k < n; k++)
        if (companions(b, price, k) != companions(b, price, 0))
            return false;
    return n > 0;
}

static void add_companions(dt_bargain *b, const dt_price *price, uint32_t k)
{
    const dt_actor_id a = b->main->sides[price->side].actor;
    if (companions(b, price, k) == 0)
        return;
    dt_text_add(&b->text, ", along with ");
    (void)dt_bargain_add_items(b, alone(b, price), price->sets[k].code,
                               UINT64_C(1) << a);
}

/* ---- one concession ------------------------------------------------------------- */

static void add_set(dt_bargain *b, const dt_price *price, uint32_t k)
{
    const dt_actor_id a = b->main->sides[price->side].actor;
    dt_text_add(&b->text, k ? "; or for " : "for ");
    if (dt_bargain_add_items(b, b->base, price->sets[k].code, ~(UINT64_C(1) << a)) == 0)
        dt_text_add(&b->text, "nothing in return");
}

static void add_refusal(dt_bargain *b, const dt_price *price)
{
    if (price->n_packages == 0) {
        dt_text_add(&b->text, "no package holds it");
        return;
    }
    dt_text_add(&b->text, "for nothing that is on the table");
    if (price->voice == DT_VOICE_ITSELF)
        return;
    dt_text_format(&b->text, "; %s would refuse ", dt_voice_label(b, price->voice));
    if (price->n_packages == 1)
        dt_text_add(&b->text, "the only package with it");
    else {
        dt_text_add(&b->text, "each of the ");
        dt_words_count(price->n_packages, &b->text);
        dt_text_add(&b->text, " packages with it");
    }
    if (b->all->voices[price->voice].measure == DT_MEASURE_WORTH && price->best < 0) {
        dt_text_add(&b->text, ", by ");
        dt_bargain_add_worth(b, -price->best);
        dt_text_add(&b->text, " at least");
    }
}

static void put_price(dt_bargain *b, const dt_price *price)
{
    const uint32_t limit = dt_frame_limit(b->options, USUAL_SETS);
    const uint32_t n = price->n_shown < limit ? price->n_shown : limit;
    const bool once = have_same_companions(b, price, n);
    dt_bargain_add_item(b, price->choice, price->level);
    if (once)
        add_companions(b, price, 0);
    dt_text_add(&b->text, ": ");
    for (uint32_t k = 0; k < n; k++) {
        add_set(b, price, k);
        if (!once)
            add_companions(b, price, k);
    }
    if (price->n_sets == 0)
        add_refusal(b, price);
    else if (price->n_sets > n) {
        dt_text_add(&b->text, "; or in ");
        dt_words_count(price->n_sets - n, &b->text);
        dt_text_add(&b->text, price->n_sets - n == 1 ? " other way" : " other ways");
    }
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

void dt_bargain_put_tariff(dt_bargain *b)
{
    uint32_t side = UINT32_MAX;
    if (b->all->n_prices == 0)
        return;
    dt_bargain_put_heading(b, "What each concession costs");
    dt_text_add(&b->text, "Each by itself, compared with what follows if the talks "
                          "fail.");
    dt_bargain_put(b, 0, 0);
    for (uint32_t k = 0; k < b->all->n_prices && dt_out_works(b->out); k++) {
        const dt_price *const price = &b->all->prices[k];
        if (price->unwelcome)
            continue; /* nobody would ask for it */
        if (price->side != side) {
            dt_text_format(&b->text, "%s would accept", dt_side_label(b, price->side));
            if (side != UINT32_MAX)
                dt_put(b->out, "\n");
            dt_bargain_put(b, 0, 2);
        }
        side = price->side;
        put_price(b, price);
    }
}
