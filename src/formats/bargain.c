/* From a domain and its profiles to the language.
 *
 * The issues are choices of one actor more, `agenda`, which wants nothing: what the
 * parties agree on is nobody's alone. A party is an actor without choices, at the
 * table, whose `value` block has a line for each value of each issue; `worth` in a
 * fallback is what it has without agreement.
 *
 * Worth is 100 times the utility, so that two decimals of a utility are whole numbers,
 * and rounded once, at the sixth place, from an exact quotient (scale.h). What a
 * reserved *bid* is worth is the sum of such rounded numbers: the bid ties with itself.
 *
 * An issue of one value is no choice. What it is worth is added to each value of the
 * first issue that is one, and so to every outcome. */
#include "formats/bargain.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "base/nearest.h"
#include "formats/script.h"
#include "formats/slug.h"

#include <string.h>

enum { LINE_MOST = 76 };

/* Worth of a utility of 1, in units of a decimal. */
#define WORTH_OF_ONE ((uint32_t)(100 * DT_DECIMAL_ONE))

/* ---- room -------------------------------------------------------------------- */

static bool has_lost(dt_bargain *b, const void *memory)
{
    b->lost = b->lost || !memory;
    return b->lost;
}

bool dt_bargain_room(dt_bargain *b, size_t n, dt_span where)
{
    if (n == 0)
        dt_report(b->diags, DT_FINDING_missing, where, "the domain has no issues");
    if (n > DT_MAX_BITS)
        dt_report(b->diags, DT_FINDING_limit, where,
                  "the domain has %zu issues, and %u is the limit", n, DT_MAX_BITS);
    if (n == 0 || n > DT_MAX_BITS)
        return false;
    b->topics = dt_arena_array(&b->arena, dt_topic, n);
    return !has_lost(b, b->topics);
}

bool dt_topic_room(dt_bargain *b, dt_topic *topic, size_t n, dt_span where)
{
    if (n == 0)
        dt_report(b->diags, DT_FINDING_missing, where, "issue '%s' has no values",
                  topic->label);
    if (n > DT_MAX_LEVELS)
        dt_report(b->diags, DT_FINDING_limit, where,
                  "issue '%s' has %zu values, and %u is the limit", topic->label, n,
                  DT_MAX_LEVELS);
    if (n == 0 || n > DT_MAX_LEVELS)
        return false;
    topic->labels = dt_arena_array(&b->arena, const char *, n);
    topic->ids = dt_arena_array(&b->arena, const char *, n);
    return !has_lost(b, topic->labels) && !has_lost(b, topic->ids);
}

bool dt_party_room(dt_bargain *b, dt_party *party)
{
    const uint32_t n = b->n_topics;
    party->weights = dt_arena_array(&b->arena, dt_wide, n);
    party->evaluations = dt_arena_array(&b->arena, dt_wide *, n);
    party->worth = dt_arena_array(&b->arena, int64_t *, n);
    if (has_lost(b, party->weights) || has_lost(b, party->evaluations) ||
        has_lost(b, party->worth))
        return false;
    for (uint32_t i = 0; i < n && !b->lost; i++) {
        party->evaluations[i] = dt_arena_array(&b->arena, dt_wide, b->topics[i].n);
        party->worth[i] = dt_arena_array(&b->arena, int64_t, b->topics[i].n);
        b->lost = !party->evaluations[i] || !party->worth[i];
    }
    return !b->lost;
}

/* ---- what the readers share ---------------------------------------------------- */

uint32_t dt_topic_find(const dt_topic *topic, const char *label)
{
    for (uint32_t v = 0; v < topic->n; v++)
        if (strcmp(topic->labels[v], label) == 0)
            return v;
    return DT_NONE;
}

uint32_t dt_bargain_find(const dt_bargain *b, const char *label)
{
    for (uint32_t i = 0; i < b->n_topics; i++)
        if (strcmp(b->topics[i].label, label) == 0)
            return i;
    return DT_NONE;
}

void dt_topic_miss(dt_bargain *b, const dt_topic *topic, const char *label,
                   dt_span where)
{
    dt_nearest nearest = dt_nearest_to(label, strlen(label));
    for (uint32_t v = 0; v < topic->n; v++)
        dt_nearest_offer(&nearest, topic->labels[v]);
    dt_report(b->diags, DT_FINDING_unknown_name, where,
              "the domain's issue '%s' has no value '%s'", topic->label, label);
    if (nearest.best)
        dt_report_help(b->diags, "did you mean '%s'?", nearest.best);
}

bool dt_bargain_label(dt_bargain *b, const char *label, dt_span where)
{
    const char *c = label;
    while (*c && ((unsigned char)*c >= 0x20 || *c == '\t') && *c != 0x7f)
        c++;
    if (!*c)
        return true;
    dt_report(b->diags, b->wrong, where,
              "a string cannot hold control characters, such as a line's end");
    return false;
}

