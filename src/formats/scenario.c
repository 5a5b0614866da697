/* Scenarios: which files they are, and what becomes of them (detente/scenario.h).
 *
 * What a file is its first sign tells, "<" or "{", and only where there is neither its
 * name. All files are read before anything is said, so that all findings come at once;
 * then one text of the language is written (bargain.c) and read like any other. */
#include <detente/scenario.h>

#include "base/fail.h"
#include "base/utf8.h"
#include "formats/bargain.h"
#include "formats/formats.h"

#include <string.h>

typedef enum family { GENIUS, GENIUSWEB, N_FAMILIES } family;

static const struct {
    const char *name;
    char sign;
    const char *ending;
    dt_status (*read_domain)(dt_bargain *b, const dt_source *source, dt_error *err);
    dt_status (*read_profile)(dt_bargain *b, dt_party *party, dt_error *err);
} families[N_FAMILIES] = {
    [GENIUS] = {"Genius", '<', ".xml", dt_genius_domain, dt_genius_profile},
    [GENIUSWEB] = {"GeniusWeb", '{', ".json", dt_geniusweb_domain,
                   dt_geniusweb_profile},
};

/* ---- files ------------------------------------------------------------------- */

static bool ends_with(const char *name, const char *ending)
{
    const size_t n = strlen(name), m = strlen(ending);
    return n >= m && strcmp(name + n - m, ending) == 0;
}

static family family_of(const dt_source *source)
{
    const size_t mark = strlen(DT_BYTE_ORDER_MARK);
    const char *text = source->text;
    if (strncmp(text, DT_BYTE_ORDER_MARK, mark) == 0)
        text += mark;
    text += strspn(text, " \t\r\n");
    for (family f = 0; f < N_FAMILIES; f++)
        if (*text == families[f].sign)
            return f;
    for (family f = 0; f < N_FAMILIES; f++)
        if (ends_with(source->name, families[f].ending))
            return f;
    return N_FAMILIES;
}

static dt_status add_source(dt_diags *diags, const char *name, const char *text,
                            size_t n, const dt_source **source, dt_error *err)
{
    if (n > DT_SOURCE_MAX)
        return dt_fail(err, DT_ELIMIT, "'%s' is longer than %zu bytes", name,
                       DT_SOURCE_MAX);
    *source = dt_diags_add_source(diags, name, text, n);
    return *source ? DT_OK : dt_fail_memory(err);
}

/* What messages and the model call it. */
static const char *name_of(const dt_scenario_file *file)
{
    return strcmp(file->name, "-") == 0 && !file->text ? "standard input" : file->name;
}

static dt_status open_file(const dt_scenario_file *file, dt_diags *diags,
                           const dt_source **source, dt_error *err)
{
    dt_text text = {0};
    if (file->text)
        return add_source(diags, file->name, file->text, file->n, source, err);
    dt_status status = dt_file_read(file->name, &text, err);
    if (status == DT_OK)
        status = add_source(diags, name_of(file), dt_text_string(&text), text.n, source,
                            err);
    dt_text_release(&text);
    return status;
}

/* "camera" for "scenarios/camera.xml" */
static const char *stem_of(dt_bargain *b, const char *path)
{
    const char *const slash = strrchr(path, '/');
    const char *const base = slash ? slash + 1 : path;
    const char *const dot = strrchr(base, '.');
    const size_t n = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    const char *const stem = dt_arena_copy(&b->arena, base, n);
    b->lost = b->lost || !stem;
    return stem ? stem : "?";
}

static dt_status open_profiles(const dt_scenario *s, dt_bargain *b, dt_error *err)
{
    b->parties = dt_arena_array(&b->arena, dt_party, s->n_profiles);
    if (!b->parties)
        return dt_fail_memory(err);
    for (uint32_t p = 0; p < s->n_profiles; p++) {
        dt_party *const party = &b->parties[b->n_parties++];
        party->file = name_of(&s->profiles[p]);
        party->label = stem_of(b, party->file);
        DT_TRY(open_file(&s->profiles[p], b->diags, &party->source, err));
    }
    return DT_OK;
}

/* ---- the whole --------------------------------------------------------------- */

