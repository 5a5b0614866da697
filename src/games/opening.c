/* The first tableau of Lemke's path: what the definitions say, row by row.
 *
 *     x[best at set f] = x[before f] + (least before - least at f) - sum of the others
 *     r[s]             = value of its set - values of sets behind s - payoff at s
 *     expected plan    = x + least + (1 - e - u) * prior
 *
 * The x of what is best in a set, and the r of what is not, are on the left; the values
 * of sets are put in and go. Coefficients become whole by taking plans times a common
 * denominator of the prior's, and payoffs times one of theirs, which changes neither
 * who is best nor by how much in proportion. */
#include "games/tableau.h"

#include "base/ratio.h"

/* ---- Numbers in an arena ----------------------------------------------------------
 */

mpz_t *dt_numbers_new(dt_arena *arena, size_t n)
{
    mpz_t *const numbers = dt_arena_array(arena, mpz_t, n);
    for (size_t k = 0; numbers && k < n; k++)
        mpz_init(numbers[k]);
    return numbers;
}

void dt_numbers_clear(mpz_t *numbers, size_t n)
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

static void add_form(const dt_tableau *t, mpz_t *sum, mpz_t *form, const mpz_t factor)
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

/* sum += sign times x of the sequence. */
static void add_x(dt_tableau *t, uint32_t i, uint32_t s, long sign, mpz_t *sum)
{
    const uint32_t pair = dt_pair_of(t->prior, i, s);
    mpz_set_si(t->left, sign);
    if (dt_is_best(t->prior, i, s))
        add_form(t, sum, dt_tableau_row(t, pair), t->left);
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
    mpz_set(dt_tableau_row(t, dt_pair_of(t->prior, i, 0))[t->n - 1], whole);
    for (uint32_t f = 1; f < side->n_forks; f++) {
        const dt_fork fork = side->forks[f];
        const uint32_t best = t->prior->best[i][f];
        mpz_t *const row = dt_tableau_row(t, dt_pair_of(t->prior, i, best));
        const uint32_t level = dt_tableau_level(t, side->length[fork.before] + 1);
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
    mpz_add(form[dt_tableau_level(t, 0)], form[dt_tableau_level(t, 0)], t->left);
    mpz_sub(form[dt_tableau_level(t, 1)], form[dt_tableau_level(t, 1)], t->left);
    mpz_ui_pow_ui(t->left, 2, t->prior->whole_bits[i]);
    mpz_t *const least = &form[dt_tableau_level(t, length + 1)];
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
            mpz_set(t->left, mpq_numref(exact->payoff[i][cell]));
            if (mpz_sgn(t->left) != 0)
                add_form(t, behind + (size_t)s * t->width, form, t->left);
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
                mpz_t *const row = dt_tableau_row(t, dt_pair_of(t->prior, i, s));
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
            t->basic[pair] = 2 * pair + !dt_is_best(prior, i, s);
            t->other[pair] = t->basic[pair] ^ 1;
        }
    t->basic[t->n - 1] = 2 * (t->n - 1);
    t->other[t->n - 1] = 2 * (t->n - 1) + 1;
}

/* z0 = 1 - e - u; and the jitter of every row. */
static void write_rest(dt_tableau *t)
{
    mpz_t *const last = dt_tableau_row(t, t->n - 1);
    mpz_set_si(last[t->n - 1], -1);
    mpz_set_si(last[dt_tableau_level(t, 0)], 1);
    mpz_set_si(last[dt_tableau_level(t, 1)], -1);
    for (uint32_t r = 0; r < t->n; r++)
        mpz_set_ui(dt_tableau_row(t, r)[t->width - 1], dt_prior_jitter(r));
}

static bool write_side(dt_tableau *t, uint32_t i, const dt_exact *exact, mpz_t *form)
{
    dt_arena scratch = {0};
    const size_t n = (size_t)t->prior->form->side[i].n_sequences * t->width;
    mpz_t *const behind = dt_numbers_new(&scratch, n);
    if (behind) {
        write_gains(t, i, exact, behind, form);
        write_regrets(t, i, behind);
    }
    dt_numbers_clear(behind, n);
    dt_arena_release(&scratch);
    return behind;
}

static bool write_tableau(dt_tableau *t, const dt_exact *exact)
{
    dt_arena scratch = {0};
    mpz_t *const form = dt_numbers_new(&scratch, t->width);
    write_basis(t);
    write_plans(t, 0);
    write_plans(t, 1);
    const bool ready =
        form && write_side(t, 0, exact, form) && write_side(t, 1, exact, form);
    write_rest(t);
    dt_numbers_clear(form, t->width);
    dt_arena_release(&scratch);
    return ready;
}

/* From the game to the tableau. */
bool dt_tableau_begin(dt_tableau *t)
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
