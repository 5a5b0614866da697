/* Laws of the formats: a model that goes out in JSON or in the language and comes in
 * again is the same model. It is written with the same bytes, and has the same states,
 * moves and orders. */
#include "support/tested.h"
#include "support/trial.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKETCHES = 1000 };

static const random_size usual = {.actors = 5,
                                  .vectors = 300,
                                  .states = 150,
                                  .lines = 1,
                                  .more_lines = 6,
                                  .merges = true,
                                  .forbids = true};

/* ---- out and in ------------------------------------------------------------- */

/* The model as text; to be freed. */
static char *written(const dt_model *model, dt_format format)
{
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_error err;
    dt_text_add(&text, "");
    if (dt_model_write(model, format, &sink, &err) != DT_OK)
        fail_msg("%s", err.text);
    return text.bytes;
}

/* The text as a model; NULL when it is refused, which is shown. */
static dt_model *read_back(const char *text, dt_format format)
{
    dt_model *model = NULL;
    dt_diags *const diags = dt_diags_new();
    const dt_status status = dt_model_parse(
        &(dt_input){"again", text, strlen(text), format}, diags, &model, NULL);
    if (status != DT_OK)
        dt_diags_write(diags, &(dt_sink){write_to_stderr, NULL}, false);
    dt_diags_free(diags);
    return model;
}

static bool same_text(const dt_model *model, dt_format format, const char *expected)
{
    char *const text = written(model, format);
    const bool same = strcmp(text, expected) == 0;
    free(text);
    return same;
}

/* What is wrong with the model that comes back from a text of that format, or NULL. */
static const char *find_fault(const dt_model *model, dt_format format)
{
    char *const json = written(model, DT_FORMAT_JSON);
    char *const words = written(model, DT_FORMAT_CONFLICT);
    const char *const text = format == DT_FORMAT_JSON ? json : words;
    dt_model *const again = read_back(text, format);
    const char *fault = NULL;
    if (!again)
        fault = "what was written cannot be read";
    else if (!same_text(again, DT_FORMAT_JSON, json))
        fault = "the JSON form has changed";
    else if (!same_text(again, DT_FORMAT_CONFLICT, words))
        fault = "the form in the language has changed";
    dt_model_free(again);
    free(json);
    free(words);
    return fault;
}

/* What is written in the language is in canonical layout. */
static bool is_canonical(const dt_model *model)
{
    char *const words = written(model, DT_FORMAT_CONFLICT);
    dt_text tidy = {0};
    dt_diags *const diags = dt_diags_new();
    const dt_sink sink = {write_to_text, &tidy};
    const bool same =
        dt_format_text(&(dt_input){"words", words, strlen(words), DT_FORMAT_CONFLICT},
                       diags, &sink, NULL) == DT_OK &&
        strcmp(words, dt_text_string(&tidy)) == 0;
    dt_diags_free(diags);
    dt_text_release(&tidy);
    free(words);
    return same;
}

/* ---- the same analysis ------------------------------------------------------ */

static const char *compare_states(const trial *t, const dt_space *space)
{
    const uint32_t n = dt_space_n_states(t->space);
    if (dt_space_n_states(space) != n)
        return "the number of states has changed";
    if (dt_space_status_quo(space) != dt_space_status_quo(t->space))
        return "the status quo has changed";
    for (dt_state s = 0; s < n; s++)
        for (dt_choice_id c = 0; c < dt_model_n_choices(t->model); c++)
            if (dt_space_level(space, s, c) != dt_space_level(t->space, s, c))
                return "the states have changed";
    return NULL;
}

static const char *compare_moves(const trial *t, const dt_space *space)
{
    const uint32_t n = dt_space_n_states(space);
    dt_state *const before = calloc(2 * (size_t)n, sizeof *before);
    dt_state *const after = before + n;
    const char *fault = NULL;
    assert_non_null(before);
    for (dt_actor_id a = 0; a < dt_model_n_actors(t->model); a++)
        for (dt_state s = 0; s < n; s++) {
            const uint32_t k = dt_space_moves(t->space, a, s, before);
            if (dt_space_moves(space, a, s, after) != k ||
                memcmp(before, after, k * sizeof *before) != 0)
                fault = "the moves have changed";
        }
    free(before);
    return fault;
}

