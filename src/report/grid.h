/* Option tables of states and patterns: what goes into a dt_table. */
#ifndef DT_REPORT_GRID_H
#define DT_REPORT_GRID_H

#include "report/patterns.h"
#include "report/table.h"
#include "space/ranks.h"

#include <detente/stability.h>

/* A table under construction; everything lives in `arena`. */
typedef struct dt_grid {
    const dt_space *space;
    dt_arena arena;
    dt_list rows, columns; /* dt_table_row, dt_table_column */
    dt_list figures;       /* const char *: labels of the rows below the choices */
    bool lost;             /* no memory */
} dt_grid;

/* Begin with a row for each choice, under a heading for each actor. */
void dt_grid_init(dt_grid *grid, const dt_space *space);

/* A heading, or a row, below the choices. Before any column. */
void dt_grid_add_heading(dt_grid *grid, const char *label);
void dt_grid_add_row(dt_grid *grid, const char *label);

/* A column for a state, or for a pattern; `figures` ([rows added], strings that are
 * copied) fill the rows below the choices. */
void dt_grid_add_state(dt_grid *grid, dt_state s, const char *const *figures);
void dt_grid_add_pattern(dt_grid *grid, const dt_pattern *pattern,
                         const char *const *figures);

/* Write the table; DT_ENOMEM when it could not be built. */
dt_status dt_grid_write(const dt_grid *grid, dt_out *out, uint32_t width);

void dt_grid_release(dt_grid *grid);

#endif
