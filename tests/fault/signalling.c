/* Each allocation of solving a signalling game fails in turn; failing.c, which is
 * preloaded, sees to that. Each attempt is a process of its own. */
#include "support/signs.h"
#include "support/tested.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FOUND, REFUSED, WRONG };

static dt_status solve(const dt_game *game, dt_arena *arena, dt_method_answer *answer,
                       dt_error *err)
{
    const dt_game_question question = {.limits = {.memory = DT_MEMORY_DEFAULT},
                                       .max_steps = 1000};
    const dt_task task = {game, &question, arena};
    const dt_signalling *s = NULL;
    DT_TRY(dt_signalling_find(game, arena, &s, NULL, err));
    return dt_solve_pure_signalling(&task, s, answer, err);
}

static int judge(const dt_game *game)
{
    dt_error err = {.status = DT_OK};
    dt_arena arena = {0};
    dt_method_answer answer = {0};
    const dt_status status = solve(game, &arena, &answer, &err);
    const bool found = answer.applies && answer.n > 0;
    dt_arena_release(&arena);
    if (status == DT_OK && found)
        return FOUND;
    return status == DT_ENOMEM && !answer.applies && err.status == DT_ENOMEM &&
                   strcmp(err.text, "out of memory") == 0
               ? REFUSED
               : WRONG;
}

/* How it ends when allocation number k fails. */
static int fail_at(const dt_game *game, unsigned k)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char number[16];
        snprintf(number, sizeof number, "%u", k);
        setenv("FAULT_AT", number, 1);
        setenv("FAULT", "allocation", 1);
        _exit(judge(game));
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void without_memory_nothing_is_found(void **state)
{
    (void)state;
    static signals k;
    dice d = {.seed = 4};
    random_signals(&k, &d, 4);
    dt_game *const game = game_of_signals(&k);
    unsigned n_refused = 0;
    int end = REFUSED;
    while (end == REFUSED) {
        end = fail_at(game, n_refused + 1);
        n_refused += end == REFUSED;
    }
    assert_int_equal(end, FOUND);
    assert_in_range(n_refused, 20, 200);
    dt_game_free(game);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_nothing_is_found),
    };
    return cmocka_run_group_tests_name("signalling without memory", tests, NULL, NULL);
}
