/* Frontiers and fair solutions of negotiations from the literature, and the corners of
 * both. */
#include "deals/fair.h"
#include "deals/merge.h"
#include "support/tested.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { K = DT_CLOUD_PARTIES, ISSUES = 10, LEVELS = 5 };

/* ---- issues and what they are worth ----------------------------------------- */

/* A weight for each issue and an evaluation for each of its levels, as Genius has them.
 */
typedef struct profile {
    double weight[ISSUES], evaluation[ISSUES][LEVELS], reservation;
} profile;

typedef struct domain {
    uint32_t k, n_issues, n_levels[ISSUES];
    int64_t worth[ISSUES][K][LEVELS];
    const int64_t *row[ISSUES][K];
    dt_bundle_issue issue[ISSUES];
    int64_t fallback[K];
    dt_blend *merged;
    dt_bits *efficient; /* all of what is merged */
    dt_arena arena;
    dt_fair fair;
} domain;

/* Merge and find the solutions. */
static void judge(domain *d)
{
    dt_error err = {0};
    for (uint32_t j = 0; j < d->n_issues; j++) {
        for (uint32_t i = 0; i < d->k; i++)
            d->row[j][i] = d->worth[j][i];
        d->issue[j] = (dt_bundle_issue){d->n_levels[j], d->row[j]};
    }
    const dt_bundle bundle = {d->k, d->n_issues, d->issue};
    assert_int_equal(dt_blend_new(&bundle, NULL, &d->merged, &err), DT_OK);
    d->efficient = dt_bits_new(d->merged->cloud.n);
    assert_non_null(d->efficient);
    dt_bits_fill(d->efficient);
    assert_int_equal(dt_fair_find(&d->merged->cloud, d->efficient, d->fallback,
                                  &d->arena, &d->fair, &err),
                     DT_OK);
}

static void release(domain *d)
{
    dt_arena_release(&d->arena);
    dt_bits_free(d->efficient);
    dt_blend_free(d->merged);
}

/* The pick, as one digit for the level of each issue. */
static void assert_pick(const domain *d, dt_fair_kind kind, const char *levels)
{
    char found[ISSUES + 1] = {0};
    for (uint32_t j = 0; j < d->n_issues; j++)
        found[j] = (char)('0' + d->merged->level[j][d->fair.pick[kind].package[0]]);
    assert_string_equal(found, levels);
}

static void assert_partial(const domain *d, const uint32_t *n)
{
    for (uint32_t j = 0; j < d->n_issues; j++)
        assert_int_equal(d->merged->n_partial[j], n[j]);
}

static void assert_near(double x, double wanted, double tolerance)
{
    if (!(fabs(x - wanted) <= tolerance))
        fail_msg("%.15g, not %.15g", x, wanted);
}

static void assert_worth(const domain *d, dt_fair_kind kind, const int64_t *worth)
{
    const dt_fair_pick *const pick = &d->fair.pick[kind];
    for (uint32_t i = 0; i < d->k; i++)
        assert_int_equal(d->merged->cloud.worth[i][pick->package[0]], worth[i]);
}

/* ---- profiles of Genius ----------------------------------------------------- */

/* What 1 is worth: evaluations are rounded to that many parts. */
static const double ONE = 1e12;

typedef enum convention {
    GENIUS, /* weight x evaluation / the largest evaluation of the issue */
    RAW     /* weight x evaluation, then divided by the party's maximum */
} convention;

static double largest(const profile *p, uint32_t j)
{
    double most = 0;
    for (uint32_t v = 0; v < LEVELS; v++)
        most = fmax(most, p->evaluation[j][v]);
    return most;
}

static double best_of_all(const profile *p, uint32_t n_issues)
{
    double sum = 0;
    for (uint32_t j = 0; j < n_issues; j++)
        sum += p->weight[j] * largest(p, j);
    return sum;
}

static void read_profile(domain *d, uint32_t i, const profile *p, convention c)
{
    for (uint32_t j = 0; j < d->n_issues; j++)
        for (uint32_t v = 0; v < LEVELS; v++) {
            const double raw = p->weight[j] * p->evaluation[j][v];
            d->worth[j][i][v] =
                llround(ONE * raw /
                        (c == GENIUS ? largest(p, j) : best_of_all(p, d->n_issues)));
        }
    d->fallback[i] = llround(ONE * p->reservation);
}

static domain domain_of(uint32_t k, uint32_t n_issues, const uint32_t *n_levels,
                        const profile *profiles, convention c)
{
    domain d = {.k = k, .n_issues = n_issues};
    memcpy(d.n_levels, n_levels, n_issues * sizeof *n_levels);
    for (uint32_t i = 0; i < k; i++)
        read_profile(&d, i, &profiles[i], c);
    return d;
}

/* Camera, profiles B (ANAC), as shipped with NegMAS: scenarios/CameraB. Maker, body,
 * lens, tripod, bag, accessory. */
