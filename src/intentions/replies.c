/* What follows from each answer to a test, and in plans to a second one.
 *
 * Both are the same question. Before the answer each guise has a weight: how likely it
 * is, for the first test, and what is believed when the second one is made. */
#include "intentions/attempt.h"

#include <math.h>
#include <string.h>

/* How far probabilities of the selected equilibrium may be from those of a pure one
 * that is the same. */
static const double SAME = 1e-3;

/* ---- Where the tester decides ---------------------------------------------------- */

/* How likely play comes from a scene to one below it, in a guise. */
static double path_p(const dt_look *look, uint32_t guise, uint32_t above,
                     uint32_t scene)
{
    double p = 1;
    for (; scene != above; scene = look->s->scenes[scene].parent)
        p *= dt_move_p(look, guise, scene);
    return p;
}

static bool decides(const dt_staging *s, uint32_t scene)
{
    return s->scenes[scene].step && s->scenes[scene].step->decides;
}

/* Whether a scene lies below another, or is it, and the tester does not decide on the
 * way. */
static bool is_next_below(const dt_staging *s, uint32_t scene, uint32_t above)
{
    while (scene != above) {
        scene = s->scenes[scene].parent;
        if (scene == DT_NONE || scene < above || decides(s, scene))
            return false;
    }
    return true;
}

/* The first scene from `from` on at which the tester decides next after the scene
 * `above`; DT_NONE: none. */
static uint32_t next_decision(const dt_staging *s, uint32_t above, uint32_t from)
{
    for (uint32_t k = from; k < s->n_scenes; k++)
        if (decides(s, k) && is_next_below(s, k, above))
            return k;
    return DT_NONE;
}

/* ---- Beliefs --------------------------------------------------------------------- */

/* How likely each guise is after an answer: by Bayes' rule, or where no type gives it
 * the limit along the branch. Where nobody ever asks for that, as before the answer. */
static double *weights_after(const dt_look *look, uint32_t scene, const double *before,
                             bool occurs)
{
    const dt_staging *const s = look->s;
    double *const weight = dt_arena_array(look->arena, double, s->n_guises);
    const uint32_t decision = next_decision(s, scene, scene);
    double sum = 0;
    for (uint32_t g = 0; weight && g < s->n_guises; g++) {
        if (!(look->mu[g] > 0))
            continue;
        weight[g] = occurs ? before[g] * dt_move_p(look, g, scene)
                    : decision == DT_NONE
                        ? before[g]
                        : look->e->belief[dt_stage_node(s, g, decision)];
        sum += weight[g];
    }
    for (uint32_t g = 0; weight && g < s->n_guises; g++)
        weight[g] = sum > 0 ? weight[g] / sum : look->mu[g];
    return weight;
}

