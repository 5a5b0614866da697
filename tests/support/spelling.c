/* The brackets of formulas follow the table of precedence in the manual of the
 * language, written down here once more so that a mistake in the reader shows. Some
 * issues have levels with names, some have figures. */
#include "support/spelling.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- names ------------------------------------------------------------------ */

void spell_actor(const sketch *k, size_t a, char name[SPELLING_ROOM])
{
    snprintf(name, SPELLING_ROOM, "a%zu", k->actor[a].id);
}

void spell_choice(const sketch *k, size_t c, char name[SPELLING_ROOM])
{
    snprintf(name, SPELLING_ROOM, "c%zu", k->choice[c].id);
}

static void add_actor(const sketch *k, size_t a, dt_text *text)
{
    char name[SPELLING_ROOM];
    spell_actor(k, a, name);
    dt_text_add(text, name);
}

static void add_choice(const sketch *k, size_t c, bool qualified, dt_text *text)
{
    char name[SPELLING_ROOM];
    if (qualified) {
        add_actor(k, k->choice[c].actor, text);
        dt_text_add(text, ".");
    }
    spell_choice(k, c, name);
    dt_text_add(text, name);
}

static void add_level(const sketch *k, size_t c, size_t level, dt_text *text)
{
    if (k->choice[c].is_option)
        dt_text_add(text, level ? "yes" : "no");
    else if (k->choice[c].id % 3 == 0)
        dt_text_format(text, "%zu", 10 * level);
    else
        dt_text_format(text, "l%zu", level);
}

/* ---- formulas --------------------------------------------------------------- */

/* Loosest first: if iff implies; or; and; not; the rest. */
static int strength(sketch_op op)
{
    switch (op) {
    case SKETCH_IMPLIES:
    case SKETCH_IF:
    case SKETCH_IFF:
        return 0;
    case SKETCH_OR:
        return 1;
    case SKETCH_AND:
        return 2;
    case SKETCH_NOT:
        return 3;
    case SKETCH_IS:
    case SKETCH_AT_LEAST:
    case SKETCH_AT_MOST:
    case SKETCH_EXACTLY:
    case SKETCH_ALL:
    case SKETCH_ANY:
    case SKETCH_NONE:
        return 4;
    }
    return 4;
}

static void add_atom(const sketch *k, const sketch_node *f, dt_text *text)
{
    static const char *const signs[] = {"",     " = ", " != ", " < ",
                                        " <= ", " > ", " >= "};
    add_choice(k, f->choice, f->qualified, text);
    dt_text_add(text, signs[f->relation]);
    if (f->relation != SKETCH_BARE)
        add_level(k, f->choice, f->level, text);
}

/* A part of an operator of that strength. */
static void add_part(const sketch *k, size_t part, int outer, dt_text *text)
{
    const int inner = strength(k->node[part].op);
    const bool needed = outer == 3 ? inner < 3 : inner <= outer;
    if (needed || k->node[part].brackets)
        dt_text_add(text, "(");
    spell_formula(k, part, text);
    if (needed || k->node[part].brackets)
        dt_text_add(text, ")");
}

static void add_joined(const sketch *k, const sketch_node *f, const char *word,
                       dt_text *text)
{
    for (size_t p = 0; p < f->n; p++) {
        dt_text_add(text, p ? word : "");
        add_part(k, f->part[p], strength(f->op), text);
    }
}

static void add_count(const sketch *k, const sketch_node *f, const char *words,
                      dt_text *text)
{
    dt_text_add(text, words);
    if (f->op == SKETCH_AT_LEAST || f->op == SKETCH_AT_MOST || f->op == SKETCH_EXACTLY)
        dt_text_format(text, " %zu", f->bound);
    dt_text_add(text, " of (");
    for (size_t p = 0; p < f->n; p++) {
        dt_text_add(text, p ? ", " : "");
        spell_formula(k, f->part[p], text);
    }
    dt_text_add(text, ")");
}

void spell_formula(const sketch *k, size_t formula, dt_text *text)
{
    static const char *const words[] = {
        [SKETCH_AND] = " and ",         [SKETCH_OR] = " or ",
        [SKETCH_IMPLIES] = " implies ", [SKETCH_IF] = " if ",
        [SKETCH_IFF] = " iff ",         [SKETCH_AT_LEAST] = "at least",
        [SKETCH_AT_MOST] = "at most",   [SKETCH_EXACTLY] = "exactly",
        [SKETCH_ALL] = "all",           [SKETCH_ANY] = "any",
        [SKETCH_NONE] = "none",
    };
    const sketch_node *const f = &k->node[formula];
    if (f->op == SKETCH_IS)
        add_atom(k, f, text);
    else if (f->op == SKETCH_NOT) {
        dt_text_add(text, "not ");
        add_part(k, f->part[0], strength(SKETCH_NOT), text);
    } else if (strength(f->op) < 3)
        add_joined(k, f, words[f->op], text);
    else
        add_count(k, f, words[f->op], text);
}

/* ---- actors and rules ------------------------------------------------------- */

static void add_declaration(const sketch *k, size_t c, dt_text *text)
{
    const sketch_choice *const choice = &k->choice[c];
    dt_text_add(text, choice->is_option ? "    option " : "    issue ");
    add_choice(k, c, false, text);
    if (choice->way == SKETCH_UP)
        dt_text_add(text, choice->id % 2 ? " permanent" : " only up");
    if (choice->way == SKETCH_DOWN)
        dt_text_add(text, " only down");
    for (size_t l = 0; !choice->is_option && l < choice->n_levels; l++) {
        dt_text_add(text, l ? ", " : " : ");
        add_level(k, c, l, text);
    }
    dt_text_add(text, "\n");
}

