/* From a label to a name that the language can hold.
 *
 *  - letters and digits stay; A to Z become a to z; letters beyond ASCII stay as they
 * are
 *  - what stands between them, whatever it is, becomes one '_'; at the ends it is
 * dropped
 *  - a name that begins with a digit gets an 'n' in front
 *  - a word that formulas reserve gets a '_' behind
 *  - a label without letters and digits gives the name that the caller proposes
 *
 * Two labels can give the same name; what to do then is for the caller to say. */
#ifndef DT_FORMATS_SLUG_H
#define DT_FORMATS_SLUG_H

#include "base/text.h"

/* Add the name to `name`, which is empty. */
void dt_slug(const char *label, const char *otherwise, dt_text *name);

#endif
