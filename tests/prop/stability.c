/* Laws of stability, over random conflicts: both engines, the explanations and the
 * oracle (oracle/literal.c) give the same verdicts, and these behave as the theory
 * says. */
#include "support/tested.h"
#include "support/trial.h"

#include <stdlib.h>
#include <string.h>

/* Options and issues, one-way choices, ties, forbidden states; two to five actors. */
static const random_size plain = {
    .actors = 5, .vectors = 64, .states = 28, .lines = 1, .more_lines = 5};
/* A few large ones, with few actors because the oracle is slow. */
static const random_size large = {
    .actors = 3, .vectors = 400, .states = 140, .lines = 2, .more_lines = 8};
/* Merged states and forbidden moves too. */
static const random_size mixed = {.actors = 4,
                                  .vectors = 64,
                                  .states = 32,
                                  .lines = 1,
                                  .more_lines = 4,
                                  .merges = true,
                                  .forbids = true};
static const random_size merged = {.actors = 4,
                                   .vectors = 64,
                                   .states = 40,
                                   .lines = 1,
                                   .more_lines = 4,
                                   .merges = true};
static const random_size forbidden = {.actors = 4,
                                      .vectors = 64,
                                      .states = 28,
                                      .lines = 1,
                                      .more_lines = 4,
                                      .forbids = true};

static const dt_concept same_concept[LITERAL_CONCEPTS] = {
    [LITERAL_NASH] = DT_NASH, [LITERAL_GMR] = DT_GMR,   [LITERAL_SMR] = DT_SMR,
    [LITERAL_SEQ] = DT_SEQ,   [LITERAL_SSEQ] = DT_SSEQ,
};

/* ---- engines ---------------------------------------------------------------- */

static bool solve(trial *t, dt_engine engine, uint32_t threads, dt_solution **solution)
{
    dt_error err;
    const dt_solve_options options = {.limits.threads = threads, .engine = engine};
    if (dt_solve(t->space, t->ranks, &options, solution, &err) == DT_OK)
        return true;
    return trial_fail(t, "dt_solve: %s", err.text);
}

/* Both answers are the same for every concept, actor and state, equilibria included. */
static bool agree(trial *t, const dt_solution *x, const dt_solution *y,
                  const char *what)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        for (dt_state s = 0; s < t->states.n_states; s++) {
            const char *const name = dt_concept_name((dt_concept)c);
            for (dt_actor_id a = 0; a < t->sketch->n_actors; a++)
                if (dt_bits_has(dt_solution_stable(x, (dt_concept)c, a), s) !=
                    dt_bits_has(dt_solution_stable(y, (dt_concept)c, a), s))
                    return trial_fail(t, "%s: state %u, actor %u, %s", what, s + 1, a,
                                      name);
            if (dt_bits_has(dt_solution_equilibria(x, (dt_concept)c), s) !=
                dt_bits_has(dt_solution_equilibria(y, (dt_concept)c), s))
                return trial_fail(t, "%s: state %u, equilibrium, %s", what, s + 1,
                                  name);
        }
    return true;
}

/* The answer is the oracle's. */
static bool is_literal(trial *t, const dt_solution *solution, const char *what)
{
    const size_t n = t->states.n_states, m = t->sketch->n_actors;
    literal_graph graph = sketch_find_graph(t->sketch, &t->states);
    bool *const stable = calloc(LITERAL_CONCEPTS * m * n, sizeof *stable);
    bool same = true;
    literal_solve(&graph, stable);
    for (size_t c = 0; c < LITERAL_CONCEPTS; c++)
        for (size_t s = 0; s < n; s++) {
            bool all = true;
            for (size_t a = 0; a < m; a++) {
                const bool right = stable[(c * m + a) * n + s];
                all = all && right;
                if (right != dt_bits_has(dt_solution_stable(solution, same_concept[c],
                                                            (dt_actor_id)a),
                                         (dt_state)s))
                    same = trial_fail(
                        t, "%s: state %zu is %sstable for actor %zu by %s", what, s + 1,
                        right ? "" : "not ", a, dt_concept_name(same_concept[c]));
            }
            if (all != dt_bits_has(dt_solution_equilibria(solution, same_concept[c]),
                                   (dt_state)s))
                same = trial_fail(t, "%s: equilibrium at state %zu", what, s + 1);
        }
    free(stable);
    sketch_graph_free(&graph);
    return same;
}

