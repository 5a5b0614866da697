/* The worked examples of bargaining, asked of models: win-sets of a two-level game, two
 * issues that pass when they are linked, a package game of three parties with two ways
 * to fail, and public negotiation domains of ANAC, as shipped with NegMAS: Camera (pair
 * B), Bank robbery and Politics. The size of Camera and its opposition by the raw scale
 * are published there; all other figures were derived from the definitions by other
 * code than ours. */
#include "deals/parley.h"
#include "model/conflict.h"
#include "support/tested.h"

#include <detente/detente.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- words ---------------------------------------------------------------------- */

/* The levels of all choices on the table, "Canon/APS-C/...". */
static const char *words_of(const dt_model *model, dt_code code, char words[400])
{
    size_t n = 0;
    words[0] = '\0';
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++)
        if (dt_choice_is_negotiable(model, c))
            n += (size_t)snprintf(
                words + n, 400 - n, "%s%s", n ? "/" : "",
                dt_choice_level_label(model, c, dt_code_level(model, code, c)));
    return words;
}

static dt_deals *assert_deals(const dt_model *model, dt_packages packages)
{
    const dt_deals_question question = {.packages = packages};
    dt_diags *const diags = dt_diags_new();
    dt_deals *deals = NULL;
    dt_error err;
    if (dt_deals_new(model, &question, diags, &deals, &err) != DT_OK)
        fail_msg("%s", err.text);
    dt_diags_free(diags);
    return deals;
}

static void assert_near(double x, double wanted)
{
    if (!(fabs(x - wanted) <= 1e-6 * fmax(1e-3, fabs(wanted))))
        fail_msg("%.12g, and not %.12g", x, wanted);
}

/* A solution's package is that, and worth that to each actor. */
static void assert_fair(const dt_deals *deals, uint32_t point, dt_fair_kind kind,
                        const char *package)
{
    const dt_disagreement *const at = &dt_deals_summary(deals)->disagreements[point];
    char words[400];
    assert_true(at->has_fair);
    assert_string_equal(
        words_of(dt_deals_model(deals), at->fair[kind].packages[0], words), package);
}

/* What the actors gain by the deal that is one of the solutions, in units. */
static void assert_gains(const dt_deals *deals, dt_fair_kind kind, const double *gain)
{
    const dt_summary *const s = dt_deals_summary(deals);
    const dt_deal *deal = NULL;
    for (uint32_t k = 0; k < s->n_deals && !deal; k++)
        for (uint32_t r = 0; r < s->deals[k].n_roles; r++)
            if (s->deals[k].roles[r].kind == kind &&
                s->deals[k].roles[r].disagreement == 0)
                deal = &s->deals[k];
    assert_non_null(deal);
    for (uint32_t k = 0; k < s->n_sides; k++) {
        const uint32_t voice = s->disagreements[0].sides[k].voice;
        assert_near((double)deal->opinions[voice].gain / (double)s->scale / 1e6,
                    gain[k]);
    }
}

/* ---- win-sets ------------------------------------------------------------------- */

/* Two governments and three groups in each, after Putnam 1988 (International
 * Organization 42). A package is a limit e and a relief s, from 0 to 3; with nothing at
 * all talks have failed, which is worth 0 to everybody. */
typedef struct group {
    const char *name, *weight;
    int e, s, any; /* what a step of each is worth, and any package at all */
    const char *more;
} group;

static const group hawks = {"hawks", "0.35", 3, -3, -1, ""};
static const group paid = {"hawks", "0.35", 3,
                           -3,      -1,     "1 pay = one; 1.000001 pay = more"};
static const group others_at_home[] = {{"moderates", "0.4", 2, -2, 1, ""},
                                       {"doves", "0.25", 1, -1, 1, ""}};
static const group abroad[] = {{"hardliners", "0.4", -3, 2, 0, ""},
                               {"pragmatists", "0.35", -2, 3, 0, ""},
                               {"business", "0.25", -1, 3, 0, ""}};

