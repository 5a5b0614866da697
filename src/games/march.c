/* Lemke's path in floating point, for games of any size.
 *
 * The path is that of tableau.c, but the tableau is never written down: of it only the
 * column that enters and the levels are needed, and these come from the data of the
 * game by dividing by the basis, a sparse matrix (the revised method). The unknowns are
 * those of tableau.c and the values of sets, p, which are in the basis from beginning
 * to end:
 *
 *     rows of sequences    r - (value of its set - values of sets behind) + A x - A t u
 *                              = -A (least) - (1 - e) A t
 *     rows of sets         x of its sequences - x before = least before - least at it
 *                          x of the empty sequence - u   = 0
 *     the last row         z0 + u = 1 - e
 *
 * where t is the prior, A what each sequence gets from the other player's, in parts of
 * the range of payoffs. A change of the basis is a factor more; after REFRESH of them,
 * or when they have become long, the basis is factorised anew and the levels are worked
 * out again from the data, so that rounding does not add up.
 *
 * A tie is what differs by less than rounding may have made of it: TIE. Whoever takes
 * two numbers for equal that are not, or the other way round, may be led astray. So the
 * caller asks for the residual of what comes out, which knows nothing of all this. */
#include "games/factors.h"
#include "games/prior.h"

#include <math.h>
#include <string.h>

/* Below PIVOT there is no pivot, below ZERO nothing, below TIE no difference; below
 * NEGATIVE a level 0 is no rounding any more. */
static const double PIVOT = 1e-8, ZERO = 1e-13, TIE = 1e-10, NEGATIVE = -1e-6;
enum { REFRESH = 150 };

typedef struct dt_march {
    const dt_prior *prior;
    uint32_t n_pairs;   /* and that of z0 */
    uint32_t n_rows;    /* of the system */
    uint32_t width;     /* levels, jitter */
    dt_columns columns; /* of all unknowns: x and r, z0 and u by turns, then values */
    uint32_t *basic;    /* [n_rows] unknowns in the basis */
    double *right;      /* [width][n_rows] right sides */
    double *level;      /* [n_rows][width] of the basic unknowns */
    double *entering;   /* [n_rows] the column that enters */
    uint32_t *at;       /* [n_rows] where it is not 0 */
    uint32_t n_at;
    dt_columns basis; /* room for the matrix */
    size_t n_room;    /* entries of it */
    dt_factors factors;
    double *solved; /* [width][n_rows] room */
    uint32_t *tied; /* [n_rows] room */
    dt_arena arena; /* the matrix of the basis */
    double memory;  /* bytes that factors may take */
} dt_march;

/* ---- The system -------------------------------------------------------------------
 */

static uint32_t first_fork_row(const dt_march *m, uint32_t i)
{
    return m->n_pairs - 1 + (i ? m->prior->form->side[0].n_forks : 0);
}

/* Unknown numbers. */
static uint32_t value_of(const dt_march *m, uint32_t i, uint32_t f)
{
    return 2 * m->n_pairs + (i ? m->prior->form->side[0].n_forks : 0) + f;
}

static uint32_t n_unknowns(const dt_march *m)
{
    return value_of(m, 1, m->prior->form->side[1].n_forks);
}

static bool is_value(const dt_march *m, uint32_t unknown)
{
    return unknown >= 2 * m->n_pairs;
}

/* Counts entries when there is no room yet, else writes them. */
static void put(const dt_march *m, uint32_t unknown, uint32_t row, double value)
{
    const int k = m->columns.first[unknown + 1]++;
    if (m->columns.row) {
        m->columns.row[k] = (int)row;
        m->columns.value[k] = value;
    }
}

