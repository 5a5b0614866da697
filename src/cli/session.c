/* See session.h. */
#include "cli/session.h"

#include "cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool session_has_colour(const arguments *args, int fd)
{
    const char *const refused = getenv("NO_COLOR");
    if (args->colour == COLOUR_AUTO)
        return isatty(fd) && !(refused && *refused);
    return args->colour == COLOUR_ALWAYS;
}

static uint32_t terminal_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

dt_report_options session_report_options(const session *s)
{
    return (dt_report_options){
        .form = s->args->form,
        .width = s->args->output ? 0 : terminal_width(),
        .limit = s->args->limit,
        .unlimited = s->args->has_limit && s->args->limit == 0,
        .verbose = s->args->verbose,
        .matrix = s->args->all,
        .concepts = s->args->concepts,
    };
}

/* ---- who is of which type --------------------------------------------------- */

static bool is_name(const char *name, const char *text, size_t n)
{
    return strlen(name) == n && memcmp(name, text, n) == 0;
}

enum { NAMES_MAX = 256 };

/* "hawk, dove", as far as there is room; returns `names`. */
static const char *list_types(const dt_model *model, dt_actor_id a,
                              char names[NAMES_MAX])
{
    size_t n = 0;
    for (uint32_t t = 0; t < dt_actor_n_types(model, a) && n < NAMES_MAX; t++) {
        const int more = snprintf(names + n, NAMES_MAX - n, "%s%s", t ? ", " : "",
                                  dt_actor_type_name(model, a, t));
        n += more > 0 ? (size_t)more : 0;
    }
    return names;
}

static dt_status find_type(const dt_model *model, dt_actor_id a, const char *type,
                           dt_cast *cast, dt_error *err)
{
    char names[NAMES_MAX];
    for (uint32_t t = 0; t < dt_actor_n_types(model, a); t++)
        if (strcmp(dt_actor_type_name(model, a, t), type) == 0) {
            cast->type[a] = t + 1;
            return DT_OK;
        }
    if (dt_actor_n_types(model, a) == 0)
        return complain(err, DT_EUSAGE, "--as %s=%s: the model gives '%s' no types",
                        dt_actor_name(model, a), type, dt_actor_name(model, a));
    return complain(err, DT_EUSAGE, "--as %s=%s: the types of '%s' are %s",
                    dt_actor_name(model, a), type, dt_actor_name(model, a),
                    list_types(model, a, names));
}

/* ACTOR=TYPE */
static dt_status add_to_cast(const dt_model *model, const char *text, dt_cast *cast,
                             dt_error *err)
{
    const size_t n = strcspn(text, "=");
    if (text[n] != '=')
        return complain(err, DT_EUSAGE, "--as takes ACTOR=TYPE, not '%s'", text);
    for (dt_actor_id a = 0; a < dt_model_n_actors(model); a++)
        if (is_name(dt_actor_name(model, a), text, n))
            return find_type(model, a, text + n + 1, cast, err);
    return complain(err, DT_EUSAGE, "--as %s: the model has no actor '%.*s'", text,
                    (int)n, text);
}

dt_status session_read_cast(session *s, dt_error *err)
{
    dt_status status = DT_OK;
    for (uint32_t k = 0; k < s->args->n_as && status == DT_OK; k++)
        status = add_to_cast(s->model, s->args->as[k], &s->cast, err);
    return status;
}

/* ---- opening and closing ---------------------------------------------------- */

dt_scenario session_scenario(const arguments *args,
                             dt_scenario_file files[DT_MAX_PROFILES])
{
    for (uint32_t p = 0; p < args->n_profiles; p++)
        files[p] = (dt_scenario_file){.name = args->profiles[p]};
    return (dt_scenario){.domain = {.name = args->file},
                         .profiles = files,
                         .n_profiles = args->n_profiles,
                         .scale = args->scale};
}

static dt_status load(session *s, dt_error *err)
{
    dt_scenario_file files[DT_MAX_PROFILES];
    const dt_scenario scenario = session_scenario(s->args, files);
    return scenario.n_profiles > 0
               ? dt_scenario_load(&scenario, s->diags, &s->model, err)
               : dt_model_load(s->args->file, s->diags, &s->model, err);
}

dt_status session_open_model(session *s, const arguments *args, dt_error *err)
{
    *s = (session){.args = args};
    if (!args->file && args->n_profiles == 0)
        return complain(err, DT_EUSAGE, "name a model file, or '-' for standard input");
    s->diags = dt_diags_new();
    if (!s->diags)
        return complain(err, DT_ENOMEM, "out of memory");
    return load(s, err);
}

dt_status session_open_space(session *s, const arguments *args, dt_error *err)
{
    dt_status status = session_open_model(s, args, err);
    if (status == DT_OK)
        status = session_read_cast(s, err);
    if (status == DT_OK)
        status = session_list_states(s, err);
    return status;
}

dt_status session_list_states(session *s, dt_error *err)
{
    return dt_space_new(s->model, &s->args->limits, s->diags, &s->space, err);
}

dt_status session_rank(session *s, dt_error *err)
{
    return dt_ranks_new(s->space, &s->cast, s->diags, &s->ranks, err);
}

