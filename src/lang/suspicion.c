/* Binding what is said about intentions: how likely types are, what was seen, and what
 * a move is. Tests and trust are in ordeal.c.
 *
 * All else hangs on the priors: a likelihood is wanted of each type that may be, so
 * they are read first. Where they are not sound nobody asks for likelihoods that are
 * missing.
 */
#include "lang/binder.h"

#include "base/decimal.h"

#include <string.h>

/* ---- shared -------------------------------------------------------------------- */

const char *dt_self_name(const dt_actor *actor, uint32_t type)
{
    return type ? actor->types[type - 1].name.id : actor->name.id;
}

bool dt_bind_fits(dt_parser *p, size_t n, uint32_t most, dt_span where, const char *who,
                  const char *what)
{
    if (n > most)
        dt_report(p->diags, DT_FINDING_limit, where, "%s has at most %u %s", who, most,
                  what);
    return n <= most;
}

bool dt_bind_begins(dt_parser *p, dt_span where, const char *what)
{
    if (p->draft->model->has_status_quo)
        return true;
    dt_report(p->diags, DT_FINDING_missing, where,
              "%s begins at the status quo, and the model has none", what);
    dt_report_help(p->diags, "declare it: status quo { ... }");
    return false;
}

uint32_t dt_actor_index(const dt_parser *p, const dt_actor *actor)
{
    return (uint32_t)(actor - p->draft->model->actors);
}

uint32_t dt_find_type(const dt_actor *actor, dt_word w)
{
    for (uint32_t t = 0; t < actor->n_types; t++)
        if (dt_name_is(&actor->types[t].name, w))
            return t + 1;
    return DT_ITSELF;
}

void dt_report_unknown_type(dt_parser *p, const dt_actor *actor, const dt_token *token,
                            bool with_itself)
{
    const dt_word w = dt_word_of(p, token);
    dt_candidates all = dt_candidates_for(w);
    dt_report(p->diags, DT_FINDING_unknown_name, dt_span_of(p, token),
              "'%s' has no type '%.*s'", actor->name.id, (int)w.n, w.text);
    for (uint32_t t = 0; t < actor->n_types && !dt_diags_full(p->diags); t++)
        dt_candidates_add(&all, NULL, actor->types[t].name.id);
    if (with_itself && actor->n_types)
        dt_candidates_add(&all, NULL, actor->name.id);
    dt_candidates_suggest(p, &all, with_itself ? "it may be" : "its types are");
}

/* ---- moves ---------------------------------------------------------------------- */

/* An option of the actor is called 'stay', too. */
static void doubt_stay(dt_parser *p, const dt_draft_move *draft, const dt_actor *actor)
{
    const dt_model *const model = p->draft->model;
    for (uint32_t k = 0; k < actor->n_choices; k++) {
        const dt_choice *const choice = &model->choices[actor->first_choice + k];
        if (strcmp(choice->name.id, "stay") != 0)
            continue;
        dt_report(p->diags, DT_FINDING_two_readings, draft->where,
                  "this 'stay' changes nothing; '%s' has a choice of that name",
                  actor->name.id);
        dt_report_help(p->diags, "the choice is '%s.stay'", actor->name.id);
    }
}

/* Whose the choice is, if it may be; else NULL, and reported. */
static const dt_actor *owner_of(dt_parser *p, const dt_assignment *a,
                                const dt_actor *owner, bool is_fixed)
{
    const dt_model *const model = p->draft->model;
    const dt_actor *const actor = &model->actors[a->choice->actor];
    const dt_span where = dt_ref_span(p, &a->ref);
    if (actor->is_agenda)
        dt_report(p->diags, DT_FINDING_wrong_kind, where,
                  "'%s' is nobody who could move: its choices are what others agree on",
                  actor->name.id);
    else if (owner && actor != owner)
        dt_report(p->diags, DT_FINDING_wrong_kind, where,
                  is_fixed ? "'%s.%s' is not for '%s' to choose"
                           : "'%s.%s' belongs to another actor: the move began as one "
                             "of '%s'",
                  actor->name.id, a->choice->name.id, owner->name.id);
    else
        return actor;
    return NULL;
}

