/* The points that no other point beats, by divide and conquer.
 *
 * First a few good points, the best of a sample, throw out what they beat: of random
 * points nearly all. What is left is ranked by each coordinate, 0 the best, so that to
 * beat is to have no rank greater; sorted by the first coordinate, then the second and
 * so on; and equal points become one. From then on points differ, whatever beats a
 * point stands before it, and ties need no thought:
 *
 *     row[p][c]   rank of point p by coordinate c, points in order
 *
 *     front(points)        = a, what b keeps:  a = front(first half),
 *                                              b = front(second half),
 *                                              filter b by a
 *     filter(L by H, c)    drops from L what H beats by the coordinates 1 ... c; by all
 *                          others H is known to be no worse. Split at a rank v of c:
 *
 *                              H better than v --- c-1 ---> L no better than v
 *                                   | c                          ^ c
 *                                   v                            |
 *                              L better than v         H no better than v
 *
 *                          With two coordinates left a sweep does it: for each point of
 *                          L the best rank of c = 2 among those of H that are no worse
 *                          by c = 1.
 *
 * Lists are kept in order of coordinate 1: splitting keeps it and joining restores it,
 * so nothing is sorted again. v is the middle of the ranks that occur, which halves
 * their range: at most 32 splits follow each other for one coordinate, whatever the
 * points. Lists that are short are compared pair by pair.
 *
 * Source: Kung, Luccio and Preparata 1975, J. ACM 22; the sample is our own. */
#include "deals/frontier.h"

#include "base/bounds.h"
#include "base/fail.h"
#include "base/sort.h"
#include "base/watch.h"

#include <assert.h>
#include <string.h>

static const char phase[] = "comparing packages";

/* ---- a few good points ------------------------------------------------------ */

enum { SAMPLE = 2048, GOOD = 32, MANY = 4 * SAMPLE };

/* Good points, row by row. */
typedef struct good_points {
    uint32_t n, k;
    int64_t worth[GOOD * DT_CLOUD_COORDINATES]; /* [n][k] */
} good_points;

static bool is_beaten(const dt_cloud *cloud, uint32_t p, const int64_t *good)
{
    bool differs = false;
    for (uint32_t c = 0; c < cloud->n_parties; c++) {
        const int64_t here = cloud->worth[c][p];
        if (here > good[c])
            return false;
        differs = differs || here < good[c];
    }
    return differs;
}

static bool is_beaten_by_any(const dt_cloud *cloud, uint32_t p, const good_points *good)
{
    for (uint32_t g = 0; g < good->n; g++)
        if (is_beaten(cloud, p, good->worth + (size_t)g * good->k))
            return true;
    return false;
}

/* Some of the best of a sample, far from each other as they are spread by the first
 * coordinate. */
static dt_status choose_good(const dt_cloud *cloud, const dt_members *among,
                             good_points *good, dt_error *err)
{
    uint32_t at[SAMPLE];
    dt_arena arena = {0};
    dt_members sample = {SAMPLE, at}, best = {0};
    for (uint32_t k = 0; k < SAMPLE; k++)
        at[k] = among->at[(uint64_t)k * among->n / SAMPLE];
    const dt_status status = dt_skyline_find(cloud, &sample, &arena, &best, err);
    good->k = cloud->n_parties;
    good->n = dt_at_most(best.n, GOOD);
    for (uint32_t g = 0; g < good->n; g++)
        for (uint32_t c = 0; c < good->k; c++)
            good->worth[g * good->k + c] =
                cloud->worth[c][best.at[(uint64_t)g * best.n / good->n]];
    dt_arena_release(&arena);
    return status;
}

/* Throw out of a long list what good points beat, as long as they beat many. */
static dt_status thin(const dt_cloud *cloud, dt_members *among, dt_error *err)
{
    for (uint32_t before = UINT32_MAX; among->n >= MANY && among->n <= before / 2;) {
        good_points good;
        before = among->n;
        DT_TRY(choose_good(cloud, among, &good, err));
        uint32_t n = 0;
        for (uint32_t k = 0; k < before; k++)
            if (!is_beaten_by_any(cloud, among->at[k], &good))
                among->at[n++] = among->at[k];
        among->n = n;
        DT_TRY(dt_watch(cloud->monitor, phase, -1, err));
    }
    return DT_OK;
}