static void put_sets(const dt_march *m, uint32_t i)
{
    const dt_side *const side = &m->prior->form->side[i];
    const uint32_t rows = first_fork_row(m, i);
    for (uint32_t f = 0; f < side->n_forks; f++) {
        const dt_fork fork = side->forks[f];
        for (uint32_t s = fork.first; s < fork.first + fork.n; s++) {
            put(m, 2 * dt_pair_of(m->prior, i, s), rows + f, 1);
            put(m, value_of(m, i, f), dt_pair_of(m->prior, i, s), -1);
        }
        if (f > 0) {
            put(m, 2 * dt_pair_of(m->prior, i, fork.before), rows + f, -1);
            put(m, value_of(m, i, f), dt_pair_of(m->prior, i, fork.before), 1);
        }
    }
}

static double unit_of(const dt_sequences *form)
{
    const double range = form->game->high - form->game->low;
    return range > 0 ? 1 / range : 1;
}

static void put_cells(const dt_march *m)
{
    const dt_sequences *const form = m->prior->form;
    const double unit = unit_of(form);
    for (uint32_t c = 0; c < form->n_cells; c++) {
        const dt_cell *const cell = &form->cells[c];
        const uint32_t row = dt_pair_of(m->prior, 0, cell->row);
        const uint32_t column = dt_pair_of(m->prior, 1, cell->column);
        put(m, 2 * column, row, cell->payoff[0] * unit);
        put(m, 2 * row, column, cell->payoff[1] * unit);
    }
}

/* What sequences get from the prior, in units: gain is [n_pairs]. */
static void gain_from(const dt_march *m, double *const plan[2], double *gain)
{
    const double unit = unit_of(m->prior->form);
    for (uint32_t i = 0; i < 2; i++)
        dt_sequences_gain(m->prior->form, i, plan[1 - i],
                          gain + dt_pair_of(m->prior, i, 0));
    for (uint32_t k = 0; k + 1 < m->n_pairs; k++)
        gain[k] *= unit;
}

static void put_start(const dt_march *m, const double *gain)
{
    const uint32_t z0 = 2 * (m->n_pairs - 1), u = z0 + 1;
    for (uint32_t k = 0; k + 1 < m->n_pairs; k++) {
        put(m, 2 * k + 1, k, 1);
        put(m, u, k, -gain[k]);
    }
    put(m, u, first_fork_row(m, 0), -1);
    put(m, u, first_fork_row(m, 1), -1);
    put(m, u, m->n_rows - 1, 1);
    put(m, z0, m->n_rows - 1, 1);
}

static void put_all(const dt_march *m, const double *gain)
{
    put_sets(m, 0);
    put_sets(m, 1);
    put_cells(m);
    put_start(m, gain);
}

/* Counted, `first` says in place c + 1 how many entries column c has. Afterwards it
 * says there where column c begins; put() moves that to where it ends. */
static void sum_counts(dt_march *m)
{
    int sum = 0;
    for (uint32_t c = 0; c < n_unknowns(m); c++) {
        const int n = m->columns.first[c + 1];
        m->columns.first[c + 1] = sum;
        sum += n;
    }
}

static bool write_columns(dt_march *m, dt_arena *arena, const double *gain)
{
    const dt_sequences *const form = m->prior->form;
    const size_t n =
        2 * (size_t)form->n_cells + 8 * (size_t)m->n_pairs + 4 * (size_t)m->n_rows;
    m->columns.first = dt_arena_array(arena, int, (size_t)n_unknowns(m) + 1);
    if (!m->columns.first || n > INT32_MAX)
        return false;
    put_all(m, gain);
    sum_counts(m);
    m->columns.value = dt_arena_array(arena, double, n);
    m->columns.row = dt_arena_array(arena, int, n);
    if (!m->columns.row || !m->columns.value)
        return false;
    put_all(m, gain);
    return true;
}

/* ---- Right sides -------------------------------------------------------------------
 */

