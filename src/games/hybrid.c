/* Semi-separating equilibria of signalling games: supports are built message by
 * message.
 *
 * For each message it is decided which types send it, T(m), and which answers to it are
 * mixed, R(m); what remains is linear (games/mixture.h). The choices for a message are
 * found beforehand: pairs for which some belief in all of T(m) makes all of R(m) best.
 * Then
 *
 *  - after each message the receiver's conditions so far must have an answer, where
 *    messages that are still open may be answered by whatever is ever best: a type that
 *    sends m must not gain by any of them;
 *  - after the last, the sender's conditions must, and the messages that nobody sends
 *    must deter all types.
 *
 *     message 0           1           2        ...
 *     ------------------------------------------
 *     T R                 T R         unsent
 *       |- no r exists: leave the branch
 *
 * In a game whose payoffs are in no special relation the sender mixes as many messages
 * more as the receiver mixes answers more; the programs find that out without being
 * told, and so they are right in special games, too.
 *
 * What is reported. One equilibrium for each pair of supports on the path, whether that
 * leaves one point or a family; none where nobody mixes on the path, unless some
 * message that is not sent deters only by a mixed answer: pure ones are the business of
 * games/cover.c. What answers an unsent message is pure where that deters, else a
 * mixture of answers that are all best for one belief. So all outcomes, that is to say
 * distributions over types, messages and answers, of mixed equilibria are found, a
 * family being told by one of its members. */
#include "games/mixture.h"
#include "games/refinement.h"
#include "games/solvers.h"

#include "base/list.h"

#include <math.h>
#include <stdio.h>

/* More than these are no answer to read; and of the memory allowed they may take one
 * part, as they are completed later. */
enum { MOST = 10000, MEMORY_PART = 4 };

/* Who sends a message, and how it is answered. */
typedef struct dt_use {
    uint64_t types, answers;
    const double *low, *high; /* [n_types] what each type may get by the message */
} dt_use;

typedef struct dt_blend {
    const dt_task *task;
    const dt_signalling *s;
    dt_support *support;
    dt_mixture mixture;
    uint64_t ever[DT_SIGNALS]; /* [n_messages] answers that are ever best */
    dt_list uses[DT_SIGNALS];  /* of dt_use: some type sends it */
    dt_list
        deterrents[DT_SIGNALS]; /* of uint64_t: sets of answers best together, single
                                   ones first, then those no other set contains */
    double *least, *most; /* [n_messages + 1][n_types] what types may get, when so many
                             messages have their use */
    dt_arena scratch;
    dt_vigil vigil;
    uint64_t n_steps; /* linear programs of games/support.h */
    dt_list found;    /* of dt_equilibrium */
    const char *why;
    dt_status status; /* of what ended the search; DT_OK: nothing, or `why` */
} dt_blend;

/* ---- Limits -----------------------------------------------------------------------
 */

static bool fail(dt_blend *blend, dt_status status)
{
    blend->status = status;
    return false;
}

/* Whether to go on: each linear program is a step. */
static bool may_go_on(dt_blend *blend)
{
    if (blend->status != DT_OK || blend->why)
        return false;
    if (!dt_vigil_step(&blend->vigil))
        return fail(blend, DT_ESTOPPED);
    if (blend->found.n >= MOST)
        blend->why = "there are more equilibria than these";
    else if (blend->mixture.n_programs + blend->n_steps >=
             blend->task->question->max_steps)
        blend->why = "there may be others: the search took more steps than allowed";
    else if (blend->task->arena->allocated >
             blend->task->question->limits.memory / MEMORY_PART)
        blend->why = "there may be others: they need more memory than allowed";
    return !blend->why;
}

/* ---- What a message can be used for -----------------------------------------------
 */

/* What each type may get by message m and these answers. */
static void find_bounds(const dt_signalling *s, uint32_t m, uint64_t answers,
                        double *low, double *high)
{
    for (uint32_t t = 0; t < s->n_types; t++) {
        low[t] = INFINITY;
        high[t] = -INFINITY;
        for (uint64_t left = answers; left; left &= left - 1) {
            const double payoff = dt_sends(s, t, m)[dt_lowest_bit(left)];
            low[t] = payoff < low[t] ? payoff : low[t];
            high[t] = payoff > high[t] ? payoff : high[t];
        }
    }
}

