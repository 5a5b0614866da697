/* The table of fair solutions, DT_FAIRS in detente/fair.h, as functions. */
#include <detente/fair.h>

#include <assert.h>

static const struct {
    const char *name, *full, *words, *source;
} fairs[DT_N_FAIR] = {
#define DT_FAIR_ROW(id, name, full, words, source) {name, full, words, source},
    DT_FAIRS(DT_FAIR_ROW)
#undef DT_FAIR_ROW
};

const char *dt_fair_name(dt_fair_kind kind)
{
    assert(kind < DT_N_FAIR);
    return fairs[kind].name;
}

const char *dt_fair_full_name(dt_fair_kind kind)
{
    assert(kind < DT_N_FAIR);
    return fairs[kind].full;
}

const char *dt_fair_words(dt_fair_kind kind)
{
    assert(kind < DT_N_FAIR);
    return fairs[kind].words;
}

const char *dt_fair_source(dt_fair_kind kind)
{
    assert(kind < DT_N_FAIR);
    return fairs[kind].source;
}
