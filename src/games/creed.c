/* Everything is worked out along the tree when it is asked for: what a player expects
 * from a node by a sweep over the nodes below, which skips what the profile does not
 * reach; how play comes to a node by a walk up. Under a pure profile both are short,
 * and nothing has to be kept right while a search goes to and fro.
 *
 * Most free sets need no linear program: a choice that is best at some node for sure is
 * supported by the belief in that node, and one that is worse than some other action at
 * every node by none. */
#include "games/creed.h"

#include "games/polytope.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Payoffs are equal when they differ by less than this part of their range. */
static const double TIE = 1e-12;

/* ---- Along the tree ------------------------------------------------------------ */

/* With which probability the action is taken: all by `free_player` are. */
static double share_of(const dt_creed *creed, uint32_t action, uint32_t free_player)
{
    const dt_action *const it = &creed->game->actions[action];
    const dt_set *const set = &creed->game->sets[it->set];
    if (set->player == DT_CHANCE)
        return it->chance.value;
    if (set->player == free_player)
        return 1;
    return creed->choice[it->set] == action - set->first_action ? 1 : 0;
}

/* What player i can expect from the node on. */
static double expected(dt_creed *creed, uint32_t from, uint32_t i)
{
    const dt_game *const game = creed->game;
    double sum = 0;
    creed->flow[from] = 1;
    for (uint32_t n = from; n < game->nodes[from].end;) {
        const dt_game_node *const it = &game->nodes[n];
        creed->n_looks++;
        if (n > from)
            creed->flow[n] =
                creed->flow[it->parent] * share_of(creed, it->action, DT_NONE);
        if (creed->flow[n] > 0 && it->set == DT_NONE)
            sum += creed->flow[n] * dt_payoff_at(game, n)[i];
        n = creed->flow[n] > 0 ? n + 1 : it->end;
    }
    return sum;
}

/* How much better the choice at the node is than action k. */
static double lead_over(dt_creed *creed, uint32_t node, uint32_t k)
{
    const dt_set *const set = dt_set_at(creed->game, node);
    const uint32_t taken = creed->choice[creed->game->nodes[node].set];
    if (k == taken)
        return 0;
    const double lead =
        expected(creed, dt_child_at(creed->game, node, taken), set->player) -
        expected(creed, dt_child_at(creed->game, node, k), set->player);
    return fabs(lead) <= TIE * creed->game->width[set->player] ? 0 : lead;
}

/* The probability that chance and all players but i lead from one node to another. */
static double led(dt_creed *creed, uint32_t from, uint32_t to, uint32_t i)
{
    double p = 1;
    for (uint32_t n = to; n != from && p > 0; n = creed->game->nodes[n].parent) {
        creed->n_looks++;
        p *= share_of(creed, creed->game->nodes[n].action, i);
    }
    return p;
}

/* The node of set h above or at this node. */
static uint32_t above(const dt_game *game, uint32_t node, uint32_t h)
{
    while (node != DT_NONE && game->nodes[node].set != h)
        node = game->nodes[node].parent;
    return node;
}

/* ---- What is known of the tree -------------------------------------------------- */

/* The first and the last node of any set of a player that lies below each node. */
typedef struct dt_reach {
    uint32_t first, last;
} dt_reach;

static bool is_closed(const dt_game *game, const dt_reach *reach, uint32_t n)
{
    const dt_game_node *const it = &game->nodes[n];
    if (n == 0)
        return true;
    if (it->set == DT_NONE || dt_set_at(game, n)->n_members > 1)
        return false;
    return reach[n].first >= n && reach[n].last < it->end;
}

static void widen(dt_reach *reach, dt_reach by)
{
    reach->first = by.first < reach->first ? by.first : reach->first;
    reach->last = by.last > reach->last ? by.last : reach->last;
}

/* How far a subgame would have to stretch is known from below; the innermost root is
 * then handed on from above. `root` is [n_nodes]. */
static void find_roots(const dt_game *game, dt_reach *reach, uint32_t *root)
{
    for (uint32_t n = 0; n < game->n_nodes; n++)
        reach[n] = (dt_reach){UINT32_MAX, 0};
    for (uint32_t n = game->n_nodes; n-- > 0;) {
        const dt_set *const set = dt_is_terminal(game, n) ? NULL : dt_set_at(game, n);
        if (set && set->player != DT_CHANCE)
            widen(&reach[n],
                  (dt_reach){set->members[0], set->members[set->n_members - 1]});
        if (n > 0)
            widen(&reach[game->nodes[n].parent], reach[n]);
    }
    for (uint32_t n = 0; n < game->n_nodes; n++)
        root[n] = is_closed(game, reach, n) ? n : root[game->nodes[n].parent];
}

