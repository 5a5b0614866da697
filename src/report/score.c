/* The answer on a game for machines (docs/json.md). Nodes, sets, actions and players
 * are numbered from 1, in the order of the file; numbers computed with floating point
 * have twelve digits. */
#include "report/frame.h"
#include "report/match.h"

#include <stdio.h>

/* ---- values ------------------------------------------------------------------------
 */

static void put_real(dt_json *json, double value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.12g", value == 0 ? 0.0 : value);
    if (value - value == 0.0)
        dt_json_raw(json, digits);
    else
        dt_json_null(json);
}

static void put_real_at(dt_json *json, const char *key, double value)
{
    dt_json_key(json, key);
    put_real(json, value);
}

static void put_reals(dt_json *json, const char *key, const double *values, uint32_t n)
{
    dt_json_key(json, key);
    dt_json_array_flat(json);
    for (uint32_t k = 0; k < n; k++)
        put_real(json, values[k]);
    dt_json_end_array(json);
}

static void put_bool(dt_json *json, const char *key, bool value)
{
    dt_json_key(json, key);
    dt_json_bool(json, value);
}

/* ---- the game ----------------------------------------------------------------------
 */

static void put_actions(const dt_match *m, dt_json *json, uint32_t h)
{
    const uint32_t first = dt_game_first_action(m->game, h);
    dt_json_key(json, "actions");
    dt_json_array_flat(json);
    for (uint32_t k = 0; k < dt_game_n_actions_at(m->game, h); k++)
        dt_json_string(json, dt_game_action_label(m->game, first + k));
    dt_json_end_array(json);
}

static void put_members(const dt_match *m, dt_json *json, uint32_t h)
{
    dt_json_key(json, "nodes");
    dt_json_array_flat(json);
    for (uint32_t k = 0; k < dt_game_n_members(m->game, h); k++)
        dt_json_number(json, dt_game_members(m->game, h)[k] + 1);
    dt_json_end_array(json);
}

static void put_set(const dt_match *m, dt_json *json, uint32_t h)
{
    const uint32_t player = dt_game_set_player(m->game, h);
    dt_json_object_flat(json);
    dt_json_put_number(json, "player", player == DT_CHANCE ? 0 : player + 1);
    dt_json_put_string(json, "label", dt_game_set_label(m->game, h));
    put_actions(m, json, h);
    put_members(m, json, h);
    dt_json_end_object(json);
}

static void put_game(const dt_match *m, dt_json *json)
{
    dt_json_key(json, "game");
    dt_json_object(json);
    dt_json_put_string(json, "title", dt_game_title(m->game));
    dt_json_key(json, "players");
    dt_json_array_flat(json);
    for (uint32_t i = 0; i < dt_game_n_players(m->game); i++)
        dt_json_string(json, dt_game_player(m->game, i));
    dt_json_end_array(json);
    dt_json_put_number(json, "nodes", dt_game_n_nodes(m->game));
    put_bool(json, "perfect_information", dt_game_is_perfect(m->game));
    put_bool(json, "perfect_recall", dt_game_has_recall(m->game, NULL));
    put_bool(json, "constant_sum", dt_game_is_constant_sum(m->game));
    dt_json_key(json, "sets");
    dt_json_array(json);
    for (uint32_t h = 0; h < dt_game_n_sets(m->game); h++)
        put_set(m, json, h);
    dt_json_end_array(json);
    dt_json_end_object(json);
}

/* ---- an equilibrium
 * ------------------------------------------------------------------ */

static void put_objection(dt_json *json, const char *key, const dt_objection *o)
{
    static const char *const words[] = {"none", "passes", "fails", "open"};
    if (o->trial == DT_TRIAL_NONE)
        return;
    dt_json_key(json, key);
    dt_json_object_flat(json);
    dt_json_put_string(json, "trial", words[o->trial]);
    if (o->trial == DT_TRIAL_FAILS) {
        dt_json_put_number(json, "type", o->type + 1);
        dt_json_put_number(json, "message", o->message + 1);
        put_real_at(json, "has", o->has);
        put_real_at(json, "would_get", o->would_get);
    }
    dt_json_end_object(json);
}

static void put_proof(dt_json *json, const dt_proof *proof)
{
    dt_json_key(json, "proof");
    dt_json_object_flat(json);
    put_real_at(json, "regret", proof->regret);
    if (proof->regret > 0)
        dt_json_put_number(json, "regret_at", proof->regret_at + 1);
    put_real_at(json, "bayes_error", proof->bayes);
    dt_json_end_object(json);
}

/* One number for each node of the set. */
static void put_by_member(const dt_match *m, dt_json *json, const char *key,
                          const double *values, uint32_t h)
{
    const uint32_t *const members = dt_game_members(m->game, h);
    dt_json_key(json, key);
    dt_json_array_flat(json);
    for (uint32_t k = 0; k < dt_game_n_members(m->game, h); k++)
        put_real(json, values[members[k]]);
    dt_json_end_array(json);
}

