/* How far a point is from the frontier, and the frontier from everybody's wishes. */
#include "base/wide.h"
#include "deals/fair.h"

#include <assert.h>
#include <math.h>

/* A package beyond a point. */
typedef struct beyond {
    int64_t least; /* what the party gets more that gets least */
    dt_wide sum;
} beyond;

static beyond look_beyond(const dt_cloud *cloud, uint32_t p, const int64_t *point)
{
    beyond b = {INT64_MAX, 0};
    for (uint32_t i = 0; i < cloud->n_parties; i++) {
        const int64_t more = cloud->worth[i][p] - point[i];
        b.least = more < b.least ? more : b.least;
        b.sum += more;
    }
    return b;
}

uint32_t dt_money_left(const dt_cloud *cloud, const dt_bits *efficient,
                       const int64_t *point, int64_t *t)
{
    uint32_t best = DT_BITS_NONE;
    beyond most = {0, 0};
    for (uint32_t p = dt_bits_next(efficient, 0); p != DT_BITS_NONE;
         p = dt_bits_next(efficient, p + 1)) {
        const beyond here = look_beyond(cloud, p, point);
        if (best != DT_BITS_NONE &&
            (here.least < most.least ||
             (here.least == most.least && here.sum <= most.sum)))
            continue;
        best = p;
        most = here;
    }
    if (best != DT_BITS_NONE)
        *t = most.least;
    return best;
}

static double square_of_distance(const dt_cloud *cloud, uint32_t p, const double *best)
{
    double sum = 0;
    for (uint32_t i = 0; i < cloud->n_parties; i++) {
        const double lacks = 1 - (double)cloud->worth[i][p] / best[i];
        sum += lacks * lacks;
    }
    return sum;
}

/* Each party's wish, or its greatest worth; false when that is not above 0 for one of
 * them. */
static bool find_wishes(const dt_cloud *cloud, const dt_bits *efficient,
                        const int64_t *wish, double *best)
{
    bool all = true;
    for (uint32_t i = 0; i < cloud->n_parties; i++) {
        best[i] = wish ? (double)wish[i] : 0;
        for (uint32_t p = dt_bits_next(efficient, 0); !wish && p != DT_BITS_NONE;
             p = dt_bits_next(efficient, p + 1))
            best[i] = fmax(best[i], (double)cloud->worth[i][p]);
        all = all && best[i] > 0;
    }
    return all;
}

double dt_opposition(const dt_cloud *cloud, const dt_bits *efficient,
                     const int64_t *wish)
{
    double best[DT_CLOUD_COORDINATES], least = INFINITY;
    assert(cloud->n_parties >= 1 && cloud->n_parties <= DT_CLOUD_COORDINATES);
    if (!find_wishes(cloud, efficient, wish, best) ||
        dt_bits_next(efficient, 0) == DT_BITS_NONE)
        return -1;
    for (uint32_t p = dt_bits_next(efficient, 0); p != DT_BITS_NONE;
         p = dt_bits_next(efficient, p + 1))
        least = fmin(least, square_of_distance(cloud, p, best));
    return sqrt(least);
}
