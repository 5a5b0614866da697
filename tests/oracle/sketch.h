/* A conflict in the simplest form there is: the oracle of the model, its states, moves
 * and orders. Like literal.h it includes nothing of the project.
 *
 * A sketch is a plain value without pointers: copy it, change it, throw it away.
 * Formulas are nodes of one array and name each other by index. Choices and actors keep
 * the `id` from which their names are made when others are dropped or moved about. */
#ifndef DT_ORACLE_SKETCH_H
#define DT_ORACLE_SKETCH_H

#include "oracle/literal.h"

enum {
    SKETCH_ACTORS = 6,
    SKETCH_CHOICES = 20,
    SKETCH_LEVELS = 8,
    SKETCH_RULES = 12,
    SKETCH_MERGES = 3,
    SKETCH_FORBIDS = 4,
    SKETCH_LINES = 160, /* of one order */
    SKETCH_PARTS = 4,   /* of a formula, and of a line */
    SKETCH_NODES = 4000
};

typedef enum sketch_op {
    SKETCH_IS,
    SKETCH_NOT,
    SKETCH_AND,
    SKETCH_OR,
    SKETCH_IMPLIES,
    SKETCH_IF,
    SKETCH_IFF,
    SKETCH_AT_LEAST,
    SKETCH_AT_MOST,
    SKETCH_EXACTLY,
    SKETCH_ALL,
    SKETCH_ANY,
    SKETCH_NONE
} sketch_op;

/* How an atom compares its choice with a level. BARE: an option that is taken. */
typedef enum sketch_relation {
    SKETCH_BARE,
    SKETCH_EQ,
    SKETCH_NE,
    SKETCH_LT,
    SKETCH_LE,
    SKETCH_GT,
    SKETCH_GE
} sketch_relation;

typedef struct sketch_node {
    sketch_op op;
    bool brackets;  /* written with brackets although none are needed */
    bool qualified; /* SKETCH_IS: written with the actor */
    size_t choice, level;
    sketch_relation relation;
    size_t bound; /* of AT_LEAST, AT_MOST, EXACTLY */
    size_t n, part[SKETCH_PARTS];
} sketch_node;

typedef enum sketch_way { SKETCH_FREELY, SKETCH_UP, SKETCH_DOWN } sketch_way;

typedef struct sketch_choice {
    size_t id, actor, n_levels;
    bool is_option;
    sketch_way way;
} sketch_choice;

typedef struct sketch_rule {
    bool impossible;
    size_t formula;
} sketch_rule;

typedef struct sketch_forbid {
    size_t actor, from, to;
} sketch_forbid;

typedef enum sketch_kind {
    SKETCH_INDIFFERENT,
    SKETCH_PREFER, /* a line: formulas of equal weight */
    SKETCH_VALUE,  /* a line: a number of tenths, and a formula */
    SKETCH_RANK,   /* state numbers; which state is how good follows from `pick` */
    SKETCH_TIERS   /* a line: formulas whose states are tied; what is left comes last */
} sketch_kind;

typedef struct sketch_line {
    long tenths;
    size_t n, formula[SKETCH_PARTS];
} sketch_line;

typedef struct sketch_order {
    sketch_kind kind;
    unsigned pick; /* SKETCH_RANK */
    size_t n_lines;
    sketch_line line[SKETCH_LINES];
} sketch_order;

typedef struct sketch_actor {
    size_t id;
    sketch_order order;
} sketch_actor;

typedef struct sketch {
    size_t n_actors, n_choices, n_rules, n_merges, n_forbids, n_nodes;
    sketch_actor actor[SKETCH_ACTORS];
    sketch_choice choice[SKETCH_CHOICES]; /* grouped by actor */
    sketch_rule rule[SKETCH_RULES];
    size_t merge[SKETCH_MERGES];
    sketch_forbid forbid[SKETCH_FORBIDS];
    bool has_status_quo;
    size_t status_quo; /* picks a cell */
    sketch_node node[SKETCH_NODES];
} sketch;

/* One vector of choices. */
typedef struct sketch_cell {
    size_t level[SKETCH_CHOICES];
} sketch_cell;

/* The feasible vectors, ascending with the first choice the least significant, and the
 * states that they are: single ones in the same order, then merged ones. */
typedef struct sketch_states {
    size_t n_cells, n_states;
    sketch_cell *cell; /* [n_cells] */
    size_t *state;     /* [n_cells] */
} sketch_states;

/* True when the formula holds of the vector. */
bool sketch_holds(const sketch *k, size_t formula, const sketch_cell *cell);

/* How many vectors there are before any rule: the product of the levels. */
size_t sketch_raw(const sketch *k);
/* The vector of number `index`, 0 <= index < sketch_raw(). */
sketch_cell sketch_cell_at(const sketch *k, size_t index);

/* Find the states; free with sketch_states_free(). */
sketch_states sketch_find_states(const sketch *k);
void sketch_states_free(sketch_states *states);

/* The formula holds of the state: of one of its members. */
bool sketch_holds_of_state(const sketch *k, const sketch_states *states, size_t formula,
                           size_t s);
/* The first member of a state, and how many it has. */
size_t sketch_first_member(const sketch_states *states, size_t s);
size_t sketch_count_members(const sketch_states *states, size_t s);

/* The tier of a state in a SKETCH_RANK or SKETCH_TIERS order: 0 is the best. In other
 * orders all are of tier 0. */
size_t sketch_tier(const sketch *k, const sketch_states *states, size_t a, size_t s);
enum { SKETCH_RANK_TIERS = 16 };

/* The moves and ranks as matrices; free with sketch_graph_free(). The rank of a state
 * is the number of states that the actor finds worse. */
literal_graph sketch_find_graph(const sketch *k, const sketch_states *states);
void sketch_graph_free(literal_graph *graph);

/* There is a state, and no vector is merged twice. */
bool sketch_is_sound(const sketch *k);

#endif
