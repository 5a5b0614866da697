/* See harness.h. */
#include "harness.h"

#include <detente/solver.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that an analysis may take. */
enum { MEMORY = 1 << 22 };

void demand(bool holds, const char *law)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", law);
    abort();
}

dt_status add_to_text(void *context, const char *bytes, size_t n)
{
    dt_text *const text = context;
    dt_text_add_n(text, bytes, n);
    return text->failed ? DT_ENOMEM : DT_OK;
}

/* ---- reading ------------------------------------------------------------------- */

/* The findings can be told to people and to programs. */
static void tell(const dt_diags *diags)
{
    dt_text text = {0};
    const dt_sink sink = {add_to_text, &text};
    demand(dt_diags_write(diags, &sink, false) == DT_OK, "findings can be written");
    demand(dt_diags_write(diags, &sink, true) == DT_OK, "findings can have colours");
    demand(dt_diags_write_json(diags, &sink) == DT_OK, "findings can be JSON");
    dt_text_release(&text);
}

static void demand_reason(dt_status status, const dt_diags *diags, const dt_error *err)
{
    const uint32_t errors = dt_diags_count(diags, DT_SEVERITY_ERROR);
    demand(status == DT_OK || status == DT_EMODEL || status == DT_ELIMIT,
           "a model is sound, unsound, or too large");
    demand((status == DT_EMODEL) == (errors > 0), "what is unsound has an error");
    demand(status == DT_OK || (err->status == status && err->text[0]),
           "a failure has a text");
}

dt_model *read_model(const char *name, const char *text, size_t n, dt_format format)
{
    const dt_input input = {name, text, n, format};
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_error err = {.status = DT_OK};
    const dt_status status = dt_model_parse(&input, diags, &model, &err);
    demand((status == DT_OK) == (model != NULL), "a sound text gives a model");
    demand_reason(status, diags, &err);
    tell(diags);
    dt_diags_free(diags);
    return model;
}

/* ---- out and in ---------------------------------------------------------------- */

static dt_text written(const dt_model *model, dt_format format)
{
    dt_text text = {0};
    const dt_sink sink = {add_to_text, &text};
    demand(dt_model_write(model, format, &sink, NULL) == DT_OK,
           "a model can be written");
    return text;
}

static bool are_same(const dt_text *a, const dt_text *b)
{
    return strcmp(dt_text_string(a), dt_text_string(b)) == 0;
}

static void demand_written(const dt_model *model, dt_format format,
                           const dt_text *expected, const char *law)
{
    dt_text text = written(model, format);
    demand(are_same(&text, expected), law);
    dt_text_release(&text);
}

static void demand_canonical(const dt_text *words)
{
    const dt_input input = {"words", dt_text_string(words), words->n,
                            DT_FORMAT_CONFLICT};
    dt_text tidy = {0};
    const dt_sink sink = {add_to_text, &tidy};
    dt_diags *const diags = dt_diags_new();
    demand(dt_format_text(&input, diags, &sink, NULL) == DT_OK,
           "what is written can be laid out");
    demand(are_same(words, &tidy), "what is written is in canonical layout");
    dt_diags_free(diags);
    dt_text_release(&tidy);
}

/* What is written of a scenario gives the model that is loaded. */
static void demand_same_text(const dt_model *model, const dt_scenario *scenario)
{
    dt_text words = {0}, expected = written(model, DT_FORMAT_CONFLICT);
    const dt_sink sink = {add_to_text, &words};
    dt_diags *const diags = dt_diags_new();
    demand(dt_scenario_write(scenario, diags, &sink, NULL) == DT_OK,
           "a scenario that can be loaded can be written");
    demand_canonical(&words);
    dt_model *const again =
        read_model("words", words.bytes, words.n, DT_FORMAT_CONFLICT);
    demand(again != NULL, "a scenario that was written can be read");
    demand_written(again, DT_FORMAT_CONFLICT, &expected,
                   "a scenario is the same model written or loaded");
    dt_model_free(again);
    dt_diags_free(diags);
    dt_text_release(&words);
    dt_text_release(&expected);
}

dt_model *read_scenario(const char *name, const char *text, size_t n, dt_scale scale)
{
    const dt_scenario_file file = {name, text, n}, profiles[] = {file, file};
    const dt_scenario scenario = {
        .domain = file, .profiles = profiles, .n_profiles = 2, .scale = scale};
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_error err = {.status = DT_OK};
    const dt_status status = dt_scenario_load(&scenario, diags, &model, &err);
    demand((status == DT_OK) == (model != NULL), "a sound scenario gives a model");
    if (status != DT_EUSAGE)
        demand_reason(status, diags, &err);
    tell(diags);
    dt_diags_free(diags);
    if (model)
        demand_same_text(model, &scenario);
    return model;
}

