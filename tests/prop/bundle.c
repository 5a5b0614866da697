/* Laws of merging: where packages can be merged issue by issue, what is efficient, what
 * is fair and whether there is a zone at all come out as from a list of them. */
#include "model/conflict.h"
#include "support/dice.h"
#include "support/tested.h"

#include <detente/detente.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- additive negotiations ------------------------------------------------------ */

typedef struct plan {
    dice d;
    uint32_t n_actors, n_issues;
    uint32_t n_levels[8];
    dt_text text;
} plan;

static void add_values(plan *p)
{
    dt_text_add(&p->text, "value {\n");
    for (uint32_t i = 0; i < p->n_issues; i++)
        for (uint32_t l = 0; l < p->n_levels[i]; l++)
            dt_text_format(&p->text, "%d i%u = l%u\n",
                           (int)dice_between(&p->d, 0, 12) - 6, i, l);
    dt_text_add(&p->text, "}\n");
}

static void add_home(plan *p)
{
    static const char *const rules[] = {"", "ratify : g0 or g1\n",
                                        "ratify : weight >= 2\n",
                                        "ratify : at least 1 of (g0, g1)\n"};
    for (uint32_t g = 0; g < 2; g++) {
        dt_text_format(&p->text, "constituency g%u weight %u %s gain >= %d {\n", g,
                       g + 1, dice_chance(&p->d, 20) ? "veto" : "",
                       (int)dice_between(&p->d, 0, 6) - 4);
        add_values(p);
        dt_text_add(&p->text, "}\n");
    }
    dt_text_add(&p->text, rules[dice_below(&p->d, 4)]);
}

static void add_issues(plan *p, uint32_t a)
{
    static const char *const ways[] = {"", "", "", "only up"};
    for (uint32_t i = a; i < p->n_issues; i += p->n_actors) {
        dt_text_format(&p->text, "issue i%u %s : l0", i, ways[dice_below(&p->d, 4)]);
        for (uint32_t l = 1; l < p->n_levels[i]; l++)
            dt_text_format(&p->text, ", l%u", l);
        dt_text_add(&p->text, "\n");
    }
}

/* Who has constituencies may have no values of its own. */
static void add_actor(plan *p, uint32_t a)
{
    const bool home = dice_chance(&p->d, 40);
    dt_text_format(&p->text, "actor a%u {\n", a);
    add_issues(p, a);
    if (home)
        add_home(p);
    dt_text_add(&p->text, "}\n");
    if (home && dice_chance(&p->d, 30))
        return;
    dt_text_format(&p->text, "value a%u {\n", a);
    for (uint32_t i = 0; i < p->n_issues; i++)
        dt_text_format(&p->text, "%d i%u >= l1\n%d i%u = l0\n",
                       (int)dice_between(&p->d, 0, 12) - 6, i,
                       (int)dice_between(&p->d, 0, 6) - 3, i);
    dt_text_add(&p->text, "}\n");
}

/* The last issue never stands at its first level where that is impossible. */
static void add_rest(plan *p)
{
    const bool impossible = dice_chance(&p->d, 30);
    const uint32_t last = p->n_issues - 1;
    dt_text_add(&p->text, "status quo {\n");
    for (uint32_t i = 0; i < last; i++)
        if (dice_chance(&p->d, 30))
            dt_text_format(&p->text, "i%u = l1\n", i);
    dt_text_format(&p->text, "i%u = l%u\n}\n", last, impossible);
    if (impossible)
        dt_text_format(&p->text, "impossible i%u = l0\n", last);
    if (dice_chance(&p->d, 50))
        dt_text_format(&p->text,
                       "fallback x 0.25 { i0 = l1 }\nfallback y 0.75 { worth a0 %d }\n",
                       (int)dice_between(&p->d, 0, 10) - 8);
}

