/* The cases of the literature give what was published or computed for them.
 *
 *     examples/NAME.conflict        with cases/NAME.expect
 *     cases/deviations/D*.conflict  with D*.expect: other programs get these wrong
 *     cases/graphs/S*.graph         model and expectation in one; no options, just
 * moves
 *
 * A line of expectation is "CONCEPT ACTOR STATES" (where the actor is stable) or
 * "CONCEPT = STATES" (the equilibria); '#' begins a comment. A file has all the lines
 * there are, or only equilibria. Every file is one test; each engine that applies is
 * checked. */
#include "oracle/literal.h"
#include "support/graphs.h"
#include "support/tested.h"

#include <detente/solver.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PATH_ROOM = 512,
    NAME_ROOM = 64,
    CASES = 100,
    MOST_STATES = 1000 /* for the definitional engine, which is slow */
};

/* ---- lines of a file -------------------------------------------------------- */

/* A text that is read line by line. */
typedef struct lines {
    char *text, *next;
} lines;

static lines read_lines(const char *path)
{
    FILE *const file = fopen(path, "rb");
    dt_text text = {0};
    char buffer[4096];
    if (!file)
        fail_msg("cannot open %s", path);
    dt_text_add(&text, "");
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;)
        dt_text_add_n(&text, buffer, n);
    fclose(file);
    assert_false(text.failed);
    return (lines){text.bytes, text.bytes};
}

/* The next line that says something, its comment and outer blanks cut off; or NULL. */
static char *next_line(lines *all)
{
    while (*all->next) {
        char *const line = all->next + strspn(all->next, " \t");
        all->next = line + strcspn(line, "\n");
        if (*all->next)
            *all->next++ = '\0';
        size_t n = strcspn(line, "#");
        while (n && strchr(" \t\r", line[n - 1]))
            n--;
        line[n] = '\0';
        if (n)
            return line;
    }
    return NULL;
}

/* Cut the first word off a line: `*rest` is behind it. */
static const char *cut_word(char *line, char **rest)
{
    char *const end = line + strcspn(line, " \t");
    *rest = end + strspn(end, " \t");
    *end = '\0';
    return line;
}

/* ---- verdicts --------------------------------------------------------------- */

/* What a case gives: stable[concept][actor][state], and the names of the actors. */
typedef struct verdicts {
    size_t n_states, n_actors;
    char (*actor)[NAME_ROOM];
    bool *stable;
    const char *path, *engine; /* whose verdicts they are */
    size_t n_wrong;
} verdicts;

static bool is_stable(const verdicts *v, size_t concept, size_t a, size_t s)
{
    return v->stable[(concept * v->n_actors + a) * v->n_states + s];
}

static bool is_equilibrium(const verdicts *v, size_t concept, size_t s)
{
    bool all = true;
    for (size_t a = 0; a < v->n_actors; a++)
        all = all && is_stable(v, concept, a, s);
    return all;
}

static size_t find_concept(const char *name)
{
    size_t c = 0;
    while (c < DT_N_CONCEPTS && strcmp(name, dt_concept_name((dt_concept)c)) != 0)
        c++;
    return c;
}

/* n_actors for "=", and more for what is no actor. */
static size_t find_actor(const verdicts *v, const char *name)
{
    size_t a = 0;
    while (a < v->n_actors && strcmp(name, v->actor[a]) != 0)
        a++;
    return a < v->n_actors || strcmp(name, "=") == 0 ? a : a + 1;
}

/* The states of a line, as numbers with single blanks between. */
static void list_states(const verdicts *v, size_t concept, size_t a, dt_text *text)
{
    for (size_t s = 0; s < v->n_states; s++)
        if (a < v->n_actors ? is_stable(v, concept, a, s)
                            : is_equilibrium(v, concept, s))
            dt_text_format(text, "%s%zu", text->n ? " " : "", s + 1);
}

