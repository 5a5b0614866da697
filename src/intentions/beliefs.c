/* Signals come in by their dates; each multiplies what was believed by how likely it is
 * under each type (Bayes), to the power of its credibility: a report that counts half
 * moves the odds by the square root. Before each, types may have changed: every actor
 * stays what it is with probability kappa, or turns into any other of its types, all
 * equally likely.
 *
 * Beliefs are over worlds, so that what is learnt of one actor tells of another where
 * the joint table links them; they are kept as logarithms.
 *
 *     day 1        day 2        day 3        day 4
 *     signal A ->  signal B ->  signal C ->  B withdrawn
 *                                            prior -> A -> C
 *
 * A withdrawn signal is as if it had never come: all is followed from the start again
 * without it, so that neither its drift nor, of a move, the state it led to remains.
 *
 * The state starts as the status quo and goes where the moves lead that were seen; the
 * likelihood of a move is that of a quantal response there (response.c). A move that
 * cannot be judged says nothing of types, but time passes, and if it can be made it
 * leads where it leads.
 *
 * Sources: McKelvey and Palfrey 1995 (quantal response); Rabiner 1989 (the filter). */
#include "base/decimal.h"
#include "base/fail.h"
#include "base/sort.h"
#include "base/text.h"
#include "intentions/probe.h"
#include "intentions/response.h"

#include <math.h>

/* A signal that comes in, or is withdrawn. */
typedef struct event {
    uint32_t signal;
    bool is_withdrawal;
} event;

/* What a signal says. */
typedef struct reading {
    double *log_likelihood; /* [n_types + 1] of its actor */
    char why[160];          /* why it says nothing; else empty */
} reading;

typedef struct filter {
    dt_probe *probe;
    const dt_model *model;
    const dt_worlds *worlds;
    dt_arena scratch;
    uint32_t n_events;
    event *events;    /* by date */
    bool *is_counted; /* [n_signals] it came in and was not withdrawn */
    double *log;      /* [n_worlds] */
    double *before;   /* [n_worlds] beliefs right before a signal, after the drift */
    uint64_t code;    /* where moves have led */
    uint32_t n_followed;
    reading reading; /* of the last signal */
    double *share;   /* room for the types of one actor */
    dt_diags *diags;
    uint32_t n_beliefs;
    dt_belief *beliefs;
} filter;

/* ---- in which order ---------------------------------------------------------------
 */

/* Days, then signals before withdrawals, then as written. */
static uint64_t key_of(dt_day day, bool is_withdrawal, uint32_t k)
{
    enum { ORDER_BITS = 31 };
    return ((uint64_t)day << 1 | is_withdrawal) << ORDER_BITS | k;
}

static dt_day later(dt_day a, dt_day b)
{
    return a > b ? a : b;
}

static void list_events(filter *f, uint64_t *key)
{
    const dt_intentions *const all = &f->model->intentions;
    dt_day day = 0;
    for (uint32_t k = 0; k < all->n_signals; k++) {
        const dt_signal *const s = &all->signals[k];
        day = s->day ? s->day : day;
        key[f->n_events] = key_of(day, false, k);
        f->events[f->n_events++] = (event){k, false};
        if (!s->is_withdrawn)
            continue;
        key[f->n_events] =
            key_of(s->withdrawn ? later(s->withdrawn, day) : INT32_MAX, true, k);
        f->events[f->n_events++] = (event){k, true};
    }
}

static bool sort_events(filter *f)
{
    const uint32_t room = 2 * f->model->intentions.n_signals;
    uint64_t *const key = dt_arena_array(&f->scratch, uint64_t, room);
    uint32_t *const order = dt_arena_array(&f->scratch, uint32_t, room);
    uint32_t *const scratch = dt_arena_array(&f->scratch, uint32_t, room);
    event *const sorted = dt_arena_array(&f->scratch, event, room);
    f->events = dt_arena_array(&f->scratch, event, room);
    if (!key || !order || !scratch || !sorted || !f->events)
        return false;
    list_events(f, key);
    for (uint32_t k = 0; k < f->n_events; k++)
        order[k] = k;
    dt_sort_by_key(key, order, scratch, f->n_events);
    for (uint32_t k = 0; k < f->n_events; k++)
        sorted[k] = f->events[order[k]];
    f->events = sorted;
    return true;
}

