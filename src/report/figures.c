/* How the report on deals calls things: worths as decimals, deals by their titles or
 * numbers, choices in the words of the model. */
#include "report/settlement.h"

#include "base/decimal.h"
#include "report/frame.h"
#include "report/words.h"

#include <inttypes.h>

void dt_bargain_put(dt_bargain *b, size_t first, size_t rest)
{
    dt_put_wrapped(b->out, &b->text, dt_frame_width(b->options), first, rest);
    dt_text_reset(&b->text);
}

void dt_bargain_put_heading(dt_bargain *b, const char *heading)
{
    dt_put_format(b->out, "\n%s\n\n", heading);
}

/* ---- numbers ------------------------------------------------------------------ */

static int64_t divide_rounded(int64_t worth, int64_t divisor)
{
    const int64_t whole = worth / divisor, rest = worth % divisor;
    const int64_t size = rest < 0 ? -rest : rest;
    if (size < divisor - size)
        return whole;
    return worth < 0 ? whole - 1 : whole + 1;
}

/* In millionths of the unit, rounded to `places`. */
static int64_t round_worth(const dt_bargain *b, int64_t worth, unsigned places)
{
    int64_t step = 1;
    for (; places < DT_DECIMAL_PLACES; places++)
        step *= 10;
    if (b->all->scale > INT64_MAX / step)
        return divide_rounded(worth, b->all->scale);
    return divide_rounded(worth, b->all->scale * step) * step;
}

const char *dt_worth_write(const dt_bargain *b, int64_t worth, unsigned places,
                           char buffer[DT_WORTH_ROOM])
{
    int64_t units = round_worth(b, worth, places);
    while (units == 0 && worth && places < DT_DECIMAL_PLACES)
        units = round_worth(b, worth, ++places);
    if (units == 0 && worth)
        units = worth < 0 ? -1 : 1;
    return dt_decimal_write(units, buffer);
}

void dt_bargain_add_worth(dt_bargain *b, int64_t worth)
{
    char buffer[DT_WORTH_ROOM];
    dt_text_add(&b->text, dt_worth_write(b, worth, DT_WORTH_READ, buffer));
}

void dt_bargain_add_count(dt_bargain *b, uint64_t n)
{
    if (n == DT_UNCOUNTED)
        dt_text_add(&b->text, "an unknown number of");
    else
        dt_words_count(n, &b->text);
}

/* ---- names -------------------------------------------------------------------- */

const char *dt_voice_label(const dt_bargain *b, uint32_t voice)
{
    const dt_voice *const v = &b->all->voices[voice];
    return v->label ? v->label : v->name;
}

const char *dt_side_label(const dt_bargain *b, uint32_t side)
{
    return dt_actor_label(b->model, b->main->sides[side].actor);
}

bool dt_bargain_seats(const dt_bargain *b, dt_actor_id a)
{
    for (uint32_t k = 0; k < b->all->n_sides; k++)
        if (b->main->sides[k].actor == a)
            return true;
    return false;
}

/* Deals without a title are counted from 1. */
static uint32_t number_of(const dt_bargain *b, uint32_t deal)
{
    uint32_t number = 1;
    for (uint32_t k = 0; k < deal; k++)
        number += !b->all->deals[k].title;
    return number;
}

void dt_deal_add_head(const dt_bargain *b, uint32_t deal, dt_text *text)
{
    if (b->all->deals[deal].title)
        dt_text_add(text, b->all->deals[deal].title);
    else
        dt_text_format(text, "%" PRIu32, number_of(b, deal));
}

void dt_deal_add_name(const dt_bargain *b, uint32_t deal, dt_text *text)
{
    if (b->all->deals[deal].title)
        dt_text_format(text, "'%s'", b->all->deals[deal].title);
    else
        dt_text_format(text, "package %" PRIu32, number_of(b, deal));
}

uint32_t dt_deal_find(const dt_bargain *b, dt_code code)
{
    for (uint32_t k = 0; k < b->all->n_deals; k++)
        if (b->all->deals[k].code == code)
            return k;
    return UINT32_MAX;
}

/* ---- choices ------------------------------------------------------------------ */

void dt_bargain_add_item(dt_bargain *b, dt_choice_id c, uint32_t level)
{
    const char *const label = dt_choice_label(b->model, c);
    if (!dt_choice_is_option(b->model, c))
        dt_text_format(&b->text, "'%s: %s'", label,
                       dt_choice_level_label(b->model, c, level));
    else
        dt_text_format(&b->text, level ? "'%s'" : "no '%s'", label);
}

