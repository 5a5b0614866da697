/* Steps are the turns of a test, linked from the last to the first. Acting at once and
 * plans of two put cues of several tests into one step. */
#include "intentions/plot.h"

#include "base/list.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char stay_name[] = "stay", stay_label[] = "stay";

static const char *label_of(dt_name name)
{
    return name.label ? name.label : name.id;
}

static const char *actor_label(const dt_model *model, dt_actor_id a)
{
    return label_of(model->actors[a].name);
}

/* A line made of three parts. */
static const char *join(dt_arena *arena, const char *first, const char *middle,
                        const char *last)
{
    const size_t n = strlen(first) + strlen(middle) + strlen(last);
    char *const line = dt_arena_array(arena, char, n + 1);
    if (line)
        snprintf(line, n + 1, "%s%s%s", first, middle, last);
    return line;
}

/* ---- Turns to steps -------------------------------------------------------------- */

static dt_cue cue_of(const dt_ploy *ploy, const dt_act *next)
{
    return (dt_cue){.name = ploy->name.id,
                    .label = label_of(ploy->name),
                    .setting = ploy->setting,
                    .n_likely = ploy->n_likely,
                    .likely = ploy->likely,
                    .next = next};
}

static bool is_stated(const dt_turn *turn)
{
    return turn->n_ploys > 0 && turn->ploys[0].n_likely > 0;
}

/* The turn at which the tester first chooses; n_turns when it never does. */
static uint32_t decision_of(const dt_test *test)
{
    uint32_t k = 0;
    while (k < test->n_turns &&
           (test->turns[k].actor != test->tester || is_stated(&test->turns[k])))
        k++;
    return k;
}

static bool fill_step(const dt_turn *turn, const dt_act *next, dt_arena *arena,
                      dt_act *step)
{
    dt_cue *const cues = dt_arena_array(arena, dt_cue, turn->n_ploys);
    if (!cues)
        return false;
    for (uint32_t k = 0; k < turn->n_ploys; k++)
        cues[k] = cue_of(&turn->ploys[k], next);
    *step = (dt_act){.actor = turn->actor,
                     .is_stated = is_stated(turn),
                     .is_free = turn->n_ploys == 0,
                     .next = next,
                     .n_cues = turn->n_ploys,
                     .cues = cues};
    return true;
}

/* The steps of a test, [n_turns]; NULL when there is no memory. */
static dt_act *steps_of(const dt_test *test, dt_arena *arena)
{
    dt_act *const steps = dt_arena_array(arena, dt_act, test->n_turns);
    for (uint32_t k = test->n_turns; steps && k-- > 0;)
        if (!fill_step(&test->turns[k], k + 1 < test->n_turns ? &steps[k + 1] : NULL,
                       arena, &steps[k]))
            return NULL;
    if (steps && decision_of(test) < test->n_turns)
        steps[decision_of(test)].decides = true;
    return steps;
}

bool dt_plot_test(const dt_model *model, uint32_t k, dt_arena *arena, dt_plot *plot)
{
    const dt_test *const test = &model->intentions.tests[k];
    const dt_act *const steps = steps_of(test, arena);
    *plot = (dt_plot){
        .model = model,
        .title = join(arena, label_of(test->name), ", by ",
                      actor_label(model, test->tester)),
        .opening = label_of(test->name),
        .tester = test->tester,
        .tested = test->turns[0].actor,
        .from = dt_setting_apply(test->setting, model->status_quo),
        .first = steps,
    };
    return plot->title && steps;
}

/* ---- Acting at once -------------------------------------------------------------- */

static bool same_setting(dt_setting a, dt_setting b)
{
    return a.mask == b.mask && a.code == b.code;
}

/* Add the cue unless its move is there already. */
static bool add_once(dt_list *cues, dt_arena *arena, dt_cue cue)
{
    const dt_cue *const old = cues->items;
    for (size_t k = 0; k < cues->n; k++)
        if (same_setting(old[k].setting, cue.setting))
            return true;
    dt_cue *const slot = dt_list_add(cues, arena, sizeof *slot);
    if (slot)
        *slot = cue;
    return slot;
}