/* Where moves are transitive the sweeps apply, are chosen, and are right. */
static bool sweeps_and_definition_agree(trial *t)
{
    dt_solution *sweeps = NULL, *definition = NULL, *chosen = NULL;
    bool holds = solve(t, DT_ENGINE_SWEEPS, 1, &sweeps) &&
                 solve(t, DT_ENGINE_DEFINITION, 1, &definition) &&
                 solve(t, DT_ENGINE_AUTO, 1, &chosen) &&
                 is_literal(t, definition, "definition") &&
                 is_literal(t, sweeps, "sweeps") &&
                 agree(t, sweeps, chosen, "automatic");
    if (holds && dt_solution_engine(chosen) != DT_ENGINE_SWEEPS)
        holds = trial_fail(t, "the sweeps were not chosen");
    dt_solution_free(chosen);
    dt_solution_free(definition);
    dt_solution_free(sweeps);
    return holds;
}

static void engines_agree_with_the_definitions(void **state)
{
    (void)state;
    assert_law(sweeps_and_definition_agree, 1, 2400, plain);
}

static void engines_agree_on_larger_conflicts(void **state)
{
    (void)state;
    assert_law(sweeps_and_definition_agree, 2901, 2930, large);
}

/* Whatever engine is chosen is right; the sweeps are refused or right. */
static bool chosen_engine_is_right(trial *t)
{
    dt_solution *definition = NULL, *chosen = NULL, *sweeps = NULL;
    dt_error err;
    const dt_solve_options forced = {.limits.threads = 1, .engine = DT_ENGINE_SWEEPS};
    bool holds = solve(t, DT_ENGINE_AUTO, 1, &chosen) &&
                 solve(t, DT_ENGINE_DEFINITION, 1, &definition) &&
                 is_literal(t, chosen, "automatic") &&
                 agree(t, definition, chosen, "definition");
    const dt_status status = dt_solve(t->space, t->ranks, &forced, &sweeps, &err);
    const bool swept = holds && dt_solution_engine(chosen) == DT_ENGINE_SWEEPS;
    if (holds && status != (swept ? DT_OK : DT_EAPPLY))
        holds = trial_fail(t, "forced sweeps end with status %d", (int)status);
    if (holds && swept)
        holds = agree(t, sweeps, chosen, "sweeps");
    dt_solution_free(sweeps);
    dt_solution_free(chosen);
    dt_solution_free(definition);
    return holds;
}

static void engines_are_chosen_well_with_merges_and_forbids(void **state)
{
    (void)state;
    assert_law(chosen_engine_is_right, 3001, 3500, mixed);
    assert_law(chosen_engine_is_right, 3501, 3700, forbidden);
}

static void engines_are_chosen_well_with_merges(void **state)
{
    (void)state;
    assert_law(chosen_engine_is_right, 4001, 5000, merged);
}

/* The laws above would say little if sweeps never met a merged state. */
static void sweeps_meet_merged_states(void **state)
{
    (void)state;
    uint32_t n_swept = 0, n_merged = 0;
    sketch *const k = malloc(sizeof *k);
    for (uint64_t seed = 4001; seed <= 4200; seed++) {
        trial t;
        dt_solution *solution = NULL;
        random_sketch(k, seed, merged);
        assert_true(trial_start(&t, k, seed));
        assert_true(solve(&t, DT_ENGINE_AUTO, 1, &solution));
        const bool is_merged = t.states.n_states < t.states.n_cells;
        n_merged += is_merged;
        n_swept += is_merged && dt_solution_engine(solution) == DT_ENGINE_SWEEPS;
        dt_solution_free(solution);
        trial_end(&t);
    }
    free(k);
    assert_in_range(n_swept, 40, n_merged - 20);
}

static bool threads_change_nothing_in(trial *t)
{
    dt_solution *one = NULL, *two = NULL, *three = NULL;
    const bool holds =
        solve(t, DT_ENGINE_AUTO, 1, &one) && solve(t, DT_ENGINE_AUTO, 2, &two) &&
        solve(t, DT_ENGINE_AUTO, 3, &three) && agree(t, one, two, "two threads") &&
        agree(t, one, three, "three threads");
    dt_solution_free(three);
    dt_solution_free(two);
    dt_solution_free(one);
    return holds;
}

/* ---- large spaces ----------------------------------------------------------- */

enum { LARGE_SPACES = 6, LARGE_OPTIONS = 14, LARGE_ACTORS = 3 };

/* Option k belongs to actor k % 3; every second conflict has holes and one-way choices.
 */
static void name_option(dt_text *text, uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    const unsigned k = (unsigned)((*seed >> 33) % LARGE_OPTIONS);
    dt_text_format(text, "a%u.o%u", k % LARGE_ACTORS, k / LARGE_ACTORS);
}

static void add_formula(dt_text *text, uint64_t *seed)
{
    static const char *const joints[] = {" and ", " or not ", " iff ", " if "};
    name_option(text, seed);
    dt_text_add(text, joints[*seed >> 40 & 3]);
    name_option(text, seed);
    dt_text_add(text, "\n");
}

