/* How the answer on deals was computed: what the words mean, what was assumed, by which
 * measure each voice compares, and where the rules come from. */
#include "report/settlement.h"

#include "base/decimal.h"
#include "report/frame.h"
#include "report/words.h"

static void put_point(dt_bargain *b, const char *words)
{
    dt_text_add(&b->text, words);
    dt_bargain_put(b, 2, 4);
}

static void put_packages(dt_bargain *b)
{
    put_point(b,
              "A package is a state that the rules allow, in which all that is not "
              "negotiable is as in the status quo, and no one-way choice goes back.");
    put_point(b, "A voice compares it with what follows if the talks fail: by its "
                 "values, with the expected worth of the fallbacks; by an order only, "
                 "it has to be better than each fallback.");
    put_point(
        b, "An actor signs what is not worse for it, or, where only its constituencies "
           "have values, whatever they ratify; a constituency agrees to what "
           "it gains by, unless the model asks for more or less. What an actor "
           "signs and its constituencies ratify suits it (its win-set: Putnam "
           "1988).");
    if (!b->all->listed)
        put_point(b,
                  "The packages are too many to list. Values are sums over issues, so "
                  "the issues were merged one by one and what is dominated was "
                  "dropped on the way; that loses nothing that is efficient, but "
                  "counts nothing.");
    if (b->all->listed_why) {
        dt_text_format(&b->text, "The packages had to be listed, because %s.",
                       b->all->listed_why);
        dt_bargain_put(b, 2, 4);
    }
}

static void put_rule(dt_bargain *b, dt_fair_kind kind)
{
    dt_text_format(&b->text, "%s: the package where %s (%s).", dt_fair_full_name(kind),
                   dt_fair_words(kind), dt_fair_source(kind));
    dt_bargain_put(b, 2, 4);
}

static void put_fairness(dt_bargain *b)
{
    if (!b->main->has_fair)
        return;
    put_point(b,
              "Efficient: no package of the zone gives one actor more and none less. "
              "Fair packages are sought among those where no actor's worth is below "
              "what failure is worth to it.");
    for (uint32_t kind = 0; kind < DT_N_FAIR; kind++)
        put_rule(b, (dt_fair_kind)kind);
    put_point(b,
              "The egalitarian and the utilitarian rule add and compare the worths of "
              "different actors, as if their units were the same; that is the model's "
              "word, not a finding.");
}

/* ---- what each voice compares by ------------------------------------------------ */

static const char *measure_of(const dt_voice *voice)
{
    switch (voice->measure) {
    case DT_MEASURE_WORTH:
        return voice->derived ? "by the mean of its constituencies' values, by their "
                                "weights"
                              : "by its values";
    case DT_MEASURE_ORDER:
        return "by its order only";
    case DT_MEASURE_NONE:
        break;
    }
    return "has no wishes: all packages are alike to it";
}

static void put_need(dt_bargain *b, const dt_voice *voice)
{
    char decimal[DT_DECIMAL_ROOM];
    if (voice->constituency == DT_VOICE_ITSELF)
        return;
    const dt_constituency *const k =
        &b->model->actors[voice->actor].home.constituencies[voice->constituency];
    if (k->has_need)
        dt_text_format(&b->text, "; agrees from a gain of %s on%s",
                       dt_decimal_write(k->need, decimal),
                       k->strict ? ", that itself excluded" : "");
}

static void put_measure(dt_bargain *b, uint32_t v)
{
    const dt_voice *const voice = &b->all->voices[v];
    dt_text_format(&b->text, "%s (%s): %s", dt_voice_label(b, v), voice->name,
                   measure_of(voice));
    put_need(b, voice);
    if (voice->measure == DT_MEASURE_WORTH) {
        dt_text_add(&b->text, "; failure is worth ");
        dt_bargain_add_worth(b, b->main->worth[v]);
        dt_text_add(&b->text, " to it");
    }
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

/* ---- the whole ------------------------------------------------------------------- */

static void put_opposition(dt_bargain *b)
{
    if (!b->all->has_opposition)
        return;
    dt_text_format(
        &b->text,
        "Opposition: the package nearest to everybody's best is %.4f away "
        "from it, worths taken as shares of each one's largest (0: all could "
        "have all they want).",
        b->all->opposition);
    dt_bargain_put(b, 2, 4);
}

void dt_bargain_put_basis(dt_bargain *b)
{
    dt_bargain_put_heading(b, "How this was computed");
    put_packages(b);
    put_fairness(b);
    put_point(
        b, "Whether a deal would hold goes by each actor's own `prefer`, `rank` or "
           "`value`, "
           "not by its constituencies: it asks whether somebody, at the table or not, "
           "would move away from it alone, by the concepts that `solve` explains; "
           "nothing enforces a deal but that.");
    put_point(b, "Assumed: everybody knows what the model says, failure leads where it "
                 "says with these probabilities, and worths of lotteries are means.");
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        put_measure(b, v);
    put_opposition(b);
    put_point(b,
              "Comparisons are exact; figures are rounded to two places where they are "
              "shown.");
}
