/* What the reader refuses is drawn again: outcomes that break rules, rules to ratify
 * that nobody could fulfil. Small numbers are drawn, so that ties are frequent. */
#include "support/bargain.h"

#include "model/conflict.h"
#include "support/spelling.h"
#include "support/tested.h"

#include <detente/diags.h>
#include <stdio.h>
#include <stdlib.h>

enum { GROUPS_MAX = 5, TRIES = 200 };

/* What is drawn, and where its words go. */
typedef struct draft {
    const sketch *k;
    sketch *pool; /* `k`, to which formulas are added */
    sketch_states states;
    dice *d;
    dt_text *text;
    size_t n_groups[SKETCH_ACTORS]; /* constituencies */
    bool has_value[SKETCH_ACTORS][GROUPS_MAX];
} draft;

static void say(draft *t, const char *words)
{
    dt_text_add(t->text, words);
}

static void say_actor(draft *t, size_t a)
{
    char name[SPELLING_ROOM];
    spell_actor(t->k, a, name);
    say(t, name);
}

static void say_choice(draft *t, size_t c)
{
    char name[SPELLING_ROOM];
    say_actor(t, t->k->choice[c].actor);
    spell_choice(t->k, c, name);
    dt_text_format(t->text, ".%s", name);
}

/* A number from -6 to 6, now and then with a half. */
static void say_number(draft *t, bool negative)
{
    const bool minus = negative && dice_chance(t->d, 45);
    dt_text_format(t->text, "%s%zu%s", minus ? "-" : "", dice_below(t->d, 7),
                   dice_chance(t->d, 20) ? ".5" : "");
}

static void say_formula(draft *t)
{
    spell_formula(t->pool, random_formula(t->pool, t->d, dice_below(t->d, 3)), t->text);
}

/* ---- at home ------------------------------------------------------------------- */

static void say_block(draft *t, bool value)
{
    const size_t n = dice_between(t->d, 1, 4);
    say(t, value ? " {\n    value {\n" : " {\n    prefer {\n");
    for (size_t l = 0; l < n; l++) {
        say(t, "        ");
        if (value) {
            say_number(t, true);
            say(t, " ");
        }
        say_formula(t);
        say(t, "\n");
    }
    say(t, "    }\n}\n");
}

static void say_constituency(draft *t, size_t a, size_t g, bool only_value)
{
    const bool value = only_value || dice_chance(t->d, 70);
    t->has_value[a][g] = value;
    say(t, "constituency ");
    say_actor(t, a);
    dt_text_format(t->text, ".g%zu", g);
    if (dice_chance(t->d, 60)) {
        say(t, " weight ");
        say_number(t, false);
    }
    if (dice_chance(t->d, 15))
        say(t, " veto");
    if (value && dice_chance(t->d, 50)) {
        say(t, dice_chance(t->d, 60) ? " gain >= " : " gain > ");
        say_number(t, true);
    } else if (dice_chance(t->d, 40))
        say(t, " gain >= 0");
    say_block(t, value);
}

static void say_rule(draft *t, size_t n, size_t depth)
{
    static const char *const joints[] = {" and ", " or ", " implies ", " iff "};
    if (depth == 0 || dice_chance(t->d, 30)) {
        if (dice_chance(t->d, 50))
            dt_text_format(t->text, "g%zu", dice_below(t->d, n));
        else
            dt_text_format(t->text, "weight %s %zu", dice_chance(t->d, 70) ? ">=" : ">",
                           dice_below(t->d, 8));
    } else if (dice_chance(t->d, 20)) {
        dt_text_format(t->text, "at least %zu of (", dice_between(t->d, 1, 2));
        for (size_t p = 0; p < 3; p++) {
            say(t, p ? ", " : "");
            say_rule(t, n, depth - 1);
        }
        say(t, ")");
    } else {
        say(t, dice_chance(t->d, 15) ? "not (" : "(");
        say_rule(t, n, depth - 1);
        say(t, ")");
        say(t, joints[dice_below(t->d, dice_chance(t->d, 80) ? 2 : 4)]);
        say(t, "(");
        say_rule(t, n, depth - 1);
        say(t, ")");
    }
}