static void right_of_sets(dt_march *m, uint32_t i)
{
    const dt_side *const side = &m->prior->form->side[i];
    for (uint32_t f = 1; f < side->n_forks; f++) {
        const uint32_t row = first_fork_row(m, i) + f;
        const uint32_t level = side->length[side->forks[f].before] + 1;
        m->right[(size_t)level * m->n_rows + row] += 1;
        m->right[(size_t)(level + 1) * m->n_rows + row] -= side->forks[f].n;
    }
}

/* The least probabilities of one level: what sequences get from them. */
static bool right_of_level(dt_march *m, uint32_t level)
{
    dt_arena scratch = {0};
    double *const gain = dt_arena_array(&scratch, double, m->n_pairs);
    double *least[2];
    for (uint32_t i = 0; i < 2; i++) {
        const dt_side *const side = &m->prior->form->side[i];
        least[i] = dt_arena_array(&scratch, double, side->n_sequences);
        for (uint32_t s = 0; least[i] && s < side->n_sequences; s++)
            least[i][s] = side->length[s] + 1 == level;
    }
    const bool ready = gain && least[0] && least[1];
    if (ready)
        gain_from(m, least, gain);
    for (uint32_t k = 0; ready && k + 1 < m->n_pairs; k++)
        m->right[(size_t)level * m->n_rows + k] -= gain[k];
    dt_arena_release(&scratch);
    return ready;
}

static bool write_right(dt_march *m, const double *gain)
{
    const uint32_t n = m->n_rows;
    for (uint32_t level = 1; level < m->prior->n_levels; level++)
        if (!right_of_level(m, level))
            return false;
    for (uint32_t k = 0; k + 1 < m->n_pairs; k++) {
        m->right[k] -= gain[k];
        m->right[n + k] += gain[k];
    }
    right_of_sets(m, 0);
    right_of_sets(m, 1);
    m->right[n - 1] = 1;
    m->right[2 * (size_t)n - 1] = -1;
    return true;
}

/* The jitter of the first basis, as a right side. */
static void write_jitter(dt_march *m)
{
    static const double whole = 65536;
    double *const right = m->right + (size_t)(m->width - 1) * m->n_rows;
    for (uint32_t r = 0; r < m->n_rows; r++) {
        const uint32_t unknown = m->basic[r];
        const double jitter = dt_prior_jitter(unknown / 2) / whole;
        const int end = m->columns.first[unknown + 1];
        for (int k = m->columns.first[unknown]; k < end && !is_value(m, unknown); k++)
            right[m->columns.row[k]] += jitter * m->columns.value[k];
    }
}

static void write_basis(dt_march *m)
{
    uint32_t r = 0;
    for (uint32_t i = 0; i < 2; i++) {
        const dt_side *const side = &m->prior->form->side[i];
        for (uint32_t s = 0; s < side->n_sequences; s++) {
            const bool is_best = m->prior->best[i][side->fork[s]] == s;
            m->basic[r++] = 2 * dt_pair_of(m->prior, i, s) + !is_best;
        }
    }
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t f = 0; f < m->prior->form->side[i].n_forks; f++)
            m->basic[r++] = value_of(m, i, f);
    m->basic[r] = 2 * (m->n_pairs - 1);
}

/* ---- The basis ---------------------------------------------------------------------
 */

/* Room for a matrix of n entries. */
static bool make_basis_room(dt_march *m, size_t n)
{
    if (n <= m->n_room)
        return true;
    dt_arena_release(&m->arena);
    m->n_room = n + n / 2;
    m->basis.first = dt_arena_array(&m->arena, int, (size_t)m->n_rows + 1);
    m->basis.row = dt_arena_array(&m->arena, int, m->n_room);
    m->basis.value = dt_arena_array(&m->arena, double, m->n_room);
    return m->basis.first && m->basis.row && m->basis.value;
}

static size_t basis_entries(const dt_march *m)
{
    size_t n = 0;
    for (uint32_t r = 0; r < m->n_rows; r++)
        n +=
            (size_t)(m->columns.first[m->basic[r] + 1] - m->columns.first[m->basic[r]]);
    return n;
}

