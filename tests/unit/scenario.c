/* detente/scenario.h: the worths of whole outcome spaces against binary fractions and
 * plain loops, and published figures.
 *
 * The figures of the files in tests/formats/scenarios stand here once more:
 *  - camera: the ANAC Camera domain, profile pair B, as shipped with NegMAS
 *    (src/negmas/scenarios/CameraB), which publishes its number of outcomes and its
 *    opposition level, .247616
 *  - robbery: group3-bank_robbery of ANAC 2015, as shipped with the tests of NegMAS */
#include "model/conflict.h"
#include "support/dice.h"
#include "support/tested.h"

#include <detente/scenario.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOPICS = 6, VALUES = 5, PARTIES = 9, OUTCOMES = 3600 };

typedef struct figures {
    double weight[TOPICS];
    double evaluation[TOPICS][VALUES];
    double reservation;
} figures;

static const uint32_t camera_shape[] = {5, 4, 3, 3, 5, 4};
static const uint32_t robbery_shape[] = {3, 3, 2};

static const figures camera[] = {
    {.weight = {0.34, 0.06, 0.13, 0.09, 0.11, 0.27},
     .evaluation = {{320.0, 300.0, 10.0, 25.0, 30.0},
                    {150.0, 50.0, 20.0, 10.0},
                    {350.0, 100.0, 30.0},
                    {525.0, 250.0, 25.0},
                    {340.0, 55.0, 35.0, 45.0, 15.0},
                    {40.0, 220.0, 10.0, 5.0}},
     .reservation = 0.0},
    {.weight = {0.07, 0.09, 0.34, 0.26, 0.17, 0.07},
     .evaluation = {{5.0, 70.0, 500.0, 300.0, 20.0},
                    {30.0, 315.0, 120.0, 10.0},
                    {250.0, 125.0, 10.0},
                    {50.0, 160.0, 20.0},
                    {20.0, 100.0, 10.0, 30.0, 40.0},
                    {35.0, 15.0, 20.0, 5.0}},
     .reservation = 0.0},
};

static const figures robbery[] = {
    {.weight = {0.5000620591183125, 0.30245423795028675, 0.19748370293140075},
     .evaluation = {{8.0, 1.0, 1.0}, {6.0, 2.0, 2.0}, {8.0, 2.0}},
     .reservation = 0.2},
    {.weight = {0.29814081547056365, 0.19613782664383334, 0.495},
     .evaluation = {{3.0, 4.0, 3.0}, {3.0, 6.0, 1.0}, {6.0, 4.0}},
     .reservation = 0.2},
    {.weight = {0.19706916093466326, 0.6045953401312003, 0.19833549893413635},
     .evaluation = {{7.0, 1.0, 2.0}, {7.0, 2.0, 1.0}, {3.0, 7.0}},
     .reservation = 0.3},
    {.weight = {0.4966981790273791, 0.39918893897214613, 0.10411288200047472},
     .evaluation = {{4.0, 3.0, 3.0}, {8.0, 1.0, 1.0}, {6.0, 4.0}},
     .reservation = 0.3},
    {.weight = {0.6013609187189283, 0.0990704341666268, 0.299568647114445},
     .evaluation = {{3.0, 6.0, 1.0}, {3.0, 3.0, 4.0}, {2.0, 8.0}},
     .reservation = 0.4},
    {.weight = {0.40122948400137587, 0.4033874681282422, 0.19538304787038183},
     .evaluation = {{7.0, 2.0, 1.0}, {5.0, 2.0, 3.0}, {5.0, 5.0}},
     .reservation = 0.3},
    {.weight = {0.5994760560777083, 0.2963425317892732, 0.10418141213301849},
     .evaluation = {{7.0, 1.0, 2.0}, {8.0, 1.0, 1.0}, {3.0, 7.0}},
     .reservation = 0.5},
    {.weight = {0.20006316147020906, 0.5023928971998641, 0.29754394132992684},
     .evaluation = {{3.0, 3.0, 4.0}, {2.0, 4.0, 4.0}, {4.0, 6.0}},
     .reservation = 0.3},
    {.weight = {0.40233803071867524, 0.39841970144090344, 0.1992422678404214},
     .evaluation = {{2.0, 5.0, 3.0}, {7.0, 1.0, 2.0}, {8.0, 2.0}},
     .reservation = 0.4},
};

typedef struct shape {
    uint32_t n;
    const uint32_t *values; /* [n] */
} shape;

/* ---- the plain way ------------------------------------------------------------- */

static double largest(const double *x, uint32_t n)
{
    double most = x[0];
    for (uint32_t k = 1; k < n; k++)
        most = x[k] > most ? x[k] : most;
    return most;
}

