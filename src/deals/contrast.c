/* A state is compared by the first statement of which more, or fewer, formulas hold; by
 * the first line of a ranking that covers one of the two. Both are settled from the top
 * on, for those of the 64 states that have not been told apart yet. */
#include "deals/contrast.h"

#include "base/fail.h"
#include "space/ranks.h"

enum { LANES = 64 };

/* ---- prefer -------------------------------------------------------------------- */

static uint32_t count_held(const dt_model *model, const dt_statement *statement,
                           dt_code code)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < statement->n; k++)
        n += dt_formula_holds(model, statement->formulas[k], code);
    return n;
}

static dt_contrast contrast_statement(const dt_model *model,
                                      const dt_statement *statement,
                                      const uint64_t *columns, uint32_t held)
{
    uint32_t n[LANES] = {0};
    dt_contrast c = {0, 0};
    for (uint32_t k = 0; k < statement->n; k++) {
        const uint64_t word = dt_formula_slice(model, statement->formulas[k], columns);
        for (uint32_t lane = 0; lane < LANES; lane++)
            n[lane] += (uint32_t)(word >> lane & 1);
    }
    for (uint32_t lane = 0; lane < LANES; lane++) {
        c.better |= (uint64_t)(n[lane] > held) << lane;
        c.equal |= (uint64_t)(n[lane] == held) << lane;
    }
    return c;
}

static dt_contrast contrast_statements(const dt_model *model,
                                       const dt_preference *preference,
                                       const uint64_t *columns, dt_code code)
{
    dt_contrast all = {0, UINT64_MAX};
    for (uint32_t k = 0; k < preference->n_statements && all.equal; k++) {
        const dt_statement *const statement = &preference->statements[k];
        const dt_contrast one = contrast_statement(model, statement, columns,
                                                   count_held(model, statement, code));
        all.better |= all.equal & one.better;
        all.equal &= one.equal;
    }
    return all;
}

/* ---- rank ----------------------------------------------------------------------- */

static uint64_t slice_tier(const dt_model *model, const dt_tier *tier,
                           const uint64_t *columns)
{
    uint64_t word = 0;
    for (uint32_t k = 0; k < tier->n; k++)
        word |= dt_formula_slice(model, tier->places[k].formula, columns);
    return word;
}

static bool tier_covers(const dt_model *model, const dt_tier *tier, dt_code code)
{
    bool covers = false;
    for (uint32_t k = 0; k < tier->n && !covers; k++)
        covers = dt_formula_holds(model, tier->places[k].formula, code);
    return covers;
}

static dt_contrast contrast_tiers(const dt_model *model,
                                  const dt_preference *preference,
                                  const uint64_t *columns, dt_code code)
{
    dt_contrast c = {0, 0};
    for (uint32_t t = 0; t < preference->n_tiers; t++) {
        const uint64_t word = slice_tier(model, &preference->tiers[t], columns);
        if (tier_covers(model, &preference->tiers[t], code)) {
            c.equal = word & ~c.better;
            return c;
        }
        c.better |= word;
    }
    c.equal = ~c.better; /* neither is ranked */
    return c;
}

dt_contrast dt_contrast_find(const dt_model *model, const dt_preference *preference,
                             const uint64_t columns[64], dt_code code)
{
    return preference->has_prefer
               ? contrast_statements(model, preference, columns, code)
               : contrast_tiers(model, preference, columns, code);
}

uint64_t dt_contrast_accepts(const dt_parley *table, uint32_t c, uint32_t fallback,
                             const uint64_t columns[64])
{
    const dt_caller *const caller = &table->callers[c];
    const bool strict = caller->constituency && caller->constituency->strict;
    uint64_t word = UINT64_MAX;
    for (uint32_t f = 0; f < table->n_fallbacks; f++) {
        if (fallback != DT_LOTTERY && fallback != f)
            continue;
        const dt_contrast contrast = dt_contrast_find(
            table->model, caller->preference, columns, table->fallbacks[f].code);
        word &= strict ? contrast.better : contrast.better | contrast.equal;
    }
    return word;
}

/* ---- columns -------------------------------------------------------------------- */

static void set_ranks(uint32_t *rank, uint64_t which, uint32_t to)
{
    for (uint32_t k = 0; k < LANES; k++)
        if (which >> k & 1)
            rank[k] = to;
}

/* The higher the tier, the better. False when some package is in none. */
static bool rank_tiers(dt_parley *table, const dt_preference *preference,
                       uint32_t *rank)
{
    uint64_t columns[64], missed = 0;
    for (uint32_t base = 0; base < table->n_packages; base += 64) {
        uint64_t open = dt_package_word(table, base / 64);
        dt_space_columns(table->space, base, columns);
        for (uint32_t t = 0; t < preference->n_tiers; t++) {
            const uint64_t word =
                open & slice_tier(table->model, &preference->tiers[t], columns);
            open &= ~word;
            set_ranks(rank + base, word, preference->n_tiers - t);
        }
        missed |= open;
    }
    return missed == 0;
}

static bool is_ranked(const dt_model *model, const dt_preference *preference,
                      dt_code code)
{
    bool ranked = false;
    for (uint32_t t = 0; t < preference->n_tiers && !ranked; t++)
        ranked = tier_covers(model, &preference->tiers[t], code);
    return ranked;
}

static bool ranks_fallbacks(const dt_parley *table, const dt_preference *preference)
{
    bool ranked = true;
    for (uint32_t f = 0; f < table->n_fallbacks && ranked; f++)
        ranked = is_ranked(table->model, preference, table->fallbacks[f].code);
    return ranked;
}

dt_status dt_contrast_rank(dt_parley *table, uint32_t c, dt_error *err)
{
    dt_caller *const caller = &table->callers[c];
    dt_column column = {0};
    caller->rank = dt_arena_array(&table->arena, uint32_t, table->n_packages);
    if (!caller->rank)
        return DT_ENOMEM;
    column.rank = caller->rank;
    if (caller->preference->has_prefer)
        return dt_order_by_statements(table->space, caller->preference, &column);
    const char *const left_out =
        !rank_tiers(table, caller->preference, caller->rank) ? "a package"
        : !ranks_fallbacks(table, caller->preference)        ? "a fallback"
                                                             : NULL;
    return left_out ? dt_fail(err, DT_EAPPLY, "the ranking of '%s' leaves %s out",
                              caller->voice.name, left_out)
                    : DT_OK;
}
