/* The tree of a game: the scenes, once for each guise, in prefix order.
 *
 * An information set belongs to a scene and to a type of the actor whose turn it is; it
 * is known by the first guise in which the actor is of that type. */
#include "intentions/staging.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "base/text.h"
#include "intentions/scenes.h"
#include "intentions/values.h"

#include <math.h>

typedef struct dt_stager {
    dt_staging *s;
    dt_game *game;
    uint32_t *set;       /* [n_guises][n_scenes], at the guise a set is known by */
    uint32_t *n_sets;    /* [n_players + 1] of each player so far; chance last */
    const char **payoff; /* [n_players] scratch */
    char (*digits)[DT_FRACTION_ROOM]; /* [n_players] scratch */
    bool failed;
} dt_stager;

/* ---- Small questions ------------------------------------------------------------- */

uint32_t dt_stage_player(const dt_staging *s, dt_actor_id a)
{
    for (uint32_t i = 0; i < s->n_players; i++)
        if (s->players[i] == a)
            return i;
    return DT_NONE;
}

uint32_t dt_stage_action(const dt_staging *s, uint32_t guise, uint32_t scene)
{
    return s->game->nodes[dt_stage_node(s, guise, scene)].action;
}

/* The first guise in which the actor is of the same type. */
static uint32_t guise_of_type(const dt_staging *s, uint32_t guise, dt_actor_id a)
{
    uint32_t first = 0;
    while (s->guises[first].cast.type[a] != s->guises[guise].cast.type[a])
        first++;
    return first;
}

/* The actor is of several types, as far as anybody knows. */
static bool is_in_doubt(const dt_staging *s, dt_actor_id a)
{
    for (uint32_t g = 1; g < s->n_guises; g++)
        if (s->guises[g].cast.type[a] != s->guises[0].cast.type[a])
            return true;
    return false;
}

/* ---- Words ----------------------------------------------------------------------- */

/* The moves that led to a scene, after the opening. */
static void add_path(const dt_staging *s, uint32_t scene, dt_text *text)
{
    const dt_scene *const it = &s->scenes[scene];
    if (it->parent == DT_NONE) {
        dt_text_add(text, s->plot->opening);
        return;
    }
    add_path(s, it->parent, text);
    if (text->n > 0)
        dt_text_add(text, ", ");
    dt_text_add(text, it->label);
}

static const char *self_label(const dt_model *model, dt_actor_id a, uint32_t type)
{
    return type ? dt_actor_type_label(model, a, type - 1) : "plain self";
}

/* Who is of which type, of those who are in doubt. */
static void add_guise(const dt_staging *s, uint32_t guise, dt_text *text)
{
    const dt_model *const model = s->plot->model;
    const char *between = "";
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (is_in_doubt(s, a)) {
            dt_text_format(text, "%s%s: %s", between, dt_actor_label(model, a),
                           self_label(model, a, s->guises[guise].cast.type[a]));
            between = "; ";
        }
    if (!*between)
        dt_text_add(text, "no doubt");
}

/* "Iran (Sincere) after Direct talks" */
static void add_mover(const dt_staging *s, uint32_t guise, uint32_t scene,
                      dt_text *text)
{
    const dt_model *const model = s->plot->model;
    const dt_actor_id a = s->scenes[scene].step->actor;
    dt_text path = {0};
    dt_text_add(text, dt_actor_label(model, a));
    if (is_in_doubt(s, a))
        dt_text_format(text, " (%s)",
                       self_label(model, a, s->guises[guise].cast.type[a]));
    add_path(s, scene, &path);
    if (path.n > 0)
        dt_text_format(text, " after %s", path.bytes);
    text->failed = text->failed || path.failed;
    dt_text_release(&path);
}

/* Note whether the text failed, and free it. */
static void end_text(dt_stager *b, dt_text *text)
{
    b->failed = b->failed || text->failed;
    dt_text_release(text);
}

/* ---- Sets ------------------------------------------------------------------------ */

/* How likely chance makes the move to the scene. */
static int64_t chance_of(const dt_staging *s, uint32_t guise, uint32_t scene)
{
    const dt_actor_id a = s->scenes[s->scenes[scene].parent].step->actor;
    return dt_scene_stated(s, scene, s->guises[guise].cast.type[a]);
}

static void name_actions(dt_stager *b, uint32_t guise, uint32_t scene, uint32_t set)
{
    const dt_scene *const it = &b->s->scenes[scene];
    char digits[DT_DECIMAL_ROOM];
    for (uint32_t k = 0; k < it->n; k++) {
        const char *const chance =
            it->step->is_stated
                ? dt_decimal_write(chance_of(b->s, guise, it->first + k), digits)
                : NULL;
        if (!dt_game_set_action(b->game, set, k, b->s->scenes[it->first + k].label,
                                chance))
            b->failed = true;
    }
}

static uint32_t add_set(dt_stager *b, uint32_t guise, uint32_t scene)
{
    const dt_act *const step = b->s->scenes[scene].step;
    const uint32_t player =
        step->is_stated ? b->s->n_players : dt_stage_player(b->s, step->actor);
    dt_text label = {0};
    add_mover(b->s, guise, scene, &label);
    const uint32_t set = dt_game_add_set(b->game, step->is_stated ? DT_CHANCE : player,
                                         ++b->n_sets[player], dt_text_string(&label),
                                         b->s->scenes[scene].n);
    end_text(b, &label);
    if (set == DT_NONE)
        b->failed = true;
    else
        name_actions(b, guise, scene, set);
    return set;
}

