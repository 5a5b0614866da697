/* The answer of `game`: what the game is, and its equilibria by each method.
 *
 * Several methods find the same equilibrium. It is told once, with all who found it;
 * what each method could not do is told at the end. */
#include "report/match.h"

#include "base/fail.h"
#include "report/frame.h"
#include "report/words.h"

#include <math.h>
#include <string.h>

/* Probabilities this near are the same in two answers. */
#define ALIKE 1e-6

static const struct {
    const char *name, *full;
} methods[DT_N_METHODS] = {
    [DT_METHOD_BACKWARD] = {"backward", "backward induction"},
    [DT_METHOD_PURE] = {"pure", "search for pure equilibria"},
    [DT_METHOD_SIGNALLING] = {"signalling", "search for semi-separating equilibria"},
    [DT_METHOD_LOGIT] = {"logit", "logit branch"},
    [DT_METHOD_LEMKE] = {"lemke", "sequence form, Lemke's method"},
    [DT_METHOD_LP] = {"lp", "sequence form, linear program"},
};

const char *dt_method_name(dt_method method)
{
    return methods[method].name;
}

const char *dt_method_full_name(dt_method method)
{
    return methods[method].full;
}

/* ---- names ---------------------------------------------------------------------- */

void dt_match_add_set(const dt_match *m, uint32_t h, dt_text *text)
{
    const char *const label = dt_game_set_label(m->game, h);
    if (*label)
        dt_text_add(text, label);
    else
        dt_text_format(text, "set %u", h + 1);
}

void dt_match_add_action(const dt_match *m, uint32_t action, dt_text *text)
{
    const char *const label = dt_game_action_label(m->game, action);
    if (*label)
        dt_text_add(text, label);
    else
        dt_text_format(
            text, "action %u",
            action -
                dt_game_first_action(m->game, dt_game_action_set(m->game, action)) + 1);
}

/* How many actions lead to the node. */
static uint32_t depth_of(const dt_game *game, uint32_t node)
{
    uint32_t depth = 0;
    while ((node = dt_game_parent(game, node)) != DT_NO_NODE)
        depth++;
    return depth;
}

/* The action on the path to the node that is taken `up` steps before it. */
static uint32_t action_before(const dt_game *game, uint32_t node, uint32_t up)
{
    while (up--)
        node = dt_game_parent(game, node);
    return dt_game_action_to(game, node);
}

/* Whether all nodes of the set are reached by actions of that name, so many steps
 * before them: then it tells nothing. */
static bool is_common(const dt_match *m, uint32_t node, uint32_t up)
{
    const uint32_t h = dt_game_set_of(m->game, node);
    const uint32_t *const members = dt_game_members(m->game, h);
    const uint32_t here = action_before(m->game, node, up);
    for (uint32_t k = 0; k < dt_game_n_members(m->game, h); k++) {
        if (depth_of(m->game, members[k]) <= up)
            return false;
        const uint32_t there = action_before(m->game, members[k], up);
        if (there != here && (!*dt_game_action_label(m->game, here) ||
                              strcmp(dt_game_action_label(m->game, here),
                                     dt_game_action_label(m->game, there)) != 0))
            return false;
    }
    return true;
}

static void add_step(const dt_match *m, uint32_t node, uint32_t up, bool *begun,
                     dt_text *text)
{
    dt_text_add(text, *begun ? ", " : "");
    dt_match_add_action(m, action_before(m->game, node, up), text);
    *begun = true;
}

/* By the actions that tell it from the other nodes of its set; where none does, by all
 * that lead to it. */
void dt_match_add_node(const dt_match *m, uint32_t node, dt_text *text)
{
    bool begun = false;
    if (*dt_game_node_label(m->game, node)) {
        dt_text_add(text, dt_game_node_label(m->game, node));
        return;
    }
    for (uint32_t up = depth_of(m->game, node); up-- > 0;)
        if (!is_common(m, node, up))
            add_step(m, node, up, &begun, text);
    for (uint32_t up = depth_of(m->game, node), all = !begun; up-- > 0 && all;)
        add_step(m, node, up, &begun, text);
    if (!begun)
        dt_text_format(text, "node %u", node + 1);
}