static double largest_sum(const figures *f, shape s)
{
    double sum = 0;
    for (uint32_t i = 0; i < s.n; i++)
        sum += f->weight[i] * largest(f->evaluation[i], s.values[i]);
    return sum;
}

static double utility(const figures *f, shape s, dt_scale scale, const uint32_t *level)
{
    double sum = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        const double part = f->weight[i] * f->evaluation[i][level[i]];
        sum += scale == DT_SCALE_RAW ? part / largest_sum(f, s)
                                     : part / largest(f->evaluation[i], s.values[i]);
    }
    return sum;
}

/* ---- what the model says --------------------------------------------------------- */

static double worth(const dt_model *model, uint32_t a, uint64_t code)
{
    const dt_preference *const p = &model->actors[a].preference;
    int64_t units = 0;
    for (uint32_t t = 0; t < p->n_terms; t++)
        if (dt_formula_holds(model, p->terms[t].formula, code))
            units += p->terms[t].units;
    return (double)units / 1e6;
}

static uint64_t code_of(const dt_model *model, uint32_t outcome, uint32_t *level)
{
    uint64_t code = 0;
    for (uint32_t c = 0; c < model->n_choices; c++) {
        level[c] = outcome % model->choices[c].n_levels;
        outcome /= model->choices[c].n_levels;
        code |= (uint64_t)level[c] << model->choices[c].shift;
    }
    return code;
}

static double distance(double x, double y)
{
    return x < y ? y - x : x - y;
}

/* Every outcome is worth what the plain way says, up to the rounding of each issue. The
 * parties are actors 1, 2 ... */
static void assert_worths(const dt_model *model, const figures *f, uint32_t n, shape s,
                          dt_scale scale)
{
    uint32_t n_outcomes = 1, level[TOPICS];
    assert_int_equal(model->n_choices, s.n);
    for (uint32_t i = 0; i < s.n; i++)
        n_outcomes *= s.values[i];
    for (uint32_t k = 0; k < n_outcomes; k++) {
        const uint64_t code = code_of(model, k, level);
        for (uint32_t p = 0; p < n; p++) {
            const double found = worth(model, p + 1, code);
            const double wanted = 100 * utility(&f[p], s, scale, level);
            if (distance(found, wanted) > 0.51e-6 * s.n)
                fail_msg("outcome %u is worth %f to party %u, not %f", k, found, p,
                         wanted);
        }
    }
}

/* ---- reading ------------------------------------------------------------------- */

static dt_model *load(const char *domain, const char *const *profiles, uint32_t n,
                      dt_scale scale)
{
    static const char folder[] = DT_SOURCE_DIR "/tests/formats/scenarios/";
    char path[PARTIES + 1][400];
    dt_scenario_file files[PARTIES];
    dt_model *model = NULL;
    dt_diags *const diags = dt_diags_new();
    dt_error err = {0};
    for (uint32_t p = 0; p < n; p++) {
        snprintf(path[p], sizeof path[p], "%s%s", folder, profiles[p]);
        files[p] = (dt_scenario_file){.name = path[p]};
    }
    snprintf(path[n], sizeof path[n], "%s%s", folder, domain);
    const dt_scenario scenario = {.domain = {.name = path[n]},
                                  .profiles = files,
                                  .n_profiles = n,
                                  .scale = scale};
    if (dt_scenario_load(&scenario, diags, &model, &err) != DT_OK)
        fail_msg("%s: %s", err.text, findings_of(diags));
    dt_diags_free(diags);
    return model;
}

static dt_model *load_camera(dt_scale scale)
{
    static const char *const profiles[] = {"camera-buyer.xml", "camera-seller.xml"};
    return load("camera.xml", profiles, 2, scale);
}

/* The least distance of an outcome from what is best for both, of utilities. */
static double squared_opposition(const dt_model *model)
{
    double least = 2;
    uint32_t level[TOPICS];
    for (uint32_t k = 0; k < OUTCOMES; k++) {
        const uint64_t code = code_of(model, k, level);
        const double x = 1 - worth(model, 1, code) / 100;
        const double y = 1 - worth(model, 2, code) / 100;
        least = x * x + y * y < least ? x * x + y * y : least;
    }
    return least;
}

static uint32_t count_efficient(const dt_model *model)
{
    static double u[OUTCOMES][2];
    uint32_t level[TOPICS], n = 0;
    for (uint32_t k = 0; k < OUTCOMES; k++)
        for (uint32_t p = 0; p < 2; p++)
            u[k][p] = worth(model, p + 1, code_of(model, k, level));
    for (uint32_t k = 0; k < OUTCOMES; k++) {
        bool is_beaten = false;
        for (uint32_t j = 0; j < OUTCOMES && !is_beaten; j++)
            is_beaten = u[j][0] >= u[k][0] && u[j][1] >= u[k][1] &&
                        (u[j][0] > u[k][0] || u[j][1] > u[k][1]);
        n += !is_beaten;
    }
    return n;
}