/* Add what the test lets the tester choose among. */
static bool add_choices(const dt_test *test, dt_arena *arena, dt_list *cues,
                        dt_act *step)
{
    const uint32_t at = decision_of(test);
    const dt_act *const steps = steps_of(test, arena);
    if (!steps || at == test->n_turns)
        return steps;
    if (test->turns[at].n_ploys == 0 && !step->is_free) {
        step->is_free = true;
        step->next = steps[at].next;
    }
    for (uint32_t k = 0; k < steps[at].n_cues; k++)
        if (!add_once(cues, arena, steps[at].cues[k]))
            return false;
    if (!step->next)
        step->next = steps[at].next;
    return true;
}

bool dt_plot_at_once(const dt_model *model, const uint32_t *tests, uint32_t n,
                     dt_arena *arena, dt_plot *plot)
{
    const dt_test *const test = &model->intentions.tests[tests[0]];
    dt_act *const step = dt_arena_new(arena, dt_act);
    dt_list cues = {0};
    if (!step)
        return false;
    *step = (dt_act){.actor = test->tester, .decides = true};
    for (uint32_t k = 0; k < n; k++)
        if (!add_choices(&model->intentions.tests[tests[k]], arena, &cues, step))
            return false;
    if (!step->is_free &&
        !add_once(&cues, arena,
                  (dt_cue){.name = stay_name, .label = stay_label, .next = step->next}))
        return false;
    step->cues = cues.items;
    step->n_cues = (uint32_t)cues.n;
    *plot = (dt_plot){
        .model = model,
        .title = join(arena, "No test, by ", actor_label(model, test->tester), ""),
        .opening = "",
        .tester = test->tester,
        .tested = test->turns[0].actor,
        .from = model->status_quo,
        .first = step,
    };
    return plot->title;
}

/* ---- Plans of two ---------------------------------------------------------------- */

/* Let the second test be made at the step, too. */
static bool add_test(const dt_test *test, dt_arena *arena, dt_act *step)
{
    dt_cue *const cues = dt_arena_array(arena, dt_cue, step->n_cues + 1);
    const dt_act *const steps = steps_of(test, arena);
    const char *const label = join(arena, "then test: ", label_of(test->name), "");
    if (!cues || !steps || !label)
        return false;
    if (step->n_cues > 0)
        memcpy(cues, step->cues, step->n_cues * sizeof *cues);
    cues[step->n_cues] = (dt_cue){.name = test->name.id,
                                  .label = label,
                                  .setting = test->setting,
                                  .next = steps,
                                  .is_test = true};
    step->cues = cues;
    step->n_cues++;
    return true;
}

/* A choice between stopping and the second test, behind the last step of a test that
 * leaves the tester no choice. */
static bool add_decision(const dt_test *test, dt_arena *arena, dt_act *last)
{
    dt_act *const step = dt_arena_new(arena, dt_act);
    dt_cue *const stay = dt_arena_new(arena, dt_cue);
    dt_cue *const cues = dt_arena_array(arena, dt_cue, last->n_cues);
    if (!step || !stay || !cues)
        return false;
    *stay = (dt_cue){.name = stay_name, .label = stay_label};
    *step = (dt_act){.actor = test->tester, .decides = true, .n_cues = 1, .cues = stay};
    for (uint32_t k = 0; k < last->n_cues; k++) {
        cues[k] = last->cues[k];
        cues[k].next = step;
    }
    last->cues = cues;
    last->next = step;
    return add_test(test, arena, step);
}

bool dt_plot_pair(const dt_model *model, uint32_t first, uint32_t second,
                  dt_arena *arena, dt_plot *plot)
{
    const dt_test *const one = &model->intentions.tests[first];
    const dt_test *const two = &model->intentions.tests[second];
    dt_act *const steps = steps_of(one, arena);
    const uint32_t at = decision_of(one);
    if (!steps || !dt_plot_test(model, first, arena, plot))
        return false;
    plot->first = steps;
    plot->is_pair = true;
    const char *const both =
        join(arena, label_of(one->name), ", then perhaps ", label_of(two->name));
    plot->title =
        both ? join(arena, both, ", by ", actor_label(model, one->tester)) : NULL;
    return plot->title &&
           (at < one->n_turns ? add_test(two, arena, &steps[at])
                              : add_decision(two, arena, &steps[one->n_turns - 1]));
}
