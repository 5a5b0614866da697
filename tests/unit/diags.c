/* base/diags.h, fail.h: what the user reads, and where the caret stands. */
#include "base/diags.h"

#include "base/fail.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

/* A list with one source. */
typedef struct reporting {
    dt_diags *diags;
    const dt_source *source;
} reporting;

static reporting report_on(const char *text)
{
    reporting r = {.diags = dt_diags_new()};
    assert_non_null(r.diags);
    r.source = dt_diags_add_source(r.diags, "siege.conflict", text, strlen(text));
    assert_non_null(r.source);
    return r;
}

static dt_span span_of(const reporting *r, const char *word)
{
    const char *const at = strstr(r->source->text, word);
    assert_non_null(at);
    const uint32_t begin = (uint32_t)(at - r->source->text);
    return (dt_span){r->source->index, begin, begin + (uint32_t)strlen(word)};
}

static void assert_said(const reporting *r, const char *wanted)
{
    char *const said = findings_of(r->diags);
    assert_string_equal(said, wanted);
    free(said);
}

/* ---- people ----------------------------------------------------------------- */

static void a_finding_shows_its_line(void **state)
{
    (void)state;
    reporting r =
        report_on("actor us {\n    option strike\n}\nalways strke and us.x\n");
    dt_report(r.diags, DT_FINDING_unknown_name, span_of(&r, "strke"),
              "unknown option '%s'", "strke");
    dt_report_note(r.diags, span_of(&r, "strike"), "'us' declares '%s' here", "strike");
    dt_report_help(r.diags, "did you mean '%s'?", "strike");
    assert_said(&r, "siege.conflict:4:8: error: unknown option 'strke'\n"
                    "    4 | always strke and us.x\n"
                    "      |        ^~~~~\n"
                    "siege.conflict:2:12: note: 'us' declares 'strike' here\n"
                    "    2 |     option strike\n"
                    "      |            ^~~~~~\n"
                    "help: did you mean 'strike'?\n");
    dt_diags_free(r.diags);
}

static void a_finding_may_have_no_place(void **state)
{
    (void)state;
    reporting r = report_on("x");
    dt_report(r.diags, DT_FINDING_not_carried, DT_NOWHERE, "%u coalitions are left out",
              2u);
    dt_report_help(r.diags, "they come back later");
    assert_said(&r, "warning: 2 coalitions are left out\nhelp: they come back later\n");
    dt_diags_free(r.diags);
}

static void tabs_are_repeated_under_tabs(void **state)
{
    (void)state;
    reporting r = report_on("\toption\tx\n");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "x"), "no");
    assert_said(&r, "siege.conflict:1:9: error: no\n"
                    "    1 | \toption\tx\n"
                    "      | \t      \t^\n");
    dt_diags_free(r.diags);
}

/* Columns count characters; the caret goes by what the terminal shows. */
static void carets_stand_under_foreign_words(void **state)
{
    (void)state;
    reporting r =
        report_on("d\xc3\xa9tente \xe4\xbc\x8a\xe6\x9c\x97 e\xcc\x81\xc3\xa9 z");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "d\xc3\xa9tente"), "narrow");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "\xe4\xbc\x8a\xe6\x9c\x97"),
              "wide");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "z"), "behind");
#define LINE "    1 | d\xc3\xa9tente \xe4\xbc\x8a\xe6\x9c\x97 e\xcc\x81\xc3\xa9 z\n"
    assert_said(&r, "siege.conflict:1:1: error: narrow\n" LINE "      | ^~~~~~~\n"
                    "siege.conflict:1:9: error: wide\n" LINE "      |         ^~~~\n"
                    "siege.conflict:1:16: error: behind\n" LINE
                    "      |                 ^\n");
#undef LINE
    dt_diags_free(r.diags);
}

static void line_ends_of_windows_are_not_shown(void **state)
{
    (void)state;
    reporting r = report_on("actor us\r\nactor iran\r\n");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "us"), "one");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "iran"), "two");
    assert_said(&r, "siege.conflict:1:7: error: one\n"
                    "    1 | actor us\n"
                    "      |       ^~\n"
                    "siege.conflict:2:7: error: two\n"
                    "    2 | actor iran\n"
                    "      |       ^~~~\n");
    dt_diags_free(r.diags);
}

