/* All vectors of choices are walked, all pairs of them compared, all formulas evaluated
 * anew for each: nothing here is meant to be quick. */
#include "oracle/sketch.h"

#include <stdlib.h>

/* ---- formulas --------------------------------------------------------------- */

static bool compares(sketch_relation relation, size_t here, size_t level)
{
    switch (relation) {
    case SKETCH_BARE:
        return here == 1;
    case SKETCH_EQ:
        return here == level;
    case SKETCH_NE:
        return here != level;
    case SKETCH_LT:
        return here < level;
    case SKETCH_LE:
        return here <= level;
    case SKETCH_GT:
        return here > level;
    case SKETCH_GE:
        return here >= level;
    }
    return false;
}

bool sketch_holds(const sketch *k, size_t formula, const sketch_cell *cell)
{
    const sketch_node *const f = &k->node[formula];
    bool part[SKETCH_PARTS] = {false};
    size_t n_true = 0;
    for (size_t p = 0; p < f->n; p++) {
        part[p] = sketch_holds(k, f->part[p], cell);
        n_true += part[p];
    }
    switch (f->op) {
    case SKETCH_IS:
        return compares(f->relation, cell->level[f->choice], f->level);
    case SKETCH_NOT:
        return !part[0];
    case SKETCH_AND:
    case SKETCH_ALL:
        return n_true == f->n;
    case SKETCH_OR:
    case SKETCH_ANY:
        return n_true >= 1;
    case SKETCH_IMPLIES:
        return !part[0] || part[1];
    case SKETCH_IF:
        return part[0] || !part[1];
    case SKETCH_IFF:
        return part[0] == part[1];
    case SKETCH_AT_LEAST:
        return n_true >= f->bound;
    case SKETCH_AT_MOST:
        return n_true <= f->bound;
    case SKETCH_EXACTLY:
        return n_true == f->bound;
    case SKETCH_NONE:
        return n_true == 0;
    }
    return false;
}

/* ---- states ----------------------------------------------------------------- */

size_t sketch_raw(const sketch *k)
{
    size_t product = 1;
    for (size_t c = 0; c < k->n_choices; c++)
        product *= k->choice[c].n_levels;
    return product;
}

sketch_cell sketch_cell_at(const sketch *k, size_t index)
{
    sketch_cell cell = {{0}};
    for (size_t c = 0; c < k->n_choices; c++) {
        cell.level[c] = index % k->choice[c].n_levels;
        index /= k->choice[c].n_levels;
    }
    return cell;
}

static bool is_feasible(const sketch *k, const sketch_cell *cell)
{
    bool feasible = true;
    for (size_t r = 0; r < k->n_rules; r++)
        if (sketch_holds(k, k->rule[r].formula, cell) == k->rule[r].impossible)
            feasible = false;
    return feasible;
}

/* The merge that covers a vector, or n_merges. */
static size_t merge_of(const sketch *k, const sketch_cell *cell)
{
    size_t merge = k->n_merges;
    for (size_t m = k->n_merges; m-- > 0;)
        if (sketch_holds(k, k->merge[m], cell))
            merge = m;
    return merge;
}

/* Number the cells of merge m with the next free state; m == n_merges: each its own. */
static void number_cells(const sketch *k, sketch_states *states, size_t m)
{
    bool any = false;
    for (size_t c = 0; c < states->n_cells; c++)
        if (merge_of(k, &states->cell[c]) == m) {
            states->state[c] = states->n_states;
            states->n_states += m == k->n_merges;
            any = true;
        }
    states->n_states += m < k->n_merges && any;
}

sketch_states sketch_find_states(const sketch *k)
{
    const size_t raw = sketch_raw(k);
    sketch_states states = {.cell = calloc(raw, sizeof *states.cell),
                            .state = calloc(raw, sizeof *states.state)};
    for (size_t index = 0; index < raw; index++) {
        const sketch_cell cell = sketch_cell_at(k, index);
        if (is_feasible(k, &cell))
            states.cell[states.n_cells++] = cell;
    }
    number_cells(k, &states, k->n_merges);
    for (size_t m = 0; m < k->n_merges; m++)
        number_cells(k, &states, m);
    return states;
}

void sketch_states_free(sketch_states *states)
{
    free(states->cell);
    free(states->state);
    *states = (sketch_states){0};
}

bool sketch_holds_of_state(const sketch *k, const sketch_states *states, size_t formula,
                           size_t s)
{
    bool holds = false;
    for (size_t c = 0; c < states->n_cells; c++)
        if (states->state[c] == s && sketch_holds(k, formula, &states->cell[c]))
            holds = true;
    return holds;
}

size_t sketch_first_member(const sketch_states *states, size_t s)
{
    size_t first = states->n_cells;
    for (size_t c = states->n_cells; c-- > 0;)
        if (states->state[c] == s)
            first = c;
    return first;
}

size_t sketch_count_members(const sketch_states *states, size_t s)
{
    size_t n = 0;
    for (size_t c = 0; c < states->n_cells; c++)
        n += states->state[c] == s;
    return n;
}

bool sketch_is_sound(const sketch *k)
{
    sketch_states states = sketch_find_states(k);
    bool sound = states.n_states > 0 && k->n_actors > 0 && k->n_choices > 0;
    for (size_t c = 0; c < states.n_cells; c++) {
        size_t n = 0;
        for (size_t m = 0; m < k->n_merges; m++)
            n += sketch_holds(k, k->merge[m], &states.cell[c]);
        sound = sound && n <= 1;
    }
    sketch_states_free(&states);
    return sound;
}

