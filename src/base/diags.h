/* Collecting findings about a model: the inside of detente/diags.h.
 *
 * A finding is one row of the table DT_FINDINGS (findings.def): its id, its severity.
 * The text is made where the facts are. A dt_span is a byte range of one source; lines
 * and columns are worked out only when a finding is printed. */
#ifndef DT_BASE_DIAGS_H
#define DT_BASE_DIAGS_H

#include "base/json.h"

#include <detente/diags.h>

/* Bytes [begin, end) of a source; the source with index DT_NO_SOURCE is no place. */
typedef struct dt_span {
    uint32_t source, begin, end;
} dt_span;

#define DT_NO_SOURCE UINT32_MAX
#define DT_NOWHERE ((dt_span){DT_NO_SOURCE, 0, 0})

/* A text that was read. Lives as long as the findings. */
typedef struct dt_source {
    const char *name;
    const char *text; /* [n], NUL behind it */
    uint32_t n;
    uint32_t index; /* for dt_span.source */
} dt_source;

typedef enum dt_finding_id {
#define DT_FINDING(id, severity) DT_FINDING_##id,
#include "base/findings.def"
#undef DT_FINDING
    DT_N_FINDINGS
} dt_finding_id;

/* Keep a copy of a text. NULL when there is no memory or the text is too long
 * (DT_SOURCE_MAX bytes). */
#define DT_SOURCE_MAX ((size_t)1 << 30)
const dt_source *dt_diags_add_source(dt_diags *diags, const char *name,
                                     const char *text, size_t n);

/* Report a finding. Lack of memory is remembered and comes out of dt_diags_status. */
DT_PRINTF(4, 5)
void dt_report(dt_diags *diags, dt_finding_id id, dt_span where, const char *format,
               ...);

/* Add to the finding just reported: a second place, or advice. Without effect when that
 * finding was one too many. */
DT_PRINTF(3, 4)
void dt_report_note(dt_diags *diags, dt_span where, const char *format, ...);
DT_PRINTF(2, 3) void dt_report_help(dt_diags *diags, const char *format, ...);

/* DT_EMODEL when there is an error, DT_ENOMEM when a finding was lost, else DT_OK; and
 * the line of text that sums it up. */
dt_status dt_diags_status(const dt_diags *diags, dt_error *err);

/* The findings as one JSON array, a value of a larger answer. */
void dt_diags_put_json(const dt_diags *diags, dt_json *json);

/* No more errors will be kept: a reader may as well stop. */
bool dt_diags_full(const dt_diags *diags);

#endif
