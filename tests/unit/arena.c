/* base/arena.h: zeroed, aligned, disjoint, and never an overflow. */
#include "base/arena.h"

#include "base/list.h"
#include "base/words.h"
#include "support/tested.h"

#include <stdalign.h>
#include <string.h>

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    dt_arena arena = {0};
    for (size_t n = 0; n < 300; n++) {
        char *const bytes = dt_arena_alloc(&arena, n, 1);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(bytes[k], 0);
        memset(bytes, 0xff, n);
    }
    dt_arena_release(&arena);
}

static void requests_do_not_overlap(void **state)
{
    (void)state;
    enum { N = 200 };
    dt_arena arena = {0};
    unsigned char *at[N];
    /* Small and large ones in turn, so that blocks are shared and not shared. */
    for (size_t k = 0; k < N; k++) {
        const size_t n = k % 7 == 0 ? 9000 : 10 + k;
        at[k] = dt_arena_array(&arena, unsigned char, n);
        assert_non_null(at[k]);
        memset(at[k], (int)k, n);
    }
    for (size_t k = 0; k < N; k++) {
        assert_int_equal(at[k][0], k);
        assert_int_equal(at[k][k % 7 == 0 ? 8999 : 9 + k], k);
    }
    dt_arena_release(&arena);
}

static void a_request_for_nothing_is_valid(void **state)
{
    (void)state;
    dt_arena arena = {0};
    const char *const a = dt_arena_alloc(&arena, 0, 8), *const b = dt_arena_alloc(
                                                            &arena, 8, 0);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    dt_arena_release(&arena);
}

static void products_do_not_overflow(void **state)
{
    (void)state;
    dt_arena arena = {0};
    assert_null(dt_arena_alloc(&arena, SIZE_MAX, 2));
    assert_null(dt_arena_alloc(&arena, SIZE_MAX / 2 + 1, 2));
    assert_null(dt_arena_alloc(&arena, 2, SIZE_MAX));
    assert_null(dt_arena_alloc(&arena, SIZE_MAX, 1));
    assert_null(dt_arena_alloc(&arena, 1, SIZE_MAX));
    assert_null(dt_arena_copy(&arena, "", SIZE_MAX));
    assert_int_equal(arena.allocated, 0);
    dt_arena_release(&arena);
}

static void release_empties(void **state)
{
    (void)state;
    dt_arena arena = {0};
    dt_arena_release(&arena); /* nothing yet */
    assert_non_null(dt_arena_alloc(&arena, 100, 1));
    assert_true(arena.allocated >= 100);
    dt_arena_release(&arena);
    assert_null(arena.last);
    assert_int_equal(arena.allocated, 0);
    assert_non_null(dt_arena_alloc(&arena, 100, 1)); /* and can be used again */
    dt_arena_release(&arena);
}

static void copies_end_with_nul(void **state)
{
    (void)state;
    dt_arena arena = {0};
    assert_string_equal(dt_arena_copy(&arena, "detente", 3), "det");
    assert_string_equal(dt_arena_copy(&arena, NULL, 0), "");
    assert_memory_equal(dt_arena_copy(&arena, "a\0b", 3), "a\0b\0", 4);
    dt_arena_release(&arena);
}

static void growing_keeps_what_is_there(void **state)
{
    (void)state;
    dt_arena arena = {0};
    uint32_t *items = NULL;
    size_t room = 0;
    for (uint32_t n = 0; n < 1000; n++) {
        uint32_t *const more = dt_arena_grow(&arena, items, n, &room, sizeof *items);
        assert_non_null(more);
        assert_true(room > n);
        items = more;
        items[n] = n;
    }
    for (uint32_t n = 0; n < 1000; n++)
        assert_int_equal(items[n], n);
    size_t full = 4;
    assert_null(dt_arena_grow(&arena, items, 4, &full, SIZE_MAX / 2));
    assert_int_equal(full, 4);
    dt_arena_release(&arena);
}

static void lists_hand_out_zeroed_items(void **state)
{
    (void)state;
    dt_arena arena = {0};
    dt_list list = {0};
    for (uint32_t n = 0; n < 100; n++) {
        uint32_t *const item = dt_list_add(&list, &arena, sizeof *item);
        assert_non_null(item);
        assert_int_equal(*item, 0);
        *item = n + 1;
    }
    assert_int_equal(list.n, 100);
    for (uint32_t n = 0; n < 100; n++)
        assert_int_equal(((const uint32_t *)list.items)[n], n + 1);
    dt_arena_release(&arena);
}

static void words_are_zero_and_can_be_released(void **state)
{
    (void)state;
    dt_words words = {0};
    assert_true(dt_words_zero(&words, 1000));
    assert_int_equal(words.n, 1000);
    for (uint64_t n = 0; n < 1000; n++) {
        assert_int_equal(words.at[n], 0);
        words.at[n] = n;
    }
    dt_words_release(&words);
    assert_null(words.at);
    assert_int_equal(words.n, 0);
    dt_words_release(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(requests_do_not_overlap),
        cmocka_unit_test(a_request_for_nothing_is_valid),
        cmocka_unit_test(products_do_not_overflow),
        cmocka_unit_test(release_empties),
        cmocka_unit_test(copies_end_with_nul),
        cmocka_unit_test(growing_keeps_what_is_there),
        cmocka_unit_test(lists_hand_out_zeroed_items),
        cmocka_unit_test(words_are_zero_and_can_be_released),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
