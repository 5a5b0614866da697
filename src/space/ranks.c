/* One order of the states for each actor: which block of the model gives it, and what
 * about it deserves a word to the user. */
#include "space/ranks.h"

#include "base/fail.h"
#include "base/text.h"
#include "base/watch.h"

#include <assert.h>

/* A pair of cells that the two orders put apart in opposite ways, if there is one:
 * `better` is above `worse` in the column, and worth less. Into `poorest`, [n_tiers +
 * 1], goes for each tier, of the cells in it and above, the one worth least. */
static bool find_disagreement(const dt_space *space, const dt_column *column,
                              const dt_column *worth, uint32_t *poorest,
                              uint32_t *better, uint32_t *worse)
{
    const uint32_t n_tiers = column->n_tiers;
    for (uint32_t t = 0; t <= n_tiers; t++)
        poorest[t] = UINT32_MAX;
    for (uint32_t c = 0; c < space->n_cells; c++) {
        uint32_t *const slot = &poorest[column->rank[c]];
        if (dt_cell_is_feasible(space, c) &&
            (*slot == UINT32_MAX || worth->rank[c] < worth->rank[*slot]))
            *slot = c;
    }
    for (uint32_t t = n_tiers; t-- > 0;) {
        const uint32_t above = poorest[t + 1];
        if (above != UINT32_MAX && worth->rank[above] <= worth->rank[poorest[t]])
            poorest[t] = above;
    }
    for (uint32_t c = 0; c < space->n_cells; c++) {
        const uint32_t above = poorest[column->rank[c] + 1];
        if (dt_cell_is_feasible(space, c) && above != UINT32_MAX &&
            worth->rank[above] < worth->rank[c]) {
            *better = above;
            *worse = c;
            return true;
        }
    }
    return false;
}

static dt_status compare_with_value(const dt_space *space, const dt_actor *actor,
                                    const dt_preference *preference,
                                    const dt_column *column, dt_diags *diags,
                                    dt_arena *scratch)
{
    uint32_t better, worse;
    dt_column worth = {0, dt_arena_array(scratch, uint32_t, space->n_cells)};
    uint32_t *const poorest =
        dt_arena_array(scratch, uint32_t, (size_t)column->n_tiers + 1);
    if (!worth.rank || !poorest)
        return DT_ENOMEM;
    DT_TRY(dt_order_by_value(space, preference, &worth));
    if (!find_disagreement(space, column, &worth, poorest, &better, &worse))
        return DT_OK;
    const char *const block = preference->has_rank ? "rank" : "prefer";
    dt_report(diags, DT_FINDING_disagree, preference->value_where,
              "'%s' puts state %u above state %u by '%s', but below it by 'value'",
              actor->name.id, dt_state_of(space, better) + 1,
              dt_state_of(space, worse) + 1, block);
    dt_report_note(
        diags, preference->has_rank ? preference->rank_where : preference->prefer_where,
        "this block gives the order");
    return DT_OK;
}

/* A merged state is ranked as its first member; say so where others would differ. */
static bool join_members(const dt_space *space, const dt_actor *actor, dt_diags *diags,
                         dt_column *column)
{
    for (uint32_t m = 0; m < space->n_merged; m++) {
        const dt_merged *const merged = &space->merged[m];
        const uint32_t *const cell = space->member_cell + merged->first;
        bool differ = false;
        for (uint32_t k = 1; k < merged->n; k++) {
            differ = differ || column->rank[cell[k]] != column->rank[cell[0]];
            column->rank[cell[k]] = column->rank[cell[0]];
        }
        if (differ)
            dt_report(
                diags, DT_FINDING_merge_differs,
                space->model->merges[merged->merge].where,
                "'%s' would rank the states that are merged here apart; the merged "
                "state gets the rank of the first of them",
                actor->name.id);
    }
    return space->n_merged == 0 || dt_order_close(space, column);
}

static dt_status rank_by_comparing(const dt_space *space, const dt_actor *actor,
                                   const dt_preference *preference, dt_diags *diags,
                                   dt_column *column)
{
    DT_TRY(preference->has_prefer ? dt_order_by_statements(space, preference, column)
                                  : dt_order_by_value(space, preference, column));
    return join_members(space, actor, diags, column) ? DT_OK : DT_ENOMEM;
}