static char *large_text(uint64_t seed)
{
    dt_text text = {0};
    const bool rough = seed % 2;
    for (unsigned a = 0; a < LARGE_ACTORS; a++) {
        dt_text_format(&text, "actor a%u {\n", a);
        for (unsigned k = a; k < LARGE_OPTIONS; k += LARGE_ACTORS)
            dt_text_format(&text, "option o%u%s\n", k / LARGE_ACTORS,
                           rough && k % 5 == 4 ? " permanent" : "");
        dt_text_add(&text, "}\n");
    }
    for (unsigned r = 0; rough && r < 3; r++) {
        dt_text_add(&text, "impossible not (");
        name_option(&text, &seed);
        dt_text_add(&text, " or ");
        name_option(&text, &seed);
        dt_text_add(&text, " or ");
        name_option(&text, &seed);
        dt_text_add(&text, ")\n");
    }
    for (unsigned a = 0; a < LARGE_ACTORS; a++) {
        dt_text_format(&text, "prefer a%u {\n", a);
        for (unsigned k = 0; k < 8 + 8 * a; k++)
            add_formula(&text, &seed);
        dt_text_add(&text, "}\n");
    }
    assert_false(text.failed);
    return text.bytes;
}

static void assert_same_sets(const dt_solution *x, const dt_solution *y,
                             uint32_t n_actors)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        for (dt_actor_id a = 0; a < n_actors; a++) {
            const dt_bits *const p = dt_solution_stable(x, (dt_concept)c, a);
            const dt_bits *const q = dt_solution_stable(y, (dt_concept)c, a);
            assert_int_equal(p->size, q->size);
            assert_memory_equal(p->word, q->word,
                                (p->size + 63) / 64 * sizeof *p->word);
        }
}

/* ---- stores ----------------------------------------------------------------- */

/* The model of the trial, in a store of its own. */
typedef struct stored {
    dt_space *space;
    dt_ranks *ranks;
    dt_solution *solution;
} stored;

static bool store(trial *t, dt_store kind, uint32_t threads, stored *in)
{
    dt_error err;
    const dt_limits limits = {.threads = threads, .store = kind};
    *in = (stored){NULL, NULL, NULL};
    if (dt_space_new(t->model, &limits, t->diags, &in->space, &err) != DT_OK ||
        dt_ranks_new(in->space, NULL, t->diags, &in->ranks, &err) != DT_OK ||
        dt_solve(in->space, in->ranks, NULL, &in->solution, &err) != DT_OK)
        return trial_fail(t, "store %d: %s", (int)kind, err.text);
    return true;
}

static void stored_release(stored *in)
{
    dt_solution_free(in->solution);
    dt_ranks_free(in->ranks);
    dt_space_free(in->space);
}

/* The same choices, moves and ranks under the same numbers. */
static bool alike(trial *t, const stored *in)
{
    const uint32_t n = dt_space_n_states(t->space);
    if (dt_space_n_states(in->space) != n ||
        dt_space_status_quo(in->space) != dt_space_status_quo(t->space))
        return trial_fail(t, "numbers of states differ between stores");
    dt_state *const x = calloc(2 * (size_t)n, sizeof *x), *const y = x + n;
    bool same = true;
    for (dt_state s = 0; s < n; s++) {
        for (dt_choice_id c = 0; c < dt_model_n_choices(t->model); c++)
            if (dt_space_level(in->space, s, c) != dt_space_level(t->space, s, c))
                same = trial_fail(t, "choice %u of state %u differs", c, s + 1);
        for (dt_actor_id a = 0; a < dt_model_n_actors(t->model); a++) {
            const uint32_t k = dt_space_moves(t->space, a, s, x);
            if (dt_ranks_at(in->ranks, a, s) != dt_ranks_at(t->ranks, a, s) ||
                dt_space_moves(in->space, a, s, y) != k ||
                memcmp(x, y, k * sizeof *x) != 0)
                same = trial_fail(t, "actor %u differs in state %u", a, s + 1);
        }
    }
    free(x);
    return same;
}

static bool stores_agree(trial *t)
{
    static const dt_store kinds[] = {DT_STORE_DENSE, DT_STORE_SPARSE};
    dt_solution *definition = NULL;
    bool holds = solve(t, DT_ENGINE_DEFINITION, 1, &definition);
    for (uint32_t k = 0; holds && k < 4; k++) {
        stored in;
        holds = store(t, kinds[k % 2], 1 + k, &in) && alike(t, &in) &&
                agree(t, definition, in.solution, k % 2 ? "sparse" : "dense");
        stored_release(&in);
    }
    dt_solution_free(definition);
    return holds;
}

static void stores_give_the_same_answers(void **state)
{
    (void)state;
    assert_law(stores_agree, 1, 2000, plain);
    assert_law(stores_agree, 2901, 2930, large);
}

