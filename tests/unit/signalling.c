/* Signalling games of the literature, with the figures they are known for. */
#include "support/signs.h"
#include "support/tested.h"

#include <math.h>
#include <string.h>

#define assert_near(x, y) assert_true(fabs((x) - (y)) < 1e-9)

/* ---- Games from small tables
 * ---------------------------------------------------------- */

enum { T = 2, M = 3, A = 3 };

/* Two types; payoffs as {sender, receiver}. */
typedef struct table {
    size_t n_messages, n_answers;
    double second; /* prior of the second type */
    double pays[T][M][A][2];
} table;

static void read_table(signals *k, const table *from)
{
    memset(k, 0, sizeof *k);
    k->n_types = T;
    k->n_messages = from->n_messages;
    k->prior[0] = 1 - from->second;
    k->prior[1] = from->second;
    for (size_t m = 0; m < k->n_messages; m++)
        k->n_answers[m] = from->n_answers;
    for (size_t t = 0; t < T; t++)
        for (size_t m = 0; m < M; m++)
            for (size_t a = 0; a < A; a++) {
                k->sends[t][m][a] = from->pays[t][m][a][0];
                k->receives[t][m][a] = from->pays[t][m][a][1];
            }
}

static void solve_table(solved_signals *to, const table *from)
{
    static signals k;
    read_table(&k, from);
    solve_signals(to, &k);
}

/* The equilibrium in which the two types send these messages; NULL: there is none, and
 * there are never two. */
static const dt_equilibrium *find(const solved_signals *of, size_t first, size_t second)
{
    const dt_equilibrium *found = NULL;
    for (uint32_t i = 0; i < of->answer.n; i++) {
        const dt_equilibrium *const e = &of->answer.equilibria[i];
        if (sent_by(of, e, 0) != first || sent_by(of, e, 1) != second)
            continue;
        assert_null(found);
        found = e;
    }
    return found;
}

/* ---- Beer and quiche
 * -------------------------------------------------------------------- */

enum { BEER, QUICHE, DUEL = 0, DONT = 1, WIMP = 0, SURLY = 1 };

/* Cho & Kreps 1987, figure I: messages beer, quiche; answers duel, don't. */
static const table beer_quiche = {
    2,
    2,
    0.9,
    {{{{0, 1}, {2, 0}}, {{1, 1}, {3, 0}}}, {{{1, 0}, {3, 1}}, {{0, 0}, {2, 1}}}}};

static void assert_pooling(const solved_signals *of, const dt_equilibrium *e,
                           size_t sent)
{
    const size_t unsent = 1 - sent;
    assert_non_null(e);
    assert_int_equal(e->n_alike, 1);
    assert_null(e->answers);
    assert_int_equal(reply_to(of, e, sent), DONT);
    assert_int_equal(reply_to(of, e, unsent), DUEL);
    const uint32_t seen = dt_seen_at(of->s, WIMP, (uint32_t)sent);
    const uint32_t free = dt_seen_at(of->s, WIMP, (uint32_t)unsent);
    assert_near(e->belief[seen], 0.1);
    assert_near(e->low[seen], 0.1);
    assert_near(e->high[seen], 0.1);
    assert_near(e->low[free], 0.5);
    assert_near(e->high[free], 1);
    assert_near(e->belief[free], 0.75);
    assert_near(e->belief[dt_seen_at(of->s, SURLY, (uint32_t)unsent)], 0.25);
    assert_near(e->high[dt_seen_at(of->s, SURLY, (uint32_t)unsent)], 0.5);
}

static void beer_passes_and_quiche_fails(void **state)
{
    (void)state;
    solved_signals of;
    solve_table(&of, &beer_quiche);
    assert_int_equal(of.answer.n, 2);
    const dt_equilibrium *const beer = find(&of, BEER, BEER);
    const dt_equilibrium *const quiche = find(&of, QUICHE, QUICHE);
    assert_pooling(&of, beer, BEER);
    assert_pooling(&of, quiche, QUICHE);
    assert_int_equal(beer->intuitive.trial, DT_TRIAL_PASSES);
    assert_int_equal(beer->divine.trial, DT_TRIAL_PASSES);
    const dt_objection *const o = &quiche->intuitive;
    assert_int_equal(o->trial, DT_TRIAL_FAILS);
    assert_int_equal(o->type, SURLY);
    assert_int_equal(o->message, BEER);
    assert_int_equal(o->never, 1u << WIMP);
    assert_near(o->has, 2);
    assert_near(o->would_get, 3);
    assert_int_equal(quiche->divine.trial, DT_TRIAL_FAILS);
    release_signals(&of);
}