static void the_end_of_the_text_is_a_place(void **state)
{
    (void)state;
    reporting r = report_on("actor us {");
    dt_report(r.diags, DT_FINDING_syntax, (dt_span){r.source->index, 10, 10}, "more");
    assert_said(&r, "siege.conflict:1:11: error: more\n"
                    "    1 | actor us {\n"
                    "      |           ^\n");
    dt_diags_free(r.diags);

    r = report_on("actor us {\n");
    dt_report(r.diags, DT_FINDING_syntax, (dt_span){r.source->index, 11, 11}, "more");
    assert_said(&r, "siege.conflict:2:1: error: more\n"
                    "    2 | \n"
                    "      | ^\n");
    dt_diags_free(r.diags);

    r = report_on("");
    dt_report(r.diags, DT_FINDING_missing, (dt_span){r.source->index, 0, 0},
              "no actor");
    assert_said(&r, "siege.conflict:1:1: error: no actor\n"
                    "    1 | \n"
                    "      | ^\n");
    dt_diags_free(r.diags);
}

static void a_span_of_lines_is_marked_on_the_first(void **state)
{
    (void)state;
    reporting r = report_on("always a or\n  b\n");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "a or\n  b"), "long");
    assert_said(&r, "siege.conflict:1:8: error: long\n"
                    "    1 | always a or\n"
                    "      |        ^~~~\n");
    dt_diags_free(r.diags);
}

static void control_characters_are_not_let_out(void **state)
{
    (void)state;
    reporting r = report_on("a\033[31m b\x7f c\n");
    dt_report(r.diags, DT_FINDING_bad_character, span_of(&r, "c"), "no");
    assert_said(&r, "siege.conflict:1:11: error: no\n"
                    "    1 | a?[31m b? c\n"
                    "      |           ^\n");
    dt_diags_free(r.diags);
}

/* Wherever the word stands in a long line, the caret stands under it. */
static void long_lines_are_shown_around_the_place(void **state)
{
    (void)state;
    for (size_t at = 0; at < 600; at += 7) {
        char line[700];
        memset(line, '.', sizeof line);
        line[at] = '@';
        line[650] = '\0';
        reporting r = report_on(line);
        dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "@"), "here");
        char *const said = findings_of(r.diags);
        const char *const shown = strchr(said, '\n') + 1;
        const char *const below = strchr(shown, '\n') + 1;
        assert_true(below - shown < 180);
        assert_int_equal(strchr(below, '^') - below, strchr(shown, '@') - shown);
        free(said);
        dt_diags_free(r.diags);
    }
}

static void long_lines_are_cut_between_characters(void **state)
{
    (void)state;
    for (size_t lead = 0; lead < 3; lead++) {
        dt_text line = {0};
        dt_text_repeat(&line, 'x', lead);
        for (size_t k = 0; k < 300; k++)
            dt_text_add(&line, k == 150 ? "@" : "\xe2\x82\xac");
        reporting r = report_on(line.bytes);
        dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "@"), "here");
        char *const said = findings_of(r.diags);
        const char *const shown = strstr(said, "    1 | ") + 8;
        assert_true(strncmp(shown, "\xe2\x82\xac", 3) == 0);
        const char *const end = strchr(shown, '\n');
        assert_true(strncmp(end - 3, "\xe2\x82\xac", 3) == 0);
        free(said);
        dt_diags_free(r.diags);
        dt_text_release(&line);
    }
}

static void long_messages_are_cut_between_characters(void **state)
{
    (void)state;
    dt_text name = {0};
    for (size_t k = 0; k < 500; k++)
        dt_text_add(&name, "\xc3\xa9");
    for (size_t lead = 0; lead < 2; lead++) {
        reporting r = report_on("x");
        dt_report(r.diags, DT_FINDING_syntax, DT_NOWHERE, "%s%s", lead ? "x" : "",
                  name.bytes);
        char *const said = findings_of(r.diags);
        const size_t n = strlen(said);
        assert_true(n > 500 && n < 700);
        assert_memory_equal(said + n - 3, "\xc3\xa9\n", 3);
        free(said);
        dt_diags_free(r.diags);
    }
    dt_text_release(&name);
}

/* Findings come in the order of the text, the first reported first where they stand at
 * one place, and what has no place before all others. */
static void findings_are_sorted_by_place(void **state)
{
    (void)state;
    reporting r = report_on("a b c\n");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "c"), "five");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "a"), "two");
    dt_report_help(r.diags, "help with two");
    dt_report(r.diags, DT_FINDING_idle, span_of(&r, "b"), "three");
    dt_report(r.diags, DT_FINDING_syntax, DT_NOWHERE, "one");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "b c"), "four");
    assert_said(&r, "error: one\n"
                    "siege.conflict:1:1: error: two\n"
                    "    1 | a b c\n"
                    "      | ^\n"
                    "help: help with two\n"
                    "siege.conflict:1:3: warning: three\n"
                    "    1 | a b c\n"
                    "      |   ^\n"
                    "siege.conflict:1:3: error: four\n"
                    "    1 | a b c\n"
                    "      |   ^~~\n"
                    "siege.conflict:1:5: error: five\n"
                    "    1 | a b c\n"
                    "      |     ^\n");
    dt_diags_free(r.diags);
}

