/* Laws of beliefs, against Bayes' rule written out: all combinations of types, their
 * probabilities multiplied by likelihoods, a matrix for the drift, no logarithms, and
 * everything followed from the start for every step that is told.
 *
 *  - the worlds, the order of the steps, the beliefs after each, the ratios
 *  - a signal that rules out what is left is an error, and nothing else is
 *  - without drift and moves the order of signals does not matter
 *  - the chances of states are sums over worlds, each solved by itself
 *
 * A random model has up to three actors, each with an option and an issue of three
 * levels, and up to three types beside its plain self. */
#include "support/dice.h"
#include "support/probed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CASES = 1500,
    ACTORS = 3,
    TYPES = 4, /* 0 the plain self */
    TERMS = 5,
    SIGNALS = 8,
    DAYS = 5,
    COMBINATIONS = TYPES * TYPES * TYPES,
    NEVER = DAYS + 3 /* a withdrawal is two days later at most */
};

typedef struct person {
    size_t n_types;   /* its plain self included */
    int prior[TYPES]; /* in hundredths */
    bool is_plain[TYPES], has_values[TYPES];
    int value[TYPES][TERMS]; /* of: its option, its issue's levels, the other's option,
                                both options */
    bool permanent, ruled;   /* its option; not with the last level */
} person;

typedef struct report {
    size_t actor;
    int day; /* 0: that of the one before */
    bool moves;
    int option, level;              /* -1: not changed */
    int likely[TYPES], credibility; /* in hundredths */
    bool withdrawn;
    int withdrawn_day; /* 0: behind all */
} report;

typedef struct scene {
    dice d;
    size_t n_actors, n_signals;
    person person[ACTORS];
    bool is_joint;           /* the first two actors have a table */
    int table[TYPES][TYPES]; /* in hundredths */
    report report[SIGNALS];
    int drift, precision; /* in hundredths */
    dt_text text;
} scene;

/* ---- a random scene -----------------------------------------------------------------
 */

static void share(dice *d, int *to, size_t n, int left)
{
    for (size_t k = 1; k < n; k++) {
        to[k] = dice_chance(d, 15) ? 0 : (int)dice_below(d, (size_t)left + 1);
        left -= to[k];
    }
    to[0] = left;
}

static void draw_person(scene *s, size_t a)
{
    person *const p = &s->person[a];
    p->n_types = dice_between(&s->d, a < 2 ? 2 : 1, TYPES);
    share(&s->d, p->prior, p->n_types, 100);
    p->permanent = dice_chance(&s->d, 25);
    p->ruled = dice_chance(&s->d, 40);
    for (size_t t = 0; t < p->n_types; t++) {
        p->is_plain[t] = t && dice_chance(&s->d, 15);
        p->has_values[t] = dice_chance(&s->d, 93);
        for (size_t k = 0; k < TERMS; k++)
            p->value[t][k] = (int)dice_below(&s->d, 7) - 3;
    }
}

static void draw_table(scene *s)
{
    int left = 100;
    s->is_joint = s->n_actors > 1 && dice_chance(&s->d, 40);
    for (int n = 0; s->is_joint && left; n++) {
        const size_t i = dice_below(&s->d, s->person[0].n_types);
        const size_t j = dice_below(&s->d, s->person[1].n_types);
        const int part = n == 5 ? left : (int)dice_below(&s->d, (size_t)left + 1);
        s->table[i][j] += part;
        left -= part;
    }
}

static int prior_of(const scene *s, size_t a, size_t t)
{
    int sum = 0;
    if (!s->is_joint || a > 1)
        return s->person[a].prior[t];
    for (size_t k = 0; k < TYPES; k++)
        sum += a == 0 ? s->table[t][k] : s->table[k][t];
    return sum;
}