static bool add_use(dt_blend *blend, uint32_t m, uint64_t types, uint64_t answers)
{
    const uint32_t n = blend->s->n_types;
    if (!may_go_on(blend))
        return false;
    if (!dt_mixture_ties(&blend->mixture, m, types, answers))
        return true;
    dt_use *const use = dt_list_add(&blend->uses[m], &blend->scratch, sizeof *use);
    double *const bounds = dt_arena_array(&blend->scratch, double, 2 * (size_t)n);
    if (!use || !bounds)
        return fail(blend, DT_ENOMEM);
    find_bounds(blend->s, m, answers, bounds, bounds + n);
    *use = (dt_use){types, answers, bounds, bounds + n};
    return true;
}

/* All sets of answers for these types. Where a set can not be tied, no larger one can:
 * each that can is tried with one answer more, behind its last. */
static bool add_uses_by(dt_blend *blend, uint32_t m, uint64_t types)
{
    const uint32_t n = blend->s->n_answers[m];
    const size_t first = blend->uses[m].n;
    for (uint32_t a = 0; a < n; a++)
        if (!add_use(blend, m, types, UINT64_C(1) << a))
            return false;
    for (size_t k = first; k < blend->uses[m].n; k++) {
        const uint64_t tied = ((const dt_use *)blend->uses[m].items)[k].answers;
        for (uint32_t a = 0; a < n; a++)
            if (tied >> a == 0 && !add_use(blend, m, types, tied | UINT64_C(1) << a))
                return false;
    }
    return true;
}

/* Sets of types in ascending order: all subsets of those that are live. */
static bool find_uses(dt_blend *blend, uint32_t m)
{
    const uint64_t live = blend->mixture.live;
    uint64_t types = 0;
    do {
        types = (types - live) & live;
        if (types && !add_uses_by(blend, m, types))
            return false;
    } while (types);
    return true;
}

static bool add_deterrent(dt_blend *blend, uint32_t m, uint64_t answers)
{
    uint64_t *const set =
        dt_list_add(&blend->deterrents[m], &blend->scratch, sizeof *set);
    if (!set)
        return fail(blend, DT_ENOMEM);
    *set = answers;
    return true;
}

static bool are_best_together(dt_blend *blend, uint32_t m, uint64_t answers)
{
    blend->n_steps++;
    return dt_support_has(blend->support, m, dt_mask_of(blend->s->n_types), answers);
}

/* Add the sets that are one answer larger than set k, behind its last answer. */
static bool grow_deterrent(dt_blend *blend, uint32_t m, size_t k)
{
    const uint64_t set = ((const uint64_t *)blend->deterrents[m].items)[k];
    for (uint32_t a = 0; a < blend->s->n_answers[m]; a++) {
        if (!dt_mask_has(blend->ever[m], a) || set >> a != 0)
            continue;
        if (!may_go_on(blend))
            return false;
        if (are_best_together(blend, m, set | UINT64_C(1) << a) &&
            !add_deterrent(blend, m, set | UINT64_C(1) << a))
            return false;
    }
    return true;
}

static bool is_single(uint64_t mask)
{
    return (mask & (mask - 1)) == 0;
}

/* Whether one of the later sets contains set k. */
static bool is_contained(const dt_list *list, size_t k)
{
    const uint64_t *const sets = list->items;
    for (size_t j = k + 1; j < list->n; j++)
        if ((sets[k] & ~sets[j]) == 0)
            return true;
    return false;
}

/* Larger sets come after smaller ones. */
static void keep_largest(dt_list *list)
{
    uint64_t *const sets = list->items;
    size_t n = 0;
    for (size_t k = 0; k < list->n; k++)
        if (is_single(sets[k]) || !is_contained(list, k))
            sets[n++] = sets[k];
    list->n = n;
}

static bool find_deterrents(dt_blend *blend, uint32_t m)
{
    blend->ever[m] =
        dt_support_answers(blend->support, m, dt_mask_of(blend->s->n_types));
    for (uint64_t left = blend->ever[m]; left; left &= left - 1)
        if (!add_deterrent(blend, m, left & (~left + 1)))
            return false;
    for (size_t k = 0; k < blend->deterrents[m].n; k++)
        if (!grow_deterrent(blend, m, k))
            return false;
    keep_largest(&blend->deterrents[m]);
    return true;
}