static void add_declarations(const sketch *k, size_t a, dt_text *text)
{
    dt_text_add(text, "actor ");
    add_actor(k, a, text);
    dt_text_add(text, " {\n");
    for (size_t c = 0; c < k->n_choices; c++)
        if (k->choice[c].actor == a)
            add_declaration(k, c, text);
    dt_text_add(text, "}\n");
}

static void add_rules(const sketch *k, dt_text *text)
{
    for (size_t r = 0; r < k->n_rules; r++) {
        dt_text_add(text, k->rule[r].impossible ? "impossible " : "always ");
        spell_formula(k, k->rule[r].formula, text);
        dt_text_add(text, "\n");
    }
    for (size_t m = 0; m < k->n_merges; m++) {
        dt_text_add(text, "merge ");
        spell_formula(k, k->merge[m], text);
        dt_text_add(text, "\n");
    }
    for (size_t f = 0; f < k->n_forbids; f++) {
        dt_text_add(text, "forbid ");
        add_actor(k, k->forbid[f].actor, text);
        dt_text_add(text, " from ");
        spell_formula(k, k->forbid[f].from, text);
        dt_text_add(text, " to ");
        spell_formula(k, k->forbid[f].to, text);
        dt_text_add(text, "\n");
    }
}

/* What is not named is no, or the first level. */
static void add_status_quo(const sketch *k, const sketch_states *states, dt_text *text)
{
    const sketch_cell *const cell = &states->cell[k->status_quo % states->n_cells];
    dt_text_add(text, "status quo {\n");
    for (size_t c = 0; c < k->n_choices; c++) {
        const size_t level = cell->level[c];
        if (level == 0 && c % 2)
            continue;
        dt_text_add(text, k->choice[c].is_option && level == 0 ? "    not " : "    ");
        add_choice(k, c, true, text);
        if (!k->choice[c].is_option) {
            dt_text_add(text, " = ");
            add_level(k, c, level, text);
        }
        dt_text_add(text, "\n");
    }
    dt_text_add(text, "}\n");
}

/* ---- orders ----------------------------------------------------------------- */

/* One formula, or several in braces. */
static void add_group(const sketch *k, const sketch_line *line, dt_text *text)
{
    dt_text_add(text, line->n > 1 ? "    { " : "    ");
    for (size_t f = 0; f < line->n; f++) {
        dt_text_add(text, f ? ", " : "");
        spell_formula(k, line->formula[f], text);
    }
    dt_text_add(text, line->n > 1 ? " }\n" : "\n");
}

static void add_value(const sketch *k, const sketch_line *line, dt_text *text)
{
    const unsigned long size = (unsigned long)labs(line->tenths);
    dt_text_format(text, "    %s%lu.%lu ", line->tenths < 0 ? "-" : "", size / 10,
                   size % 10);
    spell_formula(k, line->formula[0], text);
    dt_text_add(text, "\n");
}

static void add_numbers(const sketch *k, const sketch_states *states, size_t a,
                        size_t tier, dt_text *text)
{
    size_t n = 0;
    for (size_t s = 0; s < states->n_states; s++)
        if (sketch_tier(k, states, a, s) == tier)
            dt_text_format(text, "%s%zu", n++ ? ", " : "    { ", s + 1);
    dt_text_add(text, n ? " }\n" : "");
}

/* A line that holds of whatever is left. */
static void add_rest(const sketch *k, dt_text *text)
{
    dt_text_add(text, "    ");
    add_choice(k, 0, true, text);
    dt_text_add(text, " >= ");
    add_level(k, 0, 0, text);
    dt_text_add(text, "\n");
}

static void add_order(const sketch *k, const sketch_states *states, size_t a,
                      dt_text *text)
{
    static const char *const words[] = {
        [SKETCH_PREFER] = "prefer ",
        [SKETCH_VALUE] = "value ",
        [SKETCH_RANK] = "rank ",
        [SKETCH_TIERS] = "rank ",
    };
    const sketch_order *const order = &k->actor[a].order;
    if (order->kind == SKETCH_INDIFFERENT)
        return;
    dt_text_add(text, words[order->kind]);
    add_actor(k, a, text);
    dt_text_add(text, " {\n");
    for (size_t l = 0; l < order->n_lines && order->kind != SKETCH_RANK; l++)
        if (order->kind == SKETCH_VALUE)
            add_value(k, &order->line[l], text);
        else
            add_group(k, &order->line[l], text);
    for (size_t t = 0; t < SKETCH_RANK_TIERS && order->kind == SKETCH_RANK; t++)
        add_numbers(k, states, a, t, text);
    if (order->kind == SKETCH_TIERS)
        add_rest(k, text);
    dt_text_add(text, "}\n");
}

void spell_model(const sketch *k, dt_text *text)
{
    sketch_states states = sketch_find_states(k);
    for (size_t a = 0; a < k->n_actors; a++)
        add_declarations(k, a, text);
    add_rules(k, text);
    if (k->has_status_quo)
        add_status_quo(k, &states, text);
    for (size_t a = 0; a < k->n_actors; a++)
        add_order(k, &states, a, text);
    sketch_states_free(&states);
}