/* ---- moves ------------------------------------------------------------------ */

static bool may_change(sketch_way way, size_t from, size_t to)
{
    return way == SKETCH_FREELY || (way == SKETCH_UP ? to >= from : to <= from);
}

/* The actor can change the one vector into the other. */
static bool moves_cell(const sketch *k, size_t a, const sketch_cell *from,
                       const sketch_cell *to)
{
    bool can = true;
    for (size_t c = 0; c < k->n_choices; c++) {
        const sketch_choice *const choice = &k->choice[c];
        if (choice->actor != a && from->level[c] != to->level[c])
            can = false;
        if (!may_change(choice->way, from->level[c], to->level[c]))
            can = false;
    }
    for (size_t f = 0; f < k->n_forbids; f++)
        if (k->forbid[f].actor == a && sketch_holds(k, k->forbid[f].from, from) &&
            sketch_holds(k, k->forbid[f].to, to))
            can = false;
    return can;
}

static void find_moves(const sketch *k, const sketch_states *states, size_t a,
                       bool *move)
{
    for (size_t x = 0; x < states->n_cells; x++)
        for (size_t y = 0; y < states->n_cells; y++) {
            const size_t s = states->state[x], t = states->state[y];
            if (s != t && moves_cell(k, a, &states->cell[x], &states->cell[y]))
                move[s * states->n_states + t] = true;
        }
}

/* ---- orders ----------------------------------------------------------------- */

/* A number that follows from what the vector says and not from how it is stored. */
static unsigned mix(const sketch *k, const sketch_cell *cell, unsigned pick)
{
    unsigned sum = pick;
    for (size_t c = 0; c < k->n_choices; c++) {
        unsigned x =
            (unsigned)(k->choice[c].id * 64 + cell->level[c] + 1) * 2654435761u;
        x ^= pick + (x >> 15);
        sum += x * 2246822519u;
    }
    return sum ^ sum >> 13;
}

static size_t count_true(const sketch *k, const sketch_line *line,
                         const sketch_cell *cell)
{
    size_t n = 0;
    for (size_t f = 0; f < line->n; f++)
        n += sketch_holds(k, line->formula[f], cell);
    return n;
}

size_t sketch_tier(const sketch *k, const sketch_states *states, size_t a, size_t s)
{
    const sketch_order *const order = &k->actor[a].order;
    const sketch_cell *const first = &states->cell[sketch_first_member(states, s)];
    if (order->kind == SKETCH_RANK)
        return mix(k, first, order->pick) % SKETCH_RANK_TIERS;
    if (order->kind != SKETCH_TIERS)
        return 0;
    size_t tier = order->n_lines;
    for (size_t l = order->n_lines; l-- > 0;)
        for (size_t f = 0; f < order->line[l].n; f++)
            if (sketch_holds_of_state(k, states, order->line[l].formula[f], s))
                tier = l;
    return tier;
}

static long worth(const sketch *k, const sketch_order *order, const sketch_cell *cell)
{
    long sum = 0;
    for (size_t l = 0; l < order->n_lines; l++)
        if (sketch_holds(k, order->line[l].formula[0], cell))
            sum += order->line[l].tenths;
    return sum;
}

/* The first line that tells the two apart decides. */
static bool is_above(const sketch *k, const sketch_order *order, const sketch_cell *x,
                     const sketch_cell *y)
{
    bool decided = false, above = false;
    for (size_t l = 0; l < order->n_lines; l++) {
        const size_t n = count_true(k, &order->line[l], x);
        const size_t m = count_true(k, &order->line[l], y);
        if (!decided && n != m) {
            decided = true;
            above = n > m;
        }
    }
    return above;
}

/* A state as an order sees it. */
typedef struct ranked {
    const sketch_cell *first;
    size_t tier;
} ranked;

static bool is_better(const sketch *k, const sketch_order *order, const ranked *s,
                      const ranked *t)
{
    switch (order->kind) {
    case SKETCH_INDIFFERENT:
        return false;
    case SKETCH_PREFER:
        return is_above(k, order, s->first, t->first);
    case SKETCH_VALUE:
        return worth(k, order, s->first) > worth(k, order, t->first);
    case SKETCH_RANK:
    case SKETCH_TIERS:
        return s->tier < t->tier;
    }
    return false;
}

static void find_ranks(const sketch *k, const sketch_states *states, size_t a,
                       unsigned *rank)
{
    const size_t n = states->n_states;
    ranked *const all = calloc(n, sizeof *all);
    for (size_t s = 0; s < n; s++) {
        all[s].first = &states->cell[sketch_first_member(states, s)];
        all[s].tier = sketch_tier(k, states, a, s);
    }
    for (size_t s = 0; s < n; s++)
        for (size_t t = 0; t < n; t++)
            rank[s] += is_better(k, &k->actor[a].order, &all[s], &all[t]);
    free(all);
}

/* ---- the graph -------------------------------------------------------------- */

literal_graph sketch_find_graph(const sketch *k, const sketch_states *states)
{
    const size_t n = states->n_states, m = k->n_actors;
    literal_graph graph = {.n_states = n,
                           .n_actors = m,
                           .move = calloc(m * n * n, sizeof *graph.move),
                           .rank = calloc(m * n, sizeof *graph.rank)};
    for (size_t a = 0; a < m; a++) {
        find_moves(k, states, a, graph.move + a * n * n);
        find_ranks(k, states, a, graph.rank + a * n);
    }
    return graph;
}

void sketch_graph_free(literal_graph *graph)
{
    free(graph->move);
    free(graph->rank);
    *graph = (literal_graph){0};
}