/* A byte order mark is not counted, as editors don't show it. */
static void a_byte_order_mark_is_no_column(void **state)
{
    (void)state;
    reporting r = report_on("\xef\xbb\xbf"
                            "bad\nbad2\n");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "bad"), "no");
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "bad2"), "no");
    assert_said(&r, "siege.conflict:1:1: error: no\n"
                    "    1 | bad\n"
                    "      | ^~~\n"
                    "siege.conflict:2:1: error: no\n"
                    "    2 | bad2\n"
                    "      | ^~~~\n");
    dt_diags_free(r.diags);
}

/* ---- how many --------------------------------------------------------------- */

static void errors_beyond_the_limit_are_counted(void **state)
{
    (void)state;
    reporting r = report_on("x");
    for (uint32_t k = 0; k < DT_DIAGS_MAX + 5; k++) {
        assert_int_equal(dt_diags_full(r.diags), k >= DT_DIAGS_MAX);
        dt_report(r.diags, DT_FINDING_syntax, DT_NOWHERE, "error %u", k + 1);
        dt_report_note(r.diags, DT_NOWHERE, "note %u", k + 1);
        dt_report_help(r.diags, "help %u", k + 1);
    }
    dt_report(r.diags, DT_FINDING_idle, DT_NOWHERE,
              "a warning"); /* has its own budget */
    assert_int_equal(dt_diags_count(r.diags, DT_SEVERITY_ERROR), DT_DIAGS_MAX + 5);
    assert_int_equal(dt_diags_count(r.diags, DT_SEVERITY_WARNING), 1);
    char *const said = findings_of(r.diags);
    assert_non_null(
        strstr(said, "error: error 20\nnote: note 20\nhelp: help 20\nwarning"));
    assert_null(strstr(said, "21"));
    assert_non_null(strstr(said, "warning: a warning\n5 more errors are not shown\n"));
    free(said);
    dt_diags_free(r.diags);
}

static void warnings_beyond_the_limit_are_counted(void **state)
{
    (void)state;
    reporting r = report_on("x");
    dt_error err;
    for (uint32_t k = 0; k <= DT_DIAGS_MAX; k++)
        dt_report(r.diags, DT_FINDING_idle, DT_NOWHERE, "warning %u", k + 1);
    assert_finding(r.diags, "1 more warning is not shown\n");
    assert_false(dt_diags_full(r.diags));
    assert_int_equal(dt_diags_status(r.diags, &err), DT_OK);
    dt_diags_free(r.diags);
}

static void the_status_sums_up(void **state)
{
    (void)state;
    reporting r = report_on("x");
    dt_error err;
    assert_int_equal(dt_diags_status(r.diags, &err), DT_OK);
    dt_report(r.diags, DT_FINDING_syntax, DT_NOWHERE, "one");
    assert_int_equal(dt_diags_status(r.diags, &err), DT_EMODEL);
    assert_string_equal(err.text, "the model has 1 error");
    dt_report(r.diags, DT_FINDING_syntax, DT_NOWHERE, "two");
    assert_int_equal(dt_diags_status(r.diags, &err), DT_EMODEL);
    assert_string_equal(err.text, "the model has 2 errors");
    assert_int_equal(dt_diags_status(r.diags, NULL), DT_EMODEL);
    dt_diags_free(r.diags);
    dt_diags_free(NULL);
}

/* ---- terminals and programs ------------------------------------------------- */

static void colours_come_when_asked_for(void **state)
{
    (void)state;
    reporting r = report_on("bad\nidle\n");
    dt_text text = {0};
    dt_report(r.diags, DT_FINDING_syntax, span_of(&r, "bad"), "no");
    dt_report(r.diags, DT_FINDING_idle, span_of(&r, "idle"), "hm");
    assert_int_equal(dt_diags_write(r.diags, &(dt_sink){write_to_text, &text}, true),
                     DT_OK);
    assert_string_equal(text.bytes,
                        "\033[1msiege.conflict:1:1: \033[1;31merror: \033[0mno\n"
                        "    1 | bad\n"
                        "      | \033[1;32m^~~\033[0m\n"
                        "\033[1msiege.conflict:2:1: \033[1;35mwarning: \033[0mhm\n"
                        "    2 | idle\n"
                        "      | \033[1;32m^~~~\033[0m\n");
    dt_text_release(&text);
    dt_diags_free(r.diags);
}

