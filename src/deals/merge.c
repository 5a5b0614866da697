/* One issue after the other:
 *
 *     points so far   x   levels of the issue   =   candidates, p L + v
 *                                                       |
 *                                                       | skyline.c
 *                                                       v
 *     points, one for all candidates that are equal  <- best candidates
 *
 * Of each point we keep from which point and by which level it came, so a package is
 * found by going back. No package of the frontier has a part that is beaten, or the
 * better part would make it better; so the numbers of equal candidates add up to the
 * number of all packages that are the point. */
#include "deals/merge.h"

#include "base/amount.h"
#include "base/fail.h"
#include "base/watch.h"

#include <detente/space.h>
#include <string.h>

enum { C = DT_CLOUD_COORDINATES };

/* Points after some issues; in an arena of their own. */
typedef struct stage {
    uint32_t n;
    int64_t *worth[C];    /* [n_coordinates][n] */
    uint64_t *n_packages; /* [n] */
    dt_arena arena;
} stage;

/* Where the points of a stage came from. */
typedef struct origin {
    uint32_t n;
    uint32_t *from; /* [n], points of the stage before */
    uint8_t *level; /* [n] */
} origin;

typedef struct merger {
    const dt_bundle *bundle;
    uint64_t memory, kept; /* allowed; for origins until now */
    dt_monitor monitor;    /* what the comparing of candidates reports to */
    const dt_monitor *watcher;
    uint32_t issue; /* in work */
    stage now;
    origin *origins;  /* [n_issues] */
    dt_blend *merged; /* the origins are in its arena */
} merger;

/* ---- arguments -------------------------------------------------------------- */

static dt_status check_shape(const dt_bundle *bundle, dt_error *err)
{
    if (bundle->n_coordinates < 1 || bundle->n_coordinates > C)
        return dt_fail(err, DT_EUSAGE, "%u coordinates are not from 1 to %u",
                       bundle->n_coordinates, DT_CLOUD_COORDINATES);
    for (uint32_t j = 0; j < bundle->n_issues; j++)
        if (bundle->issue[j].n_levels < 1 ||
            bundle->issue[j].n_levels > DT_BUNDLE_LEVELS)
            return dt_fail(err, DT_EUSAGE,
                           "issue %u has %u levels, which is not from 1 to %u", j + 1,
                           bundle->issue[j].n_levels, DT_BUNDLE_LEVELS);
    return DT_OK;
}

