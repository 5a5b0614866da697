/* Lemke's path in whole numbers.
 *
 * The unknowns come in pairs of which one is 0: what a sequence has beyond the least it
 * must have (x), and by how much it falls behind (r). One more pair is z0, the weight
 * of the prior in what players expect, and u = 1 - e - z0. The tableau writes one
 * unknown of each pair in terms of the others:
 *
 *                     others, one for each pair    levels, jitter
 *     D * basic[0]  =  a[0][0] ... a[0][n]          a[0][n + 1] ...
 *     ...
 *     D * basic[n]  =  a[n][0] ... a[n][n]          a[n][n + 1] ...
 *
 * In the beginning all u, x of what is not best against the prior and r of what is best
 * are 0, and D = 1. The values of sets, which may have any sign, are put in and never
 * come out, so they have no row. (The rows are
 * written in opening.c.)
 *
 * First u grows. What it drives to 0 leaves the basis and its partner enters, and so
 * on, until z0 leaves: then players expect what they do. Which unknown is driven to 0
 * first is decided by its coefficients at all powers of e, then by the jitter, then by
 * the unknowns of the first basis, so never by chance: a state of the path cannot come
 * back, and the path ends (Lemke 1965; von Stengel, van den Elzen and Talman 2002, for
 * the prior; Miltersen and Sorensen 2010, for the least probabilities).
 *
 * All entries are minors of the first tableau, so that each pivot divides by the D
 * before it without remainder (Edmonds 1967, Bareiss 1968) and numbers stay as short as
 * they can be. GMP ends the program where it finds no memory; so before each pivot it
 * is worked out how much memory there could be needed at most. */
#include "games/tableau.h"

#include "base/ratio.h"

/* What a path may cost before it is left to floating point. */
static const double MOST_WORK = 4e9;

/* ---- Pivoting
 * ------------------------------------------------------------------------ */

/* True when the row's first level that is not 0 is above 0. */
static bool is_feasible(const dt_tableau *t, uint32_t row)
{
    mpz_t *const a = dt_tableau_row(t, row);
    for (uint32_t c = t->n; c < t->width; c++)
        if (mpz_sgn(a[c]) != 0)
            return mpz_sgn(a[c]) > 0;
    return false;
}

/* The sign of p / -a[one] - q / -a[two], where both divisors are above 0. */
static int compare(dt_tableau *t, const mpz_t p, const mpz_t one, const mpz_t q,
                   const mpz_t two)
{
    mpz_mul(t->left, p, two);
    mpz_mul(t->right, q, one);
    return mpz_cmp(t->right, t->left);
}

/* What moves the row when the first basis's unknown of the pair is moved a little. */
static void nudge_of(const dt_tableau *t, uint32_t row, uint32_t first, mpz_t nudge)
{
    mpz_set_ui(nudge, 0);
    if (t->basic[row] == first)
        mpz_set(nudge, t->d);
    for (uint32_t c = 0; c < t->n; c++)
        if (t->other[c] == first)
            mpz_neg(nudge, dt_tableau_row(t, row)[c]);
}

/* Whether all levels of two rows are tied: the first basis decides. */
static int break_tie(dt_tableau *t, uint32_t one, uint32_t two, uint32_t column)
{
    int sign = 0;
    mpz_t p, q;
    mpz_init(p);
    mpz_init(q);
    for (uint32_t pair = 0; pair < t->n && sign == 0; pair++) {
        const uint32_t i = pair >= t->prior->form->side[0].n_sequences;
        const uint32_t s = pair - (i ? t->prior->form->side[0].n_sequences : 0);
        const bool is_r = pair + 1 < t->n && !dt_is_best(t->prior, i, s);
        nudge_of(t, one, 2 * pair + is_r, p);
        nudge_of(t, two, 2 * pair + is_r, q);
        sign = compare(t, p, dt_tableau_row(t, one)[column], q,
                       dt_tableau_row(t, two)[column]);
    }
    mpz_clear(p);
    mpz_clear(q);
    return sign;
}

