/* The whole analysis, one question after the other:
 *
 *     set the table -> list packages -> for each disagreement point: verdicts, tallies,
 *     frontier, fair solutions -> judge the deals -> prices -> linkage
 *
 * The main disagreement point is what the fallbacks are together; each fallback by
 * itself follows where there are several. */
#include "deals/answer.h"

#include "base/fail.h"
#include "base/watch.h"
#include "deals/bundle.h"
#include "deals/point.h"
#include "deals/price.h"
#include "deals/selection.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- the cloud ---------------------------------------------------------------- */

/* The actors' columns: worths if all have them; else, what cannot be added can still be
 * compared, so ranks do for the frontier. */
static dt_status make_cloud(dt_deals *d)
{
    const dt_parley *const table = &d->table;
    const int64_t **const columns =
        dt_arena_array(&d->arena, const int64_t *, table->n_sides);
    if (!columns)
        return DT_ENOMEM;
    for (uint32_t s = 0; s < table->n_sides; s++) {
        const dt_caller *const caller = &table->callers[table->own[s]];
        int64_t *ranks = caller->worth;
        if (!ranks)
            ranks = dt_arena_array(&d->arena, int64_t, table->n_packages);
        if (!ranks)
            return DT_ENOMEM;
        for (uint32_t p = 0; caller->rank && !caller->worth && p < table->n_packages;
             p++)
            ranks[p] = caller->rank[p];
        columns[s] = ranks;
    }
    d->cloud =
        (dt_cloud){table->n_sides, table->n_packages, columns, d->limits.monitor};
    return DT_OK;
}

static void find_lack_of_worth(dt_deals *d)
{
    for (uint32_t s = 0; s < d->table.n_sides && !d->summary.no_worth; s++) {
        const dt_voice *const voice = &d->table.callers[d->table.own[s]].voice;
        if (!dt_voice_has_worth(voice))
            d->summary.no_worth = voice->label;
    }
}

/* ---- other disagreement points ---- */

static dt_status analyse_others(dt_deals *d, dt_error *err)
{
    for (uint32_t point = 1; point < d->summary.n_disagreements; point++) {
        dt_arena scratch = {0};
        dt_ballots v;
        dt_bits efficient;
        const dt_status status = dt_point_find(d, point, &v, &efficient, &scratch, err);
        dt_arena_release(&scratch);
        DT_TRY(status);
        DT_TRY(dt_watch(d->limits.monitor, "weighing fallbacks",
                        (double)point / d->summary.n_disagreements, err));
    }
    return DT_OK;
}

/* ---- the whole ---------------------------------------------------------------- */

static dt_status find_linkage(dt_deals *d, const dt_ballots *v,
                              const dt_bits *efficient, dt_error *err)
{
    dt_linkage *const linkage = dt_arena_new(&d->arena, dt_linkage);
    if (!linkage)
        return dt_fail_memory(err);
    d->summary.linkage = linkage;
    return dt_linkage_find(&d->table, v, efficient, &d->arena, linkage, err);
}

/* Behind the main disagreement point, whose sets `v` and `efficient` are. */
static dt_status analyse_rest(dt_deals *d, const dt_deals_question *question,
                              const dt_ballots *v, const dt_bits *efficient,
                              dt_error *err)
{
    dt_price *prices = NULL;
    DT_TRY(analyse_others(d, err));
    if (dt_deals_choose(d, question->deal) != DT_OK)
        return dt_fail_memory(err);
    DT_TRY(dt_deals_judge(d, v, efficient, err));
    if (!d->summary.listed)
        return DT_OK;
    if (dt_prices_find(&d->table, v, &d->arena, &prices, &d->summary.n_prices) != DT_OK)
        return dt_fail_memory(err);
    d->summary.prices = prices;
    return question->link ? find_linkage(d, v, efficient, err) : DT_OK;
}

/* Of all packages, in the zone or not. */
static dt_status measure_opposition(dt_deals *d, dt_arena *scratch, dt_error *err)
{
    dt_bits frontier = dt_package_set(scratch, d->table.n_packages);
    if (!frontier.word)
        return dt_fail_memory(err);
    DT_TRY(dt_frontier_find(&d->cloud, NULL, &frontier, err));
    const double opposition = dt_opposition(&d->cloud, &frontier, NULL);
    d->summary.has_opposition = opposition >= 0;
    d->summary.opposition = d->summary.has_opposition ? opposition : 0;
    return DT_OK;
}

static dt_status analyse(dt_deals *d, const dt_deals_question *question, dt_error *err)
{
    dt_arena scratch = {0};
    dt_ballots v;
    dt_bits efficient;
    dt_status status = dt_point_find(d, 0, &v, &efficient, &scratch, err);
    if (status == DT_OK && !d->summary.no_worth)
        status = measure_opposition(d, &scratch, err);
    if (status == DT_OK)
        status = analyse_rest(d, question, &v, &efficient, err);
    dt_arena_release(&scratch);
    return status;
}

