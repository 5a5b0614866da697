/* What we ask of a compiler beyond C, where it knows it. */
#ifndef DT_BASE_COMPILER_H
#define DT_BASE_COMPILER_H

/* A function whose body must be compiled anew for the constant arguments of each call.
 */
#if defined(__GNUC__)
#define DT_INLINE static inline __attribute__((always_inline))
#else
#define DT_INLINE static inline
#endif

/* Begin to fetch memory that is about to be read. */
#if defined(__GNUC__)
#define DT_PREFETCH(address) __builtin_prefetch(address)
#else
#define DT_PREFETCH(address) ((void)(address))
#endif

#endif