/* What is off the table may be named together with what is on it. */
static void add_red_line(plan *p)
{
    const uint32_t off = (uint32_t)dice_below(&p->d, p->n_issues);
    const uint32_t on = (uint32_t)dice_below(&p->d, p->n_issues);
    dt_text_format(&p->text, "off the table : i%u\n", off);
    if (on != off)
        dt_text_format(&p->text,
                       "constituency a0.extra gain >= 0 { value { 2 i%u = l1 "
                       "or not i%u = l1; 1 i%u = l0 and i%u >= l0 } }\n",
                       on, off, off, on);
}

static void add_deal(plan *p)
{
    dt_text_add(&p->text, "deal \"Some\" {\n");
    for (uint32_t i = 0; i < p->n_issues; i++)
        if (dice_chance(&p->d, 60))
            dt_text_format(&p->text, "i%u = l1\n", i);
    dt_text_add(&p->text, "}\n");
}

static plan random_plan(uint64_t seed)
{
    plan p = {.d = {seed, 0}};
    p.n_actors = (uint32_t)dice_between(&p.d, 2, 3);
    p.n_issues = (uint32_t)dice_between(&p.d, p.n_actors, 6);
    for (uint32_t i = 0; i < p.n_issues; i++)
        p.n_levels[i] = (uint32_t)dice_between(&p.d, 2, 3);
    for (uint32_t a = 0; a < p.n_actors; a++)
        add_actor(&p, a);
    add_rest(&p);
    if (dice_chance(&p.d, 30))
        add_red_line(&p);
    add_deal(&p);
    return p;
}

/* ---- the two answers ---------------------------------------------------------- */

static dt_deals *answer(const dt_model *model, dt_packages packages, dt_error *err)
{
    const dt_deals_question question = {.packages = packages};
    dt_diags *const diags = dt_diags_new();
    dt_deals *deals = NULL;
    if (dt_deals_new(model, &question, diags, &deals, err) != DT_OK)
        deals = NULL;
    dt_diags_free(diags);
    return deals;
}

static int64_t sum_of(const dt_model *model, const dt_preference *preference,
                      dt_code code)
{
    int64_t sum = 0;
    for (uint32_t t = 0; t < preference->n_terms; t++)
        if (dt_formula_holds(model, preference->terms[t].formula, code))
            sum += preference->terms[t].units;
    return sum;
}

/* What the package is worth to the actor by its one sum, or, up to a factor, by those
 * of its constituencies. */
static int64_t worth_of(const dt_model *model, dt_actor_id a, dt_code code)
{
    const dt_actor *const actor = &model->actors[a];
    int64_t sum = 0;
    if (actor->preference.has_value)
        return sum_of(model, &actor->preference, code);
    for (uint32_t k = 0; k < actor->home.n; k++)
        sum += actor->home.constituencies[k].weight / 1000000 *
               sum_of(model, &actor->home.constituencies[k].preference, code);
    return sum;
}

static bool same_point(const dt_model *model, dt_code x, dt_code y)
{
    bool same = true;
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        same = same && worth_of(model, a, x) == worth_of(model, a, y);
    return same;
}

/* All points of some packages are among those of others. */
static bool covers(const dt_model *model, const dt_code *all, uint32_t n_all,
                   const dt_code *some, uint32_t n_some)
{
    bool covered = true;
    for (uint32_t k = 0; k < n_some && covered; k++) {
        covered = false;
        for (uint32_t j = 0; j < n_all && !covered; j++)
            covered = same_point(model, all[j], some[k]);
    }
    return covered;
}

static bool same_points(const dt_model *model, const dt_code *x, uint32_t n_x,
                        const dt_code *y, uint32_t n_y)
{
    return covers(model, x, n_x, y, n_y) && covers(model, y, n_y, x, n_x);
}

static bool is_near(double x, double y)
{
    return fabs(x - y) <= 1e-9 * (1 + fabs(x));
}

/* No package is told twice. */
static bool ascends(const dt_code *codes, uint32_t n)
{
    bool ascending = true;
    for (uint32_t k = 1; k < n && ascending; k++)
        ascending = codes[k] > codes[k - 1];
    return ascending;
}

