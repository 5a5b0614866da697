/* base/ratio.h: the spellings of a number, what is none, and that the nearest double is
 * nearest: no neighbour of it is nearer, and of two equally near ones it is the even.
 */
#include "base/ratio.h"
#include "support/dice.h"
#include "support/tested.h"

#include <math.h>
#include <string.h>

enum { RANDOM_CASES = 5000 };

static void assert_same(const char *text, const char *fraction)
{
    dt_arena arena = {NULL, 0};
    mpq_t q;
    mpq_init(q);
    if (dt_ratio_read(text, strlen(text), q) != DT_RATIO_OK)
        fail_msg("'%s' is a number", text);
    assert_string_equal(dt_ratio_text(&arena, q), fraction);
    mpq_clear(q);
    dt_arena_release(&arena);
}

static void one_number_has_many_spellings(void **state)
{
    (void)state;
    assert_same("0", "0");
    assert_same("-0", "0");
    assert_same("+3", "3");
    assert_same("007", "7");
    assert_same("0.1", "1/10");
    assert_same("-.5", "-1/2");
    assert_same("5.", "5");
    assert_same("1e-3", "1/1000");
    assert_same("-2.50E+1", "-25");
    assert_same("1e0", "1");
    assert_same("6/4", "3/2");
    assert_same("-4/2", "-2");
    assert_same("0/7", "0");
    assert_same("0.000000000000000000000000000000000001",
                "1/1000000000000000000000000000000000000");
    assert_same("123456789012345678901234567890/3", "41152263004115226300411522630");
}

static void assert_fault(const char *text, dt_ratio_fault wanted)
{
    mpq_t q;
    mpq_init(q);
    if (dt_ratio_read(text, strlen(text), q) != wanted)
        fail_msg("'%s' is misjudged", text);
    mpq_clear(q);
}

static void what_is_no_number_is_told(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",      "-",     ".",     "-.",    "1,5", "1.2.3", "e5",   "1e",
        "1e+",   "0x10",  "1 ",    " 1",    "NaN", "inf",   "--1",  "+-1",
        "1e5.",  "1-2",   "1/",    "/2",    "/",   "1//2",  "1/-2", "1/2/3",
        "1.5/2", "1/2.5", "1/2e3", "1e2e3", "1/+2"};
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        assert_fault(wrong[k], DT_RATIO_MISSPELT);
    assert_fault("1/0", DT_RATIO_DIVIDED);
    assert_fault("0/00", DT_RATIO_DIVIDED);
    assert_fault("1e301", DT_RATIO_FAR);
    assert_fault("1e-301", DT_RATIO_FAR);
    assert_fault("1e99999999999999999999999999", DT_RATIO_FAR);
    assert_fault("1e300", DT_RATIO_OK);
    assert_fault("-1e300", DT_RATIO_OK);
    assert_fault("1.1e300", DT_RATIO_BIG);
    assert_fault("-11e299", DT_RATIO_BIG);
}

static void digits_have_a_limit(void **state)
{
    (void)state;
    char text[2 * DT_RATIO_DIGITS + 4];
    memset(text, '9', sizeof text);
    text[DT_RATIO_DIGITS] = '\0';
    assert_fault(text, DT_RATIO_OK);
    text[DT_RATIO_DIGITS] = '9';
    text[DT_RATIO_DIGITS + 1] = '\0';
    assert_fault(text, DT_RATIO_LONG);
    text[1] = '.'; /* one fewer, and they count together */
    assert_fault(text, DT_RATIO_OK);
    text[DT_RATIO_DIGITS + 1] = '9';
    text[DT_RATIO_DIGITS + 2] = '\0';
    assert_fault(text, DT_RATIO_LONG);
    text[1] = '9';
    text[DT_RATIO_DIGITS] = '/';
    text[DT_RATIO_DIGITS + 1] = '9';
    text[2 * DT_RATIO_DIGITS + 1] = '\0';
    assert_fault(text, DT_RATIO_OK);
}

static double value_of(const char *text)
{
    mpq_t q;
    mpq_init(q);
    dt_ratio_set(q, text);
    const double value = dt_ratio_double(q);
    mpq_clear(q);
    return value;
}

