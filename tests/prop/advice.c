/* Laws of tests of intentions, over random models: the judging agrees with the
 * formulas, computed from the game tree by adding up all ends of play; no figure leaves
 * its bounds; games are what their `.efg` says.
 *
 * The models have a tester `a`, who may have types, and `b`, who has some. */
#include "base/text.h"
#include "intentions/attempt.h"
#include "intentions/worlds.h"
#include "oracle/assessor.h"
#include "support/dice.h"
#include "support/likeness.h"
#include "support/played.h"
#include "support/tested.h"

#include <math.h>
#include <string.h>

enum { SEEDS = 60, MOST = 16 };

/* The judging and the oracle start from the same profile. */
static const double CLOSE = 1e-9;
/* Where two solved games are compared. */
static const double NEAR = 1e-6;

/* ---- Random models --------------------------------------------------------------- */

/* In which way the answers to tests come about, and what values speak of. */
typedef enum mode {
    MODE_ANY,    /* anything goes */
    MODE_STATED, /* answers are stated, and nobody minds tests and answers */
    MODE_DULL    /* the same, and all types answer alike */
} mode;

typedef struct shape {
    dice d;
    dt_text text;
    mode mode;
    uint32_t n_types; /* of b */
} shape;

static const char *const type_name[] = {"p", "q", "r"};

static const char *literal(shape *s)
{
    static const char *const any[] = {"go", "y", "x", "t1", "t2"};
    return any[dice_below(&s->d, s->mode == MODE_ANY ? 5 : 2)];
}

static void add_number(shape *s)
{
    dt_text_format(&s->text, "%d.%d", (int)dice_below(&s->d, 19) - 9,
                   (int)dice_below(&s->d, 10));
}

static void add_values(shape *s)
{
    const size_t n = dice_between(&s->d, 2, 5);
    dt_text_add(&s->text, "value {\n");
    for (size_t k = 0; k < n; k++) {
        add_number(s);
        dt_text_format(&s->text, " %s%s", dice_chance(&s->d, 30) ? "not " : "",
                       literal(s));
        if (dice_chance(&s->d, 50))
            dt_text_format(&s->text, " and %s%s", dice_chance(&s->d, 50) ? "not " : "",
                           literal(s));
        dt_text_add(&s->text, "\n");
    }
    dt_text_add(&s->text, "}\n");
}

/* Types of b, whose priors are twentieths. */
static void add_types(shape *s)
{
    size_t left = 20;
    s->n_types = (uint32_t)dice_between(&s->d, 1, 3);
    for (uint32_t t = 0; t < s->n_types; t++) {
        const size_t here = t + 1 == s->n_types
                                ? left
                                : dice_between(&s->d, 1, left - (s->n_types - 1 - t));
        left -= here;
        dt_text_format(&s->text, "type b.%s %.2f { ", type_name[t], (double)here / 20);
        add_values(s);
        dt_text_add(&s->text, "}\n");
    }
}

static void add_tester(shape *s)
{
    dt_text_add(&s->text, "value a {\n0 go\n}\n");
    if (s->mode != MODE_ANY || dice_chance(&s->d, 60)) {
        dt_text_add(&s->text, "type a.m 1 { ");
        add_values(s);
        dt_text_add(&s->text, "}\n");
        return;
    }
    dt_text_add(&s->text, "type a.m 0.75 { ");
    add_values(s);
    dt_text_add(&s->text, "}\ntype a.n 0.25 { ");
    add_values(s);
    dt_text_add(&s->text, "}\n");
}

/* So many twentieths of each type say yes. */
static void add_stated(shape *s)
{
    size_t yes[3];
    for (uint32_t t = 0; t < s->n_types; t++)
        yes[t] = t == 0                 ? dice_between(&s->d, 1, 19)
                 : s->mode == MODE_DULL ? yes[0]
                                        : dice_below(&s->d, 21);
    for (uint32_t k = 0; k < 2; k++) {
        dt_text_add(&s->text, k ? "\nno : stay likely " : "yes : x likely ");
        for (uint32_t t = 0; t < s->n_types; t++)
            dt_text_format(&s->text, "%s%s %.2f", t ? ", " : "", type_name[t],
                           (double)(k ? 20 - yes[t] : yes[t]) / 20);
    }
    dt_text_add(&s->text, "\n");
}