static void add_group(dt_text *text, const group *g)
{
    dt_text_format(text, "constituency %s weight %s { value {\n", g->name, g->weight);
    for (int l = 1; l <= 3; l++)
        dt_text_format(text, "%d e >= %d; %d s >= %d\n", g->e, l, g->s, l);
    dt_text_format(text, "%d e >= 1 or s >= 1\n%s\n} }\n", g->any, g->more);
}

/* Behind quotas of the two governments. */
static tested two_levels(const char *home, const char *foreign, bool pay)
{
    dt_text text = {0};
    dt_text_add(&text, "actor home { issue e : 0, 1, 2, 3\n");
    add_group(&text, pay ? &paid : &hawks);
    for (uint32_t g = 0; g < 2; g++)
        add_group(&text, &others_at_home[g]);
    dt_text_format(&text, "ratify : weight >= %s\n}\nactor foreign {%s\n", home,
                   pay ? " issue pay : none, one, more" : "");
    dt_text_add(&text, "issue s : 0, 1, 2, 3\n");
    for (uint32_t g = 0; g < 3; g++)
        add_group(&text, &abroad[g]);
    dt_text_format(&text, "ratify : weight >= %s\n}\nstatus quo {}\n", foreign);
    for (int l = 1; l <= 3; l++)
        dt_text_format(&text, "deal \"%d\" { e = %d, s = %d }\n", l, l, l);
    tested t = assert_text(dt_text_string(&text));
    dt_text_release(&text);
    return t;
}

static void assert_set(const dt_parley *table, const dt_bits *set, const char *wanted)
{
    dt_text all = {0};
    char words[400];
    for (uint32_t p = dt_bits_next(set, 0); p != DT_BITS_NONE;
         p = dt_bits_next(set, p + 1))
        dt_text_format(&all, "%s%s", all.n ? " " : "",
                       words_of(table->model, dt_package_code(table, p), words));
    assert_string_equal(dt_text_string(&all), wanted);
    dt_text_release(&all);
}

typedef struct quota {
    const char *home, *foreign;                  /* what has to be reached */
    const char *home_wins, *foreign_wins, *zone; /* NULL: not looked at */
} quota;

/* As states are numbered: e changes fastest. */
static const quota quotas[] = {{"0.5", "0.5", "1/0 2/0 3/0 1/1 2/1 3/1 2/2 3/2 3/3",
                                "0/1 1/1 0/2 1/2 2/2 0/3 1/3 2/3 3/3", "1/1 2/2 3/3"},
                               {"0.666667", "0.5", "1/0 2/0 3/0 2/1 3/1 3/2",
                                "0/1 1/1 0/2 1/2 2/2 0/3 1/3 2/3 3/3", ""},
                               {"0.5", "0.666667",
                                "1/0 2/0 3/0 1/1 2/1 3/1 2/2 3/2 3/3",
                                "0/1 0/2 1/2 0/3 1/3", ""}};

static void assert_quota(const quota *q, bool pay)
{
    tested t = two_levels(q->home, q->foreign, pay);
    const dt_cast cast = {{0}};
    const dt_limits limits = {0};
    dt_arena arena = {0};
    dt_parley table;
    dt_ballots v;
    assert_int_equal(dt_parley_set(&table, t.model, &cast, &t.err), DT_OK);
    assert_int_equal(dt_parley_list(&table, &limits, t.diags, &t.err), DT_OK);
    assert_int_equal(dt_ballots_find(&table, 0, &arena, &v), DT_OK);
    if (q->home_wins)
        assert_set(&table, &v.wins[0], q->home_wins);
    if (q->foreign_wins)
        assert_set(&table, &v.wins[1], q->foreign_wins);
    assert_set(&table, &v.zone, q->zone);
    dt_arena_release(&arena);
    dt_parley_release(&table);
    test_release(&t);
}

static void win_sets_are_as_worked_out(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof quotas / sizeof *quotas; k++)
        assert_quota(&quotas[k], false);
}

/* What is worth 1 to the hawks is not enough; any more restores the zone. */
static void more_than_one_restores_the_zone(void **state)
{
    (void)state;
    const quota two_thirds = {"0.666667", "0.5", NULL, NULL,
                              "1/more/1 2/more/2 3/more/3"};
    assert_quota(&two_thirds, true);
}

