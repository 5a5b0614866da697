/* See json.h. Strings are written as they are, UTF-8, but for what JSON forbids; bytes
 * that are no UTF-8 cannot come here (the language refuses them). */
#include "base/json.h"

#include <assert.h>
#include <stdio.h>

dt_json dt_json_to(dt_out *out)
{
    return (dt_json){.out = out};
}

static void new_line(dt_json *json)
{
    dt_put_n(json->out, "\n", 1);
    dt_put_repeat(json->out, ' ', 2 * (size_t)json->depth);
}

/* What stands before a value or a key: a comma, a line, or nothing. */
static void separate(dt_json *json)
{
    if (json->keyed) {
        json->keyed = false;
        return;
    }
    if (json->depth == 0)
        return;
    const uint32_t d = json->depth - 1;
    if (json->started[d])
        dt_put(json->out, json->flat[d] ? ", " : ",");
    if (!json->flat[d])
        new_line(json);
    json->started[d] = true;
}

static void open_level(dt_json *json, const char *bracket, bool flat)
{
    separate(json);
    assert(json->depth < DT_JSON_DEPTH);
    dt_put(json->out, bracket);
    json->started[json->depth] = false;
    json->flat[json->depth] = flat;
    json->depth++;
}

static void close_level(dt_json *json, const char *bracket)
{
    assert(json->depth > 0);
    json->depth--;
    if (json->started[json->depth] && !json->flat[json->depth])
        new_line(json);
    dt_put(json->out, bracket);
    if (json->depth == 0)
        dt_put(json->out, "\n");
}

void dt_json_object(dt_json *json)
{
    open_level(json, "{", json->depth && json->flat[json->depth - 1]);
}

void dt_json_object_flat(dt_json *json)
{
    open_level(json, "{", true);
}

void dt_json_array(dt_json *json)
{
    open_level(json, "[", json->depth && json->flat[json->depth - 1]);
}

void dt_json_array_flat(dt_json *json)
{
    open_level(json, "[", true);
}

void dt_json_end_object(dt_json *json)
{
    close_level(json, "}");
}

void dt_json_end_array(dt_json *json)
{
    close_level(json, "]");
}

static void put_escaped(dt_out *out, const char *s)
{
    const char *from = s;
    for (; *s; s++) {
        const unsigned char c = (unsigned char)*s;
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        dt_put_n(out, from, (size_t)(s - from));
        from = s + 1;
        if (c == '"' || c == '\\')
            dt_put_format(out, "\\%c", c);
        else if (c == '\n')
            dt_put(out, "\\n");
        else if (c == '\t')
            dt_put(out, "\\t");
        else
            dt_put_format(out, "\\u%04x", c);
    }
    dt_put_n(out, from, (size_t)(s - from));
}

void dt_json_key(dt_json *json, const char *key)
{
    separate(json);
    dt_put(json->out, "\"");
    put_escaped(json->out, key);
    dt_put(json->out, "\": ");
    json->keyed = true;
}

void dt_json_string(dt_json *json, const char *value)
{
    separate(json);
    dt_put(json->out, "\"");
    put_escaped(json->out, value);
    dt_put(json->out, "\"");
}

void dt_json_number(dt_json *json, uint64_t value)
{
    separate(json);
    dt_put_number(json->out, value);
}

void dt_json_bool(dt_json *json, bool value)
{
    separate(json);
    dt_put(json->out, value ? "true" : "false");
}

void dt_json_null(dt_json *json)
{
    separate(json);
    dt_put(json->out, "null");
}

void dt_json_raw(dt_json *json, const char *digits)
{
    separate(json);
    dt_put(json->out, digits);
}

void dt_json_put_string(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    dt_json_string(json, value);
}

void dt_json_put_number(dt_json *json, const char *key, uint64_t value)
{
    dt_json_key(json, key);
    dt_json_number(json, value);
}
