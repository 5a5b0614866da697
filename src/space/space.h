/* The inside of a space.
 *
 * Cells are the places of columns: whatever is known of states (ranks, guarantees) is
 * an array over cells. There are two stores.
 *
 *   dense    a cell is a code: all 2^n_bits of them. `feasible` marks those that are
 *            states (no words: all are), `before` counts them, for numbering. For
 *            spaces where at least one code in DT_DENSE_SHARE is feasible.
 *   sparse   cell k is the k-th feasible code, code.at[k].
 *
 * States are the feasible cells in order. Merging, which only sparse spaces have, makes
 * one state of the cells that a `merge` covers, numbered behind all others; `state_of`
 * then says which state a cell belongs to and `cell_of` which is a state's first cell.
 *
 *      cells   0  1  2  3  4  5          merge covers cells 1 and 4
 *      states  0  4  1  2  4  3          (state 4 has the members 1 and 4)
 *
 * Groups. An actor's move changes nothing but its own choices, so it stays inside the
 * group of cells that agree in all that is not the actor's. In a dense space they are
 * known by arithmetic; in a sparse one dt_groups lists them:
 *
 *      member: | 0 3 5 | 1 2 | 4 |       first: 0 3 5 6
 *
 * Invariants:
 *  S1  code ascends strictly; n_states >= 1
 *  S2  state_of and cell_of are NULL without merges, else state_of[cell_of[s]] == s
 *  S3  inside a group members ascend
 *  S4  a dense space has no merges, and its model no `forbid` */
#ifndef DT_SPACE_SPACE_H
#define DT_SPACE_SPACE_H

#include "base/arena.h"
#include "base/popcount.h"
#include "base/words.h"
#include "model/conflict.h"

#include <detente/space.h>

/* The directions in which an actor's choices can be changed. */
typedef struct dt_ways {
    bool free;         /* no choice of the actor is one-way */
    uint64_t up, down; /* bits of one-way options */
    uint64_t mask;     /* bits of all one-way choices */
    uint32_t n_issues; /* one-way issues */
    struct {
        uint64_t mask;
        bool up;
    } * issue; /* [n_issues] */
} dt_ways;

typedef struct dt_groups {
    dt_ways ways;
    uint32_t largest; /* no group has more members than that */
    uint32_t n; /* sparse: the groups, by ascending code without the actor's bits */
    uint32_t *first;  /* sparse: [n + 1] into member */
    uint32_t *member; /* sparse: [n_cells] */
} dt_groups;

/* The members of a merged state, in member_cell[first, first + n). */
typedef struct dt_merged {
    uint32_t first, n;
    uint64_t varies; /* fields in which the members differ */
    uint32_t merge;  /* of the model */
} dt_merged;

struct dt_space {
    const dt_model *model;
    dt_arena arena;
    bool is_dense;
    dt_words code;     /* sparse: [n_cells] */
    dt_words feasible; /* dense with holes: [(n_cells + 63) / 64] */
    uint32_t *before; /* dense with holes: [(n_cells + 63) / 64] states before a word */
    uint32_t n_cells, n_states, n_merged;
    uint32_t *state_of;    /* [n_cells] or NULL */
    uint32_t *cell_of;     /* [n_states] or NULL */
    dt_merged *merged;     /* [n_merged], state n_states - n_merged + k */
    uint32_t *member_cell; /* cells of merged states */
    dt_groups *groups;     /* [n_actors] */
    dt_state status_quo;
    dt_limits limits; /* with the defaults filled in */
};

/* At least one code in so many must be feasible for a dense store. */
#define DT_DENSE_SHARE 16u
/* Most bits of a code, and of one actor's choices, in a dense store. */
#define DT_DENSE_BITS 30u
#define DT_DENSE_ACTOR_BITS 15u
#define DT_DENSE_ONE_WAY_BITS 9u /* of one actor's one-way choices */
/* Most cells of any store. */
#define DT_CELLS_MAX ((UINT32_C(1) << 31) - 1)

/* How many threads the limits stand for: the default and the maximum are seen to. */
uint32_t dt_threads_of(const dt_limits *limits);

/* Find the states and store them: n_states, n_cells, is_dense, code or feasible. DT_OK,
 * DT_ELIMIT, DT_EAPPLY, DT_ENOMEM, DT_ESTOPPED. */
