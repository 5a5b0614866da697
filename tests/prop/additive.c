/* Whether values are additive by choice, against changing each choice in each state. */
#include "deals/additive.h"

#include "model/conflict.h"
#include "support/bargain.h"
#include "support/tested.h"

static bool is_on(const dt_model *m, uint64_t negotiable, dt_choice_id c)
{
    return negotiable & dt_choice_mask(&m->choices[c]);
}

/* The next state of the choices on the table; false behind the last. */
static bool next(const dt_model *m, uint64_t negotiable, dt_code *code)
{
    for (dt_choice_id c = 0; c < m->n_choices; c++) {
        if (!is_on(m, negotiable, c))
            continue;
        const uint32_t level = dt_code_level(m, *code, c) + 1;
        const bool over = level == m->choices[c].n_levels;
        *code = dt_code_with(m, *code, c, over ? 0 : level);
        if (!over)
            return true;
    }
    return false;
}

static bool matters_at(const dt_model *m, const dt_formula *f, dt_code code,
                       dt_choice_id c)
{
    const bool holds = dt_formula_holds(m, f, code);
    for (uint32_t l = 0; l < m->choices[c].n_levels; l++)
        if (dt_formula_holds(m, f, dt_code_with(m, code, c, l)) != holds)
            return true;
    return false;
}

/* How many choices change the truth of the formula somewhere. */
static uint32_t count_that_matter(const dt_model *m, const dt_formula *f,
                                  uint64_t negotiable, dt_code base)
{
    uint32_t n = 0;
    for (dt_choice_id c = 0; c < m->n_choices; c++) {
        bool matters = false;
        dt_code code = base & ~negotiable;
        if (!is_on(m, negotiable, c))
            continue;
        do
            matters = matters || matters_at(m, f, code, c);
        while (next(m, negotiable, &code));
        n += matters;
    }
    return n;
}

static unsigned n_additive, n_mixed;

static void compare(const bargain *b, const dt_preference *p, uint64_t negotiable)
{
    const dt_model *const m = b->model;
    const dt_term *expected = NULL, *found = NULL;
    for (uint32_t t = 0; t < p->n_terms && !expected; t++)
        if (count_that_matter(m, p->terms[t].formula, negotiable, m->status_quo) > 1)
            expected = &p->terms[t];
    const bool additive = dt_additive_is(m, p, negotiable, m->status_quo, &found);
    if (additive != !expected || found != expected) {
        bargain_show(b);
        fail_msg("seed %llu: additive %d, found %p, expected %p",
                 (unsigned long long)b->seed, additive, (const void *)found,
                 (const void *)expected);
    }
    n_additive += additive && p->n_terms;
    n_mixed += !additive;
}

static void values_are_additive_when_each_term_is_of_one_choice(void **state)
{
    (void)state;
    static const random_size size = {
        .actors = 3, .vectors = 128, .states = 128, .lines = 1, .more_lines = 3};
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        bargain b = random_bargain(seed, size);
        const uint64_t negotiable = dt_model_negotiable(b.model);
        for (dt_actor_id a = 0; a < b.model->n_actors; a++) {
            const dt_actor *const actor = &b.model->actors[a];
            compare(&b, &actor->preference, negotiable);
            compare(&b, &actor->preference, UINT64_MAX >> (64 - b.model->n_bits));
            for (uint32_t k = 0; k < actor->home.n; k++)
                compare(&b, &actor->home.constituencies[k].preference, negotiable);
        }
        bargain_free(&b);
    }
    assert_true(n_additive > 500 && n_mixed > 500);
}

/* 18 options are too many to try; what Kleene's values say must not be wrong. */
static void large_terms_are_judged_with_care(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_add(&text, "actor a {\n");
    for (int k = 0; k < 18; k++)
        dt_text_format(&text, "option o%d\n", k);
    dt_text_add(&text, "}\nvalue a { 1 o3 or none of (");
    for (int k = 0; k < 18; k++)
        dt_text_format(&text, "%so%d", k ? ", " : "", k);
    dt_text_add(&text, ") }\n");
    tested t = {0};
    t.diags = dt_diags_new();
    const dt_input input = {"large", dt_text_string(&text), text.n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, t.diags, &t.model, &t.err), DT_OK);
    const dt_preference *const p = &t.model->actors[0].preference;
    const uint64_t all = t.model->actors[0].mask;
    assert_int_equal(p->n_terms, 1);
    assert_false(dt_additive_is(t.model, p, all, 0, NULL));
    assert_true(dt_additive_is(t.model, p, UINT64_C(1) << 3, 0, NULL));
    test_release(&t);
    dt_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_additive_when_each_term_is_of_one_choice),
        cmocka_unit_test(large_terms_are_judged_with_care),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
