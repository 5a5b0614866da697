/* From the fallback, share 0 for all, each step goes to the mean over the parties of
 * the lottery that is best for one while the others get what they have.
 *
 * For two parties the best lotteries lie on the upper right side of the convex hull of
 * all packages, and a binary search finds the edge:
 *
 *      y |   3                 vertices in descending order of x; the best x for a
 *        |     ` .2            given y is on the edge 1-2 when y lies between the two
 *        |        `\           (the vertex 0 itself when y is below all)
 *        |          1
 *        |          0
 *        +------------- x
 *
 * For more parties a linear program finds them (simplex.h), or for one, whose best
 * needs no lottery. Several lotteries may be best even for the sum of the others; then
 * the program takes what it meets first. So that this depends on what packages are
 * worth alone, and not on how many there are of a kind or how they are numbered, it is
 * asked about points: one for all packages that are alike, in descending order. Each
 * step leaves less of what could be gained, by a constant factor at least for a
 * frontier of facets; STEPS are more than enough for ten parties. */
#include "deals/raiffa.h"

#include "base/fail.h"
#include "base/list.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

enum { K = DT_CLOUD_PARTIES, STEPS = 2000 };

/* Steps as they are made. */
typedef struct walk {
    const dt_shares *shares;
    uint32_t *hull; /* two parties: packages, by descending share of party 0 */
    uint32_t n_hull;
    const uint32_t *package; /* what each of the shares' packages is; NULL: itself */
    dt_basis basis[K];       /* of the lottery that is best for each party */
    double here[K];
} walk;

/* ---- two parties ------------------------------------------------------------ */

/* True when b is not above the line from a to c: x descends from a to c. */
static bool bends_in(const dt_shares *s, uint32_t a, uint32_t b, uint32_t c)
{
    const double *const x = s->column[0], *const y = s->column[1];
    return (x[a] - x[b]) * (y[c] - y[b]) >= (y[b] - y[a]) * (x[b] - x[c]);
}

static void add_to_hull(walk *w, uint32_t p)
{
    const double *const y = w->shares->column[1];
    if (w->n_hull > 0 && y[p] <= y[w->hull[w->n_hull - 1]])
        return;
    while (w->n_hull > 1 &&
           bends_in(w->shares, w->hull[w->n_hull - 2], w->hull[w->n_hull - 1], p))
        w->n_hull--;
    w->hull[w->n_hull++] = p;
}

/* Shares from 0 to 1 as keys that ascend where x, and then y, descends. */
static uint64_t key_of(double share)
{
    uint64_t bits;
    memcpy(&bits, &share, sizeof bits);
    return ~bits;
}

static bool find_hull(walk *w, dt_arena *arena)
{
    const uint32_t n = w->shares->n;
    dt_keyed *const keyed = dt_arena_array(arena, dt_keyed, 2 * (size_t)n);
    w->hull = dt_arena_array(arena, uint32_t, n);
    if (!keyed || !w->hull)
        return false;
    for (uint32_t p = 0; p < n; p++)
        keyed[p] = (dt_keyed){key_of(w->shares->column[1][p]), p};
    dt_sort_keyed(keyed, keyed + n, n);
    for (uint32_t p = 0; p < n; p++)
        keyed[p].key = key_of(w->shares->column[0][keyed[p].value]);
    dt_sort_keyed(keyed, keyed + n, n);
    for (uint32_t p = 0; p < n; p++)
        add_to_hull(w, keyed[p].value);
    return true;
}

/* A lottery of two packages, of which party m gets `wanted`. */
static void mix(const dt_shares *s, uint32_t m, double wanted, dt_basis *basis)
{
    const double first = s->column[m][basis->at[0]],
                 second = s->column[m][basis->at[1]];
    const double part = second == first ? 0 : (wanted - first) / (second - first);
    basis->x[1] = part < 0 ? 0 : part > 1 ? 1 : part;
    basis->x[0] = 1 - basis->x[1];
}

