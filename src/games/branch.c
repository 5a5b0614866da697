/* Predictor and corrector (Turocy 2005; Allgower and Georg 1990).
 *
 * From a point we go along the tangent, and from there back to the branch by Newton's
 * method, one unknown held meanwhile: lambda as long as it moves at all, which keeps
 * the linear systems in small blocks; near a turning point of lambda the unknown that
 * moves most (Rheinboldt's local parametrisation). So the branch may turn back.
 *
 * Steps are measured relative to the size of things: logarithms count in parts of 1 +
 * |l|, and lambda in parts of 1 / range + lambda. On the long way out, where
 * probabilities vanish at constant rates, lambda can so double at every step. A step is
 * accepted when Newton's corrections are small from the start and shrink fast, and the
 * tangent behind has not swung round: these keep us from jumping to another branch. */
#include "games/branch.h"

#include <float.h>
#include <math.h>
#include <string.h>

static const double FIRST_STEP = 0.1, LEAST_STEP = 1e-10, LARGEST_STEP = 2;
static const double FIRST_MOST = 0.1; /* the largest first correction */
static const double FIRST_AIM = 0.02; /* what steps are chosen for */
static const double SHRINK = 0.3;     /* corrections shrink by this at least */
static const double DONE =
    1e-8; /* after corrections below this there are none: they square */
static const double NOISE = 1e-6;     /* below this they need not shrink any more */
static const double SWING_MOST = 0.6; /* of a tangent, by one step, at most */
static const double SWING_AIM = 0.2;
static const double CROSSING = 1e-6; /* a step within which branches cross */
static const double NOISY = 1e5; /* lambda by range: beyond, tangents shake a little */
static const double HOLD_LAMBDA = 0.3; /* the least part of lambda to hold it */
/* With perfect information there is one response to each lambda, and no other branch.
 */
static const double CARELESS = 0.1;
enum { MOST_CORRECTIONS = 10 };

/* ---- Scales -------------------------------------------------------------------- */

static double scaled(const dt_point *at, uint32_t action, double by)
{
    return by / (1 + fabs(at->l[action]));
}

static double scaled_lambda(const dt_branch *b, const dt_point *at, double by)
{
    return by * b->range / (1 + fabs(at->lambda) * b->range);
}

static double size_of(const dt_branch *b, const dt_point *at, const double *by,
                      double by_lambda)
{
    double largest = fabs(scaled_lambda(b, at, by_lambda));
    for (uint32_t a = 0; a < b->game->n_actions; a++) {
        const double size = fabs(scaled(at, a, by[a]));
        largest = size > largest || isnan(size) ? size : largest;
    }
    return largest;
}

/* Whether two tangents go the same way, above 0, or opposite ways, below. */
static double agreement(const dt_branch *b, const dt_point *at, const dt_tangent *s,
                        const dt_tangent *t)
{
    const double u = scaled_lambda(b, at, s->lambda);
    const double v = scaled_lambda(b, at, t->lambda);
    double sum = u * v;
    for (uint32_t a = 0; a < b->game->n_actions; a++)
        sum += scaled(at, a, s->l[a]) * scaled(at, a, t->l[a]);
    return sum;
}

/* How far the tangent at a point has swung round from that of the last one: the largest
 * difference, both made as long as each other. */
static double swing_of(const dt_branch *b, const dt_point *at, const dt_tangent *t)
{
    const double unit = 1 / size_of(b, at, b->ahead.l, b->ahead.lambda);
    double largest = fabs(scaled_lambda(b, at, t->lambda - unit * b->ahead.lambda));
    for (uint32_t a = 0; a < b->game->n_actions; a++)
        largest = fmax(largest, fabs(scaled(at, a, t->l[a] - unit * b->ahead.l[a])));
    return largest;
}

/* What to hold: lambda, unless it hardly moves. */
static uint32_t holding(const dt_branch *b, const dt_point *at, const dt_tangent *t)
{
    uint32_t most = DT_HOLD_LAMBDA;
    double largest = fabs(scaled_lambda(b, at, t->lambda));
    if (largest >= HOLD_LAMBDA || b->care < 1)
        return most;
    for (uint32_t a = 0; a < b->game->n_actions; a++)
        if (fabs(scaled(at, a, t->l[a])) > largest) {
            largest = fabs(scaled(at, a, t->l[a]));
            most = a;
        }
    return most;
}

