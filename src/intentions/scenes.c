/* The scenes of a plot, breadth first, so that those that follow a scene stand side by
 * side; and the guises in which they are played. */
#include "intentions/scenes.h"

#include "base/decimal.h"
#include "base/fail.h"
#include "base/list.h"
#include "base/text.h"
#include "intentions/reach.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct dt_writer {
    const dt_model *model;
    const dt_cast_list *list;
    dt_arena *arena;
    dt_list scenes;
    uint32_t here;     /* the scene whose moves are added */
    bool full, failed; /* there are too many; no memory */
} dt_writer;

static dt_scene *scene_at(const dt_writer *w, uint32_t s)
{
    return (dt_scene *)w->scenes.items + s;
}

/* ---- Words ----------------------------------------------------------------------- */

/* A move that the model gives no name: what changes, as ids or as labels. */
static const char *describe(const dt_writer *w, uint64_t from, uint64_t to, bool labels)
{
    dt_text text = {0};
    for (uint32_t c = 0; c < w->model->n_choices; c++) {
        const dt_choice *const choice = &w->model->choices[c];
        const uint32_t level = dt_choice_level(choice, to);
        if (level == dt_choice_level(choice, from))
            continue;
        const char *const name =
            labels ? dt_choice_label(w->model, c) : dt_choice_name(w->model, c);
        if (text.n > 0)
            dt_text_add(&text, ", ");
        if (choice->is_option)
            dt_text_format(&text, "%s%s", level ? "" : "not ", name);
        else
            dt_text_format(&text, "%s = %s", name,
                           labels ? dt_choice_level_label(w->model, c, level)
                                  : dt_choice_level_name(w->model, c, level));
    }
    const char *const words =
        text.failed ? NULL
                    : dt_arena_copy(w->arena, text.n ? text.bytes : "stay",
                                    text.n ? text.n : sizeof "stay" - 1);
    dt_text_release(&text);
    return words;
}

/* The label, with the name behind it where another move has the same label already. */
static const char *distinct(const dt_writer *w, const char *label, const char *name)
{
    const dt_scene *const here = scene_at(w, w->here);
    dt_text text = {0};
    bool taken = false;
    for (uint32_t k = 0; k < here->n && !taken; k++)
        taken = strcmp(scene_at(w, here->first + k)->label, label) == 0;
    if (!taken)
        return label;
    dt_text_format(&text, "%s (%s)", label, name);
    const char *const copy =
        text.failed ? NULL : dt_arena_copy(w->arena, text.bytes, text.n);
    dt_text_release(&text);
    return copy;
}

/* ---- Scenes ---------------------------------------------------------------------- */

/* Add a scene that follows the one that is looked at. */
static void add_scene(dt_writer *w, dt_scene scene)
{
    if (w->failed)
        return; /* the last scene may not be whole */
    if (w->scenes.n >= DT_STAGE_NODES_MAX) {
        w->full = true;
        return;
    }
    scene.parent = w->here;
    scene.label = scene.label ? distinct(w, scene.label, scene.name) : NULL;
    dt_scene *const slot = dt_list_add(&w->scenes, w->arena, sizeof *slot);
    if (!slot || !scene.name || !scene.label) {
        w->failed = true;
        return;
    }
    *slot = scene;
    scene_at(w, w->here)->n++;
}

static dt_reach_question question_at(const dt_writer *w)
{
    const dt_scene *const here = scene_at(w, w->here);
    return (dt_reach_question){.model = w->model,
                               .actor = here->step->actor,
                               .from = here->code,
                               .most = DT_STAGE_NODES_MAX - (uint32_t)w->scenes.n,
                               .monitor = w->list->monitor};
}

/* Whether some type that the actor may be of makes the move, as far as is stated. */
static bool has_chance(const dt_writer *w, dt_actor_id a, const dt_cue *cue)
{
    for (uint32_t k = 0; k < w->list->n; k++)
        if (w->list->worlds[k].now > 0 &&
            dt_likelihood_of(cue->likely, cue->n_likely,
                             w->list->worlds[k].cast.type[a]) > 0)
            return true;
    return false;
}

