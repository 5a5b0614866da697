/* Laws of what src/deals makes of packages (deals/parley.h, deals/price.h), over random
 * negotiations: all of it is as in the oracle. */
#include "support/agreement.h"
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
    dt_parley table;
    dt_arena arena;
    dt_ballots v;
    agreement a; /* at the point of v */
} talk;

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
        return agreement_fail(&t->a, "%u packages, not %zu", t->table.n_packages,
                              t->h.n_packages);
    for (uint32_t p = 0; p < t->table.n_packages; p++)
        if (dt_package_code(&t->table, p) != t->h.package[p])
            return agreement_fail(&t->a, "package %u is another one", p);
    for (uint32_t c = 0; c < t->table.n_callers; c++)
        for (uint32_t p = 0; p < t->table.n_packages; p++)
            if (t->table.callers[c].worth &&
                !agreement_worth(&t->a, c, t->table.callers[c].worth[p],
                                 t->h.voice[c].worth[p]))
                return agreement_fail(&t->a, "package %u is worth something else to %s",
                                      p, t->table.callers[c].voice.name);
    return true;
}

static bool verdicts_agree(talk *t)
{
    const haggle_point *const point = &t->h.point[t->a.point];
    const size_t n = t->h.n_packages;
    for (uint32_t c = 0; c < t->table.n_callers; c++)
        if (!agreement_worth(&t->a, c, t->v.worth[c], point->worth[c]) ||
            !same_set(t, &t->v.accepts[c], point->accepts + c * n))
            return agreement_fail(&t->a, "point %zu: %s accepts other packages",
                                  t->a.point, t->table.callers[c].voice.name);
    for (uint32_t s = 0; s < t->table.n_sides; s++)
        if (!same_set(t, &t->v.signs[s], point->signs + s * n) ||
            !same_set(t, &t->v.ratifies[s], point->ratifies + s * n) ||
            !same_set(t, &t->v.wins[s], point->wins + s * n))
            return agreement_fail(&t->a, "point %zu: side %u wins other packages",
                                  t->a.point, s);
    return same_set(t, &t->v.zone, point->zone) ||
           agreement_fail(&t->a, "point %zu: another zone", t->a.point);
}

static bool tallies_agree(talk *t)
{
    bool *const row = calloc(t->h.n_packages, sizeof *row);
    dt_bits blocked = dt_package_set(&t->arena, t->table.n_packages);
    bool agree = true;
    for (uint32_t c = 0; agree && c < t->table.n_callers; c++) {
        const dt_tally tally = dt_tally_find(&t->table, &t->v, c, &blocked);
        haggle_pivotal(&t->h, t->a.point, c, row);
        if (tally.pivotal != haggle_count(&t->h, row))
            agree = agreement_fail(&t->a, "point %zu: %s is pivotal elsewhere",
                                   t->a.point, t->table.callers[c].voice.name);
        haggle_blocked(&t->h, t->a.point, c, row);
        if (!same_set(t, &blocked, row))
            agree = agreement_fail(&t->a, "point %zu: %s blocks others", t->a.point,
                                   t->table.callers[c].voice.name);
    }
    free(row);
    return agree;
}

/* ---- prices -------------------------------------------------------------------- */

static bool prices_agree(talk *t)
{
    dt_price *prices = NULL;
    uint32_t n = 0;
    if (dt_prices_find(&t->table, &t->v, &t->arena, &prices, &n) != DT_OK)
        return agreement_fail(&t->a, "no prices");
    return agreement_on_prices(&t->a, prices, n);
}

static bool refusals_agree(talk *t, uint32_t package)
{
    dt_deal deal = {.code = dt_package_code(&t->table, package)};
    if (dt_refusals_find(&t->table, &t->v, &t->arena, &deal) != DT_OK)
        return agreement_fail(&t->a, "no refusals");
    return agreement_on_refusals(&t->a, &deal);
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
        const haggle_lever theirs = haggle_find_lever(&t->h, t->a.point, c, row);
        if (ours.choice != theirs.choice || ours.level != theirs.level ||
            ours.n != theirs.n)
            agree = agreement_fail(&t->a, "point %zu: another lever for %s", t->a.point,
                                   t->table.callers[c].voice.name);
    }
    free(row);
    return agree;
}

/* ---- linkage ------------------------------------------------------------------- */

static bool linkage_agrees(talk *t)
{
    dt_bits efficient = dt_package_set(&t->arena, t->table.n_packages);
    dt_linkage linkage = {0};
    dt_error err = {0};
    for (uint32_t p = 0; p < t->table.n_packages; p++)
        if (t->h.point[t->a.point].efficient[p])
            dt_bits_add(&efficient, p);
    const dt_status status =
        dt_linkage_find(&t->table, &t->v, &efficient, &t->arena, &linkage, &err);
    if (t->b.model->talks.n_forums == 0)
        return status == DT_EAPPLY || agreement_fail(&t->a, "linked without arenas");
    if (status != DT_OK)
        return agreement_fail(&t->a, "no linkage: %s", err.text);
    return agreement_on_linkage(&t->a, &linkage);
}

/* ---- laws ---------------------------------------------------------------------- */

typedef bool law_of_talks(talk *t);

static bool start(talk *t, uint64_t seed, random_size size)
{
    dt_error err = {0};
    *t = (talk){.b = random_bargain(seed, size)};
    t->h = haggle_new(t->b.model, &t->cast);
    t->a.h = &t->h;
    if (dt_parley_set(&t->table, t->b.model, &t->cast, &err) != DT_OK ||
        dt_parley_list(&t->table, &t->limits, t->b.diags, &err) != DT_OK)
        return agreement_fail(&t->a, "no table: %s", err.text);
    t->a.scale = t->table.scale;
    return true;
}

static bool holds_at_all_points(talk *t, law_of_talks *holds)
{
    bool all = true;
    for (t->a.point = 0; all && t->a.point < t->h.n_points; t->a.point++) {
        const size_t fallback = t->h.point[t->a.point].fallback;
        if (dt_ballots_find(&t->table,
                            fallback == HAGGLE_NONE ? DT_LOTTERY : (uint32_t)fallback,
                            &t->arena, &t->v) != DT_OK)
            return agreement_fail(&t->a, "no verdicts");
        all = holds(t);
    }
    return all;
}

static void end(talk *t)
{
    dt_parley_release(&t->table);
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
            print_error("%s\n", t.a.why);
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
    assert_talks(prices_agree, 1, 2000, small);
    assert_talks(prices_agree, 5001, 5400, wide);
}

static void additions_are_the_least_ones(void **state)
{
    (void)state;
    assert_talks(some_refusals_agree, 1, 2000, small);
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
    assert_talks(linkage_agrees, 1, 2000, small);
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
