/* Everything is found anew from its definition for every package, every pair of
 * packages and every voice: no set operations, no sharing, no early exit where it could
 * hide a mistake. */
#include "oracle/haggle.h"

#include <stdlib.h>

enum { MILLION = 1000000 };

/* ---- packages ------------------------------------------------------------------- */

static bool is_at_table(const dt_model *model, size_t actor)
{
    return !model->talks.has_table || (model->talks.seats >> actor & 1);
}

/* Some bit of the choice's field is in the mask. */
static bool is_in(const dt_model *model, uint64_t mask, size_t choice)
{
    return mask >> model->choices[choice].shift & 1;
}

static bool is_negotiable(const dt_model *model, size_t choice)
{
    const bool on = model->talks.has_on
                        ? is_in(model, model->talks.on, choice)
                        : is_at_table(model, model->choices[choice].actor);
    return on && !is_in(model, model->talks.off, choice);
}

static size_t level_of(const dt_model *model, dt_code code, size_t choice)
{
    return dt_code_level(model, code, (dt_choice_id)choice);
}

static dt_code with_level(const dt_model *model, dt_code code, size_t choice,
                          size_t level)
{
    return dt_code_with(model, code, (dt_choice_id)choice, (uint32_t)level);
}

static bool is_package(const haggle *h, dt_code code)
{
    const dt_model *const model = h->model;
    bool is = true;
    for (size_t c = 0; c < model->n_choices; c++) {
        const size_t from = level_of(model, h->base, c), to = level_of(model, code, c);
        if (to >= model->choices[c].n_levels)
            is = false;
        if (to != from && !is_negotiable(model, c))
            is = false;
        if (model->choices[c].way == DT_WAY_UP && to < from)
            is = false;
        if (model->choices[c].way == DT_WAY_DOWN && to > from)
            is = false;
    }
    for (size_t r = 0; is && r < model->n_rules; r++)
        if (dt_formula_holds(model, model->rules[r].formula, code) ==
            model->rules[r].impossible)
            is = false;
    return is;
}

static void list_packages(haggle *h)
{
    const dt_code n_codes = (dt_code)1 << h->model->n_bits;
    h->package = calloc(n_codes, sizeof *h->package);
    for (dt_code code = 0; code < n_codes; code++)
        if (is_package(h, code))
            h->package[h->n_packages++] = code;
}

size_t haggle_find(const haggle *h, dt_code code)
{
    size_t found = HAGGLE_NONE;
    for (size_t p = 0; p < h->n_packages; p++)
        if (h->package[p] == code)
            found = p;
    return found;
}

size_t haggle_count(const haggle *h, const bool *row)
{
    size_t n = 0;
    for (size_t p = 0; p < h->n_packages; p++)
        n += row[p];
    return n;
}

/* ---- voices --------------------------------------------------------------------- */

static const dt_home *home_of(const haggle *h, const haggle_voice *v)
{
    return &h->model->actors[v->actor].home;
}

static dt_wide weight_at_home(const dt_home *home)
{
    dt_wide sum = 0;
    for (size_t k = 0; k < home->n; k++)
        sum += home->constituencies[k].weight;
    return sum;
}

static bool can_derive(const dt_home *home)
{
    bool can = home->n > 0 && weight_at_home(home) > 0;
    for (size_t k = 0; k < home->n; k++)
        can = can && home->constituencies[k].preference.has_value;
    return can;
}

static haggle_voice voice_of(const haggle *h, size_t side, size_t a,
                             const dt_constituency *constituency)
{
    const dt_actor *const actor = &h->model->actors[a];
    const size_t type = h->cast.type[a];
    haggle_voice v = {.actor = a, .side = side, .constituency = constituency};
    v.preference = constituency ? &constituency->preference
                   : type && !actor->types[type - 1].is_plain
                       ? &actor->types[type - 1].preference
                       : &actor->preference;
    if (v.preference->has_prefer || v.preference->has_rank)
        v.measure = HAGGLE_ORDER;
    if (v.preference->has_value)
        v.measure = HAGGLE_WORTH;
    v.derived = !constituency && !v.preference->has_value && can_derive(&actor->home);
    if (v.derived)
        v.measure = HAGGLE_WORTH;
    v.denominator = MILLION * (v.derived ? weight_at_home(&actor->home) : 1);
    return v;
}

