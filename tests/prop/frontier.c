/* Laws of the frontier: it is what the definition says, package by package, whatever
 * the packages are like. */
#include "deals/merge.h"
#include "support/clouds.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

/* ---- against the definition ------------------------------------------------- */

static bool is_efficient(const dt_cloud *cloud, const dt_bits *among, uint32_t p)
{
    bool beaten = false;
    for (uint32_t q = 0; q < cloud->n; q++)
        if (!among || dt_bits_has(among, q))
            beaten = beaten || cloud_beats(cloud, q, p);
    return (!among || dt_bits_has(among, p)) && !beaten;
}

static void assert_frontier(const dt_cloud *cloud, const dt_bits *among, uint64_t seed)
{
    dt_error err = {0};
    dt_bits *const found = dt_bits_new(cloud->n);
    assert_non_null(found);
    if (cloud->n)
        memset(found->word, 0x5a, (cloud->n + 63) / 64 * sizeof *found->word);
    assert_int_equal(dt_frontier_find(cloud, among, found, &err), DT_OK);
    for (uint32_t p = 0; p < cloud->n; p++)
        if (dt_bits_has(found, p) != is_efficient(cloud, among, p))
            fail_msg("seed %llu: package %u of %u, %u parties",
                     (unsigned long long)seed, p, cloud->n, cloud->n_parties);
    if (cloud->n % 64)
        assert_int_equal(found->word[cloud->n / 64] >> cloud->n % 64, 0);
    dt_bits_free(found);
}

static void the_frontier_is_what_nothing_beats(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        dice d = {.seed = seed};
        test_cloud t;
        const uint32_t k = (uint32_t)dice_between(&d, 1, DT_CLOUD_PARTIES);
        cloud_draw(&t, &d, k, (uint32_t)dice_below(&d, seed % 50 ? 120 : 900));
        assert_frontier(&t.cloud, seed % 3 ? t.among : NULL, seed);
        cloud_free(&t);
    }
}

/* ---- long lists ------------------------------------------------------------- */

/* Whether a package is beaten, looked for among the found ones, which is enough when
 * no two of them beat each other. */
static void assert_long(const dt_cloud *cloud, uint64_t seed)
{
    dt_error err = {0};
    dt_bits *const found = dt_bits_new(cloud->n);
    assert_non_null(found);
    assert_int_equal(dt_frontier_find(cloud, NULL, found, &err), DT_OK);
    for (uint32_t p = 0; p < cloud->n; p++) {
        bool beaten = false;
        for (uint32_t q = dt_bits_next(found, 0); q != DT_BITS_NONE && !beaten;
             q = dt_bits_next(found, q + 1))
            beaten = cloud_beats(cloud, q, p);
        if (beaten == dt_bits_has(found, p))
            fail_msg("seed %llu: package %u of %u", (unsigned long long)seed, p,
                     cloud->n);
    }
    dt_bits_free(found);
}

static void long_lists_are_no_exception(void **state)
{
    (void)state;
    for (uint64_t seed = 5001; seed <= 5024; seed++) {
        dice d = {.seed = seed};
        test_cloud t;
        const uint32_t k = (uint32_t)dice_between(&d, 1, 6);
        cloud_draw(&t, &d, k, (uint32_t)dice_between(&d, 8000, 12000));
        assert_long(&t.cloud, seed);
        cloud_free(&t);
    }
}

/* ---- order ------------------------------------------------------------------ */

/* Above 0: p comes before q by its worth. */
static int compare(const dt_cloud *cloud, uint32_t p, uint32_t q)
{
    for (uint32_t c = 0; c < cloud->n_parties; c++)
        if (cloud->worth[c][p] != cloud->worth[c][q])
            return cloud->worth[c][p] > cloud->worth[c][q] ? 1 : -1;
    return 0;
}

static void assert_order(const dt_cloud *cloud)
{
    dt_error err = {0};
    dt_arena arena = {0};
    dt_members best = {0}, all = {cloud->n, NULL};
    all.at = dt_arena_array(&arena, uint32_t, cloud->n);
    assert_non_null(all.at);
    for (uint32_t p = 0; p < cloud->n; p++)
        all.at[p] = p;
    assert_int_equal(dt_skyline_find(cloud, &all, &arena, &best, &err), DT_OK);
    uint32_t n = 0;
    for (uint32_t p = 0; p < cloud->n; p++)
        n += is_efficient(cloud, NULL, p);
    assert_int_equal(best.n, n);
    for (uint32_t k = 0; k < best.n; k++) {
        assert_true(is_efficient(cloud, NULL, best.at[k]));
        const int order = k ? compare(cloud, best.at[k - 1], best.at[k]) : 1;
        assert_true(order > 0 || (order == 0 && best.at[k - 1] < best.at[k]));
    }
    dt_arena_release(&arena);
}

static void the_best_come_in_order_for_many_coordinates(void **state)
{
    (void)state;
    for (uint64_t seed = 6001; seed <= 6400; seed++) {
        dice d = {.seed = seed};
        test_cloud t;
        const uint32_t k = (uint32_t)dice_between(&d, 1, DT_CLOUD_COORDINATES);
        cloud_draw(&t, &d, k, (uint32_t)dice_below(&d, 150));
        assert_order(&t.cloud);
        cloud_free(&t);
    }
}