/* Behind two thirds the hawks decide, and miss 1 in what was the zone. */
static void hawks_become_pivotal(void **state)
{
    (void)state;
    tested t = two_levels("0.666667", "0.5", false);
    dt_deals *const deals = assert_deals(t.model, DT_PACKAGES_AUTO);
    const dt_summary *const s = dt_deals_summary(deals);
    const dt_disagreement *const at = &s->disagreements[0];
    assert_string_equal(s->voices[1].name, "home.hawks");
    assert_int_equal(at->zone, 0);
    assert_int_equal(at->tallies[1].blocks, 3);
    assert_int_equal(s->n_deals, 3);
    for (uint32_t k = 0; k < s->n_deals; k++) {
        assert_false(s->deals[k].opinions[1].accepts);
        assert_int_equal(s->deals[k].opinions[1].margin, -1000000 * s->scale);
        assert_true(s->deals[k].opinions[1].strict);
        assert_int_equal(s->deals[k].n_refusals, 1);
    }
    dt_deals_free(deals);
    test_release(&t);
}

/* ---- linkage -------------------------------------------------------------------- */

static const char two_issues[] = "actor north { option one }\n"
                                 "actor south { option two }\n"
                                 "status quo { }\n"
                                 "value north { 10 one; -3 two }\n"
                                 "value south { -4 one; 8 two }\n"
                                 "arena first : one\narena second : two\n";

/* The arena gives that to each, and passes alone with such payments. */
static void assert_forum(const dt_summary *s, uint32_t f, const double gain[2],
                         const double payment[2])
{
    const dt_forum_view *const forum = &s->linkage->forums[f];
    const double unit = 1e6 * (double)s->scale;
    dt_payment p;
    assert_int_equal(forum->zone, 1); /* the status quo: it does not pass alone */
    assert_false(forum->has_best);
    assert_true(forum->has_payment);
    for (uint32_t k = 0; k < 2; k++)
        assert_near((double)forum->gain[k] / unit, gain[k]);
    assert_true(dt_offers_payment((double)forum->gain[0] / unit,
                                  (double)forum->gain[1] / unit, &p));
    assert_near(p.least, payment[0]);
    assert_near(p.most, payment[1]);
}

/* After Tollison and Willett 1979 (International Organization 33). */
static void issues_pass_that_are_linked(void **state)
{
    (void)state;
    const dt_deals_question question = {.link = true};
    dt_deals *deals = NULL;
    tested t = assert_text(two_issues);
    assert_int_equal(dt_deals_new(t.model, &question, t.diags, &deals, &t.err), DT_OK);
    const dt_summary *const s = dt_deals_summary(deals);
    assert_int_equal(s->linkage->n_forums, 2);
    assert_forum(s, 0, (const double[]){10, -4}, (const double[]){4, 10});
    assert_forum(s, 1, (const double[]){-3, 8}, (const double[]){-8, -3});
    assert_int_equal(s->linkage->linked, 1);
    assert_gains(deals, DT_FAIR_NASH, (const double[]){7, 4});
    assert_true(s->linkage->shown[0] ==
                s->disagreements[0].fair[DT_FAIR_NASH].packages[0]);
    dt_deals_free(deals);
    test_release(&t);
}

/* ---- three parties, two ways to fail -------------------------------------------- */

static const char package_game[] =
    "actor agenda {\n"
    "issue enrichment : zero, capped, uncapped\n"
    "issue relief : none, phased, full\n"
    "issue inspection : basic, intrusive }\n"
    "actor u {}\nactor v {}\nactor w {}\n"
    "value u { 40 enrichment = zero; 25 enrichment = capped; 25 relief = none; 15 "
    "relief = phased; 35 inspection = intrusive }\n"
    "value v { 30 enrichment = capped; 45 enrichment = uncapped; 20 relief = phased; "
    "35 relief = full; 20 inspection = basic }\n"
    "value w { 50 enrichment = zero; 30 enrichment = capped; 10 relief = none; 8 "
    "relief = phased; 40 inspection = intrusive }\n"
    "status quo {}\ntable u, v, w\n"
    "on the table : agenda.enrichment, agenda.relief, agenda.inspection\n"
    "fallback containment 0.5 { worth u 35; worth v 30; worth w 40 }\n"
    "fallback war 0.5 { worth u 10; worth v 5; worth w 15 }\n";