static void programs_get_json(void **state)
{
    (void)state;
    reporting r = report_on("actor us\nactor d\xc3\xa9tente\n");
    dt_text text = {0};
    dt_report(r.diags, DT_FINDING_idle, DT_NOWHERE, "nowhere");
    dt_report(r.diags, DT_FINDING_duplicate, span_of(&r, "d\xc3\xa9tente"),
              "a \"name\"");
    dt_report_note(r.diags, span_of(&r, "us"), "see here");
    dt_report_help(r.diags, "help");
    assert_int_equal(dt_diags_write_json(r.diags, &(dt_sink){write_to_text, &text}),
                     DT_OK);
    assert_string_equal(text.bytes, "[\n"
                                    "  {\n"
                                    "    \"severity\": \"warning\",\n"
                                    "    \"id\": \"idle\",\n"
                                    "    \"message\": \"nowhere\"\n"
                                    "  },\n"
                                    "  {\n"
                                    "    \"severity\": \"error\",\n"
                                    "    \"id\": \"duplicate\",\n"
                                    "    \"message\": \"a \\\"name\\\"\",\n"
                                    "    \"file\": \"siege.conflict\",\n"
                                    "    \"line\": 2,\n"
                                    "    \"column\": 7,\n"
                                    "    \"end_line\": 2,\n"
                                    "    \"end_column\": 14,\n"
                                    "    \"note\": \"see here\",\n"
                                    "    \"help\": \"help\"\n"
                                    "  }\n"
                                    "]\n");
    dt_text_release(&text);
    dt_diags_free(r.diags);
}

static dt_status refuse(void *context, const char *bytes, size_t n)
{
    (void)context;
    (void)bytes;
    (void)n;
    return DT_EIO;
}

static void a_sink_that_fails_is_reported(void **state)
{
    (void)state;
    reporting r = report_on("x");
    dt_report(r.diags, DT_FINDING_syntax, DT_NOWHERE, "no");
    assert_int_equal(dt_diags_write(r.diags, &(dt_sink){refuse, NULL}, false), DT_EIO);
    assert_int_equal(dt_diags_write_json(r.diags, &(dt_sink){refuse, NULL}), DT_EIO);
    dt_diags_free(r.diags);
}

/* ---- failures --------------------------------------------------------------- */

static void a_failure_is_a_line_of_text(void **state)
{
    (void)state;
    dt_error err;
    assert_int_equal(dt_fail(&err, DT_ELIMIT, "%u states, at most %u", 9u, 8u),
                     DT_ELIMIT);
    assert_int_equal(err.status, DT_ELIMIT);
    assert_string_equal(err.text, "9 states, at most 8");
    assert_int_equal(dt_fail(NULL, DT_EIO, "nobody reads this"), DT_EIO);
    assert_int_equal(dt_fail_memory(&err), DT_ENOMEM);
    assert_string_equal(err.text, "out of memory");
    char name[1000];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    dt_fail(&err, DT_EIO, "%s", name);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

static void statuses_become_exit_statuses(void **state)
{
    (void)state;
    assert_int_equal(dt_status_exit(DT_OK), 0);
    assert_int_equal(dt_status_exit(DT_EMODEL), 1);
    assert_int_equal(dt_status_exit(DT_EUSAGE), 2);
    assert_int_equal(dt_status_exit(DT_EAPPLY), 3);
    assert_int_equal(dt_status_exit(DT_ELIMIT), 3);
    assert_int_equal(dt_status_exit(DT_ENOMEM), 4);
    assert_int_equal(dt_status_exit(DT_EIO), 4);
    assert_true(dt_version()[0] >= '0' && dt_version()[0] <= '9');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_shows_its_line),
        cmocka_unit_test(a_finding_may_have_no_place),
        cmocka_unit_test(tabs_are_repeated_under_tabs),
        cmocka_unit_test(carets_stand_under_foreign_words),
        cmocka_unit_test(line_ends_of_windows_are_not_shown),
        cmocka_unit_test(the_end_of_the_text_is_a_place),
        cmocka_unit_test(a_span_of_lines_is_marked_on_the_first),
        cmocka_unit_test(control_characters_are_not_let_out),
        cmocka_unit_test(long_lines_are_shown_around_the_place),
        cmocka_unit_test(long_lines_are_cut_between_characters),
        cmocka_unit_test(long_messages_are_cut_between_characters),
        cmocka_unit_test(findings_are_sorted_by_place),
        cmocka_unit_test(a_byte_order_mark_is_no_column),
        cmocka_unit_test(errors_beyond_the_limit_are_counted),
        cmocka_unit_test(warnings_beyond_the_limit_are_counted),
        cmocka_unit_test(the_status_sums_up),
        cmocka_unit_test(colours_come_when_asked_for),
        cmocka_unit_test(programs_get_json),
        cmocka_unit_test(a_sink_that_fails_is_reported),
        cmocka_unit_test(a_failure_is_a_line_of_text),
        cmocka_unit_test(statuses_become_exit_statuses),
    };
    return cmocka_run_group_tests_name("diags", tests, NULL, NULL);
}
