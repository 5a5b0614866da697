/* An XML text as a tree of elements with their places.
 *
 * Only elements and their attributes are kept. The text must be UTF-8, whatever it says
 * itself, and may not declare a document type: so there are no entities but the five of
 * XML and characters by number, and nothing is ever expanded. */
#ifndef DT_FORMATS_MARKUP_H
#define DT_FORMATS_MARKUP_H

#include "base/arena.h"
#include "base/diags.h"

typedef struct dt_attribute {
    const char *name, *value;
    dt_span where; /* of the value, between its quotes */
} dt_attribute;

typedef struct dt_element {
    const char *name;
    dt_span where; /* of the name in its tag, "<" included */
    uint32_t n;
    const dt_attribute *attributes; /* [n] */
    struct dt_element *parent, *child, *next;
    struct dt_element *last; /* of the children */
} dt_element;

/* Read the source into the arena; the first thing that is wrong is reported. Blanks
 * before the root are passed over. DT_OK, DT_EMODEL, DT_ENOMEM. */
dt_status dt_markup_read(const dt_source *source, dt_arena *arena, dt_diags *diags,
                         const dt_element **root, dt_error *err);

/* The attribute of that name, or NULL. */
const dt_attribute *dt_element_attribute(const dt_element *element, const char *name);

/* The first of `element` and its later siblings that has that name, or NULL. */
const dt_element *dt_element_find(const dt_element *element, const char *name);

#endif
