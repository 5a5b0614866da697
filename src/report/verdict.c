/* The answer on one state (detente/local.h): would it hold? In words first, then actor
 * by actor what it would rather do and who deters that, as `--explain` says it.
 *
 * States have no numbers here, because no list of them was made: they are told by what
 * the actors do. Concepts with the same example are told together. */
#include "base/fail.h"
#include "report/frame.h"
#include "report/machine.h"
#include "report/words.h"

#include <string.h>

typedef struct teller {
    const dt_local *local;
    const dt_model *model;
    const dt_report_options *options;
    dt_code code;
    uint32_t concepts; /* to speak of */
    dt_text text;      /* the sentence under construction */
    dt_out *out;
} teller;

static void put_sentence(teller *t, size_t first, size_t rest)
{
    dt_put_wrapped(t->out, &t->text, dt_frame_width(t->options), first, rest);
    dt_text_reset(&t->text);
}

static bool is_status_quo(const teller *t)
{
    dt_code status_quo;
    return dt_code_status_quo(t->model, &status_quo) && status_quo == t->code;
}

/* ---- the state ---------------------------------------------------------------- */

static void put_state(teller *t)
{
    dt_put_format(t->out, "The state asked about%s\n",
                  is_status_quo(t) ? ", the status quo" : "");
    for (dt_actor_id a = 0; a < t->model->n_actors; a++) {
        if (t->model->actors[a].n_choices == 0)
            continue;
        dt_text_format(&t->text, "%s: ", dt_actor_label(t->model, a));
        dt_words_actor_code(t->model, a, t->code, &t->text);
        dt_text_add(&t->text, ".");
        put_sentence(t, 2, 6);
    }
}

/* ---- verdicts ----------------------------------------------------------------- */

/* The concepts, of those to speak of, by standing. */
typedef struct standings {
    uint32_t with[DT_UNDECIDED + 1];
} standings;

static standings standings_of_all(const teller *t)
{
    standings s = {{0}};
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        s.with[dt_local_equilibrium(t->local, (dt_concept)c)] |= t->concepts & 1u << c;
    return s;
}

static standings standings_of(const teller *t, const dt_local_actor *actor)
{
    standings s = {{0}};
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        s.with[actor->verdict[c].standing] |= t->concepts & 1u << c;
    return s;
}

/* A clause, perhaps behind others: "; not under nash". `all` stands for all concepts.
 */
static void add_clause(teller *t, const char *words, const char *all, uint32_t concepts,
                       bool *begun)
{
    if (!concepts)
        return;
    dt_text_format(&t->text, "%s%s under ", *begun ? "; " : "", words);
    if (concepts == DT_ALL_CONCEPTS)
        dt_text_add(&t->text, all);
    else
        dt_words_concepts(concepts, &t->text);
    *begun = true;
}

static void put_verdict(teller *t)
{
    const standings s = standings_of_all(t);
    bool begun = false;
    dt_text_add(&t->text, "It ");
    add_clause(t, "is an equilibrium", "every concept", s.with[DT_STABLE], &begun);
    add_clause(t, begun ? "somebody would move" : "is no equilibrium", "any concept",
               s.with[DT_UNSTABLE], &begun);
    add_clause(t, begun ? "it is undecided" : "is undecided", "every concept",
               s.with[DT_UNDECIDED], &begun);
    if (s.with[DT_STABLE] == t->concepts)
        dt_text_add(&t->text, ": nobody has a move that it would want to make");
    else if (s.with[DT_UNSTABLE] == t->concepts)
        dt_text_add(&t->text, ": somebody would move");
    dt_text_add(&t->text, ".");
    dt_put(t->out, "\n");
    put_sentence(t, 0, 0);
}

/* ---- examples ----------------------------------------------------------------- */

static bool is_same_answer(const dt_local_verdict *x, const dt_local_verdict *y)
{
    bool same = x->has_example == y->has_example && x->example == y->example &&
                x->standing == y->standing && x->n_steps == y->n_steps;
    for (uint32_t k = 0; same && k < x->n_steps; k++)
        same =
            x->steps[k].mover == y->steps[k].mover && x->steps[k].to == y->steps[k].to;
    return same;
}

