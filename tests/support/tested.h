/* What most tests need: cmocka, sinks, and models read from a string. */
#ifndef DT_SUPPORT_TESTED_H
#define DT_SUPPORT_TESTED_H

/* cmocka wants these four before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

#include <detente/stability.h>

/* Sinks: one adds to the dt_text that is its context. */
dt_status write_to_text(void *context, const char *bytes, size_t n);
dt_status write_to_stderr(void *context, const char *bytes, size_t n);

/* A model and what is made of it, as far as it goes. */
typedef struct tested {
    dt_diags *diags;
    dt_model *model;
    dt_space *space;
    dt_ranks *ranks;
    dt_status status; /* of the first stage that failed, or DT_OK */
    dt_error err;
} tested;

/* Read the text, find the states, rank them; stops at the first failure. */
tested test_text(const char *text);
tested test_file(const char *path);
void test_release(tested *t);

/* The same, failing the test with what the library says unless all is well. */
tested assert_text(const char *text);

/* The findings as the user reads them; the caller's. */
char *findings_of(const dt_diags *diags);

/* Fails unless the findings contain the words. */
void assert_finding(const dt_diags *diags, const char *words);

/* A formula about the model; fails when it is none. */
const dt_formula *assert_formula(tested *t, const char *text);

#endif
