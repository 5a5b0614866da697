/* From the draft to the model: every name is looked up, every count is checked, and the
 * lists of the draft become the arrays of the model.
 *
 * A name that is not found is reported once for each place that uses it, with the
 * nearest name that would have fit there. */
#include "lang/binder.h"

#include <string.h>

/* ---- looking up --------------------------------------------------------------- */

dt_word dt_word_of(const dt_parser *p, const dt_token *token)
{
    return (dt_word){p->draft->lexed.source->text + token->begin,
                     token->end - token->begin};
}

bool dt_name_is(const dt_name *name, dt_word w)
{
    return strlen(name->id) == w.n && memcmp(name->id, w.text, w.n) == 0;
}

dt_actor *dt_find_actor(const dt_model *model, dt_word w)
{
    for (uint32_t a = 0; a < model->n_actors; a++)
        if (dt_name_is(&model->actors[a].name, w))
            return &model->actors[a];
    return NULL;
}

/* ---- suggestions -------------------------------------------------------------- */

dt_candidates dt_candidates_for(dt_word w)
{
    return (dt_candidates){.nearest = dt_nearest_to(w.text, w.n)};
}

void dt_candidates_add(dt_candidates *all, const char *owner, const char *name)
{
    enum { SHOWN = 12 };
    dt_nearest_offer(&all->nearest, name);
    if (all->n < SHOWN)
        dt_text_format(&all->list, "%s%s%s%s", all->n ? ", " : "", owner ? owner : "",
                       owner ? "." : "", name);
    else if (all->n == SHOWN)
        dt_text_add(&all->list, ", ...");
    all->n++;
}

void dt_candidates_suggest(dt_parser *p, dt_candidates *all, const char *what)
{
    if (all->nearest.best)
        dt_report_help(p->diags, "did you mean '%s'?", all->nearest.best);
    else if (all->n)
        dt_report_help(p->diags, "%s %s", what, dt_text_string(&all->list));
    p->lost = p->lost || all->list.failed;
    dt_text_release(&all->list);
}

/* ---- actors ------------------------------------------------------------------- */

static void report_unknown_actor(dt_parser *p, const dt_token *token)
{
    const dt_model *const model = p->draft->model;
    const dt_word w = dt_word_of(p, token);
    dt_candidates all = dt_candidates_for(w);
    dt_report(p->diags, DT_FINDING_unknown_name, dt_span_of(p, token),
              "unknown actor '%.*s'", (int)w.n, w.text);
    for (uint32_t a = 0; a < model->n_actors && !dt_diags_full(p->diags); a++)
        dt_candidates_add(&all, NULL, model->actors[a].name.id);
    dt_candidates_suggest(p, &all, "the actors are");
}

/* A reserved word is reported already. */
dt_actor *dt_bind_actor(dt_parser *p, const dt_token *token)
{
    dt_actor *const actor = dt_find_actor(p->draft->model, dt_word_of(p, token));
    if (!actor && !dt_token_is_reserved(p, token))
        report_unknown_actor(p, token);
    return actor;
}

/* ---- choices ------------------------------------------------------------------ */

static bool is_of(const dt_model *model, const dt_choice *choice, const dt_actor *actor)
{
    return actor == &model->actors[choice->actor];
}

/* The choice that was probably meant: one of the actor rather than of others. */
static const dt_choice *nearest_choice(const dt_model *model, const dt_actor *actor,
                                       dt_word w)
{
    const dt_choice *best = NULL;
    dt_nearest own = dt_nearest_to(w.text, w.n), any = own;
    for (uint32_t c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        const bool mine = is_of(model, choice, actor);
        dt_nearest *const search = mine ? &own : &any;
        const char *const before = search->best;
        dt_nearest_offer(search, choice->name.id);
        if (search->best != before && (mine || !own.best))
            best = choice;
    }
    return best;
}

/* The first choice, of the actor if it is not NULL, that has the word for a level. */
static const dt_choice *choice_with_level(const dt_model *model, const dt_actor *actor,
                                          dt_word w)
{
    for (uint32_t c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        if (actor && !is_of(model, choice, actor))
            continue;
        for (uint32_t l = 0; l < choice->n_levels; l++)
            if (!choice->is_option && dt_name_is(&choice->levels[l], w))
                return choice;
    }
    return NULL;
}