/* Mixing between two kinds of beer, or of quiche, is judged like drinking one. */
static void mixed_equilibria_are_judged_too(void **state)
{
    (void)state;
    static signals k;
    solved_signals of;
    read_table(&k, &beer_quiche);
    k.n_messages = 4; /* beer, quiche, beer, quiche */
    for (size_t m = 2; m < 4; m++) {
        k.n_answers[m] = 2;
        for (size_t t = 0; t < T; t++) {
            memcpy(k.sends[t][m], k.sends[t][m - 2], sizeof k.sends[t][m]);
            memcpy(k.receives[t][m], k.receives[t][m - 2], sizeof k.receives[t][m]);
        }
    }
    solve_signals(&of, &k);
    dt_support *const support = dt_support_new(of.s, &of.arena);
    double *const p = dt_arena_array(&of.arena, double, dt_game_n_actions(of.game));
    assert_true(support && p);
    for (uint32_t sent = BEER; sent <= QUICHE; sent++) {
        dt_objection intuitive, divine;
        memset(p, 0, dt_game_n_actions(of.game) * sizeof *p);
        for (uint32_t m = 0; m < 4; m++) {
            const uint32_t first = dt_game_first_action(of.game, of.s->message_set[m]);
            p[first + (m % 2 == sent ? DONT : DUEL)] = 1;
            for (uint32_t t = 0; t < T; t++)
                p[dt_game_first_action(of.game, of.s->type_set[t]) + m] =
                    m % 2 == sent ? 0.5 : 0;
        }
        dt_refine(support, p, &intuitive, &divine);
        const dt_trial expected = sent == BEER ? DT_TRIAL_PASSES : DT_TRIAL_FAILS;
        assert_int_equal(intuitive.trial, expected);
        assert_int_equal(divine.trial, expected);
    }
    release_signals(&of);
}

/* ---- Spence
 * ----------------------------------------------------------------------------- */

enum { NOTHING, SIGNAL, WAGES = 5, LOW = 0, HIGH = 1 };

/* Productivities 1 and 2, the signal costs y and y/2; the employer pays 1, 1.25 ... 2
 * and is best off with the wage nearest to the productivity it expects. */
static void market(signals *k, double y, double share)
{
    memset(k, 0, sizeof *k);
    k->n_types = k->n_messages = 2;
    k->prior[LOW] = 1 - share;
    k->prior[HIGH] = share;
    for (size_t t = 0; t < 2; t++)
        for (size_t m = 0; m < 2; m++) {
            k->n_answers[m] = WAGES;
            for (size_t a = 0; a < WAGES; a++) {
                const double wage = 1 + 0.25 * (double)a, off = wage - (1 + (double)t);
                k->sends[t][m][a] = wage - (m == SIGNAL ? y / (1 + (double)t) : 0);
                k->receives[t][m][a] = -off * off;
            }
        }
}

static void schooling_separates_between_one_and_two(void **state)
{
    (void)state;
    for (int eighths = 0; eighths <= 24; eighths++) {
        static signals k;
        solved_signals of;
        const double y = eighths / 8.;
        market(&k, y, 0.5);
        solve_signals(&of, &k);
        const bool separates = find(&of, NOTHING, SIGNAL) != NULL;
        assert_int_equal(separates, y >= 1 && y <= 2);
        release_signals(&of);
    }
}

static void pooling_on_no_school_depends_on_the_share(void **state)
{
    (void)state;
    for (int quarters = 1; quarters <= 2; quarters++) {
        static signals k;
        solved_signals of;
        market(&k, 1.2, quarters / 4.);
        solve_signals(&of, &k);
        assert_non_null(find(&of, NOTHING, SIGNAL));
        const dt_equilibrium *const pooling = find(&of, NOTHING, NOTHING);
        assert_non_null(pooling);
        const dt_objection *const o = &pooling->intuitive;
        if (quarters == 2) {
            assert_int_equal(o->trial, DT_TRIAL_PASSES);
        } else {
            assert_int_equal(o->trial, DT_TRIAL_FAILS);
            assert_int_equal(o->type, HIGH);
            assert_int_equal(o->never, 1u << LOW);
            assert_near(o->has, 1.25);
            assert_near(o->would_get, 1.4);
        }
        release_signals(&of);
    }
}

