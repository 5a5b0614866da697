/* What to do first: all attempts of one actor on one other, compared. */
#ifndef DT_INTENTIONS_ADVICE_H
#define DT_INTENTIONS_ADVICE_H

#include "intentions/attempt.h"

/* Most plans of two tests that are judged for one advice: all pairs of ten tests. */
#define DT_PLANS_MAX 90u

/* The tests of one actor on one other. */
typedef struct dt_agenda {
    dt_actor_id tester, tested;
    uint32_t n_tests;
    const uint32_t *tests; /* [n_tests] indices in the model */
    dt_plot *plots;        /* [1 + n_tests] acting at once, then the tests */
} dt_agenda;

/* advice.c: one advice for each pair of actors of which one tests the other, in the
 * order of their first tests; tests that are not asked for are left out. DT_OK,
 * DT_EUSAGE (no such test), DT_ESTOPPED, DT_ENOMEM. */
typedef struct dt_advices {
    uint32_t n;
    const dt_advice *at; /* [n] */
} dt_advices;
dt_status dt_advices_find(const dt_bench *bench, dt_advices *advices, dt_error *err);

/* The attempt of largest gain, of equal ones the first; gains that are NAN do not
 * count. DT_NO_TEST: none does. */
uint32_t dt_largest_gain(const double *gain, uint32_t n, double alike);

/* range.c: fill in vary, now, grain and stretches, of an advice that has all else. */
dt_status dt_range_find(const dt_bench *bench, const dt_agenda *agenda,
                        dt_advice *advice, dt_error *err);

#endif
