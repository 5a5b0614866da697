/* base/out.h and base/json.h: what reaches a sink, and what a sink that fails stops. */
#include "base/out.h"

#include "base/json.h"
#include "support/tested.h"

#include <string.h>

/* ---- out -------------------------------------------------------------------- */

/* A sink that takes some pieces and then fails. */
typedef struct leaky {
    uint32_t good, calls;
    size_t bytes;
} leaky;

static dt_status write_to_leaky(void *context, const char *bytes, size_t n)
{
    leaky *const sink = context;
    (void)bytes;
    if (sink->calls++ >= sink->good)
        return DT_EIO;
    sink->bytes += n;
    return DT_OK;
}

static void everything_arrives_in_order(void **state)
{
    (void)state;
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_out out = dt_out_to(&sink);
    dt_put(&out, "states: ");
    dt_put_number(&out, 0);
    dt_put_n(&out, ", and so on", 2);
    dt_put_number(&out, UINT64_MAX);
    dt_put_repeat(&out, '-', 3);
    dt_put_format(&out, "%s=%d", "x", -1);
    dt_put_repeat(&out, '!', 0);
    assert_int_equal(dt_out_end(&out), DT_OK);
    assert_string_equal(text.bytes, "states: 0, 18446744073709551615---x=-1");
    dt_text_release(&text);
}

static void output_longer_than_the_buffer_is_whole(void **state)
{
    (void)state;
    dt_text text = {0}, wanted = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_out out = dt_out_to(&sink);
    for (uint32_t k = 0; k < 3000; k++) {
        dt_put_number(&out, k);
        dt_put(&out, " ");
        dt_text_format(&wanted, "%u ", k);
    }
    dt_put_format(&out, "%s", wanted.bytes); /* longer than any line */
    dt_put_repeat(&out, 'x', 10000);
    assert_int_equal(dt_out_end(&out), DT_OK);
    assert_int_equal(text.n, 2 * wanted.n + 10000);
    assert_memory_equal(text.bytes, wanted.bytes, wanted.n);
    assert_memory_equal(text.bytes + wanted.n, wanted.bytes, wanted.n);
    dt_text_release(&wanted);
    dt_text_release(&text);
}

static void the_first_failure_ends_it(void **state)
{
    (void)state;
    for (uint32_t good = 0; good < 3; good++) {
        leaky bucket = {.good = good};
        const dt_sink sink = {write_to_leaky, &bucket};
        dt_out out = dt_out_to(&sink);
        dt_put_repeat(&out, 'x', 5 * sizeof out.buffer);
        dt_put_format(&out, "%d", 1);
        assert_int_equal(dt_out_end(&out), DT_EIO);
        assert_int_equal(dt_out_end(&out), DT_EIO);
        assert_int_equal(bucket.calls, good + 1); /* not called again */
        assert_int_equal(bucket.bytes, good * sizeof out.buffer);
    }
}

static void nothing_put_writes_nothing(void **state)
{
    (void)state;
    leaky bucket = {0};
    const dt_sink sink = {write_to_leaky, &bucket};
    dt_out out = dt_out_to(&sink);
    dt_put(&out, "");
    assert_int_equal(dt_out_end(&out), DT_OK);
    assert_int_equal(bucket.calls, 0);
}

/* ---- json ------------------------------------------------------------------- */

/* What the writer makes of a script of calls. */
typedef void script(dt_json *json);

static void assert_json(script *calls, const char *wanted)
{
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_out out = dt_out_to(&sink);
    dt_json json = dt_json_to(&out);
    calls(&json);
    assert_int_equal(dt_out_end(&out), DT_OK);
    assert_string_equal(dt_text_string(&text), wanted);
    dt_text_release(&text);
}

static void put_strings(dt_json *json)
{
    dt_json_array(json);
    dt_json_string(json, "say \"no\"");
    dt_json_string(json, "back\\slash / slash");
    dt_json_string(json, "line\nbreak\ttab\rreturn\x01\x1f\x7f");
    dt_json_string(json, "d\xc3\xa9tente \xe2\x82\xac \xf0\x9f\x95\x8a");
    dt_json_string(json, "");
    dt_json_end_array(json);
}

static void strings_are_escaped(void **state)
{
    (void)state;
    assert_json(put_strings,
                "[\n"
                "  \"say \\\"no\\\"\",\n"
                "  \"back\\\\slash / slash\",\n"
                "  \"line\\nbreak\\ttab\\u000dreturn\\u0001\\u001f\\u007f\",\n"
                "  \"d\xc3\xa9tente \xe2\x82\xac \xf0\x9f\x95\x8a\",\n"
                "  \"\"\n"
                "]\n");
}

static void put_values(dt_json *json)
{
    dt_json_object(json);
    dt_json_put_string(json, "name", "x");
    dt_json_put_number(json, "n", UINT64_MAX);
    dt_json_key(json, "yes");
    dt_json_bool(json, true);
    dt_json_key(json, "no");
    dt_json_bool(json, false);
    dt_json_key(json, "nothing");
    dt_json_null(json);
    dt_json_key(json, "worth");
    dt_json_raw(json, "-0.25");
    dt_json_key(json, "a \"key\"");
    dt_json_number(json, 0);
    dt_json_end_object(json);
}

static void values_have_their_form(void **state)
{
    (void)state;
    assert_json(put_values, "{\n"
                            "  \"name\": \"x\",\n"
                            "  \"n\": 18446744073709551615,\n"
                            "  \"yes\": true,\n"
                            "  \"no\": false,\n"
                            "  \"nothing\": null,\n"
                            "  \"worth\": -0.25,\n"
                            "  \"a \\\"key\\\"\": 0\n"
                            "}\n");
}

static void put_nested(dt_json *json)
{
    dt_json_object(json);
    dt_json_key(json, "empty");
    dt_json_array(json);
    dt_json_end_array(json);
    dt_json_key(json, "none");
    dt_json_object_flat(json);
    dt_json_end_object(json);
    dt_json_key(json, "flat");
    dt_json_array_flat(json);
    dt_json_number(json, 1);
    dt_json_array(json); /* inside what is flat all is flat */
    dt_json_number(json, 2);
    dt_json_number(json, 3);
    dt_json_end_array(json);
    dt_json_object(json);
    dt_json_put_number(json, "k", 4);
    dt_json_end_object(json);
    dt_json_end_array(json);
    dt_json_key(json, "tall");
    dt_json_array(json);
    dt_json_object_flat(json);
    dt_json_put_number(json, "a", 1);
    dt_json_put_number(json, "b", 2);
    dt_json_end_object(json);
    dt_json_null(json);
    dt_json_end_array(json);
    dt_json_end_object(json);
}

static void nesting_is_laid_out(void **state)
{
    (void)state;
    assert_json(put_nested, "{\n"
                            "  \"empty\": [],\n"
                            "  \"none\": {},\n"
                            "  \"flat\": [1, [2, 3], {\"k\": 4}],\n"
                            "  \"tall\": [\n"
                            "    {\"a\": 1, \"b\": 2},\n"
                            "    null\n"
                            "  ]\n"
                            "}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_arrives_in_order),
        cmocka_unit_test(output_longer_than_the_buffer_is_whole),
        cmocka_unit_test(the_first_failure_ends_it),
        cmocka_unit_test(nothing_put_writes_nothing),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(values_have_their_form),
        cmocka_unit_test(nesting_is_laid_out),
    };
    return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