/* ---- The Princess Bride
 * ------------------------------------------------------------------ */

enum { UP, STAY, SURRENDER = 0, FIGHT = 1 };

/* Watson, Strategy, 3rd edition 2013, exercise 29.6: strong or weak with equal chances;
 * the weak pays to get up. */
static table bride(double cost)
{
    return (table){2,
                   2,
                   0.5,
                   {{{{1, 0}, {0, -2}}, {{1, 0}, {0, -2}}},
                    {{{1 - cost, 0}, {-1 - cost, 1}}, {{1, 0}, {-1, 1}}}}};
}

static void getting_up_is_on_the_knife_edge_at_two(void **state)
{
    (void)state;
    for (int quarters = 7; quarters <= 9; quarters++) {
        solved_signals of;
        const table game = bride(quarters / 4.);
        solve_table(&of, &game);
        const dt_equilibrium *const apart = find(&of, UP, STAY);
        assert_int_equal(apart != NULL, quarters >= 8);
        assert_int_equal(find(&of, UP, UP) != NULL, quarters <= 8);
        assert_non_null(find(&of, STAY, STAY));
        if (apart) {
            assert_int_equal(reply_to(&of, apart, UP), SURRENDER);
            assert_int_equal(reply_to(&of, apart, STAY), FIGHT);
        }
        release_signals(&of);
    }
}

/* ---- Bluffing in deterrence
 * --------------------------------------------------------------- */

/* Strong and weak defender; messages signal, silence; answers challenge, back off. */
static void weak_and_strong_are_silent(void **state)
{
    (void)state;
    static const table bluff = {2,
                                2,
                                0.8,
                                {{{{1, -4}, {3, 0}}, {{1, -4}, {3, 0}}},
                                 {{{-2, 2}, {2, 0}}, {{0, 2}, {3, 0}}}}};
    solved_signals of;
    solve_table(&of, &bluff);
    assert_int_equal(of.answer.n, 1);
    const dt_equilibrium *const e = find(&of, 1, 1);
    assert_non_null(e);
    assert_int_equal(e->n_alike, 1);
    assert_int_equal(reply_to(&of, e, 0), 0);
    assert_int_equal(reply_to(&of, e, 1), 0);
    assert_near(e->high[dt_seen_at(of.s, 0, 0)], 1. / 3);
    release_signals(&of);
}

/* ---- Costly signals
 * ------------------------------------------------------------------------ */

/* After Fearon 1997, two types. A part of the challengers fights whatever it hears, the
 * rest, the receiver, challenges if it expects the defender to yield. */
typedef struct defence {
    double high, low; /* what the prize is worth to the types */
    double win, war;  /* chance to win a war, and what it costs */
    double stubborn;  /* part of the challengers */
    double share;     /* of the high type */
    double audience;  /* paid by who backs down after the signal */
    double sunk;      /* paid by who signals */
} defence;

static const defence usual = {10, 2, 0.5, 4, 0.5, 0.4, 0, 0};

enum { SPEAKS, SILENT, CHALLENGES = 0, BACKS_OFF = 1 };

/* What challenged defenders make of it: they fight or yield. */
static double challenged(const defence *d, size_t t, size_t m)
{
    const double war = d->win * (t ? d->low : d->high) - d->war;
    return fmax(war, m == SPEAKS ? -d->audience : 0);
}

static table contest_of(const defence *d)
{
    table k = {.n_messages = 2, .n_answers = 2, .second = 1 - d->share};
    for (size_t t = 0; t < 2; t++)
        for (size_t m = 0; m < 2; m++) {
            const double fight = challenged(d, t, m), prize = t ? d->low : d->high;
            const double cost = m == SPEAKS ? d->sunk : 0;
            k.pays[t][m][CHALLENGES][0] = fight - cost;
            k.pays[t][m][BACKS_OFF][0] =
                d->stubborn * fight + (1 - d->stubborn) * prize - cost;
            k.pays[t][m][CHALLENGES][1] = t ? 1 : -2;
        }
    return k;
}