/* Whether row `one` is driven to 0 before row `two`. */
static bool is_before(dt_tableau *t, uint32_t one, uint32_t two, uint32_t column)
{
    mpz_t *const a = dt_tableau_row(t, one), *const b = dt_tableau_row(t, two);
    int sign = 0;
    for (uint32_t c = t->n; c < t->width && sign == 0; c++)
        sign = compare(t, a[c], a[column], b[c], b[column]);
    return (sign ? sign : break_tie(t, one, two, column)) < 0;
}

/* The row that is driven to 0 first when the column's unknown grows; DT_NONE: none. */
static uint32_t blocking_row(dt_tableau *t, uint32_t column)
{
    uint32_t first = DT_NONE;
    for (uint32_t r = 0; r < t->n; r++)
        if (mpz_sgn(dt_tableau_row(t, r)[column]) < 0 &&
            (first == DT_NONE || is_before(t, r, first, column)))
            first = r;
    return first;
}

/* One row that is not the pivot's: entries become minors of one order more. */
static void pivot_row(dt_tableau *t, mpz_t *a, mpz_t *pivot, uint32_t column)
{
    mpz_t *const by = &pivot[column];
    for (uint32_t c = 0; c < t->width; c++) {
        if (c == column)
            continue;
        mpz_mul(t->left, a[column], pivot[c]);
        mpz_submul(t->left, a[c], *by);
        mpz_divexact(a[c], t->left, t->d);
        const size_t limbs = mpz_size(a[c]);
        t->limbs = limbs > t->limbs ? limbs : t->limbs;
    }
    mpz_neg(a[column], a[column]);
}

/* The row's unknown and the column's change places. */
static void pivot(dt_tableau *t, uint32_t row, uint32_t column)
{
    mpz_t *const pivot = dt_tableau_row(t, row);
    for (uint32_t r = 0; r < t->n; r++)
        if (r != row)
            pivot_row(t, dt_tableau_row(t, r), pivot, column);
    mpz_swap(pivot[column], t->d);
    mpz_neg(pivot[column], pivot[column]);
    mpz_neg(t->d, t->d);
    const uint32_t out = t->basic[row];
    t->basic[row] = t->other[column];
    t->other[column] = out;
    const double cells = (double)t->n * t->width, limbs = (double)t->limbs;
    t->work += cells * (30 + 3 * limbs * limbs);
}

/* Whether one more pivot may take more memory or time than there is. */
static bool is_too_large(const dt_tableau *t, uint64_t memory)
{
    const double cells = (double)t->n * t->width;
    const double limbs = 2 * (double)t->limbs + 4;
    const double each = sizeof(mpz_t) + limbs * sizeof(mp_limb_t);
    return cells * each > (double)memory || t->work > MOST_WORK;
}

static uint32_t column_of(const dt_tableau *t, uint32_t unknown)
{
    uint32_t c = 0;
    while (t->other[c] != unknown)
        c++;
    return c;
}

/* From the first tableau to the end of the path. */
static dt_status follow(dt_tableau *t, dt_path *path, dt_error *err)
{
    enum { ASK = 16 };
    const uint32_t z0 = 2 * (t->n - 1);
    uint32_t entering = z0 + 1, leaving = DT_NONE;
    for (; leaving != z0; entering = leaving ^ 1) {
        if (path->n_steps % ASK == 0)
            DT_TRY(dt_watch(path->monitor, "pivoting", -1, err));
        const uint32_t column = column_of(t, entering);
        const uint32_t row = blocking_row(t, column);
        path->end = row == DT_NONE || t->basic[row] == z0 + 1 ? DT_PATH_LOST
                    : is_too_large(t, path->memory)           ? DT_PATH_LARGE
                    : path->n_steps >= path->most_steps       ? DT_PATH_STEPS
                                                              : DT_PATH_FOUND;
        if (path->end != DT_PATH_FOUND)
            return DT_OK;
        leaving = t->basic[row];
        pivot(t, row, column);
        path->n_steps++;
    }
    return DT_OK;
}

