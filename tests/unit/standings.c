/* The orders of groups (stability/standings.h): whether keys fit 32 bits or not, and
 * whichever kernels sort, each group is in the order of its actor's ranks. */
#include "stability/standings.h"
#include "support/dice.h"
#include "support/tested.h"

#include <stdlib.h>

/* A dense space of three actors, the middle one with n options. They rank all states
 * alike, but by `rank`, which might rank any state anywhere: all choices matter. */
static tested space_with(unsigned n, bool holes)
{
    dt_text text = {0};
    dt_text_add(&text, "actor low { option a\noption b\noption c\noption d\noption e\n"
                       "option f }\nactor middle {\n");
    for (unsigned k = 0; k < n; k++)
        dt_text_format(&text, "option o%u\n", k);
    dt_text_add(&text, "}\nactor high { option x permanent\noption y }\n");
    dt_text_add(&text, "rank low { a or not a }\nrank middle { o0 or not o0 }\n"
                       "rank high { x or not x }\n");
    if (holes)
        dt_text_add(&text, "impossible low.a and middle.o0 and high.x\n");
    assert_false(text.failed);
    const tested t = assert_text(text.bytes);
    dt_text_release(&text);
    assert_true(t.space->is_dense);
    return t;
}

static uint32_t *draw_ranks(uint32_t n_cells, uint32_t n_tiers)
{
    dice d = {.seed = n_cells};
    uint32_t *const rank = calloc(n_cells, sizeof *rank);
    for (uint32_t c = 0; c < n_cells; c++)
        rank[c] = (uint32_t)dice_below(&d, n_tiers);
    return rank;
}

/* Better first; what is no state last; a tier begins where something is worse. */
static void assert_group(const dt_sorting *sorting, const dt_standings *s,
                         uint32_t group)
{
    bool met[1 << 12] = {0};
    int64_t last = INT64_MAX;
    uint32_t tier = 0;
    const uint32_t kind =
        (uint32_t)dt_squeeze(&s->matters, dt_field_put(sorting->field, group, 0));
    for (uint32_t k = 0; k < s->rows; k++) {
        const dt_seat seat = dt_seat_at(s->large, s, (size_t)kind * s->rows + k);
        const uint32_t cell = dt_field_put(sorting->field, group, seat.row);
        const int64_t here = dt_cell_is_feasible(sorting->space, cell)
                                 ? (int64_t)sorting->column->rank[cell]
                                 : -1;
        assert_true(seat.row < s->rows && !met[seat.row]);
        met[seat.row] = true;
        assert_true(here <= last);
        tier = here < last ? k : tier;
        assert_int_equal(seat.tier, tier);
        last = here;
    }
}

/* As many tiers as the column says it has: enough, and keys need 64 bits. */
static void assert_sorted(unsigned n, bool holes, uint32_t n_tiers, uint32_t said)
{
    tested t = space_with(n, holes);
    dt_arena arena = {0};
    dt_column column = {said, draw_ranks(t.space->n_cells, n_tiers)};
    const dt_kernels *const kernels[] = {&dt_kernels_plain, dt_kernels_here()};
    for (int k = 0; k < 2; k++)
        for (dt_actor_id a = 0; a < 3; a++) {
            const dt_sorting sorting = {.space = t.space,
                                        .column = &column,
                                        .field = dt_field_of(t.model, a),
                                        .kernels = kernels[k],
                                        .n_threads = 2};
            dt_standings s;
            assert_true(dt_standings_build(&sorting, a, &arena, &s));
            assert_int_equal(s.rows, UINT32_C(1) << sorting.field.width);
            for (uint32_t g = 0; g < t.space->n_cells / s.rows; g++)
                assert_group(&sorting, &s, g);
        }
    free(column.rank);
    dt_arena_release(&arena);
    test_release(&t);
}

static void groups_are_sorted(void **state)
{
    (void)state;
    for (unsigned n = 1; n <= 5; n++) {
        assert_sorted(n, n % 2, 40, 40);
        assert_sorted(n, !(n % 2), 2000, 2000);
    }
}

static void large_groups_are_sorted(void **state)
{
    (void)state;
    assert_sorted(9, true, 100, 100);
    assert_sorted(9, false, 100000, 100000);
}

