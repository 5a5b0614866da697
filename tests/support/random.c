/* Every property of a conflict is drawn with odds that are themselves drawn, so that
 * extremes occur: no rule at all, all choices one-way, everybody indifferent. What
 * makes a conflict unsound is drawn again. */
#include "support/random.h"

#include <assert.h>
#include <stdlib.h>

/* ---- formulas --------------------------------------------------------------- */

static size_t add_node(sketch *k, sketch_node node)
{
    assert(k->n_nodes < SKETCH_NODES);
    k->node[k->n_nodes] = node;
    return k->n_nodes++;
}

static size_t random_atom(sketch *k, dice *d)
{
    const size_t c = dice_below(d, k->n_choices);
    const sketch_choice *const choice = &k->choice[c];
    const bool bare = choice->is_option && dice_chance(d, 80);
    const sketch_relation relation =
        bare ? SKETCH_BARE : (sketch_relation)dice_between(d, SKETCH_EQ, SKETCH_GE);
    return add_node(k, (sketch_node){.op = SKETCH_IS,
                                     .brackets = dice_chance(d, 5),
                                     .qualified = dice_chance(d, 50),
                                     .choice = c,
                                     .relation = relation,
                                     .level = dice_below(d, choice->n_levels)});
}

size_t random_formula(sketch *k, dice *d, size_t depth)
{
    if (depth == 0 || dice_chance(d, 30))
        return random_atom(k, d);
    sketch_node node = {.op = (sketch_op)dice_between(d, SKETCH_NOT, SKETCH_NONE),
                        .brackets = dice_chance(d, 10)};
    node.n = dice_between(d, 2, 3);
    if (node.op == SKETCH_NOT)
        node.n = 1;
    if (node.op == SKETCH_IMPLIES || node.op == SKETCH_IF || node.op == SKETCH_IFF)
        node.n = 2;
    if (node.op >= SKETCH_AT_LEAST)
        node.n = dice_between(d, 1, SKETCH_PARTS);
    node.bound = dice_below(d, node.n + 1);
    for (size_t p = 0; p < node.n; p++)
        node.part[p] = random_formula(k, d, depth - 1);
    return add_node(k, node);
}

/* ---- actors and choices ----------------------------------------------------- */

static sketch_choice random_choice(dice *d, unsigned one_way)
{
    sketch_choice choice = {.is_option = dice_chance(d, 65), .n_levels = 2};
    if (!choice.is_option)
        choice.n_levels = dice_between(d, 2, 4);
    if (dice_chance(d, one_way))
        choice.way = dice_chance(d, 50) ? SKETCH_UP : SKETCH_DOWN;
    return choice;
}

/* Put the choice behind the others of its actor. */
static void insert_choice(sketch *k, sketch_choice choice)
{
    size_t at = k->n_choices++;
    for (; at > 0 && k->choice[at - 1].actor > choice.actor; at--)
        k->choice[at] = k->choice[at - 1];
    k->choice[at] = choice;
}

/* How many in a hundred of an actor's choices are one-way. */
static void random_ways(dice *d, size_t n_actors, unsigned *one_way)
{
    static const unsigned odds[] = {0, 0, 30, 60, 100};
    const unsigned all = odds[dice_below(d, sizeof odds / sizeof *odds)];
    const bool differ = dice_chance(d, 40);
    for (size_t a = 0; a < n_actors; a++)
        one_way[a] = differ ? odds[dice_below(d, sizeof odds / sizeof *odds)] : all;
}

static void random_choices(sketch *k, dice *d, random_size size)
{
    unsigned one_way[SKETCH_ACTORS];
    const size_t vectors = dice_between(d, size.vectors / 8 + 1, size.vectors);
    const bool lazy = k->n_actors > 2 && dice_chance(d, 6); /* one without choices */
    const size_t n_choosers = k->n_actors - lazy;
    random_ways(d, k->n_actors, one_way);
    for (size_t n = 0; k->n_choices < SKETCH_CHOICES; n++) {
        const size_t actor = n < n_choosers ? n : dice_below(d, n_choosers);
        sketch_choice choice = random_choice(d, one_way[actor]);
        choice.id = n;
        choice.actor = actor;
        if (n >= n_choosers && sketch_raw(k) * choice.n_levels > vectors)
            break;
        insert_choice(k, choice);
    }
}