static void seat_voices(haggle *h)
{
    size_t room = 0;
    for (size_t a = 0; a < h->model->n_actors; a++)
        room += 1 + h->model->actors[a].home.n;
    h->voice = calloc(room, sizeof *h->voice);
    h->own = calloc(h->model->n_actors, sizeof *h->own);
    for (size_t a = 0; a < h->model->n_actors; a++) {
        const dt_home *const home = &h->model->actors[a].home;
        if (!is_at_table(h->model, a))
            continue;
        h->own[h->n_sides] = h->n_voices;
        h->voice[h->n_voices++] = voice_of(h, h->n_sides, a, NULL);
        for (size_t k = 0; k < home->n; k++)
            h->voice[h->n_voices++] =
                voice_of(h, h->n_sides, a, &home->constituencies[k]);
        h->n_sides++;
    }
}

/* ---- worth ---------------------------------------------------------------------- */

/* In millionths. */
static dt_wide sum_of_terms(const haggle *h, const dt_preference *p, dt_code code)
{
    dt_wide sum = 0;
    for (size_t t = 0; t < p->n_terms; t++)
        if (dt_formula_holds(h->model, p->terms[t].formula, code))
            sum += p->terms[t].units;
    return sum;
}

/* Over the denominator of the voice. */
static dt_wide worth_of_code(const haggle *h, const haggle_voice *v, dt_code code)
{
    const dt_home *const home = home_of(h, v);
    dt_wide sum = 0;
    if (v->measure == HAGGLE_WORTH && !v->derived)
        sum = sum_of_terms(h, v->preference, code);
    if (v->derived)
        for (size_t k = 0; k < home->n; k++)
            sum += home->constituencies[k].weight *
                   sum_of_terms(h, &home->constituencies[k].preference, code);
    return MILLION * sum;
}

static void fill_worths(haggle *h)
{
    for (size_t v = 0; v < h->n_voices; v++) {
        h->voice[v].worth = calloc(h->n_packages, sizeof *h->voice[v].worth);
        for (size_t p = 0; p < h->n_packages; p++)
            h->voice[v].worth[p] = worth_of_code(h, &h->voice[v], h->package[p]);
    }
}

/* The place of the voice's constituency at home, or DT_ITSELF. */
static size_t place_of(const haggle *h, const haggle_voice *v)
{
    size_t place = DT_ITSELF;
    for (size_t k = 0; k < home_of(h, v)->n; k++)
        if (v->constituency == &home_of(h, v)->constituencies[k])
            place = k;
    return place;
}

/* What a fallback is worth: what it says it is, or else the worth of its state. */
static dt_wide worth_of_fallback(const haggle *h, const haggle_voice *v,
                                 const dt_fallback *fallback)
{
    dt_wide worth = worth_of_code(h, v, fallback->code);
    for (size_t k = 0; k < fallback->n_reserves; k++) {
        const dt_reserve *const r = &fallback->reserves[k];
        if (r->actor == v->actor && r->constituency == place_of(h, v))
            worth = r->units * v->denominator;
    }
    return worth;
}

static size_t count_fallbacks(const haggle *h)
{
    return h->model->talks.n_fallbacks ? h->model->talks.n_fallbacks : 1;
}

static dt_fallback fallback_at(const haggle *h, size_t f)
{
    const dt_fallback status_quo = {.probability = MILLION, .code = h->base};
    return h->model->talks.n_fallbacks ? h->model->talks.fallbacks[f] : status_quo;
}

/* Fallback f matters at the point. */
static bool counts(const haggle_point *point, size_t f)
{
    return point->fallback == HAGGLE_NONE || point->fallback == f;
}

