/* A deal holds when nobody has a move that it would want to make: the question that
 * stability asks of any state, asked of this one alone, so that it needs no list of
 * all. */
#include "deals/hold.h"

#include "base/fail.h"
#include "deals/judge.h"

#include <string.h>

/* How much memory one deal's search may take, and so how long it may look: there are
 * several deals. */
#define HOLD_MEMORY ((uint64_t)256 << 20)

/* The move that the actor would make: that of the first concept by which it is not
 * stable. False when there is none. */
static bool find_move(const dt_local_actor *actor, dt_code *to)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        const dt_local_verdict *const v = &actor->verdict[c];
        if (v->standing != DT_UNSTABLE || !v->has_example)
            continue;
        *to = v->example;
        return true;
    }
    return false;
}

static bool harms_nobody(const dt_parley *table, dt_code from, dt_code to)
{
    bool harmless = true;
    for (uint32_t c = 0; c < table->n_callers && harmless; c++)
        harmless = dt_caller_compare(table, c, from, to) >= 0;
    return harmless;
}

static void find_harmless(const dt_deals *deals, dt_deal *deal)
{
    const uint64_t seats = dt_model_seats(deals->model);
    for (dt_actor_id a = 0; a < deals->model->n_actors; a++) {
        dt_code to = 0;
        if (!(seats >> a & 1) && find_move(dt_local_actor_at(deal->hold, a), &to) &&
            harms_nobody(&deals->table, deal->code, to))
            deal->harmless |= UINT64_C(1) << a;
    }
}

static dt_status keep(dt_deals *deals, dt_deal *deal, dt_local *local)
{
    if (!deals->locals)
        deals->locals =
            dt_arena_array(&deals->arena, dt_local *, deals->summary.n_deals);
    if (!deals->locals) {
        dt_local_free(local);
        return DT_ENOMEM;
    }
    deals->locals[deals->n_locals++] = local;
    deal->hold = local;
    find_harmless(deals, deal);
    return DT_OK;
}

static dt_local_question question_about(const dt_deals *deals, const dt_deal *deal)
{
    dt_local_question question = {deal->code, &deals->cast, deals->limits};
    const uint64_t memory = question.limits.memory;
    question.limits.memory = memory && memory < HOLD_MEMORY ? memory : HOLD_MEMORY;
    return question;
}

dt_status dt_hold_find(dt_deals *deals, dt_deal *deal, dt_error *err)
{
    const dt_local_question question = question_about(deals, deal);
    dt_error why = {.status = DT_OK};
    dt_local *local = NULL;
    dt_diags *const diags = dt_diags_new(); /* what check reports; not once a deal */
    if (!diags)
        return dt_fail_memory(err);
    dt_status status = dt_local_new(deals->model, &question, diags, &local, &why);
    dt_diags_free(diags);
    if (status == DT_OK)
        return keep(deals, deal, local) == DT_OK ? DT_OK : dt_fail_memory(err);
    if (status == DT_ENOMEM || status == DT_ESTOPPED)
        return dt_fail_plainly(err, status);
    deal->hold_why = status == DT_EMODEL
                         ? "the model is unsound; 'detente check' says why"
                         : dt_arena_copy(&deals->arena, why.text, strlen(why.text));
    return deal->hold_why ? DT_OK : dt_fail_memory(err);
}
