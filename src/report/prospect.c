/* What the signals so far say of the types, step by step; and, in view of that, how
 * likely each state is to hold. */
#include "report/frame.h"
#include "report/grid.h"
#include "report/inquiry.h"

#include <math.h>
#include <stdio.h>

enum { STATES_USUAL = 5 };

/* ---- beliefs ------------------------------------------------------------------------
 */

static void add_marginals(dt_inquiry *q, dt_actor_id a, const double *world)
{
    const uint32_t n = dt_inquiry_n_types(q, a);
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t type = dt_inquiry_type(q, a, k);
        dt_text_add(&q->text, k ? ", " : "");
        dt_inquiry_add_type(q, a, type);
        dt_text_add(&q->text, " ");
        dt_inquiry_add_percent(q, dt_inquiry_marginal(q, world, a, type));
    }
}

/* "; 1.75 times as likely from 'Sincere' as from 'Stalling'" */
static void add_ratio(dt_inquiry *q, const dt_belief *b)
{
    if (b->favours == b->against || fabs(b->ratio - 1) < 1e-9) {
        dt_text_add(&q->text, "; as likely from each");
        return;
    }
    dt_text_add(&q->text, "; ");
    if (isinf(b->ratio)) {
        dt_text_add(&q->text, "only ");
        dt_inquiry_add_type(q, b->actor, b->favours);
        dt_text_add(&q->text, " gives it");
        return;
    }
    dt_inquiry_add_figure(q, b->ratio);
    dt_text_add(&q->text, " times as likely from ");
    dt_inquiry_add_type(q, b->actor, b->favours);
    dt_text_add(&q->text, " as from ");
    dt_inquiry_add_type(q, b->actor, b->against);
}

static void add_text_of(dt_inquiry *q, const dt_belief *b)
{
    dt_text_format(&q->text, "\"%s\"", q->model->intentions.signals[b->signal].text);
    if (b->step == DT_STEP_WITHDRAWAL)
        dt_text_add(&q->text, " is withdrawn: all as if it had never come");
    if (b->step == DT_STEP_SIGNAL && b->why)
        dt_text_format(&q->text, ", which says nothing: %s", b->why);
}

/* In words, for an actor of three types and more. */
static void tell_step(dt_inquiry *q, const dt_belief *b)
{
    if (b->day) {
        dt_inquiry_add_day(q, b->day);
        dt_text_add(&q->text, " ");
    }
    dt_text_format(&q->text, "%s: ", dt_actor_label(q->model, b->actor));
    add_text_of(q, b);
    if (b->step == DT_STEP_SIGNAL)
        add_ratio(q, b);
    dt_text_add(&q->text, ". Now ");
    add_marginals(q, b->actor, b->world);
    dt_text_add(&q->text, ".");
    dt_inquiry_put(q, 2, 4);
}

/* ---- as a table, for an actor of two types
 * -------------------------------------------- */

enum { WEIGHT_AT = 14, NOW_AT = 24, TEXT_AT = 32 };

/* Blanks up to a column of the line in q->text. */
static void go_to(dt_inquiry *q, size_t column)
{
    dt_text_repeat(&q->text, ' ', q->text.n < column ? column - q->text.n : 1);
}

/* By which factor the odds of the first type change. */
static double factor_of(const dt_belief *b, uint32_t type)
{
    return b->favours == type ? b->ratio : 1 / b->ratio;
}

static void put_row(dt_inquiry *q, const dt_belief *b, uint32_t type)
{
    dt_text_add(&q->text, "  ");
    if (b->day)
        dt_inquiry_add_day(q, b->day);
    go_to(q, WEIGHT_AT);
    if (b->step == DT_STEP_SIGNAL) {
        dt_text_add(&q->text, "x ");
        dt_inquiry_add_figure(q, factor_of(b, type));
    }
    go_to(q, NOW_AT);
    dt_inquiry_add_percent(q, dt_inquiry_marginal(q, b->world, b->actor, type));
    go_to(q, TEXT_AT);
    if (q->text.failed)
        q->out->status = DT_ENOMEM;
    dt_put(q->out, dt_text_string(&q->text));
    dt_text_reset(&q->text);
    add_text_of(q, b);
    dt_put_wrapped_from(q->out, &q->text, dt_frame_width(q->options), TEXT_AT, TEXT_AT);
    dt_text_reset(&q->text);
}

/* What was believed before any signal. */
static void put_first_row(dt_inquiry *q, dt_actor_id a, uint32_t type)
{
    go_to(q, NOW_AT);
    dt_inquiry_add_percent(q,
                           dt_inquiry_marginal(q, q->all->beliefs[0].world, a, type));
    go_to(q, TEXT_AT);
    dt_text_add(&q->text, "before any signal\n");
    dt_put(q->out, dt_text_string(&q->text));
    dt_text_reset(&q->text);
}

