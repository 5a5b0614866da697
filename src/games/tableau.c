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
 * come out, so they have no row. Each row is what the definitions say:
 *
 *     x[best at set f] = x[before f] + (least before - least at f) - sum of the others
 *     r[s]             = value of its set - values of sets behind s - payoff at s
 *     expected plan    = x + least + z0 * prior
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
#include "games/prior.h"

#include "base/ratio.h"

#include <gmp.h>

typedef struct dt_tableau {
    const dt_prior *prior;
    uint32_t n;        /* rows: pairs, and z0 */
    uint32_t width;    /* columns: n, levels, jitter */
    mpz_t *a;          /* [n][width] */
    mpz_t d;           /* common denominator, above 0 */
    mpz_t left, right; /* scratch */
    uint32_t *basic;   /* [n] unknowns: 2 * pair for x or z0, 2 * pair + 1 for r or u */
    uint32_t *other;   /* [n] of the columns */
    size_t limbs;      /* of the longest entry, at most */
    double work;       /* done so far, about in nanoseconds */
} dt_tableau;

/* What a path may cost before it is left to floating point. */
static const double MOST_WORK = 1e10;

static mpz_t *row_of(const dt_tableau *t, uint32_t row)
{
    return t->a + (size_t)row * t->width;
}

/* ---- Numbers in an arena ----------------------------------------------------------
 */

static mpz_t *new_numbers(dt_arena *arena, size_t n)
{
    mpz_t *const numbers = dt_arena_array(arena, mpz_t, n);
    for (size_t k = 0; numbers && k < n; k++)
        mpz_init(numbers[k]);
    return numbers;
}

static void clear_numbers(mpz_t *numbers, size_t n)
{
    for (size_t k = 0; numbers && k < n; k++)
        mpz_clear(numbers[k]);
}

/* ---- Payoffs as whole numbers ------------------------------------------------------
 */

/* What chance's probability, and what is collected, adds up to, exactly. */
typedef struct dt_exact {
    uint32_t rows, columns;
    mpq_t *payoff[2]; /* [rows][columns] */
} dt_exact;

static mpq_t *new_fractions(dt_arena *arena, size_t n)
{
    mpq_t *const q = dt_arena_array(arena, mpq_t, n);
    for (size_t k = 0; q && k < n; k++)
        mpq_init(q[k]);
    return q;
}

static void clear_fractions(mpq_t *q, size_t n)
{
    for (size_t k = 0; q && k < n; k++)
        mpq_clear(q[k]);
}

/* The end of play at `node` into the cells; `q` is scratch: chance, payoff, a number.
 */
static void add_end(const dt_sequences *form, uint32_t node, dt_exact *exact,
                    mpq_t q[3])
{
    const dt_game *const game = form->game;
    const size_t cell =
        (size_t)form->side[0].at[node] * exact->columns + form->side[1].at[node];
    mpq_set_ui(q[0], 1, 1);
    for (uint32_t n = node; n > 0; n = game->nodes[n].parent) {
        const dt_action *const action = &game->actions[game->nodes[n].action];
        if (!action->chance.text)
            continue;
        dt_ratio_set(q[2], action->chance.text);
        mpq_mul(q[0], q[0], q[2]);
    }
    for (uint32_t i = 0; i < 2; i++) {
        mpq_set_ui(q[1], 0, 1);
        for (uint32_t n = node; n != DT_NONE; n = game->nodes[n].parent)
            if (game->nodes[n].outcome != DT_NONE) {
                dt_ratio_set(q[2],
                             game->outcomes[game->nodes[n].outcome].payoff[i].text);
                mpq_add(q[1], q[1], q[2]);
            }
        mpq_mul(q[1], q[1], q[0]);
        mpq_add(exact->payoff[i][cell], exact->payoff[i][cell], q[1]);
    }
}