/* ---- Points -------------------------------------------------------------------- */

static void move(const dt_branch *b, dt_point *point, const double *by,
                 double by_lambda, double far)
{
    for (uint32_t a = 0; a < b->game->n_actions; a++)
        if (by[a] < 0 || by[a] > 0)
            dt_point_add(point, a, far * by[a]);
    point->lambda += far * by_lambda;
}

/* How Newton's method went. */
typedef struct dt_course {
    bool ok;
    double first; /* size of the first correction */
    double swing; /* of the tangent */
    int orientation;
    int n;
} dt_course;

/* Correct the point `at`; dt_branch::q ends up at it. */
static dt_status correct(dt_branch *b, dt_point *at, dt_course *course, dt_error *err)
{
    double before = 0;
    *course = (dt_course){0};
    for (course->n = 1; course->n <= MOST_CORRECTIONS; course->n++) {
        bool singular;
        double by_lambda;
        dt_quantal_update(&b->q, at);
        DT_TRY(dt_jacobian_factor(&b->jacobian, &b->q, at->lambda, course->n == 1,
                                  &singular, err));
        if (singular || !dt_jacobian_step(&b->jacobian, &b->q, b->by, &by_lambda))
            return DT_OK;
        const double size = size_of(b, at, b->by, by_lambda);
        if (course->n == 1)
            course->first = size;
        else if (size > SHRINK * before && size > DONE) {
            course->ok = size <= NOISE;
            return DT_OK;
        }
        if (!(size <= FIRST_MOST / b->care))
            return DT_OK;
        move(b, at, b->by, by_lambda, 1);
        before = size;
        if (size <= DONE)
            break;
    }
    dt_quantal_update(&b->q, at);
    course->ok = course->n <= MOST_CORRECTIONS;
    return DT_OK;
}

/* The tangent at a point, dt_branch::q is at it; of the two directions the one that
 * goes on. The course is not `ok` when there is none. */
static dt_status find_tangent(dt_branch *b, const dt_point *at, dt_tangent *t,
                              dt_course *course, dt_error *err)
{
    bool singular;
    course->ok = false;
    DT_TRY(dt_jacobian_factor(&b->jacobian, &b->q, at->lambda, false, &singular, err));
    if (singular || !dt_jacobian_tangent(&b->jacobian, t->l, &t->lambda))
        return DT_OK;
    const double size = size_of(b, at, t->l, t->lambda);
    if (!isfinite(size))
        return DT_OK;
    const double factor = (agreement(b, at, &b->ahead, t) < 0 ? -1 : 1) / size;
    for (uint32_t a = 0; a < b->game->n_actions; a++)
        t->l[a] *= factor;
    t->lambda *= factor;
    course->orientation = dt_jacobian_orientation(&b->jacobian, factor);
    course->ok = true;
    return DT_OK;
}

/* ---- Beginning ----------------------------------------------------------------- */

static bool make_room(dt_branch *b, dt_arena *arena)
{
    const dt_game *const game = b->game;
    b->ahead.l = dt_arena_array(arena, double, game->n_actions);
    b->after.l = dt_arena_array(arena, double, game->n_actions);
    b->by = dt_arena_array(arena, double, game->n_actions);
    return b->ahead.l && b->after.l && b->by && dt_quantal_init(&b->q, game, arena) &&
           dt_point_init(&b->now, game, arena) && dt_point_init(&b->next, game, arena);
}

/* To the beginning, where lambda grows. */
static dt_status begin(dt_branch *b, dt_error *err)
{
    dt_course course = {0};
    dt_point_start(&b->now, b->game);
    dt_quantal_update(&b->q, &b->now);
    memset(b->ahead.l, 0, b->game->n_actions * sizeof *b->ahead.l);
    b->ahead.lambda = 1;
    DT_TRY(dt_jacobian_hold(&b->jacobian, DT_HOLD_LAMBDA, err));
    DT_TRY(find_tangent(b, &b->now, &b->after, &course, err));
    memcpy(b->ahead.l, b->after.l, b->game->n_actions * sizeof *b->ahead.l);
    b->ahead.lambda = b->after.lambda;
    b->orientation = course.orientation;
    b->turned = b->stuck = false;
    b->step = FIRST_STEP / b->care;
    return DT_OK;
}

