/* Binding what is said about the negotiation itself: who sits at the table, what is on
 * it, fallbacks, deals and arenas.
 *
 * Fallbacks and deals are states: what they do not set is as in the status quo. So they
 * are read behind it, and held against the rules when all else is sound. */
#include "lang/binder.h"

#include "base/decimal.h"

#include <string.h>

static const dt_choice *choice_of_bit(const dt_model *model, uint64_t bits)
{
    uint32_t c = 0;
    while (!(dt_choice_mask(&model->choices[c]) & bits))
        c++;
    return &model->choices[c];
}

static const char *owner_of(const dt_model *model, const dt_choice *choice)
{
    return model->actors[choice->actor].name.id;
}

/* ---- lists of choices --------------------------------------------------------- */

/* The bits of the choices that are named; 0 when they are not sound (reported). */
static uint64_t bind_listed(dt_parser *p, const dt_choice_ref *ref)
{
    const dt_actor *const actor =
        ref->actor ? NULL : dt_find_actor(p->draft->model, dt_word_of(p, ref->choice));
    if (!actor) {
        const dt_choice *const choice = dt_bind_choice(p, ref);
        return choice ? dt_choice_mask(choice) : 0;
    }
    if (!actor->mask)
        dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, ref->choice),
                  "'%s' has no options or issues", actor->name.id);
    return actor->mask;
}

/* Called with each name of a list and the bits that it stands for. */
typedef void take_bits(dt_parser *p, dt_span where, uint64_t bits, void *context);

/* The bits of all choices of the list; those listed twice are reported. */
static uint64_t bind_listing(dt_parser *p, const dt_listing *listing, take_bits *take,
                             void *context)
{
    const dt_model *const model = p->draft->model;
    const dt_choice_ref *const refs = listing->refs.items;
    uint64_t mask = 0;
    for (size_t k = 0; k < listing->refs.n; k++) {
        const dt_span where = dt_ref_span(p, &refs[k]);
        const uint64_t bits = bind_listed(p, &refs[k]);
        if (mask & bits) {
            const dt_choice *const twice = choice_of_bit(model, mask & bits);
            dt_report(p->diags, DT_FINDING_duplicate, where, "'%s.%s' is listed twice",
                      owner_of(model, twice), twice->name.id);
        } else if (bits)
            take(p, where, bits, context);
        mask |= bits;
    }
    return mask;
}

/* ---- the table ---------------------------------------------------------------- */

static void bind_table(dt_parser *p)
{
    dt_model *const model = p->draft->model;
    const dt_listing *const table = &p->draft->talks.table;
    const dt_choice_ref *const refs = table->refs.items;
    model->talks.has_table = table->keyword;
    model->talks.table_where = table->where;
    for (size_t k = 0; k < table->refs.n; k++) {
        const dt_actor *const actor = dt_bind_actor(p, refs[k].choice);
        const uint64_t seat = actor ? UINT64_C(1) << (actor - model->actors) : 0;
        if (model->talks.seats & seat)
            dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, refs[k].choice),
                      "'%s' sits at the table already", actor->name.id);
        model->talks.seats |= seat;
    }
}

static bool is_indifferent(const dt_preference *preference)
{
    return !preference->has_prefer && !preference->has_value && !preference->has_rank;
}

/* What is agreed on belongs to those at the table; or to nobody who wants anything, and
 * is then only what they talk about. */
static void take_on(dt_parser *p, dt_span where, uint64_t bits, void *context)
{
    dt_model *const model = context;
    for (uint32_t a = 0; a < model->n_actors; a++) {
        dt_actor *const actor = &model->actors[a];
        if (!(actor->mask & bits) || dt_model_seats(model) >> a & 1)
            continue;
        actor->is_agenda = is_indifferent(&actor->preference);
        if (actor->is_agenda)
            continue;
        dt_report(p->diags, DT_FINDING_not_seated, where,
                  "'%s.%s' cannot be agreed on: '%s' does not sit at the table",
                  actor->name.id, choice_of_bit(model, actor->mask & bits)->name.id,
                  actor->name.id);
        dt_report_note(p->diags, model->talks.table_where, "who does");
    }
}

static void take_off(dt_parser *p, dt_span where, uint64_t bits, void *context)
{
    const dt_model *const model = context;
    if (!(model->talks.on & bits))
        return;
    const dt_choice *const both = choice_of_bit(model, model->talks.on & bits);
    dt_report(p->diags, DT_FINDING_duplicate, where,
              "'%s.%s' is on the table and off it", owner_of(model, both),
              both->name.id);
    dt_report_note(p->diags, model->talks.on_where, "on the table");
}

