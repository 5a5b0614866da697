/* How long it takes to find the states of the conflicts of `sparse`, about 10^size, and
 * the groups of their actors. The ratio is that to one memcpy of the codes. */
#include "conflicts.h"
#include "measure.h"

static bool find_states(const dt_model *model, const bench_task *task, dt_diags *diags,
                        measurement *m, dt_error *err)
{
    const dt_limits limits = {.memory = UINT64_C(64) << 30, .threads = task->n_threads};
    dt_space *space = NULL;
    const double start = seconds_now();
    const dt_status status = dt_space_new(model, &limits, diags, &space, err);
    m->space = m->merit = seconds_now() - start;
    if (status == DT_OK) {
        m->n_states = m->n_done = dt_space_n_states(space);
        m->n_copied = m->n_states * sizeof(uint64_t);
    }
    dt_space_free(space);
    return status == DT_OK;
}

static bool enumerate(const bench_task *task, measurement *m, dt_error *err)
{
    const conflict_size size = sparse_conflict(task->size);
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_text text = {0};
    write_conflict(&text, &size, 5);
    const dt_input input = {"generated", text.bytes, text.n, DT_FORMAT_CONFLICT};
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    const bool done = diags && !text.failed &&
                      dt_model_parse(&input, diags, &model, err) == DT_OK &&
                      find_states(model, task, diags, m, err);
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
    return done;
}

bool bench_enumeration(const bench_task *task)
{
    return measure("enumeration", 10, enumerate, task);
}