static uint32_t move_before(const dt_game *game, uint32_t h)
{
    uint32_t n = game->nodes[game->sets[h].members[0]].parent;
    while (n != DT_NONE && dt_set_at(game, n)->player != game->sets[h].player)
        n = game->nodes[n].parent;
    return n == DT_NONE ? DT_NONE : game->nodes[n].set;
}

static void learn_sets(dt_creed *creed, const uint32_t *root)
{
    const dt_game *const game = creed->game;
    for (uint32_t h = 0; h < game->n_sets; h++) {
        creed->choice[h] = DT_NONE;
        creed->block[h] = DT_NONE;
        creed->root[h] = game->sets[h].n_members ? root[game->sets[h].members[0]] : 0;
        creed->before[h] = game->sets[h].n_members && game->sets[h].player != DT_CHANCE
                               ? move_before(game, h)
                               : DT_NONE;
    }
    for (uint32_t h = 0; h < game->n_sets; h++)
        for (uint32_t g = h; g != DT_NONE; g = creed->before[g])
            creed->n_rows[g] += game->sets[h].n_actions;
}

dt_status dt_creed_init(dt_creed *creed, const dt_game *game, dt_arena *arena,
                        dt_error *err)
{
    *creed = (dt_creed){
        .game = game,
        .choice = dt_arena_array(arena, uint32_t, game->n_sets),
        .root = dt_arena_array(arena, uint32_t, game->n_sets),
        .before = dt_arena_array(arena, uint32_t, game->n_sets),
        .n_rows = dt_arena_array(arena, uint32_t, game->n_sets),
        .block = dt_arena_array(arena, uint32_t, game->n_sets),
        .flow = dt_arena_array(arena, double, game->n_nodes),
        .weight = dt_arena_array(arena, double, game->n_nodes),
        .is_free = dt_arena_array(arena, bool, game->n_sets),
    };
    dt_reach *const reach = dt_arena_array(arena, dt_reach, game->n_nodes);
    uint32_t *const root = dt_arena_array(arena, uint32_t, game->n_nodes);
    if (!creed->choice || !creed->root || !creed->before || !creed->n_rows ||
        !creed->block || !creed->flow || !creed->weight || !creed->is_free || !reach ||
        !root)
        return dt_fail_memory(err);
    find_roots(game, reach, root);
    learn_sets(creed, root);
    return DT_OK;
}

void dt_creed_release(dt_creed *creed)
{
    dt_arena_release(&creed->scratch);
}

/* ---- Where Bayes' rule decides --------------------------------------------------- */

/* The weights of the set's nodes, [n_members]: their sum. */
static double weigh(dt_creed *creed, uint32_t h, double *weight)
{
    const dt_set *const set = &creed->game->sets[h];
    double sum = 0;
    for (uint32_t j = 0; j < set->n_members; j++) {
        weight[j] = led(creed, creed->root[h], set->members[j], set->player);
        sum += weight[j];
    }
    return sum;
}

/* Whether the choice at the set is at least as good as action k, by these weights. */
static bool is_as_good(dt_creed *creed, uint32_t h, uint32_t k, const double *weight,
                       double sum)
{
    const dt_set *const set = &creed->game->sets[h];
    double lead = 0;
    for (uint32_t j = 0; j < set->n_members; j++)
        if (weight[j] > 0)
            lead += weight[j] * lead_over(creed, set->members[j], k);
    return lead >= -TIE * creed->game->width[set->player] * sum;
}

int dt_creed_is_best(dt_creed *creed, uint32_t h)
{
    const double sum = weigh(creed, h, creed->weight);
    if (!(sum > 0))
        return -1;
    for (uint32_t k = 0; k < creed->game->sets[h].n_actions; k++)
        if (!is_as_good(creed, h, k, creed->weight, sum))
            return 0;
    return 1;
}

/* ---- The cone of beliefs --------------------------------------------------------- */

