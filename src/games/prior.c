/* Weights are a common mean, more or less a little: between neighbours some is moved,
 * so that a set's weights keep their sum. */
#include "games/prior.h"

enum {
    MEAN_BITS = 12, /* weights are about 2 to so much, or up to twice that */
    LEAST = 37,     /* differences are from that to */
    SPREAD = 218,   /* so many more */
    JITTER_BITS = 16
};

/* SplitMix64 (Steele, Lea and Flood 2014): a number that depends on all bits of k. */
static uint64_t mix(uint64_t k)
{
    k += 0x9e3779b97f4a7c15u;
    k = (k ^ k >> 30) * 0xbf58476d1ce4e5b9u;
    k = (k ^ k >> 27) * 0x94d049bb133111ebu;
    return k ^ k >> 31;
}

uint32_t dt_prior_jitter(uint32_t pair)
{
    return 1 + (uint32_t)(mix(~(uint64_t)pair) >> (64 - JITTER_BITS));
}

static uint32_t bits_for(uint32_t n)
{
    uint32_t bits = 0;
    while ((uint64_t)1 << bits < n)
        bits++;
    return bits;
}

/* Move some weight from one of two neighbours to the other. */
static void shift(uint32_t pair[2], uint64_t luck)
{
    const uint32_t more = LEAST + (uint32_t)(luck >> 8) % SPREAD;
    pair[luck & 1] += more;
    pair[!(luck & 1)] -= more;
}

/* Weights of one set. */
static void weigh_fork(dt_prior *prior, uint32_t i, uint32_t f, uint64_t seed)
{
    const dt_fork fork = prior->form->side[i].forks[f];
    uint32_t *const weight = prior->weight[i] + fork.first;
    const uint32_t bits = fork.n > 1 ? bits_for(fork.n) + MEAN_BITS : 0;
    const uint64_t sum = (uint64_t)1 << bits;
    for (uint32_t k = 0; k < fork.n; k++)
        weight[k] = (uint32_t)(sum / fork.n) + (k < sum % fork.n);
    for (uint32_t k = 0; k + 1 < fork.n; k++)
        shift(weight + k, mix(seed << 40 ^ (uint64_t)i << 33 ^ (fork.first + k)));
    prior->bits[i][f] = bits;
}

static void make_plan(dt_prior *prior, uint32_t i, uint32_t *bits_before)
{
    const dt_side *const side = &prior->form->side[i];
    prior->weight[i][0] = 1;
    prior->plan[i][0] = 1;
    for (uint32_t s = 1; s < side->n_sequences; s++) {
        const uint32_t f = side->fork[s], before = side->forks[f].before;
        const double whole = (double)((uint64_t)1 << prior->bits[i][f]);
        prior->plan[i][s] = prior->plan[i][before] * prior->weight[i][s] / whole;
        bits_before[s] = bits_before[before] + prior->bits[i][f];
        if (bits_before[s] > prior->whole_bits[i])
            prior->whole_bits[i] = bits_before[s];
    }
}

/* The first best sequence at each set, when differences below rounding are none. */
static void choose_best(dt_prior *prior, uint32_t i, double *gain, double *worth)
{
    static const double same = 1e-13;
    const dt_side *const side = &prior->form->side[i];
    const dt_game *const game = prior->form->game;
    const double range = game->width[i];
    dt_sequences_gain(prior->form, i, prior->plan[1 - i], gain);
    dt_sequences_worth(prior->form, i, gain, worth);
    for (uint32_t f = 0; f < side->n_forks; f++) {
        const dt_fork fork = side->forks[f];
        uint32_t best = fork.first;
        for (uint32_t k = 1; k < fork.n; k++)
            if (worth[fork.first + k] > worth[best] + same * range)
                best = fork.first + k;
        prior->best[i][f] = best;
    }
}

static bool make_side(dt_prior *prior, dt_arena *arena, uint32_t i)
{
    const dt_side *const side = &prior->form->side[i];
    prior->weight[i] = dt_arena_array(arena, uint32_t, side->n_sequences);
    prior->bits[i] = dt_arena_array(arena, uint32_t, side->n_forks);
    prior->plan[i] = dt_arena_array(arena, double, side->n_sequences);
    prior->best[i] = dt_arena_array(arena, uint32_t, side->n_forks);
    return prior->weight[i] && prior->bits[i] && prior->plan[i] && prior->best[i];
}

static bool fill_side(dt_prior *prior, uint32_t i, uint32_t seed)
{
    dt_arena scratch = {0};
    const dt_side *const side = &prior->form->side[i];
    uint32_t *const bits = dt_arena_array(&scratch, uint32_t, side->n_sequences);
    for (uint32_t f = 1; f < side->n_forks; f++)
        weigh_fork(prior, i, f, seed);
    if (bits)
        make_plan(prior, i, bits);
    dt_arena_release(&scratch);
    return bits;
}

static bool reply_side(dt_prior *prior, uint32_t i)
{
    dt_arena scratch = {0};
    const uint32_t n = prior->form->side[i].n_sequences;
    double *const gain = dt_arena_array(&scratch, double, n);
    double *const worth = dt_arena_array(&scratch, double, n);
    const bool ready = gain && worth;
    if (ready)
        choose_best(prior, i, gain, worth);
    dt_arena_release(&scratch);
    return ready;
}

dt_status dt_prior_new(const dt_sequences *form, dt_arena *arena, uint32_t seed,
                       dt_prior *prior, dt_error *err)
{
    const dt_side *const side = form->side;
    const uint32_t longest =
        side[0].longest > side[1].longest ? side[0].longest : side[1].longest;
    *prior = (dt_prior){.form = form,
                        .n_pairs = side[0].n_sequences + side[1].n_sequences,
                        .n_levels = longest + 2};
    const bool ready = make_side(prior, arena, 0) && make_side(prior, arena, 1) &&
                       fill_side(prior, 0, seed) && fill_side(prior, 1, seed) &&
                       reply_side(prior, 0) && reply_side(prior, 1);
    return ready ? DT_OK : dt_fail_memory(err);
}
