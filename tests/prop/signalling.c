/* Signalling games against every pair of maps, and refinements against a grid. */
#include "support/forest.h"
#include "support/signs.h"
#include "support/tested.h"

#include <detente/status.h>
#include <math.h>
#include <stdlib.h>

enum { GAMES = 500, MOST = 4, ROOM = 1 << 16 };

/* Profiles as numbers. */
typedef struct codes {
    size_t n;
    uint64_t at[ROOM];
} codes;

static uint64_t code_of(const signals *k, const signals_profile *p)
{
    uint64_t code = 0;
    for (size_t t = 0; t < k->n_types; t++)
        code = code * MOST + p->sent[t];
    for (size_t m = 0; m < k->n_messages; m++)
        code = code * MOST + p->reply[m];
    return code;
}

/* The next profile as on a counter; false after the last. */
static bool count_on(const signals *k, signals_profile *p)
{
    for (size_t t = 0; t < k->n_types; t++) {
        if (++p->sent[t] < k->n_messages)
            return true;
        p->sent[t] = 0;
    }
    for (size_t m = 0; m < k->n_messages; m++) {
        if (++p->reply[m] < k->n_answers[m])
            return true;
        p->reply[m] = 0;
    }
    return false;
}

static int by_size(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void search_all(const signals *k, codes *to)
{
    signals_profile p = {{0}, {0}};
    to->n = 0;
    do {
        if (signals_is_equilibrium(k, &p))
            to->at[to->n++] = code_of(k, &p);
    } while (count_on(k, &p));
    qsort(to->at, to->n, sizeof *to->at, by_size);
}

/* All that an equilibrium stands for. */
static void expand(const solved_signals *of, const signals *k, const dt_equilibrium *e,
                   signals_profile *p, size_t m, codes *to)
{
    if (m == k->n_messages) {
        to->at[to->n++] = code_of(k, p);
        return;
    }
    const uint64_t chosen = UINT64_C(1) << reply_to(of, e, m);
    const uint64_t answers = e->answers ? e->answers[of->s->message_set[m]] : chosen;
    assert_true(answers & chosen);
    for (size_t a = 0; a < k->n_answers[m]; a++)
        if (answers >> a & 1) {
            p->reply[m] = a;
            expand(of, k, e, p, m + 1, to);
        }
}

static void expand_all(const solved_signals *of, const signals *k, codes *to)
{
    to->n = 0;
    for (uint32_t i = 0; i < of->answer.n; i++) {
        const dt_equilibrium *const e = &of->answer.equilibria[i];
        const size_t before = to->n;
        signals_profile p = profile_of(of, e);
        expand(of, k, e, &p, 0, to);
        assert_int_equal(to->n - before, e->n_alike);
    }
    qsort(to->at, to->n, sizeof *to->at, by_size);
}

/* Law: the pure equilibria are those of the definition. */
static void equilibria_are_those_of_the_definition(void **state)
{
    (void)state;
    static codes expected, found;
    size_t n = 0, n_none = 0, n_alike = 0;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        static signals k;
        solved_signals of;
        dice d = {.seed = seed};
        random_signals(&k, &d, MOST);
        solve_signals(&of, &k);
        search_all(&k, &expected);
        expand_all(&of, &k, &found);
        if (found.n != expected.n)
            print_error("seed %u: %zu, not %zu\n", (unsigned)seed, found.n, expected.n);
        assert_int_equal(found.n, expected.n);
        assert_memory_equal(found.at, expected.at, found.n * sizeof *found.at);
        assert_true(of.answer.applies && of.answer.complete);
        n += of.answer.n;
        n_none += of.answer.n == 0;
        n_alike += found.n;
        release_signals(&of);
    }
    assert_true(n > GAMES && n_alike > n && n_none > 0);
}

/* A belief after a message of which Bayes' rule says nothing. */
static void assert_free_beliefs(const solved_signals *of, const signals *k,
                                const dt_equilibrium *e, size_t m)
{
    double low[SIGNALS_TYPES], high[SIGNALS_TYPES], sum = 0;
    const unsigned all = (1u << k->n_types) - 1, answer = 1u << reply_to(of, e, m);
    double weight[DT_SIGNALS] = {0};
    assert_true(signals_beliefs(k, m, all, answer, low, high));
    for (uint32_t t = 0; t < k->n_types; t++) {
        const uint32_t node = dt_seen_at(of->s, t, (uint32_t)m);
        assert_true(fabs(e->low[node] - low[t]) < 1e-7);
        assert_true(fabs(e->high[node] - high[t]) < 1e-7);
        assert_true(e->belief[node] >= low[t] - 1e-7);
        assert_true(e->belief[node] <= high[t] + 1e-7);
        sum += weight[t] = e->belief[node];
    }
    assert_true(fabs(sum - 1) < 1e-12);
    assert_true(dt_signalling_best(of->s, (uint32_t)m, weight) & answer);
}

