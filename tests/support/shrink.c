/* Cuts are tried one by one, the large ones first; one that leaves less to read, a
 * sound sketch and the same trouble is kept, and all are tried again until none is
 * kept.
 *
 * Atoms about a choice that goes speak of another one instead: the meaning changes, but
 * all that matters is that the trouble stays. */
#include "support/shrink.h"

#include <stdlib.h>
#include <string.h>

/* A cut: number n of its kind, 0, 1 ...; false when there is no such. */
typedef bool cut(sketch *k, size_t n);

/* ---- choices and actors ----------------------------------------------------- */

/* After choice c went, or came to have fewer levels. */
static void mend_atom(const sketch *k, sketch_node *f)
{
    if (f->choice >= k->n_choices)
        f->choice = 0;
    const sketch_choice *const choice = &k->choice[f->choice];
    if (f->level >= choice->n_levels)
        f->level = choice->n_levels - 1;
    if (f->relation == SKETCH_BARE && !choice->is_option) {
        f->relation = SKETCH_EQ;
        f->level = 1;
    }
}

static void mend_atoms(sketch *k)
{
    for (size_t n = 0; n < k->n_nodes; n++)
        if (k->node[n].op == SKETCH_IS)
            mend_atom(k, &k->node[n]);
}

static bool drop_choice(sketch *k, size_t c)
{
    if (c >= k->n_choices || k->n_choices == 1)
        return false;
    k->n_choices--;
    memmove(&k->choice[c], &k->choice[c + 1], (k->n_choices - c) * sizeof *k->choice);
    for (size_t n = 0; n < k->n_nodes; n++)
        if (k->node[n].op == SKETCH_IS && k->node[n].choice > c)
            k->node[n].choice--;
    mend_atoms(k);
    return true;
}

static bool drop_actor(sketch *k, size_t a)
{
    if (a >= k->n_actors || k->n_actors == 1)
        return false;
    for (size_t c = k->n_choices; c-- > 0;)
        if (k->choice[c].actor == a && !drop_choice(k, c))
            k->choice[c].actor = a ? 0 : 1;
    k->n_actors--;
    memmove(&k->actor[a], &k->actor[a + 1], (k->n_actors - a) * sizeof *k->actor);
    for (size_t c = 0; c < k->n_choices; c++)
        k->choice[c].actor -= k->choice[c].actor > a;
    size_t kept = 0;
    for (size_t f = 0; f < k->n_forbids; f++)
        if (k->forbid[f].actor != a) {
            k->forbid[kept] = k->forbid[f];
            k->forbid[kept++].actor -= k->forbid[f].actor > a;
        }
    k->n_forbids = kept;
    return true;
}

static bool drop_level(sketch *k, size_t c)
{
    if (c >= k->n_choices)
        return false;
    k->choice[c].n_levels -= k->choice[c].n_levels > 2;
    mend_atoms(k);
    return true;
}

static bool free_choice(sketch *k, size_t c)
{
    if (c >= k->n_choices)
        return false;
    k->choice[c].way = SKETCH_FREELY;
    return true;
}

/* ---- rules and orders ------------------------------------------------------- */

static bool drop_rule(sketch *k, size_t r)
{
    if (r >= k->n_rules)
        return false;
    k->n_rules--;
    memmove(&k->rule[r], &k->rule[r + 1], (k->n_rules - r) * sizeof *k->rule);
    return true;
}

static bool drop_merge(sketch *k, size_t m)
{
    if (m >= k->n_merges)
        return false;
    k->n_merges--;
    memmove(&k->merge[m], &k->merge[m + 1], (k->n_merges - m) * sizeof *k->merge);
    return true;
}

static bool drop_forbid(sketch *k, size_t f)
{
    if (f >= k->n_forbids)
        return false;
    k->n_forbids--;
    memmove(&k->forbid[f], &k->forbid[f + 1], (k->n_forbids - f) * sizeof *k->forbid);
    return true;
}

static bool drop_status_quo(sketch *k, size_t n)
{
    k->has_status_quo = false;
    return n == 0;
}

static bool drop_order(sketch *k, size_t a)
{
    if (a >= k->n_actors)
        return false;
    k->actor[a].order.kind = SKETCH_INDIFFERENT;
    k->actor[a].order.n_lines = 0;
    return true;
}

