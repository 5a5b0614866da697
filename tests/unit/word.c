/* base/utf8.h and base/nearest.h: what characters are, and what was probably meant. */
#include "base/nearest.h"
#include "base/utf8.h"
#include "support/tested.h"

#include <string.h>

/* ---- UTF-8 ------------------------------------------------------------------ */

static void assert_decodes(const char *bytes, size_t n, size_t length, uint32_t wanted)
{
    uint32_t code_point = 7;
    assert_int_equal(dt_utf8_decode(bytes, n, &code_point), length);
    assert_int_equal(code_point, length ? wanted : 7);
}

static void characters_are_decoded(void **state)
{
    (void)state;
    assert_decodes("a", 1, 1, 'a');
    assert_decodes("\0", 1, 1, 0);
    assert_decodes("\x7f", 1, 1, 0x7f);
    assert_decodes("\xc2\x80", 2, 2, 0x80);
    assert_decodes("\xdf\xbf", 2, 2, 0x7ff);
    assert_decodes("\xe0\xa0\x80", 3, 3, 0x800);
    assert_decodes("\xed\x9f\xbf", 3, 3, 0xd7ff);
    assert_decodes("\xee\x80\x80", 3, 3, 0xe000);
    assert_decodes("\xef\xbf\xbf", 3, 3, 0xffff);
    assert_decodes("\xf0\x90\x80\x80", 4, 4, 0x10000);
    assert_decodes("\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff);
    assert_decodes("\xc3\xa9tente", 7, 2, 0xe9);
}

static void bytes_that_are_no_character_are_refused(void **state)
{
    (void)state;
    assert_decodes("\x80", 1, 0, 0);             /* a tail alone */
    assert_decodes("\xbf\xbf", 2, 0, 0);         /* two of them */
    assert_decodes("\xc0\xaf", 2, 0, 0);         /* overlong */
    assert_decodes("\xc1\xbf", 2, 0, 0);         /* overlong */
    assert_decodes("\xe0\x9f\xbf", 3, 0, 0);     /* overlong */
    assert_decodes("\xf0\x8f\xbf\xbf", 4, 0, 0); /* overlong */
    assert_decodes("\xed\xa0\x80", 3, 0, 0);     /* a surrogate */
    assert_decodes("\xed\xbf\xbf", 3, 0, 0);     /* a surrogate */
    assert_decodes("\xf4\x90\x80\x80", 4, 0, 0); /* beyond Unicode */
    assert_decodes("\xf5\x80\x80\x80", 4, 0, 0); /* beyond Unicode */
    assert_decodes("\xff", 1, 0, 0);             /* never */
    assert_decodes("\xc3", 1, 0, 0);             /* cut short */
    assert_decodes("\xe2\x82", 2, 0, 0);         /* cut short */
    assert_decodes("\xf0\x9f\x95\x8a", 3, 0, 0); /* cut short by n */
    assert_decodes("\xc3(", 2, 0, 0);            /* no tail */
    assert_decodes("\xe2\x82\xc3", 3, 0, 0);     /* no tail */
}

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(dt_utf8_width(""), 0);
    assert_int_equal(dt_utf8_width("detente"), 7);
    assert_int_equal(dt_utf8_width("d\xc3\xa9tente"), 7);
    assert_int_equal(dt_utf8_width("de\xcc\x81tente"), 7);          /* combining */
    assert_int_equal(dt_utf8_width("\xe4\xbc\x8a\xe6\x9c\x97"), 4); /* wide */
    assert_int_equal(dt_utf8_width("\xd8\xa5\xdb\x8c\xd8\xb1\xd8\xa7"), 4); /* Arabic */
    assert_int_equal(dt_utf8_width("\xf0\x9f\x95\x8a"), 2);                 /* emoji */
    assert_int_equal(dt_utf8_width("a\xffz"), 3); /* a stray byte counts as one */
}

static void what_fits_is_cut_between_characters(void **state)
{
    (void)state;
    assert_int_equal(dt_utf8_fit("detente", 3), 3);
    assert_int_equal(dt_utf8_fit("detente", 7), 7);
    assert_int_equal(dt_utf8_fit("detente", 70), 7);
    assert_int_equal(dt_utf8_fit("", 3), 0);
    assert_int_equal(dt_utf8_fit("x", 0), 0);
    assert_int_equal(dt_utf8_fit("d\xc3\xa9tente", 2), 3);
    assert_int_equal(dt_utf8_fit("\xe4\xbc\x8a\xe6\x9c\x97", 3),
                     3); /* half does not fit */
    assert_int_equal(dt_utf8_fit("e\xcc\x81x", 1),
                     3); /* marks stay with their letter */
}

/* ---- nearest ---------------------------------------------------------------- */

static const char *nearest(const char *wanted, const char *const *candidates)
{
    dt_nearest search = dt_nearest_to(wanted, strlen(wanted));
    for (; *candidates; candidates++)
        dt_nearest_offer(&search, *candidates);
    return search.best;
}

#define CANDIDATES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void misspelt_names_are_found(void **state)
{
    (void)state;
    const char *const *const names =
        CANDIDATES("relief", "release", "withdraw", "strike");
    assert_string_equal(nearest("releif", names), "relief");     /* swapped */
    assert_string_equal(nearest("relif", names), "relief");      /* left out */
    assert_string_equal(nearest("reliieff", names), "relief");   /* put in, twice */
    assert_string_equal(nearest("withdrow", names), "withdraw"); /* replaced */
    assert_string_equal(nearest("STRIKE", names), "strike");     /* case is nothing */
    assert_string_equal(nearest("strike", names), "strike");
    assert_string_equal(nearest("us", CANDIDATES("usa", "iran")), "usa");
}

static void what_is_far_is_not_offered(void **state)
{
    (void)state;
    const char *const *const names = CANDIDATES("relief", "withdraw");
    assert_null(nearest("attack", names));
    assert_null(nearest("x", names));
    assert_null(nearest("", names));
    assert_null(nearest("a", CANDIDATES("b"))); /* all of it would change */
    assert_null(nearest("ab", CANDIDATES("cd")));
    assert_null(nearest("x", CANDIDATES("")));
}

static void the_first_of_equals_wins(void **state)
{
    (void)state;
    assert_string_equal(nearest("caat", CANDIDATES("coat", "chat", "cat")), "coat");
    assert_string_equal(nearest("caat", CANDIDATES("chat", "coat")), "chat");
    assert_string_equal(nearest("option", CANDIDATES("optionx", "option")), "option");
}

static void very_long_names_are_passed_over(void **state)
{
    (void)state;
    char name[65 + 1], other[65 + 1];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    memcpy(other, name, sizeof name);
    assert_null(nearest(name, CANDIDATES("a", other)));
    other[64] = '\0';
    name[64] = '\0';
    other[63] = 'b';
    assert_string_equal(nearest(name, CANDIDATES(other)), other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_decoded),
        cmocka_unit_test(bytes_that_are_no_character_are_refused),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(what_fits_is_cut_between_characters),
        cmocka_unit_test(misspelt_names_are_found),
        cmocka_unit_test(what_is_far_is_not_offered),
        cmocka_unit_test(the_first_of_equals_wins),
        cmocka_unit_test(very_long_names_are_passed_over),
    };
    return cmocka_run_group_tests_name("word", tests, NULL, NULL);
}