/* The same packages tie, up to equals: which of them is the pick may turn on codes. */
static bool fair_agrees(const dt_model *model, const dt_summary *s,
                        const dt_disagreement *x, const dt_disagreement *y)
{
    bool agrees = x->has_fair == y->has_fair;
    for (uint32_t f = 0; agrees && x->has_fair && f < DT_N_FAIR; f++)
        agrees = is_near(x->fair[f].score, y->fair[f].score) &&
                 ascends(y->fair[f].packages + 1, y->fair[f].n - 1) &&
                 same_points(model, x->fair[f].packages, x->fair[f].n,
                             y->fair[f].packages, y->fair[f].n);
    for (uint32_t k = 0; agrees && x->has_fair && k < s->n_sides; k++)
        agrees = x->ideal[k] == y->ideal[k] &&
                 fabs(x->raiffa.worth[k] - y->raiffa.worth[k]) <= 1e-6;
    return agrees;
}

static bool point_agrees(const dt_model *model, const dt_summary *s,
                         const dt_disagreement *x, const dt_disagreement *y)
{
    const uint64_t counted[] = {x->zone, x->rational}, told[] = {y->zone, y->rational};
    for (uint32_t k = 0; k < 2; k++)
        if (told[k] != (counted[k] ? DT_UNCOUNTED : 0))
            return false;
    return ascends(y->efficient, y->n_efficient) &&
           same_points(model, x->efficient, x->n_efficient, y->efficient,
                       y->n_efficient) &&
           fair_agrees(model, s, x, y);
}

/* What is said of the one deal that is proposed. */
static bool deal_agrees(const dt_deal *x, const dt_deal *y)
{
    return x->on_table == y->on_table && x->feasible_step == y->feasible_step &&
           x->in_zone == y->in_zone && x->efficient == y->efficient &&
           x->has_money_left == y->has_money_left && x->money_left == y->money_left;
}

static void assert_same(const dt_model *model, const dt_deals *listed,
                        const dt_deals *merged, uint64_t seed)
{
    const dt_summary *const x = dt_deals_summary(listed);
    const dt_summary *const y = dt_deals_summary(merged);
    bool same = x->n_packages == y->n_packages && x->listed && !y->listed &&
                x->has_opposition == y->has_opposition &&
                is_near(x->opposition, y->opposition) &&
                deal_agrees(&x->deals[0], &y->deals[0]);
    for (uint32_t k = 0; k < x->n_disagreements && same; k++)
        same = point_agrees(model, x, &x->disagreements[k], &y->disagreements[k]);
    if (!same)
        fail_msg("a list and merging differ for seed %llu", (unsigned long long)seed);
}

/* How often something was to be seen. */
typedef struct sightings {
    uint32_t zones, solutions, derived, extra, in_zone, efficient;
} sightings;

static void note(sightings *n, const dt_summary *s)
{
    n->zones += s->disagreements[0].zone > 0;
    n->solutions += s->disagreements[0].has_fair;
    n->derived += s->voices[0].derived;
    n->extra += s->disagreements[0].sides[0].n_constituencies % 2;
    n->in_zone += s->deals[0].in_zone;
    n->efficient += s->deals[0].efficient;
}

static void merging_is_listing(void **state)
{
    (void)state;
    sightings n = {0};
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        plan p = random_plan(seed);
        dt_error err;
        tested t = assert_text(dt_text_string(&p.text));
        dt_deals *const listed = answer(t.model, DT_PACKAGES_LISTED, &err);
        dt_deals *const merged = answer(t.model, DT_PACKAGES_MERGED, &err);
        if (!listed || !merged)
            fail_msg("seed %llu: %s", (unsigned long long)seed, err.text);
        assert_same(t.model, listed, merged, seed);
        note(&n, dt_deals_summary(listed));
        dt_deals_free(listed);
        dt_deals_free(merged);
        test_release(&t);
        dt_text_release(&p.text);
    }
    assert_in_range(n.zones, 200, 1800); /* neither all zones are empty nor none */
    assert_in_range(n.solutions, 200, 1800);
    assert_in_range(n.derived, 100, 1000);
    assert_in_range(n.extra, 100, 1000);
    assert_in_range(n.in_zone, n.efficient + 50, 1000);
    assert_in_range(n.efficient, 50, 1000);
}

