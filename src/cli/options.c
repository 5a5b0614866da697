/* Reading the command line by the table in options.h. */
#include "cli/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    char letter;
    const char *argument;
    unsigned commands;
    const char *help;
} table[N_OPTIONS] = {
#define OPTION_ROW(id, name, letter, argument, commands, help)                         \
    {name, letter, argument, commands, help},
    OPTIONS(OPTION_ROW)
#undef OPTION_ROW
};

dt_status complain(dt_error *err, dt_status status, const char *format, ...)
{
    err->status = status;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return status;
}

/* ---- values ----------------------------------------------------------------- */

/* Which of the words "a|b|c" the value is; -1 when it is none. */
static int word_index(const char *words, const char *value)
{
    const size_t n = strlen(value);
    int index = 0;
    for (const char *at = words;; index++) {
        const size_t length = strcspn(at, "|");
        if (length == n && memcmp(at, value, n) == 0)
            return index;
        at += length;
        if (*at == '\0')
            return -1;
        at++;
    }
}

static dt_status read_word(option_id id, const char *value, int *index, dt_error *err)
{
    *index = word_index(table[id].argument, value);
    if (*index >= 0)
        return DT_OK;
    return complain(err, DT_EUSAGE, "--%s takes one of %s, not '%s'", table[id].name,
                    table[id].argument, value);
}

static dt_status read_count(option_id id, const char *value, uint32_t *count,
                            dt_error *err)
{
    uint64_t n = 0;
    for (const char *c = value; *c; c++) {
        if (*c < '0' || *c > '9' || n > UINT32_MAX / 10 - 1)
            return complain(err, DT_EUSAGE, "--%s takes a whole number, not '%s'",
                            table[id].name, value);
        n = n * 10 + (uint64_t)(*c - '0');
    }
    if (*value == '\0')
        return complain(err, DT_EUSAGE, "--%s takes a whole number", table[id].name);
    *count = (uint32_t)n;
    return DT_OK;
}

/* 500M, 8G, 1048576 */
static dt_status read_size(const char *value, uint64_t *bytes, dt_error *err)
{
    static const char units[] = "KMGT";
    char *end;
    const unsigned long long n = strtoull(value, &end, 10);
    const char *const unit = *end ? strchr(units, *end) : NULL;
    const unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    if (end == value || *value == '-' || (*end && (!unit || end[1])) || n == 0 ||
        n > UINT64_MAX >> 1 >> shift)
        return complain(err, DT_EUSAGE,
                        "--memory takes a size such as 500M or 8G, not '%s'", value);
    *bytes = (uint64_t)n << shift;
    return DT_OK;
}

/* 0.5, 12: no sign, no exponent. */
static dt_status read_real(option_id id, const char *value, double *real, dt_error *err)
{
    double whole = 0, place = 1;
    bool begun = false, behind = false;
    for (const char *c = value; *c; c++) {
        if (*c == '.' && !behind) {
            behind = true;
            continue;
        }
        if (*c < '0' || *c > '9' || whole > 1e15)
            return complain(err, DT_EUSAGE, "--%s takes a number such as 0.5, not '%s'",
                            table[id].name, value);
        whole = whole * 10 + (*c - '0');
        place *= behind ? 10 : 1;
        begun = true;
    }
    *real = whole / place;
    return begun ? DT_OK
                 : complain(err, DT_EUSAGE, "--%s takes a number", table[id].name);
}

static dt_status add_lambda(const char *value, arguments *args, dt_error *err)
{
    if (args->n_lambdas == MAX_LAMBDAS)
        return complain(err, DT_EUSAGE, "--lambda can be given %d times", MAX_LAMBDAS);
    double *const lambda = &args->lambdas[args->n_lambdas];
    const dt_status status = read_real(OPTION_LAMBDA, value, lambda, err);
    if (status != DT_OK)
        return status;
    if (*lambda <= 0 || (args->n_lambdas > 0 && *lambda <= lambda[-1]))
        return complain(err, DT_EUSAGE,
                        "--lambda: each must be above 0, and above the "
                        "one before it");
    args->n_lambdas++;
    return DT_OK;
}

