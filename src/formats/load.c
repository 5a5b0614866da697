/* Reading a model, whatever its format and wherever it comes from. */
#include "base/fail.h"
#include "base/text.h"
#include "formats/formats.h"
#include "lang/read.h"
#include "model/conflict.h"

#include <detente/code.h>
#include <errno.h>
#include <sha256.h>
#include <stdio.h>
#include <string.h>

/* ---- bytes ------------------------------------------------------------------ */

static dt_status read_stream(FILE *file, const char *name, dt_text *text, dt_error *err)
{
    char buffer[16384];
    size_t n;
    while ((n = fread(buffer, 1, sizeof buffer, file)) > 0 && !text->failed) {
        dt_text_add_n(text, buffer, n);
        if (text->n > DT_SOURCE_MAX)
            return dt_fail(err, DT_ELIMIT, "'%s' is longer than %zu bytes", name,
                           DT_SOURCE_MAX);
    }
    if (ferror(file))
        return dt_fail(err, DT_EIO, "cannot read '%s': %s", name, strerror(errno));
    return text->failed ? dt_fail_memory(err) : DT_OK;
}

dt_status dt_file_read(const char *path, dt_text *text, dt_error *err)
{
    if (strcmp(path, "-") == 0)
        return read_stream(stdin, "standard input", text, err);
    FILE *const file = fopen(path, "rb");
    if (!file)
        return dt_fail(err, errno == ENOMEM ? DT_ENOMEM : DT_EIO,
                       "cannot open '%s': %s", path, strerror(errno));
    const dt_status status = read_stream(file, path, text, err);
    fclose(file);
    return status;
}

static bool ends_with(const char *path, const char *ending)
{
    const size_t n = strlen(path), m = strlen(ending);
    return n >= m && strcmp(path + n - m, ending) == 0;
}

/* By the name; standard input by its first character: JSON begins with a brace, and no
 * statement of the language does. A .gmcr file is JSON that lists decision makers. */
static dt_format format_of(const char *path, const dt_text *text)
{
    if (ends_with(path, ".gmcr"))
        return DT_FORMAT_GMCR;
    if (ends_with(path, ".json"))
        return DT_FORMAT_JSON;
    if (strcmp(path, "-") != 0)
        return DT_FORMAT_CONFLICT;
    const char *const bytes = dt_text_string(text);
    if (bytes[strspn(bytes, " \t\r\n")] != '{')
        return DT_FORMAT_CONFLICT;
    return strstr(bytes, "\"decisionMakers\"") ? DT_FORMAT_GMCR : DT_FORMAT_JSON;
}

/* ---- texts ------------------------------------------------------------------ */

static void hash_text(const char *text, size_t n, char hash[65])
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)text, n);
    SHA256Final(digest, &context);
    for (size_t k = 0; k < sizeof digest; k++)
        snprintf(hash + 2 * k, 3, "%02x", digest[k]);
}

/* The source in the language: itself, or what the reader of its format writes. */
static dt_status as_conflict(const dt_source **source, dt_format format,
                             dt_diags *diags, dt_error *err)
{
    dt_text text = {0}, name = {0};
    dt_status status = DT_OK;
    switch (format) {
    case DT_FORMAT_CONFLICT:
        return DT_OK;
    case DT_FORMAT_JSON:
        status = dt_json_to_conflict(*source, diags, &text, err);
        break;
    case DT_FORMAT_GMCR:
        status = dt_gmcr_to_conflict(*source, diags, &text, err);
        break;
    }
    dt_text_format(&name, "%s as .conflict", (*source)->name);
    if (status == DT_OK && !text.failed && !name.failed)
        *source = dt_diags_add_source(diags, name.bytes, dt_text_string(&text), text.n);
    if (status == DT_OK && (text.failed || name.failed || !*source))
        status = dt_fail_memory(err);
    dt_text_release(&name);
    dt_text_release(&text);
    return status;
}

static dt_status fill(dt_model *model, const dt_input *input, dt_diags *diags,
                      dt_error *err)
{
    const dt_source *source =
        dt_diags_add_source(diags, input->name, input->text, input->n);
    model->file = dt_arena_copy(&model->arena, input->name, strlen(input->name));
    if (!source || !model->file)
        return dt_fail_memory(err);
    hash_text(input->text, input->n, model->hash);
    DT_TRY(as_conflict(&source, input->format, diags, err));
    return dt_lang_read(source, diags, model, err);
}

dt_status dt_model_parse(const dt_input *input, dt_diags *diags, dt_model **model,
                         dt_error *err)
{
    if (input->n > DT_SOURCE_MAX)
        return dt_fail(err, DT_ELIMIT, "'%s' is longer than %zu bytes", input->name,
                       DT_SOURCE_MAX);
    dt_model *const draft = DT_ARENA_ROOT(dt_model);
    if (!draft)
        return dt_fail_memory(err);
    const dt_status status = fill(draft, input, diags, err);
    if (status == DT_OK)
        *model = draft;
    else
        dt_model_free(draft);
    return status;
}

/* A file of a negotiation scenario, which is no model by itself. */
static bool is_scenario(const dt_text *text)
{
    const char *const bytes = dt_text_string(text);
    const char first = bytes[strspn(bytes, " \t\r\n")];
    return first == '<' || (first == '{' && !strstr(bytes, "\"detente\"") &&
                            (strstr(bytes, "\"issuesValues\"") ||
                             strstr(bytes, "\"LinearAdditiveUtilitySpace\"")));
}

/* The file as an input; its text is owned by `text`. */
static dt_status read_input(const char *path, dt_text *text, dt_input *input,
                            dt_error *err)
{
    DT_TRY(dt_file_read(path, text, err));
    if (is_scenario(text))
        return dt_fail(err, DT_EUSAGE,
                       "'%s' is a negotiation domain or a profile: 'convert' makes a "
                       "model of a domain and two profiles or more (--profile)",
                       path);
    *input = (dt_input){.name = strcmp(path, "-") == 0 ? "standard input" : path,
                        .text = dt_text_string(text),
                        .n = text->n,
                        .format = format_of(path, text)};
    return DT_OK;
}

dt_status dt_model_load(const char *path, dt_diags *diags, dt_model **model,
                        dt_error *err)
{
    dt_text text = {0};
    dt_input input;
    dt_status status = read_input(path, &text, &input, err);
    if (status == DT_OK)
        status = dt_model_parse(&input, diags, model, err);
    dt_text_release(&text);
    return status;
}

dt_status dt_format_file(const char *path, dt_diags *diags, const dt_sink *sink,
                         dt_error *err)
{
    dt_text text = {0};
    dt_input input;
    dt_status status = read_input(path, &text, &input, err);
    if (status == DT_OK)
        status = dt_format_text(&input, diags, sink, err);
    dt_text_release(&text);
    return status;
}

dt_status dt_formula_read(dt_model *model, const char *text, dt_diags *diags,
                          const dt_formula **formula, dt_error *err)
{
    const dt_source *const source =
        dt_diags_add_source(diags, "formula", text, strlen(text));
    if (!source)
        return dt_fail_memory(err);
    return dt_lang_read_formula(source, diags, model, formula, err);
}

dt_status dt_code_read(dt_model *model, const char *text, dt_diags *diags,
                       dt_code *code, dt_error *err)
{
    const dt_source *const source =
        dt_diags_add_source(diags, "state", text, strlen(text));
    if (!source)
        return dt_fail_memory(err);
    return dt_lang_read_code(source, diags, model, code, err);
}
