/* formats/scale.h: numbers of many digits against arithmetic on their remainders, and
 * quotients against what a quotient is. */
#include "formats/scale.h"
#include "support/dice.h"
#include "support/tested.h"

#include <string.h>

enum { RANDOM_CASES = 5000 };

static dt_wide read(const char *text)
{
    dt_wide x;
    if (dt_wide_read(text, strlen(text), &x) != DT_WIDE_READ)
        fail_msg("'%s' is a number", text);
    return x;
}

static dt_wide natural(uint64_t n)
{
    return (dt_wide){{(uint32_t)n, (uint32_t)(n >> 32)}};
}

static void assert_same(const char *text, const char *other)
{
    const dt_wide x = read(text), y = read(other);
    if (dt_wide_compare(&x, &y) != 0)
        fail_msg("'%s' and '%s' are the same number", text, other);
}

static void one_number_has_many_spellings(void **state)
{
    (void)state;
    assert_same("1", "1.0");
    assert_same("320.0", "3.2E2");
    assert_same("320", "32000e-2");
    assert_same("+0.25", ".25");
    assert_same("5.", "0005");
    assert_same("-0", "0e99999");
    assert_same("0.000000000000000000000001", "1e-24");
    assert_same("0.0000000000000000000000019", "1e-24"); /* dropped behind */
    assert_same("-1e-25", "0");
    assert_same("999999999999.999", "999999999999999e-3");
}

static void assert_verdict(const char *text, dt_wide_verdict wanted)
{
    dt_wide x;
    if (dt_wide_read(text, strlen(text), &x) != wanted)
        fail_msg("'%s' is misjudged", text);
}

static void what_is_no_number_is_told(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",    "-",   ".",    "1,5", "1.2.3", "e5",
                                        "1e",  "1e+", "0x10", "1 ",  " 1",    "NaN",
                                        "inf", "--1", "1e5.", "1-2"};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        assert_verdict(wrong[k], DT_WIDE_MISSPELT);
    assert_verdict("-1", DT_WIDE_NEGATIVE);
    assert_verdict("-1e-24", DT_WIDE_NEGATIVE);
    assert_verdict("-1e99", DT_WIDE_NEGATIVE);
    assert_verdict("1000000000000", DT_WIDE_HUGE);
    assert_verdict("1e12", DT_WIDE_HUGE);
    assert_verdict("1e999999999999", DT_WIDE_HUGE);
    assert_verdict("0.1e13", DT_WIDE_HUGE);
    assert_verdict("1e-999999999999", DT_WIDE_READ);
}

/* ---- against remainders -------------------------------------------------------- */

static const uint64_t primes[] = {4294967291, 2147483647, 1000000007};

static uint64_t rest_of(const dt_wide *x, uint64_t prime)
{
    uint64_t rest = 0;
    for (int k = DT_WIDE_LIMBS - 1; k >= 0; k--)
        rest = ((rest << 32) % prime + x->limb[k]) % prime;
    return rest;
}

/* Some digits, as units: 12 before the point and 24 behind it at most. */
static dt_wide random_number(dice *d, uint64_t rest[3])
{
    char text[40];
    size_t n = 0;
    const size_t whole = dice_between(d, 1, 12), behind = dice_below(d, 25);
    memset(rest, 0, 3 * sizeof *rest);
    for (size_t k = 0; k < whole + 24; k++) {
        const unsigned digit = k < whole + behind ? (unsigned)dice_below(d, 10) : 0;
        for (size_t p = 0; p < 3; p++)
            rest[p] = (rest[p] * 10 + digit) % primes[p];
        if (k == whole && behind)
            text[n++] = '.';
        if (k < whole + behind)
            text[n++] = (char)('0' + digit);
    }
    text[n] = '\0';
    return read(text);
}

static void sums_and_products_have_the_right_remainders(void **state)
{
    (void)state;
    dice d = {.seed = 41};
    for (int k = 0; k < RANDOM_CASES; k++) {
        uint64_t a[3], b[3];
        const dt_wide x = random_number(&d, a), y = random_number(&d, b);
        const dt_wide sum = dt_wide_sum(&x, &y), product = dt_wide_product(&x, &y);
        for (size_t p = 0; p < 3; p++) {
            assert_int_equal(rest_of(&x, primes[p]), a[p]);
            assert_int_equal(rest_of(&sum, primes[p]), (a[p] + b[p]) % primes[p]);
            assert_int_equal(rest_of(&product, primes[p]), a[p] * b[p] % primes[p]);
        }
    }
}

/* ---- quotients ----------------------------------------------------------------- */

/* 2 x f < (2 q + 1) y, and not less than (2 q - 1) y. */
static void assert_rounded(const dt_wide *x, const dt_wide *y, uint32_t f, int64_t q)
{
    const dt_wide twice = natural(2 * (uint64_t)f);
    const dt_wide exact = dt_wide_product(x, &twice);
    const dt_wide above = natural(2 * (uint64_t)q + 1);
    const dt_wide below = natural(q ? 2 * (uint64_t)q - 1 : 0);
    const dt_wide most = dt_wide_product(y, &above), least = dt_wide_product(y, &below);
    assert_true(dt_wide_compare(&exact, &most) < 0);
    assert_true(dt_wide_compare(&exact, &least) >= 0);
}

static void quotients_are_rounded_once(void **state)
{
    (void)state;
    dice d = {.seed = 42};
    int many = 0;
    for (int k = 0; k < RANDOM_CASES; k++) {
        uint64_t a[3];
        const dt_wide w = random_number(&d, a), e = random_number(&d, a);
        const dt_wide y = random_number(&d, a), one = dt_wide_one();
        const dt_wide x = dt_wide_product(&w, &e), z = dt_wide_product(&one, &y);
        if (dt_wide_is_zero(&z))
            continue;
        const int64_t q = dt_wide_quotient(&x, &z, 100000000);
        if (q != INT64_MAX)
            assert_rounded(&x, &z, 100000000, q);
        many += q != INT64_MAX && q > 0;
    }
    assert_true(many > RANDOM_CASES / 20);
}

static void halves_go_up(void **state)
{
    (void)state;
    const dt_wide two = natural(2), three = natural(3), one = natural(1);
    assert_int_equal(dt_wide_quotient(&one, &two, 1), 1);
    assert_int_equal(dt_wide_quotient(&three, &two, 1), 2);
    assert_int_equal(dt_wide_quotient(&one, &three, 1), 0);
    assert_int_equal(dt_wide_quotient(&two, &three, 1), 1);
    const dt_wide most = natural((UINT64_C(1) << 47) - 1);
    const dt_wide more = natural(UINT64_C(1) << 47);
    assert_int_equal(dt_wide_quotient(&most, &one, 1), (INT64_C(1) << 47) - 1);
    assert_int_equal(dt_wide_quotient(&more, &one, 1), INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_number_has_many_spellings),
        cmocka_unit_test(what_is_no_number_is_told),
        cmocka_unit_test(sums_and_products_have_the_right_remainders),
        cmocka_unit_test(quotients_are_rounded_once),
        cmocka_unit_test(halves_go_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
