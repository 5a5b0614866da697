/* What dt_space_memory() and dt_solve_memory() foretell is what is taken: no less, and
 * at most half as much again. The linker puts the functions below in place of the
 * allocator's (CMakeLists.txt), so that they see all of the library's memory. */
#include "support/tested.h"

#include "base/pages.h"
#include "base/threads.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

void *__real_calloc(size_t n, size_t each);
void *__real_realloc(void *old, size_t size);
void __real_free(void *block);
void *__real_dt_pages_new(size_t size);
void __real_dt_pages_free(void *pages, size_t size);
void *__wrap_calloc(size_t n, size_t each);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *block);
void *__wrap_dt_pages_new(size_t size);
void __wrap_dt_pages_free(void *pages, size_t size);

/* What does not grow with the states is not foretold: structures, blocks of arenas. */
enum { SMALL_THINGS = 1 << 17 };

static _Atomic size_t taken, peak;

static void take(size_t size)
{
    taken += size;
    peak = taken > peak ? taken : peak;
}

void *__wrap_calloc(size_t n, size_t each)
{
    void *const block = __real_calloc(n, each);
    take(block ? malloc_usable_size(block) : 0);
    return block;
}

void *__wrap_realloc(void *old, size_t size)
{
    taken -= old ? malloc_usable_size(old) : 0;
    void *const block = __real_realloc(old, size);
    take(block ? malloc_usable_size(block) : 0);
    return block;
}

void __wrap_free(void *block)
{
    taken -= block ? malloc_usable_size(block) : 0;
    __real_free(block);
}

void *__wrap_dt_pages_new(size_t size)
{
    void *const pages = __real_dt_pages_new(size);
    take(pages ? size : 0);
    return pages;
}

void __wrap_dt_pages_free(void *pages, size_t size)
{
    taken -= size;
    __real_dt_pages_free(pages, size);
}

/* Three actors of so many options each, of which actor a's first are permanent, who
 * like something; what more there is to say. */
typedef struct shape {
    uint32_t n_options[3], n_permanent;
    const char *more;
    dt_store store;
} shape;

static dt_model *read_model(dt_diags *diags, const shape *form)
{
    dt_text text = {0};
    dt_error err;
    dt_model *model = NULL;
    for (char a = 'a'; a <= 'c'; a++) {
        dt_text_format(&text, "actor %c {\n", a);
        for (uint32_t k = 1; k <= form->n_options[a - 'a']; k++)
            dt_text_format(&text, "    option o%u%s\n", k,
                           a == 'a' && k <= form->n_permanent ? " permanent" : "");
        dt_text_format(&text, "}\nprefer %c { a.o1; not b.o2; c.o1; b.o1 }\n", a);
    }
    dt_text_add(&text, form->more);
    const dt_input input = {"test.conflict", text.bytes, text.n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, diags, &model, &err), DT_OK);
    dt_text_release(&text);
    return model;
}

static void assert_foretold(const char *what, uint64_t foretold, size_t before)
{
    const uint64_t most = peak - before;
    if (foretold + SMALL_THINGS < most || foretold > most + most / 2 + SMALL_THINGS)
        fail_msg("%s takes %llu bytes, not %llu", what, (unsigned long long)most,
                 (unsigned long long)foretold);
}

static void compare(const shape *form, uint32_t n_threads)
{
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    dt_model *const model = read_model(diags, form);
    const dt_solve_options options = {.limits = {.threads = n_threads,
                                                 .store = form->store,
                                                 .memory = UINT64_C(1) << 40}};
    dt_space *space = NULL;
    dt_ranks *ranks = NULL;
    dt_solution *solution = NULL;
    const size_t before = taken;
    peak = before;
    assert_int_equal(dt_space_new(model, &options.limits, diags, &space, &err), DT_OK);
    assert_int_equal(dt_ranks_new(space, NULL, diags, &ranks, &err), DT_OK);
    assert_foretold("space", dt_space_memory(space), before);
    assert_int_equal(dt_solve(space, ranks, &options, &solution, &err), DT_OK);
    assert_foretold("solving", dt_solve_memory(space, &options), before);
    dt_solution_free(solution);
    dt_ranks_free(ranks);
    dt_space_free(space);
    dt_model_free(model);
    dt_diags_free(diags);
}

