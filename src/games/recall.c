/* What kind of game it is, found once, when it is finished.
 *
 * Recall. A player remembers all when, at each of its sets, all nodes have the same own
 * action behind them as the last one: that action belongs to one set, for which the
 * same holds, and so on up to the root. The last node of a player above a node lies on
 * a stack of its own, linked through `before`; a node that ended before this one leaves
 * it for good, so all stacks together cost one pass.
 *
 * Constant sum. One exact fraction goes along through the tree: what both have
 * collected. It is added to on the way down and taken from on the way up, which is
 * exact, so that no node needs one of its own. */
#include "base/fail.h"
#include "base/ratio.h"
#include "games/game.h"

/* Fractions that grow beyond so many bits are given up. */
enum { MOST_BITS = 1 << 14 };

/* ---- Recall --------------------------------------------------------------------- */

typedef struct memory {
    const dt_game *game;
    uint32_t *top;    /* [n_players] the deepest open node of each */
    uint32_t *before; /* [n_nodes] the node of the same player above */
    uint32_t *last;   /* [n_sets] the own action before the set */
    bool *seen;       /* [n_sets] last is known */
} memory;

/* The action at `above` that leads to `node`, which is somewhere below. */
static uint32_t action_towards(const dt_game *game, uint32_t above, uint32_t node)
{
    const dt_set *const set = dt_set_at(game, above);
    uint32_t low = 0, high = set->n_actions;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (dt_child_at(game, above, middle) <= node)
            low = middle;
        else
            high = middle;
    }
    return set->first_action + low;
}

/* True when the node agrees with those of its set that came before. */
static bool remembers(memory *m, uint32_t node)
{
    const uint32_t h = m->game->nodes[node].set;
    uint32_t *const top = &m->top[m->game->sets[h].player];
    while (*top != DT_NONE && m->game->nodes[*top].end <= node)
        *top = m->before[*top];
    const uint32_t last =
        *top == DT_NONE ? DT_NONE : action_towards(m->game, *top, node);
    m->before[node] = *top;
    *top = node;
    if (m->seen[h])
        return m->last[h] == last;
    m->seen[h] = true;
    m->last[h] = last;
    return true;
}

static bool is_players(const dt_game *game, uint32_t node)
{
    return !dt_is_terminal(game, node) && dt_set_at(game, node)->player != DT_CHANCE;
}

static dt_status find_forgetful(dt_game *game, dt_arena *scratch, dt_error *err)
{
    memory m = {.game = game,
                .top = dt_arena_array(scratch, uint32_t, game->n_players),
                .before = dt_arena_array(scratch, uint32_t, game->n_nodes),
                .last = dt_arena_array(scratch, uint32_t, game->n_sets),
                .seen = dt_arena_array(scratch, bool, game->n_sets)};
    if (!m.top || !m.before || !m.last || !m.seen)
        return dt_fail_memory(err);
    game->forgetful = DT_NONE;
    for (uint32_t i = 0; i < game->n_players; i++)
        m.top[i] = DT_NONE;
    for (uint32_t n = 0; n < game->n_nodes && game->forgetful == DT_NONE; n++)
        if (is_players(game, n) && !remembers(&m, n))
            game->forgetful = game->nodes[n].set;
    return DT_OK;
}

/* ---- Constant sum --------------------------------------------------------------- */

/* What both have collected, what they collect here, and what they had at the first end
 * of play. */
typedef struct tally {
    const dt_game *game;
    mpq_t sum, here, one, first;
    bool seen;
} tally;

/* Set t->here to what both players get from a node's outcome; false when nothing. */
static bool find_here(tally *t, uint32_t node)
{
    const uint32_t outcome = t->game->nodes[node].outcome;
    if (outcome == DT_NONE)
        return false;
    const dt_number *const payoff = t->game->outcomes[outcome].payoff;
    dt_ratio_set(t->here, payoff[0].text);
    dt_ratio_set(t->one, payoff[1].text);
    mpq_add(t->here, t->here, t->one);
    return mpq_sgn(t->here) != 0;
}

/* Go on to the node; false when the sum is not constant. */
static bool agrees(tally *t, uint32_t node)
{
    if (find_here(t, node))
        mpq_add(t->sum, t->sum, t->here);
    if (mpz_sizeinbase(mpq_denref(t->sum), 2) > MOST_BITS)
        return false;
    if (!dt_is_terminal(t->game, node))
        return true;
    if (!t->seen)
        mpq_set(t->first, t->sum);
    t->seen = true;
    return mpq_equal(t->first, t->sum);
}

/* Take back what was collected on the way up from a node that ends before `next`. */
static void go_back(tally *t, uint32_t node, uint32_t next)
{
    for (; node != DT_NONE && t->game->nodes[node].end <= next;
         node = t->game->nodes[node].parent)
        if (find_here(t, node))
            mpq_sub(t->sum, t->sum, t->here);
}

static bool has_constant_sum(const dt_game *game)
{
    tally t = {.game = game};
    bool constant = game->n_players == 2;
    mpq_inits(t.sum, t.here, t.one, t.first, NULL);
    for (uint32_t n = 0; n < game->n_nodes && constant; n++) {
        if (n > 0)
            go_back(&t, n - 1, n);
        constant = agrees(&t, n);
    }
    mpq_clears(t.sum, t.here, t.one, t.first, NULL);
    return constant;
}

dt_status dt_game_judge(dt_game *game, dt_error *err)
{
    dt_arena scratch = {NULL, 0};
    const dt_status status = find_forgetful(game, &scratch, err);
    dt_arena_release(&scratch);
    game->constant_sum = has_constant_sum(game);
    return status;
}

/* ---- Questions ------------------------------------------------------------------ */

bool dt_game_has_recall(const dt_game *game, uint32_t *h)
{
    if (game->forgetful == DT_NONE)
        return true;
    if (h)
        *h = game->forgetful;
    return false;
}

bool dt_game_is_perfect(const dt_game *game)
{
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (game->sets[h].player != DT_CHANCE && game->sets[h].n_members > 1)
            return false;
    return true;
}

bool dt_game_is_constant_sum(const dt_game *game)
{
    return game->constant_sum;
}