static const profile camera[] = {{{0.34, 0.06, 0.13, 0.09, 0.11, 0.27},
                                  {{320, 300, 10, 25, 30},
                                   {150, 50, 20, 10},
                                   {350, 100, 30},
                                   {525, 250, 25},
                                   {340, 55, 35, 45, 15},
                                   {40, 220, 10, 5}},
                                  0.0},
                                 {{0.07, 0.09, 0.34, 0.26, 0.17, 0.07},
                                  {{5, 70, 500, 300, 20},
                                   {30, 315, 120, 10},
                                   {250, 125, 10},
                                   {50, 160, 20},
                                   {20, 100, 10, 30, 40},
                                   {35, 15, 20, 5}},
                                  0.0}};

/* Bank robbery, ANAC 2015 (group 3), as shipped with the tests of NegMAS. Roles, escape
 * plan, how the money is split. */
static const profile robbery[] = {
    {{0.5000620591183125, 0.30245423795028675, 0.19748370293140075},
     {{8, 1, 1}, {6, 2, 2}, {8, 2}},
     0.2},
    {{0.29814081547056365, 0.19613782664383334, 0.495},
     {{3, 4, 3}, {3, 6, 1}, {6, 4}},
     0.2},
    {{0.19706916093466326, 0.6045953401312003, 0.19833549893413635},
     {{7, 1, 2}, {7, 2, 1}, {3, 7}},
     0.3},
    {{0.4966981790273791, 0.39918893897214613, 0.10411288200047472},
     {{4, 3, 3}, {8, 1, 1}, {6, 4}},
     0.3},
    {{0.6013609187189283, 0.0990704341666268, 0.299568647114445},
     {{3, 6, 1}, {3, 3, 4}, {2, 8}},
     0.4},
    {{0.40122948400137587, 0.4033874681282422, 0.19538304787038183},
     {{7, 2, 1}, {5, 2, 3}, {5, 5}},
     0.3},
    {{0.5994760560777083, 0.2963425317892732, 0.10418141213301849},
     {{7, 1, 2}, {8, 1, 1}, {3, 7}},
     0.5},
    {{0.20006316147020906, 0.5023928971998641, 0.29754394132992684},
     {{3, 3, 4}, {2, 4, 4}, {4, 6}},
     0.3},
    {{0.40233803071867524, 0.39841970144090344, 0.1992422678404214},
     {{2, 5, 3}, {7, 1, 2}, {8, 2}},
     0.4}};

/* Politics, ANAC 2015 (group 2), as shipped with the tests of NegMAS. Social security,
 * labor tax, environmental tax, army, immigration, EU, economy, drugs. */
static const profile politics[] = {
    {{0.2423991044521965, 0.061109933021810066, 0.22223106488363198,
      0.12209337060366644, 0.1140709801547101, 0.10505034049772512, 0.09503796567003182,
      0.03800724071622797},
     {{0, 1, 1, 4},
      {1, 5, 1},
      {0, 1, 5},
      {5, 4, 1, 0},
      {0, 1, 1, 3, 8},
      {5, 1},
      {1, 3, 7, 14},
      {4, 8, 3, 1}},
     0.0},
    {{0.13732694207144164, 0.05205604254500191, 0.05205330436688004,
      0.09217237867176105, 0.2583117964998806, 0.2280235952807646, 0.059991867858091345,
      0.12006407270617887},
     {{3, 1, 8, 3},
      {8, 3, 1},
      {10, 3, 0},
      {1, 5, 2, 7},
      {10, 2, 1, 1, 0},
      {0, 1},
      {10, 2, 1, 0},
      {0, 1, 1, 10}},
     0.0},
    {{0.180049427437, 0.12169039571639426, 0.06338375962484283, 0.06130140113195696,
      0.11003331097647509, 0.057167682598228506, 0.25927157734360906,
      0.1471024451714933},
     {{0, 2, 5, 9},
      {4, 6, 2},
      {4, 5, 1},
      {0, 5, 6, 0},
      {0, 5, 2, 7, 1},
      {8, 2},
      {5, 10, 5, 0},
      {0, 1, 3, 10}},
     0.0}};
static const uint32_t politics_levels[] = {4, 3, 3, 4, 5, 2, 4, 4};

static const uint32_t camera_levels[] = {5, 4, 3, 3, 5, 4};
static const uint32_t robbery_levels[] = {3, 3, 2};

/* The opposition level of the raw convention is the one that NegMAS publishes; the
 * rest was derived by walking all 3,600 packages. */
