/* The inside of a space.
 *
 * Cells and states. A cell is a feasible vector of choices; the cells are the ascending
 * list `code`. Without `merge` a state is a cell. With it, the cells that a merge covers
 * become one state, numbered behind all others; `state_of` then says which state a cell
 * belongs to and `cell_of` which is a state's first cell.
 *
 *      cells   0  1  2  3  4  5          merge covers cells 1 and 4
 *      states  0  4  1  2  4  3          (state 4 has the members 1 and 4)
 *
 * Groups. An actor's move changes nothing but its own choices, so it stays inside the
 * group of cells that agree in all that is not the actor's. dt_groups lists them:
 *
 *      member: | 0 3 5 | 1 2 | 4 |       first: 0 3 5 6
 *
 * Invariants:
 *  S1  code[] ascends strictly; n_cells >= 1
 *  S2  state_of and cell_of are NULL without merges, else state_of[cell_of[s]] == s
 *  S3  inside a group members ascend */
#ifndef DT_SPACE_SPACE_H
#define DT_SPACE_SPACE_H

#include "base/arena.h"
#include "base/words.h"
#include "model/conflict.h"

#include <detente/space.h>

/* The directions in which an actor's choices can be changed. */
typedef struct dt_ways {
    bool free;         /* no choice of the actor is one-way */
    uint64_t up, down; /* bits of one-way options */
    uint32_t n_issues; /* one-way issues */
    struct {
        uint64_t mask;
        bool up;
    } *issue; /* [n_issues] */
} dt_ways;

typedef struct dt_groups {
    uint32_t n;
    uint32_t largest;   /* members of the largest group */
    uint32_t *first;    /* [n + 1] into member */
    uint32_t *member;   /* [n_cells] */
    uint32_t *group_of; /* [n_cells] */
    dt_ways ways;
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
    dt_words code; /* [n_cells] */
    uint32_t n_cells, n_states, n_merged;
    uint32_t *state_of;    /* [n_cells] or NULL */
    uint32_t *cell_of;     /* [n_states] or NULL */
    dt_merged *merged;     /* [n_merged], state n_states - n_merged + k */
    uint32_t *member_cell; /* cells of merged states */
    dt_groups *groups;     /* [n_actors] */
    dt_state status_quo;
    dt_limits limits; /* with the defaults filled in */
};

/* Append all feasible codes, ascending, to `code`: at most `max`. */
dt_status dt_enumerate(const dt_model *model, uint64_t max, dt_words *code,
                       dt_error *err);

/* Find the groups of every actor. False when there is no memory. */
bool dt_groups_build(dt_space *space);

/* True when the actor can change `from` into `to` as far as directions go; both codes
 * are of one group. */
static inline bool dt_ways_allow(const dt_ways *ways, uint64_t from, uint64_t to)
{
    if ((from & ~to & ways->up) | (~from & to & ways->down))
        return false;
    for (uint32_t k = 0; k < ways->n_issues; k++) {
        const uint64_t mask = ways->issue[k].mask;
        if (ways->issue[k].up ? (from & mask) > (to & mask) : (from & mask) < (to & mask))
            return false;
    }
    return true;
}

static inline dt_state dt_state_of(const dt_space *space, uint32_t cell)
{
    return space->state_of ? space->state_of[cell] : cell;
}

static inline uint32_t dt_cell_of(const dt_space *space, dt_state s)
{
    return space->cell_of ? space->cell_of[s] : s;
}

/* The merged state, or NULL when the state is a single cell. */
static inline const dt_merged *dt_merged_at(const dt_space *space, dt_state s)
{
    const uint32_t single = space->n_states - space->n_merged;
    return s < single ? NULL : &space->merged[s - single];
}

/* Bits of 64 cells from `base` on, as columns: bit k of columns[b] is bit b of cell
 * base + k; behind the last cell they are 0. */
void dt_space_columns(const dt_space *space, uint32_t base, uint64_t columns[64]);

/* True when no `forbid` of the model closes the actor's move between the codes. */
bool dt_move_is_open(const dt_model *model, dt_actor_id a, uint64_t from, uint64_t to);

#endif