static void check_line(verdicts *v, const char *line)
{
    char copy[16384], *rest, *states;
    assert_true(strlen(line) < sizeof copy);
    memcpy(copy, line, strlen(line) + 1);
    const size_t concept = find_concept(cut_word(copy, &rest));
    const size_t a = find_actor(v, cut_word(rest, &states));
    dt_text found = {0};
    if (concept == DT_N_CONCEPTS || a > v->n_actors)
        fail_msg("%s: what is '%s'?", v->path, line);
    dt_text_add(&found, "");
    list_states(v, concept, a, &found);
    if (strcmp(found.bytes, states) != 0) {
        fprintf(stderr, "%s, %s:\n- %s %s %s\n+ %s %s %s\n", v->path, v->engine, copy,
                rest, states, copy, rest, found.bytes);
        v->n_wrong++;
    }
    dt_text_release(&found);
}

/* Check all lines that expect something, from `line` on. */
static void check_lines(verdicts *v, lines *all, const char *line)
{
    size_t n_lines = 0, n_actor_lines = 0;
    for (; line; line = next_line(all)) {
        check_line(v, line);
        n_lines++;
        n_actor_lines += strchr(line, '=') == NULL;
    }
    assert_true(n_lines > 0);
    if (n_actor_lines)
        assert_int_equal(n_lines, DT_N_CONCEPTS * (v->n_actors + 1));
    assert_int_equal(v->n_wrong, 0);
}

static void release_verdicts(verdicts *v)
{
    free(v->actor);
    free(v->stable);
}

/* ---- conflicts -------------------------------------------------------------- */

static verdicts verdicts_of(const tested *t, const dt_solution *solution)
{
    verdicts v = {.n_states = dt_space_n_states(t->space),
                  .n_actors = dt_model_n_actors(t->model)};
    v.actor = calloc(v.n_actors, sizeof *v.actor);
    v.stable = calloc(DT_N_CONCEPTS * v.n_actors * v.n_states, sizeof *v.stable);
    for (size_t a = 0; a < v.n_actors; a++) {
        snprintf(v.actor[a], NAME_ROOM, "%s", dt_actor_name(t->model, (dt_actor_id)a));
        for (size_t c = 0; c < DT_N_CONCEPTS; c++)
            for (size_t s = 0; s < v.n_states; s++)
                v.stable[(c * v.n_actors + a) * v.n_states + s] = dt_bits_has(
                    dt_solution_stable(solution, (dt_concept)c, (dt_actor_id)a),
                    (dt_state)s);
    }
    return v;
}

/* The engine's own sets of equilibria are those of its verdicts. */
static void check_equilibria(const verdicts *v, const dt_solution *solution)
{
    for (size_t c = 0; c < DT_N_CONCEPTS; c++)
        for (size_t s = 0; s < v->n_states; s++)
            assert_int_equal(
                is_equilibrium(v, c, s),
                dt_bits_has(dt_solution_equilibria(solution, (dt_concept)c),
                            (dt_state)s));
}

static void check_engine(const tested *t, dt_engine engine, const char *name,
                         const char *expect)
{
    dt_solution *solution = NULL;
    dt_error err = {0};
    const dt_solve_options options = {.engine = engine};
    const dt_status status = dt_solve(t->space, t->ranks, &options, &solution, &err);
    if (status == DT_EAPPLY && engine == DT_ENGINE_SWEEPS)
        return;
    if (status != DT_OK)
        fail_msg("%s: %s", expect, err.text);
    verdicts v = verdicts_of(t, solution);
    v.path = expect;
    v.engine = name;
    check_equilibria(&v, solution);
    lines all = read_lines(expect);
    check_lines(&v, &all, next_line(&all));
    free(all.text);
    release_verdicts(&v);
    dt_solution_free(solution);
}

