/* Alternating offers under ratification. Put the second equation into the first:
 *
 *     v1 = min(1 - m2, max(1 - d2 (1 - m1), 1 - d2 + d1 d2 v1)).
 *
 * The last of the three is a line whose slope is below 1; it meets v1 at Rubinstein's
 * share. So the one solution is that share, or the constant above it that the first's
 * parliament sets, or the constant below both that the second's does. */
#include <detente/offers.h>

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static bool is_share(double x)
{
    return x >= 0 && x <= 1; /* not of what is no number */
}

static bool is_sound(const dt_offers *o)
{
    for (int i = 0; i < 2; i++)
        if (!is_share(o->least[i]) || !is_share(o->discount[i]) || o->discount[i] == 1)
            return false;
    return o->least[0] + o->least[1] <= 1;
}

/* v1 when neither, or only the first's parliament, is in the way. */
static double free_share(const dt_offers *o)
{
    const double d1 = o->discount[0], d2 = o->discount[1];
    const double patient = (1 - d2) / (1 - d1 * d2);
    /* The second, when it offers, has to leave the first m1 rather than d1 v1. */
    return o->least[0] > d1 * patient ? 1 - d2 * (1 - o->least[0]) : patient;
}

bool dt_offers_solve(const dt_offers *offers, dt_shares *shares)
{
    if (!is_sound(offers))
        return false;
    /* The second's own parliament can only lower v1, as far as 1 - m2. */
    const double share = free_share(offers), cap = 1 - offers->least[1];
    shares->binds = cap < share;
    shares->first = shares->binds ? cap : share;
    shares->second = 1 - shares->first;
    shares->in_turn = 1 - larger(offers->least[0], offers->discount[0] * shares->first);
    return true;
}

bool dt_offers_gamble(double low, double high, dt_gamble *gamble)
{
    if (!is_share(low) || !is_share(high) || low > high)
        return false;
    const double best = (1 + low) / 2;
    gamble->offer = best < high ? best : high;
    gamble->probability = low < high ? (gamble->offer - low) / (high - low) : 1;
    gamble->worth = (1 - gamble->offer) * gamble->probability;
    return true;
}

bool dt_offers_payment(double first, double second, dt_payment *payment)
{
    if (!(first + second >= 0))
        return false;
    *payment = (dt_payment){.least = -second, .most = first};
    return true;
}
