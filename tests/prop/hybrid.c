/* Laws of mixed equilibria of signalling games, over random ones with and without ties:
 * those found are those that a look at every pair of supports finds; each passes two
 * verifiers; and with the pure ones there is always at least one. */
#include "oracle/bluff.h"
#include "support/signs.h"
#include "support/tested.h"

#include <detente/equilibrium.h>
#include <math.h>
#include <string.h>

enum { COMPARED = 300, VERIFIED = 300, EXISTING = 1000, MOST_CELLS = 6, TIED = 4 };
static const double CLOSE = 1e-6;

/* A game and what both methods answer. */
typedef struct solved {
    dt_game *game;
    dt_play *play;
    dt_arena arena;
    const dt_signalling *s;
    const dt_method_answer *pure, *mixed;
} solved;

static solved solve(const signals *k)
{
    const dt_game_question question = {.methods = 1u << DT_METHOD_PURE |
                                                  1u << DT_METHOD_SIGNALLING};
    solved it = {.game = game_of_signals(k)};
    dt_error err;
    assert_int_equal(dt_game_solve(it.game, &question, &it.play, &err), DT_OK);
    assert_int_equal(dt_signalling_find(it.game, &it.arena, &it.s, NULL, &err), DT_OK);
    assert_non_null(it.s);
    it.pure = dt_play_answer(it.play, DT_METHOD_PURE);
    it.mixed = dt_play_answer(it.play, DT_METHOD_SIGNALLING);
    assert_true(it.pure->applies && it.pure->complete);
    assert_true(it.mixed->applies && it.mixed->complete);
    return it;
}

static void release(solved *it)
{
    dt_play_free(it->play);
    dt_arena_release(&it->arena);
    dt_game_free(it->game);
}

static bluff_assessment assessment_of(const solved *it, const dt_equilibrium *e)
{
    bluff_assessment of = {0};
    for (uint32_t t = 0; t < it->s->n_types; t++)
        for (uint32_t m = 0; m < it->s->n_messages; m++) {
            of.sends[t][m] =
                e->p[dt_game_first_action(it->game, it->s->type_set[t]) + m];
            of.belief[m][t] = e->belief[dt_seen_at(it->s, t, m)];
        }
    for (uint32_t m = 0; m < it->s->n_messages; m++)
        for (uint32_t a = 0; a < it->s->n_answers[m]; a++)
            of.replies[m][a] =
                e->p[dt_game_first_action(it->game, it->s->message_set[m]) + a];
    return of;
}

static bluff_supports supports_of(const signals *k, const bluff_assessment *of)
{
    bluff_supports at = {0};
    unsigned sent = 0;
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t m = 0; m < k->n_messages; m++)
            if (k->prior[t] > 0 && of->sends[t][m] > 0)
                at.sent[t] |= 1u << m;
    for (size_t t = 0; t < k->n_types; t++)
        sent |= at.sent[t];
    for (size_t m = 0; m < k->n_messages; m++)
        for (size_t a = 0; a < k->n_answers[m]; a++)
            if ((sent >> m & 1) && of->replies[m][a] > 0)
                at.replies[m] |= 1u << a;
    return at;
}

/* ---- Completeness ------------------------------------------------------------------
 */

typedef struct tally {
    size_t games, mixed, families, threats, open;
} tally;

/* The equilibrium with these supports, of which there is at most one. */
static const dt_equilibrium *find(const signals *k, const solved *it,
                                  const bluff_supports *at)
{
    const dt_equilibrium *found = NULL;
    for (uint32_t i = 0; i < it->mixed->n; i++) {
        const bluff_assessment of = assessment_of(it, &it->mixed->equilibria[i]);
        const bluff_supports its = supports_of(k, &of);
        if (memcmp(&its, at, sizeof its) != 0)
            continue;
        assert_null(found);
        found = &it->mixed->equilibria[i];
    }
    return found;
}

static void assert_same_point(const signals *k, const bluff_supports *at,
                              const bluff_cell *cell, const bluff_assessment *of)
{
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t m = 0; m < k->n_messages && at->sent[t]; m++)
            assert_true(fabs(of->sends[t][m] - cell->sends[t][m]) < CLOSE);
    for (size_t m = 0; m < k->n_messages; m++)
        for (size_t a = 0; a < k->n_answers[m] && at->replies[m]; a++)
            assert_true(fabs(of->replies[m][a] - cell->replies[m][a]) < CLOSE);
}

