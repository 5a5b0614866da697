/* See words.h. */
#include "base/words.h"

#include <stdlib.h>

bool dt_words_zero(dt_words *words, size_t n)
{
    words->at = calloc(n, sizeof *words->at);
    words->n = words->at ? n : 0;
    return words->at;
}

void dt_words_release(dt_words *words)
{
    free(words->at);
    *words = (dt_words){0};
}