static void camera_has_16_points_as_genius_reads_it(void **state)
{
    (void)state;
    static const uint32_t partial[] = {4, 6, 6, 9, 13, 16};
    domain d = domain_of(2, 6, camera_levels, camera, GENIUS);
    judge(&d);
    assert_partial(&d, partial);
    assert_near(dt_opposition(&d.merged->cloud, d.efficient, NULL), 0.21002966542546236,
                1e-11);
    /* Canon, APS-C, high end, Manfrotto, Lowepro, battery grip */
    for (dt_fair_kind kind = 0; kind < DT_FAIR_RAIFFA; kind++)
        assert_pick(&d, kind, "010111");
    assert_near(d.fair.pick[DT_FAIR_NASH].score / (ONE * ONE), 0.7309540777310927,
                1e-11);
    assert_near(d.fair.pick[DT_FAIR_UTIL].score / ONE, 1.7113512605042018, 1e-11);
    assert_near((double)d.merged->cloud.worth[0][0] / ONE, 1, 1e-11);
    assert_near((double)d.merged->cloud.worth[1][0] / ONE, 0.494521, 1e-6);
    assert_near((double)d.merged->cloud.worth[0][15] / ONE, 0.270367, 1e-6);
    release(&d);
}

static void camera_has_12_points_as_negmas_reads_it(void **state)
{
    (void)state;
    domain d = domain_of(2, 6, camera_levels, camera, RAW);
    judge(&d);
    assert_int_equal(d.merged->cloud.n, 12);
    assert_near(dt_opposition(&d.merged->cloud, d.efficient, NULL), 0.2476160572043553,
                1e-11);
    assert_pick(&d, DT_FAIR_NASH, "110101");
    assert_pick(&d, DT_FAIR_EGAL, "010111");
    assert_pick(&d, DT_FAIR_UTIL, "010101");
    assert_near(d.fair.pick[DT_FAIR_NASH].score / (ONE * ONE),
                0.877826582 * 0.784622732, 1e-8);
    assert_near(d.fair.pick[DT_FAIR_EGAL].score / ONE, 0.79795022, 1e-8);
    assert_near(d.fair.pick[DT_FAIR_UTIL].score / ONE, 0.899951196 + 0.762893983, 1e-8);
    release(&d);
}

/* Derived by walking all 18 packages. All wish for a 1, which not all can have. */
static void robbers_agree_by_threes_fives_and_nines(void **state)
{
    (void)state;
    static const struct {
        uint32_t k, n;
        double opposition, product, sum, ideal;
        const char *pick[4];
    } wanted[] = {
        {3,
         5,
         0.21552947537256964,
         0.2894252998637663,
         2.7033399541053327,
         0.9147434382467561,
         {"000", "000", "000", "000"}},
        {5,
         12,
         0.500388713180489,
         0.0376474296111145,
         4.153215400868378,
         0.9147434382467561,
         {"001", "001", "100", "000"}},
        {9,
         18,
         0.7027583501230692,
         0.0010990949399472083,
         7.451886794188464,
         0.9147434382467561,
         {"001", "001", "001", "000"}},
    };
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        const uint32_t k = wanted[w].k;
        int64_t one[K];
        for (uint32_t i = 0; i < k; i++)
            one[i] = (int64_t)ONE;
        domain d = domain_of(k, 3, robbery_levels, robbery, GENIUS);
        judge(&d);
        assert_int_equal(d.merged->cloud.n, wanted[w].n);
        assert_near(dt_opposition(&d.merged->cloud, d.efficient, one),
                    wanted[w].opposition, 1e-10);
        assert_near(d.fair.pick[DT_FAIR_NASH].score / pow(ONE, k), wanted[w].product,
                    1e-10);
        assert_near(d.fair.pick[DT_FAIR_UTIL].score / ONE, wanted[w].sum, 1e-10);
        assert_near((double)(d.fair.ideal[1] + d.fallback[1]) / ONE, wanted[w].ideal,
                    1e-11);
        for (dt_fair_kind kind = 0; kind < DT_FAIR_RAIFFA; kind++)
            assert_pick(&d, kind, wanted[w].pick[kind]);
        release(&d);
    }
}

/* Derived; equal to walking all 23,040 packages. */
static void politics_has_124_points(void **state)
{
    (void)state;
    static const uint32_t partial[] = {2, 4, 10, 17, 37, 55, 106, 124};
    domain d = domain_of(3, 8, politics_levels, politics, GENIUS);
    judge(&d);
    assert_partial(&d, partial);
    release(&d);
}

/* ---- Panama ----------------------------------------------------------------- */

/* Points by Raiffa 1982; Brams and Taylor 1996, chapter 5. Each issue goes to one of
 * the two as a whole: level 0 to the United States, 1 to Panama. */
static domain panama(int64_t fallback)
{
    static const int64_t points[ISSUES][2] = {{22, 9},  {22, 15}, {15, 15}, {14, 3},
                                              {11, 15}, {6, 5},   {4, 11},  {2, 7},
                                              {2, 7},   {2, 13}};
    domain d = {.k = 2, .n_issues = ISSUES, .fallback = {fallback, fallback}};
    for (uint32_t j = 0; j < ISSUES; j++) {
        d.n_levels[j] = 2;
        d.worth[j][0][0] = points[j][0];
        d.worth[j][1][1] = points[j][1];
    }
    return d;
}

