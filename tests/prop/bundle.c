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

static void add_actor(plan *p, uint32_t a)
{
    dt_text_format(&p->text, "actor a%u {\n", a);
    add_issues(p, a);
    if (dice_chance(&p->d, 40))
        add_home(p);
    dt_text_add(&p->text, "}\n");
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

/* What the package is worth to the actor, by its one sum. */
static int64_t worth_of(const dt_model *model, dt_actor_id a, dt_code code)
{
    const dt_preference *const preference = &model->actors[a].preference;
    int64_t sum = 0;
    for (uint32_t t = 0; t < preference->n_terms; t++)
        if (dt_formula_holds(model, preference->terms[t].formula, code))
            sum += preference->terms[t].units;
    return sum;
}

static bool same_point(const dt_model *model, dt_code x, dt_code y)
{
    bool same = true;
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        same = same && worth_of(model, a, x) == worth_of(model, a, y);
    return same;
}

static bool has_point(const dt_model *model, const dt_disagreement *at, dt_code code)
{
    bool has = false;
    for (uint32_t k = 0; k < at->n_efficient && !has; k++)
        has = same_point(model, at->efficient[k], code);
    return has;
}

static bool covers(const dt_model *model, const dt_disagreement *all,
                   const dt_disagreement *some)
{
    bool covered = true;
    for (uint32_t k = 0; k < some->n_efficient && covered; k++)
        covered = has_point(model, all, some->efficient[k]);
    return covered;
}

static bool is_near(double x, double y)
{
    return fabs(x - y) <= 1e-9 * (1 + fabs(x));
}

/* Ties may be broken by another package, but not by another score. */
static bool fair_agrees(const dt_disagreement *x, const dt_disagreement *y)
{
    bool agrees = x->has_fair == y->has_fair;
    for (uint32_t f = 0; agrees && x->has_fair && f < DT_FAIR_RAIFFA; f++)
        agrees = is_near(x->fair[f].score, y->fair[f].score);
    return agrees;
}

static void assert_same(const dt_model *model, const dt_deals *listed,
                        const dt_deals *merged, uint64_t seed)
{
    const dt_summary *const x = dt_deals_summary(listed);
    const dt_summary *const y = dt_deals_summary(merged);
    bool same = x->n_packages == y->n_packages && x->listed && !y->listed;
    for (uint32_t k = 0; k < x->n_disagreements && same; k++) {
        const dt_disagreement *const a = &x->disagreements[k];
        const dt_disagreement *const b = &y->disagreements[k];
        same = (a->zone == 0) == (b->zone == 0) &&
               (b->zone == 0 || b->zone == DT_UNCOUNTED) && covers(model, a, b) &&
               covers(model, b, a) && fair_agrees(a, b);
    }
    if (!same)
        fail_msg("a list and merging differ for seed %llu", (unsigned long long)seed);
}

static void merging_is_listing(void **state)
{
    (void)state;
    uint32_t n_zones = 0;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        plan p = random_plan(seed);
        dt_error err;
        tested t = assert_text(dt_text_string(&p.text));
        dt_deals *const listed = answer(t.model, DT_PACKAGES_LISTED, &err);
        dt_deals *const merged = answer(t.model, DT_PACKAGES_MERGED, &err);
        if (!listed || !merged)
            fail_msg("seed %llu: %s", (unsigned long long)seed, err.text);
        assert_same(t.model, listed, merged, seed);
        n_zones += dt_deals_summary(listed)->disagreements[0].zone > 0;
        dt_deals_free(listed);
        dt_deals_free(merged);
        test_release(&t);
        dt_text_release(&p.text);
    }
    assert_in_range(n_zones, 100, 1400); /* neither all zones are empty nor none */
}

/* ---- what cannot be merged ---------------------------------------------------- */

static const struct {
    const char *more; /* statements */
    const char *why;
} obstacles[] = {
    {"always x implies y\n", "the rule 'a.x implies b.y' ties choices together"},
    {"constituency a.g { value { 3 x and y } }\n",
     "the value that 'a.g' gives to 'a.x and b.y' is of several choices at once"},
    {"constituency a.g { prefer { x } }\n", "'a.g' has an order and no values"},
    {"constituency a.g { value { 1 x } }\nconstituency a.h { value { 1 y } }\n"
     "ratify a : g and not h\n",
     "what 'a' ratifies may turn on a constituency's no"},
    {"constituency a.g { value { 1 x } }\nratify a : weight <= 1\n",
     "what 'a' ratifies may turn on a constituency's no"}};

static void obstacles_are_told(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof obstacles / sizeof *obstacles; k++) {
        char text[600];
        dt_error err;
        snprintf(text, sizeof text,
                 "actor a { option x }\nactor b { option y }\nvalue a { 1 y }\n"
                 "value b { 1 x }\nstatus quo {}\n%s",
                 obstacles[k].more);
        tested t = assert_text(text);
        assert_null(answer(t.model, DT_PACKAGES_MERGED, &err));
        assert_int_equal(err.status, DT_EAPPLY);
        assert_non_null(strstr(err.text, obstacles[k].why));
        test_release(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merging_is_listing),
        cmocka_unit_test(obstacles_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
