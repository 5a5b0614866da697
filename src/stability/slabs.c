/* Stability by sweeps on a dense space (the concepts in one form: sweeps.c).
 *
 * Actors are taken in turn: the focal actor is i. Its opponents never touch i's own
 * choices, so what they can bring about from a cell lies in the *slab* of that cell:
 * all codes in which i's field is the same.
 *
 *      cells by i's field (own) and all the rest      a slab is a row, a group of i's
 *                                                     moves a column
 *             rest 0   1   2   3  ...
 *      own 0  |  .   .   .   .       |   -->  what the others can do to i
 *      own 1  |  .   .   .   .       |
 *      ...       |
 *                v  what i can do
 *
 * One after the other, slabs are copied to a buffer that fits a cache and settled there
 * (kernels.c: passes of the opponents until nothing changes), both numbers of a pair
 * together: u, what i has, for GMR and SEQ; M, what it has after its best reply, for
 * SMR and SSEQ. The guarantees that come out are not kept. All that a verdict needs is
 * the largest one in each column, over the cells that i can move to:
 *
 *      top[concept][key][rest] = the largest guarantee over own choices that can be
 *                                reached from those with this key
 *
 * where the key of own choices is their one-way part: what is free can always be
 * reached. s is stable for i iff top <= u(s). M is the same for u itself, so Nash
 * stability comes out on the way.
 *
 * Threads take slabs, a wave of some at a time, and then fold the wave into `top`, each
 * thread other columns; where there are fewer slabs than threads they share each slab's
 * tiles instead. Neither changes the answer: minima and maxima have no order.
 *
 * What was tried: the same passes over whole columns, concept by concept, an opponent
 * at a time (five times slower: every pass streams all of memory); all focal actors
 * side by side in one wide cell (no slabs then, and again all of memory a pass). */
#include "stability/slabs.h"

#include "base/fail.h"
#include "base/squeeze.h"
#include "base/threads.h"
#include "stability/standings.h"

#include <assert.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum {
    WORD = 64,
    FETCH = 16,           /* ranks that are fetched together: a cache line */
    CHUNK = 4096,         /* numbers of a column that a thread takes at a time */
    WAVE_CELLS = 1 << 16, /* a wave has at least so many, and */
    WAVE_SLABS = 4,       /* so many slabs for each thread */
    TILE_LEAST = 64,      /* pairs of a tile whose groups are not side by side */
    TILE_FEW = 1024       /* from so many on, such a tile is a single group */
};

typedef struct engine {
    const dt_space *space;
    const dt_ranks *ranks;
    const dt_kernels *kernels;
    dt_standings *standings; /* [n_actors] */
    uint32_t n_actors, n_threads;
    bool full; /* every code is a state */
} engine;

/* The large arrays, which the actors use in turn, and how long they must be. */
typedef struct columns {
    size_t n_u, n_top, n_wave, n_slabs;
    uint32_t *u, *top[DT_N_CONCEPTS], *wave;
    dt_pair *slabs;
} columns;

/* Working room of a thread that settles slabs. */
typedef struct room {
    dt_pair *slab;   /* [n_rest, rounded up to a line] */
    uint32_t *stamp; /* [n_rest / DT_STRETCH, rounded up] */
    uint32_t *since; /* [n_movers] number of the mover's last pass */
    dt_pair *work;   /* [threads that share a slab][work_pairs] for passes */
} room;

typedef struct focal {
    const engine *engine;
    dt_actor_id actor;
    dt_field own;
    uint32_t n_own, n_rest, n_keys;
    uint32_t *key;        /* [n_own] */
    uint32_t cell[FETCH]; /* of a rest code < FETCH and own choices 0 */
    uint32_t n_movers;
    dt_mover *mover;    /* [n_movers] opponents with choices */
    uint32_t n_wave;    /* slabs in a wave */
    uint32_t by_slab;   /* threads that take slabs, */
    uint32_t in_slab;   /* and that share each of them; one of the two is 1 */
    size_t slab_pairs;  /* a slab, rounded up to a line */
    size_t work_pairs;  /* room that passes need */
    room *rooms;        /* [by_slab] */
    const columns *all; /* u     [n_own][n_rest] ranks, DT_HOLE where no state is
                           top   [n_keys][n_rest] each; for Nash it is M
                           wave  [n_wave][4][n_rest] guarantees */
} focal;

