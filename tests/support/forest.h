/* Random games. Every player remembers all that it knew and did (perfect recall), all
 * payoffs are exact decimals, all probabilities of chance exact fractions. The same
 * seed and size make the same game. A game is the caller's: dt_game_free(). */
#ifndef DT_SUPPORT_FOREST_H
#define DT_SUPPORT_FOREST_H

#include "games/game.h"

/* The most players there can be. */
#define FOREST_PLAYERS 8

typedef struct forest_size {
    uint32_t players; /* 1 to FOREST_PLAYERS */
    uint32_t nodes;   /* exactly, at least 1 */
    uint32_t actions; /* at a set, at most; 0: 3 */
    unsigned chance;  /* so many of a hundred inner nodes are moves of chance */
    unsigned
        ignorance;   /* so many of a hundred nodes join a set there is, if they can */
    unsigned inner;  /* so many of a hundred inner nodes have an outcome */
    uint32_t places; /* behind the point of a payoff, 0 to 2; few make ties likely */
    bool opposed;    /* two players, whose payoffs add up to 0 */
} forest_size;

/* A tree of any shape. Sets with a single action are rare, and possible. */
dt_game *forest_tree(uint64_t seed, forest_size size);

typedef struct forest_signals {
    uint32_t types, messages, answers; /* each at least 1 */
    uint32_t places;                   /* as above */
} forest_signals;

/* A signalling game. Chance draws the type of player 0, who sends a message; player 1
 * hears it and answers. Sets stand in the order of the tree: nature, then the sender's
 * of each type with the receiver's of each message behind that of the first type. */
dt_game *forest_signalling(uint64_t seed, forest_signals size);

#endif
