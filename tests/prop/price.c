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
    .actors = 4, .vectors = 64, .states = 48, .lines = 1, .more_lines = 5};
static const random_size wide = {
    .actors = 3, .vectors = 160, .states = 120, .lines = 2, .more_lines = 6};

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_as_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