/* ---- rules ------------------------------------------------------------------ */

static size_t count_states(const sketch *k)
{
    sketch_states states = sketch_find_states(k);
    const size_t n = states.n_states;
    sketch_states_free(&states);
    return n;
}

/* Add a rule that leaves some states; true when it did. */
static bool add_rule(sketch *k, dice *d)
{
    const size_t before = count_states(k);
    k->rule[k->n_rules++] = (sketch_rule){.impossible = dice_chance(d, 60),
                                          .formula = random_formula(k, d, 2)};
    const size_t left = count_states(k);
    const bool welcome = left > 0 && (4 * left > before || dice_chance(d, 10));
    k->n_rules -= !welcome;
    return welcome;
}

/* False when there are still too many states. */
static bool random_rules(sketch *k, dice *d, size_t most)
{
    const size_t wanted = dice_below(d, 4);
    for (size_t n = 0; n < wanted; n++)
        add_rule(k, d);
    for (size_t n = 0; n < 4 * SKETCH_RULES && k->n_rules < SKETCH_RULES; n++) {
        if (count_states(k) <= most)
            break;
        add_rule(k, d);
    }
    return count_states(k) <= most;
}

static size_t join(sketch *k, size_t left, size_t right)
{
    return add_node(k, (sketch_node){.op = SKETCH_AND, .n = 2, .part = {left, right}});
}

/* All vectors among which one actor alone can move, or those that satisfy something:
 * such merges are where an actor passes through a merged state within its own choices.
 */
static size_t random_group(sketch *k, dice *d)
{
    const sketch_cell cell = sketch_cell_at(k, dice_below(d, sketch_raw(k)));
    const size_t actor = k->choice[dice_below(d, k->n_choices)].actor;
    size_t formula = random_formula(k, d, dice_below(d, 2));
    for (size_t c = 0; c < k->n_choices; c++)
        if (k->choice[c].actor != actor)
            formula = join(k, formula,
                           add_node(k, (sketch_node){.op = SKETCH_IS,
                                                     .choice = c,
                                                     .relation = SKETCH_EQ,
                                                     .level = cell.level[c]}));
    return formula;
}

/* Where a choice that is one-way ends, as an actor that leaves the stage: such a state
 * is entered and never left. */
static size_t random_end(sketch *k, dice *d)
{
    const size_t c = dice_below(d, k->n_choices);
    sketch_choice *const choice = &k->choice[c];
    if (choice->way == SKETCH_FREELY)
        choice->way = dice_chance(d, 70) ? SKETCH_UP : SKETCH_DOWN;
    return add_node(
        k, (sketch_node){.op = SKETCH_IS,
                         .choice = c,
                         .relation = SKETCH_EQ,
                         .level = choice->way == SKETCH_UP ? choice->n_levels - 1 : 0});
}

static size_t random_merge(sketch *k, dice *d)
{
    switch (dice_below(d, 4)) {
    case 0:
        return random_group(k, d);
    case 1:
        return random_formula(k, d, dice_below(d, 2));
    default:
        return random_end(k, d);
    }
}

static void random_merges(sketch *k, dice *d)
{
    const size_t wanted = dice_between(d, 1, SKETCH_MERGES);
    for (size_t n = 0; n < wanted; n++) {
        k->merge[k->n_merges++] = random_merge(k, d);
        k->n_merges -= !sketch_is_sound(k);
    }
}

