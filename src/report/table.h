/* The option table of the field: choices as rows, states (or patterns) as columns. */
#ifndef DT_REPORT_TABLE_H
#define DT_REPORT_TABLE_H

#include "base/list.h"
#include "base/out.h"

#include <detente/space.h>

/* A column: what stands over it and in each row. Strings are borrowed. */
typedef struct dt_table_column {
    const char *head;
    const char **cell; /* [n_rows] */
} dt_table_column;

/* A row: its label, or a heading over the rows below. */
typedef struct dt_table_row {
    const char *label;
    bool is_heading;
} dt_table_row;

typedef struct dt_table {
    uint32_t n_rows, n_columns;
    const dt_table_row *rows;       /* [n_rows] */
    const dt_table_column *columns; /* [n_columns] */
} dt_table;

/* Write the table in panels, one below the other, none wider than `width`. */
void dt_table_write(dt_out *out, const dt_table *table, uint32_t width);

#endif