/* Law: beliefs follow Bayes' rule or lie where the definition puts them. */
static void beliefs_lie_between_their_bounds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        static signals k;
        solved_signals of;
        dice d = {.seed = seed};
        random_signals(&k, &d, MOST);
        solve_signals(&of, &k);
        for (uint32_t i = 0; i < of.answer.n; i++) {
            const dt_equilibrium *const e = &of.answer.equilibria[i];
            const signals_profile p = profile_of(&of, e);
            for (size_t m = 0; m < k.n_messages; m++)
                if (!signals_is_sent(&k, &p, m))
                    assert_free_beliefs(&of, &k, e, m);
        }
        release_signals(&of);
    }
}

/* Law: what is best together for some belief in some types, and how far these reach. */
static void sets_of_answers_have_the_beliefs_of_the_definition(void **state)
{
    (void)state;
    size_t n_empty = 0, n = 0;
    for (uint64_t seed = 1; seed <= 4 * GAMES; seed++) {
        static signals k;
        solved_signals of;
        dice d = {.seed = seed};
        random_signals(&k, &d, MOST);
        solve_signals(&of, &k);
        dt_support *const support = dt_support_new(of.s, &of.arena);
        assert_non_null(support);
        const unsigned all = (1u << k.n_types) - 1;
        const uint32_t m = (uint32_t)dice_below(&d, k.n_messages);
        const unsigned types = 1 + (unsigned)dice_below(&d, all);
        const unsigned answers =
            1 + (unsigned)dice_below(&d, (1u << k.n_answers[m]) - 1u);
        double low[SIGNALS_TYPES], high[SIGNALS_TYPES];
        assert_int_equal(dt_support_has(support, m, types, answers),
                         signals_beliefs(&k, m, types, answers, NULL, NULL));
        const bool any = signals_beliefs(&k, m, all, answers, low, high);
        const dt_extent *const extent = dt_support_extent(support, m, answers);
        assert_int_equal(extent != NULL, any);
        for (size_t t = 0; any && t < k.n_types; t++) {
            assert_true(fabs(extent->low[t] - low[t]) < 1e-7);
            assert_true(fabs(extent->high[t] - high[t]) < 1e-7);
        }
        n_empty += !any;
        n++;
        release_signals(&of);
    }
    assert_in_range(n_empty, n / 10, n * 9 / 10);
}

static int verdict_of(dt_objection o)
{
    return o.trial == DT_TRIAL_PASSES ? 1 : o.trial == DT_TRIAL_FAILS ? 0 : -1;
}

typedef int judge(const signals *k, const double *has, size_t m);

/* The verdict on all messages that are not sent. */
static int judge_all(const signals *k, const double *has, const bool *is_sent,
                     judge *how)
{
    int verdict = 1;
    for (size_t m = 0; m < k->n_messages; m++) {
        const int here = is_sent[m] ? 1 : how(k, has, m);
        if (here == 0)
            return 0;
        verdict = here < 0 ? here : verdict;
    }
    return verdict;
}

typedef struct tally {
    size_t passes, fails, close;
} tally;

static void compare(uint64_t seed, int expected, dt_objection found, tally *n)
{
    assert_true(found.trial == DT_TRIAL_PASSES || found.trial == DT_TRIAL_FAILS);
    if (expected >= 0 && verdict_of(found) != expected)
        print_error("seed %u: %d, not %d\n", (unsigned)seed, verdict_of(found),
                    expected);
    assert_true(expected < 0 || verdict_of(found) == expected);
    n->passes += expected > 0;
    n->fails += expected == 0;
    n->close += expected < 0;
}

/* An objection names a message that is not sent and a type that would gain by it. */
static void assert_objection(const double *has, const bool *is_sent, dt_objection o)
{
    if (o.trial != DT_TRIAL_FAILS)
        return;
    assert_false(is_sent[o.message]);
    assert_true(fabs(o.has - has[o.type]) < 1e-9);
    assert_true(o.would_get > o.has);
}

/* Both refinements, by the library and by the slow method. */
typedef struct verdicts {
    tally intuitive, divine;
    size_t n_between; /* fail D1 only */
} verdicts;

