/* A string that grows. It remembers that memory ran out, so that a writer checks once,
 * at the end. */
#ifndef DT_BASE_TEXT_H
#define DT_BASE_TEXT_H

#include <detente/export.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* All zero is an empty text. `bytes` is NUL-terminated once anything was added. */
typedef struct dt_text {
    char *bytes; /* [room], owned */
    size_t n, room;
    bool failed; /* memory ran out: the text is cut short and must not be used */
} dt_text;

void dt_text_add(dt_text *text, const char *string);
void dt_text_add_n(dt_text *text, const char *bytes, size_t n);
void dt_text_repeat(dt_text *text, char c, size_t n);
DT_PRINTF(2, 3) void dt_text_format(dt_text *text, const char *format, ...);
DT_PRINTF(2, 0) void dt_text_vformat(dt_text *text, const char *format, va_list args);

/* The string so far; "" when nothing was added. */
const char *dt_text_string(const dt_text *text);

/* Empty it and keep the memory. */
void dt_text_reset(dt_text *text);
void dt_text_release(dt_text *text);

/* Write into a buffer of `room` bytes, room > 0. What does not fit is cut off, behind a
 * whole character. */
DT_PRINTF(3, 4)
void dt_text_fit(char *to, size_t room, const char *format, ...);

#endif
