/* The matrix, and KLU.
 *
 * All entries are written by one walk over game and unknowns, write_all(). It is run
 * first to count them, then to note where each stands, and then with numbers: the
 * order is always the same, so the k-th entry of a walk goes to slot k. Reach only
 * matters at sets of several nodes. So in a game of perfect information no equation
 * depends on what is above, and KLU's block triangular form leaves blocks of the size
 * of one set. */
#include "games/jacobian.h"

#include <string.h>

/* ---- Unknowns ------------------------------------------------------------------ */

static uint32_t number_choices(dt_jacobian *j)
{
    const dt_game *const game = j->game;
    uint32_t n = 0;
    for (uint32_t h = 0; h < game->n_sets; h++) {
        const dt_set *const set = &game->sets[h];
        const bool own = set->player != DT_CHANCE;
        j->of_c[h] = DT_NONE;
        for (uint32_t k = 0; k < set->n_actions; k++)
            j->of_l[set->first_action + k] = own ? n++ : DT_NONE;
        if (own)
            j->of_c[h] = n++;
    }
    return n;
}

static uint32_t *value_of(const dt_jacobian *j, uint32_t node, uint32_t player)
{
    return &j->of_value[(size_t)node * j->game->n_players + player];
}

/* Whose worth of a node can change: a player's who has moved above, if any player moves
 * there or below. `moves` is [n_nodes]: so it is. */
static void mark_values(dt_jacobian *j, bool *moves)
{
    const dt_game *const game = j->game;
    for (uint32_t n = game->n_nodes; n-- > 0;) {
        if (!dt_is_terminal(game, n) && dt_set_at(game, n)->player != DT_CHANCE)
            moves[n] = true;
        if (n > 0 && moves[n])
            moves[game->nodes[n].parent] = true;
    }
    for (uint32_t i = 0; i < game->n_players; i++)
        *value_of(j, 0, i) = DT_NONE;
    for (uint32_t n = 1; n < game->n_nodes; n++) {
        const uint32_t up = game->nodes[n].parent;
        for (uint32_t i = 0; i < game->n_players; i++) {
            const bool above =
                dt_set_at(game, up)->player == i || *value_of(j, up, i) != DT_NONE;
            *value_of(j, n, i) = above && moves[n] ? 0 : DT_NONE;
        }
    }
}

/* Whose reach matters and can change. `matters` is [n_nodes] zeros. */
static void mark_reach(dt_jacobian *j, bool *matters)
{
    const dt_game *const game = j->game;
    for (uint32_t n = game->n_nodes; n-- > 1;) {
        if (!dt_is_terminal(game, n) && dt_set_at(game, n)->player != DT_CHANCE &&
            dt_set_at(game, n)->n_members > 1)
            matters[n] = true;
        if (matters[n])
            matters[game->nodes[n].parent] = true;
    }
    j->of_reach[0] = DT_NONE;
    for (uint32_t n = 1; n < game->n_nodes; n++) {
        const uint32_t up = game->nodes[n].parent;
        const bool moves =
            dt_set_at(game, up)->player != DT_CHANCE || j->of_reach[up] != DT_NONE;
        j->of_reach[n] = matters[n] && moves ? 0 : DT_NONE;
    }
}

static uint32_t number_rest(dt_jacobian *j, uint32_t n)
{
    const size_t n_values = (size_t)j->game->n_nodes * j->game->n_players;
    for (size_t k = 0; k < n_values; k++)
        if (j->of_value[k] != DT_NONE)
            j->of_value[k] = n++;
    for (uint32_t k = 0; k < j->game->n_nodes; k++)
        if (j->of_reach[k] != DT_NONE)
            j->of_reach[k] = n++;
    return n;
}

/* Which row an action's equation is, and that of the sum of a set's probabilities: such
 * that nothing on the diagonal is always 0, for KLU takes long to find that out. */
static uint32_t row_of_action(const dt_jacobian *j, uint32_t a)
{
    const uint32_t h = j->game->actions[a].set;
    return a == j->game->sets[h].first_action ? j->of_c[h] : j->of_l[a];
}

static uint32_t row_of_sum(const dt_jacobian *j, uint32_t h)
{
    return j->of_l[j->game->sets[h].first_action];
}

/* ---- Entries ------------------------------------------------------------------- */