static void draw_report(scene *s, report *r, int *day)
{
    bool any = false;
    do
        r->actor = dice_below(&s->d, s->n_actors);
    while (s->person[r->actor].n_types == 1);
    r->day = dice_chance(&s->d, 30) ? 0 : 1 + (int)dice_below(&s->d, DAYS);
    *day = r->day ? r->day : *day;
    r->moves = dice_chance(&s->d, 50);
    r->option = (int)dice_below(&s->d, 3) - 1;
    r->level = (int)dice_below(&s->d, 4) - 1;
    r->credibility = 25 << dice_below(&s->d, 3);
    for (size_t t = 0; t < s->person[r->actor].n_types; t++) {
        r->likely[t] = dice_chance(&s->d, 6) ? 0 : 1 + (int)dice_below(&s->d, 100);
        any = any || (r->likely[t] && prior_of(s, r->actor, t));
    }
    for (size_t t = 0; t < s->person[r->actor].n_types && !any; t++)
        r->likely[t] = 50;
    r->withdrawn = dice_chance(&s->d, 30);
    r->withdrawn_day = dice_chance(&s->d, 30) ? 0 : *day + (int)dice_below(&s->d, 3);
}

static scene draw(uint64_t seed)
{
    scene s = {.d = {seed, 0}};
    int day = 0;
    s.n_actors = dice_between(&s.d, 1, ACTORS);
    for (size_t a = 0; a < s.n_actors; a++)
        draw_person(&s, a);
    draw_table(&s);
    s.n_signals = dice_below(&s.d, SIGNALS + 1);
    for (size_t k = 0; k < s.n_signals; k++)
        draw_report(&s, &s.report[k], &day);
    s.drift = dice_chance(&s.d, 50) ? 100 : (int)dice_below(&s.d, 101);
    s.precision = (int)dice_below(&s.d, 5) * 50;
    return s;
}

/* ---- in words
 * ------------------------------------------------------------------------ */

static size_t other_of(const scene *s, size_t a)
{
    return (a + 1) % s->n_actors;
}

/* What the actor or its type wants; the words of the actor's own block name it. */
static void say_block(scene *s, size_t a, size_t t)
{
    const int *const v = s->person[a].value[t];
    dt_text_add(&s->text, s->person[a].has_values[t] ? "value " : "prefer ");
    if (t == 0)
        dt_text_format(&s->text, "a%zu ", a);
    if (!s->person[a].has_values[t])
        dt_text_format(&s->text, "{ a%zu.x }", a);
    else
        dt_text_format(&s->text,
                       "{ %d a%zu.x\n %d a%zu.n = l1\n %d a%zu.n = l2\n %d a%zu.x\n "
                       "%d a%zu.x and a%zu.x }",
                       v[0], a, v[1], a, v[2], a, v[3], other_of(s, a), v[4], a,
                       other_of(s, a));
}

static void say_person(scene *s, size_t a)
{
    const person *const p = &s->person[a];
    dt_text_format(&s->text, "actor a%zu {\noption x%s\nissue n : l0, l1, l2\n", a,
                   p->permanent ? " permanent" : "");
    dt_text_add(&s->text, "}\n");
    say_block(s, a, 0);
    dt_text_add(&s->text, "\n");
    for (size_t t = 1; t < p->n_types; t++) {
        dt_text_format(&s->text, "type a%zu.t%zu", a, t);
        if (!s->is_joint || a > 1)
            dt_text_format(&s->text, " %d.%02d", p->prior[t] / 100, p->prior[t] % 100);
        if (!p->is_plain[t]) {
            dt_text_add(&s->text, " { ");
            say_block(s, a, t);
            dt_text_add(&s->text, " }");
        }
        dt_text_add(&s->text, "\n");
    }
    if (p->ruled)
        dt_text_format(&s->text, "impossible a%zu.x and a%zu.n = l2\n", a, a);
}

static void say_self(scene *s, size_t a, size_t t)
{
    if (t)
        dt_text_format(&s->text, "a%zu.t%zu", a, t);
    else
        dt_text_format(&s->text, "a%zu", a);
}