/* Help with what is no choice of the actor, or, without one, of anybody. */
static void suggest_choice(dt_parser *p, const dt_actor *actor, dt_word w)
{
    const dt_model *const model = p->draft->model;
    const dt_choice *const levelled = choice_with_level(model, actor, w);
    const dt_choice *const near = nearest_choice(model, actor, w);
    dt_candidates all = dt_candidates_for(w);
    if (levelled)
        dt_report_help(p->diags, "'%.*s' is a level; write '%s.%s = %.*s'", (int)w.n,
                       w.text, model->actors[levelled->actor].name.id,
                       levelled->name.id, (int)w.n, w.text);
    else if (near)
        dt_report_help(p->diags, "did you mean '%s.%s'?",
                       model->actors[near->actor].name.id, near->name.id);
    else {
        for (uint32_t c = 0; c < model->n_choices; c++)
            if (!actor || is_of(model, &model->choices[c], actor))
                dt_candidates_add(&all, model->actors[model->choices[c].actor].name.id,
                                  model->choices[c].name.id);
        dt_candidates_suggest(p, &all,
                              actor ? "its options and issues are"
                                    : "the options and issues are");
    }
}

static const dt_choice *bind_qualified(dt_parser *p, const dt_choice_ref *ref)
{
    const dt_model *const model = p->draft->model;
    const dt_actor *const actor = dt_bind_actor(p, ref->actor);
    const dt_word w = dt_word_of(p, ref->choice);
    if (!actor)
        return NULL;
    for (uint32_t k = 0; k < actor->n_choices; k++)
        if (dt_name_is(&model->choices[actor->first_choice + k].name, w))
            return &model->choices[actor->first_choice + k];
    if (dt_token_is_reserved(p, ref->choice))
        return NULL; /* reported already */
    dt_report(p->diags, DT_FINDING_unknown_name, dt_span_to(p, ref->actor, ref->choice),
              "unknown option or issue '%s.%.*s'", actor->name.id, (int)w.n, w.text);
    if (!dt_diags_full(p->diags))
        suggest_choice(p, actor, w);
    return NULL;
}

/* A bare word that is no choice may be something else that the user knows. */
static void report_unknown(dt_parser *p, const dt_choice_ref *ref)
{
    const dt_model *const model = p->draft->model;
    const dt_word w = dt_word_of(p, ref->choice);
    const dt_actor *const actor = dt_find_actor(model, w);
    dt_report(p->diags, DT_FINDING_unknown_name, dt_span_of(p, ref->choice),
              "unknown option or issue '%.*s'", (int)w.n, w.text);
    if (actor && actor->n_choices)
        dt_report_help(p->diags,
                       "'%s' is an actor; name one of its choices, such as '%s.%s'",
                       actor->name.id, actor->name.id,
                       model->choices[actor->first_choice].name.id);
    else if (!dt_diags_full(p->diags))
        suggest_choice(p, NULL, w);
}

/* Where the choices of one actor alone can be meant. */
static const dt_choice *bind_own(dt_parser *p, const dt_choice_ref *ref)
{
    const dt_model *const model = p->draft->model;
    const dt_actor *const actor = ref->owner;
    const dt_word w = dt_word_of(p, ref->choice);
    for (uint32_t k = 0; k < actor->n_choices; k++)
        if (dt_name_is(&model->choices[actor->first_choice + k].name, w))
            return &model->choices[actor->first_choice + k];
    dt_report(p->diags, DT_FINDING_unknown_name, dt_span_of(p, ref->choice),
              "'%s' has no option or issue '%.*s'", actor->name.id, (int)w.n, w.text);
    dt_candidates all = dt_candidates_for(w);
    for (uint32_t k = 0; k < actor->n_choices && !dt_diags_full(p->diags); k++)
        dt_candidates_add(&all, NULL, model->choices[actor->first_choice + k].name.id);
    dt_candidates_suggest(p, &all, "its options and issues are");
    return NULL;
}

static const dt_choice *bind_unqualified(dt_parser *p, const dt_choice_ref *ref)
{
    const dt_model *const model = p->draft->model;
    const dt_word w = dt_word_of(p, ref->choice);
    const dt_choice *found = NULL;
    for (uint32_t c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        if (!dt_name_is(&choice->name, w))
            continue;
        if (found) {
            dt_report(p->diags, DT_FINDING_ambiguous_name, dt_span_of(p, ref->choice),
                      "'%s' could be '%s.%s' or '%s.%s'", choice->name.id,
                      model->actors[found->actor].name.id, found->name.id,
                      model->actors[choice->actor].name.id, choice->name.id);
            return NULL;
        }
        found = choice;
    }
    if (!found)
        report_unknown(p, ref);
    return found;
}

