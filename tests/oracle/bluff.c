#include "oracle/bluff.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { ROWS = 32, COLUMNS = 32 };
static const double ZERO = 1e-9, CLOSE = 1e-7;

/* ---- All corners of a z = b, z >= 0 ------------------------------------------------
 */

typedef struct polytope {
    size_t n_rows, n;
    double a[ROWS][COLUMNS + 1]; /* b last */
    size_t n_corners;
    double sum[COLUMNS]; /* of all corners */
    double low[COLUMNS], high[COLUMNS];
} polytope;

static double *new_row(polytope *p)
{
    assert(p->n_rows < ROWS);
    return p->a[p->n_rows++];
}

/* A row may be an inequality: its slack is one more column. */
static void add_slack(polytope *p, double *row, double sign)
{
    assert(p->n < COLUMNS);
    row[p->n++] = sign;
}

static void swap_rows(double *x, double *y)
{
    for (size_t j = 0; j <= COLUMNS; j++) {
        const double z = x[j];
        x[j] = y[j];
        y[j] = z;
    }
}

/* Clear a column from all rows but `at`; false when no row from `at` on has it. */
static bool eliminate(double a[ROWS][COLUMNS + 1], size_t n_rows, size_t at, size_t c)
{
    size_t best = at;
    for (size_t r = at; r < n_rows; r++)
        if (fabs(a[r][c]) > fabs(a[best][c]))
            best = r;
    if (at >= n_rows || fabs(a[best][c]) < ZERO)
        return false;
    swap_rows(a[at], a[best]);
    const double pivot = a[at][c];
    for (size_t j = 0; j <= COLUMNS; j++)
        a[at][j] /= pivot;
    for (size_t r = 0; r < n_rows; r++) {
        const double times = r == at ? 0 : a[r][c];
        for (size_t j = 0; j <= COLUMNS; j++)
            a[r][j] -= times * a[at][j];
    }
    return true;
}

/* Leave no row that follows from others; false when rows contradict each other. */
static bool reduce(polytope *p)
{
    size_t rank = 0;
    for (size_t c = 0; c < p->n; c++)
        rank += eliminate(p->a, p->n_rows, rank, c);
    for (size_t r = rank; r < p->n_rows; r++)
        if (fabs(p->a[r][COLUMNS]) > CLOSE)
            return false;
    p->n_rows = rank;
    return true;
}

static void add_corner(polytope *p, const double *z)
{
    for (size_t c = 0; c < p->n; c++) {
        p->sum[c] += z[c];
        p->low[c] = p->n_corners ? fmin(p->low[c], z[c]) : z[c];
        p->high[c] = p->n_corners ? fmax(p->high[c], z[c]) : z[c];
    }
    p->n_corners++;
}

static void try_basis(polytope *p, const size_t *basis)
{
    static double a[ROWS][COLUMNS + 1];
    double z[COLUMNS] = {0};
    memcpy(a, p->a, sizeof a);
    for (size_t k = 0; k < p->n_rows; k++)
        if (!eliminate(a, p->n_rows, k, basis[k]))
            return;
    for (size_t k = 0; k < p->n_rows; k++) {
        z[basis[k]] = a[k][COLUMNS];
        if (z[basis[k]] < -CLOSE)
            return;
    }
    add_corner(p, z);
}

static void try_bases(polytope *p, size_t *basis, size_t n, size_t next)
{
    if (n == p->n_rows) {
        try_basis(p, basis);
        return;
    }
    for (size_t c = next; c < p->n; c++) {
        basis[n] = c;
        try_bases(p, basis, n + 1, c + 1);
    }
}

static void find_corners(polytope *p)
{
    size_t basis[ROWS];
    if (reduce(p))
        try_bases(p, basis, 0, 0);
}

/* ---- The two polytopes -------------------------------------------------------------
 */

static bool has(unsigned mask, size_t k)
{
    return mask >> k & 1;
}

static bool is_sent(const signals *k, const bluff_supports *at, size_t m)
{
    for (size_t t = 0; t < k->n_types; t++)
        if (has(at->sent[t], m))
            return true;
    return false;
}

static size_t lowest(unsigned mask)
{
    size_t j = 0;
    while (!has(mask, j))
        j++;
    return j;
}

