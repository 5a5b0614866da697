/* Laws of the whole analysis (detente/deals.h), over random negotiations: what is told
 * and counted is as in the oracle. */
#include "support/agreement.h"
#include "support/bargain.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

static const random_size small = {
    .actors = 4, .vectors = 200, .states = 120, .lines = 1, .more_lines = 5};
static const random_size wide = {
    .actors = 3, .vectors = 1200, .states = 500, .lines = 2, .more_lines = 6};

/* A negotiation, the answer of the library, and that of the oracle. */
typedef struct talk {
    bargain b;
    haggle h;
    dt_deals *deals;
    const dt_summary *summary;
    agreement a;
} talk;

static const char *voice_name(const talk *t, size_t voice)
{
    return t->summary->voices[voice].name;
}

/* ---- who and what -------------------------------------------------------------- */

static bool voice_agrees(const talk *t, size_t v)
{
    const dt_voice *const ours = &t->summary->voices[v];
    const haggle_voice *const theirs = &t->h.voice[v];
    const dt_measure measure = theirs->measure == HAGGLE_WORTH   ? DT_MEASURE_WORTH
                               : theirs->measure == HAGGLE_ORDER ? DT_MEASURE_ORDER
                                                                 : DT_MEASURE_NONE;
    return ours->actor == theirs->actor && ours->measure == measure &&
           ours->derived == theirs->derived &&
           (ours->constituency == DT_VOICE_ITSELF) == !theirs->constituency &&
           (!theirs->constituency || (ours->veto == theirs->constituency->veto &&
                                      ours->weight == theirs->constituency->weight));
}

/* The label of the first actor at the table without values, or NULL. */
static const char *lack_of_worth(const talk *t)
{
    const char *label = NULL;
    for (size_t s = t->h.n_sides; s-- > 0;)
        if (t->h.voice[t->h.own[s]].measure != HAGGLE_WORTH)
            label =
                dt_actor_label(t->b.model, (dt_actor_id)t->h.voice[t->h.own[s]].actor);
    return label;
}

static bool voices_agree(talk *t)
{
    const dt_summary *const s = t->summary;
    const char *const lack = lack_of_worth(t);
    if (!s->listed || s->n_packages != t->h.n_packages)
        return agreement_fail(&t->a, "%llu packages",
                              (unsigned long long)s->n_packages);
    if (s->n_voices != t->h.n_voices || s->n_sides != t->h.n_sides ||
        s->n_disagreements != t->h.n_points)
        return agreement_fail(&t->a, "%u voices, %u sides, %u points", s->n_voices,
                              s->n_sides, s->n_disagreements);
    for (size_t v = 0; v < t->h.n_voices; v++)
        if (!voice_agrees(t, v))
            return agreement_fail(&t->a, "%s is somebody else", voice_name(t, v));
    if (lack ? !s->no_worth || strcmp(s->no_worth, lack) != 0 : s->no_worth != NULL)
        return agreement_fail(&t->a, "who has no values?");
    return true;
}

/* ---- disagreement points ------------------------------------------------------- */

static bool tally_agrees(talk *t, size_t v, const dt_tally *tally)
{
    const size_t n = t->h.n_packages;
    const haggle_point *const point = &t->h.point[t->a.point];
    bool *const row = calloc(n, sizeof *row);
    haggle_pivotal(&t->h, t->a.point, v, row);
    const size_t pivotal = haggle_count(&t->h, row);
    haggle_blocked(&t->h, t->a.point, v, row);
    const size_t blocks = haggle_count(&t->h, row);
    const haggle_lever lever = haggle_find_lever(&t->h, t->a.point, v, row);
    free(row);
    if (tally->accepts != haggle_count(&t->h, point->accepts + v * n) ||
        tally->pivotal != pivotal || tally->blocks != blocks)
        return agreement_fail(&t->a, "%s accepts, decides or blocks others",
                              voice_name(t, v));
    if (tally->lever.n != lever.n || tally->lever.choice != lever.choice ||
        tally->lever.level != lever.level)
        return agreement_fail(&t->a, "another lever for %s", voice_name(t, v));
    return true;
}