const dt_choice *dt_bind_choice(dt_parser *p, const dt_choice_ref *ref)
{
    return ref->actor   ? bind_qualified(p, ref)
           : ref->owner ? bind_own(p, ref)
                        : bind_unqualified(p, ref);
}

/* An issue whose levels could not be read has some of no place. */
static bool levels_are_known(const dt_choice *choice)
{
    return choice->is_option || choice->levels[0].where.source != DT_NO_SOURCE;
}

static void report_unknown_level(dt_parser *p, const dt_choice *choice,
                                 const dt_token *token)
{
    const dt_word w = dt_word_of(p, token);
    dt_candidates all = dt_candidates_for(w);
    dt_report(p->diags, DT_FINDING_unknown_name, dt_span_of(p, token),
              "'%s' has no level '%.*s'", choice->name.id, (int)w.n, w.text);
    for (uint32_t l = 0; l < choice->n_levels; l++)
        dt_candidates_add(&all, NULL, choice->levels[l].id);
    dt_candidates_suggest(p, &all, "its levels are");
}

static bool bind_level(dt_parser *p, const dt_choice *choice, const dt_token *token,
                       uint32_t *level)
{
    const dt_word w = dt_word_of(p, token);
    for (uint32_t l = 0; l < choice->n_levels; l++)
        if (dt_name_is(&choice->levels[l], w)) {
            *level = l;
            return true;
        }
    if (levels_are_known(choice))
        report_unknown_level(p, choice, token);
    return false;
}

static void report_bare_issue(dt_parser *p, const dt_choice *choice,
                              const dt_choice_ref *ref)
{
    const char *const actor = p->draft->model->actors[choice->actor].name.id;
    dt_report(p->diags, DT_FINDING_wrong_kind, dt_ref_span(p, ref),
              "'%s.%s' is an issue, neither true nor false", actor, choice->name.id);
    if (levels_are_known(choice))
        dt_report_help(p->diags, "compare it with a level: '%s.%s = %s'", actor,
                       choice->name.id, choice->levels[0].id);
}

/* ---- formulas ----------------------------------------------------------------- */

static void bind_atom(dt_parser *p, const dt_atom *atom)
{
    dt_formula *const f = atom->formula;
    const dt_choice *const choice = dt_bind_choice(p, &atom->ref);
    if (!choice)
        return;
    f->choice = (dt_choice_id)(choice - p->draft->model->choices);
    f->level = 1;
    if (f->compare == DT_COMPARE_NONE && !choice->is_option)
        report_bare_issue(p, choice, &atom->ref);
    else if (f->compare == DT_COMPARE_NONE ||
             bind_level(p, choice, atom->ref.level, &f->level))
        f->levels = dt_compare_levels(f->compare, f->level, choice->n_levels);
}

void dt_bind_atoms(dt_parser *p)
{
    const dt_atom *const atoms = p->draft->atoms.items;
    for (size_t k = 0; k < p->draft->atoms.n && !p->lost; k++)
        bind_atom(p, &atoms[k]);
}

/* ---- assignments -------------------------------------------------------------- */

/* Look up the choice and the level; the choice stays NULL when they are not sound. */
static void bind_assignment(dt_parser *p, dt_assignment *assignment)
{
    const dt_choice_ref *const ref = &assignment->ref;
    const dt_choice *const choice = dt_bind_choice(p, ref);
    assignment->level = !assignment->negated;
    if (!choice)
        return;
    if (ref->compare == DT_COMPARE_NONE && !choice->is_option)
        report_bare_issue(p, choice, ref);
    else if (ref->compare == DT_COMPARE_NONE ||
             bind_level(p, choice, ref->level, &assignment->level))
        assignment->choice = choice;
}

dt_span dt_ref_span(const dt_parser *p, const dt_choice_ref *ref)
{
    return dt_span_to(p, ref->actor ? ref->actor : ref->choice, ref->choice);
}

