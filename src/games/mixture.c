/* Probabilities on supports are written as d + y, where d >= 0 is the same for all of
 * them: d is maximised, and where it comes out positive the supports are used up. */
#include "games/mixture.h"

#include <math.h>
#include <string.h>

static const double APART = 1e-7; /* probabilities that differ by more are different */

/* ---- Room ------------------------------------------------------------------------ */

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static double least_payoff(const dt_signalling *s)
{
    double least = INFINITY;
    for (uint32_t t = 0; t < s->n_types; t++)
        for (uint32_t m = 0; m < s->n_messages; m++)
            for (uint32_t a = 0; a < s->n_answers[m]; a++)
                least = fmin(least, dt_sends(s, t, m)[a]);
    return least;
}

dt_status dt_mixture_init(dt_mixture *mixture, const dt_signalling *s, dt_arena *arena,
                          dt_error *err)
{
    const uint32_t t = s->n_types, m = s->n_messages, a = s->most_answers;
    const uint32_t columns = larger(t * m, m * a + t) + 1;
    const uint32_t rows = larger(t + m * a, m + t * m + 1);
    *mixture = (dt_mixture){
        .s = s,
        .sends = dt_arena_array(arena, double, (size_t)t *m),
        .replies = dt_arena_array(arena, double, (size_t)m *a),
        .floor = least_payoff(s),
        .lp = dt_polytope_new(arena, columns, rows),
        .column = dt_arena_array(arena, uint32_t, (size_t)m * a),
        .x = dt_arena_array(arena, double, columns),
        .aim = dt_arena_array(arena, double, columns),
    };
    for (uint32_t k = 0; k < t; k++)
        mixture->live |= (uint64_t)(s->prior[k] > 0) << k;
    const bool whole = mixture->sends && mixture->replies && mixture->lp &&
                       mixture->column && mixture->x && mixture->aim;
    return whole ? DT_OK : dt_fail_memory(err);
}

/* Maximise d, the last of the columns; true when it is positive. */
static bool has_room(dt_mixture *mixture, uint32_t d)
{
    memset(mixture->aim, 0, (d + 1) * sizeof *mixture->aim);
    mixture->aim[d] = 1;
    mixture->n_programs++;
    return dt_polytope_best(mixture->lp, mixture->aim, mixture->x) ==
               DT_POLYTOPE_FOUND &&
           mixture->x[d] > DT_MIXTURE_LEAST;
}

/* Whether the probability of column c, d included, is not always the same. */
static bool varies(dt_mixture *mixture, uint32_t c, uint32_t d)
{
    double found[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        memset(mixture->aim, 0, (d + 1) * sizeof *mixture->aim);
        mixture->aim[c] = mixture->aim[d] = k ? 1 : -1;
        mixture->n_programs++;
        if (dt_polytope_best(mixture->lp, mixture->aim, mixture->x) !=
            DT_POLYTOPE_FOUND)
            return false;
        found[k] = mixture->x[c] + mixture->x[d];
    }
    return found[1] - found[0] > APART;
}

/* ---- The sender's side ------------------------------------------------------------
 */

/* How much more the receiver gets by answer a than by b; 0 when that counts as equal.
 */
static double gains(const dt_signalling *s, uint32_t t, uint32_t m, uint32_t a,
                    uint32_t b)
{
    const double gain = dt_receives(s, t, m)[a] - dt_receives(s, t, m)[b];
    return fabs(gain) <= s->receiver_slack ? 0 : gain;
}

/* All answers of the mask are best: type t weighs weight[t] and is column t x stride +
 * m of the program, d its last. */