static void add_test(shape *s, const char *name, bool ends)
{
    dt_text_format(&s->text, "test %s : %s {\nanswers b", name, name);
    const bool stated = s->mode != MODE_ANY || dice_chance(&s->d, 30);
    if (stated || dice_chance(&s->d, 60)) {
        dt_text_add(&s->text, " {\n");
        if (stated)
            add_stated(s);
        else
            dt_text_add(&s->text, "yes : x\nno : stay\nmore : x, y\n");
        dt_text_add(&s->text, "}");
    }
    dt_text_add(&s->text, "\nthen a {\ngo : go\nhold : stay\n}\n");
    if (ends)
        dt_text_add(&s->text, "then b {\nkeep : y\nbreak : not y\n}\n");
    dt_text_add(&s->text, "}\n");
}

static void fill(shape *s)
{
    dt_text_add(&s->text, "actor a { option t1; option t2; option go }\n"
                          "actor b { option x; option y }\nstatus quo { }\n");
    if (s->mode == MODE_ANY && dice_chance(&s->d, 30))
        dt_text_add(&s->text, "impossible x and y and go\n");
    add_tester(s);
    add_types(s);
    const bool ends = s->mode != MODE_ANY || dice_chance(&s->d, 60);
    add_test(s, "t1", ends);
    add_test(s, "t2", ends);
}

/* ---- A model and its attempts ---------------------------------------------------- */

enum { AT_ONCE, FIRST, SECOND, FIRST_SECOND, SECOND_FIRST, N_ATTEMPTS };

typedef struct judged {
    tested t;
    dt_arena arena;
    dt_holdings holdings;
    dt_plot plot[N_ATTEMPTS];
    dt_attempt attempt[N_ATTEMPTS];
    uint64_t seed;
    char *words;
} judged;

static void judge(judged *j, const dt_worlds *worlds)
{
    static const dt_probe_question plain = {0};
    static const uint32_t both[] = {0, 1};
    const dt_bench bench = {
        j->t.model, &plain, {worlds->n, worlds->at, NULL}, &j->arena, &j->holdings};
    assert_true(dt_plot_at_once(j->t.model, both, 2, &j->arena, &j->plot[AT_ONCE]));
    assert_true(dt_plot_test(j->t.model, 0, &j->arena, &j->plot[FIRST]));
    assert_true(dt_plot_test(j->t.model, 1, &j->arena, &j->plot[SECOND]));
    assert_true(dt_plot_pair(j->t.model, 0, 1, &j->arena, &j->plot[FIRST_SECOND]));
    assert_true(dt_plot_pair(j->t.model, 1, 0, &j->arena, &j->plot[SECOND_FIRST]));
    for (uint32_t k = 0; k < N_ATTEMPTS; k++)
        if (dt_attempt_judge(&bench, &j->plot[k], &j->attempt[k], &j->t.err) != DT_OK)
            fail_msg("seed %d: %s", (int)j->seed, j->t.err.text);
}

static judged judged_model(uint64_t seed, mode how)
{
    shape s = {.d = {seed, 0}, .mode = how};
    fill(&s);
    assert_false(s.text.failed);
    judged j = {.seed = seed, .words = s.text.bytes};
    j.t = assert_text(s.text.bytes);
    dt_worlds worlds = {0};
    assert_int_equal(dt_worlds_list(j.t.model, &j.arena, &worlds, &j.t.err), DT_OK);
    judge(&j, &worlds);
    return j;
}

static void judged_release(judged *j)
{
    dt_text text = {.bytes = j->words};
    dt_holdings_release(&j->holdings);
    dt_arena_release(&j->arena);
    dt_text_release(&text);
    test_release(&j->t);
}