typedef struct dt_cone {
    uint32_t n, n_rows, used; /* nodes of the set; rows there is room for, and in use */
    double *row;              /* [n_rows][n] all >= 0 */
} dt_cone;

/* Add what node `to`, c times below node j of the set, says against each action. */
static void add_rows(dt_creed *creed, dt_cone *cone, uint32_t j, uint32_t to, double c)
{
    const uint32_t g = creed->game->nodes[to].set;
    const uint32_t n_actions = creed->game->sets[g].n_actions;
    if (creed->block[g] == DT_NONE) {
        creed->block[g] = cone->used;
        cone->used += n_actions;
        assert(cone->used <= cone->n_rows);
    }
    for (uint32_t k = 0; k < n_actions; k++)
        cone->row[(size_t)(creed->block[g] + k) * cone->n + j] +=
            c * lead_over(creed, to, k);
}

/* All rows from node j of the set on. */
static void sweep_rows(dt_creed *creed, dt_cone *cone, uint32_t j, uint32_t from)
{
    const dt_game *const game = creed->game;
    const uint32_t i = dt_set_at(game, from)->player;
    double *const c = creed->weight;
    c[from] = 1;
    for (uint32_t n = from; n < game->nodes[from].end;) {
        const dt_game_node *const it = &game->nodes[n];
        creed->n_looks++;
        if (n > from)
            c[n] = c[it->parent] * share_of(creed, it->action, i);
        if (c[n] > 0 && it->set != DT_NONE && game->sets[it->set].player == i)
            add_rows(creed, cone, j, n, c[n]);
        n = c[n] > 0 ? n + 1 : it->end;
    }
}

static void forget_blocks(const dt_creed *creed, uint32_t h)
{
    const dt_game *const game = creed->game;
    for (uint32_t j = 0; j < game->sets[h].n_members; j++) {
        const uint32_t from = game->sets[h].members[j];
        for (uint32_t n = from; n < game->nodes[from].end; n++)
            if (game->nodes[n].set != DT_NONE)
                creed->block[game->nodes[n].set] = DT_NONE;
    }
}

static dt_status build_cone(dt_creed *creed, uint32_t h, dt_cone *cone, dt_error *err)
{
    const dt_set *const set = &creed->game->sets[h];
    *cone = (dt_cone){set->n_members, creed->n_rows[h], 0, NULL};
    cone->row = dt_arena_alloc(&creed->scratch, cone->n_rows, cone->n * sizeof(double));
    if (!cone->row)
        return dt_fail_memory(err);
    for (uint32_t j = 0; j < set->n_members; j++)
        sweep_rows(creed, cone, j, set->members[j]);
    forget_blocks(creed, h);
    return DT_OK;
}

/* Whether belief in node j alone keeps all rows. */
static bool is_kept_by(const dt_cone *cone, uint32_t j)
{
    for (uint32_t r = 0; r < cone->used; r++)
        if (cone->row[(size_t)r * cone->n + j] < 0)
            return false;
    return true;
}

static bool is_negative(const double *row, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++)
        if (row[j] >= 0)
            return false;
    return true;
}

static bool is_zero(const double *row, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++)
        if (row[j] != 0)
            return false;
    return true;
}

/* The cone as a program, scaled so that scale.y = 1; NULL when there is no memory. */
static dt_polytope *cone_program(dt_arena *arena, const dt_cone *cone,
                                 const double *scale)
{
    dt_polytope *const lp = dt_polytope_new(arena, cone->n, cone->used + 1);
    if (!lp)
        return NULL;
    dt_polytope_begin(lp, cone->n);
    memcpy(dt_polytope_row(lp, DT_ROW_EXACT, 1), scale, cone->n * sizeof *scale);
    for (uint32_t r = 0; r < cone->used; r++) {
        const double *const row = cone->row + (size_t)r * cone->n;
        if (!is_zero(row, cone->n))
            memcpy(dt_polytope_row(lp, DT_ROW_LEAST, 0), row, cone->n * sizeof *row);
    }
    return lp;
}

/* 1 or 0 where a glance is enough, else -1. */
static int is_clearly_supported(const dt_cone *cone)
{
    for (uint32_t j = 0; j < cone->n; j++)
        if (is_kept_by(cone, j))
            return 1;
    for (uint32_t r = 0; r < cone->used; r++)
        if (is_negative(cone->row + (size_t)r * cone->n, cone->n))
            return 0;
    return -1;
}

