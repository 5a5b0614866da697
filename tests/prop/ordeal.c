/* Laws of what is said about intentions, over random models:
 *
 *  - a test is sound just if its first move is one that the tester has from the status
 *    quo, as the space has it; so is each answer from the state after the test
 *  - a question of trust is sound just if both moves are, and both together lead to a
 *    state
 *  - all types of an actor add up to 1, and so do the likelihoods of a turn */
#include "base/decimal.h"
#include "model/conflict.h"
#include "support/doubts.h"
#include "support/tested.h"
#include "support/trial.h"

#include <detente/code.h>
#include <stdlib.h>

enum { SKETCHES = 1000, TRIES = 4 };

/* Without merged states, so that a state is a code. */
static const random_size usual = {.actors = 4,
                                  .vectors = 300,
                                  .states = 100,
                                  .lines = 1,
                                  .more_lines = 3,
                                  .forbids = true};

/* ---- random moves --------------------------------------------------------------- */

/* Some of an actor's choices, each at some level. */
typedef struct move {
    dt_actor_id actor;
    uint32_t n;
    dt_choice_id choice[DT_MAX_BITS];
    uint32_t level[DT_MAX_BITS];
} move;

static move draw_move(const trial *t, dice *d)
{
    move m = {.actor = (dt_actor_id)dice_below(d, dt_model_n_actors(t->model))};
    for (dt_choice_id c = 0; c < dt_model_n_choices(t->model); c++)
        if (dt_choice_actor(t->model, c) == m.actor &&
            (m.n == 0 || dice_chance(d, 50))) {
            m.choice[m.n] = c;
            m.level[m.n++] = (uint32_t)dice_below(d, dt_choice_n_levels(t->model, c));
        }
    return m;
}

static void say_move(const trial *t, const move *m, dt_text *text)
{
    for (uint32_t k = 0; k < m->n; k++)
        dt_text_format(text, "%s%s.%s = %s", k ? ", " : "",
                       dt_actor_name(t->model, m->actor),
                       dt_choice_name(t->model, m->choice[k]),
                       dt_choice_level_name(t->model, m->choice[k], m->level[k]));
}

static dt_code apply(const trial *t, const move *m, dt_code code)
{
    for (uint32_t k = 0; k < m->n; k++)
        code = dt_code_with(t->model, code, m->choice[k], m->level[k]);
    return code;
}

/* The slow way: among all moves that the actor has from there. */
static bool is_open(const trial *t, dt_actor_id a, dt_code from, dt_code to)
{
    const dt_state s = dt_space_find_code(t->space, from);
    const dt_state target = dt_space_find_code(t->space, to);
    if (target == DT_NO_STATE)
        return false;
    dt_state *const moves = calloc(dt_space_n_states(t->space), sizeof *moves);
    assert_non_null(moves);
    const uint32_t n = dt_space_moves(t->space, a, s, moves);
    bool found = false;
    for (uint32_t k = 0; k < n; k++)
        found = found || moves[k] == target;
    free(moves);
    return found;
}

/* ---- does the library take it? --------------------------------------------------- */

static bool is_taken(const trial *t, const dt_text *statement)
{
    dt_text text = {0};
    dt_model *model = NULL;
    dt_diags *const diags = dt_diags_new();
    dt_text_add_n(&text, t->text.bytes, t->text.n);
    dt_text_add(&text, "\n");
    dt_text_add_n(&text, statement->bytes, statement->n);
    const dt_input input = {"text", text.bytes, text.n, DT_FORMAT_CONFLICT};
    const bool taken = dt_model_parse(&input, diags, &model, NULL) == DT_OK;
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
    return taken;
}

/* Somebody else, who has choices; the model has at least two who do, or nobody else
 * answers. */
static bool draw_other(const trial *t, dice *d, dt_actor_id not, move *other)
{
    for (size_t tries = 20; tries; tries--) {
        *other = draw_move(t, d);
        if (other->actor != not &&other->n)
            return true;
    }
    return false;
}

static bool judge_test(trial *t, dice *d, dt_code here)
{
    const move first = draw_move(t, d);
    move answer;
    dt_text text = {0};
    if (!first.n || !draw_other(t, d, first.actor, &answer))
        return true;
    dt_text_add(&text, "test k : ");
    say_move(t, &first, &text);
    dt_text_format(&text,
                   " { answers %s { m : ", dt_actor_name(t->model, answer.actor));
    say_move(t, &answer, &text);
    dt_text_add(&text, " } }\n");
    const dt_code after = apply(t, &first, here), end = apply(t, &answer, after);
    const bool is_sound = is_open(t, first.actor, here, after) &&
                          (end == after || is_open(t, answer.actor, after, end));
    const bool holds =
        is_taken(t, &text) == is_sound ||
        trial_fail(t, "%s, and it is %s:\n%s", is_sound ? "sound" : "unsound",
                   is_sound ? "refused" : "taken", text.bytes);
    dt_text_release(&text);
    return holds;
}

