/* Which of the kernels this machine can run. */
#include "stability/kernels.h"

#ifdef DT_WIDE_KERNELS
extern const dt_kernels dt_kernels_wide;
#endif

const dt_kernels *dt_kernels_here(void)
{
#ifdef DT_WIDE_KERNELS
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return &dt_kernels_wide;
#endif
    return &dt_kernels_plain;
}
