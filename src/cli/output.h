/* Where a command's answer goes: standard output, or a file that appears whole or not
 * at all. */
#ifndef DT_CLI_OUTPUT_H
#define DT_CLI_OUTPUT_H

#include <detente/sink.h>
#include <stdbool.h>
#include <stdio.h>

enum { OUTPUT_PATH_MAX = 4096 };

typedef struct output {
    dt_sink sink; /* write here; valid while the output does not move */
    FILE *file;
    const char *path;                /* NULL: standard output */
    int error;                       /* errno of the first failed write */
    char temporary[OUTPUT_PATH_MAX]; /* the file that will become `path`; empty: written
                                        directly */
} output;

/* Open `path`, or standard output when it is NULL. DT_EIO when that fails. */
dt_status output_open(output *out, const char *path, dt_error *err);

/* Finish: `status` is how writing ended. On DT_OK the file gets its name; otherwise
 * nothing of it is left. Returns the status of the whole. */
dt_status output_close(output *out, dt_status status, dt_error *err);

/* A sink for standard error. */
dt_sink output_messages(void);

#endif
