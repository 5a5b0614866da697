/* Tests: what to do first, in words; the tests on one table; each test, answer by
 * answer. */
#include "report/frame.h"
#include "report/inquiry.h"
#include "report/table.h"
#include "report/words.h"

#include <math.h>

static const dt_attempt *best_of(const dt_advice *advice)
{
    if (advice->by_gain == DT_NO_TEST)
        return &advice->attempts[0];
    return advice->best_plan == DT_NO_TEST ? &advice->attempts[advice->by_gain]
                                           : &advice->plans[advice->best_plan];
}

static bool is_test(const dt_attempt *attempt)
{
    return attempt->test != DT_NO_TEST;
}

/* ---- an answer, in a sentence
 * -------------------------------------------------------- */

static const char *title_of(const char *label, const char *name)
{
    return label ? label : name;
}

/* "'Lifts sanctions'", "'A' (70%) or 'B' (30%)". */
static void add_next(dt_inquiry *q, const dt_reply *reply)
{
    bool begun = false;
    for (uint32_t k = 0; k < reply->n_next; k++) {
        const dt_next *const next = &reply->next[k];
        if (next->p < 5e-4)
            continue;
        dt_text_add(&q->text, begun ? " or " : "");
        if (next->is_test)
            dt_text_add(&q->text, "the second test");
        else
            dt_text_format(&q->text, "'%s'", title_of(next->label, next->name));
        if (next->p < 0.9995) {
            dt_text_add(&q->text, " (");
            dt_inquiry_add_percent(q, next->p);
            dt_text_add(&q->text, ")");
        }
        begun = true;
    }
}

/* "'Sincere' 73%, 'Stalling' 27%" */
static void add_by_type(dt_inquiry *q, const dt_attempt *t, const double *p)
{
    for (uint32_t k = 0; k < t->n_types; k++) {
        dt_text_add(&q->text, k ? ", " : "");
        dt_inquiry_add_type(q, t->tested, t->types[k]);
        dt_text_add(&q->text, " ");
        dt_inquiry_add_percent(q, p[k]);
    }
}

/* How likely the best type was before: the sum over answers. */
static double before(const dt_attempt *t)
{
    double sum = 0;
    for (uint32_t k = 0; k < t->n_replies; k++)
        sum += t->replies[k].p * t->replies[k].belief[t->best_type];
    return sum;
}

static void tell_reply(dt_inquiry *q, const dt_attempt *t, const dt_reply *reply)
{
    if (reply->p < 5e-4)
        return;
    dt_text_format(&q->text, "If %s answers '%s' (",
                   dt_actor_label(q->model, t->tested),
                   title_of(reply->label, reply->name));
    dt_inquiry_add_percent(q, reply->p);
    dt_text_add(&q->text, " likely)");
    if (t->n_types > 1) {
        dt_text_add(&q->text, ", ");
        dt_inquiry_add_type(q, t->tested, t->types[t->best_type]);
        dt_text_add(&q->text, " goes from ");
        dt_inquiry_add_percent(q, before(t));
        dt_text_add(&q->text, " to ");
        dt_inquiry_add_percent(q, reply->belief[t->best_type]);
    }
    if (reply->n_next) {
        dt_text_add(&q->text, "; then: ");
        add_next(q, reply);
    }
    dt_text_add(&q->text, ".");
    dt_inquiry_put(q, 2, 4);
}

/* ---- what to do first
 * ------------------------------------------------------------------ */

/* What the tester does when it acts at once: its first choice in the selected
 * equilibrium. */
