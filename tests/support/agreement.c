/* The comparisons look at everything that is told, and at its order. */
#include "support/agreement.h"

#include "deals/price.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool agreement_fail(agreement *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(t->why, sizeof t->why, format, args);
    va_end(args);
    return false;
}

bool agreement_worth(const agreement *t, size_t voice, int64_t ours, dt_wide theirs)
{
    return (dt_wide)ours * t->h->voice[voice].denominator == theirs * (dt_wide)t->scale;
}

/* ---- prices -------------------------------------------------------------------- */

static bool same_sets(const agreement *t, uint64_t n, uint32_t n_shown,
                      const dt_addition *shown, const haggle_sets *sets)
{
    const uint32_t most = n < DT_SETS_SHOWN ? (uint32_t)n : DT_SETS_SHOWN;
    bool same = n == sets->n && n_shown == most;
    for (uint32_t k = 0; same && k < n_shown; k++)
        same = shown[k].code == sets->code[k] &&
               shown[k].in_zone ==
                   t->h->point[t->point].zone[haggle_find(t->h, sets->code[k])];
    return same;
}

static bool price_agrees(agreement *t, const dt_price *ours, const haggle_price *theirs)
{
    const size_t voice =
        ours->voice == DT_VOICE_ITSELF ? HAGGLE_NONE : (size_t)ours->voice;
    if (ours->n_packages != theirs->n_packages ||
        ours->accompanied != theirs->accompanied || voice != theirs->voice ||
        !same_sets(t, ours->n_sets, ours->n_shown, ours->sets, &theirs->sets))
        return agreement_fail(t, "point %zu: choice %u at %u: %llu sets, not %zu",
                              t->point, ours->choice, ours->level,
                              (unsigned long long)ours->n_sets, theirs->sets.n);
    if (voice == HAGGLE_NONE ? ours->best != 0
                             : !agreement_worth(t, voice, ours->best, theirs->best))
        return agreement_fail(t, "point %zu: choice %u at %u: another margin", t->point,
                              ours->choice, ours->level);
    return true;
}

bool agreement_on_prices(agreement *t, const dt_price *prices, uint32_t n)
{
    uint32_t next = 0;
    bool agree = true;
    for (uint32_t s = 0; s < t->h->n_sides; s++)
        for (uint32_t c = 0; c < t->h->model->n_choices; c++)
            for (uint32_t l = 0; l < t->h->model->choices[c].n_levels && agree; l++) {
                haggle_price price;
                if (!haggle_concedes(t->h, s, c, l))
                    continue;
                price = haggle_find_price(t->h, t->point, s, c, l);
                if (next == n || prices[next].side != s || prices[next].choice != c ||
                    prices[next].level != l)
                    agree = agreement_fail(t, "no price of choice %u at %u", c, l);
                else
                    agree = price_agrees(t, &prices[next++], &price);
                free(price.sets.code);
            }
    return agree && (next == n || agreement_fail(t, "%u prices, not %u", n, next));
}

bool agreement_on_refusals(agreement *t, const dt_deal *deal)
{
    const size_t package = haggle_find(t->h, deal->code);
    uint32_t next = 0;
    bool agree = true;
    for (uint32_t s = 0; s < t->h->n_sides && agree; s++) {
        if (t->h->point[t->point].wins[s * t->h->n_packages + package])
            continue;
        haggle_sets sets = haggle_find_additions(t->h, t->point, s, package);
        const dt_refusal *const refusal = &deal->refusals[next++];
        if (next > deal->n_refusals || refusal->side != s ||
            !same_sets(t, refusal->n_additions, refusal->n_shown, refusal->additions,
                       &sets))
            agree = agreement_fail(t, "other additions to package %zu for side %u",
                                   package, s);
        free(sets.code);
    }
    return agree && (next == deal->n_refusals || agreement_fail(t, "too many refuse"));
}
/* ---- linkage ------------------------------------------------------------------- */

static bool all_have_worth(const haggle *h)
{
    bool all = true;
    for (size_t s = 0; s < h->n_sides; s++)
        all = all && h->voice[h->own[s]].has_worth;
    return all;
}

/* No package of the arena that is in the zone, is no loss to anybody, and is not the
 * status quo has more of its gains multiplied; with as many gains that are none. */
static bool is_nash(const haggle *h, size_t point, uint64_t mask, size_t best)
{
    bool is = haggle_has_nash(h, point, mask, best);
    for (size_t p = 0; p < h->n_packages; p++)
        if (haggle_has_nash(h, point, mask, p) &&
            haggle_compare_products(h, point, p, best) > 0)
            is = false;
    return is;
}