/* Times the common denominator: all become whole. */
static void make_whole(mpq_t *q, size_t n)
{
    mpq_t whole;
    mpq_init(whole);
    mpz_set_ui(mpq_numref(whole), 1);
    for (size_t k = 0; k < n; k++)
        mpz_lcm(mpq_numref(whole), mpq_numref(whole), mpq_denref(q[k]));
    for (size_t k = 0; k < n; k++)
        mpq_mul(q[k], q[k], whole);
    mpq_clear(whole);
}

static void fill_exact(const dt_sequences *form, dt_exact *exact)
{
    mpq_t q[3];
    for (uint32_t k = 0; k < 3; k++)
        mpq_init(q[k]);
    for (uint32_t n = 0; n < form->game->n_nodes; n++)
        if (dt_is_terminal(form->game, n))
            add_end(form, n, exact, q);
    for (uint32_t k = 0; k < 3; k++)
        mpq_clear(q[k]);
    for (uint32_t i = 0; i < 2; i++)
        make_whole(exact->payoff[i], (size_t)exact->rows * exact->columns);
}

/* ---- The first tableau --------------------------------------------------------------
 *
 * A *form* is a row: coefficients of the columns, levels and jitter. */

static uint32_t level_column(const dt_tableau *t, uint32_t level)
{
    return t->n + level;
}

static void add_form(const dt_tableau *t, mpz_t *sum, const mpz_t *form,
                     const mpz_t factor)
{
    for (uint32_t c = 0; c < t->width; c++)
        if (mpz_sgn(form[c]) != 0)
            mpz_addmul(sum[c], form[c], factor);
}

static void add_si(mpz_t sum, long more)
{
    if (more >= 0)
        mpz_add_ui(sum, sum, (unsigned long)more);
    else
        mpz_sub_ui(sum, sum, 0 - (unsigned long)more);
}

static bool is_best(const dt_prior *prior, uint32_t i, uint32_t s)
{
    return prior->best[i][prior->form->side[i].fork[s]] == s;
}

/* sum += sign times x of the sequence. */
static void add_x(const dt_tableau *t, uint32_t i, uint32_t s, long sign, mpz_t *sum)
{
    const uint32_t pair = dt_pair_of(t->prior, i, s);
    mpz_set_si(t->left, sign);
    if (is_best(t->prior, i, s))
        add_form(t, sum, row_of(t, pair), t->left);
    else
        add_si(sum[pair], sign);
}

/* The rows of x, from the beginning of play on. */
static void write_plans(dt_tableau *t, uint32_t i)
{
    const dt_side *const side = &t->prior->form->side[i];
    mpz_t whole;
    mpz_init(whole);
    mpz_ui_pow_ui(whole, 2, t->prior->whole_bits[i]);
    mpz_set(row_of(t, dt_pair_of(t->prior, i, 0))[t->n - 1], whole);
    for (uint32_t f = 1; f < side->n_forks; f++) {
        const dt_fork fork = side->forks[f];
        const uint32_t best = t->prior->best[i][f];
        mpz_t *const row = row_of(t, dt_pair_of(t->prior, i, best));
        const uint32_t level = level_column(t, side->length[fork.before] + 1);
        add_x(t, i, fork.before, 1, row);
        mpz_add(row[level], row[level], whole);
        mpz_submul_ui(row[level + 1], whole, fork.n);
        for (uint32_t k = 0; k < fork.n; k++)
            if (fork.first + k != best)
                add_x(t, i, fork.first + k, -1, row);
    }
    mpz_clear(whole);
}

/* The prior's plan at the sequence, times its common denominator. */
static void prior_at(const dt_prior *prior, uint32_t i, uint32_t s, mpz_t product)
{
    const dt_side *const side = &prior->form->side[i];
    uint32_t bits = prior->whole_bits[i];
    mpz_set_ui(product, 1);
    for (; s > 0; s = side->forks[side->fork[s]].before) {
        mpz_mul_ui(product, product, prior->weight[i][s]);
        bits -= prior->bits[i][side->fork[s]];
    }
    mpz_mul_2exp(product, product, bits);
}

