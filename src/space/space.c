/* Building a space: enumerate, merge, group, place the status quo; and the questions
 * about single states. */
#include "space/space.h"

#include "base/fail.h"
#include "base/text.h"
#include "base/threads.h"
#include "base/transpose.h"
#include "base/watch.h"
#include "space/enumerate.h"

#include <assert.h>
#include <string.h>

/* ---- merged states ------------------------------------------------------------ */

static void report_overlap(dt_diags *diags, const dt_merge *merge,
                           const dt_merge *earlier)
{
    dt_report(diags, DT_FINDING_overlap, merge->where,
              "this merges states that are merged already");
    dt_report_note(diags, earlier->where, "merged here");
    dt_report_help(diags, "join the two with 'or', or keep them apart");
}

/* Mark the cells of merge `m` in mark[cell] = m + 1. */
static uint32_t mark_members(const dt_space *space, uint32_t m, uint32_t *mark,
                             dt_diags *diags)
{
    const dt_merge *const merge = &space->model->merges[m];
    uint32_t n = 0;
    bool overlaps = false;
    for (uint32_t c = 0; c < space->n_cells; c++) {
        if (!dt_formula_holds(space->model, merge->formula, dt_code_of(space, c)))
            continue;
        if (mark[c] && !overlaps)
            report_overlap(diags, merge, &space->model->merges[mark[c] - 1]);
        overlaps = overlaps || mark[c];
        mark[c] = m + 1;
        n++;
    }
    if (n < 2)
        dt_report(diags, DT_FINDING_idle, merge->where,
                  "this merges nothing: %s feasible state satisfies it",
                  n ? "only one" : "no");
    return n;
}

static void number_singles(dt_space *space, const uint32_t *mark)
{
    uint32_t next = 0;
    for (uint32_t c = 0; c < space->n_cells; c++)
        if (!mark[c]) {
            space->cell_of[next] = c;
            space->state_of[c] = next++;
        }
}

/* Make merge m of the model the k-th merged state; how many members it has. */
static uint32_t number_merged(dt_space *space, uint32_t m, uint32_t k,
                              const uint32_t *mark, uint32_t at)
{
    const dt_state s = space->n_states - (space->n_merged - k);
    dt_merged merged = {.first = at, .merge = m};
    for (uint32_t c = 0; c < space->n_cells; c++)
        if (mark[c] == m + 1) {
            space->state_of[c] = s;
            space->member_cell[at++] = c;
            merged.n++;
            merged.varies |= dt_code_of(space, c) ^
                             dt_code_of(space, space->member_cell[merged.first]);
        }
    if (merged.n) {
        space->merged[k] = merged;
        space->cell_of[s] = space->member_cell[merged.first];
    }
    return merged.n;
}

static bool new_numbers(dt_space *space, uint32_t n_members)
{
    space->n_states = space->n_cells - n_members + space->n_merged;
    space->state_of = dt_arena_array(&space->arena, uint32_t, space->n_cells);
    space->cell_of = dt_arena_array(&space->arena, uint32_t, space->n_states);
    space->merged = dt_arena_array(&space->arena, dt_merged, space->n_merged);
    space->member_cell = dt_arena_array(&space->arena, uint32_t, n_members);
    return space->state_of && space->cell_of && space->merged && space->member_cell;
}

/* A merge that covers no state makes none. */
static dt_status merge_states(dt_space *space, dt_diags *diags, dt_error *err)
{
    const dt_model *const model = space->model;
    uint32_t *const mark = dt_arena_array(&space->arena, uint32_t, space->n_cells);
    if (!mark)
        return dt_fail_memory(err);
    uint32_t n_members = 0, at = 0, k = 0;
    for (uint32_t m = 0; m < model->n_merges; m++) {
        const uint32_t n = mark_members(space, m, mark, diags);
        n_members += n;
        space->n_merged += n > 0;
    }
    DT_TRY(dt_diags_status(diags, err));
    if (space->n_merged == 0)
        return DT_OK;
    if (!new_numbers(space, n_members))
        return dt_fail_memory(err);
    number_singles(space, mark);
    for (uint32_t m = 0; m < model->n_merges; m++) {
        const uint32_t n = number_merged(space, m, k, mark, at);
        at += n;
        k += n > 0;
    }
    return DT_OK;
}

/* ---- the status quo ----------------------------------------------------------- */