/* Derived by walking all 1,024 divisions. */
static void panama_is_divided_at_64_to_68(void **state)
{
    (void)state;
    static const int64_t points[20][2] = {
        {100, 0}, {98, 13}, {96, 20}, {94, 27}, {92, 31}, {90, 38}, {84, 43},
        {81, 46}, {79, 53}, {73, 58}, {66, 61}, {64, 68}, {58, 73}, {44, 76},
        {42, 83}, {36, 88}, {22, 91}, {20, 92}, {14, 97}, {0, 100}};
    static const int64_t wanted[2] = {64, 68};
    for (int64_t fallback = 0; fallback <= 50; fallback += 50) {
        domain d = panama(fallback);
        judge(&d);
        assert_int_equal(d.merged->cloud.n, 20);
        for (uint32_t p = 0; p < 20; p++)
            for (uint32_t i = 0; i < 2; i++)
                assert_int_equal(d.merged->cloud.worth[i][p], points[p][i]);
        for (dt_fair_kind kind = 0; kind < DT_FAIR_RAIFFA; kind++)
            assert_worth(&d, kind, wanted);
        assert_near(d.fair.pick[DT_FAIR_NASH].score, fallback ? 252 : 4352, 0);
        assert_int_equal(d.fair.ideal[0], fallback ? 29 : 100);
        assert_int_equal(d.fair.ideal[1], fallback ? 23 : 100);
        release(&d);
    }
}

/* ---- three parties, 18 packages --------------------------------------------- */

/* Our own worked example. Enrichment zero, capped, uncapped; relief none, phased, full;
 * inspection basic, intrusive. */
static domain three_parties(const int64_t *fallback)
{
    static const int64_t worth[3][3][3] = {{{40, 25, 0}, {0, 30, 45}, {50, 30, 0}},
                                           {{25, 15, 0}, {0, 20, 35}, {10, 8, 0}},
                                           {{0, 35}, {20, 0}, {0, 40}}};
    domain d = {.k = 3, .n_issues = 3, .n_levels = {3, 3, 2}};
    for (uint32_t j = 0; j < 3; j++)
        for (uint32_t i = 0; i < 3; i++)
            memcpy(d.worth[j][i], worth[j][i], sizeof worth[j][i]);
    memcpy(d.fallback, fallback, 3 * sizeof *fallback);
    return d;
}

static void each_fallback_has_its_own_solutions(void **state)
{
    (void)state;
    static const struct {
        int64_t fallback[3];
        double product, sum;
        int64_t ideal[3];
        const char *pick[4];
    } wanted[] = {
        {{35, 30, 40}, 30400, 203, {85, 80, 90}, {"111", "121", "121", "111"}},
        {{10, 5, 15}, 184275, 208, {90, 85, 98}, {"111", "121", "121", "011"}},
    };
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        domain d = three_parties(wanted[w].fallback);
        judge(&d);
        assert_int_equal(d.merged->cloud.n, 10);
        assert_near(d.fair.pick[DT_FAIR_NASH].score, wanted[w].product, 0);
        assert_near(d.fair.pick[DT_FAIR_UTIL].score, wanted[w].sum, 0);
        for (uint32_t i = 0; i < 3; i++)
            assert_int_equal(d.fair.ideal[i] + d.fallback[i], wanted[w].ideal[i]);
        for (dt_fair_kind kind = 0; kind < DT_FAIR_RAIFFA; kind++)
            assert_pick(&d, kind, wanted[w].pick[kind]);
        release(&d);
    }
}

/* The zone, walked: 18 packages, of which so many are no worse than the fallback. */
static void the_zone_is_larger_than_the_frontier(void **state)
{
    (void)state;
    static const int64_t fallback[2][3] = {{35, 30, 40}, {10, 5, 15}};
    domain d = three_parties(fallback[0]);
    int64_t worth[3][18];
    const int64_t *const column[3] = {worth[0], worth[1], worth[2]};
    const dt_cloud cloud = {3, 18, column, NULL};
    for (uint32_t p = 0; p < 18; p++)
        for (uint32_t i = 0; i < 3; i++)
            worth[i][p] =
                d.worth[0][i][p / 6] + d.worth[1][i][p / 2 % 3] + d.worth[2][i][p % 2];
    dt_bits *const all = dt_bits_new(18), *const zone = dt_bits_new(18);
    assert_true(all && zone);
    dt_bits_fill(all);
    dt_fair_above(&cloud, all, fallback[0], zone);
    assert_int_equal(dt_bits_count(zone), 10);
    dt_fair_above(&cloud, all, fallback[1], zone);
    assert_int_equal(dt_bits_count(zone), 14);
    dt_bits_free(all);
    dt_bits_free(zone);
}

/* ---- a smooth frontier ------------------------------------------------------ */

enum { FINE = 20000 };

/* y = 1 - x^2 at x = 0, 1 / FINE ... 1; the unit of worth is 1 / FINE^2. */
typedef struct curve {
    int64_t worth[2][FINE + 1];
    const int64_t *column[2];
    dt_cloud cloud;
    dt_bits *efficient;
    dt_arena arena;
    dt_fair fair;
} curve;

