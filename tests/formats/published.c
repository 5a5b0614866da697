/* The published cases as .gmcr files, in this folder's good/, have the states, orders
 * and stability of the same cases in the language, in examples/. */
#include "support/tested.h"

#include <detente/stability.h>
#include <stdio.h>

typedef struct solved {
    tested t;
    dt_solution *solution;
} solved;

static solved solve_file(const char *path)
{
    solved s = {.t = test_file(path)};
    if (s.t.status != DT_OK)
        fail_msg("%s: %s", path, s.t.err.text);
    assert_int_equal(dt_solve(s.t.space, s.t.ranks, NULL, &s.solution, NULL), DT_OK);
    return s;
}

static void release(solved *s)
{
    dt_solution_free(s->solution);
    test_release(&s->t);
}

static bool stands_for(const dt_space *one, dt_state a, const dt_space *other,
                       dt_state b)
{
    for (dt_choice_id c = 0; c < dt_model_n_choices(dt_space_model(one)); c++) {
        const uint32_t level = dt_space_level(other, b, c);
        if (level != DT_LEVEL_ANY && level != dt_space_level(one, a, c))
            return false;
    }
    return true;
}

/* The state of the other model that stands for this one. */
static dt_state counterpart(const dt_space *one, dt_state s, const dt_space *other)
{
    for (dt_state t = 0; t < dt_space_n_states(other); t++)
        if (stands_for(one, s, other, t))
            return t;
    fail_msg("state %u is not in the example", s + 1);
    return DT_NO_STATE;
}

static int sign(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static void compare_orders(const solved *file, const solved *example,
                           const dt_state *map)
{
    const uint32_t n = dt_space_n_states(file->t.space);
    for (dt_actor_id a = 0; a < dt_model_n_actors(file->t.model); a++)
        for (dt_state s = 0; s < n; s++)
            for (dt_state t = 0; t < n; t++)
                assert_int_equal(sign(dt_ranks_at(file->t.ranks, a, s),
                                      dt_ranks_at(file->t.ranks, a, t)),
                                 sign(dt_ranks_at(example->t.ranks, a, map[s]),
                                      dt_ranks_at(example->t.ranks, a, map[t])));
}

static void compare_stability(const solved *file, const solved *example,
                              const dt_state *map)
{
    for (dt_concept k = 0; k < DT_N_CONCEPTS; k++)
        for (dt_actor_id a = 0; a < dt_model_n_actors(file->t.model); a++)
            for (dt_state s = 0; s < dt_space_n_states(file->t.space); s++) {
                const bool ours =
                    dt_bits_has(dt_solution_stable(file->solution, k, a), s);
                if (ours !=
                    dt_bits_has(dt_solution_stable(example->solution, k, a), map[s]))
                    fail_msg("state %u differs for %s under %s", s + 1,
                             dt_actor_name(file->t.model, a), dt_concept_name(k));
            }
}

static void compare(const char *file_name, const char *example_name)
{
    enum { MOST_STATES = 100 };
    char path[2][300];
    dt_state map[MOST_STATES];
    snprintf(path[0], sizeof path[0], DT_SOURCE_DIR "/tests/formats/good/%s",
             file_name);
    snprintf(path[1], sizeof path[1], DT_SOURCE_DIR "/examples/%s", example_name);
    solved file = solve_file(path[0]), example = solve_file(path[1]);
    const uint32_t n = dt_space_n_states(file.t.space);
    assert_in_range(n, dt_space_n_states(example.t.space), MOST_STATES);
    for (dt_state s = 0; s < n; s++)
        map[s] = counterpart(file.t.space, s, example.t.space);
    compare_orders(&file, &example, map);
    compare_stability(&file, &example, map);
    release(&file);
    release(&example);
}

/* The file has four states in which Uniroyal abandons its plant, all equally good; the
 * example has one. */
static void elmira(void **state)
{
    (void)state;
    compare("elmira.gmcr", "elmira.conflict");
}

static void cuban_missile_crisis(void **state)
{
    (void)state;
    compare("cuban-missile.gmcr", "cuban-missile-irreversible.conflict");
}

/* States are numbered in the order of the decision makers, not of the list of options.
 */
static void cuban_missile_crisis_in_another_order(void **state)
{
    (void)state;
    compare("cuban-missile-shuffled.gmcr", "cuban-missile-irreversible.conflict");
}

static void syria_and_iraq(void **state)
{
    (void)state;
    compare("syria-iraq.gmcr", "syria-iraq-1975.conflict");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elmira),
        cmocka_unit_test(cuban_missile_crisis),
        cmocka_unit_test(cuban_missile_crisis_in_another_order),
        cmocka_unit_test(syria_and_iraq),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
