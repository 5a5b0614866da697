#include "oracle/matrix.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { SMALL = 6 };

uint32_t matrix_size(const dt_game *game, uint32_t player)
{
    uint32_t n = 1;
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        if (dt_game_set_player(game, h) == player && n <= MATRIX_MOST)
            n *= dt_game_n_actions_at(game, h);
    return n;
}

static double payoff_below(const dt_game *game, const double *p, uint32_t player,
                           uint32_t node)
{
    const uint32_t h = dt_game_set_of(game, node);
    double sum = 0;
    if (h == DT_NO_NODE)
        return dt_game_payoff(game, node, player);
    for (uint32_t k = 0; k < dt_game_n_actions_at(game, h); k++) {
        const uint32_t action = dt_game_first_action(game, h) + k;
        const double q = dt_game_set_player(game, h) == DT_CHANCE
                             ? dt_game_chance(game, action)
                             : p[action];
        sum += q * payoff_below(game, p, player, dt_game_child(game, node, k));
    }
    return sum;
}

double matrix_payoff(const dt_game *game, const double *p, uint32_t player)
{
    return payoff_below(game, p, player, 0);
}

/* Write the player's strategy number s into p. */
static void write_strategy(const dt_game *game, uint32_t player, uint32_t s, double *p)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++) {
        if (dt_game_set_player(game, h) != player)
            continue;
        const uint32_t n = dt_game_n_actions_at(game, h);
        for (uint32_t k = 0; k < n; k++)
            p[dt_game_first_action(game, h) + k] = k == s % n;
        s /= n;
    }
}

double matrix_gain(const dt_game *game, const double *p, uint32_t player)
{
    const double has = matrix_payoff(game, p, player);
    double most = 0;
    double *const q = calloc(dt_game_n_actions(game) + 1, sizeof *q);
    for (uint32_t a = 0; a < dt_game_n_actions(game); a++)
        q[a] = p[a];
    for (uint32_t s = 0; s < matrix_size(game, player); s++) {
        write_strategy(game, player, s, q);
        most = fmax(most, matrix_payoff(game, q, player) - has);
    }
    free(q);
    return most;
}

/* ---- Value ------------------------------------------------------------------------
 */

typedef struct table {
    uint32_t rows, columns;
    double a[SMALL][SMALL];
} table;

static table table_of(const dt_game *game)
{
    table t = {matrix_size(game, 0), matrix_size(game, 1), {{0}}};
    double *const p = calloc(dt_game_n_actions(game) + 1, sizeof *p);
    for (uint32_t r = 0; r < t.rows; r++)
        for (uint32_t c = 0; c < t.columns; c++) {
            write_strategy(game, 0, r, p);
            write_strategy(game, 1, c, p);
            t.a[r][c] = matrix_payoff(game, p, 0);
        }
    free(p);
    return t;
}

/* Solve m x = b of order n by elimination; false when there is no single answer. */
static bool eliminate(double m[SMALL + 1][SMALL + 2], uint32_t n)
{
    for (uint32_t c = 0; c < n; c++) {
        uint32_t best = c;
        for (uint32_t r = c; r < n; r++)
            if (fabs(m[r][c]) > fabs(m[best][c]))
                best = r;
        if (fabs(m[best][c]) < 1e-9)
            return false;
        for (uint32_t k = 0; k <= n; k++) {
            const double x = m[c][k];
            m[c][k] = m[best][k];
            m[best][k] = x;
        }
        for (uint32_t r = 0; r < n; r++)
            for (uint32_t k = n + 1; r != c && k-- > c;)
                m[r][k] -= m[r][c] / m[c][c] * m[c][k];
    }
    for (uint32_t c = 0; c < n; c++)
        m[c][n] /= m[c][c];
    return true;
}

/* Entry of the table, or of the table turned round. */
static double entry(const table *t, bool turned, uint32_t mine, uint32_t its)
{
    return turned ? t->a[its][mine] : t->a[mine][its];
}

/* Weights for the lines `mine` that make those of `its` all worth v. */
static bool weigh(const table *t, bool turned, uint32_t mine, uint32_t its,
                  double weight[SMALL], double *v)
{
    double m[SMALL + 1][SMALL + 2] = {{0}};
    uint32_t n = 0, row = 0;
    for (uint32_t c = 0; c < SMALL; c++) {
        if (!(its >> c & 1))
            continue;
        n = 0;
        for (uint32_t r = 0; r < SMALL; r++)
            if (mine >> r & 1)
                m[row][n++] = entry(t, turned, r, c);
        m[row++][n] = -1;
    }
    if (row != n)
        return false;
    for (uint32_t k = 0; k < n; k++)
        m[n][k] = 1;
    m[n][n + 1] = 1;
    if (!eliminate(m, n + 1))
        return false;
    uint32_t k = 0;
    for (uint32_t r = 0; r < SMALL; r++)
        weight[r] = mine >> r & 1 ? m[k++][n + 1] : 0;
    *v = m[n][n + 1];
    return true;
}

/* Whether the weights are a strategy that is worth at least (turned: at most) v. */
static bool holds(const table *t, bool turned, const double weight[SMALL], double v)
{
    const uint32_t mine = turned ? t->columns : t->rows;
    const uint32_t its = turned ? t->rows : t->columns;
    for (uint32_t r = 0; r < mine; r++)
        if (weight[r] < -1e-9)
            return false;
    for (uint32_t c = 0; c < its; c++) {
        double sum = 0;
        for (uint32_t r = 0; r < mine; r++)
            sum += weight[r] * entry(t, turned, r, c);
        if (turned ? sum > v + 1e-9 : sum < v - 1e-9)
            return false;
    }
    return true;
}

double matrix_value(const dt_game *game)
{
    const table t = table_of(game);
    for (uint32_t rows = 1; rows < 1u << t.rows; rows++)
        for (uint32_t columns = 1; columns < 1u << t.columns; columns++) {
            double x[SMALL], y[SMALL], v, w;
            if (weigh(&t, false, rows, columns, x, &v) &&
                weigh(&t, true, columns, rows, y, &w) && holds(&t, false, x, v) &&
                holds(&t, true, y, v))
                return v;
        }
    return NAN;
}
