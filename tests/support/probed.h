/* A model read from a string, and what it says about intentions. */
#ifndef DT_SUPPORT_PROBED_H
#define DT_SUPPORT_PROBED_H

#include "support/tested.h"

#include <detente/probe.h>

typedef struct probed {
    tested t; /* without space and ranks */
    dt_probe *probe;
    const dt_findings *found; /* NULL unless t.status is DT_OK */
} probed;

/* Read and analyse; stops at the first failure. The question may be NULL. */
probed probe_text(const char *text, const dt_probe_question *question);
probed probe_file(const char *path, const dt_probe_question *question);
void probe_release(probed *p);

/* The same, failing the test with what the library says unless all is well. */
probed assert_probe(const char *text, const dt_probe_question *question);

/* How likely the actor's type (0 its plain self) is after belief number k. */
double belief_in(const probed *p, uint32_t k, dt_actor_id a, uint32_t type);

#endif