static void add_ties(dt_mixture *mixture, uint32_t m, uint64_t types, uint64_t answers,
                     const uint32_t *column, uint32_t d)
{
    const dt_signalling *const s = mixture->s;
    const uint32_t a = dt_lowest_bit(answers);
    for (uint32_t b = 0; b < s->n_answers[m]; b++) {
        if (b == a)
            continue;
        double *const row = dt_polytope_row(
            mixture->lp, dt_mask_has(answers, b) ? DT_ROW_EXACT : DT_ROW_LEAST, 0);
        for (uint32_t t = 0; t < s->n_types; t++)
            if (dt_mask_has(types, t)) {
                row[column[t]] = s->prior[t] * gains(s, t, m, a, b);
                row[d] += row[column[t]];
            }
    }
}

bool dt_mixture_ties(dt_mixture *mixture, uint32_t m, uint64_t types, uint64_t answers)
{
    const uint32_t d = mixture->s->n_types;
    uint32_t column[DT_SIGNALS];
    dt_polytope_begin(mixture->lp, d + 1);
    double *const sum = dt_polytope_row(mixture->lp, DT_ROW_EXACT, 1);
    for (uint32_t t = 0; t < d; t++) {
        column[t] = t;
        sum[t] = dt_mask_has(types, t) ? 1 : 0;
        sum[d] += sum[t];
    }
    add_ties(mixture, m, types, answers, column, d);
    return has_room(mixture, d);
}

static void begin_sends(dt_mixture *mixture, uint32_t d)
{
    const dt_signalling *const s = mixture->s;
    uint32_t column[DT_SIGNALS];
    dt_polytope_begin(mixture->lp, d + 1);
    for (uint32_t t = 0; t < s->n_types; t++) {
        if (!dt_mask_has(mixture->live, t))
            continue;
        double *const sum = dt_polytope_row(mixture->lp, DT_ROW_EXACT, 1);
        for (uint32_t m = 0; m < s->n_messages; m++)
            if (dt_mask_has(mixture->types[m], t)) {
                sum[t * s->n_messages + m] = 1;
                sum[d] += 1;
            }
    }
    for (uint32_t m = 0; m < s->n_messages; m++) {
        for (uint32_t t = 0; t < s->n_types; t++)
            column[t] = t * s->n_messages + m;
        if (mixture->types[m])
            add_ties(mixture, m, mixture->types[m], mixture->answers[m], column, d);
    }
}

bool dt_mixture_send(dt_mixture *mixture)
{
    const dt_signalling *const s = mixture->s;
    const uint32_t d = s->n_types * s->n_messages;
    begin_sends(mixture, d);
    if (!has_room(mixture, d))
        return false;
    for (uint32_t t = 0; t < s->n_types; t++)
        for (uint32_t m = 0; m < s->n_messages; m++) {
            const uint32_t c = t * s->n_messages + m;
            mixture->sends[c] =
                dt_mask_has(mixture->types[m], t) ? mixture->x[c] + mixture->x[d] : 0;
        }
    return true;
}

bool dt_mixture_varies_send(dt_mixture *mixture)
{
    const dt_signalling *const s = mixture->s;
    for (uint32_t c = 0; c < s->n_types * s->n_messages; c++)
        if (dt_mask_has(mixture->types[c % s->n_messages], c / s->n_messages) &&
            varies(mixture, c, s->n_types * s->n_messages))
            return true;
    return false;
}

/* ---- The receiver's side ----------------------------------------------------------
 */

/* Answers in use have the first columns, then come the types' payoffs, then d. */
static uint32_t payoff_column(const dt_mixture *mixture, uint32_t t)
{
    return mixture->n_used + t;
}

static void assign_columns(dt_mixture *mixture)
{
    const dt_signalling *const s = mixture->s;
    mixture->n_used = 0;
    for (uint32_t m = 0; m < s->n_messages; m++)
        for (uint64_t left = mixture->answers[m]; left; left &= left - 1)
            mixture->column[m * s->most_answers + dt_lowest_bit(left)] =
                mixture->n_used++;
}