static dt_status check_family(const dt_source *source, family all, dt_error *err)
{
    const family f = family_of(source);
    if (f == N_FAMILIES)
        return dt_fail(err, DT_EUSAGE,
                       "'%s' is neither XML of Genius nor JSON of GeniusWeb",
                       source->name);
    if (f != all)
        return dt_fail(err, DT_EUSAGE, "'%s' is of %s, other files are of %s",
                       source->name, families[f].name, families[all].name);
    return DT_OK;
}

/* The scale that the files have, or are given. */
static dt_status choose_scale(const dt_scenario *s, family all, dt_bargain *b,
                              dt_error *err)
{
    if (all == GENIUSWEB && s->scale != DT_SCALE_DEFAULT)
        return dt_fail(
            err, DT_EUSAGE,
            "utilities of GeniusWeb are scaled already: a scale is for files "
            "of Genius");
    b->scale =
        all == GENIUS && s->scale == DT_SCALE_DEFAULT ? DT_SCALE_GENIUS : s->scale;
    return DT_OK;
}

static dt_status read_all(dt_bargain *b, family all, const dt_source *domain,
                          dt_error *err)
{
    dt_status status = DT_OK;
    DT_TRY(families[all].read_domain(b, domain, err));
    for (uint32_t p = 0; p < b->n_parties; p++) {
        status = families[all].read_profile(b, &b->parties[p], err);
        if (status != DT_OK && status != DT_EMODEL)
            return status;
    }
    return b->lost ? dt_fail_memory(err) : dt_diags_status(b->diags, err);
}

static dt_status translate(const dt_scenario *s, dt_bargain *b, dt_text *text,
                           dt_error *err)
{
    const dt_source *domain;
    DT_TRY(open_profiles(s, b, err));
    if (s->domain.name)
        DT_TRY(open_file(&s->domain, b->diags, &domain, err));
    else
        domain = b->parties[0].source;
    const family all = family_of(domain);
    DT_TRY(check_family(domain, all, err));
    for (uint32_t p = 0; p < b->n_parties; p++)
        DT_TRY(check_family(b->parties[p].source, all, err));
    DT_TRY(choose_scale(s, all, b, err));
    b->family = families[all].name;
    b->file = s->domain.name ? domain->name : NULL;
    b->title = stem_of(b, domain->name);
    DT_TRY(read_all(b, all, domain, err));
    return dt_bargain_write(b, text, err);
}

/* The scenario as a text of the language; its name, too. */
static dt_status make_text(const dt_scenario *s, dt_diags *diags, dt_text *text,
                           dt_text *name, dt_error *err)
{
    dt_bargain b = {.diags = diags};
    if (s->n_profiles < 2 || s->n_profiles > DT_MAX_PROFILES)
        return dt_fail(err, DT_EUSAGE, "a negotiation has 2 to %u profiles, not %u",
                       DT_MAX_PROFILES, s->n_profiles);
    const dt_status status = translate(s, &b, text, err);
    dt_text_format(name, "%s as .conflict",
                   name_of(s->domain.name ? &s->domain : &s->profiles[0]));
    dt_arena_release(&b.arena);
    return status == DT_OK && name->failed ? dt_fail_memory(err) : status;
}

dt_status dt_scenario_load(const dt_scenario *scenario, dt_diags *diags,
                           dt_model **model, dt_error *err)
{
    dt_text text = {0}, name = {0};
    dt_status status = make_text(scenario, diags, &text, &name, err);
    if (status == DT_OK)
        status = dt_model_parse(&(dt_input){.name = dt_text_string(&name),
                                            .text = dt_text_string(&text),
                                            .n = text.n},
                                diags, model, err);
    dt_text_release(&name);
    dt_text_release(&text);
    return status;
}

/* Write the text if it is a sound model. */
static dt_status write_text(const dt_input *input, dt_diags *diags, const dt_sink *sink,
                            dt_error *err)
{
    dt_model *model = NULL;
    DT_TRY(dt_model_parse(input, diags, &model, err));
    dt_model_free(model);
    return dt_format_text(input, diags, sink, err);
}

dt_status dt_scenario_write(const dt_scenario *scenario, dt_diags *diags,
                            const dt_sink *sink, dt_error *err)
{
    dt_text text = {0}, name = {0};
    dt_status status = make_text(scenario, diags, &text, &name, err);
    if (status == DT_OK)
        status = write_text(&(dt_input){.name = dt_text_string(&name),
                                        .text = dt_text_string(&text),
                                        .n = text.n},
                            diags, sink, err);
    dt_text_release(&name);
    dt_text_release(&text);
    return status;
}
