/* Growth is by doubling; the failure is sticky (see text.h). */
#include "base/text.h"

#include "base/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(dt_text *text, size_t more)
{
    if (text->failed || more > SIZE_MAX / 2 - text->n - 1) {
        text->failed = true;
        return false;
    }
    if (text->n + more + 1 <= text->room)
        return true;
    const size_t room = 2 * (text->n + more) + 32;
    char *const bytes = realloc(text->bytes, room);
    if (!bytes) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->room = room;
    return true;
}

void dt_text_add_n(dt_text *text, const char *bytes, size_t n)
{
    if (!make_room(text, n))
        return;
    if (n)
        memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    text->bytes[text->n] = '\0';
}

void dt_text_add(dt_text *text, const char *string)
{
    dt_text_add_n(text, string, strlen(string));
}

void dt_text_repeat(dt_text *text, char c, size_t n)
{
    if (!make_room(text, n))
        return;
    memset(text->bytes + text->n, c, n);
    text->n += n;
    text->bytes[text->n] = '\0';
}

void dt_text_vformat(dt_text *text, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    if (n < 0)
        text->failed = true;
    else if (make_room(text, (size_t)n)) {
        vsnprintf(text->bytes + text->n, (size_t)n + 1, format, again);
        text->n += (size_t)n;
    }
    va_end(again);
}

void dt_text_format(dt_text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    dt_text_vformat(text, format, args);
    va_end(args);
}

const char *dt_text_string(const dt_text *text)
{
    return text->bytes ? text->bytes : "";
}

void dt_text_reset(dt_text *text)
{
    text->n = 0;
    text->failed = false;
    if (text->bytes)
        text->bytes[0] = '\0';
}

void dt_text_release(dt_text *text)
{
    free(text->bytes);
    *text = (dt_text){0};
}

/* Where the last character of the n bytes begins, if it may be incomplete; else n. */
static size_t end_of_whole(const char *bytes, size_t n)
{
    uint32_t code_point;
    size_t begin = n;
    while (begin && ((unsigned char)bytes[begin - 1] & 0xC0u) == 0x80u)
        begin--;
    begin -= begin > 0;
    return n && dt_utf8_decode(bytes + begin, n - begin, &code_point) == 0 ? begin : n;
}

void dt_text_fit(char *to, size_t room, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int wanted = vsnprintf(to, room, format, args);
    va_end(args);
    if (wanted < 0)
        to[0] = '\0';
    else if ((size_t)wanted >= room)
        to[end_of_whole(to, room - 1)] = '\0';
}
