/* Laws of the answers on single states (detente/local.h), over random conflicts: they
 * are those of the oracle and of dt_solve(), or undecided; what they give as examples
 * and answers are moves as the definitions want them. */
#include "support/tested.h"
#include "support/trial.h"

#include <detente/local.h>
#include <stdlib.h>
#include <string.h>

static const random_size plain = {
    .actors = 5, .vectors = 64, .states = 28, .lines = 1, .more_lines = 5};
static const random_size large = {
    .actors = 3, .vectors = 400, .states = 140, .lines = 2, .more_lines = 8};
static const random_size forbidden = {.actors = 4,
                                      .vectors = 64,
                                      .states = 28,
                                      .lines = 1,
                                      .more_lines = 4,
                                      .forbids = true};
static const random_size mixed = {.actors = 4,
                                  .vectors = 64,
                                  .states = 32,
                                  .lines = 1,
                                  .more_lines = 4,
                                  .merges = true,
                                  .forbids = true};

static const dt_concept same_concept[LITERAL_CONCEPTS] = {
    [LITERAL_NASH] = DT_NASH, [LITERAL_GMR] = DT_GMR,   [LITERAL_SMR] = DT_SMR,
    [LITERAL_SEQ] = DT_SEQ,   [LITERAL_SSEQ] = DT_SSEQ,
};

/* ---- what there is ------------------------------------------------------------ */

static dt_code code_of(const trial *t, dt_state s)
{
    dt_code code = 0;
    for (dt_choice_id c = 0; c < dt_model_n_choices(t->model); c++)
        code = dt_code_with(t->model, code, c, dt_space_level(t->space, s, c));
    return code;
}

/* True when the states have to be listed: then the answer must be refused. */
static bool needs_a_list(const sketch *k)
{
    bool needs = k->n_merges > 0;
    for (size_t a = 0; a < k->n_actors; a++)
        needs = needs || k->actor[a].order.kind == SKETCH_RANK;
    return needs;
}

static bool is_move(const trial *t, dt_actor_id a, dt_state from, dt_state to)
{
    dt_state *const room = calloc(t->states.n_states, sizeof *room);
    const uint32_t n = dt_space_moves(t->space, a, from, room);
    bool found = false;
    for (uint32_t k = 0; k < n; k++)
        found = found || room[k] == to;
    free(room);
    return found;
}

/* ---- what the answer says ------------------------------------------------------- */

static bool counts_are_right(trial *t, dt_state s, dt_actor_id a,
                             const dt_local_actor *actor)
{
    dt_state *const room = calloc(t->states.n_states, sizeof *room);
    const uint32_t n_moves = dt_space_moves(t->space, a, s, room);
    uint32_t n_better = 0;
    for (uint32_t k = 0; k < n_moves; k++)
        n_better += dt_ranks_at(t->ranks, a, room[k]) > dt_ranks_at(t->ranks, a, s);
    free(room);
    if (!actor->more_moves && actor->n_moves != n_moves)
        return trial_fail(t, "state %u, actor %u: %u moves, not %llu", s + 1, a,
                          n_moves, (unsigned long long)actor->n_moves);
    if (!actor->more_improvements && actor->n_improvements != n_better)
        return trial_fail(t, "state %u, actor %u: %u improvements, not %llu", s + 1, a,
                          n_better, (unsigned long long)actor->n_improvements);
    if (actor->n_moves > n_moves || actor->n_improvements > n_better)
        return trial_fail(t, "state %u, actor %u: counted too many", s + 1, a);
    if (actor->n_moves < actor->n_improvements ||
        (actor->n_improvements == 0 && actor->verdict[DT_NASH].has_example))
        return trial_fail(t, "state %u, actor %u: what was met is not counted", s + 1,
                          a);
    return true;
}

/* A legal sequence that ends no better for the actor, and so that it cannot escape if
 * that matters. */
static bool answer_deters(const trial *t, dt_state s, dt_actor_id a, dt_concept c,
                          const dt_local_verdict *v)
{
    dt_code at = v->example;
    dt_actor_id last = a;
    const uint32_t here = dt_ranks_at(t->ranks, a, s);
    for (uint32_t k = 0; k < v->n_steps; k++) {
        const dt_local_step *const step = &v->steps[k];
        const dt_state from = dt_space_find_code(t->space, step->from);
        const dt_state to = dt_space_find_code(t->space, step->to);
        if (step->from != at || step->mover == a || step->mover == last ||
            from == DT_NO_STATE || to == DT_NO_STATE ||
            !is_move(t, step->mover, from, to))
            return false;
        if ((c == DT_SEQ || c == DT_SSEQ) &&
            dt_ranks_at(t->ranks, step->mover, to) <=
                dt_ranks_at(t->ranks, step->mover, from))
            return false;
        at = step->to;
        last = step->mover;
    }
    const dt_state end = dt_space_find_code(t->space, at);
    if (v->n_steps == 0 || dt_ranks_at(t->ranks, a, end) > here)
        return false;
    for (dt_state r = 0; r < t->states.n_states && (c == DT_SMR || c == DT_SSEQ); r++)
        if (is_move(t, a, end, r) && dt_ranks_at(t->ranks, a, r) > here)
            return false;
    return true;
}