static uint64_t size_of(int64_t x)
{
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

/* The largest size of any sum in a coordinate, or DT_WORTH_LIMIT if it is too large. */
static uint64_t largest_sum(const dt_bundle *bundle, uint32_t c)
{
    const uint64_t limit = (uint64_t)DT_WORTH_LIMIT;
    uint64_t sum = 0;
    for (uint32_t j = 0; j < bundle->n_issues; j++) {
        const dt_bundle_issue *const issue = &bundle->issue[j];
        uint64_t most = 0;
        for (uint32_t v = 0; v < issue->n_levels; v++)
            most =
                size_of(issue->worth[c][v]) > most ? size_of(issue->worth[c][v]) : most;
        if (most >= limit - sum)
            return limit;
        sum += most;
    }
    return sum;
}

static dt_status check(const dt_bundle *bundle, dt_error *err)
{
    DT_TRY(check_shape(bundle, err));
    for (uint32_t c = 0; c < bundle->n_coordinates; c++)
        if (largest_sum(bundle, c) >= (uint64_t)DT_WORTH_LIMIT)
            return dt_fail(err, DT_ELIMIT,
                           "the worth of all issues is too large to be added exactly");
    return DT_OK;
}

/* ---- one issue -------------------------------------------------------------- */

/* Whoever looks on while candidates are compared learns which issue it is. */
static bool report_issue(void *context, const char *phase, double done)
{
    const merger *const m = context;
    (void)phase;
    (void)done;
    return m->watcher->report(m->watcher->context, "joining issues",
                              (double)m->issue / m->bundle->n_issues);
}

/* Bytes for so many candidates: their worth, the list of them, what the skyline takes,
 * and points that are as many. */
static uint64_t bytes_for(uint64_t n_candidates, uint32_t k)
{
    const uint64_t list = 4, best = 4, back = 5, count = 8;
    const uint64_t skyline = 2 * 16 + 3 * 4 + 2 * 4 * (uint64_t)k;
    return n_candidates * (2 * 8 * (uint64_t)k + list + skyline + best + back + count);
}

static dt_status check_memory(const merger *m, uint64_t n_candidates, dt_error *err)
{
    const uint64_t bytes = m->kept + m->now.arena.allocated +
                           bytes_for(n_candidates, m->bundle->n_coordinates);
    const uint32_t issue = m->issue + 1, n_issues = m->bundle->n_issues;
    const dt_amount count = dt_amount_count(n_candidates);
    if (n_candidates >= UINT32_MAX)
        return dt_fail(err, DT_ELIMIT,
                       "to join issue %u of %u, %s partial packages would be compared, "
                       "which is too many",
                       issue, n_issues, count.text);
    if (bytes > m->memory)
        return dt_fail(
            err, DT_ELIMIT,
            "to join issue %u of %u, %s partial packages, takes %s, over the "
            "limit of %s; allow more with --memory %s",
            issue, n_issues, count.text, dt_amount_of(bytes).text,
            dt_amount_of(m->memory).text, dt_amount_option(bytes).text);
    return DT_OK;
}

static bool add_issue(const merger *m, const dt_bundle_issue *issue, dt_arena *scratch,
                      int64_t **column, dt_members *all)
{
    const uint32_t n = m->now.n, n_levels = issue->n_levels;
    all->n = n * n_levels;
    all->at = dt_arena_array(scratch, uint32_t, all->n);
    if (!all->at)
        return false;
    for (uint32_t q = 0; q < all->n; q++)
        all->at[q] = q;
    for (uint32_t c = 0; c < m->bundle->n_coordinates; c++) {
        int64_t *const to = column[c] = dt_arena_array(scratch, int64_t, all->n);
        if (!to)
            return false;
        for (uint32_t p = 0; p < n; p++)
            for (uint32_t v = 0; v < n_levels; v++)
                to[p * n_levels + v] = m->now.worth[c][p] + issue->worth[c][v];
    }
    return true;
}

static bool are_equal(const merger *m, int64_t *const *column, uint32_t x, uint32_t y)
{
    for (uint32_t c = 0; c < m->bundle->n_coordinates; c++)
        if (column[c][x] != column[c][y])
            return false;
    return true;
}

static uint32_t count_points(const merger *m, int64_t *const *column,
                             const dt_members *best)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < best->n; k++)
        n += k == 0 || !are_equal(m, column, best->at[k], best->at[k - 1]);
    return n;
}

static bool make_room(const merger *m, uint32_t n, stage *next, origin *from)
{
    *next = (stage){.n = n};
    next->n_packages = dt_arena_array(&next->arena, uint64_t, n);
    bool done = next->n_packages;
    for (uint32_t c = 0; done && c < m->bundle->n_coordinates; c++)
        done = (next->worth[c] = dt_arena_array(&next->arena, int64_t, n)) != NULL;
    from->n = n;
    from->from = done ? dt_arena_array(&m->merged->arena, uint32_t, n) : NULL;
    from->level = done ? dt_arena_array(&m->merged->arena, uint8_t, n) : NULL;
    return from->from && from->level;
}

static uint64_t add_up_to_most(uint64_t x, uint64_t y)
{
    return x > UINT64_MAX - y ? UINT64_MAX : x + y;
}

/* Equal candidates become one point. */
static void settle(const merger *m, int64_t *const *column, const dt_members *best,
                   stage *next, origin *from)
{
    const uint32_t n_levels = m->bundle->issue[m->issue].n_levels;
    uint32_t n = 0;
    for (uint32_t k = 0; k < best->n; k++) {
        const uint32_t q = best->at[k];
        const uint64_t n_packages = m->now.n_packages[q / n_levels];
        if (k > 0 && are_equal(m, column, q, best->at[k - 1])) {
            next->n_packages[n - 1] =
                add_up_to_most(next->n_packages[n - 1], n_packages);
            continue;
        }
        for (uint32_t c = 0; c < m->bundle->n_coordinates; c++)
            next->worth[c][n] = column[c][q];
        next->n_packages[n] = n_packages;
        from->from[n] = q / n_levels;
        from->level[n++] = (uint8_t)(q % n_levels);
    }
}

static dt_status join_in(merger *m, dt_arena *scratch, dt_error *err)
{
    int64_t *column[C];
    dt_members all, best;
    stage next;
    if (!add_issue(m, &m->bundle->issue[m->issue], scratch, column, &all))
        return dt_fail_memory(err);
    const dt_cloud cloud = {m->bundle->n_coordinates, all.n,
                            (const int64_t *const *)column,
                            m->watcher ? &m->monitor : NULL};
    DT_TRY(dt_skyline_find(&cloud, &all, scratch, &best, err));
    const uint32_t n = count_points(m, column, &best);
    const bool done = make_room(m, n, &next, &m->origins[m->issue]);
    if (done)
        settle(m, column, &best, &next, &m->origins[m->issue]);
    dt_arena_release(&m->now.arena);
    m->now = next;
    m->kept += (uint64_t)n * (sizeof(uint32_t) + sizeof(uint8_t));
    return done ? DT_OK : dt_fail_memory(err);
}