/* Show the model of a law that does not hold. */
static void check(const judged *j, uint32_t k, bool holds, const char *law)
{
    if (!holds)
        fail_msg("seed %d, attempt %u: not so: %s\n%s", (int)j->seed, k, law, j->words);
}

/* ---- The oracle: formulas over the tree ------------------------------------------ */

/* A game taken apart: guises g of the tester's type, answers o, follow-ups d. */
typedef struct table {
    uint32_t n_guises, n_types, n_answers;
    uint32_t n_ways[MOST];
    double mu[MOST];
    uint32_t type[MOST];
    double prior[MOST];             /* [n_types] */
    double answer[MOST][MOST];      /* [o][g] P(o | g) */
    double worth[MOST][MOST][MOST]; /* [o][d][g] */
    double chosen[MOST][MOST];      /* [o][d] */
    double alike;
} table;

/* The name behind "b: " in the label of a guise. */
static const char *type_in(const char *label, const char *actor)
{
    const char *const at = strstr(label, actor);
    return at ? at + strlen(actor) : "";
}

static bool is_own(const dt_game *game, uint32_t action, const dt_attempt *a)
{
    const char *const own = type_in(dt_game_action_label(game, action), "a: ");
    return !*own || own[0] == (a->tester_type == 1 ? 'm' : 'n');
}

static uint32_t type_of(const dt_game *game, uint32_t action)
{
    const char *const name = type_in(dt_game_action_label(game, action), "b: ");
    return name[0] == 'q' ? 1 : name[0] == 'r' ? 2 : 0;
}

static void look_at_answer(table *t, const dt_game *game, const double *p, uint32_t o,
                           uint32_t node)
{
    const uint32_t g = t->n_guises - 1;
    const uint32_t set = dt_game_set_of(game, node);
    t->n_ways[o] = dt_game_n_actions_at(game, set);
    for (uint32_t d = 0; d < t->n_ways[o]; d++) {
        const uint32_t child = dt_game_child(game, node, d);
        t->worth[o][d][g] = assessor_value(game, p, child, 0);
        t->chosen[o][d] = assessor_reach(game, p, node, child);
    }
}

static void look_at_guise(table *t, const dt_game *game, const double *p, uint32_t node,
                          bool at_once)
{
    const uint32_t g = t->n_guises - 1;
    if (at_once) {
        t->n_answers = 1;
        t->answer[0][g] = 1;
        look_at_answer(t, game, p, 0, node);
        return;
    }
    t->n_answers = dt_game_n_actions_at(game, dt_game_set_of(game, node));
    for (uint32_t o = 0; o < t->n_answers; o++) {
        const uint32_t child = dt_game_child(game, node, o);
        t->answer[o][g] = assessor_reach(game, p, node, child);
        look_at_answer(t, game, p, o, child);
    }
}

static table taken_apart(const dt_attempt *a, bool at_once)
{
    const dt_game *const game = a->game;
    const double *const p = dt_play_answer(a->play, DT_METHOD_LOGIT)->equilibria[0].p;
    table t = {0};
    double sum = 0, low = INFINITY, high = -INFINITY;
    for (uint32_t k = 0; k < dt_game_n_actions_at(game, 0); k++)
        if (is_own(game, k, a)) {
            t.mu[t.n_guises] = dt_game_chance(game, k);
            t.type[t.n_guises++] = type_of(game, k);
            sum += dt_game_chance(game, k);
            look_at_guise(&t, game, p, dt_game_child(game, 0, k), at_once);
        }
    for (uint32_t g = 0; g < t.n_guises; g++) {
        t.mu[g] /= sum;
        t.prior[t.type[g]] += t.mu[g];
        t.n_types = t.type[g] >= t.n_types ? t.type[g] + 1 : t.n_types;
    }
    for (uint32_t n = 0; n < dt_game_n_nodes(game); n++)
        for (uint32_t i = 0; i < dt_game_n_players(game); i++)
            if (dt_game_set_of(game, n) == DT_NO_NODE) {
                low = fmin(low, dt_game_payoff(game, n, i));
                high = fmax(high, dt_game_payoff(game, n, i));
            }
    t.alike = DT_ALIKE * (high - low);
    return t;
}