/* The theory's table counts 15 packages that beat war; there are 14 by its own values,
 * counted by hand. */
static void assert_package_game(const dt_deals *deals, bool listed)
{
    const dt_summary *const s = dt_deals_summary(deals);
    const dt_disagreement *const containment = &s->disagreements[1];
    const dt_disagreement *const war = &s->disagreements[2];
    assert_int_equal(s->n_disagreements, 3);
    assert_int_equal(s->n_packages, 18);
    assert_int_equal(containment->rational, listed ? 10 : DT_UNCOUNTED);
    assert_int_equal(war->rational, listed ? 14 : DT_UNCOUNTED);
    const int64_t gains[2][3] = {{50, 50, 50}, {80, 80, 83}};
    for (uint32_t k = 0; k < 3; k++) {
        assert_int_equal(containment->ideal[k], gains[0][k] * 1000000 * s->scale);
        assert_int_equal(war->ideal[k], gains[1][k] * 1000000 * s->scale);
    }
    assert_fair(deals, 1, DT_FAIR_NASH, "capped/phased/intrusive");
    assert_near(containment->fair[DT_FAIR_NASH].score, 30400);
    assert_fair(deals, 1, DT_FAIR_KALAI, "capped/full/intrusive");
    assert_fair(deals, 1, DT_FAIR_EGAL, "capped/full/intrusive");
    assert_fair(deals, 1, DT_FAIR_UTIL, "capped/phased/intrusive");
    assert_near(containment->fair[DT_FAIR_UTIL].score, 203);
    assert_fair(deals, 2, DT_FAIR_NASH, "capped/phased/intrusive");
    assert_near(war->fair[DT_FAIR_NASH].score, 184275);
    assert_fair(deals, 2, DT_FAIR_KALAI, "capped/full/intrusive");
    assert_fair(deals, 2, DT_FAIR_EGAL, "capped/full/intrusive");
    assert_fair(deals, 2, DT_FAIR_UTIL, "zero/phased/intrusive");
    assert_near(war->fair[DT_FAIR_UTIL].score, 208);
}

static void three_parties_with_two_ways_to_fail(void **state)
{
    (void)state;
    tested t = assert_text(package_game);
    for (int listed = 0; listed < 2; listed++) {
        dt_deals *const deals =
            assert_deals(t.model, listed ? DT_PACKAGES_LISTED : DT_PACKAGES_MERGED);
        assert_int_equal(dt_deals_summary(deals)->listed, listed);
        assert_package_game(deals, listed);
        dt_deals_free(deals);
    }
    test_release(&t);
}

/* All 18 packages suit everybody who has nothing without them; 10 are efficient. */
static void ten_packages_are_efficient(void **state)
{
    (void)state;
    char text[sizeof package_game];
    (void)snprintf(text, sizeof text,
                   "%.*sfallback nothing { worth u 0; worth v 0; "
                   "worth w 0 }\n",
                   (int)(strstr(package_game, "fallback") - package_game),
                   package_game);
    tested t = assert_text(text);
    for (int listed = 0; listed < 2; listed++) {
        dt_deals *const deals =
            assert_deals(t.model, listed ? DT_PACKAGES_LISTED : DT_PACKAGES_MERGED);
        const dt_disagreement *const at = &dt_deals_summary(deals)->disagreements[0];
        assert_int_equal(at->zone, listed ? 18 : DT_UNCOUNTED);
        assert_int_equal(at->n_efficient, 10);
        dt_deals_free(deals);
    }
    test_release(&t);
}

/* ---- public domains ------------------------------------------------------------- */

enum { FILES = 10, FILE_MAX = 8000 };

typedef struct domain {
    const char *files[FILES]; /* of the domain, then of the profiles; under tests/ */
    uint32_t n_profiles;
    dt_scale scale;
    bool without_reservations;
} domain;

