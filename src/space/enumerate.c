/* Enumeration by pruning.
 *
 * Choices are set from the last (most significant) to the first, levels ascending, so
 * codes come out ascending. After each one the rules that speak of it are judged on what
 * is known so far, in three values; a branch ends as soon as one is surely broken. A
 * rule that is surely kept is judged again further down; that costs little, because
 * most rules speak of few choices.
 *
 * What was considered: a binary decision diagram counts states without visiting them,
 * but every later pass visits them anyway; a SAT solver enumerates in no order. */
#include "base/fail.h"
#include "space/space.h"

#include <inttypes.h>

/* Partial states after which the search gives up: minutes of work. */
#define MAX_VISITED (UINT64_C(1) << 33)

typedef struct search {
    const dt_model *model;
    dt_words *code;
    uint64_t max;     /* codes to find at most */
    uint64_t visited; /* partial states so far */
    dt_error *err;
} search;

/* No rule that speaks of the choice is surely broken. */
static bool may_go_on(const search *s, const dt_choice *choice, uint64_t known,
                      uint64_t code)
{
    for (uint32_t r = 0; r < s->model->n_rules; r++) {
        const dt_rule *const rule = &s->model->rules[r];
        if ((rule->mask & dt_choice_mask(choice)) == 0)
            continue;
        const dt_verdict verdict = dt_formula_judge(s->model, rule->formula, known, code);
        if (verdict == (rule->impossible ? DT_TRUE : DT_FALSE))
            return false;
    }
    return true;
}

static dt_status found(search *s, uint64_t code)
{
    if (s->code->n >= s->max)
        return dt_fail(s->err, DT_ELIMIT,
                       "more than %" PRIu64 " feasible states do not fit the memory "
                       "allowed; add rules, or allow more with --memory",
                       s->max);
    return dt_words_add(s->code, code) ? DT_OK : dt_fail_memory(s->err);
}

/* Set the choices below `n`, given the ones from `n` on. */
static dt_status set_choices(search *s, uint32_t n, uint64_t known, uint64_t code)
{
    if (n == 0)
        return found(s, code);
    if (++s->visited > MAX_VISITED)
        return dt_fail(s->err, DT_ELIMIT,
                       "gave up after %" PRIu64 " partial states: the rules exclude too "
                       "late; name choices of one rule next to each other",
                       MAX_VISITED);
    const dt_choice *const choice = &s->model->choices[n - 1];
    known |= dt_choice_mask(choice);
    for (uint32_t l = 0; l < choice->n_levels; l++) {
        const uint64_t next = code | (uint64_t)l << choice->shift;
        if (may_go_on(s, choice, known, next))
            DT_TRY(set_choices(s, n - 1, known, next));
    }
    return DT_OK;
}

dt_status dt_enumerate(const dt_model *model, uint64_t max, dt_words *code,
                       dt_error *err)
{
    search s = {.model = model, .code = code, .max = max, .err = err};
    return set_choices(&s, model->n_choices, 0, 0);
}