static void add_opening(dt_inquiry *q, const dt_attempt *t)
{
    const dt_method_answer *const logit = dt_play_answer(t->play, DT_METHOD_LOGIT);
    uint32_t h = 0, n = 0;
    while (h < dt_game_n_sets(t->game) && dt_game_set_player(t->game, h) == DT_CHANCE)
        h++;
    if (logit->n == 0 || h == dt_game_n_sets(t->game))
        return;
    dt_text_add(&q->text, " That is: ");
    for (uint32_t k = 0; k < dt_game_n_actions_at(t->game, h); k++) {
        const uint32_t action = dt_game_first_action(t->game, h) + k;
        const double p = logit->equilibria[0].p[action];
        if (p < 5e-4)
            continue;
        dt_text_format(&q->text, "%s'%s'", n++ ? " or " : "",
                       dt_game_action_label(t->game, action));
        if (p < 0.9995) {
            dt_text_add(&q->text, " (");
            dt_inquiry_add_percent(q, p);
            dt_text_add(&q->text, ")");
        }
    }
    dt_text_add(&q->text, ".");
}

/* How much of the gain comes from knowing more. */
static void add_source(dt_inquiry *q, const dt_attempt *best)
{
    if (best->second != DT_NO_TEST || best->gain <= 0)
        return;
    if (best->evsi < 5e-10)
        dt_text_add(&q->text, ", all of it by what the answers bring and none by what "
                              "they tell");
    else if (best->evsi < best->gain) {
        dt_text_add(&q->text, ", ");
        dt_inquiry_add_figure(q, best->evsi);
        dt_text_add(&q->text, " of that from knowing more");
    }
}

static void tell_best(dt_inquiry *q, const dt_advice *advice, const dt_attempt *best)
{
    dt_text_add(&q->text, dt_actor_label(q->model, advice->tester));
    if (best->tester_type) {
        dt_text_add(&q->text, ", if it is ");
        dt_inquiry_add_type(q, advice->tester, best->tester_type);
    }
    if (!is_test(best)) {
        dt_text_add(&q->text, ": act at once; no test is worth more.");
        add_opening(q, best);
        dt_inquiry_put(q, 0, 0);
        return;
    }
    dt_text_add(&q->text, ": first ");
    dt_inquiry_add_attempt(q, best);
    dt_text_add(&q->text, ". It is worth ");
    dt_inquiry_add_figure(q, best->gain);
    dt_text_add(&q->text, " more than acting at once");
    add_source(q, best);
    dt_text_add(&q->text, ".");
    dt_inquiry_put(q, 0, 0);
    for (uint32_t k = 0; k < best->n_replies; k++)
        tell_reply(q, best, &best->replies[k]);
}

/* The game has other equilibria, in which the test may be worth less. */
static void tell_doubt(dt_inquiry *q, const dt_advice *advice, const dt_attempt *best)
{
    const double at_once = advice->attempts[0].worth;
    if (!is_test(best) || best->worth - best->worth_low <= 1e-9 * best->range)
        return;
    dt_text_add(&q->text,
                "This is how play goes where nothing but the values guides it; "
                "the game has other equilibria, and in the worst of them the "
                "test is worth ");
    if (best->worth_low >= at_once) {
        dt_inquiry_add_figure(q, best->worth_low - at_once);
        dt_text_add(&q->text, " more than acting at once. ");
    } else {
        dt_inquiry_add_figure(q, at_once - best->worth_low);
        dt_text_add(&q->text, " less than acting at once. ");
    }
}

static void tell_risk(dt_inquiry *q, const dt_attempt *best)
{
    if (!is_test(best) || best->n_types < 2)
        return;
    if (best->trap < 5e-10)
        dt_text_add(&q->text,
                    "If play goes so nothing is lost by not knowing, even if it were ");
    else {
        dt_text_add(&q->text, "The risk: ");
        dt_inquiry_add_figure(q, best->trap);
        dt_text_add(&q->text, " is lost on average because it may be ");
    }
    if (best->n_types == 2)
        dt_inquiry_add_type(q, best->tested, best->types[!best->best_type]);
    else
        dt_text_add(&q->text, "of another type");
    dt_text_add(&q->text, best->trap < 5e-10 ? "." : " after all.");
    dt_inquiry_put(q, 2, 4);
}

