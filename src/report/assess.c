/* One equilibrium in words: who does what at which information set, what is believed
 * there, what it pays, whether it passes the refinements, and how good it is.
 *
 * Large games are cut: so many equilibria, so many sets of each player, so many beliefs
 * are told, and how many are not. */
#include "base/popcount.h"
#include "report/frame.h"
#include "report/match.h"
#include "report/words.h"

#include <math.h>

enum { FINDS_USUAL = 12, SETS_USUAL = 24, MEMBERS_USUAL = 6 };

/* Probabilities below this are not told. */
#define NEVER 5e-7

static const dt_equilibrium *at(const dt_match *m, uint32_t k)
{
    return m->finds[k].equilibrium;
}

static bool is_same(double a, double b)
{
    return fabs(a - b) < NEVER;
}

/* ---- what is done -----------------------------------------------------------------
 */

/* "beer", or "beer 0.25, quiche 0.75". */
static void add_choice(dt_match *m, const dt_equilibrium *e, uint32_t h)
{
    const uint32_t first = dt_game_first_action(m->game, h);
    bool begun = false;
    for (uint32_t a = first; a < first + dt_game_n_actions_at(m->game, h); a++) {
        if (e->p[a] < NEVER)
            continue;
        dt_text_add(&m->text, begun ? ", " : "");
        dt_match_add_action(m, a, &m->text);
        if (!is_same(e->p[a], 1)) {
            dt_text_add(&m->text, " ");
            dt_match_add_figure(e->p[a], &m->text);
        }
        begun = true;
    }
}

/* "or duel": what would do as well at a set that play never comes to. */
static void add_alternatives(dt_match *m, const dt_equilibrium *e, uint32_t h)
{
    const uint32_t first = dt_game_first_action(m->game, h);
    if (!e->answers)
        return;
    for (uint32_t k = 0; k < dt_game_n_actions_at(m->game, h); k++)
        if (e->answers[h] >> k & 1 && e->p[first + k] < NEVER) {
            dt_text_add(&m->text, " or ");
            dt_match_add_action(m, first + k, &m->text);
        }
}

static void add_belief(dt_match *m, const dt_equilibrium *e, uint32_t node)
{
    const bool open = e->low && !is_same(e->low[node], e->high[node]);
    dt_match_add_node(m, node, &m->text);
    dt_text_add(&m->text, " ");
    if (!open) {
        dt_match_add_figure(e->belief[node], &m->text);
        return;
    }
    dt_match_add_figure(e->low[node], &m->text);
    dt_text_add(&m->text, " to ");
    dt_match_add_figure(e->high[node], &m->text);
}

static void add_beliefs(dt_match *m, const dt_equilibrium *e, uint32_t h)
{
    const uint32_t n = dt_game_n_members(m->game, h);
    const uint32_t *const members = dt_game_members(m->game, h);
    const uint32_t shown =
        n > MEMBERS_USUAL && !m->options->unlimited ? MEMBERS_USUAL : n;
    if (n == 1)
        return;
    dt_text_add(&m->text, "; believes ");
    for (uint32_t k = 0; k < shown; k++) {
        dt_text_add(&m->text, k ? ", " : "");
        add_belief(m, e, members[k]);
    }
    if (shown < n)
        dt_text_format(&m->text, " (and %u more)", n - shown);
}

static void tell_set(dt_match *m, const dt_equilibrium *e, uint32_t h)
{
    dt_match_add_set(m, h, &m->text);
    dt_text_add(&m->text, ": ");
    add_choice(m, e, h);
    add_alternatives(m, e, h);
    add_beliefs(m, e, h);
    if (!e->reached[h])
        dt_text_add(&m->text, e->filled[h]
                                  ? " (play never comes here; a best reply, filled in)"
                                  : " (play never comes here)");
    dt_match_put(m, 4, 8);
}

static void put_player(dt_match *m, const dt_equilibrium *e, uint32_t i)
{
    const uint32_t most = dt_frame_limit(m->options, SETS_USUAL);
    uint32_t n = 0;
    dt_text_add(&m->text, dt_game_player(m->game, i));
    dt_text_add(&m->text, " gets ");
    dt_match_add_figure(e->payoff[i], &m->text);
    dt_match_put(m, 2, 4);
    for (uint32_t h = 0; h < dt_game_n_sets(m->game); h++) {
        if (dt_game_set_player(m->game, h) != i)
            continue;
        if (n++ < most)
            tell_set(m, e, h);
    }
    if (n > most) {
        dt_text_format(&m->text, "(and %u more; --limit 0 shows all)", n - most);
        dt_match_put(m, 4, 8);
    }
}

/* ---- refinements --------------------------------------------------------------------
 */

/* The label of the k-th action of the sender's set that follows the type. */
static void add_message(dt_match *m, const dt_objection *o)
{
    const uint32_t node = dt_game_child(m->game, 0, o->type);
    const uint32_t h = dt_game_set_of(m->game, node);
    dt_match_add_action(m, dt_game_first_action(m->game, h) + o->message, &m->text);
}

