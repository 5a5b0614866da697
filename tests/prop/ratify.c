/* Laws of the rules to ratify, against plain loops over all sets of those who agree:
 *
 *  - a rule is refused just when no set satisfies it and every veto, or when a weight
 *    in it is never reached
 *  - one that is read holds of the very sets of which it should
 *
 * A rule is written and judged in one go: beside the words of each formula stands the
 * set of the sets of which it is true. */
#include "model/conflict.h"

#include "base/decimal.h"
#include "support/dice.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

enum { RULES = 4000, MOST = 8, SETS = 1 << MOST };

typedef struct rule {
    dice d;
    size_t n;             /* constituencies */
    int64_t weight[MOST]; /* in halves */
    bool veto[MOST];
    bool is_out_of_reach; /* a weight in it is never reached */
    dt_text text;
} rule;

/* holds[s]: true when just those agree whose bits are in s. */
typedef struct truth {
    bool holds[SETS];
} truth;

static int64_t weigh(const rule *r, size_t set)
{
    int64_t sum = 0;
    for (size_t k = 0; k < r->n; k++)
        sum += set >> k & 1 ? r->weight[k] : 0;
    return sum;
}

static bool compares(int64_t weight, size_t sign, int64_t bound)
{
    const bool answers[] = {weight == bound, weight != bound,
                            weight<bound, weight <= bound, weight> bound,
                            weight >= bound};
    return answers[sign];
}

/* "weight >= 3.5"; out of reach when it lies beyond the least and the greatest weight.
 */
static void say_weight(rule *r, truth *t)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    const size_t sign = dice_below(&r->d, 6);
    const int64_t total = weigh(r, SETS - 1),
                  bound = (int64_t)dice_below(&r->d, (size_t)total + 3) - 1;
    bool ever = false;
    for (size_t s = 0; s < (size_t)1 << r->n; s++)
        t->holds[s] = compares(weigh(r, s), sign, bound);
    for (int64_t w = 0; w <= total; w++)
        ever = ever || compares(w, sign, bound);
    r->is_out_of_reach = r->is_out_of_reach || (!ever && sign != 1);
    dt_text_format(&r->text, "weight %s %s%d%s", signs[sign], bound == -1 ? "-" : "",
                   bound == -1 ? 0 : (int)(bound / 2), bound % 2 ? ".5" : "");
}

static void say_atom(rule *r, truth *t)
{
    const size_t k = dice_below(&r->d, r->n);
    if (dice_chance(&r->d, 30)) {
        say_weight(r, t);
        return;
    }
    for (size_t s = 0; s < SETS; s++)
        t->holds[s] = s >> k & 1;
    dt_text_format(&r->text, dice_chance(&r->d, 50) ? "k%zu" : "a.k%zu", k);
}

static void say_formula(rule *r, unsigned depth, truth *t);

/* "at least 2 of (...)" */
static void say_count(rule *r, unsigned depth, truth *t)
{
    size_t n_true[SETS] = {0};
    const size_t n = dice_between(&r->d, 1, 4), bound = dice_below(&r->d, n + 1);
    const bool exactly = dice_chance(&r->d, 40);
    dt_text_format(&r->text, "%s %zu of (", exactly ? "exactly" : "at least", bound);
    for (size_t k = 0; k < n; k++) {
        dt_text_add(&r->text, k ? ", " : "");
        say_formula(r, depth - 1, t);
        for (size_t s = 0; s < SETS; s++)
            n_true[s] += t->holds[s];
    }
    dt_text_add(&r->text, ")");
    for (size_t s = 0; s < SETS; s++)
        t->holds[s] = exactly ? n_true[s] == bound : n_true[s] >= bound;
}

static void say_pair(rule *r, unsigned depth, truth *t)
{
    static const char *const words[] = {"and", "and", "or", "implies", "iff"};
    const size_t which = dice_below(&r->d, 5);
    truth left;
    dt_text_add(&r->text, "(");
    say_formula(r, depth - 1, &left);
    dt_text_format(&r->text, " %s ", words[which]);
    say_formula(r, depth - 1, t);
    dt_text_add(&r->text, ")");
    for (size_t s = 0; s < SETS; s++) {
        const bool a = left.holds[s], b = t->holds[s];
        t->holds[s] = which < 2    ? a && b
                      : which == 2 ? a || b
                      : which == 3 ? !a || b
                                   : a == b;
    }
}