/* The expected worth of what follows without a deal. */
static dt_wide worth_of_point(const haggle *h, const haggle_voice *v,
                              const haggle_point *point)
{
    dt_wide sum = 0;
    if (v->measure != HAGGLE_WORTH)
        return 0;
    for (size_t f = 0; f < count_fallbacks(h); f++) {
        const dt_fallback fallback = fallback_at(h, f);
        const dt_wide worth = worth_of_fallback(h, v, &fallback);
        if (point->fallback == f)
            sum = worth;
        if (point->fallback == HAGGLE_NONE)
            sum += worth / MILLION * fallback.probability; /* the denominator has it */
    }
    return sum;
}

/* ---- orders --------------------------------------------------------------------- */

static size_t count_true(const haggle *h, const dt_statement *statement, dt_code code)
{
    size_t n = 0;
    for (size_t k = 0; k < statement->n; k++)
        n += dt_formula_holds(h->model, statement->formulas[k], code);
    return n;
}

/* The first statement that tells the two apart decides. */
static int compare_statements(const haggle *h, const dt_preference *p, dt_code x,
                              dt_code y)
{
    int sign = 0;
    for (size_t k = p->n_statements; k-- > 0;) {
        const size_t n = count_true(h, &p->statements[k], x);
        const size_t m = count_true(h, &p->statements[k], y);
        if (n != m)
            sign = n > m ? 1 : -1;
    }
    return sign;
}

/* 0 is the best. */
static size_t tier_of(const haggle *h, const dt_preference *p, dt_code code)
{
    size_t tier = p->n_tiers;
    for (size_t t = p->n_tiers; t-- > 0;)
        for (size_t k = 0; k < p->tiers[t].n; k++)
            if (dt_formula_holds(h->model, p->tiers[t].places[k].formula, code))
                tier = t;
    return tier;
}

static int compare_by_order(const haggle *h, const haggle_voice *v, dt_code x,
                            dt_code y)
{
    if (v->measure == HAGGLE_NOTHING)
        return 0;
    if (v->preference->has_prefer)
        return compare_statements(h, v->preference, x, y);
    const size_t n = tier_of(h, v->preference, x), m = tier_of(h, v->preference, y);
    return n < m ? 1 : n > m ? -1 : 0;
}

int haggle_compare(const haggle *h, const haggle_voice *v, dt_code x, dt_code y)
{
    if (v->measure != HAGGLE_WORTH)
        return compare_by_order(h, v, x, y);
    const dt_wide n = worth_of_code(h, v, x), m = worth_of_code(h, v, y);
    return n > m ? 1 : n < m ? -1 : 0;
}

/* ---- answers -------------------------------------------------------------------- */

static dt_wide need_of(const haggle_voice *v)
{
    return v->constituency ? v->constituency->need * v->denominator : 0;
}

static bool is_strict(const haggle_voice *v)
{
    return v->constituency && v->constituency->strict;
}

static bool beats_fallbacks(const haggle *h, const haggle_voice *v,
                            const haggle_point *point, dt_code code)
{
    bool beats = true;
    for (size_t f = 0; f < count_fallbacks(h); f++) {
        const int sign = compare_by_order(h, v, code, fallback_at(h, f).code);
        if (counts(point, f) && (is_strict(v) ? sign <= 0 : sign < 0))
            beats = false;
    }
    return beats;
}

static bool accepts(const haggle *h, size_t voice, const haggle_point *point, size_t p)
{
    const haggle_voice *const v = &h->voice[voice];
    const dt_wide gain = v->worth[p] - point->worth[voice];
    if (v->derived)
        return true;
    switch (v->measure) {
    case HAGGLE_NOTHING:
        return !is_strict(v);
    case HAGGLE_ORDER:
        return beats_fallbacks(h, v, point, h->package[p]);
    case HAGGLE_WORTH:
        return is_strict(v) ? gain > need_of(v) : gain >= need_of(v);
    }
    return false;
}

