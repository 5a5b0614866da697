/* Walking through all feasible codes. */
#ifndef DT_SPACE_ENUMERATE_H
#define DT_SPACE_ENUMERATE_H

#include "model/conflict.h"

/* Where feasible codes go: bit k of `word` stands for code base + k. Blocks come in
 * ascending order and hold at least one code; base is a multiple of the block's length,
 * a power of two of at most 64. Anything but DT_OK ends the walk. */
typedef struct dt_block_sink {
    dt_status (*take)(void *context, uint64_t base, uint64_t word);
    void *context;
} dt_block_sink;

/* Hand all feasible codes to the sink. DT_OK, DT_ELIMIT when the rules exclude too late
 * to be walked, or what the sink answered. */
dt_status dt_enumerate(const dt_model *model, const dt_block_sink *sink, dt_error *err);

#endif