static curve *new_curve(void)
{
    static const int64_t fallback[2] = {0, 0};
    dt_error err = {0};
    curve *const c = calloc(1, sizeof *c);
    assert_non_null(c);
    for (int64_t x = 0; x <= FINE; x++) {
        c->worth[0][x] = x * FINE;
        c->worth[1][x] = (int64_t)FINE * FINE - x * x;
    }
    c->column[0] = c->worth[0];
    c->column[1] = c->worth[1];
    c->cloud = (dt_cloud){2, FINE + 1, c->column, NULL};
    c->efficient = dt_bits_new(FINE + 1);
    assert_non_null(c->efficient);
    assert_int_equal(dt_frontier_find(&c->cloud, NULL, c->efficient, &err), DT_OK);
    assert_int_equal(
        dt_fair_find(&c->cloud, c->efficient, fallback, &c->arena, &c->fair, &err),
        DT_OK);
    return c;
}

static void free_curve(curve *c)
{
    dt_bits_free(c->efficient);
    dt_arena_release(&c->arena);
    free(c);
}

static void assert_near_point(const curve *c, dt_fair_kind kind, double x, double y)
{
    const uint32_t p = c->fair.pick[kind].package[0];
    const double unit = (double)FINE * FINE;
    assert_near((double)c->worth[0][p] / unit, x, 1.0 / FINE);
    assert_near((double)c->worth[1][p] / unit, y, 2.0 / FINE);
}

/* By calculus: x = 1 / sqrt 3, x = 1 - x^2, 2 x = 1. */
static void a_smooth_frontier_has_the_solutions_of_calculus(void **state)
{
    (void)state;
    curve *const c = new_curve();
    assert_int_equal(c->fair.n, FINE + 1);
    assert_near_point(c, DT_FAIR_NASH, 0.5773502691896258, 0.6666666666666666);
    assert_near_point(c, DT_FAIR_KALAI, 0.6180339887498949, 0.6180339887498949);
    assert_near_point(c, DT_FAIR_EGAL, 0.6180339887498949, 0.6180339887498949);
    assert_near_point(c, DT_FAIR_UTIL, 0.5, 0.75);
    assert_near_point(c, DT_FAIR_RAIFFA, 0.607970909, 0.630371374);
    free_curve(c);
}

static void raiffas_steps_climb_to_the_curve(void **state)
{
    (void)state;
    static const double step[3][2] = {
        {0.5, 0.5}, {0.603553, 0.625}, {0.607963, 0.630362}};
    curve *const c = new_curve();
    const dt_raiffa *const r = &c->fair.raiffa;
    const double unit = (double)FINE * FINE;
    assert_true(r->converged && r->left <= 1e-12);
    assert_in_range(r->n_steps, 4, 60);
    for (uint32_t s = 0; s < 3; s++)
        for (uint32_t i = 0; i < 2; i++)
            assert_near(r->step_gain[2 * s + i] / unit, step[s][i], 1e-6);
    assert_near(r->limit_gain[0] / unit, 0.607970909, 5e-9);
    assert_near(r->limit_gain[1] / unit, 0.630371374, 5e-9);
    assert_int_equal(r->lottery.n, 2); /* neighbours on the curve */
    assert_int_equal(r->lottery.package[1], r->lottery.package[0] + 1);
    free_curve(c);
}

/* ---- corners ---------------------------------------------------------------- */

enum { MOST = 10 };

/* Packages written down as rows. */
typedef struct corner {
    int64_t worth[4][MOST];
    const int64_t *column[4];
    dt_cloud cloud;
    dt_bits *efficient;
    dt_arena arena;
    dt_fair fair;
    dt_error err;
} corner;

static void corner_init(corner *c, uint32_t k, uint32_t n, int64_t (*row)[4])
{
    *c = (corner){.err = {.status = DT_OK}};
    for (uint32_t i = 0; i < k; i++) {
        c->column[i] = c->worth[i];
        for (uint32_t p = 0; p < n; p++)
            c->worth[i][p] = row[p][i];
    }
    c->cloud = (dt_cloud){k, n, c->column, NULL};
    c->efficient = dt_bits_new(n);
    assert_non_null(c->efficient);
    assert_int_equal(dt_frontier_find(&c->cloud, NULL, c->efficient, &c->err), DT_OK);
}

static void corner_judge(corner *c, const int64_t *fallback)
{
    assert_int_equal(
        dt_fair_find(&c->cloud, c->efficient, fallback, &c->arena, &c->fair, &c->err),
        DT_OK);
}

static void corner_free(corner *c)
{
    dt_bits_free(c->efficient);
    dt_arena_release(&c->arena);
}

static void assert_tied(const corner *c, dt_fair_kind kind, uint32_t n,
                        const uint32_t *package)
{
    assert_int_equal(c->fair.pick[kind].n, n);
    for (uint32_t k = 0; k < n; k++)
        assert_int_equal(c->fair.pick[kind].package[k], package[k]);
}

