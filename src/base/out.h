/* Writing through a sink: buffered, and with a failure that is remembered, so that a
 * report is a list of plain calls and one check at the end.
 *
 *     dt_out out = dt_out_to(sink);
 *     dt_put(&out, "hello\n");
 *     return dt_out_end(&out);
 */
#ifndef DT_BASE_OUT_H
#define DT_BASE_OUT_H

#include <detente/sink.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct dt_out {
    const dt_sink *sink;
    dt_status status; /* the first failure; nothing is written after it */
    size_t n;
    char buffer[4096];
} dt_out;

dt_out dt_out_to(const dt_sink *sink);
void dt_put(dt_out *out, const char *string);
void dt_put_n(dt_out *out, const char *bytes, size_t n);
void dt_put_repeat(dt_out *out, char c, size_t n);
void dt_put_number(dt_out *out, uint64_t number);
DT_PRINTF(2, 3) void dt_put_format(dt_out *out, const char *format, ...);

/* False when something has failed: what is put is then lost, and a long loop may end.
 */
static inline bool dt_out_works(const dt_out *out)
{
    return out->status == DT_OK;
}

/* Write what is buffered; the status of the whole. */
dt_status dt_out_end(dt_out *out);

#endif