/* The actions that would do as well where play never comes, numbered from 1. */
static void put_alternatives(const dt_match *m, dt_json *json, uint64_t answers,
                             uint32_t h)
{
    dt_json_key(json, "as_good");
    dt_json_array_flat(json);
    for (uint32_t k = 0; k < dt_game_n_actions_at(m->game, h); k++)
        if (answers >> k & 1)
            dt_json_number(json, k + 1);
    dt_json_end_array(json);
}

/* What is done at one set, and believed there. */
static void put_choice(const dt_match *m, dt_json *json, const dt_equilibrium *e,
                       uint32_t h)
{
    dt_json_object_flat(json);
    dt_json_put_number(json, "set", h + 1);
    put_reals(json, "p", e->p + dt_game_first_action(m->game, h),
              dt_game_n_actions_at(m->game, h));
    put_by_member(m, json, "belief", e->belief, h);
    if (e->low && !e->reached[h]) {
        put_by_member(m, json, "belief_low", e->low, h);
        put_by_member(m, json, "belief_high", e->high, h);
    }
    if (e->answers && e->answers[h])
        put_alternatives(m, json, e->answers[h], h);
    put_bool(json, "reached", e->reached[h]);
    put_bool(json, "filled", e->filled[h]);
    dt_json_end_object(json);
}

static void put_methods_of(dt_json *json, uint32_t found_by)
{
    dt_json_key(json, "found_by");
    dt_json_array_flat(json);
    for (uint32_t method = 0; method < DT_N_METHODS; method++)
        if (found_by >> method & 1)
            dt_json_string(json, dt_method_name((dt_method)method));
    dt_json_end_array(json);
}

static void put_find(const dt_match *m, dt_json *json, const dt_find *find)
{
    const dt_equilibrium *const e = find->equilibrium;
    dt_json_object(json);
    put_methods_of(json, find->methods);
    dt_json_put_number(json, "stands_for", e->n_alike);
    put_reals(json, "payoff", e->payoff, dt_game_n_players(m->game));
    dt_json_key(json, "play");
    dt_json_array(json);
    for (uint32_t h = 0; h < dt_game_n_sets(m->game); h++)
        if (dt_game_set_player(m->game, h) != DT_CHANCE)
            put_choice(m, json, e, h);
    dt_json_end_array(json);
    put_objection(json, "intuitive_criterion", &e->intuitive);
    put_objection(json, "d1", &e->divine);
    put_proof(json, &e->proof);
    dt_json_end_object(json);
}

/* ---- the methods
 * ---------------------------------------------------------------------- */

static void put_response(const dt_match *m, dt_json *json, const dt_response *response)
{
    dt_json_object_flat(json);
    put_real_at(json, "lambda", response->lambda);
    put_reals(json, "p", response->p, dt_game_n_actions(m->game));
    put_real_at(json, "error", response->error);
    dt_json_end_object(json);
}

static void put_branch(const dt_match *m, dt_json *json, const dt_method_answer *a)
{
    put_real_at(json, "lambda", a->lambda);
    put_bool(json, "turned", a->turned);
    dt_json_key(json, "responses");
    dt_json_array(json);
    for (uint32_t k = 0; k < a->n_responses; k++)
        put_response(m, json, &a->responses[k]);
    dt_json_end_array(json);
}

static void put_method(const dt_match *m, dt_json *json, dt_method method)
{
    const dt_method_answer *const a = dt_play_answer(m->play, method);
    dt_json_object(json);
    dt_json_put_string(json, "method", dt_method_name(method));
    put_bool(json, "applies", a->applies);
    put_bool(json, "complete", a->complete);
    put_bool(json, "exact", a->exact);
    dt_json_put_string(json, "why", a->why);
    dt_json_put_number(json, "found", a->n);
    dt_json_put_number(json, "steps", a->n_steps);
    if (method == DT_METHOD_LEMKE)
        put_real_at(json, "residual", a->residual);
    if (method == DT_METHOD_LOGIT)
        put_branch(m, json, a);
    dt_json_end_object(json);
}

/* ---- the whole
 * ------------------------------------------------------------------------ */

void dt_match_put_json(dt_match *m)
{
    dt_json json = dt_json_to(m->out);
    dt_json_object(&json);
    dt_frame_put_program(&json);
    put_game(m, &json);
    dt_json_key(&json, "equilibria");
    dt_json_array(&json);
    for (uint32_t k = 0; k < m->n; k++)
        put_find(m, &json, &m->finds[k]);
    dt_json_end_array(&json);
    dt_json_key(&json, "methods");
    dt_json_array(&json);
    for (uint32_t method = 0; method < DT_N_METHODS; method++)
        if (dt_match_asked(m, (dt_method)method))
            put_method(m, &json, (dt_method)method);
    dt_json_end_array(&json);
    dt_json_end_object(&json);
    dt_put(m->out, "\n");
}