/* The text of a file under tests/. */
static size_t read_text(const char *name, char text[FILE_MAX])
{
    char path[300];
    (void)snprintf(path, sizeof path, DT_SOURCE_DIR "/tests/%s", name);
    FILE *const file = fopen(path, "rb");
    assert_non_null(file);
    const size_t n = fread(text, 1, FILE_MAX - 1, file);
    assert_true(n < FILE_MAX - 1);
    text[n] = '\0';
    (void)fclose(file);
    return n;
}

/* Without a reservation value a profile reserves nothing. */
static void blank_reservation(char *text)
{
    char *const from = strstr(text, "<reservation");
    if (from)
        memset(from, ' ', (size_t)(strchr(from, '>') + 1 - from));
}

static dt_model *load(const domain *d)
{
    static char text[FILES][FILE_MAX];
    dt_scenario_file files[FILES];
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_error err;
    for (uint32_t k = 0; k <= d->n_profiles; k++) {
        files[k] =
            (dt_scenario_file){d->files[k], text[k], read_text(d->files[k], text[k])};
        if (d->without_reservations)
            blank_reservation(text[k]);
    }
    const dt_scenario scenario = {files[0], files + 1, d->n_profiles, d->scale};
    if (dt_scenario_load(&scenario, diags, &model, &err) != DT_OK)
        fail_msg("%s", err.text);
    dt_diags_free(diags);
    return model;
}

/* What is expected of a domain, solutions in the order of DT_FAIRS. Utilities are from
 * 0 to 1, for which the model has 0 to 100. */
typedef struct expected {
    uint32_t n_packages, n_efficient; /* of all packages, whatever is reserved */
    double opposition;
    const char *package[4];
    double utility[4][9]; /* 0: not known */
    double product, sum;  /* scores of Nash and utilitarian; 0: not known */
} expected;

static void assert_scores(const dt_deals *deals, const expected *e)
{
    const dt_summary *const s = dt_deals_summary(deals);
    const dt_fair_answer *const fair = s->disagreements[0].fair;
    if (e->product > 0)
        assert_near(fair[DT_FAIR_NASH].score / pow(100, s->n_sides), e->product);
    if (e->sum > 0)
        assert_near(fair[DT_FAIR_UTIL].score / 100, e->sum);
}

static void assert_solutions(const dt_deals *deals, const expected *e)
{
    const dt_summary *const s = dt_deals_summary(deals);
    for (uint32_t f = 0; f < 4; f++) {
        double gain[9];
        if (!e->package[f])
            continue;
        assert_fair(deals, 0, (dt_fair_kind)f, e->package[f]);
        for (uint32_t k = 0; k < s->n_sides; k++)
            gain[k] =
                100 * e->utility[f][k] -
                (double)s->disagreements[0].worth[s->disagreements[0].sides[k].voice] /
                    (double)s->scale / 1e6;
        if (e->utility[f][0] > 0)
            assert_gains(deals, (dt_fair_kind)f, gain);
    }
    assert_scores(deals, e);
}

static const dt_packages ways[] = {DT_PACKAGES_LISTED, DT_PACKAGES_MERGED};

static void assert_domain(domain d, const expected *e)
{
    dt_model *const model = load(&d);
    d.without_reservations = true;
    dt_model *const free_model = load(&d);
    for (uint32_t way = 0; way < 2; way++) {
        dt_deals *const deals = assert_deals(model, ways[way]);
        const dt_summary *const s = dt_deals_summary(deals);
        assert_int_equal(s->n_packages, e->n_packages);
        assert_near(s->opposition, e->opposition);
        assert_solutions(deals, e);
        dt_deals_free(deals);
        dt_deals *const all = assert_deals(free_model, ways[way]);
        assert_int_equal(dt_deals_summary(all)->disagreements[0].n_efficient,
                         e->n_efficient);
        dt_deals_free(all);
    }
    dt_model_free(model);
    dt_model_free(free_model);
}

#define SCENARIOS "formats/scenarios/"
#define CAMERA                                                                         \
    SCENARIOS "camera.xml", SCENARIOS "camera-buyer.xml", SCENARIOS "camera-seller.xml"