/* How many vertices come before those that give party 1 at least y. */
static uint32_t count_below(const walk *w, double y)
{
    uint32_t from = 0, to = w->n_hull;
    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;
        if (w->shares->column[1][w->hull[middle]] < y)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* How many vertices give party 0 at least x. */
static uint32_t count_above(const walk *w, double x)
{
    uint32_t from = 0, to = w->n_hull;
    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;
        if (w->shares->column[0][w->hull[middle]] >= x)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void best_on_hull(walk *w, uint32_t i)
{
    const uint32_t edge =
        i == 0 ? count_below(w, w->here[1]) : count_above(w, w->here[0]);
    const uint32_t last = w->n_hull - 1;
    w->basis[i].at[0] = w->hull[edge == 0 ? 0 : edge - 1];
    w->basis[i].at[1] = w->hull[edge > last ? last : edge];
    mix(w->shares, 1 - i, w->here[1 - i], &w->basis[i]);
}

/* ---- more parties ----------------------------------------------------------- */

static bool is_alike(const dt_shares *s, uint32_t a, uint32_t b)
{
    bool alike = true;
    for (uint32_t m = 0; m < s->k && alike; m++)
        alike = s->column[m][a] == s->column[m][b];
    return alike;
}

/* All packages, by descending share of the first party, then of the second and so on.
 */
static uint32_t *order_of(const dt_shares *s, dt_arena *arena)
{
    uint64_t *const key = dt_arena_array(arena, uint64_t, s->n);
    uint32_t *const order = dt_arena_array(arena, uint32_t, s->n);
    uint32_t *const scratch = dt_arena_array(arena, uint32_t, s->n);
    if (!key || !order || !scratch)
        return NULL;
    for (uint32_t p = 0; p < s->n; p++)
        order[p] = p;
    for (uint32_t m = s->k; m-- > 0;) {
        for (uint32_t p = 0; p < s->n; p++)
            key[p] = key_of(s->column[m][p]);
        dt_sort_by_key(key, order, scratch, s->n);
    }
    return order;
}

static bool set_points(walk *w, const dt_shares *s, dt_arena *arena, dt_shares *points)
{
    uint32_t *const package = order_of(s, arena);
    uint32_t n = 0;
    for (uint32_t p = 0; package && p < s->n; p++)
        if (n == 0 || !is_alike(s, package[n - 1], package[p]))
            package[n++] = package[p];
    *points = (dt_shares){.k = s->k, .n = n, .monitor = s->monitor};
    for (uint32_t m = 0; package && m < s->k; m++) {
        double *const column = dt_arena_array(arena, double, n);
        if (!column)
            return false;
        for (uint32_t p = 0; p < n; p++)
            column[p] = s->column[m][package[p]];
        points->column[m] = column;
    }
    w->shares = points;
    w->package = package;
    return package;
}

/* ---- steps ------------------------------------------------------------------ */

static dt_simplex_end best_for(walk *w, uint32_t i)
{
    if (w->shares->k != 2)
        return dt_simplex_best(w->shares, i, w->here, &w->basis[i]);
    best_on_hull(w, i);
    return DT_SIMPLEX_FOUND;
}

/* The best for all parties from where we are, and what is left. */
static dt_simplex_end look_around(walk *w, double *left)
{
    *left = 0;
    for (uint32_t i = 0; i < w->shares->k; i++) {
        const dt_simplex_end end = best_for(w, i);
        if (end != DT_SIMPLEX_FOUND)
            return end;
        const double more = dt_simplex_share(w->shares, &w->basis[i], i) - w->here[i];
        *left = more > *left ? more : *left;
    }
    return DT_SIMPLEX_FOUND;
}

static void go_to_mean(walk *w)
{
    double sum[K] = {0};
    for (uint32_t i = 0; i < w->shares->k; i++)
        for (uint32_t m = 0; m < w->shares->k; m++)
            sum[m] += dt_simplex_share(w->shares, &w->basis[i], m);
    for (uint32_t m = 0; m < w->shares->k; m++)
        w->here[m] = sum[m] / w->shares->k;
}

/* As long as something is left; false when memory is out. */
static bool walk_on(walk *w, dt_arena *arena, dt_list *steps, dt_raiffa *raiffa,
                    dt_simplex_end *end)
{
    const size_t width = w->shares->k * sizeof(double);
    for (uint32_t n = 0; n < STEPS; n++) {
        const double before = raiffa->left;
        *end = look_around(w, &raiffa->left);
        if (*end != DT_SIMPLEX_FOUND)
            raiffa->left = before;
        if (*end != DT_SIMPLEX_FOUND || raiffa->left <= DT_RAIFFA_LEFT)
            return true;
        go_to_mean(w);
        double *const step = dt_list_add(steps, arena, width);
        if (!step)
            return false;
        memcpy(step, w->here, width);
    }
    return true;
}

/* ---- the answer ------------------------------------------------------------- */

static void put_in_order(uint32_t *package, double *probability, uint32_t n)
{
    for (uint32_t k = 1; k < n; k++)
        for (uint32_t at = k; at > 0 && package[at - 1] > package[at]; at--) {
            const uint32_t p = package[at];
            const double x = probability[at];
            package[at] = package[at - 1];
            probability[at] = probability[at - 1];
            package[at - 1] = p;
            probability[at - 1] = x;
        }
}

/* The lottery that is best for the first party: at the limit it gives all what they
 * have there. */
static bool tell_lottery(const walk *w, dt_arena *arena, dt_lottery *lottery)
{
    const dt_basis *const basis = &w->basis[0];
    uint32_t *const package = dt_arena_array(arena, uint32_t, K);
    double *const probability = dt_arena_array(arena, double, K);
    if (!package || !probability)
        return false;
    uint32_t n = 0;
    for (uint32_t c = 0; c < w->shares->k; c++)
        if (basis->at[c] < w->shares->n && basis->x[c] > DT_RAIFFA_LEFT) {
            package[n] = w->package ? w->package[basis->at[c]] : basis->at[c];
            probability[n++] = basis->x[c];
        }
    put_in_order(package, probability, n);
    *lottery = (dt_lottery){n, package, probability};
    return true;
}

static bool tell(const walk *w, const dt_list *steps, dt_arena *arena,
                 dt_raiffa *raiffa)
{
    double *const limit = dt_arena_array(arena, double, K);
    if (!limit)
        return false;
    memcpy(limit, w->here, sizeof w->here);
    raiffa->n_steps = (uint32_t)steps->n;
    raiffa->step_gain = steps->items;
    raiffa->limit_gain = limit;
    raiffa->converged = raiffa->left <= DT_RAIFFA_LEFT;
    return !raiffa->converged || tell_lottery(w, arena, &raiffa->lottery);
}

dt_status dt_raiffa_find(const dt_shares *shares, dt_arena *arena, dt_raiffa *raiffa,
                         dt_error *err)
{
    walk w = {.shares = shares};
    dt_shares points;
    dt_list steps = {0};
    dt_simplex_end end = DT_SIMPLEX_FOUND;
    dt_raiffa draft = {.left = 1};
    if (shares->k == 2 ? !find_hull(&w, arena)
                       : !set_points(&w, shares, arena, &points))
        return dt_fail_memory(err);
    for (uint32_t i = 0; i < shares->k; i++)
        dt_simplex_begin(w.shares, i, &w.basis[i]);
    if (!walk_on(&w, arena, &steps, &draft, &end))
        return dt_fail_memory(err);
    if (end == DT_SIMPLEX_STOPPED)
        return dt_fail_plainly(err, DT_ESTOPPED);
    if (!tell(&w, &steps, arena, &draft))
        return dt_fail_memory(err);
    *raiffa = draft;
    return DT_OK;
}