static void copy_basis(dt_march *m)
{
    int n = 0;
    for (uint32_t r = 0; r < m->n_rows; r++) {
        const int from = m->columns.first[m->basic[r]];
        const int to = m->columns.first[m->basic[r] + 1];
        m->basis.first[r] = n;
        for (int k = from; k < to; k++, n++) {
            m->basis.row[n] = m->columns.row[k];
            m->basis.value[n] = m->columns.value[k];
        }
    }
    m->basis.first[m->n_rows] = n;
}

static double cut(double x)
{
    return fabs(x) < ZERO ? 0 : x;
}

/* What rounding has left of a level's right side, divided by the basis: to `entering`.
 */
static void work_out_rest(dt_march *m, const double *right, const double *x)
{
    memcpy(m->entering, right, m->n_rows * sizeof *m->entering);
    for (uint32_t c = 0; c < m->n_rows; c++)
        for (int k = m->basis.first[c]; k < m->basis.first[c + 1]; k++)
            m->entering[m->basis.row[k]] -= m->basis.value[k] * x[c];
    dt_factors_solve(&m->factors, m->entering, 1);
}

/* Levels from the data. At the end of the path, once more for what rounding has left.
 */
static void work_out_levels(dt_march *m, bool is_end)
{
    const size_t n = m->n_rows;
    memcpy(m->solved, m->right, n * m->width * sizeof *m->solved);
    dt_factors_solve(&m->factors, m->solved, (int)m->width);
    memset(m->entering, 0, n * sizeof *m->entering);
    for (uint32_t l = 0; l < m->width; l++) {
        const double *const x = m->solved + l * n;
        if (is_end)
            work_out_rest(m, m->right + l * n, x);
        for (uint32_t r = 0; r < m->n_rows; r++)
            m->level[(size_t)r * m->width + l] = cut(x[r] + m->entering[r]);
    }
}

/* Factorise the basis anew. */
static dt_status refresh(dt_march *m, bool is_end, dt_path *path, dt_error *err)
{
    if (!make_basis_room(m, basis_entries(m)))
        return dt_fail_memory(err);
    copy_basis(m);
    switch (dt_factors_make(&m->factors, &m->basis, (int)m->n_rows, m->memory)) {
    case DT_FACTORED:
        work_out_levels(m, is_end);
        break;
    case DT_SINGULAR:
        path->end = DT_PATH_LOST;
        break;
    case DT_FACTORS_LARGE:
        path->end = DT_PATH_LARGE;
        break;
    case DT_FACTORS_MEMORY:
        return dt_fail_memory(err);
    }
    return DT_OK;
}

/* ---- Steps -------------------------------------------------------------------------
 */

/* The column of an unknown, divided by the basis. */
static void enter(dt_march *m, uint32_t unknown)
{
    memset(m->entering, 0, m->n_rows * sizeof *m->entering);
    for (int k = m->columns.first[unknown]; k < m->columns.first[unknown + 1]; k++)
        m->entering[m->columns.row[k]] = m->columns.value[k];
    dt_factors_solve(&m->factors, m->entering, 1);
    m->n_at = 0;
    for (uint32_t r = 0; r < m->n_rows; r++)
        if (fabs(m->entering[r]) > ZERO)
            m->at[m->n_at++] = r;
}

/* Keep those of the tied rows that this level drives to 0 first. */
static uint32_t keep_first(dt_march *m, uint32_t n, uint32_t level)
{
    double least = INFINITY;
    uint32_t kept = 0;
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t r = m->tied[k];
        least = fmin(least, m->level[(size_t)r * m->width + level] / m->entering[r]);
    }
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t r = m->tied[k];
        const double more =
            m->level[(size_t)r * m->width + level] - least * m->entering[r];
        if (more <= TIE * fmax(m->entering[r], fmin(1, fabs(least) * m->entering[r])))
            m->tied[kept++] = r;
    }
    return kept;
}