static void say_table(scene *s)
{
    dt_text_add(&s->text, "prior {\n");
    for (size_t i = 0; i < TYPES; i++)
        for (size_t j = 0; j < TYPES; j++) {
            if (!s->table[i][j])
                continue;
            dt_text_format(&s->text, "%d.%02d ", s->table[i][j] / 100,
                           s->table[i][j] % 100);
            say_self(s, 0, i);
            dt_text_add(&s->text, ", ");
            say_self(s, 1, j);
            dt_text_add(&s->text, "\n");
        }
    dt_text_add(&s->text, "}\n");
}

static void say_move(scene *s, const report *r)
{
    dt_text_add(&s->text, " moves ");
    if (r->option >= 0)
        dt_text_format(&s->text, "%sx%s", r->option ? "" : "not ",
                       r->level >= 0 ? ", " : "");
    if (r->level >= 0)
        dt_text_format(&s->text, "n = l%d", r->level);
    if (r->option < 0 && r->level < 0)
        dt_text_add(&s->text, "stay");
}

static void say_report(scene *s, size_t k)
{
    const report *const r = &s->report[k];
    dt_text_add(&s->text, "signal ");
    if (r->day)
        dt_text_format(&s->text, "2020-01-%02d ", r->day);
    dt_text_format(&s->text, "a%zu \"S%zu\"", r->actor, k);
    if (r->moves)
        say_move(s, r);
    for (size_t t = 0; t < s->person[r->actor].n_types && !r->moves; t++) {
        dt_text_format(&s->text, t ? ", t%zu" : " : a%zu", t ? t : r->actor);
        dt_text_format(&s->text, " %d.%02d", r->likely[t] / 100, r->likely[t] % 100);
    }
    dt_text_format(&s->text, " credibility %d.%02d", r->credibility / 100,
                   r->credibility % 100);
    if (r->withdrawn)
        dt_text_add(&s->text, " withdrawn");
    if (r->withdrawn && r->withdrawn_day)
        dt_text_format(&s->text, " 2020-01-%02d", r->withdrawn_day);
    dt_text_add(&s->text, "\n");
}

static void say(scene *s)
{
    for (size_t a = 0; a < s->n_actors; a++)
        say_person(s, a);
    if (s->is_joint)
        say_table(s);
    dt_text_format(&s->text, "status quo { }\ndrift %d.%02d\nprecision %d.%02d\n",
                   s->drift / 100, s->drift % 100, s->precision / 100,
                   s->precision % 100);
    for (size_t k = 0; k < s->n_signals; k++)
        say_report(s, k);
}

/* ---- the oracle
 * ------------------------------------------------------------------------ */

typedef struct place {
    int option[ACTORS], level[ACTORS];
} place;

/* Beliefs over all combinations of types; a type that cannot be has 0. */
typedef struct mind {
    double p[COMBINATIONS];
    place at;
    bool impossible;
    double before[COMBINATIONS]; /* right before the last signal, after the drift */
    bool says;                   /* the last signal says something */
    double likelihood[TYPES];    /* of the last signal */
} mind;

static size_t type_in(size_t combination, size_t a)
{
    for (size_t k = 0; k < a; k++)
        combination /= TYPES;
    return combination % TYPES;
}

static bool can_be(const scene *s, size_t a, size_t t)
{
    return a < s->n_actors ? t < s->person[a].n_types && prior_of(s, a, t) > 0 : t == 0;
}

static double prior_at(const scene *s, size_t c)
{
    double p = s->is_joint ? s->table[type_in(c, 0)][type_in(c, 1)] / 100.0 : 1;
    for (size_t a = 0; a < ACTORS; a++)
        if (!can_be(s, a, type_in(c, a)))
            return 0;
    for (size_t a = s->is_joint ? 2 : 0; a < s->n_actors; a++)
        p *= s->person[a].prior[type_in(c, a)] / 100.0;
    return p;
}

/* How likely combination `from` becomes `to`. */
static double step(const scene *s, size_t from, size_t to)
{
    double p = 1;
    for (size_t a = 0; a < ACTORS; a++) {
        size_t n = 0;
        for (size_t t = 0; t < TYPES; t++)
            n += can_be(s, a, t);
        if (!can_be(s, a, type_in(from, a)) || !can_be(s, a, type_in(to, a)))
            return 0;
        if (type_in(from, a) == type_in(to, a))
            p *= n > 1 ? s->drift / 100.0 : 1;
        else
            p *= (1 - s->drift / 100.0) / (double)(n - 1);
    }
    return p;
}

