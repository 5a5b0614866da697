/* Binding how likely types are: priors at types, and the joint table.
 *
 * The first row of the table says whom it is about; the others have to name the same
 * actors. Who is in the table has no priors elsewhere. */
#include "lang/binder.h"

#include "base/decimal.h"

#include <string.h>

/* ---- the joint table ------------------------------------------------------------ */

/* Look up "iran.stalling"; false when it is not sound (reported). */
static bool bind_self(dt_parser *p, const dt_self_ref *ref, const dt_actor **actor,
                      uint32_t *type)
{
    *actor = dt_bind_actor(p, ref->actor);
    *type = 0;
    if (!*actor || !ref->type)
        return *actor;
    *type = dt_find_type(*actor, dt_word_of(p, ref->type));
    if (*type != DT_ITSELF)
        return true;
    if (!dt_token_is_reserved(p, ref->type))
        dt_report_unknown_type(p, *actor, ref->type, false);
    return false;
}

static dt_span span_of_self(const dt_parser *p, const dt_self_ref *ref)
{
    return dt_span_to(p, ref->actor, ref->type ? ref->type : ref->actor);
}

/* The types that a row names, by actors; and, as bits, whose they are. False when they
 * are not sound. */
static bool bind_selves(dt_parser *p, const dt_draft_row *row, uint64_t *who,
                        uint32_t types[DT_MAX_ACTORS])
{
    const dt_self_ref *const refs = row->selves.items;
    bool is_sound = true;
    *who = 0;
    for (size_t k = 0; k < row->selves.n; k++) {
        const dt_actor *actor;
        uint32_t type;
        if (!bind_self(p, &refs[k], &actor, &type)) {
            is_sound = false;
            continue;
        }
        const uint64_t bit = UINT64_C(1) << dt_actor_index(p, actor);
        if (*who & bit) {
            dt_report(p->diags, DT_FINDING_duplicate, span_of_self(p, &refs[k]),
                      "'%s' is named twice in this row", actor->name.id);
            is_sound = false;
        }
        *who |= bit;
        types[dt_actor_index(p, actor)] = type;
    }
    return is_sound;
}

static uint32_t lowest(uint64_t bits)
{
    uint32_t k = 0;
    while (!(bits >> k & 1))
        k++;
    return k;
}

/* Every row names one type of each actor that the first row names. */
static bool has_same_actors(dt_parser *p, const dt_draft_row *row,
                            const dt_draft_row *first, uint64_t who, uint64_t wanted)
{
    const dt_model *const model = p->draft->model;
    const dt_self_ref *const refs = row->selves.items;
    const dt_self_ref *const firsts = first->selves.items;
    const dt_span where =
        dt_span_to(p, refs->actor,
                   refs[row->selves.n - 1].type ? refs[row->selves.n - 1].type
                                                : refs[row->selves.n - 1].actor);
    if (who == wanted)
        return true;
    if (wanted & ~who)
        dt_report(p->diags, DT_FINDING_missing, where,
                  "this row does not say of which type '%s' is",
                  model->actors[lowest(wanted & ~who)].name.id);
    else
        dt_report(p->diags, DT_FINDING_wrong_kind, where,
                  "this row speaks of '%s', and the first one does not",
                  model->actors[lowest(who & ~wanted)].name.id);
    dt_report_note(p->diags, span_of_self(p, firsts), "the first row");
    return false;
}

/* Take the actors of the first row. */
static bool take_actors(dt_parser *p, uint64_t who)
{
    const dt_model *const model = p->draft->model;
    dt_intentions *const all = &p->draft->model->intentions;
    uint32_t *const actors = dt_arena_array(p->arena, uint32_t, DT_MAX_ACTORS);
    p->lost = p->lost || !actors;
    for (uint32_t a = 0; actors && a < model->n_actors; a++)
        if (who >> a & 1)
            actors[all->n_prior_actors++] = a;
    all->prior_actors = actors;
    return actors;
}