/* What a walk does with an entry. */
typedef struct dt_walk {
    dt_jacobian *j;
    const dt_quantal *q; /* NULL: count, or note where entries stand */
    double lambda;
    bool note;
} dt_walk;

static void put(dt_walk *w, uint32_t row, uint32_t column, double entry)
{
    dt_jacobian *const j = w->j;
    if (w->q) {
        j->entries[j->slot[j->at]] = entry;
    } else if (w->note) {
        j->row[j->at] = (int)row;
        j->column[j->at] = (int)column;
    }
    j->at++;
}

/* l(a) + c - lambda U(a) = ...: U by values below, and by beliefs. */
static void write_action(dt_walk *w, const dt_set *set, uint32_t k)
{
    const dt_jacobian *const j = w->j;
    const dt_quantal *const q = w->q;
    const uint32_t a = set->first_action + k, row = row_of_action(j, a);
    const uint32_t h = j->game->actions[a].set;
    put(w, row, j->of_l[a], 1);
    put(w, row, j->of_c[h], 1);
    put(w, row, j->n, q ? -(q->worth[a] - q->worth[q->best[h]]) : 0);
    for (uint32_t m = 0; m < set->n_members; m++) {
        const uint32_t n = set->members[m], below = dt_child_at(j->game, n, k);
        const uint32_t value = *value_of(j, below, set->player);
        const double factor = q ? -w->lambda * q->belief[n] : 0;
        if (value != DT_NONE)
            put(w, row, value, factor);
        if (set->n_members > 1 && j->of_reach[n] != DT_NONE)
            put(w, row, j->of_reach[n],
                q ? factor *
                        (q->value[(size_t)below * j->game->n_players + set->player] -
                         q->worth[a])
                  : 0);
    }
}

static void write_set(dt_walk *w, uint32_t h)
{
    const dt_set *const set = &w->j->game->sets[h];
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const uint32_t a = set->first_action + k;
        write_action(w, set, k);
        put(w, row_of_sum(w->j, h), w->j->of_l[a], w->q ? w->q->p[a] : 0);
    }
}

/* What a node is worth to a player: the sum over actions of p times what follows. */
static void write_value(dt_walk *w, uint32_t node, uint32_t player)
{
    const dt_jacobian *const j = w->j;
    const dt_set *const set = dt_set_at(j->game, node);
    const uint32_t row = *value_of(j, node, player);
    put(w, row, row, 1);
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const uint32_t a = set->first_action + k;
        const uint32_t below = dt_child_at(j->game, node, k);
        const double p = w->q ? w->q->p[a] : 0;
        if (*value_of(j, below, player) != DT_NONE)
            put(w, row, *value_of(j, below, player), -p);
        if (j->of_l[a] != DT_NONE)
            put(w, row, j->of_l[a],
                w->q ? -p * w->q->value[(size_t)below * j->game->n_players + player]
                     : 0);
    }
}

static void write_reach(dt_walk *w, uint32_t node)
{
    const dt_jacobian *const j = w->j;
    const dt_game_node *const it = &j->game->nodes[node];
    const uint32_t row = j->of_reach[node];
    put(w, row, row, 1);
    if (j->of_reach[it->parent] != DT_NONE)
        put(w, row, j->of_reach[it->parent], -1);
    if (j->of_l[it->action] != DT_NONE)
        put(w, row, j->of_l[it->action], -1);
}

static void write_all(dt_walk *w)
{
    const dt_game *const game = w->j->game;
    w->j->at = 0;
    for (uint32_t h = 0; h < game->n_sets; h++)
        if (dt_is_players(game, h))
            write_set(w, h);
    for (uint32_t n = 0; n < game->n_nodes; n++) {
        for (uint32_t i = 0; i < game->n_players; i++)
            if (*value_of(w->j, n, i) != DT_NONE)
                write_value(w, n, i);
        if (w->j->of_reach[n] != DT_NONE)
            write_reach(w, n);
    }
}

/* ---- Beginning and end --------------------------------------------------------- */