static bool judge_trust(trial *t, dice *d, dt_code here)
{
    const move one = draw_move(t, d);
    move other;
    dt_text text = {0};
    if (!one.n || !draw_other(t, d, one.actor, &other))
        return true;
    dt_text_add(&text, "trust k : ");
    say_move(t, &one, &text);
    dt_text_add(&text, " with ");
    say_move(t, &other, &text);
    dt_text_add(&text, "\n");
    const dt_code both = apply(t, &other, apply(t, &one, here));
    const bool is_sound = is_open(t, one.actor, here, apply(t, &one, here)) &&
                          is_open(t, other.actor, here, apply(t, &other, here)) &&
                          dt_space_find_code(t->space, both) != DT_NO_STATE;
    const bool holds =
        is_taken(t, &text) == is_sound ||
        trial_fail(t, "%s, and it is %s:\n%s", is_sound ? "sound" : "unsound",
                   is_sound ? "refused" : "taken", text.bytes);
    dt_text_release(&text);
    return holds;
}

static bool moves_are_judged(trial *t)
{
    dice d = {.seed = t->seed};
    dt_code here;
    if (!dt_code_status_quo(t->model, &here))
        return true;
    for (int k = 0; k < TRIES; k++)
        if (!judge_test(t, &d, here) || !judge_trust(t, &d, here))
            return false;
    return true;
}

/* ---- probabilities --------------------------------------------------------------- */

static bool priors_are_whole(const dt_model *model)
{
    for (uint32_t a = 0; a < model->n_actors; a++) {
        int64_t sum = 0;
        for (uint32_t type = 0; type <= model->actors[a].n_types; type++)
            sum += dt_prior_of(model, a, type);
        if (sum != DT_DECIMAL_ONE)
            return false;
    }
    return true;
}

/* Of each type that may be. */
static bool turn_is_whole(const dt_model *model, const dt_turn *turn)
{
    for (uint32_t type = 0; type <= model->actors[turn->actor].n_types; type++) {
        int64_t sum = 0;
        for (uint32_t k = 0; k < turn->n_ploys; k++)
            sum +=
                dt_likelihood_of(turn->ploys[k].likely, turn->ploys[k].n_likely, type);
        if (sum != DT_DECIMAL_ONE && (sum || dt_prior_of(model, turn->actor, type)))
            return false;
    }
    return true;
}

static bool turns_are_whole(const dt_model *model)
{
    const dt_intentions *const all = &model->intentions;
    for (uint32_t k = 0; k < all->n_tests; k++)
        for (uint32_t j = 0; j < all->tests[k].n_turns; j++) {
            const dt_turn *const turn = &all->tests[k].turns[j];
            if (turn->n_ploys && turn->ploys->n_likely && !turn_is_whole(model, turn))
                return false;
        }
    return true;
}

static bool all_adds_up(trial *t)
{
    dt_text text = {0};
    dt_model *model = NULL;
    dt_diags *const diags = dt_diags_new();
    dt_text_add_n(&text, t->text.bytes, t->text.n);
    dt_text_add(&text, "\n");
    say_doubts(t->model, t->space, t->seed, &text);
    const dt_input input = {"text", text.bytes, text.n, DT_FORMAT_CONFLICT};
    const char *fault = NULL;
    if (dt_model_parse(&input, diags, &model, NULL) != DT_OK)
        fault = "it is refused";
    else if (!priors_are_whole(model))
        fault = "the priors of an actor are not 1 together";
    else if (!turns_are_whole(model))
        fault = "the likelihoods of a turn are not 1 together";
    const bool holds = !fault || trial_fail(t, "%s, of:\n%s", fault, text.bytes);
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
    return holds;
}

/* ---- the laws -------------------------------------------------------------------- */

static void first_moves_are_those_of_the_space(void **state)
{
    (void)state;
    assert_law(moves_are_judged, 1, SKETCHES, usual);
}

static void probabilities_add_up(void **state)
{
    (void)state;
    assert_law(all_adds_up, 1, SKETCHES, usual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_moves_are_those_of_the_space),
        cmocka_unit_test(probabilities_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