static double worth(const scene *s, size_t a, size_t t, const place *at)
{
    const person *const p = &s->person[a];
    const int *const v = p->value[p->is_plain[t] ? 0 : t];
    const bool other = at->option[other_of(s, a)];
    return v[0] * at->option[a] + v[1] * (at->level[a] == 1) +
           v[2] * (at->level[a] == 2) + v[3] * other + v[4] * (at->option[a] && other);
}

static bool may_move(const scene *s, size_t a, const place *from, const place *to)
{
    const person *const p = &s->person[a];
    return !(p->permanent && from->option[a] && !to->option[a]) &&
           !(p->ruled && to->option[a] && to->level[a] == 2);
}

static place after(const report *r, place at)
{
    if (r->option >= 0)
        at.option[r->actor] = r->option;
    if (r->level >= 0)
        at.level[r->actor] = r->level;
    return at;
}

static bool is_judged(const scene *s, const report *r, const place *at)
{
    const place to = after(r, *at);
    for (size_t t = 0; t < TYPES; t++) {
        const person *const p = &s->person[r->actor];
        if (can_be(s, r->actor, t) && !p->has_values[p->is_plain[t] ? 0 : t])
            return false;
    }
    return may_move(s, r->actor, at, &to);
}

static double response(const scene *s, const report *r, size_t t, const place *at)
{
    const place seen = after(r, *at);
    const double lambda = s->precision / 100.0;
    double sum = 0;
    for (int option = 0; option < 2; option++)
        for (int level = 0; level < 3; level++) {
            place to = *at;
            to.option[r->actor] = option;
            to.level[r->actor] = level;
            if (may_move(s, r->actor, at, &to))
                sum += exp(lambda * worth(s, r->actor, t, &to));
        }
    return exp(lambda * worth(s, r->actor, t, &seen)) / sum;
}

static void hear(const scene *s, const report *r, mind *m)
{
    double sum = 0;
    memset(m->before, 0, sizeof m->before);
    for (size_t from = 0; from < COMBINATIONS; from++)
        for (size_t to = 0; m->p[from] > 0 && to < COMBINATIONS; to++)
            m->before[to] += m->p[from] * step(s, from, to);
    memcpy(m->p, m->before, sizeof m->p);
    m->says = !r->moves || is_judged(s, r, &m->at);
    for (size_t t = 0; t < TYPES && m->says; t++)
        m->likelihood[t] = !can_be(s, r->actor, t) ? 0
                           : r->moves              ? response(s, r, t, &m->at)
                                                   : r->likely[t] / 100.0;
    for (size_t c = 0; c < COMBINATIONS; c++) {
        if (m->says)
            m->p[c] *= pow(m->likelihood[type_in(c, r->actor)], r->credibility / 100.0);
        sum += m->p[c];
    }
    m->impossible = m->impossible || sum <= 0;
    for (size_t c = 0; c < COMBINATIONS; c++)
        m->p[c] /= sum > 0 ? sum : 1;
    const place to = after(r, m->at);
    if (r->moves && may_move(s, r->actor, &m->at, &to))
        m->at = to;
}

/* What is believed when those signals count, heard by their days and then as written.
 */
static mind listen(const scene *s, const int *days, const bool *counts)
{
    mind m = {.impossible = false};
    for (size_t c = 0; c < COMBINATIONS; c++)
        m.p[c] = prior_at(s, c);
    for (int day = 0; day <= NEVER; day++)
        for (size_t k = 0; k < s->n_signals && !m.impossible; k++)
            if (days[k] == day && counts[k])
                hear(s, &s->report[k], &m);
    return m;
}

/* ---- comparing
 * -------------------------------------------------------------------------- */