static void say_home(draft *t, size_t a)
{
    const bool only_value = dice_chance(t->d, 60);
    t->n_groups[a] = dice_chance(t->d, 60) ? dice_between(t->d, 1, GROUPS_MAX) : 0;
    for (size_t g = 0; g < t->n_groups[a]; g++)
        say_constituency(t, a, g, only_value);
    if (t->n_groups[a] == 0 || dice_chance(t->d, 35))
        return;
    say(t, "ratify ");
    say_actor(t, a);
    say(t, " : ");
    say_rule(t, t->n_groups[a], dice_below(t->d, 3));
    say(t, "\n");
}

/* ---- outcomes ------------------------------------------------------------------ */

static void say_level(draft *t, size_t c, size_t level)
{
    const sketch_choice *const choice = &t->k->choice[c];
    say(t, choice->is_option && level == 0 ? "    not " : "    ");
    say_choice(t, c);
    if (!choice->is_option && choice->id % 3 == 0)
        dt_text_format(t->text, " = %zu", 10 * level);
    else if (!choice->is_option)
        dt_text_format(t->text, " = l%zu", level);
    say(t, "\n");
}

/* A state of the conflict; the assignments of some of its choices may be left out. */
static void say_outcome(draft *t)
{
    const sketch_cell *const cell =
        &t->states.cell[dice_below(t->d, t->states.n_cells)];
    const bool whole = dice_chance(t->d, 60);
    for (size_t c = 0; c < t->k->n_choices; c++)
        if (whole || dice_chance(t->d, 40))
            say_level(t, c, cell->level[c]);
}

static void say_reserves(draft *t)
{
    for (size_t a = 0; a < t->k->n_actors; a++) {
        if (t->k->actor[a].order.kind == SKETCH_VALUE && dice_chance(t->d, 20)) {
            say(t, "    worth ");
            say_actor(t, a);
            say(t, " ");
            say_number(t, true);
            say(t, "\n");
        }
        for (size_t g = 0; g < t->n_groups[a]; g++)
            if (t->has_value[a][g] && dice_chance(t->d, 15)) {
                say(t, "    worth ");
                say_actor(t, a);
                dt_text_format(t->text, ".g%zu ", g);
                say_number(t, true);
                say(t, "\n");
            }
    }
}

static void say_fallbacks(draft *t)
{
    static const char *const odds[][3] = {{" 1"},
                                          {" 0.25", " 0.75"},
                                          {" 0.333333", " 0.666667"},
                                          {" 0.2", " 0.3", " 0.5"}};
    static const size_t n_odds[] = {1, 2, 2, 3};
    const size_t pick = dice_below(t->d, 4);
    if (dice_chance(t->d, 40))
        return;
    for (size_t f = 0; f < n_odds[pick]; f++) {
        dt_text_format(t->text, "fallback f%zu%s {\n", f, odds[pick][f]);
        say_outcome(t);
        say_reserves(t);
        say(t, "}\n");
    }
}

static void say_deals(draft *t)
{
    const size_t n = dice_below(t->d, 3);
    for (size_t k = 0; k < n; k++) {
        dt_text_format(t->text, "deal \"Deal %zu\" {\n", k);
        say_outcome(t);
        say(t, "}\n");
    }
}

/* ---- the table ----------------------------------------------------------------- */

/* "WORDS x, y" with those choices whose mark is `mark`, if there are any. */
static void say_listed(draft *t, const char *words, const size_t *marks, size_t mark)
{
    size_t n = 0;
    for (size_t c = 0; c < t->k->n_choices; c++)
        if (marks[c] == mark) {
            say(t, n++ ? ", " : words);
            say_choice(t, c);
        }
    say(t, n ? "\n" : "");
}

