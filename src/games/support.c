/* The polytopes of support.h, one linear program at a time.
 *
 * Where several answers are to be best at once, the first is to be no worse than all
 * and each other one no worse than the first. Differences between payoffs that count as
 * equal are taken for 0: scaled up by the linear program they would be more than noise.
 *
 * Certainty of one type is a corner of the simplex and tried first: few answers that
 * are ever best need more. */
#include "games/support.h"

#include <math.h>

struct dt_support {
    const dt_signalling *s;
    dt_arena *arena;
    dt_polytope *lp;
    uint64_t *all;      /* [n_messages] answers best for some belief; 0: unknown */
    uint64_t *partners; /* [n_messages][most_answers]; 0: unknown */
    const dt_extent **extents; /* [n_messages][most_answers]; NULL: unknown */
};

static uint32_t max_of(uint32_t x, uint32_t y)
{
    return x > y ? x : y;
}

dt_support *dt_support_new(const dt_signalling *s, dt_arena *arena)
{
    dt_support *const support = dt_arena_new(arena, dt_support);
    if (!support)
        return NULL;
    const size_t n = (size_t)s->n_messages * s->most_answers;
    const uint32_t columns = max_of(s->n_types, DT_LOTTERY_ANSWERS);
    const uint32_t rows = max_of(2 * s->most_answers, s->n_types + 1);
    *support = (dt_support){
        .s = s,
        .arena = arena,
        .lp = dt_polytope_new(arena, columns, rows),
        .all = dt_arena_array(arena, uint64_t, s->n_messages),
        .partners = dt_arena_array(arena, uint64_t, n),
        .extents = dt_arena_array(arena, const dt_extent *, n),
    };
    const bool is_whole =
        support->lp && support->all && support->partners && support->extents;
    return is_whole ? support : NULL;
}

const dt_signalling *dt_support_game(const dt_support *support)
{
    return support->s;
}

dt_polytope *dt_support_program(dt_support *support)
{
    return support->lp;
}

/* ---- The program ---------------------------------------------------------------- */

/* By how much answer a to m is better than b when type t has sent it. */
static double lead(const dt_signalling *s, uint32_t t, uint32_t m, uint32_t a,
                   uint32_t b)
{
    const double *const payoff = dt_receives(s, t, m);
    const double by = payoff[a] - payoff[b];
    return fabs(by) <= s->receiver_slack ? 0 : by;
}

/* A row of the linear program: answer a is no worse than b. */
typedef struct contest {
    uint32_t m, a, b;
} contest;

static void add_contest(dt_support *support, uint64_t types, contest it)
{
    double *const row = dt_polytope_row(support->lp, DT_ROW_LEAST, 0);
    uint32_t column = 0;
    for (uint64_t left = types; left; left &= left - 1)
        row[column++] = lead(support->s, dt_lowest_bit(left), it.m, it.a, it.b);
}

static void load(dt_support *support, uint32_t m, uint64_t types, uint64_t answers)
{
    const uint32_t n = dt_popcount(types), first = dt_lowest_bit(answers);
    dt_polytope_begin(support->lp, n);
    double *const sum = dt_polytope_row(support->lp, DT_ROW_EXACT, 1);
    for (uint32_t c = 0; c < n; c++)
        sum[c] = 1;
    for (uint32_t b = 0; b < support->s->n_answers[m]; b++) {
        if (b == first)
            continue;
        add_contest(support, types, (contest){m, first, b});
        if (dt_mask_has(answers, b))
            add_contest(support, types, (contest){m, b, first});
    }
}

/* ---- Is there a belief? --------------------------------------------------------- */

/* The answers to m that are best against type t. */
static uint64_t best_against(const dt_signalling *s, uint32_t m, uint32_t t)
{
    double weight[DT_SIGNALS] = {0};
    weight[t] = 1;
    return dt_signalling_best(s, m, weight);
}

