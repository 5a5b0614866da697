/* Which packages are shown as deals, and what is to be said of each. */
#include "deals/selection.h"

#include "base/fail.h"
#include "base/nearest.h"
#include "base/watch.h"
#include "deals/hold.h"
#include "deals/judge.h"
#include "deals/point.h"
#include "deals/price.h"
#include "deals/spoiler.h"

#include <string.h>

enum { FRONTIER_DEALS = 6 }; /* shown where no solution exists */

/* ---- which deals -------------------------------------------------------------- */

static dt_deal *deal_with(dt_deals *d, dt_code code)
{
    for (uint32_t k = 0; k < d->summary.n_deals; k++)
        if (d->deals[k].code == code)
            return &d->deals[k];
    return NULL;
}

static void add_deal(dt_deals *d, dt_origin origin, const char *title, dt_code code)
{
    if (origin == DT_ORIGIN_PROPOSED || !deal_with(d, code))
        d->deals[d->summary.n_deals++] =
            (dt_deal){.origin = origin, .title = title, .code = code};
}

static void add_fair_deals(dt_deals *d)
{
    for (uint32_t point = 0; point < d->summary.n_disagreements; point++)
        for (uint32_t f = 0; d->points[point].has_fair && f < DT_N_FAIR; f++) {
            add_deal(d, DT_ORIGIN_FAIR, NULL, d->points[point].fair[f].packages[0]);
        }
}

static void add_efficient_deals(dt_deals *d)
{
    for (uint32_t k = 0; k < d->points[0].n_efficient && k < FRONTIER_DEALS; k++)
        add_deal(d, DT_ORIGIN_EFFICIENT, NULL, d->points[0].efficient[k]);
}

dt_status dt_deals_check_title(const dt_model *model, const char *title, dt_error *err)
{
    const dt_talks *const talks = &model->talks;
    dt_nearest nearest = dt_nearest_to(title, strlen(title));
    for (uint32_t k = 0; k < talks->n_proposals; k++) {
        if (strcmp(talks->proposals[k].title, title) == 0)
            return DT_OK;
        dt_nearest_offer(&nearest, talks->proposals[k].title);
    }
    if (talks->n_proposals == 0)
        return dt_fail(err, DT_EUSAGE, "no deal is called '%s': the model has none",
                       title);
    if (nearest.best)
        return dt_fail(err, DT_EUSAGE, "no deal is called '%s'; did you mean '%s'?",
                       title, nearest.best);
    return dt_fail(err, DT_EUSAGE, "no deal is called '%s'; the first one is '%s'",
                   title, talks->proposals[0].title);
}

dt_status dt_deals_choose(dt_deals *d, const char *title)
{
    const dt_talks *const talks = &d->model->talks;
    const size_t room = (size_t)talks->n_proposals + FRONTIER_DEALS +
                        (size_t)d->summary.n_disagreements * DT_N_FAIR;
    d->deals = dt_arena_array(&d->arena, dt_deal, room);
    if (!d->deals)
        return DT_ENOMEM;
    for (uint32_t k = 0; k < talks->n_proposals; k++)
        if (!title || strcmp(title, talks->proposals[k].title) == 0)
            add_deal(d, DT_ORIGIN_PROPOSED, talks->proposals[k].title,
                     talks->proposals[k].code);
    if (title)
        return DT_OK;
    add_fair_deals(d);
    if (!d->points[0].has_fair)
        add_efficient_deals(d);
    return DT_OK;
}

/* ---- judging them ------------------------------------------------------------- */

/* Whether the deal is what a solution gives, or as good by its rule. */
static bool is_pick(const dt_fair_answer *answer, dt_code code)
{
    bool is = false;
    for (uint32_t k = 0; k < answer->n && !is; k++)
        is = answer->packages[k] == code;
    return is;
}

static dt_status find_roles(dt_deals *d, dt_deal *deal)
{
    struct dt_role *const roles = dt_arena_array(
        &d->arena, struct dt_role, (size_t)d->summary.n_disagreements * DT_N_FAIR);
    if (!roles)
        return DT_ENOMEM;
    for (uint32_t point = 0; point < d->summary.n_disagreements; point++)
        for (uint32_t f = 0; d->points[point].has_fair && f < DT_N_FAIR; f++) {
            const dt_fair_answer *const answer = &d->points[point].fair[f];
            if (is_pick(answer, deal->code))
                roles[deal->n_roles++] =
                    (struct dt_role){(dt_fair_kind)f, point, answer->n > 1};
        }
    deal->roles = roles;
    return DT_OK;
}