static bool compares(dt_compare compare, dt_wide weight, dt_wide bound)
{
    switch (compare) {
    case DT_COMPARE_LT:
        return weight < bound;
    case DT_COMPARE_LE:
        return weight <= bound;
    case DT_COMPARE_GT:
        return weight > bound;
    case DT_COMPARE_GE:
        return weight >= bound;
    case DT_COMPARE_NE:
        return weight != bound;
    case DT_COMPARE_NONE:
    case DT_COMPARE_EQ:
        break;
    }
    return weight == bound;
}

static dt_wide weight_of_yes(const dt_home *home, const bool *yes)
{
    dt_wide sum = 0;
    for (size_t k = 0; k < home->n; k++)
        sum += yes[k] ? home->constituencies[k].weight : 0;
    return sum;
}

static bool rule_holds(const dt_home *home, const dt_formula *rule, const bool *yes)
{
    size_t n_true = 0;
    bool part[64] = {false};
    for (size_t k = 0; k < rule->n; k++)
        n_true += part[k] = rule_holds(home, rule->parts[k], yes);
    switch (rule->op) {
    case DT_OP_AGREES:
        return yes[rule->level];
    case DT_OP_WEIGHT:
        return compares(rule->compare, weight_of_yes(home, yes), rule->units);
    case DT_OP_NOT:
        return !part[0];
    case DT_OP_AND:
        return n_true == rule->n;
    case DT_OP_OR:
        return n_true > 0;
    case DT_OP_IMPLIES:
        return !part[0] || part[1];
    case DT_OP_IF:
        return part[0] || !part[1];
    case DT_OP_IFF:
        return part[0] == part[1];
    case DT_OP_COUNT:
        return n_true >= rule->least && n_true <= rule->most;
    case DT_OP_IS:
        break;
    }
    abort();
}

static bool ratifies(const dt_home *home, const bool *yes)
{
    bool all = true, vetoed = false;
    for (size_t k = 0; k < home->n; k++) {
        all = all && yes[k];
        vetoed = vetoed || (home->constituencies[k].veto && !yes[k]);
    }
    return home->rule ? rule_holds(home, home->rule, yes) && !vetoed : all;
}

/* What the constituencies of a side say to a package; `turned` says the contrary. */
static void ask_home(const haggle *h, const haggle_point *point, size_t side, size_t p,
                     size_t turned, bool *yes)
{
    const size_t own = h->own[side];
    for (size_t k = 0; k < home_of(h, &h->voice[own])->n; k++)
        yes[k] = point->accepts[(own + 1 + k) * h->n_packages + p] !=
                 (own + 1 + k == turned);
}

static bool would_ratify(const haggle *h, const haggle_point *point, size_t side,
                         size_t p, size_t turned)
{
    bool yes[DT_HOME_MAX] = {false};
    ask_home(h, point, side, p, turned, yes);
    return ratifies(home_of(h, &h->voice[h->own[side]]), yes);
}

static void ask_about(const haggle *h, haggle_point *point, size_t p)
{
    const size_t n = h->n_packages;
    for (size_t v = 0; v < h->n_voices; v++)
        point->accepts[v * n + p] = accepts(h, v, point, p);
    point->zone[p] = point->rational[p] = true;
    for (size_t s = 0; s < h->n_sides; s++) {
        const size_t own = h->own[s];
        point->signs[s * n + p] = point->accepts[own * n + p];
        point->ratifies[s * n + p] = would_ratify(h, point, s, p, HAGGLE_NONE);
        point->wins[s * n + p] = point->signs[s * n + p] && point->ratifies[s * n + p];
        if (!point->wins[s * n + p])
            point->zone[p] = point->rational[p] = false;
        if (h->voice[own].worth[p] < point->worth[own])
            point->rational[p] = false;
    }
}

/* x is no worse than y for any actor at the table, and better for one. */
static bool dominates(const haggle *h, size_t x, size_t y)
{
    bool none_worse = true, one_better = false;
    for (size_t s = 0; s < h->n_sides; s++) {
        const int sign =
            haggle_compare(h, &h->voice[h->own[s]], h->package[x], h->package[y]);
        none_worse = none_worse && sign >= 0;
        one_better = one_better || sign > 0;
    }
    return none_worse && one_better;
}

