/* The two tests of refinement.h, message by message.
 *
 * What a type gains by an answer to the message, `gain`, is all that matters of the
 * sender; what the receiver may do is asked of support.h. That a type gains means that
 * it gets more by over 1e-9 of the range of payoffs.
 *
 * D1's last question, is there a mixed best answer by which nobody gains, is not one
 * linear program but one for each set of answers that are best together. Single answers
 * come first and mostly decide; so does a type that gains by each of them. Only then
 * sets are grown, as far as their answers are best together: every lottery is one over
 * some largest such set. */
#include "games/refinement.h"

#include <math.h>

typedef struct trial {
    dt_support *support;
    const dt_signalling *s;
    uint32_t m;                          /* the message */
    double has[DT_SIGNALS];              /* U*(t) */
    double gain[DT_SIGNALS][DT_SIGNALS]; /* [type][answer] */
} trial;

/* ---- What the equilibrium pays ----------------------------------------------------
 */

static double probability(const trial *it, const double *p, uint32_t set, uint32_t k)
{
    return p[it->s->game->sets[set].first_action + k];
}

static double pays(const trial *it, const double *p, uint32_t t, uint32_t m)
{
    double sum = 0;
    for (uint32_t a = 0; a < it->s->n_answers[m]; a++)
        sum += probability(it, p, it->s->message_set[m], a) * dt_sends(it->s, t, m)[a];
    return sum;
}

static void find_payoffs(trial *it, const double *p)
{
    for (uint32_t t = 0; t < it->s->n_types; t++) {
        it->has[t] = 0;
        for (uint32_t m = 0; m < it->s->n_messages; m++) {
            const double sent = probability(it, p, it->s->type_set[t], m);
            it->has[t] += sent > 0 ? sent * pays(it, p, t, m) : 0;
        }
    }
}

static bool is_sent(const trial *it, const double *p, uint32_t m)
{
    double sum = 0;
    for (uint32_t t = 0; t < it->s->n_types; t++)
        sum += it->s->prior[t] * probability(it, p, it->s->type_set[t], m);
    return sum > 0;
}

static void turn_to(trial *it, uint32_t m)
{
    it->m = m;
    for (uint32_t t = 0; t < it->s->n_types; t++)
        for (uint32_t a = 0; a < it->s->n_answers[m]; a++)
            it->gain[t][a] = dt_sends(it->s, t, m)[a] - it->has[t];
}

/* ---- Questions about one type -----------------------------------------------------
 */

static double least_gain(const trial *it, uint32_t t, uint64_t answers)
{
    double least = INFINITY;
    for (uint64_t left = answers; left; left &= left - 1)
        least = fmin(least, it->gain[t][dt_lowest_bit(left)]);
    return least;
}

static double most_gain(const trial *it, uint32_t t, uint64_t answers)
{
    double most = -INFINITY;
    for (uint64_t left = answers; left; left &= left - 1)
        most = fmax(most, it->gain[t][dt_lowest_bit(left)]);
    return most;
}

/* The answers to the message that are best for some belief in the types. */
static uint64_t best_for(const trial *it, uint64_t types)
{
    return dt_support_answers(it->support, it->m, types);
}

static uint64_t all_types(const trial *it)
{
    return dt_mask_of(it->s->n_types);
}

/* The types that get less than now from all of the answers. */
static uint64_t losers(const trial *it, uint64_t answers)
{
    uint64_t found = 0;
    for (uint32_t t = 0; t < it->s->n_types; t++)
        if (most_gain(it, t, answers) < -it->s->sender_slack)
            found |= UINT64_C(1) << t;
    return found;
}

/* The type that gains most by the answer it likes least; n_types: none gains. */
static uint32_t sure_gainer(const trial *it, uint64_t types, uint64_t answers)
{
    uint32_t best = it->s->n_types;
    double most = it->s->sender_slack;
    for (uint64_t left = types; left; left &= left - 1) {
        const uint32_t t = dt_lowest_bit(left);
        const double gain = least_gain(it, t, answers);
        if (gain <= most)
            continue;
        best = t;
        most = gain;
    }
    return best;
}

