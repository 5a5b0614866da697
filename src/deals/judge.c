/* One state is judged as 64 alike ones are, so that there is one way to ask a rule. */
#include "deals/judge.h"

#include "deals/contrast.h"
#include "deals/worth.h"

/* The bits of one state, as those of 64 that are alike. */
static void spread(dt_code code, uint64_t columns[64])
{
    for (uint32_t b = 0; b < 64; b++)
        columns[b] = 0 - (code >> b & 1);
}

int dt_caller_compare(const dt_parley *table, uint32_t c, dt_code from, dt_code to)
{
    const dt_caller *const caller = &table->callers[c];
    uint64_t columns[64];
    if (caller->voice.measure == DT_MEASURE_NONE)
        return 0;
    if (caller->voice.measure == DT_MEASURE_WORTH) {
        const int64_t before = dt_worth_of(table, c, from);
        const int64_t after = dt_worth_of(table, c, to);
        return (after > before) - (after < before);
    }
    spread(to, columns);
    const dt_contrast contrast =
        dt_contrast_find(table->model, caller->preference, columns, from);
    return contrast.better & 1 ? 1 : contrast.equal & 1 ? 0 : -1;
}

static bool accepts_by_order(const dt_parley *table, uint32_t c, uint32_t fallback,
                             dt_code code)
{
    uint64_t columns[64];
    spread(code, columns);
    return dt_contrast_accepts(table, c, fallback, columns) & 1;
}

static dt_opinion opinion_of(const dt_parley *table, uint32_t c, uint32_t fallback,
                             const int64_t *worth, dt_code code)
{
    const dt_caller *const caller = &table->callers[c];
    const dt_constituency *const k = caller->constituency;
    dt_opinion opinion = {.strict = k && k->strict};
    if (caller->voice.measure == DT_MEASURE_WORTH)
        opinion.gain = dt_worth_of(table, c, code) - worth[c];
    opinion.margin = opinion.gain - (k ? table->scale * k->need : 0);
    if (caller->voice.derived)
        opinion.accepts = true; /* it signs what its constituencies ratify */
    else if (caller->voice.measure == DT_MEASURE_ORDER)
        opinion.accepts = accepts_by_order(table, c, fallback, code);
    else if (caller->voice.measure == DT_MEASURE_WORTH)
        opinion.accepts = opinion.margin >= opinion.strict;
    else
        opinion.accepts = !opinion.strict;
    return opinion;
}

static bool is_ratified(const dt_parley *table, uint32_t side,
                        const dt_opinion *opinions)
{
    const uint32_t own = table->own[side];
    const dt_home *const home =
        &table->model->actors[table->callers[own].voice.actor].home;
    uint64_t yes[DT_HOME_MAX];
    for (uint32_t k = 0; k < home->n; k++)
        yes[k] = 0 - (uint64_t)opinions[own + 1 + k].accepts;
    return dt_home_ratifies(home, yes) & 1;
}

bool dt_answers_init(dt_answers *answers, const dt_parley *table, dt_arena *arena)
{
    answers->opinions = dt_arena_array(arena, dt_opinion, table->n_callers);
    answers->signs = dt_arena_array(arena, bool, table->n_sides);
    answers->ratifies = dt_arena_array(arena, bool, table->n_sides);
    return answers->opinions && answers->signs && answers->ratifies;
}

void dt_deal_judge(const dt_parley *table, uint32_t fallback, const int64_t *worth,
                   const dt_answers *answers, dt_deal *deal)
{
    for (uint32_t c = 0; c < table->n_callers; c++)
        answers->opinions[c] = opinion_of(table, c, fallback, worth, deal->code);
    for (uint32_t s = 0; s < table->n_sides; s++) {
        answers->signs[s] = answers->opinions[table->own[s]].accepts;
        answers->ratifies[s] = is_ratified(table, s, answers->opinions);
    }
    deal->opinions = answers->opinions;
    deal->signs = answers->signs;
    deal->ratifies = answers->ratifies;
}

bool dt_deal_is_step(const dt_parley *table, dt_code code)
{
    bool is_step = true;
    for (dt_choice_id c = 0; c < table->model->n_choices && is_step; c++) {
        const dt_choice *const choice = &table->model->choices[c];
        const uint32_t from = dt_choice_level(choice, table->base);
        const uint32_t to = dt_choice_level(choice, code);
        is_step = !(choice->way == DT_WAY_UP && to < from) &&
                  !(choice->way == DT_WAY_DOWN && to > from);
    }
    return is_step;
}