/* Sum over guises, of one type or all (MOST), of mu P(o | g) W(o, d, g). */
static double sum_of(const table *t, uint32_t o, uint32_t d, uint32_t type)
{
    double sum = 0;
    for (uint32_t g = 0; g < t->n_guises; g++)
        if (type == MOST || t->type[g] == type)
            sum += t->mu[g] * t->answer[o][g] * t->worth[o][d][g];
    return sum;
}

static double best_of(const table *t, uint32_t o, uint32_t type)
{
    double best = -INFINITY;
    for (uint32_t d = 0; d < t->n_ways[o]; d++)
        best = fmax(best, sum_of(t, o, d, type));
    return best;
}

static double before(const table *t, uint32_t o, uint32_t d)
{
    double sum = 0;
    for (uint32_t g = 0; g < t->n_guises; g++)
        sum += t->mu[g] * t->worth[o][d][g];
    return sum;
}

/* What is best as if nothing had been learned: of equals the first. */
static uint32_t naive(const table *t, uint32_t o)
{
    double best = -INFINITY;
    uint32_t d = 0;
    for (uint32_t k = 0; k < t->n_ways[o]; k++)
        best = fmax(best, before(t, o, k));
    while (before(t, o, d) < best - t->alike)
        d++;
    return d;
}

static double bits_of(const table *t)
{
    double bits = 0;
    for (uint32_t o = 0; o < t->n_answers; o++) {
        double p[MOST] = {0}, all = 0;
        for (uint32_t g = 0; g < t->n_guises; g++) {
            p[t->type[g]] += t->mu[g] * t->answer[o][g];
            all += t->mu[g] * t->answer[o][g];
        }
        for (uint32_t k = 0; k < t->n_types; k++)
            if (p[k] > 0)
                bits += p[k] * log2(p[k] / (all * t->prior[k]));
    }
    return bits;
}

static void check_near(const judged *j, uint32_t k, double is, double wanted,
                       const char *what)
{
    if (!(fabs(is - wanted) <= CLOSE * (1 + fabs(wanted))))
        fail_msg("seed %d, attempt %u: %s is %.12g, not %.12g\n%s", (int)j->seed, k,
                 what, is, wanted, j->words);
}

static void compare(const judged *j, uint32_t k)
{
    const dt_attempt *const a = &j->attempt[k];
    const table t = taken_apart(a, k == AT_ONCE);
    double evsi = 0, evpi = 0, worth = 0, loss[MOST] = {0}, all = 0;
    for (uint32_t o = 0; o < t.n_answers; o++) {
        const double blind = sum_of(&t, o, naive(&t, o), MOST);
        evsi += best_of(&t, o, MOST) - blind;
        evpi -= blind;
        for (uint32_t s = 0; s < t.n_types; s++) {
            evpi += best_of(&t, o, s);
            loss[s] += best_of(&t, o, s);
            for (uint32_t d = 0; d < t.n_ways[o]; d++)
                loss[s] -= t.chosen[o][d] * sum_of(&t, o, d, s);
        }
        for (uint32_t d = 0; d < t.n_ways[o]; d++)
            worth += t.chosen[o][d] * sum_of(&t, o, d, MOST);
    }
    check_near(j, k, a->evsi, evsi, "evsi");
    check_near(j, k, a->evpi, evpi, "evpi");
    check_near(j, k, a->worth, worth, "worth");
    check_near(j, k, a->bits, bits_of(&t), "bits");
    check(j, k, a->n_types == t.n_types, "all types are there");
    for (uint32_t s = 0; s < t.n_types; s++) {
        check_near(j, k, a->loss[s], loss[s], "loss");
        all += loss[s];
    }
    check_near(j, k, a->trap, all - loss[a->best_type], "trap");
}