/* Enough states for several threads, tiles and chunks: both stores, on one thread and
 * on several, give the same sets. The oracle would take too long here. */
static void large_spaces_agree(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LARGE_SPACES; seed++) {
        static const struct {
            dt_store store;
            uint32_t threads;
        } ways[] = {{DT_STORE_SPARSE, 1}, {DT_STORE_DENSE, 1},  {DT_STORE_DENSE, 2},
                    {DT_STORE_DENSE, 3},  {DT_STORE_SPARSE, 2}, {DT_STORE_SPARSE, 3}};
        char *const text = large_text(seed);
        tested t = assert_text(text);
        trial view = {.seed = seed, .diags = t.diags, .model = t.model};
        stored first, other;
        assert_true(store(&view, ways[0].store, ways[0].threads, &first));
        for (size_t k = 1; k < sizeof ways / sizeof *ways; k++) {
            assert_true(store(&view, ways[k].store, ways[k].threads, &other));
            assert_same_sets(first.solution, other.solution,
                             dt_model_n_actors(t.model));
            stored_release(&other);
        }
        stored_release(&first);
        test_release(&t);
        free(text);
    }
}

/* Merged states among many: any number of threads gives the same sets. What is merged
 * here can be entered and never left, so the sweeps apply. */
static void threads_change_nothing_with_merges(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= LARGE_SPACES; seed += 2) {
        char *const plain_text = large_text(seed);
        dt_text text = {0};
        dt_text_add(&text, plain_text);
        dt_text_add(&text, "merge a1.o1 and a0.o3\n");
        free(plain_text);
        tested t = assert_text(dt_text_string(&text));
        trial view = {.seed = seed, .diags = t.diags, .model = t.model};
        stored one, other;
        assert_true(store(&view, DT_STORE_AUTO, 1, &one));
        assert_int_equal(dt_solution_engine(one.solution), DT_ENGINE_SWEEPS);
        assert_true(dt_space_n_members(one.space, dt_space_n_states(one.space) - 1) >
                    1000);
        for (uint32_t threads = 2; threads <= 4; threads++) {
            assert_true(store(&view, DT_STORE_AUTO, threads, &other));
            assert_same_sets(one.solution, other.solution, dt_model_n_actors(t.model));
            stored_release(&other);
        }
        stored_release(&one);
        test_release(&t);
        dt_text_release(&text);
    }
}

/* ---- long chains -------------------------------------------------------------- */

enum { STAIRS = 64, IDLE_ACTORS = 4 };

static void add_stairs(dt_text *text, const char *actor, bool one_way)
{
    dt_text_format(text, "actor %s {\nissue step%s :", actor,
                   one_way ? " only up" : "");
    for (unsigned k = 0; k < STAIRS; k++)
        dt_text_format(text, "%s l%u", k ? "," : "", k);
    dt_text_add(text, "\n}\n");
}

/* Two actors climb, each a step at a time, because neither can be ahead of the other by
 * more than one; a third fears the top. What it can be sure to keep comes down all the
 * stairs, one in a pass, and the idle ones make passes as well: more of them than there
 * are numbers for passes. With one-way steps, the top is one merged state as well. */
static char *stairs_text(bool one_way)
{
    dt_text text = {0};
    add_stairs(&text, "x", one_way);
    add_stairs(&text, "y", one_way);
    dt_text_add(&text, "actor watcher {\noption leave permanent\n}\n");
    for (unsigned k = 0; k < IDLE_ACTORS; k++)
        dt_text_format(&text, "actor idle%u {\noption act\n}\n", k);
    for (unsigned k = 0; k < IDLE_ACTORS; k++)
        dt_text_format(&text, "impossible idle%u.act\n", k);
    for (unsigned k = 1; k < STAIRS; k++) {
        dt_text_format(&text, "always y.step >= l%u implies x.step >= l%u\n", k, k);
        dt_text_format(&text, "always x.step >= l%u implies y.step >= l%u\n", k, k - 1);
    }
    for (const char *actor = "xy"; *actor; actor++) {
        dt_text_format(&text, "prefer %c {\n", *actor);
        for (unsigned k = STAIRS - 1; k > 0; k--)
            dt_text_format(&text, "%c.step >= l%u\n", *actor, k);
        dt_text_add(&text, "}\n");
    }
    dt_text_format(&text, "prefer watcher {\nnot y.step >= l%u\nleave\n}\n",
                   STAIRS - 1);
    if (one_way)
        dt_text_format(&text, "merge y.step >= l%u\n", STAIRS - 1);
    assert_false(text.failed);
    return text.bytes;
}

