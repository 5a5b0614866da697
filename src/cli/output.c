/* A file is written under a temporary name beside its place, flushed to the disk, and
 * only then renamed. Devices and pipes (/dev/stdout) are written directly. */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static dt_status write_file(void *context, const char *bytes, size_t n)
{
    output *const out = context;
    if (progress_is_stopped(out->progress))
        return DT_ESTOPPED;
    progress_erase(out->progress);
    out->has_begun = true;
    if (fwrite(bytes, 1, n, out->file) == n)
        return DT_OK;
    out->error = errno;
    return DT_EIO;
}

static dt_status write_messages(void *context, const char *bytes, size_t n)
{
    (void)context;
    return fwrite(bytes, 1, n, stderr) == n ? DT_OK : DT_EIO;
}

dt_sink output_messages(void)
{
    return (dt_sink){write_messages, NULL};
}

static dt_status cannot(const char *what, const char *path, int error, dt_error *err)
{
    if (!path)
        return complain(err, DT_EIO, "cannot %s standard output: %s", what,
                        strerror(error));
    return complain(err, error == ENOMEM ? DT_ENOMEM : DT_EIO, "cannot %s '%s': %s",
                    what, path, strerror(error));
}

/* The rights that the file has, or that a new file gets. */
static mode_t mode_for(const char *path)
{
    struct stat there;
    if (stat(path, &there) == 0)
        return there.st_mode & 0777;
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static dt_status open_temporary(output *out, const char *path, dt_error *err)
{
    const int n = snprintf(out->temporary, sizeof out->temporary, "%s.XXXXXX", path);
    const int fd = n < (int)sizeof out->temporary ? mkstemp(out->temporary) : -1;
    const int error = n < (int)sizeof out->temporary ? errno : ENAMETOOLONG;
    if (fd >= 0) {
        fchmod(fd, mode_for(path));
        out->file = fdopen(fd, "wb");
        if (out->file)
            return DT_OK;
        close(fd);
        unlink(out->temporary);
    }
    out->temporary[0] = '\0';
    return cannot("create", path, fd < 0 ? error : ENOMEM, err);
}

dt_status output_open(output *out, const arguments *args, dt_error *err)
{
    struct stat there;
    const char *const path = args->output;
    *out = (output){.path = path, .progress = args->progress};
    out->sink = (dt_sink){write_file, out};
    if (!path) {
        out->file = stdout;
        return DT_OK;
    }
    if (stat(path, &there) != 0 || S_ISREG(there.st_mode))
        return open_temporary(out, path, err);
    out->file = fopen(path, "wb");
    return out->file ? DT_OK : cannot("open", path, errno, err);
}

/* Push everything out, to the disk if it is to stay; the first error counts. */
static dt_status finish(output *out, bool stays)
{
    bool failed = fflush(out->file) != 0;
    if (failed && !out->error)
        out->error = errno;
    if (stays && out->temporary[0] && !failed && fsync(fileno(out->file)) != 0) {
        failed = true;
        out->error = errno;
    }
    if (out->path && fclose(out->file) != 0 && !failed) {
        failed = true;
        out->error = errno;
    }
    return failed ? DT_EIO : DT_OK;
}

/* The user has stopped it. What a pipe or the terminal has got cannot be taken back. */
static dt_status give_up(const output *out, dt_error *err)
{
    const bool whole = out->temporary[0] || !out->has_begun;
    return complain(err, DT_ESTOPPED,
                    whole ? "stopped; nothing was written"
                          : "stopped; the answer is not complete");
}

dt_status output_close(output *out, dt_status status, dt_error *err)
{
    if (status == DT_ESTOPPED && !out->path)
        return give_up(out, err); /* a pipe that is full would not let it end */
    const dt_status finished = finish(out, status == DT_OK);
    if (status == DT_OK)
        status = finished;
    if (status == DT_EIO && out->error) /* else it was reading that failed */
        cannot("write to", out->path, out->error, err);
    if (status == DT_EIO && progress_is_stopped(out->progress))
        status = DT_ESTOPPED; /* the signal has broken the write off */
    if (status == DT_ESTOPPED)
        (void)give_up(out, err);
    if (status == DT_OK && out->temporary[0] && rename(out->temporary, out->path) != 0)
        status = cannot("write to", out->path, errno, err);
    if (status != DT_OK && out->temporary[0])
        unlink(out->temporary);
    return status;
}