static void compare_all(const shape *forms, size_t n)
{
    for (size_t k = 0; k < n; k++)
        compare(&forms[k], 1);
}

static void dense_spaces_take_what_is_foretold(void **state)
{
    static const shape forms[] = {
        {{5, 5, 5}, 0, "impossible a.o1 and b.o2\n", DT_STORE_DENSE},
        {{7, 7, 7}, 0, "", DT_STORE_DENSE},
        {{6, 6, 6}, 0, "impossible a.o3 and c.o3\n", DT_STORE_AUTO},
        {{6, 6, 6}, 4, "impossible a.o3 and c.o3\n", DT_STORE_DENSE},
        {{10, 4, 3}, 9, "", DT_STORE_DENSE},
    };
    (void)state;
    compare_all(forms, sizeof forms / sizeof *forms);
}

static void sparse_spaces_take_what_is_foretold(void **state)
{
    static const shape forms[] = {
        {{5, 5, 5}, 0, "impossible a.o1 and b.o2\n", DT_STORE_SPARSE},
        {{6, 6, 6}, 0, "", DT_STORE_SPARSE},
        {{8, 8, 8},
         0,
         "always exactly 2 of (a.o3, a.o4, a.o5, a.o6, b.o3, b.o4, b.o5, b.o6)\n",
         DT_STORE_SPARSE},
        {{6, 6, 6}, 4, "impossible a.o3 and c.o3\n", DT_STORE_SPARSE},
        {{10, 4, 3}, 9, "", DT_STORE_SPARSE},
    };
    (void)state;
    compare_all(forms, sizeof forms / sizeof *forms);
}

/* Of a merge that no move passes through, and of one that needs the definitions. */
static void merged_spaces_take_what_is_foretold(void **state)
{
    static const shape forms[] = {
        {{6, 5, 5},
         6,
         "merge all of (a.o1, a.o2, a.o3, a.o4, a.o5, a.o6)\n",
         DT_STORE_AUTO},
        {{4, 4, 4},
         0,
         "merge a.o1 and a.o2 and b.o1 and b.o2 and c.o1 and c.o2\n",
         DT_STORE_AUTO},
        {{4, 4, 4},
         4,
         "merge a.o1 and b.o1\nmerge a.o2 and c.o1 and not b.o1\n",
         DT_STORE_AUTO},
    };
    (void)state;
    compare_all(forms, sizeof forms / sizeof *forms);
}

/* With cells enough for eight threads. */
static void threads_take_what_is_foretold(void **state)
{
    static const uint32_t n_threads[] = {1, 2, 3, 5, 8};
    static const shape forms[] = {
        {{9, 4, 3}, 4, "", DT_STORE_DENSE},
        {{9, 4, 3}, 9, "", DT_STORE_DENSE},
        {{9, 4, 3}, 4, "", DT_STORE_SPARSE},
    };
    (void)state;
    assert_int_equal(dt_threads_worth(8, (uint64_t)1 << (9 + 4 + 3)), 8);
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        for (size_t t = 0; t < sizeof n_threads / sizeof *n_threads; t++)
            compare(&forms[k], n_threads[t]);
}

static void definitions_take_what_is_foretold(void **state)
{
    static const shape forms[] = {
        {{4, 4, 4}, 0, "forbid a from a.o1 to not a.o1\n", DT_STORE_AUTO},
        {{4, 4, 4},
         0,
         "forbid b from b.o1 to not b.o1\nimpossible a.o2 and c.o2\n",
         DT_STORE_AUTO},
    };
    (void)state;
    compare_all(forms, sizeof forms / sizeof *forms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_spaces_take_what_is_foretold),
        cmocka_unit_test(sparse_spaces_take_what_is_foretold),
        cmocka_unit_test(merged_spaces_take_what_is_foretold),
        cmocka_unit_test(threads_take_what_is_foretold),
        cmocka_unit_test(definitions_take_what_is_foretold),
    };
    return cmocka_run_group_tests_name("memory foretold", tests, NULL, NULL);
}
