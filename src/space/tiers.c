/* Explicit rankings: `rank` blocks. A state number names one state; a formula names all
 * states that satisfy it and are not ranked above. In the end every state must be
 * ranked once. */
#include "base/text.h"
#include "space/ranks.h"

#include <inttypes.h>

typedef struct ranking {
    const dt_space *space;
    const dt_actor *actor;
    const dt_preference *preference;
    dt_diags *diags;
    uint32_t *tier_of;         /* [n_states] from 1; 0: not ranked */
    const dt_place **place_of; /* [n_states] what ranked it */
    dt_bits found;             /* working set */
} ranking;

static void rank_number(const ranking *r, const dt_place *place, uint32_t tier)
{
    const dt_state s = place->number - 1;
    if (place->number > r->space->n_states) {
        dt_report(r->diags, DT_FINDING_ranking, place->where,
                  "there is no state %u: the model has %u", place->number,
                  r->space->n_states);
    } else if (r->tier_of[s]) {
        dt_report(r->diags, DT_FINDING_ranking, place->where,
                  "state %u is ranked already", place->number);
        dt_report_note(r->diags, r->place_of[s]->where, "ranked here");
    } else {
        r->tier_of[s] = tier;
        r->place_of[s] = place;
    }
}

static void rank_formula(ranking *r, const dt_place *place, uint32_t tier)
{
    bool any = false;
    dt_space_find(r->space, place->formula, &r->found);
    for (dt_state s = dt_bits_next(&r->found, 0); s != DT_NO_STATE;
         s = dt_bits_next(&r->found, s + 1))
        if (r->tier_of[s] == 0) {
            r->tier_of[s] = tier;
            r->place_of[s] = place;
            any = true;
        }
    if (!any)
        dt_report(r->diags, DT_FINDING_idle, place->where,
                  "this ranks no state that is not ranked above");
}

enum { MISSING_SHOWN = 10 };

/* False when there is no memory. */
static bool report_missing(const ranking *r)
{
    dt_text list = {0};
    uint32_t n = 0;
    for (dt_state s = 0; s < r->space->n_states; s++)
        if (r->tier_of[s] == 0 && n++ < MISSING_SHOWN)
            dt_text_format(&list, "%s%u", n > 1 ? ", " : "", s + 1);
    if (n) {
        dt_report(r->diags, DT_FINDING_ranking, r->preference->rank_where,
                  "'%s' ranks %u of %u states; missing: %s%s", r->actor->name.id,
                  r->space->n_states - n, r->space->n_states, dt_text_string(&list),
                  n > MISSING_SHOWN ? ", ..." : "");
        dt_report_help(r->diags,
                       "'detente states' shows the numbers; a last line may be "
                       "a formula that covers the rest");
    }
    const bool done = !list.failed;
    dt_text_release(&list);
    return done;
}

static bool start(ranking *r, dt_arena *scratch)
{
    const uint32_t n = r->space->n_states;
    r->tier_of = dt_arena_array(scratch, uint32_t, n);
    r->place_of = dt_arena_array(scratch, const dt_place *, n);
    r->found = (dt_bits){dt_arena_array(scratch, uint64_t, ((size_t)n + 63) / 64), n};
    return r->tier_of && r->place_of && r->found.word;
}

/* Tiers that hold no state are left out of the count: ranks are 0, 1, 2 ... */
static void number_tiers(const ranking *r, uint32_t *used, dt_column *column)
{
    const uint32_t n_tiers = r->preference->n_tiers;
    for (dt_state s = 0; s < r->space->n_states; s++)
        used[r->tier_of[s]] = 1;
    uint32_t rank = 0;
    for (uint32_t t = n_tiers; t > 0; t--) {
        const uint32_t holds = used[t];
        used[t] = rank;
        rank += holds;
    }
    for (uint32_t c = 0; c < r->space->n_cells; c++)
        if (dt_cell_is_feasible(r->space, c))
            column->rank[c] = used[r->tier_of[dt_state_of(r->space, c)]];
    column->n_tiers = rank ? rank : 1;
}

bool dt_tiers_rank(const dt_space *space, const dt_actor *actor,
                   const dt_preference *preference, dt_diags *diags, dt_arena *scratch,
                   dt_column *column)
{
    ranking r = {
        .space = space, .actor = actor, .preference = preference, .diags = diags};
    uint32_t *const used =
        dt_arena_array(scratch, uint32_t, (size_t)preference->n_tiers + 1);
    if (!used || !start(&r, scratch))
        return false;
    for (uint32_t t = 0; t < preference->n_tiers; t++)
        for (uint32_t k = 0; k < preference->tiers[t].n; k++) {
            const dt_place *const place = &preference->tiers[t].places[k];
            if (place->number)
                rank_number(&r, place, t + 1);
            else
                rank_formula(&r, place, t + 1);
        }
    number_tiers(&r, used, column);
    return report_missing(&r);
}