dt_setting dt_bind_setting(dt_parser *p, const dt_list *assignments,
                           const dt_actor *owner)
{
    const dt_model *const model = p->draft->model;
    dt_assignment *const all = assignments->items;
    uint64_t set = 0, code = 0;
    for (size_t k = 0; k < assignments->n; k++) {
        all[k].ref.owner = owner;
        bind_assignment(p, &all[k]);
        const dt_choice *const choice = all[k].choice;
        if (!choice || all[k].repeated)
            continue;
        if (set & dt_choice_mask(choice))
            dt_report(p->diags, DT_FINDING_duplicate, dt_ref_span(p, &all[k].ref),
                      "'%s.%s' is set twice", model->actors[choice->actor].name.id,
                      choice->name.id);
        set |= dt_choice_mask(choice);
        code |= (uint64_t)all[k].level << choice->shift;
    }
    return (dt_setting){set, code};
}

uint64_t dt_bind_code(dt_parser *p, const dt_list *assignments, uint64_t base)
{
    return dt_setting_apply(dt_bind_setting(p, assignments, NULL), base);
}

uint64_t dt_bind_assignments(dt_parser *p)
{
    return dt_bind_code(p, &p->draft->assignments, 0);
}

static void bind_status_quo(dt_parser *p)
{
    dt_model *const model = p->draft->model;
    if (!p->draft->status_quo)
        return;
    model->has_status_quo = true;
    model->status_quo_where =
        dt_span_to(p, p->draft->status_quo, p->draft->status_quo + 1);
    model->status_quo = dt_bind_assignments(p);
}

/* ---- moves that are not open -------------------------------------------------- */

static void bind_forbids(dt_parser *p)
{
    dt_model *const model = p->draft->model;
    const dt_draft_forbid *const drafts = p->draft->forbids.items;
    model->forbids = dt_arena_array(p->arena, dt_forbid, p->draft->forbids.n);
    if (!model->forbids) {
        p->lost = true;
        return;
    }
    for (size_t k = 0; k < p->draft->forbids.n; k++) {
        const dt_actor *const actor = dt_bind_actor(p, drafts[k].actor);
        if (!actor)
            continue;
        dt_forbid *const forbid = &model->forbids[model->n_forbids++];
        *forbid = drafts[k].forbid;
        forbid->actor = (dt_actor_id)(actor - model->actors);
    }
}

/* ---- preferences -------------------------------------------------------------- */

static void report_twice(dt_parser *p, const char *what, dt_span where, dt_span earlier)
{
    dt_report(p->diags, DT_FINDING_duplicate, where,
              "this actor has a '%s' block already", what);
    dt_report_note(p->diags, earlier, "the first one");
}

void dt_add_blocks(dt_parser *p, const char *who, dt_preference *to,
                   const dt_preference *from)
{
    if (from->has_prefer && to->has_prefer)
        report_twice(p, "prefer", from->prefer_where, to->prefer_where);
    else if (from->has_prefer) {
        to->has_prefer = true;
        to->prefer_where = from->prefer_where;
        to->n_statements = from->n_statements;
        to->statements = from->statements;
    }
    if (from->has_value && to->has_value)
        report_twice(p, "value", from->value_where, to->value_where);
    else if (from->has_value) {
        to->has_value = true;
        to->value_where = from->value_where;
        to->n_terms = from->n_terms;
        to->terms = from->terms;
    }
    if (from->has_rank && to->has_rank)
        report_twice(p, "rank", from->rank_where, to->rank_where);
    else if (from->has_rank) {
        to->has_rank = true;
        to->rank_where = from->rank_where;
        to->n_tiers = from->n_tiers;
        to->tiers = from->tiers;
    }
    if (to->has_prefer && to->has_rank && (from->has_prefer || from->has_rank)) {
        dt_report(p->diags, DT_FINDING_conflicting_order,
                  from->has_rank ? from->rank_where : from->prefer_where,
                  "'prefer' and 'rank' both order the states; %s takes one of them",
                  who);
        dt_report_note(p->diags, from->has_rank ? to->prefer_where : to->rank_where,
                       "the other one");
    }
}

static void add_type(dt_parser *p, dt_actor *actor, const dt_order *order)
{
    const dt_word w = dt_word_of(p, order->type);
    for (uint32_t t = 0; t < actor->n_types; t++)
        if (dt_name_is(&actor->types[t].name, w)) {
            dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, order->type),
                      "'%s' has a type '%.*s' already", actor->name.id, (int)w.n,
                      w.text);
            dt_report_note(p->diags, actor->types[t].name.where, "declared here");
            return;
        }
    dt_type *const type = &actor->types[actor->n_types++];
    *type = (dt_type){.name = {dt_word_text(p, order->type), order->type_label,
                               dt_span_of(p, order->type)},
                      .is_plain = order->is_plain,
                      .has_prior = order->prior,
                      .prior = order->prior_units};
    if (order->prior)
        type->prior_where = dt_span_of(p, order->prior);
    dt_add_blocks(p, "an actor", &type->preference, &order->preference);
}

