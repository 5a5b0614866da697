/* Building a space: enumerate, merge, group, place the status quo; and the questions
 * about single states. */
#include "space/space.h"

#include "base/fail.h"
#include "base/text.h"
#include "base/transpose.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* ---- limits ------------------------------------------------------------------------
 */

/* Bytes that a state costs all through an analysis: its code; for each actor a group,
 * a place in the group's list, a rank, its order and the verdicts; the working columns.
 */
static uint64_t bytes_for_a_state(const dt_model *model)
{
    enum { CODE = 8, FOR_ACTOR = 21, WORKING = 32 };
    return CODE + WORKING + FOR_ACTOR * (uint64_t)model->n_actors;
}

static uint64_t most_states(const dt_space *space)
{
    const uint64_t most = space->limits.memory / bytes_for_a_state(space->model);
    return most < DT_NO_STATE - 1 ? most : DT_NO_STATE - 1;
}

/* ---- merged states ------------------------------------------------------------------
 */

static void report_overlap(const dt_space *space, dt_diags *diags,
                           const dt_merge *merge, const dt_merge *earlier)
{
    (void)space;
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
        if (!dt_formula_holds(space->model, merge->formula, space->code.at[c]))
            continue;
        if (mark[c] && !overlaps)
            report_overlap(space, diags, merge, &space->model->merges[mark[c] - 1]);
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
            merged.varies |=
                space->code.at[c] ^ space->code.at[space->member_cell[merged.first]];
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

/* ---- the status quo
 * ------------------------------------------------------------------ */

static uint32_t find_cell(const dt_space *space, uint64_t code)
{
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

static void report_broken_rules(const dt_model *model, dt_diags *diags)
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
        report_broken_rules(space->model, diags);
    return dt_diags_status(diags, err);
}

/* ---- the whole
 * ----------------------------------------------------------------------- */

/* The first rules of the model, `n` of them, surely leave no state. */
static bool are_contradictory(const dt_model *model, uint32_t n)
{
    dt_model part = *model;
    dt_words code = {0};
    part.n_rules = n;
    const bool none = dt_enumerate(&part, 1, &code, NULL) == DT_OK && code.n == 0;
    dt_words_release(&code);
    return none;
}

/* Report the first rule that, with those before it, leaves no state. */
static void report_no_state(const dt_model *model, dt_diags *diags)
{
    uint32_t low = 1, high = model->n_rules;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (are_contradictory(model, middle))
            high = middle;
        else
            low = middle + 1;
    }
    dt_report(diags, DT_FINDING_infeasible, model->rules[high - 1].where,
              high == 1 ? "no state can keep this rule"
                        : "no state can keep this rule and those before it");
}

static dt_status build(dt_space *space, dt_diags *diags, dt_error *err)
{
    DT_TRY(dt_enumerate(space->model, most_states(space), &space->code, err));
    if (space->code.n == 0) {
        report_no_state(space->model, diags);
        return dt_diags_status(diags, err);
    }
    dt_words_trim(&space->code);
    space->n_cells = space->n_states = (uint32_t)space->code.n;
    if (space->model->n_merges)
        DT_TRY(merge_states(space, diags, err));
    DT_TRY(place_status_quo(space, diags, err));
    return dt_groups_build(space) ? DT_OK : dt_fail_memory(err);
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
    if (draft->limits.memory == 0)
        draft->limits.memory = DT_MEMORY_DEFAULT;
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
    return dt_choice_level(choice, space->code.at[dt_cell_of(space, s)]);
}

uint32_t dt_space_n_members(const dt_space *space, dt_state s)
{
    assert(s < space->n_states);
    const dt_merged *const merged = dt_merged_at(space, s);
    return merged ? merged->n : 1;
}

void dt_space_columns(const dt_space *space, uint32_t base, uint64_t columns[64])
{
    const uint32_t left = space->n_cells - base;
    const uint32_t n = left < 64 ? left : 64;
    memcpy(columns, space->code.at + base, n * sizeof *columns);
    memset(columns + n, 0, (64 - n) * sizeof *columns);
    dt_transpose(columns);
}

void dt_space_find(const dt_space *space, const dt_formula *formula, dt_bits *found)
{
    assert(found->size == space->n_states);
    memset(found->word, 0, ((size_t)found->size + 63) / 64 * sizeof *found->word);
    for (uint32_t base = 0; base < space->n_cells; base += 64) {
        uint64_t columns[64];
        dt_space_columns(space, base, columns);
        const uint64_t holds = dt_formula_slice(space->model, formula, columns);
        for (uint32_t k = 0; k < 64 && base + k < space->n_cells; k++) {
            const dt_state s = dt_state_of(space, base + k);
            found->word[s >> 6] |= (holds >> k & 1) << (s & 63);
        }
    }
}
