/* dt_model_write() and the readers of foreign formats, where files are not enough. */
#include "support/tested.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dt_model *model_of(const char *text, dt_format format)
{
    dt_model *model = NULL;
    dt_diags *const diags = dt_diags_new();
    const dt_status status = dt_model_parse(
        &(dt_input){"test", text, strlen(text), format}, diags, &model, NULL);
    if (status != DT_OK) {
        char *const said = findings_of(diags);
        fail_msg("%s", said);
    }
    dt_diags_free(diags);
    return model;
}

static void check(const dt_model *model, dt_format format, const char *expected)
{
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    assert_int_equal(dt_model_write(model, format, &sink, NULL), DT_OK);
    assert_string_equal(dt_text_string(&text), expected);
    dt_text_release(&text);
}

static const char every_thing[] = "conflict \"C\"\n"
                                  "source   \"S\"\n"
                                  "\n"
                                  "actor us \"We\" {\n"
                                  "    option talks  \"Talk \\\"now\\\"\"\n"
                                  "    option strike \"Strike\" permanent\n"
                                  "    issue  tone only down : mild, 20 \"loud\"\n"
                                  "}\n"
                                  "\n"
                                  "always     us.talks or us.tone = 20\n"
                                  "impossible us.talks and us.strike\n"
                                  "\n"
                                  "merge us.strike\n"
                                  "\n"
                                  "forbid us from us.talks to us.tone = mild\n"
                                  "\n"
                                  "status quo {\n"
                                  "    us.talks\n"
                                  "}\n"
                                  "\n"
                                  "prefer us {\n"
                                  "    us.talks\n"
                                  "    { us.strike, us.tone = mild }\n"
                                  "}\n"
                                  "\n"
                                  "value us {\n"
                                  "      40 us.talks\n"
                                  "    -0.5 us.strike\n"
                                  "}\n"
                                  "\n"
                                  "type us.grim \"Grim\" {\n"
                                  "    rank {\n"
                                  "        { 1, 2 }\n"
                                  "        us.talks\n"
                                  "    }\n"
                                  "}\n";

static const char every_thing_json[] =
    "{\n"
    "  \"detente\": \"model/1\",\n"
    "  \"conflict\": \"C\",\n"
    "  \"sources\": [\n"
    "    \"S\"\n"
    "  ],\n"
    "  \"actors\": [\n"
    "    {\n"
    "      \"name\": \"us\",\n"
    "      \"label\": \"We\",\n"
    "      \"choices\": [\n"
    "        {\"kind\": \"option\", \"name\": \"talks\", \"label\": \"Talk "
    "\\\"now\\\"\", "
    "\"way\": \"both\"},\n"
    "        {\"kind\": \"option\", \"name\": \"strike\", \"label\": \"Strike\", "
    "\"way\": \"up\"},\n"
    "        {\"kind\": \"issue\", \"name\": \"tone\", \"way\": \"down\", \"levels\": "
    "[{\"name\": \"mild\"}, {\"name\": \"20\", \"label\": \"loud\"}]}\n"
    "      ]\n"
    "    }\n"
    "  ],\n"
    "  \"rules\": [\n"
    "    {\"kind\": \"always\", \"formula\": \"us.talks or us.tone = 20\"},\n"
    "    {\"kind\": \"impossible\", \"formula\": \"us.talks and us.strike\"}\n"
    "  ],\n"
    "  \"merge\": [\n"
    "    \"us.strike\"\n"
    "  ],\n"
    "  \"forbid\": [\n"
    "    {\"actor\": \"us\", \"from\": \"us.talks\", \"to\": \"us.tone = mild\"}\n"
    "  ],\n"
    "  \"status_quo\": {\n"
    "    \"us.talks\": \"yes\",\n"
    "    \"us.strike\": \"no\",\n"
    "    \"us.tone\": \"mild\"\n"
    "  },\n"
    "  \"preferences\": [\n"
    "    {\n"
    "      \"actor\": \"us\",\n"
    "      \"prefer\": [\n"
    "        \"us.talks\",\n"
    "        [\"us.strike\", \"us.tone = mild\"]\n"
    "      ],\n"
    "      \"value\": [\n"
    "        {\"number\": \"40\", \"formula\": \"us.talks\"},\n"
    "        {\"number\": \"-0.5\", \"formula\": \"us.strike\"}\n"
    "      ]\n"
    "    }\n"
    "  ],\n"
    "  \"types\": [\n"
    "    {\n"
    "      \"actor\": \"us\",\n"
    "      \"name\": \"grim\",\n"
    "      \"label\": \"Grim\",\n"
    "      \"rank\": [[1, 2], [\"us.talks\"]]\n"
    "    }\n"
    "  ]\n"
    "}\n";

static void every_thing_goes_out_and_in(void **state)
{
    (void)state;
    dt_model *const model = model_of(every_thing, DT_FORMAT_CONFLICT);
    check(model, DT_FORMAT_CONFLICT, every_thing);
    check(model, DT_FORMAT_JSON, every_thing_json);
    dt_model_free(model);
    dt_model *const again = model_of(every_thing_json, DT_FORMAT_JSON);
    check(again, DT_FORMAT_CONFLICT, every_thing);
    check(again, DT_FORMAT_JSON, every_thing_json);
    dt_model_free(again);
}