dt_status dt_space_fill(dt_space *space, dt_error *err);

/* Find the groups of every actor. DT_OK, DT_ENOMEM, DT_ESTOPPED. */
dt_status dt_groups_build(dt_space *space, dt_error *err);

/* ---- memory, before it is taken ------------------------------------------------ */

/* How large a space is, or is going to be. */
typedef struct dt_extent {
    const dt_model *model;
    bool is_dense;
    uint64_t n_cells;
    uint32_t n_threads;
} dt_extent;

dt_extent dt_extent_of(const dt_space *space);

/* Bytes that a thing takes: as long as it lives, and more while it is made. At least
 * what is really taken, and not much more; each function stands beside the allocations
 * that it foretells. */
typedef struct dt_bytes {
    uint64_t kept, working;
} dt_bytes;

dt_bytes dt_cells_bytes(const dt_extent *extent);  /* codes or marks, merges */
dt_bytes dt_groups_bytes(const dt_extent *extent); /* of all actors */
dt_bytes dt_ranks_bytes(const dt_extent *extent);  /* of all actors */

/* The most that a space and its ranks take at one time. */
uint64_t dt_extent_bytes(const dt_extent *extent);

/* What stands before the last thing to do instead of listing all states, and behind it:
 * to ask about one state comes last, where that takes no list. */
typedef struct dt_instead {
    const char *before, *behind;
} dt_instead;

dt_instead dt_instead_of_all(const dt_model *model);

/* The actor's group that the cell is in; sparse spaces only. */
uint32_t dt_group_of(const dt_space *space, dt_actor_id a, uint32_t cell);

/* True when the actor can change `from` into `to` as far as directions go; both codes
 * are of one group. */
static inline bool dt_ways_allow(const dt_ways *ways, uint64_t from, uint64_t to)
{
    if ((from & ~to & ways->up) | (~from & to & ways->down))
        return false;
    for (uint32_t k = 0; k < ways->n_issues; k++) {
        const uint64_t mask = ways->issue[k].mask;
        if (ways->issue[k].up ? (from & mask) > (to & mask)
                              : (from & mask) < (to & mask))
            return false;
    }
    return true;
}

/* The code of a cell. */
static inline uint64_t dt_code_of(const dt_space *space, uint32_t cell)
{
    return space->is_dense ? cell : space->code.at[cell];
}

/* True when the cell is a state, or a member of one. */
static inline bool dt_cell_is_feasible(const dt_space *space, uint32_t cell)
{
    return !space->feasible.n || (space->feasible.at[cell >> 6] >> (cell & 63) & 1);
}

/* Every cell is a state, and has its number. */
static inline bool dt_cells_are_states(const dt_space *space)
{
    return !space->state_of && !space->feasible.n;
}

/* The state of a feasible cell. */
static inline dt_state dt_state_of(const dt_space *space, uint32_t cell)
{
    if (space->state_of)
        return space->state_of[cell];
    if (!space->feasible.n)
        return cell;
    const uint64_t below = (UINT64_C(1) << (cell & 63)) - 1;
    return space->before[cell >> 6] +
           dt_popcount(space->feasible.at[cell >> 6] & below);
}

/* The (first) cell of a state. */
uint32_t dt_cell_of(const dt_space *space, dt_state s);

/* The merged state, or NULL when the state is a single cell. */
static inline const dt_merged *dt_merged_at(const dt_space *space, dt_state s)
{
    const uint32_t single = space->n_states - space->n_merged;
    return s < single ? NULL : &space->merged[s - single];
}

/* Bits of 64 cells from `base` on, as columns: bit k of columns[b] is bit b of cell
 * base + k; behind the last cell they are 0. */
void dt_space_columns(const dt_space *space, uint32_t base, uint64_t columns[64]);

/* Which of the 64 cells from `base` on are feasible. */
uint64_t dt_space_word(const dt_space *space, uint32_t base);

/* Report the rules that the model's status quo breaks, if there are any. */
void dt_status_quo_report(const dt_model *model, dt_diags *diags);

/* True when no `forbid` of the model closes the actor's move between the codes. */
bool dt_move_is_open(const dt_model *model, dt_actor_id a, uint64_t from, uint64_t to);

#endif
