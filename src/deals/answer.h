/* The inside of the answer. */
#ifndef DT_DEALS_ANSWER_H
#define DT_DEALS_ANSWER_H

#include "deals/fair.h"
#include "deals/parley.h"

struct dt_deals {
    dt_arena arena;
    const dt_model *model;
    dt_cast cast;
    dt_limits limits;
    dt_parley table;
    dt_cloud cloud;          /* the packages as points, a coordinate for each side */
    dt_disagreement *points; /* [n_disagreements] */
    dt_deal *deals;          /* [n_deals] */
    dt_local **locals;       /* [n_locals], freed with the answer */
    uint32_t n_locals;
    dt_summary summary;
};

#endif
