/* The whole analysis, one question after the other:
 *
 *     set the table -> list packages -> for each disagreement point: verdicts, tallies,
 *     frontier, fair solutions -> judge the deals -> prices -> linkage
 *
 * The main disagreement point is what the fallbacks are together; each fallback by
 * itself follows where there are several. */
#include "deals/answer.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "base/watch.h"
#include "deals/frontier.h"
#include "deals/hold.h"
#include "deals/judge.h"
#include "deals/price.h"
#include "deals/tally.h"

#include <string.h>

enum { FRONTIER_DEALS = 6 }; /* shown where no solution exists */

/* ---- disagreement points --------------------------------------------------------- */

static uint32_t fallback_of(const dt_deals *d, uint32_t point)
{
    return d->table.n_fallbacks == 1 ? 0 : point == 0 ? DT_LOTTERY : point - 1;
}

static bool name_point(dt_deals *d, uint32_t point, dt_disagreement *out)
{
    const uint32_t f = fallback_of(d, point);
    const dt_fallback *const fallback = &d->table.fallbacks[f == DT_LOTTERY ? 0 : f];
    const dt_name *const name = &fallback->name;
    out->lottery = f == DT_LOTTERY;
    out->name = out->lottery ? "lottery" : name->id;
    out->label = out->lottery  ? "the lottery of all fallbacks"
                 : name->label ? name->label
                               : name->id;
    out->probability = out->lottery ? DT_DECIMAL_ONE : fallback->probability;
    out->code = fallback->code;
    return true;
}

static dt_side side_at(const dt_table *table, const dt_verdicts *v, uint32_t s)
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

static dt_status count_sides(dt_deals *d, const dt_verdicts *v, dt_disagreement *out)
{
    dt_side *const sides = dt_arena_array(&d->arena, dt_side, d->table.n_sides);
    if (!sides)
        return DT_ENOMEM;
    for (uint32_t s = 0; s < d->table.n_sides; s++)
        sides[s] = side_at(&d->table, v, s);
    out->sides = sides;
    out->zone = dt_bits_count(&v->zone);
    return DT_OK;
}

static dt_status count_voices(dt_deals *d, const dt_verdicts *v, dt_arena *scratch,
                              dt_disagreement *out)
{
    const dt_table *const table = &d->table;
    dt_tally *const tallies = dt_arena_array(&d->arena, dt_tally, table->n_callers);
    dt_bits blocked = dt_package_set(scratch, table->n_packages);
    if (!tallies || !blocked.word)
        return DT_ENOMEM;
    for (uint32_t c = 0; c < table->n_callers; c++) {
        tallies[c] = dt_tally_find(table, v, c, &blocked);
        if (tallies[c].blocks)
            tallies[c].lever = dt_lever_find(table, v, c, &blocked);
    }
    out->tallies = tallies;
    return DT_OK;
}

/* ---- frontier and fair solutions
 * ----------------------------------------------------- */

static bool has_worth(const dt_voice *voice)
{
    return voice->measure == DT_MEASURE_WORTH || voice->derived;
}