static void compare_both(uint64_t seed, const signals *k, const double *has,
                         const bool *is_sent, const dt_equilibrium *e, verdicts *n)
{
    compare(seed, judge_all(k, has, is_sent, signals_intuitive), e->intuitive,
            &n->intuitive);
    compare(seed, judge_all(k, has, is_sent, signals_divine), e->divine, &n->divine);
    assert_objection(has, is_sent, e->intuitive);
    assert_objection(has, is_sent, e->divine);
    n->n_between += verdict_of(e->divine) < verdict_of(e->intuitive);
}

static void assert_all_were_met(const char *what, const verdicts *n)
{
    print_message("%s: intuitive: %zu pass, %zu fail; D1: %zu pass, %zu fail, %zu are "
                  "too close; %zu fail D1 only\n",
                  what, n->intuitive.passes, n->intuitive.fails, n->divine.passes,
                  n->divine.fails, n->divine.close, n->n_between);
    assert_true(n->intuitive.passes > 100 && n->intuitive.fails > 20);
    assert_true(n->divine.passes > 100 && n->divine.fails > 20);
    assert_true(n->divine.close < n->divine.passes && n->n_between > 5);
}

/* Law: both refinements agree with the slow method, wherever that can tell; and what
 * fails the intuitive criterion fails D1. */
static void refinements_agree_with_the_grid(void **state)
{
    (void)state;
    verdicts n = {.n_between = 0};
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        static signals k;
        solved_signals of;
        dice d = {.seed = seed};
        random_signals(&k, &d, 3);
        solve_signals(&of, &k);
        for (uint32_t i = 0; i < of.answer.n; i++) {
            const dt_equilibrium *const e = &of.answer.equilibria[i];
            const signals_profile p = profile_of(&of, e);
            double has[SIGNALS_TYPES];
            bool is_sent[SIGNALS_MESSAGES];
            signals_payoffs(&k, &p, has);
            for (size_t m = 0; m < k.n_messages; m++)
                is_sent[m] = signals_is_sent(&k, &p, m);
            compare_both(seed, &k, has, is_sent, e, &n);
            assert_true(verdict_of(e->divine) <= verdict_of(e->intuitive));
        }
        release_signals(&of);
    }
    assert_all_were_met("pure", &n);
}

/* Every set of the players mixes, but that the last message is never sent. */
static void draw_mixture(const solved_signals *of, dice *d, double *p)
{
    const dt_game *const game = of->game;
    const uint32_t last = of->s->n_messages - 1;
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++) {
        const uint32_t first = dt_game_first_action(game, h);
        const bool sends = dt_game_set_player(game, h) == of->s->sender;
        const uint32_t n = sends ? last : dt_game_n_actions_at(game, h);
        double sum = 0;
        for (uint32_t a = 0; a < n; a++)
            sum += p[first + a] = (double)dice_between(d, 1, 4);
        for (uint32_t a = 0; a < n; a++)
            p[first + a] /= sum;
    }
}

static void find_mixed_payoffs(const solved_signals *of, const signals *k,
                               const double *p, double *has)
{
    for (size_t t = 0; t < k->n_types; t++) {
        has[t] = 0;
        for (size_t m = 0; m < k->n_messages; m++)
            for (size_t a = 0; a < k->n_answers[m]; a++)
                has[t] += p[dt_game_first_action(of->game, of->s->type_set[t]) + m] *
                          p[dt_game_first_action(of->game, of->s->message_set[m]) + a] *
                          k->sends[t][m][a];
    }
}

/* Law: the same holds of mixed strategies, which need not be equilibria. */
static void refinements_of_mixtures_agree_with_the_grid(void **state)
{
    (void)state;
    verdicts n = {.n_between = 0};
    for (uint64_t seed = 1; seed <= 3 * GAMES; seed++) {
        static signals k;
        solved_signals of;
        dice d = {.seed = seed};
        random_signals(&k, &d, 3);
        solve_signals(&of, &k);
        double has[SIGNALS_TYPES];
        double *const p = dt_arena_array(&of.arena, double, dt_game_n_actions(of.game));
        dt_support *const support = dt_support_new(of.s, &of.arena);
        bool is_sent[SIGNALS_MESSAGES] = {false};
        dt_equilibrium e = {.p = p};
        assert_true(p && support);
        draw_mixture(&of, &d, p);
        find_mixed_payoffs(&of, &k, p, has);
        for (size_t m = 0; m + 1 < k.n_messages; m++)
            is_sent[m] = true;
        dt_refine(support, p, &e.intuitive, &e.divine);
        compare_both(seed, &k, has, is_sent, &e, &n);
        release_signals(&of);
    }
    assert_all_were_met("mixed", &n);
}