void demand_exchange(const dt_model *model)
{
    dt_text json = written(model, DT_FORMAT_JSON);
    dt_text words = written(model, DT_FORMAT_CONFLICT);
    dt_model *const of_json = read_model("json", json.bytes, json.n, DT_FORMAT_JSON);
    dt_model *const of_words =
        read_model("words", words.bytes, words.n, DT_FORMAT_CONFLICT);
    demand(of_json != NULL, "the JSON form can be read");
    demand(of_words != NULL, "the form in the language can be read");
    demand_written(of_json, DT_FORMAT_JSON, &json, "JSON to JSON");
    demand_written(of_json, DT_FORMAT_CONFLICT, &words, "JSON to the language");
    demand_written(of_words, DT_FORMAT_JSON, &json, "the language to JSON");
    demand_written(of_words, DT_FORMAT_CONFLICT, &words, "the language to itself");
    demand_canonical(&words);
    dt_model_free(of_words);
    dt_model_free(of_json);
    dt_text_release(&words);
    dt_text_release(&json);
}

/* ---- analysing ----------------------------------------------------------------- */

/* How many vectors of choices there are before any rule, or more than `most`. */
static uint64_t count_vectors(const dt_model *model, uint64_t most)
{
    uint64_t n = 1;
    for (dt_choice_id c = 0; c < dt_model_n_choices(model) && n <= most; c++)
        n *= dt_choice_n_levels(model, c);
    return n;
}

bool analysis_start(analysis *x, const dt_model *model, uint64_t most_vectors,
                    dt_store store)
{
    const dt_limits limits = {.memory = MEMORY, .threads = 1, .store = store};
    dt_error err = {.status = DT_OK};
    *x = (analysis){.diags = dt_diags_new(), .model = model};
    if (count_vectors(model, most_vectors) > most_vectors)
        return false;
    dt_status status = dt_space_new(model, &limits, x->diags, &x->space, &err);
    if (status == DT_OK)
        status = dt_ranks_new(x->space, NULL, x->diags, &x->ranks, &err);
    if (status == DT_OK)
        status = dt_ranks_check_types(x->ranks, x->diags, &err);
    demand_reason(status, x->diags, &err);
    tell(x->diags);
    return status == DT_OK;
}

void analysis_end(analysis *x)
{
    dt_ranks_free(x->ranks);
    dt_space_free(x->space);
    dt_diags_free(x->diags);
    *x = (analysis){0};
}

static bool agree(const analysis *x, const dt_solution *a, const dt_solution *b)
{
    const size_t n = ((size_t)dt_space_n_states(x->space) + 63) / 64;
    for (int c = 0; c < DT_N_CONCEPTS; c++)
        for (dt_actor_id i = 0; i < dt_model_n_actors(x->model); i++)
            if (memcmp(dt_solution_stable(a, (dt_concept)c, i)->word,
                       dt_solution_stable(b, (dt_concept)c, i)->word,
                       n * sizeof(uint64_t)) != 0)
                return false;
    return true;
}

/* The solver of small spaces says the same. */
static void demand_solver_agrees(const analysis *x, const dt_solution *solution)
{
    static uint32_t rank[DT_MAX_ACTORS * DT_SOLVER_STATES];
    dt_solver *solver = NULL;
    dt_verdicts found;
    const dt_status status = dt_solver_new(x->space, &solver, NULL);
    demand(status ==
               (dt_space_n_states(x->space) <= DT_SOLVER_STATES ? DT_OK : DT_ELIMIT),
           "the solver takes small spaces and no others");
    if (status != DT_OK)
        return;
    dt_ranks_copy(x->ranks, rank);
    dt_solver_run(solver, rank, &found);
    for (int c = 0; c < DT_N_CONCEPTS; c++)
        for (dt_actor_id i = 0; i < dt_model_n_actors(x->model); i++)
            demand(found.stable[c][i] ==
                       dt_solution_stable(solution, (dt_concept)c, i)->word[0],
                   "the solver agrees with the engines");
    dt_solver_free(solver);
}

void demand_engines_agree(const analysis *x)
{
    const dt_solve_options by_sweeps = {.limits = {.memory = MEMORY, .threads = 1},
                                        .engine = DT_ENGINE_SWEEPS};
    const dt_solve_options by_definition = {.limits = by_sweeps.limits,
                                            .engine = DT_ENGINE_DEFINITION};
    dt_solution *swept = NULL, *defined = NULL;
    const dt_status status = dt_solve(x->space, x->ranks, &by_sweeps, &swept, NULL);
    demand(status == DT_OK || status == DT_EAPPLY, "sweeps answer or do not apply");
    demand(dt_solve(x->space, x->ranks, &by_definition, &defined, NULL) == DT_OK,
           "the definitional engine answers");
    demand(!swept || agree(x, swept, defined), "the engines agree");
    demand_solver_agrees(x, defined);
    dt_solution_free(defined);
    dt_solution_free(swept);
}

