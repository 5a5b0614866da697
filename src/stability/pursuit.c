/* Answers to an improvement s1 of actor i over s, found with as little work as
 * possible.
 *
 * Breadth first over what the others reach from s1 by legal sequences (definition.c),
 * but each code that is reached is first *probed*: is there a move from it that ends no
 * better for i than s? Both wishes, the mover's gain and i's loss, bound that walk, so
 * a probe costs little next to listing all moves. Only when no probe succeeds is the
 * next code *spread*, that is, its moves are added to the list. So the answer that is
 * found is a shortest one.
 *
 * Where any move will do (gmr, smr) the others can often go anywhere, in so many steps
 * that a search would list them all. So the *joint* walk asks at once which codes
 * differ from s1 in the others' choices only, and are no better for i than s. What it
 * finds is tried: if the others, one after the other, in some order, can each set its
 * part, that is a legal sequence. If it finds none, there is no answer of whatever
 * kind, for it leaves out nothing that legal sequences reach.
 *
 * Where moves are transitive the last mover need not be known: what it reaches by
 * moving again it could have reached at once. A code is then listed once; else once for
 * each last mover. */
#include "stability/pursuit.h"

#include <string.h>

/* Candidates of a joint walk that are tried, and the part of what may be looked at that
 * one such walk gets. */
enum { TRIES = 1024, JOINT_SHARE = 4 };

/* The search for answers to one improvement. */
typedef struct hunt {
    dt_pursuit *p;
    uint64_t s1;
    dt_manner manner;
    bool wants_symmetric, spent;
    uint32_t at; /* the entry that is probed or spread */
    dt_actor_id mover;
    uint32_t n_tries;
    bool misfit; /* of the joint walk: something could not be reached step by step */
    bool has_plain, has_symmetric;
    dt_answers answers;
} hunt;

static bool is_over(const hunt *h)
{
    return dt_pursuit_fails(h->p) || h->spent ||
           (h->wants_symmetric ? h->has_symmetric : h->has_plain);
}

bool dt_pursuit_misses(dt_pursuit *p, dt_actor_id a, uint64_t code)
{
    if (p->missed || !dt_bar_misses(&p->here[a], p->model, code))
        return p->missed;
    p->missed = true;
    p->missed_by = a;
    p->missed_code = code;
    return true;
}

/* ---- the last step ------------------------------------------------------------ */

static bool stop(void *context, uint64_t code)
{
    dt_pursuit *const p = context;
    p->n_visited++;
    (void)code;
    return false;
}

/* True when the focal actor can move on from `t` to something better than the state in
 * question, and when that could not be found out. */
static bool can_escape(hunt *h, uint64_t t)
{
    dt_pursuit *const p = h->p;
    const dt_walk walk = {.model = p->model,
                          .from = t,
                          .fields = p->model->actors[p->focal].mask,
                          .mover = p->focal,
                          .n_wishes = 1,
                          .wish = {{&p->here[p->focal], true}},
                          .left = &p->left[h->manner],
                          .vigil = &p->vigil};
    const dt_walk_end end = dt_walk_run(&walk, stop, p);
    if (end == DT_WALK_SPENT)
        h->spent = true;
    return end != DT_WALK_DONE;
}

/* An answer that leaves the focal actor no better off; false: enough. */
static bool take_answer(hunt *h, const dt_ending *end)
{
    dt_pursuit *const p = h->p;
    if (dt_pursuit_misses(p, p->focal, end->code))
        return false;
    if (!h->has_plain) {
        h->has_plain = true;
        h->answers.plain_end = *end;
    }
    if (h->wants_symmetric && !can_escape(h, end->code)) {
        h->has_symmetric = true;
        h->answers.symmetric_end = *end;
    }
    return !is_over(h);
}

static bool take_probe(void *context, uint64_t code)
{
    hunt *const h = context;
    const dt_ending end = {.entry = h->at, .mover = h->mover, .code = code};
    h->p->n_visited++;
    return take_answer(h, &end);
}

/* ---- probing and spreading ---------------------------------------------------- */

