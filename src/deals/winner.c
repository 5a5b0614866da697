/* The procedure of Brams and Taylor, in whole numbers.
 *
 * Write w for what an item is worth to a party and W for the sum; its points are
 * 100 w / W. As each party's worths only matter relative to each other, what they have
 * in common is taken out first. The leader l has A of W_l, the follower f has B of W_f,
 * and a part t of the item (a to the leader, b to the follower) that makes them equal
 * obeys
 *
 *     (A - t a) / W_l = (B + t b) / W_f,  so  t = (A W_f - B W_l) / (a W_f + b W_l).
 *
 * If that is more than the whole item, the item is handed over and the next one is
 * looked at. Products of two sums have 110 bits, and sums times a fraction 118. */
#include "deals/winner.h"

#include "base/fail.h"

typedef struct table {
    int64_t *const *worth; /* [2][n_items] */
    dt_item *items;
    uint32_t n;
    int64_t sum[2];
    int64_t has[2]; /* worth of the whole items that each has, to itself */
} table;

/* ---- fractions ------------------------------------------------------------------ */

static dt_wide common_divisor(dt_wide a, dt_wide b)
{
    while (b) {
        const dt_wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool dt_ratio_of(dt_wide n, dt_wide d, dt_ratio *ratio)
{
    const dt_wide divisor = common_divisor(d, n);
    n /= divisor;
    d /= divisor;
    if (n > INT64_MAX || d > INT64_MAX)
        return false;
    *ratio = (dt_ratio){(int64_t)n, (int64_t)d};
    return true;
}

int dt_ratio_compare(dt_ratio a, dt_ratio b)
{
    const dt_wide left = (dt_wide)a.n * b.d, right = (dt_wide)b.n * a.d;
    return (left > right) - (left < right);
}

/* `worth` of `sum`, both times `d`, as points. */
static bool set_points(dt_wide worth, int64_t d, int64_t sum, dt_ratio *points)
{
    return dt_ratio_of(100 * worth, (dt_wide)d * sum, points);
}

static dt_status fail_size(dt_error *err)
{
    return dt_fail(err, DT_ELIMIT,
                   "the values have too many digits to be divided exactly");
}

/* ---- who wins what -------------------------------------------------------------- */

static dt_status set_sums(table *t, dt_error *err)
{
    for (uint32_t i = 0; i < 2; i++) {
        int64_t divisor = 0;
        for (uint32_t k = 0; k < t->n; k++)
            divisor = (int64_t)common_divisor(divisor, t->worth[i][k]);
        for (uint32_t k = 0; k < t->n; k++) {
            t->worth[i][k] /= divisor;
            t->sum[i] += t->worth[i][k];
        }
        if (t->sum[i] >= DT_POINTS_LIMIT)
            return fail_size(err);
        for (uint32_t k = 0; k < t->n; k++)
            if (t->items[k].contested &&
                !set_points(t->worth[i][k], 1, t->sum[i], &t->items[k].points[i]))
                return fail_size(err);
    }
    return DT_OK;
}

static void give(table *t, uint32_t k, uint32_t party)
{
    t->has[party] += t->worth[party][k];
    t->items[k].winner = party;
    t->items[k].share[party] = (dt_ratio){1, 1};
    t->items[k].share[1 - party] = (dt_ratio){0, 1};
}

static bool set_both(const table *t, dt_ratio points[2])
{
    return set_points(t->has[0], 1, t->sum[0], &points[0]) &&
           set_points(t->has[1], 1, t->sum[1], &points[1]);
}

static void give_won(table *t, dt_division *division)
{
    for (uint32_t k = 0; k < t->n; k++) {
        dt_item *const item = &t->items[k];
        if (!item->contested)
            continue;
        const int sign = dt_ratio_compare(item->points[0], item->points[1]);
        division->n_contested++;
        division->n_tied += sign == 0;
        item->tied = sign == 0;
        if (sign)
            give(t, k, sign < 0);
    }
}

static dt_status set_start(table *t, dt_division *division, dt_error *err)
{
    give_won(t, division);
    if (!set_both(t, division->won))
        return fail_size(err);
    division->leader = dt_ratio_compare(division->won[0], division->won[1]) < 0;
    for (uint32_t k = 0; k < t->n; k++)
        if (t->items[k].tied)
            give(t, k, division->leader);
    return set_both(t, division->initial) ? DT_OK : fail_size(err);
}

/* ---- the adjustment ------------------------------------------------------------- */

/* Of what the leader has, the item that costs it least for what it brings. */
static uint32_t cheapest(const table *t, uint32_t leader)
{
    const int64_t *const cost = t->worth[leader], *const gain = t->worth[1 - leader];
    uint32_t best = DT_NO_ITEM;
    for (uint32_t k = 0; k < t->n; k++) {
        const dt_item *const item = &t->items[k];
        if (!item->contested || item->winner != leader || item->moved)
            continue;
        if (best == DT_NO_ITEM ||
            (dt_wide)cost[k] * gain[best] < (dt_wide)cost[best] * gain[k])
            best = k;
    }
    return best;
}

/* Hand over as much of the item as needed; true when that was a part of it, or just
 * enough. */
static dt_status hand_over(table *t, uint32_t k, dt_division *division, bool *equal,
                           dt_error *err)
{
    const uint32_t l = division->leader, f = 1 - l;
    const int64_t a = t->worth[l][k], b = t->worth[f][k];
    const dt_wide lead =
        (dt_wide)t->has[l] * t->sum[f] - (dt_wide)t->has[f] * t->sum[l];
    const dt_wide whole = (dt_wide)a * t->sum[f] + (dt_wide)b * t->sum[l];
    dt_item *const item = &t->items[k];
    item->moved = true;
    t->has[l] -= a;
    *equal = lead <= whole;
    if (lead >= whole) {
        t->has[f] += b;
        item->share[l] = (dt_ratio){0, 1};
        item->share[f] = (dt_ratio){1, 1};
        return DT_OK;
    }
    division->split = k;
    return dt_ratio_of(lead, whole, &item->share[f]) &&
                   dt_ratio_of(whole - lead, whole, &item->share[l])
               ? DT_OK
               : fail_size(err);
}

static dt_status adjust(table *t, dt_division *division, dt_error *err)
{
    bool equal = dt_ratio_compare(division->initial[0], division->initial[1]) == 0;
    while (!equal) {
        const uint32_t k = cheapest(t, division->leader);
        DT_TRY(hand_over(t, k, division, &equal, err));
    }
    return DT_OK;
}

static dt_status set_final(const table *t, dt_division *division, dt_error *err)
{
    for (uint32_t i = 0; i < 2; i++) {
        dt_ratio part = {0, 1};
        int64_t worth = 0;
        if (division->split != DT_NO_ITEM) {
            part = t->items[division->split].share[i];
            worth = t->worth[i][division->split];
        }
        if (!set_points((dt_wide)t->has[i] * part.d + (dt_wide)worth * part.n, part.d,
                        t->sum[i], &division->final[i]))
            return fail_size(err);
    }
    return DT_OK;
}

/* ---- the checks ----------------------------------------------------------------- */

/* No part of j that the first has and of k that the second has could be exchanged to
 * the good of both. Every worth is above 0, so that is all there is to efficiency. */
static bool is_efficient(const table *t)
{
    int64_t *const *const w = t->worth;
    for (uint32_t j = 0; j < t->n; j++)
        for (uint32_t k = 0; k < t->n; k++)
            if (t->items[j].contested && t->items[k].contested &&
                t->items[j].share[0].n && t->items[k].share[1].n &&
                (dt_wide)w[0][k] * w[1][j] > (dt_wide)w[0][j] * w[1][k])
                return false;
    return true;
}

static void check(const table *t, dt_division *division)
{
    const dt_ratio half = {50, 1};
    division->efficient = is_efficient(t);
    division->equitable = dt_ratio_compare(division->final[0], division->final[1]) == 0;
    division->envy_free = dt_ratio_compare(division->final[0], half) >= 0 &&
                          dt_ratio_compare(division->final[1], half) >= 0;
}

dt_status dt_winner_find(int64_t *const worth[2], dt_item *items, dt_division *division,
                         dt_error *err)
{
    table t = {.worth = worth, .items = items, .n = division->n_items};
    division->split = DT_NO_ITEM;
    DT_TRY(set_sums(&t, err));
    DT_TRY(set_start(&t, division, err));
    DT_TRY(adjust(&t, division, err));
    DT_TRY(set_final(&t, division, err));
    check(&t, division);
    return DT_OK;
}