static bool is_indifferent(const dt_preference *preference)
{
    return !preference->has_rank && !preference->has_prefer && !preference->has_value;
}

/* What can be said of a preference before any state is ranked. */
static void report_preference(const dt_actor *cast, const dt_preference *preference,
                              dt_diags *diags)
{
    if (preference->has_value && !dt_worth_fits(preference))
        dt_report(diags, DT_FINDING_limit, preference->value_where,
                  "the numbers of this block are too large to be added exactly");
    else if (is_indifferent(preference) && cast->n_choices && !cast->is_agenda)
        /* who has none is told of already */
        dt_report(diags, DT_FINDING_no_preference, cast->name.where,
                  "'%s' has no preference: it is indifferent between all states",
                  cast->name.id);
}

/* Whoever acts as that type, under its name: "us", "us.hard". */
static dt_actor cast_actor(const dt_actor *actor, uint32_t type, dt_text *name)
{
    dt_actor cast = *actor;
    dt_text_add(name, actor->name.id);
    if (type)
        dt_text_format(name, ".%s", actor->types[type - 1].name.id);
    cast.name.id = dt_text_string(name);
    return cast;
}

static dt_status rank_cast(const dt_space *space, const dt_actor *cast,
                           const dt_preference *preference, dt_diags *diags,
                           dt_column *column)
{
    dt_arena scratch = {0};
    dt_status status = DT_OK;
    if (preference->has_rank)
        status = dt_tiers_rank(space, cast, preference, diags, &scratch, column)
                     ? DT_OK
                     : DT_ENOMEM;
    else if (preference->has_prefer || preference->has_value)
        status = rank_by_comparing(space, cast, preference, diags, column);
    else
        column->n_tiers = 1;
    if (status == DT_OK && preference->has_value &&
        (preference->has_rank || preference->has_prefer) &&
        dt_diags_count(diags, DT_SEVERITY_ERROR) == 0)
        status = compare_with_value(space, cast, preference, column, diags, &scratch);
    dt_arena_release(&scratch);
    return status;
}

static dt_status rank_actor(const dt_space *space, const dt_actor *actor, uint32_t type,
                            dt_diags *diags, dt_column *column)
{
    const dt_preference *const preference = dt_actor_preference(actor, type);
    dt_text name = {0};
    const dt_actor cast = cast_actor(actor, type, &name);
    dt_status status = name.failed ? DT_ENOMEM : DT_OK;
    report_preference(&cast, preference, diags);
    if (status == DT_OK && (!preference->has_value || dt_worth_fits(preference)))
        status = rank_cast(space, &cast, preference, diags, column);
    dt_text_release(&name);
    return status;
}

/* What it takes to rank by the preference, besides the column itself: for an explicit
 * ranking, lists by states (tiers.c); marks for keys (order.c); for a comparison with
 * values two columns more; where states are merged a column to close gaps. */
static uint64_t bytes_to_rank(const dt_extent *e, const dt_preference *p)
{
    enum { LISTS = 13, COMPARING = 8, GAPS = 4 };
    const bool compares = p->has_value && (p->has_rank || p->has_prefer);
    uint64_t bytes = p->has_rank && !compares ? 0 : dt_order_bytes(e->n_cells);
    if (e->model->n_merges && bytes < GAPS * e->n_cells)
        bytes = GAPS * e->n_cells;
    return bytes + (p->has_rank ? LISTS * e->n_cells : 0) +
           (compares ? COMPARING * e->n_cells : 0);
}

dt_bytes dt_ranks_bytes(const dt_extent *e)
{
    const uint64_t column = sizeof(uint32_t) * e->n_cells;
    dt_bytes bytes = {column * e->model->n_actors, 0};
    for (dt_actor_id a = 0; a < e->model->n_actors; a++)
        for (uint32_t t = 0; t <= e->model->actors[a].n_types; t++) {
            const uint64_t here =
                (e->model->actors[a].n_types ? column : 0) + /* to check a type */
                bytes_to_rank(e, dt_actor_preference(&e->model->actors[a], t));
            bytes.working = here > bytes.working ? here : bytes.working;
        }
    return bytes;
}

