/* Large pieces of memory straight from the system: zeroed, and on large pages where the
 * system has them. Columns of many megabytes that are walked in strides touch a page
 * with every step; with small pages each of these steps looks its page up anew. */
#ifndef DT_BASE_PAGES_H
#define DT_BASE_PAGES_H

#include <stddef.h>

/* NULL when there is no memory. */
void *dt_pages_new(size_t size);
void dt_pages_free(void *pages, size_t size);

#endif