static void bind_sides(dt_parser *p)
{
    dt_model *const model = p->draft->model;
    dt_talks *const talks = &model->talks;
    const dt_listing *const on = &p->draft->talks.on, *const off = &p->draft->talks.off;
    talks->has_on = on->keyword;
    talks->on_where = on->where;
    talks->on = bind_listing(p, on, take_on, model);
    talks->has_off = off->keyword;
    talks->off_where = off->where;
    talks->off = bind_listing(p, off, take_off, model);
}

/* Where it is said that a choice is not negotiable. */
static void note_why(dt_parser *p, uint64_t bits)
{
    const dt_talks *const talks = &p->draft->model->talks;
    if (talks->off & bits)
        dt_report_note(p->diags, talks->off_where, "off the table");
    else if (talks->has_on)
        dt_report_note(p->diags, talks->on_where, "it is not among these");
    else
        dt_report_note(p->diags, talks->table_where,
                       "its owner does not sit at the table");
}

/* ---- arenas ------------------------------------------------------------------- */

static void take_arena(dt_parser *p, dt_span where, uint64_t bits, void *context)
{
    const dt_model *const model = p->draft->model;
    const dt_forum *const arena = context;
    const uint64_t idle = bits & ~dt_model_negotiable(model);
    for (const dt_forum *other = model->talks.forums; other < arena; other++)
        if (other->mask & bits) {
            const dt_choice *const twice = choice_of_bit(model, other->mask & bits);
            dt_report(p->diags, DT_FINDING_duplicate, where,
                      "'%s.%s' is in arena '%s' already", owner_of(model, twice),
                      twice->name.id, other->name.id);
            dt_report_note(p->diags, other->where, "this one");
            return;
        }
    if (!idle)
        return;
    const dt_choice *const choice = choice_of_bit(model, idle);
    dt_report(p->diags, DT_FINDING_off_table, where, "'%s.%s' is not negotiable",
              owner_of(model, choice), choice->name.id);
    note_why(p, dt_choice_mask(choice));
}

/* Report a name that another has already. */
static bool is_new(dt_parser *p, const char *what, const dt_name *name,
                   const dt_name *other)
{
    if (strcmp(name->id, other->id) != 0)
        return true;
    dt_report(p->diags, DT_FINDING_duplicate, name->where, "there is %s '%s' already",
              what, name->id);
    dt_report_note(p->diags, other->where, "declared here");
    return false;
}

static bool is_new_arena(dt_parser *p, const dt_forum *arena)
{
    for (const dt_forum *f = p->draft->model->talks.forums; f < arena; f++)
        if (!is_new(p, "an arena", &arena->name, &f->name))
            return false;
    return true;
}

static void bind_arenas(dt_parser *p)
{
    dt_talks *const talks = &p->draft->model->talks;
    const dt_list *const list = &p->draft->talks.arenas;
    const dt_draft_arena *const drafts = list->items;
    const size_t n = list->n;
    talks->forums = n ? dt_arena_array(p->arena, dt_forum, n) : NULL;
    p->lost = p->lost || (n && !talks->forums);
    for (size_t k = 0; k < n && !p->lost && !dt_diags_full(p->diags); k++) {
        dt_forum *const arena = &talks->forums[talks->n_forums++];
        *arena = drafts[k].arena;
        is_new_arena(p, arena);
        arena->mask = bind_listing(p, &drafts[k].choices, take_arena, arena);
    }
}

/* ---- fallbacks: what they are worth ------------------------------------------- */

/* Nobody asks what a fallback is worth where nothing has a worth. */
static bool has_values(const dt_actor *actor, uint32_t constituency)
{
    if (constituency != DT_ITSELF)
        return actor->home.constituencies[constituency].preference.has_value;
    bool has = actor->preference.has_value;
    for (uint32_t t = 0; t < actor->n_types; t++)
        has = has || actor->types[t].preference.has_value;
    return has;
}

static bool bind_reserve(dt_parser *p, const dt_draft_reserve *draft,
                         dt_reserve *reserve)
{
    const dt_actor *const actor = dt_bind_actor(p, draft->actor);
    if (!actor)
        return false;
    *reserve = (dt_reserve){(uint32_t)(actor - p->draft->model->actors), DT_ITSELF,
                            draft->units, dt_span_of(p, draft->actor)};
    if (draft->constituency) {
        const dt_constituency *const c =
            dt_bind_constituency(p, actor, draft->constituency);
        if (!c)
            return false;
        reserve->constituency = (uint32_t)(c - actor->home.constituencies);
        reserve->where = dt_span_to(p, draft->actor, draft->constituency);
    }
    if (!has_values(actor, reserve->constituency)) {
        dt_report(p->diags, DT_FINDING_idle, reserve->where,
                  "this worth is compared with nothing: there is no 'value' block");
    }
    return true;
}

