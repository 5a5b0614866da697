/* Random statements about intentions: types with priors or a joint table, tests,
 * signals, trust. They are sound, but for warnings, of the model to which they are
 * added. */
#ifndef DT_SUPPORT_DOUBTS_H
#define DT_SUPPORT_DOUBTS_H

#include "base/text.h"

#include <detente/space.h>

/* Add some to a text in which the model stands, the same for the same seed. The model
 * has no types of its own, and at most DOUBTS_ACTORS actors. Without a status quo
 * nothing is said that begins there. */
enum { DOUBTS_ACTORS = 8 };
void say_doubts(const dt_model *model, const dt_space *space, uint64_t seed,
                dt_text *text);

#endif