/* The improvement is one, and it is one that dt_explain() finds deterred or not. */
static bool example_is_right(trial *t, const dt_explanation *explanation, dt_actor_id a,
                             dt_concept c, const dt_local_verdict *v)
{
    const dt_state to = dt_space_find_code(t->space, v->example);
    const dt_state s = dt_explanation_state(explanation);
    const dt_actor_reasons *const reasons = dt_explanation_actor(explanation, a);
    for (uint32_t k = 0; k < reasons->n_reasons; k++) {
        if (reasons->reasons[k].to != to)
            continue;
        if (v->standing == DT_UNDECIDED)
            return true;
        if (reasons->reasons[k].answer[c].deters != (v->standing == DT_STABLE))
            return trial_fail(t, "state %u, actor %u, %s: an example that is none",
                              s + 1, a, dt_concept_name(c));
        if (v->standing == DT_STABLE && !answer_deters(t, s, a, c, v))
            return trial_fail(t, "state %u, actor %u, %s: an answer that is none",
                              s + 1, a, dt_concept_name(c));
        return true;
    }
    return trial_fail(t, "state %u, actor %u, %s: an example that is no improvement",
                      s + 1, a, dt_concept_name(c));
}

static bool verdict_is_right(trial *t, const dt_explanation *explanation, dt_actor_id a,
                             dt_concept c, const dt_local_verdict *v, bool may_give_up)
{
    const dt_actor_reasons *const reasons = dt_explanation_actor(explanation, a);
    const dt_state s = dt_explanation_state(explanation);
    if (v->standing == DT_UNDECIDED && !may_give_up)
        return trial_fail(t, "state %u, actor %u, %s: undecided", s + 1, a,
                          dt_concept_name(c));
    if (v->standing != DT_UNDECIDED && (v->standing == DT_STABLE) != reasons->stable[c])
        return trial_fail(t, "state %u, actor %u, %s: wrong", s + 1, a,
                          dt_concept_name(c));
    if (v->standing == DT_UNSTABLE && !v->has_example)
        return trial_fail(t, "state %u, actor %u, %s: no example", s + 1, a,
                          dt_concept_name(c));
    if (v->standing == DT_STABLE && v->n_deterred != reasons->n_improvements)
        return trial_fail(t, "state %u, actor %u, %s: %llu deterred of %u", s + 1, a,
                          dt_concept_name(c), (unsigned long long)v->n_deterred,
                          reasons->n_improvements);
    return !v->has_example || example_is_right(t, explanation, a, c, v);
}

static bool answer_is_right(trial *t, dt_state s, const dt_local *local,
                            bool may_give_up)
{
    dt_explanation *explanation = NULL;
    dt_error err;
    if (dt_explain(t->space, t->ranks, s, 0, &explanation, &err) != DT_OK)
        return trial_fail(t, "dt_explain: %s", err.text);
    bool right = true;
    for (dt_actor_id a = 0; a < t->sketch->n_actors && right; a++) {
        const dt_local_actor *const actor = dt_local_actor_at(local, a);
        right = counts_are_right(t, s, a, actor);
        if (right && !may_give_up && (actor->more_moves || actor->more_improvements))
            right = trial_fail(t, "state %u, actor %u: not counted", s + 1, a);
        for (uint32_t c = 0; c < DT_N_CONCEPTS && right; c++)
            right = verdict_is_right(t, explanation, a, (dt_concept)c,
                                     &actor->verdict[c], may_give_up);
    }
    dt_explanation_free(explanation);
    return right;
}

/* ---- the laws ----------------------------------------------------------------- */

/* The answer on state s with that much memory, 0: the default; NULL, and the law is
 * broken unless the answer had to be refused. */
static dt_local *ask(trial *t, dt_state s, uint64_t memory)
{
    const dt_local_question question = {.code = code_of(t, s), .limits.memory = memory};
    dt_local *local = NULL;
    dt_error err;
    const dt_status status = dt_local_new(t->model, &question, t->diags, &local, &err);
    if (status != DT_OK)
        trial_fail(t, "state %u: dt_local_new: %s", s + 1, err.text);
    return local;
}

static bool is_refused(trial *t)
{
    const dt_local_question question = {.code = 0};
    dt_local *local = NULL;
    dt_error err;
    const dt_status status = dt_local_new(t->model, &question, t->diags, &local, &err);
    dt_local_free(local);
    return status == DT_EAPPLY || trial_fail(t, "not refused: %d", (int)status);
}

