/* Counting: what each voice accepts, decides and blocks.
 *
 * A constituency is *pivotal* for a package when the other answer of it alone would
 * turn the ratification, and *blocks* one that would be in the zone but for its no. So
 * the rule is asked twice more for each constituency, with its answer turned. */
#include "deals/tally.h"

#include "base/popcount.h"

typedef struct counter {
    const dt_parley *table;
    const dt_ballots *v;
} counter;

static const dt_home *home_of(const counter *t, uint32_t side)
{
    const dt_parley *const table = t->table;
    return &table->model->actors[table->callers[table->own[side]].voice.actor].home;
}

/* What all sides but one would accept. */
static uint64_t others_accept(const counter *t, uint32_t side, uint32_t w)
{
    uint64_t word = dt_package_word(t->table, w);
    for (uint32_t s = 0; s < t->table->n_sides; s++)
        word &= s == side ? UINT64_MAX : t->v->wins[s].word[w];
    return word;
}

/* Where the actor's own signature is the only thing missing. */
static uint64_t unsigned_word(const counter *t, uint32_t side, uint32_t w)
{
    return others_accept(t, side, w) & t->v->ratifies[side].word[w] &
           ~t->v->signs[side].word[w];
}

/* The ratification if constituency k answered the other way. */
static uint64_t turned(const counter *t, uint32_t side, uint32_t k, uint32_t w)
{
    uint64_t yes[DT_HOME_MAX];
    dt_ballots_answers(t->table, t->v, side, w, yes);
    yes[k] = ~yes[k];
    return dt_home_ratifies(home_of(t, side), yes);
}

static void count_constituency(const counter *t, uint32_t c, uint32_t w,
                               dt_tally *tally, dt_bits *blocked)
{
    const uint32_t side = t->table->side_of[c];
    const uint32_t k = c - t->table->own[side] - 1;
    const uint64_t now = t->v->ratifies[side].word[w];
    const uint64_t then = turned(t, side, k, w) & dt_package_word(t->table, w);
    const uint64_t no = ~t->v->accepts[c].word[w];
    tally->pivotal += dt_popcount(now ^ then);
    blocked->word[w] =
        others_accept(t, side, w) & t->v->signs[side].word[w] & ~now & then & no;
}

static void count_actor(const counter *t, uint32_t c, uint32_t w, dt_tally *tally,
                        dt_bits *blocked)
{
    const uint32_t side = t->table->side_of[c];
    tally->pivotal += dt_popcount(t->v->ratifies[side].word[w]);
    blocked->word[w] = unsigned_word(t, side, w);
}

dt_tally dt_tally_find(const dt_parley *table, const dt_ballots *v, uint32_t c,
                       dt_bits *blocked)
{
    const counter t = {table, v};
    dt_tally tally = {.accepts = dt_bits_count(&v->accepts[c])};
    for (uint32_t w = 0; w < (table->n_packages + 63) / 64; w++)
        if (table->callers[c].constituency)
            count_constituency(&t, c, w, &tally, blocked);
        else
            count_actor(&t, c, w, &tally, blocked);
    tally.blocks = dt_bits_count(blocked);
    return tally;
}
