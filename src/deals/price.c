/* The price of a concession is asked of the packages that hold it and otherwise leave
 * the side's own choices as they are: what the others change in the least of those that
 * the side accepts is what it has to be given, no less. Where no such package would
 * do, or the rules allow none because the concession takes another one of the same
 * actor with it, all packages that hold it are asked about. */
#include "deals/price.h"

#include "base/fail.h"
#include "deals/judge.h"
#include "deals/least.h"

/* One concession, and the packages that are asked about. */
typedef struct concession {
    const dt_parley *table;
    const dt_ballots *v;
    dt_arena *arena;
    dt_bits among;
    dt_price *price;
} concession;

/* ---- why there is none ---------------------------------------------------------- */

static bool refuses_all(const concession *t, uint32_t c)
{
    bool refuses = true;
    for (uint32_t w = 0; refuses && w < (t->among.size + 63) / 64; w++)
        refuses = (t->among.word[w] & t->v->accepts[c].word[w]) == 0;
    return refuses;
}

/* The first voice of the side that refuses all, of those whose no is final (or of the
 * others), or DT_VOICE_ITSELF. */
static uint32_t find_refuser(const concession *t, bool final)
{
    const dt_parley *const table = t->table;
    for (uint32_t c = table->own[t->price->side];
         c < table->n_callers && table->side_of[c] == t->price->side; c++) {
        const dt_caller *const caller = &table->callers[c];
        if ((!caller->constituency || caller->voice.veto) == final && refuses_all(t, c))
            return c;
    }
    return DT_VOICE_ITSELF;
}

/* The most that the voice has in one of the packages, beyond what it needs. */
static int64_t best_margin(const concession *t, uint32_t c)
{
    const dt_caller *const caller = &t->table->callers[c];
    const dt_constituency *const k = caller->constituency;
    int64_t best = INT64_MIN;
    if (caller->voice.measure != DT_MEASURE_WORTH)
        return 0;
    for (uint32_t p = dt_bits_next(&t->among, 0); p != DT_BITS_NONE;
         p = dt_bits_next(&t->among, p + 1))
        best = caller->worth[p] > best ? caller->worth[p] : best;
    return best - t->v->worth[c] - (k ? t->table->scale * k->need : 0);
}

static void find_refusal(const concession *t)
{
    uint32_t voice = find_refuser(t, true);
    if (voice == DT_VOICE_ITSELF)
        voice = find_refuser(t, false);
    t->price->voice = voice;
    t->price->best = voice == DT_VOICE_ITSELF ? 0 : best_margin(t, voice);
}

/* ---- what is none --------------------------------------------------------------- */

/* Somebody of another side would lose by it, and nobody would gain. */
static bool is_unwelcome(const concession *t, dt_code code)
{
    const dt_parley *const table = t->table;
    bool gains = false, loses = false;
    for (uint32_t c = 0; c < table->n_callers && !gains; c++) {
        if (table->side_of[c] == t->price->side)
            continue;
        const int sign = dt_caller_compare(table, c, table->base, code);
        gains = sign > 0;
        loses = loses || sign < 0;
    }
    return loses && !gains;
}

/* ---- one concession ------------------------------------------------------------- */

/* The status quo but for the concession. */
static dt_code code_with(const concession *t, const dt_choice *choice)
{
    return (t->table->base & ~dt_choice_mask(choice)) | (uint64_t)t->price->level
                                                            << choice->shift;
}

/* The packages that are asked about; false when none holds the concession. */
static bool find_packages(concession *t)
{
    const dt_choice *const choice = &t->table->model->choices[t->price->choice];
    const uint64_t field = dt_choice_mask(choice);
    const uint64_t own = t->table->model->actors[choice->actor].mask;
    const dt_code code = code_with(t, choice);
    t->price->unwelcome = is_unwelcome(t, code);
    t->price->n_packages = dt_packages_like(t->table, field, code, &t->among);
    if (t->price->n_packages == 0)
        return false;
    t->price->accompanied = dt_packages_like(t->table, own, code, &t->among) == 0;
    if (t->price->accompanied)
        (void)dt_packages_like(t->table, field, code, &t->among);
    return true;
}

static dt_status find_sets(const concession *t)
{
    const dt_choice *const choice = &t->table->model->choices[t->price->choice];
    const dt_least_question question = {
        .table = t->table,
        .verdicts = t->v,
        .side = t->price->side,
        .from = code_with(t, choice),
        .among = t->among,
    };
    dt_least least;
    if (dt_least_find(&question, t->arena, &least) != DT_OK)
        return DT_ENOMEM;
    t->price->n_sets = least.n;
    t->price->n_shown = least.n_shown;
    t->price->sets = least.shown;
    return DT_OK;
}

/* First among those that leave the side's other choices alone; then, if that is in
 * vain, among all, so that nothing is refused that the side could make good itself. */
static dt_status find_price(concession *t)
{
    const dt_choice *const choice = &t->table->model->choices[t->price->choice];
    DT_TRY(find_sets(t));
    if (t->price->n_sets == 0 && !t->price->accompanied) {
        t->price->accompanied = true;
        (void)dt_packages_like(t->table, dt_choice_mask(choice), code_with(t, choice),
                               &t->among);
        DT_TRY(find_sets(t));
    }
    if (t->price->n_sets == 0)
        find_refusal(t);
    return DT_OK;
}

/* ---- all of them ---------------------------------------------------------------- */

typedef struct list {
    dt_price *at;
    uint32_t n;
} list;

static dt_status add_choice(concession *t, uint32_t side, dt_choice_id c, list *prices)
{
    const dt_choice *const choice = &t->table->model->choices[c];
    if (!(t->table->negotiable & dt_choice_mask(choice)))
        return DT_OK;
    for (uint32_t l = 0; l < choice->n_levels; l++) {
        t->price = &prices->at[prices->n];
        *t->price =
            (dt_price){.side = side, .choice = c, .level = l, .voice = DT_VOICE_ITSELF};
        if (l == dt_choice_level(choice, t->table->base) || !find_packages(t))
            continue;
        if (find_price(t) != DT_OK)
            return DT_ENOMEM;
        prices->n++;
    }
    return DT_OK;
}

static dt_status add_side(concession *t, uint32_t side, list *prices)
{
    const dt_model *const model = t->table->model;
    const dt_actor *const actor =
        &model->actors[t->table->callers[t->table->own[side]].voice.actor];
    for (uint32_t k = 0; k < actor->n_choices; k++)
        if (add_choice(t, side, actor->first_choice + k, prices) != DT_OK)
            return DT_ENOMEM;
    return DT_OK;
}

dt_status dt_prices_find(const dt_parley *table, const dt_ballots *v, dt_arena *arena,
                         dt_price **prices, uint32_t *n_prices)
{
    dt_arena scratch = {0};
    size_t room = 1; /* the last one is filled, and then dropped */
    for (dt_choice_id c = 0; c < table->model->n_choices; c++)
        room += table->model->choices[c].n_levels;
    list all = {dt_arena_array(arena, dt_price, room), 0};
    concession t = {table, v, arena, dt_package_set(&scratch, table->n_packages), NULL};
    dt_status status = all.at && t.among.word ? DT_OK : DT_ENOMEM;
    for (uint32_t s = 0; s < table->n_sides && status == DT_OK; s++)
        status = add_side(&t, s, &all);
    dt_arena_release(&scratch);
    if (status != DT_OK)
        return status;
    *prices = all.at;
    *n_prices = all.n;
    return DT_OK;
}