dt_status dt_branch_init(dt_branch *b, const dt_game *game, uint64_t memory,
                         dt_arena *arena, dt_error *err)
{
    const double range = game->high - game->low;
    *b = (dt_branch){.game = game,
                     .range = range > 0 ? range : 1,
                     .care = dt_game_is_perfect(game) ? CARELESS : 1};
    klu_defaults(&b->jacobian.common);
    if (!make_room(b, arena))
        return dt_fail_memory(err);
    DT_TRY(dt_jacobian_init(&b->jacobian, game, memory, arena, err));
    return begin(b, err);
}

dt_status dt_branch_restart(dt_branch *b, dt_error *err)
{
    static const double more = 4;
    b->care *= more;
    return begin(b, err);
}

void dt_branch_release(dt_branch *b)
{
    dt_jacobian_release(&b->jacobian);
}

/* ---- Going on ------------------------------------------------------------------ */

/* Do the tangents at both ends of a step show that it has stayed on its branch? At a
 * crossing of branches the orientation changes: when the step is so small that nothing
 * else can be meant, that is let through. */
static bool is_same_branch(const dt_branch *b, double far, dt_course *course)
{
    if (b->next.lambda * b->range > NOISY)
        return true;
    course->swing = swing_of(b, &b->next, &b->after);
    return course->swing <= SWING_MOST / b->care &&
           (course->orientation == b->orientation || far < CROSSING);
}

/* Try a step of that length; `*ok` when it may be accepted. */
static dt_status try_step(dt_branch *b, double far, bool lands, double stop,
                          dt_course *course, dt_error *err)
{
    const uint32_t held = lands ? DT_HOLD_LAMBDA : holding(b, &b->now, &b->ahead);
    dt_point_copy(&b->next, &b->now, b->game->n_actions);
    move(b, &b->next, b->ahead.l, b->ahead.lambda, far);
    if (lands)
        b->next.lambda = stop;
    DT_TRY(dt_jacobian_hold(&b->jacobian, held, err));
    DT_TRY(correct(b, &b->next, course, err));
    if (course->ok)
        DT_TRY(find_tangent(b, &b->next, &b->after, course, err));
    if (course->ok)
        course->ok = is_same_branch(b, far, course);
    return DT_OK;
}

static void accept(dt_branch *b, const dt_course *course)
{
    const dt_point point = b->now;
    const dt_tangent tangent = b->ahead;
    b->turned |= b->next.lambda < b->now.lambda;
    b->now = b->next;
    b->next = point;
    b->ahead = b->after;
    b->after = tangent;
    b->orientation = course->orientation;
    b->n_steps++;
}

/* How much longer the next step may be: corrections grow with the square of a step, and
 * the swing with the step. */
static double growth(const dt_branch *b, const dt_course *course)
{
    const double by_first = sqrt(FIRST_AIM / b->care / fmax(course->first, DBL_MIN));
    const double by_swing = SWING_AIM / b->care / fmax(course->swing, DBL_MIN);
    return fmax(0.5, fmin(2, fmin(by_first, by_swing)));
}

dt_status dt_branch_step(dt_branch *b, double stop, dt_error *err)
{
    double far = b->step;
    while (far >= LEAST_STEP) {
        dt_course course;
        const double lambda = b->now.lambda + far * b->ahead.lambda;
        const bool lands = b->now.lambda < stop && lambda >= stop;
        const double length = lands ? (stop - b->now.lambda) / b->ahead.lambda : far;
        DT_TRY(try_step(b, length, lands, stop, &course, err));
        if (course.ok) {
            accept(b, &course);
            b->step = fmin(LARGEST_STEP, (lands ? far : length) * growth(b, &course));
            return DT_OK;
        }
        far = length / 2;
    }
    b->stuck = true;
    dt_quantal_update(&b->q, &b->now);
    return DT_OK;
}