/* Add a listed move; false when it is not possible, though it was wanted. */
static bool add_cue(dt_writer *w, uint32_t k)
{
    const dt_scene here = *scene_at(w, w->here);
    const dt_cue *const cue = &here.step->cues[k];
    const uint64_t to = dt_setting_apply(cue->setting, here.code);
    const dt_reach_question question = question_at(w);
    char why[160];
    if (here.step->is_stated && !has_chance(w, here.step->actor, cue))
        return true;
    if (!dt_reach_allows(&question, cue->setting, why, sizeof why) ||
        (cue->is_test && to == here.code))
        return false;
    add_scene(w, (dt_scene){.code = to,
                            .step = cue->next,
                            .name = cue->name,
                            .label = cue->label,
                            .cue = k,
                            .is_test = cue->is_test});
    return true;
}

/* Add a move that is not listed, or to stay. */
static void add_other(dt_writer *w, uint64_t to)
{
    const dt_scene here = *scene_at(w, w->here);
    add_scene(w, (dt_scene){.code = to,
                            .step = here.step->next,
                            .name = describe(w, here.code, to, false),
                            .label = describe(w, here.code, to, true),
                            .cue = DT_NONE});
}

/* Whether a listed move leads to the state. */
static bool is_listed(const dt_writer *w, uint64_t to)
{
    const dt_scene *const here = scene_at(w, w->here);
    for (uint32_t k = 0; k < here->n; k++) {
        const dt_scene *const next = scene_at(w, here->first + k);
        if (next->cue != DT_NONE && !next->is_test && next->code == to)
            return true;
    }
    return false;
}

/* Add to stay, and all moves, but for those to a state that a listed one leads to. */
static dt_status add_free(dt_writer *w, dt_error *err)
{
    const dt_reach_question question = question_at(w);
    dt_reach reach = {0};
    if (!is_listed(w, question.from))
        add_other(w, question.from);
    const dt_status status = dt_reach_find(&question, w->arena, &reach, err);
    w->full = w->full || status == DT_ELIMIT;
    for (uint32_t k = 0; status == DT_OK && k < reach.n; k++)
        if (!is_listed(w, reach.code[k]))
            add_other(w, reach.code[k]);
    return status == DT_ELIMIT ? DT_OK : status;
}

static dt_status add_following(dt_writer *w, dt_error *err)
{
    const dt_act *const step = scene_at(w, w->here)->step;
    if (!step)
        return DT_OK;
    bool all = true;
    scene_at(w, w->here)->first = (uint32_t)w->scenes.n;
    for (uint32_t k = 0; k < step->n_cues; k++)
        all &= add_cue(w, k);
    if (step->is_free)
        DT_TRY(add_free(w, err));
    else if (scene_at(w, w->here)->n == 0 || (step->is_stated && !all))
        add_other(w, scene_at(w, w->here)->code);
    return w->failed ? dt_fail_memory(err) : DT_OK;
}

dt_status dt_scenes_write(const dt_plot *plot, const dt_cast_list *list,
                          dt_arena *arena, dt_staging *staging, dt_error *err)
{
    dt_writer w = {.model = plot->model, .list = list, .arena = arena};
    dt_scene *const first = dt_list_add(&w.scenes, arena, sizeof *first);
    if (!first)
        return dt_fail_memory(err);
    *first = (dt_scene){.code = plot->from,
                        .step = plot->first,
                        .parent = DT_NONE,
                        .name = "",
                        .label = "",
                        .cue = DT_NONE};
    for (w.here = 0; w.here < w.scenes.n && !w.full; w.here++)
        DT_TRY(add_following(&w, err));
    if (w.full)
        dt_staging_refuse(staging);
    staging->scenes = w.scenes.items;
    staging->n_scenes = (uint32_t)w.scenes.n;
    return DT_OK;
}

void dt_staging_refuse(dt_staging *staging)
{
    snprintf(staging->why, sizeof staging->why,
             "its game would have more than %u nodes: list the moves of its turns",
             DT_STAGE_NODES_MAX);
}

/* ---- Probabilities of stated moves ----------------------------------------------- */

