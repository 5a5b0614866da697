/* An array of 64-bit words that knows its length, for columns as long as a space: of
 * exactly that size, from the start. */
#ifndef DT_BASE_WORDS_H
#define DT_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is an empty array. */
typedef struct dt_words {
    uint64_t *at; /* [n], owned */
    size_t n;
} dt_words;

/* Make an empty array one of n zeros; false when there is no memory. */
bool dt_words_zero(dt_words *words, size_t n);
/* Free them; the array is empty again. */
void dt_words_release(dt_words *words);

#endif
