/* What the reader of GMCR+ files knows of a file, for its parts (gmcr.c, condition.c).
 */
#ifndef DT_FORMATS_GMCR_H
#define DT_FORMATS_GMCR_H

#include "base/arena.h"
#include "formats/tree.h"

#include <detente/model.h>

#define DT_NOBODY UINT32_MAX

typedef struct dt_gmcr_option {
    const char *name, *id; /* the id is made when the owner is known */
    dt_way way;
    uint32_t owner; /* a decision maker, or DT_NOBODY */
} dt_gmcr_option;

typedef struct dt_gmcr_maker {
    const char *name, *id;
    uint32_t n_options;
    uint32_t *options; /* [n_options], in the order in which the maker lists them */
} dt_gmcr_maker;

typedef struct dt_gmcr {
    dt_tree tree;
    dt_diags *diags;
    dt_text *out;
    dt_arena arena;
    uint32_t n_options, n_makers;
    dt_gmcr_option *options;
    dt_gmcr_maker *makers;
    bool manual; /* rankings count, not statements */
} dt_gmcr;

/* The node's number as an index of `n` things of that name, counted from 0; false, and
 * reported, when it is none. */
bool dt_gmcr_index(const dt_node *node, const char *what, uint32_t n, uint32_t *index);

/* Add the condition, as a formula, to a text; false, and reported, when it is none. */
bool dt_gmcr_condition(dt_gmcr *r, const dt_node *item, dt_text *text);

#endif