/* ---- what cannot be merged ---------------------------------------------------- */

static const struct {
    const char *more; /* statements */
    const char *why;
} obstacles[] = {
    {"impossible x and y\n", "the rule 'impossible a.x and b.y' ties choices together"},
    {"constituency a.g veto { value { 3 x implies y } }\n",
     "the value that 'a.g' gives to 'a.x implies b.y' is of several choices at once"},
    {"constituency a.g { value { 1 x } }\nconstituency a.h { value { 1 y } }\n"
     "ratify a : at most 1 of (g, h)\n",
     "what 'a' ratifies may turn on a constituency's no"},
    {"constituency a.g { value { 1 x } }\nconstituency a.h { value { 1 y } }\n"
     "ratify a : g implies h\n",
     "what 'a' ratifies may turn on a constituency's no"},
    {"always x implies y\n", "the rule 'always a.x implies b.y' ties choices together"},
    {"constituency a.g { value { 3 x and y } }\n",
     "the value that 'a.g' gives to 'a.x and b.y' is of several choices at once"},
    {"constituency a.g { prefer { x } }\n", "'a.g' has an order and no values"},
    {"constituency a.g { value { 1 x } }\nconstituency a.h { value { 1 y } }\n"
     "ratify a : g and not h\n",
     "what 'a' ratifies may turn on a constituency's no"},
    {"constituency a.g { value { 1 x } }\nratify a : weight <= 1\n",
     "what 'a' ratifies may turn on a constituency's no"}};

/* What looks alike and is none: choices off the table are known, more yes does no harm,
 * and what several choices are worth together may be a sum after all. */
static const char *const no_obstacles[] = {
    "always x implies y\noff the table : y\n",
    "constituency a.g { value { 3 x and y } }\noff the table : y\n",
    "constituency a.g { value { 3 x and (y or not y) } }\n",
    "actor c { option z }\nprefer c { z }\ntable a, b\n",
    ("constituency a.g { value { 1 x } }\nconstituency a.h { value { 1 y } }\n"
     "ratify a : at least 1 of (g, h) and weight > 0\n")};

static tested two_options(const char *more)
{
    char text[600];
    (void)snprintf(text, sizeof text,
                   "actor a { option x }\nactor b { option y }\nvalue a { 1 y }\n"
                   "value b { 1 x }\nstatus quo {}\ndeal \"Some\" { y }\n%s",
                   more);
    return assert_text(text);
}

static void obstacles_are_told(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof obstacles / sizeof *obstacles; k++) {
        dt_error err;
        tested t = two_options(obstacles[k].more);
        assert_null(answer(t.model, DT_PACKAGES_MERGED, &err));
        assert_int_equal(err.status, DT_EAPPLY);
        if (!strstr(err.text, obstacles[k].why))
            fail_msg("%s", err.text);
        test_release(&t);
    }
}

static void what_is_none_is_merged(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof no_obstacles / sizeof *no_obstacles; k++) {
        dt_error err;
        tested t = two_options(no_obstacles[k]);
        dt_deals *const listed = answer(t.model, DT_PACKAGES_LISTED, &err);
        dt_deals *const merged = answer(t.model, DT_PACKAGES_MERGED, &err);
        if (!listed || !merged)
            fail_msg("%s: %s", no_obstacles[k], err.text);
        assert_same(t.model, listed, merged, k);
        dt_deals_free(listed);
        dt_deals_free(merged);
        test_release(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merging_is_listing),
        cmocka_unit_test(obstacles_are_told),
        cmocka_unit_test(what_is_none_is_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