/* ---- logarithms -------------------------------------------------------------------
 */

/* Make probabilities of them: they add up to 1. False when all are 0. */
static bool normalise(double *log_p, uint32_t n)
{
    double largest = -(double)INFINITY, sum = 0;
    for (uint32_t k = 0; k < n; k++)
        largest = fmax(largest, log_p[k]);
    if (isinf(largest))
        return false;
    for (uint32_t k = 0; k < n; k++)
        sum += exp(log_p[k] - largest);
    for (uint32_t k = 0; k < n; k++)
        log_p[k] -= largest + log(sum);
    return true;
}

static void write_beliefs(const filter *f, double *p)
{
    for (uint32_t w = 0; w < f->worlds->n; w++)
        p[w] = f->n_followed ? exp(f->log[w]) : f->worlds->at[w].prior;
}

/* ---- drift ----------------------------------------------------------------------- */

/* Where intentions drift, worlds are all combinations of types. Those that differ in
 * one actor's type only are `stride` apart, and there are `size` of them. */
typedef struct kin {
    uint32_t stride, size;
} kin;

static kin kin_of(const dt_worlds *worlds, dt_actor_id a)
{
    kin k = {worlds->n, 1};
    for (uint32_t w = 1; w < worlds->n; w++) {
        if (worlds->at[w].cast.type[a] == worlds->at[w - 1].cast.type[a])
            continue;
        k.stride = k.size == 1 ? w : k.stride;
        if (worlds->at[w].cast.type[a] == worlds->at[0].cast.type[a])
            break;
        k.size++;
    }
    return k;
}

static void mix(filter *f, kin k, uint32_t base, double kappa)
{
    double largest = -(double)INFINITY;
    for (uint32_t j = 0; j < k.size; j++)
        largest = fmax(largest, f->log[base + j * k.stride]);
    if (isinf(largest))
        return;
    for (uint32_t j = 0; j < k.size; j++)
        f->share[j] = exp(f->log[base + j * k.stride] - largest);
    for (uint32_t j = 0; j < k.size; j++) {
        double others = 0;
        for (uint32_t i = 0; i < k.size; i++)
            others += i == j ? 0 : f->share[i];
        f->log[base + j * k.stride] =
            largest + log(kappa * f->share[j] + (1 - kappa) / (k.size - 1) * others);
    }
}

static void drift(filter *f)
{
    const double kappa = f->probe->findings.drift;
    for (dt_actor_id a = 0; a < f->model->n_actors && kappa < 1; a++) {
        const kin k = kin_of(f->worlds, a);
        if (k.size == 1)
            continue;
        for (uint32_t w = 0; w < f->worlds->n; w++)
            if (w / k.stride % k.size == 0)
                mix(f, k, w, kappa);
    }
}

/* ---- one signal -------------------------------------------------------------------
 */

static double decimal(int64_t units)
{
    return (double)units / (double)DT_DECIMAL_ONE;
}

static void read_stated(filter *f, const dt_signal *s)
{
    const uint32_t n_types = f->model->actors[s->actor].n_types;
    for (uint32_t t = 0; t <= n_types; t++)
        f->reading.log_likelihood[t] =
            dt_worlds_have(f->worlds, s->actor, t)
                ? log(decimal(dt_likelihood_of(s->likely, s->n_likely, t)))
                : -(double)INFINITY;
}

static dt_status read_move(filter *f, const dt_signal *s, dt_error *err)
{
    const dt_reach_question asked = {
        .model = f->model, .actor = s->actor, .from = f->code};
    const dt_response_question q = {.worlds = f->worlds,
                                    .actor = s->actor,
                                    .from = f->code,
                                    .setting = s->setting,
                                    .precision = f->probe->precision,
                                    .monitor = f->probe->question.limits.monitor};
    char why[sizeof f->reading.why];
    if (!f->model->has_status_quo) {
        dt_text_fit(f->reading.why, sizeof f->reading.why,
                    "the model declares no status quo, from which the move was made");
        return DT_OK;
    }
    DT_TRY(dt_response_find(&q, f->reading.log_likelihood, f->reading.why,
                            sizeof f->reading.why, err));
    if (dt_reach_allows(&asked, s->setting, why, sizeof why))
        f->code = dt_setting_apply(s->setting, f->code);
    return DT_OK;
}