static const domain camera_of_genius = {{CAMERA}, 2, DT_SCALE_DEFAULT, false};
static const domain camera_raw = {{CAMERA}, 2, DT_SCALE_RAW, false};

#define LOWEPRO "Canon/APS-C/High end model/Manfrotto/Lowepro/Battery Grip"

static void camera_by_genius_scale(void **state)
{
    (void)state;
    static const expected e = {3600,
                               16,
                               0.21002966542546236,
                               {LOWEPRO, LOWEPRO, LOWEPRO, LOWEPRO},
                               {{0.820651261, 0.8907},
                                {0.820651261, 0.8907},
                                {0.820651261, 0.8907},
                                {0.820651261, 0.8907}},
                               0.7309540777310927,
                               1.7113512605042018};
    assert_domain(camera_of_genius, &e);
}

static void camera_by_raw_scale(void **state)
{
    (void)state;
    static const expected e = {
        3600,
        12,
        0.2476160572043553,
        {"Nikon/APS-C/High end model/Manfrotto/Domke/Battery Grip", NULL, LOWEPRO,
         "Canon/APS-C/High end model/Manfrotto/Domke/Battery Grip"},
        {{0.877826582, 0.784622732},
         {0},
         {0.79795022, 0.827841452},
         {0.899951196, 0.762893983}},
        0,
        0};
    assert_domain(camera_raw, &e);
}

/* In millionths. */
static const int64_t camera_points[16][2] = {
    {1000000, 494521}, {978750, 503621}, {960000, 575950}, {952857, 673271},
    {931607, 682371},  {912857, 754700}, {891607, 763800}, {860651, 809271},
    {839401, 818371},  {820651, 890700}, {799401, 899800}, {599742, 930700},
    {578492, 939800},  {491276, 960000}, {286305, 972000}, {270367, 1000000}};

/* What the package is worth to the actor, in millionths of its best. */
static int64_t utility_of(const dt_model *model, dt_actor_id a, dt_code code)
{
    const dt_preference *const p = &model->actors[a].preference;
    int64_t sum = 0;
    for (uint32_t t = 0; t < p->n_terms; t++)
        if (dt_formula_holds(model, p->terms[t].formula, code))
            sum += p->terms[t].units;
    return (sum + 50) / 100;
}

static bool is_point(const dt_model *model, dt_code code, const int64_t *point)
{
    bool is = true;
    for (uint32_t k = 0; k < 2; k++) {
        const int64_t more = utility_of(model, k + 1, code) - point[k];
        is = is && more >= -1 && more <= 1;
    }
    return is;
}

/* Each of the 16 points is that of one package. */
static void camera_has_these_points(void **state)
{
    (void)state;
    dt_model *const model = load(&camera_of_genius);
    for (uint32_t way = 0; way < 2; way++) {
        dt_deals *const deals = assert_deals(model, ways[way]);
        const dt_disagreement *const at = &dt_deals_summary(deals)->disagreements[0];
        assert_int_equal(at->n_efficient, 16);
        for (uint32_t k = 0; k < 16; k++) {
            uint32_t n = 0;
            for (uint32_t p = 0; p < at->n_efficient; p++)
                n += is_point(model, at->efficient[p], camera_points[k]);
            assert_int_equal(n, 1);
        }
        dt_deals_free(deals);
    }
    dt_model_free(model);
}

#define ROBBERS                                                                        \
    SCENARIOS "robbery.xml", SCENARIOS "robbery-1.xml", SCENARIOS "robbery-2.xml",     \
        SCENARIOS "robbery-3.xml", SCENARIOS "robbery-4.xml",                          \
        SCENARIOS "robbery-5.xml", SCENARIOS "robbery-6.xml",                          \
        SCENARIOS "robbery-7.xml", SCENARIOS "robbery-8.xml",                          \
        SCENARIOS "robbery-9.xml"
#define CAR "Driver/Car/Proportional to Performance"
#define EQUALLY "Driver/Car/Equally"
#define HOSTAGES "Hostage Taker/Car/Proportional to Performance"
#define OF_CAR                                                                         \
    {                                                                                  \
        1, 0.816674525, 0.886665429, 1, 0.449875447, 1, 0.940467764, 0.599606447,      \
            0.758597182                                                                \
    }