static bool agrees_with_definitions(trial *t)
{
    if (needs_a_list(t->sketch))
        return is_refused(t);
    for (dt_state s = 0; s < t->states.n_states; s++) {
        dt_local *const local = ask(t, s, 0);
        const bool right = local && answer_is_right(t, s, local, false);
        dt_local_free(local);
        if (!right)
            return false;
    }
    return true;
}

/* The same straight from the oracle, equilibria too. */
static bool agrees_with_the_oracle(trial *t)
{
    const size_t n = t->states.n_states, m = t->sketch->n_actors;
    if (needs_a_list(t->sketch))
        return is_refused(t);
    literal_graph graph = sketch_find_graph(t->sketch, &t->states);
    bool *const stable = calloc(LITERAL_CONCEPTS * m * n, sizeof *stable);
    bool same = true;
    literal_solve(&graph, stable);
    for (size_t s = 0; s < n && same; s++) {
        dt_local *const local = ask(t, (dt_state)s, 0);
        same = local;
        for (size_t c = 0; c < LITERAL_CONCEPTS && same; c++) {
            bool all = true;
            for (size_t a = 0; a < m && same; a++) {
                const bool right = stable[(c * m + a) * n + s];
                all = all && right;
                if (dt_local_actor_at(local, (dt_actor_id)a)
                        ->verdict[same_concept[c]]
                        .standing != (right ? DT_STABLE : DT_UNSTABLE))
                    same = trial_fail(t, "state %zu, actor %zu, %s", s + 1, a,
                                      dt_concept_name(same_concept[c]));
            }
            if (same && dt_local_equilibrium(local, same_concept[c]) !=
                            (all ? DT_STABLE : DT_UNSTABLE))
                same = trial_fail(t, "state %zu as an equilibrium", s + 1);
        }
        dt_local_free(local);
    }
    free(stable);
    sketch_graph_free(&graph);
    return same;
}

/* With little memory an answer is right or not given. */
static bool gives_up_rather_than_err(trial *t)
{
    static const uint64_t memories[] = {1, 2000, 9000, 30000, 90000, 300000};
    if (needs_a_list(t->sketch))
        return true;
    for (dt_state s = 0; s < t->states.n_states; s++)
        for (size_t k = 0; k < sizeof memories / sizeof *memories; k++) {
            dt_local *const local = ask(t, s, memories[k]);
            const bool right = local && answer_is_right(t, s, local, true);
            dt_local_free(local);
            if (!right)
                return false;
        }
    return true;
}

static void answers_are_those_of_the_definitions(void **state)
{
    (void)state;
    assert_law(agrees_with_definitions, 1, 2000, plain);
    assert_law(agrees_with_definitions, 2001, 2020, large);
    assert_law(agrees_with_definitions, 3001, 3800, forbidden);
    assert_law(agrees_with_definitions, 4001, 4100, mixed);
}

static void answers_are_those_of_the_oracle(void **state)
{
    (void)state;
    assert_law(agrees_with_the_oracle, 5001, 6200, plain);
    assert_law(agrees_with_the_oracle, 6201, 6600, forbidden);
}

static void little_memory_never_gives_wrong_answers(void **state)
{
    (void)state;
    assert_law(gives_up_rather_than_err, 7001, 7600, plain);
    assert_law(gives_up_rather_than_err, 7601, 7900, forbidden);
}

/* The law on little memory would say little if answers were never given up, or always.
 */
static void little_memory_gives_up_sometimes(void **state)
{
    (void)state;
    uint32_t n_open = 0, n_given = 0;
    sketch *const k = malloc(sizeof *k);
    for (uint64_t seed = 7001; seed <= 7100; seed++) {
        trial t;
        random_sketch(k, seed, plain);
        assert_true(trial_start(&t, k, seed));
        dt_local *const local = needs_a_list(k) ? NULL : ask(&t, 0, 20000);
        for (uint32_t c = DT_GMR; local && c < DT_N_CONCEPTS; c++)
            for (dt_actor_id a = 0; a < k->n_actors; a++) {
                const dt_standing standing =
                    dt_local_actor_at(local, a)->verdict[c].standing;
                n_open += standing == DT_UNDECIDED;
                n_given += standing != DT_UNDECIDED;
            }
        dt_local_free(local);
        trial_end(&t);
    }
    free(k);
    assert_in_range(n_open, 20, 100000);
    assert_in_range(n_given, 20, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_of_the_definitions),
        cmocka_unit_test(answers_are_those_of_the_oracle),
        cmocka_unit_test(little_memory_never_gives_wrong_answers),
        cmocka_unit_test(little_memory_gives_up_sometimes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