static dt_status join_issue(merger *m, dt_error *err)
{
    dt_arena scratch = {0};
    const uint32_t n_levels = m->bundle->issue[m->issue].n_levels;
    dt_status status = check_memory(m, (uint64_t)m->now.n * n_levels, err);
    if (status == DT_OK)
        status = dt_watch(m->watcher, "joining issues",
                          (double)m->issue / m->bundle->n_issues, err);
    if (status == DT_OK)
        status = join_in(m, &scratch, err);
    dt_arena_release(&scratch);
    return status;
}

/* ---- the answer ------------------------------------------------------------- */

/* By which levels the points came, an issue after the other from the last one. */
static bool tell_levels(const merger *m, dt_blend *merged)
{
    const uint32_t n = m->now.n, n_issues = m->bundle->n_issues;
    uint8_t **const level = dt_arena_array(&merged->arena, uint8_t *, n_issues);
    uint32_t *const n_partial = dt_arena_array(&merged->arena, uint32_t, n_issues);
    uint32_t *const at = dt_arena_array(&merged->arena, uint32_t, n);
    if (!level || !n_partial || !at)
        return false;
    for (uint32_t p = 0; p < n; p++)
        at[p] = p;
    for (uint32_t j = n_issues; j-- > 0;) {
        const origin *const o = &m->origins[j];
        if (!(level[j] = dt_arena_array(&merged->arena, uint8_t, n)))
            return false;
        n_partial[j] = o->n;
        for (uint32_t p = 0; p < n; p++) {
            level[j][p] = o->level[at[p]];
            at[p] = o->from[at[p]];
        }
    }
    merged->level = (const uint8_t *const *)level;
    merged->n_partial = n_partial;
    return true;
}

static bool tell(const merger *m, dt_blend *merged)
{
    const uint32_t k = m->bundle->n_coordinates, n = m->now.n;
    int64_t **const worth = dt_arena_array(&merged->arena, int64_t *, k);
    uint64_t *const n_packages = dt_arena_array(&merged->arena, uint64_t, n);
    if (!worth || !n_packages)
        return false;
    for (uint32_t c = 0; c < k; c++) {
        if (!(worth[c] = dt_arena_array(&merged->arena, int64_t, n)))
            return false;
        memcpy(worth[c], m->now.worth[c], n * sizeof **worth);
    }
    memcpy(n_packages, m->now.n_packages, n * sizeof *n_packages);
    merged->n_packages = n_packages;
    merged->cloud = (dt_cloud){k, n, (const int64_t *const *)worth, NULL};
    return tell_levels(m, merged);
}

/* One package of no issue, worth nothing. */
static bool begin(merger *m)
{
    origin nothing;
    m->origins = dt_arena_array(&m->merged->arena, origin, m->bundle->n_issues);
    if (!m->origins || !make_room(m, 1, &m->now, &nothing))
        return false;
    m->now.n_packages[0] = 1;
    return true;
}

static dt_status join_all(merger *m, dt_error *err)
{
    if (!begin(m))
        return dt_fail_memory(err);
    for (m->issue = 0; m->issue < m->bundle->n_issues; m->issue++)
        DT_TRY(join_issue(m, err));
    return tell(m, m->merged) ? DT_OK : dt_fail_memory(err);
}

dt_status dt_blend_new(const dt_bundle *bundle, const dt_merge_options *options,
                       dt_blend **merged, dt_error *err)
{
    merger m = {.bundle = bundle,
                .memory =
                    options && options->memory ? options->memory : DT_MEMORY_DEFAULT,
                .watcher = options ? options->monitor : NULL};
    m.monitor = (dt_monitor){report_issue, &m};
    DT_TRY(check(bundle, err));
    m.merged = DT_ARENA_ROOT(dt_blend);
    if (!m.merged)
        return dt_fail_memory(err);
    const dt_status status = join_all(&m, err);
    dt_arena_release(&m.now.arena);
    if (status == DT_OK)
        *merged = m.merged;
    else
        dt_blend_free(m.merged);
    return status;
}

void dt_blend_free(dt_blend *merged)
{
    if (merged)
        dt_arena_free(merged->arena);
}
