/* Laws of what src/deals makes of packages (deals/table.h, deals/price.h), over random
 * negotiations: all of it is as in the oracle. */
#include "oracle/haggle.h"
#include "support/bargain.h"
#include "support/tested.h"

#include "deals/price.h"
#include "deals/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const random_size small = {
    .actors = 4, .vectors = 200, .states = 120, .lines = 1, .more_lines = 5};
static const random_size wide = {
    .actors = 3, .vectors = 1200, .states = 500, .lines = 2, .more_lines = 6};

/* A negotiation, the table that the library sets, and what the oracle makes of it. */
typedef struct talk {
    bargain b;
    haggle h;
    dt_cast cast;
    dt_limits limits;
    dt_table table;
    dt_arena arena;
    dt_verdicts v;
    size_t point; /* of which v is */
    char why[300];
} talk;

DT_PRINTF(2, 3) static bool fail_talk(talk *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(t->why, sizeof t->why, format, args);
    va_end(args);
    return false;
}

/* A worth of the library is a worth of the oracle. */
static bool same_worth(const talk *t, size_t voice, int64_t ours, dt_wide theirs)
{
    return (dt_wide)ours * t->h.voice[voice].denominator ==
           theirs * (dt_wide)t->table.scale;
}

static bool same_set(const talk *t, const dt_bits *ours, const bool *theirs)
{
    bool same = ours->size == t->h.n_packages;
    for (uint32_t p = 0; same && p < ours->size; p++)
        same = dt_bits_has(ours, p) == theirs[p];
    return same;
}

/* ---- the table ----------------------------------------------------------------- */

static bool packages_agree(talk *t)
{
    if (t->table.n_packages != t->h.n_packages || t->table.n_callers != t->h.n_voices ||
        t->table.n_sides != t->h.n_sides)
        return fail_talk(t, "%u packages, not %zu", t->table.n_packages,
                         t->h.n_packages);
    for (uint32_t p = 0; p < t->table.n_packages; p++)
        if (dt_package_code(&t->table, p) != t->h.package[p])
            return fail_talk(t, "package %u is another one", p);
    for (uint32_t c = 0; c < t->table.n_callers; c++)
        for (uint32_t p = 0; p < t->table.n_packages; p++)
            if (t->table.callers[c].worth &&
                !same_worth(t, c, t->table.callers[c].worth[p], t->h.voice[c].worth[p]))
                return fail_talk(t, "package %u is worth something else to %s", p,
                                 t->table.callers[c].voice.name);
    return true;
}

static bool verdicts_agree(talk *t)
{
    const haggle_point *const point = &t->h.point[t->point];
    const size_t n = t->h.n_packages;
    for (uint32_t c = 0; c < t->table.n_callers; c++)
        if (!same_worth(t, c, t->v.worth[c], point->worth[c]) ||
            !same_set(t, &t->v.accepts[c], point->accepts + c * n))
            return fail_talk(t, "point %zu: %s accepts other packages", t->point,
                             t->table.callers[c].voice.name);
    for (uint32_t s = 0; s < t->table.n_sides; s++)
        if (!same_set(t, &t->v.signs[s], point->signs + s * n) ||
            !same_set(t, &t->v.ratifies[s], point->ratifies + s * n) ||
            !same_set(t, &t->v.wins[s], point->wins + s * n))
            return fail_talk(t, "point %zu: side %u wins other packages", t->point, s);
    return same_set(t, &t->v.zone, point->zone) ||
           fail_talk(t, "point %zu: another zone", t->point);
}

static bool tallies_agree(talk *t)
{
    bool *const row = calloc(t->h.n_packages, sizeof *row);
    dt_bits blocked = dt_package_set(&t->arena, t->table.n_packages);
    bool agree = true;
    for (uint32_t c = 0; agree && c < t->table.n_callers; c++) {
        const dt_tally tally = dt_tally_find(&t->table, &t->v, c, &blocked);
        haggle_pivotal(&t->h, t->point, c, row);
        if (tally.pivotal != haggle_count(&t->h, row))
            agree = fail_talk(t, "point %zu: %s is pivotal elsewhere", t->point,
                              t->table.callers[c].voice.name);
        haggle_blocked(&t->h, t->point, c, row);
        if (!same_set(t, &blocked, row))
            agree = fail_talk(t, "point %zu: %s blocks others", t->point,
                              t->table.callers[c].voice.name);
    }
    free(row);
    return agree;
}

