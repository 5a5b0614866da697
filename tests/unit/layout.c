/* The canonical layout, rule by rule: what goes in, what must come out, and that what
 * came out stays as it is. */
#include "support/tested.h"

#include <detente/model.h>
#include <stdlib.h>
#include <string.h>

/* The text in canonical layout; the caller's. NULL when it is refused. */
static char *laid_out(const char *text)
{
    dt_text out = {0};
    const dt_sink sink = {write_to_text, &out};
    dt_diags *const diags = dt_diags_new();
    const dt_status status =
        dt_format_text(&(dt_input){"test", text, strlen(text), DT_FORMAT_CONFLICT},
                       diags, &sink, NULL);
    if (status != DT_OK)
        assert_int_equal(out.n, 0);
    char *const copy = status == DT_OK ? strdup(dt_text_string(&out)) : NULL;
    dt_text_release(&out);
    dt_diags_free(diags);
    return copy;
}

static void check(const char *text, const char *expected)
{
    char *const once = laid_out(text);
    assert_non_null(once);
    assert_string_equal(once, expected);
    char *const twice = laid_out(once);
    assert_non_null(twice);
    assert_string_equal(twice, once);
    free(once);
    free(twice);
}

/* ---- blanks ----------------------------------------------------------------- */

static void words_stand_apart_by_one_blank(void **state)
{
    (void)state;
    check("always\t\tus . relief   and not( us.talks )or us.x=two",
          "always us.relief and not (us.talks) or us.x = two\n");
    check("always at  least 2 of( a,b ,c )", "always at least 2 of (a, b, c)\n");
    check("always ((a)) iff x>=-1", "always ((a)) iff x >= -1\n");
    check("prefer us{a;b;{c,d}}", "prefer us { a; b; { c, d } }\n");
    check("actor us \"Us\"{}", "actor us \"Us\" {}\n");
    check("actor us{issue x:a,b}", "actor us { issue x : a, b }\n");
    check("type us . meek \"M\"{rank{1,2}}", "type us.meek \"M\" { rank { 1, 2 } }\n");
}

static void lines_end_like_lines(void **state)
{
    (void)state;
    check("", "");
    check("\n\n  \n", "");
    check("\xef\xbb\xbf# x", "# x\n");
    check("merge a\r\nmerge b", "merge a\nmerge b\n");
    check("# a  \t\r\n#b\t", "# a\n#b\n");
}

static void blank_lines_are_few(void **state)
{
    (void)state;
    check("\n\n# a\n\n\n\nmerge a\n\nmerge b\n\n\n", "# a\n\nmerge a\n\nmerge b\n");
    check("prefer us {\n\n\na\n\n\nb\n\n}", "prefer us {\n    a\n\n    b\n}\n");
    check("prefer us { # why\n\n# first\n\na\n# last\n\n}",
          "prefer us {  # why\n    # first\n\n    a\n    # last\n}\n");
}

/* ---- indentation ------------------------------------------------------------ */

static void braces_indent(void **state)
{
    (void)state;
    check("type us.meek {\nprefer {\na\n{ b,\nc }\n}\n}",
          "type us.meek {\n    prefer {\n        a\n        { b,\n            c }\n"
          "    }\n}\n");
    check("status quo\n{\nus.a,\nus.b }", "status quo\n{\n    us.a,\n    us.b }\n");
}

static void continued_statements_indent_twice(void **state)
{
    (void)state;
    check("always a and\nb\nor c", "always a and\n        b\n        or c\n");
    check("always at least 1 of (\na,\nb\n)",
          "always at least 1 of (\n        a,\n        b\n        )\n");
    check("actor us {\nissue x :\na,\nb \"B\",\nc\noption y\n}",
          "actor us {\n    issue  x :\n            a,\n            b \"B\",\n"
          "            c\n    option y\n}\n");
    check("prefer us {\na\nb if\nnot\nc\nd\n}",
          "prefer us {\n    a\n    b if\n            not\n            c\n    d\n}\n");
    check("forbid us from a\nto b", "forbid us from a\n        to b\n");
    check("always a\n# why\nor b", "always a\n        # why\n        or b\n");
}

/* A choice or a level may be called like a word of the language. */
static void names_do_not_mislead(void **state)
{
    (void)state;
    check("prefer us {\nonly\nvalue\nup\n}",
          "prefer us {\n    only\n    value\n    up\n}\n");
    check("actor us {\nissue only : up,\nvalue\noption up\n}",
          "actor us {\n    issue  only : up,\n            value\n    option up\n}\n");
    check("status quo {\nx = if\ny = or\n}",
          "status quo {\n    x = if\n    y = or\n}\n");
}

/* ---- columns ---------------------------------------------------------------- */

static void choices_align(void **state)
{
    (void)state;
    check(
        "actor us {\noption a \"A\" permanent\nissue long \"L\" only down : x, y\n"
        "option unlabelled_and_long\n}",
        "actor us {\n    option a    \"A\" permanent\n"
        "    issue  long \"L\" only down : x, y\n    option unlabelled_and_long\n}\n");
    check("actor us {\noption a \"A\"\n\noption long \"L\"\n# x\noption b \"B\"\n}",
          "actor us {\n    option a \"A\"\n\n    option long \"L\"\n    # x\n"
          "    option b    \"B\"\n}\n");
    check("actor us {\noption \xc3\xa9t\xc3\xa9 \"E\"\noption winter \"W\"\n}",
          "actor us {\n    option \xc3\xa9t\xc3\xa9    \"E\"\n"
          "    option winter \"W\"\n}\n");
}

