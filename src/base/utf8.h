/* Decoding UTF-8. */
#ifndef DT_BASE_UTF8_H
#define DT_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* What some editors put at the beginning of a text. */
#define DT_BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Length in bytes of the character that `text` ([n], n > 0) begins with, and its code
 * point; 0 when the bytes are no UTF-8 (overlong forms and surrogates included). */
size_t dt_utf8_decode(const char *text, size_t n, uint32_t *code_point);

/* Columns that a terminal gives the string: wide characters count twice, combining
 * marks not at all. */
size_t dt_utf8_width(const char *string);
size_t dt_utf8_width_n(const char *text, size_t n);

/* Bytes of the longest beginning of the string that fits `columns`. */
size_t dt_utf8_fit(const char *string, size_t columns);

#endif
