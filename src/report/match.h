/* What the parts of the report on a game share: the answers, grouped into equilibria
 * that differ, and how nodes, sets and actions are called. */
#ifndef DT_REPORT_MATCH_H
#define DT_REPORT_MATCH_H

#include "base/arena.h"
#include "base/json.h"
#include "base/out.h"
#include "base/text.h"

#include <detente/report.h>

/* One equilibrium, and who found it. */
typedef struct dt_find {
    const dt_equilibrium *equilibrium; /* as the first of the methods has it */
    uint32_t methods;                  /* bit m: method m found it, too */
} dt_find;

typedef struct dt_match {
    const dt_play *play;
    const dt_game *game;
    const dt_report_options *options;
    dt_arena arena;
    uint32_t n;
    const dt_find *finds; /* [n] */
    dt_text text;         /* the sentence under construction */
    dt_out *out;
} dt_match;

/* The sections (assess.c): the equilibria in words. */
void dt_match_put_equilibria(dt_match *m);
/* The same for machines (score.c). */
void dt_match_put_json(dt_match *m);

/* ---- match.c ----------------------------------------------------------------------
 */

/* Whether the method was asked. */
bool dt_match_asked(const dt_match *m, dt_method method);

/* ---- match.c: how things are called --------------------------------------------- */

const char *dt_method_name(dt_method method);
const char *dt_method_full_name(dt_method method);

/* "after beer", or "set 3" where it has no label. */
void dt_match_add_set(const dt_match *m, uint32_t h, dt_text *text);
/* "beer", or "action 2". */
void dt_match_add_action(const dt_match *m, uint32_t action, dt_text *text);
/* What tells a node from the others of its set: its own label, or the actions on its
 * path whose names they have not in common, "wimp". */
void dt_match_add_node(const dt_match *m, uint32_t node, dt_text *text);

/* A number to be read: six digits that matter, no idle zeros, "about 0" not "-0". */
void dt_match_add_figure(double value, dt_text *text);

/* Write the sentence and begin the next one. */
void dt_match_put(dt_match *m, size_t first, size_t rest);

#endif