int64_t dt_scene_stated(const dt_staging *s, uint32_t scene, uint32_t type)
{
    const dt_scene *const it = &s->scenes[scene];
    const dt_scene *const above = &s->scenes[it->parent];
    int64_t rest = DT_DECIMAL_ONE;
    if (it->cue != DT_NONE)
        return dt_likelihood_of(above->step->cues[it->cue].likely,
                                above->step->cues[it->cue].n_likely, type);
    for (uint32_t k = 0; k < above->n; k++)
        if (above->first + k != scene)
            rest -= dt_scene_stated(s, above->first + k, type);
    return rest;
}

/* ---- Guises ---------------------------------------------------------------------- */

/* How fine probabilities are: so many digits behind the point, and what they count. */
#define DIGITS 15
#define WHOLE 1e15

/* Who has a turn in some scene, and who chooses in one: bit a, actor a. */
static uint64_t movers_of(dt_staging *s)
{
    uint64_t movers = UINT64_C(1) << s->plot->tester | UINT64_C(1) << s->plot->tested;
    uint64_t players = UINT64_C(1) << s->plot->tester;
    for (uint32_t k = 0; k < s->n_scenes; k++) {
        const dt_act *const step = s->scenes[k].step;
        if (!step)
            continue;
        movers |= UINT64_C(1) << step->actor;
        if (!step->is_stated)
            players |= UINT64_C(1) << step->actor;
    }
    for (dt_actor_id a = 0; a < s->plot->model->n_actors; a++)
        if (players >> a & 1)
            s->players[s->n_players++] = a;
    return movers;
}

static dt_cast restrict_cast(const dt_staging *s, const dt_cast *cast, uint64_t movers)
{
    dt_cast some = {{0}};
    for (dt_actor_id a = 0; a < s->plot->model->n_actors; a++)
        if (movers >> a & 1)
            some.type[a] = cast->type[a];
    return some;
}

static void add_guise(dt_staging *s, const dt_cast *cast, double p)
{
    for (uint32_t g = 0; g < s->n_guises; g++)
        if (memcmp(&s->guises[g].cast, cast, sizeof *cast) == 0) {
            s->guises[g].p += p;
            return;
        }
    s->guises[s->n_guises++] = (dt_guise){*cast, p, NULL};
}

/* Round all to so many digits, in such a way that they add up to 1; what is nothing
 * then is left out. */
static void round_guises(dt_staging *s)
{
    double sum = 0, rest = WHOLE;
    uint32_t n = 0, largest = 0;
    for (uint32_t g = 0; g < s->n_guises; g++)
        sum += s->guises[g].p;
    for (uint32_t g = 0; g < s->n_guises; g++) {
        dt_guise guise = s->guises[g];
        guise.p = floor(guise.p / sum * WHOLE + 0.5);
        rest -= guise.p;
        if (guise.p <= 0)
            continue;
        largest = n == 0 || guise.p > s->guises[largest].p ? n : largest;
        s->guises[n++] = guise;
    }
    s->guises[largest].p += rest;
    s->n_guises = n;
}

/* So many units as a decimal, without idle zeros. */
static const char *spell(double units, dt_arena *arena)
{
    char text[DIGITS + 8];
    int n = snprintf(text, sizeof text, "%016.0f", units);
    assert(n == DIGITS + 1);
    memmove(text + 2, text + 1, DIGITS);
    text[1] = '.';
    for (n = DIGITS + 2; text[n - 1] == '0'; n--)
        ;
    return dt_arena_copy(arena, text, (size_t)(text[n - 1] == '.' ? n - 1 : n));
}

dt_status dt_guises_find(const dt_cast_list *list, dt_arena *arena, dt_staging *s,
                         dt_error *err)
{
    const uint64_t movers = movers_of(s);
    s->guises = dt_arena_array(arena, dt_guise, list->n);
    if (!s->guises)
        return dt_fail_memory(err);
    for (uint32_t w = 0; w < list->n; w++) {
        const dt_cast cast = restrict_cast(s, &list->worlds[w].cast, movers);
        add_guise(s, &cast, list->worlds[w].now);
    }
    round_guises(s);
    for (uint32_t g = 0; g < s->n_guises; g++) {
        s->guises[g].text = spell(s->guises[g].p, arena);
        s->guises[g].p /= WHOLE;
        if (!s->guises[g].text)
            return dt_fail_memory(err);
    }
    return DT_OK;
}
