/* The answer on intentions for machines (docs/json.md). Types are told by their
 * identifiers, the plain self by the actor's. */
#include "report/frame.h"
#include "report/inquiry.h"

#include <stdio.h>

/* ---- values
 * --------------------------------------------------------------------------- */

static void put_real(dt_json *json, const char *key, double value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.9g", value == 0 ? 0.0 : value);
    dt_json_key(json, key);
    if (value - value == 0.0)
        dt_json_raw(json, digits);
    else
        dt_json_null(json);
}

static void put_bool(dt_json *json, const char *key, bool value)
{
    dt_json_key(json, key);
    dt_json_bool(json, value);
}

static void put_text_or_null(dt_json *json, const char *key, const char *value)
{
    dt_json_key(json, key);
    if (value)
        dt_json_string(json, value);
    else
        dt_json_null(json);
}

static void put_actor(const dt_inquiry *q, dt_json *json, const char *key,
                      dt_actor_id a)
{
    dt_json_put_string(json, key, dt_actor_name(q->model, a));
}

static void put_day(dt_json *json, uint32_t day)
{
    char digits[40];
    snprintf(digits, sizeof digits, "%04u-%02u-%02u", day / 10000, day / 100 % 100,
             day % 100);
    put_text_or_null(json, "day", day ? digits : NULL);
}

/* The identifier of a test of the model, or null. */
static void put_test(const dt_inquiry *q, dt_json *json, const char *key, uint32_t test)
{
    put_text_or_null(json, key,
                     test == DT_NO_TEST ? NULL
                                        : q->model->intentions.tests[test].name.id);
}

/* ---- worlds and beliefs
 * ------------------------------------------------------------------ */

static void put_cast(const dt_inquiry *q, dt_json *json, const dt_cast *cast)
{
    dt_json_key(json, "types");
    dt_json_object_flat(json);
    for (uint32_t a = 0; a < dt_model_n_actors(q->model); a++)
        if (dt_inquiry_n_types(q, a) > 1 || cast->type[a])
            dt_json_put_string(json, dt_actor_name(q->model, a),
                               dt_inquiry_type_name(q, a, cast->type[a]));
    dt_json_end_object(json);
}

