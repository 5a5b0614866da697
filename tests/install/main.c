/* What a program that embeds the library looks like: it must compile, link and run
 * against an installed copy. */
#include <detente/equilibrium.h>
#include <detente/model.h>
#include <stdio.h>

int main(int n_arguments, char **arguments)
{
    dt_diags *const diags = dt_diags_new();
    dt_model *model = NULL;
    dt_error err;
    if (n_arguments != 2 || !diags)
        return 2;
    if (dt_model_load(arguments[1], diags, &model, &err) != DT_OK) {
        dt_diags_free(diags);
        puts(err.text);
        return 1;
    }
    printf("%s has %u actors\n", dt_model_title(model), dt_model_n_actors(model));
    dt_model_free(model);
    dt_diags_free(diags);
    dt_play_free(NULL); /* what it is linked with needs all solvers */
    return 0;
}
