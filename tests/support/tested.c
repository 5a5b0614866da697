/* See tested.h. */
#include "support/tested.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dt_status write_to_text(void *context, const char *bytes, size_t n)
{
    dt_text *const text = context;
    dt_text_add_n(text, bytes, n);
    return text->failed ? DT_ENOMEM : DT_OK;
}

dt_status write_to_stderr(void *context, const char *bytes, size_t n)
{
    (void)context;
    return fwrite(bytes, 1, n, stderr) == n ? DT_OK : DT_EIO;
}

/* The stages behind reading. */
static void analyse(tested *t)
{
    if (t->status == DT_OK)
        t->status = dt_space_new(t->model, NULL, t->diags, &t->space, &t->err);
    if (t->status == DT_OK)
        t->status = dt_ranks_new(t->space, NULL, t->diags, &t->ranks, &t->err);
}

tested test_text(const char *text)
{
    tested t = {.diags = dt_diags_new()};
    assert_non_null(t.diags);
    t.status = dt_model_parse(
        &(dt_input){"test.conflict", text, strlen(text), DT_FORMAT_CONFLICT}, t.diags,
        &t.model, &t.err);
    analyse(&t);
    return t;
}

tested test_file(const char *path)
{
    tested t = {.diags = dt_diags_new()};
    assert_non_null(t.diags);
    t.status = dt_model_load(path, t.diags, &t.model, &t.err);
    analyse(&t);
    return t;
}

void test_release(tested *t)
{
    dt_ranks_free(t->ranks);
    dt_space_free(t->space);
    dt_model_free(t->model);
    dt_diags_free(t->diags);
    *t = (tested){0};
}

tested assert_text(const char *text)
{
    const tested t = test_text(text);
    if (t.status != DT_OK) {
        dt_diags_write(t.diags, &(dt_sink){write_to_stderr, NULL}, false);
        fail_msg("%s", t.err.text);
    }
    return t;
}

char *findings_of(const dt_diags *diags)
{
    dt_text text = {0};
    dt_text_add(&text, "");
    assert_int_equal(dt_diags_write(diags, &(dt_sink){write_to_text, &text}, false),
                     DT_OK);
    return text.bytes;
}

void assert_finding(const dt_diags *diags, const char *words)
{
    char *const said = findings_of(diags);
    if (!strstr(said, words))
        fail_msg("not said: %s\nbut:\n%s", words, said);
    free(said);
}

const dt_formula *assert_formula(tested *t, const char *text)
{
    const dt_formula *formula = NULL;
    dt_error err;
    if (dt_formula_read(t->model, text, t->diags, &formula, &err) != DT_OK) {
        dt_diags_write(t->diags, &(dt_sink){write_to_stderr, NULL}, false);
        fail_msg("'%s': %s", text, err.text);
    }
    return formula;
}