bool dt_bargain_number(dt_bargain *b, const char *text, dt_span where, const char *what,
                       uint32_t most, dt_wide *number)
{
    const dt_wide one = dt_wide_one(), factor = {{most}};
    const dt_wide limit = dt_wide_product(&one, &factor);
    const dt_wide_verdict verdict = dt_wide_read(text, strlen(text), number);
    if (verdict == DT_WIDE_MISSPELT)
        dt_report(b->diags, DT_FINDING_bad_number, where,
                  "%s is a number, such as 0.25, not '%s'", what, text);
    else if (verdict == DT_WIDE_NEGATIVE)
        dt_report(b->diags, b->wrong, where, "%s is never negative: '%s'", what, text);
    else if (verdict == DT_WIDE_HUGE || dt_wide_compare(number, &limit) > 0)
        dt_report(b->diags, b->wrong, where, "%s is at most %u: '%s'", what, most,
                  text);
    else
        return true;
    return false;
}

/* ---- names ------------------------------------------------------------------- */

static const char *keep(dt_bargain *b, dt_text *id)
{
    const char *const copy =
        id->failed ? NULL : dt_arena_copy(&b->arena, dt_text_string(id), id->n);
    b->lost = b->lost || !copy;
    dt_text_release(id);
    return copy ? copy : "?";
}

/* A name from the label, which differs from the `n` that `taken` tells. */
static const char *make_id(dt_bargain *b, const char *label, const char *otherwise,
                           const char *const *taken, uint32_t n)
{
    dt_text id = {0};
    dt_slug(label, otherwise, &id);
    const char *const plain = keep(b, &id);
    const char *name = plain;
    uint32_t copies = 1;
    for (uint32_t k = 0; k < n && !b->lost; k++) {
        if (strcmp(taken[k], name) != 0)
            continue;
        dt_text_format(&id, "%s_%u", plain, ++copies);
        name = keep(b, &id);
        k = UINT32_MAX; /* from the first again */
    }
    return name;
}

static void name_values(dt_bargain *b, dt_topic *topic)
{
    for (uint32_t v = 0; v < topic->n && !b->lost; v++)
        topic->ids[v] = make_id(b, topic->labels[v], "value", topic->ids, v);
}

static void name_all(dt_bargain *b)
{
    const char *topics[DT_MAX_BITS], *parties[DT_MAX_ACTORS] = {"agenda"};
    for (uint32_t i = 0; i < b->n_topics && !b->lost; i++) {
        topics[i] = make_id(b, b->topics[i].label, "issue", topics, i);
        b->topics[i].id = topics[i];
        name_values(b, &b->topics[i]);
    }
    for (uint32_t p = 0; p < b->n_parties && !b->lost; p++) {
        parties[p + 1] = make_id(b, b->parties[p].label, "party", parties, p + 1);
        b->parties[p].id = parties[p + 1];
    }
}

/* ---- worth ------------------------------------------------------------------- */

static dt_wide largest(const dt_wide *numbers, uint32_t n)
{
    dt_wide most = numbers[0];
    for (uint32_t k = 1; k < n; k++)
        if (dt_wide_compare(&numbers[k], &most) > 0)
            most = numbers[k];
    return most;
}

/* The largest sum of weight x evaluation that an outcome gives the party. */
static dt_wide largest_sum(const dt_bargain *b, const dt_party *party)
{
    dt_wide sum = {{0}};
    for (uint32_t i = 0; i < b->n_topics; i++) {
        const dt_wide most = largest(party->evaluations[i], b->topics[i].n);
        const dt_wide part = dt_wide_product(&party->weights[i], &most);
        sum = dt_wide_sum(&sum, &part);
    }
    return sum;
}

/* What weight x evaluation is divided by in a topic; 0, and reported, when there is
 * nothing to divide by. */
static dt_wide divisor_of(dt_bargain *b, const dt_party *party, uint32_t i,
                          const dt_wide *sum)
{
    const dt_wide one = dt_wide_one();
    if (b->scale == DT_SCALE_DEFAULT)
        return dt_wide_product(&one, &one);
    if (b->scale == DT_SCALE_RAW)
        return *sum;
    if (dt_wide_is_zero(&party->weights[i]))
        return one; /* it counts for nothing, whatever its values are worth */
    const dt_wide most = largest(party->evaluations[i], b->topics[i].n);
    if (dt_wide_is_zero(&most))
        dt_report(b->diags, b->wrong, (dt_span){party->source->index, 0, 0},
                  "all evaluations of issue '%s' are 0, and the largest is what they "
                  "are divided by",
                  b->topics[i].label);
    return dt_wide_product(&one, &most);
}

