/* The sweeps over a sparse space: what sweeps.c says, with the kernels of ladders.h.
 *
 * The two concepts that look at moves of the others (GMR, SMR) are judged together, and
 * so are the two that look at their improvements (SEQ, SSEQ): the columns of a pair go
 * through the same passes. Nash takes the column M alone: s is stable iff M(s) = u(s).
 */
#include "base/threads.h"
#include "base/watch.h"
#include "stability/ladders.h"
#include "stability/solution.h"

#include <string.h>

typedef struct sweep {
    const dt_space *space;
    uint32_t n_actors, n_threads;
    dt_ladder *ladder; /* [n_actors] */
    uint32_t *reply;   /* [n_cells] M of the actor that is judged */
    dt_pair *column;   /* [n_cells] what is being worked on */
    uint8_t *stamp;    /* [n_cells] for dt_work */
    uint8_t *pass_of;  /* [n_actors] number of an actor's last pass */
    const dt_monitor *monitor;
} sweep;

/* ---- merged states ---------------------------------------------------------- */

static void fold_best(const dt_space *space, dt_pair *column)
{
    for (uint32_t m = 0; m < space->n_merged; m++) {
        const uint32_t *const cell = space->member_cell + space->merged[m].first;
        dt_pair best = {{0, 0}};
        for (uint32_t k = 0; k < space->merged[m].n; k++)
            best = dt_pair_larger(best, column[cell[k]]);
        for (uint32_t k = 0; k < space->merged[m].n; k++)
            column[cell[k]] = best;
    }
}

static bool fold_worst(const dt_space *space, const dt_work *work)
{
    bool changed = false;
    for (uint32_t m = 0; m < space->n_merged; m++) {
        const uint32_t *const cell = space->member_cell + space->merged[m].first;
        dt_pair worst = {{UINT32_MAX, UINT32_MAX}};
        for (uint32_t k = 0; k < space->merged[m].n; k++)
            worst = dt_pair_smaller(worst, work->column[cell[k]]);
        for (uint32_t k = 0; k < space->merged[m].n; k++)
            changed |= dt_work_lower(work, cell[k], worst);
    }
    return changed;
}

/* ---- the sweeps ------------------------------------------------------------- */

/* All of the column is new. */
static void reset_stamps(const sweep *w, dt_work *work)
{
    memset(w->stamp, 1, w->space->n_cells);
    memset(w->pass_of, 0, w->n_actors);
    *work = (dt_work){.column = w->column, .stamp = w->stamp, .now = 1};
}

/* The next number; numbers are small, so after many of them all begins anew. */
static void next_number(const sweep *w, dt_work *work)
{
    if (work->now == UINT8_MAX)
        reset_stamps(w, work);
    work->now++;
}

/* Let the opponents of i lower the column in turn until none of them can. A pass that
 * has just run would change nothing more, unless a fold came in between. */
static void settle(const sweep *w, dt_actor_id i, dt_ladder_lowering *pass)
{
    const bool folds = w->space->n_merged;
    uint32_t quiet = 0;
    dt_work work;
    reset_stamps(w, &work);
    for (dt_actor_id j = 0; quiet + 1 < w->n_actors; j = (j + 1) % w->n_actors) {
        if (j == i)
            continue;
        if (dt_watch(w->monitor, "solving", -1, NULL) != DT_OK)
            return; /* whoever asks next is told the same */
        next_number(w, &work);
        work.since = w->pass_of[j];
        w->pass_of[j] = work.now;
        bool lowered = pass(&w->ladder[j], &work);
        if (folds) {
            next_number(w, &work);
            lowered |= fold_worst(w->space, &work);
        }
        quiet = !lowered ? quiet + 1 : folds ? 0 : 1;
    }
}

/* Fill the column with the actor's ranks and its best replies. */
static void start_column(const sweep *w, const uint32_t *rank, const uint32_t *reply)
{
#pragma omp parallel for num_threads(w->n_threads) schedule(static)
    for (uint32_t c = 0; c < w->space->n_cells; c++)
        w->column[c] = (dt_pair){{rank[c], reply[c]}};
}

/* What the others leave of a reply is worth no more than the rank itself. */
static void lower_to_ranks(const sweep *w, const uint32_t *rank)
{
#pragma omp parallel for num_threads(w->n_threads) schedule(static)
    for (uint32_t c = 0; c < w->space->n_cells; c++)
        if (w->column[c].m > rank[c])
            w->column[c].m = rank[c];
}

static void keep_replies(const sweep *w)
{
#pragma omp parallel for num_threads(w->n_threads) schedule(static)
    for (uint32_t c = 0; c < w->space->n_cells; c++)
        w->reply[c] = w->column[c].m;
}