/* What one gets the other lacks: the doctest of opposition_level in NegMAS. */
static void zero_sums_are_opposed_and_all_tied(void **state)
{
    (void)state;
    static const int64_t fallback[4] = {0};
    int64_t row[10][4];
    for (int64_t p = 0; p < 10; p++) {
        row[p][0] = p;
        row[p][1] = 9 - p;
    }
    corner c;
    corner_init(&c, 2, 10, row);
    assert_near(dt_opposition(&c.cloud, c.efficient, NULL), 0.7114582486036499, 1e-12);
    corner_judge(&c, fallback);
    assert_tied(&c, DT_FAIR_UTIL, 10, (const uint32_t[]){4, 0, 1, 2, 3, 5, 6, 7, 8, 9});
    assert_tied(&c, DT_FAIR_NASH, 2, (const uint32_t[]){4, 5});
    assert_tied(&c, DT_FAIR_RAIFFA, 2, (const uint32_t[]){4, 5});
    assert_near(c.fair.raiffa.limit_gain[0], 4.5, 1e-11);
    assert_int_equal(c.fair.raiffa.lottery.n, 2);
    corner_free(&c);
}

static void nothing_is_found_in_nothing(void **state)
{
    (void)state;
    int64_t row[2][4] = {{5, 0}, {0, 5}}, t = 77;
    const int64_t fallback[4] = {1, 1};
    corner c;
    corner_init(&c, 2, 2, row);
    corner_judge(&c, fallback);
    assert_int_equal(c.fair.n, 0);
    assert_int_equal(c.fair.pick[DT_FAIR_NASH].n, 0);
    assert_int_equal(c.fair.ideal[0], 0);
    assert_int_equal(dt_money_left(&c.cloud, c.efficient, fallback, &t), 0);
    assert_int_equal(t, -1);
    corner_free(&c);

    t = 77;
    corner_init(&c, 2, 0, row);
    corner_judge(&c, fallback);
    assert_int_equal(c.fair.n, 0);
    assert_int_equal(dt_money_left(&c.cloud, c.efficient, fallback, &t), DT_BITS_NONE);
    assert_int_equal(t, 77);
    assert_true(dt_opposition(&c.cloud, c.efficient, NULL) < 0);
    corner_free(&c);
}

/* The second party never gains: it has no share, and no product is above 0. */
static void who_cannot_gain_does_not_count(void **state)
{
    (void)state;
    int64_t row[3][4] = {{4, 7, 1}, {3, 7, 3}, {1, 7, 4}};
    const int64_t fallback[4] = {0, 7, 0};
    corner c;
    corner_init(&c, 3, 3, row);
    corner_judge(&c, fallback);
    assert_tied(&c, DT_FAIR_NASH, 1, (const uint32_t[]){1});
    assert_near(c.fair.pick[DT_FAIR_NASH].score, 0, 0);
    assert_tied(&c, DT_FAIR_KALAI, 1, (const uint32_t[]){1});
    assert_near(c.fair.pick[DT_FAIR_KALAI].score, 0.75, 0);
    assert_tied(&c, DT_FAIR_RAIFFA, 1, (const uint32_t[]){1});
    assert_near(c.fair.raiffa.limit_gain[0], 3, 1e-11);
    assert_near(c.fair.raiffa.limit_gain[1], 0, 0);
    corner_free(&c);
}

static void when_nobody_gains_all_is_fair(void **state)
{
    (void)state;
    int64_t row[3][4] = {{4, 7}, {4, 7}, {1, 2}};
    const int64_t fallback[4] = {4, 7};
    corner c;
    corner_init(&c, 2, 3, row);
    corner_judge(&c, fallback);
    for (dt_fair_kind kind = 0; kind < DT_N_FAIR; kind++)
        assert_tied(&c, kind, 2, (const uint32_t[]){0, 1});
    assert_near(c.fair.pick[DT_FAIR_KALAI].score, 1, 0);
    assert_near(c.fair.pick[DT_FAIR_RAIFFA].score, 1, 0);
    assert_int_equal(c.fair.raiffa.n_steps, 0);
    assert_true(c.fair.raiffa.converged);
    assert_int_equal(c.fair.raiffa.lottery.n, 1);
    corner_free(&c);
}

/* More of them gain by the last package, though two gain much by the first. */
static void as_many_as_possible_gain(void **state)
{
    (void)state;
    int64_t row[3][4] = {{90, 90, 0, 0}, {0, 80, 80, 0}, {0, 1, 1, 1}};
    const int64_t fallback[4] = {0};
    corner c;
    corner_init(&c, 4, 3, row);
    corner_judge(&c, fallback);
    assert_tied(&c, DT_FAIR_NASH, 1, (const uint32_t[]){2});
    corner_free(&c);
}

