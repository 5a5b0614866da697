/* A JSON text as a tree that knows its way: every value can say where it stands, as a
 * path (`decisionMakers[1].options[0]`) and as a place in the text.
 *
 * A node lives in the frame of the function that looks at it and points to its
 * parent's, so that readers recurse as the text does. What a reader asks of a node (to
 * be a list, to have no strange members) is answered, and reported when it is not so.
 */
#ifndef DT_FORMATS_TREE_H
#define DT_FORMATS_TREE_H

#include "base/text.h"
#include "formats/value.h"

/* All zero is no tree. */
typedef struct dt_tree {
    const dt_source *source;
    dt_diags *diags;
    dt_arena arena;
    dt_value root;
    bool lost; /* no memory for a path, or for what the reader writes */
} dt_tree;

typedef struct dt_node {
    dt_tree *tree;
    const struct dt_node *parent; /* NULL: the root */
    const dt_value *value;        /* NULL: the parent has no such member */
    const char *key;              /* what the parent calls it; NULL: by its index */
    size_t index;
} dt_node;

/* Read the text; what keeps it from being JSON is reported. DT_OK, DT_EMODEL,
 * DT_ENOMEM. The tree must be released whatever the status. */
dt_status dt_tree_read(const dt_source *source, dt_diags *diags, dt_tree *tree,
                       dt_error *err);
void dt_tree_release(dt_tree *tree);

dt_node dt_tree_root(dt_tree *tree);
/* A member of an object; its value is NULL when there is none. */
dt_node dt_node_member(const dt_node *object, const char *key);
/* Item or member `k` of a list or object, 0 <= k < dt_node_count(). */
dt_node dt_node_item(const dt_node *list, size_t k);
/* How many items or members there are; 0 for what has none. */
size_t dt_node_count(const dt_node *list);
/* What it is; DT_VALUE_NOTHING when it is missing. */
dt_value_kind dt_node_kind(const dt_node *node);

/* Add the node's path to a text. */
void dt_node_path(const dt_node *node, dt_text *text);

/* Report about a node: its path, a colon, and the text. What is missing is reported
 * where its parent stands. */
DT_PRINTF(3, 4)
void dt_node_report(const dt_node *node, dt_finding_id id, const char *format, ...);

/* True when the node is there and of that kind; reported if not. */
bool dt_node_is_object(const dt_node *node);
bool dt_node_is_list(const dt_node *node);
/* A list with something in it. */
bool dt_node_is_filled(const dt_node *node);

/* The node's string; NULL, and reported, when it is none or could not stand between
 * quotes in the language (control characters). */
const char *dt_node_string(const dt_node *node);
/* True when the node is a whole number that 32 bits hold. */
bool dt_node_is_whole(const dt_node *node, uint32_t *number);
/* The node's whole number from `least` to `most`; false, and reported, when it is none.
 */
bool dt_node_number(const dt_node *node, uint32_t least, uint32_t most,
                    uint32_t *number);
/* Which of the words the node's string is, or -1, reported. The last word is NULL. */
int dt_node_word(const dt_node *node, const char *const *words);

/* Report members that are not among `known` (the last is NULL) as findings of that
 * kind: an error with advice, or a warning that they are not carried over. */
void dt_node_check_members(const dt_node *object, const char *const *known,
                           dt_finding_id id);

#endif