/* The concepts whose guarantees a slab gives, in the order of `wave`. */
static const dt_concept slab_concepts[4] = {DT_GMR, DT_SMR, DT_SEQ, DT_SSEQ};

static uint32_t at_most(uint32_t n, uint32_t most)
{
    return n < most ? n : most;
}

static uint32_t at_least(uint32_t n, uint32_t least)
{
    return n > least ? n : least;
}

/* How many pieces of `size` cover n. */
static uint32_t pieces(uint32_t n, uint32_t size)
{
    return (n + size - 1) / size;
}

static uint32_t thread_number(void)
{
#ifdef _OPENMP
    return (uint32_t)omp_get_thread_num();
#else
    return 0;
#endif
}

/* ---- movers ----------------------------------------------------------------- */

/* Where groups lie side by side in lines. */
static void lay_out_lines(dt_mover *m, uint32_t n_rest)
{
    m->line_step = UINT32_C(1) << m->field.shift;
    m->n_lines = m->standings->rows;
    m->n_tiles = n_rest / (m->n_lines * DT_LINE);
    m->stride = DT_LINE_BITS;
    m->n_groups = DT_LINE;
    for (uint32_t g = 0; g < m->n_groups; g++)
        m->at[g] = g;
}

/* Where they stand one after the other, 2^shift of them woven. */
static void lay_out_blocks(dt_mover *m, uint32_t n_rest)
{
    const uint32_t block = m->standings->rows << m->field.shift;
    const uint32_t usual = at_least(TILE_LEAST, block < TILE_FEW ? 4 * block : block);
    const uint32_t pairs = at_most(usual, n_rest);
    const uint32_t woven = UINT32_C(1) << m->field.shift;
    m->line_step = DT_LINE;
    m->n_lines = pieces(pairs, DT_LINE);
    m->n_tiles = n_rest / pairs;
    m->stride = m->field.shift;
    m->n_groups = pairs / m->standings->rows;
    assert(m->n_groups <= DT_TILE_GROUPS);
    for (uint32_t g = 0; g < m->n_groups; g++)
        m->at[g] = g / woven * block + g % woven;
}

/* The numbers of a tile's groups, from that of the first: where in the tile a group
 * begins tells which bits of the codes it has, and these do not overlap the base's. */
static void number_groups(dt_mover *m)
{
    for (uint32_t g = 0; g < m->n_groups; g++)
        m->group[g] = dt_field_drop(m->natural, dt_field_put(m->own, m->at[g], 0));
}

static dt_mover new_mover(const focal *f, dt_actor_id a)
{
    const dt_model *const model = f->engine->space->model;
    dt_mover m = {.model = model,
                  .actor = &model->actors[a],
                  .standings = &f->engine->standings[a],
                  .natural = dt_field_of(model, a),
                  .own = f->own};
    m.field = dt_field_behind(m.natural, f->own);
    if (m.field.shift < DT_LINE_BITS)
        lay_out_blocks(&m, f->n_rest);
    else
        lay_out_lines(&m, f->n_rest);
    number_groups(&m);
    return m;
}

static void find_movers(focal *f)
{
    for (dt_actor_id a = 0; a < f->engine->n_actors; a++)
        if (a != f->actor && f->engine->standings[a].rows > 1) {
            dt_mover *const m = &f->mover[f->n_movers++];
            *m = new_mover(f, a);
            if (f->work_pairs < dt_mover_room(m))
                f->work_pairs = dt_mover_room(m);
        }
}

/* ---- columns by own choices ------------------------------------------------- */

/* The column begins with u. Take the ranks of FETCH rest codes, or all there are. */
static void fetch_ranks(const focal *f, uint32_t own, uint32_t rest)
{
    const uint32_t *const rank = f->engine->ranks->column[f->actor].rank;
    const uint32_t first = dt_field_put(f->own, rest, own);
    const uint32_t n = at_most(f->n_rest, FETCH);
    uint32_t *const u = f->all->u + (size_t)own * f->n_rest + rest;
    for (uint32_t k = 0; k < n; k++)
        u[k] = rank[first + f->cell[k]];
    for (uint32_t k = 0; !f->engine->full && k < n; k++)
        if (!dt_cell_is_feasible(f->engine->space, first + f->cell[k]))
            u[k] = DT_HOLE;
}

