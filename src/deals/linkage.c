/* What is on the table can also be negotiated arena by arena, the rest as in the status
 * quo. A package of the zone whose every part would pass in its own arena needs no
 * link; the others exist because the arenas are one table.
 *
 * Where nothing passes in an arena and two actors can be compared, money may do what
 * another arena would: if what the one gains is at least what the other loses, a
 * payment in between makes the package pass (Tollison and Willett 1979).
 *
 * Choices in no arena are one more arena, "rest". */
#include "base/fail.h"
#include "deals/fair.h"
#include "deals/least.h"
#include "deals/price.h"

/* Most packages that are shown of those that need the link. */
enum { LINKED_SHOWN = 8 };

typedef struct linker {
    const dt_parley *table;
    const dt_ballots *v;
    dt_arena *arena;  /* of the answer */
    dt_arena scratch; /* of the question */
    uint32_t n;
    uint64_t *mask; /* [n] the negotiable bits of each arena */
    bool all_worth; /* every actor has values */
    dt_cloud cloud; /* the actors' worths, if so */
    int64_t *worth; /* [n_sides] of the disagreement point */
    /* Of one arena, but for the status quo: all packages, those in the zone, and the
     * efficient ones of these. */
    dt_bits alone, passing, best;
} linker;

/* ---- arenas --------------------------------------------------------------------- */

static bool find_masks(linker *t)
{
    const dt_talks *const talks = &t->table->model->talks;
    uint64_t rest = t->table->negotiable;
    t->mask = dt_arena_array(&t->scratch, uint64_t, (size_t)talks->n_forums + 1);
    if (!t->mask)
        return false;
    for (uint32_t f = 0; f < talks->n_forums; f++) {
        t->mask[t->n++] = talks->forums[f].mask & t->table->negotiable;
        rest &= ~talks->forums[f].mask;
    }
    if (rest)
        t->mask[t->n++] = rest;
    return true;
}

static bool make_cloud(linker *t)
{
    const dt_parley *const table = t->table;
    const int64_t **const columns =
        dt_arena_array(&t->scratch, const int64_t *, table->n_sides);
    t->worth = dt_arena_array(&t->scratch, int64_t, table->n_sides);
    if (!columns || !t->worth)
        return false;
    t->all_worth = true;
    for (uint32_t s = 0; s < table->n_sides; s++) {
        columns[s] = table->callers[table->own[s]].worth;
        t->worth[s] = t->v->worth[table->own[s]];
        t->all_worth = t->all_worth && columns[s];
    }
    t->cloud = (dt_cloud){
        .n_parties = table->n_sides, .n = table->n_packages, .worth = columns};
    return true;
}

static bool make_sets(linker *t)
{
    t->alone = dt_package_set(&t->scratch, t->table->n_packages);
    t->passing = dt_package_set(&t->scratch, t->table->n_packages);
    t->best = dt_package_set(&t->scratch, t->table->n_packages);
    return t->alone.word && t->passing.word && t->best.word;
}

/* ---- one arena ------------------------------------------------------------------ */

static int64_t gain_of(const linker *t, uint32_t side, uint32_t package)
{
    return t->cloud.worth[side][package] - t->worth[side];
}

/* The package by which the two gain most together, of those by which one loses no more
 * than the other gains. */
static void find_payment(const linker *t, dt_forum_view *view)
{
    int64_t most = -1;
    for (uint32_t p = dt_bits_next(&t->alone, 0); p != DT_BITS_NONE;
         p = dt_bits_next(&t->alone, p + 1)) {
        const int64_t x = gain_of(t, 0, p), y = gain_of(t, 1, p);
        if ((x >= 0 && y >= 0) || x + y <= most)
            continue;
        most = x + y;
        view->has_payment = true;
        view->payable = dt_package_code(t->table, p);
        view->gain[0] = x;
        view->gain[1] = y;
    }
}

static dt_status find_best(linker *t, dt_forum_view *view, dt_error *err)
{
    dt_fair fair;
    DT_TRY(dt_frontier_find(&t->cloud, &t->passing, &t->best, err));
    DT_TRY(dt_fair_find(&t->cloud, &t->best, t->worth, &t->scratch, &fair, err));
    view->has_best = fair.n > 0;
    if (view->has_best)
        view->best = dt_package_code(t->table, fair.pick[DT_FAIR_NASH].package[0]);
    return DT_OK;
}

static void name_arena(const linker *t, uint32_t f, dt_forum_view *view)
{
    const dt_talks *const talks = &t->table->model->talks;
    view->name = "rest";
    view->label = "everything else";
    if (f == talks->n_forums)
        return;
    const dt_name *const name = &talks->forums[f].name;
    view->name = name->id;
    view->label = name->label ? name->label : name->id;
}

