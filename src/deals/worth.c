/* Exact worths. A value block adds decimals; the expected worth of a lottery divides by
 * the denominators of its probabilities, the worth of an actor that has none of its own
 * by the weights of its constituencies. All is multiplied by what they have in common,
 * dt_parley::scale, so that whole numbers remain and a tie is a tie. */
#include "deals/worth.h"

#include "base/bounds.h"
#include "base/decimal.h"
#include "base/fail.h"

#include <assert.h>

/* Bound of scaled worths: sums of a few of them fit. */
#define WORTH_MAX (INT64_C(1) << 58)

/* ---- scale -------------------------------------------------------------------- */

/* The least common multiple of the scale and n; 0 beyond the bound. */
static uint64_t join_scale(uint64_t scale, uint64_t n)
{
    const uint64_t factor = n / dt_common_divisor(scale, n);
    return scale > (uint64_t)WORTH_MAX / factor ? 0 : scale * factor;
}

static uint64_t divisor_of_probabilities(const dt_parley *table)
{
    uint64_t divisor = DT_DECIMAL_ONE;
    for (uint32_t f = 0; f < table->n_fallbacks; f++)
        divisor = dt_common_divisor(divisor, (uint64_t)table->fallbacks[f].probability);
    return divisor;
}

static uint64_t magnitude(int64_t units)
{
    return units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
}

/* No worth of the caller, nor what it needs, is larger than that. */
static uint64_t bound_of(const dt_parley *table, const dt_caller *caller)
{
    const dt_preference *const preference = caller->preference;
    uint64_t sum = caller->constituency ? magnitude(caller->constituency->need) : 0;
    for (uint32_t k = 0; preference->has_value && k < preference->n_terms; k++)
        sum += magnitude(preference->terms[k].units);
    for (uint32_t f = 0; f < table->n_fallbacks; f++)
        for (uint32_t k = 0; k < table->fallbacks[f].n_reserves; k++)
            sum += magnitude(table->fallbacks[f].reserves[k].units);
    return sum;
}

static dt_status check_bounds(const dt_parley *table, uint64_t scale, dt_error *err)
{
    for (uint32_t c = 0; c < table->n_callers; c++)
        if (scale == 0 ||
            bound_of(table, &table->callers[c]) > (uint64_t)WORTH_MAX / scale)
            return dt_fail(
                err, DT_ELIMIT,
                "the values of '%s' are too large to be compared exactly, "
                "with weights and probabilities of so many digits: round them",
                table->callers[c].voice.name);
    return DT_OK;
}

dt_status dt_worth_scale(dt_parley *table, dt_error *err)
{
    const uint64_t whole = DT_DECIMAL_ONE / divisor_of_probabilities(table);
    uint64_t scale = 1;
    for (uint32_t c = 0; c < table->n_callers && scale; c++) {
        uint64_t sum = 0;
        if (!table->callers[c].voice.derived)
            continue;
        (void)dt_home_divisor(&table->model->actors[table->callers[c].voice.actor].home,
                              &sum);
        scale = join_scale(scale, sum);
    }
    scale = scale > (uint64_t)WORTH_MAX / whole ? 0 : scale * whole;
    table->scale = (int64_t)scale;
    return check_bounds(table, scale, err);
}

/* ---- one state ------------------------------------------------------------------ */

/* By how much the worth of a constituency counts in the derived worth of its actor. */
static int64_t share_of(const dt_parley *table, const dt_home *home, uint32_t k)
{
    uint64_t sum = 0;
    const uint64_t divisor = dt_home_divisor(home, &sum);
    return home->constituencies[k].weight / (int64_t)divisor *
           (table->scale / (int64_t)sum);
}

int64_t dt_worth_of(const dt_parley *table, uint32_t c, dt_code code)
{
    const dt_caller *const caller = &table->callers[c];
    const dt_home *const home = &table->model->actors[caller->voice.actor].home;
    int64_t sum = 0;
    if (!caller->voice.derived)
        return table->scale *
               dt_preference_worth(table->model, caller->preference, code);
    for (uint32_t k = 0; k < home->n; k++)
        sum += share_of(table, home, k) *
               dt_preference_worth(table->model, &home->constituencies[k].preference,
                                   code);
    return sum;
}

/* ---- disagreement points -------------------------------------------------------- */

static const dt_reserve *reserve_of(const dt_fallback *fallback, const dt_voice *voice)
{
    for (uint32_t k = 0; k < fallback->n_reserves; k++)
        if (fallback->reserves[k].actor == voice->actor &&
            fallback->reserves[k].constituency == voice->constituency)
            return &fallback->reserves[k];
    return NULL;
}

static int64_t worth_of_fallback(const dt_parley *table, uint32_t c,
                                 const dt_fallback *fallback)
{
    const dt_reserve *const reserve = reserve_of(fallback, &table->callers[c].voice);
    return reserve ? table->scale * reserve->units
                   : dt_worth_of(table, c, fallback->code);
}

int64_t dt_worth_at(const dt_parley *table, uint32_t c, uint32_t fallback)
{
    int64_t sum = 0;
    if (fallback != DT_LOTTERY)
        return worth_of_fallback(table, c, &table->fallbacks[fallback]);
    const int64_t divisor = (int64_t)divisor_of_probabilities(table);
    const int64_t whole = DT_DECIMAL_ONE / divisor;
    for (uint32_t f = 0; f < table->n_fallbacks; f++) {
        const int64_t worth = worth_of_fallback(table, c, &table->fallbacks[f]);
        assert(worth % whole == 0); /* the scale is a multiple of it */
        sum += worth / whole * (table->fallbacks[f].probability / divisor);
    }
    return sum;
}

/* ---- columns -------------------------------------------------------------------- */

static void add_terms(const dt_parley *table, const dt_preference *preference,
                      int64_t factor, int64_t *worth)
{
    uint64_t columns[64];
    for (uint32_t base = 0; base < table->n_packages; base += 64) {
        const uint32_t left = table->n_packages - base;
        const uint32_t n = left < 64 ? left : 64;
        dt_space_columns(table->space, base, columns);
        for (uint32_t t = 0; t < preference->n_terms; t++) {
            const dt_term *const term = &preference->terms[t];
            const uint64_t word =
                dt_formula_slice(table->model, term->formula, columns);
            for (uint32_t k = 0; k < n; k++)
                worth[base + k] += factor * term->units & -(int64_t)(word >> k & 1);
        }
    }
}

bool dt_worth_fill(dt_parley *table, uint32_t c)
{
    dt_caller *const caller = &table->callers[c];
    const dt_home *const home = &table->model->actors[caller->voice.actor].home;
    caller->worth = dt_arena_array(&table->arena, int64_t, table->n_packages);
    if (!caller->worth)
        return false;
    if (!caller->voice.derived)
        add_terms(table, caller->preference, table->scale, caller->worth);
    for (uint32_t k = 0; caller->voice.derived && k < home->n; k++)
        add_terms(table, &home->constituencies[k].preference, share_of(table, home, k),
                  caller->worth);
    return true;
}
