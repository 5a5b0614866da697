/* Whether a deal would hold once it is made: under which concepts, who could and would
 * break it, at the table or outside of it, by which move, and whether anything deters
 * that. (The verdicts are those of detente/local.h; `solve --state` tells more.) */
#include "report/bargain.h"

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

static void add_actor(dt_bargain *b, dt_actor_id a)
{
    dt_text_add(&b->text, dt_actor_label(b->model, a));
    if (!dt_bargain_seats(b, a))
        dt_text_add(&b->text, ", which is not at the table,");
}

/* The concepts of `among` whose verdict has the same standing and example as c. */
static uint32_t alike(const dt_local_actor *actor, uint32_t c, uint32_t among)
{
    const dt_local_verdict *const v = &actor->verdict[c];
    uint32_t concepts = 0;
    for (uint32_t d = c; d < DT_N_CONCEPTS; d++)
        if (among >> d & 1 && actor->verdict[d].standing == v->standing &&
            actor->verdict[d].example == v->example)
            concepts |= 1u << d;
    return concepts;
}

/* Who would break it, and how: the moves that nobody deters. */
static void put_breaches(dt_bargain *b, const dt_deal *deal, dt_actor_id a)
{
    const dt_local_actor *const actor = dt_local_actor_at(deal->hold, a);
    uint32_t left = standings_of(actor).with[DT_UNSTABLE];
    for (uint32_t c = 0; c < DT_N_CONCEPTS && left; c++) {
        if ((left >> c & 1) == 0 || !actor->verdict[c].has_example)
            continue;
        const uint32_t concepts = alike(actor, c, left);
        left &= ~concepts;
        add_actor(b, a);
        dt_text_add(&b->text, " would break it, and nobody deters that (");
        add_concepts(b, concepts, "under any concept");
        dt_text_add(&b->text, "): it ");
        dt_words_change(b->model, a, deal->code, actor->verdict[c].example, &b->text);
        dt_text_add(&b->text, ". ");
        dt_words_gain(b->model, b->cast, a, actor->verdict[c].example, deal->code,
                      &b->text);
        dt_text_add(&b->text, ".");
        dt_bargain_put(b, 2, 4);
    }
}

static void add_answer(dt_bargain *b, const dt_local_verdict *v)
{
    for (uint32_t k = 0; k < v->n_steps; k++) {
        const dt_local_step *const step = &v->steps[k];
        dt_text_format(&b->text, "%s%s ", k ? ", then " : "",
                       dt_actor_label(b->model, step->mover));
        dt_words_change(b->model, step->mover, step->from, step->to, &b->text);
    }
}

/* The first temptation that is deterred: what holds the deal together. */
static void put_temptation(dt_bargain *b, const dt_deal *deal, dt_actor_id a)
{
    const dt_local_actor *const actor = dt_local_actor_at(deal->hold, a);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        const dt_local_verdict *const v = &actor->verdict[c];
        if (v->standing != DT_STABLE || !v->has_example || v->n_steps == 0)
            continue;
        add_actor(b, a);
        dt_text_add(&b->text, " is tempted but deterred (");
        add_concepts(b, standings_of(actor).with[DT_STABLE], "under every concept");
        dt_text_add(&b->text, "): were it to move (it ");
        dt_words_change(b->model, a, deal->code, v->example, &b->text);
        dt_text_add(&b->text, "), the answer is that ");
        add_answer(b, v);
        dt_text_add(&b->text, ".");
        dt_bargain_put(b, 2, 4);
        return;
    }
}

void dt_bargain_put_hold(dt_bargain *b, const dt_deal *deal)
{
    if (!deal->hold) {
        dt_text_format(&b->text, "Whether it would hold was not found out: %s.",
                       deal->hold_why ? deal->hold_why : "it was not asked");
        dt_bargain_put(b, 2, 4);
        return;
    }
    const standings s = standings_of_all(deal->hold);
    put_whole(b, &s);
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        put_breaches(b, deal, a);
    for (dt_actor_id a = 0; a < b->model->n_actors; a++)
        put_temptation(b, deal, a);
}