static bool is_new_reserve(dt_parser *p, const dt_reserve *all, const dt_reserve *here)
{
    for (; all < here; all++)
        if (all->actor == here->actor && all->constituency == here->constituency) {
            dt_report(p->diags, DT_FINDING_duplicate, here->where,
                      "the worth of this fallback to it is said twice");
            dt_report_note(p->diags, all->where, "the first time");
            return false;
        }
    return true;
}

static void bind_reserves(dt_parser *p, const dt_list *list, dt_fallback *fallback)
{
    const dt_draft_reserve *const drafts = list->items;
    dt_reserve *const all =
        list->n ? dt_arena_array(p->arena, dt_reserve, list->n) : NULL;
    p->lost = p->lost || (list->n && !all);
    for (size_t k = 0; k < list->n && !p->lost; k++)
        if (bind_reserve(p, &drafts[k], &all[fallback->n_reserves]) &&
            is_new_reserve(p, all, &all[fallback->n_reserves]))
            fallback->n_reserves++;
    fallback->reserves = all;
}

/* ---- fallbacks ---------------------------------------------------------------- */

static bool is_new_fallback(dt_parser *p, const dt_fallback *fallback)
{
    for (const dt_fallback *f = p->draft->model->talks.fallbacks; f < fallback; f++)
        if (!is_new(p, "a fallback", &fallback->name, &f->name))
            return false;
    return true;
}

/* False, and reported, when there is no probability. */
static bool has_probability(dt_parser *p, const dt_draft_fallback *draft)
{
    const dt_fallback *const fallback = &draft->fallback;
    if (!draft->probability) {
        dt_report(p->diags, DT_FINDING_missing, fallback->name.where,
                  "fallback '%s' has no probability: of several each has one",
                  fallback->name.id);
        return false;
    }
    if (!fallback->has_probability)
        return false; /* a number that does not fit; reported */
    if (fallback->probability > 0 && fallback->probability <= DT_DECIMAL_ONE)
        return true;
    dt_report(p->diags, DT_FINDING_bad_number, dt_span_of(p, draft->probability),
              "a probability is more than 0 and at most 1");
    return false;
}

/* Report probabilities that are missing, or do not add up to 1. */
static void check_probabilities(dt_parser *p)
{
    const dt_list *const list = &p->draft->talks.fallbacks;
    const dt_draft_fallback *const drafts = list->items;
    char number[DT_DECIMAL_ROOM];
    bool are_there = true;
    int64_t sum = 0;
    if (list->n == 0 || (list->n == 1 && !drafts->probability))
        return;
    for (size_t k = 0; k < list->n; k++) {
        are_there = has_probability(p, &drafts[k]) && are_there;
        sum += drafts[k].fallback.probability;
    }
    if (are_there && sum != DT_DECIMAL_ONE)
        dt_report(p->diags, DT_FINDING_probability,
                  dt_span_of(p, drafts[list->n - 1].probability),
                  list->n == 1 ? "the probability of the only fallback is %s, not 1"
                               : "the probabilities of the fallbacks add up to %s, "
                                 "not to 1",
                  dt_decimal_write(sum, number));
}

static bool fits(dt_parser *p, size_t n, uint32_t most, dt_span where, const char *what)
{
    if (n > most)
        dt_report(p->diags, DT_FINDING_limit, where, "a model has at most %u %s", most,
                  what);
    return n <= most;
}

static void bind_fallbacks(dt_parser *p)
{
    dt_talks *const talks = &p->draft->model->talks;
    const dt_list *const list = &p->draft->talks.fallbacks;
    const dt_draft_fallback *const drafts = list->items;
    const size_t n = list->n;
    if (n == 0 ||
        !fits(p, n, DT_FALLBACKS_MAX, drafts[n - 1].fallback.name.where, "fallbacks"))
        return;
    talks->fallbacks = dt_arena_array(p->arena, dt_fallback, n);
    p->lost = p->lost || !talks->fallbacks;
    for (size_t k = 0; k < n && !p->lost; k++) {
        dt_fallback *const fallback = &talks->fallbacks[talks->n_fallbacks++];
        *fallback = drafts[k].fallback;
        is_new_fallback(p, fallback);
        fallback->code =
            dt_bind_code(p, &drafts[k].assignments, p->draft->model->status_quo);
        bind_reserves(p, &drafts[k].reserves, fallback);
    }
    check_probabilities(p);
}

/* ---- deals -------------------------------------------------------------------- */

