/* How good an assessment is, by the definition and whoever found it.
 *
 * Regret is looked for one set at a time: what the set's player would gain by another
 * action there, given its beliefs and all else as the profile says, its own later
 * choices included. With perfect recall, and where a player's beliefs at its later sets
 * follow by Bayes' rule from those at its earlier ones, nobody can gain by changing
 * several choices at once unless somebody gains by changing one (the one-shot-deviation
 * principle for assessments: Hendon, Jacobsen and Sloth 1996; Perea 2002). Beliefs do
 * where play comes, and everywhere in sequential equilibria.
 *
 * Where play comes: the set is reached with a probability that a double holds to full
 * precision; below that there is no ratio to compare a belief with. */
#include "games/solvers.h"

#include <float.h>
#include <math.h>

static const double SURE = 1e-6; /* probabilities add up to 1 within this */

/* ---- Is it an assessment? ------------------------------------------------------ */

static bool adds_up(double sum)
{
    return fabs(sum - 1) <= SURE;
}

static dt_status check_set(const dt_game *game, uint32_t h, const double *p,
                           const double *belief, dt_error *err)
{
    const dt_set *const set = &game->sets[h];
    double chosen = 0, believed = 0;
    bool negative = false;
    for (uint32_t k = 0; k < set->n_actions; k++) {
        chosen += p[set->first_action + k];
        negative |= !(p[set->first_action + k] >= 0);
    }
    for (uint32_t m = 0; m < set->n_members; m++) {
        believed += belief[set->members[m]];
        negative |= !(belief[set->members[m]] >= 0);
    }
    if (negative)
        return dt_fail(err, DT_EUSAGE, "a negative probability at information set %u",
                       h);
    if (!adds_up(chosen))
        return dt_fail(err, DT_EUSAGE,
                       "probabilities at information set %u add up to %.9g, not 1", h,
                       chosen);
    if (!adds_up(believed))
        return dt_fail(err, DT_EUSAGE,
                       "beliefs at information set %u add up to %.9g, not 1", h,
                       believed);
    return DT_OK;
}

static dt_status check(const dt_game *game, const double *p, const double *belief,
                       dt_error *err)
{
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (game->sets[h].player != DT_CHANCE && game->sets[h].n_members > 0)
            DT_TRY(check_set(game, h, p, belief, err));
    return DT_OK;
}

/* ---- How good is it? ----------------------------------------------------------- */

/* What the player of the set would gain by its best action. */
static double regret_at(const dt_game *game, const dt_set *set, const double *p,
                        const double *belief, const double *value)
{
    double best = -INFINITY, now = 0;
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const double worth = dt_value_at(game, set, k, belief, value);
        best = fmax(best, worth);
        now += p[set->first_action + k] * worth;
    }
    return fmax(0, best - now);
}

/* By how much a belief at the set differs from Bayes' rule; 0 where it does not rule.
 */
static double bayes_error_at(const dt_set *set, const double *belief,
                             const double *reach)
{
    double sum = 0, error = 0;
    for (uint32_t m = 0; m < set->n_members; m++)
        sum += reach[set->members[m]];
    if (!(sum >= DBL_MIN / DBL_EPSILON))
        return 0;
    for (uint32_t m = 0; m < set->n_members; m++) {
        const uint32_t n = set->members[m];
        error = fmax(error, fabs(belief[n] - reach[n] / sum));
    }
    return error;
}

static void judge(const dt_game *game, const double *p, const double *belief,
                  const double *value, dt_proof *proof)
{
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        if (set->player == DT_CHANCE)
            continue;
        const double regret = regret_at(game, set, p, belief, value);
        if (proof->regret_at == DT_NO_NODE || regret > proof->regret) {
            proof->regret = regret;
            proof->regret_at = h;
        }
        proof->share = fmax(proof->share, regret / game->width[set->player]);
    }
}

static void judge_beliefs(const dt_game *game, const double *belief,
                          const double *reach, dt_proof *proof)
{
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        if (set->player == DT_CHANCE)
            continue;
        const double error = bayes_error_at(set, belief, reach);
        if (proof->bayes_at == DT_NO_NODE || error > proof->bayes) {
            proof->bayes = error;
            proof->bayes_at = h;
        }
    }
}

static dt_status verify(const dt_game *game, const double *p, const double *belief,
                        dt_arena *scratch, dt_proof *proof)
{
    double *const whole = dt_arena_array(scratch, double, game->n_actions);
    double *const reach = dt_arena_array(scratch, double, game->n_nodes);
    double *const value =
        dt_arena_alloc(scratch, game->n_nodes, game->n_players * sizeof(double));
    if (!whole || !reach || !value)
        return DT_ENOMEM;
    for (uint32_t a = 0; a < game->n_actions; a++)
        whole[a] = p[a];
    dt_fill_chance(game, whole);
    dt_fill_reach(game, whole, reach);
    dt_fill_values(game, whole, value);
    dt_proof found = {.regret_at = DT_NO_NODE, .bayes_at = DT_NO_NODE};
    judge(game, whole, belief, value, &found);
    judge_beliefs(game, belief, reach, &found);
    *proof = found;
    return DT_OK;
}

dt_status dt_game_verify(const dt_game *game, const double *p, const double *belief,
                         dt_proof *proof, dt_error *err)
{
    DT_TRY(check(game, p, belief, err));
    dt_arena scratch = {0};
    const dt_status status = verify(game, p, belief, &scratch, proof);
    dt_arena_release(&scratch);
    return status == DT_OK ? DT_OK : dt_fail_memory(err);
}
