/* Each allocation of dt_solver_new() fails in turn; failing.c, which is preloaded, sees
 * to that. Each attempt is a process of its own, in which nothing has failed yet. */
#include <detente/solver.h>

#include "support/tested.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MADE, REFUSED, WRONG };

static int make_solver(const dt_space *space)
{
    dt_error err = {.status = DT_OK};
    dt_solver *solver = NULL;
    const dt_status status = dt_solver_new(space, &solver, &err);
    if (status == DT_OK && solver) {
        dt_solver_free(solver);
        return MADE;
    }
    return status == DT_ENOMEM && !solver && err.status == DT_ENOMEM &&
                   strcmp(err.text, "out of memory") == 0
               ? REFUSED
               : WRONG;
}

/* How it ends when allocation number k fails. */
static int make_failing(const dt_space *space, unsigned k)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char number[16];
        snprintf(number, sizeof number, "%u", k);
        setenv("FAULT_AT", number, 1);
        setenv("FAULT", "allocation", 1);
        _exit(make_solver(space));
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_solver_without_memory_is_refused(void **state)
{
    (void)state;
    tested t = assert_text("actor a {\n option x\n}\nactor b {\n option y\n}\n");
    unsigned n_refused = 0;
    int end = REFUSED;
    while (end == REFUSED) {
        end = make_failing(t.space, n_refused + 1);
        n_refused += end == REFUSED;
    }
    assert_int_equal(end, MADE);
    assert_int_equal(n_refused, 4); /* the solver and three tables */
    test_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_solver_without_memory_is_refused),
    };
    return cmocka_run_group_tests_name("a solver without memory", tests, NULL, NULL);
}
