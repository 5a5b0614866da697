/* See starved.h. */
#include "support/starved.h"

#include "support/tested.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FOUND, REFUSED, WRONG };

static int judge(starved_attempt *attempt, void *scene)
{
    dt_error err = {.status = DT_OK};
    bool untouched = false;
    const dt_status status = attempt(scene, &untouched, &err);
    if (status == DT_OK && !untouched)
        return FOUND;
    return status == DT_ENOMEM && untouched && err.status == DT_ENOMEM &&
                   strcmp(err.text, "out of memory") == 0
               ? REFUSED
               : WRONG;
}

/* How it ends when allocation number k fails. */
static int fail_at(starved_attempt *attempt, void *scene, unsigned k)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char number[16];
        snprintf(number, sizeof number, "%u", k);
        setenv("FAULT_AT", number, 1);
        setenv("FAULT", "allocation", 1);
        _exit(judge(attempt, scene));
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

unsigned count_failures(starved_attempt *attempt, void *scene)
{
    unsigned n_refused = 0;
    int end = REFUSED;
    while (end == REFUSED) {
        end = fail_at(attempt, scene, n_refused + 1);
        n_refused += end == REFUSED;
    }
    if (end != FOUND)
        fail_msg("allocation %u fails, and it ends wrongly", n_refused + 1);
    return n_refused;
}
