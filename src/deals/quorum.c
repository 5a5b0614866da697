/* What is ratified at home, for 64 packages at a time: the rule is a formula over the
 * answers of the constituencies, so it is evaluated like any other, with a word of bits
 * for each answer and one for each comparison of weights. */
#include "deals/parley.h"

#include <assert.h>

enum { LANES = 64 };

/* The weight of those who agree, package by package. */
static void weigh(const dt_home *home, const uint64_t *yes, int64_t weight[LANES])
{
    for (uint32_t lane = 0; lane < LANES; lane++)
        weight[lane] = 0;
    for (uint32_t k = 0; k < home->n; k++)
        for (uint32_t lane = 0; lane < LANES; lane++)
            weight[lane] +=
                home->constituencies[k].weight & -(int64_t)(yes[k] >> lane & 1);
}

static uint64_t slice_weighing(const dt_formula *weighing, const int64_t weight[LANES])
{
    uint64_t word = 0;
    for (uint32_t lane = 0; lane < LANES; lane++)
        word |= (uint64_t)dt_weight_holds(weighing, weight[lane]) << lane;
    return word;
}

static uint64_t slice_rule(const dt_home *home, const uint64_t *yes)
{
    uint64_t bit[2 * DT_HOME_MAX];
    int64_t weight[LANES];
    for (uint32_t k = 0; k < home->n; k++)
        bit[k] = yes[k];
    if (home->n_weighings)
        weigh(home, yes, weight);
    for (uint32_t j = 0; j < home->n_weighings; j++)
        bit[DT_HOME_MAX + j] = slice_weighing(home->weighings[j], weight);
    return dt_formula_slice(NULL, home->rule, bit);
}

uint64_t dt_home_ratifies(const dt_home *home, const uint64_t *yes)
{
    assert(home->n <= DT_HOME_MAX && home->n_weighings <= DT_HOME_MAX);
    uint64_t word = home->rule ? slice_rule(home, yes) : UINT64_MAX;
    for (uint32_t k = 0; k < home->n; k++)
        if (!home->rule || home->constituencies[k].veto)
            word &= yes[k];
    return word;
}