void dt_match_add_figure(double value, dt_text *text)
{
    if (fabs(value) < 5e-10)
        dt_text_add(text, "0");
    else
        dt_text_format(text, "%.6g", value);
}

void dt_match_put(dt_match *m, size_t first, size_t rest)
{
    dt_put_wrapped(m->out, &m->text, dt_frame_width(m->options), first, rest);
    dt_text_reset(&m->text);
}

/* ---- what the methods found, each thing once --------------------------------------
 */

/* The same choices where play comes, or where neither had to fill in. */
static bool is_same(const dt_game *game, const dt_equilibrium *a,
                    const dt_equilibrium *b)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++) {
        const uint32_t first = dt_game_first_action(game, h);
        if (!a->reached[h] && !b->reached[h] && (a->filled[h] || b->filled[h]))
            continue;
        for (uint32_t k = 0; k < dt_game_n_actions_at(game, h); k++)
            if (fabs(a->p[first + k] - b->p[first + k]) > ALIKE)
                return false;
    }
    return true;
}

static void add_find(dt_match *m, dt_find *finds, const dt_equilibrium *found,
                     dt_method method)
{
    for (uint32_t k = 0; k < m->n; k++)
        if (is_same(m->game, finds[k].equilibrium, found)) {
            finds[k].methods |= 1u << method;
            return;
        }
    finds[m->n++] = (dt_find){found, 1u << method};
}

/* Methods that say most of an equilibrium come first. */
static const dt_method order[DT_N_METHODS] = {
    DT_METHOD_PURE,  DT_METHOD_SIGNALLING, DT_METHOD_BACKWARD,
    DT_METHOD_LOGIT, DT_METHOD_LP,         DT_METHOD_LEMKE,
};

static bool gather(dt_match *m)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < DT_N_METHODS; k++)
        n += dt_play_answer(m->play, (dt_method)k)->n;
    dt_find *const finds = dt_arena_array(&m->arena, dt_find, n);
    if (!finds)
        return false;
    for (uint32_t k = 0; k < DT_N_METHODS; k++) {
        const dt_method_answer *const answer = dt_play_answer(m->play, order[k]);
        for (uint32_t e = 0; e < answer->n; e++)
            add_find(m, finds, &answer->equilibria[e], order[k]);
    }
    m->finds = finds;
    return true;
}

/* ---- what the game is ------------------------------------------------------------ */

static void add_players(dt_match *m)
{
    const uint32_t n = dt_game_n_players(m->game);
    for (uint32_t i = 0; i < n; i++)
        dt_text_format(&m->text, "%s%s", dt_joint(i, n), dt_game_player(m->game, i));
}

/* Counts of nodes, and of the sets of players and of chance. */
static void add_sizes(dt_match *m)
{
    const uint32_t n_sets = dt_game_n_sets(m->game);
    uint32_t chance = 0;
    for (uint32_t h = 0; h < n_sets; h++)
        chance += dt_game_set_player(m->game, h) == DT_CHANCE;
    dt_words_count(dt_game_n_nodes(m->game), &m->text);
    dt_text_format(&m->text, " node%s; ", dt_game_n_nodes(m->game) == 1 ? "" : "s");
    dt_words_count(n_sets - chance, &m->text);
    dt_text_format(&m->text, " information set%s of players",
                   n_sets - chance == 1 ? "" : "s");
    if (chance) {
        dt_text_add(&m->text, " and ");
        dt_words_count(chance, &m->text);
        dt_text_add(&m->text, " of chance");
    }
}