/* ---- points in order -------------------------------------------------------- */

/* What the division works on. */
typedef struct field {
    uint32_t k;        /* coordinates */
    uint32_t n;        /* points, which all differ */
    uint32_t *row;     /* [n][k] */
    uint32_t *list;    /* [n], points: the lists are parts of it */
    uint32_t *scratch; /* [n] */
    dt_vigil vigil;
} field;

/* Ranks of all members by coordinate c: rank[m * k + c], the greatest worth is 0. */
static void rank_members(const dt_cloud *cloud, const dt_members *among, uint32_t c,
                         dt_keyed *keyed, uint32_t *rank)
{
    const int64_t *const worth = cloud->worth[c];
    for (uint32_t m = 0; m < among->n; m++)
        keyed[m] = (dt_keyed){(uint64_t)(DT_WORTH_LIMIT - worth[among->at[m]]), m};
    dt_sort_keyed(keyed, keyed + among->n, among->n);
    for (uint32_t m = 0, here = 0; m < among->n; m++) {
        here += m > 0 && keyed[m].key != keyed[m - 1].key;
        rank[(size_t)keyed[m].value * cloud->n_parties + c] = here;
    }
}

/* The members in order of their ranks, by one sort for two coordinates. */
static void order_members(const uint32_t *rank, uint32_t k, dt_keyed *keyed, uint32_t n)
{
    for (uint32_t m = 0; m < n; m++)
        keyed[m].value = m;
    for (uint32_t c = (k - 1) / 2 * 2; c < k; c -= 2) {
        for (uint32_t m = 0; m < n; m++) {
            const uint32_t *const row = rank + (size_t)keyed[m].value * k;
            keyed[m].key = (uint64_t)row[c] << 32 | (c + 1 < k ? row[c + 1] : 0);
        }
        dt_sort_keyed(keyed, keyed + n, n);
    }
}

/* Members that differ become points; first[p] is the place in the order where those
 * that are point p begin, and first[n] is n. */
static uint32_t gather_points(const uint32_t *rank, uint32_t k, const dt_keyed *keyed,
                              uint32_t n, uint32_t *row, uint32_t *first)
{
    const size_t width = k * sizeof *row;
    uint32_t n_points = 0;
    for (uint32_t m = 0; m < n; m++) {
        const uint32_t *const here = rank + (size_t)keyed[m].value * k;
        if (m > 0 && memcmp(here, row + (size_t)(n_points - 1) * k, width) == 0)
            continue;
        memcpy(row + (size_t)n_points * k, here, width);
        first[n_points++] = m;
    }
    first[n_points] = n;
    return n_points;
}

/* ---- divide and conquer ----------------------------------------------------- */

/* A part of field::list, in order of coordinate 1. */
typedef struct part {
    uint32_t *at;
    uint32_t n;
} part;

static const uint32_t *row_of(const field *f, uint32_t point)
{
    return f->row + (size_t)point * f->k;
}

/* No rank from `c` to `last` is greater. */
static bool is_no_worse(const uint32_t *x, const uint32_t *y, uint32_t c, uint32_t last)
{
    while (c <= last && x[c] <= y[c])
        c++;
    return c > last;
}

static bool any_beats(const field *f, part by, uint32_t point, uint32_t c)
{
    for (uint32_t k = 0; k < by.n; k++)
        if (is_no_worse(row_of(f, by.at[k]), row_of(f, point), 1, c))
            return true;
    return false;
}

static uint32_t filter_pairs(const field *f, part by, part list, uint32_t c)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < list.n; k++)
        if (!any_beats(f, by, list.at[k], c))
            list.at[n++] = list.at[k];
    return n;
}

static uint32_t filter_sweep(const field *f, part by, part list)
{
    uint32_t n = 0, best = UINT32_MAX;
    for (uint32_t k = 0, next = 0; k < list.n; k++) {
        const uint32_t *const row = row_of(f, list.at[k]);
        for (; next < by.n && row_of(f, by.at[next])[1] <= row[1]; next++)
            best = dt_at_most(row_of(f, by.at[next])[2], best);
        if (row[2] < best)
            list.at[n++] = list.at[k];
    }
    return n;
}

