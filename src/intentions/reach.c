/* Moves are walked through (space/walk.h), and then sorted: the order of the walk is
 * its own affair, that of codes is everybody's. */
#include "intentions/reach.h"

#include "base/fail.h"
#include "base/list.h"
#include "base/sort.h"
#include "base/text.h"
#include "space/walk.h"

#include <assert.h>
#include <detente/code.h>

/* A walk looks at no more partial codes than that: a second or two. */
enum { LOOKS_MAX = 1 << 24 };

typedef struct taker {
    dt_arena *arena;
    dt_list found; /* of codes */
    uint32_t most;
    bool too_many, lost;
} taker;

static bool take(void *context, uint64_t code)
{
    taker *const t = context;
    t->too_many = t->found.n == t->most;
    if (t->too_many)
        return false;
    uint64_t *const slot = dt_list_add(&t->found, t->arena, sizeof *slot);
    t->lost = !slot;
    if (slot)
        *slot = code;
    return slot;
}

static dt_status check_end(const dt_reach_question *q, const taker *t, dt_walk_end end,
                           dt_error *err)
{
    const char *const id = q->model->actors[q->actor].name.id;
    if (end == DT_WALK_STOPPED)
        return dt_fail_plainly(err, DT_ESTOPPED);
    if (t->lost)
        return dt_fail_memory(err);
    if (t->too_many)
        return dt_fail(err, DT_ELIMIT, "'%s' has more than %u moves", id, q->most);
    return end == DT_WALK_SPENT
               ? dt_fail(err, DT_ELIMIT, "the moves of '%s' are too many to be listed",
                         id)
               : DT_OK;
}

dt_status dt_reach_find(const dt_reach_question *q, dt_arena *arena, dt_reach *reach,
                        dt_error *err)
{
    uint64_t left = LOOKS_MAX;
    dt_vigil vigil = {.monitor = q->monitor,
                      .phase = "listing moves",
                      .from = -1,
                      .to = -1, /* nobody knows how many there are */
                      .n_whole = 1};
    const dt_walk walk = {.model = q->model,
                          .from = q->from,
                          .fields = q->model->actors[q->actor].mask,
                          .mover = q->actor,
                          .left = &left,
                          .vigil = &vigil};
    taker t = {.arena = arena, .most = q->most};
    DT_TRY(check_end(q, &t, dt_walk_run(&walk, take, &t), err));
    const uint32_t n = (uint32_t)t.found.n;
    uint64_t *const scratch = dt_arena_array(arena, uint64_t, n);
    if (!scratch)
        return dt_fail_memory(err);
    dt_sort_numbers(t.found.items, scratch, n);
    *reach = (dt_reach){n, t.found.items};
    return DT_OK;
}

/* ---- one move ------------------------------------------------------------------- */

/* The first one-way choice that would go back, or NULL. */
static const dt_choice *find_against(const dt_model *model, uint64_t from, uint64_t to)
{
    for (dt_choice_id c = 0; c < model->n_choices; c++) {
        const dt_choice *const choice = &model->choices[c];
        const uint32_t before = dt_choice_level(choice, from);
        const uint32_t after = dt_choice_level(choice, to);
        if ((choice->way == DT_WAY_UP && after < before) ||
            (choice->way == DT_WAY_DOWN && after > before))
            return choice;
    }
    return NULL;
}

static bool is_forbidden(const dt_reach_question *q, uint64_t to)
{
    for (uint32_t k = 0; k < q->model->n_forbids; k++) {
        const dt_forbid *const forbid = &q->model->forbids[k];
        if (forbid->actor == q->actor &&
            dt_formula_holds(q->model, forbid->from, q->from) &&
            dt_formula_holds(q->model, forbid->to, to))
            return true;
    }
    return false;
}

bool dt_reach_allows(const dt_reach_question *q, dt_setting setting, char *why,
                     size_t room)
{
    const char *const id = q->model->actors[q->actor].name.id;
    const uint64_t to = dt_setting_apply(setting, q->from);
    dt_error err;
    assert((setting.mask & ~q->model->actors[q->actor].mask) == 0);
    if (to == q->from)
        return true;
    const dt_choice *const against = find_against(q->model, q->from, to);
    if (against)
        dt_text_fit(why, room, "'%s.%s' cannot be changed that way", id,
                    against->name.id);
    else if (is_forbidden(q, to))
        dt_text_fit(why, room, "a 'forbid' keeps '%s' from that move", id);
    else if (dt_code_check(q->model, to, &err) != DT_OK)
        dt_text_fit(why, room, "%s", err.text);
    else
        return true;
    return false;
}