/* The row that is driven to 0 first when the unknown grows; DT_NONE: none. */
static uint32_t blocking_row(dt_march *m)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < m->n_at; k++)
        if (m->entering[m->at[k]] > PIVOT && !is_value(m, m->basic[m->at[k]]))
            m->tied[n++] = m->at[k];
    if (n == 0)
        return DT_NONE;
    for (uint32_t level = 0; level < m->width && n > 1; level++)
        n = keep_first(m, n, level);
    uint32_t best = m->tied[0];
    for (uint32_t k = 1; k < n; k++)
        if (m->entering[m->tied[k]] > m->entering[best])
            best = m->tied[k];
    return best;
}

static void move_levels(dt_march *m, uint32_t row)
{
    double *const out = m->level + (size_t)row * m->width;
    for (uint32_t l = 0; l < m->width; l++)
        out[l] /= m->entering[row];
    for (uint32_t k = 0; k < m->n_at; k++) {
        const uint32_t r = m->at[k];
        double *const level = m->level + (size_t)r * m->width;
        for (uint32_t l = 0; l < m->width && r != row; l++)
            if (out[l] != 0)
                level[l] = cut(level[l] - m->entering[r] * out[l]);
    }
}

/* Whether level 0 of an unknown that may not be negative is. */
static bool is_astray(const dt_march *m)
{
    for (uint32_t r = 0; r < m->n_rows; r++)
        if (!is_value(m, m->basic[r]) && m->level[(size_t)r * m->width] < NEGATIVE)
            return true;
    return false;
}

/* Change the basis; factorise it when it is time. */
static dt_status step(dt_march *m, uint32_t row, uint32_t unknown, dt_path *path,
                      dt_error *err)
{
    move_levels(m, row);
    m->basic[row] = unknown;
    if (!dt_factors_change(&m->factors, row, m->entering, m->at, m->n_at))
        return dt_fail_memory(err);
    path->n_steps++;
    const dt_factors *const f = &m->factors;
    if (f->n_changes >= REFRESH || f->n_changed > 20 * (uint64_t)m->n_rows) {
        DT_TRY(refresh(m, false, path, err));
        if (path->end == DT_PATH_FOUND && is_astray(m))
            path->end = DT_PATH_LOST;
    }
    return DT_OK;
}

static dt_status follow(dt_march *m, dt_path *path, dt_error *err)
{
    const uint32_t z0 = 2 * (m->n_pairs - 1);
    uint32_t entering = z0 + 1, leaving = DT_NONE;
    for (; leaving != z0; entering = leaving ^ 1) {
        DT_TRY(dt_watch(path->monitor, "pivoting", -1, err));
        enter(m, entering);
        const uint32_t row = blocking_row(m);
        if (row == DT_NONE || m->basic[row] == z0 + 1)
            path->end = DT_PATH_LOST;
        else if (path->n_steps >= path->most_steps)
            path->end = DT_PATH_STEPS;
        if (path->end != DT_PATH_FOUND)
            return DT_OK;
        leaving = m->basic[row];
        DT_TRY(step(m, row, entering, path, err));
        if (path->end != DT_PATH_FOUND)
            return DT_OK;
    }
    return refresh(m, true, path, err);
}

/* ---- Beginning and end --------------------------------------------------------------
 */

static bool make_room(dt_march *m, dt_arena *arena)
{
    const size_t n = m->n_rows;
    m->right = dt_arena_alloc(arena, n, m->width * sizeof(double));
    m->level = dt_arena_alloc(arena, n, m->width * sizeof(double));
    m->solved = dt_arena_alloc(arena, n, m->width * sizeof(double));
    m->entering = dt_arena_array(arena, double, n);
    m->basic = dt_arena_array(arena, uint32_t, n);
    m->tied = dt_arena_array(arena, uint32_t, n);
    m->at = dt_arena_array(arena, uint32_t, n);
    return m->right && m->level && m->solved && m->entering && m->basic && m->tied &&
           m->at;
}

