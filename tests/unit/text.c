/* base/text.h: a string that grows, and remembers that it could not. */
#include "base/text.h"

#include "support/tested.h"

#include <string.h>

static void nothing_added_is_an_empty_string(void **state)
{
    (void)state;
    dt_text text = {0};
    assert_string_equal(dt_text_string(&text), "");
    dt_text_release(&text);
    dt_text_release(&text);
}

static void what_is_added_is_there_in_order(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_add(&text, "one ");
    dt_text_add_n(&text, "twofold", 3);
    dt_text_repeat(&text, '.', 3);
    dt_text_format(&text, "%s %d", "three", 3);
    assert_string_equal(dt_text_string(&text), "one two...three 3");
    assert_int_equal(text.n, strlen(text.bytes));
    dt_text_release(&text);
}

static void long_texts_grow(void **state)
{
    (void)state;
    dt_text text = {0};
    char word[1000];
    memset(word, 'x', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    for (size_t k = 0; k < 500; k++)
        dt_text_format(&text, "%s%c", word, 'y');
    assert_false(text.failed);
    assert_int_equal(text.n, 500 * sizeof word);
    for (size_t k = 0; k < text.n; k++)
        assert_int_equal(text.bytes[k], k % sizeof word == sizeof word - 1 ? 'y' : 'x');
    dt_text_release(&text);
}

static void bytes_may_be_any(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_add_n(&text, "a\0b", 3);
    dt_text_add_n(&text, NULL, 0);
    assert_int_equal(text.n, 3);
    assert_memory_equal(text.bytes, "a\0b\0", 4);
    dt_text_release(&text);
}

static void reset_keeps_the_memory(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_reset(&text);
    dt_text_repeat(&text, 'x', 5000);
    const size_t room = text.room;
    dt_text_reset(&text);
    assert_string_equal(dt_text_string(&text), "");
    assert_int_equal(text.n, 0);
    assert_int_equal(text.room, room);
    dt_text_add(&text, "again");
    assert_string_equal(dt_text_string(&text), "again");
    dt_text_release(&text);
}

static void what_cannot_fit_fails_and_stays_failed(void **state)
{
    (void)state;
    dt_text text = {0};
    dt_text_add(&text, "kept");
    dt_text_repeat(&text, 'x', SIZE_MAX / 2);
    assert_true(text.failed);
    dt_text_repeat(&text, 'x', SIZE_MAX);
    dt_text_add(&text, "not added");
    dt_text_format(&text, "%s", "nor this");
    assert_true(text.failed);
    assert_string_equal(dt_text_string(&text), "kept");
    dt_text_reset(&text);
    assert_false(text.failed);
    dt_text_release(&text);
}

static void what_does_not_fit_is_cut_behind_a_character(void **state)
{
    (void)state;
    static const char *const fitted[] = {"",
                                         "a",
                                         "a",
                                         "a",
                                         "a\xe2\x82\xac",
                                         ("a\xe2\x82\xac"
                                          "b")};
    for (size_t room = 1; room <= 6; room++) {
        char to[8] = "xxxxxxx";
        dt_text_fit(to, room, "a%sb", "\xe2\x82\xac");
        assert_string_equal(to, fitted[room - 1]);
    }
    char to[8];
    dt_text_fit(to, sizeof to, "%d", 42);
    assert_string_equal(to, "42");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_added_is_an_empty_string),
        cmocka_unit_test(what_is_added_is_there_in_order),
        cmocka_unit_test(long_texts_grow),
        cmocka_unit_test(bytes_may_be_any),
        cmocka_unit_test(reset_keeps_the_memory),
        cmocka_unit_test(what_cannot_fit_fails_and_stays_failed),
        cmocka_unit_test(what_does_not_fit_is_cut_behind_a_character),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
