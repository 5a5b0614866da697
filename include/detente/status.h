/**
 * @file
 * @brief How a call ended, and what to tell the user when it did not end well.
 *
 * Whatever can fail returns a ::dt_status and fills the ::dt_error that the caller
 * passes last (NULL if the text is not wanted). Reporting *out of memory* needs no
 * memory. What is wrong with a *model* goes to a list of diagnostics instead
 * (detente/diags.h), and the status is then ::DT_EMODEL.
 */
#ifndef DETENTE_STATUS_H
#define DETENTE_STATUS_H

#include <detente/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a call ended. */
typedef enum dt_status {
    DT_OK = 0,
    DT_EMODEL,   /**< the model is unsound: the diagnostics say where and why */
    DT_EUSAGE,   /**< an argument names nothing, or makes no sense */
    DT_EAPPLY,   /**< the analysis does not apply to this model */
    DT_ELIMIT,   /**< a limit would be exceeded; nothing was computed */
    DT_ENOMEM,   /**< the system has no memory left */
    DT_EIO,      /**< a file could not be read or written */
    DT_ESTOPPED, /**< whoever looked on asked to stop (detente/monitor.h) */
} dt_status;

/** One failure, in the caller's frame. `text` is one line, lower case, no full stop. */
typedef struct dt_error {
    dt_status status;
    char text[400];
} dt_error;

/**
 * @brief The exit status of a program that ends with @p status.
 * @return 0 done, 1 unsound model, 2 wrong usage, 3 not applicable or over a limit,
 *         4 file or system error, 130 stopped (what a shell shows after Ctrl-C).
 */
DT_API int dt_status_exit(dt_status status);

/** @brief The version of the library, such as "0.1.0". Static; never NULL. */
DT_API const char *dt_version(void);

#ifdef __cplusplus
}
#endif

#endif