static void random_forbids(sketch *k, dice *d)
{
    k->n_forbids = dice_between(d, 1, SKETCH_FORBIDS);
    for (size_t f = 0; f < k->n_forbids; f++)
        k->forbid[f] = (sketch_forbid){.actor = dice_below(d, k->n_actors),
                                       .from = random_formula(k, d, dice_below(d, 2)),
                                       .to = random_formula(k, d, dice_below(d, 2))};
}

/* ---- orders ----------------------------------------------------------------- */

static sketch_kind random_kind(dice *d)
{
    static const sketch_kind kinds[] = {SKETCH_PREFER, SKETCH_PREFER, SKETCH_PREFER,
                                        SKETCH_PREFER, SKETCH_PREFER, SKETCH_VALUE,
                                        SKETCH_VALUE,  SKETCH_RANK,   SKETCH_TIERS};
    if (dice_chance(d, 3))
        return SKETCH_INDIFFERENT;
    return kinds[dice_below(d, sizeof kinds / sizeof *kinds)];
}

static sketch_line random_line(sketch *k, dice *d, sketch_kind kind)
{
    sketch_line line = {.n = 1};
    if (kind != SKETCH_VALUE && dice_chance(d, 20))
        line.n = dice_between(d, 2, SKETCH_PARTS);
    line.tenths = (long)dice_below(d, 13) - 6; /* small: sums are often equal */
    if (dice_chance(d, 10))
        line.tenths *= 100;
    for (size_t f = 0; f < line.n; f++)
        line.formula[f] = random_formula(k, d, dice_below(d, 3));
    return line;
}

static void random_order(sketch *k, sketch_order *order, dice *d, random_size size)
{
    order->kind = size.only_prefer ? SKETCH_PREFER : random_kind(d);
    order->pick = (unsigned)dice_word(d);
    order->n_lines = dice_between(d, size.lines, size.lines + size.more_lines);
    for (size_t l = 0; l < order->n_lines; l++)
        order->line[l] = random_line(k, d, order->kind);
}

/* ---- the whole -------------------------------------------------------------- */

static bool try_sketch(sketch *k, dice *d, random_size size)
{
    *k = (sketch){.n_actors = dice_between(d, 2, size.actors)};
    for (size_t a = 0; a < k->n_actors; a++)
        k->actor[a].id = a;
    random_choices(k, d, size);
    if (!random_rules(k, d, size.states))
        return false;
    if (size.merges && dice_chance(d, 80))
        random_merges(k, d);
    if (size.forbids && dice_chance(d, 80))
        random_forbids(k, d);
    k->has_status_quo = dice_chance(d, 70);
    k->status_quo = dice_below(d, 1000);
    for (size_t a = 0; a < k->n_actors; a++)
        random_order(k, &k->actor[a].order, d, size);
    return true;
}

void random_sketch(sketch *k, uint64_t seed, random_size size)
{
    assert(size.actors <= SKETCH_ACTORS &&
           size.lines + size.more_lines <= SKETCH_LINES);
    dice d = {.seed = seed};
    while (!try_sketch(k, &d, size))
        ;
}

literal_graph random_graph(uint64_t seed, size_t most_actors, size_t most_states)
{
    dice d = {.seed = seed};
    const size_t m = dice_between(&d, 1, most_actors),
                 n = dice_between(&d, 1, most_states);
    const unsigned density = (unsigned)dice_between(&d, 5, 60);
    const size_t tiers = dice_between(&d, 1, n + 1);
    literal_graph g = {.n_states = n,
                       .n_actors = m,
                       .move = calloc(m * n * n, sizeof *g.move),
                       .rank = calloc(m * n, sizeof *g.rank)};
    for (size_t a = 0; a < m; a++)
        for (size_t s = 0; s < n; s++) {
            g.rank[a * n + s] = (unsigned)dice_below(&d, tiers);
            for (size_t t = 0; t < n; t++)
                g.move[(a * n + s) * n + t] = s != t && dice_chance(&d, density);
        }
    return g;
}
