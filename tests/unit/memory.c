/* What dt_space_memory() and dt_solve_memory() foretell is what is taken: no less, and
 * at most half as much again. The linker puts the functions below in place of the
 * allocator's (CMakeLists.txt), so that they see all of the library's memory. */
#include "support/tested.h"

#include "base/pages.h"

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

static size_t taken, peak;

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

/* Three actors of so many options each, who like something. */
static dt_model *read_model(dt_diags *diags, uint32_t n_options, const char *more)
{
    dt_text text = {0};
    dt_error err;
    dt_model *model = NULL;
    for (char a = 'a'; a <= 'c'; a++) {
        dt_text_format(&text, "actor %c {\n", a);
        for (uint32_t k = 1; k <= n_options; k++)
            dt_text_format(&text, "    option o%u\n", k);
        dt_text_format(&text, "}\nprefer %c { a.o1; not b.o2; c.o1; b.o1 }\n", a);
    }
    dt_text_add(&text, more);
    const dt_input input = {"test.conflict", text.bytes, text.n, DT_FORMAT_CONFLICT};
    assert_int_equal(dt_model_parse(&input, diags, &model, &err), DT_OK);
    dt_text_release(&text);
    return model;
}

static void assert_foretold(const char *what, uint64_t foretold, size_t before)
{
    const uint64_t most = peak - before;
    if (foretold + SMALL_THINGS < most || 2 * foretold > 3 * most)
        fail_msg("%s takes %llu bytes, not %llu", what, (unsigned long long)most,
                 (unsigned long long)foretold);
}

static void compare(uint32_t n_options, const char *more, dt_store store)
{
    dt_error err;
    dt_diags *const diags = dt_diags_new();
    dt_model *const model = read_model(diags, n_options, more);
    const dt_solve_options options = {
        .limits = {.threads = 1, .store = store, .memory = UINT64_C(1) << 40}};
    dt_space *space = NULL;
    dt_ranks *ranks = NULL;
    dt_solution *solution = NULL;
    const size_t before = peak = taken;
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

static void dense_spaces_take_what_is_foretold(void **state)
{
    (void)state;
    compare(5, "impossible a.o1 and b.o2\n", DT_STORE_DENSE);
    compare(7, "", DT_STORE_DENSE);
    compare(6, "impossible a.o3 and c.o3\n", DT_STORE_AUTO);
}

static void sparse_spaces_take_what_is_foretold(void **state)
{
    (void)state;
    compare(5, "impossible a.o1 and b.o2\n", DT_STORE_SPARSE);
    compare(6, "", DT_STORE_SPARSE);
    compare(8, "always exactly 2 of (a.o3, a.o4, a.o5, a.o6, b.o3, b.o4, b.o5, b.o6)\n",
            DT_STORE_SPARSE);
}

static void definitions_take_what_is_foretold(void **state)
{
    (void)state;
    compare(4, "forbid a from a.o1 to not a.o1\n", DT_STORE_AUTO);
    compare(4, "forbid b from b.o1 to not b.o1\nimpossible a.o2 and c.o2\n",
            DT_STORE_AUTO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_spaces_take_what_is_foretold),
        cmocka_unit_test(sparse_spaces_take_what_is_foretold),
        cmocka_unit_test(definitions_take_what_is_foretold),
    };
    return cmocka_run_group_tests_name("memory foretold", tests, NULL, NULL);
}