static const char *compare_ranks(const trial *t, const dt_ranks *ranks)
{
    for (dt_actor_id a = 0; a < dt_model_n_actors(t->model); a++)
        for (dt_state s = 0; s < dt_space_n_states(t->space); s++)
            if (dt_ranks_at(ranks, a, s) != dt_ranks_at(t->ranks, a, s))
                return "the orders have changed";
    return NULL;
}

static const char *compare_analysis(const trial *t, const dt_model *model)
{
    dt_diags *const diags = dt_diags_new();
    dt_space *space = NULL;
    dt_ranks *ranks = NULL;
    const char *fault = "the states cannot be found or ranked";
    if (dt_space_new(model, NULL, diags, &space, NULL) == DT_OK &&
        dt_ranks_new(space, NULL, diags, &ranks, NULL) == DT_OK) {
        fault = compare_states(t, space);
        fault = fault ? fault : compare_moves(t, space);
        fault = fault ? fault : compare_ranks(t, ranks);
    }
    dt_ranks_free(ranks);
    dt_space_free(space);
    dt_diags_free(diags);
    return fault;
}

/* ---- the laws --------------------------------------------------------------- */

static bool model_comes_back(trial *t)
{
    const char *const fault = find_fault(t->model, DT_FORMAT_JSON);
    if (fault)
        return trial_fail(t, "by way of JSON: %s", fault);
    const char *const other = find_fault(t->model, DT_FORMAT_CONFLICT);
    if (other)
        return trial_fail(t, "by way of the language: %s", other);
    if (!is_canonical(t->model))
        return trial_fail(t, "what is written is not in canonical layout");
    return true;
}

static bool analysis_stays(trial *t)
{
    char *const json = written(t->model, DT_FORMAT_JSON);
    dt_model *const again = read_back(json, DT_FORMAT_JSON);
    const char *const fault =
        again ? compare_analysis(t, again) : "what was written cannot be read";
    dt_model_free(again);
    free(json);
    return !fault || trial_fail(t, "%s", fault);
}

static void models_come_back(void **state)
{
    (void)state;
    assert_law(model_comes_back, 1, SKETCHES, usual);
}

static void analyses_stay(void **state)
{
    (void)state;
    assert_law(analysis_stays, 1, SKETCHES, usual);
}

static bool is_model(const char *name)
{
    const char *const dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".conflict") == 0 || strcmp(dot, ".json") == 0 ||
                   strcmp(dot, ".gmcr") == 0);
}

static void check_file(const char *folder, const char *name)
{
    char path[512];
    dt_model *model = NULL;
    dt_diags *const diags = dt_diags_new();
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(dt_model_load(path, diags, &model, NULL), DT_OK);
    const char *fault = find_fault(model, DT_FORMAT_JSON);
    fault = fault ? fault : find_fault(model, DT_FORMAT_CONFLICT);
    fault = fault || is_canonical(model) ? fault : "what is written is not canonical";
    if (fault)
        fail_msg("%s: %s", name, fault);
    dt_model_free(model);
    dt_diags_free(diags);
}

static void check_folder(const char *folder)
{
    size_t n = 0;
    DIR *const entries = opendir(folder);
    assert_non_null(entries);
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;)
        if (is_model(entry->d_name)) {
            check_file(folder, entry->d_name);
            n++;
        }
    closedir(entries);
    assert_true(n > 0);
}

static void files_come_back(void **state)
{
    (void)state;
    check_folder(DT_SOURCE_DIR "/examples");
    check_folder(DT_SOURCE_DIR "/tests/formats/good");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_come_back),
        cmocka_unit_test(analyses_stay),
        cmocka_unit_test(files_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
