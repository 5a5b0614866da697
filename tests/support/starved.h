/* Letting each allocation of something fail in turn, each time in a process of its own,
 * in which nothing has failed yet. tests/fault/failing.c is preloaded and sees to the
 * failing. */
#ifndef DT_SUPPORT_STARVED_H
#define DT_SUPPORT_STARVED_H

#include <detente/status.h>
#include <stdbool.h>

/* Try it once; *untouched says that no output was written. */
typedef dt_status starved_attempt(void *scene, bool *untouched, dt_error *err);

/* How many allocations it needs: with the k-th failing it is refused for lack of
 * memory, in the words that all have, and leaves its output alone; with one more it
 * succeeds. Fails the test when it ends in any other way. */
unsigned count_failures(starved_attempt *attempt, void *scene);

#endif
