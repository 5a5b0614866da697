/* The columns of a focal actor: its ranks by own choices, the largest guarantees it can
 * choose among, and the verdicts that follow (dense.c). */
#include "stability/focal.h"

#include "base/squeeze.h"

#include <string.h>

enum {
    WORD_BITS = 6,
    WORD = 1 << WORD_BITS,
    PART = 1024 /* cells whose numbers stay in the nearest cache */
};

/* ---- columns by own choices ------------------------------------------------- */

/* The column begins with u. Take the ranks of DT_FETCH rest codes, or all there are. */
static void fetch_ranks(const dt_focal *f, uint32_t own, uint32_t rest)
{
    const uint32_t *const rank = f->dense->ranks->column[f->actor].rank;
    const uint32_t first = dt_field_put(f->own, rest, own);
    const uint32_t n = dt_at_most(f->n_rest, DT_FETCH);
    uint32_t *const u = f->all->u + (size_t)own * f->n_rest + rest;
    for (uint32_t k = 0; k < n; k++)
        u[k] = rank[first + f->cell[k]];
    for (uint32_t k = 0; !f->dense->full && k < n; k++)
        if (!dt_cell_is_feasible(f->dense->space, first + f->cell[k]))
            u[k] = DT_HOLE;
}

/* M for each key itself: the largest rank over own choices with that key. */
static void gather_best(const dt_focal *f, uint32_t from, uint32_t to)
{
    for (uint32_t own = 0; own < f->n_own; own++)
        f->dense->kernels->lift_states(
            f->all->u + (size_t)own * f->n_rest + from, to - from,
            f->all->top[DT_NASH] + (size_t)f->key[own] * f->n_rest + from);
}

/* Along one choice of the key, from bit `shift` on: each level gets what the actor can
 * move on to. Levels that do not exist hold 0. */
static void lift_along(const dt_focal *f, const dt_choice *choice, uint32_t shift,
                       uint32_t *column, uint32_t n)
{
    const uint32_t last = choice->n_levels - 1;
    const size_t step = (size_t)f->n_rest << shift;
    for (uint32_t l = 1; l <= last; l++) {
        uint32_t *const high =
            column + (choice->way == DT_WAY_UP ? last - l + 1 : l - 1) * step;
        uint32_t *const to = choice->way == DT_WAY_UP ? high - step : high + step;
        f->dense->kernels->lift(high, n, to);
    }
}

/* Let every key have what those have that can be reached from it. */
static void lift_along_keys(const dt_focal *f, uint32_t *top, uint32_t from,
                            uint32_t to)
{
    const dt_model *const model = f->dense->space->model;
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
void dt_columns_prepare(const dt_focal *f)
{
#pragma omp parallel for num_threads(f->dense->n_threads) schedule(dynamic)
    for (uint32_t k = 0; k < dt_pieces(f->n_rest, DT_CHUNK); k++) {
        const uint32_t from = k * DT_CHUNK,
                       to = from + dt_at_most(f->n_rest - from, DT_CHUNK);
        for (uint32_t at = from; at < to; at += DT_FETCH)
            for (uint32_t own = 0; own < f->n_own; own++)
                fetch_ranks(f, own, at);
        gather_best(f, from, to);
        lift_along_keys(f, f->all->top[DT_NASH], from, to);
    }
}

void dt_columns_finish(const dt_focal *f)
{
    const uint32_t n_parts = dt_pieces(f->n_rest, DT_CHUNK);
#pragma omp parallel for num_threads(f->dense->n_threads) schedule(dynamic)
    for (uint32_t part = 0; part < 4 * n_parts; part++) {
        const uint32_t from = part % n_parts * DT_CHUNK;
        lift_along_keys(f, f->all->top[DT_GMR + part / n_parts], from,
                        from + dt_at_most(f->n_rest - from, DT_CHUNK));
    }
}

/* ---- verdicts --------------------------------------------------------------- */

/* Where in `top` a cell finds its number. It is a sum over the cell's bits. */
static size_t place_in_top(const dt_focal *f, uint32_t cell)
{
    return (size_t)f->key[dt_field_get(f->own, cell)] * f->n_rest +
           dt_field_drop(f->own, cell);
}

/* What 64 cells are judged by: how to find it, from the place of the first. */
typedef struct judging {
    const dt_focal *focal;
    bool in_a_row; /* the places follow one another */
    size_t place[WORD];
    dt_bits *stable[DT_N_CONCEPTS];
} judging;

/* The verdicts of the n <= 64 cells from `base` on. */
static uint64_t judge(const judging *j, dt_concept c, uint32_t base, uint32_t n)
{
    const dt_focal *const f = j->focal;
    const uint32_t *const top = f->all->top[c] + place_in_top(f, base);
    const uint32_t *const rank = f->dense->ranks->column[f->actor].rank + base;
    uint32_t result[WORD] = {0}, padded[WORD] = {0};
    if (j->in_a_row)
        return f->dense->kernels->no_better(top, rank);
    for (uint32_t k = 0; k < n; k++)
        result[k] = top[j->place[k]];
    if (n == WORD)
        return f->dense->kernels->no_better(result, rank);
    memcpy(padded, rank, n * sizeof *rank);
    return f->dense->kernels->no_better(result, padded);
}

/* Or a word to a set from bit `first` on. Threads share the words at the borders. */
static void put_word(uint64_t word, uint32_t first, dt_bits *stable)
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

/* Write the verdicts of feasible cells where their states have their numbers. */
static void put_squeezed(const judging *j, const uint64_t word[DT_N_CONCEPTS],
                         uint64_t states, uint32_t first)
{
    const dt_squeezer squeezer = dt_squeezer_for(states);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        put_word(dt_squeeze(&squeezer, word[c]), first, j->stable[c]);
}

static void judge_block(const judging *j, uint32_t block)
{
    const dt_space *const space = j->focal->dense->space;
    const uint32_t base = block * WORD, n = dt_at_most(space->n_cells - base, WORD);
    const uint64_t states = dt_space_word(space, base);
    if (states == 0)
        return;
    uint64_t word[DT_N_CONCEPTS];
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        word[c] = judge(j, (dt_concept)c, base, n) & states;
    if (j->focal->dense->full)
        for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
            j->stable[c]->word[block] = word[c];
    else
        put_squeezed(j, word, states, space->before[block]);
}

/* Rest codes [from, to), with all own choices: what is looked up is the same for each
 * of these. */
static void judge_part(const judging *j, uint32_t from, uint32_t to)
{
    const dt_focal *const f = j->focal;
    for (uint32_t own = 0; own < f->n_own; own++)
        for (uint32_t rest = from; rest < to; rest += WORD)
            judge_block(j, dt_field_put(f->own, rest, own) / WORD);
}

void dt_columns_judge(const dt_focal *f, dt_solution *solution)
{
    const uint32_t n_cells = f->dense->space->n_cells;
    judging j = {.focal = f, .in_a_row = f->own.shift >= WORD_BITS};
    for (uint32_t k = 0; k < WORD && k < n_cells; k++)
        j.place[k] = place_in_top(f, k);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        j.stable[c] = &solution->stable[c][f->actor];
    const uint32_t n = j.in_a_row ? f->n_rest : n_cells;
#pragma omp parallel for num_threads(f->dense->n_threads) schedule(dynamic)
    for (uint32_t from = 0; from < n; from += PART) {
        const uint32_t to = from + dt_at_most(n - from, PART);
        for (uint32_t cell = from; !j.in_a_row && cell < to; cell += WORD)
            judge_block(&j, cell / WORD);
        if (j.in_a_row)
            judge_part(&j, from, to);
    }
}