static void put_steps(teller *t, const dt_local_verdict *v)
{
    for (uint32_t k = 0; k < v->n_steps; k++) {
        const dt_local_step *const step = &v->steps[k];
        dt_text_format(&t->text, "%s %s ", k ? "then" : "-",
                       dt_actor_label(t->model, step->mover));
        dt_words_change(t->model, step->mover, step->from, step->to, &t->text);
        dt_text_add(&t->text, k + 1 < v->n_steps ? "," : "");
        put_sentence(t, k ? 11 : 9, 13);
    }
}

static void add_answerers(teller *t, uint32_t concepts, const dt_local_verdict *v)
{
    const bool gains = concepts & (1u << DT_SEQ | 1u << DT_SSEQ);
    if (v->n_steps == 1)
        dt_text_format(&t->text, "%s%s", dt_actor_label(t->model, v->steps[0].mover),
                       gains ? ", gaining by it," : "");
    else
        dt_text_format(&t->text, "the others%s",
                       gains ? ", each gaining by its step," : "");
}

static void put_deterrent(teller *t, dt_actor_id a, uint32_t concepts,
                          const dt_local_verdict *v)
{
    dt_text_add(&t->text, v->n_deterred > 1
                              ? "Deterred, as is all else that it prefers ("
                              : "Deterred (");
    dt_words_concepts(concepts, &t->text);
    dt_text_add(&t->text, "): ");
    add_answerers(t, concepts, v);
    dt_text_format(&t->text, " can answer so that %s ends no better off than it is now",
                   dt_actor_label(t->model, a));
    if (concepts & (1u << DT_SMR | 1u << DT_SSEQ))
        dt_text_add(&t->text, " and cannot move on to anything better than that");
    dt_text_add(&t->text, ":");
    put_sentence(t, 7, 9);
    put_steps(t, v);
}

static void put_answer(teller *t, dt_actor_id a, uint32_t concepts,
                       const dt_local_verdict *v)
{
    if (v->standing == DT_STABLE) {
        put_deterrent(t, a, concepts, v);
        return;
    }
    if (v->standing == DT_UNDECIDED && v->n_steps) {
        dt_text_add(&t->text, "Undecided (");
        dt_words_concepts(concepts, &t->text);
        dt_text_add(&t->text, "): this one is deterred, but not all improvements were "
                              "looked at before the search was given up.");
        put_sentence(t, 7, 9);
        return;
    }
    dt_text_add(&t->text,
                v->standing == DT_UNSTABLE ? "Nobody deters that (" : "Undecided (");
    dt_words_concepts(concepts, &t->text);
    dt_text_add(&t->text,
                v->standing == DT_UNSTABLE
                    ? ")."
                    : "): the search for an answer that deters it was given up.");
    put_sentence(t, 7, 9);
}

static void put_improvement(teller *t, dt_actor_id a, uint32_t number, dt_code example)
{
    dt_text_format(&t->text, "%u. It ", number);
    dt_words_change(t->model, a, t->code, example, &t->text);
    dt_text_add(&t->text, ". ");
    dt_words_gain(t->model, dt_local_cast(t->local), a, example, t->code, &t->text);
    dt_text_add(&t->text, ".");
    put_sentence(t, 4, 7);
}

/* The example of concept `c`, with all that is said of it under any concept. */
static void put_example(teller *t, dt_actor_id a, const dt_local_actor *actor,
                        uint32_t c, uint32_t number, uint32_t *told)
{
    const dt_code example = actor->verdict[c].example;
    put_improvement(t, a, number, example);
    for (uint32_t d = c; d < DT_N_CONCEPTS; d++) {
        const dt_local_verdict *const v = &actor->verdict[d];
        uint32_t concepts = 0;
        if ((t->concepts & ~*told) >> d == 0)
            break;
        if (!v->has_example || v->example != example)
            continue;
        for (uint32_t e = d; e < DT_N_CONCEPTS; e++)
            if (is_same_answer(v, &actor->verdict[e]))
                concepts |= (t->concepts & ~*told) & 1u << e;
        *told |= concepts;
        if (concepts)
            put_answer(t, a, concepts, v);
    }
}

static void put_examples(teller *t, dt_actor_id a, const dt_local_actor *actor)
{
    uint32_t told = 0, number = 0;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        if (actor->verdict[c].has_example && (t->concepts & ~told) >> c & 1)
            put_example(t, a, actor, c, ++number, &told);
}

