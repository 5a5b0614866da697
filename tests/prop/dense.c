/* Laws of the dense engine, over conflicts of many shapes: few actors with many choices
 * and many with few, levels, one-way choices by the dozen, holes or none, orders with
 * many ties and with hardly any. The sparse store goes another way to the same answers,
 * so the two must agree; so must any number of threads, and all kernels. The smallest
 * shapes are compared with the definitions, too. */
#include "stability/kernels.h"
#include "stability/solution.h"
#include "support/dice.h"
#include "support/tested.h"

#include <stdlib.h>
#include <string.h>

enum { SHAPES = 240, SMALL = 7, MOST_BITS = 14, MOST_ACTORS = 8, MOST_CHOICES = 40 };

/* What has been written so far; a choice is named by its actor and its number. */
typedef struct writer {
    dice dice;
    dt_text text;
    size_t n_actors, n_choices, n_bits;
    size_t actor_of[MOST_CHOICES], number_of[MOST_CHOICES], levels[MOST_CHOICES];
} writer;

/* ---- conflicts -------------------------------------------------------------- */

static void add_choice(writer *w, size_t actor, size_t number, unsigned one_way)
{
    static const char *const ways[] = {"", " only up", " only down"};
    const size_t levels = dice_chance(&w->dice, 80) ? 2 : dice_between(&w->dice, 3, 5);
    const bool limited = dice_chance(&w->dice, one_way);
    const char *const way = ways[limited ? dice_between(&w->dice, 1, 2) : 0];
    if (levels == 2)
        dt_text_format(&w->text, "    option c%zu%s", number, way);
    else
        dt_text_format(&w->text, "    issue c%zu%s : l0", number, way);
    for (size_t l = 1; levels > 2 && l < levels; l++)
        dt_text_format(&w->text, ", l%zu", l);
    dt_text_add(&w->text, "\n");
    w->actor_of[w->n_choices] = actor;
    w->number_of[w->n_choices] = number;
    w->levels[w->n_choices++] = levels;
    w->n_bits += levels == 2 ? 1 : levels < 5 ? 2 : 3;
}

/* One actor may have nearly all the choices, or they share them. */
static void add_actors(writer *w, size_t bits)
{
    static const unsigned shares[] = {0, 15, 60};
    const unsigned one_way = shares[dice_below(&w->dice, 3)];
    for (size_t a = 0; a < w->n_actors; a++) {
        const size_t left = bits > w->n_bits ? bits - w->n_bits : 0;
        const size_t n = a + 1 == w->n_actors ? left : dice_below(&w->dice, left + 1);
        dt_text_format(&w->text, "actor a%zu {\n", a);
        for (size_t k = 0; k < n && w->n_bits < bits; k++)
            add_choice(w, a, k, one_way);
        dt_text_add(&w->text, "}\n");
    }
}

static void add_atom(writer *w)
{
    const size_t c = dice_below(&w->dice, w->n_choices);
    dt_text_format(&w->text, "a%zu.c%zu", w->actor_of[c], w->number_of[c]);
    if (w->levels[c] > 2)
        dt_text_format(&w->text, " >= l%zu",
                       dice_between(&w->dice, 1, w->levels[c] - 1));
}

static void add_formula(writer *w)
{
    static const char *const joints[] = {" and ", " or not ", " iff ", " if "};
    add_atom(w);
    if (dice_chance(&w->dice, 70)) {
        dt_text_add(&w->text, joints[dice_below(&w->dice, 4)]);
        add_atom(w);
    }
    dt_text_add(&w->text, "\n");
}

/* Rules leave at least half of the codes each, so a state is left. */
static void add_rules(writer *w)
{
    const size_t n = dice_chance(&w->dice, 50) ? dice_between(&w->dice, 1, 2) : 0;
    for (size_t k = 0; k < n; k++) {
        dt_text_add(&w->text, "impossible ");
        add_atom(w);
        dt_text_add(&w->text, " and not (");
        add_atom(w);
        dt_text_add(&w->text, ")\n");
    }
}

static void add_orders(writer *w)
{
    const size_t most = dice_chance(&w->dice, 50) ? 4 : 24;
    for (size_t a = 0; a < w->n_actors; a++) {
        dt_text_format(&w->text, "prefer a%zu {\n", a);
        for (size_t k = dice_between(&w->dice, 1, most); k > 0; k--)
            add_formula(w);
        dt_text_add(&w->text, "}\n");
    }
}

static char *conflict_of(uint64_t seed)
{
    writer *const w = calloc(1, sizeof *w);
    w->dice = (dice){.seed = seed};
    w->n_actors = dice_between(&w->dice, 1, MOST_ACTORS);
    add_actors(w, dice_between(&w->dice, 1, seed % 4 ? SMALL + seed % 5 : MOST_BITS));
    if (w->n_choices) {
        add_rules(w);
        add_orders(w);
    }
    char *const text = w->n_choices ? w->text.bytes : NULL;
    if (!text)
        dt_text_release(&w->text);
    free(w);
    return text;
}

/* ---- comparisons ------------------------------------------------------------ */

/* A model in one store, and its answer. */
typedef struct stored {
    dt_space *space;
    dt_ranks *ranks;
    dt_solution *solution;
} stored;

/* Some shapes have no dense store; false then. */
static bool solve(const tested *t, dt_store store, uint32_t threads, dt_engine engine,
                  stored *in)
{
    dt_error err;
    const dt_limits limits = {.threads = threads, .store = store};
    const dt_solve_options options = {.limits = limits, .engine = engine};
    *in = (stored){NULL, NULL, NULL};
    const dt_status status =
        dt_space_new(t->model, &limits, t->diags, &in->space, &err);
    if (status == DT_EAPPLY && store == DT_STORE_DENSE)
        return false;
    if (status != DT_OK ||
        dt_ranks_new(in->space, NULL, t->diags, &in->ranks, &err) != DT_OK ||
        dt_solve(in->space, in->ranks, &options, &in->solution, &err) != DT_OK)
        fail_msg("%s", err.text);
    return true;
}

