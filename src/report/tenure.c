/* Whether a deal would hold once it is made: under which concepts, who could and would
 * break it, at the table or outside of it, by which move, and whether anything deters
 * that. (The verdicts are those of detente/local.h; `solve --state` tells more.) */
#include "report/settlement.h"

#include "report/words.h"

/* The concepts by standing, for all or for one actor. */
typedef struct standings {
    uint32_t with[DT_UNDECIDED + 1];
} standings;

static standings standings_of_all(const dt_local *local)
{
    standings s = {{0}};
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        s.with[dt_local_equilibrium(local, (dt_concept)c)] |= 1u << c;
    return s;
}

static standings standings_of(const dt_local_actor *actor)
{
    standings s = {{0}};
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        s.with[actor->verdict[c].standing] |= 1u << c;
    return s;
}

static void add_concepts(dt_bargain *b, uint32_t concepts, const char *all)
{
    if (concepts == DT_ALL_CONCEPTS)
        dt_text_add(&b->text, all);
    else
        dt_words_concepts(concepts, &b->text);
}

static void put_whole(dt_bargain *b, const standings *s)
{
    const uint32_t stable = s->with[DT_STABLE], unstable = s->with[DT_UNSTABLE];
    if (stable == 0)
        dt_text_add(&b->text, unstable ? "It would not hold under "
                                       : "Whether it would hold is undecided under ");
    else
        dt_text_add(&b->text, "It would hold under ");
    if (stable)
        add_concepts(b, stable, "every concept");
    else
        add_concepts(b, unstable ? unstable : DT_ALL_CONCEPTS, "any concept");
    if (stable && unstable) {
        dt_text_add(&b->text, ", not under ");
        dt_words_concepts(unstable, &b->text);
    }
    if (s->with[DT_UNDECIDED] && (stable || unstable)) {
        dt_text_add(&b->text, "; undecided: ");
        dt_words_concepts(s->with[DT_UNDECIDED], &b->text);
    }
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 2, 4);
}

/* The concepts of `among` whose verdict has the same example as c. */
static uint32_t alike(const dt_local_actor *actor, uint32_t c, uint32_t among)
{
    uint32_t concepts = 0;
    for (uint32_t d = c; d < DT_N_CONCEPTS; d++)
        if (among >> d & 1 && actor->verdict[d].has_example &&
            actor->verdict[d].example == actor->verdict[c].example)
            concepts |= 1u << d;
    return concepts;
}

/* Who would break it, and how: the first move that nobody deters. */
static void put_breach(dt_bargain *b, const dt_deal *deal, dt_actor_id a)
{
    const dt_local_actor *const actor = dt_local_actor_at(deal->hold, a);
    const uint32_t unstable = standings_of(actor).with[DT_UNSTABLE];
    uint32_t c = 0;
    while (c < DT_N_CONCEPTS && !(unstable >> c & 1 && actor->verdict[c].has_example))
        c++;
    if (c == DT_N_CONCEPTS)
        return;
    dt_text_format(&b->text, "%s%s would not leave it at that (",
                   dt_actor_label(b->model, a),
                   dt_bargain_seats(b, a) ? "" : ", not at the table,");
    add_concepts(b, alike(actor, c, unstable), "under every concept");
    dt_text_add(&b->text,
                alike(actor, c, unstable) == 1u << DT_NASH
                    ? "): it would be better off, if nobody answered, when it "
                    : "): nobody deters it when it ");
    dt_bargain_add_move(b, a, deal->code, actor->verdict[c].example);
    dt_text_add(&b->text, deal->harmless >> a & 1
                              ? ". That would be no loss to anybody at the table."
                              : ".");
    dt_bargain_put(b, 4, 6);
}

static void add_answer(dt_bargain *b, const dt_local_verdict *v)
{
    for (uint32_t k = 0; k < v->n_steps; k++) {
        const dt_local_step *const step = &v->steps[k];
        dt_text_format(&b->text, "%s%s ", k ? ", then " : "",
                       dt_actor_label(b->model, step->mover));
        dt_bargain_add_move(b, step->mover, step->from, step->to);
    }
}

/* The first temptation that is deterred: what holds the deal together. */
static void put_temptation(dt_bargain *b, const dt_deal *deal, dt_actor_id a)
{
    const dt_local_actor *const actor = dt_local_actor_at(deal->hold, a);
    const uint32_t stable = standings_of(actor).with[DT_STABLE];
    uint32_t c = 0;
    while (c < DT_N_CONCEPTS && !(stable >> c & 1 && actor->verdict[c].n_steps))
        c++;
    if (c == DT_N_CONCEPTS)
        return;
    dt_text_format(&b->text, "%s is deterred (", dt_actor_label(b->model, a));
    add_concepts(b, alike(actor, c, stable), "under every concept");
    dt_text_add(&b->text, "): if it ");
    dt_bargain_add_move(b, a, deal->code, actor->verdict[c].example);
    dt_text_add(&b->text, ", ");
    add_answer(b, &actor->verdict[c]);
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 4, 6);
}

/* ---- outsiders ------------------------------------------------------------------ */

static void add_outsider(dt_bargain *b, const dt_spoiler *spoiler)
{
    dt_text_format(&b->text, "%s, not at the table, ",
                   dt_actor_label(b->model, spoiler->actor));
}

static void add_spoiling(dt_bargain *b, const dt_deal *deal, const dt_spoiler *spoiler,
                         dt_code to)
{
    dt_text_add(&b->text, ": if it ");
    dt_bargain_add_move(b, spoiler->actor, deal->code, to);
    dt_text_format(&b->text, ", %s would rather have seen the talks fail",
                   dt_side_label(b, spoiler->side));
}

static void put_spoiler(dt_bargain *b, const dt_deal *deal, const dt_spoiler *spoiler)
{
    if (!spoiler->searched) {
        dt_text_format(&b->text,
                       "Whether %s could undo it was not looked for: it has "
                       "too many moves, or ranks states by number.",
                       dt_actor_label(b->model, spoiler->actor));
        dt_bargain_put(b, 4, 6);
        return;
    }
    add_outsider(b, spoiler);
    if (spoiler->n_would) {
        dt_text_add(&b->text, "could undo it, and would");
        add_spoiling(b, deal, spoiler, spoiler->would);
    } else if (spoiler->n_could) {
        dt_text_add(&b->text, "could undo it, but would not want to");
        add_spoiling(b, deal, spoiler, spoiler->could);
    } else
        dt_text_add(&b->text, "could do nothing that undoes it");
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 4, 6);
}

/* Only what suits somebody can be undone. */
static void put_spoilers(dt_bargain *b, const dt_deal *deal)
{
    for (uint32_t k = 0; deal->in_zone && k < deal->n_spoilers; k++)
        put_spoiler(b, deal, &deal->spoilers[k]);
}

/* ---- the whole ------------------------------------------------------------------ */

void dt_bargain_put_hold(dt_bargain *b, const dt_deal *deal)
{
    if (!deal->hold) {
        dt_text_format(&b->text, "Whether it would hold was not found out: %s.",
                       deal->hold_why ? deal->hold_why : "it was not asked");
        dt_bargain_put(b, 2, 4);
        put_spoilers(b, deal);
        return;
    }
    const standings s = standings_of_all(deal->hold);
    put_whole(b, &s);
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        put_breach(b, deal, a);
    put_spoilers(b, deal);
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        if (b->options->verbose || b->options->deal)
            put_temptation(b, deal, a);
}