/* ---- one actor ---------------------------------------------------------------- */

static void add_number(teller *t, uint64_t n, bool more)
{
    dt_text_add(&t->text, more ? "at least " : "");
    dt_words_count(n, &t->text);
}

static void add_moves(teller *t, const dt_local_actor *actor)
{
    dt_text_add(&t->text, " It could move to ");
    if (actor->n_moves == 1)
        dt_text_format(&t->text, "%sone other state, and ",
                       actor->more_moves ? "at least " : "");
    else {
        add_number(t, actor->n_moves, actor->more_moves);
        dt_text_add(&t->text, " other states, and ");
    }
}

static void add_counts(teller *t, const dt_local_actor *actor)
{
    const bool none = actor->n_improvements == 0 && !actor->more_improvements;
    const bool only = actor->n_moves == 1 && !actor->more_moves;
    if (actor->n_moves == 0) {
        dt_text_add(&t->text, actor->more_moves
                                  ? " It is not known where it could move."
                                  : " It has no move from here.");
        return;
    }
    add_moves(t, actor);
    if (only && none)
        dt_text_add(&t->text, "does not prefer it.");
    else if (none)
        dt_text_add(&t->text, "prefers none of them.");
    else if (actor->n_improvements == 0)
        dt_text_add(&t->text, "it is not known whether it prefers any.");
    else if (only)
        dt_text_add(&t->text, "would prefer it.");
    else {
        dt_text_add(&t->text, "would prefer ");
        add_number(t, actor->n_improvements, actor->more_improvements);
        dt_text_add(&t->text, ".");
    }
}

static void put_actor(teller *t, dt_actor_id a)
{
    const dt_local_actor *const actor = dt_local_actor_at(t->local, a);
    const standings s = standings_of(t, actor);
    bool begun = false;
    dt_text_format(&t->text, "%s: ", dt_actor_label(t->model, a));
    add_clause(t, "stable", "every concept", s.with[DT_STABLE], &begun);
    add_clause(t, begun ? "not" : "not stable", "any concept", s.with[DT_UNSTABLE],
               &begun);
    add_clause(t, "undecided", "every concept", s.with[DT_UNDECIDED], &begun);
    dt_text_add(&t->text, ".");
    add_counts(t, actor);
    dt_put(t->out, "\n");
    put_sentence(t, 0, 2);
    put_examples(t, a, actor);
}

/* ---- the whole ---------------------------------------------------------------- */

/* Combinations of choices, rules aside. */
static uint64_t count_codes(const dt_model *model)
{
    uint64_t n = 1;
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        n *= model->choices[c].n_levels; /* DT_MAX_BITS: no overflow */
    return n;
}

/* An equilibrium may be decided where an actor's verdict is not. */
static bool has_undecided(const teller *t)
{
    bool has = false;
    for (dt_actor_id a = 0; a < t->model->n_actors; a++)
        has = has || standings_of(t, dt_local_actor_at(t->local, a)).with[DT_UNDECIDED];
    return has;
}

static void put_effort(teller *t)
{
    const uint64_t n = dt_local_n_visited(t->local);
    const uint64_t allowance = dt_local_allowance(t->local);
    dt_text_add(&t->text, "That took ");
    dt_words_count(n, &t->text);
    dt_text_format(&t->text, " visit%s to states; the ", n == 1 ? "" : "s");
    dt_words_count(count_codes(t->model), &t->text);
    dt_text_add(&t->text, " combinations of choices were not listed.");
    if (has_undecided(t)) {
        dt_text_add(&t->text, " The search for what is undecided was given up after ");
        dt_words_count(allowance, &t->text);
        dt_text_format(&t->text,
                       " look%s at partial states, one for each KiB of --memory; a "
                       "larger --memory allows more.",
                       allowance == 1 ? "" : "s");
    }
    dt_put(t->out, "\n");
    put_sentence(t, 0, 0);
}

static void put_text(teller *t)
{
    dt_frame_put_title_of(t->out, t->model, dt_local_cast(t->local));
    put_state(t);
    put_verdict(t);
    for (dt_actor_id a = 0; a < t->model->n_actors; a++)
        put_actor(t, a);
    put_effort(t);
    dt_put(t->out, "\n");
    dt_put_provenance(t->out, t->model);
}

