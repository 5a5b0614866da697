/* Bit matrices: from 64 codes to 64 columns of bits, and back. */
#ifndef DT_BASE_TRANSPOSE_H
#define DT_BASE_TRANSPOSE_H

#include <stdint.h>

/* Transpose the 64 x 64 bits of `w` in place: bit c of w[r] becomes bit r of w[c]. */
void dt_transpose(uint64_t w[64]);

#endif