typedef struct range {
    uint32_t least, most;
} range;

static range range_of(const field *f, part list, uint32_t c)
{
    range r = {UINT32_MAX, 0};
    for (uint32_t k = 0; k < list.n; k++) {
        const uint32_t here = row_of(f, list.at[k])[c];
        r.least = dt_at_most(here, r.least);
        r.most = dt_at_least(here, r.most);
    }
    return r;
}

/* Those of a rank by c below v to the front; how many. */
static uint32_t split(const field *f, part list, uint32_t c, uint32_t v)
{
    uint32_t n = 0, n_behind = 0;
    for (uint32_t k = 0; k < list.n; k++)
        if (row_of(f, list.at[k])[c] < v)
            list.at[n++] = list.at[k];
        else
            f->scratch[n_behind++] = list.at[k];
    memcpy(list.at + n, f->scratch, n_behind * sizeof *list.at);
    return n;
}

/* Two parts become one, from where x begins; y lies behind. Returns how long it is. */
static uint32_t join(const field *f, part x, part y)
{
    uint32_t i = 0, j = 0, n = 0;
    memcpy(f->scratch, x.at, x.n * sizeof *x.at);
    while (i < x.n && j < y.n)
        x.at[n++] = row_of(f, f->scratch[i])[1] <= row_of(f, y.at[j])[1]
                        ? f->scratch[i++]
                        : y.at[j++];
    while (i < x.n)
        x.at[n++] = f->scratch[i++];
    memmove(x.at + n, y.at + j, (y.n - j) * sizeof *x.at);
    return n + y.n - j;
}

static uint32_t filter(field *f, part by, part list, uint32_t c);

/* Split both lists in the middle of the ranks that occur. */
static uint32_t filter_split(field *f, part by, part list, uint32_t c, uint32_t v)
{
    const uint32_t n_by = split(f, by, c, v), n_list = split(f, list, c, v);
    const part by_good = {by.at, n_by}, by_bad = {by.at + n_by, by.n - n_by};
    part good = {list.at, n_list}, bad = {list.at + n_list, list.n - n_list};
    good.n = filter(f, by_good, good, c);
    bad.n = filter(f, by_bad, bad, c);
    bad.n = filter(f, by_good, bad, c - 1);
    join(f, by_good, by_bad);
    return join(f, good, bad);
}

/* Drop from `list` what `by` beats by the coordinates 1 ... c, 2 <= c; how many stay.
 */
static uint32_t filter(field *f, part by, part list, uint32_t c)
{
    enum { FEW_PAIRS = 256 };
    if (by.n == 0 || list.n == 0 || !dt_vigil_step(&f->vigil))
        return list.n;
    if (c == 2)
        return filter_sweep(f, by, list);
    if ((uint64_t)by.n * list.n <= FEW_PAIRS)
        return filter_pairs(f, by, list, c);
    const range x = range_of(f, by, c), y = range_of(f, list, c);
    if (x.least > y.most)
        return list.n;
    if (x.most <= y.least)
        return filter(f, by, list, c - 1);
    const uint32_t least = dt_at_most(x.least, y.least);
    const uint32_t most = dt_at_least(x.most, y.most);
    return filter_split(f, by, list, c, least + (most - least + 1) / 2);
}

/* The best of a few points in order, in order of coordinate 1. */
static uint32_t front_of_few(const field *f, part list)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < list.n; k++) {
        const uint32_t point = list.at[k];
        if (any_beats(f, (part){list.at, n}, point, f->k - 1))
            continue;
        uint32_t at = n++;
        for (; at > 0 && row_of(f, list.at[at - 1])[1] > row_of(f, point)[1]; at--)
            list.at[at] = list.at[at - 1];
        list.at[at] = point;
    }
    return n;
}

/* The best of points in order, in order of coordinate 1; how many. */
static uint32_t front(field *f, part list)
{
    enum { FEW = 8 };
    if (list.n <= FEW)
        return front_of_few(f, list);
    part first = {list.at, list.n / 2};
    part second = {list.at + first.n, list.n - first.n};
    first.n = front(f, first);
    second.n = front(f, second);
    second.n = filter(f, first, second, f->k - 1);
    return join(f, first, second);
}