/* The rankings may disagree. */
static void tell_others(dt_inquiry *q, const dt_advice *advice, const dt_attempt *best)
{
    const dt_attempt *const bits =
        advice->by_bits == DT_NO_TEST ? NULL : &advice->attempts[advice->by_bits];
    if (!bits) {
        dt_text_add(&q->text, "No test would tell the types apart.");
        dt_inquiry_put(q, 2, 4);
        return;
    }
    if (bits->test == best->test)
        return;
    dt_text_add(&q->text, "More would be learned by ");
    dt_inquiry_add_attempt(q, bits);
    dt_text_add(&q->text, " (");
    dt_inquiry_add_figure(q, bits->bits);
    dt_text_add(&q->text, " of ");
    dt_inquiry_add_figure(q, bits->entropy);
    dt_text_format(&q->text, " bits), but it is worth %s for what is to be decided.",
                   bits->gain < best->gain - 1e-9 ? "less" : "no more");
    dt_inquiry_put(q, 2, 4);
}

/* An end of a stretch: what is nearer to 0 or to 1 than it is exact is that. */
static void add_end(dt_inquiry *q, double p)
{
    dt_inquiry_add_percent(q, p < 0.0005 ? 0 : p > 0.9995 ? 1 : p);
}

/* The advice does not change. */
static void tell_steady(dt_inquiry *q, const dt_advice *advice)
{
    dt_text_format(&q->text, "That is so however likely %s is to be ",
                   dt_actor_label(q->model, advice->tested));
    dt_inquiry_add_type(q, advice->tested, advice->attempts[0].types[advice->vary]);
    dt_text_add(&q->text, " (now ");
    dt_inquiry_add_percent(q, advice->now);
    dt_text_add(&q->text, ").");
    dt_inquiry_put(q, 2, 4);
}

/* Where the advice changes with the probability of the type that was varied. */
static void tell_stretches(dt_inquiry *q, const dt_advice *advice)
{
    bool begun = false;
    if (advice->n_stretches == 0)
        return;
    if (advice->n_stretches == 1) {
        tell_steady(q, advice);
        return;
    }
    dt_text_format(&q->text, "%s depends on how likely %s is to be ",
                   advice->n_plans ? "Which single test is best" : "What is best",
                   dt_actor_label(q->model, advice->tested));
    dt_inquiry_add_type(q, advice->tested, advice->attempts[0].types[advice->vary]);
    dt_text_add(&q->text, " (now ");
    dt_inquiry_add_percent(q, advice->now);
    dt_text_add(&q->text, "): ");
    for (uint32_t k = 0; k < advice->n_stretches; k++) {
        const dt_stretch *const s = &advice->stretches[k];
        if (s->to < 0.0005 || s->from > 0.9995)
            continue;
        dt_text_add(&q->text, begun ? "; from " : "from ");
        add_end(q, s->from);
        dt_text_add(&q->text, " to ");
        add_end(q, s->to);
        dt_text_add(&q->text, ": ");
        dt_inquiry_add_attempt(q, &advice->attempts[s->attempt]);
        begun = true;
    }
    dt_text_add(&q->text, ".");
    dt_inquiry_put(q, 2, 4);
}

/* Tests that could not be judged. */
static void tell_lacking(dt_inquiry *q, const dt_advice *advice)
{
    for (uint32_t k = 1; k < advice->n_attempts; k++) {
        const dt_attempt *const t = &advice->attempts[k];
        if (t->applies)
            continue;
        dt_inquiry_add_attempt(q, t);
        dt_text_format(&q->text, " could not be judged: %s.", t->why);
        dt_inquiry_put(q, 2, 4);
    }
}

static void put_one_advice(dt_inquiry *q, const dt_advice *advice)
{
    const dt_attempt *const best = best_of(advice);
    if (!advice->attempts[0].applies) {
        dt_text_format(&q->text, "%s has tests, but they cannot be judged: %s.",
                       dt_actor_label(q->model, advice->tester),
                       advice->attempts[0].why);
        dt_inquiry_put(q, 0, 0);
        return;
    }
    tell_best(q, advice, best);
    tell_doubt(q, advice, best);
    tell_risk(q, best);
    tell_others(q, advice, best);
    tell_stretches(q, advice);
    tell_lacking(q, advice);
}

