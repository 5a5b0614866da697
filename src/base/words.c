/* See words.h. */
#include "base/words.h"

#include <stdlib.h>

bool dt_words_add(dt_words *words, uint64_t word)
{
    if (words->n == words->room) {
        const size_t room = words->room ? 2 * words->room : 64;
        if (room > SIZE_MAX / sizeof word)
            return false;
        uint64_t *const at = realloc(words->at, room * sizeof word);
        if (!at)
            return false;
        words->at = at;
        words->room = room;
    }
    words->at[words->n++] = word;
    return true;
}

bool dt_words_zero(dt_words *words, size_t n)
{
    words->at = calloc(n, sizeof *words->at);
    words->n = words->room = words->at ? n : 0;
    return words->at;
}

void dt_words_trim(dt_words *words)
{
    uint64_t *const at = words->n ? realloc(words->at, words->n * sizeof *at) : NULL;
    if (at) {
        words->at = at;
        words->room = words->n;
    }
}

void dt_words_release(dt_words *words)
{
    free(words->at);
    *words = (dt_words){0};
}
