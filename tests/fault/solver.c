/* Each allocation of dt_solver_new() fails in turn. */
#include <detente/solver.h>

#include "support/starved.h"
#include "support/tested.h"

static dt_status make_solver(void *space, bool *untouched, dt_error *err)
{
    dt_solver *solver = NULL;
    const dt_status status = dt_solver_new(space, &solver, err);
    *untouched = !solver;
    dt_solver_free(solver);
    return status;
}

static void a_solver_without_memory_is_refused(void **state)
{
    (void)state;
    tested t = assert_text("actor a {\n option x\n}\nactor b {\n option y\n}\n");
    assert_int_equal(count_failures(make_solver, t.space),
                     4); /* the solver and three tables */
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_solver_without_memory_is_refused),
    };
    return cmocka_run_group_tests_name("a solver without memory", tests, NULL, NULL);
}