/* The same by the solver of small spaces. */
static void check_solver(const tested *t, const char *expect)
{
    static uint32_t rank[DT_MAX_ACTORS * DT_SOLVER_STATES];
    dt_solver *solver = NULL;
    dt_solution *solution = NULL;
    dt_verdicts found;
    assert_int_equal(dt_solver_new(t->space, &solver, NULL), DT_OK);
    dt_ranks_copy(t->ranks, rank);
    dt_solver_run(solver, rank, &found);
    dt_solver_free(solver);
    assert_int_equal(dt_solve(t->space, t->ranks, NULL, &solution, NULL), DT_OK);
    verdicts v = verdicts_of(t, solution);
    v.path = expect;
    v.engine = "solver";
    for (size_t c = 0; c < DT_N_CONCEPTS; c++)
        for (size_t a = 0; a < v.n_actors; a++)
            for (size_t s = 0; s < v.n_states; s++)
                v.stable[(c * v.n_actors + a) * v.n_states + s] =
                    found.stable[c][a] >> s & 1;
    lines all = read_lines(expect);
    check_lines(&v, &all, next_line(&all));
    free(all.text);
    release_verdicts(&v);
    dt_solution_free(solution);
}

static void check_conflict(const char *model, const char *expect)
{
    tested t = test_file(model);
    if (t.status != DT_OK) {
        dt_diags_write(t.diags, &(dt_sink){write_to_stderr, NULL}, false);
        fail_msg("%s: %s", model, t.err.text);
    }
    assert_true(dt_model_n_sources(t.model) > 0 || strstr(model, "deviations"));
    check_engine(&t, DT_ENGINE_AUTO, "the engine chosen", expect);
    check_engine(&t, DT_ENGINE_SWEEPS, "sweeps", expect);
    if (dt_space_n_states(t.space) <= MOST_STATES)
        check_engine(&t, DT_ENGINE_DEFINITION, "definition", expect);
    if (dt_space_n_states(t.space) <= DT_SOLVER_STATES)
        check_solver(&t, expect);
    test_release(&t);
}

/* ---- graphs ----------------------------------------------------------------- */

static size_t read_state(const literal_graph *g, const char *word)
{
    char *end;
    const unsigned long number = strtoul(word, &end, 10);
    assert_true(*word && !*end && number >= 1 && number <= g->n_states);
    return number - 1;
}

/* ACTOR FROM TO */
static void read_move(literal_graph *g, const verdicts *v, char *line)
{
    char *rest, *to;
    const size_t a = find_actor(v, cut_word(line, &rest));
    assert_true(a < g->n_actors);
    const size_t from = read_state(g, cut_word(rest, &to));
    g->move[(a * g->n_states + from) * g->n_states + read_state(g, to)] = true;
}

/* ACTOR BEST ... | NEXT ... | ... */
static void read_rank(literal_graph *g, const verdicts *v, char *line)
{
    char *rest;
    const size_t a = find_actor(v, cut_word(line, &rest));
    assert_true(a < g->n_actors);
    unsigned rank = (unsigned)g->n_states;
    while (*rest) {
        const char *const word = cut_word(rest, &rest);
        if (strcmp(word, "|") == 0)
            rank--;
        else
            g->rank[a * g->n_states + read_state(g, word)] = rank;
    }
}

/* The actors come before all moves. */
static void add_actor(literal_graph *g, verdicts *v, const char *name)
{
    const size_t n = g->n_states, m = g->n_actors++;
    assert_true(n > 0);
    g->move = realloc(g->move, (m + 1) * n * n * sizeof *g->move);
    g->rank = realloc(g->rank, (m + 1) * n * sizeof *g->rank);
    v->actor = realloc(v->actor, (m + 1) * sizeof *v->actor);
    assert_true(g->move && g->rank && v->actor);
    memset(g->move + m * n * n, 0, n * n * sizeof *g->move);
    memset(g->rank + m * n, 0, n * sizeof *g->rank);
    snprintf(v->actor[m], NAME_ROOM, "%s", name);
    v->n_actors = g->n_actors;
}

/* Read the graph; the answer is the first line that expects something. */
static const char *read_graph(lines *all, literal_graph *g, verdicts *v)
{
    for (char *line; (line = next_line(all));) {
        char *const rest = line + strcspn(line, " ");
        const size_t n = (size_t)(rest - line);
        if (strncmp(line, "states ", n + 1) == 0)
            v->n_states = g->n_states = strtoul(rest, NULL, 10);
        else if (strncmp(line, "actor ", n + 1) == 0)
            add_actor(g, v, rest + 1);
        else if (strncmp(line, "move ", n + 1) == 0)
            read_move(g, v, rest + 1);
        else if (strncmp(line, "rank ", n + 1) == 0)
            read_rank(g, v, rest + 1);
        else
            return line;
    }
    return NULL;
}

