/* Feeds files to a fuzz target, so that a corpus is an ordinary test with any compiler.
 *
 *     fuzz_NAME FILE-OR-FOLDER...
 *
 * A folder stands for the files in it. The last line counts them. */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { MAX_PATH = 4096, MAX_INPUT = 1 << 24 };

static void fail(const char *path)
{
    perror(path);
    exit(1);
}

static void replay_file(const char *path)
{
    FILE *const file = fopen(path, "rb");
    if (!file)
        fail(path);
    uint8_t *const bytes = malloc(MAX_INPUT);
    if (!bytes)
        fail(path);
    const size_t n = fread(bytes, 1, MAX_INPUT, file);
    if (ferror(file))
        fail(path);
    (void)fclose(file);

    /* A copy of its exact size: a sanitizer then sees each byte read past the end. */
    uint8_t *const exact = malloc(n ? n : 1);
    if (!exact)
        fail(path);
    for (size_t i = 0; i < n; i++)
        exact[i] = bytes[i];
    free(bytes);
    (void)LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static unsigned replay_folder(const char *path)
{
    DIR *const folder = opendir(path);
    if (!folder)
        fail(path);
    unsigned n = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char name[MAX_PATH];
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(name, sizeof name, "%s/%s", path, entry->d_name) >= MAX_PATH)
            fail(path);
        replay_file(name);
        n++;
    }
    (void)closedir(folder);
    return n;
}

int main(int n_arguments, char **arguments)
{
    unsigned n = 0;
    for (int i = 1; i < n_arguments; i++) {
        struct stat what;
        if (stat(arguments[i], &what) != 0)
            fail(arguments[i]);
        if (S_ISDIR(what.st_mode)) {
            n += replay_folder(arguments[i]);
        } else {
            replay_file(arguments[i]);
            n++;
        }
    }
    printf("%u passed, 0 failed\n", n);
    return n == 0;
}