static bool number_all(dt_jacobian *j, dt_arena *arena)
{
    const dt_game *const game = j->game;
    const size_t n_nodes = game->n_nodes;
    j->of_l = dt_arena_array(arena, uint32_t, game->n_actions);
    j->of_c = dt_arena_array(arena, uint32_t, game->n_sets);
    j->of_value = dt_arena_alloc(arena, n_nodes, game->n_players * sizeof(uint32_t));
    j->of_reach = dt_arena_array(arena, uint32_t, n_nodes);
    bool *const moves = dt_arena_array(arena, bool, n_nodes);
    bool *const matters = dt_arena_array(arena, bool, n_nodes);
    if (!j->of_l || !j->of_c || !j->of_value || !j->of_reach || !moves || !matters)
        return false;
    const uint32_t n_choices = number_choices(j);
    mark_values(j, moves);
    mark_reach(j, matters);
    j->n = number_rest(j, n_choices);
    j->held = j->n;
    return true;
}

static bool make_room(dt_jacobian *j, dt_arena *arena)
{
    const size_t n = j->n_entries;
    j->row = dt_arena_array(arena, int, n);
    j->column = dt_arena_array(arena, int, n);
    j->slot = dt_arena_array(arena, int, n);
    j->begin = dt_arena_array(arena, int, (size_t)j->n + 2);
    j->rows = dt_arena_array(arena, int, n);
    j->entries = dt_arena_array(arena, double, n);
    j->side = dt_arena_array(arena, double, j->n);
    j->seen = dt_arena_array(arena, bool, j->n);
    return j->row && j->column && j->slot && j->begin && j->rows && j->entries &&
           j->side && j->seen;
}

/* Can KLU count so far, and is there memory for as much again as its factors? */
static bool is_affordable(const dt_jacobian *j, uint64_t memory)
{
    enum { BYTES_EACH = 4 * sizeof(int) + sizeof(double), FACTORS = 4 };
    return j->n_entries < INT32_MAX / FACTORS && j->n < INT32_MAX / FACTORS &&
           (uint64_t)j->n_entries * BYTES_EACH * FACTORS <= memory;
}

dt_status dt_jacobian_init(dt_jacobian *j, const dt_game *game, uint64_t memory,
                           dt_arena *arena, dt_error *err)
{
    *j = (dt_jacobian){.game = game};
    klu_defaults(&j->common);
    if (!number_all(j, arena))
        return dt_fail_memory(err);
    write_all(&(dt_walk){.j = j});
    j->n_entries = j->at;
    if (!is_affordable(j, memory))
        return dt_fail(err, DT_ELIMIT,
                       "the equations take more than the memory allowed");
    if (!make_room(j, arena))
        return dt_fail_memory(err);
    write_all(&(dt_walk){.j = j, .note = true});
    return dt_jacobian_hold(j, DT_HOLD_LAMBDA, err);
}

void dt_jacobian_release(dt_jacobian *j)
{
    klu_free_numeric(&j->numeric, &j->common);
    klu_free_symbolic(&j->other, &j->common);
    klu_free_symbolic(&j->usual, &j->common);
}

/* ---- Holding ------------------------------------------------------------------- */

/* The held unknown's column goes last, and lambda's where it was. */
static int place_of(const dt_jacobian *j, int column)
{
    if (column == (int)j->held)
        return (int)j->n;
    return column == (int)j->n ? (int)j->held : column;
}

/* Sort the entries by column; where each goes is its slot. */
static void assign_slots(dt_jacobian *j)
{
    memset(j->begin, 0, ((size_t)j->n + 2) * sizeof *j->begin);
    for (uint32_t k = 0; k < j->n_entries; k++)
        j->begin[place_of(j, j->column[k]) + 1]++;
    for (uint32_t c = 0; c <= j->n; c++)
        j->begin[c + 1] += j->begin[c];
    for (uint32_t k = 0; k < j->n_entries; k++) {
        j->slot[k] = j->begin[place_of(j, j->column[k])]++;
        j->rows[j->slot[k]] = j->row[k];
    }
    memmove(j->begin + 1, j->begin, ((size_t)j->n + 1) * sizeof *j->begin);
    j->begin[0] = 0;
}

/* Lambda is held nearly always, so that analysis is kept. For the others blocks are not
 * looked for: lambda's column makes one of them all, and to find that out takes long.
 */