/* M for each key itself: the largest rank over own choices with that key. */
static void gather_best(const focal *f, uint32_t from, uint32_t to)
{
    for (uint32_t own = 0; own < f->n_own; own++)
        f->engine->kernels->lift_states(
            f->all->u + (size_t)own * f->n_rest + from, to - from,
            f->all->top[DT_NASH] + (size_t)f->key[own] * f->n_rest + from);
}

/* Along one choice of the key, from bit `shift` on: each level gets what the actor can
 * move on to. Levels that do not exist hold 0. */
static void lift_along(const focal *f, const dt_choice *choice, uint32_t shift,
                       uint32_t *column, uint32_t n)
{
    const uint32_t last = choice->n_levels - 1;
    const size_t step = (size_t)f->n_rest << shift;
    for (uint32_t l = 1; l <= last; l++) {
        uint32_t *const high =
            column + (choice->way == DT_WAY_UP ? last - l + 1 : l - 1) * step;
        uint32_t *const to = choice->way == DT_WAY_UP ? high - step : high + step;
        f->engine->kernels->lift(high, n, to);
    }
}

/* Let every key have what those have that can be reached from it. */
static void lift_along_keys(const focal *f, uint32_t *top, uint32_t from, uint32_t to)
{
    const dt_model *const model = f->engine->space->model;
    const dt_actor *const actor = &model->actors[f->actor];
    for (uint32_t k = 0, shift = 0; k < actor->n_choices; k++) {
        const dt_choice *const choice = &model->choices[actor->first_choice + k];
        if (choice->way == DT_WAY_BOTH)
            continue;
        const uint32_t mask = ((UINT32_C(1) << choice->width) - 1) << shift;
        for (uint32_t key = 0; key < f->n_keys; key++)
            if ((key & mask) == 0)
                lift_along(f, choice, shift, top + (size_t)key * f->n_rest + from,
                           to - from);
        shift += choice->width;
    }
}

/* What each part of the columns goes through before slabs are settled. */
static void prepare_columns(const focal *f)
{
#pragma omp parallel for num_threads(f->engine->n_threads) schedule(dynamic)
    for (uint32_t k = 0; k < pieces(f->n_rest, CHUNK); k++) {
        const uint32_t from = k * CHUNK, to = from + at_most(f->n_rest - from, CHUNK);
        for (uint32_t at = from; at < to; at += FETCH)
            for (uint32_t own = 0; own < f->n_own; own++)
                fetch_ranks(f, own, at);
        gather_best(f, from, to);
        lift_along_keys(f, f->all->top[DT_NASH], from, to);
    }
}

/* ---- slabs ------------------------------------------------------------------ */

static bool run_pass(const focal *f, const dt_mover *m, uint32_t own, const room *r,
                     const dt_stamps *stamps, dt_pass *pass)
{
    bool changed = false;
#pragma omp parallel for num_threads(f->in_slab) if (f->in_slab > 1) schedule(dynamic) \
    reduction(||                                                                       \
              : changed)
    for (uint32_t k = 0; k < pieces(m->n_tiles, DT_PORTION); k++) {
        const uint32_t from = k * DT_PORTION;
        dt_pair *const work =
            r->work + (f->in_slab > 1 ? thread_number() : 0) * f->work_pairs;
        const bool here =
            pass(m, own, from, from + at_most(m->n_tiles - from, DT_PORTION), r->slab,
                 stamps, work);
        changed = changed || here;
    }
    return changed;
}

/* Let the opponents lower the slab in turn until none of them can. A pass that has just
 * run would change nothing more. */
static void settle(const focal *f, uint32_t own, const room *r, bool once,
                   dt_pass *pass)
{
    dt_stamps stamps = {.last = r->stamp, .now = 1};
    for (uint32_t k = 0; k < pieces(f->n_rest, DT_STRETCH); k++)
        r->stamp[k] = 1;
    memset(r->since, 0, f->n_movers * sizeof *r->since);
    for (uint32_t k = 0, quiet = 0; quiet < f->n_movers; k = (k + 1) % f->n_movers) {
        stamps.since = r->since[k];
        r->since[k] = ++stamps.now;
        const bool changed = run_pass(f, &f->mover[k], own, r, &stamps, pass);
        quiet = changed && !once ? 1 : quiet + 1;
    }
}