const dt_actor *dt_bind_move(dt_parser *p, dt_draft_move *draft, const dt_actor *owner,
                             dt_setting *setting)
{
    const bool is_fixed = owner;
    const dt_assignment *const all = draft->assignments.items;
    bool is_sound;
    *setting = (dt_setting){0, 0};
    if (draft->stay) {
        doubt_stay(p, draft, owner);
        return owner;
    }
    const uint32_t before = dt_diags_count(p->diags, DT_SEVERITY_ERROR);
    *setting = dt_bind_setting(p, &draft->assignments, owner);
    is_sound = dt_diags_count(p->diags, DT_SEVERITY_ERROR) == before;
    for (size_t k = 0; k < draft->assignments.n; k++)
        is_sound = is_sound && all[k].choice; /* what is reported elsewhere */
    for (size_t k = 0; k < draft->assignments.n && is_sound; k++) {
        const dt_actor *const actor = owner_of(p, &all[k], owner, is_fixed);
        is_sound = actor;
        owner = actor;
    }
    return is_sound ? owner : NULL;
}

/* ---- likelihoods ---------------------------------------------------------------- */

/* The type that is named, and how likely this is of it; DT_ITSELF: not sound. */
static uint32_t bind_likelihood(dt_parser *p, const dt_actor *actor,
                                const dt_draft_likelihood *draft)
{
    const dt_word w = dt_word_of(p, draft->name);
    uint32_t type = dt_find_type(actor, w);
    if (type == DT_ITSELF && dt_name_is(&actor->name, w))
        type = 0;
    if (type == DT_ITSELF)
        dt_report_unknown_type(p, actor, draft->name, true);
    return type;
}

static bool is_listed(const dt_likelihood *likely, uint32_t n, uint32_t type)
{
    for (uint32_t k = 0; k < n; k++)
        if (likely[k].type == type)
            return true;
    return false;
}

/* Each type that may be needs a likelihood. */
static bool is_complete(dt_parser *p, const dt_actor *actor,
                        const dt_likelihood *likely, uint32_t n, dt_span where)
{
    const dt_model *const model = p->draft->model;
    bool is_complete = true, any = false;
    for (uint32_t k = 0; k < n; k++)
        any = any || likely[k].p > 0;
    for (uint32_t t = 0; t <= actor->n_types; t++) {
        if (is_listed(likely, n, t) ||
            dt_prior_of(model, dt_actor_index(p, actor), t) == 0)
            continue;
        is_complete = false;
        dt_report(p->diags, DT_FINDING_missing, where,
                  t ? "how likely this is of '%s.%s' is not said"
                    : "how likely this is of '%s' as its plain self is not said",
                  actor->name.id, dt_self_name(actor, t));
        if (t == 0)
            dt_report_help(p->diags, "its plain self goes by its own name: '%s 0.5'",
                           actor->name.id);
    }
    if (is_complete && !any)
        dt_report(p->diags, DT_FINDING_probability, where,
                  "no type of '%s' would do this: one likelihood at least is above 0",
                  actor->name.id);
    return is_complete && any;
}

bool dt_bind_likelihoods(dt_parser *p, const dt_actor *actor, const dt_list *drafts,
                         dt_span where, uint32_t *n, const dt_likelihood **likely)
{
    const dt_draft_likelihood *const all = drafts->items;
    dt_likelihood *const slots = dt_arena_array(p->arena, dt_likelihood, drafts->n);
    bool is_sound = slots;
    p->lost = p->lost || !slots;
    *n = 0;
    for (size_t k = 0; slots && k < drafts->n; k++) {
        const uint32_t type = bind_likelihood(p, actor, &all[k]);
        is_sound = is_sound && type != DT_ITSELF && all[k].number;
        if (type == DT_ITSELF)
            continue;
        if (is_listed(slots, *n, type)) {
            dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, all[k].name),
                      "how likely this is of '%s' is said twice",
                      dt_self_name(actor, type));
            is_sound = false;
        } else
            slots[(*n)++] = (dt_likelihood){type, all[k].p};
    }
    *likely = slots;
    if (is_sound && p->draft->intentions.priors_are_sound)
        is_sound = is_complete(p, actor, slots, *n, where);
    return is_sound;
}

/* ---- signals -------------------------------------------------------------------- */

