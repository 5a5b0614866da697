/* Writing JSON as a stream: fixed order, fixed number format, constant memory.
 *
 * Commas and indentation are the writer's business. Objects and arrays that hold only
 * plain values are written on one line when opened with the `_flat` calls. */
#ifndef DT_BASE_JSON_H
#define DT_BASE_JSON_H

#include "base/out.h"

enum { DT_JSON_DEPTH = 32 };

typedef struct dt_json {
    dt_out *out;
    uint32_t depth;
    bool started[DT_JSON_DEPTH]; /* something was written at this depth */
    bool flat[DT_JSON_DEPTH];    /* this depth is written on one line */
    bool keyed;                  /* a key was written and waits for its value */
} dt_json;

dt_json dt_json_to(dt_out *out);

void dt_json_object(dt_json *json);
void dt_json_object_flat(dt_json *json);
void dt_json_array(dt_json *json);
void dt_json_array_flat(dt_json *json);
void dt_json_end_object(dt_json *json);
void dt_json_end_array(dt_json *json);

/* The key of the next value; inside an object only. */
void dt_json_key(dt_json *json, const char *key);
void dt_json_string(dt_json *json, const char *value);
void dt_json_number(dt_json *json, uint64_t value);
void dt_json_bool(dt_json *json, bool value);
void dt_json_null(dt_json *json);
/* A number whose digits are already written. */
void dt_json_raw(dt_json *json, const char *digits);

/* Key and value in one. */
void dt_json_put_string(dt_json *json, const char *key, const char *value);
void dt_json_put_number(dt_json *json, const char *key, uint64_t value);

#endif