/* Columns: each type and message of its support. */
static void state_sender(const signals *k, const bluff_supports *at, polytope *p,
                         size_t column[SIGNALS_TYPES][SIGNALS_MESSAGES])
{
    memset(p, 0, sizeof *p);
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t m = 0; m < k->n_messages; m++)
            if (has(at->sent[t], m))
                column[t][m] = p->n++;
    for (size_t t = 0; t < k->n_types; t++) {
        if (!at->sent[t])
            continue;
        double *const row = new_row(p);
        row[COLUMNS] = 1;
        for (size_t m = 0; m < k->n_messages; m++)
            if (has(at->sent[t], m))
                row[column[t][m]] = 1;
    }
    for (size_t m = 0; m < k->n_messages; m++) {
        if (!is_sent(k, at, m))
            continue;
        const size_t a = lowest(at->replies[m]);
        for (size_t b = 0; b < k->n_answers[m]; b++) {
            if (b == a)
                continue;
            double *const row = new_row(p);
            for (size_t t = 0; t < k->n_types; t++)
                if (has(at->sent[t], m))
                    row[column[t][m]] =
                        k->prior[t] * (k->receives[t][m][a] - k->receives[t][m][b]);
            if (!has(at->replies[m], b))
                add_slack(p, row, -1);
        }
    }
}

/* Columns: each message and answer of its support. */
static void state_receiver(const signals *k, const bluff_supports *at, polytope *p,
                           size_t column[SIGNALS_MESSAGES][SIGNALS_ANSWERS])
{
    memset(p, 0, sizeof *p);
    for (size_t m = 0; m < k->n_messages; m++)
        for (size_t a = 0; a < k->n_answers[m]; a++)
            if (has(at->replies[m], a))
                column[m][a] = p->n++;
    for (size_t m = 0; m < k->n_messages; m++) {
        double *const row = new_row(p);
        row[COLUMNS] = 1;
        for (size_t a = 0; a < k->n_answers[m]; a++)
            if (has(at->replies[m], a))
                row[column[m][a]] = 1;
    }
    for (size_t t = 0; t < k->n_types; t++) {
        const size_t own = at->sent[t] ? lowest(at->sent[t]) : 0;
        for (size_t m = 0; at->sent[t] && m < k->n_messages; m++) {
            if (m == own)
                continue;
            double *const row = new_row(p);
            for (size_t a = 0; a < k->n_answers[own]; a++)
                if (has(at->replies[own], a))
                    row[column[own][a]] = k->sends[t][own][a];
            for (size_t a = 0; a < k->n_answers[m]; a++)
                if (has(at->replies[m], a))
                    row[column[m][a]] = -k->sends[t][m][a];
            if (!has(at->sent[t], m))
                add_slack(p, row, -1);
        }
    }
}

/* ---- A cell ------------------------------------------------------------------------
 */

static bool look_sender(const signals *k, const bluff_supports *at, bluff_cell *cell)
{
    static polytope p;
    size_t column[SIGNALS_TYPES][SIGNALS_MESSAGES];
    state_sender(k, at, &p, column);
    find_corners(&p);
    for (size_t t = 0; t < k->n_types; t++)
        for (size_t m = 0; m < k->n_messages; m++) {
            if (!has(at->sent[t], m))
                continue;
            const size_t c = column[t][m];
            cell->sends[t][m] = p.sum[c] / (double)p.n_corners;
            if (p.n_corners == 0 || cell->sends[t][m] < CLOSE)
                return false;
            cell->varies |= p.high[c] - p.low[c] > CLOSE;
        }
    return true;
}

/* Whether the unsent messages have single answers. */
static bool has_pure_threats(const signals *k, const bluff_supports *all,
                             const bluff_supports *at)
{
    for (size_t m = 0; m < k->n_messages; m++)
        if (!is_sent(k, at, m) && (all->replies[m] & (all->replies[m] - 1)))
            return false;
    return true;
}

/* The supports of unsent messages are given, too. What is found is joined with what was
 * found with others. */
static void look_receiver(const signals *k, const bluff_supports *all,
                          const bluff_supports *at, bluff_cell *cell)
{
    static polytope p;
    size_t column[SIGNALS_MESSAGES][SIGNALS_ANSWERS];
    state_receiver(k, all, &p, column);
    find_corners(&p);
    if (p.n_corners == 0)
        return;
    for (size_t m = 0; m < k->n_messages; m++)
        for (size_t a = 0; a < k->n_answers[m]; a++)
            if (has(at->replies[m], a) &&
                p.sum[column[m][a]] / (double)p.n_corners < CLOSE)
                return;
    for (size_t m = 0; m < k->n_messages; m++)
        for (size_t a = 0; a < k->n_answers[m]; a++) {
            if (!has(at->replies[m], a))
                continue;
            const size_t c = column[m][a];
            const double mean = p.sum[c] / (double)p.n_corners;
            cell->varies |= p.high[c] - p.low[c] > CLOSE;
            cell->varies |= cell->exists && fabs(mean - cell->replies[m][a]) > CLOSE;
            cell->replies[m][a] = mean;
        }
    cell->exists = true;
    cell->pure_threats |= has_pure_threats(k, all, at);
}

