/* Each allocation of finding a frontier, the fair solutions and a merged frontier fails
 * in turn. */
#include "deals/fair.h"
#include "deals/merge.h"
#include "support/clouds.h"
#include "support/starved.h"
#include "support/tested.h"

/* Everything that is needed before something fails. */
typedef struct scene {
    test_cloud t;
    dt_bits *efficient, *found;
    dt_bundle_issue issue[3];
    const int64_t *row[3];
} scene;

static dt_status try_frontier(void *context, bool *untouched, dt_error *err)
{
    const scene *const s = context;
    const dt_status status = dt_frontier_find(&s->t.cloud, NULL, s->found, err);
    *untouched = dt_bits_count(s->found) == 0;
    return status;
}

static dt_status try_fair(void *context, bool *untouched, dt_error *err)
{
    const scene *const s = context;
    static const int64_t fallback[3] = {-3000000, -3000000, -3000000};
    dt_arena arena = {0};
    dt_fair fair = {0};
    const dt_status status =
        dt_fair_find(&s->t.cloud, s->efficient, fallback, &arena, &fair, err);
    *untouched = fair.n == 0 && !fair.ideal;
    dt_arena_release(&arena);
    return status;
}

static dt_status try_merge(void *context, bool *untouched, dt_error *err)
{
    const scene *const s = context;
    const dt_bundle bundle = {s->t.cloud.n_parties, 3, s->issue};
    dt_blend *merged = NULL;
    const dt_status status = dt_blend_new(&bundle, NULL, &merged, err);
    *untouched = !merged;
    dt_blend_free(merged);
    return status;
}

static void set_scene(scene *s, uint32_t k, uint32_t n)
{
    dice d = {.seed = 1};
    dt_error err = {0};
    cloud_draw(&s->t, &d, k, n);
    for (uint32_t c = 0; c < k; c++)
        for (uint32_t p = 0; p < n; p++)
            s->t.column[c][p] = (int64_t)dice_below(&d, 1000);
    for (uint32_t c = 0; c < k; c++)
        s->row[c] = s->t.column[c];
    for (uint32_t j = 0; j < 3; j++)
        s->issue[j] = (dt_bundle_issue){4, s->row};
    s->efficient = dt_bits_new(n);
    s->found = dt_bits_new(n);
    assert_true(s->efficient && s->found);
    assert_int_equal(dt_frontier_find(&s->t.cloud, NULL, s->efficient, &err), DT_OK);
}

static void clear_scene(scene *s)
{
    dt_bits_free(s->efficient);
    dt_bits_free(s->found);
    cloud_free(&s->t);
}

static void without_memory_nothing_is_found(void **state)
{
    (void)state;
    for (uint32_t k = 2; k <= 3; k++) {
        scene s;
        set_scene(&s, k, 40);
        assert_int_equal(count_failures(try_frontier, &s), 8);
        assert_in_range(count_failures(try_fair, &s), 12, 40);
        assert_in_range(count_failures(try_merge, &s), 20, 80);
        clear_scene(&s);
    }
}

/* The sample of a long list is sorted out in memory of its own. */
static void long_lists_need_more(void **state)
{
    (void)state;
    scene s;
    set_scene(&s, 3, 9000);
    assert_int_equal(count_failures(try_frontier, &s), 15);
    clear_scene(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_nothing_is_found),
        cmocka_unit_test(long_lists_need_more),
    };
    return cmocka_run_group_tests_name("deals without memory", tests, NULL, NULL);
}