static uint32_t count_types(const dt_parser *p, const dt_actor *actor)
{
    const dt_order *const orders = p->draft->orders.items;
    uint32_t n = 0;
    for (size_t k = 0; k < p->draft->orders.n; k++)
        n += orders[k].type && dt_name_is(&actor->name, dt_word_of(p, orders[k].actor));
    return n;
}

static void bind_orders(dt_parser *p)
{
    dt_model *const model = p->draft->model;
    const dt_order *const orders = p->draft->orders.items;
    for (uint32_t a = 0; a < model->n_actors; a++) {
        model->actors[a].types =
            dt_arena_array(p->arena, dt_type, count_types(p, &model->actors[a]));
        p->lost = p->lost || !model->actors[a].types;
    }
    for (size_t k = 0; k < p->draft->orders.n && !p->lost; k++) {
        dt_actor *const actor = dt_bind_actor(p, orders[k].actor);
        if (!actor)
            continue;
        if (orders[k].type)
            add_type(p, actor, &orders[k]);
        else
            dt_add_blocks(p, "an actor", &actor->preference, &orders[k].preference);
    }
}

/* ---- the whole ---------------------------------------------------------------- */

static void take_lists(dt_parser *p)
{
    dt_model *const model = p->draft->model;
    dt_draft *const draft = p->draft;
    model->sources = draft->sources.items;
    model->n_sources = (uint32_t)draft->sources.n;
    model->actors = draft->actors.items;
    model->n_actors = (uint32_t)draft->actors.n;
    model->choices = draft->choices.items;
    model->n_choices = (uint32_t)draft->choices.n;
    model->rules = draft->rules.items;
    model->n_rules = (uint32_t)draft->rules.n;
    model->merges = draft->merges.items;
    model->n_merges = (uint32_t)draft->merges.n;
}

/* Without choices of its own, and not named by `table` either: nobody asks it. */
static bool is_idle(const dt_model *model, uint32_t a)
{
    return model->actors[a].n_choices == 0 &&
           !(model->talks.has_table && model->talks.seats >> a & 1);
}

static void report_missing(dt_parser *p)
{
    const dt_model *const model = p->draft->model;
    const dt_span nowhere = {p->draft->lexed.source->index, 0, 0};
    if (dt_diags_count(p->diags, DT_SEVERITY_ERROR))
        return;
    if (model->n_actors == 0)
        dt_report(p->diags, DT_FINDING_missing, nowhere, "the model has no actor");
    else if (model->n_choices == 0)
        dt_report(p->diags, DT_FINDING_missing, nowhere,
                  "no actor of the model has an option or issue");
    if (model->n_choices == 0)
        dt_report_help(p->diags, "an actor with an option: actor NAME { option NAME }");
    for (uint32_t a = 0; a < model->n_actors && model->n_choices; a++)
        if (is_idle(model, a))
            dt_report(p->diags, DT_FINDING_idle, model->actors[a].name.where,
                      "'%s' has nothing to choose: it is stable everywhere",
                      model->actors[a].name.id);
}

void dt_bind(dt_parser *p)
{
    dt_model *const model = p->draft->model;
    take_lists(p);
    if (model->n_actors > DT_MAX_ACTORS)
        return; /* reported already */
    if (!dt_model_finish(model)) {
        dt_report(p->diags, DT_FINDING_limit,
                  model->choices[model->n_choices - 1].name.where,
                  "the choices take %u bits together, and %u is the limit",
                  model->n_bits, DT_MAX_BITS);
        return;
    }
    dt_bind_atoms(p);
    if (dt_diags_count(p->diags, DT_SEVERITY_ERROR) == 0)
        for (uint32_t r = 0; r < model->n_rules; r++)
            model->rules[r].mask = dt_formula_mask(model, model->rules[r].formula);
    bind_status_quo(p);
    bind_forbids(p);
    if (!p->lost)
        bind_orders(p);
    if (!p->lost && model->n_actors)
        dt_bind_homes(p);
    if (!p->lost && model->n_actors)
        dt_bind_talks(p);
    if (!p->lost && model->n_actors)
        dt_bind_intentions(p);
    report_missing(p);
}
