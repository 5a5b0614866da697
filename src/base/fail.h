/* Filling in a dt_error, and passing a failure on. */
#ifndef DT_BASE_FAIL_H
#define DT_BASE_FAIL_H

#include <detente/status.h>

/* Fill `err` (if there is one) with a line of text; returns `status`. */
DT_PRINTF(3, 4)
dt_status dt_fail(dt_error *err, dt_status status, const char *format, ...);

/* The same for lack of memory, whose text is always the same. */
dt_status dt_fail_memory(dt_error *err);

/* For what has failed without a text of its own: DT_ENOMEM or DT_ESTOPPED. */
dt_status dt_fail_plainly(dt_error *err, dt_status status);

/* Pass a failure on at once, where there is nothing to clean up. */
#define DT_TRY(call)                                                                   \
    do {                                                                               \
        const dt_status dt_try_status = (call);                                        \
        if (dt_try_status != DT_OK)                                                    \
            return dt_try_status;                                                      \
    } while (0)

#endif