static void find_efficient(const haggle *h, haggle_point *point)
{
    for (size_t y = 0; y < h->n_packages; y++) {
        point->efficient[y] = point->zone[y];
        for (size_t x = 0; x < h->n_packages; x++)
            if (point->zone[y] && point->zone[x] && dominates(h, x, y))
                point->efficient[y] = false;
    }
}

static haggle_point ask_everybody(const haggle *h, size_t fallback)
{
    const size_t n = h->n_packages;
    haggle_point point = {.fallback = fallback,
                          .worth = calloc(h->n_voices, sizeof *point.worth),
                          .accepts = calloc(h->n_voices * n, sizeof(bool)),
                          .signs = calloc(h->n_sides * n, sizeof(bool)),
                          .ratifies = calloc(h->n_sides * n, sizeof(bool)),
                          .wins = calloc(h->n_sides * n, sizeof(bool)),
                          .zone = calloc(n, sizeof(bool)),
                          .rational = calloc(n, sizeof(bool)),
                          .efficient = calloc(n, sizeof(bool))};
    for (size_t v = 0; v < h->n_voices; v++)
        point.worth[v] = worth_of_point(h, &h->voice[v], &point);
    for (size_t p = 0; p < n; p++)
        ask_about(h, &point, p);
    find_efficient(h, &point);
    return point;
}

haggle haggle_new(const dt_model *model, const dt_cast *cast)
{
    haggle h = {.model = model, .base = model->status_quo};
    if (cast)
        h.cast = *cast;
    list_packages(&h);
    seat_voices(&h);
    fill_worths(&h);
    h.n_points = count_fallbacks(&h) == 1 ? 1 : 1 + count_fallbacks(&h);
    h.point = calloc(h.n_points, sizeof *h.point);
    for (size_t k = 0; k < h.n_points; k++)
        h.point[k] = ask_everybody(&h, h.n_points == 1 ? 0 : k ? k - 1 : HAGGLE_NONE);
    return h;
}

void haggle_free(haggle *h)
{
    for (size_t k = 0; k < h->n_points; k++) {
        free(h->point[k].worth);
        free(h->point[k].accepts);
        free(h->point[k].signs);
        free(h->point[k].ratifies);
        free(h->point[k].wins);
        free(h->point[k].zone);
        free(h->point[k].rational);
        free(h->point[k].efficient);
    }
    for (size_t v = 0; v < h->n_voices; v++)
        free(h->voice[v].worth);
    free(h->point);
    free(h->voice);
    free(h->own);
    free(h->package);
    *h = (haggle){0};
}

/* ---- who decides, who blocks ---------------------------------------------------- */

void haggle_pivotal(const haggle *h, size_t at, size_t voice, bool *pivotal)
{
    const haggle_point *const point = &h->point[at];
    const haggle_voice *const v = &h->voice[voice];
    for (size_t p = 0; p < h->n_packages; p++) {
        const bool now = would_ratify(h, point, v->side, p, HAGGLE_NONE);
        pivotal[p] =
            v->constituency ? would_ratify(h, point, v->side, p, voice) != now : now;
    }
}

/* All sides win but the voice's, which would if its no were a yes. */
static bool blocks(const haggle *h, const haggle_point *point, size_t voice, size_t p)
{
    const haggle_voice *const v = &h->voice[voice];
    bool signs = point->signs[v->side * h->n_packages + p], others = true;
    for (size_t s = 0; s < h->n_sides; s++)
        if (s != v->side && !point->wins[s * h->n_packages + p])
            others = false;
    if (!v->constituency)
        signs = true;
    return others && signs && !point->zone[p] &&
           !point->accepts[voice * h->n_packages + p] &&
           would_ratify(h, point, v->side, p, v->constituency ? voice : HAGGLE_NONE);
}

void haggle_blocked(const haggle *h, size_t at, size_t voice, bool *blocked)
{
    for (size_t p = 0; p < h->n_packages; p++)
        blocked[p] = blocks(h, &h->point[at], voice, p);
}

