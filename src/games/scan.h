/* From the bytes of an `.efg` file to its words. */
#ifndef DT_GAMES_SCAN_H
#define DT_GAMES_SCAN_H

#include "base/diags.h"
#include "base/text.h"

typedef enum dt_scan_kind {
    DT_SCAN_ATOM,   /* a number, or a letter that says what follows */
    DT_SCAN_STRING, /* with its quotes */
    DT_SCAN_LEFT,   /* { */
    DT_SCAN_RIGHT,  /* } */
    DT_SCAN_COMMA,
    DT_SCAN_END, /* stands directly behind the last word */
    DT_SCAN_BAD, /* reported already */
} dt_scan_kind;

/* Where a reader is: the word it looks at, bytes [begin, end) of the source. */
typedef struct dt_scan {
    const dt_source *source;
    dt_diags *diags;
    dt_scan_kind kind;
    uint32_t begin, end;
} dt_scan;

/* Look at the first word. A mark of UTF-8 is passed over. */
dt_scan dt_scan_of(const dt_source *source, dt_diags *diags);
/* Look at the next one. */
void dt_scan_next(dt_scan *scan);

dt_span dt_scan_span(const dt_scan *scan);
/* "the end of the file", "'}'" and such: the word as a message names it. */
void dt_scan_describe(const dt_scan *scan, dt_text *text);

/* What the string looked at says, in `text`, which is emptied before. A backslash
 * before a quote makes it a part of the string, any other is one; CR LF becomes LF.
 * Bytes that are not UTF-8 are taken for Latin-1: false when there are any. */
bool dt_scan_string(const dt_scan *scan, dt_text *text);

#endif
