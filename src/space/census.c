/* How many states there are, what they will take, and which store they go into.
 *
 * States are counted before one is kept. From their number follows, by arithmetic, what
 * each store would take, with groups and ranks: each part of the library says what it
 * allocates in a function beside the allocations (dt_bytes in space.h). So the choice
 * of the store, and the refusal of what does not fit, come before the memory is taken,
 * and a list of states is allocated once, exactly. Counting costs a second walk over
 * the states, a few nanoseconds each; what is made of them later costs far more. */
#include "base/amount.h"
#include "base/fail.h"
#include "space/bar.h"
#include "space/enumerate.h"
#include "space/space.h"

#include <assert.h>

/* ---- limits ------------------------------------------------------------------- */

dt_extent dt_extent_of(const dt_space *space)
{
    return (dt_extent){space->model, space->is_dense, space->n_cells,
                       space->limits.threads};
}

/* What is allocated in this file. Dense: marks, and a count for each word of them.
 * Sparse: codes; with merges a mark, a number and a member's place for each cell, and a
 * first cell for each state. */
dt_bytes dt_cells_bytes(const dt_extent *e)
{
    const uint64_t dense_word = 12, code = 8, merged = e->model->n_merges ? 16 : 0;
    const uint64_t n_words = (e->n_cells + 63) / 64;
    return (dt_bytes){e->is_dense ? n_words * dense_word : e->n_cells * (code + merged),
                      0};
}

uint64_t dt_extent_bytes(const dt_extent *e)
{
    const dt_bytes cells = dt_cells_bytes(e), groups = dt_groups_bytes(e),
                   ranks = dt_ranks_bytes(e);
    const uint64_t later = ranks.kept + ranks.working;
    return cells.kept + groups.kept + (groups.working > later ? groups.working : later);
}

/* The kernels for dense stores have tables for each actor. */
static bool actor_may_be_dense(const dt_model *model, dt_actor_id a)
{
    return dt_popcount(model->actors[a].mask) <= DT_DENSE_ACTOR_BITS &&
           dt_one_way_bits(model, a) <= DT_DENSE_ONE_WAY_BITS;
}

/* Whether a dense store may be used at all. */
static bool may_be_dense(const dt_model *model)
{
    if (model->n_merges || model->n_forbids || model->n_bits > DT_DENSE_BITS)
        return false;
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (!actor_may_be_dense(model, a))
            return false;
    return true;
}

uint64_t dt_space_memory(const dt_space *space)
{
    const dt_extent e = dt_extent_of(space);
    return dt_extent_bytes(&e);
}

dt_store dt_space_store(const dt_space *space)
{
    return space->is_dense ? DT_STORE_DENSE : DT_STORE_SPARSE;
}

const char *dt_space_store_why(const dt_space *space)
{
    const dt_model *const model = space->model;
    const dt_extent dense = {model, true, dt_space_n_codes(space),
                             space->limits.threads};
    if (space->limits.store != DT_STORE_AUTO)
        return "as it was asked for";
    if (space->is_dense)
        return "at least one in 16";
    if (model->n_merges)
        return "and 'merge' needs a list";
    if (model->n_forbids)
        return "and 'forbid' needs a list";
    if (space->n_cells < dt_space_n_codes(space) / DT_DENSE_SHARE)
        return "fewer than one in 16";
    return may_be_dense(model) && dt_extent_bytes(&dense) > space->limits.memory
               ? "and marks on all codes would not fit the memory allowed"
               : "and so many choices need a list";
}

uint64_t dt_space_n_codes(const dt_space *space)
{
    return UINT64_C(1) << space->model->n_bits;
}

/* ---- counting ------------------------------------------------------------------- */

/* Counting goes on for a while when there are too many states, to be able to say how
 * much they would take. */
enum { BLOCKS_BEYOND = 1 << 23 };

typedef struct census {
    uint64_t n;    /* states so far */
    uint64_t most; /* that can be kept */
    uint64_t blocks_beyond;
    bool is_whole; /* all states have been counted */
} census;

static dt_status take_count(void *context, uint64_t base, uint64_t word)
{
    census *const c = context;
    (void)base;
    c->n += dt_popcount(word);
    if (c->n <= c->most)
        return DT_OK;
    return c->n > DT_CELLS_MAX || ++c->blocks_beyond > BLOCKS_BEYOND ? DT_ELIMIT
                                                                     : DT_OK;
}

/* Bytes that the store takes with so many states. */
static uint64_t bytes_of_store(const dt_space *space, bool is_dense, uint64_t n_states)
{
    const uint64_t n = is_dense ? dt_space_n_codes(space) : n_states;
    return dt_extent_bytes(
        &(dt_extent){space->model, is_dense, n, space->limits.threads});
}

/* Which store is best for so many states, and the bytes it takes. */
static uint64_t choose_store(const dt_space *space, uint64_t n_states, bool *is_dense)
{
    const dt_store forced = space->limits.store;
    const bool may = forced != DT_STORE_SPARSE && may_be_dense(space->model);
    const bool worth_while = forced == DT_STORE_DENSE ||
                             n_states >= dt_space_n_codes(space) / DT_DENSE_SHARE;
    const uint64_t sparse = bytes_of_store(space, false, n_states);
    const uint64_t dense = may ? bytes_of_store(space, true, n_states) : UINT64_MAX;
    *is_dense =
        may && worth_while &&
        (forced == DT_STORE_DENSE || dense <= space->limits.memory || dense <= sparse);
    return *is_dense ? dense : sparse;
}