/* Whether the high type speaks and is believed; what it gets then. */
static bool separates(const defence *d, double *high_gets)
{
    solved_signals of;
    const table k = contest_of(d);
    solve_table(&of, &k);
    const dt_equilibrium *const e = find(&of, SPEAKS, SILENT);
    if (e) {
        assert_int_equal(reply_to(&of, e, SPEAKS), BACKS_OFF);
        assert_int_equal(reply_to(&of, e, SILENT), CHALLENGES);
        *high_gets = dt_sends(of.s, 0, SPEAKS)[BACKS_OFF];
    }
    release_signals(&of);
    return e != NULL;
}

/* Where the separating equilibrium begins to exist, or ends to. */
static double threshold(const defence *from, bool is_audience, double without,
                        double with)
{
    for (int i = 0; i < 60; i++) {
        defence d = *from;
        double gets;
        const double middle = (without + with) / 2;
        *(is_audience ? &d.audience : &d.sunk) = middle;
        if (separates(&d, &gets))
            with = middle;
        else
            without = middle;
    }
    return with;
}

static void tied_hands_and_sunk_costs_have_their_thresholds(void **state)
{
    (void)state;
    assert_true(fabs(threshold(&usual, true, 0, 3) - 2) < 1e-7);
    assert_true(fabs(threshold(&usual, false, 0, 2) - 1) < 1e-7);
    assert_true(fabs(threshold(&usual, false, 9, 2) - 4.5) < 1e-7);
    double gets = 0;
    defence d = usual;
    d.audience = 2;
    assert_true(separates(&d, &gets));
    assert_near(gets, 5.5);
    assert_near(d.share * gets, 2.2); /* the low type gets nothing */
    d = usual;
    d.sunk = 1;
    assert_true(separates(&d, &gets));
    assert_near(gets, 4.5);
    assert_near(d.share * gets, 1.8);
}

/* War: the high type is challenged by the stubborn, and fights. */
static void war_is_as_likely_either_way(void **state)
{
    (void)state;
    for (int tied = 0; tied < 2; tied++) {
        defence d = usual;
        *(tied ? &d.audience : &d.sunk) = 2;
        solved_signals of;
        const table k = contest_of(&d);
        solve_table(&of, &k);
        const dt_equilibrium *const e = find(&of, SPEAKS, SILENT);
        assert_non_null(e);
        double war = 0;
        for (size_t t = 0; t < 2; t++) {
            const size_t m = sent_by(&of, e, t);
            const bool fights = challenged(&d, t, m) > (m == SPEAKS ? -d.audience : 0);
            const double risk = reply_to(&of, e, m) == CHALLENGES ? 1 : d.stubborn;
            war += of.s->prior[t] * (fights ? risk : 0);
        }
        assert_near(war, 0.2);
        release_signals(&of);
    }
}

/* ---- Cheap talk
 * ------------------------------------------------------------------------------ */

/* Crawford & Sobel 1982 with bias 1/20, types in the middle of n equal parts of [0, 1];
 * answers are 1/2n, 2/2n ..., so that the mean of any interval of types is among them.
 */
static void cheap_talk(signals *k, size_t n, size_t n_messages)
{
    memset(k, 0, sizeof *k);
    k->n_types = n;
    k->n_messages = n_messages;
    for (size_t t = 0; t < n; t++) {
        k->prior[t] = 1. / (double)n;
        for (size_t m = 0; m < n_messages; m++) {
            k->n_answers[m] = 2 * n - 1;
            for (size_t a = 0; a < 2 * n - 1; a++) {
                const double type = ((double)t + 0.5) / (double)n;
                const double off = ((double)a + 1) / (double)(2 * n) - type;
                k->receives[t][m][a] = -off * off;
                k->sends[t][m][a] = -(off - 0.05) * (off - 0.05);
            }
        }
    }
}

/* The types as intervals that begin at `from`, [n_messages + 1]: is it an equilibrium
 * when each is answered as is best? */