static void pair_up(const focal *f, uint32_t own, uint32_t hole, dt_pair *slab)
{
    const uint32_t *const u = f->all->u + (size_t)own * f->n_rest;
    const uint32_t *const best = f->all->top[DT_NASH] + (size_t)f->key[own] * f->n_rest;
#pragma omp parallel for num_threads(f->in_slab) if (f->in_slab > 1) schedule(dynamic)
    for (uint32_t at = 0; at < f->n_rest; at += DT_RUN)
        f->engine->kernels->pair_up(u + at, best + at, hole,
                                    at_most(f->n_rest - at, DT_RUN),
                                    slab + dt_slab_at(at));
}

static void take_apart(const focal *f, uint32_t own, const dt_pair *slab,
                       uint32_t *first, uint32_t *second)
{
    const uint32_t *const u = f->all->u + (size_t)own * f->n_rest;
#pragma omp parallel for num_threads(f->in_slab) if (f->in_slab > 1) schedule(dynamic)
    for (uint32_t at = 0; at < f->n_rest; at += DT_RUN)
        f->engine->kernels->take_apart(u + at, slab + dt_slab_at(at),
                                       at_most(f->n_rest - at, DT_RUN), first + at,
                                       second + at);
}

/* The guarantees of one slab. Moves of different actors go along different axes, so
 * where every code is a state a pass of each is all there is to moves. */
static void solve_slab(const focal *f, uint32_t own, const room *r, uint32_t *guarantee)
{
    const dt_kernels *const kernels = f->engine->kernels;
    const size_t n = f->n_rest;
    pair_up(f, own, DT_HOLE, r->slab);
    settle(f, own, r, f->engine->full, kernels->moves);
    take_apart(f, own, r->slab, guarantee, guarantee + n);
    pair_up(f, own, 0, r->slab);
    settle(f, own, r, false, kernels->improvements);
    take_apart(f, own, r->slab, guarantee + 2 * n, guarantee + 3 * n);
}

/* Fold part of the guarantees of slabs [first, first + n) into `top`. */
static void fold_part(const focal *f, uint32_t first, uint32_t n, uint32_t part)
{
    const uint32_t n_parts = pieces(f->n_rest, CHUNK);
    const uint32_t c = part / n_parts, at = part % n_parts * CHUNK;
    for (uint32_t k = 0; k < n; k++)
        f->engine->kernels->lift(f->all->wave + ((size_t)4 * k + c) * f->n_rest + at,
                                 at_most(f->n_rest - at, CHUNK),
                                 f->all->top[slab_concepts[c]] +
                                     (size_t)f->key[first + k] * f->n_rest + at);
}

static void solve_wave(const focal *f, uint32_t first, uint32_t n)
{
#pragma omp parallel for num_threads(f->by_slab) schedule(dynamic)
    for (uint32_t k = 0; k < n; k++)
        solve_slab(f, first + k, &f->rooms[f->by_slab > 1 ? thread_number() : 0],
                   f->all->wave + (size_t)4 * k * f->n_rest);
#pragma omp parallel for num_threads(f->engine->n_threads) schedule(dynamic)
    for (uint32_t part = 0; part < 4 * pieces(f->n_rest, CHUNK); part++)
        fold_part(f, first, n, part);
}

static void solve_slabs(const focal *f)
{
    for (uint32_t first = 0; first < f->n_own; first += f->n_wave)
        solve_wave(f, first, at_most(f->n_own - first, f->n_wave));
#pragma omp parallel for num_threads(f->engine->n_threads) schedule(dynamic)
    for (uint32_t part = 0; part < 4 * pieces(f->n_rest, CHUNK); part++) {
        const uint32_t n_parts = pieces(f->n_rest, CHUNK);
        const uint32_t at = part % n_parts * CHUNK;
        lift_along_keys(f, f->all->top[slab_concepts[part / n_parts]], at,
                        at + at_most(f->n_rest - at, CHUNK));
    }
}

/* ---- verdicts --------------------------------------------------------------- */

/* Where in `top` a cell finds its number. It is a sum over the cell's bits. */
static size_t place_in_top(const focal *f, uint32_t cell)
{
    return (size_t)f->key[dt_field_get(f->own, cell)] * f->n_rest +
           dt_field_drop(f->own, cell);
}

