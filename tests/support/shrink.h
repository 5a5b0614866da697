/* Cutting a conflict down while something still goes wrong with it. */
#ifndef DT_SUPPORT_SHRINK_H
#define DT_SUPPORT_SHRINK_H

#include "oracle/sketch.h"

/* Make the sketch as small as `fails` allows: it holds of the sketch before and after.
 */
void shrink_sketch(sketch *k, bool (*fails)(const sketch *k, void *context),
                   void *context);

#endif
