/* The answer of `check` about intentions: what there is, in a line for each kind. Tests
 * and trust are few and told one by one; signals may be many and are counted. */
#include "report/outlook.h"

#include "base/decimal.h"
#include "base/text.h"
#include "report/frame.h"
#include "report/words.h"

/* The label, and the name in brackets if there is both. */
static void add_name(dt_text *text, const dt_name *name)
{
    dt_text_add(text, name->label ? name->label : name->id);
    if (name->label)
        dt_text_format(text, " (%s)", name->id);
}

/* "n thing" or "n things". */
static void add_plural(dt_text *text, uint64_t n, const char *thing)
{
    dt_words_count(n, text);
    dt_text_format(text, " %s%s", thing, n == 1 ? "" : "s");
}

static void add_table(const dt_model *model, dt_text *text)
{
    const dt_intentions *const all = &model->intentions;
    for (uint32_t k = 0; k < all->n_prior_actors; k++)
        dt_text_format(text, "%s%s",
                       k == 0                         ? "Joint priors of "
                       : k + 1 == all->n_prior_actors ? " and "
                                                      : ", ",
                       dt_actor_label(model, all->prior_actors[k]));
    if (!all->n_prior_rows)
        return;
    dt_text_add(text, ": ");
    add_plural(text, all->n_prior_rows, "row");
    dt_text_add(text, ".");
}

static void add_tests(const dt_model *model, dt_text *text)
{
    const dt_intentions *const all = &model->intentions;
    for (uint32_t k = 0; k < all->n_tests; k++) {
        const dt_test *const test = &all->tests[k];
        dt_text_add(text, k ? "; " : "Tests: ");
        add_name(text, &test->name);
        dt_text_format(text, ", of %s, answered by %s",
                       dt_actor_label(model, test->tester),
                       dt_actor_label(model, test->turns[0].actor));
    }
    dt_text_add(text, all->n_tests ? "." : "");
}

/* ---- signals -------------------------------------------------------------------- */

static void add_day(dt_text *text, const char *word, dt_day day)
{
    dt_text_format(text, "%s%04u-%02u-%02u", word, day / 10000, day / 100 % 100,
                   day % 100);
}

/* From the first day to the last. */
static void add_days(const dt_intentions *all, dt_text *text)
{
    dt_day first = 0, last = 0;
    for (uint32_t k = 0; k < all->n_signals; k++) {
        const dt_day day = all->signals[k].day;
        if (day && (!first || day < first))
            first = day;
        if (day > last)
            last = day;
    }
    if (first && first == last)
        add_day(text, ", on ", first);
    else if (first) {
        add_day(text, ", from ", first);
        add_day(text, " to ", last);
    }
}

static void add_signals(const dt_model *model, dt_text *text)
{
    const dt_intentions *const all = &model->intentions;
    uint32_t withdrawn = 0;
    uint64_t who = 0;
    for (uint32_t k = 0; k < all->n_signals; k++) {
        who |= UINT64_C(1) << all->signals[k].actor;
        withdrawn += all->signals[k].is_withdrawn;
    }
    if (!all->n_signals)
        return;
    dt_text_add(text, "Signals: ");
    dt_words_count(all->n_signals, text);
    const char *apart = ", of ";
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (who >> a & 1) {
            dt_text_format(text, "%s%s", apart, dt_actor_label(model, a));
            apart = " and ";
        }
    add_days(all, text);
    if (withdrawn) {
        dt_text_add(text, "; withdrawn: ");
        dt_words_count(withdrawn, text);
    }
    dt_text_add(text, ".");
}

/* ---- the rest ------------------------------------------------------------------- */

static void add_numbers(const dt_model *model, dt_text *text)
{
    const dt_intentions *const all = &model->intentions;
    char number[DT_DECIMAL_ROOM];
    if (all->has_drift)
        dt_text_format(text,
                       "An actor stays of its type from one signal to the next with "
                       "probability %s.",
                       dt_decimal_write(all->drift, number));
    if (all->has_precision)
        dt_text_format(text, "%sPrecision of moves: %s.", all->has_drift ? " " : "",
                       dt_decimal_write(all->precision, number));
}

static void add_trusts(const dt_model *model, dt_text *text)
{
    const dt_intentions *const all = &model->intentions;
    for (uint32_t k = 0; k < all->n_trusts; k++) {
        const dt_trust *const trust = &all->trusts[k];
        dt_text_add(text, k ? "; " : "Trust: ");
        add_name(text, &trust->name);
        dt_text_format(text, ", between %s and %s",
                       dt_actor_label(model, trust->actor[0]),
                       dt_actor_label(model, trust->actor[1]));
    }
    dt_text_add(text, all->n_trusts ? "." : "");
}

void dt_outlook_put(dt_out *out, const dt_model *model,
                    const dt_report_options *options)
{
    static void (*const parts[])(const dt_model *model, dt_text *text) = {
        add_table, add_tests, add_signals, add_numbers, add_trusts};
    bool any = false;
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        dt_text text = {0};
        parts[k](model, &text);
        if (text.n || text.failed) {
            dt_put(out, any ? "" : "\n");
            dt_put_wrapped(out, &text, dt_frame_width(options), 0, 2);
            any = true;
        }
        dt_text_release(&text);
    }
}
