/* See grid.h. */
#include "report/grid.h"

#include "report/words.h"

#include <stdio.h>
#include <string.h>

static void add_row(dt_grid *grid, const char *label, bool is_heading)
{
    dt_table_row *const row = dt_list_add(&grid->rows, &grid->arena, sizeof *row);
    if (row)
        *row = (dt_table_row){label, is_heading};
    else
        grid->lost = true;
}

void dt_grid_init(dt_grid *grid, const dt_space *space)
{
    const dt_model *const model = space->model;
    *grid = (dt_grid){.space = space};
    for (dt_actor_id a = 0; a < model->n_actors; a++) {
        const dt_actor *const actor = &model->actors[a];
        if (actor->n_choices)
            add_row(grid, dt_actor_label(model, a), true);
        for (uint32_t k = 0; k < actor->n_choices; k++)
            add_row(grid, dt_choice_label(model, actor->first_choice + k), false);
    }
}

void dt_grid_add_heading(dt_grid *grid, const char *label)
{
    add_row(grid, label, true);
}

void dt_grid_add_row(dt_grid *grid, const char *label)
{
    const char **const figure =
        dt_list_add(&grid->figures, &grid->arena, sizeof *figure);
    if (figure)
        *figure = label;
    else
        grid->lost = true;
    add_row(grid, label, false);
}

/* `level[c]` of each choice, then the figures, in the order of the rows. */
static void add_column(dt_grid *grid, const char *head, const uint32_t *level,
                       const char *const *figures)
{
    const dt_model *const model = grid->space->model;
    const dt_table_row *const rows = grid->rows.items;
    dt_table_column *const column =
        dt_list_add(&grid->columns, &grid->arena, sizeof *column);
    const char **const cell = dt_arena_array(&grid->arena, const char *, grid->rows.n);
    const char *const kept = dt_arena_copy(&grid->arena, head, strlen(head));
    if (!column || !cell || !kept) {
        grid->lost = true;
        return;
    }
    uint32_t r = 0, figure = 0;
    for (dt_choice_id c = 0; c < model->n_choices; c++, r++) {
        while (rows[r].is_heading)
            r++;
        cell[r] = dt_words_level(model, c, level[c]);
    }
    for (; r < grid->rows.n; r++)
        if (!rows[r].is_heading) {
            cell[r] =
                dt_arena_copy(&grid->arena, figures[figure], strlen(figures[figure]));
            grid->lost = grid->lost || !cell[r];
            figure++;
        }
    *column = (dt_table_column){kept, cell};
}

void dt_grid_add_state(dt_grid *grid, dt_state s, const char *const *figures)
{
    uint32_t level[DT_MAX_BITS];
    char head[24];
    for (dt_choice_id c = 0; c < grid->space->model->n_choices; c++)
        level[c] = dt_space_level(grid->space, s, c);
    snprintf(head, sizeof head, "%u%s", s + 1,
             s == grid->space->status_quo ? " (SQ)" : "");
    if (!grid->lost)
        add_column(grid, head, level, figures);
}

void dt_grid_add_pattern(dt_grid *grid, const dt_pattern *pattern,
                         const char *const *figures)
{
    uint32_t level[DT_MAX_BITS];
    dt_text head = {0};
    for (dt_choice_id c = 0; c < grid->space->model->n_choices; c++) {
        const dt_choice *const choice = &grid->space->model->choices[c];
        level[c] = pattern->any & dt_choice_mask(choice)
                       ? DT_LEVEL_ANY
                       : dt_choice_level(choice, pattern->code);
    }
    dt_text_add(&head, "x");
    dt_words_count(pattern->n_states, &head);
    if (!grid->lost)
        add_column(grid, dt_text_string(&head), level, figures);
    grid->lost = grid->lost || head.failed;
    dt_text_release(&head);
}

dt_status dt_grid_write(const dt_grid *grid, dt_out *out, uint32_t width)
{
    const dt_table table = {(uint32_t)grid->rows.n, (uint32_t)grid->columns.n,
                            grid->rows.items, grid->columns.items};
    if (grid->lost)
        return DT_ENOMEM;
    dt_table_write(out, &table, width);
    return DT_OK;
}

void dt_grid_release(dt_grid *grid)
{
    dt_arena_release(&grid->arena);
    *grid = (dt_grid){0};
}
