/* One disagreement point: win-sets, zone, who blocks, the frontier of the zone, and the
 * fair packages on it. */
#include "deals/point.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "base/watch.h"
#include "deals/price.h"
#include "deals/tally.h"

#include <string.h>

/* ---- disagreement points --------------------------------------------------------- */

uint32_t dt_point_fallback(const dt_deals *d, uint32_t point)
{
    return d->table.n_fallbacks == 1 ? 0 : point == 0 ? DT_LOTTERY : point - 1;
}

static void name_point(dt_deals *d, uint32_t point, dt_disagreement *out)
{
    const uint32_t f = dt_point_fallback(d, point);
    const dt_fallback *const fallback = &d->table.fallbacks[f == DT_LOTTERY ? 0 : f];
    const dt_name *const name = &fallback->name;
    out->lottery = f == DT_LOTTERY;
    out->name = out->lottery ? "lottery" : name->id;
    out->label = out->lottery  ? "the lottery of all fallbacks"
                 : name->label ? name->label
                               : name->id;
    out->probability = out->lottery ? DT_DECIMAL_ONE : fallback->probability;
    out->code = fallback->code;
}

static dt_side side_at(const dt_parley *table, const dt_ballots *v, uint32_t s)
{
    const dt_voice *const voice = &table->callers[table->own[s]].voice;
    return (dt_side){
        .actor = voice->actor,
        .voice = table->own[s],
        .n_constituencies = table->model->actors[voice->actor].home.n,
        .signs = dt_bits_count(&v->signs[s]),
        .ratifies = dt_bits_count(&v->ratifies[s]),
        .wins = dt_bits_count(&v->wins[s]),
    };
}

/* What is known of a number of packages when only some of them are at hand. */
static uint64_t as_known(const dt_deals *d, uint64_t n)
{
    return d->summary.listed || n == 0 ? n : DT_UNCOUNTED;
}

static void forget_counts(const dt_deals *d, dt_side *side)
{
    if (!d->summary.listed)
        side->signs = side->ratifies = side->wins = DT_UNCOUNTED;
}

static dt_status count_sides(dt_deals *d, const dt_ballots *v, dt_disagreement *out)
{
    dt_side *const sides = dt_arena_array(&d->arena, dt_side, d->table.n_sides);
    if (!sides)
        return DT_ENOMEM;
    for (uint32_t s = 0; s < d->table.n_sides; s++) {
        sides[s] = side_at(&d->table, v, s);
        forget_counts(d, &sides[s]);
    }
    out->sides = sides;
    out->zone = as_known(d, dt_bits_count(&v->zone));
    return DT_OK;
}

static dt_status count_voices(dt_deals *d, const dt_ballots *v, dt_arena *scratch,
                              dt_disagreement *out, dt_error *err)
{
    const dt_parley *const table = &d->table;
    dt_tally *const tallies = dt_arena_array(&d->arena, dt_tally, table->n_callers);
    dt_bits blocked = dt_package_set(scratch, table->n_packages);
    if (!tallies || !blocked.word)
        return dt_fail_memory(err);
    for (uint32_t c = 0; c < table->n_callers; c++) {
        DT_TRY(dt_watch(d->limits.monitor, "counting packages",
                        (double)c / table->n_callers, err));
        tallies[c].accepts = tallies[c].pivotal = tallies[c].blocks = DT_UNCOUNTED;
        if (!d->summary.listed)
            continue;
        tallies[c] = dt_tally_find(table, v, c, &blocked);
        if (tallies[c].blocks)
            tallies[c].lever = dt_lever_find(table, v, c, &blocked);
    }
    out->tallies = tallies;
    return DT_OK;
}

/* ---- frontier and fair solutions ---------------------------------------------- */

bool dt_voice_has_worth(const dt_voice *voice)
{
    return voice->measure == DT_MEASURE_WORTH;
}

/* The packages of the zone by which no actor loses. */
static uint64_t count_rational(const dt_parley *table, const dt_ballots *v)
{
    uint64_t n = 0;
    for (uint32_t p = dt_bits_next(&v->zone, 0); p != DT_BITS_NONE;
         p = dt_bits_next(&v->zone, p + 1)) {
        bool gains = true;
        for (uint32_t s = 0; s < table->n_sides; s++) {
            const uint32_t own = table->own[s];
            gains = gains && (!dt_voice_has_worth(&table->callers[own].voice) ||
                              table->callers[own].worth[p] >= v->worth[own]);
        }
        n += gains;
    }
    return n;
}

static dt_status take_efficient(dt_deals *d, const dt_bits *efficient,
                                dt_disagreement *out)
{
    const uint32_t n = dt_bits_count(efficient);
    dt_code *const codes = dt_arena_array(&d->arena, dt_code, n);
    uint32_t k = 0;
    if (!codes)
        return DT_ENOMEM;
    for (uint32_t p = dt_bits_next(efficient, 0); p != DT_BITS_NONE;
         p = dt_bits_next(efficient, p + 1))
        codes[k++] = dt_package_code(&d->table, p);
    out->n_efficient = n;
    out->efficient = codes;
    return DT_OK;
}