static bool is_new_deal(dt_parser *p, const dt_proposal *deal)
{
    for (const dt_proposal *d = p->draft->model->talks.proposals; d < deal; d++)
        if (d->title && deal->title && strcmp(d->title, deal->title) == 0) {
            dt_report(p->diags, DT_FINDING_duplicate, deal->where,
                      "there is a deal of this title already");
            dt_report_note(p->diags, d->where, "the first one");
            return false;
        }
    return true;
}

/* A deal cannot do what nobody can. */
static void check_way(dt_parser *p, const dt_assignment *a, uint32_t before)
{
    const dt_choice *const choice = a->choice;
    const dt_model *const model = p->draft->model;
    if ((choice->way == DT_WAY_UP && a->level < before) ||
        (choice->way == DT_WAY_DOWN && a->level > before))
        dt_report(p->diags, DT_FINDING_one_way, dt_ref_span(p, &a->ref),
                  "'%s.%s' goes only %s: no deal takes it from '%s' to '%s'",
                  owner_of(model, choice), choice->name.id,
                  choice->way == DT_WAY_UP ? "up" : "down", choice->levels[before].id,
                  choice->levels[a->level].id);
}

/* What the deal changes must be negotiable. */
static void check_changes(dt_parser *p, const dt_list *assignments)
{
    const dt_model *const model = p->draft->model;
    const dt_assignment *const all = assignments->items;
    const uint64_t negotiable = dt_model_negotiable(model);
    for (size_t k = 0; k < assignments->n; k++) {
        const dt_choice *const choice = all[k].choice;
        if (!choice || dt_choice_level(choice, model->status_quo) == all[k].level)
            continue;
        check_way(p, &all[k], dt_choice_level(choice, model->status_quo));
        if (negotiable & dt_choice_mask(choice))
            continue;
        dt_report(p->diags, DT_FINDING_off_table, dt_ref_span(p, &all[k].ref),
                  "this deal changes '%s.%s', which is not negotiable",
                  owner_of(model, choice), choice->name.id);
        note_why(p, dt_choice_mask(choice));
    }
}

static void bind_deals(dt_parser *p)
{
    dt_talks *const talks = &p->draft->model->talks;
    const dt_list *const list = &p->draft->talks.deals;
    const dt_draft_deal *const drafts = list->items;
    const size_t n = list->n;
    if (n == 0 || !fits(p, n, DT_DEALS_MAX, drafts[n - 1].deal.where, "deals"))
        return;
    talks->proposals = dt_arena_array(p->arena, dt_proposal, n);
    p->lost = p->lost || !talks->proposals;
    for (size_t k = 0; k < n && !p->lost; k++) {
        dt_proposal *const deal = &talks->proposals[talks->n_proposals++];
        *deal = drafts[k].deal;
        is_new_deal(p, deal);
        deal->code =
            dt_bind_code(p, &drafts[k].assignments, p->draft->model->status_quo);
        check_changes(p, &drafts[k].assignments);
    }
}

/* ---- rules -------------------------------------------------------------------- */

static bool breaks(const dt_model *model, const dt_rule *rule, uint64_t code)
{
    return dt_formula_holds(model, rule->formula, code) == rule->impossible;
}

/* Report the rules that a fallback or deal breaks. What is wrong with the status quo is
 * no fault of theirs, and reported when states are looked for. */
static void check_outcome(dt_parser *p, const char *what, uint64_t code, dt_span where)
{
    const dt_model *const model = p->draft->model;
    for (uint32_t r = 0; r < model->n_rules; r++) {
        const dt_rule *const rule = &model->rules[r];
        if (!breaks(model, rule, code) ||
            (model->has_status_quo && breaks(model, rule, model->status_quo)))
            continue;
        dt_report(p->diags, DT_FINDING_outcome, where, "this %s breaks a rule", what);
        dt_report_note(p->diags, rule->where, "this one");
        dt_report_help(p->diags,
                       model->has_status_quo
                           ? "what a %s does not name is as in the status quo"
                           : "without a status quo, what a %s does not name is no, or "
                             "the first level",
                       what);
    }
}

static void check_outcomes(dt_parser *p)
{
    const dt_talks *const talks = &p->draft->model->talks;
    for (uint32_t k = 0; k < talks->n_fallbacks; k++)
        check_outcome(p, "fallback", talks->fallbacks[k].code,
                      talks->fallbacks[k].where);
    for (uint32_t k = 0; k < talks->n_proposals; k++)
        check_outcome(p, "deal", talks->proposals[k].code, talks->proposals[k].where);
}

void dt_bind_talks(dt_parser *p)
{
    bind_table(p);
    bind_sides(p);
    bind_arenas(p);
    bind_fallbacks(p);
    bind_deals(p);
    if (!p->lost && dt_diags_count(p->diags, DT_SEVERITY_ERROR) == 0)
        check_outcomes(p);
}
