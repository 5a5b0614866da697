/* The program: find the command, read its arguments, run it, say what went wrong. */
#include "cli/commands.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int fail(const dt_error *err, const char *name)
{
    fprintf(stderr, "detente: %s\n", err->text);
    if (err->status == DT_EUSAGE && name)
        fprintf(stderr, "Try 'detente help %s'.\n", name);
    else if (err->status == DT_EUSAGE)
        fprintf(stderr, "Try 'detente help'.\n");
    return dt_status_exit(err->status);
}

/* Help and the version are printed directly; a full disk must not go unnoticed. */
static int end_printing(void)
{
    dt_error err;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    complain(&err, DT_EIO, "cannot write to standard output: %s", strerror(errno));
    return fail(&err, NULL);
}

static void complain_command(dt_error *err, const char *word)
{
    complain(
        err, DT_EUSAGE,
        "there is no command '%s'; there are check, states, solve, convert, fmt and "
        "help",
        word);
}

static int print_help(int argc, char **argv)
{
    dt_error err;
    const command *const about = argc > 2 ? command_find(argv[2]) : NULL;
    if (argc > 2 && !about && strcmp(argv[2], "help") != 0) {
        complain_command(&err, argv[2]);
        return fail(&err, NULL);
    }
    help_print(about);
    return end_printing();
}

/* An answer must not overwrite the model; only its own layout may. */
static dt_status keep_model(const command *c, const arguments *args, dt_error *err)
{
    struct stat model, answer;
    if (!args->file || !args->output || c->bit == FOR_FMT ||
        stat(args->file, &model) != 0 || stat(args->output, &answer) != 0 ||
        model.st_dev != answer.st_dev || model.st_ino != answer.st_ino ||
        !S_ISREG(model.st_mode))
        return DT_OK;
    return complain(err, DT_EUSAGE,
                    "'%s' is the model itself; name another file for the answer",
                    args->output);
}

static int run(const command *c, int argc, char **argv)
{
    dt_error err = {.status = DT_OK};
    arguments args;
    dt_status status = arguments_read(argc, argv, 2, c->bit, &args, &err);
    if (status == DT_OK && args.help) {
        help_print(c);
        return end_printing();
    }
    if (status == DT_OK)
        status = keep_model(c, &args, &err);
    if (status == DT_OK)
        status = c->run(&args, &err);
    err.status = status;
    return status == DT_OK ? 0 : fail(&err, c->name);
}

static void ignore(int number)
{
    const struct sigaction action = {.sa_handler = SIG_IGN};
    (void)sigaction(number, &action, NULL);
}

int main(int argc, char **argv)
{
    dt_error err;
    ignore(SIGPIPE); /* a closed pipe is a failed write, and told as one */
    ignore(SIGXFSZ);
    const char *const word = argc > 1 ? argv[1] : "help";
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 ||
        strcmp(word, "-h") == 0)
        return print_help(argc, argv);
    if (strcmp(word, "--version") == 0) {
        printf("detente %s\n", dt_version());
        return end_printing();
    }
    const command *const c = command_find(word);
    if (c)
        return run(c, argc, argv);
    complain_command(&err, word);
    return fail(&err, NULL);
}
