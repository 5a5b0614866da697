/* detente/model.h: what a model answers about itself. */
#include "model/conflict.h"

#include "support/tested.h"

#include <string.h>

static const char siege[] = "conflict \"The siege\"\n"
                            "source \"A chronicle\"\n"
                            "source \"Another \\\"one\\\"\"\n"
                            "actor city \"The city\" {\n"
                            "    option sally \"Sally forth\"\n"
                            "    issue food only down : full, low \"running low\", 0\n"
                            "}\n"
                            "actor king {\n"
                            "    option storm permanent\n"
                            "    option wait only down\n"
                            "    issue camp \"The camp\" only up : small, large\n"
                            "}\n"
                            "prefer city { sally }\n"
                            "prefer king { not sally }\n"
                            "type king.rash \"The rash king\" { prefer { storm } }\n"
                            "type king.poor { value { 1 wait } }\n";

static void the_model_names_itself(void **state)
{
    (void)state;
    tested t = assert_text(siege);
    assert_string_equal(dt_model_title(t.model), "The siege");
    assert_string_equal(dt_model_file(t.model), "test.conflict");
    assert_int_equal(dt_model_n_sources(t.model), 2);
    assert_string_equal(dt_model_source(t.model, 0), "A chronicle");
    assert_string_equal(dt_model_source(t.model, 1), "Another \"one\"");
    test_release(&t);
}

static void what_has_no_title_is_called_after_its_file(void **state)
{
    (void)state;
    tested t = assert_text("actor a { option x }\n");
    assert_string_equal(dt_model_title(t.model), "test.conflict");
    assert_int_equal(dt_model_n_sources(t.model), 0);
    test_release(&t);
}

static void the_hash_is_that_of_the_bytes(void **state)
{
    (void)state;
    tested t = assert_text("actor a { option x }\n");
    /* printf 'actor a { option x }\n' | sha256sum */
    assert_string_equal(
        dt_model_hash(t.model),
        "074e87bdd5cc45bb9be71d66ea50741a5739c10f8c297ace8a0d09c937ed7740");
    tested u = assert_text("actor a { option x }\n\n");
    assert_string_not_equal(dt_model_hash(t.model), dt_model_hash(u.model));
    test_release(&u);
    test_release(&t);
}

static void actors_and_types_have_names_and_labels(void **state)
{
    (void)state;
    tested t = assert_text(siege);
    assert_int_equal(dt_model_n_actors(t.model), 2);
    assert_string_equal(dt_actor_name(t.model, 0), "city");
    assert_string_equal(dt_actor_label(t.model, 0), "The city");
    assert_string_equal(dt_actor_name(t.model, 1), "king");
    assert_string_equal(dt_actor_label(t.model, 1), "king");
    assert_int_equal(dt_actor_n_types(t.model, 0), 0);
    assert_int_equal(dt_actor_n_types(t.model, 1), 2);
    assert_string_equal(dt_actor_type_name(t.model, 1, 0), "rash");
    assert_string_equal(dt_actor_type_label(t.model, 1, 0), "The rash king");
    assert_string_equal(dt_actor_type_label(t.model, 1, 1), "poor");
    test_release(&t);
}

static void choices_have_levels_and_ways(void **state)
{
    (void)state;
    tested t = assert_text(siege);
    const dt_model *const m = t.model;
    assert_int_equal(dt_model_n_choices(m), 5);
    assert_string_equal(dt_choice_name(m, 0), "sally");
    assert_string_equal(dt_choice_label(m, 0), "Sally forth");
    assert_true(dt_choice_is_option(m, 0));
    assert_int_equal(dt_choice_n_levels(m, 0), 2);
    assert_string_equal(dt_choice_level_name(m, 0, 0), "no");
    assert_string_equal(dt_choice_level_label(m, 0, 1), "yes");
    assert_int_equal(dt_choice_way(m, 0), DT_WAY_BOTH);
    assert_false(dt_choice_is_option(m, 1));
    assert_string_equal(dt_choice_label(m, 1), "food");
    assert_int_equal(dt_choice_n_levels(m, 1), 3);
    assert_string_equal(dt_choice_level_name(m, 1, 1), "low");
    assert_string_equal(dt_choice_level_label(m, 1, 1), "running low");
    assert_string_equal(dt_choice_level_label(m, 1, 2), "0");
    assert_int_equal(dt_choice_way(m, 1), DT_WAY_DOWN);
    assert_int_equal(dt_choice_way(m, 2), DT_WAY_UP);
    assert_int_equal(dt_choice_way(m, 3), DT_WAY_DOWN);
    assert_int_equal(dt_choice_way(m, 4), DT_WAY_UP);
    for (dt_choice_id c = 0; c < 5; c++)
        assert_int_equal(dt_choice_actor(m, c), c >= 2);
    test_release(&t);
}

