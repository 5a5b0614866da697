/* The worked examples of bargaining, asked of models: win-sets of a two-level game, a
 * package game of three parties with two ways to fail, and the public negotiation
 * domains Camera (pair B) and Bank robbery of ANAC, as shipped with NegMAS. The figures
 * of the domains' sizes and opposition are published there; those of the solutions were
 * derived from their definitions by other code than ours. */
#include "deals/parley.h"
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
        const double ours = (double)deal->opinions[voice].gain / (double)s->scale / 1e6;
        if (fabs(ours - gain[k]) > 1e-5)
            fail_msg("party %u gains %.9f and not %.9f", k, ours, gain[k]);
    }
}

/* ---- win-sets (two_level) ------------------------------------------------------- */

/* Limit e and relief s; hawks 3e-3s-1, moderates 2e-2s+1, doves e-s+1; hardliners
 * 2s-3e, pragmatists 3s-2e, business 3s-e; nothing at all is the status quo, worth 0.
 */
#define LEVELS(a, x) #a " " x " >= 1; " #a " " x " >= 2; " #a " " x " >= 3; "
#define GROUP(name, weight, e, s, any)                                                 \
    "constituency " name " weight " weight " { value { " LEVELS(e, "e") LEVELS(s, "s") \
        any " e >= 1 or s >= 1 } }\n"
#define TWO_LEVELS                                                                     \
    "actor home { issue e : 0, 1, 2, 3\n" GROUP("hawks", "0.35", 3, -3, "-1")          \
        GROUP("moderates", "0.4", 2, -2, "1")                                          \
            GROUP("doves", "0.25", 1, -1,                                              \
                  "1") "ratify : weight >= %s\n}\n"                                    \
                       "actor foreign { issue s : 0, 1, 2, 3\n" GROUP(                 \
                           "hardliners", "0.4", -3, 2, "0")                            \
                           GROUP("pragmatists", "0.35", -2, 3, "0")                    \
                               GROUP("business", "0.25", -1, 3,                        \
                                     "0") "ratify : weight >= %s\n}\n"                 \
                                          "status quo {}\n"                            \
                                          "deal \"1\" { e = 1, s = 1 "                 \
                                          "}\n"                                        \
                                          "deal \"2\" { e = 2, s = 2 "                 \
                                          "}\n"                                        \
                                          "deal \"3\" { e = 3, s = 3 "                 \
                                          "}\n"

static tested two_levels(const char *home, const char *foreign)
{
    char text[4000];
    snprintf(text, sizeof text, TWO_LEVELS, home, foreign);
    return assert_text(text);
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
    const char *home, *foreign; /* what has to be reached */
    const char *home_wins, *foreign_wins, *zone;
} quota;

/* As states are numbered: e changes fastest. */
static const quota quotas[] = {{"0.5", "0.5", "1/0 2/0 3/0 1/1 2/1 3/1 2/2 3/2 3/3",
                                "0/1 1/1 0/2 1/2 2/2 0/3 1/3 2/3 3/3", "1/1 2/2 3/3"},
                               {"0.666667", "0.5", "1/0 2/0 3/0 2/1 3/1 3/2",
                                "0/1 1/1 0/2 1/2 2/2 0/3 1/3 2/3 3/3", ""},
                               {"0.5", "0.666667",
                                "1/0 2/0 3/0 1/1 2/1 3/1 2/2 3/2 3/3",
                                "0/1 0/2 1/2 0/3 1/3", ""}};

static void win_sets_are_as_worked_out(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof quotas / sizeof *quotas; k++) {
        tested t = two_levels(quotas[k].home, quotas[k].foreign);
        const dt_cast cast = {{0}};
        const dt_limits limits = {0};
        dt_arena arena = {0};
        dt_parley table;
        dt_ballots v;
        assert_int_equal(dt_parley_set(&table, t.model, &cast, &t.err), DT_OK);
        assert_int_equal(dt_parley_list(&table, &limits, t.diags, &t.err), DT_OK);
        assert_int_equal(dt_ballots_find(&table, 0, &arena, &v), DT_OK);
        assert_set(&table, &v.wins[0], quotas[k].home_wins);
        assert_set(&table, &v.wins[1], quotas[k].foreign_wins);
        assert_set(&table, &v.zone, quotas[k].zone);
        dt_arena_release(&arena);
        dt_parley_release(&table);
        test_release(&t);
    }
}