static void long_chains_are_followed_to_their_end(void **state)
{
    (void)state;
    for (int one_way = 0; one_way < 2; one_way++) {
        char *const text = stairs_text(one_way);
        tested t = assert_text(text);
        trial view = {
            .diags = t.diags, .model = t.model, .space = t.space, .ranks = t.ranks};
        dt_solution *sweeps = NULL, *definition = NULL;
        assert_true(solve(&view, DT_ENGINE_SWEEPS, 1, &sweeps));
        assert_true(solve(&view, DT_ENGINE_DEFINITION, 1, &definition));
        assert_same_sets(sweeps, definition, dt_model_n_actors(t.model));
        /* To leave is better, but the others would climb to the top. */
        assert_true(dt_bits_has(dt_solution_stable(sweeps, DT_SEQ, 2), 0));
        assert_false(dt_bits_has(dt_solution_stable(sweeps, DT_NASH, 2), 0));
        dt_solution_free(definition);
        dt_solution_free(sweeps);
        test_release(&t);
        free(text);
    }
}

static void threads_change_nothing(void **state)
{
    (void)state;
    assert_law(threads_change_nothing_in, 5101, 5160, large);
    assert_law(threads_change_nothing_in, 5201, 5260, merged);
}

/* ---- theory ----------------------------------------------------------------- */

static bool follows(trial *t, const dt_solution *solution, dt_concept strong,
                    dt_concept weak)
{
    for (dt_actor_id a = 0; a < t->sketch->n_actors; a++)
        for (dt_state s = 0; s < t->states.n_states; s++)
            if (dt_bits_has(dt_solution_stable(solution, strong, a), s) &&
                !dt_bits_has(dt_solution_stable(solution, weak, a), s))
                return trial_fail(t, "state %u, actor %u: %s but not %s", s + 1, a,
                                  dt_concept_name(strong), dt_concept_name(weak));
    return true;
}

static bool implications_hold_in(trial *t)
{
    dt_solution *solution = NULL;
    const bool holds =
        solve(t, DT_ENGINE_AUTO, 1, &solution) &&
        follows(t, solution, DT_NASH, DT_SSEQ) &&
        follows(t, solution, DT_SSEQ, DT_SEQ) && follows(t, solution, DT_SEQ, DT_GMR) &&
        follows(t, solution, DT_SSEQ, DT_SMR) && follows(t, solution, DT_SMR, DT_GMR);
    dt_solution_free(solution);
    return holds;
}

static void implications_hold(void **state)
{
    (void)state;
    assert_law(implications_hold_in, 6001, 6500, mixed);
    assert_law(implications_hold_in, 6501, 6540, large);
}

/* Without opponents' moves nothing deters: all concepts are Nash. Here the opponents
 * have no choices; forbidding each move would be the same. */
static bool all_are_nash_in(trial *t)
{
    dt_solution *solution = NULL;
    bool holds = true;
    sketch *const k = malloc(sizeof *k);
    *k = *t->sketch;
    for (size_t c = 0; c < k->n_choices; c++)
        k->choice[c].actor = 0;
    trial alone;
    holds = trial_start(&alone, k, t->seed) &&
            solve(&alone, DT_ENGINE_AUTO, 1, &solution) &&
            follows(&alone, solution, DT_GMR, DT_NASH);
    memcpy(t->why, alone.why, sizeof t->why);
    dt_solution_free(solution);
    trial_end(&alone);
    free(k);
    return holds;
}

static void without_opponents_all_are_nash(void **state)
{
    (void)state;
    assert_law(all_are_nash_in, 6601, 6700, plain);
}

/* ---- what does not matter --------------------------------------------------- */

/* The state of `to` that says the same as state s of `from`, cells being states:
 * choices are known by their ids. */
static size_t same_state(const trial *from, size_t s, const trial *to)
{
    size_t found = to->states.n_states;
    for (size_t t = 0; t < to->states.n_states; t++) {
        bool same = true;
        for (size_t c = 0; c < from->sketch->n_choices; c++)
            for (size_t d = 0; d < to->sketch->n_choices; d++)
                if (from->sketch->choice[c].id == to->sketch->choice[d].id)
                    same = same &&
                           from->states.cell[s].level[c] == to->states.cell[t].level[d];
        if (same)
            found = t;
    }
    return found;
}

/* An actor of a new name has a new id, equal to the old one modulo this. */
enum { NEW_NAME = 100 };

static size_t same_actor(const trial *from, size_t a, const trial *to)
{
    size_t found = to->sketch->n_actors;
    for (size_t b = 0; b < to->sketch->n_actors; b++)
        if (to->sketch->actor[b].id % NEW_NAME == from->sketch->actor[a].id)
            found = b;
    return found;
}