/* ---- An equilibrium ---------------------------------------------------------------
 */

/* Probabilities that are a hair's breadth off are put right. */
static void fill_mix(const double *found, uint32_t n, double *p)
{
    double sum = 0;
    for (uint32_t k = 0; k < n; k++) {
        p[k] = found[k] > 0 ? found[k] : 0;
        sum += p[k];
    }
    for (uint32_t k = 0; k < n; k++)
        p[k] /= sum;
}

/* What type t gets by message m. */
static double worth_of(const dt_blend *blend, uint32_t t, uint32_t m)
{
    const dt_signalling *const s = blend->s;
    double sum = 0;
    for (uint32_t a = 0; a < s->n_answers[m]; a++)
        sum += blend->mixture.replies[m * s->most_answers + a] * dt_sends(s, t, m)[a];
    return sum;
}

/* A type of prior 0 sends what is best for it. */
static void fill_best(const dt_blend *blend, uint32_t t, double *p)
{
    uint32_t best = 0;
    for (uint32_t m = 1; m < blend->s->n_messages; m++)
        if (worth_of(blend, t, m) > worth_of(blend, t, best))
            best = m;
    p[best] = 1;
}

static void fill_profile(const dt_blend *blend, double *p)
{
    const dt_signalling *const s = blend->s;
    dt_fill_chance(s->game, p);
    for (uint32_t t = 0; t < s->n_types; t++) {
        double *const at = p + s->game->sets[s->type_set[t]].first_action;
        if (dt_mask_has(blend->mixture.live, t))
            fill_mix(blend->mixture.sends + t * s->n_messages, s->n_messages, at);
        else
            fill_best(blend, t, at);
    }
    for (uint32_t m = 0; m < s->n_messages; m++)
        fill_mix(blend->mixture.replies + m * s->most_answers, s->n_answers[m],
                 p + s->game->sets[s->message_set[m]].first_action);
}

/* The beliefs after m: of Bayes where it is sent, else those that make what answers it
 * best. out[] are belief, low and high, [n_nodes]. */
static bool fill_beliefs(dt_blend *blend, const double *p, uint32_t m,
                         double *const out[3])
{
    const dt_signalling *const s = blend->s;
    const dt_set *const set = &s->game->sets[s->message_set[m]];
    double weight[DT_SIGNALS], sum = 0;
    uint64_t answers = 0;
    for (uint32_t a = 0; a < s->n_answers[m]; a++)
        answers |= (uint64_t)(p[set->first_action + a] > 0) << a;
    for (uint32_t t = 0; t < s->n_types; t++) {
        weight[t] = s->prior[t] * p[s->game->sets[s->type_set[t]].first_action + m];
        sum += weight[t];
    }
    const dt_extent *const extent =
        sum > 0 ? NULL : dt_support_extent(blend->support, m, answers);
    if (!(sum > 0) && !extent)
        return false;
    for (uint32_t t = 0; t < s->n_types; t++) {
        const uint32_t n = dt_seen_at(s, t, m);
        out[0][n] = extent ? extent->middle[t] : weight[t] / sum;
        out[1][n] = extent ? extent->low[t] : out[0][n];
        out[2][n] = extent ? extent->high[t] : out[0][n];
    }
    return true;
}

static bool fill_equilibrium(dt_blend *blend, dt_equilibrium *it)
{
    const dt_signalling *const s = blend->s;
    dt_arena *const arena = blend->task->arena;
    double *const p = dt_arena_array(arena, double, s->game->n_actions);
    double *const out[3] = {dt_arena_array(arena, double, s->game->n_nodes),
                            dt_arena_array(arena, double, s->game->n_nodes),
                            dt_arena_array(arena, double, s->game->n_nodes)};
    if (!p || !out[0] || !out[1] || !out[2])
        return false;
    fill_profile(blend, p);
    for (uint32_t t = 0; t < s->n_types; t++)
        for (int k = 0; k < 3; k++)
            out[k][s->game->sets[s->type_set[t]].members[0]] = 1;
    for (uint32_t m = 0; m < s->n_messages; m++)
        if (!fill_beliefs(blend, p, m, out))
            return false;
    *it = (dt_equilibrium){
        .p = p, .belief = out[0], .low = out[1], .high = out[2], .n_alike = 1};
    dt_refine(blend->support, p, &it->intuitive, &it->divine);
    return true;
}