static void find_days(const scene *s, int *days, int *ends)
{
    int day = 0;
    for (size_t k = 0; k < s->n_signals; k++) {
        const report *const r = &s->report[k];
        day = r->day ? r->day : day;
        days[k] = day;
        ends[k] = !r->withdrawn ? -1 : r->withdrawn_day ? r->withdrawn_day : NEVER;
    }
}

static void complain(const scene *s, uint64_t seed, const char *what)
{
    fputs(dt_text_string(&s->text), stderr);
    fail_msg("seed %llu: %s", (unsigned long long)seed, what);
}

static size_t combination_of(const dt_cast *cast)
{
    return cast->type[0] + TYPES * (cast->type[1] + TYPES * (size_t)cast->type[2]);
}

static bool is_close(double x, double y)
{
    return fabs(x - y) <= 1e-9 * (1 + fabs(y));
}

static bool beliefs_agree(const dt_findings *found, const double *world, const mind *m)
{
    double sum = 0;
    for (uint32_t w = 0; w < found->n_worlds; w++) {
        const double want = m->p[combination_of(&found->worlds[w].cast)];
        sum += want;
        if (!is_close(world[w], want))
            return false;
    }
    return is_close(sum, 1); /* no world is missing */
}

static double marginal(const double *p, size_t a, size_t t)
{
    double sum = 0;
    for (size_t c = 0; c < COMBINATIONS; c++)
        sum += type_in(c, a) == t ? p[c] : 0;
    return sum;
}

static bool steps_agree(const scene *s, const dt_belief *b, const mind *m)
{
    const report *const r = &s->report[b->signal];
    const double for_it = marginal(m->before, r->actor, b->favours);
    const double against = marginal(m->before, r->actor, b->against);
    bool right = (b->why == NULL) == m->says && (b->likelihood != NULL) == m->says;
    for (size_t t = 0; t < s->person[r->actor].n_types; t++) {
        const double p = marginal(m->before, r->actor, t);
        right = right && (t == b->favours || t == b->against ||
                          (p <= for_it + 1e-9 && p <= against + 1e-9));
        right = right && (!m->says || is_close(b->likelihood[t], m->likelihood[t]));
    }
    const double top = m->says ? m->likelihood[b->favours] : 1;
    const double bottom = m->says ? m->likelihood[b->against] : 1;
    const double ratio =
        top == bottom ? 1 : pow(top / bottom, r->credibility / 100.0); /* or endless */
    return right && b->ratio >= 1 &&
           (is_close(b->ratio, ratio) || (isinf(ratio) && isinf(b->ratio)));
}

/* Walk through the events; the first impossible one ends it. */
static void compare(const scene *s, uint64_t seed, const probed *p)
{
    int days[SIGNALS], ends[SIGNALS];
    bool counts[SIGNALS] = {false};
    uint32_t n = 1;
    bool impossible = false;
    find_days(s, days, ends);
    for (int day = 0; day <= NEVER; day++)
        for (size_t k = 0; k < 2 * s->n_signals && !impossible; k++) {
            const size_t i = k % s->n_signals;
            const bool is_end = k >= s->n_signals;
            if ((is_end ? ends : days)[i] != day)
                continue;
            counts[i] = !is_end;
            const mind m = listen(s, days, counts);
            impossible = m.impossible;
            if (!p->found || impossible)
                continue;
            const dt_belief *const b = &p->found->beliefs[n++];
            if (n > p->found->n_beliefs || b->signal != i ||
                b->step != (is_end ? DT_STEP_WITHDRAWAL : DT_STEP_SIGNAL))
                complain(s, seed, "another order of steps");
            if (!beliefs_agree(p->found, b->world, &m))
                complain(s, seed, "other beliefs");
            if (!is_end && !steps_agree(s, b, &m))
                complain(s, seed, "another step");
        }
    if (impossible != (p->t.status == DT_EMODEL) ||
        (!impossible && p->found->n_beliefs != n))
        complain(s, seed, "impossible, or not");
}

