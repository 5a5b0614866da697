#include "oracle/doubt.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double CLOSE = 1e-7;

/* ---- The tree ------------------------------------------------------------------- */

static uint32_t n_actions(const dt_game *game, uint32_t node)
{
    return dt_game_n_actions_at(game, dt_game_set_of(game, node));
}

double doubt_value(const dt_game *game, const uint32_t *choice, uint32_t node,
                   uint32_t i)
{
    const uint32_t h = dt_game_set_of(game, node);
    if (h == DT_NO_NODE)
        return dt_game_payoff(game, node, i);
    if (dt_game_set_player(game, h) != DT_CHANCE)
        return doubt_value(game, choice, dt_game_child(game, node, choice[h]), i);
    double sum = 0;
    for (uint32_t k = 0; k < n_actions(game, node); k++)
        sum += dt_game_chance(game, dt_game_first_action(game, h) + k) *
               doubt_value(game, choice, dt_game_child(game, node, k), i);
    return sum;
}

static bool is_below(const dt_game *game, uint32_t node, uint32_t top)
{
    while (node != top && node != DT_NO_NODE)
        node = dt_game_parent(game, node);
    return node == top;
}

/* Every set with a node below it has all its nodes there. */
static bool is_root(const dt_game *game, uint32_t top)
{
    const uint32_t own = dt_game_set_of(game, top);
    if (own == DT_NO_NODE || (top > 0 && dt_game_n_members(game, own) > 1))
        return false;
    for (uint32_t n = 0; n < dt_game_n_nodes(game); n++) {
        const uint32_t h = dt_game_set_of(game, n);
        if (h == DT_NO_NODE || dt_game_set_player(game, h) == DT_CHANCE ||
            !is_below(game, n, top))
            continue;
        for (uint32_t j = 0; j < dt_game_n_members(game, h); j++)
            if (!is_below(game, dt_game_members(game, h)[j], top))
                return false;
    }
    return true;
}

uint32_t doubt_root(const dt_game *game, uint32_t h)
{
    uint32_t n = dt_game_members(game, h)[0];
    while (!is_root(game, n))
        n = dt_game_parent(game, n);
    return n;
}

/* With which probability chance and all but player i lead from one node to another. */
static double led(const dt_game *game, const uint32_t *choice, uint32_t from,
                  uint32_t to, uint32_t i)
{
    if (from == to)
        return 1;
    const uint32_t above = dt_game_parent(game, to);
    const uint32_t h = dt_game_set_of(game, above);
    uint32_t k = 0;
    while (dt_game_child(game, above, k) != to)
        k++;
    double p = choice[h] == k ? 1 : 0;
    if (dt_game_set_player(game, h) == DT_CHANCE)
        p = dt_game_chance(game, dt_game_first_action(game, h) + k);
    else if (dt_game_set_player(game, h) == i)
        p = 1;
    return p * led(game, choice, from, above, i);
}

/* By how much the choice at the node is better than action k for who moves there. */
static double lead(const dt_game *game, const uint32_t *choice, uint32_t node,
                   uint32_t k)
{
    const uint32_t h = dt_game_set_of(game, node);
    const uint32_t i = dt_game_set_player(game, h);
    return doubt_value(game, choice, dt_game_child(game, node, choice[h]), i) -
           doubt_value(game, choice, dt_game_child(game, node, k), i);
}

/* ---- Where anything may be believed ---------------------------------------------- */

/* Beliefs y, [n], that add up to 1 and keep row.y >= 0 for every row. */
typedef struct rows {
    size_t n, n_rows;
    double row[DOUBT_ROWS + DOUBT_NODES][DOUBT_NODES];
} rows;

static bool keeps(const rows *r, const double *y)
{
    for (size_t k = 0; k < r->n_rows; k++) {
        double sum = 0;
        for (size_t j = 0; j < r->n; j++)
            sum += r->row[k][j] * y[j];
        if (sum < -CLOSE)
            return false;
    }
    return true;
}

/* Solve the n equations a y = b by elimination; false when they have no one answer. */
static bool solve(size_t n, double a[DOUBT_NODES][DOUBT_NODES + 1], double *y)
{
    for (size_t c = 0; c < n; c++) {
        size_t best = c;
        for (size_t r = c; r < n; r++)
            if (fabs(a[r][c]) > fabs(a[best][c]))
                best = r;
        if (fabs(a[best][c]) < 1e-10)
            return false;
        for (size_t j = 0; j <= n; j++) {
            const double swap = a[c][j];
            a[c][j] = a[best][j];
            a[best][j] = swap;
        }
        for (size_t r = 0; r < n; r++) {
            const double times = r == c ? 0 : a[r][c] / a[c][c];
            for (size_t j = 0; j <= n; j++)
                a[r][j] -= times * a[c][j];
        }
    }
    for (size_t c = 0; c < n; c++)
        y[c] = a[c][n] / a[c][c];
    return true;
}

