/* How loops are shared among threads. The work of a loop does not depend on who does
 * it, so these numbers change how long it takes and nothing else. */
#ifndef DT_BASE_THREADS_H
#define DT_BASE_THREADS_H

#include <stdint.h>
#ifdef _OPENMP
#include <omp.h>
#endif

/* Steps that a thread takes at a time. Portions are handed out as threads ask for them:
 * on a busy machine nobody waits for a thread that has lost its processor. */
enum { DT_PORTION = 32 };

/* Fewer cells than that are done before other threads have woken up. */
enum { DT_WORTH_THREADS = 1 << 13 };

/* The number of the thread in its team, from 0. */
static inline uint32_t dt_thread_number(void)
{
#ifdef _OPENMP
    return (uint32_t)omp_get_thread_num();
#else
    return 0;
#endif
}

#endif
