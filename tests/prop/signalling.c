/* Signalling games against every pair of maps, and refinements against a grid. */
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

static int verdict_of(dt_objection o)
{
    return o.trial == DT_TRIAL_PASSES ? 1 : o.trial == DT_TRIAL_FAILS ? 0 : -1;
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

/* An objection names a type that is not ruled out and would gain. */
static void assert_objection(const signals *k, const signals_profile *p, dt_objection o)
{
    if (o.trial != DT_TRIAL_FAILS)
        return;
    assert_true(!signals_is_sent(k, p, o.message));
    assert_true(
        fabs(o.has - k->sends[o.type][p->sent[o.type]][p->reply[p->sent[o.type]]]) <
        1e-9);
    assert_true(o.would_get > o.has);
}

/* Law: both refinements agree with the slow method, wherever that can tell. */
static void refinements_agree_with_the_grid(void **state)
{
    (void)state;
    tally intuitive = {0}, divine = {0};
    size_t n_between = 0;
    for (uint64_t seed = 1; seed <= GAMES; seed++) {
        static signals k;
        solved_signals of;
        dice d = {.seed = seed};
        random_signals(&k, &d, 3);
        solve_signals(&of, &k);
        for (uint32_t i = 0; i < of.answer.n; i++) {
            const dt_equilibrium *const e = &of.answer.equilibria[i];
            const signals_profile p = profile_of(&of, e);
            compare(seed, signals_intuitive(&k, &p), e->intuitive, &intuitive);
            compare(seed, signals_divine(&k, &p), e->divine, &divine);
            assert_objection(&k, &p, e->intuitive);
            assert_objection(&k, &p, e->divine);
            assert_true(verdict_of(e->divine) <= verdict_of(e->intuitive));
            n_between += verdict_of(e->divine) < verdict_of(e->intuitive);
        }
        release_signals(&of);
    }
    print_message("intuitive: %zu pass, %zu fail; D1: %zu pass, %zu fail, %zu are too "
                  "close; %zu fail D1 only\n",
                  intuitive.passes, intuitive.fails, divine.passes, divine.fails,
                  divine.close, n_between);
    assert_true(intuitive.passes > 100 && intuitive.fails > 20);
    assert_true(divine.passes > 100 && divine.fails > 20);
    assert_true(divine.close < divine.passes && n_between > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equilibria_are_those_of_the_definition),
        cmocka_unit_test(beliefs_lie_between_their_bounds),
        cmocka_unit_test(refinements_agree_with_the_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