static void scale_topic(dt_bargain *b, dt_party *party, uint32_t i, const dt_wide *sum)
{
    const dt_wide divisor = divisor_of(b, party, i, sum);
    for (uint32_t v = 0; v < b->topics[i].n && !dt_wide_is_zero(&divisor); v++) {
        const dt_wide part =
            dt_wide_product(&party->weights[i], &party->evaluations[i][v]);
        party->worth[i][v] = dt_wide_quotient(&part, &divisor, WORTH_OF_ONE);
    }
}

static void scale_reserve(const dt_bargain *b, dt_party *party)
{
    const dt_wide one = dt_wide_one();
    party->reserve = dt_wide_quotient(&party->reservation, &one, WORTH_OF_ONE);
    for (uint32_t i = 0; i < b->n_topics && party->bid; i++)
        if (party->bid[i] != DT_NONE)
            party->reserve += party->worth[i][party->bid[i]];
}

static void scale_party(dt_bargain *b, dt_party *party)
{
    const dt_wide sum = largest_sum(b, party);
    if (dt_wide_is_zero(&sum)) {
        dt_report(b->diags, b->wrong, (dt_span){party->source->index, 0, 0},
                  "no outcome is worth anything to this party");
        return;
    }
    for (uint32_t i = 0; i < b->n_topics; i++)
        scale_topic(b, party, i, &sum);
    scale_reserve(b, party);
}

/* Weights should add up to 1; where that matters and they don't it is said. */
static void check_weights(dt_bargain *b, const dt_party *party)
{
    const dt_wide one = dt_wide_one();
    dt_wide sum = {{0}};
    char buffer[DT_DECIMAL_ROOM];
    for (uint32_t i = 0; i < b->n_topics; i++)
        sum = dt_wide_sum(&sum, &party->weights[i]);
    const int64_t units = dt_wide_quotient(&sum, &one, (uint32_t)DT_DECIMAL_ONE);
    if (units != DT_DECIMAL_ONE && b->scale != DT_SCALE_RAW)
        dt_report(b->diags, DT_FINDING_two_readings,
                  (dt_span){party->source->index, 0, 0},
                  "the weights add up to %s, not 1, and are taken as they are",
                  dt_decimal_write(units, buffer));
}

/* ---- the text ---------------------------------------------------------------- */

static size_t width_of_line(const dt_text *text)
{
    size_t n = 0;
    while (n < text->n && text->bytes[text->n - 1 - n] != '\n')
        n++;
    return n;
}

/* Add an item of a list that is broken where its lines grow long. */
static void put_item(dt_text *text, const char *item, bool is_first)
{
    const bool fits = width_of_line(text) + strlen(item) < LINE_MOST;
    dt_text_add(text, is_first ? " " : fits ? ", " : ",\n        ");
    dt_text_add(text, item);
}

/* The label stays, unless it says no more than the name. */
static void put_label(dt_text *text, const char *id, const char *label)
{
    if (*label && strcmp(id, label) != 0)
        dt_script_label(text, label);
}