/* ---- The intuitive criterion ------------------------------------------------------
 */

static dt_objection object(const trial *it, uint32_t t, uint64_t never, double gain)
{
    return (dt_objection){.trial = DT_TRIAL_FAILS,
                          .type = t,
                          .message = it->m,
                          .never = never,
                          .has = it->has[t],
                          .would_get = it->has[t] + gain};
}

static dt_objection ask_intuition(const trial *it)
{
    const dt_objection passes = {.trial = DT_TRIAL_PASSES};
    const uint64_t never = losers(it, best_for(it, all_types(it)));
    const uint64_t left = all_types(it) & ~never;
    if (!left)
        return passes;
    const uint64_t answers = best_for(it, left);
    const uint32_t t = sure_gainer(it, left, answers);
    return t < it->s->n_types ? object(it, t, never, least_gain(it, t, answers))
                              : passes;
}

/* ---- D1: who is ruled out ----------------------------------------------------------
 */

/* Of the lotteries over a and b by which u does not gain: what t gains at most; minus
 * infinity where u always gains. */
static double best_of_pair(const trial *it, uint32_t t, uint32_t u, uint32_t a,
                           uint32_t b)
{
    const double slack = it->s->sender_slack;
    const double x = it->gain[u][a], y = it->gain[u][b];
    double most = -INFINITY;
    if (x <= slack)
        most = fmax(most, it->gain[t][a]);
    if (y <= slack)
        most = fmax(most, it->gain[t][b]);
    if ((x <= slack) == (y <= slack))
        return most;
    const double share = fmin(fmax(y / (y - x), 0), 1); /* of a: u is indifferent */
    return fmax(most, share * it->gain[t][a] + (1 - share) * it->gain[t][b]);
}

/* Whether u gains by every mixed best answer that does not make t lose. */
static bool is_keener(const trial *it, uint32_t u, uint32_t t, uint64_t answers)
{
    for (uint64_t left = answers; left; left &= left - 1) {
        const uint32_t a = dt_lowest_bit(left);
        uint64_t partners = dt_support_partners(it->support, it->m, a);
        for (; partners; partners &= partners - 1)
            if (best_of_pair(it, t, u, a, dt_lowest_bit(partners)) >=
                -it->s->sender_slack)
                return false;
    }
    return true;
}

static bool is_outdone(const trial *it, uint32_t t, uint64_t answers)
{
    for (uint32_t u = 0; u < it->s->n_types; u++)
        if (u != t && is_keener(it, u, t, answers))
            return true;
    return false;
}

static uint64_t rule_out(const trial *it)
{
    const uint64_t answers = best_for(it, all_types(it));
    const uint64_t lose = losers(it, answers);
    uint64_t found = lose;
    for (uint32_t t = 0; t < it->s->n_types; t++)
        if (!dt_mask_has(lose, t) && is_outdone(it, t, answers))
            found |= UINT64_C(1) << t;
    return found;
}

/* ---- D1: does the outcome hold without them -----------------------------------------
 */

/* Which lotteries to look at: sets of answers that are best together for some belief in
 * the types that are left. */
typedef struct lotteries {
    const trial *it;
    uint64_t types; /* that are left */
    uint32_t n;     /* answers that are best for some belief in them */
    uint32_t answer[DT_LOTTERY_ANSWERS]; /* [n] */
} lotteries;

/* What a lottery over these answers gives each type: a row for each, that it gain
 * nothing. */
static bool deters(const lotteries *all, uint64_t answers)
{
    const trial *const it = all->it;
    const uint32_t n = dt_popcount(answers);
    dt_polytope *const lp = dt_support_program(it->support);
    dt_polytope_begin(lp, n);
    double *const sum = dt_polytope_row(lp, DT_ROW_EXACT, 1);
    for (uint32_t c = 0; c < n; c++)
        sum[c] = 1;
    for (uint32_t t = 0; t < it->s->n_types; t++) {
        double *const row = dt_polytope_row(lp, DT_ROW_MOST, 0);
        uint32_t c = 0;
        for (uint64_t left = answers; left; left &= left - 1)
            row[c++] = it->gain[t][dt_lowest_bit(left)] - it->s->sender_slack;
    }
    return !dt_polytope_is_empty(lp);
}