/* ---- options ---------------------------------------------------------------- */

static dt_status set_word(option_id id, const char *value, arguments *args,
                          dt_error *err)
{
    int index = 0;
    const dt_status status = read_word(id, value, &index, err);
    if (status != DT_OK)
        return status;
    if (id == OPTION_FORMAT || id == OPTION_PROBE_FORMAT)
        args->form = (dt_form)index;
    else if (id == OPTION_ENGINE)
        args->engine = (dt_engine)index;
    else if (id == OPTION_CONCEPT)
        args->concepts |= 1u << index;
    else if (id == OPTION_SCALE)
        args->scale = (dt_scale)(index + 1);
    else if (id == OPTION_TO)
        args->to = (target)(index + 1);
    else if (id == OPTION_METHOD)
        args->methods |= 1u << index;
    else if (id == OPTION_GAME_FORMAT) {
        args->as_efg = index == 2;
        args->form = args->as_efg ? DT_FORM_TEXT : (dt_form)index;
    } else
        args->colour = (colour_when)index;
    return DT_OK;
}

/* Where an option without argument is noted. */
static bool *flag_of(option_id id, arguments *args)
{
    switch ((int)id) {
    case OPTION_ALL:
        return &args->all;
    case OPTION_QUIET:
        return &args->quiet;
    case OPTION_LINK:
        return &args->link;
    case OPTION_POINTS:
        return &args->points;
    case OPTION_HELP:
        return &args->help;
    case OPTION_STRICT:
        return &args->strict;
    default:
        return &args->verbose;
    }
}

static dt_status set_option(option_id id, const char *value, arguments *args,
                            dt_error *err)
{
    switch (id) {
    case OPTION_ALL:
    case OPTION_QUIET:
    case OPTION_LINK:
    case OPTION_POINTS:
    case OPTION_BASIS:
    case OPTION_PROBE_BASIS:
    case OPTION_VERBOSE:
    case OPTION_HELP:
    case OPTION_STRICT:
        *flag_of(id, args) = true;
        return DT_OK;
    case OPTION_STATE:
        args->state = value;
        return DT_OK;
    case OPTION_EXPLAIN:
        args->explain = value;
        return DT_OK;
    case OPTION_DEAL:
        args->deal = value;
        return DT_OK;
    case OPTION_OUTPUT:
        args->output = value;
        return DT_OK;
    case OPTION_AS:
        if (args->n_as == MAX_CASTS)
            return complain(err, DT_EUSAGE, "--as can be given %d times", MAX_CASTS);
        args->as[args->n_as++] = value;
        return DT_OK;
    case OPTION_PROFILE:
        if (args->n_profiles == DT_MAX_PROFILES)
            return complain(err, DT_EUSAGE, "--profile can be given %u times",
                            DT_MAX_PROFILES);
        args->profiles[args->n_profiles++] = value;
        return DT_OK;
    case OPTION_LAMBDA:
        return add_lambda(value, args, err);
    case OPTION_TEST:
        args->test = value;
        return DT_OK;
    case OPTION_EFG:
        args->efg = value;
        return DT_OK;
    case OPTION_PRECISION:
        args->has_precision = true;
        return read_real(id, value, &args->precision, err);
    case OPTION_LIMIT:
    case OPTION_ITEMS:
    case OPTION_FINDS:
    case OPTION_PROBE_ITEMS:
        args->has_limit = true;
        return read_count(id, value, &args->limit, err);
    case OPTION_THREADS:
        return read_count(id, value, &args->limits.threads, err);
    case OPTION_MEMORY:
        return read_size(value, &args->limits.memory, err);
    case OPTION_FORMAT:
    case OPTION_GAME_FORMAT:
    case OPTION_PROBE_FORMAT:
    case OPTION_METHOD:
    case OPTION_CONCEPT:
    case OPTION_ENGINE:
    case OPTION_SCALE:
    case OPTION_TO:
    case OPTION_COLOR:
        return set_word(id, value, args, err);
    case N_OPTIONS:
        break;
    }
    return DT_OK;
}

