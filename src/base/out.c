/* See out.h. */
#include "base/out.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

dt_out dt_out_to(const dt_sink *sink)
{
    dt_out out;
    out.sink = sink;
    out.status = DT_OK;
    out.n = 0;
    return out;
}

static void flush(dt_out *out)
{
    if (out->status == DT_OK && out->n)
        out->status = out->sink->write(out->sink->context, out->buffer, out->n);
    out->n = 0;
}

void dt_put_n(dt_out *out, const char *bytes, size_t n)
{
    while (n) {
        if (out->n == sizeof out->buffer)
            flush(out);
        const size_t room = sizeof out->buffer - out->n;
        const size_t part = n < room ? n : room;
        memcpy(out->buffer + out->n, bytes, part);
        out->n += part;
        bytes += part;
        n -= part;
    }
}

void dt_put(dt_out *out, const char *string)
{
    dt_put_n(out, string, strlen(string));
}

void dt_put_repeat(dt_out *out, char c, size_t n)
{
    while (n--)
        dt_put_n(out, &c, 1);
}

void dt_put_number(dt_out *out, uint64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    dt_put_n(out, digits + at, sizeof digits - at);
}

void dt_put_format(dt_out *out, const char *format, ...)
{
    char line[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(line, sizeof line, format, args);
    if (n >= 0 && (size_t)n < sizeof line)
        dt_put_n(out, line, (size_t)n);
    else if (n >= 0) { /* rare: a user's text longer than a line */
        dt_text text = {0};
        dt_text_repeat(&text, ' ', (size_t)n);
        if (text.failed)
            out->status = DT_ENOMEM;
        else {
            vsnprintf(text.bytes, (size_t)n + 1, format, again);
            dt_put_n(out, text.bytes, (size_t)n);
        }
        dt_text_release(&text);
    }
    va_end(again);
    va_end(args);
}

dt_status dt_out_end(dt_out *out)
{
    flush(out);
    return out->status;
}
