/* Where a command's answer goes: standard output, or a file that appears whole or not
 * at all. */
#ifndef DT_CLI_OUTPUT_H
#define DT_CLI_OUTPUT_H

#include "cli/options.h"

#include <detente/sink.h>
#include <stdbool.h>
#include <stdio.h>

enum { OUTPUT_PATH_MAX = 4096 };

typedef struct output {
    dt_sink sink; /* write here; valid while the output does not move */
    FILE *file;
    const char *path;                /* NULL: standard output */
    progress *progress;              /* is erased before anything is written */
    bool has_begun;                  /* something was written */
    int error;                       /* errno of the first failed write */
    char temporary[OUTPUT_PATH_MAX]; /* the file that will become `path`; empty: written
                                        directly */
} output;

/* Open what --output names, or standard output. DT_EIO when that fails. Writing ends
 * with DT_ESTOPPED as soon as the user wants to stop. */
dt_status output_open(output *out, const arguments *args, dt_error *err);

/* Finish: `status` is how writing ended. On DT_OK the file gets its name; otherwise
 * nothing of it is left. Returns the status of the whole. */
dt_status output_close(output *out, dt_status status, dt_error *err);

/* A sink for standard error. */
dt_sink output_messages(void);

#endif
