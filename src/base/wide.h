/* Whole numbers of 128 bits: sums and products of 64-bit numbers that lose nothing.
 * gcc and clang have them wherever pointers have 64 bits. */
#ifndef DT_BASE_WIDE_H
#define DT_BASE_WIDE_H

__extension__ typedef __int128 dt_wide;
__extension__ typedef unsigned __int128 dt_wide_unsigned;

#endif