static void rules_and_titles_align(void **state)
{
    (void)state;
    check("conflict \"C\"\nsource \"S\"\nmerge a\nimpossible b and\nc\nalways d",
          "conflict \"C\"\nsource   \"S\"\nmerge      a\nimpossible b and\n"
          "        c\nalways     d\n");
    check("always a\nforbid us from a to b\nimpossible c",
          "always a\nforbid us from a to b\nimpossible c\n");
}

static void numbers_align_on_the_right(void **state)
{
    (void)state;
    check("value us {\n40 a\n-0.5 b\n\n7 c\n1000 d; 5 e\n}",
          "value us {\n      40 a\n    -0.5 b\n\n    7 c\n    1000 d; 5 e\n}\n");
}

static void comments_align(void **state)
{
    (void)state;
    check("prefer us {\na # one\nlonger# two\nb\nc # three\n\nd # four\n}",
          "prefer us {\n    a       # one\n    longer  # two\n    b\n    c       # "
          "three\n"
          "\n    d  # four\n}\n");
    check("prefer us { # out\na # in\n} # end\nmerge b # more",
          "prefer us {  # out\n    a  # in\n}        # end\nmerge b  # more\n");
}

/* A line that is too long keeps its comment to itself. */
static void long_lines_stand_alone(void **state)
{
    (void)state;
    check("source \"0123456789012345678901234567890123456789012345678901234567890123\" "
          "# a\n"
          "source \"b\" # b\nsource \"cc\" # c\n",
          "source \"0123456789012345678901234567890123456789012345678901234567890123\" "
          " # a"
          "\nsource \"b\"   # b\nsource \"cc\"  # c\n");
}

/* ---- words ------------------------------------------------------------------ */

static void only_up_of_an_option_is_permanent(void **state)
{
    (void)state;
    check("actor us { option a only up; option b \"B\" only up; option c only down }",
          "actor us { option a permanent; option b \"B\" permanent; "
          "option c only down }\n");
    check("actor us {\nissue x only up : a, b\noption only only up\n}",
          "actor us {\n    issue  x only up : a, b\n    option only permanent\n}\n");
    check("actor us {\noption a only\nup\n}",
          "actor us {\n    option a only\n            up\n}\n");
}

/* ---- refusals --------------------------------------------------------------- */

static void what_is_not_of_the_language_is_refused(void **state)
{
    static const char *const texts[] = {
        "alway a",
        "always",
        "prefer us {",
        "}",
        "actor us { option }",
        "always \"a",
        "always a &\n",
        "\x01",
        "\xff",
        "status {}",
        "actor us { issue x : one }",
    };
    (void)state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        assert_null(laid_out(texts[k]));
}

/* Names need not be known. */
static void meaning_is_not_asked(void **state)
{
    (void)state;
    check("prefer nobody { no.such }", "prefer nobody { no.such }\n");
}

static dt_status refuse(void *context, const char *bytes, size_t n)
{
    (void)context;
    (void)bytes;
    (void)n;
    return DT_EIO;
}

static void a_failing_sink_is_passed_on(void **state)
{
    (void)state;
    const dt_sink sink = {refuse, NULL};
    dt_error err = {0};
    dt_diags *const diags = dt_diags_new();
    assert_int_equal(
        dt_format_text(&(dt_input){"test", "merge a", 7, DT_FORMAT_CONFLICT}, diags,
                       &sink, &err),
        DT_EIO);
    assert_string_equal(err.text, "'test' could not be written");
    dt_diags_free(diags);
}

static void statements_about_talks_align(void **state)
{
    (void)state;
    check("actor us{\noption x \"X\"\nissue yy \"Y\":a,b\n"
          "constituency hawks \"H\" weight 3 gain>=-1{\nvalue{\n3 x\n-10 yy=a\n}}\n"
          "ratify:hawks and weight>=3}",
          "actor us {\n"
          "    option x  \"X\"\n"
          "    issue  yy \"Y\" : a, b\n"
          "    constituency hawks \"H\" weight 3 gain >= -1 {\n"
          "        value {\n"
          "              3 x\n"
          "            -10 yy = a\n"
          "    } }\n"
          "    ratify : hawks and weight >= 3 }\n");
    check("on the table:us.x,\nyy\noff the table:zz",
          "on  the table : us.x,\n        yy\noff the table : zz\n");
    check("arena one \"One\":x\narena a \"A\":y\narena long:z",
          "arena one \"One\" : x\narena a   \"A\" : y\narena long : z\n");
    check("fallback war \"War\" 0.5{\nx\nworth us . hawks -3}",
          "fallback war \"War\" 0.5 {\n    x\n    worth us.hawks -3 }\n");
    check("deal \"D\"{}", "deal \"D\" {}\n");
    check("table us ,\niran", "table us,\n        iran\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_apart_by_one_blank),
        cmocka_unit_test(lines_end_like_lines),
        cmocka_unit_test(blank_lines_are_few),
        cmocka_unit_test(braces_indent),
        cmocka_unit_test(continued_statements_indent_twice),
        cmocka_unit_test(names_do_not_mislead),
        cmocka_unit_test(choices_align),
        cmocka_unit_test(rules_and_titles_align),
        cmocka_unit_test(numbers_align_on_the_right),
        cmocka_unit_test(statements_about_talks_align),
        cmocka_unit_test(comments_align),
        cmocka_unit_test(long_lines_stand_alone),
        cmocka_unit_test(only_up_of_an_option_is_permanent),
        cmocka_unit_test(what_is_not_of_the_language_is_refused),
        cmocka_unit_test(meaning_is_not_asked),
        cmocka_unit_test(a_failing_sink_is_passed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
