/* The answer of `solve --explain`: why a state is stable or not, as an analyst would
 * say it. For each actor what it would like to do, and how the others would answer.
 *
 * Concepts that give the same answer are told together: usually one chain of moves
 * deters an improvement under several of them. */
#include "base/fail.h"
#include "base/text.h"
#include "report/frame.h"
#include "report/machine.h"
#include "report/words.h"
#include "stability/solution.h"

#include <string.h>

enum { USUAL_REASONS = 5, STEP_INDENT = 9 };

typedef struct teller {
    const dt_space *space;
    const dt_model *model;
    const dt_ranks *ranks;
    const dt_explanation *explanation;
    const dt_report_options *options;
    dt_state state;
    dt_text text; /* the sentence under construction */
    dt_out *out;
} teller;

static void put_sentence(teller *t, size_t first, size_t rest)
{
    dt_put_wrapped(t->out, &t->text, dt_frame_width(t->options), first, rest);
    dt_text_reset(&t->text);
}

/* ---- the state -------------------------------------------------------------- */

static void put_state(teller *t)
{
    dt_put_format(t->out, "State %u%s\n", t->state + 1,
                  t->state == t->space->status_quo ? ", the status quo" : "");
    for (dt_actor_id a = 0; a < t->model->n_actors; a++) {
        if (t->model->actors[a].n_choices == 0)
            continue;
        dt_text_format(&t->text, "%s: ", dt_actor_label(t->model, a));
        dt_words_actor_state(t->space, a, t->state, &t->text);
        dt_text_add(&t->text, ".");
        put_sentence(t, 2, 6);
    }
}

static uint32_t stable_concepts(const dt_actor_reasons *reasons)
{
    uint32_t concepts = 0;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        concepts |= (uint32_t)reasons->stable[c] << c;
    return concepts;
}

static void put_verdict(teller *t)
{
    uint32_t concepts = DT_ALL_CONCEPTS;
    for (dt_actor_id a = 0; a < t->model->n_actors; a++)
        concepts &= stable_concepts(dt_explanation_actor(t->explanation, a));
    if (concepts == DT_ALL_CONCEPTS)
        dt_text_add(&t->text, "It is an equilibrium under every concept: nobody has a "
                              "move that it would want to make.");
    else if (concepts == 0)
        dt_text_add(&t->text,
                    "It is no equilibrium: under every concept somebody would "
                    "move.");
    else {
        dt_text_add(&t->text, "It is an equilibrium under ");
        dt_words_concepts(concepts, &t->text);
        dt_text_add(&t->text, "; under ");
        dt_words_concepts(DT_ALL_CONCEPTS & ~concepts, &t->text);
        dt_text_add(&t->text, " somebody would move.");
    }
    dt_put(t->out, "\n");
    put_sentence(t, 0, 0);
}

/* ---- one improvement -------------------------------------------------------- */

static void put_improvement(teller *t, dt_actor_id a, uint32_t number,
                            const dt_reason *r)
{
    dt_text_format(&t->text, "%u. To state %u: ", number, r->to + 1);
    dt_words_move(t->space, a, t->state, r->to, &t->text);
    dt_text_add(&t->text, ". ");
    dt_words_preference(t->ranks, a, r->to, t->state, &t->text);
    dt_text_add(&t->text, ".");
    put_sentence(t, 4, 7);
}

static void put_steps(teller *t, const dt_answer *answer)
{
    for (uint32_t k = 0; k < answer->n_steps; k++) {
        const dt_step *const step = &answer->steps[k];
        dt_text_format(&t->text, "%s %s ", k ? "then" : "-",
                       dt_actor_label(t->model, step->mover));
        dt_words_move(t->space, step->mover, step->from, step->to, &t->text);
        dt_text_format(&t->text, " (state %u)%s", step->to + 1,
                       k + 1 < answer->n_steps ? "," : "");
        put_sentence(t, k ? STEP_INDENT + 2 : STEP_INDENT, STEP_INDENT + 4);
    }
}

