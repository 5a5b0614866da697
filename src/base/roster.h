/* Who was here already: a list of codes in the order in which they came, each once.
 *
 * Each entry has a tag, which is part of what makes it different from others, and says
 * from which entry it was reached. */
#ifndef DT_BASE_ROSTER_H
#define DT_BASE_ROSTER_H

#include <detente/status.h>
#include <stddef.h>
#include <stdint.h>

/* No entry. */
#define DT_ROSTER_NONE UINT32_MAX

typedef struct dt_roster_entry {
    uint64_t code;
    uint32_t tag, parent;
} dt_roster_entry;

/* All zero, but for `most`, is an empty roster. */
typedef struct dt_roster {
    dt_roster_entry *entry; /* [n], owned */
    size_t n, room;
    uint32_t *slot; /* [n_slots] the place of an entry + 1, or 0; owned */
    size_t n_slots;
    uint64_t most; /* bytes that it may take */
} dt_roster;

/* Add an entry unless one of the same code and tag is there. DT_ELIMIT when the roster
 * would take more than it may, DT_ENOMEM; it then is as it was. */
dt_status dt_roster_add(dt_roster *roster, dt_roster_entry entry);
/* Empty it and keep the memory. */
void dt_roster_reset(dt_roster *roster);
void dt_roster_release(dt_roster *roster);

#endif