/* a^3 against (a + 1) a (a - 1): they differ by one part in 2^118. */
static void products_are_exact(void **state)
{
    (void)state;
    const int64_t a = INT64_C(1) << 59;
    int64_t row[4][4] = {{a + 1, a, a - 1}, {a, a, a}, {a - 1, a + 1, a}, {a, a, a}};
    const int64_t fallback[4] = {0};
    corner c;
    corner_init(&c, 3, 4, row);
    corner_judge(&c, fallback);
    assert_tied(&c, DT_FAIR_NASH, 2, (const uint32_t[]){1, 3});
    assert_tied(&c, DT_FAIR_UTIL, 4, (const uint32_t[]){1, 0, 2, 3});
    corner_free(&c);
}

/* The second product is larger, but not when doubles are multiplied. */
static void rounding_decides_nothing(void **state)
{
    (void)state;
    int64_t row[2][4] = {{209525424732157140, 147660881070219259, 201621865721037117},
                         {260691364674528519, 243216252058110505, 98383116819363446}};
    const int64_t fallback[4] = {0};
    double product[2];
    corner c;
    corner_init(&c, 3, 2, row);
    for (uint32_t p = 0; p < 2; p++)
        product[p] = (double)row[p][0] * (double)row[p][1] * (double)row[p][2];
    assert_true(product[0] > product[1]);
    corner_judge(&c, fallback);
    assert_tied(&c, DT_FAIR_NASH, 1, (const uint32_t[]){1});
    corner_free(&c);
}

/* The first party has 10 by two packages: the others get more in all by the first. */
static void raiffa_prefers_what_the_others_like(void **state)
{
    (void)state;
    int64_t row[3][4] = {{10, 6, 0}, {10, 0, 5}, {0, 10, 10}};
    const int64_t fallback[4] = {0};
    corner c;
    corner_init(&c, 3, 3, row);
    corner_judge(&c, fallback);
    assert_near(c.fair.raiffa.step_gain[0], 10.0 / 3, 1e-12);
    assert_near(c.fair.raiffa.step_gain[1], 26.0 / 3, 1e-12);
    assert_near(c.fair.raiffa.step_gain[2], 20.0 / 3, 1e-12);
    corner_free(&c);
}

/* Two packages are best for the first party and worth the same to the others in sum:
 * which of them counts does not turn on how packages are numbered, nor on how many are
 * alike. */
static void raiffa_knows_packages_by_what_they_are_worth(void **state)
{
    (void)state;
    int64_t row[3][5][4] = {
        {{10, 6, 4}, {10, 4, 6}, {0, 10, 0}, {0, 0, 10}},
        {{0, 0, 10}, {0, 10, 0}, {10, 4, 6}, {10, 6, 4}},
        {{10, 4, 6}, {0, 10, 0}, {10, 6, 4}, {0, 0, 10}, {10, 4, 6}}};
    static const uint32_t n[] = {4, 4, 5};
    const int64_t fallback[4] = {0};
    double limit[3][3];
    for (uint32_t k = 0; k < 3; k++) {
        corner c;
        corner_init(&c, 3, n[k], row[k]);
        corner_judge(&c, fallback);
        memcpy(limit[k], c.fair.raiffa.limit_gain, sizeof limit[k]);
        corner_free(&c);
    }
    for (uint32_t i = 0; i < 3; i++) {
        assert_near(limit[1][i], limit[0][i], 1e-12);
        assert_near(limit[2][i], limit[0][i], 1e-12);
    }
}

static void parties_and_sets_are_checked(void **state)
{
    (void)state;
    int64_t row[1][4] = {{1, 1}};
    const int64_t fallback[4] = {0};
    corner c;
    corner_init(&c, 1, 1, row);
    dt_bits *const other = dt_bits_new(2);
    assert_non_null(other);
    assert_int_equal(dt_frontier_find(&c.cloud, other, c.efficient, &c.err), DT_EUSAGE);
    assert_int_equal(dt_frontier_find(&c.cloud, NULL, other, &c.err), DT_EUSAGE);
    assert_string_equal(c.err.text, "a set is not over all 1 packages");
    assert_int_equal(dt_fair_find(&c.cloud, other, fallback, &c.arena, &c.fair, &c.err),
                     DT_EUSAGE);
    c.cloud.n_parties = 11;
    assert_int_equal(
        dt_fair_find(&c.cloud, c.efficient, fallback, &c.arena, &c.fair, &c.err),
        DT_EUSAGE);
    assert_int_equal(dt_frontier_find(&c.cloud, NULL, c.efficient, &c.err), DT_EUSAGE);
    assert_string_equal(c.err.text, "11 parties are not from 1 to 10");
    c.cloud.n_parties = 1;
    dt_bits_free(other);
    corner_free(&c);
}

/* ---- merging: limits -------------------------------------------------------- */

static dt_status merge_two(int64_t worth, const dt_merge_options *options,
                           dt_error *err)
{
    const int64_t level[3] = {worth, 1, 2}, other[3] = {0, -1, -2};
    const int64_t *const row[2] = {level, other};
    const dt_bundle_issue issue[2] = {{3, row}, {3, row}};
    const dt_bundle bundle = {2, 2, issue};
    dt_blend *merged = NULL;
    const dt_status status = dt_blend_new(&bundle, options, &merged, err);
    assert_true((status == DT_OK) == (merged != NULL));
    dt_blend_free(merged);
    return status;
}