static bool is_stable(const dt_signalling *s, const size_t *from)
{
    uint32_t reply[SIGNALS_MESSAGES];
    for (uint32_t m = 0; m < s->n_messages; m++) {
        double weight[DT_SIGNALS] = {0};
        for (size_t t = from[m]; t < from[m + 1]; t++)
            weight[t] = s->prior[t];
        const uint64_t best = dt_signalling_best(s, m, weight);
        assert_int_equal(dt_popcount(best), 1);
        reply[m] = dt_lowest_bit(best);
    }
    for (uint32_t m = 0; m < s->n_messages; m++)
        for (uint32_t t = (uint32_t)from[m]; t < from[m + 1]; t++)
            for (uint32_t n = 0; n < s->n_messages; n++)
                if (dt_sends(s, t, n)[reply[n]] >
                    dt_sends(s, t, m)[reply[m]] + s->sender_slack)
                    return false;
    return true;
}

/* The next way to cut from[n] types into n intervals; false after the last. */
static bool cut_anew(size_t *from, size_t n)
{
    size_t i = n - 1;
    while (i > 0 && from[i] == from[n] - (n - i))
        i--;
    if (i == 0)
        return false;
    from[i]++;
    for (size_t j = i + 1; j < n; j++)
        from[j] = from[j - 1] + 1;
    return true;
}

/* How many ways to cut the types into n intervals are stable; is this one? */
static size_t count_stable(size_t n_types, size_t n, const size_t *wanted,
                           bool *is_wanted)
{
    static signals k;
    solved_signals of = {.game = NULL};
    dt_error err;
    size_t from[SIGNALS_MESSAGES + 1], found = 0;
    cheap_talk(&k, n_types, n);
    of.game = game_of_signals(&k);
    assert_int_equal(dt_signalling_find(of.game, &of.arena, &of.s, NULL, &err), DT_OK);
    assert_non_null(of.s);
    for (size_t i = 0; i < n; i++)
        from[i] = i;
    from[n] = n_types;
    *is_wanted = false;
    do {
        if (!is_stable(of.s, from))
            continue;
        found++;
        if (memcmp(from, wanted, n * sizeof *from) == 0)
            *is_wanted = true;
    } while (cut_anew(from, n));
    release_signals(&of);
    return found;
}

/* Cut at 2/15 and 7/15. Types that lie apart leave room for more intervals than the
 * three that a continuum has: 15 types do, 21 don't. */
static void talk_has_three_intervals_and_not_four(void **state)
{
    (void)state;
    static const size_t of_15[] = {0, 2, 7, 8}, of_21[] = {0, 2, 9, 10};
    bool is_wanted;
    assert_true(count_stable(15, 3, of_15, &is_wanted) > 0 && is_wanted);
    assert_true(count_stable(21, 3, of_21, &is_wanted) > 0 && is_wanted);
    assert_int_equal(count_stable(21, 4, of_21, &is_wanted), 0);
    assert_true(count_stable(15, 4, of_15, &is_wanted) > 0);
}

enum { TALKERS = 15 };

/* The same found by the search: where each message has answers of its own no two of
 * them mean the same, and the search need not go through what words may mean. */
static void the_search_finds_the_three_intervals(void **state)
{
    (void)state;
    static const size_t least[] = {1, 6, 15}, most[] = {5, 14, 29};
    static signals k;
    cheap_talk(&k, TALKERS, 3);
    for (size_t m = 0; m < 3; m++) {
        k.n_answers[m] = most[m] - least[m] + 1;
        for (size_t t = 0; t < TALKERS; t++) {
            memmove(k.sends[t][m], k.sends[t][m] + least[m] - 1,
                    k.n_answers[m] * sizeof(double));
            memmove(k.receives[t][m], k.receives[t][m] + least[m] - 1,
                    k.n_answers[m] * sizeof(double));
        }
    }
    solved_signals of;
    size_t n = 0;
    solve_signals(&of, &k);
    for (uint32_t i = 0; i < of.answer.n; i++) {
        bool is_it = true;
        for (size_t t = 0; t < TALKERS; t++)
            is_it = is_it && sent_by(&of, &of.answer.equilibria[i], t) ==
                                 (size_t)(t >= 2) + (size_t)(t >= 7);
        n += is_it;
    }
    assert_int_equal(n, 1);
    release_signals(&of);
}

/* ---- The ladder of refinements
 * ------------------------------------------------------------------ */