static bool is_new_row(dt_parser *p, const dt_prior_row *row)
{
    const dt_intentions *const all = &p->draft->model->intentions;
    for (uint32_t r = 0; r < all->n_prior_rows; r++)
        if (memcmp(all->prior_rows[r].type, row->type,
                   all->n_prior_actors * sizeof *row->type) == 0) {
            dt_report(p->diags, DT_FINDING_duplicate, row->where,
                      "an earlier row has the same types");
            dt_report_note(p->diags, all->prior_rows[r].where, "this one");
            return false;
        }
    return true;
}

static void add_row(dt_parser *p, const dt_draft_row *draft,
                    const uint32_t types[DT_MAX_ACTORS], dt_prior_row *row)
{
    dt_intentions *const all = &p->draft->model->intentions;
    uint32_t *const type = dt_arena_array(p->arena, uint32_t, all->n_prior_actors);
    p->lost = p->lost || !type;
    for (uint32_t k = 0; type && k < all->n_prior_actors; k++)
        type[k] = types[all->prior_actors[k]];
    const dt_self_ref *const refs = draft->selves.items;
    *row = (dt_prior_row){draft->p, type,
                          draft->number ? dt_span_of(p, draft->number)
                                        : dt_span_of(p, refs->actor)};
    if (type && is_new_row(p, row))
        all->n_prior_rows++;
}

static void bind_rows(dt_parser *p, dt_prior_row *rows)
{
    dt_intentions *const all = &p->draft->model->intentions;
    const dt_list *const list = &p->draft->intentions.rows;
    const dt_draft_row *const drafts = list->items;
    uint32_t types[DT_MAX_ACTORS] = {0};
    uint64_t who, wanted = 0;
    all->prior_rows = rows;
    for (size_t k = 0; k < list->n && !p->lost && !dt_diags_full(p->diags); k++) {
        if (!bind_selves(p, &drafts[k], &who, types))
            continue;
        if (!wanted && k == 0) {
            wanted = who;
            take_actors(p, who);
        }
        if (!p->lost && wanted && has_same_actors(p, &drafts[k], drafts, who, wanted))
            add_row(p, &drafts[k], types, &rows[all->n_prior_rows]);
    }
}

static void check_sum(dt_parser *p)
{
    const dt_intentions *const all = &p->draft->model->intentions;
    char number[DT_DECIMAL_ROOM];
    int64_t sum = 0;
    for (uint32_t r = 0; r < all->n_prior_rows; r++)
        sum += all->prior_rows[r].p;
    if (sum != DT_DECIMAL_ONE)
        dt_report(p->diags, DT_FINDING_probability, all->prior_where,
                  "the rows of the joint table add up to %s, not to 1",
                  dt_decimal_write(sum, number));
}

static void bind_joint_table(dt_parser *p)
{
    const dt_draft_intentions *const draft = &p->draft->intentions;
    dt_intentions *const all = &p->draft->model->intentions;
    const size_t n = draft->rows.n;
    const uint32_t before = dt_diags_count(p->diags, DT_SEVERITY_ERROR);
    if (!draft->prior)
        return;
    all->prior_where = dt_span_of(p, draft->prior);
    if (n == 0 || !dt_bind_fits(p, n, DT_PRIOR_ROWS_MAX, all->prior_where,
                                "the joint table", "rows"))
        return;
    dt_prior_row *const rows = dt_arena_array(p->arena, dt_prior_row, n);
    p->lost = p->lost || !rows;
    if (rows)
        bind_rows(p, rows);
    if (dt_diags_count(p->diags, DT_SEVERITY_ERROR) == before && !p->lost)
        check_sum(p);
}

/* ---- priors of types ------------------------------------------------------------ */

/* Told at the first type that goes beyond 1. */
static void check_own_sum(dt_parser *p, const dt_actor *actor)
{
    char number[DT_DECIMAL_ROOM];
    dt_span where = {0};
    int64_t sum = 0;
    for (uint32_t t = 0; t < actor->n_types; t++) {
        const int64_t before = sum;
        sum += actor->types[t].prior;
        if (before <= DT_DECIMAL_ONE && sum > DT_DECIMAL_ONE)
            where = actor->types[t].prior_where;
    }
    if (sum > DT_DECIMAL_ONE)
        dt_report(p->diags, DT_FINDING_probability, where,
                  "the priors of the types of '%s' add up to %s, more than 1",
                  actor->name.id, dt_decimal_write(sum, number));
}

