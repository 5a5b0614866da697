/**
 * @file
 * @brief Everything that is wrong with a model, each with its place.
 *
 * Readers collect into a ::dt_diags instead of stopping at the first mistake. It
 * also keeps the texts that were read, so that a finding can show its line. Use one
 * ::dt_diags for one model, from reading to the last analysis.
 *
 * At most ::DT_DIAGS_MAX errors are kept (and as many warnings); the rest is counted.
 */
#ifndef DETENTE_DIAGS_H
#define DETENTE_DIAGS_H

#include <detente/export.h>
#include <detente/sink.h>
#include <detente/status.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Errors kept and shown in one run; warnings have a budget of the same size. */
#define DT_DIAGS_MAX 20u

/** How bad a finding is. */
typedef enum dt_severity {
    DT_SEVERITY_ERROR,
    DT_SEVERITY_WARNING,
} dt_severity;

/** A list of findings. Opaque; free with dt_diags_free(). */
typedef struct dt_diags dt_diags;

/** @brief An empty list, the caller's; NULL when there is no memory. */
DT_API dt_diags *dt_diags_new(void);

/** @brief Free the list and the texts it keeps. Accepts NULL. */
DT_API void dt_diags_free(dt_diags *diags);

/** @brief How many findings of that severity there were, shown or not. */
DT_API uint32_t dt_diags_count(const dt_diags *diags, dt_severity severity);

/**
 * @brief Write the findings as a compiler would.
 *
 * Each one with file, line and column, the line itself, a caret under the words in
 * question, notes with places of their own, and help.
 *
 * @param[in] diags   borrowed.
 * @param[in] sink    where to; borrowed.
 * @param[in] colour  true: with terminal colours.
 * @return DT_OK, DT_ENOMEM, or what the sink answered.
 */
DT_API dt_status dt_diags_write(const dt_diags *diags, const dt_sink *sink,
                                bool colour);

/**
 * @brief Write the findings as a JSON array, for editors and scripts.
 *
 * Each is an object: `severity`, `id`, `message`, `file`, `line`, `column`,
 * `end_line`, `end_column` (from 1; the end is exclusive), and where there are any
 * `note` and `help`.
 *
 * @return as dt_diags_write().
 */
DT_API dt_status dt_diags_write_json(const dt_diags *diags, const dt_sink *sink);

#ifdef __cplusplus
}
#endif

#endif
