/* Among all that it can do from a code, to stay included, a type of precision lambda
 * chooses what leads to code s with a probability proportional to exp(lambda v(s)),
 * v(s) being what s is worth to it. At 0 it draws lots; the larger lambda, the surer it
 * does what it likes best.
 *
 * Logarithms throughout, and differences from the largest: no exponent overflows.
 *
 * Source: McKelvey and Palfrey 1995, 1998. */
#include "intentions/response.h"

#include "base/fail.h"
#include "base/text.h"
#include "intentions/values.h"

#include <math.h>

enum { MOVES_MAX = 1 << 20 };

static double log_likelihood_of(const dt_response_question *q, const dt_reach *reach,
                                const dt_valuation *v, double *scratch)
{
    const double seen = dt_valuation_value(v, dt_setting_apply(q->setting, q->from));
    double largest = dt_valuation_value(v, q->from), sum = 0;
    scratch[reach->n] = largest;
    for (uint32_t k = 0; k < reach->n; k++) {
        scratch[k] = dt_valuation_value(v, reach->code[k]);
        largest = fmax(largest, scratch[k]);
    }
    for (uint32_t k = 0; k <= reach->n; k++)
        sum += exp(q->precision * (scratch[k] - largest));
    return q->precision * (seen - largest) - log(sum);
}

/* The first type in some world that has no values; n_types + 1: none. */
static uint32_t find_speechless(const dt_response_question *q, uint32_t n_types)
{
    for (uint32_t t = 0; t <= n_types; t++)
        if (dt_worlds_have(q->worlds, q->actor, t) &&
            dt_valuation_of(q->worlds->model, q->actor, t).source == DT_VALUE_NONE)
            return t;
    return n_types + 1;
}

static dt_status respond(const dt_response_question *q, const dt_reach *reach,
                         dt_arena *scratch, double *log_likelihood, dt_error *err)
{
    const dt_model *const model = q->worlds->model;
    double *const worth = dt_arena_array(scratch, double, (size_t)reach->n + 1);
    if (!worth)
        return dt_fail_memory(err);
    for (uint32_t t = 0; t <= model->actors[q->actor].n_types; t++) {
        const dt_valuation v = dt_valuation_of(model, q->actor, t);
        DT_TRY(dt_watch(q->monitor, "weighing moves", -1, err));
        log_likelihood[t] = dt_worlds_have(q->worlds, q->actor, t)
                                ? log_likelihood_of(q, reach, &v, worth)
                                : -(double)INFINITY;
    }
    return DT_OK;
}

static dt_status list_and_respond(const dt_response_question *q,
                                  const dt_reach_question *asked, dt_arena *scratch,
                                  double *log_likelihood, dt_error *err)
{
    dt_reach reach;
    DT_TRY(dt_reach_find(asked, scratch, &reach, err));
    return respond(q, &reach, scratch, log_likelihood, err);
}

dt_status dt_response_find(const dt_response_question *q, double *log_likelihood,
                           char *why, size_t room, dt_error *err)
{
    const dt_model *const model = q->worlds->model;
    const uint32_t n_types = model->actors[q->actor].n_types;
    const dt_reach_question asked = {model, q->actor, q->from, MOVES_MAX, q->monitor};
    dt_arena scratch = {0};
    dt_error own = {0};
    why[0] = '\0';
    if (!dt_reach_allows(&asked, q->setting, why, room))
        return DT_OK;
    const uint32_t speechless = find_speechless(q, n_types);
    if (speechless <= n_types) {
        dt_value_missing(model, q->actor, speechless, why, room);
        return DT_OK;
    }
    dt_status status = list_and_respond(q, &asked, &scratch, log_likelihood, &own);
    dt_arena_release(&scratch);
    if (status == DT_ELIMIT) {
        dt_text_fit(why, room, "%s", own.text);
        status = DT_OK;
    }
    return status == DT_OK ? DT_OK : dt_fail_plainly(err, status);
}
