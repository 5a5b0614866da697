/* The answer of `states`: the option table of the feasible states, and below it how
 * each actor ranks them (1 is best). */
#include "base/fail.h"
#include "base/text.h"
#include "report/frame.h"
#include "report/grid.h"
#include "report/machine.h"
#include "report/words.h"

#include <stdio.h>

enum { USUAL_STATES = 60, FIGURE = 16 };

static uint32_t count_spoken_of(const dt_space *space, const dt_report_options *options)
{
    return options->only ? dt_bits_count(options->only) : space->n_states;
}

static void add_state(dt_grid *grid, const dt_space *space, const dt_ranks *ranks,
                      dt_state s)
{
    char rank[DT_MAX_ACTORS][FIGURE];
    const char *figures[DT_MAX_ACTORS];
    const uint32_t n_actors = space->model->n_actors;
    for (dt_actor_id a = 0; a < n_actors; a++) {
        snprintf(rank[a], FIGURE, "%u",
                 dt_ranks_n_tiers(ranks, a) - dt_ranks_at(ranks, a, s));
        figures[a] = rank[a];
    }
    dt_grid_add_state(grid, s, figures);
}

static void put_table(dt_out *out, const dt_space *space, const dt_ranks *ranks,
                      const dt_report_options *options, uint32_t limit)
{
    dt_grid grid;
    uint32_t shown = 0;
    dt_grid_init(&grid, space);
    dt_grid_add_heading(&grid, "Rank (1 is best) for");
    for (dt_actor_id a = 0; a < space->model->n_actors; a++)
        dt_grid_add_row(&grid, dt_actor_label(space->model, a));
    for (dt_state s = 0; s < space->n_states && shown < limit; s++)
        if (dt_frame_speaks_of(options, s)) {
            add_state(&grid, space, ranks, s);
            shown++;
        }
    if (dt_grid_write(&grid, out, dt_frame_width(options)) != DT_OK)
        out->status = DT_ENOMEM;
    dt_grid_release(&grid);
}

static void put_words(dt_out *out, const dt_space *space,
                      const dt_report_options *options, uint32_t n, uint32_t limit)
{
    dt_text text = {0};
    dt_words_count(n, &text);
    if (options->only) {
        dt_text_add(&text, " of ");
        dt_words_count(space->n_states, &text);
    }
    dt_text_format(&text, " feasible state%s%s.",
                   !options->only && space->n_states == 1 ? "" : "s",
                   options->only ? n == 1 ? " is asked for" : " are asked for" : "");
    if (n > limit)
        dt_text_format(&text,
                       " The first %u are shown; --limit 0 shows all, and --format "
                       "csv writes them for a spreadsheet.",
                       limit);
    dt_put_wrapped(out, &text, dt_frame_width(options), 0, 0);
    dt_text_release(&text);
}

static void put_text(dt_out *out, const dt_space *space, const dt_ranks *ranks,
                     const dt_report_options *options)
{
    const uint32_t limit = dt_frame_limit(options, USUAL_STATES);
    dt_frame_put_title(out, ranks);
    put_words(out, space, options, count_spoken_of(space, options), limit);
    dt_put(out, "\n");
    put_table(out, space, ranks, options, limit);
    dt_put(out, "\n");
    dt_put_provenance(out, space->model);
}

dt_status dt_report_states(const dt_space *space, const dt_ranks *ranks,
                           const dt_report_options *options, const dt_sink *sink,
                           dt_error *err)
{
    dt_out out = dt_out_to(sink);
    switch (options->form) {
    case DT_FORM_TEXT:
        put_text(&out, space, ranks, options);
        break;
    case DT_FORM_JSON:
        dt_machine_put_states_json(&out, space, ranks, options);
        break;
    case DT_FORM_CSV:
        dt_machine_put_states_csv(&out, space, ranks, options);
        break;
    }
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