/* Whoever moved last to get to the entry; DT_NO_ACTOR for the improvement itself. */
static dt_actor_id last_mover(const dt_pursuit *p, uint32_t at)
{
    const dt_roster_entry *const entry = &p->roster.entry[at];
    if (entry->parent == DT_ROSTER_NONE)
        return DT_NO_ACTOR;
    const uint64_t change = entry->code ^ p->roster.entry[entry->parent].code;
    dt_actor_id a = 0;
    while ((p->model->actors[a].mask & change) == 0)
        a++;
    return a;
}

static dt_walk moves_of(hunt *h, dt_actor_id mover, uint64_t from)
{
    dt_pursuit *const p = h->p;
    dt_walk walk = {.model = p->model,
                    .from = from,
                    .fields = p->model->actors[mover].mask,
                    .mover = mover,
                    .left = &p->left[h->manner],
                    .vigil = &p->vigil};
    if (h->manner == DT_BY_GAINS) {
        dt_bar_set(&p->there[mover], p->model, from);
        walk.wish[walk.n_wishes++] = (dt_wish){&p->there[mover], true};
    }
    return walk;
}

/* Note an entry's successor for the search to go on from; false: enough. */
static bool take_spread(void *context, uint64_t code)
{
    hunt *const h = context;
    dt_pursuit *const p = h->p;
    const uint32_t tag = p->transitive ? 0 : h->mover;
    p->n_visited++;
    if (h->manner == DT_BY_GAINS && dt_pursuit_misses(p, h->mover, code))
        return false;
    const dt_status status =
        dt_roster_add(&p->roster, (dt_roster_entry){code, tag, h->at});
    h->spent = h->spent || status == DT_ELIMIT;
    p->lost = p->lost || status == DT_ENOMEM;
    return status == DT_OK;
}

typedef enum phase { PROBE, SPREAD } phase;

static void follow(hunt *h, uint32_t at, phase what)
{
    dt_pursuit *const p = h->p;
    const dt_actor_id last = last_mover(p, at);
    const uint64_t from = p->roster.entry[at].code;
    h->at = at;
    for (dt_actor_id j = 0; j < p->model->n_actors && !is_over(h); j++) {
        if (j == p->focal || j == last)
            continue;
        if (h->manner == DT_BY_GAINS && dt_pursuit_misses(p, j, from))
            return;
        dt_walk walk = moves_of(h, j, from);
        h->mover = j;
        if (what == PROBE)
            walk.wish[walk.n_wishes++] = (dt_wish){&p->here[p->focal], false};
        if (dt_walk_run(&walk, what == PROBE ? take_probe : take_spread, h) ==
            DT_WALK_SPENT)
            h->spent = true;
    }
}

static void begin(hunt *h)
{
    dt_pursuit *const p = h->p;
    dt_roster_reset(&p->roster);
    const dt_roster_entry first = {h->s1, p->transitive ? 0 : DT_NO_ACTOR,
                                   DT_ROSTER_NONE};
    const dt_status status = dt_roster_add(&p->roster, first);
    h->spent = status == DT_ELIMIT;
    p->lost = p->lost || status == DT_ENOMEM;
}

static void search(hunt *h)
{
    const dt_roster *const roster = &h->p->roster;
    uint32_t probed = 0, spread = 0;
    while (!is_over(h) && spread < roster->n)
        if (probed < roster->n)
            follow(h, probed++, PROBE);
        else
            follow(h, spread++, SPREAD);
}

/* ---- together ----------------------------------------------------------------- */

static bool may_step(const dt_model *model, dt_actor_id a, uint64_t from, uint64_t to)
{
    return dt_code_check(model, to, NULL) == DT_OK &&
           dt_move_is_open(model, a, from, to);
}

/* Let each of the others set its part of `end->code`, whoever can next. True when they
 * get there; directions are kept by the walk. */
static bool step_by_step(const hunt *h, dt_ending *end)
{
    const dt_model *const model = h->p->model;
    uint64_t now = h->s1;
    for (bool stuck = false; now != end->code && !stuck;) {
        stuck = true;
        for (dt_actor_id j = 0; j < model->n_actors; j++) {
            const uint64_t mask = model->actors[j].mask;
            const uint64_t next = (now & ~mask) | (end->code & mask);
            if (next == now || !may_step(model, j, now, next))
                continue;
            end->order[end->n_order++] = (uint8_t)j;
            now = next;
            stuck = false;
        }
    }
    return now == end->code;
}

