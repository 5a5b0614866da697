/* Laws of enumeration under many rules: what sieves, jumps and blocks find is what
 * plain loops over all vectors find, in the same order, whether rules contradict each
 * other or not. */
#include "base/popcount.h"
#include "space/enumerate.h"
#include "support/random.h"
#include "support/spelling.h"
#include "support/tested.h"

#include <detente/space.h>
#include <stdlib.h>
#include <string.h>

/* Codes that come out, in order. */
typedef struct harvest {
    uint64_t *code;
    size_t n, room;
} harvest;

static dt_status take(void *context, uint64_t base, uint64_t word)
{
    harvest *const h = context;
    for (; word; word &= word - 1) {
        assert_true(h->n < h->room);
        h->code[h->n++] = base + dt_lowest_bit(word);
    }
    return DT_OK;
}

static harvest enumerate(const dt_model *model, size_t room)
{
    dt_error err = {0};
    dt_sieves sieves;
    harvest h = {malloc((room + 1) * sizeof *h.code), 0, room};
    const dt_block_sink sink = {take, &h};
    const dt_effort effort = {.phase = "testing"};
    assert_non_null(h.code);
    assert_int_equal(dt_sieves_build(model, &effort, &sieves, &err), DT_OK);
    assert_int_equal(dt_enumerate(&sieves, &sink, &effort, &err), DT_OK);
    dt_sieves_release(&sieves);
    return h;
}

static dt_model *read_model(const dt_text *text, dt_diags *diags)
{
    dt_error err = {0};
    dt_model *model = NULL;
    const dt_input input = {"random", text->bytes, text->n, DT_FORMAT_CONFLICT};
    if (dt_model_parse(&input, diags, &model, &err) != DT_OK)
        fail_msg("%s\n%s", findings_of(diags), text->bytes);
    return model;
}

/* ---- against the oracle --------------------------------------------------------- */

static uint64_t code_of(const dt_model *model, const sketch_cell *cell)
{
    uint64_t code = 0;
    for (uint32_t c = 0; c < model->n_choices; c++)
        code |= (uint64_t)cell->level[c] << model->choices[c].shift;
    return code;
}

/* A conflict with as many rules as a sketch holds, which may leave no state. */
static void rule_heavily(sketch *k, uint64_t seed)
{
    static const random_size size = {.actors = 4,
                                     .vectors = 1 << 11,
                                     .states = 1 << 11,
                                     .lines = 1,
                                     .only_prefer = true};
    dice d = {.seed = seed ^ 0x5153};
    random_sketch(k, seed, size);
    k->has_status_quo = false; /* there may be no state */
    while (k->n_rules < SKETCH_RULES && dice_chance(&d, 92))
        k->rule[k->n_rules++] = (sketch_rule){
            .impossible = dice_chance(&d, 70),
            .formula = random_formula(k, &d, 1 + dice_below(&d, 2)),
        };
}

static size_t compare_with_oracle(uint64_t seed)
{
    sketch *const k = malloc(sizeof *k);
    dt_diags *const diags = dt_diags_new();
    dt_text text = {0};
    assert_true(k && diags);
    rule_heavily(k, seed);
    spell_model(k, &text);
    dt_model *const model = read_model(&text, diags);
    sketch_states states = sketch_find_states(k);
    harvest h = enumerate(model, sketch_raw(k));
    const size_t n = states.n_cells;
    bool same = h.n == n;
    for (size_t s = 0; same && s < n; s++)
        same = h.code[s] == code_of(model, &states.cell[s]);
    if (!same)
        fail_msg("seed %llu: %zu states, the oracle has %zu\n%s",
                 (unsigned long long)seed, h.n, n, text.bytes);
    free(h.code);
    sketch_states_free(&states);
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
    free(k);
    return n;
}

static void heavily_ruled_models_have_the_states_of_the_oracle(void **state)
{
    (void)state;
    size_t n_empty = 0;
    for (uint64_t seed = 1; seed <= 2000; seed++)
        n_empty += compare_with_oracle(seed) == 0;
    assert_true(n_empty > 100 && n_empty < 1900); /* both kinds are there */
}

/* ---- against loops over all codes ----------------------------------------------- */

enum { OPTIONS = 17 };

static void add_literal(dt_text *text, dice *d)
{
    dt_text_format(text, "%so%zu", dice_chance(d, 50) ? "not " : "",
                   dice_below(d, OPTIONS));
}

