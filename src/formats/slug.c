/* See slug.h. What is a letter is the lexer's to say, so that every name can be read.
 */
#include "formats/slug.h"

#include "lang/lexer.h"
#include "lang/syntax.h"

#include <string.h>

static bool is_separator(const char *label, size_t n, uint32_t *length)
{
    *length = dt_word_character(label, n);
    return *length == 0 || *label == '_';
}

static void add_letter(dt_text *name, const char *letter, uint32_t length)
{
    if (*letter >= 'A' && *letter <= 'Z')
        dt_text_format(name, "%c", *letter - 'A' + 'a');
    else
        dt_text_add_n(name, letter, length);
}

static void add_squeezed(const char *label, dt_text *name)
{
    const size_t n = strlen(label);
    bool gap = false;
    for (size_t at = 0; at < n;) {
        uint32_t length;
        if (is_separator(label + at, n - at, &length)) {
            gap = name->n > 0;
            at += length ? length : 1;
            continue;
        }
        if (name->n == 0 && label[at] >= '0' && label[at] <= '9')
            dt_text_add(name, "n");
        dt_text_add(name, gap ? "_" : "");
        add_letter(name, label + at, length);
        gap = false;
        at += length;
    }
}

void dt_slug(const char *label, const char *otherwise, dt_text *name)
{
    add_squeezed(label, name);
    if (name->n == 0)
        dt_text_add(name, otherwise);
    if (dt_word_is_reserved(dt_text_string(name), name->n))
        dt_text_add(name, "_");
}