static bool best_agrees(agreement *t, uint64_t mask, const dt_forum_view *view)
{
    size_t n = 0;
    for (size_t p = 0; p < t->h->n_packages; p++)
        n += haggle_has_nash(t->h, t->point, mask, p);
    if (view->has_best != (all_have_worth(t->h) && n > 0))
        return agreement_fail(t, "arena %s: %zu could be best", view->name, n);
    return !view->has_best ||
           is_nash(t->h, t->point, mask, haggle_find(t->h, view->best)) ||
           agreement_fail(t, "arena %s: the best is none", view->name);
}

/* By the package one of two loses, and the other gains as much or more. */
static bool is_payable(const haggle *h, size_t point, uint64_t mask, size_t p,
                       dt_wide *joint)
{
    const size_t a = h->own[0], b = h->own[1];
    const dt_wide x = haggle_gain(h, point, a, p) * h->voice[b].denominator;
    const dt_wide y = haggle_gain(h, point, b, p) * h->voice[a].denominator;
    *joint = x + y;
    return haggle_is_part(h, mask, p) && h->package[p] != h->base && (x < 0 || y < 0) &&
           x + y >= 0;
}

static bool payment_agrees(agreement *t, uint64_t mask, const dt_forum_view *view)
{
    const haggle *const h = t->h;
    size_t best = HAGGLE_NONE;
    dt_wide most = -1, joint = 0;
    bool none_passes = h->n_sides == 2 && all_have_worth(h);
    for (size_t p = 0; p < h->n_packages; p++)
        if (haggle_is_part(h, mask, p) && h->package[p] != h->base &&
            h->point[t->point].zone[p])
            none_passes = false;
    for (size_t p = 0; none_passes && p < h->n_packages; p++)
        if (is_payable(h, t->point, mask, p, &joint) && joint > most) {
            most = joint;
            best = p;
        }
    if (view->has_payment != (best != HAGGLE_NONE))
        return agreement_fail(t, "arena %s: money would do", view->name);
    for (size_t s = 0; view->has_payment && s < 2; s++)
        if (view->payable != h->package[best] ||
            !agreement_worth(t, h->own[s], view->gain[s],
                             haggle_gain(h, t->point, h->own[s], best)))
            return agreement_fail(t, "arena %s: another package to be paid for",
                                  view->name);
    return true;
}

static bool forum_agrees(agreement *t, size_t f, const dt_forum_view *view)
{
    const uint64_t mask = haggle_arena(t->h, f);
    size_t n = 0, zone = 0;
    for (size_t p = 0; p < t->h->n_packages; p++) {
        n += haggle_is_part(t->h, mask, p);
        zone += haggle_is_part(t->h, mask, p) && t->h->point[t->point].zone[p];
    }
    if (view->n_packages != n || view->zone != zone)
        return agreement_fail(t, "arena %s: %zu packages, %zu in the zone", view->name,
                              n, zone);
    return best_agrees(t, mask, view) && payment_agrees(t, mask, view);
}

/* Those shown need the link, the efficient ones first, and ascend. */
static bool shown_agree(const agreement *t, const dt_linkage *linkage)
{
    const haggle_point *const point = &t->h->point[t->point];
    const uint32_t most = linkage->linked < 8 ? (uint32_t)linkage->linked : 8;
    size_t n = 0;
    bool agree = linkage->n_shown == most;
    for (int inefficient = 0; inefficient < 2; inefficient++)
        for (size_t p = 0; p < t->h->n_packages && agree; p++)
            if (n < most && point->zone[p] && point->efficient[p] == !inefficient &&
                !haggle_is_separable(t->h, t->point, p))
                agree = linkage->shown[n++] == t->h->package[p];
    return agree;
}

static bool zone_is_split(agreement *t, const dt_linkage *linkage)
{
    size_t separable = 0, zone = haggle_count(t->h, t->h->point[t->point].zone);
    for (size_t p = 0; p < t->h->n_packages; p++)
        separable +=
            t->h->point[t->point].zone[p] && haggle_is_separable(t->h, t->point, p);
    if (linkage->separable != separable || linkage->linked != zone - separable)
        return agreement_fail(t, "%llu separable, not %zu",
                              (unsigned long long)linkage->separable, separable);
    return shown_agree(t, linkage) || agreement_fail(t, "others are shown");
}

bool agreement_on_linkage(agreement *t, const dt_linkage *linkage)
{
    const size_t n_forums = t->h->model->talks.n_forums;
    const size_t n = n_forums + (haggle_arena(t->h, n_forums) != 0);
    bool agree = true;
    if (linkage->n_forums != n)
        return agreement_fail(t, "%u arenas, not %zu", linkage->n_forums, n);
    for (size_t f = 0; f < n && agree; f++)
        agree = forum_agrees(t, f, &linkage->forums[f]);
    return agree && zone_is_split(t, linkage);
}