static bool side_agrees(talk *t, size_t s, const dt_side *side)
{
    const size_t n = t->h.n_packages;
    const haggle_point *const point = &t->h.point[t->a.point];
    if (side->voice != t->h.own[s] ||
        side->signs != haggle_count(&t->h, point->signs + s * n) ||
        side->ratifies != haggle_count(&t->h, point->ratifies + s * n) ||
        side->wins != haggle_count(&t->h, point->wins + s * n))
        return agreement_fail(&t->a, "side %zu wins others", s);
    return true;
}

static bool frontier_agrees(talk *t, const dt_disagreement *ours)
{
    const haggle_point *const point = &t->h.point[t->a.point];
    const size_t zone = haggle_count(&t->h, point->zone);
    const size_t rational =
        t->summary->no_worth ? zone : haggle_count(&t->h, point->rational);
    size_t n = 0;
    bool same = ours->n_efficient == haggle_count(&t->h, point->efficient);
    for (size_t p = 0; same && p < t->h.n_packages; p++)
        if (point->efficient[p])
            same = ours->efficient[n++] == t->h.package[p];
    if (ours->zone != zone || ours->rational != rational)
        return agreement_fail(&t->a, "%llu in the zone, %llu rational",
                              (unsigned long long)ours->zone,
                              (unsigned long long)ours->rational);
    if (ours->has_fair != (!t->summary->no_worth && rational > 0))
        return agreement_fail(&t->a, "there are fair packages, or not");
    return same || agreement_fail(&t->a, "others are efficient");
}

static bool point_agrees(talk *t, const dt_disagreement *ours)
{
    const haggle_point *const point = &t->h.point[t->a.point];
    bool agree = true;
    for (size_t v = 0; v < t->h.n_voices && agree; v++)
        agree = (agreement_worth(&t->a, v, ours->worth[v], point->worth[v]) ||
                 agreement_fail(&t->a, "%s has another worth", voice_name(t, v))) &&
                tally_agrees(t, v, &ours->tallies[v]);
    for (size_t s = 0; s < t->h.n_sides && agree; s++)
        agree = side_agrees(t, s, &ours->sides[s]);
    return agree && frontier_agrees(t, ours);
}

static bool points_agree(talk *t)
{
    bool agree = true;
    for (t->a.point = 0; t->a.point < t->h.n_points && agree; t->a.point++)
        agree = point_agrees(t, &t->summary->disagreements[t->a.point]);
    t->a.point = 0;
    return agree;
}

/* ---- deals --------------------------------------------------------------------- */

static bool opinion_agrees(talk *t, size_t v, size_t p, const dt_opinion *ours)
{
    const haggle_voice *const voice = &t->h.voice[v];
    const dt_wide gain = haggle_gain(&t->h, 0, v, p);
    const dt_wide need =
        voice->constituency ? voice->constituency->need * voice->denominator : 0;
    if (ours->accepts != t->h.point[0].accepts[v * t->h.n_packages + p])
        return agreement_fail(&t->a, "%s says the contrary", voice_name(t, v));
    if (voice->measure == HAGGLE_WORTH &&
        (!agreement_worth(&t->a, v, ours->gain, gain) ||
         !agreement_worth(&t->a, v, ours->margin, gain - need)))
        return agreement_fail(&t->a, "%s gains something else", voice_name(t, v));
    return true;
}

/* What the actor of a side has more in package y than in x, in units of the library. */
static dt_wide difference(const talk *t, size_t side, size_t x, size_t y)
{
    const haggle_voice *const v = &t->h.voice[t->h.own[side]];
    return (v->worth[y] - v->worth[x]) * (dt_wide)t->summary->scale / v->denominator;
}

static dt_wide gain_of_all(const talk *t, size_t x, size_t y)
{
    dt_wide least = difference(t, 0, x, y);
    for (size_t s = 1; s < t->h.n_sides; s++)
        if (difference(t, s, x, y) < least)
            least = difference(t, s, x, y);
    return least;
}

/* The most that all could gain at once by a package of the zone. */
static bool money_agrees(talk *t, size_t x, const dt_deal *deal)
{
    bool any = false;
    dt_wide most = 0;
    for (size_t y = 0; y < t->h.n_packages; y++)
        if (t->h.point[0].zone[y] && (!any || gain_of_all(t, x, y) > most)) {
            any = true;
            most = gain_of_all(t, x, y);
        }
    if (deal->has_money_left != (any && most >= 0 && !t->summary->no_worth))
        return agreement_fail(&t->a, "money is left, or not");
    if (deal->has_money_left &&
        ((dt_wide)deal->money_left != most ||
         gain_of_all(t, x, haggle_find(&t->h, deal->better)) != most))
        return agreement_fail(&t->a, "another sum is left");
    return true;
}