static dt_status ask_voices(dt_deals *d, dt_deal *deal)
{
    dt_answers answers;
    if (!dt_answers_init(&answers, &d->table, &d->arena))
        return DT_ENOMEM;
    dt_deal_judge(&d->table, dt_point_fallback(d, 0), d->points[0].worth, &answers,
                  deal);
    return DT_OK;
}

/* What the deal is worth to each side. */
static void find_point(const dt_deals *d, const dt_deal *deal, int64_t *point)
{
    for (uint32_t s = 0; s < d->table.n_sides; s++) {
        const uint32_t own = d->table.own[s];
        point[s] = d->points[0].worth[own] + deal->opinions[own].gain;
    }
}

static bool is_worth(const dt_cloud *cloud, dt_state package, const int64_t *point)
{
    for (uint32_t s = 0; s < cloud->n_parties; s++)
        if (cloud->worth[s][package] != point[s])
            return false;
    return true;
}

/* Of packages that were merged one stands for all that are worth the same. */
static bool is_represented(const dt_deals *d, const dt_bits *efficient,
                           const dt_deal *deal)
{
    int64_t point[DT_CLOUD_PARTIES];
    find_point(d, deal, point);
    for (uint32_t p = dt_bits_next(efficient, 0); p != DT_BITS_NONE;
         p = dt_bits_next(efficient, p + 1))
        if (is_worth(&d->cloud, p, point))
            return true;
    return false;
}

/* Money left: what a package of the zone would give to all at once, and more. */
static void find_better(const dt_deals *d, const dt_bits *efficient, dt_deal *deal)
{
    int64_t point[DT_CLOUD_PARTIES];
    int64_t most = 0;
    if (d->summary.no_worth || d->points[0].n_efficient == 0)
        return;
    find_point(d, deal, point);
    deal->better =
        dt_package_code(&d->table, dt_money_left(&d->cloud, efficient, point, &most));
    deal->has_money_left = most >= 0; /* below: every package costs somebody */
    deal->money_left = most;
}

static bool suits_all(const dt_deals *d, const dt_deal *deal)
{
    bool suits = deal->on_table && deal->feasible_step;
    for (uint32_t s = 0; s < d->table.n_sides; s++)
        suits = suits && deal->signs[s] && deal->ratifies[s];
    return suits;
}

static dt_status judge_deal(dt_deals *d, const dt_ballots *v, const dt_bits *efficient,
                            dt_deal *deal, dt_error *err)
{
    const dt_parley *const table = &d->table;
    const dt_state package = dt_package_find(table, deal->code);
    deal->on_table = ((deal->code ^ table->base) & ~table->negotiable) == 0;
    deal->feasible_step = dt_deal_is_step(table, deal->code);
    if (ask_voices(d, deal) != DT_OK || find_roles(d, deal) != DT_OK)
        return dt_fail_memory(err);
    deal->in_zone = suits_all(d, deal);
    deal->efficient = d->summary.listed
                          ? package != DT_NO_STATE && dt_bits_has(efficient, package)
                          : deal->in_zone && is_represented(d, efficient, deal);
    if (package != DT_NO_STATE && d->summary.listed &&
        dt_refusals_find(table, v, &d->arena, deal) != DT_OK)
        return dt_fail_memory(err);
    find_better(d, efficient, deal);
    if (!dt_spoilers_find(d, deal))
        return dt_fail_memory(err);
    return dt_hold_find(d, deal, err);
}

dt_status dt_deals_judge(dt_deals *d, const dt_ballots *v, const dt_bits *efficient,
                         dt_error *err)
{
    for (uint32_t k = 0; k < d->summary.n_deals; k++) {
        DT_TRY(dt_watch(d->limits.monitor, "judging deals",
                        (double)k / d->summary.n_deals, err));
        DT_TRY(judge_deal(d, v, efficient, &d->deals[k], err));
    }
    d->summary.deals = d->deals;
    return DT_OK;
}
