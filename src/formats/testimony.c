/* What a model says about intentions, in the language.
 *
 * Turns that the reader put in are written like all others: so what is read back is the
 * same model, whoever has priors in it. */
#include "base/decimal.h"
#include "formats/script.h"
#include "model/conflict.h"

#include <string.h>

/* ---- pieces ------------------------------------------------------------------- */

/* "us.talks, not us.invite", or "stay". Unless `owner` is written the actor is known;
 * but `stay` alone is no name of a choice. */
static void put_setting(dt_text *text, const dt_model *model, dt_setting setting,
                        bool owner)
{
    const char *apart = "";
    if (setting.mask == 0)
        dt_text_add(text, "stay");
    for (uint32_t c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        const uint32_t level = dt_choice_level(choice, setting.code);
        const bool full = owner || strcmp(choice->name.id, "stay") == 0;
        if (!(dt_choice_mask(choice) & setting.mask))
            continue;
        dt_text_format(text, "%s%s%s%s%s", apart,
                       choice->is_option && !level ? "not " : "",
                       full ? model->actors[choice->actor].name.id : "",
                       full ? "." : "", choice->name.id);
        if (!choice->is_option)
            dt_text_format(text, " = %s", choice->levels[level].id);
        apart = ", ";
    }
}

static const char *name_of(const dt_actor *actor, uint32_t type)
{
    return type ? actor->types[type - 1].name.id : actor->name.id;
}

static void put_likely(dt_text *text, const dt_actor *actor,
                       const dt_likelihood *likely, uint32_t n)
{
    char number[DT_DECIMAL_ROOM];
    for (uint32_t k = 0; k < n; k++)
        dt_text_format(text, "%s%s %s", k ? ", " : "", name_of(actor, likely[k].type),
                       dt_decimal_write(likely[k].p, number));
}

/* ---- the joint table ------------------------------------------------------------ */

static void put_row(dt_text *text, const dt_model *model, const dt_prior_row *row)
{
    char number[DT_DECIMAL_ROOM];
    const size_t begin = text->n;
    dt_text_add(text, dt_decimal_write(row->p, number));
    for (uint32_t k = 0; k < model->intentions.n_prior_actors; k++) {
        const dt_actor *const actor = &model->actors[model->intentions.prior_actors[k]];
        dt_text_format(text, "%s%s%s%s", k ? ", " : " ", actor->name.id,
                       row->type[k] ? "." : "",
                       row->type[k] ? name_of(actor, row->type[k]) : "");
    }
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_table(dt_text *text, const dt_model *model)
{
    const dt_intentions *const all = &model->intentions;
    if (!all->n_prior_rows)
        return;
    dt_text_add(text, "\nprior {\n");
    for (uint32_t r = 0; r < all->n_prior_rows; r++)
        put_row(text, model, &all->prior_rows[r]);
    dt_text_add(text, "}\n");
}

/* ---- tests ---------------------------------------------------------------------- */

static void put_ploy(dt_text *text, const dt_model *model, const dt_actor *actor,
                     const dt_ploy *ploy)
{
    const size_t begin = text->n;
    dt_text_add(text, ploy->name.id);
    dt_script_label(text, ploy->name.label);
    dt_text_add(text, " : ");
    put_setting(text, model, ploy->setting, false);
    if (ploy->n_likely) {
        dt_text_add(text, " likely ");
        put_likely(text, actor, ploy->likely, ploy->n_likely);
    }
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

static void put_turn(dt_text *text, const dt_model *model, const dt_test *test,
                     const dt_turn *turn)
{
    const dt_actor *const actor = &model->actors[turn->actor];
    dt_text_format(text, "%s %s%s\n", turn == test->turns ? "answers" : "then",
                   actor->name.id, turn->n_ploys ? " {" : "");
    for (uint32_t k = 0; k < turn->n_ploys; k++)
        put_ploy(text, model, actor, &turn->ploys[k]);
    dt_text_add(text, turn->n_ploys ? "}\n" : "");
}

static void put_test(dt_text *text, const dt_model *model, const dt_test *test)
{
    const size_t begin = text->n + 1;
    dt_text_format(text, "\ntest %s", test->name.id);
    dt_script_label(text, test->name.label);
    dt_text_add(text, " : ");
    put_setting(text, model, test->setting, true);
    dt_script_fold(text, begin);
    dt_text_add(text, " {\n");
    for (uint32_t k = 0; k < test->n_turns; k++)
        put_turn(text, model, test, &test->turns[k]);
    dt_text_add(text, "}\n");
}

/* ---- signals -------------------------------------------------------------------- */

static void put_day(dt_text *text, dt_day day)
{
    if (day)
        dt_text_format(text, " %04u-%02u-%02u", day / 10000, day / 100 % 100,
                       day % 100);
}

static void put_signal(dt_text *text, const dt_model *model, const dt_signal *seen)
{
    const dt_actor *const actor = &model->actors[seen->actor];
    const size_t begin = text->n;
    char number[DT_DECIMAL_ROOM];
    dt_text_add(text, "signal");
    put_day(text, seen->day);
    dt_text_format(text, " %s", actor->name.id);
    dt_script_label(text, seen->text);
    dt_text_add(text, seen->moves ? " moves " : " : ");
    if (seen->moves)
        put_setting(text, model, seen->setting, false);
    else
        put_likely(text, actor, seen->likely, seen->n_likely);
    if (seen->has_credibility)
        dt_text_format(text, " credibility %s",
                       dt_decimal_write(seen->credibility, number));
    dt_text_add(text, seen->is_withdrawn ? " withdrawn" : "");
    put_day(text, seen->withdrawn);
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

/* ---- the rest ------------------------------------------------------------------- */

static void put_numbers(dt_text *text, const dt_intentions *all)
{
    char number[DT_DECIMAL_ROOM];
    dt_text_add(text, all->has_drift || all->has_precision ? "\n" : "");
    if (all->has_drift)
        dt_text_format(text, "drift %s\n", dt_decimal_write(all->drift, number));
    if (all->has_precision)
        dt_text_format(text, "precision %s\n",
                       dt_decimal_write(all->precision, number));
}

static void put_trust(dt_text *text, const dt_model *model, const dt_trust *trust)
{
    const size_t begin = text->n;
    dt_text_format(text, "trust %s", trust->name.id);
    dt_script_label(text, trust->name.label);
    for (int side = 0; side < 2; side++) {
        dt_text_add(text, side ? " with " : " : ");
        put_setting(text, model, trust->setting[side], true);
    }
    dt_script_fold(text, begin);
    dt_text_add(text, "\n");
}

void dt_script_intentions(dt_text *text, const dt_model *model)
{
    const dt_intentions *const all = &model->intentions;
    put_table(text, model);
    for (uint32_t k = 0; k < all->n_tests; k++)
        put_test(text, model, &all->tests[k]);
    dt_text_add(text, all->n_signals ? "\n" : "");
    for (uint32_t k = 0; k < all->n_signals; k++)
        put_signal(text, model, &all->signals[k]);
    put_numbers(text, all);
    dt_text_add(text, all->n_trusts ? "\n" : "");
    for (uint32_t k = 0; k < all->n_trusts; k++)
        put_trust(text, model, &all->trusts[k]);
}