/* True when the answer on state s alone, if it can be had, is that of the solution. */
static bool is_answer_same(const analysis *x, const dt_solution *solution, dt_state s)
{
    dt_local_question question = {.code =
                                      0}; /* what is usual is enough, and not taken */
    dt_local *local = NULL;
    bool same = true;
    for (dt_choice_id c = 0; c < dt_model_n_choices(x->model); c++)
        question.code =
            dt_code_with(x->model, question.code, c, dt_space_level(x->space, s, c));
    if (dt_local_new(x->model, &question, x->diags, &local, NULL) != DT_OK)
        return false;
    for (dt_actor_id a = 0; a < dt_model_n_actors(x->model); a++)
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
            const dt_bits *const stable =
                dt_solution_stable(solution, (dt_concept)c, a);
            same = same && dt_local_actor_at(local, a)->verdict[c].standing ==
                               (dt_bits_has(stable, s) ? DT_STABLE : DT_UNSTABLE);
        }
    dt_local_free(local);
    return same;
}

static bool is_merged(const analysis *x)
{
    return dt_space_n_members(x->space, dt_space_n_states(x->space) - 1) > 1;
}

void demand_local_answers_agree(const analysis *x)
{
    const dt_solve_options options = {.limits = {.memory = MEMORY, .threads = 1}};
    const dt_local_question first = {.code = 0};
    dt_solution *solution = NULL;
    dt_local *local = NULL;
    const dt_status status = dt_local_new(x->model, &first, x->diags, &local, NULL);
    dt_local_free(local);
    demand(!is_merged(x) || status == DT_EAPPLY, "merged states have to be listed");
    if (status == DT_EAPPLY)
        return;
    demand(dt_solve(x->space, x->ranks, &options, &solution, NULL) == DT_OK,
           "there is an answer");
    for (dt_state s = 0; s < dt_space_n_states(x->space); s++)
        demand(is_answer_same(x, solution, s), "a state alone is answered alike");
    dt_solution_free(solution);
}

static bool is_state_same(const analysis *x, const analysis *y, dt_state s)
{
    for (dt_choice_id c = 0; c < dt_model_n_choices(x->model); c++)
        if (dt_space_level(x->space, s, c) != dt_space_level(y->space, s, c))
            return false;
    for (dt_actor_id a = 0; a < dt_model_n_actors(x->model); a++)
        if (dt_ranks_at(x->ranks, a, s) != dt_ranks_at(y->ranks, a, s))
            return false;
    return true;
}

void demand_same(const analysis *x, const analysis *y)
{
    const dt_solve_options options = {.limits = {.memory = MEMORY, .threads = 1}};
    dt_solution *a = NULL, *b = NULL;
    const uint32_t n = dt_space_n_states(x->space);
    demand(n == dt_space_n_states(y->space), "there are as many states");
    demand(dt_space_status_quo(x->space) == dt_space_status_quo(y->space),
           "the status quo is the same");
    for (dt_state s = 0; s < n; s++)
        demand(is_state_same(x, y, s), "a state and its ranks are the same");
    demand(dt_solve(x->space, x->ranks, &options, &a, NULL) == DT_OK &&
               dt_solve(y->space, y->ranks, &options, &b, NULL) == DT_OK,
           "there is always an answer");
    demand(agree(x, a, b), "the answers are the same");
    dt_solution_free(b);
    dt_solution_free(a);
}

/* ---- deals ---------------------------------------------------------------------- */

static dt_deals *find_deals(const dt_model *model, dt_packages packages)
{
    const dt_deals_question question = {.limits = {.memory = MEMORY, .threads = 1},
                                        .packages = packages,
                                        .link = packages == DT_PACKAGES_LISTED &&
                                                dt_model_n_arenas(model) > 0};
    dt_diags *const diags = dt_diags_new();
    dt_deals *deals = NULL;
    dt_error err = {.status = DT_OK};
    const dt_status status = dt_deals_new(model, &question, diags, &deals, &err);
    demand(status == DT_OK || *err.text || dt_diags_count(diags, DT_SEVERITY_ERROR) > 0,
           "deals are found, or not for a reason");
    dt_diags_free(diags);
    return status == DT_OK ? deals : NULL;
}

static void demand_told(const dt_deals *deals)
{
    const dt_form forms[] = {DT_FORM_TEXT, DT_FORM_JSON, DT_FORM_CSV};
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        const dt_report_options options = {.form = forms[k], .verbose = true};
        dt_text text = {0};
        const dt_sink sink = {add_to_text, &text};
        demand(dt_report_deals(deals, &options, &sink, NULL) == DT_OK && text.n,
               "deals are told");
        dt_text_release(&text);
    }
}

void demand_deals(const dt_model *model)
{
    dt_deals *const listed = find_deals(model, DT_PACKAGES_LISTED);
    dt_deals *const merged = find_deals(model, DT_PACKAGES_MERGED);
    if (listed)
        demand_told(listed);
    if (merged)
        demand_told(merged);
    if (listed && merged)
        demand((dt_deals_summary(listed)->disagreements[0].zone == 0) ==
                   (dt_deals_summary(merged)->disagreements[0].zone == 0),
               "merging finds a zone where a list does");
    dt_deals_free(listed);
    dt_deals_free(merged);
}
