/* See utf8.h. The table of widths is coarse: the ranges of East Asian wide characters
 * and of combining marks that names in practice contain. */
#include "base/utf8.h"

#include <string.h>

static size_t length_of(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

size_t dt_utf8_decode(const char *text, size_t n, uint32_t *code_point)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char lead = (unsigned char)text[0];
    const size_t length = length_of(lead);
    if (length == 0 || length > n)
        return 0;
    uint32_t c = length == 1 ? lead : lead & (0x7fu >> length);
    for (size_t k = 1; k < length; k++) {
        if (((unsigned char)text[k] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | ((unsigned char)text[k] & 0x3f);
    }
    if (c < smallest[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return 0;
    *code_point = c;
    return length;
}

static size_t columns_of(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        size_t columns;
    } ranges[] = {
        {0x0300, 0x036f, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05bd, 0},
        {0x0610, 0x061a, 0},   {0x064b, 0x065f, 0},   {0x1100, 0x115f, 2},
        {0x1ab0, 0x1aff, 0},   {0x200b, 0x200f, 0},   {0x202a, 0x202e, 0},
        {0x2e80, 0x303e, 2},   {0x3041, 0xa4cf, 2},   {0xac00, 0xd7a3, 2},
        {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0},
        {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},
        {0x1f300, 0x1faff, 2}, {0x20000, 0x3fffd, 2},
    };
    for (size_t k = 0; k < sizeof ranges / sizeof *ranges; k++)
        if (c >= ranges[k].from && c <= ranges[k].to)
            return ranges[k].columns;
    return 1;
}

/* Walks at most `columns` columns; the bytes walked, and in *used the columns. */
static size_t walk(const char *text, size_t n, size_t columns, size_t *used)
{
    size_t at = 0;
    *used = 0;
    while (at < n) {
        uint32_t c = '?';
        size_t length = dt_utf8_decode(text + at, n - at, &c);
        if (length == 0)
            length = 1;
        const size_t more = columns_of(c);
        if (*used + more > columns)
            break;
        *used += more;
        at += length;
    }
    return at;
}

size_t dt_utf8_width_n(const char *text, size_t n)
{
    size_t used;
    walk(text, n, SIZE_MAX / 2, &used);
    return used;
}

size_t dt_utf8_width(const char *string)
{
    return dt_utf8_width_n(string, strlen(string));
}

size_t dt_utf8_fit(const char *string, size_t columns)
{
    size_t used;
    return walk(string, strlen(string), columns, &used);
}