dt_status session_open(session *s, const arguments *args, dt_error *err)
{
    const dt_status status = session_open_space(s, args, err);
    return status == DT_OK ? session_rank(s, err) : status;
}

void session_forget_ranks(session *s)
{
    dt_ranks_free(s->ranks);
    s->ranks = NULL;
}

void session_close(session *s)
{
    const dt_sink messages = output_messages();
    progress_erase(s->args->progress);
    if (s->diags && (!s->args->quiet || dt_diags_count(s->diags, DT_SEVERITY_ERROR)))
        (void)dt_diags_write(s->diags, &messages,
                             session_has_colour(s->args, STDERR_FILENO));
    dt_ranks_free(s->ranks);
    dt_space_free(s->space);
    dt_model_free(s->model);
    dt_diags_free(s->diags);
    *s = (session){0};
}

/* ---- which states are meant ------------------------------------------------- */

static bool is_number(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool is_block(const char *text)
{
    return text[strspn(text, " \t\n")] == '{';
}

/* The model is sound; the question is not. */
static dt_status blame_question(dt_status status, dt_error *err)
{
    if (status != DT_EMODEL)
        return status;
    err->status = DT_EUSAGE;
    return DT_EUSAGE;
}

static dt_status add_number(const session *s, const char *text, dt_bits *set,
                            dt_error *err)
{
    const unsigned long long n = strtoull(text, NULL, 10);
    if (n == 0 || n > dt_space_n_states(s->space))
        return complain(err, DT_EUSAGE, "there is no state %s: the model has 1 to %u",
                        text, dt_space_n_states(s->space));
    dt_bits_add(set, (dt_state)(n - 1));
    return DT_OK;
}

static dt_status add_status_quo(const session *s, dt_bits *set, dt_error *err)
{
    if (dt_space_status_quo(s->space) == DT_NO_STATE)
        return complain(err, DT_EUSAGE, "the model declares no status quo");
    dt_bits_add(set, dt_space_status_quo(s->space));
    return DT_OK;
}

static dt_status add_block(session *s, const char *text, dt_bits *set, dt_error *err)
{
    dt_code code;
    dt_status status = dt_code_read(s->model, text, s->diags, &code, err);
    if (status == DT_OK)
        status = dt_code_check(s->model, code, err);
    if (status == DT_OK)
        dt_bits_add(set, dt_space_find_code(s->space, code));
    return blame_question(status, err);
}

static dt_status add_formula(session *s, const char *text, dt_bits *set, dt_error *err)
{
    dt_code code;
    const dt_formula *formula;
    const dt_status status = dt_formula_read(s->model, text, s->diags, &formula, err);
    if (status != DT_OK)
        return blame_question(status, err);
    dt_space_find(s->space, formula, set);
    if (dt_bits_next(set, 0) == DT_NO_STATE)
        return dt_code_find(s->model, formula, &code)
                   ? dt_code_check(s->model, code, err)
                   : complain(err, DT_EUSAGE, "no feasible state satisfies '%s'", text);
    return DT_OK;
}

static dt_status name_by_formula(session *s, const char *text, bool *named,
                                 dt_code *code, dt_error *err)
{
    const dt_formula *formula;
    const dt_status status = dt_formula_read(s->model, text, s->diags, &formula, err);
    if (status == DT_OK)
        *named = dt_code_find(s->model, formula, code);
    return blame_question(status, err);
}

dt_status session_name_state(session *s, const char *text, bool *named, dt_code *code,
                             dt_error *err)
{
    *named = false;
    if (is_number(text))
        return DT_OK;
    if (strcmp(text, "status quo") == 0) {
        *named = dt_code_status_quo(s->model, code);
        return *named ? DT_OK
                      : complain(err, DT_EUSAGE, "the model declares no status quo");
    }
    if (!is_block(text))
        return name_by_formula(s, text, named, code, err);
    *named = true;
    return blame_question(dt_code_read(s->model, text, s->diags, code, err), err);
}

dt_status session_find_states(session *s, const char *text, dt_bits **set,
                              dt_error *err)
{
    dt_bits *const draft = dt_bits_new(dt_space_n_states(s->space));
    if (!draft)
        return complain(err, DT_ENOMEM, "out of memory");
    const dt_status status = is_number(text) ? add_number(s, text, draft, err)
                             : strcmp(text, "status quo") == 0
                                 ? add_status_quo(s, draft, err)
                             : is_block(text) ? add_block(s, text, draft, err)
                                              : add_formula(s, text, draft, err);
    if (status == DT_OK)
        *set = draft;
    else
        dt_bits_free(draft);
    return status;
}

dt_status session_find_state(session *s, const char *text, dt_state *state,
                             dt_error *err)
{
    dt_bits *set;
    dt_status status = session_find_states(s, text, &set, err);
    if (status != DT_OK)
        return status;
    const uint32_t n = dt_bits_count(set);
    *state = dt_bits_next(set, 0);
    if (n > 1)
        status = complain(err, DT_EUSAGE,
                          "'%s' is true of %u states, %u and %u among them; name one",
                          text, n, *state + 1, dt_bits_next(set, *state + 1) + 1);
    dt_bits_free(set);
    return status;
}
