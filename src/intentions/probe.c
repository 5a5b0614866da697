/* The parts of the analysis, one after the other: each needs those before it. */
#include "intentions/probe.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "intentions/advice.h"

#include <math.h>

/* ---- what is asked -------------------------------------------------------------- */

static dt_status check_question(const dt_probe *probe, dt_error *err)
{
    const dt_model *const model = probe->model;
    const dt_probe_question *const q = &probe->question;
    if (!dt_intentions_any(model))
        return dt_fail(err, DT_EAPPLY,
                       "the model says nothing about intentions: it has no types with "
                       "priors, no tests, no signals and no questions of trust");
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (q->cast.type[a] > model->actors[a].n_types)
            return dt_fail(err, DT_EUSAGE, "'%s' has no such type",
                           model->actors[a].name.id);
    if (q->has_precision && !(q->precision >= 0 && isfinite(q->precision)))
        return dt_fail(err, DT_EUSAGE, "the precision must be a number of at least 0");
    return DT_OK;
}

static double decimal_or(bool has, int64_t units, double otherwise)
{
    return has ? (double)units / (double)DT_DECIMAL_ONE : otherwise;
}

static void set_numbers(dt_probe *probe)
{
    const dt_intentions *const all = &probe->model->intentions;
    probe->precision = probe->question.has_precision
                           ? probe->question.precision
                           : decimal_or(all->has_precision, all->precision, 1);
    probe->findings.model = probe->model;
    probe->findings.precision = probe->precision;
    probe->findings.cast = probe->question.cast;
    probe->findings.drift = decimal_or(all->has_drift, all->drift, 1);
}

/* ---- the whole ------------------------------------------------------------------ */

static dt_status find_advices(dt_probe *probe, dt_error *err)
{
    const dt_bench bench = {
        .model = probe->model,
        .question = &probe->question,
        .list = {probe->worlds.n, probe->worlds.at, probe->question.limits.monitor},
        .arena = &probe->arena,
        .holdings = &probe->holdings,
    };
    dt_advices advices = {0};
    DT_TRY(dt_advices_find(&bench, &advices, err));
    probe->findings.n_advices = advices.n;
    probe->findings.advices = advices.at;
    return DT_OK;
}

static dt_status build(dt_probe *probe, dt_diags *diags, dt_error *err)
{
    DT_TRY(check_question(probe, err));
    set_numbers(probe);
    DT_TRY(dt_worlds_list(probe->model, &probe->arena, &probe->worlds, err));
    probe->findings.n_worlds = probe->worlds.n;
    probe->findings.worlds = probe->worlds.at;
    DT_TRY(dt_beliefs_find(probe, diags, err));
    DT_TRY(dt_chances_find(probe, diags, err));
    DT_TRY(dt_trusts_find(probe, err));
    return find_advices(probe, err);
}

dt_status dt_probe_new(const dt_model *model, const dt_probe_question *question,
                       dt_diags *diags, dt_probe **probe, dt_error *err)
{
    dt_probe *const draft = DT_ARENA_ROOT(dt_probe);
    if (!draft)
        return dt_fail_memory(err);
    draft->model = model;
    if (question)
        draft->question = *question;
    const dt_status status = build(draft, diags, err);
    if (status == DT_OK)
        *probe = draft;
    else
        dt_probe_free(draft);
    return status;
}

void dt_probe_free(dt_probe *probe)
{
    if (!probe)
        return;
    dt_holdings_release(&probe->holdings);
    dt_space_free(probe->space);
    dt_arena_free(probe->arena);
}

const dt_findings *dt_probe_findings(const dt_probe *probe)
{
    return &probe->findings;
}