static void say_formula(rule *r, unsigned depth, truth *t)
{
    *t = (truth){0};
    switch (depth ? dice_below(&r->d, 6) : 0) {
    case 0:
        say_atom(r, t);
        break;
    case 1:
        dt_text_add(&r->text, "not (");
        say_formula(r, depth - 1, t);
        dt_text_add(&r->text, ")");
        for (size_t s = 0; s < SETS; s++)
            t->holds[s] = !t->holds[s];
        break;
    case 2:
        say_count(r, depth, t);
        break;
    default:
        say_pair(r, depth, t);
    }
}

static void say_model(rule *r, truth *t)
{
    r->n = dice_between(&r->d, 1, MOST);
    dt_text_add(&r->text, "actor a { option x }\nvalue a { 1 x }\n");
    for (size_t k = 0; k < r->n; k++) {
        r->weight[k] = (int64_t)dice_below(&r->d, 5);
        r->veto[k] = dice_chance(&r->d, 15);
        dt_text_format(&r->text,
                       "constituency a.k%zu weight %d%s %s { prefer { x } }\n", k,
                       (int)(r->weight[k] / 2), r->weight[k] % 2 ? ".5" : "",
                       r->veto[k] ? "veto" : "");
    }
    dt_text_add(&r->text, "ratify a : ");
    say_formula(r, (unsigned)dice_below(&r->d, 4), t);
    dt_text_add(&r->text, "\n");
    assert_false(r->text.failed);
}

static bool is_satisfiable(const rule *r, const truth *t)
{
    for (size_t s = 0; s < (size_t)1 << r->n; s++) {
        bool passes = t->holds[s];
        for (size_t k = 0; k < r->n; k++)
            passes = passes && (!r->veto[k] || s >> k & 1);
        if (passes)
            return true;
    }
    return false;
}

/* The bits of a code for those who agree and for the weights that do. */
static uint64_t answers_of(const rule *r, const dt_home *home, size_t set)
{
    uint64_t code = set;
    const int64_t weight = weigh(r, set) * (DT_DECIMAL_ONE / 2);
    for (uint32_t j = 0; j < home->n_weighings; j++)
        code |= (uint64_t)dt_weight_holds(home->weighings[j], weight)
                << (DT_HOME_MAX + j);
    return code;
}

static void check_truth(const rule *r, const truth *t, const dt_model *model)
{
    const dt_home *const home = &model->actors[0].home;
    for (size_t s = 0; s < (size_t)1 << r->n; s++)
        if (dt_formula_holds(model, home->rule, answers_of(r, home, s)) != t->holds[s])
            fail_msg("set %zu is judged otherwise, of:\n%s", s, r->text.bytes);
}

/* True when the rule is sound, as it should be or not. */
static bool check_rule(uint64_t seed)
{
    rule r = {.d = {.seed = seed}};
    truth t;
    say_model(&r, &t);
    const bool is_sound = !r.is_out_of_reach && is_satisfiable(&r, &t);
    tested read = test_text(r.text.bytes);
    if ((read.status == DT_OK) != is_sound)
        fail_msg("seed %u: %s be refused:\n%s", (unsigned)seed,
                 is_sound ? "should not" : "should", r.text.bytes);
    if (is_sound)
        check_truth(&r, &t, read.model);
    else
        assert_finding(read.diags, r.is_out_of_reach ? "weigh" : "no answers of");
    test_release(&read);
    dt_text_release(&r.text);
    return is_sound;
}

static void rules_are_judged_as_by_plain_loops(void **state)
{
    (void)state;
    size_t n_sound = 0;
    for (uint64_t seed = 1; seed <= RULES; seed++)
        n_sound += check_rule(seed);
    assert_in_range(n_sound, RULES / 4, RULES - RULES / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_judged_as_by_plain_loops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