/* Answers to m add times[a] to the row; d stands for each answer to what is sent. */
static void add_answers(const dt_mixture *mixture, uint32_t m, const double *times,
                        double less, double *row)
{
    const dt_signalling *const s = mixture->s;
    const uint32_t d = payoff_column(mixture, s->n_types);
    for (uint64_t left = mixture->answers[m]; left; left &= left - 1) {
        const uint32_t a = dt_lowest_bit(left);
        const double coefficient = times ? less - times[a] : 1;
        row[mixture->column[m * s->most_answers + a]] = coefficient;
        row[d] += mixture->types[m] ? coefficient : 0;
    }
}

/* The least or (sign -1) the largest payoff of type t by m, times the sign. */
static double least_by(const dt_mixture *mixture, uint32_t t, uint32_t m, double sign)
{
    const double *const sends = dt_sends(mixture->s, t, m);
    double least = INFINITY;
    for (uint64_t left = mixture->answers[m]; left; left &= left - 1) {
        const double payoff = sign * sends[dt_lowest_bit(left)];
        least = payoff < least ? payoff : least;
    }
    return least;
}

/* What type t gets by each message. What brings it less than some other message does
 * in any case needs no row. */
static void add_type(dt_mixture *mixture, uint32_t t)
{
    const dt_signalling *const s = mixture->s;
    double sure = -INFINITY;
    for (uint32_t m = 0; m < s->n_messages; m++)
        sure = fmax(sure, least_by(mixture, t, m, 1));
    for (uint32_t m = 0; m < s->n_messages; m++) {
        const bool sent = dt_mask_has(mixture->types[m], t);
        if (!sent && -least_by(mixture, t, m, -1) < sure)
            continue;
        double *const row =
            dt_polytope_row(mixture->lp, sent ? DT_ROW_EXACT : DT_ROW_LEAST, 0);
        row[payoff_column(mixture, t)] = 1;
        add_answers(mixture, m, dt_sends(s, t, m), mixture->floor, row);
    }
}

/* Payoffs are counted from the least one on, so that none is negative. As long as
 * nothing is sent nothing else would bound d. */
static void begin_replies(dt_mixture *mixture)
{
    const dt_signalling *const s = mixture->s;
    assign_columns(mixture);
    const uint32_t d = payoff_column(mixture, s->n_types);
    dt_polytope_begin(mixture->lp, d + 1);
    dt_polytope_row(mixture->lp, DT_ROW_MOST, 1)[d] = 1;
    for (uint32_t m = 0; m < s->n_messages; m++)
        add_answers(mixture, m, NULL, 0, dt_polytope_row(mixture->lp, DT_ROW_EXACT, 1));
    for (uint64_t left = mixture->live; left; left &= left - 1)
        add_type(mixture, dt_lowest_bit(left));
}

bool dt_mixture_reply(dt_mixture *mixture)
{
    const dt_signalling *const s = mixture->s;
    begin_replies(mixture);
    const uint32_t d = payoff_column(mixture, s->n_types);
    if (!has_room(mixture, d))
        return false;
    for (uint32_t c = 0; c < s->n_messages * s->most_answers; c++) {
        const uint32_t m = c / s->most_answers, a = c % s->most_answers;
        const double more = mixture->types[m] ? mixture->x[d] : 0;
        mixture->replies[c] = dt_mask_has(mixture->answers[m], a)
                                  ? mixture->x[mixture->column[c]] + more
                                  : 0;
    }
    return true;
}

bool dt_mixture_varies_reply(dt_mixture *mixture)
{
    const dt_signalling *const s = mixture->s;
    const uint32_t d = payoff_column(mixture, s->n_types);
    for (uint32_t c = 0; c < s->n_messages * s->most_answers; c++) {
        const uint32_t m = c / s->most_answers, a = c % s->most_answers;
        if (mixture->types[m] && dt_mask_has(mixture->answers[m], a) &&
            varies(mixture, mixture->column[c], d))
            return true;
    }
    return false;
}