/* ---- The end of the path ----------------------------------------------------------
 */

/* The part that a number is of D times the plan's common denominator. */
static double part_of(const dt_tableau *t, const mpz_t number, uint32_t bits)
{
    mpq_t q;
    mpq_init(q);
    mpz_set(mpq_numref(q), number);
    mpz_mul_2exp(mpq_denref(q), t->d, bits);
    mpq_canonicalize(q);
    const double part = dt_ratio_double(q);
    mpq_clear(q);
    return part;
}

/* Plans: x, and the least that every sequence has. */
static bool read_plans(const dt_tableau *t, dt_arena *arena, dt_path *path)
{
    const dt_prior *const prior = t->prior;
    const uint32_t n_levels = prior->n_levels;
    for (uint32_t i = 0; i < 2; i++) {
        const dt_side *const side = &prior->form->side[i];
        path->plan[i] =
            dt_arena_alloc(arena, side->n_sequences, n_levels * sizeof(double));
        if (!path->plan[i])
            return false;
        for (uint32_t s = 0; s < side->n_sequences; s++)
            path->plan[i][(size_t)s * n_levels + side->length[s] + 1] = 1;
    }
    for (uint32_t r = 0; r < t->n; r++) {
        const uint32_t pair = t->basic[r] / 2;
        const uint32_t i = pair >= prior->form->side[0].n_sequences;
        const uint32_t s = pair - (i ? prior->form->side[0].n_sequences : 0);
        for (uint32_t l = 0; l < n_levels && t->basic[r] % 2 == 0; l++)
            path->plan[i][(size_t)s * n_levels + l] += part_of(
                t, dt_tableau_row(t, r)[dt_tableau_level(t, l)], prior->whole_bits[i]);
    }
    return true;
}

static size_t longest_entry(const dt_tableau *t)
{
    size_t longest = 0;
    for (size_t k = 0; k < (size_t)t->n * t->width; k++)
        longest = mpz_size(t->a[k]) > longest ? mpz_size(t->a[k]) : longest;
    return longest;
}

/* From a whole tableau to plans. */
static dt_status travel(dt_tableau *t, dt_arena *arena, dt_path *path, dt_error *err)
{
    if (!dt_tableau_begin(t))
        return dt_fail_memory(err);
    t->limbs = longest_entry(t);
    for (uint32_t r = 0; r < t->n; r++)
        if (!is_feasible(t, r)) {
            path->end = DT_PATH_TIED;
            return DT_OK;
        }
    DT_TRY(follow(t, path, err));
    if (path->end == DT_PATH_FOUND && !read_plans(t, arena, path))
        return dt_fail_memory(err);
    return DT_OK;
}

dt_status dt_path_exact(const dt_prior *prior, dt_arena *arena, dt_path *path,
                        dt_error *err)
{
    const uint32_t n = prior->n_pairs + 1, width = n + prior->n_levels + 1;
    const size_t cells = (size_t)n * width;
    dt_arena scratch = {0};
    dt_tableau t = {.prior = prior, .n = n, .width = width};
    dt_status status = DT_OK;
    /* The tableau, as much while it is written, and the payoffs. */
    if ((double)cells * 4 * (sizeof(mpq_t) + 4 * sizeof(mp_limb_t)) >
        (double)path->memory) {
        path->end = DT_PATH_LARGE;
        return DT_OK;
    }
    t.a = dt_numbers_new(&scratch, cells);
    t.basic = dt_arena_array(&scratch, uint32_t, n);
    t.other = dt_arena_array(&scratch, uint32_t, n);
    mpz_init_set_ui(t.d, 1);
    mpz_init(t.left);
    mpz_init(t.right);
    status =
        t.a && t.basic && t.other ? travel(&t, arena, path, err) : dt_fail_memory(err);
    dt_numbers_clear(t.a, cells);
    mpz_clear(t.d);
    mpz_clear(t.left);
    mpz_clear(t.right);
    dt_arena_release(&scratch);
    return status;
}