/* An issue of n levels takes as few bits as will do; fields follow one another. */
static void fields_are_packed(void **state)
{
    (void)state;
    tested t = assert_text(siege);
    static const uint32_t shift[] = {0, 1, 3, 4, 5}, width[] = {1, 2, 1, 1, 1};
    for (dt_choice_id c = 0; c < 5; c++) {
        assert_int_equal(t.model->choices[c].shift, shift[c]);
        assert_int_equal(t.model->choices[c].width, width[c]);
    }
    assert_int_equal(t.model->n_bits, 6);
    assert_int_equal(t.model->actors[0].mask, 0x07);
    assert_int_equal(t.model->actors[1].mask, 0x38);
    test_release(&t);
}

static void issues_take_up_to_64_levels(void **state)
{
    (void)state;
    for (uint32_t n = 63; n <= 65; n++) {
        dt_text text = {0};
        dt_text_add(&text, "actor a {\n issue i : 0");
        for (uint32_t l = 1; l < n; l++)
            dt_text_format(&text, ", %u", l);
        dt_text_add(&text, "\n}\nalways i >= 60\nprefer a { i }\n");
        tested t = test_text(text.bytes); /* 'i' is no statement: an error of its own */
        assert_int_equal(t.status, DT_EMODEL);
        assert_finding(t.diags, "'a.i' is an issue, neither true nor false");
        test_release(&t);
        text.n -= strlen("prefer a { i }\n");
        dt_text_add(&text, "prefer a { i >= 62 }\n");
        t = test_text(text.bytes);
        assert_int_equal(t.status, n <= DT_MAX_LEVELS ? DT_OK : DT_EMODEL);
        if (t.status == DT_OK)
            assert_int_equal(dt_space_n_states(t.space), n - 60);
        else
            assert_finding(t.diags, "issue 'i' has 65 levels; it takes 2 to 64");
        test_release(&t);
        dt_text_release(&text);
    }
}

static void a_file_that_is_not_there_is_no_model(void **state)
{
    (void)state;
    tested t = test_file("/nowhere/at/all.conflict");
    assert_int_equal(t.status, DT_EIO);
    assert_string_equal(
        t.err.text,
        "cannot open '/nowhere/at/all.conflict': No such file or directory");
    assert_null(t.model);
    test_release(&t);
    t = test_file("/");
    assert_int_equal(t.status, DT_EIO);
    test_release(&t);
}

static void nothing_can_be_freed(void **state)
{
    (void)state;
    dt_model_free(NULL);
    dt_space_free(NULL);
    dt_ranks_free(NULL);
    dt_solution_free(NULL);
    dt_explanation_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_names_itself),
        cmocka_unit_test(what_has_no_title_is_called_after_its_file),
        cmocka_unit_test(the_hash_is_that_of_the_bytes),
        cmocka_unit_test(actors_and_types_have_names_and_labels),
        cmocka_unit_test(choices_have_levels_and_ways),
        cmocka_unit_test(fields_are_packed),
        cmocka_unit_test(issues_take_up_to_64_levels),
        cmocka_unit_test(a_file_that_is_not_there_is_no_model),
        cmocka_unit_test(nothing_can_be_freed),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
