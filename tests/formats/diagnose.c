/* What a reader says of a file: the findings, and the model in the language if there is
 * one, else the line that sums the failure up.
 *
 *     test_formats_diagnose FILE
 *     test_formats_diagnose --json FILE     the model in JSON, and nothing else
 *     test_formats_diagnose --scenario DOMAIN PROFILE... */
#include "support/tested.h"
#include <detente/scenario.h>

#include <stdio.h>
#include <string.h>

static dt_status print(void *context, const char *bytes, size_t n)
{
    (void)context;
    return fwrite(bytes, 1, n, stdout) == n ? DT_OK : DT_EIO;
}

static dt_status diagnose_scenario(int n, char **paths, dt_diags *diags,
                                   const dt_sink *sink, dt_error *err)
{
    dt_scenario_file files[DT_MAX_PROFILES + 1] = {{0}};
    for (int k = 0; k < n && k <= (int)DT_MAX_PROFILES; k++)
        files[k].name = paths[k];
    const dt_scenario scenario = {
        .domain = files[0], .profiles = files + 1, .n_profiles = (uint32_t)n - 1};
    return dt_scenario_write(&scenario, diags, sink, err);
}

static int main_scenario(int n, char **paths)
{
    dt_text text = {0};
    const dt_sink out = {print, NULL}, later = {write_to_text, &text};
    dt_diags *const diags = dt_diags_new();
    dt_error err = {0};
    const dt_status status = diagnose_scenario(n, paths, diags, &later, &err);
    const dt_status printed = dt_diags_write(diags, &out, false);
    fputs(dt_text_string(&text), stdout);
    if (status != DT_OK)
        printf("exit %d: %s\n", dt_status_exit(status), err.text);
    dt_text_release(&text);
    dt_diags_free(diags);
    return printed == DT_OK ? 0 : 4;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--scenario") == 0)
        return main_scenario(argc - 2, argv + 2);
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
