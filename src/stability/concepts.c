/* The table of solution concepts, DT_CONCEPTS in detente/stability.h, as functions. */
#include <detente/stability.h>

#include <assert.h>

static const struct {
    const char *name, *mark, *full, *deters, *source;
} concepts[DT_N_CONCEPTS] = {
#define DT_CONCEPT_ROW(id, name, mark, full, deters, source)                           \
    {name, mark, full, deters, source},
    DT_CONCEPTS(DT_CONCEPT_ROW)
#undef DT_CONCEPT_ROW
};

const char *dt_concept_name(dt_concept concept)
{
    assert(concept < DT_N_CONCEPTS);
    return concepts[concept].name;
}

const char *dt_concept_mark(dt_concept concept)
{
    assert(concept < DT_N_CONCEPTS);
    return concepts[concept].mark;
}

const char *dt_concept_full_name(dt_concept concept)
{
    assert(concept < DT_N_CONCEPTS);
    return concepts[concept].full;
}

const char *dt_concept_deters(dt_concept concept)
{
    assert(concept < DT_N_CONCEPTS);
    return concepts[concept].deters;
}

const char *dt_concept_source(dt_concept concept)
{
    assert(concept < DT_N_CONCEPTS);
    return concepts[concept].source;
}