/* "Local Government ends worse off than in state 1" */
static void add_outcome(teller *t, dt_actor_id a, dt_state end)
{
    const bool equal =
        dt_ranks_at(t->ranks, a, end) == dt_ranks_at(t->ranks, a, t->state);
    dt_text_format(&t->text, "%s ends %s off than in state %u",
                   dt_actor_label(t->model, a), equal ? "no better" : "worse",
                   t->state + 1);
}

/* The concepts from `c` on whose answer is the same as c's. */
static uint32_t told_with(const dt_reason *r, uint32_t c)
{
    uint32_t concepts = 0;
    for (uint32_t d = c; d < DT_N_CONCEPTS; d++) {
        const dt_answer *const x = &r->answer[c], *const y = &r->answer[d];
        if (x->deters == y->deters && x->n_steps == y->n_steps &&
            x->escape == y->escape &&
            (x->n_steps == 0 ||
             memcmp(x->steps, y->steps, x->n_steps * sizeof *x->steps) == 0))
            concepts |= 1u << d;
    }
    return concepts;
}

static bool needs_gains(uint32_t concepts)
{
    return concepts & (1u << DT_SEQ | 1u << DT_SSEQ);
}

static void begin_answer(teller *t, const char *verdict, uint32_t concepts)
{
    dt_text_format(&t->text, "%s (", verdict);
    dt_words_concepts(concepts, &t->text);
    dt_text_add(&t->text, "): ");
}

/* Who answers, and whether by steps that are gains. */
static void add_answerers(teller *t, uint32_t concepts, const dt_answer *answer)
{
    if (answer->n_steps == 1) {
        dt_text_add(&t->text, dt_actor_label(t->model, answer->steps[0].mover));
        dt_text_add(&t->text, needs_gains(concepts) ? ", gaining by it," : "");
    } else {
        dt_text_add(&t->text, "the others");
        dt_text_add(&t->text,
                    needs_gains(concepts) ? ", each gaining by its step," : "");
    }
}

static void put_deterrent(teller *t, dt_actor_id a, uint32_t concepts,
                          const dt_answer *answer)
{
    begin_answer(t, "Deterred", concepts);
    add_answerers(t, concepts, answer);
    dt_text_add(&t->text, " can answer so that ");
    add_outcome(t, a, answer->steps[answer->n_steps - 1].to);
    if (concepts & (1u << DT_SMR | 1u << DT_SSEQ))
        dt_text_add(&t->text, " and cannot move on to anything better than that");
    dt_text_add(&t->text, ":");
    put_sentence(t, 7, 9);
    put_steps(t, answer);
}

/* The weaker concept's answer fails because the actor can move on. */
static void put_escape(teller *t, dt_actor_id a, uint32_t concepts,
                       const dt_answer *answer)
{
    const dt_state end = answer->steps[answer->n_steps - 1].to;
    begin_answer(t, "Not deterred", concepts);
    dt_text_format(&t->text,
                   "such answers fail, because %s can move on; from state %u it ",
                   dt_actor_label(t->model, a), end + 1);
    dt_words_move(t->space, a, end, answer->escape, &t->text);
    dt_text_format(&t->text, " and so reaches state %u, better for it than state %u.",
                   answer->escape + 1, t->state + 1);
    put_sentence(t, 7, 9);
}

static void put_no_answer(teller *t, dt_actor_id a, uint32_t concepts)
{
    const bool gains_only = needs_gains(concepts) && !(concepts & 1u << DT_GMR);
    begin_answer(t, "Not deterred", concepts);
    dt_text_format(&t->text, "%s leaves %s no better off than in state %u.",
                   gains_only ? "no chain of moves by which each mover gains"
                              : "nothing that the others can do",
                   dt_actor_label(t->model, a), t->state + 1);
    put_sentence(t, 7, 9);
}