/* Options, most or all of them, between commas. */
static void add_many(dt_text *text, dice *d)
{
    dt_text_add(text, "(");
    for (size_t k = 0; k < OPTIONS; k++)
        if (k == 0 || dice_chance(d, 90))
            dt_text_format(text, "%s%so%zu", k ? ", " : "",
                           dice_chance(d, 20) ? "not " : "", k);
    dt_text_add(text, ")");
}

/* A rule that speaks of more choices than a tree of levels takes. */
static void add_wide_rule(dt_text *text, dice *d)
{
    static const char *const counts[] = {"at most", "at least", "exactly"};
    dt_text_add(text, dice_chance(d, 75) ? "always " : "impossible ");
    switch (dice_below(d, 3)) {
    case 0: /* a count */
        dt_text_format(text, "%s %zu of ", counts[dice_below(d, 3)],
                       dice_between(d, 4, 12));
        add_many(text, d);
        break;
    case 1: /* neither a count nor narrow */
        dt_text_add(text, "any of ");
        add_many(text, d);
        dt_text_add(text, " implies at most 8 of ");
        add_many(text, d);
        break;
    default: /* a long disjunction */
        add_literal(text, d);
        for (size_t k = 0; k < OPTIONS; k++) {
            dt_text_add(text, " or ");
            add_literal(text, d);
        }
    }
    dt_text_add(text, "\n");
}

static void add_narrow_rule(dt_text *text, dice *d)
{
    dt_text_add(text, "always ");
    add_literal(text, d);
    dt_text_add(text, " or ");
    add_literal(text, d);
    dt_text_add(text, "\n");
}

static void add_some_rules(dt_text *text, dice *d)
{
    for (size_t k = dice_between(d, 1, 3); k > 0; k--)
        add_wide_rule(text, d);
    for (size_t k = dice_below(d, 12); k > 0; k--)
        add_narrow_rule(text, d);
}

/* Rules of so many literals each, all kept by a code drawn before: groups with many
 * pieces, pieces about low options only. */
static void add_rules_of(size_t n_literals, size_t n, dt_text *text, dice *d)
{
    const size_t kept = dice_below(d, (size_t)1 << OPTIONS);
    for (; n > 0; n--) {
        const size_t first = dice_below(d, OPTIONS);
        dt_text_format(text, "always %so%zu", kept >> first & 1 ? "" : "not ", first);
        for (size_t k = 1; k < n_literals; k++) {
            dt_text_add(text, " or ");
            add_literal(text, d);
        }
        dt_text_add(text, "\n");
    }
}

/* Some of the vectors are left, */
static void add_many_rules(dt_text *text, dice *d)
{
    add_rules_of(dice_between(d, 7, 9), 300, text, d);
}

/* or hardly one. */
static void add_thousands_of_rules(dt_text *text, dice *d)
{
    add_rules_of(4, 12000, text, d);
}

static bool is_feasible(const dt_model *model, uint64_t code)
{
    bool feasible = true;
    for (uint32_t r = 0; r < model->n_rules; r++)
        feasible = feasible && dt_formula_holds(model, model->rules[r].formula, code) !=
                                   model->rules[r].impossible;
    return feasible;
}

static size_t compare_with_loops(uint64_t seed, void (*add_rules)(dt_text *, dice *))
{
    dice d = {.seed = seed};
    dt_text text = {0};
    dt_diags *const diags = dt_diags_new();
    dt_text_add(&text, "actor a {\n");
    for (size_t k = 0; k < OPTIONS; k++)
        dt_text_format(&text, "    option o%zu\n", k);
    dt_text_add(&text, "}\n");
    add_rules(&text, &d);
    dt_model *const model = read_model(&text, diags);
    harvest h = enumerate(model, (size_t)1 << OPTIONS);
    size_t n = 0;
    for (uint64_t code = 0; code < (uint64_t)1 << OPTIONS; code++)
        if (is_feasible(model, code) && (n >= h.n || h.code[n++] != code))
            fail_msg("seed %llu: code %llu is missing\n%s", (unsigned long long)seed,
                     (unsigned long long)code, text.bytes);
    assert_int_equal(n, h.n);
    free(h.code);
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
    return n;
}

static void wide_rules_are_kept_too(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++)
        compare_with_loops(seed, add_some_rules);
}

static void many_rules_are_kept_too(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++)
        assert_true(compare_with_loops(seed, add_many_rules) > 100);
    assert_true(compare_with_loops(1, add_thousands_of_rules) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heavily_ruled_models_have_the_states_of_the_oracle),
        cmocka_unit_test(wide_rules_are_kept_too),
        cmocka_unit_test(many_rules_are_kept_too),
    };
    return cmocka_run_group_tests_name("laws of enumeration", tests, NULL, NULL);
}