static void add_type(dt_match *m, uint32_t type)
{
    dt_match_add_action(m, dt_game_first_action(m->game, 0) + type, &m->text);
}

/* "'wimp' could never gain", or "'a' and 'b' gain less often than another type". */
static void add_ruled_out(dt_match *m, const dt_objection *o, const char *one,
                          const char *many)
{
    const uint32_t n = dt_popcount(o->never);
    uint32_t k = 0;
    for (uint32_t t = 0; t < 64; t++)
        if (o->never >> t & 1) {
            dt_text_add(&m->text, dt_joint(k++, n));
            dt_text_add(&m->text, "'");
            add_type(m, t);
            dt_text_add(&m->text, "'");
        }
    dt_text_add(&m->text, n == 1 ? one : many);
}

static void tell_objection(dt_match *m, const dt_objection *o, const char *name,
                           const char *one, const char *many)
{
    if (o->trial == DT_TRIAL_NONE)
        return;
    if (o->trial != DT_TRIAL_FAILS) {
        dt_text_format(&m->text, "%s %s.",
                       o->trial == DT_TRIAL_PASSES ? "Passes" : "Not decided:", name);
        dt_match_put(m, 2, 4);
        return;
    }
    dt_text_format(&m->text, "Fails %s: ", name);
    add_ruled_out(m, o, one, many);
    dt_text_add(&m->text, " '");
    add_message(m, o);
    dt_text_add(&m->text, "'; with that ruled out, '");
    add_type(m, o->type);
    dt_text_add(&m->text, "' would get at least ");
    dt_match_add_figure(o->would_get, &m->text);
    dt_text_add(&m->text, " by it, and gets ");
    dt_match_add_figure(o->has, &m->text);
    dt_text_add(&m->text, " here.");
    if (dt_game_chance(m->game, dt_game_first_action(m->game, 0) + o->type) == 0)
        dt_text_add(&m->text,
                    " (Chance never draws that type; it is one all the same.)");
    dt_match_put(m, 2, 4);
}

/* ---- one equilibrium
 * ----------------------------------------------------------------- */

static void add_methods(dt_match *m, uint32_t found_by)
{
    const uint32_t n = dt_popcount(found_by);
    uint32_t k = 0;
    for (uint32_t method = 0; method < DT_N_METHODS; method++)
        if (found_by >> method & 1) {
            dt_text_add(&m->text, dt_joint(k++, n));
            dt_text_add(&m->text, dt_method_full_name((dt_method)method));
        }
}

/* Methods that look for Nash equilibria do not ask what would pay where play never
 * comes. */
static void tell_proof(dt_match *m, uint32_t k)
{
    const dt_equilibrium *const e = at(m, k);
    dt_text_add(&m->text, "Found by ");
    add_methods(m, m->finds[k].methods);
    dt_text_add(&m->text, "; verified: regret ");
    dt_words_error(e->proof.regret, &m->text);
    if (e->proof.regret >= 1e-9 && !e->reached[e->proof.regret_at]) {
        dt_text_add(&m->text, " at '");
        dt_match_add_set(m, e->proof.regret_at, &m->text);
        dt_text_add(&m->text, "', where play never comes");
    }
    dt_text_add(&m->text, ", Bayes error ");
    dt_words_error(e->proof.bayes, &m->text);
    dt_text_add(&m->text, ".");
    dt_match_put(m, 2, 4);
}

static void put_equilibrium(dt_match *m, uint32_t k)
{
    const dt_equilibrium *const e = at(m, k);
    dt_text_format(&m->text, "Equilibrium %u", k + 1);
    if (e->n_alike > 1) {
        dt_text_add(&m->text, ", which stands for ");
        dt_words_count(e->n_alike, &m->text);
        dt_text_add(&m->text, " that differ off the path only");
    }
    dt_put(m->out, "\n");
    dt_match_put(m, 0, 2);
    for (uint32_t i = 0; i < dt_game_n_players(m->game); i++)
        put_player(m, e, i);
    tell_objection(m, &e->intuitive, "the intuitive criterion",
                   " could never gain by sending", " could never gain by sending");
    tell_objection(m, &e->divine, "D1",
                   " gains less often than another type by sending",
                   " gain less often than another type by sending");
    tell_proof(m, k);
}

void dt_match_put_equilibria(dt_match *m)
{
    const uint32_t most = dt_frame_limit(m->options, FINDS_USUAL);
    for (uint32_t k = 0; k < m->n && k < most; k++)
        put_equilibrium(m, k);
    if (m->n > most) {
        dt_text_format(&m->text, "And %u more; --limit 0 shows all.", m->n - most);
        dt_put(m->out, "\n");
        dt_match_put(m, 0, 0);
    }
}
