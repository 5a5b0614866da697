/* See signs.h. */
#include "support/signs.h"

#include "support/tested.h"

#include <stdio.h>
#include <string.h>

/* ---- Random games
 * -------------------------------------------------------------------- */

static void draw_prior(signals *k, dice *d)
{
    size_t sum = 0, part[SIGNALS_TYPES];
    for (size_t t = 0; t < k->n_types; t++) {
        part[t] = dice_chance(d, 10) ? 0 : dice_between(d, 1, 6);
        sum += part[t];
    }
    if (!sum)
        sum = part[0] = 1;
    for (size_t t = 0; t < k->n_types; t++)
        k->prior[t] = (double)part[t] / (double)sum;
}

void random_signals(signals *k, dice *d, size_t most)
{
    static const size_t sizes[] = {2, 3, 5, 1000};
    const size_t size = sizes[dice_below(d, 4)];
    memset(k, 0, sizeof *k);
    k->n_types = dice_between(d, 2, most);
    k->n_messages = dice_between(d, 2, most);
    const size_t n_answers = dice_between(d, 2, most);
    for (size_t m = 0; m < k->n_messages; m++)
        k->n_answers[m] =
            dice_chance(d, 25) ? dice_between(d, 1, n_answers) : n_answers;
    draw_prior(k, d);
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t m = 0; m < k->n_messages; m++)
            for (size_t a = 0; a < k->n_answers[m]; a++) {
                k->sends[t][m][a] = (double)dice_below(d, size);
                k->receives[t][m][a] = (double)dice_below(d, size);
            }
}

/* ---- Trees
 * ----------------------------------------------------------------------------- */

static uint32_t add_set(dt_game *game, uint32_t player, uint32_t number, size_t n)
{
    const uint32_t set = dt_game_add_set(game, player, number, "", (uint32_t)n);
    assert_int_not_equal(set, DT_NONE);
    for (uint32_t k = 0; k < n && player != DT_CHANCE; k++) {
        char label[24];
        snprintf(label, sizeof label, "%u", k);
        assert_true(dt_game_set_action(game, set, k, label, NULL));
    }
    return set;
}

static void add_node(dt_game *game, uint32_t set, uint32_t outcome)
{
    assert_int_not_equal(dt_game_add_node(game, set, outcome, ""), DT_NONE);
}

static void add_end(dt_game *game, double sends, double receives)
{
    char texts[2][40];
    snprintf(texts[0], sizeof texts[0], "%.17g", sends);
    snprintf(texts[1], sizeof texts[1], "%.17g", receives);
    const char *const payoff[] = {texts[0], texts[1]};
    const uint32_t outcome =
        dt_game_add_outcome(game, game->n_outcomes + 1, "", payoff);
    assert_int_not_equal(outcome, DT_NONE);
    add_node(game, DT_NONE, outcome);
}

static void add_type(dt_game *game, const signals *k, size_t t, const uint32_t *heard)
{
    add_node(game, add_set(game, 0, (uint32_t)t + 1, k->n_messages), DT_NONE);
    for (size_t m = 0; m < k->n_messages; m++) {
        add_node(game, heard[m], DT_NONE);
        for (size_t a = 0; a < k->n_answers[m]; a++)
            add_end(game, k->sends[t][m][a], k->receives[t][m][a]);
    }
}

dt_game *game_of_signals(const signals *k)
{
    dt_game *const game = dt_game_new("signals", "");
    uint32_t heard[SIGNALS_MESSAGES];
    dt_error err;
    assert_non_null(game);
    assert_int_equal(dt_game_add_player(game, "sender"), 0);
    assert_int_equal(dt_game_add_player(game, "receiver"), 1);
    const uint32_t root = add_set(game, DT_CHANCE, 1, k->n_types);
    for (uint32_t t = 0; t < k->n_types; t++) {
        char chance[40];
        snprintf(chance, sizeof chance, "%.17g", k->prior[t]);
        assert_true(dt_game_set_action(game, root, t, "", chance));
    }
    for (size_t m = 0; m < k->n_messages; m++)
        heard[m] = add_set(game, 1, (uint32_t)m + 1, k->n_answers[m]);
    add_node(game, root, DT_NONE);
    for (size_t t = 0; t < k->n_types; t++)
        add_type(game, k, t, heard);
    assert_int_equal(dt_game_finish(game, &err), DT_OK);
    return game;
}

/* ---- Solved
 * ------------------------------------------------------------------------------ */

void solve_signals(solved_signals *to, const signals *k)
{
    solve_game(to, game_of_signals(k));
}

void solve_game(solved_signals *to, dt_game *game)
{
    static const dt_game_question question = {.limits = {.memory = DT_MEMORY_DEFAULT},
                                              .max_steps = 1000000};
    dt_error err;
    memset(to, 0, sizeof *to);
    to->game = game;
    assert_int_equal(dt_signalling_find(to->game, &to->arena, &to->s, NULL, &err),
                     DT_OK);
    assert_non_null(to->s);
    const dt_task task = {to->game, &question, &to->arena};
    assert_int_equal(dt_solve_pure_signalling(&task, to->s, &to->answer, &err), DT_OK);
}

void release_signals(solved_signals *of)
{
    dt_arena_release(&of->arena);
    dt_game_free(of->game);
}

static size_t chosen_at(const solved_signals *of, const dt_equilibrium *e, uint32_t set)
{
    const uint32_t first = dt_game_first_action(of->game, set);
    size_t k = 0;
    while (e->p[first + k] < 1)
        k++;
    assert_true(k < dt_game_n_actions_at(of->game, set));
    return k;
}

size_t sent_by(const solved_signals *of, const dt_equilibrium *e, size_t t)
{
    return chosen_at(of, e, of->s->type_set[t]);
}

size_t reply_to(const solved_signals *of, const dt_equilibrium *e, size_t m)
{
    return chosen_at(of, e, of->s->message_set[m]);
}

signals_profile profile_of(const solved_signals *of, const dt_equilibrium *e)
{
    signals_profile p = {{0}, {0}};
    for (size_t t = 0; t < of->s->n_types; t++)
        p.sent[t] = sent_by(of, e, t);
    for (size_t m = 0; m < of->s->n_messages; m++)
        p.reply[m] = reply_to(of, e, m);
    return p;
}
