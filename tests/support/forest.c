/* A tree grows from a stack of places that still lack a node, in prefix order. Each
 * place knows how many nodes shall stand there and what each player did last: two nodes
 * may share a set when their player did the same last, which under perfect recall is to
 * say that it did the same all along. */
#include "support/forest.h"

#include "support/dice.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_ACTIONS = 16, MOST_TRIES = 8, LABEL = 32 };

typedef struct place {
    uint32_t nodes;
    uint32_t last[FOREST_PLAYERS]; /* action; DT_NONE: did nothing yet */
} place;

typedef struct grower {
    dice d;
    forest_size size;
    dt_game *game;
    place *stack; /* [n_places] */
    size_t n_places;
    uint32_t *newest; /* by action + n players: the set that was made last after it */
    uint32_t *older;  /* by set: the one made before, after the same action */
    uint32_t numbers[FOREST_PLAYERS + 1]; /* given to sets of each player and chance */
    uint32_t n_outcomes;
} grower;

static uint32_t draw(dice *d, uint32_t least, uint32_t most)
{
    return (uint32_t)dice_between(d, least, most);
}

static void *must(void *made)
{
    if (!made)
        abort();
    return made;
}

static uint32_t must_index(uint32_t made)
{
    if (made == DT_NONE)
        abort();
    return made;
}

/* ---- Numbers --------------------------------------------------------------------- */

/* A payoff from -10 to 10 in hundredths or coarser, and its text. */
static int draw_payoff(dice *d, uint32_t places)
{
    const int step = places == 0 ? 100 : places == 1 ? 10 : 1;
    return ((int)dice_below(d, 2000 / (unsigned)step + 1) - 1000 / step) * step;
}

static void write_payoff(int hundredths, uint32_t places, char text[LABEL])
{
    const int size = abs(hundredths);
    const char *const sign = hundredths < 0 ? "-" : "";
    if (places == 0)
        snprintf(text, LABEL, "%s%d", sign, size / 100);
    else if (places == 1)
        snprintf(text, LABEL, "%s%d.%d", sign, size / 100, size / 10 % 10);
    else
        snprintf(text, LABEL, "%s%d.%02d", sign, size / 100, size % 100);
}

static uint32_t add_outcome(dt_game *game, dice *d, uint32_t number, uint32_t places,
                            bool opposed)
{
    char text[FOREST_PLAYERS][LABEL], label[LABEL];
    const char *payoff[FOREST_PLAYERS];
    int first = 0;
    for (uint32_t i = 0; i < game->n_players; i++) {
        const int drawn = opposed && i == 1 ? -first : draw_payoff(d, places);
        first = i == 0 ? drawn : first;
        write_payoff(drawn, places, text[i]);
        payoff[i] = text[i];
    }
    snprintf(label, LABEL, "o%u", number);
    return must_index(dt_game_add_outcome(game, number, label, payoff));
}

/* Name the actions of a set; those of chance get probabilities that are 1 together. */
static void name_actions(dt_game *game, dice *d, uint32_t set, char letter)
{
    const uint32_t n = game->sets[set].n_actions;
    const bool chance = game->sets[set].player == DT_CHANCE;
    uint32_t weight[MOST_ACTIONS * 4], all = 0;
    for (uint32_t k = 0; chance && k < n; k++)
        all += weight[k] = draw(d, 1, 9);
    for (uint32_t k = 0; k < n; k++) {
        char label[LABEL], share[LABEL] = "";
        snprintf(label, LABEL, "%c%u", letter, k + 1);
        if (chance)
            snprintf(share, LABEL, "%u/%u", weight[k], all);
        if (!dt_game_set_action(game, set, k, label, chance ? share : NULL))
            abort();
    }
}

static uint32_t add_set(dt_game *game, uint32_t player, uint32_t number, uint32_t n)
{
    char label[LABEL];
    if (player == DT_CHANCE)
        snprintf(label, LABEL, "chance %u", number);
    else
        snprintf(label, LABEL, "%u:%u", player + 1, number);
    return must_index(dt_game_add_set(game, player, number, label, n));
}

static dt_game *new_game(const char *title, uint32_t players)
{
    dt_game *const game = must(dt_game_new(title, ""));
    for (uint32_t i = 0; i < players; i++) {
        char label[LABEL];
        snprintf(label, LABEL, "player %u", i + 1);
        must_index(dt_game_add_player(game, label));
    }
    return game;
}

static dt_game *finish(dt_game *game)
{
    if (dt_game_finish(game, NULL) != DT_OK)
        abort();
    return game;
}

/* ---- Trees ----------------------------------------------------------------------- */

/* The head of the list of sets whose player did that last. */
static uint32_t *sets_after(grower *g, uint32_t player, uint32_t action)
{
    return &g->newest[action == DT_NONE ? player : g->size.players + action];
}

/* A set that a node of the player may join: few enough actions, and the same memory. */
static uint32_t find_set(grower *g, uint32_t player, const place *at)
{
    uint32_t set = *sets_after(g, player, at->last[player]);
    uint32_t found = DT_NONE;
    for (int tries = 0; tries < MOST_TRIES && set != DT_NONE; tries++) {
        const bool fits = g->game->sets[set].n_actions < at->nodes;
        if (fits && (found == DT_NONE || dice_chance(&g->d, 50)))
            found = set;
        set = g->older[set];
    }
    return found;
}

