/* JSON values, read strictly (RFC 8259) and with their places in the text.
 *
 * Two members of one name in an object are refused, and strings that hold the character
 * \u0000. Numbers keep the digits they are written with. */
#ifndef DT_FORMATS_VALUE_H
#define DT_FORMATS_VALUE_H

#include "base/arena.h"
#include "base/diags.h"

/* Most levels of brackets. */
#define DT_VALUE_NESTING 200u

typedef enum dt_value_kind {
    DT_VALUE_NOTHING, /* no value: a member that is missing */
    DT_VALUE_OBJECT,
    DT_VALUE_LIST,
    DT_VALUE_STRING,
    DT_VALUE_NUMBER,
    DT_VALUE_TRUE,
    DT_VALUE_FALSE,
    DT_VALUE_NULL,
} dt_value_kind;

typedef struct dt_value {
    dt_value_kind kind;
    uint32_t begin, end;    /* bytes of the source */
    const char *string;     /* of a string: what it says, in UTF-8 */
    size_t n;               /* of an object or a list */
    struct dt_value *items; /* [n], in the order of the text */
    const char *key;        /* of an object's member, else NULL */
    uint32_t key_begin, key_end;
} dt_value;

/* Read the source into a value, in the arena; the first thing that is wrong is
 * reported. DT_OK, DT_EMODEL, DT_ENOMEM. */
dt_status dt_value_read(const dt_source *source, dt_arena *arena, dt_diags *diags,
                        dt_value *value, dt_error *err);

#endif