/* With two coordinates, or one: points get worse by the first, so they must get better
 * by the second. */
static uint32_t front_sweep(const field *f)
{
    uint32_t n = 0, best = UINT32_MAX;
    for (uint32_t p = 0; p < f->n; p++) {
        const uint32_t here = f->k == 1 ? 0 : row_of(f, p)[1];
        if (here < best)
            f->list[n++] = p;
        best = dt_at_most(here, best);
    }
    return n;
}

/* Which points are best: the list begins with them, in order. */
static uint32_t find_best(field *f)
{
    if (f->k <= 2)
        return front_sweep(f);
    for (uint32_t p = 0; p < f->n; p++)
        f->list[p] = p;
    const uint32_t n = front(f, (part){f->list, f->n});
    memset(f->scratch, 0, f->n * sizeof *f->scratch);
    for (uint32_t k = 0; k < n; k++)
        f->scratch[f->list[k]] = 1;
    for (uint32_t p = 0, to = 0; p < f->n; p++)
        if (f->scratch[p])
            f->list[to++] = p;
    return n;
}

/* ---- from members to members ------------------------------------------------ */

/* Working memory for n members. */
typedef struct workshop {
    dt_keyed *keyed; /* [2 n]: the second half for sorting */
    uint32_t *rank;  /* [n][k] */
    uint32_t *first; /* [n + 1] */
} workshop;

static bool furnish(const dt_members *among, uint32_t k, dt_arena *arena, workshop *w,
                    field *f)
{
    w->keyed = dt_arena_array(arena, dt_keyed, 2 * (size_t)among->n);
    w->rank = dt_arena_array(arena, uint32_t, (size_t)among->n * k);
    w->first = dt_arena_array(arena, uint32_t, (size_t)among->n + 1);
    f->row = dt_arena_array(arena, uint32_t, (size_t)among->n * k);
    f->list = dt_arena_array(arena, uint32_t, among->n);
    f->scratch = dt_arena_array(arena, uint32_t, among->n);
    return w->keyed && w->rank && w->first && f->row && f->list && f->scratch;
}

/* The members that are the first n points of the list. */
static bool tell_members(const field *f, uint32_t n, const workshop *w,
                         const dt_members *among, dt_arena *arena, dt_members *best)
{
    uint32_t n_members = 0;
    for (uint32_t k = 0; k < n; k++)
        n_members += w->first[f->list[k] + 1] - w->first[f->list[k]];
    uint32_t *const at = dt_arena_array(arena, uint32_t, n_members);
    if (!at)
        return false;
    uint32_t to = 0;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t m = w->first[f->list[k]]; m < w->first[f->list[k] + 1]; m++)
            at[to++] = among->at[w->keyed[m].value];
    *best = (dt_members){n_members, at};
    return true;
}

static dt_status find_in(const dt_cloud *cloud, const dt_members *among,
                         dt_arena *scratch, dt_arena *arena, dt_members *best,
                         dt_error *err)
{
    const uint32_t k = cloud->n_parties;
    workshop w;
    field f = {.k = k, .vigil = {cloud->monitor, phase, -1, -1, 1, 0, false}};
    if (!furnish(among, k, scratch, &w, &f))
        return dt_fail_memory(err);
    for (uint32_t c = 0; c < k; c++)
        rank_members(cloud, among, c, w.keyed, w.rank);
    order_members(w.rank, k, w.keyed, among->n);
    f.n = gather_points(w.rank, k, w.keyed, among->n, f.row, w.first);
    const uint32_t n = find_best(&f);
    if (f.vigil.stopped)
        return dt_fail_plainly(err, DT_ESTOPPED);
    return tell_members(&f, n, &w, among, arena, best) ? DT_OK : dt_fail_memory(err);
}

dt_status dt_skyline_find(const dt_cloud *cloud, const dt_members *among,
                          dt_arena *arena, dt_members *best, dt_error *err)
{
    assert(cloud->n_parties >= 1 && cloud->n_parties <= DT_CLOUD_COORDINATES);
    dt_members left = *among;
    dt_arena scratch = {0};
    dt_status status = thin(cloud, &left, err);
    if (status == DT_OK)
        status = find_in(cloud, &left, &scratch, arena, best, err);
    dt_arena_release(&scratch);
    return status;
}
