/* Layout: labels to the left, cells right-aligned, each column as wide as its widest
 * cell. As many columns go into a panel as the width allows, at least one. */
#include "report/table.h"

#include "base/utf8.h"

enum { INDENT = 2, GAP = 2 };

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t cell_columns(const dt_table *table, uint32_t k)
{
    const dt_table_column *const column = &table->columns[k];
    size_t widest = dt_utf8_width(column->head);
    for (uint32_t r = 0; r < table->n_rows; r++)
        if (!table->rows[r].is_heading)
            widest = larger(widest, dt_utf8_width(column->cell[r]));
    return widest;
}

/* Labels get half the width, and more where the cells leave it free. */
static size_t label_columns(const dt_table *table, uint32_t width)
{
    size_t widest = 0, cells = 0;
    for (uint32_t r = 0; r < table->n_rows; r++)
        if (!table->rows[r].is_heading)
            widest = larger(widest, INDENT + dt_utf8_width(table->rows[r].label));
    for (uint32_t k = 0; k < table->n_columns && cells < width; k++)
        cells += GAP + cell_columns(table, k);
    const size_t most = larger(width / 2, cells < width ? width - cells : 0);
    return widest < most ? widest : most;
}

/* The label, cut to the room it has, and blanks up to where the cells begin. */
static size_t put_label(dt_out *out, const char *label, size_t indent, size_t room)
{
    const size_t n = dt_utf8_width(label);
    dt_put_repeat(out, ' ', indent);
    if (indent + n <= room) {
        dt_put(out, label);
        return room - indent - n;
    }
    const size_t bytes = dt_utf8_fit(label, room - indent - 1);
    dt_put_n(out, label, bytes);
    dt_put(out, "\xe2\x80\xa6");
    return 0;
}

/* Blanks that nothing follows are left out: how many are due is kept in `blanks`. */
static void put_cell(dt_out *out, const char *cell, size_t columns, size_t *blanks)
{
    *blanks += GAP + columns - dt_utf8_width(cell);
    if (*cell == '\0')
        return;
    dt_put_repeat(out, ' ', *blanks);
    dt_put(out, cell);
    *blanks = 0;
}

static void put_row(dt_out *out, const dt_table *table, uint32_t r, uint32_t from,
                    uint32_t to, size_t room)
{
    if (table->rows[r].is_heading) {
        dt_put(out, table->rows[r].label);
        dt_put(out, "\n");
        return;
    }
    size_t blanks = put_label(out, table->rows[r].label, INDENT, room);
    for (uint32_t k = from; k < to; k++)
        put_cell(out, table->columns[k].cell[r], cell_columns(table, k), &blanks);
    dt_put(out, "\n");
}

/* The first column behind `from` that no longer fits. */
static uint32_t panel_end(const dt_table *table, uint32_t from, size_t room,
                          uint32_t width)
{
    size_t used = room;
    uint32_t k = from;
    for (; k < table->n_columns; k++) {
        used += GAP + cell_columns(table, k);
        if (used > width && k > from)
            break;
    }
    return k;
}

void dt_table_write(dt_out *out, const dt_table *table, uint32_t width)
{
    const size_t room = label_columns(table, width);
    for (uint32_t from = 0, to; from < table->n_columns; from = to) {
        to = panel_end(table, from, room, width);
        if (from)
            dt_put(out, "\n");
        size_t blanks = room;
        for (uint32_t k = from; k < to; k++)
            put_cell(out, table->columns[k].head, cell_columns(table, k), &blanks);
        dt_put(out, "\n");
        for (uint32_t r = 0; r < table->n_rows; r++)
            put_row(out, table, r, from, to, room);
    }
}
