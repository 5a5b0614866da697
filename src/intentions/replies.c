/* What follows from each answer to a test. */
#include "intentions/attempt.h"

#include <math.h>
#include <string.h>

/* How far probabilities of the selected equilibrium may be from those of a pure one
 * that is the same. */
static const double SAME = 1e-3;

/* ---- Where the tester decides ---------------------------------------------------- */

static bool is_below(const dt_staging *s, uint32_t scene, uint32_t above)
{
    while (scene > above)
        scene = s->scenes[scene].parent;
    return scene == above;
}

/* Whether the second test was made on the way to a scene. */
static bool is_second(const dt_staging *s, uint32_t scene)
{
    while (scene != DT_NONE && !s->scenes[scene].is_test)
        scene = s->scenes[scene].parent;
    return scene != DT_NONE;
}

/* The tester's first own choice below a scene, from `from` on; DT_NONE: none. */
static uint32_t next_decision(const dt_staging *s, uint32_t above, uint32_t from)
{
    for (uint32_t k = from; k < s->n_scenes; k++)
        if (s->scenes[k].step && s->scenes[k].step->decides && !is_second(s, k) &&
            is_below(s, k, above))
            return k;
    return DT_NONE;
}

/* ---- Beliefs --------------------------------------------------------------------- */

/* How likely each guise is after an answer: by Bayes' rule, or where no type gives it
 * the limit along the branch. Where nobody ever asks for that, as before the answer. */
static double *weights_after(const dt_look *look, uint32_t scene, bool occurs)
{
    const dt_staging *const s = look->s;
    double *const weight = dt_arena_array(look->arena, double, s->n_guises);
    const uint32_t decision = next_decision(s, scene, scene);
    double sum = 0;
    for (uint32_t g = 0; weight && g < s->n_guises; g++) {
        if (!(look->mu[g] > 0))
            continue;
        weight[g] = occurs ? dt_reach_at(look, g, scene)
                    : decision == DT_NONE
                        ? look->mu[g]
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

/* How likely play comes to a scene. */
static double total_reach(const dt_look *look, uint32_t scene)
{
    double sum = 0;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        sum += dt_reach_at(look, g, scene);
    return sum;
}

static bool fill_next(const dt_look *look, uint32_t scene, dt_reply *reply)
{
    const dt_staging *const s = look->s;
    uint32_t room = 0, n = 0;
    for (uint32_t k = next_decision(s, scene, scene); k != DT_NONE;
         k = next_decision(s, scene, k + 1))
        room += s->scenes[k].n;
    dt_next *const next = dt_arena_array(look->arena, dt_next, room);
    if (!next)
        return false;
    for (uint32_t k = next_decision(s, scene, scene); k != DT_NONE;
         k = next_decision(s, scene, k + 1)) {
        const dt_scene *const it = &s->scenes[k];
        const double share = reply->p > 0 ? total_reach(look, k) / reply->p : n == 0;
        for (uint32_t c = it->first; c < it->first + it->n; c++)
            next_called(next, &n, &s->scenes[c])->p +=
                share * dt_move_p(look, own_guise(look), c);
    }
    sort_next(next, n);
    reply->next = next;
    reply->n_next = n;
    return true;
}

/* ---- Replies --------------------------------------------------------------------- */

/* How likely the answer is from each type; whether any gives it. */
static bool fill_answer(const dt_look *look, uint32_t scene, dt_reply *reply,
                        bool *occurs)
{
    const uint32_t n = look->attempt->n_types;
    double *const p = dt_arena_array(look->arena, double, n);
    if (!p)
        return false;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            p[look->type[g]] +=
                dt_reach_at(look, g, scene) / look->prior[look->type[g]];
    *occurs = false;
    for (uint32_t t = 0; t < n; t++)
        *occurs = *occurs || p[t] > DT_HARDLY;
    for (uint32_t t = 0; t < n; t++) {
        p[t] = *occurs ? p[t] : 0;
        reply->p += look->prior[t] * p[t];
    }
    reply->by_type = p;
    return true;
}

static double ratio_of(const dt_look *look, const dt_reply *reply)
{
    const uint32_t best = look->attempt->best_type;
    double p = 0, prior = 0;
    for (uint32_t t = 0; t < look->attempt->n_types; t++)
        if (t != best) {
            p += look->prior[t] * reply->by_type[t];
            prior += look->prior[t];
        }
    if (!(reply->p > 0) || !(prior > 0))
        return NAN;
    return p <= DT_HARDLY * prior ? INFINITY : reply->by_type[best] / (p / prior);
}

static bool fill_reply(const dt_look *look, uint32_t scene, dt_reply *reply)
{
    bool occurs = false;
    reply->name = look->s->scenes[scene].name;
    reply->label = look->s->scenes[scene].label;
    if (!fill_answer(look, scene, reply, &occurs))
        return false;
    const double *const weight = weights_after(look, scene, occurs);
    if (!weight)
        return false;
    for (uint32_t g = 0; g < look->s->n_guises; g++)
        if (look->mu[g] > 0)
            reply->worth += weight[g] * dt_worth_in(look, g, scene);
    reply->belief = by_type(look, weight);
    reply->ratio = ratio_of(look, reply);
    return reply->belief && fill_next(look, scene, reply) &&
           (occurs || fill_interval(look, scene, reply));
}

bool dt_look_replies(const dt_look *look)
{
    const dt_scene *const first = &look->s->scenes[0];
    if (!first->step || first->step->decides)
        return true;
    dt_reply *const replies = dt_arena_array(look->arena, dt_reply, first->n);
    if (!replies)
        return false;
    for (uint32_t k = 0; k < first->n; k++)
        if (!fill_reply(look, first->first + k, &replies[k]))
            return false;
    look->attempt->replies = replies;
    look->attempt->n_replies = first->n;
    return true;
}