/* The engines, and the oracle itself, which is none of the engines' making. */
static void check_graph(const char *path)
{
    static const struct {
        const char *name;
        void (*solve)(const literal_graph *g, bool *stable);
    } engines[] = {{"definition", solve_graph},
                   {"solver", solve_small_graph},
                   {"oracle", literal_solve}};
    for (size_t k = 0; k < sizeof engines / sizeof *engines; k++) {
        literal_graph g = {0};
        lines all = read_lines(path);
        verdicts v = {.path = path, .engine = engines[k].name};
        const char *const first = read_graph(&all, &g, &v);
        v.stable = calloc(DT_N_CONCEPTS * g.n_actors * g.n_states, sizeof *v.stable);
        engines[k].solve(&g, v.stable);
        check_lines(&v, &all, first);
        release_verdicts(&v);
        free(g.move);
        free(g.rank);
        free(all.text);
    }
}

/* ---- which there are -------------------------------------------------------- */

/* One test: two files, or a graph that is both. */
typedef struct example {
    char name[PATH_ROOM], model[PATH_ROOM], expect[PATH_ROOM];
} example;

static void check_example(void **state)
{
    const example *const e = *state;
    if (*e->model)
        check_conflict(e->model, e->expect);
    else
        check_graph(e->expect);
}

/* Examples in which nobody has a move: they are about bargaining only, and tested by
 * tests/unit/points.c. */
static const char *const bargains[] = {"panama-canal"};

static bool is_bargain(const char *name, int length)
{
    bool is = false;
    for (size_t k = 0; k < sizeof bargains / sizeof *bargains; k++)
        is = is || (strlen(bargains[k]) == (size_t)length &&
                    strncmp(bargains[k], name, (size_t)length) == 0);
    return is;
}

/* Every file of the folder that ends so becomes an example. */
static void find_examples(const char *folder, const char *ending,
                          const char *expectations, example *all, size_t *n)
{
    DIR *const dir = opendir(folder);
    if (!dir)
        fail_msg("no folder %s", folder);
    for (const struct dirent *file; (file = readdir(dir));) {
        const char *const dot = strrchr(file->d_name, '.');
        if (!dot || strcmp(dot, ending) != 0)
            continue;
        const int length = (int)(dot - file->d_name);
        if (is_bargain(file->d_name, length))
            continue;
        assert_true(*n < CASES);
        example *const e = &all[(*n)++];
        snprintf(e->name, PATH_ROOM, "%.*s", length, file->d_name);
        if (expectations)
            snprintf(e->model, PATH_ROOM, "%s/%s", folder, file->d_name);
        snprintf(e->expect, PATH_ROOM, "%s/%.*s%s",
                 expectations ? expectations : folder, length, file->d_name,
                 expectations ? ".expect" : ending);
    }
    closedir(dir);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const example *)a)->expect, ((const example *)b)->expect);
}

int main(void)
{
    static example all[CASES];
    static struct CMUnitTest tests[CASES];
    size_t n = 0;
    find_examples(DT_SOURCE_DIR "/examples", ".conflict", DT_SOURCE_DIR "/tests/cases",
                  all, &n);
    find_examples(DT_SOURCE_DIR "/tests/cases/deviations", ".conflict",
                  DT_SOURCE_DIR "/tests/cases/deviations", all, &n);
    find_examples(DT_SOURCE_DIR "/tests/cases/graphs", ".graph", NULL, all, &n);
    qsort(all, n, sizeof *all, by_path);
    for (size_t k = 0; k < n; k++)
        tests[k] = (struct CMUnitTest){all[k].name, check_example, NULL, NULL, &all[k]};
    return _cmocka_run_group_tests("cases", tests, n, NULL, NULL);
}
