/* Fields: where the choices of an actor lie in a code, and codes without them.
 *
 * In a dense space a cell is a code. An actor's choices are `width` bits of it from bit
 * `shift` on; what is left when they are dropped is a code again, of the others alone.
 *
 *      code   h h h f f f l l        drop: h h h l l        put(f) gives the code back
 */
#ifndef DT_STABILITY_FIELDS_H
#define DT_STABILITY_FIELDS_H

#include "model/conflict.h"

typedef struct dt_field {
    uint32_t shift, width; /* shift + width <= 32 */
} dt_field;

static inline dt_field dt_field_of(const dt_model *model, dt_actor_id a)
{
    const dt_actor *const actor = &model->actors[a];
    dt_field field = {0, 0};
    if (actor->n_choices)
        field.shift = model->choices[actor->first_choice].shift;
    while (actor->mask >> field.shift >> field.width)
        field.width++;
    return field;
}

/* What the code says in the field. */
static inline uint32_t dt_field_get(dt_field f, uint32_t code)
{
    return code >> f.shift & ((UINT32_C(1) << f.width) - 1);
}

/* The code without the field. */
static inline uint32_t dt_field_drop(dt_field f, uint32_t code)
{
    const uint32_t low = (UINT32_C(1) << f.shift) - 1;
    return (code & low) | (code >> f.width & ~low);
}

/* The code whose field is `value` and from which dropping it leaves `rest`. */
static inline uint32_t dt_field_put(dt_field f, uint32_t rest, uint32_t value)
{
    const uint32_t low = (UINT32_C(1) << f.shift) - 1;
    return (rest & low) | value << f.shift | (rest & ~low) << f.width;
}

/* Where a field is found once another one has been dropped. */
static inline dt_field dt_field_behind(dt_field f, dt_field dropped)
{
    return (dt_field){f.shift > dropped.shift ? f.shift - dropped.width : f.shift,
                      f.width};
}

#endif