static double *ones(dt_arena *arena, uint32_t n)
{
    double *const one = dt_arena_array(arena, double, n);
    for (uint32_t j = 0; one && j < n; j++)
        one[j] = 1;
    return one;
}

static dt_status ask_program(dt_creed *creed, const dt_cone *cone, bool *supported,
                             dt_error *err)
{
    const double *const one = ones(&creed->scratch, cone->n);
    dt_polytope *const lp = one ? cone_program(&creed->scratch, cone, one) : NULL;
    if (!lp)
        return dt_fail_memory(err);
    *supported = !dt_polytope_is_empty(lp);
    return DT_OK;
}

dt_status dt_creed_is_supported(dt_creed *creed, uint32_t h, bool *supported,
                                dt_error *err)
{
    dt_cone cone;
    dt_status status = build_cone(creed, h, &cone, err);
    if (status == DT_OK) {
        const int clear = is_clearly_supported(&cone);
        *supported = clear == 1;
        if (clear < 0)
            status = ask_program(creed, &cone, supported, err);
    }
    dt_arena_release(&creed->scratch);
    return status;
}

/* ---- Beliefs and their ranges ---------------------------------------------------- */

/* Where the beliefs of some set come from: those of the free set `top`, on which they
 * depend by weights c: belief in node j is y(up[j]) c[j], to scale. */
typedef struct dt_source {
    uint32_t h, top, n, n_top; /* the sets, and how many nodes they have */
    uint32_t *up;              /* [n] */
    double *c;                 /* [n] */
    double *scale;             /* [n_top] what adds up to 1 */
} dt_source;

static uint32_t member_index(const dt_set *set, uint32_t node)
{
    uint32_t j = 0;
    while (set->members[j] != node)
        j++;
    return j;
}

static bool find_source(dt_creed *creed, dt_source *source)
{
    const dt_game *const game = creed->game;
    const dt_set *const set = &game->sets[source->h];
    const dt_set *const top = &game->sets[source->top];
    source->n = set->n_members;
    source->n_top = top->n_members;
    source->up = dt_arena_array(&creed->scratch, uint32_t, source->n);
    source->c = dt_arena_array(&creed->scratch, double, source->n);
    source->scale = dt_arena_array(&creed->scratch, double, source->n_top);
    if (!source->up || !source->c || !source->scale)
        return false;
    for (uint32_t j = 0; j < source->n; j++) {
        const uint32_t from = above(game, set->members[j], source->top);
        source->up[j] = member_index(top, from);
        source->c[j] = led(creed, from, set->members[j], set->player);
        source->scale[source->up[j]] += source->c[j];
    }
    return true;
}

/* The part of y that node j gets, at most (sign 1) or at least (sign -1); y is where.
 */
