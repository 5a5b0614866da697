/* See trial.h. */
#include "support/trial.h"

#include "support/shrink.h"
#include "support/spelling.h"
#include "support/tested.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool trial_fail(trial *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(t->why, sizeof t->why, format, args);
    va_end(args);
    return false;
}

static bool refuse(trial *t, const char *stage, const dt_error *err)
{
    return trial_fail(t, "%s: %s", stage, err->text);
}

bool trial_start(trial *t, const sketch *k, uint64_t seed)
{
    dt_error err = {0};
    *t = (trial){.seed = seed, .sketch = malloc(sizeof *k), .diags = dt_diags_new()};
    assert_true(t->sketch && t->diags);
    *t->sketch = *k;
    t->states = sketch_find_states(k);
    spell_model(k, &t->text);
    assert_false(t->text.failed);
    if (dt_model_parse(
            &(dt_input){"random", t->text.bytes, t->text.n, DT_FORMAT_CONFLICT},
            t->diags, &t->model, &err) != DT_OK)
        return refuse(t, "dt_model_parse", &err);
    if (dt_space_new(t->model, NULL, t->diags, &t->space, &err) != DT_OK)
        return refuse(t, "dt_space_new", &err);
    if (dt_ranks_new(t->space, NULL, t->diags, &t->ranks, &err) != DT_OK)
        return refuse(t, "dt_ranks_new", &err);
    if (dt_space_n_states(t->space) != t->states.n_states)
        return trial_fail(t, "%u states instead of %zu", dt_space_n_states(t->space),
                          t->states.n_states);
    return true;
}

void trial_end(trial *t)
{
    dt_ranks_free(t->ranks);
    dt_space_free(t->space);
    dt_model_free(t->model);
    dt_diags_free(t->diags);
    dt_text_release(&t->text);
    sketch_states_free(&t->states);
    free(t->sketch);
}

/* ---- laws ------------------------------------------------------------------- */

typedef struct suspicion {
    law *holds;
    uint64_t seed;
} suspicion;

static bool breaks_law(const sketch *k, void *context)
{
    const suspicion *const s = context;
    trial t;
    const bool holds = trial_start(&t, k, s->seed) && s->holds(&t);
    trial_end(&t);
    return !holds;
}

static void show(const sketch *k, const suspicion *s)
{
    trial t;
    if (trial_start(&t, k, s->seed))
        s->holds(&t);
    fprintf(stderr, "seed %llu: %s\n----\n%s----\n", (unsigned long long)s->seed, t.why,
            dt_text_string(&t.text));
    dt_diags_write(t.diags, &(dt_sink){write_to_stderr, NULL}, false);
    trial_end(&t);
}

void assert_law(law *holds, uint64_t first, uint64_t last, random_size size)
{
    sketch *const k = malloc(sizeof *k);
    assert_non_null(k);
    for (uint64_t seed = first; seed <= last; seed++) {
        suspicion s = {holds, seed};
        random_sketch(k, seed, size);
        if (!breaks_law(k, &s))
            continue;
        shrink_sketch(k, breaks_law, &s);
        show(k, &s);
        free(k);
        fail_msg("the law does not hold for seed %llu", (unsigned long long)seed);
    }
    free(k);
}