/* What 64 cells are judged by: how to find it, from the place of the first. */
typedef struct judging {
    const focal *focal;
    bool in_a_row; /* the places follow one another */
    size_t place[WORD];
    dt_bits *stable[DT_N_CONCEPTS];
} judging;

/* The verdicts of the n <= 64 cells from `base` on. */
static uint64_t judge(const judging *j, dt_concept c, uint32_t base, uint32_t n)
{
    const focal *const f = j->focal;
    const uint32_t *const top = f->all->top[c] + place_in_top(f, base);
    const uint32_t *const rank = f->engine->ranks->column[f->actor].rank + base;
    uint32_t result[WORD] = {0}, padded[WORD] = {0};
    if (j->in_a_row)
        return f->engine->kernels->no_better(top, rank);
    for (uint32_t k = 0; k < n; k++)
        result[k] = top[j->place[k]];
    if (n == WORD)
        return f->engine->kernels->no_better(result, rank);
    memcpy(padded, rank, n * sizeof *rank);
    return f->engine->kernels->no_better(result, padded);
}

/* Write the verdicts of feasible cells where their states have their numbers. Threads
 * share the words at the borders. */
static void put_squeezed(uint64_t word, uint32_t first, dt_bits *stable)
{
    uint64_t *const at = &stable->word[first / WORD];
    const uint32_t shift = first % WORD;
    const uint64_t low = word << shift, high = shift ? word >> (WORD - shift) : 0;
    if (low) {
#pragma omp atomic update
        at[0] |= low;
    }
    if (high) {
#pragma omp atomic update
        at[1] |= high;
    }
}

static void judge_block(const judging *j, uint32_t block)
{
    const dt_space *const space = j->focal->engine->space;
    const uint32_t base = block * WORD, n = at_most(space->n_cells - base, WORD);
    const uint64_t states = dt_space_word(space, base);
    const dt_squeezer squeezer = dt_squeezer_for(states);
    for (uint32_t c = 0; states && c < DT_N_CONCEPTS; c++) {
        const uint64_t word = judge(j, (dt_concept)c, base, n) & states;
        if (space->feasible.n == 0)
            j->stable[c]->word[block] = word;
        else
            put_squeezed(dt_squeeze(&squeezer, word), space->before[block],
                         j->stable[c]);
    }
}

static void judge_all(const focal *f, dt_solution *solution)
{
    judging j = {.focal = f, .in_a_row = f->own.shift >= 6};
    for (uint32_t k = 0; k < WORD && k < f->engine->space->n_cells; k++)
        j.place[k] = place_in_top(f, k);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        j.stable[c] = &solution->stable[c][f->actor];
#pragma omp parallel for num_threads(f->engine->n_threads) schedule(dynamic, DT_PORTION)
    for (uint32_t block = 0; block < pieces(f->engine->space->n_cells, WORD); block++)
        judge_block(&j, block);
}

/* ---- actors ----------------------------------------------------------------- */

static void share_threads(focal *f)
{
    const uint32_t n_threads = f->engine->n_threads;
    f->by_slab = f->n_own >= n_threads ? n_threads : 1;
    f->in_slab = f->n_own >= n_threads ? 1 : n_threads;
    f->n_wave = at_most(
        at_least(WAVE_CELLS / f->n_rest, f->by_slab > 1 ? WAVE_SLABS * f->by_slab : 1),
        f->n_own);
}

/* The actor's geometry, and what it wants of the columns. */
static bool new_focal(focal *f, const engine *e, dt_actor_id a, dt_arena *arena)
{
    const dt_model *const model = e->space->model;
    *f = (focal){.engine = e, .actor = a, .own = dt_field_of(model, a)};
    f->n_own = UINT32_C(1) << f->own.width;
    f->n_rest = e->space->n_cells >> f->own.width;
    f->n_keys = UINT32_C(1) << dt_key_bits(model, a);
    f->slab_pairs = dt_slab_at(pieces(f->n_rest, DT_LINE) * DT_LINE) + DT_LINE;
    f->key = dt_arena_array(arena, uint32_t, f->n_own);
    f->mover = dt_arena_array(arena, dt_mover, e->n_actors);
    if (!f->key || !f->mover)
        return false;
    for (uint32_t own = 0; own < f->n_own; own++)
        f->key[own] = dt_key_of(model, a, own);
    for (uint32_t k = 0; k < FETCH; k++)
        f->cell[k] = dt_field_put(f->own, k, 0);
    find_movers(f);
    share_threads(f);
    return true;
}