/* ---- prices -------------------------------------------------------------------- */

static bool same_sets(const talk *t, uint64_t n, uint32_t n_shown,
                      const dt_addition *shown, const haggle_sets *sets)
{
    const uint32_t most = n < DT_SETS_SHOWN ? (uint32_t)n : DT_SETS_SHOWN;
    bool same = n == sets->n && n_shown == most;
    for (uint32_t k = 0; same && k < n_shown; k++)
        same = shown[k].code == sets->code[k] &&
               shown[k].in_zone ==
                   t->h.point[t->point].zone[haggle_find(&t->h, sets->code[k])];
    return same;
}

static bool price_agrees(talk *t, const dt_price *ours, const haggle_price *theirs)
{
    const size_t voice =
        ours->voice == DT_VOICE_ITSELF ? HAGGLE_NONE : (size_t)ours->voice;
    if (ours->n_packages != theirs->n_packages ||
        ours->accompanied != theirs->accompanied || voice != theirs->voice ||
        !same_sets(t, ours->n_sets, ours->n_shown, ours->sets, &theirs->sets))
        return fail_talk(t, "point %zu: choice %u at %u: %llu sets, not %zu", t->point,
                         ours->choice, ours->level, (unsigned long long)ours->n_sets,
                         theirs->sets.n);
    if (voice == HAGGLE_NONE ? ours->best != 0
                             : !same_worth(t, voice, ours->best, theirs->best))
        return fail_talk(t, "point %zu: choice %u at %u: another margin", t->point,
                         ours->choice, ours->level);
    return true;
}

/* The prices are those of all concessions that some package holds, in their order. */
static bool prices_agree(talk *t)
{
    dt_price *prices = NULL;
    uint32_t n = 0, next = 0;
    bool agree = true;
    if (dt_prices_find(&t->table, &t->v, &t->arena, &prices, &n) != DT_OK)
        return fail_talk(t, "no prices");
    for (uint32_t s = 0; s < t->h.n_sides; s++)
        for (uint32_t c = 0; c < t->h.model->n_choices; c++)
            for (uint32_t l = 0; l < t->h.model->choices[c].n_levels && agree; l++) {
                haggle_price price;
                if (!haggle_concedes(&t->h, s, c, l))
                    continue;
                price = haggle_find_price(&t->h, t->point, s, c, l);
                if (next == n || prices[next].side != s || prices[next].choice != c ||
                    prices[next].level != l)
                    agree = fail_talk(t, "no price of choice %u at %u", c, l);
                else
                    agree = price_agrees(t, &prices[next++], &price);
                free(price.sets.code);
            }
    return agree && (next == n || fail_talk(t, "%u prices, not %u", n, next));
}

static bool refusals_agree(talk *t, uint32_t package)
{
    dt_deal deal = {.code = dt_package_code(&t->table, package)};
    uint32_t next = 0;
    bool agree = true;
    if (dt_refusals_find(&t->table, &t->v, &t->arena, &deal) != DT_OK)
        return fail_talk(t, "no refusals");
    for (uint32_t s = 0; s < t->h.n_sides && agree; s++) {
        if (t->h.point[t->point].wins[s * t->h.n_packages + package])
            continue;
        haggle_sets sets = haggle_find_additions(&t->h, t->point, s, package);
        const dt_refusal *const refusal = &deal.refusals[next++];
        if (next > deal.n_refusals || refusal->side != s ||
            !same_sets(t, refusal->n_additions, refusal->n_shown, refusal->additions,
                       &sets))
            agree = fail_talk(t, "point %zu: other additions to package %u for side %u",
                              t->point, package, s);
        free(sets.code);
    }
    return agree && (next == deal.n_refusals || fail_talk(t, "too many refuse"));
}

static bool some_refusals_agree(talk *t)
{
    dice d = {.seed = t->b.seed};
    bool agree = true;
    for (uint32_t n = 0; n < 5 && agree; n++)
        agree = refusals_agree(t, (uint32_t)dice_below(&d, t->h.n_packages));
    return agree;
}

