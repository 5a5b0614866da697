/* Asking everybody about every package, 64 at a time: who accepts, signs, ratifies;
 * what is in whose win-set, and in all of them. */
#include "deals/parley.h"

#include "base/fail.h"
#include "deals/contrast.h"
#include "deals/worth.h"

#include <string.h>

/* ---- by worth -------------------------------------------------------------------- */

/* A constituency accepts what gains it enough, an actor what is no loss. */
static int64_t bound_of(const dt_parley *table, uint32_t c, int64_t worth)
{
    const dt_constituency *const k = table->callers[c].constituency;
    const int64_t need = k ? table->scale * k->need : 0;
    return worth + need + (k && k->strict); /* worths are whole: > b is >= b + 1 */
}

static uint64_t word_by_worth(const int64_t *worth, uint32_t n, int64_t bound)
{
    uint64_t word = 0;
    for (uint32_t k = 0; k < n; k++)
        word |= (uint64_t)(worth[k] >= bound) << k;
    return word;
}

static void accept_by_worth(const dt_parley *table, uint32_t c, int64_t worth,
                            dt_bits *accepts)
{
    const int64_t bound = bound_of(table, c, worth);
    for (uint32_t base = 0; base < table->n_packages; base += 64) {
        const uint32_t left = table->n_packages - base;
        accepts->word[base / 64] =
            word_by_worth(table->callers[c].worth + base, left < 64 ? left : 64, bound);
    }
}

/* ---- by order ------------------------------------------------------------------- */

static void accept_by_order(const dt_parley *table, uint32_t c, uint32_t fallback,
                            dt_bits *accepts)
{
    uint64_t columns[64];
    for (uint32_t base = 0; base < table->n_packages; base += 64) {
        dt_space_columns(table->space, base, columns);
        accepts->word[base / 64] = dt_package_word(table, base / 64) &
                                   dt_contrast_accepts(table, c, fallback, columns);
    }
}

/* ---- by nothing --------------------------------------------------------------- */

/* Who is indifferent gains nothing anywhere. */
static void accept_all_or_none(const dt_parley *table, uint32_t c, dt_bits *accepts)
{
    const dt_constituency *const k = table->callers[c].constituency;
    if (!k || !k->strict)
        dt_bits_fill(accepts);
}

/* ---- all ------------------------------------------------------------------------ */

static bool make_sets(const dt_parley *table, dt_arena *arena, dt_ballots *v)
{
    const uint32_t n = table->n_packages;
    bool made = true;
    v->worth = dt_arena_array(arena, int64_t, table->n_callers);
    v->accepts = dt_arena_array(arena, dt_bits, table->n_callers);
    v->signs = dt_arena_array(arena, dt_bits, table->n_sides);
    v->ratifies = dt_arena_array(arena, dt_bits, table->n_sides);
    v->wins = dt_arena_array(arena, dt_bits, table->n_sides);
    v->zone = dt_package_set(arena, n);
    if (!v->worth || !v->accepts || !v->signs || !v->ratifies || !v->wins ||
        !v->zone.word)
        return false;
    for (uint32_t c = 0; c < table->n_callers && made; c++)
        made = (v->accepts[c] = dt_package_set(arena, n)).word;
    for (uint32_t s = 0; s < table->n_sides && made; s++) {
        v->signs[s] = v->accepts[table->own[s]];
        made = (v->ratifies[s] = dt_package_set(arena, n)).word &&
               (v->wins[s] = dt_package_set(arena, n)).word;
    }
    return made;
}

static void ask(const dt_parley *table, uint32_t c, uint32_t fallback, dt_ballots *v)
{
    const dt_voice *const voice = &table->callers[c].voice;
    if (voice->measure == DT_MEASURE_WORTH)
        v->worth[c] = dt_worth_at(table, c, fallback);
    if (voice->derived) { /* it signs what its constituencies ratify */
        dt_bits_fill(&v->accepts[c]);
        return;
    }
    switch (voice->measure) {
    case DT_MEASURE_NONE:
        accept_all_or_none(table, c, &v->accepts[c]);
        break;
    case DT_MEASURE_ORDER:
        accept_by_order(table, c, fallback, &v->accepts[c]);
        break;
    case DT_MEASURE_WORTH:
        accept_by_worth(table, c, v->worth[c], &v->accepts[c]);
        break;
    }
}

void dt_ballots_answers(const dt_parley *table, const dt_ballots *v, uint32_t side,
                        uint32_t w, uint64_t yes[DT_HOME_MAX])
{
    const uint32_t own = table->own[side];
    const dt_home *const home =
        &table->model->actors[table->callers[own].voice.actor].home;
    for (uint32_t k = 0; k < home->n; k++)
        yes[k] = v->accepts[own + 1 + k].word[w];
}

static void ratify(const dt_parley *table, uint32_t side, dt_ballots *v)
{
    const dt_home *const home =
        &table->model->actors[table->callers[table->own[side]].voice.actor].home;
    uint64_t yes[DT_HOME_MAX];
    for (uint32_t w = 0; w < (table->n_packages + 63) / 64; w++) {
        dt_ballots_answers(table, v, side, w, yes);
        v->ratifies[side].word[w] =
            dt_home_ratifies(home, yes) & dt_package_word(table, w);
        v->wins[side].word[w] = v->ratifies[side].word[w] & v->signs[side].word[w];
    }
}

dt_status dt_ballots_find(const dt_parley *table, uint32_t fallback, dt_arena *arena,
                          dt_ballots *v)
{
    if (!make_sets(table, arena, v))
        return DT_ENOMEM;
    for (uint32_t c = 0; c < table->n_callers; c++)
        ask(table, c, fallback, v);
    dt_bits_fill(&v->zone);
    for (uint32_t s = 0; s < table->n_sides; s++) {
        ratify(table, s, v);
        for (uint32_t w = 0; w < (table->n_packages + 63) / 64; w++)
            v->zone.word[w] &= v->wins[s].word[w];
    }
    return DT_OK;
}
