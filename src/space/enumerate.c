/* Enumeration by pruning, in blocks of up to 64 codes.
 *
 * The first choices of the model, as many as fit six bits, are the low ones; the rest
 * are set one after the other, the last (most significant) first, levels ascending, so
 * codes come out ascending. After each one the rules that speak of it are judged on
 * what is known so far, in three values; a branch ends as soon as one is surely broken.
 * When only the low choices are left, their up to 64 combinations are judged at once,
 * by bit-sliced evaluation of the rules that speak of them.
 *
 * What was considered: a binary decision diagram counts states without visiting them,
 * but every later pass visits them anyway; a SAT solver enumerates in no order. */
#include "space/enumerate.h"

#include "base/fail.h"

#include <inttypes.h>

/* Partial states after which the search gives up: minutes of work. */
#define MAX_VISITED (UINT64_C(1) << 32)

enum { BLOCK_BITS = 6 };

typedef struct search {
    const dt_model *model;
    const dt_block_sink *sink;
    uint32_t n_low;    /* choices 0 ... n_low - 1 are low */
    uint64_t low_mask; /* their bits */
    uint64_t valid;    /* low codes whose levels exist */
    uint64_t
        columns[64];  /* bits of the codes of the block, as dt_formula_slice wants */
    uint64_t visited; /* partial states so far */
    dt_error *err;
} search;

/* No rule that speaks of the choice is surely broken. */
static bool may_go_on(const search *s, uint64_t choice_mask, uint64_t known,
                      uint64_t code)
{
    for (uint32_t r = 0; r < s->model->n_rules; r++) {
        const dt_rule *const rule = &s->model->rules[r];
        if ((rule->mask & choice_mask) == 0)
            continue;
        const dt_verdict verdict =
            dt_formula_judge(s->model, rule->formula, known, code);
        if (verdict == (rule->impossible ? DT_TRUE : DT_FALSE))
            return false;
    }
    return true;
}

static dt_status take_block(const search *s, uint64_t code)
{
    uint64_t word = s->valid;
    for (uint32_t r = 0; word && r < s->model->n_rules; r++) {
        const dt_rule *const rule = &s->model->rules[r];
        if ((rule->mask & s->low_mask) == 0)
            continue; /* judged on the way down */
        const uint64_t holds = dt_formula_slice(s->model, rule->formula, s->columns);
        word &= rule->impossible ? ~holds : holds;
    }
    return word ? s->sink->take(s->sink->context, code, word) : DT_OK;
}

static void set_columns(search *s, const dt_choice *choice, uint32_t level)
{
    for (uint32_t b = 0; b < choice->width; b++)
        s->columns[choice->shift + b] = level >> b & 1 ? UINT64_MAX : 0;
}

/* Set the choices below `n`, given the ones from `n` on. */
static dt_status set_choices(search *s, uint32_t n, uint64_t known, uint64_t code)
{
    if (n == s->n_low)
        return take_block(s, code);
    if (++s->visited > MAX_VISITED)
        return dt_fail(s->err, DT_ELIMIT,
                       "gave up after %" PRIu64
                       " partial states: the rules exclude too "
                       "late; name choices of one rule next to each other",
                       MAX_VISITED);
    const dt_choice *const choice = &s->model->choices[n - 1];
    const uint64_t mask = dt_choice_mask(choice);
    for (uint32_t l = 0; l < choice->n_levels; l++) {
        const uint64_t next = code | (uint64_t)l << choice->shift;
        if (!may_go_on(s, mask, known | mask, next))
            continue;
        set_columns(s, choice, l);
        DT_TRY(set_choices(s, n - 1, known | mask, next));
    }
    return DT_OK;
}

/* The low choices, and what of their 64 combinations exists. */
static void find_low(search *s)
{
    const dt_model *const model = s->model;
    uint32_t bits = 0;
    while (s->n_low < model->n_choices &&
           bits + model->choices[s->n_low].width <= BLOCK_BITS)
        bits += model->choices[s->n_low++].width;
    s->low_mask = (UINT64_C(1) << bits) - 1;
    for (uint64_t k = 0; k < UINT64_C(1) << bits; k++) {
        bool exists = true;
        for (uint32_t c = 0; c < s->n_low; c++)
            exists = exists && dt_choice_level(&model->choices[c], k) <
                                   model->choices[c].n_levels;
        s->valid |= (uint64_t)exists << k;
        for (uint32_t b = 0; b < bits; b++)
            s->columns[b] |= (k >> b & 1) << k;
    }
}

dt_status dt_enumerate(const dt_model *model, const dt_block_sink *sink, dt_error *err)
{
    search s = {.model = model, .sink = sink, .err = err};
    find_low(&s);
    return set_choices(&s, model->n_choices, 0, 0);
}
