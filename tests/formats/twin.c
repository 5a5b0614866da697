/* Our reader of JSON beside another one: of texts that are nearly JSON, both must take
 * and refuse the same ones, and read the same values from them.
 *
 * The texts are the files of this folder and of the examples in JSON, whole, and with
 * some bytes changed, cut out, doubled or swapped. jansson is the other reader; it is
 * asked to refuse members of one name, as ours does. */
#include "formats/value.h"
#include "support/dice.h"
#include "support/tested.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 1 << 16, CHANGED = 300 };

typedef struct text {
    char bytes[MAX_TEXT];
    size_t n;
} text;

/* ---- values ------------------------------------------------------------------ */

static bool same_value(const dt_value *ours, const json_t *theirs);

static bool same_number(const dt_value *ours, const json_t *theirs)
{
    char *end;
    const double number = strtod(ours->string, &end); /* allowed: as jansson does it */
    return ours->kind == DT_VALUE_NUMBER && *end == '\0' &&
           number == json_number_value(theirs);
}

static bool same_list(const dt_value *ours, const json_t *theirs)
{
    if (ours->kind != DT_VALUE_LIST || ours->n != json_array_size(theirs))
        return false;
    for (size_t k = 0; k < ours->n; k++)
        if (!same_value(&ours->items[k], json_array_get(theirs, k)))
            return false;
    return true;
}

static bool same_object(const dt_value *ours, const json_t *theirs)
{
    if (ours->kind != DT_VALUE_OBJECT || ours->n != json_object_size(theirs))
        return false;
    for (size_t k = 0; k < ours->n; k++) {
        const json_t *const other = json_object_get(theirs, ours->items[k].key);
        if (!other || !same_value(&ours->items[k], other))
            return false;
    }
    return true;
}

static bool same_value(const dt_value *ours, const json_t *theirs)
{
    switch (json_typeof(theirs)) {
    case JSON_OBJECT:
        return same_object(ours, theirs);
    case JSON_ARRAY:
        return same_list(ours, theirs);
    case JSON_STRING:
        return ours->kind == DT_VALUE_STRING &&
               strcmp(ours->string, json_string_value(theirs)) == 0;
    case JSON_INTEGER:
    case JSON_REAL:
        return same_number(ours, theirs);
    case JSON_TRUE:
        return ours->kind == DT_VALUE_TRUE;
    case JSON_FALSE:
        return ours->kind == DT_VALUE_FALSE;
    case JSON_NULL:
        return ours->kind == DT_VALUE_NULL;
    }
    return false;
}

/* Where the two may differ: numbers that are too large for jansson's types, and texts
 * nested deeper than we read. */
static bool is_ours_alone(const json_error_t *trouble)
{
    return json_error_code(trouble) == json_error_numeric_overflow;
}

static bool is_theirs_alone(const dt_diags *diags)
{
    char *const findings = findings_of(diags);
    const bool deep = strstr(findings, "nested") != NULL;
    free(findings);
    return deep;
}

/* ---- texts ------------------------------------------------------------------- */

static void show(const char *what, const text *t)
{
    fprintf(stderr, "%s:\n%.*s\n", what, (int)t->n, t->bytes);
}

static bool readers_agree(const text *t)
{
    json_error_t trouble = {0};
    dt_arena arena = {0};
    dt_value ours;
    dt_diags *const diags = dt_diags_new();
    const dt_source *const source = dt_diags_add_source(diags, "text", t->bytes, t->n);
    const bool read = dt_value_read(source, &arena, diags, &ours, NULL) == DT_OK;
    json_t *const theirs =
        json_loadb(t->bytes, t->n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &trouble);
    bool agree = theirs ? (read && same_value(&ours, theirs)) || is_theirs_alone(diags)
                        : !read || is_ours_alone(&trouble);
    if (!agree)
        show(read ? "we read it" : "we refuse it", t);
    json_decref(theirs);
    dt_arena_release(&arena);
    dt_diags_free(diags);
    return agree;
}

static void change(text *t, dice *d)
{
    static const char *const bits[] = {"\"",
                                       "\\",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ":",
                                       "0",
                                       "-",
                                       ".",
                                       "e1",
                                       " ",
                                       "\n",
                                       "n",
                                       "u",
                                       "\\u00e9",
                                       "\\ud83d\\ude00",
                                       "\\udc00",
                                       "\x01",
                                       "\xc3",
                                       "\xc3\xa9",
                                       "\xed\xa0\x80",
                                       "\"a\": 1,",
                                       "null",
                                       "true",
                                       "1e5",
                                       "/",
                                       "\\u0000",
                                       "\x7f"};
    const char *const bit = bits[dice_below(d, sizeof bits / sizeof *bits)];
    const size_t n = strlen(bit), at = t->n ? dice_below(d, t->n) : 0;
    if (dice_chance(d, 40) && t->n) { /* cut some bytes out */
        const size_t most = t->n - at < 6 ? t->n - at : 6,
                     gone = dice_between(d, 1, most);
        memmove(t->bytes + at, t->bytes + at + gone, t->n - at - gone);
        t->n -= gone;
    } else if (t->n + n < MAX_TEXT) {
        memmove(t->bytes + at + n, t->bytes + at, t->n - at);
        memcpy(t->bytes + at, bit, n);
        t->n += n;
    }
}

static void load(const char *folder, const char *name, text *t)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *const file = fopen(path, "rb");
    assert_non_null(file);
    t->n = fread(t->bytes, 1, sizeof t->bytes, file);
    fclose(file);
}

static bool is_json(const char *name)
{
    const char *const dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".json") == 0 || strcmp(dot, ".gmcr") == 0);
}

/* A byte order mark is harmless to us alone; a zero byte to jansson, here and there. */
static bool is_comparable(const text *t)
{
    const bool mark = t->n >= 3 && memcmp(t->bytes, "\xef\xbb\xbf", 3) == 0;
    return !mark && !memchr(t->bytes, '\0', t->n);
}

static void try_file(const char *folder, const char *name)
{
    static text whole, changed; /* too large for the stack */
    load(folder, name, &whole);
    if (!is_comparable(&whole))
        return;
    assert_true(readers_agree(&whole));
    for (uint64_t seed = 1; seed <= CHANGED; seed++) {
        dice d = {.seed = seed};
        changed = whole;
        for (size_t k = dice_between(&d, 1, 3); k > 0; k--)
            change(&changed, &d);
        if (!readers_agree(&changed))
            fail_msg("the readers differ: %s, seed %u", name, (unsigned)seed);
    }
}

static void try_folder(const char *folder)
{
    size_t n = 0;
    DIR *const entries = opendir(folder);
    assert_non_null(entries);
    for (const struct dirent *e; (e = readdir(entries)) != NULL;)
        if (is_json(e->d_name)) {
            try_file(folder, e->d_name);
            n++;
        }
    closedir(entries);
    assert_true(n > 0);
}

/* Law: both readers take the same texts, and read the same values. */
static void readers_agree_on_good_files(void **state)
{
    (void)state;
    try_folder(DT_SOURCE_DIR "/tests/formats/good");
}

static void readers_agree_on_broken_files(void **state)
{
    (void)state;
    try_folder(DT_SOURCE_DIR "/tests/formats/broken");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_agree_on_good_files),
        cmocka_unit_test(readers_agree_on_broken_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
