/* How long it takes to read a large model, of about `size` KiB: 60 options and very
 * long lists of preferences. The ratio is that to one memcpy of the text. */
#include "conflicts.h"
#include "measure.h"

static bool read_text(const bench_task *task, measurement *m, dt_error *err)
{
    enum { ACTORS = 6, OPTIONS = 60, BYTES_OF_LINE = 22 };
    const conflict_size size = {.n_actors = ACTORS,
                                .n_options = OPTIONS,
                                .n_statements =
                                    task->size * 1024 / ACTORS / BYTES_OF_LINE};
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_text text = {0};
    write_conflict(&text, &size, task->size);
    const dt_input input = {"generated", text.bytes, text.n, DT_FORMAT_CONFLICT};
    *err = (dt_error){.status = DT_ENOMEM, .text = "out of memory"};
    const double start = seconds_now();
    const bool done =
        diags && !text.failed && dt_model_parse(&input, diags, &model, err) == DT_OK;
    m->text = m->merit = seconds_now() - start;
    m->n_done = m->n_copied = text.n;
    dt_model_free(model);
    dt_diags_free(diags);
    dt_text_release(&text);
    return done;
}

bool bench_language(const bench_task *task)
{
    return measure("language", 0, read_text, task);
}