static void camera_as_genius_scales_it(void **state)
{
    (void)state;
    dt_model *const model = load_camera(DT_SCALE_DEFAULT);
    const shape s = {TOPICS, camera_shape};
    assert_worths(model, camera, 2, s, DT_SCALE_GENIUS);
    assert_int_equal(count_efficient(model), 16);
    const double opposition = 0.21002966542546236;
    assert_true(distance(squared_opposition(model), opposition * opposition) < 1e-7);
    dt_model_free(model);
}

static void camera_as_it_is(void **state)
{
    (void)state;
    dt_model *const model = load_camera(DT_SCALE_RAW);
    const shape s = {TOPICS, camera_shape};
    assert_worths(model, camera, 2, s, DT_SCALE_RAW);
    assert_int_equal(count_efficient(model), 12);
    const double published = 0.247616;
    assert_true(distance(squared_opposition(model), published * published) < 5e-7);
    dt_model_free(model);
}

static void camera_of_geniusweb(void **state)
{
    static const char *const profiles[] = {"camera-buyer.json", "camera-seller.json"};
    (void)state;
    dt_model *const model = load("camera.json", profiles, 2, DT_SCALE_DEFAULT);
    const shape s = {TOPICS, camera_shape};
    const uint32_t last[] = {4, 3, 2, 2, 4, 3};
    uint64_t code = 0;
    assert_worths(model, camera, 2, s, DT_SCALE_GENIUS);
    for (uint32_t c = 0; c < TOPICS; c++)
        code |= (uint64_t)last[c] << model->choices[c].shift;
    /* The buyer reserves the bid of all last values, the seller nothing. */
    const dt_reserve *const reserves = model->talks.fallbacks[0].reserves;
    assert_int_equal(reserves[0].units, (int64_t)(worth(model, 1, code) * 1e6 + 0.5));
    assert_int_equal(reserves[1].units, 0);
    dt_model_free(model);
}

static void nine_parties(void **state)
{
    static const char *const profiles[] = {
        "robbery-1.xml", "robbery-2.xml", "robbery-3.xml",
        "robbery-4.xml", "robbery-5.xml", "robbery-6.xml",
        "robbery-7.xml", "robbery-8.xml", "robbery-9.xml"};
    (void)state;
    const shape s = {3, robbery_shape};
    for (int scale = DT_SCALE_GENIUS; scale <= DT_SCALE_RAW; scale++) {
        dt_model *const model = load("robbery.xml", profiles, PARTIES, (dt_scale)scale);
        const dt_fallback *const fallback = &model->talks.fallbacks[0];
        assert_worths(model, robbery, PARTIES, s, (dt_scale)scale);
        assert_int_equal(fallback->n_reserves, PARTIES);
        for (uint32_t p = 0; p < PARTIES; p++)
            assert_int_equal(fallback->reserves[p].units,
                             (int64_t)(robbery[p].reservation * 1e8 + 0.5));
        dt_model_free(model);
    }
}

/* ---- random scenarios ------------------------------------------------------------ */

enum { RANDOM_CASES = 400 };

typedef struct draw {
    figures figures[2];
    uint32_t values[TOPICS];
    uint32_t n;
} draw;

static draw draw_scenario(dice *d)
{
    draw x = {.n = (uint32_t)dice_between(d, 1, TOPICS)};
    for (uint32_t i = 0; i < x.n; i++)
        x.values[i] = (uint32_t)dice_between(d, i == 0 ? 2 : 1, VALUES);
    for (uint32_t p = 0; p < 2; p++)
        for (uint32_t i = 0; i < x.n; i++) {
            x.figures[p].weight[i] = (double)dice_below(d, 1000) / 999;
            for (uint32_t v = 0; v < x.values[i]; v++)
                x.figures[p].evaluation[i][v] = (double)(1 + dice_below(d, 100000)) /
                                                (double)(1 + dice_below(d, 300));
        }
    x.figures[0].weight[0] = x.figures[1].weight[0] = 0.5;
    return x;
}