/* ---- levers -------------------------------------------------------------------- */

static bool levers_agree(talk *t)
{
    bool *const row = calloc(t->h.n_packages, sizeof *row);
    dt_bits among = dt_package_set(&t->arena, t->table.n_packages);
    dice d = {.seed = t->b.seed};
    const unsigned percent = (unsigned)dice_between(&d, 5, 100);
    bool agree = true;
    for (uint32_t p = 0; p < t->table.n_packages; p++)
        if (dice_chance(&d, percent)) {
            row[p] = true;
            dt_bits_add(&among, p);
        }
    for (uint32_t c = 0; c < t->table.n_callers && agree; c++) {
        const dt_lever ours = dt_lever_find(&t->table, &t->v, c, &among);
        const haggle_lever theirs = haggle_find_lever(&t->h, t->point, c, row);
        if (ours.choice != theirs.choice || ours.level != theirs.level ||
            ours.n != theirs.n)
            agree = fail_talk(t, "point %zu: another lever for %s", t->point,
                              t->table.callers[c].voice.name);
    }
    free(row);
    return agree;
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

static bool best_agrees(talk *t, uint64_t mask, const dt_forum_view *view)
{
    size_t n = 0;
    for (size_t p = 0; p < t->h.n_packages; p++)
        n += haggle_has_nash(&t->h, t->point, mask, p);
    if (view->has_best != (all_have_worth(&t->h) && n > 0))
        return fail_talk(t, "arena %s: %zu could be best", view->name, n);
    return !view->has_best ||
           is_nash(&t->h, t->point, mask, haggle_find(&t->h, view->best)) ||
           fail_talk(t, "arena %s: the best is none", view->name);
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

static bool payment_agrees(talk *t, uint64_t mask, const dt_forum_view *view)
{
    const haggle *const h = &t->h;
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
        return fail_talk(t, "arena %s: money would do", view->name);
    for (size_t s = 0; view->has_payment && s < 2; s++)
        if (view->payable != h->package[best] ||
            !same_worth(t, h->own[s], view->gain[s],
                        haggle_gain(h, t->point, h->own[s], best)))
            return fail_talk(t, "arena %s: another package to be paid for", view->name);
    return true;
}

static bool forum_agrees(talk *t, size_t f, const dt_forum_view *view)
{
    const uint64_t mask = haggle_arena(&t->h, f);
    size_t n = 0, zone = 0;
    for (size_t p = 0; p < t->h.n_packages; p++) {
        n += haggle_is_part(&t->h, mask, p);
        zone += haggle_is_part(&t->h, mask, p) && t->h.point[t->point].zone[p];
    }
    if (view->n_packages != n || view->zone != zone)
        return fail_talk(t, "arena %s: %zu packages, %zu in the zone", view->name, n,
                         zone);
    return best_agrees(t, mask, view) && payment_agrees(t, mask, view);
}

/* Those shown need the link, the efficient ones first, and ascend. */
static bool shown_agree(const talk *t, const dt_linkage *linkage)
{
    const haggle_point *const point = &t->h.point[t->point];
    const uint32_t most = linkage->linked < 8 ? (uint32_t)linkage->linked : 8;
    size_t n = 0;
    bool agree = linkage->n_shown == most;
    for (int inefficient = 0; inefficient < 2; inefficient++)
        for (size_t p = 0; p < t->h.n_packages && agree; p++)
            if (n < most && point->zone[p] && point->efficient[p] == !inefficient &&
                !haggle_is_separable(&t->h, t->point, p))
                agree = linkage->shown[n++] == t->h.package[p];
    return agree;
}

static bool zone_is_split(talk *t, const dt_linkage *linkage)
{
    size_t separable = 0, zone = haggle_count(&t->h, t->h.point[t->point].zone);
    for (size_t p = 0; p < t->h.n_packages; p++)
        separable +=
            t->h.point[t->point].zone[p] && haggle_is_separable(&t->h, t->point, p);
    if (linkage->separable != separable || linkage->linked != zone - separable)
        return fail_talk(t, "%llu separable, not %zu",
                         (unsigned long long)linkage->separable, separable);
    return shown_agree(t, linkage) || fail_talk(t, "others are shown");
}

static bool linkage_agrees(talk *t)
{
    const dt_talks *const talks = &t->b.model->talks;
    const size_t n = talks->n_forums + (haggle_arena(&t->h, talks->n_forums) != 0);
    dt_bits efficient = dt_package_set(&t->arena, t->table.n_packages);
    dt_linkage linkage = {0};
    dt_error err = {0};
    bool agree = true;
    for (uint32_t p = 0; p < t->table.n_packages; p++)
        if (t->h.point[t->point].efficient[p])
            dt_bits_add(&efficient, p);
    const dt_status status =
        dt_linkage_find(&t->table, &t->v, &efficient, &t->arena, &linkage, &err);
    if (talks->n_forums == 0)
        return status == DT_EAPPLY || fail_talk(t, "linked without arenas");
    if (status != DT_OK || linkage.n_forums != n)
        return fail_talk(t, "no linkage: %s", err.text);
    for (size_t f = 0; f < n && agree; f++)
        agree = forum_agrees(t, f, &linkage.forums[f]);
    return agree && zone_is_split(t, &linkage);
}

/* ---- laws ---------------------------------------------------------------------- */

typedef bool law_of_talks(talk *t);

static bool start(talk *t, uint64_t seed, random_size size)
{
    dt_error err = {0};
    *t = (talk){.b = random_bargain(seed, size)};
    t->h = haggle_new(t->b.model, &t->cast);
    if (dt_table_set(&t->table, t->b.model, &t->cast, &err) != DT_OK ||
        dt_table_list(&t->table, &t->limits, t->b.diags, &err) != DT_OK)
        return fail_talk(t, "no table: %s", err.text);
    return true;
}

static bool holds_at_all_points(talk *t, law_of_talks *holds)
{
    bool all = true;
    for (t->point = 0; all && t->point < t->h.n_points; t->point++) {
        const size_t fallback = t->h.point[t->point].fallback;
        if (dt_verdicts_find(&t->table,
                             fallback == HAGGLE_NONE ? DT_LOTTERY : (uint32_t)fallback,
                             &t->arena, &t->v) != DT_OK)
            return fail_talk(t, "no verdicts");
        all = holds(t);
    }
    return all;
}

static void end(talk *t)
{
    dt_table_release(&t->table);
    dt_arena_release(&t->arena);
    haggle_free(&t->h);
    bargain_free(&t->b);
}

static void assert_talks(law_of_talks *holds, uint64_t first, uint64_t last,
                         random_size size)
{
    for (uint64_t seed = first; seed <= last; seed++) {
        talk t;
        const bool fine = start(&t, seed, size) && holds_at_all_points(&t, holds);
        if (!fine) {
            bargain_show(&t.b);
            print_error("%s\n", t.why);
        }
        end(&t);
        if (!fine)
            fail_msg("the law does not hold for seed %llu", (unsigned long long)seed);
    }
}

static bool table_is_right(talk *t)
{
    return packages_agree(t) && verdicts_agree(t) && tallies_agree(t);
}

static void tables_are_as_defined(void **state)
{
    (void)state;
    assert_talks(table_is_right, 1, 1500, small);
    assert_talks(table_is_right, 5001, 5300, wide);
}

static void prices_are_the_least_sets(void **state)
{
    (void)state;
    assert_talks(prices_agree, 1, 3000, small);
    assert_talks(prices_agree, 5001, 5400, wide);
}

static void additions_are_the_least_ones(void **state)
{
    (void)state;
    assert_talks(some_refusals_agree, 1, 3000, small);
    assert_talks(some_refusals_agree, 5001, 5200, wide);
}

static void levers_win_for_most(void **state)
{
    (void)state;
    assert_talks(levers_agree, 1, 2000, small);
}

static void linkage_is_as_defined(void **state)
{
    (void)state;
    assert_talks(linkage_agrees, 1, 3000, small);
    assert_talks(linkage_agrees, 5001, 5200, wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_as_defined),
        cmocka_unit_test(prices_are_the_least_sets),
        cmocka_unit_test(additions_are_the_least_ones),
        cmocka_unit_test(levers_win_for_most),
        cmocka_unit_test(linkage_is_as_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