/* The packages of the zone by which no actor loses. */
static uint64_t count_rational(const dt_table *table, const dt_verdicts *v)
{
    uint64_t n = 0;
    for (uint32_t p = dt_bits_next(&v->zone, 0); p != DT_BITS_NONE;
         p = dt_bits_next(&v->zone, p + 1)) {
        bool gains = true;
        for (uint32_t s = 0; s < table->n_sides; s++) {
            const uint32_t own = table->own[s];
            gains = gains && (!has_worth(&table->callers[own].voice) ||
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

static dt_status tell_raiffa(dt_deals *d, const dt_raiffa *raiffa, dt_raiffa_end *out)
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
        worth[s] = unscaled(d, raiffa->limit[s]);
    return DT_OK;
}

static dt_status tell_fair(dt_deals *d, const dt_fair *fair, dt_disagreement *out)
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
    return tell_raiffa(d, &fair->raiffa, &out->raiffa);
}

static dt_status find_fair(dt_deals *d, const dt_verdicts *v, const dt_bits *efficient,
                           dt_disagreement *out, dt_error *err)
{
    int64_t worth[DT_CLOUD_PARTIES];
    dt_fair fair;
    for (uint32_t s = 0; s < d->table.n_sides; s++)
        worth[s] = v->worth[d->table.own[s]];
    DT_TRY(dt_fair_find(&d->cloud, efficient, worth, &d->arena, &fair, err));
    return tell_fair(d, &fair, out) == DT_OK ? DT_OK : dt_fail_memory(err);
}

static dt_status find_frontier(dt_deals *d, const dt_verdicts *v, dt_bits *efficient,
                               dt_disagreement *out, dt_error *err)
{
    out->rational = d->summary.no_worth ? out->zone : count_rational(&d->table, v);
    DT_TRY(dt_frontier_find(&d->cloud, &v->zone, efficient, err));
    if (take_efficient(d, efficient, out) != DT_OK)
        return dt_fail_memory(err);
    if (d->summary.no_worth || out->rational == 0)
        return DT_OK;
    return find_fair(d, v, efficient, out, err);
}

/* One disagreement point; what is only needed meanwhile goes to `scratch`. */
static dt_status analyse_point(dt_deals *d, uint32_t point, dt_verdicts *v,
                               dt_bits *efficient, dt_arena *scratch, dt_error *err)
{
    dt_disagreement *const out = &d->points[point];
    *efficient = dt_package_set(scratch, d->table.n_packages);
    (void)name_point(d, point, out);
    if (!efficient->word ||
        dt_verdicts_find(&d->table, fallback_of(d, point), scratch, v) != DT_OK)
        return dt_fail_memory(err);
    int64_t *const worth = dt_arena_array(&d->arena, int64_t, d->table.n_callers);
    if (!worth || count_sides(d, v, out) != DT_OK ||
        count_voices(d, v, scratch, out) != DT_OK)
        return dt_fail_memory(err);
    memcpy(worth, v->worth, d->table.n_callers * sizeof *worth);
    out->worth = worth;
    return find_frontier(d, v, efficient, out, err);
}

static dt_status analyse_others(dt_deals *d, dt_error *err)
{
    for (uint32_t point = 1; point < d->summary.n_disagreements; point++) {
        dt_arena scratch = {0};
        dt_verdicts v;
        dt_bits efficient;
        const dt_status status = analyse_point(d, point, &v, &efficient, &scratch, err);
        dt_arena_release(&scratch);
        DT_TRY(status);
        DT_TRY(dt_watch(d->limits.monitor, "weighing fallbacks",
                        (double)point / d->summary.n_disagreements, err));
    }
    return DT_OK;
}

/* ---- the cloud
 * ------------------------------------------------------------------------ */

/* The actors' columns: worths if all have them; else, what cannot be added can still be
 * compared, so ranks do for the frontier. */
static dt_status make_cloud(dt_deals *d)
{
    const dt_table *const table = &d->table;
    const int64_t **const columns =
        dt_arena_array(&d->arena, const int64_t *, table->n_sides);
    if (!columns)
        return DT_ENOMEM;
    for (uint32_t s = 0; s < table->n_sides; s++) {
        const dt_caller *const caller = &table->callers[table->own[s]];
        int64_t *ranks = caller->worth;
        if (!ranks)
            ranks = dt_arena_array(&d->arena, int64_t, table->n_packages);
        if (!ranks)
            return DT_ENOMEM;
        for (uint32_t p = 0; caller->rank && !caller->worth && p < table->n_packages;
             p++)
            ranks[p] = caller->rank[p];
        columns[s] = ranks;
    }
    d->cloud =
        (dt_cloud){table->n_sides, table->n_packages, columns, d->limits.monitor};
    return DT_OK;
}

static void find_lack_of_worth(dt_deals *d)
{
    for (uint32_t s = 0; s < d->table.n_sides && !d->summary.no_worth; s++) {
        const dt_voice *const voice = &d->table.callers[d->table.own[s]].voice;
        if (!has_worth(voice))
            d->summary.no_worth = voice->label;
    }
}

/* ---- which deals
 * ------------------------------------------------------------------------ */

static dt_deal *deal_with(dt_deals *d, dt_code code)
{
    for (uint32_t k = 0; k < d->summary.n_deals; k++)
        if (d->deals[k].code == code)
            return &d->deals[k];
    return NULL;
}

static void add_deal(dt_deals *d, dt_origin origin, const char *title, dt_code code)
{
    if (origin == DT_ORIGIN_PROPOSED || !deal_with(d, code))
        d->deals[d->summary.n_deals++] =
            (dt_deal){.origin = origin, .title = title, .code = code};
}

static void add_fair_deals(dt_deals *d)
{
    for (uint32_t point = 0; point < d->summary.n_disagreements; point++)
        for (uint32_t f = 0; d->points[point].has_fair && f < DT_N_FAIR; f++) {
            add_deal(d, DT_ORIGIN_FAIR, NULL, d->points[point].fair[f].packages[0]);
        }
}

static void add_efficient_deals(dt_deals *d)
{
    for (uint32_t k = 0; k < d->points[0].n_efficient && k < FRONTIER_DEALS; k++)
        add_deal(d, DT_ORIGIN_EFFICIENT, NULL, d->points[0].efficient[k]);
}

static dt_status check_title(const dt_model *model, const char *title, dt_error *err)
{
    const dt_talks *const talks = &model->talks;
    for (uint32_t k = 0; k < talks->n_proposals; k++)
        if (strcmp(talks->proposals[k].title, title) == 0)
            return DT_OK;
    if (talks->n_proposals == 0)
        return dt_fail(err, DT_EUSAGE, "no deal is called '%s': the model has none",
                       title);
    return dt_fail(err, DT_EUSAGE, "no deal is called '%s'; the first one is '%s'",
                   title, talks->proposals[0].title);
}

static dt_status choose_deals(dt_deals *d, const char *title)
{
    const dt_talks *const talks = &d->model->talks;
    const size_t room = (size_t)talks->n_proposals + FRONTIER_DEALS +
                        (size_t)d->summary.n_disagreements * DT_N_FAIR;
    d->deals = dt_arena_array(&d->arena, dt_deal, room);
    if (!d->deals)
        return DT_ENOMEM;
    for (uint32_t k = 0; k < talks->n_proposals; k++)
        if (!title || strcmp(title, talks->proposals[k].title) == 0)
            add_deal(d, DT_ORIGIN_PROPOSED, talks->proposals[k].title,
                     talks->proposals[k].code);
    if (title)
        return DT_OK;
    add_fair_deals(d);
    if (!d->points[0].has_fair)
        add_efficient_deals(d);
    return DT_OK;
}

/* ---- judging them
 * ------------------------------------------------------------------------ */

/* Whether the deal is what a solution gives, or as good by its rule. */
static bool is_pick(const dt_fair_answer *answer, dt_code code)
{
    bool is = false;
    for (uint32_t k = 0; k < answer->n && !is; k++)
        is = answer->packages[k] == code;
    return is;
}

static dt_status find_roles(dt_deals *d, dt_deal *deal)
{
    struct dt_role *const roles = dt_arena_array(
        &d->arena, struct dt_role, (size_t)d->summary.n_disagreements * DT_N_FAIR);
    if (!roles)
        return DT_ENOMEM;
    for (uint32_t point = 0; point < d->summary.n_disagreements; point++)
        for (uint32_t f = 0; d->points[point].has_fair && f < DT_N_FAIR; f++) {
            const dt_fair_answer *const answer = &d->points[point].fair[f];
            if (is_pick(answer, deal->code))
                roles[deal->n_roles++] =
                    (struct dt_role){(dt_fair_kind)f, point, answer->n > 1};
        }
    deal->roles = roles;
    return DT_OK;
}

static dt_status ask_voices(dt_deals *d, dt_deal *deal)
{
    const dt_table *const table = &d->table;
    dt_opinion *const opinions =
        dt_arena_array(&d->arena, dt_opinion, table->n_callers);
    bool *const signs = dt_arena_array(&d->arena, bool, table->n_sides);
    bool *const ratifies = dt_arena_array(&d->arena, bool, table->n_sides);
    if (!opinions || !signs || !ratifies)
        return DT_ENOMEM;
    dt_deal_judge(table, fallback_of(d, 0), d->points[0].worth, deal, opinions, signs,
                  ratifies);
    return DT_OK;
}

/* Money left: what a package of the zone would give to all at once, and more. */
static void find_better(const dt_deals *d, const dt_bits *efficient, dt_deal *deal)
{
    int64_t point[DT_CLOUD_PARTIES];
    int64_t most = 0;
    if (d->summary.no_worth || d->points[0].n_efficient == 0)
        return;
    for (uint32_t s = 0; s < d->table.n_sides; s++) {
        const uint32_t own = d->table.own[s];
        point[s] = d->points[0].worth[own] + deal->opinions[own].gain;
    }
    deal->better =
        dt_package_code(&d->table, dt_money_left(&d->cloud, efficient, point, &most));
    deal->has_money_left = true;
    deal->money_left = most;
}

static dt_status judge_deal(dt_deals *d, const dt_verdicts *v, const dt_bits *efficient,
                            dt_deal *deal, dt_error *err)
{
    const dt_table *const table = &d->table;
    const dt_state package = dt_package_find(table, deal->code);
    deal->on_table = ((deal->code ^ table->base) & ~table->negotiable) == 0;
    deal->feasible_step = dt_deal_is_step(table, deal->code);
    if (package != DT_NO_STATE) {
        deal->in_zone = dt_bits_has(&v->zone, package);
        deal->efficient = dt_bits_has(efficient, package);
    }
    if (ask_voices(d, deal) != DT_OK || find_roles(d, deal) != DT_OK)
        return dt_fail_memory(err);
    if (package != DT_NO_STATE && dt_refusals_find(table, v, &d->arena, deal) != DT_OK)
        return dt_fail_memory(err);
    find_better(d, efficient, deal);
    return dt_hold_find(d, deal, err);
}

static dt_status judge_deals(dt_deals *d, const dt_verdicts *v,
                             const dt_bits *efficient, dt_error *err)
{
    for (uint32_t k = 0; k < d->summary.n_deals; k++) {
        DT_TRY(dt_watch(d->limits.monitor, "judging deals",
                        (double)k / d->summary.n_deals, err));
        DT_TRY(judge_deal(d, v, efficient, &d->deals[k], err));
    }
    d->summary.deals = d->deals;
    return DT_OK;
}

/* ---- the whole
 * ------------------------------------------------------------------------------ */

static dt_status find_linkage(dt_deals *d, const dt_verdicts *v,
                              const dt_bits *efficient, dt_error *err)
{
    dt_linkage *const linkage = dt_arena_new(&d->arena, dt_linkage);
    if (!linkage)
        return dt_fail_memory(err);
    d->summary.linkage = linkage;
    return dt_linkage_find(&d->table, v, efficient, &d->arena, linkage, err);
}

/* Behind the main disagreement point, whose sets `v` and `efficient` are. */
static dt_status analyse_rest(dt_deals *d, const dt_deals_question *question,
                              const dt_verdicts *v, const dt_bits *efficient,
                              dt_error *err)
{
    dt_price *prices = NULL;
    DT_TRY(analyse_others(d, err));
    if (choose_deals(d, question->deal) != DT_OK)
        return dt_fail_memory(err);
    DT_TRY(judge_deals(d, v, efficient, err));
    if (dt_prices_find(&d->table, v, &d->arena, &prices, &d->summary.n_prices) != DT_OK)
        return dt_fail_memory(err);
    d->summary.prices = prices;
    return question->link ? find_linkage(d, v, efficient, err) : DT_OK;
}

/* Of all packages, in the zone or not. */
static dt_status measure_opposition(dt_deals *d, dt_arena *scratch, dt_error *err)
{
    dt_bits frontier = dt_package_set(scratch, d->table.n_packages);
    if (!frontier.word)
        return dt_fail_memory(err);
    DT_TRY(dt_frontier_find(&d->cloud, NULL, &frontier, err));
    const double opposition = dt_opposition(&d->cloud, &frontier);
    d->summary.has_opposition = opposition >= 0;
    d->summary.opposition = d->summary.has_opposition ? opposition : 0;
    return DT_OK;
}

static dt_status analyse(dt_deals *d, const dt_deals_question *question, dt_error *err)
{
    dt_arena scratch = {0};
    dt_verdicts v;
    dt_bits efficient;
    dt_status status = analyse_point(d, 0, &v, &efficient, &scratch, err);
    if (status == DT_OK && !d->summary.no_worth)
        d->summary.has_opposition = dt_opposition(&d->cloud, &d->summary.opposition);
    if (status == DT_OK)
        status = analyse_rest(d, question, &v, &efficient, err);
    dt_arena_release(&scratch);
    return status;
}

static dt_status begin(dt_deals *d, dt_error *err)
{
    const uint32_t n_points = d->table.n_fallbacks == 1 ? 1 : d->table.n_fallbacks + 1;
    dt_voice *const voices = dt_arena_array(&d->arena, dt_voice, d->table.n_callers);
    d->points = dt_arena_array(&d->arena, dt_disagreement, n_points);
    if (!voices || !d->points)
        return dt_fail_memory(err);
    for (uint32_t c = 0; c < d->table.n_callers; c++)
        voices[c] = d->table.callers[c].voice;
    d->summary.scale = d->table.scale;
    d->summary.n_voices = d->table.n_callers;
    d->summary.n_sides = d->table.n_sides;
    d->summary.n_disagreements = n_points;
    d->summary.voices = voices;
    d->summary.disagreements = d->points;
    find_lack_of_worth(d);
    return DT_OK;
}

static dt_status fill(dt_deals *d, const dt_deals_question *question, dt_diags *diags,
                      dt_error *err)
{
    if (question->deal)
        DT_TRY(check_title(d->model, question->deal, err));
    DT_TRY(dt_table_set(&d->table, d->model, &d->cast, err));
    if (d->table.n_sides > DT_CLOUD_PARTIES)
        return dt_fail(err, DT_ELIMIT,
                       "%u actors sit at the table, and %u is the limit",
                       d->table.n_sides, DT_CLOUD_PARTIES);
    DT_TRY(begin(d, err));
    DT_TRY(dt_table_list(&d->table, &d->limits, diags, err));
    d->summary.listed = true;
    d->summary.n_packages = d->table.n_packages;
    if (make_cloud(d) != DT_OK)
        return dt_fail_memory(err);
    return analyse(d, question, err);
}

dt_status dt_deals_new(const dt_model *model, const dt_deals_question *question,
                       dt_diags *diags, dt_deals **deals, dt_error *err)
{
    dt_deals *const d = DT_ARENA_ROOT(dt_deals);
    if (!d)
        return dt_fail_memory(err);
    d->model = model;
    d->cast = question->cast;
    d->limits = question->limits;
    const dt_status status = fill(d, question, diags, err);
    if (status == DT_OK)
        *deals = d;
    else
        dt_deals_free(d);
    return status;
}

void dt_deals_free(dt_deals *deals)
{
    if (!deals)
        return;
    for (uint32_t k = 0; k < deals->n_locals; k++)
        dt_local_free(deals->locals[k]);
    dt_table_release(&deals->table);
    dt_arena_free(deals->arena);
}

const dt_model *dt_deals_model(const dt_deals *deals)
{
    return deals->model;
}

const dt_cast *dt_deals_cast(const dt_deals *deals)
{
    return &deals->cast;
}

const dt_summary *dt_deals_summary(const dt_deals *deals)
{
    return &deals->summary;
}