/* In the joint table and at the type as well. */
static void check_once(dt_parser *p, const dt_actor *actor)
{
    for (uint32_t t = 0; t < actor->n_types; t++) {
        const dt_type *const type = &actor->types[t];
        if (!type->has_prior)
            continue;
        dt_report(p->diags, DT_FINDING_duplicate, type->prior_where,
                  "how likely the types of '%s' are stands in the joint table",
                  actor->name.id);
        dt_report_note(p->diags, p->draft->model->intentions.prior_where,
                       "the joint table");
    }
}

void dt_bind_priors(dt_parser *p)
{
    const dt_model *const model = p->draft->model;
    bind_joint_table(p);
    for (uint32_t a = 0; a < model->n_actors && !p->lost; a++)
        if (dt_prior_place(model, a) == DT_ITSELF)
            check_own_sum(p, &model->actors[a]);
        else
            check_once(p, &model->actors[a]);
}

/* ---- priors: warnings ----------------------------------------------------------- */

static bool is_in_a_row(const dt_intentions *all, uint32_t place, uint32_t type)
{
    for (uint32_t r = 0; r < all->n_prior_rows; r++)
        if (all->prior_rows[r].type[place] == type)
            return true;
    return false;
}

static void doubt_prior(dt_parser *p, uint32_t a, uint32_t t)
{
    const dt_model *const model = p->draft->model;
    const dt_actor *const actor = &model->actors[a];
    const dt_type *const type = &actor->types[t];
    const uint32_t place = dt_prior_place(model, a);
    if (place == DT_ITSELF && !type->has_prior)
        dt_report(p->diags, DT_FINDING_no_prior, type->name.where,
                  "'%s.%s' has no prior, as other types of '%s' have: it counts as 0",
                  actor->name.id, type->name.id, actor->name.id);
    if (place != DT_ITSELF && !is_in_a_row(&model->intentions, place, t + 1))
        dt_report(p->diags, DT_FINDING_no_prior, type->name.where,
                  "no row of the joint table names '%s.%s': it counts as 0",
                  actor->name.id, type->name.id);
}

/* A type without a block next to the plain self: which of the two it is nobody can
 * tell.
 */
static void doubt_double(dt_parser *p, uint32_t a, uint32_t t)
{
    const dt_model *const model = p->draft->model;
    const dt_actor *const actor = &model->actors[a];
    const dt_type *const type = &actor->types[t];
    const int64_t rest = dt_prior_of(model, a, 0);
    char number[DT_DECIMAL_ROOM];
    if (!type->is_plain || rest == 0 || dt_prior_of(model, a, t + 1) == 0)
        return;
    dt_report(p->diags, DT_FINDING_idle, type->name.where,
              "'%s.%s' wants what '%s' itself wants, and for that one %s is left: they "
              "are the same",
              actor->name.id, type->name.id, actor->name.id,
              dt_decimal_write(rest, number));
    dt_report_help(p->diags, "give the type a block, or the types all of 1");
}

void dt_doubt_priors(dt_parser *p)
{
    const dt_model *const model = p->draft->model;
    for (uint32_t a = 0; a < model->n_actors; a++)
        for (uint32_t t = 0; t < model->actors[a].n_types; t++)
            if (dt_actor_has_priors(model, a)) {
                doubt_prior(p, a, t);
                doubt_double(p, a, t);
            } else if (model->actors[a].types[t].is_plain)
                dt_report(p->diags, DT_FINDING_idle,
                          model->actors[a].types[t].name.where,
                          "'%s.%s' has neither a block nor a prior: it says nothing",
                          model->actors[a].name.id, model->actors[a].types[t].name.id);
}
