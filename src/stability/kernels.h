/* The inner loops of the dense engine (design: dense.c).
 *
 * Everything an answer waits for happens in these loops, so they are compiled more than
 * once, for the vectors that every processor of the kind has and for wider ones
 * (kernels.c); dt_kernels_here() names the best that this machine can run. They work on
 * pairs of numbers, because two questions are asked of every cell at a time: what the
 * focal actor would have there, and what it could make of that by moving once more. */
#ifndef DT_STABILITY_KERNELS_H
#define DT_STABILITY_KERNELS_H

#include "base/squeeze.h"
#include "stability/fields.h"
#include "stability/pair.h"

enum {
    DT_LINE_BITS = 4,
    DT_LINE = 1 << DT_LINE_BITS, /* pairs that are moved together: two cache lines */
    DT_STRETCH = 64,             /* pairs that share a stamp */
    DT_TILE_GROUPS = 32,         /* most groups in a tile */
    DT_TALLIES_LEAST = 8,
    DT_VEILS_MOST = 4,
    DT_KEYS_MAX = 512, /* most combinations of one-way choices of an actor */
    DT_LANES = 32      /* groups that are ordered together */
};

/* The rows of each group of an actor, best first (standings.h). Groups in which they
 * stand in the same order are of one kind. */
typedef struct dt_standings {
    uint32_t rows;       /* cells of a group: 2^width of the actor's field */
    bool large;          /* entries have 32 bits instead of 16 */
    dt_squeezer matters; /* bits of a code that tell the kind of its group */
    uint32_t n_kinds;
    void *order;           /* [n_kinds][rows] entries: see dt_seat_at */
    uint32_t n_keys;       /* combinations of one-way choices; 1: there are none */
    const uint16_t *key;   /* [rows] the combination of a row */
    uint32_t n_tallies;    /* n_keys, or DT_TALLIES_LEAST */
    const uint32_t *apart; /* [n_keys][n_tallies] at [k][j]: 0 when the actor can go
                              from key j to key k, else all bits */
} dt_standings;

/* What stands at one place of a group's order. */
typedef struct dt_seat {
    uint32_t row;
    uint32_t tier; /* the first place that is ranked the same */
} dt_seat;

/* Bits of a row in an entry; the tier stands above. */
static inline uint32_t dt_seat_half(bool large)
{
    return large ? 16 : 8;
}

static inline dt_seat dt_seat_at(bool large, const dt_standings *s, size_t entry)
{
    const uint32_t half = dt_seat_half(large);
    const uint32_t is = large ? ((const uint32_t *)s->order)[entry]
                              : ((const uint16_t *)s->order)[entry];
    return (dt_seat){is & ((UINT32_C(1) << half) - 1), is >> half};
}

/* An opponent's groups in the slabs of a focal actor, cut into tiles. Tile t begins at
 * pair dt_tile_base(); it has `n_lines` lines, `line_step` pairs apart. Copied side by
 * side they hold `n_groups` groups: group k has its rows at at[k], at[k] + 2^stride ...
 */
typedef struct dt_mover {
    const dt_model *model;
    const dt_actor *actor;
    const dt_standings *standings;
    dt_field field; /* in a slab's codes */
    dt_field natural,
        own; /* the actor's, and the focal actor's, in the model's codes */
    uint32_t n_tiles, n_lines, line_step;
    uint32_t stride; /* log2, pairs */
    uint32_t n_groups;
    uint32_t at[DT_TILE_GROUPS];
    uint32_t kind[DT_TILE_GROUPS]; /* of a group, from that of the first */
    uint32_t
        n_veils; /* where lines are rows and their groups are of few kinds: these */
    struct {
        uint32_t kind;
        uint32_t over[2 * DT_LINE]; /* 0 for groups of that kind, else all bits */
    } veil[DT_VEILS_MOST];
} dt_mover;

/* Pairs of working room that a pass needs: a tile, and a ladder of rungs, or a line for
 * each key. */
static inline size_t dt_mover_room(const dt_mover *m)
{
    const dt_standings *const s = m->standings;
    const size_t rungs = ((size_t)s->rows + 1) * (s->n_keys > 1 ? s->n_tallies : 1);
    const size_t lines = (size_t)s->n_keys * DT_LINE;
    return (size_t)m->n_lines * DT_LINE + (rungs > lines ? rungs : lines);
}

/* A slab that is being settled, and which stretches of it a pass changed last: a pass
 * leaves alone what has not changed since its actor was there. Passes count from 1. */
typedef struct dt_slab {
    uint32_t own;    /* the focal actor's field */
    dt_pair *pair;   /* [codes, rounded up to a line] */
    uint32_t *stamp; /* for each DT_STRETCH codes the pass that changed them last */
    uint32_t now;    /* number of this pass */
    uint32_t since;  /* number of the actor's pass before; 0: none */
} dt_slab;

/* A pass of an opponent over tiles [from, to). `room` is for a tile and a ladder
 * (dt_mover_room). True when something was lowered. */
typedef bool dt_pass(const dt_mover *mover, const dt_slab *slab, uint32_t from,
                     uint32_t to, dt_pair *room);

typedef struct dt_kernels {
    /* Each pair becomes the least over the cells that the mover can go to from it.
     * Pairs of DT_HOLE stand for no state and go on doing so. */
    dt_pass *moves;
    /* The same, over the cells that the mover can go to and prefers. */
    dt_pass *improvements;
    /* to = max(to, from), n numbers. */
    void (*lift)(const uint32_t *from, uint32_t n, uint32_t *to);
    /* to = max(to, from), where DT_HOLE counts as nothing. */
    void (*lift_states)(const uint32_t *from, uint32_t n, uint32_t *to);
    /* Fill a slab: what is no state gets `hole`. */
    void (*pair_up)(const uint32_t *u, const uint32_t *best, uint32_t hole, uint32_t n,
                    dt_pair *pair);
    /* first, second = min(u, the pair); 0 where u is DT_HOLE. */
    void (*take_apart)(const uint32_t *u, const dt_pair *pair, uint32_t n,
                       uint32_t *first, uint32_t *second);
    /* Bit k: result[k] <= rank[k]; 64 numbers. */
    uint64_t (*no_better)(const uint32_t *result, const uint32_t *rank);
    /* Order DT_LANES groups at a time. In: line[row][lane] = rank << width | last row -
     * row. Out: line[place][lane] = tier << half | row, a dt_seat. */
    void (*order_lanes)(uint32_t width, uint32_t half, uint32_t *line);
} dt_kernels;

/* What no state holds; larger than every rank. */
#define DT_HOLE UINT32_MAX

/* The best that this machine can run; those that every machine can. */
const dt_kernels *dt_kernels_here(void);
extern const dt_kernels dt_kernels_plain;

/* The pair at which a tile begins. */
static inline uint32_t dt_tile_base(const dt_mover *m, uint32_t tile)
{
    if (m->line_step == DT_LINE)
        return tile * m->n_lines * DT_LINE;
    const uint32_t across =
        m->field.shift - DT_LINE_BITS; /* log2 of tiles side by side */
    const uint32_t low = tile & ((UINT32_C(1) << across) - 1);
    return tile >> across << (m->field.shift + m->field.width) | low * DT_LINE;
}

#endif
