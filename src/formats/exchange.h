/* The inside of the reader of models in JSON: what its parts share. */
#ifndef DT_FORMATS_EXCHANGE_H
#define DT_FORMATS_EXCHANGE_H

#include "formats/tree.h"

/* A model on its way from a tree to the text that it stands for in the language. */
typedef struct dt_exchange {
    dt_tree tree;
    dt_diags *diags;
    dt_text *out;
} dt_exchange;

/* Reads one item of a list and writes what it says. */
typedef void dt_exchange_item(dt_exchange *r, const dt_node *item);

/* A list that is a member of the object, if it is there. */
void dt_exchange_member(dt_exchange *r, const dt_node *object, const char *key,
                        dt_exchange_item *read);

/* True for a name; for `us.relief` or `relief`. */
bool dt_exchange_is_name(const char *text, size_t n);
bool dt_exchange_is_choice(const char *text);
/* The member as a name; "?" when it is none, which is reported. */
const char *dt_exchange_name(const dt_node *object, const char *key);

/* The node as a level; "?" when it is none, which is reported. */
const char *dt_exchange_level(const dt_node *node);

/* Write the member `label`, if it is there; a formula, or a rule to ratify; a number;
 * the member `number`. What is none is reported. */
void dt_exchange_label(dt_exchange *r, const dt_node *object);
void dt_exchange_formula(dt_exchange *r, const dt_node *node, bool is_rule);
void dt_exchange_decimal(dt_exchange *r, const dt_node *number);
void dt_exchange_number(dt_exchange *r, const dt_node *object);
/* Write the levels that the object has for choices, a line each. */
void dt_exchange_state(dt_exchange *r, const dt_node *state);
/* Write the blocks `prefer`, `value` and `rank`; how many there are. `actor` is NULL
 * where the actor is known. */
size_t dt_exchange_blocks(dt_exchange *r, const dt_node *wants, const char *actor);

/* ---- accord.c: constituencies, the table, fallbacks, deals, arenas */

void dt_exchange_talks(dt_exchange *r, const dt_node *root);

/* ---- hearing.c: the joint table of priors, tests, signals, trust */

void dt_exchange_intentions(dt_exchange *r, const dt_node *root);

#endif