static dt_status begin(dt_deals *d, dt_error *err)
{
    const uint32_t n_points = d->table.n_fallbacks == 1 ? 1 : d->table.n_fallbacks + 1;
    dt_voice *const voices = dt_arena_array(&d->arena, dt_voice, d->table.n_callers);
    d->points = dt_arena_array(&d->arena, dt_disagreement, n_points);
    if (!voices || !d->points)
        return dt_fail_memory(err);
    for (uint32_t c = 0; c < d->table.n_callers; c++)
        voices[c] = d->table.callers[c].voice;
    d->summary.scale = d->table.scale;
    d->summary.n_voices = d->table.n_callers;
    d->summary.n_sides = d->table.n_sides;
    d->summary.n_disagreements = n_points;
    d->summary.voices = voices;
    d->summary.disagreements = d->points;
    find_lack_of_worth(d);
    return DT_OK;
}

/* What is said about a limit ends with why packages had to be listed. */
static void add_reason(dt_error *err, const char *obstacle)
{
    const size_t n = err ? strlen(err->text) : 0;
    if (err)
        (void)snprintf(err->text + n, sizeof err->text - n,
                       "; packages cannot be merged issue by issue, because %s",
                       obstacle);
}

static dt_status list(dt_deals *d, dt_diags *diags, dt_error *err)
{
    const dt_status status = dt_parley_list(&d->table, &d->limits, diags, err);
    if (status == DT_ELIMIT && d->summary.listed_why)
        add_reason(err, d->summary.listed_why);
    d->summary.listed = true;
    d->summary.n_packages = d->table.n_packages;
    return status;
}

static dt_status merge(dt_deals *d, const dt_deals_question *question, dt_error *err)
{
    d->summary.n_packages = dt_bundle_count(&d->table);
    if (question->link)
        return dt_fail(err, DT_ELIMIT,
                       "arenas are compared by lists, and %" PRIu64
                       " packages are too many to be listed",
                       d->summary.n_packages);
    return dt_bundle_merge(&d->table, &d->limits, err);
}

/* Few packages are listed: then all can be told of them. Many are merged where that
 * can be done. */
static dt_status find_packages(dt_deals *d, const dt_deals_question *question,
                               dt_diags *diags, dt_error *err)
{
    const bool many = dt_bundle_count(&d->table) > DT_PACKAGES_LISTED_MAX;
    if (question->packages == DT_PACKAGES_LISTED ||
        (question->packages == DT_PACKAGES_AUTO && !many))
        return list(d, diags, err);
    if (dt_bundle_obstacle(&d->table, &d->summary.listed_why) != DT_OK)
        return dt_fail_memory(err);
    if (!d->summary.listed_why)
        return merge(d, question, err);
    if (question->packages == DT_PACKAGES_MERGED)
        return dt_fail(err, DT_EAPPLY,
                       "packages cannot be merged issue by issue, because %s",
                       d->summary.listed_why);
    return list(d, diags, err);
}

static dt_status fill(dt_deals *d, const dt_deals_question *question, dt_diags *diags,
                      dt_error *err)
{
    if (question->deal)
        DT_TRY(dt_deals_check_title(d->model, question->deal, err));
    DT_TRY(dt_parley_set(&d->table, d->model, &d->cast, err));
    if (d->table.n_sides > DT_CLOUD_PARTIES)
        return dt_fail(err, DT_ELIMIT,
                       "%u actors sit at the table, and %u is the limit",
                       d->table.n_sides, DT_CLOUD_PARTIES);
    DT_TRY(begin(d, err));
    DT_TRY(find_packages(d, question, diags, err));
    if (make_cloud(d) != DT_OK)
        return dt_fail_memory(err);
    return analyse(d, question, err);
}

dt_status dt_deals_new(const dt_model *model, const dt_deals_question *question,
                       dt_diags *diags, dt_deals **deals, dt_error *err)
{
    dt_deals *const d = DT_ARENA_ROOT(dt_deals);
    if (!d)
        return dt_fail_memory(err);
    d->model = model;
    d->cast = question->cast;
    d->limits = question->limits;
    const dt_status status = fill(d, question, diags, err);
    if (status == DT_OK)
        *deals = d;
    else
        dt_deals_free(d);
    return status;
}

void dt_deals_free(dt_deals *deals)
{
    if (!deals)
        return;
    for (uint32_t k = 0; k < deals->n_locals; k++)
        dt_local_free(deals->locals[k]);
    dt_parley_release(&deals->table);
    dt_arena_free(deals->arena);
}

const dt_model *dt_deals_model(const dt_deals *deals)
{
    return deals->model;
}

const dt_cast *dt_deals_cast(const dt_deals *deals)
{
    return &deals->cast;
}

const dt_summary *dt_deals_summary(const dt_deals *deals)
{
    return &deals->summary;
}