static void sums_must_fit(void **state)
{
    (void)state;
    dt_error err = {0};
    const int64_t half = DT_WORTH_LIMIT / 2;
    assert_int_equal(merge_two(half - 1, NULL, &err), DT_OK);
    assert_int_equal(merge_two(1 - half, NULL, &err), DT_OK);
    assert_int_equal(merge_two(half, NULL, &err), DT_ELIMIT);
    assert_int_equal(merge_two(-half, NULL, &err), DT_ELIMIT);
    assert_int_equal(merge_two(INT64_MIN, NULL, &err), DT_ELIMIT);
    assert_string_equal(err.text,
                        "the worth of all issues is too large to be added exactly");
}

static void merging_keeps_to_its_memory(void **state)
{
    (void)state;
    dt_error err = {0};
    const dt_merge_options little = {.memory = 1000}, enough = {.memory = 1 << 20};
    assert_int_equal(merge_two(0, &enough, &err), DT_OK);
    assert_int_equal(merge_two(0, &little, &err), DT_ELIMIT);
    assert_string_equal(err.text, "to join issue 2 of 2, 9 partial packages, takes "
                                  "1.1 KiB, over the limit of 1000 bytes; allow "
                                  "more with --memory 2K");
}

static bool refuse_from(void *context, const char *phase, double done)
{
    int *const left = context;
    assert_string_equal(phase, "joining issues");
    assert_true(done >= 0 && done <= 1);
    return (*left)-- > 0;
}

static void merging_can_be_stopped(void **state)
{
    (void)state;
    dt_error err = {0};
    int left = 1;
    const dt_monitor monitor = {refuse_from, &left};
    const dt_merge_options watched = {.monitor = &monitor};
    assert_int_equal(merge_two(0, &watched, &err), DT_ESTOPPED);
    left = 1000;
    assert_int_equal(merge_two(0, &watched, &err), DT_OK);
}

static void issues_have_levels(void **state)
{
    (void)state;
    dt_error err = {0};
    dt_blend *merged = NULL;
    const dt_bundle_issue issue = {0, NULL};
    const dt_bundle none = {1, 1, &issue}, wide = {75, 0, NULL};
    assert_int_equal(dt_blend_new(&none, NULL, &merged, &err), DT_EUSAGE);
    assert_string_equal(err.text, "issue 1 has 0 levels, which is not from 1 to 256");
    assert_int_equal(dt_blend_new(&wide, NULL, &merged, &err), DT_EUSAGE);
    assert_string_equal(err.text, "75 coordinates are not from 1 to 74");
    assert_null(merged);
}

/* ---- the table -------------------------------------------------------------- */

static void solutions_have_names(void **state)
{
    (void)state;
    assert_string_equal(dt_fair_name(DT_FAIR_KALAI), "kalai-smorodinsky");
    assert_string_equal(dt_fair_full_name(DT_FAIR_RAIFFA), "Raiffa");
    assert_string_equal(dt_fair_words(DT_FAIR_EGAL), "the smallest gain is greatest");
    assert_string_equal(dt_fair_source(DT_FAIR_NASH), "Nash 1950");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(camera_has_16_points_as_genius_reads_it),
        cmocka_unit_test(camera_has_12_points_as_negmas_reads_it),
        cmocka_unit_test(robbers_agree_by_threes_fives_and_nines),
        cmocka_unit_test(politics_has_124_points),
        cmocka_unit_test(panama_is_divided_at_64_to_68),
        cmocka_unit_test(each_fallback_has_its_own_solutions),
        cmocka_unit_test(the_zone_is_larger_than_the_frontier),
        cmocka_unit_test(a_smooth_frontier_has_the_solutions_of_calculus),
        cmocka_unit_test(raiffas_steps_climb_to_the_curve),
        cmocka_unit_test(zero_sums_are_opposed_and_all_tied),
        cmocka_unit_test(nothing_is_found_in_nothing),
        cmocka_unit_test(who_cannot_gain_does_not_count),
        cmocka_unit_test(when_nobody_gains_all_is_fair),
        cmocka_unit_test(as_many_as_possible_gain),
        cmocka_unit_test(products_are_exact),
        cmocka_unit_test(rounding_decides_nothing),
        cmocka_unit_test(raiffa_prefers_what_the_others_like),
        cmocka_unit_test(raiffa_knows_packages_by_what_they_are_worth),
        cmocka_unit_test(parties_and_sets_are_checked),
        cmocka_unit_test(sums_must_fit),
        cmocka_unit_test(merging_keeps_to_its_memory),
        cmocka_unit_test(merging_can_be_stopped),
        cmocka_unit_test(issues_have_levels),
        cmocka_unit_test(solutions_have_names),
    };
    return cmocka_run_group_tests_name("fair", tests, NULL, NULL);
}
