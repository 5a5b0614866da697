/* The frontier as a set: see skyline.c for how it is found. */
#include "deals/frontier.h"

#include "base/fail.h"

#include <string.h>

/* The members of a set, or all n, as a list. */
static bool list_members(const dt_bits *among, uint32_t n, dt_arena *arena,
                         dt_members *list)
{
    list->n = among ? dt_bits_count(among) : n;
    list->at = dt_arena_array(arena, uint32_t, list->n);
    if (!list->at)
        return false;
    uint32_t p = among ? dt_bits_next(among, 0) : 0;
    for (uint32_t k = 0; k < list->n; k++) {
        list->at[k] = p;
        p = among ? dt_bits_next(among, p + 1) : p + 1;
    }
    return true;
}

static dt_status check(const dt_cloud *cloud, const dt_bits *among,
                       const dt_bits *efficient, dt_error *err)
{
    if (cloud->n_parties < 1 || cloud->n_parties > DT_CLOUD_PARTIES)
        return dt_fail(err, DT_EUSAGE, "%u parties are not from 1 to %u",
                       cloud->n_parties, DT_CLOUD_PARTIES);
    if ((among && among->size != cloud->n) || efficient->size != cloud->n)
        return dt_fail(err, DT_EUSAGE, "a set is not over all %u packages", cloud->n);
    return DT_OK;
}

static dt_status find_in(const dt_cloud *cloud, const dt_bits *among, dt_arena *arena,
                         dt_bits *efficient, dt_error *err)
{
    dt_members list, best;
    if (!list_members(among, cloud->n, arena, &list))
        return dt_fail_memory(err);
    DT_TRY(dt_skyline_find(cloud, &list, arena, &best, err));
    memset(efficient->word, 0, ((size_t)cloud->n + 63) / 64 * sizeof *efficient->word);
    for (uint32_t k = 0; k < best.n; k++)
        dt_bits_add(efficient, best.at[k]);
    return DT_OK;
}

dt_status dt_frontier_find(const dt_cloud *cloud, const dt_bits *among,
                           dt_bits *efficient, dt_error *err)
{
    dt_arena arena = {0};
    dt_status status = check(cloud, among, efficient, err);
    if (status == DT_OK)
        status = find_in(cloud, among, &arena, efficient, err);
    dt_arena_release(&arena);
    return status;
}
