/* A number is read digit by digit into the integer above the line; the places behind
 * the point and the exponent then say by which power of ten to multiply or divide.
 *
 * The nearest double takes one division of integers. Its last bit is worth 2^u, where u
 * follows from the magnitude and, for the smallest doubles, from their fixed grid; what
 * the division leaves says which of two neighbours is nearer. (mpq_get_d() cuts off
 * instead of rounding.) Where both parts are doubles, dividing these rounds once. */
#include "base/ratio.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* So many digits of ten at a time fit any unsigned long. */
#define CHUNK 1000000000UL

/* ---- Reading -------------------------------------------------------------------- */

/* A text, and how far it has been read. */
typedef struct reader {
    const char *text;
    size_t n, at;
} reader;

static bool skip(reader *in, char c)
{
    const bool there = in->at < in->n && in->text[in->at] == c;
    in->at += there;
    return there;
}

static bool at_digit(const reader *in)
{
    return in->at < in->n && in->text[in->at] >= '0' && in->text[in->at] <= '9';
}

/* Append the digits that follow to z, some at a time; how many there are. */
static size_t read_digits(reader *in, mpz_ptr z)
{
    const size_t begin = in->at;
    while (at_digit(in)) {
        unsigned long chunk = 0, scale = 1;
        for (; at_digit(in) && scale < CHUNK; in->at++, scale *= 10)
            chunk = chunk * 10 + (unsigned long)(in->text[in->at] - '0');
        mpz_mul_ui(z, z, scale);
        mpz_add_ui(z, z, chunk);
    }
    return in->at - begin;
}

/* The exponent behind an 'e'; one that is too large stays beyond the limit. */
static bool read_exponent(reader *in, long *exponent)
{
    const bool negative = skip(in, '-');
    if (!negative)
        skip(in, '+');
    if (!at_digit(in))
        return false;
    for (; at_digit(in); in->at++)
        if (*exponent <= DT_RATIO_EXPONENT)
            *exponent = *exponent * 10 + (in->text[in->at] - '0');
    if (negative)
        *exponent = -*exponent;
    return true;
}

static void shift_by_tens(mpq_ptr q, long tens)
{
    mpz_ptr const z = tens > 0 ? mpq_numref(q) : mpq_denref(q);
    for (long left = labs(tens); left > 0; left -= 9) {
        unsigned long scale = 1;
        for (long k = 0; k < left && k < 9; k++)
            scale *= 10;
        mpz_mul_ui(z, z, scale);
    }
}

/* The rest of a decimal, whose `whole` digits before the point have been read. */
static dt_ratio_fault read_decimal(reader *in, size_t whole, mpq_ptr q)
{
    const size_t places = skip(in, '.') ? read_digits(in, mpq_numref(q)) : 0;
    long exponent = 0;
    if (whole + places == 0)
        return DT_RATIO_MISSPELT;
    if ((skip(in, 'e') || skip(in, 'E')) && !read_exponent(in, &exponent))
        return DT_RATIO_MISSPELT;
    if (labs(exponent) > DT_RATIO_EXPONENT)
        return DT_RATIO_FAR;
    if (places > 0 || exponent != 0)
        shift_by_tens(q, exponent - (long)places);
    return DT_RATIO_OK;
}

static dt_ratio_fault read_fraction(reader *in, size_t whole, mpq_ptr q)
{
    mpz_set_ui(mpq_denref(q), 0);
    if (read_digits(in, mpq_denref(q)) == 0 || whole == 0)
        return DT_RATIO_MISSPELT;
    return mpz_sgn(mpq_denref(q)) == 0 ? DT_RATIO_DIVIDED : DT_RATIO_OK;
}

/* More digits in a row than may be, wherever they stand. */
static bool is_long(const char *text, size_t n)
{
    size_t digits = 0;
    for (size_t k = 0; k < n && digits <= DT_RATIO_DIGITS; k++)
        if (text[k] >= '0' && text[k] <= '9')
            digits++;
        else if (text[k] != '.')
            digits = 0;
    return digits > DT_RATIO_DIGITS;
}