/* In how many of the packages does the change win the voice? */
static size_t count_won(const haggle *h, size_t at, const bool *among, size_t choice,
                        size_t level)
{
    size_t n = 0;
    for (size_t p = 0; p < h->n_packages; p++) {
        const dt_code code = with_level(h->model, h->package[p], choice, level);
        const size_t q = haggle_find(h, code);
        if (among[p] && q != HAGGLE_NONE && q != p)
            n += h->point[at].zone[q];
    }
    return n;
}

haggle_lever haggle_find_lever(const haggle *h, size_t at, size_t voice,
                               const bool *blocked)
{
    haggle_lever best = {0, 0, 0};
    for (size_t c = 0; c < h->model->n_choices; c++)
        for (size_t l = 0; l < h->model->choices[c].n_levels; l++) {
            const size_t n = count_won(h, at, blocked, c, l);
            if (h->model->choices[c].actor != h->voice[voice].actor && n > best.n)
                best = (haggle_lever){c, l, n};
        }
    return best;
}

/* ---- smallest sets -------------------------------------------------------------- */

static size_t distance(size_t x, size_t y)
{
    return x > y ? x - y : y - x;
}

/* In every choice y is as in `base`, or on the way from there to where x is. */
static bool is_below(const haggle *h, dt_code base, dt_code y, dt_code x)
{
    bool below = true;
    for (size_t c = 0; c < h->model->n_choices; c++) {
        const size_t from = level_of(h->model, base, c);
        const size_t end = level_of(h->model, x, c), at = level_of(h->model, y, c);
        const bool up = from <= at && at <= end, down = end <= at && at <= from;
        if (at != from && !up && !down)
            below = false;
    }
    return below;
}

static size_t count_changes(const haggle *h, dt_code base, dt_code x)
{
    size_t n = 0;
    for (size_t c = 0; c < h->model->n_choices; c++)
        n += level_of(h->model, base, c) != level_of(h->model, x, c);
    return n;
}

static size_t whole_distance(const haggle *h, dt_code base, dt_code x)
{
    size_t n = 0;
    for (size_t c = 0; c < h->model->n_choices; c++)
        n += distance(level_of(h->model, base, c), level_of(h->model, x, c));
    return n;
}

static bool is_smaller(const haggle *h, dt_code base, dt_code x, dt_code y)
{
    const size_t n = count_changes(h, base, x), m = count_changes(h, base, y);
    const size_t d = whole_distance(h, base, x), e = whole_distance(h, base, y);
    return n != m ? n < m : d != e ? d < e : x < y;
}

static void insert(const haggle *h, dt_code base, haggle_sets *sets, dt_code code)
{
    size_t at = sets->n++;
    for (; at > 0 && is_smaller(h, base, code, sets->code[at - 1]); at--)
        sets->code[at] = sets->code[at - 1];
    sets->code[at] = code;
}

/* Those of the packages `among` that have no other one of them below, seen from base.
 */
static haggle_sets find_smallest(const haggle *h, dt_code base, const bool *among)
{
    haggle_sets sets = {0, calloc(h->n_packages, sizeof *sets.code)};
    for (size_t x = 0; x < h->n_packages; x++) {
        bool smallest = among[x];
        for (size_t y = 0; y < h->n_packages; y++)
            if (among[y] && y != x && is_below(h, base, h->package[y], h->package[x]))
                smallest = false;
        if (smallest)
            insert(h, base, &sets, h->package[x]);
    }
    return sets;
}

/* The actor's choices, but for one, are in both the same. */
static bool agree(const haggle *h, size_t actor, size_t but, dt_code x, dt_code y)
{
    bool same = true;
    for (size_t c = 0; c < h->model->n_choices; c++)
        if (h->model->choices[c].actor == actor && c != but &&
            level_of(h->model, x, c) != level_of(h->model, y, c))
            same = false;
    return same;
}