static void beliefs_are_those_of_bayes(void **state)
{
    (void)state;
    uint32_t n_impossible = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        scene s = draw(seed);
        say(&s);
        probed p = probe_text(dt_text_string(&s.text), NULL);
        n_impossible += p.t.status == DT_EMODEL;
        if (p.t.status != DT_OK && p.t.status != DT_EMODEL)
            complain(&s, seed, p.t.err.text);
        if (p.t.status == DT_EMODEL)
            assert_finding(p.t.diags, "is impossible");
        compare(&s, seed, &p);
        probe_release(&p);
        dt_text_release(&s.text);
    }
    assert_in_range(n_impossible, 1, CASES / 10);
}

/* ---- order
 * ------------------------------------------------------------------------------- */

static probed probe_stated(scene *s)
{
    dt_text_reset(&s->text);
    s->drift = 100;
    for (size_t k = 0; k < s->n_signals; k++) {
        report *const r = &s->report[k];
        r->moves = r->withdrawn = false;
        for (size_t t = 0; t < TYPES; t++)
            r->likely[t] += r->likely[t] == 0; /* nothing is ruled out */
    }
    say(s);
    return assert_probe(dt_text_string(&s->text), NULL);
}

static void order_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES / 5; seed++) {
        scene s = draw(seed);
        probed first = probe_stated(&s);
        for (size_t k = s.n_signals; k > 1; k--) {
            const size_t i = dice_below(&s.d, k);
            const report kept = s.report[k - 1];
            s.report[k - 1] = s.report[i];
            s.report[i] = kept;
        }
        probed second = probe_stated(&s);
        for (uint32_t w = 0; w < first.found->n_worlds; w++)
            if (!is_close(first.found->worlds[w].now, second.found->worlds[w].now))
                complain(&s, seed, "the order matters");
        probe_release(&first);
        probe_release(&second);
        dt_text_release(&s.text);
    }
}

/* ---- chances
 * ------------------------------------------------------------------------------ */

/* Add the weight of a world to the states that are equilibria in it. */
static void solve_world(const dt_findings *found, uint32_t w, double *sum)
{
    dt_ranks *ranks = NULL;
    dt_solution *solution = NULL;
    dt_diags *const diags = dt_diags_new();
    assert_int_equal(
        dt_ranks_new(found->space, &found->worlds[w].cast, diags, &ranks, NULL), DT_OK);
    assert_int_equal(dt_solve(found->space, ranks, NULL, &solution, NULL), DT_OK);
    for (dt_state s = 0; s < dt_space_n_states(found->space); s++)
        for (dt_concept c = 0; c < DT_N_CONCEPTS; c++)
            if (dt_bits_has(dt_solution_equilibria(solution, c), s))
                sum[s * DT_N_CONCEPTS + c] += found->worlds[w].now;
    dt_solution_free(solution);
    dt_ranks_free(ranks);
    dt_diags_free(diags);
}

static void chances_agree(const scene *s, uint64_t seed, const dt_findings *found)
{
    enum { STATES = 6 * 6 * 6 };
    static const double none[DT_N_CONCEPTS];
    double sum[STATES * DT_N_CONCEPTS] = {0};
    const double *told[STATES];
    for (size_t k = 0; k < STATES; k++)
        told[k] = none;
    for (uint32_t w = 0; w < found->n_worlds; w++)
        solve_world(found, w, sum);
    for (uint32_t k = 0; k < found->n_chances; k++)
        told[found->chances[k].state] = found->chances[k].p;
    for (dt_state t = 0; t < dt_space_n_states(found->space); t++)
        for (dt_concept c = 0; c < DT_N_CONCEPTS; c++)
            if (!is_close(told[t][c], sum[t * DT_N_CONCEPTS + c]))
                complain(s, seed, "other chances");
}

static void chances_are_sums_over_worlds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES / 10; seed++) {
        scene s = draw(seed);
        say(&s);
        probed p = probe_text(dt_text_string(&s.text), NULL);
        if (p.found)
            chances_agree(&s, seed, p.found);
        probe_release(&p);
        dt_text_release(&s.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beliefs_are_those_of_bayes),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(chances_are_sums_over_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