/* The most states of which the better store fits the memory allowed. */
static uint64_t most_states(const dt_space *space)
{
    bool is_dense;
    uint64_t low = 0, high = DT_CELLS_MAX;
    while (low < high) {
        const uint64_t middle = low + (high - low + 1) / 2;
        if (choose_store(space, middle, &is_dense) <= space->limits.memory)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

dt_instead dt_instead_of_all(const dt_model *model)
{
    return dt_bar_suffices(model)
               ? (dt_instead){", ", ", or ask about one state with solve --state "
                                    "'{ ... }' (what it leaves out is no)"}
               : (dt_instead){", or ", ""};
}

static dt_status too_many(const dt_space *space, const census *c, dt_error *err)
{
    bool is_dense;
    const dt_instead instead = dt_instead_of_all(space->model);
    const uint64_t bytes = choose_store(space, c->n, &is_dense);
    if (c->n > DT_CELLS_MAX)
        return dt_fail(err, DT_ELIMIT,
                       "the model has more than %s feasible states, the most that can "
                       "be listed; add rules%s",
                       dt_amount_count(DT_CELLS_MAX).text, instead.behind);
    if (!c->is_whole) /* what they would take is not known */
        return dt_fail(err, DT_ELIMIT,
                       "the model has more than %s feasible states; with their ranks "
                       "they take more than %s, over the limit of %s; add rules%s",
                       dt_amount_count(c->n).text, dt_amount_of(bytes).text,
                       dt_amount_of(space->limits.memory).text, instead.behind);
    return dt_fail(err, DT_ELIMIT,
                   "the model has %s feasible states; with their ranks they take %s, "
                   "over the limit of %s; allow more with --memory %s%sadd rules%s",
                   dt_amount_count(c->n).text, dt_amount_of(bytes).text,
                   dt_amount_of(space->limits.memory).text,
                   dt_amount_option(bytes).text, instead.before, instead.behind);
}

/* Count the states, as far as they can be kept. */
static dt_status count_states(const dt_space *space, const dt_sieves *sieves,
                              uint64_t *n, dt_error *err)
{
    census c = {.most = most_states(space)};
    const dt_block_sink sink = {take_count, &c};
    const dt_effort effort = {space->limits.monitor, "counting states", 0};
    const dt_status status = dt_enumerate(sieves, &sink, &effort, err);
    c.is_whole = status == DT_OK;
    if (c.n > c.most)
        return status == DT_ESTOPPED ? status : too_many(space, &c, err);
    *n = c.n;
    return status;
}

/* ---- stores ------------------------------------------------------------------- */

static dt_status take_codes(void *context, uint64_t base, uint64_t word)
{
    dt_space *const space = context;
    for (; word; word &= word - 1)
        space->code.at[space->n_cells++] = base + dt_lowest_bit(word);
    return DT_OK;
}

static dt_status take_marks(void *context, uint64_t base, uint64_t word)
{
    dt_space *const space = context;
    space->feasible.at[base >> 6] |= word << (base & 63);
    return DT_OK;
}

/* Number the states of a dense space. */
static dt_status count_marks(dt_space *space, dt_error *err)
{
    const uint32_t n_words = (uint32_t)space->feasible.n;
    uint32_t n_states = 0;
    space->before = dt_arena_array(&space->arena, uint32_t, n_words);
    if (!space->before)
        return dt_fail_memory(err);
    for (uint32_t w = 0; w < n_words; w++) {
        space->before[w] = n_states;
        n_states += dt_popcount(space->feasible.at[w]);
    }
    return DT_OK;
}

/* Mark the states; without holes there is nothing to mark. */
static dt_status fill_dense(dt_space *space, const dt_sieves *sieves, dt_error *err)
{
    const dt_block_sink sink = {take_marks, space};
    const dt_effort effort = {space->limits.monitor, "marking states", 0};
    space->n_cells = UINT32_C(1) << space->model->n_bits;
    if (space->n_states == space->n_cells)
        return DT_OK;
    if (!dt_words_zero(&space->feasible, ((size_t)space->n_cells + 63) / 64))
        return dt_fail_memory(err);
    DT_TRY(dt_enumerate(sieves, &sink, &effort, err));
    return count_marks(space, err);
}

/* List the states, whose number is known. */
static dt_status fill_sparse(dt_space *space, const dt_sieves *sieves, dt_error *err)
{
    const dt_block_sink sink = {take_codes, space};
    const dt_effort effort = {space->limits.monitor, "listing states", 0};
    if (!dt_words_zero(&space->code, space->n_states))
        return dt_fail_memory(err);
    DT_TRY(dt_enumerate(sieves, &sink, &effort, err));
    assert(space->n_cells == space->n_states);
    return DT_OK;
}

/* Count the states, choose the store, fill it. */
static dt_status fill_from(dt_space *space, const dt_sieves *sieves, dt_error *err)
{
    uint64_t n = 0;
    DT_TRY(count_states(space, sieves, &n, err));
    (void)choose_store(space, n, &space->is_dense);
    space->n_states = (uint32_t)n;
    if (n == 0)
        return DT_OK;
    return space->is_dense ? fill_dense(space, sieves, err)
                           : fill_sparse(space, sieves, err);
}

dt_status dt_space_fill(dt_space *space, dt_error *err)
{
    dt_sieves sieves;
    if (space->limits.store == DT_STORE_DENSE && !may_be_dense(space->model))
        return dt_fail(err, DT_EAPPLY,
                       "a dense store takes neither 'merge' nor 'forbid', at most %u "
                       "bits of choices, %u of one actor and %u of its one-way choices",
                       DT_DENSE_BITS, DT_DENSE_ACTOR_BITS, DT_DENSE_ONE_WAY_BITS);
    const dt_effort effort = {space->limits.monitor, "preparing rules", 0};
    dt_status status = dt_sieves_build(space->model, &effort, &sieves, err);
    if (status == DT_OK)
        status = fill_from(space, &sieves, err);
    dt_sieves_release(&sieves);
    return status;
}