bool dt_support_has(dt_support *support, uint32_t m, uint64_t types, uint64_t answers)
{
    for (uint64_t left = types; left; left &= left - 1)
        if (!(answers & ~best_against(support->s, m, dt_lowest_bit(left))))
            return true;
    load(support, m, types, answers);
    return !dt_polytope_is_empty(support->lp);
}

static uint64_t find_answers(dt_support *support, uint32_t m, uint64_t types)
{
    uint64_t found = 0;
    for (uint64_t left = types; left; left &= left - 1)
        found |= best_against(support->s, m, dt_lowest_bit(left));
    uint64_t others = dt_mask_of(support->s->n_answers[m]) & ~found;
    for (; others; others &= others - 1)
        if (dt_support_has(support, m, types, others & (0 - others)))
            found |= others & (0 - others);
    return found;
}

uint64_t dt_support_answers(dt_support *support, uint32_t m, uint64_t types)
{
    if (types != dt_mask_of(support->s->n_types))
        return find_answers(support, m, types);
    if (!support->all[m])
        support->all[m] = find_answers(support, m, types);
    return support->all[m];
}

static uint64_t find_partners(dt_support *support, uint32_t m, uint32_t a)
{
    const uint64_t types = dt_mask_of(support->s->n_types), one = UINT64_C(1) << a;
    const uint64_t all = dt_support_answers(support, m, types);
    uint64_t found = all & one;
    for (uint64_t left = found ? all & ~one : 0; left; left &= left - 1) {
        const uint64_t other = left & (0 - left);
        if (dt_support_has(support, m, types, one | other))
            found |= other;
    }
    return found;
}

uint64_t dt_support_partners(dt_support *support, uint32_t m, uint32_t a)
{
    uint64_t *const kept = &support->partners[(size_t)m * support->s->most_answers + a];
    if (!*kept)
        *kept = find_partners(support, m, a);
    return *kept;
}

/* ---- How far do beliefs reach? --------------------------------------------------- */

/* A corner where the belief in type t, times the sign, is largest; it counts towards
 * the middle. */
static bool visit(dt_polytope *lp, uint32_t t, double sign, uint32_t n, double *bound,
                  double *middle)
{
    double aim[DT_SIGNALS] = {0}, x[DT_SIGNALS];
    aim[t] = sign;
    if (dt_polytope_best(lp, aim, x) != DT_POLYTOPE_FOUND)
        return false;
    *bound = fmin(x[t], 1);
    for (uint32_t u = 0; u < n; u++)
        middle[u] += x[u] / (2 * n);
    return true;
}

/* Rounding may have left the sum a little off. */
static void normalise(double *belief, uint32_t n)
{
    double sum = 0;
    for (uint32_t t = 0; t < n; t++)
        sum += belief[t];
    for (uint32_t t = 0; t < n; t++)
        belief[t] /= sum;
}

static const dt_extent *find_extent(dt_support *support, uint32_t m, uint64_t answers)
{
    const uint32_t n = support->s->n_types;
    dt_extent *const extent = dt_arena_new(support->arena, dt_extent);
    double *const low = dt_arena_array(support->arena, double, (size_t)3 * n);
    if (!extent || !low)
        return NULL;
    double *const high = low + n, *const middle = high + n;
    load(support, m, dt_mask_of(n), answers);
    *extent = (dt_extent){low, high, middle, 0};
    for (uint32_t t = 0; t < n; t++) {
        if (!visit(support->lp, t, -1, n, &low[t], middle) ||
            !visit(support->lp, t, 1, n, &high[t], middle))
            return NULL;
        extent->width += high[t] - low[t];
    }
    normalise(middle, n);
    return extent;
}

const dt_extent *dt_support_extent(dt_support *support, uint32_t m, uint64_t answers)
{
    if (answers & (answers - 1))
        return find_extent(support, m, answers);
    const dt_extent **const kept =
        &support
             ->extents[(size_t)m * support->s->most_answers + dt_lowest_bit(answers)];
    if (!*kept)
        *kept = find_extent(support, m, answers);
    return *kept;
}