/* Whether a lottery over these answers and perhaps some from the k-th on deters
 * everybody; the answers are best together. */
static bool grow(const lotteries *all, uint64_t answers, uint32_t k)
{
    bool is_largest = true;
    for (uint32_t i = k; i < all->n; i++) {
        const uint64_t more = answers | UINT64_C(1) << all->answer[i];
        if (!dt_support_has(all->it->support, all->it->m, all->types, more))
            continue;
        is_largest = false;
        if (grow(all, more, i + 1))
            return true;
    }
    return is_largest && answers && deters(all, answers);
}

/* The answer by which the type that gains most gains least, and that type. */
static dt_objection best_deterrent(const trial *it, uint64_t never, uint64_t answers)
{
    uint32_t type = 0;
    double least = INFINITY;
    for (uint64_t left = answers; left; left &= left - 1) {
        const uint64_t a = left & (0 - left);
        const uint32_t t = sure_gainer(it, all_types(it), a);
        if (t == it->s->n_types || least_gain(it, t, a) >= least)
            continue;
        type = t;
        least = least_gain(it, t, a);
    }
    return object(it, type, never, least);
}

static bool is_deterred(const trial *it, uint64_t answers)
{
    for (uint64_t left = answers; left; left &= left - 1)
        if (sure_gainer(it, all_types(it), left & (0 - left)) == it->s->n_types)
            return true;
    return false;
}

/* No single answer deters everybody, and nobody gains by all: does a lottery? */
static dt_objection try_lotteries(const trial *it, uint64_t never, uint64_t answers)
{
    const uint64_t left = all_types(it) & ~never;
    lotteries all = {.it = it, .types = left};
    if (dt_popcount(answers) > DT_LOTTERY_ANSWERS)
        return (dt_objection){.trial = DT_TRIAL_OPEN, .message = it->m, .never = never};
    for (uint64_t rest = answers; rest; rest &= rest - 1)
        all.answer[all.n++] = dt_lowest_bit(rest);
    return grow(&all, 0, 0) ? (dt_objection){.trial = DT_TRIAL_PASSES}
                            : best_deterrent(it, never, answers);
}

static dt_objection ask_divinity(const trial *it)
{
    const dt_objection passes = {.trial = DT_TRIAL_PASSES};
    const uint64_t never = rule_out(it), left = all_types(it) & ~never;
    if (!left)
        return passes;
    const uint64_t answers = best_for(it, left);
    if (is_deterred(it, answers))
        return passes;
    const uint32_t t = sure_gainer(it, left, answers);
    return t < it->s->n_types ? object(it, t, never, least_gain(it, t, answers))
                              : try_lotteries(it, never, answers);
}

/* ---- Both -------------------------------------------------------------------------
 */

/* Keep the first failure; that a message is open counts while none fails. */
static void note(dt_objection *so_far, dt_objection now)
{
    if (so_far->trial == DT_TRIAL_FAILS || now.trial == DT_TRIAL_PASSES)
        return;
    if (now.trial == DT_TRIAL_FAILS || so_far->trial == DT_TRIAL_PASSES)
        *so_far = now;
}

void dt_refine(dt_support *support, const double *p, dt_objection *intuitive,
               dt_objection *divine)
{
    trial it = {.support = support, .s = dt_support_game(support)};
    *intuitive = *divine = (dt_objection){.trial = DT_TRIAL_PASSES};
    find_payoffs(&it, p);
    for (uint32_t m = 0; m < it.s->n_messages; m++) {
        if (is_sent(&it, p, m))
            continue;
        turn_to(&it, m);
        note(intuitive, ask_intuition(&it));
        note(divine, ask_divinity(&it));
    }
}