/* Behind two thirds the hawks decide, and miss 1 in what was the zone. */
static void hawks_become_pivotal(void **state)
{
    (void)state;
    tested t = two_levels("0.666667", "0.5");
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
    assert_float_equal(containment->fair[DT_FAIR_NASH].score, 30400, 1e-6);
    assert_fair(deals, 1, DT_FAIR_KALAI, "capped/full/intrusive");
    assert_fair(deals, 1, DT_FAIR_EGAL, "capped/full/intrusive");
    assert_fair(deals, 1, DT_FAIR_UTIL, "capped/phased/intrusive");
    assert_float_equal(containment->fair[DT_FAIR_UTIL].score, 203, 1e-9);
    assert_fair(deals, 2, DT_FAIR_NASH, "capped/phased/intrusive");
    assert_float_equal(war->fair[DT_FAIR_NASH].score, 184275, 1e-6);
    assert_fair(deals, 2, DT_FAIR_KALAI, "capped/full/intrusive");
    assert_fair(deals, 2, DT_FAIR_EGAL, "capped/full/intrusive");
    assert_fair(deals, 2, DT_FAIR_UTIL, "zero/phased/intrusive");
    assert_float_equal(war->fair[DT_FAIR_UTIL].score, 208, 1e-9);
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

/* ---- public domains ------------------------------------------------------------- */

#define SCENARIOS DT_SOURCE_DIR "/tests/formats/scenarios/"

/* Profiles are FILE-1.xml, ..., or what `profiles` says. */
static dt_model *load(const char *domain, const char *const *profiles, uint32_t n,
                      dt_scale scale)
{
    static char path[10][300];
    dt_scenario_file files[9];
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_error err;
    snprintf(path[9], sizeof path[9], SCENARIOS "%s", domain);
    for (uint32_t k = 0; k < n; k++) {
        snprintf(path[k], sizeof path[k], SCENARIOS "%s", profiles[k]);
        files[k] = (dt_scenario_file){.name = path[k]};
    }
    const dt_scenario scenario = {{.name = path[9]}, files, n, scale};
    if (dt_scenario_load(&scenario, diags, &model, &err) != DT_OK)
        fail_msg("%s", err.text);
    dt_diags_free(diags);
    return model;
}

/* What is expected of a domain, solutions in the order of DT_FAIRS. */
typedef struct expected {
    uint32_t n_packages, n_efficient;
    double
        opposition; /* of all packages, parties' largest worth 1; < 0: not looked at */
    const char *package[4];
    double worth[4][9]; /* from 0 to 1; 0 ends it */
} expected;

static void assert_domain(const dt_model *model, const expected *e, dt_packages how)
{
    dt_deals *const deals = assert_deals(model, how);
    const dt_summary *const s = dt_deals_summary(deals);
    assert_int_equal(s->n_packages, e->n_packages);
    if (e->opposition >= 0)
        assert_float_equal(s->opposition, e->opposition, 1e-6);
    for (uint32_t f = 0; f < 4; f++)
        if (e->package[f])
            assert_fair(deals, 0, (dt_fair_kind)f, e->package[f]);
    if (e->worth[0][0] > 0) {
        double gain[9];
        for (uint32_t k = 0; k < s->n_sides; k++)
            gain[k] = 100 * e->worth[0][k] -
                      (double)s->disagreements[0].worth[k] / (double)s->scale / 1e6;
        assert_gains(deals, DT_FAIR_NASH, gain);
    }
    dt_deals_free(deals);
}

static const char *const camera_profiles[] = {"camera-buyer.xml", "camera-seller.xml"};

#define LOWEPRO "Canon/APS-C/High end model/Manfrotto/Lowepro/Battery Grip"

static void camera_by_genius_scale(void **state)
{
    (void)state;
    static const expected e = {3600,
                               16,
                               0.21002966542546236,
                               {LOWEPRO, LOWEPRO, LOWEPRO, LOWEPRO},
                               {{0.820651261, 0.8907}}};
    dt_model *const model = load("camera.xml", camera_profiles, 2, DT_SCALE_DEFAULT);
    assert_domain(model, &e, DT_PACKAGES_LISTED);
    assert_domain(model, &e, DT_PACKAGES_MERGED);
    dt_model_free(model);
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
        {{0.877826582, 0.784622732}}};
    dt_model *const model = load("camera.xml", camera_profiles, 2, DT_SCALE_RAW);
    assert_domain(model, &e, DT_PACKAGES_LISTED);
    assert_domain(model, &e, DT_PACKAGES_MERGED);
    dt_model_free(model);
}

/* All packages that are efficient, not only those above the reservation. */
static void assert_n_efficient(dt_model *model, uint32_t n)
{
    dt_deals *const deals = assert_deals(model, DT_PACKAGES_LISTED);
    assert_int_equal(dt_deals_summary(deals)->disagreements[0].n_efficient, n);
    dt_deals_free(deals);
    dt_model_free(model);
}

static void camera_has_the_published_frontiers(void **state)
{
    (void)state;
    assert_n_efficient(load("camera.xml", camera_profiles, 2, DT_SCALE_GENIUS), 16);
    assert_n_efficient(load("camera.xml", camera_profiles, 2, DT_SCALE_RAW), 12);
}

static const char *const robbers[] = {
    "robbery-1.xml", "robbery-2.xml", "robbery-3.xml", "robbery-4.xml", "robbery-5.xml",
    "robbery-6.xml", "robbery-7.xml", "robbery-8.xml", "robbery-9.xml"};

#define CAR "Driver/Car/Proportional to Performance"
#define EQUALLY "Driver/Car/Equally"

static void robbers_in_threes_fives_and_nines(void **state)
{
    (void)state;
    static const struct {
        uint32_t n;
        expected e;
    } rows[] = {
        {3, {18, 5, -1, {CAR, CAR, CAR, CAR}, {{1, 0.816674525, 0.886665429}}}},
        {5,
         {18,
          12,
          -1,
          {EQUALLY, EQUALLY, "Hostage Taker/Car/Proportional to Performance", CAR},
          {{0.851887223, 0.651674525, 1, 0.965295706, 0.674551932}}}},
        {9,
         {18,
          18,
          -1,
          {EQUALLY, EQUALLY, EQUALLY, CAR},
          {{0.851887223, 0.651674525, 1, 0.965295706, 0.674551932, 1, 1, 0.698787761,
            0.609165481}}}}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        dt_model *const model =
            load("robbery.xml", robbers, rows[k].n, DT_SCALE_DEFAULT);
        assert_domain(model, &rows[k].e, DT_PACKAGES_LISTED);
        assert_domain(model, &rows[k].e, DT_PACKAGES_MERGED);
        dt_model_free(model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(win_sets_are_as_worked_out),
        cmocka_unit_test(hawks_become_pivotal),
        cmocka_unit_test(three_parties_with_two_ways_to_fail),
        cmocka_unit_test(camera_by_genius_scale),
        cmocka_unit_test(camera_by_raw_scale),
        cmocka_unit_test(camera_has_the_published_frontiers),
        cmocka_unit_test(robbers_in_threes_fives_and_nines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