static double extreme(dt_polytope *lp, const dt_source *source, uint32_t j, double sign,
                      double *aim, double *y)
{
    aim[source->up[j]] = sign * source->c[j];
    const dt_polytope_end end = dt_polytope_best(lp, aim, y);
    aim[source->up[j]] = 0;
    const double x = source->c[j] * y[source->up[j]];
    if (end != DT_POLYTOPE_FOUND)
        return sign > 0 ? 1 : 0;
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* Ranges of the beliefs at the source's set, and a point amid them. */
static dt_status range_over(dt_creed *creed, const dt_source *source,
                            const dt_cone *cone, double *const out[3], dt_error *err)
{
    dt_arena *const arena = &creed->scratch;
    const uint32_t *const members = creed->game->sets[source->h].members;
    dt_polytope *const lp = cone_program(arena, cone, source->scale);
    double *const aim = dt_arena_array(arena, double, cone->n);
    double *const y = dt_arena_array(arena, double, cone->n);
    double *const mean = dt_arena_array(arena, double, cone->n);
    if (!lp || !aim || !y || !mean)
        return dt_fail_memory(err);
    for (uint32_t s = 0; s < 2 * source->n; s++) {
        double *const bound = s % 2 ? out[2] : out[1];
        bound[members[s / 2]] = extreme(lp, source, s / 2, s % 2 ? 1 : -1, aim, y);
        for (uint32_t j = 0; j < cone->n; j++)
            mean[j] += y[j] / (2 * source->n);
    }
    for (uint32_t j = 0; j < source->n; j++)
        out[0][members[j]] = source->c[j] * mean[source->up[j]];
    return DT_OK;
}

/* Whether play must be thought to come from the top set to the source's. */
static dt_status must_come(dt_creed *creed, const dt_source *source,
                           const dt_cone *cone, bool *must, dt_error *err)
{
    const double *const one = ones(&creed->scratch, cone->n);
    dt_polytope *const lp = one ? cone_program(&creed->scratch, cone, one) : NULL;
    double *const aim = dt_arena_array(&creed->scratch, double, cone->n);
    double *const y = dt_arena_array(&creed->scratch, double, cone->n);
    if (!lp || !aim || !y)
        return dt_fail_memory(err);
    double least = 0;
    for (uint32_t j = 0; j < cone->n; j++)
        aim[j] = -source->scale[j];
    if (dt_polytope_best(lp, aim, y) == DT_POLYTOPE_FOUND)
        for (uint32_t j = 0; j < cone->n; j++)
            least += source->scale[j] * y[j];
    *must = least > DT_POLYTOPE_SLACK;
    return DT_OK;
}

/* What follows from the beliefs at the top set, if anything does. */
static void follow(const dt_creed *creed, const dt_source *source, double *belief)
{
    const uint32_t *const members = creed->game->sets[source->h].members;
    const uint32_t *const tops = creed->game->sets[source->top].members;
    double sum = 0;
    for (uint32_t j = 0; j < source->n; j++)
        sum += source->c[j] * belief[tops[source->up[j]]];
    for (uint32_t j = 0; j < source->n && sum > 0; j++)
        belief[members[j]] = source->c[j] * belief[tops[source->up[j]]] / sum;
}

/* The range at free set h from the beliefs at `top`, if play must be thought to come
 * from there; the earlier of two such sets knows more. */
static dt_status range_from(dt_creed *creed, uint32_t h, uint32_t top,
                            double *const out[3], dt_error *err)
{
    dt_source source = {.h = h, .top = top};
    dt_cone cone;
    bool must = true;
    if (!find_source(creed, &source))
        return dt_fail_memory(err);
    DT_TRY(build_cone(creed, top, &cone, err));
    if (top != h)
        DT_TRY(must_come(creed, &source, &cone, &must, err));
    return must ? range_over(creed, &source, &cone, out, err) : DT_OK;
}

/* Below a free set all sets of its player in the same subgame are free. */
static uint32_t free_before(const dt_creed *creed, uint32_t h)
{
    const uint32_t g = creed->before[h];
    return g != DT_NONE && creed->is_free[g] && creed->root[g] == creed->root[h]
               ? g
               : DT_NONE;
}

static dt_status fill_free(dt_creed *creed, uint32_t h, double *const out[3],
                           dt_error *err)
{
    dt_status status = DT_OK;
    for (uint32_t g = h; g != DT_NONE && status == DT_OK; g = free_before(creed, g)) {
        status = range_from(creed, h, g, out, err);
        dt_arena_release(&creed->scratch);
    }
    dt_source source = {.h = h, .top = free_before(creed, h)};
    if (source.top == DT_NONE || status != DT_OK)
        return status;
    if (find_source(creed, &source))
        follow(creed, &source, out[0]);
    else
        status = dt_fail_memory(err);
    dt_arena_release(&creed->scratch);
    return status;
}

static void fill_fixed(const dt_creed *creed, uint32_t h, double sum,
                       double *const out[3])
{
    const dt_set *const set = &creed->game->sets[h];
    for (uint32_t j = 0; j < set->n_members; j++)
        for (int k = 0; k < 3; k++)
            out[k][set->members[j]] = creed->weight[j] / sum;
}

/* Sets stand in the order in which they appear: earlier moves come first. */
dt_status dt_creed_fill(dt_creed *creed, double *belief, double *low, double *high,
                        dt_error *err)
{
    const dt_game *const game = creed->game;
    double *const out[3] = {belief, low, high};
    for (uint32_t h = 0; h < game->n_sets; h++) {
        creed->is_free[h] = false;
        if (game->sets[h].player == DT_CHANCE || game->sets[h].n_members == 0)
            continue;
        const double sum = weigh(creed, h, creed->weight);
        creed->is_free[h] = !(sum > 0);
        if (sum > 0)
            fill_fixed(creed, h, sum, out);
        else
            DT_TRY(fill_free(creed, h, out, err));
    }
    return DT_OK;
}