/* Line n of all orders; the last line of an order goes with the order. */
static bool drop_line(sketch *k, size_t n)
{
    for (size_t a = 0; a < k->n_actors; a++) {
        sketch_order *const order = &k->actor[a].order;
        if (n >= order->n_lines) {
            n -= order->n_lines;
            continue;
        }
        if (order->n_lines > 1) {
            order->n_lines--;
            memmove(&order->line[n], &order->line[n + 1],
                    (order->n_lines - n) * sizeof *order->line);
        }
        return true;
    }
    return false;
}

/* One formula of line n of all orders. */
static bool drop_weight(sketch *k, size_t n)
{
    for (size_t a = 0; a < k->n_actors; a++) {
        sketch_order *const order = &k->actor[a].order;
        if (n >= order->n_lines) {
            n -= order->n_lines;
            continue;
        }
        order->line[n].n -= order->line[n].n > 1;
        return true;
    }
    return false;
}

/* ---- formulas --------------------------------------------------------------- */

/* Put the first, or the last, part of a formula in its place. */
static bool hoist_part(sketch *k, size_t n)
{
    if (n / 2 >= k->n_nodes)
        return false;
    sketch_node *const f = &k->node[n / 2];
    if (f->n)
        *f = k->node[f->part[n % 2 ? f->n - 1 : 0]];
    return true;
}

static bool drop_brackets(sketch *k, size_t n)
{
    if (n >= k->n_nodes)
        return false;
    k->node[n].brackets = false;
    return true;
}

/* ---- the search ------------------------------------------------------------- */

static size_t weigh_formula(const sketch *k, size_t formula)
{
    const sketch_node *const f = &k->node[formula];
    size_t weight = 1 + f->brackets;
    for (size_t p = 0; p < f->n; p++)
        weight += weigh_formula(k, f->part[p]);
    return weight;
}

static size_t weigh_order(const sketch *k, const sketch_order *order)
{
    size_t weight = order->kind != SKETCH_INDIFFERENT;
    for (size_t l = 0; l < order->n_lines; l++)
        for (size_t f = 0; f < order->line[l].n; f++)
            weight += 1 + weigh_formula(k, order->line[l].formula[f]);
    return weight;
}

/* How much there is to read. */
static size_t weigh(const sketch *k)
{
    size_t weight = 10 * k->n_actors + k->has_status_quo;
    for (size_t c = 0; c < k->n_choices; c++)
        weight += 5 + k->choice[c].n_levels + (k->choice[c].way != SKETCH_FREELY);
    for (size_t r = 0; r < k->n_rules; r++)
        weight += 1 + weigh_formula(k, k->rule[r].formula);
    for (size_t m = 0; m < k->n_merges; m++)
        weight += 1 + weigh_formula(k, k->merge[m]);
    for (size_t f = 0; f < k->n_forbids; f++)
        weight +=
            1 + weigh_formula(k, k->forbid[f].from) + weigh_formula(k, k->forbid[f].to);
    for (size_t a = 0; a < k->n_actors; a++)
        weight += weigh_order(k, &k->actor[a].order);
    return weight;
}

/* Cuts of one kind, each as often as it helps; true when one was kept. `room` is room.
 */
static bool try_cuts(sketch *k, sketch *room, cut *make,
                     bool (*fails)(const sketch *k, void *context), void *context)
{
    bool kept = false;
    for (size_t n = 0; *room = *k, make(room, n);) {
        if (weigh(room) < weigh(k) && sketch_is_sound(room) && fails(room, context)) {
            *k = *room;
            kept = true;
        } else
            n++;
    }
    return kept;
}

void shrink_sketch(sketch *k, bool (*fails)(const sketch *k, void *context),
                   void *context)
{
    static cut *const cuts[] = {drop_actor,   drop_choice, drop_rule,       drop_merge,
                                drop_forbid,  drop_order,  drop_status_quo, drop_line,
                                drop_weight,  drop_level,  free_choice,     hoist_part,
                                drop_brackets};
    sketch *const room = malloc(sizeof *room);
    bool kept = room != NULL;
    while (kept) {
        kept = false;
        for (size_t c = 0; c < sizeof cuts / sizeof *cuts; c++)
            kept = try_cuts(k, room, cuts[c], fails, context) || kept;
    }
    free(room);
}
