/* Values are sums of decimals, and means of them by decimal weights: fractions. Sums of
 * one value block fit 63 bits (dt_worth_fits()), weights 50, and there are no more than
 * DT_HOME_MAX of them, so that 128 bits hold all of it. */
#include "intentions/values.h"

#include "base/decimal.h"
#include "base/text.h"

/* ---- where they come from ------------------------------------------------------- */

static bool is_usable(const dt_preference *preference)
{
    return preference->has_value && dt_worth_fits(preference);
}

static bool is_usable_home(const dt_home *home)
{
    bool all = dt_home_has_values(home);
    for (uint32_t k = 0; k < home->n && all; k++)
        all = is_usable(&home->constituencies[k].preference);
    return all;
}

dt_valuation dt_valuation_of(const dt_model *model, dt_actor_id a, uint32_t type)
{
    const dt_actor *const actor = &model->actors[a];
    dt_valuation v = {.model = model,
                      .own = dt_actor_preference(actor, type),
                      .home = &actor->home,
                      .under = DT_DECIMAL_ONE};
    const bool may_derive = v.own == &actor->preference && !v.own->has_value;
    if (is_usable(v.own)) {
        v.source = DT_VALUE_OWN;
    } else if (may_derive && is_usable_home(v.home)) {
        uint64_t sum = 0;
        v.divisor = dt_home_divisor(v.home, &sum);
        v.under = (dt_wide)sum * DT_DECIMAL_ONE;
        v.source = DT_VALUE_HOME;
    }
    return v;
}

dt_fraction dt_valuation_at(const dt_valuation *v, uint64_t code)
{
    dt_fraction f = {0, v->under};
    if (v->source == DT_VALUE_OWN)
        f.over = dt_preference_worth(v->model, v->own, code);
    for (uint32_t k = 0; v->source == DT_VALUE_HOME && k < v->home->n; k++) {
        const dt_constituency *const group = &v->home->constituencies[k];
        f.over += (dt_wide)(group->weight / (int64_t)v->divisor) *
                  dt_preference_worth(v->model, &group->preference, code);
    }
    return f;
}

double dt_valuation_value(const dt_valuation *v, uint64_t code)
{
    return dt_fraction_value(dt_valuation_at(v, code));
}

void dt_value_missing(const dt_model *model, dt_actor_id a, uint32_t type, char *why,
                      size_t room)
{
    const dt_actor *const actor = &model->actors[a];
    const dt_preference *const own = dt_actor_preference(actor, type);
    const char *const id = actor->name.id;
    const bool is_self = own == &actor->preference;
    const char *const dot = is_self ? "" : ".";
    const char *const whose = is_self ? "" : actor->types[type - 1].name.id;
    if (own->has_value)
        dt_text_fit(why, room, "the values of '%s%s%s' are too large to be added", id,
                    dot, whose);
    else
        dt_text_fit(why, room, "'%s%s%s' has no values: give it a 'value' block%s", id,
                    dot, whose,
                    is_self && actor->home.n ? ", or each of its constituencies one"
                                             : "");
}

/* ---- fractions ------------------------------------------------------------------ */

static dt_wide common_divisor(dt_wide a, dt_wide b)
{
    while (b) {
        const dt_wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The digits of n >= 0, at `to`; behind the last one. */
static char *put_whole(char *to, dt_wide n)
{
    char digits[48];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + (int)(n % 10));
    while ((n /= 10) != 0);
    while (count)
        *to++ = digits[--count];
    return to;
}

/* The places behind the point of rest / under, if they end in time; else NULL. */
static char *put_places(char *to, dt_wide rest, dt_wide under)
{
    if (rest)
        *to++ = '.';
    for (uint32_t k = 0; rest && k < DT_FRACTION_PLACES; k++) {
        rest *= 10;
        *to++ = (char)('0' + (int)(rest / under));
        rest %= under;
    }
    return rest ? NULL : to;
}

const char *dt_fraction_write(dt_fraction f, char buffer[DT_FRACTION_ROOM])
{
    const dt_wide size = f.over < 0 ? -f.over : f.over;
    char *const begin = buffer + (f.over < 0);
    buffer[0] = '-'; /* or overwritten */
    char *end = put_places(put_whole(begin, size / f.under), size % f.under, f.under);
    if (!end) {
        const dt_wide divisor = common_divisor(size, f.under);
        end = put_whole(begin, size / divisor);
        *end++ = '/';
        end = put_whole(end, f.under / divisor);
    }
    *end = '\0';
    return buffer;
}