/* The cell of a code, or UINT32_MAX when it is not feasible. */
static uint32_t find_cell(const dt_space *space, uint64_t code)
{
    if (space->is_dense)
        return dt_cell_is_feasible(space, (uint32_t)code) ? (uint32_t)code : UINT32_MAX;
    uint32_t low = 0, high = space->n_cells;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (space->code.at[middle] < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < space->n_cells && space->code.at[low] == code ? low : UINT32_MAX;
}

void dt_status_quo_report(const dt_model *model, dt_diags *diags)
{
    for (uint32_t r = 0; r < model->n_rules; r++) {
        const dt_rule *const rule = &model->rules[r];
        if (dt_formula_holds(model, rule->formula, model->status_quo) !=
            rule->impossible)
            continue;
        dt_report(diags, DT_FINDING_status_quo, model->status_quo_where,
                  "the status quo breaks a rule");
        dt_report_note(diags, rule->where, "this one");
        dt_report_help(diags,
                       "what a status quo does not name is no, or the first level");
    }
}

static dt_status place_status_quo(dt_space *space, dt_diags *diags, dt_error *err)
{
    space->status_quo = DT_NO_STATE;
    if (!space->model->has_status_quo)
        return DT_OK;
    const uint32_t cell = find_cell(space, space->model->status_quo);
    if (cell != UINT32_MAX)
        space->status_quo = dt_state_of(space, cell);
    else
        dt_status_quo_report(space->model, diags);
    return dt_diags_status(diags, err);
}

/* ---- the whole ---------------------------------------------------------------- */

static dt_status stop_at_once(void *context, uint64_t base, uint64_t word)
{
    (void)context, (void)base, (void)word;
    return DT_ELIMIT;
}

/* Steps to take for each part of the rules when the guilty ones are looked for. */
enum { BUDGET_TO_BLAME = 1 << 26 };

static const char looking[] = "looking for the contradiction";

/* The first rules of the model, `n` of them, surely leave no state. */
static bool are_contradictory(const dt_space *space, uint32_t n)
{
    const dt_block_sink first = {stop_at_once, NULL};
    const dt_effort effort = {space->limits.monitor, looking, BUDGET_TO_BLAME};
    dt_sieves sieves;
    dt_model part = *space->model;
    part.n_rules = n;
    const bool are = dt_sieves_build(&part, &effort, &sieves, NULL) == DT_OK &&
                     dt_enumerate(&sieves, &first, &effort, NULL) == DT_OK;
    dt_sieves_release(&sieves);
    return are;
}

/* Report the first rule that, with those before it, leaves no state. */
static dt_status report_no_state(const dt_space *space, dt_diags *diags, dt_error *err)
{
    uint32_t low = 1, high = space->model->n_rules;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        DT_TRY(dt_watch(space->limits.monitor, looking, -1, err));
        if (are_contradictory(space, middle))
            high = middle;
        else
            low = middle + 1;
    }
    DT_TRY(dt_watch(space->limits.monitor, looking, -1, err));
    dt_report(diags, DT_FINDING_infeasible, space->model->rules[high - 1].where,
              high == 1 ? "no state can keep this rule"
                        : "no state can keep this rule and those before it");
    return dt_diags_status(diags, err);
}

static dt_status build(dt_space *space, dt_diags *diags, dt_error *err)
{
    DT_TRY(dt_space_fill(space, err));
    if (space->n_states == 0)
        return report_no_state(space, diags, err);
    if (space->model->n_merges)
        DT_TRY(merge_states(space, diags, err));
    DT_TRY(place_status_quo(space, diags, err));
    return dt_groups_build(space, err);
}

uint32_t dt_threads_of(const dt_limits *limits)
{
    const uint32_t n = limits->threads ? limits->threads : dt_processors();
    return dt_threads_possible(n < DT_THREADS_MAX ? n : DT_THREADS_MAX);
}

static void set_defaults(dt_limits *limits)
{
    if (limits->memory == 0)
        limits->memory = DT_MEMORY_DEFAULT;
    limits->threads = dt_threads_of(limits);
}

dt_status dt_space_new(const dt_model *model, const dt_limits *limits, dt_diags *diags,
                       dt_space **space, dt_error *err)
{
    dt_space *const draft = DT_ARENA_ROOT(dt_space);
    if (!draft)
        return dt_fail_memory(err);
    draft->model = model;
    if (limits)
        draft->limits = *limits;
    set_defaults(&draft->limits);
    const dt_status status = build(draft, diags, err);
    if (status == DT_OK)
        *space = draft;
    else
        dt_space_free(draft);
    return status;
}