static void say_table(draft *t)
{
    size_t marks[SKETCH_CHOICES] = {0}, n = 0;
    const unsigned percent = dice_chance(t->d, 50) ? 100 : 70;
    for (size_t a = 0; a < t->k->n_actors && dice_chance(t->d, 90); a++)
        if (dice_chance(t->d, percent)) {
            say(t, n++ ? ", " : "table ");
            say_actor(t, a);
        }
    say(t, n ? "\n" : "");
    for (size_t c = 0; c < t->k->n_choices; c++)
        marks[c] = dice_below(t->d, 8);
    if (dice_chance(t->d, 30))
        say_listed(t, "off the table : ", marks, 1);
    for (size_t c = 0; c < t->k->n_choices; c++)
        marks[c] = marks[c] != 1;
    if (dice_chance(t->d, 25))
        say_listed(t, "on the table : ", marks, 1);
}

static void say_arenas(draft *t)
{
    size_t marks[SKETCH_CHOICES] = {0};
    char words[40];
    const size_t n = dice_below(t->d, 4);
    for (size_t c = 0; c < t->k->n_choices; c++)
        marks[c] = dice_below(t->d, n + 1);
    for (size_t f = 0; f < n; f++) {
        snprintf(words, sizeof words, "arena r%zu : ", f);
        say_listed(t, words, marks, f);
    }
}

/* ---- the whole ----------------------------------------------------------------- */

static void say_all(draft *t)
{
    spell_model(t->k, t->text);
    for (size_t a = 0; a < t->k->n_actors; a++)
        say_home(t, a);
    say_table(t);
    say_fallbacks(t);
    say_deals(t);
    say_arenas(t);
}

static void draw_conflict(sketch *k, dice *d, random_size size)
{
    random_sketch(k, dice_word(d), size);
    const bool all_value = dice_chance(d, 60);
    k->has_status_quo = true;
    for (size_t a = 0; a < k->n_actors; a++) {
        sketch_order *const order = &k->actor[a].order;
        if (all_value)
            order->kind = SKETCH_VALUE;
        else if (order->kind == SKETCH_RANK)
            order->kind = SKETCH_TIERS;
        for (size_t l = 0; l < order->n_lines; l++)
            if (order->kind == SKETCH_VALUE)
                order->line[l].n = 1;
    }
    if (dice_chance(d, 15)) /* what it has is what the others talk about */
        k->actor[k->n_actors - 1].order.kind = SKETCH_INDIFFERENT;
}

/* False when the reader refuses, or nothing can be agreed on. */
static bool read_text(bargain *b)
{
    dt_error err;
    const dt_input input = {"random", b->text.bytes, b->text.n, DT_FORMAT_CONFLICT};
    b->diags = dt_diags_new();
    assert_non_null(b->diags);
    return dt_model_parse(&input, b->diags, &b->model, &err) == DT_OK &&
           dt_model_negotiable(b->model) != 0;
}

static void forget(bargain *b)
{
    dt_model_free(b->model);
    dt_diags_free(b->diags);
    dt_text_release(&b->text);
    b->model = NULL;
    b->diags = NULL;
}

bargain random_bargain(uint64_t seed, random_size size)
{
    dice d = {.seed = seed};
    bargain b = {.seed = seed, .sketch = malloc(sizeof *b.sketch)};
    assert_non_null(b.sketch);
    for (size_t n = 0; n < TRIES; n++) {
        draw_conflict(b.sketch, &d, size);
        draft t = {.k = b.sketch, .pool = b.sketch, .d = &d, .text = &b.text};
        t.states = sketch_find_states(b.sketch);
        say_all(&t);
        sketch_states_free(&t.states);
        if (read_text(&b))
            return b;
        if (n + 1 < TRIES)
            forget(&b);
    }
    bargain_show(&b);
    fail_msg("no negotiation of seed %llu is accepted", (unsigned long long)seed);
    return b;
}

void bargain_free(bargain *b)
{
    forget(b);
    free(b->sketch);
    b->sketch = NULL;
}

void bargain_show(const bargain *b)
{
    fprintf(stderr, "seed %llu\n----\n%s----\n", (unsigned long long)b->seed,
            dt_text_string(&b->text));
    dt_diags_write(b->diags, &(dt_sink){write_to_stderr, NULL}, false);
}