/* All ways to answer the unsent messages from m on. */
static void look_threats(const signals *k, bluff_supports *all,
                         const bluff_supports *at, size_t m, bluff_cell *cell)
{
    const unsigned types = (1u << k->n_types) - 1;
    while (m < k->n_messages && is_sent(k, at, m))
        m++;
    if (m == k->n_messages) {
        look_receiver(k, all, at, cell);
        return;
    }
    for (unsigned mask = 1; mask < 1u << k->n_answers[m]; mask++) {
        all->replies[m] = mask;
        if (signals_beliefs(k, m, types, mask, NULL, NULL))
            look_threats(k, all, at, m + 1, cell);
    }
}

void bluff_look(const signals *k, const bluff_supports *at, bluff_cell *cell)
{
    bluff_supports all = *at;
    memset(cell, 0, sizeof *cell);
    if (look_sender(k, at, cell))
        look_threats(k, &all, at, 0, cell);
}

/* ---- All supports ------------------------------------------------------------------
 */

/* Nothing is answered that is not sent. */
static void begin_replies(const signals *k, bluff_supports *at)
{
    for (size_t m = 0; m < k->n_messages; m++)
        at->replies[m] = is_sent(k, at, m) ? 1 : 0;
}

void bluff_first(const signals *k, bluff_supports *at)
{
    memset(at, 0, sizeof *at);
    for (size_t t = 0; t < k->n_types; t++)
        at->sent[t] = k->prior[t] > 0 ? 1 : 0;
    begin_replies(k, at);
}

bool bluff_next(const signals *k, bluff_supports *at)
{
    for (size_t m = 0; m < k->n_messages; m++) {
        if (at->replies[m] && ++at->replies[m] < 1u << k->n_answers[m])
            return true;
        at->replies[m] = at->replies[m] ? 1 : 0;
    }
    for (size_t t = 0; t < k->n_types; t++) {
        if (at->sent[t] && ++at->sent[t] < 1u << k->n_messages) {
            begin_replies(k, at);
            return true;
        }
        at->sent[t] = at->sent[t] ? 1 : 0;
    }
    return false;
}

static bool is_single(unsigned mask)
{
    return (mask & (mask - 1)) == 0;
}

bool bluff_is_mixed(const signals *k, const bluff_supports *at)
{
    for (size_t t = 0; t < k->n_types; t++)
        if (!is_single(at->sent[t]))
            return true;
    for (size_t m = 0; m < k->n_messages; m++)
        if (!is_single(at->replies[m]))
            return true;
    return false;
}

/* ---- The plain verifier ------------------------------------------------------------
 */

static double message_worth(const signals *k, const bluff_assessment *of, size_t t,
                            size_t m)
{
    double sum = 0;
    for (size_t a = 0; a < k->n_answers[m]; a++)
        sum += of->replies[m][a] * k->sends[t][m][a];
    return sum;
}

static double answer_worth(const signals *k, const bluff_assessment *of, size_t m,
                           size_t a)
{
    double sum = 0;
    for (size_t t = 0; t < k->n_types; t++)
        sum += of->belief[m][t] * k->receives[t][m][a];
    return sum;
}

double bluff_regret(const signals *k, const bluff_assessment *of)
{
    double most = 0;
    for (size_t t = 0; t < k->n_types; t++) {
        double has = 0;
        for (size_t m = 0; m < k->n_messages; m++)
            has += of->sends[t][m] * message_worth(k, of, t, m);
        for (size_t m = 0; m < k->n_messages; m++)
            most = fmax(most, message_worth(k, of, t, m) - has);
    }
    for (size_t m = 0; m < k->n_messages; m++) {
        double has = 0;
        for (size_t a = 0; a < k->n_answers[m]; a++)
            has += of->replies[m][a] * answer_worth(k, of, m, a);
        for (size_t a = 0; a < k->n_answers[m]; a++)
            most = fmax(most, answer_worth(k, of, m, a) - has);
    }
    return most;
}

double bluff_bayes_error(const signals *k, const bluff_assessment *of)
{
    double most = 0;
    for (size_t m = 0; m < k->n_messages; m++) {
        double sum = 0;
        for (size_t t = 0; t < k->n_types; t++)
            sum += k->prior[t] * of->sends[t][m];
        for (size_t t = 0; t < k->n_types && sum > 0; t++)
            most = fmax(most,
                        fabs(of->belief[m][t] - k->prior[t] * of->sends[t][m] / sum));
    }
    return most;
}
