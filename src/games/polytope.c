/* The simplex method on a condensed tableau.
 *
 *                  b    x(0) x(1) ...    the variables that are zero
 *     basic(0)  |  .     .    .
 *     basic(1)  |  .     .    .          basic = b - sum of entry x variable
 *     ...
 *     aim       |  .     .    .          what a unit of the variable adds
 *
 * Variables are the columns of x, then one for each row: its slack or, where the row
 * starts out unmet, an *artificial* one that must go; then the surplus of each row that
 * is at least some b > 0. An artificial variable never comes back: its column is marked
 * dead as soon as it has left the basis.
 *
 * Phase one lets the artificial variables out and is skipped where the rows are as they
 * were: another aim starts from the last basis. The largest gain comes in, which is
 * quick but may go round in circles; so after a while it is the first gain (Bland's
 * rule), which may not. After some hundreds of pivots the tableau is made anew, and a
 * solution that misses the rows, too.
 *
 * Sources: Dantzig 1963; Bland 1977. */
#include "games/polytope.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* What is no pivot and no gain; ratios so near are the same. */
static const double NO_PIVOT = 1e-11, NO_GAIN = 1e-11, SAME = 1e-13;
/* Pivots: before Bland's rule, before the tableau is made anew, before giving up. */
enum { QUICK = 60, STALE = 300, MOST = 5000 };

static const uint32_t DEAD = UINT32_MAX;

struct dt_polytope {
    uint32_t max_columns, max_rows;
    uint32_t n, m;     /* columns of x, rows */
    uint32_t width;    /* columns of the tableau: n and one for each surplus */
    double *row, *b;   /* [max_rows][max_columns], [max_rows] as given */
    dt_row_kind *kind; /* [max_rows] */
    double *at;        /* [max_rows + 1][stride] the tableau; column 0 is b */
    uint32_t stride;
    uint32_t *basic; /* [max_rows] variable of the row */
    uint32_t *zero;  /* [stride] variable of the column, or DEAD; [0] is not used */
    bool is_ready;   /* phase one is done, and holds for the rows */
    uint32_t pivots; /* since the tableau was made */
};

dt_polytope *dt_polytope_new(dt_arena *arena, uint32_t max_columns, uint32_t max_rows)
{
    dt_polytope *const lp = dt_arena_new(arena, dt_polytope);
    if (!lp)
        return NULL;
    const uint32_t stride = 1 + max_columns + max_rows;
    const size_t room = (size_t)max_rows * max_columns;
    *lp = (dt_polytope){
        .max_columns = max_columns,
        .max_rows = max_rows,
        .stride = stride,
        .row = dt_arena_array(arena, double, room),
        .b = dt_arena_array(arena, double, max_rows),
        .kind = dt_arena_array(arena, dt_row_kind, max_rows),
        .at = dt_arena_array(arena, double, ((size_t)max_rows + 1) * stride),
        .basic = dt_arena_array(arena, uint32_t, max_rows),
        .zero = dt_arena_array(arena, uint32_t, stride)};
    const bool is_whole =
        lp->row && lp->b && lp->kind && lp->at && lp->basic && lp->zero;
    return is_whole ? lp : NULL;
}

void dt_polytope_begin(dt_polytope *lp, uint32_t n_columns)
{
    assert(n_columns <= lp->max_columns);
    lp->n = n_columns;
    lp->m = 0;
    lp->is_ready = false;
}

double *dt_polytope_row(dt_polytope *lp, dt_row_kind kind, double b)
{
    assert(lp->m < lp->max_rows);
    double *const row = lp->row + (size_t)lp->m * lp->max_columns;
    memset(row, 0, lp->n * sizeof *row);
    lp->b[lp->m] = b;
    lp->kind[lp->m++] = kind;
    lp->is_ready = false;
    return row;
}

static double *line(const dt_polytope *lp, uint32_t r)
{
    return lp->at + (size_t)r * lp->stride;
}

/* The tableau's last line. */
static double *aim_of(const dt_polytope *lp)
{
    return line(lp, lp->m);
}

/* ---- The tableau ---------------------------------------------------------------- */

static double largest(const double *a, uint32_t n)
{
    double most = 0;
    for (uint32_t c = 0; c < n; c++)
        most = fmax(most, fabs(a[c]));
    return most;
}

/* By what a row is divided. */
static double scale_of(const dt_polytope *lp, uint32_t r)
{
    const double most = largest(lp->row + (size_t)r * lp->max_columns, lp->n);
    return most > 0 ? most : 1;
}

static bool is_artificial(const dt_polytope *lp, uint32_t variable)
{
    if (variable < lp->n || variable >= lp->n + lp->m)
        return false;
    const uint32_t r = variable - lp->n;
    return lp->kind[r] == DT_ROW_EXACT ||
           (lp->kind[r] == DT_ROW_LEAST ? lp->b[r] > 0 : lp->b[r] < 0);
}

