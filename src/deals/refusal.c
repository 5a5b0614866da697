/* A deal that a side refuses is taken as the place from which the others go on: the
 * least of what they can change, so that the side accepts. Its own choices stay as in
 * the deal, unless the rules then leave the others nothing to change. */
#include "deals/least.h"
#include "deals/price.h"

/* The packages to which the others can take the deal. */
static void find_packages(const dt_table *table, uint32_t side, dt_code code,
                          dt_bits *among)
{
    const dt_actor_id a = table->callers[table->own[side]].voice.actor;
    const uint64_t own = table->model->actors[a].mask;
    if (dt_packages_like(table, own, code, among) <= 1)
        (void)dt_packages_like(table, 0, code, among);
}

static dt_status add_refusal(const dt_table *table, const dt_verdicts *v, uint32_t side,
                             dt_code code, dt_bits *among, dt_arena *arena,
                             dt_refusal *refusal)
{
    dt_least least;
    find_packages(table, side, code, among);
    if (dt_least_find(table, v, side, code, among, arena, &least) != DT_OK)
        return DT_ENOMEM;
    *refusal = (dt_refusal){.side = side,
                            .n_additions = least.n,
                            .n_shown = least.n_shown,
                            .additions = least.shown};
    return DT_OK;
}

dt_status dt_refusals_find(const dt_table *table, const dt_verdicts *v, dt_arena *arena,
                           dt_deal *deal)
{
    dt_arena scratch = {0};
    const dt_state package = dt_package_find(table, deal->code);
    dt_bits among = dt_package_set(&scratch, table->n_packages);
    dt_refusal *const refusals = dt_arena_array(arena, dt_refusal, table->n_sides);
    dt_status status = refusals && among.word ? DT_OK : DT_ENOMEM;
    uint32_t n = 0;
    for (uint32_t s = 0; s < table->n_sides && status == DT_OK; s++)
        if (!dt_bits_has(&v->wins[s], package))
            status =
                add_refusal(table, v, s, deal->code, &among, arena, &refusals[n++]);
    dt_arena_release(&scratch);
    if (status != DT_OK)
        return status;
    deal->n_refusals = n;
    deal->refusals = refusals;
    return DT_OK;
}
