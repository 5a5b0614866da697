/* Is this a signalling game? Then its payoffs fit into two tables.
 *
 * The tests follow the definition from the root down. Each gives its reason when it
 * fails, so that a user who meant to write a signalling game learns what is amiss. */
#include "games/signalling.h"

#include <math.h>

static const double EQUAL = 1e-9; /* of the range of payoffs */

/* ---- Recognising --------------------------------------------------------------- */

static const dt_set *below(const dt_game *game, uint32_t node, uint32_t k)
{
    const uint32_t child = dt_child_at(game, node, k);
    return dt_is_terminal(game, child) ? NULL : dt_set_at(game, child);
}

/* The sender's sets: one for each type, all alike. */
static const char *refuse_types(const dt_game *game, const dt_set *root)
{
    const dt_set *const first = below(game, 0, 0);
    if (root->n_actions > DT_SIGNALS)
        return "there are over 64 types";
    if (!first || first->player == DT_CHANCE)
        return "no player moves behind the first type";
    if (first->n_actions > DT_SIGNALS)
        return "there are over 64 messages";
    for (uint32_t t = 0; t < root->n_actions; t++) {
        const dt_set *const set = below(game, 0, t);
        if (!set || set->player != first->player)
            return "not the same player moves behind each type";
        if (set->n_members != 1)
            return "the sender does not know its type";
        if (set->n_actions != first->n_actions)
            return "types differ in how many messages they have";
    }
    return NULL;
}

/* The receiver's set behind message m, seen from every type. */
static const char *refuse_message(const dt_game *game, uint32_t m)
{
    const uint32_t n_types = game->sets[game->nodes[0].set].n_actions;
    const uint32_t first = dt_child_at(game, 0, 0);
    const dt_set *const set = below(game, first, m);
    if (!set || set->player == DT_CHANCE ||
        set->player == dt_set_at(game, first)->player)
        return "no other player answers each message";
    if (set->player != below(game, first, 0)->player)
        return "messages are answered by different players";
    if (set->n_actions > DT_SIGNALS)
        return "there are over 64 answers";
    if (set->n_members != n_types)
        return "the receiver sees something other than the message";
    for (uint32_t t = 0; t < n_types; t++)
        if (below(game, dt_child_at(game, 0, t), m) != set)
            return "the receiver sees something other than the message";
    for (uint32_t i = 0; i < set->n_members; i++)
        for (uint32_t a = 0; a < set->n_actions; a++)
            if (below(game, set->members[i], a))
                return "play goes on after the answer";
    return NULL;
}

/* Why the game is no signalling game; NULL: it is one. */
static const char *refuse(const dt_game *game)
{
    if (dt_is_terminal(game, 0) || dt_set_at(game, 0)->player != DT_CHANCE)
        return "it does not begin with a move of chance";
    const char *why = refuse_types(game, dt_set_at(game, 0));
    const uint32_t n = why ? 0 : below(game, 0, 0)->n_actions;
    for (uint32_t m = 0; m < n && !why; m++)
        why = refuse_message(game, m);
    return why;
}

/* ---- Tables -------------------------------------------------------------------- */

static void write_sets(dt_signalling *s)
{
    const dt_game *const game = s->game;
    const dt_set *const root = dt_set_at(game, 0);
    const uint32_t first = dt_child_at(game, 0, 0);
    double sum = 0;
    s->n_types = root->n_actions;
    s->n_messages = dt_set_at(game, first)->n_actions;
    s->sender = dt_set_at(game, first)->player;
    s->receiver = below(game, first, 0)->player;
    for (uint32_t t = 0; t < s->n_types; t++) {
        s->type_set[t] = game->nodes[dt_child_at(game, 0, t)].set;
        s->prior[t] = game->actions[root->first_action + t].chance.value;
        sum += s->prior[t];
    }
    for (uint32_t t = 0; t < s->n_types; t++)
        s->prior[t] /= sum;
    for (uint32_t m = 0; m < s->n_messages; m++) {
        s->message_set[m] = game->nodes[dt_child_at(game, first, m)].set;
        s->n_answers[m] = game->sets[s->message_set[m]].n_actions;
        if (s->n_answers[m] > s->most_answers)
            s->most_answers = s->n_answers[m];
    }
}

/* Least and largest payoff of a player. */
typedef struct range {
    double low, high;
} range;

static void write_payoffs(const dt_signalling *s, uint32_t at, double *to,
                          uint32_t player, range *all)
{
    const uint32_t node = s->node[at];
    for (uint32_t a = 0; a < dt_set_at(s->game, node)->n_actions; a++) {
        to[a] = dt_payoff_at(s->game, dt_child_at(s->game, node, a))[player];
        all->low = fmin(all->low, to[a]);
        all->high = fmax(all->high, to[a]);
    }
}

static bool write_tables(dt_signalling *s, dt_arena *arena)
{
    const uint32_t n = s->n_types * s->n_messages;
    const size_t size = (size_t)n * s->most_answers;
    uint32_t *const node = dt_arena_array(arena, uint32_t, n);
    double *const sends = dt_arena_array(arena, double, size);
    double *const receives = dt_arena_array(arena, double, size);
    if (!node || !sends || !receives)
        return false;
    s->node = node;
    s->sends = sends;
    s->receives = receives;
    range one = {INFINITY, -INFINITY}, other = one;
    for (uint32_t at = 0; at < n; at++) {
        const uint32_t type = dt_child_at(s->game, 0, at / s->n_messages);
        node[at] = dt_child_at(s->game, type, at % s->n_messages);
        const size_t from = (size_t)at * s->most_answers;
        write_payoffs(s, at, sends + from, s->sender, &one);
        write_payoffs(s, at, receives + from, s->receiver, &other);
    }
    s->sender_slack = EQUAL * (one.high - one.low);
    s->receiver_slack = EQUAL * (other.high - other.low);
    return true;
}

dt_status dt_signalling_find(const dt_game *game, dt_arena *arena,
                             const dt_signalling **signalling, const char **why,
                             dt_error *err)
{
    const char *const reason = refuse(game);
    *signalling = NULL;
    if (why)
        *why = reason;
    if (reason)
        return DT_OK;
    dt_signalling *const s = dt_arena_new(arena, dt_signalling);
    if (!s)
        return dt_fail_memory(err);
    s->game = game;
    write_sets(s);
    if (!write_tables(s, arena))
        return dt_fail_memory(err);
    *signalling = s;
    return DT_OK;
}

/* ---- Best answers -------------------------------------------------------------- */

uint64_t dt_signalling_best(const dt_signalling *s, uint32_t m, const double *weight)
{
    double value[DT_SIGNALS] = {0}, sum = 0, most = -INFINITY;
    uint64_t best = 0;
    for (uint32_t t = 0; t < s->n_types; t++) {
        const double *const payoff = dt_receives(s, t, m);
        sum += weight[t];
        for (uint32_t a = 0; a < s->n_answers[m]; a++)
            value[a] += weight[t] * payoff[a];
    }
    for (uint32_t a = 0; a < s->n_answers[m]; a++)
        most = fmax(most, value[a]);
    for (uint32_t a = 0; a < s->n_answers[m]; a++)
        if (value[a] >= most - sum * s->receiver_slack)
            best |= UINT64_C(1) << a;
    return best;
}