/* Banks, Camerer & Porter, Games and Economic Behavior 6, 1994, games 2 to 5: made to
 * tell one refinement from the next. */
static const table ladder[] = {
    {3,
     3,
     0.5,
     {{{{1, 2}, {2, 2}, {0, 3}}, {{1, 2}, {1, 1}, {2, 1}}, {{3, 1}, {0, 0}, {2, 1}}},
      {{{2, 2}, {1, 4}, {3, 2}}, {{2, 2}, {0, 4}, {3, 1}}, {{2, 2}, {0, 0}, {2, 1}}}}},
    {3,
     3,
     0.5,
     {{{{0, 3}, {2, 2}, {2, 1}}, {{1, 2}, {2, 1}, {3, 0}}, {{1, 6}, {4, 1}, {2, 0}}},
      {{{1, 0}, {3, 2}, {2, 1}}, {{0, 1}, {3, 1}, {2, 6}}, {{0, 0}, {4, 1}, {0, 6}}}}},
    {3,
     3,
     0.5,
     {{{{4, 0}, {0, 3}, {0, 4}}, {{2, 0}, {0, 3}, {3, 2}}, {{2, 3}, {1, 0}, {1, 2}}},
      {{{3, 4}, {3, 3}, {1, 0}}, {{0, 3}, {0, 0}, {2, 2}}, {{4, 3}, {0, 4}, {3, 0}}}}},
    {3,
     3,
     0.5,
     {{{{4, 1}, {2, 4}, {1, 5}}, {{1, 3}, {3, 1}, {4, 2}}, {{3, 3}, {2, 0}, {1, 4}}},
      {{{5, 6}, {2, 5}, {2, 2}}, {{1, 3}, {1, 4}, {3, 3}}, {{3, 4}, {1, 5}, {0, 1}}}}},
};

static void each_refinement_tells_where_it_should(void **state)
{
    (void)state;
    static const struct {
        size_t survivor, other; /* the message both types send; M: none */
        dt_trial intuitive, divine;
    } expected[] = {{2, M, DT_TRIAL_NONE, DT_TRIAL_NONE},
                    {0, 1, DT_TRIAL_FAILS, DT_TRIAL_FAILS},
                    {2, 1, DT_TRIAL_PASSES, DT_TRIAL_FAILS},
                    {0, 2, DT_TRIAL_PASSES, DT_TRIAL_FAILS}};
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++) {
        solved_signals of;
        solve_table(&of, &ladder[i]);
        const dt_equilibrium *e = find(&of, expected[i].survivor, expected[i].survivor);
        assert_non_null(e);
        assert_int_equal(e->intuitive.trial, DT_TRIAL_PASSES);
        assert_int_equal(e->divine.trial, DT_TRIAL_PASSES);
        e = find(&of, expected[i].other, expected[i].other);
        assert_int_equal(e != NULL, expected[i].other != M);
        assert_true(!e || e->intuitive.trial == expected[i].intuitive);
        assert_true(!e || e->divine.trial == expected[i].divine);
        assert_int_equal(of.answer.n, e ? 2 : 1);
        release_signals(&of);
    }
}

/* ---- Lotteries
 * ---------------------------------------------------------------------------------- */

/* Two types send the first message and get nothing. After the second each of n answers
 * is best for some belief; by every other one the first type wins and the second loses,
 * by the rest it is the other way round. */
static dt_objection judge_lottery(size_t n, double win, double loss)
{
    static signals k;
    solved_signals of = {.game = NULL};
    dt_objection intuitive, divine;
    dt_error err;
    memset(&k, 0, sizeof k);
    k.n_types = k.n_messages = 2;
    k.prior[0] = k.prior[1] = 0.5;
    k.n_answers[0] = 1;
    k.n_answers[1] = n;
    for (size_t t = 0; t < 2; t++)
        for (size_t a = 0; a < n; a++) {
            const double off = (double)t - (double)a / (double)(n - 1);
            k.receives[t][1][a] = -off * off;
            k.sends[t][1][a] = a % 2 == t ? win : -loss;
        }
    of.game = game_of_signals(&k);
    assert_int_equal(dt_signalling_find(of.game, &of.arena, &of.s, NULL, &err), DT_OK);
    double *const p = dt_arena_array(&of.arena, double, dt_game_n_actions(of.game));
    dt_support *const support = dt_support_new(of.s, &of.arena);
    assert_true(of.s && p && support);
    assert_int_equal(dt_popcount(dt_support_answers(support, 1, 3)), n);
    for (uint32_t t = 0; t < 2; t++)
        p[dt_game_first_action(of.game, of.s->type_set[t])] = 1;
    p[dt_game_first_action(of.game, of.s->message_set[0])] = 1;
    dt_refine(support, p, &intuitive, &divine);
    assert_int_equal(intuitive.trial, DT_TRIAL_PASSES);
    release_signals(&of);
    return divine;
}

