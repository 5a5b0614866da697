/* An outsider undoes a deal by a move after which somebody at the table, who would have
 * accepted the deal, would rather have let the talks fail. Whether it could is a matter
 * of the rules, whether it would one of its own order of states: all of its moves are
 * tried, level by level. */
#include "deals/spoiler.h"

#include "deals/judge.h"
#include "deals/point.h"
#include "space/bar.h"

/* Moves of one actor that are tried at most. */
#define MOVES_MAX (UINT64_C(1) << 12)

typedef struct hunt {
    const dt_deals *deals;
    const dt_deal *deal;
    dt_spoiler *spoiler;
    dt_bar bar;       /* at the deal: what clears it the actor prefers */
    dt_answers after; /* a move */
} hunt;

static bool keeps_rules(const dt_model *model, dt_code code)
{
    bool keeps = true;
    for (uint32_t r = 0; r < model->n_rules && keeps; r++)
        keeps = dt_formula_holds(model, model->rules[r].formula, code) !=
                model->rules[r].impossible;
    return keeps;
}

/* The first side that would have accepted the deal and would not accept the state;
 * n_sides when there is none. */
static uint32_t find_loser(const hunt *h, dt_code code)
{
    const dt_parley *const table = &h->deals->table;
    dt_deal after = {.code = code};
    uint32_t s = 0;
    dt_deal_judge(table, dt_point_fallback(h->deals, 0), h->deals->points[0].worth,
                  &h->after, &after);
    while (s < table->n_sides && (!(h->deal->signs[s] && h->deal->ratifies[s]) ||
                                  (after.signs[s] && after.ratifies[s])))
        s++;
    return s;
}

static void try_move(hunt *h, dt_code code)
{
    const dt_model *const model = h->deals->model;
    dt_spoiler *const spoiler = h->spoiler;
    if (code == h->deal->code || !keeps_rules(model, code) ||
        !dt_move_is_open(model, spoiler->actor, h->deal->code, code))
        return;
    const uint32_t loser = find_loser(h, code);
    if (loser == h->deals->table.n_sides)
        return;
    if (spoiler->n_could++ == 0) {
        spoiler->could = code;
        spoiler->side = loser;
    }
    if (dt_bar_judge(&h->bar, model, UINT64_MAX, code) != DT_TRUE)
        return;
    if (spoiler->n_would++ == 0) {
        spoiler->would = code;
        spoiler->side = loser;
    }
}

static bool way_is_open(const dt_choice *choice, uint32_t from, uint32_t to)
{
    return from == to || choice->way == DT_WAY_BOTH ||
           (choice->way == DT_WAY_UP ? to > from : to < from);
}

/* All codes that the actor can make of `code` by its choices from c on. */
static void try_from(hunt *h, dt_code code, uint32_t k)
{
    const dt_model *const model = h->deals->model;
    const dt_actor *const actor = &model->actors[h->spoiler->actor];
    if (k == actor->n_choices) {
        try_move(h, code);
        return;
    }
    const dt_choice_id c = actor->first_choice + k;
    const uint32_t from = dt_choice_level(&model->choices[c], h->deal->code);
    for (uint32_t l = 0; l < model->choices[c].n_levels; l++)
        if (way_is_open(&model->choices[c], from, l))
            try_from(h, dt_code_with(model, code, c, l), k + 1);
}

static uint64_t count_moves(const dt_model *model, dt_actor_id a)
{
    const dt_actor *const actor = &model->actors[a];
    uint64_t n = 1;
    for (uint32_t k = 0; k < actor->n_choices; k++)
        n *= model->choices[actor->first_choice + k].n_levels;
    return n;
}

static bool search(hunt *h, dt_arena *scratch)
{
    const dt_model *const model = h->deals->model;
    const dt_actor_id a = h->spoiler->actor;
    const dt_preference *const preference =
        dt_actor_preference(&model->actors[a], h->deals->cast.type[a]);
    h->spoiler->searched =
        count_moves(model, a) <= MOVES_MAX && dt_bar_applies(preference);
    if (!h->spoiler->searched)
        return true;
    if (!dt_bar_init(&h->bar, preference, scratch))
        return false;
    dt_bar_set(&h->bar, model, h->deal->code);
    try_from(h, h->deal->code, 0);
    return true;
}

static bool find_all(dt_deals *d, dt_deal *deal, dt_spoiler *spoilers,
                     dt_arena *scratch)
{
    const uint64_t seats = dt_model_seats(d->model);
    hunt h = {.deals = d, .deal = deal};
    bool done = dt_answers_init(&h.after, &d->table, scratch);
    for (dt_actor_id a = 0; a < d->model->n_actors && done; a++) {
        if (seats >> a & 1 || d->model->actors[a].n_choices == 0 ||
            d->model->actors[a].is_agenda)
            continue;
        h.spoiler = &spoilers[deal->n_spoilers++];
        h.spoiler->actor = a;
        done = search(&h, scratch);
    }
    return done;
}

bool dt_spoilers_find(dt_deals *d, dt_deal *deal)
{
    dt_spoiler *const spoilers =
        dt_arena_array(&d->arena, dt_spoiler, d->model->n_actors);
    dt_arena scratch = {0};
    const bool done = spoilers && find_all(d, deal, spoilers, &scratch);
    dt_arena_release(&scratch);
    deal->spoilers = spoilers;
    return done;
}