static uint32_t make_set(grower *g, uint32_t player, const place *at)
{
    const uint32_t most = g->size.actions ? g->size.actions : 3;
    const uint32_t room = at->nodes - 1 < most ? at->nodes - 1 : most;
    const uint32_t n = room < 2 ? room : draw(&g->d, 2, room);
    const uint32_t who = player == DT_CHANCE ? g->size.players : player;
    const uint32_t set = add_set(g->game, player, ++g->numbers[who], n);
    name_actions(g->game, &g->d, set, player == DT_CHANCE ? 'c' : 'a');
    if (player != DT_CHANCE) {
        uint32_t *const newest = sets_after(g, player, at->last[player]);
        g->older[set] = *newest;
        *newest = set;
    }
    return set;
}

static uint32_t choose_set(grower *g, const place *at)
{
    const bool chance = dice_chance(&g->d, g->size.chance);
    const uint32_t player = chance ? DT_CHANCE : draw(&g->d, 0, g->size.players - 1);
    uint32_t set = DT_NONE;
    if (!chance && dice_chance(&g->d, g->size.ignorance))
        set = find_set(g, player, at);
    return set == DT_NONE ? make_set(g, player, at) : set;
}

/* Divide the nodes below among the actions, and leave a place for each; the first one
 * on top of the stack. */
static void push_places(grower *g, const place *at, const dt_set *set)
{
    const uint32_t n = set->n_actions;
    uint32_t weight[MOST_ACTIONS], all = 0, left = at->nodes - 1 - n;
    const uint32_t spare = left;
    for (uint32_t k = 0; k < n; k++)
        all += weight[k] = draw(&g->d, 1, 9);
    for (uint32_t k = n; k-- > 0;) {
        const uint32_t share =
            k == 0 ? left : (uint32_t)((uint64_t)spare * weight[k] / all);
        place *const below = &g->stack[g->n_places++];
        *below = *at;
        below->nodes = 1 + share;
        left -= share;
        if (set->player != DT_CHANCE)
            below->last[set->player] = set->first_action + k;
    }
}

static void grow_node(grower *g)
{
    const place at = g->stack[--g->n_places];
    const bool terminal = at.nodes == 1;
    const uint32_t set = terminal ? DT_NONE : choose_set(g, &at);
    const unsigned often = terminal ? 97 : g->size.inner;
    uint32_t outcome = DT_NONE;
    if (dice_chance(&g->d, often))
        outcome = add_outcome(g->game, &g->d, ++g->n_outcomes, g->size.places,
                              g->size.opposed);
    must_index(dt_game_add_node(g->game, set, outcome, ""));
    if (!terminal)
        push_places(g, &at, &g->game->sets[set]);
}

dt_game *forest_tree(uint64_t seed, forest_size size)
{
    grower g = {.d = {.seed = seed}, .size = size};
    char title[LABEL];
    const size_t heads = (size_t)size.nodes + size.players;
    snprintf(title, LABEL, "tree %llu", (unsigned long long)seed);
    g.game = new_game(title, size.players);
    g.stack = must(calloc((size_t)size.nodes + MOST_ACTIONS, sizeof *g.stack));
    g.newest = must(malloc(heads * sizeof *g.newest));
    g.older = must(malloc(heads * sizeof *g.older));
    for (size_t k = 0; k < heads; k++)
        g.newest[k] = g.older[k] = DT_NONE;
    g.stack[0].nodes = size.nodes;
    for (uint32_t i = 0; i < FOREST_PLAYERS; i++)
        g.stack[0].last[i] = DT_NONE;
    for (g.n_places = 1; g.n_places > 0;)
        grow_node(&g);
    free(g.stack);
    free(g.newest);
    free(g.older);
    return finish(g.game);
}

/* ---- Signalling ------------------------------------------------------------------ */

static uint32_t add_named_set(dt_game *game, dice *d, uint32_t player, uint32_t number,
                              uint32_t n)
{
    const uint32_t set = add_set(game, player, number, n);
    name_actions(game, d, set, player == DT_CHANCE ? 't' : player == 0 ? 'm' : 'a');
    return set;
}

dt_game *forest_signalling(uint64_t seed, forest_signals size)
{
    dice d = {.seed = seed};
    dt_game *const game = new_game("signalling", 2);
    uint32_t *const heard = must(calloc(size.messages, sizeof *heard));
    uint32_t number = 0;
    const uint32_t nature = add_named_set(game, &d, DT_CHANCE, 1, size.types);
    must_index(dt_game_add_node(game, nature, DT_NONE, ""));
    for (uint32_t t = 0; t < size.types; t++) {
        const uint32_t sender = add_named_set(game, &d, 0, t + 1, size.messages);
        must_index(dt_game_add_node(game, sender, DT_NONE, ""));
        for (uint32_t m = 0; m < size.messages; m++) {
            if (t == 0)
                heard[m] = add_named_set(game, &d, 1, m + 1, size.answers);
            must_index(dt_game_add_node(game, heard[m], DT_NONE, ""));
            for (uint32_t a = 0; a < size.answers; a++) {
                const uint32_t end =
                    add_outcome(game, &d, ++number, size.places, false);
                must_index(dt_game_add_node(game, DT_NONE, end, ""));
            }
        }
    }
    free(heard);
    return finish(game);
}