static bool is_item(const dt_bargain *b, dt_choice_id c, dt_code from, dt_code to,
                    uint64_t actors)
{
    return actors >> dt_choice_actor(b->model, c) & 1 &&
           dt_code_level(b->model, from, c) != dt_code_level(b->model, to, c);
}

uint32_t dt_bargain_add_items(dt_bargain *b, dt_code from, dt_code to, uint64_t actors)
{
    uint32_t n = 0, k = 0;
    for (dt_choice_id c = 0; c < dt_model_n_choices(b->model); c++)
        n += is_item(b, c, from, to, actors);
    for (dt_choice_id c = 0; c < dt_model_n_choices(b->model); c++)
        if (is_item(b, c, from, to, actors)) {
            dt_text_add(&b->text, dt_joint(k++, n));
            dt_bargain_add_item(b, c, dt_code_level(b->model, to, c));
        }
    return n;
}

/* ---- moves and deeds ------------------------------------------------------------ */

/* What a change of a choice is: the verbs below, in their order. */
enum { TAKES_UP, DROPS, SETS, N_VERBS };

static uint32_t verb_of(const dt_bargain *b, dt_choice_id c, dt_code to)
{
    if (!dt_choice_is_option(b->model, c))
        return SETS;
    return dt_code_level(b->model, to, c) ? TAKES_UP : DROPS;
}

static void add_object(dt_bargain *b, dt_choice_id c, dt_code to)
{
    const char *const label = dt_choice_label(b->model, c);
    if (dt_choice_is_option(b->model, c))
        dt_text_format(&b->text, "'%s'", label);
    else
        dt_bargain_add_item(b, c, dt_code_level(b->model, to, c));
}

void dt_bargain_add_move(dt_bargain *b, dt_actor_id a, dt_code from, dt_code to)
{
    static const char *const verbs[] = {"takes up ", "drops ", "sets "};
    bool begun = false;
    for (uint32_t verb = 0; verb < N_VERBS; verb++) {
        uint32_t n = 0, k = 0;
        for (dt_choice_id c = 0; c < dt_model_n_choices(b->model); c++)
            n += is_item(b, c, from, to, UINT64_C(1) << a) && verb_of(b, c, to) == verb;
        if (n)
            dt_text_format(&b->text, "%s%s", begun ? ", and " : "", verbs[verb]);
        begun = begun || n;
        for (dt_choice_id c = 0; c < dt_model_n_choices(b->model); c++)
            if (is_item(b, c, from, to, UINT64_C(1) << a) &&
                verb_of(b, c, to) == verb) {
                dt_text_add(&b->text, dt_joint(k++, n));
                add_object(b, c, to);
            }
    }
    if (!begun)
        dt_text_add(&b->text, "changes nothing");
}

/* The title of the model's deal that has this code, or NULL: with --deal it is none of
 * the answer's. */
static const char *title_of(const dt_bargain *b, dt_code code)
{
    const dt_talks *const talks = &b->model->talks;
    for (uint32_t k = 0; k < talks->n_proposals; k++)
        if (talks->proposals[k].code == code)
            return talks->proposals[k].title;
    return NULL;
}

void dt_bargain_add_package(dt_bargain *b, dt_code code)
{
    const uint32_t deal = dt_deal_find(b, code);
    if (deal != UINT32_MAX)
        dt_deal_add_name(b, deal, &b->text);
    else if (title_of(b, code))
        dt_text_format(&b->text, "'%s'", title_of(b, code));
    else if (code == b->base)
        dt_text_add(&b->text, "the status quo");
    else
        (void)dt_bargain_add_items(b, b->base, code, UINT64_MAX);
}

const char *dt_side_name(const dt_bargain *b, uint32_t side)
{
    return dt_actor_name(b->model, b->main->sides[side].actor);
}

const char *dt_origin_name(dt_origin origin)
{
    switch (origin) {
    case DT_ORIGIN_PROPOSED:
        return "proposed";
    case DT_ORIGIN_FAIR:
        return "fair";
    case DT_ORIGIN_EFFICIENT:
        break;
    }
    return "efficient";
}

bool dt_bargain_has_worth(const dt_bargain *b, uint32_t voice)
{
    return b->all->voices[voice].measure == DT_MEASURE_WORTH;
}
