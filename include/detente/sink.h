/**
 * @file
 * @brief Where output goes: one function of the caller's.
 *
 * The library never prints. Everything it writes (reports, diagnostics, models in
 * another format) goes through a ::dt_sink, in pieces of some kilobytes. The caller
 * decides what a sink is: a file, a string, a socket.
 */
#ifndef DETENTE_SINK_H
#define DETENTE_SINK_H

#include <detente/status.h>
#include <stddef.h>

/**
 * A place to write to. `write` gets `n` bytes (not NUL-terminated) and returns DT_OK,
 * or the status with which the whole report shall end; it is not called again then.
 */
typedef struct dt_sink {
    dt_status (*write)(void *context, const char *bytes, size_t n);
    void *context; /**< handed to `write`; the caller's */
} dt_sink;

#endif