/* What is done with each corner; `context` is the caller's. */
typedef void visit(void *context, const double *corner);

static void try_corner(const rows *r, const size_t *tight, visit *each, void *context)
{
    double a[DOUBT_NODES][DOUBT_NODES + 1] = {{0}}, y[DOUBT_NODES];
    for (size_t j = 0; j <= r->n; j++)
        a[0][j] = 1;
    a[0][r->n] = 1;
    for (size_t k = 1; k < r->n; k++)
        memcpy(a[k], r->row[tight[k - 1]], r->n * sizeof(double));
    if (solve(r->n, a, y) && keeps(r, y))
        each(context, y);
}

/* Try all ways to choose the tight rows from number `next` on. */
static void each_corner(const rows *r, size_t *tight, size_t n_tight, size_t next,
                        visit *each, void *context)
{
    if (n_tight + 1 == r->n) {
        try_corner(r, tight, each, context);
        return;
    }
    for (size_t k = next; k < r->n_rows; k++) {
        tight[n_tight] = k;
        each_corner(r, tight, n_tight + 1, k + 1, each, context);
    }
}

static uint32_t ancestor_in(const dt_game *game, uint32_t node, uint32_t h)
{
    while (node != DT_NO_NODE && dt_game_set_of(game, node) != h)
        node = dt_game_parent(game, node);
    return node;
}

static uint32_t index_of(const dt_game *game, uint32_t h, uint32_t node)
{
    uint32_t j = 0;
    while (dt_game_members(game, h)[j] != node)
        j++;
    return j;
}

/* A row for each action of set g, whose nodes lie below those of h. */
static void add_rows(rows *r, const dt_game *game, const uint32_t *choice, uint32_t h,
                     uint32_t g)
{
    const uint32_t i = dt_game_set_player(game, h);
    for (uint32_t k = 0; k < dt_game_n_actions_at(game, g); k++) {
        assert(r->n_rows < DOUBT_ROWS);
        double *const row = r->row[r->n_rows++];
        for (uint32_t m = 0; m < dt_game_n_members(game, g); m++) {
            const uint32_t to = dt_game_members(game, g)[m];
            const uint32_t from = ancestor_in(game, to, h);
            row[index_of(game, h, from)] +=
                led(game, choice, from, to, i) * lead(game, choice, to, k);
        }
    }
}

/* Each corner of the set of beliefs at h that support what is chosen there and later.
 */
static void each_support(const dt_game *game, const uint32_t *choice, uint32_t h,
                         visit *each, void *context)
{
    rows r = {.n = dt_game_n_members(game, h)};
    size_t tight[DOUBT_NODES];
    assert(r.n <= DOUBT_NODES);
    for (uint32_t g = 0; g < dt_game_n_sets(game); g++)
        if (dt_game_set_player(game, g) == dt_game_set_player(game, h) &&
            ancestor_in(game, dt_game_members(game, g)[0], h) != DT_NO_NODE)
            add_rows(&r, game, choice, h, g);
    for (size_t j = 0; j < r.n; j++)
        r.row[r.n_rows++][j] = 1;
    each_corner(&r, tight, 0, 0, each, context);
}

static void count(void *context, const double *corner)
{
    (void)corner;
    ++*(size_t *)context;
}

static bool some_belief_supports(const dt_game *game, const uint32_t *choice,
                                 uint32_t h)
{
    size_t n = 0;
    each_support(game, choice, h, count, &n);
    return n > 0;
}

/* ---- The definition -------------------------------------------------------------- */

static bool is_best(const dt_game *game, const uint32_t *choice, uint32_t h)
{
    const uint32_t *const nodes = dt_game_members(game, h);
    const uint32_t root = doubt_root(game, h);
    double weight[DOUBT_NODES], sum = 0;
    assert(dt_game_n_members(game, h) <= DOUBT_NODES);
    for (uint32_t j = 0; j < dt_game_n_members(game, h); j++) {
        weight[j] = led(game, choice, root, nodes[j], dt_game_set_player(game, h));
        sum += weight[j];
    }
    if (sum == 0)
        return some_belief_supports(game, choice, h);
    for (uint32_t k = 0; k < dt_game_n_actions_at(game, h); k++) {
        double better = 0;
        for (uint32_t j = 0; j < dt_game_n_members(game, h); j++)
            better += weight[j] / sum * lead(game, choice, nodes[j], k);
        if (better < -CLOSE)
            return false;
    }
    return true;
}