/* Every verdict on x is the verdict on what is the same in y. */
static bool say_the_same(trial *x, const dt_solution *of_x, const trial *y,
                         const dt_solution *of_y)
{
    for (size_t s = 0; s < x->states.n_states; s++) {
        const dt_state t = (dt_state)same_state(x, s, y);
        if (t == y->states.n_states)
            return trial_fail(x, "state %zu is gone", s + 1);
        for (size_t a = 0; a < x->sketch->n_actors; a++)
            for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
                const dt_actor_id b = (dt_actor_id)same_actor(x, a, y);
                const dt_bits *const here =
                    dt_solution_stable(of_x, (dt_concept)c, (dt_actor_id)a);
                if (dt_bits_has(here, (dt_state)s) !=
                    dt_bits_has(dt_solution_stable(of_y, (dt_concept)c, b), t))
                    return trial_fail(x, "state %zu, actor %zu, %s", s + 1, a,
                                      dt_concept_name((dt_concept)c));
            }
    }
    return true;
}

/* Solve the trial's conflict and the changed one, and compare. */
static bool change_means_nothing(trial *t, const sketch *changed)
{
    dt_solution *before = NULL, *after = NULL;
    trial other;
    bool holds = trial_start(&other, changed, t->seed);
    if (!holds)
        memcpy(t->why, other.why, sizeof t->why);
    holds = holds && solve(t, DT_ENGINE_AUTO, 1, &before) &&
            solve(&other, DT_ENGINE_AUTO, 1, &after) &&
            other.states.n_states == t->states.n_states &&
            say_the_same(t, before, &other, after);
    dt_solution_free(after);
    dt_solution_free(before);
    trial_end(&other);
    return holds;
}

/* Make actor a the first; the others keep their order. */
static void bring_forward(sketch *k, size_t a)
{
    const sketch_actor first = k->actor[a];
    memmove(&k->actor[1], &k->actor[0], a * sizeof *k->actor);
    k->actor[0] = first;
    sketch_choice moved[SKETCH_CHOICES];
    size_t place[SKETCH_CHOICES], n = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t c = 0; c < k->n_choices; c++)
            if ((k->choice[c].actor == a) == (pass == 0)) {
                place[c] = n;
                moved[n++] = k->choice[c];
            }
    memcpy(k->choice, moved, n * sizeof *moved);
    for (size_t c = 0; c < k->n_choices; c++) {
        const size_t owner = k->choice[c].actor;
        k->choice[c].actor = owner == a ? 0 : owner + (owner < a);
    }
    for (size_t f = 0; f < k->n_forbids; f++) {
        const size_t owner = k->forbid[f].actor;
        k->forbid[f].actor = owner == a ? 0 : owner + (owner < a);
    }
    for (size_t node = 0; node < k->n_nodes; node++)
        if (k->node[node].op == SKETCH_IS)
            k->node[node].choice = place[k->node[node].choice];
}

static bool actors_mean_nothing_in(trial *t)
{
    sketch *const changed = malloc(sizeof *changed);
    *changed = *t->sketch;
    bring_forward(changed, t->seed % t->sketch->n_actors);
    for (size_t a = 0; a < changed->n_actors; a++)
        changed->actor[a].id += t->seed % 3 * NEW_NAME;
    const bool holds = change_means_nothing(t, changed);
    free(changed);
    return holds;
}

static void names_and_order_of_actors_mean_nothing(void **state)
{
    (void)state;
    assert_law(actors_mean_nothing_in, 7001, 7250, plain);
    assert_law(actors_mean_nothing_in, 7251, 7400, forbidden);
}

/* "impossible G and not R", where a rule says "always R" (or the other way round). */
static bool idle_rule_means_nothing_in(trial *t)
{
    sketch *const changed = malloc(sizeof *changed);
    dice d = {.seed = t->seed};
    *changed = *t->sketch;
    bool holds = true;
    if (t->sketch->n_rules > 0 && t->sketch->n_rules < SKETCH_RULES) {
        const sketch_rule rule = changed->rule[dice_below(&d, changed->n_rules)];
        const size_t broken = changed->n_nodes++, both = changed->n_nodes++;
        changed->node[broken] =
            (sketch_node){.op = SKETCH_NOT, .n = 1, .part = {rule.formula}};
        changed->node[both] =
            (sketch_node){.op = SKETCH_AND,
                          .n = 2,
                          .part = {random_formula(changed, &d, 2),
                                   rule.impossible ? rule.formula : broken}};
        changed->rule[changed->n_rules++] = (sketch_rule){true, both};
        holds = change_means_nothing(t, changed);
    }
    free(changed);
    return holds;
}

static void idle_rule_means_nothing(void **state)
{
    (void)state;
    assert_law(idle_rule_means_nothing_in, 8001, 8200, plain);
    assert_law(idle_rule_means_nothing_in, 8201, 8300, forbidden);
}

/* ---- explanations ----------------------------------------------------------- */

/* One state, one actor and one improvement under examination. */
typedef struct examined {
    trial *t;
    const literal_graph *graph;
    size_t i, s;
    const dt_reason *reason;
    dt_concept concept;
} examined;