static void compare_cell(uint64_t seed, const signals *k, const solved *it,
                         const bluff_supports *at, tally *n)
{
    bluff_cell cell;
    bluff_look(k, at, &cell);
    const bool is_ours = cell.exists && (bluff_is_mixed(k, at) || !cell.pure_threats);
    const dt_equilibrium *const e = find(k, it, at);
    if (is_ours != (e != NULL))
        fail_msg("seed %u: there is %d, found %d", (unsigned)seed, is_ours, e != NULL);
    if (!e)
        return;
    const bluff_assessment of = assessment_of(it, e);
    if (!cell.varies)
        assert_same_point(k, at, &cell, &of);
    assert_true(cell.varies || !e->family);
    n->mixed++;
    n->families += e->family;
    n->open += cell.varies && !e->family;
    n->threats += !bluff_is_mixed(k, at);
}

static bool is_small(const signals *k)
{
    size_t answers = 0;
    for (size_t m = 0; m < k->n_messages; m++)
        answers += k->n_answers[m];
    return k->n_types * k->n_messages <= MOST_CELLS && answers <= MOST_CELLS;
}

/* Whether payoffs are drawn from so many that ties are rare. */
static bool is_plain(const signals *k)
{
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t m = 0; m < k->n_messages; m++)
            for (size_t a = 0; a < k->n_answers[m]; a++)
                if (k->sends[t][m][a] > TIED)
                    return true;
    return false;
}

static void compare_game(uint64_t seed, const signals *k, tally *n)
{
    solved it = solve(k);
    bluff_supports at;
    const size_t before = n->mixed;
    bluff_first(k, &at);
    do
        compare_cell(seed, k, &it, &at, n);
    while (bluff_next(k, &at));
    assert_int_equal(n->mixed - before, it.mixed->n);
    n->games++;
    release(&it);
}

/* As many games with ties as without. */
static void all_pairs_of_supports_are_told(void **state)
{
    (void)state;
    tally n[2] = {{0}};
    for (uint64_t seed = 1; n[0].games < COMPARED || n[1].games < COMPARED; seed++) {
        static signals k;
        dice d = {.seed = seed};
        random_signals(&k, &d, 3);
        tally *const to = &n[is_plain(&k)];
        if (is_small(&k) && to->games < COMPARED)
            compare_game(seed, &k, to);
    }
    for (int j = 0; j < 2; j++)
        print_message(
            "%zu games: %zu mixed, %zu families, %zu by threats only, %zu open\n",
            n[j].games, n[j].mixed, n[j].families, n[j].threats, n[j].open);
    assert_true(n[0].families > COMPARED);
    assert_true(n[1].mixed - n[1].families > 50);
    assert_true(n[0].threats + n[1].threats > 10);
    assert_int_equal(n[0].open + n[1].open, 0);
}
/* ---- Verifiers ---------------------------------------------------------------------
 */

static void every_one_is_verified(void **state)
{
    (void)state;
    size_t n = 0, n_strict = 0;
    for (uint64_t seed = 1; seed <= VERIFIED; seed++) {
        static signals k;
        dice d = {.seed = seed + 5000};
        random_signals(&k, &d, 3);
        solved it = solve(&k);
        const double range = it.game->high - it.game->low + 1;
        for (uint32_t i = 0; i < it.mixed->n; i++) {
            const dt_equilibrium *const e = &it.mixed->equilibria[i];
            const bluff_assessment of = assessment_of(&it, e);
            assert_true(e->proof.regret <= 1e-8 * range && e->proof.bayes <= 1e-8);
            assert_true(bluff_regret(&k, &of) <= 1e-8 * range);
            assert_true(bluff_bayes_error(&k, &of) <= 1e-8);
            assert_true(e->intuitive.trial != DT_TRIAL_NONE);
            n_strict += e->intuitive.trial == DT_TRIAL_FAILS;
        }
        n += it.mixed->n;
        release(&it);
    }
    assert_true(n > VERIFIED && n_strict > 0);
}

/* ---- Existence ---------------------------------------------------------------------
 */

static void there_is_always_one(void **state)
{
    (void)state;
    size_t n_only_mixed = 0;
    for (uint64_t seed = 1; seed <= EXISTING; seed++) {
        static signals k;
        dice d = {.seed = seed + 10000};
        random_signals(&k, &d, 3);
        solved it = solve(&k);
        if (it.pure->n + it.mixed->n == 0)
            fail_msg("seed %u: none", (unsigned)seed);
        n_only_mixed += it.pure->n == 0;
        release(&it);
    }
    assert_true(n_only_mixed > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pairs_of_supports_are_told),
        cmocka_unit_test(every_one_is_verified),
        cmocka_unit_test(there_is_always_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