/* The option of that long name ([n] bytes), or N_OPTIONS. */
static option_id find_long(const char *name, size_t n, unsigned command)
{
    for (int k = 0; k < N_OPTIONS; k++)
        if (table[k].commands & command && strlen(table[k].name) == n &&
            memcmp(table[k].name, name, n) == 0)
            return (option_id)k;
    return N_OPTIONS;
}

static option_id find_short(char letter, unsigned command)
{
    for (int k = 0; k < N_OPTIONS; k++)
        if (table[k].letter == letter && table[k].commands & command)
            return (option_id)k;
    return N_OPTIONS;
}

/* A place in argv. */
typedef struct cursor {
    int argc, at;
    char **argv;
} cursor;

static dt_status take_value(cursor *c, option_id id, const char **value, dt_error *err)
{
    if (c->at + 1 >= c->argc)
        return complain(err, DT_EUSAGE, "--%s takes an argument: %s", table[id].name,
                        table[id].argument);
    *value = c->argv[++c->at];
    return DT_OK;
}

static dt_status read_long(cursor *c, unsigned command, arguments *args, dt_error *err)
{
    const char *const name = c->argv[c->at] + 2;
    const size_t n = strcspn(name, "=");
    const option_id id = find_long(name, n, command);
    const char *value = name[n] == '=' ? name + n + 1 : NULL;
    if (id == N_OPTIONS)
        return complain(err, DT_EUSAGE, "no option '--%.*s' here", (int)n, name);
    if (value && !table[id].argument)
        return complain(err, DT_EUSAGE, "--%s takes no argument", table[id].name);
    if (!value && table[id].argument) {
        const dt_status status = take_value(c, id, &value, err);
        if (status != DT_OK)
            return status;
    }
    return set_option(id, value, args, err);
}

/* -qv, -oFILE, -o FILE */
static dt_status read_short(cursor *c, unsigned command, arguments *args, dt_error *err)
{
    for (const char *letter = c->argv[c->at] + 1; *letter; letter++) {
        const option_id id = find_short(*letter, command);
        const char *value = NULL;
        dt_status status = DT_OK;
        if (id == N_OPTIONS)
            return complain(err, DT_EUSAGE, "no option '-%c' here", *letter);
        if (table[id].argument && letter[1])
            value = letter + 1;
        else if (table[id].argument)
            status = take_value(c, id, &value, err);
        if (status == DT_OK)
            status = set_option(id, value, args, err);
        if (status != DT_OK || value)
            return status;
    }
    return DT_OK;
}

dt_status arguments_read(int argc, char **argv, int from, unsigned command,
                         arguments *args, dt_error *err)
{
    cursor c = {argc, from, argv};
    bool plain = false; /* behind "--" */
    *args = (arguments){0};
    for (; c.at < argc; c.at++) {
        const char *const word = argv[c.at];
        dt_status status = DT_OK;
        if (!plain && strcmp(word, "--") == 0)
            plain = true;
        else if (!plain && word[0] == '-' && word[1] == '-')
            status = read_long(&c, command, args, err);
        else if (!plain && word[0] == '-' && word[1])
            status = read_short(&c, command, args, err);
        else if (args->file)
            status = complain(err, DT_EUSAGE,
                              "one model at a time: '%s' is one too many", word);
        else
            args->file = word;
        if (status != DT_OK)
            return status;
    }
    return DT_OK;
}

void options_print(unsigned command)
{
    enum { HELP_AT = 34 };
    for (int k = 0; k < N_OPTIONS; k++) {
        if (!(table[k].commands & command))
            continue;
        const char letter[] = {'-', table[k].letter, ',', ' ', '\0'};
        const int n = printf("  %s--%s%s%s", table[k].letter ? letter : "    ",
                             table[k].name, table[k].argument ? " " : "",
                             table[k].argument ? table[k].argument : "");
        if (n >= HELP_AT)
            printf("\n%*s%s\n", HELP_AT, "", table[k].help);
        else
            printf("%*s%s\n", HELP_AT - n, "", table[k].help);
    }
}