static bool wrong(const examined *e, const char *what)
{
    return trial_fail(
        e->t, "explaining state %zu for actor %zu, improvement %u, %s: %s", e->s + 1,
        e->i, e->reason->to + 1, dt_concept_name(e->concept), what);
}

static bool is_improving(dt_concept concept)
{
    return concept == DT_SEQ || concept == DT_SSEQ;
}

static bool is_symmetric(dt_concept concept)
{
    return concept == DT_SMR || concept == DT_SSEQ;
}

/* The actor can move on from t to something better than s. */
static bool can_escape(const examined *e, size_t t)
{
    bool can = false;
    for (size_t r = 0; r < e->graph->n_states; r++)
        if (literal_moves(e->graph, e->i, t, r) &&
            literal_prefers(e->graph, e->i, r, e->s))
            can = true;
    return can;
}

/* Every step starts where the last one ended, by another opponent, by a move it has. */
static bool steps_are_legal(const examined *e, const dt_answer *answer)
{
    size_t at = e->reason->to, last = e->i;
    for (uint32_t k = 0; k < answer->n_steps; k++) {
        const dt_step *const step = &answer->steps[k];
        if (step->from != at)
            return wrong(e, "a step starts elsewhere");
        if (step->mover == e->i || (k > 0 && step->mover == last))
            return wrong(e, "the wrong one moves");
        if (!literal_moves(e->graph, step->mover, step->from, step->to))
            return wrong(e, "there is no such move");
        if (is_improving(e->concept) &&
            !literal_prefers(e->graph, step->mover, step->to, step->from))
            return wrong(e, "a step gains nothing");
        at = step->to;
        last = step->mover;
    }
    return true;
}

/* The length of a shortest answer that deters under the concept, 0 when there is none.
 */
static size_t shortest(const examined *e, dt_concept concept)
{
    const size_t n = e->graph->n_states;
    bool *const goal = calloc(n, sizeof *goal);
    for (size_t t = 0; t < n; t++)
        goal[t] = !literal_prefers(e->graph, e->i, t, e->s) &&
                  !(is_symmetric(concept) && can_escape(e, t));
    const size_t length =
        literal_shortest(e->graph, e->i, is_improving(concept), e->reason->to, goal);
    free(goal);
    return length;
}

static bool deterrent_is_right(const examined *e, const dt_answer *answer)
{
    const size_t end = answer->steps[answer->n_steps - 1].to;
    if (literal_prefers(e->graph, e->i, end, e->s))
        return wrong(e, "the answer leads to something better");
    if (is_symmetric(e->concept) && can_escape(e, end))
        return wrong(e, "the actor can move on to something better");
    if (answer->escape != DT_NO_STATE)
        return wrong(e, "an escape from what deters");
    return answer->n_steps == shortest(e, e->concept) || wrong(e, "not the shortest");
}

/* Nothing deters; but the plain concept may have an answer, from which there is escape.
 */
static bool escape_is_right(const examined *e, const dt_answer *answer)
{
    const dt_concept weaker = e->concept == DT_SMR ? DT_GMR : DT_SEQ;
    const size_t length = is_symmetric(e->concept) ? shortest(e, weaker) : 0;
    if (shortest(e, e->concept) != 0 && e->concept != DT_NASH)
        return wrong(e, "something does deter");
    if (answer->n_steps != length)
        return wrong(e, "the wrong number of steps");
    if (length == 0)
        return answer->escape == DT_NO_STATE || wrong(e, "an escape from nowhere");
    const size_t end = answer->steps[length - 1].to;
    if (answer->escape == DT_NO_STATE ||
        !literal_moves(e->graph, e->i, end, answer->escape) ||
        !literal_prefers(e->graph, e->i, answer->escape, e->s) ||
        literal_prefers(e->graph, e->i, end, e->s))
        return wrong(e, "no escape");
    return true;
}

static bool reason_is_right(examined *e, const dt_reason *reason)
{
    e->reason = reason;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        const dt_answer *const answer = &reason->answer[c];
        e->concept = (dt_concept)c;
        if (c == DT_NASH && (answer->deters || answer->n_steps))
            return wrong(e, "nothing deters under Nash");
        if (!literal_moves(e->graph, e->i, e->s, reason->to) ||
            !literal_prefers(e->graph, e->i, reason->to, e->s))
            return wrong(e, "no improvement");
        if (!steps_are_legal(e, answer) ||
            !(answer->deters ? deterrent_is_right(e, answer)
                             : escape_is_right(e, answer)))
            return false;
    }
    return true;
}