static double unscaled(const dt_deals *d, double worth)
{
    return worth / ((double)d->table.scale * (double)DT_DECIMAL_ONE);
}

static const dt_code *codes_of(dt_deals *d, const uint32_t *package, uint32_t n)
{
    dt_code *const codes = dt_arena_array(&d->arena, dt_code, n);
    for (uint32_t k = 0; codes && k < n; k++)
        codes[k] = dt_package_code(&d->table, package[k]);
    return codes;
}

/* What a score is in units: a product of k worths, a worth, or a ratio. */
static double unscaled_score(const dt_deals *d, dt_fair_kind kind, double score)
{
    if (kind == DT_FAIR_KALAI || kind == DT_FAIR_RAIFFA)
        return score;
    for (uint32_t s = 1; kind == DT_FAIR_NASH && s < d->table.n_sides; s++)
        score = unscaled(d, score);
    return unscaled(d, score);
}

static dt_status tell_raiffa(dt_deals *d, const dt_raiffa *raiffa,
                             const int64_t *fallback, dt_raiffa_end *out)
{
    double *const worth = dt_arena_array(&d->arena, double, d->table.n_sides);
    *out = (dt_raiffa_end){.n_steps = raiffa->n_steps,
                           .worth = worth,
                           .converged = raiffa->converged,
                           .n = raiffa->lottery.n,
                           .packages =
                               codes_of(d, raiffa->lottery.package, raiffa->lottery.n),
                           .probability = raiffa->lottery.probability};
    if (!worth || !out->packages)
        return DT_ENOMEM;
    for (uint32_t s = 0; s < d->table.n_sides; s++)
        worth[s] = unscaled(d, (double)fallback[s] + raiffa->limit_gain[s]);
    return DT_OK;
}

static dt_status tell_fair(dt_deals *d, const dt_fair *fair, const int64_t *fallback,
                           dt_disagreement *out)
{
    dt_fair_answer *const answers =
        dt_arena_array(&d->arena, dt_fair_answer, DT_N_FAIR);
    if (!answers)
        return DT_ENOMEM;
    for (uint32_t f = 0; f < DT_N_FAIR; f++) {
        const dt_fair_pick *const pick = &fair->pick[f];
        answers[f] = (dt_fair_answer){pick->n, codes_of(d, pick->package, pick->n),
                                      unscaled_score(d, (dt_fair_kind)f, pick->score)};
        if (!answers[f].packages)
            return DT_ENOMEM;
    }
    out->has_fair = true;
    out->fair = answers;
    out->ideal = fair->ideal;
    return tell_raiffa(d, &fair->raiffa, fallback, &out->raiffa);
}

static dt_status find_fair(dt_deals *d, const dt_ballots *v, const dt_bits *efficient,
                           dt_disagreement *out, dt_error *err)
{
    int64_t worth[DT_CLOUD_PARTIES];
    dt_fair fair;
    for (uint32_t s = 0; s < d->table.n_sides; s++)
        worth[s] = v->worth[d->table.own[s]];
    DT_TRY(dt_fair_find(&d->cloud, efficient, worth, &d->arena, &fair, err));
    return tell_fair(d, &fair, worth, out) == DT_OK ? DT_OK : dt_fail_memory(err);
}

static dt_status find_frontier(dt_deals *d, const dt_ballots *v, dt_bits *efficient,
                               dt_disagreement *out, dt_error *err)
{
    out->rational =
        d->summary.no_worth ? out->zone : as_known(d, count_rational(&d->table, v));
    DT_TRY(dt_frontier_find(&d->cloud, &v->zone, efficient, err));
    if (take_efficient(d, efficient, out) != DT_OK)
        return dt_fail_memory(err);
    if (d->summary.no_worth || out->rational == 0)
        return DT_OK;
    return find_fair(d, v, efficient, out, err);
}

dt_status dt_point_find(dt_deals *d, uint32_t point, dt_ballots *v, dt_bits *efficient,
                        dt_arena *scratch, dt_error *err)
{
    dt_disagreement *const out = &d->points[point];
    *efficient = dt_package_set(scratch, d->table.n_packages);
    name_point(d, point, out);
    if (!efficient->word ||
        dt_ballots_find(&d->table, dt_point_fallback(d, point), scratch, v) != DT_OK)
        return dt_fail_memory(err);
    int64_t *const worth = dt_arena_array(&d->arena, int64_t, d->table.n_callers);
    if (!worth || count_sides(d, v, out) != DT_OK)
        return dt_fail_memory(err);
    DT_TRY(count_voices(d, v, scratch, out, err));
    memcpy(worth, v->worth, d->table.n_callers * sizeof *worth);
    out->worth = worth;
    return find_frontier(d, v, efficient, out, err);
}