void dt_space_free(dt_space *space)
{
    if (!space)
        return;
    dt_words_release(&space->code);
    dt_words_release(&space->feasible);
    dt_arena_free(space->arena);
}

const dt_model *dt_space_model(const dt_space *space)
{
    return space->model;
}

uint32_t dt_space_n_states(const dt_space *space)
{
    return space->n_states;
}

dt_state dt_space_status_quo(const dt_space *space)
{
    return space->status_quo;
}

uint32_t dt_space_level(const dt_space *space, dt_state s, dt_choice_id c)
{
    assert(s < space->n_states && c < space->model->n_choices);
    const dt_choice *const choice = &space->model->choices[c];
    const dt_merged *const merged = dt_merged_at(space, s);
    if (merged && merged->varies & dt_choice_mask(choice))
        return DT_LEVEL_ANY;
    return dt_choice_level(choice, dt_code_of(space, dt_cell_of(space, s)));
}

dt_state dt_space_find_code(const dt_space *space, dt_code code)
{
    const uint32_t cell = find_cell(space, code);
    return cell == UINT32_MAX ? DT_NO_STATE : dt_state_of(space, cell);
}

uint32_t dt_space_n_members(const dt_space *space, dt_state s)
{
    assert(s < space->n_states);
    const dt_merged *const merged = dt_merged_at(space, s);
    return merged ? merged->n : 1;
}

/* The s-th feasible cell: the word by bisection, the bit by counting. */
static uint32_t select_cell(const dt_space *space, dt_state s)
{
    uint32_t low = 0, high = (uint32_t)space->feasible.n;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (space->before[middle] <= s)
            low = middle;
        else
            high = middle;
    }
    uint64_t word = space->feasible.at[low];
    for (uint32_t k = s - space->before[low]; k > 0; k--)
        word &= word - 1;
    return low * 64 + dt_lowest_bit(word);
}

uint32_t dt_cell_of(const dt_space *space, dt_state s)
{
    if (space->cell_of)
        return space->cell_of[s];
    return space->feasible.n ? select_cell(space, s) : s;
}

/* Codes that follow one another: low bits alternate, high bits are constant. */
static void columns_of_range(uint32_t base, uint64_t columns[64])
{
    static const uint64_t alternating[6] = {
        UINT64_C(0xaaaaaaaaaaaaaaaa), UINT64_C(0xcccccccccccccccc),
        UINT64_C(0xf0f0f0f0f0f0f0f0), UINT64_C(0xff00ff00ff00ff00),
        UINT64_C(0xffff0000ffff0000), UINT64_C(0xffffffff00000000),
    };
    for (uint32_t b = 0; b < 64; b++)
        columns[b] = b < 6 ? alternating[b] : b < 32 && base >> b & 1 ? UINT64_MAX : 0;
}

void dt_space_columns(const dt_space *space, uint32_t base, uint64_t columns[64])
{
    if (space->is_dense) {
        columns_of_range(base, columns);
        return;
    }
    const uint32_t left = space->n_cells - base;
    const uint32_t n = left < 64 ? left : 64;
    memcpy(columns, space->code.at + base, n * sizeof *columns);
    memset(columns + n, 0, (64 - n) * sizeof *columns);
    dt_transpose(columns);
}

uint64_t dt_space_word(const dt_space *space, uint32_t base)
{
    const uint32_t left = space->n_cells - base;
    const uint64_t inside = left < 64 ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
    return space->feasible.n ? space->feasible.at[base >> 6] : inside;
}

void dt_space_find(const dt_space *space, const dt_formula *formula, dt_bits *found)
{
    assert(found->size == space->n_states);
    memset(found->word, 0, ((size_t)found->size + 63) / 64 * sizeof *found->word);
    for (uint64_t base = 0; base < space->n_cells; base += 64) {
        uint64_t columns[64];
        dt_space_columns(space, (uint32_t)base, columns);
        uint64_t holds = dt_formula_slice(space->model, formula, columns) &
                         dt_space_word(space, (uint32_t)base);
        for (; holds; holds &= holds - 1)
            dt_bits_add(found,
                        dt_state_of(space, (uint32_t)base + dt_lowest_bit(holds)));
    }
}