static dt_status report_impossible(filter *f, const dt_signal *s, dt_error *err)
{
    dt_report(f->diags, DT_FINDING_probability, s->where,
              "the signal '%s' is impossible: every type that is left has a likelihood "
              "of 0",
              s->text);
    dt_report_help(f->diags, "a likelihood of 0 rules a type out for good; what is "
                             "merely unlikely deserves a small one");
    return dt_diags_status(f->diags, err);
}

static dt_status follow(filter *f, uint32_t signal, dt_error *err)
{
    const dt_signal *const s = &f->model->intentions.signals[signal];
    const double credibility = decimal(s->credibility);
    drift(f);
    f->n_followed++;
    write_beliefs(f, f->before);
    f->reading.why[0] = '\0';
    if (s->moves)
        DT_TRY(read_move(f, s, err));
    else
        read_stated(f, s);
    if (f->reading.why[0])
        return DT_OK;
    for (uint32_t w = 0; w < f->worlds->n; w++)
        f->log[w] += credibility *
                     f->reading.log_likelihood[f->worlds->at[w].cast.type[s->actor]];
    return normalise(f->log, f->worlds->n) ? DT_OK : report_impossible(f, s, err);
}

/* ---- what is told of a step --------------------------------------------------------
 */

/* The actor's likeliest type before the signal but for `not`; `not` if it is alone. */
static uint32_t likeliest_but(const filter *f, dt_actor_id a, uint32_t not )
{
    uint32_t best = not ;
    double most = -1;
    for (uint32_t t = 0; t <= f->model->actors[a].n_types; t++) {
        const double p = dt_worlds_marginal(f->worlds, f->before, a, t);
        if (t != not &&p > most && dt_worlds_have(f->worlds, a, t)) {
            best = t;
            most = p;
        }
    }
    return best;
}

static void set_ratio(const filter *f, const dt_signal *s, dt_belief *belief)
{
    const uint32_t first = likeliest_but(f, s->actor, UINT32_MAX);
    const uint32_t second = likeliest_but(f, s->actor, first);
    const double a = f->reading.log_likelihood[first];
    const double b = f->reading.log_likelihood[second];
    belief->ratio = 1;
    belief->favours = first;
    belief->against = second;
    if (a == b || f->reading.why[0])
        return;
    belief->ratio = exp(decimal(s->credibility) * fabs(a - b));
    belief->favours = a > b ? first : second;
    belief->against = a > b ? second : first;
}

static const char *copy_why(filter *f)
{
    size_t n = 0;
    while (f->reading.why[n])
        n++;
    return dt_arena_copy(&f->probe->arena, f->reading.why, n);
}

static dt_status describe(filter *f, uint32_t signal, dt_belief *belief, dt_error *err)
{
    const dt_signal *const s = &f->model->intentions.signals[signal];
    const uint32_t n = f->model->actors[s->actor].n_types + 1;
    if (f->reading.why[0]) {
        belief->why = copy_why(f);
        set_ratio(f, s, belief);
        return belief->why ? DT_OK : dt_fail_memory(err);
    }
    double *const likelihood = dt_arena_array(&f->probe->arena, double, n);
    if (!likelihood)
        return dt_fail_memory(err);
    for (uint32_t t = 0; t < n; t++)
        likelihood[t] = exp(f->reading.log_likelihood[t]);
    belief->likelihood = likelihood;
    set_ratio(f, s, belief);
    return DT_OK;
}

static dt_belief *add_belief(filter *f)
{
    dt_belief *const belief = &f->beliefs[f->n_beliefs];
    double *const world = dt_arena_array(&f->probe->arena, double, f->worlds->n);
    if (!world)
        return NULL;
    write_beliefs(f, world);
    belief->world = world;
    f->n_beliefs++;
    return belief;
}

/* ---- events ------------------------------------------------------------------------
 */

static void restart(filter *f)
{
    f->n_followed = 0;
    f->code = f->model->status_quo;
    for (uint32_t w = 0; w < f->worlds->n; w++)
        f->log[w] = log(f->worlds->at[w].prior);
}