static bool deal_agrees(talk *t, const dt_deal *deal)
{
    const size_t p = haggle_find(&t->h, deal->code);
    const size_t n = t->h.n_packages;
    const haggle_point *const point = &t->h.point[0];
    bool agree = true;
    if (p == HAGGLE_NONE)
        return !deal->in_zone || agreement_fail(&t->a, "no package, and in the zone");
    if (!deal->on_table || !deal->feasible_step || deal->in_zone != point->zone[p] ||
        deal->efficient != point->efficient[p])
        return agreement_fail(&t->a, "package %zu is judged wrongly", p);
    for (size_t v = 0; v < t->h.n_voices && agree; v++)
        agree = opinion_agrees(t, v, p, &deal->opinions[v]);
    for (size_t s = 0; s < t->h.n_sides && agree; s++)
        if (deal->signs[s] != point->signs[s * n + p] ||
            deal->ratifies[s] != point->ratifies[s * n + p])
            agree = agreement_fail(&t->a, "side %zu does not say that", s);
    return agree && money_agrees(t, p, deal) && agreement_on_refusals(&t->a, deal);
}

/* Those proposed first, in their order; then others, none of them twice. */
static bool deals_agree(talk *t)
{
    const dt_talks *const talks = &t->b.model->talks;
    bool agree = t->summary->n_deals >= talks->n_proposals;
    for (uint32_t k = 0; k < t->summary->n_deals && agree; k++) {
        const dt_deal *const deal = &t->summary->deals[k];
        const bool proposed = k < talks->n_proposals;
        agree = (deal->origin == DT_ORIGIN_PROPOSED) == proposed &&
                (!proposed || deal->code == talks->proposals[k].code);
        for (uint32_t j = 0; j < k && !proposed; j++)
            agree = agree && t->summary->deals[j].code != deal->code;
        agree = (agree || agreement_fail(&t->a, "deal %u is another one", k)) &&
                deal_agrees(t, deal);
    }
    return agree;
}

/* ---- laws ---------------------------------------------------------------------- */

static bool analysis_is_right(talk *t)
{
    return voices_agree(t) && points_agree(t) && deals_agree(t) &&
           agreement_on_prices(&t->a, t->summary->prices, t->summary->n_prices) &&
           (!t->summary->linkage || agreement_on_linkage(&t->a, t->summary->linkage));
}

static bool start(talk *t, uint64_t seed, random_size size)
{
    const dt_cast nobody = {{0}};
    dt_error err = {0};
    *t = (talk){.b = random_bargain(seed, size)};
    const dt_deals_question question = {.packages = DT_PACKAGES_LISTED,
                                        .link = t->b.model->talks.n_forums > 0};
    t->h = haggle_new(t->b.model, &nobody);
    t->a.h = &t->h;
    if (dt_deals_new(t->b.model, &question, t->b.diags, &t->deals, &err) != DT_OK)
        return agreement_fail(&t->a, "no answer: %s", err.text);
    t->summary = dt_deals_summary(t->deals);
    t->a.scale = t->summary->scale;
    return true;
}

static void end(talk *t)
{
    dt_deals_free(t->deals);
    haggle_free(&t->h);
    bargain_free(&t->b);
}

static void assert_talks(uint64_t first, uint64_t last, random_size size)
{
    for (uint64_t seed = first; seed <= last; seed++) {
        talk t;
        const bool fine = start(&t, seed, size) && analysis_is_right(&t);
        if (!fine) {
            bargain_show(&t.b);
            print_error("point %zu: %s\n", t.a.point, t.a.why);
        }
        end(&t);
        if (!fine)
            fail_msg("the answer is wrong for seed %llu", (unsigned long long)seed);
    }
}

static void answers_are_as_defined(void **state)
{
    (void)state;
    assert_talks(1, 3000, small);
}

static void so_are_larger_ones(void **state)
{
    (void)state;
    assert_talks(5001, 5150, wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_as_defined),
        cmocka_unit_test(so_are_larger_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
