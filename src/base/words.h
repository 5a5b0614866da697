/* A growing array of 64-bit words, for lists too long to be copied often: it grows in
 * place where the system can. */
#ifndef DT_BASE_WORDS_H
#define DT_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is an empty list. */
typedef struct dt_words {
    uint64_t *at; /* [n], owned */
    size_t n, room;
} dt_words;

/* Add a word; false when there is no memory. */
bool dt_words_add(dt_words *words, uint64_t word);
/* Make an empty list one of n zeros; false when there is no memory. */
bool dt_words_zero(dt_words *words, size_t n);
/* Give back the room that is not used. */
void dt_words_trim(dt_words *words);
void dt_words_release(dt_words *words);

#endif
