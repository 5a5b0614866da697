/* Numbers of 320 bits, which is what the longest calculation takes: a number that was
 * read has up to 120 bits (10^36 units), a product 240, the sum of 64 products 246, and
 * 30 more go to the factor of a quotient, which leaves as many as a divisor is shifted
 * by. Division is the school's, a bit at a time: a profile has a few hundred numbers,
 * and exactness is worth more than speed here: a tie of two deals is a result. */
#include "formats/scale.h"

#include <assert.h>
#include <string.h>

/* ---- naturals ---------------------------------------------------------------- */

/* x = x * m + c */
static void multiply_add(dt_wide *x, uint32_t m, uint32_t c)
{
    uint64_t carry = c;
    for (int k = 0; k < DT_WIDE_LIMBS; k++) {
        carry += (uint64_t)x->limb[k] * m;
        x->limb[k] = (uint32_t)carry;
        carry >>= 32;
    }
    assert(carry == 0);
}

bool dt_wide_is_zero(const dt_wide *x)
{
    static const dt_wide zero;
    return dt_wide_compare(x, &zero) == 0;
}

int dt_wide_compare(const dt_wide *x, const dt_wide *y)
{
    for (int k = DT_WIDE_LIMBS - 1; k >= 0; k--)
        if (x->limb[k] != y->limb[k])
            return x->limb[k] < y->limb[k] ? -1 : 1;
    return 0;
}

dt_wide dt_wide_sum(const dt_wide *x, const dt_wide *y)
{
    dt_wide sum;
    uint64_t carry = 0;
    for (int k = 0; k < DT_WIDE_LIMBS; k++) {
        carry += (uint64_t)x->limb[k] + y->limb[k];
        sum.limb[k] = (uint32_t)carry;
        carry >>= 32;
    }
    assert(carry == 0);
    return sum;
}

/* x - y, y <= x */
static dt_wide difference(const dt_wide *x, const dt_wide *y)
{
    dt_wide rest;
    uint64_t borrow = 0;
    for (int k = 0; k < DT_WIDE_LIMBS; k++) {
        const uint64_t limb = (uint64_t)x->limb[k] - y->limb[k] - borrow;
        rest.limb[k] = (uint32_t)limb;
        borrow = limb >> 63;
    }
    assert(borrow == 0);
    return rest;
}

dt_wide dt_wide_product(const dt_wide *x, const dt_wide *y)
{
    static const dt_wide zero;
    dt_wide product = zero;
    for (int k = DT_WIDE_LIMBS - 1; k >= 0; k--) {
        dt_wide part = *x;
        multiply_add(&part, y->limb[k], 0);
        assert(product.limb[DT_WIDE_LIMBS - 1] == 0);
        memmove(product.limb + 1, product.limb,
                (DT_WIDE_LIMBS - 1) * sizeof *product.limb);
        product.limb[0] = 0;
        product = dt_wide_sum(&product, &part);
    }
    return product;
}

static dt_wide halved(const dt_wide *x)
{
    dt_wide half = {{0}};
    for (int k = 0; k < DT_WIDE_LIMBS; k++) {
        const uint32_t above = k + 1 < DT_WIDE_LIMBS ? x->limb[k + 1] : 0;
        half.limb[k] = x->limb[k] >> 1 | above << 31;
    }
    return half;
}

int64_t dt_wide_quotient(const dt_wide *x, const dt_wide *y, uint32_t factor)
{
    enum { BITS = 47 };
    dt_wide rest = *x, part = *y;
    int64_t quotient = 0;
    multiply_add(&rest, factor, 0);
    multiply_add(&part, UINT32_C(1) << 24, 0);
    multiply_add(&part, UINT32_C(1) << (BITS - 24), 0);
    if (dt_wide_compare(&rest, &part) >= 0)
        return INT64_MAX;
    for (int bit = BITS - 1; bit >= 0; bit--) {
        part = halved(&part);
        quotient *= 2;
        if (dt_wide_compare(&rest, &part) < 0)
            continue;
        rest = difference(&rest, &part);
        quotient++;
    }
    multiply_add(&rest, 2, 0);
    return quotient + (dt_wide_compare(&rest, y) >= 0);
}

/* ---- reading ----------------------------------------------------------------- */

enum {
    MOST_DIGITS = 12 + DT_WIDE_PLACES, /* of a number, in units */
    MOST_EXPONENT = 100000,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What a decimal is made of. */
typedef struct spelling {
    const char *digits; /* with a point in it, perhaps */
    size_t n;
    bool negative;
    int exponent;
} spelling;

/* "e-12", from *at on; without it the exponent is 0. */
static bool read_exponent(const char *text, size_t n, size_t *at, int *exponent)
{
    *exponent = 0;
    if (*at == n || (text[*at] != 'e' && text[*at] != 'E'))
        return true;
    ++*at;
    const bool negative = *at < n && text[*at] == '-';
    if (*at < n && (text[*at] == '-' || text[*at] == '+'))
        ++*at;
    const size_t begin = *at;
    for (; *at < n && is_digit(text[*at]); ++*at)
        if (*exponent < MOST_EXPONENT)
            *exponent = *exponent * 10 + (text[*at] - '0');
    *exponent = negative ? -*exponent : *exponent;
    return *at > begin;
}

static bool read_spelling(const char *text, size_t n, spelling *s)
{
    size_t at = 0, points = 0;
    *s = (spelling){.negative = n && text[0] == '-'};
    if (n && (text[0] == '-' || text[0] == '+'))
        at++;
    s->digits = text + at;
    for (; at < n && (is_digit(text[at]) || text[at] == '.'); at++)
        points += text[at] == '.';
    s->n = (size_t)(text + at - s->digits);
    return s->n > points && points <= 1 && read_exponent(text, n, &at, &s->exponent) &&
           at == n;
}

/* Digits, without the zeros in front, that stand before the last unit's place. */
static dt_wide_verdict gather(const spelling *s, dt_wide *number)
{
    const char *const point = memchr(s->digits, '.', s->n);
    const ptrdiff_t whole = point ? point - s->digits : (ptrdiff_t)s->n;
    const ptrdiff_t wanted = whole + s->exponent + DT_WIDE_PLACES;
    ptrdiff_t seen = 0;
    int kept = 0;
    for (size_t k = 0; k < s->n && seen < wanted; k++) {
        if (s->digits[k] == '.')
            continue;
        seen++;
        if (kept == 0 && s->digits[k] == '0')
            continue;
        if (kept++ == MOST_DIGITS)
            return DT_WIDE_HUGE;
        multiply_add(number, 10, (uint32_t)(s->digits[k] - '0'));
    }
    for (; kept > 0 && seen < wanted; seen++) {
        if (kept++ == MOST_DIGITS)
            return DT_WIDE_HUGE;
        multiply_add(number, 10, 0);
    }
    return DT_WIDE_READ;
}

dt_wide_verdict dt_wide_read(const char *text, size_t n, dt_wide *number)
{
    spelling s;
    *number = (dt_wide){{0}};
    if (!read_spelling(text, n, &s))
        return DT_WIDE_MISSPELT;
    const dt_wide_verdict verdict = gather(&s, number);
    if (s.negative && (verdict != DT_WIDE_READ || !dt_wide_is_zero(number)))
        return DT_WIDE_NEGATIVE;
    return verdict;
}

dt_wide dt_wide_one(void)
{
    dt_wide one;
    (void)dt_wide_read("1", 1, &one);
    return one;
}