/* ---- merging ---------------------------------------------------------------- */

enum { ISSUES = 5, LEVELS = 5, COORDINATES = 12 };

typedef struct test_bundle {
    dt_bundle bundle;
    dt_bundle_issue issue[ISSUES];
    int64_t worth[ISSUES][COORDINATES][LEVELS];
    const int64_t *row[ISSUES][COORDINATES];
    uint32_t n_packages;
} test_bundle;

static void draw_bundle(test_bundle *b, dice *d)
{
    const size_t most = dice_chance(d, 50) ? 4 : 1000;
    b->bundle = (dt_bundle){(uint32_t)dice_between(d, 1, COORDINATES),
                            (uint32_t)dice_between(d, 0, ISSUES), b->issue};
    b->n_packages = 1;
    for (uint32_t j = 0; j < b->bundle.n_issues; j++) {
        b->issue[j].n_levels = (uint32_t)dice_between(d, 1, LEVELS);
        b->issue[j].worth = b->row[j];
        b->n_packages *= b->issue[j].n_levels;
        for (uint32_t c = 0; c < COORDINATES; c++) {
            b->row[j][c] = b->worth[j][c];
            for (uint32_t v = 0; v < LEVELS; v++)
                b->worth[j][c][v] = (int64_t)dice_below(d, most) - 1;
        }
    }
}

/* The product, walked: package p has the levels of p written in mixed radix. */
static void fill_product(const test_bundle *b, test_cloud *t)
{
    for (uint32_t p = 0; p < b->n_packages; p++)
        for (uint32_t c = 0; c < b->bundle.n_coordinates; c++) {
            t->column[c][p] = 0;
            for (uint32_t j = 0, rest = p; j < b->bundle.n_issues; j++) {
                t->column[c][p] += b->worth[j][c][rest % b->issue[j].n_levels];
                rest /= b->issue[j].n_levels;
            }
        }
}

static uint32_t package_of(const test_bundle *b, const dt_blend *m, uint32_t point)
{
    uint32_t p = 0;
    for (uint32_t j = b->bundle.n_issues; j-- > 0;) {
        assert_true(m->level[j][point] < b->issue[j].n_levels);
        p = p * b->issue[j].n_levels + m->level[j][point];
    }
    return p;
}

static bool is_point(const dt_cloud *cloud, uint32_t p, const dt_cloud *points,
                     uint32_t q)
{
    for (uint32_t c = 0; c < cloud->n_parties; c++)
        if (cloud->worth[c][p] != points->worth[c][q])
            return false;
    return true;
}

/* Each point is on the frontier of the product, is what its levels are worth, stands
 * behind the one before, and so many packages are it; and there are no others. */
static void assert_merged(const test_bundle *b, const dt_cloud *product,
                          const dt_blend *m)
{
    uint64_t n_efficient = 0, n_told = 0;
    assert_int_equal(m->cloud.n_parties, b->bundle.n_coordinates);
    for (uint32_t p = 0; p < product->n; p++)
        n_efficient += is_efficient(product, NULL, p);
    for (uint32_t q = 0; q < m->cloud.n; q++) {
        const uint32_t package = package_of(b, m, q);
        assert_true(is_point(product, package, &m->cloud, q));
        assert_true(is_efficient(product, NULL, package));
        assert_true(q == 0 || compare(&m->cloud, q - 1, q) > 0);
        uint32_t n = 0;
        for (uint32_t p = 0; p < product->n; p++)
            n += is_point(product, p, &m->cloud, q);
        assert_int_equal(m->n_packages[q], n);
        n_told += n;
    }
    assert_int_equal(n_told, n_efficient);
    if (b->bundle.n_issues)
        assert_int_equal(m->n_partial[b->bundle.n_issues - 1], m->cloud.n);
}

static void merging_is_walking_the_product(void **state)
{
    (void)state;
    test_bundle *const b = malloc(sizeof *b);
    assert_non_null(b);
    for (uint64_t seed = 7001; seed <= 7600; seed++) {
        dice d = {.seed = seed};
        test_cloud t;
        dt_error err = {0};
        dt_blend *merged = NULL;
        draw_bundle(b, &d);
        if (b->n_packages > 700)
            continue;
        cloud_draw(&t, &d, b->bundle.n_coordinates, b->n_packages);
        fill_product(b, &t);
        assert_int_equal(dt_blend_new(&b->bundle, NULL, &merged, &err), DT_OK);
        assert_merged(b, &t.cloud, merged);
        dt_blend_free(merged);
        cloud_free(&t);
    }
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_frontier_is_what_nothing_beats),
        cmocka_unit_test(long_lists_are_no_exception),
        cmocka_unit_test(the_best_come_in_order_for_many_coordinates),
        cmocka_unit_test(merging_is_walking_the_product),
    };
    return cmocka_run_group_tests_name("frontier", tests, NULL, NULL);
}