/* ---- JSON --------------------------------------------------------------------- */

static const char *const standing_names[] = {
    [DT_UNSTABLE] = "unstable", [DT_STABLE] = "stable", [DT_UNDECIDED] = "undecided"};

static void put_json_steps(dt_json *json, const dt_model *model,
                           const dt_local_verdict *v)
{
    dt_json_key(json, "answer");
    dt_json_array(json);
    for (uint32_t k = 0; k < v->n_steps; k++) {
        dt_json_object(json);
        dt_json_put_string(json, "mover", dt_actor_name(model, v->steps[k].mover));
        dt_json_key(json, "changes");
        dt_frame_put_changes(json, model, v->steps[k].from, v->steps[k].to);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

static void put_json_verdict(dt_json *json, const dt_local *local, dt_concept c,
                             const dt_local_verdict *v)
{
    dt_json_key(json, dt_concept_name(c));
    if (v->has_example)
        dt_json_object(json);
    else
        dt_json_object_flat(json);
    dt_json_put_string(json, "standing", standing_names[v->standing]);
    dt_json_put_number(json, "deterred", v->n_deterred);
    if (v->has_example) {
        dt_json_key(json, "example");
        dt_frame_put_changes(json, dt_local_model(local), dt_local_code(local),
                             v->example);
    }
    if (v->n_steps)
        put_json_steps(json, dt_local_model(local), v);
    dt_json_end_object(json);
}

static void put_json_actor(dt_json *json, const dt_local *local, dt_actor_id a)
{
    const dt_local_actor *const actor = dt_local_actor_at(local, a);
    dt_json_object(json);
    dt_json_put_string(json, "actor", dt_actor_name(dt_local_model(local), a));
    dt_json_put_number(json, "moves", actor->n_moves);
    dt_json_put_number(json, "improvements", actor->n_improvements);
    dt_json_key(json, "counted");
    dt_json_bool(json, !actor->more_moves && !actor->more_improvements);
    dt_json_key(json, "verdicts");
    dt_json_object(json);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        put_json_verdict(json, local, (dt_concept)c, &actor->verdict[c]);
    dt_json_end_object(json);
    dt_json_end_object(json);
}

void dt_machine_put_local(dt_json *json, const dt_local *local)
{
    dt_json_put_number(json, "visited", dt_local_n_visited(local));
    dt_json_put_number(json, "allowance", dt_local_allowance(local));
    dt_json_key(json, "equilibrium");
    dt_json_object(json);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        dt_json_put_string(json, dt_concept_name((dt_concept)c),
                           standing_names[dt_local_equilibrium(local, (dt_concept)c)]);
    dt_json_end_object(json);
    dt_json_key(json, "actors");
    dt_json_array(json);
    for (dt_actor_id a = 0; a < dt_local_model(local)->n_actors; a++)
        put_json_actor(json, local, a);
    dt_json_end_array(json);
}

static void put_json(const teller *t)
{
    dt_json json = dt_json_to(t->out);
    dt_json_object(&json);
    dt_frame_put_program(&json);
    dt_frame_put_model_of(&json, t->model, dt_local_cast(t->local));
    dt_json_put_string(&json, "engine", "local");
    dt_json_key(&json, "choices");
    dt_frame_put_code(&json, t->model, t->code);
    dt_json_key(&json, "is_status_quo");
    dt_json_bool(&json, is_status_quo(t));
    dt_machine_put_local(&json, t->local);
    dt_json_end_object(&json);
}

dt_status dt_report_local(const dt_local *local, const dt_report_options *options,
                          const dt_sink *sink, dt_error *err)
{
    dt_out out = dt_out_to(sink);
    teller t = {.local = local,
                .model = dt_local_model(local),
                .options = options,
                .code = dt_local_code(local),
                .concepts = options->concepts ? options->concepts : DT_ALL_CONCEPTS,
                .out = &out};
    switch (options->form) {
    case DT_FORM_TEXT:
        put_text(&t);
        break;
    case DT_FORM_JSON:
        put_json(&t);
        break;
    case DT_FORM_CSV:
        return dt_fail(err, DT_EUSAGE,
                       "the answer on one state is no table: use text or json");
    }
    dt_text_release(&t.text);
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