static void judging_is_the_formulas(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        judged j = judged_model(seed, MODE_ANY);
        for (uint32_t k = AT_ONCE; k <= SECOND; k++)
            if (j.attempt[k].applies)
                compare(&j, k);
        judged_release(&j);
    }
}

/* ---- Bounds ---------------------------------------------------------------------- */

static void check_reply(const judged *j, uint32_t k, const dt_reply *r)
{
    const dt_attempt *const a = &j->attempt[k];
    double p = 0, belief = 0, next = 0;
    for (uint32_t t = 0; t < a->n_types; t++) {
        p += r->by_type[t];
        belief += r->belief[t];
        check(j, k, r->belief[t] >= 0, "beliefs are not negative");
    }
    for (uint32_t d = 0; d < r->n_next; d++) {
        next += r->next[d].p;
        check(j, k, d == 0 || r->next[d].p <= r->next[d - 1].p, "likeliest first");
    }
    check_near(j, k, belief, 1, "the sum of beliefs");
    check(j, k, fabs(next - 1) <= NEAR, "what is next adds up to 1");
    check(j, k, (r->p > 0) <= (p > 0), "an answer comes from somebody");
    check(j, k, !r->low || !(r->p > 0), "intervals are of answers nobody gives");
}

/* Each set of replies adds up to 1, and what is believed after the answer, on average,
 * is what was believed before: `before` is [n_types]. */
static void check_replies(const judged *j, uint32_t k, const dt_reply *replies,
                          uint32_t n, const double *before)
{
    double all = 0, mean[MOST] = {0};
    for (uint32_t o = 0; o < n; o++) {
        check_reply(j, k, &replies[o]);
        all += replies[o].p;
        for (uint32_t t = 0; t < j->attempt[k].n_types; t++)
            mean[t] += replies[o].p * replies[o].belief[t];
        if (replies[o].n_second > 0)
            check_replies(j, k, replies[o].second, replies[o].n_second,
                          replies[o].belief);
    }
    check(j, k, n == 0 || fabs(all - 1) <= NEAR, "answers add up to 1");
    for (uint32_t t = 0; t < j->attempt[k].n_types && before && n > 0; t++)
        check(j, k, fabs(mean[t] - before[t]) <= 2 * NEAR, "beliefs are a martingale");
}

static void check_bounds(const judged *j, uint32_t k)
{
    const dt_attempt *const a = &j->attempt[k];
    check(j, k, a->evsi >= 0 && a->evsi <= a->evpi, "0 <= evsi <= evpi");
    check(j, k, a->bits >= 0 && a->bits <= a->entropy, "0 <= bits <= entropy");
    check(j, k, a->trap >= 0, "trap is no gain");
    check(j, k, a->n_types > 1 || (a->evsi <= NEAR && a->bits <= 0 && a->trap <= 0),
          "certainty leaves nothing to learn");
    check(j, k, a->separation != DT_SEPARATION_FULL || a->bits > a->entropy - 1e-3,
          "whoever is told apart is known");
    check(j, k, a->separation != DT_SEPARATION_NONE || a->bits <= 1e-3,
          "whoever answers alike is not");
    check_replies(j, k, a->replies, a->n_replies, NULL);
}

static void figures_keep_their_bounds(void **state)
{
    (void)state;
    uint32_t n_settled = 0, n_all = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        judged j = judged_model(seed, MODE_ANY);
        for (uint32_t k = 0; k < N_ATTEMPTS; k++) {
            n_all++;
            n_settled += j.attempt[k].settled;
            check(&j, k, j.attempt[k].applies, "all apply");
            check_bounds(&j, k);
        }
        judged_release(&j);
    }
    assert_true(n_settled * 10 >= n_all * 9);
}

/* ---- Stated answers -------------------------------------------------------------- */

/* Where nobody minds tests and answers, two tests together tell the same in either
 * order, no less than one of them, and having a second one to fall back on is no loss.
 */