static void tell_game(dt_match *m)
{
    uint32_t forgets = 0;
    add_players(m);
    dt_text_format(&m->text, " play%s. The tree has ",
                   dt_game_n_players(m->game) == 1 ? "s" : "");
    add_sizes(m);
    dt_text_add(&m->text, ". ");
    if (dt_game_is_perfect(m->game))
        dt_text_add(&m->text, "Whoever moves knows all that was done before.");
    else if (dt_game_has_recall(m->game, &forgets))
        dt_text_add(&m->text, "Not everything that was done is seen by whoever moves "
                              "next, but nobody forgets what it knew and did.");
    else {
        dt_text_add(&m->text, "Somebody forgets what it knew or did (at '");
        dt_match_add_set(m, forgets, &m->text);
        dt_text_add(&m->text, "'): imperfect recall, to which few methods apply.");
    }
    if (dt_game_is_constant_sum(m->game))
        dt_text_add(&m->text, " What one gains the other loses.");
    dt_match_put(m, 0, 0);
}

/* ---- what was found ----------------------------------------------------------------
 */

static void tell_count(dt_match *m)
{
    const dt_method_answer *const pure = dt_play_answer(m->play, DT_METHOD_PURE);
    uint64_t n_pure = 0;
    for (uint32_t k = 0; k < pure->n; k++)
        n_pure = n_pure > UINT64_MAX - pure->equilibria[k].n_alike
                     ? UINT64_MAX
                     : n_pure + pure->equilibria[k].n_alike;
    if (!pure->applies) {
        if (m->n)
            dt_words_count(m->n, &m->text);
        dt_text_format(&m->text, "%s equilibri%s found.", m->n ? "" : "No",
                       m->n < 2 ? "um was" : "a were");
        return;
    }
    dt_text_add(&m->text, pure->complete ? "It has " : "At least ");
    if (n_pure)
        dt_words_count(n_pure, &m->text);
    else
        dt_text_add(&m->text, "no");
    dt_text_format(&m->text, " pure perfect Bayesian equilibri%s",
                   n_pure == 1 ? "um" : "a");
    dt_text_add(&m->text, pure->complete ? "." : " (the search was cut short).");
    if (n_pure != pure->n)
        dt_text_format(&m->text,
                       " Those that differ only in what would answer messages never "
                       "sent are told as one: %u in all.",
                       pure->n);
}

static void tell_trials(dt_match *m)
{
    uint32_t asked = 0, intuitive = 0, divine = 0;
    for (uint32_t k = 0; k < m->n; k++) {
        const dt_equilibrium *const e = m->finds[k].equilibrium;
        asked += e->intuitive.trial != DT_TRIAL_NONE;
        intuitive += e->intuitive.trial == DT_TRIAL_PASSES;
        divine += e->divine.trial == DT_TRIAL_PASSES;
    }
    if (asked)
        dt_text_format(&m->text,
                       " Of %u that refinements were asked about, %u pass%s the "
                       "intuitive criterion and %u D1.",
                       asked, intuitive, intuitive == 1 ? "es" : "", divine);
}

/* Where the branch ends, by the number of the equilibrium. */
static void tell_selected(dt_match *m)
{
    const dt_method_answer *const logit = dt_play_answer(m->play, DT_METHOD_LOGIT);
    for (uint32_t k = 0; k < m->n && logit->n; k++)
        if (m->finds[k].methods >> DT_METHOD_LOGIT & 1)
            dt_text_format(
                &m->text,
                " The branch of logit responses, which begins where all actions are "
                "equally likely, ends in equilibrium %u.",
                k + 1);
}

/* ---- what each method did ----------------------------------------------------------
 */

static void tell_method(dt_match *m, dt_method method)
{
    const dt_method_answer *const a = dt_play_answer(m->play, method);
    dt_text_format(&m->text, "%s: ", methods[method].full);
    if (!a->applies)
        dt_text_format(&m->text, "left out: %s", a->why);
    else {
        dt_text_format(&m->text, "%u found", a->n);
        if (a->exact)
            dt_text_add(&m->text, ", in exact fractions");
        if (a->n_steps) {
            dt_text_add(&m->text, ", in ");
            dt_words_count(a->n_steps, &m->text);
            dt_text_format(&m->text, " step%s", a->n_steps == 1 ? "" : "s");
        }
        if (method == DT_METHOD_LOGIT && a->n) {
            dt_text_add(&m->text, ", left at lambda ");
            dt_match_add_figure(a->lambda, &m->text);
            dt_text_add(&m->text,
                        a->turned ? "; the branch turned back on its way" : "");
        }
        if (!a->complete)
            dt_text_add(&m->text, "; cut short");
        if (*a->why)
            dt_text_format(&m->text, ": %s", a->why);
    }
    dt_match_put(m, 2, 4);
}