/* ---- The search -------------------------------------------------------------------
 */

/* Whether anybody mixes on the path. */
static bool is_mixed(const dt_blend *blend)
{
    uint64_t seen = 0;
    for (uint32_t m = 0; m < blend->s->n_messages; m++) {
        const uint64_t types = blend->mixture.types[m];
        if ((types & seen) || (types && !is_single(blend->mixture.answers[m])))
            return true;
        seen |= types;
    }
    return false;
}

/* Whether an unsent message deters by a mixture. */
static bool deters_by_mixing(const dt_blend *blend)
{
    for (uint32_t m = 0; m < blend->s->n_messages; m++)
        if (!blend->mixture.types[m] && !is_single(blend->mixture.answers[m]))
            return true;
    return false;
}

/* Choose deterrents for the unsent messages from m on: true when all types are
 * deterred, with what answers messages in the mixture. */
static bool deter(dt_blend *blend, uint32_t m)
{
    dt_mixture *const mixture = &blend->mixture;
    while (m < blend->s->n_messages && mixture->types[m])
        m++;
    if (m == blend->s->n_messages)
        return may_go_on(blend) && dt_mixture_reply(mixture);
    const uint64_t *const sets = blend->deterrents[m].items;
    for (size_t k = 0; k < blend->deterrents[m].n; k++) {
        mixture->answers[m] = sets[k];
        if (may_go_on(blend) && dt_mixture_reply(mixture) && deter(blend, m + 1))
            return true;
    }
    mixture->answers[m] = blend->ever[m];
    return false;
}

static void record(dt_blend *blend)
{
    const bool replies_vary = dt_mixture_varies_reply(&blend->mixture);
    const bool sends_exist = dt_mixture_send(&blend->mixture);
    const bool sends_vary = sends_exist && dt_mixture_varies_send(&blend->mixture);
    dt_equilibrium *const it =
        dt_list_add(&blend->found, blend->task->arena, sizeof *it);
    if (!it || !fill_equilibrium(blend, it)) {
        fail(blend, DT_ENOMEM);
        return;
    }
    it->family = replies_vary || sends_vary;
}

/* All messages have their supports. What deter() chose is taken back. */
static void finish(dt_blend *blend)
{
    dt_mixture *const mixture = &blend->mixture;
    if (!may_go_on(blend) || !dt_mixture_send(mixture))
        return;
    if (deter(blend, 0) && (is_mixed(blend) || deters_by_mixing(blend)))
        record(blend);
    for (uint32_t m = 0; m < blend->s->n_messages; m++)
        if (!mixture->types[m])
            mixture->answers[m] = blend->ever[m];
}

static void explore(dt_blend *blend, uint32_t m, uint64_t covered);

/* A type gets at least the least payoff by any message, and at most the largest by each
 * that it sends. True when one is not above the other: a glance that spares most of the
 * programs. `how` NULL: message m is not sent. */
static bool narrow(dt_blend *blend, uint32_t m, const dt_use *how)
{
    const uint32_t n = blend->s->n_types;
    const double *const least = blend->least + (size_t)m * n;
    const double *const most = blend->most + (size_t)m * n;
    double *const at_least = blend->least + (size_t)(m + 1) * n;
    double *const at_most = blend->most + (size_t)(m + 1) * n;
    for (uint32_t t = 0; t < n; t++) {
        const bool sends = how && dt_mask_has(how->types, t);
        at_least[t] = how && how->low[t] > least[t] ? how->low[t] : least[t];
        at_most[t] = sends && how->high[t] < most[t] ? how->high[t] : most[t];
        if (at_least[t] > at_most[t] + blend->s->sender_slack)
            return false;
    }
    return true;
}