/* Rows of the side that it wins, out of `among`. */
static bool *won_among(const haggle *h, size_t at, size_t side, const bool *among)
{
    bool *const won = calloc(h->n_packages, sizeof *won);
    for (size_t p = 0; p < h->n_packages; p++)
        won[p] = among[p] && h->point[at].wins[side * h->n_packages + p];
    return won;
}

/* ---- prices --------------------------------------------------------------------- */

static bool refuses_all(const haggle *h, size_t at, size_t voice, const bool *among)
{
    bool refuses = true;
    for (size_t p = 0; p < h->n_packages; p++)
        if (among[p] && h->point[at].accepts[voice * h->n_packages + p])
            refuses = false;
    return refuses;
}

/* Whose no is final comes first: the actor itself, then who has a veto. */
static bool is_final(const haggle_voice *v)
{
    return !v->constituency || v->constituency->veto;
}

static size_t find_refuser(const haggle *h, size_t at, size_t side, const bool *among)
{
    size_t final = HAGGLE_NONE, other = HAGGLE_NONE;
    for (size_t v = h->n_voices; v-- > 0;) {
        if (h->voice[v].side != side || !refuses_all(h, at, v, among))
            continue;
        if (is_final(&h->voice[v]))
            final = v;
        else
            other = v;
    }
    return final != HAGGLE_NONE ? final : other;
}

dt_wide haggle_gain(const haggle *h, size_t at, size_t voice, size_t p)
{
    return h->voice[voice].worth[p] - h->point[at].worth[voice];
}

static dt_wide best_margin(const haggle *h, size_t at, size_t voice, const bool *among)
{
    const haggle_voice *const v = &h->voice[voice];
    bool any = false;
    dt_wide best = 0;
    for (size_t p = 0; p < h->n_packages; p++) {
        const dt_wide margin = haggle_gain(h, at, voice, p) - need_of(v);
        if (among[p] && v->measure == HAGGLE_WORTH && (!any || margin > best)) {
            best = margin;
            any = true;
        }
    }
    return best;
}

bool haggle_concedes(const haggle *h, size_t side, size_t choice, size_t level)
{
    const bool own = h->model->choices[choice].actor == h->voice[h->own[side]].actor;
    bool held = false;
    for (size_t p = 0; p < h->n_packages; p++)
        if (level_of(h->model, h->package[p], choice) == level)
            held = true;
    return own && held && is_negotiable(h->model, choice) &&
           level != level_of(h->model, h->base, choice);
}

/* By that change of the status quo somebody of another side loses, and nobody gains. */
static bool is_unwelcome(const haggle *h, size_t side, dt_code code)
{
    bool gains = false, loses = false;
    for (size_t v = 0; v < h->n_voices; v++) {
        const int sign = haggle_compare(h, &h->voice[v], code, h->base);
        gains = gains || (h->voice[v].side != side && sign > 0);
        loses = loses || (h->voice[v].side != side && sign < 0);
    }
    return loses && !gains;
}

haggle_price haggle_find_price(const haggle *h, size_t at, size_t side, size_t choice,
                               size_t level)
{
    const size_t actor = h->voice[h->own[side]].actor;
    haggle_price price = {.voice = HAGGLE_NONE};
    bool *const with = calloc(h->n_packages, sizeof *with);
    bool *const alone = calloc(h->n_packages, sizeof *alone);
    for (size_t p = 0; p < h->n_packages; p++) {
        with[p] = level_of(h->model, h->package[p], choice) == level;
        alone[p] = with[p] && agree(h, actor, choice, h->base, h->package[p]);
    }
    price.n_packages = haggle_count(h, with);
    price.unwelcome =
        is_unwelcome(h, side, with_level(h->model, h->base, choice, level));
    price.accompanied = haggle_count(h, alone) == 0;
    bool *won = won_among(h, at, side, alone);
    if (haggle_count(h, won) == 0) {
        free(won);
        won = won_among(h, at, side, with);
        price.accompanied = true;
    }
    const bool *const among = with;
    price.sets = find_smallest(h, with_level(h->model, h->base, choice, level), won);
    if (price.sets.n == 0)
        price.voice = find_refuser(h, at, side, among);
    if (price.voice != HAGGLE_NONE)
        price.best = best_margin(h, at, price.voice, among);
    free(with);
    free(alone);
    free(won);
    return price;
}

