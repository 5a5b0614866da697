/* Laws of the formats: a model that goes out in JSON or in the language and comes in
 * again is the same model. It is written with the same bytes, and has the same states,
 * moves and orders. */
#include "support/doubts.h"
#include "support/tested.h"
#include "support/trial.h"

#include <detente/code.h>
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

/* ---- negotiating ------------------------------------------------------------- */

/* "a3.c5", "not a3.c5" or "a3.c5 = l1" */
static void say_level(const trial *t, dt_choice_id c, uint32_t level, dt_text *text)
{
    const dt_model *const m = t->model;
    const bool is_option = dt_choice_is_option(m, c);
    dt_text_format(text, "%s%s.%s", is_option && !level ? "not " : "",
                   dt_actor_name(m, dt_choice_actor(m, c)), dt_choice_name(m, c));
    if (!is_option)
        dt_text_format(text, " = %s", dt_choice_level_name(m, c, level));
}

static void say_wish(const trial *t, dice *d, dt_text *text)
{
    const dt_choice_id c = (dt_choice_id)dice_below(d, dt_model_n_choices(t->model));
    say_level(t, c, (uint32_t)dice_below(d, dt_choice_n_levels(t->model, c)), text);
}

static void say_constituency(const trial *t, dice *d, const char *actor, size_t k,
                             dt_text *text)
{
    static const char *const traits[] = {"", "weight 2.5", "veto", "weight 0 veto",
                                         "gain >= 0"};
    const size_t kind = dice_below(d, 3);
    dt_text_format(text, "constituency %s.k%zu %s %s {", actor, k,
                   dice_chance(d, 50) ? "\"A group\"" : "",
                   traits[dice_below(d, sizeof traits / sizeof *traits)]);
    if (kind < 2) {
        dt_text_add(text, kind ? " value { -0.5 " : " prefer { ");
        say_wish(t, d, text);
        dt_text_add(text, kind ? "; 2 " : "; ");
        say_wish(t, d, text);
        dt_text_add(text, " }");
    }
    dt_text_add(text, " }\n");
}

static void say_homes(const trial *t, dice *d, dt_text *text)
{
    for (dt_actor_id a = 0; a < dt_model_n_actors(t->model); a++) {
        const char *const actor = dt_actor_name(t->model, a);
        const size_t n = dice_below(d, 4);
        for (size_t k = 0; k < n; k++)
            say_constituency(t, d, actor, k, text);
        if (n && dice_chance(d, 50))
            dt_text_format(text, "ratify %s : not (k0 and weight < 0.25) or k%zu\n",
                           actor, n - 1);
    }
}

/* A deal may go from the status quo to the level. */
static bool is_open(const trial *t, dt_choice_id c, uint32_t level)
{
    dt_code status_quo = 0;
    const uint32_t before = dt_code_status_quo(t->model, &status_quo)
                                ? dt_code_level(t->model, status_quo, c)
                                : 0;
    const dt_way way = dt_choice_way(t->model, c);
    return !(way == DT_WAY_UP && level < before) &&
           !(way == DT_WAY_DOWN && level > before);
}

/* No state is merged, and a deal, if it is one, can lead there. */
static bool is_possible(const trial *t, dt_state s, bool as_deal)
{
    for (dt_choice_id c = 0; c < dt_model_n_choices(t->model); c++) {
        const uint32_t level = dt_space_level(t->space, s, c);
        if (level == DT_LEVEL_ANY || (as_deal && !is_open(t, c, level)))
            return false;
    }
    return true;
}

/* A random state behind the words; nothing when a few tries find none. */
static void say_state(const trial *t, dice *d, const char *words, bool as_deal,
                      dt_text *text)
{
    dt_state s = 0;
    size_t tries = 20;
    do
        s = (dt_state)dice_below(d, dt_space_n_states(t->space));
    while (!is_possible(t, s, as_deal) && --tries);
    if (!tries)
        return;
    dt_text_format(text, "%s {\n", words);
    for (dt_choice_id c = 0; c < dt_model_n_choices(t->model); c++) {
        say_level(t, c, dt_space_level(t->space, s, c), text);
        dt_text_add(text, "\n");
    }
    if (!as_deal && dice_chance(d, 50))
        dt_text_format(text, "worth %s -7.25\n", dt_actor_name(t->model, 0));
    dt_text_add(text, "}\n");
}

