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

/* How many processors there are for us; 1 when loops are not shared. */
static inline uint32_t dt_processors(void)
{
#ifdef _OPENMP
    return (uint32_t)omp_get_num_procs();
#else
    return 1;
#endif
}

/* As many of so many threads as can be had: 1 when loops are not shared. */
static inline uint32_t dt_threads_possible(uint32_t n_threads)
{
#ifdef _OPENMP
    return n_threads;
#else
    (void)n_threads;
    return 1;
#endif
}

/* Of so many threads, as many as are of use on a loop over so many cells: one for every
 * DT_WORTH_THREADS of them, and one more. */
static inline uint32_t dt_threads_worth(uint32_t n_threads, uint64_t n_cells)
{
    const uint64_t most =
        n_cells < DT_WORTH_THREADS ? 1 : n_cells / DT_WORTH_THREADS + 1;
    return n_threads < most ? n_threads : (uint32_t)most;
}

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