static uint32_t set_at(dt_stager *b, uint32_t guise, uint32_t scene)
{
    const uint32_t first = guise_of_type(b->s, guise, b->s->scenes[scene].step->actor);
    uint32_t *const set = &b->set[(size_t)first * b->s->n_scenes + scene];
    if (*set == DT_NONE)
        *set = add_set(b, guise, scene);
    return *set;
}

/* ---- Nodes ----------------------------------------------------------------------- */

static uint32_t add_outcome(dt_stager *b, uint32_t guise, uint32_t scene)
{
    const dt_staging *const s = b->s;
    dt_text label = {0};
    for (uint32_t i = 0; i < s->n_players; i++) {
        const dt_valuation value = dt_valuation_of(
            s->plot->model, s->players[i], s->guises[guise].cast.type[s->players[i]]);
        b->payoff[i] = dt_fraction_write(dt_valuation_at(&value, s->scenes[scene].code),
                                         b->digits[i]);
    }
    add_path(s, scene, &label);
    const uint32_t outcome = dt_game_add_outcome(b->game, b->game->n_outcomes + 1,
                                                 dt_text_string(&label), b->payoff);
    end_text(b, &label);
    return outcome;
}

/* Add the tree from a scene on; as deep as a plot has steps. */
static void add_tree(dt_stager *b, uint32_t guise, uint32_t scene)
{
    const bool ends = !b->s->scenes[scene].step;
    const uint32_t set = ends ? DT_NONE : set_at(b, guise, scene);
    const uint32_t outcome = ends ? add_outcome(b, guise, scene) : DT_NONE;
    if (b->failed || (ends && outcome == DT_NONE)) {
        b->failed = true;
        return;
    }
    const uint32_t node = dt_game_add_node(b->game, set, outcome, "");
    b->s->node[(size_t)guise * b->s->n_scenes + scene] = node;
    b->failed = node == DT_NONE;
    const dt_scene *const it = &b->s->scenes[scene];
    for (uint32_t k = 0; k < it->n && !b->failed; k++)
        add_tree(b, guise, it->first + k);
}

static void add_chance(dt_stager *b)
{
    const dt_staging *const s = b->s;
    const uint32_t set = dt_game_add_set(b->game, DT_CHANCE, ++b->n_sets[s->n_players],
                                         "who is of which type", s->n_guises);
    if (set == DT_NONE || dt_game_add_node(b->game, set, DT_NONE, "") == DT_NONE) {
        b->failed = true;
        return;
    }
    for (uint32_t g = 0; g < s->n_guises; g++) {
        dt_text label = {0};
        add_guise(s, g, &label);
        if (!dt_game_set_action(b->game, set, g, dt_text_string(&label),
                                s->guises[g].text))
            b->failed = true;
        end_text(b, &label);
    }
}

static bool prepare(dt_stager *b, dt_arena *arena)
{
    dt_staging *const s = b->s;
    const size_t n = (size_t)s->n_guises * s->n_scenes;
    s->node = dt_arena_array(arena, uint32_t, n);
    b->set = dt_arena_array(arena, uint32_t, n);
    b->n_sets = dt_arena_array(arena, uint32_t, s->n_players + 1);
    b->payoff = dt_arena_array(arena, const char *, s->n_players);
    b->digits = dt_arena_alloc(arena, s->n_players, sizeof *b->digits);
    if (!s->node || !b->set || !b->n_sets || !b->payoff || !b->digits)
        return false;
    for (size_t k = 0; k < n; k++)
        s->node[k] = b->set[k] = DT_NONE;
    return true;
}

static void add_players(dt_stager *b)
{
    for (uint32_t i = 0; i < b->s->n_players; i++)
        if (dt_game_add_player(b->game, dt_actor_label(b->s->plot->model,
                                                       b->s->players[i])) == DT_NONE)
            b->failed = true;
}

static dt_status build_game(dt_staging *s, dt_arena *arena, dt_error *err)
{
    dt_stager b = {.s = s};
    b.game = dt_game_new(s->plot->title, dt_model_title(s->plot->model));
    if (!b.game || !prepare(&b, arena)) {
        dt_game_free(b.game);
        return dt_fail_memory(err);
    }
    add_players(&b);
    if (!b.failed)
        add_chance(&b);
    for (uint32_t g = 0; g < s->n_guises && !b.failed; g++)
        add_tree(&b, g, 0);
    const dt_status status =
        b.failed ? dt_fail_memory(err) : dt_game_finish(b.game, err);
    if (status == DT_OK)
        s->game = b.game;
    else
        dt_game_free(b.game);
    return status;
}

/* ---- The whole ------------------------------------------------------------------- */

/* Whether every player has values, of whatever type it may be; if not, `why` says it.
 */
static bool has_values(dt_staging *s)
{
    for (uint32_t i = 0; i < s->n_players; i++)
        for (uint32_t g = 0; g < s->n_guises; g++) {
            const dt_actor_id a = s->players[i];
            const uint32_t type = s->guises[g].cast.type[a];
            if (dt_valuation_of(s->plot->model, a, type).source != DT_VALUE_NONE)
                continue;
            dt_value_missing(s->plot->model, a, type, s->why, sizeof s->why);
            return false;
        }
    return true;
}

dt_status dt_staging_build(const dt_plot *plot, const dt_cast_list *list,
                           dt_arena *arena, dt_staging *staging, dt_error *err)
{
    *staging = (dt_staging){.plot = plot};
    DT_TRY(dt_scenes_write(plot, list, arena, staging, err));
    DT_TRY(dt_guises_find(list, arena, staging, err));
    if ((uint64_t)staging->n_scenes * staging->n_guises + 1 > DT_STAGE_NODES_MAX)
        dt_staging_refuse(staging);
    if (staging->why[0] || !has_values(staging))
        return DT_OK;
    return build_game(staging, arena, err);
}