static void the_least_model_has_little_to_say(void **state)
{
    (void)state;
    dt_model *const model = model_of("actor a { option o }", DT_FORMAT_CONFLICT);
    check(model, DT_FORMAT_CONFLICT, "actor a {\n    option o\n}\n");
    check(model, DT_FORMAT_JSON,
          "{\n  \"detente\": \"model/1\",\n  \"actors\": [\n    {\n"
          "      \"name\": \"a\",\n      \"choices\": [\n"
          "        {\"kind\": \"option\", \"name\": \"o\", \"way\": \"both\"}\n"
          "      ]\n    }\n  ]\n}\n");
    dt_model_free(model);
}

/* What says nothing in words is still said in full in JSON. */
static void an_empty_status_quo_is_one(void **state)
{
    (void)state;
    dt_model *const model =
        model_of("actor a { option o }\nstatus quo { not o }", DT_FORMAT_CONFLICT);
    check(model, DT_FORMAT_CONFLICT, "actor a {\n    option o\n}\n\nstatus quo {}\n");
    dt_model_free(model);
}

static void long_statements_are_folded(void **state)
{
    (void)state;
    dt_model *const model = model_of(
        "actor somebody { option first_thing; option second_thing; option third_thing\n"
        "issue thing : a_rather_long_level, another_level_that_is_rather_long \"a, "
        "b\", or }\n"
        "always at least 2 of (first_thing, second_thing, third_thing) or first_thing "
        "and "
        "not second_thing and thing != or and thing = or\n"
        "rank somebody { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, "
        "18, "
        "19, 20, 21, 22, 23, 24, 25, 26, 27, 28 }",
        DT_FORMAT_CONFLICT);
    check(model, DT_FORMAT_CONFLICT,
          "actor somebody {\n"
          "    option first_thing\n"
          "    option second_thing\n"
          "    option third_thing\n"
          "    issue  thing :\n"
          "            a_rather_long_level,\n"
          "            another_level_that_is_rather_long \"a, b\",\n"
          "            or\n"
          "}\n"
          "\n"
          "always at least 2 of (somebody.first_thing, somebody.second_thing,\n"
          "        somebody.third_thing) or somebody.first_thing and not "
          "somebody.second_thing\n"
          "        and somebody.thing != or and somebody.thing = or\n"
          "\n"
          "rank somebody {\n"
          "    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, "
          "21,\n"
          "    22, 23, 24, 25, 26, 27, 28\n"
          "}\n");
    dt_model_free(model);
}

/* A JSON number has the decimal that it is written with, exponents included. */
static void numbers_are_exact(void **state)
{
    static const struct {
        const char *json, *written;
    } numbers[] = {
        {"0.1", "0.1"},         {"1e-5", "0.00001"},
        {"1.5e2", "150"},       {"-2.5E-1", "-0.25"},
        {"12.5e+3", "12500"},   {"-0.00125e3", "-1.25"},
        {"0e0", "0"},           {"1e9", "1000000000"},
        {"100e-8", "0.000001"}, {"-0", "0"},
        {"\"-0.5\"", "-0.5"},   {"999999999.999999", "999999999.999999"},
        {"1.10", "1.1"},
    };
    (void)state;
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        char text[300], expected[100];
        snprintf(
            text, sizeof text,
            "{\"detente\": \"model/1\", \"actors\": [{\"name\": \"a\", \"choices\": "
            "[{\"kind\": \"option\", \"name\": \"o\"}]}], \"preferences\": "
            "[{\"actor\": \"a\", \"value\": [{\"number\": %s, \"formula\": \"o\"}]}]}",
            numbers[k].json);
        snprintf(expected, sizeof expected,
                 "actor a {\n    option o\n}\n\nvalue a {\n    %s a.o\n}\n",
                 numbers[k].written);
        dt_model *const model = model_of(text, DT_FORMAT_JSON);
        check(model, DT_FORMAT_CONFLICT, expected);
        dt_model_free(model);
    }
}

static dt_status refuse(void *context, const char *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    ++*(int *)context;
    return DT_EIO;
}

static void a_failing_sink_is_passed_on(void **state)
{
    (void)state;
    int calls = 0;
    const dt_sink sink = {refuse, &calls};
    dt_error err = {0};
    dt_model *const model = model_of(every_thing, DT_FORMAT_CONFLICT);
    assert_int_equal(dt_model_write(model, DT_FORMAT_JSON, &sink, &err), DT_EIO);
    assert_string_equal(err.text, "the model could not be written");
    assert_int_equal(calls, 1);
    dt_model_free(model);
}

static void gmcr_is_not_written(void **state)
{
    (void)state;
    int calls = 0;
    const dt_sink sink = {refuse, &calls};
    dt_error err = {0};
    dt_model *const model = model_of(every_thing, DT_FORMAT_CONFLICT);
    assert_int_equal(dt_model_write(model, DT_FORMAT_GMCR, &sink, &err), DT_EUSAGE);
    assert_string_equal(err.text, "the format of GMCR+ is read, not written");
    assert_int_equal(calls, 0);
    dt_model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_thing_goes_out_and_in),
        cmocka_unit_test(the_least_model_has_little_to_say),
        cmocka_unit_test(an_empty_status_quo_is_one),
        cmocka_unit_test(long_statements_are_folded),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(a_failing_sink_is_passed_on),
        cmocka_unit_test(gmcr_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
