#include "support/clouds.h"

#include "support/tested.h"

#include <stdlib.h>

static int64_t draw_worth(dice *d, cloud_kind kind)
{
    const int64_t few = (int64_t)dice_below(d, 5);
    switch (kind) {
    case CLOUD_TIES:
        return few - 1;
    case CLOUD_ANY:
    case CLOUD_OPPOSED:
        return (int64_t)dice_below(d, 1000000);
    case CLOUD_HUGE:
        return dice_chance(d, 50) ? DT_WORTH_LIMIT - 1 - few : few + 1 - DT_WORTH_LIMIT;
    case N_CLOUD_KINDS:
        break;
    }
    return 0;
}

void cloud_draw(test_cloud *t, dice *d, uint32_t k, uint32_t n)
{
    const cloud_kind kind = (cloud_kind)dice_below(d, N_CLOUD_KINDS);
    t->cloud = (dt_cloud){k, n, (const int64_t *const *)t->column, NULL};
    t->among = dt_bits_new(n);
    assert_non_null(t->among);
    for (uint32_t c = 0; c < k; c++) {
        t->column[c] = calloc(n ? n : 1, sizeof **t->column);
        assert_non_null(t->column[c]);
        for (uint32_t p = 0; p < n; p++)
            t->column[c][p] = draw_worth(d, kind);
    }
    for (uint32_t p = 0; p < n; p++) {
        if (dice_chance(d, 80))
            dt_bits_add(t->among, p);
        for (uint32_t c = 1; kind == CLOUD_OPPOSED && c < k; c++)
            t->column[0][p] -= t->column[c][p];
    }
}

void cloud_free(test_cloud *t)
{
    for (uint32_t c = 0; c < t->cloud.n_parties; c++)
        free(t->column[c]);
    dt_bits_free(t->among);
}

bool cloud_beats(const dt_cloud *cloud, uint32_t q, uint32_t p)
{
    bool no_less = true, more = false;
    for (uint32_t c = 0; c < cloud->n_parties; c++) {
        no_less = no_less && cloud->worth[c][q] >= cloud->worth[c][p];
        more = more || cloud->worth[c][q] > cloud->worth[c][p];
    }
    return no_less && more;
}
