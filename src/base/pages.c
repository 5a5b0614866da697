/* See pages.h. Anonymous mappings are POSIX since 2024 only, hence the macro. */
#define _DEFAULT_SOURCE
#include "base/pages.h"

#include <sys/mman.h>

void *dt_pages_new(size_t size)
{
    void *const pages =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        return NULL;
#ifdef MADV_HUGEPAGE
    (void)madvise(pages, size, MADV_HUGEPAGE); /* advice: it may be refused */
#endif
    return pages;
}

void dt_pages_free(void *pages, size_t size)
{
    (void)munmap(pages, size);
}