static void lotteries_deter_where_no_answer_does(void **state)
{
    (void)state;
    for (size_t n = 2; n <= DT_LOTTERY_ANSWERS; n += 5) {
        assert_int_equal(judge_lottery(n, 1, 10).trial, DT_TRIAL_PASSES);
        const dt_objection o = judge_lottery(n, 10, 1);
        assert_int_equal(o.trial, DT_TRIAL_FAILS);
        assert_int_equal(o.never, 0);
        assert_near(o.would_get, 10);
    }
    assert_int_equal(judge_lottery(DT_LOTTERY_ANSWERS + 1, 1, 10).trial, DT_TRIAL_OPEN);
}

/* ---- Corner cases
 * -------------------------------------------------------------------------------- */

/* A type that is never drawn plays a best reply and counts for no belief. */
static void a_type_of_prior_zero_is_a_type(void **state)
{
    (void)state;
    table k = beer_quiche;
    k.second = 1; /* no wimps */
    solved_signals of;
    solve_table(&of, &k);
    const dt_equilibrium *const apart = find(&of, QUICHE, BEER);
    assert_non_null(apart); /* quiche: the receiver may believe in a surly type there */
    assert_near(apart->belief[dt_seen_at(of.s, WIMP, BEER)], 0);
    assert_near(apart->high[dt_seen_at(of.s, WIMP, BEER)], 0);
    assert_true(apart->high[dt_seen_at(of.s, WIMP, QUICHE)] > 0);
    assert_int_equal(reply_to(&of, apart, QUICHE), DONT);
    release_signals(&of);
}

static const char *why_not(dt_game *game)
{
    dt_arena arena = {0};
    const dt_signalling *s = NULL;
    const char *why = NULL;
    dt_error err;
    assert_int_equal(dt_signalling_find(game, &arena, &s, &why, &err), DT_OK);
    assert_true(!s == !!why);
    dt_arena_release(&arena);
    return why;
}

/* Each game differs in one point. */
static void other_games_are_told_apart(void **state)
{
    (void)state;
    static signals k;
    read_table(&k, &beer_quiche);
    dt_game *game = game_of_signals(&k);
    assert_null(why_not(game));
    const dt_game_node node = game->nodes[1];
    const uint32_t beer = game->nodes[2].set, quiche = game->nodes[5].set;

    game->sets[node.set].player = 1;
    assert_string_equal(why_not(game), "not the same player moves behind each type");
    game->sets[node.set].player = 0;

    game->sets[node.set].n_members = 2;
    assert_string_equal(why_not(game), "the sender does not know its type");
    game->sets[node.set].n_members = 1;

    game->nodes[2].set = quiche;
    assert_string_equal(why_not(game),
                        "the receiver sees something other than the message");
    game->nodes[2].set = beer;

    game->sets[beer].player = 0;
    assert_string_equal(why_not(game), "no other player answers each message");
    game->sets[beer].player = 1;

    game->sets[game->nodes[0].set].player = 0;
    assert_string_equal(why_not(game), "it does not begin with a move of chance");
    game->sets[game->nodes[0].set].player = DT_CHANCE;

    game->nodes[3].set = quiche;
    assert_string_equal(why_not(game), "play goes on after the answer");
    game->nodes[3].set = DT_NONE;
    assert_null(why_not(game));
    dt_game_free(game);
}

/* Of 2^21 sets of types that could send the first message few are looked at: a type can
 * not stay out of a block when the other message is worse for it. */