static void put_issues(const draw *x, const figures *f, dt_text *text)
{
    for (uint32_t i = 0; i < x->n; i++) {
        dt_text_format(text, "<issue index='%u' name='Issue %u' type='discrete'>",
                       i + 1, i + 1);
        for (uint32_t v = 0; v < x->values[i]; v++)
            dt_text_format(text, "<item value='v %u' evaluation='%.17g'/>", v,
                           f->evaluation[i][v]);
        dt_text_add(text, "</issue>");
    }
    for (uint32_t i = 0; i < x->n; i++)
        dt_text_format(text, "<weight index='%u' value='%.17g'/>", i + 1, f->weight[i]);
}

static dt_scenario_file profile_of(const draw *x, uint32_t p, dt_text *text)
{
    dt_text_add(text, "<utility_space><objective>");
    put_issues(x, &x->figures[p], text);
    dt_text_add(text, "</objective></utility_space>");
    return (dt_scenario_file){p ? "second" : "first", dt_text_string(text), text->n};
}

/* Issues of one value are no choices of the model. */
static void assert_draw(const dt_model *model, const draw *x, dt_scale scale)
{
    const shape s = {x->n, x->values};
    uint32_t n_outcomes = 1, level[TOPICS];
    for (uint32_t i = 0; i < x->n; i++)
        n_outcomes *= x->values[i];
    for (uint32_t k = 0; k < n_outcomes; k++) {
        const uint64_t code = code_of(model, k, level);
        uint32_t whole[TOPICS], c = 0;
        for (uint32_t i = 0; i < x->n; i++)
            whole[i] = x->values[i] > 1 ? level[c++] : 0;
        for (uint32_t p = 0; p < 2; p++) {
            const double wanted = 100 * utility(&x->figures[p], s, scale, whole);
            assert_true(distance(worth(model, p + 1, code), wanted) < 0.51e-6 * x->n);
        }
    }
}

static void random_scenarios_are_worth_what_they_should(void **state)
{
    (void)state;
    dice d = {.seed = 7};
    for (int k = 0; k < RANDOM_CASES; k++) {
        const draw x = draw_scenario(&d);
        const dt_scale scale = dice_chance(&d, 50) ? DT_SCALE_RAW : DT_SCALE_DEFAULT;
        dt_text texts[2] = {{0}};
        dt_scenario_file files[2];
        dt_model *model = NULL;
        dt_diags *const diags = dt_diags_new();
        for (uint32_t p = 0; p < 2; p++)
            files[p] = profile_of(&x, p, &texts[p]);
        const dt_scenario s = {.profiles = files, .n_profiles = 2, .scale = scale};
        if (dt_scenario_load(&s, diags, &model, NULL) != DT_OK)
            fail_msg("%s", findings_of(diags));
        assert_draw(model, &x, scale);
        dt_model_free(model);
        dt_diags_free(diags);
        for (uint32_t p = 0; p < 2; p++)
            dt_text_release(&texts[p]);
    }
}

/* ---- what is asked for wrongly --------------------------------------------------- */

static void assert_refused(const dt_scenario *s, const char *words)
{
    dt_model *model = NULL;
    dt_error err = {0};
    dt_diags *const diags = dt_diags_new();
    assert_int_equal(dt_scenario_load(s, diags, &model, &err), DT_EUSAGE);
    assert_string_equal(err.text, words);
    assert_null(model);
    dt_diags_free(diags);
}

static void too_few_and_mixed_files_are_refused(void **state)
{
    (void)state;
    const dt_scenario_file files[] = {{"a.xml", "<a/>", 4}, {"b.json", "{}", 2}};
    const dt_scenario_file odd[] = {{"a", "", 0}, {"b.json", "{}", 2}};
    const dt_scenario_file webs[] = {{"a.json", "{}", 2}, {"b.json", "{}", 2}};
    assert_refused(&(dt_scenario){.profiles = files, .n_profiles = 1},
                   "a negotiation has 2 to 63 profiles, not 1");
    assert_refused(&(dt_scenario){.profiles = files, .n_profiles = 64},
                   "a negotiation has 2 to 63 profiles, not 64");
    assert_refused(&(dt_scenario){.profiles = files, .n_profiles = 2},
                   "'b.json' is of GeniusWeb, other files are of Genius");
    assert_refused(&(dt_scenario){.profiles = odd, .n_profiles = 2},
                   "'a' is neither XML of Genius nor JSON of GeniusWeb");
    assert_refused(
        &(dt_scenario){.profiles = webs, .n_profiles = 2, .scale = DT_SCALE_RAW},
        "utilities of GeniusWeb are scaled already: a scale is for files of Genius");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(camera_as_genius_scales_it),
        cmocka_unit_test(camera_as_it_is),
        cmocka_unit_test(camera_of_geniusweb),
        cmocka_unit_test(nine_parties),
        cmocka_unit_test(random_scenarios_are_worth_what_they_should),
        cmocka_unit_test(too_few_and_mixed_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