#define OF_EQUALLY                                                                     \
    {                                                                                  \
        0.851887223, 0.651674525, 1, 0.965295706, 0.674551932, 1, 1, 0.698787761,      \
            0.609165481                                                                \
    }
#define OF_HOSTAGES                                                                    \
    {                                                                                  \
        0.562445698, 0.891209729, 0.717749006, 0.875825455, 0.750555906                \
    }

/* The second robber's weights add up to 0.989, so that no package is worth 1 to it: the
 * opposition is from what each could have at most. */
static const expected robbers[] = {{18,
                                    5,
                                    0.20805324788869173,
                                    {CAR, CAR, CAR, CAR},
                                    {OF_CAR, OF_CAR, OF_CAR, OF_CAR},
                                    0.2894252998637663,
                                    2.7033399541053327},
                                   {18,
                                    12,
                                    0.49549834271143733,
                                    {EQUALLY, EQUALLY, HOSTAGES, CAR},
                                    {OF_EQUALLY, OF_EQUALLY, OF_HOSTAGES, OF_CAR},
                                    0.0376474296111145,
                                    4.153215400868378},
                                   {18,
                                    18,
                                    0.6992846645101362,
                                    {EQUALLY, EQUALLY, EQUALLY, CAR},
                                    {OF_EQUALLY, OF_EQUALLY, OF_EQUALLY, OF_CAR},
                                    0.0010990949399472083,
                                    7.451886794188464}};

static void robbers_in_threes(void **state)
{
    (void)state;
    assert_domain((domain){{ROBBERS}, 3, DT_SCALE_DEFAULT, false}, &robbers[0]);
}

static void robbers_in_fives(void **state)
{
    (void)state;
    assert_domain((domain){{ROBBERS}, 5, DT_SCALE_DEFAULT, false}, &robbers[1]);
}

static void robbers_in_nines(void **state)
{
    (void)state;
    assert_domain((domain){{ROBBERS}, 9, DT_SCALE_DEFAULT, false}, &robbers[2]);
}

/* Solutions and opposition by walking all packages in a few lines of Python. */
static void politics_by_three(void **state)
{
    (void)state;
#define POLITICS "cases/bargains/politics"
#define COMPROMISE "4/2/3/2/1/2/2/4"
#define LEVEL "4/2/3/1/1/2/2/4"
#define OF_COMPROMISE                                                                  \
    {                                                                                  \
        0.6695410503875091, 0.7552538706265809, 0.7861670191863198                     \
    }
#define OF_LEVEL                                                                       \
    {                                                                                  \
        0.6939597245082424, 0.7025839399570032, 0.7350825182430223                     \
    }
    static const domain politics = {
        {POLITICS ".xml", POLITICS "-1.xml", POLITICS "-2.xml", POLITICS "-3.xml"},
        3,
        DT_SCALE_DEFAULT,
        false};
    static const expected e = {23040,
                               124,
                               0.4634957701057529,
                               {COMPROMISE, LEVEL, LEVEL, COMPROMISE},
                               {OF_COMPROMISE, OF_LEVEL, OF_LEVEL, OF_COMPROMISE},
                               0,
                               0};
    assert_domain(politics, &e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(win_sets_are_as_worked_out),
        cmocka_unit_test(hawks_become_pivotal),
        cmocka_unit_test(more_than_one_restores_the_zone),
        cmocka_unit_test(issues_pass_that_are_linked),
        cmocka_unit_test(three_parties_with_two_ways_to_fail),
        cmocka_unit_test(ten_packages_are_efficient),
        cmocka_unit_test(camera_by_genius_scale),
        cmocka_unit_test(camera_by_raw_scale),
        cmocka_unit_test(camera_has_these_points),
        cmocka_unit_test(robbers_in_threes),
        cmocka_unit_test(robbers_in_fives),
        cmocka_unit_test(robbers_in_nines),
        cmocka_unit_test(politics_by_three),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