static void many_types_are_no_hardship(void **state)
{
    (void)state;
    static signals k = {.n_types = SIGNALS_TYPES, .n_messages = 2, .n_answers = {2, 2}};
    dice d = {.seed = 1};
    for (size_t t = 0; t < k.n_types; t++) {
        k.prior[t] = 1. / SIGNALS_TYPES;
        for (size_t m = 0; m < 2; m++)
            for (size_t a = 0; a < 2; a++) {
                k.sends[t][m][a] = (double)dice_below(&d, 1000);
                k.receives[t][m][a] = (double)dice_below(&d, 1000);
            }
    }
    solved_signals of;
    solve_signals(&of, &k);
    assert_true(of.answer.complete);
    assert_in_range(of.answer.n_steps, SIGNALS_TYPES, 10 * SIGNALS_TYPES);
    release_signals(&of);
}

/* Talk that is cheap has more equilibria than can be told, or looked for. */
static void the_search_ends_and_says_so(void **state)
{
    (void)state;
    static signals k;
    cheap_talk(&k, TALKERS, 3);
    dt_game *const game = game_of_signals(&k);
    for (int i = 0; i < 2; i++) {
        dt_arena arena = {0};
        dt_error err;
        const dt_signalling *s;
        const dt_game_question question = {.limits = {.memory = i ? 1 << 22 : 1 << 30},
                                           .max_steps = i ? 1000 : 1};
        const dt_task task = {game, &question, &arena};
        dt_method_answer answer = {0};
        assert_int_equal(dt_signalling_find(game, &arena, &s, NULL, &err), DT_OK);
        assert_int_equal(dt_solve_pure_signalling(&task, s, &answer, &err), DT_OK);
        assert_true(answer.applies && !answer.complete);
        assert_string_equal(answer.why, i ? "there are more than can be told"
                                          : "the search was cut short");
        assert_true(i == 0 || answer.n > 10);
        dt_arena_release(&arena);
    }
    dt_game_free(game);
}

/* Goes on for so many reports. */
static bool go_on(void *context, const char *phase, double done)
{
    unsigned *const left = context;
    assert_string_equal(phase, "finding pure equilibria");
    assert_true(done < 0);
    return (*left)-- > 0;
}

static void the_search_stops_when_it_is_told_to(void **state)
{
    (void)state;
    static signals k;
    cheap_talk(&k, TALKERS, 3);
    dt_game *const game = game_of_signals(&k);
    unsigned left = 3;
    const dt_monitor monitor = {.report = go_on, .context = &left};
    const dt_game_question question = {
        .limits = {.memory = DT_MEMORY_DEFAULT, .monitor = &monitor},
        .max_steps = 1000};
    dt_arena arena = {0};
    const dt_task task = {game, &question, &arena};
    dt_method_answer answer = {0};
    const dt_signalling *s;
    dt_error err;
    assert_int_equal(dt_signalling_find(game, &arena, &s, NULL, &err), DT_OK);
    assert_int_equal(dt_solve_pure_signalling(&task, s, &answer, &err), DT_ESTOPPED);
    assert_int_equal(err.status, DT_ESTOPPED);
    assert_false(answer.applies);
    dt_arena_release(&arena);
    dt_game_free(game);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beer_passes_and_quiche_fails),
        cmocka_unit_test(mixed_equilibria_are_judged_too),
        cmocka_unit_test(schooling_separates_between_one_and_two),
        cmocka_unit_test(pooling_on_no_school_depends_on_the_share),
        cmocka_unit_test(getting_up_is_on_the_knife_edge_at_two),
        cmocka_unit_test(weak_and_strong_are_silent),
        cmocka_unit_test(tied_hands_and_sunk_costs_have_their_thresholds),
        cmocka_unit_test(war_is_as_likely_either_way),
        cmocka_unit_test(talk_has_three_intervals_and_not_four),
        cmocka_unit_test(the_search_finds_the_three_intervals),
        cmocka_unit_test(each_refinement_tells_where_it_should),
        cmocka_unit_test(lotteries_deter_where_no_answer_does),
        cmocka_unit_test(a_type_of_prior_zero_is_a_type),
        cmocka_unit_test(other_games_are_told_apart),
        cmocka_unit_test(many_types_are_no_hardship),
        cmocka_unit_test(the_search_ends_and_says_so),
        cmocka_unit_test(the_search_stops_when_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