/* Sums over the guises of each type: [n_types]. */
static double *by_type(const dt_look *look, const double *of_guise)
{
    double *const sum = dt_arena_array(look->arena, double, look->attempt->n_types);
    for (uint32_t g = 0; sum && g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            sum[look->type[g]] += of_guise[g];
    return sum;
}

/* Whether a pure equilibrium is the selected one, where play comes. */
static bool is_selected(const dt_look *look, const dt_equilibrium *e)
{
    const dt_game *const game = look->s->game;
    for (uint32_t a = 0; a < game->n_actions; a++)
        if (e->reached[game->actions[a].set] && fabs(e->p[a] - look->e->p[a]) > SAME)
            return false;
    return true;
}

/* The pure equilibrium that is the selected one, if it says between which beliefs its
 * replies are best; else NULL. */
static const dt_equilibrium *twin_of(const dt_look *look)
{
    const dt_method_answer *const pure = dt_play_answer(look->play, DT_METHOD_PURE);
    for (uint32_t k = 0; k < pure->n; k++)
        if (pure->equilibria[k].low && is_selected(look, &pure->equilibria[k]))
            return &pure->equilibria[k];
    return NULL;
}

/* The interval of beliefs after an answer that no type gives. Only where each type has
 * one guise: intervals cannot be added. */
static bool fill_interval(const dt_look *look, uint32_t scene, dt_reply *reply)
{
    const dt_staging *const s = look->s;
    const dt_equilibrium *const twin = twin_of(look);
    const uint32_t decision = next_decision(s, scene, scene);
    uint32_t n = 0;
    for (uint32_t g = 0; g < s->n_guises; g++)
        n += look->mu[g] > 0;
    if (!twin || decision == DT_NONE || n != look->attempt->n_types)
        return true;
    double *const low = dt_arena_array(look->arena, double, n);
    double *const high = dt_arena_array(look->arena, double, n);
    if (!low || !high)
        return false;
    for (uint32_t g = 0; g < s->n_guises; g++)
        if (look->mu[g] > 0) {
            low[look->type[g]] = twin->low[dt_stage_node(s, g, decision)];
            high[look->type[g]] = twin->high[dt_stage_node(s, g, decision)];
        }
    reply->low = low;
    reply->high = high;
    return true;
}

/* ---- What the tester does then --------------------------------------------------- */

static dt_next *next_called(dt_next *next, uint32_t *n, const dt_scene *scene)
{
    for (uint32_t k = 0; k < *n; k++)
        if (strcmp(next[k].label, scene->label) == 0)
            return &next[k];
    next[*n] = (dt_next){scene->name, scene->label, 0, scene->is_test};
    return &next[(*n)++];
}

static void sort_next(dt_next *next, uint32_t n)
{
    for (uint32_t k = 1; k < n; k++) {
        const dt_next moved = next[k];
        uint32_t at = k;
        for (; at > 0 && next[at - 1].p < moved.p; at--)
            next[at] = next[at - 1];
        next[at] = moved;
    }
}

/* The guise whose node stands for what the tester knows: any of its own. */
static uint32_t own_guise(const dt_look *look)
{
    uint32_t g = 0;
    while (!(look->mu[g] > 0))
        g++;
    return g;
}

/* How likely play comes to a scene, given the weights of guises above it. */
static double share_of(const dt_look *look, const double *weight, uint32_t above,
                       uint32_t scene)
{
    double sum = 0;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            sum += weight[g] * path_p(look, g, above, scene);
    return sum;
}

static uint32_t room_for_next(const dt_staging *s, uint32_t scene)
{
    uint32_t room = 0;
    for (uint32_t k = next_decision(s, scene, scene); k != DT_NONE;
         k = next_decision(s, scene, k + 1))
        room += s->scenes[k].n;
    return room;
}

static bool fill_next(const dt_look *look, uint32_t scene, const double *weight,
                      dt_reply *reply)
{
    const dt_staging *const s = look->s;
    const uint32_t own = own_guise(look);
    dt_next *const next = dt_arena_array(look->arena, dt_next, room_for_next(s, scene));
    uint32_t n = 0;
    if (!next)
        return false;
    for (uint32_t k = next_decision(s, scene, scene); k != DT_NONE;
         k = next_decision(s, scene, k + 1)) {
        const dt_scene *const it = &s->scenes[k];
        const double share = share_of(look, weight, scene, k);
        for (uint32_t c = it->first; c < it->first + it->n; c++)
            next_called(next, &n, &s->scenes[c])->p += share * dt_move_p(look, own, c);
    }
    sort_next(next, n);
    reply->next = next;
    reply->n_next = n;
    return true;
}

/* ---- Replies --------------------------------------------------------------------- */

/* From the best type against all others together, whose weights are [n_types]. */
static double ratio_of(const dt_look *look, const double *weight, const dt_reply *reply)
{
    const uint32_t best = look->attempt->best_type;
    double p = 0, all = 0;
    for (uint32_t t = 0; t < look->attempt->n_types; t++)
        if (t != best) {
            p += weight[t] * reply->by_type[t];
            all += weight[t];
        }
    if (!(reply->p > 0) || !(all > 0))
        return NAN;
    return p <= DT_HARDLY * all ? INFINITY : reply->by_type[best] / (p / all);
}

/* How likely the answer is from each type, which is what its guises do, by weight, or
 * where they have none as they were before the test; whether any type gives it. */
static bool fill_answer(const dt_look *look, uint32_t scene, const double *before,
                        dt_reply *reply, bool *occurs)
{
    const uint32_t n = look->attempt->n_types;
    const double *const weight = by_type(look, before);
    double *const p = dt_arena_array(look->arena, double, n);
    if (!weight || !p)
        return false;
    for (uint32_t g = 0; g < look->s->n_guises; g++) {
        const uint32_t t = look->type[g];
        if (look->mu[g] > 0)
            p[t] +=
                dt_move_p(look, g, scene) *
                (weight[t] > 0 ? before[g] / weight[t] : look->mu[g] / look->prior[t]);
    }
    *occurs = false;
    for (uint32_t t = 0; t < n; t++)
        *occurs = *occurs || (weight[t] > 0 && p[t] > DT_HARDLY);
    for (uint32_t t = 0; t < n; t++)
        reply->p += *occurs ? weight[t] * p[t] : 0;
    for (uint32_t t = 0; t < n && !*occurs; t++)
        p[t] = 0;
    reply->by_type = p;
    reply->ratio = ratio_of(look, weight, reply);
    return true;
}

static bool fill_second(const dt_look *look, uint32_t scene, const double *weight,
                        dt_reply *reply);

static bool fill_reply(const dt_look *look, uint32_t scene, const double *before,
                       dt_reply *reply)
{
    bool occurs = false;
    reply->name = look->s->scenes[scene].name;
    reply->label = look->s->scenes[scene].label;
    if (!fill_answer(look, scene, before, reply, &occurs))
        return false;
    const double *const weight = weights_after(look, scene, before, occurs);
    if (!weight)
        return false;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            reply->worth += weight[g] * dt_worth_in(look, g, scene);
    reply->belief = by_type(look, weight);
    return reply->belief && fill_next(look, scene, weight, reply) &&
           (occurs || fill_interval(look, scene, reply)) &&
           fill_second(look, scene, weight, reply);
}

/* Replies to the test whose answers are given at a scene; NULL: no memory. */
static dt_reply *replies_at(const dt_look *look, uint32_t scene, const double *before)
{
    const dt_scene *const it = &look->s->scenes[scene];
    dt_reply *const replies = dt_arena_array(look->arena, dt_reply, it->n);
    for (uint32_t k = 0; replies && k < it->n; k++)
        if (!fill_reply(look, it->first + k, before, &replies[k]))
            return NULL;
    return replies;
}

/* The weights of guises when the second test is made at a decision below a scene. */
static double *weights_at(const dt_look *look, const double *weight, uint32_t above,
                          uint32_t decision)
{
    double *const there = dt_arena_array(look->arena, double, look->s->n_guises);
    const double share = share_of(look, weight, above, decision);
    for (uint32_t g = 0; there && g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            there[g] = share > 0 ? weight[g] * path_p(look, g, above, decision) / share
                                 : weight[g];
    return there;
}

/* What follows when the second test is made after an answer to the first; nothing where
 * others move in between, who may have come to several scenes. */
static bool fill_second(const dt_look *look, uint32_t scene, const double *weight,
                        dt_reply *reply)
{
    const dt_staging *const s = look->s;
    const uint32_t decision = next_decision(s, scene, scene);
    if (decision == DT_NONE || next_decision(s, scene, decision + 1) != DT_NONE)
        return true;
    const uint32_t second = dt_second_test(s, decision);
    if (second == DT_NONE)
        return true;
    const double *const there = weights_at(look, weight, scene, decision);
    reply->second = there ? replies_at(look, second, there) : NULL;
    reply->n_second = s->scenes[second].n;
    return reply->second;
}

bool dt_look_replies(const dt_look *look)
{
    const dt_scene *const first = &look->s->scenes[0];
    if (!first->step || first->step->decides)
        return true;
    look->attempt->replies = replies_at(look, 0, look->mu);
    look->attempt->n_replies = first->n;
    return look->attempt->replies;
}