bool dt_preference_report(const dt_actor *actor, uint32_t type, dt_diags *diags)
{
    dt_text name = {0};
    const dt_actor cast = cast_actor(actor, type, &name);
    report_preference(&cast, dt_actor_preference(actor, type), diags);
    const bool done = !name.failed;
    dt_text_release(&name);
    return done;
}

static dt_status build(dt_ranks *ranks, dt_diags *diags, dt_error *err)
{
    const dt_model *const model = ranks->space->model;
    ranks->column = dt_arena_array(&ranks->arena, dt_column, model->n_actors);
    if (!ranks->column)
        return dt_fail_memory(err);
    for (dt_actor_id a = 0; a < model->n_actors; a++) {
        const dt_actor *const actor = &model->actors[a];
        const uint32_t type = ranks->cast.type[a];
        if (type > actor->n_types)
            return dt_fail(err, DT_EUSAGE, "'%s' has no type %u", actor->name.id, type);
        DT_TRY(dt_watch(ranks->space->limits.monitor, "ranking states",
                        (double)a / model->n_actors, err));
        dt_column *const column = &ranks->column[a];
        column->rank = dt_arena_array(&ranks->arena, uint32_t, ranks->space->n_cells);
        const dt_status status =
            column->rank ? rank_actor(ranks->space, actor, type, diags, column)
                         : DT_ENOMEM;
        if (status != DT_OK)
            return dt_fail_plainly(err, status);
    }
    return dt_diags_status(diags, err);
}

dt_status dt_ranks_new(const dt_space *space, const dt_cast *cast, dt_diags *diags,
                       dt_ranks **ranks, dt_error *err)
{
    dt_ranks *const draft = DT_ARENA_ROOT(dt_ranks);
    if (!draft)
        return dt_fail_memory(err);
    draft->space = space;
    if (cast)
        draft->cast = *cast;
    const dt_status status = build(draft, diags, err);
    if (status == DT_OK)
        *ranks = draft;
    else
        dt_ranks_free(draft);
    return status;
}

/* Whose states are ranked already: a type without a block is the plain self, which is
 * looked at in its place. */
static bool is_checked(const dt_actor *actor, uint32_t type, uint32_t cast)
{
    return dt_actor_preference(actor, type) == dt_actor_preference(actor, cast) ||
           (type && actor->types[type - 1].is_plain);
}

dt_status dt_ranks_check_types(const dt_ranks *ranks, dt_diags *diags, dt_error *err)
{
    const dt_space *const space = ranks->space;
    dt_arena scratch = {0};
    dt_column column = {0, dt_arena_array(&scratch, uint32_t, space->n_cells)};
    dt_status status = column.rank ? DT_OK : DT_ENOMEM;
    for (dt_actor_id a = 0; a < space->model->n_actors; a++) {
        const dt_actor *const actor = &space->model->actors[a];
        for (uint32_t t = 0; status == DT_OK && t <= actor->n_types; t++)
            if (!is_checked(actor, t, ranks->cast.type[a]))
                status = rank_actor(space, actor, t, diags, &column);
    }
    dt_arena_release(&scratch);
    return status == DT_OK ? dt_diags_status(diags, err) : dt_fail_plainly(err, status);
}

void dt_ranks_free(dt_ranks *ranks)
{
    if (ranks)
        dt_arena_free(ranks->arena);
}

uint32_t dt_ranks_at(const dt_ranks *ranks, dt_actor_id a, dt_state s)
{
    assert(a < ranks->space->model->n_actors && s < ranks->space->n_states);
    return ranks->column[a].rank[dt_cell_of(ranks->space, s)];
}

void dt_ranks_copy(const dt_ranks *ranks, uint32_t *rank)
{
    for (dt_actor_id a = 0; a < ranks->space->model->n_actors; a++)
        for (dt_state s = 0; s < ranks->space->n_states; s++)
            *rank++ = dt_ranks_at(ranks, a, s);
}

uint32_t dt_ranks_n_tiers(const dt_ranks *ranks, dt_actor_id a)
{
    assert(a < ranks->space->model->n_actors);
    return ranks->column[a].n_tiers;
}

const dt_cast *dt_ranks_cast(const dt_ranks *ranks)
{
    return &ranks->cast;
}
