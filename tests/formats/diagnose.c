/* What a reader says of a file: the findings, and the model in the language if there is
 * one, else the line that sums the failure up.
 *
 *     test_formats_diagnose FILE
 *     test_formats_diagnose --json FILE     the model in JSON, and nothing else */
#include <detente/model.h>
#include <stdio.h>
#include <string.h>

static dt_status print(void *context, const char *bytes, size_t n)
{
    (void)context;
    return fwrite(bytes, 1, n, stdout) == n ? DT_OK : DT_EIO;
}

int main(int argc, char **argv)
{
    const dt_sink out = {print, NULL};
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_error err = {0};
    const bool json = argc == 3 && strcmp(argv[1], "--json") == 0;
    if (!diags || (argc != 2 && !json))
        return 2;
    dt_status status = dt_model_load(argv[argc - 1], diags, &model, &err);
    const dt_status printed = json ? status : dt_diags_write(diags, &out, false);
    if (status == DT_OK)
        status = dt_model_write(model, json ? DT_FORMAT_JSON : DT_FORMAT_CONFLICT, &out,
                                &err);
    if (status != DT_OK)
        printf("exit %d: %s\n", dt_status_exit(status), err.text);
    dt_model_free(model);
    dt_diags_free(diags);
    return printed == DT_OK ? 0 : 4;
}