/* Follow from the start what counts of the events before number `n`. */
static dt_status follow_again(filter *f, uint32_t n, dt_error *err)
{
    restart(f);
    for (uint32_t e = 0; e < n; e++)
        if (!f->events[e].is_withdrawal && f->is_counted[f->events[e].signal])
            DT_TRY(follow(f, f->events[e].signal, err));
    return DT_OK;
}

static dt_status take_event(filter *f, uint32_t e, dt_error *err)
{
    const event *const now = &f->events[e];
    const dt_signal *const s = &f->model->intentions.signals[now->signal];
    DT_TRY(dt_watch(f->probe->question.limits.monitor, "following signals",
                    (double)e / f->n_events, err));
    f->is_counted[now->signal] = !now->is_withdrawal;
    DT_TRY(now->is_withdrawal ? follow_again(f, e, err) : follow(f, now->signal, err));
    dt_belief *const belief = add_belief(f);
    if (!belief)
        return dt_fail_memory(err);
    belief->step = now->is_withdrawal ? DT_STEP_WITHDRAWAL : DT_STEP_SIGNAL;
    belief->signal = now->signal;
    belief->day = now->is_withdrawal ? s->withdrawn : s->day;
    belief->actor = s->actor;
    return now->is_withdrawal ? DT_OK : describe(f, now->signal, belief, err);
}

static dt_status follow_all(filter *f, dt_error *err)
{
    restart(f);
    if (!add_belief(f))
        return dt_fail_memory(err);
    for (uint32_t e = 0; e < f->n_events; e++)
        DT_TRY(take_event(f, e, err));
    return DT_OK;
}

/* ---- the whole ---------------------------------------------------------------------
 */

static uint32_t most_types(const dt_model *model)
{
    uint32_t most = 0;
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        most = model->actors[a].n_types > most ? model->actors[a].n_types : most;
    return most + 1;
}

static bool make_room(filter *f)
{
    const uint32_t n = f->worlds->n, n_types = most_types(f->model);
    f->is_counted = dt_arena_array(&f->scratch, bool, f->model->intentions.n_signals);
    f->log = dt_arena_array(&f->scratch, double, n);
    f->before = dt_arena_array(&f->scratch, double, n);
    f->share = dt_arena_array(&f->scratch, double, n_types);
    f->reading.log_likelihood = dt_arena_array(&f->scratch, double, n_types);
    f->beliefs = dt_arena_array(&f->probe->arena, dt_belief, (size_t)f->n_events + 1);
    return f->is_counted && f->log && f->before && f->share &&
           f->reading.log_likelihood && f->beliefs;
}

static dt_status check_memory(const filter *f, dt_error *err)
{
    const dt_limits *const limits = &f->probe->question.limits;
    const uint64_t memory = limits->memory ? limits->memory : DT_MEMORY_DEFAULT;
    const uint64_t bytes = ((uint64_t)f->n_events + 1) *
                           (f->worlds->n * sizeof(double) + sizeof(dt_belief));
    return bytes <= memory ? DT_OK
                           : dt_fail(err, DT_ELIMIT,
                                     "beliefs about %u worlds after %u signals take "
                                     "more than the memory allowed",
                                     f->worlds->n, f->n_events);
}

static dt_status run(filter *f, dt_error *err)
{
    if (!sort_events(f))
        return dt_fail_memory(err);
    DT_TRY(check_memory(f, err));
    return make_room(f) ? follow_all(f, err) : dt_fail_memory(err);
}

dt_status dt_beliefs_find(dt_probe *probe, dt_diags *diags, dt_error *err)
{
    filter f = {.probe = probe,
                .model = probe->model,
                .worlds = &probe->worlds,
                .diags = diags};
    const dt_status status = run(&f, err);
    dt_arena_release(&f.scratch);
    if (status != DT_OK)
        return status;
    probe->findings.n_beliefs = f.n_beliefs;
    probe->findings.beliefs = f.beliefs;
    for (uint32_t w = 0; w < probe->worlds.n; w++)
        probe->worlds.at[w].now = f.beliefs[f.n_beliefs - 1].world[w];
    return DT_OK;
}