static bool take_together(void *context, uint64_t code)
{
    hunt *const h = context;
    dt_ending end = {.entry = 0, .mover = DT_NO_ACTOR, .code = code};
    h->p->n_visited++;
    h->n_tries++;
    if (h->manner == DT_BY_GAINS)
        return false; /* only whether there is anything was asked */
    if (step_by_step(h, &end))
        return take_answer(h, &end) && h->n_tries < TRIES;
    h->misfit = true;
    return h->n_tries < TRIES && (!h->wants_symmetric || can_escape(h, code)) &&
           !h->spent;
}

/* The joint walk. True when it shows that there are no answers but those found. */
static bool settle_together(hunt *h)
{
    dt_pursuit *const p = h->p;
    uint64_t others = 0, left = p->left[DT_BY_MOVES] / JOINT_SHARE;
    const uint64_t before = left;
    for (dt_actor_id j = 0; j < p->model->n_actors; j++)
        others |= j == p->focal ? 0 : p->model->actors[j].mask;
    const dt_walk walk = {.model = p->model,
                          .from = h->s1,
                          .fields = others,
                          .mover = DT_NO_ACTOR,
                          .n_wishes = 1,
                          .wish = {{&p->here[p->focal], false}},
                          .left = &left,
                          .vigil = &p->vigil};
    h->misfit = h->spent = false;
    h->n_tries = 0;
    const dt_walk_end end = dt_walk_run(&walk, take_together, h);
    const uint64_t used = before - left; /* of what trying has left */
    p->left[DT_BY_MOVES] -= used < p->left[DT_BY_MOVES] ? used : p->left[DT_BY_MOVES];
    return end == DT_WALK_DONE && !h->spent &&
           (!h->misfit || (h->has_plain && h->wants_symmetric));
}

/* ---- the whole ---------------------------------------------------------------- */

/* Where an answer ends, as the actors' moves. */
uint32_t dt_pursuit_steps(const dt_pursuit *p, const dt_ending *end,
                          dt_local_step *steps)
{
    const dt_roster_entry *const entry = p->roster.entry;
    uint32_t n = 0, k = 0;
    for (uint32_t at = end->entry; entry[at].parent != DT_ROSTER_NONE;
         at = entry[at].parent)
        n++;
    const uint32_t before = n;
    for (uint32_t at = end->entry; steps && k < before; k++) {
        const uint32_t parent = entry[at].parent;
        steps[before - 1 - k] =
            (dt_local_step){last_mover(p, at), entry[parent].code, entry[at].code};
        at = parent;
    }
    const dt_actor_id only = end->mover;
    uint64_t now = entry[end->entry].code;
    n += end->n_order ? end->n_order : 1;
    for (k = before; steps && k < n; k++) {
        const dt_actor_id mover = end->n_order ? end->order[k - before] : only;
        const uint64_t mask = p->model->actors[mover].mask;
        const uint64_t next = (now & ~mask) | (end->code & mask);
        steps[k] = (dt_local_step){mover, now, next};
        now = next;
    }
    return n;
}

static dt_standing standing(bool found, bool settled)
{
    return found ? DT_STABLE : settled ? DT_UNSTABLE : DT_UNDECIDED;
}

dt_answers dt_pursue(dt_pursuit *p, uint64_t s1, dt_manner manner, bool symmetric)
{
    hunt h = {.p = p, .s1 = s1, .manner = manner, .wants_symmetric = symmetric};
    bool none = false;
    begin(&h);
    if (manner == DT_BY_MOVES && !is_over(&h)) {
        follow(&h, 0, PROBE);
        none = !is_over(&h) && settle_together(&h);
    }
    if (!none)
        search(&h);
    bool settled = none || !h.spent;
    if (!settled && manner == DT_BY_GAINS && !h.has_plain && !dt_pursuit_fails(p))
        settled = settle_together(&h); /* then gains would not do either */
    h.answers.plain = standing(h.has_plain, settled);
    h.answers.symmetric = standing(h.has_symmetric, settled);
    return h.answers;
}