/* Row r as given, with its sign such that b is not negative. */
static void write_line(dt_polytope *lp, uint32_t r)
{
    const double *const row = lp->row + (size_t)r * lp->max_columns;
    const bool is_turned = lp->kind[r] == DT_ROW_LEAST ? lp->b[r] <= 0 : lp->b[r] < 0;
    const double factor = (is_turned ? -1 : 1) / scale_of(lp, r);
    double *const to = line(lp, r);
    to[0] = factor * lp->b[r];
    for (uint32_t c = 0; c < lp->n; c++)
        to[1 + c] = factor * row[c];
    lp->basic[r] = lp->n + r;
}

/* Rows of at least b > 0 need a surplus. */
static void add_surplus(dt_polytope *lp, uint32_t r)
{
    if (lp->kind[r] == DT_ROW_EXACT || !is_artificial(lp, lp->n + r))
        return;
    lp->zero[1 + lp->width] = lp->n + lp->m + r;
    line(lp, r)[1 + lp->width++] = -1;
}

static void write_tableau(dt_polytope *lp)
{
    memset(lp->at, 0, ((size_t)lp->m + 1) * lp->stride * sizeof *lp->at);
    lp->width = lp->n;
    lp->pivots = 0;
    for (uint32_t c = 0; c < lp->n; c++)
        lp->zero[1 + c] = c;
    for (uint32_t r = 0; r < lp->m; r++) {
        write_line(lp, r);
        add_surplus(lp, r);
    }
}

/* Take `factor` times the pivot's line from another one. */
static void subtract(double *to, const double *from, double factor, uint32_t width)
{
    for (uint32_t c = 0; c <= width; c++)
        to[c] -= factor * from[c];
}

/* The variables of row r and column c change places. */
static void pivot(dt_polytope *lp, uint32_t r, uint32_t c)
{
    double *const from = line(lp, r);
    const double by = 1 / from[c];
    for (uint32_t j = 0; j <= lp->width; j++)
        from[j] *= by;
    from[c] = by;
    for (uint32_t i = 0; i <= lp->m; i++) {
        double *const to = line(lp, i);
        const double factor = to[c];
        if (i == r || factor == 0)
            continue;
        to[c] = 0;
        subtract(to, from, factor, lp->width);
    }
    const uint32_t out = lp->basic[r];
    lp->basic[r] = lp->zero[c];
    lp->zero[c] = is_artificial(lp, out) ? DEAD : out;
    lp->pivots++;
}

/* ---- One aim -------------------------------------------------------------------- */

/* The column that comes in, or 0: the one that adds most, or the first variable that
 * adds anything. */
static uint32_t find_entrant(const dt_polytope *lp, bool is_careful)
{
    const double *const aim = aim_of(lp);
    uint32_t best = 0;
    for (uint32_t c = 1; c <= lp->width; c++) {
        if (lp->zero[c] == DEAD || aim[c] <= NO_GAIN)
            continue;
        if (!best || (is_careful ? lp->zero[c] < lp->zero[best] : aim[c] > aim[best]))
            best = c;
    }
    return best;
}

/* Whether row r gives way before row s, which does in its turn. */
static bool gives_way(const dt_polytope *lp, uint32_t r, uint32_t s, uint32_t c,
                      bool is_careful)
{
    const double *const x = line(lp, r), *const y = line(lp, s);
    const double here = fmax(x[0], 0) / x[c], there = fmax(y[0], 0) / y[c];
    if (fabs(here - there) > SAME)
        return here < there;
    return is_careful ? lp->basic[r] < lp->basic[s] : x[c] > y[c];
}

/* The row whose variable leaves when that of column c grows; lp->m: none. */
static uint32_t find_leaving(const dt_polytope *lp, uint32_t c, bool is_careful)
{
    uint32_t best = lp->m;
    for (uint32_t r = 0; r < lp->m; r++)
        if (line(lp, r)[c] > NO_PIVOT &&
            (best == lp->m || gives_way(lp, r, best, c, is_careful)))
            best = r;
    return best;
}

/* Pivot until nothing adds to the aim. */
static dt_polytope_end climb(dt_polytope *lp)
{
    for (uint32_t n = 0; n < MOST; n++) {
        const bool is_careful = n >= QUICK + lp->m;
        const uint32_t c = find_entrant(lp, is_careful);
        if (!c)
            return DT_POLYTOPE_FOUND;
        const uint32_t r = find_leaving(lp, c, is_careful);
        if (r == lp->m)
            return DT_POLYTOPE_ENDLESS;
        pivot(lp, r, c);
    }
    return DT_POLYTOPE_LOST;
}