dt_ratio_fault dt_ratio_read(const char *text, size_t n, mpq_t q)
{
    reader in = {text, n, 0};
    mpq_set_ui(q, 0, 1);
    if (is_long(text, n))
        return DT_RATIO_LONG;
    const bool negative = skip(&in, '-');
    if (!negative)
        skip(&in, '+');
    const size_t whole = read_digits(&in, mpq_numref(q));
    const dt_ratio_fault fault =
        skip(&in, '/') ? read_fraction(&in, whole, q) : read_decimal(&in, whole, q);
    if (in.at < n)
        return DT_RATIO_MISSPELT;
    if (fault != DT_RATIO_OK)
        return fault;
    if (negative)
        mpz_neg(mpq_numref(q), mpq_numref(q));
    mpq_canonicalize(q);
    return fabs(dt_ratio_double(q)) > DT_RATIO_MAX ? DT_RATIO_BIG : DT_RATIO_OK;
}

void dt_ratio_set(mpq_t q, const char *text)
{
    const dt_ratio_fault fault = dt_ratio_read(text, strlen(text), q);
    assert(fault == DT_RATIO_OK);
    (void)fault;
}

/* ---- The nearest double --------------------------------------------------------- */

/* Set `above` / `below` to |q| / 2^power. */
static void scale(const mpq_t q, long power, mpz_t above, mpz_t below)
{
    mpz_abs(above, mpq_numref(q));
    mpz_set(below, mpq_denref(q));
    if (power < 0)
        mpz_mul_2exp(above, above, (mp_bitcnt_t)-power);
    else
        mpz_mul_2exp(below, below, (mp_bitcnt_t)power);
}

/* The power of two at or below |q|, which is not 0. */
static long magnitude(const mpq_t q, mpz_t above, mpz_t below)
{
    const long power =
        (long)mpz_sizeinbase(mpq_numref(q), 2) - (long)mpz_sizeinbase(mpq_denref(q), 2);
    scale(q, power, above, below);
    return mpz_cmp(above, below) < 0 ? power - 1 : power;
}

/* above / below to the nearest whole number, of two the even one. */
static double round_quotient(mpz_t above, mpz_t below)
{
    mpz_t whole;
    mpz_init(whole);
    mpz_tdiv_qr(whole, above, above, below);
    mpz_mul_2exp(above, above, 1);
    const int half = mpz_cmp(above, below);
    if (half > 0 || (half == 0 && mpz_odd_p(whole)))
        mpz_add_ui(whole, whole, 1);
    const double rounded = mpz_get_d(whole);
    mpz_clear(whole);
    return rounded;
}

/* The long way: works for all that is not 0. */
static double divide(const mpq_t q)
{
    static const long lowest = DBL_MIN_EXP - DBL_MANT_DIG; /* of the smallest double */
    mpz_t above, below;
    mpz_init(above);
    mpz_init(below);
    const long bit = magnitude(q, above, below) - (DBL_MANT_DIG - 1);
    const long unit = bit < lowest ? lowest : bit;
    scale(q, unit, above, below);
    const double whole = round_quotient(above, below);
    mpz_clear(above);
    mpz_clear(below);
    const double size = unit > DBL_MAX_EXP ? (double)INFINITY : ldexp(whole, (int)unit);
    return mpq_sgn(q) < 0 ? -size : size;
}

double dt_ratio_double(const mpq_t q)
{
    if (mpq_sgn(q) == 0)
        return 0;
    if (mpz_sizeinbase(mpq_numref(q), 2) <= DBL_MANT_DIG &&
        mpz_sizeinbase(mpq_denref(q), 2) <= DBL_MANT_DIG) /* both are doubles */
        return mpz_get_d(mpq_numref(q)) / mpz_get_d(mpq_denref(q));
    return divide(q);
}

/* ---- Writing -------------------------------------------------------------------- */

const char *dt_ratio_text(dt_arena *arena, const mpq_t q)
{
    const size_t room =
        mpz_sizeinbase(mpq_numref(q), 10) + mpz_sizeinbase(mpq_denref(q), 10) + 3;
    char *const text = dt_arena_array(arena, char, room);
    return text ? mpq_get_str(text, 10, q) : NULL;
}
