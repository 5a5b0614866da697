/* base/roster.h: each code once for each tag, in order; a limit that is kept. */
#include "support/tested.h"

#include "base/roster.h"

static void entries_come_once_and_in_order(void **state)
{
    (void)state;
    dt_roster r = {.most = UINT64_MAX};
    for (int round = 0; round < 3; round++) {
        for (uint32_t k = 0; k < 3000; k++)
            for (uint32_t tag = 0; tag < 2; tag++) {
                const dt_roster_entry entry = {k % 1000 << 20, tag, k};
                assert_int_equal(dt_roster_add(&r, entry), DT_OK);
            }
        assert_int_equal(r.n, 2000);
        for (uint32_t k = 0; k < 2000; k++) {
            assert_int_equal(r.entry[k].code, (uint64_t)(k / 2) << 20);
            assert_int_equal(r.entry[k].tag, k % 2);
            assert_int_equal(r.entry[k].parent, k / 2);
        }
        dt_roster_reset(&r);
        assert_int_equal(r.n, 0);
    }
    dt_roster_release(&r);
}

/* Few entries in many slots are forgotten one by one. */
static void a_few_are_forgotten_too(void **state)
{
    (void)state;
    dt_roster r = {.most = UINT64_MAX};
    for (uint64_t k = 0; k < 5000; k++)
        assert_int_equal(dt_roster_add(&r, (dt_roster_entry){k, 0, 0}), DT_OK);
    for (int round = 0; round < 2; round++) {
        dt_roster_reset(&r);
        for (uint64_t k = 0; k < 20; k++)
            assert_int_equal(dt_roster_add(&r, (dt_roster_entry){k * 977, 0, 0}),
                             DT_OK);
        assert_int_equal(r.n, 20);
    }
    dt_roster_reset(&r);
    for (size_t k = 0; k < r.n_slots; k++)
        assert_int_equal(r.slot[k], 0);
    dt_roster_release(&r);
}

static void the_limit_is_kept(void **state)
{
    (void)state;
    dt_roster r = {.most = 10000};
    uint64_t k = 0;
    while (dt_roster_add(&r, (dt_roster_entry){k, 0, 0}) == DT_OK)
        k++;
    assert_int_equal(r.n, k);
    assert_in_range(k, 128, 10000 / sizeof *r.entry);
    assert_true(r.room * sizeof *r.entry + r.n_slots * sizeof *r.slot <= r.most);
    assert_int_equal(dt_roster_add(&r, (dt_roster_entry){k, 0, 0}), DT_ELIMIT);
    assert_int_equal(dt_roster_add(&r, (dt_roster_entry){0, 0, 0}), DT_OK);
    dt_roster_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_once_and_in_order),
        cmocka_unit_test(a_few_are_forgotten_too),
        cmocka_unit_test(the_limit_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
