/* What can be learned, and what it is good for.
 *
 * With J(h, g) how likely last look h and guise g are together, mu(g) how likely the
 * guise is before, and W(h, d, g) what the tester can expect when it does d there:
 *
 *     informed   sum over h of max over d of sum over g of J(h, g) W(h, d, g)
 *     naive      the same, but d is the best under mu instead of J(h, .)
 *     known      sum over h and types t of max over d of sum over g of type t
 *     actual     what it does in the selected equilibrium
 *
 *     evsi = informed - naive      evpi = known - naive      loss = known - actual
 *
 * Where the tester has no choice any more it has one option. Where W does not depend on
 * h, and answers only on the type, these are the textbook's figures: naive is the value
 * of the best choice without information (Howard 1966; Lindley 1956 for bits). */
#include "intentions/attempt.h"

#include <math.h>

static uint32_t n_options(const dt_look *look, uint32_t h)
{
    return look->s->scenes[h].step ? look->s->scenes[h].n : 1;
}

/* W */
static double worth_if(const dt_look *look, uint32_t h, uint32_t d, uint32_t guise)
{
    const dt_scene *const it = &look->s->scenes[h];
    return dt_worth_in(look, guise, it->step ? it->first + d : h);
}

/* Sum of J W over the guises of a type, all for DT_NONE. */
static double sum_if(const dt_look *look, uint32_t h, uint32_t d, uint32_t type)
{
    double sum = 0;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0 && (type == DT_NONE || look->type[g] == type))
            sum += dt_reach_at(look, g, h) * worth_if(look, h, d, g);
    return sum;
}

static double best_sum(const dt_look *look, uint32_t h, uint32_t type)
{
    double best = -INFINITY;
    for (uint32_t d = 0; d < n_options(look, h); d++)
        best = fmax(best, sum_if(look, h, d, type));
    return best;
}

static double blind_sum(const dt_look *look, uint32_t h, uint32_t d)
{
    double sum = 0;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            sum += look->mu[g] * worth_if(look, h, d, g);
    return sum;
}

/* What is best without information: of equals the first, so that noise does not choose
 * one after one answer and another after another. */
static uint32_t blind_choice(const dt_look *look, uint32_t h)
{
    const dt_game *const game = look->s->game;
    const double alike = DT_ALIKE * game->width[look->player];
    double best = -INFINITY;
    uint32_t d = 0;
    for (uint32_t k = 0; k < n_options(look, h); k++)
        best = fmax(best, blind_sum(look, h, k));
    while (blind_sum(look, h, d) < best - alike)
        d++;
    return d;
}

/* Sum of J W over the guises of a type, as the tester really chooses. */
static double actual_sum(const dt_look *look, uint32_t h, uint32_t type)
{
    const dt_scene *const it = &look->s->scenes[h];
    double sum = 0;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        for (uint32_t d = 0; d < n_options(look, h); d++)
            if (look->mu[g] > 0 && look->type[g] == type)
                sum += dt_reach_at(look, g, h) * worth_if(look, h, d, g) *
                       (it->step ? dt_move_p(look, g, it->first + d) : 1);
    return sum;
}

/* ---- Decision -------------------------------------------------------------------- */

/* Add what one last look contributes; `most` is [n_types]. */
static void weigh(const dt_look *look, uint32_t h, double *loss, double *most)
{
    dt_attempt *const a = look->attempt;
    const double naive = sum_if(look, h, blind_choice(look, h), DT_NONE);
    a->evsi += best_sum(look, h, DT_NONE) - naive;
    a->evpi -= naive;
    for (uint32_t t = 0; t < a->n_types; t++) {
        const double known = best_sum(look, h, t);
        a->evpi += known;
        most[t] += known / look->prior[t];
        loss[t] += known - actual_sum(look, h, t);
    }
}

static bool assay_decision(const dt_look *look)
{
    dt_attempt *const a = look->attempt;
    double *const loss = dt_arena_array(look->arena, double, a->n_types);
    double *const most = dt_arena_array(look->arena, double, a->n_types);
    if (!loss || !most)
        return false;
    for (uint32_t h = 0; h < look->s->n_scenes; h++)
        if (look->is_last[h])
            weigh(look, h, loss, most);
    for (uint32_t t = 0; t < a->n_types; t++) {
        loss[t] = fmax(loss[t], 0);
        a->best_type = most[t] > most[a->best_type] ? t : a->best_type;
        a->trap += loss[t];
    }
    a->evsi = fmax(a->evsi, 0);
    a->evpi = fmax(a->evpi, a->evsi);
    a->trap = fmax(a->trap - loss[a->best_type], 0);
    a->loss = loss;
    return true;
}

/* ---- Information ----------------------------------------------------------------- */

static double term(double p)
{
    return p > 0 ? -p * log2(p) : 0;
}

/* How likely a scene is, and together with each type: joint is [n_types]. */
static double joint_at(const dt_look *look, uint32_t scene, double *joint)
{
    double sum = 0;
    for (uint32_t t = 0; t < look->attempt->n_types; t++)
        joint[t] = 0;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0) {
            joint[look->type[g]] += dt_reach_at(look, g, scene);
            sum += dt_reach_at(look, g, scene);
        }
    return sum;
}

static double entropy_of(const double *joint, uint32_t n, double sum)
{
    double bits = 0;
    for (uint32_t t = 0; t < n && sum > 0; t++)
        bits += term(joint[t] / sum);
    return bits;
}

/* What a last look says: whether some type is seen there more often than another, and
 * whether more than one may be there. */
static void compare_types(const dt_look *look, const double *joint, double sum,
                          bool *differ, bool *mixed)
{
    for (uint32_t t = 0; t < look->attempt->n_types; t++) {
        const double p = joint[t] / look->prior[t];
        const double first = joint[0] / look->prior[0];
        *differ = *differ || fabs(p - first) > DT_HARDLY;
        *mixed = *mixed || (p > DT_HARDLY && joint[t] < sum * (1 - DT_HARDLY));
    }
}

static bool assay_information(const dt_look *look)
{
    dt_attempt *const a = look->attempt;
    double *const joint = dt_arena_array(look->arena, double, a->n_types);
    bool differ = false, mixed = false;
    if (!joint)
        return false;
    a->entropy = entropy_of(look->prior, a->n_types, 1);
    a->bits = a->entropy;
    for (uint32_t h = 0; h < look->s->n_scenes; h++)
        if (look->is_last[h]) {
            const double sum = joint_at(look, h, joint);
            a->bits -= sum * entropy_of(joint, a->n_types, sum);
            compare_types(look, joint, sum, &differ, &mixed);
        }
    a->bits = fmin(fmax(a->bits, 0), a->entropy);
    a->separation = !differ ? DT_SEPARATION_NONE
                    : mixed ? DT_SEPARATION_PARTLY
                            : DT_SEPARATION_FULL;
    return true;
}

bool dt_look_assay(const dt_look *look)
{
    return assay_decision(look) && assay_information(look);
}