dt_status dt_jacobian_hold(dt_jacobian *j, uint32_t action, dt_error *err)
{
    const bool usual = action == DT_HOLD_LAMBDA;
    const uint32_t held = usual ? j->n : j->of_l[action];
    if (j->symbolic && held == j->held)
        return DT_OK;
    klu_free_numeric(&j->numeric, &j->common);
    klu_free_symbolic(&j->other, &j->common);
    j->held = held;
    assign_slots(j);
    klu_symbolic **const kept = usual ? &j->usual : &j->other;
    j->common.btf = usual;
    if (!*kept)
        *kept = klu_analyze((int)j->n, j->begin, j->rows, &j->common);
    j->symbolic = *kept;
    return j->symbolic || j->common.status == KLU_SINGULAR ? DT_OK
                                                           : dt_fail_memory(err);
}

/* ---- Solving ------------------------------------------------------------------- */

/* With the pivots of before: quicker, and as good where the matrix has hardly changed.
 */
static bool refactor(dt_jacobian *j)
{
    return klu_refactor(j->begin, j->rows, j->entries, j->symbolic, j->numeric,
                        &j->common) == 1;
}

dt_status dt_jacobian_factor(dt_jacobian *j, const dt_quantal *q, double lambda,
                             bool anew, bool *singular, dt_error *err)
{
    *singular = true;
    if (!j->symbolic)
        return DT_OK;
    write_all(&(dt_walk){.j = j, .q = q, .lambda = lambda});
    if (!anew && j->numeric && refactor(j)) {
        *singular = false;
        return DT_OK;
    }
    klu_free_numeric(&j->numeric, &j->common);
    j->numeric = klu_factor(j->begin, j->rows, j->entries, j->symbolic, &j->common);
    if (!j->numeric && j->common.status != KLU_SINGULAR)
        return dt_fail_memory(err);
    *singular = !j->numeric;
    return DT_OK;
}

static bool solve(dt_jacobian *j, double *by, double *by_lambda, double held)
{
    if (!klu_solve(j->symbolic, j->numeric, (int)j->n, 1, j->side, &j->common))
        return false;
    for (uint32_t a = 0; a < j->game->n_actions; a++) {
        const uint32_t at = j->of_l[a];
        by[a] = at == DT_NONE ? 0 : at == j->held ? held : j->side[at];
    }
    *by_lambda = j->held == j->n ? held : j->side[j->held];
    return true;
}

bool dt_jacobian_step(dt_jacobian *j, const dt_quantal *q, double *by,
                      double *by_lambda)
{
    memset(j->side, 0, j->n * sizeof *j->side);
    for (uint32_t a = 0; a < j->game->n_actions; a++)
        if (j->of_l[a] != DT_NONE)
            j->side[row_of_action(j, a)] = -q->error[a];
    for (uint32_t h = 0; h < j->game->n_sets; h++)
        if (j->of_c[h] != DT_NONE)
            j->side[row_of_sum(j, h)] = -q->excess[h];
    return solve(j, by, by_lambda, 0);
}

bool dt_jacobian_tangent(dt_jacobian *j, double *by, double *by_lambda)
{
    memset(j->side, 0, j->n * sizeof *j->side);
    for (int k = j->begin[j->n]; k < j->begin[j->n + 1]; k++)
        j->side[j->rows[k]] = -j->entries[k];
    return solve(j, by, by_lambda, 1);
}

/* ---- Orientation --------------------------------------------------------------- */

/* 1 or -1: whether the permutation takes an even or an odd number of swaps. `seen` is
 * [n] scratch. */
static int sign_of(const int *to, uint32_t n, bool *seen)
{
    int sign = 1;
    memset(seen, 0, n * sizeof *seen);
    for (uint32_t k = 0; k < n; k++) {
        if (seen[k])
            continue;
        seen[k] = true;
        for (uint32_t at = (uint32_t)to[k]; at != k; at = (uint32_t)to[at]) {
            seen[at] = true;
            sign = -sign;
        }
    }
    return sign;
}

int dt_jacobian_orientation(const dt_jacobian *j, double by_held)
{
    const double *const pivot = j->numeric->Udiag;
    int sign = sign_of(j->numeric->Pnum, j->n, j->seen) *
               sign_of(j->symbolic->Q, j->n, j->seen);
    for (uint32_t k = 0; k < j->n; k++)
        sign = pivot[k] < 0 ? -sign : sign;
    /* By Cramer's rule the determinants with lambda and with another unknown held are
     * to one another as minus their parts of the tangent. */
    if (j->held != j->n)
        sign = -sign;
    return by_held < 0 ? -sign : sign;
}