static const char *base_of(const char *path)
{
    const char *const slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *words_for(dt_scale scale)
{
    switch (scale) {
    case DT_SCALE_GENIUS:
        return "; evaluations scaled as Genius does: by the largest of each issue";
    case DT_SCALE_RAW:
        return "; evaluations as they are, scaled by the party's largest sum";
    case DT_SCALE_DEFAULT:
        break;
    }
    return "; utilities as they are";
}

static void put_head(const dt_bargain *b, dt_text *text)
{
    dt_text source = {0};
    dt_text_add(text, "# Worth is 100 times the utility, rounded to 6 decimals.\n"
                      "conflict");
    dt_script_label(text, b->title);
    dt_text_format(&source, "%s domain %s (%s%s", b->family, b->title,
                   b->file ? base_of(b->file) : "", b->file ? ", " : "");
    for (uint32_t p = 0; p < b->n_parties; p++)
        dt_text_format(&source, "%s%s", p ? ", " : "", base_of(b->parties[p].file));
    dt_text_format(&source, ")%s; worth is 100 times the utility, to 6 decimals",
                   words_for(b->scale));
    dt_text_add(text, "\nsource");
    dt_script_label(text, dt_text_string(&source));
    dt_text_add(text, "\n\n");
    text->failed = text->failed || source.failed;
    dt_text_release(&source);
}

static void put_level(dt_text *text, const dt_topic *topic, uint32_t v)
{
    dt_text level = {0};
    dt_text_add(&level, topic->ids[v]);
    put_label(&level, topic->ids[v], topic->labels[v]);
    put_item(text, dt_text_string(&level), v == 0);
    text->failed = text->failed || level.failed;
    dt_text_release(&level);
}

static void put_agenda(const dt_bargain *b, dt_text *text)
{
    dt_text_add(text, "actor agenda \"What is negotiated\" {\n");
    for (uint32_t i = 0; i < b->n_topics; i++) {
        const dt_topic *const topic = &b->topics[i];
        if (topic->n < 2)
            continue;
        dt_text_format(text, "    issue %s", topic->id);
        put_label(text, topic->id, topic->label);
        dt_text_add(text, " :");
        for (uint32_t v = 0; v < topic->n; v++)
            put_level(text, topic, v);
        dt_text_add(text, "\n");
    }
    dt_text_add(text, "}\n\n");
}

static void put_actors(const dt_bargain *b, dt_text *text)
{
    for (uint32_t p = 0; p < b->n_parties; p++) {
        dt_text_format(text, "actor %s", b->parties[p].id);
        put_label(text, b->parties[p].id, b->parties[p].label);
        dt_text_add(text, " { }\n");
    }
}

static void put_tables(const dt_bargain *b, dt_text *text)
{
    dt_text name = {0};
    bool is_first = true;
    dt_text_add(text, "\nstatus quo { }\n\ntable");
    for (uint32_t p = 0; p < b->n_parties; p++)
        put_item(text, b->parties[p].id, p == 0);
    dt_text_add(text, "\non the table :");
    for (uint32_t i = 0; i < b->n_topics; i++) {
        if (b->topics[i].n < 2)
            continue;
        dt_text_reset(&name);
        dt_text_format(&name, "agenda.%s", b->topics[i].id);
        put_item(text, dt_text_string(&name), is_first);
        is_first = false;
    }
    dt_text_add(text, "\n");
    text->failed = text->failed || name.failed;
    dt_text_release(&name);
}

static void put_fallback(const dt_bargain *b, dt_text *text)
{
    char buffer[DT_DECIMAL_ROOM];
    dt_text_add(text, "\nfallback walkaway \"No agreement\" {\n");
    for (uint32_t p = 0; p < b->n_parties; p++)
        dt_text_format(text, "    worth %s %s\n", b->parties[p].id,
                       dt_decimal_write(b->parties[p].reserve, buffer));
    dt_text_add(text, "}\n");
}

static void put_values(const dt_bargain *b, const dt_party *party, dt_text *text)
{
    char buffer[DT_DECIMAL_ROOM];
    int64_t fixed = 0; /* by the issues of one value, until it is told */
    for (uint32_t i = 0; i < b->n_topics; i++)
        fixed += b->topics[i].n == 1 ? party->worth[i][0] : 0;
    dt_text_format(text, "\nvalue %s {\n", party->id);
    for (uint32_t i = 0; i < b->n_topics; i++) {
        const dt_topic *const topic = &b->topics[i];
        if (topic->n < 2)
            continue;
        for (uint32_t v = 0; v < topic->n; v++)
            dt_text_format(text, "    %s agenda.%s = %s\n",
                           dt_decimal_write(party->worth[i][v] + fixed, buffer),
                           topic->id, topic->ids[v]);
        fixed = 0;
    }
    dt_text_add(text, "}\n");
}

static void put_all(const dt_bargain *b, dt_text *text)
{
    put_head(b, text);
    put_agenda(b, text);
    put_actors(b, text);
    put_tables(b, text);
    put_fallback(b, text);
    for (uint32_t p = 0; p < b->n_parties; p++)
        put_values(b, &b->parties[p], text);
}

/* At least one issue is a choice; those that are none are told. */
static void check_topics(dt_bargain *b)
{
    const dt_topic *first = NULL;
    for (uint32_t i = 0; i < b->n_topics && !first; i++)
        first = b->topics[i].n > 1 ? &b->topics[i] : NULL;
    if (!first)
        dt_report(b->diags, DT_FINDING_missing, b->topics[0].where,
                  "every issue has one value only: there is nothing to negotiate");
    for (uint32_t i = 0; i < b->n_topics && first; i++)
        if (b->topics[i].n == 1)
            dt_report(b->diags, DT_FINDING_not_carried, b->topics[i].where,
                      "issue '%s' has one value only and is left out; its worth is "
                      "added to that of '%s'",
                      b->topics[i].label, first->label);
}

dt_status dt_bargain_write(dt_bargain *b, dt_text *text, dt_error *err)
{
    check_topics(b);
    for (uint32_t p = 0; p < b->n_parties; p++) {
        check_weights(b, &b->parties[p]);
        scale_party(b, &b->parties[p]);
    }
    name_all(b);
    if (!b->lost)
        DT_TRY(dt_diags_status(b->diags, err));
    if (!b->lost)
        put_all(b, text);
    return b->lost || text->failed ? dt_fail_memory(err) : DT_OK;
}