void dt_inquiry_put_advice(dt_inquiry *q)
{
    if (q->all->n_advices == 0)
        dt_put(q->out, "The model has no tests.\n");
    for (uint32_t k = 0; k < q->all->n_advices; k++) {
        dt_put(q->out, k ? "\n" : "");
        put_one_advice(q, &q->all->advices[k]);
    }
}

/* ---- the tests side by side
 * --------------------------------------------------------------- */

enum { R_WORTH, R_GAIN, R_EVSI, R_EVPI, R_BITS, R_TRAP, R_APART, R_DOMINATED, N_ROWS };

static const dt_table_row rows[N_ROWS] = {
    [R_WORTH] = {"Worth", false},
    [R_GAIN] = {"beyond acting at once", false},
    [R_EVSI] = {"of that, from knowing", false},
    [R_EVPI] = {"if all were known", false},
    [R_BITS] = {"Information, in bits", false},
    [R_TRAP] = {"Risk: expected loss", false},
    [R_APART] = {"Tells types apart", false},
    [R_DOMINATED] = {"Beaten by", false},
};

static const char *apart(const dt_attempt *t)
{
    static const char *const words[] = {"no", "partly", "fully"};
    return words[t->separation];
}

static double figure_of(const dt_attempt *t, uint32_t row)
{
    const double figures[] = {t->worth, t->gain, t->evsi, t->evpi, t->bits, t->trap};
    return figures[row];
}

/* What stands in one cell; the sentence is used for it. */
static const char *cell(dt_inquiry *q, const dt_advice *advice, const dt_attempt *t,
                        uint32_t row)
{
    dt_text_reset(&q->text);
    if (!t->applies)
        dt_text_add(&q->text, "?");
    else if (row == R_APART)
        dt_text_add(&q->text, is_test(t) ? apart(t) : "");
    else if (row == R_DOMINATED)
        dt_text_add(&q->text, t->dominated == DT_NO_TEST
                                  ? ""
                                  : advice->attempts[t->dominated].name);
    else if (is_test(t) || row == R_WORTH || row == R_TRAP)
        dt_inquiry_add_figure(q, figure_of(t, row));
    return dt_text_string(&q->text);
}

/* A column for each of the attempts and plans; false when there is no memory. */
static bool fill(dt_inquiry *q, const dt_advice *advice, dt_arena *arena,
                 dt_table_column *columns)
{
    const uint32_t n = advice->n_attempts;
    for (uint32_t c = 0; c < n + advice->n_plans; c++) {
        const dt_attempt *const t =
            c < n ? &advice->attempts[c] : &advice->plans[c - n];
        columns[c].cell = dt_arena_array(arena, const char *, N_ROWS);
        if (!columns[c].cell)
            return false;
        for (uint32_t r = 0; r < N_ROWS; r++) {
            const char *const text = cell(q, advice, t, r);
            columns[c].cell[r] = dt_arena_copy(arena, text, q->text.n);
            if (!columns[c].cell[r] || q->text.failed)
                return false;
        }
        dt_text_reset(&q->text);
        dt_text_add(&q->text, is_test(t) ? t->name : "at once");
        if (is_test(t) && t->second != DT_NO_TEST)
            dt_text_format(&q->text, "+%s",
                           q->model->intentions.tests[t->second].name.id);
        columns[c].head = dt_arena_copy(arena, dt_text_string(&q->text), q->text.n);
        if (!columns[c].head || q->text.failed)
            return false;
    }
    return true;
}

static bool has_beaten(const dt_advice *advice)
{
    for (uint32_t k = 0; k < advice->n_attempts; k++)
        if (advice->attempts[k].dominated != DT_NO_TEST)
            return true;
    return false;
}

