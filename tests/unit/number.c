/* base/decimal.h, sort.h, transpose.h: exact decimals, linear sorting, bit matrices. */
#include "base/decimal.h"
#include "base/sort.h"
#include "base/transpose.h"
#include "support/dice.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

/* ---- decimals --------------------------------------------------------------- */

static void assert_decimal(const char *text, int64_t wanted, const char *written)
{
    char buffer[DT_DECIMAL_ROOM];
    int64_t units = -77;
    if (!dt_decimal_read(text, strlen(text), &units))
        fail_msg("'%s' is a decimal", text);
    assert_int_equal(units, wanted);
    assert_string_equal(dt_decimal_write(units, buffer), written);
}

static void decimals_are_read_and_written(void **state)
{
    (void)state;
    assert_decimal("0", 0, "0");
    assert_decimal("-0", 0, "0");
    assert_decimal("40", 40 * DT_DECIMAL_ONE, "40");
    assert_decimal("-12.5", -12500000, "-12.5");
    assert_decimal("+0.1", 100000, "0.1");
    assert_decimal("-0.5", -500000, "-0.5");
    assert_decimal("007.50", 7500000, "7.5");
    assert_decimal("0.000001", 1, "0.000001");
    assert_decimal("-0.000001", -1, "-0.000001");
    assert_decimal("1.10000000000", 1100000, "1.1"); /* idle zeros are no places */
    assert_decimal("1000000000", DT_DECIMAL_MAX * DT_DECIMAL_ONE, "1000000000");
    assert_decimal("-1000000000", -DT_DECIMAL_MAX * DT_DECIMAL_ONE, "-1000000000");
    assert_decimal("999999999.999999", INT64_C(999999999999999), "999999999.999999");
    assert_decimal("100", 100 * DT_DECIMAL_ONE, "100");
}

static void what_is_no_decimal_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "-",
                                        "+",
                                        ".",
                                        ".5",
                                        "5.",
                                        "1,5",
                                        "1.2.3",
                                        "--1",
                                        "1e3",
                                        " 1",
                                        "1 ",
                                        "0x10",
                                        "one",
                                        "0.0000001",
                                        "1.0000001",
                                        "1-",
                                        "-.5",
                                        "inf",
                                        "nan",
                                        "1_0",
                                        "\xd9\xa1",
                                        "1000000001",
                                        "9999999999999999999",
                                        "-1000000001",
                                        "18446744073709551616"};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        int64_t units = 5;
        if (dt_decimal_read(wrong[k], strlen(wrong[k]), &units))
            fail_msg("'%s' was read as %lld", wrong[k], (long long)units);
        assert_int_equal(units, 5); /* untouched on failure */
    }
}

/* The largest number a user may write is DT_DECIMAL_MAX; a fraction goes beyond it. */
static void decimals_keep_to_the_limit(void **state)
{
    (void)state;
    int64_t units;
    assert_false(dt_decimal_read("1000000000.5", 12, &units));
    assert_false(dt_decimal_read("-1000000000.000001", 18, &units));
    assert_true(dt_decimal_read("1000000000.000", 14, &units));
}

static void only_so_many_bytes_are_read(void **state)
{
    (void)state;
    int64_t units;
    assert_true(dt_decimal_read("12345", 2, &units));
    assert_int_equal(units, 12 * DT_DECIMAL_ONE);
}

static void any_sum_can_be_written(void **state)
{
    (void)state;
    char buffer[DT_DECIMAL_ROOM];
    assert_string_equal(dt_decimal_write(INT64_MAX, buffer), "9223372036854.775807");
    assert_string_equal(dt_decimal_write(INT64_MIN, buffer), "-9223372036854.775808");
}

static void written_decimals_read_back(void **state)
{
    (void)state;
    dice d = {.seed = 1};
    for (size_t k = 0; k < 2000; k++) {
        char buffer[DT_DECIMAL_ROOM];
        const uint64_t range = 2 * (uint64_t)DT_DECIMAL_MAX * (uint64_t)DT_DECIMAL_ONE;
        const int64_t units =
            (int64_t)(dice_word(&d) % range) - DT_DECIMAL_MAX * DT_DECIMAL_ONE;
        int64_t again;
        dt_decimal_write(units, buffer);
        assert_true(dt_decimal_read(buffer, strlen(buffer), &again));
        assert_int_equal(units, again);
    }
}

/* ---- sorting ---------------------------------------------------------------- */

/* What qsort compares: a key and where it stood. */
typedef struct keyed {
    uint64_t key;
    uint32_t place, item;
} keyed;