static void release(stored *in)
{
    dt_solution_free(in->solution);
    dt_ranks_free(in->ranks);
    dt_space_free(in->space);
}

static void assert_same(const char *text, const char *what, const dt_solution *x,
                        const dt_solution *y)
{
    const uint32_t n_actors = x->space->model->n_actors;
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        for (dt_actor_id a = 0; a < n_actors; a++) {
            const dt_bits *const p = dt_solution_stable(x, (dt_concept)c, a);
            const dt_bits *const q = dt_solution_stable(y, (dt_concept)c, a);
            assert_int_equal(p->size, q->size);
            for (dt_state s = 0; s < p->size; s++)
                if (dt_bits_has(p, s) != dt_bits_has(q, s))
                    fail_msg("%s: actor %u, state %u, %s\n%s", what, a, s + 1,
                             dt_concept_name((dt_concept)c), text);
        }
}

/* The sweeps once more, with these kernels (NULL: over a sparse space) and as many
 * threads as are named, however small the space is. */
static void assert_same_again(const char *text, const char *what, const stored *in,
                              const dt_kernels *kernels, uint32_t threads)
{
    dt_error err;
    dt_solution *again = NULL;
    dt_limits limits = in->space->limits;
    limits.threads = threads;
    assert_int_equal(dt_solve(in->space, in->ranks, NULL, &again, &err), DT_OK);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        for (dt_actor_id a = 0; a < in->space->model->n_actors; a++) {
            dt_bits *const set = &again->stable[c][a];
            memset(set->word, 0, (set->size + 63) / 64 * sizeof *set->word);
        }
    assert_true(kernels ? dt_sweep_dense(in->space, in->ranks, kernels, &limits, again)
                        : dt_sweep_sparse(in->space, in->ranks, &limits, again));
    assert_same(text, what, in->solution, again);
    dt_solution_free(again);
}

static bool shape_agrees(uint64_t seed)
{
    char *const text = conflict_of(seed);
    if (!text)
        return false;
    tested t = assert_text(text);
    stored dense, sparse;
    const bool is_dense = solve(&t, DT_STORE_DENSE, 1, DT_ENGINE_AUTO, &dense);
    if (is_dense) {
        const bool is_small = dense.space->n_cells <= 1 << SMALL;
        solve(&t, DT_STORE_SPARSE, 1, is_small ? DT_ENGINE_DEFINITION : DT_ENGINE_AUTO,
              &sparse);
        assert_same(text, is_small ? "definition" : "sparse", dense.solution,
                    sparse.solution);
        const uint32_t threads = 2 + (uint32_t)(seed % 4);
        assert_same_again(text, "more threads", &dense, dt_kernels_here(), threads);
        assert_same_again(text, "sparse, more threads", &sparse, NULL, threads);
        assert_same_again(text, "plain kernels", &dense, &dt_kernels_plain, 1);
        release(&sparse);
        release(&dense);
    }
    test_release(&t);
    free(text);
    return is_dense;
}

static void dense_spaces_agree_with_sparse_ones(void **state)
{
    (void)state;
    uint32_t n = 0;
    for (uint64_t seed = 1; seed <= SHAPES; seed++)
        n += shape_agrees(seed);
    assert_in_range(n, SHAPES / 2, SHAPES);
}

/* An actor of more than eight bits has larger orders; one of its own alone has none to
 * answer it. Threads share slabs where there are fewer slabs than threads. */
static void extreme_shapes_agree(void **state)
{
    static const char *const shapes[] = {
        "actor a { option o1\noption o2\noption o3\noption o4\noption o5\noption o6\n"
        "option o7\noption o8\noption o9\n}\n"
        "actor b { option p1\noption p2 permanent\n}\n"
        "prefer a { o1 iff o2; o3 or p1; not o4; o5 if o6; p2 and o7; o8; o9 }\n"
        "prefer b { p1 iff o9; o1 or not p2; not o5 }\n",
        "actor a { option o1 permanent\noption o2 permanent\noption o3 permanent\n"
        "option o4 permanent\noption o5 permanent\noption o6\n}\n"
        "actor b { option p1\n}\n"
        "actor c { option q1\noption q2\noption q3\noption q4\n}\n"
        "prefer a { o1 iff q1; o2 or p1; o6; o3 iff q4; o5 }\n"
        "prefer b { p1 iff o3; q2 }\n"
        "prefer c { q1 iff not o1; q3 or o4; q4 if p1 }\n",
    };
    (void)state;
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
        tested t = assert_text(shapes[k]);
        stored definition, dense;
        assert_true(solve(&t, DT_STORE_SPARSE, 1, DT_ENGINE_DEFINITION, &definition));
        assert_true(solve(&t, DT_STORE_DENSE, 1, DT_ENGINE_SWEEPS, &dense));
        assert_same(shapes[k], "definition", dense.solution, definition.solution);
        for (uint32_t threads = 2; threads <= 5; threads++)
            assert_same_again(shapes[k], "more threads", &dense, dt_kernels_here(),
                              threads);
        release(&dense);
        release(&definition);
        test_release(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_spaces_agree_with_sparse_ones),
        cmocka_unit_test(extreme_shapes_agree),
    };
    return cmocka_run_group_tests_name("laws of the dense engine", tests, NULL, NULL);
}