static void put_steps(dt_inquiry *q, dt_actor_id a)
{
    const uint32_t type = dt_inquiry_type(q, a, 0);
    dt_text_format(&q->text, "How likely %s is to be ", dt_actor_label(q->model, a));
    dt_inquiry_add_type(q, a, type);
    dt_text_add(&q->text, ", and not ");
    dt_inquiry_add_type(q, a, dt_inquiry_type(q, a, 1));
    dt_text_add(&q->text, "; each signal multiplies the odds:");
    dt_inquiry_put(q, 2, 4);
    put_first_row(q, a, type);
    for (uint32_t k = 1; k < q->all->n_beliefs; k++)
        if (q->all->beliefs[k].actor == a)
            put_row(q, &q->all->beliefs[k], type);
}

static bool has_steps(const dt_inquiry *q, dt_actor_id a)
{
    for (uint32_t k = 1; k < q->all->n_beliefs; k++)
        if (q->all->beliefs[k].actor == a)
            return true;
    return false;
}

static void put_actor(dt_inquiry *q, dt_actor_id a)
{
    const uint32_t n = dt_inquiry_n_types(q, a);
    if (n == 2 && has_steps(q, a)) {
        put_steps(q, a);
        return;
    }
    if (n > 1) {
        dt_text_format(&q->text, "%s is %s", dt_actor_label(q->model, a),
                       has_steps(q, a) ? "before any signal " : "");
        add_marginals(q, a, q->all->beliefs[0].world);
        dt_text_add(&q->text, has_steps(q, a) ? ":" : ".");
        dt_inquiry_put(q, 2, 4);
    }
    for (uint32_t k = 1; k < q->all->n_beliefs; k++)
        if (q->all->beliefs[k].actor == a)
            tell_step(q, &q->all->beliefs[k]);
}

void dt_inquiry_put_beliefs(dt_inquiry *q)
{
    if (q->all->n_worlds < 2)
        return;
    dt_inquiry_put_heading(q, q->all->n_beliefs > 1 ? "What the signals so far say"
                                                    : "What is believed");
    for (dt_actor_id a = 0; a < dt_model_n_actors(q->model); a++)
        put_actor(q, a);
}

/* ---- how likely states are to hold
 * --------------------------------------------------- */

/* The figures of one state, a percentage for each concept; the sentence is used. */
static void add_state(dt_inquiry *q, dt_grid *grid, const dt_chance *chance)
{
    char room[DT_N_CONCEPTS][16];
    const char *figures[DT_N_CONCEPTS];
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        const double percent = 100 * chance->p[c];
        snprintf(room[c], sizeof room[c],
                 percent > 0 && percent < 0.5 ? "<1%%" : "%.0f%%", percent);
        figures[c] = room[c];
    }
    (void)q;
    dt_grid_add_state(grid, chance->state, figures);
}

static void put_grid(dt_inquiry *q, uint32_t n)
{
    dt_grid grid;
    dt_grid_init(&grid, q->all->space);
    dt_grid_add_heading(&grid, "How likely to hold, by");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        dt_grid_add_row(&grid, dt_concept_name((dt_concept)c));
    for (uint32_t k = 0; k < n; k++)
        add_state(q, &grid, &q->all->chances[k]);
    const dt_status status = dt_grid_write(&grid, q->out, dt_frame_width(q->options));
    if (status != DT_OK && q->out->status == DT_OK)
        q->out->status = status;
    dt_grid_release(&grid);
}

void dt_inquiry_put_chances(dt_inquiry *q)
{
    const uint32_t most = dt_frame_limit(q->options, STATES_USUAL);
    const uint32_t n = q->all->n_chances < most ? q->all->n_chances : most;
    dt_inquiry_put_heading(q, "How likely each state is to hold");
    if (!q->all->space || q->all->n_chances == 0) {
        dt_text_add(&q->text, q->all->space ? "No state is an equilibrium for any types"
                                            : q->all->no_chances);
        dt_text_add(&q->text, ".");
        dt_inquiry_put(q, 2, 2);
        return;
    }
    dt_words_count(q->all->n_chances, &q->text);
    dt_text_format(&q->text,
                   " state%s would hold, under some concept, if the actors were of "
                   "some types. The likeliest, with the probability that each is an "
                   "equilibrium, given what is believed now (that a state would hold "
                   "does not say that it "
                   "will come about):",
                   q->all->n_chances == 1 ? "" : "s");
    dt_inquiry_put(q, 2, 2);
    dt_put(q->out, "\n");
    put_grid(q, n);
    if (n == q->all->n_chances)
        return;
    dt_text_format(&q->text, "(%u of ", n);
    dt_words_count(q->all->n_chances, &q->text);
    dt_text_add(&q->text, "; --limit 0 shows all)");
    dt_inquiry_put(q, 2, 2);
}
