/* Preloaded into the program, lets the k-th call of one kind fail:
 *
 *     FAULT=allocation | read | write   which kind
 *     FAULT_AT=k                        which one, from 1
 *     FAULT_NOTE=FILE                   a file that appears when the call has failed
 *
 * An allocation is malloc, calloc, realloc and their aligned kin; a read is fopen or
 * fread; a write is whatever puts bytes in a file or gives it its name. Not counted are
 * the calls of the loader, of the OpenMP runtime and of GMP, which end the process in
 * their own words, and what goes to standard error: there is nobody left to tell.
 *
 * The C library is the GNU one: the true allocators have names of their own there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t each);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

#define CALLER __builtin_return_address(0)

static unsigned long calls;

static bool is_foreign(const void *caller)
{
    Dl_info where;
    if (!caller || !dladdr(caller, &where) || !where.dli_fname)
        return false;
    return strstr(where.dli_fname, "/ld-") || strstr(where.dli_fname, "/libgomp") ||
           strstr(where.dli_fname, "/libomp") || strstr(where.dli_fname, "/libgmp");
}

static void leave_note(void)
{
    const char *const note = getenv("FAULT_NOTE");
    const int fd = note ? open(note, O_WRONLY | O_CREAT, 0666) : -1;
    if (fd >= 0)
        close(fd);
}

/* Count a call of that kind; true when it is the one to fail. */
static bool fails(const char *kind, const void *caller)
{
    const char *const wanted = getenv("FAULT");
    const char *const at = getenv("FAULT_AT");
    if (!wanted || !at || strcmp(kind, wanted) != 0 || is_foreign(caller))
        return false;
    if (__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) != strtoul(at, NULL, 10))
        return false;
    leave_note();
    return true;
}

/* ---- allocations --------------------------------------------------------------- */

static bool no_memory(const void *caller)
{
    const bool none = fails("allocation", caller);
    if (none)
        errno = ENOMEM;
    return none;
}

void *malloc(size_t size)
{
    return no_memory(CALLER) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t each)
{
    return no_memory(CALLER) ? NULL : __libc_calloc(n, each);
}

void *realloc(void *old, size_t size)
{
    return no_memory(CALLER) ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return no_memory(CALLER) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    void *const block = no_memory(CALLER) ? NULL : __libc_memalign(alignment, size);
    if (!block)
        return ENOMEM;
    *memory = block;
    return 0;
}

/* ---- reads and writes ---------------------------------------------------------- */

/* The function of that name that this one hides. */
#define TRUE_ONE(function)                                                             \
    (__extension__(__typeof__(&(function))) dlsym(RTLD_NEXT, #function))

static bool fails_with(int error, const char *kind)
{
    const bool now = fails(kind, NULL);
    if (now)
        errno = error;
    return now;
}

FILE *fopen(const char *path, const char *mode)
{
    if (fails_with(EMFILE, "read"))
        return NULL;
    return TRUE_ONE(fopen)(path, mode);
}

/* The stream must know of the error: it loses its file. */
size_t fread(void *bytes, size_t each, size_t n, FILE *file)
{
    if (fails("read", NULL))
        close(fileno(file));
    return TRUE_ONE(fread)(bytes, each, n, file);
}

size_t fwrite(const void *bytes, size_t each, size_t n, FILE *file)
{
    if (file != stderr && fails_with(ENOSPC, "write"))
        return 0;
    return TRUE_ONE(fwrite)(bytes, each, n, file);
}

int fflush(FILE *file)
{
    return fails_with(ENOSPC, "write") ? EOF : TRUE_ONE(fflush)(file);
}

int fclose(FILE *file)
{
    const int closed = TRUE_ONE(fclose)(file);
    return fails_with(EIO, "write") ? EOF : closed;
}

int fsync(int fd)
{
    return fails_with(EIO, "write") ? -1 : TRUE_ONE(fsync)(fd);
}

int mkstemp(char *name)
{
    return fails_with(ENOSPC, "write") ? -1 : TRUE_ONE(mkstemp)(name);
}

FILE *fdopen(int fd, const char *mode)
{
    return fails_with(ENOMEM, "write") ? NULL : TRUE_ONE(fdopen)(fd, mode);
}

int rename(const char *from, const char *to)
{
    return fails_with(EACCES, "write") ? -1 : TRUE_ONE(rename)(from, to);
}
