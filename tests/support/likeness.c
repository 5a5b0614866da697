#include "support/likeness.h"

#include <string.h>

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_number(dt_number a, dt_number b)
{
    return same(a.text, b.text) && a.value == b.value;
}

static bool same_players(const dt_game *a, const dt_game *b)
{
    for (uint32_t i = 0; i < a->n_players; i++)
        if (!same(a->players[i], b->players[i]))
            return false;
    return true;
}

static bool same_set(const dt_game *a, const dt_game *b, uint32_t h)
{
    const dt_set *const x = &a->sets[h], *const y = &b->sets[h];
    return same(x->label, y->label) && x->number == y->number &&
           x->player == y->player && x->first_action == y->first_action &&
           x->n_actions == y->n_actions && x->n_members == y->n_members &&
           memcmp(x->members, y->members, x->n_members * sizeof *x->members) == 0;
}

static bool same_action(const dt_game *a, const dt_game *b, uint32_t k)
{
    const dt_action *const x = &a->actions[k], *const y = &b->actions[k];
    return same(x->label, y->label) && x->set == y->set &&
           same_number(x->chance, y->chance);
}

/* Outcomes are numbered by the order of their first nodes when read; here by node. */
static bool same_outcome(const dt_game *a, const dt_game *b, uint32_t n)
{
    const uint32_t o = a->nodes[n].outcome, p = b->nodes[n].outcome;
    if (o == DT_NONE || p == DT_NONE)
        return o == p;
    const dt_outcome *const x = &a->outcomes[o], *const y = &b->outcomes[p];
    bool equal = x->number == y->number && same(x->label, y->label);
    for (uint32_t i = 0; i < a->n_players; i++)
        equal = equal && same_number(x->payoff[i], y->payoff[i]);
    return equal;
}

static bool same_node(const dt_game *a, const dt_game *b, uint32_t n)
{
    const dt_game_node *const x = &a->nodes[n], *const y = &b->nodes[n];
    return same(x->label, y->label) && x->set == y->set && x->parent == y->parent &&
           x->action == y->action && x->end == y->end && x->children == y->children;
}

static const char *compare_parts(const dt_game *a, const dt_game *b)
{
    for (uint32_t h = 0; h < a->n_sets; h++)
        if (!same_set(a, b, h))
            return "a set";
    for (uint32_t k = 0; k < a->n_actions; k++)
        if (!same_action(a, b, k))
            return "an action";
    for (uint32_t n = 0; n < a->n_nodes; n++)
        if (!same_node(a, b, n) || !same_outcome(a, b, n))
            return "a node";
    return NULL;
}

const char *game_difference(const dt_game *a, const dt_game *b)
{
    if (a->n_players != b->n_players || a->n_nodes != b->n_nodes ||
        a->n_sets != b->n_sets || a->n_actions != b->n_actions)
        return "how many there are";
    if (!same(a->title, b->title) || !same(a->comment, b->comment) ||
        !same_players(a, b))
        return "title, comment or players";
    const size_t n = (size_t)a->n_nodes * a->n_players;
    for (size_t k = 0; k < n; k++)
        if (a->payoff[k] != b->payoff[k])
            return "a payoff";
    if (a->low != b->low || a->high != b->high || a->forgetful != b->forgetful ||
        a->constant_sum != b->constant_sum)
        return "what kind of game it is";
    return compare_parts(a, b);
}