/* Use message m that way, if the receiver's conditions so far have an answer. */
static void use(dt_blend *blend, uint32_t m, dt_use how, uint64_t covered)
{
    blend->mixture.types[m] = how.types;
    blend->mixture.answers[m] = how.answers;
    if (may_go_on(blend) && dt_mixture_reply(&blend->mixture))
        explore(blend, m + 1, covered | how.types);
    blend->mixture.types[m] = 0;
    blend->mixture.answers[m] = blend->ever[m];
}

/* All uses of message m; every type must have sent something by the last. */
static void explore(dt_blend *blend, uint32_t m, uint64_t covered)
{
    const uint64_t missing = blend->mixture.live & ~covered;
    if (m == blend->s->n_messages) {
        finish(blend);
        return;
    }
    const bool is_last = m + 1 == blend->s->n_messages;
    const dt_use *const uses = blend->uses[m].items;
    if ((!is_last || !missing) && narrow(blend, m, NULL))
        explore(blend, m + 1, covered);
    for (size_t k = 0; k < blend->uses[m].n && may_go_on(blend); k++)
        if ((!is_last || (missing & ~uses[k].types) == 0) && narrow(blend, m, &uses[k]))
            use(blend, m, uses[k], covered);
}

/* ---- The answer -------------------------------------------------------------------
 */

static bool make_room(dt_blend *blend)
{
    const dt_signalling *const s = blend->s;
    const size_t n = (size_t)(s->n_messages + 1) * s->n_types;
    blend->support = dt_support_new(s, &blend->scratch);
    blend->least = dt_arena_array(&blend->scratch, double, n);
    blend->most = dt_arena_array(&blend->scratch, double, n);
    return blend->support && blend->least && blend->most;
}

/* What types get at least by messages whose use is open. */
static void begin_bounds(dt_blend *blend)
{
    double low[DT_SIGNALS], high[DT_SIGNALS];
    for (uint32_t t = 0; t < blend->s->n_types; t++) {
        blend->least[t] = -INFINITY;
        blend->most[t] = INFINITY;
    }
    for (uint32_t m = 0; m < blend->s->n_messages; m++) {
        find_bounds(blend->s, m, blend->ever[m], low, high);
        for (uint32_t t = 0; t < blend->s->n_types; t++)
            blend->least[t] = fmax(blend->least[t], low[t]);
    }
}

static dt_status blend_all(dt_blend *blend, dt_error *err)
{
    if (!make_room(blend))
        return dt_fail_memory(err);
    DT_TRY(dt_mixture_init(&blend->mixture, blend->s, &blend->scratch, err));
    bool goes_on = true;
    for (uint32_t m = 0; goes_on && m < blend->s->n_messages; m++) {
        goes_on = find_deterrents(blend, m) && find_uses(blend, m);
        blend->mixture.answers[m] = blend->ever[m];
    }
    if (goes_on) {
        begin_bounds(blend);
        explore(blend, 0, 0);
    }
    return blend->status == DT_OK ? DT_OK : dt_fail_plainly(err, blend->status);
}

static void tell(const dt_blend *blend, dt_method_answer *answer)
{
    answer->applies = true;
    answer->complete = !blend->why;
    answer->n = (uint32_t)blend->found.n;
    answer->equilibria = blend->found.items;
    answer->n_steps = blend->mixture.n_programs + blend->n_steps;
    if (blend->why)
        snprintf(answer->why, sizeof answer->why, "%s", blend->why);
}

dt_status dt_solve_signalling(const dt_task *task, dt_method_answer *answer,
                              dt_error *err)
{
    dt_blend blend = {
        .task = task,
        .vigil = {.monitor = task->question->limits.monitor,
                  .phase = "finding mixed equilibria",
                  .to = 1,
                  .n_whole = task->question->max_steps},
    };
    const char *why = NULL;
    DT_TRY(dt_signalling_find(task->game, task->arena, &blend.s, &why, err));
    if (!blend.s) {
        snprintf(answer->why, sizeof answer->why, "not a signalling game: %s", why);
        return DT_OK;
    }
    const dt_status status = blend_all(&blend, err);
    dt_arena_release(&blend.scratch);
    if (status == DT_OK)
        tell(&blend, answer);
    return status;
}
