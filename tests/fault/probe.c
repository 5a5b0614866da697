/* Each allocation of the analysis of intentions fails in turn. */
#include "support/probed.h"
#include "support/starved.h"

/* Everything is in it: a joint table, drift, moves, one that cannot be judged, a signal
 * that is withdrawn, questions of trust. */
static const char model[] =
    "actor us { option talks\n issue relief : none, some }\n"
    "actor iran { option stop\n option fire }\n"
    "actor israel { option strike }\n"
    "value us { 1 talks\n 2 stop }\nvalue iran { 2 relief = some\n -1 stop }\n"
    "type us.hard { value { 3 stop } }\ntype iran.sincere\n"
    "type israel.hawk 0.3 { prefer { strike } }\n"
    "prior {\n 0.5 us, iran\n 0.5 us.hard, iran.sincere\n}\n"
    "drift 0.9\nstatus quo { }\n"
    "signal 2020-01-01 iran \"A\" moves stop\n"
    "signal 2020-01-02 israel \"B\" moves strike\n"
    "signal 2020-01-03 iran \"C\" : iran 0.2, sincere 0.7 withdrawn 2020-02-01\n"
    "trust deal : us.talks with iran.stop\n";

static dt_status try_probe(void *context, bool *untouched, dt_error *err)
{
    const tested *const t = context;
    dt_probe *probe = NULL;
    const dt_status status = dt_probe_new(t->model, NULL, t->diags, &probe, err);
    *untouched = !probe;
    dt_probe_free(probe);
    return status;
}

static void without_memory_nothing_is_found(void **state)
{
    (void)state;
    probed p = assert_probe(model, NULL);
    assert_in_range(count_failures(try_probe, &p.t), 40, 1000);
    probe_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_nothing_is_found),
    };
    return cmocka_run_group_tests_name("intentions without memory", tests, NULL, NULL);
}