/* What is expected of the sequence: x + least + (1 - e - u) * prior. */
static void write_expected(dt_tableau *t, uint32_t i, uint32_t s, mpz_t *form)
{
    const uint32_t length = t->prior->form->side[i].length[s];
    for (uint32_t c = 0; c < t->width; c++)
        mpz_set_ui(form[c], 0);
    add_x(t, i, s, 1, form);
    prior_at(t->prior, i, s, t->left);
    mpz_sub(form[t->n - 1], form[t->n - 1], t->left);
    mpz_add(form[level_column(t, 0)], form[level_column(t, 0)], t->left);
    mpz_sub(form[level_column(t, 1)], form[level_column(t, 1)], t->left);
    mpz_ui_pow_ui(t->left, 2, t->prior->whole_bits[i]);
    mpz_t *const least = &form[level_column(t, length + 1)];
    mpz_add(*least, *least, t->left);
}

/* What each sequence of side i gets: behind is [n_sequences][width], zeroed. */
static void write_gains(dt_tableau *t, uint32_t i, const dt_exact *exact, mpz_t *behind,
                        mpz_t *form)
{
    const dt_sequences *const forms = t->prior->form;
    for (uint32_t o = 0; o < forms->side[1 - i].n_sequences; o++) {
        write_expected(t, 1 - i, o, form);
        for (uint32_t s = 0; s < forms->side[i].n_sequences; s++) {
            const size_t cell =
                i ? (size_t)o * exact->columns + s : (size_t)s * exact->columns + o;
            const mpz_t *const payoff = &mpq_numref(exact->payoff[i][cell]);
            if (mpz_sgn(*payoff) != 0)
                add_form(t, behind + (size_t)s * t->width, form, *payoff);
        }
    }
}

/* The rows of r, from the end of play back. */
static void write_regrets(dt_tableau *t, uint32_t i, mpz_t *behind)
{
    const dt_side *const side = &t->prior->form->side[i];
    mpz_t one, minus;
    mpz_init_set_si(one, 1);
    mpz_init_set_si(minus, -1);
    for (uint32_t f = side->n_forks; f-- > 0;) {
        const dt_fork fork = side->forks[f];
        const uint32_t best = t->prior->best[i][f];
        mpz_t *const value = behind + (size_t)best * t->width;
        mpz_t *const entry = &value[dt_pair_of(t->prior, i, best)];
        mpz_add(*entry, *entry, one);
        for (uint32_t s = fork.first; s < fork.first + fork.n; s++)
            if (s != best) {
                mpz_t *const row = row_of(t, dt_pair_of(t->prior, i, s));
                add_form(t, row, value, one);
                add_form(t, row, behind + (size_t)s * t->width, minus);
            }
        if (f > 0)
            add_form(t, behind + (size_t)fork.before * t->width, value, one);
    }
    mpz_clear(one);
    mpz_clear(minus);
}

static void write_basis(dt_tableau *t)
{
    const dt_prior *const prior = t->prior;
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t s = 0; s < prior->form->side[i].n_sequences; s++) {
            const uint32_t pair = dt_pair_of(prior, i, s);
            t->basic[pair] = 2 * pair + !is_best(prior, i, s);
            t->other[pair] = t->basic[pair] ^ 1;
        }
    t->basic[t->n - 1] = 2 * (t->n - 1);
    t->other[t->n - 1] = 2 * (t->n - 1) + 1;
}

/* z0 = 1 - e - u; and the jitter of every row. */
static void write_rest(dt_tableau *t)
{
    mpz_t *const last = row_of(t, t->n - 1);
    mpz_set_si(last[t->n - 1], -1);
    mpz_set_si(last[level_column(t, 0)], 1);
    mpz_set_si(last[level_column(t, 1)], -1);
    for (uint32_t r = 0; r < t->n; r++)
        mpz_set_ui(row_of(t, r)[t->width - 1], dt_prior_jitter(r));
}