/* Add the states of 64 cells from `base` on. */
static void add_states(const dt_space *space, uint32_t base, uint64_t word,
                       dt_bits *stable)
{
    if (!space->state_of)
        stable->word[base / 64] = word;
    else
        for (; word; word &= word - 1)
            dt_bits_add(stable, space->state_of[base + dt_lowest_bit(word)]);
}

/* s is stable iff the best guarantee among its moves is no better than s: by the first
 * column of the pair, and by the second. */
static void read_off(const sweep *w, const uint32_t *rank, dt_bits *by_u, dt_bits *by_m)
{
    const uint32_t n = w->space->n_cells;
    const bool cells_are_states = !w->space->state_of;
#pragma omp parallel for num_threads(w->n_threads)                                     \
    schedule(dynamic, DT_PORTION) if (cells_are_states)
    for (uint32_t block = 0; block < (n + 63) / 64; block++) {
        const uint32_t base = block * 64, end = n - base < 64 ? n : base + 64;
        uint64_t u = 0, m = 0;
        for (uint32_t c = base; c < end; c++) {
            u |= (uint64_t)(w->column[c].u <= rank[c]) << (c - base);
            m |= (uint64_t)(w->column[c].m <= rank[c]) << (c - base);
        }
        add_states(w->space, base, u, by_u);
        add_states(w->space, base, m, by_m);
    }
}

/* GMR and SMR, or SEQ and SSEQ: f is the worst that the others can bring about, without
 * and with a reply. */
static void judge(const sweep *w, dt_actor_id i, dt_ladder_lowering *pass,
                  dt_bits *without, dt_bits *with)
{
    const uint32_t *const rank = w->ladder[i].rank;
    start_column(w, rank, w->reply);
    settle(w, i, pass);
    lower_to_ranks(w, rank);
    dt_ladder_best(&w->ladder[i], w->column);
    fold_best(w->space, w->column);
    read_off(w, rank, without, with);
}

static void sweep_actor(const sweep *w, dt_actor_id i, dt_solution *solution)
{
    if (w->space->model->actors[i].mask == 0) {
        dt_solution_fill(solution, i);
        return;
    }
    const uint32_t *const rank = w->ladder[i].rank;
    dt_bits *const nash = &solution->stable[DT_NASH][i];
    start_column(w, rank, rank);
    dt_ladder_best(&w->ladder[i], w->column);
    fold_best(w->space, w->column);
    read_off(w, rank, nash, nash);
    keep_replies(w);
    judge(w, i, dt_ladder_moves, &solution->stable[DT_GMR][i],
          &solution->stable[DT_SMR][i]);
    judge(w, i, dt_ladder_improvements, &solution->stable[DT_SEQ][i],
          &solution->stable[DT_SSEQ][i]);
}

static bool prepare(sweep *w, const dt_ranks *ranks, dt_arena *arena)
{
    const uint32_t n = w->space->n_cells;
    w->ladder = dt_arena_array(arena, dt_ladder, w->n_actors);
    w->reply = dt_arena_array(arena, uint32_t, n);
    w->column = dt_arena_array(arena, dt_pair, n);
    w->stamp = dt_arena_array(arena, uint8_t, n);
    w->pass_of = dt_arena_array(arena, uint8_t, w->n_actors);
    if (!w->ladder || !w->reply || !w->column || !w->stamp || !w->pass_of)
        return false;
    for (dt_actor_id a = 0; a < w->n_actors; a++)
        if (dt_watch(w->monitor, "solving", 0, NULL) != DT_OK ||
            !dt_ladder_build(w->space, ranks, a, w->n_threads, arena, &w->ladder[a]))
            return false;
    return true;
}

/* What prepare() allocates. */
uint64_t dt_sparse_bytes(const dt_space *space, uint32_t n_threads)
{
    enum { CELL = sizeof(uint32_t) + sizeof(dt_pair) + sizeof(uint8_t) };
    uint64_t kept = (uint64_t)space->n_cells * CELL, working = 0;
    for (dt_actor_id a = 0; a < space->model->n_actors; a++) {
        const dt_bytes ladder = dt_ladder_bytes(space, a, n_threads);
        kept += ladder.kept;
        working = ladder.working > working ? ladder.working : working;
    }
    return kept + working;
}

bool dt_sweep_sparse(const dt_space *space, const dt_ranks *ranks,
                     const dt_limits *limits, dt_solution *solution)
{
    dt_arena scratch = {0};
    sweep w = {.space = space,
               .n_actors = space->model->n_actors,
               .n_threads = limits->threads,
               .monitor = limits->monitor};
    bool done = prepare(&w, ranks, &scratch);
    for (dt_actor_id i = 0; done && i < w.n_actors; i++) {
        done = dt_watch(w.monitor, "solving", (double)i / w.n_actors, NULL) == DT_OK;
        if (done)
            sweep_actor(&w, i, solution);
    }
    dt_arena_release(&scratch);
    return done && dt_watch(w.monitor, "solving", 1, NULL) == DT_OK;
}