static void known_doubles_are_met(void **state)
{
    (void)state;
    assert_true(value_of("0.1") == 0.1);
    assert_true(value_of("-1/3") == -1.0 / 3.0);
    assert_true(value_of("2/3") == 2.0 / 3.0);
    assert_true(value_of("1e300") == 1e300);
    assert_true(value_of("1e-300") == 1e-300);
    assert_true(value_of("9007199254740993") == 9007199254740992.0); /* to the even */
    assert_true(value_of("9007199254740995") == 9007199254740996.0);
    assert_true(value_of("9007199254740993.0000001") == 9007199254740994.0);
}

/* ---- Nearest -------------------------------------------------------------------- */

/* |q - x| compared with |q - y|. */
static int compare_distance(const mpq_t q, double x, double y)
{
    mpq_t to_x, to_y;
    mpq_init(to_x);
    mpq_init(to_y);
    mpq_set_d(to_x, x);
    mpq_set_d(to_y, y);
    mpq_sub(to_x, q, to_x);
    mpq_sub(to_y, q, to_y);
    mpq_abs(to_x, to_x);
    mpq_abs(to_y, to_y);
    const int answer = mpq_cmp(to_x, to_y);
    mpq_clear(to_x);
    mpq_clear(to_y);
    return answer;
}

static bool is_even(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits % 2 == 0;
}

static void assert_nearest(const mpq_t q)
{
    const double x = dt_ratio_double(q);
    const int above = compare_distance(q, x, nextafter(x, (double)INFINITY));
    const int below = compare_distance(q, x, nextafter(x, -(double)INFINITY));
    if (above > 0 || below > 0 || ((above == 0 || below == 0) && !is_even(x)))
        fail_msg("%a is not the double nearest to %s", x, mpq_get_str(NULL, 10, q));
}

/* A number of up to `bits` bits, often a few ones with zeros between them. */
static void random_integer(dice *d, uint32_t bits, mpz_t z)
{
    mpz_set_ui(z, 1);
    for (size_t k = dice_below(d, bits); k > 0; k--) {
        mpz_mul_2exp(z, z, 1);
        mpz_add_ui(z, z, dice_below(d, 8) == 0 ? 1 : 0);
    }
}

static void doubles_are_nearest(void **state)
{
    (void)state;
    dice d = {.seed = 7};
    mpq_t q;
    mpq_init(q);
    for (int k = 0; k < RANDOM_CASES; k++) {
        random_integer(&d, k % 2 ? 60 : 400, mpq_numref(q));
        random_integer(&d, k % 4 < 2 ? 60 : 400, mpq_denref(q));
        mpq_canonicalize(q);
        assert_nearest(q);
        mpq_neg(q, q);
        assert_nearest(q);
    }
    mpq_clear(q);
}

/* Half way between two doubles, and a hair beside it; the smallest doubles, too. */
static void ties_go_to_the_even(void **state)
{
    (void)state;
    dice d = {.seed = 8};
    mpq_t q, hair;
    mpq_init(q);
    mpq_init(hair);
    mpq_set_ui(hair, 1, 1);
    mpq_div_2exp(hair, hair, 1300);
    for (int k = 0; k < RANDOM_CASES; k++) {
        random_integer(&d, k % 3 ? 54 : 8, mpq_numref(q));
        mpz_mul_2exp(mpq_numref(q), mpq_numref(q), 1);
        mpz_add_ui(mpq_numref(q), mpq_numref(q), 1);
        mpz_set_ui(mpq_denref(q), 1);
        mpq_div_2exp(q, q, k % 2 ? 1075 : 1075 - dice_below(&d, 60));
        assert_nearest(q);
        mpq_add(q, q, hair);
        assert_nearest(q);
    }
    mpq_clear(q);
    mpq_clear(hair);
}

static void no_double_is_too_small_or_large(void **state)
{
    (void)state;
    mpq_t q;
    mpq_init(q);
    mpq_set_ui(q, 1, 1);
    mpq_mul_2exp(q, q, 5000);
    assert_true(dt_ratio_double(q) == (double)INFINITY);
    mpq_neg(q, q);
    assert_true(dt_ratio_double(q) == -(double)INFINITY);
    mpq_inv(q, q);
    assert_true(dt_ratio_double(q) == 0);
    mpq_clear(q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_number_has_many_spellings),
        cmocka_unit_test(what_is_no_number_is_told),
        cmocka_unit_test(digits_have_a_limit),
        cmocka_unit_test(known_doubles_are_met),
        cmocka_unit_test(doubles_are_nearest),
        cmocka_unit_test(ties_go_to_the_even),
        cmocka_unit_test(no_double_is_too_small_or_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