static bool counts_are_right(examined *e, const dt_actor_reasons *reasons)
{
    size_t n_moves = 0, n_improvements = 0;
    for (size_t t = 0; t < e->graph->n_states; t++) {
        n_moves += literal_moves(e->graph, e->i, e->s, t);
        n_improvements += literal_moves(e->graph, e->i, e->s, t) &&
                          literal_prefers(e->graph, e->i, t, e->s);
    }
    if (reasons->n_moves != n_moves || reasons->n_improvements != n_improvements ||
        reasons->n_reasons != n_improvements)
        return trial_fail(e->t,
                          "explaining state %zu for actor %zu: %u moves, %u of them "
                          "improve, %u examined",
                          e->s + 1, e->i, reasons->n_moves, reasons->n_improvements,
                          reasons->n_reasons);
    for (uint32_t k = 1; k < reasons->n_reasons; k++)
        if (literal_prefers(e->graph, e->i, reasons->reasons[k].to,
                            reasons->reasons[k - 1].to))
            return trial_fail(e->t, "improvements are not listed best first");
    return true;
}

static bool verdicts_are(examined *e, const dt_actor_reasons *reasons,
                         const dt_solution *solution)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        if (reasons->stable[c] !=
            dt_bits_has(dt_solution_stable(solution, (dt_concept)c, (dt_actor_id)e->i),
                        (dt_state)e->s))
            return trial_fail(e->t,
                              "the explanation of state %zu for actor %zu disagrees "
                              "by %s",
                              e->s + 1, e->i, dt_concept_name((dt_concept)c));
    return true;
}

static bool state_is_explained(trial *t, const literal_graph *graph, size_t s,
                               const dt_solution *solution)
{
    dt_explanation *all = NULL, *some = NULL;
    dt_error err;
    bool holds = dt_explain(t->space, t->ranks, (dt_state)s, 0, &all, &err) == DT_OK &&
                 dt_explain(t->space, t->ranks, (dt_state)s, 1, &some, &err) == DT_OK;
    holds = (holds && dt_explanation_state(all) == s) || trial_fail(t, "dt_explain");
    for (size_t i = 0; holds && i < graph->n_actors; i++) {
        examined e = {.t = t, .graph = graph, .i = i, .s = s};
        const dt_actor_reasons *const reasons =
            dt_explanation_actor(all, (dt_actor_id)i);
        const dt_actor_reasons *const one = dt_explanation_actor(some, (dt_actor_id)i);
        holds = counts_are_right(&e, reasons) && verdicts_are(&e, reasons, solution) &&
                verdicts_are(&e, one, solution);
        if (holds && one->n_reasons != (reasons->n_improvements > 0))
            holds = trial_fail(t, "more reasons than wanted");
        for (uint32_t k = 0; holds && k < reasons->n_reasons; k++)
            holds = reason_is_right(&e, &reasons->reasons[k]);
    }
    dt_explanation_free(some);
    dt_explanation_free(all);
    return holds;
}

static bool explanations_hold_in(trial *t)
{
    dt_solution *solution = NULL;
    literal_graph graph = sketch_find_graph(t->sketch, &t->states);
    bool holds = solve(t, DT_ENGINE_AUTO, 1, &solution);
    for (size_t s = 0; holds && s < t->states.n_states; s++)
        holds = state_is_explained(t, &graph, s, solution);
    dt_solution_free(solution);
    sketch_graph_free(&graph);
    return holds;
}

static void explanations_hold(void **state)
{
    (void)state;
    static const random_size small = {
        .actors = 4, .vectors = 32, .states = 16, .lines = 1, .more_lines = 4};
    static const random_size small_mixed = {.actors = 4,
                                            .vectors = 32,
                                            .states = 16,
                                            .lines = 1,
                                            .more_lines = 4,
                                            .merges = true,
                                            .forbids = true};
    assert_law(explanations_hold_in, 9001, 9200, small);
    assert_law(explanations_hold_in, 9201, 9400, small_mixed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engines_agree_with_the_definitions),
        cmocka_unit_test(engines_agree_on_larger_conflicts),
        cmocka_unit_test(engines_are_chosen_well_with_merges_and_forbids),
        cmocka_unit_test(engines_are_chosen_well_with_merges),
        cmocka_unit_test(sweeps_meet_merged_states),
        cmocka_unit_test(stores_give_the_same_answers),
        cmocka_unit_test(large_spaces_agree),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(threads_change_nothing_with_merges),
        cmocka_unit_test(long_chains_are_followed_to_their_end),
        cmocka_unit_test(implications_hold),
        cmocka_unit_test(without_opponents_all_are_nash),
        cmocka_unit_test(names_and_order_of_actors_mean_nothing),
        cmocka_unit_test(idle_rule_means_nothing),
        cmocka_unit_test(explanations_hold),
    };
    return cmocka_run_group_tests_name("laws of stability", tests, NULL, NULL);
}