static void keys_of_64_bits_do_as_well(void **state)
{
    (void)state;
    assert_sorted(4, true, 50, UINT32_MAX);
    assert_sorted(9, false, 3000, UINT32_MAX);
}

/* With the ranks of a real preference few choices matter; every group with a state in
 * it stands in the order of its kind all the same. */
static void assert_kinds_as(const char *text, uint32_t type, dt_actor_id a,
                            uint32_t n_kinds)
{
    tested t = assert_text(text);
    dt_arena arena = {0};
    dt_standings s;
    dt_error err;
    dt_cast cast = {{0}};
    cast.type[a] = type;
    dt_ranks_free(t.ranks);
    assert_int_equal(dt_ranks_new(t.space, &cast, t.diags, &t.ranks, &err), DT_OK);
    const dt_sorting sorting = {.space = t.space,
                                .column = &t.ranks->column[a],
                                .type = type,
                                .field = dt_field_of(t.model, a),
                                .kernels = dt_kernels_here(),
                                .n_threads = 1};
    assert_true(t.space->is_dense);
    assert_true(dt_standings_build(&sorting, a, &arena, &s));
    assert_int_equal(s.n_kinds, n_kinds);
    for (uint32_t g = 0; g < t.space->n_cells / s.rows; g++) {
        bool has_states = false;
        for (uint32_t row = 0; row < s.rows; row++)
            has_states |=
                dt_cell_is_feasible(t.space, dt_field_put(sorting.field, g, row));
        if (has_states)
            assert_group(&sorting, &s, g);
    }
    dt_arena_release(&arena);
    test_release(&t);
}

static void assert_kinds(const char *text, dt_actor_id a, uint32_t n_kinds)
{
    assert_kinds_as(text, 0, a, n_kinds);
}

#define ACTORS                                                                         \
    "actor a { option o\noption p\noption q }\nactor b { option o\noption p\n"         \
    "option q }\nactor c { issue i : x, y, z\noption o }\n"

static void what_matters_makes_kinds(void **state)
{
    (void)state;
    assert_kinds(ACTORS "prefer b { b.o; a.o and c.o; b.q }\n", 1, 1);
    assert_kinds(ACTORS "prefer b { b.o iff a.q; a.o; b.p }\n", 1, 2);
    assert_kinds(ACTORS "prefer b { b.o iff a.q; b.p or c.i >= y }\n", 1, 8);
    assert_kinds(ACTORS "value b { 3 b.o\n2 a.p and b.q\n1 c.o }\n", 1, 2);
    assert_kinds(ACTORS "prefer b { b.o }\nvalue b { 2 a.p and b.q }\n", 1, 1);
    assert_kinds(ACTORS "rank b { b.o\na.p\na.p or not a.p }\n", 1, 1 << 6);
    assert_kinds(ACTORS, 1, 1);
}

static void each_type_has_kinds_of_its_own(void **state)
{
    static const char text[] = ACTORS "prefer b { b.o iff a.o }\n"
                                      "type b.hawk { prefer { b.p iff a.p and a.q } }\n"
                                      "type b.dove { prefer { b.p } }\n";
    (void)state;
    assert_kinds_as(text, 0, 1, 2);
    assert_kinds_as(text, 1, 1, 4);
    assert_kinds_as(text, 2, 1, 1);
}

/* Rules about the actor's choices matter; rules about others leave groups without any
 * state, which must not speak for their kind. */
static void holes_matter_where_they_differ(void **state)
{
    (void)state;
    assert_kinds(ACTORS "prefer b { b.o; b.p; b.q }\nimpossible a.o and b.o\n", 1, 2);
    assert_kinds(ACTORS "prefer b { b.o iff a.o; b.p }\nalways a.p or c.o\n", 1, 2);
    assert_kinds(ACTORS "prefer b { b.o iff a.o; b.p }\nalways a.p\nalways not a.q\n",
                 1, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_sorted),
        cmocka_unit_test(large_groups_are_sorted),
        cmocka_unit_test(keys_of_64_bits_do_as_well),
        cmocka_unit_test(what_matters_makes_kinds),
        cmocka_unit_test(each_type_has_kinds_of_its_own),
        cmocka_unit_test(holes_matter_where_they_differ),
    };
    return cmocka_run_group_tests_name("standings", tests, NULL, NULL);
}
