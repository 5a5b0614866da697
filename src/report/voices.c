/* Who is asked: the table and what may be agreed at it, the constituencies at home, and
 * what each of them does to the packages. An empty zone is told here: who excludes
 * whom. */
#include "report/settlement.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "report/frame.h"
#include "report/table.h"
#include "report/words.h"

#include <string.h>

/* ---- the table ---------------------------------------------------------------- */

/* Nobody at home has a say in most models: that needs no line. */
static void tell_home(dt_bargain *b, dt_actor_id a)
{
    const dt_home *const home = &b->model->actors[a].home;
    if (home->n == 0)
        return;
    dt_text_format(&b->text, "%s ratifies ", dt_actor_label(b->model, a));
    if (home->rule) {
        dt_text_add(&b->text, "by '");
        dt_formula_write(b->model, home->rule, &b->text);
        dt_text_add(&b->text, "'");
    } else
        dt_text_add(&b->text, home->n == 1 ? "what its constituency accepts"
                                           : "what all its constituencies accept");
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

/* The choices that can, or cannot, be agreed on, of the actors at the table. */
static void tell_choices(dt_bargain *b, const char *head, bool negotiable)
{
    const uint64_t on = dt_model_negotiable(b->model);
    uint32_t n = 0;
    dt_text_add(&b->text, head);
    for (dt_choice_id c = 0; c < b->model->n_choices; c++) {
        const bool is_on = on & dt_choice_mask(&b->model->choices[c]);
        if (is_on != negotiable ||
            (!is_on && !dt_bargain_seats(b, b->model->choices[c].actor)))
            continue;
        dt_text_format(&b->text, "%s%s", n++ ? ", " : "", dt_choice_label(b->model, c));
    }
    if (n) {
        dt_text_add(&b->text, ".");
        dt_bargain_put(b, 2, 4);
    } else
        dt_text_reset(&b->text);
}

/* The actors that sit at the table, or do not. */
/* Whether the actor is somebody, and at the table or not. */
static bool is_among(const dt_bargain *b, dt_actor_id a, bool seated)
{
    return dt_bargain_seats(b, a) == seated && !b->model->actors[a].is_agenda;
}

static void tell_actors(dt_bargain *b, const char *head, bool seated)
{
    uint32_t n = 0, k = 0;
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        n += is_among(b, a, seated);
    if (n == 0)
        return;
    dt_text_add(&b->text, head);
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        if (is_among(b, a, seated))
            dt_text_format(&b->text, "%s%s", dt_joint(k++, n),
                           dt_actor_label(b->model, a));
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

/* ---- what follows if the talks fail -------------------------------------------- */

/* " (worth 35 to U, 30 to V)": what the model says, in place of the state's worth. */
static void tell_reserves(dt_bargain *b, const dt_fallback *f)
{
    char decimal[DT_DECIMAL_ROOM];
    dt_text_add(&b->text, " (worth ");
    for (uint32_t k = 0; k < f->n_reserves; k++) {
        const dt_reserve *const r = &f->reserves[k];
        const dt_home *const home = &b->model->actors[r->actor].home;
        const dt_name *const name = r->constituency == DT_ITSELF
                                        ? &b->model->actors[r->actor].name
                                        : &home->constituencies[r->constituency].name;
        dt_text_format(&b->text, "%s%s to %s", k ? ", " : "",
                       dt_decimal_write(r->units, decimal),
                       name->label ? name->label : name->id);
    }
    dt_text_add(&b->text, ")");
}

static void tell_failure(dt_bargain *b)
{
    const dt_talks *const talks = &b->model->talks;
    char decimal[DT_DECIMAL_ROOM];
    dt_text_add(&b->text, "If the talks fail: ");
    if (talks->n_fallbacks == 0)
        dt_text_add(&b->text, "the status quo stays");
    for (uint32_t k = 0; k < talks->n_fallbacks; k++) {
        const dt_fallback *const f = &talks->fallbacks[k];
        dt_text_format(&b->text, "%s%s", k ? "; " : "",
                       f->name.label ? f->name.label : f->name.id);
        if (talks->n_fallbacks > 1)
            dt_text_format(&b->text, ", with probability %s",
                           dt_decimal_write(f->probability, decimal));
        if (f->n_reserves) {
            tell_reserves(b, f);
            continue;
        }
        if (f->code == b->base) {
            dt_text_add(&b->text, " (the status quo)");
            continue;
        }
        dt_text_add(&b->text, " (");
        (void)dt_bargain_add_items(b, b->base, f->code, UINT64_MAX);
        dt_text_add(&b->text, ")");
    }
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

void dt_bargain_put_table(dt_bargain *b)
{
    dt_bargain_put_heading(b, "At the table");
    tell_actors(b, "Negotiating: ", true);
    tell_actors(b, "Not at the table, but free to move: ", false);
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        tell_home(b, b->main->sides[s].actor);
    tell_choices(b, "Negotiable: ", true);
    tell_choices(b, "Off the table: ", false);
    tell_failure(b);
}

/* ---- the voices ---------------------------------------------------------------- */

enum { WEIGHT, VETO, ACCEPTS, PIVOTAL, BLOCKS, N_COLUMNS };

static const char *keep(dt_bargain *b, dt_arena *arena, const dt_text *text)
{
    const char *const kept =
        text->failed ? NULL : dt_arena_copy(arena, dt_text_string(text), text->n);
    if (!kept)
        b->out->status = DT_ENOMEM;
    return kept ? kept : "";
}

static const char *count_cell(dt_bargain *b, dt_arena *arena, uint64_t n)
{
    dt_text text = {0};
    if (n == DT_UNCOUNTED)
        return "?";
    dt_words_count(n, &text);
    const char *const kept = keep(b, arena, &text);
    dt_text_release(&text);
    return kept;
}

static const char *weight_cell(dt_bargain *b, dt_arena *arena, const dt_voice *voice)
{
    char decimal[DT_DECIMAL_ROOM];
    if (voice->constituency == DT_VOICE_ITSELF)
        return "";
    dt_text text = {0};
    dt_text_add(&text, dt_decimal_write(voice->weight, decimal));
    const char *const kept = keep(b, arena, &text);
    dt_text_release(&text);
    return kept;
}

static const char *cell_of(dt_bargain *b, dt_arena *arena, uint32_t v, uint32_t column)
{
    const dt_tally *const tally = &b->main->tallies[v];
    switch (column) {
    case WEIGHT:
        return weight_cell(b, arena, &b->all->voices[v]);
    case VETO:
        return b->all->voices[v].veto ? "veto" : "";
    case ACCEPTS:
        return count_cell(b, arena, tally->accepts);
    case PIVOTAL:
        return count_cell(b, arena, tally->pivotal);
    default:
        return count_cell(b, arena, tally->blocks);
    }
}

static bool has_constituencies(const dt_bargain *b)
{
    return b->all->n_voices > b->all->n_sides;
}

/* Columns that say nothing are left out: weights and vetoes where nobody has them. */
static bool has_column(const dt_bargain *b, uint32_t column)
{
    bool has = column != VETO && (column != WEIGHT || has_constituencies(b));
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        has = has || (column == VETO && b->all->voices[v].veto);
    return has;
}

/* Each side's own voice; under a heading of the side, where it has constituencies. */
static uint32_t list_rows(const dt_bargain *b, dt_table_row *row, uint32_t *voice_of)
{
    uint32_t n = 0;
    for (uint32_t s = 0; s < b->all->n_sides; s++) {
        const dt_side *const side = &b->main->sides[s];
        const bool alone = side->n_constituencies == 0;
        if (!alone) {
            row[n] = (dt_table_row){dt_side_label(b, s), true};
            voice_of[n++] = UINT32_MAX;
        }
        for (uint32_t v = side->voice; v <= side->voice + side->n_constituencies; v++) {
            if (b->all->voices[v].derived)
                continue; /* it signs whatever they ratify */
            row[n] = (dt_table_row){v == side->voice && !alone ? "(its signature)"
                                                               : dt_voice_label(b, v),
                                    false};
            voice_of[n++] = v;
        }
    }
    return n;
}

static void put_tallies(dt_bargain *b)
{
    static const char *const heads[] = {"weight", "", "accepts", "decides", "blocks"};
    dt_arena arena = {0};
    dt_table_column columns[N_COLUMNS];
    dt_table table = {.columns = columns};
    const size_t room = (size_t)b->all->n_voices + b->all->n_sides;
    dt_table_row *const rows = dt_arena_array(&arena, dt_table_row, room);
    uint32_t *const voice_of = dt_arena_array(&arena, uint32_t, room);
    bool lost = !rows || !voice_of;
    if (!lost)
        table.n_rows = list_rows(b, rows, voice_of);
    for (uint32_t k = 0; k < N_COLUMNS && !lost; k++) {
        const char **const cell = dt_arena_array(&arena, const char *, room);
        lost = !cell;
        for (uint32_t r = 0; !lost && r < table.n_rows; r++)
            cell[r] =
                voice_of[r] == UINT32_MAX ? "" : cell_of(b, &arena, voice_of[r], k);
        if (has_column(b, k))
            columns[table.n_columns++] = (dt_table_column){heads[k], cell};
    }
    table.rows = rows;
    if (lost)
        b->out->status = DT_ENOMEM;
    else
        dt_table_write(b->out, &table, dt_frame_width(b->options));
    dt_arena_release(&arena);
}

static void tell_lever(dt_bargain *b, uint32_t v)
{
    const dt_tally *const tally = &b->main->tallies[v];
    const bool counted = tally->blocks != DT_UNCOUNTED;
    if (!counted || tally->blocks == 0)
        return;
    dt_text_format(&b->text, "%s: ", dt_voice_label(b, v));
    if (tally->lever.n == 0)
        dt_text_add(&b->text, "no single change by somebody else would win it");
    else {
        dt_bargain_add_item(b, tally->lever.choice, tally->lever.level);
        dt_text_add(&b->text, " for ");
        dt_words_count(tally->lever.n, &b->text);
        dt_text_add(&b->text, " of ");
        dt_words_count(tally->blocks, &b->text);
    }
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

void dt_bargain_put_voices(dt_bargain *b)
{
    bool blocks = false;
    if (!b->all->listed)
        return;
    dt_bargain_put_heading(b, "What each voice makes of the packages");
    put_tallies(b);
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        blocks = blocks || b->main->tallies[v].blocks;
    dt_text_add(&b->text, "A voice decides a package when its answer alone makes the "
                          "difference at home, and blocks it when only its no keeps "
                          "the package from being agreed.");
    if (blocks)
        dt_text_add(&b->text, " What others could change to win most of what it "
                              "blocks:");
    dt_put(b->out, "\n");
    dt_bargain_put(b, 0, 0);
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        tell_lever(b, v);
}

/* ---- an empty zone ------------------------------------------------------------- */

/* A side that accepts nothing at all. */
static bool tell_closed_side(dt_bargain *b, uint32_t s)
{
    const dt_side *const side = &b->main->sides[s];
    if (side->wins)
        return false;
    dt_text_add(&b->text, dt_side_label(b, s));
    if (side->signs == 0)
        dt_text_add(&b->text,
                    " would sign no package at all: each is worse for it than "
                    "what follows if the talks fail. ");
    else if (side->ratifies == 0)
        dt_text_add(&b->text, " could have no package ratified at home. ");
    else
        dt_text_add(&b->text, " would sign some packages and could have others "
                              "ratified, but none is both. ");
    return true;
}

static void tell_silent(dt_bargain *b)
{
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        if (b->main->tallies[v].accepts == 0)
            dt_text_format(&b->text, "No package is acceptable to %s. ",
                           dt_voice_label(b, v));
}

static void tell_openings(dt_bargain *b)
{
    for (uint32_t d = 1; d < b->all->n_disagreements; d++) {
        const dt_disagreement *const other = &b->all->disagreements[d];
        if (other->zone == 0 || other->zone == DT_UNCOUNTED)
            continue;
        dt_text_format(&b->text, "If all expected '%s' for certain, ",
                       other->label ? other->label : other->name);
        dt_words_count(other->zone, &b->text);
        dt_text_format(&b->text, " package%s would suit all. ",
                       other->zone == 1 ? "" : "s");
    }
}

static bool is_blocked(const dt_bargain *b)
{
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        if (b->main->tallies[v].blocks)
            return true;
    return false;
}

void dt_bargain_put_empty(dt_bargain *b)
{
    bool closed = false;
    if (!b->all->listed || b->main->zone)
        return;
    dt_text_add(&b->text, "There is no zone of agreement. ");
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        closed = tell_closed_side(b, s) || closed;
    if (!closed)
        dt_text_add(&b->text,
                    b->all->n_sides == 2
                        ? "Each side accepts some packages, but no package is "
                          "accepted by both. "
                        : "Each side accepts some packages, but no package is "
                          "accepted by all. ");
    tell_silent(b);
    if (!is_blocked(b))
        dt_text_add(&b->text, "No single voice stands in the way: every package has at "
                              "least two against it. ");
    tell_openings(b);
    dt_text_add(&b->text, b->all->n_prices
                              ? "The prices below say what each side would want for "
                                "each concession."
                              : "");
    dt_put(b->out, "\n");
    dt_bargain_put(b, 0, 0);
}
