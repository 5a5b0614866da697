/* Finding the feasible codes of a model. */
#ifndef DT_SPACE_ENUMERATE_H
#define DT_SPACE_ENUMERATE_H

#include "space/sieve.h"

/* Where feasible codes go: bit k of `word` stands for code base + k. Blocks come in
 * ascending order and hold at least one code; base is a multiple of the block's length,
 * a power of two of at most 64. Anything but DT_OK ends the search. */
typedef struct dt_block_sink {
    dt_status (*take)(void *context, uint64_t base, uint64_t word);
    void *context;
} dt_block_sink;

/* Hand all feasible codes to the sink. DT_OK, DT_ELIMIT when the rules exclude too late
 * for the effort, of which making the sieves was a part (the text then says which),
 * DT_ESTOPPED, DT_ENOMEM, or what the sink answered. */
dt_status dt_enumerate(const dt_sieves *sieves, const dt_block_sink *sink,
                       const dt_effort *effort, dt_error *err);

#endif
