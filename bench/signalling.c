/* All pure equilibria, with beliefs and refinements, of random signalling games with
 * `size` types, messages and answers: payoffs drawn from [0, 1], equal priors. Of GAMES
 * games the one that took the middle time (signals-mid) and the longest (signals-max);
 * the columns count its nodes, and its payoffs are what is copied. */
#include "games/signalling.h"
#include "conflicts.h"
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>

enum { GAMES = 50, MILLION = 1000000 };

/* ---- games ------------------------------------------------------------------ */

/* All texts of numbers are short. */
typedef char number[24];

static bool add_end(dt_game *game, uint64_t *seed)
{
    number texts[2];
    const char *const payoff[] = {texts[0], texts[1]};
    for (int i = 0; i < 2; i++)
        snprintf(texts[i], sizeof texts[i], "0.%06u", draw(seed, MILLION));
    const uint32_t outcome =
        dt_game_add_outcome(game, game->n_outcomes + 1, "", payoff);
    return outcome != DT_NONE &&
           dt_game_add_node(game, DT_NONE, outcome, "") != DT_NONE;
}

/* Set 0 is chance's, set 1 + k the receiver's after message k, then one for each type.
 */
static bool add_sets(dt_game *game, uint32_t n)
{
    number chance;
    snprintf(chance, sizeof chance, "1/%u", n);
    bool done = dt_game_add_player(game, "sender") != DT_NONE &&
                dt_game_add_player(game, "receiver") != DT_NONE &&
                dt_game_add_set(game, DT_CHANCE, 1, "", n) != DT_NONE;
    for (uint32_t k = 0; done && k < n; k++)
        done = dt_game_set_action(game, 0, k, "", chance) &&
               dt_game_add_set(game, 1, k + 1, "", n) != DT_NONE;
    for (uint32_t k = 0; done && k < n; k++)
        done = dt_game_add_set(game, 0, k + 1, "", n) != DT_NONE;
    return done && dt_game_add_node(game, 0, DT_NONE, "") != DT_NONE;
}

static bool add_type(dt_game *game, uint32_t n, uint32_t t, uint64_t *seed)
{
    bool done = dt_game_add_node(game, 1 + n + t, DT_NONE, "") != DT_NONE;
    for (uint32_t m = 0; done && m < n; m++) {
        done = dt_game_add_node(game, 1 + m, DT_NONE, "") != DT_NONE;
        for (uint32_t a = 0; done && a < n; a++)
            done = add_end(game, seed);
    }
    return done;
}

static dt_game *random_game(uint32_t n, uint64_t *seed, dt_error *err)
{
    dt_game *const game = dt_game_new("", "");
    bool done = game && add_sets(game, n);
    for (uint32_t t = 0; done && t < n; t++)
        done = add_type(game, n, t, seed);
    if (done && dt_game_finish(game, err) == DT_OK)
        return game;
    dt_game_free(game);
    return NULL;
}

/* ---- measurements ------------------------------------------------------------- */

static bool solve_game(const dt_game *game, double *seconds, dt_error *err)
{
    static const dt_game_question question = {.limits = {.memory = DT_MEMORY_DEFAULT},
                                              .max_steps = MILLION};
    dt_arena arena = {0};
    const dt_task task = {game, &question, &arena};
    dt_method_answer answer = {0};
    const dt_signalling *s = NULL;
    const double start = seconds_now();
    const bool done = dt_signalling_find(game, &arena, &s, NULL, err) == DT_OK && s &&
                      dt_solve_pure_signalling(&task, s, &answer, err) == DT_OK;
    dt_arena_release(&arena);
    *seconds = seconds_now() - start;
    if (done && !answer.complete)
        snprintf(err->text, sizeof err->text, "%s", answer.why);
    return done && answer.complete;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The k-th of the times that the games take, in order. */
static bool time_games(const bench_task *task, uint32_t k, measurement *m,
                       dt_error *err)
{
    double seconds[GAMES];
    uint64_t seed = task->size;
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    for (uint32_t i = 0; i < GAMES; i++) {
        dt_game *const game = random_game(task->size, &seed, err);
        const bool done = game && solve_game(game, &seconds[i], err);
        m->n_states = done ? dt_game_n_nodes(game) : 0;
        dt_game_free(game);
        if (!done)
            return false;
    }
    qsort(seconds, GAMES, sizeof *seconds, by_size);
    m->solve = m->merit = seconds[k];
    m->n_done = m->n_states;
    m->n_copied = (uint64_t)task->size * task->size * task->size * 2 * sizeof(double);
    return true;
}

static bool solve_middle(const bench_task *task, measurement *m, dt_error *err)
{
    return time_games(task, GAMES / 2, m, err);
}

static bool solve_longest(const bench_task *task, measurement *m, dt_error *err)
{
    return time_games(task, GAMES - 1, m, err);
}

bool bench_signalling(const bench_task *task)
{
    return measure("signals-mid", 0, solve_middle, task) &&
           measure("signals-max", 0, solve_longest, task);
}