static int by_key_then_place(const void *a, const void *b)
{
    const keyed *const x = a, *const y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* Keys that differ in the bits of `mask` only; `order` begins as some permutation. */
static void assert_sorted(uint64_t seed, uint32_t n, uint64_t mask)
{
    dice d = {.seed = seed};
    uint64_t *const key = calloc(n + 1, sizeof *key);
    uint32_t *const order = calloc(n + 1, sizeof *order);
    uint32_t *const scratch = calloc(n + 1, sizeof *scratch);
    keyed *const wanted = calloc(n + 1, sizeof *wanted);
    for (uint32_t k = 0; k < n; k++) {
        key[k] = (dice_word(&d) & mask) | UINT64_C(0x4000000000000000);
        const uint32_t at = (uint32_t)dice_below(&d, k + 1);
        order[k] = order[at];
        order[at] = k;
    }
    for (uint32_t k = 0; k < n; k++)
        wanted[k] = (keyed){key[order[k]], k, order[k]};
    qsort(wanted, n, sizeof *wanted, by_key_then_place);
    dt_sort_by_key(key, order, scratch, n);
    for (uint32_t k = 0; k < n; k++)
        assert_int_equal(order[k], wanted[k].item);
    free(wanted);
    free(scratch);
    free(order);
    free(key);
}

/* The other two sorts: keys with values, and numbers. */
static void assert_others_sorted(uint64_t seed, uint32_t n, uint64_t mask)
{
    dice d = {.seed = seed};
    dt_keyed *const list = calloc(n + 1, sizeof *list);
    dt_keyed *const scratch = calloc(n + 1, sizeof *scratch);
    uint64_t *const number = calloc(n + 1, sizeof *number);
    uint64_t *const spare = calloc(n + 1, sizeof *spare);
    keyed *const wanted = calloc(n + 1, sizeof *wanted);
    for (uint32_t k = 0; k < n; k++) {
        list[k] = (dt_keyed){dice_word(&d) & mask, k};
        wanted[k] = (keyed){list[k].key, k, k};
        number[k] = list[k].key << 10 | k; /* they all differ */
    }
    qsort(wanted, n, sizeof *wanted, by_key_then_place);
    dt_sort_keyed(list, scratch, n);
    dt_sort_numbers(number, spare, n);
    for (uint32_t k = 0; k < n; k++) {
        assert_int_equal(list[k].value, wanted[k].item);
        assert_true(k == 0 || number[k - 1] < number[k]);
        if (mask >> 54 == 0)
            assert_int_equal(number[k] & 1023, wanted[k].item);
    }
    free(wanted);
    free(spare);
    free(number);
    free(scratch);
    free(list);
}

static void sorting_is_that_of_qsort(void **state)
{
    (void)state;
    static const uint64_t masks[] = {UINT64_MAX,
                                     0,
                                     1,
                                     0xff,
                                     0x100,
                                     0xff00ff,
                                     UINT64_C(0x8000000000000001),
                                     UINT64_C(0xff00000000000000),
                                     UINT64_C(0x00ff00ff00000000)};
    static const uint32_t sizes[] = {0,  1,  2,  3,  10,  16,  17,  31,
                                     32, 33, 48, 49, 255, 256, 257, 1000};
    for (size_t m = 0; m < sizeof masks / sizeof *masks; m++)
        for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
            assert_sorted(100 * m + n, sizes[n], masks[m]);
            assert_others_sorted(100 * m + n, sizes[n], masks[m]);
        }
}

/* ---- bit matrices ----------------------------------------------------------- */

static void transposing_turns_rows_into_columns(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        dice d = {.seed = seed};
        uint64_t before[64], after[64];
        for (size_t r = 0; r < 64; r++)
            before[r] = seed == 0 ? UINT64_C(1) << (63 - r) : dice_word(&d);
        memcpy(after, before, sizeof after);
        dt_transpose(after);
        for (size_t r = 0; r < 64; r++)
            for (size_t c = 0; c < 64; c++)
                assert_int_equal(after[c] >> r & 1, before[r] >> c & 1);
        dt_transpose(after);
        assert_memory_equal(after, before, sizeof after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_read_and_written),
        cmocka_unit_test(what_is_no_decimal_is_refused),
        cmocka_unit_test(decimals_keep_to_the_limit),
        cmocka_unit_test(only_so_many_bytes_are_read),
        cmocka_unit_test(any_sum_can_be_written),
        cmocka_unit_test(written_decimals_read_back),
        cmocka_unit_test(sorting_is_that_of_qsort),
        cmocka_unit_test(transposing_turns_rows_into_columns),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
