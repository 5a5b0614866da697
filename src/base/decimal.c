/* See decimal.h. */
#include "base/decimal.h"

#include <inttypes.h>
#include <stdio.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits from *at on, as units; `place` is worth of the next digit, falling. */
static bool read_whole(const char *text, size_t n, size_t *at, int64_t *units)
{
    const size_t begin = *at;
    for (; *at < n && is_digit(text[*at]); (*at)++) {
        *units = *units * 10 + (text[*at] - '0') * DT_DECIMAL_ONE;
        if (*units > DT_DECIMAL_MAX * DT_DECIMAL_ONE)
            return false;
    }
    return *at > begin;
}

static bool read_fraction(const char *text, size_t n, size_t *at, int64_t *units)
{
    const size_t begin = *at;
    int64_t place = DT_DECIMAL_ONE;
    for (; *at < n && is_digit(text[*at]); (*at)++) {
        place /= 10;
        if (place == 0 && text[*at] != '0')
            return false;
        *units += (text[*at] - '0') * place;
    }
    return *at > begin;
}

bool dt_decimal_read(const char *text, size_t n, int64_t *units)
{
    size_t at = 0;
    int64_t u = 0;
    const bool negative = n && text[0] == '-';
    if (n && (text[0] == '-' || text[0] == '+'))
        at++;
    if (!read_whole(text, n, &at, &u))
        return false;
    if (at < n && text[at] == '.') {
        at++;
        if (!read_fraction(text, n, &at, &u))
            return false;
    }
    if (at != n || u > DT_DECIMAL_MAX * DT_DECIMAL_ONE)
        return false;
    *units = negative ? -u : u;
    return true;
}

const char *dt_decimal_write(int64_t units, char buffer[DT_DECIMAL_ROOM])
{
    const uint64_t u = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    const uint64_t one = (uint64_t)DT_DECIMAL_ONE;
    int n = snprintf(buffer, DT_DECIMAL_ROOM, "%s%" PRIu64 ".%0*" PRIu64,
                     units < 0 ? "-" : "", u / one, DT_DECIMAL_PLACES, u % one);
    while (buffer[n - 1] == '0')
        buffer[--n] = '\0';
    if (buffer[n - 1] == '.')
        buffer[--n] = '\0';
    return buffer;
}