static void put_reason(teller *t, dt_actor_id a, uint32_t number, const dt_reason *r)
{
    uint32_t told = 1u << DT_NASH; /* an improvement is never deterred under Nash */
    put_improvement(t, a, number, r);
    for (uint32_t c = DT_NASH + 1; c < DT_N_CONCEPTS; c++) {
        if (told >> c & 1)
            continue;
        const uint32_t concepts = told_with(r, c) & ~told;
        told |= concepts;
        if (r->answer[c].deters)
            put_deterrent(t, a, concepts, &r->answer[c]);
        else if (r->answer[c].escape != DT_NO_STATE)
            put_escape(t, a, concepts, &r->answer[c]);
        else
            put_no_answer(t, a, concepts);
    }
}

/* ---- one actor -------------------------------------------------------------- */

static void put_actor_verdict(teller *t, dt_actor_id a, const dt_actor_reasons *reasons)
{
    const uint32_t concepts = stable_concepts(reasons);
    dt_text_format(&t->text, "%s: ", dt_actor_label(t->model, a));
    if (concepts == DT_ALL_CONCEPTS)
        dt_text_add(&t->text, "stable under every concept");
    else if (concepts == 0)
        dt_text_add(&t->text, "not stable under any concept");
    else {
        dt_text_add(&t->text, "stable under ");
        dt_words_concepts(concepts, &t->text);
        dt_text_add(&t->text, "; not under ");
        dt_words_concepts(DT_ALL_CONCEPTS & ~concepts, &t->text);
    }
    dt_text_add(&t->text, ".");
    if (reasons->n_moves == 0)
        dt_text_add(&t->text, " It has no move from here.");
    else if (reasons->n_improvements == 0 && reasons->n_moves == 1)
        dt_text_add(&t->text,
                    " It could move to one other state, and does not prefer it.");
    else if (reasons->n_improvements == 0)
        dt_text_format(&t->text,
                       " It could move to %u other states, and prefers none of "
                       "them.",
                       reasons->n_moves);
    else if (reasons->n_moves == 1)
        dt_text_add(&t->text,
                    " It could move to one other state, and would prefer it:");
    else
        dt_text_format(&t->text,
                       " It could move to %u other states, and would prefer %u:",
                       reasons->n_moves, reasons->n_improvements);
    dt_put(t->out, "\n");
    put_sentence(t, 0, 2);
}

static void put_actor(teller *t, dt_actor_id a)
{
    const dt_actor_reasons *const reasons = dt_explanation_actor(t->explanation, a);
    const uint32_t limit = dt_frame_limit(t->options, USUAL_REASONS);
    put_actor_verdict(t, a, reasons);
    for (uint32_t k = 0; k < reasons->n_reasons && k < limit; k++)
        put_reason(t, a, k + 1, &reasons->reasons[k]);
    if (reasons->n_improvements > limit)
        dt_put_format(t->out, "    ... and %u more; --limit 0 tells all.\n",
                      reasons->n_improvements - limit);
}

static void put_text(teller *t)
{
    dt_frame_put_title(t->out, t->ranks);
    put_state(t);
    put_verdict(t);
    for (dt_actor_id a = 0; a < t->model->n_actors; a++)
        put_actor(t, a);
    dt_put(t->out, "\n");
    dt_put_provenance(t->out, t->model);
}

dt_status dt_report_explanation(const dt_space *space, const dt_ranks *ranks,
                                const dt_explanation *explanation,
                                const dt_report_options *options, const dt_sink *sink,
                                dt_error *err)
{
    dt_out out = dt_out_to(sink);
    teller t = {.space = space,
                .model = space->model,
                .ranks = ranks,
                .explanation = explanation,
                .options = options,
                .state = dt_explanation_state(explanation),
                .out = &out};
    switch (options->form) {
    case DT_FORM_TEXT:
        put_text(&t);
        break;
    case DT_FORM_JSON:
        dt_machine_put_explanation_json(&out, ranks, explanation);
        break;
    case DT_FORM_CSV:
        return dt_fail(err, DT_EUSAGE, "an explanation is no table: use text or json");
    }
    dt_text_release(&t.text);
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