static bool write_side(dt_tableau *t, uint32_t i, const dt_exact *exact, mpz_t *form)
{
    dt_arena scratch = {0};
    const size_t n = (size_t)t->prior->form->side[i].n_sequences * t->width;
    mpz_t *const behind = new_numbers(&scratch, n);
    if (behind) {
        write_gains(t, i, exact, behind, form);
        write_regrets(t, i, behind);
    }
    clear_numbers(behind, n);
    dt_arena_release(&scratch);
    return behind;
}

static bool write_tableau(dt_tableau *t, const dt_exact *exact)
{
    dt_arena scratch = {0};
    mpz_t *const form = new_numbers(&scratch, t->width);
    write_basis(t);
    write_plans(t, 0);
    write_plans(t, 1);
    const bool ready =
        form && write_side(t, 0, exact, form) && write_side(t, 1, exact, form);
    write_rest(t);
    clear_numbers(form, t->width);
    dt_arena_release(&scratch);
    return ready;
}

/* From the game to the tableau. */
static bool begin(dt_tableau *t)
{
    const dt_sequences *const form = t->prior->form;
    dt_arena scratch = {0};
    dt_exact exact = {form->side[0].n_sequences, form->side[1].n_sequences, {NULL}};
    const size_t n = (size_t)exact.rows * exact.columns;
    for (uint32_t i = 0; i < 2; i++)
        exact.payoff[i] = new_fractions(&scratch, n);
    bool ready = exact.payoff[0] && exact.payoff[1];
    if (ready) {
        fill_exact(form, &exact);
        ready = write_tableau(t, &exact);
    }
    for (uint32_t i = 0; i < 2; i++)
        clear_fractions(exact.payoff[i], n);
    dt_arena_release(&scratch);
    return ready;
}

/* ---- Pivoting
 * ------------------------------------------------------------------------ */

/* True when the row's first level that is not 0 is above 0. */
static bool is_feasible(const dt_tableau *t, uint32_t row)
{
    const mpz_t *const a = row_of(t, row);
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
            mpz_neg(nudge, row_of(t, row)[c]);
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
        const bool is_r = pair + 1 < t->n && !is_best(t->prior, i, s);
        nudge_of(t, one, 2 * pair + is_r, p);
        nudge_of(t, two, 2 * pair + is_r, q);
        sign = compare(t, p, row_of(t, one)[column], q, row_of(t, two)[column]);
    }
    mpz_clear(p);
    mpz_clear(q);
    return sign;
}

/* Whether row `one` is driven to 0 before row `two`. */
static bool is_before(dt_tableau *t, uint32_t one, uint32_t two, uint32_t column)
{
    const mpz_t *const a = row_of(t, one), *const b = row_of(t, two);
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
        if (mpz_sgn(row_of(t, r)[column]) < 0 &&
            (first == DT_NONE || is_before(t, r, first, column)))
            first = r;
    return first;
}

/* One row that is not the pivot's: entries become minors of one order more. */
static void pivot_row(dt_tableau *t, mpz_t *a, const mpz_t *pivot, uint32_t column)
{
    const mpz_t *const by = &pivot[column];
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
    mpz_t *const pivot = row_of(t, row);
    for (uint32_t r = 0; r < t->n; r++)
        if (r != row)
            pivot_row(t, row_of(t, r), pivot, column);
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
            path->plan[i][(size_t)s * n_levels + l] +=
                part_of(t, row_of(t, r)[level_column(t, l)], prior->whole_bits[i]);
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
    if (!begin(t))
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
    t.a = new_numbers(&scratch, cells);
    t.basic = dt_arena_array(&scratch, uint32_t, n);
    t.other = dt_arena_array(&scratch, uint32_t, n);
    mpz_init_set_ui(t.d, 1);
    mpz_init(t.left);
    mpz_init(t.right);
    status =
        t.a && t.basic && t.other ? travel(&t, arena, path, err) : dt_fail_memory(err);
    clear_numbers(t.a, cells);
    mpz_clear(t.d);
    mpz_clear(t.left);
    mpz_clear(t.right);
    dt_arena_release(&scratch);
    return status;
}