bool doubt_is_equilibrium(const dt_game *game, const uint32_t *choice)
{
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        if (dt_game_set_player(game, h) != DT_CHANCE && !is_best(game, choice, h))
            return false;
    return true;
}

/* ---- Ranges ---------------------------------------------------------------------- */

bool doubt_is_free(const dt_game *game, const uint32_t *choice, uint32_t h)
{
    double sum = 0;
    for (uint32_t j = 0; j < dt_game_n_members(game, h); j++)
        sum += led(game, choice, doubt_root(game, h), dt_game_members(game, h)[j],
                   dt_game_set_player(game, h));
    return sum == 0;
}

/* What follows at set g from beliefs y at an earlier set h of its player; false when
 * nothing does. */
static bool follows(const dt_game *game, const uint32_t *choice, uint32_t h,
                    const double *y, uint32_t g, double *at)
{
    double sum = 0;
    for (uint32_t j = 0; j < dt_game_n_members(game, g); j++) {
        const uint32_t to = dt_game_members(game, g)[j];
        const uint32_t from = ancestor_in(game, to, h);
        at[j] = y[index_of(game, h, from)] *
                led(game, choice, from, to, dt_game_set_player(game, h));
        sum += at[j];
    }
    for (uint32_t j = 0; j < dt_game_n_members(game, g) && sum > CLOSE; j++)
        at[j] /= sum;
    return sum > CLOSE;
}

typedef struct range {
    const dt_game *game;
    const uint32_t *choice;
    uint32_t h, g;
    bool always;
    double low[DOUBT_NODES], high[DOUBT_NODES];
} range;

static void widen(void *context, const double *corner)
{
    range *const r = context;
    double at[DOUBT_NODES];
    if (!follows(r->game, r->choice, r->h, corner, r->g, at)) {
        r->always = false;
        return;
    }
    for (uint32_t j = 0; j < dt_game_n_members(r->game, r->g); j++) {
        r->low[j] = fmin(r->low[j], at[j]);
        r->high[j] = fmax(r->high[j], at[j]);
    }
}

/* A fraction of linear terms over a set with corners is extreme at one of them. The
 * earliest set whose beliefs lead to g for sure decides; g itself always does. */
void doubt_range(const dt_game *game, const uint32_t *choice, uint32_t g, double *low,
                 double *high)
{
    bool done = false;
    for (uint32_t h = 0; h < dt_game_n_sets(game) && !done; h++) {
        range r = {game, choice, h, g, true, {0}, {0}};
        if (dt_game_set_player(game, h) != dt_game_set_player(game, g) ||
            ancestor_in(game, dt_game_members(game, g)[0], h) == DT_NO_NODE ||
            doubt_root(game, h) != doubt_root(game, g) ||
            !doubt_is_free(game, choice, h))
            continue;
        for (uint32_t j = 0; j < DOUBT_NODES; j++)
            r.low[j] = 1;
        each_support(game, choice, h, widen, &r);
        done = r.always;
        memcpy(low, r.low, dt_game_n_members(game, g) * sizeof *low);
        memcpy(high, r.high, dt_game_n_members(game, g) * sizeof *high);
    }
}

/* How far the beliefs at g are from those that follow from the ones at h. */
static double error_from(const dt_game *game, const uint32_t *choice, uint32_t h,
                         uint32_t g, const double *belief)
{
    double y[DOUBT_NODES], at[DOUBT_NODES], error = 0;
    for (uint32_t j = 0; j < dt_game_n_members(game, h); j++)
        y[j] = belief[dt_game_members(game, h)[j]];
    if (!follows(game, choice, h, y, g, at))
        return 0;
    for (uint32_t j = 0; j < dt_game_n_members(game, g); j++)
        error = fmax(error, fabs(at[j] - belief[dt_game_members(game, g)[j]]));
    return error;
}

double doubt_belief_error(const dt_game *game, const uint32_t *choice,
                          const double *belief)
{
    double error = 0;
    for (uint32_t h = 0; h < dt_game_n_sets(game); h++)
        for (uint32_t g = 0; g < dt_game_n_sets(game); g++)
            if (dt_game_set_player(game, h) != DT_CHANCE &&
                dt_game_set_player(game, h) == dt_game_set_player(game, g) &&
                ancestor_in(game, dt_game_members(game, g)[0], h) != DT_NO_NODE)
                error = fmax(error, error_from(game, choice, h, g, belief));
    return error;
}