/* Fill the sets but for the efficient ones; how many are in the zone. */
static uint32_t find_packages(linker *t, uint32_t f, dt_forum_view *view)
{
    const dt_state base = dt_package_find(t->table, t->table->base);
    view->n_packages =
        dt_packages_like(t->table, ~t->mask[f], t->table->base, &t->alone);
    t->alone.word[base >> 6] &= ~(UINT64_C(1) << (base & 63));
    for (uint32_t w = 0; w < (t->alone.size + 63) / 64; w++)
        t->passing.word[w] = t->alone.word[w] & t->v->zone.word[w];
    const uint32_t n = dt_bits_count(&t->passing);
    view->zone = n + dt_bits_has(&t->v->zone, base);
    return n;
}

static dt_status view_arena(linker *t, uint32_t f, dt_forum_view *view, dt_error *err)
{
    const uint32_t n = find_packages(t, f, view);
    name_arena(t, f, view);
    if (n == 0 && t->all_worth && t->table->n_sides == 2)
        find_payment(t, view);
    return n && t->all_worth ? find_best(t, view, err) : DT_OK;
}

/* ---- all of them ---------------------------------------------------------------- */

/* Every part of the package would pass by itself, or is the status quo. */
static bool is_separable(const linker *t, uint32_t package)
{
    const dt_code code = dt_package_code(t->table, package), base = t->table->base;
    bool passes = true;
    for (uint32_t f = 0; f < t->n && passes; f++) {
        const dt_code part = (code & t->mask[f]) | (base & ~t->mask[f]);
        const dt_state p = part == code ? package : dt_package_find(t->table, part);
        passes = part == base || (p != DT_NO_STATE && dt_bits_has(&t->v->zone, p));
    }
    return passes;
}

/* Those of the set `linked` that are in `wanted`, or that are not. */
static void show(const linker *t, const dt_bits *linked, const dt_bits *wanted, bool in,
                 dt_code *shown, uint32_t *n)
{
    for (uint32_t p = dt_bits_next(linked, 0); p != DT_BITS_NONE && *n < LINKED_SHOWN;
         p = dt_bits_next(linked, p + 1))
        if (dt_bits_has(wanted, p) == in)
            shown[(*n)++] = dt_package_code(t->table, p);
}

static dt_status split_zone(linker *t, const dt_bits *efficient, dt_linkage *linkage,
                            dt_error *err)
{
    dt_bits linked = dt_package_set(&t->scratch, t->table->n_packages);
    dt_code *const shown = dt_arena_array(t->arena, dt_code, LINKED_SHOWN);
    if (!linked.word || !shown)
        return dt_fail_memory(err);
    for (uint32_t p = dt_bits_next(&t->v->zone, 0); p != DT_BITS_NONE;
         p = dt_bits_next(&t->v->zone, p + 1))
        if (is_separable(t, p))
            linkage->separable++;
        else
            dt_bits_add(&linked, p);
    linkage->linked = dt_bits_count(&linked);
    show(t, &linked, efficient, true, shown, &linkage->n_shown);
    show(t, &linked, efficient, false, shown, &linkage->n_shown);
    linkage->shown = shown;
    return DT_OK;
}

static dt_status find_all(linker *t, const dt_bits *efficient, dt_linkage *linkage,
                          dt_error *err)
{
    if (!find_masks(t) || !make_cloud(t) || !make_sets(t))
        return dt_fail_memory(err);
    dt_forum_view *const views = dt_arena_array(t->arena, dt_forum_view, t->n);
    if (!views)
        return dt_fail_memory(err);
    for (uint32_t f = 0; f < t->n; f++)
        DT_TRY(view_arena(t, f, &views[f], err));
    linkage->n_forums = t->n;
    linkage->forums = views;
    return split_zone(t, efficient, linkage, err);
}

dt_status dt_linkage_find(const dt_parley *table, const dt_ballots *v,
                          const dt_bits *efficient, dt_arena *arena,
                          dt_linkage *linkage, dt_error *err)
{
    linker t = {.table = table, .v = v, .arena = arena};
    dt_linkage found = {0};
    if (table->model->talks.n_forums == 0)
        return dt_fail(err, DT_EAPPLY,
                       "the model has no 'arena', so there is nothing to link");
    const dt_status status = find_all(&t, efficient, &found, err);
    dt_arena_release(&t.scratch);
    if (status == DT_OK)
        *linkage = found;
    return status;
}