/* Somebody of whom there is something to tell. */
static bool may_signal(dt_parser *p, const dt_actor *actor, const dt_token *where)
{
    if (dt_actor_has_priors(p->draft->model, dt_actor_index(p, actor)) ||
        !p->draft->intentions.priors_are_sound)
        return true;
    dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, where),
              "a signal tells of which type '%s' is, and none of its types has a prior",
              actor->name.id);
    dt_report_help(p->diags, "say how likely they are: type %s.%s 0.5", actor->name.id,
                   actor->n_types ? actor->types->name.id : "NAME");
    return false;
}

static dt_span span_of_list(const dt_parser *p, const dt_list *likelihoods)
{
    const dt_draft_likelihood *const all = likelihoods->items;
    const dt_draft_likelihood *const last = &all[likelihoods->n - 1];
    return dt_span_to(p, all->name, last->number ? last->number : last->name);
}

/* `day` is that of the signal, or of the one before it that has one. */
static void check_withdrawal(dt_parser *p, const dt_draft_signal *draft, dt_day day)
{
    const dt_day withdrawn = draft->signal.withdrawn;
    if (withdrawn && withdrawn < day)
        dt_report(p->diags, DT_FINDING_bad_day,
                  dt_span_to(p, draft->withdrawn, draft->withdrawn + 1),
                  "this was withdrawn before it was seen, on %04u-%02u-%02u",
                  day / 10000, day / 100 % 100, day % 100);
}

static void bind_signal(dt_parser *p, dt_draft_signal *draft, dt_signal *seen)
{
    const dt_actor *const actor = dt_bind_actor(p, draft->actor);
    *seen = draft->signal;
    if (!actor || !may_signal(p, actor, draft->actor))
        return;
    seen->actor = dt_actor_index(p, actor);
    if (!seen->moves)
        dt_bind_likelihoods(p, actor, &draft->likelihoods,
                            span_of_list(p, &draft->likelihoods), &seen->n_likely,
                            &seen->likely);
    else if (dt_bind_begins(p, seen->where, "a move that is seen"))
        dt_bind_move(p, &draft->move, actor, &seen->setting);
}

static void bind_signals(dt_parser *p)
{
    dt_intentions *const all = &p->draft->model->intentions;
    const dt_list *const list = &p->draft->intentions.signals;
    dt_draft_signal *const drafts = list->items;
    const size_t n = list->n;
    dt_day day = 0;
    if (n == 0 || !dt_bind_fits(p, n, DT_SIGNALS_MAX, drafts[n - 1].signal.where,
                                "a model", "signals"))
        return;
    dt_signal *const signals = dt_arena_array(p->arena, dt_signal, n);
    p->lost = p->lost || !signals;
    all->signals = signals;
    for (size_t k = 0; k < n && !p->lost && !dt_diags_full(p->diags); k++) {
        day = drafts[k].signal.day ? drafts[k].signal.day : day;
        check_withdrawal(p, &drafts[k], day);
        bind_signal(p, &drafts[k], &signals[all->n_signals++]);
    }
}

/* ---- the whole ------------------------------------------------------------------ */

static void take_numbers(dt_parser *p)
{
    const dt_draft_intentions *const draft = &p->draft->intentions;
    dt_intentions *const all = &p->draft->model->intentions;
    all->has_drift = draft->drift;
    all->drift = draft->drift ? draft->drift_units : DT_DECIMAL_ONE;
    all->has_precision = draft->precision;
    all->precision = draft->precision ? draft->precision_units : DT_DECIMAL_ONE;
    if (draft->drift)
        all->drift_where = dt_span_of(p, draft->drift);
    if (draft->precision)
        all->precision_where = dt_span_of(p, draft->precision);
}

void dt_bind_intentions(dt_parser *p)
{
    const uint32_t before = dt_diags_count(p->diags, DT_SEVERITY_ERROR);
    take_numbers(p);
    dt_bind_priors(p);
    p->draft->intentions.priors_are_sound =
        dt_diags_count(p->diags, DT_SEVERITY_ERROR) == before;
    if (!p->lost)
        bind_signals(p);
    if (!p->lost)
        dt_bind_tests(p);
    if (!p->lost)
        dt_bind_trusts(p);
    if (p->lost || dt_diags_count(p->diags, DT_SEVERITY_ERROR))
        return;
    dt_check_moves(p);
    dt_doubt_priors(p);
}