static bool new_rooms(focal *f, dt_arena *arena)
{
    bool made = true;
    f->rooms = dt_arena_array(arena, room, f->by_slab);
    for (uint32_t k = 0; f->rooms && made && k < f->by_slab; k++) {
        room *const r = &f->rooms[k];
        r->slab = f->all->slabs + k * f->slab_pairs;
        r->stamp = dt_arena_array(arena, uint32_t, pieces(f->n_rest, DT_STRETCH));
        r->since = dt_arena_array(arena, uint32_t, f->n_movers);
        r->work = dt_arena_array(arena, dt_pair, f->in_slab * f->work_pairs);
        made = r->stamp && r->since && r->work;
    }
    return f->rooms && made;
}

static bool solve_actor(focal *f, const columns *all, dt_solution *solution)
{
    dt_arena arena = {0};
    f->all = all;
    const bool ready = new_rooms(f, &arena);
    if (ready) {
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
            memset(all->top[c], 0, f->n_keys * (size_t)f->n_rest * sizeof *all->top[c]);
        prepare_columns(f);
        solve_slabs(f);
        judge_all(f, solution);
    }
    dt_arena_release(&arena);
    return ready;
}

/* ---- the whole -------------------------------------------------------------- */

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void measure(const focal *f, columns *all)
{
    const size_t n_rest = f->n_rest;
    all->n_u = larger(all->n_u, f->n_own * n_rest);
    all->n_top = larger(all->n_top, f->n_keys * n_rest);
    all->n_wave = larger(all->n_wave, 4 * f->n_wave * n_rest);
    all->n_slabs = larger(all->n_slabs, f->by_slab * f->slab_pairs);
}

static bool new_columns(columns *all, dt_arena *arena)
{
    all->u = dt_arena_array(arena, uint32_t, all->n_u);
    all->wave = dt_arena_array(arena, uint32_t, all->n_wave);
    all->slabs = dt_arena_array(arena, dt_pair, all->n_slabs);
    bool made = all->u && all->wave && all->slabs;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        all->top[c] = dt_arena_array(arena, uint32_t, all->n_top);
        made = made && all->top[c];
    }
    return made;
}

static bool sort_groups(engine *e, dt_arena *arena)
{
    bool sorted = true;
    e->standings = dt_arena_array(arena, dt_standings, e->n_actors);
    for (dt_actor_id a = 0; e->standings && sorted && a < e->n_actors; a++) {
        const dt_sorting sorting = {e->space, &e->ranks->column[a],
                                    dt_field_of(e->space->model, a), e->kernels,
                                    e->n_threads};
        sorted = dt_standings_build(&sorting, a, arena, &e->standings[a]);
    }
    return e->standings && sorted;
}

static bool solve_all(engine *e, dt_arena *arena, dt_solution *solution)
{
    columns all = {0};
    focal *const focals = dt_arena_array(arena, focal, e->n_actors);
    if (!focals || !sort_groups(e, arena))
        return false;
    for (dt_actor_id a = 0; a < e->n_actors; a++) {
        if (!new_focal(&focals[a], e, a, arena))
            return false;
        measure(&focals[a], &all);
    }
    bool done = new_columns(&all, arena);
    for (dt_actor_id a = 0; done && a < e->n_actors; a++)
        done = solve_actor(&focals[a], &all, solution);
    return done;
}

dt_status dt_solve_by_slabs(const dt_space *space, const dt_ranks *ranks,
                            const dt_kernels *kernels, uint32_t n_threads,
                            dt_solution *solution, dt_error *err)
{
    dt_arena arena = {0};
    engine e = {.space = space,
                .ranks = ranks,
                .kernels = kernels,
                .n_actors = space->model->n_actors,
                .n_threads = n_threads,
                .full = space->feasible.n == 0};
    const bool done = solve_all(&e, &arena, solution);
    dt_arena_release(&arena);
    return done ? DT_OK : dt_fail_memory(err);
}
