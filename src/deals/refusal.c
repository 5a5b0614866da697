/* A deal that a side refuses is taken as the place from which the others go on: the
 * least of what they can change, so that the side accepts. Its own choices stay as in
 * the deal, unless the rules then leave the others nothing to change. */
#include "deals/least.h"
#include "deals/price.h"

/* The packages to which the others can take the deal. */
static void find_packages(dt_least_question *q)
{
    const dt_actor_id a = q->table->callers[q->table->own[q->side]].voice.actor;
    const uint64_t own = q->table->model->actors[a].mask;
    if (dt_packages_like(q->table, own, q->from, &q->among) <= 1)
        (void)dt_packages_like(q->table, 0, q->from, &q->among);
}

static dt_status add_refusal(dt_least_question *q, dt_arena *arena, dt_refusal *refusal)
{
    dt_least least;
    find_packages(q);
    if (dt_least_find(q, arena, &least) != DT_OK)
        return DT_ENOMEM;
    *refusal = (dt_refusal){.side = q->side,
                            .n_additions = least.n,
                            .n_shown = least.n_shown,
                            .additions = least.shown};
    return DT_OK;
}

dt_status dt_refusals_find(const dt_parley *table, const dt_ballots *v, dt_arena *arena,
                           dt_deal *deal)
{
    dt_arena scratch = {0};
    const dt_state package = dt_package_find(table, deal->code);
    dt_least_question q = {.table = table,
                           .verdicts = v,
                           .from = deal->code,
                           .among = dt_package_set(&scratch, table->n_packages)};
    dt_refusal *const refusals = dt_arena_array(arena, dt_refusal, table->n_sides);
    dt_status status = refusals && q.among.word ? DT_OK : DT_ENOMEM;
    uint32_t n = 0;
    for (; q.side < table->n_sides && status == DT_OK; q.side++)
        if (!dt_bits_has(&v->wins[q.side], package))
            status = add_refusal(&q, arena, &refusals[n++]);
    dt_arena_release(&scratch);
    if (status != DT_OK)
        return status;
    deal->n_refusals = n;
    deal->refusals = refusals;
    return DT_OK;
}