static void put_worlds(const dt_inquiry *q, dt_json *json)
{
    dt_json_key(json, "worlds");
    dt_json_array(json);
    for (uint32_t w = 0; w < q->all->n_worlds; w++) {
        dt_json_object_flat(json);
        put_cast(q, json, &q->all->worlds[w].cast);
        put_real(json, "prior", q->all->worlds[w].prior);
        put_real(json, "now", q->all->worlds[w].now);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

/* {"iran": {"sincere": 0.6, ...}} for everybody who has several types */
static void put_marginals(const dt_inquiry *q, dt_json *json, const double *world)
{
    dt_json_key(json, "beliefs");
    dt_json_object_flat(json);
    for (uint32_t a = 0; a < dt_model_n_actors(q->model); a++) {
        const uint32_t n = dt_inquiry_n_types(q, a);
        if (n < 2)
            continue;
        dt_json_key(json, dt_actor_name(q->model, a));
        dt_json_object_flat(json);
        for (uint32_t k = 0; k < n; k++) {
            const uint32_t type = dt_inquiry_type(q, a, k);
            put_real(json, dt_inquiry_type_name(q, a, type),
                     dt_inquiry_marginal(q, world, a, type));
        }
        dt_json_end_object(json);
    }
    dt_json_end_object(json);
}

static void put_likelihoods(const dt_inquiry *q, dt_json *json, const dt_belief *b)
{
    const uint32_t n = dt_inquiry_n_types(q, b->actor);
    dt_json_key(json, "likelihood");
    dt_json_object_flat(json);
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t type = dt_inquiry_type(q, b->actor, k);
        put_real(json, dt_inquiry_type_name(q, b->actor, type), b->likelihood[type]);
    }
    dt_json_end_object(json);
}

static void put_step(const dt_inquiry *q, dt_json *json, const dt_belief *b)
{
    static const char *const steps[] = {"prior", "signal", "withdrawal"};
    dt_json_object(json);
    dt_json_put_string(json, "step", steps[b->step]);
    if (b->step != DT_STEP_PRIOR) {
        put_day(json, b->day);
        put_actor(q, json, "actor", b->actor);
        dt_json_put_string(json, "signal",
                           q->model->intentions.signals[b->signal].text);
    }
    if (b->step == DT_STEP_SIGNAL) {
        if (b->likelihood)
            put_likelihoods(q, json, b);
        put_real(json, "ratio", b->ratio);
        dt_json_put_string(json, "favours",
                           dt_inquiry_type_name(q, b->actor, b->favours));
        dt_json_put_string(json, "against",
                           dt_inquiry_type_name(q, b->actor, b->against));
    }
    put_marginals(q, json, b->world);
    dt_json_end_object(json);
}

/* ---- tests
 * ----------------------------------------------------------------------------- */

static void put_by_type(const dt_inquiry *q, dt_json *json, const char *key,
                        const dt_attempt *t, const double *values)
{
    dt_json_key(json, key);
    dt_json_object_flat(json);
    for (uint32_t k = 0; k < t->n_types; k++)
        put_real(json, dt_inquiry_type_name(q, t->tested, t->types[k]), values[k]);
    dt_json_end_object(json);
}

static void put_next(dt_json *json, const dt_reply *reply)
{
    dt_json_key(json, "next");
    dt_json_array(json);
    for (uint32_t k = 0; k < reply->n_next; k++) {
        dt_json_object_flat(json);
        dt_json_put_string(json, "move", reply->next[k].name);
        put_text_or_null(json, "label", reply->next[k].label);
        put_real(json, "p", reply->next[k].p);
        put_bool(json, "is_test", reply->next[k].is_test);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

static void put_reply(const dt_inquiry *q, dt_json *json, const dt_attempt *t,
                      const dt_reply *reply)
{
    dt_json_object(json);
    put_text_or_null(json, "move", reply->name);
    put_text_or_null(json, "label", reply->label);
    put_real(json, "p", reply->p);
    put_by_type(q, json, "by_type", t, reply->by_type);
    put_by_type(q, json, "belief", t, reply->belief);
    if (reply->low) {
        put_by_type(q, json, "belief_low", t, reply->low);
        put_by_type(q, json, "belief_high", t, reply->high);
    }
    put_real(json, "ratio", reply->ratio);
    put_real(json, "worth", reply->worth);
    put_next(json, reply);
    dt_json_end_object(json);
}

static void put_figures(const dt_inquiry *q, dt_json *json, const dt_attempt *t)
{
    static const char *const separations[] = {"none", "partly", "full"};
    put_real(json, "worth", t->worth);
    put_real(json, "worth_low", t->worth_low);
    put_real(json, "worth_high", t->worth_high);
    put_real(json, "gain", t->gain);
    put_real(json, "evsi", t->evsi);
    put_real(json, "evpi", t->evpi);
    put_real(json, "bits", t->bits);
    put_real(json, "entropy", t->entropy);
    put_by_type(q, json, "loss", t, t->loss);
    dt_json_put_string(json, "best_type",
                       dt_inquiry_type_name(q, t->tested, t->types[t->best_type]));
    put_real(json, "trap", t->trap);
    dt_json_put_string(json, "separation", separations[t->separation]);
    put_bool(json, "stated", t->stated);
    put_bool(json, "settled", t->settled);
    put_real(json, "regret", t->proof.regret);
    put_real(json, "bayes_error", t->proof.bayes);
    dt_json_key(json, "pure_equilibria");
    if (t->has_pure)
        dt_json_number(json, t->n_pure);
    else
        dt_json_null(json);
}

static void put_attempt(const dt_inquiry *q, dt_json *json, const dt_advice *advice,
                        const dt_attempt *t)
{
    dt_json_object(json);
    put_test(q, json, "test", t->test);
    put_test(q, json, "second", t->second);
    put_bool(json, "applies", t->applies);
    if (!t->applies) {
        dt_json_put_string(json, "why", t->why);
        dt_json_end_object(json);
        return;
    }
    put_figures(q, json, t);
    dt_json_key(json, "dominated_by");
    if (t->dominated == DT_NO_TEST)
        dt_json_null(json);
    else
        dt_json_string(json, advice->attempts[t->dominated].name);
    dt_json_key(json, "answers");
    dt_json_array(json);
    for (uint32_t k = 0; k < t->n_replies; k++)
        put_reply(q, json, t, &t->replies[k]);
    dt_json_end_array(json);
    dt_json_end_object(json);
}

static void put_attempts(const dt_inquiry *q, dt_json *json, const dt_advice *advice,
                         const char *key, const dt_attempt *attempts, uint32_t n)
{
    dt_json_key(json, key);
    dt_json_array(json);
    for (uint32_t k = 0; k < n; k++)
        put_attempt(q, json, advice, &attempts[k]);
    dt_json_end_array(json);
}

static void put_stretches(const dt_inquiry *q, dt_json *json, const dt_advice *advice)
{
    const dt_attempt *const first = &advice->attempts[0];
    if (!advice->n_stretches)
        return;
    dt_json_put_string(
        json, "varied",
        dt_inquiry_type_name(q, advice->tested, first->types[advice->vary]));
    put_real(json, "now", advice->now);
    dt_json_key(json, "stretches");
    dt_json_array(json);
    for (uint32_t k = 0; k < advice->n_stretches; k++) {
        dt_json_object_flat(json);
        put_real(json, "from", advice->stretches[k].from);
        put_real(json, "to", advice->stretches[k].to);
        put_test(q, json, "best", advice->attempts[advice->stretches[k].attempt].test);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

static void put_advice(const dt_inquiry *q, dt_json *json, const dt_advice *advice)
{
    dt_json_object(json);
    put_actor(q, json, "tester", advice->tester);
    put_actor(q, json, "tested", advice->tested);
    put_test(q, json, "best",
             advice->by_gain == DT_NO_TEST ? DT_NO_TEST
                                           : advice->attempts[advice->by_gain].test);
    put_test(q, json, "most_information",
             advice->by_bits == DT_NO_TEST ? DT_NO_TEST
                                           : advice->attempts[advice->by_bits].test);
    put_stretches(q, json, advice);
    put_attempts(q, json, advice, "attempts", advice->attempts, advice->n_attempts);
    put_attempts(q, json, advice, "plans", advice->plans, advice->n_plans);
    dt_json_end_object(json);
}

/* ---- trust and chances
 * --------------------------------------------------------------------- */

static void put_truster(const dt_inquiry *q, dt_json *json, const dt_truster *side)
{
    dt_json_object_flat(json);
    put_actor(q, json, "actor", side->actor);
    dt_json_put_string(json, "type", dt_inquiry_type_name(q, side->actor, side->type));
    put_real(json, "p", side->p);
    put_real(json, "reward", side->reward);
    put_real(json, "sucker", side->sucker);
    put_real(json, "temptation", side->temptation);
    put_real(json, "punishment", side->punishment);
    put_bool(json, "trustworthy", side->trustworthy);
    put_real(json, "threshold", side->threshold);
    put_real(json, "trusts", side->trusts);
    put_bool(json, "moves", side->moves);
    dt_json_end_object(json);
}

static void put_trust(const dt_inquiry *q, dt_json *json, const dt_trust_answer *t)
{
    const dt_trust *const trust = &q->model->intentions.trusts[t - q->all->trusts];
    dt_json_object(json);
    dt_json_put_string(json, "trust", t->name);
    put_bool(json, "applies", t->applies);
    if (!t->applies)
        dt_json_put_string(json, "why", t->why);
    put_bool(json, "holds", t->holds);
    dt_json_key(json, "sides");
    dt_json_array(json);
    for (uint32_t k = 0; k < t->n; k++)
        put_truster(q, json, &t->trusters[k]);
    dt_json_end_array(json);
    dt_json_key(json, "steps");
    dt_json_array(json);
    for (uint32_t k = 0; k < 2; k++) {
        dt_json_object_flat(json);
        put_actor(q, json, "actor", trust->actor[k]);
        put_bool(json, "separates", t->has_step[k]);
        put_real(json, "from", t->step_low[k]);
        put_real(json, "to", t->step_high[k]);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
    dt_json_end_object(json);
}

static void put_chance(const dt_inquiry *q, dt_json *json, const dt_chance *chance)
{
    dt_json_object(json);
    dt_json_put_number(json, "state", chance->state + 1);
    dt_json_key(json, "choices");
    dt_frame_put_choices(json, q->all->space, chance->state);
    dt_json_key(json, "p");
    dt_json_object_flat(json);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        put_real(json, dt_concept_name((dt_concept)c), chance->p[c]);
    dt_json_end_object(json);
    dt_json_end_object(json);
}

static void put_chances(const dt_inquiry *q, dt_json *json)
{
    if (!q->all->space) {
        dt_json_put_string(json, "no_chances", q->all->no_chances);
        return;
    }
    dt_json_key(json, "chances");
    dt_json_array(json);
    for (uint32_t k = 0; k < q->all->n_chances; k++)
        put_chance(q, json, &q->all->chances[k]);
    dt_json_end_array(json);
}

/* ---- the whole
 * ----------------------------------------------------------------------------- */

void dt_inquiry_put_json(dt_inquiry *q)
{
    dt_json json = dt_json_to(q->out);
    dt_json_object(&json);
    dt_frame_put_program(&json);
    dt_frame_put_model_of(&json, q->model, &q->all->cast);
    put_real(&json, "precision", q->all->precision);
    put_real(&json, "drift", q->all->drift);
    put_worlds(q, &json);
    dt_json_key(&json, "steps");
    dt_json_array(&json);
    for (uint32_t k = 0; k < q->all->n_beliefs; k++)
        put_step(q, &json, &q->all->beliefs[k]);
    dt_json_end_array(&json);
    dt_json_key(&json, "advice");
    dt_json_array(&json);
    for (uint32_t k = 0; k < q->all->n_advices; k++)
        put_advice(q, &json, &q->all->advices[k]);
    dt_json_end_array(&json);
    dt_json_key(&json, "trust");
    dt_json_array(&json);
    for (uint32_t k = 0; k < q->all->n_trusts; k++)
        put_trust(q, &json, &q->all->trusts[k]);
    dt_json_end_array(&json);
    put_chances(q, &json);
    dt_json_end_object(&json);
    dt_put(q->out, "\n");
}