/* The tables of a game tree. */
static void read_tree(signals *k, const dt_game *game, forest_signals size)
{
    *k = (signals){.n_types = size.types, .n_messages = size.messages};
    for (uint32_t t = 0; t < size.types; t++) {
        const uint32_t type = dt_game_child(game, 0, t);
        k->prior[t] = dt_game_chance(game, dt_game_first_action(game, 0) + t);
        for (uint32_t m = 0; m < size.messages; m++) {
            const uint32_t seen = dt_game_child(game, type, m);
            k->n_answers[m] = size.answers;
            for (uint32_t a = 0; a < size.answers; a++) {
                const uint32_t end = dt_game_child(game, seen, a);
                k->sends[t][m][a] = dt_game_payoff(game, end, 0);
                k->receives[t][m][a] = dt_game_payoff(game, end, 1);
            }
        }
    }
}

/* Law: it does not matter in which order a tree has its sets. */
static void trees_of_any_order_are_read(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        static signals k;
        static codes one, other;
        dice d = {.seed = seed};
        const forest_signals size = {
            (uint32_t)dice_between(&d, 1, MOST), (uint32_t)dice_between(&d, 1, MOST),
            (uint32_t)dice_between(&d, 1, MOST), (uint32_t)dice_below(&d, 3)};
        solved_signals tree, table;
        solve_game(&tree, forest_signalling(seed, size));
        read_tree(&k, tree.game, size);
        solve_signals(&table, &k);
        expand_all(&tree, &k, &one);
        expand_all(&table, &k, &other);
        assert_int_equal(one.n, other.n);
        assert_memory_equal(one.at, other.at, one.n * sizeof *one.at);
        release_signals(&tree);
        release_signals(&table);
    }
}

/* The same preferences in other numbers, which no longer tie exactly. */
static void disguise(signals *k, dice *d)
{
    for (size_t t = 0; t < k->n_types; t++) {
        const double by = (double)dice_between(d, 1, 9) / 3;
        const double from = (double)dice_below(d, 50) / 7;
        for (size_t m = 0; m < k->n_messages; m++) {
            const double other = (double)dice_below(d, 50) / 11;
            for (size_t a = 0; a < k->n_answers[m]; a++) {
                k->sends[t][m][a] = by * k->sends[t][m][a] + from;
                k->receives[t][m][a] = 0.1 * k->receives[t][m][a] + other;
            }
        }
    }
}

static void assert_alike(const solved_signals *x, const solved_signals *y)
{
    assert_int_equal(x->answer.n, y->answer.n);
    for (uint32_t i = 0; i < x->answer.n; i++) {
        const dt_equilibrium *const a = &x->answer.equilibria[i];
        const dt_equilibrium *const b = &y->answer.equilibria[i];
        assert_int_equal(a->n_alike, b->n_alike);
        assert_memory_equal(a->p, b->p, dt_game_n_actions(x->game) * sizeof *a->p);
        assert_int_equal(a->intuitive.trial, b->intuitive.trial);
        assert_int_equal(a->divine.trial, b->divine.trial);
        assert_int_equal(a->divine.never, b->divine.never);
        for (uint32_t n = 0; n < dt_game_n_nodes(x->game); n++) {
            assert_true(fabs(a->low[n] - b->low[n]) < 1e-7);
            assert_true(fabs(a->high[n] - b->high[n]) < 1e-7);
        }
    }
}

/* Law: what each type's payoffs are counted from, and in what unit, changes nothing;
 * nor does what the receiver's are counted from behind each message of a type. */
static void numbers_that_mean_the_same_are_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2 * GAMES; seed++) {
        static signals k;
        solved_signals plain, disguised;
        dice d = {.seed = seed};
        random_signals(&k, &d, MOST);
        solve_signals(&plain, &k);
        disguise(&k, &d);
        solve_signals(&disguised, &k);
        assert_alike(&plain, &disguised);
        release_signals(&plain);
        release_signals(&disguised);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equilibria_are_those_of_the_definition),
        cmocka_unit_test(beliefs_lie_between_their_bounds),
        cmocka_unit_test(sets_of_answers_have_the_beliefs_of_the_definition),
        cmocka_unit_test(refinements_agree_with_the_grid),
        cmocka_unit_test(trees_of_any_order_are_read),
        cmocka_unit_test(numbers_that_mean_the_same_are_the_same),
        cmocka_unit_test(refinements_of_mixtures_agree_with_the_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