static bool write_system(dt_march *m, dt_arena *arena)
{
    double *const gain = dt_arena_array(arena, double, m->n_pairs);
    if (!gain || !make_room(m, arena))
        return false;
    gain_from(m, (double *const[2]){m->prior->plan[0], m->prior->plan[1]}, gain);
    if (!write_columns(m, arena, gain) || !write_right(m, gain))
        return false;
    write_basis(m);
    write_jitter(m);
    return true;
}

/* Whether the first basis has levels below 0 where none may be. */
static bool is_tied(const dt_march *m)
{
    for (uint32_t r = 0; r < m->n_rows; r++) {
        const double *const level = m->level + (size_t)r * m->width;
        uint32_t l = 0;
        while (l + 1 < m->width && fabs(level[l]) < TIE)
            l++;
        if (!is_value(m, m->basic[r]) && level[l] < 0)
            return true;
    }
    return false;
}

/* Plans: x, and the least that every sequence has. */
static bool read_plans(const dt_march *m, dt_arena *arena, dt_path *path)
{
    const uint32_t n_levels = m->prior->n_levels;
    for (uint32_t i = 0; i < 2; i++) {
        const dt_side *const side = &m->prior->form->side[i];
        path->plan[i] =
            dt_arena_alloc(arena, side->n_sequences, n_levels * sizeof(double));
        if (!path->plan[i])
            return false;
        for (uint32_t s = 0; s < side->n_sequences; s++)
            path->plan[i][(size_t)s * n_levels + side->length[s] + 1] = 1;
    }
    for (uint32_t r = 0; r < m->n_rows; r++) {
        const uint32_t pair = m->basic[r] / 2;
        if (m->basic[r] % 2 || pair + 1 >= m->n_pairs)
            continue;
        const uint32_t i = pair >= m->prior->form->side[0].n_sequences;
        const uint32_t s = pair - dt_pair_of(m->prior, i, 0);
        for (uint32_t l = 0; l < n_levels; l++)
            path->plan[i][(size_t)s * n_levels + l] +=
                m->level[(size_t)r * m->width + l];
    }
    return true;
}

static dt_status travel(dt_march *m, dt_arena *arena, dt_path *path, dt_error *err)
{
    path->end = DT_PATH_FOUND;
    DT_TRY(refresh(m, false, path, err));
    if (path->end == DT_PATH_FOUND && is_tied(m))
        path->end = DT_PATH_TIED;
    if (path->end == DT_PATH_FOUND)
        DT_TRY(follow(m, path, err));
    if (path->end == DT_PATH_FOUND && !read_plans(m, arena, path))
        return dt_fail_memory(err);
    return DT_OK;
}

dt_status dt_path_float(const dt_prior *prior, dt_arena *arena, dt_path *path,
                        dt_error *err)
{
    const dt_side *const side = prior->form->side;
    dt_arena scratch = {0};
    dt_march m = {.prior = prior,
                  .n_pairs = prior->n_pairs + 1,
                  .n_rows = prior->n_pairs + side[0].n_forks + side[1].n_forks + 1,
                  .width = prior->n_levels + 1};
    const double room = (double)m.n_rows * m.width * 3 * sizeof(double) +
                        (double)prior->form->n_cells * 4 * sizeof(double);
    dt_status status = DT_OK;
    m.memory = (double)path->memory - room;
    if (m.memory <= 0)
        path->end = DT_PATH_LARGE;
    else
        status = write_system(&m, &scratch) ? travel(&m, arena, path, err)
                                            : dt_fail_memory(err);
    dt_factors_release(&m.factors);
    dt_arena_release(&m.arena);
    dt_arena_release(&scratch);
    return status;
}