static void say_outcomes(const trial *t, dice *d, dt_text *text)
{
    if (dice_chance(d, 50))
        say_state(t, d, "fallback war \"War\"", false, text);
    if (dice_chance(d, 50))
        say_state(t, d, "deal \"A \\\"first\\\" deal\"", true, text);
    if (dice_chance(d, 50))
        say_state(t, d, "deal \"Another\"", true, text);
}

/* A list of some of the choices, not of the others: of which, `part` says. */
static void say_list(const trial *t, const char *words, uint64_t part, dt_text *text)
{
    const char *apart = words;
    for (dt_choice_id c = 0; c < dt_model_n_choices(t->model); c++)
        if (part >> c & 1) {
            dt_text_format(text, "%s%s.%s", apart,
                           dt_actor_name(t->model, dt_choice_actor(t->model, c)),
                           dt_choice_name(t->model, c));
            apart = ", ";
        }
    dt_text_add(text, apart == words ? "" : "\n");
}

static void say_table(const trial *t, dice *d, dt_text *text)
{
    const uint64_t some = dice_word(d), others = dice_word(d) & ~some;
    if (dice_chance(d, 20))
        dt_text_format(text, "table %s\n", dt_actor_name(t->model, 0));
    else if (dice_chance(d, 70))
        say_list(t, "on the table : ", some, text);
    if (dice_chance(d, 50))
        say_list(t, "off the table : ", others, text);
    if (dice_chance(d, 50)) {
        say_list(t, "arena one \"One\" : ", some, text);
        say_list(t, "arena other : ", others, text);
    }
}

/* What is wrong with the model of a text that comes back, or NULL. */
static const char *find_fault_of(const dt_text *text)
{
    dt_model *const model = read_back(text->bytes, DT_FORMAT_CONFLICT);
    const char *fault = model ? find_fault(model, DT_FORMAT_JSON) : "it is refused";
    if (!fault)
        fault = find_fault(model, DT_FORMAT_CONFLICT);
    if (!fault && !is_canonical(model))
        fault = "what is written is not in canonical layout";
    dt_model_free(model);
    return fault;
}

/* The model, with what is said of negotiating behind it. */
static bool talks_come_back(trial *t)
{
    dice d = {.seed = t->seed};
    dt_text text = {0};
    dt_text_add_n(&text, t->text.bytes, t->text.n);
    dt_text_add(&text, "\n");
    say_homes(t, &d, &text);
    say_table(t, &d, &text);
    say_outcomes(t, &d, &text);
    const char *const fault = find_fault_of(&text);
    const bool holds = !fault || trial_fail(t, "%s, of:\n%s", fault, text.bytes);
    dt_text_release(&text);
    return holds;
}

/* The same with what is said of intentions. */
static bool doubts_come_back(trial *t)
{
    dt_text text = {0};
    dt_text_add_n(&text, t->text.bytes, t->text.n);
    dt_text_add(&text, "\n");
    say_doubts(t->model, t->space, t->seed, &text);
    const char *const fault = find_fault_of(&text);
    const bool holds = !fault || trial_fail(t, "%s, of:\n%s", fault, text.bytes);
    dt_text_release(&text);
    return holds;
}

static void what_is_said_of_talks_comes_back(void **state)
{
    (void)state;
    assert_law(talks_come_back, 1, SKETCHES, usual);
}

static void what_is_said_of_intentions_comes_back(void **state)
{
    (void)state;
    assert_law(doubts_come_back, 1, SKETCHES, usual);
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
        cmocka_unit_test(what_is_said_of_talks_comes_back),
        cmocka_unit_test(what_is_said_of_intentions_comes_back),
        cmocka_unit_test(files_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