bool dt_match_asked(const dt_match *m, dt_method method)
{
    const dt_method_answer *const a = dt_play_answer(m->play, method);
    return a->applies || *a->why;
}

/* What logit players do at one lambda that was asked for. */
static void put_response(dt_match *m, const dt_response *response)
{
    dt_text_add(&m->text, "lambda ");
    dt_match_add_figure(response->lambda, &m->text);
    dt_text_add(&m->text, " (error ");
    dt_words_error(response->error, &m->text);
    dt_text_add(&m->text, ")");
    dt_match_put(m, 2, 4);
    for (uint32_t h = 0; h < dt_game_n_sets(m->game); h++) {
        if (dt_game_set_player(m->game, h) == DT_CHANCE)
            continue;
        dt_match_add_set(m, h, &m->text);
        dt_text_add(&m->text, ": ");
        for (uint32_t k = 0; k < dt_game_n_actions_at(m->game, h); k++) {
            const uint32_t action = dt_game_first_action(m->game, h) + k;
            dt_text_add(&m->text, k ? ", " : "");
            dt_match_add_action(m, action, &m->text);
            dt_text_add(&m->text, " ");
            dt_match_add_figure(response->p[action], &m->text);
        }
        dt_match_put(m, 4, 8);
    }
}

static void put_responses(dt_match *m)
{
    const dt_method_answer *const a = dt_play_answer(m->play, DT_METHOD_LOGIT);
    if (!a->n_responses)
        return;
    dt_put(m->out, "\nLogit responses, where better actions are likelier\n");
    for (uint32_t k = 0; k < a->n_responses; k++)
        put_response(m, &a->responses[k]);
}

static void put_methods(dt_match *m)
{
    dt_put(m->out, "\nHow it was computed\n");
    for (uint32_t k = 0; k < DT_N_METHODS; k++)
        if (dt_match_asked(m, order[k]))
            tell_method(m, order[k]);
    if (m->n == 0)
        return;
    dt_text_add(
        &m->text,
        "Every equilibrium was checked by a verifier that does not know how it "
        "was found: regret is the most that anybody could gain by another "
        "action at any information set, given its beliefs there and what all do "
        "later; the Bayes error is how far beliefs are from those that follow "
        "from the play, where play comes.");
    dt_match_put(m, 2, 2);
}

/* ---- the whole ----------------------------------------------------------------------
 */

static void put_text(dt_match *m)
{
    dt_text_add(&m->text, *dt_game_title(m->game) ? dt_game_title(m->game) : "A game");
    dt_match_put(m, 0, 0);
    dt_put(m->out, "\n");
    tell_game(m);
    dt_put(m->out, "\n");
    tell_count(m);
    tell_trials(m);
    tell_selected(m);
    dt_match_put(m, 0, 0);
    dt_match_put_equilibria(m);
    put_responses(m);
    put_methods(m);
}

dt_status dt_report_game(const dt_play *play, const dt_report_options *options,
                         const dt_sink *sink, dt_error *err)
{
    dt_out out = dt_out_to(sink);
    dt_match m = {
        .play = play, .game = dt_play_game(play), .options = options, .out = &out};
    if (!gather(&m))
        out.status = DT_ENOMEM;
    else if (options->form == DT_FORM_JSON)
        dt_match_put_json(&m);
    else
        put_text(&m);
    dt_text_release(&m.text);
    dt_arena_release(&m.arena);
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