/* ---- Phase one ------------------------------------------------------------------ */

/* The aim: that the artificial variables shrink. */
static void aim_at_rows(dt_polytope *lp)
{
    memset(aim_of(lp), 0, lp->stride * sizeof *lp->at);
    for (uint32_t r = 0; r < lp->m; r++)
        if (is_artificial(lp, lp->basic[r]))
            subtract(aim_of(lp), line(lp, r), -1, lp->width);
}

/* Let out an artificial variable that has stayed at zero; where no column can take its
 * place the row follows from the others and never matters. */
static void let_out(dt_polytope *lp, uint32_t r)
{
    const double *const from = line(lp, r);
    uint32_t best = 0;
    for (uint32_t c = 1; c <= lp->width; c++)
        if (lp->zero[c] != DEAD && fabs(from[c]) > (best ? fabs(from[best]) : NO_PIVOT))
            best = c;
    if (best)
        pivot(lp, r, best);
}

static dt_polytope_end meet_rows(dt_polytope *lp)
{
    write_tableau(lp);
    aim_at_rows(lp);
    if (climb(lp) == DT_POLYTOPE_LOST)
        return DT_POLYTOPE_LOST;
    double missing = 0;
    for (uint32_t r = 0; r < lp->m; r++)
        if (is_artificial(lp, lp->basic[r]))
            missing += fmax(line(lp, r)[0], 0);
    if (missing > DT_POLYTOPE_SLACK)
        return DT_POLYTOPE_EMPTY;
    for (uint32_t r = 0; r < lp->m; r++)
        if (is_artificial(lp, lp->basic[r]))
            let_out(lp, r);
    lp->is_ready = true;
    return DT_POLYTOPE_FOUND;
}

/* ---- Phase two ------------------------------------------------------------------ */

/* What a unit of each variable adds to c.x, where the largest of c is 1. */
static void aim_at(dt_polytope *lp, const double *c)
{
    double *const aim = aim_of(lp);
    const double most = largest(c, lp->n), factor = most > 0 ? 1 / most : 0;
    memset(aim, 0, lp->stride * sizeof *aim);
    for (uint32_t j = 1; j <= lp->width; j++)
        if (lp->zero[j] < lp->n)
            aim[j] = factor * c[lp->zero[j]];
    for (uint32_t r = 0; r < lp->m; r++)
        if (lp->basic[r] < lp->n)
            subtract(aim, line(lp, r), factor * c[lp->basic[r]], lp->width);
}

static void read_x(const dt_polytope *lp, double *x)
{
    memset(x, 0, lp->n * sizeof *x);
    for (uint32_t r = 0; r < lp->m; r++)
        if (lp->basic[r] < lp->n)
            x[lp->basic[r]] = fmax(line(lp, r)[0], 0);
}

/* By how much x misses row r. */
static double miss_of(const dt_polytope *lp, uint32_t r, const double *x)
{
    const double *const row = lp->row + (size_t)r * lp->max_columns;
    double off = -lp->b[r];
    for (uint32_t c = 0; c < lp->n; c++)
        off += row[c] * x[c];
    off /= scale_of(lp, r);
    return lp->kind[r] == DT_ROW_MOST    ? off
           : lp->kind[r] == DT_ROW_LEAST ? -off
                                         : fabs(off);
}

static bool keeps_rows(const dt_polytope *lp, const double *x)
{
    for (uint32_t r = 0; r < lp->m; r++)
        if (miss_of(lp, r, x) > 4 * DT_POLYTOPE_SLACK)
            return false;
    return true;
}

static dt_polytope_end solve(dt_polytope *lp, const double *c, double *x)
{
    if (!lp->is_ready || lp->pivots > STALE) {
        const dt_polytope_end end = meet_rows(lp);
        if (end != DT_POLYTOPE_FOUND)
            return end;
    }
    if (c)
        aim_at(lp, c);
    const dt_polytope_end end = c ? climb(lp) : DT_POLYTOPE_FOUND;
    if (end == DT_POLYTOPE_FOUND && x)
        read_x(lp, x);
    return end;
}

dt_polytope_end dt_polytope_best(dt_polytope *lp, const double *c, double *x)
{
    const bool is_fresh = !lp->is_ready;
    dt_polytope_end end = solve(lp, c, x);
    if (end == DT_POLYTOPE_FOUND && x && !keeps_rows(lp, x))
        end = DT_POLYTOPE_LOST;
    if (end != DT_POLYTOPE_LOST || is_fresh)
        return end;
    lp->is_ready = false;
    return dt_polytope_best(lp, c, x);
}

bool dt_polytope_is_empty(dt_polytope *lp)
{
    return dt_polytope_best(lp, NULL, NULL) != DT_POLYTOPE_FOUND;
}