static void put_table(dt_inquiry *q, const dt_advice *advice)
{
    const uint32_t n = advice->n_attempts + advice->n_plans;
    dt_arena arena = {0};
    dt_table_column *const columns = dt_arena_array(&arena, dt_table_column, n);
    if (!columns || !fill(q, advice, &arena, columns))
        q->out->status = DT_ENOMEM;
    else {
        const dt_table table = {has_beaten(advice) ? N_ROWS : R_DOMINATED, n, rows,
                                columns};
        dt_table_write(q->out, &table, dt_frame_width(q->options));
    }
    dt_text_reset(&q->text);
    dt_arena_release(&arena);
}

/* ---- each test
 * ---------------------------------------------------------------------------- */

static void put_reply(dt_inquiry *q, const dt_attempt *t, const dt_reply *reply)
{
    dt_text_format(&q->text, "%s: ", title_of(reply->label, reply->name));
    if (reply->p < 5e-7) {
        dt_text_format(&q->text,
                       "no type answers so; if one did, %s would be taken for ",
                       dt_actor_label(q->model, t->tested));
        add_by_type(q, t, reply->belief);
    } else {
        dt_inquiry_add_percent(q, reply->p);
        dt_text_add(&q->text, " likely (from ");
        add_by_type(q, t, reply->by_type);
        dt_text_format(&q->text, "). After it %s is ",
                       dt_actor_label(q->model, t->tested));
        add_by_type(q, t, reply->belief);
    }
    if (reply->n_next) {
        dt_text_add(&q->text, ". Then ");
        add_next(q, reply);
    }
    dt_text_add(&q->text, ".");
    dt_inquiry_put(q, 4, 6);
}

static void put_proof(dt_inquiry *q, const dt_attempt *t)
{
    dt_text_add(&q->text, t->settled
                              ? "An equilibrium of the game; regret "
                              : "Not settled: the branch ended before an equilibrium; "
                                "regret ");
    dt_words_error(t->proof.regret, &q->text);
    dt_text_add(&q->text, ", Bayes error ");
    dt_words_error(t->proof.bayes, &q->text);
    dt_text_format(&q->text, ". It has %u pure equilibri%s.", t->n_pure,
                   t->n_pure == 1 ? "um" : "a");
    if (t->worth_high - t->worth_low > 1e-9 * t->range) {
        dt_text_add(&q->text,
                    " By which of its equilibria is played the test is worth ");
        dt_inquiry_add_figure(q, t->worth_low);
        dt_text_add(&q->text, " to ");
        dt_inquiry_add_figure(q, t->worth_high);
        dt_text_add(&q->text, ".");
    }
    if (t->stated)
        dt_text_add(&q->text, " How likely the answers are is stated in the model.");
    dt_inquiry_put(q, 4, 4);
}

static void put_trial(dt_inquiry *q, const dt_attempt *t)
{
    dt_put(q->out, "\n");
    dt_inquiry_add_attempt(q, t);
    if (!t->applies)
        dt_text_format(&q->text, ": cannot be judged: %s.", t->why);
    dt_inquiry_put(q, 2, 4);
    if (!t->applies)
        return;
    for (uint32_t k = 0; k < t->n_replies; k++)
        put_reply(q, t, &t->replies[k]);
    put_proof(q, t);
}

void dt_inquiry_put_trials(dt_inquiry *q)
{
    for (uint32_t k = 0; k < q->all->n_advices; k++) {
        const dt_advice *const advice = &q->all->advices[k];
        dt_text heading = {0};
        dt_text_format(&heading, "Tests of %s by %s",
                       dt_actor_label(q->model, advice->tested),
                       dt_actor_label(q->model, advice->tester));
        dt_inquiry_put_heading(q, dt_text_string(&heading));
        if (heading.failed)
            q->out->status = DT_ENOMEM;
        dt_text_release(&heading);
        if (advice->attempts[0].applies)
            put_table(q, advice);
        for (uint32_t t = 1; t < advice->n_attempts; t++)
            put_trial(q, &advice->attempts[t]);
    }
}