static void the_order_of_tests_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        judged j = judged_model(seed, MODE_STATED);
        const dt_attempt *const one = &j.attempt[FIRST_SECOND];
        const dt_attempt *const two = &j.attempt[SECOND_FIRST];
        check(&j, FIRST_SECOND, fabs(one->evsi - two->evsi) <= NEAR, "the same evsi");
        check(&j, FIRST_SECOND, fabs(one->bits - two->bits) <= NEAR, "the same bits");
        check(&j, FIRST_SECOND, fabs(one->worth - two->worth) <= NEAR,
              "the same worth");
        for (uint32_t k = AT_ONCE; k <= SECOND; k++) {
            const dt_attempt *const less = &j.attempt[k];
            check(&j, k, one->evsi >= less->evsi - NEAR,
                  "one test tells less than two");
            check(&j, k, one->bits >= less->bits - NEAR, "one test has fewer bits");
            check(&j, k, one->worth >= less->worth - NEAR, "a plan is worth no less");
        }
        check(&j, FIRST,
              fabs(j.attempt[FIRST].evsi -
                   (j.attempt[FIRST].worth - j.attempt[AT_ONCE].worth)) <= NEAR,
              "evsi is all that a test without a price gains");
        judged_release(&j);
    }
}

static void answers_that_do_not_depend_on_the_type_tell_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        judged j = judged_model(seed, MODE_DULL);
        for (uint32_t k = 0; k < N_ATTEMPTS; k++) {
            check(&j, k, j.attempt[k].bits <= 1e-12, "no bits");
            check(&j, k, j.attempt[k].evsi <= NEAR, "no evsi");
            check(&j, k, j.attempt[k].separation == DT_SEPARATION_NONE,
                  "not told apart");
        }
        judged_release(&j);
    }
}

/* ---- .efg ------------------------------------------------------------------------ */

static dt_game *read_back(const dt_game *game)
{
    dt_text text = {0};
    const dt_sink sink = {write_to_text, &text};
    dt_error err = {0};
    dt_game *back = NULL;
    dt_diags *const diags = dt_diags_new();
    assert_int_equal(dt_game_write(game, &sink, &err), DT_OK);
    const dt_input input = {"test.efg", text.bytes, text.n, DT_FORMAT_CONFLICT};
    if (dt_game_parse(&input, true, diags, &back, &err) != DT_OK)
        fail_msg("%s\n%s", findings_of(diags), text.bytes);
    dt_diags_free(diags);
    dt_text_release(&text);
    return back;
}

/* Whoever solves the game that is written finds what we found. */
static void games_are_what_is_written(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS / 5; seed++) {
        judged j = judged_model(seed, MODE_ANY);
        for (uint32_t k = 0; k < N_ATTEMPTS; k++) {
            dt_game *const back = read_back(j.attempt[k].game);
            const char *const differs = game_difference(j.attempt[k].game, back);
            check(&j, k, !differs, differs ? differs : "");
            check(&j, k, dt_game_has_recall(back, NULL), "everybody remembers");
            dt_play *const play = played_by(back, DT_METHOD_LOGIT, NULL);
            const double *const ours =
                dt_play_answer(j.attempt[k].play, DT_METHOD_LOGIT)->equilibria[0].p;
            const double *const theirs =
                dt_play_answer(play, DT_METHOD_LOGIT)->equilibria[0].p;
            for (uint32_t a = 0; a < dt_game_n_actions(back); a++)
                check(&j, k, fabs(ours[a] - theirs[a]) <= CLOSE, "the same profile");
            dt_play_free(play);
            dt_game_free(back);
        }
        judged_release(&j);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judging_is_the_formulas),
        cmocka_unit_test(figures_keep_their_bounds),
        cmocka_unit_test(the_order_of_tests_does_not_matter),
        cmocka_unit_test(answers_that_do_not_depend_on_the_type_tell_nothing),
        cmocka_unit_test(games_are_what_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