haggle_sets haggle_find_additions(const haggle *h, size_t at, size_t side,
                                  size_t package)
{
    const size_t actor = h->voice[h->own[side]].actor;
    const dt_code base = h->package[package];
    bool *const same = calloc(h->n_packages, sizeof *same);
    bool *const all = calloc(h->n_packages, sizeof *all);
    for (size_t p = 0; p < h->n_packages; p++) {
        same[p] = agree(h, actor, HAGGLE_NONE, base, h->package[p]);
        all[p] = true;
    }
    bool *const won = won_among(h, at, side, haggle_count(h, same) > 1 ? same : all);
    const haggle_sets sets = find_smallest(h, base, won);
    free(same);
    free(all);
    free(won);
    return sets;
}

/* ---- linkage -------------------------------------------------------------------- */

uint64_t haggle_arena(const haggle *h, size_t f)
{
    const dt_talks *const talks = &h->model->talks;
    uint64_t mask = 0;
    for (size_t c = 0; c < h->model->n_choices; c++) {
        size_t arena = talks->n_forums;
        for (size_t k = 0; k < talks->n_forums; k++)
            if (is_in(h->model, talks->forums[k].mask, c))
                arena = k;
        if (arena == f && is_negotiable(h->model, c))
            mask |= dt_choice_mask(&h->model->choices[c]);
    }
    return mask;
}

bool haggle_is_part(const haggle *h, uint64_t mask, size_t p)
{
    return ((h->package[p] ^ h->base) & ~mask) == 0;
}

bool haggle_is_separable(const haggle *h, size_t at, size_t p)
{
    bool separable = true;
    for (size_t f = 0; f <= h->model->talks.n_forums; f++) {
        const uint64_t mask = haggle_arena(h, f);
        const dt_code part = (h->package[p] & mask) | (h->base & ~mask);
        const size_t q = haggle_find(h, part);
        if (part != h->base && (q == HAGGLE_NONE || !h->point[at].zone[q]))
            separable = false;
    }
    return separable;
}

bool haggle_has_nash(const haggle *h, size_t at, uint64_t mask, size_t p)
{
    bool no_loss = true;
    for (size_t s = 0; s < h->n_sides; s++)
        if (haggle_gain(h, at, h->own[s], p) < 0)
            no_loss = false;
    return no_loss && haggle_is_part(h, mask, p) && h->point[at].zone[p] &&
           h->package[p] != h->base;
}

static dt_wide common_divisor(dt_wide a, dt_wide b)
{
    return b ? common_divisor(b, a % b) : a < 0 ? -a : a;
}

/* In units that make all gains of the actor small whole numbers. */
static dt_wide small_gain(const haggle *h, size_t at, size_t voice, size_t p)
{
    dt_wide divisor = 0;
    for (size_t q = 0; q < h->n_packages; q++)
        divisor = common_divisor(divisor, haggle_gain(h, at, voice, q));
    return divisor ? haggle_gain(h, at, voice, p) / divisor : 0;
}

int haggle_compare_products(const haggle *h, size_t at, size_t x, size_t y)
{
    size_t n_x = 0, n_y = 0;
    bool same = true;
    dt_wide product_x = 1, product_y = 1;
    for (size_t s = 0; s < h->n_sides; s++) {
        const dt_wide gain_x = small_gain(h, at, h->own[s], x);
        const dt_wide gain_y = small_gain(h, at, h->own[s], y);
        n_x += gain_x > 0;
        n_y += gain_y > 0;
        same = same && (gain_x > 0) == (gain_y > 0);
        product_x *= gain_x > 0 ? gain_x : 1;
        product_y *= gain_y > 0 ? gain_y : 1;
    }
    if (n_x != n_y)
        return n_x > n_y ? 1 : -1;
    if (!same)
        return 0;
    return product_x > product_y ? 1 : product_x < product_y ? -1 : 0;
}
